#include "page/vocabulary.h"

#include <algorithm>
#include <array>
#include <bit>

#include "base/check.h"
#include "base/utf8.h"
#include "page/word_hash.h"

#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

namespace hudna::page {
namespace {

// In the bits of a stop word: English writes it too.
constexpr std::uint64_t kAlsoEnglish = std::uint64_t{1} << 63;

constexpr std::uint64_t kAnyNumber = 1;
constexpr std::uint64_t kAnyWord = 2;
constexpr std::uint64_t kAnyWords = 3;
constexpr std::size_t kWordsFirst = 64;
constexpr std::size_t kWordsLast = 16;
constexpr int kGap = 6;
constexpr std::uint64_t kFiller = 15;  // the hash of no word
// Turns a word's hash into that of the word with a colon.
constexpr std::uint64_t kColon = 0x9E3779B97F4A7C15ull;

struct CueName {
  std::string_view name;
  Cue cue;
};
constexpr CueName kCueNames[] = {
    {"comment_head", Cue::CommentHead},
    {"comment_prompt", Cue::CommentPrompt},
    {"related_head", Cue::RelatedHead},
    {"promo", Cue::Promo},
    {"credit", Cue::Credit},
    {"credit_end", Cue::CreditEnd},
    {"copyright", Cue::Copyright},
    {"paywall", Cue::Paywall},
    {"navigation", Cue::Navigation},
    {"author_note", Cue::AuthorNote},
    {"notice", Cue::Notice},
    {"byline", Cue::Byline},
    {"age", Cue::Age},
    {"teaser", Cue::Teaser},
    {"document_head", Cue::DocumentHead},
    {"updated", Cue::Updated},
    {"published", Cue::Published},
    {"date_words", Cue::DateWords},
};

// Lower case for Latin with accents, Greek and Cyrillic; enough for wordings, no full case folding.
char32_t fold(char32_t c) {
  if (c < 0x80) return c >= 'A' && c <= 'Z' ? c + 32 : c;
  if (c >= 0xC0 && c <= 0xDE && c != 0xD7) return c + 32;
  if (c >= 0x100 && c <= 0x17F && c != 0x130 && c != 0x131 && c != 0x138 && c != 0x149 && c != 0x178 &&
      c != 0x17F) {
    // Pairs start on even code points up to U+0137, on odd ones to U+0148, on even ones again to U+0177.
    const bool odd_pairs = (c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E);
    return odd_pairs ? ((c & 1) != 0 ? c + 1 : c) : (c | 1);
  }
  if (c >= 0x391 && c <= 0x3A9) return c + 32;
  if (c >= 0x410 && c <= 0x42F) return c + 32;
  if (c >= 0x400 && c <= 0x40F) return c + 80;
  return c;
}

bool is_word_point(char32_t c) {
  if (c < 0x80)
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '\'';
  if (c < 0xC0) return c == 0xAA || c == 0xB5 || c == 0xBA;
  if (c == 0xD7 || c == 0xF7) return false;
  if (c >= 0x2000 && c <= 0x206F) return c == 0x2019;
  if (c >= 0x20A0 && c <= 0x2BFF) return false;
  if (c >= 0x3000 && c <= 0x3020) return false;
  return c != 0xFFFD && c != 0xFEFF && !(c >= 0xFF00 && c <= 0xFF0F) && c != 0xFF1A && c != 0xFF1F &&
         c < 0x1F000;
}

// Wildcards have small values of their own.
std::uint64_t finish(std::uint64_t h) { return h < 16 ? h + 16 : h; }

}  // namespace

std::uint64_t hash_word(std::string_view word) {
  WordHash h;
  for (std::size_t at = 0; at < word.size();) {
    const base::Decoded d = base::decode_utf8(word, at);
    h.add_point(d.point == 0x2019 ? U'\'' : fold(d.point));
    at += d.bytes;
  }
  return finish(h.value());
}

namespace {

// ASCII bytes by what they are to split_words: a letter or digit, folded; an apostrophe; a mark that is a word; the rest.
enum : std::uint8_t { kBreak = 0, kMarkWord = 1, kComma = 2, kQuote = 3, kColonByte = 4 };
constexpr auto kAscii = [] {
  std::array<std::uint8_t, 128> t{};
  for (int c = 0; c < 128; ++c) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) t[static_cast<std::size_t>(c)] = static_cast<std::uint8_t>(c);
    if (c >= 'A' && c <= 'Z') t[static_cast<std::size_t>(c)] = static_cast<std::uint8_t>(c + 32);
  }
  t['$'] = t['@'] = t['#'] = t['|'] = kMarkWord;
  t[','] = t['.'] = kComma;
  t['\''] = kQuote;
  t[':'] = kColonByte;
  return t;
}();

}  // namespace

