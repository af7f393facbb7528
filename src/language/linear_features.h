// Which properties of a state does the linear analyser weigh? Feature hashes
// of the tagger, the parser and its labeller, shared by the runner and the
// trainer, so that the two can never differ. Templates after Zhang & Nivre
// (2011) and Goldberg & Nivre (2013), with the labeller apart.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "language/arc_hybrid.h"
#include "language/word.h"

namespace hudna::language {

// Feature i of a template list: two keys and the template's number in one hash.
inline std::uint32_t feature(std::uint32_t number, std::uint64_t a, std::uint64_t b = 0) {
  std::uint64_t h = (a + 0x9E3779B97F4A7C15ULL * (number + 1)) * 0xff51afd7ed558ccdULL;
  h ^= h >> 32;
  h = (h + b * 0xc4ceb9fe1a85ec53ULL) * 0x9FB21C651E98DF25ULL;
  return static_cast<std::uint32_t>(h >> 32);
}
inline std::uint64_t pair(std::uint64_t a, std::uint64_t b) { return a * 0x9FB21C651E98DF25ULL + b + 0x51ED27; }

inline constexpr int kTaggerFeatures = 30;
using TaggerFeatures = std::array<std::uint32_t, kTaggerFeatures>;

// `tags`: classes of the words before i (at least i of them).
inline void tagger_features(const std::vector<Word>& w, const std::vector<std::uint8_t>& tags, std::size_t i, TaggerFeatures* out) {
  static const Word kNone;
  const std::size_t n = w.size();
  const Word& c = w[i];
  const Word& p1 = i >= 1 ? w[i - 1] : kNone;
  const Word& p2 = i >= 2 ? w[i - 2] : kNone;
  const Word& n1 = i + 1 < n ? w[i + 1] : kNone;
  const Word& n2 = i + 2 < n ? w[i + 2] : kNone;
  const std::uint32_t t1 = i >= 1 ? tags[i - 1] + 1u : 0;
  const std::uint32_t t2 = i >= 2 ? tags[i - 2] + 1u : 0;
  std::uint32_t k = 0;
  const auto add = [&](std::uint64_t a, std::uint64_t b = 0) {
    (*out)[k] = feature(k, a, b);
    ++k;
  };
  add(1);
  add(c.lower);
  add(c.form);
  add(c.suffix[0], c.shape);
  add(c.suffix[1]);
  add(c.suffix[2]);
  add(c.suffix[3]);
  add(c.suffix[2], c.shape);
  add(c.prefix[0], c.suffix[1]);
  add(c.prefix[1]);
  add(c.prefix[2]);
  add(c.shape);
  add(t1);
  add(pair(t1, t2));
  add(t1, c.lower);
  add(t1, c.suffix[2]);
  add(pair(t1, t2), c.lower);
  add(p1.lower);
  add(p1.lower, c.lower);
  add(p2.lower);
  add(n1.lower);
  add(n1.suffix[2]);
  add(n1.lower, c.lower);
  add(n2.lower);
  add(n1.shape, c.shape);
  add(p1.suffix[2], c.suffix[2]);
  add(n1.suffix[2], c.suffix[2]);
  add(n1.suffix[1], pair(t1, c.suffix[1]));
  add(pair(p1.shape, n1.shape), c.shape);
  add(n1.lower, t1);
}

// What the parser sees of a sentence: words and their predicted tag classes.
struct ParserInput {
  const std::vector<Word>* words = nullptr;
  const std::vector<std::uint8_t>* tags = nullptr;
  int n = 0;
  std::uint64_t w(int i) const { return i < 0 ? 1 : (i >= n ? 2 : (*words)[i].lower); }
  std::uint64_t t(int i) const { return i < 0 ? 201 : (i >= n ? 202 : (*tags)[i]); }
};

inline constexpr int kActionFeatures = 74;
using ActionFeatures = std::array<std::uint32_t, kActionFeatures>;

inline void action_features(const State& s, const ParserInput& in, ActionFeatures* out) {
  const int s0 = s.s(0), s1 = s.s(1), s2 = s.s(2), b0 = s.b(0), b1 = s.b(1), b2 = s.b(2), b3 = s.b(3);
  const auto left = [&](int i) { return i < 0 ? -1 : s.leftmost[i]; };
  const auto right = [&](int i) { return i < 0 || i >= in.n ? -1 : s.rightmost[i]; };
  const auto label = [&](int i) -> std::uint64_t { return i < 0 || i >= in.n ? 60 : static_cast<std::uint64_t>(s.labels[i] + 1); };
  const std::uint64_t s0w = in.w(s0), s0t = in.t(s0), s1w = in.w(s1), s1t = in.t(s1), s2t = in.t(s2), s2w = in.w(s2);
  const std::uint64_t b0w = in.w(b0), b0t = in.t(b0), b1w = in.w(b1), b1t = in.t(b1), b2t = in.t(b2), b2w = in.w(b2), b3t = in.t(b3);
  const int s0l = left(s0), s0r = right(s0), s1l = left(s1), s1r = right(s1), b0l = left(b0);
  const std::uint64_t s0lt = in.t(s0l), s0rt = in.t(s0r), s1lt = in.t(s1l), s1rt = in.t(s1r), b0lt = in.t(b0l);
  const auto count = [](int c) -> std::uint64_t { return c > 4 ? 4 : static_cast<std::uint64_t>(c); };
  const std::uint64_t s0vl = s0 < 0 ? 9 : count(s.left_count[s0]), s0vr = s0 < 0 ? 9 : count(s.right_count[s0]);
  const std::uint64_t s1vl = s1 < 0 ? 9 : count(s.left_count[s1]), s1vr = s1 < 0 ? 9 : count(s.right_count[s1]);
  const std::uint64_t b0vl = count(s.left_count[b0]);
  const auto distance = [](int a, int b) -> std::uint64_t {
    if (a < 0) return 0;
    const int d = b - a;
    return static_cast<std::uint64_t>(d <= 4 ? d : (d <= 7 ? 5 : (d <= 12 ? 6 : 7)));
  };
  const std::uint64_t d01 = distance(s0, b0), ds = distance(s1, s0);
  const std::uint64_t s0wt = pair(s0w, s0t), b0wt = pair(b0w, b0t), s1wt = pair(s1w, s1t);
  std::uint32_t k = 0;
  const auto add = [&](std::uint64_t a, std::uint64_t b = 0) {
    (*out)[k] = feature(k + 100, a, b);
    ++k;
  };
  add(1);
  add(s0w);
  add(s0t);
  add(s0wt);
  add(s1w);
  add(s1t);
  add(s1wt);
  add(b0w);
  add(b0t);
  add(b0wt);
  add(b1w);
  add(b1t);
  add(pair(b1w, b1t));
  add(b2t);
  add(b2w);
  add(pair(s2w, s2t));
  add(s0wt, b0wt);
  add(s0wt, b0w);
  add(s0w, b0wt);
  add(s0wt, b0t);
  add(s0t, b0wt);
  add(s0w, b0w);
  add(s0t, b0t);
  add(b0t, b1t);
  add(b0w, b1w);
  add(b0w, b1t);
  add(s0t, s1t);
  add(s1wt, s0t);
  add(s1t, s0wt);
  add(s1w, s0w);
  add(s1wt, b0t);
  add(s1t, b0wt);
  add(s1t, b0t);
  add(s1w, b0w);
  add(pair(b0t, b1t), b2t);
  add(pair(s0t, b0t), b1t);
  add(pair(s1t, s0t), b0t);
  add(pair(s2t, s1t), pair(s0t, b0t));
  add(pair(s0t, b0t), pair(b1t, b2t));
  add(pair(s1t, s0t), pair(b0t, b1t));
  add(pair(s0t, s0lt), b0t);
  add(pair(s0t, s0rt), b0t);
  add(pair(s0t, b0lt), b0t);
  add(pair(s1t, s1rt), s0t);
  add(pair(s1t, s1lt), s0t);
  add(pair(s1t, s0rt), s0t);
  add(pair(s0lt, s0rt), pair(s0t, b0t));
  add(label(s0l), s0t);
  add(label(s0r), s0t);
  add(label(b0l), b0t);
  add(pair(label(s0l), label(s0r)), pair(s0t, b0t));
  add(label(s1r), pair(s1t, s0t));
  add(label(s1l), pair(s1t, s0t));
  add(pair(label(s1l), s1w), s0t);
  add(pair(s0w, label(s0r)), b0t);
  add(pair(s0w, s0vl), s0vr);
  add(pair(s0t, s0vl), s0vr);
  add(pair(b0w, b0vl));
  add(pair(b0t, b0vl));
  add(pair(s1t, s1vl), s1vr);
  add(pair(s0t, d01), b0t);
  add(pair(s0w, d01));
  add(pair(b0w, d01));
  add(pair(s0w, d01), b0w);
  add(pair(s1t, ds), s0t);
  add(pair(pair(s0t, b0t), in.w(s0r)), b0w);
  add(pair(in.w(s0l), s0t), b0t);
  add(pair(in.w(s0l), s1w), s1t);
  add(pair(in.w(s0l), s1t), s0t);
  add(pair(in.w(b0l), b0t), s0t);
  add(b3t, b2t);
  add(pair(s1t, s0w), b0t);
  add(pair(s1w, s0t), b0w);
  add(pair(s0 < 0 || s0 >= in.n ? 0 : (*in.words)[s0].suffix[2], b0t), s1t);
}

inline constexpr int kLabelFeatures = 34;
using LabelFeatures = std::array<std::uint32_t, kLabelFeatures>;

// The arc dep -> head is about to be made, and dep has all its children.
inline void label_features(const State& s, const ParserInput& in, int head, int dep, LabelFeatures* out) {
  const auto label = [&](int i) -> std::uint64_t { return i < 0 || i >= in.n ? 60 : static_cast<std::uint64_t>(s.labels[i] + 1); };
  const int dl = s.leftmost[dep], dr = s.rightmost[dep];
  const int hl = s.leftmost[head];
  const int hr = head < in.n ? s.rightmost[head] : -1;
  const std::uint64_t dw = in.w(dep), dt = in.t(dep), hw = in.w(head), ht = in.t(head);
  const std::uint64_t direction = head > dep ? 1 : 0;
  const int gap = head > dep ? head - dep : dep - head;
  const std::uint64_t far = direction * 8 + static_cast<std::uint64_t>(gap <= 4 ? gap : (gap <= 8 ? 5 : 6));
  std::uint32_t k = 0;
  const auto add = [&](std::uint64_t a, std::uint64_t b = 0) {
    (*out)[k] = feature(k + 200, a, b);
    ++k;
  };
  const int before = dep - 1, after = dep + 1 < in.n ? dep + 1 : -1;
  add(1, direction);
  add(dw, direction);
  add(dt, direction);
  add(pair(dw, dt), direction);
  add(hw, direction);
  add(ht, direction);
  add(pair(hw, ht), direction);
  add(pair(dt, ht), direction);
  add(pair(dt, ht), far);
  add(pair(dw, ht), direction);
  add(pair(dt, hw), direction);
  add(pair(dw, hw), direction);
  add(pair(dt, in.t(dl)), pair(ht, direction));
  add(pair(dt, in.t(dr)), pair(ht, direction));
  add(pair(dt, in.w(dl)), pair(ht, direction));
  add(pair(dt, in.w(dr)), pair(ht, direction));
  add(pair(dt, in.w(dl)), pair(hw, direction));
  add(pair(dt, label(dl)), pair(ht, direction));
  add(pair(dt, label(dr)), pair(ht, direction));
  add(pair(label(dl), label(dr)), pair(dt, ht));
  add(pair(dw, in.w(dl)), direction);
  add(pair(in.t(before), in.t(after)), pair(dt, ht));
  add(pair(in.w(before), dt), ht);
  add(pair(in.w(after), dt), ht);
  add(pair(label(hl), dt), pair(ht, direction));
  add(pair(label(hr), dt), pair(ht, direction));
  add(pair(in.w(hl), dt), pair(ht, direction));
  add(pair(in.w(hr), dt), pair(ht, direction));
  add(pair(label(hl), label(hr)), pair(dt, pair(ht, direction)));
  add((*in.words)[dep].suffix[2], pair(ht, direction));
  add((*in.words)[dep].shape, pair(dt, pair(ht, direction)));
  add(pair(static_cast<std::uint64_t>(s.left_count[dep]), static_cast<std::uint64_t>(s.right_count[dep])), pair(dt, pair(ht, direction)));
  add(pair(label(hl), dw), pair(hw, direction));
  add(pair(in.w(dl), dw), hw);
}

}  // namespace hudna::language
