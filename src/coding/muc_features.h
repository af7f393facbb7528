// What can be seen of a noun phrase, a sentence, a message that speaks for or
// against its part in an incident? Names of features for the linear models of
// the template layer: words, their classes, the tree around them, what hudna's
// grounding and reading made of them, and where they stand. No weights here.
// One message, one thread; must not outlive the Wire and the WordTable.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "coding/candidates.h"
#include "coding/linear.h"
#include "coding/wire.h"
#include "coding/word_table.h"

namespace hudna::coding {

class MucFeatures {
 public:
  MucFeatures(const Wire& wire, const WordTable& words);

  // The message as a whole.
  void message(Features* out) const;
  void sentence(std::uint32_t sentence, Features* out) const;
  // A candidate. `relevance`: how likely the message and the sentence tell of an incident at all (log-odds by
  // the models of the two).
  void candidate(const Candidate& one, float message_relevance, float sentence_relevance,
                 Features* out) const;
  // To which type of incident a candidate belongs.
  void membership(const Candidate& one, Features* out) const;

  std::string_view lemma(std::uint32_t token) const { return lemmas_[token]; }
  std::uint32_t sentence_of(std::uint32_t token) const { return wire_.analysis.sentence_of(token); }
  // Incident statements that touch a sentence: "type:modality".
  const std::vector<std::string>& incidents(std::uint32_t sentence) const { return incidents_[sentence]; }

 private:
  struct Clues {
    std::string name;                // type of the name that holds it
    std::string mention;             // kind and type of the mention that it heads
    std::vector<std::string> slots;  // "slot:incident type" of hudna's statements
  };
  void bag(const char* prefix, std::uint32_t sentence, bool classes, Features* out) const;
  std::string class_of(std::uint32_t token, std::size_t grain) const;
  const Wire& wire_;
  const WordTable& words_;
  std::vector<std::string> lemmas_;  // lower case
  std::vector<std::string> forms_;   // lower case
  std::vector<std::array<std::uint16_t, kGrains>> classes_;
  std::vector<Clues> clues_;
  std::vector<std::vector<std::string>> incidents_;
};

}  // namespace hudna::coding
