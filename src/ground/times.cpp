#include "ground/times.h"

#include <algorithm>
#include <charconv>
#include <climits>
#include <cstdio>
#include <optional>

#include "ground/toml_rows.h"

namespace hudna::ground {

Date hijri_to_civil(std::int32_t year, std::int32_t month, std::int32_t day) {
  // Day number 0 is 1970-01-01; the civil epoch of the Islamic calendar is 622-07-16 Julian, 622-07-19
  // Gregorian.
  const std::int64_t epoch = day_number({622, 7, 19});
  const std::int64_t months = (29 * (month - 1)) + month / 2;
  const std::int64_t days =
      (static_cast<std::int64_t>(year) - 1) * 354 + (3 + 11 * static_cast<std::int64_t>(year)) / 30;
  return date_of(epoch + days + months + day - 1);
}

Date easter(std::int32_t year) {
  const std::int32_t a = year % 19, b = year / 100, c = year % 100, d = b / 4, e = b % 4, f = (b + 8) / 25,
                     g = (b - f + 1) / 3, h = (19 * a + b - d - g + 15) % 30, i = c / 4, k = c % 4,
                     l = (32 + 2 * e + 2 * i - h - k) % 7, m = (a + 11 * h + 22 * l) / 451;
  return {year, (h + l - 7 * m + 114) / 31, (h + l - 7 * m + 114) % 31 + 1};
}

enum class TimeTagger::List : std::uint8_t {
  BeforeChrist,
  BeforeBound,
  ShortCounted,
  NoPlural,
  Counted,
  YearAfter,
  YearLooseAfter,
  CountAfter,
  CountJoin,
  LabelAfter,
  MonthAfter,
  MonthAlsoAfter,
  MonthLooseAfter,
  WeekdayAfter,
  WeekdayOwned,
  NameAfter,
  SeasonVerb,
  SeasonAfter,
  SeasonNoun,
  Last,
  Pointing,
  ClockUnit,
  FirstUnit,
  SpanUnit,
  OnOf,
  EarlyLate,
  PartAfter,
  Twilight,
  Year,
  Those,
  PlainShift,
  WeakApprox,
  LeastMost,
  Preceding,
  SmallUnit,
  LongOld,
  Earlier,
  Later,
  Now,
  BeforeAfter,
  MainUnit,
  RepeatAfter,
  LengthAfter,
  LengthAlsoAfter,
  TheVery,
  EarlierLater,
  Stretch,
  OfInOn,
  VerbLike,
  EarlierBefore,
  Circa,
  Every,
  Start,
  NextWeek,
  // Single words of grammar and of the calendar.
  WordThe,
  WordOf,
  WordTo,
  WordThat,
  WordSame,
  WordYear,
  WordCentury,
  WordMay,
  WordWeek,
  WordDay,
  WordMonth,
  WordLatter,
  WordHalf,
  WordLocal,
  WordTime,
  WordOn,
  WordHours,
  WordOvernight,
  WordAt,
  WordIn,
  WordMore,
  WordThan,
  WordLess,
  WordLeast,
  WordUp,
  WordSecond,
  WordAgo,
  WordFrom,
  WordAfter,
  WordLate,
  WordOther,
  WordEveryday,
  WordFor,
  WordAhead,
  WordBe,
  WordS
};

namespace {
constexpr std::string_view kLists[] = {"before_christ",
                                       "before_bound",
                                       "short_counted",
                                       "no_plural",
                                       "counted",
                                       "year_after",
                                       "year_loose_after",
                                       "count_after",
                                       "count_join",
                                       "label_after",
                                       "month_after",
                                       "month_also_after",
                                       "month_loose_after",
                                       "weekday_after",
                                       "weekday_owned",
                                       "name_after",
                                       "season_verb",
                                       "season_after",
                                       "season_noun",
                                       "last",
                                       "pointing",
                                       "clock_unit",
                                       "first_unit",
                                       "span_unit",
                                       "on_of",
                                       "early_late",
                                       "part_after",
                                       "twilight",
                                       "year",
                                       "those",
                                       "plain_shift",
                                       "weak_approx",
                                       "least_most",
                                       "preceding",
                                       "small_unit",
                                       "long_old",
                                       "earlier",
                                       "later",
                                       "now",
                                       "before_after",
                                       "main_unit",
                                       "repeat_after",
                                       "length_after",
                                       "length_also_after",
                                       "the_very",
                                       "earlier_later",
                                       "stretch",
                                       "of_in_on",
                                       "verb_like",
                                       "earlier_before",
                                       "circa",
                                       "every",
                                       "start",
                                       "next_week",
                                       "word_the",
                                       "word_of",
                                       "word_to",
                                       "word_that",
                                       "word_same",
                                       "word_year",
                                       "word_century",
                                       "word_may",
                                       "word_week",
                                       "word_day",
                                       "word_month",
                                       "word_latter",
                                       "word_half",
                                       "word_local",
                                       "word_time",
                                       "word_on",
                                       "word_hours",
                                       "word_overnight",
                                       "word_at",
                                       "word_in",
                                       "word_more",
                                       "word_than",
                                       "word_less",
                                       "word_least",
                                       "word_up",
                                       "word_second",
                                       "word_ago",
                                       "word_from",
                                       "word_after",
                                       "word_late",
                                       "word_other",
                                       "word_everyday",
                                       "word_for",
                                       "word_ahead",
                                       "word_be",
                                       "word_s"};
}  // namespace

base::Result<TimeTagger> TimeTagger::open(const base::DataSource& data) {
  TimeTagger out;
  base::Result<CalendarWords> calendar = CalendarWords::open(data);
  if (!calendar) return tl::unexpected(calendar.error());
  out.calendar_ = std::move(*calendar);
  base::Result<NumberWords> numbers = NumberWords::open(data);
  if (!numbers) return tl::unexpected(numbers.error());
  out.numbers_ = std::move(*numbers);
  const base::Result<base::DataFile> file = data.file("ground/times.toml");
  if (!file) return tl::unexpected(file.error());
  const auto rows = read_data_rows(*file);
  if (!rows) return tl::unexpected(rows.error());
  base::Result<WordLists> lists = WordLists::read(*rows, kLists, file->path);
  if (!lists) return tl::unexpected(lists.error());
  out.lists_ = std::move(*lists);
  const auto number = [](std::string_view text) {
    std::int32_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
  };
  for (const TomlRow& row : *rows) {
    if (row.table == "feast") {
      for (const std::string& name : row.list("names")) {
        Feast feast;
        for (const Word& word : cut_words(name)) feast.words.push_back(word.lower);
        if (row.has("easter")) {
          feast.kind = 'e';
          feast.day = number(row.text("easter"));
        } else {
          feast.kind = row.has("hijri") ? 'h' : 'd';
          const std::string_view date = row.has("hijri") ? row.text("hijri") : row.text("date");
          feast.month = number(date.substr(0, 2));
          feast.day = date.size() >= 5 ? number(date.substr(3, 2)) : 0;
        }
        out.feasts_.push_back(std::move(feast));
      }
      continue;
    }
    Table* into = row.table == "unit"         ? &out.units_
                  : row.table == "season"     ? &out.seasons_
                  : row.table == "part"       ? &out.parts_
                  : row.table == "clock"      ? &out.clocks_
                  : row.table == "edge"       ? &out.edges_
                  : row.table == "day"        ? &out.days_
                  : row.table == "present"    ? &out.present_
                  : row.table == "past"       ? &out.past_
                  : row.table == "often"      ? &out.often_
                  : row.table == "shift"      ? &out.shifts_
                  : row.table == "future"     ? &out.future_
                  : row.table == "before_now" ? &out.future_
                  : row.table == "before_to"  ? &out.before_to_
                  : row.table == "not_past"   ? &out.not_past_
                  : row.table == "determiner" ? &out.determiners_
                  : row.table == "lasting"    ? &out.lasting_
                  : row.table == "bound"      ? &out.bounds_
                  : row.table == "approx"     ? &out.approx_
                  : row.table == "filler"     ? &out.fillers_
                                              : nullptr;
    if (into == nullptr) continue;
    Entry entry;
    for (const char* key : {"iso", "code", "mod", "set", "bound", "part"}) {
      if (row.has(key)) entry.text = std::string(row.text(key));
    }
    for (const char* key : {"number", "hour", "offset", "step"}) {
      if (row.has(key)) entry.number = number(row.text(key));
    }
    if (row.table == "future") entry.number = 1;
    if (row.table == "before_now") entry.number = -1;
    entry.deictic = row.flag("deictic");
    for (const std::string& word : row.list("words")) (*into)[word] = entry;
  }
  // Nearly every word is asked whether a time starts at it; this answers at once.
  out.calendar_.add_words(&out.starts_);
  out.numbers_.add_words(&out.starts_);
  for (const Table* table : {&out.units_, &out.seasons_, &out.parts_, &out.clocks_, &out.edges_, &out.days_,
                             &out.present_, &out.past_, &out.often_, &out.shifts_}) {
    table->add_words(&out.starts_);
  }
  for (const Feast& feast : out.feasts_) out.starts_.insert(feast.words.front());
  out.lists_[static_cast<std::size_t>(List::Start)].add_words(&out.starts_);
  WordSet filled = out.starts_;
  out.fillers_.add_words(&filled);
  out.approx_.add_words(&filled);
  for (const TomlRow& row : *rows) {
    if (row.table != "lead") continue;
    for (const std::string& word : row.list("words")) {
      WordSet& before = out.leads_[word];
      if (row.flag("filled")) before = filled;
      for (const std::string& other : row.list("before")) before.insert(other);
    }
  }
  out.approx_.add_words(&out.leads_);
  // Longest feast first, so that "Christmas Eve" wins over "Christmas".
  std::stable_sort(out.feasts_.begin(), out.feasts_.end(),
                   [](const Feast& a, const Feast& b) { return a.words.size() > b.words.size(); });
  return out;
}

namespace {

enum class Grain : std::uint8_t { Minute, Day, Week, Month, Season, Half, Year, Decade, Century };

constexpr std::int32_t kNoYear = INT_MIN;

// A point in time, as exact as it was said.
struct Instant {
  Grain grain = Grain::Day;
  std::int32_t year = kNoYear;
  std::int32_t month = 0, day = 0;  // of a week: its Monday
  std::int32_t hour = -1, minute = -1;
  std::int32_t season = 0, half = 0;
  std::string part;  // MO AF EV NI
  std::string zone;
  bool approx = false;
};

const Word kEnd;

bool is_sign(const Word& word, char sign) {
  return word.kind == WordKind::Sign && word.lower.size() == 1 && word.lower[0] == sign;
}
bool is_dash(const Word& word) {
  return word.kind == WordKind::Sign && (word.lower == "-" || word.lower == "\xE2\x80\x93" ||
                                         word.lower == "\xE2\x80\x94" || word.lower == "\xE2\x80\x91");
}
bool is_stop(const Word& word) {
  return is_sign(word, '.') || is_sign(word, '!') || is_sign(word, '?') || is_sign(word, ';') ||
         is_sign(word, ':');
}

Date day_of(const Instant& at) {
  Date date{at.year, at.month == 0 ? 1 : at.month, at.day == 0 ? 1 : at.day};
  date.day = std::min(date.day, std::max(1, days_in_month(date.year, date.month)));
  return date;
}

Instant from_day(Date date) {
  Instant out;
  out.year = date.year;
  out.month = date.month;
  out.day = date.day;
  return out;
}

Instant week_of(Date date) {
  Instant out = from_day(add_days(date, 1 - weekday(date)));
  out.grain = Grain::Week;
  return out;
}

// The ISO week number of a Monday, for TIMEX2.
std::string iso_week(Date monday) {
  const Date thursday = add_days(monday, 3);
  const std::int64_t week = (day_number(thursday) - day_number({thursday.year, 1, 1})) / 7 + 1;
  char buffer[24];
  std::snprintf(buffer, sizeof buffer, "%04d-W%02d", thursday.year, static_cast<int>(week));
  return buffer;
}

std::string print_edtf(const Instant& at) {
  if (at.year == kNoYear) return {};
  std::string out;
  char buffer[24];
  switch (at.grain) {
    case Grain::Minute:
    case Grain::Day:
      if (at.day == 0) return at.month == 0 ? print_year(at.year) : print_month(at.year, at.month);
      out = print_day(day_of(at));
      if (at.hour >= 0) {
        std::snprintf(buffer, sizeof buffer, "T%02d:%02d", at.hour, std::max(0, at.minute));
        out += buffer;
      }
      break;
    case Grain::Week: {
      const Date monday = day_of(at);
      out = print_day(monday) + "/" + print_day(add_days(monday, 6));
      return out;
    }
    case Grain::Month:
      out = print_month(at.year, at.month);
      break;
    case Grain::Season:
      out = print_month(at.year, 20 + at.season);
      break;
    case Grain::Half:
      out = print_month(at.year, 39 + at.half);
      break;
    case Grain::Year:
      out = print_year(at.year);
      break;
    case Grain::Decade:
      if (at.year < 0) return print_year(at.year);
      out = print_year(at.year).substr(0, 3) + "X";
      break;
    case Grain::Century:
      if (at.year < 0) return print_year(at.year);
      out = print_year(at.year).substr(0, 2) + "XX";
      break;
  }
  if (at.approx && at.hour < 0) out += "~";
  return out;
}

std::string print_timex2(const Instant& at) {
  if (at.year == kNoYear) return {};
  char buffer[40];
  const bool before_christ = at.year <= 0;
  const auto year_text = [&](std::int32_t digits) {
    char text[24];
    std::snprintf(text, sizeof text, "%s%04d", before_christ ? "BC" : "",
                  before_christ ? 1 - at.year : at.year);
    std::string out = text;
    if (digits > 0) out.resize(out.size() - static_cast<std::size_t>(digits));
    return out;
  };
  switch (at.grain) {
    case Grain::Minute:
    case Grain::Day: {
      if (at.day == 0 && at.month == 0) return year_text(0) + (at.part.empty() ? "" : "-XX-XXT" + at.part);
      if (at.day == 0) {
        std::snprintf(buffer, sizeof buffer, "-%02d-XX", at.month);
      } else {
        std::snprintf(buffer, sizeof buffer, "-%02d-%02d", at.month, at.day);
      }
      std::string out = year_text(0) + buffer;
      if (at.hour >= 0) {
        std::snprintf(buffer, sizeof buffer, "T%02d:%02d", at.hour, std::max(0, at.minute));
        out += buffer;
      } else if (!at.part.empty()) {
        out += "T" + at.part;
      }
      return out;
    }
    case Grain::Week:
      return iso_week(day_of(at));
    case Grain::Month:
      std::snprintf(buffer, sizeof buffer, "-%02d", at.month);
      return year_text(0) + buffer;
    case Grain::Season: {
      static constexpr const char* kCodes[] = {"", "SP", "SU", "FA", "WI"};
      return year_text(0) + "-" + kCodes[std::clamp(at.season, 0, 4)];
    }
    case Grain::Half:
      return year_text(0) + "-H" + std::to_string(at.half);
    case Grain::Year:
      return year_text(0);
    case Grain::Decade:
      return year_text(1);
    case Grain::Century:
      return year_text(2);
  }
  return {};
}

}  // namespace

// One run over one text.
class TimeParser {
 public:
  TimeParser(const TimeTagger& tagger, std::span<const Word> words, const TimeContext& context)
      : t_(tagger), words_(words), narrative_(context.narrative) {
    if (const std::optional<Date> day = last_day(context.anchor)) {
      anchor_ = from_day(*day);
      anchor_text_ = print_day(*day);
    }
    std::size_t bc = 0;
    for (const Word& word : words_) bc += in(List::BeforeChrist, word.lower) ? 1 : 0;
    ancient_ = bc >= 3;
  }

