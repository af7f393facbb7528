#include "record/update.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include "model/ranks.h"
#include "record/links.h"
#include "record/regroup.h"
#include "record/traces.h"
#include "record/work.h"

namespace hudna::record {

using model::ActorId;
using model::GroupMembers;
using model::MergeMemory;
using model::PlaceId;
using model::Trace;
using model::TraceKind;

namespace {

// Bounds of what is merged again in part; beyond them the whole is merged. A report touches some tens of
// each.
constexpr std::size_t kTextsFew = 64, kTextsMax = 1000, kNamesMax = 5000, kTracesMax = 20000,
                      kMentionsMax = 5000, kReportsMax = 3000, kBesideMax = 64;

std::string rank_of_reading(const model::Reading& reading) {
  model::ReportRow row;
  row.id = reading.parts().report_id;
  row.first_day = make_period(find_range(reading.parts().published.edtf).value_or(DayRange{})).min;
  return model::rank_of(row);
}

template <class T>
std::vector<T> listed(const std::set<T>& from) {
  return {from.begin(), from.end()};
}

class Updater {
 public:
  Updater(MergeMemory* memory, const std::vector<std::string>& reports, const Policies& policies,
          std::span<const model::Decision> log)
      : m_(*memory), fresh_(reports.begin(), reports.end()), p_(policies), log_(log), rulings_(log) {}

  bool run() {
    return find_groups() && find_names() && read_dirty() && merge_events() && merge_counts() &&
           merge_mentions() && write_rows() && link_rows() && relate_rows() && review_rows() && finish();
  }

  model::RecordUpdate take() { return std::move(out_); }
  const std::string& why() const { return why_; }

 private:
  bool stop(const char* why) {
    why_ = why;
    return false;
  }
  bool alive() { return !m_.failed() || stop("the store cannot be read"); }

  // ---- texts: which reports change their group? ----

  struct Text {
    const model::Reading* reading = nullptr;  // when it was asked for
    std::string rank, group;
  };

  Text* text(const std::string& report, bool with_reading = false) {
    const auto [at, unknown] = texts_.try_emplace(report);
    Text& out = at->second;
    if (unknown && fresh_.count(report) == 0) {
      const model::MergeMemory::ReportPlace place = m_.place_of(report);
      if (place.group.empty()) return nullptr;
      model::ReportRow row;
      row.id = report, row.first_day = place.first_day;
      out.rank = model::rank_of(row);
      out.group = place.group;
    }
    if (out.reading == nullptr && (with_reading || fresh_.count(report) != 0)) {
      const std::vector<const model::Reading*> readings = m_.readings({report});
      if (readings.empty()) return nullptr;
      out.reading = readings.front();
      if (out.rank.empty()) out.rank = rank_of_reading(*readings.front());
    }
    return &out;
  }
  bool leads(const std::string& report) { return texts_.at(report).group == group_id(report); }

  // Reports with the key by their ranks, those of this addition included. `whole` says whether these are all.
  struct Sharing {
    std::map<std::string, std::string> reports;  // rank -> report
    bool whole = false;
  };
  const Sharing& sharing(std::uint64_t key, std::size_t most) {
    Sharing& out = sharing_[key];
    if (out.whole || out.reports.size() >= most) return out;
    const std::vector<std::string> ranks = m_.with_text(key, most);
    out.whole = ranks.size() < most;
    for (const std::string& rank : ranks) out.reports[rank] = rank.substr(rank.rfind(' ') + 1);
    for (const std::string& report : fresh_keys_[key]) {
      const std::string& rank = texts_.at(report).rank;
      if (out.whole || rank < ranks.back()) out.reports[rank] = report;
    }
    return out;
  }

  // A report that may change its group.
  struct Unsettled {
    std::string report;
    std::vector<std::string> leaders;  // that are new to it
    bool whole = false;                // something else may have changed
  };

  // Whether new leaders change nothing for a report: it resembles none of them, and none comes before the leader that it
  // follows, so that none can take that one's place among the few that are compared. REQUIRES: it was read.
  bool keeps_group(const Unsettled& entry) {
    const Text& one = texts_.at(entry.report);
    std::string first;
    if (!leads(entry.report)) {
      const auto members = m_.group(one.group).members;
      const Text* leader = members.empty() ? nullptr : text(members.front().report);
      if (leader == nullptr || leader->group != one.group) return false;
      first = leader->rank;
    }
    for (const std::string& id : entry.leaders) {
      const Text* leader = text(id, true);
      if (leader == nullptr || (!first.empty() && leader->rank < first)) return false;
      if (match_texts(one.reading->parts(), leader->reading->parts(), true, p_).score >= 0) return false;
    }
    return true;
  }

  bool find_groups() {
    std::map<std::string, Unsettled> pending;  // by rank
    for (const std::string& report : fresh_) {
      const Text* one = text(report);
      if (one == nullptr) return stop("a new report cannot be read");
      for (const auto& [key, most] : text_keys(one->reading->parts(), p_)) fresh_keys_[key].insert(report);
      pending[one->rank] = {report, {}, true};
    }
    // In the order of their ranks: a report changes what comes after it only.
    std::size_t steps = 0;
    while (!pending.empty()) {
      if (++steps > kTextsMax) return stop("too many reports share the text");
      const Unsettled entry = std::move(pending.begin()->second);
      const std::string& report = entry.report;
      pending.erase(pending.begin());
      if (text(report, true) == nullptr) return stop("a report cannot be read");
      if (!entry.whole && keeps_group(entry)) continue;
      Text& one = texts_.at(report);
      const bool led = leads(report);
      const auto keys = text_keys(one.reading->parts(), p_);
      std::map<std::string, std::pair<std::string, bool>> candidates;  // rank -> leader, by its page
      std::set<std::string> later;
      for (const auto& [key, most] : keys) {
        for (const std::size_t looked : {kTextsFew, kTextsMax}) {
          const Sharing& all = sharing(key, looked);
          std::size_t leaders = 0;
          for (const auto& [rank, other] : all.reports) {
            if (rank >= one.rank || leaders == most) break;
            if (other == report || text(other) == nullptr || !leads(other)) continue;
            auto& entry = candidates[rank];
            entry = {other, entry.second || is_page_key(key)};
            ++leaders;
          }
          // Beyond its limit a key leads to no further leader, so this report is found by it no more than it
          // was.
          if (leaders == most) break;
          if (!all.whole && looked == kTextsFew) continue;
          if (!all.whole) return stop("too many reports share a part of the text");
          for (auto after = all.reports.upper_bound(one.rank); after != all.reports.end(); ++after)
            later.insert(after->second);
          break;
        }
      }
      TextMatch best;
      std::string chosen = report;
      for (const auto& [rank, candidate] : candidates) {
        const Text* leader = text(candidate.first, true);
        if (leader == nullptr) return stop("a report cannot be read");
        const TextMatch match =
            match_texts(one.reading->parts(), leader->reading->parts(), candidate.second, p_);
        if (match.score > best.score) best = match, chosen = candidate.first;
      }
      const std::string group = group_id(chosen);
      matches_[report] = best;
      if (group != one.group) {
        if (!one.group.empty()) touched_groups_.insert(one.group);
        touched_groups_.insert(group);
        moved_[report] = chosen;
        if (fresh_.count(report) == 0) touched_.insert(report);
        one.group = group;
        // A new leader may draw later reports to it; one that leads no more lets its followers go.
        if (leads(report) || led) {
          for (const std::string& other : later) {
            if (text(other) == nullptr) return stop("a report cannot be read");
            Unsettled& next = pending[texts_.at(other).rank];
            next.report = other;
            if (led)
              next.whole = true;
            else
              next.leaders.push_back(report);
          }
        }
        if (led) {
          for (const auto& member : m_.group(group_id(report)).members) {
            const Text* other = text(member.report);
            if (other == nullptr) return stop("a report cannot be read");
            if (other->rank > one.rank) pending[other->rank] = {member.report, {}, true};
          }
        }
      }
    }
    return alive();
  }

