#include "language/trainer.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <map>
#include <memory>

#include "language/boundary.h"
#include "language/linear.h"
#include "language/word.h"

namespace hudna::language {
namespace {

// xorshift64* (Vigna 2016): small, and the same on every machine.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(mix(seed + 1) | 1) {}
  std::uint64_t next() {
    state_ ^= state_ >> 12;
    state_ ^= state_ << 25;
    state_ ^= state_ >> 27;
    return state_ * 0x2545F4914F6CDD1DULL;
  }
  std::uint64_t below(std::uint64_t n) { return (next() >> 33) % n; }

 private:
  std::uint64_t state_;
};

template <class T>
void shuffle(std::vector<T>* items, Random* random) {
  for (std::size_t i = items->size(); i > 1; --i) std::swap((*items)[i - 1], (*items)[random->below(i)]);
}

// Weights with the running sum that averaging needs (the lazy form of Freund & Schapire's averaged
// perceptron).
class Perceptron {
 public:
  Perceptron(int bits, std::size_t classes)
      : classes_(classes),
        mask_((1u << bits) - 1),
        weights_((std::size_t{1} << bits) * classes),
        sums_(weights_.size()) {}
  void add(std::uint32_t hash, float* scores) const {
    const float* row = &weights_[(hash & mask_) * classes_];
    for (std::size_t k = 0; k < classes_; ++k) scores[k] += row[k];
  }
  void update(std::uint32_t hash, std::size_t right, std::size_t wrong) {
    const std::size_t row = (hash & mask_) * classes_;
    weights_[row + right] += 1;
    sums_[row + right] += static_cast<float>(step_);
    weights_[row + wrong] -= 1;
    sums_[row + wrong] -= static_cast<float>(step_);
  }
  void step() { ++step_; }
  std::size_t classes() const { return classes_; }
  std::size_t rows() const { return mask_ + 1; }
  double average(std::size_t row, std::size_t k) const {
    return weights_[row * classes_ + k] - sums_[row * classes_ + k] / static_cast<double>(step_);
  }

 private:
  std::size_t classes_;
  std::uint32_t mask_;
  std::vector<float> weights_;
  std::vector<double> sums_;
  double step_ = 1;
};

template <class T>
std::string bytes_of(const std::vector<T>& values) {
  return std::string(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T));
}

// int16 with one scale for the table; the argmax does not see the scale. Weights that round to nothing at
// 1/400 of an update are dropped.
double scale_of(const Perceptron& p) {
  double top = 0;
  for (std::size_t r = 0; r < p.rows(); ++r) {
    for (std::size_t k = 0; k < p.classes(); ++k) top = std::max(top, std::fabs(p.average(r, k)));
  }
  return std::min(100.0, 32000.0 / std::max(top, 1e-9));
}
std::int16_t rounded(double value, double scale) {
  return static_cast<std::int16_t>(std::lround(value * scale));
}

void add_sparse(const Perceptron& p, const std::string& name, int least,
                std::vector<std::pair<std::string, std::string>>* out) {
  const double scale = scale_of(p);
  std::vector<std::uint32_t> starts{0};
  std::vector<std::uint8_t> classes;
  std::vector<std::int16_t> weights;
  for (std::size_t r = 0; r < p.rows(); ++r) {
    for (std::size_t k = 0; k < p.classes(); ++k) {
      const std::int16_t w = rounded(p.average(r, k), scale);
      if (std::abs(w) < least) continue;
      classes.push_back(static_cast<std::uint8_t>(k));
      weights.push_back(w);
    }
    starts.push_back(static_cast<std::uint32_t>(classes.size()));
  }
  out->emplace_back(name + ".r", bytes_of(starts));
  out->emplace_back(name + ".c", bytes_of(classes));
  out->emplace_back(name + ".w", bytes_of(weights));
}

struct Example {
  std::vector<std::string_view> forms;
  std::vector<Word> words[2];  // with case, without
  bool caseless = false;
  std::vector<std::uint8_t> gold_tags;
  std::vector<std::uint8_t> tags;  // what the parser sees
  std::vector<int> heads;
  std::vector<int> labels;
};

