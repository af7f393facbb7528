#include "ground/grounder.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "ground/actors.h"
#include "ground/effects.h"
#include "ground/fold.h"
#include "ground/gazetteer.h"
#include "ground/places.h"
#include "ground/quantities.h"
#include "ground/times.h"
#include "ground/toml_rows.h"

namespace hudna::ground {

struct Grounder::Parts {
  TimeTagger times;
  QuantityTagger quantities;
  EffectTable effects;
  ActorLexicon actors;
  Gazetteer gazetteer;
  ContextWords words;
};

Grounder::Grounder(std::unique_ptr<const Parts> parts) : parts_(std::move(parts)) {}
Grounder::Grounder(Grounder&&) noexcept = default;
Grounder& Grounder::operator=(Grounder&&) noexcept = default;
Grounder::~Grounder() = default;

base::Result<Grounder> Grounder::open(const base::DataSource& data) {
  auto parts = std::make_unique<Parts>();
  auto times = TimeTagger::open(data);
  if (!times) return tl::unexpected(times.error());
  parts->times = std::move(*times);
  auto quantities = QuantityTagger::open(data);
  if (!quantities) return tl::unexpected(quantities.error());
  parts->quantities = std::move(*quantities);
  auto effects = EffectTable::open(data);
  if (!effects) return tl::unexpected(effects.error());
  parts->effects = std::move(*effects);
  auto actors = ActorLexicon::open(data);
  if (!actors) return tl::unexpected(actors.error());
  parts->actors = std::move(*actors);
  auto gazetteer = Gazetteer::open(data);
  if (!gazetteer) return tl::unexpected(gazetteer.error());
  parts->gazetteer = std::move(*gazetteer);
  auto words = ContextWords::open(data);
  if (!words) return tl::unexpected(words.error());
  parts->words = std::move(*words);
  return Grounder(std::move(parts));
}

namespace {

using model::ActorType;
using model::ActorValue;
using model::Mention;
using model::MentionKind;
using model::Relation;
using model::Side;
using model::TokenRange;
using model::Upos;

// A pronoun's second reading this close to the first is a doubt.
constexpr float kDoubt = 0.3f;
// Names joined by "and" that are followed up to the first.
constexpr std::size_t kConjuncts = 8;

// Countries whose middles are closer than this are beside each other.
constexpr double kBesideKm = 1600;

// Who an expression stands for, before it becomes a Mention.
struct Who {
  TokenRange tokens;
  std::uint32_t head = 0;
  ActorValue value;
  float score = 1;
  bool person = false;  // one human being or several named as such
  bool plural = false;
  bool armed = false;
  bool pronoun = false;
};

// By begin, longer first, else as they were. The rows are large, so their numbers are sorted and each row
// moves once.
template <class T>
void sort_by_tokens(std::vector<T>* rows) {
  const auto before = [](const T& a, const T& b) {
    return a.tokens.begin != b.tokens.begin ? a.tokens.begin < b.tokens.begin : a.tokens.end > b.tokens.end;
  };
  if (std::is_sorted(rows->begin(), rows->end(), before)) return;
  std::vector<std::uint32_t> order(rows->size());
  for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return before((*rows)[a], (*rows)[b]); });
  std::vector<T> sorted;
  sorted.reserve(rows->size());
  for (const std::uint32_t i : order) sorted.push_back(std::move((*rows)[i]));
  *rows = std::move(sorted);
}

class ActorRun {
 public:
  ActorRun(const ActorLexicon& lexicon, const Gazetteer& gazetteer, const ContextWords& words,
           const TokenView& view, const model::Analysis& analysis, const PlaceReport& report, std::string day)
      : lex_(lexicon),
        words_(words),
        v_(view),
        a_(analysis),
        gazetteer_(gazetteer),
        country_(report.country),
        named_(report.named.begin(), report.named.end()),
        day_(std::move(day)),
        places_(report.places) {
    located_ = gazetteer_.country_position(country_, &lat_, &lon_);
    seen_.assign(lex_.actors().size(), false);
    covered_.assign(v_.size(), -1);
    place_at_.assign(v_.size(), -1);
    for (std::size_t p = 0; p < places_.size(); ++p) {
      for (std::uint32_t t = places_[p].name.begin; t < places_[p].name.end; ++t)
        place_at_[t] = static_cast<int>(p);
    }
    if (day_.size() > 10) day_.resize(10);
  }

  // Names of the lexicon, before places are known: they keep places out of actors' names.
  static std::vector<std::pair<TokenRange, std::vector<ActorHit>>> names(const ActorLexicon& lex,
                                                                         const TokenView& v,
                                                                         const model::Analysis& a) {
    std::vector<std::pair<TokenRange, std::vector<ActorHit>>> out;
    for (const model::Sentence& sent : a.sentences()) {
      std::uint32_t i = sent.tokens.begin;
      while (i < sent.tokens.end) {
        std::uint32_t best_end = 0;
        std::vector<ActorHit> best;
        KeyHash hash;
        for (std::uint32_t j = i; j < sent.tokens.end && j < i + 14; ++j) {
          if (!v.key(j).empty()) {
            if (j > i) hash.add(' ');
            hash.add(v.key(j));
          } else if (j == i) {
            break;
          } else {
            // A comma or bracket ends a name; hyphens, points and apostrophes fold away inside it.
            const std::string_view sign = v.text(j);
            if (sign != "-" && sign != "'" && sign != "\xE2\x80\x99" && sign != "." && sign != "\xE2\x80\x93")
              break;
            continue;
          }
          const ActorKey key = lex.look_up(hash.value());
          if (!key.known()) break;
          std::vector<ActorHit> hits;
          for (const ActorHit& hit : key.hits) {
            if (hit.match == ActorMatch::Generic) continue;
            if (hit.capital && !v.any_capital({i, j + 1})) continue;
            if (hit.match == ActorMatch::Acronym && !v.all_capitals({i, j + 1})) continue;
            // One short word in ordinary lower case never is a name.
            if (j == i && !v.capital(i)) continue;
            // A surname that is also an ordinary word at a sentence's start, tagged as no name.
            if (j == i && hit.match == ActorMatch::Person && v.tagged() &&
                a.tokens()[i].upos != Upos::PROPN && a.tokens()[i].upos != Upos::NOUN &&
                a.tokens()[i].upos != Upos::X)
              continue;
            hits.push_back(hit);
          }
          // A country's bare name is a place unless the syntax says otherwise.
          const Nationality* nation = key.nationality;
          if (!hits.empty() && key.country.empty() && key.capital_of.empty() &&
              (nation == nullptr || !nation->group.empty())) {
            best = std::move(hits);
            best_end = j + 1;
          }
          if (!key.prefix) break;
        }
        if (best_end > i) {
          out.push_back({{i, best_end}, std::move(best)});
          i = best_end;
        } else {
          ++i;
        }
      }
    }
    return out;
  }

  std::vector<Who> run(const std::vector<std::pair<TokenRange, std::vector<ActorHit>>>& names) {
    // Names that can mean one actor only say which countries a report is about, too.
    for (const auto& [range, hits] : names) {
      if (hits.size() == 1 && hits[0].match != ActorMatch::Acronym && hits[0].match != ActorMatch::Person &&
          range.size() > 1)
        named_.emplace(lex_.actors()[hits[0].actor].country);
    }
    for (const auto& [range, hits] : names) add_name(range, hits);
    find_named_groups();
    for (std::uint32_t s = 0; s < a_.sentences().size(); ++s) {
      noun_phrases(a_.sentences()[s]);
      metonyms(a_.sentences()[s]);
    }
    analysed_names();
    sort();
    later_names();
    sort();
    pronouns();
    sort();
    return std::move(out_);
  }

 private:
  struct Item {
    enum Kind { None, Name, Nation, Generic, RoleNoun, Modifier } kind = None;
    std::uint32_t end = 0;
    int who = -1;  // index into out_ for Name
    const Nationality* nation = nullptr;
    std::span<const ActorHit> generic;
    const Role* role = nullptr;
    std::string key;
  };

  void sort() { sort_by_tokens(&out_); }
  bool in(ContextList list, std::string_view word) const { return words_.in(list, word); }

  static std::string actor_id(const ActorEntry& entry) { return std::string("ac-").append(entry.id); }

  ActorValue value_of(std::uint32_t actor, std::string rule) const {
    const ActorEntry& entry = lex_.actors()[actor];
    ActorValue value;
    value.id = actor_id(entry);
    value.name = entry.name;
    value.type = entry.type;
    value.side = entry.side;
    value.country = entry.country;
    value.rule = std::move(rule);
    return value;
  }

