// Floors, a little below what was measured on the dev parts (data/language/MODEL_CARD.md), so that no change costs accuracy
// unseen. The treebanks are read from ../shared beside the checkout; without it those floors are skipped.
#include <gtest/gtest.h>

#include <string>

#include "base/files.h"
#include "eval/language.h"
#include "tests/support/analyser.h"
#include "tests/support/shared.h"

namespace hudna::language {
namespace {

using testing::analyser;

#define READ_OR_SKIP(variable, path)                                                   \
  const auto variable = base::read_file((testing::shared() / "data" / path).string()); \
  if (!variable) GTEST_SKIP() << "no ../shared/data/" path

TEST(Accuracy, EwtDevGivenWords) {
  READ_OR_SKIP(text, "ud/ewt/dev.conllu");
  const eval::LanguageScore s = eval::score_treebank(analyser(), *text, false);
  EXPECT_GE(s.upos.value(), 0.955);
  EXPECT_GE(s.uas.value(), 0.875);
  EXPECT_GE(s.las.value(), 0.847);
}

TEST(Accuracy, EwtDevRaw) {
  READ_OR_SKIP(text, "ud/ewt/dev.conllu");
  const eval::LanguageScore s = eval::score_treebank(analyser(), *text, true);
  EXPECT_GE(s.words.value(), 0.985);
  EXPECT_GE(s.sentences.value(), 0.880);
  EXPECT_GE(s.las.value(), 0.823);
}

TEST(Accuracy, GumDev) {
  READ_OR_SKIP(text, "ud/gum/dev.conllu");
  EXPECT_GE(eval::score_treebank(analyser(), *text, false).las.value(), 0.853);
  EXPECT_GE(eval::score_treebank(analyser(), *text, true).sentences.value(), 0.960);
}

TEST(Accuracy, NamesOfEwtDev) {
  READ_OR_SKIP(text, "ner/uner-ewt-dev.iob2");
  EXPECT_GE(eval::score_names(analyser(), *text).names.value(), 0.715);
}

TEST(Accuracy, RelationsOfOurOwnSentences) {
  const auto text = base::read_file(std::string(HUDNA_SOURCE_DIR) + "/tests/data/language/own_test.conllu");
  ASSERT_TRUE(text.has_value());
  const eval::RelationScore s = eval::score_relations(analyser(), *text);
  EXPECT_EQ(s.sentences.gold, 156);
  EXPECT_GE(s.predicates.value(), 0.95);
  EXPECT_GE(s.agents.value(), 0.92);
  EXPECT_GE(s.targets.value(), 0.91);
  EXPECT_GE(s.attributions.value(), 0.88);
  EXPECT_GE(s.sentences.value(), 0.86);
}

}  // namespace
}  // namespace hudna::language
