// Any bytes as a weight file: the loader refuses them or a sentence runs. The first byte says how: as they are, or as a
// small valid file with bytes changed and the checksum made right again, so that what lies behind it is reached.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "tests/unit/language_net/tiny_model.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hudna::language::net;
  if (size == 0) return 0;
  std::string bytes;
  if (data[0] % 4 == 0) {
    bytes.assign(reinterpret_cast<const char*>(data + 1), size - 1);
  } else {
    static const TinyModel model = TinyBuilder(1).build();
    bytes = model.bytes;
    // Triples: where (two bytes), what.
    for (std::size_t i = 1; i + 3 <= size; i += 3) {
      const std::size_t at = (data[i] | std::size_t{data[i + 1]} << 8) % bytes.size();
      bytes[at] = static_cast<char>(data[i + 2]);
    }
    bytes = seal(bytes);
  }
  const auto network = Network::open(bytes);
  if (!network) return 0;
  const std::string_view forms[] = {"Both", "sides", "2,000", "\xff\xfe", "", "signed", "."};
  TokenOutput out[std::size(forms)];
  Network::Scratch scratch(*network);
  network->run(forms, scratch, out);
  for (const TokenOutput& token : out) {
    if (token.head >= std::size(forms)) std::abort();
  }
  return 0;
}