  std::vector<TimeExpression> run() {
    std::size_t at = 0;
    while (at < words_.size()) {
      const std::size_t found = parse(at);
      at = found > at ? found : at + 1;
    }
    return std::move(out_);
  }

 private:
  using Entry = TimeTagger::Entry;
  using List = TimeTagger::List;

  const Word& w(std::size_t at) const { return at < words_.size() ? words_[at] : kEnd; }
  const std::string& lower(std::size_t at) const { return w(at).lower; }
  const std::string& before(std::size_t at) const { return at == 0 ? kEnd.lower : words_[at - 1].lower; }
  bool in(List list, std::string_view word) const { return t_.in(list, word); }
  bool letters(std::size_t at) const { return w(at).kind == WordKind::Letters; }

  // ---- what a clause says about the direction of time ----

  // What one word says about the clause that it stands in: 1 that it lies ahead, -1 that it lies behind, 0
  // nothing.
  int cue_at(std::size_t i) const {
    const Word& word = words_[i];
    if (word.kind != WordKind::Letters) return 0;
    if (in(List::WordTo, word.lower)) {
      // "is to begin", "agreed to leave"; not "went to Kidal" and not "was forced to flee".
      return i > 0 && i + 1 < words_.size() && letters(i + 1) && !w(i + 1).capital &&
                     TimeTagger::find(t_.before_to_, before(i)) != nullptr
                 ? 1
                 : 0;
    }
    if (const Entry* cue = TimeTagger::find(t_.future_, word.lower)) return cue->number > 0 ? 1 : -1;
    // A regular past form; "will be released" and "the besieged town" are none.
    if (word.lower.size() >= 5 && word.lower.ends_with("ed") && !word.capital &&
        TimeTagger::find(t_.not_past_, word.lower) == nullptr) {
      const std::string& previous = before(i);
      return in(List::WordBe, previous) || TimeTagger::find(t_.determiners_, previous) != nullptr ? 0 : -1;
    }
    return 0;
  }

  bool looks_ahead(std::size_t begin, std::size_t end) const {
    const Entry* bound = nullptr;
    if (begin > 0) bound = TimeTagger::find(t_.bounds_, before(begin));
    if (bound != nullptr && bound->text == "since") return false;
    const bool for_it = in(List::WordFor, before(begin));
    // "Sunday's attack" has happened whatever is said about it; "ahead of Sunday's vote" says that it has
    // not.
    if (w(end).kind == WordKind::Sign && !w(end).space_before && in(List::WordS, lower(end + 1)) &&
        !w(end + 1).space_before && (is_sign(w(end), '\'') || lower(end) == "\xE2\x80\x99")) {
      return (begin > 1 && in(List::WordOf, before(begin)) && in(List::WordAhead, lower(begin - 2))) ||
             (bound != nullptr && bound->text == "before");
    }
    int said = 0;
    for (std::size_t i = begin; i-- > 0 && begin - i <= 14 && said == 0;) {
      if (is_stop(words_[i])) break;
      said = cue_at(i);
      if (for_it && said < 0) said = 0;
      // "The truce held until Sunday", "by Friday 20 had died": only what lasts or was complete by then.
      if (said < 0 && bound != nullptr && (bound->text == "until" || bound->text == "by") &&
          TimeTagger::find(t_.lasting_, words_[i].lower) == nullptr)
        said = 0;
    }
    if (said != 0) return said > 0;
    // Behind it: at the start of a sentence ("On Sunday, talks will resume") over its comma.
    const std::size_t lead = begin > 0 && letters(begin - 1) ? begin - 1 : begin;
    const bool opens = lead == 0 || is_stop(words_[lead - 1]) || words_[lead].line_before;
    for (std::size_t i = end; i < words_.size() && i - end <= 8; ++i) {
      if (is_stop(words_[i]) || (is_sign(words_[i], ',') && !(opens && i == end))) break;
      said = cue_at(i);
      if (said < 0 && bound != nullptr && bound->text == "by" &&
          TimeTagger::find(t_.lasting_, words_[i].lower) == nullptr)
        said = 0;
      if (said != 0) return said > 0;
    }
    // "talks set for Friday", "they have until Friday".
    return for_it || (bound != nullptr && (bound->text == "until" || bound->text == "by"));
  }

