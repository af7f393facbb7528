#include "page/references.h"

#include <algorithm>
#include <iterator>

#include "base/utf8.h"

namespace hudna::page {
namespace {

struct Named {
  std::string_view name;  // without "&"
  char32_t first;
  char32_t second;
};

constexpr Named kNamed[] = {
#include "page/named_references.inc"
};

// Longest name of the table, with its semicolon.
constexpr std::size_t kLongest = 33;

// The standard's table for references to C1 controls: they mean windows-1252.
constexpr char32_t kC1[32] = {0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                              0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,   0x017D, 0x8F,
                              0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                              0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};

bool alnum(char c) { return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z'); }

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if ((c | 32) >= 'a' && (c | 32) <= 'f') return (c | 32) - 'a' + 10;
  return -1;
}

// One level of the table for each first byte: most of the narrowing at once.
struct FirstByte {
  std::uint16_t begin[129];
  FirstByte() {
    std::size_t at = 0;
    for (unsigned c = 0; c < 129; ++c) {
      while (at < std::size(kNamed) && static_cast<unsigned char>(kNamed[at].name[0]) < c) ++at;
      begin[c] = static_cast<std::uint16_t>(at);
    }
  }
};

Reference named(std::string_view text, std::size_t at, bool in_attribute) {
  static const FirstByte kFirst;
  Reference out;
  const std::string_view rest = text.substr(at + 1, kLongest);
  if (rest.empty() || static_cast<unsigned char>(rest[0]) >= 128) return out;
  std::size_t low = kFirst.begin[static_cast<unsigned char>(rest[0])];
  std::size_t high = kFirst.begin[static_cast<unsigned char>(rest[0]) + 1];
  const Named* best = nullptr;
  for (std::size_t i = 0; i < rest.size() && low < high; ++i) {
    if (i > 0) {
      const char c = rest[i];
      const auto less = [i](const Named& n, char v) { return n.name.size() <= i || n.name[i] < v; };
      const auto more = [i](char v, const Named& n) { return n.name.size() > i && v < n.name[i]; };
      const Named* a = std::lower_bound(kNamed + low, kNamed + high, c, less);
      const Named* b = std::upper_bound(a, kNamed + high, c, more);
      low = static_cast<std::size_t>(a - kNamed);
      high = static_cast<std::size_t>(b - kNamed);
    }
    // The shortest name of a range that shares a prefix comes first.
    if (low < high && kNamed[low].name.size() == i + 1) best = &kNamed[low];
  }
  if (best == nullptr) return out;
  const std::size_t length = best->name.size();
  if (in_attribute && best->name.back() != ';' && length < text.size() - at - 1) {
    const char next = text[at + 1 + length];
    if (next == '=' || alnum(next)) return out;
  }
  out.length = static_cast<std::uint32_t>(length + 1);
  out.points[0] = best->first;
  out.points[1] = best->second;
  return out;
}

}  // namespace

Reference find_reference(std::string_view text, std::size_t at, bool in_attribute) {
  if (at + 1 >= text.size()) return {};
  if (text[at + 1] != '#') return named(text, at, in_attribute);
  std::size_t i = at + 2;
  const bool hex = i < text.size() && (text[i] | 32) == 'x';
  if (hex) ++i;
  const std::size_t digits = i;
  char32_t value = 0;
  for (; i < text.size(); ++i) {
    const int d = hex_value(text[i]);
    if (d < 0 || (!hex && d > 9)) break;
    // Beyond the last code point the value only has to stay too large.
    if (value <= 0x10FFFF) value = value * (hex ? 16 : 10) + static_cast<char32_t>(d);
  }
  if (i == digits) return {};
  if (i < text.size() && text[i] == ';') ++i;
  Reference out;
  out.length = static_cast<std::uint32_t>(i - at);
  if (value == 0 || value > 0x10FFFF || (value >= 0xD800 && value < 0xE000)) {
    value = base::kReplacement;
  } else if (value >= 0x80 && value < 0xA0) {
    value = kC1[value - 0x80];
  }
  out.points[0] = value;
  return out;
}

std::string decode_text(std::string_view text, bool references, bool in_attribute, Nul nul) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (c == '&' && references) {
      const Reference r = find_reference(text, at, in_attribute);
      if (r.length > 0) {
        base::append_utf8(&out, r.points[0]);
        if (r.points[1] != 0) base::append_utf8(&out, r.points[1]);
        at += r.length;
        continue;
      }
      out.push_back('&');
    } else if (c == '\r') {
      out.push_back('\n');
      if (at + 1 < text.size() && text[at + 1] == '\n') ++at;
    } else if (c == '\0' && nul == Nul::Replace) {
      base::append_utf8(&out, base::kReplacement);
    } else {
      out.push_back(c);
    }
    ++at;
  }
  return out;
}

}  // namespace hudna::page
