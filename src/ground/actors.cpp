#include "ground/actors.h"

#include <algorithm>

#include "ground/fold.h"
#include "ground/toml_rows.h"

namespace hudna::ground {
namespace {

const std::vector<ActorHit> kNoHits;

template <class E>
E code_of(std::string_view text, int count, E none) {
  for (int i = 0; i < count; ++i) {
    if (model::name(static_cast<E>(i)) == text) return static_cast<E>(i);
  }
  return none;
}

model::ActorType type_of(std::string_view text) {
  return code_of(text, static_cast<int>(model::ActorType::PrivatePerson) + 1, model::ActorType::Unknown);
}

model::Side side_of(std::string_view text) {
  return code_of(text, static_cast<int>(model::Side::Other) + 1, model::Side::Unclear);
}

bool has_capital(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; }) ||
         std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

}  // namespace

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

// Some 20 bits a key: of the words that are no key, few are taken for one.
constexpr std::size_t kKnownBits = std::size_t{1} << 19;

base::Result<ActorLexicon> ActorLexicon::open(const base::DataSource& data) {
  ActorLexicon out;
  const auto add = [&](const std::string& text, ActorHit hit) {
    const std::string key = phrase_key(text);
    if (key.empty()) return;
    hit.capital = has_capital(text);
    std::vector<ActorHit>& hits = out.phrases_[key];
    for (const ActorHit& old : hits) {
      if (old.actor == hit.actor && old.person == hit.person) return;
    }
    hits.push_back(hit);
    for (std::size_t space = key.find(' '); space != std::string::npos; space = key.find(' ', space + 1)) {
      out.prefixes_.insert(hash_of(std::string_view(key).substr(0, space)));
    }
  };
  const auto add_prefixes = [&](const std::string& key) {
    for (std::size_t space = key.find(' '); space != std::string::npos; space = key.find(' ', space + 1)) {
      out.prefixes_.insert(hash_of(std::string_view(key).substr(0, space)));
    }
  };
  std::int32_t current = -1;
  for (const base::DataFile& file : data.files("actors/")) {
    if (!file.path.ends_with(".toml")) continue;
    const auto rows = read_toml_rows(file.bytes, file.path);
    if (!rows) return tl::unexpected(rows.error());
    for (const TomlRow& row : *rows) {
      if (row.table == "actor") {
        ActorEntry entry;
        entry.id = std::string(row.text("id"));
        entry.name = std::string(row.text("name"));
        if (entry.id.empty() || entry.name.empty()) {
          return base::fail(base::Code::DataBad, file.path,
                            "line " + std::to_string(row.line) + ": an actor needs id and name");
        }
        entry.type = type_of(row.text("type"));
        entry.side = side_of(row.text("side"));
        entry.country = std::string(row.text("country"));
        entry.from = std::string(row.text("from"));
        entry.to = std::string(row.text("to"));
        current = static_cast<std::int32_t>(out.actors_.size());
        const auto index = static_cast<std::uint32_t>(current);
        add(entry.name, {index, -1, ActorMatch::Name, false});
        for (const std::string& alias : row.list("aliases"))
          add(alias, {index, -1, ActorMatch::Alias, false});
        for (const std::string& acronym : row.list("acronyms"))
          add(acronym, {index, -1, ActorMatch::Acronym, false});
        for (const std::string& word : row.list("generic"))
          add(word, {index, -1, ActorMatch::Generic, false});
        // A later file may redefine an actor (--data): the last one holds.
        out.ids_[entry.id] = current;
        out.actors_.push_back(std::move(entry));
      } else if (row.table == "actor.people" && current >= 0) {
        ActorEntry& entry = out.actors_[static_cast<std::size_t>(current)];
        const auto person = static_cast<std::int32_t>(entry.people.size());
        entry.people.push_back({std::string(row.text("name")), std::string(row.text("role")),
                                std::string(row.text("from")), std::string(row.text("to"))});
        add(entry.people.back().name,
            {static_cast<std::uint32_t>(current), person, ActorMatch::Person, false});
        for (const std::string& alias : row.list("aliases"))
          add(alias, {static_cast<std::uint32_t>(current), person, ActorMatch::Person, false});
      } else if (row.table == "actor.member_of" && current >= 0) {
        out.actors_[static_cast<std::size_t>(current)].member_of.emplace_back(row.text("actor"));
      } else if (row.table == "role") {
        Role role;
        role.lemma = std::string(row.text("lemma"));
        role.type = type_of(row.text("type"));
        role.side = side_of(row.text("side"));
        role.speaker_role = std::string(row.text("speaker_role"));
        role.plural = row.flag("plural");
        role.person = row.flag("person");
        const std::string key = phrase_key(row.text("noun"));
        out.roles_.emplace(key, std::move(role));
        add_prefixes(key);
      } else if (row.table == "nationality" || row.table == "entity" || row.table == "group") {
        const std::string country(row.table == "nationality" ? row.text("country") : row.text("within"));
        const auto put = [&](const std::string& text, bool people) {
          const std::string key = phrase_key(text);
          Nationality& nationality = out.nationalities_[key];
          if (row.table == "group") {
            nationality.group = std::string(row.text("name"));
            for (const std::string& code : row.list("countries")) nationality.countries.push_back(code);
          } else if (std::find(nationality.countries.begin(), nationality.countries.end(), country) ==
                     nationality.countries.end()) {
            nationality.countries.push_back(country);
          }
          nationality.people = nationality.people || people;
          add_prefixes(key);
        };
        for (const std::string& text : row.list("adjective")) put(text, false);
        for (const std::string& text : row.list("people")) {
          if (std::find(row.list("adjective").begin(), row.list("adjective").end(), text) ==
              row.list("adjective").end())
            put(text, true);
        }
        if (row.table == "nationality") {
          out.countries_.emplace(phrase_key(row.text("name")), country);
          for (const std::string& text : row.list("other")) out.countries_.emplace(phrase_key(text), country);
          if (row.has("capital")) {
            out.capitals_.emplace(phrase_key(row.text("capital")), country);
            out.capital_names_.emplace(country, phrase_key(row.text("capital")));
          }
        }
      }
    }
  }
  out.known_.assign(kKnownBits / 64, 0);
  const auto remember = [&out](const std::string& key) {
    out.remember(key);
    for (std::size_t space = key.find(' '); space != std::string::npos; space = key.find(' ', space + 1))
      out.remember(std::string_view(key).substr(0, space));
  };
  for (const auto& [key, role] : out.roles_) remember(key);
  for (const auto& [key, nationality] : out.nationalities_) remember(key);
  for (auto& [key, hits] : out.phrases_) {
    remember(key);
    std::stable_sort(hits.begin(), hits.end(), [](const ActorHit& a, const ActorHit& b) {
      return (a.match == ActorMatch::Generic) < (b.match == ActorMatch::Generic);
    });
  }
  return out;
}

