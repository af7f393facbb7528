#include "coding/plover.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "coding/word_table.h"
#include "ground/toml_rows.h"
#include "language/analyser.h"
#include "model/document.h"
#include "reading/reader.h"

namespace hudna::coding {
namespace {

using model::Relation;
using model::Upos;

constexpr std::uint32_t kNone = 0xFFFFFFFFu;

std::string lower_of(std::string_view text) {
  std::string out;
  for (const char c : text) out += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return out;
}

using Words = std::set<std::string, std::less<>>;

Words words_of(const std::vector<std::string>& list) { return Words(list.begin(), list.end()); }

}  // namespace

struct PloverCoder::Parts {
  WordTable words;
  language::Analyser analyser;
  reading::Reader reader;
  // Lemma -> class, for verbs, nouns, and "verb word" pairs.
  std::map<std::string, std::vector<std::size_t>, std::less<>> verbs, nouns, pairs;
  Words refuse, promise, threaten, request, future;
  std::set<std::size_t> cooperative, hostile;
  // The model's bytes belong to the DataSource.
  std::optional<LinearModel> model;
};

// One analysed sentence and the words that matter in it.
struct PloverCoder::View {
  model::Document doc;
  model::Analysis analysis;
  std::vector<std::string> lemmas;
  std::uint32_t source = kNone, target = kNone;  // head tokens
  model::TokenRange source_range, target_range;
  // The verb that the source is the subject of, then the verbs below it towards the target or by complement.
  std::vector<std::uint32_t> chain;
};

PloverCoder::PloverCoder(std::unique_ptr<const Parts> parts) : parts_(std::move(parts)) {}
PloverCoder::PloverCoder(PloverCoder&&) noexcept = default;
PloverCoder& PloverCoder::operator=(PloverCoder&&) noexcept = default;
PloverCoder::~PloverCoder() = default;

base::Result<PloverCoder> PloverCoder::open(const base::DataSource& data, bool with_model) {
  auto words = WordTable::open(data);
  if (!words) return tl::unexpected(words.error());
  auto analyser = language::Analyser::open(data);
  if (!analyser) return tl::unexpected(analyser.error());
  auto reader = reading::Reader::open(data);
  if (!reader) return tl::unexpected(reader.error());
  auto parts = std::make_unique<Parts>(Parts{std::move(*words),
                                             std::move(*analyser),
                                             std::move(*reader),
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {}});
  const auto file = data.file("coding/plover.toml");
  if (!file) return tl::unexpected(file.error());
  const auto rows = ground::read_toml_rows(file->bytes, file->path);
  if (!rows) return tl::unexpected(rows.error());
  const auto class_of = [](std::string_view name) {
    return static_cast<std::size_t>(std::find(kPloverClasses.begin(), kPloverClasses.end(), name) -
                                    kPloverClasses.begin());
  };
  for (const ground::TomlRow& row : *rows) {
    if (row.table == "class") {
      const std::size_t which = class_of(row.text("name"));
      if (which == kNoClass) {
        return base::fail(base::Code::DataBad, file->path + ":" + std::to_string(row.line),
                          "no PLOVER class \"" + std::string(row.text("name")) + "\"");
      }
      for (const std::string& word : row.list("verbs")) parts->verbs[word].push_back(which);
      for (const std::string& word : row.list("nouns")) parts->nouns[word].push_back(which);
      for (const std::string& word : row.list("pairs")) parts->pairs[word].push_back(which);
    } else if (row.table == "mode") {
      parts->refuse = words_of(row.list("refuse"));
      parts->promise = words_of(row.list("promise"));
      parts->threaten = words_of(row.list("threaten"));
      parts->request = words_of(row.list("request"));
      parts->future = words_of(row.list("future"));
      for (const std::string& name : row.list("cooperative")) parts->cooperative.insert(class_of(name));
      for (const std::string& name : row.list("hostile")) parts->hostile.insert(class_of(name));
    }
  }
  if (const auto bytes = data.file("coding/plover.bin"); bytes && with_model) {
    const auto opened = language::ModelFile::open(bytes->bytes, bytes->path);
    if (!opened) return tl::unexpected(opened.error());
    auto model = LinearModel::open(*opened, "plover", kPloverClasses.size());
    if (!model) return tl::unexpected(model.error());
    parts->model = std::move(*model);
  }
  return PloverCoder(std::move(parts));
}

PloverCoder::View PloverCoder::view(const PloverSentence& sentence) const {
  model::Document doc = language::plain_document(sentence.text);
  model::Analysis analysis = parts_->analyser.analyse(doc);
  View out{std::move(doc), std::move(analysis), {}, kNone, kNone, {}, {}, {}};
  const auto tokens = out.analysis.tokens();
  for (std::uint32_t t = 0; t < tokens.size(); ++t) out.lemmas.push_back(lower_of(out.analysis.lemma(t)));
  // The word of a range that hangs on a word outside it.
  const auto locate = [&](model::Span span, model::TokenRange* range) {
    range->begin = range->end = 0;
    bool some = false;
    for (std::uint32_t t = 0; t < tokens.size(); ++t) {
      if (!tokens[t].span.overlaps(span)) continue;
      if (!some) range->begin = t;
      range->end = t + 1;
      some = true;
    }
    for (std::uint32_t t = range->begin; t < range->end; ++t) {
      if (tokens[t].upos != Upos::PUNCT && (tokens[t].head == t || !range->contains(tokens[t].head)))
        return t;
    }
    return some ? range->begin : kNone;
  };
  if (!sentence.source.empty()) out.source = locate(sentence.source, &out.source_range);
  if (!sentence.target.empty()) out.target = locate(sentence.target, &out.target_range);
  // The predicate over the source; without one, the root.
  std::uint32_t verb = kNone;
  if (out.source != kNone) {
    std::uint32_t at = out.source;
    for (int depth = 0; depth < 12; ++depth) {
      if (at != out.source && (tokens[at].upos == Upos::VERB || tokens[at].upos == Upos::AUX)) {
        verb = at;
        break;
      }
      if (tokens[at].head == at) break;
      at = tokens[at].head;
    }
    if (verb == kNone) verb = at;
  } else if (!out.analysis.sentences().empty()) {
    verb = out.analysis.sentences().front().root;
  }
  while (verb != kNone && out.chain.size() < 4) {
    out.chain.push_back(verb);
    std::uint32_t next = kNone;
    for (const std::uint32_t child : out.analysis.dependents(verb)) {
      const Relation r = model::universal(tokens[child].relation);
      const bool complement =
          r == Relation::Xcomp || r == Relation::Ccomp || (r == Relation::Advcl && child > verb);
      if (!complement || child < verb) continue;
      const bool holds = out.target != kNone && out.analysis.subtree(child).contains(out.target);
      if (r == Relation::Xcomp || holds) {
        next = child;
        break;
      }
    }
    verb = next;
  }
  return out;
}

std::size_t PloverCoder::by_lexicon(const View& view) const {
  const Parts& p = *parts_;
  const auto tokens = view.analysis.tokens();
  bool negated = false, refused = false, promised = false, threatened = false, asked = false, future = false;
  std::size_t chosen = kNoClass, outer = kNoClass;
  for (std::size_t k = 0; k < view.chain.size() && chosen == kNoClass; ++k) {
    const std::uint32_t verb = view.chain[k];
    const bool last = k + 1 == view.chain.size();
    std::size_t by_pair = kNoClass, by_noun = kNoClass;
    for (const std::uint32_t child : view.analysis.dependents(verb)) {
      const Relation r = model::universal(tokens[child].relation);
      if (view.lemmas[child] == "not" || view.lemmas[child] == "never" || view.lemmas[child] == "no")
        negated = true;
      if (p.future.contains(view.lemmas[child]) && r == Relation::Aux) future = true;
      if (view.source_range.contains(child)) continue;
      const auto look = [&](std::uint32_t at) {
        if (const auto pair = p.pairs.find(view.lemmas[verb] + " " + view.lemmas[at]);
            pair != p.pairs.end() && by_pair == kNoClass)
          by_pair = pair->second[0];
        if (!view.target_range.contains(at) || r == Relation::Obj) {
          if (const auto noun = p.nouns.find(view.lemmas[at]);
              noun != p.nouns.end() && by_noun == kNoClass && r == Relation::Obj)
            by_noun = noun->second[0];
        }
      };
      look(child);
      for (const std::uint32_t below : view.analysis.dependents(child)) {
        if (model::universal(tokens[below].relation) == Relation::Compound ||
            model::universal(tokens[below].relation) == Relation::Case)
          look(below);
      }
      if (r == Relation::CompoundPrt || r == Relation::Compound) {
        if (const auto with = p.verbs.find(view.lemmas[verb] + "+" + view.lemmas[child]);
            with != p.verbs.end())
          by_pair = with->second[0];
      }
    }
    const std::string& lemma = view.lemmas[verb];
    const auto found = p.verbs.find(lemma);
    const std::size_t by_verb = found == p.verbs.end() ? kNoClass : found->second[0];
    if (!last) {
      refused = refused || p.refuse.contains(lemma);
      promised = promised || p.promise.contains(lemma);
      threatened = threatened || p.threaten.contains(lemma);
      asked = asked || p.request.contains(lemma);
      if (by_pair != kNoClass) outer = by_pair;
      if (outer == kNoClass) outer = by_verb;
      continue;
    }
    chosen = by_pair != kNoClass ? by_pair : by_verb != kNoClass ? by_verb : by_noun;
  }
  if (chosen == kNoClass) chosen = outer;
  const auto name = [](std::string_view text) {
    return static_cast<std::size_t>(std::find(kPloverClasses.begin(), kPloverClasses.end(), text) -
                                    kPloverClasses.begin());
  };
  if (threatened) return name("THREATEN");
  if (negated || refused) return name("REJECT");
  if (asked && p.hostile.contains(chosen)) return name("THREATEN");
  if (asked) return name("REQUEST");
  if ((promised || future) && p.cooperative.contains(chosen)) return name("AGREE");
  if ((promised || future) && p.hostile.contains(chosen)) return name("THREATEN");
  if (promised && chosen == kNoClass) return name("AGREE");
  return chosen;
}

std::size_t PloverCoder::code_by_lexicon(const PloverSentence& sentence) const {
  return by_lexicon(view(sentence));
}

Features PloverCoder::features(const PloverSentence& sentence) const {
  const Parts& p = *parts_;
  const View v = view(sentence);
  const auto tokens = v.analysis.tokens();
  Features out;
  std::set<std::uint32_t> seen;
  const auto add = [&](std::initializer_list<std::string_view> parts) {
    const std::uint32_t key = feature(parts);
    if (seen.insert(key).second) out.push_back(key);
  };
  std::vector<std::array<std::string, kGrains>> classes;
  for (std::uint32_t t = 0; t < tokens.size(); ++t) {
    WordTable::Entry entry = p.words.find(v.lemmas[t]);
    if (!entry.known) entry = p.words.find(lower_of(tokens[t].span.of(v.doc.text())));
    std::array<std::string, kGrains> row;
    for (std::size_t grain = 0; grain < kGrains; ++grain) row[grain] = std::to_string(entry.classes[grain]);
    classes.push_back(row);
  }
  add({"bias"});
  const std::size_t ruled = by_lexicon(v);
  const std::string lexicon = std::to_string(ruled);
  add({"lexicon", lexicon});
  const auto word = [&](std::string_view prefix, std::uint32_t t) {
    add({prefix, "w", v.lemmas[t]});
    add({prefix, "c2", classes[t][2]});
    add({prefix, "c1", classes[t][1]});
    for (const auto* list : {&p.verbs, &p.nouns}) {
      if (const auto found = list->find(v.lemmas[t]); found != list->end()) {
        for (const std::size_t which : found->second)
          add({prefix, list == &p.verbs ? "lv" : "ln", std::to_string(which)});
      }
    }
  };
  // The chain of verbs with what hangs on each.
  std::string modes;
  for (std::size_t k = 0; k < v.chain.size(); ++k) {
    const std::uint32_t verb = v.chain[k];
    const std::string at = k + 1 == v.chain.size() ? "last" : "verb" + std::to_string(k);
    word(at, verb);
    word("any", verb);
    add({at, "tag", model::name(tokens[verb].xpos)});
    if (k > 0) {
      add({"two", v.lemmas[v.chain[k - 1]], v.lemmas[verb]});
      add({"two", classes[v.chain[k - 1]][1], classes[verb][1]});
      add({"two", v.lemmas[v.chain[k - 1]], classes[verb][1]});
    }
    for (const std::uint32_t child : v.analysis.dependents(verb)) {
      const Relation r = model::universal(tokens[child].relation);
      if (r == Relation::Punct || v.source_range.contains(child)) continue;
      const std::string_view relation = model::name(r);
      if (r == Relation::Aux || r == Relation::Advmod) modes += v.lemmas[child] + " ";
      add({at, relation, v.lemmas[child]});
      add({"d", relation, v.lemmas[child]});
      if (r == Relation::Obj || r == Relation::Obl || r == Relation::Nsubj || r == Relation::CompoundPrt) {
        word(std::string("d") + std::string(relation), child);
        add({"vd", v.lemmas[verb], relation, v.lemmas[child]});
        add({"vd", v.lemmas[verb], relation, classes[child][1]});
        add({"vd", classes[verb][1], relation, classes[child][1]});
        for (const std::uint32_t below : v.analysis.dependents(child)) {
          const Relation rb = model::universal(tokens[below].relation);
          if (rb == Relation::Case) add({"vp", v.lemmas[verb], v.lemmas[below]});
          if (rb == Relation::Compound || rb == Relation::Amod || rb == Relation::Nmod) {
            word("dd", below);
            add({"nd", v.lemmas[child], v.lemmas[below]});
          }
        }
      }
    }
  }
  add({"modes", modes});
  add({"modes+lexicon", modes, lexicon});
  // From one party to the other: the words between, in order.
  std::uint32_t begin = 0, end = static_cast<std::uint32_t>(tokens.size());
  bool turned = false;
  if (v.source != kNone && v.target != kNone) {
    turned = v.target_range.begin < v.source_range.begin;
    begin = std::min(v.source_range.end, v.target_range.end);
    end = std::max(v.source_range.begin, v.target_range.begin);
  }
  add({"turned", turned ? "1" : "0"});
  for (std::uint32_t t = 0; t < tokens.size(); ++t) {
    if (tokens[t].upos == Upos::PUNCT || v.source_range.contains(t)) continue;
    const bool between = t >= begin && t < end;
    const bool inside = v.target_range.contains(t);
    if (tokens[t].upos != Upos::DET || between) {
      if (between) {
        word("between", t);
        if (t + 1 < end) add({"b2", v.lemmas[t], v.lemmas[t + 1]});
        if (t + 2 < end) add({"b3", v.lemmas[t], v.lemmas[t + 1], v.lemmas[t + 2]});
        if (t + 1 < end) add({"b2c", v.lemmas[t], classes[t + 1][1]});
        if (t + 1 < end) add({"b2cc", classes[t][1], classes[t + 1][1]});
      } else if (inside) {
        add({"inside", v.lemmas[t]});
        add({"inside", "c", classes[t][1]});
      } else if (tokens[t].upos == Upos::VERB || tokens[t].upos == Upos::NOUN) {
        add({"outside", v.lemmas[t]});
        add({"outside", "c", classes[t][1]});
      }
      if (t >= v.source_range.end) add({"after", v.lemmas[t]});
    }
  }
  if (v.target_range.end > 0 && v.target_range.end < tokens.size()) {
    add({"next", v.lemmas[v.target_range.end]});
    if (v.target_range.end + 1 < tokens.size())
      add({"next2", v.lemmas[v.target_range.end], v.lemmas[v.target_range.end + 1]});
  }
  if (v.target != kNone) {
    add({"trel", model::name(tokens[v.target].relation), v.lemmas[tokens[v.target].head]});
    word("thead", v.target);
    word("tup", tokens[v.target].head);
  }
  if (v.source != kNone)
    add({"srel", model::name(tokens[v.source].relation), v.lemmas[tokens[v.source].head]});
  // hudna's own statements.
  const model::Reading reading = p.reader.read(v.doc, v.analysis, {});
  for (const model::Statement& statement : reading.statements()) {
    add({"st", model::name(statement.kind), statement.type});
    add({"stm", model::name(statement.kind), statement.type, model::name(statement.modality)});
  }
  return out;
}

std::size_t PloverCoder::code(const PloverSentence& sentence) const {
  if (!parts_->model) return code_by_lexicon(sentence);
  std::array<float, kPloverClasses.size()> scores{};
  parts_->model->score(features(sentence), scores);
  return static_cast<std::size_t>(std::max_element(scores.begin(), scores.end()) - scores.begin());
}

}  // namespace hudna::coding
