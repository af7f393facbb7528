// Which actors and places are named, and by which statements? The registers:
// one row for all spellings of one actor or place; and the Facts, which are
// statements with their slots turned into rows.
#include <algorithm>
#include <map>
#include <set>
#include <unordered_set>

#include "record/names.h"
#include "record/work.h"

namespace hudna::record {

using model::ActorId;
using model::ActorType;
using model::ActorValue;
using model::PlaceId;
using model::PlaceValue;
using model::SlotName;
using model::StatementId;

namespace {

bool person_type(const ActorValue& value) {
  return value.private_person || value.type == ActorType::OfficialPerson ||
         value.type == ActorType::NamedSpokesperson || value.type == ActorType::PrivatePerson;
}

bool starts_with_capital(std::string_view text) {
  const unsigned char c = text.empty() ? 0 : static_cast<unsigned char>(text[0]);
  return (c >= 'A' && c <= 'Z') || c >= 0x80;
}

bool has_capital(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return (c >= 'A' && c <= 'Z') || (c & 0x80) != 0; });
}

class Registrar {
 public:
  explicit Registrar(Work* work) : work_(*work) {}

  void run() {
    collect();
    unify();
    freeze();
    work_.index_places();
    make_facts();
    work_.readings.shrink_to_fit();
  }

 private:
  // A name before it has a row: key -> what was seen under it.
  struct Seen {
    ActorValue value;
    std::set<std::string> names;
    std::vector<std::string> parts;  // of a person's name
    bool person = false;
    std::set<std::size_t> reports;
    std::string merged_into;
    std::vector<std::string> why;
  };

  // The key of a named actor: the lexicon's id, else its folded name; empty for words that name nobody
  // ("officials"). A person who is known by name is that person, not the body whose id grounding gives beside the
  // name: "Jean Bako, a rebel spokesman" must not become the rebels' name.
  static std::string actor_key(const ActorValue& value, const std::string& text) {
    const bool by_name = person_type(value) && !value.name.empty() && starts_with_capital(value.name) &&
                         (value.rule.starts_with("name/") || value.rule.starts_with("later-name/"));
    if (!value.id.empty() && !by_name) return value.id;
    const std::string folded = fold_name(value.name.empty() ? text : value.name);
    return folded.empty() ? std::string() : "~" + folded;
  }

  void see_actor(std::size_t report, const ActorValue& value, const std::string& text) {
    const std::string key = actor_key(value, text);
    if (key.empty()) return;
    Seen& seen = actors_[key];
    const bool first = seen.names.empty();
    // The value with the most said about it; ties by the value's own bytes, so that order plays no part.
    const auto weight = [](const ActorValue& v) {
      return std::make_tuple(v.type != ActorType::Unknown, v.side != model::Side::Unclear, !v.country.empty(),
                             v.name.size(), v.name, static_cast<int>(v.type), static_cast<int>(v.side),
                             v.country, v.private_person);
    };
    ActorValue candidate = value;
    if (candidate.name.empty()) candidate.name = text;
    candidate.candidates.clear();
    if (first || weight(candidate) > weight(seen.value)) seen.value = std::move(candidate);
    if (!text.empty())
      seen.names.insert(text);
    else
      seen.names.insert(seen.value.name);
    seen.reports.insert(report);
    if (value.id.empty() && starts_with_capital(seen.value.name)) {
      seen.person = seen.person || person_type(value) || value.type == ActorType::Unknown;
    }
    if (person_type(value)) seen.person = true;
  }

  void see_place(const PlaceValue& value, const std::string& text) {
    const std::string key = place_key(value, text);
    if (key.empty()) return;
    auto [at, fresh] = places_.emplace(key, std::make_pair(value, std::set<std::string>()));
    if (at->second.first.name.empty()) at->second.first.name = text;
    if (!value.id.empty() && (value.admin1.size() > at->second.first.admin1.size())) at->second.first = value;
    if (!text.empty()) at->second.second.insert(text);
  }

  static std::string place_key(const PlaceValue& value, const std::string& text) {
    if (!value.id.empty()) return value.id;
    const std::string folded = fold_name(value.name.empty() ? text : value.name);
    // "the area", "the zone" and the like name no place: only names with a capital count.
    if (folded.empty() || !has_capital(text)) return std::string();
    return "~" + folded;
  }

