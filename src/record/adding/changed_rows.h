// How do clusters that are not as they were become rows? The part of the record
// is read anew with all reports that tell of them, and build_record's functions
// write incidents, tallies and agreements from it.
// Private to src/record.
#pragma once

#include "record/adding/adding.h"
#include "record/adding/bearing.h"
#include "record/adding/known_rows.h"
#include "record/adding/same_text.h"

namespace hudna::record {

// Sets Adding::work, and the rows of the traces in Adding::kept.
bool write_changed_rows(const Bearing& bearing, Adding* adding, SameText* texts, KnownRows* rows);

}  // namespace hudna::record
