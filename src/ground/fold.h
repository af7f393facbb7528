// Which spellings are one name? fold() takes away what writers vary freely in
// any language (case, marks on Latin letters, apostrophes, hyphens); spelling
// key() also what writers vary when they put Arabic, Cyrillic and like names
// into Latin letters (Talbiseh, Talbisa, Tallbīsah). Thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace hudna::ground {

// Lower-case words of plain Latin letters and digits with one space between them; letters of other scripts
// stay as they are. "Deir ez-Zor" -> "deir ez zor", "Tallbīsah" -> "tallbisah", "Dar‘ā" -> "dara". Linear.
std::string fold(std::string_view text);

// The transliteration key of a folded name: no article, no doubled letters, one letter for each class of
// variants. Sources: BGN/PCGN 1956 and UNGEGN romanisation of Arabic against French and press practice (ou/u,
// ch/sh, q/k, final -ah/-eh/-a/-e), BGN/PCGN 1947 and press practice for Russian and Ukrainian (y/i/iy/yi).
// It is not unique on purpose: the gazetteer drops a key that two places of one district share. Empty when
// nothing is left. Linear.
std::string spelling_key(std::string_view folded);

// FNV-1a, 64 bits, mixed: the same on every machine. In pieces, so that the hash of a phrase costs its last
// word only.
class KeyHash {
 public:
  void add(std::string_view text) {
    for (const char c : text) add(c);
  }
  void add(char c) { state_ = (state_ ^ static_cast<unsigned char>(c)) * 1099511628211ull; }
  // Mixes the high bits, which FNV leaves weak on short keys (finaliser of MurmurHash3, public domain).
  std::uint64_t value() const {
    std::uint64_t hash = state_ ^ state_ >> 33;
    hash *= 0xff51afd7ed558ccdull;
    return hash ^ hash >> 33;
  }

 private:
  std::uint64_t state_ = 14695981039346656037ull;
};
std::uint64_t hash_of(std::string_view text);

}  // namespace hudna::ground
