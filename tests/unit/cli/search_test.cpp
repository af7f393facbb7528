// Does the command line find words, and say where they stand?
#include <gtest/gtest.h>

#include "tests/unit/cli/run.h"

namespace hudna {
namespace {

class Search : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = test::fresh_folder("search");
    std::filesystem::create_directories(folder_ / "pages");
    test::spill(folder_ / "pages" / "a.html",
                "<html><head><title>Truce at the quarry</title></head><body><nav><a href='/zebra'>zebra</a></nav><article>"
                "<h1>Truce at the quarry</h1><p>By Ana Lima</p>"
                "<p>The army and the hill brigade agreed on a truce near the old quarry on Monday, elders said. "
                "Both sides will let lorries with flour pass.</p>"
                "<p>Étienne Koné, a mediator, said that the fighters would leave the quarry within ten days.</p></article>"
                "<section id='comments' class='comments'><h3>Comments</h3><div class='comment'><p>Nobody believes this xylophone story, "
                "they have lied before.</p></div></section></body></html>");
    ASSERT_EQ(test::run("build pages --out r.hudna --quiet", folder_).code, 0);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  test::Ran find(const std::string& arguments) { return test::run("search r.hudna " + arguments, folder_); }
  std::filesystem::path folder_;
};

TEST_F(Search, PhrasesBeginningsAndWithout) {
  const test::Ran found = find("quarry");
  EXPECT_EQ(found.code, 0) << found.err;
  EXPECT_NE(found.out.find("[quarry]"), std::string::npos) << found.out;
  EXPECT_EQ(find("'\"old quarry\"'").code, 0);
  EXPECT_EQ(find("'\"quarry old\"'").code, 1);
  EXPECT_EQ(find("lorr*").code, 0);
  EXPECT_EQ(find("'quarry -flour'").code, 1);
  EXPECT_EQ(find("'quarry helicopters'").code, 1) << "all words";
  EXPECT_EQ(find("etienne").code, 0) << "letters without their marks";
  EXPECT_EQ(find("quarry --from 1999-13-01").code, 2);
  EXPECT_NE(find("' '").err.find("words to look for"), std::string::npos);
  EXPECT_EQ(find("' '").code, 2);
}

TEST_F(Search, CommentsOnlyWhenAskedAndMenusNever) {
  EXPECT_EQ(find("xylophone").code, 1);
  EXPECT_NE(find("xylophone --comments").out.find("reader"), std::string::npos);
  EXPECT_EQ(find("zebra --comments").code, 1);
}

TEST_F(Search, AddedAndChangedReportsAreFound) {
  test::spill(folder_ / "pages" / "b.txt", "Second page\n\nA convoy reached the village of Ombaka on 3 May 2019, the mission said.\n");
  ASSERT_EQ(test::run("build pages --out r.hudna --quiet", folder_).code, 0);
  EXPECT_EQ(find("Ombaka").code, 0);
  EXPECT_EQ(find("quarry").code, 0);
  // A section that a reader corrects is no longer body.
  const std::string text = test::run("page pages/b.txt", folder_).out;
  test::spill(folder_ / "meta.csv", "path,outlet,sections\npages/b.txt,Radio Hill,0-200 comment\n");
  ASSERT_EQ(test::run("build pages --meta meta.csv --out r.hudna --quiet", folder_).code, 0) << text;
  EXPECT_EQ(find("Ombaka").code, 1);
  EXPECT_EQ(find("Ombaka --comments").code, 0);
}

}  // namespace
}  // namespace hudna
