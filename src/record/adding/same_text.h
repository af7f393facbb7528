// Which reports share the text of those that come, and which of the record
// change their group for it? A report of a group follows its leader, the first
// that has the text; one that comes may follow a leader, or lead later ones.
// Reports are settled in the order of their ranks, since one changes only what
// comes after it.
// Private to src/record.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "record/adding/adding.h"

namespace hudna::record {

class SameText {
 public:
  explicit SameText(Adding* adding) : a_(*adding) {}

  // Settles the reports that come and those that they may draw or let go; names those of the record that
  // change in Adding::touched.
  bool settle();
  // The groups that change, as they are now, with the group of each report of the part.
  bool write_groups(Work* work);
  // The reports without which those groups cannot be written: their first ones, and those that moved, with
  // whom they follow.
  bool add_members(std::set<std::string>* reports);

  const std::set<std::string>& changed() const { return changed_; }
  // The keys by which the texts that come are found, for Adding::out.
  void write_keys();
  // REQUIRES: the report is of the record or comes.
  const model::Reading* reading(const std::string& report);

 private:
  struct Text {
    const model::Reading* reading = nullptr;  // when it was asked for
    std::string rank, group;
  };
  // Reports with the key by their ranks, those that come included. `whole` says whether these are all.
  struct Sharing {
    std::map<std::string, std::string> reports;  // rank -> report
    bool whole = false;
  };
  // A report that may change its group.
  struct Unsettled {
    std::string report;
    std::vector<std::string> leaders;  // that are new to it
    bool whole = false;                // something else may have changed
  };
  struct Candidates {
    std::map<std::string, std::pair<std::string, bool>> leaders;  // rank -> leader, by its page
    std::set<std::string> later;                                  // reports that come after
  };

  Text* text(const std::string& report, bool with_reading = false);
  bool leads(const std::string& report) { return texts_.at(report).group == group_id(report); }
  const Sharing& sharing(std::uint64_t key, std::size_t most);
  bool keeps_group(const Unsettled& entry);
  bool settle(const Unsettled& entry);
  bool find_candidates(const std::string& report, Candidates* out);
  bool move(const std::string& report, const std::string& leader, const std::set<std::string>& later);
  bool members(const std::string& group, std::vector<model::GroupMembers::Member>* out);

  Adding& a_;
  std::map<std::string, Text> texts_;
  std::map<std::uint64_t, Sharing> sharing_;
  std::map<std::uint64_t, std::set<std::string>> fresh_keys_;
  std::map<std::string, TextMatch> matches_;
  std::map<std::string, std::string> moved_;  // report -> leader, where it is another one now
  std::set<std::string> changed_;             // groups
  std::map<std::string, Unsettled> pending_;  // by rank
};

}  // namespace hudna::record
