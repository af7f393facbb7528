// What does a row of numbers speak for? Log-odds by boosted oblivious trees: each
// tree asks the same few questions of every row, so that a score has no
// branches. The weights are data, made by train/boost. Frozen, thread-safe.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/data_source.h"
#include "base/result.h"

namespace hudna::base {

class BoostedTrees {
 public:
  static constexpr std::size_t kDepth = 6;
  static constexpr std::size_t kTrees = 4096;  // at most, in a file

  struct Tree {
    std::uint16_t feature[kDepth];
    float threshold[kDepth];
    float leaf[std::size_t{1} << kDepth];
  };

  // The file of this path below data/; fails with DataBad.
  static Result<BoostedTrees> load(const DataSource& data, std::string_view path);
  static Result<BoostedTrees> parse(std::string_view path, std::string_view bytes);
  static BoostedTrees of(std::size_t width, float bias, std::vector<Tree> trees);
  std::string print() const;  // the bytes of a file, which parse() reads back

  std::size_t width() const { return width_; }
  std::size_t trees() const { return trees_.size(); }
  bool empty() const { return trees_.empty(); }
  // Log-odds of each row. `columns` holds one column a feature, `stride` values apart; `out` has room for
  // `stride` values. REQUIRES: `stride` is a multiple of kLanes, and there are width() columns.
  static constexpr std::size_t kLanes = 16;
  void score(const float* columns, std::size_t stride, float* out) const;
  // Log-odds of one row, the same to the bit. REQUIRES: width() values.
  float score_row(std::span<const float> row) const;

 private:
  std::size_t width_ = 0;
  float bias_ = 0;
  std::vector<Tree> trees_;
};

}  // namespace hudna::base
