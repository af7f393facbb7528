#include "ground/effects.h"

#include <algorithm>

#include "ground/toml_rows.h"

namespace hudna::ground {
namespace {

using model::Effect;
using model::Relation;
using model::TokenRange;
using model::Upos;
using model::Xpos;

// From a figure up to what governs it, and down through complements ("are believed to have been killed").
constexpr int kClimb = 6;
constexpr int kDown = 3;
// How far behind its verb the other words of a phrase stand ("took 1,200 patients and doctors out").
constexpr std::uint32_t kPhraseSpan = 14;
constexpr int kPhraseClimb = 3;

Effect effect_named(std::string_view name) {
  for (int i = 0; i <= static_cast<int>(Effect::Present); ++i) {
    if (model::name(static_cast<Effect>(i)) == name) return static_cast<Effect>(i);
  }
  return Effect::None;
}

}  // namespace

base::Result<EffectTable> EffectTable::open(const base::DataSource& data) {
  const base::Result<base::DataFile> file = data.file("ground/effects.toml");
  if (!file) return tl::unexpected(file.error());
  const auto rows = read_data_rows(*file);
  if (!rows) return tl::unexpected(rows.error());
  EffectTable out;
  for (const TomlRow& row : *rows) {
    const Effect effect = effect_named(row.text("effect"));
    const std::string& table = row.table;
    WordTable<Effect>* effects = table == "does"   ? &out.does_
                                 : table == "is"   ? &out.is_
                                 : table == "of"   ? &out.of_
                                 : table == "held" ? &out.held_
                                                   : nullptr;
    WordSet* words = table == "loss"         ? &out.loss_
                     : table == "include"    ? &out.include_
                     : table == "rise"       ? &out.rise_
                     : table == "total"      ? &out.total_
                     : table == "toll"       ? &out.toll_
                     : table == "collective" ? &out.collective_
                     : table == "part"       ? &out.part_
                     : table == "agent_mark" ? &out.agent_mark_
                     : table == "noun_mark"  ? &out.noun_mark_
                     : table == "partitive_mark" ? &out.partitive_mark_
                                             : nullptr;
    if (table == "undergoes" || table == "counted") {
      WordTable<Said>& into = table == "counted" ? out.counted_ : out.undergoes_;
      for (const std::string& word : row.list("words")) into.emplace(word, {effect, row.flag("weak")});
    } else if (table == "phrase") {
      Phrase phrase;
      phrase.effect = effect;
      const std::string_view counted = row.text("counted");
      phrase.counted = counted == "subject" ? Subject : counted == "object" ? Object : Subject | Object;
      for (const std::string& word : row.list("verbs")) {
        phrase.verbs.insert(word);
        out.phrase_verbs_.insert(word);
      }
      for (const std::string& word : row.list("with")) phrase.with.insert(word);
      out.phrases_.push_back(std::move(phrase));
    } else if (table == "oblique") {
      Oblique one;
      one.effect = effect;
      for (const std::string& word : row.list("verbs")) one.verbs.insert(word);
      for (const std::string& word : row.list("marks")) one.marks.insert(word);
      out.obliques_.push_back(std::move(one));
    } else if (effects != nullptr) {
      for (const std::string& word : row.list("words")) effects->emplace(word, effect);
    } else if (words != nullptr) {
      for (const std::string& word : row.list("words")) words->insert(word);
      for (const std::string& word : row.list("life")) out.life_.insert(word);
    }
  }
  return out;
}

// One run over one figure.
class EffectReader {
 public:
  EffectReader(const EffectTable& table, const TokenView& view, const model::Analysis& analysis,
               const QuantityTagger& categories, TokenRange tokens, std::uint32_t unit)
      : t_(table), v_(view), a_(analysis), categories_(categories), tokens_(tokens) {
    // "12 of the attackers": the figure hangs on the verb, the noun on the figure.
    top_ = unit;
    for (int step = 0; step < kClimb && tok(top_).head != top_ && tokens_.contains(tok(top_).head); ++step)
      top_ = tok(top_).head;
  }

