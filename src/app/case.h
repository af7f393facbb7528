// Does hudna still read this text as we once agreed? A case file is a report,
// a line `---`, and the expected reading as exports::reading_text prints it.
// Lines `#: key value` in front of the report give what --meta would (url,
// outlet, published); other lines that start with `#` there are remarks.
#pragma once

#include <string>
#include <string_view>

#include "app/engine.h"

namespace hudna::app {

struct Case {
  std::string head;      // the lines in front of the report, as they stand
  ReportMeta meta;
  std::string report;
  std::string expected;
};

// Fails with ArgumentBad when there is no line `---`. The last such line divides, so a report may hold one.
base::Result<Case> parse_case(const std::string& source, std::string_view bytes);
// The file again, with another expected half.
std::string print_case(const Case& value, std::string_view expected);
// What hudna reads in it now.
base::Result<std::string> run_case(const Engine& engine, const Case& value);

}  // namespace hudna::app
