#include "app/inputs.h"

#include <algorithm>
#include <array>
#include <filesystem>

namespace hudna::app {

std::vector<std::string> expand_inputs(const std::vector<std::string>& paths) {
  namespace fs = std::filesystem;
  static constexpr std::array<std::string_view, 4> kPages = {".html", ".htm", ".xhtml", ".txt"};
  std::vector<std::string> out;
  for (const std::string& path : paths) {
    std::error_code ec;
    if (!fs::is_directory(path, ec)) {
      out.push_back(path);
      continue;
    }
    std::vector<std::string> found;
    for (fs::recursive_directory_iterator it(path, fs::directory_options::skip_permission_denied, ec), end;
         !ec && it != end; it.increment(ec)) {
      const std::string extension = it->path().extension().string();
      std::error_code ignored;
      if (it->is_regular_file(ignored) && std::find(kPages.begin(), kPages.end(), extension) != kPages.end()) {
        found.push_back(it->path().generic_string());
      }
    }
    std::sort(found.begin(), found.end());
    out.insert(out.end(), found.begin(), found.end());
  }
  return out;
}

}  // namespace hudna::app
