// What is a compiled rule made of? Flat tables of expression and path nodes
// that refer to each other by index, classes as bit sets over word ids, and
// the index from words to rules. Private to src/rules.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "rules/rule_set.h"

namespace hudna::rules {

using Index = std::uint32_t;

struct ExprNode {
  ExprSyntax::Kind kind = ExprSyntax::Kind::Word;
  std::uint64_t mask = 0;  // of Upos, Xpos, Relation: the allowed values; of Flag: the bit
  Index ref = 0;           // word id, class, path, or the test's expression
  std::string form;        // of Form, lower case
  std::vector<Index> parts;
  bool deep = false;  // looks at other tokens than its own
  friend auto operator<=>(const ExprNode&, const ExprNode&) = default;
};

struct PathNode {
  PathSyntax::Kind kind = PathSyntax::Kind::Self;
  std::uint64_t mask = 0;  // relations
  Index filter = 0;
  std::vector<Index> parts;
  friend auto operator<=>(const PathNode&, const PathNode&) = default;
};

// A multiword entry of a class.
struct Phrase {
  bool with = false;  // "a+b": token a that has a dependent b or is followed by it; else words in a row
  std::vector<Index> words;  // ids
  Index probe = 0;           // position of the word by which it is found: the longest, as the rarest
};

struct WordClass {
  std::vector<std::uint64_t> words;  // bit set over word ids
  std::vector<Index> phrases;        // into Program::phrases
  std::vector<Index> phrase_words;   // sorted word ids that stand in some phrase
};

struct CompiledArgument {
  Index path = 0;
  bool required = false;
};

struct CompiledRule {
  Index when = 0;
  std::vector<std::pair<bool, Index>> conditions;
  std::vector<CompiledArgument> arguments;
};

// Where a rule is looked up: at a word, directly or by a phrase that holds it.
struct Anchor {
  std::uint32_t rule = 0;
  Index phrase = 0xFFFFFFFFu;
  std::uint32_t layer = 0;  // of the rule
  friend auto operator<=>(const Anchor&, const Anchor&) = default;
};

struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
};

struct Program {
  // Word id 0 is "no word of any rule".
  std::unordered_map<std::string, Index, TextHash, std::equal_to<>> word_ids;
  std::vector<std::string> words{""};
  // Inflected forms of the words, for tokens whose lemma no rule names: lemmatisers stumble over rare verbs.
  std::unordered_map<std::string, Index, TextHash, std::equal_to<>> form_ids;
  std::vector<ExprNode> exprs;
  std::vector<PathNode> paths;
  std::vector<WordClass> classes;
  std::vector<std::pair<std::string, Index>> class_names;  // sorted
  std::vector<Phrase> phrases;
  std::vector<CompiledRule> rules;
  std::vector<std::vector<Anchor>> anchors;  // by word id
  std::vector<std::uint32_t> anchor_layers;  // by word id: bit set of layers
  // By every form in which an anchor may be written, the layers of all words that are written so ("captured"
  // may be a word of its own in one rule and the verb of another).
  std::unordered_map<std::string, std::uint32_t, TextHash, std::equal_to<>> form_layers;
  static constexpr std::uint32_t kCommon = 1u << 30, kCompany = 1u << 31;  // beside the layers
};

inline std::string lower_ascii(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

}  // namespace hudna::rules