  // How an actor's country suits the report: it is the report's own; the report names it or its people; it
  // lies beside the report's; or none of these. Bodies of no country, powers that act everywhere, and those
  // who only tell or help suit every report.
  enum class Fit { Own, Named, Any, Beside, Far };
  Fit fit_of(const ActorEntry& entry) const {
    if (entry.country.empty()) return Fit::Any;
    if (entry.country == country_) return Fit::Own;
    if (named_.contains(entry.country)) return Fit::Named;
    if (country_.empty() || words_.outside.contains(entry.country)) return Fit::Any;
    if (entry.type == ActorType::Media || entry.type == ActorType::Monitor || entry.type == ActorType::Igo ||
        entry.type == ActorType::HumanitarianOrg)
      return Fit::Any;
    float lat = 0, lon = 0;
    if (!located_ || !gazetteer_.country_position(entry.country, &lat, &lon)) return Fit::Any;
    // Capitals of neighbours are some hundreds of kilometres apart, middles of large ones up to this.
    return distance_km(lat, lon, lat_, lon_) < kBesideKm ? Fit::Beside : Fit::Far;
  }

  // The best of several actors of one name: valid now, of the report's country, seen before, first in the
  // data.
  std::size_t choose(std::span<const ActorHit> hits, std::vector<model::Candidate>* candidates) const {
    std::size_t best = 0;
    float best_score = -100;
    for (std::size_t i = 0; i < hits.size(); ++i) {
      const ActorEntry& entry = lex_.actors()[hits[i].actor];
      float score = 0;
      bool valid = ActorLexicon::valid_at(entry.from, entry.to, day_);
      if (hits[i].person >= 0) {
        const ActorPerson& person = lex_.people()[static_cast<std::size_t>(hits[i].person)];
        valid = ActorLexicon::valid_at(person.from, person.to, day_);
      }
      if (valid) score += 2;
      switch (fit_of(entry)) {
        case Fit::Own:
          score += 1.5f;
          break;
        case Fit::Named:
          score += 0.9f;
          break;
        case Fit::Any:
          score += 0.5f;
          break;
        case Fit::Beside:
          break;
        case Fit::Far:
          score -= 1.5f;
          break;
      }
      if (seen_[hits[i].actor]) score += 1;
      if (hits[i].match == ActorMatch::Name) score += 0.6f;
      if (hits[i].match == ActorMatch::Person && hits.size() > 1) score -= 0.1f;
      candidates->push_back({actor_id(entry), std::string(entry.name), score});
      if (score > best_score + 1e-4f) {
        best_score = score;
        best = i;
      }
    }
    return best;
  }

  void add_name(TokenRange range, const std::vector<ActorHit>& hits) {
    Who who;
    std::vector<model::Candidate> candidates;
    const std::size_t best = choose(hits, &candidates);
    const ActorHit& hit = hits[best];
    // Where all is in capitals "THE MEN WHO FIRED" names no organisation: the tagger reads a pronoun there.
    if (hit.match == ActorMatch::Acronym && range.size() == 1 && a_.tokens()[range.begin].upos == Upos::PRON)
      return;
    const ActorEntry& entry = lex_.actors()[hit.actor];
    who.tokens = range;
    who.head = head_of(a_, range);
    who.value = value_of(hit.actor, hit.match == ActorMatch::Person    ? "person/1"
                                    : hit.match == ActorMatch::Acronym ? "acronym/1"
                                                                       : "alias/1");
    if (hit.match == ActorMatch::Person) {
      const ActorPerson& person = lex_.people()[static_cast<std::size_t>(hit.person)];
      who.value.name = person.name;
      who.value.type = ActorType::OfficialPerson;
      who.person = true;
      if (person.role.find("spokes") != std::string_view::npos) who.value.type = ActorType::NamedSpokesperson;
    }
    if (candidates.size() > 1) {
      std::stable_sort(candidates.begin(), candidates.end(),
                       [](const auto& a, const auto& b) { return a.score > b.score; });
      if (candidates.size() > 8) candidates.resize(8);
      who.score = candidates[0].score - candidates[1].score < 0.5f ? 0.6f : 0.9f;
      who.value.candidates = std::move(candidates);
    }
    who.armed = entry.type == ActorType::ArmedGroup || entry.type == ActorType::ForeignArmedGroup ||
                entry.type == ActorType::ProGovernmentMilitia;
    who.plural = !who.person;
    // A short acronym or a surname of somebody at the other end of the world, in a report that never goes
    // there, is most likely another's: it stays unresolved, and says whose it could be.
    const bool short_name =
        range.size() == 1 && (hit.match == ActorMatch::Person ||
                              (hit.match == ActorMatch::Acronym && v_.text(range.begin).size() <= 5));
    // One acronym of several countries' actors, and nothing in the report that speaks for one of them.
    const bool undecided = short_name && hit.match == ActorMatch::Acronym &&
                           who.value.candidates.size() > 1 &&
                           who.value.candidates[0].score - who.value.candidates[1].score < 0.5f &&
                           std::any_of(hits.begin(), hits.end(), [&](const ActorHit& other) {
                             return lex_.actors()[other.actor].country != entry.country;
                           });
    // "separatist rebels", "armed bandits": words that name nobody mean the actor of a country only in a
    // report about it.
    const Fit fit = fit_of(entry);
    const bool others = std::any_of(named_.begin(), named_.end(),
                                    [&](const auto& country) { return country != entry.country; });
    const bool about = fit == Fit::Own || (country_.empty() && !others);
    const bool plain_words =
        !hit.capital && hit.match == ActorMatch::Alias && !entry.country.empty() && !about;
    if (undecided || plain_words || (short_name && fit == Fit::Far)) {
      if (who.value.candidates.empty())
        who.value.candidates.push_back({actor_id(entry), std::string(entry.name), 0.3f});
      who.value.id.clear();
      who.value.name = v_.words(range);
      who.value.country.clear();
      who.value.side = Side::Unclear;
      who.value.rule += undecided ? "+undecided" : "+elsewhere";
      who.score = 0.3f;
    } else {
      seen_[hit.actor] = true;
    }
    for (std::uint32_t t = range.begin; t < range.end; ++t) covered_[t] = static_cast<int>(out_.size());
    out_.push_back(std::move(who));
  }

  Item item_at(std::uint32_t i, std::uint32_t end) const {
    Item item;
    if (covered_[i] >= 0) {
      const Who& who = out_[static_cast<std::size_t>(covered_[i])];
      if (who.tokens.begin != i) return item;
      item.kind = Item::Name;
      item.end = who.tokens.end;
      item.who = covered_[i];
      return item;
    }
    KeyHash hash;
    for (std::uint32_t j = i; j < end && j < i + 7; ++j) {
      if (covered_[j] >= 0) break;
      if (!v_.key(j).empty()) {
        if (j > i) hash.add(' ');
        hash.add(v_.key(j));
      } else if (j == i) {
        break;
      } else {
        const std::string_view sign = v_.text(j);
        if (sign != "-" && sign != "'" && sign != "\xE2\x80\x99" && sign != ".") break;
        continue;
      }
      const ActorKey found = lex_.look_up(hash.value());
      if (!found.known()) {
        if (j == i && words_.is(words_.modifier, v_.key(i)))
          item = Item{Item::Modifier, j + 1, -1, nullptr, {}, nullptr, v_.key(i)};
        break;
      }
      const std::span<const ActorHit> generic = generics(found);
      const Role* role = found.role;
      const Nationality* nation = found.nationality;
      if (nation != nullptr && v_.any_capital({i, j + 1}) && generic.empty()) {
        item = Item{Item::Nation, j + 1, -1, nation, {}, nullptr, v_.joined({i, j + 1})};
      } else if (!generic.empty() || role != nullptr) {
        item = Item{!generic.empty() ? Item::Generic : Item::RoleNoun,
                    j + 1,
                    -1,
                    nullptr,
                    generic,
                    role,
                    v_.joined({i, j + 1})};
      } else if (j == i && words_.is(words_.modifier, v_.key(i))) {
        item = Item{Item::Modifier, j + 1, -1, nullptr, {}, nullptr, v_.key(i)};
      }
      if (!found.prefix) break;
    }
    return item;
  }