  // The groups that change, as they are now.
  void make_groups(Work* work, const std::map<std::string, model::ReportId>& reports) {
    for (const std::string& id : touched_groups_) {
      std::map<std::string, GroupMembers::Member> members;  // by rank
      for (const auto& member : m_.group(id).members) {
        const Text* one = text(member.report);
        if (one != nullptr && one->group == id) members[one->rank] = member;
      }
      for (const auto& [report, leader] : moved_) {
        const Text& one = texts_.at(report);
        if (one.group != id) continue;
        const TextMatch match = matches_[report];
        const bool first = leads(report);
        members[one.rank] = {report, first ? model::CopyKind::Original : match.kind,
                             first ? 1000 : match.score};
      }
      if (members.empty()) {
        out_.removed.groups.push_back(id);
        continue;
      }
      model::SourceGroup group;
      group.id = id;
      for (const auto& [rank, member] : members) {
        const auto found = reports.find(member.report);
        const model::ReportId at =
            found != reports.end() ? found->second : other_report(*work, member.report);
        group.members.push_back({at, member.kind, member.similarity});
      }
      groups_[id] = work->out.groups.push(std::move(group));
    }
  }

  model::ReportId other_report(const Work& work, const std::string& id) {
    out_.others.reports.push_back(id);
    return model::ReportId(work.readings.size() + out_.others.reports.size() - 1);
  }

  // ---- names: which actors and places do the new reports add to? ----

  bool find_names() {
    ActorsSeen seen;
    PlacesSeen places;
    for (const std::string& report : fresh_) see(*texts_.at(report).reading, p_.names, &seen, &places);
    std::vector<std::string> keys;
    for (const auto& [key, one] : seen) keys.push_back(key);
    std::map<std::string, model::ActorName> stored;
    ActorsSeen all;
    std::set<std::string> asked;
    const auto take = [&](const std::vector<model::ActorName>& names) {
      for (const model::ActorName& name : names) {
        if (!stored.emplace(name.key, name).second) continue;
        if (!unpack(name.data, &all[name.key])) return false;
      }
      return true;
    };
    if (!take(m_.names(keys))) return stop("a name cannot be read");
    std::set<std::string> changed;
    for (const auto& [key, one] : seen) {
      const auto before = stored.find(key);
      const std::string was = before == stored.end() ? std::string() : before->second.data;
      add(one, &all[key]);
      if (pack(all[key]) != was) changed.insert(key);
    }
    // All names that share a block with a changed one, and with those.
    std::vector<std::string> wanted;
    const auto want = [&](const std::string& key) {
      for (std::string& block : actor_blocks(key, all[key], p_.names)) {
        if (asked.insert(block).second) wanted.push_back(std::move(block));
      }
    };
    for (const std::string& key : changed) want(key);
    while (!wanted.empty()) {
      std::vector<model::ActorName> more = m_.names_in(wanted);
      wanted.clear();
      if (!take(more)) return stop("a name cannot be read");
      if (all.size() > kNamesMax) return stop("too many names may be one");
      for (const model::ActorName& name : more) want(name.key);
    }
    ActorsSeen part;
    for (const std::string& key : changed) part[key] = all[key];
    for (const auto& [key, one] : all) {
      for (const std::string& block : actor_blocks(key, one, p_.names)) {
        if (asked.count(block) != 0) part[key] = one;
      }
    }
    const ActorRows rows = unify(part, p_.names);
    std::set<std::string> old_ids;
    for (const auto& [key, one] : part) {
      const auto before = stored.find(key);
      if (before != stored.end()) old_ids.insert(before->second.row);
    }
    std::map<std::string, model::ActorRow> old_rows;
    for (model::ActorRow& row : m_.actors(listed(old_ids))) old_rows.emplace(row.id, row);
    for (const auto& [key, id] : rows.row_of) {
      const auto before = stored.find(key);
      if (before != stored.end()) {
        // What reports of the record say of an actor rests on its row: with another one they would have to be
        // read anew.
        if (before->second.row != id) return stop("a name of the record leads to another actor now");
        model::ActorRow was = old_rows[id], is = rows.rows.at(id);
        was.names_as_reported.clear(), is.names_as_reported.clear();
        was.merged.clear(), is.merged.clear();
        if (!(was == is)) return stop("more is known of an actor of the record now");
      }
      if (changed.count(key) != 0) out_.state.names.push_back(name_of(key, part[key], id, p_.names));
    }
    for (const auto& [id, row] : rows.rows) {
      actors_[id] = row;
      const auto was = old_rows.find(id);
      if (was == old_rows.end() || !(was->second == row)) changed_actors_.insert(id);
    }
    for (const auto& [key, id] : rows.row_of) actor_of_[key] = id;
    for (const auto& [key, name] : stored) actor_of_.emplace(key, name.row);

    std::vector<std::string> place_ids;
    for (const auto& [key, row] : places) place_ids.push_back(row.id);
    std::map<std::string, model::PlaceRow> known;
    for (model::PlaceRow& row : m_.places(place_ids)) known.emplace(row.id, row);
    for (auto& [key, row] : places) {
      const auto was = known.find(row.id);
      if (was != known.end()) {
        add(was->second, &row);
        model::PlaceRow a = was->second, b = row;
        a.names_as_reported.clear(), b.names_as_reported.clear();
        if (!(a == b)) return stop("more is known of a place of the record now");
      }
      if (was == known.end() || !(was->second == row)) changed_places_.insert(row.id);
      places_[row.id] = row;
    }
    return alive();
  }

  // ---- a part of the record ----

