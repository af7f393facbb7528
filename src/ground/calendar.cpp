#include "ground/calendar.h"

#include <algorithm>
#include <cstdio>

#include "ground/toml_rows.h"

namespace hudna::ground {

std::int64_t day_number(Date date) {
  const std::int64_t y = static_cast<std::int64_t>(date.year) - (date.month <= 2 ? 1 : 0);
  const std::int64_t era = (y >= 0 ? y : y - 399) / 400;
  const std::int64_t yoe = y - era * 400;
  const std::int64_t doy = (153 * (date.month + (date.month > 2 ? -3 : 9)) + 2) / 5 + date.day - 1;
  const std::int64_t doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
  return era * 146097 + doe - 719468;
}

Date date_of(std::int64_t number) {
  number += 719468;
  const std::int64_t era = (number >= 0 ? number : number - 146096) / 146097;
  const std::int64_t doe = number - era * 146097;
  const std::int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
  const std::int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
  const std::int64_t mp = (5 * doy + 2) / 153;
  Date out;
  out.day = static_cast<std::int32_t>(doy - (153 * mp + 2) / 5 + 1);
  out.month = static_cast<std::int32_t>(mp < 10 ? mp + 3 : mp - 9);
  out.year = static_cast<std::int32_t>(yoe + era * 400 + (out.month <= 2 ? 1 : 0));
  return out;
}

bool is_leap(std::int32_t year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

std::int32_t days_in_month(std::int32_t year, std::int32_t month) {
  static constexpr std::int32_t kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (month < 1 || month > 12) return 0;
  return month == 2 && is_leap(year) ? 29 : kDays[month - 1];
}

bool is_date(std::int32_t year, std::int32_t month, std::int32_t day) {
  return month >= 1 && month <= 12 && day >= 1 && day <= days_in_month(year, month);
}

std::int32_t weekday(Date date) {
  // 1970-01-01 was a Thursday.
  const std::int64_t n = (day_number(date) + 3) % 7;
  return static_cast<std::int32_t>(n < 0 ? n + 7 : n) + 1;
}

Date add_days(Date date, std::int64_t days) { return date_of(day_number(date) + days); }

Date add_months(Date date, std::int32_t months) {
  std::int64_t total = static_cast<std::int64_t>(date.year) * 12 + date.month - 1 + months;
  std::int64_t year = total / 12;
  std::int64_t month = total % 12;
  if (month < 0) {
    month += 12;
    --year;
  }
  Date out{static_cast<std::int32_t>(year), static_cast<std::int32_t>(month) + 1, date.day};
  out.day = std::min(out.day, days_in_month(out.year, out.month));
  return out;
}

std::string print_year(std::int32_t year) {
  char buffer[24];
  if (year < 0) {
    std::snprintf(buffer, sizeof buffer, "-%04d", -year);
  } else if (year > 9999) {
    std::snprintf(buffer, sizeof buffer, "Y%d", year);
  } else {
    std::snprintf(buffer, sizeof buffer, "%04d", year);
  }
  return buffer;
}

std::string print_month(std::int32_t year, std::int32_t month) {
  char buffer[16];
  std::snprintf(buffer, sizeof buffer, "-%02d", month);
  return print_year(year) + buffer;
}

std::string print_day(Date date) {
  char buffer[16];
  std::snprintf(buffer, sizeof buffer, "-%02d-%02d", date.month, date.day);
  return print_year(date.year) + buffer;
}

namespace {

// One EDTF date without interval: its first and last day, when it is readable.
bool single_bounds(std::string_view text, Date* min, Date* max) {
  while (!text.empty() && (text.back() == '~' || text.back() == '?' || text.back() == '%'))
    text.remove_suffix(1);
  if (const auto clock = text.find('T'); clock != std::string_view::npos) text = text.substr(0, clock);
  if (text.empty()) return false;
  bool before_christ = false;
  if (text.front() == '-') {
    before_christ = true;
    text.remove_prefix(1);
  }
  if (!text.empty() && text.front() == 'Y') text.remove_prefix(1);
  std::vector<std::string_view> parts;
  while (true) {
    const auto dash = text.find('-');
    parts.push_back(text.substr(0, dash));
    if (dash == std::string_view::npos) break;
    text.remove_prefix(dash + 1);
    if (parts.size() > 3) return false;
  }
  const auto number = [](std::string_view digits, char unknown) -> std::int32_t {
    std::int32_t value = 0;
    if (digits.empty() || digits.size() > 8) return -1;
    for (char c : digits) {
      if (c == 'X') c = unknown;
      if (c < '0' || c > '9') return -1;
      value = value * 10 + (c - '0');
    }
    return value;
  };
  if (parts[0].find_first_not_of('X') == std::string_view::npos) return false;
  std::int32_t low_year = number(parts[0], '0');
  std::int32_t high_year = number(parts[0], '9');
  if (low_year < 0 || high_year < 0) return false;
  if (before_christ) {
    std::swap(low_year, high_year);
    low_year = -low_year;
    high_year = -high_year;
  }
  *min = {low_year, 1, 1};
  *max = {high_year, 12, 31};
  if (parts.size() == 1) return true;
  if (parts[1] != "XX") {
    const std::int32_t month = number(parts[1], '0');
    if (month < 1) return false;
    if (month >= 21 && month <= 24) {
      // Seasons of the northern hemisphere; winter starts in December of its year (EDTF level 1 leaves it to
      // the user).
      const std::int32_t first = month == 24 ? 12 : (month - 21) * 3 + 3;
      *min = {low_year, first, 1};
      const Date last = add_months({high_year, first, 1}, 2);
      *max = {last.year, last.month, days_in_month(last.year, last.month)};
      return true;
    }
    if (month >= 33 && month <= 36) {
      // Quarters.
      const std::int32_t first = (month - 33) * 3 + 1;
      *min = {low_year, first, 1};
      *max = {high_year, first + 2, days_in_month(high_year, first + 2)};
      return true;
    }
    if (month == 40 || month == 41) {
      // Semestrals.
      *min = {low_year, month == 40 ? 1 : 7, 1};
      *max = {high_year, month == 40 ? 6 : 12, month == 40 ? 30 : 31};
      return true;
    }
    if (month > 12) return false;
    *min = {low_year, month, 1};
    *max = {high_year, month, days_in_month(high_year, month)};
    if (parts.size() == 3 && parts[2] != "XX") {
      const std::int32_t low_day = std::max(1, number(parts[2], '0'));
      const std::int32_t high_day = number(parts[2], '9');
      if (high_day < 0) return false;
      if (low_day > days_in_month(low_year, month)) return false;
      min->day = low_day;
      max->day = std::min(high_day, days_in_month(high_year, month));
    }
  }
  return true;
}

}  // namespace

Bounds edtf_bounds(std::string_view edtf) {
  Bounds out;
  if (edtf.empty()) return out;
  Date min, max;
  if (edtf.front() == '[' || edtf.front() == '{') {
    std::string_view inner = edtf.substr(1, edtf.size() >= 2 ? edtf.size() - 2 : 0);
    while (!inner.empty()) {
      const auto comma = inner.find(',');
      if (single_bounds(inner.substr(0, comma), &min, &max)) {
        if (out.min.empty() || print_day(min) < out.min) out.min = print_day(min);
        if (out.max.empty() || print_day(max) > out.max) out.max = print_day(max);
      }
      if (comma == std::string_view::npos) break;
      inner.remove_prefix(comma + 1);
    }
    return out;
  }
  if (const auto slash = edtf.find('/'); slash != std::string_view::npos) {
    if (single_bounds(edtf.substr(0, slash), &min, &max)) out.min = print_day(min);
    if (single_bounds(edtf.substr(slash + 1), &min, &max)) out.max = print_day(max);
    return out;
  }
  if (single_bounds(edtf, &min, &max)) out = {print_day(min), print_day(max)};
  return out;
}

namespace {
std::optional<Date> bound_date(const std::string& text) {
  Date min, max;
  if (text.empty() || !single_bounds(text, &min, &max)) return std::nullopt;
  return min;
}
}  // namespace

std::optional<Date> first_day(std::string_view edtf) {
  const Bounds bounds = edtf_bounds(edtf);
  return bound_date(bounds.min.empty() ? bounds.max : bounds.min);
}

std::optional<Date> last_day(std::string_view edtf) {
  const Bounds bounds = edtf_bounds(edtf);
  return bound_date(bounds.max.empty() ? bounds.min : bounds.max);
}

namespace {
constexpr std::string_view kLists[] = {"article", "genitive", "up_to",        "and",   "at",   "on",
                                       "days",    "ahead",    "before_month", "today", "last", "month_noun"};
}  // namespace

base::Result<CalendarWords> CalendarWords::open(const base::DataSource& data) {
  const base::Result<base::DataFile> file = data.file("ground/calendar.toml");
  if (!file) return tl::unexpected(file.error());
  const auto rows = read_data_rows(*file);
  if (!rows) return tl::unexpected(rows.error());
  CalendarWords out;
  base::Result<WordLists> lists = WordLists::read(*rows, kLists, file->path);
  if (!lists) return tl::unexpected(lists.error());
  out.words_ = std::move(*lists);
  for (const TomlRow& row : *rows) {
    const auto number = [&]() -> std::int32_t {
      const std::string_view text = row.text("number");
      return text.empty() || text.size() > 2 ? 0 : std::atoi(std::string(text).c_str());
    };
    if (row.table == "month" || row.table == "weekday") {
      const std::int32_t n = number();
      if (n < 1 || n > (row.table == "month" ? 12 : 7)) {
        return base::fail(base::Code::DataBad, file->path,
                          "line " + std::to_string(row.line) + ": number out of range");
      }
      for (const std::string& name : row.list("names"))
        (row.table == "month" ? out.months_ : out.weekdays_)[name] = n;
    } else if (row.table == "ambiguous") {
      for (const std::string& name : row.list("names")) out.ambiguous_[name] = 1;
    } else if (row.table == "zone") {
      for (const std::string& name : row.list("names")) out.zones_[name] = std::string(row.text("offset"));
    }
  }
  return out;
}

const CalendarWords& CalendarWords::compiled() {
  static const CalendarWords words = [] {
    const base::DataSource data;
    base::Result<CalendarWords> read = open(data);
    return read ? std::move(*read) : CalendarWords();
  }();
  return words;
}

std::string_view CalendarWords::zone_offset(std::string_view lower) const {
  const auto found = zones_.find(lower);
  return found == zones_.end() ? std::string_view() : std::string_view(found->second);
}

namespace {

const Word kEnd;

const Word& at_word(std::span<const Word> words, std::size_t at) {
  return at < words.size() ? words[at] : kEnd;
}

bool is_sign(const Word& word, char sign) {
  return word.kind == WordKind::Sign && word.lower.size() == 1 && word.lower[0] == sign;
}

bool is_any_dash(const Word& word) {
  return word.kind == WordKind::Sign &&
         (word.lower == "-" || word.lower == "\xE2\x80\x93" || word.lower == "\xE2\x80\x94");
}

std::int32_t number_of(const Word& word) {
  if (word.kind != WordKind::Digits || word.lower.size() > 8) return -1;
  std::int32_t value = 0;
  for (char c : word.lower) value = value * 10 + (c - '0');
  return value;
}

bool is_ordinal_suffix(std::string_view lower) {
  return lower == "st" || lower == "nd" || lower == "rd" || lower == "th";
}

// A day of the month, "3" or "3rd"; words taken, 0 when none.
std::size_t day_at(std::span<const Word> words, std::size_t at, std::int32_t* day) {
  const Word& word = at_word(words, at);
  if (word.kind != WordKind::Digits || word.lower.size() > 2) return 0;
  const std::int32_t value = number_of(word);
  if (value < 1 || value > 31) return 0;
  *day = value;
  const Word& next = at_word(words, at + 1);
  return next.kind == WordKind::Letters && !next.space_before && is_ordinal_suffix(next.lower) ? 2 : 1;
}

// A year of four digits between 1000 and 2199; anything else is too likely a count.
bool year_at(std::span<const Word> words, std::size_t at, std::int32_t* year) {
  const Word& word = at_word(words, at);
  if (word.kind != WordKind::Digits || word.lower.size() != 4) return false;
  const std::int32_t value = number_of(word);
  if (value < 1000 || value > 2199) return false;
  // "1,200" and "2014.5" are no years.
  const Word& sign = at_word(words, at + 1);
  const Word& after = at_word(words, at + 2);
  if ((is_sign(sign, ',') || is_sign(sign, '.')) && !sign.space_before && after.kind == WordKind::Digits &&
      !after.space_before) {
    return false;
  }
  *year = value;
  return true;
}

// Month name with optional point; words taken.
std::size_t month_at(std::span<const Word> words, std::size_t at, const CalendarWords& names,
                     std::int32_t* month) {
  const Word& word = at_word(words, at);
  if (word.kind != WordKind::Letters) return 0;
  const std::int32_t value = names.month(word.lower);
  if (value == 0) return 0;
  // "may" and "march" in lower case are a verb; page stamps in all lower case are rare enough to lose.
  if (!word.capital && names.is_ambiguous(word.lower)) return 0;
  *month = value;
  const Word& point = at_word(words, at + 1);
  return is_sign(point, '.') && !point.space_before && word.lower.size() <= 4 ? 2 : 1;
}

// "a.m.", "pm", "p.m"; words taken, `pm` set.
std::size_t half_day_at(std::span<const Word> words, std::size_t at, bool* pm) {
  const Word& word = at_word(words, at);
  if (word.kind != WordKind::Letters) return 0;
  if (word.lower == "am" || word.lower == "pm") {
    *pm = word.lower[0] == 'p';
    return 1;
  }
  if (word.lower != "a" && word.lower != "p") return 0;
  if (!is_sign(at_word(words, at + 1), '.') || at_word(words, at + 1).space_before) return 0;
  const Word& m = at_word(words, at + 2);
  if (m.lower != "m" || m.space_before) return 0;
  *pm = word.lower[0] == 'p';
  const Word& point = at_word(words, at + 3);
  return is_sign(point, '.') && !point.space_before ? 4 : 3;
}

// A zone after a clock time: "GMT", "+03:00", "+0300", "(GMT)"; words taken.
std::size_t zone_at(std::span<const Word> words, std::size_t at, const CalendarWords& names,
                    std::string* zone) {
  std::size_t start = at;
  const bool bracket = is_sign(at_word(words, at), '(');
  if (bracket) ++start;
  const Word& word = at_word(words, start);
  std::size_t taken = 0;
  std::string offset;
  const auto signed_offset = [&](std::size_t from) -> std::size_t {
    const Word& sign = at_word(words, from);
    if (!is_sign(sign, '+') && !is_any_dash(sign)) return 0;
    const Word& hours = at_word(words, from + 1);
    if (hours.kind != WordKind::Digits || hours.space_before) return 0;
    char buffer[16];
    const char mark = is_sign(sign, '+') ? '+' : '-';
    if (hours.lower.size() == 4) {
      std::snprintf(buffer, sizeof buffer, "%c%c%c:%c%c", mark, hours.lower[0], hours.lower[1],
                    hours.lower[2], hours.lower[3]);
      offset = buffer;
      return 2;
    }
    if (hours.lower.size() > 2) return 0;
    std::int32_t minutes = 0;
    std::size_t count = 2;
    if (is_sign(at_word(words, from + 2), ':') && at_word(words, from + 3).kind == WordKind::Digits &&
        !at_word(words, from + 3).space_before && at_word(words, from + 3).lower.size() == 2) {
      minutes = number_of(at_word(words, from + 3));
      count = 4;
    }
    std::snprintf(buffer, sizeof buffer, "%c%02d:%02d", mark, number_of(hours) % 100, minutes % 100);
    offset = buffer;
    return count;
  };
  if (word.kind == WordKind::Letters && (word.capital || word.lower == "gmt" || word.lower == "utc")) {
    const std::string_view named = names.zone_offset(word.lower);
    if (named.empty()) return 0;
    offset = std::string(named);
    taken = 1;
    if (named == "Z" && !at_word(words, start + 1).space_before) {
      if (const std::size_t more = signed_offset(start + 1); more > 0) taken += more;
    }
  } else if (!word.space_before || bracket) {
    taken = signed_offset(start);
  }
  if (taken == 0) return 0;
  if (bracket) {
    if (!is_sign(at_word(words, start + taken), ')')) return 0;
    *zone = offset;
    return taken + 2;
  }
  *zone = offset;
  return taken;
}

}  // namespace

ClockParse parse_clock_at(std::span<const Word> words, std::size_t at, const CalendarWords& names) {
  ClockParse out;
  const Word& first = at_word(words, at);
  if (first.kind != WordKind::Digits || (first.lower.size() > 2 && first.lower.size() != 4)) return out;
  std::int32_t hour = number_of(first);
  std::int32_t minute = -1;
  std::size_t used = 1;
  const Word& mark = at_word(words, at + 1);
  const Word& second = at_word(words, at + 2);
  const bool colon = (is_sign(mark, ':') || is_sign(mark, '.') || mark.lower == "h") && !mark.space_before;
  bool clock_like = false;
  if (first.lower.size() == 4) {
    // "1200 GMT": only with a zone or "hours".
    minute = hour % 100;
    hour /= 100;
    std::string zone;
    const std::size_t taken = zone_at(words, at + 1, names, &zone);
    if (taken == 0 || !at_word(words, at + 1).space_before || hour > 23 || minute > 59) return out;
    out = {1 + taken, hour, minute, zone};
    return out;
  }
  if (colon && second.kind == WordKind::Digits && second.lower.size() == 2 && !second.space_before) {
    minute = number_of(second);
    used = 3;
    // A point stands for a colon only with am or pm ("5.30 pm"): else it is a decimal number.
    clock_like = !is_sign(mark, '.');
    if (is_sign(at_word(words, at + 3), ':') && at_word(words, at + 4).kind == WordKind::Digits &&
        at_word(words, at + 4).lower.size() == 2 && !at_word(words, at + 4).space_before) {
      used = 5;
      // Fractions of a second in ISO stamps.
      if (is_sign(at_word(words, at + 5), '.') && at_word(words, at + 6).kind == WordKind::Digits &&
          !at_word(words, at + 6).space_before) {
        used = 7;
      }
    }
  }
  bool pm = false;
  const std::size_t half = half_day_at(words, at + used, &pm);
  if (half > 0) {
    if (hour < 1 || hour > 12) {
      if (hour > 23 || minute < 0) return out;
    } else {
      hour = hour % 12 + (pm ? 12 : 0);
    }
    used += half;
    clock_like = true;
  }
  if (!clock_like || hour > 23 || minute > 59) return out;
  std::string zone;
  const std::size_t zone_words = zone_at(words, at + used, names, &zone);
  out.words = used + zone_words;
  out.hour = hour;
  out.minute = minute < 0 ? 0 : minute;
  out.zone = zone;
  return out;
}

namespace {

// A clock time after a date, with what joins the two.
void add_clock(std::span<const Word> words, std::size_t at, const CalendarWords& names, DateParse* date) {
  std::size_t next = at + date->words;
  const Word& join = at_word(words, next);
  if (is_sign(join, ',') || is_any_dash(join) || is_sign(join, '|') || names.is(DateWord::At, join.lower) ||
      join.lower == "\xE2\x80\xA2" || join.lower == "\xC2\xB7") {
    ++next;
    if (names.is(DateWord::At, at_word(words, next).lower)) ++next;
  } else if (join.lower == "t" && !join.space_before) {
    ++next;
  }
  const ClockParse clock = parse_clock_at(words, next, names);
  if (clock.words == 0) return;
  date->hour = clock.hour;
  date->minute = clock.minute;
  date->zone = clock.zone;
  date->words = next + clock.words - at;
}

// Separators between the parts of a numeric date.
bool same_glued_sign(const Word& a, const Word& b) {
  return a.kind == WordKind::Sign && b.kind == WordKind::Sign && !a.space_before && !b.space_before &&
         a.lower == b.lower && (a.lower == "-" || a.lower == "/" || a.lower == ".");
}

DateParse numeric_date_at(std::span<const Word> words, std::size_t at) {
  DateParse out;
  const Word& a = at_word(words, at);
  const Word& b = at_word(words, at + 2);
  const Word& c = at_word(words, at + 4);
  if (a.kind != WordKind::Digits || b.kind != WordKind::Digits || c.kind != WordKind::Digits) return out;
  if (!same_glued_sign(at_word(words, at + 1), at_word(words, at + 3)) || b.space_before || c.space_before)
    return out;
  // "1.2.3.4" is an address or a version, "2014-05-03-12" an article id.
  const Word& after = at_word(words, at + 5);
  if (after.kind == WordKind::Sign && !after.space_before && after.lower == at_word(words, at + 1).lower &&
      at_word(words, at + 6).kind == WordKind::Digits && !at_word(words, at + 6).space_before) {
    return out;
  }
  const std::int32_t x = number_of(a), y = number_of(b), z = number_of(c);
  const bool point = at_word(words, at + 1).lower == ".";
  if (a.lower.size() == 4 && b.lower.size() <= 2 && c.lower.size() <= 2) {
    if (x >= 1000 && x <= 2199 && is_date(x, y, z)) {
      out.words = 5;
      out.year = x;
      out.month = y;
      out.day = z;
      out.has_year = true;
    }
    return out;
  }
  if (c.lower.size() != 4 || z < 1000 || z > 2199 || a.lower.size() > 2 || b.lower.size() > 2) return out;
  const bool day_first = is_date(z, y, x);
  const bool month_first = is_date(z, x, y);
  if (!day_first && !month_first) return out;
  out.words = 5;
  out.year = z;
  out.has_year = true;
  if (day_first) {
    out.month = y;
    out.day = x;
    if (month_first && x != y && !point) out.other = print_day({z, x, y});
  } else {
    out.month = x;
    out.day = y;
  }
  return out;
}

}  // namespace

DateParse parse_date_at(std::span<const Word> words, std::size_t at, const CalendarWords& names) {
  DateParse out;
  std::size_t i = at;
  const Word& first = at_word(words, i);
  if (first.kind == WordKind::Letters && first.capital) {
    out.weekday = names.weekday(first.lower);
    if (out.weekday != 0) {
      ++i;
      if (is_sign(at_word(words, i), '.') && !at_word(words, i).space_before && first.lower.size() <= 5) ++i;
      if (is_sign(at_word(words, i), ',')) ++i;
      if (names.is(DateWord::Article, at_word(words, i).lower)) ++i;
    }
  }
  if (out.weekday == 0 && at_word(words, i).kind == WordKind::Sign) return out;
  // Numbers glued to a sign or letters before them are part of something longer ("R2014-05-03", "$5 May").
  if (i == at && first.kind == WordKind::Digits && i > 0 && !first.space_before) {
    const Word& before = words[i - 1];
    if (before.kind != WordKind::Sign || before.lower == "." || before.lower == "$" || before.lower == "/" ||
        before.lower == "#")
      return out;
    if (is_any_dash(before) && i > 1 && words[i - 2].kind == WordKind::Digits && !before.space_before)
      return out;
  }
  DateParse numeric = numeric_date_at(words, i);
  if (numeric.words > 0) {
    numeric.weekday = out.weekday;
    numeric.words += i - at;
    add_clock(words, at, names, &numeric);
    return numeric;
  }
  std::int32_t day = 0, month = 0, year = 0, day_to = 0;
  std::size_t j = i;
  if (const std::size_t taken = day_at(words, j, &day); taken > 0) {
    // 3 May 2014, 3rd of May, 3-5 May 2014, 3 and 5 May.
    j += taken;
    const Word& join = at_word(words, j);
    if ((is_any_dash(join) || names.is(DateWord::UpTo, join.lower) || names.is(DateWord::And, join.lower)) &&
        at_word(words, j + 1).kind == WordKind::Digits) {
      if (const std::size_t more = day_at(words, j + 1, &day_to); more > 0 && day_to > day) {
        std::int32_t probe = 0;
        if (month_at(words, j + 1 + more, names, &probe) > 0) {
          j += 1 + more;
        } else {
          day_to = 0;
        }
      } else {
        day_to = 0;
      }
    }
    if (names.is(DateWord::Genitive, at_word(words, j).lower)) ++j;
    if (is_any_dash(at_word(words, j)) && !at_word(words, j).space_before) ++j;
    const std::size_t name = month_at(words, j, names, &month);
    if (name == 0 || day > 31) return out.weekday != 0 ? DateParse{} : out;
    j += name;
  } else if (const std::size_t name_words = month_at(words, j, names, &month); name_words > 0) {
    j += name_words;
    if (names.is(DateWord::Article, at_word(words, j).lower)) ++j;
    std::size_t day_words = day_at(words, j, &day);
    // "May 12:30" is a clock, "March 20 000" a count.
    if (day_words > 0 && is_sign(at_word(words, j + day_words), ':')) {
      day_words = 0;
      day = 0;
    }
    if (day_words > 0) {
      j += day_words;
      const Word& join = at_word(words, j);
      if (is_any_dash(join) || names.is(DateWord::UpTo, join.lower)) {
        std::int32_t to = 0;
        const std::size_t more = day_at(words, j + 1, &to);
        if (more > 0 && to > day && !names.is(DateWord::Days, at_word(words, j + 1 + more).lower)) {
          std::int32_t probe = 0;
          if (month_at(words, j + 1 + more, names, &probe) == 0) {
            day_to = to;
            j += 1 + more;
          }
        }
      }
    } else if (out.weekday != 0) {
      return DateParse{};
    }
  } else {
    return DateParse{};
  }
  out.month = month;
  out.day = day;
  out.day_to = day_to;
  // The year: "May 3, 2014", "May 3 2014", "May 2014", "May, 2014", "May of 2014".
  std::size_t k = j;
  if (is_sign(at_word(words, k), ',') || names.is(DateWord::Genitive, at_word(words, k).lower) ||
      (is_any_dash(at_word(words, k)) && !at_word(words, k).space_before)) {
    ++k;
  }
  if (year_at(words, k, &year)) {
    out.year = year;
    out.has_year = true;
    j = k + 1;
  }
  if (day == 0 && !out.has_year) return DateParse{};
  if (day != 0 && !is_date(out.has_year ? out.year : 2000, month, day)) return DateParse{};
  if (day == 0 && names.is_ambiguous(at_word(words, i).lower) && !at_word(words, i).capital)
    return DateParse{};
  out.words = j - at;
  if (day != 0) add_clock(words, at, names, &out);
  return out;
}

std::vector<DateMatch> find_absolute_dates(std::string_view text, const CalendarWords& names) {
  const std::vector<Word> words = cut_words(text);
  std::vector<DateMatch> out;
  std::size_t at = 0;
  while (at < words.size()) {
    DateParse date = parse_date_at(words, at, names);
    std::size_t lead = 0;
    if (date.words == 0) {
      // "17:56, 3 May 2014": a clock time in front.
      const ClockParse clock = parse_clock_at(words, at, names);
      if (clock.words > 0) {
        std::size_t next = at + clock.words;
        const Word& join = at_word(words, next);
        if (is_sign(join, ',') || names.is(DateWord::On, join.lower) || is_any_dash(join) ||
            is_sign(join, '|'))
          ++next;
        date = parse_date_at(words, next, names);
        if (date.words > 0 && date.day != 0 && date.hour < 0) {
          date.hour = clock.hour;
          date.minute = clock.minute;
          date.zone = clock.zone;
          lead = next - at;
        } else {
          at += clock.words;
          continue;
        }
      } else {
        ++at;
        continue;
      }
    }
    DateMatch match;
    match.span = {words[at].span.begin, words[at + lead + date.words - 1].span.end};
    match.has_year = date.has_year;
    match.has_day = date.day != 0;
    match.weekday = date.weekday;
    match.zone = date.zone;
    match.other = date.other;
    char tail[16];
    std::string value = date.has_year ? print_year(date.year) : "XXXX";
    std::snprintf(tail, sizeof tail, "-%02d", date.month);
    value += tail;
    if (date.day != 0) {
      const std::string month_text = value;
      std::snprintf(tail, sizeof tail, "-%02d", date.day);
      value += tail;
      if (date.day_to != 0) {
        std::snprintf(tail, sizeof tail, "-%02d", date.day_to);
        value += "/" + month_text + tail;
      } else if (date.hour >= 0) {
        std::snprintf(tail, sizeof tail, "T%02d:%02d", date.hour, date.minute);
        value += tail;
      }
    }
    match.edtf = std::move(value);
    out.push_back(std::move(match));
    at += lead + date.words;
  }
  return out;
}

std::vector<DateMatch> find_absolute_dates(std::string_view text) {
  return find_absolute_dates(text, CalendarWords::compiled());
}

}  // namespace hudna::ground
