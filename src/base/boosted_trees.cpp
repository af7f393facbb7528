#include "base/boosted_trees.h"

#include <cmath>
#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace hudna::base {
namespace {

// "HUDNABT" and the version of the layout: width, bias and number of trees, then the trees as they lie in
// memory (little-endian, 32-bit floats).
constexpr std::string_view kMagic = "HUDNABT1";

template <class T>
void put(std::string* out, const T& value) {
  char bytes[sizeof(T)];
  std::memcpy(bytes, &value, sizeof(T));
  out->append(bytes, sizeof(T));
}

template <class T>
bool take(std::string_view* in, T* value) {
  if (in->size() < sizeof(T)) return false;
  std::memcpy(value, in->data(), sizeof(T));
  in->remove_prefix(sizeof(T));
  return true;
}

}  // namespace

BoostedTrees BoostedTrees::of(std::size_t width, float bias, std::vector<Tree> trees) {
  BoostedTrees m;
  m.width_ = width;
  m.bias_ = bias;
  m.trees_ = std::move(trees);
  return m;
}

std::string BoostedTrees::print() const {
  std::string out(kMagic);
  put(&out, static_cast<std::uint32_t>(width_));
  put(&out, bias_);
  put(&out, static_cast<std::uint32_t>(trees_.size()));
  for (const Tree& tree : trees_) {
    for (const std::uint16_t f : tree.feature) put(&out, f);
    for (const float t : tree.threshold) put(&out, t);
    for (const float l : tree.leaf) put(&out, l);
  }
  return out;
}

Result<BoostedTrees> BoostedTrees::parse(std::string_view path, std::string_view bytes) {
  const auto bad = [&](const char* what) {
    return fail(Code::DataBad, std::string(path), std::string(what));
  };
  BoostedTrees m;
  std::string_view in = bytes;
  if (in.substr(0, kMagic.size()) != kMagic) return bad("not a table of trees");
  in.remove_prefix(kMagic.size());
  std::uint32_t width = 0, trees = 0;
  if (!take(&in, &width) || !take(&in, &m.bias_) || !take(&in, &trees) || trees > kTrees || width > 1024)
    return bad("the head is damaged");
  m.width_ = width;
  for (std::uint32_t t = 0; t < trees; ++t) {
    Tree tree;
    bool whole = true;
    for (std::uint16_t& f : tree.feature) whole = whole && take(&in, &f) && f < width;
    for (float& v : tree.threshold) whole = whole && take(&in, &v) && !std::isnan(v);
    for (float& v : tree.leaf) whole = whole && take(&in, &v) && std::isfinite(v);
    if (!whole) return bad("a tree is damaged");
    m.trees_.push_back(tree);
  }
  if (!in.empty()) return bad("bytes behind the last tree");
  return m;
}

Result<BoostedTrees> BoostedTrees::load(const DataSource& data, std::string_view path) {
  const auto file = data.file(path);
  if (!file) return tl::unexpected(file.error());
  return parse(path, file->bytes);
}

