// What do the answers of the record's API share? The open record with what is
// kept between requests (ApiState), one request's parameters (Params), and the
// rows that one answer reads (Rows). Private to src/app; one request at a time.
#pragma once

#include <map>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "app/record_api.h"
#include "app/record_json.h"
#include "app/review.h"
#include "export/context.h"
#include "record/days.h"
#include "store/store.h"

namespace hudna::app {

// Rows of one answer at most, and as many as are given when nothing is asked.
inline constexpr std::size_t kMostRows = 500, kUsualRows = 50;

RecordApi::Answer refuse(int status, const std::string& why);

class Params {
 public:
  explicit Params(const std::map<std::string, std::string>* given) : given_(given) {}
  std::string value(const std::string& key) const;
  std::vector<std::string> list(const std::string& key) const;  // parted by commas
  std::size_t number(const std::string& key, std::size_t usual, std::size_t most) const;
  bool yes(const std::string& key) const;

 private:
  const std::map<std::string, std::string>* given_;
};

// A record that is open, and what was worked out about it; made anew when the record changes.
class ApiState {
 public:
  static base::Result<std::unique_ptr<ApiState>> open(const std::string& path, exports::Sharing sharing);

  // Gives the file back; only path() and reviews() may be asked afterwards.
  void close() { lookup_.reset(), db_.reset(); }
  bool closed() const { return db_ == nullptr; }
  store::Store& db() { return *db_; }
  store::Lookup& lookup() { return *lookup_; }
  const std::string& path() const { return path_; }
  const std::vector<Element>& elements() const { return elements_; }
  // What is in force on each row; what second coders said of it.
  const std::map<std::string, Verdict>& verdicts() const { return verdicts_; }
  const std::map<std::string, Verdict>& second_verdicts() const { return second_; }
  const std::vector<model::ReviewRow>& reviews() const { return reviews_; }
  // Passages that a reviewer redacted; they are shown nowhere, and no search finds them.
  const exports::Redactions& redactions() const { return redactions_; }
  // The quote of a statement of that report, without them.
  std::string quote(const std::string& statement, const std::string& report);
  // Names that are left out of all answers.
  const exports::Redactor& names() const { return names_; }
  void set_names(exports::Redactor names) { names_ = std::move(names); }
  // What of the record this page may show.
  exports::Sharing sharing() const { return sharing_; }
  // Bounds of the reports' days; "" when no report has one.
  const std::string& first_day() const { return first_; }
  const std::string& last_day() const { return last_; }
  // The state of every agreement on a day.
  const std::map<std::string, std::string>& states(record::Day day);
  // Names of actors and places as a reader types them: id, then all names folded.
  struct Named {
    std::string id, name, admin, type, country, folded;
  };
  const std::vector<Named>& actors() { return named("actor"); }
  const std::vector<Named>& places() { return named("place"); }
  const std::vector<Named>& named(const std::string& kind);
  // Types that rows of the kind have.
  const std::vector<std::string>& types(const std::string& kind);
  // Statements that hold all of the words, and their reports; of the reports that fit best.
  struct Told {
    std::set<std::string> statements, reports;
    std::vector<std::string> matched;  // reports, whether or not one sentence has all of the words
  };
  const Told& told(const std::string& words);
  // Ids of actors (places: and those inside them) that an id or a name stands for; none when nothing does.
  std::vector<std::string> actor_ids(const std::string& asked);
  std::vector<std::string> place_ids(const std::string& asked);

  // The value, or an empty one after noting what went wrong; the request is answered with that.
  template <class T>
  T take(base::Result<T> result) {
    if (result) return std::move(*result);
    note(result.error());
    return T();
  }
  void note(const base::Error& error) {
    if (!trouble_) trouble_ = error;
  }
  std::optional<base::Error> trouble() {
    // What was kept while something went wrong may be half of it.
    if (trouble_) named_.clear(), types_.clear(), told_.clear(), states_.clear();
    return std::exchange(trouble_, std::nullopt);
  }

