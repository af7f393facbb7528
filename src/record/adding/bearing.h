// Which events, counts and mentions of the record do the new ones bear on, and
// how do they merge now? Each new one is held against those of its blocks; what
// it could join is clustered again with the functions of build_record, and the
// clusters that are not as they were become rows anew.
// Private to src/record.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "record/adding/adding.h"
#include "record/adding/known_rows.h"
#include "record/events.h"
#include "record/regroup.h"

namespace hudna::record {

class Bearing {
 public:
  Bearing(Adding* adding, KnownRows* rows) : a_(*adding), rows_(*rows) {}

  bool merge_events();
  bool merge_counts();
  bool merge_mentions();

  // A cluster of events that is not as it was: its events by their statements, in the order of `cluster`.
  struct ChangedEvents {
    EventCluster cluster;
    std::vector<std::string> ids;
  };
  const std::vector<ChangedEvents>& events() const { return events_; }
  const std::vector<Regroup::Changed>& mentions() const { return mentions_; }
  // Components of the counts that are written anew.
  const std::set<std::string>& counts() const { return counts_; }
  // The traces that were looked at, those that are new included, by id.
  const std::map<std::string, model::Trace>& event_traces() const { return event_traces_; }
  const std::map<std::string, model::Trace>& count_traces() const { return count_traces_; }
  const std::map<std::string, model::Trace>& mention_traces() const { return mention_traces_; }

 private:
  // Clusters of traces by their ids, and their components.
  struct Groups {
    std::vector<std::vector<std::string>> clusters;
    std::vector<std::string> components;
  };
  // What was read of a block, of the mentions of known days and of those of none.
  struct Window {
    Day first = 0, last = -1;
    std::vector<const KnownMention*> mentions;
  };
  using Windows = std::map<std::pair<std::uint64_t, bool>, Window>;

  bool gather_events(const std::map<std::string, Event>& fresh);
  // Marks the clusters that are not as they were, and removes the rows that they came from.
  std::vector<bool> changed_clusters(const Groups& groups, std::vector<std::string>* removed) const;
  void keep_components(const Groups& groups);
  // A mention of the record by its trace, read once; nullptr when it cannot be read.
  const KnownMention* known_mention(const model::Trace& trace);
  // Those of the traces; Adding is stopped when some cannot be read, or are too many.
  std::vector<const KnownMention*> known_mentions(const std::vector<model::Trace>& traces);
  std::vector<const KnownMention*> mentions_near(const Mention& mention, Windows* windows);
  bool decided_upon(const std::vector<Mention>& fresh) const;

  Adding& a_;
  KnownRows& rows_;
  std::map<std::string, model::Trace> event_traces_, count_traces_, mention_traces_;
  std::vector<ChangedEvents> events_;
  std::vector<Regroup::Changed> mentions_;
  std::set<std::string> counts_;
  std::map<std::string, KnownMention> known_;  // mentions of the record, that were looked at
};

}  // namespace hudna::record
