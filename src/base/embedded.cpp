#include "base/embedded.h"

#include <algorithm>

namespace hudna::base {

std::optional<std::string_view> find_embedded(std::string_view path) {
  const EmbeddedFile* files = embedded_begin();
  for (std::size_t i = 0; i < embedded_count(); ++i) {
    if (files[i].name == path) {
      return std::string_view(files[i].begin, static_cast<std::size_t>(files[i].end - files[i].begin));
    }
  }
  return std::nullopt;
}

std::vector<std::string_view> embedded_paths(std::string_view prefix) {
  std::vector<std::string_view> out;
  const EmbeddedFile* files = embedded_begin();
  for (std::size_t i = 0; i < embedded_count(); ++i) {
    if (std::string_view(files[i].name).starts_with(prefix)) out.emplace_back(files[i].name);
  }
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace hudna::base
