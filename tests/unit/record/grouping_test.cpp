// Which words belong to one deal, and where do accounts of it differ? The
// causes of wrong groups and of false contradictions, one by one, each with a
// case where the rule must not fire.
#include <gtest/gtest.h>

#include <algorithm>

#include "record/aliases.h"
#include "record/builder.h"
#include "record/status.h"
#include "tests/support/hajar.h"
#include "tests/support/policies.h"
#include "tests/support/readings.h"

namespace hudna::record {
namespace {

using model::Modality, model::QuantityOp, model::Side, model::SlotName, model::StatementKind;
using testing::Actor, testing::kArmy, testing::kFar, testing::kHajar, testing::Place;
using testing::policies, testing::ReportMaker;

const Actor kTribes = testing::armed_group("the tribes", "ac-tribes", "Hajar tribes", "YE");
const Actor kGuards{"the Valley Guards",          "ac-guards", "Valley Guards", Side::Other,
                    model::ActorType::ArmedGroup, "YE"};
const Place kUnderstoodFar{"", "pl-3", "Qishn", 15.42, 51.68, model::Precision::Settlement, "YE", "Mahrah"};

model::Record build(const std::vector<model::Reading>& readings) {
  return build_record(testing::pointers(readings), policies());
}

std::size_t count_agreements(const std::vector<model::Reading>& readings) {
  const model::Record record = build(readings);
  return record.parts().agreements.size();
}

ReportMaker truce_report(const std::string& file, const std::string& day) {
  ReportMaker report(file, file, day);
  report.parts().main_country = "YE";
  report.add(StatementKind::Stage, "agreed", "The army and the tribes agreed on a truce in Hajar on 2 March.")
      .party(kArmy)
      .party(kTribes)
      .place(kHajar)
      .when("2021-03-02");
  return report;
}

const model::ContradictionRow* find_kind(const model::RecordParts& record, const std::string& kind) {
  for (const model::ContradictionRow& row : record.contradictions) {
    if (row.kind == kind) return &row;
  }
  return nullptr;
}

TEST(Actors, APersonWhoSpeaksForABodyDoesNotTakeItsPlace) {
  ReportMaker report = truce_report("a", "2021-03-04");
  model::ActorValue speaker;
  speaker.affiliation = kTribes.id;  // as grounding gives the body beside the name
  speaker.name = "Salim Bin Farhan al-Hajari";
  speaker.type = model::ActorType::OfficialPerson;
  speaker.rule = "name/1+role";
  model::ActorValue spokesman = speaker;  // words for an office of the body stay the body's
  spokesman.id = kTribes.id;
  spokesman.affiliation.clear();
  spokesman.name = "";
  spokesman.rule = "role-noun/1";
  report.add(StatementKind::Claim, "support_agreement", "Salim Bin Farhan al-Hajari, an official of the tribes, praised it.")
      .slot(SlotName::SaidBy, "Salim Bin Farhan al-Hajari", speaker);
  report.add(StatementKind::Claim, "confirm", "A tribal spokesman confirmed it.").slot(SlotName::SaidBy, "tribal spokesman", spokesman);
  std::vector<model::Reading> readings;
  readings.push_back(report.make());
  const model::Record record = build(readings);
  std::vector<std::string> names;
  for (const model::ActorRow& row : record.parts().actors) names.push_back(row.name);
  EXPECT_NE(std::find(names.begin(), names.end(), "Hajar tribes"), names.end());
  EXPECT_NE(std::find(names.begin(), names.end(), "Salim Bin Farhan al-Hajari"), names.end());
  ASSERT_EQ(record.parts().agreements.size(), 1u);
  for (const model::Party& party : record.parts().agreements[model::AgreementId(0)].parties) {
    EXPECT_NE(record.parts().actors[party.actor.value].name, "Salim Bin Farhan al-Hajari");
  }
}

TEST(Grouping, ADealNamedBeforeKeepsItsPlace) {
  std::vector<model::Reading> readings;
  ReportMaker report = truce_report("a", "2021-03-04");
  report
      .add(StatementKind::Stage, "agreed",
           "The understanding was reached with the help of a peace centre in Qishn.")
      .place(kFar);
  readings.push_back(report.make());
  const model::Record record = build(readings);
  ASSERT_EQ(record.parts().agreements.size(), 1u);
  EXPECT_EQ(record.parts().agreements[model::AgreementId(0)].places.size(), 1u);
}

// Of 296 articles on a war, half of the deals shown rested on such words alone.
TEST(Grouping, PeopleGoHomeWithoutADeal) {
  ReportMaker report("a", "Students leave the dormitories of Hajar", "2021-03-04");
  report.parts().main_country = "YE";
  report.add(StatementKind::Stage, "implemented_step", "The guards set up three posts in Hajar.").place(kHajar).when("2021-03-02");
  report.add(StatementKind::Provision, "return_of_displaced", "Students were leaving to go home.").modality(Modality::Planned);
  report.add(StatementKind::Role, "monitor", "Observers watch the market.").place(kHajar);
  std::vector<model::Reading> readings;
  readings.push_back(report.make());
  EXPECT_EQ(count_agreements(readings), 0u);
}

TEST(Grouping, QuietIsNoDealByItself) {
  const auto deals = [](std::string_view words, std::string_view more) {
    ReportMaker report("a", "Guns of Hajar", "2021-03-04");
    report.parts().main_country = "YE";
    report.add(StatementKind::Stage, "in_force", words).place(kHajar).when("2021-03-02");
    if (!more.empty()) report.add(StatementKind::Role, "broker", more).actor(kGuards);
    std::vector<model::Reading> readings;
    readings.push_back(report.make());
    return count_agreements(readings);
  };
  EXPECT_EQ(deals("The guns have gone silent in Hajar since Tuesday.", ""), 0u);
  EXPECT_EQ(deals("The guns have gone silent in Hajar since Tuesday.", "The guards brokered the truce."), 1u);
  EXPECT_EQ(deals("The truce in Hajar brought quiet on Tuesday.", ""), 1u);
  EXPECT_EQ(deals("It took effect in Hajar on Tuesday.", ""), 1u);
}

TEST(Grouping, AStepOfAnUnderstandingTellsOfADeal) {
  for (const char* words : {"Water was restored in Hajar after an understanding with the tribes.",
                            "The guards left three posts in Hajar as the truce asks."}) {
    ReportMaker report("a", "Hajar", "2021-03-04");
    report.parts().main_country = "YE";
    report.add(StatementKind::Stage, "implemented_step", words).place(kHajar).when("2021-03-02");
    std::vector<model::Reading> readings;
    readings.push_back(report.make());
    EXPECT_EQ(count_agreements(readings), 1u) << words;
  }
}

TEST(Grouping, ThreeKindsOfTermsAreADeal) {
  // A text of clauses that never calls itself by a name.
  ReportMaker report("a", "What the elders read out", "2021-03-04");
  report.parts().main_country = "YE";
  report.add(StatementKind::Provision, "withdrawal", "The guards shall leave Hajar.").modality(Modality::Required).place(kHajar);
  report.add(StatementKind::Provision, "road_reopening", "The road shall be open.").modality(Modality::Required);
  report.add(StatementKind::Provision, "release_of_captives", "Captives shall be freed.").modality(Modality::Required);
  std::vector<model::Reading> readings;
  readings.push_back(report.make());
  EXPECT_EQ(count_agreements(readings), 1u);
}

TEST(Grouping, ATruceOfItsOwnPlaceIsAnother) {
  std::vector<model::Reading> readings;
  ReportMaker report = truce_report("a", "2021-03-04");
  report.add(StatementKind::Stage, "in_force", "The truce in Qishn took effect on 3 March.")
      .place(kFar)
      .when("2021-03-03");
  readings.push_back(report.make());
  EXPECT_EQ(count_agreements(readings), 2u);
}

TEST(Grouping, WhereCaptivesAreHeldIsNoPlaceOfTheDeal) {
  std::vector<model::Reading> readings;
  ReportMaker report = truce_report("a", "2021-03-04");
  report.add(StatementKind::Stage, "negotiating", "Talks on it include a group of engineers held in Qishn.")
      .place(kFar);
  report.within(StatementKind::Provision, "release_of_captives", "a group of engineers held in Qishn")
      .place(kFar)
      .modality(Modality::Planned);
  readings.push_back(report.make());
  const model::Record record = build(readings);
  ASSERT_EQ(record.parts().agreements.size(), 1u);
  EXPECT_EQ(record.parts().agreements[model::AgreementId(0)].provisions.size(), 1u);
}

model::Reading unplaced(const std::string& file, const std::string& sentence) {
  ReportMaker report(file, file, "2021-03-05");
  report.parts().main_country = "YE";
  report.add(StatementKind::Stage, "in_force", sentence).when("2021-03-03");
  return report.make();
}

TEST(Grouping, ANameInCommonPlacesADealThatNoGazetteerPlaces) {
  std::vector<model::Reading> readings;
  ReportMaker report = truce_report("a", "2021-03-04");
  report.add(StatementKind::Provision, "withdrawal", "They leave the school of Wadi Sirar.").actor(kTribes);
  readings.push_back(report.make());
  readings.push_back(unplaced("b", "The truce between the garrison and the men of Sirar took effect."));
  EXPECT_EQ(count_agreements(readings), 1u);
  // Another name, or a weekday, tells nothing.
  readings.pop_back();
  readings.push_back(
      unplaced("b", "The truce between the garrison and the men of Bayda took effect on Wednesday."));
  EXPECT_EQ(count_agreements(readings), 2u);
}

TEST(Grouping, ANameThatFitsTwoDealsPlacesNone) {
  std::vector<model::Reading> readings;
  ReportMaker one = truce_report("a", "2021-03-04");
  one.add(StatementKind::Provision, "withdrawal", "They leave the school of Wadi Sirar.").actor(kTribes);
  readings.push_back(one.make());
  ReportMaker two("c", "c", "2021-03-04");
  two.add(StatementKind::Stage, "agreed",
          "The army and the clans of Sirar agreed on a truce in Qishn on 2 March.")
      .party(kArmy)
      .place(kFar)
      .when("2021-03-02");
  readings.push_back(two.make());
  readings.push_back(unplaced("b", "The truce between the garrison and the men of Sirar took effect."));
  EXPECT_EQ(count_agreements(readings), 3u);
}

TEST(Grouping, HistoryWithoutAPlaceIsOfWhatTheReportIsAbout) {
  std::vector<model::Reading> readings;
  ReportMaker report = truce_report("a", "2021-03-04");
  report
      .add(StatementKind::Incident, "withdrawal",
           "Men left the city in November 2019 during an elders' truce.")
      .place({"the city", "pl-3", "Qishn", 15.42, 51.68, model::Precision::Settlement, "YE", "Mahrah"})
      .when("2019-11")
      .modality(Modality::Historical);
  report.within(StatementKind::Role, "broker", "an elders' truce").actor(kGuards);
  readings.push_back(report.make());
  const model::Record record = build(readings);
  ASSERT_EQ(record.parts().agreements.size(), 2u);
  const model::AgreementRow& history = record.parts().agreements[model::AgreementId(0)];
  EXPECT_EQ(history.standing, model::Standing::Background);
  EXPECT_EQ(record.parts().places[history.places.front().value].name, "Hajar");
}

TEST(Deadlines, OnlyStatedDaysThatLieAheadAreDue) {
  std::vector<model::Reading> readings;
  ReportMaker report = truce_report("a", "2021-03-04");
  report.add(StatementKind::Provision, "cessation_of_hostilities", "Fire ceases from 5 March.")
      .due("2021-03-05");
  report.add(StatementKind::Provision, "joint_committee", "A committee meets every week.").lasts("P1W");
  report.add(StatementKind::Provision, "withdrawal", "Men cut off since January leave.")
      .actor(kTribes)
      .due("2021-01/..");
  report.add(StatementKind::Provision, "humanitarian_access", "A convoy comes by 9 March.")
      .due("../2021-03-09");
  readings.push_back(report.make());
  const model::Record record = build(readings);
  ASSERT_EQ(record.parts().deadlines.size(), 1u);
  EXPECT_EQ(record.parts().provisions[record.parts().deadlines[model::DeadlineId(0)].provision].type,
            "humanitarian_access");
}

TEST(Contradictions, WhoDeniesOnePartDoesNotDenyTheDeal) {
  std::vector<model::Reading> readings;
  ReportMaker report = truce_report("a", "2021-03-04");
  report.add(StatementKind::Stage, "agreed", "On the detainees the two sides did not agree.")
      .modality(Modality::Negated);
  readings.push_back(report.make());
  ReportMaker other = truce_report("b", "2021-03-05");
  other.add(StatementKind::Provision, "release_of_captives", "Each side frees ten detainees.")
      .slot(SlotName::Object, "detainees")
      .modality(Modality::Required);
  readings.push_back(other.make());
  const model::Record record = build(readings);
  EXPECT_EQ(find_kind(record.parts(), "status"), nullptr);
  ASSERT_NE(find_kind(record.parts(), "provision_existence"), nullptr);
}

TEST(Contradictions, AnotherSourceThatDeniesTheDealIsOne) {
  std::vector<model::Reading> readings;
  readings.push_back(truce_report("a", "2021-03-04").make());
  ReportMaker other("b", "b", "2021-03-05");
  other.add(StatementKind::Stage, "negotiating", "Talks on Hajar went on.").place(kHajar);
  other.add(StatementKind::Stage, "agreed", "No truce was agreed in Hajar, the tribes said.")
      .place(kHajar)
      .said_by(kTribes)
      .modality(Modality::Denied);
  readings.push_back(other.make());
  const model::Record record = build(readings);
  EXPECT_NE(find_kind(record.parts(), "status"), nullptr);
}

TEST(Contradictions, TheStanceOfOneThatIsIncludedOrHasSigned) {
  std::vector<model::Reading> readings;
  ReportMaker report = truce_report("a", "2021-03-04");
  report
      .add(StatementKind::Claim, "support_agreement",
           "A negotiator said all groups, including the Valley Guards, had agreed to the pullout.")
      .actor(Actor{"all groups", "", "all groups"});
  report.add(StatementKind::Claim, "oppose_agreement", "The Valley Guards oppose the truce.")
      .actor(kGuards)
      .said_by(kArmy);
  report.add(StatementKind::Claim, "oppose_agreement", "The tribes reject it.")
      .actor(kTribes)
      .said_by(kGuards);
  readings.push_back(report.make());
  const model::Record record = build(readings);
  std::vector<std::string> about;
  for (const model::ContradictionRow& row : record.parts().contradictions) {
    if (row.kind == "stance") about.push_back(row.about + ": " + row.positions.front().value);
  }
  std::sort(about.begin(), about.end());
  ASSERT_EQ(about.size(), 2u);
  EXPECT_EQ(about[0], "where Hajar tribes stands on the deal: agreed to it");
  EXPECT_EQ(about[1], "where Valley Guards stands on the deal: supports");
}

TEST(Contradictions, KeptArmsAgainstAllArmsHandedOver) {
  const auto find = [](const char* words) {
    std::vector<model::Reading> readings;
    ReportMaker report = truce_report("a", "2021-03-04");
    report.add(StatementKind::Provision, "weapons_retained", "They keep their rifles.").actor(kTribes);
    readings.push_back(report.make());
    ReportMaker other = truce_report("b", "2021-03-05");
    other.words("The army's channel told it in other words and at some length, with praise for its own men.");
    other.add(StatementKind::Provision, "weapons_surrender", words).actor(kTribes);
    readings.push_back(other.make());
    const model::Record record = build(readings);
    return find_kind(record.parts(), "provision_content") != nullptr;
  };
  EXPECT_TRUE(find("They hand over all their weapons."));
  EXPECT_FALSE(find("They hand over their mortars."));
}

TEST(Contradictions, CopiesOfOneTextThatDifferAreAnError) {
  std::vector<model::Reading> readings;
  int toll = 9;
  for (const char* file : {"a", "b"}) {
    ReportMaker report(file, file, std::string("2021-03-0") + (toll == 9 ? "4" : "5"));
    for (const char* more :
         {"Residents of the market town spoke of panic, dust and calls for blood all night long.",
          "The road to the coast stayed closed while ambulances went back and forth until dawn.",
          "Nobody claimed to have fired the shells, and no side took any blame for them at all.",
          "Elders met in the evening to talk of a truce for the weeks of the harvest to come."})
      report.words(more);
    report
        .add(StatementKind::Incident, "shelling",
             "Shells on the market of Hajar on 1 March killed " + std::to_string(toll) + ".")
        .place(kHajar)
        .when("2021-03-01")
        .deaths(toll);
    readings.push_back(report.make());
    toll = 19;
  }
  const model::Record record = build(readings);
  ASSERT_EQ(record.parts().groups.size(), 1u);
  const model::ContradictionRow* row = find_kind(record.parts(), "number");
  ASSERT_NE(row, nullptr);
  EXPECT_EQ(row->explanation, "error");
}

TEST(Contradictions, CaptivesAndFiguresOfOneSentenceCountDifferentPeople) {
  std::vector<model::Reading> readings;
  ReportMaker report = truce_report("a", "2021-03-04");
  report.add(StatementKind::Provision, "withdrawal", "Some 600 fighters leave.")
      .actor(kTribes)
      .number(SlotName::Count, "Some 600", QuantityOp::Approx, 600, "fighter");
  report
      .add(StatementKind::Provision, "release_of_captives",
           "The army frees 22 detainees and the tribes six soldiers.")
      .number(SlotName::Count, "22", QuantityOp::Equal, 22, "detainee")
      .number(SlotName::Count, "six", QuantityOp::Equal, 6, "soldier");
  readings.push_back(report.make());
  ReportMaker other = truce_report("b", "2021-03-05");
  other.words(
      "Another paper writes of the same matter in its own way, for readers of the far coast and the "
      "islands.");
  other.add(StatementKind::Provision, "withdrawal", "Forty-five prisoners leave once they are gone.")
      .actor(kTribes)
      .number(SlotName::Count, "Forty-five", QuantityOp::Equal, 45, "prisoner");
  other.add(StatementKind::Provision, "release_of_captives", "The tribes free six soldiers.")
      .number(SlotName::Count, "six", QuantityOp::Equal, 6, "soldier");
  readings.push_back(other.make());
  const model::Record same = build(readings);
  EXPECT_EQ(find_kind(same.parts(), "number"), nullptr);
  // Another count of those who leave is a contradiction.
  ReportMaker third = truce_report("c", "2021-03-06");
  third.words(
      "A third paper has counted for itself at the gate, hour by hour, and tells what it saw there that "
      "day.");
  third.add(StatementKind::Provision, "withdrawal", "Some 200 gunmen leave.")
      .actor(kTribes)
      .number(SlotName::Count, "Some 200", QuantityOp::Approx, 200, "gunman");
  readings.push_back(third.make());
  const model::Record differs = build(readings);
  EXPECT_NE(find_kind(differs.parts(), "number"), nullptr);
}

TEST(Grouping, WhatAnEventCameBeforeIsNotOfItsDay) {
  const auto stage_dated = [](std::string_view sentence, std::string_view words) {
    ReportMaker report = truce_report("a", "2021-03-04");
    report.add(StatementKind::Incident, "killing", sentence).place(kHajar).when("2021-02-27").deaths(4);
    (*report.within(StatementKind::Stage, "signed", words)).evidence.prefix =
        std::string(sentence.substr(0, sentence.find(words)));
    std::vector<model::Reading> readings;
    readings.push_back(report.make());
    const model::Record record = build(readings);
    for (const model::StageRow& stage : record.parts().stages) {
      if (stage.type == "signed") return stage.dated;
    }
    return true;
  };
  EXPECT_FALSE(stage_dated(
      "The killing of four farmers on 27 February took place before the understanding was signed.",
      "before the understanding was signed"));
  EXPECT_FALSE(stage_dated(
      "The killing of four farmers on 27 February took place before the understanding was signed.",
      "the understanding was signed"));
  EXPECT_TRUE(stage_dated("Four farmers were killed on 27 February, when the understanding was signed.",
                          "the understanding was signed"));
}

TEST(Grouping, PersonsAndUnknownWordsAreNoSides) {
  std::vector<model::Reading> readings;
  ReportMaker report("a", "a", "2021-03-04");
  report.add(StatementKind::Stage, "signed", "Whoever signed for the tribes in Hajar spoke for himself.")
      .place(kHajar)
      .when("2021-03-02")
      .party(kTribes)
      .party(Actor{"Whoever", "", "Whoever"})
      .party(Actor{"Salim Noor", "", "Salim Noor", Side::Unclear, model::ActorType::NamedSpokesperson});
  readings.push_back(report.make());
  const model::Record record = build(readings);
  ASSERT_EQ(record.parts().agreements.size(), 1u);
  EXPECT_EQ(record.parts().agreements[model::AgreementId(0)].parties.size(), 1u);
}

// "Two rebel groups have agreed to stop shooting", and then: "the River Front and the Seventh Brigade reached
// the truce".
TEST(Grouping, TwoGroupsOfOneSideAreTheTwoSides) {
  const Actor rebels{
      "rebel groups", "ac-rebels", "Marib rebels", Side::Opposition, model::ActorType::ArmedGroup, "YE"};
  const Actor front{
      "the River Front", "ac-front", "River Front", Side::Opposition, model::ActorType::ArmedGroup, "YE"};
  const auto parties = [&](const Actor& second) {
    std::vector<model::Reading> readings;
    ReportMaker report("a", "a", "2021-03-04");
    report.add(StatementKind::Stage, "agreed", "Two rebel groups agreed on a truce in Hajar on 2 March.")
        .party(rebels)
        .place(kHajar)
        .when("2021-03-02");
    report.add(StatementKind::Stage, "agreed", "The River Front reached the truce in Hajar with others.")
        .party(front)
        .party(second)
        .place(kHajar);
    readings.push_back(report.make());
    const model::Record record = build(readings);
    std::string out;
    for (const model::Party& party : record.parts().agreements[model::AgreementId(0)].parties)
      out += record.parts().actors[party.actor.value].name + " " + party.group + ";";
    return out;
  };
  EXPECT_EQ(parties(Actor{"the Seventh Brigade", "", "Seventh Brigade"}), "River Front A;Seventh Brigade B;");
  EXPECT_EQ(parties(Actor{"the 7th Brigade", "", "7th Brigade"}), "River Front A;7th Brigade B;");
  EXPECT_EQ(parties(Actor{"12 men", "", "12 men"}), "River Front A;Marib rebels A;");
  EXPECT_EQ(parties(Actor{"the Hill Front", "ac-hill", "Hill Front", Side::Opposition,
                          model::ActorType::ArmedGroup, "YE"}),
            "River Front A;Hill Front B;");
  // Of another side, the rebels are one side, however they are called.
  EXPECT_EQ(parties(kArmy), "Marib army A;River Front B;Marib rebels B;");
}

TEST(Grouping, AnUnderstandingOfAnEarlierYearIsHistory) {
  std::vector<model::Reading> readings;
  ReportMaker report = truce_report("a", "2021-03-04");
  report
      .add(StatementKind::Stage, "collapsed",
           "The understanding of 2017 did not survive the harvest in Hajar.")
      .place(kHajar);
  readings.push_back(report.make());
  const model::Record record = build(readings);
  for (const model::AgreementRow& row : record.parts().agreements) {
    if (row.standing != model::Standing::Reported) continue;
    EXPECT_FALSE(row.ended);
  }
}

TEST(Aliases, AnIdSurvivesAnEarlierReport) {
  std::vector<model::Reading> readings;
  readings.push_back(truce_report("b", "2021-03-05").make());
  const model::Record before = build(readings);
  readings.push_back(truce_report("a", "2021-03-03").make());
  const model::Record after = build(readings);
  ASSERT_EQ(after.parts().agreements.size(), 1u);
  const std::string old_id = before.parts().agreements[model::AgreementId(0)].id,
                    new_id = after.parts().agreements[model::AgreementId(0)].id;
  EXPECT_NE(old_id, new_id);
  EXPECT_EQ(find_current_id(after.parts(), old_id), new_id);
  EXPECT_EQ(find_current_id(after.parts(), new_id), new_id);
  EXPECT_EQ(find_current_id(after.parts(), "ag-hajar-2021-03-ffffff"), std::nullopt);
}

}  // namespace
}  // namespace hudna::record
