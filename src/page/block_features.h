// What does the learnt model look at? One row of numbers a block: what the
// block is like, where it stands in the tree and in the page, what its
// neighbours are like, and what the rules say of it. Thread-safe; linear in
// blocks and elements.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "page/block_model.h"
#include "page/block_row.h"
#include "page/tape.h"

namespace hudna::page {

// What the rules found on the page before the model looks.
struct RuleView {
  std::size_t root = 0;            // element with the article
  std::size_t begin = 0, end = 0;  // run of blocks
  int title = -1;
  std::string_view json_body;    // articleBody of the page's data
  std::string_view description;  // what the page says to other sites
};

inline constexpr std::size_t kBlockFeatures = 136;

struct FeatureTable {
  std::vector<std::uint32_t> blocks;  // ascending; a row each
  std::size_t stride = 0;             // rows with the padding that BlockModel::score wants
  std::vector<float> columns;         // by feature, then by row

  void resize(std::size_t rows) {
    stride = (rows + BlockModel::kLanes - 1) / BlockModel::kLanes * BlockModel::kLanes;
    columns.assign(stride * kBlockFeatures, 0);
  }
  float& at(std::size_t row, std::size_t feature) { return columns[feature * stride + row]; }
  float at(std::size_t row, std::size_t feature) const { return columns[feature * stride + row]; }
  std::vector<float> scores(const BlockModel& model) const {
    std::vector<float> out(stride);
    model.score(columns.data(), stride, out.data());
    return out;
  }
};

// Rows of the blocks that the model may decide on: all but headlines, comments, menus and bare links.
FeatureTable block_features(const Tape& tape, const std::vector<BlockRow>& rows, const RuleView& rules);
// May the model decide on this block?
bool model_decides(const TapeBlock& block, const BlockRow& row);

}  // namespace hudna::page
