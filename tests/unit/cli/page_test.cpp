// `hudna page`, `read` and `build` on every kind of input, profiles of outlets, and answers that are gone on
// with.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/unit/cli/run.h"

namespace hudna {
namespace {

namespace fs = std::filesystem;

std::string report(const std::string& town, const std::string& day) {
  return "<!DOCTYPE html><html lang=en><head><title>Truce in " + town +
         "</title><meta property=article:published_time content=" + day +
         "></head><body><article><h1>Truce in " + town + "</h1><p>Rival militias agreed a ceasefire in " +
         town +
         " on Monday after three days of fighting, officials said.</p><p>At least four people were killed in "
         "shelling there on Sunday, a doctor of "
         "the town hospital told reporters.</p></article></body></html>";
}

std::string warc(const std::string& url, const std::string& body) {
  const std::string http = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body;
  return "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: " + url +
         "\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: " +
         std::to_string(http.size()) + "\r\n\r\n" + http + "\r\n\r\n";
}

// A zip archive with one stored file.
std::string wacz(const std::string& name, const std::string& inside) {
  const auto little = [](std::uint64_t v, int n) {
    std::string out;
    for (int i = 0; i < n; ++i) out.push_back(static_cast<char>(v >> (8 * i) & 255));
    return out;
  };
  const std::string sizes = little(0, 4) + little(inside.size(), 4) + little(inside.size(), 4) +
                            little(name.size(), 2) + little(0, 2);
  const std::string local =
      "PK\x03\x04" + little(20, 2) + little(0, 2) + little(0, 2) + little(0, 4) + sizes + name + inside;
  const std::string central = "PK\x01\x02" + little(20, 2) + little(20, 2) + little(0, 2) + little(0, 2) +
                              little(0, 4) + sizes + little(0, 2) + little(0, 2) + little(0, 2) +
                              little(0, 4) + little(0, 4) + name;
  return local + central + "PK\x05\x06" + little(0, 4) + little(1, 2) + little(1, 2) +
         little(central.size(), 4) + little(local.size(), 4) + little(0, 2);
}

// One input of each kind, seven pages in all.
void write_inputs(const fs::path& folder) {
  test::spill(folder / "a.html", report("Kidal", "2019-03-05"));
  test::spill(folder / "b.warc", warc("https://x.example/gao", report("Gao", "2019-03-12")) +
                                     warc("https://x.example/mopti", report("Mopti", "2019-03-19")));
  test::spill(folder / "c.wacz",
              wacz("archive/data.warc", warc("https://x.example/menaka", report("Menaka", "2019-03-26"))));
  test::spill(
      folder / "d.jsonl",
      nlohmann::json{{"html", report("Timbuktu", "2019-04-02")}, {"url", "https://x.example/t"}}.dump() +
          "\nbroken {\n" +
          nlohmann::json{
              {"text",
               "Truce in Ansongo\n\nANSONGO, Mali, 9 April 2019 - Rival militias agreed a ceasefire in "
               "Ansongo on Monday, "
               "officials said.\n\nAt least four people were killed in shelling on Sunday, a doctor said.\n"}}
              .dump() +
          "\n");
  test::spill(folder / "e.rss",
              "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><item><title>Truce in "
              "Djenne</title><link>https://x.example/d</link><pubDate>Tue, 16 Apr 2019 "
              "10:00:00 GMT</pubDate><content:encoded><![CDATA[<p>Rival militias agreed a ceasefire in "
              "Djenne on Monday after three days of fighting, officials "
              "said.</p><p>At least four people were killed in shelling there on Sunday, a doctor told "
              "reporters.</p>]]></content:encoded></item></channel></rss>");
}

std::size_t lines(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

TEST(Inputs, EveryKindThroughPageReadAndBuild) {
  const fs::path folder = test::fresh_folder("inputs");
  fs::create_directory(folder / "in");
  write_inputs(folder / "in");
  const test::Ran page = test::run("page --json in --jobs 2", folder);
  EXPECT_EQ(page.code, 2) << "one row of the JSON Lines is broken";
  EXPECT_NE(page.err.find("record-damaged"), std::string::npos);
  EXPECT_EQ(lines(page.out), 7u);
  for (const char* town : {"Kidal", "Gao", "Mopti", "Menaka", "Timbuktu", "Ansongo", "Djenne"})
    EXPECT_NE(page.out.find(town), std::string::npos) << town;
  // The order is that of the inputs at any number of threads.
  EXPECT_EQ(test::run("page --json in --jobs 1", folder).out, page.out);
  const test::Ran read = test::run("read --json in", folder);
  EXPECT_EQ(read.code, 2);
  EXPECT_EQ(lines(read.out), 7u);
  EXPECT_NE(read.out.find("https://x.example/menaka"), std::string::npos);
  const test::Ran build = test::run("build in --out r.hudna", folder);
  EXPECT_EQ(build.code, 2);
  EXPECT_NE(build.err.find("7 reports added"), std::string::npos) << build.err;
  EXPECT_NE(test::run("build in --out r.hudna", folder).err.find("7 known"), std::string::npos);
  // The standard input, whatever kind it is.
  EXPECT_EQ(lines(test::run("page --json -", folder, "in/b.warc").out), 2u);
  EXPECT_EQ(lines(test::run("read --json -", folder, "in/c.wacz").out), 1u);
  EXPECT_NE(test::run("build - --out s.hudna", folder, "in/e.rss").err.find("1 reports added"),
            std::string::npos);
  fs::remove_all(folder);
}

TEST(Resume, AnswersGoOnWhereTheyStopped) {
  const fs::path folder = test::fresh_folder("resume");
  fs::create_directory(folder / "in");
  write_inputs(folder / "in");
  EXPECT_EQ(test::run("page --json in --out whole.jsonl", folder).code, 2);
  const std::string whole = test::slurp(folder / "whole.jsonl"),
                    log = test::slurp(folder / "whole.jsonl.log");
  EXPECT_EQ(whole, test::run("page --json in", folder).out);
  ASSERT_EQ(lines(log), 9u) << "a head, seven pages and a broken row";
  // Cut at any byte of the log, with the answers torn behind what it tells of: the same bytes come out.
  for (std::size_t cut = 0; cut <= log.size(); cut += 37) {
    test::spill(folder / "cut.jsonl",
                whole.substr(0, whole.size() - cut % 3) + (cut % 2 == 0 ? "{\"torn" : ""));
    test::spill(folder / "cut.jsonl.log", log.substr(0, cut));
    EXPECT_EQ(test::run("page --json in --out cut.jsonl", folder).code, 2);
    EXPECT_EQ(test::slurp(folder / "cut.jsonl"), whole) << cut;
    EXPECT_EQ(test::slurp(folder / "cut.jsonl.log"), log) << cut;
  }
  // Another call, or other inputs, is said and changes nothing.
  EXPECT_EQ(test::run("page --text in --out whole.jsonl", folder).code, 2);
  EXPECT_EQ(test::run("page --json in/b.warc --out whole.jsonl", folder).code, 2);
  EXPECT_EQ(test::slurp(folder / "whole.jsonl"), whole);
  fs::remove_all(folder);
}

TEST(Profiles, LearnThenNameThem) {
  const fs::path folder = test::fresh_folder("profiles");
  fs::create_directory(folder / "in");
  const char* const towns[] = {"Kidal", "Gao", "Mopti", "Menaka", "Timbuktu", "Ansongo", "Djenne"};
  const std::string ask =
      "<p>This paper lives from its readers, and each of our reports is paid for by people who send us a "
      "little every month.</p>";
  for (int i = 0; i < 7; ++i) {
    std::string bytes = report(towns[i], "2019-03-0" + std::to_string(1 + i));
    bytes.insert(bytes.find("<p>At least"), ask);
    bytes.insert(bytes.find("<meta"),
                 "<link rel=canonical href=https://notes.example/" + std::to_string(i) + ">");
    test::spill(folder / (i == 6 ? "new.html" : "in/" + std::to_string(i) + ".html"), bytes);
  }
  const test::Ran learn = test::run("page --learn in --out notes.profile", folder);
  EXPECT_EQ(learn.code, 0) << learn.err;
  EXPECT_EQ(test::run("page --learn in", folder).out, test::slurp(folder / "notes.profile"));
  EXPECT_NE(test::run("page --text new.html", folder).out.find("lives from its readers"), std::string::npos);
  EXPECT_EQ(
      test::run("page --text new.html --profile notes.profile", folder).out.find("lives from its readers"),
      std::string::npos);
  // The reading names what it was read with, and only where that was applied.
  EXPECT_NE(
      test::run("read --json new.html --profile notes.profile", folder).out.find("profile/notes.example/"),
      std::string::npos);
  EXPECT_EQ(test::run("read --json new.html", folder).out.find("profile/"), std::string::npos);
  // A record is the same whatever else was in the run, and is read again when the profile changes.
  EXPECT_EQ(test::run("build new.html --out one.hudna --profile notes.profile", folder).code, 0);
  EXPECT_EQ(test::run("build new.html --out two.hudna --profile notes.profile", folder).code, 0);
  EXPECT_EQ(test::slurp(folder / "one.hudna"), test::slurp(folder / "two.hudna"));
  EXPECT_NE(test::run("build new.html --out one.hudna --profile notes.profile", folder).err.find("1 known"),
            std::string::npos);
  EXPECT_NE(test::run("build new.html --out one.hudna", folder).err.find("1 read again"), std::string::npos);
  test::spill(folder / "bad.profile", "version = 9\n");
  EXPECT_EQ(test::run("page new.html --profile bad.profile", folder).code, 2);
  EXPECT_EQ(test::run("page new.html --profile none.profile", folder).code, 2);
  fs::remove_all(folder);
}

TEST(LiveBlog, StatementsAreDatedByTheirEntry) {
  const fs::path folder = test::fresh_folder("live");
  test::spill(folder / "live.html",
              "<!DOCTYPE html><html lang=en><head><title>Mali: as it happened</title><meta "
              "property=article:published_time content=2019-03-03T06:00:00Z></head><body><main>"
              "<h1>Mali: as it happened</h1><div class=live-blog><article><time "
              "datetime=2019-03-05T09:10:00Z>09:10</time><h2>Market</h2><p>Fighters shelled the "
              "market of Gao this morning, killing four people, a doctor said.</p></article><article><time "
              "datetime=2019-03-04T18:30:00Z>18:30</time><h2>Talks</h2><p>The "
              "talks in the school of Mopti went on until the evening, teachers "
              "said.</p></article><article><time datetime=2019-03-03T07:00:00Z>07:00</time><h2>Quiet"
              "</h2><p>Militiamen shelled the port of Mopti this morning, killing two people, a nurse "
              "said.</p></article></div></main></body></html>");
  const nlohmann::json reading =
      nlohmann::json::parse(test::run("read --json live.html", folder).out, nullptr, false);
  ASSERT_TRUE(reading.is_object());
  std::vector<std::string> days;
  for (const auto& statement : reading["statements"]) {
    if (statement["kind"] != "incident") continue;
    for (const auto& date : statement["date"]) days.push_back(date["edtf"].get<std::string>());
  }
  EXPECT_EQ(days, (std::vector<std::string>{"2019-03-05", "2019-03-03"}));
  fs::remove_all(folder);
}

}  // namespace
}  // namespace hudna
