// What tests of repaired trees share.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "language/engine.h"
#include "language/tokenizer.h"

namespace hudna::language {

// A sentence as a parser gave it, word by word.
struct Parsed {
  std::vector<std::string_view> forms;
  std::vector<EngineToken> tokens;
  void add(std::string_view form, model::Upos upos, model::Xpos xpos, std::uint32_t head,
           model::Relation relation) {
    forms.push_back(form);
    tokens.push_back({upos, xpos, relation, head});
  }
};

// What the shipped lists say of a word of grammar.
inline std::uint16_t grammar_of(std::string_view form) {
  static const TokenRules kRules = *TokenRules::open(base::DataSource());
  return kRules.grammar_of(form);
}

// One root, and every word below it.
inline bool is_one_tree(const std::vector<EngineToken>& tokens) {
  int roots = 0;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].head == i) ++roots;
    std::size_t at = i;
    std::size_t steps = 0;
    while (tokens[at].head != at && steps++ <= tokens.size()) at = tokens[at].head;
    if (tokens[at].head != at) return false;
  }
  return roots == 1;
}

}  // namespace hudna::language
