// What does a page's JSON-LD say about its article? read_json_ld walks a script
// of schema.org data with a small tolerant scanner (bad escapes and raw line
// breaks are common in pages) and collects the fields of the article's node.
// Thread-safe. Linear; depth is bounded.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hudna::page {

struct JsonString {
  std::string value;
  std::uint32_t begin = 0;  // bytes in the page, without the quotes
  std::uint32_t end = 0;
};

// An entry of a live blog (liveBlogUpdate).
struct LiveNode {
  JsonString headline, published, body;
};

struct JsonLd {
  JsonString headline, published, modified, publisher, body, language, url;
  std::vector<JsonString> authors;
  std::vector<LiveNode> updates;
  bool article = false;  // a node of an article type was found
  bool blog = false;     // that node is a blog's, not a newsroom's
  bool live_blog = false;
  int accessible = -1;  // isAccessibleForFree: 0 no, 1 yes
};

// Adds what the script page[begin, end) states to `out`; the first article node wins over later ones.
void read_json_ld(std::string_view page, std::uint32_t begin, std::uint32_t end, JsonLd* out);

}  // namespace hudna::page
