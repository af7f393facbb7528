// Where does each word stand? Splits a stretch of text into tokens by rules,
// with the conventions of UD English EWT: clitics and hyphens are split off,
// abbreviations keep their stop, numbers and addresses stay whole; and tokens
// into sentences. Byte spans into the given text; nothing is rewritten.
// Useful for: everything after it. Not for: other languages' conventions.
// TokenRules: read-only after load, thread-safe. Linear in the text.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/data_source.h"
#include "base/result.h"
#include "model/span.h"

namespace hudna::language {

// The word lists of the rules: data/language/tokens.tsv (kind TAB word [TAB parts]).
struct TokenRules {
  std::unordered_set<std::string> abbreviations;        // with their stop, as written ("Mr.")
  std::unordered_set<std::string> before_name;          // abbreviations that never end a sentence ("Mr.")
  std::unordered_set<std::string> before_number;        // abbreviations only before a digit ("No.")
  std::unordered_set<std::string> prefixes;             // keep their hyphen ("non")
  std::unordered_set<std::string> units;                // split off from a number ("km")
  std::unordered_map<std::string, std::size_t> fused;   // "cannot" -> bytes of its first part
  std::unordered_set<std::string> starters;             // words that open a sentence when capitalised ("The")
  std::unordered_set<std::string> months;               // month names in datelines
  std::unordered_map<std::string, std::string> acronyms;  // "WHO" -> a name that the models read in its place
  std::unordered_set<std::string> speech;               // verbs of saying, as lemmas
  std::unordered_set<std::string> determiners;          // all of them
  std::unordered_set<std::string> speakers;             // nouns of people who speak to reporters, as lemmas
  // Kinds (clauses.h) of verbs, as lemmas, participles as forms; and of the words of grammar, as forms.
  std::unordered_map<std::string, std::uint16_t> verbs, grammar;
  std::size_t grammar_longest = 0;           // bytes of the longest of them
  std::unordered_set<std::string> clitics;   // stand behind an apostrophe ("'ll"), without it
  std::unordered_set<std::string> linking;   // may stand in lower case inside a name ("of")
  std::unordered_set<std::string> dateline;  // the same inside a dateline
  std::unordered_set<std::string> runs_on;   // no sentence ends behind it, also where a stop was lost ("with")

  // Kinds of a word of grammar by its form, in any case of its letters; 0 for other words.
  std::uint16_t grammar_of(std::string_view form) const;

  // Fails with DataBad and the line on an unknown kind.
  static base::Result<TokenRules> open(const base::DataSource& data);
  static base::Result<TokenRules> parse(std::string_view tsv, const std::string& path);
};

struct RawToken {
  model::Span span;
  bool glued = false;     // no white space before the next token
  bool newline = false;   // a line break stands between the token before and this one
  bool blank = false;     // an empty line stands between the token before and this one
};

// The tokens of text[where], appended. Every byte outside the tokens is white space or an invisible control.
// REQUIRES: valid UTF-8; `where` on code points.
void tokenize(std::string_view text, model::Span where, const TokenRules& rules, std::vector<RawToken>* out);

class BoundaryModel;  // language/boundary.h

// Sentence ends of the tokens of one block: for each sentence the index after its last token, ascending; the last one
// is tokens.size(). By rules, and by `model`, where there is one, on what they leave open. Sentences longer than
// `tokens_max` are cut, and *capped counts the cuts.
std::vector<std::uint32_t> split_sentences(std::string_view text, const std::vector<RawToken>& tokens, const TokenRules& rules,
                                           const BoundaryModel* model, std::size_t tokens_max, std::size_t* capped);

}  // namespace hudna::language
