// Killed at any moment and run again, a build ends in the record of an
// undisturbed run, byte for byte; and the same files again add nothing.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <random>
#include <thread>

#include "tests/unit/cli/run.h"

namespace hudna {
namespace {

namespace fs = std::filesystem;

// Invented reports that differ in day, place and toll.
void write_reports(const fs::path& folder, int count) {
  static const char* kTowns[] = {"Kidal", "Gao", "Menaka", "Timbuktu", "Mopti"};
  for (int i = 0; i < count; ++i) {
    const std::string town = kTowns[i % 5];
    const std::string day = std::to_string(1 + i % 28);
    test::spill(folder / ("report" + std::to_string(1000 + i) + ".txt"),
                "Truce agreed in " + town + "\n\nBAMAKO, Mali, " + day + " March 2019 - Rival militias agreed a ceasefire in " +
                    town + " on Monday, officials said.\n\nUnder the deal, " + std::to_string(100 + i) +
                    " fighters will withdraw from the town within 48 hours.\n\nAt least " + std::to_string(2 + i % 17) +
                    " people were killed in shelling on Sunday, according to a local doctor.\n");
  }
}

void run_and_kill(const fs::path& folder, int after_ms) {
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    if (chdir(folder.c_str()) != 0 || freopen("/dev/null", "w", stderr) == nullptr) _exit(127);
    execl(test::program().c_str(), "hudna", "build", "pages", "--out", "killed.hudna", "--jobs", "2", static_cast<char*>(nullptr));
    _exit(127);
  }
  std::this_thread::sleep_for(std::chrono::milliseconds(after_ms));
  kill(child, SIGKILL);
  int status = 0;
  waitpid(child, &status, 0);
}

TEST(Kill, TenRandomMomentsGiveTheSameBytes) {
  const fs::path folder = test::fresh_folder("kill");
  fs::create_directory(folder / "pages");
  write_reports(folder / "pages", 400);
  const auto start = std::chrono::steady_clock::now();
  ASSERT_EQ(test::run("build pages --out whole.hudna --jobs 2", folder).code, 0);
  const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start).count();
  const std::string whole_dump = test::run("dump whole.hudna", folder).out;
  ASSERT_GT(whole_dump.size(), 100000u);
  const std::string whole_file = test::slurp(folder / "whole.hudna");
  std::mt19937 random(20140502);
  for (int round = 0; round < 10; ++round) {
    for (const char* suffix : {"", "-journal", "-wal", "-shm"}) fs::remove(folder / (std::string("killed.hudna") + suffix));
    const int after_ms = static_cast<int>(random() % static_cast<unsigned>(took + 1));
    run_and_kill(folder, after_ms);
    // Twice on odd rounds: a restart can be killed as well.
    if (round % 2 == 1) run_and_kill(folder, after_ms / 2);
    ASSERT_EQ(test::run("build pages --out killed.hudna --jobs 1", folder).code, 0);
    EXPECT_EQ(test::run("dump killed.hudna", folder).out, whole_dump) << "killed after " << after_ms << " ms";
    EXPECT_EQ(test::slurp(folder / "killed.hudna"), whole_file) << "killed after " << after_ms << " ms";
  }
  const auto again = test::run("build pages --out whole.hudna", folder);
  EXPECT_NE(again.err.find("0 reports added, 0 read again, 400 known"), std::string::npos) << again.err;
  EXPECT_EQ(test::run("dump whole.hudna", folder).out, whole_dump);
  fs::remove_all(folder);
}

}  // namespace
}  // namespace hudna
