#include "eval/muc_score.h"

#include <algorithm>
#include <cstdlib>
#include <initializer_list>
#include <set>

namespace hudna::eval {
namespace {

using coding::Fill;
using coding::index;
using coding::normalise_mention;
using coding::Slot;
using coding::Template;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> out;
  std::string word;
  for (const char c : text) {
    if (c == ' ') {
      if (!word.empty()) out.push_back(std::move(word));
      word.clear();
    } else {
      word += c;
    }
  }
  if (!word.empty()) out.push_back(std::move(word));
  return out;
}

}  // namespace

// --- six slots

namespace {

constexpr std::array<Slot, 5> kRoles = {Slot::PerpIndividual, Slot::PerpOrganisation, Slot::TargetId,
                                        Slot::InstrumentId, Slot::HumanName};

struct SixTemplate {
  std::string type;
  // Entities by role; each a set of mentions.
  std::array<std::vector<std::set<std::string>>, kRoles.size()> roles;
  friend bool operator==(const SixTemplate&, const SixTemplate&) = default;
};

std::string lower_spaced(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const char low = c >= 'A' && c <= 'Z'                    ? static_cast<char>(c + 32)
                     : (c == '\n' || c == '\t' || c == '\r') ? ' '
                                                             : c;
    if (low == ' ' && !out.empty() && out.back() == ' ') continue;
    out += low;
  }
  return out;
}

SixTemplate six_of(const KeyTemplate& key, const std::string& text, bool with_descriptions) {
  SixTemplate out;
  for (const KeyFill& fill : key.at(Slot::Type)) {
    for (const std::string& value : fill.values)
      out.type += (out.type.empty() ? "" : " / ") + lower_spaced(value);
  }
  for (std::size_t role = 0; role < kRoles.size(); ++role) {
    const auto add = [&](const KeyFill& fill) {
      std::set<std::string> entity;
      for (const std::string& value : fill.values) {
        if (text.find(lower_spaced(value)) == std::string::npos) continue;
        const std::string mention = normalise_mention(value);
        if (!mention.empty()) entity.insert(mention);
      }
      if (!entity.empty()) out.roles[role].push_back(std::move(entity));
    };
    for (const KeyFill& fill : key.at(kRoles[role])) add(fill);
    if (with_descriptions && kRoles[role] == Slot::HumanName) {
      for (const KeyFill& fill : key.at(Slot::HumanDescription)) {
        if (fill.references.empty()) add(fill);
      }
    }
  }
  return out;
}

SixTemplate six_of(const Template& got, bool with_descriptions) {
  SixTemplate out;
  for (const Fill& fill : got.at(Slot::Type)) out.type = lower_spaced(fill.value);
  for (std::size_t role = 0; role < kRoles.size(); ++role) {
    const auto add = [&](const Fill& fill) { out.roles[role].push_back({normalise_mention(fill.value)}); };
    for (const Fill& fill : got.at(kRoles[role])) add(fill);
    if (with_descriptions && kRoles[role] == Slot::HumanName) {
      for (const Fill& fill : got.at(Slot::HumanDescription)) {
        if (fill.reference.empty()) add(fill);
      }
    }
  }
  return out;
}

std::vector<SixTemplate> distinct(std::vector<SixTemplate> all) {
  std::vector<SixTemplate> out;
  for (SixTemplate& one : all) {
    if (std::find(out.begin(), out.end(), one) == out.end()) out.push_back(std::move(one));
  }
  return out;
}

// Right ones of a mapped pair by role; the last entry is the type.
struct PairScore {
  std::array<int, kRoles.size()> got{}, gold{};
  int sum_got = 1, sum_gold = 1;
};