  // The actor of a country that a generic phrase names, or -1.
  std::int32_t generic_actor(std::span<const ActorHit> hits, std::string_view country,
                             std::vector<model::Candidate>* candidates) const {
    std::int32_t best = -1;
    float best_score = 0;
    for (const ActorHit& hit : hits) {
      const ActorEntry& entry = lex_.actors()[hit.actor];
      float score = 0;
      const bool valid = ActorLexicon::valid_at(entry.from, entry.to, day_);
      // A group of another time is what "the rebels" mean only where the report names it.
      if (!valid && !seen_[hit.actor]) continue;
      if (!country.empty() && entry.country == country) {
        score = 2;
      } else if (entry.country.empty() && seen_[hit.actor]) {
        score = 1.2f;
      } else if (country.empty() && seen_[hit.actor]) {
        score = 1.0f;
      } else if (seen_[hit.actor] && country == country_) {
        // Named in the report, and no country was said beside the word.
        score = 0.8f;
      } else {
        continue;
      }
      if (valid) score += 1;
      if (seen_[hit.actor]) score += 0.4f;
      if (entry.side == Side::Government || entry.side == Side::Opposition) score += 0.2f;
      candidates->push_back({actor_id(entry), std::string(entry.name), score});
      if (score > best_score + 1e-4f) {
        best_score = score;
        best = static_cast<std::int32_t>(hit.actor);
      }
    }
    std::stable_sort(candidates->begin(), candidates->end(),
                     [](const auto& a, const auto& b) { return a.score > b.score; });
    if (candidates->size() > 8) candidates->resize(8);
    if (candidates->size() == 1) candidates->clear();
    return best;
  }

  // The armed groups of the report's country that the report names with a name of their own, and not only in
  // passing.
  void find_named_groups() {
    std::vector<std::int32_t> once;
    for (const Who& who : out_) {
      if (who.value.type != ActorType::ArmedGroup || who.value.id.size() <= 3 || who.person ||
          who.value.country != country_ || !v_.any_capital(who.tokens))
        continue;
      const std::int32_t actor = lex_.by_id(std::string_view(who.value.id).substr(3));
      if (actor < 0 || std::find(named_groups_.begin(), named_groups_.end(), actor) != named_groups_.end())
        continue;
      const bool again = std::find(once.begin(), once.end(), actor) != once.end();
      (again ? named_groups_ : once).push_back(actor);
    }
  }
  // "the rebels" in a report that names one armed group of the country are that group, not another one that
  // the word often stands for there; of several named ones nobody can say which. A collective entry ("Syrian
  // rebels"), whose name ends in a common noun, stays what it is.
  std::int32_t instead_of(std::int32_t found) const {
    if (found < 0 || named_groups_.empty()) return found;
    const ActorEntry& entry = lex_.actors()[static_cast<std::size_t>(found)];
    const std::size_t last = entry.name.find_last_of(' ');
    const char initial = entry.name[last == std::string_view::npos ? 0 : last + 1];
    if (entry.type != ActorType::ArmedGroup || (initial >= 'a' && initial <= 'z') ||
        std::find(named_groups_.begin(), named_groups_.end(), found) != named_groups_.end())
      return found;
    return named_groups_.size() == 1 ? named_groups_.front() : -1;
  }

  // The generic words stand behind the names.
  static std::span<const ActorHit> generics(const ActorKey& key) {
    std::size_t first = 0;
    while (first < key.hits.size() && key.hits[first].match != ActorMatch::Generic) ++first;
    return key.hits.subspan(first);
  }
  std::span<const ActorHit> generics(std::string_view key) const { return generics(lex_.look_up(key)); }

  // What a role or side word stands for in a country when no generic phrase says it.
  std::int32_t by_side(ActorType type, Side side, std::string_view country,
                       std::vector<model::Candidate>* candidates) const {
    if (country.empty()) return -1;
    if (type == ActorType::StateForces) return generic_actor(generics("army"), country, candidates);
    if (type == ActorType::PoliceSecurity) return generic_actor(generics("police"), country, candidates);
    if (type == ActorType::Government) return lex_.government(country, day_);
    if (type == ActorType::ArmedGroup && side == Side::Opposition)
      return generic_actor(generics("rebels"), country, candidates);
    if (side == Side::Opposition && type != ActorType::Community && type != ActorType::PrivatePerson) {
      const std::int32_t found = generic_actor(generics("opposition"), country, candidates);
      return found >= 0 ? found : generic_actor(generics("rebels"), country, candidates);
    }
    // Those who fight for a side ("loyalists") are not its government.
    if (side == Side::Government && type != ActorType::LocalAuthority &&
        type != ActorType::ProGovernmentMilitia && type != ActorType::ArmedGroup)
      return lex_.government(country, day_);
    return -1;
  }

  // Affiliation read from one item: an actor index, or -1; `country` set for a nationality.
  std::int32_t affiliation(const Item& item, std::string_view country, std::string* nation) const {
    std::vector<model::Candidate> ignored;
    if (item.kind == Item::Name) {
      const std::string& id = out_[static_cast<std::size_t>(item.who)].value.id;
      return id.size() > 3 ? lex_.by_id(std::string_view(id).substr(3)) : -1;
    }
    if (item.kind == Item::Nation) {
      if (item.nation->group.empty() && !item.nation->countries.empty()) *nation = item.nation->countries[0];
      for (const std::string_view code : item.nation->countries) {
        if (code == country_) *nation = code;
      }
      return item.nation->group.empty() ? -1 : actor_of_group(item);
    }
    if (item.kind == Item::Generic) return generic_actor(item.generic, country, &ignored);
    if (item.kind == Item::RoleNoun && item.role != nullptr) {
      const std::span<const ActorHit> plural = generics(item.key + "s");
      if (!plural.empty()) {
        const std::int32_t found = generic_actor(plural, country, &ignored);
        if (found >= 0) return found;
      }
      return by_side(item.role->type, item.role->side, country, &ignored);
    }
    return -1;
  }

  // "a Houthi spokesman": a group's adjective stands for the actor of that name, where there is one.
  std::int32_t actor_of_group(const Item& item) const {
    for (const std::string& key : {item.key, item.key + "s", fold(item.nation->group)}) {
      std::vector<ActorHit> hits;
      for (const ActorHit& hit : lex_.look_up(key).hits) {
        const Fit fit = fit_of(lex_.actors()[hit.actor]);
        if (hit.match != ActorMatch::Generic && hit.match != ActorMatch::Person && fit != Fit::Far)
          hits.push_back(hit);
      }
      if (hits.empty()) continue;
      std::vector<model::Candidate> ignored;
      return static_cast<std::int32_t>(hits[choose(hits, &ignored)].actor);
    }
    return -1;
  }

  // The side that a word itself says: "rebel", "government", "opposition".
  Side side_said(const Item& item) const {
    if (item.role != nullptr && item.role->side != Side::Unclear && item.role->side != Side::Third)
      return item.role->side;
    if (item.kind == Item::Generic && !item.generic.empty()) {
      const Side side = lex_.actors()[item.generic[0].actor].side;
      for (const ActorHit& hit : item.generic) {
        if (lex_.actors()[hit.actor].side != side) return Side::Unclear;
      }
      return side == Side::Third ? Side::Unclear : side;
    }
    return Side::Unclear;
  }

  void noun_phrases(const model::Sentence& sent) {
    std::uint32_t i = sent.tokens.begin;
    while (i < sent.tokens.end) {
      // A run of items; a hyphen may join them.
      std::vector<std::pair<std::uint32_t, Item>> items;
      std::uint32_t j = i;
      while (j < sent.tokens.end && items.size() < 10) {
        Item item = item_at(j, sent.tokens.end);
        if (item.kind == Item::None) {
          const bool glued = j > i && (v_.text(j) == "-") && j + 1 < sent.tokens.end;
          const bool possessive = j > i && (v_.text(j) == "'s" || v_.text(j) == "\xE2\x80\x99s" ||
                                            v_.text(j) == "'" || v_.text(j) == "\xE2\x80\x99");
          const bool point = j > i && v_.text(j) == ".";
          // "Syria's army": a country's name as possessor is a nationality here.
          if (items.empty() || possessive || glued) {
            const bool country_name = place_at_[j] >= 0 &&
                                      places_[static_cast<std::size_t>(place_at_[j])].country_name &&
                                      places_[static_cast<std::size_t>(place_at_[j])].name.begin == j;
            if (country_name && items.empty()) {
              const std::uint32_t end = places_[static_cast<std::size_t>(place_at_[j])].name.end;
              const bool owns =
                  end < sent.tokens.end && (v_.text(end) == "'s" || v_.text(end) == "\xE2\x80\x99s" ||
                                            v_.text(end) == "'" || v_.text(end) == "\xE2\x80\x99");
              const bool compound =
                  end < sent.tokens.end && item_at(end, sent.tokens.end).kind >= Item::Generic;
              if (owns || compound) {
                Item nation;
                nation.kind = Item::Nation;
                nation.end = end;
                nation.key =
                    "\x01" + std::string(places_[static_cast<std::size_t>(place_at_[j])].value.country);
                items.push_back({j, nation});
                j = end;
                continue;
              }
            }
            if ((possessive || glued) && !items.empty()) {
              ++j;
              continue;
            }
          }
          (void)point;
          break;
        }
        // "Kurdish" as adverbial comma lists end the run by themselves: a comma is no item.
        items.push_back({j, std::move(item)});
        j = items.back().second.end;
      }
      if (items.empty()) {
        ++i;
        continue;
      }
      phrase(sent, items);
      i = std::max(items.back().second.end, i + 1);
    }
  }

