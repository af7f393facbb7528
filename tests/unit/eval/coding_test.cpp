// Are sentences with marked parties read, and classes counted, as they should be?
#include "eval/coding.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "tests/support/shared.h"

namespace {

using namespace hudna;

std::size_t class_of(std::string_view name) {
  return static_cast<std::size_t>(
      std::find(coding::kPloverClasses.begin(), coding::kPloverClasses.end(), name) -
      coding::kPloverClasses.begin());
}

TEST(Coding, ReadsMarks) {
  const auto sentence =
      eval::parse_marked("On Monday <s>Ghana</s> thanked <t>its neighbours</t> and <s>Ghana</s> left.");
  EXPECT_EQ(sentence.text, "On Monday Ghana thanked its neighbours and Ghana left.");
  EXPECT_EQ(sentence.source.of(sentence.text), "Ghana");
  EXPECT_EQ(sentence.source.begin, 10u);
  EXPECT_EQ(sentence.target.of(sentence.text), "its neighbours");
  EXPECT_TRUE(eval::parse_marked("no marks").source.empty());
}

// Gold A A B; got A B B: accuracy 2/3; F1 of A 2/3, of B 2/3.
TEST(Coding, CountsAccuracyAndMacroF1) {
  eval::CodingScore score;
  score.add(0, 0);
  score.add(0, 1);
  score.add(1, 1);
  EXPECT_DOUBLE_EQ(score.accuracy(), 2.0 / 3.0);
  EXPECT_DOUBLE_EQ(score.macro_f1(), 2.0 / 3.0);
  // No answer is wrong, and no class.
  score.add(1, coding::kNoClass);
  EXPECT_DOUBLE_EQ(score.accuracy(), 0.5);
}

TEST(Coding, TheLexiconTellsActsFromTheirMode) {
  const auto coder = coding::PloverCoder::open({});
  ASSERT_TRUE(coder.has_value()) << base::print(coder.error());
  const struct {
    const char *sentence, *wanted;
  } kCases[] = {
      {"<s>Kenya</s> condemned <t>the rebel raid</t> on Tuesday.", "ACCUSE"},
      {"<s>The Chadian president</s> met <t>his Libyan counterpart</t> in Tunis.", "CONSULT"},
      {"<s>Kenya</s> will meet <t>Ugandan officials</t> next week.", "AGREE"},
      {"<s>Kenya</s> refused to meet <t>Ugandan officials</t>.", "REJECT"},
      {"<s>The junta</s> threatened to attack <t>its neighbour</t>.", "THREATEN"},
      {"<s>The army</s> attacked <t>a village near Goma</t>.", "ASSAULT"},
      {"<s>The army</s> did not release <t>the two pilots</t>.", "REJECT"},
      {"<s>The junta</s> released <t>eleven students</t>.", "YIELD"},
      {"<s>Mali's police</s> arrested <t>three editors</t> in Bamako.", "COERCE"},
      {"<s>Norway</s> donated tents to <t>Nepal</t>.", "AID"},
  };
  // The model weighs, and may miss one that the lexicon has.
  int right = 0;
  for (const auto& one : kCases) {
    const std::size_t got = coder->code_by_lexicon(eval::parse_marked(one.sentence));
    EXPECT_EQ(got, class_of(one.wanted)) << one.sentence;
    right += coder->code(eval::parse_marked(one.sentence)) == class_of(one.wanted) ? 1 : 0;
  }
  EXPECT_GE(right, 9);
  EXPECT_EQ(coder->code_by_lexicon(eval::parse_marked("")), coding::kNoClass);
  EXPECT_EQ(coder->code_by_lexicon(eval::parse_marked("<s>Rain</s> is wet.")), coding::kNoClass);
}

TEST(Coding, TheLexiconAloneReachesTheFloor) {
  const std::string file = (hudna::testing::shared() / "data/coding/plv-train.tsv").string();
  if (!std::filesystem::exists(file)) GTEST_SKIP() << "../shared/data/coding is not there";
  const auto report = eval::score_coding(file, {});
  ASSERT_TRUE(report.has_value()) << base::print(report.error());
  EXPECT_GT(report->lexicon.accuracy(), 0.60);
  EXPECT_GT(report->lexicon.macro_f1(), 0.58);
}

}  // namespace
