// The one-file store. Writes are single transactions in rollback-journal mode:
// when the program ends or is killed, no second file carries data that the
// first one lacks.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cinttypes>
#include <cstdio>
#include <cstring>

#include "base/check.h"
#include "base/limits.h"
#include "base/sha256.h"
#include "base/utf8.h"
#include "model/ranks.h"
#include "store/parts.h"
#include "store/rows.h"
#include "store/sqlite/database.h"
#include "store/sqlite/lookup.h"
#include "store/sqlite/merge_store.h"
#include "store/sqlite/schema.h"
#include "store/store.h"

namespace hudna::store {
namespace {

using base::Code;
using base::Result;

std::string deflate_bytes(std::string_view bytes) {
  uLongf size = compressBound(static_cast<uLong>(bytes.size()));
  std::string out(size, '\0');
  // Level 6 is the format's usual one; the level is part of the bytes, so it stays as it is.
  const int code =
      compress2(reinterpret_cast<Bytef*>(out.data()), &size, reinterpret_cast<const Bytef*>(bytes.data()),
                static_cast<uLong>(bytes.size()), 6);
  HUDNA_CHECK(code == Z_OK);  // only fails without memory
  out.resize(size);
  return out;
}

bool inflate_bytes(std::string_view bytes, std::size_t size, std::string* out) {
  if (size > base::limits::kReportBytes) return false;
  out->assign(size, '\0');
  uLongf got = static_cast<uLongf>(size);
  Bytef none = 0;
  Bytef* to = size == 0 ? &none : reinterpret_cast<Bytef*>(out->data());
  return uncompress(to, &got, reinterpret_cast<const Bytef*>(bytes.data()),
                    static_cast<uLong>(bytes.size())) == Z_OK &&
         got == size;
}

std::string_view value_kind(const model::SlotValue& value) {
  static constexpr std::string_view kKinds[] = {"none", "actor", "place", "time", "quantity", "duration"};
  return kKinds[value.index()];
}

class SqliteStore final : public Store {
 public:
  SqliteStore(Database db, bool writes) : db_(std::move(db)), writes_(writes) {}

  Result<void> prepare_file() {
    // The header is read first: a file of another kind fails here, before anything is written.
    const auto id = db_.number("PRAGMA application_id");
    if (!id) return pass(id.error());
    const auto version = db_.number("PRAGMA user_version");
    if (!version) return pass(version.error());
    const auto tables = db_.number("SELECT count(*) FROM sqlite_schema");
    if (!tables) return pass(tables.error());
    // An empty file, or one whose first transaction was cut off and has just been rolled back, is a new
    // store.
    const auto pages = db_.number("PRAGMA page_count");
    if (!pages) return pass(pages.error());
    if (*id == 0 && *version == 0 && *tables == 0 && *pages == 0 && writes_) {
      HUDNA_TRY(db_.run("PRAGMA journal_mode=DELETE"));
      auto work = Transaction::begin(&db_);
      if (!work) return pass(work.error());
      for (std::int64_t k = 0; k < schema_version(); ++k) HUDNA_TRY(db_.run(migration(k)));
      HUDNA_TRY(stamp_version());
      return work->commit();
    }
    if (*id != kApplicationId)
      return base::fail(Code::StoreNotOurs, db_.path(), "is a SQLite file of another program");
    if (*version > schema_version()) {
      return base::fail(Code::StoreNewer, db_.path(),
                        "is of format " + std::to_string(*version) + "; this program knows " +
                            std::to_string(schema_version()));
    }
    if (*version < 1) return base::fail(Code::StoreDamaged, db_.path(), "has no format number");
    if (writes_ && *version < schema_version()) {
      auto work = Transaction::begin(&db_);
      if (!work) return pass(work.error());
      for (std::int64_t k = *version; k < schema_version(); ++k) HUDNA_TRY(db_.run(migration(k)));
      HUDNA_TRY(stamp_version());
      HUDNA_TRY(work->commit());
    }
    // A file that was cut off can still read well as far as it goes.
    const auto page_size = db_.number("PRAGMA page_size");
    if (!page_size) return pass(page_size.error());
    struct stat info {};
    if (::stat(db_.path().c_str(), &info) == 0 && info.st_size < *pages * *page_size) {
      return base::fail(Code::StoreDamaged, db_.path(),
                        "is cut off: " + std::to_string(info.st_size) + " of " +
                            std::to_string(*pages * *page_size) + " bytes");
    }
    const auto reports = db_.number("SELECT count(*) FROM (SELECT 1 FROM report LIMIT 1)");
    if (!reports) return pass(reports.error());
    return {};
  }

