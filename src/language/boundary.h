// Does a sentence end between these two words? A trained answer for the gaps
// on which rules of punctuation err: stops that end nothing, sentences without
// a stop, greetings and lists run together. The rules' own answer is one of
// its clues, so that what it has not learned stays as the rules have it.
// Useful for: split_sentences. Not for: empty lines, bullets, datelines, which
// are settled before. Read-only after open; thread-safe; linear in the tokens.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "language/model_file.h"
#include "language/tokenizer.h"

namespace hudna::language {

inline constexpr int kBoundaryFeatures = 26;
using BoundaryFeatures = std::array<std::uint32_t, kBoundaryFeatures>;

// What the trained splitter sees of the tokens of one block, computed once for all gaps.
class BoundaryView {
 public:
  BoundaryView(std::string_view text, const std::vector<RawToken>& tokens);
  // Whether a sentence that began at `begin` could end between tokens i and i + 1 at all: not between two words in
  // lower case, nor before a comma or a closing mark, nor within the marks that open an item of a list.
  bool open(std::size_t begin, std::size_t i) const;
  // Clues on that gap. `rules`: the rules end a sentence here.
  void features(std::size_t begin, std::size_t i, bool rules, BoundaryFeatures* out) const;

 private:
  struct Seen {
    std::uint32_t word = 0;  // hash of the form without case
    std::uint32_t tail = 0;  // of its last three bytes
    std::uint32_t kind = 0;  // letters by their case, digits, or the mark itself
    std::uint16_t depth = 0;  // open brackets after it
    bool quoted = false;      // an odd number of quotation marks up to and with it
    bool glued = false;
    bool newline = false;
  };
  const Seen& at(std::size_t i, int offset) const;
  std::vector<Seen> seen_;
  std::vector<std::uint16_t> to_stop_;  // tokens from here to the next stop, bounded
  std::uint32_t hasty_ = 0;             // how many stops of the block have a small letter after them, bounded
};

class BoundaryModel {
 public:
  static base::Result<BoundaryModel> open(const ModelFile& file);
  std::int32_t score(const BoundaryFeatures& features) const;

 private:
  const std::int16_t* rows_ = nullptr;
  std::uint32_t mask_ = 0;
};

}  // namespace hudna::language
