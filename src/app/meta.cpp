#include "app/meta.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <vector>

#include "app/csv_rows.h"
#include "base/sha256.h"

namespace hudna::app {
namespace {

// The shapes of EDTF that a publication date takes: a year, month, day, an interval of these, a time.
bool is_date(std::string_view text) {
  return !text.empty() && text.size() <= 64 && text[0] >= '0' && text[0] <= '9' &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || c == '-' || c == '/' || c == 'T' || c == ':' || c == 'Z' ||
                  c == '+' || c == '~' || c == '?' || c == 'X' || c == '.';
         });
}

bool parse_number(std::string_view text, std::uint32_t* out) {
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), *out);
  return problem == std::errc() && end == text.data() + text.size();
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

// False, with the part that is wrong in `bad`, where the text is not as meta.h says.
bool parse_sections(std::string_view text, std::vector<page::GivenSection>* out, std::string* bad) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(';'), text.size());
    const std::string_view one = trimmed(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (one.empty()) continue;
    const std::size_t dash = one.find('-'), space = one.find(' ');
    page::GivenSection section;
    const bool good = dash != std::string_view::npos && space != std::string_view::npos && dash < space &&
                      parse_number(one.substr(0, dash), &section.raw.begin) &&
                      parse_number(one.substr(dash + 1, space - dash - 1), &section.raw.end) &&
                      section.raw.begin < section.raw.end;
    const auto type = good ? model::find_code<model::BlockType>(trimmed(one.substr(space))) : std::nullopt;
    if (!type) {
      *bad = one;
      return false;
    }
    section.type = *type;
    out->push_back(section);
  }
  return true;
}

}  // namespace

page::PageOptions page_options(const ReportMeta& meta) {
  page::PageOptions out;
  out.url = meta.url;
  out.outlet = meta.outlet;
  out.published = meta.published;
  out.charset = meta.charset;
  std::string bad;
  // MetaTable::parse lets no others through; what a damaged store holds counts up to the first bad part.
  static_cast<void>(parse_sections(meta.sections, &out.sections, &bad));
  return out;
}

base::Result<MetaTable> MetaTable::parse(const std::string& source, std::string_view csv) {
  if (csv.starts_with("\xEF\xBB\xBF")) csv.remove_prefix(3);
  std::vector<CsvRow> rows;
  if (!split_csv(csv, &rows)) return base::fail(base::Code::MetaBad, source, "a quoted cell is never closed");
  if (rows.empty()) return base::fail(base::Code::MetaBad, source, "the file has no header line");
  const auto& header = rows[0].cells;
  const auto column = [&](std::string_view wanted) {
    return static_cast<std::size_t>(std::find(header.begin(), header.end(), wanted) - header.begin());
  };
  const std::size_t path = column("path"), url = column("url"), outlet = column("outlet"),
                    published = column("published"), sections = column("sections");
  if (path == header.size())
    return base::fail(base::Code::MetaBad, source, "line 1: there is no column \"path\"");
  MetaTable out;
  out.fingerprint_ = base::sha256_hex(csv).substr(0, 12);
  out.folder_ = std::filesystem::path(source).parent_path().generic_string();
  for (std::size_t i = 1; i < rows.size(); ++i) {
    const auto& [line, cells] = rows[i];
    const auto cell = [&cells = cells](std::size_t at) { return at < cells.size() ? cells[at] : std::string(); };
    ReportMeta meta{cell(url), cell(outlet), cell(published), cell(sections)};
    std::vector<page::GivenSection> given;
    if (std::string bad; !parse_sections(meta.sections, &given, &bad)) {
      return base::fail(
          base::Code::MetaBad, source,
          "line " + std::to_string(line) + ": \"" + bad +
              "\" is not bytes and a block type like \"1200-1580 comment\" (`hudna page` shows both)");
    }
    if (!meta.published.empty() && !is_date(meta.published)) {
      return base::fail(
          base::Code::MetaBad, source,
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
  const std::string below =
      fs::path(path).lexically_relative(folder_.empty() ? "." : folder_).generic_string();
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
