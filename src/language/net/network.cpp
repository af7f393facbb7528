#include "language/net/network.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <string>

#include "base/check.h"

namespace hudna::language::net {
namespace {

constexpr std::string_view kMagic = "HUDNANET";
constexpr std::uint32_t kVersion = 1;
constexpr std::size_t kFixedHeader = 32;  // magic, version, header bytes, file bytes, checksum
constexpr std::size_t kChecksumAt = 24;

// Limits of the sizes that a file may state: they bound memory and keep sums inside 32 bits.
constexpr std::uint32_t kMaxWidth = 1024;
constexpr std::uint32_t kMaxLayers = 8;
constexpr std::uint32_t kMaxRows = 1u << 20;
constexpr std::int32_t kMaxStart = 1 << 30;
constexpr float kMaxFloat = 1e6f;

// The fields of the header, in the order of train/export.py.
enum Field : std::size_t {
  Width, Layers, Arc, Label_, UposCount, XposCount, RelationCount, UnerCount, FineCount, VectorSize, VectorRows,
  OovRows, OwnSize, OwnRows, PrefixSize, PrefixRows, SuffixSize, SuffixRows, Suffix2Size, Suffix2Rows, ShapeSize,
  ShapeRows, MaskBits, Masks, Slots, Distances, Inputs, kFields
};

template <class T>
T read(const char* p) {
  static_assert(std::endian::native == std::endian::little, "the weight file is little-endian");
  T v;
  std::memcpy(&v, p, sizeof v);
  return v;
}

std::uint64_t step(std::uint64_t h, std::uint64_t w) {
  h = (h ^ w) * 0xD6E8FEB86659FD93u;
  return h ^ (h >> 32);
}

// As in train/words.py.
std::uint64_t hash(char kind, std::string_view bytes) {
  std::uint64_t h = 0xCBF29CE484222325u;
  const auto add = [&h](char c) { h = (h ^ static_cast<unsigned char>(c)) * 0x100000001B3u; };
  if (kind != '\0') add(kind);
  for (char c : bytes) add(c);
  h ^= h >> 32;
  h *= 0x9E3779B97F4A7C15u;
  return h ^ (h >> 29);
}

// Longer forms are cut for all features: no word that was trained on is near this.
constexpr std::size_t kFormBytes = 256;
constexpr std::size_t kShapeBytes = 12;

// The runs of letters, capitals, digits and other bytes of a form, each counted up to two.
std::size_t shape_of(std::string_view form, char* out) {
  std::size_t n = 0;
  for (char c : form) {
    char k = c;
    if (c >= 'A' && c <= 'Z') k = 'X';
    else if (c >= 'a' && c <= 'z') k = 'x';
    else if (c >= '0' && c <= '9') k = 'd';
    else if (static_cast<unsigned char>(c) >= 128) k = 'u';
    if (n >= 2 && out[n - 1] == k && out[n - 2] == k) continue;
    if (n == kShapeBytes) break;
    out[n++] = k;
  }
  return n;
}

constexpr std::array<int, 13> kDistanceEdges{1, 2, 3, 4, 5, 6, 8, 10, 13, 17, 22, 30, 45};
constexpr std::size_t kDistanceRoot = 2 * kDistanceEdges.size() + 1;
constexpr std::size_t kDistances = kDistanceRoot + 1;

// Bucket of (head - dependent) as in train/model.py; index by the difference + kSentenceTokens.
constexpr auto kBuckets = [] {
  std::array<std::uint8_t, 2 * base::limits::kSentenceTokens + 1> t{};
  for (std::size_t i = 0; i < t.size(); ++i) {
    const int d = static_cast<int>(i) - static_cast<int>(base::limits::kSentenceTokens);
    std::size_t n = 0;
    for (int edge : kDistanceEdges) n += (d < 0 ? -d : d) >= edge;
    t[i] = static_cast<std::uint8_t>(d < 0 ? n + kDistanceEdges.size() : n);
  }
  return t;
}();
std::size_t bucket(std::size_t head, std::size_t dependent) {
  return kBuckets[head + base::limits::kSentenceTokens - dependent];
}

template <int kTypes>
void spans_of(std::span<const TokenOutput> tokens, Label TokenOutput::*field, std::vector<NameSpan>& out) {
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const Label label = tokens[i].*field;
    if (label == 0) continue;
    std::size_t end = i + 1;
    while (end < tokens.size() && tokens[end].*field != 0 && !begins(tokens[end].*field)) ++end;
    out.push_back({static_cast<std::uint16_t>(i), static_cast<std::uint16_t>(end),
                   static_cast<std::uint8_t>(type_of(label))});
    i = end - 1;
  }
}

base::Result<Network> bad(std::string message) {
  return base::fail(base::Code::ModelBad, "language model", std::move(message));
}

// Walks over the sections of the file.
class Sections {
 public:
  Sections(std::string_view bytes, std::size_t at) : bytes_(bytes), at_(at) {}

