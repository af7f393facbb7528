#include "reading/word_order.h"

#include <algorithm>
#include <string>

namespace hudna::reading {
namespace {

using model::MentionKind;
using model::Relation;
using model::TokenRange;
using model::Upos;
using model::Xpos;

class Sayings {
 public:
  Sayings(const Work& work, const ClassWords& words, const model::Sentence& sentence)
      : work_(work), words_(words), range_(sentence.tokens) {}

  std::vector<OrderedSpeech> find() const {
    std::vector<OrderedSpeech> out;
    for (std::uint32_t verb = range_.begin + 1; verb < range_.end; ++verb) {
      if (!is_saying(verb)) continue;
      const std::uint32_t last = end_of_subject(verb);
      const std::uint32_t speaker = last == kNone ? kNone : speaker_at(last);
      if (speaker == kNone) {
        const std::uint32_t behind = speaker_behind(verb);
        const TokenRange told = {range_.begin, verb};
        if (behind != kNone && tells(told)) out.push_back({behind, verb, told});
        continue;
      }
      const std::uint32_t first = std::min(begin_of(last), begin_of(speaker));
      if (first > range_.begin && hangs_below(first - 1)) continue;
      if (!out.empty() && out.back().content.end > first && out.back().content.begin < first) {
        out.back().content.end = first;
      }
      const TokenRange before = {range_.begin, first};
      if (stands_last(verb)) {
        if (tells(before)) out.push_back({speaker, verb, before});
        continue;
      }
      const TokenRange after = {verb + 1, end_of_told(verb)};
      if (tells(after)) out.push_back({speaker, verb, after});
    }
    return out;
  }

 private:
  static constexpr std::uint32_t kNone = 0xFFFFFFFFu;

  std::string_view lemma(std::uint32_t at) const { return work_.analysis.lemma(at); }
  bool is_time(std::uint32_t at) const {
    return work_.covering_mention(MentionKind::Time, at) != nullptr ||
           (work_.flags[at] & bit(Flag::Time)) != 0;
  }
  bool is_nominal(std::uint32_t at) const {
    const Upos upos = work_.token(at).upos;
    return upos == Upos::NOUN || upos == Upos::PROPN;
  }
  bool is_finite(std::uint32_t at) const {
    const Xpos xpos = work_.token(at).xpos;
    return work_.token(at).upos == Upos::VERB ? xpos == Xpos::VBD || xpos == Xpos::VBZ || xpos == Xpos::VBP
                                              : work_.token(at).upos == Upos::AUX;
  }

  // "said", "has said", "says": finite and active.
  bool is_saying(std::uint32_t at) const {
    if (work_.token(at).upos != Upos::VERB || !words_.plain_sayings.contains(lemma(at))) return false;
    if (is_finite(at)) {
      // "The toll reported by doctors": a participle that a tagger took for a past.
      return at + 1 >= range_.end || !words_.agent_cases.contains(lemma(at + 1));
    }
    if (work_.token(at).xpos != Xpos::VBN) return false;
    for (std::uint32_t i = at; i-- > range_.begin && at - i <= 3;) {
      if (words_.perfect_aux.contains(lemma(i))) return true;
      if (work_.token(i).upos != Upos::ADV) return false;
    }
    return false;
  }

  // The last word of what stands before the verb: over adverbs, auxiliaries, times and an acronym in
  // brackets.
  std::uint32_t end_of_subject(std::uint32_t verb) const {
    std::uint32_t at = verb;
    for (int steps = 0; steps < 12 && at > range_.begin; ++steps) {
      --at;
      const model::Token& tok = work_.token(at);
      if (quote_mark(work_.form(at), true) != QuoteMark::None && at + 1 == verb) continue;
      if (tok.upos == Upos::ADV || tok.upos == Upos::AUX || (is_time(at) && !is_nominal_speaker(at)))
        continue;
      if (work_.form(at) == ")") {
        while (at > range_.begin && work_.form(at) != "(") --at;
        continue;
      }
      return tok.upos == Upos::PRON || is_nominal(at) ? at : kNone;
    }
    return kNone;
  }
  bool is_nominal_speaker(std::uint32_t at) const {
    return work_.head_mention(MentionKind::Actor, at) != nullptr;
  }