void split_words(std::string_view line, std::size_t limit, std::vector<LineWord>* out) {
  out->clear();
  WordHash h;
  bool open = false, digits = true;
  const auto close = [&] {
    if (!open) return;
    out->push_back({finish(h.value()), digits, false});
    open = false;
    digits = true;
    h = WordHash();
  };
  for (std::size_t at = 0; at < line.size() && out->size() < limit;) {
    const auto byte = static_cast<unsigned char>(line[at]);
    if (byte < 0x80) {
      const std::uint8_t kind = kAscii[byte];
      if (kind > kColonByte) {
        digits = digits && kind <= '9';
        h.add(kind);
        open = true;
        ++at;
        continue;
      }
      if (kind == kBreak) {
        close();
        ++at;
        continue;
      }
    }
    const base::Decoded d = byte < 0x80 ? base::Decoded{byte, 1, true} : base::decode_utf8(line, at);
    const char32_t c = d.point;
    const bool number_mark = open && digits && (c == ',' || c == '.') && at + 1 < line.size() &&
                             line[at + 1] >= '0' && line[at + 1] <= '9';
    if (number_mark) {
      // "1,000" and "12.5" are one number.
    } else if (is_word_point(c)) {
      // An opening quote that is written as an apostrophe starts no word.
      if (open || (c != '\'' && c != 0x2019)) {
        if (!(c >= '0' && c <= '9')) digits = false;
        h.add_point(c == 0x2019 ? U'\'' : fold(c));
        open = true;
      }
    } else {
      const bool after_word = open;
      close();
      if (after_word && (c == ':' || c == 0xFF1A)) out->back().colon = true;
      if (c == '$' || c == '@' || c == 0xA9 || c == '#' || c == '|' || c == 0x20AC || c == 0xA3) {
        WordHash mark;
        mark.add_point(c);
        out->push_back({finish(mark.value()), false, false});
      }
    }
    at += d.bytes;
  }
  close();
}

bool Vocabulary::matches(const Pattern& pattern, const std::vector<LineWord>& words, std::size_t at) const {
  // `at` is where the key literal stands; no gap stands before the key, so the start is fixed.
  if (at < pattern.key) return false;
  const std::size_t start = at - pattern.key;
  if (pattern.at_start && start != 0) return false;
  // A gap is tried from short to long; a pattern has at most one, so the cost is bounded by kGap.
  const auto fits = [&](std::size_t from, std::size_t i, int gap) -> bool {
    std::size_t w = from;
    for (; i < pattern.words.size(); ++i) {
      if (pattern.words[i] == kAnyWords) {
        w += static_cast<std::size_t>(gap);
        continue;
      }
      if (w >= words.size()) return false;
      const std::uint64_t want = pattern.words[i];
      const bool same = want == words[w].hash || (words[w].colon && want == (words[w].hash ^ kColon));
      if (want == kAnyNumber ? !words[w].number : want != kAnyWord && !same) return false;
      ++w;
    }
    return !pattern.at_end || w == words.size();
  };
  const bool gapped = std::find(pattern.words.begin(), pattern.words.end(), kAnyWords) != pattern.words.end();
  for (int gap = 0; gap <= (gapped ? kGap : 0); ++gap) {
    if (fits(start, 0, gap)) return true;
  }
  return false;
}

