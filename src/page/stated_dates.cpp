#include "page/stated_dates.h"

#include <array>

namespace hudna::page {
namespace {

// The web's pages; earlier years in a stamp are history, not a publication.
constexpr int kFirstYear = 1990;
constexpr int kLastYear = 2099;

bool digit(char c) { return c >= '0' && c <= '9'; }

std::string two(int n) { return {static_cast<char>('0' + n / 10), static_cast<char>('0' + n % 10)}; }

std::string day_text(int y, int m, int d) {
  std::string out = std::to_string(y);
  out += '-';
  out += two(m);
  if (d > 0) {
    out += '-';
    out += two(d);
  }
  return out;
}

struct Piece {
  std::size_t begin, end;
  int number;  // -1 for a word
  int month;   // of a word
  char after;  // the byte behind it
};

}  // namespace

bool is_day(int year, int month, int day) {
  static constexpr std::array<int, 13> kDays = {0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (year < kFirstYear || year > kLastYear || month < 1 || month > 12 || day < 1) return false;
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return day <= (month == 2 && !leap ? 28 : kDays[static_cast<std::size_t>(month)]);
}

std::vector<FoundDate> find_dates(std::string_view line, const Vocabulary& vocabulary, std::size_t limit) {
  std::vector<FoundDate> out;
  // A stamp stands in a short line; of a long one only the start is looked at.
  line = line.substr(0, 600);
  // A piece and what parts it from the next take two bytes at least.
  std::vector<Piece> pieces;
  pieces.reserve(24);
  for (std::size_t i = 0; i < line.size();) {
    const char c = line[i];
    if (digit(c)) {
      std::size_t j = i;
      int n = 0;
      while (j < line.size() && digit(line[j])) {
        if (j - i < 8) n = n * 10 + (line[j] - '0');
        ++j;
      }
      if (j - i > 8) n = -1;
      pieces.push_back({i, j, n, 0, j < line.size() ? line[j] : ' '});
      i = j;
    } else if (((c | 32) >= 'a' && (c | 32) <= 'z') ||
               (static_cast<unsigned char>(c) >= 0x80 && c != '\xC2' && c != '\xE2')) {
      std::size_t j = i;
      while (j < line.size() &&
             (((line[j] | 32) >= 'a' && (line[j] | 32) <= 'z') ||
              (static_cast<unsigned char>(line[j]) >= 0x80 && line[j] != '\xC2' && line[j] != '\xE2')))
        ++j;
      pieces.push_back({i, j, -1, j - i <= 24 ? vocabulary.month(line.substr(i, j - i)) : 0,
                        j < line.size() ? line[j] : ' '});
      i = j;
    } else {
      ++i;
    }
  }
  const auto width = [&](const Piece& p) { return p.end - p.begin; };
  const auto year = [&](const Piece& p) {
    return p.number >= kFirstYear && p.number <= kLastYear && width(p) == 4;
  };
  const auto day = [&](const Piece& p) { return p.number >= 1 && p.number <= 31 && width(p) <= 2; };
  // Words that may stand between a day and its month or year: "3rd of May", "3 de mayo de 2014".
  const auto filler = [&](const Piece& p) {
    if (p.number >= 0 || p.month > 0) return false;
    const std::string_view w = line.substr(p.begin, width(p));
    return w == "st" || w == "nd" || w == "rd" || w == "th" || w == "of" || w == "de" || w == "del" ||
           w == "er";
  };
  const auto next = [&](std::size_t i) {
    ++i;
    while (i < pieces.size() && filler(pieces[i])) ++i;
    return i;
  };
  // The parts of a number date stand side by side; behind a dot a space is usual in German and Czech ("14. 01. 2020").
  const auto close = [](const Piece& a, const Piece& b) {
    return b.begin == a.end + 1 || (a.after == '.' && b.begin == a.end + 2);
  };
  const auto near = [&](std::size_t a, std::size_t b) { return pieces[b].begin - pieces[a].end <= 12; };
  for (std::size_t i = 0; i < pieces.size() && out.size() < limit; ++i) {
    const Piece& p = pieces[i];
    int y = 0, m = 0, d = 0;
    bool unclear = false;
    std::size_t last = i;
    const std::size_t j = next(i), k = j < pieces.size() ? next(j) : pieces.size();
    if (p.month > 0) {
      if (k < pieces.size() && day(pieces[j]) && year(pieces[k]) && near(i, j) && near(j, k)) {
        m = p.month, d = pieces[j].number, y = pieces[k].number, last = k;
      } else if (j < pieces.size() && year(pieces[j]) && near(i, j) &&
                 !(i > 0 && day(pieces[i - 1]) && near(i - 1, i))) {
        m = p.month, y = pieces[j].number, last = j;
      }
    } else if (day(p) && k < pieces.size() && pieces[j].month > 0 && year(pieces[k]) && near(i, j) &&
               near(j, k)) {
      d = p.number, m = pieces[j].month, y = pieces[k].number, last = k;
    } else if (i + 2 < pieces.size() && (p.after == '-' || p.after == '/' || p.after == '.') &&
               close(p, pieces[i + 1]) && close(pieces[i + 1], pieces[i + 2]) && pieces[i + 1].after == p.after) {
      const Piece& q = pieces[i + 1];
      const Piece& r = pieces[i + 2];
      if (year(p) && day(q) && day(r)) {
        y = p.number, m = q.number, d = r.number, last = i + 2;
      } else if (day(p) && day(q) && year(r)) {
        y = r.number, last = i + 2;
        // Dots put the day first everywhere; with slashes only a number above 12 tells.
        if (p.after == '.' || p.number > 12) {
          d = p.number, m = q.number;
        } else if (q.number > 12) {
          m = p.number, d = q.number;
        } else if (p.number == q.number) {
          m = d = p.number;
        } else {
          unclear = true;
        }
      }
    }
    if (y == 0) continue;
    if (!unclear && (m < 1 || m > 12 || (d > 0 && !is_day(y, m, d)))) continue;
    FoundDate found;
    found.begin = p.begin;
    found.end = pieces[last].end;
    if (!unclear) found.edtf = day_text(y, m, d);
    // A clock time right behind the date.
    if (!unclear && d > 0) {
      std::size_t t = last + 1;
      while (t < pieces.size() && t <= last + 2 && pieces[t].number < 0 && width(pieces[t]) <= 2) ++t;
      if (t + 1 < pieces.size() && pieces[t].number >= 0 && pieces[t].number < 24 && pieces[t].after == ':' &&
          width(pieces[t]) <= 2 && pieces[t + 1].begin == pieces[t].end + 1 && width(pieces[t + 1]) == 2 &&
          pieces[t + 1].number >= 0 && pieces[t + 1].number < 60 && pieces[t].begin - pieces[last].end <= 8) {
        int hour = pieces[t].number;
        std::size_t end = pieces[t + 1].end;
        if (t + 2 < pieces.size() && pieces[t + 2].number < 0 && pieces[t + 2].begin - end <= 1) {
          const std::string_view w = line.substr(pieces[t + 2].begin, width(pieces[t + 2]));
          const bool pm = w == "pm" || w == "PM" || w == "p";
          const bool am = w == "am" || w == "AM" || w == "a";
          if (pm && hour < 12) hour += 12;
          if (am && hour == 12) hour = 0;
          if (pm || am) end = pieces[t + 2].end;
        }
        found.edtf += "T" + two(hour) + ":" + two(pieces[t + 1].number);
        found.end = end;
        last = t + 1;
      }
    }
    out.push_back(std::move(found));
    i = last;
  }
  return out;
}

std::string metadata_date(std::string_view value, const Vocabulary& vocabulary) {
  while (!value.empty() && !digit(value.front()) && static_cast<unsigned char>(value.front()) <= ' ')
    value.remove_prefix(1);
  // Compact form.
  if (value.size() >= 8) {
    bool all = true;
    for (std::size_t i = 0; i < 8; ++i) all = all && digit(value[i]);
    if (all && (value.size() == 8 || !digit(value[8]) || value.size() == 14)) {
      const auto n = [&](std::size_t at, std::size_t len) {
        int v = 0;
        for (std::size_t i = at; i < at + len; ++i) v = v * 10 + (value[i] - '0');
        return v;
      };
      if (is_day(n(0, 4), n(4, 2), n(6, 2))) return day_text(n(0, 4), n(4, 2), n(6, 2));
    }
  }
  const auto found = find_dates(value, vocabulary, 1);
  if (!found.empty() && !found[0].edtf.empty()) {
    std::string edtf = found[0].edtf;
    // ISO 8601 has a "T" or nothing between day and clock, which the line reader takes for a word; read it
    // here.
    const std::string_view rest = value.substr(found[0].end);
    if (edtf.size() == 10 && rest.size() >= 6 && (rest[0] == 'T' || rest[0] == 't') && digit(rest[1]) &&
        digit(rest[2]) && rest[3] == ':' && digit(rest[4]) && digit(rest[5])) {
      const int hour = (rest[1] - '0') * 10 + rest[2] - '0';
      const int minute = (rest[4] - '0') * 10 + rest[5] - '0';
      if (hour < 24 && minute < 60) edtf += "T" + two(hour) + ":" + two(minute);
    }
    return edtf;
  }
  return {};
}

std::string url_date(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme != std::string_view::npos) url.remove_prefix(scheme + 3);
  url = url.substr(0, url.find_first_of("?#"));
  for (std::size_t i = 0; i + 4 <= url.size() && i < 600; ++i) {
    if (!digit(url[i]) || (i > 0 && digit(url[i - 1]))) continue;
    std::size_t j = i;
    int groups[3] = {0, 0, 0};
    std::size_t widths[3] = {0, 0, 0};
    int g = 0;
    for (; g < 3; ++g) {
      const std::size_t start = j;
      while (j < url.size() && digit(url[j]) && j - start < 9)
        groups[g] = groups[g] * 10 + (url[j] - '0'), ++j;
      widths[g] = j - start;
      if (widths[g] == 0 || g == 2 || j >= url.size() || (url[j] != '/' && url[j] != '-' && url[j] != '_'))
        break;
      ++j;
    }
    if (widths[0] == 4 && widths[1] > 0 && widths[1] <= 2 && widths[2] > 0 && widths[2] <= 2 &&
        is_day(groups[0], groups[1], groups[2])) {
      return day_text(groups[0], groups[1], groups[2]);
    }
    if (widths[0] == 8 && is_day(groups[0] / 10000, groups[0] / 100 % 100, groups[0] % 100)) {
      return day_text(groups[0] / 10000, groups[0] / 100 % 100, groups[0] % 100);
    }
    if (widths[0] == 4 && widths[1] == 2 && widths[2] == 0 && groups[0] >= 1995 && groups[0] <= kLastYear &&
        groups[1] >= 1 && groups[1] <= 12 && i > 0 && url[i - 1] == '/') {
      return day_text(groups[0], groups[1], 0);
    }
  }
  return {};
}

}  // namespace hudna::page
