// Do the five scraped pages of ../shared/seeds come apart as the gold lines say?
// Skipped where ../shared is absent. The measure is that of gold/score.py.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "page/page.h"
#include "tests/support/shared.h"

namespace hudna::page {
namespace {

namespace fs = std::filesystem;

using testing::shared;

std::string slurp(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

// The numbers of a one-line list `key = [1, 2]` of a gold file.
std::vector<int> numbers(const std::string& toml, const std::string& key) {
  std::vector<int> out;
  const std::size_t at = toml.find("\n" + key + " = [");
  if (at == std::string::npos) return out;
  std::stringstream list(toml.substr(at + key.size() + 5, toml.find(']', at) - at - key.size() - 5));
  for (std::string cell; std::getline(list, cell, ',');) out.push_back(std::atoi(cell.c_str()));
  return out;
}

TEST(SeedLines, BodyAndComments) {
  if (!fs::exists(shared() / "gold" / "homs"))
    GTEST_SKIP() << "../shared is absent (or name it with HUDNA_SHARED)";
  std::size_t right = 0, got_all = 0, want_all = 0, leaked = 0;
  for (const auto& entry : fs::directory_iterator(shared() / "gold" / "homs")) {
    const std::string toml = slurp(entry.path());
    const std::size_t at = toml.find("\nfile = \"");
    if (at == std::string::npos) continue;
    const std::string file = toml.substr(at + 9, toml.find('"', at + 9) - at - 9);
    const std::string bytes = slurp(shared() / "seeds" / file);
    std::vector<std::pair<std::size_t, std::size_t>> lines{{0, 0}};
    for (std::size_t b = 0; b <= bytes.size();) {
      const std::size_t e = std::min(bytes.find('\n', b), bytes.size());
      lines.emplace_back(b, e);
      b = e + 1;
    }
    std::vector<char> body(bytes.size(), 0), comment(bytes.size(), 0), got(bytes.size(), 0);
    const auto mark = [&](std::vector<char>* in, std::size_t b, std::size_t e) {
      for (std::size_t i = b; i < e; ++i) (*in)[i] = static_cast<unsigned char>(bytes[i]) > ' ';
    };
    for (int n : numbers(toml, "body_lines"))
      mark(&body, lines[static_cast<std::size_t>(n)].first, lines[static_cast<std::size_t>(n)].second);
    for (int n : numbers(toml, "comment_lines"))
      mark(&comment, lines[static_cast<std::size_t>(n)].first, lines[static_cast<std::size_t>(n)].second);
    const auto doc = read_page(file, bytes, {});
    ASSERT_TRUE(doc.has_value());
    for (const model::Block& b : doc->blocks()) {
      if (model::section_kind(b.type) == model::SectionKind::Body) {
        const model::RawSpan raw = doc->raw_span(b.span);
        mark(&got, raw.begin, raw.end);
      }
    }
    std::size_t tp = 0, g = 0, w = 0, l = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      tp += body[i] && got[i];
      g += got[i];
      w += body[i];
      l += comment[i] && got[i];
    }
    if (std::getenv("HUDNA_SHOW") != nullptr) {
      std::printf("== %s  got %zu want %zu right %zu leaked %zu\n  title: %s\n", file.c_str(), g, w, tp, l,
                  doc->parts().title.c_str());
      for (const auto& d : doc->parts().dates)
        std::printf("  date %s %s\n", d.edtf.c_str(), std::string(name(d.basis)).c_str());
      std::printf("  outlet %s  language %s dateline %s\n", doc->parts().outlet.c_str(),
                  doc->parts().language.c_str(), doc->parts().dateline_place.c_str());
      for (const auto& a : doc->parts().authors) std::printf("  author %s\n", a.name.c_str());
      for (const auto& b : doc->blocks())
        std::printf("  %-14s %-34s %.90s\n", std::string(name(b.type)).c_str(), b.reason.c_str(),
                    std::string(b.span.of(doc->text())).c_str());
    }
    right += tp;
    got_all += g;
    want_all += w;
    leaked += l;
  }
  const double f1 = 2.0 * static_cast<double>(right) / static_cast<double>(got_all + want_all);
  RecordProperty("body_f1", std::to_string(f1));
  EXPECT_GE(f1, 0.99);
  EXPECT_EQ(leaked, 0u);
}

}  // namespace
}  // namespace hudna::page