  // The readings of the reports with the registers' rows that they name, ready for facts.
  bool set_up(const std::set<std::string>& reports, std::unique_ptr<Work>* out) {
    const std::vector<const model::Reading*> readings = m_.readings(listed(reports));
    if (readings.size() != reports.size()) return stop("a report cannot be read");
    *out = std::make_unique<Work>(readings, p_, log_);
    Work& work = **out;
    make_reports(&work);
    std::map<std::string, model::ReportId> at;
    for (std::size_t r = 0; r < work.readings.size(); ++r)
      at[work.out.reports[model::ReportId(r)].id] = model::ReportId(r);
    groups_.clear();
    out_.others.reports.clear();
    out_.removed.groups.clear();
    make_groups(&work, at);
    for (const auto& [id, r] : at) {
      const Text* one = text(id);
      if (one == nullptr) return stop("a report cannot be read");
      const auto [group, unknown] = groups_.try_emplace(one->group);
      if (unknown) {
        model::SourceGroup row;
        row.id = one->group;
        group->second = work.out.groups.push(std::move(row));
      }
      work.out.reports[r].group = group->second;
    }
    // Names that the new reports do not have.
    ActorsSeen seen;
    PlacesSeen places;
    for (const model::Reading* reading : work.readings) see(*reading, p_.names, &seen, &places);
    std::vector<std::string> keys, ids;
    for (const auto& [key, one] : seen) {
      if (actor_of_.count(key) == 0) keys.push_back(key);
    }
    for (const model::ActorName& name : m_.names(keys)) actor_of_[name.key] = name.row;
    std::set<std::string> actors;
    ActorRows rows;
    for (const auto& [key, one] : seen) {
      const auto found = actor_of_.find(key);
      if (found == actor_of_.end()) return stop("a name of the record is not known");
      rows.row_of[key] = found->second;
      if (actors_.count(found->second) == 0) actors.insert(found->second);
    }
    for (model::ActorRow& row : m_.actors(listed(actors))) actors_.emplace(row.id, row);
    for (const auto& [key, id] : rows.row_of) {
      const auto found = actors_.find(id);
      if (found == actors_.end()) return stop("an actor of the record is not known");
      rows.rows[id] = found->second;
    }
    for (const auto& [key, row] : places) {
      if (places_.count(row.id) == 0) ids.push_back(row.id);
    }
    for (model::PlaceRow& row : m_.places(ids)) places_.emplace(row.id, row);
    for (auto& [key, row] : places) {
      const auto found = places_.find(row.id);
      if (found == places_.end()) return stop("a place of the record is not known");
      row = found->second;
    }
    set_registers(&work, rows, places);
    make_facts(&work);
    read_events(&work);
    read_mentions(&work);
    return alive();
  }

  bool read_dirty() {
    dirty_ = fresh_;
    dirty_.insert(touched_.begin(), touched_.end());
    if (!set_up(dirty_, &work_)) return false;
    fresh_traces_ = traces_of_reports(*work_);
    for (const Trace& trace : fresh_traces_) fresh_ids_.insert({trace.kind, trace.id});
    const std::vector<std::string> touched = listed(touched_);
    for (const TraceKind kind : {TraceKind::Event, TraceKind::Count, TraceKind::Mention}) {
      for (Trace& trace : m_.of_reports(kind, touched)) {
        if (fresh_ids_.count({kind, trace.id}) == 0) out_.dropped.emplace_back(kind, trace.id);
        gone_[kind].push_back(std::move(trace));
      }
    }
    return alive();
  }

  // Rows of the ids that unpacked values name.
  bool fill_tables() {
    if (filled_places_ == tables_.places.size() && filled_actors_ == tables_.actors.size()) return alive();
    std::vector<std::string> ids;
    for (std::size_t i = filled_places_; i < tables_.places.size(); ++i) {
      const std::string& id = tables_.places[PlaceId(i)].id;
      if (places_.count(id) == 0) ids.push_back(id);
    }
    for (model::PlaceRow& row : m_.places(ids)) places_.emplace(row.id, row);
    ids.clear();
    for (std::size_t i = filled_actors_; i < tables_.actors.size(); ++i) {
      const std::string& id = tables_.actors[ActorId(i)].id;
      if (actors_.count(id) == 0) ids.push_back(id);
    }
    for (model::ActorRow& row : m_.actors(ids)) actors_.emplace(row.id, row);
    for (; filled_places_ < tables_.places.size(); ++filled_places_) {
      const auto found = places_.find(tables_.places[PlaceId(filled_places_)].id);
      if (found == places_.end()) return stop("a place of the record is not known");
      tables_.places[PlaceId(filled_places_)] = found->second;
    }
    for (; filled_actors_ < tables_.actors.size(); ++filled_actors_) {
      const auto found = actors_.find(tables_.actors[ActorId(filled_actors_)].id);
      if (found == actors_.end()) return stop("an actor of the record is not known");
      tables_.actors[ActorId(filled_actors_)] = found->second;
    }
    index_.extend();
    return alive();
  }

  // ---- components ----

  // The traces of the components that the new ones may bear on, and the new ones. `looks` gives where a new
  // one looks.
  template <class Looks>
  bool gather(TraceKind kind, Looks&& looks, std::map<std::string, Trace>* out) {
    std::set<std::string> components;
    for (const Trace& trace : gone_[kind]) components.insert(trace.component);
    for (const Trace& trace : fresh_traces_) {
      if (trace.kind != kind) continue;
      for (const Trace& other : m_.near(kind, looks(trace))) components.insert(other.component);
    }
    std::set<std::string> done;
    for (bool more = true; more;) {
      more = false;
      std::vector<std::string> wanted;
      for (const std::string& component : components) {
        if (done.insert(component).second) wanted.push_back(component);
      }
      for (Trace& trace : m_.of_components(kind, wanted)) {
        if (dirty_.count(trace.report) == 0) out->emplace(trace.id, std::move(trace));
      }
      if (out->size() > kTracesMax) return stop("too much may be one");
      if (kind != TraceKind::Event) break;
      // What a reviewer named beside one of these bears on it.
      for (const model::Decision* entry : rulings_.shapes("in-")) {
        std::vector<std::string> named = entry->others;
        named.insert(named.end(), entry->anchors.begin(), entry->anchors.end());
        const bool here = std::any_of(named.begin(), named.end(), [&](const std::string& id) {
          return out->count(id) != 0 || fresh_ids_.count({kind, id}) != 0;
        });
        if (!here) continue;
        for (const Trace& trace : m_.of_ids(kind, named))
          more = components.insert(trace.component).second || more;
      }
    }
    for (const Trace& trace : fresh_traces_) {
      if (trace.kind == kind) (*out)[trace.id] = trace;
    }
    return alive();
  }

