// How is the text built, word by word? An Analysis: sentences, tokens with
// tags, lemmas and dependency trees (Universal Dependencies v2, English), and
// names. Byte spans point into the Document's text; nothing normalised is ever
// what a span points at. Only blocks that can carry evidence are analysed.
// Useful for: rules, grounding. Not for: meaning or dates.
// Frozen after make_analysis; moves, never copies; thread-safe to read. It
// holds no pointer to its Document: functions take both.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "model/span.h"

namespace hudna::model {

enum class Upos : std::uint8_t {
#define HUDNA_UPOS(tag) tag,
#include "model/ud.def"
#undef HUDNA_UPOS
};
enum class Xpos : std::uint8_t {
#define HUDNA_XPOS(tag, text) tag,
#include "model/ud.def"
#undef HUDNA_XPOS
};
enum class Relation : std::uint8_t {
#define HUDNA_RELATION(tag, text) tag,
#include "model/ud.def"
#undef HUDNA_RELATION
};

std::string_view name(Upos tag);
std::string_view name(Xpos tag);
std::string_view name(Relation relation);
// Unknown text gives X, XX, and for a relation its part before the colon, else Dep.
Upos parse_upos(std::string_view text);
Xpos parse_xpos(std::string_view text);
Relation parse_relation(std::string_view text);
std::size_t upos_count();
std::size_t xpos_count();
std::size_t relation_count();
// The relation without its subtype: nsubj:pass -> nsubj.
Relation universal(Relation relation);

// Interned strings of one Analysis (lemmas).
class StringPool {
 public:
  std::uint32_t intern(std::string_view text);
  std::string_view operator[](std::uint32_t id) const& { return std::string_view(bytes_).substr(starts_[id], starts_[id + 1] - starts_[id]); }
  std::size_t size() const { return starts_.size() - 1; }

 private:
  std::string bytes_;
  std::vector<std::uint32_t> starts_{0};
  std::vector<std::uint32_t> slots_;  // open addressing, id + 1, 0 is free
  void grow();
};

// `head` is an index into the Analysis's tokens, the token itself for a root.
struct Token {
  Span span;
  std::uint32_t lemma = 0;  // id in the pool; lower case except for proper nouns
  std::uint32_t head = 0;
  Upos upos = Upos::X;
  Xpos xpos = Xpos::XX;
  Relation relation = Relation::Dep;
  std::uint8_t flags = 0;
  // No white space between this token and the next.
  static constexpr std::uint8_t kGlued = 1;
};
static_assert(sizeof(Token) == 20);

struct Sentence {
  TokenRange tokens;
  std::uint32_t root = 0;   // token index
  std::uint32_t block = 0;  // index into the Document's blocks
  // False when no stage needed its tree: heads and relations are then a flat chain under the first token, and tags may
  // be coarse.
  bool parsed = true;
};

enum class NameType : std::uint8_t { Person, Organisation, ArmedGroup, Place, Facility, Nationality, Other };
std::string_view name(NameType type);

struct Name {
  TokenRange tokens;
  NameType type = NameType::Other;
  float score = 1.0f;
};

struct AnalysisParts {
  std::vector<Token> tokens;
  std::vector<Sentence> sentences;
  std::vector<Name> names;  // ordered by begin; disjoint
  StringPool lemmas;
  base::Diagnostics diagnostics;
};

class Analysis {
 public:
  Analysis(Analysis&&) = default;
  Analysis& operator=(Analysis&&) = default;
  Analysis(const Analysis&) = delete;
  Analysis& operator=(const Analysis&) = delete;

  std::span<const Token> tokens() const& { return parts_.tokens; }
  std::span<const Sentence> sentences() const& { return parts_.sentences; }
  std::span<const Name> names() const& { return parts_.names; }
  const base::Diagnostics& diagnostics() const& { return parts_.diagnostics; }
  std::string_view lemma(const Token& tok) const& { return parts_.lemmas[tok.lemma]; }
  std::string_view lemma(std::uint32_t token) const& { return parts_.lemmas[parts_.tokens[token].lemma]; }
  const StringPool& lemmas() const& { return parts_.lemmas; }
  // Dependents of a token in token order. O(1) view; the head itself is not among them.
  std::span<const std::uint32_t> dependents(std::uint32_t token) const&;
  // Index of the sentence of a token. O(log sentences).
  std::uint32_t sentence_of(std::uint32_t token) const;
  // The smallest token range that holds a token and all below it. O(subtree) amortised O(1): computed when frozen.
  TokenRange subtree(std::uint32_t token) const { return subtrees_[token]; }
  // Byte span of a token range. REQUIRES: not empty.
  Span span(TokenRange range) const { return {parts_.tokens[range.begin].span.begin, parts_.tokens[range.end - 1].span.end}; }

 private:
  friend Analysis make_analysis(AnalysisParts parts, std::string_view text);
  explicit Analysis(AnalysisParts parts);
  AnalysisParts parts_;
  std::vector<std::uint32_t> child_starts_;
  std::vector<std::uint32_t> children_;
  std::vector<TokenRange> subtrees_;
};

// Freezes the parts. REQUIRES (checked): sentences tile the tokens; tokens ordered, disjoint, inside `text`; heads form
// one tree a sentence with root == its own head; names inside one sentence, ordered, disjoint.
Analysis make_analysis(AnalysisParts parts, std::string_view text);

}  // namespace hudna::model
