// When? Time expressions of running text, resolved to EDTF against the report's
// date and the dates said before: absolute, relative, partial, anchored, vague,
// lengths and repeated times, each with the rule that chose. Works on words, so
// it needs no parse; the readers' tree only adds which verbs look ahead.
// Rules after TIMEX2 (Ferro et al. 2005) and record-model 4 rule 1: a weekday is
// the nearest past day unless the clause looks ahead. Thread-safe after open.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/data_source.h"
#include "base/result.h"
#include "ground/calendar.h"
#include "ground/numbers.h"
#include "ground/word_lists.h"
#include "ground/word_table.h"
#include "ground/words.h"
#include "model/values.h"

namespace hudna::ground {

enum class TimeKind : std::uint8_t { Point, Interval, Length, Repeated, Past, Present, Future };

struct TimeExpression {
  std::size_t begin = 0, end = 0;  // words
  model::Span span;
  TimeKind kind = TimeKind::Point;
  model::TimeValue value;  // empty edtf when nothing anchors it
  std::string iso;         // of a length or of the step of a repeated time: "PT48H"
  std::string timex2;      // the same value as TIMEX2 writes it, for scoring against corpora
  std::string mod;         // START, MID, END, APPROX, MORE_THAN, LESS_THAN or empty
};

struct TimeContext {
  std::string anchor;  // EDTF day of the report, may be empty
  // A history told in the past: open expressions are counted from the date told last, not from the report's
  // day.
  bool narrative = false;
};

class TimeTagger {
 public:
  static base::Result<TimeTagger> open(const base::DataSource& data);

  // Expressions in order, disjoint. `words` of one text; sentence ends are found from the words. Linear.
  std::vector<TimeExpression> tag(std::span<const Word> words, const TimeContext& context) const;
  // Whether the text tells a history: most of its full dates lie years before the report's day, or no day is
  // known.
  bool is_narrative(std::span<const Word> words, const std::string& anchor) const;
  const CalendarWords& calendar() const { return calendar_; }
  const NumberWords& numbers() const { return numbers_; }

 private:
  friend class TimeParser;
  struct Entry {
    std::string text;  // iso, code, mod, set, bound
    std::int32_t number = 0;
    bool deictic = false;
  };
  using Table = WordTable<Entry>;
  static const Entry* find(const Table& table, std::string_view lower) {
    const auto found = table.find(lower);
    return found == table.end() ? nullptr : &found->second;
  }
  struct Feast {
    std::vector<std::string> words;
    char kind = 'd';  // d date, e Easter, h hijri
    std::int32_t month = 0, day = 0;
  };
  // The grammar's lists of function words, by their names in ground/times.toml.
  enum class List : std::uint8_t;
  bool in(List list, std::string_view lower) const {
    return lists_[static_cast<std::size_t>(list)].contains(lower);
  }
  WordLists lists_;
  CalendarWords calendar_;
  NumberWords numbers_;
  Table units_, seasons_, parts_, clocks_, edges_, days_, present_, past_, often_, shifts_, future_, bounds_,
      approx_, fillers_, before_to_, not_past_, determiners_, lasting_;
  WordSet starts_;  // words that a time expression can start with
  WordTable<WordSet>
      leads_;  // words that one can start with before certain others only; no words: any of starts_
  std::vector<Feast> feasts_;
};

// The first day of a month of the tabular Islamic calendar (civil epoch). Source: Reingold and Dershowitz,
// "Calendrical Calculations".
Date hijri_to_civil(std::int32_t year, std::int32_t month, std::int32_t day);
// Gregorian Easter Sunday (anonymous algorithm, Meeus).
Date easter(std::int32_t year);

}  // namespace hudna::ground
