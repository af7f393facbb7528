// Which main clauses are put right by rule? Those that a model takes apart although their words leave one
// reading: a participle read as the verb ("Homes rebuilt after the war collapsed"), a verb after a modal read
// as an adjective
// ("must free women"), a speaker behind its verb read as an object ("…, insisted the envoy"), what somebody
// is told read as a relative clause, a clause and its speaker read as two subjects of the speaking, a remark
// between commas read as the clause, and two relations that no tree should have. The verbs that a rule asks
// for are lists (language/tokens.tsv). Useful for: the analyser, before repair.h. Not for: other errors; a
// sentence without such a pattern is left as it is. Pure; thread-safe. Linear in the sentence but for counted
// neighbours.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "language/engine.h"

namespace hudna::language {

// What the lists of tokens.tsv say of a word: of a verb by its lemma, by its form for Participle; of the
// words of grammar at the end by their forms.
enum WordKind : std::uint16_t {
  kVerbSays = 1,
  kVerbInverts = 2,       // its speaker may stand behind it ("said the envoy"), and it takes no other object
  kVerbInforms = 4,       // somebody is told something
  kVerbIntransitive = 8,  // has no passive, so its past form is no participle of a noun
  kVerbTwoObjects = 16,   // its participle may keep an object ("a man given a rifle")
  kVerbParticiple = 32,   // a form without -ed that can be a participle ("held")
  kVerbInvertsSpeaker = 64,  // as Inverts, where what stands behind it speaks ("confirmed a spokeswoman")
  kNounSpeaks = 128,         // somebody who speaks to reporters
  kOpensContent = 256,       // opens what is said ("that")
  kOpensClause = 512,        // opens a clause of its own ("if")
  kInfinitive = 1024,        // stands before a plain verb ("to")
  kStandsForNobody = 2048,   // a subject that is nobody ("it rains")
  kFiniteBe = 4096,
  kNamesSource = 8192  // "according" to somebody
};
using WordKinds = std::vector<std::uint16_t>;

// Keeps the tree a tree with one root; a repair that would not is taken back. Returns how many were made.
std::size_t repair_clauses(const std::vector<std::string_view>& forms, const WordKinds& kinds,
                           std::vector<EngineToken>* tokens);

}  // namespace hudna::language
