// When was the report published? resolve_published takes the most trusted of
// what is known: given, metadata, dateline or visible date, comment stamps
// (with the weekdays of the text), copyright year, the text itself; as precise
// as can be justified, never more. Pure; thread-safe.
#pragma once

#include "model/analysis.h"
#include "model/document.h"
#include "model/reading.h"

namespace hudna::reading {

// `given`: EDTF from outside, may be empty. Basis Unknown and an empty EDTF when nothing says it.
model::ResolvedDate resolve_published(const model::Document& doc, const std::string& given);
// The latest stated modification, or nothing.
model::ResolvedDate resolve_modified(const model::Document& doc);

}  // namespace hudna::reading
