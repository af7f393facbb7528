#include "base/check.h"

#include <cstdio>
#include <cstdlib>

namespace hudna::base {

void check_failed(const char* condition, const char* file, int line) {
  std::fprintf(stderr, "hudna: broken invariant: %s (%s:%d). This is a bug in hudna; please report it.\n", condition,
               file, line);
  std::abort();
}

}  // namespace hudna::base
