// Which trees are put right by rule? Those where a model breaks a clause at
// its attribution, the one error that costs a report its meaning: a verb of
// saying with its speaker after the clause (", witnesses said."), "according
// to" hung on a noun, and "said in a report that ..." hung on the report.
// Useful for: the analyser. Not for: other errors; a sentence without such a
// pattern is left as it is. Pure; thread-safe. Linear in the sentence.
#pragma once

#include <string_view>
#include <vector>

#include "language/clauses.h"
#include "language/engine.h"

namespace hudna::language {

// `speech[i]`: word i is a verb of saying (tokens.tsv); `kinds`: of the words of grammar (clauses.h). Keeps
// the tree a tree with one root. Returns how many arcs were put right.
std::size_t repair_attribution(const std::vector<std::string_view>& forms, const std::vector<bool>& speech,
                               const WordKinds& kinds, std::vector<EngineToken>* tokens);

}  // namespace hudna::language
