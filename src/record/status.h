// Where does an agreement stand on a chosen day, and which of its terms are
// due, met or late? Computed from the Record's dated events; nothing here is a
// verdict: a term without news is late with no report, never breached
// (record-model 4, rules 4 and 5). Pure functions; thread-safe.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/record.h"
#include "record/days.h"

namespace hudna::record {

struct Status {
  // "in_force", "agreed", "negotiating", "ended", "extended", "disputed", … or "not_yet" before the first
  // event and "no_report" when no event has a date.
  std::string state;
  model::StageId event;           // that gives the state; may be none
  std::string since;              // day of that event; empty when unknown
  // The last day of the term that the deal was made for, counted from the day it came into force; empty when either is not
  // reported, or an extension is. Past it the state is "expired" though no source says so (`by_term`).
  std::string term_end;
  bool by_term = false;
  std::vector<model::StatementId> term_statements;  // that give the term and the day
  bool talks_ongoing = false;     // talks are reported on or after that event
  bool claimed_violated = false;  // a source alleges a violation since
  std::vector<model::StatementId> violation_statements;
  std::string last_evidence;  // day of the last statement dated on or before the day; empty when none
  std::optional<std::int64_t> evidence_age_days;
};

// The status on `day`. Events after it are left out; those without a date count from their report's date.
Status status_as_of(const model::RecordParts& record, model::AgreementId agreement, Day day);

struct ComplianceStatus {
  model::Compliance state = model::Compliance::NoReport;
  // Some statement says so; false: computed from dates alone, also where the last report stems from before
  // the day.
  bool reported = false;
  bool begun = false;                     // some of it is reported as carried out
  std::string part;                       // how much of what was promised: "412 of > 600"; empty when not told
  std::string due;                        // EDTF of the deadline that decides; empty when the term has none
  std::optional<std::int64_t> days_late;  // past the last due day
  std::optional<std::int64_t> days_left;  // before the last due day
  std::string as_of;                      // the day for which it is told
  std::string told;                       // the day of the last report of it; empty when none
  std::vector<model::StatementId> statements;
};

// Where the provision stands on `day`; with a deadline given, that one decides, else the earliest binding
// one.
ComplianceStatus compliance_as_of(const model::RecordParts& record, model::ProvisionId provision, Day day,
                                  model::DeadlineId deadline = {});

// "overdue by 1 day on 2021-03-11, no report", for a person.
std::string print(const ComplianceStatus& status);

// The day of the newest report of the record; none when no report has a date.
std::optional<Day> last_report_day(const model::RecordParts& record);

}  // namespace hudna::record