  void collect() {
    for (std::size_t r = 0; r < work_.readings.size(); ++r) {
      for (const model::Statement& stmt : work_.readings[r]->statements()) {
        for (const model::Slot& slot : stmt.slots) {
          if (const auto* actor = std::get_if<ActorValue>(&slot.value))
            see_actor(r, *actor, slot.text);
          else if (const auto* place = std::get_if<PlaceValue>(&slot.value))
            see_place(*place, slot.text);
          else if (std::holds_alternative<std::monostate>(slot.value) && starts_with_capital(slot.text) &&
                   (slot.name == SlotName::SaidBy || slot.name == SlotName::Actor ||
                    slot.name == SlotName::Party)) {
            see_actor(r, ActorValue{}, slot.text);
          }
        }
      }
    }
    for (auto& [key, seen] : actors_) {
      if (seen.person) seen.parts = name_parts(seen.value.name, work_.policies.names);
    }
  }

  // Spellings of one person. Compared only within blocks that share their first part and one more, or, for a
  // lone surname, within one report.
  void unify() {
    std::map<std::string, std::vector<std::string>> blocks;
    for (const auto& [key, seen] : actors_) {
      if (seen.parts.size() < 2) continue;
      for (std::size_t i = 1; i < seen.parts.size(); ++i)
        blocks[seen.parts[0] + " " + seen.parts[i]].push_back(key);
    }
    for (const auto& [block, keys] : blocks) {
      // The name with the most parts leads; the others join it when they fit. A short name that fits two
      // different long ones joins neither.
      for (const std::string& key : keys) {
        Seen& seen = actors_[key];
        if (!seen.merged_into.empty() || in_lexicon(key)) continue;
        std::string found;
        bool clash = false;
        for (const std::string& other : keys) {
          const Seen& to = actors_[other];
          if (other == key || !same_person(seen.parts, to.parts, work_.policies.names)) continue;
          const bool longer = in_lexicon(other) || to.parts.size() > seen.parts.size() ||
                              (to.parts.size() == seen.parts.size() && other < key && to.merged_into.empty());
          if (!longer) continue;
          if (found.empty())
            found = other;
          else if (!same_person(actors_[found].parts, to.parts, work_.policies.names))
            clash = true;
          else if (to.parts.size() > actors_[found].parts.size() || in_lexicon(other))
            found = other;
        }
        if (!found.empty() && !clash) merge(key, found, "the same parts in the same order");
      }
    }
    // A lone surname or given name stands for the one full name of its report that has it.
    for (auto& [key, seen] : actors_) {
      if (!seen.person || seen.parts.size() != 1 || in_lexicon(key)) continue;
      std::set<std::string> fits;
      bool everywhere = true;
      for (const std::size_t report : seen.reports) {
        bool here = false;
        for (const auto& [other, full] : by_report(report)) {
          if (full->parts.size() < 2 || other == key) continue;
          if (std::find(full->parts.begin(), full->parts.end(), seen.parts[0]) == full->parts.end()) continue;
          fits.insert(resolve(other));
          here = true;
        }
        everywhere = everywhere && here;
      }
      if (fits.size() == 1 && everywhere)
        merge(key, *fits.begin(), "the only full name with it in the same report");
    }
  }

  const std::vector<std::pair<std::string, const Seen*>>& by_report(std::size_t report) {
    if (reports_.empty()) {
      reports_.resize(work_.readings.size());
      for (const auto& [key, seen] : actors_) {
        if (!seen.person) continue;
        for (const std::size_t in : seen.reports) reports_[in].emplace_back(key, &seen);
      }
    }
    return reports_[report];
  }

  static bool in_lexicon(const std::string& key) { return key[0] != '~'; }

  std::string resolve(std::string key) const {
    // Chains are short: each step leads to a name with more parts.
    for (int i = 0; i < 16; ++i) {
      const auto found = actors_.find(key);
      if (found == actors_.end() || found->second.merged_into.empty()) return key;
      key = found->second.merged_into;
    }
    return key;
  }

