// Which actors and places do the reports that come name, and do their rows of
// the record stay what they are? A row may gain spellings; where a name leads
// to another row, or more is known of one, what other reports say of it would
// have to be read anew, so all is merged. Later steps find here the rows that
// the part of the record speaks of.
// Private to src/record.
#pragma once

#include <map>
#include <set>
#include <string>

#include "record/adding/adding.h"
#include "record/adding/same_text.h"

namespace hudna::record {

class KnownRows {
 public:
  explicit KnownRows(Adding* adding) : a_(*adding) {}

  // The names of the reports that come, with all names of the record that may be one with them.
  bool find(SameText* texts);
  // Sets the rows that the readings of the part name.
  bool set(Work* work);
  // What unpacked values name by id: after `fill` its rows stand in tables(), so that values can be compared.
  bool fill();
  Tables& tables() { return tables_; }
  const PlaceIndex& index() const { return index_; }

  const std::set<std::string>& changed_actors() const { return changed_actors_; }
  const std::set<std::string>& changed_places() const { return changed_places_; }

 private:
  bool find_actors(const ActorsSeen& seen);
  bool find_places(PlacesSeen* seen);

  Adding& a_;
  std::map<std::string, model::ActorRow> actors_;  // by id, as they are now
  std::map<std::string, model::PlaceRow> places_;
  std::map<std::string, std::string> actor_of_;  // key of a name -> id
  std::set<std::string> changed_actors_, changed_places_;
  Tables tables_;
  std::size_t filled_places_ = 0, filled_actors_ = 0;
  PlaceIndex index_{&tables_.places};
};

}  // namespace hudna::record
