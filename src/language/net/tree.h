// Which tree do the arc scores mean? The best one with a single root: the best
// head of each word where those make a tree, else Chu-Liu/Edmonds.
// Useful for: net/network.cpp, tests. Not for: labels.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace hudna::language::net {

// Memory of decode_tree, for sentences of at most the size given at construction.
class TreeScratch {
 public:
  explicit TreeScratch(std::size_t words);

 private:
  friend void decode_tree(const float* scores, std::size_t words, std::uint16_t* heads, TreeScratch& scratch);
  std::size_t words_;
  std::vector<double> weight_;        // [node][node], from head to dependent
  std::vector<std::uint16_t> from_;   // the words that an arc between contracted nodes stands for
  std::vector<std::uint16_t> to_;
  std::vector<std::uint16_t> best_;   // head of a node
  std::vector<std::uint16_t> node_;   // node of a word
  std::vector<std::uint16_t> seen_;
  std::vector<std::uint16_t> active_;
  std::vector<std::uint16_t> cycles_;  // members of all contractions, one after another
  std::vector<std::uint16_t> member_from_, member_to_;  // the arc that holds a member inside its cycle, in words
  std::vector<std::uint32_t> cycle_starts_;
  std::vector<std::uint16_t> snapshots_;  // [contraction][word] -> node before it
};

// scores[i * (words + 1) + j]: word i under word j - 1, or the root for j = 0; the arc of a word to itself is ignored.
// heads[i]: 0 the root, else 1 + the head's index. Always one tree with one root, whatever the scores (a score that
// is no number counts as very low). Cost: words^2, and words^3 at worst. REQUIRES: words fit the scratch.
void decode_tree(const float* scores, std::size_t words, std::uint16_t* heads, TreeScratch& scratch);

}  // namespace hudna::language::net
