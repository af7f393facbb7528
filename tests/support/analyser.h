// Who takes sentences apart for tests? One Analyser of the shipped data, opened once. For tests only.
#pragma once

#include <cstdlib>
#include <iostream>
#include <utility>

#include "base/data_source.h"
#include "language/analyser.h"

namespace hudna::testing {

inline const language::Analyser& analyser() {
  static const base::DataSource kData;
  static const language::Analyser kAnalyser = [] {
    auto opened = language::Analyser::open(kData);
    if (!opened) {
      std::cerr << base::print(opened.error()) << "\n";
      std::abort();
    }
    return std::move(*opened);
  }();
  return kAnalyser;
}

}  // namespace hudna::testing
