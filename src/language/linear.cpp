#include "language/linear.h"

#include <algorithm>
#include <cstring>

#include "base/utf8.h"
#include "language/chars.h"

namespace hudna::language {
namespace {

bool power_of_two(std::size_t n) { return n != 0 && (n & (n - 1)) == 0; }

}  // namespace

bool SparseTable::open(const ModelFile& file, const std::string& name, std::size_t classes) {
  const auto [starts, rows] = file.array<std::uint32_t>(name + ".r");
  const auto [ids, id_count] = file.array<std::uint8_t>(name + ".c");
  const auto [weights, weight_count] = file.array<std::int16_t>(name + ".w");
  if (rows < 2 || !power_of_two(rows - 1) || id_count != weight_count || starts[rows - 1] != id_count || starts[0] != 0) return false;
  for (std::size_t i = 1; i < rows; ++i) {
    if (starts[i] < starts[i - 1]) return false;
  }
  std::uint8_t largest = 0;
  for (std::size_t i = 0; i < id_count; ++i) largest = std::max(largest, ids[i]);
  if (largest >= classes) return false;
  starts_ = starts;
  classes_ = ids;
  weights_ = weights;
  mask_ = static_cast<std::uint32_t>(rows - 2);
  return true;
}

base::Result<LinearModel> LinearModel::open(const ModelFile& file) {
  const auto bad = [&](const char* what) { return base::fail(base::Code::ModelBad, file.path(), what); };
  if (file.section("inventory") != label_inventory()) return bad("made for other lists of tags and relations");
  LinearModel out;
  const auto [pairs, pair_bytes] = file.array<std::uint8_t>("tags");
  if (pair_bytes == 0 || pair_bytes % 2 != 0 || pair_bytes / 2 > 128) return bad("the list of tags is damaged");
  for (std::size_t i = 0; i < pair_bytes; i += 2) {
    if (pairs[i] >= model::upos_count() || pairs[i + 1] >= model::xpos_count()) return bad("the list of tags is damaged");
    out.tags_.push_back({static_cast<model::Upos>(pairs[i]), static_cast<model::Xpos>(pairs[i + 1])});
  }
  if (!out.tagger_.open(file, "tagger", out.tags_.size())) return bad("the tagger's table is damaged");
  if (!out.labels_.open(file, "labels", model::relation_count())) return bad("the labeller's table is damaged");
  const auto [actions, action_count] = file.array<std::int16_t>("actions");
  if (action_count % 3 != 0 || !power_of_two(action_count / 3)) return bad("the parser's table is damaged");
  out.actions_ = actions;
  out.actions_mask_ = static_cast<std::uint32_t>(action_count / 3 - 1);
  const auto [entries, entry_count] = file.array<TagEntry>("dictionary");
  if (!power_of_two(entry_count)) return bad("the tag dictionary is damaged");
  bool free_slot = false;
  for (std::size_t i = 0; i < entry_count; ++i) {
    if (entries[i].count > 11) return bad("the tag dictionary is damaged");
    free_slot = free_slot || entries[i].count == 0;
    for (std::size_t k = 0; k < entries[i].count; ++k) {
      if (entries[i].tags[k] >= out.tags_.size()) return bad("the tag dictionary is damaged");
    }
  }
  if (!free_slot) return bad("the tag dictionary is damaged");
  out.dictionary_ = entries;
  out.dictionary_mask_ = static_cast<std::uint32_t>(entry_count - 1);
  return out;
}

void LinearModel::tag(const std::vector<Word>& words, bool caseless, std::vector<std::uint8_t>* tags) const {
  tags->assign(words.size(), 0);
  TaggerFeatures features;
  std::int32_t scores[128];
  for (std::size_t i = 0; i < words.size(); ++i) {
    const TagEntry* entry = nullptr;
    if (!caseless) {
      for (std::uint32_t at = words[i].form & dictionary_mask_; dictionary_[at].count != 0; at = (at + 1) & dictionary_mask_) {
        if (dictionary_[at].key == words[i].form) {
          entry = &dictionary_[at];
          break;
        }
      }
      if (entry != nullptr && entry->count == 1) {
        (*tags)[i] = entry->tags[0];
        continue;
      }
    }
    std::fill(scores, scores + tags_.size(), 0);
    tagger_features(words, *tags, i, &features);
    for (std::uint32_t f : features) tagger_.add(f, scores);
    std::size_t best = 0;
    if (entry != nullptr) {
      best = entry->tags[0];
      for (std::size_t k = 1; k < entry->count; ++k) {
        if (scores[entry->tags[k]] > scores[best]) best = entry->tags[k];
      }
    } else {
      for (std::size_t k = 1; k < tags_.size(); ++k) {
        if (scores[k] > scores[best]) best = k;
      }
    }
    (*tags)[i] = static_cast<std::uint8_t>(best);
  }
}

void LinearModel::parse(const std::vector<Word>& words, const std::vector<std::uint8_t>& tags, LinearScratch* scratch,
                        std::vector<int>* heads, std::vector<model::Relation>* relations) const {
  const int n = static_cast<int>(words.size());
  State& state = scratch->state;
  state.reset(n);
  const ParserInput in{&words, &tags, n};
  ActionFeatures action;
  LabelFeatures label;
  std::int32_t scores[128];
  while (!state.done()) {
    const bool shift = state.can(Action::Shift);
    const bool left = state.can(Action::Left);
    const bool right = state.can(Action::Right);
    Action best = shift ? Action::Shift : (left ? Action::Left : Action::Right);
    if (shift + left + right > 1) {
      action_features(state, in, &action);
      std::int32_t sum[3] = {0, 0, 0};
      for (std::uint32_t f : action) {
        const std::int16_t* row = actions_ + 3 * static_cast<std::size_t>(f & actions_mask_);
        sum[0] += row[0];
        sum[1] += row[1];
        sum[2] += row[2];
      }
      bool first = true;
      for (Action a : {Action::Shift, Action::Left, Action::Right}) {
        if (!state.can(a)) continue;
        if (first || sum[static_cast<int>(a)] > sum[static_cast<int>(best)]) best = a;
        first = false;
      }
    }
    int relation = 0;
    if (best != Action::Shift) {
      const int dep = state.s(0);
      const int head = best == Action::Left ? state.next : state.s(1);
      if (head == n) {
        relation = static_cast<int>(model::Relation::Root);
      } else {
        std::fill(scores, scores + model::relation_count(), 0);
        label_features(state, in, head, dep, &label);
        for (std::uint32_t f : label) labels_.add(f, scores);
        for (int k = 1; k < static_cast<int>(model::relation_count()); ++k) {
          if (k != static_cast<int>(model::Relation::Root) && scores[k] > scores[relation]) relation = k;
        }
      }
    }
    state.apply(best, relation);
  }
  heads->assign(state.heads.begin(), state.heads.begin() + n);
  relations->resize(words.size());
  for (int i = 0; i < n; ++i) (*relations)[i] = static_cast<model::Relation>(state.labels[i]);
}

std::uint32_t lemma_key(std::string_view ending, bool whole, model::Xpos xpos) {
  return hash_text(ending, 100 + 2 * static_cast<std::uint32_t>(xpos) + whole);
}

void lemma_base(std::string_view form, model::Upos upos, bool caseless, std::string* out) {
  const bool proper = upos == model::Upos::PROPN;
  out->clear();
  bool ascii = true;
  for (char c : form) ascii = ascii && static_cast<unsigned char>(c) < 0x80;
  if (ascii) {
    *out = form;
    if (!proper || caseless) {
      for (char& c : *out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    }
  } else {
    *out = proper && !caseless ? std::string(form) : lower(form);
    for (std::string_view curly : {"\u2019", "\u2018"}) {
      for (std::size_t at = out->find(curly); at != std::string::npos; at = out->find(curly, at + 1)) out->replace(at, curly.size(), "'");
    }
  }
  if (proper && caseless && (*out)[0] >= 'a' && (*out)[0] <= 'z') (*out)[0] = static_cast<char>((*out)[0] - 32);
}

base::Result<Lemmatizer> Lemmatizer::open(const ModelFile& file) {
  Lemmatizer out;
  const auto bad = [&](const char* what) { return base::fail(base::Code::ModelBad, file.path(), what); };
  const auto [slots, count] = file.array<Slot>("lemma.slots");
  if (!power_of_two(count)) return bad("the lemma table is damaged");
  const std::string_view text = file.section("lemma.scripts");
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t stop = std::min(text.find('\n', at), text.size());
    const std::string_view line = text.substr(at, stop - at);
    at = stop + 1;
    if (line.empty() || line[0] < '0' || line[0] > '~') return bad("the lemma table is damaged");
    out.scripts_.emplace_back(static_cast<std::uint32_t>(line[0] - '0'), line.substr(1));
  }
  bool free_slot = false;
  for (std::size_t i = 0; i < count; ++i) {
    if (slots[i].script > out.scripts_.size()) return bad("the lemma table is damaged");
    free_slot = free_slot || slots[i].script == 0;
  }
  if (!free_slot) return bad("the lemma table is damaged");
  out.slots_ = slots;
  out.mask_ = static_cast<std::uint32_t>(count - 1);
  return out;
}

void Lemmatizer::lemma(std::string_view form, model::Upos upos, model::Xpos xpos, bool caseless, std::string* out) const {
  lemma_base(form, upos, caseless, out);
  if (upos == model::Upos::PUNCT || upos == model::Upos::NUM || upos == model::Upos::SYM || upos == model::Upos::X) return;
  const auto find = [&](std::uint32_t key) -> std::uint32_t {
    for (std::uint32_t at = key & mask_; slots_[at].script != 0; at = (at + 1) & mask_) {
      if (slots_[at].key == key) return slots_[at].script;
    }
    return 0;
  };
  std::uint32_t script = out->size() <= 24 ? find(lemma_key(*out, true, xpos)) : 0;
  for (std::size_t size = std::min(kLemmaEnding, out->size()); script == 0; --size) {
    script = find(lemma_key(std::string_view(*out).substr(out->size() - size), false, xpos));
    if (size == 0) break;
  }
  if (script == 0) return;
  const auto& [strip, add] = scripts_[script - 1];
  if (strip > out->size() || (strip == out->size() && add.empty())) return;
  // Cutting inside a multi-byte character would leave bad UTF-8; such forms keep their base.
  if (!base::is_code_point_start(*out, out->size() - strip)) return;
  out->resize(out->size() - strip);
  out->append(add);
}

}  // namespace hudna::language
