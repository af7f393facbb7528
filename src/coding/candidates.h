// Which words of a message could fill a slot? Every noun phrase, in the extents
// that an answer could quote it: the bare head, with its compounds, with its
// adjectives, with an "of" complement, and names; where the tree is wrong, runs of capitals and of tags.
// Pure; linear in the text.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "coding/wire.h"

namespace hudna::coding {

enum class Extent : std::uint8_t {
  Head,
  Compound,
  Phrase,
  HeadOf,
  CompoundOf,
  PhraseOf,
  Name,
  Run,
  Chunk,
  Pair,
  Counted,
  Tail2,
  Tail3
};
inline constexpr std::size_t kExtents = 13;

struct Candidate {
  std::uint32_t head = 0;  // token
  model::TokenRange tokens;
  Extent extent = Extent::Head;
  std::uint32_t group = 0;  // candidates of one head
  std::string text;         // as sent, white space folded
};

// Ordered by head, then extent; no two of one head with the same words.
std::vector<Candidate> find_candidates(const Wire& wire);

}  // namespace hudna::coding
