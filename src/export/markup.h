// How does text from outside stand in HTML and XML? Escaped, with control and
// direction characters shown as U+FFFD, so that no word of a report can become
// markup, script or reorder what stands beside it. Private to src/export.
#pragma once

#include <string>
#include <string_view>

#include "export/reading_text.h"

namespace hudna::exports {

inline std::string escape_markup(std::string_view text) {
  std::string out;
  for (const char c : printable(text)) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out.push_back(c);
    }
  }
  return out;
}

}  // namespace hudna::exports
