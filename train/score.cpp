// hudna_score [--raw] TREEBANK.conllu… | --relations FILE.conllu | --ner [--misses] FILE.iob2…: prints the language scores while training; `hudna eval language` is the public command.
#include <cstdio>
#include <cstring>
#include <string>

#include "base/files.h"
#include "eval/language.h"

int main(int argc, char** argv) {
  using namespace hudna;
  bool raw = false;
  bool names = false;
  bool relations = false;
  bool misses = false;
  base::DataSource data;
  for (int i = 1; i < argc; ++i) {
    if (std::strcmp(argv[i], "--data") == 0 && i + 1 < argc) {
      auto opened = base::DataSource::open(argv[++i]);
      if (!opened) {
        std::fprintf(stderr, "%s\n", base::print(opened.error()).c_str());
        return 2;
      }
      data = std::move(*opened);
    }
  }
  const auto analyser = language::Analyser::open(data);
  if (!analyser) {
    std::fprintf(stderr, "%s\n", base::print(analyser.error()).c_str());
    return 2;
  }
  for (int i = 1; i < argc; ++i) {
    const std::string arg = argv[i];
    if (arg == "--raw") {
      raw = true;
    } else if (arg == "--ner") {
      names = true;
    } else if (arg == "--relations") {
      relations = true;
    } else if (arg == "--misses") {
      misses = true;
    } else if (arg == "--data") {
      ++i;
    } else {
      const auto text = base::read_file(arg);
      if (!text) {
        std::fprintf(stderr, "%s\n", base::print(text.error()).c_str());
        return 2;
      }
      if (relations) {
        const eval::RelationScore s = eval::score_relations(*analyser, *text);
        for (const std::string& line : s.wrong) std::printf("  %s\n", line.c_str());
        std::printf("%s predicate %.1f agent %.1f target %.1f attribution %.1f all of a sentence %.1f of %.0f\n", arg.c_str(), 100 * s.predicates.value(),
                    100 * s.agents.value(), 100 * s.targets.value(), 100 * s.attributions.value(), 100 * s.sentences.value(), s.sentences.gold);
      } else if (names) {
        const eval::LanguageScore s = eval::score_names(*analyser, *text);
        if (misses) {
          for (const std::string& line : s.wrong) std::printf("%s\n", line.c_str());
        }
        std::printf("%s names %.2f (p %.2f r %.2f)", arg.c_str(), 100 * s.names.value(), 100 * s.names.precision(), 100 * s.names.recall());
        for (const auto& [type, f] : s.names_by_type) std::printf("  %s %.2f", type.c_str(), 100 * f.value());
        std::printf("  %.0f tok/s\n", s.tokens_per_s);
      } else {
        const eval::LanguageScore s = eval::score_treebank(*analyser, *text, raw);
        std::printf("%s words %.2f sentences %.2f upos %.2f xpos %.2f lemmas %.2f uas %.2f las %.2f  %.0f tok/s\n", arg.c_str(), 100 * s.words.value(),
                    100 * s.sentences.value(), 100 * s.upos.value(), 100 * s.xpos.value(), 100 * s.lemmas.value(), 100 * s.uas.value(),
                    100 * s.las.value(), s.tokens_per_s);
      }
    }
  }
  return 0;
}
