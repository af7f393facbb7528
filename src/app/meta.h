// What does the user know better than the page? A CSV with the columns path,
// url, outlet, published, sections (any order, further columns ignored) that
// overrides what is inferred. Plain value; thread-safe to read.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/result.h"
#include "page/page.h"

namespace hudna::app {

struct ReportMeta {
  std::string url, outlet;
  std::string published;  // EDTF
  // Corrected sections: "1200-1580 comment; 1600-1700 paragraph", with bytes of the file and the block types of
  // `read --json`.
  std::string sections;
  // Of the transport, from a crawl; never from the user.
  std::string charset = {};
};

// What the page stage is told of a report that has this row.
page::PageOptions page_options(const ReportMeta& meta);

class MetaTable {
 public:
  MetaTable() = default;
  // Parses RFC 4180 CSV. Fails with MetaBad: no path column, a row with an open quote, a date that is not EDTF, a section
  // that is none; the
  // message names the line.
  static base::Result<MetaTable> parse(const std::string& source, std::string_view csv);
  // The row of a file: by the path as given, else by the path below the CSV's folder, else by the file's name when only
  // one row has it. nullptr when there is none.
  const ReportMeta* find(const std::string& path) const&;
  // 12 digits of a hash of the file; empty for no file.
  const std::string& fingerprint() const& { return fingerprint_; }

 private:
  std::map<std::string, ReportMeta> rows_;
  std::string folder_, fingerprint_;
};

}  // namespace hudna::app
