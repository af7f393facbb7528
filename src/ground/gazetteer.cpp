#include "ground/gazetteer.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <map>
#include <set>
#include <tuple>
#include <unordered_set>

#include "ground/fold.h"
#include "ground/place_layout.h"
#include "ground/place_table.h"

namespace hudna::ground {

using namespace layout;

namespace {

constexpr std::array<std::string_view, 13> kFeatureNames = {
    "country",       "governorate", "district", "subdistrict", "capital", "seat", "settlement",
    "neighbourhood", "camp",        "site",     "region",      "linear",  "water"};

}  // namespace

std::string_view name(Feature feature) { return kFeatureNames[static_cast<std::size_t>(feature)]; }

bool find_feature(std::string_view text, Feature* out) {
  for (std::size_t i = 0; i < kFeatureNames.size(); ++i) {
    if (kFeatureNames[i] == text) {
      *out = static_cast<Feature>(i);
      return true;
    }
  }
  return false;
}

model::Precision precision_of(Feature feature) {
  switch (feature) {
    case Feature::Country:
      return model::Precision::Country;
    case Feature::Admin1:
      return model::Precision::Governorate;
    case Feature::Admin2:
      return model::Precision::District;
    case Feature::Subdistrict:
      return model::Precision::Subdistrict;
    case Feature::Section:
      return model::Precision::Neighbourhood;
    case Feature::Site:
      return model::Precision::Site;
    case Feature::Region:
      return model::Precision::MultiArea;
    case Feature::Linear:
      return model::Precision::Linear;
    case Feature::Water:
      return model::Precision::WaterAir;
    default:
      return model::Precision::Settlement;
  }
}

double distance_km(double lat1, double lon1, double lat2, double lon2) {
  constexpr double kRad = 3.14159265358979323846 / 180.0;
  const double a = std::sin((lat2 - lat1) * kRad / 2), b = std::sin((lon2 - lon1) * kRad / 2);
  const double h = a * a + std::cos(lat1 * kRad) * std::cos(lat2 * kRad) * b * b;
  return 2 * 6371.0088 * std::asin(std::min(1.0, std::sqrt(h)));
}

// Reads by memcpy: embedded bytes are aligned, but a mapped part of a file may not be.
struct Gazetteer::Table {
  std::string owned;
  std::string_view bytes;
  Header header{};
  std::size_t rows = 0, admin1s = 0, admin2s = 0, countries = 0, starts = 0, entries = 0, strings = 0;
  // Of a table on top: which compiled province or district one of its own is, 0 when none.
  std::vector<std::uint32_t> same_admin1, same_admin2;
  // Which compiled place one of its own has further names for, 1-based, 0 none.
  std::vector<std::uint32_t> same_place;

  template <class T>
  T get(std::size_t base, std::size_t index) const {
    T out;
    std::memcpy(&out, bytes.data() + base + index * sizeof(T), sizeof(T));
    return out;
  }
  Row row(std::uint32_t place) const { return get<Row>(rows, place); }
  std::string_view text(std::uint32_t at) const {
    if (at >= header.string_bytes) return {};
    const char* begin = bytes.data() + strings + at;
    return std::string_view(begin, ::strnlen(begin, header.string_bytes - at));
  }
  // A province or district of another table that this one knows by another key: the same name in the same
  // country. 0 when none.
  std::uint32_t admin_of_name(const Table& other, std::uint32_t place, bool second,
                              const std::unordered_map<std::uint32_t, std::uint32_t>& admin_numbers) const {
    if (place >= other.header.places) return 0;
    const Row row = other.row(place);
    std::vector<PlaceHit> hits;
    find(hash_of(fold(other.text(row.name_feature >> 4))), false, 0, &hits);
    for (const PlaceHit& hit : hits) {
      const Row own = this->row(hit.place);
      if (static_cast<Feature>(own.name_feature & 0xF) != (second ? Feature::Admin2 : Feature::Admin1) ||
          country(own.lon_country & 0xFF) != other.country(row.lon_country & 0xFF))
        continue;
      if (const auto found = admin_numbers.find(hit.place); found != admin_numbers.end())
        return found->second;
    }
    return 0;
  }
  std::string_view country(std::uint32_t number) const {
    if (number == 0 || number > header.countries) return {};
    return bytes.substr(countries + (number - 1) * sizeof(Country), 2);
  }

