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

FeatureIndex::FeatureIndex(std::span<const std::uint32_t> keys) : keys_(keys) {
  starts_.assign((std::size_t{1} << kIndexBits) + 1, 0);
  for (const std::uint32_t key : keys) ++starts_[(key >> (32 - kIndexBits)) + 1];
  for (std::size_t i = 1; i < starts_.size(); ++i) starts_[i] += starts_[i - 1];
}

std::uint32_t FeatureIndex::find(std::uint32_t key) const {
  if (starts_.empty()) return kNone;
  const std::size_t bucket = key >> (32 - kIndexBits);
  const auto end = keys_.begin() + starts_[bucket + 1];
  const auto at = std::lower_bound(keys_.begin() + starts_[bucket], end, key);
  return at == end || *at != key ? kNone : static_cast<std::uint32_t>(at - keys_.begin());
}

base::Result<LinearModel> LinearModel::open(const language::ModelFile& file, const std::string& name,
                                            std::size_t outputs) {
  LinearModel out;
  const auto keys = file.array<std::uint32_t>(name + ".k");
  const auto weights = file.array<std::int8_t>(name + ".w");
  const auto sizes = file.array<float>(name + ".s");
  out.weights_ = weights.first;
  out.outputs_ = outputs;
  if (keys.second == 0 || sizes.second != 2 || sizes.first[0] != static_cast<float>(outputs) ||
      weights.second != keys.second * outputs || !std::is_sorted(keys.first, keys.first + keys.second)) {
    return base::fail(base::Code::ModelBad, file.path(),
                      "the table " + name + " is missing or of another layout");
  }
  out.scale_ = sizes.first[1];
  out.index_ = FeatureIndex({keys.first, keys.second});
  return out;
}

void LinearModel::score(std::span<const std::uint32_t> features, std::span<float> out) const {
  std::fill(out.begin(), out.end(), 0.0f);
  for (const std::uint32_t key : features) {
    const std::uint32_t at = index_.find(key);
    if (at == FeatureIndex::kNone) continue;
    const std::int8_t* row = weights_ + std::size_t{at} * outputs_;
    for (std::size_t k = 0; k < outputs_; ++k) out[k] += scale_ * static_cast<float>(row[k]);
  }
}

float probability(float log_odds) { return 1.0f / (1.0f + std::exp(-log_odds)); }

}  // namespace hudna::coding
