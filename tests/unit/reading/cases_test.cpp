// Do the shipped rules read each code of the record model out of plain
// sentences, through the real pipeline? tests/data/reading/<kind>.<code>.cases
// holds them; every code of data/codes needs three that state it and two that
// do not.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "ground/toml_rows.h"
#include "language/analyser.h"
#include "reading/reader.h"

namespace hudna::reading {
namespace {

struct Case {
  bool states = false;
  std::string modality;  // empty: any but negated and denied
  std::string sentence;
};

struct CaseFile {
  std::string kind, type;
  std::vector<Case> cases;
};

std::vector<CaseFile> case_files() {
  std::vector<CaseFile> out;
  std::vector<std::filesystem::path> paths;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::string(HUDNA_SOURCE_DIR) + "/tests/data/reading")) {
    if (entry.path().extension() == ".cases") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  for (const auto& path : paths) {
    CaseFile file;
    const std::string stem = path.stem().string();
    file.kind = stem.substr(0, stem.find('.'));
    file.type = stem.substr(stem.find('.') + 1);
    std::ifstream in(path);
    std::string line;
    while (std::getline(in, line)) {
      if (line.size() < 3 || line[0] == '#') continue;
      Case one;
      one.states = line[0] == '+';
      one.sentence = line.substr(2);
      if (one.sentence[0] == '[') {
        const std::size_t close = one.sentence.find(']');
        one.modality = one.sentence.substr(1, close - 1);
        one.sentence = one.sentence.substr(close + 2);
      }
      file.cases.push_back(std::move(one));
    }
    out.push_back(std::move(file));
  }
  return out;
}

struct Pipeline {
  base::DataSource data;
  base::Result<language::Analyser> analyser = language::Analyser::open(data);
  base::Result<Reader> reader = Reader::open(data);

