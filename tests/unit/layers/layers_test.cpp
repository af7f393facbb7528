// Does every include in src/ obey src/layers.txt? A forbidden one fails here.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

struct Layer {
  std::set<std::string> uses;
  std::vector<std::string> prefixes;
};

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> out;
  for (std::string word; in >> word;) out.push_back(word);
  return out;
}

std::map<std::string, Layer> read_layers(const fs::path& file) {
  std::map<std::string, Layer> out;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line[0] == '#') continue;
    std::vector<std::string> cells;
    std::istringstream row(line);
    for (std::string cell; std::getline(row, cell, '|');) cells.push_back(cell);
    cells.resize(std::max<std::size_t>(cells.size(), 4));
    if (cells.size() != 4) {
      ADD_FAILURE() << "src/layers.txt: four cells wanted: " << line;
      continue;
    }
    Layer layer;
    for (const std::string& use : words_of(cells[1])) {
      EXPECT_TRUE(out.contains(use)) << use << " is used before its own line";
      layer.uses.insert(use);
    }
    layer.prefixes = words_of(cells[2]);
    out[words_of(cells[0]).at(0)] = layer;
  }
  return out;
}

// C and POSIX headers that need no package; a header of C++ itself has no dot.
bool is_system_header(const std::string& include) {
  return include.find('.') == std::string::npos || include.starts_with("sys/") || include.starts_with("netinet/") || include == "unistd.h" ||
         include == "fcntl.h" || include == "iconv.h" || include == "signal.h" || include == "immintrin.h" ||
         include == "cpuid.h" || include == "arm_neon.h";
}

// What is wrong with an include of a file in `folder`; empty when it is allowed.
std::string verdict(const std::map<std::string, Layer>& layers, const std::string& folder, const std::string& include) {
  const auto layer = layers.find(folder);
  if (layer == layers.end()) return "the folder " + folder + " has no line in src/layers.txt";
  for (const std::string& prefix : layer->second.prefixes) {
    if (include.starts_with(prefix)) return "";
  }
  const std::string first = include.substr(0, include.find('/'));
  if (include.find('/') != std::string::npos && layers.contains(first)) {
    if (first == folder || layer->second.uses.contains(first)) return "";
    return folder + " may not use " + first;
  }
  if (is_system_header(include)) return "";
  return include + " is no header that " + folder + " may include";
}

TEST(Layers, EveryIncludeIsAllowed) {
  const fs::path src = fs::path(HUDNA_SOURCE_DIR) / "src";
  const auto layers = read_layers(src / "layers.txt");
  ASSERT_GE(layers.size(), 10u);
  int seen = 0;
  for (const auto& entry : fs::recursive_directory_iterator(src)) {
    const std::string extension = entry.path().extension().string();
    if (extension != ".h" && extension != ".cpp" && extension != ".def" && extension != ".inc") continue;
    const std::string folder = fs::relative(entry.path(), src).begin()->string();
    std::ifstream in(entry.path());
    for (std::string line; std::getline(in, line);) {
      const std::size_t hash = line.find_first_not_of(" \t");
      if (hash == std::string::npos || line.compare(hash, 8, "#include") != 0) continue;
      const std::size_t open = line.find_first_of("<\"");
      const std::size_t close = line.find_first_of(">\"", open + 1);
      const std::string include = line.substr(open + 1, close - open - 1);
      EXPECT_EQ(verdict(layers, folder, include), "") << entry.path() << ": " << line;
      ++seen;
    }
  }
  EXPECT_GT(seen, 20);
}

TEST(Layers, AForbiddenIncludeIsSeen) {
  const auto layers = read_layers(fs::path(HUDNA_SOURCE_DIR) / "src/layers.txt");
  EXPECT_EQ(verdict(layers, "model", "record/builder.h"), "model may not use record");
  EXPECT_EQ(verdict(layers, "ground", "page/page.h"), "ground may not use page");
  EXPECT_NE(verdict(layers, "model", "sqlite3.h"), "");
  EXPECT_NE(verdict(layers, "model", "nlohmann/json.hpp"), "");
  EXPECT_EQ(verdict(layers, "store", "sqlite3.h"), "");
  EXPECT_EQ(verdict(layers, "model", "vector"), "");
}

TEST(Layers, TheArchitecturePageNamesEveryFolder) {
  const fs::path root(HUDNA_SOURCE_DIR);
  std::ifstream in(root / "docs/ARCHITECTURE.md");
  std::ostringstream page;
  page << in.rdbuf();
  for (const auto& entry : fs::directory_iterator(root / "src")) {
    if (!entry.is_directory()) continue;
    const std::string name = "`src/" + entry.path().filename().string() + "`";
    EXPECT_NE(page.str().find(name), std::string::npos) << "docs/ARCHITECTURE.md has no " << name;
  }
}

TEST(Layers, EveryFolderHasALine) {
  const fs::path src = fs::path(HUDNA_SOURCE_DIR) / "src";
  const auto layers = read_layers(src / "layers.txt");
  for (const auto& entry : fs::directory_iterator(src)) {
    if (!entry.is_directory()) continue;
    EXPECT_TRUE(layers.contains(entry.path().filename().string())) << entry.path();
  }
}

}  // namespace
