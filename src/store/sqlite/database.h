// How is SQLite called without its pointers? A Database that closes itself and
// turns result codes into Errors of the catalogue, and prepared Queries. Not
// thread-safe. Private to src/store/sqlite.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "base/result.h"

// Ends the function with the error of what was tried.
#define HUDNA_TRY(expression)                                          \
  do {                                                                 \
    if (auto tried = (expression); !tried) return pass(tried.error()); \
  } while (false)

namespace hudna::store {

inline tl::unexpected<base::Error> pass(const base::Error& error) {
  return tl::unexpected<base::Error>(error);
}

class Query;

class Database {
 public:
  // `flags` as of sqlite3_open_v2.
  static base::Result<Database> open(const std::string& path, int flags);
  // Runs statements without results.
  base::Result<void> run(const char* sql);
  base::Result<Query> prepare(std::string_view sql);
  base::Result<std::int64_t> number(std::string_view sql);
  // What the last failure was, with the catalogue's code.
  base::Error error(int code) const;
  const std::string& path() const { return path_; }
  sqlite3* get() { return db_.get(); }

 private:
  struct Closer {
    void operator()(sqlite3* db) const { sqlite3_close_v2(db); }
  };
  friend class Transaction;
  std::unique_ptr<sqlite3, Closer> db_;
  std::string path_;
  int depth_ = 0;        // transactions begun
  bool spoiled_ = false;  // an inner one was not committed
};

class Query {
 public:
  // Binds by position from 1. Text and bytes must live until the next reset.
  Query& bind(int at, std::string_view text);
  Query& bind(int at, std::int64_t number);
  Query& bind(int at, double number);
  Query& bind_bytes(int at, std::string_view bytes);
  // True when a row stands ready, false at the end.
  base::Result<bool> step();
  // Calls `seen` for each row that is left. It gives nothing; or false when it wants no more; or a
  // Result<void>, which may end this with its error.
  template <class Seen>
  base::Result<void> each(Seen&& seen) {
    for (;;) {
      const auto row = step();
      if (!row) return pass(row.error());
      if (!*row) return {};
      if constexpr (std::is_void_v<decltype(seen())>) {
        seen();
      } else if constexpr (std::is_same_v<decltype(seen()), bool>) {
        if (!seen()) return {};
      } else {
        HUDNA_TRY(seen());
      }
    }
  }
  // One row in, none out; ready for the next binding.
  base::Result<void> write();
  void reset();
  std::string_view text(int column) const;
  std::int64_t number(int column) const { return sqlite3_column_int64(stmt_.get(), column); }
  bool is_null(int column) const { return sqlite3_column_type(stmt_.get(), column) == SQLITE_NULL; }

 private:
  friend class Database;
  struct Closer {
    void operator()(sqlite3_stmt* stmt) const { sqlite3_finalize(stmt); }
  };
  std::unique_ptr<sqlite3_stmt, Closer> stmt_;
  Database* db_ = nullptr;
};

// A transaction that rolls back unless committed. One that is begun within another is part of it: it reaches the file with
// the outer one, and when it is not committed the outer one cannot be.
class Transaction {
 public:
  static base::Result<Transaction> begin(Database* db);
  Transaction(Transaction&& other) noexcept : db_(other.db_), inner_(other.inner_) { other.db_ = nullptr; }
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();
  base::Result<void> commit();

 private:
  Transaction(Database* db, bool inner) : db_(db), inner_(inner) {}
  Database* db_;
  bool inner_;
};

}  // namespace hudna::store
