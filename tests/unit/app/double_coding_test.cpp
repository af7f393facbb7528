// Are the figures of agreement between two coders those of the books?
#include "app/double_coding.h"

#include <gtest/gtest.h>

namespace hudna::app {
namespace {

// Worked by hand: 20 yes-yes, 15 no-no, 5 yes-no, 10 no-yes give p0 = 0.70, pe = 0.5 * 0.6 + 0.5 * 0.4, kappa 0.4.
TEST(Coding, KappaAsWorkedByHand) {
  CodePairs codes;
  for (const auto& [a, b, n] : {std::tuple("yes", "yes", 20), {"no", "no", 15}, {"yes", "no", 5}, {"no", "yes", 10}}) {
    for (int i = 0; i < n; ++i) codes.emplace_back(a, b);
  }
  ASSERT_TRUE(cohens_kappa(codes));
  EXPECT_NEAR(*cohens_kappa(codes), 0.4, 1e-12);
}

// Krippendorff (2011), "Computing Krippendorff's alpha-reliability", part A: two observers, ten articles, alpha = 0.095.
TEST(Coding, AlphaAsPublished) {
  const std::string first = "0100000000", second = "1110010100";
  CodePairs codes;
  for (std::size_t i = 0; i < first.size(); ++i) codes.emplace_back(first.substr(i, 1), second.substr(i, 1));
  ASSERT_TRUE(krippendorffs_alpha(codes));
  EXPECT_NEAR(*krippendorffs_alpha(codes), 0.095, 0.0005);
}

TEST(Coding, NoFigureWhereItIsNotDefined) {
  EXPECT_FALSE(cohens_kappa({}));
  EXPECT_FALSE(cohens_kappa({{"accept", "accept"}, {"accept", "accept"}}));
  EXPECT_FALSE(krippendorffs_alpha({{"accept", "accept"}}));
}

model::ReviewRow row(const char* decision, const char* target, const char* role, const char* effect, const char* field = "",
                     const char* after = "") {
  static int n = 0;
  model::ReviewRow out;
  out.id = out.entry.id = "rv-" + std::to_string(++n);
  out.entry.decision = decision;
  out.entry.target = out.now = target;
  out.entry.role = role;
  out.entry.field = field;
  out.entry.after = after;
  out.entry.before = "shelling";
  out.effect = effect;
  return out;
}

TEST(Coding, OnlyRowsOfBothCodersCountAndTheirLastWord) {
  const DoubleCoding found = compare_coders({row("accept", "in-1", "first", "replaced"), row("reject", "in-1", "", "in_force"),
                                             row("reject", "in-1", "second", "apart"), row("accept", "in-2", "first", "in_force"),
                                             row("edit", "in-3", "first", "in_force", "type", "bombing"),
                                             row("accept", "in-3", "second", "apart"), row("reject", "in-4", "second", "undone")});
  ASSERT_EQ(found.fields.size(), 2u);
  EXPECT_EQ(found.fields[0].field, "type");
  EXPECT_EQ(found.fields[0].agree, 0u);
  EXPECT_EQ(found.fields[1].field, "verdict");
  EXPECT_EQ(found.fields[1].items, 2u);
  EXPECT_EQ(found.fields[1].agree, 2u);
  ASSERT_EQ(found.disagreements.size(), 1u);
  EXPECT_EQ(found.disagreements[0].first.value, "bombing");
  EXPECT_EQ(found.disagreements[0].second.value, "shelling");
}

}  // namespace
}  // namespace hudna::app
