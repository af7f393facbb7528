// Which deals do a few mentions change? Mentions come in by their ranks, each
// into the cluster that it fits best, so a new one changes only what comes
// after it and finds a cluster that it changed. Regroup follows these changes
// from mention to mention and asks for nothing else; what comes out is what
// cluster_mentions gives for all mentions.
// Private to src/record.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "record/mentions.h"

namespace hudna::record {

// A mention as it stood before: the deal that it was in.
struct KnownMention {
  Mention mention;
  std::string deal;
};

class Regroup {
 public:
  struct Source {
    // Mentions that the given one may find or be found by, and those of a deal, by id; both as they stood
    // before. The pointers stay. An empty answer may be a failure, which the caller knows of.
    std::function<std::vector<const KnownMention*>(const Mention&)> near;
    std::function<std::vector<const KnownMention*>(const std::string& deal)> of_deal;
    // The tables know the places and actors of every mention that was given out.
    std::function<MentionTables()> tables;
  };
  // A cluster that is not as it was.
  struct Changed {
    std::vector<std::string> mentions;  // in the order in which they come in
    std::vector<MentionMerge> merges;   // indices into mentions
  };

  // `gone`: mentions that are no more, or have other content now; `fresh`: those that are new or have.
  Regroup(Source source, const std::vector<KnownMention>& gone, const std::vector<Mention>& fresh);
  // False when more than `most` mentions would have to be looked at.
  bool run(std::size_t most);
  std::vector<Changed> changed() const;
  // Deals that were, and are not any more or not as they were.
  std::vector<std::string> removed() const;

 private:
  struct Deal {
    std::map<std::string, const Mention*> before, now;  // by rank
    bool changed = false;
    // What the first `counted` mentions of now say together.
    mutable MentionCluster state;
    mutable std::size_t counted = 0;
  };
  Deal& deal(const std::string& name);
  void change(const std::string& name, const std::string& rank, const Mention& mention, bool comes);
  void place(const std::string& rank, const Mention& mention, const std::string& before);
  void push_near(const Mention& mention, const std::string& after, const std::string& until);
  // What the mentions before the rank say together; good until the deal changes or is asked for another rank.
  const MentionCluster& state(const Deal& deal, const std::string& before) const;

  Source source_;
  std::map<std::string, Deal> deals_;           // by the id of before, or "+<mention>" of a new one
  std::map<std::string, std::string> deal_of_;  // mention -> deal now, where it was settled
  std::map<std::string, std::pair<const Mention*, std::string>>
      pending_;                  // by rank: the mention and its deal before
  std::map<std::string, std::vector<std::uint64_t>> stands_;  // by mention, the blocks in which it stands
  std::set<std::string> dirty_;  // ids of gone and fresh mentions
  std::vector<KnownMention> gone_;
  std::vector<Mention> fresh_;
};

}  // namespace hudna::record
