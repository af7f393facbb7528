#include "ground/places.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "ground/calendar.h"
#include "ground/fold.h"
#include "ground/relative_places.h"
#include "ground/toml_rows.h"

namespace hudna::ground {

TokenView::TokenView(std::string_view text, const model::Analysis& analysis) : text_(text) {
  const auto tokens = analysis.tokens();
  spans_.reserve(tokens.size());
  lowers_.reserve(tokens.size());
  keys_.reserve(tokens.size());
  capitals_.reserve(tokens.size());
  sentences_.assign(tokens.size(), 0);
  for (const model::Token& tok : tokens) {
    const std::string_view form = tok.span.of(text);
    std::string lower(form);
    bool capital = false;
    for (char& c : lower) {
      if (c >= 'A' && c <= 'Z') {
        capital = true;
        c = static_cast<char>(c - 'A' + 'a');
      }
    }
    // Letters beyond ASCII at the start: upper case of Latin-1 and of the first letters of Latin Extended-A
    // come in pairs.
    if (!form.empty() && static_cast<unsigned char>(form[0]) == 0xC3 && form.size() > 1) {
      const auto second = static_cast<unsigned char>(form[1]);
      capital = capital || (second >= 0x80 && second <= 0x9E);
    } else if (!form.empty() &&
               (static_cast<unsigned char>(form[0]) == 0xC4 || static_cast<unsigned char>(form[0]) == 0xC5 ||
                static_cast<unsigned char>(form[0]) == 0xE1)) {
      capital = true;
    }
    spans_.push_back(tok.span);
    keys_.push_back(form == "'s" || form == "\xE2\x80\x99s" ? std::string("s") : fold(form));
    lowers_.push_back(std::move(lower));
    capitals_.push_back(capital);
    tagged_ = tagged_ || tok.upos != model::Upos::X;
  }
  for (std::uint32_t s = 0; s < analysis.sentences().size(); ++s) {
    const model::TokenRange range = analysis.sentences()[s].tokens;
    for (std::uint32_t t = range.begin; t < range.end; ++t) sentences_[t] = s;
  }
}

bool TokenView::any_capital(model::TokenRange range) const {
  for (std::uint32_t t = range.begin; t < range.end; ++t) {
    if (capitals_[t]) return true;
  }
  return false;
}

bool TokenView::all_capitals(model::TokenRange range) const {
  bool any = false;
  for (std::uint32_t t = range.begin; t < range.end; ++t) {
    for (const char c : text(t)) {
      if (c >= 'a' && c <= 'z') return false;
      any = any || (c >= 'A' && c <= 'Z');
    }
  }
  return any;
}

model::TokenRange TokenView::tokens_of(model::Span span) const {
  auto first = std::partition_point(spans_.begin(), spans_.end(),
                                    [&](const model::Span& tok) { return tok.end <= span.begin; });
  auto last =
      std::partition_point(first, spans_.end(), [&](const model::Span& tok) { return tok.begin < span.end; });
  return {static_cast<std::uint32_t>(first - spans_.begin()),
          static_cast<std::uint32_t>(last - spans_.begin())};
}

std::string TokenView::joined(model::TokenRange range) const {
  std::string out;
  for (std::uint32_t t = range.begin; t < range.end; ++t) {
    if (keys_[t].empty()) continue;
    if (!out.empty()) out += ' ';
    out += keys_[t];
  }
  return out;
}

std::string TokenView::words(model::TokenRange range) const {
  if (range.empty()) return {};
  return std::string(model::Span{spans_[range.begin].begin, spans_[range.end - 1].end}.of(text_));
}

std::uint32_t head_of(const model::Analysis& analysis, model::TokenRange range) {
  if (range.size() <= 1) return range.begin;
  if (analysis.sentences()[analysis.sentence_of(range.begin)].parsed) {
    for (std::uint32_t t = range.begin; t < range.end; ++t) {
      const model::Token& tok = analysis.tokens()[t];
      if (tok.relation == model::Relation::Punct || tok.relation == model::Relation::Case ||
          tok.relation == model::Relation::Det)
        continue;
      if (tok.head == t || !range.contains(tok.head)) return t;
    }
  }
  return range.end - 1;
}

namespace {
constexpr std::string_view kLists[] = {
    "own",     "attaching",   "attached_start", "attaching_nation", "belonging",   "attaching_side",
    "article", "parties",     "backed",         "said_form",        "group_start", "an_article",
    "capital", "names_other", "inside",         "definite",         "genitive",    "in",
    "at",      "joint",       "shouted",        "province",         "filler",      "side",
    "with",    "as",          "against",        "government"};
}  // namespace

base::Result<ContextWords> ContextWords::open(const base::DataSource& data) {
  const base::Result<base::DataFile> file = data.file("ground/context.toml");
  if (!file) return tl::unexpected(file.error());
  const auto rows = read_data_rows(*file);
  if (!rows) return tl::unexpected(rows.error());
  ContextWords out;
  base::Result<WordLists> lists = WordLists::read(*rows, kLists, file->path);
  if (!lists) return tl::unexpected(lists.error());
  out.lists = std::move(*lists);
  for (const TomlRow& row : *rows) {
    Words* into = row.table == "metonym_verb"          ? &out.metonym_verb
                  : row.table == "metonym_preposition" ? &out.metonym_preposition
                  : row.table == "locative"            ? &out.locative
                  : row.table == "direction"           ? &out.direction
                  : row.table == "direction_adjective" ? &out.direction_adjective
                  : row.table == "near"                ? &out.near
                  : row.table == "edge"                ? &out.edge
                  : row.table == "not_place"           ? &out.not_place
                  : row.table == "group_noun"          ? &out.group_noun
                  : row.table == "outside"             ? &out.outside
                  : row.table == "modifier"            ? &out.modifier
                  : row.table == "title"               ? &out.title
                  : row.table == "person_verb"         ? &out.person_verb
                  : row.table == "article"             ? &out.article
                  : row.table == "particle"            ? &out.particle
                  : row.table == "part_of"             ? &out.part_of
                  : row.table == "deed"                ? &out.deed
                  : row.table == "belligerent"         ? &out.belligerent
                  : row.table == "pronoun"
                      ? (row.text("number") == "plural" ? &out.plural_pronoun : &out.person_pronoun)
                      : nullptr;
    if (row.table == "short_admin") {
      const std::vector<std::string>&forms = row.list("forms"), &names = row.list("names");
      for (std::size_t i = 0; i < forms.size() && i < names.size(); ++i)
        out.short_admin[forms[i]] = {names[i], std::string(row.text("country"))};
    } else if (row.table == "generic_place") {
      for (const std::string& word : row.list("words"))
        out.generic_place[word] = std::string(row.text("class"));
    } else if (row.table == "place_noun") {
      for (const std::string& word : row.list("words")) out.place_noun[word] = std::string(row.text("class"));
    } else if (into != nullptr) {
      for (const std::string& word : row.list("words")) into->insert(word);
      for (const std::string& word : row.list("countries")) into->insert(word);
    }
  }
  return out;
}

namespace {

using model::TokenRange;
using model::Upos;

// More readings of one name than this are told apart by size alone.
constexpr std::size_t kCandidates = 400;
// Places of a report that others are measured against.
constexpr std::size_t kSure = 24;

// Further than this from every other place of a report, a small place of its name is most likely another.
constexpr float kNearKm = 500;

// Further than this from the town or province that a place is said to lie in, it is another one.
constexpr float kInsideKm = 60;

struct Found {
  TokenRange name;
  std::uint64_t hash = 0;  // of the name's key
  std::vector<PlaceHit> hits;
  std::vector<float> scores;
  std::size_t best = 0;
  int parent = -1;      // the mention that follows after a comma or "in"
  bool inside = false;  // said so that nothing else can be meant: "in X", or "X," closed by a second comma
  std::string_view place_class;  // said beside the name: "settlement", "governorate", …
  bool cue = false;              // a preposition or a place word stands beside it
  bool weak = false;             // needs a good score
  TokenRange phrase;
  model::Precision precision = model::Precision::Unknown;  // set by "north of" and the like
  std::string prefix;                                      // "eastern", for names of parts
  bool spelled = false;
  float nearest = 1e9f;  // kilometres from the best reading to the report's nearest sure place
};

// A point on the unit sphere: distances among many points without trigonometry for each pair.
struct Unit {
  float x = 0, y = 0, z = 0;
};

Unit unit_of(float lat, float lon) {
  constexpr float kRad = 3.14159265f / 180.0f;
  const float c = std::cos(lat * kRad);
  return {c * std::cos(lon * kRad), c * std::sin(lon * kRad), std::sin(lat * kRad)};
}

// Kilometres from the chord.
float apart_km(const Unit& a, const Unit& b) {
  const float dx = a.x - b.x, dy = a.y - b.y, dz = a.z - b.z;
  return 12742.0f * std::asin(std::min(1.0f, 0.5f * std::sqrt(dx * dx + dy * dy + dz * dz)));
}

struct Sure {
  Unit at;
  std::size_t index;  // of the mention
  std::uint64_t name;
};

class PlaceRun {
 public:
  PlaceRun(const Gazetteer& g, const ActorLexicon& lex, const ContextWords& words, const TokenView& v,
           const model::Analysis& a, const std::vector<bool>& blocked)
      : g_(g), lex_(lex), words_(words), v_(v), a_(a), blocked_(blocked) {
    person_.assign(v.size(), false);
    unsure_.assign(v.size(), false);
    body_.assign(v.size(), false);
    named_place_.assign(v.size(), false);
    for (const model::Name& name : a.names()) {
      for (std::uint32_t t = name.tokens.begin; t < name.tokens.end; ++t) {
        // A guess at one word is no reason against a known place.
        if (name.type == model::NameType::Person && (name.score >= 0.9f || name.tokens.size() > 1))
          person_[t] = true;
        if (name.type == model::NameType::Person && name.score < 0.9f) unsure_[t] = true;
        if (name.type == model::NameType::Organisation || name.type == model::NameType::ArmedGroup)
          body_[t] = true;
        if (name.type == model::NameType::Place || name.type == model::NameType::Facility)
          named_place_[t] = true;
      }
    }
  }

