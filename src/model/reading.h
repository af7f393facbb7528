// What does one report state? A Reading: resolved metadata, sections and
// statements, each with slots, speaker chain, modality and Evidence. It stands
// alone: it can be stored, loaded and merged without its Analysis.
// Section 7 of the record model is its JSON form. Frozen after make_reading;
// moves, never copies; thread-safe to read.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "base/diagnostics.h"
#include "base/id.h"
#include "model/codes.h"
#include "model/document.h"
#include "model/span.h"
#include "model/values.h"

namespace hudna::model {

using SlotValue = std::variant<std::monostate, ActorValue, PlaceValue, TimeValue, Quantity, DurationValue>;

struct Slot {
  SlotName name = SlotName::Actor;
  std::string text;  // as reported, white space folded; may be empty when the value was inferred (the rule says how)
  Span span;         // words in the text; empty when inferred
  RawSpan raw;
  SlotValue value;
  friend bool operator==(const Slot&, const Slot&) = default;
};

// One link of record-model 2.2: who said it to whom.
struct ChainLink {
  std::string text;  // as reported
  std::string name;  // as resolved; may be empty
  std::string role;  // speaker_role code of 2.14, or "relay", "wire", "outlet"
  friend bool operator==(const ChainLink&, const ChainLink&) = default;
};

// Where a statement was read. The quote equals the text at `span`; that is
// checked when it is made and when it is loaded.
struct Evidence {
  std::string document_sha256;
  Span span;
  RawSpan raw;
  std::string quote, prefix, suffix;  // prefix, suffix: 32 code points each (2.3)
  std::string rule;                   // "rule_name@version"
  friend bool operator==(const Evidence&, const Evidence&) = default;
};

struct Statement {
  std::string id;  // "st-" + content hash: document, kind, type, span, slots
  StatementKind kind = StatementKind::Incident;
  std::string type;  // a code of data/codes
  Modality modality = Modality::Actual;
  std::vector<Slot> slots;        // ordered by slot name, then by place
  std::vector<ChainLink> chain;   // first link first; the outlet is the last
  std::string directness;         // direct_quote, paraphrase, hearsay, document (2.14)
  std::vector<std::string> certainty_words;
  Evidence evidence;
  SectionKind section = SectionKind::Body;
  std::string same_as;  // id of the statement that it repeats; may be empty
  std::string step;     // of an incident or a step: the type of term (3.1) that its act carries out; may be empty
  float score = 1.0f;
  friend bool operator==(const Statement&, const Statement&) = default;
};

struct ResolvedDate {
  std::string edtf;  // empty when unknown
  DateBasis basis = DateBasis::Unknown;
  std::string rule;  // "metadata/1", "comment-stamps+weekday/1", …
  RawSpan raw;       // what it was read from; empty for given ones
  friend bool operator==(const ResolvedDate&, const ResolvedDate&) = default;
};

// A person whom the report names. Which of them may be named outside, by what they are, is for src/export to say.
struct Person {
  std::string name;                // as written, white space folded; each name of a report once
  std::vector<std::string> roles;  // lemmas, lower case, of the words that say what the person is: "governor",
                                   // "speak for"; sorted, each once
  friend bool operator==(const Person&, const Person&) = default;
};

struct ReadingParts {
  // Report (2.1).
  std::string report_id;  // "rp-" + first 16 digits of the SHA-256 of the bytes
  std::string source;
  std::string sha256, text_sha256;
  std::string url, canonical_url, title, outlet, language, dateline, agency;
  std::vector<std::string> authors;
  Genre genre = Genre::News;
  bool paywalled = false;
  ResolvedDate published, modified;
  std::string main_country;  // ISO alpha-2 that the report is mostly about; may be empty
  std::string tool;          // "hudna/0.1.0 data/…": what read it
  std::vector<Block> blocks;
  std::vector<RawSpan> block_raws;  // one for each block
  std::vector<Statement> statements;  // ordered by span, kind, type
  std::vector<Person> people;         // ordered by name; of reports that may state something
  // Hashes of five-word runs of the body text, ascending, at most kSketchMax (then the smallest ones): tells copies and
  // rewrites of one text without the text. Filled by make_reading.
  std::vector<std::uint32_t> sketch;
  base::Diagnostics diagnostics;
  friend bool operator==(const ReadingParts&, const ReadingParts&) = default;
};

class Reading {
 public:
  Reading(Reading&&) = default;
  Reading& operator=(Reading&&) = default;
  Reading(const Reading&) = delete;
  Reading& operator=(const Reading&) = delete;

  const ReadingParts& parts() const& { return parts_; }
  std::span<const Statement> statements() const& { return parts_.statements; }

 private:
  friend Reading make_reading(ReadingParts parts, std::string_view text);
  explicit Reading(ReadingParts parts) : parts_(std::move(parts)) {}
  ReadingParts parts_;
};

// Freezes the parts. REQUIRES (checked): every quote equals `text` at its span, every slot span lies in the text;
// statement ids unique. Computes the sketch; linear in the text.
Reading make_reading(ReadingParts parts, std::string_view text);

// The sketch of ReadingParts. A bottom-k sketch (Broder 1997): exact for texts of up to kSketchMax runs, which holds
// nearly every news report; beyond, the resemblance of two sketches estimates that of the texts within 3 %.
inline constexpr std::size_t kSketchMax = 1024;
std::vector<std::uint32_t> make_sketch(std::string_view text, std::span<const Block> blocks);

// Makes Evidence with quote, prefix and suffix from the text. REQUIRES: span on code points, inside the text.
Evidence make_evidence(const Document& doc, Span span, std::string rule);

// The content id of a statement: "st-" and 16 hexadecimal digits. Independent of order and of other statements.
std::string statement_id(const std::string& document_sha256, const Statement& stmt);

// White space (also NBSP and line breaks) folded to single spaces, ends trimmed.
std::string fold_space(std::string_view text);

// Slots of one name, in order.
std::vector<const Slot*> slots_of(const Statement& stmt, SlotName name);

}  // namespace hudna::model
