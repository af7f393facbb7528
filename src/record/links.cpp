// How do incidents stand to agreements, and agreements to each other? Scope
// and force are four computed tests (time, place, actor, exclusion); a
// violation is only what a source calls one. Incidents that carry out a term
// become evidence of compliance.
#include "record/links.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include "record/names.h"
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

const ImplementRule* rule_for(const std::vector<ImplementRule>& rules, const std::string& provision,
                              const std::string& incident) {
  for (const ImplementRule& rule : rules) {
    if (rule.provision == provision &&
        std::find(rule.incidents.begin(), rule.incidents.end(), incident) != rule.incidents.end())
      return &rule;
  }
  return nullptr;
}

std::string rule_name(std::string_view name, const Policies& policies) {
  return std::string(name) + "/" + std::to_string(policies.weight("version"));
}

bool one_side(Side a, Side b) { return a == b && (a == Side::Government || a == Side::Opposition); }

void carry_out(const Happening& happening, const Deal& deal, const LinkTables& t,
               std::vector<LinkText>* links, std::vector<EvidenceText>* evidence) {
  const Policies& p = *t.policies;
  const DayRange days = happening.days;
  if (deal.declared == kOpenFuture || !days.bounded() || !happening.single) return;
  if (days.min < deal.declared || days.min > deal.declared + 2 * p.weight("agreement.followup_days")) return;
  for (const Term& term : deal.steps) {
    if (!carries_out(happening.act, term, *t.actors, p)) continue;
    EvidenceText out_of;
    out_of.provision = term.id;
    out_of.state = done_by(happening.act, term, p, &out_of.part);
    out_of.day = print_day(days.max);
    out_of.rule = rule_name("carried-out", p);
    for (const Happening::Said& said : happening.said) {
      // What the deal's own reports tell is read there, with what they say around it.
      if (!said.actual || std::binary_search(deal.reports.begin(), deal.reports.end(), said.report)) continue;
      out_of.statement = said.statement;
      evidence->push_back(out_of);
    }
    LinkText out;
    out.agreement = deal.id;
    out.relation = "implements_provision";
    out.time = out.place = Answer::Yes;
    links->push_back(std::move(out));
  }
}

}  // namespace

void link(const Happening& happening, const Deal& deal, const LinkTables& t, std::vector<LinkText>* links,
          std::vector<EvidenceText>* evidence) {
  const Policies& p = *t.policies;
  const DayRange days = happening.days;
  if (!happening.linked || days.min > deal.last || days.max < deal.first) return;
  PlaceMatch place = t.places->match(happening.places, deal.places);
  // A deal told from a town is about the villages around it too.
  if (place == PlaceMatch::Apart &&
      t.places->one_area(happening.places, deal.places, p.weight("agreement.area_km")))
    place = PlaceMatch::Near;
  if (place == PlaceMatch::Apart || place == PlaceMatch::Unknown) return;
  carry_out(happening, deal, t, links, evidence);
  if (!happening.single || deal.standing != model::Standing::Reported) return;
  bool covered =
      deal.covers_fire && rule_for(p.scopes, "cessation_of_hostilities", happening.type) != nullptr;
  for (const std::string& term : deal.terms)
    covered = covered || rule_for(p.scopes, term, happening.type) != nullptr;
  if (!covered) return;
  LinkText out;
  out.agreement = deal.id;
  if (deal.start == kOpenFuture)
    out.time = Answer::Unknown;
  else if (days.max < deal.start || days.min > deal.end)
    return;
  else
    out.time = days.min > deal.start && days.max <= deal.end
                   ? Answer::Yes
                   : Answer::Unknown;  // the day itself: before or after is open
  out.place = place == PlaceMatch::Near ? Answer::Unknown : Answer::Yes;
  if (!happening.doers.empty() && !deal.sides.empty()) {
    out.actor = Answer::No;
    for (const ActorId who : happening.doers) {
      for (const ActorId party : deal.sides) {
        if (who == party || one_side((*t.actors)[who].side, (*t.actors)[party].side)) out.actor = Answer::Yes;
      }
    }
  }
  out.excluded = Answer::No;
  for (const ActorId actor : happening.involved) {
    if (std::find(deal.excluded.begin(), deal.excluded.end(), actor) != deal.excluded.end())
      out.excluded = Answer::Yes;
  }
  // Who was hit decides about an excluded group; with nobody named the question stays open.
  if (out.excluded == Answer::No && !deal.excluded.empty() && happening.involved.empty())
    out.excluded = Answer::Unknown;
  out.relation = out.excluded == Answer::Yes                           ? "exempt"
                 : out.time == Answer::Yes && out.place == Answer::Yes ? "in_scope_in_force"
                                                                       : "scope_unclear";
  // Only a source says violated: a stage statement in or next to the words of the incident.
  bool monitor = false;
  for (const Deal::Violation& violation : deal.violations) {
    const bool here =
        std::any_of(happening.said.begin(), happening.said.end(), [&](const Happening::Said& said) {
          return said.report == violation.report && violation.span.overlaps(said.span);
        });
    if (!here) continue;
    out.statements.push_back(violation.statement);
    monitor = monitor || violation.monitor;
  }
  if (!out.statements.empty()) out.relation = monitor ? "recorded_by_monitor" : "alleged_violation";
  links->push_back(std::move(out));
}

