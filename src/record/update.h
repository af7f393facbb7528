// How is one report added to a large record without reading the others? What
// the report may bear on is looked up by its blocks (MergeMemory), those
// components are merged again with the functions of build_record, and the rows
// that came out otherwise are written. The record is then what build_record
// makes of all reports (tests/unit/store/update_test.cpp).
// The steps are src/record/adding/*.h; this runs them in their order.
// Useful for: build. Not for: many reports at once, changed readings or
// decisions; there a whole merge is quicker, or needed.
// No time, no files, no threads of its own.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "model/merge_state.h"
#include "record/policies.h"

namespace hudna::record {

// What the new reports (by their ids; the memory has their readings, the record does not have them) change in
// the record that the memory answers for. None when all has to be merged again: a limit of what is looked at
// was reached (base::limits::kAdded…; add-limit), a name now leads to another actor in reports of the record,
// or a reviewer's decision reaches across; or when the memory failed (merged-whole). `why`, when given, says
// which.
std::optional<model::RecordUpdate> update_record(model::MergeMemory* memory,
                                                 const std::vector<std::string>& reports,
                                                 const Policies& policies,
                                                 std::span<const model::Decision> log,
                                                 base::Diagnostic* why = nullptr);

}  // namespace hudna::record
