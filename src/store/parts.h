// What must hold of a stored report before it is used? Its offsets as text and
// back, and its reading against its text: what makers of the model require,
// as errors instead of stops, for bytes that come from a file. Thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "model/document.h"
#include "model/reading.h"

namespace hudna::store {

// [text begin, raw begin, raw end, linear] a piece, then the text's size.
std::string print_map(const model::OffsetMap& map);
// False when it is not as print_map writes it, or does not map that text onto those bytes. REQUIRES: `out` is
// empty.
bool parse_map(std::string_view text, std::size_t text_size, std::size_t raw_size, model::OffsetMap* out);
// What make_reading requires. Fails: StoreDamaged, EvidenceOrphaned.
base::Result<void> check_reading(const model::ReadingParts& parts, std::string_view text,
                                 const std::string& path);

}  // namespace hudna::store
