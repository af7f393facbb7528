#include "store/sqlite/lookup.h"

#include <algorithm>
#include <array>
#include <map>
#include <variant>

#include "store/json.h"
#include "store/parts.h"
#include "store/rows.h"
#include "store/sqlite/words.h"

namespace hudna::store {
namespace {

using base::Code;
using base::Result;

// Matches that are counted one by one under a filter; beyond, a total is "at least".
constexpr std::int64_t kCountedMatches = 20000;
// Matches that are put in order of rank. Where more fit, a share of the reports is ranked that holds about so many: keys are
// hashes, so those below a bound are a fair sample, and the same one each time.
constexpr std::int64_t kRankedMatches = 4000;
constexpr std::int64_t kKeySpan = std::int64_t{1} << 60;
constexpr std::size_t kPassages = 3;
// Bytes around a mark that make a passage.
constexpr std::size_t kBefore = 90, kAround = 260;

std::string json_list(const std::vector<std::string>& items) {
  std::string out = "[";
  for (const std::string& item : items) {
    if (out.size() > 1) out.push_back(',');
    append_json_string(&out, item);
  }
  return out + "]";
}

// A statement under way: its text and what is bound to it, in order.
struct Sql {
  std::string text;
  std::vector<std::variant<std::string, std::int64_t>> values;
  Sql& add(std::string_view more) {
    text.append(more);
    return *this;
  }
  Sql& with(std::string value) {
    values.emplace_back(std::move(value));
    text += "?" + std::to_string(values.size());
    return *this;
  }
  Sql& with(std::int64_t value) {
    values.emplace_back(value);
    text += "?" + std::to_string(values.size());
    return *this;
  }
  Sql& any_of(std::string_view column, const std::vector<std::string>& list, bool none = false) {
    if (list.empty()) return *this;
    add(" AND ").add(column).add(none ? " NOT IN" : " IN").add(" (SELECT value FROM json_each(");
    return with(json_list(list)).add("))");
  }
};

class Part final : public RecordPart, private IdNames {
 public:
  explicit Part(Database* db)
      : db_(db),
        index_(static_cast<std::size_t>(table_count())),
        ids_(static_cast<std::size_t>(table_count())),
        read_(static_cast<std::size_t>(table_count())) {}

  Result<std::vector<std::uint32_t>> read(RowKind kind, std::span<const std::string> ids) override {
    const int table = static_cast<int>(kind);
    auto query = db_->prepare("SELECT json FROM " + std::string(table_name(table)) + " WHERE id = ?1");
    if (!query) return pass(query.error());
    std::vector<std::uint32_t> out;
    for (const std::string& id : ids) {
      const auto t = static_cast<std::size_t>(table);
      const auto known = index_[t].find(id);
      if (known != index_[t].end() && read_[t][known->second]) {
        out.push_back(known->second);
        continue;
      }
      query->bind(1, id);
      const auto row = query->step();
      if (!row) return pass(row.error());
      if (!*row) {
        out.push_back(base::Id<struct None>::kNone);
        query->reset();
        continue;
      }
      std::uint32_t at = 0;
      find(table, id, &at);
      if (!fill_row_from_json(query->text(0), table, at, *this, &parts_))
        return base::fail(Code::StoreDamaged, db_->path(), std::string(table_name(table)) + " " + id + " cannot be read");
      read_[t][at] = true;
      query->reset();
      out.push_back(at);
    }
    return out;
  }

  Result<void> follow(RowKind kind) override {
    const auto t = static_cast<std::size_t>(kind);
    std::vector<std::string> wanted;
    for (std::size_t i = 0; i < ids_[t].size(); ++i) {
      if (!read_[t][i]) wanted.push_back(ids_[t][i]);
    }
    const auto done = read(kind, wanted);
    if (!done) return pass(done.error());
    return {};
  }

  bool has(RowKind kind, std::uint32_t index) const override {
    const auto& list = read_[static_cast<std::size_t>(kind)];
    return index < list.size() && list[index];
  }
  const model::RecordParts& parts() const override { return parts_; }

