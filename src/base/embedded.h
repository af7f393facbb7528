// Where are the data that were compiled into the program? Here, by their path
// below data/ ("rules/deals.rules"). The bytes live as long as the program.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace hudna::base {

struct EmbeddedFile {
  const char* name;
  const char* begin;
  const char* end;
};

// Defined by the generated index of the data library.
const EmbeddedFile* embedded_begin();
std::size_t embedded_count();

// The bytes of the file of that path, or none.
std::optional<std::string_view> find_embedded(std::string_view path);
// All paths that start with `prefix`, in byte order.
std::vector<std::string_view> embedded_paths(std::string_view prefix);

}  // namespace hudna::base
