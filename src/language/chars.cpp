#include "language/chars.h"

#include "base/utf8.h"

namespace hudna::language {
namespace {

Char ascii_class(char32_t c) {
  if (c <= 0x20 || c == 0x7F) return Char::Space;
  if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_') return Char::Letter;
  if (c >= '0' && c <= '9') return Char::Digit;
  switch (c) {
    case '\'':
    case '`':
      return Char::Apostrophe;
    case '"':
      return Char::Quote;
    case '-':
      return Char::Dash;
    case '.':
      return Char::Stop;
    case '!':
    case '?':
      return Char::Bang;
    case '(':
    case '[':
    case '{':
      return Char::Open;
    case ')':
    case ']':
    case '}':
      return Char::Close;
    case '$':
      return Char::Money;
    default:
      return Char::Other;
  }
}

}  // namespace

Char char_class(char32_t c) {
  if (c < 0x80) return ascii_class(c);
  if (c < 0xA0) return Char::Space;
  if (c < 0xC0) {
    switch (c) {
      case 0xA0:
        return Char::Space;
      case 0xA2:
      case 0xA3:
      case 0xA4:
      case 0xA5:
        return Char::Money;
      case 0xAA:
      case 0xAD:
      case 0xB5:
      case 0xBA:
        return Char::Letter;
      case 0xAB:
      case 0xBB:
        return Char::Quote;
      case 0xB4:
        return Char::Apostrophe;
      case 0xB7:
        return Char::Bullet;
      default:
        return Char::Other;
    }
  }
  if (c == 0xD7 || c == 0xF7) return Char::Other;
  // Modifier letters that transliterations use as an apostrophe (ʻ ʼ ʿ ʾ) stay inside their word.
  if (c < 0x1680) return Char::Letter;
  if (c == 0x1680 || c == 0x180E) return Char::Space;
  if (c < 0x2000) return Char::Letter;
  if (c < 0x2070) {
    if (c <= 0x200B || c == 0x200E || c == 0x200F || (c >= 0x2028 && c <= 0x202F) || c == 0x205F || c >= 0x2060) return Char::Space;
    if (c == 0x200C || c == 0x200D) return Char::Letter;
    if (c <= 0x2015) return Char::Dash;
    if (c == 0x2018 || c == 0x2019 || c == 0x201B || c == 0x2032) return Char::Apostrophe;
    if (c >= 0x201A && c <= 0x201F) return Char::Quote;
    if (c >= 0x2020 && c <= 0x2023) return Char::Bullet;
    if (c == 0x2026) return Char::Stop;
    if (c == 0x2033 || c == 0x2039 || c == 0x203A) return Char::Quote;
    return Char::Other;
  }
  if (c >= 0x20A0 && c < 0x20D0) return Char::Money;
  if (c < 0x20D0) return Char::Letter;
  if (c < 0x2100) return Char::Letter;
  if (c < 0x2190) return Char::Letter;
  if (c < 0x2C00) {
    if (c == 0x25A0 || c == 0x25AA || c == 0x25CF || c == 0x25CB || c == 0x25E6 || c == 0x2219 || c == 0x2756 || c == 0x27A2) return Char::Bullet;
    if (c == 0x2212) return Char::Dash;
    return Char::Other;
  }
  if (c == 0x3000 || c == 0xFEFF) return Char::Space;
  if (c > 0x3000 && c < 0x3040) return Char::Other;
  if (c >= 0xE000 && c < 0xF900) return Char::Other;
  if (c >= 0xFE00 && c < 0xFE10) return Char::Letter;
  if (c >= 0xFF00 && c < 0xFF10) return Char::Other;
  if (c >= 0xFFF0 && c <= 0xFFFF) return Char::Other;
  if (c >= 0x1F000 && c < 0x20000) return Char::Other;
  if (c >= 0xE0000) return Char::Letter;
  return Char::Letter;
}

bool is_upper(char32_t c) {
  if (c < 0x80) return c >= 'A' && c <= 'Z';
  return to_lower(c) != c;
}

bool is_lower(char32_t c) {
  if (c < 0x80) return c >= 'a' && c <= 'z';
  if (c >= 0xDF && c <= 0xFF) return c != 0xF7;
  if (c >= 0x100 && c < 0x250) return to_lower(c) == c;
  if (c >= 0x3AC && c <= 0x3CE) return true;
  return c >= 0x430 && c <= 0x45F;
}

char32_t to_lower(char32_t c) {
  if (c < 0x80) return c >= 'A' && c <= 'Z' ? c + 32 : c;
  if (c >= 0xC0 && c <= 0xDE) return c == 0xD7 ? c : c + 32;
  if (c >= 0x100 && c <= 0x137) return c == 0x130 ? U'i' : (c == 0x131 ? c : (c & 1 ? c : c + 1));
  if (c >= 0x139 && c <= 0x148) return c & 1 ? c + 1 : c;
  if (c >= 0x14A && c <= 0x177) return c & 1 ? c : c + 1;
  if (c == 0x178) return 0xFF;
  if (c >= 0x179 && c <= 0x17E) return c & 1 ? c + 1 : c;
  if (c >= 0x391 && c <= 0x3A9) return c + 32;
  if (c >= 0x410 && c <= 0x42F) return c + 32;
  if (c >= 0x400 && c <= 0x40F) return c + 80;
  if (c >= 0x1E00 && c <= 0x1EFF) return c & 1 ? c : c + 1;
  return c;
}

std::string lower(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    if (static_cast<unsigned char>(text[at]) < 0x80) {
      const char c = text[at++];
      out.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c);
      continue;
    }
    const base::Decoded d = base::decode_utf8(text, at);
    base::append_utf8(&out, to_lower(d.point));
    at += d.bytes;
  }
  return out;
}

}  // namespace hudna::language
