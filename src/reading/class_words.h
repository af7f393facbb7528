// Which words does the reader itself ask for? Classes of the rule files, as sets of lemmas, made once for all
// reports. Private to src/reading.
#pragma once

#include "ground/word_table.h"
#include "rules/rule_set.h"

namespace hudna::reading {

struct ClassWords {
  using Words = ground::WordSet;  // asked for every word of every report

  explicit ClassWords(const rules::RuleSet& set);

  Words areas;          // words for places: the class "area"
  Words voices;         // nouns of persons, bodies and papers that speak: "voice", "voice_too"
  Words mutes;          // nouns that tell nobody anything: "mute"
  Words inert;          // nouns that do nothing themselves: "inert"
  Words no_targets;     // nouns to which no attack is done: "no_target"
  Words tellings;       // verbs of saying and agreeing: "telling"
  Words forces;         // words for armed men: "forces"
  Words bands;          // "group", "man": armed where such a word qualifies them: "band"
  Words armed_marks;    // "armed", "masked", "terrorist": what makes them so: "armed_mark"
  Words attack_words;   // words for attacks and weapons: "attack_word"
  Words self_words;     // "it", "we": what a party calls itself: "own_word"
  Words stationed;      // "outlawed", "based": their place is not that of the deed: "stationed"
  Words speaker_words;  // "I", "we": whoever speaks: "speaker_word"
  Words copy_verbs;     // "repeat": what was done elsewhere is to be done again: "copy_verb"
  Words other_times;    // "before": opens the clause of another time: "other_time"
  Words pacts;          // words for deals: "truce" and "pact"
  Words deal_words;     // words that speak of a deal, of talks or of what is asked for: "deal_word"
  Words deal_names;     // words that name a deal itself: "deal_name"
  Words terms_words;    // what leads to the terms of a deal ("the following points:"): "terms_word"
  Words doer_cases;     // prepositions of who does or helps: "doer_case"
  Words place_cases;    // prepositions that take a place: "place_case"
  Words plain_sayings;  // verbs that do nothing but tell: "plain_saying"
  Words bodies;         // bodies that speak, no persons: "body_voice"
  Words reporters;      // bodies that report what others did: "reporting_body"
  Words issuing_cases;  // prepositions behind which the issuer of a paper stands: "issuing_case"
  Words addressings;    // "tell": a listener is their object: "addressing"
  Words judgings;       // verbs of those who speak of a deed afterwards: "judging"
  Words stamps;         // words before the day of a report: "stamp_word"
  Words machines;       // aircraft, guns and ships: "machine", "aircraft"
  Words papers;         // what a body issues: "paper_voice"
  Words people;         // nouns for persons: "people"
  Words talkers;        // pronouns of one who speaks: "talker"
  Words side_marks;     // words that open a side clause: "side_mark"
  Words desk_words;     // "end recording": no speaker, between brackets: "desk_word"
  Words desk_remarks;   // "applause": between brackets, and nobody's turn ends: "desk_remark"
  Words announcings;    // "said" before a colon at a paragraph's end: "announcing"
  Words wars;           // words for a whole war: "whole_war"
  Words everywhere;     // "nationwide": "everywhere_word"
  Words elsewhere;      // words that open an account of another place: "elsewhere_word"
  Words groups;         // nouns for several: "many_in_one"
  Words many;           // "they": several: "they_word"
  Words thing;          // "it": a body or a thing: "it_word"
  Words persons;        // "he", "she": "person_word"
  Words addressed;      // "you": whoever is spoken to: "you_word"
  Words single;         // "a": before a single one: "one_article"
  Words beside;         // "after": puts a clause before or behind another: "clause_time"
  Words since;          // "since": from then on: "since_word"
  Words beginnings;     // "begin": what hangs on it goes on from then: "begin_verb"
  Words placed;         // "see": their subject may be the place: "place_subject_verb"
  Words agent_cases;    // "by": "agent_case"
  Words perfect_aux;    // "have": "perfect_word"
  Words told_marks;     // "that": opens what is told: "told_mark"
  Words definite;       // "the": "the_word"
  Words day_cases;      // "on": before a day: "day_case"
  Words genitive;       // "of": "of_word"
  Words earlier;        // "had": form of what was before: "earlier_aux"
};

}  // namespace hudna::reading
