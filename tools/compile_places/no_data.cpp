// The tool makes compiled-in data and has none itself.
#include "base/embedded.h"

namespace hudna::base {
const EmbeddedFile* embedded_begin() { return nullptr; }
std::size_t embedded_count() { return 0; }
}  // namespace hudna::base
