// Which lines of a scraped text are the article? classify_lines splits plain
// text into lines and types each by what it looks like and where it stands:
// title, standfirst, paragraphs, captions, promos, related stories, comments.
// Works on text only, with no tags left. Thread-safe.
#pragma once

#include <string_view>
#include <vector>

#include "model/document.h"
#include "page/block_features.h"
#include "page/block_model.h"
#include "page/line_features.h"

namespace hudna::page {

struct TextBlocks {
  std::vector<model::Block> blocks;
  std::vector<LineFeatures> features;  // one a block
  int title = -1;                      // index of the block that holds the title
  int headline = -1;                   // the same where the title's words are settled already
};

// `text` is valid UTF-8. Every line with a visible character is in one block; the
// lines of a hard-wrapped paragraph are one block. Linear.
// `model` (may be empty) has the last word on lines that no wording settles; `features`, if given, receives what it was asked.
TextBlocks classify_lines(std::string_view text, const Vocabulary& vocabulary, const BlockModel& model,
                          FeatureTable* features = nullptr);

}  // namespace hudna::page