  void merge(const std::string& key, const std::string& into, const std::string& why) {
    if (resolve(into) == key) return;
    actors_[key].merged_into = into;
    actors_[resolve(into)].why.push_back(actors_[key].value.name + " = " + actors_[into].value.name + ": " +
                                         why + " [" + work_.policies.names.version + "]");
  }

  void freeze() {
    for (auto& [key, seen] : actors_) {
      if (seen.merged_into.empty()) continue;
      Seen& to = actors_[resolve(key)];
      to.names.insert(seen.names.begin(), seen.names.end());
      if (to.value.side == model::Side::Unclear) to.value.side = seen.value.side;
      if (to.value.type == ActorType::Unknown) to.value.type = seen.value.type;
      to.value.private_person = to.value.private_person || seen.value.private_person;
    }
    for (auto& [key, seen] : actors_) {
      if (!seen.merged_into.empty()) continue;
      model::ActorRow row;
      row.in_lexicon = in_lexicon(key);
      row.id = row.in_lexicon ? key : content_id("ac-", {key});
      row.name = seen.value.name;
      row.type = seen.value.type;
      row.side = seen.value.side;
      row.country = seen.value.country;
      row.private_person = seen.value.private_person;
      row.names_as_reported.assign(seen.names.begin(), seen.names.end());
      std::sort(seen.why.begin(), seen.why.end());
      row.merged = seen.why;
      actor_rows_[key] = work_.out.actors.push(std::move(row));
    }
    for (const auto& [key, entry] : places_) {
      const PlaceValue& value = entry.first;
      model::PlaceRow row;
      row.located = !value.id.empty();
      row.id = row.located ? key : content_id("pl-", {key});
      row.name = value.name;
      row.lat = row.located ? value.lat : 0;
      row.lon = row.located ? value.lon : 0;
      row.precision = value.precision;
      row.country = value.country;
      row.admin1 = value.admin1;
      row.admin2 = value.admin2;
      row.names_as_reported.assign(entry.second.begin(), entry.second.end());
      place_rows_[key] = work_.out.places.push(std::move(row));
    }
  }

  ActorId actor_row(const ActorValue& value, const std::string& text) const {
    const auto found = actor_rows_.find(resolve(actor_key(value, text)));
    return found == actor_rows_.end() ? ActorId() : found->second;
  }
  PlaceId place_row(const PlaceValue& value, const std::string& text) const {
    const auto found = place_rows_.find(place_key(value, text));
    return found == place_rows_.end() ? PlaceId() : found->second;
  }

  // Words of the names of both registers: what they name is compared by its row, not by its words. A place
  // without a position is not known in that sense.
  void collect_known_words() {
    const auto add = [this](std::string_view text) {
      for (const std::string& word : split_words(fold_name(text))) known_words_.insert(hash_text(word));
    };
    for (const model::ActorRow& row : work_.out.actors) {
      if (!row.in_lexicon && row.type == ActorType::Unknown) continue;
      add(row.name);
      for (const std::string& text : row.names_as_reported) add(text);
    }
    for (const model::PlaceRow& row : work_.out.places) {
      if (!row.located) continue;
      add(row.name), add(row.country), add(row.admin1);
      for (const std::string& text : row.names_as_reported) add(text);
    }
  }

  void make_facts() {
    collect_known_words();
    for (std::size_t r = 0; r < work_.readings.size(); ++r) {
      work_.first_fact.push_back(static_cast<std::uint32_t>(work_.facts.size()));
      const std::span<const model::Statement> statements = work_.readings[r]->statements();
      for (std::size_t i = 0; i < statements.size(); ++i) {
        const model::Statement* edited = work_.rulings.edited(statements[i]);
        make_fact(r, i, edited != nullptr ? *edited : statements[i]);
      }
      inherit_dates(work_.first_fact.back());
    }
    work_.first_fact.push_back(static_cast<std::uint32_t>(work_.facts.size()));
  }

