// Who says what, by the order of the words? For sentences whose tree does not tell: stripped of their commas
// ("The blast killed nine a doctor said on Monday"), or cut in two before a second clause ("He said that the
// town was calm and that shells had hit the market"). Also the speakers of transcripts ("[OKELLO] We ...").
// Private to src/reading; thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "model/analysis.h"
#include "reading/class_words.h"
#include "reading/work.h"

namespace hudna::reading {

// One saying and the words that it tells.
struct OrderedSpeech {
  std::uint32_t speaker = 0;
  std::uint32_t verb = 0;
  model::TokenRange content;
};

// In the order of the verbs. Linear in the sentence's tokens.
std::vector<OrderedSpeech> speech_by_order(const Work& work, const ClassWords& words,
                                           const model::Sentence& sentence);

// What the marks at a sentence's begin say of a transcript: "[OKELLO]" opens the turn of a speaker, "[END
// RECORDING]" ends it. `changed` is false where no mark stands there.
struct Turn {
  bool changed = false;
  std::optional<std::uint32_t> speaker;
};
Turn turn_at(const Work& work, const ClassWords& words, const model::Sentence& sentence);

// Who speaks in the paragraphs behind this sentence: "The foreign secretary said:" ends one, and the next
// bears no quotation marks and is no list. None where that is not so.
std::optional<std::uint32_t> announced_by(const Work& work, const ClassWords& words, std::uint32_t sentence);

}  // namespace hudna::reading
