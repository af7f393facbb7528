// How is what update_record asks for kept in the file, and what it changes
// written? The tables trace, trace_key, actor_name, actor_block and text_key,
// and single rows of the derived tables. Private to src/store/sqlite.
#pragma once

#include <memory>

#include "base/result.h"
#include "model/merge_state.h"
#include "store/sqlite/database.h"

namespace hudna::store {

// First 60 bits of the SHA-256: the number of a row, so that rows stand in the file by content and none is
// renumbered.
std::int64_t row_number(std::string_view id);

// Single incidents and other counts that are shown of a record.
struct RowCounts {
  std::int64_t agreements = 0, incidents = 0, contradictions = 0;
};

// Lives no longer than the database.
std::unique_ptr<model::MergeMemory> make_memory(Database* db);

// Replaces all derived rows and their state. REQUIRES: a transaction is open.
base::Result<void> write_all(Database* db, const model::RecordParts& parts, const model::MergeState* state,
                             RowCounts* counts);
// Changes the rows and the state as the update says; `counts` are those before and after. REQUIRES: a
// transaction is open.
base::Result<void> write_update(Database* db, const model::RecordUpdate& update, RowCounts* counts);

}  // namespace hudna::store
