#include "language/net/network.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <limits>
#include <string>

#include "tests/unit/language_net/tiny_model.h"

namespace hudna::language::net {
namespace {

const std::vector<std::string_view> kSentence{"Mediators", "said", "the", "3", "convoys", "left", "Al-Qasr", "at", "DAWN", "."};

// A slow, obvious reading of the same weights: nested vectors, one number at a time, every tree tried by its score only
// through decode_tree.
struct Reference {
  const TinyModel& m;

  static std::uint64_t hash(const std::string& s) {
    std::uint64_t h = 0xCBF29CE484222325u;
    for (unsigned char c : s) h = (h ^ c) * 0x100000001B3u;
    h ^= h >> 32;
    h *= 0x9E3779B97F4A7C15u;
    return h ^ (h >> 29);
  }
  static std::string ending(const std::string& s, std::size_t n) { return s.size() <= n ? s : s.substr(s.size() - n); }

  std::vector<int> features(std::string_view form) const {
    std::string low, shape;
    for (char c : form) {
      const bool upper = c >= 'A' && c <= 'Z', digit = c >= '0' && c <= '9';
      low += digit ? '0' : upper ? static_cast<char>(c - 'A' + 'a') : c;
      const char k = upper ? 'X' : digit ? 'd' : c >= 'a' && c <= 'z' ? 'x' : static_cast<unsigned char>(c) > 127 ? 'u' : c;
      const std::size_t n = shape.size();
      if ((n < 2 || shape[n - 1] != k || shape[n - 2] != k) && n < 12) shape += k;
    }
    std::vector<int> out;
    const auto put = [&](const std::vector<std::uint8_t>& row) { out.insert(out.end(), row.begin(), row.end()); };
    put(m.vectors[hash("o" + ending(low, 3)) % (m.vectors.size() / 2)]);
    put(m.own[0]);
    put(m.prefix[hash("p" + low.substr(0, 3)) % 16]);
    put(m.suffix[hash("s" + ending(low, 4)) % 16]);
    put(m.suffix2[hash("t" + ending(low, 2)) % 16]);
    put(m.shape[hash("h" + shape) % 16]);
    for (int b = 0; b < 5; ++b) out.push_back(64);
    return out;
  }

  static std::vector<float> apply(const PlainDense& d, const std::vector<int>& in) {
    std::vector<float> out;
    for (std::uint32_t o = 0; o < d.outputs; ++o) {
      std::int32_t sum = d.start[o];
      for (std::uint32_t i = 0; i < d.inputs; ++i) sum += in[i] * d.weight[o][i];
      out.push_back(static_cast<float>(sum) * d.scale[o]);
    }
    return out;
  }
  static int squash(float v) { return static_cast<int>(std::nearbyintf(std::clamp(v, -63.0f, 63.0f))); }
  static std::size_t best(const std::vector<float>& v, std::size_t from, std::size_t count) {
    std::size_t at = from;
    for (std::size_t i = from; i < from + count; ++i) {
      if (v[i] > v[at]) at = i;
    }
    return at - from;
  }
  static std::size_t distance(int d) {
    std::size_t n = 0;
    for (int edge : {1, 2, 3, 4, 5, 6, 8, 10, 13, 17, 22, 30, 45}) n += std::abs(d) >= edge;
    return d < 0 ? n + 13 : n;
  }
  // The best sequence by trying all would be 19^n; the textbook recursion instead, from the end.
  static std::vector<Label> chain(const std::vector<std::vector<float>>& scores, const std::vector<float>& trans, std::size_t k) {
    const std::size_t n = scores.size();
    std::vector<std::vector<double>> value(n, std::vector<double>(k, 0));
    for (std::size_t t = n; t-- > 0;) {
      for (std::size_t i = 0; i < k; ++i) {
        double rest = t + 1 == n ? 0 : -1e300;
        for (std::size_t j = 0; t + 1 < n && j < k; ++j) rest = std::max(rest, double{trans[i * k + j]} + value[t + 1][j]);
        value[t][i] = scores[t][i] + rest;
      }
    }
    std::vector<Label> out;
    for (std::size_t t = 0; t < n; ++t) {
      std::size_t top = 0;
      double most = -1e300;
      for (std::size_t j = 0; j < k; ++j) {
        const double v = value[t][j] + trans[(t == 0 ? k : out.back()) * k + j];
        if (v > most) {
          most = v;
          top = j;
        }
      }
      out.push_back(static_cast<Label>(top));
    }
    return out;
  }