  const char* take(std::size_t size) {
    if (failed_ || size > bytes_.size() - at_) {
      failed_ = true;
      return nullptr;
    }
    const char* p = bytes_.data() + at_;
    at_ = std::min(bytes_.size(), at_ + (size + 63) / 64 * 64);
    return p;
  }

  void floats(std::size_t count, std::vector<float>& out) {
    const char* p = take(count * sizeof(float));
    if (p == nullptr) return;
    out.resize(count);
    std::memcpy(out.data(), p, count * sizeof(float));
    for (float v : out) failed_ |= !(std::fabs(v) <= kMaxFloat);
  }

  void dense(std::uint32_t inputs, std::uint32_t outputs, Dense& out) {
    out.inputs = (inputs + 3) / 4 * 4;
    out.outputs = (outputs + 15) / 16 * 16;
    out.panels = reinterpret_cast<const std::int8_t*>(take(std::size_t{out.inputs} * out.outputs));
    failed_ = failed_ || !fits_pairs(out.panels, out.inputs, out.outputs);
    const char* start = take(out.outputs * sizeof(std::int32_t));
    if (start != nullptr) {
      out.start.resize(out.outputs);
      std::memcpy(out.start.data(), start, out.outputs * sizeof(std::int32_t));
      for (std::int32_t v : out.start) failed_ |= v > kMaxStart || v < -kMaxStart;
    }
    floats(out.outputs, out.scale);
  }

  bool failed() const { return failed_; }
  bool complete() const { return !failed_ && at_ == bytes_.size(); }

 private:
  std::string_view bytes_;
  std::size_t at_;
  bool failed_ = false;
};

}  // namespace

std::string_view name(Uner type) {
  switch (type) {
    case Uner::Person: return "PER";
    case Uner::Organisation: return "ORG";
    case Uner::Location: return "LOC";
  }
  return "";
}

std::string_view name(Fine type) {
  switch (type) {
    case Fine::Person: return "Person";
    case Fine::Organisation: return "Organisation";
    case Fine::Location: return "Location";
    case Fine::Nationality: return "Nationality";
    case Fine::MilitaryPlatform: return "MilitaryPlatform";
    case Fine::Weapon: return "Weapon";
    case Fine::Temporal: return "Temporal";
    case Fine::Quantity: return "Quantity";
    case Fine::Money: return "Money";
  }
  return "";
}

void uner_spans(std::span<const TokenOutput> tokens, std::vector<NameSpan>& out) {
  spans_of<kUnerTypes>(tokens, &TokenOutput::uner, out);
}
void fine_spans(std::span<const TokenOutput> tokens, std::vector<NameSpan>& out) {
  spans_of<kFineTypes>(tokens, &TokenOutput::fine, out);
}

std::uint64_t checksum(std::string_view bytes) {
  // Eight lanes, so that the multiplications of neighbours overlap; the checksum's own place counts as zero. Each step
  // is a bijection of its lane, so no change of a single word goes unseen.
  constexpr std::size_t kLanes = 8, kBlock = kLanes * 8;
  std::array<std::uint64_t, kLanes> lanes, words;
  for (std::size_t k = 0; k < kLanes; ++k) lanes[k] = 0x9E3779B97F4A7C15u * (k + 1);
  const auto add = [&] {
    for (std::size_t k = 0; k < kLanes; ++k) lanes[k] = step(lanes[k], words[k]);
  };
  const char* at = bytes.data();
  std::size_t left = bytes.size(), blocks = 0;
  for (; left >= kBlock; left -= kBlock, at += kBlock, ++blocks) {
    std::memcpy(words.data(), at, kBlock);
    if (blocks == 0) words[kChecksumAt / 8] = 0;
    add();
  }
  if (left > 0) {
    words.fill(0);
    std::memcpy(words.data(), at, left);
    if (blocks == 0) words[kChecksumAt / 8] = 0;
    add();
    ++blocks;
  }
  std::uint64_t h = blocks;
  for (std::uint64_t lane : lanes) h = step(h, lane);
  return h;
}

