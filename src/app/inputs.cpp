#include "app/inputs.h"

#include <algorithm>
#include <filesystem>

namespace hudna::app {

namespace {

// Files that hold pages, of the folder, in path order.
std::vector<std::string> files_of(const std::string& folder) {
  namespace fs = std::filesystem;
  std::error_code ec;
  std::vector<std::string> found;
  for (fs::recursive_directory_iterator it(folder, fs::directory_options::skip_permission_denied, ec), end;
       !ec && it != end; it.increment(ec)) {
    std::error_code ignored;
    if (it->is_regular_file(ignored) && page::holds_pages(it->path().filename().string()))
      found.push_back(it->path().generic_string());
  }
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace

std::vector<std::string> expand_inputs(const std::vector<std::string>& paths) {
  std::vector<std::string> out;
  const auto add = [&](const std::string& file) {
    // What cannot be listed stays in the list, so that reading it says so by name.
    const auto listed = page::list_pages(file, [&](std::string name) {
      out.push_back(std::move(name));
      return true;
    });
    if (!listed) out.push_back(file);
  };
  for (const std::string& path : paths) {
    std::error_code ec;
    if (std::filesystem::is_directory(path, ec)) {
      for (const std::string& file : files_of(path)) add(file);
    } else {
      add(path);
    }
  }
  return out;
}

base::Result<page::StoredPage> read_input(const std::string& name) { return page::read_stored(name); }

void complete(const page::StoredPage& stored, ReportMeta* meta) {
  if (meta->url.empty()) meta->url = stored.url;
  if (meta->published.empty()) meta->published = stored.published;
  meta->charset = stored.charset;
}

}  // namespace hudna::app
