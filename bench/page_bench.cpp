// How fast are pages read, and with how much memory? usage:
//   page_bench DIR [PASSES]   every file of DIR (saved pages) is read into memory; then read_page on them,
//   one core, CPU time, best
//                             of the passes for each page, all fields on; libxml2's parse alone on the same
//                             pages in the same run, where the bench was built with it (Debian: libxml2-dev);
//                             and the memory that a reading takes at its peak above the page's own bytes.
//                             Checks first that a page's answer is the same twice.
//   page_bench --hostile      pages that are made to be slow: seconds for each megabyte
#include <malloc.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <new>
#include <string>
#include <string_view>
#include <vector>

#include "base/files.h"
#include "bench/clock.h"
#include "page/page.h"

#ifdef HUDNA_BENCH_LIBXML2
#include <libxml/HTMLparser.h>
#endif

namespace {

using hudna::bench::cpu_seconds;

// Bytes that are allocated now, and the most since the last reset. One thread only.
std::size_t live = 0, peak = 0;

#ifdef HUDNA_BENCH_LIBXML2
void say_nothing(void*, const char*, ...) {}

// Seconds that libxml2 takes to make a tree of the page and to free it; no text, no fields.
double libxml2_seconds(const std::string& page) {
  const double begin = cpu_seconds();
  htmlDocPtr doc =
      htmlReadMemory(page.data(), static_cast<int>(page.size()), nullptr, nullptr,
                     HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET);
  if (doc != nullptr) xmlFreeDoc(doc);
  return cpu_seconds() - begin;
}
#endif

std::string repeat(std::string_view piece, std::size_t times) {
  std::string out;
  out.reserve(piece.size() * times);
  for (std::size_t i = 0; i < times; ++i) out += piece;
  return out;
}

int hostile() {
  std::string attributes = "<html><body><div ";
  for (int i = 0; i < 50000; ++i) attributes += "a" + std::to_string(i) + "=\"x\" ";
  attributes += "><p>Shelling stopped at noon, residents said on Friday.</p></div></body></html>";
  std::string itemprops = "<html><body><div ";
  for (int i = 0; i < 50000; ++i) itemprops += "itemprop=name content=x ";
  itemprops += "><p>Shelling stopped at noon, residents said on Friday.</p></div></body></html>";
  const std::string start = "<!doctype html><html><body>";
  const struct {
    const char* name;
    std::string bytes;
  } pages[] = {
      {"50,000 nested <div>",
       start + repeat("<div>", 50000) + "Shelling stopped at noon." + repeat("</div>", 50000)},
      {"50,000 nested <b> and <p>", start + repeat("<b><p>x", 50000)},
      {"50,000 attributes", std::move(attributes)},
      {"50,000 times itemprop and content", std::move(itemprops)},
      {"8,000 nested tables", start + repeat("<table><tr><td>", 8000) + "x"},
      {"100 MB of <", repeat("<", 100000000)},
      {"20 MB of <a", repeat("<a ", 7000000)},
      {"20 MB of <!--", repeat("<!--", 5000000)},
      {"20 MB of &", repeat("&", 20000000)},
      {"20 MB of <p>x", start + repeat("<p>x", 5000000)},
      {"20 MB of JSON [", start + "<script type=\"application/ld+json\">" + repeat("[", 20000000)},
      {"20 MB of JSON {\"@graph\":",
       start + "<script type=\"application/ld+json\">" + repeat("{\"@graph\":", 2000000)},
      {"2 MB of bars in the title",
       start + "<title>" + repeat("a - b | ", 250000) + "</title><h1>a</h1><p>Shelling stopped at noon.</p>"},
      {"2 MB of the site's name in the title", "<head><meta property=og:site_name content=SiteName><title>A" +
                                                   repeat(" | SiteName", 200000) +
                                                   "</title><p>Shelling stopped."},
      {"100,000 dated comments",
       start + repeat("<div>Ann Lee, 3 May 2014</div><p>I think so too, friends.</p>", 100000)},
  };
  double most = 0;
  for (const auto& [name, bytes] : pages) {
    const double begin = cpu_seconds();
    hudna::page::PageOptions options;
    options.force_html = true;
    const auto doc = hudna::page::read_page(name, bytes, options);
    const double took = cpu_seconds() - begin, megabytes = static_cast<double>(bytes.size()) / 1e6;
    most = std::max(most, took / megabytes);
    std::printf("%-36s %8.2f MB %8.4f s  %.4f s/MB%s\n", name, megabytes, took, took / megabytes,
                doc ? "" : "  (no text)");
  }
  std::printf("slowest: %.4f s/MB\n", most);
  return 0;
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
    std::fprintf(stderr, "usage: page_bench DIR [PASSES] | --hostile\n");
    return 2;
  }
  if (std::string_view(argv[1]) == "--hostile") return hostile();
#ifdef HUDNA_BENCH_LIBXML2
  xmlSetGenericErrorFunc(nullptr, say_nothing);
#endif
  const int passes = argc > 2 ? std::max(1, std::atoi(argv[2])) : 5;
  std::vector<std::string> paths;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(argv[1], error))
    paths.push_back(entry.path().string());
  std::sort(paths.begin(), paths.end());
  // Below this size the tables of fixed size outweigh the page.
  constexpr std::size_t kSmall = 20000;
  double bytes = 0, seconds = 0, peer_seconds = 0, memory = 0, most = 0;
  std::size_t pages = 0, over = 0;
  std::string worst;
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
      if (!again || again->text() != first->text() || again->parts().blocks != first->parts().blocks) {
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
      if (page->size() > kSmall) {
        over += times > 3;
        if (times > most) worst = path;
        most = std::max(most, times);
      }
    }
    seconds += best;
    bytes += static_cast<double>(page->size());
    ++pages;
  }
#ifdef HUDNA_BENCH_LIBXML2
  // Afterwards, so that what it leaves of the heap costs us nothing.
  for (const std::string& path : paths) {
    const auto page = hudna::base::read_file(path);
    if (!page) continue;
    double best = 1e9;
    for (int i = 0; i < passes; ++i) best = std::min(best, libxml2_seconds(*page));
    peer_seconds += best;
  }
#endif
  if (pages == 0) {
    std::fprintf(stderr, "%s: no page was read\n", argv[1]);
    return 1;
  }
  std::printf("%zu pages, %.1f MB: %.0f pages/s, %.0f MB/s\n", pages, bytes / 1e6,
              static_cast<double>(pages) / seconds, bytes / 1e6 / seconds);
#ifdef HUDNA_BENCH_LIBXML2
  std::printf(
      "libxml2 %s, parse alone: %.0f pages/s, %.0f MB/s; hudna with all fields is %.1f times as fast\n",
      LIBXML_DOTTED_VERSION, static_cast<double>(pages) / peer_seconds, bytes / 1e6 / peer_seconds,
      peer_seconds / seconds);
#else
  static_cast<void>(peer_seconds);
  std::printf("libxml2: not built in (Debian package libxml2-dev), no ratio\n");
#endif
  std::printf(
      "peak memory above the page: %.2f times the page on average; of pages above 20 kB %.2f at most (%s), "
      "%zu above 3\n",
      memory / static_cast<double>(pages), most, worst.c_str(), over);
  return 0;
}
