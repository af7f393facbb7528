// What must be known of a report's words on a deal to tell which other reports
// speak of the same one? A Mention: place, time, sides, brokers, terms and
// names, without the words, so that the mentions near a new report can be kept
// apart from the reports and loaded alone. cluster_mentions puts them together.
// Private to src/record.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "model/record.h"
#include "record/days.h"
#include "record/places.h"
#include "record/policies.h"

namespace hudna::record {

// What one report says of one deal.
struct Mention {
  std::string id;      // "<report>#<number>"
  std::string report;  // id
  std::string order;   // sorts mentions as their reports and they stand
  std::vector<std::string> statements;
  std::vector<model::PlaceId> places;  // of its stages; else of its terms
  DayRange onset;                      // when it was agreed or began, as stated; open when not
  DayRange published;                  // days of the report
  bool has_onset = false;
  bool background = false;
  bool prospective = true;  // only talked about
  bool stated = false;      // some of its places stand in words of their own
  std::vector<model::ActorId> sides, brokers;
  std::vector<std::string> terms;
  std::vector<std::uint64_t> names;  // that no register knows
  // Other mentions of the report whose words overlap: a statement of each.
  struct Beside {
    std::string mention, mine, theirs;
  };
  std::vector<Beside> beside;
  // Only while its report is at hand.
  model::ReportId at;
  std::vector<std::uint32_t> facts;  // ascending
};

struct MentionMerge {
  std::uint32_t kept = 0, joined = 0;  // indices of mentions
  std::int32_t score = 0;
  std::string_view rule;  // static
  std::vector<std::string> reasons;
};

struct MentionCluster {
  std::vector<std::uint32_t> mentions;  // in the order in which they came in
  std::vector<MentionMerge> merges;
  // What the mentions say together.
  std::vector<model::PlaceId> places;
  DayRange onset;
  bool has_onset = false;
  bool background = true;
  bool prospective = true;
  DayRange seen{kOpenFuture, kOpenPast};  // days of its reports
  std::vector<model::ActorId> sides, brokers;
  std::vector<std::string> terms;
  std::vector<std::uint64_t> names;
  bool stated = false;
  std::set<std::string> reports;
};

struct MentionTables {
  const PlaceIndex* places = nullptr;
  const base::Table<model::ActorId, model::ActorRow>* actors = nullptr;
  const Policies* policies = nullptr;
};

// Blocks in which a mention is found, or looks for others; none when its report has no day.
std::vector<std::uint64_t> mention_blocks(const Mention& mention, const PlaceIndex& places, bool looking);
// The day by which it is found; kOpenFuture when nothing tells.
Day pivot_of(const Mention& mention);
// Quarters of a year in which a mention looks for those that came in before it; they stand in that of their
// pivot.
struct Quarters {
  Day first = 0, last = -1;
};
Quarters quarters_of(const Mention& mention, const Policies& policies);
Day quarter_of(Day day);
// Mentions further apart than that never find each other.
inline constexpr Day kMentionReachMax = 900;
// Mentions come in by their ranks: dated deals first, so that undated mentions find the one they speak of.
std::string rank_of(const Mention& mention);

// How well a mention fits a deal as its mentions tell it so far; a score below 0 where it is another one.
struct MentionFit {
  std::int32_t score = -1;
  bool placed = false;  // the places fit, not only the names
  std::vector<std::string> reasons;
};
MentionFit fit(const Mention& mention, const MentionCluster& cluster, const MentionTables& tables);
// The cluster that the mention joins, of those that it finds, the first that was opened first; -1 when it
// opens one.
std::int64_t choose(const Mention& mention, const std::vector<const MentionCluster*>& candidates,
                    const MentionTables& tables, MentionFit* best);

// Adds the mention to what the cluster's mentions say together.
void absorb(const std::vector<Mention>& mentions, std::uint32_t mention, MentionCluster* to);
void absorb(const Mention& mention, std::uint32_t number, MentionCluster* to);
// The first day that a report may be of; open when its date is wider than a month.
Day telling_day(DayRange published);
// Whether two lists share an actor, or actors of one country and side.
bool sides_meet(const base::Table<model::ActorId, model::ActorRow>& actors,
                const std::vector<model::ActorId>& a, const std::vector<model::ActorId>& b);

// Puts together what speaks of one deal. Every mention is in one cluster.
std::vector<MentionCluster> cluster_mentions(const std::vector<Mention>& mentions,
                                             const MentionTables& tables);

}  // namespace hudna::record