  std::vector<Found> found;
  std::map<std::string, float, std::less<>> votes;
  std::set<std::string, std::less<>> named;  // countries that the report names, or whose people it names

  void find() {
    for (const model::Sentence& sent : a_.sentences()) {
      std::uint32_t i = sent.tokens.begin;
      while (i < sent.tokens.end) {
        const std::uint32_t end = name_at(i, sent);
        i = end > i ? end : i + 1;
      }
    }
  }

  // Nationalities and countries speak for the report's country.
  std::string vote(const PlaceContext& context) {
    const std::size_t sentences = std::max<std::size_t>(1, a_.sentences().size());
    const auto weight = [&](std::uint32_t token) {
      const std::uint32_t s = v_.sentence(token);
      return s == 0  ? 2.0f
             : s < 4 ? 1.5f
                     : 1.0f / (1.0f + static_cast<float>(s) / static_cast<float>(sentences));
    };
    // "Colombia's government and the rebels signed in Havana": whose government or army is named is the
    // country of the report rather than the host of the talks. `end`: the token behind the country's name.
    const auto at_war = [&](std::uint32_t end) {
      constexpr std::uint32_t kWords = 4;
      for (std::uint32_t t = end; t < v_.size() && t < end + kWords; ++t) {
        const std::string_view key = v_.key(t);
        if (words_.belligerent.contains(key)) return 1.8f;
        if (!key.empty() && key != "s" && key != "'s" && !words_.modifier.contains(key)) break;
      }
      return 1.0f;
    };
    std::set<std::string, std::less<>> fighting;  // countries whose sides are named so
    for (const Found& one : found) {
      std::set<std::string, std::less<>> countries;
      float largest = 0;
      std::string largest_country;
      bool country_name = false;
      for (const PlaceHit& hit : one.hits) {
        const std::string code(g_.country(hit.place));
        countries.insert(code);
        const bool is_country = g_.feature(hit.place) == Feature::Country;
        country_name = country_name || is_country;
        float size = g_.population_log10(hit.place) - (hit.match == NameMatch::Canonical ? 0.0f : 0.7f) +
                     (is_country ? 6.0f : 0.0f);
        if (size > largest) {
          largest = size;
          largest_country = code;
        }
      }
      if (largest_country.empty()) continue;
      if (country_name) named.insert(largest_country);
      float value = weight(one.name.begin);
      if (const float war = country_name ? at_war(one.name.end) : 1.0f; war > 1.0f) {
        value *= war;
        fighting.insert(largest_country);
      }
      if (!country_name) {
        value *= countries.size() == 1 ? 0.8f : 0.4f;
        if (largest < 4.0f) value *= 0.4f;
      }
      if (words_.outside.contains(largest_country)) value *= 0.4f;
      votes[largest_country] += value;
    }
    for (std::uint32_t t = 0; t < v_.size(); ++t) {
      if (!v_.capital(t)) continue;
      const ActorKey known = lex_.look_up(v_.key(t));
      if (blocked_[t]) {
        // A country inside an actor's name ("Ukraine's army", "the government of Sri Lanka"): the longest
        // one.
        std::string code;
        std::uint32_t end = t + 1;
        KeyHash hash;
        ActorKey longer;
        for (std::uint32_t j = t; j < v_.size() && j < t + 5 && blocked_[j] && !v_.key(j).empty(); ++j) {
          if (j > t) hash.add(' ');
          hash.add(v_.key(j));
          longer = lex_.look_up(hash.value());
          if (!longer.country.empty() && (v_.key(j).size() > 2 || v_.all_capitals({t, j + 1}))) {
            code = longer.country;
            end = j + 1;
          }
          if (!longer.prefix) break;
        }
        if (!code.empty()) {
          named.insert(code);
          votes[code] += (words_.outside.contains(code) ? 0.3f : 0.7f) * weight(t) * at_war(end);
          t = end - 1;
          continue;
        }
      }
      const Nationality* nation = known.nationality;
      if (nation == nullptr || !nation->group.empty() || nation->countries.empty()) continue;
      float value = 0.7f * weight(t) * at_war(t + 1) / static_cast<float>(nation->countries.size());
      for (const std::string_view code : nation->countries) named.insert(std::string(code));
      for (const std::string_view code : nation->countries)
        votes[std::string(code)] += words_.outside.contains(code) ? value * 0.4f : value;
    }
    if (!context.dateline.empty()) {
      // "ALEPPO, Syria": its last part is the country or a well-known town.
      std::string_view rest = context.dateline;
      while (!rest.empty()) {
        const std::size_t comma = rest.rfind(',');
        const std::string key = fold(comma == std::string_view::npos ? rest : rest.substr(comma + 1));
        const ActorKey known = lex_.look_up(key);
        if (!known.country.empty()) {
          votes[std::string(known.country)] += 3;
          break;
        }
        if (!known.capital_of.empty()) {
          if (fighting.empty() || fighting.contains(known.capital_of))
            votes[std::string(known.capital_of)] += 1.0f;
          break;
        }
        if (comma == std::string_view::npos) break;
        rest = rest.substr(0, comma);
      }
    }
    if (!context.country.empty()) {
      total_ = 0;
      for (const auto& [code, value] : votes) total_ += value;
      return context.country;
    }
    std::string best;
    float best_value = 0.9f;
    for (const auto& [code, value] : votes) {
      if (value > best_value) {
        best_value = value;
        best = code;
      }
    }
    total_ = 0;
    for (const auto& [code, value] : votes) total_ += value;
    return best;
  }

