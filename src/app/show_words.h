// How are values of a Record put into words? Neutral ones: what is not
// reported is called so, what is claimed names who claims it. Shared by show
// and explain. Holds a view of the record, which must outlive it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/record.h"
#include "record/status.h"

namespace hudna::app {

std::string spaced_words(std::string_view code);  // "weapons_retained" -> "weapons retained"
std::string join_words(const std::vector<std::string>& list, const char* by);
std::string plural_words(std::size_t n, const std::string& what);
std::string date_basis_words(model::DateBasis basis);
std::string copy_words(model::CopyKind kind);
std::string explanation_words(std::string_view code);
std::string modality_note(model::Modality modality);  // "" for actual, else " (planned)"
std::string mark_of(model::Modality modality);
std::string status_words(const record::Status& status);
std::string age_words(const std::optional<std::int64_t>& days);
std::string duration_words(std::string_view iso);  // "PT48H" -> "48 hours"
std::string link_words(const model::AgreementLink& link);

class Words {
 public:
  // Numbered tags are unique in a whole record; a part of one has plain ones, which tell the outlet only.
  enum class Tags { Numbered, Plain };
  explicit Words(const model::RecordParts& record, Tags tags = Tags::Numbered);
  std::string tag_of(model::ReportId report) const;
  std::string tag(model::StatementId id) const { return tag_of(r_.statements[id].report); }
  // Tags of the reports behind the statements, each once, in order of the reports; the first eight, then how
  // many more.
  std::string tags(const std::vector<model::StatementId>& statements) const;
  // "Syrian … — …": sides parted by a dash, actors of one side by commas.
  std::string sides(const model::AgreementRow& row) const;
  std::string figures(const std::vector<model::FigureSet>& sets) const;
  std::string figure_set(const model::FigureSet& set) const;
  std::string at_places(const std::vector<model::Sourced<model::PlaceId>>& places) const;
  std::string incident_date(const model::IncidentRow& row) const;
  // "shelling at Taiz: 9 to 12 killed; by …".
  std::string incident_line(const model::IncidentRow& row) const;
  std::string provision_line(const model::ProvisionRow& row) const;
  std::string provision_detail(const model::ProvisionRow& row) const;
  std::string due(const model::DeadlineRow& row) const;
  std::string last_report(const model::AgreementRow& row, record::Day as_of) const;

 private:
  const model::RecordParts& r_;
  std::vector<std::string> tags_;
};

}  // namespace hudna::app
