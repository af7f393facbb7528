#include "export/csv.h"

#include "base/check.h"
#include "export/context.h"
#include "export/reading_text.h"

namespace hudna::exports {

std::string csv_cell(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out.push_back('"');
    out.push_back(c);
  }
  return out + "\"";
}

std::string csv_guard(std::string_view text) {
  std::string out = printable(text);
  const std::size_t first = out.find_first_not_of(' ');
  if (first != std::string::npos && std::string_view("=+-@").find(out[first]) != std::string_view::npos)
    out.insert(out.begin(), '\'');
  return out;
}

CsvWriter::CsvWriter(Out* out, std::span<const Column> columns, bool hxl)
    : out_(out), columns_(columns.size()) {
  out_->set_columns(columns);
  std::string line;
  for (const Column& column : columns) line.append(line.empty() ? "" : ",").append(column.name);
  out_->put(line + "\r\n");
  if (!hxl) return;
  line.clear();
  for (std::size_t i = 0; i < columns.size(); ++i) line.append(i == 0 ? "" : ",").append(columns[i].hxl);
  out_->put(line + "\r\n");
}

CsvWriter& CsvWriter::text(std::string_view value) {
  cells_.push_back(csv_cell(csv_guard(value)));
  return *this;
}

CsvWriter& CsvWriter::code(std::string_view value) {
  cells_.push_back(csv_cell(value));
  return *this;
}

void CsvWriter::end() {
  HUDNA_CHECK(cells_.size() == columns_);
  std::string line;
  for (std::size_t i = 0; i < cells_.size(); ++i) line.append(i == 0 ? "" : ",").append(cells_[i]);
  cells_.clear();
  out_->put(line + "\r\n");
  out_->count_row();
}

}  // namespace hudna::exports
