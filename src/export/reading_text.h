// How does a person read a Reading? As text: the report's fields, what was
// left out of the page, and each statement with its words, slots and speaker.
// Also the expected half of a case file, so the layout is stable. Thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "model/reading.h"

namespace hudna::exports {

// Text in UTF-8 with line breaks; control and direction characters of the report are shown as U+FFFD, so that a page
// can neither colour nor reorder the terminal. Linear.
std::string reading_text(const model::Reading& reading);

// The same neutralising for any text from outside: C0, C1, bidi controls.
std::string printable(std::string_view text);
// The same line by line: line breaks stay.
std::string printable_lines(std::string_view text);

}  // namespace hudna::exports
