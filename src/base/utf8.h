// How is UTF-8 walked and counted? Code point by code point, with the WHATWG
// rule for bad bytes (one U+FFFD for each maximal bad part). Thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace hudna::base {

inline constexpr char32_t kReplacement = 0xFFFD;

struct Decoded {
  char32_t point;      // kReplacement when the bytes are bad
  std::uint8_t bytes;  // bytes taken, 1 to 4
  bool good;
};

// The code point of several bytes at `at`; of one, too.
Decoded decode_long_utf8(std::string_view text, std::size_t at);
// The code point at `at`. REQUIRES: at < text.size().
inline Decoded decode_utf8(std::string_view text, std::size_t at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  return lead < 0x80 ? Decoded{lead, 1, true} : decode_long_utf8(text, at);
}
void append_utf8(std::string* out, char32_t point);
bool is_valid_utf8(std::string_view text);
// Number of code points; bad bytes count as decode_utf8 takes them.
std::size_t count_code_points(std::string_view text);
// True when `at` is the end or the first byte of a code point.
inline bool is_code_point_start(std::string_view text, std::size_t at) {
  return at >= text.size() || (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80;
}
// The prefix/suffix of at most `points` code points that ends/starts at `at`.
std::string_view code_points_before(std::string_view text, std::size_t at, std::size_t points);
std::string_view code_points_after(std::string_view text, std::size_t at, std::size_t points);

}  // namespace hudna::base