void relate(const Deal& later, const std::vector<const Deal*>& before, const LinkTables& t,
            std::vector<RelationText>* relations) {
  std::size_t seen = 0;
  for (std::size_t k = before.size(); k-- > 0;) {
    const Deal* deal = before[k];
    if (deal->onset >= later.onset || deal->id == later.id) continue;
    if (++seen > kFollowed) return;
    const PlaceMatch match = t.places->match(later.places, deal->places);
    if (match != PlaceMatch::Same && match != PlaceMatch::Within) continue;
    if (!later.sides.empty() && !deal->sides.empty() && !sides_meet(*t.actors, later.sides, deal->sides))
      continue;
    // Only the nearest earlier one that fits: a chain, not a web.
    RelationText out;
    out.kind = later.extends ? "extends" : later.part ? "part_of" : "follows_up";
    out.other = deal->id;
    out.statements = {deal->statement, later.statement};
    if (later.order < deal->order) std::swap(out.statements[0], out.statements[1]);
    out.rule = rule_name("agreement-relation", *t.policies);
    relations->push_back(std::move(out));
    return;
  }
}

void repeats(const Deal& deal, const std::vector<const Mention*>& mentions,
             const std::function<std::string(const std::string&)>& deal_of, const Policies& policies,
             std::vector<RelationText>* relations) {
  if (deal.standing != model::Standing::Prospective) return;
  for (const Mention* mention : mentions) {
    for (const Mention::Beside& beside : mention->beside) {
      std::string other = deal_of(beside.mention);
      if (other.empty() || other == deal.id) continue;
      relations->push_back({"repeats_elsewhere",
                            std::move(other),
                            {beside.mine, beside.theirs},
                            rule_name("agreement-relation", policies)});
    }
  }
}

void order_links(std::vector<LinkText>* links) {
  std::stable_sort(links->begin(), links->end(),
                   [](const LinkText& a, const LinkText& b) { return a.agreement < b.agreement; });
}

void order_evidence(Work* work) {
  for (std::size_t i = 0; i < work->out.provisions.size(); ++i) {
    auto& evidence = work->out.provisions[model::ProvisionId(i)].evidence;
    std::sort(evidence.begin(), evidence.end(), [work](const auto& a, const auto& b) {
      const std::string &x = work->out.statements[a.statement].id, &y = work->out.statements[b.statement].id;
      return std::tie(a.day, x, a.rule, a.state) < std::tie(b.day, y, b.rule, b.state);
    });
    evidence.erase(std::unique(evidence.begin(), evidence.end()), evidence.end());
  }
}

