// How does a person read a Record in a terminal? As one of eight views; every
// row names its sources, says who claims what, and gives the id that explain
// takes. Pure functions of the record; thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/layout.h"
#include "base/result.h"
#include "model/record.h"

namespace hudna::app {

struct ShowOptions {
  std::string view = "agreements";
  std::string as_of;  // ISO day; empty: the day of the newest report
  Page page;
  bool legend = true;  // what the short names of reports stand for, below
};

// The views in the order of the help.
const std::vector<std::string_view>& show_views();

// The text of a view. Fails with ArgumentBad: unknown view, `as_of` no day. Empty views say so in words.
base::Result<std::string> show(const model::RecordView& view, const ShowOptions& options);

// True when the view has at least one row (for the exit code of the command).
bool has_rows(const model::RecordParts& record, std::string_view view);

// Short names of reports, unique in the record, by ReportId: the outlet's, else the file's ("npr", "npr-2").
std::vector<std::string> report_tags(const model::RecordParts& record);

}  // namespace hudna::app
