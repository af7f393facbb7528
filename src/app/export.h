// How does a record leave the program? As files in the formats of others: the
// order of the exports, what they need besides the record (codes, gazetteer,
// state on a day), and writing them. Each file is written beside its name and
// then renamed, so that none is ever half there.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "app/open_record.h"
#include "base/data_source.h"
#include "base/result.h"
#include "export/context.h"

namespace hudna::app {

// The formats in the order in which they are written, with a few words about each.
struct ExportFormat {
  std::string_view name;  // also the file's name
  std::string_view about;
};
const std::vector<ExportFormat>& export_formats();

struct ExportOptions {
  std::string record, out;           // file, folder
  std::vector<std::string> formats;  // names, with or without their ending; empty: all
  std::string as_of;                 // ISO day; empty: the day of the newest report
  exports::Sharing sharing = exports::Sharing::Public;
  bool unreviewed = false, hxl = false;
  bool preview = false;   // say what would be withheld, write nothing
  std::string agreement;  // whose dossier
  std::string data;       // folder of data on top, for P-codes of a gazetteer; may be empty
};

struct ExportedFile {
  std::string name;
  std::size_t rows = 0, bytes = 0;
};

struct ExportOutcome {
  std::vector<ExportedFile> files;
  std::size_t rows = 0;  // of all files but the log and the package
  std::size_t left_out = 0,
              unreviewed = 0;  // lines of the log that leave a row out; of these for want of review
  std::string preview;
};

// Fails: the store's codes, ArgumentBad (an unknown format, a bad day or agreement, hudna.jsonl below
// internal), DataBad, FileUnwritable, DiskFull.
base::Result<ExportOutcome> export_record(const ExportOptions& options);

// Everything that the exports need of an opened record; for the server, which calls exports one by one.
class Exporting {
 public:
  // `opened` must outlive it.
  static base::Result<std::unique_ptr<Exporting>> open(const Opened& opened, const ExportOptions& options,
                                                       const base::DataSource& data);
  exports::Context& context() { return *context_; }

 private:
  Exporting() = default;
  exports::Crosswalk codes_;
  exports::Facts facts_;
  std::unique_ptr<exports::Context> context_;
};

// Reads a hudna.jsonl into a new record file. Fails: FileUnwritable when `out` is there already, LinesBad,
// the store's codes; then no file is left.
struct ImportOutcome {
  std::size_t reports = 0, statements = 0;
};
base::Result<ImportOutcome> import_record(const std::string& lines, const std::string& out);

}  // namespace hudna::app
