// How does the SQLite store answer a Lookup? Private to src/store/sqlite.
#pragma once

#include <memory>

#include "store/lookup.h"
#include "store/sqlite/database.h"

namespace hudna::store {

// Holds the address of `db`, which must outlive it.
std::unique_ptr<Lookup> make_lookup(Database* db);

}  // namespace hudna::store
