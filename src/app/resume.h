// Where do results go, and where did an earlier run stop? A ResumableFile takes
// the results of a list of inputs one by one, and notes each in a log beside
// the file ("out.jsonl.log"). Killed at any moment and run again with the same
// list, it goes on behind the last whole result: the file ends in the same
// bytes as without the stop. One thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace hudna::app {

class ResumableFile {
 public:
  // `call` names all that the results depend on besides the inputs: a log of another call is not gone on
  // with. More inputs behind those of the log are read then. Fails: FileUnwritable; ArgumentBad where the log
  // is of another call or list.
  static base::Result<std::unique_ptr<ResumableFile>> open(const std::string& path, const std::string& call,
                                                           const std::vector<std::string>& inputs);

  // Inputs of the list, from its start, that are done.
  std::size_t done() const { return done_; }
  // How many of those had failed.
  std::size_t failed() const { return failed_; }
  // The result of the next input. Fails: FileUnwritable, DiskFull.
  base::Result<void> put(std::string_view input, std::string_view text, bool failed);

 private:
  ResumableFile() = default;
  std::string path_;
  std::ofstream file_, log_;
  std::uint64_t bytes_ = 0;
  std::size_t done_ = 0, failed_ = 0;
};

}  // namespace hudna::app
