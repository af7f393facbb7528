#include "ground/actors.h"

#include <algorithm>
#include <cstring>
#include <tuple>

#include "ground/actor_table.h"
#include "ground/fold.h"

namespace hudna::ground {

using namespace actor_table;

std::string phrase_key(std::string_view text) {
  std::string plain;
  plain.reserve(text.size() + 4);
  for (std::size_t i = 0; i < text.size(); ++i) {
    // "Assad's" as tokens: the name and "s".
    const bool straight = text[i] == '\'';
    const bool curly = text.substr(i).starts_with("\xE2\x80\x99");
    if (straight || curly) {
      const std::size_t next = i + (straight ? 1 : 3);
      if (next < text.size() && text[next] == 's' && (next + 1 == text.size() || text[next + 1] == ' ')) {
        plain += ' ';
        i = next - 1;
        continue;
      }
      if (next == text.size() || (next < text.size() && text[next] == ' ')) {
        i = next - 1;
        continue;
      }
    }
    plain += text[i];
  }
  return fold(plain);
}

bool ActorLexicon::valid_at(std::string_view from, std::string_view to, std::string_view day) {
  if (day.empty()) return true;
  if (!from.empty() && day.substr(0, from.size()) < from) return false;
  return to.empty() || day.substr(0, to.size()) <= to;
}

// Reads by memcpy: embedded bytes are aligned, but a mapped part of a file may not be.
struct ActorLexicon::Table {
  std::string owned;
  std::string_view bytes;
  Header header{};
  std::size_t actors = 0, people = 0, members = 0, roles = 0, nations = 0, capitals = 0, by_id = 0, keys = 0,
              meanings = 0, hits = 0, starts = 0, entries = 0, strings = 0;
  std::vector<std::uint32_t> parents;        // of all actors, one after the other
  std::vector<std::uint32_t> parent_starts;  // by actor, and one more

  template <class T>
  T get(std::size_t base, std::size_t index) const {
    T out;
    std::memcpy(&out, bytes.data() + base + index * sizeof(T), sizeof(T));
    return out;
  }
  std::string_view text(std::uint32_t at) const {
    if (at >= header.string_bytes) return {};
    const char* begin = bytes.data() + strings + at;
    return {begin, ::strnlen(begin, header.string_bytes - at)};
  }

