// What do many reports add up to? build_record merges Readings into a Record:
// copies of one text are grouped, spellings of one person unified, statements
// gathered into agreements and incidents, figures ranged, contradictions found.
// Every merge keeps its reasons and score; nothing is ever dropped from the
// Readings. Pure: no time, no files, no threads; the Record does not depend on
// the order of the readings. Useful for: build, show, tests. Not for: adding
// one report to a large record without reading the others.
#pragma once

#include <span>
#include <string>

#include "model/reading.h"
#include "model/record.h"
#include "record/policies.h"

namespace hudna::record {

// The Record of all readings. Two readings with one SHA-256 count once: the one whose source name sorts
// first. Cost: n log n in statements, since candidates come from blocks of place and day, copies from shared
// text hashes; the number of candidates that one statement is compared with has a limit in the policies.
// `log`: decisions of reviewers, in the order in which they were made; they are applied anew to whatever the
// readings give.
model::Record build_record(std::span<const model::Reading* const> readings, const Policies& policies,
                           std::span<const model::Decision> log = {});

}  // namespace hudna::record
