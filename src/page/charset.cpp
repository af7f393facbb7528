#include "page/charset.h"

#include <iconv.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "base/utf8.h"

namespace hudna::page {
namespace {

// Recoded text is capped: a piece of the map for each character would make the
// map of a very large recoded file many times the file.
constexpr std::size_t kRecodedBytes = std::size_t{48} << 20;

struct Label {
  std::string_view label;
  std::string_view name;
};

// The labels of the WHATWG Encoding standard that occur in the wild, sorted.
constexpr Label kLabels[] = {
    {"ascii", "windows-1252"},
    {"big5", "big5"},
    {"big5-hkscs", "big5"},
    {"cp1250", "windows-1250"},
    {"cp1251", "windows-1251"},
    {"cp1252", "windows-1252"},
    {"cp1253", "windows-1253"},
    {"cp1254", "windows-1254"},
    {"cp1255", "windows-1255"},
    {"cp1256", "windows-1256"},
    {"cp1257", "windows-1257"},
    {"cp1258", "windows-1258"},
    {"cp866", "ibm866"},
    {"euc-jp", "euc-jp"},
    {"euc-kr", "euc-kr"},
    {"gb18030", "gb18030"},
    {"gb2312", "gbk"},
    {"gb_2312", "gbk"},
    {"gb_2312-80", "gbk"},
    {"gbk", "gbk"},
    {"ibm866", "ibm866"},
    {"iso-2022-jp", "iso-2022-jp"},
    {"iso-8859-1", "windows-1252"},
    {"iso-8859-10", "iso-8859-10"},
    {"iso-8859-11", "windows-874"},
    {"iso-8859-13", "iso-8859-13"},
    {"iso-8859-14", "iso-8859-14"},
    {"iso-8859-15", "iso-8859-15"},
    {"iso-8859-16", "iso-8859-16"},
    {"iso-8859-2", "iso-8859-2"},
    {"iso-8859-3", "iso-8859-3"},
    {"iso-8859-4", "iso-8859-4"},
    {"iso-8859-5", "iso-8859-5"},
    {"iso-8859-6", "iso-8859-6"},
    {"iso-8859-7", "iso-8859-7"},
    {"iso-8859-8", "iso-8859-8"},
    {"iso-8859-8-i", "iso-8859-8"},
    {"iso-8859-9", "windows-1254"},
    {"iso8859-1", "windows-1252"},
    {"iso8859-15", "iso-8859-15"},
    {"iso8859-2", "iso-8859-2"},
    {"iso_8859-1", "windows-1252"},
    {"koi", "koi8-r"},
    {"koi8-r", "koi8-r"},
    {"koi8-u", "koi8-u"},
    {"koi8_r", "koi8-r"},
    {"ks_c_5601-1987", "euc-kr"},
    {"ksc5601", "euc-kr"},
    {"l1", "windows-1252"},
    {"latin1", "windows-1252"},
    {"latin2", "iso-8859-2"},
    {"macintosh", "macintosh"},
    {"ms_kanji", "shift_jis"},
    {"shift-jis", "shift_jis"},
    {"shift_jis", "shift_jis"},
    {"sjis", "shift_jis"},
    {"tis-620", "windows-874"},
    {"unicode", "utf-16le"},
    {"us-ascii", "windows-1252"},
    {"utf-16", "utf-16le"},
    {"utf-16be", "utf-16be"},
    {"utf-16le", "utf-16le"},
    {"utf-8", "utf-8"},
    {"utf8", "utf-8"},
    {"windows-1250", "windows-1250"},
    {"windows-1251", "windows-1251"},
    {"windows-1252", "windows-1252"},
    {"windows-1253", "windows-1253"},
    {"windows-1254", "windows-1254"},
    {"windows-1255", "windows-1255"},
    {"windows-1256", "windows-1256"},
    {"windows-1257", "windows-1257"},
    {"windows-1258", "windows-1258"},
    {"windows-31j", "shift_jis"},
    {"windows-874", "windows-874"},
    {"windows-949", "euc-kr"},
    {"x-cp1251", "windows-1251"},
    {"x-cp1252", "windows-1252"},
    {"x-euc-jp", "euc-jp"},
    {"x-gbk", "gbk"},
    {"x-mac-cyrillic", "x-mac-cyrillic"},
    {"x-sjis", "shift_jis"},
};

// glibc's name for a WHATWG name.
std::string iconv_name(std::string_view name) {
  if (name.substr(0, 8) == "windows-" && name != "windows-874") return "CP" + std::string(name.substr(8));
  if (name == "windows-874") return "CP874";
  if (name == "shift_jis") return "CP932";
  if (name == "euc-kr") return "UHC";
  if (name == "big5") return "BIG5-HKSCS";
  if (name == "gbk") return "GB18030";
  if (name == "ibm866") return "CP866";
  if (name == "x-mac-cyrillic") return "MAC-CYRILLIC";
  return std::string(name);
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }

void replace_one(DecodedText* out, std::uint32_t at, std::uint32_t length) {
  if (out->bad == 0) out->first_bad = at;
  ++out->bad;
  base::append_utf8(&out->text, base::kReplacement);
  out->map.append(3, at, at + length, false);
}

void decode_utf8_text(std::string_view raw, bool valid, DecodedText* out) {
  const std::string_view body = raw.substr(out->skip);
  if (valid) {
    out->same = true;
    return;
  }
  out->text.reserve(body.size() + 16);
  std::size_t run = out->skip;
  std::size_t at = run;
  const auto flush = [&](std::size_t to) {
    if (to == run) return;
    out->text.append(raw.substr(run, to - run));
    out->map.append(static_cast<std::uint32_t>(to - run), static_cast<std::uint32_t>(run),
                    static_cast<std::uint32_t>(to), true);
  };
  while (at < raw.size()) {
    if (static_cast<unsigned char>(raw[at]) < 0x80) {
      ++at;
      continue;
    }
    const base::Decoded d = base::decode_utf8(raw, at);
    if (!d.good) {
      flush(at);
      replace_one(out, static_cast<std::uint32_t>(at), d.bytes);
      run = at + d.bytes;
    }
    at += d.bytes;
  }
  flush(at);
}

void decode_utf16(std::string_view raw, bool big, DecodedText* out) {
  const auto unit = [&](std::size_t at) -> char32_t {
    const auto a = static_cast<unsigned char>(raw[at]);
    const auto b = static_cast<unsigned char>(raw[at + 1]);
    return big ? static_cast<char32_t>(a << 8 | b) : static_cast<char32_t>(b << 8 | a);
  };
  std::size_t at = out->skip;
  for (; at + 1 < raw.size();) {
    char32_t point = unit(at);
    std::uint32_t length = 2;
    if (point >= 0xD800 && point < 0xDC00 && at + 3 < raw.size()) {
      const char32_t low = unit(at + 2);
      if (low >= 0xDC00 && low < 0xE000) {
        point = 0x10000 + ((point - 0xD800) << 10) + (low - 0xDC00);
        length = 4;
      }
    }
    if (point >= 0xD800 && point < 0xE000) {
      replace_one(out, static_cast<std::uint32_t>(at), 2);
    } else {
      const std::size_t before = out->text.size();
      base::append_utf8(&out->text, point);
      out->map.append(static_cast<std::uint32_t>(out->text.size() - before), static_cast<std::uint32_t>(at),
                      static_cast<std::uint32_t>(at + length), false);
    }
    at += length;
  }
  if (at < raw.size()) replace_one(out, static_cast<std::uint32_t>(at), 1);
}

// One character at a time, so that each has its own piece of the map. ASCII
// runs are copied whole where the charset keeps ASCII as it is.
void decode_iconv(std::string_view raw, std::string_view name, DecodedText* out) {
  iconv_t handle = iconv_open("UTF-8", iconv_name(name).c_str());
  const bool open = handle != reinterpret_cast<iconv_t>(-1);
  const bool stateful = name == "iso-2022-jp";
  out->text.reserve(raw.size() + raw.size() / 8);
  std::size_t at = out->skip;
  while (at < raw.size()) {
    if (!stateful && static_cast<unsigned char>(raw[at]) < 0x80) {
      std::size_t to = at + 1;
      while (to < raw.size() && static_cast<unsigned char>(raw[to]) < 0x80) ++to;
      out->text.append(raw.substr(at, to - at));
      out->map.append(static_cast<std::uint32_t>(to - at), static_cast<std::uint32_t>(at),
                      static_cast<std::uint32_t>(to), true);
      at = to;
      continue;
    }
    bool taken = false;
    // No character or escape sequence of these charsets is longer than 8 bytes.
    for (std::size_t length = 1; open && length <= 8 && at + length <= raw.size(); ++length) {
      char buffer[32];
      char* in = const_cast<char*>(raw.data() + at);
      std::size_t in_left = length;
      char* to = buffer;
      std::size_t to_left = sizeof buffer;
      const std::size_t rc = iconv(handle, &in, &in_left, &to, &to_left);
      const auto used = static_cast<std::uint32_t>(length - in_left);
      if (used > 0) {
        const std::size_t made = sizeof buffer - to_left;
        if (made > 0) {
          out->text.append(buffer, made);
          out->map.append(static_cast<std::uint32_t>(made), static_cast<std::uint32_t>(at),
                          static_cast<std::uint32_t>(at) + used, false);
        }
        at += used;
        taken = true;
        break;
      }
      if (rc == static_cast<std::size_t>(-1) && errno != EINVAL) break;
    }
    if (taken) continue;
    if (name == "windows-1252") {
      // The Encoding standard gives the five unassigned bytes their C1 controls.
      const auto byte = static_cast<unsigned char>(raw[at]);
      base::append_utf8(&out->text, byte);
      out->map.append(2, static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + 1), false);
    } else {
      replace_one(out, static_cast<std::uint32_t>(at), 1);
      if (open) iconv(handle, nullptr, nullptr, nullptr, nullptr);
    }
    ++at;
  }
  if (open) iconv_close(handle);
  // A charset may yield the pieces of one character late (combining marks); what it made is valid all the
  // same, else it is not used.
  if (!base::is_valid_utf8(out->text)) {
    out->text.clear();
    out->map = model::OffsetMap();
    out->bad = 0;
    decode_utf8_text(raw, base::is_valid_utf8(raw), out);
  }
}

// Share of NUL bytes at even and at odd offsets tells UTF-16 without a mark (Latin text has one NUL a unit).
std::string_view sniff_utf16(std::string_view raw) {
  const std::size_t n = std::min<std::size_t>(raw.size(), 4096) & ~std::size_t{1};
  if (n < 8) return {};
  std::size_t even = 0, odd = 0;
  for (std::size_t i = 0; i < n; i += 2) {
    even += raw[i] == 0;
    odd += raw[i + 1] == 0;
  }
  if (even > n / 4 && odd < n / 40) return "utf-16be";
  if (odd > n / 4 && even < n / 40) return "utf-16le";
  return {};
}

// UTF-8 when at most a few characters are bad; else the single-byte or East
// Asian charset whose byte pairs fit best. Deliberately small: stated charsets
// come first, and pages of this century that state none are UTF-8 or
// windows-1252 nearly always.
std::string_view detect(std::string_view raw) {
  const std::string_view head = raw.substr(0, std::size_t{256} << 10);
  if (base::is_valid_utf8(head)) return "utf-8";
  std::size_t good = 0, bad = 0;
  for (std::size_t at = 0; at < head.size();) {
    if (static_cast<unsigned char>(head[at]) < 0x80) {
      ++at;
      continue;
    }
    const base::Decoded d = base::decode_utf8(head, at);
    (d.good ? good : bad) += 1;
    at += d.bytes;
  }
  if (bad == 0 || good >= bad * 2) return "utf-8";
  // Pairs of high bytes in the ranges of each charset; lone high bytes speak for Latin text.
  std::size_t high = 0, pairs = 0, gb = 0, sjis_lead = 0, upper_cyr = 0, koi = 0, lone = 0;
  for (std::size_t i = 0; i < head.size(); ++i) {
    const auto c = static_cast<unsigned char>(head[i]);
    if (c < 0x80) continue;
    ++high;
    const unsigned char next = i + 1 < head.size() ? static_cast<unsigned char>(head[i + 1]) : 0;
    const unsigned char before = i > 0 ? static_cast<unsigned char>(head[i - 1]) : 0;
    if (next < 0x80 && before < 0x80) ++lone;
    if (next >= 0x80) ++pairs;
    if (c >= 0xE0) ++upper_cyr;         // lower-case letters of windows-1251
    if (c >= 0xC0 && c <= 0xDF) ++koi;  // lower-case letters of KOI8-R
    if (c >= 0x81 && c <= 0x9F) ++sjis_lead;
    if (c >= 0xB0 && c <= 0xF7 && next >= 0xA1) ++gb;
  }
  if (high == 0 || lone * 2 > high) return "windows-1252";
  if (sjis_lead * 4 > high) return "shift_jis";
  if (pairs * 10 > high * 7) {
    if (upper_cyr * 10 > high * 7) return "windows-1251";
    if (koi * 10 > high * 7) return "koi8-r";
    if (gb * 10 > high * 4) return "gbk";
    return "windows-1251";
  }
  return "windows-1252";
}

}  // namespace

