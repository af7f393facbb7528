// How good is the language stage? Scores against treebanks by the rules of the
// CoNLL 2018 shared task (F1 of words aligned by their characters; relation
// subtypes ignored), against name sets by exact spans, and words a second.
// Useful for: `hudna eval language`. Pure but for the clock in tokens_per_s.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "language/analyser.h"
#include "language/treebank.h"

namespace hudna::eval {

struct F1 {
  double right = 0;
  double gold = 0;
  double found = 0;
  double precision() const { return found == 0 ? 0 : right / found; }
  double recall() const { return gold == 0 ? 0 : right / gold; }
  double value() const { return gold + found == 0 ? 0 : 2 * right / (gold + found); }
};

struct LanguageScore {
  F1 words, sentences, upos, xpos, lemmas, uas, las;
  F1 names;              // all types of the set, exact span and type
  std::vector<std::pair<std::string, F1>> names_by_type;
  std::vector<std::string> wrong;  // names missed or made up, with their sentence
  double tokens_per_s = 0;  // thread CPU time of the analysis alone
};

// What hudna asks of a sentence, on own sentences with "# relations": shares of those that are right.
struct RelationScore {
  F1 predicates;    // the event is the root, or hangs on (or carries) the verb of speech as in the gold tree
  F1 agents;
  F1 targets;
  F1 attributions;  // speaker, verb of speech and event joined
  F1 sentences;     // all of these right
  std::vector<std::string> wrong;  // "text: what"
};
// Given words.
RelationScore score_relations(const language::Analyser& analyser, std::string_view conllu);

// `raw`: sentences and words are found by the analyser in the treebank's text; otherwise the gold ones are given.
LanguageScore score_treebank(const language::Analyser& analyser, std::string_view conllu, bool raw);
// Names of an IOB2 file of UniversalNER (columns: id, word, tag); PER, LOC and ORG are scored, all else counts as no name.
// Given words. Name types of hudna are folded: organisation and armed group to ORG, place and facility to LOC.
LanguageScore score_names(const language::Analyser& analyser, std::string_view iob2);

}  // namespace hudna::eval
