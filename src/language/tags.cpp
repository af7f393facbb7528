#include "language/tags.h"

#include "language/chars.h"

namespace hudna::language {
namespace {

using model::Relation;
using model::Upos;
using model::Xpos;

bool verbal(Xpos x) {
  return x == Xpos::VB || x == Xpos::VBD || x == Xpos::VBG || x == Xpos::VBN || x == Xpos::VBP ||
         x == Xpos::VBZ;
}

// What hangs on a word, of what tells verbs and nouns apart.
struct Below {
  bool subject = false, object = false, aux = false, modal = false, to = false, determiner = false,
       passive = false;
};

bool clausal(const EngineToken& t) {
  switch (model::universal(t.relation)) {
    case Relation::Ccomp:
    case Relation::Xcomp:
    case Relation::Advcl:
    case Relation::Acl:
    case Relation::Csubj:
      return true;
    default:
      return false;
  }
}

Xpos verb_form(std::string_view form, const Below& below) {
  const std::string low = lower(form);
  if (below.modal || below.to) return Xpos::VB;
  if (low.ends_with("ing")) return Xpos::VBG;
  if (low.ends_with("ed")) return below.aux || below.passive || !below.subject ? Xpos::VBN : Xpos::VBD;
  if (low.ends_with("s") && !low.ends_with("ss")) return Xpos::VBZ;
  return below.subject ? Xpos::VBP : Xpos::VB;
}

Xpos noun_form(std::string_view form) {
  return form.size() > 2 && form.ends_with('s') && !form.ends_with("ss") ? Xpos::NNS : Xpos::NN;
}

}  // namespace

std::size_t reconcile_tags(const std::vector<std::string_view>& forms,
                           const std::unordered_set<std::string>& determiners,
                           std::vector<EngineToken>* tokens) {
  std::vector<EngineToken>& t = *tokens;
  std::vector<Below> below;
  const auto look = [&] {
    if (!below.empty()) return;
    below.resize(t.size());
    for (std::size_t i = 0; i < t.size(); ++i) {
      if (t[i].head == i) continue;
      Below& b = below[t[i].head];
      const Relation r = model::universal(t[i].relation);
      b.subject = b.subject || r == Relation::Nsubj || r == Relation::Csubj;
      b.object = b.object || r == Relation::Obj || r == Relation::Iobj;
      b.aux = b.aux || r == Relation::Aux;
      b.passive = b.passive || t[i].relation == Relation::AuxPass || t[i].relation == Relation::OblAgent;
      b.modal = b.modal || t[i].xpos == Xpos::MD;
      b.to = b.to || t[i].xpos == Xpos::TO;
      // What a form of "be" joins to its subject is no verb either.
      b.determiner = b.determiner || r == Relation::Det || r == Relation::Cop;
    }
  };
  std::size_t changed = 0;
  for (std::size_t i = 0; i < t.size(); ++i) {
    EngineToken& w = t[i];
    if (w.xpos == Xpos::DT && forms[i].size() > 3 && !determiners.contains(lower(forms[i]))) {
      const bool name = lower(forms[i]) != forms[i];
      const bool many = forms[i].ends_with('s') || forms[i].ends_with('S');
      w.upos = name ? Upos::PROPN : Upos::NOUN;
      w.xpos = name ? (many ? Xpos::NNPS : Xpos::NNP) : noun_form(forms[i]);
      ++changed;
      continue;
    }
    const bool noun = w.upos == Upos::NOUN && verbal(w.xpos);
    const bool adjective = w.upos == Upos::ADJ && verbal(w.xpos);
    const bool verb =
        w.upos == Upos::VERB && (w.xpos == Xpos::NN || w.xpos == Xpos::NNS || w.xpos == Xpos::JJ);
    if (!noun && !adjective && !verb) continue;
    look();
    const Below& b = below[i];
    // A form in -ing is a noun without more ("under an understanding"), whatever it was hung on as, and so is
    // an adjective ("went missing"). In a
    // noun's place what looks like an object may be a part of a name ("US ceasefire envoy").
    const Relation place = model::universal(w.relation);
    const bool nominal = place == Relation::Obj || place == Relation::Nsubj || place == Relation::Nmod ||
                         place == Relation::Obl || place == Relation::Compound || place == Relation::Amod;
    const bool acts =
        !b.determiner &&
        (b.aux ||
         (verb && nominal ? false
                          : b.subject || b.object || b.to || b.passive ||
                                (clausal(w) && w.xpos != Xpos::JJ && !(noun && w.xpos == Xpos::VBG))));
    if (acts && !(adjective && !b.aux && !b.passive && !b.object)) {
      w.upos = Upos::VERB;
      if (verb) w.xpos = verb_form(forms[i], b);
    } else if (adjective) {
      w.xpos = Xpos::JJ;
    } else if (noun) {
      w.xpos = noun_form(forms[i]);
    } else {
      // A verb in no verb's place: what the other tag says.
      w.upos = w.xpos == Xpos::JJ ? Upos::ADJ : Upos::NOUN;
    }
    ++changed;
  }
  return changed;
}

}  // namespace hudna::language
