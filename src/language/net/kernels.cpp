#include "language/net/kernels.h"

#include <bit>
#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#define HUDNA_X86 1
#endif

// The float steps are plain loops that the compiler turns into vectors: so they want O3 also in a debug build. Fusing
// a multiplication with an addition would change the last bit between paths, so it is off.
#if defined(__clang__)
#pragma clang fp contract(off)
#else
#pragma GCC optimize("O3", "fp-contract=off")
#endif

namespace hudna::language::net {
namespace {

#define HUDNA_INLINE inline __attribute__((always_inline))

// Adding 1.5 * 2^23 leaves the nearest integer (ties to even) in the low bits of a float: the same in every path and
// free of calls.
HUDNA_INLINE std::int32_t nearest(float v) {
  return std::bit_cast<std::int32_t>(v + 12582912.0f) - 0x4B400000;
}
HUDNA_INLINE float clamp(float v, float low, float high) {
  v = v < low ? low : v;
  return v > high ? high : v;
}

HUDNA_INLINE void recurrence_body(const std::int32_t* __restrict sums, const float* __restrict scale,
                                  const std::uint8_t* __restrict x, std::uint8_t* __restrict y,
                                  float* __restrict carry, std::size_t rows, std::size_t half) {
  for (std::size_t d = 0; d < 2; ++d) {
    const float* sg = scale + d * 3 * half;
    const float* sf = sg + half;
    const float* sr = sf + half;
    for (std::size_t k = 0; k < half; ++k) carry[k] = 0.0f;
    for (std::size_t i = 0; i < rows; ++i) {
      const std::size_t t = d == 0 ? i : rows - 1 - i;
      const std::int32_t* ug = sums + (t * 2 + d) * 3 * half;
      const std::int32_t* uf = ug + half;
      const std::int32_t* ur = uf + half;
      const std::uint8_t* xt = x + (t * 2 + d) * half;
      std::uint8_t* yt = y + (t * 2 + d) * half;
      for (std::size_t k = 0; k < half; ++k) {
        const float g = clamp(static_cast<float>(ug[k]) * sg[k], -63.0f, 63.0f);
        const float f = clamp(static_cast<float>(uf[k]) * sf[k] + 0.5f, 0.0f, 1.0f);
        const float r = clamp(static_cast<float>(ur[k]) * sr[k] + 0.5f, 0.0f, 1.0f);
        const float c = g + f * (carry[k] - g);
        carry[k] = c;
        const float v = static_cast<float>(static_cast<std::int32_t>(xt[k]) - 64);
        yt[k] = static_cast<std::uint8_t>(nearest(v + r * (c - v)) + 64);
      }
    }
  }
}

HUDNA_INLINE void squash_body(const std::int32_t* __restrict sums, const float* __restrict scale,
                              std::uint8_t* __restrict y, std::size_t size) {
  for (std::size_t k = 0; k < size; ++k) {
    y[k] = static_cast<std::uint8_t>(nearest(clamp(static_cast<float>(sums[k]) * scale[k], -63.0f, 63.0f)) + 64);
  }
}

HUDNA_INLINE void combine_body(const std::int32_t* __restrict a, const float* __restrict sa,
                               const float* __restrict b, const float* __restrict c, std::uint8_t* __restrict y,
                               std::size_t size) {
  for (std::size_t k = 0; k < size; ++k) {
    const float v = static_cast<float>(a[k]) * sa[k] + b[k] + c[k];
    y[k] = static_cast<std::uint8_t>(nearest(clamp(v, 0.0f, 127.0f)));
  }
}

// Plain loops that any compiler turns into the vectors of its target (on ARM: NEON). A panel is first laid out by
// inputs in 16 bits, once for all rows; then four products at a time are added in 16 bits, which fits_pairs allows.
void multiply_scalar(const std::uint8_t* a, std::size_t stride, std::size_t rows, const Dense& dense,
                     std::int32_t* out) {
  constexpr std::size_t kOutputs = 16, kBlock = 128;  // inputs laid out at a time
  std::int16_t wide[kBlock][kOutputs];
  for (std::size_t o = 0; o < dense.outputs; o += kOutputs) {
    for (std::size_t r = 0; r < rows; ++r) {
      std::memcpy(out + r * dense.outputs + o, dense.start.data() + o, kOutputs * sizeof(std::int32_t));
    }
    const std::int8_t* panel = dense.panels + o * dense.inputs;
    for (std::size_t from = 0; from < dense.inputs; from += kBlock) {
      const std::size_t size = dense.inputs - from < kBlock ? dense.inputs - from : kBlock;
      for (std::size_t i = 0; i < size; ++i) {
        const std::int8_t* w = panel + (from + i) / 4 * 64 + i % 4;
        for (std::size_t k = 0; k < kOutputs; ++k) wide[i][k] = w[k * 4];
      }
      for (std::size_t r = 0; r < rows; ++r) {
        const std::uint8_t* q = a + r * stride + from;
        std::int32_t acc[kOutputs];
        std::memcpy(acc, out + r * dense.outputs + o, sizeof acc);
        std::size_t i = 0;
        for (; i + 8 <= size; i += 8) {
          std::int16_t p[8];
          for (std::size_t j = 0; j < 8; ++j) p[j] = q[i + j];
          for (std::size_t k = 0; k < kOutputs; ++k) {
            const auto one = static_cast<std::int16_t>(p[0] * wide[i][k] + p[1] * wide[i + 1][k] + p[4] * wide[i + 4][k] + p[5] * wide[i + 5][k]);
            const auto two = static_cast<std::int16_t>(p[2] * wide[i + 2][k] + p[3] * wide[i + 3][k] + p[6] * wide[i + 6][k] + p[7] * wide[i + 7][k]);
            acc[k] += one;
            acc[k] += two;
          }
        }
        for (; i < size; ++i) {
          for (std::size_t k = 0; k < kOutputs; ++k) acc[k] += q[i] * wide[i][k];
        }
        std::memcpy(out + r * dense.outputs + o, acc, sizeof acc);
      }
    }
  }
}

void dots_scalar(const std::uint8_t* a, std::size_t rows, const std::int8_t* b, std::size_t size,
                 std::int32_t* out) {
  for (std::size_t r = 0; r < rows; ++r) {
    std::int32_t sum = 0;
    for (std::size_t i = 0; i < size; ++i) sum += static_cast<std::int16_t>(a[r * size + i]) * static_cast<std::int16_t>(b[i]);
    out[r] = sum;
  }
}

void recurrence_scalar(const std::int32_t* sums, const float* scale, const std::uint8_t* x, std::uint8_t* y,
                       float* carry, std::size_t rows, std::size_t half) {
  recurrence_body(sums, scale, x, y, carry, rows, half);
}
void squash_scalar(const std::int32_t* sums, const float* scale, std::uint8_t* y, std::size_t size) {
  squash_body(sums, scale, y, size);
}
void combine_scalar(const std::int32_t* a, const float* sa, const float* b, const float* c, std::uint8_t* y,
                    std::size_t size) {
  combine_body(a, sa, b, c, y, size);
}

constexpr Kernels kScalar{multiply_scalar, dots_scalar, recurrence_scalar, squash_scalar, combine_scalar};

#if HUDNA_X86

HUDNA_INLINE std::int32_t four(const std::uint8_t* p) {
  std::int32_t v;
  std::memcpy(&v, p, 4);
  return v;
}

// SSE2 has no product of bytes: both sides are widened to 16 bits and multiplied in pairs. The inputs are widened once
// for all outputs: wide[step][row], each four inputs twice.
template <int R>
HUDNA_INLINE void sse2_block(const __m128i* wide, std::size_t wide_rows, const std::int8_t* w, std::size_t steps,
                             const std::int32_t* start, std::int32_t* out, std::size_t columns) {
  // A quarter of a panel (4 outputs): two registers of pair sums a row.
  for (int quarter = 0; quarter < 4; ++quarter) {
    __m128i low[R], high[R];
    for (int r = 0; r < R; ++r) low[r] = high[r] = _mm_setzero_si128();
    const std::int8_t* p = w + quarter * 16;
    const __m128i* q = wide;
    for (std::size_t s = 0; s < steps; ++s, p += 64, q += wide_rows) {
      const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
      const __m128i w0 = _mm_srai_epi16(_mm_unpacklo_epi8(bytes, bytes), 8);
      const __m128i w1 = _mm_srai_epi16(_mm_unpackhi_epi8(bytes, bytes), 8);
      for (int r = 0; r < R; ++r) {
        low[r] = _mm_add_epi32(low[r], _mm_madd_epi16(q[r], w0));
        high[r] = _mm_add_epi32(high[r], _mm_madd_epi16(q[r], w1));
      }
    }
    for (int r = 0; r < R; ++r) {
      // low: a0 a1 b0 b1, high: c0 c1 d0 d1 -> a b c d.
      const __m128 l = _mm_castsi128_ps(low[r]), h = _mm_castsi128_ps(high[r]);
      const __m128i even = _mm_castps_si128(_mm_shuffle_ps(l, h, 0x88));
      const __m128i odd = _mm_castps_si128(_mm_shuffle_ps(l, h, 0xDD));
      const __m128i sum = _mm_add_epi32(_mm_add_epi32(even, odd),
                                        _mm_loadu_si128(reinterpret_cast<const __m128i*>(start + quarter * 4)));
      _mm_storeu_si128(
          reinterpret_cast<__m128i*>(out + static_cast<std::size_t>(r) * columns + quarter * 4), sum);
    }
  }
}

constexpr std::size_t kWideRows = 20;
constexpr std::size_t kWideSteps = 256;

void multiply_sse2(const std::uint8_t* a, std::size_t stride, std::size_t rows, const Dense& dense,
                   std::int32_t* out) {
  const std::size_t steps = dense.inputs / 4;
  if (steps > kWideSteps) {
    multiply_scalar(a, stride, rows, dense, out);
    return;
  }
  __m128i wide[kWideRows * kWideSteps];
  const __m128i zero = _mm_setzero_si128();
  for (std::size_t first = 0; first < rows; first += kWideRows) {
    const std::size_t some = rows - first < kWideRows ? rows - first : kWideRows;
    for (std::size_t r = 0; r < some; ++r) {
      for (std::size_t s = 0; s < steps; ++s) {
        const __m128i q = _mm_unpacklo_epi8(_mm_cvtsi32_si128(four(a + (first + r) * stride + s * 4)), zero);
        wide[s * some + r] = _mm_unpacklo_epi64(q, q);
      }
    }
    for (std::size_t o = 0; o < dense.outputs; o += 16) {
      const std::int8_t* w = dense.panels + o * dense.inputs;
      const std::int32_t* start = dense.start.data() + o;
      std::int32_t* to = out + first * dense.outputs + o;
      std::size_t r = 0;
      for (; r + 5 <= some; r += 5) {
        sse2_block<5>(wide + r, some, w, steps, start, to + r * dense.outputs, dense.outputs);
      }
      for (; r + 2 <= some; r += 2) {
        sse2_block<2>(wide + r, some, w, steps, start, to + r * dense.outputs, dense.outputs);
      }
      for (; r < some; ++r) sse2_block<1>(wide + r, some, w, steps, start, to + r * dense.outputs, dense.outputs);
    }
  }
}

void dots_sse2(const std::uint8_t* a, std::size_t rows, const std::int8_t* b, std::size_t size, std::int32_t* out) {
  const __m128i zero = _mm_setzero_si128();
  for (std::size_t r = 0; r < rows; ++r) {
    __m128i sum = _mm_setzero_si128();
    for (std::size_t i = 0; i < size; i += 16) {
      const __m128i x = _mm_loadu_si128(reinterpret_cast<const __m128i*>(a + r * size + i));
      const __m128i y = _mm_loadu_si128(reinterpret_cast<const __m128i*>(b + i));
      sum = _mm_add_epi32(sum, _mm_madd_epi16(_mm_unpacklo_epi8(x, zero),
                                              _mm_srai_epi16(_mm_unpacklo_epi8(y, y), 8)));
      sum = _mm_add_epi32(sum, _mm_madd_epi16(_mm_unpackhi_epi8(x, zero),
                                              _mm_srai_epi16(_mm_unpackhi_epi8(y, y), 8)));
    }
    sum = _mm_add_epi32(sum, _mm_shuffle_epi32(sum, 0x4E));
    sum = _mm_add_epi32(sum, _mm_shuffle_epi32(sum, 0xB1));
    out[r] = _mm_cvtsi128_si32(sum);
  }
}

HUDNA_INLINE void store4(std::uint8_t* to, __m128i v) {
  const __m128i half = _mm_packs_epi32(v, v);
  const std::int32_t four_bytes = _mm_cvtsi128_si32(_mm_packus_epi16(half, half));
  std::memcpy(to, &four_bytes, 4);
}

void squash_sse2(const std::int32_t* sums, const float* scale, std::uint8_t* y, std::size_t size) {
  const __m128 low = _mm_set1_ps(-63.0f), high = _mm_set1_ps(63.0f);
  const __m128i middle = _mm_set1_epi32(64);
  for (std::size_t k = 0; k + 4 <= size; k += 4) {
    __m128 v = _mm_mul_ps(_mm_cvtepi32_ps(_mm_loadu_si128(reinterpret_cast<const __m128i*>(sums + k))),
                          _mm_loadu_ps(scale + k));
    v = _mm_min_ps(_mm_max_ps(v, low), high);
    store4(y + k, _mm_add_epi32(_mm_cvtps_epi32(v), middle));
  }
}
void combine_sse2(const std::int32_t* a, const float* sa, const float* b, const float* c, std::uint8_t* y,
                  std::size_t size) {
  const __m128 low = _mm_setzero_ps(), high = _mm_set1_ps(127.0f);
  for (std::size_t k = 0; k + 4 <= size; k += 4) {
    __m128 v = _mm_mul_ps(_mm_cvtepi32_ps(_mm_loadu_si128(reinterpret_cast<const __m128i*>(a + k))),
                          _mm_loadu_ps(sa + k));
    v = _mm_add_ps(_mm_add_ps(v, _mm_loadu_ps(b + k)), _mm_loadu_ps(c + k));
    store4(y + k, _mm_cvtps_epi32(_mm_min_ps(_mm_max_ps(v, low), high)));
  }
}

constexpr Kernels kSse2{multiply_sse2, dots_sse2, recurrence_scalar, squash_sse2, combine_sse2};

#define HUDNA_AVX2 __attribute__((target("avx2")))
#define HUDNA_VNNI __attribute__((target("avx512f,avx512bw,avx512vl,avx512vnni")))

// Two steps of four inputs meet in 16 bits before they are widened: fits_pairs() says that they stay inside.
template <int R>
HUDNA_AVX2 inline void avx2_block(const std::uint8_t* a, std::size_t stride, const std::int8_t* w,
                                  std::size_t steps, const std::int32_t* start, std::int32_t* out,
                                  std::size_t columns) {
  const __m256i ones = _mm256_set1_epi16(1);
  __m256i left[R], right[R];
  for (int r = 0; r < R; ++r) {
    left[r] = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(start));
    right[r] = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(start + 8));
  }
  std::size_t s = 0;
  for (; s + 2 <= steps; s += 2, w += 128) {
    const __m256i w0 = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(w));
    const __m256i w1 = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(w + 32));
    const __m256i w2 = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(w + 64));
    const __m256i w3 = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(w + 96));
    for (int r = 0; r < R; ++r) {
      const std::uint8_t* from = a + static_cast<std::size_t>(r) * stride + s * 4;
      const __m256i q = _mm256_set1_epi32(four(from)), next = _mm256_set1_epi32(four(from + 4));
      const __m256i l = _mm256_add_epi16(_mm256_maddubs_epi16(q, w0), _mm256_maddubs_epi16(next, w2));
      const __m256i h = _mm256_add_epi16(_mm256_maddubs_epi16(q, w1), _mm256_maddubs_epi16(next, w3));
      left[r] = _mm256_add_epi32(left[r], _mm256_madd_epi16(l, ones));
      right[r] = _mm256_add_epi32(right[r], _mm256_madd_epi16(h, ones));
    }
  }
  if (s < steps) {
    const __m256i w0 = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(w));
    const __m256i w1 = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(w + 32));
    for (int r = 0; r < R; ++r) {
      const __m256i q = _mm256_set1_epi32(four(a + static_cast<std::size_t>(r) * stride + s * 4));
      left[r] = _mm256_add_epi32(left[r], _mm256_madd_epi16(_mm256_maddubs_epi16(q, w0), ones));
      right[r] = _mm256_add_epi32(right[r], _mm256_madd_epi16(_mm256_maddubs_epi16(q, w1), ones));
    }
  }
  for (int r = 0; r < R; ++r) {
    std::int32_t* to = out + static_cast<std::size_t>(r) * columns;
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), left[r]);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(to + 8), right[r]);
  }
}

