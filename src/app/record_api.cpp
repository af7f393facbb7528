#include "app/record_api.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <vector>

#include "app/open_record.h"
#include "app/show.h"
#include "app/show_words.h"
#include "base/data_source.h"
#include "ground/toml_rows.h"
#include "record/days.h"
#include "record/names.h"
#include "record/status.h"

namespace hudna::app {
namespace {

using Json = nlohmann::ordered_json;
using namespace model;

// Rows of one answer at most; lists go on with `from`.
constexpr std::size_t kRows = 500;

std::string dump(const Json& value) { return value.dump(-1, ' ', false, Json::error_handler_t::replace); }

RecordApi::Answer refuse(int status, const std::string& why) { return {status, dump({{"error", why}})}; }

// One element of data/codes/element.toml.
struct Element {
  std::string label;
  std::string also;  // "parties", "places", "dates", "guarantors": a part of the row that answers it too
  std::set<std::string> types;  // provision types that tell of it
};

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

class Api : public RecordApi {
 public:
  Api(std::unique_ptr<Opened> opened, std::vector<Element> elements)
      : opened_(std::move(opened)),
        elements_(std::move(elements)),
        r_(opened_->record->parts()),
        words_(r_) {}

  Answer get(std::string_view path, const std::map<std::string, std::string>& query) override {
    query_ = &query;
    const auto last = record::last_report_day(r_);
    day_ = last ? *last : record::Day();
    if (const std::string asked = value("as_of"); !asked.empty()) {
      const auto day = record::find_day(asked);
      if (!day) return refuse(400, "as_of is a day like 2017-09-11");
      day_ = *day;
    }
    const std::size_t slash = path.find('/');
    const std::string_view head = path.substr(0, slash);
    const std::string id(slash == std::string_view::npos ? std::string_view() : path.substr(slash + 1));
    if (id.empty()) return list(head);
    if (head == "agreements") return one(r_.agreements, id, [&](AgreementId k) { return agreement(k); });
    if (head == "incidents") return one(r_.incidents, id, [&](IncidentId k) { return incident(k, true); });
    if (head == "contradictions")
      return one(r_.contradictions, id, [&](ContradictionId k) { return contradiction(k); });
    if (head == "statements") return one(r_.statements, id, [&](StatementId k) { return statement(k); });
    if (head == "reports") {
      for (std::size_t i = 0; i < r_.reports.size(); ++i) {
        if (r_.reports[ReportId(i)].id == id) return report(ReportId(i));
      }
    }
    return refuse(404, "there is no " + std::string(path));
  }

 private:
  template <class IdType, class Row, class Make>
  Answer one(const base::Table<IdType, Row>& table, const std::string& id, const Make& make) {
    for (std::size_t i = 0; i < table.size(); ++i) {
      if (table[IdType(i)].id == id) return {200, dump(make(IdType(i)))};
    }
    return refuse(404, "no row has the id " + id);
  }

  std::string value(const std::string& key) const {
    const auto found = query_->find(key);
    return found == query_->end() ? std::string() : found->second;
  }

  Answer list(std::string_view head) {
    Json out;
    out["as_of"] = record::print_day(day_);
    if (head == "record") {
      put_summary(&out);
    } else if (head == "agreements") {
      out["rows"] = rows(r_.agreements, [&](AgreementId k) { return agreement_line(k); });
    } else if (head == "incidents") {
      out["rows"] = rows(r_.incidents, [&](IncidentId k) { return incident(k, false); });
    } else if (head == "contradictions") {
      out["rows"] = rows(r_.contradictions, [&](ContradictionId k) { return contradiction(k); });
    } else if (head == "claims") {
      out["rows"] = rows(r_.claims, [&](ClaimId k) { return claim(k); });
    } else if (head == "deadlines") {
      out["rows"] = rows(r_.deadlines, [&](DeadlineId k) { return deadline(k); });
    } else if (head == "reports") {
      out["rows"] = rows(r_.reports, [&](ReportId k) { return report_line(k); });
    } else if (head == "places") {
      out["rows"] = place_rows();
    } else if (head == "timeline") {
      out["rows"] = timeline();
    } else {
      return refuse(404, "there is no list " + std::string(head));
    }
    return {200, dump(out)};
  }

