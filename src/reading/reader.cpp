#include "reading/reader.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <tuple>

#include "base/limits.h"
#include "ground/calendar.h"
#include "ground/grounder.h"
#include "ground/toml_rows.h"
#include "reading/class_words.h"
#include "reading/people.h"
#include "reading/report_date.h"
#include "reading/scenes.h"
#include "reading/topic.h"
#include "reading/word_order.h"
#include "reading/work.h"

namespace hudna::reading {
namespace {

using base::Code;
using model::MentionKind;
using model::Modality;
using model::Relation;
using model::SlotName;
using model::StatementKind;
using model::Upos;

// Which of two cues for one event decides: what takes the event back wins over what puts it off (a denied
// plan is denied), and that over what dates it.
int weight(Modality modality) {
  switch (modality) {
    case Modality::Denied:
      return 9;
    case Modality::Conditional:
      return 8;
    case Modality::Negated:
      return 7;
    case Modality::Hoped:
      return 6;
    case Modality::Possible:
      return 5;
    case Modality::Required:
      return 4;
    case Modality::Planned:
      return 3;
    case Modality::Predicted:
      return 2;
    case Modality::Historical:
      return 1;
    case Modality::Actual:
      return 0;
  }
  return 0;
}

struct Cue {
  Modality modality = Modality::Actual;
  bool deal = false;     // what stands in its scope is a term of a deal
  bool aim = false;      // it is only what somebody wants to bring about ("an effort to", "in order to")
  bool term = false;     // what is arranged ("would take over the town"): no incident by itself
  bool to_come = false;  // some cue puts it off, whichever cue decides ("shall not occupy")
  bool call = false;     // what somebody calls for
  bool named =
      false;  // only named, not told as done ("the question of lifting the siege"): no step, no stage
};

// Who says what stands at and below `content`.
struct Speech {
  std::uint32_t content = 0;
  std::uint32_t verb = 0;
  std::vector<std::uint32_t> speakers;
  std::vector<std::uint32_t> relays;
  std::string directness;
  bool quoted = false;
  bool bounded = false;  // holds for its own clause, not for one that is joined on behind it
};

constexpr std::uint32_t kNoToken = 0xFFFFFFFFu;

struct SlotDraft {
  SlotName name = SlotName::Actor;
  std::uint32_t token = 0;
  const model::Mention* mention = nullptr;
  bool one = false;                     // a single victim without a number ("a boy", "a teacher")
  std::uint32_t stands_for = kNoToken;  // what a pronoun means
};

struct Draft {
  StatementKind kind = StatementKind::Incident;
  std::string type;
  Modality modality = Modality::Actual;
  std::uint32_t rule = 0;
  std::uint32_t trigger = 0;
  std::uint32_t sentence = 0;
  bool violent = false;   // an attack that can have killed and wounded
  bool effect = false;    // killed, wounded: belongs to an attack of the sentence, if there is one
  bool followed = false;  // it took the type of that attack
  bool follow = false;    // else to the attack told shortly before ("three died", "put the toll at five")
  std::vector<SlotDraft> slots;
  std::vector<std::uint32_t> keep;  // tokens that the evidence must cover
  bool dropped = false;
};

StatementKind kind_of(std::string_view text) {
  const auto found = model::find_code<StatementKind>(text);
  return found ? *found : StatementKind::Claim;
}

bool figure(SlotName name) {
  return name == SlotName::Count || name == SlotName::Deaths || name == SlotName::Injured;
}

}  // namespace

struct Reader::State {
  rules::RuleSet set;
  ground::Grounder grounder;
  std::map<std::string, std::string, std::less<>>
      speaker_roles;  // lemma of a speaker's noun to a role code of 2.14
  std::vector<std::string> triggers;
  Topic topic;
  ClassWords words;
};

namespace {

// Reads one report.
class Session {
 public:
  Session(const rules::RuleSet& set, const ClassWords& words,
          const std::map<std::string, std::string, std::less<>>& speaker_roles, Work* work,
          model::ReadingParts* parts)
      : set_(set),
        words_(words),
        speaker_roles_(speaker_roles),
        work_(*work),
        parts_(*parts),
        matcher_(set, work->analysis, work->text(), work->flags) {
    find_dateline();
    home_country_ = find_home_country();
  }

  void run() {
    const auto sentences = work_.analysis.sentences();
    std::vector<Draft> all;
    for (std::uint32_t i = 0; i < sentences.size(); ++i) {
      const model::Block& block = work_.doc.blocks()[sentences[i].block];
      if (i == 0 || sentences[i].block != sentences[i - 1].block) quote_open_ = false;
      const bool open_before = quote_open_;
      scan_quotes(sentences[i]);
      const model::SectionKind section = model::section_kind(block.type);
      const bool wanted = model::carries_evidence(block.type);
      const bool event =
          wanted && sentences[i].parsed && matcher_.may_match(i, static_cast<std::uint32_t>(Layer::Event));
      // Speech is read where an event stands or a quotation may go on from.
      const bool speech = wanted && sentences[i].parsed && (event || any_quote_ || open_before) &&
                          matcher_.may_match(i, static_cast<std::uint32_t>(Layer::Speech));
      speeches_.clear();
      if (speech) read_speech(i);
      ordered_.clear();
      if (wanted && sentences[i].parsed) ordered_ = speech_by_order(work_, words_, sentences[i]);
      if (const Turn turn = turn_at(work_, words_, sentences[i]); turn.changed) turn_ = turn.speaker;
      if (i > 0) {
        if (const auto who = announced_by(work_, words_, i - 1)) turn_ = who;
      }
      // Whom somebody quotes inside a quotation ("Nobody says that the army left") does not go on speaking
      // after it.
      const bool own_speech = std::any_of(speeches_.begin(), speeches_.end(),
                                          [&](const Speech& one) { return !quoted(one.verb); });
      const bool continues = open_before || (starts_quoted_ && !own_speech);
      if (own_speech) {
        for (const Speech& one : speeches_) {
          if (!one.speakers.empty() && !quoted(one.verb) &&
              work_.token(one.speakers.front()).upos != Upos::PRON) {
            next_speakers_ = one.speakers;
          }
        }
        last_block_ = sentences[i].block;
      }
      if (words_.elsewhere.contains(work_.analysis.lemma(sentences[i].tokens.begin))) scenes_.leave(i);
      for (const OrderedSpeech& one : ordered_) {
        if (next_speakers_.empty() && work_.token(one.speaker).upos != Upos::PRON && !quoted(one.verb))
          next_speakers_ = {one.speaker};
      }
      if (!event) {
        if (wanted) note_scenes(i);
        take_over_speakers();
        continue;
      }
      continued_ = continues && !last_speakers_.empty() && sentences[i].block - last_block_ <= 1;
      own_words(i);
      read_modes(i);
      std::vector<Draft> drafts = read_events(i);
      drop_less_sure(&drafts);
      attach_effects(&drafts);
      drop_foretold(&drafts);
      merge(&drafts);
      for (const Draft& draft : drafts) {
        if (!draft.violent || draft.dropped || weight(draft.modality) > 0 ||
            section != model::SectionKind::Body)
          continue;
        last_attack_ = draft.type;
        last_open_ = set_.rules()[draft.rule].value("open") == "yes" &&
                     draft.type == set_.rules()[draft.rule].value("type");
        last_attack_sentence_ = i;
        last_trigger_ = draft.trigger;
      }
      for (Draft& draft : drafts) {
        if (draft.dropped) continue;
        if (parts_.statements.size() >= base::limits::kStatementsPerReport) {
          limit_ = true;
          break;
        }
        emit(draft, section);
      }
      if (wanted) note_scenes(i);
      take_over_speakers();
    }
    if (limit_) parts_.diagnostics.push_back({Code::MatchLimit, "more statements than the limit", 0, 0});
    finish();
  }

 private:
  // "KHARTOUM, Aug 2 (Reuters) - ": where a report was written, up to the dash or colon behind it.
  void find_dateline() {
    const std::string& place = work_.doc.parts().dateline_place;
    if (place.empty()) return;
    constexpr std::size_t kLongestDateline = 100;
    for (const model::Block& block : work_.doc.blocks()) {
      if (model::section_kind(block.type) != model::SectionKind::Body) continue;
      const std::string_view line = block.span.of(work_.text()).substr(0, kLongestDateline);
      const std::size_t at = line.find(place);
      if (at == std::string_view::npos) continue;
      for (std::size_t i = at + place.size(); i < line.size(); ++i) {
        const bool dash = line.substr(i).starts_with("\u2013") || line.substr(i).starts_with("\u2014") ||
                          line.substr(i).starts_with("- ") || line.substr(i).starts_with("--");
        if (!dash && !line.substr(i).starts_with(": ")) continue;
        dateline_ = {block.span.begin + static_cast<std::uint32_t>(at),
                     block.span.begin + static_cast<std::uint32_t>(i)};
        return;
      }
      return;
    }
  }
  bool in_dateline(std::uint32_t at) const { return dateline_.contains(work_.token(at).span); }

  // From the next sentence on, "he" can mean who spoke in this one.
  void take_over_speakers() {
    if (!next_speakers_.empty()) {
      last_speakers_ = std::move(next_speakers_);
      if (may_be_person(last_speakers_.front())) last_person_ = last_speakers_.front();
      const auto body = std::find_if(last_speakers_.begin(), last_speakers_.end(), [this](std::uint32_t who) {
        return is_body(who) && !is_bare_reporter(who);
      });
      if (body != last_speakers_.end()) last_body_ = *body;
    }
    next_speakers_.clear();
  }

  void scan_quotes(const model::Sentence& sent) {
    any_quote_ = false;
    starts_quoted_ = false;
    for (std::uint32_t i = sent.tokens.begin; i < sent.tokens.end; ++i) {
      const QuoteMark mark = quote_mark(work_.form(i), quote_open_);
      if (mark == QuoteMark::None) continue;
      any_quote_ = true;
      quote_open_ = mark == QuoteMark::Opens;
      if (quote_open_ && i == sent.tokens.begin) starts_quoted_ = true;
    }
  }

  void matches(std::uint32_t sentence, Layer layer, std::vector<rules::Match>* out) {
    out->clear();
    if (!matcher_.match(sentence, static_cast<std::uint32_t>(layer), out)) limit_ = true;
  }
  const std::vector<std::uint32_t>* argument(const rules::Match& match, std::string_view name) const {
    const rules::Rule& rule = set_.rules()[match.rule];
    for (std::size_t i = 0; i < rule.arguments.size(); ++i) {
      if (rule.arguments[i] == name) return match.arguments[i].empty() ? nullptr : &match.arguments[i];
    }
    return nullptr;
  }

  // "The militia said it had shelled the camp": what a rule asks of a doer holds for the words by which a
  // speaker names itself as it holds for the speaker. So it does for those of whom the text has just spoken
  // ("The garrison left at dawn. They burnt two shops").
  void own_words(std::uint32_t sentence) {
    const model::TokenRange range = work_.analysis.sentences()[sentence].tokens;
    for (std::uint32_t at = range.begin; at < range.end; ++at) {
      const Relation how = work_.token(at).relation;
      if ((how != Relation::Nsubj && how != Relation::NsubjPass && how != Relation::OblAgent) ||
          work_.token(at).upos != Upos::PRON || !names_itself(at) || (work_.flags[at] & ~kReportFlags) != 0)
        continue;
      const std::uint32_t whom = spoken_of(at, sentence);
      if (whom != kNoToken) take_flags(whom, at);
    }
    for (const Speech& one : speeches_) {
      const auto& children = work_.analysis.dependents(one.content);
      for (std::uint32_t at : children) {
        const Relation how = work_.token(at).relation;
        if (how != Relation::Nsubj && how != Relation::NsubjPass) continue;
        if (work_.token(at).upos != Upos::PRON || !names_itself(at)) continue;
        for (std::uint32_t speaker : one.speakers) {
          if (speaker != at) take_flags(speaker, at);
        }
      }
    }
  }
  void take_flags(std::uint32_t from, std::uint32_t to) {
    std::uint32_t flags = work_.flags[from] & (bit(Flag::Actor) | bit(Flag::Armed) | bit(Flag::Government) |
                                               bit(Flag::Igo) | bit(Flag::Humanitarian));
    if (words_.forces.contains(work_.analysis.lemma(from))) {
      flags |= bit(Flag::Actor) | bit(Flag::Armed);
    }
    work_.flags[to] |= flags;
  }
  // The armed or governing subject that "they" or "it" goes on about: the subject named last in this sentence
  // or the one before, of the same number. None where that subject is somebody else.
  std::uint32_t spoken_of(std::uint32_t at, std::uint32_t sentence) const {
    const auto sentences = work_.analysis.sentences();
    const bool many = words_.many.contains(work_.analysis.lemma(at));
    const std::uint32_t first = sentence > 0 && sentences[sentence - 1].block + 1 >= sentences[sentence].block
                                    ? sentences[sentence - 1].tokens.begin
                                    : sentences[sentence].tokens.begin;
    for (std::uint32_t i = at; i-- > first;) {
      const model::Token& tok = work_.token(i);
      if ((tok.relation != Relation::Nsubj && tok.relation != Relation::NsubjPass) ||
          (tok.upos != Upos::NOUN && tok.upos != Upos::PROPN))
        continue;
      const bool plural = tok.xpos == model::Xpos::NNS || tok.xpos == model::Xpos::NNPS;
      const bool armed =
          (work_.flags[i] & bit(Flag::Armed)) != 0 || words_.forces.contains(work_.analysis.lemma(i));
      const bool governs = (work_.flags[i] & bit(Flag::Government)) != 0;
      if (many ? !plural && !armed : plural) continue;
      if (!many && (work_.flags[i] & bit(Flag::Person)) != 0) continue;
      return armed || governs ? i : kNoToken;
    }
    return kNoToken;
  }
  bool names_itself(std::uint32_t at) const { return words_.self_words.contains(work_.analysis.lemma(at)); }

  bool quoted(std::uint32_t at) const { return (work_.flags[at] & bit(Flag::Quoted)) != 0; }

  // Who "I" and "we" of a quotation are: the speaker named outside of it, in this sentence or, where the
  // quotation goes on, in the one before.
  std::uint32_t quoted_self(std::uint32_t at) const {
    if (!words_.speaker_words.contains(work_.analysis.lemma(at))) return kNoToken;
    if (!quoted(at)) return turn_.value_or(kNoToken);
    for (const Speech* one : speeches_of(work_.token(at).head)) {
      if (quoted(one->verb)) continue;
      const std::uint32_t who = one->speakers.front();
      if (who == at) continue;
      return work_.token(who).upos == Upos::PRON ? antecedent(who, true) : who;
    }
    return continued_ ? last_speakers_.front() : kNoToken;
  }

  // A speaker is a person, an organisation, an office or a document. What else a tree puts before "said"
  // ("Talks on a truce continue, he said") says nothing.
  bool can_speak(std::uint32_t at) const {
    const model::Token& tok = work_.token(at);
    if (in_dateline(at)) return false;
    if (tok.upos == Upos::PRON || tok.upos == Upos::NUM) return true;
    if ((work_.flags[at] & (bit(Flag::Time) | bit(Flag::Duration))) != 0 ||
        work_.covering_mention(MentionKind::Time, at) != nullptr)
      return false;
    const std::string lemma = lower_lemma(at);
    if (words_.mutes.contains(lemma)) return false;
    if (tok.upos == Upos::PROPN || actor_at(at) != nullptr) return true;
    // Of common nouns only words for persons, bodies and papers: tensions, helicopters and capitals say
    // nothing.
    if (tok.upos != Upos::NOUN) return false;
    return words_.voices.contains(lemma) || words_.forces.contains(lemma) || words_.people.contains(lemma) ||
           words_.bodies.contains(lemma) || words_.groups.contains(lemma) ||
           speaker_roles_.find(lemma) != speaker_roles_.end() ||
           work_.covering_mention(MentionKind::Actor, at) != nullptr;
  }
  // Of two subjects that a tree gives to one verb, the one nearer to it is its own: parsers hang the first
  // noun of what is said on "said".
  bool farther_subject(std::uint32_t verb, std::uint32_t who) const {
    if (work_.token(who).head != verb || work_.token(who).relation != Relation::Nsubj || who > verb)
      return false;
    const auto& children = work_.analysis.dependents(verb);
    return std::any_of(children.begin(), children.end(), [&](std::uint32_t other) {
      return other != who && work_.token(other).relation == Relation::Nsubj && who < other && other < verb;
    });
  }

