#include "coding/network.h"

#include <algorithm>
#include <array>

namespace hudna::coding {

base::Result<Network> Network::open(const language::ModelFile& file, const std::string& name,
                                    std::size_t outputs) {
  Network out;
  const auto keys = file.array<std::uint32_t>(name + ".k");
  const auto weights = file.array<std::int8_t>(name + ".w");
  const auto over = file.array<float>(name + ".o");
  const auto sizes = file.array<float>(name + ".s");
  const float hidden = sizes.second == 4 ? sizes.first[0] : 0;
  const bool fits = hidden >= 1 && hidden <= static_cast<float>(kHiddenMost) && outputs <= kOutputsMost &&
                    sizes.first[1] == static_cast<float>(outputs);
  out.hidden_ = fits ? static_cast<std::size_t>(hidden) : 0;
  out.outputs_ = outputs;
  if (!fits || keys.second == 0 || weights.second != keys.second * (out.hidden_ + outputs) ||
      over.second != out.hidden_ * (outputs + 1) || !std::is_sorted(keys.first, keys.first + keys.second)) {
    return base::fail(base::Code::ModelBad, file.path(),
                      "the table " + name + " is missing or of another layout");
  }
  out.index_ = FeatureIndex({keys.first, keys.second});
  out.weights_ = weights.first;
  out.over_ = over.first;
  out.scale_ = sizes.first[2];
  out.direct_ = sizes.first[3];
  return out;
}

void Network::score(std::span<const std::uint32_t> features, std::span<float> out) const {
  // Whole numbers: their sum has no order.
  std::array<std::int32_t, kHiddenMost + kOutputsMost> sums{};
  const std::size_t width = hidden_ + outputs_;
  for (const std::uint32_t key : features) {
    const std::uint32_t at = index_.find(key);
    if (at == FeatureIndex::kNone) continue;
    const std::int8_t* row = weights_ + std::size_t{at} * width;
    for (std::size_t i = 0; i < width; ++i) sums[i] += row[i];
  }
  for (std::size_t k = 0; k < outputs_; ++k) out[k] = direct_ * static_cast<float>(sums[hidden_ + k]);
  for (std::size_t i = 0; i < hidden_; ++i) {
    const float* unit = over_ + i * (outputs_ + 1);
    const float value = unit[0] + scale_ * static_cast<float>(sums[i]);
    if (value <= 0) continue;
    for (std::size_t k = 0; k < outputs_; ++k) out[k] += value * unit[k + 1];
  }
}

}  // namespace hudna::coding
