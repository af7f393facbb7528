// Which pages does a file hold, and what are their bytes? A saved page is one
// page; a WARC or WACZ crawl, a feed and a file of JSON Lines hold many, plain
// or gzipped. list_pages walks a file once in bounded memory and names each
// page by the file's path and an offset ("crawl.warc.gz#1834"); read_stored
// gives the bytes of one name. A damaged record is an error of its own name and
// never ends the list. Thread-safe; a thread keeps one gzip stream open, so that
// names read in their order are inflated once.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace hudna::page {

struct StoredPage {
  std::string bytes;      // of the page, as the server sent it without its transfer and content codings
  std::string url;        // as stored beside it; may be empty
  std::string published;  // EDTF, where a feed or a row states it
  std::string charset;    // of the transport
};

// Calls `take` with the name of each page of the file, in order, until it gives false. A file that is one page has its path as
// name, and so has "-", the standard input, which is spooled to a file without a name. Fails: FileMissing, FileUnreadable,
// RecordBad (the file is an archive whose index is damaged).
base::Result<void> list_pages(const std::string& path, const std::function<bool(std::string name)>& take);

// The page of a name. Fails: FileMissing, FileUnreadable, FileTooLarge, RecordBad.
base::Result<StoredPage> read_stored(const std::string& name);

// A folder's file that list_pages would look into, by its name.
bool holds_pages(std::string_view file_name);

}  // namespace hudna::page
