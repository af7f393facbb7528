#include "base/sha256.h"

#include <openssl/evp.h>

#include "base/check.h"

namespace hudna::base {

namespace {

std::string hex_of(const unsigned char* digest, unsigned int size) {
  static constexpr char kHex[] = "0123456789abcdef";
  std::string out;
  out.reserve(size * 2);
  for (unsigned int i = 0; i < size; ++i) {
    out.push_back(kHex[digest[i] >> 4]);
    out.push_back(kHex[digest[i] & 15]);
  }
  return out;
}

EVP_MD_CTX* context(void* state) { return static_cast<EVP_MD_CTX*>(state); }

}  // namespace

std::string sha256_hex(std::string_view bytes) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  HUDNA_CHECK(EVP_Digest(bytes.data(), bytes.size(), digest, &size, EVP_sha256(), nullptr) == 1);
  return hex_of(digest, size);
}

Sha256::Sha256() : state_(EVP_MD_CTX_new()) {
  HUDNA_CHECK(state_ != nullptr && EVP_DigestInit_ex(context(state_), EVP_sha256(), nullptr) == 1);
}
Sha256::~Sha256() { EVP_MD_CTX_free(context(state_)); }

void Sha256::add(std::string_view bytes) {
  HUDNA_CHECK(EVP_DigestUpdate(context(state_), bytes.data(), bytes.size()) == 1);
}

std::string Sha256::hex() {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  HUDNA_CHECK(EVP_DigestFinal_ex(context(state_), digest, &size) == 1);
  return hex_of(digest, size);
}

}  // namespace hudna::base
