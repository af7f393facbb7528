#include "page/block_model.h"

#include <cmath>
#include <cstring>

#include "base/check.h"

namespace hudna::page {
namespace {

// "HUDNABT" and the version of the layout: width, bias and number of trees, then the trees as they lie in memory
// (little-endian, 32-bit floats).
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

BlockModel BlockModel::of(std::size_t width, float bias, std::vector<Tree> trees) {
  BlockModel m;
  m.width_ = width;
  m.bias_ = bias;
  m.trees_ = std::move(trees);
  return m;
}

std::string BlockModel::print() const {
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

base::Result<BlockModel> BlockModel::parse(std::string_view path, std::string_view bytes) {
  const auto bad = [&](const char* what) {
    return base::fail(base::Code::DataBad, std::string(path), std::string(what));
  };
  BlockModel m;
  std::string_view in = bytes;
  if (in.substr(0, kMagic.size()) != kMagic) return bad("not a table of block weights");
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

base::Result<BlockModel> BlockModel::load(const base::DataSource& data, std::string_view path) {
  const auto file = data.file(path);
  if (!file) return tl::unexpected(file.error());
  return parse(path, file->bytes);
}

// Rows are scored side by side: one question is asked of several at once (vectors of GCC and clang, any processor).
void BlockModel::score(const float* columns, std::size_t stride, float* out) const {
  using Floats = float __attribute__((vector_size(kLanes * sizeof(float))));
  using Ints = std::int32_t __attribute__((vector_size(kLanes * sizeof(std::int32_t))));
  for (std::size_t at = 0; at < stride; at += kLanes) {
    float sum[kLanes];
    for (float& v : sum) v = bias_;
    for (const Tree& tree : trees_) {
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

namespace {

BlockModel compiled_in(std::string_view path) {
  const base::DataSource data;
  if (!data.file(path)) return BlockModel();
  auto loaded = BlockModel::load(data, path);
  // The compiled-in data is part of the program; input cannot change it.
  HUDNA_CHECK(loaded.has_value());
  return std::move(*loaded);
}

}  // namespace

const BlockModel& html_block_model() {
  static const BlockModel model = compiled_in("page/blocks.bin");
  return model;
}

const BlockModel& text_block_model() {
  static const BlockModel model = compiled_in("page/lines.bin");
  return model;
}

}  // namespace hudna::page
