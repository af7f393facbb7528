// Are the slots of a statement those of its own event: its place, its day, its speaker, its doer? Sentences
// of our own, through the real pipeline, and one for each rule where it must not act.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "language/analyser.h"
#include "reading/reader.h"

namespace hudna::reading {
namespace {

model::Reading read(const std::string& text) {
  static const base::DataSource data;
  static const auto analyser = language::Analyser::open(data);
  static const auto reader = Reader::open(data);
  const model::Document doc = language::plain_document(text);
  return reader->read(doc, analyser->analyse(doc), {"2018-05-29", "", "", ""});  // a Tuesday
}

// The values of one slot of the last statement of a type: the resolved name where there is one.
std::vector<std::string> slot_of(const std::string& text, std::string_view type, model::SlotName name) {
  const model::Reading reading = read(text);
  std::vector<std::string> out;
  for (const model::Statement& stmt : reading.statements()) {
    if (stmt.type != type) continue;
    out.clear();
    for (const model::Slot* slot : model::slots_of(stmt, name)) {
      if (const auto* place = std::get_if<model::PlaceValue>(&slot->value); place && !place->name.empty()) {
        out.push_back(place->name);
      } else if (const auto* time = std::get_if<model::TimeValue>(&slot->value)) {
        out.push_back(time->edtf);
      } else {
        out.push_back(slot->text);
      }
    }
  }
  return out;
}

using Words = std::vector<std::string>;

Words place_of(const std::string& text, std::string_view type) {
  return slot_of(text, type, model::SlotName::Place);
}

TEST(Slots, AnEventTakesItsPlaceFromTheEventBefore) {
  EXPECT_EQ(place_of("Gunmen shot a teacher in Goma on Monday. Two herders were also killed.", "killing"),
            Words{"Goma"});
  // Where somebody speaks, lives or is based is not where anything happened.
  EXPECT_EQ(place_of("Analysts based in Goma follow the war closely. Two herders were killed on Monday.",
                     "killing"),
            Words{});
  EXPECT_EQ(place_of("A bishop in Goma said that he was sad. Two herders were killed on Monday.", "killing"),
            Words{});
}

TEST(Slots, WhereASpeakerStandsIsNotWhereItHappened) {
  EXPECT_EQ(place_of("Yusuf Baro, a rebel official in Goma, said gunmen had killed two herders.", "killing"),
            Words{});
  EXPECT_EQ(place_of("Gunmen killed two herders in Goma, officials said.", "killing"), Words{"Goma"});
}

// "By the governor and not by the bishop": who is ruled out did not do it; "not only" rules nobody out.
TEST(Slots, WhoIsRuledOutIsNoDoer) {
  const std::string deal = "The army and the rebels signed a truce. ";
  EXPECT_EQ(slot_of(deal + "The truce was mediated by the governor and not by the bishop.", "mediator",
                    model::SlotName::Actor),
            Words{"governor"});
  EXPECT_EQ(slot_of(deal + "The truce was mediated by the governor and by the bishop.", "mediator",
                    model::SlotName::Actor),
            (Words{"governor", "bishop"}));
}

TEST(Slots, TheDeadOfAWarAreTheCountrys) {
  const std::string scene = "Gunmen shot a teacher in Aden in Yemen on Monday. ";
  EXPECT_EQ(place_of(scene + "More than 90,000 people have been killed since the conflict began.", "killing"),
            Words{"Yemen"});
  EXPECT_EQ(place_of(scene + "Two more people were killed on Tuesday.", "killing"), Words{"Aden"});
}

TEST(Slots, ElsewhereIsNotThere) {
  const std::string scene = "Gunmen shot a teacher in Goma on Monday. ";
  EXPECT_EQ(place_of(scene + "Elsewhere, gunmen killed two herders.", "killing"), Words{});
  EXPECT_EQ(place_of(scene + "Later, gunmen killed two herders.", "killing"), Words{"Goma"});
}

TEST(Slots, OfACountryAndAPlaceInItThePlaceIsMeant) {
  EXPECT_EQ(place_of("Gunmen killed two herders in Congo's Goma on Monday.", "killing"), Words{"Goma"});
  EXPECT_EQ(place_of("Gunmen killed two herders in Goma, Congo, on Monday.", "killing"), Words{"Goma"});
  EXPECT_EQ(place_of("Gunmen killed two herders in Congo after they had left for Goma.", "killing"),
            Words{"Democratic Republic of the Congo"});
}

Words said_by(const std::string& text, std::string_view type) {
  return slot_of(text, type, model::SlotName::SaidBy);
}

// Texts of scraped pages have lost their commas.
TEST(Slots, WhoSpeaksIsFoundByTheOrderOfWords) {
  EXPECT_EQ(
      said_by("They were among nine people killed as a result of raids across Darfur province on Monday the "
              "Southern Observatory for Rights said.",
              "killing"),
      Words{"Southern Observatory for Rights"});
  EXPECT_EQ(said_by("A bomb exploded at the gate of a school a source in Darfur province told reporters.",
                    "bombing"),
            Words{"source"});
  EXPECT_EQ(said_by("Rebels ambushed a convoy on Saturday said the frontline commander.", "armed_clash"),
            Words{"commander"});
  // Whom it was told to does not tell it.
  EXPECT_EQ(said_by("Gunmen killed two herders on Monday and told the commander.", "killing"), Words{});
}

TEST(Slots, AThingSaysNothing) {
  EXPECT_EQ(said_by("The helicopter, residents said, had bombed a market.", "air_strike"),
            Words{"residents"});
  EXPECT_EQ(said_by("Tensions said that gunmen killed two herders.", "killing"), Words{});
}

TEST(Slots, TheGroupThatSaysMoreIsTheOneThatSpokeLast) {
  const std::string first =
      "The rebels left. The Syrian Observatory for Human Rights said gunmen killed two herders near Homs. ";
  const model::Reading reading =
      read(first + "The group said a shell hit a market. It said raids killed nine people.");
  int said = 0;
  for (const model::Statement& stmt : reading.statements()) {
    for (const model::Slot* slot : model::slots_of(stmt, model::SlotName::SaidBy)) {
      const auto* who = std::get_if<model::ActorValue>(&slot->value);
      ASSERT_NE(who, nullptr) << slot->text;
      EXPECT_EQ(who->name, "Syrian Observatory for Human Rights") << slot->text;
      ++said;
    }
  }
  EXPECT_GE(said, 3);
  // A group that is named anew is another.
  EXPECT_EQ(said_by(first + "The aid group Solace said a shell hit a market.", "shelling")
                .front()
                .find("Observatory"),
            std::string::npos);
}

TEST(Slots, ANameBelongsToTheNounBeforeIt) {
  EXPECT_EQ(said_by("\"A plane bombed two houses\" said media activist Yusuf Baro.", "air_strike"),
            Words{"media activist Yusuf Baro"});
  EXPECT_EQ(said_by("A rebel spokesman, Yusuf Baro, said a plane had bombed two houses.", "air_strike"),
            Words{"Yusuf Baro"});
  EXPECT_EQ(said_by("A rebel spokesman in Goma said a plane had bombed two houses.", "air_strike"),
            Words{"rebel spokesman"});
}

TEST(Slots, WhoIssuedAPaperSaysWhatItSays) {
  const Words both = said_by(
      "According to a report by Amnesty International, gunmen killed two herders on Monday.", "killing");
  ASSERT_EQ(both.size(), 2u);
  EXPECT_EQ(both[1], "Amnesty International");
  EXPECT_EQ(said_by("According to a report on gunmen, two herders were killed on Monday.", "killing"),
            Words{"report"});
}

TEST(Slots, ATranscriptSaysWhoseTurnItIs) {
  const std::string talk =
      "[BEGIN RECORDING] [OKELLO] THE REBELS KILLED TWO HERDERS. [APPLAUSE] THEY SHELLED A MARKET. [END "
      "RECORDING] "
      "GUNMEN ABDUCTED A NURSE.";
  EXPECT_EQ(said_by(talk, "killing"), Words{"OKELLO"});
  EXPECT_EQ(said_by(talk, "shelling"), Words{"OKELLO"});
  EXPECT_EQ(said_by(talk, "abduction"), Words{});
  EXPECT_EQ(said_by("[Click to enlarge] Gunmen killed two herders on Monday.", "killing"), Words{});
}

Words date_of(const std::string& text, std::string_view type) {
  return slot_of(text, type, model::SlotName::Date);
}

TEST(Slots, TheDayOfAJudgementIsNotThatOfTheDeed) {
  EXPECT_EQ(date_of("The army denied on Monday that its men had shelled a market in Goma.", "shelling"),
            Words{});
  EXPECT_EQ(date_of("The army said on Monday that its men had shelled a market in Goma.", "shelling"),
            Words{"2018-05-28"});
}

TEST(Slots, TheDayOfTheReportIsNoEvents) {
  EXPECT_EQ(date_of("Date of publication 26 May 2018 gunmen shelled a market in Goma.", "shelling"), Words{});
  EXPECT_EQ(date_of("On 26 May 2018 gunmen shelled a market in Goma.", "shelling"), Words{"2018-05-26"});
}

TEST(Slots, TheOnlyTimeWithinTheWordsCountsWhereverItHangs) {
  EXPECT_EQ(
      date_of("At least nine people were killed in a double suicide bomb attack at an army checkpoint in the "
              "eastern town of Goma on Sunday state media said.",
              "bombing"),
      Words{"2018-05-27"});
  EXPECT_EQ(date_of("The blast hit buses with people who had left their village on Friday.", "bombing"),
            Words{});
}

// Scraped texts have lost their apostrophes.
TEST(Slots, AWeekdayMayHaveLostItsApostrophe) {
  EXPECT_EQ(date_of("Saturdays blast killed nine herders in Goma.", "bombing"), Words{"2018-05-26"});
  EXPECT_EQ(date_of("Gunmen shell the market on Saturdays.", "shelling"), Words{});
}

TEST(Slots, AFigureOfFourDigitsBeforeTheInjuredIsNoYear) {
  const std::string text = "At least 359 people were killed and 1407 injured in clashes near Goma.";
  EXPECT_EQ(date_of(text, "armed_clash"), Words{});
  EXPECT_EQ(slot_of(text, "armed_clash", model::SlotName::Injured), Words{"1407 injured"});
}

TEST(Slots, OfMachinesTheNationBeforeThemDidIt) {
  const auto doer = [](const std::string& text) {
    const model::Reading reading = read(text);
    for (const model::Statement& stmt : reading.statements()) {
      for (const model::Slot* slot : model::slots_of(stmt, model::SlotName::Actor)) {
        if (const auto* who = std::get_if<model::ActorValue>(&slot->value)) return who->name;
      }
    }
    return std::string();
  };
  EXPECT_NE(doer("Turkish jets bombed a village near Goma.").find("Turk"), std::string::npos);
  EXPECT_EQ(doer("Two jets bombed a village near Goma."), "");
}

}  // namespace
}  // namespace hudna::reading