  void phrase(const model::Sentence& sent, std::vector<std::pair<std::uint32_t, Item>> items) {
    // The head is the last item that can be one.
    while (!items.empty() &&
           (items.back().second.kind == Item::Modifier || items.back().second.kind == Item::Nation)) {
      if (items.back().second.kind == Item::Nation && items.back().second.nation != nullptr &&
          items.back().second.nation->people && is_noun_use(items.back().first, items.back().second.end)) {
        nation_people(items.back());
        return;
      }
      if (items.back().second.kind == Item::Nation && items.back().second.nation != nullptr &&
          is_noun_use(items.back().first, items.back().second.end) && v_.tagged()) {
        nation_people(items.back());
        return;
      }
      if (items.size() == 1 && items.back().second.kind == Item::Nation) deed_of_nation(sent, items.back());
      items.pop_back();
    }
    if (items.empty()) return;
    const auto& [head_at, head] = items.back();
    if (head.kind == Item::Name) return;  // a name ends it: it has its mention already
    // Tags say whether the word is a noun here: "rebel" as a verb, "official" as an adjective.
    const std::uint32_t last = head.end - 1;
    if (v_.tagged() && a_.sentences()[v_.sentence(last)].parsed) {
      const Upos tag = a_.tokens()[last].upos;
      if (tag != Upos::NOUN && tag != Upos::PROPN && tag != Upos::X &&
          !(tag == Upos::ADJ && head.role != nullptr && head.role->plural))
        return;
      // Compound modifier of a noun that is no actor: "army base", "rebel territory", "government building".
      const Relation relation = a_.tokens()[last].relation;
      if (relation == Relation::Compound && a_.tokens()[last].head > last &&
          a_.tokens()[last].head - last <= 3 && head.kind != Item::None) {
        const std::uint32_t over = a_.tokens()[last].head;
        const bool side_noun = in(ContextList::Side, v_.lower(over));
        if (!side_noun) {
          modifier_mention(items, last);
          return;
        }
      }
    } else if (last + 1 < sent.tokens.end && head.role != nullptr && !head.role->plural &&
               head.role->type != ActorType::Government) {
      // No tags: a singular role directly before a lower-case word that is no function word is most likely a
      // modifier.
    }
    std::string nation;
    std::int32_t actor = -1;
    bool nation_said = false;
    std::string group;
    // Modifiers, nearest first.
    std::string country = country_;
    for (std::size_t k = 0; k + 1 < items.size(); ++k) {
      const Item& item = items[k].second;
      if (item.kind == Item::Nation) {
        if (item.nation == nullptr) {
          nation = item.key.substr(1);
        } else {
          affiliation(item, country, &nation);
          group = item.nation->group;
        }
        nation_said = true;
      }
    }
    if (!nation.empty()) country = nation;
    for (std::size_t k = items.size() - 1; k-- > 0;) {
      const Item& item = items[k].second;
      const bool group_item =
          item.kind == Item::Nation && item.nation != nullptr && !item.nation->group.empty();
      if (item.kind == Item::Modifier || (item.kind == Item::Nation && !group_item)) continue;
      std::string unused;
      actor = affiliation(item, country, &unused);
      if (actor >= 0) break;
    }
    // "its soldiers": of the country of the actor named last.
    if (nation.empty() && items.front().first > sent.tokens.begin) {
      const std::string_view owner = v_.lower(items.front().first - 1);
      if (in(ContextList::Own, owner)) {
        const Who* last_actor = nullptr;
        for (const Who& other : out_) {
          if (other.tokens.end > items.front().first || other.value.country.empty() ||
              other.value.id.empty() ||
              v_.sentence(other.tokens.begin) + 1 < v_.sentence(items.front().first))
            continue;
          if (last_actor == nullptr || other.tokens.begin >= last_actor->tokens.begin) last_actor = &other;
        }
        if (last_actor != nullptr) country = last_actor->value.country;
      }
    }
    Who who;
    const Role* role = head.role != nullptr ? head.role : nullptr;
    std::uint32_t begin = items.front().first;
    std::uint32_t end = head.end;
    std::string rule = "role-noun/1";
    std::vector<model::Candidate> candidates;
    const bool person_role = role != nullptr && role->person;
    const bool has_modifier_actor = actor >= 0;
    if (actor < 0 && head.kind == Item::Generic && !(nation_said && nation.empty())) {
      actor = generic_actor(head.generic, country, &candidates);
      // Only the bare word: "Kurdish fighters" says more.
      if (items.size() == 1 && group.empty() && country == country_) actor = instead_of(actor);
      rule = nation_said ? "generic/1+nationality" : "generic/1";
    }
    // "rebel fighters", "government soldiers": as one phrase first.
    if (head.kind == Item::RoleNoun || actor < 0 || has_modifier_actor) {
      std::string joined;
      for (const auto& [at, item] : items) {
        if (item.kind == Item::Nation || item.kind == Item::Name) {
          joined.clear();
          continue;
        }
        joined += (joined.empty() ? "" : " ") + item.key;
      }
      const std::span<const ActorHit> whole = generics(joined);
      if (!whole.empty() && items.size() > 1) {
        std::vector<model::Candidate> found_candidates;
        const std::int32_t found = generic_actor(whole, country, &found_candidates);
        if (found >= 0 && !has_name(items)) {
          actor = found;
          candidates = std::move(found_candidates);
          rule = "generic/1";
        }
      }
    }
    if (has_modifier_actor && rule == "role-noun/1") rule = "role-noun/1+modifier";
    // What follows: "of the army", "for the Houthis", "on the rebel side", "from Chad".
    std::uint32_t after = end;
    Side said_side = Side::Unclear;
    for (std::size_t k = 0; k + 1 < items.size(); ++k) {
      const Side one = side_said(items[k].second);
      if (one != Side::Unclear) said_side = one;
    }
    if (!has_modifier_actor || person_role) {
      const std::uint32_t extended =
          attached(sent, end, country, &actor, has_modifier_actor, &rule, &nation, &said_side);
      if (extended > end) after = extended;
    }
    // People of a group within a country ("a Tamil spokesman", "Kurdish police") do not speak or act for its
    // state.
    const bool of_group = !group.empty();
    if (of_group && actor >= 0 && !has_modifier_actor &&
        lex_.actors()[static_cast<std::size_t>(actor)].side == Side::Government) {
      actor = -1;
      candidates.clear();
      rule = "role-noun/1";
    }
    if (actor < 0 && role != nullptr &&
        !(of_group && !(role->type == ActorType::ArmedGroup && role->side == Side::Opposition))) {
      if (!nation.empty()) country = nation;
      actor = by_side(role->type, role->side, country, &candidates);
      // "a Yemeni official", "Colombia's chief negotiator": those who speak for a country speak for its
      // government.
      const bool speaks = role->type == ActorType::OfficialPerson ||
                          role->type == ActorType::NamedSpokesperson ||
                          role->type == ActorType::NegotiatingBody;
      // "Peruvian commandos": fighters of a country fight in its army.
      if (actor < 0 && role->type == ActorType::Unknown && role->speaker_role == "fighter" &&
          !nation.empty() && said_side == Side::Unclear)
        actor = generic_actor(generics("army"), nation, &candidates);
      if (actor < 0 && speaks && role->side == Side::Unclear && !nation.empty() && said_side == Side::Unclear)
        actor = lex_.government(nation, day_);
      if (actor >= 0) rule = nation.empty() ? "role-side/1" : "role-side/1+nationality";
    }
    who.tokens = {begin, after};
    trim(&who.tokens);
    who.head = head_of(a_, {head_at, head.end});
    if (actor >= 0) {
      who.value = value_of(static_cast<std::uint32_t>(actor), rule);
      if (role != nullptr &&
          (role->type == ActorType::NamedSpokesperson || role->type == ActorType::OfficialPerson ||
           role->type == ActorType::PrivatePerson) &&
          person_role)
        who.value.type = role->type;
      // People without arms or office are not the actor they live under.
      if (role != nullptr && (role->type == ActorType::Community || role->type == ActorType::PrivatePerson) &&
          rule != "generic/1") {
        who.value.id.clear();
        who.value.name.clear();
      }
      seen_[static_cast<std::size_t>(actor)] = true;
    } else {
      who.value.rule = rule;
      if (role != nullptr) {
        who.value.type = role->type;
        who.value.side = role->side;
      } else if (!head.generic.empty()) {
        who.value.type = lex_.actors()[head.generic[0].actor].type;
        who.value.side = lex_.actors()[head.generic[0].actor].side;
      }
      who.value.country = !nation.empty() ? nation : std::string();
      if (said_side != Side::Unclear) who.value.side = said_side;
    }
    if (role != nullptr) {
      who.value.private_person = role->type == ActorType::PrivatePerson && role->person && !role->plural;
      who.person = role->person && !role->plural;
      who.plural = role->plural || !role->person;
      who.armed = role->type == ActorType::ArmedGroup;
    } else {
      who.plural = true;
    }
    who.value.candidates = std::move(candidates);
    who.score =
        who.value.id.empty() ? 0.4f : (rule == "generic/1" || rule == "generic/1+nationality" ? 0.85f : 0.8f);
    // The side word that the phrase itself says stays, even when no actor is known.
    for (std::uint32_t t = begin; t < head.end; ++t) {
      if (covered_[t] < 0) covered_[t] = -2;
    }
    out_.push_back(std::move(who));
  }

