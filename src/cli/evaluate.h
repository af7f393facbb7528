// Which figures can be measured? `hudna eval …`: one scorer of src/eval each.
#pragma once

#include "cli/options.h"

namespace hudna::cli {
// Prints the figures (JSON with --json) and returns the exit code.
int run_eval(const Options& options);
}  // namespace hudna::cli
