// How often is the PLOVER class of a sentence right? Scores the coder of
// src/coding on a TSV with the columns sentence or marked_sentence (<s>source</s>
// and <t>target</t>) and gold_root: accuracy and macro-F1 over 15 classes
// (CONCEDE and RETREAT as one, YIELD), as Hu et al. 2024 score them.
#pragma once

#include <array>
#include <functional>
#include <string>
#include <vector>

#include "base/data_source.h"
#include "base/result.h"
#include "coding/plover.h"

namespace hudna::eval {

struct CodedSentence {
  coding::PloverSentence sentence;
  std::size_t gold = 0;  // of coding::kPloverClasses
};
// "<s>A</s> met <t>B</t>" without the marks, and where they stood; the first of each.
coding::PloverSentence parse_marked(std::string_view marked);
// Rows with a known class. CONCEDE and RETREAT are YIELD.
base::Result<std::vector<CodedSentence>> read_coded(const std::string& path);

struct ClassCounts {
  std::size_t right = 0, got = 0, gold = 0;
};
struct CodingScore {
  std::size_t sentences = 0, right = 0;
  std::array<ClassCounts, coding::kPloverClasses.size()> classes{};
  void add(std::size_t gold, std::size_t got);
  double accuracy() const;
  // The mean of the F1 of the classes that occur in the gold.
  double macro_f1() const;
};

struct CodingReport {
  CodingScore model, lexicon;
  std::string json() const;
};
base::Result<CodingReport> score_coding(const std::string& path, const base::DataSource& data,
                                        const std::function<void(std::size_t all)>& progress = {});

}  // namespace hudna::eval
