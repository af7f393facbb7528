// What kind of character is this? The few classes that splitting text into
// words needs, for ASCII by table and for the rest by Unicode block. Not for:
// full Unicode properties. Pure functions, thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace hudna::language {

enum class Char : std::uint8_t { Space, Letter, Digit, Apostrophe, Quote, Dash, Stop, Bang, Open, Close, Bullet, Money, Other };

// The class of a code point. Control characters and invisible formatting marks that separate nothing visible count as
// Space, combining marks and the soft hyphen as Letter.
Char char_class(char32_t point);
bool is_upper(char32_t point);
bool is_lower(char32_t point);
// Simple one-to-one lower case of Latin, Greek and Cyrillic; other points as they are.
char32_t to_lower(char32_t point);
// The text in lower case, code point by code point; never longer in code points.
std::string lower(std::string_view text);

}  // namespace hudna::language
