// Who can a name mean? The lexicon of data/actors: actors with aliases, types,
// sides, membership and valid times, their people, generic words ("the army"),
// role nouns and nationalities. One compact table, compiled in and read where
// it lies; made anew from the TOML files when --data changes one of them. Not
// for choosing in a text: see ground/grounder.h. Thread-safe after open.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/data_source.h"
#include "base/result.h"
#include "model/codes.h"

namespace hudna::ground {

struct ActorPerson {
  std::string_view name;
  std::string_view role;
  std::string_view from, to;  // as in the data: "2014-03", may be empty
};

struct ActorEntry {
  std::string_view id;  // without "ac-"
  std::string_view name;
  model::ActorType type = model::ActorType::Unknown;
  model::Side side = model::Side::Unclear;
  std::string_view country;
  std::string_view from, to;
};

enum class ActorMatch : std::uint8_t { Name, Alias, Acronym, Person, Generic };

struct ActorHit {
  std::uint32_t actor = 0;
  std::int32_t person = -1;  // index into people()
  ActorMatch match = ActorMatch::Alias;
  bool capital = false;  // the name has a capital letter in the data
};

struct Role {
  std::string_view lemma;
  model::ActorType type = model::ActorType::Unknown;
  model::Side side = model::Side::Unclear;
  std::string_view speaker_role;
  bool plural = false;
  bool person = false;
};

struct Nationality {
  std::vector<std::string_view> countries;
  std::string_view group;  // "Kurds" for an ethnic, religious or political group
  bool people = false;     // the form names people ("Syrians"), not only a quality
};

// All that the lexicon knows about the words of one phrase.
struct ActorKey {
  std::span<const ActorHit> hits;  // names before generic words
  const Role* role = nullptr;
  const Nationality* nationality = nullptr;
  std::string_view country;     // of which it is the name
  std::string_view capital_of;  // country whose capital it names
  bool prefix = false;          // longer phrases start with these words
  bool known() const { return prefix || is_phrase(); }
  bool is_phrase() const {
    return !hits.empty() || role != nullptr || nationality != nullptr || !country.empty() ||
           !capital_of.empty();
  }
};

// The words of a phrase joined by a space, as phrases are looked up: fold() of each, with "'s" as a word "s".
std::string phrase_key(std::string_view text);

// The table as bytes from actors/*.toml: the same bytes for the same files. Fails with DataBad, naming file
// and line. An actor whose id a later file uses again is replaced by that one.
base::Result<std::string> build_actors(const base::DataSource& data);

class ActorLexicon {
 public:
  ActorLexicon();
  ActorLexicon(ActorLexicon&&) noexcept;
  ActorLexicon& operator=(ActorLexicon&&) noexcept;
  ~ActorLexicon();

  // The compiled table; or, where --data brings a file of actors/, a table of all files made now.
  static base::Result<ActorLexicon> open(const base::DataSource& data);
  // A table alone, which it keeps. Fails when it is damaged.
  static base::Result<ActorLexicon> own(std::string bytes);

  const std::vector<ActorEntry>& actors() const { return actors_; }
  const std::vector<ActorPerson>& people() const { return people_; }
  // Actors that this one belongs to at some time, in the order of the data.
  std::span<const std::uint32_t> member_of(std::uint32_t actor) const;
  // Everything about a phrase at once, by the hash (ground/fold.h) of its key: most words are nothing, and
  // this says so after one look.
  ActorKey look_up(std::uint64_t hash) const;
  ActorKey look_up(std::string_view key) const;
  // All that the phrase can mean. Empty when nothing.
  std::span<const ActorHit> find(std::string_view key) const { return look_up(key).hits; }
  // The actor of that id, or -1.
  std::int32_t by_id(std::string_view id) const;
  // The government of a country at a time ("2014-05-03" or empty): -1 when none.
  std::int32_t government(std::string_view country, std::string_view day) const;
  // The capital's name in key form; empty when none.
  std::string_view capital_of(std::string_view country) const;
  static bool valid_at(std::string_view from, std::string_view to, std::string_view day);

 private:
  base::Result<void> read(std::string_view bytes, const std::string& source);
  struct Table;
  std::unique_ptr<Table> table_;
  std::vector<ActorEntry> actors_;
  std::vector<ActorPerson> people_;
  std::vector<ActorHit> hits_;
  std::vector<Role> roles_;
  std::vector<Nationality> nationalities_;
  struct Government {
    std::string_view country;
    std::uint32_t actor;
    bool plain;  // "the government" can mean it
  };
  std::vector<Government> governments_;  // by country, then in the order of the data
};

}  // namespace hudna::ground
