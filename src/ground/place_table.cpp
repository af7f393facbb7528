#include "ground/place_table.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <set>
#include <tuple>
#include <unordered_map>

#include "base/files.h"
#include "ground/fold.h"
#include "ground/place_layout.h"
#include "ground/toml_rows.h"

namespace hudna::ground {

using namespace layout;

namespace {

// Of a table: 24 bits of places, 28 of bytes of text.
constexpr std::uint32_t kMostPlaces = 0xFFFFFF;
constexpr std::size_t kMostText = std::size_t{1} << 28;
constexpr std::size_t kMostAdmins = 65534;
// A longer folded name is no name.
constexpr std::size_t kLongestName = 80;
// Further apart than this, two places of one spelling are told apart by their surroundings.
constexpr double kApartKm = 25.0;

template <class T>
void append_rows(std::string* out, const std::vector<T>& rows) {
  if (!rows.empty()) out->append(reinterpret_cast<const char*>(rows.data()), rows.size() * sizeof(T));
}

Feature feature_of(const Row& row) {
  return static_cast<Feature>(std::min<std::uint32_t>(row.name_feature & 0xF, 12));
}
bool is_area(Feature feature) {
  return feature == Feature::Admin1 || feature == Feature::Admin2 || feature == Feature::Region;
}
double latitude(const Row& row) { return static_cast<double>(row.lat_pop >> 8) / 1e4 - 90.0; }
double longitude(const Row& row) { return static_cast<double>(row.lon_country >> 8) / 1e4 - 180.0; }

// Texts once each, behind each other, found again by open addressing: eight bytes a text besides its own.
class Texts {
 public:
  Texts() : slots_(1024, 0) { intern(""); }
  std::uint32_t intern(std::string_view text) {
    if (count_ * 2 >= slots_.size()) grow();
    std::size_t at = hash_of(text) & (slots_.size() - 1);
    while (slots_[at] != 0) {
      if (this->at(slots_[at] - 1) == text) return slots_[at] - 1;
      at = (at + 1) & (slots_.size() - 1);
    }
    const auto offset = static_cast<std::uint32_t>(bytes_.size());
    bytes_.append(text);
    bytes_.push_back('\0');
    slots_[at] = offset + 1;
    ++count_;
    return offset;
  }
  std::string_view at(std::uint32_t offset) const { return std::string_view(bytes_.c_str() + offset); }
  const std::string& bytes() const { return bytes_; }

 private:
  void grow() {
    std::vector<std::uint32_t> larger(slots_.size() * 2, 0);
    for (const std::uint32_t slot : slots_) {
      if (slot == 0) continue;
      std::size_t at = hash_of(this->at(slot - 1)) & (larger.size() - 1);
      while (larger[at] != 0) at = (at + 1) & (larger.size() - 1);
      larger[at] = slot;
    }
    slots_ = std::move(larger);
  }
  std::string bytes_;
  std::vector<std::uint32_t> slots_;  // offset + 1; 0 is free
  std::size_t count_ = 0;
};

// Provinces or districts: their keys get numbers when a place first speaks of them, and their place when it
// comes.
class Admins {
 public:
  // 1-based; 0 for none, and where there are more than a row can say.
  std::uint16_t number(const std::string& key) {
    if (key.empty()) return 0;
    const auto found = numbers_.find(key);
    if (found != numbers_.end()) return found->second;
    if (keys_.size() >= kMostAdmins) return 0;
    keys_.push_back(key);
    rows_.push_back({0, kNone});
    const auto number = static_cast<std::uint16_t>(keys_.size());
    numbers_.emplace(key, number);
    return number;
  }
  void bring(std::uint16_t number, std::uint32_t name, std::uint32_t place) {
    if (number != 0 && rows_[number - 1].place == kNone) rows_[number - 1] = {name, place};
  }
  void list_missing(std::vector<std::string>* out) const {
    for (std::size_t i = 0; i < keys_.size(); ++i) {
      if (rows_[i].place == kNone) out->push_back(keys_[i]);
    }
  }
  // Numbers of those that have a place, close together; 0 for the others.
  std::vector<std::uint16_t> settle() {
    std::vector<std::uint16_t> renumbered(keys_.size() + 1, 0);
    std::size_t kept = 0;
    for (std::size_t i = 0; i < keys_.size(); ++i) {
      if (rows_[i].place == kNone) continue;
      rows_[kept] = rows_[i];
      keys_[kept] = keys_[i];
      renumbered[i + 1] = static_cast<std::uint16_t>(++kept);
    }
    rows_.resize(kept);
    keys_.resize(kept);
    return renumbered;
  }
  const std::vector<Admin>& rows() const { return rows_; }
  const std::vector<std::string>& keys() const { return keys_; }

