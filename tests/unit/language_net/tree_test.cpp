#include "language/net/tree.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <limits>

namespace hudna::language::net {
namespace {

bool one_tree(const std::vector<std::uint16_t>& heads) {
  std::size_t roots = 0;
  for (std::size_t i = 0; i < heads.size(); ++i) {
    if (heads[i] > heads.size() || heads[i] == i + 1) return false;
    roots += heads[i] == 0;
    std::size_t at = i, steps = 0;
    while (heads[at] != 0) {
      at = heads[at] - std::size_t{1};
      if (++steps > heads.size()) return false;
    }
  }
  return roots == 1;
}

double score_of(const std::vector<float>& scores, const std::vector<std::uint16_t>& heads) {
  double sum = 0;
  for (std::size_t i = 0; i < heads.size(); ++i) sum += scores[i * (heads.size() + 1) + heads[i]];
  return sum;
}

// The best tree by trying all.
double best_of_all(const std::vector<float>& scores, std::size_t words) {
  std::vector<std::uint16_t> heads(words, 0);
  double best = -std::numeric_limits<double>::infinity();
  while (true) {
    if (one_tree(heads)) best = std::max(best, score_of(scores, heads));
    std::size_t i = 0;
    while (i < words && heads[i] == words) heads[i++] = 0;
    if (i == words) return best;
    ++heads[i];
  }
}

RC_GTEST_PROP(Tree, IsTheBestOfAllOnSmallSentences, ()) {
  const auto words = *rc::gen::inRange<std::size_t>(1, 6);
  std::vector<float> scores;
  for (std::size_t i = 0; i < words * (words + 1); ++i) scores.push_back(static_cast<float>(*rc::gen::inRange(-40, 41)) * 0.25f);
  std::vector<std::uint16_t> heads(words);
  TreeScratch scratch(words);
  decode_tree(scores.data(), words, heads.data(), scratch);
  RC_ASSERT(one_tree(heads));
  RC_ASSERT(std::fabs(score_of(scores, heads) - best_of_all(scores, words)) < 1e-4);
}

RC_GTEST_PROP(Tree, IsATreeWhateverTheScores, ()) {
  const auto words = *rc::gen::inRange<std::size_t>(1, 201);
  const auto kind = *rc::gen::inRange(0, 4);
  std::uint64_t s = *rc::gen::arbitrary<std::uint64_t>();
  std::vector<float> scores(words * (words + 1));
  const float odd[] = {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity(),
                       -std::numeric_limits<float>::infinity(), 0.0f, 1e30f, -1e30f, 1.0f};
  for (float& v : scores) {
    s = s * 6364136223846793005u + 1442695040888963407u;
    v = kind == 0 ? 0.0f : kind == 1 ? odd[(s >> 40) % 7] : static_cast<float>(s >> 40) * (kind == 2 ? 1e-6f : 1e6f);
  }
  std::vector<std::uint16_t> heads(words);
  TreeScratch scratch(200);
  decode_tree(scores.data(), words, heads.data(), scratch);
  RC_ASSERT(one_tree(heads));
}

TEST(Tree, OneWordIsTheRoot) {
  const float scores[] = {-5.0f, 9.0f};
  std::uint16_t head = 7;
  TreeScratch scratch(1);
  decode_tree(scores, 1, &head, scratch);
  EXPECT_EQ(head, 0);
}

// Two words that both want the root: the weaker wish yields.
TEST(Tree, HasASingleRoot) {
  const float scores[] = {5.0f, 0.0f, 1.0f, 4.0f, 3.5f, 0.0f};
  std::vector<std::uint16_t> heads(2);
  TreeScratch scratch(2);
  decode_tree(scores, 2, heads.data(), scratch);
  EXPECT_EQ(heads, (std::vector<std::uint16_t>{0, 1}));
}

}  // namespace
}  // namespace hudna::language::net
