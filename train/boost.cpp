#include "boost.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace hudna::train {
namespace {

constexpr std::size_t kBins = 64;
constexpr std::size_t kDepth = base::BoostedTrees::kDepth;
constexpr std::size_t kLeaves = std::size_t{1} << kDepth;

struct Random {
  std::uint64_t state;
  std::uint64_t next() {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
  }
  double unit() { return static_cast<double>(next() >> 11) / 9007199254740992.0; }
};

struct Cell {
  double g = 0, h = 0;
};

}  // namespace

base::BoostedTrees boost(const std::vector<const Sample*>& samples, const BoostOptions& options) {
  const std::size_t n = samples.size(), width = n == 0 ? 0 : samples[0]->row.size();
  // Bins of equal counts; a bin's upper edge is the threshold of the question "greater than".
  std::vector<std::vector<float>> edges(width);
  std::vector<std::vector<std::uint8_t>> bins(width, std::vector<std::uint8_t>(n));
  std::vector<float> column(n);
  for (std::size_t f = 0; f < width; ++f) {
    for (std::size_t i = 0; i < n; ++i) column[i] = samples[i]->row[f];
    std::sort(column.begin(), column.end());
    for (std::size_t b = 1; b < kBins && n > 0; ++b) {
      const float edge = column[b * n / kBins];
      if (edge < column.back() && (edges[f].empty() || edge > edges[f].back())) edges[f].push_back(edge);
    }
    // Rare values matter too: a flag that one row in a hundred has lies in no quantile of its own.
    if (n > 0 && edges[f].empty() && column.front() < column.back()) edges[f].push_back(column.front());
    for (std::size_t i = 0; i < n; ++i) {
      bins[f][i] = static_cast<std::uint8_t>(
          std::lower_bound(edges[f].begin(), edges[f].end(), samples[i]->row[f]) - edges[f].begin());
    }
  }
  double positive = 0, all = 0;
  for (const Sample* s : samples) {
    positive += s->weight * s->label;
    all += s->weight;
  }
  const double share = std::clamp(all > 0 ? positive / all : 0.5, 0.001, 0.999);
  const auto bias = static_cast<float>(std::log(share / (1 - share)));
  std::vector<double> score(n, bias), g(n), h(n);
  std::vector<std::uint8_t> leaf(n), used(n);
  std::vector<base::BoostedTrees::Tree> trees;
  Random random{options.seed * 0x9E3779B97F4A7C15ull + 1};
  for (int t = 0; t < options.trees; ++t) {
    for (std::size_t i = 0; i < n; ++i) {
      const double p = 1 / (1 + std::exp(-score[i]));
      g[i] = (samples[i]->label - p) * samples[i]->weight;
      h[i] = std::max(p * (1 - p), 1e-6) * samples[i]->weight;
      used[i] = random.unit() < options.rows;
      leaf[i] = 0;
    }
    std::vector<std::uint32_t> rows;
    for (std::size_t i = 0; i < n; ++i) {
      if (used[i]) rows.push_back(static_cast<std::uint32_t>(i));
    }
    std::vector<std::size_t> features;
    for (std::size_t f = 0; f < width; ++f) {
      if (random.unit() < options.features && !edges[f].empty()) features.push_back(f);
    }
    base::BoostedTrees::Tree tree{};
    std::vector<Cell> cells(kLeaves * kBins);
    for (std::size_t d = 0; d < kDepth; ++d) {
      const std::size_t leaves = std::size_t{1} << d;
      double best = -1;
      std::size_t best_f = features.empty() ? 0 : features[0], best_b = 0;
      for (const std::size_t f : features) {
        std::fill(cells.begin(), cells.begin() + static_cast<long>(leaves * kBins), Cell{});
        const std::uint8_t* column_bins = bins[f].data();
        for (const std::uint32_t i : rows) {
          Cell& c = cells[leaf[i] * kBins + column_bins[i]];
          c.g += g[i];
          c.h += h[i];
        }
        std::vector<double> gain(edges[f].size(), 0);
        for (std::size_t l = 0; l < leaves; ++l) {
          const Cell* row = &cells[l * kBins];
          double tg = 0, th = 0, lg = 0, lh = 0;
          for (std::size_t b = 0; b <= edges[f].size(); ++b) {
            tg += row[b].g;
            th += row[b].h;
          }
          for (std::size_t b = 0; b < edges[f].size(); ++b) {
            lg += row[b].g;
            lh += row[b].h;
            gain[b] += lg * lg / (lh + options.lambda) + (tg - lg) * (tg - lg) / (th - lh + options.lambda);
          }
        }
        for (std::size_t b = 0; b < gain.size(); ++b) {
          if (gain[b] > best * (1 + 1e-12)) {
            best = gain[b];
            best_f = f;
            best_b = b;
          }
        }
      }
      tree.feature[d] = static_cast<std::uint16_t>(best_f);
      tree.threshold[d] = edges[best_f].empty() ? 0 : edges[best_f][best_b];
      for (std::size_t i = 0; i < n; ++i)
        leaf[i] =
            static_cast<std::uint8_t>(leaf[i] | (samples[i]->row[best_f] > tree.threshold[d] ? 1u << d : 0u));
    }
    std::array<Cell, kLeaves> sums{};
    for (const std::uint32_t i : rows) {
      sums[leaf[i]].g += g[i];
      sums[leaf[i]].h += h[i];
    }
    for (std::size_t l = 0; l < kLeaves; ++l)
      tree.leaf[l] = static_cast<float>(options.rate * sums[l].g / (sums[l].h + options.lambda));
    for (std::size_t i = 0; i < n; ++i) score[i] += tree.leaf[leaf[i]];
    trees.push_back(tree);
  }
  return base::BoostedTrees::of(width, bias, std::move(trees));
}

}  // namespace hudna::train
