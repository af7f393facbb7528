// Compliance is read where a deal is told: a follow-up report names neither the
// deal nor, often, the place and day, but tells the term's act ("the last buses
// left", "the road stayed shut"). Incidents of other reports come in through
// links.cpp by place and time.
#include "record/compliance.h"

#include <algorithm>
#include <map>

#include "record/links.h"
#include "record/names.h"
#include "record/work.h"

namespace hudna::record {

using model::ActorId;
using model::AgreementId;
using model::Compliance;
using model::Modality;
using model::Side;
using model::SlotName;
using model::StatementKind;

namespace {

constexpr std::string_view kPeople = "people";

std::string unit_of(const model::Quantity& quantity, const Policies& p) {
  if (quantity.unit.empty()) return {};
  return p.listed("figures.things", quantity.unit) ? quantity.unit : std::string(kPeople);
}

void add_amount(const model::Slot& slot, const Policies& p, std::vector<Amount>* out) {
  const auto* quantity = std::get_if<model::Quantity>(&slot.value);
  if (slot.name != SlotName::Count || quantity == nullptr) return;
  model::Figure figure;
  figure.text = slot.text;
  figure.quantity = *quantity;
  apply_policy(p.number_policy(), &figure);
  const auto value = figure.best ? figure.best : figure.low;
  if (!value || *value <= 0) return;
  out->push_back({unit_of(*quantity, p), quantity->unit, *value, print_figure(figure)});
}

// Which kinds of things do these words name? Plurals by their last letters, as lists hold singulars.
void add_things(std::string_view text, const Policies& p, std::vector<std::string>* out) {
  for (std::string word : split_words(fold_name(text))) {
    for (int form = 0; form < 2; ++form) {
      for (const std::string& kind : p.list("compliance.kinds")) {
        if (p.listed("things." + kind, word)) out->push_back(kind);
      }
      if (word.size() < 4 || word.back() != 's') break;
      word.pop_back();
    }
  }
}

void add_site(const model::Slot& slot, std::vector<std::uint64_t>* out) {
  if (slot.name != SlotName::From && slot.name != SlotName::To) return;
  const auto* place = std::get_if<model::PlaceValue>(&slot.value);
  if (place != nullptr && !place->id.empty()) return;  // a place that is known is compared as such
  for (const std::uint64_t word : phrase_words(slot.text)) out->push_back(word);
}

const ImplementRule* rule_for(const Policies& p, const std::string& provision) {
  for (const ImplementRule& rule : p.implements) {
    if (rule.provision == provision) return &rule;
  }
  return nullptr;
}

bool listed(const std::vector<std::string>& list, const std::string& word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

template <class T>
bool meet(const std::vector<T>& a, const std::vector<T>& b) {
  return std::any_of(a.begin(), a.end(),
                     [&](const T& one) { return std::find(b.begin(), b.end(), one) != b.end(); });
}

// Two figures of one unit: those told with the same word ("detainees") before others of people, the greatest
// share first; none when nothing can be compared.
std::optional<std::pair<Amount, Amount>> compared(const Act& act, const Term& term) {
  std::optional<std::pair<Amount, Amount>> best;
  bool best_word = false;
  for (const Amount& done : act.amounts) {
    for (const Amount& owed : term.amounts) {
      if (done.unit != owed.unit && !done.unit.empty() && !owed.unit.empty()) continue;
      const bool word = done.word == owed.word;
      if (best && best_word && !word) continue;
      // Of several figures that are owed, the greatest: a part of it is told beside the whole.
      if (best && best_word == word &&
          std::tie(owed.value, done.value) <= std::tie(best->second.value, best->first.value))
        continue;
      best = {done, owed};
      best_word = word;
    }
  }
  return best;
}

bool whole(const Amount& done, const Amount& owed) { return done.value * 10 >= owed.value * 9; }

std::string share(const Amount& done, const Amount& owed) { return done.text + " of " + owed.text; }

}  // namespace

bool can_be_carried_out(const Policies& policies, const std::string& type) {
  return rule_for(policies, type) != nullptr;
}

Act act_of(const Work& work, const std::vector<const Fact*>& facts) {
  const Policies& p = work.policies;
  Act out;
  for (const Fact* fact : facts) {
    const model::Statement& stmt = *fact->stmt;
    if (stmt.kind == StatementKind::Incident) out.incident = stmt.type;
    if (!stmt.step.empty()) out.steps.push_back(stmt.step);
    out.doers.insert(out.doers.end(), fact->actors.begin(), fact->actors.end());
    for (const auto* list : {&fact->objects, &fact->targets})
      out.concerned.insert(out.concerned.end(), list->begin(), list->end());
    for (const model::Slot& slot : stmt.slots) {
      add_amount(slot, p, &out.amounts);
      add_site(slot, &out.sites);
      if (slot.name == SlotName::Object || slot.name == SlotName::Count)
        add_things(slot.text, p, &out.things);
      // Of the words around, only those of who or what is meant: "two weeks on, the convoy" is no part of it.
      const bool meant = slot.name == SlotName::Actor || slot.name == SlotName::Object ||
                         slot.name == SlotName::Target || slot.name == SlotName::Count ||
                         slot.name == SlotName::From;
      if (!meant) continue;
      for (const std::string& word : split_words(fold_name(slot.text))) {
        out.in_part = out.in_part || p.listed("compliance.part_words", word);
        out.whole = out.whole || p.listed("compliance.whole_words", word);
      }
    }
    for (const std::string& word : split_words(fold_name(stmt.evidence.quote)))
      out.in_part = out.in_part || p.listed("compliance.begin_words", word);
  }
  sort_unique(&out.steps);
  sort_unique(&out.doers);
  sort_unique(&out.concerned);
  sort_unique(&out.things);
  sort_unique(&out.sites);
  return out;
}

Term term_of(const Work& work, const model::ProvisionRow& row) {
  const Policies& p = work.policies;
  Term out;
  out.id = row.id;
  out.type = row.type;
  for (const auto& actor : row.obligors) out.obligors.push_back(actor.value);
  for (const model::StatementId id : row.statements) {
    const model::Statement& stmt = *work.facts[id.index()].stmt;
    if (stmt.modality == Modality::Denied || stmt.modality == Modality::Negated) continue;
    std::vector<std::vector<std::uint64_t>> here;
    for (const model::Slot& slot : stmt.slots) {
      add_amount(slot, p, &out.amounts);
      std::vector<std::uint64_t> site;
      add_site(slot, &site);
      out.sites.insert(out.sites.end(), site.begin(), site.end());
      if (!site.empty()) here.push_back(std::move(site));
      if (slot.name == SlotName::Object || slot.name == SlotName::Count)
        add_things(slot.text, p, &out.things);
    }
    if (here.size() > 1 && here.size() > out.listed.size()) out.listed = std::move(here);
  }
  sort_unique(&out.things);
  sort_unique(&out.sites);
  return out;
}

bool carries_out(const Act& act, const Term& term, const base::Table<ActorId, model::ActorRow>& actors,
                 const Policies& p) {
  const ImplementRule* rule = rule_for(p, term.type);
  if (rule == nullptr) return false;
  const bool told = listed(act.steps, term.type) || meet(act.steps, rule->steps);
  if (!told && !listed(rule->incidents, act.incident)) return false;
  // Families who leave are no fighters who leave; where no kind is named, the deed decides.
  const std::vector<std::string>& things = term.things.empty() ? rule->about : term.things;
  if (!act.things.empty() && !things.empty() && !meet(act.things, things)) return false;
  if (!act.sites.empty() && !term.sites.empty() && !meet(act.sites, term.sites)) return false;
  // Who helps (a relief agency, a mediator) is not who owes it, and unnamed men may be anybody's.
  const auto sides = [&](const std::vector<ActorId>& list) {
    std::vector<ActorId> out;
    for (const ActorId id : list) {
      const model::ActorRow& row = actors[id];
      const bool party = row.side == Side::Government || row.side == Side::Opposition;
      if (row.side != Side::Third && (row.in_lexicon || party)) out.push_back(id);
    }
    return out;
  };
  const std::vector<ActorId> owing = sides(term.obligors), doing = sides(act.doers);
  if (owing.empty() || doing.empty()) return true;
  // Two named armed groups of one side owe each its own; "the rebels" are any of them.
  const auto umbrella = [&](const model::ActorRow& row) {
    const std::vector<std::string> words = split_words(fold_name(row.name));
    return row.type != model::ActorType::ArmedGroup ||
           std::any_of(words.begin(), words.end(),
                       [&](const std::string& word) { return p.listed("compliance.umbrella_words", word); });
  };
  const auto ours = [&](ActorId who) {
    return std::any_of(owing.begin(), owing.end(), [&](ActorId obligor) {
      const model::ActorRow &a = actors[who], &b = actors[obligor];
      const bool one_side = a.side == b.side && (a.side == Side::Government || a.side == Side::Opposition);
      return who == obligor || (one_side && (umbrella(a) || umbrella(b)));
    });
  };
  return std::any_of(doing.begin(), doing.end(), ours) ||
         std::any_of(act.concerned.begin(), act.concerned.end(), ours);
}

Compliance done_by(const Act& act, const Term& term, const Policies& p, std::string* part) {
  part->clear();
  if (const auto figures = compared(act, term)) {
    const auto& [done, owed] = *figures;
    *part = share(done, owed);
    return whole(done, owed) ? Compliance::Fulfilled : Compliance::Partial;
  }
  // "The Rapid Support Forces left the hospital", of a hospital and a school.
  const bool some_sites =
      !act.sites.empty() && std::any_of(term.listed.begin(), term.listed.end(),
                                        [&](const auto& site) { return !meet(site, act.sites); });
  if (some_sites || act.in_part) return Compliance::Partial;
  const ImplementRule* rule = rule_for(p, term.type);
  return act.whole || (rule != nullptr && rule->done == "fulfilled") ? Compliance::Fulfilled
                                                                     : Compliance::InProgress;
}

bool some_undone(const Act& act, const Term& term, std::string* part) {
  part->clear();
  if (const auto figures = compared(act, term)) {
    if (whole(figures->first, figures->second)) return false;
    *part = "not " + share(figures->first, figures->second);
    return true;
  }
  return act.in_part || act.whole;
}

namespace {

class StepReader {
 public:
  explicit StepReader(Work* work) : work_(*work), p_(work->policies) {}

