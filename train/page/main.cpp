// Learns the block weights of the page reader. usage:
//   hudna_train_page [--out FILE] [--folds N] [--trees N] FUNDUS_DIR WCXB_DIR TRAFILATURA_DIR
// Each DIR holds html/ and gold.json. Prints the figures of `hudna eval pages`
// for the rules alone, cross-validated (pages of one site are in one fold), and
// for the weights learnt on all pages, which go to FILE. Same input, same bytes.
#include <algorithm>
#include <cstdio>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <unordered_set>
#include <vector>

#include "base/files.h"
#include "../boost.h"
#include "eval/pages.h"
#include "page/block_features.h"
#include "page/page.h"
#include "page/vocabulary.h"

namespace {

using namespace hudna;
using nlohmann::json;

struct Page {
  std::string set, id, site;
  std::vector<train::Sample> samples;
};

// The site of an address: its host without the parts in front of the registered name.
std::string site_of(std::string url) {
  if (const auto at = url.find("://"); at != std::string::npos) url.erase(0, at + 3);
  url.erase(std::min(url.find_first_of("/?#:"), url.size()));
  std::vector<std::string> parts;
  for (std::size_t at = 0; at <= url.size();) {
    const std::size_t dot = std::min(url.find('.', at), url.size());
    parts.push_back(url.substr(at, dot - at));
    at = dot + 1;
  }
  std::size_t keep = 2;
  if (parts.size() >= 3 && parts.back().size() == 2 && parts[parts.size() - 2].size() <= 3) keep = 3;
  std::string out;
  for (std::size_t i = parts.size() > keep ? parts.size() - keep : 0; i < parts.size(); ++i) out += parts[i] + ".";
  return out;
}

std::size_t fold_of(const std::string& site, std::size_t folds) {
  std::uint64_t h = 1469598103934665603ull;
  for (const char c : site) h = (h ^ static_cast<unsigned char>(c)) * 1099511628211ull;
  return static_cast<std::size_t>((h ^ h >> 31) % folds);
}

std::vector<std::uint64_t> words_of(std::string_view text) {
  std::vector<page::LineWord> words;
  page::split_words(text, SIZE_MAX, &words);
  std::vector<std::uint64_t> out;
  for (const page::LineWord& w : words) out.push_back(w.hash);
  return out;
}

std::uint64_t window(const std::vector<std::uint64_t>& words, std::size_t at, std::size_t n) {
  std::uint64_t h = n;
  for (std::size_t k = 0; k < n; ++k) h = (h ^ words[at + k]) * 0x9E3779B97F4A7C15ull + 1;
  return h;
}

// The gold text: windows of four words, and whole lines.
struct Gold {
  std::unordered_set<std::uint64_t> windows, lines;
  void add(const std::string& text) {
    for (std::size_t at = 0; at <= text.size();) {
      const std::size_t end = std::min(text.find('\n', at), text.size());
      const auto words = words_of(std::string_view(text).substr(at, end - at));
      if (!words.empty()) lines.insert(window(words, 0, words.size()));
      at = end + 1;
    }
    const auto words = words_of(text);
    for (std::size_t i = 0; i + 4 <= words.size(); ++i) windows.insert(window(words, i, 4));
  }
  bool holds(std::string_view block) const {
    const auto words = words_of(block);
    if (words.empty()) return false;
    if (words.size() < 5) return lines.count(window(words, 0, words.size())) > 0;
    std::size_t hit = 0;
    const std::size_t all = words.size() - 3;
    for (std::size_t i = 0; i < all; ++i) hit += windows.count(window(words, i, 4));
    return hit * 2 >= all;
  }
};

std::string folded(std::string_view s) {
  std::string out;
  bool gap = false;
  for (const char c : s) {
    if (static_cast<unsigned char>(c) <= ' ') {
      gap = !out.empty();
      continue;
    }
    if (gap) out.push_back(' ');
    gap = false;
    out.push_back(c);
  }
  return out;
}

bool read_set(const std::string& dir, bool as_text, std::vector<Page>* pages) {
  const auto text = base::read_file(dir + "/gold.json");
  if (!text) {
    std::fprintf(stderr, "%s\n", base::print(text.error()).c_str());
    return false;
  }
  const json gold = json::parse(*text);
  const page::BlockModel none;
  for (const auto& [id, row] : gold.items()) {
    auto html = base::read_file(dir + "/html/" + id + ".html");
    if (!html) continue;
    page::FeatureTable table;
    page::PageOptions options;
    options.model = &none;
    options.features = &table;
    options.force_html = !as_text;
    options.force_text = as_text;
    const auto doc = page::read_page(id, as_text ? eval::render_text(*html) : std::move(*html), options);
    if (!doc) continue;
    Page page;
    page.set = dir;
    page.id = id;
    page.site = site_of(row.contains("url") && row["url"].is_string() ? row["url"].get<std::string>() : id);
    double total = 0;
    if (row.contains("body")) {
      Gold want;
      want.add(row["body"].get<std::string>());
      if (row.contains("paragraphs")) {
        for (const json& p : row["paragraphs"]) want.lines.insert([&] {
          const auto w = words_of(p.get<std::string>());
          return w.empty() ? 0 : window(w, 0, w.size());
        }());
      }
      for (std::size_t k = 0; k < table.blocks.size(); ++k) {
        const std::string_view block = doc->blocks()[table.blocks[k]].span.of(doc->text());
        train::Sample s;
        for (std::size_t c = 0; c < page::kBlockFeatures; ++c) s.row.push_back(table.at(k, c));
        s.label = want.holds(block) ? 1 : 0;
        s.weight = static_cast<float>(2 + std::pow(static_cast<double>(page::line_words(block)), 0.7));
        total += s.weight;
        page.samples.push_back(s);
      }
    } else {
      // A comment taken for reporting is the worst of errors: it weighs as much as several others.
      constexpr float kCommentWeight = 6;
      struct Segment {
        std::string text;
        bool good, comment;
      };
      std::vector<Segment> segments;
      for (const char* key : {"with", "without", "comments"}) {
        if (!row.contains(key) || !row[key].is_array()) continue;
        for (const json& s : row[key]) {
          if (s.is_string() && s.get<std::string>().size() >= 3)
            segments.push_back({folded(s.get<std::string>()), std::strcmp(key, "with") == 0, std::strcmp(key, "comments") == 0});
        }
      }
      for (std::size_t k = 0; k < table.blocks.size(); ++k) {
        const std::string block = folded(doc->blocks()[table.blocks[k]].span.of(doc->text()));
        int with = 0, without = 0;
        bool comments = false;
        for (const auto& [segment, good, comment] : segments) {
          const bool hit = block.find(segment) != std::string::npos ||
                           (block.size() >= 20 && block.size() < segment.size() && segment.find(block) != std::string::npos);
          if (hit) (good ? with : without) += 1;
          comments = comments || (hit && comment);
        }
        if ((with > 0) == (without > 0)) continue;
        train::Sample s;
        for (std::size_t c = 0; c < page::kBlockFeatures; ++c) s.row.push_back(table.at(k, c));
        s.label = with > 0 ? 1 : 0;
        s.weight = comments ? kCommentWeight : 1;
        total += 1;
        page.samples.push_back(s);
      }
    }
    // Each page weighs the same, as in the means that are scored.
    for (train::Sample& s : page.samples) s.weight = static_cast<float>(s.weight * (row.contains("body") ? 40 : 10) / total);
    pages->push_back(std::move(page));
  }
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  std::string out;
  std::size_t folds = 5;
  bool as_text = false;
  train::BoostOptions options;
  std::vector<std::string> dirs;
  for (int i = 1; i < argc; ++i) {
    const std::string arg = argv[i];
    if (arg == "--out" && i + 1 < argc) out = argv[++i];
    else if (arg == "--folds" && i + 1 < argc) folds = static_cast<std::size_t>(std::atoi(argv[++i]));
    else if (arg == "--trees" && i + 1 < argc) options.trees = std::atoi(argv[++i]);
    else if (arg == "--rate" && i + 1 < argc) options.rate = std::atof(argv[++i]);
    else if (arg == "--lambda" && i + 1 < argc) options.lambda = std::atof(argv[++i]);
    else if (arg == "--text") as_text = true;
    else dirs.push_back(arg);
  }
  if (dirs.empty()) {
    std::fprintf(stderr, "usage: hudna_train_page [--out FILE] [--folds N] [--trees N] [--text] DIR...\n");
    return 2;
  }
  std::vector<Page> pages;
  for (const std::string& dir : dirs) {
    if (!read_set(dir, as_text, &pages)) return 2;
  }
  std::size_t rows = 0, positive = 0;
  for (const Page& p : pages) {
    rows += p.samples.size();
    for (const train::Sample& s : p.samples) positive += s.label > 0.5f;
  }
  std::printf("%zu pages, %zu labelled blocks, %zu of the article\n", pages.size(), rows, positive);
  const auto report = [&](const char* what, const std::function<const page::BlockModel*(const std::string&, const std::string&)>& model_of) {
    for (const std::string& dir : dirs) {
      eval::PagesOptions eval_options;
      eval_options.passes = 0;
      eval_options.as_text = as_text;
      eval_options.model_of = [&](const std::string& id) { return model_of(dir, id); };
      if (const char* d = std::getenv("HUDNA_DETAILS"); d != nullptr)
        eval_options.details = std::string(d) + "." + what + dir.substr(dir.find_last_of('/') + 1);
      const auto f = eval::eval_pages(dir, eval_options);
      if (!f) continue;
      std::printf("%-6s %-28s body %.4f (P %.4f R %.4f) word %.4f para %.4f perfect %ld segment %.4f (P %.4f R %.4f) leaked %ld of %ld\n", what,
                  dir.c_str(), f->body_f1, f->body_precision, f->body_recall, f->word_f1, f->paragraph_f1, f->perfect,
                  f->segment_f, f->segment_precision, f->segment_recall, f->comments_leaked, f->comments);
      std::fflush(stdout);
    }
  };
  const page::BlockModel none;
  report("rules", [&](const std::string&, const std::string&) { return &none; });
  if (folds > 1) {
    std::vector<page::BlockModel> models;
    for (std::size_t f = 0; f < folds; ++f) {
      std::vector<const train::Sample*> samples;
      for (const Page& p : pages) {
        if (fold_of(p.site, folds) == f) continue;
        for (const train::Sample& s : p.samples) samples.push_back(&s);
      }
      models.push_back(train::boost(samples, options));
    }
    std::map<std::pair<std::string, std::string>, std::size_t> fold;
    for (const Page& p : pages) fold[{p.set, p.id}] = fold_of(p.site, folds);
    report("cross", [&](const std::string& dir, const std::string& id) -> const page::BlockModel* {
      const auto it = fold.find({dir, id});
      return it == fold.end() ? &none : &models[it->second];
    });
  }
  if (!out.empty()) {
    std::vector<const train::Sample*> samples;
    for (const Page& p : pages) {
      for (const train::Sample& s : p.samples) samples.push_back(&s);
    }
    const page::BlockModel model = train::boost(samples, options);
    report("all", [&](const std::string&, const std::string&) { return &model; });
    if (auto written = base::write_file(out, model.print()); !written) {
      std::fprintf(stderr, "%s\n", base::print(written.error()).c_str());
      return 2;
    }
  }
  return 0;
}
