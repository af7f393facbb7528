// What does the reading of one report work on? A Work: the frozen inputs, the
// mentions by token, the flags that rules ask for, and the matches of the
// sentence at hand. Private to src/reading; one thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/analysis.h"
#include "model/document.h"
#include "model/mention.h"
#include "model/reading.h"
#include "rules/rule_set.h"

namespace hudna::reading {

// Layers of data/rules, in the order of rules::Environment::layers.
enum class Layer : std::uint32_t { Event, Speech, Mode, Topic };
// Flags of tokens for `kind:NAME`, in the order of rules::Environment::flags.
enum class Flag : std::uint32_t {
  Actor,
  Place,
  Time,
  Quantity,
  Duration,
  Name,
  Armed,
  Person,
  Government,
  Igo,
  Media,
  Monitor,
  Civilian,
  Humanitarian,
  DealReport,
  ConflictReport,
  OwnVoice,
  Listed,
  Quoted,
  DealNear,
  DealHere,
  Clause
};
// The names that rule files use for both.
rules::Environment environment();

constexpr std::uint32_t bit(Flag flag) { return 1u << static_cast<std::uint32_t>(flag); }
// What a report, or a stretch of it, is about stands at each of its words.
constexpr std::uint32_t kReportFlags =
    bit(Flag::DealReport) | bit(Flag::ConflictReport) | bit(Flag::OwnVoice) | bit(Flag::DealNear) |
    bit(Flag::DealHere);

inline constexpr std::uint32_t kNoMention = 0xFFFFFFFFu;

struct Work {
  const model::Document& doc;
  const model::Analysis& analysis;
  const rules::RuleSet& set;
  model::Mentions mentions;
  std::vector<std::uint32_t> flags;
  // For each kind and token the index of the mention whose head it is (the longest), and of one that covers
  // it.
  std::vector<std::uint32_t> at_head[5];
  std::vector<std::uint32_t> covering[5];

  std::string_view text() const { return doc.text(); }
  const model::Token& token(std::uint32_t at) const { return analysis.tokens()[at]; }
  std::string_view form(std::uint32_t at) const { return token(at).span.of(doc.text()); }
  const model::Mention* head_mention(model::MentionKind kind, std::uint32_t at) const {
    const std::uint32_t i = at_head[static_cast<std::size_t>(kind)][at];
    return i == kNoMention ? nullptr : &mentions[i];
  }
  const model::Mention* covering_mention(model::MentionKind kind, std::uint32_t at) const {
    const std::uint32_t i = covering[static_cast<std::size_t>(kind)][at];
    return i == kNoMention ? nullptr : &mentions[i];
  }
};

// Fills mentions, their indexes and flags. Names of the Analysis count as names.
void index_mentions(Work* work, model::Mentions mentions);

// The words of a noun phrase as a reader would quote them: its head with what stands close to it, without
// leading article, further conjuncts, clauses and appositions. Never empty.
model::TokenRange phrase_of(const Work& work, std::uint32_t head);

// The words of the clause that holds a token: from its clause head, without coordinated or side clauses at
// the edges. `keep`: tokens that must stay inside.
model::Span clause_of(const Work& work, std::uint32_t token, const std::vector<std::uint32_t>& keep);

// The words of one item of an enumeration: what stands below a noun, without the items joined to it.
model::Span item_of(const Work& work, std::uint32_t noun);

// Whether a token opens or closes a quotation; a straight mark does what is due.
enum class QuoteMark { None, Opens, Closes };
QuoteMark quote_mark(std::string_view form, bool open);

// True when `at` is `above` or stands below it.
bool is_below(const Work& work, std::uint32_t at, std::uint32_t above);

}  // namespace hudna::reading
