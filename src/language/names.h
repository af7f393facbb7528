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
enum Clue : std::uint32_t {
  kCluePerson = 1,  // in the name of a known person
  kClueOrganisation = 2,
  kClueArmedGroup = 4,
  kClueCountry = 8,
  kCluePlace = 16,  // in the gazetteer
  kClueNationality = 32,
  kClueTitle = 64,       // stands before persons ("Gen.", "President")
  kClueGroupWord = 128,  // "Brigade"
  kClueOrgWord = 256,    // "Ministry"
  kClueFacilityWord = 512,
  kCluePlaceWord = 1024,  // "Province"
  kClueFirst = 2048,      // the list entry starts here
  kClueLocative = 4096,   // a preposition that mostly takes a place ("near")
  kClueCommon = 8192,     // mostly no name by itself ("March", "Front")
  // In a name that the general list has (language/known.tsv): it tells the tagger, and settles nothing by
  // itself.
  kClueKnownPerson = 16384,
  kClueKnownOrganisation = 32768,
  kClueKnownPlace = 65536,
  kClueKnownBrand = 131072,  // a chain of shops, a bank, a line, a make
  kClueKnownGiven = 262144,  // what parents call a child
  kClueKnownFamily = 524288  // a surname
};

// The lists: actors/*.toml, actors/nationalities.toml, language/names.tsv, language/known.tsv and the
// gazetteer.
class NameLexicon {
 public:
  // Takes the table compiled at build time (language/names.bin), or compiles the lists where one of them is
  // given with --data.
  static base::Result<NameLexicon> open(const base::DataSource& data, const TokenRules& rules);
  // The bytes of that table. Fails with DataBad.
  static base::Result<std::string> compile(const base::DataSource& data, const TokenRules& rules);
  struct Match {
    std::uint32_t begin;
    std::uint32_t end;
    std::uint16_t clue;
  };
  // Longest list entries from left to right, disjoint; and the clues of every token. One sentence.
  void look_up(const std::vector<std::string_view>& forms, const std::vector<Word>& words, bool caseless,
               std::vector<Match>* matches, std::vector<std::uint32_t>* clues) const;

 private:
  struct Phrase {
    std::uint64_t key;    // by the hashes of its words; 0 is a free slot
    std::uint32_t exact;  // hash of the form as written, for acronyms
    std::uint16_t clue;
    std::uint16_t acronym;  // only as written
  };
  struct Opener {
    std::uint32_t key;
    std::uint32_t longest;  // words of the longest phrase that starts with it; 0 is a free slot
  };
  struct Cue {
    std::uint32_t key;
    std::uint16_t clue;
    std::uint16_t common;  // rarely a name although the gazetteer has it
  };
  friend class NameCompiler;
  base::Result<void> view(std::string_view bytes, const std::string& path);
  struct Phrases {
    const Phrase* rows = nullptr;
    const Opener* openers = nullptr;
    std::uint64_t mask = 0;
    std::uint32_t opener_mask = 0;
    const Phrase* phrase(std::uint64_t key) const;
    const Opener* opener(std::uint32_t key) const;
  };
  // The longest phrase from word i on: how many words, 0 for none.
  std::uint32_t longest(const Phrases& list, const std::vector<std::string_view>& forms,
                        const std::vector<Word>& words, bool caseless, std::uint32_t i,
                        std::uint16_t* clue) const;
  const Cue* cue(std::uint32_t key) const;
  std::shared_ptr<const std::string> own_;  // compiled at run time
  Phrases listed_, known_;
  const Cue* cues_ = nullptr;
  std::uint32_t cue_mask_ = 0;
  std::shared_ptr<const ground::Gazetteer> places_;
  std::unordered_set<std::string> linking_;  // words that may stand in lower case inside a name
};

// Proposals of the trained tagger; also what a network gives.
enum class Bio : std::uint8_t {
  Out,
  BeginPerson,
  InPerson,
  BeginOrganisation,
  InOrganisation,
  BeginPlace,
  InPlace
};
inline constexpr std::size_t kBioCount = 7;
inline bool bio_follows(std::size_t before, std::size_t now) {
  // Inside only after the begin or inside of the same type.
  return now == 0 || now % 2 == 1 || before == now || before + 1 == now;
}

inline constexpr int kNameFeatures = 40;
using NameFeatures = std::array<std::uint32_t, kNameFeatures>;
void name_features(const std::vector<Word>& words, const std::vector<model::Upos>& tags,
                   const std::vector<std::uint32_t>& clues, std::size_t i, NameFeatures* out);

// The best legal label sequence by emission and transition scores. scores: words x kBioCount.
void best_labels(const std::vector<std::array<std::int32_t, 8>>& scores, const std::int32_t (*transition)[8],
                 std::vector<std::uint8_t>* out);

class NameTagger {
 public:
  static base::Result<NameTagger> open(const ModelFile& file);
  void run(const std::vector<Word>& words, const std::vector<model::Upos>& tags,
           const std::vector<std::uint32_t>& clues, std::vector<std::uint8_t>* labels) const;
  // What each label scores at each word, before the chain is decided; and what a label scores after another.
  void scores(const std::vector<Word>& words, const std::vector<model::Upos>& tags,
              const std::vector<std::uint32_t>& clues, std::vector<std::array<std::int32_t, 8>>* out) const;
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
  std::vector<std::uint32_t> clues;
  std::vector<NameLexicon::Match> matches;
  std::vector<std::uint8_t> labels;    // Bio
  std::vector<std::uint8_t> mentions;  // labels over net::Fine where a network gives them, else empty
  bool caseless = false;
};

// The names of a document: ordered, disjoint, each inside one sentence.
std::vector<model::Name> settle_names(const std::vector<NamedSentence>& sentences);

}  // namespace hudna::language
