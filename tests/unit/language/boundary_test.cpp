#include "language/boundary.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "base/data_source.h"
#include "base/utf8.h"
#include "language/treebank.h"
#include "language/trainer.h"

namespace hudna::language {
namespace {

const base::DataSource& data() {
  static const base::DataSource* one = new base::DataSource();
  return *one;
}
const TokenRules& rules() {
  static const TokenRules* one = new TokenRules(*TokenRules::open(data()));
  return *one;
}
const BoundaryModel& shipped() {
  static const BoundaryModel* one = [] {
    const auto file = data().file("language/weights.bin");
    return new BoundaryModel(*BoundaryModel::open(*ModelFile::open(file->bytes, file->path)));
  }();
  return *one;
}

std::vector<std::uint32_t> ends(const std::string& text, const BoundaryModel* model, std::vector<RawToken>* tokens) {
  tokens->clear();
  tokenize(text, {0, static_cast<std::uint32_t>(text.size())}, rules(), tokens);
  std::size_t capped = 0;
  return split_sentences(text, *tokens, rules(), model, 200, &capped);
}

std::string split(const std::string& text, const BoundaryModel* model) {
  std::vector<RawToken> tokens;
  std::string out;
  std::uint32_t from = 0;
  for (const std::uint32_t end : ends(text, model, &tokens)) {
    if (!out.empty()) out += " | ";
    out += text.substr(tokens[from].span.begin, tokens[end - 1].span.end - tokens[from].span.begin);
    from = end;
  }
  return out;
}

TEST(Boundaries, FindsEndsWithoutAStop) {
  EXPECT_EQ(split("I have attached the new draft. Thanks Maria", &shipped()), "I have attached the new draft. | Thanks Maria");
  EXPECT_EQ(split("The office is closed today Please call again tomorrow.", nullptr), "The office is closed today Please call again tomorrow.");
}

TEST(Boundaries, KeepsNewsAsTheRulesHaveIt) {
  for (const char* text : {"Rebels shelled the port of Hodeidah on Monday, a medic said. Eleven people were killed.",
                           "The U.N. envoy, Mr. Bello, met Gen. Haile in Juba. \"We will sign,\" he said.",
                           "The army took Mt. Kono and the town of St. Pierre. No. 4 Brigade withdrew.",
                           "Oil rose to $71.5 a barrel in London. Some 2,000 troops are to leave by 12 May 2031."}) {
    EXPECT_EQ(split(text, &shipped()), split(text, nullptr));
  }
}

TEST(Boundaries, LeavesCapitalsToTheRules) {
  const std::string text = "GUNMEN ATTACKED A BARRACKS IN CALOTO YESTERDAY. THE ARMED FORCES PRESS OFFICE (COPRE) SAID TWO SOLDIERS DIED";
  EXPECT_EQ(split(text, &shipped()), split(text, nullptr));
}

TEST(Boundaries, OpensNoGapInsideAWordOrAList) {
  const std::string text = "3. [Name] said the real-time map helps";
  std::vector<RawToken> tokens;
  tokenize(text, {0, static_cast<std::uint32_t>(text.size())}, rules(), &tokens);
  const BoundaryView view(text, tokens);
  for (std::size_t i = 0; i < 4; ++i) EXPECT_FALSE(view.open(0, i)) << i;
  const std::size_t real = 7;
  ASSERT_EQ(tokens[real].span.of(text), "real");
  EXPECT_FALSE(view.open(0, real));
}

TEST(Boundaries, TrainingLearnsWhatTheRulesMiss) {
  // Signatures without a stop, after which a new sentence begins.
  std::vector<GoldSentence> gold;
  for (int i = 0; i < 40; ++i) {
    for (const char* text : {"Regards Anna", "Your parcel left Oslo today", "It will be there soon"}) {
      GoldSentence sent;
      sent.text = text;
      sent.new_paragraph = text[0] == 'R';
      gold.push_back(sent);
    }
  }
  const auto sections = train_boundaries(gold, rules(), 12, 5, 1, {});
  EXPECT_EQ(sections, train_boundaries(gold, rules(), 12, 5, 1, {}));
  const std::string bytes = write_model_file(sections);
  const auto model = BoundaryModel::open(*ModelFile::open(bytes, "test"));
  ASSERT_TRUE(model.has_value());
  EXPECT_EQ(split("Regards Anna Your parcel left Oslo today It will be there soon", &*model), "Regards Anna | Your parcel left Oslo today | It will be there soon");
}

TEST(Boundaries, RefusesATableOfAnotherSize) {
  const std::string bytes = write_model_file({{"boundaries", std::string(6, 'x')}});
  EXPECT_FALSE(BoundaryModel::open(*ModelFile::open(bytes, "test")).has_value());
  const std::string none = write_model_file({{"other", "x"}});
  EXPECT_FALSE(BoundaryModel::open(*ModelFile::open(none, "test")).has_value());
}

RC_GTEST_PROP(Boundaries, EndsAscendAndReachTheLastToken, ()) {
  std::string text;
  const int n = *rc::gen::inRange(1, 50);
  for (int i = 0; i < n; ++i) {
    text += *rc::gen::element<std::string>("The", "rebels", "left", ".", "!", "A", "(", ")", "[1]", "\"", "\n", "\n\n", "-", "\u2022", "5", "Mr.", ":", "...", "JUBA", "x@y.org", "\u201D");
    if (*rc::gen::inRange(0, 4) != 0) text += ' ';
  }
  std::vector<RawToken> tokens;
  const std::vector<std::uint32_t> found = ends(text, &shipped(), &tokens);
  RC_ASSERT(found.empty() == tokens.empty());
  std::uint32_t last = 0;
  for (const std::uint32_t end : found) {
    RC_ASSERT(end > last);
    last = end;
  }
  RC_ASSERT(last == tokens.size());
  // An empty line always parts sentences.
  for (std::uint32_t i = 1; i < tokens.size(); ++i) {
    if (tokens[i].blank) {
      RC_ASSERT(std::find(found.begin(), found.end(), i) != found.end());
    }
  }
}

}  // namespace
}  // namespace hudna::language