  base::Result<void> open(std::string_view source) {
    const auto bad = [&](const char* why) {
      return base::fail(base::Code::DataBad, std::string(source), why);
    };
    if (bytes.size() < sizeof(Header)) return bad("the table of places is cut short");
    std::memcpy(&header, bytes.data(), sizeof header);
    if (std::memcmp(header.magic, kMagic, sizeof kMagic) != 0 || header.version != kVersion) {
      return bad("this is no table of places of this version");
    }
    rows = sizeof(Header);
    admin1s = rows + std::size_t{header.places} * sizeof(Row);
    admin2s = admin1s + std::size_t{header.admin1s} * sizeof(Admin);
    countries = admin2s + std::size_t{header.admin2s} * sizeof(Admin);
    starts = countries + std::size_t{header.countries} * sizeof(Country);
    entries = starts + (kBuckets + 1) * sizeof(std::uint32_t);
    strings = entries + std::size_t{header.entries} * sizeof(Entry);
    if (strings + header.string_bytes != bytes.size()) return bad("the table of places is cut short");
    return {};
  }

  // Appends the hits of a hash, their places moved up by `offset`.
  void find(std::uint64_t hash, bool spelling, std::uint32_t offset, std::vector<PlaceHit>* out) const {
    const std::uint32_t bucket = bucket_of(hash);
    std::uint32_t low = get<std::uint32_t>(starts, bucket);
    const std::uint32_t end = std::min(get<std::uint32_t>(starts, bucket + 1), header.entries);
    const std::uint32_t wanted = stored_hash(hash);
    // A bucket has about ten entries: a walk is faster than a search.
    for (; low < end; ++low) {
      const Entry entry = get<Entry>(entries, low);
      if (entry.hash < wanted) continue;
      if (entry.hash > wanted) break;
      const auto match = static_cast<NameMatch>(entry.place_match & 0xFF);
      const std::uint32_t place = entry.place_match >> 8;
      if ((match == NameMatch::Spelling) != spelling || place >= header.places) continue;
      out->push_back({place + offset, match});
    }
  }
};

Gazetteer::Gazetteer() = default;
Gazetteer::Gazetteer(Gazetteer&&) noexcept = default;
Gazetteer& Gazetteer::operator=(Gazetteer&&) noexcept = default;
Gazetteer::~Gazetteer() = default;

base::Result<Gazetteer> Gazetteer::view(std::string_view bytes) {
  Gazetteer out;
  out.tables_.push_back(std::make_unique<Table>());
  out.tables_[0]->bytes = bytes;
  if (base::Result<void> opened = out.tables_[0]->open("places/places.bin"); !opened)
    return tl::unexpected(opened.error());
  return out;
}

base::Result<Gazetteer> Gazetteer::open(const base::DataSource& data) {
  const base::Result<base::DataFile> file = data.file("places/places.bin");
  if (!file) return tl::unexpected(file.error());
  Gazetteer out;
  out.tables_.push_back(std::make_unique<Table>());
  if (file->overridden) {
    out.tables_[0]->owned.assign(file->bytes);
    out.tables_[0]->bytes = out.tables_[0]->owned;
  } else {
    out.tables_[0]->bytes = file->bytes;
  }
  if (base::Result<void> opened = out.tables_[0]->open(file->path); !opened)
    return tl::unexpected(opened.error());
  for (const base::DataFile& over : data.files("places/")) {
    if (!over.overridden || !over.path.ends_with(".bin") || over.path == "places/places.bin") continue;
    if (base::Result<void> put = out.put_table(over.bytes, over.path); !put)
      return tl::unexpected(put.error());
  }
  std::vector<PlaceEntry> extra;
  std::vector<base::DataFile> alternates;
  for (const base::DataFile& over : data.files("places/")) {
    if (!over.overridden) continue;
    if (over.path.ends_with(".toml")) {
      if (base::Result<void> added = add_supplement(over.bytes, over.path, &extra, &out); !added)
        return tl::unexpected(added.error());
    } else if (over.path.ends_with(".csv")) {
      if (const auto added = add_pcodes(over.bytes, over.path, &extra); !added)
        return tl::unexpected(added.error());
    } else if (over.path.find("alternateNames") != std::string::npos && over.path.ends_with(".txt")) {
      alternates.push_back(over);
    } else if (over.path.ends_with(".txt")) {
      add_geonames(over.bytes, &extra);
    }
  }
  // Names for places come after the places, whatever the files are called.
  for (const base::DataFile& over : alternates) add_alternate_names(over.bytes, &extra, &out);
  if (!extra.empty()) {
    if (base::Result<void> put = out.put_on_top(std::move(extra)); !put) return tl::unexpected(put.error());
  }
  return out;
}

// A table that was compiled from dumps (ground/place_table.h): its places that are known below by their
// number keep their names there, its provinces and districts are those below of the same id or, failing that,
// name.
base::Result<void> Gazetteer::put_table(std::string_view bytes, const std::string& source) {
  auto table = std::make_unique<Table>();
  table->owned.assign(bytes);
  table->bytes = table->owned;
  if (base::Result<void> opened = table->open(source); !opened) return opened;
  const Table& below = *tables_[0];
  const std::unordered_map<std::uint32_t, std::uint32_t> numbers = by_geonames();
  std::unordered_map<std::string_view, std::uint32_t> slugs;
  for (std::uint32_t i = 0; i < below.header.places; ++i) {
    const std::uint32_t id = below.row(i).id;
    if ((id & kSlug) != 0) slugs.emplace(below.text(id & ~kSlug), i);
  }
  table->same_place.assign(table->header.places, 0);
  for (std::uint32_t i = 0; i < table->header.places; ++i) {
    const std::uint32_t id = table->row(i).id;
    if ((id & kSlug) == 0) {
      if (const auto found = numbers.find(id); found != numbers.end())
        table->same_place[i] = found->second + 1;
    } else if (const auto found = slugs.find(table->text(id & ~kSlug)); found != slugs.end()) {
      table->same_place[i] = found->second + 1;
    }
  }
  for (const bool second : {false, true}) {
    std::unordered_map<std::uint32_t, std::uint32_t> admin_numbers;  // of a place below that is one
    const std::uint32_t known = second ? below.header.admin2s : below.header.admin1s;
    for (std::uint32_t i = 0; i < known; ++i)
      admin_numbers.emplace(below.get<Admin>(second ? below.admin2s : below.admin1s, i).place, i + 1);
    std::vector<std::uint32_t>& same = second ? table->same_admin2 : table->same_admin1;
    const std::uint32_t count = second ? table->header.admin2s : table->header.admin1s;
    for (std::uint32_t i = 0; i < count; ++i) {
      const std::uint32_t place = table->get<Admin>(second ? table->admin2s : table->admin1s, i).place;
      std::uint32_t number = 0;
      if (place < table->header.places && table->same_place[place] != 0) {
        const auto found = admin_numbers.find(table->same_place[place] - 1);
        number = found == admin_numbers.end() ? 0 : found->second;
      }
      if (number == 0) number = below.admin_of_name(*table, place, second, admin_numbers);
      same.push_back(number);
    }
  }
  if (hidden_.empty()) hidden_.assign(below.header.places, false);
  tables_.push_back(std::move(table));
  return {};
}

// The table of a user's own places, joined to the compiled one: a place of the same id takes its place,
// provinces and districts are the same ones where their key or, failing that, their name says so.
base::Result<void> Gazetteer::put_on_top(std::vector<PlaceEntry> entries) {
  const Table& below = *tables_[0];
  std::unordered_map<std::string_view, std::uint32_t>
      admin_ids;  // of provinces and districts, to their place
  std::unordered_map<std::uint32_t, std::uint32_t> admin_numbers;
  for (const bool second : {false, true}) {
    const std::uint32_t count = second ? below.header.admin2s : below.header.admin1s;
    for (std::uint32_t i = 0; i < count; ++i) {
      const std::uint32_t place = below.get<Admin>(second ? below.admin2s : below.admin1s, i).place;
      if (place >= below.header.places) continue;
      const std::uint32_t id = below.row(place).id;
      if ((id & kSlug) != 0) admin_ids.emplace(below.text(id & ~kSlug), place);
      admin_numbers.emplace(place, i + 1);
    }
  }
  // GeoNames keys ("YE.16") in the form of the compiled ids; provinces and districts that the files speak of
  // but do not bring come from below.
  const auto as_id = [](const std::string& key) {
    if (key.find('.') == std::string::npos) return key;
    std::string out = "adm-";
    for (const char c : key)
      out += c == '.' ? '-' : static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    return out;
  };
  std::set<std::string> own, wanted;
  for (PlaceEntry& entry : entries) {
    entry.admin1 = as_id(entry.admin1);
    entry.admin2 = as_id(entry.admin2);
    if (entry.feature == Feature::Admin1) own.insert(entry.admin1);
    if (entry.feature == Feature::Admin2) own.insert(entry.admin2);
    wanted.insert(entry.admin1);
    wanted.insert(entry.admin2);
  }
  for (const std::string& key : wanted) {
    if (own.contains(key)) continue;
    if (const auto found = admin_ids.find(key); found != admin_ids.end())
      entries.push_back(entry(found->second));
  }
  // A user's own places are few: spelling keys for all of them.
  std::vector<std::string> romanised;
  for (const PlaceEntry& entry : entries) romanised.push_back(entry.country);
  std::sort(romanised.begin(), romanised.end());
  romanised.erase(std::unique(romanised.begin(), romanised.end()), romanised.end());
  place_admins(&entries);
  // A place of GeoNames that is known already keeps its compiled names; one of a user's own id stands for the
  // compiled one altogether.
  const std::unordered_map<std::uint32_t, std::uint32_t> numbers = by_geonames();
  std::unordered_set<std::string> slugs;
  std::vector<std::uint32_t> same_place;
  for (const PlaceEntry& entry : entries) {
    std::uint32_t same = entry.below;
    if (same == 0 && entry.geonames != 0) {
      if (const auto found = numbers.find(entry.geonames); found != numbers.end()) same = found->second + 1;
    }
    if (same == 0 && entry.geonames == 0) slugs.insert(entry.id);
    same_place.push_back(same);
  }
  std::vector<std::string> admin1_keys, admin2_keys;
  auto table = std::make_unique<Table>();
  base::Result<std::string> bytes = build_places(std::move(entries), romanised, &admin1_keys, &admin2_keys);
  if (!bytes) return tl::unexpected(bytes.error());
  table->owned = std::move(*bytes);
  table->bytes = table->owned;
  if (base::Result<void> opened = table->open("--data places"); !opened) return opened;
  table->same_place = std::move(same_place);
  const auto number_of = [&](const std::string& key, std::size_t at, bool second) -> std::uint32_t {
    if (const auto found = admin_ids.find(key); found != admin_ids.end()) return admin_numbers[found->second];
    const std::uint32_t place =
        table->get<Admin>(second ? table->admin2s : table->admin1s, static_cast<std::uint32_t>(at)).place;
    return below.admin_of_name(*table, place, second, admin_numbers);
  };
  for (std::size_t i = 0; i < admin1_keys.size(); ++i)
    table->same_admin1.push_back(number_of(admin1_keys[i], i, false));
  for (std::size_t i = 0; i < admin2_keys.size(); ++i)
    table->same_admin2.push_back(number_of(admin2_keys[i], i, true));
  hidden_.assign(below.header.places, false);
  for (std::uint32_t i = 0; i < below.header.places; ++i) {
    const std::uint32_t id = below.row(i).id;
    hidden_[i] = (id & kSlug) != 0 && slugs.contains(std::string(below.text(id & ~kSlug)));
  }
  tables_.push_back(std::move(table));
  return {};
}

std::int64_t Gazetteer::by_id(std::string_view id) const {
  if (!id.starts_with("pl-") || tables_.empty()) return -1;
  id.remove_prefix(3);
  const Table& table = *tables_[0];
  for (std::uint32_t i = 0; i < table.header.places; ++i) {
    const std::uint32_t own = table.row(i).id;
    if ((own & kSlug) != 0 ? table.text(own & ~kSlug) == id : std::to_string(own) == id) return i;
  }
  return -1;
}

std::unordered_map<std::uint32_t, std::uint32_t> Gazetteer::by_geonames() const {
  std::unordered_map<std::uint32_t, std::uint32_t> out;
  const Table& table = *tables_[0];
  for (std::uint32_t i = 0; i < table.header.places; ++i) {
    if (const std::uint32_t id = table.row(i).id; (id & kSlug) == 0) out.emplace(id, i);
  }
  return out;
}

PlaceEntry Gazetteer::entry(std::uint32_t place) const {
  const PlaceRow row = this->row(place);
  const Table& table = *tables_[0];
  const Row raw = table.row(place);
  PlaceEntry out;
  out.below = place + 1;
  if ((raw.id & kSlug) == 0) out.geonames = raw.id;
  out.id = row.id.substr(3);
  out.name = row.name;
  out.lat = row.lat;
  out.lon = row.lon;
  out.feature = row.feature;
  out.population = static_cast<std::uint64_t>(row.population + 0.5);
  out.country = row.country;
  const auto key = [&](std::size_t base, std::uint32_t number, std::uint32_t count) -> std::string {
    if (number == 0 || number > count) return {};
    const std::uint32_t id = table.row(table.get<Admin>(base, number - 1).place).id;
    return (id & kSlug) != 0 ? std::string(table.text(id & ~kSlug)) : std::to_string(id);
  };
  out.admin1 = key(table.admin1s, raw.admin1, table.header.admin1s);
  out.admin2 = key(table.admin2s, raw.admin2, table.header.admin2s);
  return out;
}

std::size_t Gazetteer::size() const {
  std::size_t total = 0;
  for (const auto& table : tables_) total += table->header.places;
  return total;
}

void Gazetteer::find(std::string_view folded, std::vector<PlaceHit>* out) const {
  find(hash_of(folded), out);
}

void Gazetteer::find(std::uint64_t hash, std::vector<PlaceHit>* out) const {
  std::uint32_t offset = 0;
  const std::size_t before = out->size();
  for (const auto& table : tables_) {
    table->find(hash, false, offset, out);
    offset += table->header.places;
  }
  drop_hidden(before, out);
}

void Gazetteer::drop_hidden(std::size_t from, std::vector<PlaceHit>* hits) const {
  if (hidden_.empty()) return;
  const auto compiled = static_cast<std::uint32_t>(hidden_.size());
  std::vector<std::uint32_t> twice;
  for (std::size_t i = from; i < hits->size(); ++i) {
    const std::uint32_t place = (*hits)[i].place;
    std::uint32_t own = place;
    std::size_t index = 0;
    while (index + 1 < tables_.size() && own >= tables_[index]->header.places)
      own -= tables_[index++]->header.places;
    if (index > 0 && tables_[index]->same_place[own] != 0)
      twice.push_back(tables_[index]->same_place[own] - 1);
  }
  hits->erase(std::remove_if(hits->begin() + static_cast<std::ptrdiff_t>(from), hits->end(),
                             [&](const PlaceHit& hit) {
                               return hit.place < compiled &&
                                      (hidden_[hit.place] ||
                                       std::find(twice.begin(), twice.end(), hit.place) != twice.end());
                             }),
              hits->end());
}

void Gazetteer::find_spelling(std::string_view folded, std::vector<PlaceHit>* out) const {
  const std::string key = spelling_key(folded);
  if (key.empty()) return;
  std::uint32_t offset = 0;
  const std::uint64_t hash = hash_of(key) ^ kSpellingSalt;
  const std::size_t before = out->size();
  for (const auto& table : tables_) {
    table->find(hash, true, offset, out);
    offset += table->header.places;
  }
  drop_hidden(before, out);
}

#define HUDNA_TABLE_OF(place)                                                                \
  std::size_t table_index = 0;                                                               \
  while (table_index + 1 < tables_.size() && place >= tables_[table_index]->header.places) { \
    place -= tables_[table_index]->header.places;                                            \
    ++table_index;                                                                           \
  }                                                                                          \
  const Table& table = *tables_[table_index]

PlaceRow Gazetteer::row(std::uint32_t place) const {
  HUDNA_TABLE_OF(place);
  const Row raw = table.row(place);
  PlaceRow out;
  if ((raw.id & kSlug) != 0) {
    out.id = "pl-" + std::string(table.text(raw.id & ~kSlug));
  } else {
    out.id = "pl-" + std::to_string(raw.id);
  }
  out.name = table.text(raw.name_feature >> 4);
  out.lat = static_cast<double>(raw.lat_pop >> 8) / 1e4 - 90.0;
  out.lon = static_cast<double>(raw.lon_country >> 8) / 1e4 - 180.0;
  out.feature = static_cast<Feature>(std::min<std::uint32_t>(raw.name_feature & 0xF, 12));
  const std::uint32_t step = raw.lat_pop & 0xFF;
  out.population = step == 0 ? 0 : std::exp2((step - 1) / 7.0);
  out.country = table.country(raw.lon_country & 0xFF);
  if (raw.admin1 != 0 && raw.admin1 <= table.header.admin1s)
    out.admin1 = table.text(table.get<Admin>(table.admin1s, raw.admin1 - 1u).name);
  if (raw.admin2 != 0 && raw.admin2 <= table.header.admin2s)
    out.admin2 = table.text(table.get<Admin>(table.admin2s, raw.admin2 - 1u).name);
  return out;
}

bool Gazetteer::country_position(std::string_view code, float* lat, float* lon) const {
  const Table& table = *tables_[0];
  for (std::uint32_t i = 0; i < table.header.countries && code.size() == 2; ++i) {
    if (table.country(i + 1) != code) continue;
    const std::uint32_t place = table.get<Country>(table.countries, i).place;
    if (place == 0 || place > table.header.places) return false;
    position(place - 1, lat, lon);
    return true;
  }
  return false;
}

Feature Gazetteer::feature(std::uint32_t place) const {
  HUDNA_TABLE_OF(place);
  return static_cast<Feature>(std::min<std::uint32_t>(table.row(place).name_feature & 0xF, 12));
}

std::string_view Gazetteer::country(std::uint32_t place) const {
  HUDNA_TABLE_OF(place);
  return table.country(table.row(place).lon_country & 0xFF);
}

void Gazetteer::position(std::uint32_t place, float* lat, float* lon) const {
  HUDNA_TABLE_OF(place);
  const Row raw = table.row(place);
  *lat = static_cast<float>(raw.lat_pop >> 8) / 1e4f - 90.0f;
  *lon = static_cast<float>(raw.lon_country >> 8) / 1e4f - 180.0f;
}

float Gazetteer::population_log10(std::uint32_t place) const {
  HUDNA_TABLE_OF(place);
  const std::uint32_t step = table.row(place).lat_pop & 0xFF;
  return step == 0 ? 0.0f : static_cast<float>(step - 1) / 7.0f * 0.30103f;
}

bool Gazetteer::is_supplement(std::uint32_t place) const {
  HUDNA_TABLE_OF(place);
  const Row raw = table.row(place);
  return (raw.id & kSlug) != 0 && !table.text(raw.id & ~kSlug).starts_with("adm-");
}

std::uint32_t Gazetteer::admin1_key(std::uint32_t place) const {
  HUDNA_TABLE_OF(place);
  const std::uint32_t key = table.row(place).admin1;
  if (key != 0 && key <= table.same_admin1.size() && table.same_admin1[key - 1] != 0)
    return table.same_admin1[key - 1];
  return key == 0 ? 0 : key + static_cast<std::uint32_t>(table_index << 16);
}

std::uint32_t Gazetteer::admin2_key(std::uint32_t place) const {
  HUDNA_TABLE_OF(place);
  const std::uint32_t key = table.row(place).admin2;
  if (key != 0 && key <= table.same_admin2.size() && table.same_admin2[key - 1] != 0)
    return table.same_admin2[key - 1];
  return key == 0 ? 0 : key + static_cast<std::uint32_t>(table_index << 16);
}
#undef HUDNA_TABLE_OF

}  // namespace hudna::ground
