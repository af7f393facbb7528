#include "model/ranks.h"

namespace hudna::model {
namespace {

// Rows without a day come last.
std::string day_key(const std::string& day) { return day.empty() ? "~" : day; }

std::string position(std::size_t at) {
  std::string digits = std::to_string(at);
  return std::string(digits.size() < 6 ? 6 - digits.size() : 0, '0') + digits;
}

}  // namespace

std::string rank_of(const ReportRow& row) { return day_key(row.first_day) + " " + row.id; }
// What is known by an id leads what is known by its words only.
std::string rank_of(const ActorRow& row) { return (row.in_lexicon ? "0 " : "1 ") + row.id; }
std::string rank_of(const PlaceRow& row) { return (row.located ? "0 " : "1 ") + row.id; }
std::string rank_of(const IncidentRow& row) { return day_key(row.time.value.min) + " " + row.id; }
std::string rank_of(const TallyRow& row) { return day_key(row.period.value.min) + " " + row.id; }

std::string first_day_of(const RecordParts& parts, const AgreementRow& row) {
  for (const auto* time : {&row.effective, &row.declared}) {
    if (*time && !(*time)->value.min.empty()) return (*time)->value.min;
  }
  std::string first;
  const auto take = [&first](const std::string& day) {
    if (!day.empty() && (first.empty() || day < first)) first = day;
  };
  for (const StageId id : row.stages) take(parts.stages[id].time.min);
  if (!first.empty()) return first;
  // History known by a role or term only: its month stands in the id ("ag-place-2014-05-…").
  const std::size_t key = row.id.rfind('-');
  if (key != std::string::npos && key > 8 && row.id[key - 8] == '-' && row.id[key - 3] == '-' &&
      row.id.find_first_not_of("0123456789", key - 7) == key - 3)
    return row.id.substr(key - 7, 7);
  for (const ReportId id : row.reports) take(parts.reports[id].first_day);
  return first;
}

std::string rank_of(const RecordParts& parts, const AgreementRow& row) {
  return day_key(first_day_of(parts, row)) + " " + row.id;
}

std::string rank_of(const RecordParts& parts, const StatementRow& row) {
  return rank_of(parts.reports[row.report]) + " " + position(row.index);
}

std::string rank_of(const RecordParts& parts, const ContradictionRow& row) {
  std::string owner = row.agreement.valid()  ? "a " + rank_of(parts, parts.agreements[row.agreement])
                      : row.incident.valid() ? "b " + rank_of(parts.incidents[row.incident])
                                             : "c";
  return std::move(owner) + " " + row.kind + " " + row.field + " " + row.id;
}

Ranks make_ranks(const RecordParts& parts) {
  Ranks out;
  for (const ReportRow& row : parts.reports) out.reports.push_back(rank_of(row));
  for (const StatementRow& row : parts.statements)
    out.statements.push_back(out.reports[row.report.index()] + " " + position(row.index));
  for (const SourceGroup& row : parts.groups)
    out.groups.push_back(row.members.empty() ? row.id : out.reports[row.members.front().report.index()]);
  for (const ActorRow& row : parts.actors) out.actors.push_back(rank_of(row));
  for (const PlaceRow& row : parts.places) out.places.push_back(rank_of(row));
  for (const ProvisionRow& row : parts.provisions) out.provisions.push_back(row.id);
  for (const StageRow& row : parts.stages) out.stages.push_back(row.id);
  for (const DeadlineRow& row : parts.deadlines) out.deadlines.push_back(row.id);
  for (const ClaimRow& row : parts.claims) {
    // Those of an agreement are ranked by it below.
    out.claims.push_back(row.agreement.valid() ? row.id : "~~ " + out.statements[row.statement.index()]);
  }
  for (const AgreementRow& row : parts.agreements) {
    const std::string rank = rank_of(parts, row);
    const auto owned = [&rank](const auto& ids, std::vector<std::string>* to) {
      for (std::size_t i = 0; i < ids.size(); ++i) (*to)[ids[i].index()] = rank + " " + position(i);
    };
    owned(row.provisions, &out.provisions);
    owned(row.stages, &out.stages);
    owned(row.deadlines, &out.deadlines);
    owned(row.claims, &out.claims);
    out.agreements.push_back(rank);
  }
  for (const IncidentRow& row : parts.incidents) out.incidents.push_back(rank_of(row));
  for (const TallyRow& row : parts.tallies) out.tallies.push_back(rank_of(row));
  for (const ContradictionRow& row : parts.contradictions) out.contradictions.push_back(rank_of(parts, row));
  for (std::size_t i = 0; i < parts.reviews.size(); ++i) out.reviews.push_back(position(i));
  return out;
}

}  // namespace hudna::model
