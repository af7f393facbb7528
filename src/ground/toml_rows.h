// How are the word lists, actors and places of data/ read? As rows: one row a
// TOML table or element of an array of tables, with its line, each value as a
// list of strings. Keeps the TOML library in one file. Thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/data_source.h"
#include "base/result.h"

namespace hudna::ground {

struct TomlRow {
  std::string table;       // "month" for [[month]] or [month]; empty for keys before any table
  std::uint32_t line = 0;  // of the table's header, 1-based
  // Scalars are lists of one; nested tables are flattened with a dot in the key; tables inside arrays are
  // separate rows named "outer.key" that follow their outer row.
  std::map<std::string, std::vector<std::string>, std::less<>> values;

  // The first value of the key, or empty.
  std::string_view text(std::string_view key) const&;
  const std::vector<std::string>& list(std::string_view key) const&;
  bool flag(std::string_view key) const { return text(key) == "true"; }
  bool has(std::string_view key) const { return values.find(key) != values.end(); }
};

// Rows in file order. Fails with DataBad, naming the line.
base::Result<std::vector<TomlRow>> read_toml_rows(std::string_view bytes, const std::string& source);

// The rows of a file of a DataSource. Of the compiled-in files those of ground/ and reading/ are kept as rows made at build
// time ("ground/rows.bin"), since reading TOML was two thirds of the start; a file of --data is read as it stands.
base::Result<std::vector<TomlRow>> read_data_rows(const base::DataFile& file);
// The bytes of ground/rows.bin for the .toml files of these folders. Fails with DataBad.
base::Result<std::string> pack_data_rows(const base::DataSource& data, const std::vector<std::string>& folders);

}  // namespace hudna::ground
