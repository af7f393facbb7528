#include "language/clauses.h"

#include <algorithm>

#include "language/chars.h"

namespace hudna::language {
namespace {

using model::Relation;
using model::Upos;
using model::Xpos;
using Kinds = WordKinds;
using Forms = std::vector<std::string_view>;
using Tokens = std::vector<EngineToken>;

bool past(const EngineToken& t) {
  return t.upos == Upos::VERB && (t.xpos == Xpos::VBD || t.xpos == Xpos::VBN);
}
bool nominal(const EngineToken& t) {
  return t.upos == Upos::NOUN || t.upos == Upos::PROPN || t.upos == Upos::PRON || t.upos == Upos::NUM;
}
bool subject(const EngineToken& t) {
  const Relation r = model::universal(t.relation);
  return r == Relation::Nsubj || r == Relation::Csubj;
}
std::uint32_t at(std::size_t i) { return static_cast<std::uint32_t>(i); }

bool one_tree(const Tokens& t) {
  std::size_t roots = 0;
  for (std::size_t i = 0; i < t.size(); ++i) {
    roots += t[i].head == i;
    std::size_t up = i;
    for (std::size_t steps = 0; t[up].head != up; ++steps) {
      if (steps > t.size()) return false;
      up = t[up].head;
    }
  }
  return roots == 1;
}

bool below(const Tokens& t, std::size_t i, std::size_t above) {
  for (std::size_t steps = 0; steps <= t.size(); ++steps) {
    if (i == above) return true;
    if (t[i].head == i) return false;
    i = t[i].head;
  }
  return false;
}

// `to` stands where `from` stood.
void take_place(Tokens* t, std::size_t from, std::size_t to) {
  const bool root = (*t)[from].head == from;
  (*t)[to].head = root ? at(to) : (*t)[from].head;
  (*t)[to].relation = (*t)[from].relation;
}

// "The truce agreed in August collapsed within days.": two past forms in one clause without a subject, a
// conjunction or a comma between them leave the first a participle of the subject. The other reading, a
// participle at the end of the clause ("fired on protesters gathered outside"), is kept where the second form
// can be one.
bool two_pasts(const Forms& forms, const Kinds& kinds, std::size_t v, Tokens* tokens) {
  Tokens& t = *tokens;
  const std::size_t n = t.size();
  constexpr std::size_t kReach = 20;  // words of the participle's own phrase
  const std::string_view form = forms[v];
  if (!past(t[v]) || (kinds[v] & kVerbSays) != 0 ||
      !(t[v].xpos == Xpos::VBN || (form.size() > 3 && form.ends_with("ed")) ||
        (kinds[v] & kVerbParticiple) != 0))
    return false;
  const Relation place = model::universal(t[v].relation);
  if (place == Relation::Acl || place == Relation::Amod) return false;
  std::size_t s = n;
  for (std::size_t i = 0; i < v; ++i) {
    // The subject, also where only the second verb has it.
    if (subject(t[i]) && nominal(t[i]) && (t[i].head == v || (t[i].head > v && t[t[i].head].head == v)))
      s = i;
    if (t[i].head != v) continue;
    // A verb with its auxiliary is no bare participle; one with a conjunction or a mark is another clause.
    const Relation r = model::universal(t[i].relation);
    if (r == Relation::Aux || r == Relation::Cop || r == Relation::Mark || t[i].upos == Upos::CCONJ)
      return false;
  }
  if (s == n || t[s].upos == Upos::PRON) return false;
  for (std::size_t i = 0; i < v; ++i) {
    // Between the noun and its participle stand at most adverbs and what belongs to the noun.
    if (i > s && (t[i].upos == Upos::PUNCT || t[i].upos == Upos::VERB || t[i].upos == Upos::AUX))
      return false;
    if (t[i].head == s && (t[i].relation == Relation::Case || t[i].relation == Relation::AclRelcl))
      return false;
  }
  bool object = false;  // between the two
  for (std::size_t w = v + 1; w < n && w - v <= kReach; ++w) {
    const Upos upos = t[w].upos;
    if (t[w].xpos == Xpos::HYPH) continue;
    if (upos == Upos::PUNCT || upos == Upos::CCONJ || t[w].xpos == Xpos::VBG) return false;
    if (t[w].xpos == Xpos::WDT || t[w].xpos == Xpos::WP || t[w].xpos == Xpos::WRB ||
        t[w].relation == Relation::Expl)
      return false;
    if (upos == Upos::SCONJ && t[w].xpos == Xpos::IN && (kinds[w] & kOpensClause) != 0) return false;
    object = object || (t[w].head == v && model::universal(t[w].relation) == Relation::Obj);
    // "The truce extended in May expires today": only a form in -s, as one without may be anything else.
    const bool present = upos == Upos::VERB && t[w].xpos == Xpos::VBZ;
    if (upos == Upos::VERB && t[w].xpos == Xpos::VBP) return false;
    const Relation r = model::universal(t[w].relation);
    if ((!past(t[w]) && !present) || r == Relation::Amod || r == Relation::Compound) continue;
    if (present && r != Relation::Advcl && r != Relation::Ccomp && r != Relation::Xcomp) return false;
    bool other_subject = false, aux = false, infinitive = false, marked = false, agent = false,
         own_object = false;
    for (std::size_t i = v + 1; i < n; ++i) {
      if (t[i].head == w && i != w) {
        const Relation child = model::universal(t[i].relation);
        other_subject = other_subject || (i < w && subject(t[i]));
        aux = aux || (i < w && t[i].upos == Upos::AUX &&
                      (t[i].xpos == Xpos::VBD || t[i].xpos == Xpos::VBZ || t[i].xpos == Xpos::VBP));
        infinitive = infinitive || (i < w && (t[i].xpos == Xpos::TO || t[i].xpos == Xpos::VB));
        marked = marked || (i < w && child == Relation::Mark);
        agent = agent || t[i].relation == Relation::OblAgent;
      }
      own_object =
          own_object || (i > w && (t[i].head == w || t[i].head == v) && t[i].relation == Relation::Obj);
    }
    // "believed to have been laid by rebels killed two": the verb is further on.
    if (infinitive && !aux) continue;
    const bool hangs = t[w].head == v || (r == Relation::Acl && t[w].head > v) ||
                       (t[w].head > v && t[t[w].head].xpos == Xpos::VB);
    if (other_subject || !hangs || !below(t, w, v) || r == Relation::Xcomp || (aux && marked)) return false;
    const bool finite = aux || present ||
                        (!agent && ((kinds[w] & kVerbIntransitive) != 0 ||
                                    (own_object && (kinds[w] & kVerbTwoObjects) == 0) ||
                                    (t[w].xpos == Xpos::VBD && r != Relation::Acl)));
    if (!finite || (object && !aux && !present && (kinds[w] & kVerbIntransitive) == 0)) return false;
    take_place(&t, v, w);
    for (std::size_t i = 0; i < n; ++i) {
      if (i == w || i == v) continue;
      if (t[i].head == v && (i < s || i > w || t[i].relation == Relation::Punct)) t[i].head = at(w);
      // What stands between the two belongs to the first, but for the second one's auxiliaries and adverbs.
      if (t[i].head == w && i > v && i < w && t[i].upos != Upos::AUX && t[i].upos != Upos::ADV &&
          t[i].upos != Upos::PART) {
        t[i].head = at(v);
        if (model::universal(t[i].relation) == Relation::Mark) t[i].relation = Relation::Advmod;
        if (model::universal(t[i].relation) == Relation::Aux) t[i].relation = Relation::Obl;
      }
    }
    t[s].head = at(w);
    bool passive = false;
    for (std::size_t i = v + 1; i < w; ++i)
      passive = passive || (t[i].head == w && t[i].relation == Relation::AuxPass);
    t[s].relation = passive ? Relation::NsubjPass : Relation::Nsubj;
    t[v].head = at(s);
    t[v].relation = Relation::Acl;
    t[v].xpos = Xpos::VBN;
    if (!aux && !present) t[w].xpos = Xpos::VBD;
    return true;
  }
  return false;
}

// "must free women and children": a modal takes a verb, so the word behind it is one where nothing later can
// be.
bool after_modal(const Forms& forms, const Kinds& kinds, std::size_t m, Tokens* tokens) {
  Tokens& t = *tokens;
  const std::size_t n = t.size();
  // "is to free five men" is built alike.
  const bool is_to = m > 0 && (kinds[m] & kInfinitive) != 0 && t[m - 1].upos == Upos::AUX &&
                     t[m - 1].xpos != Xpos::MD && t[m].head > m;
  if (!is_to && (t[m].xpos != Xpos::MD || t[m].upos != Upos::AUX)) return false;
  std::size_t j = m + 1;
  while (j < n && (t[j].upos == Upos::ADV || t[j].upos == Upos::PART) && t[j].xpos != Xpos::TO) ++j;
  if (j + 1 >= n || (t[j].xpos != Xpos::JJ && t[j].xpos != Xpos::NN) || lower(forms[j]) != forms[j])
    return false;
  // An object must follow: "could, in theory, man" or "will power" say nothing.
  const EngineToken& next = t[j + 1];
  if (next.upos != Upos::DET && next.upos != Upos::NUM && !nominal(next) && next.upos != Upos::ADJ &&
      next.xpos != Xpos::PRPS && next.xpos != Xpos::VBN)
    return false;
  // "is to free five soldiers", with "is to" read as the soldiers': what stands before the verb is its own.
  if (const std::size_t y = t[m].head;
      is_to && y > j && t[y].head == j && model::universal(t[y].relation) == Relation::Obj) {
    for (std::size_t i = 0; i < j; ++i) {
      if (t[i].head == y) t[i].head = at(j);
    }
  }
  const Relation as = model::universal(t[j].relation);
  const bool attribute = (as == Relation::Amod || as == Relation::Compound) && t[j].head > j;
  std::size_t x = t[m].head == j && !attribute ? j : t[j].head;
  if (t[m].head != j && (t[m].head != x || x < j || t[x].upos == Upos::VERB || !nominal(t[x]))) return false;
  if (x == j) {
    bool object = false;
    for (std::size_t i = j + 1; i < n; ++i)
      object =
          object || (t[i].head == j && (t[i].relation == Relation::Obj || t[i].relation == Relation::Nmod ||
                                        t[i].relation == Relation::Dep));
    if (!object) return false;
  } else {
    constexpr std::size_t kPhrase = 8;  // words of the object before its noun
    if (x - j > kPhrase) return false;
    for (std::size_t i = j + 1; i < x; ++i) {
      if (t[i].upos == Upos::VERB || t[i].upos == Upos::PUNCT || t[i].upos == Upos::AUX) return false;
    }
    for (std::size_t i = 0; i < n; ++i) {
      const bool its_be = is_to && i + 1 == m;
      if (i != j && i != x && !its_be && t[i].head == x && model::universal(t[i].relation) == Relation::Cop)
        return false;
    }
    // "free twelve captured soldiers", with the participle read as a verb: it goes below its noun.
    if (t[x].upos == Upos::VERB) {
      std::size_t noun = n;
      for (std::size_t i = x + 1; i < n && noun == n; ++i) {
        if (t[i].head == x && t[i].relation == Relation::Obj && nominal(t[i])) noun = i;
      }
      if (t[x].xpos != Xpos::VBN || noun == n) return false;
      take_place(&t, x, noun);
      for (std::size_t i = 0; i < n; ++i) {
        if (t[i].head == x && i != noun && i != x) t[i].head = at(noun);
      }
      t[x].head = at(noun);
      t[x].relation = Relation::Amod;
      x = noun;
    }
    take_place(&t, x, j);
    t[x].head = at(j);
    t[x].relation = Relation::Obj;
    for (std::size_t i = 0; i < n; ++i) {
      if (i == j || i == x || t[i].head != x) continue;
      const Relation r = model::universal(t[i].relation);
      if (i < j || r == Relation::Punct ||
          (i > x &&
           (r == Relation::Obl || r == Relation::Advmod || r == Relation::Advcl || r == Relation::Parataxis)))
        t[i].head = at(j);
    }
  }
  for (std::size_t i = 0; i < m; ++i) {
    if (!subject(t[i]) || t[i].head < m || !below(t, t[i].head, j)) continue;
    t[i].head = at(j);
    t[i].relation = Relation::Nsubj;
  }
  for (std::size_t i = j + 1; i < n; ++i) {
    if (t[i].head == j && (t[i].relation == Relation::Nmod || t[i].relation == Relation::Dep) && x == j &&
        nominal(t[i])) {
      bool preposition = false;
      for (std::size_t k = j + 1; k < i; ++k)
        preposition = preposition || (t[k].head == i && t[k].relation == Relation::Case);
      t[i].relation = preposition ? Relation::Obl : Relation::Obj;
    }
  }
  t[m].head = at(j);
  t[m].relation = is_to ? Relation::Mark : Relation::Aux;
  if (is_to) {
    t[m].upos = Upos::PART;
    t[m].xpos = Xpos::TO;
    t[m - 1].head = at(j);
    t[m - 1].relation = Relation::Cop;
  }
  t[j].upos = Upos::VERB;
  t[j].xpos = Xpos::VB;
  return true;
}

bool quote_or_comma(std::string_view form) {
  return form == "," || form == "\"" || form == "”" || form == "’’" || form == "''";
}

// "The truce will hold, insisted the envoy.": behind the clause and the verb of saying stands the speaker.
bool inverted(const Forms& forms, const Kinds& kinds, std::size_t v, Tokens* tokens) {
  Tokens& t = *tokens;
  const std::size_t n = t.size();
  if (v < 2 || v + 1 >= n || (kinds[v] & (kVerbInverts | kVerbInvertsSpeaker)) == 0 ||
      !quote_or_comma(forms[v - 1]))
    return false;
  if (t[v].xpos != Xpos::VBD && t[v].xpos != Xpos::VBZ && t[v].xpos != Xpos::VBP) return false;
  std::size_t before = n, behind = n;  // subject in front; noun behind
  for (std::size_t i = 0; i < n; ++i) {
    if (i == v || t[i].head != v) continue;
    if (subject(t[i])) (i < v ? before : behind) = i;
    if (i > v && model::universal(t[i].relation) == Relation::Obj && nominal(t[i]) && behind == n) behind = i;
    if (i < v && (t[i].upos == Upos::CCONJ || t[i].upos == Upos::AUX)) return false;
  }
  const auto phrase_begins_behind = [&](std::size_t noun) {
    for (std::size_t i = v + 1; i < noun; ++i) {
      if (!below(t, i, noun) || t[i].upos == Upos::ADP) return false;
    }
    return true;
  };
  if (before == n) {
    if (behind == n || subject(t[behind]) || !phrase_begins_behind(behind)) return false;
    // Of verbs that take objects too ("…, confirmed the date and left") only with somebody who speaks.
    if ((kinds[v] & kVerbInverts) == 0 && (kinds[behind] & kNounSpeaks) == 0 && t[behind].upos != Upos::PROPN)
      return false;
    // With a clause in front only: "…, said goodbye and left" hangs on a subject of its own.
    const std::size_t up = t[v].head;
    bool clause = up == v;
    for (std::size_t i = 0; i < v; ++i)
      clause = clause || (up < v && t[i].head == up && i != up && subject(t[i]));
    if (!clause) return false;
    t[behind].relation = Relation::Nsubj;
    if (t[v].relation == Relation::Conj || t[v].relation == Relation::Advcl || t[v].relation == Relation::Dep)
      t[v].relation = Relation::Parataxis;
    return true;
  }
  if ((kinds[v] & kVerbInverts) == 0) return false;
  // "The army, said the village chief, blew up the bridge.": each of the two nouns was given the other's
  // verb.
  if (before + 1 >= v || behind != n) return false;
  for (std::size_t w = v + 2; w < n; ++w) {
    if (t[w].upos != Upos::VERB || t[w].head != v || model::universal(t[w].relation) != Relation::Ccomp)
      continue;
    std::size_t speaker = n;
    for (std::size_t i = v + 1; i < w; ++i) {
      if (t[i].head == w && subject(t[i]) && nominal(t[i])) speaker = i;
    }
    if (speaker == n || !phrase_begins_behind(speaker)) return false;
    if (std::find(forms.begin() + static_cast<std::ptrdiff_t>(speaker),
                  forms.begin() + static_cast<std::ptrdiff_t>(w),
                  ",") == forms.begin() + static_cast<std::ptrdiff_t>(w))
      return false;
    take_place(&t, v, w);
    t[v].head = at(w);
    t[v].relation = Relation::Parataxis;
    t[speaker].head = at(v);
    t[speaker].relation = Relation::Nsubj;
    const Relation was = t[before].relation;
    t[before].head = at(w);
    t[before].relation = was;
    for (std::size_t i = 0; i < n; ++i) {
      if (t[i].head == v && i != w && (i < before || i > w)) t[i].head = at(w);
    }
    return true;
  }
  return false;
}

// "told state television that his army controls the border": what is told is no relative clause of the one
// who hears it.
bool told(const Kinds& kinds, std::size_t mark, Tokens* tokens) {
  Tokens& t = *tokens;
  if ((kinds[mark] & kOpensContent) == 0 || t[mark].relation != Relation::Mark) return false;
  const std::size_t clause = t[mark].head;
  if (t[clause].relation != Relation::AclRelcl && t[clause].relation != Relation::Acl) return false;
  const std::size_t noun = t[clause].head;
  const std::size_t verb = t[noun].head;
  if (noun >= mark || verb >= noun || (kinds[verb] & kVerbInforms) == 0) return false;
  const Relation r = model::universal(t[noun].relation);
  if (r != Relation::Obj && r != Relation::Iobj) return false;
  bool own = false;
  for (std::size_t i = mark + 1; i < clause; ++i) own = own || (t[i].head == clause && subject(t[i]));
  if (!own) return false;
  t[clause].head = at(verb);
  t[clause].relation = Relation::Ccomp;
  return true;
}

// "Reporter Ngozi Eze is missing": of two subjects side by side the first describes the name behind it.
bool described(std::size_t name, Tokens* tokens) {
  Tokens& t = *tokens;
  if (name == 0 || t[name].upos != Upos::PROPN || !subject(t[name])) return false;
  const std::size_t up = t[name].head, first = name - 1;
  if (up <= name || t[up].relation == Relation::AclRelcl || !subject(t[first]) || t[first].head != up ||
      t[first].xpos != Xpos::NN)
    return false;
  t[first].head = at(name);
  t[first].relation = Relation::NmodDesc;
  return true;
}

bool takes_participle(const Forms& forms, const Kinds& kinds, const EngineToken& t, std::size_t v) {
  return t.xpos == Xpos::VBN || (forms[v].size() > 3 && forms[v].ends_with("ed")) ||
         (kinds[v] & kVerbParticiple) != 0;
}

// "The boats seized off the coast carried rifles.": a bare past form is no clause that another verb could
// have for its subject; it is a participle of the noun in front.
bool clause_as_subject(const Forms& forms, const Kinds& kinds, std::size_t v, Tokens* tokens) {
  Tokens& t = *tokens;
  const std::size_t n = t.size(), w = t[v].head;
  if (w <= v || !past(t[v]) || t[w].upos != Upos::VERB || !takes_participle(forms, kinds, t[v], v))
    return false;
  std::size_t s = n;
  for (std::size_t i = 0; i < n; ++i) {
    if (t[i].head == v && i < v) {
      if (subject(t[i]) && nominal(t[i]) && t[i].upos != Upos::PRON) s = i;
      if (t[i].upos == Upos::AUX || t[i].upos == Upos::CCONJ || t[i].relation == Relation::Mark) return false;
    }
    if (t[i].head == w && i != v && subject(t[i])) return false;
    if (i > v && i < w &&
        (t[i].upos == Upos::PUNCT || t[i].upos == Upos::CCONJ || t[i].xpos == Xpos::WDT ||
         t[i].xpos == Xpos::WP))
      return false;
  }
  if (s == n) return false;
  bool passive = false;
  for (std::size_t i = v + 1; i < w; ++i)
    passive = passive || (t[i].head == w && t[i].relation == Relation::AuxPass);
  t[s].head = at(w);
  t[s].relation = passive ? Relation::NsubjPass : Relation::Nsubj;
  t[v].head = at(s);
  t[v].relation = Relation::Acl;
  t[v].xpos = Xpos::VBN;
  for (std::size_t i = 0; i < s; ++i) {
    if (t[i].head == v) t[i].head = at(w);
  }
  return true;
}

// "Houses burned in the raid, the chief said.": a verb of saying has one subject, and the noun before the
// comma is that of its own verb.
bool two_speakers(const Forms& forms, std::size_t v, Tokens* tokens) {
  Tokens& t = *tokens;
  const std::size_t n = t.size();
  if (t[v].xpos != Xpos::VBD && t[v].xpos != Xpos::VBZ && t[v].xpos != Xpos::VBP) return false;
  std::size_t first = n, second = n;
  for (std::size_t i = 0; i < v; ++i) {
    if (t[i].head != v) continue;
    // "was observed by few" says nothing.
    if (t[i].upos == Upos::AUX) return false;
    if (!subject(t[i]) || !nominal(t[i])) continue;
    (first == n ? first : second) = i;
  }
  if (second == n) return false;
  std::size_t begin = second;  // of the speaker's phrase
  while (begin > 0 && forms[begin - 1] != ",") {
    --begin;
    if (!below(t, begin, second)) return false;
  }
  if (begin < 2 || first >= begin) return false;
  for (std::size_t p = begin - 1; p-- > first;) {
    if (t[p].head != first || t[p].upos != Upos::VERB) continue;
    const bool participle = t[p].relation == Relation::Acl && past(t[p]);
    const bool relative = t[p].relation == Relation::AclRelcl && t[p].xpos != Xpos::VBN;
    if (!participle && !relative) return false;
    for (std::size_t i = first; i < p; ++i) {
      // "The strike, called for Monday, …": a comma would set the participle off.
      if (participle && forms[i] == ",") return false;
      // "Rebels who hold the dam said" has its relative clause rightly.
      if (t[i].head == p && (subject(t[i]) || t[i].relation == Relation::Mark)) return false;
    }
    t[p].head = at(v);
    t[p].relation = Relation::Ccomp;
    if (participle) t[p].xpos = Xpos::VBD;
    t[first].head = at(p);
    return true;
  }
  return false;
}

// "The delegates, it seems, have agreed." and "Bello, said to lead the gang, surrendered.": between commas
// stands a remark, and the clause is what stands around it.
bool remark(const Forms& forms, const Kinds& kinds, std::size_t v, Tokens* tokens) {
  Tokens& t = *tokens;
  const std::size_t n = t.size();
  if (t[v].head != v || t[v].upos != Upos::VERB) return false;
  std::size_t w = n;
  for (std::size_t i = v + 1; i < n; ++i) {
    const Relation r = model::universal(t[i].relation);
    if (t[i].head == v && i != v && t[i].upos == Upos::VERB &&
        (r == Relation::Ccomp || r == Relation::Conj || r == Relation::Parataxis)) {
      w = i;
      break;
    }
  }
  if (w == n) return false;
  // The remark: from a comma to a comma, all of it below v but the subject of the clause.
  std::size_t open = v, close = v;
  while (open > 0 && forms[open - 1] != ",") --open;
  while (close < w && forms[close] != ",") ++close;
  if (open < 2 || close >= w) return false;
  std::size_t s = n, own = n;
  bool infinitive = false;
  for (std::size_t i = 0; i < n; ++i) {
    if (i == v || i == w || !(t[i].head == v || t[i].head == w)) continue;
    if (i + 1 < open && subject(t[i]) && nominal(t[i]) && t[i].upos != Upos::PRON) s = i;
    if (i >= open && i < v && t[i].head == v && subject(t[i])) own = i;
    if (t[i].head == w && i > close &&
        (subject(t[i]) || t[i].relation == Relation::Mark || t[i].upos == Upos::CCONJ))
      return false;
    infinitive = infinitive || (t[i].head == v && i > v && i < close && t[i].relation == Relation::Xcomp);
  }
  if (s == n) return false;
  for (std::size_t i = 0; i + 1 < open; ++i) {
    if (t[i].upos == Upos::VERB || t[i].upos == Upos::AUX) return false;
  }
  const bool said_to = own == n && infinitive && open == v && (kinds[v] & kVerbSays) != 0;
  const bool impersonal = own != n && (kinds[own] & kStandsForNobody) != 0;
  if (!said_to && !impersonal) return false;
  take_place(&t, v, w);
  t[s].head = at(w);
  if (t[s].relation == Relation::NsubjPass && impersonal) t[s].relation = Relation::Nsubj;
  for (std::size_t i = 0; i < n; ++i) {
    if (t[i].head == v && i != v && (i + 1 < open || i > close)) t[i].head = at(w);
  }
  t[v].head = said_to ? at(s) : at(w);
  t[v].relation = said_to ? Relation::Acl : Relation::Parataxis;
  if (said_to) t[v].xpos = Xpos::VBN;
  if (t[w].xpos == Xpos::VB) {
    bool aux = false;
    for (std::size_t i = 0; i < w; ++i) aux = aux || (t[i].head == w && t[i].upos == Upos::AUX);
    if (!aux) t[w].xpos = Xpos::VBP;
  }
  return true;
}

// "The front will, under the accord, hand back the town": a subject belongs to the verb and not to its
// auxiliary.
bool subject_of_auxiliary(std::size_t s, Tokens* tokens) {
  Tokens& t = *tokens;
  const std::size_t aux = t[s].head;
  if (aux == s || model::universal(t[aux].relation) != Relation::Aux || t[aux].head == aux) return false;
  const std::size_t v = t[aux].head;
  bool passive = false;
  for (std::size_t i = 0; i < t.size(); ++i) {
    if (t[i].head != v || i == v) continue;
    if (subject(t[i])) return false;
    passive = passive || t[i].relation == Relation::AuxPass;
  }
  if (v == s) return false;
  t[s].head = at(v);
  t[s].relation = passive ? Relation::NsubjPass : Relation::Nsubj;
  return true;
}

// "Killed were two guards": the participle in front of "be" is the predicate, what stands behind is what it
// was done to.
bool passive_in_front(const Kinds& kinds, Tokens* tokens) {
  Tokens& t = *tokens;
  const std::size_t n = t.size();
  if (n < 4 || t[0].upos != Upos::VERB || t[0].xpos != Xpos::VBN || (kinds[0] & kVerbIntransitive) != 0)
    return false;
  constexpr std::size_t kPhrase = 8;  // words between the participle and "be"
  std::size_t b = 1;
  while (b < n && b <= kPhrase && t[b].upos != Upos::AUX) {
    if (t[b].upos == Upos::PUNCT || t[b].upos == Upos::VERB || t[b].upos == Upos::CCONJ || !below(t, b, 0))
      return false;
    ++b;
  }
  if (b >= n || b > kPhrase || (t[b].xpos != Xpos::VBD && t[b].xpos != Xpos::VBZ && t[b].xpos != Xpos::VBP))
    return false;
  if ((kinds[b] & kFiniteBe) == 0) return false;
  // The first noun behind that hangs on none between.
  std::size_t x = n;
  for (std::size_t i = b + 1; i < n && x == n; ++i) {
    if (t[i].upos == Upos::VERB || t[i].upos == Upos::ADP || t[i].upos == Upos::PUNCT ||
        t[i].xpos == Xpos::JJ) {
      if (t[i].xpos != Xpos::JJ || t[i].head <= i) return false;
    }
    if (nominal(t[i]) && (t[i].head <= b || t[i].head == i)) x = i;
  }
  if (x == n || (t[x].head != 0 && t[x].head != x) || (t[0].head != x && t[0].head != 0)) return false;
  if (t[x].head == x) {
    // The noun was the predicate.
    for (std::size_t i = 1; i < n; ++i) {
      if (i != x && t[i].head == x && (t[i].relation == Relation::Punct || (i < x && i <= b))) t[i].head = 0;
    }
  } else {
    for (std::size_t i = 1; i < n; ++i) {
      if (t[i].head == b) t[i].head = 0;
    }
  }
  t[0].head = 0;
  t[0].relation = Relation::Root;
  t[b].head = 0;
  t[b].relation = Relation::AuxPass;
  t[x].head = 0;
  t[x].relation = Relation::NsubjPass;
  return true;
}

// "called off their fighters": a particle is no preposition, and what follows it is the object.
bool particle(std::size_t p, Tokens* tokens) {
  Tokens& t = *tokens;
  const std::size_t noun = t[p].head;
  if (p == 0 || t[p].xpos != Xpos::RP || noun <= p) return false;
  const std::size_t v = t[noun].head;
  if (v + 1 != p || t[v].upos != Upos::VERB || t[noun].relation != Relation::Obl || !nominal(t[noun]))
    return false;
  // "took off Malta" and "down town" are misread: an object has its article, owner or number.
  bool object = false;
  for (std::size_t i = 0; i < t.size(); ++i) {
    const Relation r = model::universal(t[i].relation);
    if (t[i].head == v && i != v && (r == Relation::Obj || t[i].relation == Relation::AuxPass)) return false;
    object = object || (t[i].head == noun && i > p && i < noun &&
                        (r == Relation::Det || t[i].relation == Relation::NmodPoss || r == Relation::Nummod));
    if (t[i].head == noun && i != p && t[i].relation == Relation::Case && t[i].upos == Upos::ADP)
      return false;
  }
  if (!object) return false;
  t[p].head = at(v);
  t[p].relation = Relation::CompoundPrt;
  t[noun].relation = Relation::Obj;
  return true;
}

// "were taken hostage": of two subjects of a passive the one behind the verb says what they became.
bool became(std::size_t s, Tokens* tokens) {
  Tokens& t = *tokens;
  const std::size_t v = t[s].head;
  if (t[s].relation != Relation::NsubjPass || s != v + 1) return false;
  for (std::size_t i = 0; i < v; ++i) {
    if (t[i].head != v || t[i].relation != Relation::NsubjPass) continue;
    t[s].relation = Relation::Xcomp;
    return true;
  }
  return false;
}

// "Of six people hurt in the blast, two died": what a preposition introduces is no subject, and the clause is
// the one that has its own.
bool preposition_in_front(const Forms& forms, std::size_t v, Tokens* tokens) {
  Tokens& t = *tokens;
  const std::size_t n = t.size();
  if (t[v].head != v || !past(t[v])) return false;
  std::size_t s = n, w = n;
  for (std::size_t i = 0; i < n; ++i) {
    if (t[i].head != v || i == v) continue;
    if (i < v && (t[i].upos == Upos::AUX || t[i].upos == Upos::CCONJ || t[i].upos == Upos::PUNCT))
      return false;
    if (i < v && subject(t[i])) s = i;
    const Relation r = model::universal(t[i].relation);
    if (i > v && w == n && t[i].upos == Upos::VERB &&
        (r == Relation::Parataxis || r == Relation::Conj || r == Relation::Ccomp))
      w = i;
  }
  if (s == n || w == n || t[s].upos == Upos::PRON) return false;
  bool preposition = false, own = false, comma = false;
  for (std::size_t i = 0; i < w; ++i) {
    preposition =
        preposition || (i < s && t[i].head == s && t[i].relation == Relation::Case && t[i].upos == Upos::ADP);
    own = own || (i > v && t[i].head == w && subject(t[i]));
    comma = comma || (i > v && forms[i] == ",");
    if (t[i].head == w && (t[i].upos == Upos::CCONJ || t[i].relation == Relation::Mark)) return false;
  }
  if (!preposition || !own || !comma) return false;
  t[w].head = at(w);
  t[w].relation = Relation::Root;
  t[s].head = at(w);
  t[s].relation = Relation::Obl;
  t[v].head = at(s);
  t[v].relation = Relation::Acl;
  t[v].xpos = Xpos::VBN;
  for (std::size_t i = 0; i < n; ++i) {
    if (t[i].head == v && i != v && (i < s || i > w)) t[i].head = at(w);
  }
  return true;
}

// "Thousands, the envoy estimates, fled": a finite verb with a subject of its own between commas is a remark.
bool verb_as_subject(const Forms& forms, std::size_t v, Tokens* tokens) {
  Tokens& t = *tokens;
  if (t[v].relation != Relation::Nsubj || t[v].upos != Upos::VERB || t[v].head <= v || v + 1 >= t.size() ||
      forms[v + 1] != "," || (t[v].xpos != Xpos::VBD && t[v].xpos != Xpos::VBZ && t[v].xpos != Xpos::VBP))
    return false;
  for (std::size_t i = 0; i < v; ++i) {
    if (t[i].head != v || !subject(t[i])) continue;
    t[v].relation = Relation::Parataxis;
    return true;
  }
  return false;
}

// Two relations that the treebanks give such words nowhere: "fighting has cut the road" has a noun as its
// subject, and "the rebels are to leave" no clause in the place of a predicate.
bool relabelled(std::size_t i, Tokens* tokens) {
  Tokens& t = *tokens;
  const std::size_t up = t[i].head;
  if (up == i) return false;
  if (t[i].relation == Relation::Csubj && t[i].xpos == Xpos::VBG && i < up) {
    for (std::size_t k = 0; k < t.size(); ++k) {
      if (k != i && t[k].head == i && t[k].relation != Relation::Punct) return false;
    }
    t[i].relation = Relation::Nsubj;
    t[i].upos = Upos::NOUN;
    t[i].xpos = Xpos::NN;
    return true;
  }
  if (t[i].relation == Relation::NsubjOuter && t[up].xpos == Xpos::VB) {
    bool is_to = false;
    for (std::size_t k = i + 1; k + 1 < up; ++k)
      is_to = is_to ||
              (t[k].head == up && t[k].upos == Upos::AUX && t[k + 1].xpos == Xpos::TO && t[k + 1].head == up);
    if (!is_to) return false;
    t[i].relation = Relation::Nsubj;
    return true;
  }
  return false;
}

}  // namespace

std::size_t repair_clauses(const Forms& forms, const Kinds& kinds, Tokens* tokens) {
  std::size_t made = 0;
  Tokens before;
  const auto attempt = [&](auto&& repair) {
    before = *tokens;
    if (!repair()) {
      tokens->swap(before);
      return false;
    }
    if (one_tree(*tokens)) {
      ++made;
      return true;
    }
    *tokens = before;
    return false;
  };
  constexpr std::size_t kMost = 4;  // repairs a sentence; more of them speak of a text that is none
  for (std::size_t i = 0; i < tokens->size() && made < kMost; ++i) {
    // Asked anew after each repair, which may have changed it.
    const auto t = [&]() -> const EngineToken& { return (*tokens)[i]; };
    if (t().xpos == Xpos::MD || (t().xpos == Xpos::TO || t().xpos == Xpos::IN))
      attempt([&] { return after_modal(forms, kinds, i, tokens); });
    if (i == 0 && t().xpos == Xpos::VBN) attempt([&] { return passive_in_front(kinds, tokens); });
    if (subject(t())) attempt([&] { return subject_of_auxiliary(i, tokens); });
    if (t().relation == Relation::NsubjPass) attempt([&] { return became(i, tokens); });
    if (t().relation == Relation::Case && t().xpos == Xpos::RP) attempt([&] { return particle(i, tokens); });
    if (t().relation == Relation::Mark) attempt([&] { return told(kinds, i, tokens); });
    if (t().relation == Relation::Csubj) attempt([&] { return clause_as_subject(forms, kinds, i, tokens); });
    if ((kinds[i] & kVerbSays) != 0) attempt([&] { return two_speakers(forms, i, tokens); });
    if (t().relation == Relation::Nsubj) attempt([&] { return verb_as_subject(forms, i, tokens); });
    if (t().head == i) attempt([&] { return preposition_in_front(forms, i, tokens); });
    if (t().head == i) attempt([&] { return remark(forms, kinds, i, tokens); });
    if (t().relation == Relation::Csubj || t().relation == Relation::NsubjOuter)
      attempt([&] { return relabelled(i, tokens); });
    if (t().upos == Upos::PROPN) attempt([&] { return described(i, tokens); });
    if (past(t())) attempt([&] { return two_pasts(forms, kinds, i, tokens); });
    if ((kinds[i] & (kVerbInverts | kVerbInvertsSpeaker)) != 0)
      attempt([&] { return inverted(forms, kinds, i, tokens); });
  }
  return made;
}

}  // namespace hudna::language
