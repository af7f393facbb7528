#include "language/names.h"

#include <algorithm>
#include <map>

#include "base/rows.h"
#include "base/utf8.h"
#include "ground/fold.h"
#include "ground/toml_rows.h"
#include "language/chars.h"
#include "language/linear_features.h"

namespace hudna::language {
namespace {

using model::NameType;

std::uint64_t chain(std::uint64_t h, std::uint32_t word) { return mix(h * 31 + word); }
constexpr std::uint32_t kPhraseMax = 10;  // words of a list entry
// In the general list's rows; as clues of a word they stand 14 bits higher.
constexpr std::uint16_t kKnownPerson = 1, kKnownOrganisation = 2, kKnownPlace = 4, kKnownBrand = 8,
                        kKnownGiven = 16, kKnownFamily = 32;
constexpr unsigned kKnownShift = 14;
constexpr std::uint32_t kKnown = kClueKnownPerson | kClueKnownOrganisation | kClueKnownPlace |
                                 kClueKnownBrand | kClueKnownGiven | kClueKnownFamily;

bool starts_upper(std::string_view form) {
  return !form.empty() && is_upper(base::decode_utf8(form, 0).point);
}

// "NASA", "UN": a short word all in capitals.
bool capitals(std::string_view form) {
  constexpr std::size_t kAcronym = 5;
  return form.size() >= 2 && form.size() <= kAcronym &&
         std::all_of(form.begin(), form.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

NameType type_of(std::uint16_t clue) {
  if (clue & kClueNationality) return NameType::Nationality;
  if (clue & kClueArmedGroup) return NameType::ArmedGroup;
  if (clue & kCluePerson) return NameType::Person;
  if (clue & kClueOrganisation) return NameType::Organisation;
  return NameType::Place;
}

}  // namespace

class NameCompiler {
 public:
  struct List {
    std::map<std::uint64_t, NameLexicon::Phrase> phrases;
    std::map<std::uint32_t, std::uint32_t> openers;
  };
  void add(std::string_view name, std::uint16_t clue, bool acronym, const TokenRules& rules) {
    add(name, clue, acronym, rules, &listed_);
  }
  void add(std::string_view name, std::uint16_t clue, bool acronym, const TokenRules& rules, List* list) {
    std::vector<RawToken> tokens;
    tokenize(name, {0, static_cast<std::uint32_t>(name.size())}, rules, &tokens);
    if (tokens.empty() || tokens.size() > kPhraseMax) return;
    // Descriptions ("UN officials", "world body") are no names.
    bool capital = false;
    for (const RawToken& tok : tokens) {
      const std::string_view form = tok.span.of(name);
      const bool upper = starts_upper(form) || char_class(base::decode_utf8(form, 0).point) == Char::Digit;
      capital = capital || upper;
      if (!upper && !rules.linking.contains(std::string(form)) &&
          char_class(base::decode_utf8(form, 0).point) == Char::Letter)
        return;
    }
    if (!capital || !starts_upper(tokens.front().span.of(name))) return;
    std::uint64_t key = 1;
    std::uint32_t opener = 0;
    std::uint32_t exact = 0;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      const Word word = make_word(tokens[i].span.of(name), false, false);
      if (i == 0) {
        opener = word.lower;
        exact = word.form;
      }
      key = chain(key, word.lower);
    }
    if (key == 0) key = 1;
    const auto [it, fresh] = list->phrases.try_emplace(key, NameLexicon::Phrase{key, exact, clue, acronym});
    if (!fresh) {
      it->second.clue = static_cast<std::uint16_t>(it->second.clue | clue);
      it->second.acronym = it->second.acronym != 0 && acronym;
    }
    std::uint32_t& longest = list->openers[opener];
    longest = std::max(longest, static_cast<std::uint32_t>(tokens.size()));
  }

  base::Result<void> read(const base::DataSource& data, const TokenRules& rules) {
    for (const base::DataFile& file : data.files("actors/")) {
      if (!file.path.ends_with(".toml")) continue;
      const auto rows = ground::read_toml_rows(file.bytes, file.path);
      if (!rows) return tl::unexpected(rows.error());
      for (const ground::TomlRow& row : *rows) {
        if (row.table == "actor") {
          const std::string_view type = row.text("type");
          std::uint16_t clue = kClueOrganisation;
          if (type == "armed_group" || type == "foreign_armed_group" || type == "pro_government_militia")
            clue = kClueArmedGroup;
          if (type == "official_person" || type == "named_spokesperson" || type == "private_person")
            clue = kCluePerson;
          if (type == "community") clue = kClueNationality;
          if (type == "unknown") continue;
          add(row.text("name"), clue, false, rules);
          for (const std::string& alias : row.list("aliases")) add(alias, clue, alias.size() <= 4, rules);
          for (const std::string& alias : row.list("acronyms")) add(alias, clue, true, rules);
        } else if (row.table == "actor.people") {
          add(row.text("name"), kCluePerson, false, rules);
          for (const std::string& alias : row.list("aliases")) add(alias, kCluePerson, false, rules);
        } else if (row.table == "nationality" || row.table == "entity") {
          add(row.text("name"), kClueCountry, false, rules);
          for (const std::string& other : row.list("other"))
            add(other, kClueCountry, other.size() <= 4, rules);
          add(row.text("capital"), kCluePlace, false, rules);
          for (std::string_view key : {"adjective", "people"}) {
            for (const std::string& word : row.list(key)) add(word, kClueNationality, false, rules);
          }
        } else if (row.table == "group") {
          for (std::string_view key : {"adjective", "people"}) {
            for (const std::string& word : row.list(key)) add(word, kClueNationality, false, rules);
          }
        }
      }
    }
    // Names known to everybody are clues only: as facts they would be too many and too general ("Defense").
    const auto known = base::read_rows(data, "language/known.tsv",
                                 "person, organisation, place, brand, given or family, TAB, a name",
                                 [&](std::string_view kind, std::string_view name) {
                                   constexpr std::pair<std::string_view, std::uint16_t> kKinds[] = {
                                       {"person", kKnownPerson}, {"organisation", kKnownOrganisation},
                                       {"place", kKnownPlace},   {"brand", kKnownBrand},
                                       {"given", kKnownGiven},   {"family", kKnownFamily}};
                                   std::uint16_t clue = 0;
                                   for (const auto& [word, bit] : kKinds) clue = kind == word ? bit : clue;
                                   if (clue != 0) add(name, clue, false, rules, &known_);
                                   return clue != 0;
                                 });
    if (!known) return known;
    return base::read_rows(data, "language/names.tsv",
                     "title, group, organisation, facility, place, locative or common, TAB, words",
                     [&](std::string_view kind, std::string_view rest) {
                       std::uint16_t clue = 0;
                       if (kind == "title") clue = kClueTitle;
                       if (kind == "group") clue = kClueGroupWord;
                       if (kind == "organisation") clue = kClueOrgWord;
                       if (kind == "facility") clue = kClueFacilityWord;
                       if (kind == "place") clue = kCluePlaceWord;
                       if (kind == "locative") clue = kClueLocative;
                       if (clue == 0 && kind != "common") return false;
                       while (!rest.empty()) {
                         const std::size_t space = std::min(rest.find(' '), rest.size());
                         const std::string_view item = rest.substr(0, space);
                         rest.remove_prefix(std::min(space + 1, rest.size()));
                         if (item.empty()) continue;
                         const std::uint32_t key = make_word(item, false, false).lower;
                         if (clue == 0) {
                           cues_[key].second = 1;
                         } else {
                           std::uint16_t& have = cues_[key].first;
                           have = static_cast<std::uint16_t>(have | clue);
                         }
                       }
                       return true;
                     });
  }

  std::string bytes() const {
    // Open addressing at no more than half full; map order makes the same bytes everywhere.
    const auto table = [](const auto& rows, auto key_of) {
      std::size_t capacity = 64;
      while (capacity < rows.size() * 2) capacity *= 2;
      using Row = std::decay_t<decltype(rows[0])>;
      std::vector<Row> out(capacity);
      std::vector<bool> used(capacity, false);
      for (const Row& row : rows) {
        std::size_t at = key_of(row) & (capacity - 1);
        while (used[at]) at = (at + 1) & (capacity - 1);
        used[at] = true;
        out[at] = row;
      }
      return std::string(reinterpret_cast<const char*>(out.data()), out.size() * sizeof(Row));
    };
    const auto rows = [](const List& list) {
      std::pair<std::vector<NameLexicon::Phrase>, std::vector<NameLexicon::Opener>> out;
      for (const auto& [key, phrase] : list.phrases) out.first.push_back(phrase);
      for (const auto& [key, longest] : list.openers) out.second.push_back({key, longest});
      return out;
    };
    const auto [phrases, openers] = rows(listed_);
    const auto [known, known_openers] = rows(known_);
    std::vector<NameLexicon::Cue> cues;
    for (const auto& [key, cue] : cues_) cues.push_back({key, cue.first, cue.second});
    const auto key = [](const auto& row) { return row.key; };
    return write_model_file({{"phrases", table(phrases, key)},
                             {"openers", table(openers, key)},
                             {"known", table(known, key)},
                             {"known.openers", table(known_openers, key)},
                             {"cues", table(cues, key)}});
  }

 private:
  List listed_, known_;
  std::map<std::uint32_t, std::pair<std::uint16_t, std::uint16_t>> cues_;
};

base::Result<std::string> NameLexicon::compile(const base::DataSource& data, const TokenRules& rules) {
  NameCompiler compiler;
  const base::Result<void> read = compiler.read(data, rules);
  if (!read) return tl::unexpected(read.error());
  return compiler.bytes();
}

base::Result<void> NameLexicon::view(std::string_view bytes, const std::string& path) {
  const base::Result<ModelFile> file = ModelFile::open(bytes, path);
  if (!file) return tl::unexpected(file.error());
  const auto bad = [](std::size_t n) { return n == 0 || (n & (n - 1)) != 0; };
  bool damaged = false;
  // A search stops at a free slot, so there must be one.
  const auto list = [&](const char* phrases, const char* openers) {
    Phrases out;
    const auto [rows, count] = file->array<Phrase>(phrases);
    const auto [first, first_count] = file->array<Opener>(openers);
    std::size_t free_rows = 0, free_first = 0;
    for (std::size_t i = 0; i < count; ++i) free_rows += rows[i].key == 0;
    for (std::size_t i = 0; i < first_count; ++i) free_first += first[i].longest == 0;
    damaged = damaged || bad(count) || bad(first_count) || free_rows == 0 || free_first == 0;
    out.rows = rows;
    out.openers = first;
    out.mask = count - 1;
    out.opener_mask = static_cast<std::uint32_t>(first_count - 1);
    return out;
  };
  const Phrases listed = list("phrases", "openers");
  const Phrases known = list("known", "known.openers");
  const auto [cues, cue_count] = file->array<Cue>("cues");
  std::size_t free_cues = 0;
  for (std::size_t i = 0; i < cue_count; ++i) free_cues += cues[i].clue == 0 && cues[i].common == 0;
  if (damaged || bad(cue_count) || free_cues == 0)
    return base::fail(base::Code::ModelBad, path, "the table of names is damaged");
  listed_ = listed;
  known_ = known;
  cues_ = cues;
  cue_mask_ = static_cast<std::uint32_t>(cue_count - 1);
  return {};
}

base::Result<NameLexicon> NameLexicon::open(const base::DataSource& data, const TokenRules& rules) {
  NameLexicon out;
  out.linking_ = rules.linking;
  bool changed = false;
  for (const char* prefix : {"actors/", "language/names.tsv", "language/known.tsv", "language/tokens.tsv"}) {
    for (const base::DataFile& file : data.files(prefix)) changed = changed || file.overridden;
  }
  const auto compiled = data.file("language/names.bin");
  if (compiled && !changed) {
    const base::Result<void> viewed = out.view(compiled->bytes, compiled->path);
    if (!viewed) return tl::unexpected(viewed.error());
  } else {
    base::Result<std::string> bytes = compile(data, rules);
    if (!bytes) return tl::unexpected(bytes.error());
    out.own_ = std::make_shared<const std::string>(std::move(*bytes));
    const base::Result<void> viewed = out.view(*out.own_, "language/names.tsv");
    if (!viewed) return tl::unexpected(viewed.error());
  }
  base::Result<ground::Gazetteer> places = ground::Gazetteer::open(data);
  if (!places) return tl::unexpected(places.error());
  out.places_ = std::make_shared<const ground::Gazetteer>(std::move(*places));
  return out;
}

const NameLexicon::Phrase* NameLexicon::Phrases::phrase(std::uint64_t key) const {
  if (key == 0) key = 1;
  for (std::uint64_t at = key & mask; rows[at].key != 0; at = (at + 1) & mask) {
    if (rows[at].key == key) return &rows[at];
  }
  return nullptr;
}

const NameLexicon::Opener* NameLexicon::Phrases::opener(std::uint32_t key) const {
  for (std::uint32_t at = key & opener_mask; openers[at].longest != 0; at = (at + 1) & opener_mask) {
    if (openers[at].key == key) return &openers[at];
  }
  return nullptr;
}

const NameLexicon::Cue* NameLexicon::cue(std::uint32_t key) const {
  for (std::uint32_t at = key & cue_mask_; cues_[at].clue != 0 || cues_[at].common != 0;
       at = (at + 1) & cue_mask_) {
    if (cues_[at].key == key) return &cues_[at];
  }
  return nullptr;
}

std::uint32_t NameLexicon::longest(const Phrases& list, const std::vector<std::string_view>& forms,
                                   const std::vector<Word>& words, bool caseless, std::uint32_t i,
                                   std::uint16_t* clue) const {
  if (!words[i].capital && !caseless) return 0;
  const Opener* first = list.opener(words[i].lower);
  if (first == nullptr) return 0;
  const std::uint32_t n = static_cast<std::uint32_t>(forms.size());
  std::uint32_t best = 0;
  std::uint64_t key = 1;
  const std::uint32_t stop = std::min(n, i + first->longest);
  for (std::uint32_t k = i; k < stop; ++k) {
    key = chain(key, words[k].lower);
    const Phrase* it = list.phrase(key);
    if (it == nullptr) continue;
    // A word of the lists written in capitals among words that are not is another name ("NASA", the Nasa).
    if (k == i && !caseless && it->acronym == 0 && it->exact != words[i].form && capitals(forms[i])) continue;
    // An acronym that could be a word ("IS", "AP") counts only as written; in a text without case, only
    // from three letters on.
    if (it->acronym != 0 && k == i) {
      if (caseless ? forms[i].size() < 3 : it->exact != words[i].form) continue;
      // Two letters between words in capitals are a shouted word.
      const auto shouted = [&](std::uint32_t at) {
        return at < n && forms[at].size() > 2 && words[at].capital && lower(forms[at]) != forms[at] &&
               is_upper(static_cast<unsigned char>(forms[at].back()));
      };
      if (forms[i].size() == 2 && shouted(i - 1) && shouted(i + 1)) continue;
    }
    if (k > i && !caseless && !words[k].capital && !linking_.contains(std::string(forms[k]))) continue;
    best = k + 1 - i;
    *clue = it->clue;
  }
  return best;
}

void NameLexicon::look_up(const std::vector<std::string_view>& forms, const std::vector<Word>& words,
                          bool caseless, std::vector<Match>* matches,
                          std::vector<std::uint32_t>* clues) const {
  const std::uint32_t n = static_cast<std::uint32_t>(forms.size());
  matches->clear();
  clues->assign(n, 0);
  for (std::uint32_t i = 0; i < n; ++i) {
    if (const Cue* found = cue(words[i].lower)) {
      (*clues)[i] = found->clue | (found->common != 0 ? kClueCommon : 0u);
    }
  }
  for (std::uint32_t i = 0; i < n;) {
    std::uint16_t clue = 0;
    const std::uint32_t words_known = longest(known_, forms, words, caseless, i, &clue);
    for (std::uint32_t k = i; k < i + words_known; ++k) (*clues)[k] |= std::uint32_t{clue} << kKnownShift;
    i += std::max(1u, words_known);
  }
  for (std::uint32_t i = 0; i < n;) {
    std::uint16_t clue = 0;
    const std::uint32_t best = longest(listed_, forms, words, caseless, i, &clue);
    if (best != 0) {
      matches->push_back({i, i + best, clue});
      for (std::uint32_t k = i; k < i + best; ++k) (*clues)[k] |= clue | (k == i ? kClueFirst : 0u);
      i += best;
      continue;
    }
    ++i;
  }
  // The gazetteer: longest run of capitalised words that is a place. In text without case only words that no
  // list knows as common are asked for.
  const auto common = [&](std::uint32_t key) {
    const Cue* found = cue(key);
    return found != nullptr && found->common != 0;
  };
  std::vector<ground::PlaceHit> hits;
  std::string phrase_text;
  for (std::uint32_t i = 0; i < n;) {
    std::uint32_t best = 0;
    if ((words[i].capital && forms[i].size() > 2) ||
        (caseless && forms[i].size() > 3 && !common(words[i].lower))) {
      phrase_text.clear();
      for (std::uint32_t k = i; k < std::min(n, i + 5); ++k) {
        if (k > i && !words[k].capital && !caseless && !linking_.contains(std::string(forms[k]))) break;
        if (k > i) phrase_text += ' ';
        phrase_text += forms[k];
        if (!(words[k].capital || caseless)) continue;
        hits.clear();
        places_->find(ground::fold(phrase_text), &hits);
        if (hits.empty() || (k == i && common(words[i].lower))) continue;
        best = k + 1 - i;
      }
    }
    for (std::uint32_t k = i; k < i + best; ++k) (*clues)[k] |= kCluePlace;
    i += std::max(1u, best);
  }
}

void name_features(const std::vector<Word>& w, const std::vector<model::Upos>& tags,
                   const std::vector<std::uint32_t>& clues, std::size_t i, NameFeatures* out) {
  static const Word kNone;
  const std::size_t n = w.size();
  const auto word = [&](std::size_t at) -> const Word& { return at < n ? w[at] : kNone; };
  const auto tag = [&](std::size_t at) -> std::uint64_t {
    return at < n ? static_cast<std::uint64_t>(tags[at]) + 1 : 0;
  };
  const auto clue = [&](std::size_t at) -> std::uint64_t {
    return at < n ? clues[at] & ~(kClueLocative | kClueCommon | kKnown) : 0;
  };
  const auto known = [&](std::size_t at) -> std::uint64_t { return at < n ? clues[at] & kKnown : 0; };
  const Word &c = w[i], &p1 = word(i - 1), &p2 = word(i - 2), &n1 = word(i + 1), &n2 = word(i + 2);
  std::uint32_t k = 0;
  const auto add = [&](std::uint64_t a, std::uint64_t b = 0) {
    (*out)[k] = feature(k + 300, a, b);
    ++k;
  };
  constexpr std::uint64_t kKinds =
      kCluePerson | kClueOrganisation | kClueArmedGroup | kClueCountry | kCluePlace | kClueNationality;
  constexpr std::uint64_t kCues =
      kClueTitle | kClueGroupWord | kClueOrgWord | kClueFacilityWord | kCluePlaceWord;
  add(1);
  add(c.lower);
  add(c.form);
  add(c.shape);
  add(c.suffix[2], c.shape);
  add(c.suffix[1], c.shape);
  add(c.prefix[2], c.shape);
  add(tag(i), c.shape);
  add(p1.lower, c.shape);
  add(n1.lower, c.shape);
  add(p2.lower, c.shape);
  add(n2.lower, c.shape);
  add(p1.lower, c.lower);
  add(c.lower, n1.lower);
  add(pair(p1.lower, n1.lower), c.shape);
  add(pair(p1.shape, n1.shape), c.shape);
  add(tag(i - 1), pair(tag(i), tag(i + 1)));
  add(pair(tag(i - 1), tag(i - 2)), tag(i));
  add(clue(i), c.shape);
  add(clue(i) & kKinds);
  add(clue(i) & kKinds, tag(i));
  add(clue(i) & kKinds, clue(i - 1) & kKinds);
  add(clue(i) & kKinds, clue(i + 1) & kKinds);
  add(clue(i) & kKinds, p1.lower);
  add(clue(i) & kKinds, n1.lower);
  add(clue(i - 1) & kCues, c.shape);
  add(clue(i + 1) & kCues, c.shape);
  add(clue(i - 2) & kCues, pair(c.shape, p1.shape));
  add(clue(i + 2) & kCues, pair(c.shape, n1.shape));
  add(clue(i) & kCues, pair(c.shape, p1.shape));
  add(pair(p1.suffix[2], p1.shape), c.shape);
  add(pair(n1.suffix[2], n1.shape), c.shape);
  add(pair(p1.shape, p2.shape), pair(c.shape, n1.shape));
  add(pair(c.lower, tag(i - 1)));
  add(pair(p1.lower, p2.lower), c.shape);
  add(pair(n1.lower, n2.lower), c.shape);
  add(known(i), c.shape);
  add(known(i), pair(tag(i), clue(i) & kKinds));
  add(known(i), known(i - 1));
  add(known(i), known(i + 1));
}

void best_labels(const std::vector<std::array<std::int32_t, 8>>& scores, const std::int32_t (*transition)[8],
                 std::vector<std::uint8_t>* out) {
  const std::size_t n = scores.size();
  out->assign(n, 0);
  if (n == 0) return;
  constexpr std::int64_t kNever = -(std::int64_t{1} << 50);
  std::vector<std::array<std::int64_t, kBioCount>> best(n);
  std::vector<std::array<std::uint8_t, kBioCount>> from(n);
  for (std::size_t y = 0; y < kBioCount; ++y)
    best[0][y] = bio_follows(0, y) ? scores[0][y] + transition[0][y] : kNever;
  for (std::size_t i = 1; i < n; ++i) {
    for (std::size_t y = 0; y < kBioCount; ++y) {
      best[i][y] = kNever;
      for (std::size_t b = 0; b < kBioCount; ++b) {
        if (!bio_follows(b, y)) continue;
        const std::int64_t s = best[i - 1][b] + transition[b][y];
        if (s > best[i][y]) {
          best[i][y] = s;
          from[i][y] = static_cast<std::uint8_t>(b);
        }
      }
      best[i][y] += scores[i][y];
    }
  }
  std::size_t y = 0;
  for (std::size_t k = 1; k < kBioCount; ++k) {
    if (best[n - 1][k] > best[n - 1][y]) y = k;
  }
  for (std::size_t i = n; i-- > 0;) {
    (*out)[i] = static_cast<std::uint8_t>(y);
    if (i > 0) y = from[i][y];
  }
}

base::Result<NameTagger> NameTagger::open(const ModelFile& file) {
  NameTagger out;
  const auto [rows, count] = file.array<std::int16_t>("names");
  const auto [transition, size] = file.array<std::int32_t>("names.t");
  const std::size_t n = count / 8;
  if (count % 8 != 0 || n == 0 || (n & (n - 1)) != 0 || size != 64)
    return base::fail(base::Code::ModelBad, file.path(), "the table of names is damaged");
  out.rows_ = rows;
  out.mask_ = static_cast<std::uint32_t>(n - 1);
  for (std::size_t i = 0; i < 64; ++i) {
    if (transition[i] > (1 << 24) || transition[i] < -(1 << 24))
      return base::fail(base::Code::ModelBad, file.path(), "the table of names is damaged");
    out.transition_[i / 8][i % 8] = transition[i];
  }
  return out;
}

void NameTagger::scores(const std::vector<Word>& words, const std::vector<model::Upos>& tags,
                        const std::vector<std::uint32_t>& clues,
                        std::vector<std::array<std::int32_t, 8>>* out) const {
  out->assign(words.size(), {});
  NameFeatures features;
  for (std::size_t i = 0; i < words.size(); ++i) {
    name_features(words, tags, clues, i, &features);
    for (std::uint32_t f : features) {
      const std::int16_t* row = rows_ + 8 * static_cast<std::size_t>(f & mask_);
      for (std::size_t k = 0; k < 8; ++k) (*out)[i][k] += row[k];
    }
  }
}

void NameTagger::run(const std::vector<Word>& words, const std::vector<model::Upos>& tags,
                     const std::vector<std::uint32_t>& clues, std::vector<std::uint8_t>* labels) const {
  std::vector<std::array<std::int32_t, 8>> found;
  scores(words, tags, clues, &found);
  best_labels(found, transition_, labels);
}

namespace {

struct Span {
  std::uint32_t begin;
  std::uint32_t end;
  NameType type;
  float score;
};

std::uint64_t surface(const NamedSentence& s, std::uint32_t begin, std::uint32_t end) {
  std::uint64_t key = 7;
  for (std::uint32_t k = begin; k < end; ++k) key = chain(key, s.words[k].lower);
  return key;
}

std::vector<Span> spans_of(const NamedSentence& s) {
  std::vector<Span> out;
  for (std::uint32_t i = 0; i < s.labels.size(); ++i) {
    const std::uint8_t label = s.labels[i];
    if (label == 0) continue;
    const NameType type =
        label <= 2 ? NameType::Person : (label <= 4 ? NameType::Organisation : NameType::Place);
    if (label % 2 == 0 && !out.empty() && out.back().end == i && out.back().type == type) {
      out.back().end = i + 1;
    } else {
      out.push_back({i, i + 1, type, 0.8f});
    }
  }
  return out;
}

// The type that the words inside a name give it.
void refine(const NamedSentence& s, Span* span) {
  std::uint32_t inside = 0;
  for (std::uint32_t k = span->begin; k < span->end; ++k) inside |= s.clues[k];
  const std::uint32_t last = s.clues[span->end - 1];
  const bool several = span->end - span->begin > 1;
  if (span->type != NameType::Person && several) {
    if (last & kClueFacilityWord) {
      span->type = NameType::Facility;
      return;
    }
    if (span->type == NameType::Organisation && (inside & kClueGroupWord) && !(inside & kClueOrgWord))
      span->type = NameType::ArmedGroup;
    if (span->type == NameType::Place && (inside & kClueGroupWord) && !(last & kCluePlaceWord))
      span->type = NameType::ArmedGroup;
  }
}

// Names that their surroundings give away: a run of capitalised words that ends in a word for a group or an
// organisation, an unknown capitalised word after a preposition of place, a place with the word for a
// facility after it.
void add_by_context(const NamedSentence& s, std::vector<Span>* list) {
  const std::uint32_t n = static_cast<std::uint32_t>(s.forms.size());
  if (s.caseless) return;
  unsigned low = 0;
  for (const Word& word : s.words) low += (word.shape & 7) == 5;
  // In a headline with capitals throughout they say nothing.
  if (low < 2) return;
  const auto capital = [&](std::uint32_t k) {
    return s.words[k].capital &&
           (s.tags[k] == model::Upos::PROPN || s.tags[k] == model::Upos::ADJ ||
            s.tags[k] == model::Upos::NOUN) &&
           !(k == 0 && (s.clues[k] & kClueCommon));
  };
  const auto sort = [&] {
    std::sort(list->begin(), list->end(), [](const Span& a, const Span& b) { return a.begin < b.begin; });
  };
  for (std::uint32_t k = 0; k < n;) {
    if (!capital(k)) {
      ++k;
      continue;
    }
    std::uint32_t end = k + 1;
    while (end < n && (capital(end) || (s.forms[end] == "-" && end + 1 < n && capital(end + 1)))) ++end;
    const std::uint32_t last = s.clues[end - 1];
    NameType type = NameType::Other;
    if (last & kClueGroupWord) type = NameType::ArmedGroup;
    if (last & kClueOrgWord) type = NameType::Organisation;
    if (end - k >= 2 && type != NameType::Other) {
      bool longer = false;  // a proposal that reaches beyond the run knows better
      for (const Span& p : *list)
        longer = longer || (p.begin < end && k < p.end &&
                            (p.begin < k || p.end > end || (p.begin == k && p.end == end)));
      // A nationality in front describes the group ("Syrian Interior Ministry"): it stays a name of its own.
      std::uint32_t begin = k;
      for (const Span& p : *list) {
        // Not where a hyphen joins it to what follows ("Arab-Kurdish Council").
        if (p.begin == k && p.type == NameType::Nationality && p.end < end && s.forms[p.end] != "-")
          begin = p.end;
      }
      if (!longer && end - begin >= 2) {
        std::erase_if(*list, [&](const Span& p) { return p.begin >= begin && p.end <= end; });
        list->push_back({begin, end, type, 0.6f});
        sort();
      }
    }
    k = end;
  }
  std::vector<bool> taken(n, false);
  for (const Span& p : *list) std::fill(taken.begin() + p.begin, taken.begin() + p.end, true);
  std::vector<Span> more;
  for (std::uint32_t k = 1; k < n; ++k) {
    if (taken[k] || !(s.clues[k - 1] & kClueLocative) || !s.words[k].capital ||
        s.tags[k] != model::Upos::PROPN || (s.clues[k] & kClueCommon) || s.forms[k].size() < 3 ||
        // "with shares in Toyota": a make is no place, unless a place has its name.
        ((s.clues[k] & kClueKnownBrand) && !(s.clues[k] & (kCluePlace | kClueKnownPlace)))) {
      continue;
    }
    std::uint32_t end = k + 1;
    while (end < n && !taken[end] &&
           ((s.words[end].capital && s.tags[end] == model::Upos::PROPN) ||
            (s.forms[end] == "-" && end + 1 < n && !taken[end + 1] && s.words[end + 1].capital))) {
      ++end;
    }
    if (end < n && taken[end] && s.words[end].capital) continue;
    more.push_back({k, end, NameType::Place, 0.5f});
    std::fill(taken.begin() + k, taken.begin() + end, true);
  }
  list->insert(list->end(), more.begin(), more.end());
  sort();
  for (std::size_t i = 0; i < list->size(); ++i) {
    Span& p = (*list)[i];
    if (p.type != NameType::Place || p.end >= n || taken[p.end] || !(s.clues[p.end] & kClueFacilityWord))
      continue;
    // A word in lower case ("Makala prison") is no part of the name by UNER's convention.
    if (s.words[p.end].capital && s.tags[p.end] == model::Upos::PROPN) {
      ++p.end;
      p.type = NameType::Facility;
    }
  }
}

}  // namespace

std::vector<model::Name> settle_names(const std::vector<NamedSentence>& sentences) {
  std::vector<std::vector<Span>> spans(sentences.size());
  for (std::size_t i = 0; i < sentences.size(); ++i) {
    const NamedSentence& s = sentences[i];
    std::vector<Span>& list = spans[i];
    const std::vector<Span> proposed = spans_of(s);
    // A list entry wins over a proposal that it covers, and gives its type to one with the same words; a
    // longer proposal keeps its own words ("Aleppo University Hospital" over "Aleppo").
    for (Span p : proposed) {
      refine(s, &p);
      bool drop = false;
      for (const NameLexicon::Match& m : s.matches) {
        if (m.begin >= p.end || m.end <= p.begin) continue;
        if (m.begin <= p.begin && m.end >= p.end) {
          // A person's bare surname of the lists says little against the context ("Jordan", "Paris").
          if (m.end - m.begin == 1 && (m.clue & kCluePerson) && p.type != NameType::Person) continue;
          drop = true;
        }
      }
      if (!drop) list.push_back(p);
    }
    for (const NameLexicon::Match& m : s.matches) {
      const bool single = m.end - m.begin == 1;
      bool covered = false;
      bool agreed = false;
      NameType said = NameType::Other;
      for (const Span& p : list) covered = covered || (p.begin < m.end && m.begin < p.end);
      for (const Span& p : proposed) {
        if (p.begin < m.end && m.begin < p.end) {
          agreed = true;
          if (p.begin >= m.begin && p.end <= m.end) said = p.type;
        }
      }
      if (covered) continue;
      NameType type = type_of(m.clue);
      const std::uint16_t kinds = m.clue & (kCluePerson | kClueOrganisation | kClueArmedGroup | kClueCountry |
                                            kCluePlace | kClueNationality);
      const bool ambiguous = (kinds & (kinds - 1)) != 0;
      if (single && type == NameType::Person && !agreed) continue;
      if (type == NameType::Nationality && (m.clue & (kClueCountry | kCluePlace)) && said == NameType::Place)
        type = NameType::Place;
      if (ambiguous && agreed && said != NameType::Other && type != NameType::Nationality &&
          type != NameType::ArmedGroup)
        type = said;
      // In text without case a single word is a name only where the tagger agrees, but for nationalities and
      // countries.
      if (s.caseless && single && !agreed && type != NameType::Nationality && !(m.clue & kClueCountry))
        continue;
      // A capitalised single word at the head of a sentence may be any word.
      list.push_back({m.begin, m.end, type, agreed ? 0.95f : 0.85f});
    }
    std::sort(list.begin(), list.end(), [](const Span& a, const Span& b) { return a.begin < b.begin; });
  }
  for (std::size_t i = 0; i < sentences.size(); ++i) add_by_context(sentences[i], &spans[i]);
  // One surface, one type in a document, by vote; later mentions of a person by one part of the name follow
  // the full name.
  std::map<std::uint64_t, std::array<float, 7>> votes;
  std::map<std::uint32_t, int> person_parts;
  for (std::size_t i = 0; i < sentences.size(); ++i) {
    for (const Span& p : spans[i]) {
      auto& vote = votes[surface(sentences[i], p.begin, p.end)];
      vote[static_cast<std::size_t>(p.type)] += p.score;
      // "in Nyala": what the gazetteer knows and a preposition of place introduces is a place, here and
      // elsewhere.
      const NamedSentence& s = sentences[i];
      if (p.begin > 0 && p.type == NameType::Person && (s.clues[p.begin - 1] & kClueLocative) &&
          (s.clues[p.begin] & (kCluePlace | kClueCountry)) && !(s.clues[p.begin] & kCluePerson)) {
        vote[static_cast<std::size_t>(NameType::Place)] += 2 * p.score;
      }
      if (p.type == NameType::Person && p.end - p.begin >= 2) {
        const Word& last = s.words[p.end - 1];
        if (s.forms[p.end - 1].size() > 2) ++person_parts[last.lower];
      }
    }
  }
  std::vector<model::Name> out;
  for (std::size_t i = 0; i < sentences.size(); ++i) {
    const NamedSentence& s = sentences[i];
    for (Span& p : spans[i]) {
      const auto& vote = votes[surface(s, p.begin, p.end)];
      std::size_t best = static_cast<std::size_t>(p.type);
      for (std::size_t t = 0; t < 7; ++t) {
        if (vote[t] > vote[best]) best = t;
      }
      p.type = static_cast<NameType>(best);
      if (p.end - p.begin == 1 && (p.type == NameType::Place || p.type == NameType::Organisation) &&
          person_parts.contains(s.words[p.begin].lower) &&
          (s.clues[p.begin] & (kClueCountry | kClueOrganisation)) == 0) {
        p.type = NameType::Person;
      }
    }
    // Mentions that were missed: the same words, capitalised, elsewhere in the document.
    if (!s.caseless) {
      std::vector<bool> taken(s.forms.size(), false);
      for (const Span& p : spans[i]) std::fill(taken.begin() + p.begin, taken.begin() + p.end, true);
      std::vector<Span> more;
      for (std::uint32_t k = 0; k < s.forms.size(); ++k) {
        if (taken[k] || !s.words[k].capital || s.tags[k] != model::Upos::PROPN || s.forms[k].size() < 3)
          continue;
        for (std::uint32_t e = std::min<std::uint32_t>(static_cast<std::uint32_t>(s.forms.size()), k + 5);
             e > k; --e) {
          bool free = s.words[e - 1].capital;
          for (std::uint32_t t = k; t < e; ++t) free = free && !taken[t];
          if (!free) continue;
          // Beside another capitalised word this may be part of a longer name.
          if ((k > 0 && !taken[k - 1] && s.words[k - 1].capital && k > 1) ||
              (e < s.forms.size() && !taken[e] && s.words[e].capital))
            continue;
          NameType type = NameType::Other;
          const auto it = votes.find(surface(s, k, e));
          if (it != votes.end()) {
            std::size_t best = 0;
            for (std::size_t t = 1; t < 7; ++t) {
              if (it->second[t] > it->second[best]) best = t;
            }
            type = static_cast<NameType>(best);
          } else if (e == k + 1 && person_parts.contains(s.words[k].lower)) {
            type = NameType::Person;
          } else {
            continue;
          }
          more.push_back({k, e, type, 0.6f});
          for (std::uint32_t t = k; t < e; ++t) taken[t] = true;
          break;
        }
      }
      spans[i].insert(spans[i].end(), more.begin(), more.end());
      std::sort(spans[i].begin(), spans[i].end(),
                [](const Span& a, const Span& b) { return a.begin < b.begin; });
    }
    for (const Span& p : spans[i]) out.push_back({{s.begin + p.begin, s.begin + p.end}, p.type, p.score});
  }
  return out;
}

}  // namespace hudna::language