HUDNA_AVX2 void multiply_avx2(const std::uint8_t* a, std::size_t stride, std::size_t rows, const Dense& dense,
                              std::int32_t* out) {
  const std::size_t steps = dense.inputs / 4;
  for (std::size_t o = 0; o < dense.outputs; o += 16) {
    const std::int8_t* w = dense.panels + o * dense.inputs;
    const std::int32_t* start = dense.start.data() + o;
    std::size_t r = 0;
    for (; r + 4 <= rows; r += 4) {
      avx2_block<4>(a + r * stride, stride, w, steps, start, out + r * dense.outputs + o, dense.outputs);
    }
    const std::uint8_t* rest = a + r * stride;
    std::int32_t* to = out + r * dense.outputs + o;
    if (rows - r == 3) avx2_block<3>(rest, stride, w, steps, start, to, dense.outputs);
    if (rows - r == 2) avx2_block<2>(rest, stride, w, steps, start, to, dense.outputs);
    if (rows - r == 1) avx2_block<1>(rest, stride, w, steps, start, to, dense.outputs);
  }
}

HUDNA_AVX2 void dots_avx2(const std::uint8_t* a, std::size_t rows, const std::int8_t* b, std::size_t size,
                          std::int32_t* out) {
  const __m256i ones = _mm256_set1_epi16(1);
  for (std::size_t r = 0; r < rows; ++r) {
    __m256i sum = _mm256_setzero_si256();
    for (std::size_t i = 0; i < size; i += 32) {
      const __m256i x = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(a + r * size + i));
      const __m256i y = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(b + i));
      sum = _mm256_add_epi32(sum, _mm256_madd_epi16(_mm256_maddubs_epi16(x, y), ones));
    }
    __m128i half = _mm_add_epi32(_mm256_castsi256_si128(sum), _mm256_extracti128_si256(sum, 1));
    half = _mm_add_epi32(half, _mm_shuffle_epi32(half, 0x4E));
    half = _mm_add_epi32(half, _mm_shuffle_epi32(half, 0xB1));
    out[r] = _mm_cvtsi128_si32(half);
  }
}

