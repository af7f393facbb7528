// What do statements say, in rows of the registers? Facts: a statement with its
// slots turned into rows, when it happened, and who could know it.
#include <algorithm>
#include <unordered_set>

#include "record/names.h"
#include "record/registers.h"
#include "record/work.h"

namespace hudna::record {

using model::ActorId;
using model::ActorValue;
using model::PlaceId;
using model::PlaceValue;
using model::SlotName;

namespace {

bool has_capital(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return (c >= 'A' && c <= 'Z') || (c & 0x80) != 0; });
}

// Statements around a point stand close to it; the bound keeps the cost linear.
constexpr std::size_t kAround = 16;

class FactMaker {
 public:
  explicit FactMaker(Work* work) : work_(*work) {}

  void run() {
    for (std::size_t r = 0; r < work_.readings.size(); ++r) {
      work_.first_fact.push_back(static_cast<std::uint32_t>(work_.facts.size()));
      const std::span<const model::Statement> statements = work_.readings[r]->statements();
      collect_known_words(statements);
      for (std::size_t i = 0; i < statements.size(); ++i) {
        const model::Statement* edited = work_.rulings.edited(statements[i]);
        make_fact(r, i, edited != nullptr ? *edited : statements[i]);
      }
      give_back_dates(work_.first_fact.back());
      inherit_dates(work_.first_fact.back());
    }
    work_.first_fact.push_back(static_cast<std::uint32_t>(work_.facts.size()));
  }

 private:
  ActorId actor_row(const ActorValue& value, const std::string& text) const {
    const auto found = work_.actor_rows.find(actor_key(value, text));
    return found == work_.actor_rows.end() ? ActorId() : found->second;
  }
  PlaceId place_row(const PlaceValue& value, const std::string& text) const {
    const auto found = work_.place_rows.find(place_key(value, text));
    return found == work_.place_rows.end() ? PlaceId() : found->second;
  }

  // Words of the names of actors and places in this report: what they name is compared by its row, not by its
  // words. A place without a position is not known in that sense.
  void collect_known_words(std::span<const model::Statement> statements) {
    known_words_.clear();
    const auto add = [this](std::string_view text) {
      for (const std::string& word : split_words(fold_name(text))) known_words_.insert(place_word(word));
    };
    for (const model::Statement& stmt : statements) {
      for (const model::Slot& slot : stmt.slots) {
        if (const auto* actor = std::get_if<ActorValue>(&slot.value)) {
          const ActorId id = actor_row(*actor, slot.text);
          if (!id.valid()) continue;
          const model::ActorRow& row = work_.out.actors[id];
          if (!row.in_lexicon && row.type == model::ActorType::Unknown) continue;
          add(row.name), add(slot.text);
        } else if (const auto* place = std::get_if<PlaceValue>(&slot.value)) {
          const PlaceId id = place_row(*place, slot.text);
          if (!id.valid() || !work_.out.places[id].located) continue;
          const model::PlaceRow& row = work_.out.places[id];
          add(row.name), add(row.country), add(row.admin1), add(slot.text);
        }
      }
    }
  }

  void make_fact(std::size_t r, std::size_t i, const model::Statement& stmt) {
    Fact fact;
    fact.report = model::ReportId(r);
    fact.stmt = &stmt;
    std::vector<PlaceId> ways;
    bool fact_hour = false;  // the day of the fact is only that of an hour
    for (const model::Slot& slot : stmt.slots) {
      if (const auto* place = std::get_if<PlaceValue>(&slot.value)) {
        const PlaceId row = place_row(*place, slot.text);
        if (!row.valid()) continue;
        // A town abroad that no word of the statement names comes from talks or exile told of before.
        const std::string& country = work_.readings[r]->parts().main_country;
        if (slot.text.empty() && !country.empty() && !place->country.empty() && place->country != country)
          continue;
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
          // "At 8:00 in the morning of 27 August": an hour alone is put on the day of the report, a day is
          // stated.
          const bool hour = time->rule.rfind("clock", 0) == 0;
          if ((!fact.dated || (fact_hour && !hour)) && !(days == DayRange{})) {
            fact.days = days;
            fact.dated = true;
            fact_hour = hour;
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
    sort_unique(&fact.places);
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

  bool ends_deal(const Fact& fact) const {
    return fact.stmt->kind == model::StatementKind::Stage &&
           work_.policies.listed("agreement.end", fact.stmt->type);
  }
  bool begins_deal(const Fact& fact) const {
    return fact.stmt->kind == model::StatementKind::Stage &&
           work_.policies.listed("agreement.onset", fact.stmt->type);
  }

  // "The pause declared by the command expired on 27 August": the day outside the words of the onset is that
  // of the end.
  void give_back_dates(std::size_t first) {
    for (std::size_t i = first; i < work_.facts.size(); ++i) {
      Fact& fact = work_.facts[i];
      if (!fact.dated || !begins_deal(fact)) continue;
      const model::Span own = fact.stmt->evidence.span;
      const std::vector<const model::Slot*> dates = model::slots_of(*fact.stmt, SlotName::Date);
      const bool outside = std::all_of(dates.begin(), dates.end(), [&](const model::Slot* slot) {
        return !slot->text.empty() && !own.contains(slot->span);
      });
      if (dates.empty() || !outside) continue;
      for (std::size_t k = first; k < std::min(work_.facts.size(), i + kAround); ++k) {
        if (k + kAround < i) k = i - kAround;
        const Fact& other = work_.facts[k];
        if (!ends_deal(other) || !other.stmt->evidence.span.contains(own) ||
            !other.stmt->evidence.span.contains(dates.front()->span))
          continue;
        fact.dated = false;
        fact.days = DayRange{};
        break;
      }
    }
  }

  // "Before the understanding was signed": its words open with another time than that of the words around
  // them.
  bool of_another_time(const Fact& fact) const {
    const model::Evidence& evidence = fact.stmt->evidence;
    const std::vector<std::string> words = split_words(fold_name(evidence.quote)),
                                   before = split_words(fold_name(evidence.prefix));
    const auto opens = [&](const std::string& word) {
      return work_.policies.listed("time.other_time_words", word);
    };
    return (!words.empty() && opens(words.front())) || (!before.empty() && opens(before.back()));
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
        if (i - k > kAround)
          break;  // statements around a point stand close before it; the bound keeps the cost linear
        if (!other.dated || !other.stmt->evidence.span.contains(fact.stmt->evidence.span)) continue;
        if (around == nullptr || around->stmt->evidence.span.size() > other.stmt->evidence.span.size())
          around = &other;
      }
      if (around == nullptr) continue;
      const bool takes = fact.stmt->kind == model::StatementKind::Role ||
                         fact.stmt->kind == model::StatementKind::Stage ||
                         fact.stmt->kind == model::StatementKind::Incident;
      if (!takes || of_another_time(fact) || (begins_deal(fact) && ends_deal(*around))) continue;
      fact.days = around->days;
      fact.dated = true;
      // "The city" of the words around may be the wrong one; only a name is handed on.
      if (fact.places.empty() && (around->place_named || !around->place_stated)) fact.places = around->places;
      fact.earlier = fact.earlier || around->earlier;
    }
  }

  Work& work_;
  std::unordered_set<std::uint64_t> known_words_;  // only asked, never walked
};

}  // namespace

void make_facts(Work* work) { FactMaker(work).run(); }

}  // namespace hudna::record
