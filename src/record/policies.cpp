#include "record/policies.h"

// As in every file that includes it: builds of the library with and without exceptions do not link together.
#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

#include <algorithm>
#include <array>

#include "base/check.h"

namespace hudna::record {
namespace {

constexpr std::string_view kPath = "record/policy.toml";

constexpr std::array<std::string_view, 61> kWeights = {"source.near_min",
                                                       "retold.later_days",
                                                       "source.rewrite_min",
                                                       "source.update_min",
                                                       "source.sketch_keys",
                                                       "source.leaders_max",
                                                       "agreement.declared_days",
                                                       "agreement.followup_days",
                                                       "agreement.talks_days",
                                                       "agreement.merge_min",
                                                       "agreement.history_days",
                                                       "agreement.place_same",
                                                       "agreement.place_within",
                                                       "agreement.place_near",
                                                       "agreement.place_area",
                                                       "agreement.area_km",
                                                       "agreement.place_unknown",
                                                       "agreement.time_declared",
                                                       "agreement.time_followup",
                                                       "agreement.sides_shared",
                                                       "agreement.broker_shared",
                                                       "agreement.provision_shared",
                                                       "agreement.opposed_sides",
                                                       "agreement.name_shared",
                                                       "agreement.anaphor_words",
                                                       "incident.merge_min",
                                                       "incident.same_report_min",
                                                       "incident.type_same",
                                                       "incident.type_family",
                                                       "incident.place_same",
                                                       "incident.place_within",
                                                       "incident.place_near",
                                                       "incident.place_unknown",
                                                       "incident.time_same",
                                                       "incident.time_overlap",
                                                       "incident.time_next",
                                                       "incident.time_inferred",
                                                       "incident.time_apart_days_max",
                                                       "incident.figures_equal",
                                                       "incident.figures_apart",
                                                       "incident.figures_differ",
                                                       "incident.actors_shared",
                                                       "incident.actors_opposed",
                                                       "incident.words_shared",
                                                       "incident.names_apart",
                                                       "incident.fresh_days",
                                                       "incident.weapon_days",
                                                       "incident.weapon_shared",
                                                       "incident.figures_equal_small",
                                                       "incident.figures_small",
                                                       "incident.figures_small_late",
                                                       "incident.figures_alone",
                                                       "incident.time_both_inferred",
                                                       "incident.family_alone",
                                                       "incident.targets_apart",
                                                       "incident.targets_apart_same_report",
                                                       "incident.undated_days",
                                                       "incident.aggregate_days",
                                                       "incident.candidates_max",
                                                       "incident.total_deaths",
                                                       "version"};
constexpr std::array<std::string_view, 48> kLists = {"agreement.split_by_obligor",
                                                     "agreement.quiet_words",
                                                     "agreement.collective_words",
                                                     "time.other_time_words",
                                                     "retold.definite",
                                                     "retold.breaks",
                                                     "retold.nouns",
                                                     "retold.toll",
                                                     "retold.correcting",
                                                     "retold.died",
                                                     "retold.of_the_wounded",
                                                     "retold.of_wounds",
                                                     "retold.another",
                                                     "agreement.onset",
                                                     "agreement.talks",
                                                     "agreement.end",
                                                     "agreement.acts",
                                                     "agreement.earlier_words",
                                                     "incident.conditions",
                                                     "names.titles",
                                                     "figures.things",
                                                     "agreement.deal_nouns",
                                                     "agreement.part_words",
                                                     "agreement.deal_articles",
                                                     "agreement.place_of_object",
                                                     "agreement.lasting_terms",
                                                     "names.common",
                                                     "terms.opposed",
                                                     "terms.all_words",
                                                     "terms.including",
                                                     "incident.generic_targets",
                                                     "incident.habit_words",
                                                     "incident.ongoing_words",
                                                     "incident.sum_words",
                                                     "incident.sum_places",
                                                     "incident.several_words",
                                                     "incident.since_words",
                                                     "incident.further_words",
                                                     "incident.another_words",
                                                     "names.place_leads",
                                                     "names.place_nouns",
                                                     "figures.captives",
                                                     "compliance.kinds",
                                                     "compliance.part_words",
                                                     "compliance.umbrella_words",
                                                     "compliance.begin_words",
                                                     "compliance.whole_words",
                                                     "names.pronouns"};

std::vector<std::string> strings(const toml::node* node) {
  std::vector<std::string> out;
  if (node == nullptr) return out;
  if (const toml::array* list = node->as_array()) {
    for (const toml::node& item : *list) {
      if (const auto text = item.value<std::string>()) out.push_back(*text);
    }
  }
  return out;
}

std::string text_of(const toml::table& table, std::string_view key) {
  return table[key].value_or(std::string());
}

// "hundreds 200" into its word and figure.
bool split_figure(const std::string& line, std::pair<std::string, std::int64_t>* out) {
  const std::size_t space = line.rfind(' ');
  if (space == std::string::npos || space + 1 == line.size() || line.size() - space > 12) return false;
  std::int64_t figure = 0;
  for (std::size_t i = space + 1; i < line.size(); ++i) {
    if (line[i] < '0' || line[i] > '9') return false;
    figure = figure * 10 + (line[i] - '0');
  }
  *out = {line.substr(0, space), figure};
  return true;
}

base::Result<Policies> read_policies(const toml::table& root, std::string_view number_policy) {
  const auto bad = [](const std::string& what) {
    return base::fail(base::Code::DataBad, std::string(kPath), what);
  };
  Policies out;
  const std::string version = std::to_string(root["version"].value_or(std::int64_t{0}));
  out.version = "record-policy/" + version;
  out.weights["version"] = static_cast<std::int32_t>(root["version"].value_or(std::int64_t{0}));
  for (const char* section : {"source", "agreement", "terms", "incident", "retold", "time", "figures",
                              "names", "compliance", "things"}) {
    const toml::table* table = root[section].as_table();
    if (table == nullptr) return bad(std::string("no section [") + section + "]");
    for (const auto& [key, node] : *table) {
      const std::string name = std::string(section) + "." + std::string(key.str());
      if (const auto number = node.value<std::int64_t>())
        out.weights[name] = static_cast<std::int32_t>(*number);
      else
        out.lists[name] = strings(&node);
    }
  }
  for (const std::string_view key : kWeights) {
    if (out.weights.find(key) == out.weights.end()) return bad("no key " + std::string(key));
  }
  for (const std::string_view key : kLists) {
    if (out.lists.find(key) == out.lists.end()) return bad("no key " + std::string(key));
  }
  if (const toml::array* rows = root["number_policy"].as_array()) {
    for (const toml::node& node : *rows) {
      const toml::table* row = node.as_table();
      if (row == nullptr) return bad("number_policy is no table");
      NumberPolicy policy;
      const std::string name = text_of(*row, "name");
      policy.name = name + "/" + version;
      policy.more_than_adds = (*row)["more_than_adds"].value_or(std::int64_t{1});
      policy.up_to_low = (*row)["up_to_low"].value_or(std::int64_t{0});
      policy.up_to_best = (*row)["up_to_best"].value_or(false);
      const std::string best = text_of(*row, "best");
      if (best != "majority" && best != "lowest" && best != "latest")
        return bad("number_policy " + name + ": best is " + best);
      policy.best = best == "majority" ? BestRule::Majority
                    : best == "lowest" ? BestRule::Lowest
                                       : BestRule::Latest;
      for (const std::string& line : strings(row->get("vague"))) {
        std::pair<std::string, std::int64_t> figure;
        if (!split_figure(line, &figure))
          return bad("number_policy " + name + ": vague \"" + line + "\" has no figure");
        policy.vague.push_back(std::move(figure));
      }
      if (name == number_policy)
        out.number = out.numbers.size();
      else if (out.numbers.empty())
        out.number = static_cast<std::size_t>(-1);
      out.numbers.push_back(std::move(policy));
    }
  }
  if (out.number >= out.numbers.size()) {
    return base::fail(base::Code::ArgumentBad, "", "no number policy is named " + std::string(number_policy));
  }
  const auto each = [&root](const char* key, auto&& use) {
    if (const toml::array* rows = root[key].as_array()) {
      for (const toml::node& node : *rows) {
        if (const toml::table* row = node.as_table()) use(*row);
      }
    }
  };
  each("family", [&](const toml::table& row) { out.families.push_back(strings(row.get("types"))); });
  each("kind", [&](const toml::table& row) {
    out.kinds.push_back({text_of(row, "name"), text_of(row, "label"), strings(row.get("words")),
                         strings(row.get("provisions")), strings(row.get("and"))});
  });
  if (out.kinds.empty()) return bad("no [[kind]]");
  each("implements", [&](const toml::table& row) {
    out.implements.push_back(
        {text_of(row, "provision"), strings(row.get("incidents")), text_of(row, "done"),
         strings(row.get("steps")), strings(row.get("about"))});
  });
  each("scope", [&](const toml::table& row) {
    out.scopes.push_back({text_of(row, "provision"), strings(row.get("incidents")), "", {}, {}});
  });
  out.names.version = "person-name/" + version;
  out.names.particles = out.lists["names.particles"];
  out.names.titles = out.lists["names.titles"];
  out.names.given_pairs = out.lists["names.given_pairs"];
  for (const std::string& line : out.lists["names.joined"]) {
    const std::size_t space = line.find(' ');
    if (space == std::string::npos) return bad("names.joined \"" + line + "\" is no pair");
    out.names.joined_from.push_back(line.substr(0, space));
    out.names.joined_to.push_back(line.substr(space + 1));
  }
  return out;
}

}  // namespace

std::int32_t Policies::weight(std::string_view key) const {
  const auto found = weights.find(key);
  HUDNA_CHECK(found != weights.end());
  return found->second;
}

const std::vector<std::string>& Policies::list(std::string_view key) const& {
  const auto found = lists.find(key);
  HUDNA_CHECK(found != lists.end());
  return found->second;
}

bool Policies::listed(std::string_view key, std::string_view word) const {
  const std::vector<std::string>& words = list(key);
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool Policies::same_family(std::string_view a, std::string_view b) const {
  return std::any_of(families.begin(), families.end(), [&](const std::vector<std::string>& types) {
    return std::find(types.begin(), types.end(), a) != types.end() &&
           std::find(types.begin(), types.end(), b) != types.end();
  });
}

base::Result<Policies> load_policies(const base::DataSource& data, std::string_view number_policy) {
  const auto file = data.file(kPath);
  if (!file) return tl::unexpected(file.error());
  const toml::parse_result parsed = toml::parse(file->bytes, std::string(kPath));
  if (!parsed) {
    return base::fail(base::Code::DataBad, std::string(kPath),
                      "line " + std::to_string(parsed.error().source().begin.line) + ": " +
                          std::string(parsed.error().description()));
  }
  return read_policies(parsed.table(), number_policy);
}

}  // namespace hudna::record
