// Where do the places come from? GeoNames dumps, supplements in TOML, tables
// with P-codes; all become PlaceEntry rows for build_places.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <unordered_map>

#include "ground/fold.h"
#include "ground/gazetteer.h"
#include "ground/toml_rows.h"

namespace hudna::ground {
namespace {

double number_of(std::string_view text) {
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

std::uint64_t whole_of(std::string_view text) {
  std::uint64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

std::vector<std::string_view> split(std::string_view text, char by) {
  std::vector<std::string_view> out;
  while (true) {
    const auto at = text.find(by);
    out.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return out;
    text.remove_prefix(at + 1);
  }
}

// Whether an alternate name of a dump is worth keeping: Latin letters, a capital in front (lower case marks
// machine romanisation of Arabic, Chinese and Japanese in GeoNames), and no airport or country code.
bool is_usable_alias(std::string_view text) {
  if (text.size() < 3 || text.size() > 60) return false;
  bool capital = false, lower = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c >= 'A' && c <= 'Z') capital = true;
    if (c >= 'a' && c <= 'z') lower = true;
    if (c >= '0' && c <= '9') return false;
    // Cyrillic, Greek, Armenian, Hebrew, Arabic and everything above, except Latin Extended Additional and
    // punctuation.
    if (c >= 0xCC && c <= 0xDF) return false;
    if (c >= 0xE0 && c != 0xE1 && c != 0xE2) return false;
    if (c == 0xE1 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xB8) return false;
  }
  const auto first = static_cast<unsigned char>(text[0]);
  if (first >= 'a' && first <= 'z') return false;
  return lower && (capital || first >= 0x80);
}

// "Donetsk Oblast" is also called Donetsk, "Homs Governorate" Homs. The words are those that GeoNames uses in
// admin1 and admin2 names.
constexpr std::string_view kAdminWords[] = {
    " Governorate", " Province",   " Oblast", " Region",    " District",        " State",
    " County",      " Department", " Raion",  " Krai",      " Municipality",    " Prefecture",
    " Division",    " Republic",   " City",   " Subregion", " Autonomous Okrug"};
constexpr std::string_view kAdminPrefixes[] = {
    "Muhafazat ",    "Muḩāfaz̧at ",       "Wilaya de ",        "Wilaya d'",    "Wilayat ",
    "Provincia de ", "Departamento de ", "Departamento del ", "Province of ", "State of ",
    "Republic of ",  "Région de ",       "Region of "};

std::string_view bare_admin_name(std::string_view text) {
  for (const std::string_view word : kAdminWords) {
    if (text.size() > word.size() + 2 && text.ends_with(word))
      return text.substr(0, text.size() - word.size());
  }
  for (const std::string_view word : kAdminPrefixes) {
    if (text.size() > word.size() + 2 && text.starts_with(word)) return text.substr(word.size());
  }
  return {};
}

// GeoNames writes plain ASCII names with a backquote for ayn; names with marks beyond Latin-1 are not what
// news prints.
std::string printed_name(std::string_view full, std::string_view ascii) {
  for (std::size_t i = 0; i < full.size(); ++i) {
    const auto c = static_cast<unsigned char>(full[i]);
    if (c >= 0x80 && c != 0xC3 && (static_cast<unsigned char>(full[i]) & 0xC0) == 0xC0) {
      std::string out;
      for (const char a : ascii) {
        if (a != '`' && a != '\'') out += a;
      }
      return out.empty() ? std::string(full) : out;
    }
  }
  return std::string(full);
}

std::string lower_slug(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c >= 'A' && c <= 'Z') {
      out += static_cast<char>(c - 'A' + 'a');
    } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      out += c;
    } else if (!out.empty() && out.back() != '-') {
      out += '-';
    }
  }
  return out;
}