PairScore compare(const SixTemplate& got, const SixTemplate& gold) {
  PairScore out;
  const auto right = [](const std::set<std::string>& a, const std::set<std::string>& b) {
    return std::includes(b.begin(), b.end(), a.begin(), a.end());
  };
  for (std::size_t role = 0; role < kRoles.size(); ++role) {
    for (const auto& mine : got.roles[role]) {
      out.got[role] += std::any_of(gold.roles[role].begin(), gold.roles[role].end(),
                                   [&](const auto& theirs) { return right(mine, theirs); });
    }
    for (const auto& theirs : gold.roles[role]) {
      out.gold[role] += std::any_of(got.roles[role].begin(), got.roles[role].end(),
                                    [&](const auto& mine) { return right(mine, theirs); });
    }
    out.sum_got += out.got[role];
    out.sum_gold += out.gold[role];
  }
  return out;
}

// The mapping of templates to key templates with the highest `better` value of the sums, found by trying all:
// there are few templates a document. Beyond the limit the best found so far stands.
constexpr std::size_t kMappingSteps = 200000;

struct Mapping {
  std::vector<int> to;  // -1: none
  double worth = -1;
};

template <class Worth, class Allowed>
Mapping best_mapping(std::size_t got, std::size_t gold, const Allowed& allowed, const Worth& worth) {
  Mapping best;
  std::vector<int> now(got, -1);
  std::vector<bool> taken(gold, false);
  std::size_t steps = 0;
  const auto go = [&](auto&& self, std::size_t at) -> void {
    if (++steps > kMappingSteps) return;
    if (at == got) {
      const double value = worth(now);
      if (value > best.worth) best = {now, value};
      return;
    }
    for (std::size_t to = 0; to < gold; ++to) {
      if (taken[to] || !allowed(at, to)) continue;
      taken[to] = true;
      now[at] = static_cast<int>(to);
      self(self, at + 1);
      now[at] = -1;
      taken[to] = false;
    }
    self(self, at + 1);
  };
  go(go, 0);
  if (best.to.size() != got) best.to.assign(got, -1);
  return best;
}

}  // namespace

void add_six_slot(const std::vector<Template>& got_templates, const std::vector<KeyTemplate>& keys,
                  std::string_view text, bool with_descriptions, SixSlotScore* score) {
  const std::string spaced = lower_spaced(text);
  std::vector<SixTemplate> got, gold;
  for (const Template& one : got_templates) got.push_back(six_of(one, with_descriptions));
  for (const KeyTemplate& key : keys) gold.push_back(six_of(key, spaced, with_descriptions));
  gold = distinct(std::move(gold));
  int all_got = 0, all_gold = 0;
  const auto count = [&](const std::vector<SixTemplate>& templates, bool is_gold) {
    for (const SixTemplate& one : templates) {
      const auto add = [&](std::size_t slot, std::size_t number) {
        PrecisionRecall& sum = score->slots[slot];
        (is_gold ? sum.gold : sum.got) += static_cast<double>(number);
        (is_gold ? score->all.gold : score->all.got) += static_cast<double>(number);
        (is_gold ? all_gold : all_got) += static_cast<int>(number);
      };
      add(index(Slot::Type), 1);
      for (std::size_t role = 0; role < kRoles.size(); ++role)
        add(index(kRoles[role]), one.roles[role].size());
    }
  };
  count(got, false);
  count(gold, true);
  std::vector<std::vector<PairScore>> pairs(got.size(), std::vector<PairScore>(gold.size()));
  for (std::size_t i = 0; i < got.size(); ++i) {
    for (std::size_t j = 0; j < gold.size(); ++j) pairs[i][j] = compare(got[i], gold[j]);
  }
  const auto allowed = [&](std::size_t i, std::size_t j) {
    return !got[i].type.empty() && gold[j].type.find(got[i].type) != std::string::npos;
  };
  const auto worth = [&](const std::vector<int>& to) {
    PrecisionRecall sum{0, static_cast<double>(all_got), 0, static_cast<double>(all_gold)};
    for (std::size_t i = 0; i < to.size(); ++i) {
      if (to[i] < 0) continue;
      sum.right_got += pairs[i][static_cast<std::size_t>(to[i])].sum_got;
      sum.right_gold += pairs[i][static_cast<std::size_t>(to[i])].sum_gold;
    }
    return sum.f1();
  };
  const Mapping best = best_mapping(got.size(), gold.size(), allowed, worth);
  for (std::size_t i = 0; i < got.size(); ++i) {
    if (best.to[i] < 0) continue;
    const PairScore& pair = pairs[i][static_cast<std::size_t>(best.to[i])];
    const auto add = [&](std::size_t slot, int right_got, int right_gold) {
      for (PrecisionRecall* sum : {&score->slots[slot], &score->all}) {
        sum->right_got += right_got;
        sum->right_gold += right_gold;
      }
    };
    add(index(Slot::Type), 1, 1);
    for (std::size_t role = 0; role < kRoles.size(); ++role)
      add(index(kRoles[role]), pair.got[role], pair.gold[role]);
  }
}

