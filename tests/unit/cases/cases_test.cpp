// Does every case still read as we agreed, alone, on four threads, and through
// the store and back? Cases are the files tests/cases/**/*.case; `hudna case
// --update` rewrites them, and the difference is reviewed.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>

#include "app/case.h"
#include "app/engine.h"
#include "app/ordered.h"
#include "app/views.h"
#include "export/reading_text.h"

namespace hudna {
namespace {

std::string slurp(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

const app::Engine& engine() {
  static const std::unique_ptr<app::Engine> shared = [] {
    auto opened = app::Engine::open({});
    EXPECT_TRUE(opened.has_value()) << base::print(opened.error());
    return std::move(*opened);
  }();
  return *shared;
}

std::vector<std::string> cases() { return app::expand_cases({std::string(HUDNA_SOURCE_DIR) + "/tests/cases"}); }

TEST(Cases, ReadAsAgreed) {
  const auto paths = cases();
  ASSERT_GE(paths.size(), 15u);
  for (const std::string& path : paths) {
    const auto value = app::parse_case(path, slurp(path));
    ASSERT_TRUE(value.has_value()) << base::print(value.error());
    const auto actual = app::run_case(engine(), *value);
    ASSERT_TRUE(actual.has_value()) << base::print(actual.error());
    EXPECT_EQ(*actual, value->expected) << path;
  }
}

TEST(Cases, FourThreadsReadTheSame) {
  const auto paths = cases();
  std::vector<std::string> expected;
  for (const std::string& path : paths) expected.push_back(app::parse_case(path, slurp(path))->expected);
  app::for_each_ordered<std::string>(
      paths.size() * 4, 4,
      [&](std::size_t i) {
        const std::size_t which = i % paths.size();
        return *app::run_case(engine(), *app::parse_case(paths[which], slurp(paths[which])));
      },
      [&](std::size_t i, std::string&& text) {
        EXPECT_EQ(text, expected[i % paths.size()]) << paths[i % paths.size()];
        return true;
      });
}

TEST(Cases, AFileWithoutDividerIsRefused) {
  EXPECT_FALSE(app::parse_case("x.case", "a report\nwithout an end\n").has_value());
  const auto value = app::parse_case("x.case", "# why\n#: published 2019-03-04\nwords\n---\nin it\n---\nexpected\n");
  ASSERT_TRUE(value.has_value());
  EXPECT_EQ(value->meta.published, "2019-03-04");
  EXPECT_EQ(value->report, "words\n---\nin it\n");
  EXPECT_EQ(value->expected, "expected\n");
  EXPECT_EQ(app::print_case(*value, value->expected), "# why\n#: published 2019-03-04\nwords\n---\nin it\n---\nexpected\n");
}

}  // namespace
}  // namespace hudna