 private:
  std::string_view name(int table, std::uint32_t index) const override {
    return ids_[static_cast<std::size_t>(table)][index];
  }
  // A row that is named gets its place at once, and is read when asked for.
  bool find(int table, std::string_view name, std::uint32_t* index) const override {
    const auto t = static_cast<std::size_t>(table);
    const auto [at, fresh] = index_[t].emplace(name, static_cast<std::uint32_t>(ids_[t].size()));
    *index = at->second;
    if (fresh) {
      ids_[t].emplace_back(name);
      read_[t].push_back(false);
      append_blank_row(table, std::string(name), &parts_);
    }
    return true;
  }

  Database* db_;
  // Naming a row while another one is read adds it.
  mutable model::RecordParts parts_;
  mutable std::vector<std::map<std::string, std::uint32_t, std::less<>>> index_;
  mutable std::vector<std::vector<std::string>> ids_;
  mutable std::vector<std::vector<bool>> read_;
};

// A word's part does not begin at a continuation byte.
std::size_t to_border(std::string_view text, std::size_t at) {
  while (at > 0 && at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) --at;
  return at;
}

// Text with marks taken out, and where they stood.
std::string unmark(std::string_view marked, std::vector<model::Span>* marks) {
  std::string out;
  for (const char c : marked) {
    if (c == '\x01')
      marks->push_back({static_cast<std::uint32_t>(out.size()), static_cast<std::uint32_t>(out.size())});
    else if (c == '\x02' && !marks->empty())
      marks->back().end = static_cast<std::uint32_t>(out.size());
    else
      out.push_back(c);
  }
  return out;
}

// The passages with most marks, in order of the text; none crosses a block.
std::vector<Passage> passages_of(const std::string& text, const std::vector<model::Span>& marks, const char* section,
                                 const std::vector<SectionPiece>& pieces) {
  struct Window {
    std::size_t begin, end, piece;
    std::vector<model::Span> marks;
  };
  std::vector<Window> windows;
  for (const model::Span& mark : marks) {
    if (!windows.empty() && mark.begin < windows.back().end) {
      if (mark.end <= windows.back().end) windows.back().marks.push_back(mark);
      continue;
    }
    std::size_t p = 0;
    while (p + 1 < pieces.size() && pieces[p + 1].at <= mark.begin) ++p;
    const std::size_t low = pieces.empty() ? 0 : pieces[p].at;
    const std::size_t high =
        pieces.empty() ? text.size() : std::min(text.size(), low + pieces[p].span.size());
    std::size_t begin = mark.begin > low + kBefore ? mark.begin - kBefore : low;
    std::size_t end = std::min(high, begin + kAround);
    if (end < mark.end) end = std::min<std::size_t>(mark.end, text.size());
    // At a word, where one is near.
    const auto blank = [&text](std::size_t at) { return text[at] == ' ' || text[at] == '\n'; };
    for (std::size_t k = 0; begin > low && k < 20 && begin < mark.begin && !blank(begin - 1); ++k) ++begin;
    for (std::size_t k = 0; end < high && k < 20 && end > mark.end && !blank(end); ++k) --end;
    windows.push_back({to_border(text, begin), to_border(text, end), p, {mark}});
  }
  std::stable_sort(windows.begin(), windows.end(),
                   [](const Window& a, const Window& b) { return a.marks.size() > b.marks.size(); });
  if (windows.size() > kPassages) windows.resize(kPassages);
  std::sort(windows.begin(), windows.end(), [](const Window& a, const Window& b) { return a.begin < b.begin; });
  std::vector<Passage> out;
  for (const Window& window : windows) {
    Passage passage;
    passage.section = section;
    passage.text = text.substr(window.begin, window.end - window.begin);
    if (!pieces.empty()) {
      const SectionPiece& piece = pieces[window.piece];
      const auto shift = static_cast<std::uint32_t>(window.begin) - piece.at + piece.span.begin;
      passage.span = {shift, shift + static_cast<std::uint32_t>(passage.text.size())};
    }
    for (const model::Span& mark : window.marks)
      passage.marks.push_back({mark.begin - static_cast<std::uint32_t>(window.begin),
                               mark.end - static_cast<std::uint32_t>(window.begin)});
    out.push_back(std::move(passage));
  }
  return out;
}

class SqliteLookup final : public Lookup {
 public:
  explicit SqliteLookup(Database* db) : db_(db) {}

