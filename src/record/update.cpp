#include "record/update.h"

#include <algorithm>
#include <string_view>

#include "base/limits.h"
#include "record/adding/adding.h"
#include "record/adding/bearing.h"
#include "record/adding/changed_rows.h"
#include "record/adding/known_rows.h"
#include "record/adding/neighbours.h"
#include "record/adding/part.h"
#include "record/adding/same_text.h"

namespace hudna::record {
namespace {

using model::Trace;
using model::TraceKind;

// The log of reviews: a decision names its row by a statement; it must be found among the rows made anew, or
// stand as it stood.
bool review_rows(Adding* adding) {
  Work* work = adding->work.get();
  make_contradictions(work);
  work->rulings.finish(&work->out);
  const std::vector<model::ReviewRow> stored = adding->memory.reviews();
  if (stored.size() != adding->log.size())
    return adding->stop("the log of reviews is not that of the record");
  const model::RecordUpdate::Removed& removed = adding->out.removed;
  std::set<std::string> gone(removed.agreements.begin(), removed.agreements.end());
  gone.insert(removed.incidents.begin(), removed.incidents.end());
  gone.insert(removed.tallies.begin(), removed.tallies.end());
  adding->out.marks.reviews.assign(adding->log.size(), false);
  for (std::size_t i = 0; i < adding->log.size(); ++i) {
    model::ReviewRow& row = work->out.reviews[model::ReviewId(i)];
    const std::string& target = row.entry.target;
    const bool shaped =
        target.rfind("ag-", 0) == 0 || target.rfind("in-", 0) == 0 || target.rfind("tl-", 0) == 0;
    if (!row.now.empty() || gone.count(stored[i].now) == 0) {
      // Found among the rows made anew, or as it was.
      if (row.now.empty() || (stored[i].now == target && gone.count(stored[i].now) == 0)) row = stored[i];
    } else if (shaped) {
      return adding->stop("the row of a decision is gone");
    }
    // What belongs to an agreement or incident goes and comes with it.
    if (row.now.empty() && !shaped && row.entry.decision != "undo" && !stored[i].now.empty())
      return adding->stop("the row of a decision is gone");
    adding->out.marks.reviews[i] = !(row == stored[i]);
  }
  return true;
}

// Which of the rows in the part are written.
void mark_rows(const SameText& texts, const KnownRows& rows, Adding* adding) {
  const Work& work = *adding->work;
  const auto mark = [](std::size_t size, auto&& wanted) {
    std::vector<bool> out(size);
    for (std::size_t i = 0; i < size; ++i) out[i] = wanted(i);
    return out;
  };
  model::RecordUpdate::Marks& marks = adding->out.marks;
  marks.reports = mark(work.out.reports.size(), [&](std::size_t i) { return bool{work.written[i]}; });
  marks.statements = mark(work.out.statements.size(), [&](std::size_t i) {
    return bool{work.written[work.out.statements[model::StatementId(i)].report.index()]};
  });
  marks.groups = mark(work.out.groups.size(), [&](std::size_t i) {
    return texts.changed().count(work.out.groups[model::GroupId(i)].id) != 0;
  });
  marks.actors = mark(work.out.actors.size(), [&](std::size_t i) {
    return rows.changed_actors().count(work.out.actors[model::ActorId(i)].id) != 0;
  });
  marks.places = mark(work.out.places.size(), [&](std::size_t i) {
    return rows.changed_places().count(work.out.places[model::PlaceId(i)].id) != 0;
  });
}

// The update, from what the steps made.
bool finish(SameText* texts, const KnownRows& rows, Neighbours* neighbours, Adding* adding) {
  Work& work = *adding->work;
  model::RecordUpdate& out = adding->out;
  mark_rows(*texts, rows, adding);
  for (const std::string& report : adding->touched) {
    const model::Reading* reading = texts->reading(report);
    if (reading == nullptr) return adding->stop("a report cannot be read");
    for (const model::Statement& stmt : reading->statements()) {
      if (stmt.kind == model::StatementKind::Claim)
        out.removed.claims.push_back("cl-" + stmt.id.substr(stmt.id.find('-') + 1));
    }
  }
  for (const model::Reading* reading : work.readings)
    work.out.tool = std::max(work.out.tool, reading->parts().tool);
  work.out.policies = adding->policies.version + " " + adding->policies.number_policy().name;
  for (auto& [key, trace] : adding->kept) out.state.traces.push_back(std::move(trace));
  for (Trace& trace : neighbours->traces()) out.state.traces.push_back(std::move(trace));
  for (const std::string& id : out.removed.agreements) {
    if (!neighbours->is_new(TraceKind::Deal, id)) out.dropped.emplace_back(TraceKind::Deal, id);
  }
  for (const std::string& id : out.removed.incidents) {
    if (!neighbours->is_new(TraceKind::Happening, id)) out.dropped.emplace_back(TraceKind::Happening, id);
  }
  texts->write_keys();
  out.parts = std::move(work.out);
  return adding->alive();
}

bool run(Adding* adding) {
  SameText texts(adding);
  KnownRows rows(adding);
  if (!texts.settle() || !rows.find(&texts) || !read_dirty(adding, &texts, &rows)) return false;
  Bearing bearing(adding, &rows);
  if (!bearing.merge_events() || !bearing.merge_counts() || !bearing.merge_mentions()) return false;
  if (!write_changed_rows(bearing, adding, &texts, &rows)) return false;
  Neighbours neighbours(adding, &rows);
  return neighbours.link_rows() && neighbours.relate_rows() && review_rows(adding) &&
         finish(&texts, rows, &neighbours, adding);
}

}  // namespace

std::optional<model::RecordUpdate> update_record(model::MergeMemory* memory,
                                                 const std::vector<std::string>& reports,
                                                 const Policies& policies,
                                                 std::span<const model::Decision> log,
                                                 base::Diagnostic* why) {
  Adding adding(memory, reports, policies, log);
  const bool few = !reports.empty() && reports.size() <= base::limits::kAddedReports;
  const bool done = few ? run(&adding) : adding.too_much("too many reports at once");
  if (why != nullptr) *why = adding.why;
  if (!done) return std::nullopt;
  return std::move(adding.out);
}

}  // namespace hudna::record