HUDNA_AVX2 void recurrence_avx2(const std::int32_t* sums, const float* scale, const std::uint8_t* x,
                                std::uint8_t* y, float* carry, std::size_t rows, std::size_t half) {
  recurrence_body(sums, scale, x, y, carry, rows, half);
}
// Eight values of 0 to 127 from eight floats: the nearest integer, ties to even, as nearest() does.
HUDNA_AVX2 HUDNA_INLINE void store8(std::uint8_t* to, __m256i v) {
  const __m128i half = _mm_packs_epi32(_mm256_castsi256_si128(v), _mm256_extracti128_si256(v, 1));
  _mm_storel_epi64(reinterpret_cast<__m128i*>(to), _mm_packus_epi16(half, half));
}

HUDNA_AVX2 void squash_avx2(const std::int32_t* sums, const float* scale, std::uint8_t* y, std::size_t size) {
  const __m256 low = _mm256_set1_ps(-63.0f), high = _mm256_set1_ps(63.0f);
  const __m256i middle = _mm256_set1_epi32(64);
  for (std::size_t k = 0; k + 8 <= size; k += 8) {
    __m256 v = _mm256_mul_ps(_mm256_cvtepi32_ps(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(sums + k))),
                             _mm256_loadu_ps(scale + k));
    v = _mm256_min_ps(_mm256_max_ps(v, low), high);
    store8(y + k, _mm256_add_epi32(_mm256_cvtps_epi32(v), middle));
  }
}
HUDNA_AVX2 void combine_avx2(const std::int32_t* a, const float* sa, const float* b, const float* c,
                             std::uint8_t* y, std::size_t size) {
  const __m256 low = _mm256_setzero_ps(), high = _mm256_set1_ps(127.0f);
  for (std::size_t k = 0; k + 8 <= size; k += 8) {
    __m256 v = _mm256_mul_ps(_mm256_cvtepi32_ps(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(a + k))),
                             _mm256_loadu_ps(sa + k));
    v = _mm256_add_ps(_mm256_add_ps(v, _mm256_loadu_ps(b + k)), _mm256_loadu_ps(c + k));
    store8(y + k, _mm256_cvtps_epi32(_mm256_min_ps(_mm256_max_ps(v, low), high)));
  }
}

