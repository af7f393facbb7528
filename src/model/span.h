// Where do words stand? Span: bytes in a Document's text. TokenRange: tokens
// of an Analysis. Both half-open; neither converts into the other.
#pragma once

#include <algorithm>
#include <compare>
#include <cstdint>
#include <string_view>

namespace hudna::model {

struct Span {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  constexpr std::uint32_t size() const { return end - begin; }
  constexpr bool empty() const { return begin >= end; }
  constexpr bool contains(Span other) const { return begin <= other.begin && other.end <= end; }
  constexpr bool overlaps(Span other) const { return begin < other.end && other.begin < end; }
  // REQUIRES: end <= text.size().
  std::string_view of(std::string_view text) const { return text.substr(begin, end - begin); }
  friend constexpr auto operator<=>(Span, Span) = default;
};

// The smallest span that covers both.
constexpr Span cover(Span a, Span b) { return {std::min(a.begin, b.begin), std::max(a.end, b.end)}; }

// Bytes of the file as received (raw bytes, before decoding).
struct RawSpan {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  friend constexpr auto operator<=>(RawSpan, RawSpan) = default;
};

struct TokenRange {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  constexpr std::uint32_t size() const { return end - begin; }
  constexpr bool empty() const { return begin >= end; }
  constexpr bool contains(std::uint32_t token) const { return begin <= token && token < end; }
  constexpr bool contains(TokenRange other) const { return begin <= other.begin && other.end <= end; }
  constexpr bool overlaps(TokenRange other) const { return begin < other.end && other.begin < end; }
  friend constexpr auto operator<=>(TokenRange, TokenRange) = default;
};

}  // namespace hudna::model