  void read_speech(std::uint32_t sentence) {
    std::vector<rules::Match> found;
    matches(sentence, Layer::Speech, &found);
    for (const rules::Match& match : found) {
      const auto* speakers = argument(match, "speaker");
      const auto* content = argument(match, "content");
      if (content == nullptr) continue;
      for (std::uint32_t at : *content) {
        Speech one;
        one.content = at;
        one.verb = match.trigger;
        if (speakers != nullptr) {
          std::copy_if(
              speakers->begin(), speakers->end(), std::back_inserter(one.speakers),
              [&](std::uint32_t who) { return can_speak(who) && !farther_subject(match.trigger, who); });
        }
        if (const auto* relays = argument(match, "relay")) one.relays = *relays;
        one.directness = std::string(set_.rules()[match.rule].value("directness"));
        one.quoted = any_quote_;
        one.bounded = set_.rules()[match.rule].value("reach") == "clause";
        speeches_.push_back(std::move(one));
      }
    }
  }

  // Speakers of what a token states, nearest first.
  std::vector<const Speech*> speeches_of(std::uint32_t token) const {
    std::vector<const Speech*> out;
    std::uint32_t at = token;
    std::uint32_t joined = kNoToken;  // the outermost clause with a subject of its own that was joined on
    for (int steps = 0; steps < 256; ++steps) {
      for (const Speech& one : speeches_) {
        if (one.content != at || one.speakers.empty()) continue;
        // "The fighting has claimed 1,800 lives, according to monitors, and the UN puts ...": not theirs.
        if (one.bounded && joined != kNoToken && one.content < one.verb && one.verb < joined) continue;
        // The saying itself, when it hangs below what is said ("..., officials said"), is not part of it.
        if (is_below(work_, token, one.verb) && is_below(work_, one.verb, one.content)) continue;
        if (std::find(one.speakers.begin(), one.speakers.end(), token) != one.speakers.end()) continue;
        out.push_back(&one);
      }
      const std::uint32_t head = work_.token(at).head;
      if (head == at) break;
      if (work_.token(at).relation == Relation::Conj &&
          (has_dependent(at, Relation::Nsubj) || has_dependent(at, Relation::NsubjPass)))
        joined = at;
      at = head;
    }
    return out;
  }

  void read_modes(std::uint32_t sentence) {
    cues_.clear();
    if (!matcher_.may_match(sentence, static_cast<std::uint32_t>(Layer::Mode))) return;
    std::vector<rules::Match> found;
    matches(sentence, Layer::Mode, &found);
    for (const rules::Match& match : found) {
      const rules::Rule& rule = set_.rules()[match.rule];
      const auto modality = model::find_code<Modality>(rule.value("mode"));
      const auto* scope = argument(match, "scope");
      if (!modality || scope == nullptr) continue;
      for (std::uint32_t at : *scope) {
        cues_.emplace_back(at, Cue{*modality, rule.value("deal") == "yes", rule.value("aim") == "yes",
                                   rule.value("aim") == "incident", false, rule.value("call") == "yes",
                                   rule.value("aim") == "step"});
      }
    }
  }

  // "have not honoured the terms and keep firing", "would raise it and called on both sides": a finite form
  // beside an infinitive or a participle does not stand under that one's auxiliary.
  static bool starts_anew(model::Xpos form, model::Xpos head) {
    using model::Xpos;
    return (head == Xpos::VBN && (form == Xpos::VBP || form == Xpos::VBZ || form == Xpos::VB)) ||
           (head == Xpos::VB && (form == Xpos::VBZ || form == Xpos::VBD));
  }

  // The cue that decides for a token, following the words whose cues reach it.
  Cue mode_of(std::uint32_t token, const std::vector<std::uint32_t>* supports) const {
    Cue best;
    bool any = false;
    const auto take = [&](std::uint32_t at) {
      for (const auto& [where, cue] : cues_) {
        if (where != at) continue;
        best.deal = best.deal || cue.deal;
        best.call = best.call || cue.call;
        best.named = best.named || cue.named;
        best.to_come =
            best.to_come || cue.modality == Modality::Required || cue.modality == Modality::Planned;
        const int more = weight(cue.modality) - weight(best.modality);
        // What may happen counts also where somebody aims at it.
        if (!any || more > 0 || (more == 0 && best.aim && !cue.aim)) {
          best.modality = cue.modality;
          best.aim = cue.aim;
          best.term = cue.term;
        }
        any = true;
      }
    };
    std::vector<std::uint32_t> reach{token};
    if (supports != nullptr) reach.insert(reach.end(), supports->begin(), supports->end());
    for (std::size_t i = 0; i < reach.size() && reach.size() < 16; ++i) {
      const std::uint32_t at = reach[i];
      take(at);
      const model::Token& tok = work_.token(at);
      if (tok.head == at) continue;
      const bool own_subject = has_dependent(at, Relation::Nsubj) || has_dependent(at, Relation::NsubjPass);
      const bool own_auxiliary = has_dependent(at, Relation::Aux);
      // "would leave and hand over": the auxiliary of the first verb holds for the next one, unless it has
      // its own.
      const bool shared = tok.relation == Relation::Conj && tok.upos == work_.token(tok.head).upos &&
                          !own_auxiliary && !(own_subject && tok.upos == Upos::VERB) &&
                          !starts_anew(tok.xpos, work_.token(tok.head).xpos);
      // A bare participle ("the truce reached") that a parser hung there is no complement.
      const bool participle =
          tok.xpos == model::Xpos::VBN && !own_auxiliary && !has_dependent(at, Relation::AuxPass);
      if ((tok.relation == Relation::Xcomp && !participle) || shared) reach.push_back(tok.head);
    }
    return best;
  }

  bool has_dependent(std::uint32_t at, Relation relation) const {
    for (std::uint32_t child : work_.analysis.dependents(at)) {
      if (work_.token(child).relation == relation) return true;
    }
    return false;
  }

  std::vector<Draft> read_events(std::uint32_t sentence) {
    std::vector<rules::Match> found;
    matches(sentence, Layer::Event, &found);
    std::vector<Draft> out;
    for (const rules::Match& match : found) {
      const rules::Rule& rule = set_.rules()[match.rule];
      Cue cue = mode_of(match.trigger, argument(match, "support"));
      // "6. Five hundred detainees are freed": the terms of a deal stand in the present.
      if (cue.modality == Modality::Actual && in_clause(match.trigger) && !told_in_past(match.trigger)) {
        cue.modality = Modality::Planned;
        cue.deal = true;
      }
      Draft draft;
      draft.rule = match.rule;
      draft.trigger = match.trigger;
      draft.sentence = sentence;
      draft.modality = cue.modality;
      if (const auto fixed = model::find_code<Modality>(rule.value("mode"))) {
        // "actual": the words say it whatever negation stands in them ("the truce never took effect").
        // A claim so said is made also by what is to come ("will never accept"); a deed that is planned or
        // threatened is not done yet.
        const bool only_negated = rule.value("kind") == "incident" && rule.value("force") != "yes";
        if (*fixed == Modality::Actual
                ? draft.modality != Modality::Denied && draft.modality != Modality::Conditional &&
                      (!only_negated || draft.modality == Modality::Negated)
                : (rule.value("force") == "yes" || weight(*fixed) > weight(draft.modality))) {
          draft.modality = *fixed;
        }
      }
      // One form of words tells a term while it is to come and an incident once it has happened.
      const std::string_view term = rule.value("term");
      const std::string_view event = rule.value("event");
      // A bare infinitive states no deed, whatever the tree hangs it on ("agreed to leave, reopen the road
      // and ...").
      const bool bare = !term.empty() && draft.modality == Modality::Actual &&
                        work_.token(match.trigger).xpos == model::Xpos::VB &&
                        work_.token(match.trigger).relation != Relation::Acl &&
                        !has_dependent(match.trigger, Relation::Aux) &&
                        !(work_.token(match.trigger).relation == Relation::Xcomp &&
                          has_dependent(match.trigger, Relation::Mark));
      if (bare) draft.modality = Modality::Planned;
      const bool to_come = draft.modality != Modality::Actual && draft.modality != Modality::Historical &&
                           draft.modality != Modality::Negated && draft.modality != Modality::Denied;
      // What is foretold is kept in its mode; what somebody only aims at or calls for is told by nobody.
      const bool wished =
          to_come && (cue.aim || (draft.modality == Modality::Required && rule.value("ahead") != "yes"));
      const bool no_incident = wished || draft.modality == Modality::Required ||
                               (to_come && (cue.term || cue.deal)) || draft.modality == Modality::Hoped ||
                               draft.modality == Modality::Conditional ||
                               (draft.modality == Modality::Negated && cue.to_come);
      const std::string_view done = rule.value("done");
      // A noun by itself ("a release of prisoners") tells no event: its verb must say that it took place.
      const bool named_only = work_.token(match.trigger).upos == Upos::NOUN &&
                              has_argument(rule, "support") && argument(match, "support") == nullptr;
      // What somebody only tries or aims at is no term.
      if (!term.empty() && draft.modality == Modality::Possible && !cue.deal) continue;
      // What somebody outside calls for is his claim; no deal holds it.
      const bool tells_term = !term.empty() || rule.value("kind") == "provision";
      if (tells_term && cue.call && !cue.deal) continue;
      if (cue.named && !cue.deal &&
          (!done.empty() || rule.value("kind") == "stage" || (!term.empty() && !event.empty())))
        continue;
      // Words of every day (elections, support, guards) are a term only where the deal is told to hold them.
      if (rule.value("scoped") == "yes" && !cue.deal) continue;
      // "will release nobody": a term refused.
      const bool refused = cue.to_come && draft.modality == Modality::Negated;
      if (!term.empty() && (to_come || refused || cue.deal) &&
          (deal_near(match.trigger) || (cue.deal && deal_report()) || rule.value("always") == "yes")) {
        draft.kind = StatementKind::Provision;
        draft.type = std::string(term);
        if (!to_come && draft.modality == Modality::Actual) draft.modality = Modality::Planned;
      } else if (!event.empty()) {
        if (no_incident || named_only) continue;
        draft.kind = StatementKind::Incident;
        draft.type = std::string(event);
      } else if (!done.empty()) {
        // A term that was carried out is a step of the deal.
        if (to_come || named_only || !deal_here(match.trigger)) continue;
        draft.kind = StatementKind::Stage;
        draft.type = std::string(done);
      } else if (!rule.value("kind").empty()) {
        draft.kind = kind_of(rule.value("kind"));
        draft.type = std::string(rule.value("type"));
        if (draft.kind == StatementKind::Incident && no_incident) continue;
        if (draft.kind == StatementKind::Stage && wished) continue;
        // Who tries to mediate or is to watch over a truce has that role.
        if (draft.kind == StatementKind::Role && to_come && (cue.aim || cue.deal)) {
          draft.modality = Modality::Actual;
        }
        // A stance not taken is none: "did not welcome the truce".
        if (draft.kind == StatementKind::Claim &&
            (draft.modality == Modality::Negated || draft.modality == Modality::Denied))
          continue;
        if (draft.kind == StatementKind::Provision && !deal_near(match.trigger)) continue;
        // A term that is only named is agreed, not carried out.
        if (draft.kind == StatementKind::Provision && draft.modality == Modality::Actual &&
            rule.value("mode").empty()) {
          draft.modality = Modality::Planned;
        }
      } else {
        continue;
      }
      draft.violent = rule.value("violent") == "yes";
      draft.effect = rule.value("effect") == "yes";
      draft.follow = rule.value("follow") == "yes";
      draft.keep.push_back(match.trigger);
      // "The rebels denied" shows nobody what: the clause that somebody denies, warns of or demands is quoted
      // with it.
      if (draft.kind == StatementKind::Claim) {
        for (const std::uint32_t child : work_.analysis.dependents(match.trigger)) {
          if (work_.token(child).relation == Relation::Ccomp) draft.keep.push_back(child);
        }
      }
      for (std::size_t i = 0; i < rule.arguments.size(); ++i) {
        for (std::uint32_t at : match.arguments[i]) add_slot(&draft, rule.arguments[i], at);
      }
      out.push_back(std::move(draft));
    }
    return out;
  }

  static bool has_argument(const rules::Rule& rule, std::string_view name) {
    return std::find(rule.arguments.begin(), rule.arguments.end(), name) != rule.arguments.end();
  }

  bool deal_report() const {
    return !work_.flags.empty() && (work_.flags.front() & bit(Flag::DealReport)) != 0;
  }
  bool in_clause(std::uint32_t at) const { return (work_.flags[at] & bit(Flag::Clause)) != 0; }
  // Whether the finite verb over a word stands in a past tense.
  bool told_in_past(std::uint32_t at) const {
    for (int steps = 0; steps < 16; ++steps) {
      const model::Token& tok = work_.token(at);
      if (tok.xpos == model::Xpos::VBD) return true;
      for (std::uint32_t child : work_.analysis.dependents(at)) {
        const model::Token& aux = work_.token(child);
        const bool helps = aux.relation == Relation::Aux || aux.relation == Relation::AuxPass ||
                           aux.relation == Relation::Cop;
        if (helps && (aux.xpos == model::Xpos::VBD || work_.analysis.lemma(child) == "have")) return true;
      }
      if (tok.xpos == model::Xpos::VBZ || tok.xpos == model::Xpos::VBP || tok.head == at) return false;
      at = tok.head;
    }
    return false;
  }
  bool deal_near(std::uint32_t at) const { return (work_.flags[at] & bit(Flag::DealNear)) != 0; }
  bool deal_here(std::uint32_t at) const { return (work_.flags[at] & bit(Flag::DealHere)) != 0; }

  // The actor whose head the token is; of names that the parser cut up, the one that covers it.
  const model::Mention* actor_at(std::uint32_t at) const {
    if (const model::Mention* mention = work_.head_mention(MentionKind::Actor, at)) return mention;
    return work_.token(at).upos == Upos::PROPN ? work_.covering_mention(MentionKind::Actor, at) : nullptr;
  }

  const model::Mention* quantity_at(std::uint32_t at) const {
    if (const model::Mention* mention = work_.head_mention(MentionKind::Quantity, at)) return mention;
    if (const model::Mention* mention = work_.covering_mention(MentionKind::Quantity, at)) return mention;
    for (std::uint32_t child : work_.analysis.dependents(at)) {
      if (work_.token(child).relation != Relation::Nummod && work_.token(child).relation != Relation::Amod)
        continue;
      if (const model::Mention* mention = work_.covering_mention(MentionKind::Quantity, child))
        return mention;
    }
    // "hundreds of rebels": the figure stands above the noun.
    const std::uint32_t head = work_.token(at).head;
    if (head != at && work_.token(at).relation == Relation::Nmod)
      return work_.covering_mention(MentionKind::Quantity, head);
    return nullptr;
  }

  // "a boy", "her son", "Ali Hassan": one, though no number says so. Not "a family", "a crowd" or "some".
  bool single(std::uint32_t at) const {
    const model::Token& tok = work_.token(at);
    if (quantity_at(at) != nullptr || words_.groups.contains(work_.analysis.lemma(at))) return false;
    if (tok.upos == Upos::PROPN) return (work_.flags[at] & bit(Flag::Person)) != 0;
    if (tok.upos != Upos::NOUN || tok.xpos != model::Xpos::NN) return false;
    for (const std::uint32_t child : work_.analysis.dependents(at)) {
      const model::Token& other = work_.token(child);
      const std::string_view word = work_.analysis.lemma(child);
      if (other.relation == Relation::Det && words_.single.contains(word)) return true;
      if (other.relation == Relation::NmodPoss) return true;
    }
    return false;
  }

  // "the garrison says it has arrested the soldier": "it" and "we" of what a party says is the party.
  const model::Mention* speaker_meant(std::uint32_t at) const {
    if (work_.token(at).upos != Upos::PRON || !words_.self_words.contains(work_.analysis.lemma(at)))
      return nullptr;
    for (const Speech* one : speeches_of(work_.token(at).head)) {
      for (const std::uint32_t speaker : one->speakers) {
        const model::Mention* mention = actor_at(speaker);
        const auto* actor = mention == nullptr ? nullptr : std::get_if<model::ActorValue>(&mention->value);
        if (actor == nullptr || at == speaker) continue;
        using Type = model::ActorType;
        if (actor->type != Type::Monitor && actor->type != Type::Media &&
            actor->type != Type::PrivatePerson && actor->type != Type::Community)
          return mention;
      }
    }
    return nullptr;
  }

  // "Turkish jets bombed a village": of machines the nation before them did it.
  const model::Mention* owner_of(std::uint32_t at) const {
    if (work_.token(at).upos != Upos::NOUN || !words_.machines.contains(work_.analysis.lemma(at)) ||
        work_.token(at).relation == Relation::NsubjPass)
      return nullptr;
    for (const std::uint32_t child : work_.analysis.dependents(at)) {
      const Relation how = work_.token(child).relation;
      if (child > at || (how != Relation::Amod && how != Relation::Compound && how != Relation::NmodPoss))
        continue;
      const model::Mention* owner = work_.covering_mention(MentionKind::Actor, child);
      if (owner != nullptr && (work_.flags[owner->head] & bit(Flag::Media)) == 0) return owner;
    }
    return nullptr;
  }

