// The registers: one row for all spellings of one actor or place.
#include "record/registers.h"

#include <algorithm>
#include <tuple>

#include "record/work.h"

namespace hudna::record {

using model::ActorType;
using model::ActorValue;
using model::PlaceRow;
using model::PlaceValue;
using model::SlotName;

namespace {

bool person_type(const ActorValue& value) {
  return value.private_person || value.type == ActorType::OfficialPerson ||
         value.type == ActorType::NamedSpokesperson || value.type == ActorType::PrivatePerson;
}

bool has_capital(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return (c >= 'A' && c <= 'Z') || (c & 0x80) != 0; });
}

// The value with the most said about it; ties by the value's own bytes, so that order plays no part.
auto weight(const ActorValue& v) {
  return std::make_tuple(v.type != ActorType::Unknown, v.side != model::Side::Unclear, !v.country.empty(),
                         v.name.size(), v.name, static_cast<int>(v.type), static_cast<int>(v.side), v.country,
                         v.private_person);
}

void see_actor(const ActorValue& value, const std::string& text, ActorsSeen* actors) {
  const std::string key = actor_key(value, text);
  if (key.empty()) return;
  ActorSeen one;
  one.value = value;
  if (one.value.name.empty()) one.value.name = text;
  one.value.candidates.clear();
  one.value.rule.clear();
  one.value.affiliation.clear();
  one.names.insert(text.empty() ? one.value.name : text);
  one.person = person_type(value) ||
               (value.id.empty() && starts_with_capital(one.value.name) && value.type == ActorType::Unknown);
  add(one, &(*actors)[key]);
}

}  // namespace

bool starts_with_capital(std::string_view text) {
  const auto capital = [](unsigned char c) { return (c >= 'A' && c <= 'Z') || c >= 0x80; };
  if (text.empty() || capital(static_cast<unsigned char>(text[0]))) return !text.empty();
  // "The 10th Front": a number that is counted off, and a capital.
  if (text[0] < '0' || text[0] > '9') return false;
  const std::size_t space = text.find(' ');
  if (space == std::string_view::npos || space + 1 >= text.size()) return false;
  const bool counted = text[space - 1] >= 'a' && text[space - 1] <= 'z';
  return counted && capital(static_cast<unsigned char>(text[space + 1]));
}

std::string actor_key(const ActorValue& value, const std::string& text) {
  if (!value.id.empty()) return value.id;
  const std::string folded = fold_name(value.name.empty() ? text : value.name);
  return folded.empty() ? std::string() : "~" + folded;
}

std::string place_key(const PlaceValue& value, const std::string& text) {
  if (!value.id.empty()) return value.id;
  const std::string folded = fold_name(value.name.empty() ? text : value.name);
  // "the area", "the zone" and the like name no place: only names with a capital count.
  if (folded.empty() || !has_capital(text)) return std::string();
  return "~" + folded;
}

void add(const ActorSeen& more, ActorSeen* to) {
  if (to->names.empty() || weight(more.value) > weight(to->value)) to->value = more.value;
  to->names.insert(more.names.begin(), more.names.end());
  to->fits.insert(more.fits.begin(), more.fits.end());
  to->person = to->person || more.person;
  to->lone = to->lone || more.lone;
}

namespace {

// "North of the town", "a quarter of the town" and "the town's hospital" are told of a part of what the row
// stands for, as finer or vaguer than it is: the row is as precise as the plain name.
int plainness(model::Precision precision) {
  switch (precision) {
    case model::Precision::Settlement:
      return 0;
    case model::Precision::Subdistrict:
      return 1;
    case model::Precision::District:
      return 2;
    case model::Precision::Governorate:
      return 3;
    case model::Precision::Country:
      return 4;
    case model::Precision::Site:
      return 5;
    case model::Precision::Neighbourhood:
      return 6;
    case model::Precision::Linear:
      return 7;
    case model::Precision::WaterAir:
      return 8;
    case model::Precision::Near:
      return 9;
    case model::Precision::MultiArea:
      return 10;
    case model::Precision::Unknown:
      return 11;
  }
  return 11;
}

}  // namespace

void add(const PlaceRow& more, PlaceRow* to) {
  // Of one place most rows are alike but for the names; what tells most leads, then what sorts first.
  const auto rank = [](const PlaceRow& row) {
    return std::make_tuple(-static_cast<int>(row.admin1.size()), -static_cast<int>(row.admin2.size()),
                           row.name, row.country, row.admin1, row.admin2, plainness(row.precision), row.lat,
                           row.lon);
  };
  std::vector<std::string> names = to->names_as_reported;
  names.insert(names.end(), more.names_as_reported.begin(), more.names_as_reported.end());
  sort_unique(&names);
  if (to->id.empty() || rank(more) < rank(*to)) *to = more;
  to->names_as_reported = std::move(names);
}