constexpr Kernels kAvx2{multiply_avx2, dots_avx2, recurrence_avx2, squash_avx2, combine_avx2};

// R rows of P panels.
template <int R, int P>
HUDNA_VNNI inline void vnni_block(const std::uint8_t* a, std::size_t stride, const std::int8_t* w,
                                  std::size_t steps, const std::int32_t* start, std::int32_t* out,
                                  std::size_t columns) {
  __m512i acc[R][P];
  for (int p = 0; p < P; ++p) {
    for (int r = 0; r < R; ++r) acc[r][p] = _mm512_loadu_si512(start + p * 16);
  }
  for (std::size_t s = 0; s < steps; ++s) {
    __m512i v[P];
    for (int p = 0; p < P; ++p) v[p] = _mm512_loadu_si512(w + (static_cast<std::size_t>(p) * steps + s) * 64);
    for (int r = 0; r < R; ++r) {
      const __m512i q = _mm512_set1_epi32(four(a + static_cast<std::size_t>(r) * stride + s * 4));
      for (int p = 0; p < P; ++p) acc[r][p] = _mm512_dpbusd_epi32(acc[r][p], q, v[p]);
    }
  }
  for (int r = 0; r < R; ++r) {
    for (int p = 0; p < P; ++p) {
      _mm512_storeu_si512(out + static_cast<std::size_t>(r) * columns + p * 16, acc[r][p]);
    }
  }
}