  std::vector<TokenOutput> run(const std::vector<std::string_view>& forms) const {
    const std::size_t n = forms.size(), h = m.width / 2;
    std::vector<std::vector<int>> x;  // around 64
    for (auto form : forms) {
      x.emplace_back();
      for (float v : apply(m.input, features(form))) x.back().push_back(squash(v) + 64);
    }
    for (const PlainDense& layer : m.layer) {
      auto y = x;
      for (std::size_t d = 0; d < 2; ++d) {
        std::vector<float> c(h, 0.0f);
        for (std::size_t i = 0; i < n; ++i) {
          const std::size_t t = d == 0 ? i : n - 1 - i;
          const std::vector<float> u = apply(layer, x[t]);
          for (std::size_t k = 0; k < h; ++k) {
            const float g = std::clamp(u[d * 3 * h + k], -63.0f, 63.0f);
            const float f = std::clamp(u[d * 3 * h + h + k] + 0.5f, 0.0f, 1.0f);
            const float r = std::clamp(u[d * 3 * h + 2 * h + k] + 0.5f, 0.0f, 1.0f);
            const float fed = f * (c[k] - g);
            c[k] = g + fed;
            const float v = static_cast<float>(x[t][d * h + k] - 64);
            const float mixed = r * (c[k] - v);
            y[t][d * h + k] = static_cast<int>(std::nearbyintf(v + mixed)) + 64;
          }
        }
      }
      x = y;
    }
    const std::size_t xpos = model::upos_count(), uner = xpos + model::xpos_count(), fine = uner + 7, query = fine + 19, key = query + m.arc,
                      dep = key + m.arc, head = dep + m.label;
    std::vector<TokenOutput> out(n);
    std::vector<std::vector<float>> tops, us, fs;
    for (std::size_t t = 0; t < n; ++t) {
      tops.push_back(apply(m.heads, x[t]));
      out[t].upos = static_cast<model::Upos>(best(tops[t], 0, xpos));
      out[t].xpos = static_cast<model::Xpos>(best(tops[t], xpos, model::xpos_count()));
      us.emplace_back(tops[t].begin() + static_cast<long>(uner), tops[t].begin() + static_cast<long>(fine));
      fs.emplace_back(tops[t].begin() + static_cast<long>(fine), tops[t].begin() + static_cast<long>(query));
    }
    const auto u = chain(us, m.uner_chain, 7), f = chain(fs, m.fine_chain, 19);
    std::vector<float> arcs;
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j <= n; ++j) {
        std::int32_t dot = 0;
        for (std::size_t k = 0; k < m.arc; ++k) {
          dot += squash(tops[i][query + k]) * (j == 0 ? m.root[k] : squash(tops[j - 1][key + k]));
        }
        const float by = m.arc_distance[j == 0 ? 27 : distance(static_cast<int>(j) - 1 - static_cast<int>(i))];
        arcs.push_back(static_cast<float>(dot) * m.arc_scale + by);
      }
    }
    std::vector<std::uint16_t> heads(n);
    TreeScratch scratch(n);
    decode_tree(arcs.data(), n, heads.data(), scratch);
    for (std::size_t t = 0; t < n; ++t) {
      std::vector<int> z;
      const std::size_t at = heads[t];
      for (std::size_t k = 0; k < m.label; ++k) {
        const float part = at == 0 ? m.root_label[k] : tops[at - 1][head + k];
        const float by = m.label_distance[at == 0 ? 27 : distance(static_cast<int>(at) - 1 - static_cast<int>(t))][k];
        z.push_back(static_cast<int>(std::nearbyintf(std::clamp(tops[t][dep + k] + part + by, 0.0f, 127.0f))));
      }
      out[t].relation = static_cast<model::Relation>(best(apply(m.relation, z), 0, model::relation_count()));
      out[t].head = static_cast<std::uint16_t>(at == 0 ? t : at - 1);
      out[t].uner = u[t];
      out[t].fine = f[t];
    }
    return out;
  }
};

void expect_same(const std::vector<TokenOutput>& a, const std::vector<TokenOutput>& b) {
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    EXPECT_EQ(a[i].upos, b[i].upos) << i;
    EXPECT_EQ(a[i].xpos, b[i].xpos) << i;
    EXPECT_EQ(a[i].relation, b[i].relation) << i;
    EXPECT_EQ(a[i].head, b[i].head) << i;
    EXPECT_EQ(a[i].uner, b[i].uner) << i;
    EXPECT_EQ(a[i].fine, b[i].fine) << i;
  }
}

TEST(Network, IsThePlainForwardPassOnEveryPath) {
  for (std::uint32_t seed = 1; seed <= 20; ++seed) {
    const TinyModel m = TinyBuilder(seed).build();
    const std::vector<TokenOutput> expected = Reference{m}.run(kSentence);
    for (Kernel k : {Kernel::Scalar, Kernel::Sse2, Kernel::Avx2, Kernel::Vnni}) {
      if (!supported(k)) continue;
      const auto network = Network::open(m.bytes, k);
      ASSERT_TRUE(network) << base::print(network.error());
      EXPECT_EQ(network->kernel(), k);
      Network::Scratch scratch(*network);
      std::vector<TokenOutput> out(kSentence.size());
      network->run(kSentence, scratch, out);
      expect_same(out, expected);
      // The same scratch again, after another sentence.
      std::vector<TokenOutput> one(1);
      network->run(std::span(kSentence).first(1), scratch, one);
      network->run(kSentence, scratch, out);
      expect_same(out, expected);
    }
  }
}

