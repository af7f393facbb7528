// How is a table written so that every spreadsheet and parser reads the same
// cells? As RFC 4180 CSV in UTF-8: CRLF after each record, quotes only where
// needed. Words of reports can hold formulas (=, +, -, @ at the start): those
// cells get an apostrophe in front (OWASP, CSV injection), our own codes and
// numbers do not. Not thread-safe: one CsvWriter a file.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hudna::exports {

class Out;

// A column of a table that others read.
struct Column {
  std::string_view name;
  std::string_view type = "string";  // of Frictionless Table Schema: string, integer, number, date, boolean
  std::string_view hxl = "";         // tag of the optional second header row
};

// A cell that is quoted where RFC 4180 asks for it; nothing else is changed.
std::string csv_cell(std::string_view text);
// Text from outside, in which a spreadsheet must see no formula: control characters shown as U+FFFD, an
// apostrophe before =, +, -, @ (also after leading white space).
std::string csv_guard(std::string_view text);

class CsvWriter {
 public:
  // Writes the header line, and the line of tags when `hxl`.
  CsvWriter(Out* out, std::span<const Column> columns, bool hxl);
  // Text of a report, or made from it.
  CsvWriter& text(std::string_view value);
  // Our own code, id or number.
  CsvWriter& code(std::string_view value);
  CsvWriter& number(std::int64_t value) { return code(std::to_string(value)); }
  CsvWriter& number(const std::optional<std::int64_t>& value) { return value ? number(*value) : code(""); }
  // REQUIRES: as many cells as columns were given since the last end.
  void end();

 private:
  Out* out_;
  std::size_t columns_;
  std::vector<std::string> cells_;
};

}  // namespace hudna::exports
