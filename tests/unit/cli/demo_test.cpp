// Does the first command of the README show what it promises?
#include <gtest/gtest.h>
#include <unistd.h>

#include "tests/unit/cli/run.h"

namespace hudna {
namespace {

TEST(Demo, ShowsTheRecordOfTheSampleReports) {
  const auto folder = test::fresh_folder("demo");
  const auto ran = test::run("demo --samples '" HUDNA_SOURCE_DIR "/samples' --out demo.hudna", folder);
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_NE(ran.err.find("15 reports added"), std::string::npos) << ran.err;
  EXPECT_NE(ran.out.find("agreements from 15 reports"), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("points on which sources differ"), std::string::npos) << ran.out;
  EXPECT_EQ(ran.out.find('\x1b'), std::string::npos) << "no colour when the output is no terminal";
  // Every id that the demo prints can be explained.
  const std::size_t at = ran.out.find("ag-");
  ASSERT_NE(at, std::string::npos);
  const std::string id = ran.out.substr(at, ran.out.find_first_of(" \n", at) - at);
  const auto explained = test::run("explain demo.hudna " + id, folder);
  EXPECT_EQ(explained.code, 0) << explained.err;
  EXPECT_NE(explained.out.find("@1"), std::string::npos) << "the rule that read it is named";
  std::filesystem::remove_all(folder);
}

TEST(Help, EveryCommandHasIt) {
  const auto folder = test::fresh_folder("help");
  for (const char* command : {"read", "build", "show", "explain", "dump", "page", "analyse", "ground",
                              "rules", "data", "eval", "case", "demo", "diff", "review", "serve"}) {
    const auto ran = test::run(std::string(command) + " --help", folder);
    EXPECT_EQ(ran.code, 0) << command;
    EXPECT_FALSE(ran.out.empty()) << command;
  }
  EXPECT_EQ(test::run("show", folder).code, 2);
  EXPECT_EQ(test::run("nonsense", folder).code, 2);
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace hudna
