// Are MUC keys read and templates scored as the published definitions say? By
// small examples that were worked out by hand.
#include "eval/muc.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "eval/muc_keys.h"
#include "eval/muc_score.h"
#include "tests/support/shared.h"

namespace {

using namespace hudna;
using coding::Fill;
using coding::Slot;
using coding::Template;
using eval::KeyFill;
using eval::KeyTemplate;
using eval::Worth;

Template make(std::string_view type, std::initializer_list<std::pair<Slot, std::string>> fills) {
  Template out;
  out.at(Slot::Type).push_back({std::string(type), ""});
  for (const auto& [slot, text] : fills) out.at(slot).push_back({text, ""});
  return out;
}

KeyTemplate make_key(std::string_view type, std::initializer_list<std::pair<Slot, std::string>> fills) {
  KeyTemplate out;
  out.slots[coding::index(Slot::Type)].push_back(eval::parse_fill(type));
  for (const auto& [slot, text] : fills) out.slots[coding::index(slot)].push_back(eval::parse_fill(text));
  return out;
}

TEST(MucKeys, ReadsAlternativesReferencesAndOptionalFills) {
  EXPECT_EQ(eval::parse_fill("\"ARMED BAND\" / \"BAND\""), (KeyFill{{"ARMED BAND", "BAND"}, {}, false}));
  EXPECT_EQ(eval::parse_fill("? DEATH: \"THE NURSE\" / \"NURSE\""),
            (KeyFill{{"DEATH"}, {"THE NURSE", "NURSE"}, true}));
  EXPECT_EQ(eval::parse_fill("\"\\\"SOL\\\" FARM\""), (KeyFill{{"\"SOL\" FARM"}, {}, false}));
  EXPECT_EQ(eval::parse_fill("\"A/B\" / \"C: D\"").values, (std::vector<std::string>{"A/B", "C: D"}));
  EXPECT_EQ(eval::parse_fill("ALBANIA: TIRANA (CITY)", true).values,
            (std::vector<std::string>{"ALBANIA: TIRANA (CITY)"}));
}

TEST(MucKeys, ReadsTemplatesByMessage) {
  const std::string keys =
      ";;; a remark\n"
      "0.  MESSAGE: ID                     OWN-MUC3-0001 (SITE)\n"
      "1.  MESSAGE: TEMPLATE               1 (OPTIONAL)\n"
      "4.  INCIDENT: TYPE                  BOMBING\n"
      "6.  INCIDENT: INSTRUMENT ID         \"BOMB\"\n"
      "                                    \"FUSE\"\n"
      "12. PHYS TGT: ID                    *\n"
      "18. HUM TGT: NAME                   -\n"
      "\n"
      "0.  MESSAGE: ID                     OWN-MUC3-0002\n"
      "1.  MESSAGE: TEMPLATE               *\n"
      "4.  INCIDENT: TYPE                  *\n";
  const auto read = eval::parse_keys(keys);
  ASSERT_EQ(read.size(), 2u);
  ASSERT_EQ(read.at("OWN-MUC3-0001").size(), 1u);
  const KeyTemplate& one = read.at("OWN-MUC3-0001")[0];
  EXPECT_TRUE(one.optional);
  EXPECT_EQ(one.at(Slot::InstrumentId).size(), 2u);
  EXPECT_TRUE(one.inapplicable[12]);
  EXPECT_TRUE(one.at(Slot::HumanName).empty());
  EXPECT_TRUE(read.at("OWN-MUC3-0002").empty());
}

TEST(MucKeys, ReadsMessages) {
  const auto messages = eval::parse_messages("OWN-MUC3-0001 (SITE)\n\n   TEXT ONE\nOWN-MUC3-0002\nTWO\n");
  ASSERT_EQ(messages.size(), 2u);
  EXPECT_EQ(messages[0].id, "OWN-MUC3-0001");
  EXPECT_NE(messages[0].text.find("TEXT ONE"), std::string::npos);
  EXPECT_TRUE(eval::parse_messages("no message\n").empty());
}

// Gold: one bombing with the perpetrators {rebels, armed rebels} and the target {bridge}. Got: a bombing with
// "the rebels" (right) and "a mill" (wrong), and an attack too many. Type 1 of 2, fills 1 of 2: precision
// 2/4, recall 2/3.
TEST(SixSlots, MapsWithinOneTypeAndCountsTheRest) {
  const std::string text = "ARMED REBELS BLEW UP A BRIDGE NEAR THE MILL. THE REBELS FLED.";
  eval::SixSlotScore score;
  eval::add_six_slot({make("BOMBING", {{Slot::PerpIndividual, "THE REBELS"}, {Slot::TargetId, "A MILL"}}),
                      make("ATTACK", {})},
                     {make_key("BOMBING", {{Slot::PerpIndividual, "\"ARMED REBELS\" / \"REBELS\""},
                                           {Slot::TargetId, "\"BRIDGE\""}})},
                     text, false, &score);
  EXPECT_DOUBLE_EQ(score.all.precision(), 0.5);
  EXPECT_DOUBLE_EQ(score.all.recall(), 2.0 / 3.0);
  EXPECT_DOUBLE_EQ(score.slots.at(9).f1(), 1.0);
  EXPECT_DOUBLE_EQ(score.slots.at(12).f1(), 0.0);
}

TEST(SixSlots, ChoosesTheMappingWithTheHighestF1) {
  const std::string text = "ANNA BELL AND CARL DIM";
  eval::SixSlotScore score;
  eval::add_six_slot(
      {make("ATTACK", {{Slot::HumanName, "ANNA BELL"}}), make("ATTACK", {{Slot::HumanName, "CARL DIM"}})},
      {make_key("ATTACK", {{Slot::HumanName, "\"CARL DIM\""}}),
       make_key("ATTACK", {{Slot::HumanName, "\"ANNA BELL\""}})},
      text, false, &score);
  EXPECT_DOUBLE_EQ(score.all.f1(), 1.0);
}

TEST(SixSlots, LeavesOutMentionsThatTheTextDoesNotHold) {
  eval::SixSlotScore score;
  eval::add_six_slot({make("ATTACK", {})}, {make_key("ATTACK", {{Slot::TargetId, "\"SILO\""}})},
                     "NOTHING HERE", false, &score);
  EXPECT_DOUBLE_EQ(score.all.f1(), 1.0);
}

TEST(SixSlots, DoesNotMapAcrossTypesButTakesEitherOfTwo) {
  eval::SixSlotScore other, either;
  eval::add_six_slot({make("ARSON", {})}, {make_key("ATTACK", {})}, "", false, &other);
  EXPECT_DOUBLE_EQ(other.all.f1(), 0.0);
  eval::add_six_slot({make("BOMBING", {})}, {make_key("ATTACK / BOMBING", {})}, "", false, &either);
  EXPECT_DOUBLE_EQ(either.all.f1(), 1.0);
}

TEST(SixSlots, CountsDescribedVictimsOnlyWhereAsked) {
  const std::string text = "TWO FARMERS DIED";
  for (const bool described : {false, true}) {
    eval::SixSlotScore score;
    eval::add_six_slot({make("ATTACK", {{Slot::HumanDescription, "FARMERS"}})},
                       {make_key("ATTACK", {{Slot::HumanDescription, "\"FARMERS\""}})}, text, described,
                       &score);
    EXPECT_DOUBLE_EQ(score.all.gold, described ? 2 : 1);
    EXPECT_DOUBLE_EQ(score.all.f1(), 1.0);
  }
}

TEST(Muc4, JudgesFillsByTheGuidelines) {
  const auto worth = [](Slot slot, std::string_view got, std::string_view key) {
    return eval::match_fill(slot, {std::string(got), ""}, eval::parse_fill(key, slot == Slot::Location));
  };
  EXPECT_EQ(worth(Slot::Type, "ATTACK", "BOMBING"), Worth::Partial);
  EXPECT_EQ(worth(Slot::Type, "BOMBING", "ATTACK"), Worth::None);
  EXPECT_EQ(worth(Slot::InstrumentType, "GUN", "MACHINE GUN"), Worth::Partial);
  EXPECT_EQ(worth(Slot::InstrumentType, "EXPLOSIVE", "VEHICLE BOMB"), Worth::Partial);
  EXPECT_EQ(worth(Slot::InstrumentType, "MACHINE GUN", "GUN"), Worth::None);
  EXPECT_EQ(worth(Slot::HumanName, "TORRES", "\"ALBERTO TORRES\""), Worth::Partial);
  EXPECT_EQ(worth(Slot::HumanName, "TOVAR", "\"ALBERTO TORRES\""), Worth::None);
  EXPECT_EQ(worth(Slot::HumanDescription, "THE 3 MINERS", "\"MINERS\""), Worth::Full);
  EXPECT_EQ(worth(Slot::Date, "26 AUG 89", "25 AUG 89 - 26 AUG 89"), Worth::Partial);
  EXPECT_EQ(worth(Slot::Date, "25 AUG 89", "- 26 AUG 89"), Worth::Partial);
  EXPECT_EQ(worth(Slot::Date, "- 26 AUG 89", "26 AUG 89"), Worth::Partial);
  EXPECT_EQ(worth(Slot::Date, "- 26 AUG 89", "25 AUG 89"), Worth::None);
  EXPECT_EQ(worth(Slot::Date, "26 AUG 89", "26 AUG 89"), Worth::Full);
  EXPECT_EQ(worth(Slot::Location, "ALBANIA", "ALBANIA: TIRANA (CITY)"), Worth::Partial);
  EXPECT_EQ(worth(Slot::Location, "ALBANIA: TIRANA", "ALBANIA: TIRANA (CITY)"), Worth::Full);
  EXPECT_EQ(worth(Slot::Location, "GREECE", "ALBANIA: TIRANA (CITY)"), Worth::None);
  EXPECT_EQ(worth(Slot::HumanNumber, "7", "5 - 7"), Worth::Partial);
  EXPECT_EQ(worth(Slot::HumanNumber, "7", "~7"), Worth::Partial);
  EXPECT_EQ(worth(Slot::HumanNumber, "8", "~7"), Worth::None);
}

TEST(Muc4, AWrongReferenceMakesARightValuePartlyRight) {
  const KeyFill key = eval::parse_fill("DEATH: \"MINERS\"");
  EXPECT_EQ(eval::match_fill(Slot::HumanEffect, {"DEATH", "MINERS"}, key), Worth::Full);
  EXPECT_EQ(eval::match_fill(Slot::HumanEffect, {"DEATH", "POLICEMEN"}, key), Worth::Partial);
  EXPECT_EQ(eval::match_fill(Slot::HumanEffect, {"INJURY", "MINERS"}, key), Worth::None);
}

// Key: type, stage, two victims. Got: type right, one victim right, one wrong, no stage. COR 2, INC 1, MIS 1:
// recall 2/4, precision 2/3.
TEST(Muc4, CountsAlignedFills) {
  eval::Muc4Score score;
  eval::add_muc4({make("ATTACK", {{Slot::HumanDescription, "MINERS"}, {Slot::HumanDescription, "TREES"}})},
                 {make_key("ATTACK", {{Slot::Stage, "ACCOMPLISHED"},
                                      {Slot::HumanDescription, "\"MINERS\""},
                                      {Slot::HumanDescription, "\"COOK\""}})},
                 &score);
  EXPECT_EQ(score.all.correct, 2u);
  EXPECT_EQ(score.all.incorrect, 1u);
  EXPECT_EQ(score.all.missing, 1u);
  EXPECT_DOUBLE_EQ(score.all.recall(), 0.5);
  EXPECT_DOUBLE_EQ(score.all.precision(), 2.0 / 3.0);
}

TEST(Muc4, TemplatesMapOnlyByContent) {
  // The type alone maps nothing: all is spurious and missing.
  eval::Muc4Score score;
  eval::add_muc4({make("ATTACK", {{Slot::HumanName, "ANNA BELL"}})},
                 {make_key("ATTACK", {{Slot::HumanName, "\"CARL DIM\""}})}, &score);
  EXPECT_EQ(score.all.correct, 0u);
  EXPECT_EQ(score.all.spurious, 2u);
  EXPECT_EQ(score.all.missing, 2u);
}

TEST(Muc4, OptionalTemplatesAndFillsMayBeMissing) {
  KeyTemplate key = make_key("ATTACK", {{Slot::HumanName, "\"CARL DIM\""}});
  key.optional = true;
  eval::Muc4Score score;
  eval::add_muc4({}, {key}, &score);
  EXPECT_EQ(score.all.missing, 0u);
  key = make_key("ATTACK", {{Slot::HumanName, "\"CARL DIM\""}, {Slot::InstrumentId, "? \"KNIFE\""}});
  eval::add_muc4({make("ATTACK", {{Slot::HumanName, "CARL DIM"}})}, {key}, &score);
  EXPECT_EQ(score.all.missing, 0u);
  EXPECT_EQ(score.all.correct, 2u);
}

TEST(Muc, TheTestMessagesAreReadAsWellAsStated) {
  const std::string folder = (hudna::testing::shared() / "data/muc").string();
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "../shared/data/muc is not there";
  const auto score = eval::score_muc(folder + "/tst1," + folder + "/tst2", {});
  ASSERT_TRUE(score.has_value()) << base::print(score.error());
  EXPECT_EQ(score->messages, 200u);
  // A little below what docs/evaluation.md states: later work on parses and names may move them.
  EXPECT_GT(score->six_slot.all.f1(), 0.36);
  EXPECT_GT(score->muc4.all.f1(), 0.35);
}

}  // namespace
