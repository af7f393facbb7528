// Which reports share a text? Sketches of five-word runs are compared: the
// candidates come from shared smallest hashes (Broder 1997), each is then
// compared as a whole.
#include <algorithm>
#include <unordered_map>

#include "record/names.h"
#include "record/traces.h"
#include "record/work.h"

namespace hudna::record {

using model::CopyKind;
using model::GroupMember;
using model::ReportId;

namespace {

// Resemblance (Jaccard) of two sketches in thousandths; of the texts where neither is cut, else of their
// smallest hashes.
std::int32_t resemblance(const std::vector<std::uint32_t>& a, const std::vector<std::uint32_t>& b) {
  if (a.empty() || b.empty()) return 0;
  const std::size_t bound = (a.size() == model::kSketchMax || b.size() == model::kSketchMax)
                                ? model::kSketchMax
                                : a.size() + b.size();
  std::size_t i = 0, j = 0, shared = 0, all = 0;
  while ((i < a.size() || j < b.size()) && all < bound) {
    ++all;
    if (j == b.size() || (i < a.size() && a[i] < b[j]))
      ++i;
    else if (i == a.size() || b[j] < a[i])
      ++j;
    else
      ++shared, ++i, ++j;
  }
  return static_cast<std::int32_t>(shared * 1000 / all);
}

// Share of the smaller text that stands in the larger one, in thousandths; a short wire story inside a long
// page.
std::int32_t containment(const std::vector<std::uint32_t>& a, const std::vector<std::uint32_t>& b) {
  const std::size_t least = std::min(a.size(), b.size());
  if (least == 0 || a.size() == model::kSketchMax || b.size() == model::kSketchMax) return 0;
  std::vector<std::uint32_t> shared;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(shared));
  return static_cast<std::int32_t>(shared.size() * 1000 / least);
}

}  // namespace

std::vector<std::pair<std::uint64_t, std::size_t>> text_keys(const model::ReadingParts& parts, const Policies& policies) {
  std::vector<std::pair<std::uint64_t, std::size_t>> out;
  const auto keys = static_cast<std::size_t>(policies.weight("source.sketch_keys"));
  const auto leaders = static_cast<std::size_t>(policies.weight("source.leaders_max"));
  for (std::size_t k = 0; k < std::min(keys, parts.sketch.size()); ++k) out.emplace_back(parts.sketch[k], leaders);
  // One page of an outlet, by its address or else its title: hashes of sketches have 32 bits only.
  const std::string& address = parts.canonical_url.empty() ? parts.url : parts.canonical_url;
  const std::string title = fold_name(parts.title);
  if (!parts.outlet.empty() && !(address.empty() && title.empty()))
    out.emplace_back(hash_text(parts.outlet + "\x1f" + (address.empty() ? title : address)) | std::uint64_t{1} << 63, 1);
  sort_unique(&out);
  return out;
}

TextMatch match_texts(const model::ReadingParts& one, const model::ReadingParts& leader, bool same_page,
                      const Policies& policies) {
  TextMatch out;
  const std::int32_t score = resemblance(one.sketch, leader.sketch);
  const std::int32_t near_min = policies.weight("source.near_min");
  if (one.text_sha256 == leader.text_sha256 || score == 1000)
    return {CopyKind::Exact, 1000};
  if (same_page && score >= policies.weight("source.update_min"))
    out.kind = CopyKind::UpdateOf;
  else if (score >= near_min)
    out.kind = CopyKind::Near;
  else if (score >= policies.weight("source.rewrite_min") || containment(one.sketch, leader.sketch) >= near_min)
    out.kind = CopyKind::Rewrite;
  if (out.kind != CopyKind::Original) out.score = score;
  return out;
}

std::string group_id(const std::string& leader) { return "sg-" + leader.substr(leader.find('-') + 1); }

void make_reports(Work* work) {
  const std::size_t n = work->readings.size();
  for (std::size_t i = 0; i < n; ++i) {
    const model::ReadingParts& parts = work->readings[i]->parts();
    model::ReportRow row;
    row.id = parts.report_id;
    row.sha256 = parts.sha256;
    row.source = parts.source;
    row.title = parts.title;
    row.outlet = parts.outlet;
    row.agency = parts.agency;
    row.url = parts.canonical_url.empty() ? parts.url : parts.canonical_url;
    row.language = parts.language;
    row.published = parts.published.edtf;
    row.published_basis = parts.published.basis;
    row.published_rule = parts.published.rule;
    const model::Period days = make_period(work->report_days[i]);
    row.first_day = days.min;
    row.last_day = days.max;
    row.statements = static_cast<std::uint32_t>(parts.statements.size());
    work->out.reports.push(std::move(row));
  }
}

void make_groups(Work* work) {
  make_reports(work);
  // Reports in canonical order; each joins the best leader (first member of a group) that it resembles
  // enough. The number of leaders looked at is bounded, so the cost is linear in sketches.
  struct Leader {
    std::size_t report;
    model::GroupId group;
  };
  std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> by_key;  // key -> leaders; only looked up, never walked
  std::vector<Leader> leaders;
  for (std::size_t i = 0; i < work->readings.size(); ++i) {
    const model::ReadingParts& parts = work->readings[i]->parts();
    const auto keys = text_keys(parts, work->policies);
    std::map<std::uint32_t, bool> candidates;  // leader -> by its page
    for (const auto& [key, most] : keys) {
      const auto found = by_key.find(key);
      if (found == by_key.end()) continue;
      for (const std::uint32_t leader : found->second) candidates[leader] = candidates[leader] || is_page_key(key);
    }
    TextMatch best;
    std::uint32_t chosen = 0;
    for (const auto& [candidate, same_page] : candidates) {
      const TextMatch match =
          match_texts(parts, work->readings[leaders[candidate].report]->parts(), same_page, work->policies);
      if (match.score > best.score) best = match, chosen = candidate;
    }
    if (best.score >= 0) {
      work->out.groups[leaders[chosen].group].members.push_back({ReportId(i), best.kind, best.score});
      work->out.reports[ReportId(i)].group = leaders[chosen].group;
      continue;
    }
    model::SourceGroup group;
    group.id = group_id(parts.report_id);
    group.members.push_back({ReportId(i), CopyKind::Original, 1000});
    const model::GroupId id = work->out.groups.push(std::move(group));
    work->out.reports[ReportId(i)].group = id;
    const auto leader = static_cast<std::uint32_t>(leaders.size());
    leaders.push_back({i, id});
    for (const auto& [key, most] : keys) {
      std::vector<std::uint32_t>& list = by_key[key];
      if (list.size() < most) list.push_back(leader);
    }
  }
}

}  // namespace hudna::record
