// Makes data/coding/words.bin: for frequent words whether mixed-case text writes them small, and clusters of
// their vectors at three grains. Deterministic. usage: hudna_train_words GLOVE.json OUT TEXT...   (TEXT:
// mixed-case English; .conllu files by their forms)
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/files.h"
#include "coding/truecase.h"
#include "coding/word_table.h"
#include "language/model_file.h"
#include "language/word.h"

namespace {

using hudna::coding::kGrains;

constexpr std::size_t kWords = 80000, kWordVector = 100, kRounds = 12;
constexpr std::size_t kClusters[kGrains] = {64, 320, 1500};

struct Counts {
  std::uint32_t small = 0, large = 0;
};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

void count_word(std::string_view word, bool first, std::map<std::string, Counts>* counts) {
  std::string low;
  std::size_t upper = 0;
  for (const char c : word) {
    upper += c >= 'A' && c <= 'Z' ? 1 : 0;
    low += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  }
  if (upper == 0) {
    ++(*counts)[low].small;
  } else if (!first) {
    ++(*counts)[low].large;
  }
}

// Words of running text; the first of a sentence says nothing where it is large.
void count_text(std::string_view text, bool conllu, std::map<std::string, Counts>* counts) {
  if (conllu) {
    while (!text.empty()) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      const std::string_view line = text.substr(0, end);
      text.remove_prefix(std::min(end + 1, text.size()));
      const std::size_t tab = line.find('\t');
      if (tab == std::string_view::npos) continue;
      const std::string_view form = line.substr(tab + 1, line.find('\t', tab + 1) - tab - 1);
      if (std::all_of(form.begin(), form.end(), is_letter))
        count_word(form, line.substr(0, tab) == "1", counts);
    }
    return;
  }
  bool first = true;
  for (std::size_t at = 0; at < text.size();) {
    if (!is_letter(text[at])) {
      if (text[at] == '.' || text[at] == '!' || text[at] == '?' || text[at] == '\n' || text[at] == '"')
        first = true;
      ++at;
      continue;
    }
    const std::size_t begin = at;
    while (at < text.size() && is_letter(text[at])) ++at;
    count_word(text.substr(begin, at - begin), first, counts);
    first = false;
  }
}