template <int P>
HUDNA_VNNI inline void vnni_panels(const std::uint8_t* a, std::size_t stride, std::size_t rows, const Dense& dense,
                                   std::size_t o, std::int32_t* out) {
  const std::size_t steps = dense.inputs / 4, columns = dense.outputs;
  const std::int8_t* w = dense.panels + o * dense.inputs;
  const std::int32_t* start = dense.start.data() + o;
  std::size_t r = 0;
  for (; r + 8 <= rows; r += 8) vnni_block<8, P>(a + r * stride, stride, w, steps, start, out + r * columns + o, columns);
  for (; r + 4 <= rows; r += 4) vnni_block<4, P>(a + r * stride, stride, w, steps, start, out + r * columns + o, columns);
  for (; r + 2 <= rows; r += 2) vnni_block<2, P>(a + r * stride, stride, w, steps, start, out + r * columns + o, columns);
  for (; r < rows; ++r) vnni_block<1, P>(a + r * stride, stride, w, steps, start, out + r * columns + o, columns);
}

HUDNA_VNNI void multiply_vnni(const std::uint8_t* a, std::size_t stride, std::size_t rows, const Dense& dense,
                              std::int32_t* out) {
  std::size_t o = 0;
  for (; o + 32 <= dense.outputs; o += 32) vnni_panels<2>(a, stride, rows, dense, o, out);
  for (; o < dense.outputs; o += 16) vnni_panels<1>(a, stride, rows, dense, o, out);
}

