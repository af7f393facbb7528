#include "cli/evaluate.h"

#include <cstdio>
#include <filesystem>
#include <iostream>
#include <nlohmann/json.hpp>
#include <optional>

#include "base/data_source.h"
#include "base/files.h"
#include "cli/terminal.h"
#include "eval/coding.h"
#include "eval/fa_kes.h"
#include "eval/language.h"
#include "eval/mentions.h"
#include "eval/muc.h"
#include "eval/pages.h"
#include "eval/re3d.h"
#include "eval/time.h"

namespace hudna::cli {
namespace {

constexpr int kDone = 0, kFailed = 2;
using Json = nlohmann::ordered_json;

int report(const base::Error& error) {
  std::cerr << "hudna: " << base::print(error) << "\n";
  return kFailed;
}

// Figures as one JSON object, or one a line.
int print(const Json& figures, bool json) {
  if (json) {
    std::cout << figures.dump() << "\n";
    return kDone;
  }
  for (const auto& [key, value] : figures.items()) std::cout << key << "  " << value.dump() << "\n";
  return kDone;
}

// One line a miss, fields divided by tabs, on standard error.
void print_miss(std::initializer_list<std::string_view> fields) {
  std::string line;
  for (const std::string_view field : fields) {
    if (!line.empty()) line += '\t';
    for (const char c : field) line += c == '\n' || c == '\t' || c == '\r' ? ' ' : c;
  }
  std::cerr << line << "\n";
}

double rounded(double value) { return static_cast<double>(static_cast<long long>(value * 10000 + 0.5)) / 10000; }

int eval_language(const Options& options, const base::DataSource& data) {
  if (options.path.empty() && options.ner.empty()) {
    std::cerr << "hudna: eval language needs --treebank FILE or --ner FILE [argument-bad]\n";
    return kFailed;
  }
  const auto analyser = language::Analyser::open(data);
  if (!analyser) return report(analyser.error());
  // The six figures are always there for a program; those that were not asked for are null.
  Json out;
  if (options.json) {
    for (const char* key : {"upos", "uas", "las", "sentence_f1", "ner_f1", "tokens_per_s"}) out[key] = nullptr;
  }
  if (!options.path.empty()) {
    const auto bytes = base::read_file(options.path);
    if (!bytes) return report(bytes.error());
    const eval::LanguageScore score = eval::score_treebank(*analyser, *bytes, options.raw);
    out["upos"] = rounded(score.upos.value());
    out["xpos"] = rounded(score.xpos.value());
    out["lemma"] = rounded(score.lemmas.value());
    out["uas"] = rounded(score.uas.value());
    out["las"] = rounded(score.las.value());
    out["words_f1"] = rounded(score.words.value());
    out["sentence_f1"] = rounded(score.sentences.value());
    out["tokens_per_s"] = static_cast<long long>(score.tokens_per_s);
  }
  if (!options.ner.empty()) {
    eval::LanguageScore score;
    std::error_code error;
    if (std::filesystem::is_directory(options.ner, error)) {
      auto scored = eval::score_re3d(*analyser, options.ner, options.all);
      if (!scored) return report(scored.error());
      score = std::move(*scored);
    } else {
      const auto bytes = base::read_file(options.ner);
      if (!bytes) return report(bytes.error());
      score = eval::score_names(*analyser, *bytes);
    }
    out["ner_f1"] = rounded(score.names.value());
    for (const auto& [type, f1] : score.names_by_type) out["ner_" + type] = rounded(f1.value());
    if (options.path.empty()) out["tokens_per_s"] = static_cast<long long>(score.tokens_per_s);
  }
  return print(out, options.json);
}

}  // namespace

int run_eval(const Options& options) {
  base::DataSource data;
  if (!options.data.empty()) {
    auto opened = base::DataSource::open(options.data);
    if (!opened) return report(opened.error());
    data = std::move(*opened);
  }
  if (options.subcommand == "language") return eval_language(options, data);
  if (options.subcommand == "pages") {
    const auto figures = eval::eval_pages(options.path, {.passes = 5, .as_text = options.raw, .model_of = {}, .details = options.ner});
    if (!figures) return report(figures.error());
    std::cout << (options.json ? eval::print_json(*figures) : eval::print_text(*figures)) << "\n";
    return kDone;
  }
  if (options.subcommand == "time") {
    const auto score = eval::score_time(options.path, data);
    if (!score) return report(score.error());
    for (const auto& miss : score->misses) {
      if (options.misses) print_miss({miss.kind, miss.file, miss.gold, miss.got});
    }
    return print(Json::parse(score->json()), options.json);
  }
  if (options.subcommand == "fa-kes") {
    const auto score = eval::score_fa_kes(options.path, data);
    if (!score) return report(score.error());
    for (const auto& miss : score->misses) {
      if (options.misses) print_miss({miss.id, miss.gold, miss.got, miss.title});
    }
    return print(Json::parse(score->json()), options.json);
  }
  if (options.subcommand == "place") {
    const auto score = eval::score_places(options.path, data);
    if (!score) return report(score.error());
    for (const auto& miss : score->misses) {
      if (options.misses) print_miss({miss.span, miss.gold, miss.got, miss.text});
    }
    return print(Json::parse(score->json()), options.json);
  }
  if (options.subcommand == "actor") {
    const auto score = eval::score_actors(options.path, data);
    if (!score) return report(score.error());
    for (const auto& miss : score->misses) {
      if (options.misses) print_miss({miss.span, miss.gold, miss.got, miss.text});
    }
    return print(Json::parse(score->json()), options.json);
  }
  if (options.subcommand == "figure") {
    const auto score = eval::score_figures(options.path, data);
    if (!score) return report(score.error());
    for (const auto& miss : score->misses) {
      if (options.misses) print_miss({miss.span, miss.gold, miss.got, miss.text});
    }
    return print(Json::parse(score->json()), options.json);
  }
  if (options.subcommand == "coding") {
    std::optional<ProgressBar> bar;
    const auto score = eval::score_coding(options.path, data, [&](std::size_t all) {
      if (!bar) bar.emplace(find_terminal().err_is_terminal, "reading", all);
      bar->step();
    });
    bar.reset();
    if (!score) return report(score.error());
    return print(Json::parse(score->json()), options.json);
  }
  if (options.subcommand == "muc") {
    std::optional<ProgressBar> bar;
    const auto score = eval::score_muc(options.path, data, [&](std::size_t all) {
      if (!bar) bar.emplace(find_terminal().err_is_terminal, "reading", all);
      bar->step();
    });
    bar.reset();
    if (!score) return report(score.error());
    return print(Json::parse(score->json()), options.json);
  }
  std::cerr << "hudna: eval " << options.subcommand << " is not there yet [argument-bad]\n";
  return kFailed;
}

}  // namespace hudna::cli