using Dictionary = std::map<std::uint32_t, std::vector<std::uint8_t>>;

Dictionary make_dictionary(const std::vector<Example>& examples, const std::vector<bool>& use) {
  std::map<std::uint32_t, std::map<std::uint8_t, int>> counts;
  for (std::size_t i = 0; i < examples.size(); ++i) {
    if (!use[i] || examples[i].caseless) continue;
    for (std::size_t t = 0; t < examples[i].forms.size(); ++t)
      ++counts[examples[i].words[0][t].form][examples[i].gold_tags[t]];
  }
  Dictionary out;
  constexpr int kFrequent = 30;  // seen that often, an unseen tag is rarer than a tagging error
  for (const auto& [form, tags] : counts) {
    int total = 0;
    for (const auto& [tag, count] : tags) total += count;
    if (total < kFrequent) continue;
    std::vector<std::uint8_t> list;
    for (const auto& [tag, count] : tags) {
      if (count * 200 >= total) list.push_back(tag);
    }
    if (list.size() <= 11) out[form] = list;
  }
  return out;
}

class Tagger {
 public:
  Tagger(int bits, std::size_t classes) : p_(bits, classes), scores_(classes) {}
  std::uint8_t predict(const TaggerFeatures& features, const std::vector<std::uint8_t>* allowed) {
    std::fill(scores_.begin(), scores_.end(), 0.0f);
    for (std::uint32_t f : features) p_.add(f, scores_.data());
    if (allowed != nullptr) {
      std::uint8_t best = (*allowed)[0];
      for (std::uint8_t tag : *allowed) {
        if (scores_[tag] > scores_[best]) best = tag;
      }
      return best;
    }
    return static_cast<std::uint8_t>(std::max_element(scores_.begin(), scores_.end()) - scores_.begin());
  }
  void train(const std::vector<Example>& examples, const std::vector<bool>& use, const Dictionary& dictionary,
             const TrainOptions& options, int rounds, std::uint64_t seed) {
    Random random(seed);
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < examples.size(); ++i) {
      if (use[i]) order.push_back(i);
    }
    TaggerFeatures features;
    for (int round = 0; round < rounds; ++round) {
      shuffle(&order, &random);
      for (std::size_t at : order) {
        const Example& e = examples[at];
        const bool caseless = e.caseless || random.below(100) < options.capitals_percent;
        const std::vector<Word>& words = e.words[caseless];
        std::vector<std::uint8_t> tags(words.size());
        for (std::size_t i = 0; i < words.size(); ++i) {
          const std::vector<std::uint8_t>* allowed = nullptr;
          if (!caseless) {
            const auto it = dictionary.find(words[i].form);
            if (it != dictionary.end()) allowed = &it->second;
          }
          if (allowed != nullptr && allowed->size() == 1) {
            tags[i] = (*allowed)[0];
            continue;
          }
          tagger_features(words, tags, i, &features);
          tags[i] = predict(features, allowed);
          p_.step();
          if (tags[i] != e.gold_tags[i]) {
            for (std::uint32_t f : features) p_.update(f, e.gold_tags[i], tags[i]);
          }
        }
      }
    }
  }
  const Perceptron& table() const { return p_; }

 private:
  Perceptron p_;
  std::vector<float> scores_;
};