base::Result<Network> Network::open(std::string_view bytes, Kernel kernel, Checksum check) {
  if (bytes.size() < kFixedHeader + kFields * 4 || bytes.substr(0, kMagic.size()) != kMagic) {
    return bad("not a weight file");
  }
  if (read<std::uint32_t>(bytes.data() + 8) != kVersion) return bad("weights of another version");
  if (read<std::uint64_t>(bytes.data() + 16) != bytes.size()) return bad("truncated");
  if (check == Checksum::Verify && read<std::uint64_t>(bytes.data() + kChecksumAt) != checksum(bytes)) return bad("altered: the checksum differs");
  const std::size_t header = (kFixedHeader + kFields * 4 + 63) / 64 * 64;
  if (read<std::uint32_t>(bytes.data() + 12) != header || bytes.size() < header) return bad("header size");

  std::array<std::uint32_t, kFields> f;
  std::memcpy(f.data(), bytes.data() + kFixedHeader, sizeof f);
  if (f[UposCount] != model::upos_count() || f[XposCount] != model::xpos_count() ||
      f[RelationCount] != model::relation_count() || f[UnerCount] != 1 + 2 * kUnerTypes ||
      f[FineCount] != 1 + 2 * kFineTypes || f[Distances] != kDistances) {
    return bad("weights for other tag sets");
  }
  for (Field size : {Width, Arc, Label_}) {
    if (f[size] == 0 || f[size] % 32 != 0 || f[size] > kMaxWidth) return bad("sizes");
  }
  for (Field rows : {VectorRows, OwnRows, PrefixRows, SuffixRows, Suffix2Rows, ShapeRows}) {
    if (f[rows] == 0 || f[rows] > kMaxRows) return bad("sizes");
  }
  std::uint32_t inputs = f[MaskBits];
  for (Field size : {VectorSize, OwnSize, PrefixSize, SuffixSize, Suffix2Size, ShapeSize}) {
    if (f[size] > kMaxWidth) return bad("sizes");
    inputs += f[size];
  }
  if (f[MaskBits] > 32 || inputs != f[Inputs] || inputs > kMaxWidth || f[Layers] > kMaxLayers ||
      f[OovRows] == 0 || f[OovRows] > f[VectorRows] || f[Masks] == 0 || f[Masks] > 4096 ||
      !std::has_single_bit(f[Slots]) || f[Slots] > kMaxRows) {
    return bad("sizes");
  }

  Network n;
  n.kernel_ = supported(kernel) ? kernel : Kernel::Scalar;
  n.kernels_ = &kernels(n.kernel_);
  n.width_ = f[Width];
  n.arc_ = f[Arc];
  n.label_ = f[Label_];
  n.oov_rows_ = f[OovRows];
  n.mask_bits_ = f[MaskBits];
  Sections sections(bytes, header);
  n.slots_ = sections.take(std::size_t{f[Slots]} * 8);
  n.slot_mask_ = f[Slots] - std::uint64_t{1};
  const char* masks = sections.take(std::size_t{f[Masks]} * 4);
  if (masks != nullptr) {
    n.masks_.resize(std::size_t{f[Masks]} * n.mask_bits_);
    for (std::size_t m = 0; m < f[Masks]; ++m) {
      const auto bits = read<std::uint32_t>(masks + m * 4);
      for (std::size_t b = 0; b < n.mask_bits_; ++b) {
        n.masks_[m * n.mask_bits_ + b] = static_cast<std::uint8_t>(64 + 63 * (bits >> b & 1));
      }
    }
  }
  const auto table = [&](Table& t, Field size, Field rows) {
    t.size = f[size];
    t.count = f[rows];
    t.rows = reinterpret_cast<const std::uint8_t*>(sections.take(std::size_t{t.size} * t.count));
  };
  table(n.vectors_, VectorSize, VectorRows);
  table(n.own_, OwnSize, OwnRows);
  table(n.prefix_, PrefixSize, PrefixRows);
  table(n.suffix_, SuffixSize, SuffixRows);
  table(n.suffix2_, Suffix2Size, Suffix2Rows);
  table(n.shape_, ShapeSize, ShapeRows);
  sections.dense(inputs, n.width_, n.input_);
  n.layers_.resize(f[Layers]);
  for (Dense& layer : n.layers_) sections.dense(n.width_, 3 * n.width_, layer);
  sections.dense(n.width_, f[UposCount] + f[XposCount] + f[UnerCount] + f[FineCount] + 2 * n.arc_ + 2 * n.label_,
                 n.heads_);
  sections.dense(n.label_, f[RelationCount], n.relation_);
  sections.floats(std::size_t{f[UnerCount] + 1} * f[UnerCount], n.uner_chain_);
  sections.floats(std::size_t{f[FineCount] + 1} * f[FineCount], n.fine_chain_);
  if (const char* root = sections.take(n.arc_); root != nullptr) {
    n.root_key_.resize(n.arc_);
    for (std::size_t k = 0; k < n.arc_; ++k) {
      n.root_key_[k] = static_cast<std::uint8_t>(std::clamp<int>(static_cast<signed char>(root[k]), -63, 63) + 64);
    }
  }
  sections.floats(n.label_, n.root_label_);
  sections.floats(kDistances, n.arc_distance_);
  sections.floats(kDistances * n.label_, n.label_distance_);
  std::vector<float> scale;
  sections.floats(1, scale);
  if (!sections.complete()) return bad("sections");
  n.arc_scale_ = scale[0];
  return n;
}

