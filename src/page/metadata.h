// Which fields does an HTML page state? Title, authors, outlet, dates,
// language and address, from JSON-LD, meta elements, microdata, time elements,
// the visible page and its address, checked against each other. Several
// authors or none rather than wrong ones. Thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/document.h"
#include "page/charset.h"
#include "page/line_features.h"
#include "page/tape.h"

namespace hudna::page {

// A <time> element of the page.
struct TimeElement {
  std::string edtf;
  model::RawSpan raw;
  std::uint32_t block = 0;  // blocks before it
};

// An entry of a live blog, as the page's data states it.
struct LiveUpdate {
  std::string headline, body, edtf;
  model::RawSpan raw;  // of the time
};

struct PageFields {
  std::string title;
  std::string outlet;
  std::string canonical;
  std::string language;
  std::vector<model::Author> authors;
  bool authors_outlet = false;  // they are the outlet's name and nobody else's
  std::vector<NameMark> names;  // what the page's marks call authors, outside threads and lists of stories
  std::vector<model::StatedDate> dates;  // all of basis Metadata
  std::vector<TimeElement> times;  // those outside menus, threads and lists of stories
  bool paywalled = false;
  bool live_blog = false;   // the page's data says so
  bool live_marks = false;  // its class names do
  std::vector<LiveUpdate> updates;
  std::string description;  // the page's summary for other sites
  std::string json_body;    // articleBody of the JSON-LD; empty when not stated
};

PageFields read_fields(const Tape& tape, std::string_view page, const DecodedText& decoded,
                       const Vocabulary& vocabulary, const model::DocumentParts& parts);

// Moves the fields into `parts` (whose text, map and blocks are set) and adds
// what only the typed blocks show: visible dates, bylines, comment stamps.
void take_fields(const PageFields& fields, std::vector<LineFeatures> features, int title_block,
                 const Vocabulary& vocabulary, model::DocumentParts* parts);

}  // namespace hudna::page
