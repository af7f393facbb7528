// Is this word in the list that the grammar asks for by name? The lists are
// [[list]] rows of a data file (name, words); the code knows their names only.
// Filled once and then only read. Thread-safe for reading.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "ground/toml_rows.h"
#include "ground/word_table.h"

namespace hudna::ground {

class WordLists {
 public:
  // The lists of `names` in that order, from rows named "list". Fails with DataBad where one is missing.
  static base::Result<WordLists> read(std::span<const TomlRow> rows, std::span<const std::string_view> names,
                                      const std::string& source) {
    WordLists out;
    out.lists_.resize(names.size());
    std::vector<bool> found(names.size(), false);
    for (const TomlRow& row : rows) {
      if (row.table != "list") continue;
      for (std::size_t i = 0; i < names.size(); ++i) {
        if (row.text("name") != names[i]) continue;
        found[i] = true;
        for (const std::string& word : row.list("words")) out.lists_[i].insert(word);
      }
    }
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (!found[i])
        return base::fail(base::Code::DataBad, source, "the list " + std::string(names[i]) + " is missing");
    }
    return out;
  }

  const WordSet& operator[](std::size_t list) const { return lists_[list]; }
  // The same where nothing may have been read.
  bool has(std::size_t list, std::string_view word) const {
    return list < lists_.size() && lists_[list].contains(word);
  }

 private:
  std::vector<WordSet> lists_;
};

}  // namespace hudna::ground