// Entries by country and folded name; a place of the gazetteer below is copied in when it is asked for.
class NameIndex {
 public:
  NameIndex(std::vector<PlaceEntry>* entries, const Gazetteer* below) : entries_(entries), below_(below) {}
  // The most populous entry of that name whose feature passes, or none.
  template <class Pass>
  std::size_t find(const std::string& country, std::string_view wanted, Pass pass) {
    for (; next_ < entries_->size(); ++next_) {
      const PlaceEntry& entry = (*entries_)[next_];
      rows_[entry.country + "|" + fold(entry.name)].push_back(next_);
      for (const std::string& alias : entry.names) rows_[entry.country + "|" + fold(alias)].push_back(next_);
    }
    std::size_t best = SIZE_MAX;
    if (const auto found = rows_.find(country + "|" + fold(wanted)); found != rows_.end()) {
      for (const std::size_t at : found->second) {
        const PlaceEntry& entry = (*entries_)[at];
        if (pass(entry.feature) && (best == SIZE_MAX || entry.population > (*entries_)[best].population))
          best = at;
      }
    }
    if (best != SIZE_MAX || below_ == nullptr) return best;
    std::vector<PlaceHit> hits;
    below_->find(fold(wanted), &hits);
    const PlaceHit* chosen = nullptr;
    for (const PlaceHit& hit : hits) {
      if (below_->country(hit.place) != country || !pass(below_->feature(hit.place))) continue;
      if (chosen == nullptr || below_->population_log10(hit.place) > below_->population_log10(chosen->place))
        chosen = &hit;
    }
    if (chosen == nullptr) return SIZE_MAX;
    const PlaceEntry copy = below_->entry(chosen->place);
    // It may have come in under another name.
    for (std::size_t i = 0; i < entries_->size(); ++i) {
      if ((*entries_)[i].id == copy.id) return i;
    }
    entries_->push_back(copy);
    // Its own name in the table stays the name that it was found by.
    if (fold(copy.name) != fold(wanted)) entries_->back().names.emplace_back(wanted);
    return entries_->size() - 1;
  }

 private:
  std::vector<PlaceEntry>* entries_;
  const Gazetteer* below_;
  std::size_t next_ = 0;
  std::unordered_map<std::string, std::vector<std::size_t>> rows_;
};

}  // namespace

base::Result<void> add_supplement(std::string_view toml, const std::string& source,
                                  std::vector<PlaceEntry>* known, const Gazetteer* below) {
  const auto rows = read_toml_rows(toml, source);
  if (!rows) return tl::unexpected(rows.error());
  NameIndex index(known, below);
  const auto bad = [&](const TomlRow& row, const std::string& why) {
    return base::fail(base::Code::DataBad, source, "line " + std::to_string(row.line) + ": " + why);
  };
  for (const TomlRow& row : *rows) {
    if (row.table == "country") {
      PlaceEntry entry;
      entry.country = std::string(row.text("code"));
      if (entry.country.size() != 2) return bad(row, "a country needs a code of two letters");
      entry.id = "country-" + lower_slug(entry.country);
      entry.name = std::string(row.text("name"));
      entry.names = row.list("names");
      entry.lat = number_of(row.text("lat"));
      entry.lon = number_of(row.text("lon"));
      entry.feature = Feature::Country;
      entry.population = 10000000;
      known->push_back(std::move(entry));
    } else if (row.table == "alias") {
      const std::string country(row.text("country"));
      std::size_t at = SIZE_MAX;
      if (row.has("admin")) {
        const std::string_view admin = row.text("admin");
        at = index.find(country, admin, [](Feature feature) { return feature == Feature::Admin1; });
      } else {
        at = index.find(country, row.text("place"), [](Feature feature) {
          return feature != Feature::Admin1 && feature != Feature::Admin2;
        });
      }
      if (at == SIZE_MAX) {
        return bad(row, "no place named " + std::string(row.text("place")) + std::string(row.text("admin")) +
                            " in " + country);
      }
      PlaceEntry& entry = (*known)[at];
      // The name that news prints comes first; the old one stays an alias.
      if (row.has("name")) {
        entry.names.push_back(entry.name);
        entry.name = std::string(row.text("name"));
      }
      for (const std::string& alias : row.list("names")) entry.names.push_back(alias);
    } else if (row.table == "place") {
      PlaceEntry entry;
      entry.name = std::string(row.text("name"));
      entry.country = std::string(row.text("country"));
      if (entry.name.empty()) return bad(row, "a place needs a name");
      entry.id = row.has("id") ? std::string(row.text("id")) : lower_slug(entry.country + "-" + entry.name);
      entry.names = row.list("names");
      entry.population = whole_of(row.text("population"));
      if (!find_feature(row.has("kind") ? row.text("kind") : "settlement", &entry.feature)) {
        return bad(row, "unknown kind " + std::string(row.text("kind")));
      }
      if (row.has("inside")) {
        const std::size_t at = index.find(entry.country, row.text("inside"),
                                          [](Feature feature) { return feature >= Feature::Capital; });
        if (at == SIZE_MAX)
          return bad(row, "no place named " + std::string(row.text("inside")) + " to lie inside");
        entry.admin1 = (*known)[at].admin1;
        entry.admin2 = (*known)[at].admin2;
        entry.lat = (*known)[at].lat;
        entry.lon = (*known)[at].lon;
      }
      if (row.has("admin1")) {
        const std::size_t at = index.find(entry.country, row.text("admin1"),
                                          [](Feature feature) { return feature == Feature::Admin1; });
        if (at == SIZE_MAX) return bad(row, "no province named " + std::string(row.text("admin1")));
        entry.admin1 = (*known)[at].admin1;
        if (!row.has("lat") && !row.has("inside")) {
          entry.lat = (*known)[at].lat;
          entry.lon = (*known)[at].lon;
        }
      }
      if (row.has("lat")) entry.lat = number_of(row.text("lat"));
      if (row.has("lon")) entry.lon = number_of(row.text("lon"));
      if (!row.has("lat") && !row.has("inside") && !row.has("admin1"))
        return bad(row, "a place needs lat and lon, inside or admin1");
      known->push_back(std::move(entry));
    }
  }
  return {};
}

