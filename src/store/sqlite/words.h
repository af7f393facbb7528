// Which words of a report are searched? Those of its body (headings and
// captions too) and, apart, its readers' comments, cut out of the text by its
// blocks. Pure functions; private to src/store.
#pragma once

#include <sqlite3.h>

#include <string>
#include <string_view>
#include <vector>

#include "model/document.h"

namespace hudna::store {

struct SectionPiece {
  std::uint32_t at = 0;  // in the section's text
  model::Span span;      // in the report's
};
// The section's blocks, parted by line feeds; control characters are spaces, so that offsets stay. Blocks outside the text
// are left out.
std::string section_text(std::string_view text, const std::vector<model::Block>& blocks, bool comments,
                         std::vector<SectionPiece>* pieces);

// Makes hudna_section(text, reading, 'body' | 'comment') known to the connection; the search index is filled through it.
int register_sections(sqlite3* db);

// What a reader typed as a query of FTS5 over its columns; empty when no word is left.
std::string match_expression(std::string_view typed, bool comments);

}  // namespace hudna::store
