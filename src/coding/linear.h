// What do the features of a thing speak for? A linear model: for each of a few
// outputs the sum of the weights of the features that are there, as log-odds.
// Features are names hashed to 32 bits; those the model does not know count
// nothing. Weights are a table of a model file, read in place and checked when
// opened. Immutable; thread-safe; must not outlive the file's bytes.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "language/model_file.h"

namespace hudna::coding {

using Features = std::vector<std::uint32_t>;

// The name of a feature from its parts: "governor", "attack" and so on.
std::uint32_t feature(std::initializer_list<std::string_view> parts);

// Where a feature's row stands in a table of ascending hashes, by their upper bits.
class FeatureIndex {
 public:
  static constexpr std::uint32_t kNone = 0xFFFFFFFFu;
  FeatureIndex() = default;
  // REQUIRES: ascending; they must outlive the index.
  explicit FeatureIndex(std::span<const std::uint32_t> keys);
  std::uint32_t find(std::uint32_t key) const;

 private:
  std::span<const std::uint32_t> keys_;
  std::vector<std::uint32_t> starts_;
};

class LinearModel {
 public:
  // Sections NAME.k (hashes, ascending), NAME.w (weights, outputs of each hash), NAME.s (outputs, scale).
  // Fails with ModelBad.
  static base::Result<LinearModel> open(const language::ModelFile& file, const std::string& name,
                                        std::size_t outputs);
  // Log-odds, one an output.
  void score(std::span<const std::uint32_t> features, std::span<float> out) const;
  std::size_t outputs() const { return outputs_; }

 private:
  FeatureIndex index_;
  const std::int8_t* weights_ = nullptr;
  std::size_t outputs_ = 0;
  float scale_ = 1;
};

// The logistic function.
float probability(float log_odds);

}  // namespace hudna::coding