template <class T>
std::string bytes_of(const std::vector<T>& values) {
  return std::string(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) {
    std::cerr << "usage: hudna_train_words GLOVE.json OUT TEXT...\n";
    return 2;
  }
  std::map<std::string, Counts> counts;
  for (int i = 3; i < argc; ++i) {
    const auto bytes = hudna::base::read_file(argv[i]);
    if (!bytes) {
      std::cerr << hudna::base::print(bytes.error()) << "\n";
      return 2;
    }
    count_text(*bytes, std::string_view(argv[i]).ends_with(".conllu"), &counts);
  }
  // The file of vectors is one JSON object; its parts are found by their marks, for a whole parse takes
  // gigabytes.
  const auto glove = hudna::base::read_file(argv[1], std::size_t{1} << 30);
  if (!glove) {
    std::cerr << hudna::base::print(glove.error()) << "\n";
    return 2;
  }
  const std::string_view json = *glove;
  std::vector<std::string> words;
  std::size_t at = json.find("\"words\":[") + 9;
  while (at < json.size() && json[at] == '"' && words.size() < kWords) {
    std::string word;
    for (++at; at < json.size() && json[at] != '"'; ++at) {
      if (json[at] == '\\') ++at;
      word += json[at];
    }
    words.push_back(word);
    at += 2;
  }
  std::map<std::string, std::size_t> rank;
  for (std::size_t i = 0; i < words.size(); ++i) rank.emplace(words[i], i);
  std::vector<float> vectors(words.size() * kWordVector, 0);
  at = json.find("\"vectors\":{") + 11;
  std::size_t found = 0;
  while (at < json.size() && json[at] == '"' && found < words.size()) {
    std::string word;
    for (++at; at < json.size() && json[at] != '"'; ++at) {
      if (json[at] == '\\') ++at;
      word += json[at];
    }
    at = json.find('[', at) + 1;
    const auto row = rank.find(word);
    const std::size_t end = json.find(']', at);
    if (row != rank.end()) {
      ++found;
      float norm = 0;
      const char* p = json.data() + at;
      for (std::size_t d = 0; d < kWordVector; ++d) {
        char* next = nullptr;
        vectors[row->second * kWordVector + d] = std::strtof(p, &next);
        norm += vectors[row->second * kWordVector + d] * vectors[row->second * kWordVector + d];
        p = next + 1;
      }
      norm = std::sqrt(norm);
      for (std::size_t d = 0; d < kWordVector && norm > 0; ++d)
        vectors[row->second * kWordVector + d] /= norm;
    }
    at = json.find_first_of("\"}", end);
  }
  std::cerr << found << " vectors\n";
  // k-means on the sphere, started from words spread over the ranks.
  std::vector<std::vector<std::uint16_t>> cluster(kGrains, std::vector<std::uint16_t>(words.size(), 0));
  for (std::size_t grain = 0; grain < kGrains; ++grain) {
    const std::size_t k = kClusters[grain];
    std::vector<float> centre(k * kWordVector);
    for (std::size_t c = 0; c < k; ++c) {
      const std::size_t from = 40 + c * (20000 / k);
      std::copy_n(vectors.begin() + static_cast<std::ptrdiff_t>(from * kWordVector), kWordVector,
                  centre.begin() + static_cast<std::ptrdiff_t>(c * kWordVector));
    }
    for (std::size_t round = 0; round < kRounds; ++round) {
      std::vector<float> sum(k * kWordVector, 0);
      for (std::size_t i = 0; i < words.size(); ++i) {
        const float* v = &vectors[i * kWordVector];
        float best = -2;
        for (std::size_t c = 0; c < k; ++c) {
          const float* m = &centre[c * kWordVector];
          float dot[4] = {0, 0, 0, 0};
          for (std::size_t d = 0; d < kWordVector; d += 4) {
            for (std::size_t l = 0; l < 4; ++l) dot[l] += v[d + l] * m[d + l];
          }
          const float all = dot[0] + dot[1] + dot[2] + dot[3];
          if (all > best) {
            best = all;
            cluster[grain][i] = static_cast<std::uint16_t>(c);
          }
        }
        float* s = &sum[std::size_t{cluster[grain][i]} * kWordVector];
        for (std::size_t d = 0; d < kWordVector; ++d) s[d] += v[d];
      }
      for (std::size_t c = 0; c < k; ++c) {
        float norm = 0;
        for (std::size_t d = 0; d < kWordVector; ++d)
          norm += sum[c * kWordVector + d] * sum[c * kWordVector + d];
        norm = std::sqrt(norm);
        if (norm == 0) continue;
        for (std::size_t d = 0; d < kWordVector; ++d)
          centre[c * kWordVector + d] = sum[c * kWordVector + d] / norm;
      }
    }
    std::cerr << "clusters " << k << " done\n";
  }
  struct Row {
    std::uint32_t key = 0;
    std::uint8_t small = 0;
    std::uint16_t classes[kGrains] = {};
  };
  std::map<std::uint32_t, Row> rows;
  for (std::size_t i = 0; i < words.size(); ++i) {
    Row row;
    row.key = hudna::coding::word_key(words[i]);
    for (std::size_t grain = 0; grain < kGrains; ++grain)
      row.classes[grain] = static_cast<std::uint16_t>(cluster[grain][i] + 1);
    rows.emplace(row.key, row);
  }
  for (const auto& [word, seen] : counts) {
    if (seen.small < seen.large || seen.small == 0 || (seen.small == 1 && seen.large == 1)) continue;
    const std::uint32_t key = hudna::coding::word_key(word);
    Row& row = rows[key];
    row.key = key;
    row.small = 1;
  }
  std::vector<std::uint32_t> keys;
  std::vector<std::uint16_t> classes;
  std::vector<std::uint8_t> small;
  for (const auto& [key, row] : rows) {
    keys.push_back(key);
    for (const std::uint16_t value : row.classes) classes.push_back(value);
    small.push_back(row.small);
  }
  const std::string out = hudna::language::write_model_file(
      {{"keys", bytes_of(keys)}, {"classes", bytes_of(classes)}, {"small", bytes_of(small)}});
  if (const auto written = hudna::base::write_file(argv[2], out); !written) {
    std::cerr << hudna::base::print(written.error()) << "\n";
    return 2;
  }
  std::cerr << rows.size() << " words, " << out.size() << " bytes\n";
  return 0;
}
