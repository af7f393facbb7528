#include "store/sqlite/merge_store.h"

#include <algorithm>
#include <deque>
#include <map>
#include <set>

#include "base/sha256.h"
#include "model/ranks.h"
#include "store/fields.h"
#include "store/parts.h"
#include "store/rows.h"

namespace hudna::store {
namespace {

using base::Code;
using base::Result;
using model::Trace;
using model::TraceKey;
using model::TraceKind;

constexpr std::size_t at(TableNumber table) { return static_cast<std::size_t>(table); }

std::int64_t trace_number(TraceKind kind, const std::string& id) {
  return row_number(std::to_string(static_cast<int>(kind)) + " " + id);
}

std::int64_t signed_block(std::uint64_t block) { return static_cast<std::int64_t>(block); }

// Keys of a trace, so that they are found when it goes: 16 bytes each.
std::string print_keys(const std::vector<TraceKey>& keys) {
  std::string out;
  const auto put = [&out](std::uint64_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) out.push_back(static_cast<char>(value >> (8 * i) & 255));
  };
  for (const TraceKey& key : keys) {
    put(key.block, 8);
    put(static_cast<std::uint32_t>(key.first), 4);
    put(static_cast<std::uint32_t>(key.last), 4);
  }
  return out;
}

std::vector<TraceKey> read_keys(std::string_view bytes) {
  std::vector<TraceKey> out;
  const auto get = [&bytes](std::size_t from, int count) {
    std::uint64_t value = 0;
    for (int i = 0; i < count; ++i)
      value |= std::uint64_t{static_cast<unsigned char>(bytes[from + static_cast<std::size_t>(i)])}
               << (8 * i);
    return value;
  };
  for (std::size_t from = 0; from + 16 <= bytes.size(); from += 16) {
    out.push_back({get(from, 8), static_cast<std::int32_t>(static_cast<std::uint32_t>(get(from + 8, 4))),
                   static_cast<std::int32_t>(static_cast<std::uint32_t>(get(from + 12, 4)))});
  }
  return out;
}

// Statements that are asked again and again.
class Queries {
 public:
  explicit Queries(Database* db) : db_(db) {}
  Result<Query*> get(const std::string& sql) {
    const auto found = known_.find(sql);
    if (found != known_.end()) {
      found->second->reset();
      return found->second.get();
    }
    auto made = db_->prepare(sql);
    if (!made) return pass(made.error());
    return known_.emplace(sql, std::make_unique<Query>(std::move(*made))).first->second.get();
  }

 private:
  Database* db_;
  std::map<std::string, std::unique_ptr<Query>> known_;
};

// Numbers printed ids as they are met, so that single rows can be read and written without the others.
class LooseNames : public IdNames {
 public:
  LooseNames() : names_(static_cast<std::size_t>(table_count())), index_(names_.size()) {}
  std::string_view name(int table, std::uint32_t index) const override {
    return names_[static_cast<std::size_t>(table)][index];
  }
  bool find(int table, std::string_view name, std::uint32_t* index) const override {
    auto& known = index_[static_cast<std::size_t>(table)];
    const auto found = known.find(name);
    if (found != known.end()) {
      *index = found->second;
      return true;
    }
    auto& names = names_[static_cast<std::size_t>(table)];
    *index = static_cast<std::uint32_t>(names.size());
    names.emplace_back(name);
    known.emplace(std::string(name), *index);
    return true;
  }

 private:
  mutable std::vector<std::deque<std::string>> names_;
  mutable std::vector<std::map<std::string, std::uint32_t, std::less<>>> index_;
};

class Memory final : public model::MergeMemory {
 public:
  explicit Memory(Database* db) : db_(db), queries_(db) {}

  bool failed() const override { return failed_; }

