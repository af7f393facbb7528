// Which statements tell of one event, and which only look alike? The causes of
// wrong merges, one by one, each with a case where the rule must not fire.
#include <gtest/gtest.h>

#include <algorithm>

#include "record/builder.h"
#include "tests/support/hajar.h"
#include "tests/support/policies.h"
#include "tests/support/readings.h"

namespace hudna::record {
namespace {

using model::QuantityOp, model::Side, model::SlotName, model::StatementKind;
using testing::Actor, testing::kHajar, testing::kSuq, testing::Place;
using testing::policies, testing::ReportMaker, testing::StatementMaker;

const Actor kGunners = testing::armed_group("gunners of the Ridge Front", "ac-ridge", "Ridge Front", "YE");

// Two reports with one statement each; how many incidents they make.
class Pair {
 public:
  StatementMaker first(const std::string& day, std::string_view words, std::string type = "shelling") {
    return one_.emplace_back("a.txt", "Gulf Wire", day)
        .add(StatementKind::Incident, std::move(type), words)
        .place(kHajar);
  }
  StatementMaker second(const std::string& day, std::string_view words, std::string type = "shelling") {
    return one_.emplace_back("b.txt", "Coast News", day)
        .add(StatementKind::Incident, std::move(type), words)
        .place(kHajar);
  }
  model::RecordParts build() {
    std::vector<model::Reading> readings;
    for (ReportMaker& report : one_) readings.push_back(report.make());
    const model::Record record = build_record(testing::pointers(readings), policies());
    return record.parts();
  }
  std::size_t incidents() { return build().incidents.size(); }

  Pair() { one_.reserve(4); }

