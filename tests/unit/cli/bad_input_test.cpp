// Whatever is fed in: a diagnostic that names file and cause, exit code 2
// where nothing could be done, the other files still read, the store intact.
#include <gtest/gtest.h>
#include <sys/mount.h>
#include <unistd.h>

#include <chrono>

#include "tests/unit/cli/run.h"

namespace hudna {
namespace {

namespace fs = std::filesystem;
using test::fresh_folder;
using test::run;
using test::spill;

// Invented; no real event.
const char kGood[] =
    "Rival militias in Kidal agreed a ceasefire on 4 March 2019\n\n"
    "KIDAL, Mali - Two rival militias have agreed a ceasefire in the town of Kidal, officials said on Monday, 4 March 2019.\n\n"
    "At least 12 people were killed on Sunday when fighters shelled the market, according to the town's hospital.\n";

class BadInput : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fresh_folder(testing::UnitTest::GetInstance()->current_test_info()->name());
    spill(folder_ / "good.txt", kGood);
  }
  void TearDown() override { fs::remove_all(folder_); }

  // Reads a bad file beside a good one: the good one is always read.
  void expect_named(const std::string& file, const std::string& code, int exit_code) {
    const auto ran = run("read --json " + file + " good.txt", folder_);
    EXPECT_EQ(ran.code, exit_code) << ran.err;
    if (!code.empty()) {
      EXPECT_NE(ran.err.find(file), std::string::npos) << ran.err;
      EXPECT_NE(ran.err.find("[" + code + "]"), std::string::npos) << ran.err;
    }
    EXPECT_NE(ran.out.find("\"source\":\"good.txt\""), std::string::npos) << ran.err;
  }
  fs::path folder_;
};

TEST_F(BadInput, EmptyFile) {
  spill(folder_ / "empty.html", "");
  expect_named("empty.html", "file-empty", 2);
}

TEST_F(BadInput, MissingFile) { expect_named("nowhere.html", "file-missing", 2); }

TEST_F(BadInput, NothingToSumUpWhereNothingCouldBeRead) {
  const auto none = run("build nowhere --out r.hudna", folder_);
  EXPECT_EQ(none.code, 2);
  EXPECT_NE(none.err.find("no report could be read"), std::string::npos) << none.err;
  EXPECT_EQ(none.err.find("0 agreements"), std::string::npos) << none.err;
}

TEST_F(BadInput, FolderWithoutPermission) {
  fs::create_directory(folder_ / "sub.html");
  const auto ran = run("read sub.html", folder_);
  EXPECT_EQ(ran.code, 1) << ran.err;
}

TEST_F(BadInput, Binary) {
  std::string bytes = "\x89PNG\r\n\x1a\n";
  for (int i = 0; i < 5000; ++i) bytes.push_back(static_cast<char>(i * 37));
  spill(folder_ / "photo.html", bytes);
  expect_named("photo.html", "file-binary", 2);
}

TEST_F(BadInput, InvalidUtf8IsReadWithADiagnostic) {
  spill(folder_ / "latin.txt", std::string(kGood) + "\n\nThe governor of Gao\xFF\xFE said nothing more about it today.\n");
  expect_named("latin.txt", "", 0);
}

TEST_F(BadInput, Utf16) {
  std::string bytes = "\xFF\xFE";
  for (const char* c = kGood; *c != '\0'; ++c) bytes += std::string{*c, '\0'};
  spill(folder_ / "wide.txt", bytes);
  const auto ran = run("read --json wide.txt", folder_);
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_NE(ran.out.find("ceasefire"), std::string::npos);
}

TEST_F(BadInput, DeepNesting) {
  std::string page = "<html><body>";
  for (int i = 0; i < 100000; ++i) page += "<div>";
  spill(folder_ / "deep.html", page + "<p>" + kGood + "</p>");
  expect_named("deep.html", "", 0);
}

TEST_F(BadInput, OneLineOfAHundredMegabytes) {
  std::string line;
  line.reserve(101u << 20);
  while (line.size() < (100u << 20)) line += "and then the shelling went on as before ";
  spill(folder_ / "line.txt", line);
  const auto start = std::chrono::steady_clock::now();
  const auto ran = run("read --json line.txt", folder_);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::minutes(3));
  EXPECT_TRUE(ran.code == 0 || ran.code == 2) << ran.code << ran.err;
}

TEST_F(BadInput, MetaThatIsNoTable) {
  spill(folder_ / "meta.csv", "file,when\ngood.txt,2019\n");
  const auto ran = run("read good.txt --meta meta.csv", folder_);
  EXPECT_EQ(ran.code, 2);
  EXPECT_NE(ran.err.find("[meta-bad]"), std::string::npos) << ran.err;
}

