// What does every export need to know? The Context: the Record joined with its
// readings, what was worked out for the chosen day, codes of other schemes,
// who may see what, and the log of what was left out. An export is a pure
// function of a Context that writes to an Out: the same Context gives the same
// bytes. Everything that leaves as text goes through a Context, so that names
// are withheld in one place. Not thread-safe: one Context an export run; the
// views inside must outlive it.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "export/crosswalk.h"
#include "export/csv.h"
#include "export/redact.h"
#include "model/record.h"

namespace hudna::exports {

// Who gets it (domain 4.5). Public: as Partner, and what endangers people is coarsened, quotes stay out of
// event files.
enum class Sharing { Internal, Partner, Public };
std::string_view name(Sharing sharing);
bool find_sharing(std::string_view text, Sharing* out);

enum class Review { Unreviewed, Reviewed, Rejected };
std::string_view name(Review review);

struct Settings {
  Sharing sharing = Sharing::Public;
  bool unreviewed = false;  // rows that nobody reviewed go out too, and say so
  bool hxl = false;
  std::string as_of;      // ISO day
  std::string agreement;  // whose dossier report.html is; empty: the one with the most origins
  std::string tool;       // "hudna/0.1.0 …"
};

// What an actor is called elsewhere; by ActorId.
struct ActorFacts {
  std::string ucdp, ucdp_name, sector;
};
// Codes of a place; by PlaceId.
struct PlaceFacts {
  std::string geonames, pcode, admin1_code, admin2_code;
};
// Where an agreement stands on the chosen day, in words and as a code; by AgreementId.
struct AgreementState {
  std::string state, since, words, last_evidence;
  std::optional<std::int64_t> age_days;
  std::vector<model::StatementId> violations;
};
// Where a term or deadline stands; by ProvisionId, DeadlineId.
struct TermState {
  model::Compliance state = model::Compliance::NoReport;
  bool reported = false;
  std::string words;
  std::vector<model::StatementId> statements;
};

struct Reviewed {
  Review review = Review::Unreviewed;
  bool disputed = false;
  bool redacted = false;  // a reviewer took it out of all that leaves
  std::string by;         // pseudonym of the reviewer; internal only
};

struct Facts {
  std::vector<ActorFacts> actors;
  std::vector<PlaceFacts> places;
  std::vector<AgreementState> agreements;
  std::vector<TermState> provisions, deadlines;
  std::map<std::string, Reviewed, std::less<>> reviews;  // by printed id; others are unreviewed
};

// A report as it was received and as it was read.
struct Original {
  std::string raw, text;
};
using OriginalOf = std::function<base::Result<Original>(const std::string& sha256)>;

// Where an export writes to. Collects small pieces; counts rows for the package and the preview.
class Out {
 public:
  using Sink = std::function<bool(std::string_view)>;
  explicit Out(Sink sink) : sink_(std::move(sink)) {}
  Out(const Out&) = delete;
  Out& operator=(const Out&) = delete;
  ~Out() { flush(); }

  void put(std::string_view bytes) {
    buffer_.append(bytes);
    if (buffer_.size() >= kFlush) flush();
  }
  // False when the sink took no more: what follows is lost.
  bool flush() {
    if (!buffer_.empty() && good_) good_ = sink_(buffer_);
    buffer_.clear();
    return good_;
  }
  void count_row() { ++rows_; }
  std::size_t rows() const { return rows_; }
  void set_columns(std::span<const Column> columns) { columns_.assign(columns.begin(), columns.end()); }
  const std::vector<Column>& columns() const { return columns_; }

 private:
  static constexpr std::size_t kFlush = std::size_t{1} << 16;
  Sink sink_;
  std::string buffer_;
  bool good_ = true;
  std::size_t rows_ = 0;
  std::vector<Column> columns_;
};

// What did not go out as it stands in the record, and why.
struct LogRow {
  std::string file, kind, id;
  std::string what;  // left_out, changed, withheld
  std::string reason;
};

class Context {
 public:
  // `facts` with as many entries as the record has rows, or empty lists. The views must outlive the Context.
  Context(const model::RecordView& view, const Crosswalk& codes, const Facts& facts, Settings settings,
          OriginalOf original_of = {});

