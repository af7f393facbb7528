// What names bytes for good? Their SHA-256 (FIPS 180-4, by OpenSSL). Thread-safe.
#pragma once

#include <string>
#include <string_view>

namespace hudna::base {

// 64 lower-case hexadecimal digits. Linear.
std::string sha256_hex(std::string_view bytes);

// The same of bytes that come piece by piece. Not thread-safe; hex() once, at the end.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;
  void add(std::string_view bytes);
  std::string hex();

 private:
  void* state_;
};

}  // namespace hudna::base
