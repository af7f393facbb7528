// A small record made by hand, so that the exports are tested on what a Record may hold and not on what is
// read today: a truce between an army and a front in an invented town, told by two reports.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "export/formats.h"
#include "tests/support/readings.h"

namespace hudna::exports {

using model::StatementId;
using model::StatementKind;
using testing::ReportMaker;

struct World {
  std::vector<model::Reading> readings;
  std::map<std::string, std::string> texts;  // by SHA-256
  std::unique_ptr<model::Record> record;
  std::vector<const model::Reading*> pointers;
  model::RecordView view;
  Crosswalk codes = *load_crosswalk(base::DataSource());
  Facts facts;

  // The statement of that type and modality.
  StatementId find(std::string_view type, model::Modality modality = model::Modality::Actual) const {
    for (std::size_t i = 0; i < parts.statements.size(); ++i) {
      const model::StatementRow& row = parts.statements[StatementId(i)];
      if (row.type == type && row.modality == modality) return StatementId(i);
    }
    return {};
  }
  model::RecordParts parts;

  void freeze() {
    const auto problems = model::verify(parts);
    ASSERT_TRUE(problems.empty()) << problems.front();
    record = std::make_unique<model::Record>(model::make_record(std::move(parts)));
    pointers = testing::pointers(readings);
    ASSERT_TRUE(model::RecordView::join(*record, pointers, &view));
  }

