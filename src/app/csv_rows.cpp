#include "app/csv_rows.h"

namespace hudna::app {

bool split_csv(std::string_view csv, std::vector<CsvRow>* rows) {
  int line = 1, row_line = 1;
  std::vector<std::string> row;
  std::string cell;
  bool quoted = false, any = false;
  const auto end_row = [&] {
    row.push_back(std::move(cell));
    cell.clear();
    if (row.size() > 1 || !row[0].empty()) rows->push_back({row_line, std::move(row)});
    row.clear();
    any = false;
  };
  for (std::size_t i = 0; i < csv.size(); ++i) {
    const char c = csv[i];
    if (c == '\n') ++line;
    if (quoted) {
      if (c == '"' && i + 1 < csv.size() && csv[i + 1] == '"') {
        cell.push_back('"');
        ++i;
      } else if (c == '"') {
        quoted = false;
      } else {
        cell.push_back(c);
      }
    } else if (c == '"' && cell.empty()) {
      quoted = any = true;
    } else if (c == ',') {
      row.push_back(std::move(cell));
      cell.clear();
      any = true;
    } else if (c == '\n') {
      end_row();
      row_line = line;
    } else if (c != '\r') {
      cell.push_back(c);
      any = true;
    }
  }
  if (any || !cell.empty() || !row.empty()) end_row();
  return !quoted;
}

}  // namespace hudna::app