  std::vector<Trace> near(TraceKind kind, const std::vector<TraceKey>& keys, std::size_t most) override {
    // How long the days of one trace may be: the index is read from there on.
    const std::int64_t span = kind == TraceKind::Deal ? 8'000'000 : kind == TraceKind::Happening ? 400 : 64;
    std::set<std::int64_t> found;
    each(
        "SELECT trace FROM trace_key WHERE kind = ?1 AND block = ?2 AND first BETWEEN ?3 AND ?4 AND last >= "
        "?5",
        keys,
        [&](Query& query, const TraceKey& key) {
          query.bind(1, static_cast<std::int64_t>(kind))
              .bind(2, signed_block(key.block))
              .bind(3, key.first - span)
              .bind(4, std::int64_t{key.last})
              .bind(5, std::int64_t{key.first});
        },
        [&](Query& query) {
          if (found.size() < most) found.insert(query.number(0));
          return found.size() < most;
        });
    std::vector<Trace> out;
    each(
        "SELECT kind, id, report, component, row, keys, data FROM trace WHERE n = ?1",
        std::vector<std::int64_t>(found.begin(), found.end()),
        [](Query& query, std::int64_t n) { query.bind(1, n); },
        [&](Query& query) { out.push_back(trace(query)); });
    return out;
  }

  std::vector<Trace> beside(TraceKind kind, std::uint64_t block, std::int32_t day, bool before,
                            std::size_t most) override {
    std::vector<Trace> out;
    const std::string sql = std::string(
                                "SELECT t.kind, t.id, t.report, t.component, t.row, t.keys, t.data FROM "
                                "trace_key AS k JOIN trace AS t"
                                " ON t.n = k.trace WHERE k.kind = ?1 AND k.block = ?2 AND k.first ") +
                            (before ? "< ?3 ORDER BY k.first DESC" : "> ?3 ORDER BY k.first") + " LIMIT ?4";
    each(
        sql, std::vector<int>{0},
        [&](Query& query, int) {
          query.bind(1, static_cast<std::int64_t>(kind))
              .bind(2, signed_block(block))
              .bind(3, std::int64_t{day})
              .bind(4, static_cast<std::int64_t>(most));
        },
        [&](Query& query) { out.push_back(trace(query)); });
    return out;
  }

  std::vector<Trace> of_components(TraceKind kind, const std::vector<std::string>& components,
                                   std::size_t most) override {
    return traces_by("kind = ?1 AND component = ?2 AND component <> ''", kind, components, most);
  }
  std::vector<Trace> of_rows(TraceKind kind, const std::vector<std::string>& rows,
                             std::size_t most) override {
    return traces_by("kind = ?1 AND row = ?2 AND row <> ''", kind, rows, most);
  }
  std::vector<Trace> of_reports(TraceKind kind, const std::vector<std::string>& reports,
                                std::size_t most) override {
    return traces_by("kind = ?1 AND report = ?2 AND report <> ''", kind, reports, most);
  }
  std::vector<Trace> of_ids(TraceKind kind, const std::vector<std::string>& ids) override {
    std::vector<Trace> out;
    each(
        "SELECT kind, id, report, component, row, keys, data FROM trace WHERE n = ?1", ids,
        [&](Query& query, const std::string& id) { query.bind(1, trace_number(kind, id)); },
        [&](Query& query) { out.push_back(trace(query)); });
    return out;
  }

  std::vector<const model::Reading*> readings(const std::vector<std::string>& reports) override {
    std::vector<const model::Reading*> out;
    for (const std::string& id : reports) {
      auto known = readings_.find(id);
      if (known == readings_.end()) {
        each(
            "SELECT text, reading FROM report WHERE id = ?1", std::vector<std::string>{id},
            [](Query& query, const std::string& one) { query.bind(1, one); },
            [&](Query& query) {
              const std::string_view text = query.text(0);
              model::ReadingParts parts;
              if (!reading_from_json(query.text(1), &parts) || !check_reading(parts, text, db_->path())) {
                failed_ = true;
                return;
              }
              readings_.emplace(
                  id, std::make_unique<model::Reading>(model::make_reading(std::move(parts), text)));
            });
        known = readings_.find(id);
      }
      if (known != readings_.end()) out.push_back(known->second.get());
    }
    return out;
  }

