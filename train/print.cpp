// hudna_print [DATA] < TEXT: the analysis of plain text as CoNLL-U, without a page around it; for looking at weights.
// hudna_print --tokens LINEAR.bin < TEXT: only sentences and words, by the splitter of that file; input of the trainer.
#include <cstdio>
#include <cstring>
#include <iostream>
#include <iterator>
#include <string>

#include "base/files.h"
#include "language/analyser.h"
#include "language/boundary.h"
#include "language/tokenizer.h"
#include "language/treebank.h"

namespace {

using namespace hudna;

int failed(const base::Error& error) {
  std::fprintf(stderr, "%s\n", base::print(error).c_str());
  return 2;
}

int print_tokens(const char* path, const std::string& text) {
  const base::DataSource data;
  const auto rules = language::TokenRules::open(data);
  if (!rules) return failed(rules.error());
  const auto bytes = base::read_file(path);
  if (!bytes) return failed(bytes.error());
  const auto file = language::ModelFile::open(*bytes, path);
  if (!file) return failed(file.error());
  const auto boundaries = language::BoundaryModel::open(*file);
  if (!boundaries) return failed(boundaries.error());
  const model::Document doc = language::plain_document(text);
  std::vector<language::RawToken> tokens;
  for (const model::Block& block : doc.blocks()) {
    tokens.clear();
    language::tokenize(doc.text(), block.span, *rules, &tokens);
    std::size_t capped = 0;
    std::uint32_t from = 0;
    for (const std::uint32_t end : language::split_sentences(doc.text(), tokens, *rules, &*boundaries, base::limits::kSentenceTokens, &capped)) {
      for (std::uint32_t i = from; i < end; ++i) {
        std::printf("%u\t%s\t_\t_\t_\t_\t_\t_\t_\t_\n", i - from + 1, std::string(tokens[i].span.of(doc.text())).c_str());
      }
      std::printf("\n");
      from = end;
    }
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string text((std::istreambuf_iterator<char>(std::cin)), {});
  if (argc == 3 && std::strcmp(argv[1], "--tokens") == 0) return print_tokens(argv[2], text);
  base::DataSource data;
  if (argc > 1) {
    auto folder = base::DataSource::open(argv[1]);
    if (!folder) return failed(folder.error());
    data = std::move(*folder);
  }
  const auto analyser = language::Analyser::open(data);
  if (!analyser) return failed(analyser.error());
  const model::Document doc = language::plain_document(text);
  std::fputs(language::print_conllu(doc, analyser->analyse(doc)).c_str(), stdout);
  return 0;
}