void see(const model::Reading& reading, const NameRules& rules, ActorsSeen* actors, PlacesSeen* places) {
  ActorsSeen here;
  for (const model::Statement& stmt : reading.statements()) {
    for (const model::Slot& slot : stmt.slots) {
      if (const auto* actor = std::get_if<ActorValue>(&slot.value)) {
        see_actor(*actor, slot.text, &here);
      } else if (const auto* place = std::get_if<PlaceValue>(&slot.value)) {
        const std::string key = place_key(*place, slot.text);
        if (key.empty()) continue;
        PlaceRow row;
        row.located = !place->id.empty();
        row.id = row.located ? key : content_id("pl-", {key});
        row.name = place->name.empty() ? slot.text : place->name;
        row.lat = row.located ? place->lat : 0;
        row.lon = row.located ? place->lon : 0;
        row.precision = place->precision;
        row.country = place->country;
        row.admin1 = place->admin1;
        row.admin2 = place->admin2;
        if (!slot.text.empty()) row.names_as_reported.push_back(slot.text);
        add(row, &(*places)[key]);
      } else if (std::holds_alternative<std::monostate>(slot.value) && starts_with_capital(slot.text) &&
                 (slot.name == SlotName::SaidBy || slot.name == SlotName::Actor ||
                  slot.name == SlotName::Party)) {
        see_actor(ActorValue{}, slot.text, &here);
      }
    }
  }
  // A lone surname or given name may stand for a full name of its report that has it.
  std::map<std::string, std::vector<std::string>> full, single;
  for (const auto& [key, seen] : here) {
    std::vector<std::string> parts = name_parts(seen.value.name, rules);
    if (parts.size() == 1 && !in_lexicon(key))
      single[key] = std::move(parts);
    else if (parts.size() > 1 && seen.person)
      full[key] = std::move(parts);
  }
  for (const auto& [key, part] : single) {
    ActorSeen& seen = here[key];
    for (const auto& [other, parts] : full) {
      if (std::find(parts.begin(), parts.end(), part[0]) != parts.end()) seen.fits.insert(other);
    }
    seen.lone = seen.fits.empty();
  }
  for (const auto& [key, seen] : here) add(seen, &(*actors)[key]);
}

std::vector<std::string> actor_blocks(const std::string& key, const ActorSeen& seen, const NameRules& rules) {
  std::vector<std::string> out;
  if (!seen.person) return out;
  const std::vector<std::string> parts = name_parts(seen.value.name, rules);
  for (std::size_t i = 1; i < parts.size(); ++i) out.push_back(parts[0] + " " + parts[i]);
  if (parts.size() > 1) out.push_back("=" + key);
  for (const std::string& full : seen.fits) out.push_back("=" + full);
  sort_unique(&out);
  return out;
}

namespace {

class Unifier {
 public:
  Unifier(const ActorsSeen& seen, const NameRules& rules) : rules_(rules) {
    for (const auto& [key, one] : seen) {
      Name& name = names_[key];
      name.seen = one;
      if (one.person) name.parts = name_parts(one.value.name, rules);
    }
  }

  ActorRows run() {
    join_full_names();
    join_lone_names();
    for (auto& [key, name] : names_) {
      if (name.merged_into.empty()) continue;
      Name& to = names_[resolve(key)];
      to.seen.names.insert(name.seen.names.begin(), name.seen.names.end());
      if (to.seen.value.side == model::Side::Unclear) to.seen.value.side = name.seen.value.side;
      if (to.seen.value.type == ActorType::Unknown) to.seen.value.type = name.seen.value.type;
      to.seen.value.private_person = to.seen.value.private_person || name.seen.value.private_person;
    }
    ActorRows out;
    for (auto& [key, name] : names_) {
      if (!name.merged_into.empty()) continue;
      model::ActorRow row;
      row.in_lexicon = in_lexicon(key);
      row.id = row.in_lexicon ? key : content_id("ac-", {key});
      row.name = name.seen.value.name;
      row.type = name.seen.value.type;
      row.side = name.seen.value.side;
      row.country = name.seen.value.country;
      row.private_person = name.seen.value.private_person;
      row.names_as_reported.assign(name.seen.names.begin(), name.seen.names.end());
      std::sort(name.why.begin(), name.why.end());
      row.merged = name.why;
      out.row_of[key] = row.id;
      out.rows.emplace(row.id, std::move(row));
    }
    for (const auto& [key, name] : names_) {
      if (!name.merged_into.empty()) out.row_of[key] = out.row_of.at(resolve(key));
    }
    return out;
  }

