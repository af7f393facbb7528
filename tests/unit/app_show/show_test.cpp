#include "app/show.h"

#include <gtest/gtest.h>

#include <map>

#include "app/explain.h"
#include "base/utf8.h"
#include "record/builder.h"
#include "tests/support/hajar.h"
#include "tests/support/policies.h"
#include "tests/support/readings.h"

namespace hudna::app {
namespace {

using model::Modality, model::QuantityOp, model::Side, model::SlotName, model::StatementKind;
using testing::Actor, testing::Place, testing::ReportMaker;

const Actor kArmy = testing::army("ac-t-army", "Coast army", "CO");
const Actor kFront = testing::armed_group("the Front", "ac-t-front", "River Front", "CO");
const Actor kPriest{
    "Father Ildefonso Rueda", "", "Ildefonso Rueda", Side::Unclear, model::ActorType::NamedSpokesperson, ""};
const Place kTown = testing::town("Puerto Leal", "pl-t-1", 7.1, -70.7, "CO", "Arauca");

struct Built {
  std::vector<model::Reading> readings;
  std::map<std::string, std::string> texts;
  std::optional<model::Record> record;
  model::RecordView view;
};

void add(Built* built, ReportMaker& maker) {
  built->readings.push_back(maker.make());
  built->texts[built->readings.back().parts().sha256] = maker.text();
}

void finish(Built* built) {
  built->record.emplace(record::build_record(testing::pointers(built->readings), testing::policies()));
  std::vector<const model::Reading*> pointers = testing::pointers(built->readings);
  ASSERT_TRUE(model::RecordView::join(*built->record, pointers, &built->view));
}

void build(Built* built) {
  ReportMaker wire("pages/wire.html", "Llano Wire", "2022-02-03");
  wire.add(StatementKind::Stage, "agreed",
           "The army and the Front agreed on Tuesday to a truce in Puerto Leal.")
      .party(kArmy)
      .party(kFront)
      .place(kTown)
      .when("2022-02-01");
  wire.add(StatementKind::Role, "mediator", "Father Ildefonso Rueda mediated.").actor(kPriest);
  wire.add(StatementKind::Provision, "withdrawal", "About 200 fighters are to leave by 10 February.")
      .actor(kFront)
      .number(SlotName::Count, "About 200", QuantityOp::Approx, 200, "fighter")
      .due("../2022-02-10")
      .modality(Modality::Planned);
  wire.add(StatementKind::Provision, "release_of_captives", "Nine captives go free, the Front said.")
      .slot(SlotName::Object, "Nine captives")
      .said_by(kFront)
      .modality(Modality::Planned);
  wire.add(StatementKind::Incident, "shelling", "On Monday a shell killed four people in Puerto Leal.")
      .place(kTown)
      .when("2022-01-31")
      .deaths(4);
  wire.add(StatementKind::Claim, "oppose_agreement",
           "The army's brigade commander is against it, the priest said.")
      .actor(kArmy)
      .said_by(kPriest);
  add(built, wire);
  ReportMaker radio("pages/radio.txt", "", "2022-02-05");
  radio.add(StatementKind::Stage, "in_force", "The truce in Puerto Leal holds since Wednesday.")
      .place(kTown)
      .when("2022-02-02");
  radio.add(StatementKind::Provision, "withdrawal", "Only 80 armed men will leave.")
      .actor(kFront)
      .number(SlotName::Count, "80", QuantityOp::Equal, 80, "man")
      .modality(Modality::Planned);
  radio.add(StatementKind::Provision, "release_of_captives", "The army denied that any release was agreed.")
      .said_by(kArmy)
      .modality(Modality::Denied);
  radio
      .add(StatementKind::Incident, "killing", "Over 60 people were killed in the region since January 2021.")
      .when("2021-01/2022-02")
      .number(SlotName::Deaths, "Over 60", QuantityOp::More, 60)
      .place(kTown);
  radio.words("\x1b[31mred\x1b[0m and \xE2\x80\xAE reversed");
  add(built, radio);
  finish(built);
}

std::string text_of(const Built& built, const std::string& view, std::size_t columns,
                    const std::string& as_of = "", bool colour = false) {
  ShowOptions options;
  options.view = view;
  options.as_of = as_of;
  options.page = {columns, colour};
  const auto text = show(built.view, options);
  EXPECT_TRUE(text) << view;
  return text ? *text : "";
}

TEST(Show, AgreementsTellWhatWasAgreedByWhomAndWhoSaysSo) {
  Built built;
  build(&built);
  const std::string text = text_of(built, "agreements", 140, "2022-02-11");
  for (const char* part :
       {"Puerto Leal truce", "in force since 2022-02-02", "Coast army — River Front", "mediator",
        "Ildefonso Rueda", "agreed 2022-02-01", "~ 200 fighters, 80 men", "claimed and denied",
        "overdue by 1 day on 2022-02-11, no report", "[llano-wire", "radio"}) {
    EXPECT_NE(text.find(part), std::string::npos) << part << "\n" << text;
  }
  for (const char* loaded : {"breach", "did not happen", "false", "regime"})
    EXPECT_EQ(text.find(loaded), std::string::npos) << loaded;
}

TEST(Show, TheChosenDayDecides) {
  Built built;
  build(&built);
  EXPECT_NE(text_of(built, "agreements", 140, "2022-02-01").find("agreed 2022-02-01"), std::string::npos);
  EXPECT_NE(text_of(built, "deadlines", 140, "2022-02-05").find("not yet due, 5 days left"),
            std::string::npos);
  EXPECT_NE(text_of(built, "deadlines", 140, "2022-02-12").find("overdue by 2 days on 2022-02-12, no report"),
            std::string::npos);
  EXPECT_NE(text_of(built, "agreements", 140, "2021-12-01").find("not yet"), std::string::npos);
}

// The part of a view from a label to the next line that has one.
std::string entry(const std::string& text, const std::string& label) {
  const std::size_t at = text.find("\n  " + label);
  if (at == std::string::npos) return "";
  std::size_t end = text.find("\n  ", at + 1);
  while (end != std::string::npos && text.compare(end, 6, "\n     ") == 0) end = text.find("\n  ", end + 1);
  return text.substr(at, end == std::string::npos ? end : end - at);
}

TEST(Show, SidesAreToldWithWhoseSentencePutsThemThere) {
  Built built;
  build(&built);
  const std::string text = text_of(built, "sides", 140);
  const std::string first = entry(text, "side A"), second = entry(text, "side B"), against = entry(text, "against"),
                    middle = entry(text, "mediator");
  EXPECT_NE((first + second).find("Coast army"), std::string::npos) << text;
  EXPECT_NE((first + second).find("River Front"), std::string::npos) << text;
  // The report's own words name no speaker, and open by the role's id.
  EXPECT_NE(first.find("[llano-wire"), std::string::npos) << text;
  EXPECT_NE(first.find(" ro-"), std::string::npos) << text;
  EXPECT_EQ((first + second).find("according to"), std::string::npos) << text;
  EXPECT_NE(middle.find("Ildefonso Rueda"), std::string::npos) << text;
  EXPECT_NE(against.find("Coast army"), std::string::npos) << text;
  EXPECT_NE(against.find("says Ildefonso Rueda"), std::string::npos) << text;
  // Of whom nobody says where he stands is on no side.
  EXPECT_EQ((first + second).find("Rueda"), std::string::npos) << text;
}

TEST(Show, WhoIsCalledASideByASpeakerIsOneByThatSpeakersWord) {
  Built built;
  ReportMaker wire("pages/wire.html", "Llano Wire", "2022-02-03");
  wire.add(StatementKind::Stage, "agreed", "The army and the Front agreed to a truce in Puerto Leal, the priest said.")
      .party(kArmy)
      .party(kFront)
      .place(kTown)
      .when("2022-02-01")
      .said_by(kPriest);
  add(&built, wire);
  finish(&built);
  const std::string text = text_of(built, "sides", 140);
  EXPECT_NE(entry(text, "side A").find("according to Ildefonso Rueda"), std::string::npos) << text;
  EXPECT_NE(entry(text, "side B").find("according to Ildefonso Rueda"), std::string::npos) << text;
}

TEST(Show, ATermThatRanOutIsToldAsSuch) {
  Built built;
  ReportMaker wire("pages/wire.html", "Llano Wire", "2022-02-03");
  wire.add(StatementKind::Stage, "in_force", "The truce in Puerto Leal holds since Wednesday.").place(kTown).when("2022-02-02");
  wire.add(StatementKind::Provision, "cessation_of_hostilities", "It is to last 72 hours.").lasts("PT72H");
  add(&built, wire);
  finish(&built);
  EXPECT_NE(text_of(built, "agreements", 140, "2022-02-04").find("its term ends 2022-02-05"), std::string::npos);
  const std::string after = text_of(built, "agreements", 140, "2022-02-09");
  EXPECT_NE(after.find("term over since 2022-02-05, no report of an extension [llano-wire"), std::string::npos) << after;
}

TEST(Show, TotalsStandApartFromIncidents) {
  Built built;
  build(&built);
  const std::string text = text_of(built, "incidents", 120);
  EXPECT_NE(text.find("1 incident"), std::string::npos) << text;
  EXPECT_NE(text.find("never added to incidents"), std::string::npos);
  EXPECT_NE(text.find("> 60 killed"), std::string::npos);
}

TEST(Show, EveryViewFitsAnyWidthAndStaysPlain) {
  Built built;
  build(&built);
  for (const std::string_view view : show_views()) {
    for (std::size_t columns = 20; columns <= 160; columns += 7) {
      const std::string text = text_of(built, std::string(view), columns);
      EXPECT_TRUE(base::is_valid_utf8(text));
      EXPECT_EQ(text.find('\x1b'), std::string::npos);
      EXPECT_EQ(text.find("\xE2\x80\xAE"), std::string::npos);
      for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        const std::string line = text.substr(at, end - at);
        EXPECT_LE(cell_width(line), columns) << view << ": " << line;
        EXPECT_TRUE(line.empty() || line.back() != ' ') << view << ": [" << line << "]";
        at = end + 1;
      }
    }
    EXPECT_NE(text_of(built, std::string(view), 100, "", true).find("\x1b["), std::string::npos) << view;
  }
}

TEST(Show, AnEmptyRecordSaysSo) {
  Built built;
  finish(&built);
  for (const std::string_view view : show_views()) {
    EXPECT_FALSE(text_of(built, std::string(view), 80).empty());
    EXPECT_FALSE(has_rows(built.record->parts(), view));
  }
}

TEST(Show, RefusesUnknownViewsAndDays) {
  Built built;
  build(&built);
  ShowOptions options;
  options.view = "weather";
  EXPECT_EQ(show(built.view, options).error().code, base::Code::ArgumentBad);
  options.view = "agreements";
  options.as_of = "2022-02";
  EXPECT_EQ(show(built.view, options).error().code, base::Code::ArgumentBad);
  options.as_of = "2022-02-30";
  EXPECT_EQ(show(built.view, options).error().code, base::Code::ArgumentBad);
}

TEST(Explain, FollowsEveryIdToItsWords) {
  Built built;
  build(&built);
  const TextOf texts = [&](const std::string& hash) -> base::Result<std::string> {
    return built.texts.at(hash);
  };
  const model::RecordParts& r = built.record->parts();
  std::vector<std::string> ids;
  for (const auto& row : r.agreements) ids.push_back(row.id);
  for (const auto& row : r.provisions) ids.push_back(row.id);
  for (const auto& row : r.incidents) ids.push_back(row.id);
  for (const auto& row : r.contradictions) ids.push_back(row.id);
  for (const auto& row : r.statements) ids.push_back(row.id);
  for (const auto& row : r.stages) ids.push_back(row.id);
  for (const auto& row : r.deadlines) ids.push_back(row.id);
  for (const auto& row : r.tallies) ids.push_back(row.id);
  for (const auto& row : r.claims) ids.push_back(row.id);
  for (const std::string& id : ids) {
    for (const std::size_t columns : {30u, 100u}) {
      const auto text = explain(built.view, id, texts, {columns, false});
      ASSERT_TRUE(text) << id << " " << base::print(text.error());
      EXPECT_NE(text->find("⟦"), std::string::npos) << id;
      EXPECT_NE(text->find("test_rule@1"), std::string::npos) << id;
      EXPECT_NE(text->find("published"), std::string::npos) << id;
    }
  }
  for (const auto& row : r.actors) EXPECT_TRUE(explain(built.view, row.id, texts, {}));
  for (const auto& row : r.places) EXPECT_TRUE(explain(built.view, row.id, texts, {}));
  for (const auto& row : r.reports) EXPECT_TRUE(explain(built.view, row.id, texts, {}));
  for (const auto& row : r.groups) EXPECT_TRUE(explain(built.view, row.id, texts, {}));
  // A short form that is unique will do.
  EXPECT_TRUE(explain(built.view, r.provisions[model::ProvisionId(0)].id.substr(0, 9), texts, {}));
  const auto unknown = explain(built.view, "ag-nowhere", texts, {});
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().code, base::Code::IdUnknown);
}