  // A name that no table knows, where a place is asked for: not of a person, an actor or a day.
  bool unknown_name(std::uint32_t at) const {
    if (work_.token(at).upos != Upos::PROPN || work_.token(at).relation == Relation::Compound) return false;
    if ((work_.flags[at] & (bit(Flag::Person) | bit(Flag::Actor) | bit(Flag::Time) | bit(Flag::Duration))) !=
        0)
      return false;
    for (const MentionKind kind :
         {MentionKind::Actor, MentionKind::Place, MentionKind::Time, MentionKind::Quantity}) {
      if (work_.covering_mention(kind, at) != nullptr) return false;
    }
    return true;
  }

  void add_slot(Draft* draft, std::string_view name, std::uint32_t at) {
    SlotDraft slot;
    slot.token = at;
    if (name == "support" || name == "context") return;
    if (name == "victim") {
      // Those killed are the target, and their number the figure.
      slot.name = SlotName::Target;
      slot.mention = work_.head_mention(MentionKind::Actor, at);
      const std::string_view what = set_.rules()[draft->rule].value("figure");
      if (const model::Mention* number = quantity_at(at)) {
        draft->slots.push_back({what == "injured"  ? SlotName::Injured
                                : what == "deaths" ? SlotName::Deaths
                                                   : SlotName::Count,
                                at, number});
        draft->keep.push_back(at);
        // A bare figure ("18 were killed") names nobody.
        if (work_.token(at).upos == Upos::NUM || number->head == at) {
          if (work_.token(at).upos == Upos::NUM) return;
        }
      }
      // A toll, a date or a report is nobody who was killed, whatever its clause says.
      if (slot.mention == nullptr && words_.no_targets.contains(work_.analysis.lemma(at))) return;
      if (!what.empty() && single(at)) {
        SlotDraft figure{what == "injured" ? SlotName::Injured : SlotName::Deaths, at, nullptr};
        figure.one = true;
        draft->slots.push_back(figure);
      }
      if (is_desk_mark(at)) return;
      draft->slots.push_back(slot);
      draft->keep.push_back(at);
      return;
    }
    const auto code = model::find_code<SlotName>(name);
    if (!code) return;
    slot.name = *code;
    if (slot.name == SlotName::Actor || slot.name == SlotName::SaidBy || slot.name == SlotName::Party)
      slot.token = at = who_is(at);
    // A time is nobody ("fired on Friday evening several shells"), and an agency does not kill.
    if (slot.name != SlotName::Date && slot.name != SlotName::Deadline && slot.name != SlotName::Duration &&
        ((work_.flags[at] & bit(Flag::Time)) != 0 ||
         work_.covering_mention(MentionKind::Time, at) != nullptr))
      return;
    if (slot.name == SlotName::Actor && (draft->violent || draft->effect) &&
        (work_.flags[at] & bit(Flag::Media)) != 0)
      return;
    if (is_desk_mark(at)) return;
    switch (slot.name) {
      case SlotName::Actor:
      case SlotName::Target:
      case SlotName::Party:
      case SlotName::Object:
      case SlotName::Weapon:
      case SlotName::SaidBy:
        slot.mention = actor_at(at);
        if (slot.mention == nullptr && slot.name == SlotName::Actor) slot.mention = speaker_meant(at);
        if (slot.mention == nullptr && slot.name == SlotName::Actor) slot.mention = owner_of(at);
        // A plan, a question or a way does nothing and is no side, though its clause hangs on it.
        if (slot.mention == nullptr && (slot.name == SlotName::Actor || slot.name == SlotName::Party) &&
            words_.inert.contains(work_.analysis.lemma(at)))
          return;
        // Neither is a toll, a date or a report what an attack was aimed at, nor a bare figure who was hit.
        if (slot.mention == nullptr && slot.name == SlotName::Target &&
            draft->kind == StatementKind::Incident &&
            (work_.token(at).upos == Upos::NUM || words_.no_targets.contains(work_.analysis.lemma(at))))
          return;
        if (slot.mention == nullptr && (slot.name == SlotName::Object || slot.name == SlotName::Target)) {
          slot.mention = work_.head_mention(MentionKind::Place, at);
        }
        // A pronoun names nobody by itself, but for "those who stay".
        if (slot.mention == nullptr &&
            (work_.token(at).upos == Upos::PRON ||
             (slot.name == SlotName::Actor && work_.token(at).upos == Upos::DET)) &&
            !has_dependent(at, Relation::AclRelcl)) {
          slot.stands_for = quoted_self(at);
          if (slot.stands_for == kNoToken) slot.stands_for = antecedent(at, slot.name == SlotName::SaidBy);
          if (slot.stands_for == kNoToken && slot.name == SlotName::Actor) return;
        }
        break;
      case SlotName::Place:
      case SlotName::From:
      case SlotName::To:
        if (slot.name == SlotName::Place && says_whence(draft->trigger, at)) return;
        slot.mention = work_.head_mention(MentionKind::Place, at);
        if (slot.mention != nullptr && slot.name == SlotName::Place) {
          slot.mention = within_country(*slot.mention, work_.analysis.sentences()[draft->sentence]);
        }
        if (slot.mention == nullptr) slot.mention = work_.head_mention(MentionKind::Actor, at);
        if (slot.mention == nullptr && work_.token(at).upos == Upos::PRON) return;
        // A noun that no gazetteer knows is a place only if it is a word for one.
        if (slot.mention == nullptr && !words_.areas.contains(work_.analysis.lemma(at)) && !unknown_name(at))
          return;
        if (slot.mention == nullptr && (work_.head_mention(MentionKind::Time, at) != nullptr ||
                                        work_.head_mention(MentionKind::Duration, at) != nullptr))
          return;
        break;
      case SlotName::Date:
      case SlotName::Deadline:
        slot.mention = work_.covering_mention(MentionKind::Time, at);
        if (slot.mention == nullptr || in_dateline(slot.mention->span)) return;
        break;
      case SlotName::Count:
      case SlotName::Deaths:
      case SlotName::Injured:
        slot.mention = quantity_at(at);
        if (slot.mention == nullptr) return;
        break;
      case SlotName::Duration:
        slot.mention = work_.covering_mention(MentionKind::Duration, at);
        if (slot.mention == nullptr) return;
        break;
    }
    draft->slots.push_back(slot);
    draft->keep.push_back(at);
  }

  // Whom a pronoun means that grounding left open: "he" and "she" who spoke last, "it" the body that was last
  // spoken of as a subject within two sentences.
  std::uint32_t antecedent(std::uint32_t at, bool speaker) const {
    const std::string lemma(work_.analysis.lemma(at));
    // "The army said it had ...": who says so in the same sentence.
    if (lemma == "it" && speaker) {
      for (const Speech* one : speeches_of(work_.token(at).head)) {
        const std::uint32_t who = one->speakers.front();
        if (who != at && actor_at(who) != nullptr && is_body(who)) return who;
      }
    }
    if (lemma == "it" && speaker && last_body_ != kNoToken && opens_or_ends(at)) return last_body_;
    if (words_.thing.contains(lemma)) {
      const auto sentences = work_.analysis.sentences();
      const auto after = std::upper_bound(
          sentences.begin(), sentences.end(), at,
          [](std::uint32_t token, const model::Sentence& sent) { return token < sent.tokens.begin; });
      const auto index = after - sentences.begin();  // one past the sentence that holds the pronoun
      const std::uint32_t from = sentences[index >= 3 ? static_cast<std::size_t>(index - 3) : 0].tokens.begin;
      const auto near = mentions_in({from, at});
      for (std::size_t i = near.size(); i-- > 0;) {
        const auto* actor = std::get_if<model::ActorValue>(&near[i].value);
        if (actor == nullptr || near[i].head == at || actor->private_person ||
            actor->type == model::ActorType::OfficialPerson ||
            actor->type == model::ActorType::NamedSpokesperson ||
            actor->type == model::ActorType::PrivatePerson || actor->type == model::ActorType::Community)
          continue;
        const Relation how = work_.token(near[i].head).relation;
        if (how == Relation::Nsubj || how == Relation::NsubjPass) return near[i].head;
      }
      return kNoToken;
    }
    if (words_.many.contains(lemma) && !speaker) {
      const auto sentences = work_.analysis.sentences();
      const auto after = std::upper_bound(
          sentences.begin(), sentences.end(), at,
          [](std::uint32_t token, const model::Sentence& sent) { return token < sent.tokens.begin; });
      return spoken_of(at, static_cast<std::uint32_t>(after - sentences.begin()) - 1);
    }
    const bool person = words_.persons.contains(lemma);
    if (person && !last_speakers_.empty() && !may_be_person(last_speakers_.front())) return last_person_;
    if (!last_speakers_.empty() && (person || (speaker && words_.many.contains(lemma))))
      return last_speakers_.front();
    return kNoToken;
  }
  // A monitor, a medium, a ministry: what "it" can be that goes on to say something.
  bool is_body(std::uint32_t at) const {
    if (const model::Mention* mention = actor_at(at)) {
      const auto* actor = std::get_if<model::ActorValue>(&mention->value);
      using Type = model::ActorType;
      return actor != nullptr && !actor->private_person && actor->type != Type::OfficialPerson &&
             actor->type != Type::NamedSpokesperson && actor->type != Type::PrivatePerson &&
             actor->type != Type::Community;
    }
    return words_.bodies.contains(work_.analysis.lemma(at));
  }
  // "It said ..." and "..., it said": of the one who spoke in a sentence before. "The army said it ..." is
  // not.
  bool opens_or_ends(std::uint32_t at) const {
    const model::TokenRange range = work_.analysis.sentences()[work_.analysis.sentence_of(at)].tokens;
    bool opens = true;
    for (std::uint32_t i = range.begin; i < at; ++i) {
      const Relation how = work_.token(i).relation;
      if ((how == Relation::Nsubj || how == Relation::NsubjPass) && work_.token(i).upos != Upos::PRON)
        opens = false;
    }
    return opens || (work_.form(at).front() >= 'A' && work_.form(at).front() <= 'Z') ||
           std::any_of(ordered_.begin(), ordered_.end(),
                       [&](const OrderedSpeech& one) { return one.speaker == at && one.content.end <= at; });
  }
  bool is_known_monitor(std::uint32_t at) const {
    const model::Mention* mention = actor_at(at);
    const auto* actor = mention == nullptr ? nullptr : std::get_if<model::ActorValue>(&mention->value);
    return actor != nullptr && actor->type == model::ActorType::Monitor && !actor->id.empty();
  }
  // "the group", "the watchdog", with nothing that would say which.
  bool is_bare_reporter(std::uint32_t at) const {
    if (last_body_ == kNoToken || at == last_body_ || work_.token(at).upos != Upos::NOUN ||
        !words_.reporters.contains(work_.analysis.lemma(at)) || is_known_monitor(at))
      return false;
    // "The go-between of the militia says the group ..." is about the militia.
    const model::TokenRange range = work_.analysis.sentences()[work_.analysis.sentence_of(at)].tokens;
    for (const model::Mention& near : mentions_in({range.begin, at})) {
      if (near.kind == MentionKind::Actor && near.tokens.end <= at &&
          (work_.flags[near.head] & bit(Flag::Armed)) != 0)
        return false;
    }
    bool definite = false;
    for (const std::uint32_t child : work_.analysis.dependents(at)) {
      const Relation how = work_.token(child).relation;
      if (how == Relation::Amod || how == Relation::Compound || how == Relation::NmodPoss ||
          how == Relation::Nmod || how == Relation::Appos || how == Relation::Flat)
        return false;
      definite = definite || (how == Relation::Det && words_.definite.contains(work_.analysis.lemma(child)));
    }
    return definite;
  }
  // "he" is a person or an office, never the media or a report that spoke last.
  bool may_be_person(std::uint32_t at) const {
    if (work_.token(at).upos != Upos::NOUN || (work_.flags[at] & bit(Flag::Person)) != 0) return true;
    const std::string lemma(work_.analysis.lemma(at));
    const auto role = speaker_roles_.find(lemma);
    return words_.voices.contains(lemma) && (role == speaker_roles_.end() || role->second != "state_media");
  }
  model::Slot slot_of(const SlotDraft& draft) const {
    if (draft.stands_for == kNoToken) return make_slot(draft.name, draft.token, draft.mention);
    return make_slot(draft.name, draft.token, draft.stands_for);
  }
  // The words of a pronoun with the value of what it stands for.
  model::Slot make_slot(SlotName name, std::uint32_t token, std::uint32_t stands_for) const {
    model::Slot slot = make_slot(name, stands_for, actor_at(stands_for));
    model::ActorValue value;
    if (const auto* known = std::get_if<model::ActorValue>(&slot.value)) {
      value = *known;
    }
    if (value.name.empty()) value.name = slot.text;
    value.rule = "pronoun/2";
    const model::Slot words = make_slot(name, token, static_cast<const model::Mention*>(nullptr));
    slot.span = words.span;
    slot.raw = words.raw;
    slot.text = words.text;
    slot.value = std::move(value);
    return slot;
  }

  std::uint32_t depth(std::uint32_t at) const {
    std::uint32_t out = 0;
    while (work_.token(at).head != at && out < 256) {
      at = work_.token(at).head;
      ++out;
    }
    return out;
  }
  std::uint32_t distance(std::uint32_t a, std::uint32_t b) const {
    std::uint32_t da = depth(a), db = depth(b), out = 0;
    while (a != b && out < 256) {
      if (da >= db) {
        a = work_.token(a).head;
        da -= da > 0;
      } else {
        b = work_.token(b).head;
        db -= db > 0;
      }
      ++out;
    }
    return out;
  }

  // True where an attack stands in a clause with "after" or "before" and the effect has a doer of its own.
  bool then_only(std::uint32_t attack, const Draft& effect) const {
    if (work_.token(attack).upos != Upos::VERB || !is_below(work_, attack, effect.trigger) ||
        attack == effect.trigger)
      return false;
    const bool own_doer = std::any_of(effect.slots.begin(), effect.slots.end(),
                                      [](const SlotDraft& slot) { return slot.name == SlotName::Actor; });
    const auto& marks = work_.analysis.dependents(attack);
    return own_doer && std::any_of(marks.begin(), marks.end(), [&](std::uint32_t mark) {
             return work_.token(mark).relation == Relation::Mark &&
                    words_.beside.contains(work_.analysis.lemma(mark));
           });
  }

  // True where what stands at `at` only says since when something below or beside it holds.
  bool since_then(std::uint32_t at, std::uint32_t told) const {
    for (int steps = 0; steps < 256 && !is_below(work_, told, at); ++steps) {
      for (std::uint32_t child : work_.analysis.dependents(at)) {
        const Relation how = work_.token(child).relation;
        if ((how == Relation::Case || how == Relation::Mark) &&
            words_.since.contains(work_.analysis.lemma(child)))
          return true;
      }
      if (work_.token(at).head == at) return false;
      at = work_.token(at).head;
    }
    return false;
  }

  // True where what stands at `at` only says how long before or after something below or beside it took
  // place: "two days after an attack on the market a woman was killed".
  bool days_from(std::uint32_t at, std::uint32_t told) const {
    const auto timed = [&](std::uint32_t token) {
      return work_.covering_mention(MentionKind::Time, token) != nullptr ||
             work_.covering_mention(MentionKind::Duration, token) != nullptr;
    };
    for (int steps = 0; steps < 256 && at != told && !is_below(work_, told, at); ++steps) {
      for (const std::uint32_t child : work_.analysis.dependents(at)) {
        const Relation how = work_.token(child).relation;
        if ((how == Relation::Case || how == Relation::Mark) && child > 0 &&
            words_.other_times.contains(work_.analysis.lemma(child)) && (timed(child) || timed(child - 1)))
          return true;
      }
      if (work_.token(at).head == at) return false;
      at = work_.token(at).head;
    }
    return false;
  }

