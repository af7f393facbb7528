// How do the bytes of a table of places lie? Shared by the builder and the reader;
// docs/formats/places.md tells it in words.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace hudna::ground::layout {

inline constexpr char kMagic[8] = {'H', 'U', 'D', 'N', 'A', 'P', 'L', '2'};
inline constexpr std::uint32_t kVersion = 3;
inline constexpr std::uint32_t kSlug = 0x80000000u;

struct Header {
  char magic[8];
  std::uint32_t version;
  std::uint32_t places;
  std::uint32_t admin1s;
  std::uint32_t admin2s;
  std::uint32_t countries;
  std::uint32_t entries;
  std::uint32_t string_bytes;
  std::uint32_t reserved[5];
};
static_assert(sizeof(Header) == 56);

struct Row {
  std::uint32_t id;       // GeoNames id, or kSlug | offset of the slug
  std::uint32_t lat_pop;  // (lat + 90) * 1e4 in 24 bits, population step in 8
  std::uint32_t lon_country;
  std::uint32_t name_feature;  // offset of the name in 28 bits, feature in 4
  std::uint16_t admin1;        // 1-based, 0 none
  std::uint16_t admin2;
};
static_assert(sizeof(Row) == 20);

struct Admin {
  std::uint32_t name;
  std::uint32_t place;
};

struct Country {
  char code[2];
  std::uint16_t reserved;
  std::uint32_t place;  // 1-based place that is the country, 0 none
};

struct Entry {
  std::uint32_t hash;  // bits 16-47 of the name's hash; bits 48-63 choose the bucket
  std::uint32_t place_match;
};

inline constexpr std::size_t kBuckets = 65536;
// Mixed into the hashes of spelling keys, so that they never meet those of names.
inline constexpr std::uint64_t kSpellingSalt = 0x5370656C6C696E67ull;

// Population as a step of 2^(1/7): about 10 % apart, 1 to 9.4e10.
inline std::uint8_t population_step(std::uint64_t population) {
  if (population == 0) return 0;
  const double step = std::log2(static_cast<double>(population)) * 7.0 + 1.0;
  return static_cast<std::uint8_t>(std::clamp(step + 0.5, 1.0, 255.0));
}

inline std::uint32_t bucket_of(std::uint64_t hash) { return static_cast<std::uint32_t>(hash >> 48); }
inline std::uint32_t stored_hash(std::uint64_t hash) { return static_cast<std::uint32_t>(hash >> 16); }

}  // namespace hudna::ground::layout
