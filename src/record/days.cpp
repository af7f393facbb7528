#include "record/days.h"

#include <algorithm>
#include <array>
#include <utility>

namespace hudna::record {
namespace {

Day days_from_civil(int y, unsigned m, unsigned d) {
  y -= m <= 2;
  const int era = (y >= 0 ? y : y - 399) / 400;
  const unsigned yoe = static_cast<unsigned>(y - era * 400);
  const unsigned doy = (153 * (m > 2 ? m - 3 : m + 9) + 2) / 5 + d - 1;
  const unsigned doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
  return era * 146097 + static_cast<int>(doe) - 719468;
}

struct Civil {
  int year;
  unsigned month, day;
};

Civil civil_from_days(Day z) {
  z += 719468;
  const int era = (z >= 0 ? z : z - 146096) / 146097;
  const unsigned doe = static_cast<unsigned>(z - era * 146097);
  const unsigned yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
  const unsigned doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
  const unsigned mp = (5 * doy + 2) / 153;
  const unsigned d = doy - (153 * mp + 2) / 5 + 1;
  const unsigned m = mp < 10 ? mp + 3 : mp - 9;
  return {static_cast<int>(yoe) + era * 400 + (m <= 2), m, d};
}

unsigned days_in_month(int year, unsigned month) {
  return static_cast<unsigned>(
      (month == 12 ? days_from_civil(year + 1, 1, 1) : days_from_civil(year, month + 1, 1)) -
      days_from_civil(year, month, 1));
}

bool digits(std::string_view text, std::size_t at, std::size_t count, unsigned* out) {
  if (text.size() < at + count) return false;
  unsigned value = 0;
  for (std::size_t i = at; i < at + count; ++i) {
    if (text[i] < '0' || text[i] > '9') return false;
    value = value * 10 + static_cast<unsigned>(text[i] - '0');
  }
  *out = value;
  return true;
}

// One EDTF date without an interval.
std::optional<DayRange> find_single(std::string_view text) {
  while (!text.empty() && (text.back() == '~' || text.back() == '?' || text.back() == '%'))
    text.remove_suffix(1);
  unsigned year = 0, month = 0, day = 0;
  if (!digits(text, 0, 4, &year)) return std::nullopt;
  const int y = static_cast<int>(year);
  if (text.size() == 4) return DayRange{days_from_civil(y, 1, 1), days_from_civil(y, 12, 31)};
  if (text[4] != '-' || !digits(text, 5, 2, &month) || month < 1 || month > 12) return std::nullopt;
  if (text.size() == 7)
    return DayRange{days_from_civil(y, month, 1), days_from_civil(y, month, days_in_month(y, month))};
  if (text[7] != '-' || !digits(text, 8, 2, &day) || day < 1 || day > days_in_month(y, month))
    return std::nullopt;
  const Day at = days_from_civil(y, month, day);
  return DayRange{at, at};
}

}  // namespace

std::int64_t DayRange::gap(DayRange other) const {
  if (overlaps(other)) return 0;
  return min > other.max ? std::int64_t{min} - other.max : std::int64_t{other.min} - max;
}

std::optional<Day> find_day(std::string_view iso) {
  const std::optional<DayRange> range = find_single(iso.substr(0, 10));
  if (!range || range->min != range->max) return std::nullopt;
  return range->min;
}

std::string print_day(Day day) {
  const Civil c = civil_from_days(day);
  std::string out = std::to_string(c.year);
  out.insert(0, out.size() < 4 ? 4 - out.size() : 0, '0');
  out += c.month < 10 ? "-0" : "-";
  out += std::to_string(c.month);
  out += c.day < 10 ? "-0" : "-";
  return out + std::to_string(c.day);
}

std::optional<DayRange> find_range(std::string_view edtf) {
  const std::size_t slash = edtf.find('/');
  const auto single = [](std::string_view text) {
    const std::size_t clock = text.find('T');
    return find_single(clock == std::string_view::npos ? text : text.substr(0, clock));
  };
  if (slash == std::string_view::npos) return single(edtf);
  const std::string_view from = edtf.substr(0, slash), to = edtf.substr(slash + 1);
  DayRange out;
  if (!from.empty() && from != "..") {
    const auto range = single(from);
    if (!range) return std::nullopt;
    out.min = range->min;
  }
  if (!to.empty() && to != "..") {
    const auto range = single(to);
    if (!range) return std::nullopt;
    out.max = range->max;
  }
  if (out.min == kOpenPast && out.max == kOpenFuture) return std::nullopt;
  if (out.min > out.max) std::swap(out.min, out.max);
  return out;
}

model::Period make_period(std::string edtf) {
  model::Period out;
  if (const auto range = find_range(edtf)) out = make_period(*range);
  out.edtf = std::move(edtf);
  return out;
}

model::Period make_period(DayRange range) {
  model::Period out;
  if (range.min != kOpenPast) out.min = print_day(range.min);
  if (range.max != kOpenFuture) out.max = print_day(range.max);
  if (out.min.empty() && out.max.empty()) return out;
  if (out.min == out.max) {
    out.edtf = out.min;
  } else {
    out.edtf = (out.min.empty() ? ".." : out.min) + "/" + (out.max.empty() ? ".." : out.max);
  }
  return out;
}

DayRange range_of(const model::Period& period) {
  DayRange out;
  if (const auto day = find_day(period.min)) out.min = *day;
  if (const auto day = find_day(period.max)) out.max = *day;
  return out;
}

std::optional<std::int64_t> find_duration_days(std::string_view iso) {
  if (iso.size() < 3 || iso[0] != 'P') return std::nullopt;
  std::int64_t hours = 0, number = 0;
  bool clock = false, any = false, pending = false;
  for (std::size_t i = 1; i < iso.size(); ++i) {
    const char c = iso[i];
    if (c >= '0' && c <= '9') {
      if (number > 1'000'000) return std::nullopt;
      number = number * 10 + (c - '0');
      pending = true;
      continue;
    }
    if (c == 'T') {
      clock = true;
      continue;
    }
    if (!pending) return std::nullopt;
    if (c == 'Y' && !clock)
      hours += number * 365 * 24;
    else if (c == 'M' && !clock)
      hours += number * 30 * 24;
    else if (c == 'W' && !clock)
      hours += number * 7 * 24;
    else if (c == 'D' && !clock)
      hours += number * 24;
    else if (c == 'H' && clock)
      hours += number;
    else if (c == 'M' && clock)
      hours += (number + 59) / 60;
    else if (c != 'S' || !clock)
      return std::nullopt;
    number = 0;
    pending = false;
    any = true;
  }
  if (!any || pending) return std::nullopt;
  return (hours + 23) / 24;
}

std::string month_words(Day day) {
  static constexpr std::array<std::string_view, 12> kMonths = {
      "January", "February", "March",     "April",   "May",      "June",
      "July",    "August",   "September", "October", "November", "December"};
  if (day == kOpenPast || day == kOpenFuture) return {};
  const Civil c = civil_from_days(day);
  return std::string(kMonths[c.month - 1]) + " " + std::to_string(c.year);
}

}  // namespace hudna::record