// Tags with the averaged weights.
void tag_averaged(const Perceptron& p, const Dictionary& dictionary, Example* e,
                  const std::vector<float>& averaged) {
  const std::vector<Word>& words = e->words[e->caseless];
  e->tags.assign(words.size(), 0);
  TaggerFeatures features;
  std::vector<float> scores(p.classes());
  for (std::size_t i = 0; i < words.size(); ++i) {
    tagger_features(words, e->tags, i, &features);
    std::fill(scores.begin(), scores.end(), 0.0f);
    for (std::uint32_t f : features) {
      const float* row = &averaged[(f & (p.rows() - 1)) * p.classes()];
      for (std::size_t k = 0; k < p.classes(); ++k) scores[k] += row[k];
    }
    const auto it = e->caseless ? dictionary.end() : dictionary.find(words[i].form);
    if (it != dictionary.end()) {
      std::uint8_t best = it->second[0];
      for (std::uint8_t tag : it->second) {
        if (scores[tag] > scores[best]) best = tag;
      }
      e->tags[i] = best;
    } else {
      e->tags[i] = static_cast<std::uint8_t>(std::max_element(scores.begin(), scores.end()) - scores.begin());
    }
  }
}

std::vector<float> averages(const Perceptron& p) {
  std::vector<float> out(p.rows() * p.classes());
  for (std::size_t r = 0; r < p.rows(); ++r) {
    for (std::size_t k = 0; k < p.classes(); ++k)
      out[r * p.classes() + k] = static_cast<float>(p.average(r, k));
  }
  return out;
}

}  // namespace

class LemmaTrainer {
 public:
  void see(const GoldToken& tok) {
    if (tok.lemma.empty() || tok.lemma == "_" || tok.upos == model::Upos::PUNCT ||
        tok.upos == model::Upos::NUM || tok.upos == model::Upos::SYM || tok.upos == model::Upos::X) {
      return;
    }
    std::string base;
    lemma_base(tok.form, tok.upos, false, &base);
    std::string lemma;
    lemma_base(tok.lemma, tok.upos, false, &lemma);
    if (base.size() > 24 || lemma.find('\n') != std::string::npos) return;
    std::size_t same = 0;
    while (same < base.size() && same < lemma.size() && base[same] == lemma[same]) ++same;
    const std::size_t strip = base.size() - same;
    if (strip > 60) return;
    ++counts_[{tok.xpos, base}][std::string(1, static_cast<char>('0' + strip)) + lemma.substr(same)];
  }

  void finish(std::vector<std::pair<std::string, std::string>>* out) const {
    // Each form votes once with its most frequent script; irregular forms keep their own entry.
    std::map<std::pair<model::Xpos, std::string>, std::string> best;
    for (const auto& [key, scripts] : counts_) best[key] = top(scripts);
    std::map<std::pair<model::Xpos, std::string>, std::map<std::string, int>> endings;
    for (const auto& [key, script] : best) {
      const std::string& form = key.second;
      for (std::size_t size = 0; size <= std::min(kLemmaEnding, form.size()); ++size)
        ++endings[{key.first, form.substr(form.size() - size)}][script];
    }
    std::map<std::pair<model::Xpos, std::string>, std::string> decided;
    std::vector<std::pair<std::uint32_t, std::string>> entries;
    // Map order puts no shorter ending reliably first, so lengths go one by one.
    for (std::size_t size = 0; size <= kLemmaEnding; ++size) {
      for (const auto& [key, scripts] : endings) {
        if (key.second.size() != size) continue;
        int total = 0;
        for (const auto& [script, count] : scripts) total += count;
        std::string parent;
        if (size > 0) parent = decided.at({key.first, key.second.substr(1)});
        const std::string choice = total >= 2 || size == 0 ? top(scripts) : parent;
        decided[key] = choice;
        if (size == 0 || choice != parent)
          entries.emplace_back(lemma_key(key.second, false, key.first), choice);
      }
    }
    for (const auto& [key, script] : best) {
      const std::string& form = key.second;
      const std::string& rule =
          decided.at({key.first, form.substr(form.size() - std::min(kLemmaEnding, form.size()))});
      if (rule != script) entries.emplace_back(lemma_key(form, true, key.first), script);
    }
    std::map<std::string, std::uint32_t> ids;
    std::string scripts;
    for (const auto& [key, script] : entries) {
      if (ids.emplace(script, ids.size() + 1).second) scripts += script + "\n";
    }
    std::size_t capacity = 64;
    while (capacity < entries.size() * 2) capacity *= 2;
    std::vector<Lemmatizer::Slot> slots(capacity);
    for (const auto& [key, script] : entries) {
      std::size_t at = key & (capacity - 1);
      while (slots[at].script != 0) at = (at + 1) & (capacity - 1);
      slots[at] = {key, ids.at(script)};
    }
    out->emplace_back("lemma.slots", bytes_of(slots));
    out->emplace_back("lemma.scripts", scripts);
  }