std::string_view charset_name(std::string_view label) {
  while (!label.empty() && (is_space(label.front()) || label.front() == '"' || label.front() == '\'')) {
    label.remove_prefix(1);
  }
  while (!label.empty() &&
         (is_space(label.back()) || label.back() == '"' || label.back() == '\'' || label.back() == ';')) {
    label.remove_suffix(1);
  }
  if (label.size() > 24) return {};
  std::string key;
  for (char c : label) key.push_back(lower(c));
  const auto it = std::lower_bound(std::begin(kLabels), std::end(kLabels), key,
                                   [](const Label& l, const std::string& k) { return l.label < k; });
  if (it == std::end(kLabels) || it->label != key) return {};
  return it->name;
}

std::string_view stated_charset(std::string_view raw) {
  // The HTML standard looks at the first 1024 bytes; pages with long comments put it later.
  const std::string_view head = raw.substr(0, 4096);
  std::size_t at = 0;
  while (at + 7 < head.size()) {
    const auto* hit = static_cast<const char*>(std::memchr(head.data() + at, '<', head.size() - at));
    if (hit == nullptr) break;
    at = static_cast<std::size_t>(hit - head.data()) + 1;
    const std::string_view rest = head.substr(at);
    const bool meta = rest.size() > 5 && lower(rest[0]) == 'm' && lower(rest[1]) == 'e' &&
                      lower(rest[2]) == 't' && lower(rest[3]) == 'a' && (is_space(rest[4]) || rest[4] == '/');
    const bool xml = rest.substr(0, 4) == "?xml";
    if (!meta && !xml) continue;
    const std::string_view tag = rest.substr(0, rest.find('>'));
    const std::string_view want = xml ? "encoding" : "charset";
    for (std::size_t i = 0; i + want.size() < tag.size(); ++i) {
      bool same = true;
      for (std::size_t k = 0; same && k < want.size(); ++k) same = lower(tag[i + k]) == want[k];
      if (!same) continue;
      std::size_t v = i + want.size();
      while (v < tag.size() && is_space(tag[v])) ++v;
      if (v >= tag.size() || tag[v] != '=') continue;
      ++v;
      while (v < tag.size() && (is_space(tag[v]) || tag[v] == '"' || tag[v] == '\'')) ++v;
      std::size_t end = v;
      while (end < tag.size() && !is_space(tag[end]) && tag[end] != '"' && tag[end] != '\'' &&
             tag[end] != ';' && tag[end] != '/' && tag[end] != '?') {
        ++end;
      }
      const std::string_view name = charset_name(tag.substr(v, end - v));
      // A meta element that could be read as ASCII cannot be in UTF-16 (HTML standard).
      if (!name.empty()) return name.substr(0, 6) == "utf-16" ? std::string_view("utf-8") : name;
    }
  }
  return {};
}

