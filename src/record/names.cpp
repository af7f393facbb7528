#include "record/names.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/utf8.h"

namespace hudna::record {
namespace {

// Base letters of U+00C0..U+017F (Latin-1 supplement and Latin extended A); '.' where there is none.
constexpr std::string_view kLatin =
    "aaaaaaaceeeeiiiidnooooo.ouuuuytsaaaaaaaceeeeiiiidnooooo.ouuuuyty"
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllll"
    "lllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";
static_assert(kLatin.size() == 192);

bool holds(const std::vector<std::string>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

// Levels what romanisations of one name vary: e/i, o/u, doubled letters, "ou", "ee", "aa", silent final h.
std::string level(std::string_view word) {
  std::string out;
  for (const char c : word) {
    const char l = c == 'e' || c == 'y' ? 'i' : c == 'o' || c == 'w' ? 'u' : c == 'q' ? 'k' : c;
    if (!out.empty() && out.back() == l) continue;
    if (!out.empty() && l == 'u' && out.back() == 'u') continue;
    out.push_back(l);
  }
  if (out.size() > 3 && out.back() == 'h' && out[out.size() - 2] == 'a') out.pop_back();
  return out;
}

bool in_order(const std::vector<std::string>& small, const std::vector<std::string>& large) {
  std::size_t at = 0;
  for (const std::string& part : small) {
    while (at < large.size() && large[at] != part) ++at;
    if (at == large.size()) return false;
    ++at;
  }
  return true;
}

}  // namespace

std::string level_place(std::string_view word) {
  std::string out = level(word);
  if (out.size() > 4 && out.back() == 'h' &&
      std::string_view("aiu").find(out[out.size() - 2]) != std::string_view::npos)
    out.pop_back();
  return out;
}

std::string fold_name(std::string_view text) {
  std::string out;
  bool pending = false;
  for (std::size_t at = 0; at < text.size();) {
    const base::Decoded d = base::decode_utf8(text, at);
    std::string piece;
    if (d.point < 0x80) {
      const char c = static_cast<char>(d.point);
      if (c >= 'A' && c <= 'Z')
        piece.push_back(static_cast<char>(c - 'A' + 'a'));
      else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
        piece.push_back(c);
    } else if (d.point >= 0xC0 && d.point < 0x180) {
      const char c = kLatin[d.point - 0xC0];
      if (c != '.') piece.push_back(c);
    } else if (d.point >= 0x180 && !(d.point >= 0x2000 && d.point <= 0x206F) &&
               !(d.point >= 0x300 && d.point <= 0x36F) && d.point != 0x2BB && d.point != 0x2BC &&
               d.point != 0x2BE && d.point != 0x2BF) {
      piece.assign(text.substr(at, d.bytes));
    }
    // An apostrophe, hamza or ayn sign inside a name parts no words: Sana'a, Deir ez-Zor keeps its hyphen as
    // a space.
    const bool glue = d.point == '\'' || d.point == '`' || d.point == 0x2018 || d.point == 0x2019 ||
                      d.point == 0x2BB || d.point == 0x2BC || d.point == 0x2BE || d.point == 0x2BF ||
                      (d.point >= 0x300 && d.point <= 0x36F) || d.point == '.';
    if (!piece.empty()) {
      if (pending && !out.empty()) out.push_back(' ');
      pending = false;
      out += piece;
    } else if (!glue) {
      pending = true;
    }
    at += d.bytes;
  }
  return out;
}

std::vector<std::string> split_words(std::string_view folded) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at < folded.size();) {
    const std::size_t end = std::min(folded.find(' ', at), folded.size());
    if (end > at) out.emplace_back(folded.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

std::vector<std::string> name_parts(std::string_view text, const NameRules& rules) {
  std::vector<std::string> out;
  for (std::string& word : split_words(fold_name(text))) {
    if (out.empty() && holds(rules.titles, word)) continue;
    if (holds(rules.particles, word)) continue;
    for (std::size_t i = 0; i < rules.joined_from.size() && i < rules.joined_to.size(); ++i) {
      if (word == rules.joined_from[i]) word = rules.joined_to[i];
    }
    out.push_back(level(word));
  }
  return out;
}

bool same_person(const std::vector<std::string>& a, const std::vector<std::string>& b,
                 const NameRules& rules) {
  const std::vector<std::string>& small = a.size() <= b.size() ? a : b;
  const std::vector<std::string>& large = a.size() <= b.size() ? b : a;
  if (small.size() < 2 || small.front() != large.front() || !in_order(small, large)) return false;
  // "Abu" with one more part is one name ("Abu Harith"); two parts in all are then still enough, as those are
  // rarer than a surname. A bare "Abu" or a lone given name never is.
  return !(small.size() == 2 && holds(rules.given_pairs, small[0]) && large.size() > 2 &&
           !(large[1] == small[1]));
}

}  // namespace hudna::record
