// What does a row of a record look like as JSON? One function a kind, over a
// record or a part of one (store::RecordPart): the shapes of
// docs/formats/api.md. Lists of statements are cut at a readable length, with
// how many more there are. Private to src/app; pure, thread-safe to read.
#pragma once

#include <functional>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <set>
#include <string>
#include <vector>

#include "app/show_words.h"
#include "base/data_source.h"
#include "base/result.h"
#include "model/record.h"
#include "record/days.h"

namespace hudna::app {

using Json = nlohmann::ordered_json;

// Bytes that are no UTF-8 become U+FFFD.
std::string dump_json(const Json& value);

// One of the 17 elements that drafting guidance asks of an agreement (data/codes/element.toml).
struct Element {
  std::string label;
  std::string also;             // "parties", "places", "dates", "guarantors": a part of the row that answers it too
  std::set<std::string> types;  // provision types that tell of it
};
base::Result<std::vector<Element>> load_elements(const base::DataSource& data);

// What reviewers decided on a row.
struct Verdict {
  std::string decision, reviewer, at;
  std::string was;  // the row that it was made on, where that is part of this one now; else empty
};

// Statement ids that one value prints, and reports that one row names.
inline constexpr std::size_t kShownStatements = 40, kShownTags = 8;

class RowJson {
 public:
  struct Sources {
    const model::RecordParts* rows = nullptr;
    // Whether the statement and its report are among the rows.
    std::function<bool(model::StatementId)> told;
    std::function<std::string(model::StatementId)> quote;
    const std::map<std::string, Verdict>* verdicts = nullptr;
    record::Day day = 0;
  };
  explicit RowJson(Sources sources);

  // `contradictions`, `incidents`: how many name it.
  Json agreement_line(model::AgreementId id, std::size_t contradictions, std::size_t incidents) const;
  // Adds what one agreement's page shows besides its line, but for contradictions, incidents and reports.
  void put_agreement(model::AgreementId id, const std::vector<Element>& elements, Json* out) const;
  Json provision(model::ProvisionId id) const;
  Json stage(model::StageId id) const;
  Json deadline(model::DeadlineId id) const;
  Json claim(model::ClaimId id) const;
  Json contradiction(model::ContradictionId id) const;
  Json incident(model::IncidentId id, bool whole) const;
  Json tally(model::TallyId id) const;
  Json report_line(model::ReportId id) const;
  Json place(model::PlaceId id) const;
  Json statement(const model::StatementRow& row, const model::Statement& stmt) const;
  static Json chain(const model::Statement& stmt);
  Json checklist(const model::AgreementRow& row, const std::vector<Element>& elements) const;
  const Words& words() const { return words_; }

 private:
  void put_ids(Json* out, const std::vector<model::StatementId>& statements) const;
  Json ids(const std::vector<model::StatementId>& statements) const;
  Json tags(const std::vector<model::StatementId>& statements) const;
  template <class T>
  void put_sourced(Json* out, const model::Sourced<T>& from) const;
  void put_review(Json* out, const std::string& id) const;
  Json actor(const model::Sourced<model::ActorId>& from) const;
  Json actors(const std::vector<model::Sourced<model::ActorId>>& from) const;
  Json texts(const std::vector<model::Sourced<std::string>>& from) const;
  Json places(const std::vector<model::Sourced<model::PlaceId>>& from) const;
  Json period(const std::optional<model::Sourced<model::Period>>& from) const;
  Json figures(const std::vector<model::FigureSet>& sets) const;
  Json link(model::AgreementId id) const;

  Sources from_;
  const model::RecordParts& r_;
  Words words_;
};

}  // namespace hudna::app
