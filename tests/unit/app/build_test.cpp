#include "app/build.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <chrono>
#include <map>
#include <string>
#include <thread>

#include "app/review.h"
#include "base/files.h"
#include "record/review.h"
#include "store/store.h"

namespace hudna::app {
namespace {

namespace fs = std::filesystem;

class Build : public ::testing::Test {
 protected:
  static const Engine& engine() {
    static const std::unique_ptr<Engine> one = std::move(*Engine::open({}));
    return *one;
  }
  void SetUp() override {
    folder_ = fs::temp_directory_path() /
              ("hudna_build_" + std::string(::testing::UnitTest::GetInstance()->current_test_info()->name()));
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }
  std::string file(const std::string& name, const std::string& text) {
    const std::string path = (folder_ / name).string();
    EXPECT_TRUE(base::write_file(path, text));
    return path;
  }
  BuildOutcome build_all(const std::vector<std::string>& files, const std::string& out, unsigned jobs,
                         std::map<std::string, FileOutcome::Kind>* kinds = nullptr) {
    BuildOptions options;
    options.files = files;
    options.out = (folder_ / out).string();
    options.jobs = jobs;
    const auto done = build(
        engine(), options,
        [&](const FileOutcome& one) {
          if (kinds != nullptr) (*kinds)[fs::path(one.path).filename().string()] = one.kind;
        },
        [] {});
    EXPECT_TRUE(done);
    return done ? *done : BuildOutcome();
  }
  std::string bytes(const std::string& name) { return *base::read_file((folder_ / name).string()); }
  fs::path folder_;
};

std::string story(int day) {
  return "Truce holds in Goma\n\nGOMA, March " + std::to_string(day) +
         ", 2021 - Government troops and rebels exchanged fire near Goma on Monday, a local official said. Three "
         "civilians were killed.\n\nThe two sides had agreed to a ceasefire on February 20.\n";
}

TEST_F(Build, OfFilesWithTheSameBytesTheFirstCountsAtAnyNumberOfThreads) {
  std::vector<std::string> files;
  for (int i = 0; i < 24; ++i) files.push_back(file("r" + std::to_string(100 + i) + ".txt", story(1 + i % 3)));
  std::map<std::string, FileOutcome::Kind> one, four;
  EXPECT_EQ(build_all(files, "one.hudna", 1, &one).added, 3u);
  for (int round = 0; round < 5; ++round) {
    const std::string out = "four" + std::to_string(round) + ".hudna";
    EXPECT_EQ(build_all(files, out, 4, &four).added, 3u);
    EXPECT_EQ(one, four);
    EXPECT_TRUE(bytes("one.hudna") == bytes(out));
  }
  EXPECT_EQ(one.at("r100.txt"), FileOutcome::Kind::Added);
  EXPECT_EQ(one.at("r103.txt"), FileOutcome::Kind::Known);
}

TEST_F(Build, ACorrectedSectionTakesItsStatementsAway) {
  const std::string text = story(1);
  const std::string a = file("a.txt", text);
  const BuildOutcome before = build_all({a}, "x.hudna", 1);
  ASSERT_GT(before.incidents, 0u);
  const std::size_t begin = text.find("GOMA, March"), end = text.find("The two sides");
  BuildOptions options;
  options.files = {a};
  options.out = (folder_ / "x.hudna").string();
  options.meta = *MetaTable::parse("m.csv", "path,sections\n" + a + "," + std::to_string(begin) + "-" +
                                                std::to_string(end) + " comment\n");
  const auto none = [](const FileOutcome&) {};
  const auto corrected = build(engine(), options, none, [] {});
  ASSERT_TRUE(corrected);
  EXPECT_EQ(corrected->updated, 1u);
  EXPECT_EQ(corrected->incidents, 0u);
  EXPECT_LT(corrected->statements, before.statements);
  // What was given stays in force.
  EXPECT_EQ(build_all({a}, "x.hudna", 1).known, 1u);
}

TEST_F(Build, AddsWhatIsNewAndRepeatsNothing) {
  const std::string a = file("a.txt", story(1)), b = file("b.txt", story(2));
  EXPECT_EQ(build_all({a}, "x.hudna", 1).added, 1u);
  const BuildOutcome more = build_all({a, b}, "x.hudna", 2);
  EXPECT_EQ(more.added, 1u);
  EXPECT_EQ(more.known, 1u);
  EXPECT_EQ(more.reports, 2u);
  build_all({a, b}, "y.hudna", 1);
  EXPECT_TRUE(bytes("x.hudna") == bytes("y.hudna"));
}

// Two programs decide on one record: the second takes the place in the log that is left.
TEST_F(Build, ADecisionWaitsForOneThatIsBeingMade) {
  build_all({file("a.txt", story(3))}, "r.hudna", 1);
  const std::string path = (folder_ / "r.hudna").string();
  auto db = std::move(*store::open_store(path, store::Mode::Write));
  const auto record = db->record();
  ASSERT_TRUE(record && *record);
  ASSERT_FALSE((*record)->parts().incidents.empty());
  ReviewRequest request;
  request.record = path, request.decision = "accept", request.reviewer = "lina", request.at = "2021-04-02T10:00:00Z";
  request.target = (*record)->parts().incidents[model::IncidentId(0)].id;
  model::Decision first;
  first.decision = "defer", first.target = request.target, first.reviewer = "omar", first.at = "2021-04-02T09:00:00Z";
  first.id = record::decision_id(first, 0);
  std::optional<base::Result<model::Decision>> second;
  std::thread other;
  const auto done = db->at_once([&]() -> base::Result<void> {
    other = std::thread([&] { second = decide(engine(), request); });
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    const std::vector<model::ReviewRow> rows = {{first.id, first, "in_force", first.target}};
    return db->add_verdict(first, rows);
  });
  other.join();
  ASSERT_TRUE(done);
  ASSERT_TRUE(second && *second) << base::print(second->error());
  EXPECT_EQ((*second)->id, record::decision_id(**second, 1));
  const auto log = db->decisions();
  ASSERT_TRUE(log);
  ASSERT_EQ(log->size(), 2u);
  EXPECT_EQ((*log)[0].reviewer, "omar");
}

}  // namespace
}  // namespace hudna::app
