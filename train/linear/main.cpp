// hudna_train_linear OUT.bin TREEBANK.conllu…: trains the linear analyser and writes its weights.
#include <cstdio>
#include <string>

#include "base/files.h"
#include "language/model_file.h"
#include "language/trainer.h"

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fprintf(stderr, "usage: hudna_train_linear OUT.bin TREEBANK.conllu...\n");
    return 2;
  }
  std::vector<hudna::language::GoldSentence> sentences;
  for (int i = 2; i < argc; ++i) {
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
  const std::string bytes = hudna::language::write_model_file(hudna::language::train_linear(sentences, options));
  const auto done = hudna::base::write_file(argv[1], bytes);
  if (!done) {
    std::fprintf(stderr, "%s\n", hudna::base::print(done.error()).c_str());
    return 2;
  }
  std::fprintf(stderr, "%s: %zu bytes\n", argv[1], bytes.size());
  return 0;
}