  // "The jets were downed after the strikes, which killed 26": the dead of a relative clause are those of the
  // attack that it hangs on, though that one states nothing here.
  bool of_another_attack(std::uint32_t effect, std::uint32_t attack) const {
    if (work_.token(effect).relation != Relation::AclRelcl) return false;
    const std::uint32_t noun = work_.token(effect).head;
    if (noun == attack || !words_.attack_words.contains(work_.analysis.lemma(noun))) return false;
    // What carries the attack's noun is the attack ("launched a raid that killed 12").
    return work_.token(noun).head != attack ||
           (work_.token(noun).relation != Relation::Obj && work_.token(noun).relation != Relation::Nsubj &&
            work_.token(noun).relation != Relation::NsubjPass &&
            work_.token(noun).relation != Relation::OblAgent);
  }
  // "a bomb killed a ranger and gunmen shot a teacher": who has a verb and a doer of his own did something
  // else.
  bool told_apart(const Draft& effect, const Draft& attack) const {
    // "84 reporters have been killed since the fighting began": a count over the time since.
    if (since_then(attack.trigger, effect.trigger)) return true;
    if (days_from(attack.trigger, effect.trigger)) return true;
    // "The captors executed a pilot after his plane was shot down": first the one, then the other.
    if (then_only(attack.trigger, effect)) return true;
    if (of_another_attack(effect.trigger, attack.trigger)) return true;
    if (is_below(work_, attack.trigger, effect.trigger) || is_below(work_, effect.trigger, attack.trigger))
      return false;
    for (const std::uint32_t child : work_.analysis.dependents(effect.trigger)) {
      const model::Token& tok = work_.token(child);
      if (tok.relation != Relation::Nsubj || (tok.upos != Upos::NOUN && tok.upos != Upos::PROPN)) continue;
      if (std::any_of(effect.slots.begin(), effect.slots.end(), [&](const SlotDraft& slot) {
            return slot.name == SlotName::Actor && slot.token == child;
          }))
        return true;
    }
    return false;
  }

  // The type of the attack that stands at most three sentences before, in this paragraph or the one above.
  const std::string* attack_before(const Draft& draft) const {
    if (last_attack_.empty() || draft.sentence > last_attack_sentence_ + 3) return nullptr;
    const auto sentences = work_.analysis.sentences();
    return sentences[draft.sentence].block <= sentences[last_attack_sentence_].block + 1 ? &last_attack_
                                                                                         : nullptr;
  }

  // The attack of the sentence that stands nearest in the tree; farther apart, two triggers are seldom one
  // event.
  Draft* nearest_attack(std::vector<Draft>* drafts, const Draft& effect) const {
    Draft* best = nullptr;
    std::uint32_t nearest = 7;
    for (Draft& other : *drafts) {
      if (&other == &effect || !other.violent || other.effect || other.dropped || weight(other.modality) > 1)
        continue;
      // The same verb told twice, and a blow no surer than the other, are for merging.
      if (effect.violent && (other.trigger == effect.trigger || is_blow(other))) continue;
      if (told_apart(effect, other)) continue;
      const std::uint32_t far = distance(effect.trigger, other.trigger);
      if (far < nearest) {
        nearest = far;
        best = &other;
      }
    }
    return best;
  }
  // "The war has killed 120,000": dead in five figures are a war's, whatever attack the words tell beside
  // them.
  bool counts_a_war(const Draft& draft) const {
    constexpr std::int64_t kWarToll = 10000;
    return std::any_of(draft.slots.begin(), draft.slots.end(), [&](const SlotDraft& slot) {
      if (!figure(slot.name) || slot.mention == nullptr) return false;
      const auto* number = std::get_if<model::Quantity>(&slot.mention->value);
      return number != nullptr && number->low.value_or(number->high.value_or(0)) >= kWarToll;
    });
  }
  bool is_blow(const Draft& draft) const {
    const rules::Rule& rule = set_.rules()[draft.rule];
    return rule.value("effect") == "yes" && rule.value("violent") == "yes";
  }
  static void give_slots(const Draft& effect, Draft* attack) {
    for (const SlotDraft& slot : effect.slots) {
      if (slot.name == SlotName::Actor &&
          std::any_of(attack->slots.begin(), attack->slots.end(),
                      [](const SlotDraft& s) { return s.name == SlotName::Actor; }))
        continue;
      attack->slots.push_back(slot);
      if (figure(slot.name)) attack->keep.push_back(slot.token);
    }
    attack->keep.push_back(effect.trigger);
  }

  // "a mortar attack hit a hospital, killing 12": the dead belong to the attack that the sentence tells.
  // So does a blow ("hitting a hospital"), which by itself is an attack to which dead can belong.
  void attach_effects(std::vector<Draft>* drafts) {
    // "The raids hit two wards": the attack spoken of before, told again, is of the kind that it was.
    for (Draft& again : *drafts) {
      if (!again.violent || !again.follow || again.dropped) continue;
      const std::string* type = attack_before(again);
      if (type == nullptr) continue;
      again.type = *type;
      again.followed = true;
    }
    for (Draft& blow : *drafts) {
      if (!blow.effect || !blow.violent || blow.dropped) continue;
      blow.effect = false;
      Draft* attack = nearest_attack(drafts, blow);
      if (attack == nullptr) continue;
      give_slots(blow, attack);
      blow.dropped = true;
    }
    for (Draft& draft : *drafts) {
      if (!draft.effect || draft.dropped) continue;
      // "The raid killed nobody": the raid took place, and its dead are denied.
      const bool none = draft.modality == Modality::Negated || draft.modality == Modality::Denied;
      if (counts_a_war(draft)) continue;
      Draft* best = nearest_attack(drafts, draft);
      if (best != nullptr && none && best->modality != draft.modality) continue;
      const bool only_wounded = set_.rules()[draft.rule].value("figure") == "injured";
      // "killed 28 and wounded 30": the wounded stand with the dead of their sentence before they are given
      // to an attack of another one.
      if (best == nullptr && only_wounded && !none) {
        const auto dead = std::find_if(drafts->begin(), drafts->end(), [&](const Draft& other) {
          return &other != &draft && (other.effect || other.followed) && !other.dropped &&
                 weight(other.modality) <= 1 && distance(draft.trigger, other.trigger) <= 4 &&
                 set_.rules()[other.rule].value("figure") == "deaths";
        });
        if (dead != drafts->end()) {
          for (const SlotDraft& slot : draft.slots) {
            if (figure(slot.name)) dead->slots.push_back(slot);
          }
          dead->keep.push_back(draft.trigger);
          draft.dropped = true;
          continue;
        }
      }
      if (best == nullptr && draft.follow) {
        if (const std::string* type = attack_before(draft)) {
          // Of an attack by unnamed means the dead say what it was, sentences later as well.
          if (only_wounded || !last_open_) draft.type = *type;
          draft.effect = false;
          draft.followed = true;
          continue;
        }
      }
      if (best == nullptr) {
        // Wounds without a named attack state no incident of their own, unless the report tells of fighting.
        if (only_wounded) {
          const std::string_view alone = set_.rules()[draft.rule].value("alone");
          if (!alone.empty() && weight(draft.modality) <= weight(Modality::Historical) &&
              (work_.flags[draft.trigger] & bit(Flag::ConflictReport)) != 0 &&
              std::none_of(drafts->begin(), drafts->end(), [&](const Draft& other) {
                return &other != &draft && other.kind == StatementKind::Incident && !other.dropped &&
                       set_.rules()[other.rule].value("figure") != "injured";
              })) {
            draft.type = std::string(alone);
            draft.effect = false;
            continue;
          }
          bool killed = false;
          for (Draft& other : *drafts) {
            if (&other == &draft || !other.effect || other.dropped) continue;
            for (const SlotDraft& slot : draft.slots) {
              if (figure(slot.name)) other.slots.push_back(slot);
            }
            other.keep.push_back(draft.trigger);
            killed = true;
            break;
          }
          (void)killed;
          draft.dropped = true;
        }
        continue;
      }
      // "An attack on a mine left a dozen dead": of an attack by unnamed means the dead say what it was.
      if (!only_wounded && !best->followed && set_.rules()[best->rule].value("open") == "yes")
        best->type = draft.type;
      give_slots(draft, best);
      draft.dropped = true;
    }
  }

  // "the posts will be manned": of one deed to come, the term is stated and not the foretold incident beside
  // it.
  static void drop_foretold(std::vector<Draft>* drafts) {
    for (Draft& draft : *drafts) {
      if (draft.kind != StatementKind::Incident || weight(draft.modality) <= weight(Modality::Historical) ||
          draft.modality == Modality::Negated || draft.modality == Modality::Denied)
        continue;
      draft.dropped = draft.dropped || std::any_of(drafts->begin(), drafts->end(), [&](const Draft& other) {
                        return other.kind == StatementKind::Provision && other.trigger == draft.trigger;
                      });
    }
  }

  // One verb tells one event: of several types that rules give to it the surest stands ("ambushed a UN
  // patrol").
  void drop_less_sure(std::vector<Draft>* drafts) const {
    const auto sure = [this](const Draft& draft) {
      return std::atoi(std::string(set_.rules()[draft.rule].value("score")).c_str());
    };
    const auto attack = [](const Draft& draft) { return !draft.effect || draft.violent; };
    for (Draft& draft : *drafts) {
      if (draft.kind != StatementKind::Incident || !attack(draft) || draft.dropped) continue;
      draft.dropped = std::any_of(drafts->begin(), drafts->end(), [&](const Draft& other) {
        return other.kind == StatementKind::Incident && attack(other) && !other.dropped &&
               other.trigger == draft.trigger && other.type != draft.type && sure(other) > sure(draft);
      });
    }
  }

  // Two triggers of one sentence that tell the same thing become one statement.
  void merge(std::vector<Draft>* drafts) {
    for (std::size_t i = 0; i < drafts->size(); ++i) {
      Draft& first = (*drafts)[i];
      if (first.dropped) continue;
      for (std::size_t k = i + 1; k < drafts->size(); ++k) {
        Draft& second = (*drafts)[k];
        if (second.dropped || second.kind != first.kind || second.type != first.type) continue;
        if (first.trigger != second.trigger && !same_event(first, second)) continue;
        for (const SlotDraft& slot : second.slots) first.slots.push_back(slot);
        first.keep.insert(first.keep.end(), second.keep.begin(), second.keep.end());
        // A stance taken in so many words is taken, whatever it asks for ("we urge them to press for a
        // truce").
        const bool claim = first.kind == StatementKind::Claim;
        if (claim ? weight(second.modality) < weight(first.modality)
                  : weight(second.modality) > weight(first.modality))
          first.modality = second.modality;
        second.dropped = true;
      }
    }
  }
  // Near each other in the tree, and neither has a place, date or figure that the other has otherwise.
  bool same_event(const Draft& a, const Draft& b) const {
    if (distance(a.trigger, b.trigger) > 4) return false;
    for (const SlotName name : {SlotName::Place, SlotName::Date, SlotName::Deaths, SlotName::Injured,
                                SlotName::Count, SlotName::Actor}) {
      std::set<std::uint32_t> left, right;
      for (const SlotDraft& slot : a.slots) {
        if (slot.name == name) left.insert(slot.token);
      }
      for (const SlotDraft& slot : b.slots) {
        if (slot.name == name) right.insert(slot.token);
      }
      const bool common =
          std::any_of(left.begin(), left.end(), [&](std::uint32_t at) { return right.contains(at); });
      if (!left.empty() && !right.empty() && !common) return false;
    }
    return true;
  }

  // A relative time is no more precise than the date that it was counted from, and a start is open to the
  // right.
  void settle_time(std::uint32_t token, model::TimeValue* time) const {
    const std::string& published = parts_.published.edtf;
    const std::size_t slash = published.find('/');
    if (!time->anchor.empty() && slash == std::string::npos && published.size() < 10) {
      // Of a report that is dated by its year or month, only what is as coarse can be said, and a day whose
      // month the words name ("5 June") or that is counted from such a day ("the next day").
      const bool named = published.size() == 7 &&
                         (time->rule.starts_with("day-month") || !ground::last_day(published) ||
                          time->anchor.substr(0, 10) != ground::print_day(*ground::last_day(published)));
      if (published.size() <= 4 || (time->edtf.size() > 7 && !named)) {
        time->edtf.clear();
        time->min.clear();
        time->max.clear();
        time->rule += "+undated";
      }
      return;
    }
    if (slash != std::string::npos && !time->anchor.empty() && time->edtf == time->anchor) {
      // "today" in a report of which only the days between are known.
      time->edtf = published;
      time->min = published.substr(0, slash);
      time->max = published.substr(slash + 1);
      return;
    }
    const std::uint32_t head = work_.token(token).head;
    const std::string_view verb = work_.analysis.lemma(head);
    if (head != token && words_.beginnings.contains(verb) && work_.token(head).relation == Relation::Acl &&
        !time->edtf.empty() && time->edtf.find('/') == std::string::npos) {
      time->edtf += "/..";
      time->max.clear();
    }
  }

  // "media activist Yusuf Baro", "PRESIDENT COMMANDER YUSUF BARO": a name behind the noun of a person belongs
  // to it, whatever the tree makes of it. `from`: the first token behind the noun's phrase, which ends at
  // `end`.
  std::uint32_t end_of_name(std::uint32_t noun, std::uint32_t from, std::uint32_t end) const {
    constexpr std::uint32_t kLongestName = 8;
    if (!words_.voices.contains(lower_lemma(noun))) return end;
    const std::uint32_t stop = std::min(
        work_.analysis.sentences()[work_.analysis.sentence_of(noun)].tokens.end, from + kLongestName);
    // "a rebel spokesman, Yusuf Baro, said": the name between commas.
    if (from + 2 < stop && work_.form(from) == "," && work_.token(from + 1).upos == Upos::PROPN) {
      std::uint32_t close = from + 1;
      while (close < stop && work_.token(close).upos == Upos::PROPN) ++close;
      if (close < stop && work_.form(close) == ",") ++from;
    }
    for (std::uint32_t at = from; at < stop; ++at) {
      const bool joins =
          at > from && work_.form(at) == "-" && at + 1 < stop && work_.token(at + 1).upos == Upos::PROPN;
      if (joins) continue;  // "al-Asfar"
      if (work_.token(at).upos != Upos::PROPN ||
          (work_.flags[at] & (bit(Flag::Time) | bit(Flag::Place))) != 0 ||
          work_.covering_mention(MentionKind::Time, at) != nullptr ||
          work_.covering_mention(MentionKind::Place, at) != nullptr)
        break;
      if (const model::Mention* other = work_.covering_mention(MentionKind::Actor, at)) {
        const auto* actor = std::get_if<model::ActorValue>(&other->value);
        if (actor == nullptr || !actor->private_person) break;
      }
      end = work_.token(at).span.end;
    }
    return end;
  }
  std::string lower_lemma(std::uint32_t at) const {
    std::string lemma(work_.analysis.lemma(at));
    for (char& c : lemma) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return lemma;
  }
  // The committee in "a report by the committee".
  std::uint32_t issuer_of(std::uint32_t paper) const {
    if (work_.token(paper).upos != Upos::NOUN || !words_.papers.contains(work_.analysis.lemma(paper)))
      return kNoToken;
    for (const std::uint32_t child : work_.analysis.dependents(paper)) {
      if (work_.token(child).relation != Relation::Nmod || child < paper) continue;
      if ((actor_at(child) == nullptr && work_.token(child).upos != Upos::PROPN) ||
          work_.covering_mention(MentionKind::Place, child) != nullptr)
        continue;
      // Parsers may hang the preposition on any word of a name.
      if (words_.issuing_cases.contains(work_.analysis.lemma(paper + 1))) return child;
      for (const std::uint32_t mark : work_.analysis.dependents(child)) {
        if (work_.token(mark).relation == Relation::Case &&
            words_.issuing_cases.contains(work_.analysis.lemma(mark)))
          return child;
      }
    }
    return kNoToken;
  }
  // "San Salvador archbishop Yusuf Baro said": parsers of names in capitals give the verb to the town.
  std::uint32_t who_is(std::uint32_t at) const {
    const model::Mention* place = work_.covering_mention(MentionKind::Place, at);
    if (place == nullptr || work_.token(at).upos != Upos::PROPN) return at;
    const std::uint32_t next = place->tokens.end;
    const std::uint32_t stop = work_.analysis.sentences()[work_.analysis.sentence_of(at)].tokens.end;
    if (next >= stop || work_.token(next).head < at || work_.token(next).upos == Upos::PUNCT) return at;
    const bool nominal = work_.token(next).upos == Upos::NOUN || work_.token(next).upos == Upos::PROPN;
    return nominal && place->kind == MentionKind::Place && words_.voices.contains(lower_lemma(next)) ? next
                                                                                                     : at;
  }

  model::Slot make_slot(SlotName name, std::uint32_t token, const model::Mention* mention) const {
    model::Slot slot;
    slot.name = name;
    model::Span span;
    if (mention != nullptr) {
      span = mention->span;
      if (name == SlotName::SaidBy || name == SlotName::Actor)
        span.end = end_of_name(token, mention->tokens.end, span.end);
      std::visit([&](const auto& value) { slot.value = value; }, mention->value);
      if (auto* time = std::get_if<model::TimeValue>(&slot.value)) settle_time(token, time);
    } else {
      const model::TokenRange phrase = phrase_of(work_, token);
      span = work_.analysis.span(phrase);
      if (name == SlotName::SaidBy || name == SlotName::Actor)
        span.end = end_of_name(token, phrase.end, span.end);
    }
    slot.span = span;
    slot.raw = work_.doc.raw_span(span);
    slot.text = model::fold_space(span.of(work_.text()));
    return slot;
  }

