#include "record/adding/part.h"

namespace hudna::record {

using base::limits::kAddedTraces;
using model::Trace;
using model::TraceKind;

bool read_part(const std::set<std::string>& reports, Adding* adding, SameText* texts, KnownRows* rows) {
  const std::vector<const model::Reading*> readings = adding->memory.readings(listed(reports));
  if (readings.size() != reports.size()) return adding->stop("a report cannot be read");
  adding->work = std::make_unique<Work>(readings, adding->policies, adding->log);
  Work* work = adding->work.get();
  make_reports(work);
  if (!texts->write_groups(work) || !rows->set(work)) return false;
  make_facts(work);
  read_events(work);
  read_mentions(work);
  return adding->alive();
}

bool read_dirty(Adding* adding, SameText* texts, KnownRows* rows) {
  adding->dirty = adding->fresh;
  adding->dirty.insert(adding->touched.begin(), adding->touched.end());
  if (!read_part(adding->dirty, adding, texts, rows)) return false;
  adding->fresh_traces = traces_of_reports(*adding->work);
  for (const Trace& trace : adding->fresh_traces) adding->fresh_ids.insert({trace.kind, trace.id});
  const std::vector<std::string> touched = listed(adding->touched);
  for (const TraceKind kind : {TraceKind::Event, TraceKind::Count, TraceKind::Mention}) {
    std::vector<Trace> before = adding->memory.of_reports(kind, touched, kAddedTraces);
    if (before.size() == kAddedTraces) return adding->too_much("the reports that change state too much");
    for (Trace& trace : before) {
      if (!adding->is_fresh(trace)) adding->out.dropped.emplace_back(kind, trace.id);
      adding->gone[kind].push_back(std::move(trace));
    }
  }
  return adding->alive();
}

}  // namespace hudna::record