  // The rows that are made anew: those that a dirty report is or was part of, and whose members differ.
  // `members` by trace.
  struct Groups {
    std::vector<std::vector<std::string>> clusters;  // ids of traces
    std::vector<std::string> components;
  };
  // Marks the clusters that are not as they were, and removes the rows that they came from.
  std::vector<bool> changed_clusters(TraceKind kind, const std::map<std::string, Trace>& traces,
                                     const Groups& groups, std::vector<std::string>* removed) {
    std::map<std::string, std::size_t> sizes;  // of the rows before
    for (const auto& [id, trace] : traces) {
      if (fresh_ids_.count({kind, id}) == 0) ++sizes[trace.row];
    }
    std::set<std::string> rows;
    for (const Trace& trace : gone_[kind]) rows.insert(trace.row);
    std::vector<bool> out(groups.clusters.size(), true);
    for (std::size_t c = 0; c < groups.clusters.size(); ++c) {
      const std::vector<std::string>& ids = groups.clusters[c];
      const std::string& row = traces.at(ids.front()).row;
      bool same = !row.empty() && sizes[row] == ids.size() && rows.count(row) == 0;
      for (const std::string& id : ids)
        same = same && fresh_ids_.count({kind, id}) == 0 && traces.at(id).row == row;
      out[c] = !same;
    }
    for (std::size_t c = 0; c < groups.clusters.size(); ++c) {
      for (const std::string& id : groups.clusters[c]) {
        if (out[c] && !traces.at(id).row.empty()) rows.insert(traces.at(id).row);
      }
    }
    rows.erase("");
    removed->assign(rows.begin(), rows.end());
    return out;
  }

  void keep_components(const std::map<std::string, Trace>& traces, const Groups& groups) {
    for (std::size_t c = 0; c < groups.clusters.size(); ++c) {
      for (const std::string& id : groups.clusters[c]) {
        const Trace& trace = traces.at(id);
        if (trace.component == groups.components[c] && fresh_ids_.count({trace.kind, id}) == 0) continue;
        Trace& kept = kept_[{trace.kind, id}];
        kept = trace;
        kept.component = groups.components[c];
      }
    }
  }

  bool merge_events() {
    std::map<std::string, Event> events;
    const auto read = [&](const Trace& trace) { return unpack(trace.data, &tables_, &events[trace.id]); };
    for (const Trace& trace : fresh_traces_) {
      if (trace.kind == TraceKind::Event && !read(trace)) return stop("an event cannot be read");
    }
    if (!fill_tables()) return false;
    if (!gather(
            TraceKind::Event,
            [&](const Trace& trace) { return keys_of(events.at(trace.id), index_, true, p_); },
            &event_traces_))
      return false;
    for (const auto& [id, trace] : event_traces_) {
      if (events.count(id) == 0 && !read(trace)) return stop("an event cannot be read");
    }
    if (!fill_tables()) return false;
    if (event_traces_.size() >= kBlockEvents) return stop("a block holds too many events");
    std::vector<Event> list;
    for (const auto& [id, event] : events) list.push_back(event);
    event_clusters_ = cluster_events(list, {&index_, &tables_.actors, &p_, &rulings_});
    Groups groups;
    for (const EventCluster& cluster : event_clusters_) {
      std::vector<std::string> ids;
      for (const std::uint32_t i : cluster.events) ids.push_back(list[i].statement);
      groups.clusters.push_back(std::move(ids));
      groups.components.push_back(cluster.component);
    }
    event_changed_ = changed_clusters(TraceKind::Event, event_traces_, groups, &out_.removed.incidents);
    keep_components(event_traces_, groups);
    event_ids_ = std::move(groups.clusters);
    return true;
  }

  bool merge_counts() {
    std::set<std::string> components;
    for (const Trace& trace : gone_[TraceKind::Count]) {
      components.insert(trace.component);
      out_.removed.tallies.push_back(trace.row);
    }
    for (const Trace& trace : fresh_traces_) {
      if (trace.kind == TraceKind::Count) components.insert(trace.component);
    }
    counts_ = components;
    for (Trace& trace : m_.of_components(TraceKind::Count, listed(components))) {
      out_.removed.tallies.push_back(trace.row);
      if (dirty_.count(trace.report) == 0) count_traces_[trace.id] = std::move(trace);
    }
    sort_unique(&out_.removed.tallies);
    for (const Trace& trace : fresh_traces_) {
      if (trace.kind == TraceKind::Count) count_traces_[trace.id] = trace;
    }
    return alive();
  }

  // A mention of the record by its trace, read once; nullptr when it cannot be read.
  const KnownMention* known_mention(const Trace& trace) {
    const auto [at, unknown] = mentions_.try_emplace(trace.id);
    if (unknown) {
      mention_traces_.emplace(trace.id, trace);
      at->second.deal = trace.row;
      if (!unpack(trace.data, &tables_, &at->second.mention)) return nullptr;
    }
    return &at->second;
  }

  bool merge_mentions() {
    std::vector<Mention> fresh;
    std::vector<KnownMention> gone;
    for (const Trace& trace : fresh_traces_) {
      if (trace.kind != TraceKind::Mention) continue;
      fresh.emplace_back();
      if (!unpack(trace.data, &tables_, &fresh.back())) return stop("a mention cannot be read");
    }
    for (const Trace& trace : gone_[TraceKind::Mention]) {
      gone.emplace_back();
      gone.back().deal = trace.row;
      if (!unpack(trace.data, &tables_, &gone.back().mention)) return stop("a mention cannot be read");
    }
    if (fresh.empty() && gone.empty()) return true;
    if (!fill_tables()) return false;
    bool good = true;
    const auto known = [&](const std::vector<Trace>& traces) {
      std::vector<const KnownMention*> out;
      for (const Trace& trace : traces) {
        const KnownMention* one = known_mention(trace);
        good = good && one != nullptr;
        if (one != nullptr) out.push_back(one);
      }
      good = fill_tables() && good;
      return out;
    };
    // The mentions of a block are asked for once.
    std::map<std::uint64_t, std::vector<const KnownMention*>> blocks;
    Regroup::Source source;
    source.near = [&](const Mention& mention) {
      std::vector<const KnownMention*> out;
      for (const model::TraceKey& key : keys_of(mention, index_, true)) {
        const auto [at, unknown] = blocks.try_emplace(key.block);
        if (unknown)
          at->second = known(m_.near(TraceKind::Mention, {{key.block, -kOpenFuture, kOpenFuture}}));
        for (const KnownMention* one : at->second) {
          if (std::abs(pivot_of(one->mention) - pivot_of(mention)) <= kMentionReachMax) out.push_back(one);
        }
      }
      sort_unique(&out);
      return out;
    };
    source.of_deal = [&](const std::string& deal) { return known(m_.of_rows(TraceKind::Mention, {deal})); };
    source.tables = [this] { return MentionTables{&index_, &tables_.actors, &p_}; };
    Regroup regroup(source, gone, fresh);
    if (!regroup.run(kMentionsMax)) return stop("too many reports speak of deals here");
    if (!good) return alive() && stop("a mention cannot be read");
    mention_clusters_ = regroup.changed();
    out_.removed.agreements = regroup.removed();
    for (const Trace& trace : fresh_traces_) {
      if (trace.kind == TraceKind::Mention) mention_traces_[trace.id] = trace;
    }
    // What a reviewer put together or apart is not known by blocks.
    std::set<std::string> named;
    for (const model::Decision* entry : rulings_.shapes("ag-")) {
      named.insert(entry->others.begin(), entry->others.end());
      named.insert(entry->anchors.begin(), entry->anchors.end());
    }
    if (!named.empty()) {
      const auto hit = [&named](const Mention& mention) {
        return std::any_of(mention.statements.begin(), mention.statements.end(),
                           [&](const std::string& id) { return named.count(id) != 0; });
      };
      for (const auto& [id, one] : mentions_) {
        if (hit(one.mention)) return stop("a reviewer put these agreements together or apart");
      }
      for (const Mention& one : fresh) {
        if (hit(one)) return stop("a reviewer put these agreements together or apart");
      }
    }
    return alive();
  }