  Result<std::optional<std::string>> find_stamp(const std::string& sha256) override {
    if (!find_stamp_) {
      auto query = db_.prepare("SELECT stamp FROM report WHERE key = ?1 AND sha256 = ?2");
      if (!query) return pass(query.error());
      find_stamp_ = std::make_unique<Query>(std::move(*query));
    }
    find_stamp_->bind(1, key_of(sha256)).bind(2, sha256);
    const auto row = find_stamp_->step();
    std::optional<std::string> out;
    if (row && *row) out = std::string(find_stamp_->text(0));
    find_stamp_->reset();
    if (!row) return pass(row.error());
    return out;
  }

  Result<void> add(std::span<const NewReport> reports) override {
    auto work = Transaction::begin(&db_);
    if (!work) return pass(work.error());
    const auto digest = reports_digest();
    if (!digest) return pass(digest.error());
    Digest sum;
    if (!sum.read(*digest)) return base::fail(Code::StoreDamaged, db_.path(), "the sum over the reports cannot be read");
    auto stored = stored_counts();
    if (!stored) return pass(stored.error());
    for (const NewReport& report : reports) HUDNA_TRY(add_one(report, &sum, &*stored));
    for (std::size_t i = 0; i < reports.size() && reports.size() <= kWordsAtOnce; ++i) {
      auto words = db_.prepare(
          "INSERT INTO report_search(rowid, title, body, comments) SELECT key, title, body, comments FROM report_words WHERE key = ?1");
      if (!words) return pass(words.error());
      words->bind(1, key_of(reports[i].reading->parts().sha256));
      HUDNA_TRY(words->write());
    }
    HUDNA_TRY(set_meta("reports", sum.text()));
    HUDNA_TRY(set_meta("stored", std::to_string(stored->first) + " " + std::to_string(stored->second)));
    return work->commit();
  }

  Result<void> at_once(const std::function<Result<void>()>& task) override {
    auto work = Transaction::begin(&db_);
    if (!work) return pass(work.error());
    HUDNA_TRY(task());
    return work->commit();
  }

  Result<Summary> summary() override {
    Summary out;
    const auto stored = stored_counts();
    if (!stored) return pass(stored.error());
    out.reports = static_cast<std::size_t>(stored->first);
    out.statements = static_cast<std::size_t>(stored->second);
    const auto inputs = inputs_digest();
    if (!inputs) return pass(inputs.error());
    const auto built = meta("record_inputs");
    if (!built) return pass(built.error());
    // Rows of an older format are merged again.
    const auto version = db_.number("PRAGMA user_version");
    if (!version) return pass(version.error());
    out.record_current = *inputs == *built && *version == schema_version();
    const auto counts = row_counts();
    if (!counts) return pass(counts.error());
    if (out.record_current) {
      out.agreements = static_cast<std::size_t>(counts->agreements);
      out.incidents = static_cast<std::size_t>(counts->incidents);
      out.contradictions = static_cast<std::size_t>(counts->contradictions);
    }
    struct stat info {};
    if (::stat(db_.path().c_str(), &info) == 0) out.bytes = static_cast<std::size_t>(info.st_size);
    return out;
  }

  Result<std::vector<model::Reading>> readings() override {
    auto query = db_.prepare("SELECT text, reading, sha256 FROM report ORDER BY key");
    if (!query) return pass(query.error());
    std::vector<model::Reading> out;
    HUDNA_TRY(query->each([&]() -> Result<void> {
      const std::string_view text = query->text(0);
      model::ReadingParts parts;
      if (!reading_from_json(query->text(1), &parts) || parts.sha256 != query->text(2)) {
        return base::fail(Code::StoreDamaged, db_.path(),
                          "the reading of " + std::string(query->text(2)) + " cannot be read");
      }
      HUDNA_TRY(check_reading(parts, text, db_.path()));
      out.push_back(model::make_reading(std::move(parts), text));
      return {};
    }));
    std::sort(out.begin(), out.end(), [](const model::Reading& a, const model::Reading& b) {
      return a.parts().sha256 < b.parts().sha256;
    });
    return out;
  }