  base::Result<void> open(const std::string& source) {
    const auto bad = [&](const char* why) { return base::fail(base::Code::DataBad, source, why); };
    if (bytes.size() < sizeof(Header)) return bad("the table of actors is cut short");
    std::memcpy(&header, bytes.data(), sizeof header);
    if (std::memcmp(header.magic, kMagic, sizeof kMagic) != 0 || header.version != kVersion)
      return bad("this is no table of actors of this version");
    std::size_t at = sizeof(Header);
    const auto section = [&](std::size_t* base, std::size_t count, std::size_t size) {
      *base = at;
      at += count * size;
    };
    section(&actors, header.actors, sizeof(ActorRow));
    section(&people, header.people, sizeof(PersonRow));
    section(&members, header.members, sizeof(MemberRow));
    section(&roles, header.roles, sizeof(RoleRow));
    section(&nations, header.nations, sizeof(NationRow));
    section(&capitals, header.capitals, sizeof(CapitalRow));
    section(&by_id, header.actors, sizeof(std::uint32_t));
    section(&keys, header.keys, sizeof(KeyRow));
    section(&meanings, header.meanings, sizeof(MeaningRow));
    section(&hits, header.hits, sizeof(HitRow));
    section(&starts, kBuckets + 1, sizeof(std::uint32_t));
    section(&entries, header.entries, sizeof(EntryRow));
    section(&strings, header.string_bytes, 1);
    if (at != bytes.size()) return bad("the table of actors is cut short");
    return {};
  }
};

ActorLexicon::ActorLexicon() = default;
ActorLexicon::ActorLexicon(ActorLexicon&&) noexcept = default;
ActorLexicon& ActorLexicon::operator=(ActorLexicon&&) noexcept = default;
ActorLexicon::~ActorLexicon() = default;

base::Result<ActorLexicon> ActorLexicon::open(const base::DataSource& data) {
  bool changed = false;
  for (const base::DataFile& file : data.files("actors/")) changed = changed || file.overridden;
  ActorLexicon out;
  if (const auto compiled = data.file("actors/actors.bin"); compiled && !changed) {
    out.table_ = std::make_unique<Table>();
    if (base::Result<void> read = out.read(compiled->bytes, compiled->path); !read)
      return tl::unexpected(read.error());
    return out;
  }
  base::Result<std::string> bytes = build_actors(data);
  if (!bytes) return tl::unexpected(bytes.error());
  return own(std::move(*bytes));
}

base::Result<ActorLexicon> ActorLexicon::own(std::string bytes) {
  ActorLexicon out;
  out.table_ = std::make_unique<Table>();
  out.table_->owned = std::move(bytes);
  if (base::Result<void> read = out.read(out.table_->owned, "actors"); !read)
    return tl::unexpected(read.error());
  return out;
}

base::Result<void> ActorLexicon::read(std::string_view bytes, const std::string& source) {
  Table& table = *table_;
  table.bytes = bytes;
  if (base::Result<void> opened = table.open(source); !opened) return opened;
  const auto bad = [&](const char* why) { return base::fail(base::Code::DataBad, source, why); };
  const Header& header = table.header;
  const auto type_of = [](std::uint8_t code) {
    return static_cast<model::ActorType>(
        std::min<std::uint8_t>(code, static_cast<std::uint8_t>(model::ActorType::PrivatePerson)));
  };
  const auto side_of = [](std::uint8_t code) {
    return static_cast<model::Side>(
        std::min<std::uint8_t>(code, static_cast<std::uint8_t>(model::Side::Other)));
  };
  actors_.reserve(header.actors);
  for (std::uint32_t i = 0; i < header.actors; ++i) {
    const auto row = table.get<ActorRow>(table.actors, i);
    actors_.push_back({table.text(row.id), table.text(row.name), type_of(row.type), side_of(row.side),
                       table.text(row.country), table.text(row.from), table.text(row.to)});
  }
  people_.reserve(header.people);
  for (std::uint32_t i = 0; i < header.people; ++i) {
    const auto row = table.get<PersonRow>(table.people, i);
    people_.push_back({table.text(row.name), table.text(row.role), table.text(row.from), table.text(row.to)});
  }
  table.parent_starts.assign(header.actors + 1, 0);
  for (std::uint32_t i = 0; i < header.members; ++i) {
    const auto row = table.get<MemberRow>(table.members, i);
    if (row.child >= header.actors || row.parent >= header.actors) return bad("a membership leads nowhere");
    ++table.parent_starts[row.child + 1];
    table.parents.push_back(row.parent);
  }
  for (std::uint32_t i = 0; i < header.actors; ++i) table.parent_starts[i + 1] += table.parent_starts[i];
  roles_.reserve(header.roles);
  for (std::uint32_t i = 0; i < header.roles; ++i) {
    const auto row = table.get<RoleRow>(table.roles, i);
    roles_.push_back({table.text(row.lemma), type_of(row.type), side_of(row.side),
                      table.text(row.speaker_role), row.plural != 0, row.person != 0});
  }
  nationalities_.reserve(header.nations);
  for (std::uint32_t i = 0; i < header.nations; ++i) {
    const auto row = table.get<NationRow>(table.nations, i);
    Nationality nation;
    nation.group = table.text(row.group);
    nation.people = row.people != 0;
    const std::string_view codes = table.text(row.countries);
    for (std::size_t at = 0; at + 2 <= codes.size(); at += 2) nation.countries.push_back(codes.substr(at, 2));
    nationalities_.push_back(std::move(nation));
  }
  hits_.reserve(header.hits);
  for (std::uint32_t i = 0; i < header.hits; ++i) {
    const auto row = table.get<HitRow>(table.hits, i);
    const std::uint32_t person = row.person_match >> 8, match = row.person_match >> 1 & 0x7F;
    if (row.actor >= header.actors || person > header.people ||
        match > static_cast<std::uint32_t>(ActorMatch::Generic))
      return bad("a name leads nowhere");
    hits_.push_back({row.actor, static_cast<std::int32_t>(person) - 1, static_cast<ActorMatch>(match),
                     (row.person_match & 1) != 0});
  }
  for (std::uint32_t i = 0; i < header.actors; ++i) {
    const ActorEntry& actor = actors_[i];
    if (actor.type == model::ActorType::Government && actor.side == model::Side::Government)
      governments_.push_back(
          {actor.country, i, (table.get<ActorRow>(table.actors, i).flags & kPlainGovernment) != 0});
  }
  std::stable_sort(governments_.begin(), governments_.end(),
                   [](const Government& a, const Government& b) { return a.country < b.country; });
  return {};
}

ActorKey ActorLexicon::look_up(std::uint64_t hash) const {
  ActorKey out;
  const Table& table = *table_;
  const std::uint32_t bucket = bucket_of(hash);
  std::uint32_t at = table.get<std::uint32_t>(table.starts, bucket);
  const std::uint32_t end =
      std::min(table.get<std::uint32_t>(table.starts, bucket + 1), table.header.entries);
  const std::uint32_t wanted = stored_hash(hash);
  // A bucket has one or two entries.
  for (; at < end; ++at) {
    const auto entry = table.get<EntryRow>(table.entries, at);
    if (entry.hash != wanted) continue;
    out.prefix = (entry.key & kPrefix) != 0;
    const std::uint32_t key = entry.key & ~kPrefix;
    if (key == 0 || key > table.header.keys) return out;
    const auto row = table.get<KeyRow>(table.keys, key - 1);
    if (row.hits <= hits_.size() && row.hit_count <= hits_.size() - row.hits)
      out.hits = std::span(hits_).subspan(row.hits, row.hit_count);
    if (row.meaning == 0 || row.meaning > table.header.meanings) return out;
    const auto meaning = table.get<MeaningRow>(table.meanings, row.meaning - 1u);
    if (meaning.role != 0 && meaning.role <= roles_.size()) out.role = &roles_[meaning.role - 1u];
    if (meaning.nation != 0 && meaning.nation <= nationalities_.size())
      out.nationality = &nationalities_[meaning.nation - 1u];
    out.country = table.text(meaning.country);
    out.capital_of = table.text(meaning.capital_of);
    return out;
  }
  return out;
}

ActorKey ActorLexicon::look_up(std::string_view key) const { return look_up(hash_of(key)); }

std::span<const std::uint32_t> ActorLexicon::member_of(std::uint32_t actor) const {
  const std::vector<std::uint32_t>& starts = table_->parent_starts;
  if (actor + 1 >= starts.size()) return {};
  return std::span(table_->parents).subspan(starts[actor], starts[actor + 1] - starts[actor]);
}

std::int32_t ActorLexicon::by_id(std::string_view id) const {
  std::uint32_t low = 0, high = table_->header.actors;
  while (low < high) {
    const std::uint32_t middle = low + (high - low) / 2;
    const auto at = table_->get<std::uint32_t>(table_->by_id, middle);
    if (at >= actors_.size()) return -1;
    if (actors_[at].id == id) return static_cast<std::int32_t>(at);
    if (actors_[at].id < id) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return -1;
}

std::int32_t ActorLexicon::government(std::string_view country, std::string_view day) const {
  // The state's own government: of type and side government; those that "the government" can mean before
  // ministries and agencies.
  std::int32_t best = -1;
  int best_score = 0;
  auto at = std::partition_point(governments_.begin(), governments_.end(),
                                 [&](const Government& one) { return one.country < country; });
  for (; at != governments_.end() && at->country == country; ++at) {
    const ActorEntry& actor = actors_[at->actor];
    const int score = 1 + (valid_at(actor.from, actor.to, day) ? 4 : 0) + (at->plain ? 2 : 0);
    if (score > best_score) {
      best_score = score;
      best = static_cast<std::int32_t>(at->actor);
    }
  }
  return best;
}

std::string_view ActorLexicon::capital_of(std::string_view country) const {
  if (country.size() != 2) return {};
  std::uint32_t low = 0, high = table_->header.capitals;
  while (low < high) {
    const std::uint32_t middle = low + (high - low) / 2;
    const auto row = table_->get<CapitalRow>(table_->capitals, middle);
    const std::string_view code(row.country, 2);
    if (code == country) return table_->text(row.name);
    if (code < country) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return {};
}

}  // namespace hudna::ground
