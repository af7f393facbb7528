#include "language/net/kernels.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cstring>
#include <vector>

namespace hudna::language::net {
namespace {

std::vector<Kernel> fast_kernels() {
  std::vector<Kernel> out;
  for (Kernel k : {Kernel::Sse2, Kernel::Avx2, Kernel::Vnni}) {
    if (supported(k)) out.push_back(k);
  }
  return out;
}

template <class T>
std::vector<T> values(std::size_t count, int low, int high) {
  std::vector<T> out;
  out.reserve(count);
  // One seed a vector: rapidcheck is too slow for each number.
  std::uint64_t s = *rc::gen::arbitrary<std::uint64_t>();
  for (std::size_t i = 0; i < count; ++i) {
    s = s * 6364136223846793005u + 1442695040888963407u;
    out.push_back(static_cast<T>(low + static_cast<int>((s >> 33) % static_cast<std::uint64_t>(high - low + 1))));
  }
  return out;
}

RC_GTEST_PROP(Kernels, ProductsAreThoseOfPlainCode, ()) {
  const auto inputs = 4 * *rc::gen::inRange<std::uint32_t>(1, 80);
  const auto outputs = 16 * *rc::gen::inRange<std::uint32_t>(1, 6);
  const auto rows = *rc::gen::inRange<std::size_t>(0, 45);
  const auto stride = inputs + *rc::gen::inRange<std::uint32_t>(0, 9);
  const bool extreme = *rc::gen::arbitrary<bool>();
  const auto a = values<std::uint8_t>(rows * stride + 16, extreme ? 127 : 0, 127);
  // The largest that fit, or any below.
  const auto w = extreme ? std::vector<std::int8_t>(std::size_t{inputs} * outputs, -64) : values<std::int8_t>(std::size_t{inputs} * outputs, -64, 64);
  RC_ASSERT(fits_pairs(w.data(), inputs, outputs));
  Dense dense;
  dense.inputs = inputs;
  dense.outputs = outputs;
  dense.panels = w.data();
  dense.start = values<std::int32_t>(outputs, -1000000, 1000000);
  std::vector<std::int32_t> expected;
  for (std::size_t r = 0; r < rows; ++r) {
    for (std::uint32_t o = 0; o < outputs; ++o) {
      std::int32_t sum = dense.start[o];
      for (std::uint32_t i = 0; i < inputs; ++i) {
        sum += a[r * stride + i] * w[std::size_t{o / 16} * 16 * inputs + std::size_t{i / 4} * 64 + (o % 16) * 4 + i % 4];
      }
      expected.push_back(sum);
    }
  }
  std::vector<Kernel> all = fast_kernels();
  all.push_back(Kernel::Scalar);
  for (Kernel k : all) {
    std::vector<std::int32_t> got(expected.size() + 1, 77);
    kernels(k).multiply(a.data(), stride, rows, dense, got.data());
    RC_ASSERT(got.back() == 77);
    got.pop_back();
    RC_ASSERT(got == expected);
  }
}

RC_GTEST_PROP(Kernels, OtherStepsAreEqualToTheBit, ()) {
  const auto half = 16 * *rc::gen::inRange<std::size_t>(1, 9);
  const auto rows = *rc::gen::inRange<std::size_t>(1, 12);
  const auto size = 32 * *rc::gen::inRange<std::size_t>(1, 5);
  const auto sums = values<std::int32_t>(rows * 6 * half, -200000, 200000);
  std::vector<float> scale;
  for (int v : values<int>(6 * half, 1, 1000000)) scale.push_back(static_cast<float>(v) * 1e-9f);
  const auto x = values<std::uint8_t>(rows * 2 * half, 1, 127);
  const auto a = values<std::uint8_t>(rows * size, 0, 127);
  const auto b = values<std::int8_t>(size, -127, 127);
  const Kernels& plain = kernels(Kernel::Scalar);
  std::vector<float> carry(half), carry2(half);
  std::vector<std::uint8_t> y(x.size()), y2(x.size());
  std::vector<std::int32_t> dots(rows), dots2(rows);
  plain.recurrence(sums.data(), scale.data(), x.data(), y.data(), carry.data(), rows, half);
  plain.dots(a.data(), rows, b.data(), size, dots.data());
  std::vector<std::uint8_t> q(6 * half), q2(6 * half), z(half), z2(half);
  plain.squash(sums.data(), scale.data(), q.data(), q.size());
  std::vector<float> f1, f2;
  for (std::size_t i = 0; i < half; ++i) {
    f1.push_back(static_cast<float>(sums[i]) * 1e-3f);
    f2.push_back(static_cast<float>(sums[half + i]) * 1e-3f);
  }
  plain.combine(sums.data(), scale.data(), f1.data(), f2.data(), z.data(), half);
  for (std::uint8_t v : y) RC_ASSERT(v >= 1 && v <= 127);
  for (Kernel k : fast_kernels()) {
    const Kernels& fast = kernels(k);
    fast.recurrence(sums.data(), scale.data(), x.data(), y2.data(), carry2.data(), rows, half);
    RC_ASSERT(y2 == y);
    RC_ASSERT(std::memcmp(carry.data(), carry2.data(), half * sizeof(float)) == 0);
    fast.dots(a.data(), rows, b.data(), size, dots2.data());
    RC_ASSERT(dots2 == dots);
    fast.squash(sums.data(), scale.data(), q2.data(), q2.size());
    RC_ASSERT(q2 == q);
    fast.combine(sums.data(), scale.data(), f1.data(), f2.data(), z2.data(), half);
    RC_ASSERT(z2 == z);
  }
}

TEST(Kernels, KnowsWeightsThatWouldOverflow) {
  std::vector<std::int8_t> w(16 * 8, 0);
  w[0] = w[1] = 127;
  EXPECT_TRUE(fits_pairs(w.data(), 8, 16));
  w[64] = 5;  // the same output, inputs 0, 1 and 4
  EXPECT_FALSE(fits_pairs(w.data(), 8, 16));
  w[64] = 4;
  EXPECT_TRUE(fits_pairs(w.data(), 8, 16));
  w[66] = 127;  // inputs 6 meet 2 and 3, not 0 and 1
  EXPECT_TRUE(fits_pairs(w.data(), 8, 16));
}

TEST(Kernels, TheBestIsSupported) { EXPECT_TRUE(supported(best_kernel())); }

}  // namespace
}  // namespace hudna::language::net
