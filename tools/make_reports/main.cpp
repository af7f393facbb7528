// How do we get many reports? Altered copies of the sample reports, each with
// its own bytes, or the reports of a generated world with its truth.
//   make_reports copies --samples DIR --count N --out DIR [--seed S] [--distinct 1]
// (with --distinct, no sentence of one copy stands in another: one long word of each
// sentence gets a made-up twin with the same ending)
//   make_reports world --count N --out DIR [--seed S]
//   make_reports record --count N --out FILE.hudna [--seed S]
// (the generated world as a record file, its readings taken as they were made instead of read: a large record in minutes)
// Same arguments, same bytes. Only for tests and measurements.
#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "base/data_source.h"
#include "base/files.h"
#include "record/builder.h"
#include "store/store.h"
#include "tests/support/world.h"

namespace {

namespace fs = std::filesystem;
using hudna::testing::Random;

// Words that may stand for each other in a report without another meaning for dates, places or names.
constexpr std::array<std::array<const char*, 2>, 14> kPairs = {{{"said", "stated"},
                                                                {"told", "informed"},
                                                                {"people", "persons"},
                                                                {"near", "close to"},
                                                                {"several", "a number of"},
                                                                {"began", "started"},
                                                                {"because", "since"},
                                                                {"also", "likewise"},
                                                                {"still", "yet"},
                                                                {"about", "around"},
                                                                {"after", "following"},
                                                                {"big", "large"},
                                                                {"many", "numerous"},
                                                                {"help", "assist"}}};
// Nouns whose figures may differ between accounts.
constexpr std::array<const char*, 12> kCounted = {"people",    "persons",  "fighters", "soldiers",
                                                  "civilians", "families", "men",      "buses",
                                                  "trucks",    "captives", "wounded",  "dead"};

bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// A word that no copy before had: the first letters changed, the ending kept.
std::string twin(const std::string& word, Random* random) {
  std::string out = word;
  for (std::size_t i = 0; i < 3; ++i) out[i] = static_cast<char>('a' + random->number(0, 25));
  return out;
}

// Changes words and figures of the text; markup between < and > stays as it is. `distinct`: so that no
// sentence stays as it was, where it has a long enough word.
std::string alter(const std::string& text, bool distinct, Random* random) {
  bool fresh = distinct;  // the sentence still needs a word of its own
  std::string out;
  bool markup = false;
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == '<') markup = true;
    if (text[at] == '>') markup = false;
    const bool start =
        !markup && (at == 0 || !(letter(text[at - 1]) || (text[at - 1] >= '0' && text[at - 1] <= '9')));
    if (start && letter(text[at])) {
      std::size_t end = at;
      while (end < text.size() && letter(text[end])) ++end;
      const std::string word = text.substr(at, end - at);
      std::string put = word;
      for (const auto& pair : kPairs) {
        if (word == pair[0] && random->chance(50)) put = pair[1];
      }
      if (fresh && word.size() >= 7 && word[0] >= 'a') {
        put = twin(word, random);
        fresh = false;
      }
      out += put;
      at = end;
      continue;
    }
    if (start && text[at] >= '1' && text[at] <= '9') {
      std::size_t end = at;
      while (end < text.size() && text[end] >= '0' && text[end] <= '9') ++end;
      // "412 men": a figure of at most three digits right before a counted noun.
      std::string next;
      for (std::size_t k = end + 1;
           end < text.size() && text[end] == ' ' && k < text.size() && letter(text[k]); ++k)
        next += text[k];
      const bool counted = end - at <= 3 && std::any_of(kCounted.begin(), kCounted.end(),
                                                        [&](const char* noun) { return next == noun; });
      if (counted && random->chance(30))
        out +=
            std::to_string(std::max(1, std::atoi(text.substr(at, end - at).c_str()) + random->number(-1, 2)));
      else
        out += text.substr(at, end - at);
      at = end;
      continue;
    }
    fresh = fresh || (distinct && !markup && (text[at] == '.' || text[at] == '\n'));
    out += text[at++];
  }
  return out;
}