namespace {

constexpr std::size_t kLanes = BoostedTrees::kLanes;
constexpr std::size_t kDepth = BoostedTrees::kDepth;

// Rows are scored side by side: one question is asked of several at once (vectors of GCC and clang, any
// processor). All variants add the same numbers in the same order, so that their scores are the same to the
// bit.
void score_any(const std::vector<BoostedTrees::Tree>& trees, float bias, const float* columns,
               std::size_t stride, float* out) {
  using Floats = float __attribute__((vector_size(kLanes * sizeof(float))));
  using Ints = std::int32_t __attribute__((vector_size(kLanes * sizeof(std::int32_t))));
  for (std::size_t at = 0; at < stride; at += kLanes) {
    float sum[kLanes];
    for (float& v : sum) v = bias;
    for (const BoostedTrees::Tree& tree : trees) {
      Ints leaf = {};
      for (std::size_t d = 0; d < kDepth; ++d) {
        Floats column;
        std::memcpy(&column, columns + tree.feature[d] * stride + at, sizeof(column));
        leaf |= (column > tree.threshold[d]) & (1 << d);
      }
      for (std::size_t k = 0; k < kLanes; ++k) sum[k] += tree.leaf[leaf[k]];
    }
    std::memcpy(out + at, sum, sizeof(sum));
  }
}

#if defined(__x86_64__)
// With AVX-512 the 64 leaves of a tree lie in four registers, and a leaf is looked up without memory.
__attribute__((target("avx512f"))) void score_avx512(const std::vector<BoostedTrees::Tree>& trees, float bias,
                                                     const float* columns, std::size_t stride, float* out) {
  static_assert(kLanes == 16 && kDepth == 6);
  for (std::size_t at = 0; at < stride; at += kLanes) {
    __m512 sum = _mm512_set1_ps(bias);
    for (const BoostedTrees::Tree& tree : trees) {
      __m512i leaf = _mm512_setzero_si512();
      for (std::size_t d = 0; d < kDepth; ++d) {
        const __mmask16 over = _mm512_cmp_ps_mask(_mm512_loadu_ps(columns + tree.feature[d] * stride + at),
                                                  _mm512_set1_ps(tree.threshold[d]), _CMP_GT_OQ);
        leaf = _mm512_mask_or_epi32(leaf, over, leaf, _mm512_set1_epi32(1 << d));
      }
      const __m512 low =
          _mm512_permutex2var_ps(_mm512_loadu_ps(tree.leaf), leaf, _mm512_loadu_ps(tree.leaf + 16));
      const __m512 high =
          _mm512_permutex2var_ps(_mm512_loadu_ps(tree.leaf + 32), leaf, _mm512_loadu_ps(tree.leaf + 48));
      const __mmask16 upper = _mm512_test_epi32_mask(leaf, _mm512_set1_epi32(32));
      sum = _mm512_add_ps(sum, _mm512_mask_blend_ps(upper, low, high));
    }
    _mm512_storeu_ps(out + at, sum);
  }
}

__attribute__((target("avx2"))) void score_avx2(const std::vector<BoostedTrees::Tree>& trees, float bias,
                                                const float* columns, std::size_t stride, float* out) {
  for (std::size_t at = 0; at < stride; at += 8) {
    __m256 sum = _mm256_set1_ps(bias);
    for (const BoostedTrees::Tree& tree : trees) {
      __m256i leaf = _mm256_setzero_si256();
      for (std::size_t d = 0; d < kDepth; ++d) {
        const __m256 over = _mm256_cmp_ps(_mm256_loadu_ps(columns + tree.feature[d] * stride + at),
                                          _mm256_set1_ps(tree.threshold[d]), _CMP_GT_OQ);
        leaf = _mm256_or_si256(leaf, _mm256_and_si256(_mm256_castps_si256(over), _mm256_set1_epi32(1 << d)));
      }
      sum = _mm256_add_ps(sum, _mm256_i32gather_ps(tree.leaf, leaf, 4));
    }
    _mm256_storeu_ps(out + at, sum);
  }
}
#endif

}  // namespace

void BoostedTrees::score(const float* columns, std::size_t stride, float* out) const {
#if defined(__x86_64__)
  static const int kBest = __builtin_cpu_supports("avx512f") != 0 ? 2
                           : __builtin_cpu_supports("avx2") != 0  ? 1
                                                                  : 0;
  if (kBest == 2) return score_avx512(trees_, bias_, columns, stride, out);
  if (kBest == 1) return score_avx2(trees_, bias_, columns, stride, out);
#endif
  score_any(trees_, bias_, columns, stride, out);
}

float BoostedTrees::score_row(std::span<const float> row) const {
  float sum = bias_;
  for (const Tree& tree : trees_) {
    std::size_t leaf = 0;
    for (std::size_t d = 0; d < kDepth; ++d)
      leaf |= static_cast<std::size_t>(row[tree.feature[d]] > tree.threshold[d]) << d;
    sum += tree.leaf[leaf];
  }
  return sum;
}

}  // namespace hudna::base
