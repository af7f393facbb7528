#include "record/adding/changed_rows.h"

#include <algorithm>
#include <unordered_map>

#include "record/adding/part.h"

namespace hudna::record {
namespace {

using model::Trace;
using model::TraceKind;

bool find_reports(const Bearing& bearing, const Adding& adding, SameText* texts, std::set<std::string>* out) {
  *out = adding.dirty;
  for (const Bearing::ChangedEvents& one : bearing.events()) {
    for (const std::string& id : one.ids) out->insert(bearing.event_traces().at(id).report);
  }
  for (const auto& [id, trace] : bearing.count_traces()) out->insert(trace.report);
  for (const Regroup::Changed& cluster : bearing.mentions()) {
    for (const std::string& id : cluster.mentions) out->insert(bearing.mention_traces().at(id).report);
  }
  return texts->add_members(out);
}

bool write_events(const Bearing& bearing, Adding* adding) {
  Work* work = adding->work.get();
  std::unordered_map<std::string, std::uint32_t> at;
  for (std::uint32_t i = 0; i < work->events.size(); ++i) at[work->events[i].statement] = i;
  std::vector<EventCluster> events;
  for (const Bearing::ChangedEvents& from : bearing.events()) {
    EventCluster to;
    to.component = from.cluster.component;
    std::map<std::uint32_t, std::uint32_t> moved;
    for (std::size_t k = 0; k < from.cluster.events.size(); ++k) {
      const auto found = at.find(from.ids[k]);
      if (found == at.end()) return adding->stop("an event is not found again");
      moved[from.cluster.events[k]] = found->second;
      to.events.push_back(found->second);
    }
    for (EventMerge merge : from.cluster.merges) {
      merge.kept = moved.at(merge.kept), merge.joined = moved.at(merge.joined);
      to.merges.push_back(std::move(merge));
    }
    events.push_back(std::move(to));
  }
  write_incidents(work, std::move(events));
  return true;
}

bool write_deals(const Bearing& bearing, Adding* adding) {
  Work* work = adding->work.get();
  std::unordered_map<std::string, std::uint32_t> at;
  for (std::uint32_t i = 0; i < work->mentions.size(); ++i) at[work->mentions[i].id] = i;
  std::vector<MentionCluster> deals;
  for (const Regroup::Changed& from : bearing.mentions()) {
    MentionCluster to;
    std::vector<std::uint32_t> moved;
    for (const std::string& id : from.mentions) {
      const auto found = at.find(id);
      if (found == at.end()) return adding->stop("a mention is not found again");
      moved.push_back(found->second);
      absorb(work->mentions, found->second, &to);
    }
    for (MentionMerge merge : from.merges) {
      merge.kept = moved[merge.kept], merge.joined = moved[merge.joined];
      to.merges.push_back(std::move(merge));
    }
    deals.push_back(std::move(to));
  }
  write_agreements(work, std::move(deals));
  const std::vector<std::string>& removed = adding->out.removed.agreements;
  for (const model::AgreementRow& row : work->out.agreements) {
    const bool replaced = std::binary_search(removed.begin(), removed.end(), row.id);
    if (!replaced && adding->memory.has_agreement(row.id))
      return adding->stop("two agreements would have one id");
  }
  make_deals(work);
  return true;
}

void keep_traces(const Bearing& bearing, Adding* adding) {
  const Work& work = *adding->work;
  const auto keep = [&](TraceKind kind, const std::map<std::string, Trace>& traces, const std::string& id,
                        const std::string& row) {
    const auto found = traces.find(id);
    if (found == traces.end()) return;
    const auto kept = adding->kept.try_emplace({kind, id}, found->second).first;
    kept->second.row = row;
  };
  for (const model::IncidentRow& row : work.out.incidents) {
    for (const model::StatementId id : row.statements)
      keep(TraceKind::Event, bearing.event_traces(), work.out.statements[id].id, row.id);
  }
  for (const model::TallyRow& row : work.out.tallies) {
    for (const model::StatementId id : row.statements)
      keep(TraceKind::Count, bearing.count_traces(), work.out.statements[id].id, row.id);
  }
  for (const auto& [mention, deal] : work.mention_deals)
    keep(TraceKind::Mention, bearing.mention_traces(), mention, deal);
  // What stands beside a mention is known now that all mentions of its report are.
  for (const Mention& mention : work.mentions) {
    const auto kept = adding->kept.find({TraceKind::Mention, mention.id});
    if (kept != adding->kept.end()) kept->second.data = pack(mention, work.out);
  }
}

}  // namespace

bool write_changed_rows(const Bearing& bearing, Adding* adding, SameText* texts, KnownRows* rows) {
  std::set<std::string> reports;
  if (!find_reports(bearing, *adding, texts, &reports)) return false;
  if (reports.size() > base::limits::kAddedReportsRead)
    return adding->too_much("too many reports tell of this");
  if (!read_part(reports, adding, texts, rows)) return false;
  Work* work = adding->work.get();
  work->written.assign(work->readings.size(), false);
  for (std::size_t r = 0; r < work->readings.size(); ++r)
    work->written[r] = adding->dirty.count(work->out.reports[model::ReportId(r)].id) != 0;
  work->written_counts = bearing.counts();
  if (bearing.counts().empty()) work->counts.clear();
  if (!write_events(bearing, adding) || !write_deals(bearing, adding)) return false;
  keep_traces(bearing, adding);
  return adding->alive();
}

}  // namespace hudna::record