TEST_F(BadInput, TargetThatIsNoRecordStaysAsItWas) {
  spill(folder_ / "notes.hudna", "these are my notes\n");
  const auto ran = run("build good.txt --out notes.hudna", folder_);
  EXPECT_EQ(ran.code, 2);
  EXPECT_NE(ran.err.find("[store-not-hudna]"), std::string::npos) << ran.err;
  EXPECT_EQ(test::slurp(folder_ / "notes.hudna"), "these are my notes\n");
}

TEST_F(BadInput, TargetInAFolderThatIsNotThere) {
  const auto ran = run("build good.txt --out nowhere/homs.hudna", folder_);
  EXPECT_EQ(ran.code, 2);
  EXPECT_NE(ran.err.find("nowhere/homs.hudna"), std::string::npos) << ran.err;
}

TEST_F(BadInput, ReadOnlyTarget) {
  ASSERT_EQ(run("build good.txt --out record.hudna", folder_).code, 0);
  const std::string before = test::slurp(folder_ / "record.hudna");
  // Root may write anything, so the file system itself is made read-only.
  const fs::path mount_point = folder_ / "mounted";
  fs::create_directory(mount_point);
  if (::mount("tmpfs", mount_point.c_str(), "tmpfs", 0, "size=4m") != 0) GTEST_SKIP() << "mounting needs root";
  fs::copy_file(folder_ / "record.hudna", mount_point / "record.hudna");
  ASSERT_EQ(::mount("tmpfs", mount_point.c_str(), "tmpfs", MS_REMOUNT | MS_RDONLY, nullptr), 0);
  spill(folder_ / "more.txt", std::string(kGood) + "\nA second truce was agreed in Gao on Tuesday.\n");
  const auto ran = run("build good.txt more.txt --out mounted/record.hudna", folder_);
  EXPECT_EQ(ran.code, 2) << ran.err;
  EXPECT_NE(ran.err.find("mounted/record.hudna"), std::string::npos) << ran.err;
  EXPECT_EQ(test::slurp(mount_point / "record.hudna"), before);
  ::umount2(mount_point.c_str(), MNT_DETACH);
}

TEST_F(BadInput, FullDisk) {
  const fs::path mount_point = folder_ / "small";
  fs::create_directory(mount_point);
  if (::mount("tmpfs", mount_point.c_str(), "tmpfs", 0, "size=1200k") != 0) GTEST_SKIP() << "mounting needs root";
  ASSERT_EQ(run("build good.txt --out small/record.hudna", folder_).code, 0) << "the first report fits";
  const std::string before = run("dump small/record.hudna", folder_).out;
  std::string files;
  for (int i = 0; i < 60; ++i) {
    const std::string name = "more" + std::to_string(i) + ".txt";
    std::string text = kGood;
    // Text that does not compress, so that the disk fills.
    unsigned seed = static_cast<unsigned>(i) + 1;
    for (int k = 0; k < 4000; ++k) {
      seed = seed * 1664525u + 1013904223u;
      text += static_cast<char>('a' + (seed >> 24) % 26);
      if (k % 9 == 8) text += ' ';
    }
    spill(folder_ / name, text);
    files += name + " ";
  }
  const auto ran = run("build " + files + "--out small/record.hudna", folder_);
  EXPECT_EQ(ran.code, 2) << ran.err;
  EXPECT_NE(ran.err.find("[disk-full]"), std::string::npos) << ran.err;
  const auto after = run("dump small/record.hudna", folder_);
  EXPECT_EQ(after.code, 0) << "the store is intact: " << after.err;
  EXPECT_NE(after.out.find("Kidal"), std::string::npos);
  ::umount2(mount_point.c_str(), MNT_DETACH);
}

TEST_F(BadInput, UnknownId) {
  ASSERT_EQ(run("build good.txt --out record.hudna", folder_).code, 0);
  const auto ran = run("explain record.hudna ag-999999", folder_);
  EXPECT_EQ(ran.code, 2);
  EXPECT_NE(ran.err.find("[id-unknown]"), std::string::npos) << ran.err;
}

TEST(RulesFolder, AFolderWithoutRulesIsNoFolderOfRules) {
  const auto folder = test::fresh_folder("no-rules");
  std::filesystem::create_directories(folder / "empty");
  test::spill(folder / "a.txt", "The army and the front agreed on a truce in Kalandra on Monday.\n");
  const auto ran = test::run("read a.txt --rules empty", folder);
  EXPECT_EQ(ran.code, 2);
  EXPECT_NE(ran.err.find("no file of rules"), std::string::npos) << ran.err;
  test::spill(folder / "empty" / "90-mine.rules", "rule mine @1\n  when zorble & VERB\n  emit kind=incident type=shelling\n");
  EXPECT_EQ(test::run("read a.txt --rules empty", folder).code, 0) << "the shipped rules stay";
}

}  // namespace
}  // namespace hudna