  std::vector<std::string> with_text(std::uint64_t key, std::size_t most) override {
    std::vector<std::string> out;
    each(
        "SELECT rank FROM text_key WHERE key = ?1 ORDER BY rank LIMIT ?2", std::vector<std::uint64_t>{key},
        [&](Query& query, std::uint64_t one) {
          query.bind(1, signed_block(one)).bind(2, static_cast<std::int64_t>(most));
        },
        [&](Query& query) { out.emplace_back(query.text(0)); });
    return out;
  }

  ReportPlace place_of(const std::string& report) override {
    ReportPlace out;
    each(
        "SELECT json ->> '$.group', json ->> '$.first_day' FROM report_row WHERE id = ?1",
        std::vector<std::string>{report}, [](Query& query, const std::string& id) { query.bind(1, id); },
        [&](Query& query) {
          out = {std::string(query.text(0)), std::string(query.text(1))};
        });
    return out;
  }

  model::GroupMembers group(const std::string& id) override {
    model::GroupMembers out;
    out.id = id;
    LooseNames names;
    model::RecordParts parts;
    each_row("source_group", {id}, [&](std::string_view json) {
      if (!row_from_json(json, static_cast<int>(TableNumber::Group), names, &parts)) failed_ = true;
    });
    for (const model::SourceGroup& row : parts.groups) {
      for (const model::GroupMember& member : row.members) {
        out.members.push_back(
            {std::string(names.name(static_cast<int>(TableNumber::Report), member.report.value)), member.kind,
             member.similarity});
      }
    }
    return out;
  }

  std::vector<model::ActorName> names(const std::vector<std::string>& keys) override {
    std::vector<model::ActorName> out;
    each(
        "SELECT key, row, data FROM actor_name WHERE key = ?1", keys,
        [](Query& query, const std::string& key) { query.bind(1, key); },
        [&](Query& query) {
          out.push_back(
              {std::string(query.text(0)), std::string(query.text(1)), std::string(query.text(2)), {}});
        });
    return out;
  }
  std::vector<model::ActorName> names_in(const std::vector<std::string>& blocks, std::size_t most) override {
    std::set<std::string> keys;
    each(
        "SELECT key FROM actor_block WHERE block = ?1", blocks,
        [](Query& query, const std::string& block) { query.bind(1, block); },
        [&](Query& query) {
          if (keys.size() < most) keys.insert(std::string(query.text(0)));
          return keys.size() < most;
        });
    return names({keys.begin(), keys.end()});
  }

  std::vector<model::ActorRow> actors(const std::vector<std::string>& ids) override {
    const model::RecordParts parts = rows("actor", TableNumber::Actor, ids);
    return {parts.actors.begin(), parts.actors.end()};
  }
  std::vector<model::PlaceRow> places(const std::vector<std::string>& ids) override {
    const model::RecordParts parts = rows("place", TableNumber::Place, ids);
    return {parts.places.begin(), parts.places.end()};
  }
  bool has_agreement(const std::string& id) override {
    bool found = false;
    each_row("agreement", {id}, [&](std::string_view) { found = true; });
    return found;
  }
  std::vector<model::ReviewRow> reviews() override {
    LooseNames names;
    model::RecordParts parts;
    each(
        "SELECT json FROM review ORDER BY rank", std::vector<int>{0}, [](Query&, int) {},
        [&](Query& query) {
          if (!row_from_json(query.text(0), static_cast<int>(TableNumber::Review), names, &parts))
            failed_ = true;
        });
    return {parts.reviews.begin(), parts.reviews.end()};
  }

