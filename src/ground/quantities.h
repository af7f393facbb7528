// How many, of what, and what befell them? Figures of running text with
// operator, bounds, counted noun, effect and category (record-model 2.12).
// Works on words; times are taken out first, so that years and lengths are no
// figures. Not for adding figures up. Thread-safe after open.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/data_source.h"
#include "base/result.h"
#include "ground/numbers.h"
#include "ground/word_lists.h"
#include "ground/word_table.h"
#include "ground/words.h"
#include "model/values.h"

namespace hudna::ground {

struct QuantityExpression {
  std::size_t begin = 0, end = 0;  // words, with operator and counted noun
  std::size_t number = 0;          // word of the figure
  std::size_t unit = 0;            // word of the counted noun; `number` when none
  model::Span span;
  model::Quantity value;
  bool vague = false;
  bool single = false;  // "a woman", "their teacher": no figure was written; counts only with an effect
};

class QuantityTagger {
 public:
  static base::Result<QuantityTagger> open(const base::DataSource& data);

  // Figures of one sentence, in order. `taken[i]` marks words that belong to a time expression. `is_noun(i)`
  // tells whether a word can be the counted noun or part of it: from tags where there are any. Linear in the
  // sentence. `nouns[i]`: 0 unknown, 1 noun, 2 adjective or the like before a noun, 3 anything else.
  std::vector<QuantityExpression> tag(std::span<const Word> words, const std::vector<bool>& taken,
                                      const std::vector<std::uint8_t>& nouns) const;
  // A part of a counted whole takes its noun, and the whole leaves it what befell it.
  void settle_parts(std::span<const Word> words, std::vector<QuantityExpression>* figures) const;
  // "civilian", "combatant", …; "unknown" for other people; empty for things.
  std::string_view category(std::string_view lower) const;

 private:
  friend class QuantityParser;
  // The grammar's lists of function words, by their names in ground/quantities.toml.
  enum class List : std::uint8_t;
  bool in(List list, std::string_view lower) const {
    return lists_[static_cast<std::size_t>(list)].contains(lower);
  }
  WordLists lists_;
  using Words = WordSet;
  struct Effect {
    model::Effect effect = model::Effect::None;
    Words verbs, subject, nouns, adjectives, lost;
  };
  struct Around {
    model::Effect effect = model::Effect::None;
    Words verbs, behind;
  };
  struct Operator {
    std::vector<std::string> words;
    model::QuantityOp op = model::QuantityOp::Equal;
  };
  NumberWords numbers_;
  std::vector<Operator> ops_, after_;
  std::vector<Effect> effects_;
  std::vector<Around> around_;
  std::vector<std::string> modifier_endings_;
  WordTable<std::string> categories_;
  Words skip_, lead_, ignored_, particle_verbs_, particles_;
};

}  // namespace hudna::ground
