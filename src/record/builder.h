// What do many reports add up to? build_record merges Readings into a Record:
// copies of one text are grouped, spellings of one person unified, statements
// gathered into agreements and incidents, figures ranged, contradictions found.
// Every merge keeps its reasons and score; nothing is ever dropped from the
// Readings. Pure: no time, no files, no threads; the Record does not depend on
// the order of the readings. Useful for: build, show, tests. To add
// a report to a large record without reading the others: update.h.
#pragma once

#include <span>
#include <string>

#include "model/reading.h"
#include "model/merge_state.h"
#include "model/record.h"
#include "record/policies.h"

namespace hudna::record {

// The Record of all readings. Two readings with one SHA-256 count once: the one whose source name sorts
// first. Cost: n log n in statements, since candidates come from blocks of place and day, copies from shared
// text hashes; the number of candidates that one statement is compared with has a limit in the policies.
// `log`: decisions of reviewers, in the order in which they were made; they are applied anew to whatever the
// readings give. `state`, when given, is what update_record (update.h) asks of this record later.
model::Record build_record(std::span<const model::Reading* const> readings, const Policies& policies,
                           std::span<const model::Decision> log = {}, model::MergeState* state = nullptr);

}  // namespace hudna::record