std::optional<PlaceEntry> geonames_entry(std::string_view line) {
  const std::vector<std::string_view> cells = split(line, '\t');
  if (cells.size() < 15) return std::nullopt;
  const std::string_view kind = cells[6], code = cells[7];
  PlaceEntry entry;
  if (kind == "P") {
    if (code == "PPLQ" || code == "PPLW" || code == "PPLH" || code == "PPLCH") return std::nullopt;
    entry.feature = code == "PPLC"                     ? Feature::Capital
                    : code == "PPLA" || code == "PPLG" ? Feature::Seat
                    : code == "PPLX"                   ? Feature::Section
                                                       : Feature::Town;
  } else if (kind == "A") {
    if (code == "ADM1") {
      entry.feature = Feature::Admin1;
    } else if (code == "ADM2") {
      entry.feature = Feature::Admin2;
    } else if (code == "ADM3") {
      entry.feature = Feature::Subdistrict;
    } else {
      return std::nullopt;
    }
  } else if (kind == "S" && (code == "CMPRF" || code == "CMP")) {
    entry.feature = Feature::Camp;
  } else {
    return std::nullopt;
  }
  entry.geonames = static_cast<std::uint32_t>(whole_of(cells[0]) & 0x7FFFFFFF);
  if (entry.geonames == 0) return std::nullopt;
  entry.name = printed_name(cells[1], cells[2]);
  if (cells[1] != entry.name) entry.names.emplace_back(cells[1]);
  if (cells[2] != entry.name) entry.names.emplace_back(cells[2]);
  for (const std::string_view alias : split(cells[3], ',')) {
    if (is_usable_alias(alias) && alias != entry.name) entry.names.emplace_back(alias);
  }
  entry.lat = number_of(cells[4]);
  entry.lon = number_of(cells[5]);
  entry.country = std::string(cells[8]);
  entry.population = whole_of(cells[14]);
  if (!cells[10].empty()) entry.admin1 = entry.country + "." + std::string(cells[10]);
  if (!cells[11].empty()) entry.admin2 = entry.admin1 + "." + std::string(cells[11]);
  if (entry.feature == Feature::Admin1 || entry.feature == Feature::Admin2) {
    if (const std::string_view bare = bare_admin_name(entry.name); !bare.empty())
      entry.names.emplace_back(bare);
  }
  return entry;
}

