#include "eval/csv.h"

namespace hudna::eval {

std::vector<std::map<std::string, std::string>> read_csv(std::string_view bytes, char separator) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  std::vector<std::vector<std::string>> rows;
  std::vector<std::string> row(1);
  bool quoted = false;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const char c = bytes[i];
    if (quoted) {
      if (c == '"' && i + 1 < bytes.size() && bytes[i + 1] == '"') {
        row.back() += '"';
        ++i;
      } else if (c == '"') {
        quoted = false;
      } else {
        row.back() += c;
      }
    } else if (c == '"' && separator == ',' && row.back().empty()) {
      quoted = true;
    } else if (c == separator) {
      row.emplace_back();
    } else if (c == '\n') {
      if (row.size() > 1 || !row[0].empty()) rows.push_back(row);
      row.assign(1, std::string());
    } else if (c != '\r') {
      row.back() += c;
    }
  }
  if (row.size() > 1 || !row[0].empty()) rows.push_back(row);
  std::vector<std::map<std::string, std::string>> out;
  for (std::size_t r = 1; r < rows.size(); ++r) {
    std::map<std::string, std::string> cells;
    for (std::size_t c = 0; c < rows[0].size() && c < rows[r].size(); ++c) cells[rows[0][c]] = rows[r][c];
    out.push_back(std::move(cells));
  }
  return out;
}

}  // namespace hudna::eval
