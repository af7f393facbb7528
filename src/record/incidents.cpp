// Which statements tell of one happening? Incidents merge on type, place,
// time, figures, actors and words, first within a report, then across reports
// (events.h); totals and campaigns never merge into single events
// (record-model 4). Here statements become Events, and clusters of them rows.
#include <algorithm>
#include <map>
#include <set>

#include "model/ranks.h"
#include "record/events.h"
#include "record/names.h"
#include "record/retellings.h"
#include "record/traces.h"
#include "record/work.h"

namespace hudna::record {

using model::ActorId;
using model::Modality;
using model::PlaceId;
using model::rank_of;
using model::SlotName;
using model::StatementId;
using model::StatementKind;

namespace {

// What kind of happening does a statement tell of, and when was it?
class IncidentRules {
 public:
  explicit IncidentRules(Work* work) : work_(*work), p_(work->policies) {}

 protected:
  bool is_condition(const Fact& fact) const { return p_.listed("incident.conditions", fact.stmt->type); }

  static bool has_figures(const Fact& fact) {
    return std::any_of(fact.stmt->slots.begin(), fact.stmt->slots.end(), [](const model::Slot& slot) {
      return std::holds_alternative<model::Quantity>(slot.value);
    });
  }

  // A count over a period, or over a country without a day: never a single event.
  bool is_total(const Fact& fact) const {
    if (fact.dated && (!fact.days.bounded() || fact.days.length() > p_.weight("incident.aggregate_days")))
      return true;
    if (fact.dated && fact.days.bounded()) return false;
    for (const model::Slot& slot : fact.stmt->slots) {
      const auto* quantity = std::get_if<model::Quantity>(&slot.value);
      if (slot.name == SlotName::Deaths && quantity != nullptr &&
          quantity->low.value_or(0) >= p_.weight("incident.total_deaths"))
        return true;
    }
    for (const PlaceId place : fact.places) {
      const model::Precision precision = work_.out.places[place].precision;
      if (precision == model::Precision::Country || precision == model::Precision::MultiArea) return true;
    }
    return false;
  }

  static bool own_day(const Fact& fact) {
    return std::any_of(fact.stmt->slots.begin(), fact.stmt->slots.end(),
                       [](const model::Slot& slot) { return slot.name == SlotName::Date; });
  }

  // Any of the phrases of the list stands in the words.
  bool holds(const std::vector<std::string>& words, std::string_view list) const {
    for (const std::string& phrase : p_.list(list)) {
      const std::vector<std::string> parts = split_words(phrase);
      if (std::search(words.begin(), words.end(), parts.begin(), parts.end()) != words.end()) return true;
    }
    return false;
  }

  // "Is often shelled", "has been the scene of clashes": no event of any day.
  bool told_as_habit(const Fact& fact, const std::vector<std::string>& words) const {
    return !own_day(fact) && holds(words, "incident.habit_words");
  }

  // "Have been killed since Sunday" counts what went on from that day.
  bool since_day(const Fact& fact) const {
    const model::Evidence& evidence = fact.stmt->evidence;
    const std::string around = evidence.prefix + evidence.quote + evidence.suffix;
    for (const model::Slot& slot : fact.stmt->slots) {
      if (slot.name != SlotName::Date || slot.text.empty()) continue;
      const std::int64_t at = std::int64_t{slot.span.begin} - evidence.span.begin +
                              static_cast<std::int64_t>(evidence.prefix.size());
      if (at <= 0 || at > static_cast<std::int64_t>(around.size())) continue;
      const std::vector<std::string> before =
          split_words(fold_name(std::string_view(around).substr(0, static_cast<std::size_t>(at))));
      if (!before.empty() && p_.listed("incident.since_words", before.back())) return true;
    }
    return false;
  }

  // When the event was: its own days, else the days before the report.
  DayRange window(const Fact& fact) const {
    if (fact.dated) return fact.days;
    const DayRange published = work_.report_days[fact.report.index()];
    if (!published.bounded() || published.length() > 31) return {};
    return {published.min - p_.weight("incident.undated_days"), published.max};
  }

