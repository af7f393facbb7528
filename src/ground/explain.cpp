// How are mentions shown to a person, and are the data files sound?
#include <algorithm>
#include <cstdio>
#include <map>
#include <set>

#include "ground/actors.h"
#include "ground/calendar.h"
#include "ground/gazetteer.h"
#include "ground/grounder.h"
#include "ground/toml_rows.h"

namespace hudna::ground {
namespace {

std::string bound(const std::optional<std::int64_t>& value) {
  return value ? std::to_string(*value) : "open";
}

std::string with_candidates(std::string line, const std::vector<model::Candidate>& candidates) {
  if (candidates.size() < 2) return line;
  line += "\n    candidates:";
  for (const model::Candidate& candidate : candidates) {
    char score[32];
    std::snprintf(score, sizeof score, " (%.2f)", static_cast<double>(candidate.score));
    line += " " + candidate.id + " " + candidate.name + score + ";";
  }
  line.pop_back();
  return line;
}

}  // namespace

std::string print_mentions(std::string_view text, const model::Mentions& mentions) {
  std::string out;
  for (const model::Mention& mention : mentions) {
    std::string line = "\"" + std::string(mention.span.of(text)) + "\"  ";
    for (char& c : line) {
      if (c == '\n' || c == '\r' || c == '\t') c = ' ';
    }
    std::string rule;
    if (const auto* actor = std::get_if<model::ActorValue>(&mention.value)) {
      line += "actor " + (actor->id.empty() ? std::string("unresolved") : actor->id) +
              (actor->name.empty() ? "" : " " + actor->name);
      line +=
          " type=" + std::string(model::name(actor->type)) + " side=" + std::string(model::name(actor->side));
      if (!actor->country.empty()) line += " country=" + actor->country;
      if (!actor->affiliation.empty()) line += " of=" + actor->affiliation;
      if (actor->private_person) line += " private";
      rule = actor->rule;
    } else if (const auto* place = std::get_if<model::PlaceValue>(&mention.value)) {
      char position[64];
      std::snprintf(position, sizeof position, " %.4f %.4f", place->lat, place->lon);
      line += "place " + (place->id.empty() ? std::string("unresolved") : place->id + " " + place->name) +
              position + " " + std::string(model::name(place->precision));
      line += " " + place->country + (place->admin1.empty() ? "" : "/" + place->admin1) +
              (place->admin2.empty() ? "" : "/" + place->admin2);
      rule = place->rule;
    } else if (const auto* time = std::get_if<model::TimeValue>(&mention.value)) {
      line += "time " + (time->edtf.empty() ? std::string("unresolved") : time->edtf) + " [" + time->min +
              ".." + time->max + "]";
      if (!time->bound.empty()) line += " " + time->bound;
      if (!time->anchor.empty()) line += " from " + time->anchor;
      rule = time->rule;
    } else if (const auto* quantity = std::get_if<model::Quantity>(&mention.value)) {
      line += "quantity " + std::string(model::name(quantity->op)) + " low=" + bound(quantity->low) +
              " best=" + bound(quantity->best) + " high=" + bound(quantity->high);
      line += " unit=" + quantity->unit + " effect=" + std::string(model::name(quantity->effect)) +
              " category=" + quantity->category;
    } else if (const auto* duration = std::get_if<model::DurationValue>(&mention.value)) {
      line += "duration " + duration->iso;
    }
    char tail[32];
    std::snprintf(tail, sizeof tail, "  %.2f", static_cast<double>(mention.score));
    if (!rule.empty()) line += "  rule=" + rule;
    line += tail;
    if (const auto* actor = std::get_if<model::ActorValue>(&mention.value))
      line = with_candidates(std::move(line), actor->candidates);
    if (const auto* place = std::get_if<model::PlaceValue>(&mention.value))
      line = with_candidates(std::move(line), place->candidates);
    out += line + "\n";
  }
  return out;
}

std::vector<std::string> check_data(const base::DataSource& data) {
  std::vector<std::string> out;
  const auto say = [&](const std::string& path, std::uint32_t line, const std::string& what) {
    out.push_back(path + ":" + std::to_string(line) + ": " + what);
  };
  struct Actor {
    std::string path, from, to, name, country;
    std::uint32_t line = 0;
    std::vector<std::string> aliases;
  };
  std::map<std::string, Actor> actors;
  struct Membership {
    std::string child, parent, from, to, path;
    std::uint32_t line;
  };
  std::vector<Membership> memberships;
  std::set<std::string> countries;
  // Codes of countries come from the places, since every country that is a place may be named.
  const auto gazetteer = Gazetteer::open(data);
  if (gazetteer) {
    for (std::uint32_t i = 0; i < gazetteer->size(); ++i)
      countries.insert(std::string(gazetteer->country(i)));
  } else {
    out.push_back(print(gazetteer.error()));
  }
  for (const base::DataFile& file : data.files("actors/")) {
    if (!file.path.ends_with(".toml")) continue;
    const auto rows = read_toml_rows(file.bytes, file.path);
    if (!rows) {
      out.push_back(print(rows.error()));
      continue;
    }
    std::string current;
    std::map<std::string, std::uint32_t> roles;
    for (const TomlRow& row : *rows) {
      const auto range = [&](std::string_view from, std::string_view to) {
        for (const std::string_view day : {from, to}) {
          if (!day.empty() && !first_day(day))
            say(file.path, row.line,
                "\"" + std::string(day) + "\" is no date (EDTF: 2014, 2014-05 or 2014-05-03)");
        }
        const auto begin = first_day(from), end = last_day(to);
        if (begin && end && *end < *begin)
          say(file.path, row.line,
              "the valid time ends (" + std::string(to) + ") before it starts (" + std::string(from) + ")");
      };
      if (row.table == "actor") {
        current = std::string(row.text("id"));
        if (current.empty()) say(file.path, row.line, "an actor without id");
        if (row.text("name").empty()) say(file.path, row.line, "actor " + current + " has no name");
        if (row.text("source").empty()) say(file.path, row.line, "actor " + current + " names no source");
        bool known_type = false;
        for (int i = 0; i <= static_cast<int>(model::ActorType::PrivatePerson); ++i)
          known_type = known_type || model::name(static_cast<model::ActorType>(i)) == row.text("type");
        if (!known_type)
          say(file.path, row.line,
              "actor " + current + " has the unknown type \"" + std::string(row.text("type")) + "\"");
        const std::string country(row.text("country"));
        if (!country.empty() && !countries.contains(country))
          say(file.path, row.line, "actor " + current + " has the unknown country " + country);
        range(row.text("from"), row.text("to"));
        const auto [at, fresh] = actors.try_emplace(current, Actor{file.path,
                                                                   std::string(row.text("from")),
                                                                   std::string(row.text("to")),
                                                                   std::string(row.text("name")),
                                                                   country,
                                                                   row.line,
                                                                   {}});
        if (!fresh && !file.overridden)
          say(file.path, row.line,
              "the id " + current + " was used before at " + at->second.path + ":" +
                  std::to_string(at->second.line));
        std::set<std::string> own;
        for (const std::string& alias : row.list("aliases")) {
          if (!own.insert(phrase_key(alias)).second)
            say(file.path, row.line, "actor " + current + " has the alias \"" + alias + "\" twice");
          at->second.aliases.push_back(alias);
        }
      } else if (row.table == "actor.people") {
        range(row.text("from"), row.text("to"));
      } else if (row.table == "actor.member_of") {
        range(row.text("from"), row.text("to"));
        memberships.push_back({current, std::string(row.text("actor")), std::string(row.text("from")),
                               std::string(row.text("to")), file.path, row.line});
      } else if (row.table == "role") {
        const auto [at, fresh] = roles.emplace(phrase_key(row.text("noun")), row.line);
        if (!fresh)
          say(file.path, row.line,
              "the role noun \"" + std::string(row.text("noun")) + "\" was listed before at line " +
                  std::to_string(at->second));
      } else if (row.table == "nationality") {
        if (!countries.contains(std::string(row.text("country"))))
          say(file.path, row.line, "unknown country " + std::string(row.text("country")));
      } else if (row.table == "group") {
        for (const std::string& code : row.list("countries")) {
          if (!countries.contains(code)) say(file.path, row.line, "unknown country " + code);
        }
      }
    }
  }
  std::map<std::string, std::vector<std::string>> parents;
  for (std::size_t i = 0; i < memberships.size(); ++i) {
    const Membership& one = memberships[i];
    if (!actors.contains(one.parent)) {
      say(one.path, one.line, "actor " + one.child + " is a member of the unknown actor " + one.parent);
      continue;
    }
    parents[one.child].push_back(one.parent);
    for (std::size_t k = 0; k < i; ++k) {
      const Membership& other = memberships[k];
      if (other.child != one.child || other.parent != one.parent) continue;
      const std::string from = std::max(one.from, other.from);
      const bool open_one = one.to.empty(), open_other = other.to.empty();
      const std::string to = open_one ? other.to : open_other ? one.to : std::min(one.to, other.to);
      if (to.empty() || from < to)
        say(one.path, one.line, "the valid times of " + one.child + " in " + one.parent + " overlap");
    }
  }
  // Cycles: from each actor upwards, at most as many steps as there are actors.
  for (const auto& [id, up] : parents) {
    std::set<std::string> seen;
    std::vector<std::string> queue = up;
    bool cycle = false;
    while (!queue.empty() && !cycle) {
      const std::string at = queue.back();
      queue.pop_back();
      if (at == id) cycle = true;
      if (!seen.insert(at).second) continue;
      if (const auto next = parents.find(at); next != parents.end())
        queue.insert(queue.end(), next->second.begin(), next->second.end());
    }
    if (cycle)
      say(actors[id].path, actors[id].line, "actor " + id + " is a member of itself by way of others");
  }
  // One name for two actors of one country at one time cannot be told apart.
  std::map<std::string, std::vector<std::string>> names;
  for (const auto& [id, actor] : actors) names[phrase_key(actor.name) + "|" + actor.country].push_back(id);
  for (const auto& [key, ids] : names) {
    for (std::size_t i = 1; i < ids.size(); ++i) {
      const Actor& a = actors[ids[0]];
      const Actor& b = actors[ids[i]];
      const bool apart = (!a.to.empty() && !b.from.empty() && a.to <= b.from) ||
                         (!b.to.empty() && !a.from.empty() && b.to <= a.from);
      if (!apart)
        say(b.path, b.line,
            "actor " + ids[i] + " has the name and country of " + ids[0] + " at the same time");
    }
  }
  for (const base::DataFile& file : data.files("places/")) {
    // What Gazetteer::open says of a file given with --data stands above already.
    if (!file.path.ends_with(".toml") || file.overridden || !gazetteer) continue;
    std::vector<PlaceEntry> entries;
    if (const auto added = add_supplement(file.bytes, file.path, &entries, &*gazetteer); !added)
      out.push_back(print(added.error()));
  }
  return out;
}

}  // namespace hudna::ground