Network::Scratch::Scratch(const Network& n)
    : input_(base::limits::kSentenceTokens * n.input_.inputs, 64),
      x_(base::limits::kSentenceTokens * n.width_),
      y_(base::limits::kSentenceTokens * n.width_),
      keys_((base::limits::kSentenceTokens + 1) * n.arc_),
      hidden_(base::limits::kSentenceTokens * n.label_),
      query_(n.arc_),
      sums_(base::limits::kSentenceTokens * std::max(3 * n.width_, n.relation_.outputs)),
      heads_sums_(base::limits::kSentenceTokens * n.heads_.outputs),
      dots_(base::limits::kSentenceTokens + 1),
      carry_(std::max(n.width_ / 2, n.arc_)),
      arcs_(base::limits::kSentenceTokens * (base::limits::kSentenceTokens + 1)),
      part_(base::limits::kSentenceTokens * n.label_),
      uner_scores_(base::limits::kSentenceTokens * (1 + 2 * kUnerTypes)),
      path_(2 * (1 + 2 * kFineTypes)),
      back_(base::limits::kSentenceTokens * (1 + 2 * kFineTypes)),
      heads_(base::limits::kSentenceTokens),
      tree_(base::limits::kSentenceTokens) {}

void Network::features(std::string_view form, std::uint8_t* out) const {
  form = form.substr(0, kFormBytes);
  std::array<char, kFormBytes> low, zeros;  // lower case; digits as 0 as well
  for (std::size_t i = 0; i < form.size(); ++i) {
    const char c = form[i];
    low[i] = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    zeros[i] = c >= '0' && c <= '9' ? '0' : low[i];
  }
  const std::string_view digits(zeros.data(), form.size());
  const auto last = [&](std::size_t n) { return digits.substr(digits.size() - std::min(n, digits.size())); };

  std::uint32_t row = 0, own = 0, mask = 0;
  const std::uint64_t key = hash('\0', {low.data(), form.size()});
  std::uint64_t print = key >> 43;
  if (print == 0) print = 1;
  // A full table has no free slot to stop at: the walk ends after one round.
  for (std::uint64_t at = key & slot_mask_, seen = 0; seen <= slot_mask_; at = (at + 1) & slot_mask_, ++seen) {
    const auto slot = read<std::uint64_t>(slots_ + at * 8);
    if (slot == 0) break;
    if (slot >> 43 != print) continue;
    row = static_cast<std::uint32_t>(slot & 0x1FFFF);
    own = static_cast<std::uint32_t>(slot >> 17 & 0x3FFF);
    mask = static_cast<std::uint32_t>(slot >> 31 & 0xFFF);
    break;
  }
  // No vector of its own: the mean of rare words that end alike.
  if (row == 0 || row >= vectors_.count) row = static_cast<std::uint32_t>(hash('o', last(3)) % oov_rows_);
  if (own >= own_.count) own = 0;
  if (mask * std::size_t{mask_bits_} >= masks_.size()) mask = 0;
  std::array<char, kShapeBytes> shape;
  const std::size_t shape_size = shape_of(form, shape.data());

  const auto put = [&out](const Table& t, std::uint64_t r) {
    std::memcpy(out, t.rows + r * t.size, t.size);
    out += t.size;
  };
  put(vectors_, row);
  put(own_, own);
  put(prefix_, hash('p', digits.substr(0, 3)) % prefix_.count);
  put(suffix_, hash('s', last(4)) % suffix_.count);
  put(suffix2_, hash('t', last(2)) % suffix2_.count);
  put(shape_, hash('h', {shape.data(), shape_size}) % shape_.count);
  std::memcpy(out, masks_.data() + mask * std::size_t{mask_bits_}, mask_bits_);
}

