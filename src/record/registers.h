// Which names do reports give actors and places, and which of them are one?
// What is seen under each name adds up report by report, in any order; names
// that may be one person's share a block and are compared within it. So a new
// report asks only for the names in the blocks of its own.
// Private to src/record. Pure functions.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "model/reading.h"
#include "model/record.h"
#include "record/names.h"

namespace hudna::record {

// What was seen under one name, in all reports together.
struct ActorSeen {
  model::ActorValue value;      // the one with the most said about it
  std::set<std::string> names;  // as reported
  bool person = false;
  // Of a lone surname: the full names that have it in the same report, and whether some report has none.
  std::set<std::string> fits;
  bool lone = false;
};

using ActorsSeen = std::map<std::string, ActorSeen>;        // by key
using PlacesSeen = std::map<std::string, model::PlaceRow>;  // by key; complete rows

// The key of a named actor: the lexicon's id, else "~" and its folded name; empty for words that name nobody
// ("officials").
std::string actor_key(const model::ActorValue& value, const std::string& text);
// The same of a place: the gazetteer's id, else "~" and its folded name.
std::string place_key(const model::PlaceValue& value, const std::string& text);
inline bool in_lexicon(std::string_view key) { return !key.empty() && key[0] != '~'; }

// Adds what the report shows.
void see(const model::Reading& reading, const NameRules& rules, ActorsSeen* actors, PlacesSeen* places);
void add(const ActorSeen& more, ActorSeen* to);
void add(const model::PlaceRow& more, model::PlaceRow* to);

// Blocks of a name: names that may be one person's, or that decide about it, share one.
std::vector<std::string> actor_blocks(const std::string& key, const ActorSeen& seen, const NameRules& rules);

struct ActorRows {
  std::map<std::string, std::string> row_of;    // key -> id of its row
  std::map<std::string, model::ActorRow> rows;  // by id
};
// Which names are one. A part of all names that holds whole blocks, and theirs, gives the same rows.
ActorRows unify(const ActorsSeen& seen, const NameRules& rules);

bool starts_with_capital(std::string_view text);

}  // namespace hudna::record