  static bool has_name(const std::vector<std::pair<std::uint32_t, Item>>& items) {
    return std::any_of(items.begin(), items.end(),
                       [](const auto& item) { return item.second.kind == Item::Name; });
  }

  // "rebel territory", "army base": the modifier alone is a weak mention of its actor, for slots such as who
  // holds it.
  void modifier_mention(const std::vector<std::pair<std::uint32_t, Item>>& items, std::uint32_t last) {
    const Item& head = items.back().second;
    std::string nation;
    std::string country = country_;
    for (std::size_t k = 0; k + 1 < items.size(); ++k) {
      if (items[k].second.kind == Item::Nation) {
        if (items[k].second.nation == nullptr) {
          nation = items[k].second.key.substr(1);
        } else {
          affiliation(items[k].second, country, &nation);
        }
      }
    }
    if (!nation.empty()) country = nation;
    std::string unused;
    const std::int32_t actor = affiliation(head, country, &unused);
    if (actor < 0) return;
    Who who;
    who.tokens = {items.front().first, head.end};
    trim(&who.tokens);
    who.head = last;
    who.value = value_of(static_cast<std::uint32_t>(actor), "modifier/1");
    who.score = 0.6f;
    who.plural = true;
    out_.push_back(std::move(who));
  }

  // "Russian airstrikes": the nationality alone names who did it, the forces of the state.
  void deed_of_nation(const model::Sentence& sent, const std::pair<std::uint32_t, Item>& item) {
    const std::uint32_t next = item.second.end;
    if (next >= sent.tokens.end || !words_.deed.contains(v_.lower(next))) return;
    std::string nation;
    std::int32_t actor = -1;
    if (item.second.nation == nullptr) {
      nation = item.second.key.substr(1);  // a country's name: "Russia air power"
    } else {
      actor = affiliation(item.second, country_, &nation);
    }
    std::vector<model::Candidate> ignored;
    if (actor < 0 && !nation.empty()) actor = generic_actor(generics("army"), nation, &ignored);
    if (actor < 0 && !nation.empty()) actor = lex_.government(nation, day_);
    if (actor < 0) return;
    Who who;
    who.tokens = {item.first, item.second.end};
    who.head = item.second.end - 1;
    who.value = value_of(static_cast<std::uint32_t>(actor), "nation-deed/1");
    who.score = 0.6f;
    who.plural = true;
    out_.push_back(std::move(who));
  }

  bool is_noun_use(std::uint32_t begin, std::uint32_t end) const {
    (void)begin;
    if (!v_.tagged()) return true;
    const Upos tag = a_.tokens()[end - 1].upos;
    if (tag != Upos::NOUN && tag != Upos::PROPN) return false;
    const Relation relation = a_.tokens()[end - 1].relation;
    return relation != Relation::Compound && relation != Relation::Amod;
  }

  // "Syrians", "Kurds": people of a nation are a community, not its government.
  void nation_people(const std::pair<std::uint32_t, Item>& item) {
    Who who;
    who.tokens = {item.first, item.second.end};
    who.head = item.second.end - 1;
    who.value.type = ActorType::Community;
    who.value.rule = "nation-people/1";
    if (item.second.nation->group.empty() && item.second.nation->countries.size() == 1)
      who.value.country = item.second.nation->countries[0];
    who.score = 0.5f;
    who.plural = true;
    out_.push_back(std::move(who));
  }

  std::uint32_t attached(const model::Sentence& sent, std::uint32_t at, const std::string& country,
                         std::int32_t* actor, bool already, std::string* rule, std::string* nation,
                         Side* side) {
    if (at + 1 >= sent.tokens.end) return at;
    const std::string_view preposition = v_.lower(at);
    if (!in(ContextList::Attaching, preposition)) return at;
    std::uint32_t i = at + 1;
    while (i < sent.tokens.end && i < at + 4 && (in(ContextList::AttachedStart, v_.lower(i)))) ++i;
    if (i >= sent.tokens.end) return at;
    std::string inner_nation;
    std::int32_t found = -1;
    std::uint32_t end = i;
    bool nation_before_noun = false;
    std::string inner_country = country;
    Side inner_side = Side::Unclear;
    for (int k = 0; k < 4 && end < sent.tokens.end; ++k) {
      const Item item = item_at(end, sent.tokens.end);
      if (item.kind == Item::None) break;
      if (item.kind == Item::Nation) {
        affiliation(item, inner_country, &inner_nation);
        if (!inner_nation.empty()) inner_country = inner_nation;
        nation_before_noun = true;
      } else if (item.kind != Item::Modifier) {
        std::string unused;
        const std::int32_t one = affiliation(item, inner_country, &unused);
        if (one >= 0) found = one;
        if (const Side said = side_said(item); said != Side::Unclear) inner_side = said;
      }
      end = item.end;
    }
    bool side_noun = false;
    if (end < sent.tokens.end && in(ContextList::Side, v_.lower(end)) && end > i) {
      ++end;
      side_noun = true;
    }
    if (found < 0 && end == i && place_at_[i] >= 0 &&
        places_[static_cast<std::size_t>(place_at_[i])].country_name &&
        (in(ContextList::AttachingNation, preposition))) {
      *nation = places_[static_cast<std::size_t>(place_at_[i])].value.country;
      return at;
    }
    if (in(ContextList::Belonging, preposition)) {
      // "a commander in the Free Army" belongs to it; "soldiers in the camp" does not.
      if (found < 0) return at;
    }
    if (found < 0 && nation_before_noun && !inner_nation.empty() && end > i) {
      *nation = inner_nation;
      return at;
    }
    if (found < 0 && inner_side != Side::Unclear &&
        (side_noun || in(ContextList::AttachingSide, preposition))) {
      // No actor of the data is meant, but the words say which side.
      *side = inner_side;
      return end;
    }
    if (found < 0) return at;
    if (!already) {
      *actor = found;
      *rule = "role-noun/1+attached";
    }
    return end;
  }

  void trim(TokenRange* range) const {
    while (range->size() > 1 && (in(ContextList::Article, v_.lower(range->begin)))) ++range->begin;
  }

