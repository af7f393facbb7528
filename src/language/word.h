// What does a classifier see of a word? Hashes of its form, affixes and shape,
// computed once a token. Numbers are folded (2014 -> 0000), and a sentence in
// capitals throughout is seen without its case, so that wires in capitals are
// read like other text. Pure; thread-safe.
#pragma once

#include <cstdint>
#include <string_view>

namespace hudna::language {

struct Word {
  std::uint32_t form = 0;   // exact (as lower where the sentence has no case)
  std::uint32_t lower = 0;
  std::uint32_t suffix[4] = {};  // last 1 to 4 characters, lower case
  std::uint32_t prefix[3] = {};  // first 1 to 3 characters, lower case
  std::uint32_t shape = 0;
  bool capital = false;
};

// Finaliser of MurmurHash3 (Appleby, public domain): spreads a key over all bits.
inline std::uint64_t mix(std::uint64_t h) {
  h ^= h >> 33;
  h *= 0xff51afd7ed558ccdULL;
  h ^= h >> 33;
  h *= 0xc4ceb9fe1a85ec53ULL;
  h ^= h >> 33;
  return h;
}
std::uint32_t hash_text(std::string_view text, std::uint32_t seed);

// `first`: opens its sentence; `caseless`: the sentence is in capitals (or without any), so its case says nothing.
Word make_word(std::string_view form, bool first, bool caseless);

// True where the forms show no case that could mean something: some letters, and none in lower case in words longer
// than a letter. Call with every form of the sentence through `see`.
class CaseCheck {
 public:
  void see(std::string_view form);
  bool caseless() const { return upper_words_ >= 3 && lower_words_ * 12 <= upper_words_; }

 private:
  unsigned upper_words_ = 0;
  unsigned lower_words_ = 0;
};

}  // namespace hudna::language