// --- MUC-4

namespace {

enum class Shape : std::uint8_t { Date, Place, Set, Text, Number };

Shape shape_of(Slot slot) {
  switch (slot) {
    case Slot::Date:
      return Shape::Date;
    case Slot::Location:
      return Shape::Place;
    case Slot::InstrumentId:
    case Slot::PerpIndividual:
    case Slot::PerpOrganisation:
    case Slot::TargetId:
    case Slot::HumanName:
    case Slot::HumanDescription:
      return Shape::Text;
    case Slot::TargetNumber:
    case Slot::TargetTotal:
    case Slot::HumanNumber:
    case Slot::HumanTotal:
      return Shape::Number;
    default:
      return Shape::Set;
  }
}

// Words that the guidelines call nonessential: figures; articles go with normalise_mention.
bool nonessential(const std::string& word) {
  return std::all_of(word.begin(), word.end(), is_digit) || word == "one" || word == "two" ||
         word == "three" || word == "four" || word == "five" || word == "six" || word == "seven" ||
         word == "eight" || word == "nine" || word == "ten" || word == "several" || word == "some" ||
         word == "another" || word == "other";
}

// Equal but for nonessential words in front: full. All words of one among those of the other (an incomplete
// name, or more than the key's words): partial.
Worth match_text(std::string_view got, std::string_view key) {
  std::vector<std::string> a = words_of(normalise_mention(got)), b = words_of(normalise_mention(key));
  if (a.empty() || b.empty()) return a == b && got == key ? Worth::Full : Worth::None;
  if (a == b) return Worth::Full;
  const auto bare = [](std::vector<std::string> words) {
    std::size_t at = 0;
    while (at + 1 < words.size() && nonessential(words[at])) ++at;
    words.erase(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(at));
    return words;
  };
  a = bare(a);
  b = bare(b);
  if (a == b) return Worth::Full;
  const std::set<std::string> in_a(a.begin(), a.end()), in_b(b.begin(), b.end());
  if (std::includes(in_a.begin(), in_a.end(), in_b.begin(), in_b.end()) ||
      std::includes(in_b.begin(), in_b.end(), in_a.begin(), in_a.end())) {
    return Worth::Partial;
  }
  return Worth::None;
}

// Days since some day long ago for "03 JAN 90"; -1 where it is none.
int day_of(std::string_view text) {
  const std::vector<std::string> words = words_of(text);
  if (words.size() != 3) return -1;
  constexpr std::string_view kMonths = "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC";
  const std::size_t month =
      words[1].size() < 3 ? std::string_view::npos : kMonths.find(words[1].substr(0, 3));
  if (month == std::string_view::npos || month % 3 != 0) return -1;
  const int day = std::atoi(words[0].c_str()), year = std::atoi(words[2].c_str()) % 100;
  return (year * 12 + static_cast<int>(month / 3)) * 31 + day;
}

struct DateFill {
  int from = -1, to = -1;  // `from` is -1 for "on or before"
  bool good = false;
  bool open = false;
};

DateFill date_of(std::string_view text) {
  DateFill out;
  std::string clean(text);
  std::size_t dash = clean.find('-');
  const auto part = [&](std::size_t begin, std::size_t end) {
    return day_of(clean.substr(begin, end - begin));
  };
  if (dash == std::string::npos) {
    out.from = out.to = part(0, clean.size());
  } else {
    out.from = part(0, dash);
    out.to = part(dash + 1, clean.size());
    out.open = out.from < 0;
  }
  out.good = out.to >= 0;
  return out;
}

Worth match_date(std::string_view got_text, std::string_view key_text) {
  const DateFill got = date_of(got_text), key = date_of(key_text);
  if (!got.good || !key.good) return got_text == key_text ? Worth::Full : Worth::None;
  if (got.from == key.from && got.to == key.to) return Worth::Full;
  // Guidelines 3.2.2: part of the key's range; or a default whose upper anchor is the key's.
  if (got.open) return got.to == key.to ? Worth::Partial : Worth::None;
  if (key.from != key.to && got.to <= key.to && (key.open || got.from >= key.from)) return Worth::Partial;
  return Worth::None;
}

// "COLOMBIA: ANTIOQUIA (DEPARTMENT): MEDELLIN (CITY)" as names; types in parentheses are put aside.
std::vector<std::string> places_of(std::string_view text, bool* range) {
  std::vector<std::string> out;
  std::string name;
  int depth = 0;
  const auto close = [&] {
    const std::string kept = normalise_mention(name);
    if (!kept.empty()) out.push_back(kept);
    name.clear();
  };
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '(') ++depth;
    if (c == ')') --depth;
    if (depth > 0 || c == ')') continue;
    if (c == ':') {
      close();
    } else if (c == '-' && at > 0 && text[at - 1] == ' ') {
      close();
      *range = true;
    } else {
      name += c;
    }
  }
  close();
  return out;
}