  void make_fact(std::size_t r, std::size_t i, const model::Statement& stmt) {
    Fact fact;
    fact.report = model::ReportId(r);
    fact.stmt = &stmt;
    std::vector<PlaceId> ways;
    for (const model::Slot& slot : stmt.slots) {
      if (const auto* place = std::get_if<PlaceValue>(&slot.value)) {
        const PlaceId row = place_row(*place, slot.text);
        if (!row.valid()) continue;
        // A town abroad that no word of the statement names comes from talks or exile told of before.
        const std::string& country = work_.readings[r]->parts().main_country;
        if (slot.text.empty() && !country.empty() && !place->country.empty() && place->country != country) continue;
        fact.place_stated = fact.place_stated || !slot.text.empty();
        fact.place_named = fact.place_named || has_capital(slot.text);
        if (slot.name == SlotName::Place)
          fact.places.push_back(row);
        else if (slot.name == SlotName::From || slot.name == SlotName::To)
          ways.push_back(row);
      } else if (const auto* time = std::get_if<model::TimeValue>(&slot.value)) {
        if (slot.name == SlotName::Date) {
          DayRange days;
          const auto min = find_day(time->min), max = find_day(time->max);
          if (min) days.min = *min;
          if (max) days.max = *max;
          if (!min && !max) days = find_range(time->edtf).value_or(DayRange{});
          days = widen(days, *time);
          if (!fact.dated && !(days == DayRange{})) {
            fact.days = days;
            fact.dated = true;
          }
        }
      } else {
        const auto* value = std::get_if<ActorValue>(&slot.value);
        const ActorId row = actor_row(value ? *value : ActorValue{}, slot.text);
        if (!row.valid()) continue;
        if (slot.name == SlotName::Actor)
          fact.actors.push_back(row);
        else if (slot.name == SlotName::Target)
          fact.targets.push_back(row);
        else if (slot.name == SlotName::Party)
          fact.parties.push_back(row);
        else if (slot.name == SlotName::SaidBy)
          fact.said_by.push_back(row);
        else if (slot.name == SlotName::Object)
          fact.objects.push_back(row);
      }
    }
    if (fact.places.empty()) fact.places = ways;
    for (std::vector<PlaceId>* list : {&fact.places}) sort_unique(list);
    for (std::vector<ActorId>* list :
         {&fact.actors, &fact.targets, &fact.parties, &fact.said_by, &fact.objects})
      sort_unique(list);
    fact.names = unknown_names(stmt, work_.policies);
    fact.names.erase(std::remove_if(fact.names.begin(), fact.names.end(),
                                    [this](std::uint64_t word) { return known_words_.count(word) != 0; }),
                     fact.names.end());
    fact.quote_hash = hash_text(fold_name(stmt.evidence.quote));
    fact.rejected = work_.rulings.rejects(stmt.id);
    fact.earlier = stmt.modality == model::Modality::Historical || says_earlier(stmt, r);

    model::StatementRow row;
    row.id = stmt.id;
    row.report = fact.report;
    row.index = static_cast<std::uint32_t>(i);
    row.kind = stmt.kind;
    row.type = stmt.type;
    row.modality = stmt.modality;
    row.speaker = speaker_of(stmt, fact);
    row.origin = origin_of(stmt, fact, row.speaker);
    fact.origin =
        work_.origins.emplace(row.origin, static_cast<std::uint32_t>(work_.origins.size())).first->second;
    fact.id = work_.out.statements.push(std::move(row));
    work_.facts.push_back(std::move(fact));
  }

  // A day counted from a report date that is itself uncertain is as uncertain: "today" in a report of 30
  // April to 5 May is one of these days. Counted from a bare year it says nothing.
  static DayRange widen(DayRange days, const model::TimeValue& time) {
    const auto anchor = find_range(time.anchor);
    if (!anchor || !anchor->bounded() || anchor->length() == 1 || days == DayRange{}) return days;
    if (anchor->length() > kVagueDays) return DayRange{};
    if (days.min == days.max) days.min -= static_cast<Day>(anchor->length() - 1);
    return days;
  }