  std::string speaker_role(std::uint32_t at, const model::Mention* mention) const {
    const auto by_word = [&](std::uint32_t token) -> std::string {
      const auto found = speaker_roles_.find(work_.analysis.lemma(token));
      return found == speaker_roles_.end() ? std::string() : found->second;
    };
    if (std::string role = by_word(at); !role.empty()) return role;
    for (std::uint32_t child : work_.analysis.dependents(at)) {
      if (std::string role = by_word(child); !role.empty()) return role;
    }
    if (mention != nullptr) {
      if (const auto* actor = std::get_if<model::ActorValue>(&mention->value)) {
        using Type = model::ActorType;
        switch (actor->type) {
          case Type::Monitor:
            return "monitor";
          case Type::Media:
            return "state_media";
          case Type::Igo:
            return "un_official";
          case Type::NegotiatingBody:
            return "negotiator";
          case Type::LocalAuthority:
            return "local_official";
          case Type::ArmedGroup:
          case Type::ForeignArmedGroup:
          case Type::ProGovernmentMilitia:
            return "fighter";
          case Type::Community:
            return "resident";
          case Type::Unknown:
          case Type::PrivatePerson:
            break;
          default:
            return "party_official";
        }
      }
    }
    return "unnamed";
  }

  void add_speakers(const Draft& draft, model::Statement* stmt) {
    std::vector<std::uint32_t> tokens;
    std::string directness;
    const auto spoken = speeches_of(draft.trigger);
    std::vector<std::uint32_t> nearest;
    std::vector<model::ChainLink> relays;
    for (const Speech* one : spoken) {
      if (nearest.empty()) nearest = one->speakers;
      if (directness.empty()) directness = one->directness;
      tokens.insert(tokens.end(), one->speakers.begin(), one->speakers.end());
      for (std::uint32_t at : one->relays) {
        const model::Slot relay = make_slot(SlotName::SaidBy, at, work_.head_mention(MentionKind::Actor, at));
        relays.push_back({relay.text, relay_name(relay), "relay"});
      }
    }
    // A quotation that goes on from the sentence before is its speaker's, also where it quotes others in its
    // turn.
    const bool outer =
        std::any_of(spoken.begin(), spoken.end(), [&](const Speech* one) { return !quoted(one->verb); });
    if (continued_ && !outer && quoted(draft.trigger)) {
      if (nearest.empty()) nearest = last_speakers_;
      tokens.insert(tokens.end(), last_speakers_.begin(), last_speakers_.end());
      if (directness.empty()) directness = "direct_quote";
    }
    // Where the tree names nobody, the order of the words does; and a transcript says whose turn it is.
    if (tokens.empty()) {
      for (const OrderedSpeech& one : ordered_) {
        if (!one.content.contains(draft.trigger)) continue;
        tokens.push_back(one.speaker);
        break;
      }
      if (tokens.empty() && turn_) tokens.push_back(*turn_);
      nearest = tokens;
    }
    std::set<std::uint32_t> seen;
    const bool own_claimant = std::any_of(draft.slots.begin(), draft.slots.end(), [](const SlotDraft& slot) {
      return slot.name == SlotName::SaidBy;
    });
    // Whose act a claim is, the rule says; who reports it is a farther link.
    for (const SlotDraft& slot : draft.slots) {
      if (slot.name != SlotName::SaidBy || !seen.insert(slot.token).second) continue;
      const model::Slot made = slot_of(slot);
      stmt->chain.push_back({made.text, relay_name(made), speaker_role(slot.token, slot.mention)});
    }
    // "a statement from the committee": the committee says so.
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      const std::uint32_t issuer = issuer_of(tokens[i]);
      if (issuer == kNoToken || std::find(tokens.begin(), tokens.end(), issuer) != tokens.end()) continue;
      if (std::find(nearest.begin(), nearest.end(), tokens[i]) != nearest.end()) nearest.push_back(issuer);
      tokens.insert(tokens.begin() + static_cast<std::ptrdiff_t>(++i), issuer);
    }
    for (std::uint32_t& at : tokens) at = who_is(at);
    for (std::uint32_t& at : nearest) at = who_is(at);
    for (std::uint32_t at : tokens) {
      if (!seen.insert(at).second) continue;
      const model::Mention* mention = actor_at(at);
      SlotDraft who{SlotName::SaidBy, at, mention};
      // "he said": the speaker named last; "the group said": the body that spoke last.
      if (work_.token(at).upos == Upos::PRON) who.stands_for = antecedent(at, true);
      if (is_bare_reporter(at)) who.stands_for = last_body_;
      const model::Slot slot = slot_of(who);
      stmt->chain.push_back({slot.text, relay_name(slot), speaker_role(at, mention)});
      if (std::find(nearest.begin(), nearest.end(), at) == nearest.end()) continue;
      stmt->slots.push_back(slot);
      if (own_claimant || !is_claimant(draft, who)) continue;
      stmt->slots.push_back(slot);
      stmt->slots.back().name = SlotName::Actor;
    }
    stmt->directness = directness.empty() && !stmt->chain.empty() ? "paraphrase" : directness;
    for (const model::ChainLink& relay : relays) stmt->chain.push_back(relay);
    if (!parts_.agency.empty()) stmt->chain.push_back({parts_.agency, "", "wire"});
    if (!parts_.outlet.empty()) stmt->chain.push_back({parts_.outlet, "", "outlet"});
  }
  static std::string relay_name(const model::Slot& slot) {
    if (const auto* actor = std::get_if<model::ActorValue>(&slot.value)) return actor->name;
    return {};
  }

  bool inside_speaker(std::uint32_t at) const {
    return std::any_of(speeches_.begin(), speeches_.end(), [&](const Speech& one) {
      return std::any_of(one.speakers.begin(), one.speakers.end(),
                         [&](std::uint32_t speaker) { return is_below(work_, at, speaker); });
    });
  }

  // A place that is a modifier ("the US-led coalition") or does what is told ("Moscow has been carrying out
  // ...").
  bool names_no_scene(const Draft& draft, std::uint32_t at) const {
    const model::Token& tok = work_.token(at);
    if (in_dateline(at) || stands_with_doer(at) || stands_with_voice(at) || places_another(draft, at))
      return true;
    const bool area = words_.areas.contains(work_.analysis.lemma(tok.head));
    switch (tok.relation) {
      case Relation::Compound:
      case Relation::Amod:
      case Relation::NmodPoss:
      case Relation::OblUnmarked:
        if (!area) return true;
        break;
      case Relation::Nsubj: {
        const std::string_view verb = work_.analysis.lemma(tok.head);
        if (!words_.placed.contains(verb)) return true;
        break;
      }
      default:
        break;
    }
    return std::any_of(draft.slots.begin(), draft.slots.end(), [&](const SlotDraft& slot) {
      return slot.name == SlotName::Actor && slot.token == at;
    });
  }

  // "an official in Bangui, said ...", "residents of Goma told ...": the place of one who speaks, which
  // parsers hang on the saying.
  bool stands_with_voice(std::uint32_t at) const {
    const model::TokenRange range = work_.analysis.sentences()[work_.analysis.sentence_of(at)].tokens;
    std::uint32_t after = at + 1;
    while (after < range.end && (work_.token(after).upos == Upos::PUNCT || work_.token(after).head == at))
      ++after;
    if (after >= range.end || work_.token(after).upos != Upos::VERB ||
        !words_.tellings.contains(work_.analysis.lemma(after)))
      return false;
    for (const std::uint32_t mark : work_.analysis.dependents(at)) {
      if (work_.token(mark).relation == Relation::Case && mark > range.begin &&
          words_.voices.contains(work_.analysis.lemma(mark - 1)))
        return true;
    }
    return false;
  }

  // A capital or country that stands behind "by" or "with", or that somebody is asked or moved to do
  // something by
  // ("backed by Washington", "prompted Ankara to act"), is a government there and no scene.
  bool stands_with_doer(std::uint32_t at) const {
    std::uint32_t top = at;
    for (int steps = 0; steps < 16; ++steps) {
      const Relation how = work_.token(top).relation;
      if (how != Relation::Conj && how != Relation::Flat && how != Relation::Appos) break;
      top = work_.token(top).head;
    }
    const model::Token& tok = work_.token(top);
    if (tok.relation == Relation::Obj) return has_dependent(tok.head, Relation::Xcomp);
    if (tok.relation != Relation::Obl && tok.relation != Relation::Nmod && tok.relation != Relation::OblAgent)
      return false;
    for (const std::uint32_t child : work_.analysis.dependents(top)) {
      if (work_.token(child).relation == Relation::Case &&
          words_.doer_cases.contains(work_.analysis.lemma(child)))
        return true;
    }
    return false;
  }
  // "the agreement signed in Stockholm": where a noun was made that the deed is about, not where the deed was
  // done.
  bool places_another(const Draft& draft, std::uint32_t at) const {
    const std::uint32_t governor = work_.token(at).head;
    if (governor == at || governor == draft.trigger) return false;
    const model::Token& above = work_.token(governor);
    return above.upos == Upos::VERB && above.xpos == model::Xpos::VBN && above.relation == Relation::Acl &&
           !is_below(work_, draft.trigger, governor) &&
           words_.pacts.contains(work_.analysis.lemma(above.head));
  }

  // True for the time of something else: of a noun ("the 2002 truce") or of the deed that describes one ("the
  // deal signed on Tuesday").
  bool dates_another(const Draft& draft, std::uint32_t at) const {
    const model::Token& tok = work_.token(at);
    const std::uint32_t governor = tok.head;
    if (governor == at || governor == draft.trigger) return false;
    const model::Token& above = work_.token(governor);
    switch (tok.relation) {
      case Relation::Compound:
      case Relation::Amod:
      case Relation::Nummod:
      case Relation::NmodPoss:
        // "shelled the town on Sunday residents said": in texts without commas the day seems to be a noun's.
        return !(at > 0 && words_.day_cases.contains(work_.analysis.lemma(at - 1)) && governor > at &&
                 words_.voices.contains(work_.analysis.lemma(governor)));
      case Relation::Nmod:
        for (std::uint32_t mark : work_.analysis.dependents(at)) {
          if (work_.token(mark).relation == Relation::Case && words_.genitive.contains(work_.form(mark)))
            return true;
        }
        break;
      default:
        break;
    }
    const std::uint32_t own = other_time_clause(draft.trigger), its = other_time_clause(at);
    if (own != its) return true;
    return above.upos == Upos::VERB &&
           (above.relation == Relation::Acl || above.relation == Relation::AclRelcl) &&
           is_below(work_, governor, draft.trigger);
  }
  // The verb of the clause around a word that tells of another time: of "before the guns fell silent" in
  // "Hours before the guns fell silent a shell hit the market on Sunday", where Sunday is the day of the
  // shell. The root where there is none.
  std::uint32_t other_time_clause(std::uint32_t at) const {
    for (int steps = 0; steps < 256; ++steps) {
      for (std::uint32_t mark : work_.analysis.dependents(at)) {
        if (work_.token(mark).relation == Relation::Mark && work_.token(at).upos == Upos::VERB &&
            words_.other_times.contains(work_.analysis.lemma(mark)))
          return at;
      }
      if (work_.token(at).head == at) return at;
      at = work_.token(at).head;
    }
    return at;
  }
  // No clause of its own stands between the time and what holds both it and the deed: not "buses with people
  // who had left on Friday".
  bool in_no_side_clause(std::uint32_t time, std::uint32_t trigger) const {
    for (int steps = 0; steps < 256 && !is_below(work_, trigger, time); ++steps) {
      const model::Token& tok = work_.token(time);
      const bool verbal = tok.upos == Upos::VERB || tok.upos == Upos::AUX;
      if (tok.relation == Relation::AclRelcl || tok.relation == Relation::AdvclRelcl ||
          (verbal && tok.relation != Relation::Xcomp))
        return false;
      if (tok.head == time) break;
      time = tok.head;
    }
    return true;
  }
  // Below it, with no conjunction ("although", "because") between.
  bool in_clause_of(std::uint32_t at, std::uint32_t above) const {
    for (int steps = 0; steps < 256; ++steps) {
      if (at == above) return true;
      const std::uint32_t head = work_.token(at).head;
      if (head == at || has_dependent(at, Relation::Mark)) return false;
      at = head;
    }
    return false;
  }
  // Whether this stands in a clause that describes an actor, and the trigger does not; a clause that
  // describes the deal
  // ("a truce agreed in 2016") says how old it is.
  bool in_description(std::uint32_t trigger, std::uint32_t at) const {
    std::vector<std::uint32_t> above = {trigger};
    for (int steps = 0; steps < 256 && work_.token(above.back()).head != above.back(); ++steps)
      above.push_back(work_.token(above.back()).head);
    for (int steps = 0; steps < 256; ++steps) {
      if (std::find(above.begin(), above.end(), at) != above.end()) return false;
      const model::Token& token = work_.token(at);
      const bool clause = token.relation == Relation::Acl || token.relation == Relation::AclRelcl;
      if (clause && work_.covering_mention(MentionKind::Actor, token.head) != nullptr) return true;
      if (token.head == at) return false;
      at = token.head;
    }
    return false;
  }
  // "agreed on Monday to pull out", "..., officials said on Monday"
  bool dates_the_telling(const Draft& draft, std::uint32_t at) const {
    const std::uint32_t governor = work_.token(at).head;
    return governor != at && governor != draft.trigger && work_.token(governor).upos == Upos::VERB &&
           (words_.tellings.contains(work_.analysis.lemma(governor)) ||
            words_.judgings.contains(work_.analysis.lemma(governor)));
  }

