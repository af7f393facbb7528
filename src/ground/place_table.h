// How does a table of places grow? Place by place: a PlaceTableBuilder keeps the
// bytes of the table that it makes and nothing of the text that it was read from,
// so a dump of millions of rows goes through in one pass. Useful for build_places
// and for importers. Not thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "ground/gazetteer.h"

namespace hudna::ground {

class PlaceTableBuilder {
 public:
  // `romanised`: countries whose places get spelling keys.
  explicit PlaceTableBuilder(const std::vector<std::string>& romanised);
  ~PlaceTableBuilder();

  // Its number, from 0. Fails with DataBad where the table is full.
  base::Result<std::uint32_t> add(const PlaceEntry& entry);
  // A further name of a place that was added.
  void add_name(std::uint32_t place, std::string_view name, NameMatch match);
  std::uint32_t size() const;
  // The keys of provinces and districts that places speak of and no place brings.
  std::vector<std::string> missing_admins() const;

  // The table (docs/formats/places.md); the same bytes for the same places in the same order. The keys, where
  // asked for, are those of its provinces and districts in the order of their numbers.
  base::Result<std::string> finish(std::vector<std::string>* admin1_keys,
                                   std::vector<std::string>* admin2_keys);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

struct CompiledPlaces {
  std::string table;
  std::size_t places = 0, names = 0, rows = 0;  // rows: read, of all kinds
};

// GeoNames dumps (19 columns) and alternateNames files, in one pass each, with memory for the table alone.
// Provinces and districts that the dumps do not bring are those of `below`; so are places that only get
// further names.
base::Result<CompiledPlaces> compile_dumps(const std::vector<std::string>& paths, const Gazetteer& below,
                                           const std::vector<std::string>& romanised);
// The countries whose places get spelling keys, from ground/places.toml.
base::Result<std::vector<std::string>> romanised_countries(const base::DataSource& data);

}  // namespace hudna::ground
