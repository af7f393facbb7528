// What names bytes for good? Their SHA-256 (FIPS 180-4, by OpenSSL). Thread-safe.
#pragma once

#include <string>
#include <string_view>

namespace hudna::base {

// 64 lower-case hexadecimal digits. Linear.
std::string sha256_hex(std::string_view bytes);

}  // namespace hudna::base
