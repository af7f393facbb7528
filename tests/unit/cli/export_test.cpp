#include <gtest/gtest.h>

#include "tests/unit/cli/run.h"

namespace hudna::test {
namespace {

namespace fs = std::filesystem;

// One record of the sample reports for all tests of this file.
const fs::path& samples_folder() {
  static const fs::path& folder = *[] {
    auto* out = new fs::path(fresh_folder("export-samples"));
    const std::string samples = std::string(HUDNA_SOURCE_DIR) + "/samples";
    const Ran built = run("build -q '" + samples + "' --meta '" + samples + "/meta.csv' --out r.hudna", *out);
    EXPECT_EQ(built.code, 0) << built.err;
    return out;
  }();
  return folder;
}

TEST(Export, WritesEveryFormatTwiceTheSame) {
  const fs::path& folder = samples_folder();
  for (const char* out : {"one", "two"}) {
    const Ran ran =
        run("export r.hudna --all --unreviewed --sharing internal --out " + std::string(out), folder);
    EXPECT_EQ(ran.code, 0) << ran.err;
  }
  std::size_t files = 0;
  for (const auto& entry : fs::directory_iterator(folder / "one")) {
    EXPECT_TRUE(slurp(entry.path()) == slurp(folder / "two" / entry.path().filename())) << entry.path();
    EXPECT_NE(entry.path().extension(), ".part");
    ++files;
  }
  EXPECT_EQ(files, 17u);
}

// The policy of data/export/sharing.toml over every file that leaves.
TEST(Export, NoFormatNamesAPrivatePersonAndNoneWithholdsAPlace) {
  const fs::path& folder = samples_folder();
  const std::vector<std::string> withheld = {"Sharabi", "Haroun",   "Salik",   "Tarache", "Aghbari",  "Haddi",
                                             "Anwar",   "Dalisay",  "Makram",  "Ferrand", "Ria\xC3\xB1o",
                                             "Baroudi", "Valderrama", "Aldana", "Achterberg", "Ibtisam"};
  const std::vector<std::string> named = {"Yahya al-Mutahar", "El Tahir Nourain", "Abbakar", "Fahd al-Sabri",
                                          "Renato Villaflor", "Abu Nasrullah"};
  const std::vector<std::string> places = {"Al Hawban", "Golo", "Nertiti", "Shariff Aguak", "Datu Piang", "Tame", "Fortul"};
  for (const char* level : {"public", "partner"}) {
    const fs::path out = folder / level;
    const Ran ran = run("export r.hudna --all --unreviewed --sharing " + std::string(level) + " --out " + level, folder);
    ASSERT_EQ(ran.code, 0) << ran.err;
    for (const auto& entry : fs::directory_iterator(out)) {
      const std::string bytes = slurp(entry.path());
      for (const std::string& name : withheld)
        EXPECT_EQ(bytes.find(name), std::string::npos) << name << " in " << entry.path();
    }
    const std::string evidence = slurp(out / "evidence.jsonld");
    for (const auto* list : {&named, &places}) {
      for (const std::string& name : *list)
        EXPECT_NE(evidence.find(name), std::string::npos) << name << " at level " << level;
    }
  }
}

// What a report says beside a name decides; a place that no gazetteer has is none the less no person.
TEST(Export, TheWordsBesideANameSayWhoIsPublic) {
  const fs::path folder = fresh_folder("export-people");
  spill(folder / "a.txt",
        "MONAPO, Mozambique, 3 May 2021 - Colonel Artur Mucavele, commander of the garrison, said on Monday that gunmen shot dead "
        "three farmers near Quelipau.\n\n"
        "Two of the dead were Celeste Nhantumbo, a teacher, and her son Delfim Nhantumbo, 14, said Ivone Sitoe, who speaks for the "
        "district council.\n\n"
        "The governor's brother Hilario Zandamela was wounded in the attack. Joao Cumbane, a party official in Monapo, accused the "
        "army of shelling Quelipau.\n");
  ASSERT_EQ(run("build -q a.txt --out r.hudna", folder).code, 0);
  const std::string preview = run("export r.hudna --all --unreviewed --preview", folder).out;
  for (const char* name : {"Celeste Nhantumbo", "Delfim Nhantumbo", "Hilario Zandamela"})
    EXPECT_NE(preview.find(std::string("  ") + name), std::string::npos) << name << "\n" << preview;
  for (const char* name : {"Mucavele", "Sitoe", "Cumbane", "Quelipau", "Monapo"})
    EXPECT_EQ(preview.find(name), std::string::npos) << name << "\n" << preview;
}

TEST(Export, LinesGiveTheSameRecordBack) {
  const fs::path& folder = samples_folder();
  const std::string id = [&] {
    const std::string dump = run("dump r.hudna", folder).out;
    const std::size_t at = dump.find("{\"agreement\":{\"id\":\"") + 20;
    return dump.substr(at, dump.find('"', at) - at);
  }();
  fs::copy_file(folder / "r.hudna", folder / "reviewed.hudna", fs::copy_options::overwrite_existing);
  ASSERT_EQ(run("review reviewed.hudna accept " + id + " --by lina --at 2024-01-01T00:00:00Z", folder).code,
            0);
  ASSERT_EQ(
      run("export reviewed.hudna --format hudna --sharing internal --unreviewed --out lines", folder).code,
      0);
  fs::remove(folder / "back.hudna");
  const Ran back = run("import lines/hudna.jsonl --out back.hudna", folder);
  ASSERT_EQ(back.code, 0) << back.err;
  EXPECT_TRUE(run("dump back.hudna", folder).out == run("dump reviewed.hudna", folder).out);
  EXPECT_TRUE(slurp(folder / "back.hudna") == slurp(folder / "reviewed.hudna"));
  // A record file that is there is never written over.
  EXPECT_EQ(run("import lines/hudna.jsonl --out back.hudna", folder).code, 2);
  // What a reviewer accepted goes out unasked.
  const Ran some = run("export reviewed.hudna --format zones --out some", folder);
  EXPECT_EQ(some.code, 0) << some.err;
  EXPECT_NE(slurp(folder / "some" / "zones.geojson").find(id), std::string::npos);
}

TEST(Export, DamagedLinesAreRefusedAndLeaveNoFile) {
  const fs::path& folder = samples_folder();
  ASSERT_EQ(run("export r.hudna --format hudna --sharing internal --unreviewed --out damage", folder).code,
            0);
  const std::string good = slurp(folder / "damage" / "hudna.jsonl");
  ASSERT_GT(good.size(), 1000u);
  const std::string first = good.substr(0, good.find('\n') + 1);
  std::vector<std::string> bad = {"",
                                  "no json\n",
                                  "{\"hudna\":{\"format\":99}}\n",
                                  first + "{\"what\":{}}\n",
                                  good.substr(first.size()),
                                  good.substr(0, good.size() / 2)};
  std::string changed = good;
  changed[changed.find("raw_base64") + 40] ^= 1;
  bad.push_back(changed);
  // Two of a statement's places exchanged: the quote no longer stands there.
  changed = good;
  const std::size_t quote = changed.find("\"quote\":\"") + 9;
  changed[quote] = changed[quote] == 'x' ? 'y' : 'x';
  bad.push_back(changed);
  for (std::size_t step = 1; step < 40; ++step) {
    changed = good;
    changed[good.size() * step / 40] = '"';
    bad.push_back(changed);
  }
  for (std::size_t i = 0; i < bad.size(); ++i) {
    spill(folder / "bad.jsonl", bad[i]);
    const Ran ran = run("import bad.jsonl --out bad.hudna", folder);
    // A changed letter inside a text can leave a record that is whole; it is never a crash, and never half a
    // file.
    EXPECT_TRUE(ran.code == 2 || ran.code == 0) << i << " " << ran.code << " " << ran.err;
    if (i < 8) {
      EXPECT_EQ(ran.code, 2) << i;
    }
    EXPECT_EQ(fs::exists(folder / "bad.hudna"), ran.code == 0) << i;
    fs::remove(folder / "bad.hudna");
  }
}

// Readers that are not ours; those that are not installed are named and skipped by the script.
TEST(Export, OthersReadTheFiles) {
  if (!fs::exists("/usr/bin/python3")) GTEST_SKIP() << "python3 is not installed";
  const fs::path& folder = samples_folder();
  for (const char* how : {"--sharing internal", "--sharing public", "--hxl"}) {
    ASSERT_EQ(run("export r.hudna --all --unreviewed --out checked " + std::string(how), folder).code, 0);
    const std::string out = (folder / "readers.txt").string();
    const int status =
        std::system(("/usr/bin/python3 '" + std::string(HUDNA_SOURCE_DIR) + "/tools/validate_exports' '" +
                     (folder / "checked").string() + "' >'" + out + "' 2>&1")
                        .c_str());
    EXPECT_EQ(status, 0) << how << "\n" << slurp(out);
    fs::remove_all(folder / "checked");
  }
}

TEST(Export, SaysWhatItWillNotDo) {
  const fs::path& folder = samples_folder();
  EXPECT_EQ(run("export r.hudna --out x", folder).code, 2);
  EXPECT_EQ(run("export r.hudna --all", folder).code, 2);
  const Ran unknown = run("export r.hudna --format xml --out x", folder);
  EXPECT_EQ(unknown.code, 2);
  EXPECT_NE(unknown.err.find("ledger.csv"), std::string::npos);
  EXPECT_EQ(run("export r.hudna --format ledger --as-of soon --out x", folder).code, 2);
  EXPECT_EQ(run("export r.hudna --format report --agreement ag-none --out x", folder).code, 2);
  const Ran lines = run("export r.hudna --format hudna --out x", folder);
  EXPECT_EQ(lines.code, 2);
  EXPECT_NE(lines.err.find("internal"), std::string::npos);
  const Ran none = run("export r.hudna --format ledger --out none", folder);
  EXPECT_EQ(none.code, 1);
  EXPECT_NE(none.err.find("nobody reviewed"), std::string::npos);
  const Ran preview = run("export r.hudna --all --preview", folder);
  EXPECT_NE(preview.out.find("Names of private persons"), std::string::npos);
  EXPECT_FALSE(fs::exists(folder / "x"));
}

}  // namespace
}  // namespace hudna::test
