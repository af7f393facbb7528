// How are a few reports of a record read as if they were all of it? As in
// build_record: reports, registers, facts, events, mentions; but groups and
// rows of the registers are those of the whole record.
// Private to src/record.
#pragma once

#include <set>
#include <string>

#include "record/adding/adding.h"
#include "record/adding/known_rows.h"
#include "record/adding/same_text.h"

namespace hudna::record {

// Sets Adding::work to the part that these reports make.
bool read_part(const std::set<std::string>& reports, Adding* adding, SameText* texts, KnownRows* rows);
// The part of the dirty reports; what they tell, and what those of the record told before, as traces.
bool read_dirty(Adding* adding, SameText* texts, KnownRows* rows);

}  // namespace hudna::record