Worth match_place(std::string_view got_text, std::string_view key_text) {
  bool got_range = false, key_range = false;
  const std::vector<std::string> got = places_of(got_text, &got_range), key = places_of(key_text, &key_range);
  if (got.empty() || key.empty()) return Worth::None;
  if (got == key && got_range == key_range) return Worth::Full;
  // The right country with another place or none, or the right place in another country.
  if (got[0] == key[0]) return Worth::Partial;
  if (std::vector<std::string>(got.begin() + 1, got.end()) ==
          std::vector<std::string>(key.begin() + 1, key.end()) &&
      got.size() > 1) {
    return Worth::Partial;
  }
  return Worth::None;
}

Worth match_number(std::string_view got, std::string_view key) {
  const auto squeeze = [](std::string_view text) {
    std::string out;
    for (const char c : text) {
      if (c != ' ' && c != ',') out += c;
    }
    return out;
  };
  const std::string a = squeeze(got), b = squeeze(key);
  if (a == b) return a.empty() ? Worth::None : Worth::Full;
  if (a.empty() || !std::all_of(a.begin(), a.end(), is_digit)) return Worth::None;
  if (b == "~" + a) return Worth::Partial;
  const std::size_t dash = b.find('-');
  if (dash != std::string::npos && (b.substr(0, dash) == a || b.substr(dash + 1) == a)) return Worth::Partial;
  return Worth::None;
}

// Above it in the hierarchy of instruments (task documentation, 7.8).
std::string_view instrument_above(std::string_view type) {
  struct Row {
    std::string_view name, above;
  };
  static constexpr Row kRows[] = {{"MACHINE GUN", "GUN"},
                                  {"MORTAR", "GUN"},
                                  {"HANDGUN", "GUN"},
                                  {"RIFLE", "GUN"},
                                  {"BOMB", "EXPLOSIVE"},
                                  {"GRENADE", "EXPLOSIVE"},
                                  {"VEHICLE BOMB", "BOMB"},
                                  {"DYNAMITE", "BOMB"},
                                  {"MINE", "BOMB"},
                                  {"AERIAL BOMB", "BOMB"},
                                  {"MOLOTOV COCKTAIL", "EXPLOSIVE"},
                                  {"MISSILE", "PROJECTILE"},
                                  {"ROCKET", "PROJECTILE"}};
  for (const Row& row : kRows) {
    if (row.name == type) return row.above;
  }
  return {};
}

