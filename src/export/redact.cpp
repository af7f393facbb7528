#include "export/redact.h"

#include <algorithm>
#include <set>

namespace hudna::exports {
namespace {

struct Word {
  std::size_t begin, end;
};

// Bytes of a sign beyond ASCII at `at` (curly quotes, dashes, no-break spaces, U+2000 to U+207F and Latin-1
// signs), or 0.
std::size_t sign_bytes(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) {
    return static_cast<unsigned char>(at + i < text.size() ? text[at + i] : 0);
  };
  if (byte(0) == 0xE2 && (byte(1) == 0x80 || byte(1) == 0x81) && byte(2) != 0) return 3;
  if (byte(0) == 0xC2 && byte(1) >= 0xA0 && byte(1) <= 0xBF) return 2;
  return 0;
}

bool is_word_byte(unsigned char c) {
  return c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

// Letters, digits and everything beyond ASCII; "al-Harith" and "O'Neill" are two words each, in names and
// texts alike.
std::vector<Word> words_of(std::string_view text) {
  std::vector<Word> out;
  for (std::size_t at = 0; at < text.size();) {
    if (const std::size_t sign = sign_bytes(text, at); sign != 0) {
      at += sign;
      continue;
    }
    if (!is_word_byte(static_cast<unsigned char>(text[at]))) {
      ++at;
      continue;
    }
    const std::size_t begin = at;
    while (at < text.size() && is_word_byte(static_cast<unsigned char>(text[at])) &&
           sign_bytes(text, at) == 0)
      ++at;
    out.push_back({begin, at});
  }
  return out;
}

std::string folded(std::string_view word) {
  std::string out(word);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

bool starts_as_name(std::string_view word) {
  const auto c = static_cast<unsigned char>(word.front());
  return (c >= 'A' && c <= 'Z') || c >= 0x80;
}

}  // namespace

Redactor::Redactor(const model::RecordParts& record, const Crosswalk& codes,
                   const std::vector<model::ActorId>& more)
    : mark_(codes.mark) {
  std::vector<bool> withheld(record.actors.size());
  for (std::size_t i = 0; i < withheld.size(); ++i)
    withheld[i] = record.actors[model::ActorId(i)].private_person;
  for (const model::ActorId id : more) withheld[id.index()] = true;
  const std::set<std::string, std::less<>> not_names(codes.not_names.begin(), codes.not_names.end());
  const std::set<std::string, std::less<>> ends(codes.name_ends.begin(), codes.name_ends.end());
  // Words of names that stay: a family name that is also a group's or a place's is not withheld alone.
  std::set<std::string, std::less<>> kept;
  const auto keep = [&kept](std::string_view name) {
    for (const Word w : words_of(name)) kept.insert(folded(name.substr(w.begin, w.end - w.begin)));
  };
  for (std::size_t i = 0; i < withheld.size(); ++i) {
    if (!withheld[i]) keep(record.actors[model::ActorId(i)].name);
  }
  for (const model::PlaceRow& row : record.places) keep(row.name);

  std::set<std::vector<std::string>> patterns;
  std::set<std::string> shown;
  const auto add = [&](std::string_view name) {
    std::vector<std::string> words;
    bool any = false;
    for (const Word w : words_of(name)) {
      const std::string_view word = name.substr(w.begin, w.end - w.begin);
      if (!words.empty() && any && ends.contains(word)) break;
      words.push_back(folded(word));
      any = any || (starts_as_name(word) && !not_names.contains(words.back()));
    }
    if (!any) return;
    shown.insert(std::string(name));
    patterns.insert(words);
    // Later sentences use the family name alone.
    if (words.size() > 1 && words.back().size() >= 4 && !not_names.contains(words.back()) &&
        !kept.contains(words.back()))
      patterns.insert({words.back()});
    // The title in front may be left out as well ("Colonel A. B." is "A. B." further down).
    while (words.size() > 2 && not_names.contains(words.front())) {
      words.erase(words.begin());
      patterns.insert(words);
    }
  };
  for (std::size_t i = 0; i < withheld.size(); ++i) {
    if (!withheld[i]) continue;
    const model::ActorRow& row = record.actors[model::ActorId(i)];
    add(row.name);
    for (const std::string& name : row.names_as_reported) add(name);
  }
  for (const std::vector<std::string>& words : patterns) by_first_[words.front()].push_back({words});
  // The longest name first, so that all of it goes.
  for (auto& [first, list] : by_first_) {
    std::stable_sort(list.begin(), list.end(),
                     [](const Pattern& a, const Pattern& b) { return a.words.size() > b.words.size(); });
  }
  names_.assign(shown.begin(), shown.end());
}

bool Redactor::scan(std::string_view text, std::string* out) const {
  if (by_first_.empty() || text.empty()) return false;
  const std::vector<Word> words = words_of(text);
  std::size_t plain = 0;
  bool found = false;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto word = [&](std::size_t k) {
      return text.substr(words[k].begin, words[k].end - words[k].begin);
    };
    const auto list = by_first_.find(folded(word(i)));
    if (list == by_first_.end()) continue;
    for (const Pattern& pattern : list->second) {
      const std::size_t n = pattern.words.size();
      if (i + n > words.size()) continue;
      // Alone, a word must look like a name: "Rose said" goes, "prices rose" stays.
      if (n == 1 && !starts_as_name(word(i))) continue;
      bool same = true;
      for (std::size_t k = 1; k < n && same; ++k) {
        // "Abu al-Harith", "Abu al Harith", "Abu Al-Harith": between the words stands a space or a sign.
        same = words[i + k].begin - words[i + k - 1].end <= 3 && folded(word(i + k)) == pattern.words[k];
      }
      if (!same) continue;
      found = true;
      if (out == nullptr) return true;
      out->append(text.substr(plain, words[i].begin - plain)).append(mark_);
      plain = words[i + n - 1].end;
      i += n - 1;
      break;
    }
  }
  if (out != nullptr && found) out->append(text.substr(plain));
  return found;
}

std::string Redactor::text(std::string_view text) const {
  std::string out;
  return scan(text, &out) ? out : std::string(text);
}

bool Redactor::finds(std::string_view text) const { return scan(text, nullptr); }

}  // namespace hudna::exports
