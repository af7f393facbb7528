#include "app/review.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>

#include "app/build.h"
#include "app/show_words.h"
#include "record/aliases.h"
#include "record/builder.h"
#include "record/days.h"
#include "record/review.h"
#include "store/store.h"

namespace hudna::app {

using model::RecordParts;
using model::StatementId;

namespace {

constexpr std::string_view kDecisions[] = {"accept",        "edit",   "reject", "split", "merge",
                                           "mark_disputed", "redact", "defer",  "undo"};

tl::unexpected<base::Error> bad(const std::string& what) {
  return base::fail(base::Code::ArgumentBad, "", what);
}

bool starts(std::string_view text, std::string_view prefix) {
  return text.substr(0, prefix.size()) == prefix;
}

// Statements of the row of that id; empty for rows that have none of their own.
std::vector<StatementId> statements_of(const RecordParts& r, const std::string& id) {
  const auto in = [&](const auto& table) -> std::vector<StatementId> {
    for (const auto& row : table) {
      if (row.id == id) return row.statements;
    }
    return {};
  };
  if (starts(id, "ag-")) return in(r.agreements);
  if (starts(id, "in-")) return in(r.incidents);
  if (starts(id, "pv-")) return in(r.provisions);
  if (starts(id, "tl-")) return in(r.tallies);
  std::vector<StatementId> out;
  if (starts(id, "cx-")) {
    for (const model::ContradictionRow& row : r.contradictions) {
      if (row.id != id) continue;
      for (const model::Position& position : row.positions)
        out.insert(out.end(), position.statements.begin(), position.statements.end());
    }
  }
  return out;
}

std::string field_now(const RecordParts& r, const std::string& id, const std::string& field) {
  for (const model::AgreementRow& row : r.agreements) {
    if (row.id == id) return field == "title" ? row.title : row.kind;
  }
  for (const model::IncidentRow& row : r.incidents) {
    if (row.id == id) return row.type;
  }
  for (const model::ContradictionRow& row : r.contradictions) {
    if (row.id == id) return field == "explanation" ? row.explanation : row.significance;
  }
  for (const model::StatementRow& row : r.statements) {
    if (row.id != id) continue;
    if (field == "type") return row.type;
    if (field == "modality") return std::string(name(row.modality));
  }
  return {};
}

base::Result<std::string> full_id(const RecordParts& r, const std::string& given) {
  if (starts(given, "rv-")) {
    for (const model::ReviewRow& row : r.reviews) {
      if (row.id == given) return given;
    }
  } else {
    const std::vector<std::string> known = record::find_ids(r, given);
    if (known.size() == 1) return known.front();
    if (const auto now = record::find_current_id(r, given)) return *now;
    if (known.size() > 1)
      return base::fail(base::Code::IdUnknown, "", "\"" + given + "\" begins several ids");
  }
  return base::fail(base::Code::IdUnknown, "", "no row is named \"" + given + "\"");
}

// Fills target, anchors, others and field of the entry from the request, against the record.
base::Result<void> resolve(const RecordParts& r, const ReviewRequest& request, model::Decision* out) {
  auto target = full_id(r, request.target);
  if (!target) return tl::unexpected(target.error());
  out->target = *target;
  const bool shaped = starts(*target, "ag-") || starts(*target, "in-");
  const std::vector<StatementId> own = statements_of(r, *target);
  if (starts(*target, "cx-")) {
    // A contradiction is found again by its kind and any of its statements.
    for (const StatementId id : own) out->anchors.push_back(r.statements[id].id);
    for (const model::ContradictionRow& row : r.contradictions) {
      if (row.id == *target) out->before = row.kind;
    }
  } else if (!own.empty()) {
    out->anchors.push_back(r.statements[own.front()].id);
  }
  if (starts(*target, "rv-") != (out->decision == "undo"))
    return bad("undo, and only undo, takes the id of a decision (rv-…)");
  if (out->decision == "merge") {
    if (!shaped) return bad("merge takes agreements (ag-…) or incidents (in-…)");
    if (request.others.empty()) return bad("merge wants the ids of two rows or more");
    for (const std::string& given : request.others) {
      auto other = full_id(r, given);
      if (!other) return tl::unexpected(other.error());
      if (*other == *target || !starts(*other, target->substr(0, 3)))
        return bad("merge wants rows of one kind");
      const auto told = statements_of(r, *other);
      if (told.empty()) return bad(*other + " rests on no statement of this record");
      out->others.push_back(r.statements[told.front()].id);
    }
  } else if (out->decision == "split") {
    if (!shaped) return bad("split takes an agreement (ag-…) or an incident (in-…)");
    for (const std::string& given : request.others) {
      auto part = full_id(r, given);
      if (!part) return tl::unexpected(part.error());
      for (const StatementId id : own) {
        if (r.statements[id].id == *part || r.reports[r.statements[id].report].id == *part)
          out->others.push_back(r.statements[id].id);
      }
    }
    std::sort(out->others.begin(), out->others.end());
    out->others.erase(std::unique(out->others.begin(), out->others.end()), out->others.end());
    if (out->others.empty()) return bad("split wants statements (st-…) or reports (rp-…) of " + *target);
    if (out->others.size() == own.size()) return bad("split must leave something of " + *target);
  } else if (out->decision == "edit") {
    const std::size_t equals =
        request.others.size() == 1 ? request.others.front().find('=') : std::string::npos;
    if (equals == std::string::npos) return bad("edit wants field=value");
    out->field = request.others.front().substr(0, equals);
    out->after = request.others.front().substr(equals + 1);
    const bool stmt = starts(*target, "st-");
    if (stmt ? !record::editable_statement_field(out->field)
             : !record::editable_row_field(*target, out->field)) {
      return bad("the field \"" + out->field + "\" of " + *target +
                 " cannot be set; statements have type, modality, date, deadline, deaths, injured and count, "
                 "agreements "
                 "title and kind, incidents type, contradictions explanation and significance");
    }
    if (stmt ? !record::fits_field(out->field, out->after) : out->after.empty())
      return bad("\"" + out->after + "\" is no " + out->field);
    if (!starts(*target, "cx-")) out->before = field_now(r, *target, out->field);
  } else if (!request.others.empty()) {
    return bad(out->decision + " takes one id");
  }
  return {};
}

base::Result<std::unique_ptr<store::Store>> open_current(const std::string& path,
                                                         std::optional<model::Record>* record) {
  auto db = store::open_store(path, store::Mode::Write);
  if (!db) return tl::unexpected(db.error());
  auto stored = (*db)->record();
  if (!stored) return tl::unexpected(stored.error());
  if (!*stored)
    return base::fail(base::Code::ArgumentBad, path,
                      "was not merged to the end; run hudna build on it again");
  *record = std::move(*stored);
  return std::move(*db);
}

// The row's table, by the letters of its id; none for statements and entries of the log.
std::optional<store::RowKind> kind_of(const std::string& id) {
  using store::RowKind;
  for (const auto& [prefix, kind] : {std::pair<const char*, RowKind>{"ag-", RowKind::Agreement}, {"in-", RowKind::Incident},
                                     {"pv-", RowKind::Provision}, {"cx-", RowKind::Contradiction}, {"tl-", RowKind::Tally},
                                     {"cl-", RowKind::Claim}, {"dl-", RowKind::Deadline}, {"se-", RowKind::Stage}}) {
    if (starts(id, prefix)) return kind;
  }
  return std::nullopt;
}

// False when the decision must go the long way: another kind, an id that is not whole, a record that is not current.
base::Result<bool> add_verdict(store::Store* db, const ReviewRequest& request, model::Decision* entry) {
  const auto summary = db->summary();
  if (!summary) return tl::unexpected(summary.error());
  if (!summary->record_current) return false;
  auto log = db->decisions();
  if (!log) return tl::unexpected(log.error());
  auto lookup = db->lookup();
  auto part = lookup->part();
  const RecordParts& parts = part->parts();
  entry->target = request.target;
  if (entry->decision == "undo") {
    const auto found = std::find_if(log->begin(), log->end(), [&](const model::Decision& one) { return one.id == request.target; });
    if (found == log->end() || !record::is_verdict_on_row(*found) || (found->role == "second") != (entry->role == "second")) return false;
  } else {
    const auto kind = kind_of(request.target);
    if (!kind || !record::is_verdict_on_row(*entry)) return false;
    const auto read = part->read(*kind, std::vector<std::string>{request.target});
    if (!read) return tl::unexpected(read.error());
    if (read->front() == StatementId::kNone) return false;
    const std::vector<StatementId> own = statements_of(parts, request.target);
    const bool differ = *kind == store::RowKind::Contradiction;
    for (const StatementId id : own) {
      if (differ || entry->anchors.empty()) entry->anchors.push_back(parts.statements[id].id);
    }
    if (differ) entry->before = parts.contradictions[model::ContradictionId(0)].kind;
  }
  entry->id = record::decision_id(*entry, log->size());
  log->push_back(*entry);
  const record::Rulings rulings(*log);
  const auto ids = lookup->ids(store::RowKind::Review);
  if (!ids) return tl::unexpected(ids.error());
  const auto known = part->read(store::RowKind::Review, *ids);
  if (!known) return tl::unexpected(known.error());
  if (known->size() + 1 != log->size()) return false;
  std::vector<model::ReviewRow> rows;
  for (std::size_t i = 0; i < known->size(); ++i) {
    rows.push_back(parts.reviews[model::ReviewId((*known)[i])]);
    if (rows.back().id != (*log)[i].id) return false;
    // What has lost its words stays so.
    const bool gone = rows.back().now.empty() && rulings.effects()[i] == "in_force";
    rows.back().effect = gone ? "orphaned" : rulings.effects()[i];
  }
  rows.push_back({entry->id, *entry, rulings.effects().back(), entry->target});
  if (const auto done = db->add_verdict(*entry, rows); !done) return tl::unexpected(done.error());
  return true;
}

// A verdict on a row, or taking one back, changes no other row: it is added to the log and its rows, without reading or merging
// the record. The log is read in the transaction that adds to it, so that two programs that decide at once do not both take
// one place in it.
base::Result<bool> decide_at_once(const ReviewRequest& request, model::Decision* entry) {
  if (!request.others.empty()) return false;
  auto db = store::open_store(request.record, store::Mode::Write);
  if (!db) return tl::unexpected(db.error());
  bool added = false;
  const auto done = (*db)->at_once([&]() -> base::Result<void> {
    const auto tried = add_verdict(db->get(), request, entry);
    if (!tried) return tl::unexpected(tried.error());
    added = *tried;
    return {};
  });
  if (!done) return tl::unexpected(done.error());
  if (!added) return false;
  if (const auto small = compact_small(db->get()); !small) return tl::unexpected(small.error());
  return true;
}

}  // namespace

base::Result<model::Decision> decide(const Engine& engine, const ReviewRequest& request) {
  if (std::find(std::begin(kDecisions), std::end(kDecisions), request.decision) == std::end(kDecisions)) {
    std::string known;
    for (const std::string_view one : kDecisions) known += (known.empty() ? "" : ", ") + std::string(one);
    return bad("no decision is named \"" + request.decision + "\"; there are " + known);
  }
  if (request.target.empty()) {
    return bad(request.decision == "undo"
                   ? "undo takes the id of a decision (rv-…): hudna review RECORD lists them"
                   : request.decision + " takes the id of a row or statement: hudna show RECORD prints them");
  }
  if (request.reviewer.empty()) return bad("a decision has a reviewer: --by NAME (a pseudonym will do)");
  if (!record::find_day(request.at))
    return bad("--at wants a time as 2014-05-03T12:00:00Z, not \"" + request.at + "\"");
  if (!request.role.empty() && request.role != "first" && request.role != "second" &&
      request.role != "adjudicator")
    return bad("--role is first, second or adjudicator");
  if (std::error_code ignored; !std::filesystem::exists(request.record, ignored))
    return base::fail(base::Code::FileMissing, request.record, "no such file");
  model::Decision entry;
  entry.decision = request.decision;
  entry.reason = request.reason, entry.reviewer = request.reviewer, entry.role = request.role,
  entry.at = request.at;
  entry.tool = engine.version();
  {
    model::Decision verdict = entry;
    const auto done = decide_at_once(request, &verdict);
    if (!done) return tl::unexpected(done.error());
    if (*done) return verdict;
  }
  {
    std::optional<model::Record> record;
    auto db = open_current(request.record, &record);
    if (!db) return tl::unexpected(db.error());
    if (auto resolved = resolve(record->parts(), request, &entry); !resolved)
      return tl::unexpected(resolved.error());
    const auto added = (*db)->at_once([&]() -> base::Result<void> {
      auto log = (*db)->decisions();
      if (!log) return tl::unexpected(log.error());
      if (entry.decision == "undo") {
        // What a second coder decided blind stays apart from the others' log in both directions.
        for (const model::Decision& before : *log) {
          if (before.id == entry.target && (before.role == "second") != (entry.role == "second"))
            return bad("a second coder undoes second coders' decisions, and nobody else does");
        }
      }
      entry.id = record::decision_id(entry, log->size());
      return (*db)->add_decision(entry);
    });
    if (!added) return tl::unexpected(added.error());
  }
  BuildOptions again;
  again.out = request.record;
  const auto merged = build(
      engine, again, [](const FileOutcome&) {}, [] {});
  if (!merged) return tl::unexpected(merged.error());
  return entry;
}

base::Result<std::string> review(const Engine& engine, const ReviewRequest& request) {
  const auto decided = decide(engine, request);
  if (!decided) return tl::unexpected(decided.error());
  const model::Decision& entry = *decided;
  return entry.id + "  " + spaced_words(entry.decision) + " " + entry.target +
         (entry.field.empty() ? "" : " " + entry.field + "=" + entry.after) + " by " + entry.reviewer + ", " +
         entry.at + "\n";
}

base::Result<std::string> review_log(const std::string& record, Page page, bool* rows) {
  auto db = store::open_store(record, store::Mode::Read);
  if (!db) return tl::unexpected(db.error());
  auto stored = (*db)->record();
  if (!stored) return tl::unexpected(stored.error());
  if (!*stored)
    return base::fail(base::Code::ArgumentBad, record,
                      "was not merged to the end; run hudna build on it again");
  const RecordParts& r = (*stored)->parts();
  *rows = !r.reviews.empty();
  Layout out(page);
  out.text(0, {{plural_words(r.reviews.size(), "decision"), Style::Strong}});
  for (const model::ReviewRow& row : r.reviews) {
    const model::Decision& e = row.entry;
    out.blank();
    out.text(0, {{spaced_words(e.decision) + " " + e.target, Style::Strong}, {"  " + row.id, Style::Faint}});
    out.entry(2, "by", 10,
              {{e.reviewer + (e.role.empty() ? "" : " (" + e.role + ")") + ", " + e.at, Style::Name}});
    if (!e.field.empty())
      out.entry(2, e.field, 10, {{(e.before.empty() ? "as read" : e.before) + " → " + e.after}});
    if (!e.others.empty())
      out.entry(2, e.decision == "split" ? "out" : "with", 10, {{join_words(e.others, " ")}});
    if (!e.reason.empty()) out.entry(2, "because", 10, {{e.reason}});
    out.entry(
        2, "effect", 10,
        {{spaced_words(row.effect) + (row.now.empty() || row.now == e.target ? "" : ", now " + row.now)}});
  }
  return out.take();
}

}  // namespace hudna::app