void Vocabulary::look(const std::vector<LineWord>& words, bool tail, CueSet* out) const {
  const auto try_key = [&](std::uint64_t key, std::size_t i) {
    if ((seen_[key >> 6 & 1023] >> (key & 63) & 1) == 0) return;
    const auto it = by_word_.find(key);
    if (it == by_word_.end()) return;
    for (const std::uint32_t p : it->second) {
      if (tail && !patterns_[p].at_end) continue;
      if (!out->has(patterns_[p].cue) && matches(patterns_[p], words, i)) out->add(patterns_[p].cue);
    }
  };
  for (std::size_t i = 0; i < words.size(); ++i) {
    try_key(words[i].hash, i);
    if (words[i].colon) try_key(words[i].hash ^ kColon, i);
  }
}

CueSet Vocabulary::cues(std::string_view line) const {
  std::vector<LineWord> words;
  return cues(line, &words);
}

CueSet Vocabulary::cues(std::string_view line, std::vector<LineWord>* scratch) const {
  CueSet out;
  std::vector<LineWord>& words = *scratch;
  words.reserve(kWordsFirst * 3);
  // Long lines: the start decides, and the end where promos hide ("… Watch here."). A word has about 6 bytes.
  constexpr std::size_t kHead = kWordsFirst * 6;
  if (line.size() <= kHead) {
    split_words(line, kWordsFirst * 3, &words);
    look(words, false, &out);
    return out;
  }
  std::size_t cut = kHead;
  while (cut > 0 && !base::is_code_point_start(line, cut)) --cut;
  split_words(line.substr(0, cut), kWordsFirst, &words);
  // Patterns bound to the end must not see the cut as the line's end: a filler word follows.
  words.push_back({kFiller, false, false});
  look(words, false, &out);
  std::size_t tail = line.size() - std::min(line.size(), kWordsLast * 8);
  while (tail < line.size() && !base::is_code_point_start(line, tail)) ++tail;
  split_words(line.substr(tail), kWordsFirst, &words);
  words.insert(words.begin(), LineWord{kFiller, false, false});
  look(words, true, &out);
  return out;
}

std::uint32_t line_words(std::string_view line) {
  std::uint32_t n = 0;
  bool in = false;
  for (char c : line) {
    const bool blank = static_cast<unsigned char>(c) <= ' ';
    if (!blank && !in) ++n;
    in = !blank;
  }
  return n;
}

bool Vocabulary::is_agency(std::string_view word) const { return agencies_.count(hash_word(word)) > 0; }

bool Vocabulary::has_slash_credit(std::string_view line) const {
  const auto letter = [](char c) {
    return ((c | 32) >= 'a' && (c | 32) <= 'z') || static_cast<unsigned char>(c) >= 0x80;
  };
  for (std::size_t at = line.find('/'); at != std::string_view::npos; at = line.find('/', at + 1)) {
    std::size_t b = at;
    while (b > 0 && letter(line[b - 1]) && at - b < 24) --b;
    std::size_t e = at + 1;
    while (e < line.size() && letter(line[e]) && e - at < 24) ++e;
    if (b == at || e == at + 1) continue;
    // The name beside the agency starts with a capital, so that "and/or" in a sentence about AP stays out.
    const auto capital = [&](std::size_t i) { return line[i] >= 'A' && line[i] <= 'Z'; };
    if (!capital(b) || !(capital(at + 1) || static_cast<unsigned char>(line[at + 1]) >= 0x80)) continue;
    if (is_agency(line.substr(b, at - b)) || is_agency(line.substr(at + 1, e - at - 1))) return true;
  }
  return false;
}

bool Vocabulary::has_end_credit(std::string_view line) const {
  while (!line.empty() && (line.back() == ' ' || line.back() == '.')) line.remove_suffix(1);
  if (line.empty() || (line.back() != ')' && line.back() != ']')) return false;
  const std::size_t open = line.find_last_of("([");
  if (open == std::string_view::npos || line.size() - open > 120 || open == 0) return false;
  const std::string_view inside = line.substr(open + 1, line.size() - open - 2);
  std::vector<LineWord> words;
  split_words(inside, 24, &words);
  for (const LineWord& w : words) {
    if (agencies_.count(w.hash) > 0 || agencies_.count(w.hash ^ kColon) > 0) return true;
  }
  return cues(inside).has(Cue::Credit);
}

