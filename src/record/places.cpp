#include "record/places.h"

#include <algorithm>
#include <cmath>

#include "record/names.h"
#include "record/work.h"

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

PlaceMatch PlaceIndex::match(PlaceId a, PlaceId b) const {
  if (a == b) return PlaceMatch::Same;
  const PlaceRow& one = (*rows_)[a];
  const PlaceRow& two = (*rows_)[b];
  if (!one.country.empty() && !two.country.empty() && one.country != two.country) return PlaceMatch::Apart;
  const PlaceRow& small = rank(one.precision) <= rank(two.precision) ? one : two;
  const PlaceRow& large = &small == &one ? two : one;
  if (!one.located || !two.located) {
    // Only names as reported: one that holds the other ("old Homs neighbourhoods", "Homs") is inside it.
    const std::vector<std::string>&words_a = words_[a.index()], &words_b = words_[b.index()];
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

PlaceMatch PlaceIndex::match(const std::vector<PlaceId>& a, const std::vector<PlaceId>& b) const {
  if (a.empty() || b.empty()) return PlaceMatch::Unknown;
  PlaceMatch best = PlaceMatch::Apart;
  for (const PlaceId one : a) {
    for (const PlaceId two : b) best = std::max(best, match(one, two));
  }
  return best;
}

std::vector<PlaceId> PlaceIndex::finest(const std::vector<PlaceId>& places) const {
  std::vector<PlaceId> out;
  for (const PlaceId one : places) {
    const bool holds = std::any_of(places.begin(), places.end(), [&](PlaceId two) {
      return two != one && row(one).located && row(two).located &&
             rank(row(one).precision) > rank(row(two).precision) && match(one, two) == PlaceMatch::Within;
    });
    if (!holds) out.push_back(one);
  }
  return out;
}

std::vector<std::uint64_t> PlaceIndex::quarter_words(const std::vector<PlaceId>& places) const {
  std::vector<std::uint64_t> out;
  for (const PlaceId place : places) {
    if (!row(place).located || rank(row(place).precision) > rank(Precision::Neighbourhood)) continue;
    for (const std::string& word : words_[place.index()]) {
      if (word.size() >= 3) out.push_back(place_word(word));
    }
  }
  sort_unique(&out);
  return out;
}

bool PlaceIndex::several(const std::vector<PlaceId>& places) const {
  for (const PlaceId one : places) {
    for (const PlaceId two : places) {
      if (row(one).located && row(two).located && match(one, two) == PlaceMatch::Apart) return true;
    }
  }
  return false;
}

bool PlaceIndex::one_area(const std::vector<PlaceId>& a, const std::vector<PlaceId>& b, double km) const {
  for (const PlaceId one : a) {
    for (const PlaceId two : b) {
      const PlaceRow &x = row(one), &y = row(two);
      if (x.located && y.located && x.country == y.country && !x.admin1.empty() && x.admin1 == y.admin1 &&
          rank(x.precision) <= rank(Precision::Near) && rank(y.precision) <= rank(Precision::Near) &&
          distance_km(x, y) <= km)
        return true;
    }
  }
  return false;
}

PlaceIndex::PlaceIndex(const base::Table<PlaceId, PlaceRow>* rows) : rows_(rows) { extend(); }

void PlaceIndex::extend() {
  for (std::size_t i = words_.size(); i < rows_->size(); ++i) {
    const PlaceRow& row = (*rows_)[PlaceId(i)];
    std::vector<std::uint64_t> looks, stands;
    if (row.located) {
      looks.push_back(hash_text(row.country + "|" + row.admin1));
      stands = looks;
    }
    words_.push_back(split_words(fold_name(row.name)));
    for (const std::string& word : words_.back()) {
      if (word.size() < 3) continue;
      stands.push_back(hash_text((row.located ? "l~" : "u~") + word));
      looks.push_back(hash_text("u~" + word));
      if (!row.located) looks.push_back(hash_text("l~" + word));
    }
    sort_unique(&looks);
    sort_unique(&stands);
    looking_.push_back(std::move(looks));
    standing_.push_back(std::move(stands));
  }
}

std::vector<std::uint64_t> PlaceIndex::blocks(const std::vector<PlaceId>& places, bool looking) const {
  std::vector<std::uint64_t> keys;
  for (const PlaceId place : places) {
    const std::vector<std::uint64_t>& more = blocks(place, looking);
    keys.insert(keys.end(), more.begin(), more.end());
  }
  sort_unique(&keys);
  return keys;
}

}  // namespace hudna::record