  // A country or its capital as the doer of a saying or deciding verb.
  void metonyms(const model::Sentence& sent) {
    for (std::uint32_t i = sent.tokens.begin; i < sent.tokens.end; ++i) {
      if (place_at_[i] < 0) continue;
      const PlaceMention& place = places_[static_cast<std::size_t>(place_at_[i])];
      if (place.name.begin != i || covered_[i] >= 0 || covered_[i] == -2) continue;
      std::string country;
      if (place.country_name) {
        country = place.value.country;
      } else {
        const std::string_view owner = lex_.look_up(v_.joined(place.name)).capital_of;
        if (!owner.empty() && owner == place.value.country) country = owner;
      }
      if (country.empty()) continue;
      const std::uint32_t end = place.name.end;
      const std::uint32_t head = head_of(a_, place.name);
      const bool parsed = sent.parsed && v_.tagged();
      bool acts = false;
      std::string rule = "metonym/1";
      const std::string_view before = i > sent.tokens.begin ? v_.lower(i - 1) : std::string_view();
      if (words_.is(words_.locative, before)) continue;
      if (end < sent.tokens.end && (v_.text(end) == "'s" || v_.text(end) == "\xE2\x80\x99s")) continue;
      if (parsed) {
        const model::Token& tok = a_.tokens()[head];
        std::uint32_t governor = tok.head;
        Relation relation = tok.relation;
        std::uint32_t lead = head;
        // "Qatar and Turkey": a conjunct acts as the first one does.
        for (int guard = 0; relation == Relation::Conj && guard < 6; ++guard) {
          lead = governor;
          relation = a_.tokens()[lead].relation;
          governor = a_.tokens()[lead].head;
        }
        const std::string_view verb = a_.lemma(governor);
        if (relation == Relation::Nsubj && words_.is(words_.metonym_verb, verb)) acts = true;
        if (relation == Relation::OblAgent) acts = true;
        if (relation == Relation::Nmod || relation == Relation::Obl) {
          for (const std::uint32_t child : a_.dependents(lead)) {
            if (a_.tokens()[child].relation != Relation::Case) continue;
            const std::string_view mark = v_.lower(child);
            if (in(ContextList::Parties, mark) ||
                (in(ContextList::With, mark) &&
                 (relation == Relation::Nmod ||
                  (end < sent.tokens.end && in(ContextList::As, v_.lower(end))))) ||
                in(ContextList::Against, mark))
              acts = true;
          }
          if (relation == Relation::Nmod && in(ContextList::Government, v_.lower(governor))) acts = true;
        }
        if (relation == Relation::Iobj) acts = true;
        // "Russian- and Iran-backed", "Turkey-backed".
        if (end + 1 < sent.tokens.end && v_.text(end) == "-" && (in(ContextList::Backed, v_.lower(end + 1))))
          acts = true;
      } else {
        if (in(ContextList::Parties, before)) acts = true;
        if (end < sent.tokens.end && is_metonym_verb(end)) acts = true;
      }
      if (!acts) continue;
      const std::int32_t actor = lex_.government(country, day_);
      Who who;
      who.tokens = place.name;
      who.head = head;
      if (actor >= 0) {
        who.value = value_of(static_cast<std::uint32_t>(actor), rule);
        seen_[static_cast<std::size_t>(actor)] = true;
      } else {
        who.value.type = ActorType::Government;
        who.value.country = country;
        who.value.rule = rule;
      }
      who.score = 0.75f;
      who.plural = true;
      out_.push_back(std::move(who));
    }
  }

  // A verb form without tags: the lemma as it stands, or with the regular endings off.
  bool is_metonym_verb(std::uint32_t token) const {
    const std::string lemma(a_.lemma(token));
    if (words_.is(words_.metonym_verb, lemma)) return true;
    const std::string_view form = v_.lower(token);
    for (const std::string_view ending : {"ed", "d", "s", "es", "ing"}) {
      if (form.size() > ending.size() + 2 && form.ends_with(ending) &&
          words_.is(words_.metonym_verb, form.substr(0, form.size() - ending.size())))
        return true;
    }
    if (form.ends_with("ied") &&
        words_.is(words_.metonym_verb, std::string(form.substr(0, form.size() - 3)) + "y"))
      return true;
    // The one irregular verb that carries most reports.
    return in(ContextList::SaidForm, form);
  }

  // Names that the analysis found and the lexicon does not know.
  void analysed_names() {
    for (const model::Name& name : a_.names()) {
      bool known = false;
      for (std::uint32_t t = name.tokens.begin; t < name.tokens.end; ++t) known = known || covered_[t] >= 0;
      if (known) continue;
      const bool person = name.type == model::NameType::Person;
      const bool body =
          name.type == model::NameType::Organisation || name.type == model::NameType::ArmedGroup;
      if (!person && !body) continue;
      bool inside_place = false;
      for (std::uint32_t t = name.tokens.begin; t < name.tokens.end; ++t)
        inside_place = inside_place || place_at_[t] >= 0;
      // A place that the names took for a person with little confidence.
      if (inside_place && (!person || name.score < 0.9f)) continue;
      Who who;
      who.tokens = name.tokens;
      trim(&who.tokens);
      who.head = head_of(a_, who.tokens);
      who.value.name = v_.words(who.tokens);
      who.value.rule = "name/1";
      who.score = 0.6f * name.score;
      if (person) {
        who.person = true;
        who.value.type = ActorType::PrivatePerson;
        who.value.private_person = true;
        // A role noun beside the name says what the person is: "spokesman Jean Bako", "Jean Bako, a spokesman
        // for …".
        const Who* role = nullptr;
        for (const Who& other : out_) {
          if (other.pronoun || other.tokens.overlaps(who.tokens)) continue;
          const bool in_front =
              other.tokens.end == who.tokens.begin ||
              (other.tokens.end + 1 == who.tokens.begin && v_.text(other.tokens.end) == ",");
          const bool behind = other.tokens.begin >= who.tokens.end + 1 &&
                              other.tokens.begin <= who.tokens.end + 3 && who.tokens.end < v_.size() &&
                              v_.text(who.tokens.end) == ",";
          if ((in_front || behind) &&
              (other.person || other.value.type == ActorType::OfficialPerson ||
               other.value.type == ActorType::NamedSpokesperson) &&
              other.value.rule != "name/1" && other.value.rule != "person/1")
            role = &other;
        }
        if (role != nullptr) {
          who.value.affiliation = role->value.id;
          who.value.side = role->value.side;
          who.value.country = role->value.country;
          who.value.type =
              role->value.type == ActorType::OfficialPerson ||
                      role->value.type == ActorType::NamedSpokesperson
                  ? role->value.type
              : role->value.type == ActorType::PrivatePerson || role->value.type == ActorType::Community
                  ? ActorType::PrivatePerson
                  : ActorType::NamedSpokesperson;
          who.value.private_person = who.value.type == ActorType::PrivatePerson;
          who.value.rule = "name/1+role";
          who.score = 0.75f;
        }
        people_.push_back(who);
      } else {
        who.value.type =
            name.type == model::NameType::ArmedGroup ? ActorType::ArmedGroup : ActorType::Unknown;
        who.armed = name.type == model::NameType::ArmedGroup;
        who.plural = true;
      }
      for (std::uint32_t t = who.tokens.begin; t < who.tokens.end; ++t) covered_[t] = -2;
      out_.push_back(std::move(who));
    }
  }

  // A surname after the full name was given.
  void later_names() {
    std::map<std::string, std::size_t> full;
    for (std::size_t i = 0; i < out_.size(); ++i) {
      Who& who = out_[i];
      if (!who.person || (who.value.rule != "name/1" && who.value.rule != "name/1+role")) continue;
      const std::string last = v_.key(who.tokens.end - 1);
      if (who.tokens.size() >= 2) {
        full[last] = i;
      } else if (const auto found = full.find(last); found != full.end()) {
        const std::string rule = who.value.rule;
        who.value = out_[found->second].value;
        who.value.rule = "later-name/1";
        who.score = 0.7f;
      }
    }
  }