  const std::optional<Instant>& deictic() const { return narrative_ && focus_ ? focus_ : anchor_; }
  const std::optional<Instant>& anaphoric() const { return focus_ ? focus_ : anchor_; }
  std::string print_anchor(const std::optional<Instant>& at) const {
    return at ? print_edtf(*at) : std::string();
  }

  // ---- results ----

  std::size_t emit(std::size_t begin, std::size_t end, const Instant& at, std::string rule,
                   std::string anchor, std::string mod = {}, bool keep_focus = false) {
    TimeExpression out;
    // "last Friday": the word that chooses the day is a part of it.
    if (begin > 0 && rule.starts_with("weekday/1") &&
        TimeTagger::find(t_.shifts_, before(begin)) != nullptr && (out_.empty() || out_.back().end < begin))
      --begin;
    out.begin = begin;
    out.end = end;
    out.kind = TimeKind::Point;
    out.mod = std::move(mod);
    out.timex2 = print_timex2(at);
    out.value.edtf = print_edtf(at);
    out.value.rule = std::move(rule);
    out.value.anchor = std::move(anchor);
    if (at.year != kNoYear && !keep_focus) {
      if (!(focus_ && at.grain == Grain::Century)) {
        focus_ = at;
        focus_->part.clear();
        focus_->hour = -1;
      }
    }
    // The part of a period narrows its bounds; thirds, since no source fixes "early".
    Bounds bounds = edtf_bounds(out.value.edtf);
    if (!out.mod.empty() && !bounds.min.empty() && !bounds.max.empty()) {
      const std::optional<Date> min = first_day(out.value.edtf), max = last_day(out.value.edtf);
      if (min && max) {
        const std::int64_t length = day_number(*max) - day_number(*min) + 1;
        if (length >= 6) {
          if (out.mod == "START") bounds.max = print_day(add_days(*min, length / 3));
          if (out.mod == "END") bounds.min = print_day(add_days(*max, -length / 3));
          if (out.mod == "MID") {
            bounds.min = print_day(add_days(*min, length / 3));
            bounds.max = print_day(add_days(*max, -length / 3));
          }
        }
      }
    }
    out.value.min = bounds.min;
    out.value.max = bounds.max;
    push(std::move(out));
    return end;
  }

  std::size_t emit_length(std::size_t begin, std::size_t end, std::string iso, std::string mod,
                          bool set = false) {
    TimeExpression out;
    out.begin = begin;
    out.end = end;
    out.kind = set ? TimeKind::Repeated : TimeKind::Length;
    out.iso = iso;
    out.timex2 = std::move(iso);
    out.mod = std::move(mod);
    out.value.rule = set ? "repeated/1" : "length/1";
    push(std::move(out));
    return end;
  }

  std::size_t emit_reference(std::size_t begin, std::size_t end, TimeKind kind) {
    TimeExpression out;
    out.begin = begin;
    out.end = end;
    out.kind = kind;
    out.timex2 = kind == TimeKind::Past      ? "PAST_REF"
                 : kind == TimeKind::Present ? "PRESENT_REF"
                                             : "FUTURE_REF";
    out.value.rule = kind == TimeKind::Past ? "past/1" : kind == TimeKind::Present ? "present/1" : "ahead/1";
    push(std::move(out));
    return end;
  }

  void push(TimeExpression out) {
    out.span = {words_[out.begin].span.begin, words_[out.end - 1].span.end};
    std::size_t previous = out.begin;
    // "by early May", "until the end of May": the preposition stands in front of what was taken.
    while (previous > 0 && (in(List::BeforeBound, words_[previous - 1].lower))) {
      --previous;
    }
    if (previous > 0 && out.kind != TimeKind::Repeated) {
      if (const Entry* bound = TimeTagger::find(t_.bounds_, words_[previous - 1].lower))
        out.value.bound = bound->text;
    }
    if (out.kind == TimeKind::Point && !out.value.edtf.empty() &&
        (out.value.bound == "since" || out.value.bound == "from")) {
      out.value.edtf = out.value.edtf.substr(0, out.value.edtf.find('/')) + "/..";
      out.value.max.clear();
    }
    if (out.kind == TimeKind::Length && out.value.bound == "within" && anchor_ && !out.iso.empty()) {
      // "within 48 hours": from the report's day on.
      if (const std::optional<Date> due = after_length(day_of(*anchor_), out.iso)) {
        out.value.edtf = anchor_text_ + "/" + print_day(*due);
        out.value.min = anchor_text_;
        out.value.max = print_day(*due);
        out.value.anchor = anchor_text_;
        out.value.rule = "within/1";
      }
    }
    out_.push_back(std::move(out));
  }

