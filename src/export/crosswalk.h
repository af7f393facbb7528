// What are our codes called in the schemes of others? The Crosswalk: the tables
// of data/export (CF, PA-X, GED, ACLED, PLOVER, HAPI, countries, what to
// withhold), looked up by our code. Plain value; thread-safe to read.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/data_source.h"
#include "base/result.h"
#include "model/codes.h"

namespace hudna::exports {

struct CountryCodes {
  std::string iso2, iso3, iso_number, name;
  std::string gw;  // Gleditsch-Ward number; empty when the place is no state in that list
  std::string ged, ged_region, acled_region, pax_region;
};

struct EventCodes {
  // Event and sub-event; empty where the scheme does not take the type.
  std::string acled_event, acled_sub;
  std::string civilian_event, civilian_sub;  // when the target is civilian; empty: as above
  std::string state_event, state_sub;        // when a state's forces do it; empty: as above
  std::string note;
  std::string plover_event, plover_mode, cameo, context;
  int quad = 0;
  std::string hapi;  // "violence", "demonstration", or empty
};

enum class Force { None, State, Group, Civilian };

struct ActorTypeCodes {
  std::string inter, inter_text;  // ACLED; empty: no armed actor there
  std::string sector;             // PLOVER
  Force force = Force::None;
};

struct ProvisionCodes {
  std::vector<std::string> cf, pax;
  std::string other;  // wording of CF's p_other_comment
};

struct RoleCodes {
  std::vector<std::string> cf, pax;
  bool signs = false;
};

struct Element {
  std::string number, label;
  std::vector<std::string> provisions;
};

struct Capture {
  std::string tool, begin, after, end;
};

// A word for a number nobody counted, with ACLED's figure for it.
struct VagueNumber {
  std::string word;
  std::int64_t figure = 0;
};

struct Crosswalk {
  std::map<std::string, CountryCodes, std::less<>> countries;  // by ISO 3166-1 alpha-2
  std::map<std::string, EventCodes, std::less<>> incidents, stages;
  std::map<std::string, ActorTypeCodes, std::less<>> actor_types;
  std::map<std::string, ProvisionCodes, std::less<>> provisions;
  std::map<std::string, RoleCodes, std::less<>> roles;
  std::map<std::string, std::pair<std::string, std::string>, std::less<>> kinds;  // PA-X Stage, StageSub
  std::map<std::string, std::string, std::less<>> ended;                          // CF `ended` by stage type
  std::vector<std::string> united_nations;                                        // actor ids
  std::vector<Element> elements;
  std::vector<VagueNumber> vague;  // longest word first
  std::vector<std::string> civilian_words, sensitive_words, public_roles, not_names, name_ends;
  std::string mark;
  std::vector<Capture> captures;

  const CountryCodes* country(std::string_view iso2) const;
  const EventCodes* incident(std::string_view type) const;
  const ActorTypeCodes& actor_type(model::ActorType type) const;
};

// Fails with DataBad, naming file and line.
base::Result<Crosswalk> load_crosswalk(const base::DataSource& data);

}  // namespace hudna::exports
