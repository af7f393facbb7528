// How are days counted? As whole numbers from 1970-01-01, in the proleptic
// Gregorian calendar (Hinnant, "chrono-Compatible Low-Level Date Algorithms").
// Useful for: windows, distances, ages. Not for: clock times, which it drops.
// Pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "model/record.h"

namespace hudna::record {

using Day = std::int32_t;
inline constexpr Day kOpenPast = -2'000'000;
inline constexpr Day kOpenFuture = 2'000'000;

// First and last day, inclusive; kOpenPast and kOpenFuture where open.
struct DayRange {
  Day min = kOpenPast;
  Day max = kOpenFuture;
  bool bounded() const { return min != kOpenPast && max != kOpenFuture; }
  std::int64_t length() const { return std::int64_t{max} - min + 1; }
  bool overlaps(DayRange other) const { return min <= other.max && other.min <= max; }
  // Days between two ranges; 0 when they overlap.
  std::int64_t gap(DayRange other) const;
  friend bool operator==(DayRange, DayRange) = default;
};

// "2014-05-03", anything after the day is ignored ("T12:00"); none for another form.
std::optional<Day> find_day(std::string_view iso);
std::string print_day(Day day);
// Bounds of an EDTF level 1 date or interval: day, month, year, "a/b", "../b", "a/..", with or without "~",
// "?", "%"; none when it is empty or of another form.
std::optional<DayRange> find_range(std::string_view edtf);
// The same as a Period; empty bounds where open.
model::Period make_period(std::string edtf);
model::Period make_period(DayRange range);
DayRange range_of(const model::Period& period);
// Whole days of an ISO 8601 duration ("PT48H", "P3D", "P2W", "P1M" as 30 days), rounded up; none for another
// form.
std::optional<std::int64_t> find_duration_days(std::string_view iso);
// "May 2014", for titles; empty when open.
std::string month_words(Day day);

}  // namespace hudna::record
