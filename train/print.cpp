// hudna_print [DATA] < TEXT: the analysis of plain text as CoNLL-U, without a page around it; for looking at weights.
// hudna_print --clues < FORMS: a sentence a line, its words between tabs: what the lists of names say of each word, as numbers; input of
// the trainer.
// hudna_print --tokens LINEAR.bin < TEXT: only sentences and words, by the splitter of that file; input of the trainer.
#include <cstdio>
#include <cstring>
#include <iostream>
#include <iterator>
#include <string>

#include "base/files.h"
#include "language/analyser.h"
#include "language/boundary.h"
#include "language/names.h"
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

int print_clues(std::string_view text) {
  const base::DataSource data;
  const auto rules = language::TokenRules::open(data);
  if (!rules) return failed(rules.error());
  const auto lexicon = language::NameLexicon::open(data, *rules);
  if (!lexicon) return failed(lexicon.error());
  std::vector<std::string_view> forms;
  std::vector<language::Word> words;
  std::vector<language::NameLexicon::Match> matches;
  std::vector<std::uint32_t> clues;
  for (std::size_t at = 0; at < text.size();) {
    std::string_view line = text.substr(at, text.find('\n', at) - at);
    at += line.size() + 1;
    forms.clear();
    words.clear();
    language::CaseCheck check;
    for (bool more = true; more;) {
      const std::size_t tab = line.find('\t');
      forms.push_back(line.substr(0, tab));
      check.see(forms.back());
      more = tab != std::string_view::npos;
      if (more) line.remove_prefix(tab + 1);
    }
    for (std::size_t i = 0; i < forms.size(); ++i) words.push_back(language::make_word(forms[i], i == 0, check.caseless()));
    lexicon->look_up(forms, words, check.caseless(), &matches, &clues);
    for (const std::uint32_t clue : clues) std::printf("%u ", clue);
    std::printf("\n");
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string text((std::istreambuf_iterator<char>(std::cin)), {});
  if (argc == 3 && std::strcmp(argv[1], "--tokens") == 0) return print_tokens(argv[2], text);
  if (argc == 2 && std::strcmp(argv[1], "--clues") == 0) return print_clues(text);
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