  // ---- rows ----

  bool write_rows() {
    std::set<std::string> reports = dirty_;
    for (std::size_t c = 0; c < event_ids_.size(); ++c) {
      for (const std::string& id : event_ids_[c]) {
        if (event_changed_[c]) reports.insert(event_traces_.at(id).report);
      }
    }
    for (const auto& [id, trace] : count_traces_) reports.insert(trace.report);
    for (const Regroup::Changed& cluster : mention_clusters_) {
      for (const std::string& id : cluster.mentions) reports.insert(mention_traces_.at(id).report);
    }
    // The first report of a group gives it its rank.
    for (const std::string& id : touched_groups_) {
      for (const auto& member : m_.group(id).members) {
        if (text(member.report) != nullptr && texts_.at(member.report).group == id) {
          reports.insert(member.report);
          break;
        }
      }
      for (const auto& [report, leader] : moved_) {
        if (texts_.at(report).group == id) reports.insert(report), reports.insert(leader);
      }
    }
    if (reports.size() > kReportsMax) return stop("too many reports tell of this");
    if (!set_up(reports, &work_)) return false;
    Work& work = *work_;
    work.written.assign(work.readings.size(), false);
    for (std::size_t r = 0; r < work.readings.size(); ++r)
      work.written[r] = dirty_.count(work.out.reports[model::ReportId(r)].id) != 0;
    work.written_counts = counts_;
    if (counts_.empty()) work.counts.clear();

    std::unordered_map<std::string, std::uint32_t> at;
    for (std::uint32_t i = 0; i < work.events.size(); ++i) at[work.events[i].statement] = i;
    std::vector<EventCluster> events;
    for (std::size_t c = 0; c < event_clusters_.size(); ++c) {
      if (!event_changed_[c]) continue;
      const EventCluster& from = event_clusters_[c];
      EventCluster to;
      to.component = from.component;
      std::map<std::uint32_t, std::uint32_t> moved;
      for (std::size_t k = 0; k < from.events.size(); ++k) {
        const auto found = at.find(event_ids_[c][k]);
        if (found == at.end()) return stop("an event is not found again");
        moved[from.events[k]] = found->second;
        to.events.push_back(found->second);
      }
      for (EventMerge merge : from.merges) {
        merge.kept = moved.at(merge.kept), merge.joined = moved.at(merge.joined);
        to.merges.push_back(std::move(merge));
      }
      events.push_back(std::move(to));
    }
    write_incidents(&work, std::move(events));

    at.clear();
    for (std::uint32_t i = 0; i < work.mentions.size(); ++i) at[work.mentions[i].id] = i;
    std::vector<MentionCluster> deals;
    for (const Regroup::Changed& from : mention_clusters_) {
      MentionCluster to;
      std::vector<std::uint32_t> moved;
      for (const std::string& id : from.mentions) {
        const auto found = at.find(id);
        if (found == at.end()) return stop("a mention is not found again");
        moved.push_back(found->second);
        absorb(work.mentions, found->second, &to);
      }
      for (MentionMerge merge : from.merges) {
        merge.kept = moved[merge.kept], merge.joined = moved[merge.joined];
        to.merges.push_back(std::move(merge));
      }
      deals.push_back(std::move(to));
    }
    write_agreements(&work, std::move(deals));
    for (const model::AgreementRow& row : work.out.agreements) {
      const bool replaced =
          std::binary_search(out_.removed.agreements.begin(), out_.removed.agreements.end(), row.id);
      if (!replaced && m_.has_agreement(row.id)) return stop("two agreements would have one id");
    }
    make_deals(&work);
    set_rows();
    return alive();
  }

  // The rows of the traces whose rows are made anew.
  void set_rows() {
    const Work& work = *work_;
    const auto set = [this](TraceKind kind, const std::map<std::string, Trace>& traces, const std::string& id,
                            const std::string& row) {
      const auto found = traces.find(id);
      if (found == traces.end()) return;
      const auto kept = kept_.try_emplace({kind, id}, found->second).first;
      kept->second.row = row;
    };
    for (const model::IncidentRow& row : work.out.incidents) {
      for (const model::StatementId id : row.statements)
        set(TraceKind::Event, event_traces_, work.out.statements[id].id, row.id);
    }
    for (const model::TallyRow& row : work.out.tallies) {
      for (const model::StatementId id : row.statements)
        set(TraceKind::Count, count_traces_, work.out.statements[id].id, row.id);
    }
    for (const auto& [mention, deal] : work.mention_deals)
      set(TraceKind::Mention, mention_traces_, mention, deal);
    // What stands beside a mention is known now that all mentions of its report are.
    for (const Mention& mention : work.mentions) {
      const auto kept = kept_.find({TraceKind::Mention, mention.id});
      if (kept != kept_.end()) kept->second.data = pack(mention, work.out);
    }
  }

  // ---- links ----

  static model::LinkPatch::Link patch_of(LinkText text) {
    return {
        std::move(text.agreement), std::move(text.relation), text.time, text.place, text.actor, text.excluded,
        std::move(text.statements)};
  }

  template <class T>
  bool unpack_all(const std::vector<Trace>& traces, std::map<std::string, T>* to) {
    for (const Trace& trace : traces) {
      if (to->count(trace.id) == 0 && !unpack(trace.data, &tables_, &(*to)[trace.id]))
        return stop("a trace cannot be read");
    }
    return true;
  }

