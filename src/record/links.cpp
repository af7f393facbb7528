// How do incidents stand to agreements? Scope and force are four computed
// tests (time, place, actor, exclusion); a violation is only what a source
// calls one. Incidents that carry out a term become evidence of compliance.
#include <algorithm>
#include <map>
#include <set>

#include "record/status.h"
#include "record/work.h"

namespace hudna::record {

using model::ActorId;
using model::AgreementId;
using model::Answer;
using model::Compliance;
using model::IncidentId;
using model::Modality;
using model::PlaceId;
using model::Side;
using model::StatementId;

namespace {

class Linker {
 public:
  explicit Linker(Work* work) : work_(*work), p_(work->policies) {}

  void run() {
    std::map<std::uint32_t, std::vector<AgreementId>> by_cell;
    for (std::size_t a = 0; a < work_.out.agreements.size(); ++a) {
      for (const std::uint32_t cell : work_.blocks(places_of(work_.out.agreements[AgreementId(a)]), false)) {
        by_cell[cell].push_back(AgreementId(a));
      }
    }
    for (std::size_t i = 0; i < work_.out.incidents.size(); ++i) {
      std::vector<AgreementId> candidates;
      for (const std::uint32_t cell : work_.blocks(places_of(work_.out.incidents[IncidentId(i)]), true)) {
        const auto found = by_cell.find(cell);
        if (found != by_cell.end())
          candidates.insert(candidates.end(), found->second.begin(), found->second.end());
      }
      sort_unique(&candidates);
      for (const AgreementId agreement : candidates) link(IncidentId(i), agreement);
    }
    steps_and_negations();
    for (std::size_t i = 0; i < work_.out.provisions.size(); ++i) {
      auto& evidence = work_.out.provisions[model::ProvisionId(i)].evidence;
      std::sort(evidence.begin(), evidence.end(), [](const auto& a, const auto& b) {
        return std::tie(a.day, a.statement, a.rule) < std::tie(b.day, b.statement, b.rule);
      });
      evidence.erase(std::unique(evidence.begin(), evidence.end()), evidence.end());
    }
  }

 private:
  template <class Row>
  static std::vector<PlaceId> places_of(const Row& row) {
    std::vector<PlaceId> out;
    for (const auto& place : row.places) out.push_back(place.value);
    return out;
  }

  const ImplementRule* rule_for(const std::vector<ImplementRule>& rules, const std::string& provision,
                                const std::string& incident) const {
    for (const ImplementRule& rule : rules) {
      if (rule.provision == provision &&
          std::find(rule.incidents.begin(), rule.incidents.end(), incident) != rule.incidents.end())
        return &rule;
    }
    return nullptr;
  }

  Day start_of(const model::AgreementRow& row) const {
    if (row.effective) return range_of(row.effective->value).min;
    if (row.declared) return range_of(row.declared->value).min;
    return kOpenFuture;
  }

  Day end_of(const model::AgreementRow& row) const {
    if (row.ended) return range_of(row.ended->value).max;
    if (row.term && row.effective) {
      const auto days = find_duration_days(row.term->value.iso);
      if (days)
        return range_of(row.effective->value).max + static_cast<Day>(std::min<std::int64_t>(*days, 40000));
    }
    // Nothing tells of an end: the deal is taken to matter for as long as reports of it may follow.
    Day last = kOpenPast;
    for (const model::ReportId report : row.reports) {
      const DayRange days = work_.report_days[report.index()];
      if (days.bounded() && days.length() <= kVagueDays) last = std::max(last, days.max);
    }
    return last == kOpenPast ? kOpenFuture : last + p_.weight("agreement.followup_days");
  }

  PlaceMatch place_match(const model::IncidentRow& incident, const model::AgreementRow& row) const {
    return work_.match(places_of(incident), places_of(row));
  }

