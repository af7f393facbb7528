// Which rules fire on a sentence, and on which words? A RuleSet: rule files
// compiled once into flat tables with an index from words to rules, so that a
// sentence without a trigger word costs one look-up a distinct lemma. A
// Matcher runs it over one Analysis.
// Useful for: reading events, speech and modality off dependency trees. Not
// for: resolving what the words name (the caller's flags say that), nor for
// sentences of more than kSentenceSpan tokens, which never match.
// A RuleSet is frozen, shared and thread-safe to read; it points to no
// document. A Matcher belongs to one thread and must not outlive its inputs.
// Method: literal prefilter in front of an exact evaluator, as in RE2; paths
// are walks over token sets, kept in 256 bits. The slow oracle is in tests.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/analysis.h"
#include "rules/syntax.h"

namespace hudna::rules {

// Names that the caller gives meaning to.
struct Environment {
  // `kind:NAME` asks for bit i of a token's flags, i the index here. At most 32.
  std::vector<std::string> flags;
  // `layer NAME` in the files; each rule belongs to the layer that was named last before it.
  std::vector<std::string> layers;
  // Classes for the gate of raw text, where the files define them: a word of `common` opens it only in company of
  // a word of `company` or of a name.
  std::string common, company;
};

struct Source {
  std::string file;
  std::string_view text;
};

// Tokens of one sentence, counted from its first.
inline constexpr std::uint32_t kSentenceSpan = 256;

struct Rule {
  std::string name;
  std::string version;
  std::uint32_t layer = 0;
  std::vector<std::pair<std::string, std::string>> emit;
  std::vector<std::string> arguments;  // names, in the order of Match::arguments
  Place at;

  // The emitted value of a key, or empty.
  std::string_view value(std::string_view key) const&;
  // "name@version".
  std::string id() const { return name + "@" + version; }
};

struct Match {
  std::uint32_t rule = 0;                             // index into RuleSet::rules()
  std::uint32_t trigger = 0;                          // token of the Analysis
  std::vector<std::vector<std::uint32_t>> arguments;  // tokens in text order; empty where none was found
  friend bool operator==(const Match&, const Match&) = default;
};

struct Program;  // compiled form
struct Answers;  // of one sentence

class RuleSet {
 public:
  // Compiles the files in the order given: a later rule, test, path or frame of the same name takes the
  // earlier one's place, `disable` removes a rule. Fails with RuleSyntax or RuleUnknownName; the error's
  // source is "file:line:column".
  static base::Result<RuleSet> compile(std::span<const Source> sources, const Environment& environment);
  RuleSet(RuleSet&&) noexcept;
  RuleSet& operator=(RuleSet&&) noexcept;
  ~RuleSet();

  std::span<const Rule> rules() const& { return rules_; }
  // The lower-case lemmas without one of which no rule of the layer can fire, sorted: the gate for earlier
  // stages.
  std::vector<std::string> trigger_words(std::uint32_t layer) const;
  // True when the text holds a word, in any of its known forms, without which no rule of the layer can fire:
  // a gate that needs no tokens. May say yes too often; says no wrongly only for irregular forms that no `forms`
  // names, and for a word of the class of common words that stands alone. Linear.
  bool may_match_text(std::string_view text, std::uint32_t layer) const;
  // The lower-case words of a class, sorted; multiword entries as written. Empty for an unknown class.
  std::vector<std::string> class_entries(std::string_view name) const;
  const Program& program() const& { return *program_; }

 private:
  RuleSet();
  std::vector<Rule> rules_;
  std::unique_ptr<Program> program_;
};

class Matcher {
 public:
  // `flags` has one entry a token of the Analysis, or none at all. `text` is the Document's text.
  Matcher(const RuleSet& set, const model::Analysis& analysis, std::string_view text,
          std::span<const std::uint32_t> flags);
  ~Matcher();

  // True when some word of the sentence could trigger a rule of the layer. O(tokens), no evaluation.
  bool may_match(std::uint32_t sentence, std::uint32_t layer) const;
  // Appends all matches of a layer's rules in the sentence, ordered by trigger, then rule. False when the
  // limit of matches (base/limits.h) was reached.
  bool match(std::uint32_t sentence, std::uint32_t layer, std::vector<Match>* out);

 private:
  friend class Evaluator;
  const RuleSet& set_;
  const model::Analysis& analysis_;
  std::string_view text_;
  std::span<const std::uint32_t> flags_;
  std::vector<std::uint32_t> words_;  // of each token; 0 for a word that no rule names
  std::vector<std::pair<std::uint32_t, std::uint32_t>> candidates_;
  std::unique_ptr<Answers> answers_;  // made when first needed
};

// For people: the rule, its trigger, and each argument with its words and the walk from the trigger to them.
std::string explain(const RuleSet& set, const Match& match, const model::Analysis& analysis,
                    std::string_view text);

// The walk in the tree from one token to another: "withdraw >obl:agent rebels". REQUIRES: both in one
// sentence.
std::string tree_path(const model::Analysis& analysis, std::string_view text, std::uint32_t from,
                      std::uint32_t to);

}  // namespace hudna::rules
