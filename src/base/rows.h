// How is a list of data/ read that has two columns, a TAB between them? Row by row; empty lines and lines
// that begin with # are skipped.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "base/data_source.h"
#include "base/result.h"

namespace hudna::base {

// `take(first, second)` says whether it understands the row. Fails with DataBad, naming the line and what was
// `expected`.
template <class Take>
Result<void> read_rows(const DataSource& data, const char* path, const std::string& expected, Take take) {
  const auto file = data.file(path);
  if (!file) return tl::unexpected(file.error());
  std::size_t line_number = 0;
  for (std::size_t at = 0; at < file->bytes.size();) {
    ++line_number;
    const std::size_t stop = std::min(file->bytes.find('\n', at), file->bytes.size());
    std::string_view line = file->bytes.substr(at, stop - at);
    at = stop + 1;
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (line.empty() || line.front() == '#') continue;
    const std::size_t tab = line.find('\t');
    if (tab == std::string_view::npos || !take(line.substr(0, tab), line.substr(tab + 1))) {
      return fail(Code::DataBad, file->path, "line " + std::to_string(line_number) + ": expected " + expected);
    }
  }
  return {};
}

}  // namespace hudna::base