  Result<StoredDocument> document(const std::string& sha256) override {
    auto query = db_.prepare(
        "SELECT source, raw, raw_bytes, text, charset, html, offsets FROM report WHERE sha256 = ?1");
    if (!query) return pass(query.error());
    query->bind(1, sha256);
    const auto row = query->step();
    if (!row) return pass(row.error());
    if (!*row) return base::fail(Code::IdUnknown, db_.path(), "no report has the hash " + sha256);
    StoredDocument out;
    out.sha256 = sha256;
    out.source = query->text(0);
    out.text = query->text(3);
    out.charset = query->text(4);
    out.html = query->number(5) != 0;
    const std::int64_t size = query->number(2);
    const bool good = size >= 0 && inflate_bytes(query->text(1), static_cast<std::size_t>(size), &out.raw) &&
                      base::sha256_hex(out.raw) == sha256;
    if (!good)
      return base::fail(Code::StoreDamaged, db_.path(),
                        "the bytes of " + out.source + " are not those that were stored");
    if (!parse_map(query->text(6), out.text.size(), out.raw.size(), &out.map)) {
      return base::fail(Code::StoreDamaged, db_.path(), "the offsets of " + out.source + " cannot be read");
    }
    return out;
  }

  Result<std::vector<model::Decision>> decisions() override {
    std::vector<model::Decision> out;
    const auto tables = db_.number("SELECT count(*) FROM sqlite_schema WHERE name = 'review_log'");
    if (!tables) return pass(tables.error());
    if (*tables == 0) return out;  // a file of the first format, opened to be read
    auto query = db_.prepare("SELECT json FROM review_log ORDER BY n");
    if (!query) return pass(query.error());
    HUDNA_TRY(query->each([&]() -> Result<void> {
      out.emplace_back();
      if (decision_from_json(query->text(0), &out.back())) return {};
      return base::fail(Code::StoreDamaged, db_.path(), "a decision of the review log cannot be read");
    }));
    return out;
  }

  Result<void> add_decision(const model::Decision& decision) override {
    auto work = Transaction::begin(&db_);
    if (!work) return pass(work.error());
    HUDNA_TRY(append_decision(decision));
    return work->commit();
  }

  Result<void> add_verdict(const model::Decision& decision, std::span<const model::ReviewRow> reviews) override {
    auto work = Transaction::begin(&db_);
    if (!work) return pass(work.error());
    HUDNA_TRY(append_decision(decision));
    auto update = db_.prepare("UPDATE review SET json = ?2 WHERE id = ?1 AND json <> ?2");
    if (!update) return pass(update.error());
    auto insert = db_.prepare("INSERT INTO review(n, id, rank, json) VALUES (?3, ?1, ?4, ?2)");
    if (!insert) return pass(insert.error());
    model::RecordParts parts;
    for (const model::ReviewRow& row : reviews) parts.reviews.push(row);
    const model::Ranks ranks = model::make_ranks(parts);
    for (std::size_t i = 0; i < reviews.size(); ++i) {
      const model::ReviewRow& row = reviews[i];
      const std::string json = review_row_to_json(row);
      const bool fresh = row.id == decision.id;
      Query& query = fresh ? *insert : *update;
      query.bind(1, row.id).bind(2, json);
      if (fresh) query.bind(3, row_number(row.id)).bind(4, ranks.reviews[i]);
      HUDNA_TRY(query.write());
    }
    const auto inputs = inputs_digest();
    if (!inputs) return pass(inputs.error());
    HUDNA_TRY(set_meta("record_inputs", *inputs));
    return work->commit();
  }

  Result<void> replace_record(const model::Record& record, const model::MergeState* state) override {
    auto work = Transaction::begin(&db_);
    if (!work) return pass(work.error());
    RowCounts counts;
    HUDNA_TRY(write_all(&db_, record.parts(), state, &counts));
    HUDNA_TRY(set_meta("tool", record.parts().tool));
    HUDNA_TRY(set_meta("policies", record.parts().policies));
    HUDNA_TRY(set_meta("merge_state", state != nullptr ? "1 " + state->by : "0"));
    HUDNA_TRY(set_counts(counts));
    HUDNA_TRY(stamp_record());
    return work->commit();
  }

  Result<std::unique_ptr<model::MergeMemory>> memory(const std::vector<std::string>& added,
                                                     const std::string& by) override {
    std::unique_ptr<model::MergeMemory> none;
    const auto state = meta("merge_state");
    if (!state) return pass(state.error());
    if (*state != "1 " + by) return none;
    // The reports of the record and the added ones are all that are stored.
    const auto record_reports = meta("record_reports"), inputs = meta("record_inputs"), stored = reports_digest();
    for (const auto* one : {&record_reports, &inputs, &stored}) {
      if (!*one) return pass(one->error());
    }
    Digest sum;
    if (!sum.read(*record_reports)) return none;
    for (const std::string& id : added) {
      auto query = db_.prepare("SELECT sha256, reading_sha256 FROM report WHERE id = ?1");
      if (!query) return pass(query.error());
      query->bind(1, id);
      const auto row = query->step();
      if (!row) return pass(row.error());
      if (!*row) return none;
      sum.add(query->text(0), query->text(1));
    }
    if (sum.text() != *stored) return none;
    const auto before = inputs_of(*record_reports);
    if (!before) return pass(before.error());
    if (*before != *inputs) return none;
    return make_memory(&db_);
  }

