#include "language/arc_hybrid.h"

#include <algorithm>

namespace hudna::language {

std::vector<int> projectivise(std::vector<int> heads) {
  const int n = static_cast<int>(heads.size());
  const auto below = [&](int word, int top) {
    for (int steps = 0; word != n && steps <= n; ++steps) {
      if (word == top) return true;
      word = heads[word];
    }
    return top == n;
  };
  for (int guard = 0; guard < n * n + 1; ++guard) {
    int shortest = -1;
    int length = n + 2;
    for (int d = 0; d < n; ++d) {
      const int h = heads[d];
      if (h == n) continue;
      const int lo = std::min(d, h);
      const int hi = std::max(d, h);
      if (hi - lo >= length) continue;
      for (int k = lo + 1; k < hi; ++k) {
        if (!below(k, h)) {
          shortest = d;
          length = hi - lo;
          break;
        }
      }
    }
    if (shortest < 0) break;
    heads[shortest] = heads[heads[shortest]];
    // A word lifted to the root would make a second root: it hangs on the root's word instead.
    if (heads[shortest] == n) {
      for (int i = 0; i < n; ++i) {
        if (i != shortest && heads[i] == n) heads[shortest] = i;
      }
      break;
    }
  }
  return heads;
}

}  // namespace hudna::language
