// The recurrent layer of the encoder for the trainer, forward and backward in
// one pass each: torch would need a dozen passes over memory for the same.
// The C++ runner (src/language/net) computes the same function on integers
// and floats; see docs/adr on the trainer.
//
// For each sentence, direction d and unit h, with u the projections of x:
//   g = clamp(u_g, -1, 1)   f = clamp(u_f / 6 + 1/2, 0, 1)   r likewise
//   c_t = f c_(t-1) + (1 - f) g        y_t = r c_t + (1 - r) x_t
#include <string.h>

static inline float clamp1(float v) { return v < -1.f ? -1.f : (v > 1.f ? 1.f : v); }
static inline float gate(float v) {
  v = v * (1.f / 6.f) + .5f;
  return v < 0.f ? 0.f : (v > 1.f ? 1.f : v);
}

// u: [tokens][2][3][h]; x, y, c: [tokens][2][h]; starts: sentences + 1 offsets.
void recurrence_forward(const float* u, const float* x, float* y, float* c, const long* starts, long sentences, long h) {
  for (long s = 0; s < sentences; ++s) {
    long n = starts[s + 1] - starts[s];
    for (int d = 0; d < 2; ++d) {
      const float* prev = 0;
      for (long i = 0; i < n; ++i) {
        long t = starts[s] + (d ? n - 1 - i : i);
        const float* ug = u + (t * 2 + d) * 3 * h;
        const float* uf = ug + h;
        const float* ur = uf + h;
        const float* xt = x + (t * 2 + d) * h;
        float* ct = c + (t * 2 + d) * h;
        float* yt = y + (t * 2 + d) * h;
        for (long k = 0; k < h; ++k) {
          float g = clamp1(ug[k]), f = gate(uf[k]), r = gate(ur[k]);
          float p = prev ? prev[k] : 0.f;
          float cc = g + f * (p - g);
          ct[k] = cc;
          yt[k] = xt[k] + r * (cc - xt[k]);
        }
        prev = ct;
      }
    }
  }
}

// `leak`: share of the gradient that passes where a clamp is active; without
// it a unit that starts saturated never learns.
void recurrence_backward(const float* u, const float* x, const float* c, const float* dy, float* du, float* dx, const long* starts, long sentences, long h, float leak) {
  float carry[1024];
  for (long s = 0; s < sentences; ++s) {
    long n = starts[s + 1] - starts[s];
    for (int d = 0; d < 2; ++d) {
      memset(carry, 0, sizeof(float) * h);
      for (long i = n - 1; i >= 0; --i) {
        long t = starts[s] + (d ? n - 1 - i : i);
        long tp = d ? t + 1 : t - 1;
        const float* ug = u + (t * 2 + d) * 3 * h;
        const float* uf = ug + h;
        const float* ur = uf + h;
        float* dug = du + (t * 2 + d) * 3 * h;
        float* duf = dug + h;
        float* dur = duf + h;
        const float* xt = x + (t * 2 + d) * h;
        const float* ct = c + (t * 2 + d) * h;
        const float* cp = c + (tp * 2 + d) * h;
        const float* dyt = dy + (t * 2 + d) * h;
        float* dxt = dx + (t * 2 + d) * h;
        int first = i == 0;
        for (long k = 0; k < h; ++k) {
          float g = clamp1(ug[k]), f = gate(uf[k]), r = gate(ur[k]);
          float p = first ? 0.f : cp[k];
          float gy = dyt[k];
          float dc = gy * r + carry[k];
          dur[k] = gy * (ct[k] - xt[k]) * (1.f / 6.f) * (ur[k] > -3.f && ur[k] < 3.f ? 1.f : leak);
          dxt[k] = gy * (1.f - r);
          duf[k] = dc * (p - g) * (1.f / 6.f) * (uf[k] > -3.f && uf[k] < 3.f ? 1.f : leak);
          dug[k] = dc * (1.f - f) * (ug[k] > -1.f && ug[k] < 1.f ? 1.f : leak);
          carry[k] = dc * f;
        }
      }
    }
  }
}

// A chain CRF over packed sentences, its loss and gradients by forward and
// backward sums. label[t] -1: unknown, any label counts (the loss is then of
// the set of sequences that agree with what is known). trans: [k + 1][k], row
// k the start; values below -1e3 are impossible. A sentence with use[s] == 0
// is left out. Gradients are added to dt and written to de.
#include <math.h>

static double sweep(const float* e, const long* label, const double* p, long n, long k, double* alpha, double* beta, double* c, double* em) {
  double z = 0;
  for (long t = 0; t < n; ++t) {
    double top = -1e300;
    for (long j = 0; j < k; ++j)
      if (e[t * k + j] > top) top = e[t * k + j];
    for (long j = 0; j < k; ++j) em[t * k + j] = label && label[t] >= 0 && label[t] != j ? 0 : exp(e[t * k + j] - top);
    double sum = 0;
    for (long j = 0; j < k; ++j) {
      double a = 0;
      if (t == 0) a = p[k * k + j];
      else
        for (long i = 0; i < k; ++i) a += alpha[(t - 1) * k + i] * p[i * k + j];
      alpha[t * k + j] = a * em[t * k + j];
      sum += alpha[t * k + j];
    }
    if (!(sum > 0)) return -1e300;
    for (long j = 0; j < k; ++j) alpha[t * k + j] /= sum;
    c[t] = sum;
    z += log(sum) + top;
  }
  for (long j = 0; j < k; ++j) beta[(n - 1) * k + j] = 1;
  for (long t = n - 2; t >= 0; --t)
    for (long i = 0; i < k; ++i) {
      double b = 0;
      for (long j = 0; j < k; ++j) b += p[i * k + j] * em[(t + 1) * k + j] * beta[(t + 1) * k + j];
      beta[t * k + i] = b / c[t + 1];
    }
  return z;
}

double crf(const float* e, const long* label, const unsigned char* use, const float* trans, float* de, float* dt, const long* starts, long sentences, long k) {
  enum { N = 512, K = 20 };
  static double p[(K + 1) * K], alpha[N * K], beta[N * K], c[N], em[N * K];
  for (long i = 0; i < (k + 1) * k; ++i) p[i] = trans[i] < -1e3f ? 0 : exp(trans[i]);
  double loss = 0;
  for (long s = 0; s < sentences; ++s) {
    long n = starts[s + 1] - starts[s];
    const float* es = e + starts[s] * k;
    float* ds = de + starts[s] * k;
    for (long i = 0; i < n * k; ++i) ds[i] = 0;
    if (!use[s] || n > N) continue;
    for (int known = 1; known >= 0; --known) {
      double z = sweep(es, known ? label + starts[s] : 0, p, n, k, alpha, beta, c, em);
      if (z < -1e299) break;
      double sign = known ? -1 : 1;
      loss += sign * z;
      for (long t = 0; t < n; ++t)
        for (long j = 0; j < k; ++j) {
          ds[t * k + j] += sign * alpha[t * k + j] * beta[t * k + j];
          double g = em[t * k + j] * beta[t * k + j] / c[t] * sign;
          if (g == 0) continue;
          if (t == 0) dt[k * k + j] += g * p[k * k + j];
          else
            for (long i = 0; i < k; ++i) dt[i * k + j] += g * alpha[(t - 1) * k + i] * p[i * k + j];
        }
    }
  }
  return loss;
}