  void run() {
    std::map<std::uint32_t, std::vector<AgreementId>> by_report;
    terms_.resize(work_.out.agreements.size());
    for (std::size_t a = 0; a < work_.out.agreements.size(); ++a) {
      const model::AgreementRow& row = work_.out.agreements[AgreementId(a)];
      if (row.standing == model::Standing::Background) continue;
      for (const model::ProvisionId id : row.provisions) {
        // A term that is only denied is owed by nobody.
        if (can_be_carried_out(p_, work_.out.provisions[id].type) &&
            work_.out.provisions[id].modality != Modality::Denied)
          terms_[a].emplace_back(id, term_of(work_, work_.out.provisions[id]));
      }
      if (terms_[a].empty()) continue;
      for (const model::ReportId report : row.reports) by_report[report.value].push_back(AgreementId(a));
    }
    for (const Fact& fact : work_.facts) {
      const auto found = by_report.find(fact.report.value);
      if (found == by_report.end() || !tells_step(fact)) continue;
      const Act act = act_of(work_, {&fact});
      for (const AgreementId a : found->second) {
        if (belongs(fact, a)) join(fact, act, a);
      }
    }
  }

 private:
  bool tells_step(const Fact& fact) const {
    if (fact.rejected || fact.earlier) return false;
    const model::Statement& stmt = *fact.stmt;
    if (stmt.modality != Modality::Actual && stmt.modality != Modality::Negated &&
        stmt.modality != Modality::Denied)
      return false;
    return stmt.kind == StatementKind::Incident ||
           (stmt.kind == StatementKind::Stage && stmt.type == "implemented_step");
  }

