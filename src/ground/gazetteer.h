// Which places can a name mean? The Gazetteer: GeoNames towns, provinces,
// districts, countries and the supplement of data/places, in one compact table
// that is read where it lies (compiled in, no start-up work), with one more in
// memory for files given with --data, whose places stand for compiled ones of
// the same id. Not for choosing among them: see
// ground/places.h. Thread-safe after open.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/data_source.h"
#include "base/result.h"
#include "model/codes.h"

namespace hudna::ground {

enum class Feature : std::uint8_t {
  Country,
  Admin1,
  Admin2,
  Subdistrict,
  Capital,
  Seat,
  Town,
  Section,
  Camp,
  Site,
  Region,
  Linear,
  Water
};
std::string_view name(Feature feature);
bool find_feature(std::string_view text, Feature* out);
// The precision that a place of this feature has when it is named plainly (record-model 2.5).
model::Precision precision_of(Feature feature);

struct PlaceRow {
  std::string id;  // "pl-170654", "pl-adm-sy-11", "pl-country-sy", "pl-" + slug of a supplement
  std::string_view name;
  double lat = 0, lon = 0;
  Feature feature = Feature::Town;
  double population = 0;     // rounded to about 7 %; 0 when unknown
  std::string_view country;  // ISO 3166-1 alpha-2
  std::string_view admin1;   // name, may be empty
  std::string_view admin2;
};

// How a name was matched, best first.
enum class NameMatch : std::uint8_t { Canonical, Alias, Spelling };

struct PlaceHit {
  std::uint32_t place = 0;
  NameMatch match = NameMatch::Canonical;
};

// What the builder takes.
struct PlaceEntry {
  std::string id;
  std::uint32_t geonames = 0;
  std::string name;
  std::vector<std::string> names;
  double lat = 0, lon = 0;
  Feature feature = Feature::Town;
  std::uint64_t population = 0;
  std::string country;
  std::string admin1;       // key of its province ("SY.11"), empty when none
  std::string admin2;       // key of its district ("SY.11.163532")
  std::uint32_t below = 0;  // 1-based compiled place that it is a copy of, to take further names; 0 none
};

// A table of places as bytes (docs/formats/places.md): deterministic, little-endian. At most 2^24 places, 255
// countries. `romanised` lists countries whose names are written in another script, for which spelling keys
// are made.
// Fails with DataBad where the names are more than a table can hold. `admin1_keys` and `admin2_keys`, where
// asked for, get the keys of the provinces and districts in the order of their numbers.
base::Result<std::string> build_places(std::vector<PlaceEntry> entries,
                                       const std::vector<std::string>& romanised,
                                       std::vector<std::string>* admin1_keys = nullptr,
                                       std::vector<std::string>* admin2_keys = nullptr);
class Gazetteer;
// The entries of countries.toml and of supplements; `known` are the entries before them, for parents named by
// name and for aliases. With `below`, places of that gazetteer can be named as well: those that get an alias
// or hold another are copied into `known`. Fails with DataBad, naming file and line.
base::Result<void> add_supplement(std::string_view toml, const std::string& source,
                                  std::vector<PlaceEntry>* known, const Gazetteer* below = nullptr);
// One line of such a dump, and of alternateNames; nothing where it tells of no place that a report would
// name, or of no name.
struct AlternateName {
  std::uint32_t geonames = 0;
  std::string_view name;
};
std::optional<PlaceEntry> geonames_entry(std::string_view line);
std::optional<AlternateName> alternate_name(std::string_view line);
// The key of a province or district in dumps ("YE.16") from its id ("adm-ye-16"); other ids as they are.
std::string geonames_key(std::string_view id);
// The 19 columns of a GeoNames dump (cities500, allCountries, a country file); rows that are no place a
// report would name (feature classes other than P and A, and the sites listed in the code) are left out.
// Returns how many were added.
std::size_t add_geonames(std::string_view tsv, std::vector<PlaceEntry>* known);
// GeoNames alternateNames rows for places that are known, or that `below` knows. Returns how many names were
// added.
std::size_t add_alternate_names(std::string_view tsv, std::vector<PlaceEntry>* known,
                                const Gazetteer* below = nullptr);
// A CSV with header: pcode,name,alt_names,lat,lon,level,country,admin1,admin2 (columns found by name). Fails
// with DataBad.
base::Result<std::size_t> add_pcodes(std::string_view csv, const std::string& source,
                                     std::vector<PlaceEntry>* known);
// Centres of provinces and districts that have none, from their towns.
void place_admins(std::vector<PlaceEntry>* entries);

class Gazetteer {
 public:
  Gazetteer();
  Gazetteer(Gazetteer&&) noexcept;
  Gazetteer& operator=(Gazetteer&&) noexcept;
  ~Gazetteer();

  // The compiled table, with places/*.toml, places/*.csv and places/*.txt given with --data on top. Fails
  // when the table is missing or damaged.
  static base::Result<Gazetteer> open(const base::DataSource& data);
  // A table alone; `bytes` must outlive it.
  static base::Result<Gazetteer> view(std::string_view bytes);

  // All places of that folded name (ground/fold.h), appended in table order. O(log).
  void find(std::string_view folded, std::vector<PlaceHit>* out) const;
  void find(std::uint64_t hash, std::vector<PlaceHit>* out) const;
  // Places whose spelling key is that of the name: asked only when find gives nothing.
  void find_spelling(std::string_view folded, std::vector<PlaceHit>* out) const;
  PlaceRow row(std::uint32_t place) const;
  // Where GeoNames puts the country of that code; false when unknown.
  bool country_position(std::string_view code, float* lat, float* lon) const;
  // Cheap parts of a row.
  Feature feature(std::uint32_t place) const;
  std::string_view country(std::uint32_t place) const;
  void position(std::uint32_t place, float* lat, float* lon) const;
  float population_log10(std::uint32_t place) const;
  // A place of a supplement, not of GeoNames' dumps or lists of provinces.
  bool is_supplement(std::uint32_t place) const;
  // Numbers that are equal for places of one province or district; 0 when none.
  std::uint32_t admin1_key(std::uint32_t place) const;
  std::uint32_t admin2_key(std::uint32_t place) const;
  std::size_t size() const;
  // The compiled place of that id ("pl-…"), or -1. Linear.
  std::int64_t by_id(std::string_view id) const;
  // A place as the builder takes it, without its other names; the keys of its province and district are their
  // ids.
  PlaceEntry entry(std::uint32_t place) const;
  // Places of GeoNames numbers. Linear.
  std::unordered_map<std::uint32_t, std::uint32_t> by_geonames() const;

 private:
  struct Table;
  void drop_hidden(std::size_t from, std::vector<PlaceHit>* hits) const;
  base::Result<void> put_on_top(std::vector<PlaceEntry> entries);
  base::Result<void> put_table(std::string_view bytes, const std::string& source);
  std::vector<std::unique_ptr<Table>> tables_;
  std::vector<bool> hidden_;  // compiled places that --data defines anew; empty when there is nothing on top
};

// Kilometres on the sphere (haversine).
double distance_km(double lat1, double lon1, double lat2, double lon2);

}  // namespace hudna::ground