  // Place and date that the clause gives without an argument of the rule.
  void complete(const Draft& draft, model::Statement* stmt) {
    const model::Sentence& sent = work_.analysis.sentences()[draft.sentence];
    const auto has = [&](SlotName name) {
      return std::any_of(stmt->slots.begin(), stmt->slots.end(),
                         [&](const model::Slot& slot) { return slot.name == name; });
    };
    const bool claim = stmt->kind == StatementKind::Claim || stmt->kind == StatementKind::Role;
    const bool placed = std::any_of(stmt->slots.begin(), stmt->slots.end(), [](const model::Slot& slot) {
      return slot.name == SlotName::Place && std::holds_alternative<model::PlaceValue>(slot.value);
    });
    if (!placed && !claim) {
      const model::Mention* best = nullptr;
      std::uint32_t nearest = 1000;
      for (const model::Mention& mention : mentions_in(sent.tokens)) {
        if (mention.kind != MentionKind::Place || !sent.tokens.contains(mention.head) ||
            inside_speaker(mention.head) || names_no_scene(draft, mention.head) ||
            is_of_the_model(sent, mention) || says_whence(draft.trigger, mention.head))
          continue;
        // A place inside an actor's name ("the Syrian army") is no scene.
        if (const model::Mention* actor = work_.covering_mention(MentionKind::Actor, mention.head);
            actor != nullptr && actor->tokens.contains(mention.tokens) && actor->head != mention.head)
          continue;
        std::uint32_t far =
            distance(draft.trigger, mention.head) * 2 + (stmt->evidence.span.contains(mention.span) ? 0 : 6);
        if (far < nearest) {
          nearest = far;
          best = &mention;
        }
      }
      // A place that no gazetteer knows is nearer to what happened there than one that stands elsewhere.
      std::uint32_t unknown = sent.tokens.end;
      for (std::uint32_t at = sent.tokens.begin; at < sent.tokens.end; ++at) {
        if (!unknown_name(at) || inside_speaker(at) || !stmt->evidence.span.contains(work_.token(at).span) ||
            !stands_at(at) || says_whence(draft.trigger, at))
          continue;
        const std::uint32_t far = distance(draft.trigger, at) * 2;
        if (far < nearest && far <= 6) {
          nearest = far;
          best = nullptr;
          unknown = at;
        }
      }
      if (best != nullptr) best = within_country(*best, sent);
      if (unknown != sent.tokens.end) {
        stmt->slots.push_back(make_slot(SlotName::Place, unknown, nullptr));
      } else if (best != nullptr) {
        stmt->slots.push_back(make_slot(SlotName::Place, best->head, best));
      } else if (draft.followed && last_place_.has_value()) {
        stmt->slots.push_back(*last_place_);
      } else if (std::optional<model::Slot> lent = lent_place(draft, *stmt)) {
        stmt->slots.push_back(std::move(*lent));
      }
    }
    if (stmt->kind != StatementKind::Role && stmt->kind != StatementKind::Claim && !draft.violent &&
        !draft.effect && !has(SlotName::Count) && !has(SlotName::Deaths) && !has(SlotName::Injured)) {
      // How many left, were freed or handed in: the figure that stands with who or what the statement names.
      for (const SlotName name : {SlotName::Object, SlotName::Target, SlotName::Actor}) {
        const auto found = std::find_if(draft.slots.begin(), draft.slots.end(), [&](const SlotDraft& slot) {
          return slot.name == name && quantity_at(slot.token) != nullptr;
        });
        if (found == draft.slots.end()) continue;
        stmt->slots.push_back(make_slot(SlotName::Count, found->token, quantity_at(found->token)));
        break;
      }
    }
    const bool term = stmt->kind == StatementKind::Provision;
    if (!has(SlotName::Date) && !has(SlotName::Deadline) && !claim) {
      const model::Mention* told = nullptr;
      const model::Mention* other = nullptr;
      std::size_t times = 0;
      const model::Mention* best = nullptr;
      std::uint32_t nearest = 1000;
      for (const model::Mention& mention : mentions_in(sent.tokens)) {
        if (mention.kind != MentionKind::Time || !sent.tokens.contains(mention.head)) continue;
        // A term's deadline stands in its own clause.
        if (term && !stmt->evidence.span.contains(mention.span)) continue;
        if (is_stamp(mention)) continue;
        if (dates_another(draft, mention.head)) {
          // What describes somebody ("men who reject the 2016 accord") says nothing of the age of what they
          // did.
          if (!in_description(draft.trigger, mention.head)) other = &mention;
          continue;
        }
        // The day of the saying dates what is said only where nothing else does, and never a term or a deal.
        if (dates_the_telling(draft, mention.head) || in_dateline(mention.span)) {
          // "condemned on Monday the raids": of the raids the day says nothing.
          const bool judged = words_.judgings.contains(work_.analysis.lemma(work_.token(mention.head).head));
          if (told == nullptr && !judged) told = &mention;
          continue;
        }
        // Times of other clauses belong to other events, unless the sentence has no more than one.
        const std::uint32_t far = distance(draft.trigger, mention.head);
        if (far < nearest) {
          nearest = far;
          best = &mention;
        }
        ++times;
      }
      const bool own_day = term || set_.rules()[draft.rule].value("day") == "own";
      std::uint32_t reach = stmt->kind == StatementKind::Incident ? 4 : 5;
      // The only time of a sentence reaches farther down: "Last Friday gunmen attacked the camp, killing two
      // and abducting six".
      if (best != nullptr && times == 1 && !term &&
          in_clause_of(draft.trigger, work_.token(best->head).head)) {
        reach = 8;
      }
      // So does one within the words of the statement, wherever the tree hangs it.
      if (best != nullptr && times == 1 && stmt->evidence.span.contains(best->span) &&
          in_no_side_clause(best->head, draft.trigger))
        reach = std::max(reach, nearest);
      if ((best == nullptr || nearest > reach) && told != nullptr && !own_day) {
        best = told;
        nearest = distance(draft.trigger, told->head);
      }
      // "The truce of August 2016 collapsed after nine days": told in the simple past, it is as old as its
      // noun.
      if (best == nullptr && other != nullptr && stmt->modality == Modality::Actual &&
          work_.token(draft.trigger).xpos == model::Xpos::VBD && is_long_ago(*other)) {
        stmt->modality = Modality::Historical;
      }
      if (best == nullptr && draft.followed && last_date_.has_value()) stmt->slots.push_back(*last_date_);
      if (best != nullptr && nearest <= reach) {
        stmt->slots.push_back(
            make_slot(term && stmt->modality != Modality::Actual ? SlotName::Deadline : SlotName::Date,
                      best->head, best));
        // "have been killed since the war began in 2011": from then on, not then.
        auto* time = std::get_if<model::TimeValue>(&stmt->slots.back().value);
        if (time != nullptr && !time->edtf.empty() && time->edtf.find('/') == std::string::npos &&
            since_then(best->head, draft.trigger)) {
          // A total of years stays background, as it is with its first day alone.
          if (stmt->modality == Modality::Actual && is_long_ago(*time)) stmt->modality = Modality::Historical;
          time->edtf += "/..";
          time->max.clear();
          time->bound = "since";
        }
      }
    }
    if (!has(SlotName::Duration) && (term || stmt->kind == StatementKind::Stage)) {
      for (const model::Mention& mention : mentions_in(sent.tokens)) {
        if (mention.kind != MentionKind::Duration || !sent.tokens.contains(mention.head)) continue;
        if (!stmt->evidence.span.contains(mention.span) || distance(draft.trigger, mention.head) > 3)
          continue;
        stmt->slots.push_back(make_slot(SlotName::Duration, mention.head, &mention));
        break;
      }
    }
  }

  // Homs in "to repeat the truce reached in Homs in Aleppo": the place of what is to be repeated, not of the
  // repetition, which stands last.
  bool is_of_the_model(const model::Sentence& sent, const model::Mention& place) const {
    std::uint32_t above = place.head;
    for (int steps = 0; !words_.copy_verbs.contains(work_.analysis.lemma(above)); ++steps) {
      if (steps == 256 || work_.token(above).head == above) return false;
      above = work_.token(above).head;
    }
    for (const model::Mention& other : mentions_in(sent.tokens)) {
      if (other.kind == MentionKind::Place && other.head > place.head && is_below(work_, other.head, above) &&
          !is_below(work_, other.head, place.head) && stands_at(other.head))
        return true;
    }
    return false;
  }

  // Russia in "a group outlawed in Russia shelled the town", Beni in "fired by rebels positioned in Beni":
  // where somebody is or is forbidden, not where the deed was.
  bool says_whence(std::uint32_t trigger, std::uint32_t place) const {
    // Parsers hang such places on other verbs; the word before the preposition is the second witness.
    for (const std::uint32_t mark : work_.analysis.dependents(place)) {
      if (work_.token(mark).relation == Relation::Case && mark > 0 && mark - 1 != trigger &&
          work_.token(mark - 1).xpos == model::Xpos::VBN &&
          words_.stationed.contains(work_.analysis.lemma(mark - 1)))
        return true;
    }
    for (std::uint32_t at = work_.token(place).head, steps = 0; steps < 4 && at != trigger; ++steps) {
      const Relation how = work_.token(at).relation;
      if ((how == Relation::Acl || how == Relation::AclRelcl || how == Relation::Amod) &&
          words_.stationed.contains(work_.analysis.lemma(at)))
        return true;
      if (work_.token(at).head == at) return false;
      at = work_.token(at).head;
    }
    return false;
  }
  // "Published 3 May 2016", "Last updated on 3 May": of the report, though it stands in the text.
  bool is_stamp(const model::Mention& time) const {
    const model::TokenRange range = work_.analysis.sentences()[work_.analysis.sentence_of(time.head)].tokens;
    for (std::uint32_t at = time.tokens.begin; at-- > range.begin && time.tokens.begin - at <= 3;) {
      if (words_.stamps.contains(lower_lemma(at))) return true;
      const Upos upos = work_.token(at).upos;
      if (upos != Upos::ADP && upos != Upos::PUNCT && upos != Upos::NOUN) return false;
    }
    return false;
  }
  // "LA PAZ, 12 DEC 89 (ANSA) -- Guerrillas yesterday attacked ...": the day of the telling.
  bool in_dateline(model::Span time) const {
    const auto& dates = work_.doc.parts().dates;
    return std::any_of(dates.begin(), dates.end(), [&](const model::StatedDate& stated) {
      return stated.basis == model::DateBasis::Dateline && stated.span.begin < time.end &&
             time.begin < stated.span.end;
    });
  }
  // "[TEXT]", "[REPORT]": marks of the desk between brackets, which stand where a subject would.
  bool is_desk_mark(std::uint32_t at) const {
    return at > 0 && at + 1 < work_.analysis.tokens().size() && work_.analysis.lemma(at - 1) == "[" &&
           work_.analysis.lemma(at + 1) == "]" && work_.token(at).upos != Upos::NUM;
  }
  // "in Thur", "near Dipurdú": a complement of place, by its preposition.
  bool stands_at(std::uint32_t at) const {
    const Relation relation = work_.token(at).relation;
    if (relation != Relation::Obl && relation != Relation::Nmod) return false;
    for (const std::uint32_t child : work_.analysis.dependents(at)) {
      if (work_.token(child).relation == Relation::Case &&
          words_.place_cases.contains(work_.analysis.lemma(child)))
        return true;
    }
    return false;
  }

  // "in Sudan's Darfur", "in Goma, Congo's largest eastern city": of a country and a place in it that stand
  // side by side the place is meant.
  const model::Mention* within_country(const model::Mention& mention, const model::Sentence& sent) const {
    const auto* country = std::get_if<model::PlaceValue>(&mention.value);
    if (country == nullptr || country->precision != model::Precision::Country) return &mention;
    constexpr std::uint32_t kBetween = 2;  // "'s northern"
    for (const model::Mention& other : mentions_in(sent.tokens)) {
      const auto* place = std::get_if<model::PlaceValue>(&other.value);
      if (!is_scene(other) || place->country != country->country || in_dateline(other.head)) continue;
      const bool behind = other.tokens.begin >= mention.tokens.end;
      const std::uint32_t from = behind ? mention.tokens.end : other.tokens.end;
      const std::uint32_t to = behind ? other.tokens.begin : mention.tokens.begin;
      if (to < from || to - from > kBetween) continue;
      bool side_by_side = true;
      for (std::uint32_t at = from; at < to; ++at) {
        const Upos upos = work_.token(at).upos;
        side_by_side = side_by_side && (upos == Upos::ADJ || upos == Upos::PART || upos == Upos::NOUN ||
                                        (!behind && upos == Upos::PUNCT));
      }
      if (side_by_side) return &other;
    }
    return &mention;
  }

  static bool is_scene(const model::Mention& mention) {
    const auto* place = std::get_if<model::PlaceValue>(&mention.value);
    return mention.kind == MentionKind::Place && place != nullptr && !place->id.empty() &&
           place->precision != model::Precision::Country;
  }
  // Mentions that begin in a token range: mentions are ordered by begin.
  std::span<const model::Mention> mentions_in(model::TokenRange range) const {
    const auto before = [](const model::Mention& mention, std::uint32_t at) {
      return mention.tokens.begin < at;
    };
    const auto first = std::lower_bound(work_.mentions.begin(), work_.mentions.end(), range.begin, before);
    const auto last = std::lower_bound(first, work_.mentions.end(), range.end, before);
    return {first, last};
  }
  // What a clause does not say is taken over only within the country that the report is about: capitals of
  // others are where people talked.
  bool is_at_home(const model::Mention& mention) const {
    const auto* place = std::get_if<model::PlaceValue>(&mention.value);
    return place != nullptr && (parts_.main_country.empty() || place->country == parts_.main_country);
  }
  // A sentence that tells no event may still say where the report is: "in Aleppo", not where somebody speaks,
  // lives or is based.
  void note_scenes(std::uint32_t sentence) {
    const model::Sentence& sent = work_.analysis.sentences()[sentence];
    if (!sent.parsed) return;
    for (const model::Mention& mention : mentions_in(sent.tokens)) {
      if (!is_scene(mention) || !is_at_home(mention) || !sent.tokens.contains(mention.head)) continue;
      const std::uint32_t at = mention.head;
      const std::uint32_t above = work_.token(at).head;
      const bool of_area = work_.token(at).relation == Relation::Nmod &&
                           words_.areas.contains(work_.analysis.lemma(above));  // "the market of Goma"
      if (in_dateline(at) || !(stands_at(at) || of_area) || inside_speaker(at) || stands_with_doer(at) ||
          stands_with_voice(at) || says_whence(kNoToken, at) ||
          words_.stationed.contains(work_.analysis.lemma(above)) ||
          words_.tellings.contains(work_.analysis.lemma(above)))
        continue;
      scenes_.add(sentence, make_slot(SlotName::Place, at, &mention));
    }
  }
  // What an event says of its place, for the events after it.
  void note_scene(const Draft& draft, const model::Statement& stmt) {
    if (stmt.kind == StatementKind::Claim || stmt.kind == StatementKind::Role ||
        (stmt.kind == StatementKind::Incident && weight(stmt.modality) > weight(Modality::Historical)))
      return;
    for (const model::Slot& slot : stmt.slots) {
      const auto* place = std::get_if<model::PlaceValue>(&slot.value);
      if (place == nullptr || slot.text.empty() || place->id.empty() ||
          place->precision == model::Precision::Country || slot.name == SlotName::Actor ||
          slot.name == SlotName::To ||
          (!parts_.main_country.empty() && place->country != parts_.main_country))
        continue;
      scenes_.add(draft.sentence, slot);
    }
  }
  bool any_word(const model::Sentence& sent, const ClassWords::Words& words) const {
    for (std::uint32_t at = sent.tokens.begin; at < sent.tokens.end; ++at) {
      if (words.contains(work_.analysis.lemma(at))) return true;
    }
    return false;
  }
  // "More than 90,000 have died since the uprising began", "a nationwide truce": the dead of a war and what
  // holds in all of a country have no nearer place than the country.
  bool is_everywhere(const Draft& draft, const model::Sentence& sent) const {
    if (any_word(sent, words_.everywhere)) return true;
    if (counts_a_war(draft)) return true;
    const bool toll = std::any_of(draft.slots.begin(), draft.slots.end(),
                                  [](const SlotDraft& slot) { return figure(slot.name); });
    return draft.kind == StatementKind::Incident && (toll || draft.effect) && any_word(sent, words_.wars);
  }
  // The report's country, as some words of it name it.
  const model::Mention* find_home_country() const {
    if (parts_.main_country.empty()) return nullptr;
    for (const model::Mention& mention : work_.mentions) {
      const auto* place = std::get_if<model::PlaceValue>(&mention.value);
      if (mention.kind == MentionKind::Place && place != nullptr && !place->id.empty() &&
          place->precision == model::Precision::Country && place->country == parts_.main_country)
        return &mention;
    }
    return nullptr;
  }
  // The place that the events before lend to one that says none.
  std::optional<model::Slot> lent_place(const Draft& draft, const model::Statement& stmt) const {
    const model::Sentence& sent = work_.analysis.sentences()[draft.sentence];
    if (is_everywhere(draft, sent)) {
      const model::Mention* country = home_country_;
      if (country == nullptr) return std::nullopt;
      model::Slot slot = make_slot(SlotName::Place, country->head, country);
      slot.text.clear();
      slot.span = {};
      slot.raw = {};
      if (auto* place = std::get_if<model::PlaceValue>(&slot.value)) place->rule = "everywhere/1";
      return slot;
    }
    if (words_.elsewhere.contains(work_.analysis.lemma(sent.tokens.begin))) return std::nullopt;
    // What may come, and what was long ago, is seldom where the report's events are.
    if (stmt.kind == StatementKind::Incident && stmt.modality != Modality::Actual &&
        stmt.modality != Modality::Negated && stmt.modality != Modality::Denied)
      return std::nullopt;
    return scenes_.before(draft.sentence);
  }

  // Of a long list of terms each noun is quoted by itself: a whole paragraph shows nobody which of its words
  // are meant.
  void quote_item(const Draft& draft, model::Statement* stmt) const {
    constexpr std::size_t kLongClause = 200;
    if ((draft.kind != StatementKind::Provision && draft.kind != StatementKind::Role) ||
        stmt->evidence.span.size() <= kLongClause || work_.token(draft.trigger).upos != Upos::NOUN)
      return;
    const model::Span item = item_of(work_, draft.trigger);
    if (item.size() < stmt->evidence.span.size())
      stmt->evidence = model::make_evidence(work_.doc, item, stmt->evidence.rule);
  }

