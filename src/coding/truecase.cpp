#include "coding/truecase.h"

#include <algorithm>
#include <set>

#include "coding/word_table.h"
#include "language/names.h"
#include "language/tokenizer.h"

namespace hudna::coding {
namespace {

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
char lower(char c) { return is_upper(c) ? static_cast<char>(c + 32) : c; }

struct Piece {
  std::size_t begin, end;
};

// Runs of letters; an apostrophe ends one.
std::vector<Piece> pieces_of(std::string_view text) {
  std::vector<Piece> out;
  for (std::size_t at = 0; at < text.size();) {
    if (!is_upper(text[at]) && !is_lower(text[at])) {
      ++at;
      continue;
    }
    const std::size_t begin = at;
    while (at < text.size() && (is_upper(text[at]) || is_lower(text[at]))) ++at;
    out.push_back({begin, at});
  }
  return out;
}

}  // namespace

struct Truecaser::Parts {
  WordTable words;
  language::TokenRules rules;
  language::NameLexicon names;

  // The word, or one that it is derived from, stands in lower case in mixed-case text. A heuristic of English
  // endings; it only has to keep "subversives" from looking like a name.
  bool small(std::string word) const {
    const WordTable::Entry entry = words.find(word);
    if (entry.small) return true;
    for (const std::string_view ending : {"s", "es", "d", "ed", "ing", "ly", "er", "ers", "ist", "ists"}) {
      if (word.size() < ending.size() + 4 || !word.ends_with(ending)) continue;
      const std::string stem = word.substr(0, word.size() - ending.size());
      if (words.find(stem).small || words.find(stem + "e").small) return true;
      if (stem.back() == 'i' && words.find(stem.substr(0, stem.size() - 1) + "y").small) return true;
    }
    return false;
  }
};

Truecaser::Truecaser(std::unique_ptr<const Parts> parts) : parts_(std::move(parts)) {}
Truecaser::Truecaser(Truecaser&&) noexcept = default;
Truecaser& Truecaser::operator=(Truecaser&&) noexcept = default;
Truecaser::~Truecaser() = default;

base::Result<Truecaser> Truecaser::open(const base::DataSource& data) {
  auto words = WordTable::open(data);
  if (!words) return tl::unexpected(words.error());
  auto rules = language::TokenRules::open(data);
  if (!rules) return tl::unexpected(rules.error());
  auto names = language::NameLexicon::open(data, *rules);
  if (!names) return tl::unexpected(names.error());
  return Truecaser(
      std::make_unique<const Parts>(Parts{std::move(*words), std::move(*rules), std::move(*names)}));
}

std::string Truecaser::apply(std::string_view text) const {
  std::string out(text);
  const std::vector<Piece> pieces = pieces_of(text);
  std::size_t large = 0;
  for (const Piece& piece : pieces)
    large += std::all_of(text.begin() + static_cast<std::ptrdiff_t>(piece.begin),
                         text.begin() + static_cast<std::ptrdiff_t>(piece.end), is_upper)
                 ? 1
                 : 0;
  if (large * 10 < pieces.size() * 7) return out;
  // Short words that stand alone in brackets after a name are its initials, wherever they stand.
  std::set<std::string_view> initials;
  for (const Piece& piece : pieces) {
    if (piece.begin == 0 || piece.end >= text.size() || piece.end - piece.begin > 6) continue;
    const char open = text[piece.begin - 1], close = text[piece.end];
    if ((open == '[' && close == ']') || (open == '(' && close == ')')) {
      initials.insert(text.substr(piece.begin, piece.end - piece.begin));
    }
  }
  std::vector<bool> capital(pieces.size(), false), whole(pieces.size(), false);
  std::string word;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const std::string_view form = text.substr(pieces[i].begin, pieces[i].end - pieces[i].begin);
    word.clear();
    for (const char c : form) word += lower(c);
    const bool clitic = pieces[i].begin > 0 && text[pieces[i].begin - 1] == '\'' && form.size() <= 2;
    if (clitic) continue;
    const bool common = parts_->small(word);
    if (initials.contains(form) && !common) whole[i] = true;
    // No word of English or Spanish has no vowel; nor is a single letter before a stop a word.
    if (word.find_first_of("aeiouy") == std::string::npos && !common) whole[i] = true;
    capital[i] = !common;
    // A sentence starts here, or a quotation.
    std::size_t before = pieces[i].begin;
    while (before > 0 && (text[before - 1] == ' ' || text[before - 1] == '"' || text[before - 1] == '\n' ||
                          text[before - 1] == '[' || text[before - 1] == '(')) {
      --before;
    }
    if (before == 0 || text[before - 1] == '.' || text[before - 1] == '?' || text[before - 1] == '!') {
      capital[i] = true;
    }
  }
  // Names of the lists: over the letters' runs, each line of pieces between stops as one sentence.
  std::vector<std::string_view> forms;
  std::vector<language::Word> hashed;
  std::vector<language::NameLexicon::Match> matches;
  std::vector<std::uint32_t> clues;
  for (std::size_t begin = 0; begin < pieces.size();) {
    std::size_t end = begin + 1;
    while (end < pieces.size() && pieces[end].begin - pieces[end - 1].end <= 2 && end - begin < 64 &&
           text.substr(pieces[end - 1].end, pieces[end].begin - pieces[end - 1].end)
                   .find_first_of(".,;:?!()[]\n") == std::string_view::npos) {
      ++end;
    }
    forms.clear();
    hashed.clear();
    for (std::size_t i = begin; i < end; ++i) {
      forms.push_back(text.substr(pieces[i].begin, pieces[i].end - pieces[i].begin));
      hashed.push_back(language::make_word(forms.back(), false, true));
    }
    parts_->names.look_up(forms, hashed, true, &matches, &clues);
    for (const auto& match : matches) {
      // One word alone is told by the table: "front", "general" and "army" are in names and mostly are none.
      if (match.end - match.begin < 2) continue;
      for (std::uint32_t i = match.begin; i < match.end; ++i) {
        const std::string_view form = forms[i];
        if (form.size() > 3 ||
            (form != "OF" && form != "THE" && form != "AND" && form != "FOR" && form != "IN")) {
          capital[begin + i] = true;
        }
      }
    }
    begin = end;
  }
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    if (whole[i]) continue;
    for (std::size_t at = pieces[i].begin + (capital[i] ? 1 : 0); at < pieces[i].end; ++at)
      out[at] = lower(out[at]);
  }
  return out;
}

}  // namespace hudna::coding
