// What must be known of a statement to tell which others tell of the same
// event? An Event: the parts of an incident's statement that merging compares,
// without its words, so that the events near a new report can be kept apart
// from the reports and loaded alone. cluster_events puts events together.
// Private to src/record.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/record.h"
#include "record/days.h"
#include "record/places.h"
#include "record/policies.h"
#include "record/review.h"

namespace hudna::record {

// A count of dead or injured as one statement gives it, read by the policy.
struct Toll {
  model::SlotName slot = model::SlotName::Deaths;
  model::QuantityOp op = model::QuantityOp::Equal;
  std::optional<std::int64_t> low, best, high;
};

struct Event {
  enum class Role : std::uint8_t {
    Single,   // something that happened once
    Denial,   // the words that deny one
    Lasting,  // a siege, held territory
    Summed,   // several told as one
  };
  std::string statement, report;  // ids
  std::string order;              // sorts events as their reports and statements stand
  std::string type;
  model::Modality modality = model::Modality::Actual;
  Role role = Role::Single;
  bool dated = false, place_stated = false;
  std::vector<model::PlaceId> places;
  std::vector<model::ActorId> actors, targets;
  DayRange days;    // as stated
  DayRange window;  // when it was: its days, else those before the report; open when unknown
  DayRange told;    // days of the report
  std::uint64_t quote_hash = 0;
  std::string group;  // of the report's text
  // The statement of its report that it says again (Single) or denies (Denial); empty when none.
  std::string about;
  // How a single event speaks of that one (retellings.h).
  enum class Tie : std::uint8_t {
    Same,        // the reader found the same words twice
    Recalled,    // "the attack", another voice's toll
    Corrected,   // a toll in place of another one
    SummedUp,    // a key point
    LaterDeath,  // one of the wounded died
  };
  Tie tie = Tie::Same;
  std::vector<Toll> tolls;
  // Hashes: words of targets and of weapons, names that no register knows, names of quarters that one knows;
  // ascending.
  std::vector<std::uint64_t> target_words, weapon_words, names, quarters;
  // Of each victim whom the words name, the hashes of the parts of the name, ascending.
  std::vector<std::vector<std::uint64_t>> victims;
  bool vague = false;    // told as a habit or as what goes on ("is often shelled", "clashes continued"), with
                         // no day of its own
  bool sum = false;      // its figures count several attacks: of a day, an area, several places
  bool further = false;  // besides one told before ("another five", "three more people")
};

// Blocks in which an event is found.
struct EventKey {
  std::uint64_t block = 0;
  Day first = 0, last = 0;
};
// Where an event is looked for, or looks for others; `apart_days`: how far reports of one night may differ.
std::vector<EventKey> event_keys(const Event& event, const PlaceIndex& places, bool looking, Day apart_days);

// Of the text that the report shares, the type and the words: copies of one statement share it.
std::uint64_t quote_key(const Event& event);

struct EventMerge {
  std::uint32_t kept = 0, joined = 0;  // indices of events
  std::int32_t score = 0;
  std::string_view rule;  // static; "reviewer" for what a reviewer put together
  std::vector<std::string> reasons;
};

struct EventCluster {
  std::vector<std::uint32_t> events;  // in the order in which they came in
  std::vector<EventMerge> merges;
  // The least statement id of all events that may bear on this cluster: what is in another component cannot
  // change it.
  std::string component;
};

struct EventTables {
  const PlaceIndex* places = nullptr;
  const base::Table<model::ActorId, model::ActorRow>* actors = nullptr;
  const Policies* policies = nullptr;
  const Rulings* rulings = nullptr;
};

// Most events of one block and day that are compared with another one; a block that holds more is merged by
// the first.
inline constexpr std::size_t kBlockEvents = 2048;

// Puts together what tells of one event. Events that bear on each other (one may join the other's cluster, is
// its copy, denies it, or is named beside it by a reviewer) form components, and a cluster depends on its
// component only: a part of the events that holds whole components gives the same clusters as all of them.
// Every event is in one cluster.
std::vector<EventCluster> cluster_events(const std::vector<Event>& events, const EventTables& tables);

}  // namespace hudna::record
