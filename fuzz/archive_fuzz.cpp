// Does any file break the readers of crawls, feeds and rows? The bytes are a file; all its pages are listed and the first
// of them read.
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "page/archive.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const int fd = ::memfd_create("fuzz.jsonl", 0);
  if (fd < 0) return 0;
  if (::write(fd, data, size) != static_cast<ssize_t>(size)) std::abort();
  const std::string link = "/tmp/hudna-archive-fuzz-" + std::to_string(::getpid()) + ".jsonl";
  ::unlink(link.c_str());
  if (::symlink(("/proc/self/fd/" + std::to_string(fd)).c_str(), link.c_str()) == 0) {
    std::vector<std::string> names;
    static_cast<void>(hudna::page::list_pages(link, [&](std::string name) {
      names.push_back(std::move(name));
      return names.size() < 64;
    }));
    for (const std::string& name : names) static_cast<void>(hudna::page::read_stored(name));
    ::unlink(link.c_str());
  }
  ::close(fd);
  return 0;
}
