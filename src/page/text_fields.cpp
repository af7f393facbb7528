#include "page/text_fields.h"

#include <algorithm>
#include <array>
#include <map>

#include "base/utf8.h"
#include "page/stated_dates.h"
#include "page/word_hash.h"

namespace hudna::page {
namespace {

using base::Code;
using model::Block;
using model::BlockType;
using model::DateBasis;
using model::Span;
using model::StatedDate;

constexpr std::size_t kDates = 64;

bool upper_at(std::string_view s, std::size_t at) {
  if (at >= s.size()) return false;
  const char32_t c = base::decode_utf8(s, at).point;
  return (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE) || (c >= 0x100 && c <= 0x17F && (c & 1) == 0) ||
         (c >= 0x391 && c <= 0x3A9) || (c >= 0x400 && c <= 0x42F);
}

// Capitalised words from `at` on, joined by single spaces, at most `most`.
std::string_view capitals_from(std::string_view s, std::size_t at, std::size_t most) {
  const std::size_t begin = at;
  std::size_t end = at, n = 0;
  while (at < s.size() && n < most && upper_at(s, at)) {
    std::size_t e = at;
    while (e < s.size() && s[e] != ' ' && s[e] != ',' && s[e] != ';' && s[e] != ':' && s[e] != '(' &&
           s[e] != '"' && !(s[e] == '.' && (e + 1 >= s.size() || s[e + 1] == ' ')))
      ++e;
    if (s.compare(e, 1, ".") == 0 && e - at <= 2) ++e;  // an initial
    end = e;
    ++n;
    if (e >= s.size() || s[e] != ' ') break;
    at = e + 1;
  }
  std::string_view out = s.substr(begin, end - begin);
  for (const std::string_view tail : {"'s", "\xE2\x80\x99s"}) {
    if (out.size() > tail.size() && out.substr(out.size() - tail.size()) == tail)
      out.remove_suffix(tail.size());
  }
  return out;
}

void add_date(model::DocumentParts* parts, std::string edtf, DateBasis basis, bool modified, Span span) {
  if (edtf.empty() || parts->dates.size() >= kDates) return;
  StatedDate date;
  date.edtf = std::move(edtf);
  date.basis = basis;
  date.modified = modified;
  date.span = span;
  date.raw = parts->map.raw(span);
  parts->dates.push_back(std::move(date));
}

Span sub(Span whole, std::size_t begin, std::size_t end) {
  return {whole.begin + static_cast<std::uint32_t>(begin), whole.begin + static_cast<std::uint32_t>(end)};
}

// Stamps such as 8/3/2017 do not say which number is the month. A thread lives
// for days: of the two readings of all its stamps the one with the smaller spread is taken.
struct Slashed {
  int a, b, year;
  Span span;
};

std::vector<Slashed> slashed_dates(std::string_view line, Span span, const Vocabulary& vocabulary) {
  std::vector<Slashed> out;
  for (const FoundDate& d : find_dates(line, vocabulary, 4)) {
    if (!d.edtf.empty()) continue;
    int n[3] = {0, 0, 0};
    int g = 0;
    for (std::size_t i = d.begin; i < d.end && g < 3; ++i) {
      if (line[i] >= '0' && line[i] <= '9') {
        n[g] = n[g] * 10 + (line[i] - '0');
      } else {
        ++g;
      }
    }
    out.push_back({n[0], n[1], n[2], sub(span, d.begin, d.end)});
  }
  return out;
}

std::string iso(int y, int m, int d) {
  const auto two = [](int v) { return std::string(v < 10 ? "0" : "") + std::to_string(v); };
  return std::to_string(y) + "-" + two(m) + "-" + two(d);
}

}  // namespace

std::string_view strip_site(std::string_view title, std::string_view known_site, std::string* site) {
  title = trim(title);
  // Each name is looked for from the start again; what is longer is no title.
  constexpr std::size_t kTitleBytes = 1000;
  if (title.size() > kTitleBytes) return title;
  static constexpr std::string_view kMarks[] = {" | ",  " - ",        " \xE2\x80\x93 ", " \xE2\x80\x94 ",
                                                " :: ", " \xC2\xBB ", " \xE2\x80\xA2 ", " \xC2\xB7 ",
                                                " // "};
  const auto same = [](std::string_view a, std::string_view b) {
    const std::string x = folded_letters(a), y = folded_letters(b);
    return !x.empty() && !y.empty() &&
           (x == y || (x.size() >= 4 && y.find(x) != std::string::npos) ||
            (y.size() >= 4 && x.find(y) != std::string::npos && y.size() * 2 >= x.size()));
  };
  std::size_t best = std::string_view::npos, width = 0;
  for (const std::string_view mark : kMarks) {
    const std::size_t at = title.rfind(mark);
    if (at != std::string_view::npos && (best == std::string_view::npos || at > best)) {
      best = at;
      width = mark.size();
    }
  }
  if (best == std::string_view::npos || best == 0) return title;
  const std::string_view tail = trim(title.substr(best + width));
  const std::string_view head = trim(title.substr(0, best));
  if (!known_site.empty()) {
    if (same(tail, known_site)) {
      if (site != nullptr) *site = std::string(tail);
      return strip_site(head, known_site, nullptr);
    }
    return title;
  }
  // Unknown site: a short capitalised tail behind a longer head.
  const std::uint32_t tail_words = line_words(tail);
  if (tail_words <= 4 && line_words(head) >= tail_words + 2 && upper_at(tail, 0)) {
    if (site != nullptr) *site = std::string(tail);
    return head;
  }
  return title;
}

namespace {

std::string_view without_lead(std::string_view line, const Vocabulary& vocabulary) {
  for (const std::string& lead : vocabulary.byline_leads()) {
    if (line.size() > lead.size() && line.compare(0, lead.size(), lead) == 0 && line[lead.size()] == ' ')
      return trim(line.substr(lead.size()));
  }
  return line;
}

// Bytes of what parts two names at `at`: a comma, "; ", " and ", ", and "; 0 when the names end there.
std::size_t join_at(std::string_view line, std::size_t at, const Vocabulary& vocabulary) {
  std::size_t end = at;
  if (end < line.size() && (line[end] == ',' || line[end] == ';' || line[end] == '|' || line[end] == '/'))
    ++end;
  const bool mark = end > at;
  if (end >= line.size() || line[end] != ' ') return 0;
  ++end;
  if (!mark && end < line.size() && (line[end] == '|' || line[end] == '/') && end + 1 < line.size() &&
      line[end + 1] == ' ')
    return end + 2 - at;
  for (const std::string& join : vocabulary.byline_joins()) {
    if (line.compare(end, join.size(), join) == 0 && end + join.size() < line.size() &&
        line[end + join.size()] == ' ')
      return end + join.size() + 1 - at;
  }
  return mark ? end - at : 0;
}

// Whether a word of it is part of no person's name.
bool holds_no_name(std::string_view name, const Vocabulary& vocabulary) {
  for (std::size_t at = 0; at < name.size();) {
    const std::size_t end = std::min(name.find(' ', at), name.size());
    if (end > at && vocabulary.is_no_name(name.substr(at, end - at))) return true;
    at = end + 1;
  }
  return false;
}

// A person's name: one to six words, no address, no day, no title or lead alone.
bool name_like(std::string_view name, const Vocabulary& vocabulary) {
  const std::uint32_t words = line_words(name);
  bool all_titles = true, month = false, digit = false;
  for (std::size_t at = 0; at < name.size();) {
    const std::size_t end = std::min(name.find(' ', at), name.size());
    const std::string_view word = name.substr(at, end - at);
    const auto& leads = vocabulary.byline_leads();
    all_titles = all_titles && (word.empty() || vocabulary.is_degree(word) ||
                                std::find(leads.begin(), leads.end(), word) != leads.end());
    month = month || (!word.empty() && vocabulary.month(word) > 0);
    digit = digit || (!word.empty() && word[0] >= '0' && word[0] <= '9');
    at = end + 1;
  }
  if (all_titles || (month && digit)) return false;
  return words >= 1 && words <= 6 && name.size() <= 80 && name.find("http") == std::string_view::npos &&
         name.find('@') == std::string_view::npos && name.find("www.") == std::string_view::npos &&
         name.find(".com/") == std::string_view::npos && !std::all_of(name.begin(), name.end(), [](char c) {
           return (c >= '0' && c <= '9') || c == ' ' || c == '.' || c == '/' || c == ':' || c == '-' ||
                  c == '|';
         });
}

}  // namespace

std::vector<std::string> stated_names(std::string_view value, const Vocabulary& vocabulary, bool sure) {
  std::vector<std::string> out;
  // Longer values are no lists of authors.
  constexpr std::size_t kBytes = 2000;
  value = without_lead(trim(value.substr(0, kBytes)), vocabulary);
  bool first = true;
  for (std::size_t at = 0, begin = 0; at <= value.size(); ++at) {
    const std::size_t join = at < value.size() ? join_at(value, at, vocabulary) : 0;
    if (join == 0 && at < value.size()) continue;
    std::string_view part = trim(value.substr(begin, at - begin));
    while (!part.empty() &&
           (part.back() == '-' || part.back() == '|' || part.back() == ',' || part.back() == ':'))
      part = trim(part.substr(0, part.size() - 1));
    // What the first part of a sure value says is who it was, be it an office; behind it stand titles.
    if (name_like(part, vocabulary) && ((first && sure) || !holds_no_name(part, vocabulary)))
      out.emplace_back(part);
    first = first && part.empty();
    begin = at + join;
    if (join > 0) at = begin - 1;
  }
  return out;
}

std::vector<std::string> byline_names(std::string_view line, const Vocabulary& vocabulary) {
  std::vector<std::string> out;
  line = trim(line);
  const std::string_view rest = without_lead(line, vocabulary);
  const bool led = rest.size() < line.size();
  line = rest;
  // Without "by" only a line that is all names is a byline; a sentence about the author is not.
  if (!led && line_words(line) > 6) return out;
  std::size_t at = 0;
  while (at < line.size() && out.size() < 8) {
    const std::string_view name = capitals_from(line, at, 5);
    if (name.empty()) break;
    if (line_words(name) >= 2 && !vocabulary.is_agency(name.substr(0, name.find(' '))) &&
        !holds_no_name(name, vocabulary))
      out.emplace_back(name);
    at = static_cast<std::size_t>(name.data() - line.data()) + name.size();
    const std::size_t join = join_at(line, at, vocabulary);
    if (join == 0) break;
    at += join;
  }
  return out;
}

void fill_text_fields(const TextBlocks& blocks, const Vocabulary& vocabulary, model::DocumentParts* parts) {
  const std::string_view text = parts->text;
  std::string site;
  if (blocks.title >= 0) {
    const Span span = blocks.blocks[static_cast<std::size_t>(blocks.title)].span;
    const std::string_view whole = span.of(text);
    const std::string_view title = strip_site(whole, parts->outlet, &site);
    parts->title = std::string(title);
    const auto begin = static_cast<std::uint32_t>(title.data() - text.data());
    parts->title_span = {begin, begin + static_cast<std::uint32_t>(title.size())};
  }
  const auto first_prose =
      std::find_if(
          blocks.blocks.begin(), blocks.blocks.end(),
          [](const Block& b) { return b.type == BlockType::Paragraph || b.type == BlockType::Standfirst; }) -
      blocks.blocks.begin();
  std::size_t last_body = 0;
  for (std::size_t i = 0; i < blocks.blocks.size(); ++i) {
    if (model::section_kind(blocks.blocks[i].type) == model::SectionKind::Body) last_body = i;
  }
  std::vector<StatedDate> visible, below, credited, stamps, years;
  std::vector<Slashed> slashed;
  std::string holder;
  bool signed_below = true;
  const auto stated = [](const Block& b, const FoundDate& d, DateBasis basis) {
    StatedDate out;
    out.edtf = d.edtf;
    out.basis = basis;
    out.span = sub(b.span, d.begin, d.end);
    return out;
  };
  // "May 9, 2021, updated 17:55": the day in front of the word is not that of the change.
  const auto of_a_change = [](const LineFeatures& f, const FoundDate& d) {
    return f.cues.has(Cue::Updated) && !f.cues.has(Cue::Published) && d.begin > 2;
  };
  // Lines of author and day right below the headline, though a teaser or a summary stands between.
  const auto beside = [&](std::size_t i) {
    constexpr long kBelow = 14;
    const long below = static_cast<long>(i) - blocks.headline;
    return blocks.headline >= 0 && below > 0 && below <= kBelow && i < last_body;
  };
  for (std::size_t i = 0; i < blocks.blocks.size(); ++i) {
    const Block& b = blocks.blocks[i];
    const LineFeatures& f = blocks.features[i];
    const std::string_view line = b.span.of(text);
    const bool copyright = f.cues.has(Cue::Copyright) && f.words <= 60;
    if (copyright) {
      for (std::size_t at = 0; at + 4 <= line.size(); ++at) {
        const bool four =
            line[at] >= '1' && line[at] <= '2' &&
            std::all_of(line.begin() + static_cast<long>(at), line.begin() + static_cast<long>(at) + 4,
                        [](char c) { return c >= '0' && c <= '9'; });
        if (!four || (at > 0 && line[at - 1] >= '0' && line[at - 1] <= '9') ||
            (at + 4 < line.size() && line[at + 4] >= '0' && line[at + 4] <= '9'))
          continue;
        const std::string year(line.substr(at, 4));
        if (year < "1990" || year > "2099") continue;
        if (std::none_of(years.begin(), years.end(),
                         [](const StatedDate& d) { return d.basis == DateBasis::Copyright; })) {
          StatedDate d;
          d.edtf = year;
          d.basis = DateBasis::Copyright;
          d.span = sub(b.span, at, at + 4);
          years.push_back(d);
        }
        // The holder's name stands behind the year.
        if (holder.empty() && at + 5 < line.size()) holder = std::string(capitals_from(line, at + 5, 4));
        break;
      }
      continue;
    }
    // Eight blocks hold a signature, a source and some buttons.
    if (i > last_body + 8 || (i > last_body && (b.type == BlockType::RelatedStory ||
                                                b.type == BlockType::Comment || b.type == BlockType::Prompt)))
      signed_below = false;
    const bool furniture = b.type == BlockType::DateLine || b.type == BlockType::Byline ||
                           (static_cast<long>(i) < first_prose && f.dated && f.words <= 25 &&
                            b.type != BlockType::Caption && b.type != BlockType::Credit);
    if (b.type == BlockType::Comment && f.digits > 0) {
      for (const Slashed& s : slashed_dates(line, b.span, vocabulary)) slashed.push_back(s);
      if (f.words <= 14) {
        for (const FoundDate& d : find_dates(line, vocabulary, 1)) {
          if (d.edtf.size() >= 10) stamps.push_back(stated(b, d, DateBasis::Comments));
        }
      }
    } else if (furniture && (static_cast<long>(i) <= first_prose + 2 || beside(i))) {
      for (const FoundDate& d : find_dates(line, vocabulary, 2)) {
        if (d.edtf.empty()) continue;
        visible.push_back(stated(b, d, DateBasis::Visible));
        visible.back().modified = of_a_change(f, d);
      }
      // One of figures and slashes alone cannot be read; it is left to --meta.
    } else if ((b.type == BlockType::DateLine || b.type == BlockType::Byline) && i > last_body &&
               signed_below) {
      // Blogs are signed and dated right below their text; behind other stories stand those of others.
      for (const FoundDate& d : find_dates(line, vocabulary, 1)) {
        if (d.edtf.size() < 10) continue;
        below.push_back(stated(b, d, DateBasis::Visible));
        below.back().modified = of_a_change(f, d);
      }
    } else if (b.type == BlockType::Credit && static_cast<long>(i) < first_prose && f.words <= 12) {
      // "Kiev, 27 July 2020 (dpa)" above the text: a dateline that reads like an agency's credit.
      for (const FoundDate& d : find_dates(line, vocabulary, 1)) {
        if (d.edtf.size() < 10) continue;
        StatedDate date;
        date.edtf = d.edtf;
        date.basis = DateBasis::Visible;
        date.span = sub(b.span, d.begin, d.end);
        credited.push_back(date);
      }
    } else if (b.type == BlockType::Caption) {
      for (const FoundDate& d : find_dates(line, vocabulary, 1)) {
        if (d.edtf.size() >= 10) years.push_back(stated(b, d, DateBasis::Text));
      }
    }
    // Behind the article stand the authors of other stories; a byline there counts where the article has none
    // above it.
    const bool elsewhere = i > last_body && !parts->authors.empty();
    if (b.type == BlockType::Byline && !elsewhere && parts->authors.size() < 16) {
      // "By A and B", or "NPR's A tweets at …", "A is a correspondent …".
      std::vector<std::string> names = byline_names(line, vocabulary);
      if (names.empty() && f.cues.has(Cue::AuthorNote)) {
        for (const std::string_view mark : {" tweets ", " is a ", " is an ", " is the "}) {
          const std::size_t verb = line.find(mark);
          if (verb == std::string_view::npos) continue;
          std::size_t from = verb, words = 0;
          while (from > 0 && words < 3) {
            std::size_t w = from;
            while (w > 0 && line[w - 1] != ' ') --w;
            if (!upper_at(line, w) || line.substr(w, from - w).find('\'') != std::string_view::npos) break;
            from = w > 0 ? w - 1 : 0;
            ++words;
            if (w == 0) break;
          }
          const std::string_view name = trim(line.substr(from, verb - from));
          if (line_words(name) >= 2) names.emplace_back(name);
          break;
        }
      }
      for (std::string& name : names) {
        model::Author author;
        author.name = std::move(name);
        author.raw = parts->map.raw(b.span);
        if (std::none_of(parts->authors.begin(), parts->authors.end(),
                         [&](const model::Author& a) { return a.name == author.name; }))
          parts->authors.push_back(std::move(author));
      }
    }
  }
  if (slashed.size() >= 2) {
    const auto spread = [&](bool month_first) {
      int low = 1 << 30, high = 0;
      for (const Slashed& s : slashed) {
        const int m = month_first ? s.a : s.b, d = month_first ? s.b : s.a;
        if (!is_day(s.year, m, d)) return 1 << 30;
        const int day = s.year * 372 + m * 31 + d;
        low = std::min(low, day);
        high = std::max(high, day);
      }
      return high - low;
    };
    const int us = spread(true), world = spread(false);
    if (us != world) {
      for (const Slashed& s : slashed) {
        StatedDate stamp;
        stamp.edtf = us < world ? iso(s.year, s.a, s.b) : iso(s.year, s.b, s.a);
        stamp.basis = DateBasis::Comments;
        stamp.span = s.span;
        stamps.push_back(stamp);
      }
    }
  }
  if (visible.empty() && std::none_of(parts->dates.begin(), parts->dates.end(), [](const StatedDate& d) {
        return !d.modified && d.basis <= DateBasis::Visible;
      }))
    visible = !below.empty() ? std::move(below) : std::move(credited);
  for (const auto* list : {&visible, &stamps, &years}) {
    for (const StatedDate& d : *list) add_date(parts, d.edtf, d.basis, d.modified, d.span);
  }
  if (parts->outlet.empty()) parts->outlet = !holder.empty() ? holder : site;
}

namespace {

// "LA PAZ, 12 DEC 89": wires of the last century write the year of a dateline with two digits, which are of
// that century from 69 on (POSIX reads %y so). Only the end of the line is looked at, for elsewhere such
// figures are ages and sums.
std::vector<FoundDate> short_year_date(std::string_view part, const Vocabulary& vocabulary) {
  std::array<std::string_view, 3> words;
  std::size_t end = part.size(), count = 0;
  while (count < words.size() && end > 0) {
    std::size_t begin = end;
    while (begin > 0 && part[begin - 1] != ' ' && part[begin - 1] != ',') --begin;
    if (begin == end) {
      --end;
      continue;
    }
    words[words.size() - 1 - count++] = part.substr(begin, end - begin);
    end = begin;
  }
  const auto number = [](std::string_view word) {
    if (word.empty() || word.size() > 2) return -1;
    int value = 0;
    for (const char c : word) {
      if (c < '0' || c > '9') return -1;
      value = value * 10 + (c - '0');
    }
    return value;
  };
  if (count < words.size() || words[2].size() != 2) return {};
  const bool day_first = number(words[0]) > 0;
  const int day = number(words[day_first ? 0 : 1]), year = number(words[2]);
  std::string_view name = words[day_first ? 1 : 0];
  if (name.ends_with('.')) name.remove_suffix(1);
  const int month = vocabulary.month(name);
  const int full = year + (year >= 69 ? 1900 : 2000);
  // Leap years come again after 28 years; is_day knows only the years that web pages are from.
  if (year < 0 || day < 1 || month < 1 || !is_day(full < 2000 ? full + 28 : full, month, day)) return {};
  FoundDate found;
  found.edtf = iso(full, month, day);
  found.begin = static_cast<std::size_t>(words[0].data() - part.data());
  found.end = static_cast<std::size_t>(words[2].data() - part.data()) + words[2].size();
  return {found};
}

// Where a dateline at the head of the line may end: before the first dash that is not between brackets, as
// that of the agency in "(ACAN - EFE) -- ", else before a colon.
std::vector<std::size_t> dateline_ends(std::string_view line) {
  constexpr std::size_t kLongest = 80;
  std::size_t first = std::string_view::npos;
  std::vector<std::size_t> out;
  for (const std::string_view dash : {" \xE2\x80\x94 ", " \xE2\x80\x93 ", " - ", " -- ", ")-- ", ": "}) {
    if (dash == ": " && first != std::string_view::npos) out.push_back(first);
    for (std::size_t at = line.find(dash); at <= kLongest; at = line.find(dash, at + 1)) {
      const std::size_t end = at + (dash.front() == ')');
      const std::string_view lead = line.substr(0, end);
      if (std::count(lead.begin(), lead.end(), '(') != std::count(lead.begin(), lead.end(), ')')) continue;
      if (dash == ": ") {
        out.push_back(end);
      } else {
        first = std::min(first, end);
      }
      break;
    }
  }
  return out;
}

}  // namespace

void finish_fields(const Vocabulary& vocabulary, const PageOptions& options, model::DocumentParts* parts) {
  const std::string_view text = parts->text;
  std::string body;
  bool prose = false;
  for (const Block& b : parts->blocks) {
    if (b.type == BlockType::Paywall) parts->paywalled = true;
    if (model::section_kind(b.type) != model::SectionKind::Body) continue;
    if (body.size() < 16000) {
      body.append(b.span.of(text).substr(0, 16000));
      body.push_back('\n');
    }
    if ((b.type == BlockType::Paragraph || b.type == BlockType::Standfirst) && !prose) {
      // A standfirst has no dateline; the paragraph behind it is looked at then.
      prose = b.type == BlockType::Paragraph;
      // "GOMA, DR Congo, 3 May (AFP) - …": place in capitals or before a bracketed agency, then a dash.
      const std::string_view line = b.span.of(text).substr(0, 120);
      for (const std::size_t at : dateline_ends(line)) {
        const std::string_view lead = line.substr(0, at);
        // "SAN JOSE (COSTA RICA), 3 MAY 89 (EFE)": of two brackets the last one holds the agency, and one
        // that does not end the line none.
        const std::size_t last = lead.ends_with(')') ? lead.rfind('(') : std::string_view::npos;
        const std::size_t bracket = last == std::string_view::npos ? lead.size() : last;
        std::string_view place = trim(lead.substr(0, bracket));
        const bool caps =
            place.size() >= 3 && upper_at(place, 0) &&
            std::none_of(place.begin(),
                         place.begin() + static_cast<long>(std::min(place.size(), place.find(','))),
                         [](char c) { return c >= 'a' && c <= 'z'; });
        const bool agency = last != std::string_view::npos && line_words(lead) <= 10;
        if (!upper_at(lead, 0) || !(caps || agency)) continue;
        if (last != std::string_view::npos)
          parts->agency = std::string(trim(lead.substr(bracket + 1, lead.size() - bracket - 2)));
        const std::size_t from = static_cast<std::size_t>(place.data() - line.data());
        auto dates = find_dates(place, vocabulary, 1);
        if (dates.empty()) dates = short_year_date(place, vocabulary);
        if (!dates.empty() && !dates[0].edtf.empty()) {
          add_date(parts, dates[0].edtf, DateBasis::Dateline, false,
                   sub(b.span, from + dates[0].begin, from + dates[0].end));
          place = trim(place.substr(0, dates[0].begin));
        } else if (!parts->agency.empty() && last != std::string_view::npos) {
          // "LA PAZ (AFP, 12 March 2019) -": the day beside the agency.
          const std::string_view inside = lead.substr(bracket);
          dates = find_dates(inside, vocabulary, 1);
          if (dates.empty()) dates = short_year_date(trim(inside.substr(0, inside.size() - 1)), vocabulary);
          if (!dates.empty() && !dates[0].edtf.empty()) {
            add_date(parts, dates[0].edtf, DateBasis::Dateline, false,
                     sub(b.span, bracket + dates[0].begin, bracket + dates[0].end));
            const std::size_t comma = parts->agency.find(',');
            if (comma != std::string::npos) parts->agency.resize(comma);
          }
        }
        // A day without its year is no date, and no part of the place either: "GOMA, May 3 (AFP)".
        if (const std::size_t comma = place.rfind(','); comma != std::string_view::npos) {
          const std::string_view day = place.substr(comma + 1);
          bool month = false, digit = false;
          for (std::size_t w = 0; w < day.size();) {
            const std::size_t end = std::min(day.find_first_of(" .", w), day.size());
            month = month || (end > w && vocabulary.month(day.substr(w, end - w)) > 0);
            digit = digit || (end > w && day[w] >= '0' && day[w] <= '9');
            w = end + 1;
          }
          if (month && digit) place = place.substr(0, comma);
        }
        while (!place.empty() && (place.back() == ',' || place.back() == ' ')) place.remove_suffix(1);
        if (place.ends_with(')') && place.find('(') != std::string_view::npos) {
          place = trim(place.substr(0, place.find('(')));
        }
        parts->dateline_place = std::string(place);
        break;
      }
    }
  }
  if (!parts->url.empty() || !parts->canonical_url.empty()) {
    std::string date = url_date(!parts->canonical_url.empty() ? parts->canonical_url : parts->url);
    if (date.empty() && !parts->url.empty()) date = url_date(parts->url);
    // An address that tells only the month ("/2024/04/") gives way to a day that the page shows.
    const bool month = date.size() == 7;
    if (!date.empty() && std::none_of(parts->dates.begin(), parts->dates.end(), [&](const StatedDate& d) {
          return !d.modified && (d.basis == DateBasis::Metadata ||
                                 (month && d.basis <= DateBasis::Visible && d.edtf.size() >= 10));
        })) {
      add_date(parts, date, DateBasis::Metadata, false, {});
    }
  }
  // Order of trust, then of place; a page's own statement of publication before one of modification.
  std::stable_sort(parts->dates.begin(), parts->dates.end(),
                   [](const StatedDate& a, const StatedDate& b) { return a.basis < b.basis; });
  const std::string language = vocabulary.language(body.empty() ? text : std::string_view(body));
  // Short texts tell little: what the page states about itself stands then.
  if (language != "und" && (body.size() > 200 || parts->language == "und" || !parts->html))
    parts->language = language;
  if (!parts->html && language == "und" && body.size() < 200) parts->language = body.empty() ? "und" : "en";
  if (body.empty()) parts->diagnostics.push_back({Code::NoBody, "no block looks like reporting", 0, 0});
  if (parts->paywalled)
    parts->diagnostics.push_back({Code::Paywalled, "a paywall notice stands on the page", 0, 0});
  if (!parts->language.empty() && parts->language.substr(0, 2) != "en" && parts->language != "und") {
    parts->diagnostics.push_back({Code::NotEnglish, "the page is in \"" + parts->language + "\"", 0, 0});
  }
  const StatedDate* first = nullptr;
  for (const StatedDate& d : parts->dates) {
    if (d.modified || d.basis > DateBasis::Visible) continue;
    if (first == nullptr) {
      first = &d;
    } else if (d.edtf.size() >= 10 && first->edtf.size() >= 10 &&
               d.edtf.substr(0, 10) != first->edtf.substr(0, 10)) {
      parts->diagnostics.push_back(
          {Code::DatesDisagree, first->edtf + " and " + d.edtf, d.raw.begin, d.raw.end});
      break;
    }
  }
  static_cast<void>(options);
}

}  // namespace hudna::page
