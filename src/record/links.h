// What must be known of an agreement and of an incident to tell how they stand
// to each other? A Deal and a Happening: what the four tests of scope and force
// (time, place, actor, exclusion), the terms and the relations between
// agreements ask for, without the rows, so that those near a change can be
// kept apart from the record and loaded alone.
// Private to src/record. Pure functions.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "model/record.h"
#include "record/compliance.h"
#include "record/days.h"
#include "record/mentions.h"
#include "record/places.h"
#include "record/policies.h"

namespace hudna::record {

struct Deal {
  std::string id, kind;
  model::Standing standing = model::Standing::Reported;
  std::vector<model::PlaceId> places;
  std::vector<model::ActorId> sides;  // parties, ascending
  Day onset = kOpenFuture;            // by which deals of a place follow each other; open when unknown
  Day declared = kOpenFuture;         // when its terms began to be carried out
  Day start = kOpenFuture, end = kOpenFuture;  // when it was in force; open when unknown
  Day first = kOpenFuture, last = kOpenPast;   // days that it can bear on; none when first > last
  bool covers_fire = false;                    // a truce by its name, or a term stops fire
  std::vector<std::string> terms;              // types of its provisions, ascending
  std::vector<model::ActorId> excluded;
  std::vector<Term> steps;           // terms that events can carry out
  std::vector<std::string> reports;  // ids of those that tell of it, ascending
  struct Violation {
    std::string statement, report;
    model::Span span;
    bool monitor = false;
  };
  std::vector<Violation> violations;   // as reported
  bool extends = false, part = false;  // its words say that it prolongs a deal, or is a part of one
  std::string statement, order;        // its first statement, and what sorts it
};

struct Happening {
  std::string id, type;
  std::vector<model::PlaceId> places;
  DayRange days;
  bool single = true;  // may be in scope: no condition, total or history
  bool linked = true;  // may bear on deals at all
  std::vector<model::ActorId> doers, involved;
  Act act;
  struct Said {
    std::string statement, report;
    model::Span span;
    bool actual = false;
  };
  std::vector<Said> said;
};

struct LinkText {
  std::string agreement, relation;
  model::Answer time = model::Answer::Unknown, place = model::Answer::Unknown, actor = model::Answer::Unknown,
                excluded = model::Answer::Unknown;
  std::vector<std::string> statements;
};
struct EvidenceText {
  std::string provision, statement;
  model::Compliance state = model::Compliance::InProgress;
  std::string day, rule, part;
};
struct RelationText {
  std::string kind, other;
  std::vector<std::string> statements;
  std::string rule;
  friend bool operator==(const RelationText&, const RelationText&) = default;
};

struct LinkTables {
  const PlaceIndex* places = nullptr;
  const base::Table<model::ActorId, model::ActorRow>* actors = nullptr;
  const Policies* policies = nullptr;
};

// How the happening stands to the deal; appends nothing where it does not bear on it.
void link(const Happening& happening, const Deal& deal, const LinkTables& tables,
          std::vector<LinkText>* links, std::vector<EvidenceText>* evidence);

// Whether the deal follows or prolongs an earlier one of its place, or is a part of one. `before`: deals of
// one block that begin no later, the nearest last; kFollowed of them are looked at.
inline constexpr std::size_t kFollowed = 8;
void relate(const Deal& later, const std::vector<const Deal*>& before, const LinkTables& tables,
            std::vector<RelationText>* relations);
// A deal that is only talked about, in words that tell of another one: it would repeat that one. `mentions`:
// those of the deal; `deal_of`: the agreement of a mention, empty when none.
void repeats(const Deal& deal, const std::vector<const Mention*>& mentions,
             const std::function<std::string(const std::string&)>& deal_of, const Policies& policies,
             std::vector<RelationText>* relations);
// In the order in which they are kept, without repetition.
void order_relations(std::vector<RelationText>* relations);

// An incident of which only so wide a time is known bears on no deal.
inline constexpr Day kHappeningDays = 400;

}  // namespace hudna::record