 private:
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;
  std::unordered_map<std::string, std::uint16_t> numbers_;
  std::vector<std::string> keys_;
  std::vector<Admin> rows_;
};

struct Pair {
  std::uint64_t hash;
  std::uint32_t place_match;
};
struct Key {
  std::uint64_t hash;
  std::uint32_t place;
};

}  // namespace

struct PlaceTableBuilder::State {
  std::vector<std::string> romanised;
  Texts texts;
  Admins admin1s, admin2s;
  std::vector<Country> countries;
  std::map<std::string, std::uint32_t, std::less<>> country_numbers;
  std::vector<Row> rows;
  std::vector<bool> spelled;
  std::vector<Pair> pairs;
  std::vector<Key> keys;

  void drop_clashes();
};

PlaceTableBuilder::PlaceTableBuilder(const std::vector<std::string>& romanised)
    : state_(std::make_unique<State>()) {
  state_->romanised = romanised;
}
PlaceTableBuilder::~PlaceTableBuilder() = default;

std::uint32_t PlaceTableBuilder::size() const { return static_cast<std::uint32_t>(state_->rows.size()); }

std::vector<std::string> PlaceTableBuilder::missing_admins() const {
  std::vector<std::string> out;
  state_->admin1s.list_missing(&out);
  state_->admin2s.list_missing(&out);
  std::sort(out.begin(), out.end());
  return out;
}

base::Result<std::uint32_t> PlaceTableBuilder::add(const PlaceEntry& entry) {
  State& s = *state_;
  if (s.rows.size() >= kMostPlaces) {
    return base::fail(
        base::Code::DataBad, "places",
        "there are more places than a table can hold (16,777,215): take the files of the countries needed");
  }
  const auto place = static_cast<std::uint32_t>(s.rows.size());
  const std::uint32_t name = s.texts.intern(entry.name);
  if (entry.country.size() == 2 && s.countries.size() < 255 &&
      s.country_numbers.emplace(entry.country, static_cast<std::uint32_t>(s.countries.size() + 1)).second)
    s.countries.push_back({{entry.country[0], entry.country[1]}, 0, 0});
  const auto country = s.country_numbers.find(entry.country);
  if (entry.feature == Feature::Country && country != s.country_numbers.end())
    s.countries[country->second - 1].place = place + 1;
  Row row{};
  row.id = entry.geonames != 0 ? entry.geonames : (kSlug | s.texts.intern(entry.id));
  const auto lat = static_cast<std::uint32_t>(std::lround((std::clamp(entry.lat, -90.0, 90.0) + 90.0) * 1e4));
  const auto lon =
      static_cast<std::uint32_t>(std::lround((std::clamp(entry.lon, -180.0, 180.0) + 180.0) * 1e4));
  row.lat_pop = lat << 8 | population_step(entry.population);
  row.lon_country = lon << 8 | (country == s.country_numbers.end() ? 0 : country->second);
  row.name_feature = name << 4 | static_cast<std::uint32_t>(entry.feature);
  row.admin1 = s.admin1s.number(entry.admin1);
  row.admin2 = s.admin2s.number(entry.admin2);
  if (entry.feature == Feature::Admin1) s.admin1s.bring(row.admin1, name, place);
  if (entry.feature == Feature::Admin2) s.admin2s.bring(row.admin2, name, place);
  s.rows.push_back(row);
  s.spelled.push_back(entry.feature != Feature::Country &&
                      std::find(s.romanised.begin(), s.romanised.end(), entry.country) != s.romanised.end());
  add_name(place, entry.name, NameMatch::Canonical);
  for (const std::string& alias : entry.names) add_name(place, alias, NameMatch::Alias);
  if (s.texts.bytes().size() >= kMostText) {
    return base::fail(base::Code::DataBad, "places",
                      "the names are longer together than a table can hold (256 MB): take the files of the "
                      "countries needed");
  }
  return place;
}

void PlaceTableBuilder::add_name(std::uint32_t place, std::string_view name, NameMatch match) {
  State& s = *state_;
  const std::string folded = fold(name);
  if (folded.empty() || folded.size() > kLongestName) return;
  s.pairs.push_back({hash_of(folded), place << 8 | static_cast<std::uint32_t>(match)});
  if (!s.spelled[place]) return;
  const std::string key = spelling_key(folded);
  if (!key.empty()) s.keys.push_back({hash_of(key) ^ kSpellingSalt, place});
}

// Two places of one district with one key: the key would make them one place, so neither is found by it. A
// district and its town share their name by nature and stay.
void PlaceTableBuilder::State::drop_clashes() {
  const auto area = [&](const Key& key) {
    const Row& row = rows[key.place];
    return row.admin2 != 0 ? 0x10000u + row.admin2 : std::uint32_t{row.admin1};
  };
  const auto order = [&](const Key& key) { return std::make_tuple(key.hash, area(key), key.place); };
  std::sort(keys.begin(), keys.end(), [&](const Key& a, const Key& b) { return order(a) < order(b); });
  keys.erase(std::unique(keys.begin(), keys.end(),
                         [](const Key& a, const Key& b) { return a.hash == b.hash && a.place == b.place; }),
             keys.end());
  for (std::size_t i = 0; i < keys.size();) {
    std::size_t end = i;
    int towns = 0;
    while (end < keys.size() && keys[end].hash == keys[i].hash && area(keys[end]) == area(keys[i])) {
      if (!is_area(feature_of(rows[keys[end].place]))) ++towns;
      ++end;
    }
    for (std::size_t k = i; k < end; ++k) {
      bool clash = towns > 1;
      if (clash && area(keys[k]) < 0x10000u) {
        // No district is known: distance stands for it.
        const Row& own = rows[keys[k].place];
        clash = false;
        for (std::size_t other = i; other < end && !clash; ++other) {
          const Row& row = rows[keys[other].place];
          if (other == k || is_area(feature_of(row))) continue;
          clash = distance_km(latitude(own), longitude(own), latitude(row), longitude(row)) < kApartKm;
        }
      }
      if (!clash)
        pairs.push_back({keys[k].hash, keys[k].place << 8 | static_cast<std::uint32_t>(NameMatch::Spelling)});
    }
    i = end;
  }
  keys = {};
}

base::Result<std::string> PlaceTableBuilder::finish(std::vector<std::string>* admin1_keys,
                                                    std::vector<std::string>* admin2_keys) {
  State& s = *state_;
  const std::vector<std::uint16_t> first = s.admin1s.settle(), second = s.admin2s.settle();
  for (Row& row : s.rows) {
    row.admin1 = first[row.admin1];
    row.admin2 = second[row.admin2];
  }
  s.drop_clashes();
  std::sort(s.pairs.begin(), s.pairs.end(), [](const Pair& a, const Pair& b) {
    return std::tie(a.hash, a.place_match) < std::tie(b.hash, b.place_match);
  });
  // A place once a name, by its best match.
  s.pairs.erase(std::unique(s.pairs.begin(), s.pairs.end(),
                            [](const Pair& a, const Pair& b) {
                              return a.hash == b.hash && a.place_match >> 8 == b.place_match >> 8;
                            }),
                s.pairs.end());
  std::vector<std::uint32_t> starts(kBuckets + 1, 0);
  for (const Pair& pair : s.pairs) ++starts[bucket_of(pair.hash) + 1];
  for (std::size_t i = 0; i < kBuckets; ++i) starts[i + 1] += starts[i];
  Header header{};
  std::memcpy(header.magic, kMagic, sizeof kMagic);
  header.version = kVersion;
  header.places = static_cast<std::uint32_t>(s.rows.size());
  header.admin1s = static_cast<std::uint32_t>(s.admin1s.rows().size());
  header.admin2s = static_cast<std::uint32_t>(s.admin2s.rows().size());
  header.countries = static_cast<std::uint32_t>(s.countries.size());
  header.entries = static_cast<std::uint32_t>(s.pairs.size());
  header.string_bytes = static_cast<std::uint32_t>(s.texts.bytes().size());
  std::string out;
  out.reserve(sizeof header + s.rows.size() * sizeof(Row) + s.pairs.size() * sizeof(Entry) +
              starts.size() * sizeof(std::uint32_t) + s.texts.bytes().size() + (std::size_t{1} << 20));
  out.append(reinterpret_cast<const char*>(&header), sizeof header);
  append_rows(&out, s.rows);
  append_rows(&out, s.admin1s.rows());
  append_rows(&out, s.admin2s.rows());
  append_rows(&out, s.countries);
  append_rows(&out, starts);
  for (const Pair& pair : s.pairs) {
    const Entry entry{stored_hash(pair.hash), pair.place_match};
    out.append(reinterpret_cast<const char*>(&entry), sizeof entry);
  }
  out += s.texts.bytes();
  if (admin1_keys != nullptr) *admin1_keys = s.admin1s.keys();
  if (admin2_keys != nullptr) *admin2_keys = s.admin2s.keys();
  return out;
}

base::Result<std::string> build_places(std::vector<PlaceEntry> entries,
                                       const std::vector<std::string>& romanised,
                                       std::vector<std::string>* admin1_keys,
                                       std::vector<std::string>* admin2_keys) {
  PlaceTableBuilder builder(romanised);
  for (const PlaceEntry& entry : entries) {
    if (const auto added = builder.add(entry); !added) return tl::unexpected(added.error());
  }
  return builder.finish(admin1_keys, admin2_keys);
}

base::Result<std::vector<std::string>> romanised_countries(const base::DataSource& data) {
  const base::Result<base::DataFile> file = data.file("ground/places.toml");
  if (!file) return tl::unexpected(file.error());
  const auto rows = read_data_rows(*file);
  if (!rows) return tl::unexpected(rows.error());
  std::vector<std::string> out;
  for (const TomlRow& row : *rows) {
    for (const std::string& code : row.list("romanised")) out.push_back(code);
  }
  return out;
}

namespace {

bool is_alternates(const std::string& path) { return path.find("alternateNames") != std::string::npos; }

}  // namespace

base::Result<CompiledPlaces> compile_dumps(const std::vector<std::string>& paths, const Gazetteer& below,
                                           const std::vector<std::string>& romanised) {
  CompiledPlaces out;
  PlaceTableBuilder builder(romanised);
  std::unordered_map<std::uint32_t, std::uint32_t> places;  // GeoNames number to place of the table
  const auto each_line = [&](const std::string& path, const auto& take) -> base::Result<void> {
    auto lines = base::LineReader::open(path);
    if (!lines) return tl::unexpected(lines.error());
    std::string_view line;
    while (true) {
      const auto more = lines->next(&line);
      if (!more) return tl::unexpected(more.error());
      if (!*more) return {};
      ++out.rows;
      if (base::Result<void> taken = take(line); !taken) return taken;
    }
  };
  for (const std::string& path : paths) {
    if (is_alternates(path)) continue;
    const auto read = each_line(path, [&](std::string_view line) -> base::Result<void> {
      const std::optional<PlaceEntry> entry = geonames_entry(line);
      if (!entry || places.contains(entry->geonames)) return {};
      const auto added = builder.add(*entry);
      if (!added) return tl::unexpected(added.error());
      places.emplace(entry->geonames, *added);
      ++out.places;
      out.names += 1 + entry->names.size();
      return {};
    });
    if (!read) return tl::unexpected(read.error());
  }
  const std::unordered_map<std::uint32_t, std::uint32_t> compiled = below.by_geonames();
  for (const std::string& path : paths) {
    if (!is_alternates(path)) continue;
    const auto read = each_line(path, [&](std::string_view line) -> base::Result<void> {
      const std::optional<AlternateName> name = alternate_name(line);
      if (!name) return {};
      auto found = places.find(name->geonames);
      if (found == places.end()) {
        const auto known = compiled.find(name->geonames);
        if (known == compiled.end()) return {};
        const auto added = builder.add(below.entry(known->second));
        if (!added) return tl::unexpected(added.error());
        found = places.emplace(name->geonames, *added).first;
        ++out.places;
      }
      builder.add_name(found->second, name->name, NameMatch::Alias);
      ++out.names;
      return {};
    });
    if (!read) return tl::unexpected(read.error());
  }
  // Provinces and districts that are only spoken of come from below, by their key ("YE.16" is pl-adm-ye-16
  // there).
  const std::vector<std::string> missing = builder.missing_admins();
  const std::set<std::string, std::less<>> wanted(missing.begin(), missing.end());
  if (!wanted.empty()) {
    for (std::uint32_t place = 0; place < below.size(); ++place) {
      const Feature feature = below.feature(place);
      if (feature != Feature::Admin1 && feature != Feature::Admin2) continue;
      PlaceEntry entry = below.entry(place);
      const std::string key = geonames_key(entry.id);
      if (!wanted.contains(key)) continue;
      (feature == Feature::Admin1 ? entry.admin1 : entry.admin2) = key;
      if (feature == Feature::Admin2) entry.admin1.clear();
      if (const auto added = builder.add(entry); !added) return tl::unexpected(added.error());
    }
  }
  auto table = builder.finish(nullptr, nullptr);
  if (!table) return tl::unexpected(table.error());
  out.table = std::move(*table);
  return out;
}

}  // namespace hudna::ground