  void choose(const std::string& country) {
    country_ = country;
    for (Found& one : found) context_of(&one);
    for (Found& one : found) score(&one, nullptr);
    // Once more with the places that are sure.
    std::vector<Sure> sure;
    for (std::size_t i = 0; i < found.size() && sure.size() < kSure; ++i) {
      const Found& one = found[i];
      const Feature feature = g_.feature(one.hits[one.best].place);
      if (feature == Feature::Country || feature == Feature::Region) continue;
      float lat = 0, lon = 0;
      g_.position(one.hits[one.best].place, &lat, &lon);
      if (margin_apart(one, unit_of(lat, lon)) < 1.0f) continue;
      sure.push_back({unit_of(lat, lon), i, one.hash});
      if (feature == Feature::Admin1) provinces_.insert(g_.admin1_key(one.hits[one.best].place));
    }
    provinces_.erase(0);
    for (Found& one : found) score(&one, &sure);
  }

  // The words beside it speak against the reading that was chosen: a stated container that has no place of
  // the name, a place that it is near to and that is far from it, "at" before a big town of a country that
  // the report is not about (news stands "in" a city and "at" a village).
  bool contradicted(const Found& one) const {
    const std::uint32_t place = one.hits[one.best].place;
    const Feature feature = g_.feature(place);
    if (feature < Feature::Capital || feature > Feature::Site) return false;
    const std::size_t index = static_cast<std::size_t>(&one - found.data());
    if (one.inside && one.parent >= 0) {
      const Found& parent = found[static_cast<std::size_t>(one.parent)];
      const std::uint32_t outer = parent.hits[parent.best].place;
      const Feature outer_feature = g_.feature(outer);
      if ((outer_feature == Feature::Country || outer_feature == Feature::Admin1) &&
          g_.country(outer) != g_.country(place))
        return true;
      // "Mallah in Aleppo" is no Mallah of another province.
      if (outer_feature != Feature::Country && outer_feature != Feature::Region &&
          outer_feature != Feature::Water && words_.in(ContextList::In, v_.lower(one.phrase.end)) &&
          g_.admin1_key(outer) != 0 && g_.admin1_key(place) != 0 &&
          g_.admin1_key(outer) != g_.admin1_key(place)) {
        float lat = 0, lon = 0, outer_lat = 0, outer_lon = 0;
        g_.position(place, &lat, &lon);
        g_.position(outer, &outer_lat, &outer_lon);
        if (apart_km(unit_of(lat, lon), unit_of(outer_lat, outer_lon)) > kInsideKm) return true;
      }
    }
    const std::string_view code = g_.country(place);
    if (country_.empty() || code == country_ || named.contains(code)) return false;
    float lat = 0, lon = 0;
    g_.position(place, &lat, &lon);
    const Unit here = unit_of(lat, lon);
    const auto far_from = [&](const Found& other) {
      if (v_.sentence(other.name.begin) != v_.sentence(one.name.begin)) return false;
      float other_lat = 0, other_lon = 0;
      g_.position(other.hits[other.best].place, &other_lat, &other_lon);
      return apart_km(here, unit_of(other_lat, other_lon)) > kNearKm;
    };
    if (index + 1 < found.size() && found[index + 1].precision == model::Precision::Near &&
        found[index + 1].name.begin <= one.phrase.end + 3 && far_from(found[index + 1]))
      return true;
    if (one.precision == model::Precision::Near && index > 0 &&
        one.name.begin <= found[index - 1].phrase.end + 3 && far_from(found[index - 1]))
      return true;
    return one.name.begin > 0 && words_.in(ContextList::At, v_.lower(one.name.begin - 1)) &&
           one.nearest > kNearKm;
  }

  // It lies no further from the middle of the report's country than a neighbour's places do.
  bool near_country(const PlaceRow& row) const {
    float lat = 0, lon = 0;
    return g_.country_position(country_, &lat, &lon) &&
           apart_km(unit_of(lat, lon), unit_of(static_cast<float>(row.lat), static_cast<float>(row.lon))) <
               kNearKm;
  }

  // How far the best reading leads those that lie elsewhere: a town and the district around it are no two
  // answers.
  float margin_apart(const Found& one, const Unit& here) const {
    float second = -100;
    for (std::size_t i = 0; i < one.scores.size(); ++i) {
      if (i == one.best || one.scores[i] <= second) continue;
      float lat = 0, lon = 0;
      g_.position(one.hits[i].place, &lat, &lon);
      if (apart_km(here, unit_of(lat, lon)) > kInsideKm) second = one.scores[i];
    }
    return one.scores[one.best] - second;
  }

