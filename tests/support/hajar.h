// Who fights and talks in the reports that merging is tested with, and where?
// Hajar and its quarter, a town far from it, and the sides of a truce; all
// invented. For tests only.
#pragma once

#include <string>
#include <utility>

#include "tests/support/readings.h"

namespace hudna::testing {

// "the army" of a state.
inline Actor army(std::string id, std::string name, std::string country) {
  return {"the army",
          std::move(id),
          std::move(name),
          model::Side::Government,
          model::ActorType::StateForces,
          std::move(country)};
}
inline Actor armed_group(std::string text, std::string id, std::string name, std::string country) {
  return {std::move(text),
          std::move(id),
          std::move(name),
          model::Side::Opposition,
          model::ActorType::ArmedGroup,
          std::move(country)};
}
// A town that is reported by its name.
inline Place town(const std::string& name, std::string id, double lat, double lon, std::string country,
                  std::string admin1) {
  return {name,
          std::move(id),
          name,
          lat,
          lon,
          model::Precision::Settlement,
          std::move(country),
          std::move(admin1)};
}

inline const Actor kArmy = army("ac-army", "Marib army", "YE");
inline const Actor kTribes = armed_group("tribal fighters", "ac-tribes", "Hajar tribal fighters", "YE");
inline const Place kHajar = town("Hajar", "pl-1", 15.40, 45.30, "YE", "Marib");
inline const Place kSuq{"the Suq district of Hajar",     "pl-2", "Suq",  15.41, 45.31,
                        model::Precision::Neighbourhood, "YE",   "Marib"};
inline const Place kFar = town("Qishn", "pl-3", 15.42, 51.68, "YE", "Mahrah");

}  // namespace hudna::testing
