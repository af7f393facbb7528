#include <algorithm>

#include "base/utf8.h"
#include "language/boundary.h"
#include "language/chars.h"
#include "language/tokenizer.h"
#include "language/word.h"

namespace hudna::language {
namespace {

struct View {
  std::string_view text;
  const std::vector<RawToken>& tokens;

  std::string_view form(std::size_t i) const { return tokens[i].span.of(text); }
  char32_t first(std::size_t i) const { return base::decode_utf8(text, tokens[i].span.begin).point; }
  Char kind(std::size_t i) const { return char_class(first(i)); }
  bool is_closer(std::size_t i) const {
    const char32_t c = first(i);
    return kind(i) == Char::Close || c == 0x201D || c == 0x2019 || c == 0xBB || c == 0x203A || form(i) == "''" || c == '"' || c == '\'';
  }
  bool is_opener(std::size_t i) const {
    const char32_t c = first(i);
    return kind(i) == Char::Open || c == 0x201C || c == 0x2018 || c == 0xAB || c == 0x2039 || form(i) == "``";
  }
  bool is_bullet(std::size_t i) const {
    return kind(i) == Char::Bullet || form(i) == "*" || form(i) == "-" || form(i) == "--" || form(i) == "\u2013" || form(i) == "\u2014" || form(i) == "+";
  }
  // "-----", "=====", "*****": five of one ornament or more.
  bool is_rule(std::size_t i) const {
    const std::string_view f = form(i);
    return f.size() >= 5 && (f[0] == '-' || f[0] == '=' || f[0] == '*' || f[0] == '_' || f[0] == '~' || f[0] == '#') && f[0] == f[1] && f[0] == f.back();
  }
  bool is_address(std::size_t i) const { return form(i).find("://") != std::string_view::npos || form(i).starts_with("www."); }
  bool is_emoticon(std::size_t i) const {
    const std::string_view f = form(i);
    return (f.size() == 2 || f.size() == 3) && (f[0] == ':' || f[0] == ';' || f[0] == '=') && (f.back() == ')' || f.back() == '(' || f.back() == 'D' || f.back() == 'P');
  }
  bool has_upper(std::size_t i) const {
    for (char c : form(i)) {
      if (c >= 'A' && c <= 'Z') return true;
    }
    return is_upper(first(i));
  }
  bool has_lower(std::size_t i) const {
    for (char c : form(i)) {
      if (c >= 'a' && c <= 'z') return true;
    }
    return false;
  }
};

// The index after a dateline that opens the block ("GOMA, Congo (Agency) -"), or 0. A dateline has a dash within its
// first tokens, before it only capitalised words, dates, brackets and commas, and its first word is in capitals.
std::size_t dateline(const View& v, const TokenRules& rules) {
  constexpr std::size_t kLongest = 24;  // "EAST PROVINCE, Country, 12 May 2003 (Agency, Agency) --" with room to spare
  const std::size_t n = std::min(v.tokens.size(), kLongest);
  if (n < 3 || !v.has_upper(0) || v.has_lower(0) || v.tokens[0].span.size() < 3) return 0;
  bool hint = false;   // a bracket or a date: needed where the whole text is in capitals
  bool lower = false;  // text in mixed case follows
  std::size_t end = 0;
  int brackets = 0;
  for (std::size_t i = 0; i < n; ++i) {
    if (i > 0 && v.tokens[i].blank) return 0;
    const Char k = v.kind(i);
    if (k == Char::Open) {
      ++brackets;
      hint = true;
      continue;
    }
    if (k == Char::Close) {
      --brackets;
      continue;
    }
    // "Al-Bayda": a glued hyphen joins a name.
    if (k == Char::Dash) {
      if (v.tokens[i].glued && i > 0 && v.tokens[i - 1].glued) continue;
      end = i + 1;
      break;
    }
    if (brackets > 0 || k == Char::Digit || v.form(i) == "," || v.form(i) == "/" || v.form(i) == ".") {
      hint = hint || k == Char::Digit;
      continue;
    }
    if (k == Char::Apostrophe || (!v.has_upper(i) && rules.dateline.contains(std::string(v.form(i)))))
      continue;
    if (!v.has_upper(i)) return 0;
    if (rules.months.contains(std::string(v.form(i)))) hint = true;
  }
  if (end == 0 || end >= v.tokens.size()) return 0;
  for (std::size_t i = end; i < std::min(v.tokens.size(), end + 12); ++i) lower = lower || (v.has_lower(i) && v.tokens[i].span.size() > 1);
  return lower || hint ? end : 0;
}

// How sure the trained splitter must be: web text (EWT) often ends without a stop, news hardly ever does, so that an end
// that the rules do not see needs more than one that they see. Without both EWT dev is better by 0.1 of sentence F1.
constexpr std::int32_t kNewEnd = 1200, kEndByRule = -1500;

// Ends by rules of punctuation and layout; *settled: those that nothing else may move (layout, datelines).
std::vector<std::uint32_t> rule_ends(std::string_view text, const std::vector<RawToken>& tokens, const TokenRules& rules, std::vector<bool>* settled) {
  std::vector<std::uint32_t> ends;
  const std::size_t n = tokens.size();
  if (n == 0) return ends;
  const View v{text, tokens};
  const auto cut = [&](std::size_t end) {
    if (end > 0 && (ends.empty() || ends.back() < end)) ends.push_back(static_cast<std::uint32_t>(end));
  };
  const auto settle = [&](std::size_t end) {
    cut(end);
    (*settled)[end] = true;
  };
  std::size_t begin = 0;
  if (const std::size_t end = dateline(v, rules); end != 0) {
    settle(end);
    begin = end;
  }
  std::size_t i = begin;
  int depth = 0;  // open brackets: a stop inside a bracketed aside ends no sentence
  std::size_t depth_since = 0;
  while (i < n) {
    if (tokens[i].blank && i > begin) {
      settle(i);
      begin = i;
      depth = 0;
    } else if (tokens[i].newline && i > begin && v.is_bullet(i) && i + 1 < n && !tokens[i].glued) {
      settle(i);
      begin = i;
      depth = 0;
    } else if (v.kind(i) == Char::Bullet && i > begin && !tokens[i].glued && !tokens[i - 1].glued) {
      cut(i);
      begin = i;
    }
    const Char k = v.kind(i);
    // Rules of ornaments and addresses in a row stand on lines of their own in what they were copied from.
    if (i > begin && ((v.is_rule(i - 1) && !v.is_rule(i)) || (v.is_address(i) && v.is_address(i - 1)) ||
                      (v.is_emoticon(i - 1) && is_upper(v.first(i)) && v.has_lower(i)))) {
      cut(i);
      begin = i;
      depth = 0;
    }
    if (k == Char::Open) {
      if (depth++ == 0) depth_since = i;
    }
    if (k == Char::Close && depth > 0) --depth;
    // A bracket that never closes must not swallow the rest of the block.
    if (depth > 0 && i - depth_since > 40) depth = 0;
    const std::string_view form = v.form(i);
    const bool stop = k == Char::Stop && !(form.size() > 1 && form[0] == '.' && form[1] >= '0' && form[1] <= '9');
    const bool bang = k == Char::Bang;
    const bool short_form = !stop && form.size() > 1 && form.back() == '.' && k == Char::Letter;
    const bool semicolon_line = form == ";" && i + 1 < n && tokens[i + 1].newline;
    if (!stop && !bang && !short_form && !semicolon_line) {
      ++i;
      continue;
    }
    std::size_t end = i + 1;
    if (stop || bang) {
      // Closing quotation marks and brackets that touch the stop belong to the sentence.
      while (end < n && tokens[end - 1].glued && v.is_closer(end) && !(v.is_opener(end) && !v.is_closer(end))) {
        if (v.kind(end) == Char::Close && depth > 0) --depth;
        ++end;
      }
      // "[2]" after the stop: a reference mark of the sentence before.
      if (end + 2 < n && !tokens[end].blank && !tokens[end + 1].blank && !tokens[end + 2].blank && v.form(end) == "[" && v.kind(end + 1) == Char::Digit && v.form(end + 2) == "]") end += 3;
      while (end < n && (v.kind(end) == Char::Bang || v.kind(end) == Char::Stop) && tokens[end - 1].glued) ++end;
    }
    if (end >= n) break;
    if (depth > 0 && i - depth_since < 40) {
      i = end;
      continue;
    }
    std::size_t next = end;
    while (next < n && (v.is_opener(next) || v.first(next) == '"' || v.first(next) == '\'')) ++next;
    if (next >= n) next = end;
    const char32_t c = v.first(next);
    const Char nk = v.kind(next);
    const bool opens = is_upper(c) || nk == Char::Digit || nk == Char::Bullet || nk == Char::Money || v.is_bullet(next) || (next > end && nk == Char::Letter && !is_lower(c)) || (nk == Char::Letter && !is_lower(c));
    bool yes = opens || v.is_address(next);
    if (short_form) {
      const std::string word(form);
      // Mr. Smith; J. Smith; 5 p.m. Monday; U.S. Senate: only a capitalised sentence opener after it ends a sentence.
      const bool initial = form.size() == 2;
      yes = !rules.before_name.contains(word) && !initial && (rules.starters.contains(std::string(v.form(next))) || (next > end && v.kind(end) != Char::Open)) && is_upper(c);
    } else if (stop && form != ".") {
      yes = opens && !(i == begin);
    } else if (stop && tokens[i].glued && !v.is_closer(i + 1) && nk != Char::Letter && end == i + 1) {
      yes = false;  // "3.b" and other glued numbering
    } else if (stop && i == begin + 1 && v.kind(begin) == Char::Digit) {
      yes = false;  // "1. The parties shall": the number is no sentence
    } else if (stop && nk == Char::Digit && next == end) {
      yes = true;
    } else if (!yes && form == "." && end == i + 1 && next == end && !tokens[i].glued && i > begin && v.kind(i - 1) == Char::Letter &&
               tokens[i - 1].span.size() >= 3 && nk == Char::Letter) {
      // A plain stop and a space end a sentence even where the next one starts in lower case, as in hasty text; after
      // two letters it may be an abbreviation that the list lacks.
      yes = true;
    } else if (!yes && bang && end == i + 1 && next == end && !tokens[i].glued && i > begin && nk == Char::Letter) {
      yes = true;
    }
    if (semicolon_line) yes = true;
    // A lower-case word after "!" or "?" and a quotation mark goes on ("Why?" he asked).
    if (yes && i + 1 > begin + 0) {
      cut(end);
      begin = end;
      depth = 0;
    }
    i = end;
  }
  cut(n);
  // Text that lost its stops: in an over-long sentence, a capitalised opener after a lower-case word starts a new one.
  constexpr std::size_t kSuspicious = 45;  // EWT and GUM: under 2 % of sentences are longer
  constexpr std::size_t kLeast = 6;
  std::vector<std::uint32_t> out;
  std::uint32_t start = 0;
  for (const std::uint32_t end : ends) {
    std::uint32_t from = start;
    if (end - start > kSuspicious) {
      for (std::uint32_t t = start + kLeast; t + kLeast < end; ++t) {
        if (t - from < kLeast || !is_upper(v.first(t)) || !rules.starters.contains(std::string(v.form(t)))) continue;
        if (!v.has_lower(t) && v.form(t) != "A") continue;  // "I" stands in capitals anywhere
        const std::string before(v.form(t - 1));
        if (v.has_upper(t - 1) || v.kind(t - 1) != Char::Letter || before.size() < 4) continue;
        if (rules.starters.contains(std::string(1, static_cast<char>(before[0] - 32)) + before.substr(1))) continue;
        if (rules.runs_on.contains(before)) continue;
        out.push_back(t);
        from = t;
      }
    }
    out.push_back(end);
    start = end;
  }
  return out;
}

}  // namespace

std::vector<std::uint32_t> split_sentences(std::string_view text, const std::vector<RawToken>& tokens, const TokenRules& rules,
                                           const BoundaryModel* model, std::size_t tokens_max, std::size_t* capped) {
  if (tokens.empty()) return {};
  const View v{text, tokens};
  std::vector<bool> settled(tokens.size() + 1, false);
  std::vector<std::uint32_t> ends = rule_ends(text, tokens, rules, &settled);
  CaseCheck check;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    check.see(v.form(i));
    if (tokens[i].blank) settled[i] = true;
  }
  // Treebanks say nothing about wires in capitals throughout: there the rules alone decide.
  if (model != nullptr && !check.caseless()) {
    const BoundaryView view(text, tokens);
    std::vector<bool> proposed(tokens.size() + 1, false);
    for (const std::uint32_t end : ends) proposed[end] = true;
    ends.clear();
    BoundaryFeatures features;
    std::size_t begin = 0;
    for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
      bool end = settled[i + 1];
      if (!end && (proposed[i + 1] || view.open(begin, i))) {
        view.features(begin, i, proposed[i + 1], &features);
        end = model->score(features) > (proposed[i + 1] ? kEndByRule : kNewEnd);
      }
      if (!end) continue;
      ends.push_back(static_cast<std::uint32_t>(i + 1));
      begin = i + 1;
    }
    ends.push_back(static_cast<std::uint32_t>(tokens.size()));
  }
  std::vector<std::uint32_t> out;
  std::uint32_t from = 0;
  for (const std::uint32_t end : ends) {
    while (end - from > tokens_max) {
      // Cut after the last comma or semicolon of the second half, else at the limit.
      std::uint32_t at = from + static_cast<std::uint32_t>(tokens_max);
      for (std::uint32_t t = at; t > from + tokens_max / 2; --t) {
        if (v.form(t - 1) == "," || v.form(t - 1) == ";") {
          at = t;
          break;
        }
      }
      ++*capped;
      out.push_back(at);
      from = at;
    }
    out.push_back(end);
    from = end;
  }
  return out;
}

}  // namespace hudna::language
