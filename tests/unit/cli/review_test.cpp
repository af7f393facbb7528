// Can decisions be made, listed, undone and carried through a rebuild from the
// command line, and does diff say what changed?
#include <gtest/gtest.h>

#include "tests/unit/cli/run.h"

namespace hudna {
namespace {

using test::run;

constexpr const char* kSamples = HUDNA_SOURCE_DIR "/samples";

std::string first_id(const std::string& text, const std::string& start) {
  const std::size_t at = text.find(start);
  return at == std::string::npos ? std::string() : text.substr(at, text.find_first_of(" \n", at) - at);
}

class ReviewCommand : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = test::fresh_folder("review");
    samples_ = "'" + std::string(kSamples) + "' --meta '" + kSamples + "/meta.csv'";
    ASSERT_EQ(run("build " + samples_ + " --out r.hudna", folder_).code, 0);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::filesystem::path folder_;
  std::string samples_;
};

// A verdict by the whole id is added without a merge, one by the start of an id with one: the record must be the same.
TEST_F(ReviewCommand, AVerdictAtOnceGivesTheRecordOfAMerge) {
  std::filesystem::copy_file(folder_ / "r.hudna", folder_ / "merged.hudna");
  const std::string deal = first_id(run("show r.hudna", folder_).out, "ag-"), differ = first_id(run("show r.hudna contradictions", folder_).out, "cx-"),
                    event = first_id(run("show r.hudna incidents", folder_).out, "in-");
  const auto both = [&](const std::string& decision, const std::string& id, const std::string& more) {
    const std::string by = " --by lina --at 2026-01-01T10:00:00Z" + more;
    ASSERT_EQ(run("review r.hudna " + decision + " " + id + by, folder_).code, 0);
    // An entry of the log has no shorter id: it is undone through a merge after an edit is undone with it.
    const std::string shorter = id.rfind("rv-", 0) == 0 ? id : id.substr(0, id.size() - 1);
    ASSERT_EQ(run("review merged.hudna " + decision + " " + shorter + by, folder_).code, 0);
  };
  both("accept", deal, "");
  both("reject", deal, " --reason 'seen twice'");
  both("mark_disputed", differ, "");
  both("accept", event, " --role second");
  both("redact", event, "");
  const std::string log = run("review r.hudna", folder_).out;
  ASSERT_NE(log.find("reject"), std::string::npos) << log;
  const std::string entry = first_id(log.substr(log.find("reject")), "rv-");
  both("undo", entry, "");
  const auto quick = run("dump r.hudna", folder_), slow = run("dump merged.hudna", folder_);
  EXPECT_EQ(quick.out, slow.out);
  EXPECT_NE(quick.out.find("\"effect\":\"apart\""), std::string::npos);
  ASSERT_EQ(run("build " + samples_ + " --out r.hudna", folder_).code, 0);
  ASSERT_EQ(run("build " + samples_ + " --out merged.hudna", folder_).code, 0);
  EXPECT_EQ(test::slurp(folder_ / "r.hudna"), test::slurp(folder_ / "merged.hudna"));
}

TEST_F(ReviewCommand, DecisionsAreKeptListedUndoneAndDumped) {
  EXPECT_EQ(run("review r.hudna", folder_).code, 1) << "no decision yet";
  const std::string deal = first_id(run("show r.hudna", folder_).out, "ag-");
  const std::string by = " --by lina --at 2026-01-01T10:00:00Z";
  const auto made = run("review r.hudna edit " + deal + " 'title=Harvest truce'" + by, folder_);
  ASSERT_EQ(made.code, 0) << made.err;
  EXPECT_NE(run("show r.hudna", folder_).out.find("Harvest truce"), std::string::npos);
  // Built again from nothing but the same pages, the decision is still there.
  ASSERT_EQ(run("build " + samples_ + " --out r.hudna", folder_).code, 0);
  EXPECT_NE(run("show r.hudna", folder_).out.find("Harvest truce"), std::string::npos);
  EXPECT_NE(run("dump r.hudna", folder_).out.find("\"reviewer\":\"lina\""), std::string::npos);
  EXPECT_NE(run("explain r.hudna " + deal, folder_).out.find("by lina"), std::string::npos);
  const std::string entry = first_id(made.out, "rv-");
  ASSERT_EQ(run("review r.hudna undo " + entry + " --by omar --at 2026-01-02T10:00:00Z", folder_).code, 0);
  EXPECT_EQ(run("show r.hudna", folder_).out.find("Harvest truce"), std::string::npos);
  const auto log = run("review r.hudna", folder_);
  EXPECT_EQ(log.code, 0);
  EXPECT_NE(log.out.find("2 decisions"), std::string::npos);
  EXPECT_NE(log.out.find("undone"), std::string::npos);
}

TEST_F(ReviewCommand, TheSameLogGivesTheSameBytes) {
  const std::string deal = first_id(run("show r.hudna", folder_).out, "ag-");
  const std::string decision = "accept " + deal + " --by lina --at 2026-01-01T10:00:00Z";
  ASSERT_EQ(run("build " + samples_ + " -j 4 --out s.hudna", folder_).code, 0);
  ASSERT_EQ(run("review r.hudna " + decision, folder_).code, 0);
  ASSERT_EQ(run("review s.hudna " + decision, folder_).code, 0);
  EXPECT_EQ(
      std::system(
          ("cmp '" + (folder_ / "r.hudna").string() + "' '" + (folder_ / "s.hudna").string() + "'").c_str()),
      0);
}

TEST_F(ReviewCommand, WhatMakesNoSenseIsRefusedAndChangesNothing) {
  const std::string deal = first_id(run("show r.hudna", folder_).out, "ag-");
  for (const std::string& wrong :
       {"accept " + deal, "praise " + deal + " --by x", std::string("accept ag-nowhere --by x"),
        "undo " + deal + " --by x", "edit " + deal + " colour=red --by x", "edit " + deal + " --by x",
        "merge " + deal + " --by x", "merge " + deal + " " + deal + " --by x",
        "split " + deal + " st-none --by x", "accept " + deal + " --by x --at yesterday"}) {
    EXPECT_EQ(run("review r.hudna " + wrong, folder_).code, 2) << wrong;
  }
  EXPECT_EQ(run("review r.hudna", folder_).code, 1);
  EXPECT_EQ(run("review none.hudna accept " + deal + " --by x", folder_).code, 2);
  EXPECT_FALSE(std::filesystem::exists(folder_ / "none.hudna"));
}

TEST_F(ReviewCommand, AVerdictFollowsARowThatIsMergedIntoAnother) {
  const std::string shown = run("show r.hudna incidents", folder_).out;
  const std::string one = first_id(shown, "in-");
  const std::string two = first_id(shown.substr(shown.find(one) + one.size()), "in-");
  ASSERT_EQ(run("review r.hudna accept " + one + " --by x", folder_).code, 0);
  ASSERT_EQ(run("review r.hudna merge " + one + " " + two + " --by x", folder_).code, 0);
  const std::string merged = run("show r.hudna incidents", folder_).out;
  EXPECT_NE(merged.find("accepted by x"), std::string::npos) << merged;
  ASSERT_EQ(run("review r.hudna accept " + two + " --by y", folder_).code, 0);  // either id leads to the row
  EXPECT_NE(run("show r.hudna incidents", folder_).out.find("accepted by y"), std::string::npos);
  const auto undo = run("review r.hudna undo", folder_);
  EXPECT_EQ(undo.code, 2);
  EXPECT_NE(undo.err.find("rv-"), std::string::npos) << undo.err;
}

TEST_F(ReviewCommand, DiffSaysWhatChangedByDealAndByDay) {
  const auto same = run("diff r.hudna r.hudna", folder_);
  EXPECT_EQ(same.code, 1);
  EXPECT_NE(same.out.find("nothing changed"), std::string::npos);
  const auto days = run("diff r.hudna --as-of 2018-05-29 2018-06-12", folder_);
  EXPECT_EQ(days.code, 0) << days.err;
  EXPECT_NE(days.out.find("+ disputed: "), std::string::npos) << days.out;
  EXPECT_NE(days.out.find("overdue"), std::string::npos) << days.out;
  ASSERT_EQ(run("build '" + std::string(kSamples) + "/01-wire-taiz.html' --out one.hudna", folder_).code, 0);
  const auto files = run("diff one.hudna r.hudna", folder_);
  EXPECT_EQ(files.code, 0) << files.err;
  EXPECT_NE(files.out.find("reports: "), std::string::npos) << files.out;
  EXPECT_EQ(run("diff r.hudna", folder_).code, 2);
  EXPECT_EQ(run("diff r.hudna --as-of soon 2018-06-12", folder_).code, 2);
}

TEST_F(ReviewCommand, AViewAsOfADayHidesWhatWasPublishedLater) {
  const auto early = run("show r.hudna --as-of 2018-05-29", folder_);
  EXPECT_EQ(early.code, 0);
  EXPECT_NE(early.out.find("2 agreements from 1 report"), std::string::npos) << early.out;
  EXPECT_EQ(early.out.find("gulf-ledger"), std::string::npos) << early.out;
  EXPECT_EQ(early.out.find("overdue"), std::string::npos) << early.out;
}

}  // namespace
}  // namespace hudna
