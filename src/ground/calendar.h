// When is that? Civil dates as numbers, EDTF (ISO 8601-2) values with their
// bounds, and the absolute dates that stand in running text. Useful for pages
// (bylines, datelines, stamps) and for resolving times. Not for relative
// expressions ("last week"): see ground/times.h. Thread-safe, no locale, no
// clock. Day arithmetic after H. Hinnant, "chrono-Compatible Low-Level Date
// Algorithms"; EDTF after loc.gov/standards/datetime (2019).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/data_source.h"
#include "base/result.h"
#include "ground/word_lists.h"
#include "ground/word_table.h"
#include "ground/words.h"
#include "model/span.h"

namespace hudna::ground {

// A day of the proleptic Gregorian calendar; year 0 is 1 BC.
struct Date {
  std::int32_t year = 0;
  std::int32_t month = 1;  // 1..12
  std::int32_t day = 1;    // 1..31
  friend constexpr auto operator<=>(const Date&, const Date&) = default;
};

// Days since 1970-01-01. REQUIRES: a real date.
std::int64_t day_number(Date date);
Date date_of(std::int64_t day_number);
bool is_leap(std::int32_t year);
std::int32_t days_in_month(std::int32_t year, std::int32_t month);
bool is_date(std::int32_t year, std::int32_t month, std::int32_t day);
// ISO 8601: 1 Monday to 7 Sunday.
std::int32_t weekday(Date date);
Date add_days(Date date, std::int64_t days);
// The same day of another month, or that month's last day when it has no such day.
Date add_months(Date date, std::int32_t months);

// "2014-05-03", "2014-05", "2014"; years beyond 4 digits or before year 0 as EDTF writes them ("-0480").
std::string print_year(std::int32_t year);
std::string print_month(std::int32_t year, std::int32_t month);
std::string print_day(Date date);

// ISO days that bound an EDTF value, inclusive; empty where it is open or unknown. Reads days, months, years,
// seasons (21-24), unspecified digits (X), qualifiers (~ ? %), clock times, intervals (also open
// "../2017-09-10") and one-of sets. Unreadable text gives two empty bounds.
struct Bounds {
  std::string min;
  std::string max;
};
Bounds edtf_bounds(std::string_view edtf);
// The first day that the value can mean, when it has one.
std::optional<Date> first_day(std::string_view edtf);
std::optional<Date> last_day(std::string_view edtf);

// Names of months, weekdays and zones. Made from data/ground/calendar.toml.
// Words of grammar that stand in and around dates.
enum class DateWord : std::uint8_t {
  Article,
  Genitive,
  UpTo,
  And,
  At,
  On,
  Days,
  Ahead,        // the day behind it is yet to come
  BeforeMonth,  // "in", "mid-": a month by itself
  Today,
  Last,
  Month
};

class CalendarWords {
 public:
  static base::Result<CalendarWords> open(const base::DataSource& data);
  // Those compiled in; empty tables if they are damaged.
  static const CalendarWords& compiled();

  // 1..12 and 1..7; 0 when the lower-case word is none.
  std::int32_t month(std::string_view lower) const { return find(months_, lower); }
  std::int32_t weekday(std::string_view lower) const { return find(weekdays_, lower); }
  // A name that is an ordinary word as well ("march", "may", "sat").
  bool is_ambiguous(std::string_view lower) const { return find(ambiguous_, lower) != 0; }
  bool is(DateWord what, std::string_view lower) const {
    return words_.has(static_cast<std::size_t>(what), lower);
  }
  // "+03:00", "Z"; empty when none.
  std::string_view zone_offset(std::string_view lower) const;
  // The names of months and weekdays.
  void add_words(WordSet* into) const {
    months_.add_words(into);
    weekdays_.add_words(into);
  }

 private:
  using Numbers = WordTable<std::int32_t>;
  static std::int32_t find(const Numbers& numbers, std::string_view lower) {
    const auto found = numbers.find(lower);
    return found == numbers.end() ? 0 : found->second;
  }
  Numbers months_;
  Numbers weekdays_;
  Numbers ambiguous_;
  WordTable<std::string> zones_;
  WordLists words_;
};

// One absolute date in running text.
struct DateMatch {
  model::Span span;  // bytes of the expression, with weekday and clock time where they belong to it
  std::string edtf;  // "2014-05-03", "2014-05-03T17:56", "2014-05", "XXXX-05-03" when the year is not said
  std::string zone;  // "Z", "+03:00" when said; empty otherwise
  std::int32_t weekday = 0;  // 1..7 when a weekday is named
  bool has_year = false;
  bool has_day = false;
  // 03/05/2014 can be read two ways: `edtf` takes the day first unless that is no date, `other` is the other
  // reading.
  std::string other;
};

// All absolute dates, in order, disjoint. Weekdays, years and clock times alone are none. Linear.
std::vector<DateMatch> find_absolute_dates(std::string_view text, const CalendarWords& names);
std::vector<DateMatch> find_absolute_dates(std::string_view text);

// The date that starts at word `at`, and how many words it takes; used by the time grammar.
struct DateParse {
  std::size_t words = 0;  // 0 when none
  std::int32_t year = 0, month = 0, day = 0;
  std::int32_t day_to = 0;  // "3-5 May": the last day; 0 otherwise
  std::int32_t weekday = 0;
  std::int32_t hour = -1, minute = -1;
  std::string zone;
  bool has_year = false;
  std::string other;
};
DateParse parse_date_at(std::span<const Word> words, std::size_t at, const CalendarWords& names);

struct ClockParse {
  std::size_t words = 0;  // 0 when none
  std::int32_t hour = -1, minute = -1;
  std::string zone;
};
// "17:56", "5:56 PM", "17h30", "5 p.m.", "12:00 GMT", "1200 GMT".
ClockParse parse_clock_at(std::span<const Word> words, std::size_t at, const CalendarWords& names);

}  // namespace hudna::ground