 private:
  static std::string top(const std::map<std::string, int>& scripts) {
    const std::string* out = nullptr;
    int most = 0;
    for (const auto& [script, count] : scripts) {
      if (count > most) {
        most = count;
        out = &script;
      }
    }
    return *out;
  }
  std::map<std::pair<model::Xpos, std::string>, std::map<std::string, int>> counts_;
};

std::vector<std::pair<std::string, std::string>> train_linear(const std::vector<GoldSentence>& sentences,
                                                              const TrainOptions& options) {
  const auto say = [&](const std::string& text) {
    if (options.progress) options.progress(text);
  };
  std::vector<TagPair> pairs;
  std::map<std::pair<int, int>, int> pair_counts;
  const auto key_of = [](const GoldToken& tok) {
    return std::make_pair(static_cast<int>(tok.upos), static_cast<int>(tok.xpos));
  };
  LemmaTrainer lemmas;
  for (const GoldSentence& sent : sentences) {
    for (const GoldToken& tok : sent.tokens) {
      ++pair_counts[key_of(tok)];
      lemmas.see(tok);
    }
  }
  // The most frequent pairs; the rest are annotation slips and take the commonest pair of their UPOS.
  std::vector<std::pair<int, std::pair<int, int>>> ranked;
  for (const auto& [key, count] : pair_counts) ranked.emplace_back(-count, key);
  std::sort(ranked.begin(), ranked.end());
  if (ranked.size() > 88) ranked.resize(88);
  std::map<std::pair<int, int>, std::uint8_t> pair_ids;
  for (const auto& [count, key] : ranked) {
    pair_ids[key] = static_cast<std::uint8_t>(pairs.size());
    pairs.push_back({static_cast<model::Upos>(key.first), static_cast<model::Xpos>(key.second)});
  }
  const auto id_of = [&](const GoldToken& tok) -> std::uint8_t {
    const auto it = pair_ids.find(key_of(tok));
    if (it != pair_ids.end()) return it->second;
    for (std::size_t i = 0; i < pairs.size(); ++i) {
      if (pairs[i].upos == tok.upos) return static_cast<std::uint8_t>(i);
    }
    return 0;
  };
  std::vector<Example> examples(sentences.size());
  for (std::size_t s = 0; s < sentences.size(); ++s) {
    Example& e = examples[s];
    CaseCheck check;
    for (const GoldToken& tok : sentences[s].tokens) {
      e.forms.push_back(tok.form);
      e.gold_tags.push_back(id_of(tok));
      check.see(tok.form);
    }
    e.caseless = check.caseless();
    const int n = static_cast<int>(e.forms.size());
    for (int i = 0; i < n; ++i) {
      for (int c = 0; c < 2; ++c) e.words[c].push_back(make_word(e.forms[i], i == 0, c == 1));
      const GoldToken& tok = sentences[s].tokens[i];
      e.heads.push_back(tok.head < 0 ? n : tok.head);
      e.labels.push_back(static_cast<int>(tok.relation));
    }
    e.heads = projectivise(std::move(e.heads));
  }
  std::vector<bool> all(examples.size(), true);
  std::vector<std::pair<std::string, std::string>> out;
  out.emplace_back("inventory", label_inventory());
  std::string tag_bytes;
  for (const TagPair& pair : pairs) {
    tag_bytes += static_cast<char>(pair.upos);
    tag_bytes += static_cast<char>(pair.xpos);
  }
  out.emplace_back("tags", tag_bytes);

  // Tags as the parser will meet them: each fold is tagged by a tagger that has not seen it.
  if (options.jackknife >= 2) {
    for (int fold = 0; fold < options.jackknife; ++fold) {
      std::vector<bool> use(examples.size());
      for (std::size_t i = 0; i < examples.size(); ++i)
        use[i] = static_cast<int>(i % options.jackknife) != fold;
      const Dictionary dictionary = make_dictionary(examples, use);
      Tagger tagger(options.tagger_bits, pairs.size());
      tagger.train(examples, use, dictionary, options, std::max(1, options.tagger_rounds / 2),
                   options.seed + 10 + fold);
      const std::vector<float> averaged = averages(tagger.table());
      std::size_t right = 0, total = 0;
      for (std::size_t i = 0; i < examples.size(); ++i) {
        if (use[i]) continue;
        tag_averaged(tagger.table(), dictionary, &examples[i], averaged);
        for (std::size_t t = 0; t < examples[i].tags.size(); ++t) {
          ++total;
          right += examples[i].tags[t] == examples[i].gold_tags[t];
        }
      }
      say("fold " + std::to_string(fold) + ": tags right " +
          std::to_string(100.0 * static_cast<double>(right) /
                         static_cast<double>(std::max<std::size_t>(1, total))));
    }
  } else {
    for (Example& e : examples) e.tags = e.gold_tags;
  }
  {
    const Dictionary dictionary = make_dictionary(examples, all);
    Tagger tagger(options.tagger_bits, pairs.size());
    tagger.train(examples, all, dictionary, options, options.tagger_rounds, options.seed);
    add_sparse(tagger.table(), "tagger", 2, &out);
    std::size_t capacity = 64;
    while (capacity < dictionary.size() * 2) capacity *= 2;
    std::vector<TagEntry> entries(capacity);
    for (const auto& [form, tags] : dictionary) {
      std::size_t at = form & (capacity - 1);
      while (entries[at].count != 0) at = (at + 1) & (capacity - 1);
      entries[at].key = form;
      entries[at].count = static_cast<std::uint8_t>(tags.size());
      std::copy(tags.begin(), tags.end(), entries[at].tags);
    }
    out.emplace_back("dictionary", bytes_of(entries));
    say("tagger done");
  }
  {
    Perceptron actions(options.action_bits, 3);
    Perceptron labels(options.label_bits, model::relation_count());
    Random random(options.seed + 99);
    std::vector<std::size_t> order(examples.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    State state;
    ActionFeatures action_list;
    LabelFeatures label_list;
    std::vector<float> scores(std::max<std::size_t>(8, model::relation_count()));
    for (int round = 0; round < options.parser_rounds; ++round) {
      shuffle(&order, &random);
      std::size_t arcs = 0, heads_right = 0, labels_right = 0;
      for (std::size_t at : order) {
        const Example& e = examples[at];
        const int n = static_cast<int>(e.forms.size());
        const ParserInput in{&e.words[e.caseless], &e.tags, n};
        state.reset(n);
        while (!state.done()) {
          action_features(state, in, &action_list);
          std::fill(scores.begin(), scores.end(), 0.0f);
          for (std::uint32_t f : action_list) actions.add(f, scores.data());
          int best = -1, right = -1, least = 1 << 30;
          int costs[3] = {1 << 30, 1 << 30, 1 << 30};
          for (int a = 0; a < 3; ++a) {
            if (!state.can(static_cast<Action>(a))) continue;
            costs[a] = oracle_cost(state, e.heads, static_cast<Action>(a));
            least = std::min(least, costs[a]);
            if (best < 0 || scores[a] > scores[best]) best = a;
          }
          for (int a = 0; a < 3; ++a) {
            if (costs[a] == least && (right < 0 || scores[a] > scores[right])) right = a;
          }
          actions.step();
          if (costs[best] != least) {
            for (std::uint32_t f : action_list) actions.update(f, right, best);
          }
          // From the second round on, errors are mostly followed, so that the parser learns to go on after
          // them.
          const int take = round >= 1 && costs[best] != least && random.below(10) < 9 ? best : right;
          int label = 0;
          if (take != static_cast<int>(Action::Shift)) {
            const int dep = state.s(0);
            const int head = take == static_cast<int>(Action::Left) ? state.next : state.s(1);
            ++arcs;
            const bool good = e.heads[dep] == head;
            heads_right += good;
            if (head == n) {
              label = static_cast<int>(model::Relation::Root);
              labels_right += good;
            } else {
              label_features(state, in, head, dep, &label_list);
              std::fill(scores.begin(), scores.end(), 0.0f);
              for (std::uint32_t f : label_list) labels.add(f, scores.data());
              label = 0;
              for (int k = 1; k < static_cast<int>(model::relation_count()); ++k) {
                if (k != static_cast<int>(model::Relation::Root) && scores[k] > scores[label]) label = k;
              }
              labels.step();
              // A wrong head has no gold label, but the word's own relation is mostly still the best guess.
              const int gold =
                  e.labels[dep] == static_cast<int>(model::Relation::Root) ? label : e.labels[dep];
              if (good && label != gold) {
                for (std::uint32_t f : label_list) labels.update(f, gold, label);
              }
              labels_right += good && label == e.labels[dep];
            }
          }
          state.apply(static_cast<Action>(take), label);
        }
      }
      const double total = static_cast<double>(std::max<std::size_t>(1, arcs));
      say("parser round " + std::to_string(round + 1) + ": heads " +
          std::to_string(100.0 * static_cast<double>(heads_right) / total) + " labelled " +
          std::to_string(100.0 * static_cast<double>(labels_right) / total));
    }
    const double scale = scale_of(actions);
    std::vector<std::int16_t> rows(actions.rows() * 3);
    for (std::size_t r = 0; r < actions.rows(); ++r) {
      for (std::size_t k = 0; k < 3; ++k) rows[3 * r + k] = rounded(actions.average(r, k), scale);
    }
    out.emplace_back("actions", bytes_of(rows));
    add_sparse(labels, "labels", 2, &out);
  }
  lemmas.finish(&out);
  return out;
}

std::vector<NamedExample> parse_iob2(std::string_view text) {
  std::vector<NamedExample> out;
  bool fresh = true;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t stop = std::min(text.find('\n', at), text.size());
    std::string_view line = text.substr(at, stop - at);
    at = stop + 1;
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (line.empty()) {
      fresh = true;
      continue;
    }
    if (line.front() == '#') continue;
    const std::size_t one = line.find('\t');
    const std::size_t two = one == std::string_view::npos ? one : line.find('\t', one + 1);
    if (two == std::string_view::npos || two == one + 1) continue;
    std::string_view tag = line.substr(two + 1);
    tag = tag.substr(0, tag.find('\t'));
    std::size_t label = 0;
    if (tag.size() == 5) {
      const std::string_view type = tag.substr(2);
      const std::size_t base = type == "PER" ? 1 : (type == "ORG" ? 3 : (type == "LOC" ? 5 : 0));
      if (base != 0) label = base + (tag[0] == 'I');
    }
    if (fresh) out.emplace_back();
    fresh = false;
    NamedExample& e = out.back();
    const std::size_t before = e.labels.empty() ? 0 : e.labels.back();
    if (!bio_follows(before, label)) --label;
    e.forms.emplace_back(line.substr(one + 1, two - one - 1));
    e.labels.push_back(static_cast<std::uint8_t>(label));
  }
  return out;
}

