// Which entries does a live blog have, and when was each written? A live blog
// is many short reports on one page, hours or days apart: "this morning" means
// another day in each. find_entries looks for the times that head them (the
// page's JSON-LD, <time> elements, clock lines) and gives each the blocks up to
// the next. Not for: the order in which things happened. Thread-safe; linear.
#pragma once

#include <vector>

#include "model/document.h"
#include "page/metadata.h"

namespace hudna::page {

// The reason of a clock line over an entry: what types it and what looks for it name it alike.
inline constexpr const char* kLiveTimeReason = "time of a live entry";

// Entries in the order of the page; none where fewer than three times head some text of the body. REQUIRES:
// text and typed blocks of `parts` are set, dates in order of trust.
std::vector<model::Entry> find_entries(const PageFields& fields, const model::DocumentParts& parts);

}  // namespace hudna::page
