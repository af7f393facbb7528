#include "base/data_source.h"

#include <algorithm>
#include <filesystem>

#include "base/embedded.h"
#include "base/files.h"
#include "base/sha256.h"

namespace hudna::base {

Result<DataSource> DataSource::open(const std::string& folder) {
  DataSource out;
  if (auto added = out.add_folder(folder, ""); !added) return tl::unexpected(added.error());
  return out;
}

Result<void> DataSource::add_folder(const std::string& folder, std::string_view prefix) {
  namespace fs = std::filesystem;
  std::error_code ec;
  if (!fs::is_directory(folder, ec)) return fail(Code::FileMissing, folder, "no such folder of data");
  for (fs::recursive_directory_iterator it(folder, ec), end; !ec && it != end; it.increment(ec)) {
    if (!it->is_regular_file(ec)) continue;
    Result<std::string> bytes = read_file(it->path().string(), limits::kDataFileBytes);
    if (!bytes) return tl::unexpected(bytes.error());
    const std::string path = std::string(prefix) + fs::relative(it->path(), folder, ec).generic_string();
    // A copy of what is compiled in changes nothing, so that a folder may start as a copy of all data.
    if (find_embedded(path) == std::optional<std::string_view>(*bytes)) continue;
    over_[path] = std::move(*bytes);
  }
  if (ec) return fail(Code::FileUnreadable, folder, ec.message());
  return {};
}

std::vector<DataFile> DataSource::files(std::string_view prefix) const& {
  std::vector<DataFile> out;
  for (std::string_view path : embedded_paths(prefix)) {
    if (!over_.contains(path)) out.push_back({std::string(path), *find_embedded(path), false});
  }
  for (const auto& [path, bytes] : over_) {
    if (path.starts_with(prefix)) out.push_back({path, bytes, true});
  }
  std::sort(out.begin(), out.end(), [](const DataFile& a, const DataFile& b) { return a.path < b.path; });
  return out;
}

Result<DataFile> DataSource::file(std::string_view path) const& {
  if (auto it = over_.find(path); it != over_.end()) return DataFile{it->first, it->second, true};
  if (auto bytes = find_embedded(path)) return DataFile{std::string(path), *bytes, false};
  return fail(Code::DataBad, std::string(path), "this data file is missing");
}

std::string DataSource::fingerprint() const {
  constexpr std::size_t kWhole = 1 << 20, kEnds = 4096;
  std::string key;
  for (const DataFile& file : files("")) {
    const std::string_view bytes = file.bytes;
    // The page changes nothing that is read: with it, every stored reading would seem out of date after a change of a colour.
    if (file.path.starts_with("web/")) continue;
    key.append(file.path).append(1, '\n').append(std::to_string(bytes.size())).append(1, '\n');
    if (bytes.size() <= kWhole) {
      key.append(bytes);
    } else {
      key.append(bytes.substr(0, kEnds)).append(bytes.substr(bytes.size() - kEnds));
    }
  }
  return sha256_hex(key).substr(0, 12);
}

}  // namespace hudna::base
