// Which pages are meant? Those of the paths as given: a folder means the files
// below it that hold pages (page/archive.h), in path order; a crawl, a feed or a
// file of JSON Lines means each page in it, named by the file and an offset
// ("crawl.warc.gz#1834"); "-" is the standard input.
#pragma once

#include <string>
#include <vector>

#include "app/meta.h"
#include "base/result.h"
#include "page/archive.h"

namespace hudna::app {

// A path that does not exist stays in the list, so that reading it says so by name. Walks archives once, in bounded memory.
std::vector<std::string> expand_inputs(const std::vector<std::string>& paths);

// The page of one of these names, with what the archive states beside it. Fails as page::read_stored.
base::Result<page::StoredPage> read_input(const std::string& name);
// Fills in what the archive states beside a page and `meta` does not give.
void complete(const page::StoredPage& stored, ReportMeta* meta);

}  // namespace hudna::app
