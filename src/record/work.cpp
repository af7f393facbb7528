#include "record/work.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <unordered_map>

#include "base/sha256.h"
#include "record/names.h"

namespace hudna::record {

using model::PlaceId;
using model::PlaceRow;
using model::Precision;

namespace {

constexpr double kEarthKm = 6371.0;
constexpr double kRadian = 3.14159265358979323846 / 180;

double distance_km(const PlaceRow& a, const PlaceRow& b) {
  const double lat = (b.lat - a.lat) * kRadian, lon = (b.lon - a.lon) * kRadian;
  const double h = std::sin(lat / 2) * std::sin(lat / 2) + std::cos(a.lat * kRadian) *
                                                               std::cos(b.lat * kRadian) * std::sin(lon / 2) *
                                                               std::sin(lon / 2);
  return 2 * kEarthKm * std::asin(std::sqrt(std::min(1.0, h)));
}

// Kilometres around its point that a place of that precision covers. Point classes follow 2.5 ("near" is
// within about 25 km); a town with its outskirts is 10 km, which keeps neighbouring towns apart.
double reach_km(Precision precision) {
  switch (precision) {
    case Precision::Site:
      return 2;
    case Precision::Neighbourhood:
      return 5;
    case Precision::Settlement:
      return 10;
    case Precision::Near:
      return 25;
    case Precision::Subdistrict:
      return 20;
    case Precision::District:
      return 40;
    default:
      return 0;
  }
}

int rank(Precision precision) {
  switch (precision) {
    case Precision::Site:
      return 0;
    case Precision::Neighbourhood:
      return 1;
    case Precision::Settlement:
      return 2;
    case Precision::Near:
      return 3;
    case Precision::Subdistrict:
      return 4;
    case Precision::District:
      return 5;
    case Precision::Linear:
    case Precision::WaterAir:
      return 6;
    case Precision::Governorate:
      return 7;
    case Precision::MultiArea:
      return 8;
    case Precision::Country:
      return 9;
    case Precision::Unknown:
      return 6;
  }
  return 6;
}

bool subset(const std::vector<std::string>& small, const std::vector<std::string>& large) {
  return !small.empty() && std::all_of(small.begin(), small.end(), [&](const std::string& word) {
    return std::find(large.begin(), large.end(), word) != large.end();
  });
}

}  // namespace

Work::Work(std::span<const model::Reading* const> all, const Policies& policies_in,
           std::span<const model::Decision> log)
    : policies(policies_in), rulings(log) {
  // Canonical order: by the day of publication, unknown last, then by content.
  struct Key {
    Day day;
    const model::Reading* reading;
  };
  std::map<std::string_view, const model::Reading*> by_hash;
  for (const model::Reading* reading : all) {
    const auto [at, fresh] = by_hash.emplace(reading->parts().sha256, reading);
    if (!fresh && reading->parts().source < at->second->parts().source) at->second = reading;
  }
  std::vector<Key> keys;
  keys.reserve(by_hash.size());
  for (const auto& [hash, reading] : by_hash) {
    const auto range = find_range(reading->parts().published.edtf);
    keys.push_back({range ? range->min : kOpenFuture, reading});
  }
  std::stable_sort(keys.begin(), keys.end(), [](const Key& a, const Key& b) { return a.day < b.day; });
  for (const Key& key : keys) {
    readings.push_back(key.reading);
    report_days.push_back(find_range(key.reading->parts().published.edtf).value_or(DayRange{}));
  }
}

std::uint32_t Work::count_origins(const std::vector<model::StatementId>& statements) const {
  std::vector<std::uint32_t> seen;
  seen.reserve(statements.size());
  for (const model::StatementId id : statements) seen.push_back(facts[id.index()].origin);
  std::sort(seen.begin(), seen.end());
  return static_cast<std::uint32_t>(std::unique(seen.begin(), seen.end()) - seen.begin());
}

model::Accord Work::accord(const std::vector<model::StatementId>& statements) const {
  return count_origins(statements) > 1 ? model::Accord::Unanimous : model::Accord::Single;
}

std::string Work::rule(std::string_view name) const {
  return std::string(name) + "/" + std::to_string(policies.weight("version"));
}

PlaceMatch Work::match(PlaceId a, PlaceId b) const {
  if (a == b) return PlaceMatch::Same;
  const PlaceRow& one = out.places[a];
  const PlaceRow& two = out.places[b];
  if (!one.country.empty() && !two.country.empty() && one.country != two.country) return PlaceMatch::Apart;
  const PlaceRow& small = rank(one.precision) <= rank(two.precision) ? one : two;
  const PlaceRow& large = &small == &one ? two : one;
  if (!one.located || !two.located) {
    // Only names as reported: one that holds the other ("old Homs neighbourhoods", "Homs") is inside it.
    const std::vector<std::string> words_a = split_words(fold_name(one.name)),
                                   words_b = split_words(fold_name(two.name));
    return subset(words_a, words_b) || subset(words_b, words_a) ? PlaceMatch::Within : PlaceMatch::Apart;
  }
  if (large.precision == Precision::Country) {
    return small.country == large.country ? PlaceMatch::Near : PlaceMatch::Apart;
  }
  if (large.precision == Precision::Governorate || large.precision == Precision::MultiArea ||
      large.precision == Precision::Linear || large.precision == Precision::Unknown) {
    if (small.precision == Precision::Governorate || small.precision == Precision::MultiArea) {
      return !small.admin1.empty() && small.admin1 == large.admin1 ? PlaceMatch::Within : PlaceMatch::Apart;
    }
    if (!small.admin1.empty() && (small.admin1 == large.admin1 || small.admin1 == large.name))
      return PlaceMatch::Within;
    return distance_km(one, two) <= 15 ? PlaceMatch::Near : PlaceMatch::Apart;
  }
  const double km = distance_km(one, two);
  if (rank(small.precision) < rank(large.precision)) {
    // A part and its whole: a district of a town, a town in a district.
    if (km <= std::max(15.0, reach_km(large.precision))) return PlaceMatch::Within;
    if (large.precision == Precision::District && !small.admin2.empty() && small.admin2 == large.admin2)
      return PlaceMatch::Within;
    return PlaceMatch::Apart;
  }
  if (km <= 1) return PlaceMatch::Same;
  // Two parts of one town are apart; two towns so close that reports confuse them are near.
  return one.precision == Precision::Settlement && km <= 5 ? PlaceMatch::Near
         : one.precision == Precision::Near && km <= 25    ? PlaceMatch::Near
                                                           : PlaceMatch::Apart;
}

PlaceMatch Work::match(const std::vector<PlaceId>& a, const std::vector<PlaceId>& b) const {
  if (a.empty() || b.empty()) return PlaceMatch::Unknown;
  PlaceMatch best = PlaceMatch::Apart;
  for (const PlaceId one : a) {
    for (const PlaceId two : b) best = std::max(best, match(one, two));
  }
  return best;
}

void Work::index_places() {
  std::unordered_map<std::string, std::uint32_t> ids;
  const auto id = [&ids](std::string key) {
    return ids.emplace(std::move(key), static_cast<std::uint32_t>(ids.size())).first->second;
  };
  for (const PlaceRow& row : out.places) {
    std::vector<std::uint32_t> looks, stands;
    if (row.located) {
      looks.push_back(id(row.country + "|" + row.admin1));
      stands = looks;
    }
    place_words_.push_back(split_words(fold_name(row.name)));
    for (const std::string& word : place_words_.back()) {
      if (word.size() < 3) continue;
      stands.push_back(id((row.located ? "l~" : "u~") + word));
      looks.push_back(id("u~" + word));
      if (!row.located) looks.push_back(id("l~" + word));
    }
    sort_unique(&looks);
    sort_unique(&stands);
    looking_.push_back(std::move(looks));
    standing_.push_back(std::move(stands));
  }
}

std::vector<std::uint32_t> Work::blocks(const std::vector<PlaceId>& places, bool looking) const {
  std::vector<std::uint32_t> keys;
  for (const PlaceId place : places) {
    const std::vector<std::uint32_t>& more = blocks(place, looking);
    keys.insert(keys.end(), more.begin(), more.end());
  }
  sort_unique(&keys);
  return keys;
}

std::vector<std::uint32_t> facts_named(const Work& work, const std::vector<std::string>& statements) {
  const std::set<std::string_view> wanted(statements.begin(), statements.end());
  std::vector<std::uint32_t> out;
  for (std::uint32_t i = 0; i < work.facts.size() && !wanted.empty(); ++i) {
    if (wanted.count(work.facts[i].stmt->id) != 0 && !work.facts[i].rejected) out.push_back(i);
  }
  return out;
}

std::string content_id(std::string_view prefix, const std::vector<std::string>& parts) {
  std::string key;
  for (const std::string& part : parts) key.append(part).append(1, '\x1f');
  return std::string(prefix) + base::sha256_hex(key).substr(0, 12);
}

std::uint64_t hash_text(std::string_view text) {
  std::uint64_t hash = 1469598103934665603ull;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ull;
  return hash;
}

std::vector<std::uint64_t> phrase_words(std::string_view text) {
  std::vector<std::uint64_t> out;
  const std::string folded = fold_name(text);
  for (std::size_t at = 0; at < folded.size();) {
    const std::size_t end = std::min(folded.find(' ', at), folded.size());
    std::string_view word = std::string_view(folded).substr(at, end - at);
    at = end + 1;
    if (word.size() < 4) continue;  // articles, prepositions, "two"
    // A plural and its singular are one word for this purpose.
    if (word.size() > 4 && word.back() == 's') word.remove_suffix(1);
    out.push_back(hash_text(word));
  }
  sort_unique(&out);
  return out;
}

std::vector<std::uint64_t> unknown_names(const model::Statement& stmt, const Policies& policies) {
  const std::string_view quote = stmt.evidence.quote;
  const std::uint32_t begin = stmt.evidence.span.begin;
  const auto known = [&](std::uint32_t at) {
    return std::any_of(stmt.slots.begin(), stmt.slots.end(), [&](const model::Slot& slot) {
      if (slot.span.begin > at || slot.span.end <= at) return false;
      if (const auto* actor = std::get_if<model::ActorValue>(&slot.value)) return !actor->id.empty();
      if (const auto* place = std::get_if<model::PlaceValue>(&slot.value)) return !place->id.empty();
      return !std::holds_alternative<std::monostate>(slot.value);
    });
  };
  const auto letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80) != 0 || c == '\'';
  };
  struct Word {
    std::size_t at, end;
    std::string folded;
  };
  std::vector<Word> words;
  for (std::size_t at = 0; at < quote.size();) {
    if (!letter(quote[at])) {
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < quote.size() && letter(quote[end])) ++end;
    words.push_back({at, end, fold_name(quote.substr(at, end - at))});
    at = end;
  }
  std::vector<std::uint64_t> out;
  bool placed = false;  // the word before is part of a place's name, or leads to one ("in", "of", "near")
  for (std::size_t i = 0; i < words.size(); ++i) {
    const Word& word = words[i];
    const bool capital = quote[word.at] >= 'A' && quote[word.at] <= 'Z' &&
                         !(word.end - word.at > 1 && quote[word.at + 1] >= 'A' && quote[word.at + 1] <= 'Z');
    const bool kind = i + 1 < words.size() && policies.listed("names.place_nouns", words[i + 1].folded);
    const bool name = capital && i != 0 && (placed || kind);
    if (name && word.folded.size() >= 4 && !known(begin + static_cast<std::uint32_t>(word.at)) &&
        !policies.listed("names.common", word.folded))
      out.push_back(hash_text(word.folded));
    const bool particle = policies.listed("names.particles", word.folded);
    placed = name || policies.listed("names.place_leads", word.folded) || (placed && particle);
  }
  sort_unique(&out);
  return out;
}

bool share_word(const std::vector<std::uint64_t>& a, const std::vector<std::uint64_t>& b) {
  return std::any_of(a.begin(), a.end(),
                     [&](std::uint64_t word) { return std::binary_search(b.begin(), b.end(), word); });
}

}  // namespace hudna::record
