#include "record/adding/known_rows.h"

namespace hudna::record {

using base::limits::kAddedNames;
using model::ActorId;
using model::PlaceId;

bool KnownRows::find(SameText* texts) {
  ActorsSeen seen;
  PlacesSeen places;
  for (const std::string& report : a_.fresh) {
    const model::Reading* reading = texts->reading(report);
    if (reading == nullptr) return a_.stop("a new report cannot be read");
    see(*reading, a_.policies.names, &seen, &places);
  }
  return find_actors(seen) && find_places(&places) && a_.alive();
}

bool KnownRows::find_actors(const ActorsSeen& seen) {
  const NameRules& names = a_.policies.names;
  std::vector<std::string> keys;
  for (const auto& [key, one] : seen) keys.push_back(key);
  std::map<std::string, model::ActorName> stored;
  ActorsSeen all;
  const auto take = [&](const std::vector<model::ActorName>& found) {
    for (const model::ActorName& name : found) {
      if (!stored.emplace(name.key, name).second) continue;
      if (!unpack(name.data, &all[name.key])) return false;
    }
    return true;
  };
  if (!take(a_.memory.names(keys))) return a_.stop("a name cannot be read");
  std::set<std::string> changed;
  for (const auto& [key, one] : seen) {
    const auto before = stored.find(key);
    const std::string was = before == stored.end() ? std::string() : before->second.data;
    add(one, &all[key]);
    if (pack(all[key]) != was) changed.insert(key);
  }
  // All names that share a block with a changed one, and with those.
  std::set<std::string> asked;
  std::vector<std::string> wanted;
  const auto want = [&](const std::string& key) {
    for (std::string& block : actor_blocks(key, all[key], names)) {
      if (asked.insert(block).second) wanted.push_back(std::move(block));
    }
  };
  for (const std::string& key : changed) want(key);
  while (!wanted.empty()) {
    const std::vector<model::ActorName> more = a_.memory.names_in(wanted, kAddedNames + 1);
    wanted.clear();
    if (!take(more)) return a_.stop("a name cannot be read");
    if (all.size() > kAddedNames) return a_.too_much("too many names may be one");
    for (const model::ActorName& name : more) want(name.key);
  }
  ActorsSeen part;
  for (const std::string& key : changed) part[key] = all[key];
  for (const auto& [key, one] : all) {
    for (const std::string& block : actor_blocks(key, one, names)) {
      if (asked.count(block) != 0) part[key] = one;
    }
  }
  const ActorRows rows = unify(part, names);
  std::set<std::string> old_ids;
  for (const auto& [key, one] : part) {
    const auto before = stored.find(key);
    if (before != stored.end()) old_ids.insert(before->second.row);
  }
  std::map<std::string, model::ActorRow> old_rows;
  for (model::ActorRow& row : a_.memory.actors(listed(old_ids))) old_rows.emplace(row.id, row);
  for (const auto& [key, id] : rows.row_of) {
    const auto before = stored.find(key);
    if (before != stored.end()) {
      // What reports of the record say of an actor rests on its row: with another one they would have to be
      // read anew.
      if (before->second.row != id) return a_.stop("a name of the record leads to another actor now");
      model::ActorRow was = old_rows[id], is = rows.rows.at(id);
      was.names_as_reported.clear(), is.names_as_reported.clear();
      was.merged.clear(), is.merged.clear();
      if (!(was == is)) return a_.stop("more is known of an actor of the record now");
    }
    if (changed.count(key) != 0) a_.out.state.names.push_back(name_of(key, part[key], id, names));
  }
  for (const auto& [id, row] : rows.rows) {
    actors_[id] = row;
    const auto was = old_rows.find(id);
    if (was == old_rows.end() || !(was->second == row)) changed_actors_.insert(id);
  }
  for (const auto& [key, id] : rows.row_of) actor_of_[key] = id;
  for (const auto& [key, name] : stored) actor_of_.emplace(key, name.row);
  return true;
}

bool KnownRows::find_places(PlacesSeen* seen) {
  std::vector<std::string> ids;
  for (const auto& [key, row] : *seen) ids.push_back(row.id);
  std::map<std::string, model::PlaceRow> known;
  for (model::PlaceRow& row : a_.memory.places(ids)) known.emplace(row.id, row);
  for (auto& [key, row] : *seen) {
    const auto was = known.find(row.id);
    if (was != known.end()) {
      add(was->second, &row);
      model::PlaceRow a = was->second, b = row;
      a.names_as_reported.clear(), b.names_as_reported.clear();
      if (!(a == b)) return a_.stop("more is known of a place of the record now");
    }
    if (was == known.end() || !(was->second == row)) changed_places_.insert(row.id);
    places_[row.id] = row;
  }
  return true;
}

bool KnownRows::set(Work* work) {
  ActorsSeen seen;
  PlacesSeen places;
  for (const model::Reading* reading : work->readings) see(*reading, a_.policies.names, &seen, &places);
  // Names that the reports that come do not have.
  std::vector<std::string> keys, ids;
  for (const auto& [key, one] : seen) {
    if (actor_of_.count(key) == 0) keys.push_back(key);
  }
  for (const model::ActorName& name : a_.memory.names(keys)) actor_of_[name.key] = name.row;
  std::set<std::string> actors;
  ActorRows rows;
  for (const auto& [key, one] : seen) {
    const auto found = actor_of_.find(key);
    if (found == actor_of_.end()) return a_.stop("a name of the record is not known");
    rows.row_of[key] = found->second;
    if (actors_.count(found->second) == 0) actors.insert(found->second);
  }
  for (model::ActorRow& row : a_.memory.actors(listed(actors))) actors_.emplace(row.id, row);
  for (const auto& [key, id] : rows.row_of) {
    const auto found = actors_.find(id);
    if (found == actors_.end()) return a_.stop("an actor of the record is not known");
    rows.rows[id] = found->second;
  }
  for (const auto& [key, row] : places) {
    if (places_.count(row.id) == 0) ids.push_back(row.id);
  }
  for (model::PlaceRow& row : a_.memory.places(ids)) places_.emplace(row.id, row);
  for (auto& [key, row] : places) {
    const auto found = places_.find(row.id);
    if (found == places_.end()) return a_.stop("a place of the record is not known");
    row = found->second;
  }
  set_registers(work, rows, places);
  return true;
}

bool KnownRows::fill() {
  if (filled_places_ == tables_.places.size() && filled_actors_ == tables_.actors.size()) return a_.alive();
  std::vector<std::string> ids;
  for (std::size_t i = filled_places_; i < tables_.places.size(); ++i) {
    const std::string& id = tables_.places[PlaceId(i)].id;
    if (places_.count(id) == 0) ids.push_back(id);
  }
  for (model::PlaceRow& row : a_.memory.places(ids)) places_.emplace(row.id, row);
  ids.clear();
  for (std::size_t i = filled_actors_; i < tables_.actors.size(); ++i) {
    const std::string& id = tables_.actors[ActorId(i)].id;
    if (actors_.count(id) == 0) ids.push_back(id);
  }
  for (model::ActorRow& row : a_.memory.actors(ids)) actors_.emplace(row.id, row);
  for (; filled_places_ < tables_.places.size(); ++filled_places_) {
    const auto found = places_.find(tables_.places[PlaceId(filled_places_)].id);
    if (found == places_.end()) return a_.stop("a place of the record is not known");
    tables_.places[PlaceId(filled_places_)] = found->second;
  }
  for (; filled_actors_ < tables_.actors.size(); ++filled_actors_) {
    const auto found = actors_.find(tables_.actors[ActorId(filled_actors_)].id);
    if (found == actors_.end()) return a_.stop("an actor of the record is not known");
    tables_.actors[ActorId(filled_actors_)] = found->second;
  }
  index_.extend();
  return a_.alive();
}

}  // namespace hudna::record