  Result<void> update_record(const model::RecordUpdate& update) override {
    auto work = Transaction::begin(&db_);
    if (!work) return pass(work.error());
    auto counts = row_counts();
    if (!counts) return pass(counts.error());
    HUDNA_TRY(write_update(&db_, update, &*counts));
    const auto tool = meta("tool");
    if (!tool) return pass(tool.error());
    HUDNA_TRY(set_meta("tool", std::max(*tool, update.parts.tool)));
    HUDNA_TRY(set_counts(*counts));
    HUDNA_TRY(stamp_record());
    return work->commit();
  }

  Result<std::optional<model::Record>> record() override {
    const auto state = summary();
    if (!state) return pass(state.error());
    if (!state->record_current) return std::optional<model::Record>();
    model::RecordParts parts;
    RecordNames names;
    // Ids first, since rows of one table name rows of others.
    for (int table = 0; table < table_count(); ++table) {
      auto query = db_.prepare("SELECT id FROM " + std::string(table_name(table)) + " ORDER BY rank");
      if (!query) return pass(query.error());
      HUDNA_TRY(query->each([&] { names.add(table, std::string(query->text(0))); }));
    }
    for (int table = 0; table < table_count(); ++table) {
      auto query = db_.prepare("SELECT json, id FROM " + std::string(table_name(table)) + " ORDER BY rank");
      if (!query) return pass(query.error());
      HUDNA_TRY(query->each([&]() -> Result<void> {
        if (row_from_json(query->text(0), table, names, &parts)) return {};
        return base::fail(
            Code::StoreDamaged, db_.path(),
            std::string(table_name(table)) + " " + std::string(query->text(1)) + " cannot be read");
      }));
    }
    auto tool = meta("tool"), policies = meta("policies");
    if (!tool) return pass(tool.error());
    if (!policies) return pass(policies.error());
    parts.tool = *tool;
    parts.policies = *policies;
    const std::vector<std::string> problems = model::verify(parts);
    if (!problems.empty()) return base::fail(Code::StoreDamaged, db_.path(), problems.front());
    return std::optional<model::Record>(model::make_record(std::move(parts)));
  }

  std::unique_ptr<Lookup> lookup() override { return make_lookup(&db_); }

  Result<void> dump(const std::function<bool(std::string_view)>& sink) override {
    const auto put = [&sink](std::string_view key, std::string_view json) {
      std::string line = "{";
      append_json_string(&line, key);
      line.append(":").append(json).append("}\n");
      return sink(line);
    };
    auto reports = db_.prepare("SELECT reading FROM report ORDER BY sha256");
    if (!reports) return pass(reports.error());
    for (;;) {
      const auto row = reports->step();
      if (!row) return pass(row.error());
      if (!*row) break;
      if (!put("report", reports->text(0))) return {};
    }
    const auto state = summary();
    if (!state) return pass(state.error());
    if (!state->record_current) return {};
    for (const char* key : {"tool", "policies"}) {
      const auto text = meta(key);
      if (!text) return pass(text.error());
      std::string json;
      append_json_string(&json, *text);
      if (!put(key, json)) return {};
    }
    for (int table = 0; table < table_count(); ++table) {
      auto query = db_.prepare("SELECT json FROM " + std::string(table_name(table)) + " ORDER BY rank");
      if (!query) return pass(query.error());
      for (;;) {
        const auto row = query->step();
        if (!row) return pass(row.error());
        if (!*row) break;
        if (!put(table_name(table), query->text(0))) return {};
      }
    }
    return {};
  }

  Result<void> index_words() override {
    auto work = Transaction::begin(&db_);
    if (!work) return pass(work.error());
    // In order of their keys: the index takes ascending ones in large pieces.
    HUDNA_TRY(db_.run(
        "INSERT INTO report_search(rowid, title, body, comments) SELECT key, title, body, comments FROM report_words"
        " WHERE key NOT IN (SELECT id FROM report_search_docsize) ORDER BY key"));
    return work->commit();
  }

