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

// Replaces the file as one step (a temporary file beside it, then a rename).
// Fails: FileUnwritable, DiskFull; the old file is then as it was.
Result<void> write_file(const std::string& path, std::string_view bytes);

}  // namespace hudna::base