  Befallen run() const {
    std::uint32_t at = top_;
    const Effect strong = own(false);
    if (strong != Effect::None) return {strong, true};
    Befallen found;
    // "two of whom later died": the clause is about the part.
    if (tok(tokens_.end - 1).xpos == Xpos::WP) {
      if (const Effect said = modified(top_); said != Effect::None) return {said, true};
    }
    // "two patients dead and eight others injured": the word right behind says it.
    const TokenRange sentence = a_.sentences()[v_.sentence(top_)].tokens;
    if (const std::uint32_t next = tokens_.end; next < sentence.end) {
      const Effect* state = look(t_.is_, next);
      if (state != nullptr && *state != Effect::Present &&
          (tok(next).upos == Upos::ADJ || tok(next).xpos == Xpos::VBN) && !has_object(next))
        return {*state, true};
    }
    // "wounded 150 others": a verb right before the figure has it for its object whatever the tree makes of
    // it.
    if (tokens_.begin > 0 && tok(tokens_.begin - 1).upos == Upos::VERB && !passive(tokens_.begin - 1) &&
        has(t_.undergoes_, tokens_.begin - 1))
      return {undergoes(tokens_.begin - 1, 0), true};
    bool aside = false;
    for (int step = 0; step < kClimb; ++step) {
      found = governed(at);
      if (found.sure || found.effect != Effect::None) break;
      if (const Effect said = aside ? Effect::None : modified(at); said != Effect::None) {
        found = {said, true};
        break;
      }
      const std::uint32_t up = whole_of(at);
      if (up == at) break;
      // What a clause says about a noun it does not say about an aside to that noun.
      aside = aside || tok(at).relation == Relation::Appos;
      at = up;
    }
    // "Two gunmen who escaped had killed a guard": the clause on the noun, where its verb says nothing.
    if (found.effect == Effect::None && found.sure) found.effect = modified(top_);
    if (found.effect == Effect::None && !found.sure) {
      found.effect = own(true);
      found.sure = found.effect != Effect::None;
    }
    return found;
  }

 private:
  const model::Token& tok(std::uint32_t at) const { return a_.tokens()[at]; }
  std::string_view lemma(std::uint32_t at) const { return a_.lemma(at); }

  template <class V>
  const V* look(const WordTable<V>& table, std::uint32_t at) const {
    auto found = table.find(lemma(at));
    if (found == table.end()) found = table.find(v_.lower(at));
    return found == table.end() ? nullptr : &found->second;
  }
  template <class V>
  bool has(const WordTable<V>& table, std::uint32_t at) const {
    return look(table, at) != nullptr;
  }

  // What the counted noun itself says: "12 deaths", "30 wounded".
  Effect own(bool weak) const {
    for (std::uint32_t t = tokens_.begin; t < tokens_.end; ++t) {
      // "the 12 wounded fighters": an adjective or a part of a compound is not what is counted.
      if (t + 1 < tokens_.end && t != top_) continue;
      if (const auto* noun = look(t_.counted_, t); noun != nullptr && noun->weak == weak) return noun->effect;
    }
    return Effect::None;
  }

  bool passive(std::uint32_t verb) const {
    for (const std::uint32_t child : a_.dependents(verb)) {
      if (tok(child).relation == Relation::AuxPass || tok(child).relation == Relation::NsubjPass) return true;
    }
    return false;
  }

  bool has_object(std::uint32_t verb) const {
    for (const std::uint32_t child : a_.dependents(verb)) {
      if (tok(child).relation == Relation::Obj) return true;
    }
    return false;
  }

  bool is_people(std::uint32_t at) const {
    return !categories_.category(v_.lower(at)).empty() || tok(at).upos == Upos::NUM;
  }

  // The words that stand in a verb's phrase: its own dependents and what introduces them.
  Effect phrase(std::uint32_t verb, int counted) const {
    if (!has(t_.phrase_verbs_, verb)) return Effect::None;
    const TokenRange sentence = a_.sentences()[v_.sentence(verb)].tokens;
    const std::uint32_t end = std::min(sentence.end, verb + kPhraseSpan);
    for (const auto& one : t_.phrases_) {
      if ((one.counted & counted) == 0 || !has(one.verbs, verb)) continue;
      const std::uint32_t begin = std::max(sentence.begin, verb > 3 ? verb - 3 : 0);
      for (std::uint32_t k = begin; k < end; ++k) {
        if (k == verb || tokens_.contains(k) || !has(one.with, k)) continue;
        const Relation relation = tok(k).relation;
        if (relation == Relation::Nsubj || relation == Relation::NsubjPass) continue;
        // "out of the suburb": the preposition hangs on its noun, and the noun at times on the object.
        std::uint32_t over = k;
        for (int step = 0; step < kPhraseClimb && over != verb && tok(over).head != over; ++step) {
          const Relation link = tok(over).relation;
          if (step > 0 && (link == Relation::Acl || link == Relation::AclRelcl || link == Relation::Advcl ||
                           link == Relation::Conj || link == Relation::Nsubj || link == Relation::NsubjPass))
            break;
          over = tok(over).head;
        }
        if (over == verb) return one.effect;
      }
    }
    return Effect::None;
  }

