#include "ground/numbers.h"

#include <algorithm>
#include <charconv>

#include "ground/toml_rows.h"

namespace hudna::ground {
namespace {

// Larger figures are typing errors or identifiers.
constexpr std::int64_t kLargest = 1000000000000;

const Word kEnd;
const Word& at_word(std::span<const Word> words, std::size_t at) {
  return at < words.size() ? words[at] : kEnd;
}
bool is_sign(const Word& word, char sign) {
  return word.kind == WordKind::Sign && word.lower.size() == 1 && word.lower[0] == sign;
}
std::int64_t whole(std::string_view digits) {
  std::int64_t value = 0;
  if (digits.size() > 12) return kLargest;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

}  // namespace

enum class NumberWords::List : std::uint8_t { OrdinalEnding, Article, Single, Of, And, Half };

namespace {
constexpr std::string_view kLists[] = {"ordinal_ending", "article", "single", "of", "and", "half"};
}  // namespace

base::Result<NumberWords> NumberWords::open(const base::DataSource& data) {
  const base::Result<base::DataFile> file = data.file("ground/numbers.toml");
  if (!file) return tl::unexpected(file.error());
  const auto rows = read_data_rows(*file);
  if (!rows) return tl::unexpected(rows.error());
  base::Result<WordLists> lists = WordLists::read(*rows, kLists, file->path);
  if (!lists) return tl::unexpected(lists.error());
  NumberWords out;
  out.lists_ = std::move(*lists);
  for (const TomlRow& row : *rows) {
    Values* into = row.table == "digit"     ? &out.digits_
                   : row.table == "scale"   ? &out.scales_
                   : row.table == "suffix"  ? &out.suffixes_
                   : row.table == "vague"   ? &out.vague_
                   : row.table == "ordinal" ? &out.ordinals_
                   : row.table == "part"    ? &out.parts_
                                            : nullptr;
    if (into == nullptr) continue;
    for (const auto& [key, values] : row.values) {
      if (!key.starts_with("words.") || values.empty()) continue;
      std::int64_t value = 0;
      std::from_chars(values[0].data(), values[0].data() + values[0].size(), value);
      (*into)[key.substr(6)] = value;
    }
  }
  return out;
}

NumberParse NumberWords::parse_at(std::span<const Word> words, std::size_t at, bool articles) const {
  NumberParse out;
  const Word& first = at_word(words, at);
  std::size_t i = at;
  if (first.kind == WordKind::Digits) {
    // Glued to letters or a currency sign in front: a code or an amount of money.
    if (at > 0 && !first.space_before) {
      const Word& before = words[at - 1];
      if (before.kind == WordKind::Letters || is_sign(before, '$') || is_sign(before, '.') ||
          is_sign(before, '#') || before.lower == "\xE2\x82\xAC" || before.lower == "\xC2\xA3") {
        return out;
      }
    }
    std::string digits = first.lower;
    ++i;
    while (is_sign(at_word(words, i), ',') && !words[i].space_before &&
           at_word(words, i + 1).kind == WordKind::Digits && !words[i + 1].space_before &&
           words[i + 1].lower.size() == 3 && digits.size() <= 12) {
      digits += words[i + 1].lower;
      i += 2;
    }
    double value = static_cast<double>(whole(digits));
    if (is_sign(at_word(words, i), '.') && !words[i].space_before &&
        at_word(words, i + 1).kind == WordKind::Digits && !words[i + 1].space_before) {
      double part = static_cast<double>(whole(words[i + 1].lower.substr(0, 6)));
      for (std::size_t k = 0; k < std::min<std::size_t>(6, words[i + 1].lower.size()); ++k) part /= 10;
      value += part;
      out.decimal = true;
      i += 2;
    }
    const Word& next = at_word(words, i);
    std::int64_t scale = 0;
    if (next.kind == WordKind::Letters) {
      if (!next.space_before) {
        scale = find(suffixes_, next.lower, 0);
        // "20th", "5pm", "30km": no count.
        if (scale == 0) {
          if (!in(List::OrdinalEnding, next.lower)) {
            out.exact = value;
          } else {
            return NumberParse{};
          }
        }
      } else {
        scale = find(scales_, next.lower, 0);
      }
      if (scale != 0) {
        value *= static_cast<double>(scale);
        out.decimal = false;
        ++i;
      }
    }
    out.words = i - at;
    out.scale = std::max<std::int64_t>(1, scale);
    out.figure = true;
    out.exact = value;
    out.value = static_cast<std::int64_t>(std::min(value + 1e-6, static_cast<double>(kLargest)));
    return out;
  }
  if (first.kind != WordKind::Letters) return out;
  // Number words: group by group, "two hundred and five thousand".
  std::int64_t total = 0, group = 0;
  bool any = false, vague = false;
  std::int64_t last_scale = 1;
  std::size_t last_end = at;
  if (in(List::Half, first.lower)) {
    std::size_t j = i + 1;
    if (in(List::Article, at_word(words, j).lower)) ++j;
    const std::int64_t scale = find(scales_, at_word(words, j).lower, 0);
    if (scale != 0) {
      out.words = j + 1 - at;
      out.value = scale / 2;
      out.exact = static_cast<double>(out.value);
      return out;
    }
    return out;
  }
  if (const NumberParse part = part_of_scale(words, at); part.words > 0) return part;
  bool article = false;
  if (in(List::Article, first.lower)) {
    const std::string& next = at_word(words, i + 1).lower;
    const std::int64_t scale = find(scales_, next, 0);
    if (scale != 0) {
      group = 1;
      ++i;
      any = true;
      last_end = i;
    } else if (find(vague_, next, 0) != 0) {
      ++i;
    } else if (articles) {
      out.words = 1;
      out.value = 1;
      out.exact = 1;
      out.article = true;
      return out;
    } else {
      return out;
    }
    article = true;
  }
  while (i < words.size()) {
    const Word& word = words[i];
    if (word.kind != WordKind::Letters) {
      // "twenty-four", "twenty - four" no.
      if (is_sign(word, '-') && !word.space_before && any &&
          find(digits_, at_word(words, i + 1).lower, -1) >= 0 && !words[i + 1].space_before) {
        ++i;
        continue;
      }
      break;
    }
    if (const std::int64_t digit = find(digits_, word.lower, -1); digit >= 0) {
      if (vague) break;
      // "one two": two numbers; "twenty four": one.
      const std::int64_t low = group % 100;
      if (any && last_end == i && group != 0 && !(digit < 10 && low >= 20 && low % 10 == 0) && low != 0)
        break;
      group += digit;
      any = true;
      last_scale = 1;
    } else if (const std::int64_t scale = find(scales_, word.lower, 0); scale != 0) {
      if (!any && !article) break;
      if (scale == 100 || scale == 12 || scale == 20) {
        group = std::max<std::int64_t>(1, group) * scale;
      } else {
        total += std::max<std::int64_t>(1, group) * scale;
        group = 0;
      }
      if (total > kLargest || group > kLargest) return NumberParse{};
      any = true;
      last_scale = scale;
    } else if (const std::int64_t some = find(vague_, word.lower, 0); some != 0) {
      if (any) break;
      // "tens of thousands" is 20,000 and more; "several hundred" 300.
      const Word& next = at_word(words, i + 1);
      const Word& after = at_word(words, i + 2);
      if (in(List::Of, next.lower) && find(vague_, after.lower, 0) >= 20) {
        group = some * (find(vague_, after.lower, 0) / 2);
        i += 2;
      } else {
        group = some;
      }
      any = true;
      vague = true;
    } else if (in(List::And, word.lower) && any && last_end == i &&
               (group % 100 == 0 || (group == 0 && total != 0)) && (group != 0 || total != 0) &&
               find(digits_, at_word(words, i + 1).lower, -1) > 0 && !vague &&
               find(scales_, words[i - 1].lower, 0) >= 100) {
      ++i;
      last_end = i;
      continue;
    } else {
      break;
    }
    ++i;
    last_end = i;
  }
  if (!any) return NumberParse{};
  // "one" alone in a figure of speech is for the caller to judge.
  out.words = last_end - at;
  out.value = total + group;
  out.exact = static_cast<double>(out.value);
  out.scale = last_scale;
  out.vague = vague;
  return out;
}

// "a quarter of a million", "three quarters of a million", "one and a half million", "a couple of hundred".
NumberParse NumberWords::part_of_scale(std::span<const Word> words, std::size_t at) const {
  NumberParse out;
  const auto take = [&](std::size_t end, double value) {
    out.words = end - at;
    out.value = static_cast<std::int64_t>(value + 1e-6);
    out.exact = value;
  };
  std::size_t i = at;
  const bool article = in(List::Single, at_word(words, i).lower);
  std::int64_t count = 1;
  if (article) {
    ++i;
  } else if (const std::int64_t digit = find(digits_, at_word(words, i).lower, 0); digit > 0 && digit < 20) {
    count = digit;
    ++i;
    // "and a half", with hyphens or without.
    std::size_t j = i;
    const auto skip_dash = [&] { j += is_sign(at_word(words, j), '-') ? 1 : 0; };
    skip_dash();
    if (!in(List::And, at_word(words, j).lower)) j = words.size();
    ++j;
    skip_dash();
    if (!in(List::Single, at_word(words, j).lower)) j = words.size();
    ++j;
    skip_dash();
    if (in(List::Half, at_word(words, j).lower)) {
      const std::int64_t scale = find(scales_, at_word(words, j + 1).lower, 0);
      if (scale >= 100) take(j + 2, (static_cast<double>(count) + 0.5) * static_cast<double>(scale));
      return out;
    }
  }
  const auto part = parts_.find(at_word(words, i).lower);
  if (part == parts_.end() || !in(List::Of, at_word(words, i + 1).lower)) return out;
  std::size_t j = i + 2;
  if (part->second == 0) {
    // A vague count of a scale: "a couple of hundred".
    const std::int64_t some = find(vague_, at_word(words, i).lower, 0);
    const std::int64_t scale = find(scales_, at_word(words, j).lower, 0);
    if (scale != 0 && some != 0) {
      take(j + 1, static_cast<double>(some * scale));
      out.approx = true;
    }
    return out;
  }
  if (!in(List::Single, at_word(words, j).lower)) return out;
  const std::int64_t scale = find(scales_, at_word(words, j + 1).lower, 0);
  if (scale >= 1000)
    take(j + 2, static_cast<double>(count) * static_cast<double>(scale) / static_cast<double>(part->second));
  return out;
}

std::int32_t NumberWords::ordinal_at(std::span<const Word> words, std::size_t at, std::size_t* taken) const {
  const Word& word = at_word(words, at);
  *taken = 0;
  if (word.kind == WordKind::Digits && word.lower.size() <= 2) {
    const Word& suffix = at_word(words, at + 1);
    if (!suffix.space_before && (in(List::OrdinalEnding, suffix.lower))) {
      *taken = 2;
      return static_cast<std::int32_t>(whole(word.lower));
    }
    return 0;
  }
  const std::int64_t value = find(ordinals_, word.lower, 0);
  if (value != 0) *taken = 1;
  return static_cast<std::int32_t>(value);
}

}  // namespace hudna::ground