DecodedText decode(std::string_view raw, std::string_view header_charset, bool html) {
  DecodedText out;
  std::string_view name;
  int valid = -1;  // whether the bytes are UTF-8 throughout; -1 while that is not known
  const auto starts = [&](std::string_view mark) { return raw.substr(0, mark.size()) == mark; };
  if (starts("\xEF\xBB\xBF")) {
    name = "utf-8";
    out.skip = 3;
    out.basis = CharsetBasis::Mark;
  } else if (starts("\xFE\xFF")) {
    name = "utf-16be";
    out.skip = 2;
    out.basis = CharsetBasis::Mark;
  } else if (starts("\xFF\xFE")) {
    name = "utf-16le";
    out.skip = 2;
    out.basis = CharsetBasis::Mark;
  }
  if (name.empty() && !header_charset.empty()) {
    name = charset_name(header_charset);
    out.basis = CharsetBasis::Header;
  }
  if (name.empty() && html) {
    name = stated_charset(raw);
    out.basis = CharsetBasis::Meta;
    // Saved pages are often recoded while their meta element stays: bytes that are UTF-8 throughout are
    // UTF-8, since text of another charset with any non-ASCII character is so almost never by chance.
    if (!name.empty()) valid = base::is_valid_utf8(raw) ? 1 : 0;
    if (!name.empty() && name != "utf-8" && valid == 1) name = "utf-8";
    if (name == "utf-8" && valid == 0 && detect(raw) != "utf-8") name = {};
  }
  if (name.empty()) {
    out.basis = CharsetBasis::Detected;
    name = sniff_utf16(raw);
  }
  if (name.empty()) name = detect(raw);
  out.charset = std::string(name);
  if (name != "utf-8" && raw.size() > kRecodedBytes) {
    raw = raw.substr(0, kRecodedBytes);
    out.truncated = true;
  }
  if (name == "utf-8") {
    decode_utf8_text(raw, valid >= 0 ? valid == 1   : base::is_valid_utf8(raw.substr(out.skip)), &out);
  } else if (name == "utf-16le" || name == "utf-16be") {
    decode_utf16(raw, name == "utf-16be", &out);
  } else {
    decode_iconv(raw, name, &out);
  }
  return out;
}

}  // namespace hudna::page