void order_relations(std::vector<RelationText>* relations) {
  std::sort(relations->begin(), relations->end(), [](const RelationText& a, const RelationText& b) {
    return std::tie(a.kind, a.other, a.statements) < std::tie(b.kind, b.other, b.statements);
  });
  relations->erase(std::unique(relations->begin(), relations->end(),
                               [](const RelationText& a, const RelationText& b) {
                                 return a.kind == b.kind && a.other == b.other;
                               }),
                   relations->end());
}

namespace {

// Rows to Deals and Happenings, and the evidence that the reports of a deal hold themselves.
class Linker {
 public:
  explicit Linker(Work* work) : work_(*work), p_(work->policies) {}

  void make() {
    for (std::size_t a = 0; a < work_.out.agreements.size(); ++a) work_.deals.push_back(deal(AgreementId(a)));
    for (std::size_t i = 0; i < work_.out.incidents.size(); ++i) {
      work_.happenings.push_back(happening(work_.out.incidents[IncidentId(i)]));
    }
    read_steps(&work_);
  }

 private:
  template <class Row>
  static std::vector<PlaceId> places_of(const Row& row) {
    std::vector<PlaceId> out;
    for (const auto& place : row.places) out.push_back(place.value);
    return out;
  }

  static Day bounded(Day day) { return day == kOpenPast ? kOpenFuture : day; }

  Deal deal(AgreementId at) const {
    const model::AgreementRow& row = work_.out.agreements[at];
    Deal out;
    out.id = row.id;
    out.kind = row.kind;
    out.standing = row.standing;
    out.places = places_of(row);
    for (const model::ReportId report : row.reports) out.reports.push_back(work_.out.reports[report].id);
    sort_unique(&out.reports);
    for (const model::Party& party : row.parties) out.sides.push_back(party.actor.value);
    sort_unique(&out.sides);
    out.onset = bounded(onset_of(work_, row));
    if (row.effective)
      out.start = range_of(row.effective->value).min;
    else if (row.declared)
      out.start = range_of(row.declared->value).min;
    out.start = bounded(out.start);
    out.declared = row.declared ? bounded(range_of(row.declared->value).min) : out.start;
    set_end(row, &out);
    for (const model::ProvisionId id : row.provisions) {
      const model::ProvisionRow& term = work_.out.provisions[id];
      out.terms.push_back(term.type);
      if (can_be_carried_out(p_, term.type) && term.modality != Modality::Denied) out.steps.push_back(term_of(work_, term));
      if (term.type != "exclusion") continue;
      for (const auto& actor : term.obligors) out.excluded.push_back(actor.value);
      for (const StatementId s : term.statements) {
        const Fact& fact = work_.facts[s.index()];
        out.excluded.insert(out.excluded.end(), fact.targets.begin(), fact.targets.end());
        out.excluded.insert(out.excluded.end(), fact.objects.begin(), fact.objects.end());
      }
    }
    sort_unique(&out.terms);
    sort_unique(&out.excluded);
    // A truce or ceasefire stops fire by its name, whether or not a report spells that term out.
    out.covers_fire = row.kind != "exchange_deal" && row.kind != "other";
    for (const model::StageId id : row.stages) {
      const model::StageRow& stage = work_.out.stages[id];
      out.extends = out.extends || (stage.type == "extended" && is_told_as_fact(stage.modality));
      for (const StatementId s : stage.statements) {
        const Fact& fact = work_.facts[s.index()];
        out.part = out.part || (p_.listed("agreement.onset", stage.type) && says_part(fact));
        if (stage.type != "violated") continue;
        bool monitor = false;
        for (const ActorId speaker : fact.said_by)
          monitor = monitor || work_.out.actors[speaker].type == model::ActorType::Monitor;
        out.violations.push_back(
            {fact.stmt->id, work_.out.reports[fact.report].id, fact.stmt->evidence.span, monitor});
      }
    }
    std::sort(out.violations.begin(), out.violations.end(),
              [](const auto& a, const auto& b) { return a.statement < b.statement; });
    out.statement = work_.out.statements[row.statements.front()].id;
    out.order = work_.statement_order(row.statements.front());
    return out;
  }

