// Which persons does a report name, and what does it say that they are? Every
// name of a person in the analysed text, in or outside a statement, with the
// words that stand with it: its title, what comes behind a comma, the noun that
// it is said to be. Useful for deciding whose name may leave the record
// (src/export). Not for who did or said something. Thread-safe.
#pragma once

#include <string>
#include <vector>

#include "ground/word_table.h"
#include "model/analysis.h"
#include "model/document.h"
#include "model/mention.h"
#include "model/reading.h"

namespace hudna::reading {

// Ordered by name, each once; a name that the report also uses for a place or a known actor is none.
// `place_cases`: prepositions that take a place ("near"). Linear in the tokens but for sorting.
std::vector<model::Person> find_people(const model::Document& doc, const model::Analysis& analysis,
                                       const model::Mentions& mentions, const ground::WordSet& place_cases);

}  // namespace hudna::reading
