// Which words are names, and of what? First a trained tagger with word lists
// as clues proposes persons, organisations and places; then the lists, the
// words inside and beside a name, and the other mentions in the same document
// settle the type (armed group, facility, nationality) and add what was missed.
// Useful for: grounding, roles. Not for: who or where it is.
// Frozen after open; thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/data_source.h"
#include "base/result.h"
#include "ground/gazetteer.h"
#include "language/model_file.h"
#include "language/tokenizer.h"
#include "language/word.h"
#include "model/analysis.h"

namespace hudna::language {

// What the lists say of a token, as bits.
enum Clue : std::uint16_t {
  kCluePerson = 1,        // in the name of a known person
  kClueOrganisation = 2,
  kClueArmedGroup = 4,
  kClueCountry = 8,
  kCluePlace = 16,        // in the gazetteer
  kClueNationality = 32,
  kClueTitle = 64,        // stands before persons ("Gen.", "President")
  kClueGroupWord = 128,   // "Brigade"
  kClueOrgWord = 256,     // "Ministry"
  kClueFacilityWord = 512,
  kCluePlaceWord = 1024,  // "Province"
  kClueFirst = 2048,      // the list entry starts here
  kClueLocative = 4096    // a preposition that mostly takes a place ("near")
};

// The lists: actors/*.toml, actors/nationalities.toml, language/names.tsv and the gazetteer.
class NameLexicon {
 public:
  static base::Result<NameLexicon> open(const base::DataSource& data, const TokenRules& rules);
  struct Match {
    std::uint32_t begin;
    std::uint32_t end;
    std::uint16_t clue;
  };
  // Longest list entries from left to right, disjoint; and the clues of every token. One sentence.
  void look_up(const std::vector<std::string_view>& forms, const std::vector<Word>& words, bool caseless, std::vector<Match>* matches,
               std::vector<std::uint16_t>* clues) const;

 private:
  struct Entry {
    std::uint16_t clue;
    bool acronym;         // only as written
    std::uint32_t exact;  // hash of the form as written, for acronyms
  };
  void add(std::string_view name, std::uint16_t clue, bool acronym, const TokenRules& rules);
  std::unordered_map<std::uint64_t, Entry> phrases_;           // by the hashes of the words
  std::unordered_map<std::uint32_t, std::uint32_t> openers_;   // first word -> longest phrase
  std::unordered_map<std::uint32_t, std::uint16_t> cue_words_; // single words of names.tsv
  std::shared_ptr<const ground::Gazetteer> places_;
  std::unordered_set<std::uint32_t> common_;                   // words that are rarely names although the gazetteer has them
};

// Proposals of the trained tagger; also what a network gives.
enum class Bio : std::uint8_t { Out, BeginPerson, InPerson, BeginOrganisation, InOrganisation, BeginPlace, InPlace };
inline constexpr std::size_t kBioCount = 7;
inline bool bio_follows(std::size_t before, std::size_t now) {
  // Inside only after the begin or inside of the same type.
  return now == 0 || now % 2 == 1 || before == now || before + 1 == now;
}

inline constexpr int kNameFeatures = 36;
using NameFeatures = std::array<std::uint32_t, kNameFeatures>;
void name_features(const std::vector<Word>& words, const std::vector<model::Upos>& tags, const std::vector<std::uint16_t>& clues, std::size_t i,
                   NameFeatures* out);

// The best legal label sequence by emission and transition scores. scores: words x kBioCount.
void best_labels(const std::vector<std::array<std::int32_t, 8>>& scores, const std::int32_t (*transition)[8], std::vector<std::uint8_t>* out);

class NameTagger {
 public:
  static base::Result<NameTagger> open(const ModelFile& file);
  void run(const std::vector<Word>& words, const std::vector<model::Upos>& tags, const std::vector<std::uint16_t>& clues,
           std::vector<std::uint8_t>* labels) const;
  // What each label scores at each word, before the chain is decided; and what a label scores after another.
  void scores(const std::vector<Word>& words, const std::vector<model::Upos>& tags, const std::vector<std::uint16_t>& clues,
              std::vector<std::array<std::int32_t, 8>>* out) const;
  std::int32_t transition(std::size_t before, std::size_t now) const { return transition_[before][now]; }

 private:
  const std::int16_t* rows_ = nullptr;  // eight a row
  std::uint32_t mask_ = 0;
  std::int32_t transition_[8][8] = {};
};

// One sentence's worth for the second pass.
struct NamedSentence {
  std::uint32_t begin = 0;  // of its tokens in the document
  std::vector<std::string_view> forms;
  std::vector<Word> words;
  std::vector<model::Upos> tags;
  std::vector<std::uint16_t> clues;
  std::vector<NameLexicon::Match> matches;
  std::vector<std::uint8_t> labels;    // Bio
  std::vector<std::uint8_t> mentions;  // labels over net::Fine where a network gives them, else empty
  bool caseless = false;
};

// The names of a document: ordered, disjoint, each inside one sentence.
std::vector<model::Name> settle_names(const std::vector<NamedSentence>& sentences);

}  // namespace hudna::language
