// How do two places stand to each other, and in which blocks are places that
// may match looked for? A PlaceIndex over a register of places; distances are
// judged at the stated precision. Blocks are hashes of content, so they mean
// the same in every build and can be kept in a file.
// Private to src/record. Thread-safe to read.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/table.h"
#include "model/record.h"

namespace hudna::record {

enum class PlaceMatch : std::uint8_t { Apart, Unknown, Near, Within, Same };

class PlaceIndex {
 public:
  PlaceIndex() = default;
  // The rows must stay as they are.
  explicit PlaceIndex(const base::Table<model::PlaceId, model::PlaceRow>* rows);
  // Takes in rows that were added to the table since.
  void extend();

  PlaceMatch match(model::PlaceId a, model::PlaceId b) const;
  // The best match of any pair; Unknown when either list is empty.
  PlaceMatch match(const std::vector<model::PlaceId>& a, const std::vector<model::PlaceId>& b) const;
  // The places without those that only hold another of them ("a quarter of the city" is not the whole city).
  std::vector<model::PlaceId> finest(const std::vector<model::PlaceId>& places) const;
  // Words of the names of those that are quarters, sites and the like, as place_word gives them; ascending.
  std::vector<std::uint64_t> quarter_words(const std::vector<model::PlaceId>& places) const;
  // Whether two of the places exclude each other.
  bool several(const std::vector<model::PlaceId>& places) const;
  // Whether two of the places are towns, or parts of towns, of one province at most `km` apart: one deal is
  // told from either.
  bool one_area(const std::vector<model::PlaceId>& a, const std::vector<model::PlaceId>& b, double km) const;
  // Blocks of places: two places that may match are in one. A located place stands in its province's cell and
  // under the words of its name; an unlocated one under its words only. `looking` gives the blocks in which a
  // place finds others, else those in which it stands; a finds b exactly when b finds a.
  const std::vector<std::uint64_t>& blocks(model::PlaceId place, bool looking) const {
    return (looking ? looking_ : standing_)[place.index()];
  }
  std::vector<std::uint64_t> blocks(const std::vector<model::PlaceId>& places, bool looking) const;
  const model::PlaceRow& row(model::PlaceId id) const { return (*rows_)[id]; }

 private:
  const base::Table<model::PlaceId, model::PlaceRow>* rows_ = nullptr;
  std::vector<std::vector<std::uint64_t>> looking_, standing_;
  std::vector<std::vector<std::string>> words_;  // of the names
};

}  // namespace hudna::record