 private:
  // Asks for each item and gives each row that is found, until `take` gives false.
  template <class Items, class Bind, class Take>
  void each(const std::string& sql, const Items& items, Bind&& bind, Take&& take) {
    for (const auto& item : items) {
      const auto query = queries_.get(sql);
      if (!query) {
        failed_ = true;
        return;
      }
      bind(**query, item);
      bool more = true;
      const auto done = (*query)->each([&] {
        if constexpr (std::is_void_v<decltype(take(**query))>)
          take(**query);
        else
          more = take(**query);
        return more;
      });
      (*query)->reset();
      if (!done) failed_ = true;
      if (!done || !more) return;
    }
  }
  template <class Take>
  void each_row(const std::string& table, const std::vector<std::string>& ids, Take&& take) {
    each(
        "SELECT json FROM " + table + " WHERE id = ?1", ids,
        [](Query& query, const std::string& id) { query.bind(1, id); },
        [&](Query& query) { take(query.text(0)); });
  }
  model::RecordParts rows(const std::string& table, TableNumber number, const std::vector<std::string>& ids) {
    model::RecordParts parts;
    LooseNames names;
    each_row(table, ids, [&](std::string_view json) {
      if (!row_from_json(json, static_cast<int>(number), names, &parts)) failed_ = true;
    });
    return parts;
  }
  std::vector<Trace> traces_by(const std::string& where, TraceKind kind,
                               const std::vector<std::string>& values, std::size_t most) {
    std::vector<Trace> out;
    each(
        "SELECT kind, id, report, component, row, keys, data FROM trace WHERE " + where, values,
        [&](Query& query, const std::string& value) {
          query.bind(1, static_cast<std::int64_t>(kind)).bind(2, value);
        },
        [&](Query& query) {
          if (out.size() < most) out.push_back(trace(query));
          return out.size() < most;
        });
    return out;
  }
  static Trace trace(const Query& query) {
    Trace out;
    out.kind = static_cast<TraceKind>(query.number(0));
    out.id = query.text(1), out.report = query.text(2), out.component = query.text(3),
    out.row = query.text(4);
    out.keys = read_keys(query.text(5));
    out.data = query.text(6);
    return out;
  }

  Database* db_;
  Queries queries_;
  bool failed_ = false;
  std::map<std::string, std::unique_ptr<model::Reading>> readings_;
};

bool is_single(const model::IncidentRow& row) {
  return !row.denied && !row.condition && !row.aggregate && row.modality != model::Modality::Historical;
}

class RowWriter {
 public:
  explicit RowWriter(Database* db) : queries_(db) {}

  Result<void> run(const std::string& sql, std::initializer_list<std::string_view> texts) {
    auto query = queries_.get(sql);
    if (!query) return pass(query.error());
    int n = 0;
    for (const std::string_view text : texts) (*query)->bind(++n, text);
    return (*query)->write();
  }

  Result<void> put_row(const std::string& table, const std::string& id, const std::string& rank,
                       const std::string& json) {
    auto query = queries_.get("INSERT INTO " + table + "(n, id, rank, json) VALUES (?1, ?2, ?3, ?4)");
    if (!query) return pass(query.error());
    (*query)->bind(1, row_number(id)).bind(2, id).bind(3, rank).bind(4, json);
    return (*query)->write();
  }
  Result<void> drop_row(const std::string& table, const std::string& id) {
    return run("DELETE FROM " + table + " WHERE id = ?1", {id});
  }
  Result<void> change_row(const std::string& table, const std::string& id, const std::string& json) {
    return run("UPDATE " + table + " SET json = ?2 WHERE id = ?1", {id, json});
  }
  Result<std::vector<std::string>> texts(const std::string& sql, const std::string& with) {
    auto query = queries_.get(sql);
    if (!query) return pass(query.error());
    (*query)->bind(1, with);
    std::vector<std::string> out;
    HUDNA_TRY((*query)->each([&] { out.emplace_back((*query)->text(0)); }));
    (*query)->reset();
    return out;
  }