  Result<RowsFound> find(const RowQuery& query) override {
    RowsFound out;
    const auto total = count(query);
    if (!total) return pass(total.error());
    out.total = *total;
    Sql sql;
    sql.add("SELECT k.id").add(from_where(query, &sql));
    sql.add(query.order == RowQuery::Order::Newest   ? " ORDER BY k.low = '~', k.low DESC, k.id"
            : query.order == RowQuery::Order::Weight ? " ORDER BY k.weight DESC, k.low, k.id"
                                                     : " ORDER BY k.low, k.id");
    sql.add(" LIMIT ").with(static_cast<std::int64_t>(query.limit)).add(" OFFSET ").with(static_cast<std::int64_t>(query.skip));
    const auto done = each(sql, [&](const Query& row) { out.ids.emplace_back(row.text(0)); });
    if (!done) return pass(done.error());
    return out;
  }

  Result<std::size_t> count(const RowQuery& query) override {
    Sql sql;
    sql.add("SELECT count(*)").add(from_where(query, &sql));
    std::size_t out = 0;
    const auto done = each(sql, [&](const Query& row) { out = static_cast<std::size_t>(row.number(0)); });
    if (!done) return pass(done.error());
    return out;
  }

  Result<std::vector<BinCount>> bins(const RowQuery& query, int letters) override {
    Sql sql;
    sql.add("SELECT substr(k.low, 1, ").with(std::int64_t{letters}).add("), count(*)").add(from_where(query, &sql));
    sql.add(" AND k.low <> '~' GROUP BY 1 ORDER BY 1");
    std::vector<BinCount> out;
    const auto done = each(sql, [&](const Query& row) {
      out.push_back({std::string(row.text(0)), static_cast<std::size_t>(row.number(1))});
    });
    if (!done) return pass(done.error());
    return out;
  }

  Result<std::vector<SpotCount>> spots(const RowQuery& query) override {
    Sql sql;
    sql.add("SELECT s.ref, s.kind, count(*) FROM row_ref AS s WHERE s.what = 'spot' AND s.kind = ").with(query.kind);
    if (narrows(query)) {
      sql.add(" AND s.id IN (SELECT k.id").add(from_where(query, &sql));
      sql.add(")");
    }
    sql.add(" GROUP BY s.ref, s.kind ORDER BY s.ref");
    std::vector<SpotCount> out;
    const auto done = each(sql, [&](const Query& row) {
      out.push_back({std::string(row.text(0)), std::string(row.text(1)), static_cast<std::size_t>(row.number(2))});
    });
    if (!done) return pass(done.error());
    return out;
  }

  Result<std::vector<RowKey>> keys(const RowQuery& query) override {
    Sql sql;
    sql.add("SELECT k.id, k.name, k.aka, k.type, k.flag, k.low, k.high, k.owner, k.weight").add(from_where(query, &sql));
    sql.add(" ORDER BY k.low, k.id LIMIT ").with(static_cast<std::int64_t>(query.limit));
    std::vector<RowKey> out;
    const auto done = each(sql, [&](const Query& row) {
      RowKey key;
      std::string* const fields[] = {&key.id, &key.name, &key.aka, &key.type, &key.flag, &key.low, &key.high, &key.owner};
      for (int i = 0; i < 8; ++i) *fields[i] = std::string(row.text(i));
      key.weight = row.number(8);
      out.push_back(std::move(key));
    });
    if (!done) return pass(done.error());
    return out;
  }

  Result<std::vector<BinCount>> facet(const std::string& kind, const std::string& by, std::size_t limit) override {
    Sql sql;
    if (by == "type" || by == "flag" || by == "owner") {
      sql.add("SELECT " + by + ", count(*) AS n FROM row_key WHERE kind = ").with(kind).add(" GROUP BY 1");
    } else {
      sql.add("SELECT ref, count(*) AS n FROM row_ref WHERE what = ").with(by).add(" AND kind = ").with(kind).add(" GROUP BY 1");
    }
    sql.add(" ORDER BY n DESC, 1 LIMIT ").with(static_cast<std::int64_t>(limit));
    std::vector<BinCount> out;
    const auto done = each(sql, [&](const Query& row) {
      out.push_back({std::string(row.text(0)), static_cast<std::size_t>(row.number(1))});
    });
    if (!done) return pass(done.error());
    return out;
  }