  // A condition without a time holds when it is reported.
  DayRange span_of(const Fact& fact) const {
    if (fact.dated) return fact.days;
    const DayRange published = work_.report_days[fact.report.index()];
    if (!published.bounded()) return {};
    return {published.min - 60, published.max};
  }

  Work& work_;
  const Policies& p_;
};

class EventReader : private IncidentRules {
 public:
  explicit EventReader(Work* work) : IncidentRules(work) {
    for (const std::string& word : p_.list("incident.generic_targets")) {
      const std::vector<std::uint64_t> hashes = phrase_words(word);
      generic_.insert(generic_.end(), hashes.begin(), hashes.end());
    }
    sort_unique(&generic_);
  }

  void run() {
    for (std::size_t r = 0; r < work_.readings.size(); ++r) read_report(r);
  }

 private:
  void read_report(std::size_t r) {
    const std::size_t first_event = work_.events.size();
    std::vector<std::uint32_t> denials;
    for (std::uint32_t i = work_.first_fact[r]; i < work_.first_fact[r + 1]; ++i) {
      const Fact& fact = work_.facts[i];
      if (fact.rejected) continue;
      const StatementKind kind = fact.stmt->kind;
      if (kind == StatementKind::Tally) work_.counts.push_back(i);
      if (kind != StatementKind::Incident) continue;
      if (!is_told_as_fact(fact.stmt->modality)) {
        // What is only planned or feared did not happen as far as reported; the statement stays in the text
        // layer.
        if (fact.stmt->modality == Modality::Denied || fact.stmt->modality == Modality::Negated)
          denials.push_back(i);
        continue;
      }
      if (is_condition(fact))
        add(i, Event::Role::Lasting);
      else if (!is_total(fact))
        add(i, Event::Role::Single);
      else if (has_figures(fact))
        work_.counts.push_back(i);
      else
        add(i, Event::Role::Summed);
    }
    const std::size_t asserted_end = work_.events.size();
    read_retellings(&work_, first_event, asserted_end);
    for (const std::uint32_t i : denials) {
      add(i, Event::Role::Denial);
      find_denied(first_event, asserted_end);
    }
  }

  void add(std::uint32_t i, Event::Role role) {
    const Fact& fact = work_.facts[i];
    const model::Statement& stmt = *fact.stmt;
    Event out;
    out.statement = stmt.id;
    out.report = work_.out.reports[fact.report].id;
    out.order = work_.statement_order(fact.id);
    out.type = stmt.type;
    out.modality = stmt.modality;
    out.role = role;
    out.dated = fact.dated;
    out.place_stated = fact.place_stated;
    out.places = work_.places.finest(fact.places);
    out.quarters = work_.places.quarter_words(out.places);
    out.actors = fact.actors;
    out.targets = fact.targets;
    out.days = fact.days;
    out.window = role == Event::Role::Lasting ? span_of(fact) : window(fact);
    out.told = work_.report_days[fact.report.index()];
    out.quote_hash = fact.quote_hash;
    out.group = work_.out.groups[work_.out.reports[fact.report].group].id;
    if (role == Event::Role::Single) out.about = stmt.same_as;
    out.names = fact.names;
    for (const model::Slot& slot : stmt.slots) {
      const auto* quantity = std::get_if<model::Quantity>(&slot.value);
      if (quantity != nullptr && (slot.name == SlotName::Deaths || slot.name == SlotName::Injured)) {
        model::Figure figure;
        figure.quantity = *quantity, figure.text = slot.text;
        apply_policy(p_.number_policy(), &figure);
        out.tolls.push_back({slot.name, quantity->op, figure.low, figure.best, figure.high});
      }
      if (slot.name == SlotName::Target) read_victim(slot, &out);
      if (slot.name != SlotName::Target && slot.name != SlotName::Weapon && slot.name != SlotName::Object)
        continue;
      std::vector<std::uint64_t> list = phrase_words(slot.text);
      // "People" may be anybody.
      list.erase(std::remove_if(list.begin(), list.end(),
                                [this](std::uint64_t word) {
                                  return std::binary_search(generic_.begin(), generic_.end(), word);
                                }),
                 list.end());
      std::vector<std::uint64_t>& to = slot.name == SlotName::Weapon ? out.weapon_words : out.target_words;
      to.insert(to.end(), list.begin(), list.end());
    }
    // Where the target is says the place of the event already.
    for (const model::Slot& slot : stmt.slots) {
      if (!std::holds_alternative<model::PlaceValue>(slot.value)) continue;
      for (const std::uint64_t word : phrase_words(slot.text))
        out.target_words.erase(std::remove(out.target_words.begin(), out.target_words.end(), word),
                               out.target_words.end());
    }
    if (role == Event::Role::Single) read_scope(fact, &out);
    sort_unique(&out.target_words);
    sort_unique(&out.weapon_words);
    work_.events.push_back(std::move(out));
    work_.fact_of_event.push_back(i);
  }