  model::Reading read(const std::string& text, const ReportMeta& meta = {"2018-05-29", "", "", ""}) const {
    const model::Document doc = language::plain_document(text);
    return reader->read(doc, analyser->analyse(doc), meta);
  }
};

const Pipeline& pipeline() {
  static const Pipeline one;
  return one;
}

TEST(ReadingCases, EachSentenceStatesWhatItsFileSays) {
  ASSERT_TRUE(pipeline().analyser.has_value());
  ASSERT_TRUE(pipeline().reader.has_value()) << base::print(pipeline().reader.error());
  for (const CaseFile& file : case_files()) {
    for (const Case& one : file.cases) {
      // Terms and stages are read where the report tells of a truce.
      const std::string before = file.kind == "incident" ? "" : "Elders spoke about the truce.\n\n";
      const model::Reading reading = pipeline().read(before + one.sentence);
      bool stated = false;
      std::string got;
      for (const model::Statement& stmt : reading.statements()) {
        got += "  " + std::string(model::name(stmt.kind)) + "/" + stmt.type + " " +
               std::string(model::name(stmt.modality)) + " by " + stmt.evidence.rule + "\n";
        const bool taken_back =
            stmt.modality == model::Modality::Negated || stmt.modality == model::Modality::Denied;
        stated =
            stated || (model::name(stmt.kind) == file.kind && stmt.type == file.type &&
                       (one.modality.empty() ? !taken_back : model::name(stmt.modality) == one.modality));
      }
      EXPECT_EQ(stated, one.states) << file.kind << "/" << file.type << " [" << one.modality
                                    << "]: " << one.sentence << "\n"
                                    << got;
    }
  }
}

TEST(ReadingCases, EveryCodeHasThreeAndTwo) {
  std::map<std::string, std::pair<int, int>> counts;
  for (const CaseFile& file : case_files()) {
    for (const Case& one : file.cases) {
      auto& [states, states_not] = counts[file.kind + "." + file.type];
      ++(one.states ? states : states_not);
    }
  }
  for (const std::string kind : {"provision", "incident", "stage"}) {
    const auto bytes = pipeline().data.file("codes/" + kind + ".toml");
    ASSERT_TRUE(bytes.has_value());
    const auto rows = ground::read_toml_rows(bytes->bytes, bytes->path);
    ASSERT_TRUE(rows.has_value());
    for (const ground::TomlRow& row : *rows) {
      const std::string code(row.text("name"));
      // "other" is a label for a person to give, never a machine's.
      if (code.empty() || code == "other") continue;
      EXPECT_GE(counts[kind + "." + code].first, 3) << kind << "." << code;
      EXPECT_GE(counts[kind + "." + code].second, 2) << kind << "." << code;
    }
  }
}

std::string speaker_of(const std::string& text) {
  const model::Reading reading = pipeline().read(text);
  for (const model::Statement& stmt : reading.statements()) {
    const auto said = model::slots_of(stmt, model::SlotName::SaidBy);
    if (!said.empty()) return said.front()->text;
  }
  return {};
}

TEST(Reading, NamesTheNearestSpeaker) {
  EXPECT_EQ(speaker_of("Rebels shelled the market of Bor on Monday, a doctor said."), "doctor");
  EXPECT_EQ(speaker_of("Two shells hit the market, according to residents."), "residents");
  EXPECT_EQ(speaker_of("The governor said that gunmen killed two herders."), "governor");
  EXPECT_EQ(speaker_of("Rebels shelled the market of Bor on Monday."), "");
  // The saying behind the last of several clauses holds for all of them.
  EXPECT_EQ(speaker_of("Rebels shelled the market and gunmen killed two herders, a doctor said."), "doctor");
  EXPECT_EQ(speaker_of("Monitors heard nine explosions near Bor on Monday."), "Monitors");
}

// Only persons, bodies and papers speak: not the first noun of what is said, and nobody that is called upon.
TEST(Reading, NamesNobodyThatCannotSpeak) {
  const std::string talks =
      "Elders spoke about the truce.\n\nTalks on a truce continue in Juba, mediators said.";
  const model::Reading of_talks = pipeline().read(talks);
  EXPECT_FALSE(of_talks.statements().empty());
  for (const model::Statement& stmt : of_talks.statements()) {
    for (const model::ChainLink& link : stmt.chain) EXPECT_EQ(link.text, "mediators");
  }
  const model::Reading of_god = pipeline().read("The silence said that rebels shelled the town.");
  for (const model::Statement& stmt : of_god.statements()) {
    EXPECT_TRUE(stmt.chain.empty());
  }
}

TEST(Reading, KnowsWhoHeIsThatSpeaksOn) {
  const model::Reading reading = pipeline().read(
      "The governor said that gunmen killed two herders near Bor. He said that rebels shelled a market.");
  ASSERT_EQ(reading.statements().size(), 2u);
  const auto said = model::slots_of(reading.statements()[1], model::SlotName::SaidBy);
  ASSERT_EQ(said.size(), 1u);
  EXPECT_EQ(said[0]->text, "He");
  const auto* who = std::get_if<model::ActorValue>(&said[0]->value);
  ASSERT_NE(who, nullptr);
  EXPECT_EQ(who->rule, "pronoun/2");
}

const model::Statement* first_of(const model::Reading& reading, std::string_view type) {
  for (const model::Statement& stmt : reading.statements()) {
    if (stmt.type == type) return &stmt;
  }
  return nullptr;
}

// "We" of a quotation is whoever speaks it; whom the quotation quotes does not speak on after it; "he" is no
// medium.
TEST(Reading, KnowsWhoWeAreInAQuotation) {
  const model::Reading own =
      pipeline().read("\u201cWe demand the release of the hostages,\u201d the bishop said.");
  const model::Statement* demand = first_of(own, "demand");
  ASSERT_NE(demand, nullptr);
  const auto asked = model::slots_of(*demand, model::SlotName::SaidBy);
  ASSERT_FALSE(asked.empty());
  EXPECT_EQ(asked[0]->text, "We");
  const auto* who = std::get_if<model::ActorValue>(&asked[0]->value);
  ASSERT_NE(who, nullptr);
  EXPECT_EQ(who->name, "bishop");

  const model::Reading quoted = pipeline().read(
      "\u201cThe army claims that it left,\u201d the bishop said. \u201cGunmen killed two herders on "
      "Monday.\u201d");
  const model::Statement* killing = first_of(quoted, "killing");
  ASSERT_NE(killing, nullptr);
  const auto said = model::slots_of(*killing, model::SlotName::SaidBy);
  ASSERT_EQ(said.size(), 1u);
  EXPECT_EQ(said[0]->text, "bishop");
}

// Helpers, the place of a signing and a dateline are no scene; who reports a deed did not do it.
TEST(Reading, TakesNoHelperForAPlaceAndNoWitnessForADoer) {
  const auto place_of = [](const std::string& text, std::string_view type) {
    const model::Reading reading = pipeline().read(text);
    const model::Statement* stmt = first_of(reading, type);
    if (stmt == nullptr) return std::string("none");
    const auto places = model::slots_of(*stmt, model::SlotName::Place);
    return places.empty() ? std::string() : places.front()->text;
  };
  EXPECT_NE(
      place_of("The truce brokered by Moscow and Washington has been violated by both sides.", "violated"),
      "Moscow");
  EXPECT_NE(place_of("The Houthis have broken the ceasefire agreement signed in Stockholm.", "violated"),
            "Stockholm");
  EXPECT_EQ(place_of("Gunmen killed two herders near Juba on Monday.", "killing"), "Juba");
  const model::Reading heard = pipeline().read("Residents reported shelling near Juba on Monday.");
  const model::Statement* shelling = first_of(heard, "shelling");
  ASSERT_NE(shelling, nullptr);
  EXPECT_TRUE(model::slots_of(*shelling, model::SlotName::Actor).empty());
}

// The country whose government and rebels are named is the report's; the host of their talks is not.
TEST(Reading, TheHostOfTheTalksIsNotTheReportsCountry) {
  EXPECT_EQ(pipeline()
                .read("Colombia's guerrillas and government sign truce\n\nHAVANA, June 9, 2023 — Colombia's "
                      "government and the country's largest guerrilla force signed a "
                      "ceasefire agreement in Cuba on Friday. The ceremony in Havana was attended by Cuban "
                      "officials.")
                .parts()
                .main_country,
            "CO");
  EXPECT_EQ(pipeline()
                .read("HAVANA, June 9, 2023 — Cuba freed 12 prisoners on Friday, officials in Havana said.")
                .parts()
                .main_country,
            "CU");
}

// A count since the start of a war is no count of that day, and as background no news.
TEST(Reading, CountsSinceAWarBegan) {
  const model::Reading reading =
      pipeline().read("More than 300 people have been killed in Juba since the war began in 2011.");
  const model::Statement* killing = first_of(reading, "killing");
  ASSERT_NE(killing, nullptr);
  EXPECT_EQ(killing->modality, model::Modality::Historical);
  const auto days = model::slots_of(*killing, model::SlotName::Date);
  ASSERT_EQ(days.size(), 1u);
  const auto* time = std::get_if<model::TimeValue>(&days[0]->value);
  ASSERT_NE(time, nullptr);
  EXPECT_EQ(time->edtf, "2011/..");
}

// Days follow the mode of what they date; published on a Tuesday.
TEST(Reading, CountsWeekdaysByMode) {
  const auto day_of = [](const std::string& sentence) {
    const model::Reading reading = pipeline().read("Elders spoke about the truce.\n\n" + sentence);
    for (const model::Statement& stmt : reading.statements()) {
      for (const model::Slot* slot : model::slots_of(stmt, model::SlotName::Date)) {
        if (const auto* time = std::get_if<model::TimeValue>(&slot->value)) return time->edtf.substr(0, 10);
      }
    }
    return std::string();
  };
  EXPECT_EQ(day_of("The two sides will sign the truce on Friday."), "2018-06-01");
  EXPECT_EQ(day_of("The two sides signed the truce on Friday."), "2018-05-25");
  EXPECT_EQ(day_of("The truce takes effect at noon on Friday."), "2018-06-01");
  // The day of a deal that is only named dates nothing else.
  EXPECT_EQ(day_of("The 2011 truce has collapsed."), "");
}

// The accuser speaks, the accused is said to have done it; never the other way round.
TEST(Reading, TellsTheAccuserFromTheAccused) {
  const model::Reading reading =
      pipeline().read("The rebels accused the army of shelling a market near Juba.");
  bool found = false;
  for (const model::Statement& stmt : reading.statements()) {
    if (stmt.type != "shelling") continue;
    found = true;
    const auto actors = model::slots_of(stmt, model::SlotName::Actor);
    const auto said = model::slots_of(stmt, model::SlotName::SaidBy);
    ASSERT_EQ(actors.size(), 1u);
    ASSERT_EQ(said.size(), 1u);
    EXPECT_EQ(actors[0]->text, "army");
    EXPECT_EQ(said[0]->text, "rebels");
  }
  EXPECT_TRUE(found);
}

TEST(Reading, KeepsEvidenceToTheClause) {
  const std::string text =
      "The mayor opened a school on Sunday, and on Monday gunmen killed two herders near the river.";
  const model::Reading reading = pipeline().read(text);
  ASSERT_EQ(reading.statements().size(), 1u);
  const model::Statement& stmt = reading.statements()[0];
  EXPECT_EQ(stmt.type, "killing");
  EXPECT_EQ(stmt.evidence.quote.find("school"), std::string::npos) << stmt.evidence.quote;
  EXPECT_NE(stmt.evidence.quote.find("killed two herders"), std::string::npos);
}

// The dates of the statements of a type, in order.
std::vector<std::string> dates_of(const std::string& text, std::string_view type) {
  std::vector<std::string> out;
  const model::Reading reading = pipeline().read(text);
  for (const model::Statement& stmt : reading.statements()) {
    if (stmt.type != type) continue;
    for (const model::Slot* slot : model::slots_of(stmt, model::SlotName::Date))
      out.push_back(std::get<model::TimeValue>(slot->value).edtf);
  }
  return out;
}

// The published day is Tuesday, 29 May 2018.
TEST(Reading, ADeedBeforeAnotherHasItsOwnDay) {
  const std::string before =
      "Hours before the guns fell silent a shell hit a market in Bor on Sunday, killing nine people.";
  EXPECT_EQ(dates_of(before, "shelling"), std::vector<std::string>{"2018-05-27"});
  EXPECT_TRUE(dates_of(before, "in_force").empty());
  const std::string after = "A shell hit a market in Bor before the truce took effect on Sunday.";
  EXPECT_TRUE(dates_of(after, "shelling").empty());
  EXPECT_EQ(dates_of(after, "in_force"), std::vector<std::string>{"2018-05-27"});
  // A day in front of both clauses of one deed still counts.
  EXPECT_EQ(dates_of("On Sunday shells hit a market in Bor, killing nine people.", "shelling"),
            std::vector<std::string>{"2018-05-27"});
}

// The first place of the statements of a type.
std::string place_of(const std::string& text, std::string_view type) {
  const model::Reading reading = pipeline().read(text);
  for (const model::Statement& stmt : reading.statements()) {
    if (stmt.type != type) continue;
    for (const model::Slot* slot : model::slots_of(stmt, model::SlotName::Place)) {
      if (const auto* place = std::get_if<model::PlaceValue>(&slot->value)) return place->name;
    }
  }
  return "";
}

TEST(Reading, WhereAGroupIsOutlawedOrPostedIsNotWhereItShells) {
  const std::string scene = "The market of Goma was quiet on Monday. ";
  EXPECT_EQ(place_of(scene + "Fighters of a group outlawed in Russia shelled a hospital.", "shelling"),
            "Goma");
  EXPECT_EQ(place_of(scene + "Shells fired by rebels positioned in Beni hit a hospital.", "shelling"),
            "Goma");
  EXPECT_EQ(place_of(scene + "Shells fired by rebels hit a hospital in Beni.", "shelling"), "Beni");
}

TEST(Reading, TheDeadOfAWarAreNotThoseOfAnAttack) {
  const auto dead_in = [](const std::string& text, std::string_view type) {
    const model::Reading reading = pipeline().read(text);
    return std::any_of(reading.statements().begin(), reading.statements().end(),
                       [&](const model::Statement& stmt) {
                         return stmt.type == type && !model::slots_of(stmt, model::SlotName::Deaths).empty();
                       });
  };
  const std::string raid = "Air strikes hit the market of Taiz on Sunday. ";
  EXPECT_FALSE(
      dead_in(raid + "More than 120,000 people have died in the fighting and the raids.", "air_strike"));
  EXPECT_TRUE(dead_in(raid + "More than 120,000 people have been killed in the war.", "killing"));
  EXPECT_TRUE(dead_in("Air strikes killed 120 people in Taiz on Sunday.", "air_strike"));
  // Days lie between them.
  EXPECT_FALSE(
      dead_in("Two days after an air strike on the market, three women were killed in Taiz.", "air_strike"));
  EXPECT_TRUE(dead_in("Three women were killed after an air strike on the market in Taiz.", "air_strike"));
}

TEST(Reading, DeedsOfEveryDayAreTermsOnlyNearADeal) {
  const std::string deal = "The Sudanese army and the rebels agreed a truce in Juba. ";
  const std::string between =
      "The market was full of people. Rain fell in the evening. A bus broke down near the bridge. "
      "Children played football. Traders sold maize. ";
  const std::string repair = "Water was restored to the town on Monday.";
  const auto states_step = [](const std::string& text) {
    const model::Reading reading = pipeline().read(text);
    return std::any_of(reading.statements().begin(), reading.statements().end(),
                       [](const model::Statement& stmt) { return stmt.type == "implemented_step"; });
  };
  EXPECT_TRUE(states_step(deal + repair));
  EXPECT_FALSE(states_step(deal + between + repair));
  EXPECT_TRUE(states_step(deal + between + "Under the accord, water was restored to the town on Monday."));
}

TEST(Reading, WhoLeavesHasASubjectOfHisOwn) {
  // Parsers hang "had left" on the captives, who are freed and leave nothing.
  const model::Reading reading = pipeline().read(
      "Under the truce in Goma, an official said each side would free 45 captives once the second group had "
      "left.");
  for (const model::Statement& stmt : reading.statements()) {
    EXPECT_TRUE(stmt.type != "withdrawal" || model::slots_of(stmt, model::SlotName::Count).empty());
  }
}

TEST(Reading, TheDayOfTheDatelineIsThatOfTheTelling) {
  const std::string text =
      "LA PAZ, 12 DEC 89 (ANSA) -- [TEXT] Gunmen yesterday shelled the market of Oruro and killed two "
      "traders, "
      "the police said.";
  EXPECT_EQ(dates_of(text, "shelling"), std::vector<std::string>{"2018-05-28"});
}

TEST(Reading, WhatKilledNobodyTookPlace) {
  const auto modes = [](const std::string& text, std::string_view type) {
    std::vector<model::Modality> out;
    const model::Reading reading = pipeline().read(text);
    for (const model::Statement& stmt : reading.statements()) {
      if (stmt.type == type) out.push_back(stmt.modality);
    }
    return out;
  };
  using Modes = std::vector<model::Modality>;
  EXPECT_EQ(modes("The shelling of Goma killed nobody on Sunday.", "shelling"),
            Modes{model::Modality::Actual});
  EXPECT_EQ(modes("The shelling that hit Goma is not random.", "shelling"), Modes{model::Modality::Actual});
  EXPECT_EQ(modes("The shelling of Goma did not take place.", "shelling"), Modes{model::Modality::Negated});
}

TEST(Reading, TheWoundedStandWithTheDeadOfTheirSentence) {
  const model::Reading reading = pipeline().read(
      "Shells hit the market of Goma on Sunday. Two people were killed and nine were wounded in Beni on "
      "Monday.");
  std::size_t rows = 0;
  for (const model::Statement& stmt : reading.statements()) {
    if (model::slots_of(stmt, model::SlotName::Injured).empty()) continue;
    ++rows;
    EXPECT_FALSE(model::slots_of(stmt, model::SlotName::Deaths).empty());
  }
  EXPECT_EQ(rows, 1u);
}

// Where talks are said to go on.
std::string talks_at(const std::string& text) {
  const model::Reading reading = pipeline().read(text);
  for (const model::Statement& stmt : reading.statements()) {
    const auto places = model::slots_of(stmt, model::SlotName::Place);
    if (stmt.type == "negotiating" && !places.empty())
      return std::get<model::PlaceValue>(places[0]->value).name;
  }
  return "";
}

TEST(Reading, ATruceToBeRepeatedElsewhereIsTalkedOfThere) {
  // Which of these sentences has "in Bukavu" hang on the repeating is the parser's choice; the rule must
  // follow one of them.
  bool followed = false;
  for (const char* text :
       {"Efforts are underway, an elder said, to repeat the truce reached in Goma last month in Bukavu.",
        "Efforts are underway to repeat the truce reached in Goma last month in Bukavu.",
        "An elder said that efforts were underway to repeat in Bukavu the truce reached in Goma.",
        "Efforts are underway, including by elders, to repeat the truce reached in Goma last month in "
        "Bukavu."}) {
    followed = followed || talks_at(text) == "Bukavu";
  }
  EXPECT_TRUE(followed);
  EXPECT_EQ(talks_at("Efforts are underway, an elder said, to repeat the truce reached in Goma."), "Goma");
}

TEST(Reading, WhatDescribesSomebodyDoesNotDateTheDeed) {
  const auto mode = [](const std::string& text, const std::string& type) {
    const model::Reading reading = pipeline().read("Published 5 May 2019\n\n" + text);
    for (const model::Statement& stmt : reading.statements()) {
      if (stmt.type == type) return std::string(name(stmt.modality));
    }
    return std::string("none");
  };
  EXPECT_EQ(mode("The River Front and the Hill Brigade, made up of soldiers who reject the 2016 peace "
                 "accord, reached "
                 "a truce in Baidoa, an elder said.",
                 "agreed"),
            "actual");
  // As old as its own noun.
  EXPECT_EQ(mode("The truce of August 2016 in Baidoa collapsed after nine days.", "collapsed"), "historical");
  EXPECT_EQ(mode("A truce agreed for the valley in August 2016 collapsed after nine days.", "collapsed"),
            "historical");
}

TEST(Reading, SaysTheSameTwice) {
  const std::string text =
      "Rebels clashed with the army near Beni on Monday, killing five soldiers. A truce took effect on "
      "Friday.";
  EXPECT_EQ(pipeline().read(text).parts(), pipeline().read(text).parts());
}

// No order of trigger words, signs and odd bytes may break the reader, and what it makes must hold together.
TEST(Reading, SurvivesWordSoup) {
  std::vector<std::string> words = pipeline().reader->trigger_words();
  for (const char* word : {",",   "\"",  "\u201c",   "\u201d",    "the",
                           "of",  "by",  "said",     "not",       "will",
                           "if",  "12",  "hundreds", ".",         "-",
                           "(",   ")",   "Goma",     "rebels",    "\u0645\u0631\u062d\u0628\u0627",
                           "who", "and", "to",       "on Monday", "truce"}) {
    for (int i = 0; i < 12; ++i) words.emplace_back(word);
  }
  std::mt19937 random(7);
  std::size_t statements = 0;
  for (int round = 0; round < 150; ++round) {
    std::string text;
    const std::size_t size = 1 + random() % 400;
    for (std::size_t i = 0; i < size; ++i) {
      text += words[random() % words.size()];
      text += random() % 40 == 0 ? "\n\n" : " ";
    }
    const model::Reading reading = pipeline().read(text);
    for (const model::Statement& stmt : reading.statements()) {
      EXPECT_EQ(stmt.evidence.quote, stmt.evidence.span.of(text));
      EXPECT_FALSE(stmt.type.empty());
    }
    statements += reading.statements().size();
  }
  EXPECT_GT(statements, 100u);
}

TEST(Reading, SaysNothingOfOtherLanguages) {
  model::DocumentParts parts;
  parts.source = "test";
  parts.raw = parts.text = "Rebels shelled the town of Bor on Monday.";
  parts.map.append(static_cast<std::uint32_t>(parts.text.size()), 0,
                   static_cast<std::uint32_t>(parts.text.size()), true);
  parts.blocks.push_back(
      {model::BlockType::Paragraph, {0, static_cast<std::uint32_t>(parts.text.size())}, "test", 0});
  parts.language = "es";
  const model::Document doc = model::make_document(std::move(parts));
  EXPECT_TRUE(pipeline().reader->read(doc, pipeline().analyser->analyse(doc), {}).statements().empty());
}

model::Document page(std::string text, std::vector<model::StatedDate> dates) {
  model::DocumentParts parts;
  parts.source = "test";
  parts.raw = text;
  parts.map.append(static_cast<std::uint32_t>(text.size()), 0, static_cast<std::uint32_t>(text.size()), true);
  parts.blocks.push_back(
      {model::BlockType::Paragraph, {0, static_cast<std::uint32_t>(text.size())}, "test", 0});
  parts.text = std::move(text);
  parts.dates = std::move(dates);
  return model::make_document(std::move(parts));
}

std::string published(const model::Document& doc, const std::string& given = "") {
  const model::Reading reading =
      pipeline().reader->read(doc, pipeline().analyser->analyse(doc), {given, "", "", ""});
  return reading.parts().published.edtf + " " + reading.parts().published.rule;
}

model::StatedDate stated(const std::string& edtf, model::DateBasis basis) {
  model::StatedDate out;
  out.edtf = edtf;
  out.basis = basis;
  return out;
}

TEST(ReportDate, FollowsTheOrderOfTrust) {
  using Basis = model::DateBasis;
  const auto metadata = stated("2016-02-10", Basis::Metadata);
  const auto visible = stated("2016-02-11", Basis::Visible);
  const auto stamp = stated("2016-02-13T08:00", Basis::Comments);
  const auto copyright = stated("2016", Basis::Copyright);
  EXPECT_EQ(published(page("Elders met.", {visible, metadata}), "2016-02-09"), "2016-02-09 given/1");
  EXPECT_EQ(published(page("Elders met.", {visible, metadata})), "2016-02-10 metadata/1");
  EXPECT_EQ(published(page("Elders met.", {visible, stamp})), "2016-02-11 visible/1");
  // A month that a page is about gives way to the day on which it says that it was published, an earlier day
  // does not.
  const auto month = stated("2016-02", Basis::Visible);
  EXPECT_EQ(published(page("Elders met.", {month, visible})), "2016-02-11 visible/1");
  EXPECT_EQ(published(page("Elders met.", {month, stated("2015-11-02", Basis::Visible)})),
            "2016-02 visible/1");
  // 13 February 2016 was a Saturday; the text's Friday is the day before.
  EXPECT_EQ(published(page("Elders met, officials said Friday.", {stamp})),
            "2016-02-12 comment-stamps+weekday/1");
  EXPECT_EQ(published(page("Elders met.", {stamp})), "2016-02-13 comment-stamps/1");
  EXPECT_EQ(published(page("Elders met.", {copyright})), "2016 copyright/1");
  EXPECT_EQ(published(page("Elders met.", {})), " ");
}

TEST(ReportDate, IsWorkedOutFromTheTextOnlyAsFarAsItGoes) {
  // 9 June 2015 was a Tuesday; the report stands in the six days after it.
  EXPECT_EQ(published(page("The war began in 2012. Shells hit the port on June 9. On Tuesday nobody moved. "
                           "Polls will open on July 4.",
                           {})),
            "2015-06-10/2015-06-15 month-day+weekday/1");
  EXPECT_EQ(published(page(
                "In mid-May 2015 the sides met. They spoke of the truce reached last month, in May.", {})),
            "2015-06 last-month/1");
  EXPECT_EQ(published(page("Rebels in Bor, August 3, 2017.", {})), "2017-08-03 text-date/1");
  // What is told ahead dates nothing.
  EXPECT_EQ(published(page("The truce will end on August 3, 2017.", {})), " ");
}

}  // namespace
}  // namespace hudna::reading
