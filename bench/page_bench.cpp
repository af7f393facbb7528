// How fast are pages read? usage: page_bench DIR [PASSES]: reads every file of
// DIR (saved pages) into memory, then times read_page on them, one core, CPU
// time, best of the passes for each page, all fields on; and the memory that a
// reading takes at its peak above the page's own bytes. Checks first that a
// page's answer is the same twice.
#include <malloc.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <new>
#include <string>
#include <vector>

#include "base/files.h"
#include "page/page.h"

namespace {

// Bytes that are allocated now, and the most since the last reset. One thread only.
std::size_t live = 0, peak = 0;

double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

}  // namespace

void* operator new(std::size_t size) {
  void* p = std::malloc(size);
  if (p == nullptr) std::abort();
  live += malloc_usable_size(p);
  peak = std::max(peak, live);
  return p;
}
void operator delete(void* p) noexcept {
  live -= malloc_usable_size(p);
  std::free(p);
}
void operator delete(void* p, std::size_t) noexcept { operator delete(p); }

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: page_bench DIR [PASSES]\n");
    return 2;
  }
  const int passes = argc > 2 ? std::max(1, std::atoi(argv[2])) : 5;
  std::vector<std::string> paths;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(argv[1], error))
    paths.push_back(entry.path().string());
  std::sort(paths.begin(), paths.end());
  double bytes = 0, seconds = 0, memory = 0, most = 0;
  std::size_t pages = 0;
  for (const std::string& path : paths) {
    const auto page = hudna::base::read_file(path);
    if (!page) continue;
    const auto first = hudna::page::read_page(path, *page, {});
    if (!first) continue;
    double best = 1e9;
    for (int i = 0; i < passes; ++i) {
      std::string copy = *page;
      const double begin = cpu_seconds();
      const auto again = hudna::page::read_page(path, std::move(copy), {});
      best = std::min(best, cpu_seconds() - begin);
      if (!again || again->text() != first->text() ||
          again->parts().blocks != first->parts().blocks) {
        std::fprintf(stderr, "%s: two readings differ\n", path.c_str());
        return 2;
      }
    }
    {
      std::string copy = *page;
      const std::size_t before = live;
      peak = live;
      const auto again = hudna::page::read_page(path, std::move(copy), {});
      const double times = static_cast<double>(peak - before) / static_cast<double>(page->size());
      memory += times;
      if (page->size() > 20000) most = std::max(most, times);
    }
    seconds += best;
    bytes += static_cast<double>(page->size());
    ++pages;
  }
  if (pages == 0) {
    std::fprintf(stderr, "%s: no page was read\n", argv[1]);
    return 1;
  }
  std::printf("%zu pages, %.1f MB: %.0f pages/s, %.0f MB/s\n", pages, bytes / 1e6,
              static_cast<double>(pages) / seconds, bytes / 1e6 / seconds);
  std::printf("peak memory above the page: %.2f times the page on average, %.2f at most (pages above 20 kB)\n",
              memory / static_cast<double>(pages), most);
  return 0;
}
