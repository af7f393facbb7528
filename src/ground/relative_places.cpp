#include "ground/relative_places.h"

#include <algorithm>

#include "ground/fold.h"

namespace hudna::ground {
namespace {

using model::Precision;

// A part of a town is no further from the town's middle than this.
constexpr double kWithinKm = 25;
// Sentences back to the town that a generic word belongs to; further back, the report's first one.
constexpr std::uint32_t kBack = 4;
// Places around a generic word that are looked at, so that cost stays linear in a report of any length.
constexpr std::size_t kAround = 256;
// Words of a generic phrase.
constexpr std::uint32_t kWords = 3;

bool is_town(const PlaceMention& place) {
  return !place.value.id.empty() && !place.country_name &&
         (place.value.precision == Precision::Settlement || place.value.precision == Precision::Near);
}

// "the Old City of Aleppo" named before is what "the Old City" means later.
bool is_named(const PlaceMention& place, const std::string& key) {
  return !place.value.id.empty() && place.value.precision == Precision::Neighbourhood &&
         fold(place.value.name).starts_with(key + " of ");
}

class RelativePlaces {
 public:
  RelativePlaces(const Gazetteer& gazetteer, const ActorLexicon& lexicon, const ContextWords& words,
                 const TokenView& view, const model::Analysis& analysis, const std::vector<bool>& blocked,
                 const std::string& country, std::vector<PlaceMention>* out)
      : g_(gazetteer),
        lex_(lexicon),
        words_(words),
        v_(view),
        a_(analysis),
        blocked_(blocked),
        country_(country),
        out_(*out) {}

  void run() {
    covered_.assign(v_.size(), false);
    generic_.assign(out_.size(), false);
    for (std::size_t p = 0; p < out_.size(); ++p) {
      generic_[p] = words_.generic_place.contains(v_.joined(out_[p].name));
      for (std::uint32_t t = out_[p].tokens.begin; t < out_[p].tokens.end; ++t) covered_[t] = true;
      if (first_ == nullptr && !generic_[p] && is_town(out_[p])) first_ = &out_[p];
    }
    for (std::size_t p = 0; p < generic_.size(); ++p) {
      if (generic_[p]) settle(p);
    }
    std::vector<PlaceMention> more;
    for (const model::Sentence& sent : a_.sentences()) {
      for (std::uint32_t i = sent.tokens.begin; i + 1 < sent.tokens.end; ++i) {
        if (blocked_[i + 1]) continue;
        if (generic_words(i, sent, &more)) continue;
        if (words_.in(ContextList::Definite, v_.lower(i))) named_before(i, sent, &more);
      }
    }
    for (PlaceMention& mention : more) out_.push_back(std::move(mention));
  }

 private:
  // The town that a generic word between `begin` and `end` belongs to: the one that it is tied to by words,
  // the last one named before it, the next one of its sentence; none where the report names no town nearby.
  const PlaceMention* town_of(std::uint32_t begin, std::uint32_t end, const std::string& key,
                              bool* tied) const {
    *tied = false;
    const PlaceMention* last = nullptr;
    const PlaceMention* next = nullptr;
    const std::uint32_t s = v_.sentence(begin);
    const std::size_t here = first_from(begin);
    for (std::size_t p = here - std::min(here, kAround); p < std::min(out_.size(), here + kAround); ++p) {
      const PlaceMention& place = out_[p];
      if (generic_[p] || (!is_town(place) && !is_named(place, key))) continue;
      if (place.tokens.end <= begin) {
        // "Taiz's Old City".
        if (place.tokens.end + 1 >= begin && (place.tokens.end == begin || is_owner(place.tokens.end))) {
          *tied = true;
          return &place;
        }
        if (v_.sentence(place.tokens.begin) + kBack >= s &&
            (last == nullptr || place.located || !last->located || v_.sentence(last->tokens.begin) != s))
          last = &place;
      } else if (place.tokens.begin >= end && v_.sentence(place.tokens.begin) == s) {
        const std::uint32_t gap = place.name.begin - end;
        if (gap <= 3 && end < v_.size() && words_.in(ContextList::Inside, v_.lower(end))) {
          *tied = true;
          return &place;
        }
        if (next == nullptr) next = &place;
      }
    }
    if (last != nullptr) return last;
    return next != nullptr ? next : first_;
  }