Worth match_set(Slot slot, std::string_view got, std::string_view key) {
  if (got == key) return Worth::Full;
  const auto pair = [&](std::string_view a, std::string_view b) { return got == a && key == b; };
  switch (slot) {
    case Slot::Type:
      return got == "ATTACK" ? Worth::Partial : Worth::None;
    case Slot::InstrumentType:
      for (std::string_view up = instrument_above(key); !up.empty(); up = instrument_above(up)) {
        if (up == got) return Worth::Partial;
      }
      return Worth::None;
    case Slot::PerpConfidence:
      return pair("SUSPECTED OR ACCUSED", "SUSPECTED OR ACCUSED BY AUTHORITIES") ? Worth::Partial
                                                                                 : Worth::None;
    case Slot::TargetType:
      return pair("POLITICAL FIGURE OFFICE OR RESIDENCE", "GOVERNMENT OFFICE OR RESIDENCE") ? Worth::Partial
                                                                                            : Worth::None;
    case Slot::TargetEffect:
      return pair("DESTROYED", "SOME DAMAGE") ? Worth::Partial : Worth::None;
    case Slot::HumanType:
      if (pair("GOVERNMENT OFFICIAL", "FORMER GOVERNMENT OFFICIAL") ||
          pair("ACTIVE MILITARY", "FORMER ACTIVE MILITARY") ||
          pair("POLITICAL FIGURE", "GOVERNMENT OFFICIAL")) {
        return Worth::Partial;
      }
      return Worth::None;
    case Slot::HumanEffect:
      return pair("NO INJURY", "NO INJURY OR DEATH") || pair("NO DEATH", "NO INJURY OR DEATH")
                 ? Worth::Partial
                 : Worth::None;
    default:
      return Worth::None;
  }
}

}  // namespace

Worth match_fill(Slot slot, const Fill& got, const KeyFill& key) {
  Worth best = Worth::None;
  for (const std::string& value : key.values) {
    Worth now = Worth::None;
    switch (shape_of(slot)) {
      case Shape::Date:
        now = match_date(got.value, value);
        break;
      case Shape::Place:
        now = match_place(got.value, value);
        break;
      case Shape::Set:
        now = match_set(slot, got.value, value);
        break;
      case Shape::Text:
        now = match_text(got.value, value);
        break;
      case Shape::Number:
        now = match_number(got.value, value);
        break;
    }
    best = std::max(best, now);
  }
  if (best != Worth::Full || key.references.empty()) return best;
  // A right value with a wrong reference is partly right (3.1.2). What the reference names is matched as its
  // own slot would be, fully or partly.
  for (const std::string& reference : key.references) {
    if (reference == "-" || match_text(got.reference, reference) != Worth::None) return Worth::Full;
  }
  return Worth::Partial;
}

void Muc4Counts::add(const Muc4Counts& other) {
  correct += other.correct;
  partial += other.partial;
  incorrect += other.incorrect;
  missing += other.missing;
  spurious += other.spurious;
}

double Muc4Counts::recall() const {
  const std::size_t possible = correct + partial + incorrect + missing;
  return possible == 0 ? 0 : points() / static_cast<double>(possible);
}

double Muc4Counts::precision() const {
  const std::size_t actual = correct + partial + incorrect + spurious;
  return actual == 0 ? 0 : points() / static_cast<double>(actual);
}

double Muc4Counts::f1() const {
  const double sum = recall() + precision();
  return sum == 0 ? 0 : 2 * recall() * precision() / sum;
}