  // What a complement of the verb says about the one that it is said of.
  Effect complement(std::uint32_t verb, int depth) const {
    if (depth >= kDown) return Effect::None;
    for (const std::uint32_t child : a_.dependents(verb)) {
      const Relation relation = tok(child).relation;
      if (relation != Relation::Xcomp && !(relation == Relation::Ccomp && tok(child).xpos == Xpos::VB))
        continue;
      if (const Effect* state = look(t_.is_, child);
          state != nullptr &&
          (tok(child).upos != Upos::VERB || tok(child).xpos == Xpos::VBN || tok(child).xpos == Xpos::VBG))
        return *state;
      const Effect effect = passive(child) || tok(child).xpos == Xpos::VBN ? undergoes(child, depth + 1)
                                                                           : does(child, depth + 1);
      if (effect != Effect::None) return effect;
    }
    return Effect::None;
  }

  // Of the object of a verb, or the subject of its passive.
  Effect undergoes(std::uint32_t verb, int depth) const {
    if (const Effect said = phrase(verb, EffectTable::Object); said != Effect::None) return said;
    const auto* said = look(t_.undergoes_, verb);
    if (said == nullptr) {
      if (const Effect state = complement(verb, depth); state != Effect::None) return state;
      const Effect* state = look(t_.is_, verb);
      return state != nullptr && passive(verb) ? *state : Effect::None;
    }
    if (said->weak) {
      // "shot and wounded three": what is joined to it tells.
      for (const std::uint32_t child : a_.dependents(verb)) {
        const auto* other = tok(child).relation == Relation::Conj ? look(t_.undergoes_, child) : nullptr;
        if (other != nullptr && tok(child).upos == Upos::VERB) return other->effect;
      }
    }
    return said->effect;
  }

  // Of the subject of a verb in the active.
  Effect does(std::uint32_t verb, int depth) const {
    if (const Effect said = phrase(verb, EffectTable::Subject); said != Effect::None) return said;
    const Effect* effect = look(t_.does_, verb);
    // "remain missing", but "drowned trying to flee".
    if (effect == nullptr || *effect == Effect::Present) {
      if (const Effect said = complement(verb, depth); said != Effect::None) return said;
    }
    if (effect != nullptr) {
      for (const std::uint32_t child : a_.dependents(verb)) {
        if (tok(child).relation == Relation::Obj && is_people(child)) return Effect::None;
      }
      return *effect;
    }
    return Effect::None;
  }

  // The total that a figure gives: "the number of wounded", "the death toll".
  Effect of_total(std::uint32_t noun) const {
    for (const std::uint32_t child : a_.dependents(noun)) {
      const Relation relation = tok(child).relation;
      if (relation != Relation::Nmod && relation != Relation::Compound && relation != Relation::Amod)
        continue;
      if (const auto* counted = look(t_.counted_, child)) return counted->effect;
      if (const Effect* state = look(t_.is_, child)) return *state;
      if (const Effect* of = look(t_.of_, child)) return *of;
      if (const Effect said = modified(child); said != Effect::None) return said;
    }
    return has(t_.toll_, noun) ? Effect::Killed : Effect::None;
  }

  // "The dead included six nurses": of the subject, or of the word right before the verb where the tree has
  // none.
  Effect of_subject(std::uint32_t verb) const {
    std::uint32_t subject = verb > a_.sentences()[v_.sentence(verb)].tokens.begin ? verb - 1 : verb;
    for (const std::uint32_t child : a_.dependents(verb)) {
      if (tok(child).relation == Relation::Nsubj) subject = child;
    }
    if (const auto* counted = look(t_.counted_, subject)) return counted->effect;
    if (const Effect* state = look(t_.is_, subject)) return *state;
    return subject == verb ? Effect::None : modified(subject);
  }