  Result<void> compact() override {
    const std::string path = db_.path(), beside = path + ".compact";
    const auto done_before = untouched_since_compacted();
    if (!done_before) return pass(done_before.error());
    if (*done_before) return {};
    {
      auto work = Transaction::begin(&db_);
      if (!work) return pass(work.error());
      HUDNA_TRY(db_.run("INSERT INTO report_search(report_search) VALUES ('rebuild')"));
      HUDNA_TRY(work->commit());
    }
    ::unlink(beside.c_str());
    {
      auto query = db_.prepare("VACUUM INTO ?1");
      if (!query) return pass(query.error());
      query->bind(1, beside);
      const auto done = query->write();
      if (!done) {
        ::unlink(beside.c_str());
        return pass(done.error());
      }
    }
    {
      // The copy counts on from the schema number of the store, which tells how often it was compacted: not a
      // property of what it holds.
      auto copy = Database::open(beside, SQLITE_OPEN_READWRITE);
      const auto reset = copy ? copy->run("PRAGMA schema_version=1") : Result<void>(pass(copy.error()));
      if (!reset) {
        copy = pass(reset.error());
        ::unlink(beside.c_str());
        return pass(reset.error());
      }
    }
    // The copy is on the disk before it takes the store's name.
    struct stat was {};
    const bool known = ::stat(path.c_str(), &was) == 0;
    const int file = ::open(beside.c_str(), O_RDWR | O_CLOEXEC);
    const bool synced =
        file >= 0 && (!known || ::fchmod(file, was.st_mode & 07777) == 0) && ::fsync(file) == 0;
    const int cause = errno;
    if (file >= 0) ::close(file);
    drop_queries();
    if (!synced || ::rename(beside.c_str(), path.c_str()) != 0) {
      const std::string why = std::strerror(synced ? errno : cause);
      ::unlink(beside.c_str());
      return base::fail(Code::FileUnwritable, path, why);
    }
    auto again = Database::open(path, SQLITE_OPEN_READWRITE);
    if (!again) return pass(again.error());
    db_ = std::move(*again);
    return {};
  }

  Result<void> check() override {
    auto query = db_.prepare("PRAGMA integrity_check(1)");
    if (!query) return pass(query.error());
    const auto row = query->step();
    if (!row) return pass(row.error());
    if (!*row || query->text(0) != "ok")
      return base::fail(Code::StoreDamaged, db_.path(), std::string(query->text(0)));
    std::vector<std::string> hashes;
    {
      const auto all = readings();
      if (!all) return pass(all.error());
      for (const model::Reading& reading : *all) hashes.push_back(reading.parts().sha256);
    }
    for (const std::string& hash : hashes) HUDNA_TRY(document(hash));
    HUDNA_TRY(record());
    return {};
  }

 private:
  // A compacted copy has schema number 1, which no store has that was made statement by statement, and was changed
  // as often as VACUUM INTO and that number take; every later commit counts on (the file format's change counter).
  // Where another SQLite counts otherwise, the file is compacted once too often, no more. REQUIRES: no transaction is
  // open (closing the file here gives this process's locks on it back).
  Result<bool> untouched_since_compacted() {
    constexpr std::uint32_t kChanges = 2;
    constexpr off_t kCounterAt = 24;
    const auto schema = db_.number("PRAGMA schema_version");
    if (!schema) return pass(schema.error());
    const int file = ::open(db_.path().c_str(), O_RDONLY | O_CLOEXEC);
    unsigned char at[4] = {};
    const bool read = file >= 0 && ::pread(file, at, sizeof at, kCounterAt) == static_cast<ssize_t>(sizeof at);
    if (file >= 0) ::close(file);
    const std::uint32_t changes = std::uint32_t{at[0]} << 24 | std::uint32_t{at[1]} << 16 |
                                  std::uint32_t{at[2]} << 8 | std::uint32_t{at[3]};
    return read && *schema == 1 && changes == kChanges;
  }

  static std::int64_t key_of(const std::string& sha256) {
    std::int64_t out = 0;
    for (std::size_t i = 0; i < 15 && i < sha256.size(); ++i) {
      const char c = sha256[i];
      out = out * 16 + (c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : 0);
    }
    return out;
  }

  Result<void> append_decision(const model::Decision& decision) {
    auto insert =
        db_.prepare("INSERT INTO review_log(n, json) SELECT coalesce(max(n), 0) + 1, ?1 FROM review_log");
    if (!insert) return pass(insert.error());
    const std::string json = decision_to_json(decision);
    insert->bind(1, json);
    return insert->write();
  }

  Result<void> stamp_version() {
    HUDNA_TRY(db_.run(("PRAGMA application_id=" + std::to_string(kApplicationId)).c_str()));
    return db_.run(("PRAGMA user_version=" + std::to_string(schema_version())).c_str());
  }

  Result<std::string> meta(const char* key) {
    auto query = db_.prepare("SELECT value FROM meta WHERE key = ?1");
    if (!query) return pass(query.error());
    query->bind(1, std::string_view(key));
    const auto row = query->step();
    if (!row) return pass(row.error());
    return *row ? std::string(query->text(0)) : std::string();
  }

