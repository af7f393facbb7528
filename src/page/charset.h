// Which characters are these bytes? decode() finds the charset (byte order
// mark, transport header, meta element, then detection, in the order of the
// WHATWG Encoding and HTML standards) and recodes to UTF-8 with an exact map
// back. Valid UTF-8 is not copied. Bad bytes become U+FFFD, counted.
// Thread-safe. Useful for: the page stage. Not for: binary files.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "model/document.h"

namespace hudna::page {

enum class CharsetBasis : unsigned char { Mark, Header, Meta, Detected };

struct DecodedText {
  // The text is raw.substr(skip) when `same`, else `text`.
  std::string text;
  bool same = false;
  std::uint32_t skip = 0;  // bytes of a byte order mark
  // Of the whole text; empty pieces when `same` (then text offset k is raw offset k + skip).
  model::OffsetMap map;
  std::string charset;  // WHATWG name, lower case
  CharsetBasis basis = CharsetBasis::Detected;
  std::size_t bad = 0;          // characters that were replaced
  std::uint64_t first_bad = 0;  // raw offset of the first of them
  bool truncated = false;

  std::string_view view(std::string_view raw) const& {
    return same ? raw.substr(skip) : std::string_view(text);
  }
};

// REQUIRES: raw.size() <= base::limits::kReportBytes. Linear.
DecodedText decode(std::string_view raw, std::string_view header_charset, bool html);

// The WHATWG name of a charset label ("latin1" -> "windows-1252"); empty when unknown.
std::string_view charset_name(std::string_view label);

// The charset that a meta element or an XML declaration in the first 4096 bytes states; empty when none.
std::string_view stated_charset(std::string_view raw);

}  // namespace hudna::page