namespace {

std::string_view without_marks(std::string_view word) {
  while (!word.empty() && (word.back() == '.' || word.back() == ':' || word.back() == ','))
    word.remove_suffix(1);
  return word;
}

}  // namespace

bool Vocabulary::is_no_name(std::string_view word) const {
  return no_names_.count(hash_word(without_marks(word))) > 0;
}

bool Vocabulary::is_degree(std::string_view word) const {
  return degrees_.count(hash_word(without_marks(word))) > 0;
}

bool Vocabulary::is_author_label(std::string_view label) const {
  while (!label.empty() && (label.back() == ':' || label.back() == ' ')) label.remove_suffix(1);
  const std::uint64_t hash = hash_word(label);
  return std::any_of(author_labels_.begin(), author_labels_.end(),
                     [&](const std::string& known) { return hash_word(known) == hash; });
}

int Vocabulary::month(std::string_view word) const {
  const std::uint64_t h = hash_word(word);
  if ((seen_months_[h >> 6 & 63] >> (h & 63) & 1) == 0) return 0;
  const auto it = months_.find(h);
  return it == months_.end() ? 0 : it->second;
}

namespace {

// Scripts that one language of news pages owns, or nearly so.
std::string_view script_language(char32_t c) {
  if (c >= 0x0370 && c < 0x0400) return "el";
  if (c >= 0x0400 && c < 0x0530) return "cyrl";
  if (c >= 0x0530 && c < 0x0590) return "hy";
  if (c >= 0x0590 && c < 0x0600) return "he";
  if (c >= 0x0600 && c < 0x0700) return "arab";
  if (c >= 0x0900 && c < 0x0980) return "hi";
  if (c >= 0x0980 && c < 0x0A00) return "bn";
  if (c >= 0x0B80 && c < 0x0C00) return "ta";
  if (c >= 0x0E00 && c < 0x0E80) return "th";
  if (c >= 0x1000 && c < 0x10A0) return "my";
  if (c >= 0x10A0 && c < 0x1100) return "ka";
  if (c >= 0x1200 && c < 0x1380) return "am";
  if (c >= 0x3040 && c < 0x3100) return "ja";
  if (c >= 0x4E00 && c < 0xA000) return "han";
  if (c >= 0xAC00 && c < 0xD7B0) return "ko";
  return {};
}

}  // namespace

std::string Vocabulary::language(std::string_view text) const {
  // 700 words decide as well as more do.
  constexpr std::size_t kBytes = 5000;
  constexpr std::size_t kWords = 700;
  if (text.size() > kBytes) {
    std::size_t cut = kBytes;
    while (cut > 0 && !base::is_code_point_start(text, cut)) --cut;
    text = text.substr(0, cut);
  }
  std::vector<std::pair<std::string_view, std::size_t>> scripts;
  std::size_t latin = 0, other = 0;
  for (std::size_t at = 0; at < text.size();) {
    if (const auto byte = static_cast<unsigned char>(text[at]); byte < 0x80) {
      latin += (byte | 32u) - 'a' < 26u;
      ++at;
      continue;
    }
    const base::Decoded d = base::decode_utf8(text, at);
    at += d.bytes;
    if ((d.point | 32) >= 'a' && (d.point | 32) <= 'z') {
      ++latin;
    } else if (d.point >= 0x370) {
      const std::string_view s = script_language(d.point);
      if (s.empty()) continue;
      ++other;
      auto it = std::find_if(scripts.begin(), scripts.end(), [&](const auto& e) { return e.first == s; });
      if (it == scripts.end()) it = scripts.insert(scripts.end(), {s, 0});
      // A kana among Han characters makes the text Japanese: about half of a Japanese text is kana.
      it->second += s == "ja" ? 8 : 1;
    }
  }
  std::string_view script;
  if (other * 2 > latin && other > 4) {
    script = std::max_element(scripts.begin(), scripts.end(), [](const auto& a, const auto& b) {
               return a.second < b.second;
             })->first;
    if (script == "han") return "zh";
    if (script != "cyrl" && script != "arab") return std::string(script);
  }
  std::vector<LineWord> words;
  split_words(text, kWords, &words);
  std::array<std::size_t, 64> hits{}, own{};
  std::size_t total = 0;
  for (const LineWord& w : words) {
    if (w.number) continue;
    ++total;
    if ((seen_stop_[w.hash >> 6 & 255] >> (w.hash & 63) & 1) == 0) continue;
    const auto it = stop_words_.find(w.hash);
    if (it == stop_words_.end()) continue;
    const bool shared = (it->second & (kAlsoEnglish | std::uint64_t{1} << english_)) != 0;
    for (std::uint64_t bits = it->second & ~kAlsoEnglish; bits != 0; bits &= bits - 1) {
      const std::size_t i = static_cast<std::size_t>(std::countr_zero(bits));
      ++hits[i];
      own[i] += !shared;
    }
  }
  // "Rebels die in raid" has two words of German and one of English: what English writes too is no evidence
  // of another language, and without any the text is taken for English.
  std::size_t best = english_;
  for (std::size_t i = 0; i < languages_.size(); ++i) {
    if (hits[i] > hits[best] && own[i] != 0) best = i;
  }
  // English prose has 40 to 50 % stop words, the least of the listed languages about 12 % with short lists.
  if (languages_.empty() || hits[best] == 0 || hits[best] * 14 < total) {
    if (script == "cyrl") return "ru";
    if (script == "arab") return "ar";
    return "und";
  }
  return languages_[best];
}

