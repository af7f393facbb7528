// Which statements of a report speak of one event? A toll given again or
// corrected, a key point, the later death of somebody wounded: one row each,
// with a case where it is another event.
#include <gtest/gtest.h>

#include <algorithm>

#include "record/builder.h"
#include "tests/support/policies.h"
#include "tests/support/readings.h"

namespace hudna::record {
namespace {

using model::QuantityOp;
using model::SlotName;
using model::StatementKind;
using testing::Place;
using testing::policies;
using testing::ReportMaker;
using testing::StatementMaker;

const Place kBeledo{"Beledo", "pl-1", "Beledo", 4.73, 45.20, model::Precision::Settlement, "SO", "Hiran"};
const Place kFar{"Qoryal", "pl-2", "Qoryal", 2.05, 42.30, model::Precision::Settlement, "SO", "Gedo"};
const Place kUnderstood{"", "pl-1", "Beledo", 4.73, 45.20, model::Precision::Settlement, "SO", "Hiran"};

class Report {
 public:
  Report() : maker_("a.txt", "River Post", "2020-05-13") {}
  StatementMaker add(std::string type, std::string_view words) {
    return maker_.add(StatementKind::Incident, std::move(type), words);
  }
  model::RecordParts build() {
    std::vector<model::Reading> readings;
    readings.push_back(maker_.make());
    const model::Record record = build_record(testing::pointers(readings), policies());
    return record.parts();
  }
  std::size_t incidents() { return build().incidents.size(); }

