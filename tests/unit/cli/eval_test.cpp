// `hudna eval` on small files of ours: the keys that other programs read, and files that are not what they should be.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/unit/cli/run.h"

namespace hudna::test {
namespace {

nlohmann::json figures(const std::string& arguments, const std::filesystem::path& folder) {
  const Ran ran = run("eval " + arguments + " --json", folder);
  EXPECT_EQ(ran.code, 0) << ran.err;
  const auto parsed = nlohmann::json::parse(ran.out, nullptr, false);
  EXPECT_FALSE(parsed.is_discarded()) << ran.out;
  return parsed.is_discarded() ? nlohmann::json::object() : parsed;
}

const std::string kData = std::string(HUDNA_SOURCE_DIR) + "/tests/data/";

TEST(Eval, PlaceHasItsKeysAndReadsWorldNews) {
  const auto folder = fresh_folder("eval-place");
  const auto got = figures("place '" + kData + "places_world.csv'", folder);
  for (const char* key : {"span_f1", "accuracy_161km", "median_km"}) EXPECT_TRUE(got.contains(key)) << key;
  EXPECT_GE(got.value("span_f1", 0.0), 0.9);
  EXPECT_GE(got.value("accuracy_161km", 0.0), 0.9);
}

TEST(Eval, PlaceTakesRowsInAnyOrderAndCodePoints) {
  const auto folder = fresh_folder("eval-order");
  // "é" is two bytes: these offsets count code points. The rows of one text stand apart; the span stands twice.
  spill(folder / "a.csv",
        "text,span,latitude,longitude,begin,end\n"
        "\"Au café, Kidal was calm. Kidal in Mali slept.\",Kidal,18.44,1.41,9,14\n"
        "Gao in Mali was calm.,Gao,16.27,-0.05,,\n"
        "\"Au café, Kidal was calm. Kidal in Mali slept.\",Kidal,18.44,1.41,25,30\n"
        "Gao in Mali was calm.,Mali,18,-2,,\n");
  const auto got = figures("place a.csv", folder);
  EXPECT_EQ(got.value("gold", 0), 4);
  EXPECT_EQ(got.value("found", 0), 4);
  EXPECT_EQ(got.value("accuracy_161km", 0.0), 1.0);
}

TEST(Eval, ActorAndFigureHaveTheirKeys) {
  const auto folder = fresh_folder("eval-actor");
  EXPECT_GE(figures("actor '" + kData + "actors_dev.csv'", folder).value("accuracy", 0.0), 0.85);
  EXPECT_GE(figures("figure '" + kData + "figures_dev.csv'", folder).value("accuracy", 0.0), 0.92);
}

TEST(Eval, TimeHasItsKeys) {
  const auto folder = fresh_folder("eval-time");
  spill(folder / "a.tml",
        "<TimeML><DCT><TIMEX3 tid=\"t0\" type=\"DATE\" value=\"2016-03-09\" "
        "functionInDocument=\"CREATION_TIME\">2016-03-09</TIMEX3></DCT><TEXT>The truce began on <TIMEX3 tid=\"t1\" "
        "type=\"DATE\" value=\"2016-03-07\">Monday</TIMEX3>.</TEXT></TimeML>\n");
  const auto got = figures("time a.tml", folder);
  for (const char* key : {"relaxed_f1", "strict_f1", "value_f1"}) EXPECT_TRUE(got.contains(key)) << key;
}

TEST(Eval, FaKesHasItsKey) {
  const auto folder = fresh_folder("eval-fakes");
  spill(folder / "a.csv",
        "unit_id,article_title,article_content,source,date,location,labels\n"
        "1,Shells hit Aleppo,Shells killed four people in Aleppo on Monday.,x,3/9/2016,aleppo,1\n");
  EXPECT_EQ(figures("fa-kes a.csv", folder).value("governorate_accuracy", 0.0), 1.0);
}

TEST(Eval, AFileThatIsNoneIsRefusedInOneLine) {
  const auto folder = fresh_folder("eval-bad");
  spill(folder / "empty.csv", "");
  spill(folder / "other.csv", "a,b\n1,2\n");
  for (const char* what : {"place", "fa-kes", "actor", "figure"}) {
    for (const char* file : {"empty.csv", "other.csv", "missing.csv"}) {
      const Ran ran = run(std::string("eval ") + what + " " + file + " --json", folder);
      EXPECT_EQ(ran.code, 2) << what << " " << file;
      EXPECT_FALSE(ran.err.empty());
      EXPECT_TRUE(ran.out.empty()) << ran.out;
    }
  }
}

TEST(Ground, PrintsWhatItFoundWithCandidatesAndReasons) {
  const auto folder = fresh_folder("ground");
  const Ran ran = run("ground 'Shells hit Tripoli on Sunday and killed at least 12 people, the Lebanese army said.' "
                      "--date 2016-03-09 --country LB",
                      folder);
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_NE(ran.out.find("Tripoli 34."), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("candidates:"), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("rule="), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("2016-03-06"), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("effect=killed"), std::string::npos) << ran.out;
}

}  // namespace
}  // namespace hudna::test