  Result<std::pair<std::string, std::string>> built() override {
    Sql sql;
    sql.add("SELECT (SELECT value FROM meta WHERE key = 'tool'), (SELECT value FROM meta WHERE key = 'policies')");
    std::pair<std::string, std::string> out;
    const auto done = each(sql, [&](const Query& row) { out = {std::string(row.text(0)), std::string(row.text(1))}; });
    if (!done) return pass(done.error());
    return out;
  }

  Result<std::string> last_report_day() override {
    Sql sql;
    sql.add("SELECT max(high) FROM row_key WHERE kind = 'report' AND high <> '~'");
    std::string out;
    const auto done = each(sql, [&](const Query& row) { out = std::string(row.text(0)); });
    if (!done) return pass(done.error());
    return out;
  }

  Result<std::vector<std::string>> ids(RowKind kind) override {
    Sql sql;
    sql.add("SELECT id FROM " + std::string(table_name(static_cast<int>(kind))) + " ORDER BY rank");
    std::vector<std::string> out;
    const auto done = each(sql, [&](const Query& row) { out.emplace_back(row.text(0)); });
    if (!done) return pass(done.error());
    return out;
  }

  Result<std::vector<std::pair<std::string, std::string>>> naming(const std::string& what,
                                                                  const std::string& ref) override {
    Sql sql;
    sql.add("SELECT kind, id FROM row_ref WHERE what = ").with(what).add(" AND ref = ").with(ref).add(" ORDER BY kind, id");
    std::vector<std::pair<std::string, std::string>> out;
    const auto done = each(sql, [&](const Query& row) { out.emplace_back(row.text(0), row.text(1)); });
    if (!done) return pass(done.error());
    return out;
  }

  Result<std::vector<std::string>> reports_with(const WordQuery& query, std::size_t limit) override {
    std::vector<std::string> out;
    const std::string match = match_expression(query.words, query.comments);
    if (match.empty()) return out;
    const auto bound = rank_bound(match);
    if (!bound) return pass(bound.error());
    Sql sql;
    sql.add("SELECT k.id").add(words_where(query, match, bound->second, &sql));
    sql.add(" ORDER BY s.rank LIMIT ").with(static_cast<std::int64_t>(limit));
    const auto done = each(sql, [&](const Query& row) { out.emplace_back(row.text(0)); });
    if (!done) return pass(done.error());
    return out;
  }

  Result<WordsFound> search(const WordQuery& query) override {
    WordsFound out;
    const std::string match = match_expression(query.words, query.comments);
    if (match.empty()) return out;
    const auto bound = rank_bound(match);
    if (!bound) return pass(bound.error());
    out.total = static_cast<std::size_t>(bound->first);
    out.sampled = bound->second < kKeySpan;
    if (!query.from.empty() || !query.to.empty() || !query.outlets.empty()) {
      Sql sql;
      sql.add("SELECT count(*) FROM (SELECT 1").add(words_where(query, match, kKeySpan, &sql));
      sql.add(" LIMIT ").with(kCountedMatches).add(")");
      const auto done = each(sql, [&](const Query& row) { out.total = static_cast<std::size_t>(row.number(0)); });
      if (!done) return pass(done.error());
      out.total_is_least = out.total == static_cast<std::size_t>(kCountedMatches);
    }
    std::vector<std::pair<std::int64_t, std::string>> rows;
    {
      Sql sql;
      sql.add("SELECT s.rowid, k.id").add(words_where(query, match, bound->second, &sql));
      sql.add(" ORDER BY s.rank, k.id LIMIT ").with(static_cast<std::int64_t>(query.limit));
      sql.add(" OFFSET ").with(static_cast<std::int64_t>(query.skip));
      const auto done = each(sql, [&](const Query& row) { rows.emplace_back(row.number(0), row.text(1)); });
      if (!done) return pass(done.error());
    }
    for (const auto& [key, report] : rows) {
      auto hit = show_hit(key, report, match);
      if (!hit) return pass(hit.error());
      out.hits.push_back(std::move(*hit));
    }
    return out;
  }