  Result<void> drop_trace(TraceKind kind, const std::string& id) {
    const std::int64_t n = trace_number(kind, id);
    auto find = queries_.get("SELECT keys FROM trace WHERE n = ?1");
    if (!find) return pass(find.error());
    (*find)->bind(1, n);
    const auto row = (*find)->step();
    if (!row) return pass(row.error());
    const std::vector<TraceKey> keys = *row ? read_keys((*find)->text(0)) : std::vector<TraceKey>();
    const bool there = *row;
    (*find)->reset();
    if (!there) return {};
    auto drop = queries_.get(
        "DELETE FROM trace_key WHERE kind = ?1 AND block = ?2 AND first = ?3 AND last = ?4 AND trace = ?5");
    if (!drop) return pass(drop.error());
    for (const TraceKey& key : keys) {
      (*drop)
          ->bind(1, static_cast<std::int64_t>(kind))
          .bind(2, signed_block(key.block))
          .bind(3, std::int64_t{key.first})
          .bind(4, std::int64_t{key.last})
          .bind(5, n);
      HUDNA_TRY((*drop)->write());
    }
    auto gone = queries_.get("DELETE FROM trace WHERE n = ?1");
    if (!gone) return pass(gone.error());
    (*gone)->bind(1, n);
    return (*gone)->write();
  }

  Result<void> put_trace(const Trace& trace) {
    const std::int64_t n = trace_number(trace.kind, trace.id);
    auto query = queries_.get(
        "INSERT INTO trace(n, kind, id, report, component, row, keys, data) VALUES (?1, ?2, ?3, ?4, ?5, ?6, "
        "?7, ?8)");
    if (!query) return pass(query.error());
    const std::string keys = print_keys(trace.keys);
    (*query)
        ->bind(1, n)
        .bind(2, static_cast<std::int64_t>(trace.kind))
        .bind(3, trace.id)
        .bind(4, trace.report)
        .bind(5, trace.component)
        .bind(6, trace.row)
        .bind_bytes(7, keys)
        .bind_bytes(8, trace.data);
    HUDNA_TRY((*query)->write());
    auto insert =
        queries_.get("INSERT INTO trace_key(kind, block, first, last, trace) VALUES (?1, ?2, ?3, ?4, ?5)");
    if (!insert) return pass(insert.error());
    for (const TraceKey& key : trace.keys) {
      (*insert)
          ->bind(1, static_cast<std::int64_t>(trace.kind))
          .bind(2, signed_block(key.block))
          .bind(3, std::int64_t{key.first})
          .bind(4, std::int64_t{key.last})
          .bind(5, n);
      HUDNA_TRY((*insert)->write());
    }
    return {};
  }

  Result<void> put_name(const model::ActorName& name) {
    auto query = queries_.get("INSERT INTO actor_name(key, row, data) VALUES (?1, ?2, ?3)");
    if (!query) return pass(query.error());
    (*query)->bind(1, name.key).bind(2, name.row).bind_bytes(3, name.data);
    HUDNA_TRY((*query)->write());
    for (const std::string& block : name.blocks)
      HUDNA_TRY(run("INSERT INTO actor_block(block, key) VALUES (?1, ?2)", {block, name.key}));
    return {};
  }

  Result<void> put_text(const model::TextKey& text) {
    auto query = queries_.get("INSERT INTO text_key(key, rank) VALUES (?1, ?2)");
    if (!query) return pass(query.error());
    (*query)->bind(1, signed_block(text.key)).bind(2, text.rank);
    return (*query)->write();
  }

