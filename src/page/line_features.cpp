#include "page/line_features.h"

#include "base/utf8.h"
#include "page/stated_dates.h"

namespace hudna::page {
namespace {

bool blank_point(char32_t c) {
  return c <= 0x20 || c == 0xA0 || c == 0x200B || c == 0xFEFF || c == 0x3000 ||
         (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x200E || c == 0x200F ||
         c == 0x85 || c == 0xAD;
}

bool closer(char32_t c) {
  return c == '"' || c == '\'' || c == ')' || c == ']' || c == 0x201D || c == 0x2019 || c == 0xBB ||
         c == 0x203A || c == 0x201C || c == 0x300D || c == 0x300F || c == 0xFF09 || c == '*';
}

bool stop(char32_t c) {
  return c == '.' || c == '!' || c == '?' || c == 0x2026 || c == 0x3002 || c == 0xFF01 || c == 0xFF1F ||
         c == 0x61F || c == 0x6D4 || c == 0x964 || c == 0x203C;
}

bool capital(char32_t c) {
  return (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE) || (c >= 0x391 && c <= 0x3A9) || (c >= 0x400 && c <= 0x42F);
}

std::size_t last_point(std::string_view text, std::size_t end, char32_t* point) {
  std::size_t at = end - 1;
  while (at > 0 && !base::is_code_point_start(text, at)) --at;
  *point = base::decode_utf8(text, at).point;
  return at;
}

}  // namespace

std::string_view trim(std::string_view line) {
  std::size_t begin = 0;
  while (begin < line.size()) {
    const base::Decoded d = base::decode_utf8(line, begin);
    if (!blank_point(d.point)) break;
    begin += d.bytes;
  }
  std::size_t end = line.size();
  while (end > begin) {
    char32_t c;
    const std::size_t at = last_point(line, end, &c);
    if (!blank_point(c)) break;
    end = at;
  }
  return line.substr(begin, end - begin);
}

LineFeatures line_features(std::string_view line, const Vocabulary& vocabulary) {
  std::vector<LineWord> scratch;
  return line_features(line, vocabulary, &scratch);
}

LineFeatures line_features(std::string_view line, const Vocabulary& vocabulary, std::vector<LineWord>* scratch) {
  LineFeatures f;
  line = trim(line);
  f.chars = static_cast<std::uint32_t>(line.size());
  if (line.empty()) return f;
  bool in_word = false;
  std::size_t latin = 0, letters = 0;
  for (std::size_t at = 0; at < line.size();) {
    const auto byte = static_cast<unsigned char>(line[at]);
    if (byte <= 0x20) {
      in_word = false;
      ++at;
      continue;
    }
    if (byte < 0x80) {
      if (!in_word) {
        ++f.words;
        if (byte - unsigned{'A'} < 26u) {
          ++f.capital_words;
        } else if (byte == '"' || byte == '\'' || byte == '(' || byte == '[') {
          // Opening quotes and brackets stand before the word.
          std::size_t first = at;
          while (first < line.size() &&
                 (line[first] == '"' || line[first] == '\'' || line[first] == '(' || line[first] == '['))
            ++first;
          if (first < line.size() && capital(base::decode_utf8(line, first).point)) ++f.capital_words;
        }
        in_word = true;
      }
      f.digits += byte - unsigned{'0'} < 10u;
      const bool letter = (byte | 32u) - 'a' < 26u;
      latin += letter;
      letters += letter;
      ++at;
      continue;
    }
    const base::Decoded d = base::decode_utf8(line, at);
    const char32_t c = d.point;
    const std::size_t width = d.bytes;
    const bool blank = blank_point(c);
    if (!blank && !in_word) {
      ++f.words;
      if (capital(c)) ++f.capital_words;
    }
    in_word = !blank;
    if (c >= 0xC0) {
      if (c < 0x250) ++latin;
      if (c < 0x2000 || c > 0x206F) ++letters;
      // Languages without spaces: about two characters a word.
      if (c >= 0x2E80 && c < 0xFB00 && (at / width) % 2 == 0) ++f.words;
    }
    at += width;
  }
  f.latin = latin * 2 >= letters;
  // The end.
  char32_t c = 0;
  std::size_t end = line.size();
  std::size_t at = last_point(line, end, &c);
  while (at > 0 && (closer(c) || blank_point(c))) {
    end = at;
    at = last_point(line, end, &c);
  }
  f.terminal = stop(c);
  f.colon = c == ':' || c == 0xFF1A;
  f.ellipsis = c == 0x2026 || (c == '.' && at >= 2 && line[at - 1] == '.' && line[at - 2] == '.');
  // The start.
  const char32_t first = base::decode_utf8(line, 0).point;
  f.starts_quote =
      first == '"' || first == 0x201C || first == 0xAB || first == 0x2018 || first == '\'' || first == 0x201E;
  f.starts_lower = (first >= 'a' && first <= 'z') || (first >= 0xDF && first <= 0xFF && first != 0xF7) ||
                   (first >= 0x430 && first <= 0x45F);
  f.dash_start = first == 0x2014 || first == 0x2013;
  f.cues = vocabulary.cues(line, scratch);
  const bool slash = line.find('/') != std::string_view::npos;
  f.handle = line.find("(@") != std::string_view::npos ||
             (slash && (line.find("pic.twitter.com/") != std::string_view::npos ||
                        line.find("pic.x.com/") != std::string_view::npos));
  f.slash_credit = slash && vocabulary.has_slash_credit(line);
  f.end_credit = !f.terminal || line.back() == ')' ? vocabulary.has_end_credit(line) : false;
  if (f.digits > 0 && f.words <= 60) {
    const auto dates = find_dates(line, vocabulary, 2);
    if (!dates.empty()) {
      f.dated = true;
      for (const FoundDate& d : dates) f.date_words += line_words(line.substr(d.begin, d.end - d.begin));
    }
  }
  if (!f.dated && f.words <= 14 && f.cues.has(Cue::Age)) {
    f.dated = true;
    f.date_words = 3;
  }
  return f;
}

}  // namespace hudna::page
