#include "reading/report_date.h"

#include <algorithm>
#include <map>
#include <optional>

#include "ground/calendar.h"
#include "ground/words.h"

namespace hudna::reading {
namespace {

using ground::Date;
using ground::DateWord;

// What the running text says about time, without any anchor.
struct TextTimes {
  std::map<std::int32_t, int> weekdays;                          // ISO number, how often named
  std::vector<std::pair<Date, model::Span>> full;                // absolute days
  std::vector<std::pair<std::int32_t, std::int32_t>> year_less;  // month, day (0 when only the month)
  std::int32_t last_year = 0;                                    // the latest year named
  bool says_last_month = false;
  bool says_today = false;
};

// True when the words of the sentence before a date speak of what is to come ("will ... on June 3", "until 10
// September").
bool told_ahead(std::string_view before, const ground::CalendarWords& names) {
  const std::size_t stop = before.find_last_of(".!?\n");
  const std::vector<ground::Word> words =
      ground::cut_words(stop == std::string_view::npos ? before : before.substr(stop + 1));
  return std::any_of(words.begin(), words.end(),
                     [&names](const ground::Word& word) { return names.is(DateWord::Ahead, word.lower); });
}

TextTimes times_of(const model::Document& doc) {
  TextTimes out;
  const ground::CalendarWords& names = ground::CalendarWords::compiled();
  for (const model::Block& block : doc.blocks()) {
    if (!model::carries_evidence(block.type)) continue;
    const std::string_view text = block.span.of(doc.text());
    for (const ground::DateMatch& match : ground::find_absolute_dates(text, names)) {
      const std::optional<Date> day = match.has_year ? ground::first_day(match.edtf) : std::nullopt;
      if (day) out.last_year = std::max(out.last_year, day->year);
      if (match.has_year && match.has_day && day && match.other.empty()) {
        if (!told_ahead(text.substr(0, match.span.begin), names))
          out.full.push_back(
              {*day, {block.span.begin + match.span.begin, block.span.begin + match.span.end}});
      } else if (!match.has_year && match.edtf.size() >= 7) {
        const int month = std::stoi(match.edtf.substr(5, 2));
        if (!told_ahead(text.substr(0, match.span.begin), names)) {
          out.year_less.emplace_back(
              month, match.has_day && match.edtf.size() >= 10 ? std::stoi(match.edtf.substr(8, 2)) : 0);
        }
      }
    }
    const std::vector<ground::Word> words = ground::cut_words(text);
    for (std::size_t i = 0; i < words.size(); ++i) {
      const ground::Word& word = words[i];
      if (word.kind == ground::WordKind::Letters && word.capital) {
        const std::int32_t weekday = names.weekday(word.lower);
        if (weekday != 0 && !names.is_ambiguous(word.lower)) ++out.weekdays[weekday];
        // "mid-May", "in November": a month by itself.
        const std::int32_t month = names.month(word.lower);
        const bool lone = (i + 1 >= words.size() || words[i + 1].kind != ground::WordKind::Digits) &&
                          (i == 0 || words[i - 1].kind != ground::WordKind::Digits);
        if (month != 0 && lone && i > 0 && names.is(DateWord::BeforeMonth, words[i - 1].lower)) {
          out.year_less.emplace_back(month, 0);
        }
      }
      if (word.kind == ground::WordKind::Digits && word.lower.size() == 4 &&
          (word.lower.starts_with("19") || word.lower.starts_with("20"))) {
        out.last_year = std::max(out.last_year, std::stoi(word.lower));
      }
      if (names.is(DateWord::Today, word.lower)) out.says_today = true;
      if (names.is(DateWord::Last, word.lower) && i + 1 < words.size() &&
          names.is(DateWord::Month, words[i + 1].lower))
        out.says_last_month = true;
    }
  }
  return out;
}

// Comments follow within hours, and news names the day of what was said by its weekday: the nearest day at or
// before the first stamp that falls on the weekday named most often, if that is within three days of it.
std::optional<Date> by_weekday(Date stamp, const TextTimes& times) {
  int best = 0;
  for (const auto& [weekday, count] : times.weekdays) best = std::max(best, count);
  for (int back = 0; back <= 3 && best > 0; ++back) {
    const Date day = ground::add_days(stamp, -back);
    const auto found = times.weekdays.find(ground::weekday(day));
    if (found != times.weekdays.end() && found->second == best) return day;
  }
  return std::nullopt;
}

model::ResolvedDate from_text(const model::Document& doc, const TextTimes& times) {
  model::ResolvedDate out;
  out.basis = model::DateBasis::Text;
  // "the truce reached last month" beside "in mid-May": the report stands in the month after the latest one
  // named.
  const auto latest_month = std::max_element(times.year_less.begin(), times.year_less.end());
  if (times.says_last_month && latest_month != times.year_less.end() && times.last_year > 0) {
    const Date next = ground::add_months({times.last_year, latest_month->first, 1}, 1);
    out.edtf = ground::print_month(next.year, next.month);
    out.rule = "last-month/1";
    return out;
  }
  // The latest full date in caption or text: reports are published within days of it.
  if (!times.full.empty()) {
    const auto latest = std::max_element(times.full.begin(), times.full.end(),
                                         [](const auto& a, const auto& b) { return a.first < b.first; });
    const std::optional<Date> moved = by_weekday(latest->first, times);
    out.edtf = times.says_last_month ? ground::print_month(latest->first.year, latest->first.month)
                                     : ground::print_day(latest->first);
    out.rule = moved && *moved == latest->first ? "text-date+weekday/1" : "text-date/1";
    out.raw = doc.raw_span(latest->second);
    return out;
  }
  // One weekday and a day without its year: the first year at or after the latest named one in which they
  // agree; the report then stands in the six days after that day, since a report of the day itself would say
  // "today".
  if (times.weekdays.size() == 1 && times.last_year > 0) {
    std::vector<std::pair<std::int32_t, std::int32_t>> days;
    for (const auto& item : times.year_less) {
      if (item.second != 0) days.push_back(item);
    }
    // The latest of the past days is the one that a bare weekday can mean.
    for (std::int32_t year = times.last_year; !days.empty() && year <= times.last_year + 6; ++year) {
      const auto& [month, day] = *std::max_element(days.begin(), days.end());
      if (!ground::is_date(year, month, day)) continue;
      const Date latest{year, month, day};
      if (ground::weekday(latest) != times.weekdays.begin()->first) continue;
      const Date* found = &latest;
      out.edtf = ground::print_day(ground::add_days(*found, 1)) + "/" +
                 ground::print_day(ground::add_days(*found, 6));
      out.rule = "month-day+weekday/1";
      return out;
    }
  }
  out.basis = model::DateBasis::Unknown;
  return out;
}

}  // namespace

model::ResolvedDate resolve_published(const model::Document& doc, const std::string& given) {
  model::ResolvedDate out;
  if (!given.empty()) {
    out.edtf = given;
    out.basis = model::DateBasis::Given;
    out.rule = "given/1";
    return out;
  }
  const model::StatedDate* best = nullptr;
  const model::StatedDate* stamp = nullptr;
  for (const model::StatedDate& stated : doc.parts().dates) {
    if (stated.modified || stated.edtf.empty()) continue;
    if (stated.basis == model::DateBasis::Comments) {
      // The first comment bounds the publication from above.
      if (stamp == nullptr || stated.edtf < stamp->edtf) stamp = &stated;
      continue;
    }
    // "Monthly tracker: June 2021 … Published 1 July 2021": of two dates as well founded, the day tells when
    // it was published; the month may be what the page is about.
    if (best == nullptr || stated.basis < best->basis ||
        (stated.basis == best->basis && best->edtf.size() < 10 && stated.edtf.size() >= 10 &&
         stated.edtf.substr(0, 7) >= best->edtf)) {
      best = &stated;
    }
  }
  if (best != nullptr && best->basis < model::DateBasis::Comments) {
    out.edtf = best->edtf;
    out.basis = best->basis;
    out.rule = best->basis == model::DateBasis::Metadata   ? "metadata/1"
               : best->basis == model::DateBasis::Dateline ? "dateline/1"
                                                           : "visible/1";
    out.raw = best->raw;
    return out;
  }
  // A page that only says when it was updated was published then or shortly before.
  const model::ResolvedDate updated = resolve_modified(doc);
  if (!updated.edtf.empty() && updated.basis < model::DateBasis::Comments &&
      updated.basis != model::DateBasis::Copyright) {
    out = updated;
    out.rule = "updated/1";
    return out;
  }
  const TextTimes times = times_of(doc);
  if (stamp != nullptr) {
    const std::optional<Date> day = ground::first_day(stamp->edtf);
    // A report is not older than the latest day that it tells of; then the stamp was no comment's own.
    const bool older = day && std::any_of(times.full.begin(), times.full.end(),
                                          [&](const auto& told) { return told.first > *day; });
    if (day && !older) {
      const std::optional<Date> moved = by_weekday(*day, times);
      out.edtf = ground::print_day(moved ? *moved : *day);
      out.basis = model::DateBasis::Comments;
      out.rule = moved ? "comment-stamps+weekday/1" : "comment-stamps/1";
      out.raw = stamp->raw;
      return out;
    }
  }
  // A full date in the text says more than a copyright year, and is believed where it agrees with it.
  model::ResolvedDate text = from_text(doc, times);
  if (best != nullptr && best->basis == model::DateBasis::Copyright) {
    if (text.basis == model::DateBasis::Text && text.edtf.starts_with(best->edtf)) return text;
    out.edtf = best->edtf;
    out.basis = best->basis;
    out.rule = "copyright/1";
    out.raw = best->raw;
    return out;
  }
  return text;
}

model::ResolvedDate resolve_modified(const model::Document& doc) {
  model::ResolvedDate out;
  for (const model::StatedDate& stated : doc.parts().dates) {
    if (!stated.modified || stated.edtf <= out.edtf) continue;
    out.edtf = stated.edtf;
    out.basis = stated.basis;
    out.rule = "stated/1";
    out.raw = stated.raw;
  }
  return out;
}

}  // namespace hudna::reading