  // Since the deal was reached, and where it holds.
  bool belongs(const Fact& fact, AgreementId a) const {
    const Deal& deal = work_.deals[a.index()];
    const Day day = day_of(fact), since = std::min(deal.declared, deal.start);
    if (day == kOpenFuture || day == kOpenPast) return false;
    if (since != kOpenFuture && (day < since || day > since + 2 * p_.weight("agreement.followup_days")))
      return false;
    // Where they were brought says nothing of where it was done.
    std::vector<std::string> goals;
    for (const model::Slot* slot : model::slots_of(*fact.stmt, SlotName::To)) {
      if (const auto* place = std::get_if<model::PlaceValue>(&slot->value)) goals.push_back(place->id);
    }
    std::vector<model::PlaceId> located;
    for (const model::PlaceId id : fact.places) {
      const model::PlaceRow& row = work_.out.places[id];
      if (fact.place_named && row.located && !listed(goals, row.id)) located.push_back(id);
    }
    return located.empty() || deal.places.empty() || work_.match(located, deal.places) != PlaceMatch::Apart ||
           work_.places.one_area(located, deal.places, p_.weight("agreement.area_km"));
  }

  Day day_of(const Fact& fact) const {
    return fact.dated && fact.days.bounded() ? fact.days.max : work_.report_days[fact.report.index()].max;
  }

  void join(const Fact& fact, const Act& act, AgreementId a) {
    const bool done = fact.stmt->modality == Modality::Actual;
    const Day day = day_of(fact);
    for (const auto& [id, term] : terms_[a.index()]) {
      if (!carries_out(act, term, work_.out.actors, p_)) continue;
      model::ProvisionRow& row = work_.out.provisions[id];
      model::ComplianceEvidence out;
      out.statement = fact.id;
      out.day = print_day(day);
      out.rule = work_.rule(done ? "told-done" : "told-undone");
      if (done)
        out.state = done_by(act, term, p_, &out.part);
      else if (some_undone(act, term, &out.part))
        out.state = Compliance::Partial;
      else
        out.state = due_before(row, day) ? Compliance::Overdue : Compliance::NotDue;
      row.evidence.push_back(std::move(out));
    }
  }

  // A report that something is not done before it is due breaks nothing.
  bool due_before(const model::ProvisionRow& row, Day day) const {
    Day due = kOpenFuture;
    for (const model::DeadlineId id : row.deadlines)
      due = std::min(due, range_of(work_.out.deadlines[id].due).max);
    return due != kOpenFuture && day > due;
  }

  Work& work_;
  const Policies& p_;
  std::vector<std::vector<std::pair<model::ProvisionId, Term>>> terms_;  // by agreement
};

}  // namespace

void read_steps(Work* work) { StepReader(work).run(); }

}  // namespace hudna::record
