#include "record/adding/same_text.h"

#include "model/ranks.h"

namespace hudna::record {

using base::limits::kAddedTexts;
using base::limits::kAddedTextsFirst;
using model::GroupMembers;

namespace {

std::string rank_of_reading(const model::Reading& reading) {
  model::ReportRow row;
  row.id = reading.parts().report_id;
  row.first_day = make_period(find_range(reading.parts().published.edtf).value_or(DayRange{})).min;
  return model::rank_of(row);
}

}  // namespace

const model::Reading* SameText::reading(const std::string& report) {
  const Text* one = text(report, true);
  return one == nullptr ? nullptr : one->reading;
}

SameText::Text* SameText::text(const std::string& report, bool with_reading) {
  const auto [at, unknown] = texts_.try_emplace(report);
  Text& out = at->second;
  const bool comes = a_.fresh.count(report) != 0;
  if (unknown && !comes) {
    const model::MergeMemory::ReportPlace place = a_.memory.place_of(report);
    if (place.group.empty()) return nullptr;
    model::ReportRow row;
    row.id = report, row.first_day = place.first_day;
    out.rank = model::rank_of(row);
    out.group = place.group;
  }
  if (out.reading == nullptr && (with_reading || comes)) {
    const std::vector<const model::Reading*> readings = a_.memory.readings({report});
    if (readings.empty()) return nullptr;
    out.reading = readings.front();
    if (out.rank.empty()) out.rank = rank_of_reading(*readings.front());
  }
  return &out;
}

const SameText::Sharing& SameText::sharing(std::uint64_t key, std::size_t most) {
  Sharing& out = sharing_[key];
  if (out.whole || out.reports.size() >= most) return out;
  const std::vector<std::string> ranks = a_.memory.with_text(key, most);
  out.whole = ranks.size() < most;
  for (const std::string& rank : ranks) out.reports[rank] = rank.substr(rank.rfind(' ') + 1);
  for (const std::string& report : fresh_keys_[key]) {
    const std::string& rank = texts_.at(report).rank;
    if (out.whole || rank < ranks.back()) out.reports[rank] = report;
  }
  return out;
}

bool SameText::members(const std::string& group, std::vector<GroupMembers::Member>* out) {
  *out = a_.memory.group(group).members;
  return out->size() <= base::limits::kAddedReportsRead || a_.too_much("too many reports share the text");
}

// Whether new leaders change nothing for a report: it resembles none of them, and none comes before the
// leader that it follows, so that none can take that one's place among the few that are compared. REQUIRES:
// it was read.
bool SameText::keeps_group(const Unsettled& entry) {
  const Text& one = texts_.at(entry.report);
  std::string first;
  if (!leads(entry.report)) {
    const auto members = a_.memory.group(one.group).members;
    const Text* leader = members.empty() ? nullptr : text(members.front().report);
    if (leader == nullptr || leader->group != one.group) return false;
    first = leader->rank;
  }
  for (const std::string& id : entry.leaders) {
    const Text* leader = text(id, true);
    if (leader == nullptr || (!first.empty() && leader->rank < first)) return false;
    if (match_texts(one.reading->parts(), leader->reading->parts(), true, a_.policies).score >= 0)
      return false;
  }
  return true;
}

bool SameText::settle() {
  for (const std::string& report : a_.fresh) {
    const Text* one = text(report);
    if (one == nullptr) return a_.stop("a new report cannot be read");
    for (const auto& [key, most] : text_keys(one->reading->parts(), a_.policies))
      fresh_keys_[key].insert(report);
    pending_[one->rank] = {report, {}, true};
  }
  std::size_t steps = 0;
  while (!pending_.empty()) {
    if (++steps > kAddedTexts) return a_.too_much("too many reports share the text");
    const Unsettled entry = std::move(pending_.begin()->second);
    pending_.erase(pending_.begin());
    if (text(entry.report, true) == nullptr) return a_.stop("a report cannot be read");
    if (!entry.whole && keeps_group(entry)) continue;
    if (!settle(entry)) return false;
  }
  return a_.alive();
}

bool SameText::find_candidates(const std::string& report, Candidates* out) {
  const Text& one = texts_.at(report);
  for (const auto& [key, most] : text_keys(one.reading->parts(), a_.policies)) {
    for (const std::size_t looked : {kAddedTextsFirst, kAddedTexts}) {
      const Sharing& all = sharing(key, looked);
      std::size_t leaders = 0;
      for (const auto& [rank, other] : all.reports) {
        if (rank >= one.rank || leaders == most) break;
        if (other == report || text(other) == nullptr || !leads(other)) continue;
        auto& entry = out->leaders[rank];
        entry = {other, entry.second || is_page_key(key)};
        ++leaders;
      }
      // Beyond its limit a key leads to no further leader, so this report is found by it no more than it was.
      if (leaders == most) break;
      if (!all.whole && looked == kAddedTextsFirst) continue;
      if (!all.whole) return a_.too_much("too many reports share a part of the text");
      for (auto after = all.reports.upper_bound(one.rank); after != all.reports.end(); ++after)
        out->later.insert(after->second);
      break;
    }
  }
  return true;
}

bool SameText::settle(const Unsettled& entry) {
  const std::string& report = entry.report;
  Candidates candidates;
  if (!find_candidates(report, &candidates)) return false;
  const Text& one = texts_.at(report);
  TextMatch best;
  std::string chosen = report;
  for (const auto& [rank, candidate] : candidates.leaders) {
    const Text* leader = text(candidate.first, true);
    if (leader == nullptr) return a_.stop("a report cannot be read");
    const TextMatch match =
        match_texts(one.reading->parts(), leader->reading->parts(), candidate.second, a_.policies);
    if (match.score > best.score) best = match, chosen = candidate.first;
  }
  matches_[report] = best;
  return group_id(chosen) == one.group || move(report, chosen, candidates.later);
}

// The report follows another leader now: a new leader may draw later reports to it; one that leads no more
// lets its followers go.
bool SameText::move(const std::string& report, const std::string& leader,
                    const std::set<std::string>& later) {
  Text& one = texts_.at(report);
  const bool led = leads(report);
  const std::string group = group_id(leader);
  if (!one.group.empty()) changed_.insert(one.group);
  changed_.insert(group);
  moved_[report] = leader;
  if (a_.fresh.count(report) == 0) a_.touched.insert(report);
  one.group = group;
  if (leads(report) || led) {
    for (const std::string& other : later) {
      if (text(other) == nullptr) return a_.stop("a report cannot be read");
      Unsettled& next = pending_[texts_.at(other).rank];
      next.report = other;
      if (led)
        next.whole = true;
      else
        next.leaders.push_back(report);
    }
  }
  if (!led) return true;
  std::vector<GroupMembers::Member> followers;
  if (!members(group_id(report), &followers)) return false;
  for (const GroupMembers::Member& member : followers) {
    const Text* other = text(member.report);
    if (other == nullptr) return a_.stop("a report cannot be read");
    if (other->rank > one.rank) pending_[other->rank] = {member.report, {}, true};
  }
  return true;
}

bool SameText::write_groups(Work* work) {
  std::map<std::string, model::ReportId> reports;
  for (std::size_t r = 0; r < work->readings.size(); ++r)
    reports[work->out.reports[model::ReportId(r)].id] = model::ReportId(r);
  std::map<std::string, model::GroupId> groups;
  a_.out.others.reports.clear();
  a_.out.removed.groups.clear();
  for (const std::string& id : changed_) {
    std::vector<GroupMembers::Member> before;
    if (!members(id, &before)) return false;
    std::map<std::string, GroupMembers::Member> now;  // by rank
    for (const GroupMembers::Member& member : before) {
      const Text* one = text(member.report);
      if (one != nullptr && one->group == id) now[one->rank] = member;
    }
    for (const auto& [report, leader] : moved_) {
      const Text& one = texts_.at(report);
      if (one.group != id) continue;
      const TextMatch match = matches_[report];
      const bool first = leads(report);
      now[one.rank] = {report, first ? model::CopyKind::Original : match.kind, first ? 1000 : match.score};
    }
    if (now.empty()) {
      a_.out.removed.groups.push_back(id);
      continue;
    }
    model::SourceGroup group;
    group.id = id;
    for (const auto& [rank, member] : now) {
      const auto found = reports.find(member.report);
      model::ReportId at;
      if (found != reports.end()) {
        at = found->second;
      } else {
        // One that is not in this part is numbered on.
        a_.out.others.reports.push_back(member.report);
        at = model::ReportId(work->readings.size() + a_.out.others.reports.size() - 1);
      }
      group.members.push_back({at, member.kind, member.similarity});
    }
    groups[id] = work->out.groups.push(std::move(group));
  }
  for (const auto& [id, r] : reports) {
    const Text* one = text(id);
    if (one == nullptr) return a_.stop("a report cannot be read");
    const auto [group, unknown] = groups.try_emplace(one->group);
    if (unknown) {
      model::SourceGroup row;
      row.id = one->group;
      group->second = work->out.groups.push(std::move(row));
    }
    work->out.reports[r].group = group->second;
  }
  return true;
}

bool SameText::add_members(std::set<std::string>* reports) {
  for (const std::string& id : changed_) {
    std::vector<GroupMembers::Member> before;
    if (!members(id, &before)) return false;
    // The first report of a group gives it its rank.
    for (const GroupMembers::Member& member : before) {
      const Text* one = text(member.report);
      if (one != nullptr && one->group == id) {
        reports->insert(member.report);
        break;
      }
    }
    for (const auto& [report, leader] : moved_) {
      if (texts_.at(report).group == id) reports->insert(report), reports->insert(leader);
    }
  }
  return true;
}

void SameText::write_keys() {
  for (const std::string& report : a_.fresh) {
    const Text& one = texts_.at(report);
    for (const auto& [key, most] : text_keys(one.reading->parts(), a_.policies))
      a_.out.state.texts.push_back({key, one.rank});
  }
}

}  // namespace hudna::record
