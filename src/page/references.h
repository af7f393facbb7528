// What character does "&eacute;" stand for? The character references of the
// HTML standard (13.2.5.72 to 13.2.5.84), numeric and named. Thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace hudna::page {

struct Reference {
  std::uint32_t length = 0;     // bytes taken from "&" on; 0 when there is no reference here
  char32_t points[2] = {0, 0};  // one or two code points; the second is 0 when there is one
};

// The reference that starts with the "&" at `at`. In an attribute a name without
// ";" before "=" or a letter or digit is none. REQUIRES: text[at] == '&'.
Reference find_reference(std::string_view text, std::size_t at, bool in_attribute);

// How NUL bytes are read (they mean different things in different states).
enum class Nul : std::uint8_t { Keep, Replace };

// `text` with references decoded (when asked), CR and CRLF made LF and NUL handled.
std::string decode_text(std::string_view text, bool references, bool in_attribute, Nul nul);

}  // namespace hudna::page
