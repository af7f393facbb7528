// Which reports share a text? Sketches of five-word runs are compared: the
// candidates come from shared smallest hashes (Broder 1997), each is then
// compared as a whole.
#include <algorithm>
#include <unordered_map>

#include "record/names.h"
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

void make_groups(Work* work) {
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

  // Reports in canonical order; each joins the best leader (first member of a group) that it resembles
  // enough. The number of leaders looked at is bounded, so the cost is linear in sketches.
  struct Leader {
    std::size_t report;
    model::GroupId group;
  };
  std::unordered_map<std::uint32_t, std::vector<std::uint32_t>>
      by_hash;                                             // hash -> leaders; only looked up, never walked
  std::unordered_map<std::string, std::uint32_t> by_page;  // outlet + address or title -> leader
  std::vector<Leader> leaders;
  const std::int32_t near_min = work->policies.weight("source.near_min");
  const std::int32_t rewrite_min = work->policies.weight("source.rewrite_min");
  const std::int32_t update_min = work->policies.weight("source.update_min");
  const auto keys = static_cast<std::size_t>(work->policies.weight("source.sketch_keys"));
  const auto leaders_max = static_cast<std::size_t>(work->policies.weight("source.leaders_max"));
  for (std::size_t i = 0; i < n; ++i) {
    const model::ReadingParts& parts = work->readings[i]->parts();
    const std::vector<std::uint32_t>& sketch = parts.sketch;
    std::vector<std::uint32_t> candidates;
    for (std::size_t k = 0; k < std::min(keys, sketch.size()); ++k) {
      const auto found = by_hash.find(sketch[k]);
      if (found != by_hash.end())
        candidates.insert(candidates.end(), found->second.begin(), found->second.end());
    }
    std::string page;
    if (!parts.outlet.empty()) {
      const std::string& address = parts.canonical_url.empty() ? parts.url : parts.canonical_url;
      const std::string title = fold_name(parts.title);
      if (!address.empty())
        page = parts.outlet + "\x1f" + address;
      else if (!title.empty())
        page = parts.outlet + "\x1f" + title;
    }
    if (const auto found = by_page.find(page); !page.empty() && found != by_page.end())
      candidates.push_back(found->second);
    sort_unique(&candidates);
    std::int32_t best = -1;
    CopyKind kind = CopyKind::Original;
    std::size_t chosen = 0;
    for (const std::uint32_t candidate : candidates) {
      const model::ReadingParts& other = work->readings[leaders[candidate].report]->parts();
      std::int32_t score = resemblance(sketch, other.sketch);
      CopyKind how = CopyKind::Original;
      const bool same_page = !page.empty() && by_page.count(page) != 0 && by_page[page] == candidate;
      if (parts.text_sha256 == other.text_sha256 || score == 1000)
        how = CopyKind::Exact, score = 1000;
      else if (same_page && score >= update_min)
        how = CopyKind::UpdateOf;
      else if (score >= near_min)
        how = CopyKind::Near;
      else if (score >= rewrite_min || containment(sketch, other.sketch) >= near_min)
        how = CopyKind::Rewrite;
      if (how != CopyKind::Original && score > best) {
        best = score;
        kind = how;
        chosen = candidate;
      }
    }
    if (best >= 0) {
      work->out.groups[leaders[chosen].group].members.push_back({ReportId(i), kind, best});
      work->out.reports[ReportId(i)].group = leaders[chosen].group;
      continue;
    }
    model::SourceGroup group;
    group.id = "sg-" + parts.report_id.substr(parts.report_id.find('-') + 1);
    group.members.push_back({ReportId(i), CopyKind::Original, 1000});
    const model::GroupId id = work->out.groups.push(std::move(group));
    work->out.reports[ReportId(i)].group = id;
    const auto leader = static_cast<std::uint32_t>(leaders.size());
    leaders.push_back({i, id});
    if (!page.empty()) by_page.emplace(page, leader);
    for (std::size_t k = 0; k < std::min(keys, sketch.size()); ++k) {
      std::vector<std::uint32_t>& list = by_hash[sketch[k]];
      if (list.size() < leaders_max) list.push_back(leader);
    }
  }
}

}  // namespace hudna::record
