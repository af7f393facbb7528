// How does the network multiply? Integer matrix products and the recurrent
// step, in four paths that give the same bits: plain C++, SSE2, AVX2 and
// AVX-512 VNNI. Products and sums are integers; float steps are single
// multiplications, additions and clamps of one lane, never fused, never
// reordered.
// Useful for: net/network.cpp. Not for: anything outside net/.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace hudna::language::net {

enum class Kernel : std::uint8_t { Scalar, Sse2, Avx2, Vnni };

// The fastest path that this processor runs.
Kernel best_kernel();
bool supported(Kernel kernel);
const char* name(Kernel kernel);

// A matrix for inputs of 7 bits: panels of 16 outputs, [outputs / 16][inputs / 4][16][4].
struct Dense {
  std::uint32_t inputs = 0;   // a multiple of 4
  std::uint32_t outputs = 0;  // a multiple of 16
  const std::int8_t* panels = nullptr;
  std::vector<std::int32_t> start;  // bias, with the offset of the inputs folded in
  std::vector<float> scale;         // value = sum * scale
};

// Whether no sum of the four products that AVX2 adds in 16 bits can leave them: for each output, of the weights of
// inputs 8i, 8i+1, 8i+4, 8i+5 (and the other four) the positive ones and the negative ones each sum to 258 at most.
bool fits_pairs(const std::int8_t* panels, std::uint32_t inputs, std::uint32_t outputs);

struct Kernels {
  // out[r][o] = start[o] + sum over i of a[r][i] * w[o][i]. out has dense.outputs columns. REQUIRES: a of at most 127,
  // fits_pairs of the weights.
  void (*multiply)(const std::uint8_t* a, std::size_t stride, std::size_t rows, const Dense& dense,
                   std::int32_t* out);
  // out[r] = sum over i of a[r][i] * b[i]; size a multiple of 32, |b| at most 127, a at most 127.
  void (*dots)(const std::uint8_t* a, std::size_t rows, const std::int8_t* b, std::size_t size, std::int32_t* out);
  // One recurrent layer over one sentence: sums [rows][6 half] of the layer's matrix (for each direction candidate,
  // forget gate, reset gate), x and y [rows][2 half] in 7 bits around 64; carry [half].
  void (*recurrence)(const std::int32_t* sums, const float* scale, const std::uint8_t* x, std::uint8_t* y,
                     float* carry, std::size_t rows, std::size_t half);
  // y = round(clamp(sum * scale, -63, 63)) + 64; size a multiple of 8.
  void (*squash)(const std::int32_t* sums, const float* scale, std::uint8_t* y, std::size_t size);
  // y = round(clamp(a * sa + b + c, 0, 127)); size a multiple of 8.
  void (*combine)(const std::int32_t* a, const float* sa, const float* b, const float* c, std::uint8_t* y,
                  std::size_t size);
};

// REQUIRES: supported(kernel).
const Kernels& kernels(Kernel kernel);

}  // namespace hudna::language::net
