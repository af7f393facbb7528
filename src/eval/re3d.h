// How well are mentions found in re3d's sense (names and descriptions of nine
// types, on texts on a war)? Scores a source folder (documents.json,
// entities.json), or all sources below a folder, by exact spans of our tokens.
// Entities count at a confidence of a half; where they overlap, the longest.
// Useful for: `hudna eval language --ner FOLDER`. Not for: relations.
#pragma once

#include <string>

#include "base/result.h"
#include "eval/language.h"
#include "language/analyser.h"

namespace hudna::eval {

// `all` documents, or only those kept out of training: of each source, in the order of their ids, every fourth (index
// % 4 == 3). Fails with FileUnreadable.
base::Result<LanguageScore> score_re3d(const language::Analyser& analyser, const std::string& folder, bool all);

}  // namespace hudna::eval
