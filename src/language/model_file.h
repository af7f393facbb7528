// How are trained tables shipped? As one file of named sections that is read
// in place: no copy, no parsing. A truncated or altered file is refused by its
// size and checksum. Useful for: all models of this folder. Thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace hudna::language {

class ModelFile {
 public:
  // Views into `bytes`, which must outlive the file. Fails with ModelBad. Cost: one pass over the bytes (some GB/s).
  static base::Result<ModelFile> open(std::string_view bytes, const std::string& path);
  // The section's bytes, empty when there is none. Starts at a multiple of 64 from the file's first byte.
  std::string_view section(std::string_view name) const;
  // The section as an array; empty when its size is no multiple of T or it is not aligned for T.
  template <class T>
  std::pair<const T*, std::size_t> array(std::string_view name) const {
    const std::string_view bytes = section(name);
    if (bytes.empty() || bytes.size() % sizeof(T) != 0 || reinterpret_cast<std::uintptr_t>(bytes.data()) % alignof(T) != 0) return {nullptr, 0};
    return {reinterpret_cast<const T*>(bytes.data()), bytes.size() / sizeof(T)};
  }
  // The names of all sections, in order.
  std::vector<std::string> names() const;
  const std::string& path() const { return path_; }
  base::Result<ModelFile> bad(const std::string& what) const { return base::fail(base::Code::ModelBad, path_, what); }

 private:
  std::string_view bytes_;
  std::string path_;
  std::vector<std::pair<std::string_view, std::string_view>> sections_;
};

// The file's bytes for these sections (names of at most 15 bytes).
std::string write_model_file(const std::vector<std::pair<std::string, std::string>>& sections);
// Four lanes of multiply and rotate: detects damage, is no protection against intent.
std::uint64_t checksum(std::string_view bytes);
// All tag and relation names in enum order: a model stores it, and one made for other lists is refused.
std::string label_inventory();

}  // namespace hudna::language
