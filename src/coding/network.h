// What do the features of a thing speak for, taken together? A network of one
// hidden layer over hashed features: the rows of those that are there are
// summed, what is above zero goes on, and each feature also speaks for each
// output directly, as in a linear model (linear.h). It learns what two features
// mean only beside each other. Weights of eight bits, read in place and checked when opened.
// Immutable; thread-safe; must not outlive the file's bytes.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "base/result.h"
#include "coding/linear.h"
#include "language/model_file.h"

namespace hudna::coding {

class Network {
 public:
  static constexpr std::size_t kHiddenMost = 64, kOutputsMost = 16;
  // Sections NAME.k (hashes, ascending), NAME.w (of each hash: hidden weights, then direct ones), NAME.o (of
  // each hidden unit its start, then its weights), NAME.s (hidden units, outputs, scale of the hidden
  // weights, of the direct ones). Fails with ModelBad.
  static base::Result<Network> open(const language::ModelFile& file, const std::string& name,
                                    std::size_t outputs);
  // Log-odds, one an output.
  void score(std::span<const std::uint32_t> features, std::span<float> out) const;

 private:
  FeatureIndex index_;
  const std::int8_t* weights_ = nullptr;
  const float* over_ = nullptr;
  std::size_t hidden_ = 0, outputs_ = 0;
  float scale_ = 1, direct_ = 1;
};

}  // namespace hudna::coding
