// Who can a name mean? The lexicon of data/actors: actors with aliases, types,
// sides, membership and valid times, their people, generic words ("the army"),
// role nouns and nationalities. Not for choosing in a text: see
// ground/grounder.h. Thread-safe after open.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/data_source.h"
#include "base/result.h"
#include "model/codes.h"

namespace hudna::ground {

struct ActorPerson {
  std::string name;
  std::string role;
  std::string from, to;  // as in the data: "2014-03", may be empty
};

struct ActorEntry {
  std::string id;  // without "ac-"
  std::string name;
  model::ActorType type = model::ActorType::Unknown;
  model::Side side = model::Side::Unclear;
  std::string country;
  std::string from, to;
  std::vector<ActorPerson> people;
  std::vector<std::string> member_of;
};

enum class ActorMatch : std::uint8_t { Name, Alias, Acronym, Person, Generic };

struct ActorHit {
  std::uint32_t actor = 0;
  std::int32_t person = -1;
  ActorMatch match = ActorMatch::Alias;
  bool capital = false;  // the name has a capital letter in the data
};

struct Role {
  std::string lemma;
  model::ActorType type = model::ActorType::Unknown;
  model::Side side = model::Side::Unclear;
  std::string speaker_role;
  bool plural = false;
  bool person = false;
};

struct Nationality {
  std::vector<std::string> countries;
  std::string group;    // "Kurds" for an ethnic, religious or political group
  bool people = false;  // the form names people ("Syrians"), not only a quality
};

// The words of a phrase joined by a space, as phrases are looked up: fold() of each, with "'s" as a word "s".
std::string phrase_key(std::string_view text);

class ActorLexicon {
 public:
  static base::Result<ActorLexicon> open(const base::DataSource& data);

  const std::vector<ActorEntry>& actors() const { return actors_; }
  // All that the phrase can mean, names before generic words. Empty when nothing.
  const std::vector<ActorHit>& find(std::string_view key) const;
  // False when no known phrase starts with these words: the search can stop.
  bool is_prefix(std::string_view key) const;
  // False when the words surely are neither a phrase, role, nationality nor the start of one: most words are
  // not, and this answers for all tables at once.
  bool may_know(std::string_view key) const;
  const Role* role(std::string_view key) const;
  const Nationality* nationality(std::string_view key) const;
  // The actor of that id, or -1.
  std::int32_t by_id(std::string_view id) const;
  // The government of a country at a time ("2014-05-03" or empty): -1 when none.
  std::int32_t government(std::string_view country, std::string_view day) const;
  // Capital city's name in key form to its country.
  const std::string* country_of_capital(std::string_view key) const;
  // The capital's name in key form.
  const std::string* capital_of(std::string_view country) const;
  const std::string* country_of_name(std::string_view key) const;
  static bool valid_at(std::string_view from, std::string_view to, std::string_view day);

 private:
  friend std::vector<std::string> check_actors(const base::DataSource& data);
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };
  template <class V>
  using Map = std::unordered_map<std::string, V, Hash, std::equal_to<>>;
  std::vector<ActorEntry> actors_;
  Map<std::vector<ActorHit>> phrases_;
  void remember(std::string_view key);
  std::unordered_set<std::uint64_t> prefixes_;
  std::vector<std::uint64_t> known_;  // a bit for each hash of a key or prefix
  Map<Role> roles_;
  Map<Nationality> nationalities_;
  Map<std::string> capitals_, countries_, capital_names_;
  Map<std::int32_t> ids_;
};

}  // namespace hudna::ground