std::size_t add_geonames(std::string_view tsv, std::vector<PlaceEntry>* known) {
  std::size_t added = 0;
  while (!tsv.empty()) {
    const auto end = tsv.find('\n');
    std::optional<PlaceEntry> entry = geonames_entry(tsv.substr(0, end));
    tsv.remove_prefix(end == std::string_view::npos ? tsv.size() : end + 1);
    if (!entry) continue;
    known->push_back(std::move(*entry));
    ++added;
  }
  return added;
}

std::optional<AlternateName> alternate_name(std::string_view line) {
  const std::vector<std::string_view> cells = split(line, '\t');
  if (cells.size() < 4) return std::nullopt;
  // Links, postal codes and the like are no names.
  for (const std::string_view kind : {"link", "post", "wkdt", "iata", "icao", "faac", "unlc", "tcid"}) {
    if (cells[2] == kind) return std::nullopt;
  }
  if (!is_usable_alias(cells[3])) return std::nullopt;
  return AlternateName{static_cast<std::uint32_t>(whole_of(cells[1])), cells[3]};
}

std::string geonames_key(std::string_view id) {
  if (id.starts_with("pl-")) id.remove_prefix(3);
  if (!id.starts_with("adm-")) return std::string(id);
  std::string out;
  for (const char c : id.substr(4))
    out += c == '-' ? '.' : static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  return out;
}

std::size_t add_alternate_names(std::string_view tsv, std::vector<PlaceEntry>* known,
                                const Gazetteer* below) {
  std::unordered_map<std::uint32_t, std::uint32_t> compiled;
  if (below != nullptr) compiled = below->by_geonames();
  std::unordered_map<std::uint32_t, std::size_t> by_id;
  for (std::size_t i = 0; i < known->size(); ++i) {
    if ((*known)[i].geonames != 0) by_id.emplace((*known)[i].geonames, i);
  }
  std::size_t added = 0;
  while (!tsv.empty()) {
    const auto end = tsv.find('\n');
    const std::optional<AlternateName> name = alternate_name(tsv.substr(0, end));
    tsv.remove_prefix(end == std::string_view::npos ? tsv.size() : end + 1);
    if (!name) continue;
    const std::uint32_t number = name->geonames;
    auto found = by_id.find(number);
    if (found == by_id.end()) {
      const auto place = compiled.find(number);
      if (place == compiled.end()) continue;
      found = by_id.emplace(number, known->size()).first;
      known->push_back(below->entry(place->second));
    }
    (*known)[found->second].names.emplace_back(name->name);
    ++added;
  }
  return added;
}

namespace {

// One line of a CSV file after RFC 4180; quoted cells may hold commas and doubled quotes, but no line break.
std::vector<std::string> csv_cells(std::string_view line) {
  std::vector<std::string> out(1);
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (quoted) {
      if (c == '"' && i + 1 < line.size() && line[i + 1] == '"') {
        out.back() += '"';
        ++i;
      } else if (c == '"') {
        quoted = false;
      } else {
        out.back() += c;
      }
    } else if (c == '"') {
      quoted = true;
    } else if (c == ',') {
      out.emplace_back();
    } else if (c != '\r') {
      out.back() += c;
    }
  }
  return out;
}

bool read_degrees(std::string_view text, double limit, double* out) {
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), *out);
  return parsed.ec == std::errc() && parsed.ptr == text.data() + text.size() && *out >= -limit &&
         *out <= limit;
}

}  // namespace

