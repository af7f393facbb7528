#include "export/crosswalk.h"

#define TOML_EXCEPTIONS 0
#define TOML_HEADER_ONLY 1
#include <toml++/toml.h>

namespace hudna::exports {
namespace {

using base::Code;

base::Result<toml::table> parse(const base::DataSource& data, std::string_view path) {
  const auto file = data.file(path);
  if (!file) return tl::unexpected(file.error());
  toml::parse_result parsed = toml::parse(file->bytes, path);
  if (!parsed) {
    return base::fail(Code::DataBad, std::string(path),
                      "line " + std::to_string(parsed.error().source().begin.line) + ": " +
                          std::string(parsed.error().description()));
  }
  return std::move(parsed).table();
}

std::string text(const toml::table& table, std::string_view key) {
  return table[key].value_or(std::string());
}

std::vector<std::string> list(const toml::table& table, std::string_view key) {
  std::vector<std::string> out;
  if (const toml::array* array = table[key].as_array()) {
    for (const toml::node& node : *array) out.push_back(node.value_or(std::string()));
  }
  return out;
}

void pair(const toml::table& table, std::string_view key, std::string* first, std::string* second) {
  const std::vector<std::string> both = list(table, key);
  if (!both.empty()) *first = both[0];
  if (both.size() > 1) *second = both[1];
}

template <class Take>
void each(const toml::table& root, std::string_view key, Take take) {
  if (const toml::array* array = root[key].as_array()) {
    for (const toml::node& node : *array) {
      if (const toml::table* table = node.as_table()) take(*table);
    }
  }
}

EventCodes event_codes(const toml::table& row) {
  EventCodes out;
  pair(row, "acled", &out.acled_event, &out.acled_sub);
  pair(row, "civilian", &out.civilian_event, &out.civilian_sub);
  pair(row, "state", &out.state_event, &out.state_sub);
  pair(row, "plover", &out.plover_event, &out.plover_mode);
  const std::vector<std::string> plover = list(row, "plover");
  if (plover.size() > 2) out.cameo = plover[2];
  out.note = text(row, "note");
  out.context = text(row, "context");
  out.hapi = text(row, "hapi");
  out.quad = static_cast<int>(row["quad"].value_or(std::int64_t{0}));
  return out;
}

Force force_of(std::string_view word) {
  return word == "state"      ? Force::State
         : word == "group"    ? Force::Group
         : word == "civilian" ? Force::Civilian
                              : Force::None;
}

}  // namespace

const CountryCodes* Crosswalk::country(std::string_view iso2) const {
  const auto found = countries.find(iso2);
  return found == countries.end() ? nullptr : &found->second;
}

const EventCodes* Crosswalk::incident(std::string_view type) const {
  const auto found = incidents.find(type);
  return found == incidents.end() ? nullptr : &found->second;
}

const ActorTypeCodes& Crosswalk::actor_type(model::ActorType type) const {
  static const ActorTypeCodes kNone;
  const auto found = actor_types.find(model::name(type));
  return found == actor_types.end() ? kNone : found->second;
}

base::Result<Crosswalk> load_crosswalk(const base::DataSource& data) {
  Crosswalk out;
  const auto countries = parse(data, "export/countries.toml");
  if (!countries) return tl::unexpected(countries.error());
  each(*countries, "country", [&](const toml::table& row) {
    CountryCodes c;
    c.iso2 = text(row, "iso2"), c.iso3 = text(row, "iso3"), c.iso_number = text(row, "iso_number");
    c.name = text(row, "name"), c.gw = text(row, "gw"), c.ged = text(row, "ged");
    c.ged_region = text(row, "ged_region"), c.acled_region = text(row, "acled_region");
    c.pax_region = text(row, "pax_region");
    if (c.ged.empty()) c.ged = c.name;
    out.countries[c.iso2] = std::move(c);
  });
  const auto incidents = parse(data, "export/incidents.toml");
  if (!incidents) return tl::unexpected(incidents.error());
  out.civilian_words = list(*incidents, "civilian_words");
  each(*incidents, "type",
       [&](const toml::table& row) { out.incidents[text(row, "name")] = event_codes(row); });
  each(*incidents, "stage",
       [&](const toml::table& row) { out.stages[text(row, "name")] = event_codes(row); });
  each(*incidents, "vague", [&](const toml::table& row) {
    out.vague.push_back({text(row, "word"), row["acled"].value_or(std::int64_t{0})});
  });
  const auto actors = parse(data, "export/actors.toml");
  if (!actors) return tl::unexpected(actors.error());
  each(*actors, "type", [&](const toml::table& row) {
    ActorTypeCodes codes;
    pair(row, "inter", &codes.inter, &codes.inter_text);
    codes.sector = text(row, "sector");
    codes.force = force_of(text(row, "force"));
    out.actor_types[text(row, "name")] = std::move(codes);
  });
  const auto agreements = parse(data, "export/agreements.toml");
  if (!agreements) return tl::unexpected(agreements.error());
  out.united_nations = list(*agreements, "united_nations");
  each(*agreements, "provision", [&](const toml::table& row) {
    out.provisions[text(row, "name")] = {list(row, "cf"), list(row, "pax"), text(row, "other")};
  });
  each(*agreements, "role", [&](const toml::table& row) {
    out.roles[text(row, "name")] = {list(row, "cf"), list(row, "pax"), text(row, "signs") == "yes"};
  });
  each(*agreements, "kind", [&](const toml::table& row) {
    pair(row, "pax", &out.kinds[text(row, "name")].first, &out.kinds[text(row, "name")].second);
  });
  each(*agreements, "stage",
       [&](const toml::table& row) { out.ended[text(row, "name")] = text(row, "ended"); });
  each(*agreements, "element", [&](const toml::table& row) {
    out.elements.push_back({text(row, "number"), text(row, "label"), list(row, "provisions")});
  });
  const auto sharing = parse(data, "export/sharing.toml");
  if (!sharing) return tl::unexpected(sharing.error());
  out.public_roles = list(*sharing, "public_roles");
  out.not_names = list(*sharing, "not_names");
  out.name_ends = list(*sharing, "name_ends");
  out.sensitive_words = list(*sharing, "sensitive_words");
  out.mark = text(*sharing, "mark");
  each(*sharing, "capture", [&](const toml::table& row) {
    out.captures.push_back({text(row, "tool"), text(row, "begin"), text(row, "after"), text(row, "end")});
  });
  return out;
}

}  // namespace hudna::exports
