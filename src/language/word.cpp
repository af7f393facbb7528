#include "language/word.h"

#include "base/utf8.h"
#include "language/chars.h"

namespace hudna::language {

std::uint32_t hash_text(std::string_view text, std::uint32_t seed) {
  std::uint64_t h = mix(seed + 0x9E3779B97F4A7C15ULL);  // spread first: the first byte must not undo the seed
  for (char c : text) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  return static_cast<std::uint32_t>(mix(h) >> 32);
}

Word make_word(std::string_view form, bool first, bool caseless) {
  // Long "words" are addresses and garbage: their first bytes say enough.
  constexpr std::size_t kBytes = 48;
  char low[kBytes * 2];
  std::uint8_t starts[kBytes + 1];
  std::size_t size = 0;
  std::size_t points = 0;
  bool upper = false, any_lower = false, digit = false, hyphen = false, stop = false, other = false, first_upper = false;
  std::uint64_t exact = 0x9E3779B97F4A7C15ULL;
  for (std::size_t at = 0; at < form.size() && points < kBytes && size + 4 < sizeof low;) {
    const unsigned char c = static_cast<unsigned char>(form[at]);
    char32_t p = c;
    std::size_t bytes = 1;
    if (c >= 0x80) {
      const base::Decoded d = base::decode_utf8(form, at);
      p = d.point;
      bytes = d.bytes;
      if (p == 0x2019 || p == 0x2018) p = '\'';
      if (p == 0x201C || p == 0x201D) p = '"';
      if (p == 0x2013 || p == 0x2014) p = '-';
    }
    at += bytes;
    if (p >= '0' && p <= '9') {
      digit = true;
      p = '0';
    }
    exact = (exact ^ p) * 0x100000001b3ULL;
    const char32_t l = to_lower(p);
    if (l != p) {
      upper = true;
      if (points == 0) first_upper = true;
    } else if (p >= 'a' && p <= 'z') {
      any_lower = true;
    } else if (p == '-') {
      hyphen = true;
    } else if (p == '.') {
      stop = true;
    } else if (p < 0x80 && p != '0' && p != '\'') {
      other = true;
    }
    starts[points++] = static_cast<std::uint8_t>(size);
    if (l < 0x80) {
      low[size++] = static_cast<char>(l);
    } else if (l < 0x800) {
      low[size++] = static_cast<char>(0xC0 | (l >> 6));
      low[size++] = static_cast<char>(0x80 | (l & 0x3F));
    } else {
      low[size++] = static_cast<char>(0xE0 | ((l >> 12) & 0xF));
      low[size++] = static_cast<char>(0x80 | ((l >> 6) & 0x3F));
      low[size++] = static_cast<char>(0x80 | (l & 0x3F));
    }
  }
  Word out;
  const std::string_view view(low, size);
  out.lower = hash_text(view, 1);
  out.form = caseless ? static_cast<std::uint32_t>(mix(out.lower)) : static_cast<std::uint32_t>(mix(exact) >> 32);
  for (std::size_t k = 0; k < 4; ++k) {
    out.suffix[k] = points > k ? hash_text(view.substr(starts[points - 1 - k]), 2 + static_cast<std::uint32_t>(k)) : 0;
  }
  for (std::size_t k = 0; k < 3; ++k) {
    out.prefix[k] = points > k ? hash_text(view.substr(0, points > k + 1 ? starts[k + 1] : size), 8 + static_cast<std::uint32_t>(k)) : 0;
  }
  std::uint32_t shape = 0;
  if (!caseless) {
    shape = first_upper ? (any_lower ? 1 : (points == 1 ? 2 : 3)) : (upper ? 4 : (any_lower ? 5 : 6));
    out.capital = first_upper;
  } else {
    shape = upper || any_lower ? 7 : 6;
  }
  out.shape = shape + 8 * digit + 16 * hyphen + 32 * stop + 64 * other + 128 * first;
  return out;
}

void CaseCheck::see(std::string_view form) {
  if (form.size() < 2) return;
  bool upper = false;
  bool low = false;
  for (char c : form) {
    upper = upper || (c >= 'A' && c <= 'Z');
    low = low || (c >= 'a' && c <= 'z');
  }
  if (low) ++lower_words_;
  if (upper && !low) ++upper_words_;
}

}  // namespace hudna::language
