// What do reviewers' decisions change? The log is read once: which entries are
// in force, which statements are set aside or corrected, what must be one and
// what must not. The steps of build_record ask it; the rows of the log, with
// what became of each entry, are made last. A decision names statements, so it holds for
// whatever row they are in after new reports have come.
// Rulings is for src/record only; not thread-safe. The functions are pure.
#pragma once

#include <deque>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/reading.h"
#include "model/record.h"

namespace hudna::record {

// A statement's fields that `edit` can set: type, modality, date, deadline, deaths, injured, count.
bool editable_statement_field(std::string_view field);
// Those of a row: title and kind of an agreement, type of an incident, explanation of a contradiction.
bool editable_row_field(std::string_view id, std::string_view field);
// Whether the words can be taken for that field of a statement ("2014-05-03" for date, "12" for deaths).
bool fits_field(std::string_view field, std::string_view value);
// The statement with that field set; as it is when the value does not fit.
model::Statement edit_statement(model::Statement stmt, std::string_view field, const std::string& value);

// Accept, reject, mark_disputed, defer, redact.
bool is_verdict(std::string_view decision);
// … on a row: what says something of a row and changes none.
bool is_verdict_on_row(const model::Decision& entry);
// "rv-…" of the entry that is the number-th of its log, counted from 0.
std::string decision_id(const model::Decision& entry, std::size_t number);

class Rulings {
 public:
  Rulings() = default;
  explicit Rulings(std::span<const model::Decision> log);

  // What became of each entry, in the order of the log; whether its row is still there is not asked.
  const std::vector<std::string>& effects() const { return effects_; }
  bool rejects(const std::string& statement) const { return rejected_.count(statement) != 0; }
  // The statement as corrected, or nullptr when no edit is about it. Valid as long as the Rulings.
  const model::Statement* edited(const model::Statement& stmt);
  // Splits and merges in the order of the log. An agreement's statements are found among mentions, an
  // incident's among events, so each step takes those whose target it made.
  std::vector<const model::Decision*> shapes(std::string_view prefix) const;
  // Edits of rows, and the rows of the log. Called last.
  void finish(model::RecordParts* out) const;

 private:
  std::span<const model::Decision> log_;
  std::vector<std::string> effects_;  // by entry
  std::set<std::string, std::less<>> rejected_;
  std::map<std::string, std::vector<const model::Decision*>, std::less<>> edits_;  // of statements
  std::deque<model::Statement> kept_;
};

// The verdict in force on a row or statement (accept, reject, mark_disputed, defer, redact); nullptr when
// none.
const model::ReviewRow* verdict_of(const model::RecordParts& record, std::string_view id);

}  // namespace hudna::record
