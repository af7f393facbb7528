// What does a test ask of a page that was read? Its body, and the type of the block that holds some words.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>

#include "page/page.h"

namespace hudna::page {

inline model::Document read(const std::string& bytes, const PageOptions& options = {}) {
  auto doc = read_page("test", bytes, options);
  EXPECT_TRUE(doc.has_value());
  return std::move(*doc);
}

// The blocks of the body, a line each.
inline std::string body(const model::Document& doc) {
  std::string out;
  for (const model::Block& b : doc.blocks()) {
    if (model::section_kind(b.type) == model::SectionKind::Body) out += std::string(b.span.of(doc.text())) + "\n";
  }
  return out;
}

inline model::BlockType type_of(const model::Document& doc, std::string_view words) {
  for (const model::Block& b : doc.blocks()) {
    if (b.span.of(doc.text()).find(words) != std::string_view::npos) return b.type;
  }
  ADD_FAILURE() << "no block holds: " << words;
  return model::BlockType::Other;
}

}  // namespace hudna::page
