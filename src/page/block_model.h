// How likely is a block part of the article? Boosted trees score its row of
// features (block_features.h). The weights are data (data/page/*.bin), made by
// train/page.
#pragma once

#include "base/boosted_trees.h"

namespace hudna::page {

using BlockModel = base::BoostedTrees;

// The compiled-in weights for HTML pages and for scraped text; empty when none are shipped.
const BlockModel& html_block_model();
const BlockModel& text_block_model();

}  // namespace hudna::page
