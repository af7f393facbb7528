#include "base/utf8.h"

#include <cstring>

namespace hudna::base {

Decoded decode_long_utf8(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(at);
  if (lead < 0x80) return {lead, 1, true};
  std::size_t length = 0;
  unsigned char low = 0x80, high = 0xBF;
  char32_t point = 0;
  if (lead >= 0xC2 && lead <= 0xDF) {
    length = 2;
    point = lead & 0x1Fu;
  } else if (lead >= 0xE0 && lead <= 0xEF) {
    length = 3;
    point = lead & 0x0Fu;
    if (lead == 0xE0) low = 0xA0;
    if (lead == 0xED) high = 0x9F;
  } else if (lead >= 0xF0 && lead <= 0xF4) {
    length = 4;
    point = lead & 0x07u;
    if (lead == 0xF0) low = 0x90;
    if (lead == 0xF4) high = 0x8F;
  } else {
    return {kReplacement, 1, false};
  }
  for (std::size_t i = 1; i < length; ++i) {
    if (at + i >= text.size() || byte(at + i) < low || byte(at + i) > high) {
      return {kReplacement, static_cast<std::uint8_t>(i), false};
    }
    point = (point << 6) | (byte(at + i) & 0x3Fu);
    low = 0x80;
    high = 0xBF;
  }
  return {point, static_cast<std::uint8_t>(length), true};
}

void append_utf8(std::string* out, char32_t point) {
  const auto push = [&](char32_t v) { out->push_back(static_cast<char>(v)); };
  if (point < 0x80) {
    push(point);
  } else if (point < 0x800) {
    push(0xC0 | (point >> 6));
    push(0x80 | (point & 0x3F));
  } else if (point < 0x10000) {
    push(0xE0 | (point >> 12));
    push(0x80 | ((point >> 6) & 0x3F));
    push(0x80 | (point & 0x3F));
  } else {
    push(0xF0 | (point >> 18));
    push(0x80 | ((point >> 12) & 0x3F));
    push(0x80 | ((point >> 6) & 0x3F));
    push(0x80 | (point & 0x3F));
  }
}

bool is_valid_utf8(std::string_view text) {
  const std::size_t size = text.size();
  const auto continues = [&](std::size_t i) { return (static_cast<unsigned char>(text[i]) & 0xC0u) == 0x80u; };
  for (std::size_t at = 0; at < size;) {
    // Most of a page is ASCII: 64 bytes in one step (vectors of GCC and clang, any processor), then up to the first byte that
    // is none.
    if (at + 64 <= size) {
      using Words = std::uint64_t __attribute__((vector_size(16)));
      Words part[4];
      std::memcpy(part, text.data() + at, 64);
      const Words all = part[0] | part[1] | part[2] | part[3];
      if (((all[0] | all[1]) & 0x8080808080808080ull) == 0) {
        at += 64;
        continue;
      }
    }
    while (at < size && static_cast<unsigned char>(text[at]) < 0x80) ++at;
    // A stretch of other characters; those of two and three bytes without a corner case are told at once.
    while (at < size && static_cast<unsigned char>(text[at]) >= 0x80) {
      const auto lead = static_cast<unsigned char>(text[at]);
      if (lead >= 0xC2 && lead <= 0xDF && at + 1 < size && continues(at + 1)) {
        at += 2;
      } else if (lead > 0xE0 && lead < 0xF0 && lead != 0xED && at + 2 < size && continues(at + 1) && continues(at + 2)) {
        at += 3;
      } else {
        const Decoded d = decode_utf8(text, at);
        if (!d.good) return false;
        at += d.bytes;
      }
    }
  }
  return true;
}

std::size_t count_code_points(std::string_view text) {
  std::size_t n = 0;
  for (std::size_t at = 0; at < text.size(); at += decode_utf8(text, at).bytes) ++n;
  return n;
}

std::string_view code_points_before(std::string_view text, std::size_t at, std::size_t points) {
  std::size_t from = at;
  while (points > 0 && from > 0) {
    --from;
    while (from > 0 && !is_code_point_start(text, from)) --from;
    --points;
  }
  return text.substr(from, at - from);
}

std::string_view code_points_after(std::string_view text, std::size_t at, std::size_t points) {
  std::size_t to = at;
  while (points > 0 && to < text.size()) {
    to += decode_utf8(text, to).bytes;
    --points;
  }
  return text.substr(at, to - at);
}

}  // namespace hudna::base
