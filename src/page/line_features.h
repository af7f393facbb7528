// What does one line or block of text look like from outside? Length, end
// punctuation, case, stamps and wordings: the features that the readers of
// plain text and of HTML blocks share. Thread-safe; views into the text.
#pragma once

#include <cstdint>
#include <string_view>

#include "page/vocabulary.h"

namespace hudna::page {

struct LineFeatures {
  std::uint32_t chars = 0;  // bytes without outer white space
  std::uint32_t words = 0;
  std::uint32_t capital_words = 0;  // words that start with a capital letter
  std::uint32_t digits = 0;
  bool terminal = false;  // ends like a sentence, maybe inside closing quotes or brackets
  bool colon = false;     // ends with a colon
  bool ellipsis = false;  // ends with "…" or "..."
  bool starts_lower = false;
  bool starts_quote = false;
  bool latin = false;            // most letters are Latin
  bool slash_credit = false;     // "REUTERS/Name", "Name/AFP": a picture credit
  bool end_credit = false;       // a bracket with an agency or a picture word at the end
  bool handle = false;           // "(@name)" or pic.twitter.com: an embedded post's matter
  bool dated = false;            // holds an absolute date or a stamp such as "3 hours ago"
  std::uint32_t date_words = 0;  // words that belong to the date
  bool dash_start = false;       // starts with an em dash: a quotation's or a post's author
  CueSet cues;

  // Ends like a sentence and is long enough to be one.
  bool sentence() const { return (terminal && words >= 4) || words >= 25; }
};

LineFeatures line_features(std::string_view line, const Vocabulary& vocabulary);
// The same with the caller's room for the words, for many lines.
LineFeatures line_features(std::string_view line, const Vocabulary& vocabulary, std::vector<LineWord>* scratch);

// The line without white space (ASCII and no-break) and invisible marks at both ends.
std::string_view trim(std::string_view line);

}  // namespace hudna::page