  // "A judge" may be anybody, a name is somebody.
  void read_victim(const model::Slot& slot, Event* out) const {
    const auto* value = std::get_if<model::ActorValue>(&slot.value);
    if (value == nullptr || value->name.empty()) return;
    const bool person = value->type == model::ActorType::OfficialPerson ||
                        value->type == model::ActorType::PrivatePerson ||
                        value->type == model::ActorType::NamedSpokesperson;
    const bool by_name = value->rule.rfind("name/", 0) == 0 || value->rule.rfind("person/", 0) == 0;
    if (!person || !by_name) return;
    std::vector<std::uint64_t> parts;
    for (const std::string& part : name_parts(value->name, p_.names)) parts.push_back(hash_text(part));
    sort_unique(&parts);
    if (!parts.empty()) out->victims.push_back(std::move(parts));
  }

  // Whether the words tell of one attack, of several, or of what goes on.
  void read_scope(const Fact& fact, Event* out) const {
    const std::vector<std::string> words = split_words(fold_name(fact.stmt->evidence.quote));
    out->vague = told_as_habit(fact, words) || (!own_day(fact) && holds(words, "incident.ongoing_words"));
    const auto besides = [&](const std::vector<std::string>& list) {
      for (std::size_t i = 0; i < list.size(); ++i) {
        if (!p_.listed("incident.further_words", list[i])) continue;
        if (i + 1 < list.size() && list[i + 1] == "than") continue;  // "more than 50"
        return true;
      }
      return false;
    };
    const model::Slot* first = nullptr;  // figure: "killed one and injured two others" counts one attack
    for (const model::Slot& slot : fact.stmt->slots) {
      const bool toll = slot.name == SlotName::Deaths || slot.name == SlotName::Injured;
      if (toll && (first == nullptr || slot.span.begin < first->span.begin)) first = &slot;
    }
    out->further = holds(words, "incident.another_words") ||
                   (first != nullptr && besides(split_words(fold_name(first->text))));
    out->sum = holds(words, "incident.sum_words");
    if (out->tolls.empty()) return;
    out->sum = out->sum || since_day(fact) || work_.places.several(out->places);
    for (std::size_t i = 0; i < words.size() && !out->sum; ++i) {
      if (!p_.listed("incident.sum_places", words[i])) continue;
      const bool named = !out->names.empty() || !out->quarters.empty();
      out->sum = out->names.size() >= 4;
      for (std::size_t k = i - std::min<std::size_t>(i, 4); k < std::min(words.size(), i + 6); ++k) {
        out->sum = out->sum || (named && words[k] == "and") ||
                   (k < i && k + 3 >= i && p_.listed("incident.several_words", words[k]));
      }
    }
  }