  Result<void> set_meta(const char* key, const std::string& value) {
    auto query = db_.prepare(
        "INSERT INTO meta(key, value) VALUES (?1, ?2) ON CONFLICT(key) DO UPDATE SET value = excluded.value");
    if (!query) return pass(query.error());
    query->bind(1, std::string_view(key)).bind(2, value);
    return query->write();
  }

  // Over all reports and what was read from them: the sum of a hash of each, so that one is added without the others.
  class Digest {
   public:
    bool read(std::string_view text) {
      if (text.size() != 64 || text.find_first_not_of("0123456789abcdef") != std::string_view::npos) return false;
      for (std::size_t i = 0; i < 32; ++i) bytes_[31 - i] = static_cast<std::uint8_t>(digit(text[2 * i]) * 16 + digit(text[2 * i + 1]));
      return true;
    }
    void add(std::string_view sha256, std::string_view reading) { sum(sha256, reading, false); }
    void take_away(std::string_view sha256, std::string_view reading) { sum(sha256, reading, true); }
    std::string text() const {
      std::string out;
      for (std::size_t i = 32; i-- > 0;) {
        out.push_back("0123456789abcdef"[bytes_[i] >> 4]);
        out.push_back("0123456789abcdef"[bytes_[i] & 15]);
      }
      return out;
    }

   private:
    static int digit(char c) { return c <= '9' ? c - '0' : c - 'a' + 10; }
    void sum(std::string_view sha256, std::string_view reading, bool less) {
      std::string key(sha256);
      key.append(" ").append(reading);
      Digest other;
      other.read(base::sha256_hex(key));
      int carry = 0;
      for (std::size_t i = 0; i < 32; ++i) {
        const int value = less ? bytes_[i] - other.bytes_[i] - carry : bytes_[i] + other.bytes_[i] + carry;
        carry = less ? (value < 0 ? 1 : 0) : value >> 8;
        bytes_[i] = static_cast<std::uint8_t>(value & 255);
      }
    }
    std::array<std::uint8_t, 32> bytes_{};  // the least first
  };

  // The sum over what is stored; a store of an older format is read through once.
  Result<std::string> reports_digest() {
    const auto kept = meta("reports");
    if (!kept) return pass(kept.error());
    if (!kept->empty()) return kept;
    auto query = db_.prepare("SELECT sha256, reading_sha256 FROM report");
    if (!query) return pass(query.error());
    Digest sum;
    HUDNA_TRY(query->each([&] { sum.add(query->text(0), query->text(1)); }));
    return sum.text();
  }

  // What the record is built from: these reports and the log of reviews.
  Result<std::string> inputs_of(const std::string& reports) {
    std::string all = reports + "\n";
    const auto log = decisions();
    if (!log) return pass(log.error());
    for (const model::Decision& decision : *log) all.append(decision.id).append("\n");
    return base::sha256_hex(all);
  }

  Result<std::string> inputs_digest() {
    const auto reports = reports_digest();
    if (!reports) return pass(reports.error());
    return inputs_of(*reports);
  }

  // The derived rows are those of what is stored now.
  Result<void> stamp_record() {
    const auto reports = reports_digest();
    if (!reports) return pass(reports.error());
    const auto inputs = inputs_of(*reports);
    if (!inputs) return pass(inputs.error());
    HUDNA_TRY(set_meta("record_reports", *reports));
    return set_meta("record_inputs", *inputs);
  }

  Result<RowCounts> row_counts() {
    const auto text = meta("counts");
    if (!text) return pass(text.error());
    RowCounts out;
    std::sscanf(text->c_str(), "%" SCNd64 " %" SCNd64 " %" SCNd64, &out.agreements, &out.incidents, &out.contradictions);
    return out;
  }
  Result<void> set_counts(const RowCounts& counts) {
    return set_meta("counts", std::to_string(counts.agreements) + " " + std::to_string(counts.incidents) + " " +
                                  std::to_string(counts.contradictions));
  }

  // How many reports and statements are stored.
  Result<std::pair<std::int64_t, std::int64_t>> stored_counts() {
    const auto text = meta("stored");
    if (!text) return pass(text.error());
    std::pair<std::int64_t, std::int64_t> out{0, 0};
    if (std::sscanf(text->c_str(), "%" SCNd64 " %" SCNd64, &out.first, &out.second) == 2) return out;
    const auto reports = db_.number("SELECT count(*) FROM report"), statements = db_.number("SELECT count(*) FROM statement");
    if (!reports) return pass(reports.error());
    if (!statements) return pass(statements.error());
    return std::pair<std::int64_t, std::int64_t>{*reports, *statements};
  }

