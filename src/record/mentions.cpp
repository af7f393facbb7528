// Which mentions speak of one deal? Across reports they merge on place, time,
// sides, terms and brokers (record-model 4, rule 3), dated ones first.
#include "record/mentions.h"

#include <algorithm>
#include <unordered_map>

#include "record/work.h"

namespace hudna::record {

using model::ActorId;
using model::Side;

namespace {

constexpr Day kQuarter = 90;

// Blocks of names stand apart from those of places.
std::uint64_t name_block(std::uint64_t name) { return name * 0x9E3779B97F4A7C15ull ^ 0x6E616D65ull; }

std::uint64_t quarter_key(std::uint64_t block, Day quarter) {
  return (block ^ static_cast<std::uint64_t>(static_cast<std::uint32_t>(quarter)) << 17) *
         0x9E3779B97F4A7C15ull;
}

template <class T>
std::size_t shared(const std::vector<T>& a, const std::vector<T>& b) {
  std::size_t n = 0;
  for (const T& one : a) n += static_cast<std::size_t>(std::binary_search(b.begin(), b.end(), one));
  return n;
}

class Clusterer {
 public:
  Clusterer(const std::vector<Mention>& mentions, const MentionTables& tables)
      : mentions_(mentions), t_(tables) {}

  std::vector<MentionCluster> run() {
    std::vector<std::pair<std::string, std::uint32_t>> order;
    for (std::uint32_t i = 0; i < mentions_.size(); ++i) order.emplace_back(rank_of(mentions_[i]), i);
    std::sort(order.begin(), order.end());
    for (const auto& [rank, i] : order) place(i);
    return std::move(clusters_);
  }

 private:
  void place(std::uint32_t i) {
    const Mention& m = mentions_[i];
    const Day pivot = pivot_of(m);
    std::vector<std::uint32_t> found;
    if (pivot != kOpenFuture) {
      const Quarters quarters = quarters_of(m, *t_.policies);
      for (const std::uint64_t block : mention_blocks(m, *t_.places, true)) {
        for (Day quarter = quarters.first; quarter <= quarters.last; ++quarter) {
          const auto list = blocks_.find(quarter_key(block, quarter));
          if (list != blocks_.end()) found.insert(found.end(), list->second.begin(), list->second.end());
        }
      }
    }
    sort_unique(&found);
    std::vector<const MentionCluster*> candidates;
    for (const std::uint32_t c : found) candidates.push_back(&clusters_[c]);
    MentionFit best;
    const std::int64_t at = choose(m, candidates, t_, &best);
    std::uint32_t chosen = 0;
    if (at < 0) {
      chosen = static_cast<std::uint32_t>(clusters_.size());
      clusters_.emplace_back();
    } else {
      chosen = found[static_cast<std::size_t>(at)];
      clusters_[chosen].merges.push_back({clusters_[chosen].mentions.front(), i,
                                          std::min<std::int32_t>(1000, best.score), "agreement-merge",
                                          std::move(best.reasons)});
    }
    absorb(mentions_, i, &clusters_[chosen]);
    if (pivot == kOpenFuture) return;
    for (const std::uint64_t block : mention_blocks(m, *t_.places, false)) {
      std::vector<std::uint32_t>& list = blocks_[quarter_key(block, quarter_of(pivot))];
      if (std::find(list.begin(), list.end(), chosen) == list.end()) list.push_back(chosen);
    }
  }

