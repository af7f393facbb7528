#include "app/meta.h"

#include <algorithm>
#include <filesystem>
#include <vector>

namespace hudna::app {
namespace {

// Rows of RFC 4180 CSV with the line where each starts; false when a quote stays open.
bool split_csv(std::string_view csv, std::vector<std::pair<int, std::vector<std::string>>>* rows) {
  int line = 1, row_line = 1;
  std::vector<std::string> row;
  std::string cell;
  bool quoted = false, any = false;
  const auto end_row = [&] {
    row.push_back(std::move(cell));
    cell.clear();
    if (row.size() > 1 || !row[0].empty()) rows->emplace_back(row_line, std::move(row));
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

// The shapes of EDTF that a publication date takes: a year, month, day, an interval of these, a time.
bool is_date(std::string_view text) {
  return !text.empty() && text.size() <= 64 && text[0] >= '0' && text[0] <= '9' &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || c == '-' || c == '/' || c == 'T' || c == ':' || c == 'Z' || c == '+' ||
                  c == '~' || c == '?' || c == 'X' || c == '.';
         });
}

}  // namespace

base::Result<MetaTable> MetaTable::parse(const std::string& source, std::string_view csv) {
  if (csv.starts_with("\xEF\xBB\xBF")) csv.remove_prefix(3);
  std::vector<std::pair<int, std::vector<std::string>>> rows;
  if (!split_csv(csv, &rows)) return base::fail(base::Code::MetaBad, source, "a quoted cell is never closed");
  if (rows.empty()) return base::fail(base::Code::MetaBad, source, "the file has no header line");
  const auto& header = rows[0].second;
  const auto column = [&](std::string_view wanted) {
    return static_cast<std::size_t>(std::find(header.begin(), header.end(), wanted) - header.begin());
  };
  const std::size_t path = column("path"), url = column("url"), outlet = column("outlet"), published = column("published");
  if (path == header.size()) return base::fail(base::Code::MetaBad, source, "line 1: there is no column \"path\"");
  MetaTable out;
  out.folder_ = std::filesystem::path(source).parent_path().generic_string();
  for (std::size_t i = 1; i < rows.size(); ++i) {
    const auto& [line, cells] = rows[i];
    const auto cell = [&](std::size_t at) { return at < cells.size() ? cells[at] : std::string(); };
    ReportMeta meta{cell(url), cell(outlet), cell(published)};
    if (!meta.published.empty() && !is_date(meta.published)) {
      return base::fail(base::Code::MetaBad, source,
                        "line " + std::to_string(line) + ": \"" + meta.published + "\" is not a date like 2014-05-03");
    }
    if (cell(path).empty()) {
      return base::fail(base::Code::MetaBad, source, "line " + std::to_string(line) + ": the path is empty");
    }
    out.rows_[cell(path)] = std::move(meta);
  }
  return out;
}

const ReportMeta* MetaTable::find(const std::string& path) const& {
  if (auto it = rows_.find(path); it != rows_.end()) return &it->second;
  namespace fs = std::filesystem;
  const std::string below = fs::path(path).lexically_relative(folder_.empty() ? "." : folder_).generic_string();
  if (auto it = rows_.find(below); it != rows_.end()) return &it->second;
  const std::string file = fs::path(path).filename().string();
  const ReportMeta* only = nullptr;
  for (const auto& [row, meta] : rows_) {
    if (fs::path(row).filename().string() != file) continue;
    if (only != nullptr) return nullptr;
    only = &meta;
  }
  return only;
}

}  // namespace hudna::app