base::Result<Vocabulary> Vocabulary::load(const base::DataSource& data) {
  Vocabulary v;
  for (const base::DataFile& file : data.files("page/")) {
    if (file.path.size() < 5 || file.path.substr(file.path.size() - 5) != ".toml") continue;
    const toml::parse_result parsed = toml::parse(file.bytes, file.path);
    if (!parsed) {
      return base::fail(base::Code::DataBad, file.path,
                        "line " + std::to_string(parsed.error().source().begin.line) + ": " +
                            std::string(parsed.error().description()));
    }
    const toml::table& table = parsed.table();
    if (const toml::table* lines = table["lines"].as_table()) {
      for (const auto& entry : *lines) {
        const std::string_view key = entry.first.str();
        const toml::node& node = entry.second;
        const auto* cue = std::find_if(std::begin(kCueNames), std::end(kCueNames),
                                       [&](const CueName& c) { return c.name == key; });
        if (cue == std::end(kCueNames) || !node.is_array()) {
          return base::fail(base::Code::DataBad, file.path, "unknown list of wordings: " + std::string(key));
        }
        for (const toml::node& item : *node.as_array()) {
          const auto phrase = item.value<std::string_view>();
          if (!phrase) return base::fail(base::Code::DataBad, file.path, "a wording must be a string");
          Pattern p;
          p.cue = cue->cue;
          std::size_t key_at = SIZE_MAX;
          bool gap = false;
          std::string_view rest = *phrase;
          while (!rest.empty()) {
            const std::size_t space = rest.find(' ');
            const std::string_view word = rest.substr(0, space);
            rest = space == std::string_view::npos ? std::string_view() : rest.substr(space + 1);
            if (word.empty()) continue;
            if (word == "<") {
              p.at_start = true;
            } else if (word == ">") {
              p.at_end = true;
            } else if (word == "#") {
              p.words.push_back(kAnyNumber);
            } else if (word == "_") {
              p.words.push_back(kAnyWord);
            } else if (word == "*") {
              p.words.push_back(kAnyWords);
              gap = true;
            } else {
              std::vector<LineWord> split;
              split_words(word, 8, &split);
              if (word == ":" && !p.words.empty() && p.words.back() > kAnyWords) {
                p.words.back() ^= kColon;
                continue;
              }
              // The longest literal before any gap is the rarest, near enough.
              for (const LineWord& w : split) {
                if (!gap && (key_at == SIZE_MAX || word.size() > 3)) key_at = p.words.size();
                p.words.push_back(w.colon ? w.hash ^ kColon : w.hash);
              }
            }
          }
          if (key_at == SIZE_MAX || key_at > 255) {
            return base::fail(base::Code::DataBad, file.path,
                              "a wording needs a word before any '*': " + std::string(*phrase));
          }
          p.key = static_cast<std::uint8_t>(key_at);
          v.seen_[p.words[key_at] >> 6 & 1023] |= std::uint64_t{1} << (p.words[key_at] & 63);
          v.by_word_[p.words[key_at]].push_back(static_cast<std::uint32_t>(v.patterns_.size()));
          v.patterns_.push_back(std::move(p));
        }
      }
    }
    if (const toml::table* months = table["months"].as_table()) {
      for (const auto& [language, node] : *months) {
        const toml::array* names = node.as_array();
        if (names == nullptr) return base::fail(base::Code::DataBad, file.path, "months need lists of names");
        for (std::size_t i = 0; i < names->size(); ++i) {
          // Each entry holds all names of one month, separated by spaces.
          const auto text = (*names)[i].value<std::string>();
          if (!text) return base::fail(base::Code::DataBad, file.path, "a month must be a string");
          std::size_t at = 0;
          while (at < text->size()) {
            const std::size_t space = std::min(text->find(' ', at), text->size());
            if (space > at) {
              const std::uint64_t h = hash_word(std::string_view(*text).substr(at, space - at));
              v.months_.emplace(h, static_cast<int>(i % 12) + 1);
              v.seen_months_[h >> 6 & 63] |= std::uint64_t{1} << (h & 63);
            }
            at = space + 1;
          }
        }
      }
    }
    if (const toml::array* agencies = table["credit_agencies"].as_array()) {
      for (const toml::node& item : *agencies) {
        const auto name = item.value<std::string_view>();
        if (!name) return base::fail(base::Code::DataBad, file.path, "an agency must be a string");
        v.agencies_.insert(hash_word(*name));
      }
    }
    const auto strings = [&](const char* key, std::vector<std::string>* out) {
      const toml::array* list = table[key].as_array();
      for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
        const auto word = (*list)[i].value<std::string>();
        if (!word) return false;
        out->push_back(*word);
      }
      std::stable_sort(out->begin(), out->end(),
                       [](const std::string& a, const std::string& b) { return a.size() > b.size(); });
      return true;
    };
    std::vector<std::string> no_names, degrees;
    if (!strings("byline_leads", &v.byline_leads_) || !strings("byline_joins", &v.byline_joins_) ||
        !strings("author_labels", &v.author_labels_) || !strings("no_names", &no_names) ||
        !strings("degrees", &degrees))
      return base::fail(base::Code::DataBad, file.path, "words of bylines must be strings");
    for (const std::string& word : no_names) v.no_names_.insert(hash_word(word));
    for (const std::string& word : degrees) v.degrees_.insert(hash_word(word));
    if (const toml::table* stop = table["stop_words"].as_table()) {
      for (const auto& [language, node] : *stop) {
        const auto text = node.value<std::string>();
        if (!text || v.languages_.size() >= 63)
          return base::fail(base::Code::DataBad, file.path,
                            "stop words must be one string a language, 63 at most");
        // Words that English has too though its own list has not.
        const bool also = language.str() == "also_english";
        const std::uint64_t bit = also ? kAlsoEnglish : std::uint64_t{1} << v.languages_.size();
        if (language.str() == "en") v.english_ = v.languages_.size();
        if (!also) v.languages_.emplace_back(language.str());
        std::size_t at = 0;
        while (at < text->size()) {
          const std::size_t space = std::min(text->find(' ', at), text->size());
          if (space > at) {
            const std::uint64_t h = hash_word(std::string_view(*text).substr(at, space - at));
            v.stop_words_[h] |= bit;
            v.seen_stop_[h >> 6 & 255] |= std::uint64_t{1} << (h & 63);
          }
          at = space + 1;
        }
      }
    }
  }
  return v;
}

const Vocabulary& Vocabulary::compiled_in() {
  static const Vocabulary vocabulary = [] {
    auto loaded = load(base::DataSource());
    // The compiled-in data is part of the program; input cannot change it.
    HUDNA_CHECK(loaded.has_value());
    return std::move(*loaded);
  }();
  return vocabulary;
}

}  // namespace hudna::page