  // "Previous ceasefires have not held": a deal that is called earlier is not the one that the report is
  // about.
  bool says_earlier(const model::Statement& stmt, std::size_t report) const {
    if (stmt.kind == model::StatementKind::Incident || stmt.kind == model::StatementKind::Claim) return false;
    const std::vector<std::string> words = split_words(fold_name(stmt.evidence.quote));
    const std::vector<std::string>& cues = work_.policies.list("agreement.earlier_words");
    // Only where it opens the statement ("Previous ceasefires", "An earlier truce"); deeper in a sentence it
    // speaks of something else.
    for (std::size_t i = 0; i < std::min<std::size_t>(words.size(), 2); ++i) {
      if (std::find(cues.begin(), cues.end(), words[i]) != cues.end()) return true;
    }
    // "The understanding of 2017", in a report of 2019.
    const std::string& published = work_.readings[report]->parts().published.edtf;
    for (std::size_t i = 2; i < words.size() && published.size() >= 4; ++i) {
      const bool year = words[i].size() == 4 && words[i].find_first_not_of("0123456789") == std::string::npos;
      if (year && words[i] < published.substr(0, 4) && words[i - 1] == "of" &&
          work_.policies.listed("agreement.deal_nouns", words[i - 2]))
        return true;
    }
    return false;
  }

  std::string speaker_of(const model::Statement& stmt, const Fact& fact) const {
    if (!fact.said_by.empty()) return work_.out.actors[fact.said_by.front()].name;
    for (const model::Slot& slot : stmt.slots) {
      if (slot.name == SlotName::SaidBy) return slot.text;
    }
    for (const model::ChainLink& link : stmt.chain) {
      if (link.role == "relay" || link.role == "wire" || link.role == "outlet") break;
      return link.name.empty() ? link.text : link.name;
    }
    return {};
  }

  // 2.2: the first link that could know. A named speaker is one origin wherever quoted; unnamed ones
  // ("officials") are told apart only by the text that they stand in, and copies of a text are one.
  std::string origin_of(const model::Statement& stmt, const Fact& fact, const std::string& speaker) const {
    for (const ActorId id : fact.said_by) {
      const model::ActorRow& row = work_.out.actors[id];
      if (row.in_lexicon || starts_with_capital(row.name)) return "speaker:" + row.id;
    }
    if (fact.said_by.empty() && starts_with_capital(speaker)) return "speaker:" + fold_name(speaker);
    const model::ReportRow& report = work_.out.reports[fact.report];
    for (const model::ChainLink& link : stmt.chain) {
      if (link.role == "wire")
        return "wire:" + fold_name(link.name.empty() ? link.text : link.name) + ":" + report.first_day;
    }
    return "text:" + work_.out.groups[report.group].id;
  }

  // A statement without a date happened when the one around it did ("left the city in November during a …
  // ceasefire").
  void inherit_dates(std::uint32_t first) {
    for (std::size_t i = first; i < work_.facts.size(); ++i) {
      Fact& fact = work_.facts[i];
      if (fact.dated) continue;
      const Fact* around = nullptr;
      for (std::size_t k = i; k-- > first;) {
        const Fact& other = work_.facts[k];
        if (i - k > 16)
          break;  // statements around a point stand close before it; the bound keeps the cost linear
        if (!other.dated || !other.stmt->evidence.span.contains(fact.stmt->evidence.span)) continue;
        if (around == nullptr || around->stmt->evidence.span.size() > other.stmt->evidence.span.size())
          around = &other;
      }
      if (around == nullptr) continue;
      const bool takes = fact.stmt->kind == model::StatementKind::Role ||
                         fact.stmt->kind == model::StatementKind::Stage ||
                         fact.stmt->kind == model::StatementKind::Incident;
      if (!takes) continue;
      fact.days = around->days;
      fact.dated = true;
      // "The city" of the words around may be the wrong one; only a name is handed on.
      if (fact.places.empty() && (around->place_named || !around->place_stated)) fact.places = around->places;
      fact.earlier = fact.earlier || around->earlier;
    }
  }

  Work& work_;
  std::map<std::string, Seen> actors_;
  std::map<std::string, std::pair<PlaceValue, std::set<std::string>>> places_;
  std::map<std::string, ActorId> actor_rows_;
  std::map<std::string, PlaceId> place_rows_;
  std::vector<std::vector<std::pair<std::string, const Seen*>>> reports_;
  std::unordered_set<std::uint64_t> known_words_;  // only asked, never walked
};

}  // namespace

void make_registers(Work* work) { Registrar(work).run(); }

}  // namespace hudna::record