  const model::RecordView& view() const { return view_; }
  const model::RecordParts& record() const { return view_.record(); }
  const Crosswalk& codes() const { return codes_; }
  const Settings& settings() const { return settings_; }
  const Facts& facts() const { return facts_; }
  const Redactor& redactor() const { return redactor_; }
  const Redactions& redactions() const { return redactions_; }
  const OriginalOf& original_of() const { return original_of_; }
  bool internal() const { return settings_.sharing == Sharing::Internal; }

  const ActorFacts& actor_facts(model::ActorId id) const;
  const PlaceFacts& place_facts(model::PlaceId id) const;
  const TermState& term(model::ProvisionId id) const;
  const TermState& term(model::DeadlineId id) const;
  const AgreementState& state(model::AgreementId id) const;

  Review review(std::string_view id) const;
  // True when a reviewer wants the row or statement kept inside, and the level is not internal.
  bool redacted(std::string_view id) const;
  // The reviewer, or "unreviewed".
  std::string review_words(std::string_view id) const;
  // "hudna/0.1.0 (unreviewed)" or the reviewer: who coded the row.
  std::string coder(std::string_view id) const;
  // True when the row may go out by its review; `admit` also logs when it may not.
  bool may(std::string_view id) const;
  bool admit(std::string_view file, std::string_view kind, std::string_view id);
  void leave_out(std::string_view file, std::string_view kind, std::string_view id, std::string_view reason);
  void changed(std::string_view file, std::string_view kind, std::string_view id, std::string_view reason);
  const std::vector<LogRow>& log() const { return log_; }

  // Texts, with names withheld as the sharing level wants.
  std::string words(std::string_view text) const;
  std::string quote(model::StatementId id) const;
  std::string actor_name(model::ActorId id) const;
  std::string place_name(model::PlaceId id) const;
  // Each once, in the order of the reports: outlets (or the file's name), days of publication, titles,
  // addresses.
  std::string outlets(std::span<const model::StatementId> statements) const;
  std::string speakers(std::span<const model::StatementId> statements) const;
  std::vector<model::ReportId> reports(std::span<const model::StatementId> statements) const;
  std::string outlet(model::ReportId id) const;
  std::string ids(std::span<const model::StatementId> statements) const;
  // First and last day of the reports behind them; empty when unknown.
  std::pair<std::string, std::string> seen(std::span<const model::StatementId> statements) const;
  // Country that the rows are mostly about, by the places of an agreement or incident; nullptr when unknown.
  const CountryCodes* country(const std::vector<model::Sourced<model::PlaceId>>& places) const;
  // What sources disagree on about this row, one line each.
  std::vector<std::string> contradictions(std::string_view subject) const;
  const std::vector<model::ContradictionId>& contradictions_of(model::AgreementId id) const;
  // SHA-256 over the hashes of all reports: what the files were made from.
  const std::string& inputs() const { return inputs_; }

 private:
  const model::RecordView& view_;
  const Crosswalk& codes_;
  const Facts& facts_;
  Settings settings_;
  OriginalOf original_of_;
  Redactor redactor_;
  Redactions redactions_;
  std::vector<LogRow> log_;
  std::map<std::string, std::vector<model::ContradictionId>, std::less<>> by_subject_;
  std::map<std::uint32_t, std::vector<model::ContradictionId>> by_agreement_;
  std::string inputs_;
};

// "urn:hudna:in-…": the stable name of a row, for links and JSON-LD.
std::string urn(std::string_view id);

// ---- dates ----

using Days = std::chrono::sys_days;
// "2014-05-03", anything after it is ignored.
std::optional<Days> find_days(std::string_view iso);
std::string print_days(Days day);
// Year, month, day where the period fixes them; 0 where not.
struct DateParts {
  int year = 0, month = 0, day = 0;
};
DateParts date_parts(const model::Period& period);
// Bounds of a period when both are known and in order.
std::optional<std::pair<Days, Days>> bounds(const model::Period& period);
// A "~" or "?" in the EDTF: approximate or uncertain.
bool is_uncertain(const model::Period& period);

// ---- numbers and lists ----

// Degrees with at most six decimals, without trailing zeros.
std::string degrees(double value);
std::string join(const std::vector<std::string>& list, std::string_view by);
std::string spaced(std::string_view code);  // "weapons_retained" -> "weapons retained"
// Appends the value where the list does not hold it. Linear: for the few values of one cell.
void add_once(std::vector<std::string>* list, std::string value);

}  // namespace hudna::exports
