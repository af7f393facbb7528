// Which data does this run use? The compiled-in files, or those of a folder
// given with --data: a file there takes the place of the compiled-in one of
// the same path, and further files of a folder that is read whole (actors/,
// rules/, …) are added. Thread-safe after construction; owns what it read.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace hudna::base {

struct DataFile {
  std::string path;        // below data/, as "actors/syria.toml"
  std::string_view bytes;  // valid as long as the DataSource
  bool overridden = false; // came from --data
};

class DataSource {
 public:
  // Compiled-in data only.
  DataSource() = default;
  // Compiled-in data with the files of `folder` on top. Fails when the folder cannot be read.
  static Result<DataSource> open(const std::string& folder);
  // Puts the files of `folder` on top, below `prefix` ("rules/"). Fails when the folder cannot be read.
  Result<void> add_folder(const std::string& folder, std::string_view prefix);

  // All files whose path starts with `prefix`, in path order.
  std::vector<DataFile> files(std::string_view prefix) const&;
  std::vector<DataFile> files(std::string_view prefix) const&& = delete;
  // One file; fails with DataBad when there is none.
  Result<DataFile> file(std::string_view path) const&;
  // 12 hexadecimal digits that change when any data file does. Of a large table only size, head and tail count: its
  // own checksum guards the rest.
  std::string fingerprint() const;

 private:
  std::map<std::string, std::string, std::less<>> over_;
};

}  // namespace hudna::base