 private:
  // The longest known name that starts here; 0 when none.
  std::uint32_t name_at(std::uint32_t i, const model::Sentence& sent) {
    if (v_.key(i).empty()) return 0;
    if (blocked_[i]) {
      // "Ukraine's army" is an actor whose owner is still a place.
      if (!v_.capital(i) || i + 1 >= sent.tokens.end ||
          (v_.text(i + 1) != "'s" && v_.text(i + 1) != "\xE2\x80\x99s") ||
          lex_.look_up(v_.key(i)).country.empty())
        return 0;
      Found owner;
      owner.name = {i, i + 1};
      owner.hash = hash_of(v_.key(i));
      g_.find(v_.key(i), &owner.hits);
      std::erase_if(owner.hits,
                    [&](const PlaceHit& hit) { return g_.feature(hit.place) != Feature::Country; });
      if (owner.hits.empty()) return 0;
      found.push_back(std::move(owner));
      return i + 1;
    }
    const bool article = is_article(v_.lower(i)) && i + 1 < sent.tokens.end;
    const bool part = words_.direction_adjective.contains(v_.lower(i)) && !v_.capital(i) &&
                      i + 1 < sent.tokens.end && v_.capital(i + 1);
    if (!v_.capital(i) && !part &&
        !(article &&
          (v_.capital(i + 1) || (v_.text(i + 1) == "-" && i + 2 < sent.tokens.end && v_.capital(i + 2)))))
      return 0;
    // "from Ras al-Ain": a preposition of place outweighs an unsure guess.
    const bool person = person_[i] && !named_place_[i] && !(unsure_[i] && cue_before(i, sent));
    if (const std::uint32_t end = short_admin_at(i, sent); end > 0) return end;
    KeyHash hash;
    std::uint32_t best_end = 0;
    std::uint64_t best_hash = 0;
    std::vector<PlaceHit> best;
    bool spelled = false;
    int words = 0;
    tried_.clear();
    for (std::uint32_t j = i; j < sent.tokens.end && words < 6; ++j) {
      if (blocked_[j]) break;
      if (v_.key(j).empty()) {
        const std::string_view sign = v_.text(j);
        if (sign != "-" && sign != "'" && sign != "\xE2\x80\x99" && sign != "." && sign != "`" &&
            sign != "\xE2\x80\x98")
          break;
        continue;
      }
      if (v_.text(j) == "'s" || v_.text(j) == "\xE2\x80\x99s") {
        // "Cox's Bazar", "King's Lynn": names with an owner in them, whole only.
        if (words == 0 || j + 1 >= sent.tokens.end || !v_.capital(j + 1)) break;
        KeyHash whole = hash;
        whole.add("s ");
        whole.add(v_.key(j + 1));
        hits_.clear();
        g_.find(whole.value(), &hits_);
        if (!hits_.empty() && hits_.size() <= kCandidates) {
          best.swap(hits_);
          best_end = j + 2;
          best_hash = whole.value();
        }
        break;
      }
      if (words > 0) hash.add(' ');
      hash.add(v_.key(j));
      ++words;
      // Inside a name only small words may be in lower case ("Port of Spain", "Deir ez-Zor"). A hyphened
      // second part may be, too, but "Mariupol-based" must not match.
      if (j > i && !v_.capital(j)) {
        if (!words_.particle.contains(v_.lower(j)) && !words_.article.contains(v_.lower(j))) break;
        continue;
      }
      // "eastern Ghouta" is a name, "eastern" alone none; a person's name is a place only where two words of
      // it are one.
      if (words == 1 && (part || person)) continue;
      hits_.clear();
      g_.find(hash.value(), &hits_);
      tried_.push_back(j + 1);
      if (hits_.empty()) continue;
      if (hits_.size() > kCandidates) hits_.resize(kCandidates);
      best.swap(hits_);
      best_end = j + 1;
      best_hash = hash.value();
    }
    const bool proper = v_.tagged() && a_.tokens()[i].upos == Upos::PROPN && i > sent.tokens.begin;
    // A guess at a person whose name has an article in it ("Maarat al-Numan") may be a town in another
    // spelling.
    bool inner_article = false;
    for (std::uint32_t j = i + 1; j + 1 < best_tried() && !inner_article; ++j)
      inner_article = is_article(v_.lower(j));
    if (best.empty() && !part && (!person || (unsure_[i] && inner_article)) &&
        (cue_before(i, sent) || named_place_[i] || article || proper)) {
      // Other spellings, longest first, only where the words around say that it is a place.
      for (std::size_t k = tried_.size(); k-- > 0;) {
        const std::string tried = v_.joined({i, tried_[k]});
        if (tried.size() < 4 || (proper && tried.size() < 6 && !cue_before(i, sent))) continue;
        if (words_.not_place.contains(tried)) continue;
        g_.find_spelling(tried, &best);
        if (!best.empty()) {
          best_end = tried_[k];
          best_hash = hash_of(tried);
          spelled = true;
          break;
        }
      }
    }
    if (best.empty() && !person && !part && v_.key(i).size() > 4 && v_.key(i).back() == 's' &&
        v_.capital(i)) {
      // "Aleppos rebels": pages that lost their apostrophes. Only well-known places, since most such words
      // are plurals.
      std::vector<PlaceHit> hits;
      g_.find(std::string_view(v_.key(i)).substr(0, v_.key(i).size() - 1), &hits);
      for (const PlaceHit& hit : hits) {
        if (hit.match == NameMatch::Canonical &&
            (g_.feature(hit.place) == Feature::Country || g_.population_log10(hit.place) > 5.0f))
          best.push_back(hit);
      }
      if (!best.empty() && lex_.look_up(v_.key(i)).nationality == nullptr) {
        best_end = i + 1;
        best_hash = hash_of(v_.key(i));
      } else {
        best.clear();
      }
    }
    if (best.empty()) return 0;
    Found one;
    one.name = {i, best_end};
    one.hash = best_hash;
    one.hits = std::move(best);
    one.spelled = spelled;
    one.cue = cue_before(i, sent);
    if (!accept(&one, sent)) return 0;
    found.push_back(std::move(one));
    return best_end;
  }