 private:
  ApiState() = default;
  std::string path_, first_, last_;
  std::unique_ptr<store::Store> db_;
  std::unique_ptr<store::Lookup> lookup_;
  std::vector<Element> elements_;
  std::vector<model::ReviewRow> reviews_;
  std::map<std::string, Verdict> verdicts_, second_;
  exports::Redactions redactions_;
  exports::Redactor names_;
  exports::Sharing sharing_ = exports::Sharing::Internal;
  std::map<std::string, std::vector<Named>> named_;
  std::map<std::string, std::vector<std::string>> types_;
  std::map<std::string, Told> told_;
  std::map<record::Day, std::map<std::string, std::string>> states_;
  std::optional<base::Error> trouble_;
};

// The rows that one answer shows. A function that gives ids has read what the JSON of those rows needs.
class Rows {
 public:
  // `blind`: without what reviewers decided.
  Rows(ApiState* state, record::Day day, bool blind = false);
  const model::RecordParts& parts() const { return part_->parts(); }
  const RowJson& json() const { return json_; }

  std::vector<model::AgreementId> agreements(const std::vector<std::string>& ids);
  std::vector<model::IncidentId> incidents(const std::vector<std::string>& ids);
  std::vector<model::ClaimId> claims(const std::vector<std::string>& ids);
  std::vector<model::ContradictionId> contradictions(const std::vector<std::string>& ids);
  std::vector<model::DeadlineId> deadlines(const std::vector<std::string>& ids);
  std::vector<model::StageId> stages(const std::vector<std::string>& ids);
  std::vector<model::ProvisionId> provisions(const std::vector<std::string>& ids);
  std::vector<model::TallyId> tallies(const std::vector<std::string>& ids);
  std::vector<model::ReportId> reports(const std::vector<std::string>& ids);
  // With the reports that are in them.
  std::vector<model::GroupId> groups(const std::vector<std::string>& ids);
  std::vector<model::PlaceId> places(const std::vector<std::string>& ids);
  // The statement's row with its report's, when there is one.
  std::optional<model::StatementId> statement(const std::string& id);
  // Reads all that the page of the agreement shows.
  void complete(model::AgreementId id);

  Json agreement_line(model::AgreementId id);
  Json line(const std::string& kind, const std::string& id);  // of any kind; null when there is none

 private:
  template <class Id>
  std::vector<Id> read(store::RowKind kind, const std::vector<std::string>& ids);
  void follow(store::RowKind kind);
  // Statements whose outlets are shown: the first ones of a list.
  void want(const std::vector<model::StatementId>& statements);
  void want(const std::vector<model::FigureSet>& figures);
  void tell();
  void titles();
  void provision_rows(const std::vector<model::ProvisionId>& ids);

  ApiState* state_;
  std::unique_ptr<store::RecordPart> part_;
  std::vector<std::string> wanted_;
  RowJson json_;
};

// The filters that lists share: from, to, actor, place, type, flag, outlet, agreement, report, q, status, order, skip, limit.
// False when a name is unknown, so nothing can fit.
struct Filter {
  store::RowQuery query;
  bool nothing = false;
};
Filter read_filter(ApiState* state, const Params& params, const std::string& kind, record::Day day);
// Only rows that show every word: in their names, those of their actors and places, or in a sentence that they rest on.
void ask_words(ApiState* state, const std::string& words, store::RowQuery* query);

// Answers of files of their own.
Json queue_answer(ApiState* state, const Params& params, record::Day day);
Json log_answer(ApiState* state, const Params& params);
Json coding_answer(ApiState* state);
// Two agreements clause by clause; null when one of them is not there.
Json compare_answer(ApiState* state, const Params& params, record::Day day);
// Who said what of an agreement or incident, who denied it, who was silent; groups of copies. Null when the id is unknown.
Json sources_answer(ApiState* state, const Params& params);
// What changed since a day; `why` says what is wrong with the parameters.
Json changes_answer(ApiState* state, const Params& params, std::string* why);
// A file for download, or what would be withheld from it.
RecordApi::Answer export_answer(ApiState* state, const std::string& name, const Params& params);
Json review_json(const model::ReviewRow& row);
// A decision as it was posted; what is wrong with it, or nothing.
std::string read_request(std::string_view body, ReviewRequest* out);
Json search_answer(ApiState* state, const Params& params, record::Day day);
Json timeline_answer(ApiState* state, const Params& params, record::Day day);

}  // namespace hudna::app
