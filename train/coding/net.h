// How is the network of data/coding (coding/network.h) trained? Logistic loss,
// AdaGrad with a fixed order of examples and fixed random numbers; in each step a share of the
// features is left out, so that none is leant on alone. The same examples give the same weights.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "learn.h"

namespace hudna::train {

struct NetOptions {
  std::size_t outputs = 1;
  std::size_t hidden = 32;
  std::size_t epochs = 12;
  float rate = 0.03f;
  float decay = 1e-4f;           // L2, on the features of each example
  float drop = 0.5f;             // share of an example's features that a step does not see
  std::uint32_t count_min = 12;  // rarer features are not known
  float least_error = 5e-3f;     // examples that are this well known already teach nothing
};

class Net {
 public:
  // Leaves out examples of `fold` (none: -1).
  static Net learn(const std::vector<Example>& examples, const NetOptions& options, int fold);
  void score(std::span<const std::uint32_t> features, std::span<float> out) const;
  // Sections for write_model_file, as coding/network.h says.
  void append_sections(const std::string& name, std::vector<std::pair<std::string, std::string>>* out) const;

 private:
  std::size_t outputs_ = 1, hidden_ = 1;
  std::vector<std::uint32_t> keys_;  // ascending
  std::vector<float> weights_;       // of each key: to the hidden units, then to the outputs
  std::vector<float> start_, over_;  // of each hidden unit; [unit][output]
};

}  // namespace hudna::train