constexpr std::size_t kMostLabels = 1 + 2 * std::max(kUnerTypes, kFineTypes);

// The best label sequence of the chain (Viterbi): what the network says of each token, and which label goes after which.
// A name only goes on after it began: the chain scores anything else -1e4.
void Network::labels(const std::int32_t* sums, std::size_t words, std::size_t column, const std::vector<float>& chain,
                     std::size_t count, Scratch& s, std::span<TokenOutput> out, Label TokenOutput::*field) const {
  double* before = s.path_.data();
  double* now = before + count;
  for (std::size_t t = 0; t < words; ++t) {
    const std::int32_t* row = sums + t * heads_.outputs + column;
    const float* scale = heads_.scale.data() + column;
    // Label before label in the outer loop, so that the chain is read in the order in which it lies.
    std::array<double, kMostLabels> path, from;
    from.fill(0);
    if (t == 0) {
      for (std::size_t k = 0; k < count; ++k) path[k] = chain[count * count + k];
    } else {
      for (std::size_t k = 0; k < count; ++k) path[k] = before[0] + chain[k];
      for (std::size_t i = 1; i < count; ++i) {
        const double sum = before[i], label = static_cast<double>(i);
        const float* to = chain.data() + i * count;
        for (std::size_t k = 0; k < count; ++k) {
          const double other = sum + to[k];
          from[k] = other > path[k] ? label : from[k];
          path[k] = other > path[k] ? other : path[k];
        }
      }
    }
    for (std::size_t k = 0; k < count; ++k) {
      now[k] = path[k] + static_cast<float>(row[k]) * scale[k];
      s.back_[t * count + k] = static_cast<std::uint8_t>(from[k]);
    }
    std::swap(before, now);
  }
  std::size_t k = static_cast<std::size_t>(std::max_element(before, before + count) - before);
  for (std::size_t t = words; t-- > 0;) {
    out[t].*field = static_cast<Label>(k);
    k = s.back_[t * count + k];
  }
}

