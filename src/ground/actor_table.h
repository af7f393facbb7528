// How does the compiled table of actors lie in memory? The rows that
// actor_sources.cpp writes and actors.cpp reads; docs/formats/actors.md says it
// for a person. Little-endian, texts as offsets of NUL-ended strings.
#pragma once

#include <cstddef>
#include <cstdint>

namespace hudna::ground::actor_table {

constexpr char kMagic[8] = {'H', 'U', 'D', 'N', 'A', 'A', 'C', '1'};
constexpr std::uint32_t kVersion = 1;
constexpr std::size_t kBuckets = 16384;
constexpr std::uint32_t kPrefix = 0x80000000u;  // in EntryRow::key: longer phrases start so
constexpr std::uint16_t kPlainGovernment = 1;   // in ActorRow::flags: "the government" can mean it

struct Header {
  char magic[8];
  std::uint32_t version;
  std::uint32_t actors, people, members, roles, nations, capitals, keys, hits, entries, string_bytes;
  std::uint32_t meanings;
};
static_assert(sizeof(Header) == 56);

struct ActorRow {
  std::uint32_t id, name, country, from, to;
  std::uint8_t type, side;
  std::uint16_t flags;
};
struct PersonRow {
  std::uint32_t name, role, from, to;
};
// By child, then in the order of the data.
struct MemberRow {
  std::uint32_t child, parent;
};
struct RoleRow {
  std::uint32_t lemma, speaker_role;
  std::uint8_t type, side, plural, person;
};
struct NationRow {
  std::uint32_t group;
  std::uint32_t countries;  // codes of two letters, one after the other
  std::uint32_t people;
};
// By country.
struct CapitalRow {
  char country[2];
  std::uint16_t reserved;
  std::uint32_t name;
};
// What few phrases have: a role, a nationality, being a country's or a capital's name.
struct MeaningRow {
  std::uint32_t country, capital_of;  // codes as text, or the empty text
  std::uint16_t role, nation;         // 1-based, 0 none
};
struct KeyRow {
  std::uint32_t hits;
  std::uint16_t hit_count;
  std::uint16_t meaning;  // 1-based, 0 none
};
static_assert(sizeof(KeyRow) == 8);
struct HitRow {
  std::uint32_t actor;
  std::uint32_t person_match;  // person (1-based, 0 none) << 8 | match << 1 | capital letter
};
static_assert(sizeof(HitRow) == 8);
struct EntryRow {
  std::uint32_t hash;
  std::uint32_t key;  // 1-based, 0 none, with kPrefix
};

// The upper 14 bits choose the bucket; the 32 bits below them tell keys apart.
inline std::uint32_t bucket_of(std::uint64_t hash) { return static_cast<std::uint32_t>(hash >> 50); }
inline std::uint32_t stored_hash(std::uint64_t hash) { return static_cast<std::uint32_t>(hash >> 18); }

}  // namespace hudna::ground::actor_table