  void pronouns() {
    std::vector<Who> more;
    for (const model::Sentence& sent : a_.sentences()) {
      const std::uint32_t s = v_.sentence(sent.tokens.begin);
      for (std::uint32_t i = sent.tokens.begin; i < sent.tokens.end; ++i) {
        const std::string_view word = v_.lower(i);
        const bool plural = words_.is(words_.plural_pronoun, word);
        const bool person = words_.is(words_.person_pronoun, word);
        bool group = false;
        std::uint32_t end = i + 1;
        if (!plural && !person) {
          if ((in(ContextList::GroupStart, word)) && i + 1 < sent.tokens.end) {
            std::string key = std::string(v_.lower(i + 1));
            if (i + 2 < sent.tokens.end &&
                words_.is(words_.group_noun, key + " " + std::string(v_.lower(i + 2)))) {
              group = true;
              end = i + 3;
            } else if (words_.is(words_.group_noun, key) &&
                       !(i + 2 < sent.tokens.end &&
                         (in(ContextList::Genitive, v_.lower(i + 2)) || v_.capital(i + 2)))) {
              group = true;
              end = i + 2;
            }
          }
          if (!group) continue;
        }
        // The nearest fitting actor of this sentence or the two before; the subject of its sentence comes
        // first.
        const Who* best = nullptr;
        const Who* second = nullptr;
        float best_score = 0, second_score = 0;
        for (const Who& who : out_) {
          if (who.tokens.begin >= i) break;
          if (who.pronoun || (who.value.id.empty() && who.value.name.empty() && !plural)) continue;
          const std::uint32_t other = v_.sentence(who.tokens.begin);
          if (other + 2 < s) continue;
          float score = other == s ? 2.0f : other + 1 == s ? 1.6f : 0.9f;
          if (person && !who.person) continue;
          if (plural && who.person && !who.plural) continue;
          if (group &&
              (who.person || who.value.type == ActorType::Government ||
               who.value.type == ActorType::StateForces || who.value.type == ActorType::PoliceSecurity ||
               who.value.type == ActorType::ForeignForces || who.value.type == ActorType::LocalAuthority ||
               who.value.type == ActorType::OfficialPerson || who.value.type == ActorType::Media ||
               who.value.type == ActorType::Community))
            continue;
          // An office or a spokesman mentioned in passing is not what "they" are.
          if (plural &&
              (who.value.type == ActorType::OfficialPerson ||
               who.value.type == ActorType::NamedSpokesperson || who.value.type == ActorType::Media) &&
              !who.plural)
            continue;
          if (v_.tagged()) {
            // "The rebels and the army": both are what the first of them is.
            std::uint32_t top = who.head;
            for (std::size_t steps = 0; steps < kConjuncts && a_.tokens()[top].relation == Relation::Conj;
                 ++steps) {
              top = a_.tokens()[top].head;
            }
            const Relation relation = model::universal(a_.tokens()[top].relation);
            if (relation == Relation::Nsubj) score += 0.7f;
            if (relation == Relation::Compound || relation == Relation::Nmod) score -= 0.4f;
          }
          if (group && who.armed) score += 0.5f;
          score += 0.001f * static_cast<float>(who.tokens.begin) / static_cast<float>(v_.size() + 1);
          if (score > best_score) {
            if (best != nullptr && best->value.id != who.value.id) {
              second = best;
              second_score = best_score;
            }
            best_score = score;
            best = &who;
          } else if (score > second_score && best != nullptr && best->value.id != who.value.id) {
            second = &who;
            second_score = score;
          }
        }
        if (best == nullptr) continue;
        Who who;
        who.tokens = {group ? i + 1 : i, end};
        who.head = end - 1;
        who.value = best->value;
        who.value.rule = group ? "the-group/1" : "pronoun/1";
        who.value.candidates.clear();
        who.score = group ? 0.6f : 0.45f;
        // Two that fit nearly as well: both are kept, and the report says that it is in doubt.
        if (second != nullptr && !best->value.id.empty() && !second->value.id.empty() &&
            best_score - second_score < kDoubt) {
          who.value.candidates = {{best->value.id, best->value.name, best_score},
                                  {second->value.id, second->value.name, second_score}};
          who.score -= 0.15f;
        }
        who.pronoun = true;
        bool taken = false;
        for (const Who& other : out_)
          taken = taken || (other.tokens.begin <= who.tokens.begin && other.tokens.end >= who.tokens.end);
        if (taken && !group) continue;
        if (group) {
          // Takes the place of a bare role noun of the same words.
          bool replaced = false;
          for (Who& other : out_) {
            if (other.tokens == who.tokens && other.value.id.empty()) {
              other = who;
              replaced = true;
            } else if (other.tokens.overlaps(who.tokens)) {
              replaced = true;
            }
          }
          if (replaced) continue;
        }
        more.push_back(std::move(who));
      }
    }
    for (Who& who : more) out_.push_back(std::move(who));
  }

  const ActorLexicon& lex_;
  const ContextWords& words_;
  const TokenView& v_;
  const model::Analysis& a_;
  const Gazetteer& gazetteer_;
  const std::string country_;
  std::set<std::string, std::less<>> named_;
  bool located_ = false;  // the report's country has a position
  float lat_ = 0, lon_ = 0;
  std::string day_;
  const std::vector<PlaceMention>& places_;
  std::vector<int> covered_;  // index into out_, -2 taken without one, -1 free
  std::vector<int> place_at_;
  std::vector<bool> seen_;                  // by actor: named in the report
  std::vector<std::int32_t> named_groups_;  // armed groups of the report's country, by their own names
  std::vector<Who> people_;
  std::vector<Who> out_;
};

// Whether two ranges cross: they overlap and neither holds the other.
bool crosses(TokenRange a, TokenRange b) { return a.overlaps(b) && !a.contains(b) && !b.contains(a); }

// The times of a text. In a live blog each entry has a day of its own, from which "this morning" is counted.
std::vector<TimeExpression> tag_by_entry(const TimeTagger& tagger, std::span<const Word> words,
                                         std::span<const model::Entry> entries, const TimeContext& context) {
  if (entries.empty()) return tagger.tag(words, context);
  std::vector<TimeExpression> out;
  std::size_t entry = 0;
  for (std::size_t begin = 0; begin < words.size();) {
    const std::uint32_t at = words[begin].span.begin;
    while (entry < entries.size() && entries[entry].span.end <= at) ++entry;
    const bool inside = entry < entries.size() && entries[entry].span.begin <= at;
    const std::uint32_t stop = entry == entries.size() ? UINT32_MAX
                               : inside                ? entries[entry].span.end
                                                       : entries[entry].span.begin;
    std::size_t end = begin + 1;
    while (end < words.size() && words[end].span.begin < stop) ++end;
    TimeContext here = context;
    // A clock without a day says nothing of the day.
    if (inside && entries[entry].edtf.size() >= 10) here.anchor = entries[entry].edtf.substr(0, 10);
    for (TimeExpression& time : tagger.tag(words.subspan(begin, end - begin), here)) {
      time.begin += begin;
      time.end += begin;
      out.push_back(std::move(time));
    }
    begin = end;
  }
  return out;
}

}  // namespace

// What find_report_country says; a time's tokens are free here to be places.
std::string Grounder::report_country(const Parts& parts, const TokenView& view,
                                     const model::Analysis& analysis, const Names& names,
                                     const PlaceContext& context) {
  std::vector<bool> blocked(view.size(), false);
  for (const auto& [range, hits] : names) {
    for (std::uint32_t t = range.begin; t < range.end; ++t) blocked[t] = true;
  }
  return find_country(parts.gazetteer, parts.actors, parts.words, view, analysis, blocked, context);
}