 private:
  std::vector<ReportMaker> one_;
};

// How many incidents do two reports of Tuesday make that tell of Monday in these words, each with its dead?
std::size_t dead_on_monday(std::string_view words, int dead, std::string_view others, int other_dead) {
  Pair pair;
  pair.first("2021-03-02", words).when("2021-03-01").deaths(dead);
  pair.second("2021-03-02", others).when("2021-03-01").deaths(other_dead);
  return pair.incidents();
}
// The same without the dead: both name the gunners.
std::size_t gunners_on_monday(std::string_view words, std::string_view others) {
  Pair pair;
  pair.first("2021-03-02", words).when("2021-03-01").actor(kGunners);
  pair.second("2021-03-02", others).when("2021-03-01").actor(kGunners);
  return pair.incidents();
}

TEST(Events, TheSumOfADayIsNoneOfItsAttacks) {
  EXPECT_EQ(dead_on_monday("Attacks across Hajar killed 19 people on Monday.", 19,
                           "A shell that fell on a bakery in Hajar on Monday killed four people.", 4),
            2u);
  EXPECT_EQ(dead_on_monday("Attacks across Hajar killed 19 people on Monday.", 19,
                           "Shells killed a total of 18 people in Hajar on Monday.", 18),
            1u);
  EXPECT_EQ(dead_on_monday("Shells across Hajar killed 19 people on Monday.", 19,
                           "The shelling of Hajar on Monday killed 19 people.", 19),
            1u);
}

// "Against they": a pronoun that stands for nobody known is no target of the row; a noun is.
TEST(Events, APronounIsNoTarget) {
  Pair pair;
  pair.first("2021-03-02", "Shells hit them in Hajar on Monday.")
      .when("2021-03-01")
      .slot(model::SlotName::Target, "them");
  const model::RecordParts none = pair.build();
  EXPECT_TRUE(none.incidents[model::IncidentId(0)].targets.empty());
  Pair named;
  named.first("2021-03-02", "Shells hit the bakery in Hajar on Monday.")
      .when("2021-03-01")
      .slot(model::SlotName::Target, "bakery");
  const model::RecordParts one = named.build();
  EXPECT_EQ(one.incidents[model::IncidentId(0)].targets.at(0).value, "bakery");
}

TEST(Events, FiguresForSeveralQuartersAreNotThoseOfOne) {
  EXPECT_EQ(
      dead_on_monday("Four people died when shells hit the Wadi and Rabwa neighborhoods in Hajar on Monday.",
                     4, "A child died when a shell hit the Rabwa neighborhood in Hajar on Monday.", 1),
      2u);
  EXPECT_EQ(
      dead_on_monday("Four people died when shells hit the Rabwa neighborhood in Hajar on Monday.", 4,
                     "Three people died when a shell hit the Rabwa neighborhood in Hajar on Monday.", 3),
      1u);
}

TEST(Events, DifferentQuartersOfOneTownAreDifferentPlaces) {
  EXPECT_EQ(gunners_on_monday("Shells hit the Wadi neighborhood in Hajar on Monday.",
                              "Shells hit the Rabwa neighborhood in Hajar on Monday."),
            2u);
  EXPECT_EQ(gunners_on_monday("Shells hit the Hamadaniye neighborhood in Hajar on Monday.",
                              "Shells hit the Hamadaniyeh neighborhood in Hajar on Monday."),
            1u);
  // One that a register knows is held against one that none knows, also where the town is named beside it.
  Pair known;
  known.first("2021-03-02", "Shells hit the Suq district in Hajar on Monday.")
      .place(kSuq)
      .when("2021-03-01")
      .actor(kGunners);
  known.second("2021-03-02", "Shells hit the Rabwa neighborhood in Hajar on Monday.")
      .when("2021-03-01")
      .actor(kGunners);
  EXPECT_EQ(known.incidents(), 2u);
  Pair town;
  town.first("2021-03-02", "Shells hit the Suq district in Hajar on Monday.")
      .place(kSuq)
      .when("2021-03-01")
      .actor(kGunners);
  town.second("2021-03-02", "Shells hit Hajar on Monday.").when("2021-03-01").actor(kGunners);
  EXPECT_EQ(town.incidents(), 1u);
}

TEST(Events, AHabitIsNoEvent) {
  Pair apart;
  apart.first("2021-03-02", "Gunners of the Ridge Front shelled Hajar on Monday.")
      .when("2021-03-01")
      .actor(kGunners);
  apart.second("2021-03-02", "The town is regularly shelled by gunners of the Ridge Front.").actor(kGunners);
  const model::RecordParts parts = apart.build();
  ASSERT_EQ(parts.incidents.size(), 2u);
  EXPECT_EQ(std::count_if(parts.incidents.begin(), parts.incidents.end(),
                          [](const auto& row) { return row.aggregate; }),
            1);
  EXPECT_EQ(gunners_on_monday("Gunners of the Ridge Front shelled Hajar on Monday.",
                              "The often bombed town was shelled by gunners of the Ridge Front on Monday."),
            1u);
}

TEST(Events, WhatGoesOnIsNoSingleClash) {
  Pair apart;
  apart.first("2021-03-02", "Fighters clashed in Hajar on Monday.", "armed_clash")
      .when("2021-03-01")
      .actor(kGunners);
  apart.second("2021-03-02", "Clashes with gunners of the Ridge Front continued in Hajar.", "armed_clash")
      .actor(kGunners);
  EXPECT_EQ(apart.incidents(), 2u);
  Pair dated;
  dated.first("2021-03-02", "Fighters clashed in Hajar on Monday.", "armed_clash")
      .when("2021-03-01")
      .actor(kGunners);
  dated.second("2021-03-02", "Clashes continued in Hajar on Monday.", "armed_clash")
      .when("2021-03-01")
      .actor(kGunners);
  EXPECT_EQ(dated.incidents(), 1u);
}

TEST(Events, WhatIsToldBesidesIsAnother) {
  Pair apart;
  apart.first("2021-03-02", "Shells killed one woman in Hajar on Monday.").when("2021-03-01").deaths(1);
  apart.second("2021-03-02", "Three more people died under shells in Hajar on Monday.")
      .when("2021-03-01")
      .number(SlotName::Deaths, "Three more people", QuantityOp::Equal, 3);
  EXPECT_EQ(apart.incidents(), 2u);
  Pair than;
  than.first("2021-03-02", "Shells killed nine people in Hajar on Monday.").when("2021-03-01").deaths(9);
  than.second("2021-03-02", "Shells killed more than eight people in Hajar on Monday.")
      .when("2021-03-01")
      .number(SlotName::Deaths, "more than eight people", QuantityOp::More, 8);
  EXPECT_EQ(than.incidents(), 1u);
}

TEST(Events, NewsWithoutADayIsHardlyOlderThanTheDayBefore) {
  const auto told = [](const std::string& day) {
    Pair pair;
    pair.first("2021-03-02", "Mortar shells hit Hajar on Monday.")
        .when("2021-03-01")
        .slot(SlotName::Weapon, "Mortar shells");
    pair.second(day, "Mortar shells landed near the fields.").slot(SlotName::Weapon, "Mortar shells");
    return pair.incidents();
  };
  EXPECT_EQ(told("2021-03-02"), 1u);
  EXPECT_EQ(told("2021-03-03"), 2u);
}

TEST(Events, LowFiguresOfAnotherWeekAreAChance) {
  const auto told = [](std::int64_t dead) {
    Pair pair;
    pair.first("2021-03-02", "Shells killed people in Hajar on Monday.").when("2021-03-01").deaths(dead);
    pair.second("2021-03-07", "Shells killed people in Hajar.").deaths(dead);
    return pair.incidents();
  };
  EXPECT_EQ(told(12), 2u);
  EXPECT_EQ(told(64), 1u);
}

TEST(Events, OtherVictimsInOtherNumbersAreOtherEvents) {
  Pair apart;
  apart.first("2021-03-02", "Three children were killed in Hajar on Monday.", "killing")
      .when("2021-03-01")
      .slot(SlotName::Target, "Three children")
      .deaths(3);
  apart.second("2021-03-02", "A nurse was killed in Hajar on Monday.", "killing")
      .when("2021-03-01")
      .slot(SlotName::Target, "A nurse")
      .deaths(1);
  EXPECT_EQ(apart.incidents(), 2u);
  Pair one;
  one.first("2021-03-02", "Three people were killed in Hajar on Monday.", "killing")
      .when("2021-03-01")
      .slot(SlotName::Target, "Three people")
      .deaths(3);
  one.second("2021-03-02", "Two civilians were killed in Hajar on Monday.", "killing")
      .when("2021-03-01")
      .slot(SlotName::Target, "Two civilians")
      .deaths(2);
  EXPECT_EQ(one.incidents(), 1u);
}

TEST(Events, NamedVictimsTellKillingsApart) {
  const auto told = [](const std::string& one, const std::string& two) {
    const auto person = [](const std::string& name) {
      return Actor{name, "", name, Side::Unclear, model::ActorType::PrivatePerson};
    };
    Pair pair;
    pair.first("2021-03-02", one + " was killed in Hajar on Monday.", "killing")
        .when("2021-03-01")
        .target(person(one))
        .deaths(1);
    pair.second("2021-03-02", two + " was killed in Hajar on Monday.", "killing")
        .when("2021-03-01")
        .target(person(two))
        .deaths(1);
    return pair.incidents();
  };
  EXPECT_EQ(told("Salim Carlos Nassar", "Carlos Badawi Qasim"), 2u);
  EXPECT_EQ(told("Salim Nassar", "Nassar"), 1u);
}

TEST(Events, ATargetInCommonOutweighsATollToldApartFromIt) {
  const auto told = [](const std::string& target) {
    ReportMaker one("a.txt", "Gulf Wire", "2021-03-02");
    one.add(StatementKind::Incident, "shelling",
            "A shell hit a vegetable market in Hajar on Monday, killing nine.")
        .place(kHajar)
        .when("2021-03-01")
        .slot(SlotName::Target, "a vegetable market")
        .deaths(9);
    one.add(StatementKind::Incident, "shelling", "A doctor put the number of those wounded on Monday at 17.")
        .place(kHajar)
        .when("2021-03-01")
        .number(SlotName::Injured, "17", QuantityOp::Equal, 17);
    ReportMaker two("b.txt", "Coast News", "2021-03-03");
    two.add(StatementKind::Incident, "shelling",
            "The other side shelled " + target + " in Hajar on Monday and wounded 43.")
        .place(kHajar)
        .when("2021-03-01")
        .slot(SlotName::Target, target)
        .number(SlotName::Injured, "43", QuantityOp::Equal, 43);
    std::vector<model::Reading> readings;
    readings.push_back(one.make());
    readings.push_back(two.make());
    const model::Record record = build_record(testing::pointers(readings), policies());
    return record.parts().incidents.size();
  };
  EXPECT_EQ(told("a market"), 1u);
  EXPECT_EQ(told("a barracks"), 2u);
}

TEST(Events, ACountSinceADayIsASum) {
  const auto told = [](std::string_view words) {
    Pair pair;
    pair.first("2021-03-03", "A shell killed six people at a well in Hajar on Monday.")
        .when("2021-03-01")
        .deaths(6);
    StatementMaker second = pair.second("2021-03-03", words).when("2021-03-01").deaths(9);
    const std::size_t at = words.find("Monday");
    for (model::Slot& slot : (*second).slots) {
      if (slot.name != SlotName::Date) continue;
      const std::uint32_t begin = (*second).evidence.span.begin + static_cast<std::uint32_t>(at);
      slot.text = "Monday", slot.span = {begin, begin + 6};
    }
    return pair.incidents();
  };
  EXPECT_EQ(told("Nine people have been killed under shells in Hajar since Monday."), 2u);
  EXPECT_EQ(told("Nine people were killed under shells in Hajar on Monday."), 1u);
}

}  // namespace
}  // namespace hudna::record