  // The number of the first place that starts at this token or behind it.
  std::size_t first_from(std::uint32_t token) const {
    return static_cast<std::size_t>(
        std::partition_point(out_.begin(), out_.end(),
                             [&](const PlaceMention& place) { return place.tokens.begin < token; }) -
        out_.begin());
  }

  // What a generic phrase at a town is called and where it lies: a place of the gazetteer where there is one,
  // else the town's middle, as a part of it.
  model::PlaceValue part_of(const PlaceMention& town, const std::string& key, const std::string& said,
                            const std::string& kind) const {
    if (is_named(town, key)) {
      model::PlaceValue same = town.value;
      same.candidates.clear();
      same.rule = "generic-place/1";
      return same;
    }
    std::vector<PlaceHit> hits;
    g_.find(key + " of " + fold(town.value.name), &hits);
    g_.find(key, &hits);
    g_.find(fold(town.value.name) + " " + key, &hits);
    model::PlaceValue value = town.value;
    value.candidates.clear();
    value.rule = "generic-place/1";
    for (const PlaceHit& hit : hits) {
      const PlaceRow row = g_.row(hit.place);
      if (distance_km(row.lat, row.lon, town.value.lat, town.value.lon) > kWithinKm) continue;
      if (row.feature == Feature::Admin1 || row.feature == Feature::Country) continue;
      put(row, &value);
      value.precision = precision_of(row.feature);
      return value;
    }
    std::string slug = key;
    std::replace(slug.begin(), slug.end(), ' ', '-');
    value.id += "-" + slug;
    value.name = said + ", " + value.name;
    value.precision = kind == "site" ? Precision::Site : Precision::Neighbourhood;
    return value;
  }

  // A name of the gazetteer that is a generic word ("Old City"): the one of the town that the report tells
  // of.
  void settle(std::size_t p) {
    PlaceMention& mention = out_[p];
    bool tied = false;
    const std::string key = v_.joined(mention.name);
    const PlaceMention* town = town_of(mention.tokens.begin, mention.tokens.end, key, &tied);
    if (town == nullptr) return;
    const auto near = [&](const PlaceMention& other) {
      return !mention.value.id.empty() && is_town(other) &&
             distance_km(other.value.lat, other.value.lon, mention.value.lat, mention.value.lon) <= kWithinKm;
    };
    // What it was taken for lies where the report tells of, and nothing in its sentence names another town.
    if (near(*town)) return;
    if (!tied && v_.sentence(town->tokens.begin) != v_.sentence(mention.tokens.begin)) {
      for (std::size_t q = p - std::min(p, kAround); q < std::min(generic_.size(), p + kAround); ++q) {
        if (q != p && !generic_[q] && near(out_[q])) return;
      }
    }
    mention.value = part_of(*town, key, v_.words(mention.name), words_.generic_place.find(key)->second);
    mention.score = 0.6f;
  }

  // "the airport", "the old city", "the city centre" in lower case.
  bool generic_words(std::uint32_t i, const model::Sentence& sent, std::vector<PlaceMention>* more) const {
    const bool owned = is_owner(i);
    if (!words_.in(ContextList::Definite, v_.lower(i)) && !owned) return false;
    std::uint32_t end = 0;
    std::string key;
    std::string joined;
    for (std::uint32_t j = i + 1; j < sent.tokens.end && j <= i + kWords; ++j) {
      if (v_.key(j).empty() || covered_[j] || blocked_[j] || v_.capital(j)) break;
      joined += (joined.empty() ? "" : " ") + v_.key(j);
      if (words_.generic_place.contains(joined)) {
        end = j + 1;
        key = joined;
      }
    }
    if (end == 0) return false;
    // "the airport road", "the university hospital": the word says something about the next noun.
    if (end < sent.tokens.end && v_.tagged() &&
        (a_.tokens()[end].upos == model::Upos::NOUN || a_.tokens()[end].upos == model::Upos::PROPN))
      return false;
    bool tied = false;
    const PlaceMention* town = town_of(owned ? i : i + 1, end, key, &tied);
    if (town == nullptr || (owned && !tied)) return false;
    PlaceMention mention;
    mention.tokens = mention.name = {i + 1, end};
    mention.head = end - 1;
    mention.value = part_of(*town, key, v_.words(mention.name), words_.generic_place.find(key)->second);
    mention.score = 0.6f;
    more->push_back(std::move(mention));
    return true;
  }

