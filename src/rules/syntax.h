// How is a rule file written? As classes of words, named tests, named paths,
// frames and rules; this header holds their syntax tree, the parser and the
// printer. docs/rules.md is the manual for those who write rules.
// Useful for: compiling, printing, tools. Not for: matching (rule_set.h).
// Plain values; thread-safe. No word of any domain is known here.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace hudna::rules {

// Where something stands in a rule file; line and column count from 1 (columns in bytes).
struct Place {
  std::string file;
  std::uint32_t line = 0;
  std::uint32_t column = 0;
};

struct PathSyntax;

// A question about one token.
struct ExprSyntax {
  enum class Kind : std::uint8_t {
    Word,
    Class,
    Test,
    Upos,
    Xpos,
    Relation,
    Flag,
    Form,
    Parameter,
    Has,
    Not,
    And,
    Or
  };
  Kind kind = Kind::Word;
  std::string text;  // word, class, test, tag, relation pattern, flag, form; empty for the others
  std::vector<ExprSyntax> parts;  // of Not (one), And, Or (two or more)
  std::vector<PathSyntax> path;   // of Has (one)
  Place at;
};

// A walk over the tree that starts at one token and ends at a set of tokens.
struct PathSyntax {
  enum class Kind : std::uint8_t {
    Self,
    Down,
    Up,
    Next,
    Previous,
    Named,
    Sequence,
    Union,
    First,
    Star,
    Maybe,
    Filter
  };
  Kind kind = Kind::Self;
  std::string text;                // relation patterns joined by "/" for Down and Up; name for Named
  std::vector<PathSyntax> parts;   // of Sequence, Union, First (two or more); Star, Maybe, Filter (one)
  std::vector<ExprSyntax> filter;  // of Filter (one); of Named: its argument (none or one)
  Place at;
};

struct ClassSyntax {
  std::string name;
  bool extends = false;              // "+=": adds to what an earlier file defined
  std::vector<std::string> entries;  // "pull+out", "car bomb", "@other", "truce"
  Place at;
};

// Irregular forms of a word: "forms flee = fled".
struct FormsSyntax {
  std::string word;
  std::vector<std::string> forms;
  Place at;
};

struct TestSyntax {
  std::string name;
  ExprSyntax expr;
  Place at;
};

struct NamedPathSyntax {
  std::string name;
  std::string parameter;  // empty when it takes none
  PathSyntax path;
  Place at;
};

struct ArgumentSyntax {
  std::string name;
  bool required = false;
  PathSyntax path;
  Place at;
};

struct ConditionSyntax {
  bool wanted = true;  // `if`; false for `unless`
  ExprSyntax expr;
};

// A rule, or a frame (a rule without `when`, to be used by rules).
struct RuleSyntax {
  std::string name;
  std::string version;           // "1"; empty for a frame
  std::vector<ExprSyntax> when;  // one in a rule, none in a frame
  std::vector<std::string> uses;
  std::vector<ConditionSyntax> conditions;
  std::vector<ArgumentSyntax> arguments;
  std::vector<std::pair<std::string, std::string>> emit;
  Place at;
};

// One statement of a file, in file order.
struct ItemSyntax {
  enum class Kind : std::uint8_t { Layer, Class, Forms, Test, Path, Frame, Rule, Disable };
  Kind kind = Kind::Layer;
  std::string name;                     // of Layer and Disable
  std::vector<ClassSyntax> word_class;  // exactly one of these has one element, by kind
  std::vector<FormsSyntax> forms;
  std::vector<TestSyntax> test;
  std::vector<NamedPathSyntax> path;
  std::vector<RuleSyntax> rule;  // Frame and Rule
  Place at;
};

struct FileSyntax {
  std::string file;
  std::vector<ItemSyntax> items;
};

// Reads one rule file. Fails with RuleSyntax; the error's source is "file:line:column". Linear.
base::Result<FileSyntax> parse_rules(std::string_view text, const std::string& file);

// The canonical text: parsing it again gives the same tree, but for places and comments.
std::string print(const FileSyntax& file);
std::string print(const ExprSyntax& expr);
std::string print(const PathSyntax& path);

}  // namespace hudna::rules
