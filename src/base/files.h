// How are files read and written? Whole, with errors that name the file and
// the cause. Thread-safe.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/limits.h"
#include "base/result.h"

namespace hudna::base {

// All bytes of a file. Fails: FileMissing, FileUnreadable (a folder, no permission), FileTooLarge.
Result<std::string> read_file(const std::string& path, std::size_t bytes_max = limits::kReportBytes);

// The lines of a file one by one, however large it is.
class LineReader {
 public:
  // Fails as read_file does.
  static Result<LineReader> open(const std::string& path);
  LineReader(LineReader&& other) noexcept;
  LineReader& operator=(LineReader&&) = delete;
  ~LineReader();
  // The next line without its end, valid until the next call; false behind the last. Fails: FileUnreadable,
  // FileTooLarge for a line of more than limits::kDataLineBytes.
  Result<bool> next(std::string_view* line);

 private:
  LineReader(int fd, std::string path) : fd_(fd), path_(std::move(path)) {}
  int fd_;
  std::string path_;
  std::string buffer_;
  std::size_t at_ = 0;
  bool done_ = false;
};

// Replaces the file as one step (a temporary file beside it, then a rename).
// Fails: FileUnwritable, DiskFull; the old file is then as it was.
Result<void> write_file(const std::string& path, std::string_view bytes);

}  // namespace hudna::base
