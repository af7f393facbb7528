#include "language/names.h"

#include <gtest/gtest.h>

#include <string>

#include "language/analyser.h"
#include "tests/support/analyser.h"

namespace hudna::language {
namespace {

using testing::analyser;

// "words=type; …" in text order.
std::string names(const std::string& text) {
  const model::Document doc = plain_document(text);
  const model::Analysis a = analyser().analyse(doc);
  std::string out;
  for (const model::Name& n : a.names()) {
    if (!out.empty()) out += "; ";
    out += std::string(a.span(n.tokens).of(doc.text())) + "=" + std::string(name(n.type));
  }
  return out;
}

TEST(Names, KnowsArmedGroupsOfTheLexicon) {
  EXPECT_NE(names("Ansar Allah shelled the village.").find("Ansar Allah=armed_group"), std::string::npos);
}

TEST(Names, TypesByTheWordsInside) {
  EXPECT_NE(names("The Upper Nile Liberation Front burned the bridge.").find("Liberation Front=armed_group"), std::string::npos);
  EXPECT_NE(names("Doctors at Beni Hospital treated the wounded.").find("Beni Hospital=facility"), std::string::npos);
}

TEST(Names, MarksNationalities) { EXPECT_EQ(names("Sudanese soldiers met Chadian officers."), "Sudanese=nationality; Chadian=nationality"); }

TEST(Names, AWordIsNoAcronymUnlessWrittenSo) {
  // "is" and "us" are words, though lists have IS and US.
  EXPECT_EQ(names("It is with us."), "");
}

// A list's word in capitals is another name: NASA is none of the Nasa of Colombia. The people is still found.
TEST(Names, AWordOfTheListsInCapitalsIsAnotherName) {
  EXPECT_EQ(names("Engineers of NASA read the pictures.").find("NASA=nationality"), std::string::npos);
  EXPECT_NE(names("The Nasa people blocked the highway.").find("Nasa=nationality"), std::string::npos);
}

// What is in the general list only (language/known.tsv) is a clue: it makes no match, and no clue where it is written as
// a common word.
TEST(Names, KnownNamesAreCluesOnly) {
  const base::DataSource data;
  const auto rules = TokenRules::open(data);
  ASSERT_TRUE(rules);
  const auto lexicon = NameLexicon::open(data, *rules);
  ASSERT_TRUE(lexicon);
  const auto known = [&](const std::vector<std::string_view>& forms, std::size_t* matches) {
    std::vector<Word> words;
    for (std::size_t i = 0; i < forms.size(); ++i) words.push_back(make_word(forms[i], i == 0, false));
    std::vector<NameLexicon::Match> found;
    std::vector<std::uint32_t> clues;
    lexicon->look_up(forms, words, false, &found, &clues);
    *matches = found.size();
    std::string out;
    for (const std::uint32_t clue : clues) {
      out += (clue & kClueKnownBrand) != 0 ? 'b' : ((clue & kClueKnownGiven) != 0 ? 'g' : ((clue & kClueKnownOrganisation) != 0 ? 'o' : '.'));
    }
    return out;
  };
  std::size_t matches = 9;
  EXPECT_EQ(known({"Maps", "of", "the", "North", "Atlantic", "Council"}, &matches), "...ooo");
  EXPECT_EQ(matches, 0u);
  EXPECT_EQ(known({"The", "north", "atlantic", "council", "met"}, &matches), ".....");
  EXPECT_EQ(known({"a", "car", "of", "Miriam", "and", "a", "burger", "of", "Burger", "King"}, &matches), "...g....bb");
  EXPECT_EQ(matches, 0u);
}

TEST(Names, RunsOfCapitalsEndInTheirType) {
  EXPECT_NE(names("On Monday the Blue River Battalions freed two men near the dam.").find("Blue River Battalions=armed_group"), std::string::npos);
  EXPECT_NE(names("Two men were freed, the Information Ministry said.").find("Information Ministry=organisation"), std::string::npos);
  // A people in front is a name of its own, unless a hyphen joins it to the rest.
  EXPECT_NE(names("The aid was blocked, the Turkmen-Kurdish Relief Ministry said.").find("-Kurdish Relief Ministry=organisation"), std::string::npos);
  EXPECT_EQ(names("The aid was blocked, the Turkmen-Kurdish Relief Ministry said.").find("; -"), std::string::npos);
  // A headline with capitals throughout says nothing by them.
  EXPECT_EQ(names("Men Leave Their Battalions").find("armed_group"), std::string::npos);
}

TEST(Names, UnknownWordsAfterAPrepositionOfPlace) {
  EXPECT_NE(names("The shells hit a school near Sumprabum, a teacher said.").find("Sumprabum=place"), std::string::npos);
  EXPECT_EQ(names("Shells fell in March and in silence.").find("=place"), std::string::npos);
  // What is known as a make is none.
  EXPECT_EQ(names("The gunmen fled in two white Toyota pickups and a van from Renault.").find("=place"), std::string::npos);
}

TEST(Names, OneSurfaceOneType) {
  const std::string found = names("Talks opened in Nyala on Monday. A convoy from Nyala was stopped. Nyala is calm.");
  std::size_t places = 0;
  for (std::size_t at = found.find("Nyala=place"); at != std::string::npos; at = found.find("Nyala=place", at + 1)) ++places;
  EXPECT_EQ(places, 3u) << found;
}

TEST(Names, BestLabelsAreAlwaysLegal) {
  const std::int32_t transition[8][8] = {};
  std::vector<std::array<std::int32_t, 8>> scores(3);
  scores[0] = {0, 0, 0, 5, 0, 0, 0, 0};   // begin organisation
  scores[1] = {0, 0, 9, 0, 4, 0, 0, 0};   // inside person scores best but may not follow
  scores[2] = {1, 0, 0, 0, 0, 0, 0, 0};
  std::vector<std::uint8_t> labels;
  best_labels(scores, transition, &labels);
  EXPECT_EQ(labels.size(), 3u);
  std::size_t before = 0;
  for (std::uint8_t label : labels) {
    EXPECT_TRUE(bio_follows(before, label));
    before = label;
  }
}

}  // namespace
}  // namespace hudna::language
