// What if an invariant is broken? The program stops with the place. Input can
// never reach a check: bad input is a value with diagnostics, bad files are a
// Result.
#pragma once

namespace hudna::base {
[[noreturn]] void check_failed(const char* condition, const char* file, int line);
}

#define HUDNA_CHECK(condition) \
  ((condition) ? static_cast<void>(0) : ::hudna::base::check_failed(#condition, __FILE__, __LINE__))