  // "… agreed on, as part of the wider ceasefire, …": the words put the deal under another one.
  bool says_part(const Fact& fact) const {
    const std::string quote = " " + fold_name(fact.stmt->evidence.quote) + " ";
    for (const std::string& cue : p_.list("agreement.part_words")) {
      const std::size_t at = quote.find(" " + cue + " ");
      if (at == std::string::npos) continue;
      const std::vector<std::string> after = split_words(quote.substr(at + cue.size() + 2));
      for (std::size_t i = 0; i < std::min<std::size_t>(after.size(), 5); ++i) {
        if (p_.listed("agreement.deal_nouns", after[i])) return true;
      }
    }
    return false;
  }

  void set_end(const model::AgreementRow& row, Deal* out) const {
    Day told_first = kOpenFuture, told_last = kOpenPast;
    for (const model::ReportId report : row.reports) {
      const DayRange days = work_.report_days[report.index()];
      if (!days.bounded() || days.length() > kVagueDays) continue;
      told_first = std::min(told_first, days.min);
      told_last = std::max(told_last, days.max);
    }
    Day end = kOpenFuture;
    if (row.ended) end = range_of(row.ended->value).max;
    if (end == kOpenFuture && row.term && row.effective) {
      const auto days = find_duration_days(row.term->value.iso);
      const Day from = range_of(row.effective->value).max;
      if (days && from != kOpenFuture) end = from + static_cast<Day>(std::min<std::int64_t>(*days, 40000));
    }
    // Nothing tells of an end: the deal is taken to matter for as long as reports of it may follow.
    const Day followup = p_.weight("agreement.followup_days");
    if (end == kOpenFuture && told_last != kOpenPast) end = told_last + followup;
    if (end == kOpenFuture && out->start != kOpenFuture) end = out->start + followup;
    out->end = end;
    // A deal of which no day is known is near when it was told of; one that nothing dates bears on no
    // incident.
    const Day from = out->start != kOpenFuture   ? std::min(out->start, out->declared)
                     : told_first != kOpenFuture ? told_first - p_.weight("agreement.talks_days")
                                                 : kOpenFuture;
    if (from == kOpenFuture || end == kOpenFuture) return;
    out->first = from;
    out->last = std::max(end, out->declared == kOpenFuture ? end : out->declared + 2 * followup);
  }

  Happening happening(const model::IncidentRow& row) const {
    Happening out;
    out.id = row.id;
    out.type = row.type;
    out.places = places_of(row);
    out.days = range_of(row.time.value);
    out.linked = !row.condition && !row.denied && !row.time.value.edtf.empty() && out.days.bounded() &&
                 out.days.length() <= kHappeningDays;
    out.single = !row.aggregate && row.modality != Modality::Historical;
    for (const model::Perpetrator& who : row.perpetrators) out.doers.push_back(who.actor.value);
    out.involved = out.doers;
    std::vector<const Fact*> told;
    for (const StatementId s : row.statements) {
      const Fact& fact = work_.facts[s.index()];
      told.push_back(&fact);
      out.involved.insert(out.involved.end(), fact.targets.begin(), fact.targets.end());
      out.said.push_back({fact.stmt->id, work_.out.reports[fact.report].id, fact.stmt->evidence.span,
                          fact.stmt->modality == Modality::Actual});
    }
    sort_unique(&out.involved);
    out.act = act_of(work_, told);
    out.act.incident = row.type;
    out.act.doers = out.doers;
    return out;
  }

  Work& work_;
  const Policies& p_;
};

}  // namespace

void make_deals(Work* work) { Linker(work).make(); }

