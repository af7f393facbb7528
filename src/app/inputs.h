// Which files are meant? The paths as given; a folder means the saved pages
// below it (.html, .htm, .xhtml, .txt), in path order.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"

namespace hudna::app {

// A path that does not exist stays in the list, so that reading it says so by name.
std::vector<std::string> expand_inputs(const std::vector<std::string>& paths);

}  // namespace hudna::app
