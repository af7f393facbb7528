// Which hudna is this? The version of CMakeLists.txt, carried by records and exports.
#pragma once

namespace hudna::base {
inline constexpr const char kVersion[] = HUDNA_VERSION;
}
