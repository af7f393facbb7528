// Where does the table of actors come from? The TOML files of actors/, in path
// order, each row after the one before it.
#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <unordered_map>

#include "ground/actor_table.h"
#include "ground/actors.h"
#include "ground/fold.h"
#include "ground/toml_rows.h"

namespace hudna::ground {

using namespace actor_table;

namespace {

template <class E>
E code_of(std::string_view text, int count, E none) {
  for (int i = 0; i < count; ++i) {
    if (model::name(static_cast<E>(i)) == text) return static_cast<E>(i);
  }
  return none;
}

std::uint8_t type_of(std::string_view text) {
  return static_cast<std::uint8_t>(
      code_of(text, static_cast<int>(model::ActorType::PrivatePerson) + 1, model::ActorType::Unknown));
}

std::uint8_t side_of(std::string_view text) {
  return static_cast<std::uint8_t>(
      code_of(text, static_cast<int>(model::Side::Other) + 1, model::Side::Unclear));
}

bool has_capital(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; }) ||
         std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

class Builder {
 public:
  Builder() { intern(""); }

  base::Result<void> read(const base::DataFile& file) {
    const auto rows = read_toml_rows(file.bytes, file.path);
    if (!rows) return tl::unexpected(rows.error());
    std::int32_t current = -1;
    for (const TomlRow& row : *rows) {
      if (row.table == "actor") {
        if (row.text("id").empty() || row.text("name").empty()) {
          return base::fail(base::Code::DataBad, file.path,
                            "line " + std::to_string(row.line) + ": an actor needs id and name");
        }
        current = add_actor(row);
      } else if (row.table == "actor.people" && current >= 0) {
        people_.push_back({intern(row.text("name")), intern(row.text("role")), intern(row.text("from")),
                           intern(row.text("to"))});
        const HitRow hit = make_hit(current, ActorMatch::Person, people_.size());
        add(std::string(row.text("name")), hit);
        for (const std::string& alias : row.list("aliases")) add(alias, hit);
      } else if (row.table == "actor.member_of" && current >= 0) {
        members_.emplace_back(static_cast<std::uint32_t>(current), std::string(row.text("actor")));
      } else if (row.table == "role") {
        const std::string noun = phrase_key(row.text("noun"));
        Key& key = keys_[noun];
        // The first of one file holds, as the check says; a file given with --data takes the place of what is
        // there.
        if (key.role != 0 && (!file.overridden || key.role_overridden)) continue;
        key.role_overridden = file.overridden;
        roles_.push_back({intern(row.text("lemma")), intern(row.text("speaker_role")),
                          type_of(row.text("type")), side_of(row.text("side")),
                          std::uint8_t{row.flag("plural")}, std::uint8_t{row.flag("person")}});
        key.role = static_cast<std::uint16_t>(roles_.size());
      } else if (row.table == "nationality" || row.table == "entity" || row.table == "group") {
        add_nationality(row);
      }
    }
    return {};
  }