  Context context(Settings settings) {
    if (settings.as_of.empty()) settings.as_of = "2021-03-12";
    settings.tool = "hudna/test";
    return Context(view, codes, facts, std::move(settings),
                   [this](const std::string& sha256) -> base::Result<Original> {
                     return Original{texts.at(sha256), texts.at(sha256)};
                   });
  }
};

template <class T>
model::Sourced<T> sourced(T value, StatementId statement) {
  model::Sourced<T> out;
  out.value = std::move(value);
  out.statements = {statement};
  out.rule = "test/1";
  out.origins = 1;
  return out;
}

inline model::Period period(std::string edtf, std::string min, std::string max) {
  return {std::move(edtf), std::move(min), std::move(max)};
}

inline model::FigureSet deaths(StatementId statement, std::int64_t low, std::optional<std::int64_t> high,
                               std::string category) {
  model::FigureSet set;
  set.slot = model::SlotName::Deaths;
  set.effect = model::Effect::Killed;
  set.category = std::move(category);
  set.low = set.best = low;
  set.high = high;
  set.open_high = !high;
  set.policy = "test/1";
  set.origins = 1;
  model::Figure figure;
  figure.statement = statement;
  figure.slot = model::SlotName::Deaths;
  figure.text = std::to_string(low);
  figure.quantity.low = figure.quantity.best = low;
  figure.quantity.high = high;
  set.figures.push_back(figure);
  return set;
}

// REQUIRES: `world` is empty.
inline void make_world(World* world) {
  using model::Modality;
  ReportMaker wire("pages/wire.html", "=Llano \"Wire\", daily", "2021-03-04");
  wire.parts().title = "<script>alert(1)</script> Truce in Puerto Leal";
  wire.parts().canonical_url = "javascript:alert(2)";
  wire.parts().authors = {"Ines Duarte"};
  wire.words("\xD8\xB3\xD9\x84\xD8\xA7\xD9\x85 \xF0\x9F\x95\x8A a dove over the town");
  wire.add(StatementKind::Stage, "agreed",
           "The army and the Front agreed on a truce in Puerto Leal on 2 March.");
  wire.add(StatementKind::Provision, "withdrawal", "The Front shall leave the port by 10 March.")
      .modality(Modality::Required);
  wire.add(StatementKind::Incident, "shelling",
           "Shells killed three civilians at a clinic, said Rosa Medina, a nurse.");
  wire.add(StatementKind::Incident, "bombing", "The army denied that a bomb went off.")
      .modality(Modality::Denied);
  wire.add(StatementKind::Incident, "offensive", "The army plans an offensive.").modality(Modality::Planned);
  wire.add(StatementKind::Incident, "siege", "The town has been under siege since January.");
  ReportMaker blog("pages/blog.txt", "Coast Notes", "2021-03-05");
  blog.parts().title = "Notes";
  blog.add(StatementKind::Incident, "armed_clash", "@noon the Front and the army fought near the port.");
  for (ReportMaker* maker : {&wire, &blog}) {
    world->readings.push_back(maker->make());
    world->texts[world->readings.back().parts().sha256] = maker->text();
  }
  model::RecordParts& r = world->parts;
  r.tool = "hudna/test", r.policies = "test/1";
  for (std::size_t i = 0; i < world->readings.size(); ++i) {
    const model::ReadingParts& reading = world->readings[i].parts();
    model::ReportRow row;
    row.id = reading.report_id, row.sha256 = reading.sha256, row.source = reading.source,
    row.title = reading.title;
    row.outlet = reading.outlet, row.url = reading.canonical_url, row.language = "en";
    row.published = row.first_day = row.last_day = reading.published.edtf;
    row.published_basis = model::DateBasis::Metadata;
    row.statements = static_cast<std::uint32_t>(reading.statements.size());
    row.group = model::GroupId(i);
    r.reports.push(row);
    r.groups.push({"sg-" + std::to_string(i), {{model::ReportId(i), model::CopyKind::Original, 1000}}});
    for (std::size_t k = 0; k < reading.statements.size(); ++k) {
      const model::Statement& stmt = reading.statements[k];
      model::StatementRow statement;
      statement.id = stmt.id, statement.report = model::ReportId(i),
      statement.index = static_cast<std::uint32_t>(k);
      statement.kind = stmt.kind, statement.type = stmt.type, statement.modality = stmt.modality;
      statement.origin = "text:" + std::to_string(i);
      if (stmt.type == "shelling") statement.speaker = "Rosa Medina";
      r.statements.push(statement);
    }
  }
  const auto actor = [&r](std::string id, std::string name, model::ActorType type, model::Side side,
                          bool priv) {
    model::ActorRow row;
    row.id = std::move(id), row.name = name, row.type = type, row.side = side, row.country = "CO";
    row.private_person = priv;
    row.names_as_reported = {std::move(name)};
    return r.actors.push(row);
  };
  const auto army =
      actor("ac-army", "Coast army", model::ActorType::StateForces, model::Side::Government, false);
  const auto front =
      actor("ac-front", "River Front", model::ActorType::ArmedGroup, model::Side::Opposition, false);
  const auto mission =
      actor("ac-mission", "Observer Mission", model::ActorType::Igo, model::Side::Third, false);
  actor("ac-nurse", "Rosa Medina", model::ActorType::PrivatePerson, model::Side::Unclear, true);
  const auto place = [&r](std::string id, std::string name, double lat, double lon,
                          model::Precision precision) {
    model::PlaceRow row;
    row.id = std::move(id), row.name = name, row.lat = lat, row.lon = lon, row.located = true;
    row.precision = precision, row.country = "CO", row.admin1 = "Arauca";
    row.names_as_reported = {std::move(name)};
    return r.places.push(row);
  };
  const auto town = place("pl-co81", "Puerto Leal", 7.1234567, -70.7, model::Precision::Settlement);
  const auto clinic = place("pl-t-2", "San Roque clinic", 7.16, -70.74, model::Precision::Site);
  const auto village = place("pl-t-3", "La Ceiba", 7.3, -70.5, model::Precision::Settlement);

  const StatementId agreed = world->find("agreed"), leave = world->find("withdrawal", Modality::Required),
                    shells = world->find("shelling"), bomb = world->find("bombing", Modality::Denied),
                    plan = world->find("offensive", Modality::Planned), siege = world->find("siege"),
                    fight = world->find("armed_clash");
  const model::AgreementId deal(0);
  model::AgreementRow agreement;
  agreement.id = "ag-leal", agreement.title = "Puerto Leal truce", agreement.kind = "truce",
  agreement.laterality = "bilateral";
  agreement.places = {sourced(town, agreed), sourced(clinic, agreed), sourced(village, agreed)};
  for (const auto& [who, side, letter] :
       {std::tuple(army, model::Side::Government, "A"), {front, model::Side::Opposition, "B"}}) {
    model::Party party;
    party.actor = sourced(who, agreed), party.side = side, party.group = letter;
    agreement.parties.push_back(party);
  }
  model::ThirdParty third;
  third.actor = sourced(mission, agreed), third.role = "monitor";
  agreement.third_parties.push_back(third);
  agreement.declared = sourced(period("2021-03-02", "2021-03-02", "2021-03-02"), agreed);
  agreement.term = sourced(model::DurationValue{"PT72H"}, agreed);
  agreement.stages = {model::StageId(0)}, agreement.provisions = {model::ProvisionId(0)};
  agreement.deadlines = {model::DeadlineId(0)};
  agreement.reports = {model::ReportId(0)}, agreement.statements = {agreed, leave}, agreement.origins = 1;
  r.agreements.push(agreement);
  model::StageRow stage;
  stage.id = "se-1", stage.agreement = deal, stage.type = "agreed", stage.dated = true;
  stage.time = agreement.declared->value, stage.statements = {agreed}, stage.origins = 1;
  r.stages.push(stage);
  model::ProvisionRow term;
  term.id = "pv-1", term.agreement = deal, term.type = "withdrawal", term.modality = Modality::Required;
  term.text_status = "paraphrased", term.obligors = {sourced(front, leave)},
  term.deadlines = {model::DeadlineId(0)};
  term.objects = {sourced(std::string("=cmd|' /C calc'!A0"), leave)};
  term.statements = {leave}, term.origins = 1;
  r.provisions.push(term);
  model::DeadlineRow due;
  due.id = "dl-1", due.agreement = deal, due.provision = model::ProvisionId(0);
  due.due = period("../2021-03-10", "", "2021-03-10"), due.basis = "stated_date",
  due.hardness = model::Hardness::Required;
  due.statements = {leave}, due.origins = 1;
  r.deadlines.push(due);
  const auto incident = [&](std::string id, std::string type, StatementId statement, model::PlaceId where) {
    model::IncidentRow row;
    row.id = std::move(id), row.type = std::move(type), row.statements = {statement}, row.origins = 1;
    row.reports = {r.statements[statement].report};
    row.places = {sourced(where, statement)};
    row.modality = r.statements[statement].modality;
    return row;
  };
  model::IncidentRow row = incident("in-0000000000ff", "shelling", shells, clinic);
  row.time = sourced(period("2021-03-03", "2021-03-03", "2021-03-03"), shells);
  row.perpetrators = {{sourced(army, shells), model::Attribution::Alleged, false}};
  row.targets = {sourced(std::string("the clinic"), shells)};
  row.figures = {deaths(shells, 3, 3, "civilian")};
  model::AgreementLink link;
  link.agreement = deal, link.relation = "in_scope_in_force";
  row.links = {link};
  r.incidents.push(row);
  row = incident("in-2", "bombing", bomb, town);
  row.denied = true;
  r.incidents.push(row);
  r.incidents.push(incident("in-3", "offensive", plan, town));
  row = incident("in-4", "siege", siege, town);
  row.condition = true;
  r.incidents.push(row);
  row = incident("in-5", "armed_clash", fight, town);
  row.time = sourced(period("2021-03-01/2021-03-07", "2021-03-01", "2021-03-07"), fight);
  row.perpetrators = {{sourced(front, fight), model::Attribution::StatedAsFact, false},
                      {sourced(army, fight), model::Attribution::StatedAsFact, false}};
  r.incidents.push(row);
  row = incident("in-6", "armed_clash", fight, village);
  row.figures = {deaths(fight, 50, std::nullopt, "")};
  r.incidents.push(row);

  world->facts.actors.resize(r.actors.size());
  world->facts.actors[army.index()] = {"118", "Government of the Coast", "MIL"};
  world->facts.places.resize(r.places.size());
  world->facts.places[town.index()].pcode = "CO81";
  world->facts.places[town.index()].admin1_code = "CO81";
  world->freeze();
}

inline std::string bytes_of(Context* context, void (*write)(Context*, Out*)) {
  std::string bytes;
  Out out([&bytes](std::string_view piece) {
    bytes.append(piece);
    return true;
  });
  write(context, &out);
  out.flush();
  return bytes;
}

// Rows of RFC 4180 CSV by column name; the header is the first.
struct Table {
  std::vector<std::string> header;
  std::vector<std::map<std::string, std::string>> rows;
};
inline Table parse_table(const std::string& csv) {
  Table out;
  std::vector<std::vector<std::string>> lines(1, std::vector<std::string>(1));
  bool quoted = false;
  for (std::size_t i = 0; i < csv.size(); ++i) {
    const char c = csv[i];
    if (quoted) {
      if (c != '"')
        lines.back().back().push_back(c);
      else if (i + 1 < csv.size() && csv[i + 1] == '"')
        lines.back().back().push_back(csv[++i]);
      else
        quoted = false;
    } else if (c == '"') {
      quoted = true;
    } else if (c == ',') {
      lines.back().emplace_back();
    } else if (c == '\r' && csv[i + 1] == '\n') {
      ++i;
      lines.emplace_back(1);
    } else {
      lines.back().back().push_back(c);
    }
  }
  lines.pop_back();
  out.header = lines.front();
  for (std::size_t i = 1; i < lines.size(); ++i) {
    EXPECT_EQ(lines[i].size(), out.header.size());
    std::map<std::string, std::string> row;
    for (std::size_t k = 0; k < out.header.size() && k < lines[i].size(); ++k)
      row[out.header[k]] = lines[i][k];
    out.rows.push_back(std::move(row));
  }
  return out;
}

}  // namespace hudna::exports
