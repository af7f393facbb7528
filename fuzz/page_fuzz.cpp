// Does any input break the page stage? Bytes go in as HTML and as text, with a
// charset chosen by the first byte; the invariants of the Document are checked
// by make_document and below.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "page/page.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  static const char* const kCharsets[] = {"",    "utf-8",  "windows-1252", "utf-16le", "shift_jis",
                                          "gbk", "koi8-r", "iso-2022-jp",  "euc-kr",   "big5"};
  const unsigned head = data[0];
  hudna::page::PageOptions options;
  options.charset = kCharsets[(head >> 2) % 10];
  options.force_html = (head & 3) == 1;
  options.force_text = (head & 3) == 2;
  const auto doc =
      hudna::page::read_page("fuzz", std::string(reinterpret_cast<const char*>(data) + 1, size - 1), options);
  if (!doc) return 0;
  std::uint32_t last = 0;
  for (const hudna::model::Block& block : doc->blocks()) {
    const hudna::model::RawSpan raw = doc->raw_span(block.span);
    if (raw.begin < last || raw.end < raw.begin || raw.end > doc->raw().size() || block.span.empty())
      std::abort();
    last = raw.begin;
  }
  for (const hudna::model::StatedDate& date : doc->parts().dates) {
    if (date.span.end > doc->text().size() || date.raw.end > doc->raw().size()) std::abort();
  }
  return 0;
}
