// Does any page break the tokenizer? Tokens are in order, inside the page, and cover it forward; attributes lie in their tags.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "page/tokenizer.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view page(reinterpret_cast<const char*>(data), size);
  hudna::page::Tokenizer tokens(page);
  hudna::page::Token token;
  std::size_t last = 0, count = 0;
  while (tokens.next(&token)) {
    if (token.begin < last || token.end < token.begin || token.end > size) std::abort();
    if (token.end == token.begin && ++count > size + 16) std::abort();
    last = token.end;
    for (const hudna::page::Attribute& a : tokens.attributes()) {
      if (a.name_end < a.name_begin || a.value_end < a.value_begin || a.value_end > size || a.name_end > size) std::abort();
    }
  }
  return 0;
}