  // Who is named by the words that end there: the noun that they hang on, if it can speak.
  std::uint32_t speaker_at(std::uint32_t last) const {
    if (work_.token(last).upos == Upos::PRON) {
      const std::string_view word = lemma(last);
      return words_.talkers.contains(word) ? last : kNone;
    }
    std::uint32_t top = last;
    for (int steps = 0; steps < 8; ++steps) {
      const model::Token& tok = work_.token(top);
      const bool inside = tok.relation == Relation::Compound || tok.relation == Relation::Flat ||
                          tok.relation == Relation::Appos || tok.relation == Relation::Nmod;
      if (!inside || tok.head >= last || tok.head < range_.begin || !is_nominal(tok.head)) break;
      // "... by their leader the Observatory said": an article opens a noun phrase of its own.
      if (tok.relation == Relation::Appos && has(top, Relation::Det)) break;
      if (tok.relation == Relation::Nmod && !has(top, Relation::Case)) break;
      top = tok.head;
    }
    for (const std::uint32_t at : {top, last}) {
      if (voice(at)) return at;
    }
    // "the Southern Observatory monitoring group": the name before a noun that only says what it is.
    if (const model::Mention* named = work_.covering_mention(MentionKind::Actor, last)) return named->head;
    // "a source in the northern province": the noun before a preposition, whatever the tree hangs it on.
    for (std::uint32_t at = last; at-- > range_.begin && last - at < 8;) {
      const Upos upos = work_.token(at).upos;
      if (upos != Upos::NOUN && upos != Upos::PROPN && upos != Upos::ADJ && upos != Upos::DET &&
          upos != Upos::ADP)
        break;
      if (upos == Upos::NOUN && words_.voices.contains(lemma(at)) && work_.token(at + 1).upos == Upos::ADP)
        return at;
    }
    return kNone;
  }
  // "... was repelled on Saturday said the front commander": nothing but a speaker behind the verb.
  std::uint32_t speaker_behind(std::uint32_t verb) const {
    constexpr std::uint32_t kLongestName = 10;
    if (!is_finite(verb) || words_.addressings.contains(lemma(verb)) || range_.end - verb > kLongestName + 1)
      return kNone;
    std::uint32_t head = kNone;
    bool open = true;
    for (std::uint32_t at = verb + 1; at < range_.end; ++at) {
      const Upos upos = work_.token(at).upos;
      if (upos == Upos::VERB || upos == Upos::AUX || upos == Upos::SCONJ || upos == Upos::PRON) return kNone;
      open = open && (upos == Upos::DET || upos == Upos::ADJ || is_nominal(at));
      if (open && is_nominal(at) && voice(at)) head = at;
    }
    return head;
  }
  bool has(std::uint32_t at, Relation relation) const {
    const auto& children = work_.analysis.dependents(at);
    return std::any_of(children.begin(), children.end(),
                       [&](std::uint32_t child) { return work_.token(child).relation == relation; });
  }
  bool voice(std::uint32_t at) const {
    if (work_.head_mention(MentionKind::Actor, at) != nullptr) return true;
    if (work_.head_mention(MentionKind::Place, at) != nullptr) return false;
    if (words_.voices.contains(lemma(at))) return true;
    return work_.token(at).upos == Upos::PROPN && !is_time(at);
  }
  // The first word of the noun phrase that ends there.
  std::uint32_t begin_of(std::uint32_t last) const {
    const TokenRange phrase = phrase_of(work_, last);
    std::uint32_t first = std::min(last, phrase.begin);
    if (const model::Mention* named = work_.covering_mention(MentionKind::Actor, last)) {
      first = std::min(first, named->tokens.begin);
    }
    while (first > range_.begin) {
      const Upos before = work_.token(first - 1).upos;
      if (before != Upos::DET && before != Upos::ADJ && before != Upos::PROPN && before != Upos::NUM) break;
      --first;
    }
    return std::max(first, range_.begin);
  }
  // "while residents said ...", "which the army says ...": what is said there is no more than a side clause.
  bool hangs_below(std::uint32_t at) const {
    return work_.token(at).upos == Upos::SCONJ || words_.side_marks.contains(lemma(at));
  }

