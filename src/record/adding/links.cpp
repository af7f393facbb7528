// Links of incidents to agreements, and evidence of provisions by events, near the rows that changed.
#include <algorithm>
#include <iterator>

#include "record/adding/neighbours.h"

namespace hudna::record {

using base::limits::kAddedTraces;
using model::Trace;
using model::TraceKind;

namespace {

model::LinkPatch::Link patch_of(LinkText text) {
  return {
      std::move(text.agreement), std::move(text.relation), text.time, text.place, text.actor, text.excluded,
      std::move(text.statements)};
}

// Sorted into the evidence by its provision.
void gather(std::vector<EvidenceText> from, std::map<std::string, std::vector<EvidenceText>>* to) {
  for (EvidenceText& one : from) (*to)[one.provision].push_back(std::move(one));
}

}  // namespace

// What the changed rows are now, and what those that are gone were.
bool Neighbours::find_changed() {
  traces_ = traces_of_rows(*a_.work);
  std::vector<Trace> deals, happenings;
  for (const Trace& trace : traces_) (trace.kind == TraceKind::Deal ? deals : happenings).push_back(trace);
  return unpack_all(deals, &new_deals_) && unpack_all(happenings, &new_happenings_) &&
         unpack_all(a_.memory.of_ids(TraceKind::Deal, a_.out.removed.agreements), &old_deals_) &&
         unpack_all(a_.memory.of_ids(TraceKind::Happening, a_.out.removed.incidents), &old_happenings_) &&
         rows_.fill();
}

// Those of the record that stay, near a row that is new or gone.
bool Neighbours::find_near(Deals* deals, Happenings* happenings) {
  const auto look = [&](TraceKind kind, const std::vector<model::TraceKey>& keys, const auto& gone,
                        auto* to) {
    std::vector<Trace> found = a_.memory.near(kind, keys, kAddedTraces);
    if (found.size() == kAddedTraces || to->size() > kAddedTraces)
      return a_.too_much("too many agreements or incidents are near");
    found.erase(
        std::remove_if(found.begin(), found.end(), [&](const Trace& t) { return gone.count(t.id) != 0; }),
        found.end());
    return unpack_all(found, to);
  };
  for (const Happenings* list : {&new_happenings_, &old_happenings_}) {
    for (const auto& [id, one] : *list) {
      if (!look(TraceKind::Deal, deals_near(one, rows_.index()), old_deals_, deals)) return false;
    }
  }
  for (const Deals* list : {&new_deals_, &old_deals_}) {
    for (const auto& [id, one] : *list) {
      if (!look(TraceKind::Happening, happenings_near(one, rows_.index()), old_happenings_, happenings))
        return false;
    }
  }
  return rows_.fill();
}

bool Neighbours::link_rows() {
  Deals near_deals;
  Happenings near_happenings;
  if (!find_changed() || !find_near(&near_deals, &near_happenings)) return false;
  Evidence evidence;  // of new provisions
  link_new(near_deals, &evidence);
  for (const auto& [id, happening] : near_happenings) patch_links(id, happening, &evidence);
  for (const auto& [id, deal] : near_deals) patch_evidence(deal);
  add_evidence(std::move(evidence));
  return a_.alive();
}

void Neighbours::link_new(const Deals& near, Evidence* evidence) {
  const Work& work = *a_.work;
  for (std::size_t i = 0; i < work.out.incidents.size(); ++i) {
    const Happening& happening = new_happenings_.at(work.out.incidents[model::IncidentId(i)].id);
    std::vector<LinkText> links;
    for (const auto& [id, deal] : new_deals_) {
      std::vector<EvidenceText> more;
      link(happening, deal, tables(), &links, &more);
      gather(std::move(more), evidence);
    }
    std::vector<EvidenceText> none;  // that of the record's own is patched
    for (const auto& [id, deal] : near) link(happening, deal, tables(), &links, &none);
    order_links(&links);
    for (LinkText& text : links) add_link(model::IncidentId(i), std::move(text));
  }
}

void Neighbours::patch_links(const std::string& id, const Happening& happening, Evidence* evidence) {
  std::vector<LinkText> before, after;
  std::vector<EvidenceText> none, more;
  for (const auto& [deal_id, deal] : old_deals_) link(happening, deal, tables(), &before, &none);
  for (const auto& [deal_id, deal] : new_deals_) link(happening, deal, tables(), &after, &more);
  gather(std::move(more), evidence);
  order_links(&before), order_links(&after);
  model::LinkPatch patch;
  patch.incident = id;
  std::vector<model::LinkPatch::Link> was;
  for (LinkText& text : before) was.push_back(patch_of(std::move(text)));
  for (LinkText& text : after) patch.links.push_back(patch_of(std::move(text)));
  if (was == patch.links) return;
  for (const Deals* list : {&old_deals_, &new_deals_}) {
    for (const auto& [deal_id, deal] : *list) patch.agreements.push_back(deal_id);
  }
  sort_unique(&patch.agreements);
  a_.out.links.push_back(std::move(patch));
}

void Neighbours::patch_evidence(const Deal& deal) {
  const auto evidence_of = [&](const Happenings& list) {
    std::vector<LinkText> none;
    std::vector<EvidenceText> texts;
    for (const auto& [id, happening] : list) link(happening, deal, tables(), &none, &texts);
    std::map<std::string, std::vector<model::EvidencePatch::Evidence>> out;
    for (const EvidenceText& one : texts)
      out[one.provision].push_back({one.provision, one.statement, one.state, one.day, one.rule, one.part});
    return out;
  };
  const auto before = evidence_of(old_happenings_), after = evidence_of(new_happenings_);
  std::set<std::string> provisions;
  for (const auto* list : {&before, &after}) {
    for (const auto& [provision, one] : *list) provisions.insert(provision);
  }
  for (const std::string& provision : provisions) {
    model::EvidencePatch patch;
    patch.provision = provision;
    if (const auto was = before.find(provision); was != before.end()) {
      for (const auto& one : was->second) patch.statements.push_back(one.statement);
    }
    if (const auto is = after.find(provision); is != after.end()) patch.evidence = is->second;
    a_.out.evidence.push_back(std::move(patch));
  }
}

void Neighbours::add_evidence(Evidence evidence) {
  for (std::size_t i = 0; i < a_.work->out.provisions.size(); ++i) {
    model::ProvisionRow& row = a_.work->out.provisions[model::ProvisionId(i)];
    const auto more = evidence.find(row.id);
    if (more == evidence.end()) continue;
    for (const EvidenceText& one : more->second)
      row.evidence.push_back({numbers_.statement(one.statement), one.state, one.day, one.rule, one.part});
    numbers_.sort(&row.evidence);
  }
}

void Neighbours::add_link(model::IncidentId incident, LinkText text) {
  model::AgreementLink out;
  out.agreement = numbers_.agreement(text.agreement);
  out.relation = std::move(text.relation);
  out.time = text.time, out.place = text.place, out.actor = text.actor, out.excluded = text.excluded;
  for (const std::string& id : text.statements) out.statements.push_back(numbers_.statement(id));
  a_.work->out.incidents[incident].links.push_back(std::move(out));
}

}  // namespace hudna::record