void make_links(Work* work) {
  make_deals(work);
  const LinkTables tables{&work->places, &work->out.actors, &work->policies};
  std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> by_block;  // only looked up, never walked
  std::unordered_map<std::string, std::uint32_t> agreements, provisions;
  for (std::uint32_t a = 0; a < work->deals.size(); ++a) {
    agreements.emplace(work->deals[a].id, a);
    for (const std::uint64_t block : work->places.blocks(work->deals[a].places, false))
      by_block[block].push_back(a);
  }
  for (std::uint32_t i = 0; i < work->out.provisions.size(); ++i)
    provisions.emplace(work->out.provisions[model::ProvisionId(i)].id, i);
  std::unordered_map<std::string, StatementId> statements;
  for (const Fact& fact : work->facts) statements.emplace(fact.stmt->id, fact.id);
  for (std::size_t i = 0; i < work->happenings.size(); ++i) {
    const Happening& happening = work->happenings[i];
    std::vector<std::uint32_t> candidates;
    for (const std::uint64_t block : work->places.blocks(happening.places, true)) {
      const auto found = by_block.find(block);
      if (found != by_block.end())
        candidates.insert(candidates.end(), found->second.begin(), found->second.end());
    }
    sort_unique(&candidates);
    std::vector<LinkText> links;
    std::vector<EvidenceText> evidence;
    for (const std::uint32_t a : candidates) link(happening, work->deals[a], tables, &links, &evidence);
    order_links(&links);
    for (LinkText& text : links) {
      model::AgreementLink out;
      out.agreement = AgreementId(agreements.at(text.agreement));
      out.relation = std::move(text.relation);
      out.time = text.time, out.place = text.place, out.actor = text.actor, out.excluded = text.excluded;
      for (const std::string& id : text.statements) out.statements.push_back(statements.at(id));
      sort_unique(&out.statements);
      work->out.incidents[IncidentId(i)].links.push_back(std::move(out));
    }
    for (EvidenceText& text : evidence) {
      work->out.provisions[model::ProvisionId(provisions.at(text.provision))].evidence.push_back(
          {statements.at(text.statement), text.state, std::move(text.day), std::move(text.rule),
           std::move(text.part)});
    }
  }
  order_evidence(work);

  // Deals of one block by the day on which they begin, then by id.
  std::vector<std::uint32_t> order(work->deals.size());
  for (std::uint32_t a = 0; a < order.size(); ++a) order[a] = a;
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    const Deal &x = work->deals[a], &y = work->deals[b];
    return x.onset != y.onset ? x.onset < y.onset : x.id < y.id;
  });
  std::vector<std::vector<RelationText>> relations(work->deals.size());
  std::unordered_map<std::uint64_t, std::vector<const Deal*>> earlier;
  for (const std::uint32_t a : order) {
    const Deal& deal = work->deals[a];
    if (deal.onset == kOpenFuture) continue;
    for (const std::uint64_t block : work->places.blocks(deal.places, false)) {
      std::vector<const Deal*>& list = earlier[block];
      relate(deal, list, tables, &relations[a]);
      list.push_back(&deal);
    }
  }
  std::vector<std::vector<const Mention*>> mentions(work->deals.size());
  for (const Mention& mention : work->mentions) {
    const auto found = agreements.find(work->deal_of_mention(mention.id));
    if (found != agreements.end()) mentions[found->second].push_back(&mention);
  }
  for (std::uint32_t a = 0; a < relations.size(); ++a) {
    repeats(
        work->deals[a], mentions[a],
        [&](const std::string& mention) { return work->deal_of_mention(mention); }, work->policies,
        &relations[a]);
    order_relations(&relations[a]);
    for (RelationText& text : relations[a]) {
      model::AgreementRelation out;
      out.kind = std::move(text.kind);
      out.other = AgreementId(agreements.at(text.other));
      for (const std::string& id : text.statements) out.statements.push_back(statements.at(id));
      sort_unique(&out.statements);
      out.rule = std::move(text.rule);
      work->out.agreements[AgreementId(a)].relations.push_back(std::move(out));
    }
  }
}

}  // namespace hudna::record