  // "Springfield, Ill.", "Nashua, N.H.": a short form of a province, right behind a place and a comma.
  std::uint32_t short_admin_at(std::uint32_t i, const model::Sentence& sent) {
    if (i <= sent.tokens.begin || v_.text(i - 1) != "," || found.empty() || found.back().name.end != i - 1)
      return 0;
    std::string key;
    for (std::uint32_t j = i; j < sent.tokens.end && j < i + 4; ++j) {
      if (!v_.key(j).empty()) {
        if (!v_.capital(j)) return 0;
        key += v_.key(j);
      } else if (v_.text(j) != ".") {
        return 0;
      }
      const auto form = words_.short_admin.find(key);
      if (form == words_.short_admin.end()) continue;
      Found one;
      one.name = {i, j + 1};
      one.cue = true;
      one.hash = hash_of(fold(form->second.first));
      g_.find(one.hash, &one.hits);
      std::erase_if(one.hits, [&](const PlaceHit& hit) {
        return g_.feature(hit.place) != Feature::Admin1 || g_.country(hit.place) != form->second.second;
      });
      if (one.hits.empty()) return 0;
      found.push_back(std::move(one));
      return j + 1;
    }
    return 0;
  }

  std::uint32_t best_tried() const { return tried_.empty() ? 0 : tried_.back(); }

  bool is_article(std::string_view lower) const { return words_.article.contains(lower); }

  bool cue_before(std::uint32_t i, const model::Sentence& sent) const {
    std::uint32_t k = i;
    while (k > sent.tokens.begin &&
           (words_.in(ContextList::Definite, v_.lower(k - 1)) || is_article(v_.lower(k - 1)) ||
            v_.text(k - 1) == "-" || words_.direction_adjective.contains(v_.lower(k - 1))))
      --k;
    if (k == sent.tokens.begin) return false;
    const std::string_view before = v_.lower(k - 1);
    if (words_.locative.contains(before) || words_.near.contains(before)) return true;
    // "in Aghdam and Fuzuli": what is joined to a place stands where it does.
    if (words_.in(ContextList::Joint, before) && !found.empty() && found.back().cue &&
        found.back().name.end <= k - 1 && k - 1 - found.back().name.end <= 1) {
      // "In Nyala, Sudan, Wilson said": the country closes what came before.
      const bool closed = before == "," && std::any_of(found.back().hits.begin(), found.back().hits.end(),
                                                       [&](const PlaceHit& hit) {
                                                         return g_.feature(hit.place) == Feature::Country;
                                                       });
      if (!closed) return true;
    }
    if (words_.in(ContextList::Genitive, before) && k >= sent.tokens.begin + 2) {
      const std::string_view noun = v_.lower(k - 2);
      return words_.place_noun.contains(noun) || words_.direction.contains(noun) ||
             words_.edge.contains(noun) || words_.part_of.contains(noun) ||
             (noun.size() > 2 && noun.back() == 's' &&
              words_.place_noun.contains(noun.substr(0, noun.size() - 1)));
    }
    return words_.place_noun.contains(before);
  }

  bool accept(Found* one, const model::Sentence& sent) {
    const std::uint32_t i = one->name.begin;
    const std::uint32_t end = one->name.end;
    const std::string key = v_.joined(one->name);
    const bool country_name = std::any_of(one->hits.begin(), one->hits.end(), [&](const PlaceHit& hit) {
      return g_.feature(hit.place) == Feature::Country;
    });
    const bool single = one->name.size() == 1;
    // "Bo" and "Ab" are towns; without a preposition two letters are anything.
    if (key.size() < 3 && !country_name && !(key.size() == 2 && one->cue && !v_.all_capitals(one->name)))
      return false;
    // Acronyms: only countries have them.
    if (single && v_.all_capitals(one->name) && v_.text(i).size() <= 5 && !country_name && !headline(sent))
      return false;
    if (words_.not_place.contains(key) && !(country_name && !single)) {
      // "US" is a country, "us" a pronoun.
      if (!(country_name && v_.all_capitals(one->name))) return false;
    }
    if (country_name && words_.in(ContextList::Shouted, key) && !v_.all_capitals(one->name)) return false;
    // A sign before it splits what looked like one name ("Some Agency - Juba blast").
    const bool split = i > sent.tokens.begin && v_.key(i - 1).empty();
    if (body_[i] && !named_place_[i] && !split) {
      // "Homs Media Center": the name of a body, unless the place stands as its owner.
      if (!(end < sent.tokens.end && v_.lower(end) == "'s")) return false;
    }
    if (lex_.look_up(key).nationality != nullptr && !country_name && single && !one->cue) return false;
    const bool named = named_place_[i];
    // Tags: a name is a proper noun. A sentence's first word in another tag is ordinary.
    if (v_.tagged() && a_.sentences()[v_.sentence(i)].parsed && !named) {
      const Upos tag = a_.tokens()[end - 1].upos;
      if (single && tag != Upos::PROPN && tag != Upos::NOUN && tag != Upos::X) return false;
      if (single && tag == Upos::NOUN && !one->cue && !country_name) return false;
    }
    if (!country_name && i > sent.tokens.begin) {
      std::string_view title = v_.lower(i - 1);
      if (title == "." && i >= sent.tokens.begin + 2) title = v_.lower(i - 2);
      if (title.size() > 1 && title.back() == '.') title.remove_suffix(1);
      if (words_.title.contains(title)) return false;
    }
    // Persons: a first name before, or another capital word behind.
    if (!named && !country_name) {
      const std::string_view before = i > sent.tokens.begin ? v_.lower(i - 1) : std::string_view();
      const bool capital_before =
          i > sent.tokens.begin && v_.capital(i - 1) && !words_.locative.contains(before) &&
          !words_.direction_adjective.contains(before) && !words_.place_noun.contains(before) &&
          !words_.near.contains(before) && !words_.direction.contains(before) && i - 1 > sent.tokens.begin &&
          lex_.look_up(v_.key(i - 1)).nationality == nullptr && !words_.is(words_.not_place, before) &&
          !blocked_[i - 1];
      if (capital_before && !one->cue && !(found.size() > 0 && found.back().name.end == i)) return false;
      const bool capital_after =
          end < sent.tokens.end && v_.capital(end) && !blocked_[end] && !v_.key(end).empty() &&
          !words_.place_noun.contains(v_.lower(end)) && !words_.direction.contains(v_.lower(end)) &&
          !headline(sent) && !words_.in(ContextList::Province, v_.lower(end)) &&
          !words_.edge.contains(v_.lower(end)) && lex_.look_up(v_.key(end)).role == nullptr &&
          !is_day_or_month(v_.lower(end)) && !v_.all_capitals({end, end + 1});
      // "Ain" of "Ain al-Hilweh" is no place by itself.
      if (single && end + 1 < sent.tokens.end && is_article(v_.lower(end)) &&
          (v_.capital(end + 1) ||
           (v_.text(end + 1) == "-" && end + 2 < sent.tokens.end && v_.capital(end + 2))))
        return false;
      // The same with the article written on ("al-Hilweh" as one word).
      if (single && end < sent.tokens.end && v_.capital(end)) {
        const std::string_view next = v_.lower(end);
        const std::size_t hyphen = next.find('-');
        if (hyphen != std::string_view::npos && is_article(next.substr(0, hyphen)) &&
            v_.text(end)[0] == next[0])
          return false;
      }
      if (capital_after && !one->cue) return false;
      if (capital_after && one->cue) one->weak = true;
    }
    if (!one->cue && !named && !country_name) one->weak = true;
    // "Wilson said": whoever says something and is no capital or large city is a person.
    if (one->weak && single && end < sent.tokens.end && words_.person_verb.contains(v_.lower(end)) &&
        std::none_of(one->hits.begin(), one->hits.end(), [&](const PlaceHit& hit) {
          return g_.feature(hit.place) == Feature::Capital || g_.population_log10(hit.place) > 6.0f;
        }))
      return false;
    return true;
  }