  // "Residents reported shelling": who tells of a deed that the verb takes as its object did not do
  // it; an armed side that "claimed" or "announced" one did.
  bool only_reports(const Draft& draft, std::uint32_t who) const {
    if (draft.kind != StatementKind::Incident ||
        (work_.flags[who] & (bit(Flag::Armed) | bit(Flag::Government))) != 0 ||
        words_.forces.contains(work_.analysis.lemma(who)))
      return false;
    const auto spoken = speeches_of(draft.trigger);
    return std::any_of(spoken.begin(), spoken.end(), [&](const Speech* one) {
      return one->content == draft.trigger && work_.token(who).head == one->verb &&
             std::find(one->speakers.begin(), one->speakers.end(), who) != one->speakers.end();
    });
  }
  // Whose act a claim is: where its rule names nobody, who says it, unless that is a pronoun of nobody known.
  bool is_claimant(const Draft& draft, const SlotDraft& who) const {
    if (draft.kind != StatementKind::Claim ||
        (work_.token(who.token).upos == Upos::PRON && who.stands_for == kNoToken && who.mention == nullptr &&
         (work_.token(who.token).relation == Relation::NmodPoss ||
          words_.addressed.contains(work_.analysis.lemma(who.token)))))
      return false;
    return std::none_of(draft.slots.begin(), draft.slots.end(),
                        [](const SlotDraft& slot) { return slot.name == SlotName::Actor; });
  }
  // "killing 12 people the Observatory said": the nouns of two clauses, which a parser gave to one verb.
  bool speaks_elsewhere(const Draft& draft, std::uint32_t who) const {
    if (draft.kind != StatementKind::Incident) return false;
    return std::any_of(speeches_.begin(), speeches_.end(), [&](const Speech& one) {
      return one.verb > who && one.verb - who <= 2 && work_.token(who).upos != Upos::PRON &&
             std::find(one.speakers.begin(), one.speakers.end(), who) != one.speakers.end();
    });
  }
  // Nobody accuses himself: the army that "said" what its own men did reports it.
  static bool accuses_itself(const model::Statement& stmt) {
    if (stmt.kind != StatementKind::Claim || stmt.type != "accuse") return false;
    const auto id_of = [](const model::Slot& slot) -> std::string_view {
      const auto* actor = std::get_if<model::ActorValue>(&slot.value);
      return actor == nullptr ? std::string_view() : std::string_view(actor->id);
    };
    bool all = false;
    for (const model::Slot& target : stmt.slots) {
      if (target.name != SlotName::Target) continue;
      const bool own = !id_of(target).empty() &&
                       std::any_of(stmt.slots.begin(), stmt.slots.end(), [&](const model::Slot& actor) {
                         return actor.name == SlotName::Actor && id_of(actor) == id_of(target);
                       });
      if (!own) return false;
      all = true;
    }
    // Of two who accuse ("Xland's main opposition group, the Y Union, blamed Xland") only one is the accused.
    return all && std::none_of(stmt.slots.begin(), stmt.slots.end(), [&](const model::Slot& actor) {
             return actor.name == SlotName::Actor &&
                    std::none_of(stmt.slots.begin(), stmt.slots.end(), [&](const model::Slot& target) {
                      return target.name == SlotName::Target && !id_of(target).empty() &&
                             id_of(target) == id_of(actor);
                    });
           });
  }

  void emit(const Draft& draft, model::SectionKind section) {
    const rules::Rule& rule = set_.rules()[draft.rule];
    model::Statement stmt;
    stmt.kind = draft.kind;
    stmt.type = draft.type;
    // What was done may be what a deal holds: the rule knows which type of term its words belong to.
    if (draft.kind == StatementKind::Incident || draft.kind == StatementKind::Stage)
      stmt.step = std::string(rule.value("term").empty() ? rule.value("step") : rule.value("term"));
    stmt.modality = draft.modality;
    stmt.section = section;
    stmt.evidence = model::make_evidence(work_.doc, clause_of(work_, draft.trigger, draft.keep), rule.id());
    std::set<std::tuple<SlotName, std::uint32_t, std::uint32_t>> seen;
    for (const SlotDraft& slot : draft.slots) {
      if (slot.name == SlotName::Actor && only_reports(draft, slot.token)) continue;
      if (slot.name == SlotName::Target && speaks_elsewhere(draft, slot.token)) continue;
      model::Slot made = slot_of(slot);
      if (slot.one) {
        model::Quantity one;
        one.low = one.best = one.high = 1;
        one.unit = std::string(work_.analysis.lemma(slot.token));
        made.value = one;
      }
      if (!seen.emplace(made.name, made.span.begin, made.span.end).second) continue;
      stmt.slots.push_back(std::move(made));
      if (slot.name != SlotName::SaidBy || !is_claimant(draft, slot)) continue;
      stmt.slots.push_back(stmt.slots.back());
      stmt.slots.back().name = SlotName::Actor;
    }
    add_speakers(draft, &stmt);
    complete(draft, &stmt);
    settle_times(draft, &stmt);
    if (accuses_itself(stmt)) return;
    if (stmt.modality == Modality::Actual && is_past_news(stmt)) stmt.modality = Modality::Historical;
    quote_item(draft, &stmt);
    std::stable_sort(stmt.slots.begin(), stmt.slots.end(), [](const model::Slot& a, const model::Slot& b) {
      return std::tie(a.name, a.span.begin) < std::tie(b.name, b.span.begin);
    });
    const std::string score = std::string(rule.value("score"));
    stmt.score = score.empty()
                     ? 0.8f
                     : std::min(1.0f, std::max(0.0f, static_cast<float>(std::atoi(score.c_str())) / 100.0f));
    if (draft.trigger == last_trigger_ && stmt.type == last_attack_ && !draft.followed) keep_scene(stmt);
    note_scene(draft, stmt);
    stmt.id = model::statement_id(work_.doc.sha256(), stmt);
    parts_.statements.push_back(std::move(stmt));
  }

  // Record-model 4 rule 1 with the tree's knowledge of mode: a weekday, or a day or month without its year,
  // of what is to come lies ahead, and of what is told as done lies behind, whatever words stand near it
  // ("flouted by gunmen since Friday", "was dead by January").
  void settle_times(const Draft& draft, model::Statement* stmt) const {
    const auto published = ground::first_day(parts_.published.edtf);
    if (!published) return;
    const rules::Rule& rule = set_.rules()[draft.rule];
    const model::Xpos xpos = work_.token(draft.trigger).xpos;
    // "The truce runs out at noon on Friday": a dated start or end told in the present is to come.
    const bool starts = stmt->kind == StatementKind::Stage && rule.value("ahead") == "yes" &&
                        (xpos == model::Xpos::VBZ || xpos == model::Xpos::VBP) &&
                        !has_dependent(draft.trigger, Relation::Aux);
    const bool scheduled = starts && stmt->modality == Modality::Actual;
    constexpr std::int64_t kHalfYear = 183;
    for (model::Slot& slot : stmt->slots) {
      auto* time = std::get_if<model::TimeValue>(&slot.value);
      if (time == nullptr || (slot.name != SlotName::Date && slot.name != SlotName::Deadline)) continue;
      // Which week is meant, the words may say themselves.
      const std::string parts = time->rule + "+";
      const bool weekday =
          parts.find("weekday/1+") != std::string::npos && parts.find("+next+") == std::string::npos &&
          parts.find("+last+") == std::string::npos && parts.find("+week+") == std::string::npos;
      const bool calendar = time->rule.find("month/1") != std::string::npos;
      if (!weekday && !calendar) continue;
      if (calendar) settle_year(draft, *published, time);
      auto day = ground::first_day(time->edtf);
      if (!day) continue;
      auto off = ground::day_number(*day) - ground::day_number(*published);
      // "takes full effect on August 3" in a report of June: the day without its year is the next one.
      if (starts && calendar && off < -kHalfYear && !names_year(draft, *time)) {
        shift(time, 0, 1);
        day = ground::first_day(time->edtf);
        if (!day) continue;
        off = ground::day_number(*day) - ground::day_number(*published);
        if (off > 0 && stmt->modality == Modality::Historical) stmt->modality = Modality::Planned;
      }
      if (scheduled && (weekday || off > 0)) stmt->modality = Modality::Planned;
      // "had been due to start on Monday": it was to come then, not now.
      const bool ahead = stmt->modality != Modality::Actual && stmt->modality != Modality::Historical &&
                         stmt->modality != Modality::Negated && stmt->modality != Modality::Denied &&
                         !told_in_past_perfect(draft.trigger);
      if (weekday) {
        if (ahead && off < 0 && off > -7) shift(time, 7, 0);
        if (!ahead && off > 0 && off <= 7 && stmt->modality != Modality::Negated) shift(time, -7, 0);
      } else if (!ahead && off > 0 && stmt->kind != StatementKind::Provision &&
                 stmt->modality != Modality::Negated && time->rule.find("+ahead") != std::string::npos &&
                 time->bound != "until" && time->bound != "by" && time->bound != "before") {
        shift(time, 0, -1);
      }
    }
  }
  bool names_year(const Draft& draft, const model::TimeValue& time) const {
    const model::Sentence& sent = work_.analysis.sentences()[draft.sentence];
    return work_.analysis.span(sent.tokens).of(work_.text()).find(time.edtf.substr(0, 4)) !=
           std::string_view::npos;
  }
  // A day or month whose year was taken from a date told in an earlier sentence ("On 27 July" after "the
  // decision of 2016") is one of the year before the report, as in all news, where that one is near.
  void settle_year(const Draft& draft, ground::Date published, model::TimeValue* time) const {
    if (time->rule.find("+told") == std::string::npos || time->edtf.size() < 7) return;
    if (names_year(draft, *time)) return;
    const auto told = ground::first_day(time->edtf);
    if (!told || told->year >= published.year) return;
    ground::Date near = *told;
    near.year = published.year;
    const bool month = time->rule.starts_with("month");
    if (ground::day_number(near) > ground::day_number(published)) --near.year;
    const auto back = ground::day_number(published) - ground::day_number(near);
    if (near.year > told->year && back <= (month ? 200 : 150)) shift(time, 0, near.year - told->year);
  }
  bool told_in_past_perfect(std::uint32_t at) const {
    for (int steps = 0; steps < 8; ++steps) {
      for (std::uint32_t child : work_.analysis.dependents(at)) {
        if (work_.token(child).relation == Relation::Aux && words_.earlier.contains(work_.form(child)))
          return true;
      }
      if (work_.token(at).head == at) return false;
      at = work_.token(at).head;
    }
    return false;
  }
  // Moves every day of the value; a clock time stays.
  static void shift(model::TimeValue* time, int days, int years) {
    const auto move = [&](std::string* text) {
      if (text->size() < 7) return;
      if (years != 0) {
        const auto first = ground::first_day(text->substr(0, text->find('/')));
        if (first) text->replace(0, 4, ground::print_year(first->year + years));
      }
      if (days != 0 && text->size() >= 10) {
        const auto day = ground::first_day(text->substr(0, 10));
        if (day) *text = ground::print_day(ground::add_days(*day, days)) + text->substr(10);
      }
    };
    move(&time->edtf);
    move(&time->min);
    move(&time->max);
    time->rule += "+mode";
  }

  // Day and place of an attack, for the sentences that go on about it.
  void keep_scene(const model::Statement& attack) {
    last_place_.reset();
    last_date_.reset();
    for (const model::Slot& slot : attack.slots) {
      const bool place =
          slot.name == SlotName::Place && std::holds_alternative<model::PlaceValue>(slot.value);
      if (!place && slot.name != SlotName::Date) continue;
      std::optional<model::Slot>& kept = place ? last_place_ : last_date_;
      if (kept.has_value()) continue;
      kept = slot;
      kept->text.clear();
      kept->span = {};
      kept->raw = {};
      if (auto* value = std::get_if<model::PlaceValue>(&kept->value)) value->rule = "discourse/1";
      if (auto* value = std::get_if<model::TimeValue>(&kept->value)) value->rule = "discourse/1";
    }
  }

  // Rule 7 of section 4: what happened more than two months before the report is background, not news.
  bool is_past_news(const model::Statement& stmt) const {
    return std::any_of(stmt.slots.begin(), stmt.slots.end(), [&](const model::Slot& slot) {
      const auto* time = std::get_if<model::TimeValue>(&slot.value);
      return slot.name == SlotName::Date && time != nullptr && is_long_ago(*time);
    });
  }
  bool is_long_ago(const model::TimeValue& time) const {
    const auto published = ground::first_day(parts_.published.edtf);
    if (!published || time.max.empty()) return false;
    const auto last = ground::last_day(time.edtf);
    return last && ground::day_number(*last) + 60 < ground::day_number(*published);
  }
  bool is_long_ago(const model::Mention& mention) const {
    const auto* time = std::get_if<model::TimeValue>(&mention.value);
    return time != nullptr && is_long_ago(*time);
  }

  static const model::Slot* first_of(const model::Statement& stmt, SlotName name) {
    for (const model::Slot& slot : stmt.slots) {
      if (slot.name == name) return &slot;
    }
    return nullptr;
  }
  static std::string value_key(const model::Slot& slot) {
    if (const auto* actor = std::get_if<model::ActorValue>(&slot.value);
        actor != nullptr && !actor->id.empty())
      return actor->id;
    if (const auto* place = std::get_if<model::PlaceValue>(&slot.value);
        place != nullptr && !place->id.empty())
      return place->id;
    if (const auto* time = std::get_if<model::TimeValue>(&slot.value)) return time->edtf;
    if (const auto* number = std::get_if<model::Quantity>(&slot.value)) {
      return std::to_string(number->low.value_or(-1)) + "/" + std::to_string(number->high.value_or(-1));
    }
    return slot.text;
  }
  // Nothing in one contradicts the other; returns how many slots agree, or -1.
  static int agreement(const model::Statement& a, const model::Statement& b) {
    int same = 0;
    for (const SlotName name : {SlotName::Date, SlotName::Place, SlotName::Actor, SlotName::Deaths,
                                SlotName::Injured, SlotName::Count, SlotName::Target}) {
      const model::Slot* left = first_of(a, name);
      const model::Slot* right = first_of(b, name);
      if (left == nullptr || right == nullptr) continue;
      if (value_key(*left) == value_key(*right)) {
        ++same;
      } else if (name == SlotName::Place && (left->text.empty() || right->text.empty())) {
        continue;  // inferred
      } else {
        return -1;
      }
    }
    return same;
  }

  void finish() {
    auto& all = parts_.statements;
    std::stable_sort(all.begin(), all.end(), [](const model::Statement& a, const model::Statement& b) {
      return std::tie(a.evidence.span, a.kind, a.type, a.id) <
             std::tie(b.evidence.span, b.kind, b.type, b.id);
    });
    // Content ids may fall together when two rules tell the same words alike.
    std::set<std::string> ids;
    std::erase_if(all, [&](const model::Statement& stmt) { return !ids.insert(stmt.id).second; });
    for (model::Statement& stmt : all) {
      const bool side = stmt.section != model::SectionKind::Body;
      for (const model::Statement& other : all) {
        if (&other == &stmt || other.kind != stmt.kind || other.type != stmt.type || !other.same_as.empty())
          continue;
        if (side ? other.section != model::SectionKind::Body
                 : (other.section != model::SectionKind::Body || !(other.evidence.span < stmt.evidence.span)))
          continue;
        const int same = agreement(stmt, other);
        // A heading repeats the body unless something contradicts; two tellings in the body need three slots
        // in common, one of them the day.
        const model::Slot* day = first_of(stmt, SlotName::Date);
        const model::Slot* other_day = first_of(other, SlotName::Date);
        const bool same_day =
            day != nullptr && other_day != nullptr && value_key(*day) == value_key(*other_day);
        if (side ? same >= 0 : (same >= 3 && same_day && stmt.kind == StatementKind::Incident)) {
          stmt.same_as = other.id;
          break;
        }
      }
    }
  }