  // What the word that governs it says; `sure` where that word settles it.
  Befallen governed(std::uint32_t at) const {
    const model::Token& token = tok(at);
    const std::uint32_t over = token.head;
    if (over == at) return {};
    std::string_view mark;
    for (const std::uint32_t child : a_.dependents(at)) {
      if (tok(child).relation == Relation::Case) {
        mark = v_.lower(child);
        break;
      }
    }
    if (has(t_.total_, over) && token.relation == Relation::Nummod) {
      const Effect effect = of_total(over);
      if (effect != Effect::None) return {effect, true};
    }
    // The operator's preposition ("at least 11") introduces nothing.
    Relation link = token.relation;
    if (link == Relation::Obl || link == Relation::Nmod) {
      for (const std::uint32_t child : a_.dependents(at)) {
        if (tok(child).relation == Relation::Case && tokens_.contains(child) && tok(over).upos == Upos::VERB)
          link = at < over ? Relation::Nsubj : Relation::Obj;
      }
      if (mark.empty() && tok(over).upos == Upos::VERB && !after_part())
        link = at < over ? Relation::Nsubj : Relation::Obj;
    }
    if (link == Relation::NsubjOuter) link = Relation::Nsubj;
    switch (link) {
      case Relation::Obj:
      case Relation::Iobj:
      case Relation::NsubjPass: {
        if (has(t_.include_, over)) {
          if (const Effect effect = of_subject(over); effect != Effect::None) return {effect, true};
        }
        if (has(t_.rise_, over)) {
          if (const Effect effect = risen(over, at); effect != Effect::None) return {effect, true};
        }
        const Effect effect = undergoes(over, 0);
        return {effect, effect != Effect::None};
      }
      case Relation::Nsubj: {
        if (passive(over)) {
          const Effect effect = undergoes(over, 0);
          return {effect, effect != Effect::None};
        }
        // "let three girls go", where the tree makes them the subject of the second verb.
        if (tok(over).relation == Relation::Xcomp || tok(over).relation == Relation::Ccomp) {
          if (const Effect effect = phrase(tok(over).head, EffectTable::Object); effect != Effect::None)
            return {effect, true};
        }
        if (const Effect effect = does(over, 0); effect != Effect::None) return {effect, true};
        if (tok(over).upos != Upos::VERB && tok(over).upos != Upos::AUX) {
          if (const Effect* state = look(t_.is_, over)) return {*state, true};
        }
        if (const auto* counted = look(t_.counted_, over); counted != nullptr && tok(over).upos != Upos::VERB)
          return {counted->effect, true};
        // "There are 700 civilians in the enclave."
        bool there = false, located = false;
        for (const std::uint32_t child : a_.dependents(over)) {
          there = there || tok(child).relation == Relation::Expl;
          located =
              located || tok(child).relation == Relation::Obl || tok(child).relation == Relation::Advmod;
        }
        if (there && located && modified(at) == Effect::None) return {Effect::Present, true};
        // "Two bombers killed 30 people": whoever does it to others undergoes nothing here.
        if (has(t_.undergoes_, over) && tok(over).upos == Upos::VERB) {
          if (has_object(over)) return {Effect::None, true};
        }
        return {};
      }
      case Relation::OblAgent:
        return {Effect::None, true};
      case Relation::Obl:
      case Relation::OblUnmarked:
      case Relation::Nmod: {
        if (t_.agent_mark_.contains(mark)) return {Effect::None, true};
        // "Fourteen perished, among them four foreigners."
        if (tok(over).upos == Upos::VERB && after_part()) {
          Effect effect = passive(over) ? undergoes(over, 0) : does(over, 0);
          if (effect == Effect::None) effect = undergoes(over, 0);
          return {effect, effect != Effect::None};
        }
        if (has(t_.rise_, over)) {
          if (const Effect effect = risen(over, at); effect != Effect::None) return {effect, true};
        }
        if (has(t_.total_, over)) {
          if (const Effect effect = of_total(over); effect != Effect::None) return {effect, true};
        }
        for (const auto& one : t_.obliques_) {
          if (one.marks.contains(mark) && has(one.verbs, over)) return {one.effect, true};
        }
        if (!t_.noun_mark_.contains(mark)) return {};
        if (has(t_.life_, over) && has(t_.loss_, tok(over).head)) return {Effect::Killed, true};
        if (const Effect* effect = look(t_.of_, over); effect != nullptr && tok(over).upos != Upos::VERB)
          return {*effect, true};
        return {};
      }
      default:
        return {};
    }
  }

