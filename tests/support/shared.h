// Where does the data that is not part of the repository lie? In ../shared beside the checkout, or where
// HUDNA_SHARED says; what needs it skips where it is absent. For tests only.
#pragma once

#include <cstdlib>
#include <filesystem>

namespace hudna::testing {

inline std::filesystem::path shared() {
  const char* given = std::getenv("HUDNA_SHARED");
  return given != nullptr ? std::filesystem::path(given)
                          : std::filesystem::path(HUDNA_SOURCE_DIR) / ".." / "shared";
}

}  // namespace hudna::testing