const std::vector<ActorHit>& ActorLexicon::find(std::string_view key) const {
  const auto found = phrases_.find(key);
  return found == phrases_.end() ? kNoHits : found->second;
}

void ActorLexicon::remember(std::string_view key) {
  const std::uint64_t bit = hash_of(key) % kKnownBits;
  known_[bit / 64] |= std::uint64_t{1} << (bit % 64);
}

bool ActorLexicon::may_know(std::string_view key) const {
  const std::uint64_t bit = hash_of(key) % kKnownBits;
  return (known_[bit / 64] >> (bit % 64) & 1) != 0;
}

bool ActorLexicon::is_prefix(std::string_view key) const { return prefixes_.contains(hash_of(key)); }

const Role* ActorLexicon::role(std::string_view key) const {
  const auto found = roles_.find(key);
  return found == roles_.end() ? nullptr : &found->second;
}

const Nationality* ActorLexicon::nationality(std::string_view key) const {
  const auto found = nationalities_.find(key);
  return found == nationalities_.end() ? nullptr : &found->second;
}

std::int32_t ActorLexicon::by_id(std::string_view id) const {
  const auto found = ids_.find(id);
  return found == ids_.end() ? -1 : found->second;
}

std::int32_t ActorLexicon::government(std::string_view country, std::string_view day) const {
  // The state's own government: of type and side government; those that "the government" can mean before
  // ministries and agencies.
  std::int32_t best = -1;
  int best_score = 0;
  const std::vector<ActorHit>& generic = find("government");
  for (std::size_t i = 0; i < actors_.size(); ++i) {
    const ActorEntry& actor = actors_[i];
    if (actor.type != model::ActorType::Government || actor.country != country ||
        actor.side != model::Side::Government)
      continue;
    int score = 1;
    if (valid_at(actor.from, actor.to, day)) score += 4;
    if (std::any_of(generic.begin(), generic.end(), [&](const ActorHit& hit) { return hit.actor == i; }))
      score += 2;
    if (score > best_score) {
      best_score = score;
      best = static_cast<std::int32_t>(i);
    }
  }
  return best;
}

const std::string* ActorLexicon::country_of_capital(std::string_view key) const {
  const auto found = capitals_.find(key);
  return found == capitals_.end() ? nullptr : &found->second;
}

const std::string* ActorLexicon::capital_of(std::string_view country) const {
  const auto found = capital_names_.find(country);
  return found == capital_names_.end() ? nullptr : &found->second;
}

const std::string* ActorLexicon::country_of_name(std::string_view key) const {
  const auto found = countries_.find(key);
  return found == countries_.end() ? nullptr : &found->second;
}

}  // namespace hudna::ground