 private:
  Queries queries_;
};

std::vector<std::vector<std::string>> ranks_of(const model::RecordParts& parts) {
  model::Ranks ranks = model::make_ranks(parts);
  return {std::move(ranks.reports),        std::move(ranks.statements), std::move(ranks.groups),
          std::move(ranks.actors),         std::move(ranks.places),     std::move(ranks.agreements),
          std::move(ranks.provisions),     std::move(ranks.stages),     std::move(ranks.deadlines),
          std::move(ranks.incidents),      std::move(ranks.tallies),    std::move(ranks.claims),
          std::move(ranks.contradictions), std::move(ranks.reviews)};
}

// A row of the file as a value, changed, and back.
template <class Row, class Change>
Result<void> patch_row(RowWriter* writer, Database* db, const std::string& table, const std::string& id,
                       Change&& change) {
  const auto found = writer->texts("SELECT json FROM " + table + " WHERE id = ?1", id);
  if (!found) return pass(found.error());
  if (found->empty()) return base::fail(Code::StoreDamaged, db->path(), table + " " + id + " is not there");
  LooseNames names;
  Row row;
  Reader reader(found->front(), &names);
  value(reader, row);
  if (!reader.done()) return base::fail(Code::StoreDamaged, db->path(), table + " " + id + " cannot be read");
  change(&names, &row);
  Writer out(&names);
  value(out, static_cast<const Row&>(row));
  if (out.text() == found->front()) return {};
  return writer->change_row(table, id, out.text());
}

template <class IdT>
IdT numbered(const LooseNames& names, TableNumber table, const std::string& id) {
  IdT out;
  names.find(static_cast<int>(table), id, &out.value);
  return out;
}

}  // namespace

std::int64_t row_number(std::string_view id) {
  const std::string hash = base::sha256_hex(id);
  std::int64_t out = 0;
  for (std::size_t i = 0; i < 15; ++i) {
    const char c = hash[i];
    out = out * 16 + (c <= '9' ? c - '0' : c - 'a' + 10);
  }
  return out;
}

std::unique_ptr<model::MergeMemory> make_memory(Database* db) { return std::make_unique<Memory>(db); }

Result<void> write_all(Database* db, const model::RecordParts& parts, const model::MergeState* state,
                       RowCounts* counts) {
  const RecordNames names(parts);
  const std::vector<std::vector<std::string>> ranks = ranks_of(parts);
  // All at once: the triggers would take the keys row by row.
  HUDNA_TRY(db->run("DELETE FROM row_key; DELETE FROM row_ref"));
  HUDNA_TRY(
      db->run("DELETE FROM trace; DELETE FROM trace_key; DELETE FROM actor_name; DELETE FROM actor_block; "
              "DELETE FROM text_key"));
  RowWriter writer(db);
  for (int table = 0; table < table_count(); ++table) {
    const std::string name(table_name(table));
    HUDNA_TRY(db->run(("DELETE FROM " + name).c_str()));
    const std::vector<std::string> rows = rows_to_json(parts, table, names), ids = row_ids(parts, table);
    // In the order of the file, which is quickest.
    std::vector<std::pair<std::int64_t, std::size_t>> order;
    for (std::size_t i = 0; i < ids.size(); ++i) order.emplace_back(row_number(ids[i]), i);
    std::sort(order.begin(), order.end());
    for (const auto& [n, i] : order)
      HUDNA_TRY(writer.put_row(name, ids[i], ranks[static_cast<std::size_t>(table)][i], rows[i]));
  }
  *counts = {static_cast<std::int64_t>(parts.agreements.size()),
             std::count_if(parts.incidents.begin(), parts.incidents.end(), is_single),
             static_cast<std::int64_t>(parts.contradictions.size())};
  if (state == nullptr) return {};
  for (const Trace& trace : state->traces) HUDNA_TRY(writer.put_trace(trace));
  for (const model::ActorName& name : state->names) HUDNA_TRY(writer.put_name(name));
  for (const model::TextKey& text : state->texts) HUDNA_TRY(writer.put_text(text));
  return {};
}

