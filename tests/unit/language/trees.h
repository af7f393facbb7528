// What tests of repaired trees share.
#pragma once

#include <cstddef>
#include <vector>

#include "language/engine.h"

namespace hudna::language {

// One root, and every word below it.
inline bool is_one_tree(const std::vector<EngineToken>& tokens) {
  int roots = 0;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].head == i) ++roots;
    std::size_t at = i;
    std::size_t steps = 0;
    while (tokens[at].head != at && steps++ <= tokens.size()) at = tokens[at].head;
    if (tokens[at].head != at) return false;
  }
  return roots == 1;
}

}  // namespace hudna::language