RC_GTEST_PROP(Network, GivesOneTreeAndLegalLabelsForAnyForms, ()) {
  static const TinyModel m = TinyBuilder(5).build();
  static const Network network = *Network::open(m.bytes);
  const auto forms = *rc::gen::container<std::vector<std::string>>(rc::gen::container<std::string>(rc::gen::arbitrary<char>()));
  std::vector<std::string_view> views(forms.begin(), forms.end());
  views.resize(std::min<std::size_t>(views.size(), base::limits::kSentenceTokens));
  std::vector<TokenOutput> out(views.size());
  Network::Scratch scratch(network);
  network.run(views, scratch, out);
  std::size_t roots = 0;
  for (std::size_t i = 0; i < out.size(); ++i) {
    roots += out[i].head == i;
    std::size_t at = i, steps = 0;
    while (out[at].head != at && steps <= out.size()) {
      at = out[at].head;
      ++steps;
    }
    RC_ASSERT(steps <= out.size());
    for (auto field : {&TokenOutput::uner, &TokenOutput::fine}) {
      const Label label = out[i].*field;
      if (label == 0 || begins(label)) continue;
      const int before = i == 0 ? -1 : out[i - 1].*field;
      RC_ASSERT(before == label || before + 1 == label);
    }
  }
  RC_ASSERT(roots == (out.empty() ? 0u : 1u));
}

TEST(Network, TakesTheLongestSentence) {
  const TinyModel m = TinyBuilder(3).build();
  const Network network = *Network::open(m.bytes);
  const std::vector<std::string_view> forms(base::limits::kSentenceTokens, "word");
  std::vector<TokenOutput> out(forms.size());
  Network::Scratch scratch(network);
  network.run(forms, scratch, out);
  const std::string giant(100000, 'A');
  const std::string_view one[] = {giant};
  network.run(one, scratch, std::span(out).first(1));
  EXPECT_EQ(out[0].head, 0);
}

TEST(Network, RefusesTruncatedBytes) {
  const TinyModel m = TinyBuilder(1).build();
  ASSERT_TRUE(Network::open(m.bytes));
  for (std::size_t size = 0; size < m.bytes.size(); size += size < 400 ? 1 : 61) {
    const auto got = Network::open(std::string_view(m.bytes).substr(0, size));
    ASSERT_FALSE(got) << size;
    EXPECT_EQ(got.error().code, base::Code::ModelBad);
  }
  EXPECT_FALSE(Network::open(m.bytes + std::string(64, '\0')));
}

TEST(Network, RefusesEveryFlippedBit) {
  const TinyModel m = TinyBuilder(1).build();
  std::string bytes = m.bytes;
  for (std::size_t at = 0; at < bytes.size(); at += at < 300 ? 1 : 97) {
    for (int bit = 0; bit < 8; ++bit) {
      bytes[at] = static_cast<char>(bytes[at] ^ (1 << bit));
      EXPECT_FALSE(Network::open(bytes)) << at << " " << bit;
      bytes[at] = static_cast<char>(bytes[at] ^ (1 << bit));
    }
  }
  EXPECT_TRUE(Network::open(bytes));
}

// A file with a right checksum but wild header fields must not be followed out of its bytes.
RC_GTEST_PROP(Network, RefusesOrSurvivesWildFields, ()) {
  static const TinyModel m = TinyBuilder(1).build();
  std::string bytes = m.bytes;
  const auto field = *rc::gen::inRange<std::size_t>(0, m.fields.size());
  const auto value = *rc::gen::oneOf(rc::gen::arbitrary<std::uint32_t>(), rc::gen::inRange<std::uint32_t>(0, 300));
  std::memcpy(bytes.data() + 32 + field * 4, &value, 4);
  bytes = seal(bytes);
  const auto got = Network::open(bytes);
  if (got) {
    Network::Scratch scratch(*got);
    std::vector<TokenOutput> out(kSentence.size());
    got->run(kSentence, scratch, out);
  }
}

TEST(Network, NamesAreRunsOfLabels) {
  std::vector<TokenOutput> tokens(6);
  tokens[0].uner = 1;  // B-PER
  tokens[1].uner = 2;
  tokens[2].uner = 1;
  tokens[4].uner = 5;  // B-LOC
  std::vector<NameSpan> spans;
  uner_spans(tokens, spans);
  EXPECT_EQ(spans, (std::vector<NameSpan>{{0, 2, 0}, {2, 3, 0}, {4, 5, 2}}));
  EXPECT_EQ(name(static_cast<Uner>(spans[2].type)), "LOC");
}

}  // namespace
}  // namespace hudna::language::net
