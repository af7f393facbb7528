// Why is a value what it is? explain follows one id back to the words: the
// quoted sentence in its context, file, outlet and date with how that was
// worked out, who said it to whom, the rule that read it, the merge that
// brought it here, and what other sources say instead. Reads the record and
// the stored texts; thread-safe as far as the store is.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "app/layout.h"
#include "base/result.h"
#include "model/record.h"

namespace hudna::app {

// The text of the report of that SHA-256, or an error.
using TextOf = std::function<base::Result<std::string>(const std::string& sha256)>;

// For an agreement, provision, stage, deadline, incident, tally, claim, contradiction, actor, place, report
// or statement. An id may be cut short when what is left is unique and has five letters or more. Fails:
// IdUnknown (names close ids), and what text_of gives.
base::Result<std::string> explain(const model::RecordView& view, std::string_view id, const TextOf& text_of,
                                  Page page);

}  // namespace hudna::app