base::Result<std::size_t> add_pcodes(std::string_view csv, const std::string& source,
                                     std::vector<PlaceEntry>* known) {
  if (csv.starts_with("\xEF\xBB\xBF")) csv.remove_prefix(3);
  std::map<std::string, std::size_t> columns;
  std::size_t added = 0;
  std::size_t line_number = 0;
  while (!csv.empty()) {
    const auto end = csv.find('\n');
    const std::vector<std::string> cells = csv_cells(csv.substr(0, end));
    csv.remove_prefix(end == std::string_view::npos ? csv.size() : end + 1);
    ++line_number;
    if (line_number == 1) {
      for (std::size_t i = 0; i < cells.size(); ++i) columns[cells[i]] = i;
      for (const char* needed : {"pcode", "name", "lat", "lon", "country"}) {
        if (!columns.contains(needed)) {
          return base::fail(base::Code::DataBad, source,
                            std::string("line 1: the column ") + needed + " is missing");
        }
      }
      continue;
    }
    const auto cell = [&](const char* column) -> std::string {
      const auto found = columns.find(column);
      return found == columns.end() || found->second >= cells.size() ? std::string() : cells[found->second];
    };
    if (cells.size() == 1 && cells[0].empty()) continue;
    PlaceEntry entry;
    entry.name = cell("name");
    entry.country = cell("country");
    entry.id = lower_slug(cell("pcode"));
    if (entry.name.empty() || entry.id.empty() || entry.country.size() != 2 ||
        !read_degrees(cell("lat"), 90, &entry.lat) || !read_degrees(cell("lon"), 180, &entry.lon)) {
      return base::fail(base::Code::DataBad, source,
                        "line " + std::to_string(line_number) +
                            ": pcode, name, country (two letters), lat and lon (degrees) are needed");
    }
    entry.population = whole_of(cell("population"));
    const std::string level = cell("level");
    entry.feature = level == "1"   ? Feature::Admin1
                    : level == "2" ? Feature::Admin2
                    : level == "3" ? Feature::Subdistrict
                                   : Feature::Town;
    entry.admin1 = entry.feature == Feature::Admin1 ? entry.id : lower_slug(cell("admin1"));
    entry.admin2 = entry.feature == Feature::Admin2 ? entry.id : lower_slug(cell("admin2"));
    const std::string aliases = cell("alt_names");
    for (const std::string_view alias : split(aliases, ';')) {
      if (!alias.empty()) entry.names.emplace_back(alias);
    }
    known->push_back(std::move(entry));
    ++added;
  }
  return added;
}

void place_admins(std::vector<PlaceEntry>* entries) {
  struct Sum {
    double lat = 0, x = 0, y = 0;
    int count = 0;
    std::uint64_t population = 0;
  };
  std::map<std::string, Sum> sums;
  for (const PlaceEntry& entry : *entries) {
    if (entry.feature < Feature::Capital || entry.feature > Feature::Section) continue;
    for (const std::string* key : {&entry.admin1, &entry.admin2}) {
      if (key->empty()) continue;
      Sum& sum = sums[*key];
      sum.lat += entry.lat;
      // Longitudes are added as angles, since a province may cross the date line.
      sum.x += std::cos(entry.lon * 3.14159265358979323846 / 180);
      sum.y += std::sin(entry.lon * 3.14159265358979323846 / 180);
      ++sum.count;
      if (entry.feature != Feature::Section) sum.population += entry.population;
    }
  }
  // A district without a town lies where its province does; one without both cannot be placed.
  const auto place = [&](PlaceEntry* entry, const std::string& key) {
    const auto found = sums.find(key);
    if (found == sums.end()) return false;
    if (entry->population == 0 && key == (entry->feature == Feature::Admin1 ? entry->admin1 : entry->admin2))
      entry->population = found->second.population;
    if (entry->lat == 0 && entry->lon == 0) {
      entry->lat = found->second.lat / found->second.count;
      entry->lon = std::atan2(found->second.y, found->second.x) * 180 / 3.14159265358979323846;
    }
    return true;
  };
  std::erase_if(*entries, [&](PlaceEntry& entry) {
    if (entry.feature != Feature::Admin1 && entry.feature != Feature::Admin2) return false;
    if (entry.feature == Feature::Admin2 && place(&entry, entry.admin2)) return false;
    return !place(&entry, entry.admin1) && entry.lat == 0 && entry.lon == 0;
  });
}

}  // namespace hudna::ground