  bool link_rows() {
    const Work& work = *work_;
    row_traces_ = traces_of_rows(work);
    std::vector<Trace> deals, happenings;
    for (const Trace& trace : row_traces_)
      (trace.kind == TraceKind::Deal ? deals : happenings).push_back(trace);
    if (!unpack_all(deals, &new_deals_) || !unpack_all(happenings, &new_happenings_)) return false;
    if (!unpack_all(m_.of_ids(TraceKind::Deal, out_.removed.agreements), &old_deals_)) return false;
    if (!unpack_all(m_.of_ids(TraceKind::Happening, out_.removed.incidents), &old_happenings_)) return false;
    if (!fill_tables()) return false;
    // Those of the record that stay.
    std::map<std::string, Deal> other_deals;
    std::map<std::string, Happening> other_happenings;
    std::vector<Trace> found;
    for (const auto* list : {&new_happenings_, &old_happenings_}) {
      for (const auto& [id, happening] : *list) {
        std::vector<Trace> more = m_.near(TraceKind::Deal, deals_near(happening, index_));
        found.insert(found.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
      }
    }
    found.erase(std::remove_if(found.begin(), found.end(),
                               [&](const Trace& t) { return old_deals_.count(t.id) != 0; }),
                found.end());
    if (!unpack_all(found, &other_deals)) return false;
    found.clear();
    for (const auto* list : {&new_deals_, &old_deals_}) {
      for (const auto& [id, deal] : *list) {
        std::vector<Trace> more = m_.near(TraceKind::Happening, happenings_near(deal, index_));
        found.insert(found.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
      }
    }
    found.erase(std::remove_if(found.begin(), found.end(),
                               [&](const Trace& t) { return old_happenings_.count(t.id) != 0; }),
                found.end());
    if (found.size() > kTracesMax) return stop("too many incidents are near");
    if (!unpack_all(found, &other_happenings)) return false;
    if (!fill_tables()) return false;
    const LinkTables tables{&index_, &tables_.actors, &p_};

    std::map<std::string, std::vector<EvidenceText>> evidence;  // of new provisions
    for (std::size_t i = 0; i < work.out.incidents.size(); ++i) {
      const Happening& happening = new_happenings_.at(work.out.incidents[model::IncidentId(i)].id);
      std::vector<LinkText> links;
      for (const auto& [id, deal] : new_deals_) {
        std::vector<EvidenceText> more;
        link(happening, deal, tables, &links, &more);
        for (EvidenceText& one : more) evidence[one.provision].push_back(std::move(one));
      }
      std::vector<EvidenceText> none;
      for (const auto& [id, deal] : other_deals) link(happening, deal, tables, &links, &none);
      order_links(&links);
      for (LinkText& text : links) add_link(model::IncidentId(i), std::move(text));
    }
    for (const auto& [id, happening] : other_happenings) {
      std::vector<LinkText> before, after;
      std::vector<EvidenceText> none;
      for (const auto& [deal_id, deal] : old_deals_) link(happening, deal, tables, &before, &none);
      for (const auto& [deal_id, deal] : new_deals_) {
        std::vector<EvidenceText> more;
        link(happening, deal, tables, &after, &more);
        for (EvidenceText& one : more) evidence[one.provision].push_back(std::move(one));
      }
      order_links(&before), order_links(&after);
      model::LinkPatch patch;
      patch.incident = id;
      std::vector<model::LinkPatch::Link> was;
      for (LinkText& text : before) was.push_back(patch_of(std::move(text)));
      for (LinkText& text : after) patch.links.push_back(patch_of(std::move(text)));
      if (was == patch.links) continue;
      for (const auto* list : {&old_deals_, &new_deals_}) {
        for (const auto& [deal_id, deal] : *list) patch.agreements.push_back(deal_id);
      }
      sort_unique(&patch.agreements);
      out_.links.push_back(std::move(patch));
    }
    for (const auto& [id, deal] : other_deals) {
      const auto evidence_of = [&](const std::map<std::string, Happening>& list) {
        std::vector<LinkText> none;
        std::vector<EvidenceText> texts;
        for (const auto& [happening_id, happening] : list) link(happening, deal, tables, &none, &texts);
        std::map<std::string, std::vector<model::EvidencePatch::Evidence>> out;
        for (EvidenceText& one : texts)
          out[one.provision].push_back({one.provision, one.statement, one.state, one.day, one.rule, one.part});
        return out;
      };
      const auto before = evidence_of(old_happenings_), after = evidence_of(new_happenings_);
      std::set<std::string> provisions;
      for (const auto* list : {&before, &after}) {
        for (const auto& [provision, one] : *list) provisions.insert(provision);
      }
      for (const std::string& provision : provisions) {
        model::EvidencePatch patch;
        patch.provision = provision;
        if (const auto was = before.find(provision); was != before.end()) {
          for (const auto& one : was->second) patch.statements.push_back(one.statement);
        }
        if (const auto is = after.find(provision); is != after.end()) patch.evidence = is->second;
        out_.evidence.push_back(std::move(patch));
      }
    }
    for (std::size_t i = 0; i < work.out.provisions.size(); ++i) {
      model::ProvisionRow& row = work_->out.provisions[model::ProvisionId(i)];
      const auto more = evidence.find(row.id);
      if (more == evidence.end()) continue;
      for (EvidenceText& one : more->second)
        row.evidence.push_back({statement(one.statement), one.state, one.day, one.rule, one.part});
      sort_evidence(&row.evidence);
    }
    return alive();
  }

  // The row of a statement; one that is not in this part is numbered on.
  model::StatementId statement(const std::string& id) {
    if (statements_.empty()) {
      for (std::size_t i = 0; i < work_->out.statements.size(); ++i)
        statements_[work_->out.statements[model::StatementId(i)].id] = model::StatementId(i);
    }
    const auto [at, unknown] = statements_.try_emplace(id);
    if (unknown) {
      at->second = model::StatementId(work_->out.statements.size() + out_.others.statements.size());
      out_.others.statements.push_back(id);
    }
    return at->second;
  }
  std::string statement_text(model::StatementId id) const {
    return id.index() < work_->out.statements.size()
               ? work_->out.statements[id].id
               : out_.others.statements[id.index() - work_->out.statements.size()];
  }
  void sort_evidence(std::vector<model::ComplianceEvidence>* list) const {
    std::sort(list->begin(), list->end(), [this](const auto& a, const auto& b) {
      const std::string x = statement_text(a.statement), y = statement_text(b.statement);
      return std::tie(a.day, x, a.rule, a.state) < std::tie(b.day, y, b.rule, b.state);
    });
    list->erase(std::unique(list->begin(), list->end()), list->end());
  }
  model::AgreementId agreement(const std::string& id) {
    if (agreements_.empty()) {
      for (std::size_t i = 0; i < work_->out.agreements.size(); ++i)
        agreements_[work_->out.agreements[model::AgreementId(i)].id] = model::AgreementId(i);
    }
    const auto [at, unknown] = agreements_.try_emplace(id);
    if (unknown) {
      at->second = model::AgreementId(work_->out.agreements.size() + out_.others.agreements.size());
      out_.others.agreements.push_back(id);
    }
    return at->second;
  }

  void add_link(model::IncidentId incident, LinkText text) {
    model::AgreementLink out;
    out.agreement = agreement(text.agreement);
    out.relation = std::move(text.relation);
    out.time = text.time, out.place = text.place, out.actor = text.actor, out.excluded = text.excluded;
    for (const std::string& id : text.statements) out.statements.push_back(statement(id));
    work_->out.incidents[incident].links.push_back(std::move(out));
  }

  // ---- relations ----

  // Deals of a block that begin before or after the day, with the new ones and without those that are gone;
  // empty and stopped when they are too many of one day to tell.
  bool deals_beside(std::uint64_t block, Day day, bool before, std::vector<std::string>* out) {
    const std::vector<Trace> found = m_.beside(TraceKind::Deal, block, day, before, kBesideMax);
    if (!unpack_all(found, &known_deals_)) return false;
    std::vector<std::pair<Day, std::string>> list;
    for (const Trace& trace : found) {
      if (old_deals_.count(trace.id) == 0) list.emplace_back(known_deals_.at(trace.id).onset, trace.id);
    }
    if (found.size() == kBesideMax) {
      // Those that were cut off may be of the last day.
      Day last = list.empty() ? day : list.front().first;
      for (const auto& [onset, id] : list) last = before ? std::min(last, onset) : std::max(last, onset);
      const auto kept =
          std::count_if(list.begin(), list.end(), [&](const auto& one) { return one.first != last; });
      if (static_cast<std::size_t>(kept) <= kFollowed) return stop("too many agreements begin on one day");
      list.erase(std::remove_if(list.begin(), list.end(), [&](const auto& one) { return one.first == last; }),
                 list.end());
    }
    for (const auto& [id, deal] : new_deals_) {
      if (deal.onset == kOpenFuture || (before ? deal.onset >= day : deal.onset <= day)) continue;
      const std::vector<std::uint64_t> blocks = onset_blocks(deal, index_);
      if (std::find(blocks.begin(), blocks.end(), block) != blocks.end()) list.emplace_back(deal.onset, id);
    }
    std::sort(list.begin(), list.end());
    for (auto& [onset, id] : list) out->push_back(std::move(id));
    return true;
  }

  const Deal* deal(const std::string& id) const {
    const auto fresh = new_deals_.find(id);
    if (fresh != new_deals_.end()) return &fresh->second;
    const auto known = known_deals_.find(id);
    return known == known_deals_.end() ? nullptr : &known->second;
  }

  bool relate_rows() {
    // Whose relations may change: the new deals, those that may follow a new or an old one, and those told of
    // beside one.
    std::set<std::string> affected;
    for (const auto* list : {&new_deals_, &old_deals_}) {
      for (const auto& [id, one] : *list) {
        for (const std::uint64_t block : onset_blocks(one, index_)) {
          std::vector<std::string> after;
          if (!deals_beside(block, one.onset, false, &after) || !fill_tables()) return false;
          // Beyond kFollowed deals and the last one's day none sees this one.
          Day last = kOpenFuture;
          std::size_t passed = 0;
          for (const std::string& other : after) {
            const Day onset = deal(other)->onset;
            if (last != kOpenFuture && onset > last) break;
            if (++passed == kFollowed + 1) last = onset;
            affected.insert(other);
          }
        }
      }
    }
    std::map<std::string, Mention> mentions;
    std::map<std::string, std::string> deal_of;
    std::set<std::string> beside;
    const auto note = [&](const std::vector<Trace>& traces) {
      for (const Trace& trace : traces) {
        const auto kept = kept_.find({TraceKind::Mention, trace.id});
        const Trace& now = kept != kept_.end() ? kept->second : trace;
        deal_of[now.id] = now.row;
        if (mentions.count(now.id) == 0 && !unpack(now.data, &tables_, &mentions[now.id])) return false;
      }
      return true;
    };
    std::vector<Trace> ours;
    for (const auto& [key, trace] : kept_) {
      if (key.first == TraceKind::Mention) ours.push_back(trace);
    }
    if (!note(ours) || !note(gone_[TraceKind::Mention])) return stop("a mention cannot be read");
    for (const auto& [id, mention] : mentions) {
      for (const Mention::Beside& other : mention.beside) beside.insert(other.mention);
    }
    for (const std::string& id : out_.removed.agreements) old_rows_.insert(id);
    if (!note(m_.of_ids(TraceKind::Mention, listed(beside)))) return stop("a mention cannot be read");
    for (const std::string& id : beside) {
      const auto found = deal_of.find(id);
      if (found != deal_of.end() && new_deals_.count(found->second) == 0 &&
          old_rows_.count(found->second) == 0)
        affected.insert(found->second);
    }
    affected.erase("");
    for (const auto& [id, one] : new_deals_) affected.insert(id);
    std::vector<std::string> others;
    for (const std::string& id : affected) {
      if (deal(id) == nullptr) others.push_back(id);
    }
    if (!unpack_all(m_.of_ids(TraceKind::Deal, others), &known_deals_) || !fill_tables()) return false;
    const LinkTables tables{&index_, &tables_.actors, &p_};
    for (const std::string& id : affected) {
      const Deal* later = deal(id);
      if (later == nullptr) continue;
      std::vector<RelationText> relations;
      for (const std::uint64_t block : onset_blocks(*later, index_)) {
        std::vector<std::string> before;
        if (!deals_beside(block, later->onset, true, &before) || !fill_tables()) return false;
        later = deal(id);
        std::vector<const Deal*> list;
        for (const std::string& other : before) list.push_back(deal(other));
        relate(*later, list, tables, &relations);
      }
      std::vector<Trace> own;
      if (new_deals_.count(id) == 0) own = m_.of_rows(TraceKind::Mention, {id});
      if (!note(own)) return stop("a mention cannot be read");
      std::vector<std::string> unknown;
      std::vector<const Mention*> told;
      for (const auto& [mention_id, deal_id] : deal_of) {
        if (deal_id != id) continue;
        told.push_back(&mentions.at(mention_id));
        for (const Mention::Beside& other : told.back()->beside) {
          if (deal_of.count(other.mention) == 0) unknown.push_back(other.mention);
        }
      }
      for (const Trace& trace : m_.of_ids(TraceKind::Mention, unknown)) {
        const auto kept = kept_.find({TraceKind::Mention, trace.id});
        aside_[trace.id] = kept != kept_.end() ? kept->second.row : trace.row;
      }
      repeats(
          *later, told,
          [&](const std::string& mention) {
            const auto found = deal_of.find(mention);
            if (found != deal_of.end()) return found->second;
            const auto other = aside_.find(mention);
            return other == aside_.end() ? std::string() : other->second;
          },
          p_, &relations);
      order_relations(&relations);
      if (new_deals_.count(id) != 0) {
        model::AgreementRow& row = work_->out.agreements[agreement(id)];
        for (RelationText& text : relations) {
          model::AgreementRelation out;
          out.kind = std::move(text.kind);
          out.other = agreement(text.other);
          for (const std::string& one : text.statements) out.statements.push_back(statement(one));
          out.rule = std::move(text.rule);
          row.relations.push_back(std::move(out));
        }
      } else {
        model::RelationPatch patch;
        patch.agreement = id;
        for (RelationText& text : relations)
          patch.relations.push_back({text.kind, text.other, text.statements, text.rule});
        out_.relations.push_back(std::move(patch));
      }
    }
    return alive();
  }

  // ---- the log of reviews ----

  bool review_rows() {
    make_contradictions(work_.get());
    work_->rulings.finish(&work_->out);
    const std::vector<model::ReviewRow> stored = m_.reviews();
    if (stored.size() != log_.size()) return stop("the log of reviews is not that of the record");
    std::set<std::string> gone(out_.removed.agreements.begin(), out_.removed.agreements.end());
    gone.insert(out_.removed.incidents.begin(), out_.removed.incidents.end());
    gone.insert(out_.removed.tallies.begin(), out_.removed.tallies.end());
    out_.marks.reviews.assign(log_.size(), false);
    for (std::size_t i = 0; i < log_.size(); ++i) {
      model::ReviewRow& row = work_->out.reviews[model::ReviewId(i)];
      const bool shaped = row.entry.target.rfind("ag-", 0) == 0 || row.entry.target.rfind("in-", 0) == 0 ||
                          row.entry.target.rfind("tl-", 0) == 0;
      if (!row.now.empty() || gone.count(stored[i].now) == 0) {
        // Found among the rows made anew, or as it was.
        if (row.now.empty() || (stored[i].now == row.entry.target && gone.count(stored[i].now) == 0))
          row = stored[i];
      } else if (shaped) {
        return stop("the row of a decision is gone");
      }
      // What belongs to an agreement or incident goes and comes with it.
      if (row.now.empty() && !shaped && row.entry.decision != "undo" && !stored[i].now.empty())
        return stop("the row of a decision is gone");
      out_.marks.reviews[i] = !(row == stored[i]);
    }
    return alive();
  }

  bool finish() {
    Work& work = *work_;
    const auto mark = [](std::size_t size, auto&& wanted) {
      std::vector<bool> out(size);
      for (std::size_t i = 0; i < size; ++i) out[i] = wanted(i);
      return out;
    };
    out_.marks.reports = mark(work.out.reports.size(), [&](std::size_t i) { return bool{work.written[i]}; });
    out_.marks.statements = mark(work.out.statements.size(), [&](std::size_t i) {
      return bool{work.written[work.out.statements[model::StatementId(i)].report.index()]};
    });
    out_.marks.groups = mark(work.out.groups.size(), [&](std::size_t i) {
      return touched_groups_.count(work.out.groups[model::GroupId(i)].id) != 0;
    });
    out_.marks.actors = mark(work.out.actors.size(), [&](std::size_t i) {
      return changed_actors_.count(work.out.actors[ActorId(i)].id) != 0;
    });
    out_.marks.places = mark(work.out.places.size(), [&](std::size_t i) {
      return changed_places_.count(work.out.places[PlaceId(i)].id) != 0;
    });
    for (const std::string& report : touched_) {
      for (const model::Statement& stmt : text(report, true)->reading->statements()) {
        if (stmt.kind == model::StatementKind::Claim)
          out_.removed.claims.push_back("cl-" + stmt.id.substr(stmt.id.find('-') + 1));
      }
    }
    for (const model::Reading* reading : work.readings)
      work.out.tool = std::max(work.out.tool, reading->parts().tool);
    work.out.policies = p_.version + " " + p_.number_policy().name;
    for (auto& [key, trace] : kept_) out_.state.traces.push_back(std::move(trace));
    for (Trace& trace : row_traces_) out_.state.traces.push_back(std::move(trace));
    for (const std::string& id : out_.removed.agreements) {
      if (new_deals_.count(id) == 0) out_.dropped.emplace_back(TraceKind::Deal, id);
    }
    for (const std::string& id : out_.removed.incidents) {
      if (new_happenings_.count(id) == 0) out_.dropped.emplace_back(TraceKind::Happening, id);
    }
    for (const std::string& report : fresh_) {
      for (const auto& [key, most] : text_keys(texts_.at(report).reading->parts(), p_))
        out_.state.texts.push_back({key, texts_.at(report).rank});
    }
    out_.parts = std::move(work.out);
    return alive();
  }

  MergeMemory& m_;
  const std::set<std::string> fresh_;  // the reports that are added
  const Policies& p_;
  std::span<const model::Decision> log_;
  Rulings rulings_;
  std::string why_;
  model::RecordUpdate out_;

  std::map<std::string, Text> texts_;
  std::map<std::uint64_t, Sharing> sharing_;
  std::map<std::uint64_t, std::set<std::string>> fresh_keys_;
  std::map<std::string, TextMatch> matches_;
  std::map<std::string, std::string> moved_;  // report -> leader, where it is another one now
  std::set<std::string> touched_;             // reports of the record that are made anew
  std::set<std::string> touched_groups_, dirty_;
  std::map<std::string, model::GroupId> groups_;

  std::map<std::string, model::ActorRow> actors_;  // by id, as they are now
  std::map<std::string, model::PlaceRow> places_;
  std::map<std::string, std::string> actor_of_;  // key -> id
  std::set<std::string> changed_actors_, changed_places_;

  std::unique_ptr<Work> work_;
  std::vector<Trace> fresh_traces_, row_traces_;
  std::set<std::pair<TraceKind, std::string>> fresh_ids_;
  std::map<TraceKind, std::vector<Trace>> gone_;             // of touched reports, as they were
  std::map<std::pair<TraceKind, std::string>, Trace> kept_;  // to be written

  Tables tables_;
  std::size_t filled_places_ = 0, filled_actors_ = 0;
  PlaceIndex index_{&tables_.places};
  std::map<std::string, Trace> event_traces_, count_traces_, mention_traces_;
  std::vector<EventCluster> event_clusters_;
  std::vector<Regroup::Changed> mention_clusters_;
  std::map<std::string, KnownMention> mentions_;  // of the record, that were looked at
  std::vector<std::vector<std::string>> event_ids_;
  std::vector<bool> event_changed_;
  std::set<std::string> counts_, old_rows_;

  std::map<std::string, Deal> new_deals_, old_deals_, known_deals_;
  std::map<std::string, Happening> new_happenings_, old_happenings_;
  std::map<std::string, std::string> aside_;
  std::unordered_map<std::string, model::StatementId> statements_;
  std::unordered_map<std::string, model::AgreementId> agreements_;
};

}  // namespace

std::optional<model::RecordUpdate> update_record(MergeMemory* memory, const std::vector<std::string>& reports,
                                                 const Policies& policies,
                                                 std::span<const model::Decision> log, std::string* why) {
  if (reports.empty() || reports.size() > kUpdateReports) {
    if (why != nullptr) *why = "too many reports at once";
    return std::nullopt;
  }
  Updater updater(memory, reports, policies, log);
  const bool done = updater.run();
  if (why != nullptr) *why = updater.why();
  if (!done) return std::nullopt;
  return updater.take();
}

}  // namespace hudna::record
