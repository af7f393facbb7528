// Which tables has a store, and how does an older one become a new one? By
// migrations: script k takes a store of version k to version k + 1. Scripts
// are never changed once released, only added. docs/formats/store.md explains
// the tables. Constant data; thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>

namespace hudna::store {

// "hudn", as PRAGMA application_id.
inline constexpr std::int64_t kApplicationId = 0x6875646E;

// The newest version, which is the number of scripts.
std::int64_t schema_version();
// Script from `version` to the next. REQUIRES: version < schema_version().
const char* migration(std::int64_t version);

}  // namespace hudna::store