namespace {

using SlotCounts = std::array<Muc4Counts, coding::kSlotCount>;

std::size_t required(const std::vector<KeyFill>& fills) {
  return static_cast<std::size_t>(
      std::count_if(fills.begin(), fills.end(), [](const KeyFill& fill) { return !fill.optional; }));
}

// Fills of one slot, each with at most one of the key: full matches first, then partial ones, the rest by
// pairs incorrect.
Muc4Counts compare_slot(Slot slot, const std::vector<Fill>& got, const std::vector<KeyFill>& key) {
  Muc4Counts out;
  std::vector<bool> used(got.size(), false), found(key.size(), false);
  for (const Worth wanted : {Worth::Full, Worth::Partial}) {
    for (std::size_t i = 0; i < got.size(); ++i) {
      for (std::size_t j = 0; j < key.size() && !used[i]; ++j) {
        if (found[j] || match_fill(slot, got[i], key[j]) != wanted) continue;
        used[i] = found[j] = true;
        ++(wanted == Worth::Full ? out.correct : out.partial);
      }
    }
  }
  std::size_t left = 0, open = 0;
  for (const bool one : used) left += one ? 0 : 1;
  for (std::size_t j = 0; j < key.size(); ++j) open += !found[j] && !key[j].optional ? 1 : 0;
  out.incorrect = std::min(left, open);
  out.missing = open - out.incorrect;
  out.spurious = left - out.incorrect;
  return out;
}

SlotCounts compare_templates(const Template& got, const KeyTemplate& key) {
  SlotCounts out;
  for (std::size_t slot = index(Slot::Date); slot < coding::kSlotCount; ++slot) {
    if (!key.inapplicable[slot])
      out[slot] = compare_slot(static_cast<Slot>(slot), got.slots[slot], key.slots[slot]);
  }
  return out;
}

// The content-based mapping conditions of 3.2.1.
bool may_map(const Template& got, const KeyTemplate& key) {
  const auto some = [&](Slot slot) {
    const Muc4Counts counts = compare_slot(slot, got.at(slot), key.at(slot));
    return counts.correct + counts.partial > 0;
  };
  if (!some(Slot::Type)) return false;
  for (const Slot slot : {Slot::PerpIndividual, Slot::PerpOrganisation, Slot::TargetId, Slot::TargetType,
                          Slot::HumanName, Slot::HumanDescription, Slot::HumanType}) {
    if (some(slot)) return true;
  }
  return false;
}

}  // namespace

void add_muc4(const std::vector<Template>& got, const std::vector<KeyTemplate>& keys, Muc4Score* score) {
  std::vector<std::vector<SlotCounts>> pairs(got.size(), std::vector<SlotCounts>(keys.size()));
  std::vector<std::vector<double>> points(got.size(), std::vector<double>(keys.size(), -1));
  for (std::size_t i = 0; i < got.size(); ++i) {
    for (std::size_t j = 0; j < keys.size(); ++j) {
      if (!may_map(got[i], keys[j])) continue;
      pairs[i][j] = compare_templates(got[i], keys[j]);
      points[i][j] = 0;
      for (const Muc4Counts& counts : pairs[i][j]) points[i][j] += counts.points();
    }
  }
  const Mapping best = best_mapping(
      got.size(), keys.size(), [&](std::size_t i, std::size_t j) { return points[i][j] >= 0; },
      [&](const std::vector<int>& to) {
        double sum = 0;
        for (std::size_t i = 0; i < to.size(); ++i) {
          if (to[i] >= 0) sum += points[i][static_cast<std::size_t>(to[i])];
        }
        return sum;
      });
  std::vector<bool> mapped(keys.size(), false);
  const auto add = [&](const SlotCounts& counts) {
    for (std::size_t slot = 0; slot < coding::kSlotCount; ++slot) {
      score->slots[slot].add(counts[slot]);
      score->all.add(counts[slot]);
    }
  };
  for (std::size_t i = 0; i < got.size(); ++i) {
    SlotCounts spurious;
    for (std::size_t slot = 0; slot < coding::kSlotCount; ++slot)
      spurious[slot].spurious = got[i].slots[slot].size();
    if (best.to[i] < 0) {
      add(spurious);
      continue;
    }
    const std::size_t to = static_cast<std::size_t>(best.to[i]);
    mapped[to] = true;
    add(pairs[i][to]);
  }
  for (std::size_t j = 0; j < keys.size(); ++j) {
    if (mapped[j] || keys[j].optional) continue;
    SlotCounts missing;
    for (std::size_t slot = 0; slot < coding::kSlotCount; ++slot)
      missing[slot].missing = required(keys[j].slots[slot]);
    add(missing);
  }
}

}  // namespace hudna::eval
