// How are the linear models of data/coding trained? Logistic regression, one output beside the other, by
// AdaGrad with a fixed order of examples: the same examples give the same weights.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace hudna::train {

struct Example {
  std::vector<std::uint32_t> features;  // hashes
  std::vector<float> wanted;            // 0 or 1, one an output
  float weight = 1;
  std::uint32_t fold = 0;
};

struct LearnOptions {
  std::size_t outputs = 1;
  std::size_t epochs = 8;
  float rate = 0.1f;
  float decay = 1e-6f;  // L2, on the features of each example
  std::uint32_t count_min = 2;
  bool one_of = false;  // outputs exclude each other (softmax)
};

// The place of a key among ascending ones, or kNoKey.
inline constexpr std::uint32_t kNoKey = 0xFFFFFFFFu;
std::uint32_t find_key(const std::vector<std::uint32_t>& keys, std::uint32_t key);

// The examples that are learned from, their features as rows of a table.
struct Rows {
  std::vector<std::uint32_t> keys;   // features seen often enough, ascending
  std::vector<std::uint32_t> order;  // examples
  std::vector<std::size_t> starts;   // of each example's rows, and the end
  std::vector<std::uint32_t> rows;
  // Leaves out examples of `fold` (none: -1).
  static Rows of(const std::vector<Example>& examples, std::uint32_t count_min, int fold);
};

// Seven bits and a sign; the few weights beyond twelve standard deviations are cut, so that the others keep
// their grain.
float packing_scale(const std::vector<float>& weights);
std::int8_t pack(float weight, float scale);

class Learned {
 public:
  // Leaves out examples of `fold` (none: -1).
  static Learned learn(const std::vector<Example>& examples, const LearnOptions& options, int fold);
  void score(std::span<const std::uint32_t> features, std::span<float> out) const;
  // Sections for write_model_file.
  void append_sections(const std::string& name, std::vector<std::pair<std::string, std::string>>* out) const;

 private:
  std::size_t outputs_ = 1;
  std::vector<std::uint32_t> keys_;  // ascending
  std::vector<float> weights_;
};

}  // namespace hudna::train
