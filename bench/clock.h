// How long does a piece of work take? In CPU time of the thread, which other
// programs on the machine disturb least; the best of several passes.
#pragma once

#include <time.h>

#include <algorithm>

namespace hudna::bench {

// Seconds of CPU that this thread has had.
inline double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

// Seconds of the fastest of `passes` calls.
template <class Work>
double best_of(int passes, Work work) {
  double best = 1e9;
  for (int i = 0; i < passes; ++i) {
    const double begin = cpu_seconds();
    work();
    best = std::min(best, cpu_seconds() - begin);
  }
  return best;
}

}  // namespace hudna::bench
