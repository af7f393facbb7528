// How is running text cut for grounding? Into words: runs of letters, runs of
// digits, single signs, each with its lower-case form. Needs no Analysis, so
// pages use it too. Plain values; a WordList holds views into the text that it
// was made from only as offsets. Linear.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/span.h"

namespace hudna::ground {

enum class WordKind : std::uint8_t { Letters, Digits, Sign };

struct Word {
  model::Span span;
  WordKind kind = WordKind::Sign;
  bool space_before = false;  // white space (or the text's start) stands before it
  bool line_before = false;   // a line break stands before it
  bool capital = false;       // starts with an upper-case ASCII letter
  std::string lower;          // ASCII lower case; other bytes as they are
};

std::vector<Word> cut_words(std::string_view text, model::Span range);
void cut_words(std::string_view text, model::Span range, std::vector<Word>* out);  // appended
inline std::vector<Word> cut_words(std::string_view text) {
  return cut_words(text, {0, static_cast<std::uint32_t>(text.size())});
}

}  // namespace hudna::ground