  const std::vector<Mention>& mentions_;
  const MentionTables t_;
  std::vector<MentionCluster> clusters_;
  std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> blocks_;  // only looked up, never walked
};

}  // namespace

MentionFit fit(const Mention& m, const MentionCluster& c, const MentionTables& t) {
  const Policies& p = *t.policies;
  MentionFit out;
  std::int32_t score = 0;
  const auto add = [&](std::string_view key, std::string reason) {
    score += p.weight(key);
    out.reasons.push_back(std::move(reason));
  };
  const bool name = shared(m.names, c.names) > 0;
  PlaceMatch place = t.places->match(m.places, c.places);
  // Where one side's place is only understood from around, a name in common outweighs it.
  if (place == PlaceMatch::Apart && name && (!m.stated || !c.stated)) place = PlaceMatch::Unknown;
  switch (place) {
    case PlaceMatch::Same:
      add("agreement.place_same", "same place");
      break;
    case PlaceMatch::Within:
      add("agreement.place_within", "one place in the other");
      break;
    case PlaceMatch::Near:
      add("agreement.place_near", "places near each other");
      break;
    case PlaceMatch::Unknown:
      add("agreement.place_unknown", "one names no place");
      if (name) add("agreement.name_shared", "a name in common");
      break;
    case PlaceMatch::Apart:
      if (!t.places->one_area(m.places, c.places, p.weight("agreement.area_km"))) return MentionFit{};
      add("agreement.place_area", "towns of one area");
      break;
  }
  out.placed = place != PlaceMatch::Unknown;
  const Day told = telling_day(m.published);
  if (m.has_onset && c.has_onset) {
    if (m.onset.gap(c.onset) > p.weight("agreement.declared_days")) return MentionFit{};
    add("agreement.time_declared", "agreed or in force within days of each other");
  } else {
    // A mention without a date speaks of what its report is about.
    if (m.background != c.background && !(m.has_onset || c.has_onset)) return MentionFit{};
    if (m.background && !m.has_onset) return MentionFit{};
    const Day from = c.has_onset ? c.onset.min : c.seen.min;
    const Day last = std::max(c.has_onset ? c.onset.max : kOpenPast, c.seen.max);
    if (m.has_onset) {
      if (m.onset.max < c.seen.min - p.weight("agreement.followup_days") ||
          m.onset.min > c.seen.max + p.weight("agreement.talks_days"))
        return MentionFit{};
      if (m.background && !c.background) return MentionFit{};
    } else {
      // A report known to a year speaks of any deal of that year that fits otherwise.
      const DayRange range = m.published;
      if (!range.bounded() || c.background) return MentionFit{};
      if (range.max < from - p.weight("agreement.talks_days") ||
          range.min > last + p.weight("agreement.followup_days")) {
        return MentionFit{};
      }
    }
    add("agreement.time_followup", "reported in the time of the deal");
    // Of two deals in one place, the one nearer in time.
    if (told != kOpenFuture && from != kOpenFuture) {
      score += 50 - std::min<std::int32_t>(50, std::abs(told - from) / 4);
    }
  }
  if (!m.sides.empty() && !c.sides.empty()) {
    if (sides_meet(*t.actors, m.sides, c.sides))
      add("agreement.sides_shared", "a side in common");
    else if (m.sides.size() >= 2 && c.sides.size() >= 2)
      add("agreement.opposed_sides", "other sides");
  }
  if (shared(m.brokers, c.brokers) > 0) add("agreement.broker_shared", "a broker in common");
  const std::size_t terms = std::min<std::size_t>(3, shared(m.terms, c.terms));
  if (terms > 0) {
    score += static_cast<std::int32_t>(terms) * p.weight("agreement.provision_shared");
    out.reasons.push_back(std::to_string(terms) + (terms == 1 ? " term in common" : " terms in common"));
  }
  out.score = score;
  return out;
}

std::int64_t choose(const Mention& m, const std::vector<const MentionCluster*>& candidates,
                    const MentionTables& tables, MentionFit* best) {
  std::int64_t chosen = -1;
  std::size_t placed_fits = 0, unplaced_fits = 0;
  const std::int32_t least = tables.policies->weight("agreement.merge_min");
  for (std::size_t k = 0; k < candidates.size(); ++k) {
    // Two mentions of one report were kept apart there for a reason.
    if (candidates[k]->reports.count(m.report) != 0) continue;
    MentionFit one = fit(m, *candidates[k], tables);
    if (one.score < least) continue;
    (one.placed ? placed_fits : unplaced_fits) += 1;
    if (one.placed != best->placed ? one.placed : one.score > best->score)
      *best = std::move(one), chosen = static_cast<std::int64_t>(k);
  }
  // A name fits several deals: it tells nothing.
  if (placed_fits == 0 && unplaced_fits > 1) {
    *best = MentionFit{};
    return -1;
  }
  return chosen;
}

std::string rank_of(const Mention& m) {
  const int weight =
      (m.has_onset ? 4 : 0) + (m.places.empty() ? 0 : 2) + (m.background || m.prospective ? 0 : 1);
  return std::to_string(7 - weight) + m.order;
}

Day quarter_of(Day day) { return day >= 0 ? day / kQuarter : (day + 1) / kQuarter - 1; }

Quarters quarters_of(const Mention& m, const Policies& policies) {
  const Day pivot = pivot_of(m);
  const Day ahead = m.has_onset ? 0 : static_cast<Day>(std::min<std::int64_t>(m.published.length(), 400));
  return {quarter_of(pivot - policies.weight("agreement.followup_days") - kQuarter),
          quarter_of(pivot + policies.weight("agreement.talks_days") + kQuarter + ahead)};
}

Day pivot_of(const Mention& m) {
  return m.has_onset ? m.onset.min : m.published.bounded() ? m.published.min : kOpenFuture;
}

std::vector<std::uint64_t> mention_blocks(const Mention& mention, const PlaceIndex& places, bool looking) {
  if (pivot_of(mention) == kOpenFuture) return {};
  std::vector<std::uint64_t> out = places.blocks(mention.places, looking);
  for (const std::uint64_t name : mention.names) out.push_back(name_block(name));
  return out;
}

Day telling_day(DayRange published) {
  return published.bounded() && published.length() <= kVagueDays ? published.min : kOpenFuture;
}

bool sides_meet(const base::Table<ActorId, model::ActorRow>& actors, const std::vector<ActorId>& a,
                const std::vector<ActorId>& b) {
  if (shared(a, b) > 0) return true;
  for (const ActorId one : a) {
    for (const ActorId two : b) {
      const Side side = actors[one].side;
      if ((side == Side::Government || side == Side::Opposition) && side == actors[two].side &&
          actors[one].country == actors[two].country)
        return true;
    }
  }
  return false;
}

void absorb(const std::vector<Mention>& mentions, std::uint32_t i, MentionCluster* to) { absorb(mentions[i], i, to); }

void absorb(const Mention& m, std::uint32_t i, MentionCluster* to) {
  to->mentions.push_back(i);
  to->reports.insert(m.report);
  const auto join = [](auto* into, const auto& from) {
    if (from.empty()) return;
    into->insert(into->end(), from.begin(), from.end());
    sort_unique(into);
  };
  // Places of the first mentions lead; a cluster must not creep from town to town, so later ones add none.
  if (to->places.empty()) to->places = m.places;
  join(&to->sides, m.sides);
  join(&to->brokers, m.brokers);
  join(&to->terms, m.terms);
  join(&to->names, m.names);
  to->stated = to->stated || m.stated;
  if (m.has_onset && (!to->has_onset || m.onset.length() < to->onset.length()))
    to->onset = m.onset, to->has_onset = true;
  to->background = to->background && m.background;
  to->prospective = to->prospective && m.prospective;
  const Day told = telling_day(m.published);
  if (told != kOpenFuture && !m.background) {
    to->seen.min = std::min(to->seen.min, told);
    to->seen.max = std::max(to->seen.max, told);
  }
  if (to->seen.min == kOpenFuture && m.has_onset) to->seen = m.onset;
}

std::vector<MentionCluster> cluster_mentions(const std::vector<Mention>& mentions,
                                             const MentionTables& tables) {
  return Clusterer(mentions, tables).run();
}

}  // namespace hudna::record
