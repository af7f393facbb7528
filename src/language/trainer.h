// How are the linear tables made from treebanks? By averaged perceptrons:
// the tagger on gold tags, the parser on jackknifed tags with a dynamic oracle
// and exploration. Deterministic: same sentences, options and seed give the
// same bytes. Useful for: train/ and the tests, which overfit a tiny treebank.
// Not used by the program. Cost: minutes for 20,000 sentences on one core.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "language/linear.h"
#include "language/names.h"
#include "language/treebank.h"

namespace hudna::language {

struct TrainOptions {
  int tagger_bits = 18;   // log2 of the rows
  int action_bits = 20;
  int label_bits = 17;
  int tagger_rounds = 8;
  int parser_rounds = 10;
  int jackknife = 4;      // folds for the tags that the parser is trained on; below 2: gold tags
  std::uint64_t seed = 1;
  // Share of sentences in a hundred that are seen in capitals in each round.
  unsigned capitals_percent = 6;
  std::function<void(const std::string&)> progress;
};

// Sections of a model file (write_model_file).
std::vector<std::pair<std::string, std::string>> train_linear(const std::vector<GoldSentence>& sentences, const TrainOptions& options);

// A sentence with its names, as BIO labels of names.h.
struct NamedExample {
  std::vector<std::string> forms;
  std::vector<std::uint8_t> labels;
};
// Sentences of an IOB2 file of UniversalNER (id, word, tag): PER, ORG and LOC; all other tags are no name.
std::vector<NamedExample> parse_iob2(std::string_view text);
// The tags of example i as the program will see them; `caseless`: of its words in capitals.
using NameTags = std::function<std::vector<model::Upos>(std::size_t i, bool caseless)>;
// The sections of the name tagger, which sees these tags and the clues of `lexicon`.
std::vector<std::pair<std::string, std::string>> train_names(const std::vector<NamedExample>& sentences, const NameTags& tags, const NameLexicon& lexicon,
                                                             int bits, int rounds, std::uint64_t seed, const std::function<void(const std::string&)>& progress);

// The section of the sentence splitter, from the raw text of treebanks: gaps between words where a sentence ends or not.
std::vector<std::pair<std::string, std::string>> train_boundaries(const std::vector<GoldSentence>& sentences, const TokenRules& rules, int bits, int rounds,
                                                                  std::uint64_t seed, const std::function<void(const std::string&)>& progress);

}  // namespace hudna::language
