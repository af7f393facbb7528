// Which agreements and incidents near the changed rows stand to each other in
// another way now? A new or removed incident changes the links and evidence of
// agreements of its place and time, and the other way round; a new or removed
// agreement changes what those after it follow, and those that were told of
// beside it. Rows of the part get theirs; those of the record that stay are
// patched.
// Private to src/record.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "record/adding/adding.h"
#include "record/adding/known_rows.h"
#include "record/adding/row_numbers.h"
#include "record/links.h"

namespace hudna::record {

class Neighbours {
 public:
  // REQUIRES: the rows of the part are written.
  Neighbours(Adding* adding, KnownRows* rows) : a_(*adding), rows_(*rows), numbers_(adding) {}

  // Links and evidence.
  bool link_rows();
  // Relations between agreements. REQUIRES: link_rows.
  bool relate_rows();

  // The traces of the new rows, and whether a row is one of them. REQUIRES: link_rows.
  std::vector<model::Trace>& traces() { return traces_; }
  bool is_new(model::TraceKind kind, const std::string& id) const {
    return kind == model::TraceKind::Deal ? new_deals_.count(id) != 0 : new_happenings_.count(id) != 0;
  }

 private:
  using Deals = std::map<std::string, Deal>;
  using Happenings = std::map<std::string, Happening>;
  using Evidence = std::map<std::string, std::vector<EvidenceText>>;  // by provision

  template <class T>
  bool unpack_all(const std::vector<model::Trace>& traces, std::map<std::string, T>* to);
  LinkTables tables() { return {&rows_.index(), &rows_.tables().actors, &a_.policies}; }
  bool find_changed();
  bool find_near(Deals* deals, Happenings* happenings);
  void link_new(const Deals& near, Evidence* evidence);
  void patch_links(const std::string& id, const Happening& happening, Evidence* evidence);
  void patch_evidence(const Deal& deal);
  void add_evidence(Evidence evidence);
  void add_link(model::IncidentId incident, LinkText text);

  const Deal* deal(const std::string& id) const;
  // Agreements of a block that begin before or after the day, with the new ones and without those that are
  // gone. Stops when they are too many of one day to tell.
  bool deals_beside(std::uint64_t block, Day day, bool before, std::vector<std::string>* out);
  bool find_followers(std::set<std::string>* out);
  bool find_told_beside(std::set<std::string>* out);
  bool note(const std::vector<model::Trace>& mentions);
  bool relate_one(const std::string& id);
  bool find_repeats(const std::string& id, std::vector<RelationText>* relations);
  void write_relations(const std::string& id, std::vector<RelationText> relations);

  Adding& a_;
  KnownRows& rows_;
  RowNumbers numbers_;
  std::vector<model::Trace> traces_;
  Deals new_deals_, old_deals_, known_deals_;
  Happenings new_happenings_, old_happenings_;
  std::map<std::string, Mention> mentions_;     // looked at for relations
  std::map<std::string, std::string> deal_of_;  // mention -> its agreement
  std::map<std::string, std::string> aside_;    // the same, of mentions that were not looked at
};

template <class T>
bool Neighbours::unpack_all(const std::vector<model::Trace>& traces, std::map<std::string, T>* to) {
  for (const model::Trace& trace : traces) {
    if (to->count(trace.id) == 0 && !unpack(trace.data, &rows_.tables(), &(*to)[trace.id]))
      return a_.stop("a trace cannot be read");
  }
  return true;
}

}  // namespace hudna::record
