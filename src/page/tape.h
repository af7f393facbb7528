// How is a page laid out as a flat row of blocks? build_tape reads the tokens
// once: elements in document order with their marks, and blocks of text with
// the element they stand in, their links, and an exact map to the file. Depth,
// attributes and elements are bounded; every byte is looked at a fixed number
// of times. Useful for: typing blocks. Not for: rendering.
// Plain values that own their bytes; thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/document.h"
#include "page/charset.h"
#include "page/markup.h"

namespace hudna::page {

struct Element {
  std::uint32_t parent = 0;
  Tag tag = Tag::Unknown;
  std::uint16_t depth = 0;
  Marks own = 0;
  Marks all = 0;  // with those of the elements around it
  // Blocks in it, half-open.
  std::uint32_t first_block = 0;
  std::uint32_t end_block = 0;
};

struct TapeBlock {
  model::Span span;           // in the text
  std::uint32_t element = 0;  // innermost element that holds all of it
  Tag tag = Tag::Unknown;     // innermost block element: P, Li, H2, Td, Div, …
  std::uint32_t link_bytes = 0;
  std::uint32_t bold_bytes = 0;
  std::uint32_t breaks = 0;  // <br> in it
};

// A value that the page states about itself, with its bytes in the file.
struct MetaValue {
  std::string key;    // lower case: "og:title", "article:published_time", "itemprop:datepublished",
                      // "link:canonical", "html:lang", "title", "time"
  std::string value;  // references decoded
  model::RawSpan raw;
  std::uint32_t block = 0;  // blocks before it
  Marks marks = 0;          // of the element around it
};

// The text of an inline element that is called an author's: class="author", rel="author".
struct NameMark {
  model::Span span;         // in the text
  std::uint32_t block = 0;  // the block that holds it
  Marks marks = 0;          // of the element and those around it
};

struct Tape {
  std::vector<Element> elements;  // the first is a root that holds all
  std::vector<TapeBlock> blocks;
  std::vector<MetaValue> meta;
  std::vector<NameMark> names;
  // JSON scripts (application/ld+json), as offsets into the decoded page.
  std::vector<std::pair<std::uint32_t, std::uint32_t>> json;
  std::string text;
  model::OffsetMap map;
  bool capped = false;  // a limit was reached
};

Tape build_tape(const DecodedText& decoded, std::string_view page, const Markup& markup);

}  // namespace hudna::page