  bool is_day_or_month(std::string_view lower) const {
    return CalendarWords::compiled().month(lower) != 0 || CalendarWords::compiled().weekday(lower) != 0;
  }

  // Titles in Headline Case or capitals: capitals tell nothing there.
  bool headline(const model::Sentence& sent) const {
    std::uint32_t letters = 0, capitals = 0;
    for (std::uint32_t t = sent.tokens.begin; t < sent.tokens.end; ++t) {
      if (v_.key(t).empty() || v_.lower(t).size() < 4) continue;
      ++letters;
      capitals += v_.capital(t) ? 1 : 0;
    }
    return letters >= 3 && capitals * 4 >= letters * 3;
  }

  // What stands around the name: its kind, its container, directions.
  void context_of(Found* one) {
    const model::Sentence& sent = a_.sentences()[v_.sentence(one->name.begin)];
    const std::uint32_t end = one->name.end;
    std::uint32_t begin = one->name.begin;
    one->phrase = one->name;
    // Behind: "Homs province", "Aleppo city", "Idlib's countryside".
    std::uint32_t after = end;
    if (after + 1 < sent.tokens.end && (v_.text(after) == "'s" || v_.text(after) == "\xE2\x80\x99s")) ++after;
    const bool possessive = after > end;
    for (int k = 0; k < 2 && after < sent.tokens.end; ++k) {
      const std::string_view word = v_.lower(after);
      if (const auto noun = words_.place_noun.find(word); noun != words_.place_noun.end()) {
        const bool country_only = one->hits.size() <= 6 &&
                                  std::any_of(one->hits.begin(), one->hits.end(), [&](const PlaceHit& hit) {
                                    return g_.feature(hit.place) == Feature::Country;
                                  });
        if (country_only) break;
        if (!possessive) {
          // "Homs hospital" is a place at Homs.
          one->place_class = noun->second;
          one->phrase.end = after + 1;
        } else if (noun->second == "region" || noun->second == "neighbourhood" ||
                   noun->second == "district" || noun->second == "site" || noun->second == "governorate") {
          one->phrase.end = one->name.end;
        }
        break;
      }
      if (words_.edge.contains(word)) {
        one->phrase.end = after + 1;
        one->precision = model::Precision::Near;
        break;
      }
      if (!words_.direction_adjective.contains(word)) break;
      ++after;
    }
    // In front: "the town of X", "X" after "north of", "near", "eastern".
    std::uint32_t k = begin;
    if (k > sent.tokens.begin && words_.in(ContextList::Definite, v_.lower(k - 1))) --k;
    if (k > sent.tokens.begin && words_.direction_adjective.contains(v_.lower(k - 1))) {
      one->prefix = std::string(v_.lower(k - 1));
      one->phrase.begin = k - 1;
      --k;
      if (k > sent.tokens.begin && words_.in(ContextList::Definite, v_.lower(k - 1))) --k;
    } else if (k > sent.tokens.begin && words_.place_noun.contains(v_.lower(k - 1)) && k == begin) {
      // "Camp Lemonnier", "Mount X" aside: "town X".
      if (one->place_class.empty()) one->place_class = words_.place_noun.find(v_.lower(k - 1))->second;
    }
    if (k >= sent.tokens.begin + 2 && words_.in(ContextList::Genitive, v_.lower(k - 1))) {
      std::uint32_t n = k - 2;
      const std::string_view noun = v_.lower(n);
      if (const auto found_noun = words_.place_noun.find(noun); found_noun != words_.place_noun.end()) {
        if (one->place_class.empty() || found_noun->second == "settlement")
          one->place_class = found_noun->second;
        // "the Tondo district of Manila": the noun belongs to the name before it.
        const std::size_t own = static_cast<std::size_t>(one - found.data());
        const bool taken = own > 0 && found[own - 1].phrase.end > n;
        if (found_noun->second != "site" && found_noun->second != "region" && !taken) one->phrase.begin = n;
        if (taken) one->place_class = "";
        if (found_noun->second == "site") one->place_class = "";
      } else if (words_.direction.contains(noun)) {
        one->phrase.begin = n;
        one->precision = model::Precision::Near;
      } else if (words_.edge.contains(noun)) {
        one->phrase.begin = n;
        one->precision = model::Precision::Near;
        while (one->phrase.begin > sent.tokens.begin &&
               words_.direction_adjective.contains(v_.lower(one->phrase.begin - 1)))
          --one->phrase.begin;
      }
    } else if (k > sent.tokens.begin && words_.near.contains(v_.lower(k - 1))) {
      one->precision = model::Precision::Near;
    }
    // Container: "Taiz, Yemen", "Kidal in northern Mali", "X in Y province".
    const std::size_t index = static_cast<std::size_t>(one - found.data());
    if (index + 1 < found.size()) {
      const Found& next = found[index + 1];
      if (v_.sentence(next.name.begin) == v_.sentence(one->name.begin)) {
        std::uint32_t t = one->phrase.end;
        bool joined = false;
        int steps = 0;
        while (t < next.name.begin && steps < 9) {
          const std::string_view word = v_.lower(t);
          if (word == "," || words_.in(ContextList::In, word) || word == "(") {
            joined = true;
          } else if (words_.in(ContextList::Definite, word) || words_.direction_adjective.contains(word) ||
                     words_.place_noun.contains(word) || words_.in(ContextList::Filler, word) ||
                     is_article(word) || words_.direction.contains(word)) {
          } else {
            joined = false;
            steps = 100;
            break;
          }
          ++t;
          ++steps;
        }
        if (joined && t >= next.name.begin && steps < 9) {
          one->parent = static_cast<int>(index + 1);
          const std::uint32_t close = next.name.end;
          const std::string_view behind = close < sent.tokens.end ? v_.text(close) : std::string_view(".");
          // "in Doha, Afghanistan's envoy said" tells of no Doha in Afghanistan; a list goes on with "and".
          if (behind == "'s" || behind == "\xE2\x80\x99s") {
            one->parent = -1;
          } else {
            one->inside =
                words_.in(ContextList::In, v_.lower(one->phrase.end)) ||
                (v_.text(one->phrase.end) == "," && (behind == "," || behind == "." || behind == ")"));
          }
        }
      }
    }
  }