model::Mentions Grounder::resolve(const model::Document& doc, const model::Analysis& analysis,
                                  const Context& context, base::Diagnostics* diagnostics,
                                  std::string* main_country) const {
  const std::string_view text = doc.text();
  const TokenView view(text, analysis);
  model::Mentions out;
  if (main_country != nullptr) *main_country = context.country;
  if (view.size() == 0) return out;

  // Times, over the words of all sentences in order.
  std::vector<Word> words;
  std::vector<std::uint32_t> word_sentence;
  for (std::uint32_t s = 0; s < analysis.sentences().size(); ++s) {
    const model::Span span = analysis.span(analysis.sentences()[s].tokens);
    cut_words(text, span, &words);
    word_sentence.resize(words.size(), s);
  }
  TimeContext time_context;
  time_context.anchor = context.report_date;
  time_context.narrative = parts_->times.is_narrative(words, context.report_date);
  const std::vector<TimeExpression> times =
      tag_by_entry(parts_->times, words, doc.parts().entries, time_context);
  std::vector<bool> taken(words.size(), false);
  std::vector<bool> time_token(view.size(), false);
  for (const TimeExpression& time : times) {
    for (std::size_t w = time.begin; w < time.end; ++w) taken[w] = true;
    Mention mention;
    mention.tokens = view.tokens_of(time.span);
    if (mention.tokens.empty()) continue;
    for (std::uint32_t t = mention.tokens.begin; t < mention.tokens.end; ++t) time_token[t] = true;
    mention.span = analysis.span(mention.tokens);
    mention.head = head_of(analysis, mention.tokens);
    if (time.kind == TimeKind::Past || time.kind == TimeKind::Present || time.kind == TimeKind::Future) {
      // "recently" and "now" bound nothing.
      continue;
    }
    if (time.kind == TimeKind::Length || time.kind == TimeKind::Repeated) {
      if (!time.iso.empty()) {
        Mention length = mention;
        length.kind = MentionKind::Duration;
        length.value = model::DurationValue{time.iso};
        length.score = time.kind == TimeKind::Repeated ? 0.6f : 0.9f;
        out.push_back(std::move(length));
      }
      if (time.value.edtf.empty()) continue;
    }
    mention.kind = MentionKind::Time;
    mention.score = time.value.edtf.empty() ? 0.3f : time.value.anchor.empty() ? 0.95f : 0.85f;
    if (time.value.edtf.empty() && diagnostics != nullptr) {
      const model::RawSpan raw = doc.raw_span(mention.span);
      diagnostics->push_back(
          {base::Code::TimeUnanchored,
           "\"" + std::string(mention.span.of(text)) + "\" could not be counted from a date", raw.begin,
           raw.end});
    }
    mention.value = time.value;
    out.push_back(std::move(mention));
  }

  // Actors' names first, then places around them, then the rest of the actors.
  const auto names = ActorRun::names(parts_->actors, view, analysis);
  std::vector<bool> blocked(view.size(), false);
  for (const auto& [range, hits] : names) {
    for (std::uint32_t t = range.begin; t < range.end; ++t) blocked[t] = true;
  }
  PlaceContext place_context;
  place_context.country = context.country;
  place_context.dateline = context.dateline;
  const PlaceReport report = find_places(parts_->gazetteer, parts_->actors, parts_->words, view, analysis,
                                         blocked, time_token, place_context);
  const std::vector<PlaceMention>& places = report.places;
  if (main_country != nullptr) *main_country = report.country;
  for (const PlaceMention& place : places) {
    Mention mention;
    mention.tokens = place.tokens;
    mention.span = analysis.span(place.tokens);
    mention.head = place.head;
    mention.kind = MentionKind::Place;
    mention.value = place.value;
    mention.score = place.score;
    if (diagnostics != nullptr && place.value.id.empty()) {
      const model::RawSpan raw = doc.raw_span(mention.span);
      diagnostics->push_back(
          {base::Code::PlaceAmbiguous, "\"" + std::string(mention.span.of(text)) + "\"", raw.begin, raw.end});
    }
    out.push_back(std::move(mention));
  }
  std::string day;
  if (const std::optional<Date> date = last_day(context.report_date)) day = print_day(*date);
  ActorRun actor_run(parts_->actors, parts_->gazetteer, parts_->words, view, analysis, report, day);
  std::vector<Who> actors = actor_run.run(names);
  for (Who& who : actors) {
    Mention mention;
    mention.tokens = who.tokens;
    mention.span = analysis.span(who.tokens);
    mention.head = who.head;
    mention.kind = MentionKind::Actor;
    mention.score = who.score;
    if (diagnostics != nullptr && who.value.candidates.size() > 1 &&
        who.value.candidates[0].score - who.value.candidates[1].score < 0.3f) {
      const model::RawSpan raw = doc.raw_span(mention.span);
      diagnostics->push_back(
          {base::Code::ActorAmbiguous, "\"" + std::string(mention.span.of(text)) + "\"", raw.begin, raw.end});
    }
    mention.value = std::move(who.value);
    out.push_back(std::move(mention));
  }

  // Figures, sentence by sentence.
  std::size_t w = 0;
  std::uint32_t token = 0;
  for (std::uint32_t s = 0; s < analysis.sentences().size(); ++s) {
    std::size_t end = w;
    while (end < words.size() && word_sentence[end] == s) ++end;
    const std::span<const Word> part(words.data() + w, end - w);
    const std::vector<bool> part_taken(taken.begin() + static_cast<std::ptrdiff_t>(w),
                                       taken.begin() + static_cast<std::ptrdiff_t>(end));
    std::vector<std::uint8_t> nouns(part.size(), 0);
    if (view.tagged() && analysis.sentences()[s].parsed) {
      for (std::size_t k = 0; k < part.size(); ++k) {
        // Words and tokens run side by side.
        while (token < view.size() && analysis.tokens()[token].span.end <= part[k].span.begin) ++token;
        if (token >= view.size() || analysis.tokens()[token].span.begin >= part[k].span.end) continue;
        const Upos tag = analysis.tokens()[token].upos;
        nouns[k] = tag == Upos::NOUN || tag == Upos::PROPN ? std::uint8_t{1}
                   : tag == Upos::ADJ                      ? std::uint8_t{2}
                   : tag == Upos::X                        ? std::uint8_t{0}
                                                           : std::uint8_t{3};
      }
    }
    std::vector<QuantityExpression> figures = parts_->quantities.tag(part, part_taken, nouns);
    const bool tree = view.tagged() && analysis.sentences()[s].parsed;
    std::vector<Mention> counted(figures.size());
    for (std::size_t f = 0; f < figures.size(); ++f) {
      QuantityExpression& figure = figures[f];
      Mention& mention = counted[f];
      model::Quantity& value = figure.value;
      mention.tokens = view.tokens_of(figure.span);
      if (mention.tokens.empty()) continue;
      if (mention.tokens.size() > 1 &&
          (parts_->words.in(ContextList::AnArticle, view.lower(mention.tokens.begin))) &&
          figure.begin == figure.number)
        ++mention.tokens.begin;
      mention.span = analysis.span(mention.tokens);
      const TokenRange unit = view.tokens_of(part[figure.unit].span);
      mention.head = unit.empty() ? mention.tokens.begin : unit.end - 1;
      mention.kind = MentionKind::Quantity;
      // "9,000 Rohingya": a people without a plural's ending.
      if (value.category.empty() && figure.unit != figure.number && view.capital(mention.head) &&
          parts_->actors.look_up(view.key(mention.head)).nationality != nullptr)
        value.category = "unknown";
      if (!tree || (value.category.empty() && figure.unit != figure.number)) continue;
      const Befallen said =
          parts_->effects.read(view, analysis, parts_->quantities, mention.tokens, mention.head);
      if (said.sure) value.effect = said.effect;
      if (value.effect != model::Effect::None && figure.unit == figure.number && value.unit.empty())
        value.unit = "people";
      if (value.effect != model::Effect::None && value.category.empty()) value.category = "unknown";
    }
    parts_->quantities.settle_parts(part, &figures);
    for (std::size_t f = 0; f < figures.size(); ++f) {
      QuantityExpression& figure = figures[f];
      Mention& mention = counted[f];
      // "a doctor said": one person counts only where something befell them.
      if (mention.tokens.empty() || (figure.single && figure.value.effect == model::Effect::None)) continue;
      // A unit is kept as its lemma, so that "one fighter" and "two fighters" count the same thing.
      if (!figure.value.unit.empty() && figure.value.unit == view.lower(mention.head) &&
          analysis.tokens()[mention.head].upos == Upos::NOUN && figure.value.unit != "people") {
        figure.value.unit = analysis.lemma(mention.head);
      }
      mention.value = figure.value;
      mention.score = 0.9f;
      out.push_back(std::move(mention));
    }
    w = end;
  }

  sort_by_tokens(&out);
  // Mentions may nest, never cross: of two that cross the less certain one is cut to its head's own words, or
  // goes.
  model::Mentions kept;
  for (Mention& mention : out) {
    bool bad = false;
    for (std::size_t k = kept.size(); k-- > 0 && kept.size() - k <= 12;) {
      if (!crosses(kept[k].tokens, mention.tokens)) continue;
      if (mention.tokens.begin < kept[k].tokens.end && kept[k].tokens.end < mention.tokens.end) {
        if (mention.kind == MentionKind::Quantity || mention.score > kept[k].score) {
          // The earlier one ends inside: it keeps what comes before, when its head is there.
          if (kept[k].head < mention.tokens.begin) {
            kept[k].tokens.end = mention.tokens.begin;
            kept[k].span = analysis.span(kept[k].tokens);
            continue;
          }
        }
        bad = true;
        break;
      }
    }
    if (!bad) kept.push_back(std::move(mention));
  }
  sort_by_tokens(&kept);
  return kept;
}

std::string Grounder::find_report_country(const model::Document& doc, const model::Analysis& analysis,
                                          const Context& context) const {
  const TokenView view(doc.text(), analysis);
  if (view.size() == 0) return context.country;
  PlaceContext place_context;
  place_context.country = context.country;
  place_context.dateline = context.dateline;
  return report_country(*parts_, view, analysis, ActorRun::names(parts_->actors, view, analysis),
                        place_context);
}

}  // namespace hudna::ground