  static std::optional<Date> after_length(Date from, std::string_view iso) {
    // Only whole counts of one unit: "PT48H", "P3D".
    const bool clock = iso.starts_with("PT");
    std::string_view digits = iso.substr(clock ? 2 : 1);
    std::int64_t n = 0;
    const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), n);
    if (parsed.ec != std::errc() || n > 100000) return std::nullopt;
    const char unit = *parsed.ptr;
    if (clock) return unit == 'H' ? add_days(from, (n + 23) / 24) : from;
    if (unit == 'D') return add_days(from, n);
    if (unit == 'W') return add_days(from, 7 * n);
    if (unit == 'M') return add_months(from, static_cast<std::int32_t>(n));
    if (unit == 'Y') return add_months(from, static_cast<std::int32_t>(12 * n));
    return std::nullopt;
  }

  // ---- parts of expressions ----

  struct Core {
    std::size_t end = 0;  // 0 none
    Instant at;
    std::string rule;
    std::string anchor;
    bool keep_focus = false;
  };

  // Years that an open month or day may have.
  std::int32_t year_for(std::int32_t month, std::int32_t day, std::size_t begin, std::size_t end,
                        std::string* rule, std::string* anchor) {
    if (focus_ && (narrative_ || (explicit_year_ && focus_->year != kNoYear && anchor_ &&
                                  focus_->year != anchor_->year && begin - focus_word_ < 60))) {
      std::int32_t year = focus_->year;
      *rule += "+told";
      *anchor = print_edtf(*focus_);
      return year;
    }
    if (!anchor_) {
      if (focus_) {
        *anchor = print_edtf(*focus_);
        return focus_->year;
      }
      return kNoYear;
    }
    *anchor = anchor_text_;
    const Date today = day_of(*anchor_);
    if (day == 0) {
      if (looks_ahead(begin, end)) {
        *rule += "+ahead";
        return month >= today.month ? today.year : today.year + 1;
      }
      return month <= today.month ? today.year : today.year - 1;
    }
    // A day and month: ahead when the clause says so, or when it lies within seven weeks and the past one ten
    // months back.
    const Date this_year{today.year, month, std::min(day, days_in_month(today.year, month))};
    const std::int64_t off = day_number(this_year) - day_number(today);
    if (looks_ahead(begin, end)) {
      *rule += "+ahead";
      return off >= 0 ? today.year : (off > -60 ? today.year : today.year + 1);
    }
    if (off <= 0) return off < -320 ? today.year + (0) : today.year;
    return off <= 49 ? today.year : today.year - 1;
  }

  // "of that year", "of the same year", "that year", "of this year", "last year" after a month or day.
  std::size_t trailing_year(std::size_t at, std::int32_t* year) const {
    std::size_t i = at;
    if (in(List::WordOf, lower(i))) ++i;
    if (in(List::WordThe, lower(i))) ++i;
    const Entry* shift = TimeTagger::find(t_.shifts_, lower(i));
    if (shift == nullptr) return 0;
    if (in(List::WordThat, lower(i)) && in(List::WordSame, lower(i + 1))) ++i;
    if (!in(List::WordYear, lower(i + 1))) return 0;
    const std::optional<Instant>& from = shift->deictic ? deictic() : anaphoric();
    if (!from || from->year == kNoYear) return 0;
    *year = from->year + shift->number;
    return i + 2 - at;
  }

  // "BC", "B.C.", "BCE" after a year.
  std::size_t before_christ(std::size_t at) const {
    if (in(List::BeforeChrist, lower(at))) return 1;
    if (lower(at) == "b" && is_sign(w(at + 1), '.') && lower(at + 2) == "c")
      return is_sign(w(at + 3), '.') ? 4 : 3;
    return 0;
  }

  bool is_count_follower(std::size_t at) const {
    // "2000 people", "1500 troops": a plural noun right behind a bare figure. Months, "and", prepositions are
    // none.
    if (!letters(at) || w(at).capital) return false;
    const std::string& text = lower(at);
    if (text.size() < 4) return in(List::ShortCounted, text);
    if (text.ends_with("s") && !in(List::NoPlural, text)) {
      return !(text.ends_with("ss"));
    }
    return in(List::Counted, text);
  }

  Core year_core(std::size_t at) {
    Core out;
    const Word& word = w(at);
    if (word.kind != WordKind::Digits) return out;
    const bool glued = at > 0 && !word.space_before;
    if (glued && words_[at - 1].kind != WordKind::Sign) return out;
    if (glued && !(is_sign(words_[at - 1], '(') || is_dash(words_[at - 1]) || is_sign(words_[at - 1], '"') ||
                   is_sign(words_[at - 1], '\'') || is_sign(words_[at - 1], '[') ||
                   is_sign(words_[at - 1], '/') || words_[at - 1].lower.size() > 1)) {
      return out;
    }
    std::int32_t value = 0;
    if (word.lower.size() > 4) return out;
    std::from_chars(word.lower.data(), word.lower.data() + word.lower.size(), value);
    if (const std::size_t taken = before_christ(at + 1); taken > 0 && value > 0) {
      out.end = at + 1 + taken;
      out.at.grain = Grain::Year;
      out.at.year = 1 - value;
      out.rule = "year/1";
      return out;
    }
    const Word& next = w(at + 1);
    // "1,200", "3.5", "2014-05-03", "20:15", "1500m".
    if (!next.space_before && next.kind != WordKind::Letters && at + 1 < words_.size()) {
      if ((is_sign(next, ',') || is_sign(next, '.') || is_sign(next, ':') || is_sign(next, '/')) &&
          w(at + 2).kind == WordKind::Digits && !w(at + 2).space_before)
        return out;
      if (is_sign(next, '%')) return out;
    }
    const std::string& previous = before(at);
    const bool led = in(List::YearAfter, previous);
    if (ancient_ && word.lower.size() == 3 && (led || previous == "ca") &&
        !in(List::YearLooseAfter, previous) && !is_count_follower(at + 1) && next.space_before) {
      out.end = at + 1;
      out.at.grain = Grain::Year;
      out.at.year = 1 - value;
      out.rule = "year/1+era";
      return out;
    }
    if (word.lower.size() != 4 || value < 1000 || value > 2199) {
      // "1904-05": the second year of a span.
      if (word.lower.size() == 2 && glued && is_dash(words_[at - 1]) && at >= 2 &&
          words_[at - 2].lower.size() == 4 && !out_.empty() && out_.back().end == at - 1 && focus_ &&
          focus_->grain == Grain::Year && focus_->year > 0 && focus_->year % 100 < value) {
        out.end = at + 1;
        out.at.grain = Grain::Year;
        out.at.year = focus_->year / 100 * 100 + value;
        out.rule = "year/1+span";
      }
      return out;
    }
    // "1990s".
    if (!next.space_before && (in(List::WordS, next.lower)) && value % 10 == 0) {
      out.end = at + 2;
      out.at.grain = value % 100 == 0 && value < 1900 ? Grain::Century : Grain::Decade;
      if (out.at.grain == Grain::Century) out.at.grain = Grain::Decade;
      out.at.year = value;
      out.rule = "decade/1";
      return out;
    }
    if (!next.space_before && next.kind == WordKind::Letters && at + 1 < words_.size()) return out;
    const bool counted = is_count_follower(at + 1);
    const bool bent = in(List::CountAfter, previous);
    if (!led && counted &&
        !(value >= 1900 && value <= 2050 && in(List::WordThe, previous) && !is_count_follower(at + 1)))
      return out;
    if (led && counted && (bent || in(List::CountJoin, previous))) return out;
    if (bent && !led && !(value >= 1800 && value <= 2100 && !counted && (w(at + 1).kind == WordKind::Sign)))
      return out;
    if (in(List::LabelAfter, previous)) return out;
    // Years far from the present are named only with a lead or on their own.
    if (!led && (value < 1400 || value > 2100) && !is_sign(w(at - 1), '(')) return out;
    out.end = at + 1;
    out.at.grain = Grain::Year;
    out.at.year = value;
    out.rule = "year/1";
    return out;
  }

  Core century_core(std::size_t at) {
    Core out;
    std::size_t taken = 0;
    const std::int32_t n = t_.numbers_.ordinal_at(words_, at, &taken);
    if (taken == 0 || n < 1 || n > 30) return out;
    std::size_t i = at + taken;
    if (is_dash(w(i)) && !w(i).space_before) ++i;
    if (!in(List::WordCentury, lower(i))) return out;
    ++i;
    out.at.grain = Grain::Century;
    out.at.year = (n - 1) * 100;
    if (const std::size_t bc = before_christ(i); bc > 0) {
      out.at.year = 1 - (n * 100 - 1);
      i += bc;
    } else if (n == 1) {
      out.at.year = 1;
    }
    out.end = i;
    out.rule = "century/1";
    return out;
  }

  Core month_core(std::size_t at) {
    Core out;
    const Word& word = w(at);
    if (word.kind != WordKind::Letters || !word.capital) return out;
    const std::int32_t month = t_.calendar_.month(word.lower);
    if (month == 0) return out;
    std::size_t end = at + 1;
    if (word.lower.size() <= 4 && is_sign(w(end), '.') && !w(end).space_before &&
        !in(List::WordMay, word.lower))
      ++end;
    out.at.grain = Grain::Month;
    out.at.month = month;
    out.rule = "month/1";
    // "480 BC" behind the month.
    std::size_t y = end;
    if (is_sign(w(y), ',') || in(List::WordOf, lower(y))) ++y;
    if (w(y).kind == WordKind::Digits && w(y).lower.size() <= 4) {
      std::int32_t value = 0;
      std::from_chars(w(y).lower.data(), w(y).lower.data() + w(y).lower.size(), value);
      if (const std::size_t bc = before_christ(y + 1); bc > 0) {
        out.at.year = 1 - value;
        out.end = y + 1 + bc;
        return out;
      }
    }
    std::int32_t year = kNoYear;
    if (const std::size_t taken = trailing_year(end, &year); taken > 0) {
      out.at.year = year;
      out.end = end + taken;
      out.rule = "month/1+year";
      out.anchor = print_anchor(anaphoric());
      return out;
    }
    // Alone: a lead or a following sign; "May" and "March" also open sentences as verbs or names.
    const std::string& previous = before(at);
    const bool led = in(List::MonthAfter, previous) || (at > 0 && is_dash(words_[at - 1])) ||
                     in(List::MonthAlsoAfter, previous);
    if (t_.calendar_.is_ambiguous(word.lower)) {
      if (!led || in(List::MonthLooseAfter, previous)) return out;
      if (letters(at + 1) && w(at + 1).capital) return out;
      // Abbreviations stand for a month only with a point.
      if (word.lower.size() == 3 && !in(List::WordMay, word.lower) && end == at + 1) return out;
    }
    // "April Glaspie", "August Pinochet": a name follows.
    if (!led && letters(at + 1) && w(at + 1).capital && w(at + 1).space_before) return out;
    std::string rule = "month/1";
    out.at.year = year_for(month, 0, at, end, &rule, &out.anchor);
    out.rule = std::move(rule);
    out.end = end;
    return out;
  }

  Core date_core(std::size_t at) {
    Core out;
    DateParse date = parse_date_at(words_, at, t_.calendar_);
    if (date.words == 0) return out;
    std::size_t end = at + date.words;
    out.at.month = date.month;
    out.at.day = date.day;
    out.at.hour = date.hour;
    out.at.minute = date.minute;
    out.at.zone = date.zone;
    out.at.grain = date.day == 0 ? Grain::Month : Grain::Day;
    out.rule = date.hour >= 0 ? "date/1+clock" : "date/1";
    if (date.has_year) {
      out.at.year = date.year;
      explicit_next_ = true;
    } else {
      std::int32_t year = kNoYear;
      if (const std::size_t taken = trailing_year(end, &year); taken > 0) {
        out.at.year = year;
        end += taken;
        out.rule = "date/1+year";
        out.anchor = print_anchor(anaphoric());
      } else {
        out.rule = "day-month/1";
        out.at.year = year_for(date.month, date.day, at, end, &out.rule, &out.anchor);
      }
    }
    out.end = end;
    // "noon on" is handled by its caller; a span of days becomes an interval there too.
    day_to_ = date.day_to;
    return out;
  }

  Core weekday_core(std::size_t at) {
    Core out;
    const Word& word = w(at);
    if (word.kind != WordKind::Letters || !word.capital) return out;
    std::int32_t wanted = t_.calendar_.weekday(word.lower);
    if (wanted == 0 && word.lower.ends_with('s') && word.lower.size() > 6 && !in(List::WordOn, before(at)) &&
        in(List::WeekdayOwned, lower(at + 1))) {
      wanted = t_.calendar_.weekday(word.lower.substr(0, word.lower.size() - 1));
    }
    if (wanted == 0) return out;
    if (word.lower.size() <= 4 && t_.calendar_.is_ambiguous(word.lower) && !is_sign(w(at + 1), '.'))
      return out;
    // "Bloody Sunday", "Black Friday", "Good Friday" name an event.
    if (at > 0 && words_[at - 1].capital && letters(at - 1) && !words_[at - 1].line_before &&
        TimeTagger::find(t_.shifts_, before(at)) == nullptr && !in(List::WeekdayAfter, before(at))) {
      // A name before a weekday is normal too ("said Asaad Monday"); only an adjective-like single capital
      // after a stop is an event.
      if (at >= 2 && (is_stop(words_[at - 2]) || in(List::NameAfter, lower(at - 2)))) return out;
    }
    std::size_t end = at + 1;
    if (word.lower.size() <= 5 && is_sign(w(end), '.') && !w(end).space_before && word.lower.size() < 6 &&
        !letters(end + 1)) {
      // A point after a short form.
      if (word.lower.size() <= 4) ++end;
    }
    const std::optional<Instant>& base = deictic();
    out.rule = "weekday/1";
    out.at.grain = Grain::Day;
    out.end = end;
    if (base && base->year != kNoYear && (base->grain <= Grain::Week)) {
      const Date from = day_of(*base);
      std::int64_t off = wanted - weekday(from);
      const Entry* shift = at > 0 ? TimeTagger::find(t_.shifts_, before(at)) : nullptr;
      // "Monday last week", "Friday of next week".
      std::size_t j = end;
      if (in(List::WordOf, lower(j))) ++j;
      const Entry* week = TimeTagger::find(t_.shifts_, lower(j));
      if (week != nullptr && in(List::WordWeek, lower(j + 1)) && week->deictic) {
        off = wanted - weekday(from) + 7 * week->number;
        out.end = j + 2;
        out.rule = "weekday/1+week";
      } else if (narrative_) {
        if (off < 0) off += 7;
      } else if (shift != nullptr && shift->number > 0) {
        // "next Friday" is the one of next week, said on a Wednesday; "the coming Friday" is the nearest.
        if (in(List::NextWeek, before(at))) {
          off += off + 7 < 2 ? 14 : 7;
        } else if (off <= 0) {
          off += 7;
        }
        out.rule = "weekday/1+next";
      } else if (shift != nullptr && shift->number < 0) {
        if (off >= 0) off -= 7;
        out.rule = "weekday/1+last";
      } else if (looks_ahead(at, end)) {
        // "will meet on Wednesday" in a report of that Wednesday: today.
        if (off < 0) off += 7;
        out.rule = "weekday/1+ahead";
      } else {
        if (off > 0) off -= 7;
      }
      const Instant day = from_day(add_days(from, off));
      out.at.year = day.year;
      out.at.month = day.month;
      out.at.day = day.day;
      out.anchor = print_day(from);
    }
    return out;
  }

  Core day_word_core(std::size_t at) {
    Core out;
    const Entry* day = TimeTagger::find(t_.days_, lower(at));
    if (day == nullptr) return out;
    out.end = at + 1;
    out.rule = "day-word/1";
    out.at.grain = Grain::Day;
    const std::optional<Instant>& base = deictic();
    if (base && base->year != kNoYear && base->grain <= Grain::Day && base->day != 0) {
      const Instant moved = from_day(add_days(day_of(*base), day->number));
      out.at.year = moved.year;
      out.at.month = moved.month;
      out.at.day = moved.day;
      out.anchor = print_day(day_of(*base));
    }
    out.at.part = day->text;
    return out;
  }

  Core season_core(std::size_t at) {
    Core out;
    std::size_t i = at;
    const Entry* shift = nullptr;
    if (in(List::WordThe, lower(i))) ++i;
    if ((shift = TimeTagger::find(t_.shifts_, lower(i))) != nullptr) ++i;
    const Entry* season = TimeTagger::find(t_.seasons_, lower(i));
    if (season == nullptr) return out;
    const bool drop_like = in(List::SeasonVerb, lower(i));
    std::size_t end = i + 1;
    out.at.grain = Grain::Season;
    out.at.season = season->number;
    out.rule = "season/1";
    std::size_t y = end;
    if (in(List::WordOf, lower(y)) || is_sign(w(y), ',')) ++y;
    if (w(y).kind == WordKind::Digits) {
      const Core year = year_core(y);
      if (year.end > 0 && year.at.grain == Grain::Year) {
        out.at.year = year.at.year;
        out.end = year.end;
        // "winter of 1904-05" belongs to the first year.
        return out;
      }
    }
    std::int32_t year = kNoYear;
    if (const std::size_t taken = trailing_year(end, &year); taken > 0) {
      out.at.year = year;
      out.end = end + taken;
      out.anchor = print_anchor(anaphoric());
      return out;
    }
    const std::string& previous = before(at);
    const bool led =
        shift != nullptr || in(List::SeasonAfter, previous) || (at > 0 && is_dash(words_[at - 1]));
    const bool article = in(List::WordThe, lower(at));
    if (!led && (!article || drop_like) && !w(at).capital) return out;
    if (!led && w(at).capital && (drop_like || letters(end))) return out;
    // "in fall of the city", "spring" as a source of water.
    if (drop_like && in(List::WordOf, lower(end))) return out;
    if (drop_like && !led) return out;
    if (letters(end) && (in(List::SeasonNoun, lower(end)))) {
      // Still that season.
    }
    const std::optional<Instant>& base = shift != nullptr && !shift->deictic ? anaphoric() : deictic();
    out.end = end;
    if (base && base->year != kNoYear) {
      out.anchor = print_edtf(*base);
      out.at.year = base->year;
      const std::int32_t month = base->month == 0 ? 6 : base->month;
      const std::int32_t start = season->number == 4 ? 12 : season->number * 3;
      if (!narrative_ && base->month != 0) {
        if (shift != nullptr && shift->number < 0) {
          // The last one that is over.
          if (start + 2 >= month) out.at.year -= 1;
        } else if (shift != nullptr && shift->number > 0) {
          if (start <= month) out.at.year += 1;
        } else if (shift == nullptr && start > month && !looks_ahead(at, end)) {
          out.at.year -= 1;
        }
      } else if (shift != nullptr) {
        out.at.year += shift->number;
      }
    }
    return out;
  }

  // "last month", "the previous day", "this week", "the same year", "that day".
  Core shift_core(std::size_t at) {
    Core out;
    std::size_t i = at;
    bool article = false;
    if (in(List::WordThe, lower(i))) {
      ++i;
      article = true;
    }
    const Entry* shift = TimeTagger::find(t_.shifts_, lower(i));
    if (shift == nullptr) return out;
    const bool that = in(List::WordThat, lower(i));
    const bool same = in(List::WordSame, lower(i));
    const bool last = in(List::Last, lower(i));
    ++i;
    if (that && in(List::WordSame, lower(i))) ++i;
    if (same && !article && !in(List::Pointing, before(at))) return out;
    const Entry* unit = TimeTagger::find(t_.units_, lower(i));
    const Entry* part = TimeTagger::find(t_.parts_, lower(i));
    const std::optional<Instant>& base =
        shift->deictic && !(article && shift->number == 1) ? deictic() : anaphoric();
    if (part != nullptr && unit == nullptr) {
      // "last night", "that morning", "the next morning", "this afternoon".
      if (lower(i).back() == 's') return out;
      out.end = i + 1;
      out.rule = "part-of-day/1";
      out.at.grain = Grain::Day;
      out.at.part = part->text;
      if (base && base->year != kNoYear && base->grain <= Grain::Day && base->day != 0) {
        const Instant day = from_day(add_days(day_of(*base), shift->number));
        out.at.year = day.year;
        out.at.month = day.month;
        out.at.day = day.day;
        out.anchor = print_day(day_of(*base));
      }
      return out;
    }
    if (unit == nullptr || lower(i).back() == 's') return out;
    if (in(List::ClockUnit, lower(i))) return out;
    // "this day", "this time" are weak; "last day of May" is not the day before.
    if (last && article && in(List::WordOf, lower(i + 1))) return out;
    if (in(List::WordDay, lower(i)) && last) return out;
    out.end = i + 1;
    out.rule = shift->deictic ? "shift/1" : "shift/1+told";
    if (!base || base->year == kNoYear) {
      out.at.grain = in(List::WordDay, lower(i))     ? Grain::Day
                     : in(List::WordWeek, lower(i))  ? Grain::Week
                     : in(List::WordMonth, lower(i)) ? Grain::Month
                                                     : Grain::Year;
      return out;
    }
    out.anchor = print_edtf(*base);
    move(*base, unit->text, shift->number, &out.at);
    return out;
  }

  // `base` moved by n units, as exact as the unit.
  static void move(const Instant& base, const std::string& unit, std::int64_t n, Instant* out) {
    *out = base;
    out->part.clear();
    out->hour = -1;
    out->minute = -1;
    if (n > 20000 || n < -20000) {
      out->year = kNoYear;
      return;
    }
    const std::int32_t count = static_cast<std::int32_t>(n);
    const auto year_of = [&](std::int32_t years) {
      out->grain = Grain::Year;
      out->year = base.year + years;
      out->month = 0;
      out->day = 0;
    };
    if (unit == "Y") return year_of(count);
    if (unit == "Y10") {
      // A decade away: the year when counted from one, the decade when counted from a decade.
      if (base.grain == Grain::Decade || n == 0 || n == 1 || n == -1) {
        out->grain = Grain::Decade;
        const std::int32_t year = base.year + 10 * count;
        out->year = year >= 0 ? year / 10 * 10 : year;
        out->month = 0;
        out->day = 0;
        return;
      }
      return year_of(10 * count);
    }
    if (unit == "Y100") {
      out->grain = Grain::Century;
      out->year = base.year + 100 * count;
      if (out->year >= 0) out->year = out->year / 100 * 100;
      out->month = 0;
      out->day = 0;
      return;
    }
    if (unit == "M") {
      if (base.month == 0) return year_of(0);
      const Date moved = add_months(day_of(base), count);
      out->grain = Grain::Month;
      out->year = moved.year;
      out->month = moved.month;
      out->day = 0;
      return;
    }
    if (unit == "W" || unit == "W2") {
      if (base.day == 0) return;
      const Instant week = week_of(add_days(day_of(base), 7 * count * (unit == "W2" ? 2 : 1)));
      *out = week;
      return;
    }
    if (unit == "D") {
      if (base.day == 0 || base.grain > Grain::Week) {
        // A day of a month or year: no nearer than that.
        out->grain = base.month != 0 ? Grain::Day : base.grain;
        out->day = 0;
        return;
      }
      *out = from_day(add_days(day_of(base), count));
      return;
    }
    if (unit == "H" && base.day != 0) {
      *out = from_day(add_days(day_of(base), n / 24));
    }
  }

  // "the first week of May", "the second half of 2014", "the last day of Ramadan".
  Core ordinal_core(std::size_t at) {
    Core out;
    std::size_t i = at;
    if (in(List::WordThe, lower(i))) ++i;
    std::size_t taken = 0;
    std::int32_t n = t_.numbers_.ordinal_at(words_, i, &taken);
    if (in(List::WordLatter, lower(i))) {
      n = -1;
      taken = 1;
    }
    if (taken == 0) return out;
    i += taken;
    const std::string unit = lower(i);
    if (!in(List::FirstUnit, unit)) return out;
    if (!in(List::WordOf, lower(i + 1))) return out;
    const std::size_t inner_at = i + 2;
    Core inner = point(inner_at, 1);
    if (inner.end == 0 || inner.at.year == kNoYear) return out;
    out = inner;
    out.rule = "part-of-period/1";
    const std::string edtf = print_edtf(inner.at);
    const std::optional<Date> first = first_day(edtf), last = last_day(edtf);
    if (!first || !last) return Core{};
    if (in(List::WordHalf, unit) && inner.at.grain == Grain::Year) {
      out.at.grain = Grain::Half;
      out.at.half = n == 1 ? 1 : 2;
    } else if (in(List::WordWeek, unit) && inner.at.grain == Grain::Month) {
      const Date start = n < 0 ? add_days(*last, -6) : add_days(*first, 7 * (n - 1));
      out.at = from_day(start);
      out.at.grain = Grain::Week;
    } else if (in(List::WordDay, unit) && inner.at.grain == Grain::Month) {
      out.at = from_day(n < 0 ? *last : add_days(*first, n - 1));
    } else if (in(List::WordMonth, unit) && inner.at.grain == Grain::Year) {
      out.at.grain = Grain::Month;
      out.at.month = n < 0 ? 12 : std::min(n, 12);
    } else if (in(List::SpanUnit, unit)) {
      mod_ = n == 1 ? "START" : "END";
    } else {
      return Core{};
    }
    return out;
  }

  Core feast_core(std::size_t at) {
    Core out;
    for (const TimeTagger::Feast& feast : t_.feasts_) {
      std::size_t i = at;
      bool same = true;
      for (const std::string& word : feast.words) {
        if (lower(i) != word) {
          // Writers drop or bend the hyphen and the apostrophe.
          if (word == "-" && letters(i)) continue;
          same = false;
          break;
        }
        ++i;
      }
      if (!same || !w(at).capital) continue;
      std::int32_t year = kNoYear;
      std::size_t y = i;
      if (is_sign(w(y), ',') || in(List::WordOf, lower(y))) ++y;
      if (w(y).kind == WordKind::Digits) {
        const Core said = year_core(y);
        if (said.end > 0 && said.at.grain == Grain::Year) {
          year = said.at.year;
          i = said.end;
        }
      }
      if (in(List::WordDay, lower(i)) && feast.kind == 'd') ++i;
      out.rule = feast.kind == 'h' ? "feast/1+hijri" : "feast/1";
      out.at.grain = Grain::Day;
      out.end = i;
      const std::optional<Instant>& base = deictic();
      const bool open = year == kNoYear;
      if (open) {
        if (!base || base->year == kNoYear) return out;
        year = base->year;
        out.anchor = print_edtf(*base);
      }
      const auto day_in = [&](std::int32_t of_year) -> Date {
        if (feast.kind == 'd') return {of_year, feast.month, feast.day};
        if (feast.kind == 'e') return add_days(easter(of_year), feast.day);
        // The Islamic year that has the day in this civil year; a day may fall twice, the first is taken.
        const auto hijri = static_cast<std::int32_t>((static_cast<std::int64_t>(of_year) - 622) * 33 / 32);
        for (std::int32_t h = hijri - 1; h <= hijri + 2; ++h) {
          const Date date = hijri_to_civil(h, feast.month, std::max(1, feast.day));
          if (date.year == of_year) return date;
        }
        return {of_year, 1, 1};
      };
      Date day = day_in(year);
      if (open && base->day != 0 && !narrative_) {
        const Date today = day_of(*base);
        const std::int64_t off = day_number(day) - day_number(today);
        if (looks_ahead(at, i)) {
          if (off < 0) day = day_in(year + 1);
        } else if (off > 45) {
          day = day_in(year - 1);
        } else if (off < -320) {
          day = day_in(year + 1);
        }
      }
      if (feast.kind == 'h' && feast.day == 0) {
        // A month: the 29 or 30 days from its first.
        out.at = from_day(day);
        out.at.approx = true;
        return out;
      }
      out.at = from_day(day);
      out.at.approx = feast.kind == 'h';
      return out;
    }
    return out;
  }

  // A clock time with its day: "noon on Thursday", "5:30 am on 3 May", "3 May at noon".
  Core clock_core(std::size_t at) {
    Core out;
    std::size_t end = at;
    std::int32_t hour = -1, minute = 0;
    std::string zone;
    std::size_t i = at;
    if (const Entry* named = TimeTagger::find(t_.clocks_, lower(i))) {
      hour = named->number;
      end = i + 1;
    } else {
      const ClockParse clock = parse_clock_at(words_, i, t_.calendar_);
      if (clock.words == 0) return out;
      // "3:2" scores and "5:30" in a verse are rare; a bare "12.30" was refused by the parser.
      hour = clock.hour;
      minute = clock.minute;
      zone = clock.zone;
      end = i + clock.words;
    }
    out.rule = "clock/1";
    std::size_t j = end;
    if (in(List::WordLocal, lower(j)) && in(List::WordTime, lower(j + 1))) j += 2;
    if (in(List::WordTime, lower(j))) ++j;
    // "5:34 AM Baghdad time on": one or two words between.
    std::size_t k = j;
    if (letters(k) && w(k).capital && in(List::WordTime, lower(k + 1))) k += 2;
    if (is_sign(w(k), ',')) ++k;
    if (in(List::OnOf, lower(k))) ++k;
    Core day;
    if (k < words_.size()) {
      day = date_core(k);
      if (day.end == 0) day = weekday_core(k);
      if (day.end == 0) day = day_word_core(k);
      if (day.end != 0 && day.at.grain != Grain::Day) day = Core{};
      if (day.end != 0 && day.at.hour >= 0) day = Core{};
    }
    if (day.end != 0 && !(narrative_ && k > end && in(List::WordOn, lower(k - 1)))) {
      out = day;
      out.rule = "clock/1+" + day.rule;
      out.end = day.end;
    } else {
      out.end = end;
      out.at.grain = Grain::Day;
      const std::optional<Instant>* base = &anaphoric();
      Core later;
      if (day.end != 0) {
        // Scored as two expressions in histories; the clock still takes the day that follows.
        out.at = day.at;
      } else if (*base && (*base)->year != kNoYear && (*base)->day != 0 && (*base)->grain <= Grain::Day) {
        out.at = **base;
        out.anchor = print_day(day_of(**base));
      }
      out.keep_focus = true;
    }
    out.at.part.clear();
    out.at.hour = hour;
    out.at.minute = minute;
    out.at.zone = zone;
    return out;
  }

  // A part of a day with its day: "the morning of 3 May", "overnight", "Monday morning" is handled behind the
  // day.
  Core part_core(std::size_t at) {
    Core out;
    std::size_t i = at;
    if (in(List::WordThe, lower(i))) ++i;
    if (in(List::EarlyLate, lower(i))) {
      if (TimeTagger::find(t_.parts_, lower(i + 1)) == nullptr) return out;
      ++i;
    }
    const Entry* part = TimeTagger::find(t_.parts_, lower(i));
    if (part == nullptr) return out;
    std::size_t end = i + 1;
    if (in(List::WordHours, lower(end))) ++end;
    std::size_t j = end;
    if (in(List::OnOf, lower(j))) ++j;
    if (j < words_.size() && j > end) {
      Core day = date_core(j);
      if (day.end == 0) day = weekday_core(j);
      if (day.end == 0) day = bare_day_core(j);
      if (day.end != 0 && day.at.grain == Grain::Day && day.at.hour < 0) {
        out = day;
        out.at.part = part->text;
        out.rule = "part-of-day/1";
        return out;
      }
    }
    // Alone: only "overnight", or with a preposition that makes it one known day.
    const std::string& previous = before(at);
    const bool article = in(List::WordThe, lower(at));
    if (in(List::WordOvernight, lower(i)) || ((in(List::PartAfter, previous)) && article) ||
        in(List::WordAt, previous)) {
      const std::optional<Instant>& base = anaphoric();
      out.at.grain = Grain::Day;
      out.at.part = part->text;
      out.rule = "part-of-day/1";
      out.keep_focus = true;
      out.end = end;
      if (!in(List::WordOvernight, lower(i)) && in(List::WordAt, previous) && !in(List::Twilight, lower(i))) {
        // "at night" is a habit.
        out.at.grain = Grain::Day;
        return out;
      }
      if (base && base->year != kNoYear && base->day != 0 && base->grain <= Grain::Day) {
        const std::string part_code = out.at.part;
        out.at = *base;
        out.at.part = part_code;
        out.anchor = print_day(day_of(*base));
      }
      return out;
    }
    return out;
  }

  // "the night of 9": a bare day of the month told last.
  Core bare_day_core(std::size_t at) {
    Core out;
    if (w(at).kind != WordKind::Digits || w(at).lower.size() > 2 || !focus_ || focus_->month == 0 ||
        focus_->year == kNoYear)
      return out;
    std::int32_t day = 0;
    std::from_chars(w(at).lower.data(), w(at).lower.data() + w(at).lower.size(), day);
    if (!is_date(focus_->year, focus_->month, day)) return out;
    std::size_t end = at + 1;
    if (letters(end) && !w(end).space_before) return out;
    if (letters(end) && is_count_follower(end)) return out;
    out.end = end;
    out.at = *focus_;
    out.at.grain = Grain::Day;
    out.at.day = day;
    out.rule = "day/1+told";
    out.anchor = print_edtf(*focus_);
    return out;
  }

  // Any point, without edges in front. `depth` stops "the first week of the first week of …".
  Core point(std::size_t at, int depth = 0) {
    Core out = clock_core(at);
    if (out.end == 0) out = feast_core(at);
    if (out.end == 0) out = date_core(at);
    if (out.end == 0) out = month_core(at);
    if (out.end == 0) out = weekday_core(at);
    if (out.end == 0) out = day_word_core(at);
    if (out.end == 0) out = century_core(in(List::WordThe, lower(at)) ? at + 1 : at);
    if (out.end == 0) out = season_core(at);
    if (out.end == 0) out = shift_core(at);
    if (out.end == 0 && depth < 2) {
      // Counted so that crafted text cannot make the parser recurse.
      out = depth == 0 ? ordinal_core(at) : Core{};
    }
    if (out.end == 0) out = part_core(at);
    if (out.end == 0) {
      std::size_t i = at;
      if (in(List::WordThe, lower(i)) && w(i + 1).kind == WordKind::Digits) ++i;
      if (in(List::WordThe, lower(i)) && (in(List::Year, lower(i + 1))) && w(i + 2).kind == WordKind::Digits)
        i += 2;
      out = year_core(i);
      if (out.end != 0 && i == at + 1 && out.at.grain == Grain::Year) out = Core{};
    }
    if (out.end == 0) return out;
    // "Monday morning", "yesterday evening", "3 May at dawn".
    if (out.at.grain == Grain::Day && out.at.hour < 0 && out.at.part.empty()) {
      std::size_t i = out.end;
      if (in(List::EarlyLate, lower(i))) ++i;
      if (in(List::WordAt, lower(i)) || (in(List::WordIn, lower(i)) && in(List::WordThe, lower(i + 1))))
        i += in(List::WordIn, lower(i)) ? 2 : 1;
      if (const Entry* part = TimeTagger::find(t_.parts_, lower(i));
          part != nullptr && lower(i).back() != 's') {
        out.at.part = part->text;
        out.end = i + 1;
      } else if (const Entry* clock = TimeTagger::find(t_.clocks_, lower(i));
                 clock != nullptr && i > out.end) {
        out.at.hour = clock->number;
        out.at.minute = 0;
        out.end = i + 1;
        out.rule = "clock/1+" + out.rule;
      } else if (in(List::WordAt, lower(out.end))) {
        const ClockParse said = parse_clock_at(words_, out.end + 1, t_.calendar_);
        if (said.words > 0) {
          out.at.hour = said.hour;
          out.at.minute = said.minute;
          out.at.zone = said.zone;
          out.end += 1 + said.words;
          out.rule = "clock/1+" + out.rule;
        }
      }
    }
    return out;
  }

  // ---- lengths ----

  static std::string length_iso(const std::string& unit, const NumberParse& number, bool unknown) {
    std::string count;
    std::int64_t n = number.value;
    std::string code = unit;
    if (unit == "W2") {
      code = "W";
      n *= 2;
    } else if (unit == "Y10" || unit == "Y100") {
      code = "Y";
      n *= unit == "Y10" ? 10 : 100;
    }
    if (unknown) {
      count = "X";
    } else if (number.decimal && unit.size() == 1) {
      char buffer[32];
      std::snprintf(buffer, sizeof buffer, "%g", number.exact);
      count = buffer;
    } else {
      count = std::to_string(n);
    }
    if (code == "TM") return "PT" + count + "M";
    if (code == "H" || code == "S") return "PT" + count + code;
    return "P" + count + code;
  }

  // Number, unit and what follows: "three days ago", "two weeks later", "48 hours", "a 72-hour".
  std::size_t length(std::size_t at) {
    std::size_t i = at;
    std::string mod;
    bool shifted = false;
    const Entry* shift = nullptr;
    const std::size_t begin_words = i;
    // "the last three months", "the past few weeks", "the next two days", "the four previous weeks".
    if (in(List::Those, lower(i))) {
      shift = TimeTagger::find(t_.shifts_, lower(i + 1));
      if (shift == nullptr) return 0;
      i += 2;
      shifted = true;
    } else if ((shift = TimeTagger::find(t_.shifts_, lower(i))) != nullptr &&
               !in(List::PlainShift, lower(i))) {
      ++i;
      shifted = true;
    } else {
      shift = nullptr;
    }
    bool over = false;
    if (!shifted) {
      if (const Entry* bend = TimeTagger::find(t_.approx_, lower(i));
          bend != nullptr && letters(i) && !in(List::WeakApprox, lower(i))) {
        mod = bend->text;
        ++i;
      } else if (in(List::WordMore, lower(i)) && in(List::WordThan, lower(i + 1))) {
        mod = "MORE_THAN";
        i += 2;
      } else if (in(List::WordLess, lower(i)) && in(List::WordThan, lower(i + 1))) {
        mod = "LESS_THAN";
        i += 2;
      } else if (in(List::WordAt, lower(i)) && (in(List::LeastMost, lower(i + 1)))) {
        mod = in(List::WordLeast, lower(i + 1)) ? "EQUAL_OR_MORE" : "EQUAL_OR_LESS";
        i += 2;
      } else if (in(List::WordUp, lower(i)) && in(List::WordTo, lower(i + 1))) {
        mod = "EQUAL_OR_LESS";
        i += 2;
      }
      over = i > at;
    }
    NumberParse number = t_.numbers_.parse_at(words_, i, true);
    // "two and a half years".
    bool bare_plural = false;
    if (number.words == 0) {
      // "weeks later", "months", "years ago": a plural without number.
      if (over || TimeTagger::find(t_.units_, lower(i)) == nullptr || lower(i).back() != 's') return 0;
      bare_plural = true;
      number.vague = true;
    }
    i += number.words;
    if (number.article && in(List::WordHalf, lower(i)) && !bare_plural) return 0;
    if (in(List::WordOf, lower(i)) && number.vague) ++i;
    const bool hyphen = is_dash(w(i)) && !w(i).space_before && !w(i + 1).space_before;
    if (hyphen) ++i;
    if (!hyphen && number.words > 0) {
      if (const Entry* filler = TimeTagger::find(t_.fillers_, lower(i)); filler != nullptr) ++i;
      if (shifted == false && !over && TimeTagger::find(t_.shifts_, lower(i)) != nullptr &&
          (in(List::Preceding, lower(i))))
        ++i;
    }
    const Entry* unit = TimeTagger::find(t_.units_, lower(i));
    if (unit == nullptr) return 0;
    const std::string unit_word = lower(i);
    if ((in(List::SmallUnit, unit_word)) && number.article) return 0;
    if (in(List::WordSecond, unit_word)) return 0;
    const bool plural = unit_word.back() == 's';
    // "one day" and "3 day" are fine; "few day" is not.
    if (number.vague && !plural && !hyphen) return 0;
    ++i;
    // "three-day-old", "10 years old": an age is a length, too.
    if (hyphen && is_dash(w(i)) && !w(i).space_before && (in(List::LongOld, lower(i + 1)))) i += 2;
    if (in(List::LongOld, lower(i))) ++i;
    // "five years and six months" stays two lengths.
    if (is_sign(w(i), '\'') || lower(i) == "\xE2\x80\x99") {
      // "three days' notice".
      if (!w(i).space_before) ++i;
      if (in(List::WordS, lower(i)) && !w(i).space_before) ++i;
    }
    const std::string iso = length_iso(unit->text, number, number.vague);
    if (!shifted) {
      // Which way from here?
      std::size_t j = i;
      const std::string& next = lower(j);
      std::int32_t direction = 0;
      bool told = true;
      std::size_t end = j;
      if (in(List::WordAgo, next)) {
        direction = -1;
        told = false;
        end = j + 1;
      } else if (in(List::Earlier, next)) {
        direction = -1;
        end = j + 1;
      } else if (in(List::Later, next)) {
        direction = 1;
        end = j + 1;
      } else if (in(List::WordFrom, next) && (in(List::Now, lower(j + 1)))) {
        direction = 1;
        told = false;
        end = j + 2;
      } else if (in(List::BeforeAfter, next)) {
        direction = in(List::WordAfter, next) ? 1 : -1;
        end = j + 1;
        // "two days after the vote": the event's own date is not known here, unless a date follows.
        const Core event = end < words_.size() ? point(end) : Core{};
        if (event.end != 0 && event.at.year != kNoYear && !number.vague) {
          Instant moved;
          move(event.at, unit->text, direction * number.value, &moved);
          return emit(at, event.end, moved, "offset/1+date", print_edtf(event.at), mod);
        }
        if (in(List::WordThat, lower(end)) && (w(end + 1).kind == WordKind::Sign || end + 1 >= words_.size()))
          ++end;
        const bool ends = end >= words_.size() || w(end).kind == WordKind::Sign;
        if (!ends) {
          // With a noun or clause behind it the offset counts from an event told elsewhere: the base is not
          // known.
          if (!number.vague) {
            if (number.article && !plural && before(at) != "," && !in(List::MainUnit, unit_word)) return 0;
            const std::optional<Instant>& base = anaphoric();
            if (base && base->year != kNoYear && narrative_) {
              Instant moved;
              move(*base, unit->text, direction * number.value, &moved);
              return emit(at, end, moved, "offset/1+event", print_edtf(*base), mod, true);
            }
            return emit(at, end, Instant{}, "offset/1+event", "", mod, true);
          }
          direction = 0;
          end = i;
        }
      }
      if (direction != 0) {
        const std::optional<Instant>& base = told ? anaphoric() : deictic();
        if (number.vague) return emit_reference(at, end, direction < 0 ? TimeKind::Past : TimeKind::Future);
        Instant moved;
        if (base && base->year != kNoYear) move(*base, unit->text, direction * number.value, &moved);
        return emit(at, end, moved, told ? "offset/1+told" : "offset/1", print_anchor(base), mod);
      }
      if (number.article && !hyphen) {
        // "a day" alone is a length after "for", "in", "within", "lasted", "every"; "a year" the same; else
        // "ten a day" a rate.
        const std::string& previous = before(at);
        if (at > 0 && (words_[at - 1].kind == WordKind::Digits ||
                       t_.numbers_.parse_at(words_, at - 1).words > 0 || in(List::RepeatAfter, previous))) {
          return emit_length(at, i, iso, "", true);
        }
        if (!over && !in(List::LengthAfter, previous)) return 0;
      }
      if (bare_plural && !(in(List::LengthAlsoAfter, before(at)))) return 0;
      // "two-day" before a noun keeps its span without the article.
      return emit_length(at, i, iso, mod);
    }
    // With "last", "past", "next": a length that ends or starts at the report.
    if (number.article) return 0;
    if (bare_plural && shift->number == 0) return 0;
    if (!plural && !number.article && number.value != 1) return 0;
    if (number.words == 0 && !plural) return 0;
    TimeExpression out;
    out.begin = begin_words;
    out.end = i;
    out.kind = TimeKind::Length;
    out.iso = iso;
    out.timex2 = iso;
    out.value.rule = shift->number < 0 ? "last-span/1" : "next-span/1";
    const std::optional<Instant>& base = shift->deictic ? deictic() : anaphoric();
    if (base && base->year != kNoYear && base->day != 0 && !number.vague && shift->number != 0) {
      const Date from = day_of(*base);
      std::optional<Date> other;
      if (shift->number > 0) {
        other = after_length(from, iso);
      } else {
        const std::int64_t n = number.value;
        if (n < 10000) {
          other = unit->text == "D"   ? std::optional<Date>(add_days(from, -n))
                  : unit->text == "W" ? std::optional<Date>(add_days(from, -7 * n))
                  : unit->text == "M" ? std::optional<Date>(add_months(from, -static_cast<std::int32_t>(n)))
                  : unit->text == "Y"
                      ? std::optional<Date>(add_months(from, -12 * static_cast<std::int32_t>(n)))
                  : unit->text == "H" ? std::optional<Date>(add_days(from, -(n + 23) / 24))
                                      : std::nullopt;
        }
      }
      if (other) {
        const Date low = std::min(from, *other), high = std::max(from, *other);
        out.value.edtf = print_day(low) + "/" + print_day(high);
        out.value.min = print_day(low);
        out.value.max = print_day(high);
        out.value.anchor = print_day(from);
      }
    }
    push(std::move(out));
    return i;
  }

  // ---- the whole ----

  // False when surely no time expression starts at the word.
  bool can_start(std::size_t at) const {
    if (t_.starts_.contains(lower(at))) return true;
    const auto lead = t_.leads_.find(lower(at));
    if (lead == t_.leads_.end()) return false;
    const Word& next = w(at + 1);
    if (next.kind == WordKind::Digits) return true;
    if (!lead->second.empty()) return lead->second.contains(next.lower);
    if (t_.starts_.contains(next.lower)) return true;
    // "the very end", "about a week", "the circa", "over the last week".
    const auto second = t_.leads_.find(next.lower);
    return second != t_.leads_.end();
  }

  std::size_t parse(std::size_t at) {
    const Word& word = words_[at];
    mod_.clear();
    day_to_ = 0;
    explicit_next_ = false;
    if (word.kind == WordKind::Sign) return 0;
    if (word.kind == WordKind::Letters && !can_start(at)) return 0;
    // Edges: "early May", "mid-December", "the end of the year", "late in 2003", "earlier this week".
    std::size_t i = at;
    if (in(List::TheVery, lower(i))) ++i;
    const Entry* edge = TimeTagger::find(t_.edges_, lower(i));
    if (edge != nullptr || in(List::EarlierLater, lower(i))) {
      std::size_t j = i + 1;
      if (is_dash(w(j)) && !w(j).space_before) ++j;
      if (in(List::Stretch, lower(j))) {
        if (in(List::WordOf, lower(j + 1))) ++j;
      }
      if (in(List::OfInOn, lower(j))) ++j;
      Core inner = j < words_.size() ? point(j) : Core{};
      if (inner.end == 0 && in(List::WordThe, lower(j))) {
        // "the end of the year", "the start of the month".
        const Entry* unit = TimeTagger::find(t_.units_, lower(j + 1));
        const std::optional<Instant>& base = narrative_ ? anaphoric() : (focus_ ? focus_ : anchor_);
        if (unit != nullptr && lower(j + 1).back() != 's' && base && base->year != kNoYear &&
            (unit->text == "Y" || unit->text == "M" || unit->text == "W" || unit->text == "D")) {
          inner.end = j + 2;
          inner.rule = "shift/1+told";
          inner.anchor = print_edtf(*base);
          move(*base, unit->text, 0, &inner.at);
        }
      }
      // "late Thursday", "early Friday" are the day with a part of it.
      if (inner.end != 0 && inner.at.hour < 0) {
        const std::string mod = edge != nullptr ? edge->text : "";
        // The words alone ("start in May" as a verb) need the noun or adjective use: an article, a hyphen,
        // "of" or no preposition.
        const bool verb_like = in(List::VerbLike, lower(i));
        if (!(verb_like && !in(List::WordThe, lower(at)) && !in(List::WordOf, lower(i + 1))) &&
            !((in(List::EarlierLater, lower(i))) && !in(List::EarlierBefore, lower(i + 1)))) {
          if (inner.at.grain == Grain::Day && mod == "END" && in(List::WordLate, lower(i)) &&
              inner.at.part.empty())
            inner.at.part = "";
          return finish(at, inner, mod.empty() ? mod_ : mod);
        }
      }
    }
    if (const std::size_t end = sets(at); end > 0) return end;
    if (const std::size_t end = length(at); end > 0) return end;
    std::string mod;
    std::size_t start = at;
    if (in(List::Circa, lower(at))) {
      std::size_t j = at + 1;
      if (is_sign(w(j), '.')) ++j;
      Core year = j < words_.size() ? year_core(j) : Core{};
      if (year.end != 0 && year.at.grain == Grain::Year && !is_count_follower(year.end)) {
        year.at.approx = true;
        return finish(at, year, "APPROX");
      }
    }
    Core core = point(start);
    if (core.end != 0) return finish(start, core, mod_);
    if (const Entry* present = TimeTagger::find(t_.present_, lower(at)); present != nullptr) {
      return emit_reference(at, at + 1, TimeKind::Present);
    }
    if (const Entry* past = TimeTagger::find(t_.past_, lower(at)); past != nullptr) {
      return emit_reference(at, at + 1, TimeKind::Past);
    }
    return 0;
  }

  std::size_t finish(std::size_t begin, const Core& core, const std::string& mod) {
    const std::int32_t day_to = day_to_;
    const std::size_t before_count = out_.size();
    std::size_t result = emit(begin, core.end, core.at, core.rule, core.anchor, mod, core.keep_focus);
    if (core.at.year != kNoYear && !core.keep_focus) {
      focus_word_ = core.end;
      explicit_year_ = core.anchor.empty() || core.rule.ends_with("+told") ||
                       (explicit_year_ && core.anchor != anchor_text_);
    }
    if (day_to > 0 && out_.size() > before_count && core.at.year != kNoYear && core.at.grain == Grain::Day &&
        is_date(core.at.year, core.at.month, day_to)) {
      // "3-5 May": both days.
      Instant last = core.at;
      last.day = day_to;
      TimeExpression& made = out_.back();
      made.kind = TimeKind::Interval;
      made.value.edtf = print_edtf(core.at) + "/" + print_edtf(last);
      made.value.max = print_day(day_of(last));
      made.value.rule = "day-span/1";
    }
    return result;
  }

  std::size_t sets(std::size_t at) {
    if (const Entry* often = TimeTagger::find(t_.often_, lower(at)))
      return emit_length(at, at + 1, often->text, "", true);
    if (in(List::Every, lower(at))) {
      std::size_t i = at + 1;
      NumberParse number = t_.numbers_.parse_at(words_, i);
      if (number.words == 0) number.value = 1;
      i += number.words;
      if (in(List::WordOther, lower(i))) {
        number.value = 2;
        ++i;
      }
      if (const Entry* unit = TimeTagger::find(t_.units_, lower(i)); unit != nullptr)
        return emit_length(at, i + 1, length_iso(unit->text, number, number.vague), "", true);
      if (w(i).capital && t_.calendar_.weekday(lower(i)) != 0) return emit_length(at, i + 1, "P1W", "", true);
      if (TimeTagger::find(t_.parts_, lower(i)) != nullptr) return emit_length(at, i + 1, "P1D", "", true);
    }
    if (in(List::WordEveryday, lower(at))) return emit_length(at, at + 1, "P1D", "", true);
    return 0;
  }

  const TimeTagger& t_;
  std::span<const Word> words_;
  std::vector<TimeExpression> out_;
  std::optional<Instant> anchor_;
  std::string anchor_text_;
  std::optional<Instant> focus_;  // the time told last
  std::size_t focus_word_ = 0;    // word after it
  bool explicit_year_ = false;    // its year was said, or follows from one that was
  bool narrative_ = false;
  bool ancient_ = false;
  std::string mod_;
  std::int32_t day_to_ = 0;
  bool explicit_next_ = false;
};

std::vector<TimeExpression> TimeTagger::tag(std::span<const Word> words, const TimeContext& context) const {
  return TimeParser(*this, words, context).run();
}

bool TimeTagger::is_narrative(std::span<const Word> words, const std::string& anchor) const {
  std::int32_t far = 0, near = 0;
  const std::optional<Date> day = first_day(anchor);
  for (std::size_t i = 0; i < words.size(); ++i) {
    const Word& word = words[i];
    if (word.kind != WordKind::Digits || word.lower.size() != 4) continue;
    const std::int32_t year = std::atoi(word.lower.c_str());
    if (year < 1000 || year > 2199) continue;
    if (day && year >= day->year - 1) {
      ++near;
    } else {
      ++far;
    }
  }
  std::size_t ancient = 0;
  for (const Word& word : words) ancient += in(List::BeforeChrist, word.lower) ? 1 : 0;
  if (ancient >= 5) return true;
  // A history names its years over and over; a report names a few for background.
  return far >= 8 && far > 3 * near;
}

}  // namespace hudna::ground