  void link(IncidentId id, AgreementId at) {
    model::IncidentRow& incident = work_.out.incidents[id];
    const model::AgreementRow& row = work_.out.agreements[at];
    if (incident.condition || incident.denied) return;
    const PlaceMatch place = place_match(incident, row);
    if (place == PlaceMatch::Apart || place == PlaceMatch::Unknown) return;
    const DayRange days = range_of(incident.time.value);
    if (!incident.time.value.edtf.empty()) carry_out(incident, row, at, days);
    if (incident.aggregate || incident.modality == Modality::Historical ||
        row.standing != model::Standing::Reported)
      return;
    bool covered = false;
    std::vector<ActorId> excluded;
    for (const model::ProvisionId provision : row.provisions) {
      const model::ProvisionRow& term = work_.out.provisions[provision];
      covered = covered || rule_for(p_.scopes, term.type, incident.type) != nullptr;
      if (term.type != "exclusion") continue;
      for (const auto& actor : term.obligors) excluded.push_back(actor.value);
      for (const StatementId s : term.statements) {
        const Fact& fact = work_.facts[s.index()];
        excluded.insert(excluded.end(), fact.targets.begin(), fact.targets.end());
        excluded.insert(excluded.end(), fact.objects.begin(), fact.objects.end());
      }
    }
    // A truce or ceasefire stops fire by its name, whether or not a report spells that term out.
    covered = covered || (row.kind != "exchange_deal" && row.kind != "other" &&
                          rule_for(p_.scopes, "cessation_of_hostilities", incident.type) != nullptr);
    if (!covered) return;
    model::AgreementLink out;
    out.agreement = at;
    const Day start = start_of(row), end = end_of(row);
    if (incident.time.value.edtf.empty() || start == kOpenFuture || start == kOpenPast)
      out.time = Answer::Unknown;
    else if (days.max < start || days.min > end)
      out.time = Answer::No;
    else
      out.time = days.min > start && days.max <= end
                     ? Answer::Yes
                     : Answer::Unknown;  // the day itself: before or after is open
    if (out.time == Answer::No) return;
    out.place = place == PlaceMatch::Near ? Answer::Unknown : Answer::Yes;
    if (!incident.perpetrators.empty() && !row.parties.empty()) {
      out.actor = Answer::No;
      for (const model::Perpetrator& who : incident.perpetrators) {
        for (const model::Party& party : row.parties) {
          const Side side = work_.out.actors[who.actor.value].side;
          if (who.actor.value == party.actor.value ||
              (side == party.side && (side == Side::Government || side == Side::Opposition)))
            out.actor = Answer::Yes;
        }
      }
    }
    out.excluded = Answer::No;
    std::vector<ActorId> involved;
    for (const model::Perpetrator& who : incident.perpetrators) involved.push_back(who.actor.value);
    for (const StatementId s : incident.statements) {
      const Fact& fact = work_.facts[s.index()];
      involved.insert(involved.end(), fact.targets.begin(), fact.targets.end());
    }
    for (const ActorId actor : involved) {
      if (std::find(excluded.begin(), excluded.end(), actor) != excluded.end()) out.excluded = Answer::Yes;
    }
    // Who was hit decides about an excluded group; with nobody named the question stays open.
    if (out.excluded == Answer::No && !excluded.empty() && involved.empty()) out.excluded = Answer::Unknown;
    out.relation = out.excluded == Answer::Yes                           ? "exempt"
                   : out.time == Answer::Yes && out.place == Answer::Yes ? "in_scope_in_force"
                                                                         : "scope_unclear";
    // Only a source says violated: a stage statement in or next to the words of the incident.
    for (const StatementId s : incident.statements) {
      const Fact& fact = work_.facts[s.index()];
      for (const model::StageId stage : row.stages) {
        if (work_.out.stages[stage].type != "violated") continue;
        for (const StatementId other : work_.out.stages[stage].statements) {
          const Fact& claim = work_.facts[other.index()];
          if (claim.report != fact.report || !claim.stmt->evidence.span.overlaps(fact.stmt->evidence.span))
            continue;
          out.statements.push_back(other);
        }
      }
    }
    if (!out.statements.empty()) {
      sort_unique(&out.statements);
      bool monitor = false;
      for (const StatementId s : out.statements) {
        for (const ActorId speaker : work_.facts[s.index()].said_by)
          monitor = monitor || work_.out.actors[speaker].type == model::ActorType::Monitor;
      }
      out.relation = monitor ? "recorded_by_monitor" : "alleged_violation";
    }
    incident.links.push_back(std::move(out));
  }

  void carry_out(model::IncidentRow& incident, const model::AgreementRow& row, AgreementId at,
                 DayRange days) {
    const Day start = row.declared ? range_of(row.declared->value).min : start_of(row);
    if (start == kOpenFuture || start == kOpenPast || !days.bounded() ||
        incident.modality == Modality::Historical)
      return;
    if (days.min < start || days.min > start + 2 * p_.weight("agreement.followup_days")) return;
    for (const model::ProvisionId id : row.provisions) {
      model::ProvisionRow& term = work_.out.provisions[id];
      const ImplementRule* rule = rule_for(p_.implements, term.type, incident.type);
      if (rule == nullptr || !actors_fit(incident, term)) continue;
      Compliance state = rule->done == "fulfilled" ? Compliance::Fulfilled : Compliance::InProgress;
      // With figures on both sides: as many as the terms say is carried out, fewer in part.
      const auto count = [](const std::vector<model::FigureSet>& sets) -> std::optional<std::int64_t> {
        for (const model::FigureSet& set : sets) {
          if (set.slot == model::SlotName::Count && set.best) return set.best;
        }
        return std::nullopt;
      };
      const auto promised = count(term.figures), done = count(incident.figures);
      if (promised && done) state = *done * 10 >= *promised * 9 ? Compliance::Fulfilled : Compliance::Partial;
      for (const StatementId s : incident.statements) {
        const Modality modality = work_.facts[s.index()].stmt->modality;
        if (modality != Modality::Actual) continue;
        term.evidence.push_back({s, state, print_day(days.max), work_.rule("carried-out")});
      }
      model::AgreementLink out;
      out.agreement = at;
      out.relation = "implements_provision";
      out.time = out.place = Answer::Yes;
      incident.links.push_back(std::move(out));
    }
  }

