#include "app/record_json.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "ground/toml_rows.h"
#include "record/names.h"
#include "record/status.h"

namespace hudna::app {

using namespace model;

namespace {

Json number(const std::optional<std::int64_t>& from) { return from ? Json(*from) : Json(nullptr); }

}  // namespace

std::string dump_json(const Json& value) { return value.dump(-1, ' ', false, Json::error_handler_t::replace); }

base::Result<std::vector<Element>> load_elements(const base::DataSource& data) {
  std::vector<std::pair<std::string, Element>> by_number;
  const auto rows_of = [&data](const char* file) -> base::Result<std::vector<ground::TomlRow>> {
    const auto bytes = data.file(file);
    if (!bytes) return tl::unexpected(bytes.error());
    return ground::read_toml_rows(bytes->bytes, bytes->path);
  };
  const auto elements = rows_of("codes/element.toml");
  if (!elements) return tl::unexpected(elements.error());
  for (const ground::TomlRow& row : *elements) {
    by_number.emplace_back(row.text("number"),
                           Element{std::string(row.text("label")), std::string(row.text("also")), {}});
  }
  const auto types = rows_of("codes/provision.toml");
  if (!types) return tl::unexpected(types.error());
  for (const ground::TomlRow& row : *types) {
    for (auto& [number, element] : by_number) {
      const auto& un = row.list("un");
      if (std::find(un.begin(), un.end(), number) != un.end()) element.types.emplace(row.text("name"));
    }
  }
  std::vector<Element> out;
  for (auto& [number, element] : by_number) out.push_back(std::move(element));
  return out;
}

RowJson::RowJson(Sources sources)
    : from_(std::move(sources)), r_(*from_.rows), words_(r_, Words::Tags::Plain) {}


Json RowJson::ids(const std::vector<StatementId>& statements) const {
  Json out = Json::array();
  for (const StatementId id : statements) {
    if (out.size() >= kShownStatements) break;
    out.push_back(r_.statements[id].id);
  }
  return out;
}
void RowJson::put_ids(Json* out, const std::vector<StatementId>& statements) const {
  (*out)["statements"] = ids(statements);
  if (statements.size() > kShownStatements) (*out)["more_statements"] = statements.size() - kShownStatements;
}
template <class T>
void RowJson::put_sourced(Json* out, const Sourced<T>& from) const {
  put_ids(out, from.statements);
  (*out)["origins"] = from.origins;
  (*out)["accord"] = name(from.agreement);
  (*out)["rule"] = from.rule;
}
void RowJson::put_review(Json* out, const std::string& id) const {
  (*out)["review"] = nullptr;
  if (from_.verdicts == nullptr) return;
  const auto found = from_.verdicts->find(id);
  if (found == from_.verdicts->end()) return;
  (*out)["review"] = {{"decision", found->second.decision},
                      {"reviewer", found->second.reviewer},
                      {"at", found->second.at},
                      {"was", found->second.was}};
}
Json RowJson::link(AgreementId id) const {
  if (!id.valid()) return nullptr;
  return {{"id", r_.agreements[id].id}, {"title", r_.agreements[id].title}};
}
Json RowJson::tags(const std::vector<StatementId>& statements) const {
  Json out = Json::array();
  std::set<std::uint32_t> seen;
  for (const StatementId id : statements) {
    if (out.size() >= kShownTags) break;
    if (!from_.told(id)) continue;
    const ReportId report = r_.statements[id].report;
    if (seen.insert(report.value).second)
      out.push_back({{"id", r_.reports[report].id}, {"tag", words_.tag_of(report)}});
  }
  return out;
}
Json RowJson::actor(const Sourced<ActorId>& from) const {
  Json out;
  out["id"] = r_.actors[from.value].id;
  out["name"] = r_.actors[from.value].name;
  put_sourced(&out, from);
  return out;
}
Json RowJson::actors(const std::vector<Sourced<ActorId>>& from) const {
  Json out = Json::array();
  for (const auto& item : from) out.push_back(actor(item));
  return out;
}
Json RowJson::texts(const std::vector<Sourced<std::string>>& from) const {
  Json out = Json::array();
  for (const auto& item : from) {
    Json one;
    one["text"] = item.value;
    put_sourced(&one, item);
    out.push_back(std::move(one));
  }
  return out;
}
Json RowJson::places(const std::vector<Sourced<PlaceId>>& from) const {
  Json out = Json::array();
  for (const auto& item : from) {
    Json one = place(item.value);
    put_sourced(&one, item);
    out.push_back(std::move(one));
  }
  return out;
}
Json RowJson::place(PlaceId id) const {
  const PlaceRow& row = r_.places[id];
  Json out;
  out["id"] = row.id;
  out["name"] = row.name;
  out["lat"] = row.located ? Json(row.lat) : Json(nullptr);
  out["lon"] = row.located ? Json(row.lon) : Json(nullptr);
  out["precision"] = name(row.precision);
  out["country"] = row.country;
  out["admin1"] = row.admin1;
  return out;
}
Json RowJson::period(const std::optional<Sourced<Period>>& from) const {
  if (!from) return nullptr;
  Json out;
  out["edtf"] = from->value.edtf;
  out["min"] = from->value.min;
  out["max"] = from->value.max;
  put_sourced(&out, *from);
  return out;
}
Json RowJson::figures(const std::vector<FigureSet>& sets) const {
  Json out = Json::array();
  for (const FigureSet& set : sets) {
    Json reported = Json::array();
    for (const Figure& figure : set.figures) {
      if (reported.size() >= kShownStatements) break;
      reported.push_back({{"statement", r_.statements[figure.statement].id},
                          {"tag", from_.told(figure.statement) ? words_.tag(figure.statement) : std::string()},
                          {"text", figure.text},
                          {"low", number(figure.low)},
                          {"best", number(figure.best)},
                          {"high", number(figure.high)}});
    }
    out.push_back({{"slot", name(set.slot)},
                   {"unit", set.unit},
                   {"category", set.category},
                   {"words", words_.figure_set(set)},
                   {"low", number(set.low)},
                   {"best", number(set.best)},
                   {"high", number(set.high)},
                   {"policy", set.policy},
                   {"accord", name(set.agreement)},
                   {"origins", set.origins},
                   {"reported", std::move(reported)}});
  }
  return out;
}


Json RowJson::agreement_line(AgreementId id, std::size_t contradictions, std::size_t incidents) const {
  const AgreementRow& row = r_.agreements[id];
  const record::Status status = record::status_as_of(r_, id, from_.day);
  Json out;
  out["id"] = row.id;
  out["title"] = row.title;
  out["kind"] = row.kind;
  out["standing"] = name(row.standing);
  out["state"] = status.state;
  out["since"] = status.since;
  out["status"] = status_words(status);
  out["alleged_violations"] = ids(status.violation_statements);
  out["last_evidence"] = status.last_evidence;
  out["evidence_age_days"] = number(status.evidence_age_days);
  out["sides"] = words_.sides(row);
  out["places"] = places(row.places);
  out["declared"] = period(row.declared);
  out["effective"] = period(row.effective);
  out["ended"] = period(row.ended);
  std::size_t overdue = 0;
  for (const ProvisionId p : row.provisions) {
    overdue += record::compliance_as_of(r_, p, from_.day).state == Compliance::Overdue;
  }
  out["provisions"] = row.provisions.size();
  out["overdue"] = overdue;
  out["contradictions"] = contradictions;
  out["incidents"] = incidents;
  out["reports"] = row.reports.size();
  out["origins"] = row.origins;
  put_review(&out, row.id);
  return out;
}

void RowJson::put_agreement(AgreementId id, const std::vector<Element>& elements, Json* to) const {
  const AgreementRow& row = r_.agreements[id];
  Json& out = *to;
  out["laterality"] = row.laterality;
  out["parties"] = Json::array();
  for (const Party& party : row.parties) {
    Json one = actor(party.actor);
    one["side"] = name(party.side);
    one["group"] = party.group;
    out["parties"].push_back(std::move(one));
  }
  out["third_parties"] = Json::array();
  for (const ThirdParty& third : row.third_parties) {
    Json one = actor(third.actor);
    one["role"] = third.role;
    one["modality"] = name(third.modality);
    out["third_parties"].push_back(std::move(one));
  }
  out["term"] = nullptr;
  if (row.term) {
    out["term"] = {{"iso", row.term->value.iso}, {"words", duration_words(row.term->value.iso)}};
    put_sourced(&out["term"], *row.term);
  }
  out["terms"] = Json::array();
  for (const ProvisionId p : row.provisions) out["terms"].push_back(provision(p));
  out["stages"] = Json::array();
  for (const StageId s : row.stages) out["stages"].push_back(stage(s));
  out["claims"] = Json::array();
  for (const ClaimId c : row.claims) out["claims"].push_back(claim(c));
  out["relations"] = Json::array();
  for (const AgreementRelation& relation : row.relations) {
    out["relations"].push_back({{"kind", relation.kind},
                                {"id", r_.agreements[relation.other].id},
                                {"title", r_.agreements[relation.other].title},
                                {"statements", ids(relation.statements)}});
  }
  out["checklist"] = checklist(row, elements);
  out["merges"] = Json::array();
  for (const MergeReason& merge : row.merges) {
    if (out["merges"].size() >= kShownStatements) break;
    out["merges"].push_back({{"kept", r_.statements[merge.kept].id},
                             {"joined", r_.statements[merge.joined].id},
                             {"score", merge.score},
                             {"rule", merge.rule},
                             {"reasons", merge.reasons}});
  }
}


// Present: some source reports it as a term. Unclear: only as possible, hoped, denied or conditional. Else
// not reported, which is not the same as absent from the text.
Json RowJson::checklist(const AgreementRow& row, const std::vector<Element>& elements) const {
  Json out = Json::array();
  for (const Element& element : elements) {
    std::string answer = "not_reported";
    std::vector<StatementId> behind;
    const auto see = [&](bool firm, const std::vector<StatementId>& statements) {
      if (firm) answer = "present";
      if (!firm && answer == "not_reported") answer = "unclear";
      behind.insert(behind.end(), statements.begin(), statements.end());
    };
    for (const ProvisionId p : row.provisions) {
      const ProvisionRow& term = r_.provisions[p];
      if (!element.types.contains(term.type)) continue;
      see(term.modality == Modality::Actual || term.modality == Modality::Planned ||
              term.modality == Modality::Required,
          term.statements);
    }
    if (element.also == "parties") {
      for (const Party& party : row.parties) see(row.parties.size() > 1, party.actor.statements);
    } else if (element.also == "places") {
      for (const auto& place_row : row.places) see(true, place_row.statements);
    } else if (element.also == "dates") {
      if (row.effective) see(true, row.effective->statements);
      if (row.term) see(true, row.term->statements);
    } else if (element.also == "guarantors") {
      for (const ThirdParty& third : row.third_parties) {
        if (third.role == "guarantor") see(third.modality == Modality::Actual, third.actor.statements);
      }
    }
    std::sort(behind.begin(), behind.end());
    behind.erase(std::unique(behind.begin(), behind.end()), behind.end());
    out.push_back({{"element", element.label}, {"answer", answer}, {"statements", ids(behind)}});
  }
  return out;
}


Json RowJson::provision(ProvisionId id) const {
  const ProvisionRow& row = r_.provisions[id];
  Json out;
  out["id"] = row.id;
  out["type"] = row.type;
  out["words"] = spaced_words(row.type);
  out["detail"] = words_.provision_detail(row);
  out["modality"] = name(row.modality);
  out["text_status"] = row.text_status;
  out["obligors"] = actors(row.obligors);
  out["objects"] = texts(row.objects);
  out["places"] = places(row.places);
  out["figures"] = figures(row.figures);
  put_ids(&out, row.statements);
  out["tags"] = tags(row.statements);
  out["origins"] = row.origins;
  const record::ComplianceStatus status = record::compliance_as_of(r_, id, from_.day);
  out["compliance"] = {{"state", name(status.state)},           {"words", record::print(status)},
                       {"reported", status.reported},           {"due", status.due},
                       {"days_late", number(status.days_late)}, {"days_left", number(status.days_left)},
                       {"statements", ids(status.statements)}};
  out["deadlines"] = Json::array();
  for (const DeadlineId d : row.deadlines) out["deadlines"].push_back(deadline(d));
  put_review(&out, row.id);
  return out;
}

Json RowJson::stage(StageId id) const {
  const StageRow& row = r_.stages[id];
  return {{"id", row.id},
          {"type", row.type},
          {"words", spaced_words(row.type)},
          {"modality", name(row.modality)},
          {"time", row.time.edtf},
          {"min", row.time.min},
          {"max", row.time.max},
          {"dated", row.dated},
          {"actors", actors(row.actors)},
          {"statements", ids(row.statements)},
          {"tags", tags(row.statements)},
          {"origins", row.origins}};
}

Json RowJson::deadline(DeadlineId id) const {
  const DeadlineRow& row = r_.deadlines[id];
  Json out;
  out["id"] = row.id;
  out["due"] = row.due.edtf;
  out["min"] = row.due.min;
  out["max"] = row.due.max;
  out["words"] = words_.due(row);
  out["basis"] = row.basis;
  out["hardness"] = name(row.hardness);
  put_ids(&out, row.statements);
  out["tags"] = tags(row.statements);
  out["agreement"] = link(row.agreement);
  if (row.provision.valid()) {
    out["provision"] = {{"id", r_.provisions[row.provision].id},
                        {"words", words_.provision_line(r_.provisions[row.provision])}};
    const record::ComplianceStatus status = record::compliance_as_of(r_, row.provision, from_.day, id);
    out["state"] = name(status.state);
    out["status"] = record::print(status);
  }
  return out;
}

Json RowJson::claim(ClaimId id) const {
  const ClaimRow& row = r_.claims[id];
  Json out;
  out["id"] = row.id;
  out["act"] = row.act;
  out["words"] = spaced_words(row.act);
  out["speaker"] = row.speaker.valid() ? r_.actors[row.speaker].name : row.speaker_text;
  out["subjects"] = Json::array();
  for (const ActorId subject : row.subjects) out["subjects"].push_back(r_.actors[subject].name);
  out["modality"] = name(row.modality);
  out["interest"] = name(row.interest);
  out["agreement"] = row.agreement.valid() ? Json(r_.agreements[row.agreement].id) : Json(nullptr);
  out["statements"] = ids({row.statement});
  out["tags"] = tags({row.statement});
  out["quote"] = fold_space(from_.quote(row.statement));
  return out;
}

Json RowJson::contradiction(ContradictionId id) const {
  const ContradictionRow& row = r_.contradictions[id];
  Json out;
  out["id"] = row.id;
  out["kind"] = row.kind;
  out["about"] = row.about;
  out["subject"] = row.subject;
  out["agreement"] = link(row.agreement);
  out["incident"] = row.incident.valid() ? Json(r_.incidents[row.incident].id) : Json(nullptr);
  out["significance"] = row.significance;
  out["explanation"] = row.explanation;
  out["why"] = explanation_words(row.explanation);
  out["resolution"] = row.resolution;
  out["positions"] = Json::array();
  for (const Position& position : row.positions) {
    out["positions"].push_back({{"value", position.value},
                                {"speakers", position.speakers},
                                {"origins", position.origins},
                                {"first_seen", position.first_seen},
                                {"last_seen", position.last_seen},
                                {"statements", ids(position.statements)},
                                {"tags", tags(position.statements)}});
  }
  put_review(&out, row.id);
  return out;
}

Json RowJson::incident(IncidentId id, bool whole) const {
  const IncidentRow& row = r_.incidents[id];
  Json out;
  out["id"] = row.id;
  out["type"] = row.type;
  out["line"] = words_.incident_line(row);
  out["date"] = words_.incident_date(row);
  out["min"] = row.time.value.min;
  out["max"] = row.time.value.max;
  out["condition"] = row.condition;
  out["aggregate"] = row.aggregate;
  out["denied"] = row.denied;
  out["modality"] = name(row.modality);
  out["places"] = places(row.places);
  out["perpetrators"] = Json::array();
  for (const Perpetrator& perpetrator : row.perpetrators) {
    Json one = actor(perpetrator.actor);
    one["attribution"] = name(perpetrator.attribution);
    one["denied"] = perpetrator.denied;
    out["perpetrators"].push_back(std::move(one));
  }
  out["figures"] = figures(row.figures);
  put_ids(&out, row.statements);
  out["tags"] = tags(row.statements);
  out["origins"] = row.origins;
  put_review(&out, row.id);
  if (!whole) return out;
  out["targets"] = texts(row.targets);
  out["weapons"] = texts(row.weapons);
  out["links"] = Json::array();
  for (const AgreementLink& link : row.links) {
    out["links"].push_back({{"agreement", r_.agreements[link.agreement].id},
                            {"title", r_.agreements[link.agreement].title},
                            {"relation", link.relation},
                            {"tests", link_words(link)}});
  }
  return out;
}

Json RowJson::tally(TallyId id) const {
  const TallyRow& row = r_.tallies[id];
  Json out;
  out["id"] = row.id;
  out["counted"] = row.counted;
  out["words"] = spaced_words(row.counted);
  out["monitor"] = row.monitor;
  out["period"] = row.period.value.edtf;
  out["min"] = row.period.value.min;
  out["max"] = row.period.value.max;
  out["places"] = places(row.places);
  out["figures"] = figures(row.figures);
  put_ids(&out, row.statements);
  out["tags"] = tags(row.statements);
  out["origins"] = row.origins;
  put_review(&out, row.id);
  return out;
}

Json RowJson::report_line(ReportId id) const {
  const ReportRow& row = r_.reports[id];
  const SourceGroup& group = r_.groups[row.group];
  Json out;
  out["id"] = row.id;
  out["tag"] = words_.tag_of(id);
  out["title"] = row.title;
  out["outlet"] = row.outlet;
  out["agency"] = row.agency;
  out["url"] = row.url;
  out["source"] = row.source;
  out["language"] = row.language;
  out["published"] = row.published;
  out["first_day"] = row.first_day;
  out["published_basis"] = date_basis_words(row.published_basis);
  out["published_rule"] = row.published_rule;
  out["statements"] = row.statements;
  out["group"] = group.id;
  for (const GroupMember& member : group.members) {
    if (member.report == id) out["copy"] = copy_words(member.kind);
  }
  out["copies"] = group.members.size();
  return out;
}

Json RowJson::chain(const Statement& stmt) {
  Json out = Json::array();
  for (const ChainLink& link : stmt.chain)
    out.push_back({{"text", link.text}, {"name", link.name}, {"role", link.role}});
  return out;
}

Json RowJson::statement(const StatementRow& row, const Statement& stmt) const {
  Json out;
  out["id"] = row.id;
  out["kind"] = name(stmt.kind);
  out["type"] = stmt.type;
  out["words"] = spaced_words(stmt.type);
  out["modality"] = name(stmt.modality);
  out["quote"] = fold_space(stmt.evidence.quote);
  out["prefix"] = fold_space(stmt.evidence.prefix);
  out["suffix"] = fold_space(stmt.evidence.suffix);
  out["section"] = name(stmt.section);
  out["directness"] = stmt.directness;
  out["certainty_words"] = stmt.certainty_words;
  out["chain"] = chain(stmt);
  out["rule"] = stmt.evidence.rule;
  out["origin"] = row.origin;
  out["slots"] = Json::array();
  for (const Slot& slot : stmt.slots) {
    Json one = {{"name", name(slot.name)}, {"text", slot.text}};
    if (const auto* a = std::get_if<ActorValue>(&slot.value)) {
      one["value"] = a->name;
      one["how"] = a->rule;
    } else if (const auto* p = std::get_if<PlaceValue>(&slot.value)) {
      one["value"] = p->name;
      one["how"] = p->rule;
      one["precision"] = name(p->precision);
    } else if (const auto* t = std::get_if<TimeValue>(&slot.value)) {
      one["value"] = t->edtf;
      one["how"] = t->rule + (t->anchor.empty() ? "" : ", from " + t->anchor);
    } else if (const auto* d = std::get_if<DurationValue>(&slot.value)) {
      one["value"] = duration_words(d->iso);
    } else if (const auto* q = std::get_if<Quantity>(&slot.value)) {
      one["value"] = std::string(name(q->op)) + (q->best ? " " + std::to_string(*q->best) : "") +
                     (q->unit.empty() ? "" : " " + q->unit);
    }
    out["slots"].push_back(std::move(one));
  }
  put_review(&out, row.id);
  return out;
}


}  // namespace hudna::app
