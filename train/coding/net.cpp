#include "net.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace hudna::train {
namespace {

struct Random {
  std::uint64_t state = 88172645463325252ULL;
  std::uint64_t next() {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
  }
  float around(float width) { return (static_cast<float>(next() >> 40) / 16777216.0f - 0.5f) * width; }
};

// Weights with the sums of squares that AdaGrad divides by, and their sum over the later epochs.
struct Weights {
  std::vector<float> value, squares, sum;
  explicit Weights(std::size_t count, float start = 0)
      : value(count, start), squares(count, 1e-3f), sum(count, 0) {}
  void step(std::size_t at, float gradient, float rate) {
    squares[at] += gradient * gradient;
    value[at] -= rate * gradient / std::sqrt(squares[at]);
  }
  void keep() {
    for (std::size_t i = 0; i < value.size(); ++i) sum[i] += value[i];
  }
  std::vector<float> mean(float count) {
    for (float& one : sum) one /= count;
    return std::move(sum);
  }
};

}  // namespace

Net Net::learn(const std::vector<Example>& examples, const NetOptions& options, int fold) {
  Net out;
  const std::size_t outputs = out.outputs_ = options.outputs, hidden = out.hidden_ = options.hidden;
  const std::size_t width = hidden + outputs;
  Rows rows = Rows::of(examples, options.count_min, fold);
  out.keys_ = std::move(rows.keys);
  Random random;
  Weights in(out.keys_.size() * width), start(hidden, 0.1f), over(hidden * outputs);
  for (std::size_t i = 0; i < out.keys_.size(); ++i) {
    for (std::size_t j = 0; j < hidden; ++j) in.value[i * width + j] = random.around(0.1f);
  }
  for (float& one : over.value) one = random.around(0.6f);
  std::vector<std::uint32_t> turn(rows.order.size());
  std::iota(turn.begin(), turn.end(), 0u);
  std::vector<float> sums(width), errors(outputs);
  std::vector<std::uint32_t> seen;
  const auto cut = static_cast<std::uint64_t>(options.drop * 65536.0f);
  const float scale = 1.0f / (1.0f - options.drop);
  float kept = 0;
  for (std::size_t epoch = 0; epoch < options.epochs; ++epoch) {
    for (std::size_t i = turn.size(); i > 1; --i) std::swap(turn[i - 1], turn[random.next() % i]);
    for (const std::uint32_t t : turn) {
      const Example& one = examples[rows.order[t]];
      seen.clear();
      std::uint64_t bits = 0;
      for (std::size_t f = rows.starts[t]; f < rows.starts[t + 1]; ++f) {
        if ((f - rows.starts[t]) % 4 == 0) bits = random.next();
        if ((bits & 0xFFFF) >= cut) seen.push_back(rows.rows[f]);
        bits >>= 16;
      }
      std::fill(sums.begin(), sums.end(), 0.0f);
      for (const std::uint32_t row : seen) {
        const float* weights = &in.value[row * width];
        for (std::size_t j = 0; j < width; ++j) sums[j] += weights[j];
      }
      for (float& sum : sums) sum *= scale;
      for (std::size_t j = 0; j < hidden; ++j) sums[j] = std::max(0.0f, sums[j] + start.value[j]);
      float most = 0;
      for (std::size_t c = 0; c < outputs; ++c) {
        float score = sums[hidden + c];
        for (std::size_t j = 0; j < hidden; ++j) score += sums[j] * over.value[j * outputs + c];
        errors[c] = (1.0f / (1.0f + std::exp(-score)) - one.wanted[c]) * one.weight;
        most = std::max(most, std::fabs(errors[c]));
      }
      if (most < options.least_error) continue;
      for (std::size_t j = 0; j < hidden; ++j) {
        float error = 0;
        if (sums[j] > 0) {
          for (std::size_t c = 0; c < outputs; ++c) error += errors[c] * over.value[j * outputs + c];
          for (std::size_t c = 0; c < outputs; ++c) {
            const std::size_t at = j * outputs + c;
            over.step(at, errors[c] * sums[j] + options.decay * over.value[at], options.rate);
          }
          start.step(j, error, options.rate);
        }
        sums[j] = error;
      }
      std::copy(errors.begin(), errors.end(), sums.begin() + static_cast<std::ptrdiff_t>(hidden));
      for (const std::uint32_t row : seen) {
        float* value = &in.value[row * width];
        float* squares = &in.squares[row * width];
        for (std::size_t j = 0; j < width; ++j) {
          const float gradient = sums[j] + options.decay * value[j];
          squares[j] += gradient * gradient;
          value[j] -= options.rate * gradient / std::sqrt(squares[j]);
        }
      }
    }
    // The mean of the later epochs is steadier than the last.
    if (epoch * 2 < options.epochs) continue;
    kept += 1;
    for (Weights* weights : {&in, &start, &over}) weights->keep();
  }
  out.weights_ = in.mean(kept);
  out.start_ = start.mean(kept);
  out.over_ = over.mean(kept);
  return out;
}

void Net::score(std::span<const std::uint32_t> features, std::span<float> out) const {
  const std::size_t width = hidden_ + outputs_;
  std::vector<float> sums(width, 0);
  for (const std::uint32_t key : features) {
    const std::uint32_t row = find_key(keys_, key);
    if (row == kNoKey) continue;
    for (std::size_t j = 0; j < width; ++j) sums[j] += weights_[row * width + j];
  }
  for (std::size_t c = 0; c < outputs_; ++c) {
    out[c] = sums[hidden_ + c];
    for (std::size_t j = 0; j < hidden_; ++j)
      out[c] += std::max(0.0f, sums[j] + start_[j]) * over_[j * outputs_ + c];
  }
}

void Net::append_sections(const std::string& name,
                          std::vector<std::pair<std::string, std::string>>* out) const {
  const std::size_t width = hidden_ + outputs_;
  const auto scale_of = [&](std::size_t from, std::size_t to) {
    std::vector<float> part;
    for (std::size_t at = 0; at < weights_.size(); ++at) {
      if (at % width >= from && at % width < to) part.push_back(weights_[at]);
    }
    return packing_scale(part);
  };
  const float sizes[4] = {static_cast<float>(hidden_), static_cast<float>(outputs_), scale_of(0, hidden_),
                          scale_of(hidden_, width)};
  std::string packed;
  for (std::size_t at = 0; at < weights_.size(); ++at)
    packed += static_cast<char>(pack(weights_[at], sizes[at % width < hidden_ ? 2 : 3]));
  std::vector<float> over;
  for (std::size_t j = 0; j < hidden_; ++j) {
    over.push_back(start_[j]);
    for (std::size_t c = 0; c < outputs_; ++c) over.push_back(over_[j * outputs_ + c]);
  }
  const auto bytes = [](const auto* from, std::size_t count) {
    return std::string(reinterpret_cast<const char*>(from), count * sizeof(*from));
  };
  out->emplace_back(name + ".k", bytes(keys_.data(), keys_.size()));
  out->emplace_back(name + ".w", std::move(packed));
  out->emplace_back(name + ".o", bytes(over.data(), over.size()));
  out->emplace_back(name + ".s", bytes(sizes, 4));
}

}  // namespace hudna::train
