#include "coding/template.h"

namespace hudna::coding {

std::string normalise_mention(std::string_view text) {
  std::string out, word;
  const auto close = [&] {
    if (!word.empty() && word != "a" && word != "an" && word != "the") out += (out.empty() ? "" : " ") + word;
    word.clear();
  };
  for (const char c : text) {
    if (c == ' ' || c == '\n' || c == '\t' || c == '\r') {
      close();
    } else if (c >= 'A' && c <= 'Z') {
      word += static_cast<char>(c + 32);
    } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 128) {
      word += c;
    }
  }
  close();
  return out;
}

}  // namespace hudna::coding
