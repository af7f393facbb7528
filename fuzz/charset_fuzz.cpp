// Does any byte string break decoding? The text is valid UTF-8 with a map of its size, whatever charset is claimed.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "base/utf8.h"
#include "page/charset.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  static const char* const kCharsets[] = {"", "utf-8", "windows-1252", "utf-16le", "utf-16be", "shift_jis", "gbk", "koi8-r", "iso-2022-jp", "euc-kr", "big5", "windows-1256"};
  const std::string raw(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto decoded = hudna::page::decode(raw, kCharsets[(data[0] >> 1) % 12], (data[0] & 1) != 0);
  if (!hudna::base::is_valid_utf8(decoded.view(raw))) std::abort();
  if (!decoded.same && decoded.map.text_size() != decoded.text.size()) std::abort();
  return 0;
}
