// How likely is a block part of the article? A BlockModel scores a row of
// features (block_features.h) with boosted oblivious trees: each tree asks the
// same few questions of every row, so that a score has no branches. The
// weights are data (data/page/*.bin), made by train/page. Frozen, thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/data_source.h"
#include "base/result.h"

namespace hudna::page {

class BlockModel {
 public:
  static constexpr std::size_t kDepth = 6;
  static constexpr std::size_t kTrees = 4096;  // at most, in a file

  struct Tree {
    std::uint16_t feature[kDepth];
    float threshold[kDepth];
    float leaf[std::size_t{1} << kDepth];
  };

  // The file of this path below data/; fails with DataBad.
  static base::Result<BlockModel> load(const base::DataSource& data, std::string_view path);
  static base::Result<BlockModel> parse(std::string_view path, std::string_view bytes);
  static BlockModel of(std::size_t width, float bias, std::vector<Tree> trees);
  std::string print() const;  // the bytes of a file, which parse() reads back

  std::size_t width() const { return width_; }
  std::size_t trees() const { return trees_.size(); }
  bool empty() const { return trees_.empty(); }
  // Log-odds that each row's block is part of the article. `columns` holds one column a feature, `stride` values apart; `out`
  // has room for `stride` values. REQUIRES: `stride` is a multiple of kLanes, and there are width() columns.
  static constexpr std::size_t kLanes = 16;
  void score(const float* columns, std::size_t stride, float* out) const;

 private:
  std::size_t width_ = 0;
  float bias_ = 0;
  std::vector<Tree> trees_;
};

// The compiled-in weights for HTML pages and for scraped text; empty when none are shipped.
const BlockModel& html_block_model();
const BlockModel& text_block_model();

}  // namespace hudna::page