  bool actors_fit(const model::IncidentRow& incident, const model::ProvisionRow& term) const {
    if (incident.perpetrators.empty() || term.obligors.empty()) return true;
    for (const model::Perpetrator& who : incident.perpetrators) {
      for (const auto& actor : term.obligors) {
        const Side a = work_.out.actors[who.actor.value].side, b = work_.out.actors[actor.value].side;
        if (who.actor.value == actor.value || (a == b && (a == Side::Government || a == Side::Opposition)) ||
            a == Side::Unclear || b == Side::Unclear)
          return true;
      }
    }
    return false;
  }

  // "A third group has not left": a negated event that would carry out a term says that it is not carried
  // out; a step reported under a deal belongs to the term that shares its words.
  void steps_and_negations() {
    std::map<std::uint32_t, std::vector<AgreementId>> by_report;
    for (std::size_t a = 0; a < work_.out.agreements.size(); ++a) {
      const model::AgreementRow& row = work_.out.agreements[AgreementId(a)];
      if (row.standing == model::Standing::Background) continue;
      for (const model::ReportId report : row.reports) by_report[report.value].push_back(AgreementId(a));
    }
    for (const Fact& fact : work_.facts) {
      if (fact.rejected) continue;
      const auto found = by_report.find(fact.report.value);
      if (found == by_report.end()) continue;
      const Modality modality = fact.stmt->modality;
      const bool negated = modality == Modality::Negated;
      const bool step =
          fact.stmt->kind == model::StatementKind::Stage && fact.stmt->type == "implemented_step";
      if (!(fact.stmt->kind == model::StatementKind::Incident && negated) && !step) continue;
      if (step && !negated && modality != Modality::Actual) continue;
      const Day told = work_.report_days[fact.report.index()].max;
      if (told == kOpenFuture) continue;
      const std::vector<std::uint64_t> words = phrase_words(fact.stmt->evidence.quote);
      for (const AgreementId a : found->second) {
        for (const model::ProvisionId id : work_.out.agreements[a].provisions) {
          model::ProvisionRow& term = work_.out.provisions[id];
          bool fits = false;
          if (step) {
            for (const auto& object : term.objects)
              fits = fits || share_word(words, phrase_words(object.value));
          } else {
            fits = rule_for(p_.implements, term.type, fact.stmt->type) != nullptr && actors_meet(fact, term);
          }
          if (!fits) continue;
          const Day day = fact.dated && fact.days.bounded() ? fact.days.max : told;
          term.evidence.push_back({fact.id, negated ? Compliance::Breached : Compliance::InProgress,
                                   print_day(day),
                                   work_.rule(negated ? "reported-undone" : "step-shares-words")});
        }
      }
    }
    // A report that something is not done before it is due breaks nothing.
    for (std::size_t i = 0; i < work_.out.provisions.size(); ++i) {
      model::ProvisionRow& term = work_.out.provisions[model::ProvisionId(i)];
      for (model::ComplianceEvidence& evidence : term.evidence) {
        if (evidence.state != Compliance::Breached) continue;
        const Day day = find_day(evidence.day).value_or(kOpenPast);
        Day due = kOpenFuture;
        for (const model::DeadlineId id : term.deadlines)
          due = std::min(due, range_of(work_.out.deadlines[id].due).max);
        evidence.state = due == kOpenFuture || day <= due ? Compliance::NotDue : Compliance::Overdue;
      }
    }
  }

  bool actors_meet(const Fact& fact, const model::ProvisionRow& term) const {
    if (fact.actors.empty() || term.obligors.empty()) return true;
    for (const ActorId one : fact.actors) {
      for (const auto& two : term.obligors) {
        const Side a = work_.out.actors[one].side, b = work_.out.actors[two.value].side;
        if (one == two.value || (a == b && (a == Side::Government || a == Side::Opposition))) return true;
      }
    }
    return false;
  }

  Work& work_;
  const Policies& p_;
};

}  // namespace

void make_links(Work* work) { Linker(work).run(); }

}  // namespace hudna::record
