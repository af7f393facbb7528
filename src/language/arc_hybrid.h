// How is a dependency tree built from left to right? By the arc-hybrid
// transition system (Kuhlmann, Gomez-Rodriguez & Satta 2011) with the dynamic
// oracle of Goldberg & Nivre (2013), which says for any state which steps lose
// no further gold arc. The root waits at the end of the buffer, and only the
// last word on the stack may be attached to it, so every tree has one root.
// Not thread-safe; one State a sentence.
#pragma once

#include <cstdint>
#include <vector>

namespace hudna::language {

enum class Action : std::uint8_t { Shift, Left, Right };

// Words are 0 … n-1, the root is n, -1 is none.
class State {
 public:
  void reset(int words) {
    n = words;
    next = 0;
    stack.clear();
    heads.assign(words, -1);
    labels.assign(words, -1);
    leftmost.assign(words + 1, -1);
    rightmost.assign(words + 1, -1);
    left_count.assign(words + 1, 0);
    right_count.assign(words + 1, 0);
  }
  bool done() const { return next == n && stack.empty(); }
  // s(0) is the top of the stack, b(0) the next word (n for the root).
  int s(int k) const { return k < static_cast<int>(stack.size()) ? stack[stack.size() - 1 - k] : -1; }
  int b(int k) const { return next + k <= n ? next + k : -1; }
  bool can(Action a) const {
    switch (a) {
      case Action::Shift:
        return next < n;
      case Action::Left:
        return !stack.empty() && (next < n || stack.size() == 1);
      case Action::Right:
        return stack.size() >= 2;
    }
    return false;
  }
  // REQUIRES: can(a). For Left and Right, `label` goes to the arc.
  void apply(Action a, int label) {
    if (a == Action::Shift) {
      stack.push_back(next++);
      return;
    }
    const int dep = stack.back();
    stack.pop_back();
    labels[dep] = label;
    if (a == Action::Left) {
      heads[dep] = next;
      // Left children are attached inside out: the last one is the leftmost.
      leftmost[next] = dep;
      ++left_count[next];
    } else {
      const int head = stack.back();
      heads[dep] = head;
      rightmost[head] = dep;
      ++right_count[head];
    }
  }

  int n = 0;
  int next = 0;
  std::vector<int> stack;
  std::vector<int> heads;   // n for the root's word
  std::vector<int> labels;
  std::vector<int> leftmost;
  std::vector<int> rightmost;
  std::vector<int> left_count;
  std::vector<int> right_count;
};

// Gold arcs that a step makes unreachable. `gold[i]` is the head of word i, n for the root's word. Words of unknown
// head (-1) cost nothing. O(stack + buffer).
inline int oracle_cost(const State& state, const std::vector<int>& gold, Action a) {
  int cost = 0;
  if (a == Action::Shift) {
    const int b = state.next;
    // Only the last word on the stack may hang on the root, so whatever lies below keeps this word from it.
    if (gold[b] == state.n && !state.stack.empty()) ++cost;
    for (std::size_t i = 0; i < state.stack.size(); ++i) {
      const int s = state.stack[i];
      if (gold[s] == b) ++cost;
      if (gold[b] == s && i + 1 < state.stack.size()) ++cost;
    }
    return cost;
  }
  const int s0 = state.s(0);
  for (int b = state.next; b < state.n; ++b) {
    if (gold[b] == s0) ++cost;
    if (gold[s0] == b && (a == Action::Right || b != state.next)) ++cost;
  }
  if (gold[s0] == state.n && !(a == Action::Left && state.next == state.n)) ++cost;
  if (a == Action::Left && state.s(1) >= 0 && gold[s0] == state.s(1)) ++cost;
  return cost;
}

// Heads of a projective tree near to `gold`: arcs that cross others are lifted to the grandparent until none does
// (Nivre & Nilsson 2005).
std::vector<int> projectivise(std::vector<int> gold);

}  // namespace hudna::language