  // Rows that hold the words of `q` anywhere in what is shown, from the `from`th on.
  template <class IdType, class Row, class Make>
  Json rows(const base::Table<IdType, Row>& table, const Make& make) {
    const std::string wanted = record::fold_name(value("q"));
    const std::string start = value("from");
    const std::size_t from = start.empty() ? 0 : std::strtoul(start.c_str(), nullptr, 10);
    Json out = Json::array();
    std::size_t seen = 0;
    for (std::size_t i = 0; i < table.size() && out.size() < kRows; ++i) {
      if (wanted.empty() && seen < from) {
        ++seen;
        continue;
      }
      Json row = make(IdType(i));
      if (!wanted.empty() && record::fold_name(dump(row)).find(wanted) == std::string::npos) continue;
      if (seen++ >= from) out.push_back(std::move(row));
    }
    return out;
  }

  Json ids(const std::vector<StatementId>& statements) const {
    Json out = Json::array();
    for (const StatementId id : statements) out.push_back(r_.statements[id].id);
    return out;
  }
  Json tags(const std::vector<StatementId>& statements) const {
    Json out = Json::array();
    std::set<std::uint32_t> seen;
    for (const StatementId id : statements) {
      const ReportId report = r_.statements[id].report;
      if (seen.insert(report.value).second)
        out.push_back({{"id", r_.reports[report].id}, {"tag", words_.tag_of(report)}});
    }
    return out;
  }
  template <class T>
  void put_sourced(Json* out, const Sourced<T>& from) const {
    (*out)["statements"] = ids(from.statements);
    (*out)["origins"] = from.origins;
    (*out)["accord"] = name(from.agreement);
    (*out)["rule"] = from.rule;
  }
  Json actor(const Sourced<ActorId>& from) const {
    Json out;
    out["id"] = r_.actors[from.value].id;
    out["name"] = r_.actors[from.value].name;
    put_sourced(&out, from);
    return out;
  }
  Json actors(const std::vector<Sourced<ActorId>>& from) const {
    Json out = Json::array();
    for (const auto& item : from) out.push_back(actor(item));
    return out;
  }
  Json texts(const std::vector<Sourced<std::string>>& from) const {
    Json out = Json::array();
    for (const auto& item : from) {
      Json one;
      one["text"] = item.value;
      put_sourced(&one, item);
      out.push_back(std::move(one));
    }
    return out;
  }
  Json places(const std::vector<Sourced<PlaceId>>& from) const {
    Json out = Json::array();
    for (const auto& item : from) {
      Json one = place(item.value);
      put_sourced(&one, item);
      out.push_back(std::move(one));
    }
    return out;
  }
  Json place(PlaceId id) const {
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
  Json period(const std::optional<Sourced<Period>>& from) const {
    if (!from) return nullptr;
    Json out;
    out["edtf"] = from->value.edtf;
    out["min"] = from->value.min;
    out["max"] = from->value.max;
    put_sourced(&out, *from);
    return out;
  }
  Json number(const std::optional<std::int64_t>& from) const { return from ? Json(*from) : Json(nullptr); }
  Json figures(const std::vector<FigureSet>& sets) const {
    Json out = Json::array();
    for (const FigureSet& set : sets) {
      Json reported = Json::array();
      for (const Figure& figure : set.figures) {
        reported.push_back({{"statement", r_.statements[figure.statement].id},
                            {"tag", words_.tag(figure.statement)},
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

  void put_summary(Json* out) const {
    std::string first, last;
    for (const ReportRow& row : r_.reports) {
      if (!row.first_day.empty() && (first.empty() || row.first_day < first)) first = row.first_day;
      if (row.last_day > last) last = row.last_day;
    }
    (*out)["tool"] = r_.tool;
    (*out)["policies"] = r_.policies;
    (*out)["first_report"] = first;
    (*out)["last_report"] = last;
    (*out)["counts"] = {{"reports", r_.reports.size()},
                        {"texts", r_.groups.size()},
                        {"statements", r_.statements.size()},
                        {"agreements", r_.agreements.size()},
                        {"provisions", r_.provisions.size()},
                        {"incidents", r_.incidents.size()},
                        {"claims", r_.claims.size()},
                        {"deadlines", r_.deadlines.size()},
                        {"contradictions", r_.contradictions.size()},
                        {"tallies", r_.tallies.size()}};
  }

  Json agreement_line(AgreementId id) const {
    const AgreementRow& row = r_.agreements[id];
    const record::Status status = record::status_as_of(r_, id, day_);
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
      overdue += record::compliance_as_of(r_, p, day_).state == Compliance::Overdue;
    }
    std::size_t differ = 0, incidents = 0;
    for (const ContradictionRow& c : r_.contradictions) differ += c.agreement == id;
    for (const IncidentRow& i : r_.incidents) {
      incidents += std::any_of(i.links.begin(), i.links.end(),
                               [&](const AgreementLink& link) { return link.agreement == id; });
    }
    out["provisions"] = row.provisions.size();
    out["overdue"] = overdue;
    out["contradictions"] = differ;
    out["incidents"] = incidents;
    out["reports"] = row.reports.size();
    out["origins"] = row.origins;
    return out;
  }

  Json agreement(AgreementId id) const {
    const AgreementRow& row = r_.agreements[id];
    Json out = agreement_line(id);
    out["as_of"] = record::print_day(day_);
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
    out["differ"] = Json::array();
    for (std::size_t i = 0; i < r_.contradictions.size(); ++i) {
      if (r_.contradictions[ContradictionId(i)].agreement == id)
        out["differ"].push_back(contradiction(ContradictionId(i)));
    }
    out["happened"] = Json::array();
    for (std::size_t i = 0; i < r_.incidents.size(); ++i) {
      const IncidentRow& incident_row = r_.incidents[IncidentId(i)];
      for (const AgreementLink& link : incident_row.links) {
        if (link.agreement != id || out["happened"].size() >= kRows) continue;
        Json one = incident(IncidentId(i), false);
        one["relation"] = link.relation;
        one["tests"] = link_words(link);
        out["happened"].push_back(std::move(one));
      }
    }
    out["relations"] = Json::array();
    for (const AgreementRelation& relation : row.relations) {
      out["relations"].push_back({{"kind", relation.kind},
                                  {"id", r_.agreements[relation.other].id},
                                  {"title", r_.agreements[relation.other].title},
                                  {"statements", ids(relation.statements)}});
    }
    out["told_by"] = Json::array();
    for (const ReportId report : row.reports) out["told_by"].push_back(report_line(report));
    out["checklist"] = checklist(row);
    out["merges"] = Json::array();
    for (const MergeReason& merge : row.merges) {
      out["merges"].push_back({{"kept", r_.statements[merge.kept].id},
                               {"joined", r_.statements[merge.joined].id},
                               {"score", merge.score},
                               {"rule", merge.rule},
                               {"reasons", merge.reasons}});
    }
    return out;
  }

  // Present: some source reports it as a term. Unclear: only as possible, hoped, denied or conditional. Else
  // not reported, which is not the same as absent from the text.
  Json checklist(const AgreementRow& row) const {
    Json out = Json::array();
    for (const Element& element : elements_) {
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

  Json provision(ProvisionId id) const {
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
    out["statements"] = ids(row.statements);
    out["tags"] = tags(row.statements);
    out["origins"] = row.origins;
    const record::ComplianceStatus status = record::compliance_as_of(r_, id, day_);
    out["compliance"] = {{"state", name(status.state)},           {"words", record::print(status)},
                         {"reported", status.reported},           {"due", status.due},
                         {"days_late", number(status.days_late)}, {"days_left", number(status.days_left)},
                         {"statements", ids(status.statements)}};
    out["deadlines"] = Json::array();
    for (const DeadlineId d : row.deadlines) out["deadlines"].push_back(deadline(d));
    return out;
  }

  Json stage(StageId id) const {
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

  Json deadline(DeadlineId id) const {
    const DeadlineRow& row = r_.deadlines[id];
    Json out;
    out["id"] = row.id;
    out["due"] = row.due.edtf;
    out["min"] = row.due.min;
    out["max"] = row.due.max;
    out["words"] = words_.due(row);
    out["basis"] = row.basis;
    out["hardness"] = name(row.hardness);
    out["statements"] = ids(row.statements);
    out["tags"] = tags(row.statements);
    out["agreement"] =
        row.agreement.valid()
            ? Json({{"id", r_.agreements[row.agreement].id}, {"title", r_.agreements[row.agreement].title}})
            : Json(nullptr);
    if (row.provision.valid()) {
      out["provision"] = {{"id", r_.provisions[row.provision].id},
                          {"words", words_.provision_line(r_.provisions[row.provision])}};
      const record::ComplianceStatus status = record::compliance_as_of(r_, row.provision, day_, id);
      out["state"] = name(status.state);
      out["status"] = record::print(status);
    }
    return out;
  }

  Json claim(ClaimId id) const {
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
    out["quote"] = fold_space(opened_->view.statement(row.statement).evidence.quote);
    return out;
  }

  Json contradiction(ContradictionId id) const {
    const ContradictionRow& row = r_.contradictions[id];
    Json out;
    out["id"] = row.id;
    out["kind"] = row.kind;
    out["about"] = row.about;
    out["subject"] = row.subject;
    out["agreement"] =
        row.agreement.valid()
            ? Json({{"id", r_.agreements[row.agreement].id}, {"title", r_.agreements[row.agreement].title}})
            : Json(nullptr);
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
    return out;
  }

  Json incident(IncidentId id, bool whole) const {
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
    out["statements"] = ids(row.statements);
    out["tags"] = tags(row.statements);
    out["origins"] = row.origins;
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

  Json report_line(ReportId id) const {
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

  Json chain(const Statement& stmt) const {
    Json out = Json::array();
    for (const ChainLink& link : stmt.chain)
      out.push_back({{"text", link.text}, {"name", link.name}, {"role", link.role}});
    return out;
  }

  Json statement(StatementId id) const {
    const StatementRow& row = r_.statements[id];
    const Statement& stmt = opened_->view.statement(id);
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
    out["report"] = report_line(row.report);
    return out;
  }

  // The report's text in blocks, each cut where statements begin and end, so that a page can mark words
  // without counting bytes.
  Answer report(ReportId id) {
    const ReportRow& row = r_.reports[id];
    const ReadingParts& reading = opened_->view.reading(id).parts();
    auto document = opened_->db->document(row.sha256);
    if (!document) return refuse(500, base::print(document.error()));
    const std::string_view text = document->text;
    Json out = report_line(id);
    out["sha256"] = row.sha256;
    out["authors"] = reading.authors;
    out["dateline"] = reading.dateline;
    out["tool"] = reading.tool;
    out["blocks"] = Json::array();
    for (const Block& block : reading.blocks) {
      if (block.span.end > text.size()) return refuse(500, "the stored text is shorter than its blocks");
      std::set<std::uint32_t> cuts{block.span.begin, block.span.end};
      std::vector<const Statement*> inside;
      for (const Statement& stmt : reading.statements) {
        if (!stmt.evidence.span.overlaps(block.span)) continue;
        inside.push_back(&stmt);
        cuts.insert(std::clamp(stmt.evidence.span.begin, block.span.begin, block.span.end));
        cuts.insert(std::clamp(stmt.evidence.span.end, block.span.begin, block.span.end));
      }
      Json pieces = Json::array();
      for (auto at = cuts.begin(); std::next(at) != cuts.end(); ++at) {
        const Span piece{*at, *std::next(at)};
        Json here = Json::array();
        for (const Statement* stmt : inside) {
          if (stmt->evidence.span.contains(piece)) here.push_back(stmt->id);
        }
        pieces.push_back({{"text", piece.of(text)}, {"statements", std::move(here)}});
      }
      out["blocks"].push_back({{"kind", name(section_kind(block.type))},
                               {"block", name(block.type)},
                               {"reason", block.reason},
                               {"pieces", std::move(pieces)}});
    }
    out["said"] = Json::array();
    for (const Statement& stmt : reading.statements) {
      out["said"].push_back({{"id", stmt.id},
                             {"kind", name(stmt.kind)},
                             {"words", spaced_words(stmt.type)},
                             {"modality", name(stmt.modality)},
                             {"chain", chain(stmt)},
                             {"rule", stmt.evidence.rule}});
    }
    return {200, dump(out)};
  }

  // Located places with what happened or was agreed there.
  Json place_rows() const {
    std::vector<std::size_t> incidents(r_.places.size(), 0), agreements(r_.places.size(), 0);
    std::vector<std::vector<StatementId>> behind(r_.places.size());
    const auto see = [&behind](const Sourced<PlaceId>& item) {
      auto& list = behind[item.value.index()];
      if (list.size() < 100) list.insert(list.end(), item.statements.begin(), item.statements.end());
    };
    for (const IncidentRow& row : r_.incidents) {
      if (row.denied || row.places.empty()) continue;
      ++incidents[row.places.front().value.index()];
      see(row.places.front());
    }
    for (const AgreementRow& row : r_.agreements) {
      for (const auto& item : row.places) {
        ++agreements[item.value.index()];
        see(item);
      }
    }
    Json out = Json::array();
    for (std::size_t i = 0; i < r_.places.size(); ++i) {
      if (!r_.places[PlaceId(i)].located || incidents[i] + agreements[i] == 0) continue;
      Json one = place(PlaceId(i));
      one["incidents"] = incidents[i];
      one["agreements"] = agreements[i];
      std::sort(behind[i].begin(), behind[i].end());
      behind[i].erase(std::unique(behind[i].begin(), behind[i].end()), behind[i].end());
      one["statements"] = ids(behind[i]);
      out.push_back(std::move(one));
    }
    return out;
  }

  Json timeline() const {
    Json out = Json::array();
    const auto add = [&](const char* lane, const std::string& id, const std::string& line, const Period& time,
                         Modality modality, bool denied, const std::vector<StatementId>& statements) {
      if (time.min.empty() && time.max.empty()) return;
      const bool untrue = denied || modality == Modality::Denied || modality == Modality::Negated;
      const bool told = modality == Modality::Actual || modality == Modality::Historical;
      out.push_back({{"lane", lane},
                     {"id", id},
                     {"line", line},
                     {"min", time.min.empty() ? time.max : time.min},
                     {"max", time.max.empty() ? time.min : time.max},
                     {"style", untrue ? "denied"
                               : told ? "reported"
                                      : "planned"},
                     {"statements", ids(statements)}});
    };
    for (const StageRow& row : r_.stages) {
      const std::string deal = row.agreement.valid() ? r_.agreements[row.agreement].title + ": " : "";
      add("agreements", row.id, deal + spaced_words(row.type), row.time, row.modality, false, row.statements);
    }
    for (const DeadlineRow& row : r_.deadlines) {
      const std::string what = row.provision.valid() ? words_.provision_line(r_.provisions[row.provision])
                                                     : std::string("deadline");
      add("deadlines", row.id, what, row.due, Modality::Planned, false, row.statements);
    }
    for (const IncidentRow& row : r_.incidents) {
      add("incidents", row.id, words_.incident_line(row), row.time.value, row.modality, row.denied,
          row.statements);
    }
    for (const ClaimRow& row : r_.claims) {
      const ReportRow& told_in = r_.reports[r_.statements[row.statement].report];
      add("claims", row.id, spaced_words(row.act), {told_in.published, told_in.first_day, told_in.last_day},
          Modality::Actual, false, {row.statement});
    }
    return out;
  }

  std::unique_ptr<Opened> opened_;
  std::vector<Element> elements_;
  const RecordParts& r_;
  Words words_;
  const std::map<std::string, std::string>* query_ = nullptr;
  record::Day day_;
};

}  // namespace

base::Result<std::unique_ptr<RecordApi>> RecordApi::open(const std::string& record) {
  auto opened = open_record(record);
  if (!opened) return tl::unexpected(opened.error());
  auto elements = load_elements(base::DataSource());
  if (!elements) return tl::unexpected(elements.error());
  return std::make_unique<Api>(std::move(*opened), std::move(*elements));
}

}  // namespace hudna::app
