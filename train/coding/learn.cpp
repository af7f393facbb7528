#include "learn.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numeric>

namespace hudna::train {
std::uint32_t find_key(const std::vector<std::uint32_t>& keys, std::uint32_t key) {
  const auto at = std::lower_bound(keys.begin(), keys.end(), key);
  return at == keys.end() || *at != key ? kNoKey : static_cast<std::uint32_t>(at - keys.begin());
}

Rows Rows::of(const std::vector<Example>& examples, std::uint32_t count_min, int fold) {
  Rows out;
  const auto used = [&](const Example& one) {
    return fold < 0 || one.fold != static_cast<std::uint32_t>(fold);
  };
  {
    std::vector<std::uint32_t> all;
    for (const Example& one : examples) {
      if (used(one)) all.insert(all.end(), one.features.begin(), one.features.end());
    }
    std::sort(all.begin(), all.end());
    for (std::size_t i = 0; i < all.size();) {
      std::size_t end = i;
      while (end < all.size() && all[end] == all[i]) ++end;
      if (end - i >= count_min) out.keys.push_back(all[i]);
      i = end;
    }
  }
  out.starts.push_back(0);
  for (std::uint32_t i = 0; i < examples.size(); ++i) {
    if (!used(examples[i])) continue;
    out.order.push_back(i);
    for (const std::uint32_t key : examples[i].features) {
      if (const std::uint32_t row = find_key(out.keys, key); row != kNoKey) out.rows.push_back(row);
    }
    out.starts.push_back(out.rows.size());
  }
  return out;
}

float packing_scale(const std::vector<float>& weights) {
  double square = 0;
  for (const float weight : weights) square += static_cast<double>(weight) * weight;
  const double count = static_cast<double>(std::max<std::size_t>(weights.size(), 1));
  return std::max(1e-3f, 12.0f * static_cast<float>(std::sqrt(square / count))) / 127.0f;
}

std::int8_t pack(float weight, float scale) {
  return static_cast<std::int8_t>(std::lround(std::clamp(weight / scale, -127.0f, 127.0f)));
}

Learned Learned::learn(const std::vector<Example>& examples, const LearnOptions& options, int fold) {
  Learned out;
  out.outputs_ = options.outputs;
  Rows table = Rows::of(examples, options.count_min, fold);
  out.keys_ = std::move(table.keys);
  const std::vector<std::uint32_t>& order = table.order;
  const std::vector<std::uint32_t>& rows = table.rows;
  const std::vector<std::size_t>& starts = table.starts;
  const std::size_t k = options.outputs;
  std::vector<float> weights(out.keys_.size() * k, 0), squares(out.keys_.size() * k, 1e-4f),
      sum(weights.size(), 0);
  std::vector<std::uint32_t> turn(order.size());
  std::iota(turn.begin(), turn.end(), 0u);
  std::uint64_t state = 88172645463325252ULL;
  std::vector<float> scores(k), errors(k);
  for (std::size_t epoch = 0; epoch < options.epochs; ++epoch) {
    for (std::size_t i = turn.size(); i > 1; --i) {
      state ^= state << 13;
      state ^= state >> 7;
      state ^= state << 17;
      std::swap(turn[i - 1], turn[state % i]);
    }
    for (const std::uint32_t t : turn) {
      const Example& one = examples[order[t]];
      std::fill(scores.begin(), scores.end(), 0.0f);
      for (std::size_t f = starts[t]; f < starts[t + 1]; ++f) {
        const float* row = &weights[std::size_t{rows[f]} * k];
        for (std::size_t c = 0; c < k; ++c) scores[c] += row[c];
      }
      if (options.one_of) {
        const float top = *std::max_element(scores.begin(), scores.end());
        float all = 0;
        for (float& score : scores) all += score = std::exp(score - top);
        for (std::size_t c = 0; c < k; ++c) errors[c] = (scores[c] / all - one.wanted[c]) * one.weight;
      } else {
        for (std::size_t c = 0; c < k; ++c)
          errors[c] = (1.0f / (1.0f + std::exp(-scores[c])) - one.wanted[c]) * one.weight;
      }
      for (std::size_t f = starts[t]; f < starts[t + 1]; ++f) {
        float* row = &weights[std::size_t{rows[f]} * k];
        float* square = &squares[std::size_t{rows[f]} * k];
        for (std::size_t c = 0; c < k; ++c) {
          if (std::fabs(errors[c]) < 1e-4f) continue;
          const float gradient = errors[c] + options.decay * row[c];
          square[c] += gradient * gradient;
          row[c] -= options.rate * gradient / std::sqrt(square[c]);
        }
      }
    }
    // The mean of the later epochs is steadier than the last.
    if (epoch * 2 >= options.epochs) {
      for (std::size_t i = 0; i < weights.size(); ++i) sum[i] += weights[i];
    }
  }
  const float epochs = static_cast<float>(options.epochs - (options.epochs + 1) / 2);
  for (float& value : sum) value /= epochs;
  out.weights_ = std::move(sum);
  return out;
}

void Learned::score(std::span<const std::uint32_t> features, std::span<float> out) const {
  std::fill(out.begin(), out.end(), 0.0f);
  for (const std::uint32_t key : features) {
    const std::uint32_t row = find_key(keys_, key);
    if (row == kNoKey) continue;
    for (std::size_t c = 0; c < outputs_; ++c) out[c] += weights_[std::size_t{row} * outputs_ + c];
  }
}

void Learned::append_sections(const std::string& name,
                              std::vector<std::pair<std::string, std::string>>* out) const {
  const float scale = packing_scale(weights_);
  // Rows that say next to nothing are left out.
  const float least = std::max(0.02f, scale);
  std::vector<std::uint32_t> keys;
  std::vector<std::int8_t> packed;
  for (std::size_t i = 0; i < keys_.size(); ++i) {
    float most = 0;
    for (std::size_t c = 0; c < outputs_; ++c) most = std::max(most, std::fabs(weights_[i * outputs_ + c]));
    if (most < least) continue;
    keys.push_back(keys_[i]);
    for (std::size_t c = 0; c < outputs_; ++c) {
      packed.push_back(pack(weights_[i * outputs_ + c], scale));
    }
  }
  const float sizes[2] = {static_cast<float>(outputs_), scale};
  out->emplace_back(name + ".k",
                    std::string(reinterpret_cast<const char*>(keys.data()), keys.size() * sizeof(keys[0])));
  out->emplace_back(name + ".w", std::string(reinterpret_cast<const char*>(packed.data()),
                                             packed.size() * sizeof(packed[0])));
  out->emplace_back(name + ".s", std::string(reinterpret_cast<const char*>(sizes), sizeof sizes));
}

}  // namespace hudna::train
