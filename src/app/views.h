// What can be looked at? Text of documents, analyses, groundings and records
// for the shells, which include nothing below app. All return whole texts that
// end with a line break; nothing is printed here.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "app/engine.h"
#include "app/layout.h"
#include "base/result.h"
#include "export/context.h"

namespace hudna::app {

// Page stage only; fails as Engine::read.
base::Result<model::Document> read_document(const std::string& source, std::string bytes,
                                            const ReportMeta* meta, const Profiles* profiles = nullptr);
// One line a block (type, bytes of the file, reason, first words) under the page's fields; or the reporting only.
std::string page_text(const model::Document& doc, bool reporting_only);
// The same for programs, one JSON object on a line: report and sections as in record-model 7, each block with its type and reason.
std::string page_json(const model::Document& doc);
// CoNLL-U with byte offsets in MISC, or one JSON object.
std::string analysis_text(const model::Document& doc, const model::Analysis& analysis, bool json);

// What a text names, with candidates and reasons. `date` EDTF and `country` ISO alpha-2 may be empty.
base::Result<std::string> ground_text(const Engine& engine, const std::string& text, const std::string& date,
                                      const std::string& country);
// Which rules fire on a sentence, along which path, and the statements they give. Empty when none does.
base::Result<std::string> rules_try(const Engine& engine, const std::string& sentence, const std::string& date);
// Problems of the data files, one a line with file and line; empty when there are none. `folder` may be empty.
base::Result<std::string> data_check(const std::string& folder);
// Compiles GeoNames dumps into FOLDER/places/NAME.bin, which --data FOLDER puts on top; one line that says what came in.
// NAME is the first file's.
base::Result<std::string> data_places(const std::vector<std::string>& files, const std::string& folder);

// A view of a record file (app/show.h); `*rows` tells whether it has any. `as_of` is an ISO day or empty. Fails: the
// store's codes, ArgumentBad for a bad day or view.
// What was published after `as_of` is not in the view: the record is then merged again from the reports up to that day.
base::Result<std::string> show_file(const std::string& record, const std::string& view, const std::string& as_of, Page page,
                                    bool* rows, bool legend = true,
                                    exports::Sharing sharing = exports::Sharing::Internal);
// What changed between two states: of two files, or of one file as of two days (`after` is empty then).
// `days` holds none, one (for both) or two. `*rows` tells whether anything did.
base::Result<std::string> diff_files(const std::string& before, const std::string& after,
                                     const std::vector<std::string>& days, Page page, bool* rows);
// What the value of that id rests on. Fails with IdUnknown, below the level internal also for a row that a reviewer redacted.
base::Result<std::string> explain_file(const std::string& record, const std::string& id, Page page,
                                       exports::Sharing sharing = exports::Sharing::Internal);
// Everything in the file, one line at a time, until `sink` gives false.
base::Result<void> dump_file(const std::string& record, const std::function<bool(std::string_view)>& sink);

// The .case files of the paths, folders walked, in path order.
std::vector<std::string> expand_cases(const std::vector<std::string>& paths);

}  // namespace hudna::app
