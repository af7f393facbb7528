#include "record/compliance.h"

#include <gtest/gtest.h>

#include <functional>

#include "record/builder.h"
#include "record/status.h"
#include "tests/support/hajar.h"
#include "tests/support/policies.h"
#include "tests/support/readings.h"

namespace hudna::record {
namespace {

using model::Compliance, model::Modality, model::QuantityOp, model::Side, model::SlotName,
    model::StatementKind;
using testing::Actor, testing::Place, testing::policies, testing::ReportMaker, testing::StatementMaker;

const Actor kArmy = testing::army("ac-test-army", "Mali army", "ML");
const Actor kNorth = testing::armed_group("the Northern Front", "ac-test-north", "Azawad Unit North", "ML");
const Actor kSouth = testing::armed_group("the Southern Band", "ac-test-south", "Azawad Unit South", "ML");
const Actor kRelief{"the Red Crescent",
                    "ac-test-relief",
                    "Red Crescent",
                    Side::Third,
                    model::ActorType::HumanitarianOrg,
                    "ML"};
const Actor kThey{"they", "", "they", Side::Unclear, model::ActorType::Unknown, ""};
const Place kTown = testing::town("Tessit", "pl-1", 15.20, 0.40, "ML", "Gao");
const Place kOther = testing::town("Yelimane", "pl-2", 15.12, -10.57, "ML", "Kayes");

// The deal of 2 March: what the Northern Front owes by 10 March.
StatementMaker deal(ReportMaker* report, const char* type, const char* words) {
  report->add(StatementKind::Stage, "agreed", "The army and the Northern Front agreed on a truce in Tessit.")
      .party(kArmy)
      .party(kNorth)
      .place(kTown)
      .when("2021-03-02");
  return report->add(StatementKind::Provision, type, words)
      .actor(kNorth)
      .modality(Modality::Planned)
      .due("../2021-03-10");
}

ReportMaker follow_up(const char* outlet = "Sahel Post", const char* day = "2021-03-20") {
  ReportMaker report(std::string(outlet) + ".txt", outlet, day);
  report.add(StatementKind::Stage, "in_force", "The truce in Tessit holds.").place(kTown);
  return report;
}

struct Standing {
  ComplianceStatus status;
  std::string words;
};
Standing standing(std::vector<model::Reading> readings, const char* day = "2021-03-25") {
  const model::Record record = build_record(testing::pointers(readings), policies());
  EXPECT_EQ(record.parts().provisions.size(), 1u);
  Standing out;
  out.status = compliance_as_of(record.parts(), model::ProvisionId(0), *find_day(day));
  out.words = print(out.status);
  EXPECT_NE(out.status.state, Compliance::Breached);
  return out;
}
std::vector<model::Reading> both(ReportMaker first, ReportMaker second) {
  std::vector<model::Reading> out;
  out.push_back(first.make());
  out.push_back(second.make());
  return out;
}

TEST(Steps, TheActToldInOtherWordsCarriesTheTermOut) {
  ReportMaker first("a.txt", "Gao Wire", "2021-03-03");
  deal(&first, "road_reopening", "The Northern Front is to open the road to Ansongo.")
      .slot(SlotName::Object, "road");
  ReportMaker second = follow_up();
  // Neither the deal, nor the place, nor who did it is named.
  (*second.add(StatementKind::Stage, "implemented_step", "Lorries rolled down the highway again on 9 March.")
        .slot(SlotName::Object, "the highway")
        .when("2021-03-09"))
      .step = "road_reopening";
  const Standing out = standing(both(std::move(first), std::move(second)));
  EXPECT_EQ(out.status.state, Compliance::Fulfilled);
  EXPECT_EQ(out.status.statements.size(), 1u);
}

TEST(Steps, OtherDeedsPlacesSidesAndTimesDoNot) {
  const auto with = [](const std::function<void(StatementMaker*)>& change) {
    ReportMaker first("a.txt", "Gao Wire", "2021-03-03");
    deal(&first, "withdrawal", "Fighters of the Northern Front are to leave the town.");
    ReportMaker second = follow_up();
    StatementMaker told = second.add(StatementKind::Incident, "withdrawal", "They left the town.");
    change(&told);
    return standing(both(std::move(first), std::move(second))).status.reported;
  };
  EXPECT_TRUE(with([](StatementMaker*) {}));
  EXPECT_TRUE(with([](StatementMaker* told) { told->actor(kNorth).when("2021-03-08"); }));
  // Who carries them out owes nothing, and is no other side.
  EXPECT_TRUE(with([](StatementMaker* told) { told->actor(kRelief); }));
  EXPECT_FALSE(with([](StatementMaker* told) { told->actor(kArmy); }));
  EXPECT_FALSE(with([](StatementMaker* told) { told->actor(kSouth); }));
  EXPECT_FALSE(with([](StatementMaker* told) { told->place(kOther); }));
  EXPECT_FALSE(with([](StatementMaker* told) { told->when("2021-02-20"); }));
  EXPECT_FALSE(with([](StatementMaker* told) { told->slot(SlotName::Object, "forty families"); }));
  EXPECT_FALSE(with([](StatementMaker* told) { told->modality(Modality::Planned); }));
  EXPECT_FALSE(with([](StatementMaker* told) { told->modality(Modality::Historical); }));
  EXPECT_FALSE(with([](StatementMaker* told) { (**told).type = "release"; }));
}

TEST(Steps, FiguresTellHowMuchIsDone) {
  const auto with = [](std::int64_t done, const char* unit) {
    ReportMaker first("a.txt", "Gao Wire", "2021-03-03");
    deal(&first, "release_of_captives", "The Northern Front will free forty soldiers.")
        .slot(SlotName::Object, "soldiers")
        .number(SlotName::Count, "forty", QuantityOp::Equal, 40, "soldier");
    ReportMaker second = follow_up();
    second.add(StatementKind::Incident, "release", "Soldiers walked free.")
        .slot(SlotName::Object, "soldiers")
        .number(SlotName::Count, std::to_string(done), QuantityOp::Equal, done, unit)
        .when("2021-03-08");
    return standing(both(std::move(first), std::move(second)));
  };
  EXPECT_EQ(with(12, "soldier").words, "reported as carried out in part (12 of 40)");
  EXPECT_EQ(with(40, "man").status.state, Compliance::Fulfilled);
  // Two buses are no share of forty soldiers.
  EXPECT_EQ(with(2, "bus").status.part, "");
}

TEST(Steps, AGroupThatHasNotLeftLeavesTheRestDone) {
  ReportMaker first("a.txt", "Gao Wire", "2021-03-03");
  deal(&first, "withdrawal", "More than 300 fighters are to leave.")
      .number(SlotName::Count, "More than 300", QuantityOp::More, 300, "fighter");
  ReportMaker second = follow_up();
  second.add(StatementKind::Incident, "withdrawal", "Two groups left on 6 March.")
      .slot(SlotName::Actor, "the first two groups")
      .when("2021-03-06");
  second.add(StatementKind::Incident, "withdrawal", "A third group of 80 fighters has not left.")
      .number(SlotName::Count, "80", QuantityOp::Equal, 80, "fighter")
      .modality(Modality::Negated);
  EXPECT_EQ(standing(both(std::move(first), std::move(second))).words,
            "reported as carried out in part (not 80 of > 300)");
}

TEST(Steps, OneSiteOfTwoIsAPart) {
  const auto with = [](const char* left) {
    ReportMaker first("a.txt", "Gao Wire", "2021-03-03");
    deal(&first, "withdrawal", "They are to leave the clinic and the grain store.")
        .slot(SlotName::From, "the clinic")
        .slot(SlotName::From, "the grain store");
    ReportMaker second = follow_up();
    second.add(StatementKind::Incident, "withdrawal", "They left.")
        .slot(SlotName::From, left)
        .when("2021-03-06");
    return standing(both(std::move(first), std::move(second))).status.state;
  };
  EXPECT_EQ(with("the old clinic"), Compliance::Partial);
  // Elsewhere in town: not what was owed.
  EXPECT_EQ(with("the cattle market"), Compliance::Overdue);
}

TEST(Steps, TwoVoicesOfOneDayDiffer) {
  ReportMaker first("a.txt", "Gao Wire", "2021-03-03");
  deal(&first, "withdrawal", "The Northern Front is to leave the town.");
  ReportMaker second = follow_up();
  second.add(StatementKind::Incident, "withdrawal", "Its men have left, the Northern Front said.")
      .actor(kNorth)
      .said_by(kNorth);
  second.add(StatementKind::Incident, "withdrawal", "The army said they have not left.")
      .actor(kNorth)
      .modality(Modality::Negated)
      .said_by(kArmy);
  EXPECT_EQ(standing(both(std::move(first), std::move(second))).words, "sources differ");
}

TEST(Steps, NotYetDoneBeforeItsDayIsNotLate) {
  const auto with = [](const char* told, const char* day) {
    ReportMaker first("a.txt", "Gao Wire", "2021-03-03");
    deal(&first, "withdrawal", "The Northern Front is to leave the town.");
    ReportMaker second = follow_up("Sahel Post", told);
    second.add(StatementKind::Incident, "withdrawal", "They have not left.").modality(Modality::Negated);
    return standing(both(std::move(first), std::move(second)), day).words;
  };
  EXPECT_EQ(with("2021-03-08", "2021-03-09"), "reported as not yet done");
  EXPECT_EQ(with("2021-03-12", "2021-03-12"),
            "overdue by 2 days on 2021-03-12, reported as not done on 2021-03-12");
  EXPECT_EQ(with("2021-03-12", "2021-03-20"),
            "overdue by 10 days on 2021-03-20, reported as not done on 2021-03-12");
  // What is said before the day tells nothing of a delay.
  EXPECT_EQ(with("2021-03-08", "2021-03-12"),
            "overdue by 2 days on 2021-03-12, no report since; not yet done on 2021-03-08");
}

TEST(Steps, ATermThatIsOnlyDeniedIsOwedByNobody) {
  ReportMaker first("a.txt", "Gao Wire", "2021-03-03");
  deal(&first, "withdrawal", "The Northern Front will not leave the town.").modality(Modality::Denied);
  ReportMaker second = follow_up();
  second.add(StatementKind::Incident, "withdrawal", "They left the town.").when("2021-03-06");
  EXPECT_FALSE(standing(both(std::move(first), std::move(second))).status.reported);
}

TEST(Steps, APronounOwesNothing) {
  ReportMaker first("a.txt", "Gao Wire", "2021-03-03");
  first.add(StatementKind::Stage, "agreed", "A truce was agreed in Tessit.").place(kTown).when("2021-03-02");
  first.add(StatementKind::Provision, "weapons_surrender", "They must hand over mortars.")
      .actor(kThey)
      .slot(SlotName::Object, "mortars")
      .modality(Modality::Required);
  std::vector<model::Reading> readings;
  readings.push_back(first.make());
  const model::Record record = build_record(testing::pointers(readings), policies());
  ASSERT_EQ(record.parts().provisions.size(), 1u);
  EXPECT_TRUE(record.parts().provisions[model::ProvisionId(0)].obligors.empty());
}

}  // namespace
}  // namespace hudna::record
