#include "ground/fold.h"

#include <algorithm>
#include <vector>

#include "base/utf8.h"

namespace hudna::ground {
namespace {

struct FoldRow {
  char32_t point;
  const char* text;
};
constexpr FoldRow kFold[] = {
#include "ground/fold_table.inc"
};

const char* find_fold(char32_t point) {
  const auto* found =
      std::lower_bound(std::begin(kFold), std::end(kFold), point,
                       [](const FoldRow& row, char32_t wanted) { return row.point < wanted; });
  return found != std::end(kFold) && found->point == point ? found->text : nullptr;
}

bool is_vanishing(char32_t point) {
  // Apostrophes and the letters used for ayn and hamza, the full stop of abbreviations, combining marks,
  // tatweel.
  return point == '\'' || point == '`' || point == '.' || point == 0xB4 ||
         (point >= 0x2B0 && point <= 0x2FF) || (point >= 0x300 && point <= 0x36F) ||
         (point >= 0x2018 && point <= 0x201B) || point == 0x640 || point == 0x2032;
}

bool is_vowel(char c) { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y'; }

}  // namespace

std::string fold(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  bool space = false;
  const auto put = [&](std::string_view piece) {
    if (space && !out.empty()) out += ' ';
    space = false;
    out += piece;
  };
  for (std::size_t at = 0; at < text.size();) {
    const auto c = static_cast<unsigned char>(text[at]);
    if (c < 0x80) {
      ++at;
      if (c >= 'A' && c <= 'Z') {
        const char lower = static_cast<char>(c - 'A' + 'a');
        put({&lower, 1});
      } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
        put(text.substr(at - 1, 1));
      } else if (!is_vanishing(c)) {
        space = true;
      }
      continue;
    }
    const base::Decoded decoded = base::decode_utf8(text, at);
    const std::string_view bytes = text.substr(at, decoded.bytes);
    at += decoded.bytes;
    if (is_vanishing(decoded.point)) continue;
    if (const char* plain = find_fold(decoded.point)) {
      put(plain);
    } else if (decoded.point < 0xC0 || (decoded.point >= 0x2000 && decoded.point <= 0x206F)) {
      space = true;
    } else {
      put(bytes);
    }
  }
  return out;
}

std::string spelling_key(std::string_view folded) {
  std::vector<std::string> words;
  for (std::size_t at = 0; at < folded.size();) {
    const std::size_t end = std::min(folded.find(' ', at), folded.size());
    if (end > at) words.emplace_back(folded.substr(at, end - at));
    at = end + 1;
  }
  std::string out;
  for (std::size_t w = 0; w < words.size(); ++w) {
    const std::string& word = words[w];
    // The Arabic article, also assimilated to the sun letter that follows (al-, el-, ar-Rastan, as-Suwayda,
    // ez-Zor).
    if (w + 1 < words.size() && word.size() <= 3 && word.size() >= 2 &&
        (word[0] == 'a' || word[0] == 'e' || word[0] == 'u' || word[0] == 'i')) {
      const std::string_view tail = std::string_view(word).substr(1);
      if (tail == "l" || std::string_view(words[w + 1]).starts_with(tail)) continue;
    }
    std::string key;
    for (std::size_t i = 0; i < word.size(); ++i) {
      const char c = word[i];
      const char next = i + 1 < word.size() ? word[i + 1] : '\0';
      char mapped = c;
      if (c == 'q') {
        mapped = 'k';
      } else if (c == 'c') {
        // French ch for sh; c alone for k.
        if (next == 'h') {
          mapped = 's';
        } else {
          mapped = next == 'k' ? '\0' : 'k';
        }
      } else if (c == 'd' && (next == 'j' || next == 'h')) {
        if (next == 'j') continue;
        key += key.ends_with('d') ? "" : "d";
        ++i;
        continue;
      } else if (c == 'g' && next == 'h') {
        key += key.ends_with('g') ? "" : "g";
        ++i;
        continue;
      } else if (c == 'a' && (next == 'w' || next == 'u')) {
        // Zawr, Zaur, Zor.
        const char third = i + 2 < word.size() ? word[i + 2] : '\0';
        if (next == 'u' || !is_vowel(third)) {
          if (!key.ends_with('u')) key += 'u';
          ++i;
          continue;
        }
      } else if ((c == 'a' || c == 'e') && (next == 'y' || next == 'i')) {
        const char third = i + 2 < word.size() ? word[i + 2] : '\0';
        if (next == 'i' || !is_vowel(third)) {
          if (!key.ends_with('i')) key += 'i';
          ++i;
          continue;
        }
      } else if (c == 'e' || c == 'y') {
        mapped = 'i';
      } else if (c == 'o' || (c == 'w' && !key.empty() && key.back() == 'u')) {
        mapped = 'u';
      }
      if (mapped == '\0') continue;
      if (!key.empty() && key.back() == mapped) continue;
      key += mapped;
    }
    // Final -ah, -eh, -a, -e, -i, -y of feminine names and of adjectives.
    if (key.size() > 3 && key.back() == 'h' && is_vowel(key[key.size() - 2])) key.pop_back();
    if (key.size() > 3 && key.back() == 'i' && word.back() != 'i' && word.back() != 'y') key.back() = 'a';
    out += key;
  }
  return out.size() < 3 ? std::string() : out;
}

std::uint64_t hash_of(std::string_view text) {
  KeyHash hash;
  hash.add(text);
  return hash.value();
}

}  // namespace hudna::ground
