#include "coding/linear.h"

#include <algorithm>
#include <cmath>

#include "language/word.h"

namespace hudna::coding {
namespace {

constexpr unsigned kIndexBits = 12;

}  // namespace

std::uint32_t feature(std::initializer_list<std::string_view> parts) {
  std::uint64_t hash = 0xCBF29CE484222325ULL;
  for (const std::string_view part : parts) {
    for (const char c : part) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
    hash = (hash ^ 0xFFu) * 0x100000001B3ULL;
  }
  return static_cast<std::uint32_t>(language::mix(hash));
}

base::Result<LinearModel> LinearModel::open(const language::ModelFile& file, const std::string& name,
                                            std::size_t outputs) {
  LinearModel out;
  const auto keys = file.array<std::uint32_t>(name + ".k");
  const auto weights = file.array<std::int8_t>(name + ".w");
  const auto sizes = file.array<float>(name + ".s");
  out.keys_ = keys.first;
  out.weights_ = weights.first;
  out.count_ = keys.second;
  out.outputs_ = outputs;
  if (out.count_ == 0 || sizes.second != 2 || sizes.first[0] != static_cast<float>(outputs) ||
      weights.second != out.count_ * outputs || !std::is_sorted(keys.first, keys.first + keys.second)) {
    return base::fail(base::Code::ModelBad, file.path(),
                      "the table " + name + " is missing or of another layout");
  }
  out.scale_ = sizes.first[1];
  out.starts_.assign((std::size_t{1} << kIndexBits) + 1, 0);
  for (std::size_t i = 0; i < out.count_; ++i) ++out.starts_[(keys.first[i] >> (32 - kIndexBits)) + 1];
  for (std::size_t i = 1; i < out.starts_.size(); ++i) out.starts_[i] += out.starts_[i - 1];
  return out;
}

void LinearModel::score(std::span<const std::uint32_t> features, std::span<float> out) const {
  std::fill(out.begin(), out.end(), 0.0f);
  for (const std::uint32_t key : features) {
    const std::size_t bucket = key >> (32 - kIndexBits);
    const std::uint32_t* begin = keys_ + starts_[bucket];
    const std::uint32_t* end = keys_ + starts_[bucket + 1];
    const std::uint32_t* at = std::lower_bound(begin, end, key);
    if (at == end || *at != key) continue;
    const std::int8_t* row = weights_ + static_cast<std::size_t>(at - keys_) * outputs_;
    for (std::size_t k = 0; k < outputs_; ++k) out[k] += scale_ * static_cast<float>(row[k]);
  }
}

float probability(float log_odds) { return 1.0f / (1.0f + std::exp(-log_odds)); }

}  // namespace hudna::coding
