// Which words name a place, and which place of that name? Finds names in an
// Analysis, keeps persons' and actors' names out, and chooses among candidates
// by containment ("X, Y"), the kind said beside the name, the report's country,
// nearness to the report's other places, and size. Gazetteer-ranking features
// after Leidner (2007) and Lieberman and Samet (2012). Thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/data_source.h"
#include "base/result.h"
#include "ground/actors.h"
#include "ground/gazetteer.h"
#include "ground/word_lists.h"
#include "ground/word_table.h"
#include "model/analysis.h"
#include "model/mention.h"

namespace hudna::ground {

// Tokens of an Analysis as grounding needs them; made once a report.
class TokenView {
 public:
  TokenView(std::string_view text, const model::Analysis& analysis);
  std::uint32_t size() const { return static_cast<std::uint32_t>(keys_.size()); }
  std::string_view text(std::uint32_t token) const { return spans_[token].of(text_); }
  std::string_view lower(std::uint32_t token) const {
    return token < lowers_.size() ? std::string_view(lowers_[token]) : std::string_view();
  }
  // fold() of the token; empty for signs.
  const std::string& key(std::uint32_t token) const { return keys_[token]; }
  bool capital(std::uint32_t token) const { return token < capitals_.size() && capitals_[token]; }
  bool any_capital(model::TokenRange range) const;
  bool all_capitals(model::TokenRange range) const;
  // Some token has a tag other than X.
  bool tagged() const { return tagged_; }
  std::uint32_t sentence(std::uint32_t token) const { return sentences_[token]; }
  // The tokens that a span touches; empty when none.
  model::TokenRange tokens_of(model::Span span) const;
  std::string joined(model::TokenRange range) const;  // keys with a space between
  std::string words(model::TokenRange range) const;   // as written

 private:
  std::string_view text_;
  std::vector<model::Span> spans_;
  std::vector<std::string> lowers_, keys_;
  std::vector<bool> capitals_;
  std::vector<std::uint32_t> sentences_;
  bool tagged_ = false;
};

// The token of the range that hangs outside it; the last one where the tree does not tell.
std::uint32_t head_of(const model::Analysis& analysis, model::TokenRange range);

// The grammar's lists of function words, by their names in ground/context.toml.
enum class ContextList : std::uint8_t {
  Own,
  Attaching,
  AttachedStart,
  AttachingNation,
  Belonging,
  AttachingSide,
  Article,
  Parties,
  Backed,
  SaidForm,
  GroupStart,
  AnArticle,
  Capital,
  NamesOther,
  Inside,
  Definite,
  Genitive,
  In,
  At,
  Joint,
  Shouted,
  Province,
  Filler,
  Side,
  With,
  As,
  Against,
  Government
};

// data/ground/context.toml.
struct ContextWords {
  using Words = WordSet;
  static base::Result<ContextWords> open(const base::DataSource& data);
  static bool is(const Words& words, std::string_view lower) { return words.contains(lower); }
  bool in(ContextList list, std::string_view lower) const {
    return lists[static_cast<std::size_t>(list)].contains(lower);
  }

  Words metonym_verb, metonym_preposition, locative, direction, direction_adjective, near, edge, not_place,
      plural_pronoun, person_pronoun, group_noun, outside, modifier, title, person_verb, article, particle,
      part_of, deed, belligerent;
  WordLists lists;
  // Nouns and phrases of nouns, and the class of place that they name; `generic_place` is somewhere in every
  // town.
  WordTable<std::string> place_noun, generic_place;
  // Short forms of provinces that stand behind a comma ("Ill."), by their words without points; and their
  // country.
  WordTable<std::pair<std::string, std::string>> short_admin;
};

struct PlaceMention {
  model::TokenRange tokens;  // the useful phrase: "north of Talbiseh", "the town of X" without the article
  model::TokenRange name;    // the name alone
  std::uint32_t head = 0;
  model::PlaceValue value;
  float score = 0;
  bool country_name = false;
  bool located = false;  // a preposition or a place word says that something is there
};

struct PlaceContext {
  std::string country;
  std::string dateline;
};

// What the places of a report say about it.
struct PlaceReport {
  std::vector<PlaceMention> places;  // in text order, disjoint by name
  std::string country;               // the report's: the given one, or the one worked out
  std::vector<std::string>
      named;  // sorted: countries that it names, whose people it names or whose places it tells of
};

// `blocked` tokens belong to actors' names; those of times are places where they speak for a country, and no
// mentions.
PlaceReport find_places(const Gazetteer& gazetteer, const ActorLexicon& lexicon, const ContextWords& words,
                        const TokenView& view, const model::Analysis& analysis,
                        const std::vector<bool>& blocked, const std::vector<bool>& times,
                        const PlaceContext& context);
// The country that find_places would give, without choosing among places.
std::string find_country(const Gazetteer& gazetteer, const ActorLexicon& lexicon, const ContextWords& words,
                         const TokenView& view, const model::Analysis& analysis,
                         const std::vector<bool>& blocked, const PlaceContext& context);

}  // namespace hudna::ground