  // The event of the same report that the last one added denies: of its type and place, with the same target,
  // told not long before.
  void find_denied(std::size_t begin, std::size_t end) {
    Event& denial = work_.events.back();
    const std::int64_t here = work_.fact_of_event.back();
    std::int64_t best = 0;
    for (std::size_t k = begin; k < end; ++k) {
      const Event& other = work_.events[k];
      if (other.role != Event::Role::Single) continue;
      if (other.type != denial.type && !p_.same_family(other.type, denial.type)) continue;
      if (work_.match(denial.places, other.places) == PlaceMatch::Apart) continue;
      if (denial.dated && other.dated && !denial.days.overlaps(other.days)) continue;
      std::int64_t score = 100;
      if (share_word(denial.target_words, other.target_words)) score += 100;
      const std::int64_t at = work_.fact_of_event[k];
      if (at < here) score += 50 - std::min<std::int64_t>(40, here - at);
      if (score > best) best = score, denial.about = other.statement;
    }
  }

  std::vector<std::uint64_t> generic_;  // words of targets that tell nobody apart
};

class IncidentWriter : private IncidentRules {
 public:
  explicit IncidentWriter(Work* work, std::vector<EventCluster> clusters)
      : IncidentRules(work), clusters_(std::move(clusters)), fact_of_(work->fact_of_event) {}

  void run() {
    emit();
    emit_tallies(work_.counts);
  }

 private:
  static std::vector<StatementId> ids(const Work& work, const std::vector<std::uint32_t>& facts) {
    std::vector<StatementId> out;
    out.reserve(facts.size());
    for (const std::uint32_t i : facts) out.push_back(work.facts[i].id);
    sort_unique(&out);
    return out;
  }

  // The narrowest days that most origins support.
  model::Sourced<model::Period> time_of(const std::vector<std::uint32_t>& facts) const {
    std::vector<std::pair<std::string, StatementId>> pairs;
    for (const std::uint32_t i : facts) {
      const Fact& fact = work_.facts[i];
      if (fact.dated && !fact.later_death && is_told_as_fact(fact.stmt->modality))
        pairs.emplace_back(make_period(fact.days).edtf, fact.id);
    }
    model::Sourced<model::Period> out;
    if (!pairs.empty()) {
      std::vector<model::Sourced<std::string>> all =
          gather(work_, pairs, work_.rule("most-origins-then-narrowest"));
      std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
        const auto ra = find_range(a.value), rb = find_range(b.value);
        return a.origins != b.origins ? a.origins > b.origins : (ra && rb && ra->length() < rb->length());
      });
      out.value = make_period(all.front().value);
      out.statements = all.front().statements;
      out.rule = all.front().rule;
      out.origins = all.front().origins;
      bool clash = false;
      for (const auto& other : all) {
        const auto ra = find_range(other.value), rb = find_range(all.front().value);
        clash = clash || (ra && rb && !ra->overlaps(*rb));
      }
      out.agreement = clash            ? model::Accord::Conflict
                      : all.size() > 1 ? model::Accord::Majority
                                       : all.front().agreement;
      return out;
    }
    // No source names a day: the window before the earliest report, marked by its rule.
    for (const std::uint32_t i : facts) {
      const Fact& fact = work_.facts[i];
      const DayRange days = is_condition(fact) ? DayRange{} : window(fact);
      if (!days.bounded()) continue;
      out.value = make_period(days);
      out.statements = {fact.id};
      out.rule = work_.rule("shortly-before-report");
      out.origins = 1;
      break;
    }
    return out;
  }

  // One capital word that no lexicon knows and nobody typed ("Sunday", "Market" at the head of a sentence) is
  // too little to lay an attack at; the words stay with the statement.
  bool bare_word(ActorId id) const {
    const model::ActorRow& row = work_.out.actors[id];
    const bool capital = !row.name.empty() && row.name[0] >= 'A' && row.name[0] <= 'Z';
    return !row.in_lexicon && row.type == model::ActorType::Unknown && capital &&
           row.name.find(' ') == std::string::npos;
  }

