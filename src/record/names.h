// When do two spellings name one person? When one is the other with parts left
// out ("Abul Harith" and "Abu al-Harith al-Khalidi"), after folding what
// transliterations vary; never by a shared surname alone. The particles,
// titles and joined forms are data (data/record/policy.toml [names]).
// Pure functions; thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hudna::record {

struct NameRules {
  std::vector<std::string> particles;    // left out: "al", "el", "de"
  std::vector<std::string> titles;       // left out at the start: "colonel", "sheikh"
  std::vector<std::string> joined_from;  // "abul", "abdul" … parallel to joined_to
  std::vector<std::string> joined_to;    // "abu", "abd"
  std::vector<std::string> given_pairs;  // a first part that never stands alone: "abu", "abd", "umm"
  std::string version;
};

// Lower case without diacritics (Latin ones) and signs; words parted by one space. Other scripts stay as they
// are.
std::string fold_name(std::string_view text);
// A folded word as one spelling of a place's name: what romanisations vary levelled, a silent h at its end
// dropped (Hamadaniyeh, Hamadaniye).
std::string level_place(std::string_view word);
// The words of a folded name.
std::vector<std::string> split_words(std::string_view folded);
// The parts of a person's name that count: folded, without particles and titles, joined forms undone, vowels
// and double letters levelled as transliterations vary them (Khaledi, Khalidi).
std::vector<std::string> name_parts(std::string_view text, const NameRules& rules);
// True when the parts of one are an in-order part of the other, begin alike, and at least two parts are
// shared, "abu" and the like not counted as one alone. Symmetric. REQUIRES: both from name_parts.
bool same_person(const std::vector<std::string>& a, const std::vector<std::string>& b,
                 const NameRules& rules);

}  // namespace hudna::record
