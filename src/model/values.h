// What can words resolve to? Actors, places, times, quantities, durations:
// each keeps the candidates and the rule that chose. Plain values; the words
// as reported stand beside them in the Slot. Sections 2.4-2.6 and 2.12 of the
// record model.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/codes.h"

namespace hudna::model {

struct Candidate {
  std::string id;    // "ac-…", "pl-…"
  std::string name;
  float score = 0;
  friend bool operator==(const Candidate&, const Candidate&) = default;
};

struct ActorValue {
  std::string id;    // "ac-" + slug of data/actors; empty when unresolved
  std::string name;  // canonical; empty when unresolved
  ActorType type = ActorType::Unknown;
  Side side = Side::Unclear;
  std::string country;  // ISO 3166-1 alpha-2, may be empty
  bool private_person = false;
  // Of a person known by name: the id of the body that the words tie them to ("Jean Bako, a spokesman for the M23").
  std::string affiliation;
  std::string rule;     // what chose: "alias/1", "role-noun/1", "pronoun/1", …
  std::vector<Candidate> candidates;
  friend bool operator==(const ActorValue&, const ActorValue&) = default;
};

struct PlaceValue {
  std::string id;    // "pl-" + GeoNames id, or "pl-" + slug of the supplement; empty when unresolved
  std::string name;  // canonical English name
  double lat = 0, lon = 0;  // degrees, WGS 84; meaningless when id is empty
  Precision precision = Precision::Unknown;
  std::string country;   // ISO 3166-1 alpha-2
  std::string admin1;    // name
  std::string admin2;
  std::string rule;
  std::vector<Candidate> candidates;
  friend bool operator==(const PlaceValue&, const PlaceValue&) = default;
};

struct TimeValue {
  std::string edtf;  // EDTF (ISO 8601-2) level 1 and the parts of level 2 named in domain 4.3; empty when unresolved
  std::string min, max;  // ISO days that bound it, inclusive; empty when open
  std::string rule;      // "weekday/1", …
  std::string anchor;    // EDTF of what it was counted from; empty for explicit dates
  // How the words bound the time: "until", "by", "since", "from", "before", "after", "within", "between", "for", or empty. For
  // "until", "by", "before" and "after" `edtf` is the day itself; for "since" and "from" it is the open interval "a/..".
  std::string bound;
  friend bool operator==(const TimeValue&, const TimeValue&) = default;
};

// As stated: `more than 50` is low 50, op More (the table of 2.12 applies in the record only).
struct Quantity {
  QuantityOp op = QuantityOp::Equal;
  std::optional<std::int64_t> low, best, high;  // null where open
  Effect effect = Effect::None;
  std::string unit;      // "people", "fighters", "buses", … as lemma
  std::string category;  // civilian, combatant, women, children, medical, aid_worker, journalist, unknown
  friend bool operator==(const Quantity&, const Quantity&) = default;
};

struct DurationValue {
  std::string iso;  // ISO 8601: "PT48H", "P3D"
  friend bool operator==(const DurationValue&, const DurationValue&) = default;
};

}  // namespace hudna::model