  bool contains(std::uint32_t parent, std::uint32_t child) const {
    if (parent == child || g_.country(parent) != g_.country(child)) return false;
    switch (g_.feature(parent)) {
      case Feature::Country:
        return g_.feature(child) != Feature::Country;
      case Feature::Admin1:
        return g_.admin1_key(parent) != 0 && g_.admin1_key(parent) == g_.admin1_key(child);
      case Feature::Admin2:
        return g_.admin2_key(parent) != 0 && g_.admin2_key(parent) == g_.admin2_key(child);
      default: {
        float lat1 = 0, lon1 = 0, lat2 = 0, lon2 = 0;
        g_.position(parent, &lat1, &lon1);
        g_.position(child, &lat2, &lon2);
        return distance_km(lat1, lon1, lat2, lon2) < 40;
      }
    }
  }

  void score(Found* one, const std::vector<Sure>* sure) {
    one->scores.assign(one->hits.size(), 0);
    one->best = 0;
    one->nearest = 1e9f;
    bool is_country = false, is_province = false;
    for (const PlaceHit& hit : one->hits) {
      is_country = is_country || g_.feature(hit.place) == Feature::Country;
      is_province = is_province || g_.feature(hit.place) == Feature::Admin1;
    }
    const bool country_and_province = is_country && is_province;
    for (std::size_t h = 0; h < one->hits.size(); ++h) {
      const PlaceHit& hit = one->hits[h];
      const Feature feature = g_.feature(hit.place);
      const std::string_view code = g_.country(hit.place);
      float s = hit.match == NameMatch::Canonical ? 1.0f : hit.match == NameMatch::Alias ? 0.55f : 0.2f;
      // What somebody put into a supplement by hand is as well known as a town of some thousands.
      // A continent and the like, which no country owns, is better known than any town.
      const float size =
          feature == Feature::Region && code.empty()
              ? 6.5f
              : std::max(g_.population_log10(hit.place),
                         feature != Feature::Region && g_.is_supplement(hit.place) ? 3.3f : 0.0f);
      s += 0.4f *
           (feature == Feature::Admin1 || feature == Feature::Admin2 ? std::min(size, 6.0f) * 0.8f : size);
      switch (feature) {
        case Feature::Country:
          s += 2.5f;
          break;
        case Feature::Capital:
          s += 0.9f;
          break;
        case Feature::Seat:
          s += 0.4f;
          break;
        case Feature::Admin1:
          s += 0.15f;
          break;
        case Feature::Admin2:
          s -= 0.5f;
          break;
        case Feature::Section:
          s -= 0.4f;
          break;
        case Feature::Region:
          s += 1.5f;
          break;
        case Feature::Camp:
        case Feature::Site:
          s += 0.5f;
          break;
        default:
          break;
      }
      // The kind that the words say.
      const std::string_view said = one->place_class;
      if (said == "governorate")
        s += feature == Feature::Admin1 ? 3.0f : feature == Feature::Admin2 ? 0.8f : 0.0f;
      if (said == "district")
        s += feature == Feature::Admin2                                       ? 2.0f
             : feature == Feature::Section || feature == Feature::Subdistrict ? 1.6f
             : feature == Feature::Admin1                                     ? 0.9f
                                                                              : 0.0f;
      if (said == "settlement")
        s += feature >= Feature::Capital && feature <= Feature::Section ? 1.5f
             : feature == Feature::Country                              ? -3.0f
                                                                        : -0.5f;
      if (said == "neighbourhood") s += feature == Feature::Section ? 2.5f : 0.0f;
      if (said == "camp") s += feature == Feature::Camp ? 3.0f : 0.0f;
      if (said == "site" && feature == Feature::Site) s += 2.0f;
      if (said == "region" && feature == Feature::Region) s += 1.5f;
      if (said == "water") s += feature == Feature::Water ? 3.0f : -0.5f;
      if (!one->prefix.empty() &&
          (feature == Feature::Admin1 || feature == Feature::Country || feature == Feature::Region))
        s += 0.5f;
      // The report's country and those that it names.
      if (!country_.empty() && code == country_ && feature != Feature::Country) s += 2.2f;
      const auto voted = votes.find(code);
      if (voted != votes.end() && total_ > 0 && feature != Feature::Country)
        s += 1.5f * std::min(1.0f, 2.0f * voted->second / total_);
      if (one->parent >= 0) {
        const Found& parent = found[static_cast<std::size_t>(one->parent)];
        bool inside = false;
        for (std::size_t p = 0; p < std::min<std::size_t>(parent.hits.size(), 40); ++p) {
          const Feature parent_feature = g_.feature(parent.hits[p].place);
          if (parent_feature > Feature::Subdistrict && parent_feature != Feature::Region &&
              feature < Feature::Section)
            continue;
          inside = inside || contains(parent.hits[p].place, hit.place);
        }
        if (inside) s += 2.5f;
      }
      // Being somebody's container makes a country or province likelier.
      const std::size_t index = static_cast<std::size_t>(one - found.data());
      if (index > 0 && found[index - 1].parent == static_cast<int>(index)) {
        const Found& child = found[index - 1];
        if (feature <= Feature::Admin2) {
          for (std::size_t c = 0; c < std::min<std::size_t>(child.hits.size(), 60); ++c) {
            if (contains(hit.place, child.hits[c].place)) {
              s += feature == Feature::Admin2 ? 0.5f : 1.0f;
              break;
            }
          }
        }
      }
      // "Georgia": the one of the two in which the report's sure places lie.
      if (sure != nullptr && country_and_province &&
          (feature == Feature::Country || feature == Feature::Admin1)) {
        for (const Sure& other : *sure) {
          const Found& there = found[other.index];
          if (other.name == one->hash || !contains(hit.place, there.hits[there.best].place)) continue;
          s += 2.0f;
          break;
        }
      }
      if (sure != nullptr && !sure->empty() && feature != Feature::Country) {
        float lat = 0, lon = 0;
        g_.position(hit.place, &lat, &lon);
        const Unit here = unit_of(lat, lon);
        float nearest = 1e9f;
        for (const Sure& other : *sure) {
          // The same name elsewhere in the report says nothing new.
          if (other.name != one->hash) nearest = std::min(nearest, apart_km(here, other.at));
        }
        s += 1.6f * std::exp(-nearest / 150.0f);
        // A town of a province that the report names: provinces are wider than towns are near.
        if (feature >= Feature::Capital && feature <= Feature::Section &&
            provinces_.contains(g_.admin1_key(hit.place)))
          s += 0.8f;
        if (h == 0 || s > one->scores[one->best] + 1e-5f) one->nearest = nearest;
      }
      one->scores[h] = s;
      if (s > one->scores[one->best] + 1e-5f) one->best = h;
    }
  }

