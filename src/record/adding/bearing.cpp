#include "record/adding/bearing.h"

#include <algorithm>

namespace hudna::record {

using base::limits::kAddedMentions;
using base::limits::kAddedTraces;
using model::Trace;
using model::TraceKey;
using model::TraceKind;

namespace {

constexpr const char* kBadEvent = "an event cannot be read";
constexpr const char* kBadMention = "a mention cannot be read";
constexpr const char* kFullBlock = "too much was reported of this time and area";

// Days are asked for in steps, so that neighbours share what was read.
constexpr Day kStepDays = 128;
Day step_before(Day day) { return day - ((day % kStepDays) + kStepDays) % kStepDays; }

}  // namespace

// ---- events ----

// The traces of the components that the new events may bear on, and the new ones.
bool Bearing::gather_events(const std::map<std::string, Event>& fresh) {
  std::set<std::string> components;
  for (const Trace& trace : a_.gone[TraceKind::Event]) components.insert(trace.component);
  for (const auto& [id, event] : fresh) {
    const std::vector<Trace> found =
        a_.memory.near(TraceKind::Event, keys_of(event, rows_.index(), true, a_.policies), kAddedTraces);
    if (found.size() == kAddedTraces) return a_.too_much(kFullBlock);
    for (const Trace& other : found) components.insert(other.component);
  }
  std::set<std::string> done;
  for (bool more = true; more;) {
    more = false;
    std::vector<std::string> wanted;
    for (const std::string& component : components) {
      if (done.insert(component).second) wanted.push_back(component);
    }
    std::vector<Trace> found = a_.memory.of_components(TraceKind::Event, wanted, kAddedTraces);
    for (Trace& trace : found) {
      if (a_.dirty.count(trace.report) == 0) event_traces_.emplace(trace.id, std::move(trace));
    }
    if (found.size() == kAddedTraces || event_traces_.size() > kAddedTraces) return a_.too_much(kFullBlock);
    // What a reviewer named beside one of these bears on it.
    for (const model::Decision* entry : a_.rulings.shapes("in-")) {
      std::vector<std::string> named = entry->others;
      named.insert(named.end(), entry->anchors.begin(), entry->anchors.end());
      const bool here = std::any_of(named.begin(), named.end(), [&](const std::string& id) {
        return event_traces_.count(id) != 0 || a_.fresh_ids.count({TraceKind::Event, id}) != 0;
      });
      if (!here) continue;
      for (const Trace& trace : a_.memory.of_ids(TraceKind::Event, named))
        more = components.insert(trace.component).second || more;
    }
  }
  for (const Trace& trace : a_.fresh_traces) {
    if (trace.kind == TraceKind::Event) event_traces_[trace.id] = trace;
  }
  return a_.alive();
}

std::vector<bool> Bearing::changed_clusters(const Groups& groups, std::vector<std::string>* removed) const {
  std::map<std::string, std::size_t> sizes;  // of the rows before
  for (const auto& [id, trace] : event_traces_) {
    if (!a_.is_fresh(trace)) ++sizes[trace.row];
  }
  std::set<std::string> rows;
  if (const auto gone = a_.gone.find(TraceKind::Event); gone != a_.gone.end()) {
    for (const Trace& trace : gone->second) rows.insert(trace.row);
  }
  std::vector<bool> out(groups.clusters.size(), true);
  for (std::size_t c = 0; c < groups.clusters.size(); ++c) {
    const std::vector<std::string>& ids = groups.clusters[c];
    const std::string& row = event_traces_.at(ids.front()).row;
    bool same = !row.empty() && sizes[row] == ids.size() && rows.count(row) == 0;
    for (const std::string& id : ids) {
      const Trace& trace = event_traces_.at(id);
      same = same && !a_.is_fresh(trace) && trace.row == row;
    }
    out[c] = !same;
  }
  for (std::size_t c = 0; c < groups.clusters.size(); ++c) {
    for (const std::string& id : groups.clusters[c]) {
      if (out[c] && !event_traces_.at(id).row.empty()) rows.insert(event_traces_.at(id).row);
    }
  }
  rows.erase("");
  removed->assign(rows.begin(), rows.end());
  return out;
}

void Bearing::keep_components(const Groups& groups) {
  for (std::size_t c = 0; c < groups.clusters.size(); ++c) {
    for (const std::string& id : groups.clusters[c]) {
      const Trace& trace = event_traces_.at(id);
      if (trace.component == groups.components[c] && !a_.is_fresh(trace)) continue;
      Trace& kept = a_.kept[{trace.kind, id}];
      kept = trace;
      kept.component = groups.components[c];
    }
  }
}

bool Bearing::merge_events() {
  std::map<std::string, Event> events;
  const auto read = [&](const Trace& trace) {
    return unpack(trace.data, &rows_.tables(), &events[trace.id]);
  };
  for (const Trace& trace : a_.fresh_traces) {
    if (trace.kind == TraceKind::Event && !read(trace)) return a_.stop(kBadEvent);
  }
  if (!rows_.fill() || !gather_events(events)) return false;
  for (const auto& [id, trace] : event_traces_) {
    if (events.count(id) == 0 && !read(trace)) return a_.stop(kBadEvent);
  }
  if (!rows_.fill()) return false;
  if (event_traces_.size() >= kBlockEvents) return a_.too_much(kFullBlock);
  std::vector<Event> list;
  for (const auto& [id, event] : events) list.push_back(event);
  std::vector<EventCluster> clusters =
      cluster_events(list, {&rows_.index(), &rows_.tables().actors, &a_.policies, &a_.rulings});
  Groups groups;
  for (const EventCluster& cluster : clusters) {
    std::vector<std::string> ids;
    for (const std::uint32_t i : cluster.events) ids.push_back(list[i].statement);
    groups.clusters.push_back(std::move(ids));
    groups.components.push_back(cluster.component);
  }
  const std::vector<bool> changed = changed_clusters(groups, &a_.out.removed.incidents);
  keep_components(groups);
  for (std::size_t c = 0; c < clusters.size(); ++c) {
    if (changed[c]) events_.push_back({std::move(clusters[c]), std::move(groups.clusters[c])});
  }
  return true;
}

// ---- counts ----

bool Bearing::merge_counts() {
  std::vector<std::string>& removed = a_.out.removed.tallies;
  for (const Trace& trace : a_.gone[TraceKind::Count]) {
    counts_.insert(trace.component);
    removed.push_back(trace.row);
  }
  for (const Trace& trace : a_.fresh_traces) {
    if (trace.kind == TraceKind::Count) counts_.insert(trace.component);
  }
  std::vector<Trace> found = a_.memory.of_components(TraceKind::Count, listed(counts_), kAddedTraces);
  if (found.size() == kAddedTraces) return a_.too_much("too many reports give this count");
  for (Trace& trace : found) {
    removed.push_back(trace.row);
    if (a_.dirty.count(trace.report) == 0) count_traces_[trace.id] = std::move(trace);
  }
  sort_unique(&removed);
  for (const Trace& trace : a_.fresh_traces) {
    if (trace.kind == TraceKind::Count) count_traces_[trace.id] = trace;
  }
  return a_.alive();
}

// ---- mentions ----

const KnownMention* Bearing::known_mention(const Trace& trace) {
  const auto [at, unknown] = known_.try_emplace(trace.id);
  if (unknown) {
    mention_traces_.emplace(trace.id, trace);
    at->second.deal = trace.row;
    if (!unpack(trace.data, &rows_.tables(), &at->second.mention)) return nullptr;
  }
  return &at->second;
}

std::vector<const KnownMention*> Bearing::known_mentions(const std::vector<Trace>& traces) {
  std::vector<const KnownMention*> out;
  if (traces.size() == kAddedTraces) a_.too_much(kFullBlock);
  for (const Trace& trace : traces) {
    const KnownMention* one = known_mention(trace);
    if (one == nullptr)
      a_.stop(kBadMention);
    else
      out.push_back(one);
  }
  rows_.fill();
  return out;
}

// Mentions of the blocks of one, as far in time as it reaches: where all reports of a war name its country,
// the block of the country holds most of the record.
std::vector<const KnownMention*> Bearing::mentions_near(const Mention& mention, Windows* windows) {
  std::vector<const KnownMention*> out;
  const Day pivot = pivot_of(mention);
  for (const TraceKey& key : keys_of(mention, rows_.index(), true)) {
    Window& window = (*windows)[{key.block, pivot == kOpenFuture}];
    const auto read = [&](Day first, Day last) {
      if (first > last) return;
      for (const KnownMention* one :
           known_mentions(a_.memory.near(TraceKind::Mention, {{key.block, first, last}}, kAddedTraces)))
        window.mentions.push_back(one);
    };
    const Day first = step_before(key.first), last = step_before(key.last) + kStepDays - 1;
    if (window.first > window.last) {
      read(first, last);
      window.first = first, window.last = last;
    } else {
      read(first, window.first - 1);
      read(window.last + 1, last);
      window.first = std::min(window.first, first), window.last = std::max(window.last, last);
    }
    for (const KnownMention* one : window.mentions) {
      if (std::abs(pivot_of(one->mention) - pivot) <= kMentionReachMax) out.push_back(one);
    }
  }
  sort_unique(&out);
  return out;
}

bool Bearing::merge_mentions() {
  std::vector<Mention> fresh;
  std::vector<KnownMention> gone;
  for (const Trace& trace : a_.fresh_traces) {
    if (trace.kind != TraceKind::Mention) continue;
    fresh.emplace_back();
    if (!unpack(trace.data, &rows_.tables(), &fresh.back())) return a_.stop(kBadMention);
  }
  for (const Trace& trace : a_.gone[TraceKind::Mention]) {
    gone.emplace_back();
    gone.back().deal = trace.row;
    if (!unpack(trace.data, &rows_.tables(), &gone.back().mention)) return a_.stop(kBadMention);
  }
  if (fresh.empty() && gone.empty()) return true;
  if (!rows_.fill()) return false;
  Windows windows;
  Regroup::Source source;
  source.near = [&](const Mention& mention) { return mentions_near(mention, &windows); };
  source.of_deal = [this](const std::string& deal) {
    return known_mentions(a_.memory.of_rows(TraceKind::Mention, {deal}, kAddedTraces));
  };
  source.tables = [this] { return MentionTables{&rows_.index(), &rows_.tables().actors, &a_.policies}; };
  Regroup regroup(source, gone, fresh);
  if (!regroup.run(kAddedMentions)) return a_.too_much("too many reports speak of deals here");
  if (a_.stopped()) return false;
  mentions_ = regroup.changed();
  a_.out.removed.agreements = regroup.removed();
  for (const Trace& trace : a_.fresh_traces) {
    if (trace.kind == TraceKind::Mention) mention_traces_[trace.id] = trace;
  }
  if (decided_upon(fresh)) return a_.stop("a reviewer put these agreements together or apart");
  return a_.alive();
}

// What a reviewer put together or apart is not known by blocks.
bool Bearing::decided_upon(const std::vector<Mention>& fresh) const {
  std::set<std::string> named;
  for (const model::Decision* entry : a_.rulings.shapes("ag-")) {
    named.insert(entry->others.begin(), entry->others.end());
    named.insert(entry->anchors.begin(), entry->anchors.end());
  }
  const auto hit = [&named](const Mention& mention) {
    return std::any_of(mention.statements.begin(), mention.statements.end(),
                       [&](const std::string& id) { return named.count(id) != 0; });
  };
  return !named.empty() && (std::any_of(known_.begin(), known_.end(),
                                        [&](const auto& one) { return hit(one.second.mention); }) ||
                            std::any_of(fresh.begin(), fresh.end(), hit));
}

}  // namespace hudna::record
