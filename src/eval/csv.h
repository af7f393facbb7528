// How are CSV files of public data read? Whole, after RFC 4180: quoted cells
// may hold commas, line breaks and doubled quotes. Rows by column name.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace hudna::eval {

// Rows as column -> cell; the first row names the columns. `separator` is ',' or '\t' (then quotes mean
// nothing).
std::vector<std::map<std::string, std::string>> read_csv(std::string_view bytes, char separator = ',');

}  // namespace hudna::eval