TEST(Explain, AQuoteThatIsGoneIsReported) {
  Built built;
  build(&built);
  const TextOf texts = [](const std::string&) -> base::Result<std::string> {
    return std::string("something else");
  };
  const auto text =
      explain(built.view, built.record->parts().statements[model::StatementId(0)].id, texts, {});
  ASSERT_FALSE(text);
  EXPECT_EQ(text.error().code, base::Code::EvidenceOrphaned);
}

TEST(Layout, WrapsUnderTheLabelAndCutsLongWords) {
  Layout layout({30, false});
  layout.entry(2, "label", 6, {{"one two three four five six seven"}});
  EXPECT_EQ(layout.take(), "  label  one two three four\n         five six seven\n");
  Layout narrow({20, false});
  narrow.entry(0, "", 0, {{std::string(45, 'x')}});
  EXPECT_EQ(narrow.take(),
            std::string(20, 'x') + "\n" + std::string(20, 'x') + "\n" + std::string(5, 'x') + "\n");
  EXPECT_EQ(cell_width("تلبيسة"), 6u);
  EXPECT_EQ(shorten("de-escalation", 6), "de-es…");
}

TEST(PrintAll, ForEyes) {
  if (std::getenv("HUDNA_PRINT") == nullptr) GTEST_SKIP() << "set HUDNA_PRINT to see the views";
  Built built;
  build(&built);
  for (const std::string_view view : show_views())
    std::puts(text_of(built, std::string(view), 110, "2022-02-11").c_str());
  const TextOf texts = [&](const std::string& hash) -> base::Result<std::string> {
    return built.texts.at(hash);
  };
  std::puts(
      explain(built.view, built.record->parts().provisions[model::ProvisionId(0)].id, texts, {110, false})
          ->c_str());
}

}  // namespace
}  // namespace hudna::app