// The float steps stay with 256 bits: AVX-512 brings fused multiplication, and they are a small part.
constexpr Kernels kVnni{multiply_vnni, dots_avx2, recurrence_avx2, squash_avx2, combine_avx2};

#endif  // HUDNA_X86

}  // namespace

bool fits_pairs(const std::int8_t* panels, std::uint32_t inputs, std::uint32_t outputs) {
  const std::size_t steps = inputs / 4;
  for (std::size_t panel = 0; panel < outputs / 16; ++panel) {
    const std::int8_t* w = panels + panel * steps * 64;
    for (std::size_t s = 0; s + 1 < steps; s += 2, w += 128) {
      int worst = 0;
      for (std::size_t k = 0; k < 64; k += 2) {
        const int v[4] = {w[k], w[k + 1], w[k + 64], w[k + 65]};
        int up = 0, down = 0;
        for (int x : v) (x > 0 ? up : down) += x;
        worst = up > worst ? up : worst;
        worst = -down > worst ? -down : worst;
      }
      if (worst * 127 > 32767) return false;
    }
  }
  return true;
}

bool supported(Kernel kernel) {
#if HUDNA_X86
  switch (kernel) {
    case Kernel::Scalar:
    case Kernel::Sse2: return true;
    case Kernel::Avx2: return __builtin_cpu_supports("avx2") != 0;
    case Kernel::Vnni:
      return __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512bw") != 0 &&
             __builtin_cpu_supports("avx512vl") != 0 && __builtin_cpu_supports("avx512vnni") != 0;
  }
  return false;
#else
  return kernel == Kernel::Scalar;
#endif
}

Kernel best_kernel() {
  for (Kernel kernel : {Kernel::Vnni, Kernel::Avx2, Kernel::Sse2}) {
    if (supported(kernel)) return kernel;
  }
  return Kernel::Scalar;
}

const char* name(Kernel kernel) {
  switch (kernel) {
    case Kernel::Scalar: return "scalar";
    case Kernel::Sse2: return "sse2";
    case Kernel::Avx2: return "avx2";
    case Kernel::Vnni: return "avx512-vnni";
  }
  return "";
}

const Kernels& kernels(Kernel kernel) {
#if HUDNA_X86
  switch (kernel) {
    case Kernel::Sse2: return kSse2;
    case Kernel::Avx2: return kAvx2;
    case Kernel::Vnni: return kVnni;
    case Kernel::Scalar: break;
  }
#else
  static_cast<void>(kernel);
#endif
  return kScalar;
}

}  // namespace hudna::language::net
