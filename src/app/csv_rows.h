// How are the rows of a CSV read that people wrote? By RFC 4180, with the line
// where each begins, for messages. Pure; linear.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hudna::app {

struct CsvRow {
  int line = 1;
  std::vector<std::string> cells;
};

// False when a quote stays open. Empty lines are left out.
bool split_csv(std::string_view csv, std::vector<CsvRow>* rows);

}  // namespace hudna::app