 private:
  ReportMaker maker_;
};

StatementMaker& target(StatementMaker&& to, const std::string& words) {
  return to.slot(SlotName::Target, words);
}
StatementMaker& injured(StatementMaker& to, std::int64_t n) {
  return to.number(SlotName::Injured, std::to_string(n), QuantityOp::Equal, n);
}

const model::FigureSet* deaths_of(const model::IncidentRow& row, std::string_view category = "") {
  for (const model::FigureSet& set : row.figures) {
    if (set.slot == SlotName::Deaths && set.category == category) return &set;
  }
  return nullptr;
}

TEST(Retellings, AnotherVoicesTollIsTheSameEvent) {
  Report report;
  report.add("killing", "Gunmen killed five people in a field outside Beledo on Saturday.")
      .place(kBeledo)
      .when("2020-05-09")
      .deaths(5);
  StatementMaker governor = report.add("killing", "The governor put the toll at three.");
  governor.deaths(3).slot(SlotName::SaidBy, "The governor");
  const model::RecordParts parts = report.build();
  ASSERT_EQ(parts.incidents.size(), 1u);
  ASSERT_EQ(parts.contradictions.size(), 1u);
  EXPECT_EQ(parts.contradictions[model::ContradictionId(0)].kind, "number");
  EXPECT_EQ(parts.contradictions[model::ContradictionId(0)].positions.size(), 2u);
}

TEST(Retellings, ATollOfAnotherTownIsAnotherEvent) {
  Report report;
  report.add("killing", "Gunmen killed five people in Beledo on Saturday.")
      .place(kBeledo)
      .when("2020-05-09")
      .deaths(5);
  report.add("killing", "In Qoryal the mayor put the toll at three.").place(kFar).deaths(3);
  EXPECT_EQ(report.incidents(), 2u);
}

TEST(Retellings, AKnownEventIsNamedWithTheArticleANewOneWithout) {
  const auto count = [](std::string_view words) {
    Report report;
    target(report.add("bombing", "A roadside bomb hit a bus near Beledo on Monday, killing six soldiers."),
           "soldiers")
        .place(kBeledo)
        .when("2020-05-11")
        .deaths(6);
    target(report.add("bombing", words), "soldiers").place(kUnderstood).deaths(4);
    return report.incidents();
  };
  EXPECT_EQ(count("A medic said that four soldiers died in the blast."), 1u);
  EXPECT_EQ(count("Four soldiers were killed in Monday's explosion, a medic said."), 1u);
  EXPECT_EQ(count("Four soldiers were killed in a blast."), 2u);
  EXPECT_EQ(count("Four soldiers were killed in another attack."), 2u);
  EXPECT_EQ(count("Four soldiers were killed in the second blast."), 2u);
}

TEST(Retellings, TheAttackOnSomethingElseIsAnotherAttack) {
  Report report;
  target(report.add("bombing", "A bomb at a clinic in Beledo killed three nurses on Monday."), "nurses")
      .place(kBeledo)
      .when("2020-05-11")
      .deaths(3);
  target(report.add("bombing", "The attack on a mosque killed four worshippers."), "worshippers")
      .place(kUnderstood)
      .deaths(4);
  EXPECT_EQ(report.incidents(), 2u);
}

TEST(Retellings, TheBombardmentIsNoAmbush) {
  Report report;
  report.add("armed_clash", "Rebels ambushed a patrol near Beledo.").place(kBeledo).deaths(2);
  report.add("killing", "The shelling killed a boy.").place(kUnderstood).deaths(1);
  EXPECT_EQ(report.incidents(), 2u);
}

// A live blog tells the latest first.
TEST(Retellings, ACorrectedTollStandsAndTheOldOneIsKept) {
  Report report;
  target(report.add("bombing",
                    "The army has corrected its figures: two soldiers were killed in this morning's blast "
                    "near Beledo."),
         "soldiers")
      .place(kBeledo)
      .when("2020-05-13")
      .deaths(2);
  target(report.add("bombing", "Four soldiers were killed when a bomb exploded under a truck near Beledo."),
         "soldiers")
      .place(kBeledo)
      .when("2020-05-13")
      .deaths(4);
  const model::RecordParts parts = report.build();
  ASSERT_EQ(parts.incidents.size(), 1u);
  const model::FigureSet* deaths = deaths_of(parts.incidents[model::IncidentId(0)]);
  ASSERT_NE(deaths, nullptr);
  EXPECT_EQ(deaths->best, 2);
  EXPECT_EQ(deaths->high, 4);
  ASSERT_EQ(parts.contradictions.size(), 1u);
  EXPECT_EQ(parts.contradictions[model::ContradictionId(0)].explanation, "later_update");
}

TEST(Retellings, AKeyPointIsTheEventThatTheTextTells) {
  const auto count = [](std::int64_t dead) {
    Report report;
    target(report.add("bombing", "Bomb on the road kills two soldiers"), "two soldiers")
        .place(kUnderstood)
        .deaths(dead);
    StatementMaker body = report.add(
        "bombing", "Two soldiers died and five were hurt when a bomb went off near Qoryal on Tuesday.");
    body.slot(SlotName::Target, "Two soldiers").place(kFar).when("2020-05-12").deaths(2);
    injured(body, 5);
    return report.incidents();
  };
  EXPECT_EQ(count(2), 1u);
  EXPECT_EQ(count(7), 2u);
}

TEST(Retellings, WhoDiesOfWoundsComesOnTopOfTheToll) {
  Report report;
  StatementMaker blast =
      report.add("bombing", "A bomb near Beledo killed two soldiers and wounded six on Saturday.");
  blast.slot(SlotName::Target, "soldiers").place(kBeledo).when("2020-05-09").deaths(2);
  injured(blast, 6);
  report.add("bombing", "One of the wounded died on Monday.").place(kUnderstood).when("2020-05-11").deaths(1);
  const model::RecordParts parts = report.build();
  ASSERT_EQ(parts.incidents.size(), 1u);
  const model::IncidentRow& row = parts.incidents[model::IncidentId(0)];
  EXPECT_EQ(row.time.value.edtf, "2020-05-09");
  ASSERT_NE(deaths_of(row), nullptr);
  EXPECT_EQ(deaths_of(row)->high, 2);
  ASSERT_NE(deaths_of(row, model::kDiedOfWounds), nullptr);
  EXPECT_EQ(deaths_of(row, model::kDiedOfWounds)->best, 1);
  EXPECT_TRUE(parts.contradictions.empty());
}

TEST(Retellings, WhoDiesOfWoundsOfNoEventToldIsAnEvent) {
  Report alone;
  alone.add("killing", "Two hunters died of their wounds in Beledo on Monday.")
      .place(kBeledo)
      .when("2020-05-11")
      .deaths(2);
  EXPECT_EQ(alone.incidents(), 1u);
  Report far;
  StatementMaker blast = far.add("bombing", "A bomb in Qoryal wounded six on Saturday.");
  blast.place(kFar).when("2020-05-09");
  injured(blast, 6);
  far.add("killing", "Two hunters died of their wounds in Beledo on Monday.")
      .place(kBeledo)
      .when("2020-05-11")
      .deaths(2);
  EXPECT_EQ(far.incidents(), 2u);
  // Only understood, but in another town than the one of the wounded.
  Report understood;
  StatementMaker raid =
      understood.add("bombing", "A bomb in Qoryal killed four and wounded six on Saturday.");
  raid.place(kFar).when("2020-05-09").deaths(4);
  injured(raid, 6);
  understood.add("killing", "A second woman has died of her wounds.").place(kUnderstood).deaths(1);
  EXPECT_EQ(understood.incidents(), 2u);
}

TEST(Retellings, ASecondOneDiesOfWhatKilledOneLikeHim) {
  const auto count = [](const std::string& who) {
    Report report;
    target(report.add("bombing", "A bomb in Beledo killed a policeman on Saturday."), "a policeman")
        .place(kBeledo)
        .when("2020-05-09")
        .deaths(1);
    target(report.add("killing", "A second " + who + " has died of her wounds."), "second " + who)
        .place(kUnderstood)
        .deaths(1);
    return report.incidents();
  };
  EXPECT_EQ(count("policeman"), 1u);
  EXPECT_EQ(count("vendor"), 2u);
}

}  // namespace
}  // namespace hudna::record
