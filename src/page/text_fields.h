// Which fields does the text itself state? Title, authors, outlet, dates and
// dateline from typed blocks; then what every page needs at the end: language,
// the order of the dates, diagnostics. Thread-safe.
#pragma once

#include "model/document.h"
#include "page/page.h"
#include "page/plain_text.h"

namespace hudna::page {

// From the blocks of a plain text. Dates in the order of trust of record-model 2.1.
void fill_text_fields(const TextBlocks& blocks, const Vocabulary& vocabulary, model::DocumentParts* parts);

// What both kinds of page share: dateline, language, genre, address date,
// paywall mark, order and agreement of the dates, and the diagnostics for them.
void finish_fields(const Vocabulary& vocabulary, const PageOptions& options, model::DocumentParts* parts);

// A title without the site's name: "Truce holds | The Example Post" -> "Truce holds". `site` receives what
// was cut.
std::string_view strip_site(std::string_view title, std::string_view known_site, std::string* site);

// Names in a value that states nothing but authors ("By Ann Lee and Bo Ek, Editor"): without what stands in
// front of them, and without the parts that are no names. `sure`: the page's data state it; an office counts
// then.
std::vector<std::string> stated_names(std::string_view value, const Vocabulary& vocabulary, bool sure = true);

// Names in a byline ("By Ann Lee and Bo Ek in Goma"), without offices and places; empty when none is sure.
std::vector<std::string> byline_names(std::string_view line, const Vocabulary& vocabulary);

}  // namespace hudna::page