  // "the capital", "the city" at `i`: the report's capital, the town named last.
  void named_before(std::uint32_t i, const model::Sentence& sent, std::vector<PlaceMention>* more) const {
    const std::string_view noun = v_.lower(i + 1);
    const bool capital = words_.in(ContextList::Capital, noun);
    const auto kind = words_.place_noun.find(noun);
    if (!capital && (kind == words_.place_noun.end() || class_precision(kind->second) == Precision::Unknown))
      return;
    if (i + 2 < sent.tokens.end &&
        (words_.in(ContextList::NamesOther, v_.lower(i + 2)) || (v_.capital(i + 2) && !is_owner(i + 2))))
      return;
    PlaceMention mention;
    mention.tokens = mention.name = {i + 1, i + 2};
    mention.head = i + 1;
    if (capital ? !take_capital(i, &mention) : !take_named(i, kind->second, &mention)) return;
    more->push_back(std::move(mention));
  }

  bool is_owner(std::uint32_t token) const {
    return v_.lower(token) == "'s" || v_.lower(token) == "\xE2\x80\x99s";
  }

  // The precision that a place must have to be what a noun of this class says.
  static Precision class_precision(std::string_view place_class) {
    return place_class == "settlement" || place_class == "camp" ? Precision::Settlement
           : place_class == "neighbourhood"                     ? Precision::Neighbourhood
           : place_class == "governorate"                       ? Precision::Governorate
                                                                : Precision::Unknown;
  }

  bool take_named(std::uint32_t i, const std::string& place_class, PlaceMention* mention) const {
    const Precision wanted = class_precision(place_class);
    const PlaceMention* best = nullptr;
    const std::size_t here = first_from(i);
    for (std::size_t p = here - std::min(here, kAround); p < here; ++p) {
      const PlaceMention& place = out_[p];
      if (place.value.id.empty()) continue;
      const Precision precision = place.value.precision;
      if (precision != wanted && !(place_class == "settlement" && precision == Precision::Near)) continue;
      // A capital that acts for its government is not where "the city" points.
      if (best != nullptr && best->located && !place.located) continue;
      best = &place;
    }
    if (best == nullptr) return false;
    mention->value = best->value;
    mention->value.candidates.clear();
    mention->value.rule = "the-place/1";
    mention->score = 0.6f;
    return true;
  }

  // Of the country named last in the sentence, else of the report's.
  bool take_capital(std::uint32_t i, PlaceMention* mention) const {
    std::string code = country_;
    const std::size_t here = first_from(i);
    for (std::size_t p = here - std::min(here, kAround); p < here; ++p) {
      const PlaceMention& place = out_[p];
      if (v_.sentence(place.tokens.begin) == v_.sentence(i) && place.country_name) code = place.value.country;
    }
    const std::string_view name = code.empty() ? std::string_view() : lex_.capital_of(code);
    if (name.empty()) return false;
    std::vector<PlaceHit> hits;
    g_.find(name, &hits);
    for (const PlaceHit& hit : hits) {
      if (g_.country(hit.place) != code || g_.feature(hit.place) < Feature::Capital) continue;
      const PlaceRow row = g_.row(hit.place);
      if (!mention->value.id.empty() && row.feature != Feature::Capital) continue;
      put(row, &mention->value);
      mention->value.precision = Precision::Settlement;
    }
    mention->value.rule = "the-capital/1";
    mention->score = 0.8f;
    return !mention->value.id.empty();
  }

  static void put(const PlaceRow& row, model::PlaceValue* value) {
    value->id = row.id;
    value->name = std::string(row.name);
    value->lat = row.lat;
    value->lon = row.lon;
    value->country = std::string(row.country);
    value->admin1 = std::string(row.admin1);
    value->admin2 = std::string(row.admin2);
  }

  const Gazetteer& g_;
  const ActorLexicon& lex_;
  const ContextWords& words_;
  const TokenView& v_;
  const model::Analysis& a_;
  const std::vector<bool>& blocked_;
  const std::string& country_;
  std::vector<PlaceMention>& out_;
  std::vector<bool> covered_;            // tokens of places
  std::vector<bool> generic_;            // by place: its name is a generic word
  const PlaceMention* first_ = nullptr;  // the first town that the report names
};

}  // namespace

void add_relative_places(const Gazetteer& gazetteer, const ActorLexicon& lexicon, const ContextWords& words,
                         const TokenView& view, const model::Analysis& analysis,
                         const std::vector<bool>& blocked, const std::string& country,
                         std::vector<PlaceMention>* out) {
  RelativePlaces(gazetteer, lexicon, words, view, analysis, blocked, country, out).run();
}

}  // namespace hudna::ground
