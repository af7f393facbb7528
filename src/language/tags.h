// Do the two tags of a word agree? A network gives each by itself, so that a word may come out as a noun by
// the one and a verb by the other ("denies" NOUN/VBZ), and an unknown name as a determiner ("The Houthis"
// DET/DT). Where they differ the tree says which is right: what has a subject or an object is a verb. Useful
// for: the analyser, before clauses.h, whose rules and all later ones ask for one of the two. Not for: tags
// that agree and are wrong. Pure; thread-safe. Linear.
#pragma once

#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "language/engine.h"

namespace hudna::language {

// `determiners`: all of them, in small letters. Changes tags only, never the tree. Returns how many words it
// changed.
std::size_t reconcile_tags(const std::vector<std::string_view>& forms,
                           const std::unordered_set<std::string>& determiners,
                           std::vector<EngineToken>* tokens);

}  // namespace hudna::language
