// Trains data/coding/plover.bin from sentences with PLOVER classes, and prints what ten-fold cross-validation
// says of it beside the lexicon alone. Deterministic. usage: hudna_train_plover plv-train.tsv OUT [--errors]
#include "coding/plover.h"

#include <algorithm>
#include <cstdio>
#include <iostream>
#include <string>
#include <vector>

#include "base/files.h"
#include "eval/coding.h"
#include "language/model_file.h"
#include "learn.h"

int main(int argc, char** argv) {
  using namespace hudna;
  if (argc < 3) {
    std::cerr << "usage: hudna_train_plover plv-train.tsv OUT [--errors]\n";
    return 2;
  }
  constexpr std::size_t kFolds = 10;
  const base::DataSource data;
  const auto rows = eval::read_coded(argv[1]);
  if (!rows) {
    std::cerr << base::print(rows.error()) << "\n";
    return 2;
  }
  const auto coder = coding::PloverCoder::open(data, false);
  if (!coder) {
    std::cerr << base::print(coder.error()) << "\n";
    return 2;
  }
  const bool errors = argc > 3;
  std::vector<train::Example> examples;
  eval::CodingScore lexicon, model;
  for (std::size_t i = 0; i < rows->size(); ++i) {
    train::Example one;
    one.features = coder->features((*rows)[i].sentence);
    one.wanted.assign(coding::kPloverClasses.size(), 0.0f);
    one.wanted[(*rows)[i].gold] = 1;
    // Rows of a class stand together and likes side by side: blocks of eight go to one fold.
    one.fold = static_cast<std::uint32_t>((i / 8) % kFolds);
    examples.push_back(std::move(one));
    lexicon.add((*rows)[i].gold, coder->code_by_lexicon((*rows)[i].sentence));
  }
  const train::LearnOptions options{.outputs = coding::kPloverClasses.size(),
                                    .epochs = 16,
                                    .rate = 0.03f,
                                    .decay = 1e-2f,
                                    .count_min = 1,
                                    .one_of = true};
  std::vector<float> scores(coding::kPloverClasses.size());
  for (std::size_t fold = 0; fold < kFolds; ++fold) {
    const train::Learned learned = train::Learned::learn(examples, options, static_cast<int>(fold));
    for (std::size_t i = 0; i < examples.size(); ++i) {
      if (examples[i].fold != fold) continue;
      learned.score(examples[i].features, scores);
      const std::size_t got =
          static_cast<std::size_t>(std::max_element(scores.begin(), scores.end()) - scores.begin());
      model.add((*rows)[i].gold, got);
      if (errors && got != (*rows)[i].gold) {
        const std::size_t ruled = coder->code_by_lexicon((*rows)[i].sentence);
        std::cout << coding::kPloverClasses[(*rows)[i].gold] << " got " << coding::kPloverClasses[got]
                  << " lexicon "
                  << (ruled == coding::kNoClass ? std::string_view("-") : coding::kPloverClasses[ruled])
                  << ": " << (*rows)[i].sentence.text << "\n";
      }
    }
  }
  std::fprintf(stderr, "lexicon alone: accuracy %.4f macro-F1 %.4f\n", lexicon.accuracy(),
               lexicon.macro_f1());
  std::fprintf(stderr, "%zu-fold cross-validation: accuracy %.4f macro-F1 %.4f\n", kFolds, model.accuracy(),
               model.macro_f1());
  for (std::size_t k = 0; k < coding::kPloverClasses.size(); ++k) {
    const auto& m = model.classes[k];
    const auto& l = lexicon.classes[k];
    std::fprintf(stderr, "  %-10s gold %3zu  model right %3zu got %3zu  lexicon right %3zu got %3zu\n",
                 std::string(coding::kPloverClasses[k]).c_str(), m.gold, m.right, m.got, l.right, l.got);
  }
  std::vector<std::pair<std::string, std::string>> sections;
  train::Learned::learn(examples, options, -1).append_sections("plover", &sections);
  const std::string out = language::write_model_file(sections);
  if (const auto written = base::write_file(argv[2], out); !written) {
    std::cerr << base::print(written.error()) << "\n";
    return 2;
  }
  std::fprintf(stderr, "%zu bytes\n", out.size());
  return 0;
}