  Result<std::vector<Quote>> quotes_of(std::span<const std::string> reports) override {
    std::vector<Quote> out;
    auto query = db_->prepare("SELECT id, kind, quote FROM statement WHERE report = ?1 ORDER BY n");
    if (!query) return pass(query.error());
    for (const std::string& report : reports) {
      query->bind(1, report);
      HUDNA_TRY(query->each([&] {
        out.push_back({std::string(query->text(0)), report, std::string(query->text(1)), std::string(query->text(2))});
      }));
      query->reset();
    }
    return out;
  }

  Result<std::optional<model::Reading>> reading(const std::string& report) override {
    auto query = db_->prepare("SELECT text, reading FROM report WHERE id = ?1");
    if (!query) return pass(query.error());
    query->bind(1, report);
    const auto row = query->step();
    if (!row) return pass(row.error());
    if (!*row) return std::optional<model::Reading>();
    const std::string_view text = query->text(0);
    model::ReadingParts parts;
    if (!reading_from_json(query->text(1), &parts))
      return base::fail(Code::StoreDamaged, db_->path(), "the reading of " + report + " cannot be read");
    if (const auto good = check_reading(parts, text, db_->path()); !good) return pass(good.error());
    return std::optional<model::Reading>(model::make_reading(std::move(parts), text));
  }

  Result<std::string> quote(const std::string& statement) override {
    auto query = db_->prepare("SELECT quote FROM statement WHERE id = ?1");
    if (!query) return pass(query.error());
    query->bind(1, statement);
    const auto row = query->step();
    if (!row) return pass(row.error());
    return *row ? std::string(query->text(0)) : std::string();
  }

  std::unique_ptr<RecordPart> part() override { return std::make_unique<Part>(db_); }

 private:
  template <class F>
  Result<void> each(const Sql& sql, const F& seen) {
    auto query = db_->prepare(sql.text);
    if (!query) return pass(query.error());
    int at = 0;
    for (const auto& value : sql.values) {
      ++at;
      if (const auto* text = std::get_if<std::string>(&value))
        query->bind(at, *text);
      else
        query->bind(at, std::get<std::int64_t>(value));
    }
    return query->each([&] { seen(*query); });
  }

  static bool narrows(const RowQuery& q) {
    return !q.types.empty() || !q.flags.empty() || !q.without_flags.empty() || !q.from.empty() || !q.to.empty() ||
           !q.actors.empty() || !q.places.empty() || !q.outlets.empty() || !q.agreements.empty() || !q.reports.empty() ||
           !q.owner.empty() || q.among || q.words;
  }

  // " FROM row_key … WHERE …"; what is bound goes to `sql`, whose text stays as it is.
  static std::string from_where(const RowQuery& q, Sql* sql) {
    Sql part;
    part.values = std::move(sql->values);
    part.add(" FROM row_key AS k WHERE k.kind = ").with(q.kind);
    part.any_of("k.type", q.types).any_of("k.flag", q.flags).any_of("k.flag", q.without_flags, true);
    if (!q.from.empty() || !q.to.empty()) part.add(" AND k.low <> '~'");
    if (!q.from.empty()) part.add(" AND k.high >= ").with(q.from);
    if (!q.to.empty()) part.add(" AND k.low <= ").with(q.to);
    if (!q.owner.empty()) part.add(" AND k.owner = ").with(q.owner);
    const auto named = [&](const char* what, const std::vector<std::string>& list) {
      if (list.empty()) return;
      part.add(" AND k.id IN (SELECT f.id FROM row_ref AS f WHERE f.what = '").add(what).add("' AND f.kind = ").with(q.kind);
      part.any_of("f.ref", list).add(")");
    };
    named("actor", q.actors);
    named("place", q.places);
    named("outlet", q.outlets);
    named("agreement", q.agreements);
    named("report", q.reports);
    if (q.words) {
      part.add(" AND (k.id IN (SELECT value FROM json_each(").with(json_list(q.or_ids)).add(")) OR (1");
      for (const RowQuery::AnyOf& word : *q.words) {
        part.add(" AND (0");
        const auto in_list = [&part](const char* what, const std::vector<std::string>& list) {
          if (list.empty()) return;
          part.add(" OR ").add(what).add(" IN (SELECT value FROM json_each(").with(json_list(list)).add("))");
        };
        in_list("k.type", word.types);
        in_list("k.id", word.ids);
        for (const bool actors : {true, false}) {
          const std::vector<std::string>& list = actors ? word.actors : word.places;
          if (list.empty()) continue;
          part.add(" OR k.id IN (SELECT f.id FROM row_ref AS f WHERE f.what = ").add(actors ? "'actor'" : "'place'");
          part.add(" AND f.kind = ").with(q.kind).any_of("f.ref", list).add(")");
        }
        part.add(")");
      }
      part.add("))");
    }
    part.any_of("k.id", q.without, true);
    if (q.among) part.add(" AND k.id IN (SELECT value FROM json_each(").with(json_list(*q.among)).add("))");
    sql->values = std::move(part.values);
    return part.text;
  }