  // "The number of wounded has reached 300", "bringing to 34 the number of people killed".
  Effect risen(std::uint32_t verb, std::uint32_t figure) const {
    // "The toll stands at 58 dead and 110 injured."
    if (const Effect weak = own(true); weak != Effect::None) return weak;
    for (const std::uint32_t child : a_.dependents(verb)) {
      const Relation relation = tok(child).relation;
      if (child == figure ||
          (relation != Relation::Nsubj && relation != Relation::NsubjPass && relation != Relation::Obj))
        continue;
      if (has(t_.total_, child)) return of_total(child);
    }
    return Effect::None;
  }

  // "among them", "including": right before the figure.
  bool after_part() const {
    for (std::uint32_t k = tokens_.begin, steps = 0; k-- > 0 && steps < 3; ++steps) {
      if (v_.key(k).empty()) return false;
      if (t_.part_.contains(v_.lower(k))) return true;
    }
    return false;
  }

  // What a participle or a relative clause on the noun says: "people killed in the raid", "fighters who
  // fled", "the soldiers they had captured".
  Effect modified(std::uint32_t at) const {
    for (const std::uint32_t child : a_.dependents(at)) {
      const Relation relation = tok(child).relation;
      if (relation == Relation::Amod && child > at) {
        if (const Effect* state = look(t_.is_, child)) return *state;
      }
      if (relation != Relation::Acl && relation != Relation::AclRelcl) continue;
      if (relation == Relation::Acl) {
        const bool undergone = tok(child).xpos == Xpos::VBN || passive(child);
        const Effect effect = undergone ? undergoes(child, 0) : does(child, 0);
        if (effect != Effect::None) return effect;
        if (const Effect* state = look(t_.is_, child); state != nullptr && undergone) return *state;
        continue;
      }
      bool object = false, subject = false, state_clause = false;
      for (const std::uint32_t inner : a_.dependents(child)) {
        const Relation inside = tok(inner).relation;
        const bool relative = tok(inner).xpos == Xpos::WP || tok(inner).xpos == Xpos::WDT;
        if (inside == Relation::NsubjPass && relative) object = true;
        if (inside == Relation::Obj && relative) object = true;
        if (inside == Relation::Nsubj && relative) subject = true;
        if (inside == Relation::Nsubj && !relative) object = true;
        state_clause = state_clause || inside == Relation::Cop;
      }
      if (state_clause) {
        if (const Effect* state = look(t_.is_, child)) return *state;
      }
      const Effect effect = passive(child) || (object && !subject) ? undergoes(child, 0) : does(child, 0);
      if (effect != Effect::None) return effect;
    }
    return Effect::None;
  }

  // What the figure is a part of, or joined to: up the tree; itself where nothing is.
  std::uint32_t whole_of(std::uint32_t at) const {
    const model::Token& token = tok(at);
    const std::uint32_t over = token.head;
    if (over == at) return at;
    switch (token.relation) {
      case Relation::Conj:
      case Relation::Appos:
      case Relation::Flat:
      case Relation::Nummod:
      case Relation::NmodDesc:
        return over;
      case Relation::Compound:
        return is_people(over) ? over : at;
      case Relation::Nmod:
      case Relation::Obl:
      case Relation::Acl:
        for (const std::uint32_t child : a_.dependents(at)) {
          if (tok(child).relation != Relation::Case) continue;
          if (has(t_.part_, child) && is_people(over)) return over;
          if (t_.partitive_mark_.contains(v_.lower(child)) && (has(t_.collective_, over) || tok(over).upos == Upos::NUM))
            return over;
        }
        return at;
      default:
        return at;
    }
  }

  const EffectTable& t_;
  const TokenView& v_;
  const model::Analysis& a_;
  const QuantityTagger& categories_;
  const TokenRange tokens_;
  std::uint32_t top_ = 0;  // the token of the figure that hangs on what governs it
};

Befallen EffectTable::read(const TokenView& view, const model::Analysis& analysis,
                           const QuantityTagger& categories, model::TokenRange tokens,
                           std::uint32_t unit) const {
  Befallen out = EffectReader(*this, view, analysis, categories, tokens, unit).run();
  // Prisoners are moved, not evacuated.
  const auto held = held_.find(analysis.lemma(tokens.end - 1));
  if (held != held_.end() && held->second == out.effect) out.effect = Effect::None;
  return out;
}

}  // namespace hudna::ground
