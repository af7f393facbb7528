// What is known of one block of an HTML page while it is being typed? The row
// that the rules (html_page.cpp) fill and the learnt model (block_features.h)
// reads. Internal to the page library; a plain value.
#pragma once

#include "model/codes.h"
#include "page/line_features.h"
#include "page/markup.h"

namespace hudna::page {

struct BlockRow {
  LineFeatures f;
  Marks marks = 0;        // effective: without names that speak of the whole page
  double link_share = 0;  // of its bytes
  bool prose = false;
  bool fixed = false;   // typed by its container or wording, not by its place
  bool record = false;  // author and time of a comment
  model::BlockType type = model::BlockType::Other;
  const char* reason = "";
};

}  // namespace hudna::page
