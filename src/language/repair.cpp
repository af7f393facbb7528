#include "language/repair.h"

namespace hudna::language {
namespace {

using model::Relation;
using model::Upos;
using model::Xpos;

bool finite(const EngineToken& tok) {
  return tok.xpos == Xpos::VBD || tok.xpos == Xpos::VBZ || tok.xpos == Xpos::VBP || tok.xpos == Xpos::MD;
}
bool nominal(const EngineToken& tok) {
  return tok.upos == Upos::NOUN || tok.upos == Upos::PROPN || tok.upos == Upos::PRON || tok.upos == Upos::NUM;
}

// ", a local official said on Monday.": the clause before the comma is what is said.
bool trailing(const std::vector<std::string_view>& forms, const std::vector<bool>& speech, std::vector<EngineToken>* tokens) {
  std::vector<EngineToken>& t = *tokens;
  const std::size_t n = t.size();
  constexpr std::size_t kSpeakerWords = 14;  // "a senior official of the provincial health directorate"
  for (std::size_t v = n; v-- > 3;) {
    // Nothing but adjuncts may follow the verb of saying.
    if (!speech[v]) {
      if (finite(t[v]) || t[v].upos == Upos::AUX) return false;
      continue;
    }
    if (t[v].xpos != Xpos::VBD && t[v].xpos != Xpos::VBZ && t[v].xpos != Xpos::VBP) return false;
    // Back over the speaker to the comma.
    std::size_t comma = v;
    while (comma > 0 && v - comma <= kSpeakerWords && forms[comma - 1] != ",") {
      --comma;
      const EngineToken& s = t[comma];
      if (s.upos == Upos::VERB || s.upos == Upos::AUX || s.upos == Upos::SCONJ || s.xpos == Xpos::WDT || s.xpos == Xpos::WP ||
          s.xpos == Xpos::WRB) {
        return false;
      }
    }
    if (comma == 0 || comma == v || forms[comma - 1] != ",") return false;
    const std::size_t begin = comma;
    if (t[begin].upos == Upos::CCONJ || t[begin].upos == Upos::ADV) return false;
    bool clause = false;
    for (std::size_t i = 0; i + 1 < begin; ++i) clause = clause || finite(t[i]);
    if (!clause) return false;
    std::size_t root = 0;
    while (t[root].head != root) ++root;
    // Right already: the two clauses are joined either way round, or the root is a verb of saying further left.
    if (root >= begin || t[v].relation == Relation::Parataxis) return false;
    // The speaker: the word of the stretch whose head lies outside it, else its last noun before a preposition.
    std::size_t speaker = n;
    for (std::size_t i = begin; i < v; ++i) {
      if (nominal(t[i]) && (t[i].head < begin || t[i].head >= v)) {
        speaker = i;
        break;
      }
    }
    if (speaker == n) {
      for (std::size_t i = begin; i < v && t[i].upos != Upos::ADP; ++i) {
        if (nominal(t[i])) speaker = i;
      }
    }
    if (speaker == n) return false;
    t[v].head = static_cast<std::uint32_t>(v);
    t[v].relation = Relation::Root;
    t[root].head = static_cast<std::uint32_t>(v);
    t[root].relation = Relation::Ccomp;
    t[speaker].head = static_cast<std::uint32_t>(v);
    t[speaker].relation = Relation::Nsubj;
    // Where the rest of the speaker hung elsewhere, it goes below the speaker's noun.
    for (std::size_t i = begin; i < v; ++i) {
      if (i != speaker && (t[i].head < begin || t[i].head > v)) {
        t[i].head = static_cast<std::uint32_t>(speaker);
        if (t[i].relation == Relation::Root) t[i].relation = Relation::Dep;
      }
    }
    return true;
  }
  return false;
}

}  // namespace

std::size_t repair_attribution(const std::vector<std::string_view>& forms, const std::vector<bool>& speech,
                               const WordKinds& kinds, std::vector<EngineToken>* tokens) {
  std::vector<EngineToken>& t = *tokens;
  const std::size_t n = t.size();
  std::size_t changed = trailing(forms, speech, tokens) ? 1 : 0;
  // The nearest verb above a word, or n.
  const auto verb_above = [&](std::size_t i) {
    for (std::size_t steps = 0; steps < n; ++steps) {
      const std::size_t up = t[i].head;
      if (up == i) return n;
      i = up;
      if (t[i].upos == Upos::VERB) return i;
    }
    return n;
  };
  for (std::size_t i = 0; i < n; ++i) {
    // "lost a third of their strength, according to officers": the source speaks for the clause, not for the noun.
    if (t[i].relation == Relation::Case && (kinds[i] & kNamesSource) != 0) {
      // "according to a list kept by the elders": the source is the list, not the participle after it.
      const std::size_t kept = t[i].head;
      if ((t[kept].xpos == Xpos::VBN || t[kept].xpos == Xpos::VBG) && kept > i && t[kept].head != kept) {
        std::size_t noun = n;
        bool clause = false;
        for (std::size_t k = i + 1; k < kept; ++k) {
          if (t[k].head == kept && model::universal(t[k].relation) == Relation::Nsubj && nominal(t[k])) noun = k;
          clause = clause || (t[k].head == kept && t[k].upos == Upos::AUX);
        }
        if (noun != n && !clause) {
          t[noun].head = t[kept].head;
          t[noun].relation = Relation::Obl;
          t[kept].head = static_cast<std::uint32_t>(noun);
          t[kept].relation = Relation::Acl;
          t[i].head = static_cast<std::uint32_t>(noun);
          ++changed;
        }
      }
      const std::size_t source = t[i].head;
      const std::size_t up = t[source].head;
      if (up == source || t[up].upos == Upos::VERB || t[source].relation != Relation::Nmod) continue;
      const std::size_t verb = verb_above(source);
      if (verb == n) continue;
      t[source].head = static_cast<std::uint32_t>(verb);
      t[source].relation = Relation::Obl;
      ++changed;
    }
    // "said in a report that the army had used schools": a full clause with its own subject belongs to the saying.
    if (t[i].relation == Relation::Mark && t[i].upos == Upos::SCONJ && (kinds[i] & kOpensContent) != 0) {
      const std::size_t clause = t[i].head;
      if (t[clause].relation != Relation::AclRelcl && t[clause].relation != Relation::Acl) continue;
      const std::size_t noun = t[clause].head;
      const std::size_t verb = t[noun].head;
      if (noun >= i || verb >= noun || !speech[verb] || t[noun].relation != Relation::Obl) continue;
      bool subject = false;
      for (std::size_t k = i + 1; k < clause; ++k) {
        subject = subject || (t[k].head == clause && model::universal(t[k].relation) == Relation::Nsubj);
      }
      if (!subject) continue;
      t[clause].head = static_cast<std::uint32_t>(verb);
      t[clause].relation = Relation::Ccomp;
      ++changed;
    }
  }
  return changed;
}

}  // namespace hudna::language
