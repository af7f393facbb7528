#include "language/net/tree.h"

#include <limits>

#include "base/check.h"

namespace hudna::language::net {
namespace {

// So low that no sum of real arcs outweighs it, and so small that doubles still tell arcs apart beside it: a tree with
// one root arc always beats one with two.
constexpr double kRootPenalty = 1e9;
constexpr double kLowest = 1e6;

double sane(float v) {
  if (!(v > -kLowest)) return -kLowest;  // also no number
  if (v > kLowest) return kLowest;
  return v;
}

bool is_tree(const std::uint16_t* heads, std::size_t words, std::vector<std::uint16_t>& seen) {
  std::size_t roots = 0;
  for (std::size_t i = 0; i < words; ++i) {
    seen[i] = 0;
    roots += heads[i] == 0;
  }
  if (roots != 1) return false;
  for (std::size_t i = 0; i < words; ++i) {
    const auto mark = static_cast<std::uint16_t>(i + 1);
    std::size_t at = i;
    while (seen[at] == 0) {
      seen[at] = mark;
      if (heads[at] == 0) break;
      at = heads[at] - std::size_t{1};
    }
    if (heads[at] != 0 && seen[at] == mark) return false;
  }
  return true;
}

}  // namespace

TreeScratch::TreeScratch(std::size_t words)
    : words_(words),
      weight_((words + 1) * (words + 1)),
      from_((words + 1) * (words + 1)),
      to_((words + 1) * (words + 1)),
      best_(words + 1),
      node_(words + 1),
      seen_(words + 1),
      cycle_starts_(),
      snapshots_((words + 1) * (words + 1)) {
  active_.reserve(words + 1);
  // Each contraction removes at least one node.
  cycles_.reserve(2 * words + 2);
  member_from_.reserve(2 * words + 2);
  member_to_.reserve(2 * words + 2);
  cycle_starts_.reserve(words + 2);
}

void decode_tree(const float* scores, std::size_t words, std::uint16_t* heads, TreeScratch& s) {
  HUDNA_CHECK(words <= s.words_);
  if (words == 0) return;
  for (std::size_t i = 0; i < words; ++i) {
    const float* row = scores + i * (words + 1);
    std::size_t best = 0;
    for (std::size_t j = 1; j <= words; ++j) {
      if (j != i + 1 && sane(row[j]) > sane(row[best])) best = j;
    }
    heads[i] = static_cast<std::uint16_t>(best);
  }
  if (is_tree(heads, words, s.seen_)) return;

  // Nodes are 0, the root, and the words from 1; a contracted cycle lives on under the name of its first member.
  const std::size_t size = words + 1;
  const auto at = [size](std::size_t head, std::size_t dep) { return head * size + dep; };
  for (std::size_t dep = 1; dep < size; ++dep) {
    for (std::size_t head = 0; head < size; ++head) {
      s.weight_[at(head, dep)] = sane(scores[(dep - 1) * size + head]) - (head == 0 ? kRootPenalty : 0.0);
      s.from_[at(head, dep)] = static_cast<std::uint16_t>(head);
      s.to_[at(head, dep)] = static_cast<std::uint16_t>(dep);
    }
    s.node_[dep] = static_cast<std::uint16_t>(dep);
  }
  s.node_[0] = 0;
  s.active_.clear();
  for (std::size_t i = 1; i < size; ++i) s.active_.push_back(static_cast<std::uint16_t>(i));
  s.cycles_.clear();
  s.member_from_.clear();
  s.member_to_.clear();
  s.cycle_starts_.assign(1, 0);
  while (true) {
    for (const std::uint16_t dep : s.active_) {
      std::uint16_t best = 0;
      for (const std::uint16_t head : s.active_) {
        if (head != dep && s.weight_[at(head, dep)] > s.weight_[at(best, dep)]) best = head;
      }
      s.best_[dep] = best;
    }
    // A cycle: walk up from each node with its own mark.
    for (std::size_t i = 0; i < size; ++i) s.seen_[i] = 0;
    std::uint16_t on_cycle = 0;
    for (const std::uint16_t start : s.active_) {
      std::uint16_t node = start;
      while (node != 0 && s.seen_[node] == 0) {
        s.seen_[node] = start;
        node = s.best_[node];
      }
      if (node != 0 && s.seen_[node] == start) {
        on_cycle = node;
        break;
      }
    }
    if (on_cycle == 0) break;

    const std::size_t level = s.cycle_starts_.size() - 1;
    for (std::size_t i = 0; i < size; ++i) s.snapshots_[level * size + i] = s.node_[i];
    const std::size_t first = s.cycles_.size();
    std::uint16_t member = on_cycle;
    do {
      s.cycles_.push_back(member);
      s.member_from_.push_back(s.from_[at(s.best_[member], member)]);
      s.member_to_.push_back(s.to_[at(s.best_[member], member)]);
      member = s.best_[member];
    } while (member != on_cycle);
    s.cycle_starts_.push_back(static_cast<std::uint32_t>(s.cycles_.size()));
    for (std::size_t i = 0; i < size; ++i) s.seen_[i] = 0;
    for (std::size_t k = first; k < s.cycles_.size(); ++k) s.seen_[s.cycles_[k]] = 1;

    // Into the cycle: what the arc gains over the one that it replaces. Out of it: the best of its members.
    const auto contract = [&](std::uint16_t other) {
      double into = -std::numeric_limits<double>::infinity(), out = into;
      std::size_t into_arc = 0, out_arc = 0;
      for (std::size_t k = first; k < s.cycles_.size(); ++k) {
        const std::uint16_t m = s.cycles_[k];
        const double gain = s.weight_[at(other, m)] - s.weight_[at(s.best_[m], m)];
        if (gain > into) {
          into = gain;
          into_arc = at(other, m);
        }
        if (other != 0 && s.weight_[at(m, other)] > out) {
          out = s.weight_[at(m, other)];
          out_arc = at(m, other);
        }
      }
      const std::uint16_t into_from = s.from_[into_arc], into_to = s.to_[into_arc];
      s.weight_[at(other, on_cycle)] = into;
      s.from_[at(other, on_cycle)] = into_from;
      s.to_[at(other, on_cycle)] = into_to;
      if (other != 0) {
        const std::uint16_t out_from = s.from_[out_arc], out_to = s.to_[out_arc];
        s.weight_[at(on_cycle, other)] = out;
        s.from_[at(on_cycle, other)] = out_from;
        s.to_[at(on_cycle, other)] = out_to;
      }
    };
    contract(0);
    for (const std::uint16_t other : s.active_) {
      if (s.seen_[other] == 0) contract(other);
    }
    for (std::size_t i = 1; i < size; ++i) {
      if (s.seen_[s.node_[i]] != 0) s.node_[i] = on_cycle;
    }
    std::erase_if(s.active_, [&](std::uint16_t node) { return node != on_cycle && s.seen_[node] != 0; });
  }
  // The arcs of what is left, then each cycle opened, the last first: all members keep their arc but the one that the
  // arc from outside enters.
  for (std::size_t i = 0; i < words; ++i) heads[i] = 0;
  std::vector<std::uint16_t>& entered = s.seen_;  // node -> the word at which the chosen arc enters it
  std::vector<std::uint16_t>& from = s.node_;     // node -> the head word of that arc
  for (const std::uint16_t node : s.active_) {
    entered[node] = s.to_[at(s.best_[node], node)];
    from[node] = s.from_[at(s.best_[node], node)];
  }
  for (std::size_t level = s.cycle_starts_.size() - 1; level-- > 0;) {
    const std::uint16_t whole = s.cycles_[s.cycle_starts_[level]];
    const std::uint16_t word = entered[whole], head = from[whole];
    const std::uint16_t broken = s.snapshots_[level * size + word];
    for (std::size_t k = s.cycle_starts_[level]; k < s.cycle_starts_[level + 1]; ++k) {
      const std::uint16_t m = s.cycles_[k];
      if (m == broken) {
        entered[m] = word;
        from[m] = head;
      } else {
        entered[m] = s.member_to_[k];
        from[m] = s.member_from_[k];
      }
    }
  }
  for (std::size_t i = 1; i < size; ++i) heads[entered[i] - 1] = from[i];
}

}  // namespace hudna::language::net
