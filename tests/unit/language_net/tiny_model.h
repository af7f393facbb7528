// A small weight file for tests, made from a seed in the layout of
// train/export.py, beside its plain numbers for a slow reference.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <random>
#include <string>
#include <vector>

#include "language/net/network.h"

namespace hudna::language::net {

struct PlainDense {
  std::uint32_t inputs = 0, outputs = 0;         // without padding
  std::vector<std::vector<int>> weight;          // [output][input]
  std::vector<std::int32_t> start;
  std::vector<float> scale;
};

struct TinyModel {
  std::uint32_t width = 32, layers = 2, arc = 64, label = 32;
  std::vector<std::uint32_t> fields;
  std::string bytes;
  PlainDense input, heads, relation;
  std::vector<PlainDense> layer;
  std::vector<std::vector<std::uint8_t>> vectors, own, prefix, suffix, suffix2, shape;
  std::vector<int> root;
  std::vector<float> root_label, arc_distance, uner_chain, fine_chain;
  std::vector<std::vector<float>> label_distance;
  float arc_scale = 0;
};

inline std::string seal(std::string bytes) {
  const std::uint64_t size = bytes.size();
  std::memcpy(bytes.data() + 16, &size, 8);
  const std::uint64_t check = checksum(bytes);
  std::memcpy(bytes.data() + 24, &check, 8);
  return bytes;
}

class TinyBuilder {
 public:
  explicit TinyBuilder(std::uint32_t seed) : random_(seed) {}

  TinyModel build() {
    TinyModel m;
    const std::uint32_t rows = 16, dims = 6, mask_bits = 5;
    const std::uint32_t inputs = dims * 6 + mask_bits;
    m.fields = {m.width, m.layers, m.arc, m.label, static_cast<std::uint32_t>(model::upos_count()),
                static_cast<std::uint32_t>(model::xpos_count()), static_cast<std::uint32_t>(model::relation_count()), 7, 19,
                dims, rows, rows / 2, dims, rows, dims, rows, dims, rows, dims, rows, dims, rows, mask_bits, 3, 8, 28, inputs};
    body_.assign((32 + m.fields.size() * 4 + 63) / 64 * 64, '\0');
    std::memcpy(body_.data(), "HUDNANET", 8);
    const std::uint32_t version = 1, header = static_cast<std::uint32_t>(body_.size());
    std::memcpy(body_.data() + 8, &version, 4);
    std::memcpy(body_.data() + 12, &header, 4);
    std::memcpy(body_.data() + 32, m.fields.data(), m.fields.size() * 4);
    section(std::vector<std::uint64_t>(8, 0));  // no word has a row of its own
    section(std::vector<std::uint32_t>{0, 1, 21});
    for (auto* t : {&m.vectors, &m.own, &m.prefix, &m.suffix, &m.suffix2, &m.shape}) {
      std::vector<std::uint8_t> flat;
      for (std::uint32_t r = 0; r < rows; ++r) {
        t->emplace_back();
        for (std::uint32_t d = 0; d < dims; ++d) t->back().push_back(static_cast<std::uint8_t>(number(1, 127)));
        flat.insert(flat.end(), t->back().begin(), t->back().end());
      }
      section(flat);
    }
    m.input = dense(inputs, m.width, 0.02f);
    for (std::uint32_t l = 0; l < m.layers; ++l) {
      m.layer.push_back(dense(m.width, 3 * m.width, 0.02f));
      for (std::size_t k = 0; k < 3 * m.width; ++k) {
        if (k / (m.width / 2) % 3 != 0) m.layer.back().scale[k] /= 100;  // gates
      }
      rewrite_scale(m.layer.back());
    }
    m.heads = dense(m.width, static_cast<std::uint32_t>(model::upos_count() + model::xpos_count()) + 26 + 2 * m.arc + 2 * m.label, 0.01f);
    m.relation = dense(m.label, static_cast<std::uint32_t>(model::relation_count()), 0.01f);
    m.uner_chain = chain(7);
    m.fine_chain = chain(19);
    std::vector<std::int8_t> root;
    for (std::uint32_t k = 0; k < m.arc; ++k) {
      root.push_back(static_cast<std::int8_t>(number(-63, 63)));
      m.root.push_back(root.back());
    }
    section(root);
    m.root_label = floats(m.label, 20);
    m.arc_distance = floats(28, 1);
    std::vector<float> flat;
    for (int k = 0; k < 28; ++k) {
      m.label_distance.emplace_back();
      for (std::uint32_t i = 0; i < m.label; ++i) m.label_distance.back().push_back(real(10));
      flat.insert(flat.end(), m.label_distance.back().begin(), m.label_distance.back().end());
    }
    section(flat);
    m.arc_scale = 0.001f;
    section(std::vector<float>{m.arc_scale});
    m.bytes = seal(body_);
    return m;
  }

 private:
  int number(int low, int high) { return low + static_cast<int>(random_() % static_cast<unsigned>(high - low + 1)); }
  float real(float size) { return size * static_cast<float>(number(-1000, 1000)) / 1000.0f; }
  template <class T>
  void section(const std::vector<T>& values) {
    at_ = body_.size();
    body_.append(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T));
    body_.resize((body_.size() + 63) / 64 * 64, '\0');
  }
  std::vector<float> floats(std::size_t count, float size) {
    std::vector<float> v;
    for (std::size_t i = 0; i < count; ++i) v.push_back(real(size));
    section(v);
    return v;
  }
  std::vector<float> chain(std::size_t k) {
    std::vector<float> v;
    for (std::size_t i = 0; i <= k; ++i) {
      for (std::size_t j = 0; j < k; ++j) {
        const bool inside = j > 0 && j % 2 == 0;
        v.push_back(inside && (i == k || (i != j && i + 1 != j)) ? -1e4f : real(1));
      }
    }
    section(v);
    return v;
  }
  PlainDense dense(std::uint32_t inputs, std::uint32_t outputs, float scale) {
    PlainDense d;
    d.inputs = inputs;
    d.outputs = outputs;
    const std::uint32_t k4 = (inputs + 3) / 4 * 4, n16 = (outputs + 15) / 16 * 16;
    std::vector<std::int8_t> panels(std::size_t{k4} * n16, 0);
    for (std::uint32_t o = 0; o < outputs; ++o) {
      d.weight.emplace_back();
      for (std::uint32_t i = 0; i < inputs; ++i) {
        d.weight.back().push_back(number(-64, 64));
        panels[std::size_t{o / 16} * 16 * k4 + std::size_t{i / 4} * 64 + (o % 16) * 4 + i % 4] = static_cast<std::int8_t>(d.weight.back().back());
      }
    }
    section(panels);
    for (std::uint32_t o = 0; o < n16; ++o) d.start.push_back(number(-2000, 2000));
    for (std::uint32_t o = 0; o < outputs; ++o) {
      for (int w : d.weight[o]) d.start[o] -= 64 * w;
    }
    section(d.start);
    for (std::uint32_t o = 0; o < n16; ++o) d.scale.push_back(scale * static_cast<float>(number(1, 100)) / 100.0f);
    section(d.scale);
    return d;
  }
  void rewrite_scale(const PlainDense& d) { std::memcpy(body_.data() + at_, d.scale.data(), d.scale.size() * sizeof(float)); }

  std::mt19937 random_;
  std::string body_;
  std::size_t at_ = 0;
};

}  // namespace hudna::language::net