 private:
  struct Name {
    ActorSeen seen;
    std::vector<std::string> parts;  // of a person's name
    std::string merged_into;
    std::vector<std::string> why;
  };

  // Spellings of one person. Compared only within blocks that share their first part and one more.
  void join_full_names() {
    std::map<std::string, std::vector<std::string>> blocks;
    for (const auto& [key, name] : names_) {
      for (std::size_t i = 1; i < name.parts.size(); ++i)
        blocks[name.parts[0] + " " + name.parts[i]].push_back(key);
    }
    for (const auto& [block, keys] : blocks) {
      // The name with the most parts leads; the others join it when they fit. A short name that fits two
      // different long ones joins neither.
      for (const std::string& key : keys) {
        Name& name = names_[key];
        if (!name.merged_into.empty() || in_lexicon(key)) continue;
        std::string found;
        bool clash = false;
        for (const std::string& other : keys) {
          const Name& to = names_[other];
          if (other == key || !same_person(name.parts, to.parts, rules_)) continue;
          const bool longer = in_lexicon(other) || to.parts.size() > name.parts.size() ||
                              (to.parts.size() == name.parts.size() && other < key && to.merged_into.empty());
          if (!longer) continue;
          if (found.empty())
            found = other;
          else if (!same_person(names_[found].parts, to.parts, rules_))
            clash = true;
          else if (to.parts.size() > names_[found].parts.size() || in_lexicon(other))
            found = other;
        }
        if (!found.empty() && !clash) merge(key, found, "the same parts in the same order");
      }
    }
  }

  // A lone surname or given name stands for the one full name of its reports that has it.
  void join_lone_names() {
    for (auto& [key, name] : names_) {
      if (!name.seen.person || name.parts.size() != 1 || in_lexicon(key) || name.seen.lone) continue;
      std::set<std::string> fits;
      for (const std::string& full : name.seen.fits) fits.insert(resolve(full));
      if (fits.size() == 1) merge(key, *fits.begin(), "the only full name with it in the same report");
    }
  }

  std::string resolve(std::string key) const {
    // Chains are short: each step leads to a name with more parts.
    for (int i = 0; i < 16; ++i) {
      const auto found = names_.find(key);
      if (found == names_.end() || found->second.merged_into.empty()) return key;
      key = found->second.merged_into;
    }
    return key;
  }

  void merge(const std::string& key, const std::string& into, const std::string& why) {
    if (resolve(into) == key || names_.count(into) == 0) return;
    names_[key].merged_into = into;
    names_[resolve(into)].why.push_back(names_[key].seen.value.name + " = " + names_[into].seen.value.name +
                                        ": " + why + " [" + rules_.version + "]");
  }

  const NameRules& rules_;
  std::map<std::string, Name> names_;
};

}  // namespace

ActorRows unify(const ActorsSeen& seen, const NameRules& rules) { return Unifier(seen, rules).run(); }

void make_registers(Work* work) {
  for (const model::Reading* reading : work->readings)
    see(*reading, work->policies.names, &work->actors_seen, &work->places_seen);
  const ActorRows actors = unify(work->actors_seen, work->policies.names);
  set_registers(work, actors, work->places_seen);
}

void set_registers(Work* work, const ActorRows& actors, const PlacesSeen& places) {
  std::map<std::string, const model::ActorRow*> ranked;
  for (const auto& [id, row] : actors.rows) ranked.emplace(model::rank_of(row), &row);
  std::map<std::string, model::ActorId> ids;
  for (const auto& [rank, row] : ranked) ids[row->id] = work->out.actors.push(*row);
  for (const auto& [key, id] : actors.row_of) work->actor_rows[key] = ids.at(id);
  std::map<std::string, std::pair<std::string, const PlaceRow*>> by_rank;
  for (const auto& [key, row] : places) by_rank[model::rank_of(row)] = {key, &row};
  for (const auto& [rank, entry] : by_rank)
    work->place_rows[entry.first] = work->out.places.push(*entry.second);
  work->places = PlaceIndex(&work->out.places);
}

}  // namespace hudna::record