Result<void> write_update(Database* db, const model::RecordUpdate& update, RowCounts* counts) {
  const model::RecordParts& parts = update.parts;
  RecordNames names(parts);
  const auto more = [&names](TableNumber table, const std::vector<std::string>& ids) {
    for (const std::string& id : ids) names.add(static_cast<int>(table), id);
  };
  more(TableNumber::Report, update.others.reports);
  more(TableNumber::Statement, update.others.statements);
  more(TableNumber::Agreement, update.others.agreements);
  RowWriter writer(db);
  const auto each_part = [&](const std::string& table, const std::string& list, const std::string& owner,
                             const std::string& of) -> Result<void> {
    const auto ids = writer.texts(
        "SELECT e.value FROM " + owner + " AS o, json_each(o.json, '$." + list + "') AS e WHERE o.id = ?1",
        of);
    if (!ids) return pass(ids.error());
    for (const std::string& id : *ids) HUDNA_TRY(writer.drop_row(table, id));
    return {};
  };
  const auto drop_contradictions = [&](const std::string& what, const std::string& of) -> Result<void> {
    const auto ids = writer.texts(
        "SELECT id FROM row_ref WHERE what = '" + what + "' AND ref = ?1 AND kind = 'contradiction'", of);
    if (!ids) return pass(ids.error());
    for (const std::string& id : *ids) HUDNA_TRY(writer.drop_row("contradiction", id));
    counts->contradictions -= static_cast<std::int64_t>(ids->size());
    return {};
  };
  for (const std::string& id : update.removed.agreements) {
    HUDNA_TRY(each_part("provision", "provisions", "agreement", id));
    HUDNA_TRY(each_part("stage", "stages", "agreement", id));
    HUDNA_TRY(each_part("deadline", "deadlines", "agreement", id));
    HUDNA_TRY(each_part("claim", "claims", "agreement", id));
    HUDNA_TRY(drop_contradictions("agreement", id));
    HUDNA_TRY(writer.drop_row("agreement", id));
    --counts->agreements;
  }
  for (const std::string& id : update.removed.incidents) {
    HUDNA_TRY(drop_contradictions("incident", id));
    const auto single = writer.texts(
        "SELECT 1 FROM incident WHERE id = ?1 AND NOT (json ->> '$.denied' OR json ->> '$.condition' OR json "
        "->> '$.aggregate'"
        " OR json ->> '$.modality' = 'historical')",
        id);
    if (!single) return pass(single.error());
    counts->incidents -= static_cast<std::int64_t>(single->size());
    HUDNA_TRY(writer.drop_row("incident", id));
  }
  for (const std::string& id : update.removed.tallies) HUDNA_TRY(writer.drop_row("tally", id));
  for (const std::string& id : update.removed.claims) HUDNA_TRY(writer.drop_row("claim", id));
  for (const std::string& id : update.removed.groups) HUDNA_TRY(writer.drop_row("source_group", id));
  for (const std::string& id : update.removed.actors) HUDNA_TRY(writer.drop_row("actor", id));

  // Ranks of rows that have their owner in the parts; groups of which only the id is known are not written.
  const std::vector<std::vector<std::string>> ranks = ranks_of(parts);
  const std::vector<bool>* const marks[] = {&update.marks.reports, &update.marks.statements,
                                            &update.marks.groups, &update.marks.actors, &update.marks.places};
  for (int table = 0; table < table_count(); ++table) {
    const auto number = static_cast<std::size_t>(table);
    const std::string name(table_name(table));
    const std::vector<bool>* marked = number < std::size(marks)           ? marks[number]
                                      : number == at(TableNumber::Review) ? &update.marks.reviews
                                                                          : nullptr;
    const std::vector<std::string> ids = row_ids(parts, table);
    const std::vector<std::string> rows = rows_to_json(parts, table, names);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (marked != nullptr && !(*marked)[i]) continue;
      if (marked != nullptr) HUDNA_TRY(writer.drop_row(name, ids[i]));
      HUDNA_TRY(writer.put_row(name, ids[i], ranks[number][i], rows[i]));
    }
  }
  counts->agreements += static_cast<std::int64_t>(parts.agreements.size());
  counts->incidents += std::count_if(parts.incidents.begin(), parts.incidents.end(), is_single);
  counts->contradictions += static_cast<std::int64_t>(parts.contradictions.size());

  for (const model::LinkPatch& patch : update.links) {
    HUDNA_TRY(patch_row<model::IncidentRow>(
        &writer, db, "incident", patch.incident, [&](LooseNames* loose, auto* row) {
          std::vector<std::pair<std::string, model::AgreementLink>> links;
          for (model::AgreementLink& link : row->links) {
            std::string id(loose->name(static_cast<int>(TableNumber::Agreement), link.agreement.value));
            if (!std::binary_search(patch.agreements.begin(), patch.agreements.end(), id))
              links.emplace_back(std::move(id), std::move(link));
          }
          for (const model::LinkPatch::Link& text : patch.links) {
            model::AgreementLink link;
            link.agreement = numbered<model::AgreementId>(*loose, TableNumber::Agreement, text.agreement);
            link.relation = text.relation;
            link.time = text.time, link.place = text.place, link.actor = text.actor,
            link.excluded = text.excluded;
            for (const std::string& id : text.statements)
              link.statements.push_back(numbered<model::StatementId>(*loose, TableNumber::Statement, id));
            links.emplace_back(text.agreement, std::move(link));
          }
          std::stable_sort(links.begin(), links.end(),
                           [](const auto& a, const auto& b) { return a.first < b.first; });
          row->links.clear();
          for (auto& [id, link] : links) row->links.push_back(std::move(link));
        }));
  }
  for (const model::EvidencePatch& patch : update.evidence) {
    HUDNA_TRY(patch_row<model::ProvisionRow>(
        &writer, db, "provision", patch.provision, [&](LooseNames* loose, auto* row) {
          const auto text = [loose](model::StatementId id) {
            return std::string(loose->name(static_cast<int>(TableNumber::Statement), id.value));
          };
          auto& list = row->evidence;
          list.erase(std::remove_if(list.begin(), list.end(),
                                    [&](const model::ComplianceEvidence& one) {
                                      return one.rule.rfind("carried-out/", 0) == 0 &&
                                             std::find(patch.statements.begin(), patch.statements.end(),
                                                       text(one.statement)) != patch.statements.end();
                                    }),
                     list.end());
          for (const auto& one : patch.evidence) {
            list.push_back({numbered<model::StatementId>(*loose, TableNumber::Statement, one.statement),
                            one.state, one.day, one.rule, one.part});
          }
          std::sort(list.begin(), list.end(), [&](const auto& a, const auto& b) {
            const std::string x = text(a.statement), y = text(b.statement);
            return std::tie(a.day, x, a.rule, a.state) < std::tie(b.day, y, b.rule, b.state);
          });
          list.erase(std::unique(list.begin(), list.end()), list.end());
        }));
  }
  for (const model::RelationPatch& patch : update.relations) {
    HUDNA_TRY(patch_row<model::AgreementRow>(
        &writer, db, "agreement", patch.agreement, [&](LooseNames* loose, auto* row) {
          row->relations.clear();
          for (const auto& text : patch.relations) {
            model::AgreementRelation relation;
            relation.kind = text.kind;
            relation.other = numbered<model::AgreementId>(*loose, TableNumber::Agreement, text.other);
            for (const std::string& id : text.statements)
              relation.statements.push_back(numbered<model::StatementId>(*loose, TableNumber::Statement, id));
            relation.rule = text.rule;
            row->relations.push_back(std::move(relation));
          }
        }));
  }

  for (const auto& [kind, id] : update.dropped) HUDNA_TRY(writer.drop_trace(kind, id));
  for (const Trace& trace : update.state.traces) {
    HUDNA_TRY(writer.drop_trace(trace.kind, trace.id));
    HUDNA_TRY(writer.put_trace(trace));
  }
  for (const model::ActorName& name : update.state.names) {
    HUDNA_TRY(writer.run("DELETE FROM actor_name WHERE key = ?1", {name.key}));
    for (const std::string& block : name.blocks)
      HUDNA_TRY(writer.run("DELETE FROM actor_block WHERE block = ?1 AND key = ?2", {block, name.key}));
    HUDNA_TRY(writer.put_name(name));
  }
  for (const model::TextKey& text : update.state.texts) HUDNA_TRY(writer.put_text(text));
  return {};
}

}  // namespace hudna::store