  void drop_queries() {
    for (std::unique_ptr<Query>* query :
         {&find_stamp_, &find_key_, &drop_words_, &drop_slots_, &drop_links_, &drop_statements_, &drop_report_,
          &insert_report_, &insert_statement_, &insert_slot_, &insert_link_}) {
      query->reset();
    }
  }

  Result<void> prepare_writes() {
    if (insert_report_) return {};
    const auto make = [this](const char* sql, std::unique_ptr<Query>* to) -> Result<void> {
      auto query = db_.prepare(sql);
      if (!query) return pass(query.error());
      *to = std::make_unique<Query>(std::move(*query));
      return {};
    };
    HUDNA_TRY(make("SELECT sha256, reading_sha256, (SELECT count(*) FROM statement AS s WHERE s.report = r.id) FROM report AS r WHERE key = ?1", &find_key_));
    // The index wants the words that it is to forget.
    HUDNA_TRY(make("INSERT INTO report_search(report_search, rowid, title, body, comments) SELECT 'delete', key, title, body, "
                   "comments FROM report_words WHERE key = ?1 AND key IN (SELECT id FROM report_search_docsize)",
                   &drop_words_));
    HUDNA_TRY(make("DELETE FROM slot WHERE statement IN (SELECT id FROM statement WHERE report = ?1)",
                   &drop_slots_));
    HUDNA_TRY(make("DELETE FROM chain_link WHERE statement IN (SELECT id FROM statement WHERE report = ?1)",
                   &drop_links_));
    HUDNA_TRY(make("DELETE FROM statement WHERE report = ?1", &drop_statements_));
    HUDNA_TRY(make("DELETE FROM report WHERE key = ?1", &drop_report_));
    HUDNA_TRY(make(
        "INSERT INTO statement VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17,?18,?19)",
        &insert_statement_));
    HUDNA_TRY(make("INSERT INTO slot(statement, n, name, text, value_kind, value) VALUES (?1,?2,?3,?4,?5,?6)",
                   &insert_slot_));
    HUDNA_TRY(make("INSERT INTO chain_link VALUES (?1,?2,?3,?4,?5)", &insert_link_));
    return make(
        "INSERT INTO report VALUES "
        "(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17,?18,?19,?20,?21,?22)",
        &insert_report_);
  }

  Result<void> add_one(const NewReport& report, Digest* sum, std::pair<std::int64_t, std::int64_t>* stored) {
    HUDNA_TRY(prepare_writes());
    const model::DocumentParts& doc = report.document->parts();
    const model::ReadingParts& parts = report.reading->parts();
    HUDNA_CHECK(parts.sha256 == report.document->sha256());
    const std::int64_t key = key_of(parts.sha256);
    find_key_->bind(1, key);
    const auto held = find_key_->step();
    if (!held) return pass(held.error());
    const bool there = *held;
    const bool clash = there && find_key_->text(0) != parts.sha256;
    if (there && !clash) {
      sum->take_away(parts.sha256, find_key_->text(1));
      stored->first -= 1, stored->second -= find_key_->number(2);
    }
    find_key_->reset();
    if (clash)
      return base::fail(Code::StoreDamaged, db_.path(),
                        "two different reports share the key of " + parts.sha256);
    if (there) {
      drop_words_->bind(1, key);
      HUDNA_TRY(drop_words_->write());
      for (Query* drop : {drop_slots_.get(), drop_links_.get(), drop_statements_.get()}) {
        drop->bind(1, parts.report_id);
        HUDNA_TRY(drop->write());
      }
      drop_report_->bind(1, key);
      HUDNA_TRY(drop_report_->write());
    }
    const std::string raw = deflate_bytes(doc.raw), offsets = print_map(doc.map),
                      reading = reading_to_json(parts);
    const std::string digest = base::sha256_hex(reading);
    sum->add(parts.sha256, digest);
    stored->first += 1, stored->second += static_cast<std::int64_t>(parts.statements.size());
    (*insert_report_)
        .bind(1, key)
        .bind(2, parts.report_id)
        .bind(3, parts.sha256)
        .bind(4, report.stamp)
        .bind(5, parts.source)
        .bind(6, parts.title)
        .bind(7, parts.outlet)
        .bind(8, parts.agency)
        .bind(9, parts.canonical_url.empty() ? parts.url : parts.canonical_url)
        .bind(10, parts.language)
        .bind(11, name(parts.genre))
        .bind(12, parts.published.edtf)
        .bind(13, name(parts.published.basis))
        .bind(14, parts.published.rule)
        .bind(15, doc.charset)
        .bind(16, std::int64_t{doc.html ? 1 : 0})
        .bind(17, static_cast<std::int64_t>(doc.raw.size()))
        .bind_bytes(18, raw)
        .bind(19, doc.text)
        .bind(20, offsets)
        .bind(21, digest)
        .bind(22, reading);
    HUDNA_TRY(insert_report_->write());
    for (std::size_t i = 0; i < parts.statements.size(); ++i) HUDNA_TRY(add_statement(parts, i));
    return {};
  }

