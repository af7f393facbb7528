// Which number stands for a word? A running hash that takes eight bytes a step:
// words of a page are short, and one multiplication a letter made hashing the
// dearest part of reading it. Not stable between versions: never stored.
#pragma once

#include <cstdint>

namespace hudna::page {

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
