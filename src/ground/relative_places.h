// Which place do "the capital", "the city", "the Old City" and "the airport" stand
// for? One that the report names elsewhere, or a part of it: the words alone name
// no place. Useful behind find_places, which calls it. Linear in the report times
// its places.
#pragma once

#include <string>
#include <vector>

#include "ground/places.h"

namespace hudna::ground {

// Settles the places of `out` that are named by generic words, and adds mentions for such words without a
// capital. `out` is in text order; the new ones stand at its end.
void add_relative_places(const Gazetteer& gazetteer, const ActorLexicon& lexicon, const ContextWords& words,
                         const TokenView& view, const model::Analysis& analysis,
                         const std::vector<bool>& blocked, const std::string& country,
                         std::vector<PlaceMention>* out);

}  // namespace hudna::ground
