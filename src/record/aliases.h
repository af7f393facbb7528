// Which row does an id of an earlier record name today? Ids of agreements,
// provisions, incidents and tallies are made from one of their statements;
// when a row gains an earlier statement its id changes, but the old one still
// names the row that holds that statement now. Links in papers and decisions
// of reviewers so never die while the words are in the record.
// Pure functions; thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/record.h"

namespace hudna::record {

// The part of an agreement's id that comes from a statement.
std::string agreement_key(std::string_view statement_id);
// Ids of rows, statements and roles that are `text` or, from five characters on, begin with it; the id itself
// alone when it is one.
std::vector<std::string> find_ids(const model::RecordParts& record, std::string_view text);
// The id of today's row, the id itself when it names a row, none when no row holds its statement. Linear in
// statements.
std::optional<std::string> find_current_id(const model::RecordParts& record, std::string_view id);

}  // namespace hudna::record
