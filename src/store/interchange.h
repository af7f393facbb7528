// How does a whole record file travel as text? As hudna.jsonl: JSON Lines with
// everything that a store holds, so that reading it into a new store gives the
// same file, byte for byte (docs/formats/exports.md). The lines are those of
// dump, with the bytes of each report in front of its reading.
// Useful for: exchange, backup, other programs. Not thread-safe, as the Store.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "store/store.h"

namespace hudna::store {

// One line a call of `sink` (with its line feed); stops when it gives false. Fails: the store's codes.
base::Result<void> write_lines(Store* db, const std::function<bool(std::string_view)>& sink);

// Reads lines of write_lines into a store one by one, and checks everything that the models require.
class LineReader {
 public:
  // `source` names the file in errors. The store must outlive the reader.
  LineReader(Store* db, std::string source);
  ~LineReader();
  LineReader(const LineReader&) = delete;
  LineReader& operator=(const LineReader&) = delete;

  // A line without its line feed. Fails: LinesBad with the line's number, the store's codes.
  base::Result<void> add(std::string_view line);
  // After the last line: puts the record in place. Fails as `add`.
  base::Result<void> end();

 private:
  struct Work;
  Work* work_;
};

}  // namespace hudna::store