  const rules::RuleSet& set_;
  const ClassWords& words_;
  const std::map<std::string, std::string, std::less<>>& speaker_roles_;
  Work& work_;
  model::ReadingParts& parts_;
  rules::Matcher matcher_;
  Scenes scenes_;
  const model::Mention* home_country_ = nullptr;
  model::Span dateline_;  // empty where the report has none
  std::vector<Speech> speeches_;
  std::vector<OrderedSpeech> ordered_;
  std::optional<std::uint32_t> turn_;  // who speaks in a transcript
  std::vector<std::pair<std::uint32_t, Cue>> cues_;
  std::vector<std::uint32_t> last_speakers_, next_speakers_;
  std::uint32_t last_person_ = kNoToken;  // the last of them that "he" can be
  std::uint32_t last_body_ = kNoToken;    // the last of them that "it" can be
  std::uint32_t last_block_ = 0;
  std::string last_attack_;  // type of the attack told last, in the sentence below
  bool last_open_ = false;   // it was by means that nobody named
  std::uint32_t last_attack_sentence_ = 0;
  std::uint32_t last_trigger_ = 0;
  std::optional<model::Slot> last_place_, last_date_;  // of that attack
  bool quote_open_ = false, any_quote_ = false, starts_quoted_ = false, continued_ = false, limit_ = false;
};

model::ReadingParts describe(const model::Document& doc, const ReportMeta& meta) {
  const model::DocumentParts& page = doc.parts();
  model::ReadingParts out;
  out.report_id = "rp-" + doc.sha256().substr(0, 16);
  out.source = page.source;
  out.sha256 = doc.sha256();
  out.text_sha256 = doc.text_sha256();
  out.url = meta.url.empty() ? page.url : meta.url;
  out.canonical_url = page.canonical_url;
  out.title = page.title;
  out.outlet = meta.outlet.empty() ? page.outlet : meta.outlet;
  out.language = page.language;
  out.dateline = page.dateline_place;
  out.agency = page.agency;
  for (const model::Author& author : page.authors) out.authors.push_back(author.name);
  out.genre = page.genre;
  out.paywalled = page.paywalled;
  out.published = resolve_published(doc, meta.published);
  out.modified = resolve_modified(doc);
  out.tool = meta.tool;
  out.blocks = page.blocks;
  for (const model::Block& block : page.blocks) out.block_raws.push_back(doc.raw_span(block.span));
  out.diagnostics = page.diagnostics;
  if (out.published.basis == model::DateBasis::Unknown) {
    out.diagnostics.push_back({Code::NoDate, "no date was found on the page", 0, 0});
  } else if (out.published.basis >= model::DateBasis::Comments) {
    out.diagnostics.push_back({Code::DateInferred,
                               "published " + out.published.edtf + " by " + out.published.rule,
                               out.published.raw.begin, out.published.raw.end});
  }
  return out;
}

bool is_english(std::string_view language) { return language == "en" || language.starts_with("en-"); }

// What a report says of deals, and in which of its sentences.
struct DealTalk {
  bool told = false;
  std::vector<bool> sentences;
};

// A report tells of a truce or a deal between armed sides when some sentence holds a topic, or a weak one
// ("agreement", "pause") and some sentence names an armed side, by a known name or by a word for one.
DealTalk find_deal_talk(const rules::RuleSet& set, const Work& work) {
  rules::Matcher matcher(set, work.analysis, work.text(), work.flags);
  std::vector<rules::Match> found;
  DealTalk out;
  out.sentences.resize(work.analysis.sentences().size(), false);
  bool weak = false, armed = false;
  for (std::uint32_t i = 0; i < out.sentences.size(); ++i) {
    if (!matcher.may_match(i, static_cast<std::uint32_t>(Layer::Topic))) continue;
    found.clear();
    matcher.match(i, static_cast<std::uint32_t>(Layer::Topic), &found);
    for (const rules::Match& match : found) {
      const std::string_view topic = set.rules()[match.rule].value("topic");
      if (topic == "armed") {
        armed = true;
        continue;
      }
      out.sentences[i] = true;
      if (topic == "weak") {
        weak = true;
      } else {
        out.told = true;
      }
    }
  }
  if (out.told || !weak) return out;
  out.told =
      armed || std::any_of(work.mentions.begin(), work.mentions.end(), [](const model::Mention& mention) {
        const auto* actor = std::get_if<model::ActorValue>(&mention.value);
        using Type = model::ActorType;
        return actor != nullptr &&
               (actor->type == Type::ArmedGroup || actor->type == Type::ForeignArmedGroup ||
                actor->type == Type::ProGovernmentMilitia || actor->type == Type::StateForces);
      });
  return out;
}

// Sets a flag on all that stands so many sentences before and after one that speaks.
void mark_around(const std::vector<bool>& speaking, std::size_t before, std::size_t after, Flag flag,
                 Work* work) {
  const auto sentences = work->analysis.sentences();
  std::size_t next = 0;
  for (std::size_t i = 0; i < sentences.size(); ++i) {
    if (!speaking[i]) continue;
    next = std::max(next, i - std::min(i, before));
    for (; next < sentences.size() && next <= i + after; ++next) {
      for (std::uint32_t at = sentences[next].tokens.begin; at < sentences[next].tokens.end; ++at)
        work->flags[at] |= bit(flag);
    }
  }
}

// Whether a paragraph opens as an item does: "1. ", "2) ", "(a) ", "iv. ", "- ".
bool opens_as_item(std::string_view text) {
  for (const std::string_view mark : {"- ", "– ", "— ", "• ", "* ", "· "}) {
    if (text.starts_with(mark)) return true;
  }
  constexpr std::size_t kLabel = 4;  // "viii"
  std::size_t at = text.starts_with("(") ? 1 : 0, label = 0;
  const bool bracket = at == 1;
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const auto is_numeral = [](char c) { return c == 'i' || c == 'v' || c == 'x'; };
  if (at < text.size() && is_digit(text[at])) {
    while (at + label < text.size() && label < 2 && is_digit(text[at + label])) ++label;
  } else {
    while (at + label < text.size() && label < kLabel && is_numeral(text[at + label])) ++label;
    if (label == 0 && at < text.size() && text[at] >= 'a' && text[at] <= 'z') label = 1;
  }
  at += label;
  if (label == 0 || at + 1 >= text.size() || text[at + 1] != ' ') return false;
  return text[at] == ')' || (text[at] == '.' && !bracket);
}

// Marks the terms of a deal that a report lists, as blogs and ministries print them: the items behind a
// lead-in that names a deal or its points and ends in a colon. What stands there in the present is to come.
void mark_clauses(const ClassWords& words, Work* work) {
  const auto sentences = work->analysis.sentences();
  const auto blocks = work->doc.blocks();
  bool leads = false;
  for (std::size_t i = 0; i < sentences.size();) {
    std::size_t end = i;
    while (end < sentences.size() && sentences[end].block == sentences[i].block) ++end;
    const model::Block& block = blocks[sentences[i].block];
    const std::string_view text = block.span.of(work->text());
    const bool item = block.type == model::BlockType::ListItem || opens_as_item(text);
    if (item && leads) {
      for (std::uint32_t at = sentences[i].tokens.begin; at < sentences[end - 1].tokens.end; ++at)
        work->flags[at] |= bit(Flag::Clause) | bit(Flag::Listed);
    } else if (!item) {
      const model::Sentence& last = sentences[end - 1];
      leads = text.ends_with(":") && !text.ends_with("::");
      bool named = false;
      for (std::uint32_t at = last.tokens.begin; at < last.tokens.end && !named; ++at)
        named = words.terms_words.contains(work->analysis.lemma(at));
      leads = leads && named;
    }
    i = end;
  }
}

// Marks what stands near words of a deal. Releases, departures and repairs of every day are told like terms;
// what tells them apart is whether anybody speaks of a deal, of talks or of a demand there (of 129 provisions
// that were read on 533 articles of FA-KES and messages of MUC, 19 had no such word within these sentences;
// one was a term). What was carried out is a step of a deal only where the deal itself is named close by.
void mark_near_deal(const ClassWords& words, const DealTalk& talk, Work* work) {
  constexpr std::size_t kNearBefore = 1, kNearAfter = 4, kHereBefore = 1, kHereAfter = 3;
  const auto sentences = work->analysis.sentences();
  std::vector<bool> near = talk.sentences, here(sentences.size(), false);
  for (std::size_t i = 0; i < sentences.size(); ++i) {
    for (std::uint32_t at = sentences[i].tokens.begin; at < sentences[i].tokens.end; ++at) {
      const std::string_view lemma = work->analysis.lemma(at);
      const bool listed = (work->flags[at] & bit(Flag::Listed)) != 0;
      if (listed || words.deal_words.contains(lemma)) near[i] = true;
      if (listed || words.deal_names.contains(lemma)) here[i] = true;
    }
  }
  mark_around(near, kNearBefore, kNearAfter, Flag::DealNear, work);
  mark_around(here, kHereBefore, kHereAfter, Flag::DealHere, work);
}

// "Terrorist groups", "masked men", "men with rifles": what rules ask of an armed side holds for a noun of
// several that such a word qualifies, though it names no known side.
void mark_bands(const ClassWords& words, Work* work) {
  const auto tokens = work->analysis.tokens();
  for (std::uint32_t at = 0; at < tokens.size(); ++at) {
    if (tokens[at].upos != Upos::NOUN || work->flags[at] != 0 ||
        !words.bands.contains(work->analysis.lemma(at)))
      continue;
    for (const std::uint32_t child : work->analysis.dependents(at)) {
      const Relation how = tokens[child].relation;
      const bool before = child < at && (how == Relation::Amod || how == Relation::Compound);
      if (!before && how != Relation::Nmod) continue;
      if ((before && (work->flags[child] & bit(Flag::Armed)) != 0) ||
          words.armed_marks.contains(work->analysis.lemma(child))) {
        work->flags[at] |= bit(Flag::Armed);
        break;
      }
    }
  }
}

// True when the report tells of fighting: words for attacks stand in it twice, and an armed side is named.
// There the dead are dead of violence, though their sentence names no attack.
bool tells_of_fighting(const ClassWords& words, const Work& work) {
  const auto tokens = work.analysis.tokens();
  bool armed = false;
  int attacks = 0;
  for (std::uint32_t at = 0; at < tokens.size() && !(armed && attacks >= 2); ++at) {
    if (tokens[at].upos != Upos::NOUN && tokens[at].upos != Upos::VERB && tokens[at].upos != Upos::PROPN)
      continue;
    armed =
        armed || (work.flags[at] & bit(Flag::Armed)) != 0 || words.forces.contains(work.analysis.lemma(at));
    if (attacks < 2 && words.attack_words.contains(work.analysis.lemma(at))) ++attacks;
  }
  return armed && attacks >= 2;
}

// True of a speech, a communique or an article in its author's name: outside of quotation marks "we" or "I"
// stands in three sentences and in one of six. Whatever such a text judges or asks for is what its author
// says. (Of the MUC-3 DEV messages that name themselves speech, communique or editorial most have it in every
// second sentence; agency reports have it in none.)
bool speaks_for_itself(const ClassWords& words, const Work& work) {
  std::size_t own = 0;
  const auto sentences = work.analysis.sentences();
  for (const model::Sentence& sent : sentences) {
    for (std::uint32_t at = sent.tokens.begin; at < sent.tokens.end; ++at) {
      // A sentence that the gate kept closed has no tags: its forms tell.
      std::string word(work.form(at));
      for (char& c : word) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
      if ((work.flags[at] & bit(Flag::Quoted)) != 0 || !words.speaker_words.contains(word)) continue;
      ++own;
      break;
    }
  }
  return (own >= 3 && own * 6 >= sentences.size()) || (own >= 2 && own * 4 >= sentences.size());
}

// From "The foreign secretary said:" on, somebody speaks though no quotation marks say so.
void mark_announced(const ClassWords& words, Work* work) {
  bool speaks = false;
  const auto sentences = work->analysis.sentences();
  for (std::uint32_t i = 0; i < sentences.size(); ++i) {
    speaks = speaks || (i > 0 && announced_by(*work, words, i - 1).has_value());
    if (!speaks || announced_by(*work, words, i)) continue;
    for (std::uint32_t at = sentences[i].tokens.begin; at < sentences[i].tokens.end; ++at)
      work->flags[at] |= bit(Flag::OwnVoice);
  }
}

// Mentions, flags and topic of a report.
void prepare(const rules::RuleSet& set, const ClassWords& words, model::Mentions mentions, Work* work) {
  index_mentions(work, std::move(mentions));
  mark_bands(words, work);
  const DealTalk talk = find_deal_talk(set, *work);
  const std::uint32_t topic = (talk.told ? bit(Flag::DealReport) : 0u) |
                              (tells_of_fighting(words, *work) ? bit(Flag::ConflictReport) : 0u) |
                              (speaks_for_itself(words, *work) ? bit(Flag::OwnVoice) : 0u);
  mark_announced(words, work);
  if (topic == 0) return;
  for (std::uint32_t& flags : work->flags) flags |= topic;
  if (!talk.told) return;
  mark_clauses(words, work);
  mark_near_deal(words, talk, work);
}

bool any_trigger(const rules::RuleSet& set, const model::Document& doc, const model::Analysis& analysis) {
  const rules::Matcher matcher(set, analysis, doc.text(), {});
  for (std::uint32_t i = 0; i < analysis.sentences().size(); ++i) {
    // A sentence that the gate of the language stage kept closed has no tree to match.
    if (analysis.sentences()[i].parsed && matcher.may_match(i, static_cast<std::uint32_t>(Layer::Event)))
      return true;
  }
  return false;
}

}  // namespace

Reader::Reader() = default;
Reader::Reader(Reader&&) noexcept = default;
Reader& Reader::operator=(Reader&&) noexcept = default;
Reader::~Reader() = default;

base::Result<Reader> Reader::open(const base::DataSource& data) {
  std::vector<rules::Source> sources;
  const std::vector<base::DataFile> files = data.files("rules/");
  for (const base::DataFile& file : files) {
    if (file.path.ends_with(".rules")) sources.push_back({file.path, file.bytes});
  }
  auto set = rules::RuleSet::compile(sources, environment());
  if (!set) return tl::unexpected(set.error());
  auto grounder = ground::Grounder::open(data);
  if (!grounder) return tl::unexpected(grounder.error());
  std::map<std::string, std::string, std::less<>> roles;
  auto speakers = data.file("reading/speakers.toml");
  if (!speakers) return tl::unexpected(speakers.error());
  auto rows = ground::read_data_rows(*speakers);
  if (!rows) return tl::unexpected(rows.error());
  for (const ground::TomlRow& row : *rows) {
    for (const std::string& noun : row.list("nouns")) roles[noun] = std::string(row.text("role"));
  }
  auto topic = Topic::open(data);
  if (!topic) return tl::unexpected(topic.error());
  Reader out;
  std::vector<std::string> triggers = set->trigger_words(static_cast<std::uint32_t>(Layer::Event));
  ClassWords words(*set);
  out.state_.reset(new State{std::move(*set), std::move(*grounder), std::move(roles), std::move(triggers),
                             std::move(*topic), std::move(words)});
  return out;
}

bool Reader::on_topic(const model::Document& doc) const { return state_->topic.covers(doc); }

bool Reader::may_state(std::string_view text) const {
  return rules().may_match_text(text, static_cast<std::uint32_t>(Layer::Event));
}

const std::vector<std::string>& Reader::trigger_words() const& { return state_->triggers; }
const rules::RuleSet& Reader::rules() const& { return state_->set; }

model::Reading Reader::read(const model::Document& doc, const model::Analysis& analysis,
                            const ReportMeta& meta) const {
  model::ReadingParts parts = describe(doc, meta);
  parts.diagnostics.insert(parts.diagnostics.end(), analysis.diagnostics().begin(),
                           analysis.diagnostics().end());
  const bool off_topic = meta.off_topic && is_english(parts.language);
  if (off_topic) parts.diagnostics.push_back({Code::OffTopic, "no words of conflict or truce", 0, 0});
  if (!off_topic && is_english(parts.language) && any_trigger(state_->set, doc, analysis)) {
    ground::Context context;
    context.report_date = parts.published.edtf;
    context.dateline = parts.dateline;
    Work work{doc, analysis, state_->set, {}, {}, {}, {}};
    model::Mentions mentions =
        state_->grounder.resolve(doc, analysis, context, &parts.diagnostics, &parts.main_country);
    parts.people = find_people(doc, analysis, mentions, state_->words.place_cases);
    prepare(state_->set, state_->words, std::move(mentions), &work);
    Session(state_->set, state_->words, state_->speaker_roles, &work, &parts).run();
  }
  return model::make_reading(std::move(parts), doc.text());
}

std::string Reader::explain(const model::Document& doc, const model::Analysis& analysis,
                            const ReportMeta& meta) const {
  const model::Reading reading = read(doc, analysis, meta);
  ground::Context context;
  context.report_date = reading.parts().published.edtf;
  context.dateline = reading.parts().dateline;
  Work work{doc, analysis, state_->set, {}, {}, {}, {}};
  model::Mentions mentions = state_->grounder.resolve(doc, analysis, context);
  prepare(state_->set, state_->words, std::move(mentions), &work);
  rules::Matcher matcher(state_->set, analysis, doc.text(), work.flags);
  std::string out;
  const rules::Environment names = environment();
  for (std::uint32_t i = 0; i < analysis.sentences().size(); ++i) {
    out += model::fold_space(analysis.span(analysis.sentences()[i].tokens).of(doc.text())) + "\n";
    for (std::uint32_t layer = 0; layer < names.layers.size(); ++layer) {
      std::vector<rules::Match> found;
      matcher.match(i, layer, &found);
      for (const rules::Match& match : found)
        out += names.layers[layer] + " " + rules::explain(state_->set, match, analysis, doc.text());
    }
  }
  for (const model::Statement& stmt : reading.statements()) {
    out += std::string(model::name(stmt.kind)) + "/" + stmt.type + " " +
           std::string(model::name(stmt.modality)) + " \"" + stmt.evidence.quote + "\"\n";
    for (const model::Slot& slot : stmt.slots) {
      out += "  " + std::string(model::name(slot.name)) + ": " + slot.text;
      if (const auto* actor = std::get_if<model::ActorValue>(&slot.value)) out += " = " + actor->name;
      if (const auto* place = std::get_if<model::PlaceValue>(&slot.value)) out += " = " + place->name;
      if (const auto* time = std::get_if<model::TimeValue>(&slot.value)) out += " = " + time->edtf;
      if (const auto* number = std::get_if<model::Quantity>(&slot.value))
        out += " " + std::string(model::name(number->op)) +
               std::to_string(number->best.value_or(number->low.value_or(-1)));
      out += "\n";
    }
  }
  return out;
}

}  // namespace hudna::reading