std::vector<std::pair<std::string, std::string>> train_names(
    const std::vector<NamedExample>& sentences, const NameTags& tags, const NameLexicon& lexicon, int bits,
    int rounds, std::uint64_t seed, const std::function<void(const std::string&)>& progress) {
  struct View {
    std::vector<Word> words;
    std::vector<model::Upos> tags;
    std::vector<std::uint32_t> clues;
  };
  std::vector<std::array<View, 2>> views(sentences.size());
  std::vector<bool> without_case(sentences.size());
  for (std::size_t i = 0; i < sentences.size(); ++i) {
    CaseCheck check;
    std::vector<std::string_view> forms;
    for (const std::string& form : sentences[i].forms) {
      check.see(form);
      forms.push_back(form);
    }
    without_case[i] = check.caseless();
    for (int c = 0; c < 2; ++c) {
      View& v = views[i][c];
      for (std::size_t t = 0; t < forms.size(); ++t) v.words.push_back(make_word(forms[t], t == 0, c == 1));
      v.tags = tags(i, c == 1);
      std::vector<NameLexicon::Match> matches;
      lexicon.look_up(forms, v.words, c == 1, &matches, &v.clues);
    }
  }
  // A perceptron's weights depend on the order of its examples by chance: the mean of several runs does less.
  constexpr std::size_t kRuns = 16;
  std::vector<double> sum(std::size_t{1} << bits << 3), steps_sum(64);
  for (std::size_t run = 0; run < kRuns; ++run) {
    Perceptron emission(bits, 8);
    Perceptron transition(3, 8);  // row = label before
    Random random(seed + 7 + run);
    std::vector<std::size_t> order(sentences.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::vector<NameFeatures> features;
    std::vector<std::array<std::int32_t, 8>> scores;
    std::vector<std::uint8_t> labels;
    std::int32_t table[8][8];
    constexpr float kFine = 16;  // the search takes whole numbers
    for (int round = 0; round < rounds; ++round) {
      shuffle(&order, &random);
      std::size_t wrong = 0;
      for (std::size_t at : order) {
        const NamedExample& e = sentences[at];
        constexpr std::uint64_t kCapitals = 8;
        const View& v = views[at][without_case[at] || random.below(100) < kCapitals];
        const std::size_t n = e.forms.size();
        features.resize(n);
        scores.resize(n);
        for (std::size_t t = 0; t < n; ++t) {
          name_features(v.words, v.tags, v.clues, t, &features[t]);
          float sum[8] = {};
          for (std::uint32_t f : features[t]) emission.add(f, sum);
          for (int k = 0; k < 8; ++k) scores[t][k] = static_cast<std::int32_t>(sum[k] * kFine);
        }
        for (std::uint32_t b = 0; b < 8; ++b) {
          float sum[8] = {};
          transition.add(b, sum);
          for (int k = 0; k < 8; ++k) table[b][k] = static_cast<std::int32_t>(sum[k] * kFine);
        }
        best_labels(scores, table, &labels);
        emission.step();
        transition.step();
        if (labels == e.labels) continue;
        ++wrong;
        for (std::size_t t = 0; t < n; ++t) {
          if (labels[t] != e.labels[t]) {
            for (std::uint32_t f : features[t]) emission.update(f, e.labels[t], labels[t]);
          }
          const std::uint32_t gold_before = t == 0 ? 0 : e.labels[t - 1];
          const std::uint32_t before = t == 0 ? 0 : labels[t - 1];
          if (gold_before != before || labels[t] != e.labels[t]) {
            transition.update(gold_before, e.labels[t], 7);
            transition.update(before, 7, labels[t]);
          }
        }
      }
      if (progress)
        progress("names round " + std::to_string(round + 1) + ": sentences wrong " + std::to_string(wrong));
    }
    for (std::size_t r = 0; r < emission.rows(); ++r) {
      for (std::size_t k = 0; k < 8; ++k) sum[8 * r + k] += emission.average(r, k) / kRuns;
    }
    for (std::size_t r = 0; r < 8; ++r) {
      for (std::size_t k = 0; k < 8; ++k) steps_sum[8 * r + k] += transition.average(r, k) / kRuns;
    }
  }
  double top = 0;
  for (const double weight : sum) top = std::max(top, std::fabs(weight));
  const double scale = std::min(200.0, 32000.0 / std::max(top, 1e-9));
  std::vector<std::int16_t> rows(sum.size());
  for (std::size_t i = 0; i < sum.size(); ++i) {
    if (i % 8 < kBioCount) rows[i] = rounded(sum[i], scale);
  }
  std::vector<std::int32_t> steps(64);
  for (std::size_t i = 0; i < 64; ++i) {
    if (i % 8 < kBioCount) steps[i] = static_cast<std::int32_t>(std::lround(steps_sum[i] * scale));
  }
  return {{"names", bytes_of(rows)}, {"names.t", bytes_of(steps)}};
}

std::vector<std::pair<std::string, std::string>> train_boundaries(
    const std::vector<GoldSentence>& sentences, const TokenRules& rules, int bits, int rounds,
    std::uint64_t seed, const std::function<void(const std::string&)>& progress) {
  struct Paragraph {
    std::vector<bool> ends;   // of each token: a sentence ends after it
    std::vector<bool> rules;  // the same by the rules
    std::unique_ptr<BoundaryView> view;
  };
  std::vector<Paragraph> paragraphs;
  for (std::size_t at = 0; at < sentences.size();) {
    std::string text;
    std::vector<std::size_t> stops;
    do {
      if (!text.empty()) text += ' ';
      text += sentences[at].text;
      stops.push_back(text.size());
      ++at;
    } while (at < sentences.size() && !sentences[at].new_paragraph && !sentences[at].new_document);
    std::vector<RawToken> tokens;
    tokenize(text, {0, static_cast<std::uint32_t>(text.size())}, rules, &tokens);
    if (tokens.size() < 2) continue;
    Paragraph p;
    p.ends.resize(tokens.size());
    p.rules.resize(tokens.size());
    std::size_t next = 0;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      while (next < stops.size() && stops[next] < tokens[i].span.end) ++next;
      p.ends[i] = next < stops.size() && stops[next] == tokens[i].span.end;
    }
    std::size_t capped = 0;
    for (const std::uint32_t end : split_sentences(text, tokens, rules, nullptr, tokens.size() + 1, &capped))
      p.rules[end - 1] = true;
    p.view = std::make_unique<BoundaryView>(text, tokens);
    paragraphs.push_back(std::move(p));
  }
  Perceptron weights(bits, 2);
  Random random(seed + 11);
  std::vector<std::size_t> order(paragraphs.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  BoundaryFeatures features;
  constexpr float kMargin = 4;
  for (int round = 0; round < rounds; ++round) {
    shuffle(&order, &random);
    std::size_t wrong = 0, gaps = 0;
    for (const std::size_t k : order) {
      const Paragraph& p = paragraphs[k];
      std::size_t begin = 0;
      for (std::size_t i = 0; i + 1 < p.ends.size(); ++i) {
        bool end = false;
        if (p.rules[i] || p.view->open(begin, i)) {
          p.view->features(begin, i, p.rules[i], &features);
          float sum[2] = {};
          for (const std::uint32_t f : features) weights.add(f, sum);
          end = sum[1] > sum[0];
          ++gaps;
          wrong += end != p.ends[i];
          weights.step();
          const std::size_t gold = p.ends[i] ? 1 : 0;
          if (sum[gold] - sum[1 - gold] < kMargin) {
            for (const std::uint32_t f : features) weights.update(f, gold, 1 - gold);
          }
        }
        // From the second round on the splitter goes on from its own ends, as it will have to.
        if (round == 0 ? p.ends[i] : end) begin = i + 1;
      }
    }
    if (progress)
      progress("boundaries round " + std::to_string(round + 1) + ": wrong " + std::to_string(wrong) + " of " +
               std::to_string(gaps));
  }
  double top = 0;
  for (std::size_t r = 0; r < weights.rows(); ++r)
    top = std::max(top, std::fabs(weights.average(r, 1) - weights.average(r, 0)));
  const double scale = std::min(200.0, 32000.0 / std::max(top, 1e-9));
  std::vector<std::int16_t> rows(weights.rows());
  for (std::size_t r = 0; r < rows.size(); ++r)
    rows[r] = rounded(weights.average(r, 1) - weights.average(r, 0), scale);
  return {{"boundaries", bytes_of(rows)}};
}

}  // namespace hudna::language