  // True where nothing is told behind the verb: its time, whom it was told to, where it was said, and what
  // the speaker did while saying it ("..., citing doctors").
  bool stands_last(std::uint32_t verb) const {
    constexpr std::uint32_t kTail = 16;
    for (std::uint32_t at = verb + 1; at < range_.end; ++at) {
      const model::Token& tok = work_.token(at);
      if (tok.xpos == Xpos::VBG && tok.upos == Upos::VERB) return true;
      if (at - verb > kTail || is_finite(at) || tok.xpos == Xpos::MD ||
          words_.told_marks.contains(lemma(at)) || tok.xpos == Xpos::VBN || tok.xpos == Xpos::TO)
        return false;
      if (at > verb + 1 && (tok.upos == Upos::CCONJ) && at + 1 < range_.end) return false;
    }
    return true;
  }
  // What is told ends with the sentence, or before a clause of the speaker's own deeds ("..., and he left").
  std::uint32_t end_of_told(std::uint32_t verb) const {
    for (std::uint32_t at = verb + 2; at + 1 < range_.end; ++at) {
      if (work_.token(at).upos == Upos::CCONJ && work_.token(at + 1).upos == Upos::PRON &&
          work_.token(at + 1).relation == Relation::Nsubj)
        return at;
      if (work_.form(at) == ";") return at;
    }
    return range_.end;
  }
  bool tells(TokenRange range) const {
    if (range.end <= range.begin) return false;
    for (std::uint32_t at = range.begin; at < range.end; ++at) {
      if (work_.token(at).upos == Upos::VERB || work_.token(at).upos == Upos::NOUN) return true;
    }
    return false;
  }

  const Work& work_;
  const ClassWords& words_;
  const TokenRange range_;
};

}  // namespace

std::vector<OrderedSpeech> speech_by_order(const Work& work, const ClassWords& words,
                                           const model::Sentence& sentence) {
  return Sayings(work, words, sentence).find();
}

Turn turn_at(const Work& work, const ClassWords& words, const model::Sentence& sentence) {
  constexpr std::uint32_t kLongestMark = 12;
  Turn out;
  std::uint32_t at = sentence.tokens.begin;
  while (at < sentence.tokens.end && work.form(at) == "[") {
    // Marks are in capitals; "[Click to enlarge]" is none.
    bool desk = false, remark = false, capitals = true;
    std::uint32_t close = at + 1;
    for (; close < sentence.tokens.end && close - at <= kLongestMark && work.form(close) != "]"; ++close) {
      std::string word(work.form(close));
      capitals =
          capitals && std::none_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
      for (char& c : word) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
      desk = desk || words.desk_words.contains(word);
      remark = remark || words.desk_remarks.contains(word);
    }
    if (close >= sentence.tokens.end || work.form(close) != "]" || close == at + 1 || !capitals) return out;
    if (!remark) {
      out.changed = true;
      // "[SPEECH] [COLONEL OKELLO] [TEXT]": what a desk writes behind the name takes nobody's turn where the
      // text is in its author's name; of a report the name is the reporter's.
      const bool own_voice = (work.flags[at] & bit(Flag::OwnVoice)) != 0;
      if (!desk) out.speaker = close - 1;
      if (desk && !own_voice) out.speaker = std::nullopt;
    }
    at = close + 1;
  }
  return out;
}

std::optional<std::uint32_t> announced_by(const Work& work, const ClassWords& words, std::uint32_t sentence) {
  constexpr std::uint32_t kBetween = 4;  // words behind the saying: "said in a statement:"
  const auto sentences = work.analysis.sentences();
  if (sentence + 1 >= sentences.size() || sentences[sentence].block == sentences[sentence + 1].block)
    return std::nullopt;
  const model::TokenRange range = sentences[sentence].tokens, next = sentences[sentence + 1].tokens;
  if (range.size() < 3 || next.empty() || work.form(range.end - 1) != ":" ||
      (work.flags[next.begin] & bit(Flag::Listed)) != 0 ||
      quote_mark(work.form(next.begin), false) != QuoteMark::None)
    return std::nullopt;
  for (std::uint32_t at = range.end - 1; at-- > range.begin + 1 && range.end - at <= kBetween + 2;) {
    if (!words.announcings.contains(work.form(at))) continue;
    // A sentence that the gate kept closed has no tags; a name is known by its capital.
    const std::uint32_t who = work.form(at - 1) == "," && at > range.begin + 1 ? at - 2 : at - 1;
    const std::string_view name = work.form(who);
    const Upos upos = work.token(who).upos;
    const bool capital = !name.empty() && name.front() >= 'A' && name.front() <= 'Z';
    if (capital || upos == Upos::NOUN || upos == Upos::PROPN) return who;
  }
  return std::nullopt;
}

}  // namespace hudna::reading
