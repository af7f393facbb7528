// What number do these words say? Figures ("1,600", "2.5 million"), number
// words ("twenty-four", "half a dozen") and vague ones ("dozens", "tens of
// thousands"). Not for what is counted: see ground/quantities.h. Thread-safe
// after open.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/data_source.h"
#include "base/result.h"
#include "ground/word_lists.h"
#include "ground/word_table.h"
#include "ground/words.h"

namespace hudna::ground {

struct NumberParse {
  std::size_t words = 0;   // 0 when none starts here
  std::int64_t value = 0;  // for a vague word the lowest figure that it stands for
  bool vague = false;      // "hundreds", "several"
  bool article = false;    // only "a" or "an"
  bool approx = false;     // "a couple of hundred"
  std::int64_t scale = 1;  // of its last word: 1000 in "four thousand"
  bool figure = false;     // written with digits
  bool decimal = false;    // not whole: `value` is cut
  double exact = 0;
};

class NumberWords {
 public:
  static base::Result<NumberWords> open(const base::DataSource& data);

  // The longest number that starts at word `at`. "a" and "an" count as 1 only when asked for.
  NumberParse parse_at(std::span<const Word> words, std::size_t at, bool articles = false) const;
  // 1..20, -1 for "last"; 0 when none. Also "21st".
  std::int32_t ordinal_at(std::span<const Word> words, std::size_t at, std::size_t* taken) const;
  // The words that a number or an ordinal can start with, but for figures, "a" and "an".
  void add_words(WordSet* into) const {
    digits_.add_words(into);
    scales_.add_words(into);
    vague_.add_words(into);
    ordinals_.add_words(into);
    into->insert("half");
  }
  bool is_vague(std::string_view lower) const { return vague_.find(lower) != vague_.end(); }

 private:
  // The grammar's lists of function words, by their names in ground/numbers.toml.
  enum class List : std::uint8_t;
  bool in(List list, std::string_view lower) const {
    return lists_[static_cast<std::size_t>(list)].contains(lower);
  }
  WordLists lists_;
  using Values = WordTable<std::int64_t>;
  static std::int64_t find(const Values& values, std::string_view lower, std::int64_t none) {
    const auto found = values.find(lower);
    return found == values.end() ? none : found->second;
  }
  NumberParse part_of_scale(std::span<const Word> words, std::size_t at) const;
  Values digits_, scales_, suffixes_, vague_, ordinals_, parts_;
};

}  // namespace hudna::ground