  const Gazetteer& g_;
  const ActorLexicon& lex_;
  const ContextWords& words_;
  const TokenView& v_;
  const model::Analysis& a_;
  const std::vector<bool>& blocked_;
  std::vector<bool> person_, unsure_, body_, named_place_;
  std::vector<PlaceHit> hits_;         // of one look-up
  std::vector<std::uint32_t> tried_;   // ends of the names looked up at one word
  std::set<std::uint32_t> provinces_;  // that the report names for sure
  std::string country_;
  float total_ = 0;
};

}  // namespace

std::string find_country(const Gazetteer& gazetteer, const ActorLexicon& lexicon, const ContextWords& words,
                         const TokenView& view, const model::Analysis& analysis,
                         const std::vector<bool>& blocked, const PlaceContext& context) {
  PlaceRun run(gazetteer, lexicon, words, view, analysis, blocked);
  run.find();
  return run.vote(context);
}

PlaceReport find_places(const Gazetteer& gazetteer, const ActorLexicon& lexicon, const ContextWords& words,
                        const TokenView& view, const model::Analysis& analysis,
                        const std::vector<bool>& blocked, const std::vector<bool>& times,
                        const PlaceContext& context) {
  PlaceReport report;
  PlaceRun run(gazetteer, lexicon, words, view, analysis, blocked);
  run.find();
  report.country = run.vote(context);
  const std::string* country = &report.country;
  std::erase_if(run.found, [&](const Found& one) {
    for (std::uint32_t t = one.name.begin; t < one.name.end; ++t) {
      if (times[t]) return true;
    }
    return false;
  });
  run.choose(report.country);
  std::vector<PlaceMention> out;
  for (const Found& one : run.found) {
    PlaceMention mention;
    mention.name = one.name;
    mention.tokens = one.phrase;
    const PlaceRow row = gazetteer.row(one.hits[one.best].place);
    const float score = one.scores[one.best];
    const bool country_name = row.feature == Feature::Country;
    // A small place that nothing in the report speaks for is most likely a person or a word.
    const bool known_country =
        (!country->empty() && row.country == *country) || run.named.contains(row.country);
    if (one.weak && !known_country && one.parent < 0 && !country_name &&
        gazetteer.population_log10(one.hits[one.best].place) < 5.0f)
      continue;
    if (one.weak && one.hits[one.best].match != NameMatch::Canonical &&
        gazetteer.population_log10(one.hits[one.best].place) < 4.0f && one.place_class.empty() &&
        !known_country)
      continue;
    if (one.spelled && !known_country && one.parent < 0) continue;
    mention.located =
        one.cue || !one.place_class.empty() || one.parent >= 0 || one.precision == model::Precision::Near;
    mention.head = head_of(analysis, mention.tokens);
    mention.country_name = country_name && mention.name == mention.tokens;
    model::PlaceValue& value = mention.value;
    std::vector<std::size_t> order(one.hits.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return one.scores[a] > one.scores[b]; });
    const float margin = order.size() > 1 ? score - one.scores[order[1]] : 9.0f;
    // A far small place of that name, where the report is about another country and never names this one, is
    // no answer.
    const float size = gazetteer.population_log10(one.hits[one.best].place);
    const bool wide =
        row.feature == Feature::Region || row.feature == Feature::Water || row.feature == Feature::Linear;
    const bool far = !country->empty() && !known_country && !country_name && one.parent < 0 && !wide &&
                     one.nearest > kNearKm && !run.near_country(row) &&
                     size < (one.hits[one.best].match == NameMatch::Canonical ? (one.cue ? 4.3f : 5.0f)
                                                                              : (one.cue ? 5.2f : 5.7f));
    const bool settled = score >= 1.2f && !far && !run.contradicted(one);
    if (settled) {
      value.id = row.id;
      value.name = std::string(row.name);
    }
    value.lat = row.lat;
    value.lon = row.lon;
    value.country = std::string(row.country);
    value.admin1 = std::string(row.admin1);
    value.admin2 = std::string(row.admin2);
    value.precision = precision_of(row.feature);
    value.rule = one.spelled ? "spelling/1" : one.parent >= 0 ? "gazetteer/1+container" : "gazetteer/1";
    if (one.precision == model::Precision::Near && value.precision <= model::Precision::Settlement) {
      value.precision = model::Precision::Near;
      value.rule += "+near";
    }
    if (!one.prefix.empty() && (row.feature == Feature::Country || row.feature == Feature::Admin1 ||
                                row.feature == Feature::Region)) {
      // "eastern Syria": part of it, without a line that anybody drew.
      value.precision = model::Precision::MultiArea;
      if (settled) value.name = one.prefix + " " + value.name;
      value.rule += "+part";
    } else if (!one.prefix.empty() && value.precision <= model::Precision::Settlement) {
      value.precision = model::Precision::Neighbourhood;
      value.rule += "+part";
    }
    if (one.place_class == "site" && value.precision == model::Precision::Settlement)
      value.precision = model::Precision::Site;
    for (std::size_t k = 0; k < order.size() && k < 5; ++k) {
      const PlaceRow candidate = gazetteer.row(one.hits[order[k]].place);
      value.candidates.push_back({candidate.id,
                                  std::string(candidate.name) +
                                      (candidate.admin1.empty() ? "" : ", " + std::string(candidate.admin1)) +
                                      ", " + std::string(candidate.country),
                                  one.scores[order[k]]});
    }
    mention.score = settled ? std::clamp(0.55f + 0.2f * margin, 0.5f, 0.99f) : 0.3f;
    out.push_back(std::move(mention));
  }
  add_relative_places(gazetteer, lexicon, words, view, analysis, blocked, *country, &out);
  std::stable_sort(out.begin(), out.end(), [](const PlaceMention& a, const PlaceMention& b) {
    return a.tokens.begin < b.tokens.begin;
  });
  for (const PlaceMention& place : out) {
    if (!place.value.id.empty()) run.named.insert(place.value.country);
  }
  run.named.erase(std::string());
  report.named.assign(run.named.begin(), run.named.end());
  report.places = std::move(out);
  return report;
}

}  // namespace hudna::ground
