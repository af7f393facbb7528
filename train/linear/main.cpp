// hudna_train_linear [--names-only] OUT.bin NAMES.iob2 TREEBANK.conllu…: trains the linear analyser and writes its weights.
#include <cstdio>
#include <cstring>
#include <string>

#include "base/files.h"
#include "language/model_file.h"
#include "language/trainer.h"

int main(int argc, char** argv) {
  const bool names_only = argc > 1 && std::strcmp(argv[1], "--names-only") == 0;
  if (names_only) {
    --argc;
    ++argv;
  }
  if (argc < 4) {
    std::fprintf(stderr, "usage: hudna_train_linear [--names-only] OUT.bin NAMES.iob2 TREEBANK.conllu...\n");
    return 2;
  }
  std::vector<hudna::language::GoldSentence> sentences;
  for (int i = 3; i < argc; ++i) {
    const auto text = hudna::base::read_file(argv[i]);
    if (!text) {
      std::fprintf(stderr, "%s\n", hudna::base::print(text.error()).c_str());
      return 2;
    }
    std::size_t skipped = 0;
    auto part = hudna::language::parse_conllu(*text, &skipped);
    std::fprintf(stderr, "%s: %zu sentences, %zu left out\n", argv[i], part.size(), skipped);
    for (auto& sent : part) sentences.push_back(std::move(sent));
  }
  hudna::language::TrainOptions options;
  options.progress = [](const std::string& text) { std::fprintf(stderr, "%s\n", text.c_str()); };
  auto sections = hudna::language::train_linear(sentences, options);
  const auto named = hudna::base::read_file(argv[2]);
  if (!named) {
    std::fprintf(stderr, "%s\n", hudna::base::print(named.error()).c_str());
    return 2;
  }
  const std::string without_names = hudna::language::write_model_file(sections);
  const hudna::base::DataSource data;
  const auto file = hudna::language::ModelFile::open(without_names, argv[1]);
  const auto tagger = file ? hudna::language::LinearModel::open(*file) : tl::unexpected(file.error());
  const auto rules = hudna::language::TokenRules::open(data);
  if (!tagger || !rules) {
    std::fprintf(stderr, "%s\n", hudna::base::print(tagger ? rules.error() : tagger.error()).c_str());
    return 2;
  }
  const auto lexicon = hudna::language::NameLexicon::open(data, *rules);
  if (!lexicon) {
    std::fprintf(stderr, "%s\n", hudna::base::print(lexicon.error()).c_str());
    return 2;
  }
  for (auto& section : hudna::language::train_names(hudna::language::parse_iob2(*named), *tagger, *lexicon, 17, 10, options.seed, options.progress)) {
    sections.push_back(std::move(section));
  }
  // The network tags and parses; only the names' table and the lemmas are shipped beside it.
  if (names_only) {
    std::erase_if(sections, [](const auto& section) {
      return section.first != "inventory" && !section.first.starts_with("names") && !section.first.starts_with("lemma");
    });
  }
  const std::string bytes = hudna::language::write_model_file(sections);
  const auto done = hudna::base::write_file(argv[1], bytes);
  if (!done) {
    std::fprintf(stderr, "%s\n", hudna::base::print(done.error()).c_str());
    return 2;
  }
  std::fprintf(stderr, "%s: %zu bytes\n", argv[1], bytes.size());
  return 0;
}
