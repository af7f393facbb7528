#include "store/sqlite/database.h"

#include <cerrno>

#include "store/sqlite/words.h"

namespace hudna::store {

base::Result<Database> Database::open(const std::string& path, int flags) {
  Database out;
  out.path_ = path;
  sqlite3* raw = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &raw, flags | SQLITE_OPEN_EXRESCODE, nullptr);
  out.db_.reset(raw);
  if (code != SQLITE_OK) return tl::unexpected(out.error(code));
  if (const int made = register_sections(raw); made != SQLITE_OK) return tl::unexpected(out.error(made));
  // Another program that writes is waited for a moment, not forever.
  sqlite3_busy_timeout(raw, 2000);
  // Keys are hashes, so the pages of one transaction lie all over the file: with the default 2 MB of cache
  // every batch spills, which costs a wait for the disk each time. A limit, taken only as pages come; failing
  // to set it would only be slow.
  sqlite3_exec(raw, "PRAGMA cache_size=-131072", nullptr, nullptr, nullptr);
  return out;
}

base::Error Database::error(int code) const {
  const int primary = code & 0xFF;
  const int system = db_ ? sqlite3_system_errno(db_.get()) : 0;
  base::Code what = base::Code::StoreDamaged;
  switch (primary) {
    case SQLITE_FULL:
      what = base::Code::DiskFull;
      break;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      what = base::Code::StoreBusy;
      break;
    case SQLITE_NOTADB:
      what = base::Code::StoreNotOurs;
      break;
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      what = base::Code::FileUnwritable;
      break;
    case SQLITE_CANTOPEN:
      what = base::Code::FileUnwritable;
      break;
    case SQLITE_IOERR:
      what = system == ENOSPC || system == EDQUOT ? base::Code::DiskFull
             : code == SQLITE_IOERR_READ || code == SQLITE_IOERR_SHORT_READ || code == SQLITE_IOERR_FSTAT
                 ? base::Code::FileUnreadable
                 : base::Code::FileUnwritable;
      break;
    default:
      break;
  }
  return {what, path_, db_ ? sqlite3_errmsg(db_.get()) : "cannot be opened"};
}

base::Result<void> Database::run(const char* sql) {
  const int code = sqlite3_exec(db_.get(), sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return tl::unexpected(error(code));
  return {};
}

base::Result<Query> Database::prepare(std::string_view sql) {
  Query out;
  sqlite3_stmt* raw = nullptr;
  const int code = sqlite3_prepare_v2(db_.get(), sql.data(), static_cast<int>(sql.size()), &raw, nullptr);
  out.stmt_.reset(raw);
  if (code != SQLITE_OK) return tl::unexpected(error(code));
  out.db_ = this;
  return out;
}

base::Result<std::int64_t> Database::number(std::string_view sql) {
  auto query = prepare(sql);
  if (!query) return tl::unexpected(query.error());
  const auto row = query->step();
  if (!row) return tl::unexpected(row.error());
  return *row ? query->number(0) : 0;
}

Query& Query::bind(int at, std::string_view text) {
  // An empty view has no address, which SQLite would take for NULL.
  sqlite3_bind_text64(stmt_.get(), at, text.empty() ? "" : text.data(), text.size(), SQLITE_STATIC,
                      SQLITE_UTF8);
  return *this;
}
Query& Query::bind(int at, std::int64_t number) {
  sqlite3_bind_int64(stmt_.get(), at, number);
  return *this;
}
Query& Query::bind(int at, double number) {
  sqlite3_bind_double(stmt_.get(), at, number);
  return *this;
}
Query& Query::bind_bytes(int at, std::string_view bytes) {
  sqlite3_bind_blob64(stmt_.get(), at, bytes.empty() ? "" : bytes.data(), bytes.size(), SQLITE_STATIC);
  return *this;
}

base::Result<bool> Query::step() {
  const int code = sqlite3_step(stmt_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return tl::unexpected(db_->error(code));
}

base::Result<void> Query::write() {
  const auto stepped = step();
  // The reset repeats the step's error; the first one is reported.
  reset();
  if (!stepped) return tl::unexpected(stepped.error());
  return {};
}

void Query::reset() {
  sqlite3_reset(stmt_.get());
  sqlite3_clear_bindings(stmt_.get());
}

std::string_view Query::text(int column) const {
  const void* bytes = sqlite3_column_blob(stmt_.get(), column);
  if (bytes == nullptr) return {};
  return {static_cast<const char*>(bytes),
          static_cast<std::size_t>(sqlite3_column_bytes(stmt_.get(), column))};
}

base::Result<Transaction> Transaction::begin(Database* db) {
  if (db->depth_ > 0) {
    ++db->depth_;
    return Transaction(db, true);
  }
  // The write lock at once: a later upgrade could fail halfway through the work.
  const auto begun = db->run("BEGIN IMMEDIATE");
  if (!begun) return tl::unexpected(begun.error());
  db->depth_ = 1;
  db->spoiled_ = false;
  return Transaction(db, false);
}

Transaction::~Transaction() {
  if (db_ == nullptr) return;
  --db_->depth_;
  db_->spoiled_ = true;
  if (!inner_ && sqlite3_get_autocommit(db_->get()) == 0) static_cast<void>(db_->run("ROLLBACK"));
}

base::Result<void> Transaction::commit() {
  if (inner_) {
    --db_->depth_;
    db_ = nullptr;
    return {};
  }
  if (db_->spoiled_) return base::fail(base::Code::FileUnwritable, db_->path(), "a part of the change failed");
  const auto done = db_->run("COMMIT");
  if (!done) return done;
  --db_->depth_;
  db_ = nullptr;
  return {};
}

}  // namespace hudna::store
