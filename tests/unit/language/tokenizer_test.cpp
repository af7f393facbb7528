#include "language/tokenizer.h"

#include <gtest/gtest.h>

#include <string>

namespace hudna::language {
namespace {

const TokenRules& rules() {
  static const base::DataSource* data = new base::DataSource();
  static const TokenRules* one = new TokenRules(std::move(*TokenRules::open(*data)));
  return *one;
}

std::string words(std::string_view text) {
  std::vector<RawToken> tokens;
  tokenize(text, {0, static_cast<std::uint32_t>(text.size())}, rules(), &tokens);
  std::string out;
  for (const RawToken& tok : tokens) {
    if (!out.empty()) out += ' ';
    out += tok.span.of(text);
  }
  return out;
}

// Sentences separated by " | ".
std::string sentences(std::string_view text) {
  std::vector<RawToken> tokens;
  tokenize(text, {0, static_cast<std::uint32_t>(text.size())}, rules(), &tokens);
  std::size_t capped = 0;
  std::string out;
  std::uint32_t from = 0;
  for (std::uint32_t end : split_sentences(text, tokens, rules(), nullptr, 200, &capped)) {
    if (!out.empty()) out += " | ";
    out += text.substr(tokens[from].span.begin, tokens[end - 1].span.end - tokens[from].span.begin);
    from = end;
  }
  return out;
}

TEST(Tokenizer, SplitsClitics) {
  EXPECT_EQ(words("They didn't say it's over; we'll see."), "They did n't say it 's over ; we 'll see .");
  EXPECT_EQ(words("They didn\u2019t accept the rebels\u2019 offer."), "They did n\u2019t accept the rebels \u2019 offer .");
  EXPECT_EQ(words("We cannot wait"), "We can not wait");
}

TEST(Tokenizer, KeepsApostrophesInsideNames) { EXPECT_EQ(words("Sana'a and O'Neill's men"), "Sana'a and O'Neill 's men"); }

TEST(Tokenizer, SplitsHyphensButNotPrefixes) {
  EXPECT_EQ(words("al-Nour pro-government cease-fire non-aggression"), "al - Nour pro-government cease - fire non-aggression");
}

TEST(Tokenizer, KeepsAbbreviationsAndNumbers) {
  EXPECT_EQ(words("Gen. J. Okello met the U.N. at 10:30 a.m. on Sept. 4."), "Gen. J. Okello met the U.N. at 10:30 a.m. on Sept. 4 .");
  EXPECT_EQ(words("some 1,200 families, 3.5km away, for $5m"), "some 1,200 families , 3.5 km away , for $ 5 m");
  EXPECT_EQ(words("Article No. 5, not no."), "Article No. 5 , not no .");
}

TEST(Tokenizer, KeepsAddressesWhole) {
  EXPECT_EQ(words("See https://example.org/a-b?c=d, or write to desk@example.org."), "See https://example.org/a-b?c=d , or write to desk@example.org .");
}

TEST(Tokenizer, SplitsWordsThatLostTheirSpace) { EXPECT_EQ(words("The raid ended.The town"), "The raid ended . The town"); }

TEST(Splitter, EndsAtStopsAndQuotes) {
  EXPECT_EQ(sentences("The truce held. \"We are tired.\" He left."), "The truce held. | \"We are tired.\" | He left.");
  EXPECT_EQ(sentences("\"Why now?\" he asked. Nobody knew."), "\"Why now?\" he asked. | Nobody knew.");
}

TEST(Splitter, GoesOnAfterTitlesAndInitials) {
  EXPECT_EQ(sentences("Gen. Okot met Mr. J. Lado in Juba. They agreed."), "Gen. Okot met Mr. J. Lado in Juba. | They agreed.");
  EXPECT_EQ(sentences("The U.N. Security Council met at 5 p.m. Monday."), "The U.N. Security Council met at 5 p.m. Monday.");
}

TEST(Splitter, GoesOnInLowerCaseOnlyAfterAQuotationOrAShortWord) {
  EXPECT_EQ(sentences("the road is shut. nobody can pass"), "the road is shut. | nobody can pass");
  EXPECT_EQ(sentences("He paid 300 fr. for it."), "He paid 300 fr. for it.");
  EXPECT_EQ(sentences("\"Stop!\" she cried."), "\"Stop!\" she cried.");
}

TEST(Splitter, KeepsReferenceMarksWithTheirSentence) {
  EXPECT_EQ(sentences("The pact was signed in May.[4] It failed."), "The pact was signed in May.[4] | It failed.");
}

TEST(Tokenizer, KeepsEmoticonsAndRuns) { EXPECT_EQ(words("Fine :) but no!!! (see: c)"), "Fine :) but no !!! ( see : c )"); }

TEST(Splitter, PartsDatelines) {
  EXPECT_EQ(sentences("GOMA, Congo (Agency) - Rebels left the town."), "GOMA, Congo (Agency) - | Rebels left the town.");
  EXPECT_EQ(sentences("Rebels - armed men - left the town."), "Rebels - armed men - left the town.");
}

TEST(Splitter, PartsBulletsAndEmptyLines) {
  EXPECT_EQ(sentences("Terms:\n- a halt to shelling\n- release of prisoners"), "Terms: | - a halt to shelling | - release of prisoners");
  EXPECT_EQ(sentences("no stop here\n\nnext paragraph"), "no stop here | next paragraph");
}

TEST(Splitter, FindsSentencesInLongTextWithoutStops) {
  const std::string text =
      "Fighters shelled two villages east of the river on Monday night and burned several houses nearby They also took cattle and grain from the "
      "stores of the cooperative before they left for the hills The governor sent soldiers to the area in the morning and asked elders of both "
      "communities to meet in the town hall for talks about a lasting truce";
  EXPECT_EQ(sentences(text).find(" | They also"), text.find(" They also"));
  EXPECT_EQ(sentences("He read The Guardian in the cell"), "He read The Guardian in the cell");
}

TEST(Splitter, HardLineBreaksEndNothing) { EXPECT_EQ(sentences("The two sides\nagreed to stop."), "The two sides\nagreed to stop."); }

TEST(TokenRules, RefusesUnknownKinds) { EXPECT_FALSE(TokenRules::parse("nonsense\tword\n", "x").has_value()); }

}  // namespace
}  // namespace hudna::language