int copies(const std::string& samples, std::size_t count, const std::string& out, bool distinct,
           std::uint64_t seed) {
  std::vector<fs::path> files;
  std::error_code problem;
  for (const auto& entry : fs::directory_iterator(samples, problem)) {
    const std::string end = entry.path().extension().string();
    if (end == ".html" || end == ".txt") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  if (files.empty()) {
    std::fprintf(stderr, "%s: no sample reports (.html, .txt)\n", samples.c_str());
    return 2;
  }
  for (std::size_t i = 0; i < count; ++i) {
    const fs::path& from = files[i % files.size()];
    const auto bytes = hudna::base::read_file(from.string());
    if (!bytes) {
      std::fprintf(stderr, "%s\n", hudna::base::print(bytes.error()).c_str());
      return 2;
    }
    Random random(seed * 1000003 + i);
    std::string text = alter(*bytes, distinct, &random);
    // A line of its own makes the bytes of every copy differ, whatever chance left as it was.
    const std::string line = "Copy " + std::to_string(i) + " made for a test.";
    text += from.extension() == ".html" ? "<!-- " + line + " -->\n" : "\n\n" + line + "\n";
    char name[32];
    std::snprintf(name, sizeof name, "%07zu", i);
    const auto done = hudna::base::write_file(
        (fs::path(out) / (std::string(name) + "-" + from.filename().string())).string(), text);
    if (!done) {
      std::fprintf(stderr, "%s\n", hudna::base::print(done.error()).c_str());
      return 2;
    }
  }
  std::printf("%zu reports in %s\n", count, out.c_str());
  return 0;
}

int world(std::size_t count, const std::string& out, std::uint64_t seed) {
  const hudna::testing::World made = hudna::testing::WorldMaker(count, seed).make();
  std::string truth, meta = "path,url,outlet,published\n";
  for (std::size_t i = 0; i < made.readings.size(); ++i) {
    const hudna::model::ReadingParts& parts = made.readings[i].parts();
    char name[32];
    std::snprintf(name, sizeof name, "%07zu.txt", i);
    const auto done = hudna::base::write_file((fs::path(out) / name).string(), made.texts[i] + "\n");
    if (!done) {
      std::fprintf(stderr, "%s\n", hudna::base::print(done.error()).c_str());
      return 2;
    }
    meta += std::string(name) + ",," + parts.outlet + "," + parts.published.edtf + "\n";
    for (const hudna::model::Statement& stmt : parts.statements) {
      const auto found = made.truth.find(stmt.id);
      truth += "{\"file\":\"" + std::string(name) + "\",\"kind\":\"" +
               std::string(hudna::model::name(stmt.kind)) + "\",\"type\":\"" + stmt.type +
               "\",\"begin\":" + std::to_string(stmt.evidence.raw.begin) +
               ",\"end\":" + std::to_string(stmt.evidence.raw.end) + ",\"event\":\"" +
               (found == made.truth.end() ? "" : found->second) + "\"}\n";
    }
  }
  for (const auto& [name, bytes] :
       std::map<std::string, std::string>{{"truth.jsonl", truth}, {"meta.csv", meta}}) {
    const auto done = hudna::base::write_file((fs::path(out) / name).string(), bytes);
    if (!done) {
      std::fprintf(stderr, "%s\n", hudna::base::print(done.error()).c_str());
      return 2;
    }
  }
  std::printf("%zu reports, truth.jsonl and meta.csv in %s\n", count, out.c_str());
  return 0;
}

int fail(const hudna::base::Error& error) {
  std::fprintf(stderr, "%s\n", hudna::base::print(error).c_str());
  return 2;
}

int record(std::size_t count, const std::string& out, std::uint64_t seed) {
  using namespace hudna;
  const auto policies = record::load_policies(base::DataSource());
  if (!policies) return fail(policies.error());
  std::error_code problem;
  fs::remove(out, problem);
  auto db = store::open_store(out, store::Mode::Write);
  if (!db) return fail(db.error());
  testing::World made = testing::WorldMaker(count, seed).make();
  constexpr std::size_t kBatch = 1000;
  for (std::size_t at = 0; at < count; at += kBatch) {
    std::vector<model::Document> documents;
    std::vector<model::Reading> readings;
    for (std::size_t i = at; i < std::min(count, at + kBatch); ++i) {
      model::ReadingParts parts = made.readings[i].parts();
      model::DocumentParts doc;
      doc.source = parts.source;
      // A line of its own, outside every block, so that no two reports have the same bytes.
      doc.raw = doc.text = made.texts[i] + "\n\nReport " + std::to_string(i) + ".\n";
      const auto size = static_cast<std::uint32_t>(doc.text.size());
      doc.map.append(size, 0, size, true);
      documents.push_back(model::make_document(std::move(doc)));
      parts.sha256 = documents.back().sha256();
      parts.text_sha256 = parts.sha256;
      parts.report_id = "rp-" + parts.sha256.substr(0, 16);
      for (model::Statement& stmt : parts.statements) {
        stmt.evidence.document_sha256 = parts.sha256;
        stmt.id = model::statement_id(parts.sha256, stmt);
      }
      readings.push_back(model::make_reading(std::move(parts), std::string(documents.back().text())));
    }
    std::vector<store::NewReport> batch;
    for (std::size_t i = 0; i < readings.size(); ++i) batch.push_back({&documents[i], &readings[i], "world"});
    if (const auto added = (*db)->add(batch); !added) return fail(added.error());
  }
  made = {};
  {
    const auto readings = (*db)->readings();
    if (!readings) return fail(readings.error());
    const model::Record built = record::build_record(testing::pointers(*readings), *policies);
    if (const auto stored = (*db)->replace_record(built); !stored) return fail(stored.error());
    std::printf("%zu reports, %zu statements, %zu agreements, %zu incidents in %s\n", built.parts().reports.size(),
                built.parts().statements.size(), built.parts().agreements.size(), built.parts().incidents.size(),
                out.c_str());
  }
  const auto compacted = (*db)->compact();
  return compacted ? 0 : fail(compacted.error());
}

}  // namespace

int main(int argc, char** argv) {
  std::map<std::string, std::string> given = {
      {"--samples", "samples"}, {"--count", "1000"}, {"--seed", "1"}, {"--out", ""}, {"--distinct", "0"}};
  const std::string command = argc > 1 ? argv[1] : "";
  bool good = command == "copies" || command == "world" || command == "record";
  for (int i = 2; i < argc; i += 2) {
    good = good && i + 1 < argc && given.count(argv[i]) != 0;
    if (good) given[argv[i]] = argv[i + 1];
  }
  if (!good || given["--out"].empty()) {
    std::fputs(
        "usage: make_reports copies --samples DIR --count N --out DIR [--seed S] [--distinct 1]\n       "
        "make_reports world --count N --out DIR [--seed S]\n       "
        "make_reports record --count N --out FILE.hudna [--seed S]\n",
        stderr);
    return 2;
  }
  const std::size_t count = std::strtoul(given["--count"].c_str(), nullptr, 10);
  const std::uint64_t seed = std::strtoull(given["--seed"].c_str(), nullptr, 10);
  if (command == "record") return record(count, given["--out"], seed);
  std::error_code problem;
  fs::create_directories(given["--out"], problem);
  return command == "copies"
             ? copies(given["--samples"], count, given["--out"], given["--distinct"] == "1", seed)
             : world(count, given["--out"], seed);
}
