#include "record/builder.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "record/status.h"
#include "tests/support/hajar.h"
#include "tests/support/policies.h"
#include "tests/support/readings.h"

namespace hudna::record {
namespace {

using model::Modality, model::QuantityOp, model::Side, model::SlotName, model::StatementKind;
using testing::Actor, testing::kArmy, testing::kFar, testing::kHajar, testing::kSuq, testing::kTribes;
using testing::Place, testing::policies, testing::ReportMaker;

const Actor kElders{"a council of elders",
                    "ac-test-elders",
                    "Council of Elders",
                    Side::Third,
                    model::ActorType::NegotiatingBody,
                    "YE"};

model::Reading wire_story() {
  ReportMaker report("wire.txt", "Gulf Wire", "2021-03-04");
  report
      .add(StatementKind::Stage, "agreed",
           "The army and tribal fighters agreed on a truce in Hajar on Tuesday.")
      .party(kArmy)
      .party(kTribes)
      .place(kHajar)
      .when("2021-03-02");
  report.add(StatementKind::Role, "broker", "A council of elders brokered it.").actor(kElders);
  report
      .add(StatementKind::Provision, "withdrawal",
           "More than 300 fighters are to leave the town by 10 March.")
      .actor(kTribes)
      .number(SlotName::Count, "More than 300", QuantityOp::More, 300, "fighter")
      .due("../2021-03-10")
      .modality(Modality::Planned);
  report
      .add(StatementKind::Incident, "shelling",
           "On Monday shells fell on the Suq district of Hajar and killed seven people.")
      .place(kSuq)
      .when("2021-03-01")
      .deaths(7);
  return report.make();
}

model::Reading state_story() {
  ReportMaker report("state.txt", "State Agency", "2021-03-05");
  report
      .add(StatementKind::Stage, "in_force", "A ceasefire is holding in Hajar since Tuesday, the army said.")
      .place(kHajar)
      .when("2021-03-02")
      .said_by(kArmy);
  report.add(StatementKind::Provision, "withdrawal", "Some 120 gunmen will be bussed out.")
      .actor(kTribes)
      .number(SlotName::Count, "Some 120", QuantityOp::Approx, 120, "gunman")
      .modality(Modality::Planned)
      .said_by(kArmy);
  report.add(StatementKind::Incident, "shelling", "Nine people died when Hajar was shelled on Monday.")
      .place(kHajar)
      .when("2021-03-01")
      .deaths(9);
  return report.make();
}

model::Record build(const std::vector<model::Reading>& readings) {
  return build_record(testing::pointers(readings), policies());
}

TEST(BuildRecord, GathersOneAgreementFromTwoReports) {
  std::vector<model::Reading> readings;
  readings.push_back(wire_story());
  readings.push_back(state_story());
  const model::Record record = build(readings);
  const model::RecordParts& parts = record.parts();
  ASSERT_EQ(parts.agreements.size(), 1u);
  const model::AgreementRow& row = parts.agreements[model::AgreementId(0)];
  EXPECT_EQ(row.reports.size(), 2u);
  EXPECT_EQ(row.title, "Hajar ceasefire, March 2021");
  ASSERT_EQ(row.parties.size(), 2u);
  EXPECT_NE(row.parties[0].group, row.parties[1].group);
  ASSERT_EQ(row.third_parties.size(), 1u);
  EXPECT_EQ(row.third_parties[0].role, "broker");
  ASSERT_TRUE(row.declared);
  EXPECT_EQ(row.declared->value.edtf, "2021-03-02");
  ASSERT_EQ(row.provisions.size(), 1u);
  EXPECT_FALSE(row.merges.empty());
  EXPECT_GE(row.merges[0].score, policies().weight("agreement.merge_min"));
  EXPECT_FALSE(row.merges[0].reasons.empty());
}

TEST(BuildRecord, MergesOneShellingAndKeepsBothTolls) {
  std::vector<model::Reading> readings;
  readings.push_back(wire_story());
  readings.push_back(state_story());
  const model::Record record = build(readings);
  const model::RecordParts& parts = record.parts();
  ASSERT_EQ(parts.incidents.size(), 1u);
  const model::IncidentRow& row = parts.incidents[model::IncidentId(0)];
  EXPECT_EQ(row.statements.size(), 2u);
  ASSERT_EQ(row.figures.size(), 1u);
  EXPECT_EQ(row.figures[0].low, 7);
  EXPECT_EQ(row.figures[0].high, 9);
  EXPECT_EQ(row.figures[0].agreement, model::Accord::Conflict);
  const auto number = [](const model::ContradictionRow& cx) { return cx.kind == "number"; };
  // One about the toll, one about how many leave.
  EXPECT_EQ(std::count_if(parts.contradictions.begin(), parts.contradictions.end(), number), 2);
}

TEST(BuildRecord, KeepsPlacesAndTimesApart) {
  std::vector<model::Reading> readings;
  readings.push_back(wire_story());
  ReportMaker far("far.txt", "Coast News", "2021-03-05");
  far.add(StatementKind::Stage, "agreed",
          "The army and tribal fighters agreed on a truce in Qishn on Wednesday.")
      .party(kArmy)
      .party(kTribes)
      .place(kFar)
      .when("2021-03-03");
  far.add(StatementKind::Incident, "shelling", "Seven people died under shells in Qishn on Monday.")
      .place(kFar)
      .when("2021-03-01")
      .deaths(7);
  readings.push_back(far.make());
  ReportMaker old("old.txt", "Coast News", "2021-09-05");
  old.add(StatementKind::Stage, "agreed", "A new truce for Hajar was signed on Friday.")
      .place(kHajar)
      .when("2021-09-03");
  readings.push_back(old.make());
  const model::Record record = build(readings);
  EXPECT_EQ(record.parts().agreements.size(), 3u);
  EXPECT_EQ(record.parts().incidents.size(), 2u);
  // The later deal in the same place follows the first.
  const model::AgreementRow& last = record.parts().agreements[model::AgreementId(2)];
  ASSERT_EQ(last.relations.size(), 1u);
  EXPECT_EQ(last.relations[0].kind, "follows_up");
}

TEST(BuildRecord, HistoryAndTalksElsewhereStayApart) {
  std::vector<model::Reading> readings;
  ReportMaker report("a.txt", "Gulf Wire", "2021-03-04");
  report
      .add(StatementKind::Stage, "negotiating",
           "Elders hope to repeat the truce agreed in Hajar on Tuesday in the port of Qishn.")
      .place(kFar);
  report.within(StatementKind::Stage, "agreed", "the truce agreed in Hajar on Tuesday")
      .place(kHajar)
      .when("2021-03-02");
  report.add(StatementKind::Stage, "collapsed", "An earlier truce in Hajar collapsed in 2018.")
      .place(kHajar)
      .when("2018")
      .modality(Modality::Historical);
  readings.push_back(report.make());
  readings.push_back(wire_story());
  const model::Record record = build(readings);
  const model::RecordParts& parts = record.parts();
  ASSERT_EQ(parts.agreements.size(), 3u);
  EXPECT_EQ(parts.agreements[model::AgreementId(0)].standing, model::Standing::Background);
  bool repeats = false;
  for (const model::AgreementRow& row : parts.agreements) {
    for (const auto& relation : row.relations) {
      if (relation.kind == "repeats_elsewhere") {
        repeats = true;
        EXPECT_EQ(row.standing, model::Standing::Prospective);
      }
    }
  }
  EXPECT_TRUE(repeats);
}

TEST(Compliance, SilenceIsOverdueWithoutReportNeverBreach) {
  std::vector<model::Reading> readings;
  readings.push_back(wire_story());
  const model::Record record = build(readings);
  ASSERT_EQ(record.parts().provisions.size(), 1u);
  const model::ProvisionId id(0);
  const ComplianceStatus before = compliance_as_of(record.parts(), id, *find_day("2021-03-05"));
  EXPECT_EQ(before.state, model::Compliance::NotDue);
  EXPECT_EQ(before.days_left, 5);
  EXPECT_EQ(compliance_as_of(record.parts(), id, *find_day("2021-03-10")).state, model::Compliance::Due);
  const ComplianceStatus after = compliance_as_of(record.parts(), id, *find_day("2021-03-11"));
  EXPECT_EQ(after.state, model::Compliance::Overdue);
  EXPECT_FALSE(after.reported);
  EXPECT_EQ(print(after), "overdue by 1 day on 2021-03-11, no report");
}

TEST(Compliance, AReportedDepartureCarriesTheTermOut) {
  std::vector<model::Reading> readings;
  readings.push_back(wire_story());
  ReportMaker later("later.txt", "Gulf Wire", "2021-03-12");
  later.add(StatementKind::Incident, "withdrawal", "On Thursday 310 fighters left Hajar.")
      .actor(kTribes)
      .place(kHajar, SlotName::From)
      .when("2021-03-11")
      .number(SlotName::Count, "310", QuantityOp::Equal, 310, "fighter");
  readings.push_back(later.make());
  const model::Record record = build(readings);
  const ComplianceStatus status =
      compliance_as_of(record.parts(), model::ProvisionId(0), *find_day("2021-03-20"));
  EXPECT_EQ(status.state, model::Compliance::FulfilledLate);
  EXPECT_EQ(status.days_late, 1);
}

TEST(BuildRecord, OrderOfReadingsDoesNotMatter) {
  std::vector<model::Reading> readings;
  readings.push_back(wire_story());
  readings.push_back(state_story());
  ReportMaker third("third.txt", "Coast News", "2021-03-06");
  third.add(StatementKind::Stage, "negotiating", "Talks on Hajar went on.").place(kHajar);
  readings.push_back(third.make());
  std::vector<const model::Reading*> order = testing::pointers(readings);
  std::sort(order.begin(), order.end());
  const model::Record first = build_record(order, policies());
  while (std::next_permutation(order.begin(), order.end())) {
    const model::Record again = build_record(order, policies());
    EXPECT_TRUE(again.parts() == first.parts());
  }
}

TEST(BuildRecord, WhoDidItIsAskedOfAttacksAndDenialsOnly) {
  ReportMaker report("a.txt", "Gulf Wire", "2021-03-04");
  report
      .add(StatementKind::Incident, "shelling", "Sunday's shelling of Hajar by tribal fighters killed three.")
      .place(kHajar)
      .when("2021-02-28")
      .deaths(3)
      .actor(kTribes)
      .actor(Actor{"Sunday", "", ""});
  report.add(StatementKind::Incident, "shelling", "Tribal fighters denied shelling Hajar.")
      .place(kHajar)
      .when("2021-02-28")
      .actor(kTribes)
      .said_by(kTribes)
      .modality(Modality::Denied);
  report.add(StatementKind::Incident, "withdrawal", "Fighters left Hajar on Monday.")
      .place(kHajar)
      .when("2021-03-01")
      .actor(kTribes);
  report.add(StatementKind::Incident, "withdrawal", "The army had not withdrawn from Hajar.")
      .place(kHajar)
      .when("2021-03-01")
      .actor(kArmy)
      .modality(Modality::Negated);
  std::vector<model::Reading> readings;
  readings.push_back(report.make());
  const model::Record record = build(readings);
  std::size_t found = 0;
  for (const model::ContradictionRow& row : record.parts().contradictions) {
    if (row.kind != "attribution") continue;
    ++found;
    ASSERT_EQ(row.positions.size(), 2u);
    EXPECT_EQ(row.positions[0].value, "Hajar tribal fighters");
    EXPECT_EQ(row.positions[1].value, "denied");
    EXPECT_EQ(record.parts().incidents[row.incident].type, "shelling");
  }
  EXPECT_EQ(found, 1u);
}

TEST(BuildRecord, AForeignTownIsAVenueNotTheDealsPlace) {
  const Place kAbroad{"Salalah", "pl-9", "Salalah", 17.0, 54.1, model::Precision::Settlement, "OM", "Dhofar"};
  std::vector<model::Reading> readings;
  readings.push_back(wire_story());
  ReportMaker report("venue.txt", "Coast News", "2021-03-05");
  report.parts().main_country = "YE";
  report.add(StatementKind::Stage, "agreed", "The truce for Hajar was agreed in Salalah on Tuesday.")
      .place(kAbroad)
      .when("2021-03-02");
  report.add(StatementKind::Provision, "withdrawal", "Fighters leave Hajar.")
      .actor(kTribes)
      .place(kHajar, SlotName::From);
  readings.push_back(report.make());
  const model::Record record = build(readings);
  ASSERT_EQ(record.parts().agreements.size(), 1u);
  EXPECT_EQ(record.parts().places[record.parts().agreements[model::AgreementId(0)].places.front().value].name,
            "Hajar");
}

TEST(BuildRecord, TownsOfOneProvinceInOneReportAreOneDealsNotThoseOfAnother) {
  const Place kSecond{"Harib", "pl-5", "Harib", 14.94, 45.50, model::Precision::Settlement, "YE", "Marib"};
  ReportMaker report("two.txt", "Coast News", "2021-03-05");
  report.add(StatementKind::Stage, "agreed", "A truce was agreed for Hajar on Tuesday.")
      .place(kHajar)
      .when("2021-03-02");
  report.add(StatementKind::Stage, "in_force", "It took effect in Harib on Wednesday.")
      .place(kSecond)
      .when("2021-03-03");
  report.add(StatementKind::Stage, "negotiating", "Talks for Qishn go on.").place(kFar);
  std::vector<model::Reading> readings;
  readings.push_back(report.make());
  const model::Record record = build(readings);
  EXPECT_EQ(record.parts().agreements.size(), 2u);
}

TEST(BuildRecord, AnUndatedTollOfAWarIsNoIncident) {
  ReportMaker report("war.txt", "Coast News", "2021-03-05");
  report.add(StatementKind::Incident, "killing", "The war has killed over 9,000 people.")
      .place(kHajar)
      .number(SlotName::Deaths, "over 9,000", QuantityOp::More, 9000);
  report.add(StatementKind::Incident, "killing", "Two people were shot in Hajar.").place(kHajar).deaths(2);
  std::vector<model::Reading> readings;
  readings.push_back(report.make());
  const model::Record record = build(readings);
  EXPECT_EQ(record.parts().incidents.size(), 1u);
  EXPECT_EQ(record.parts().tallies.size(), 1u);
}

TEST(BuildRecord, AReportOfUncertainDayWidensWhatIsCountedFromIt) {
  ReportMaker report("vague.txt", "Coast News", "2021-03-01/2021-03-05");
  report.add(StatementKind::Stage, "agreed", "A truce was agreed for Hajar today.")
      .place(kHajar)
      .slot(
          SlotName::Date, "today",
          model::TimeValue{"2021-03-05", "2021-03-05", "2021-03-05", "today/1", "2021-03-01/2021-03-05", ""});
  std::vector<model::Reading> readings;
  readings.push_back(report.make());
  readings.push_back(wire_story());  // says Tuesday, 2 March
  const model::Record record = build(readings);
  ASSERT_EQ(record.parts().agreements.size(), 1u);
  const model::AgreementRow& row = record.parts().agreements[model::AgreementId(0)];
  EXPECT_EQ(row.declared->value.edtf, "2021-03-02");
  EXPECT_EQ(row.declared->statements.size(), 2u);
}

TEST(BuildRecord, OneReportGivenTwiceCountsOnce) {
  std::vector<model::Reading> readings;
  readings.push_back(wire_story());
  readings.push_back(wire_story());
  const model::Record record = build(readings);
  EXPECT_EQ(record.parts().reports.size(), 1u);
}

TEST(BuildRecord, NothingGivesAnEmptyRecord) {
  const model::Record record = build({});
  EXPECT_TRUE(record.parts().agreements.empty());
}

// What a relation of the agreement that a statement is in says: "kind title", or empty.
std::string relation_of(const model::RecordParts& parts, const std::string& outlet) {
  for (const model::AgreementRow& row : parts.agreements) {
    for (const model::ReportId report : row.reports) {
      if (parts.reports[report].outlet != outlet) continue;
      std::string out;
      for (const auto& relation : row.relations)
        out += (out.empty() ? "" : "; ") + relation.kind + " " + parts.agreements[relation.other].title;
      return out;
    }
  }
  return "none";
}

model::Reading deal(const std::string& outlet, const std::string& day, const std::string& text, const char* stage,
                    const Place& place = kHajar) {
  ReportMaker report(outlet + ".txt", outlet, day);
  report.add(StatementKind::Stage, stage, text).party(kArmy).party(kTribes).place(place).when(day);
  return report.make();
}

TEST(Relations, ALaterDealOfThePlaceFollowsTheOneBeforeIt) {
  std::vector<model::Reading> readings;
  readings.push_back(deal("First", "2021-03-02", "The army and tribal fighters agreed on a truce in Hajar.", "agreed"));
  readings.push_back(deal("Second", "2021-06-02", "The army and tribal fighters agreed on a truce in Hajar again.", "agreed"));
  readings.push_back(deal("Third", "2021-09-02", "In Hajar, the army and tribal fighters signed a new truce.", "agreed"));
  readings.push_back(deal("Far", "2021-09-03", "The army and tribal fighters agreed on a truce in Qishn.", "agreed", kFar));
  const model::Record record = build(readings);
  ASSERT_EQ(record.parts().agreements.size(), 4u);
  EXPECT_EQ(relation_of(record.parts(), "First"), "");
  EXPECT_EQ(relation_of(record.parts(), "Second"), "follows_up Hajar truce, March 2021");
  // Only the nearest: a chain, not a web.
  EXPECT_EQ(relation_of(record.parts(), "Third"), "follows_up Hajar truce, June 2021");
  EXPECT_EQ(relation_of(record.parts(), "Far"), "");
}

TEST(Relations, AnExtensionExtends) {
  std::vector<model::Reading> readings;
  readings.push_back(deal("First", "2021-03-02", "The army and tribal fighters agreed on a truce in Hajar.", "agreed"));
  ReportMaker later("second.txt", "Second", "2021-06-03");
  later.add(StatementKind::Stage, "agreed", "The army and tribal fighters agreed on ten more days of calm in Hajar.")
      .party(kArmy)
      .party(kTribes)
      .place(kHajar)
      .when("2021-06-02");
  later.add(StatementKind::Stage, "extended", "The truce in Hajar was extended by ten days.").place(kHajar).when("2021-06-02");
  readings.push_back(later.make());
  const model::Record record = build(readings);
  EXPECT_EQ(relation_of(record.parts(), "Second"), "extends Hajar truce, March 2021");
}

TEST(Relations, WordsPutADealUnderAnother) {
  std::vector<model::Reading> readings;
  readings.push_back(deal("First", "2021-03-02", "The army and tribal fighters agreed on a ceasefire in Hajar.", "agreed"));
  readings.push_back(deal("Second", "2021-05-02",
                          "Elders of the Suq signed a local arrangement as part of the Hajar ceasefire.",
                          "signed", kSuq));
  // The words must name a deal: a part of anything else is none.
  readings.push_back(deal("Third", "2021-07-20",
                          "Elders of the Suq agreed on a truce as part of the town festival.", "agreed",
                          kSuq));
  const model::Record record = build(readings);
  ASSERT_EQ(record.parts().agreements.size(), 3u);
  EXPECT_EQ(relation_of(record.parts(), "Second").substr(0, 7), "part_of");
  EXPECT_EQ(relation_of(record.parts(), "Third").substr(0, 10), "follows_up");
}

TEST(Relations, ADealToldFromATownAndFromAVillageNearItIsOne) {
  const Place village{"Bir Hadi", "pl-9", "Bir Hadi", 15.31, 45.32, model::Precision::Settlement, "YE", "Marib"};
  std::vector<model::Reading> readings;
  readings.push_back(deal("First", "2021-03-02", "The army and tribal fighters agreed on a truce in Hajar.", "agreed"));
  readings.push_back(deal("Second", "2021-03-03", "The army and tribal fighters agreed on a truce in Bir Hadi.", "agreed", village));
  const model::Record near = build(readings);
  EXPECT_EQ(near.parts().agreements.size(), 1u);
  // A village two hours away is another matter.
  const Place far{"Bir Saba", "pl-10", "Bir Saba", 15.40, 45.70, model::Precision::Settlement, "YE", "Marib"};
  readings.pop_back();
  readings.push_back(deal("Second", "2021-03-03", "The army and tribal fighters agreed on a truce in Bir Saba.", "agreed", far));
  const model::Record apart = build(readings);
  EXPECT_EQ(apart.parts().agreements.size(), 2u);
}

}  // namespace
}  // namespace hudna::record
