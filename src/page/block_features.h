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

// Hashes of the three-word windows of a text as bits: enough to tell whether a block's words stand in it.
class WordWindows {
 public:
  explicit WordWindows(std::string_view text);
  // Share of the block's windows that stand in the text; -1 when there is no text.
  float share(std::string_view block) const;

 private:
  std::vector<std::uint64_t> bits_;
};

// The rows of the blocks that the model may decide on: all but headlines, comments, menus and bare links. Rows are made a few at
// a time, since a page of many short blocks would need ten times its own size for all of them. The page must outlive it.
class BlockFeatures {
 public:
  BlockFeatures(const Tape& tape, const std::vector<BlockRow>& rows, const RuleView& rules);
  std::size_t size() const { return blocks_.size(); }
  // Rows first to last (without the last) of the blocks that are asked about. REQUIRES: first <= last <= size().
  void fill(std::size_t first, std::size_t last, FeatureTable* out) const;

 private:
  // What lies in one element, summed over the blocks whose innermost block element it holds directly.
  struct Container {
    float words = 0, prose = 0, blocks = 0, bytes = 0, links = 0;
  };
  const Tape& tape_;
  const std::vector<BlockRow>& rows_;
  const RuleView rules_;
  const WordWindows json_, description_;
  std::vector<std::uint32_t> blocks_;
  // The block element that a block's text stands in, and the one around it.
  std::vector<std::uint32_t> own_, around_;
  std::vector<Container> in_;
  // Sums over the blocks before each.
  std::vector<std::uint32_t> words_before_, prose_before_, links_before_, bytes_before_;
  std::vector<std::int32_t> head_at_;  // the last heading before each block; -1 for none
  // The element that holds most prose directly: the article's own column on nearly every page.
  std::uint32_t main_ = 0;
};

// May the model decide on this block?
bool model_decides(const TapeBlock& block, const BlockRow& row);

}  // namespace hudna::page
