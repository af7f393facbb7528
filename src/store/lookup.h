// How is a record asked without reading it whole? By its keys (who, where,
// when, which outlet), by the words of its reports, and row by row: a Lookup
// of an open Store finds ids and gives RecordParts that hold the rows asked
// for. Answers do not depend on how many other rows there are, but for one
// pass over an index where a total is counted. Reads only; lives no longer than its Store;
// as thread-safe as that: one thread at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/reading.h"
#include "model/record.h"

namespace hudna::store {

// Tables of the derived record, in the order of their numbers in the store.
enum class RowKind : int {
  Report,
  Statement,
  Group,
  Actor,
  Place,
  Agreement,
  Provision,
  Stage,
  Deadline,
  Incident,
  Tally,
  Claim,
  Contradiction,
  Review
};

// Which rows? A list that is empty does not filter; a row fits a list when it names one of it.
struct RowQuery {
  std::string kind;  // agreement, incident, claim, contradiction, deadline, stage, tally, report, provision
  std::vector<std::string> types, flags, without_flags;
  std::string from, to;  // ISO days, inclusive; rows without a day fall out when one is given
  std::vector<std::string> actors, places, outlets, agreements, reports;
  std::string owner;                              // agreement of a stage, term, deadline; group of a report
  std::optional<std::vector<std::string>> among;  // only these ids
  std::vector<std::string> without;               // not these
  // Rows that fit every one of `words`, each by any of its lists, and rows of `or_ids` besides.
  struct AnyOf {
    std::vector<std::string> types, actors, places, ids;
  };
  std::optional<std::vector<AnyOf>> words;
  std::vector<std::string> or_ids;
  enum class Order { Oldest, Newest, Weight } order = Order::Oldest;
  std::size_t skip = 0, limit = 100;
};

struct RowsFound {
  std::vector<std::string> ids;
  std::size_t total = 0;  // that fit, on all pages
};

// What is known of a row without reading it.
struct RowKey {
  std::string id, name, aka, type, flag, low, high, owner;  // a day that is not known is "~"
  std::int64_t weight = 0;
};

struct SpotCount {
  std::string place, kind;
  std::size_t rows = 0;
};
struct BinCount {
  std::string bin;  // "2017", "2017-09" or "2017-09-03"
  std::size_t rows = 0;
};

// Words of reports. `words`: every one must stand there ("in quotes": as they follow each other; -without; begin*).
struct WordQuery {
  std::string words;
  bool comments = false;  // look into readers' comments too
  std::string from, to;
  std::vector<std::string> outlets;
  std::size_t skip = 0, limit = 20;
};
// A piece of a report's text around words that were looked for; spans are bytes of that text.
struct Passage {
  std::string section;  // title, body, comment
  model::Span span;     // empty for a title
  std::string text;
  std::vector<model::Span> marks;  // bytes of `text`
};
struct WordHit {
  std::string report;
  std::vector<Passage> passages;
};
struct WordsFound {
  std::vector<WordHit> hits;
  std::size_t total = 0;
  bool total_is_least = false;  // counting stopped there
  bool sampled = false;         // so many reports fit that the best of a fixed part of them are given
};

// Some rows of a record. Rows that others name but that were not read hold their id only.
class RecordPart {
 public:
  virtual ~RecordPart() = default;
  // Reads rows by their printed ids; the index of each, kNone where there is none.
  virtual base::Result<std::vector<std::uint32_t>> read(RowKind kind, std::span<const std::string> ids) = 0;
  // Reads the rows of that kind that rows read before name.
  virtual base::Result<void> follow(RowKind kind) = 0;
  virtual bool has(RowKind kind, std::uint32_t index) const = 0;
  virtual const model::RecordParts& parts() const = 0;
};

class Lookup {
 public:
  virtual ~Lookup() = default;
  virtual base::Result<RowsFound> find(const RowQuery& query) = 0;
  virtual base::Result<std::size_t> count(const RowQuery& query) = 0;
  // How many fit, by year (4), month (7) or day (10 letters) of their first day.
  virtual base::Result<std::vector<BinCount>> bins(const RowQuery& query, int letters) = 0;
  // How many of them happened or were agreed at each place.
  virtual base::Result<std::vector<SpotCount>> spots(const RowQuery& query) = 0;
  virtual base::Result<std::vector<RowKey>> keys(const RowQuery& query) = 0;
  // How many rows of a kind have each type, flag or owner ("type", "flag", "owner"), or name each actor, place, outlet; most first.
  virtual base::Result<std::vector<BinCount>> facet(const std::string& kind, const std::string& by, std::size_t limit) = 0;
  // The program and the policies that made the record.
  virtual base::Result<std::pair<std::string, std::string>> built() = 0;
  // The last day of the newest report; empty when none has one.
  virtual base::Result<std::string> last_report_day() = 0;
  // Ids of a whole table in its order; for small ones.
  virtual base::Result<std::vector<std::string>> ids(RowKind kind) = 0;
  // Which rows name a thing ("actor", "place", "outlet", "agreement", "report").
  virtual base::Result<std::vector<std::pair<std::string, std::string>>> naming(const std::string& what,
                                                                                const std::string& ref) = 0;
  virtual base::Result<WordsFound> search(const WordQuery& query) = 0;
  // Reports that hold the words, best first, at most `limit`.
  virtual base::Result<std::vector<std::string>> reports_with(const WordQuery& query, std::size_t limit) = 0;
  struct Quote {
    std::string statement, report, kind, words;
  };
  // The statements of these reports with their words, report by report.
  virtual base::Result<std::vector<Quote>> quotes_of(std::span<const std::string> reports) = 0;
  virtual base::Result<std::optional<model::Reading>> reading(const std::string& report) = 0;
  virtual base::Result<std::string> quote(const std::string& statement) = 0;
  virtual std::unique_ptr<RecordPart> part() = 0;
};

}  // namespace hudna::store