void Network::run(std::span<const std::string_view> forms, Scratch& s, std::span<TokenOutput> out) const {
  const std::size_t words = forms.size();
  HUDNA_CHECK(words <= base::limits::kSentenceTokens && out.size() == words);
  if (words == 0) return;
  const Kernels& k = *kernels_;
  for (std::size_t t = 0; t < words; ++t) features(forms[t], s.input_.data() + t * input_.inputs);
  k.multiply(s.input_.data(), input_.inputs, words, input_, s.sums_.data());
  for (std::size_t t = 0; t < words; ++t) {
    k.squash(s.sums_.data() + t * input_.outputs, input_.scale.data(), s.x_.data() + t * width_, width_);
  }
  for (const Dense& layer : layers_) {
    k.multiply(s.x_.data(), width_, words, layer, s.sums_.data());
    k.recurrence(s.sums_.data(), layer.scale.data(), s.x_.data(), s.y_.data(), s.carry_.data(), words, width_ / 2);
    std::swap(s.x_, s.y_);
  }
  k.multiply(s.x_.data(), width_, words, heads_, s.heads_sums_.data());

  // Columns of the heads, in the order of train/model.py.
  const std::size_t upos = 0, xpos = upos + model::upos_count(), uner = xpos + model::xpos_count(),
                    fine = uner + 1 + 2 * kUnerTypes, query = fine + 1 + 2 * kFineTypes, key = query + arc_,
                    dependent = key + arc_, head = dependent + label_;
  const float* scale = heads_.scale.data();
  const auto best = [&](const std::int32_t* row, const float* by, std::size_t count) {
    std::size_t at = 0;
    float top = static_cast<float>(row[0]) * by[0];
    for (std::size_t i = 1; i < count; ++i) {
      const float v = static_cast<float>(row[i]) * by[i];
      if (v > top) {
        top = v;
        at = i;
      }
    }
    return at;
  };
  std::memcpy(s.keys_.data(), root_key_.data(), arc_);
  for (std::size_t t = 0; t < words; ++t) {
    const std::int32_t* row = s.heads_sums_.data() + t * heads_.outputs;
    out[t].upos = static_cast<model::Upos>(best(row + upos, scale + upos, model::upos_count()));
    out[t].xpos = static_cast<model::Xpos>(best(row + xpos, scale + xpos, model::xpos_count()));
    for (std::size_t i = 0; i < 1 + 2 * kUnerTypes; ++i) {
      s.uner_scores_[t * (1 + 2 * kUnerTypes) + i] = static_cast<float>(row[uner + i]) * scale[uner + i];
    }
    k.squash(row + key, scale + key, s.keys_.data() + (t + 1) * arc_, arc_);
  }
  labels(s.heads_sums_.data(), words, uner, uner_chain_, 1 + 2 * kUnerTypes, s, out, &TokenOutput::uner);
  labels(s.heads_sums_.data(), words, fine, fine_chain_, 1 + 2 * kFineTypes, s, out, &TokenOutput::fine);

  for (std::size_t t = 0; t < words; ++t) {
    const std::int32_t* row = s.heads_sums_.data() + t * heads_.outputs;
    // The query as signed steps; the keys lie around 64, which takes 64 times the query's sum off each product.
    std::uint8_t* raw = s.hidden_.data();
    std::int32_t sum = 0;
    for (std::size_t from = 0; from < arc_; from += label_) {
      const std::size_t size = std::min<std::size_t>(label_, arc_ - from);
      k.squash(row + query + from, scale + query + from, raw, size);
      for (std::size_t i = 0; i < size; ++i) {
        s.query_[from + i] = static_cast<std::int8_t>(raw[i] - 64);
        sum += s.query_[from + i];
      }
    }
    k.dots(s.keys_.data(), words + 1, s.query_.data(), arc_, s.dots_.data());
    float* arcs = s.arcs_.data() + t * (words + 1);
    arcs[0] = static_cast<float>(s.dots_[0] - 64 * sum) * arc_scale_ + arc_distance_[kDistanceRoot];
    for (std::size_t j = 0; j < words; ++j) {
      arcs[j + 1] = static_cast<float>(s.dots_[j + 1] - 64 * sum) * arc_scale_ + arc_distance_[bucket(j, t)];
    }
  }
  decode_tree(s.arcs_.data(), words, s.heads_.data(), s.tree_);

  // Relations: the parts of head and dependent meet in one hidden layer.
  for (std::size_t t = 0; t < words; ++t) {
    const std::int32_t* row = s.heads_sums_.data() + t * heads_.outputs + head;
    for (std::size_t i = 0; i < label_; ++i) {
      s.part_[t * label_ + i] = static_cast<float>(row[i]) * scale[head + i];
    }
  }
  for (std::size_t t = 0; t < words; ++t) {
    const std::size_t h = s.heads_[t];
    const float* part = h == 0 ? root_label_.data() : s.part_.data() + (h - 1) * label_;
    const std::size_t d = h == 0 ? kDistanceRoot : bucket(h - 1, t);
    k.combine(s.heads_sums_.data() + t * heads_.outputs + dependent, scale + dependent, part,
              label_distance_.data() + d * label_, s.hidden_.data() + t * label_, label_);
    out[t].head = static_cast<std::uint16_t>(h == 0 ? t : h - 1);
  }
  k.multiply(s.hidden_.data(), label_, words, relation_, s.sums_.data());
  for (std::size_t t = 0; t < words; ++t) {
    out[t].relation = static_cast<model::Relation>(
        best(s.sums_.data() + t * relation_.outputs, relation_.scale.data(), model::relation_count()));
  }
}

}  // namespace hudna::language::net
