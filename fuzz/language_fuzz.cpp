// Any bytes as a report and as CoNLL-U: tokens, sentences and trees keep their promises (make_analysis checks them),
// and what is printed reads back.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "base/utf8.h"
#include "language/analyser.h"
#include "language/treebank.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hudna;
  static const base::DataSource* source = new base::DataSource();
  static const language::Analyser* analyser = [] {
    auto opened = language::Analyser::open(*source);
    if (!opened) std::abort();
    return new language::Analyser(std::move(*opened));
  }();
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  std::size_t skipped = 0;
  for (const auto& sent : language::parse_conllu(bytes, &skipped)) {
    if (!language::is_tree(sent.tokens)) std::abort();
  }
  std::string text;
  for (std::size_t at = 0; at < bytes.size();) {
    const base::Decoded d = base::decode_utf8(bytes, at);
    base::append_utf8(&text, d.point);
    at += d.bytes;
  }
  const model::Document doc = language::plain_document(std::move(text));
  const model::Analysis analysis = analyser->analyse(doc);
  const auto read = language::parse_conllu(language::print_conllu(doc, analysis), &skipped);
  if (skipped != 0 || read.size() != analysis.sentences().size()) std::abort();
  return 0;
}
