// Does the template layer keep its promises: places kept when case is restored, damaged weights refused,
// messages of any kind survived?
#include <gtest/gtest.h>

#include <set>

#include "coding/linear.h"
#include "coding/muc_templates.h"
#include "coding/network.h"
#include "coding/plover.h"
#include "coding/truecase.h"
#include "coding/wire.h"
#include "language/model_file.h"

namespace {

using namespace hudna;

TEST(Truecase, RestoresCaseAndKeepsEveryPlace) {
  const auto caser = coding::Truecaser::open({});
  ASSERT_TRUE(caser.has_value()) << base::print(caser.error());
  const std::string sent =
      "MEN OF THE RENAMO [MNR] KILLED TWO NURSES NEAR XAI-XAI IN MOZAMBIQUE. THE ATTACKERS FLED.";
  const std::string got = caser->apply(sent);
  EXPECT_EQ(got.size(), sent.size());
  EXPECT_EQ(got, "Men of the Renamo [MNR] killed two nurses near Xai-Xai in Mozambique. The attackers fled.");
  // Text that has case is left alone.
  const std::string mixed = "Two nurses of the MNR fled to Maputo.";
  EXPECT_EQ(caser->apply(mixed), mixed);
  EXPECT_EQ(caser->apply(""), "");
}

TEST(Wire, PutsDatelineAndRemarksAside) {
  const auto reader = coding::WireReader::open({});
  ASSERT_TRUE(reader.has_value()) << base::print(reader.error());
  const coding::Wire wire =
      reader->read("\n   MAPUTO, 7 FEB 89 (AIM) -- [TEXT] TWO NURSES WERE KILLED YESTERDAY.\n");
  EXPECT_EQ(wire.date, "1989-02-07");
  EXPECT_EQ(wire.place, "MAPUTO");
  ASSERT_FALSE(wire.analysis.tokens().empty());
  EXPECT_EQ(wire.analysis.tokens()[0].span.of(wire.sent), "TWO");
  EXPECT_EQ(coding::muc_day_of_iso("1989-02-07"), "07 FEB 89");
  EXPECT_EQ(coding::iso_of_muc_day("32 FEB 89"), "");
  EXPECT_EQ(coding::iso_of_muc_day("7 FOO 89"), "");
  EXPECT_TRUE(reader->read("").analysis.tokens().empty());
}

TEST(Candidates, HoldTheExtentsThatAnAnswerCouldQuote) {
  const auto reader = coding::WireReader::open({});
  ASSERT_TRUE(reader.has_value());
  const coding::Wire wire = reader->read("ARMED MEN BURNED THE OFFICES OF THE SUGAR COMPANY.\n");
  std::set<std::string> texts;
  for (const coding::Candidate& one : coding::find_candidates(wire))
    texts.insert(coding::normalise_mention(one.text));
  for (const char* wanted : {"men", "armed men", "offices", "offices of sugar company", "sugar company"}) {
    EXPECT_TRUE(texts.contains(wanted)) << wanted;
  }
}

TEST(Templates, TellOfAnIncidentAndOfNone) {
  const auto reader = coding::TemplateReader::open({});
  ASSERT_TRUE(reader.has_value()) << base::print(reader.error());
  const auto got = reader->read(
      "   LIMA, 7 FEB 90 (EFE) -- [TEXT] GUERRILLAS KIDNAPPED BUSINESSMAN PEDRO SALCEDO IN LIMA YESTERDAY.  "
      "THE "
      "GUERRILLAS OF THE TUPAC AMARU REVOLUTIONARY MOVEMENT TOOK SALCEDO FROM HIS HOME, POLICE SAID.\n");
  ASSERT_FALSE(got.empty());
  bool kidnapping = false;
  for (const coding::Template& one : got) {
    if (one.at(coding::Slot::Type)[0].value != "KIDNAPPING") continue;
    kidnapping = true;
    ASSERT_EQ(one.at(coding::Slot::Date).size(), 1u);
    EXPECT_EQ(one.at(coding::Slot::Date)[0].value, "06 FEB 90");
    EXPECT_TRUE(one.at(coding::Slot::TargetId).empty());
  }
  EXPECT_TRUE(kidnapping);
  EXPECT_TRUE(
      reader
          ->read(
              "   LIMA, 7 FEB 90 (EFE) -- [TEXT] THE MINISTER OPENED A MUSIC FESTIVAL. COFFEE PRICES ROSE.\n")
          .empty());
}

TEST(Templates, SurviveAnyText) {
  const auto reader = coding::TemplateReader::open({});
  ASSERT_TRUE(reader.has_value());
  for (const std::string& text :
       {std::string(), std::string("--"), std::string("[[[[ ]]"), std::string(5000, '('),
        std::string("A ") + std::string(3000, 'X'), std::string("1 JAN 9 -- [")}) {
    reader->read(text);
  }
}

TEST(Linear, RefusesDamagedTables) {
  const std::uint32_t keys[2] = {7, 9};
  const std::int8_t weights[4] = {1, 2, 3, 4};
  const float sizes[2] = {2, 0.5f};
  const auto bytes = [](const auto& array) {
    return std::string(reinterpret_cast<const char*>(&array), sizeof array);
  };
  const std::string good =
      language::write_model_file({{"m.k", bytes(keys)}, {"m.w", bytes(weights)}, {"m.s", bytes(sizes)}});
  const auto file = language::ModelFile::open(good, "own");
  ASSERT_TRUE(file.has_value());
  const auto model = coding::LinearModel::open(*file, "m", 2);
  ASSERT_TRUE(model.has_value());
  float out[2] = {};
  const std::uint32_t some[3] = {9, 8, 7};
  model->score(some, out);
  EXPECT_FLOAT_EQ(out[0], 2.0f);
  EXPECT_FLOAT_EQ(out[1], 3.0f);
  EXPECT_FALSE(coding::LinearModel::open(*file, "m", 3).has_value());
  EXPECT_FALSE(coding::LinearModel::open(*file, "other", 2).has_value());
  std::string bad = good;
  bad.back() = static_cast<char>(bad.back() ^ 1);
  EXPECT_FALSE(language::ModelFile::open(bad, "own").has_value());
}

TEST(Network, AddsWhatFeaturesSayTogetherAndAlone) {
  const std::uint32_t keys[2] = {7, 9};
  // Two hidden weights and one direct weight each; the second unit stays below zero.
  const std::int8_t weights[6] = {2, -4, 1, 3, -4, 5};
  const float over[4] = {0.5f, 2.0f, 0.0f, 100.0f};
  const float sizes[4] = {2, 1, 0.5f, 0.1f};
  const auto bytes = [](const auto& array) {
    return std::string(reinterpret_cast<const char*>(&array), sizeof array);
  };
  const std::string good = language::write_model_file(
      {{"n.k", bytes(keys)}, {"n.w", bytes(weights)}, {"n.o", bytes(over)}, {"n.s", bytes(sizes)}});
  const auto file = language::ModelFile::open(good, "own");
  ASSERT_TRUE(file.has_value());
  const auto net = coding::Network::open(*file, "n", 1);
  ASSERT_TRUE(net.has_value());
  float out = 0;
  const std::uint32_t both[3] = {7, 8, 9};
  net->score(both, {&out, 1});
  EXPECT_FLOAT_EQ(out, 0.1f * 6 + 2.0f * (0.5f + 0.5f * 5));
  const std::uint32_t one[1] = {9};
  net->score(one, {&out, 1});
  EXPECT_FLOAT_EQ(out, 0.1f * 5 + 2.0f * (0.5f + 0.5f * 3));
  net->score({}, {&out, 1});
  EXPECT_FLOAT_EQ(out, 2.0f * 0.5f);
  EXPECT_FALSE(coding::Network::open(*file, "n", 2).has_value());
  EXPECT_FALSE(coding::Network::open(*file, "m", 1).has_value());
  const float many[4] = {1000, 1, 0.5f, 0.1f};
  const std::string wide = language::write_model_file(
      {{"n.k", bytes(keys)}, {"n.w", bytes(weights)}, {"n.o", bytes(over)}, {"n.s", bytes(many)}});
  const auto other = language::ModelFile::open(wide, "own");
  ASSERT_TRUE(other.has_value());
  EXPECT_FALSE(coding::Network::open(*other, "n", 1).has_value());
}

// More names than any message has are cut to the likeliest, so that comparing them stays cheap.
TEST(Templates, LookAtTheLikeliestEntitiesOnly) {
  std::vector<coding::Candidate> candidates;
  coding::MucScores scores;
  for (std::uint32_t i = 0; i < 2 * coding::kEntitiesMost; ++i) {
    candidates.push_back({i, {i, i + 1}, coding::Extent::Head, i, "village " + std::to_string(i)});
    scores.roles.push_back({});
    scores.roles.back().fill(static_cast<float>(i) * 0.001f);
    scores.members.push_back({});
  }
  const auto entities = coding::gather_entities(candidates, scores);
  ASSERT_EQ(entities.size(), coding::kEntitiesMost);
  for (const coding::MucEntity& entity : entities)
    EXPECT_GE(entity.candidates.front(), coding::kEntitiesMost);
}

}  // namespace
