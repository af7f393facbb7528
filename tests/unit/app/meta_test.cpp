#include "app/meta.h"

#include <gtest/gtest.h>

#include "app/ordered.h"

namespace hudna::app {
namespace {

TEST(Meta, FindsByPathThenBelowItsFolderThenByName) {
  const auto table = MetaTable::parse("pages/meta.csv",
                                      "path,url,outlet,published\r\n"
                                      "a.html,https://wire.example/a,\"Wire, The\",2019-03-04\r\n"
                                      "sub/b.html,,Radio,2019-03\r\n");
  ASSERT_TRUE(table.has_value());
  ASSERT_NE(table->find("pages/a.html"), nullptr);
  EXPECT_EQ(table->find("pages/a.html")->outlet, "Wire, The");
  ASSERT_NE(table->find("pages/sub/b.html"), nullptr);
  ASSERT_NE(table->find("/elsewhere/b.html"), nullptr);
  EXPECT_EQ(table->find("pages/c.html"), nullptr);
}

TEST(Meta, ANameOfTwoRowsFindsNeither) {
  const auto table = MetaTable::parse("m.csv", "path,outlet\nx/a.html,One\ny/a.html,Two\n");
  ASSERT_TRUE(table.has_value());
  EXPECT_EQ(table->find("z/a.html"), nullptr);
}

TEST(Meta, SectionsAreBytesAndABlockType) {
  const auto table = MetaTable::parse("m.csv", "path,sections\na.html,12-40 comment; 50-90 paragraph\nb.html,\n");
  ASSERT_TRUE(table.has_value());
  const page::PageOptions options = page_options(*table->find("a.html"));
  ASSERT_EQ(options.sections.size(), 2u);
  EXPECT_EQ(options.sections[0], (page::GivenSection{{12, 40}, model::BlockType::Comment}));
  EXPECT_EQ(options.sections[1], (page::GivenSection{{50, 90}, model::BlockType::Paragraph}));
  EXPECT_TRUE(page_options(*table->find("b.html")).sections.empty());
  for (const char* bad : {"12-40", "40-12 comment", "12-40 rumour", "x-40 comment", "12 comment", "12--40 comment"}) {
    const auto refused = MetaTable::parse("m.csv", std::string("path,sections\na.html,") + bad + "\n");
    ASSERT_FALSE(refused.has_value()) << bad;
    EXPECT_NE(refused.error().message.find("line 2"), std::string::npos);
  }
}

TEST(Meta, ErrorsNameTheLine) {
  const auto bad_date = MetaTable::parse("m.csv", "path,published\na.html,2019-01-01\nb.html,last Monday\n");
  ASSERT_FALSE(bad_date.has_value());
  EXPECT_NE(bad_date.error().message.find("line 3"), std::string::npos);
  EXPECT_FALSE(MetaTable::parse("m.csv", "file,when\n").has_value());
  EXPECT_FALSE(MetaTable::parse("m.csv", "path\n\"a.html\n").has_value());
  EXPECT_FALSE(MetaTable::parse("m.csv", "").has_value());
}

TEST(Ordered, ResultsComeInOrderAtAnyNumberOfThreads) {
  for (unsigned threads : {1u, 2u, 7u}) {
    std::vector<std::size_t> got;
    for_each_ordered<std::size_t>(
        500, threads, [](std::size_t i) { return i * i; },
        [&](std::size_t i, std::size_t&& value) {
          EXPECT_EQ(value, i * i);
          got.push_back(i);
          return true;
        });
    ASSERT_EQ(got.size(), 500u);
  }
}

TEST(Ordered, StopsWhenTold) {
  std::size_t taken = 0;
  for_each_ordered<int>(
      1000, 3, [](std::size_t) { return 1; },
      [&](std::size_t i, int&&) {
        ++taken;
        return i < 9;
      });
  EXPECT_EQ(taken, 10u);
}

}  // namespace
}  // namespace hudna::app
