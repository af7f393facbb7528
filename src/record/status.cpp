#include "record/status.h"

#include <algorithm>

namespace hudna::record {

using model::Compliance;
using model::Modality;
using model::StatementId;

namespace {

// How far along a deal an event puts it; of two events on one day the further one counts.
int progress(const std::string& type) {
  if (type == "proposed") return 0;
  if (type == "negotiating") return 1;
  if (type == "agreed") return 2;
  if (type == "signed") return 3;
  if (type == "in_force") return 4;
  if (type == "implemented_step" || type == "resumed" || type == "extended") return 5;
  if (type == "suspended") return 6;
  return 7;
}

bool ends(const std::string& type) {
  return type == "completed" || type == "expired" || type == "collapsed" || type == "declared_over" ||
         type == "never_effective" || type == "superseded";
}

// What reports say of a term up to a day.
struct Told {
  const model::ComplianceEvidence* latest = nullptr;
  const model::ComplianceEvidence* done = nullptr;    // the latest that says some or all of it was done
  const model::ComplianceEvidence* undone = nullptr;  // … that it was not
  Day day = kOpenPast;
  Compliance state = Compliance::NoReport;
  std::string part;
};

bool says_undone(Compliance state) { return state == Compliance::NotDue || state == Compliance::Overdue; }

Told gather(const model::RecordParts& record, const model::ProvisionRow& row, Day day,
            std::vector<StatementId>* statements) {
  Told out;
  Day done_day = kOpenPast, undone_day = kOpenPast;
  for (const model::ComplianceEvidence& evidence : row.evidence) {
    const Day at = find_day(evidence.day).value_or(kOpenFuture);
    if (at > day) continue;
    statements->push_back(evidence.statement);
    if (at >= out.day) out.latest = &evidence, out.day = at;
    if (says_undone(evidence.state)) {
      if (at >= undone_day) out.undone = &evidence, undone_day = at;
    } else if (at > done_day || out.done == nullptr || out.done->state != Compliance::Fulfilled) {
      // Of two that tell of one day, the one that says it is complete counts.
      if (at >= done_day) out.done = &evidence, done_day = at;
    }
    if (!evidence.part.empty()) out.part = evidence.part;
  }
  // What is carried out is told again in later reports, mostly without its day: the first one tells when.
  if (out.done != nullptr && out.done->state == Compliance::Fulfilled && done_day >= undone_day) {
    for (const model::ComplianceEvidence& evidence : row.evidence) {
      const Day at = find_day(evidence.day).value_or(kOpenFuture);
      if (evidence.state == Compliance::Fulfilled && at > undone_day) out.day = std::min(out.day, at);
    }
  }
  if (out.latest == nullptr) return out;
  out.state = out.done != nullptr && done_day >= undone_day ? out.done->state : out.latest->state;
  if (out.done == nullptr || out.undone == nullptr) return out;
  const std::string &by = record.statements[out.done->statement].speaker,
                    &against = record.statements[out.undone->statement].speaker;
  const bool two_voices = !by.empty() && !against.empty() && by != against;
  if (undone_day == done_day && (two_voices || out.done->state == Compliance::Fulfilled))
    out.state = Compliance::Disputed;
  else if (undone_day >= done_day && out.done->state != Compliance::Fulfilled)
    out.state = Compliance::Partial;  // "two groups left, a third has not"
  return out;
}

// Whether the words of the day say that the deal stands.
bool upholds(const std::string& type) {
  return type == "in_force" || type == "implemented_step" || type == "resumed" || type == "extended";
}

// A truce of 72 hours is over when they are, unless a source tells that it was extended or still holds: nobody announces that
// a term ran out.
void end_by_term(const model::RecordParts& record, const model::AgreementRow& row, Day day, Status* out) {
  const std::string& state = out->state;
  if (state != "in_force" && state != "agreed" && state != "signed") return;
  if (!row.term || !row.effective) return;
  const auto length = find_duration_days(row.term->value.iso);
  const DayRange start = range_of(row.effective->value);
  if (!length || *length > 40000 || !start.bounded() || start.min > day) return;
  const Day end = start.max + static_cast<Day>(*length);
  for (const model::StageId id : row.stages) {
    const model::StageRow& stage = record.stages[id];
    if (stage.modality != Modality::Actual) continue;
    const DayRange range = range_of(stage.time);
    const Day at = range.min != kOpenPast ? range.min : range.max;
    if (at > day || at == kOpenPast) continue;
    if (stage.type == "extended" || (upholds(stage.type) && at > end)) return;
  }
  out->term_end = print_day(end);
  out->term_statements = row.term->statements;
  out->term_statements.insert(out->term_statements.end(), row.effective->statements.begin(), row.effective->statements.end());
  std::sort(out->term_statements.begin(), out->term_statements.end());
  out->term_statements.erase(std::unique(out->term_statements.begin(), out->term_statements.end()),
                             out->term_statements.end());
  if (day <= end) return;
  out->state = "expired";
  out->since = out->term_end;
  out->by_term = true;
  out->talks_ongoing = false;
}

}  // namespace

Status status_as_of(const model::RecordParts& record, model::AgreementId agreement, Day day) {
  const model::AgreementRow& row = record.agreements[agreement];
  Status out;
  out.state = "no_report";
  Day since = kOpenPast;
  bool later_only = false;
  Day talks = kOpenPast;
  for (const model::StageId id : row.stages) {
    const model::StageRow& stage = record.stages[id];
    if (stage.modality != Modality::Actual && stage.modality != Modality::Historical) continue;
    const DayRange range = range_of(stage.time);
    // An event known to a month counts from its first day; one without any date cannot be placed.
    const Day at = range.min != kOpenPast ? range.min : range.max;
    if (at == kOpenFuture || at == kOpenPast) continue;
    if (at > day) {
      later_only = true;
      continue;
    }
    if (stage.type == "violated") {
      out.claimed_violated = true;
      out.violation_statements.insert(out.violation_statements.end(), stage.statements.begin(),
                                      stage.statements.end());
      continue;
    }
    if (stage.type == "denied") continue;
    if (stage.type == "negotiating" || stage.type == "proposed") talks = std::max(talks, at);
    // Talks after a deal is in force are about its terms; they do not undo it. "Agreed" known only to a month
    // that began before the truce does not either.
    const bool talks_stage = progress(stage.type) < 2;
    if (out.event.valid() && talks_stage && progress(record.stages[out.event].type) >= 2) continue;
    // Steps may be told after the end ("the arms that were handed over"); they open no deal again.
    if (out.event.valid() && ends(record.stages[out.event].type) && stage.type == "implemented_step")
      continue;
    const bool further = !out.event.valid() ||
                         progress(stage.type) > progress(record.stages[out.event].type) ||
                         (progress(stage.type) >= 5 && at > since);
    if (!further) continue;
    out.event = id;
    out.state = ends(stage.type)                                              ? stage.type
                : stage.type == "implemented_step" || stage.type == "resumed" ? "in_force"
                                                                              : stage.type;
    out.since = print_day(at);
    since = at;
  }
  // A step carried out does not say since when the deal is in force.
  if (out.state == "in_force" || out.state == "extended") {
    for (const model::StageId id : row.stages) {
      const model::StageRow& stage = record.stages[id];
      const DayRange range = range_of(stage.time);
      if (stage.type == "in_force" && stage.modality == Modality::Actual && range.min != kOpenPast &&
          range.min <= day) {
        out.since = print_day(range.min);
        break;
      }
    }
  }
  if (!out.event.valid() && later_only) out.state = "not_yet";
  out.talks_ongoing = out.event.valid() && talks != kOpenPast && talks >= since &&
                      progress(record.stages[out.event].type) >= 2 && !ends(record.stages[out.event].type);
  end_by_term(record, row, day, &out);
  Day last = kOpenPast;
  for (const model::ReportId id : row.reports) {
    const Day at = find_day(record.reports[id].first_day).value_or(kOpenFuture);
    if (at <= day) last = std::max(last, at);
  }
  for (const model::ProvisionId provision : row.provisions) {
    for (const model::ComplianceEvidence& evidence : record.provisions[provision].evidence) {
      const Day at = find_day(evidence.day).value_or(kOpenFuture);
      if (at <= day) last = std::max(last, at);
    }
  }
  if (last != kOpenPast) {
    out.last_evidence = print_day(last);
    out.evidence_age_days = std::int64_t{day} - last;
  }
  std::sort(out.violation_statements.begin(), out.violation_statements.end());
  return out;
}

ComplianceStatus compliance_as_of(const model::RecordParts& record, model::ProvisionId provision, Day day,
                                  model::DeadlineId deadline) {
  const model::ProvisionRow& row = record.provisions[provision];
  ComplianceStatus out;
  // The deadline that decides: the given one, else the most binding, then the earliest.
  if (!deadline.valid()) {
    for (const model::DeadlineId id : row.deadlines) {
      if (!deadline.valid()) {
        deadline = id;
        continue;
      }
      const model::DeadlineRow& a = record.deadlines[id];
      const model::DeadlineRow& b = record.deadlines[deadline];
      if (a.hardness < b.hardness || (a.hardness == b.hardness && range_of(a.due).max < range_of(b.due).max))
        deadline = id;
    }
  }
  DayRange due;
  bool has_due = false;
  if (deadline.valid()) {
    due = range_of(record.deadlines[deadline].due);
    out.due = record.deadlines[deadline].due.edtf;
    has_due = due.max != kOpenFuture;
  }
  out.as_of = print_day(day);
  const Told told = gather(record, row, day, &out.statements);
  std::sort(out.statements.begin(), out.statements.end());
  out.statements.erase(std::unique(out.statements.begin(), out.statements.end()), out.statements.end());
  if (has_due && day > due.max) out.days_late = std::int64_t{day} - due.max;
  if (has_due && day <= due.max) out.days_left = std::int64_t{due.max} - day;
  if (told.latest != nullptr) {
    out.reported = true;
    out.begun = told.done != nullptr;
    out.part = told.part;
    out.state = told.state;
    const Day last = find_day(told.latest->day).value_or(day);
    out.told = print_day(last);
    if (out.state == Compliance::Fulfilled && has_due && told.day > due.max) {
      out.state = Compliance::FulfilledLate;
      out.days_late = std::int64_t{told.day} - due.max;
    } else if (out.state == Compliance::Fulfilled) {
      out.days_late = std::nullopt;
    } else if (has_due && day > due.max &&
               (out.state == Compliance::InProgress || out.state == Compliance::NotDue)) {
      // Under way or not yet done at the last report, and the day has passed since.
      out.state = Compliance::Overdue;
    }
    // Who said before the day that it is not done yet told of no delay.
    if (out.state == Compliance::Overdue && !out.begun && has_due && last <= due.max) out.reported = false;
    return out;
  }
  if (!has_due) {
    out.state = Compliance::NoReport;
  } else if (day > due.max) {
    out.state = Compliance::Overdue;
  } else if (due.min != kOpenPast && day < due.min) {
    out.state = Compliance::NotDue;
  } else {
    // "By 10 September" is due on its last day; before that it is still ahead.
    out.state = due.min == kOpenPast && day < due.max ? Compliance::NotDue : Compliance::Due;
  }
  return out;
}

std::string print(const ComplianceStatus& status) {
  const auto days = [](std::int64_t n) { return std::to_string(n) + (n == 1 ? " day" : " days"); };
  const std::string part = status.part.empty() ? std::string() : " (" + status.part + ")";
  std::string out;
  switch (status.state) {
    case Compliance::NotDue:
      if (status.reported) return "reported as not yet done";
      out = "not yet due";
      if (status.days_left) out += ", " + days(*status.days_left) + " left";
      return out;
    case Compliance::Due:
      return status.days_left && *status.days_left > 0 ? "due, " + days(*status.days_left) + " left"
                                                       : "due today";
    case Compliance::InProgress:
      return "under way, as reported";
    case Compliance::Fulfilled:
      return "reported as carried out" + part;
    case Compliance::FulfilledLate:
      return "reported as carried out" + part +
             (status.days_late ? ", " + days(*status.days_late) + " late" : std::string(", late"));
    case Compliance::Partial:
      return "reported as carried out in part" + part;
    case Compliance::Breached:
      return "reported as not carried out";
    case Compliance::Disputed:
      return "sources differ";
    case Compliance::Void:
      return "no longer applies";
    case Compliance::Overdue:
      out = "overdue";
      if (status.days_late) out += " by " + days(*status.days_late);
      if (!status.as_of.empty()) out += " on " + status.as_of;
      if (!status.reported)
        return out +
               (status.told.empty() ? ", no report" : ", no report since; not yet done on " + status.told);
      return out + (status.begun ? ", under way at the last report, " : ", reported as not done on ") +
             status.told;
    case Compliance::NoReport:
      return "not reported in these sources";
  }
  return out;
}

std::optional<Day> last_report_day(const model::RecordParts& record) {
  std::optional<Day> out;
  for (const model::ReportRow& row : record.reports) {
    const auto day = find_day(row.last_day);
    if (day && (!out || *day > *out)) out = day;
  }
  return out;
}

}  // namespace hudna::record