  base::Result<std::string> bytes() {
    if (actors_.size() >= (std::size_t{1} << 24) || people_.size() >= (std::size_t{1} << 24) ||
        roles_.size() >= 0xFFFF || nations_.size() >= 0xFFFF) {
      return base::fail(base::Code::DataBad, "actors",
                        "there are more actors, people or roles than a table can hold");
    }
    std::set<std::string> prefixes;
    for (const auto& [text, key] : keys_) {
      for (std::size_t space = text.find(' '); space != std::string::npos; space = text.find(' ', space + 1))
        prefixes.insert(text.substr(0, space));
    }
    for (const std::string& prefix : prefixes) keys_[prefix].prefix = true;
    std::vector<KeyRow> keys;
    std::vector<MeaningRow> meanings;
    std::vector<HitRow> hits;
    struct Entry {
      std::uint64_t hash;
      std::uint32_t key;
    };
    std::vector<Entry> entries;
    const std::uint64_t government = hash_of("government");
    for (auto& [text, key] : keys_) {
      // An actor that was defined again keeps none of its old names.
      std::erase_if(key.hits, [&](const HitRow& hit) { return replaced_[hit.actor]; });
      std::stable_sort(key.hits.begin(), key.hits.end(),
                       [](const HitRow& a, const HitRow& b) { return is_generic(a) < is_generic(b); });
      if (key.hits.size() > 0xFFFF) key.hits.resize(0xFFFF);
      std::uint32_t number = 0;
      if (!key.hits.empty() || key.role != 0 || key.nation != 0 || !key.country.empty() ||
          !key.capital_of.empty()) {
        std::size_t meaning = 0;
        if (key.role != 0 || key.nation != 0 || !key.country.empty() || !key.capital_of.empty()) {
          meanings.push_back({intern(key.country), intern(key.capital_of), key.role, key.nation});
          meaning = meanings.size();
        }
        keys.push_back({static_cast<std::uint32_t>(hits.size()), static_cast<std::uint16_t>(key.hits.size()),
                        static_cast<std::uint16_t>(meaning)});
        hits.insert(hits.end(), key.hits.begin(), key.hits.end());
        number = static_cast<std::uint32_t>(keys.size());
      }
      if (number == 0 && !key.prefix) continue;
      const std::uint64_t hash = hash_of(text);
      entries.push_back({hash, number | (key.prefix ? kPrefix : 0u)});
      if (hash == government) {
        for (const HitRow& hit : key.hits) {
          if (is_generic(hit)) actors_[hit.actor].flags |= kPlainGovernment;
        }
      }
    }
    if (meanings.size() >= 0xFFFF)
      return base::fail(base::Code::DataBad, "actors", "there are more nationalities than a table can hold");
    std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.hash < b.hash; });
    std::vector<std::uint32_t> starts(kBuckets + 1, 0);
    std::vector<EntryRow> table;
    for (const Entry& entry : entries) {
      ++starts[bucket_of(entry.hash) + 1];
      table.push_back({stored_hash(entry.hash), entry.key});
    }
    for (std::size_t i = 0; i < kBuckets; ++i) starts[i + 1] += starts[i];
    std::vector<MemberRow> members;
    for (const auto& [child, parent] : members_) {
      // A parent that nobody defined is what the check of the data reports.
      if (const auto found = ids_.find(parent); found != ids_.end() && !replaced_[child])
        members.push_back({child, found->second});
    }
    std::stable_sort(members.begin(), members.end(),
                     [](const MemberRow& a, const MemberRow& b) { return a.child < b.child; });
    std::vector<CapitalRow> capitals;
    for (const auto& [country, name] : capitals_)
      capitals.push_back({{country[0], country[1]}, 0, intern(name)});
    std::vector<std::uint32_t> by_id;
    for (const auto& [id, actor] : ids_) by_id.push_back(actor);
    for (std::size_t i = 0; i < nations_.size(); ++i) nations_[i].countries = intern(countries_[i]);
    Header header{};
    std::copy(std::begin(kMagic), std::end(kMagic), header.magic);
    header.version = kVersion;
    // One place for each id: a replaced actor leaves its number to nobody, so that numbers stay those of the
    // rows.
    const auto count = [](const auto& rows) { return static_cast<std::uint32_t>(rows.size()); };
    header.actors = count(actors_);
    by_id.resize(actors_.size(), by_id.empty() ? 0 : by_id.back());
    header.people = count(people_);
    header.members = count(members);
    header.roles = count(roles_);
    header.nations = count(nations_);
    header.capitals = count(capitals);
    header.keys = count(keys);
    header.meanings = count(meanings);
    header.hits = count(hits);
    header.entries = count(table);
    header.string_bytes = count(strings_);
    std::string out;
    const auto append = [&out](const auto& rows) {
      if (!rows.empty())
        out.append(reinterpret_cast<const char*>(rows.data()), rows.size() * sizeof(rows[0]));
    };
    out.append(reinterpret_cast<const char*>(&header), sizeof header);
    append(actors_);
    append(people_);
    append(members);
    append(roles_);
    append(nations_);
    append(capitals);
    append(by_id);
    append(keys);
    append(meanings);
    append(hits);
    append(starts);
    append(table);
    out += strings_;
    return out;
  }

 private:
  struct Key {
    std::vector<HitRow> hits;
    std::uint16_t role = 0, nation = 0;
    std::string country, capital_of;
    bool role_overridden = false;
    bool prefix = false;
  };

  std::uint32_t intern(std::string_view text) {
    const auto [at, fresh] =
        offsets_.try_emplace(std::string(text), static_cast<std::uint32_t>(strings_.size()));
    if (fresh) {
      strings_ += text.substr(0, text.find('\0'));
      strings_ += '\0';
    }
    return at->second;
  }

  static HitRow make_hit(std::int32_t actor, ActorMatch match, std::size_t person = 0) {
    return {static_cast<std::uint32_t>(actor),
            static_cast<std::uint32_t>(person) << 8 | static_cast<std::uint32_t>(match) << 1};
  }
  static bool is_generic(const HitRow& hit) {
    return (hit.person_match >> 1 & 0x7F) == static_cast<std::uint32_t>(ActorMatch::Generic);
  }

  void add(const std::string& text, HitRow hit) {
    const std::string key = phrase_key(text);
    if (key.empty()) return;
    hit.person_match |= has_capital(text) ? 1u : 0u;
    std::vector<HitRow>& hits = keys_[key].hits;
    for (const HitRow& old : hits) {
      if (old.actor == hit.actor && old.person_match >> 8 == hit.person_match >> 8) return;
    }
    hits.push_back(hit);
  }

  std::int32_t add_actor(const TomlRow& row) {
    const auto index = static_cast<std::uint32_t>(actors_.size());
    actors_.push_back({intern(row.text("id")), intern(row.text("name")), intern(row.text("country")),
                       intern(row.text("from")), intern(row.text("to")), type_of(row.text("type")),
                       side_of(row.text("side")), 0});
    replaced_.push_back(false);
    const auto [old, fresh] = ids_.try_emplace(std::string(row.text("id")), index);
    if (!fresh) {
      replaced_[old->second] = true;
      old->second = index;
    }
    const auto current = static_cast<std::int32_t>(index);
    add(std::string(row.text("name")), make_hit(current, ActorMatch::Name));
    for (const std::string& alias : row.list("aliases")) add(alias, make_hit(current, ActorMatch::Alias));
    for (const std::string& acronym : row.list("acronyms"))
      add(acronym, make_hit(current, ActorMatch::Acronym));
    for (const std::string& word : row.list("generic")) add(word, make_hit(current, ActorMatch::Generic));
    return current;
  }

  void add_nationality(const TomlRow& row) {
    const std::string country(row.table == "nationality" ? row.text("country") : row.text("within"));
    const auto put = [&](const std::string& text, bool people) {
      Key& key = keys_[phrase_key(text)];
      if (key.nation == 0) {
        nations_.push_back({});
        countries_.emplace_back();
        key.nation = static_cast<std::uint16_t>(nations_.size());
      }
      NationRow& nation = nations_[key.nation - 1u];
      std::string& countries = countries_[key.nation - 1u];
      const auto join = [&](const std::string& code) {
        if (code.size() != 2) return;
        for (std::size_t at = 0; at < countries.size(); at += 2) {
          if (countries.compare(at, 2, code) == 0) return;
        }
        countries += code;
      };
      if (row.table == "group") {
        nation.group = intern(row.text("name"));
        for (const std::string& code : row.list("countries")) join(code);
      } else {
        join(country);
      }
      if (people) nation.people = 1;
    };
    for (const std::string& text : row.list("adjective")) put(text, false);
    for (const std::string& text : row.list("people")) {
      const std::vector<std::string>& adjectives = row.list("adjective");
      if (std::find(adjectives.begin(), adjectives.end(), text) == adjectives.end()) put(text, true);
    }
    if (row.table != "nationality" || country.size() != 2) return;
    const auto name = [&](std::string_view text) {
      Key& key = keys_[phrase_key(text)];
      if (key.country.empty()) key.country = country;
    };
    name(row.text("name"));
    for (const std::string& text : row.list("other")) name(text);
    if (row.has("capital")) {
      Key& key = keys_[phrase_key(row.text("capital"))];
      if (key.capital_of.empty()) key.capital_of = country;
      capitals_.try_emplace(country, phrase_key(row.text("capital")));
    }
  }

  std::string strings_;
  std::unordered_map<std::string, std::uint32_t> offsets_;
  std::vector<ActorRow> actors_;
  std::vector<bool> replaced_;
  std::vector<PersonRow> people_;
  std::vector<std::pair<std::uint32_t, std::string>> members_;
  std::vector<RoleRow> roles_;
  std::vector<NationRow> nations_;
  std::vector<std::string> countries_;  // of nations_
  std::map<std::string, std::string> capitals_;
  std::map<std::string, std::uint32_t> ids_;
  std::map<std::string, Key> keys_;
};

}  // namespace

base::Result<std::string> build_actors(const base::DataSource& data) {
  Builder builder;
  for (const base::DataFile& file : data.files("actors/")) {
    if (!file.path.ends_with(".toml")) continue;
    if (base::Result<void> read = builder.read(file); !read) return tl::unexpected(read.error());
  }
  return builder.bytes();
}

}  // namespace hudna::ground
