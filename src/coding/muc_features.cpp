#include "coding/muc_features.h"

#include <algorithm>
#include <map>
#include <set>

namespace hudna::coding {
namespace {

using model::Relation;
using model::Token;
using model::Upos;

std::string lower_of(std::string_view text) {
  std::string out;
  for (const char c : text) out += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return out;
}

std::string number(std::size_t value) { return std::to_string(value); }

// Buckets of log-odds, two a unit.
std::string bucket(float value) {
  return std::to_string(static_cast<int>(std::clamp(value, -8.0f, 8.0f) * 2.0f + 16.5f));
}

bool content(Upos upos) {
  return upos == Upos::NOUN || upos == Upos::PROPN || upos == Upos::VERB || upos == Upos::ADJ;
}

}  // namespace

MucFeatures::MucFeatures(const Wire& wire, const WordTable& words) : wire_(wire), words_(words) {
  const model::Analysis& analysis = wire.analysis;
  const auto tokens = analysis.tokens();
  lemmas_.reserve(tokens.size());
  for (std::uint32_t i = 0; i < tokens.size(); ++i) {
    lemmas_.push_back(lower_of(analysis.lemma(i)));
    forms_.push_back(lower_of(tokens[i].span.of(wire.doc.text())));
    WordTable::Entry entry = words.find(forms_.back());
    if (!entry.known || entry.classes[0] == 0) entry = words.find(lemmas_.back());
    classes_.push_back(entry.classes);
  }
  clues_.resize(tokens.size());
  for (const model::Name& name : analysis.names()) {
    for (std::uint32_t t = name.tokens.begin; t < name.tokens.end; ++t)
      clues_[t].name = model::name(name.type);
  }
  for (const model::Mention& mention : wire.mentions) {
    std::string what = "x";
    if (const auto* actor = std::get_if<model::ActorValue>(&mention.value)) {
      what = "actor:" + std::string(model::name(actor->type)) + (actor->id.empty() ? "" : ":known");
    } else if (std::get_if<model::PlaceValue>(&mention.value) != nullptr) {
      what = "place";
    } else if (std::get_if<model::TimeValue>(&mention.value) != nullptr) {
      what = "time";
    } else if (const auto* quantity = std::get_if<model::Quantity>(&mention.value)) {
      what = "quantity:" + std::string(model::name(quantity->effect));
    }
    if (mention.head < clues_.size()) clues_[mention.head].mention += what + " ";
  }
  incidents_.resize(analysis.sentences().size());
  const auto token_at = [&](std::uint32_t offset) {
    const auto at =
        std::upper_bound(tokens.begin(), tokens.end(), offset,
                         [](std::uint32_t value, const Token& tok) { return value < tok.span.begin; });
    return static_cast<std::uint32_t>(at - tokens.begin()) - (at == tokens.begin() ? 0u : 1u);
  };
  for (const model::Statement& statement : wire.reading.statements()) {
    if (tokens.empty()) break;
    const std::string kind = statement.kind == model::StatementKind::Incident
                                 ? statement.type
                                 : std::string(model::name(statement.kind));
    const std::uint32_t sentence = analysis.sentence_of(token_at(statement.evidence.span.begin));
    incidents_[sentence].push_back(kind + (statement.modality == model::Modality::Actual ? "" : ":not"));
    for (const model::Slot& slot : statement.slots) {
      if (slot.span.empty()) continue;
      for (std::uint32_t t = token_at(slot.span.begin);
           t < tokens.size() && tokens[t].span.begin < slot.span.end; ++t) {
        clues_[t].slots.push_back(std::string(model::name(slot.name)) + ":" + kind);
      }
    }
  }
}

std::string MucFeatures::class_of(std::uint32_t token, std::size_t grain) const {
  return number(grain) + "_" + number(classes_[token][grain]);
}

void MucFeatures::bag(const char* prefix, std::uint32_t sentence, bool classes, Features* out) const {
  const model::TokenRange range = wire_.analysis.sentences()[sentence].tokens;
  std::set<std::uint32_t> seen;
  const auto add = [&](std::uint32_t key) {
    if (seen.insert(key).second) out->push_back(key);
  };
  for (std::uint32_t t = range.begin; t < range.end; ++t) {
    if (!content(wire_.analysis.tokens()[t].upos)) continue;
    add(feature({prefix, "w", lemmas_[t]}));
    if (classes && classes_[t][1] != 0) {
      add(feature({prefix, "c", class_of(t, 1)}));
      add(feature({prefix, "c", class_of(t, 2)}));
    }
  }
}

void MucFeatures::message(Features* out) const {
  out->push_back(feature({"bias"}));
  std::set<std::uint32_t> seen;
  const auto add = [&](std::uint32_t key) {
    if (seen.insert(key).second) out->push_back(key);
  };
  const auto tokens = wire_.analysis.tokens();
  const auto sentences = wire_.analysis.sentences();
  for (std::uint32_t s = 0; s < sentences.size(); ++s) {
    for (std::uint32_t t = sentences[s].tokens.begin; t < sentences[s].tokens.end; ++t) {
      if (!content(tokens[t].upos)) continue;
      add(feature({"m", lemmas_[t]}));
      if (s < 3) add(feature({"m3", lemmas_[t]}));
      add(feature({"mc", class_of(t, 2)}));
      if (s < 3) add(feature({"mc3", class_of(t, 1)}));
      const std::uint32_t up = tokens[t].head;
      if (up != t && (tokens[up].upos == Upos::VERB || tokens[up].upos == Upos::NOUN)) {
        add(feature({"mp", lemmas_[up], model::name(model::universal(tokens[t].relation)), class_of(t, 1)}));
        add(feature(
            {"mpc", class_of(up, 2), model::name(model::universal(tokens[t].relation)), class_of(t, 0)}));
      }
      if (t + 1 < sentences[s].tokens.end && content(tokens[t + 1].upos))
        add(feature({"mb", lemmas_[t], lemmas_[t + 1]}));
    }
    for (const std::string& incident : incidents_[s]) {
      add(feature({"mi", incident}));
      if (s < 3) add(feature({"mi3", incident}));
    }
  }
  add(feature({"place", wire_.place}));
  add(feature({"length", number(std::min<std::size_t>(sentences.size() / 4, 12))}));
}

void MucFeatures::sentence(std::uint32_t sentence, Features* out) const {
  out->push_back(feature({"bias"}));
  bag("s", sentence, true, out);
  const auto tokens = wire_.analysis.tokens();
  const model::TokenRange range = wire_.analysis.sentences()[sentence].tokens;
  std::set<std::uint32_t> seen;
  const auto add = [&](std::uint32_t key) {
    if (seen.insert(key).second) out->push_back(key);
  };
  for (std::uint32_t t = range.begin; t < range.end; ++t) {
    if (!content(tokens[t].upos)) continue;
    const std::uint32_t up = tokens[t].head;
    if (up != t && (tokens[up].upos == Upos::VERB || tokens[up].upos == Upos::NOUN)) {
      add(feature({"sp", lemmas_[up], model::name(model::universal(tokens[t].relation)), class_of(t, 1)}));
      add(feature(
          {"spc", class_of(up, 2), model::name(model::universal(tokens[t].relation)), class_of(t, 0)}));
      add(feature({"spw", lemmas_[up], model::name(model::universal(tokens[t].relation)), lemmas_[t]}));
    }
    if (t + 1 < range.end) add(feature({"sb", lemmas_[t], lemmas_[t + 1]}));
  }
  for (const std::string& incident : incidents_[sentence]) add(feature({"si", incident}));
  add(feature({"sn", number(std::min<std::uint32_t>(sentence, 8))}));
  if (sentence > 0) {
    for (const std::string& incident : incidents_[sentence - 1]) add(feature({"sib", incident}));
    bag("sbefore", sentence - 1, false, out);
  }
  if (sentence + 1 < incidents_.size()) {
    for (const std::string& incident : incidents_[sentence + 1]) add(feature({"sia", incident}));
  }
}

void MucFeatures::candidate(const Candidate& one, float message_relevance, float sentence_relevance,
                            Features* out) const {
  const model::Analysis& analysis = wire_.analysis;
  const auto tokens = analysis.tokens();
  const std::uint32_t h = one.head;
  const std::uint32_t sentence = analysis.sentence_of(h);
  const model::TokenRange range = analysis.sentences()[sentence].tokens;
  const auto add = [&](std::initializer_list<std::string_view> parts) { out->push_back(feature(parts)); };
  add({"bias"});
  const std::string doc_bucket = bucket(message_relevance), sentence_bucket = bucket(sentence_relevance);
  add({"rm", doc_bucket});
  add({"rs", sentence_bucket});
  add({"rms", bucket(message_relevance / 2), bucket(sentence_relevance / 2)});
  // The head.
  const std::string_view lemma = lemmas_[h];
  const std::string c0 = class_of(h, 0), c1 = class_of(h, 1), c2 = class_of(h, 2);
  const std::string_view upos = model::name(tokens[h].upos);
  add({"h", lemma});
  add({"hf", forms_[h]});
  add({"hc0", c0});
  add({"hc1", c1});
  add({"hc2", c2});
  add({"hrs", lemma, bucket(sentence_relevance / 2)});
  add({"hc1rs", c1, bucket(sentence_relevance / 2)});
  add({"hrm", lemma, bucket(message_relevance / 2)});
  add({"upos", upos, model::name(tokens[h].xpos)});
  const Clues& clue = clues_[h];
  add({"name", clue.name});
  add({"mention", clue.mention});
  for (const std::string& slot : clue.slots) add({"slot", slot});
  // Its place in the tree: the relation, what governs it, and what governs that.
  std::string_view relation = model::name(tokens[h].relation);
  std::uint32_t top = h;
  // A conjunct and a noun in apposition stand where the first one stands.
  for (int depth = 0; depth < 4; ++depth) {
    const Relation r = model::universal(tokens[top].relation);
    if ((r != Relation::Conj && r != Relation::Appos && r != Relation::Flat && r != Relation::Compound) ||
        tokens[top].head == top)
      break;
    top = tokens[top].head;
  }
  if (top != h) {
    add({"link", model::name(tokens[h].relation), lemmas_[top]});
    add({"linkc", model::name(tokens[h].relation), class_of(top, 1)});
    add({"linkn", model::name(tokens[h].relation), clues_[top].name, clues_[top].mention});
    relation = model::name(tokens[top].relation);
  }
  add({"rel", relation, model::name(tokens[h].relation)});
  std::string mark;
  for (const std::uint32_t child : analysis.dependents(top)) {
    if (model::universal(tokens[child].relation) == Relation::Case) mark += lemmas_[child] + " ";
  }
  const std::uint32_t up = tokens[top].head;
  const std::string path = std::string(relation) + ":" + mark;
  if (up != top) {
    add({"g", path, lemmas_[up]});
    add({"gc2", path, class_of(up, 2)});
    add({"gc1", path, class_of(up, 1)});
    add({"gl", lemmas_[up]});
    add({"gh", path, lemmas_[up], c1});
    add({"ghc", path, class_of(up, 1), c1});
    add({"ghw", lemmas_[up], lemma});
    add({"gn", path, class_of(up, 1), clue.name});
    bool negated = false, passive = false;
    for (const std::uint32_t child : analysis.dependents(up)) {
      if (child == top) continue;
      const Relation r = model::universal(tokens[child].relation);
      negated = negated || lemmas_[child] == "not" || lemmas_[child] == "no";
      passive = passive || tokens[child].relation == Relation::AuxPass;
      if (r == Relation::Nsubj || r == Relation::Obj || r == Relation::Obl) {
        const std::string_view sister = model::name(tokens[child].relation);
        add({"sis", path, sister, lemmas_[child]});
        add({"sisc", path, sister, class_of(child, 1)});
        add({"sisg", path, lemmas_[up], sister, class_of(child, 0)});
      }
    }
    if (negated) add({"negated", path});
    if (passive) add({"passive", path});
    std::uint32_t grand = tokens[up].head;
    const std::string path2 = path + ">" + std::string(model::name(tokens[up].relation));
    if (grand != up) {
      add({"gg", path2, lemmas_[grand]});
      add({"ggc", path2, class_of(grand, 1)});
      add({"gg2", path2, lemmas_[up], lemmas_[grand]});
      add({"ggl", lemmas_[grand]});
    } else {
      add({"groot", path});
    }
  } else {
    add({"root"});
  }
  // Its own complements.
  for (const std::uint32_t child : analysis.dependents(h)) {
    const Relation r = model::universal(tokens[child].relation);
    if (r == Relation::Punct || r == Relation::Case || r == Relation::Cc) continue;
    add({"d", model::name(tokens[child].relation), lemmas_[child]});
    add({"dc", model::name(tokens[child].relation), class_of(child, 1)});
    if (r == Relation::Nmod || r == Relation::Acl)
      add({"dh", lemma, model::name(tokens[child].relation), lemmas_[child]});
    if (!clues_[child].name.empty()) add({"dn", model::name(tokens[child].relation), clues_[child].name});
  }
  // The words of the sentence.
  bag("b", sentence, true, out);
  for (std::uint32_t t = range.begin; t < range.end; ++t) {
    if (tokens[t].upos != Upos::VERB && clues_[t].slots.empty()) continue;
    if (tokens[t].upos == Upos::VERB) {
      add({"bv", t < h ? "before" : "after", lemmas_[t]});
      add({"bvc", t < h ? "before" : "after", class_of(t, 2), c0});
    }
  }
  if (sentence > 0) bag("bb", sentence - 1, false, out);
  for (const std::string& incident : incidents_[sentence]) {
    add({"inc", incident});
    add({"inch", incident, c1});
  }
  // Neighbours outside the words.
  const std::uint32_t begin = one.tokens.begin, end = one.tokens.end;
  const auto form = [&](std::int64_t at) -> std::string_view {
    return at < range.begin || at >= range.end ? std::string_view("#")
                                               : std::string_view(forms_[static_cast<std::size_t>(at)]);
  };
  const std::int64_t b = begin, e = end;
  add({"n-1", form(b - 1)});
  add({"n-2", form(b - 2), form(b - 1)});
  add({"n+1", form(e)});
  add({"n+2", form(e), form(e + 1)});
  add({"n-3", form(b - 3), form(b - 2), form(b - 1)});
  add({"n-1h", form(b - 1), c1});
  add({"n+1h", form(e), c1});
  // Where it stands.
  add({"at", number(std::min<std::uint32_t>(sentence, 6))});
  // The extent.
  const std::string extent = number(static_cast<std::size_t>(one.extent));
  std::string phrase;
  for (std::uint32_t t = begin; t < end; ++t) phrase += (t > begin ? " " : "") + forms_[t];
  add({"p", phrase});
  add({"prs", phrase, bucket(sentence_relevance / 2)});
  const std::string words = number(std::min<std::uint32_t>(end - begin, 7));
  add({"x", extent});
  add({"xn", extent, words});
  add({"xname", clue.name, words, extent});
  add({"xh", extent, c0});
  add({"xhl", extent, lemma});
  add({"first", forms_[begin]});
  add({"firstc", class_of(begin, 1), words});
  add({"firstp", model::name(tokens[begin].upos), model::name(tokens[end - 1].upos), words});
  add({"firsth", model::name(tokens[begin].upos), c1});
  const auto upos_at = [&](std::int64_t at) {
    return at < range.begin || at >= range.end ? std::string_view("#")
                                               : model::name(tokens[static_cast<std::size_t>(at)].upos);
  };
  add({"out", upos_at(b - 1), upos_at(e)});
  add({"outl", upos_at(b - 1), model::name(tokens[begin].upos), clue.name});
  add({"outh", upos_at(b - 1), c1});
  add({"outr", upos_at(e), clue.name});
  add({"outrel",
       b - 1 >= range.begin ? model::name(tokens[static_cast<std::size_t>(b - 1)].relation)
                            : std::string_view("#"),
       c1});
  for (std::uint32_t t = begin; t < end; ++t) {
    if (t == h) continue;
    add({"in", forms_[t]});
    add({"inc", class_of(t, 1)});
    add({"inr", model::name(tokens[t].relation), t < h ? "l" : "r"});
  }
  const std::string_view shown = wire_.doc.text();
  bool capitals = true;
  for (std::uint32_t t = begin; t < end; ++t) {
    const char c = shown[tokens[t].span.begin];
    capitals = capitals && c >= 'A' && c <= 'Z';
  }
  add({"cap", capitals ? "1" : "0", words, clue.name});
  if (begin > 0 && shown[tokens[begin - 1].span.begin] == '(')
    add({"paren", clue.name, capitals ? "1" : "0"});
}

void MucFeatures::membership(const Candidate& one, Features* out) const {
  const model::Analysis& analysis = wire_.analysis;
  const auto tokens = analysis.tokens();
  const std::uint32_t sentence = analysis.sentence_of(one.head);
  const auto add = [&](std::initializer_list<std::string_view> parts) { out->push_back(feature(parts)); };
  add({"bias"});
  bag("b", sentence, true, out);
  if (sentence > 0) bag("bb", sentence - 1, false, out);
  if (sentence + 1 < incidents_.size()) bag("ba", sentence + 1, false, out);
  add({"h", lemmas_[one.head]});
  add({"hc", class_of(one.head, 1)});
  std::uint32_t at = one.head;
  for (int depth = 0; depth < 5 && tokens[at].head != at; ++depth) {
    at = tokens[at].head;
    add({"up", lemmas_[at]});
    add({"upc", class_of(at, 2)});
    if (depth == 0) add({"g", model::name(tokens[one.head].relation), lemmas_[at]});
  }
  for (const std::string& slot : clues_[one.head].slots) add({"slot", slot});
  for (const std::string& incident : incidents_[sentence]) add({"inc", incident});
}

}  // namespace hudna::coding
