// In which order do the rows of a record stand? In that of their ranks: texts
// made of a row's own content (its day, then its id; what belongs to another
// row, that row's rank and its place there). A new row so finds its place
// without any other being numbered anew. Pure functions.
#pragma once

#include <string>
#include <vector>

#include "model/record.h"

namespace hudna::model {

std::string rank_of(const ReportRow& row);
std::string rank_of(const ActorRow& row);
std::string rank_of(const PlaceRow& row);
std::string rank_of(const IncidentRow& row);
std::string rank_of(const TallyRow& row);
// REQUIRES: the stages and reports of the row are in the tables.
std::string rank_of(const RecordParts& parts, const AgreementRow& row);
std::string rank_of(const RecordParts& parts, const StatementRow& row);
std::string rank_of(const RecordParts& parts, const ContradictionRow& row);
// The day by which an agreement is ranked: in force, declared, its first stage, its first report; empty when
// unknown.
std::string first_day_of(const RecordParts& parts, const AgreementRow& row);

// Ranks of all rows of each table, in the order of RecordParts: reports, statements, groups, …, reviews. Rows
// that are named by no owner in these parts (a part of a record) get the rank of their id.
struct Ranks {
  std::vector<std::string> reports, statements, groups, actors, places, agreements, provisions, stages,
      deadlines, incidents, tallies, claims, contradictions, reviews;
};
Ranks make_ranks(const RecordParts& parts);

}  // namespace hudna::model
