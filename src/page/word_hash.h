// When are two words the same, and which number stands for one? Bytes without
// case and marks, and a running hash that takes eight bytes a step:
// words of a page are short, and one multiplication a letter made hashing the
// dearest part of reading it. Not stable between versions: never stored.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace hudna::page {

// Letters and digits without case; zero for what stands between words. Bytes of other scripts stay as they
// are.
inline constexpr std::array<unsigned char, 256> kFoldedByte = [] {
  std::array<unsigned char, 256> t{};
  for (unsigned c = 0; c < 256; ++c) {
    const bool letter = (c | 32u) - 'a' < 26u;
    if (letter || c - unsigned{'0'} < 10u || c >= 0x80)
      t[c] = static_cast<unsigned char>(letter ? c | 32u : c);
  }
  return t;
}();
inline unsigned char folded_byte(char c) { return kFoldedByte[static_cast<unsigned char>(c)]; }
// "The Example-Post" and "the example post" are both "theexamplepost".
inline std::string folded_letters(std::string_view text) {
  std::string out(text.size(), '\0');
  std::size_t n = 0;
  for (const char ch : text) {
    const unsigned char c = folded_byte(ch);
    out[n] = static_cast<char>(c);
    n += c != 0;
  }
  out.resize(n);
  return out;
}

class WordHash {
 public:
  // REQUIRES: byte != 0.
  void add(unsigned char byte) {
    if (bytes_ >> 56 != 0) {
      hash_ = stir(hash_ ^ bytes_);
      bytes_ = 0;
    }
    bytes_ = bytes_ << 8 | byte;
  }
  void add_point(char32_t point) {
    if (point != 0 && point < 0x80) return add(static_cast<unsigned char>(point));
    add(static_cast<unsigned char>(0x80 | (point >> 14 & 0x7F)));
    add(static_cast<unsigned char>(0x80 | (point >> 7 & 0x7F)));
    add(static_cast<unsigned char>(0x80 | (point & 0x7F)));
  }
  std::uint64_t value() const { return stir(hash_ ^ bytes_); }
  // Of two words in a row.
  static std::uint64_t pair(std::uint64_t first, std::uint64_t second) { return stir(first * kOdd + second); }

 private:
  static constexpr std::uint64_t kOdd = 0x9E3779B97F4A7C15ull;
  static std::uint64_t stir(std::uint64_t x) {
    x *= 0xD6E8FEB86659FD93ull;
    return x ^ x >> 32;
  }
  std::uint64_t hash_ = kOdd;
  std::uint64_t bytes_ = 0;  // up to eight that are not in hash_ yet
};

}  // namespace hudna::page