  // The places that statements of the event name.
  std::vector<PlaceId> stated_places(const std::vector<std::uint32_t>& facts) const {
    std::vector<PlaceId> out;
    for (const std::uint32_t i : facts) {
      const Fact& fact = work_.facts[i];
      if (fact.place_stated && !fact.later_death && is_told_as_fact(fact.stmt->modality))
        out.insert(out.end(), fact.places.begin(), fact.places.end());
    }
    sort_unique(&out);
    return out;
  }

  void emit() {
    std::vector<model::IncidentRow> rows;
    const std::vector<std::string>& pronouns = p_.list("names.pronouns");
    for (const EventCluster& found : clusters_) {
      std::vector<std::uint32_t> facts;
      for (const std::uint32_t i : found.events) facts.push_back(fact_of_[i]);
      std::sort(facts.begin(), facts.end());
      model::IncidentRow row;
      row.statements = ids(work_, facts);
      std::map<std::string, std::size_t> types;
      std::vector<std::pair<PlaceId, StatementId>> places;
      std::vector<std::pair<std::string, StatementId>> targets, weapons;
      std::map<ActorId, std::vector<StatementId>> as_fact, alleged;
      const std::vector<PlaceId> stated = stated_places(facts);
      bool any_asserted = false, all_historical = true;
      for (const std::uint32_t i : facts) {
        const Fact& fact = work_.facts[i];
        const bool here = is_told_as_fact(fact.stmt->modality);
        row.reports.push_back(fact.report);
        if (!here) continue;
        any_asserted = true;
        all_historical = all_historical && fact.stmt->modality == Modality::Historical;
        ++types[fact.stmt->type];
        if (fact.later_death)
          continue;  // where and when the wounded died, and who they are, says nothing of the event
        for (const PlaceId place : fact.places) {
          // A place that is only understood yields to one that another statement names.
          if (fact.place_stated || work_.match(stated, {place}) != PlaceMatch::Apart)
            places.emplace_back(place, fact.id);
        }
        for (const model::Slot& slot : fact.stmt->slots) {
          const std::string text = model::fold_space(slot.text);
          if (text.empty()) continue;
          // "Against they" tells a reader nothing: a pronoun that stands for nobody known is left out.
          if (slot.name == SlotName::Target &&
              std::find(pronouns.begin(), pronouns.end(), fold_name(text)) == pronouns.end())
            targets.emplace_back(text, fact.id);
          if (slot.name == SlotName::Weapon) weapons.emplace_back(text, fact.id);
        }
        for (const ActorId actor : fact.actors) {
          if (bare_word(actor)) continue;
          (fact.said_by.empty() ? as_fact : alleged)[actor].push_back(fact.id);
        }
      }
      sort_unique(&row.reports);
      row.id = content_id("in-", {work_.out.statements[row.statements.front()].id});
      row.denied = !any_asserted;
      row.modality = !any_asserted    ? work_.facts[facts.front()].stmt->modality
                     : all_historical ? Modality::Historical
                                      : Modality::Actual;
      row.type = pick_type(types, work_.facts[facts.front()].stmt->type);
      const Fact& first = work_.facts[facts.front()];
      row.condition = is_condition(first);
      row.aggregate =
          !row.condition && any_asserted &&
          (is_total(first) || told_as_habit(first, split_words(fold_name(first.stmt->evidence.quote))));
      row.time = time_of(facts);
      row.places = gather(work_, std::move(places), work_.rule("all-reported"));
      row.targets = gather(work_, std::move(targets), work_.rule("all-reported"));
      row.weapons = gather(work_, std::move(weapons), work_.rule("all-reported"));
      row.figures = make_figures(work_, row.statements);
      std::set<ActorId> doers;
      for (const auto& [actor, list] : as_fact) doers.insert(actor);
      for (const auto& [actor, list] : alleged) doers.insert(actor);
      for (const ActorId actor : doers) {
        model::Perpetrator who;
        std::vector<std::pair<ActorId, StatementId>> pairs;
        for (const auto* map : {&as_fact, &alleged}) {
          if (const auto found = map->find(actor); found != map->end()) {
            for (const StatementId id : found->second) pairs.emplace_back(actor, id);
          }
        }
        who.actor = gather(work_, pairs, work_.rule("all-reported")).front();
        who.attribution =
            as_fact.count(actor) ? model::Attribution::StatedAsFact : model::Attribution::Alleged;
        for (const StatementId id : who.actor.statements) {
          const std::vector<ActorId>& speakers = work_.facts[id.index()].said_by;
          if (std::find(speakers.begin(), speakers.end(), actor) != speakers.end())
            who.attribution = model::Attribution::ClaimedByActor;
        }
        for (const std::uint32_t i : facts) {
          const Fact& fact = work_.facts[i];
          if (is_told_as_fact(fact.stmt->modality)) continue;
          who.denied =
              who.denied || std::find(fact.actors.begin(), fact.actors.end(), actor) != fact.actors.end();
        }
        row.perpetrators.push_back(std::move(who));
      }
      row.origins = work_.count_origins(row.statements);
      for (const EventMerge& merge : found.merges) {
        row.merges.push_back({work_.facts[fact_of_[merge.kept]].id, work_.facts[fact_of_[merge.joined]].id,
                              merge.score, work_.rule(merge.rule), merge.reasons});
      }
      std::sort(row.merges.begin(), row.merges.end(),
                [](const auto& a, const auto& b) { return a.joined < b.joined; });
      rows.push_back(std::move(row));
    }
    std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return rank_of(a) < rank_of(b); });
    for (model::IncidentRow& row : rows) work_.out.incidents.push(std::move(row));
  }

  // The type that most statements use; a bare "killing" names the outcome, so it yields to what did it.
  static std::string pick_type(const std::map<std::string, std::size_t>& types,
                               const std::string& otherwise) {
    std::string best;
    std::size_t most = 0;
    for (const auto& [type, count] : types) {
      const bool vague = type == "killing" || type == "unspecified_strike";
      const std::size_t weight = vague ? 1 : count + 1;
      if (weight > most) most = weight, best = type;
    }
    return best.empty() ? otherwise : best;
  }

  void emit_tallies(const std::vector<std::uint32_t>& tallies) {
    std::map<std::string, std::vector<std::uint32_t>> same;
    for (const std::uint32_t i : tallies) {
      const std::string key = count_component(work_, i);
      if (work_.written_counts.empty() || work_.written_counts.count(key) != 0) same[key].push_back(i);
    }
    std::vector<model::TallyRow> rows;
    for (const auto& [key, list] : same) {
      model::TallyRow row;
      const Fact& first = work_.facts[list.front()];
      row.statements = ids(work_, list);
      row.id = content_id("tl-", {work_.out.statements[row.statements.front()].id});
      row.counted = first.stmt->type;
      row.monitor = work_.out.statements[first.id].speaker;
      row.period.value = first.dated ? make_period(first.days) : model::Period{};
      row.period.statements = row.statements;
      row.period.rule = work_.rule("as-stated");
      row.period.origins = work_.count_origins(row.statements);
      row.period.agreement = work_.accord(row.statements);
      std::vector<std::pair<PlaceId, StatementId>> places;
      for (const std::uint32_t i : list) {
        for (const PlaceId place : work_.facts[i].places) places.emplace_back(place, work_.facts[i].id);
      }
      row.places = gather(work_, std::move(places), work_.rule("all-reported"));
      row.figures = make_figures(work_, row.statements);
      row.origins = row.period.origins;
      rows.push_back(std::move(row));
    }
    std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return rank_of(a) < rank_of(b); });
    for (model::TallyRow& row : rows) work_.out.tallies.push(std::move(row));
  }

  std::vector<EventCluster> clusters_;
  const std::vector<std::uint32_t>& fact_of_;
};

}  // namespace

void read_events(Work* work) { EventReader(work).run(); }

void write_incidents(Work* work, std::vector<EventCluster> clusters) {
  IncidentWriter(work, std::move(clusters)).run();
}

}  // namespace hudna::record