  // A report's key is the first fifteen digits of its hash, its id the first sixteen: so the index that finds words leads to
  // the keys of the report without reading the report.
  static std::string words_where(const WordQuery& q, const std::string& match, std::int64_t bound, Sql* sql) {
    Sql part;
    part.values = std::move(sql->values);
    part.add(" FROM report_search AS s CROSS JOIN row_key AS k ON k.kind = 'report' AND"
             " k.id BETWEEN printf('rp-%015x0', s.rowid) AND printf('rp-%015xf', s.rowid) WHERE s.report_search MATCH ").with(match);
    if (!q.from.empty() || !q.to.empty()) part.add(" AND k.low <> '~'");
    if (!q.from.empty()) part.add(" AND k.high >= ").with(q.from);
    if (!q.to.empty()) part.add(" AND k.low <= ").with(q.to);
    part.any_of("k.type", q.outlets);
    if (bound < kKeySpan) part.add(" AND s.rowid < ").with(bound);
    sql->values = std::move(part.values);
    return part.text;
  }

  // How many reports fit, and the key below which about kRankedMatches of them lie.
  Result<std::pair<std::int64_t, std::int64_t>> rank_bound(const std::string& match) {
    Sql sql;
    sql.add("SELECT count(*) FROM report_search WHERE report_search MATCH ").with(match);
    std::int64_t total = 0;
    const auto done = each(sql, [&](const Query& row) { total = row.number(0); });
    if (!done) return pass(done.error());
    if (total <= kRankedMatches) return std::pair(total, kKeySpan);
    return std::pair(total, kKeySpan / total * kRankedMatches);
  }

  Result<WordHit> show_hit(std::int64_t key, const std::string& report, const std::string& match) {
    WordHit hit;
    hit.report = report;
    auto query = db_->prepare(
        "SELECT highlight(report_search, 0, char(1), char(2)), highlight(report_search, 1, char(1), char(2)),"
        " highlight(report_search, 2, char(1), char(2)) FROM report_search WHERE report_search MATCH ?1 AND rowid = ?2");
    if (!query) return pass(query.error());
    query->bind(1, match).bind(2, key);
    const auto row = query->step();
    if (!row) return pass(row.error());
    if (!*row) return hit;
    auto source = db_->prepare("SELECT text, reading FROM report WHERE key = ?1");
    if (!source) return pass(source.error());
    source->bind(1, key);
    const auto there = source->step();
    if (!there) return pass(there.error());
    std::vector<model::Block> blocks;
    if (!*there || !blocks_from_reading(source->text(1), &blocks)) return hit;
    static constexpr const char* kSections[] = {"title", "body", "comment"};
    for (int column = 0; column < 3; ++column) {
      std::vector<model::Span> marks;
      const std::string text = unmark(query->text(column), &marks);
      if (marks.empty()) continue;
      std::vector<SectionPiece> pieces;
      if (column > 0) section_text(source->text(0), blocks, column == 2, &pieces);
      for (Passage& passage : passages_of(text, marks, kSections[column], pieces)) hit.passages.push_back(std::move(passage));
    }
    return hit;
  }

  Database* db_;
};

}  // namespace

std::unique_ptr<Lookup> make_lookup(Database* db) { return std::make_unique<SqliteLookup>(db); }

}  // namespace hudna::store