  Result<void> add_statement(const model::ReadingParts& parts, std::size_t i) {
    const model::Statement& stmt = parts.statements[i];
    const model::Evidence& evidence = stmt.evidence;
    std::string said_by;
    for (const model::Slot* slot : model::slots_of(stmt, model::SlotName::SaidBy))
      said_by += (said_by.empty() ? "" : "; ") + slot->text;
    (*insert_statement_)
        .bind(1, stmt.id)
        .bind(2, parts.report_id)
        .bind(3, static_cast<std::int64_t>(i))
        .bind(4, name(stmt.kind))
        .bind(5, stmt.type)
        .bind(6, name(stmt.modality))
        .bind(7, name(stmt.section))
        .bind(8, said_by)
        .bind(9, stmt.directness)
        .bind(10, evidence.quote)
        .bind(11, evidence.prefix)
        .bind(12, evidence.suffix)
        .bind(13, std::int64_t{evidence.span.begin})
        .bind(14, std::int64_t{evidence.span.end})
        .bind(15, std::int64_t{evidence.raw.begin})
        .bind(16, std::int64_t{evidence.raw.end})
        .bind(17, evidence.rule)
        .bind(18, static_cast<double>(stmt.score))
        .bind(19, stmt.same_as);
    HUDNA_TRY(insert_statement_->write());
    for (std::size_t k = 0; k < stmt.slots.size(); ++k) {
      const model::Slot& slot = stmt.slots[k];
      const std::string json = slot_value_to_json(slot.value);
      (*insert_slot_)
          .bind(1, stmt.id)
          .bind(2, static_cast<std::int64_t>(k))
          .bind(3, name(slot.name))
          .bind(4, slot.text)
          .bind(5, value_kind(slot.value))
          .bind(6, json);
      HUDNA_TRY(insert_slot_->write());
    }
    for (std::size_t k = 0; k < stmt.chain.size(); ++k) {
      const model::ChainLink& link = stmt.chain[k];
      (*insert_link_)
          .bind(1, stmt.id)
          .bind(2, static_cast<std::int64_t>(k))
          .bind(3, link.text)
          .bind(4, link.name)
          .bind(5, link.role);
      HUDNA_TRY(insert_link_->write());
    }
    return {};
  }

  Database db_;
  bool writes_;
  // Queries point at db_: declared after it, so that they are gone first.
  std::unique_ptr<Query> find_stamp_, find_key_, drop_words_, drop_slots_, drop_links_, drop_statements_, drop_report_,
      insert_report_, insert_statement_, insert_slot_, insert_link_;
};

}  // namespace

Result<std::unique_ptr<Store>> open_store(const std::string& path, Mode mode) {
  struct stat info {};
  const bool there = ::stat(path.c_str(), &info) == 0;
  if (!there && mode == Mode::Read) return base::fail(Code::FileMissing, path, "there is no such file");
  if (there && !S_ISREG(info.st_mode)) return base::fail(Code::StoreNotOurs, path, "is no file");
  if (there && ::access(path.c_str(), R_OK) != 0)
    return base::fail(Code::FileUnreadable, path, std::strerror(errno));
  if (there && mode == Mode::Write && ::access(path.c_str(), W_OK) != 0)
    return base::fail(Code::FileUnwritable, path, std::strerror(errno));
  if (there && info.st_size > 0 && info.st_size < 512)
    return base::fail(Code::StoreNotOurs, path, "is no SQLite file");
  const int flags = mode == Mode::Read ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  auto db = Database::open(path, flags);
  if (!db) {
    base::Error error = db.error();
    if (mode == Mode::Read && error.code == Code::FileUnwritable) error.code = Code::FileUnreadable;
    return tl::unexpected(error);
  }
  auto store = std::make_unique<SqliteStore>(std::move(*db), mode == Mode::Write);
  const auto ready = store->prepare_file();
  if (!ready) {
    base::Error error = ready.error();
    if (mode == Mode::Read && error.code == Code::FileUnwritable) error.code = Code::FileUnreadable;
    return tl::unexpected(error);
  }
  return std::unique_ptr<Store>(std::move(store));
}

}  // namespace hudna::store
