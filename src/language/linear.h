// How is a sentence tagged and parsed by linear models? Hashed averaged
// perceptrons: a greedy tagger (joint UPOS and XPOS), a greedy arc-hybrid
// parser, a labeller at arc time. Tables are int16, sparse by row where a row
// has many classes. Useful for: speed and small weights. Not for: the last
// points of accuracy. Frozen after open; thread-safe with one scratch a thread.
#pragma once

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "language/arc_hybrid.h"
#include "language/linear_features.h"
#include "language/model_file.h"
#include "language/word.h"
#include "model/analysis.h"

namespace hudna::language {

// Rows of (class, weight) pairs.
class SparseTable {
 public:
  // Sections NAME.r (row starts, a power of two of them plus one), NAME.c (classes), NAME.w (weights).
  // False when they do not fit together or a class is >= `classes`.
  bool open(const ModelFile& file, const std::string& name, std::size_t classes);
  void add(std::uint32_t hash, std::int32_t* scores) const {
    const std::uint32_t row = hash & mask_;
    for (std::uint32_t i = starts_[row], end = starts_[row + 1]; i < end; ++i) scores[classes_[i]] += weights_[i];
  }

 private:
  const std::uint32_t* starts_ = nullptr;
  const std::uint8_t* classes_ = nullptr;
  const std::int16_t* weights_ = nullptr;
  std::uint32_t mask_ = 0;
};

struct TagPair {
  model::Upos upos;
  model::Xpos xpos;
};

// Candidate tags of frequent forms.
struct TagEntry {
  std::uint32_t key;
  std::uint8_t count;
  std::uint8_t tags[11];
};
static_assert(sizeof(TagEntry) == 16);

struct LinearScratch {
  State state;
};

class LinearModel {
 public:
  static base::Result<LinearModel> open(const ModelFile& file);
  // Tag classes, one a word. `caseless` as in make_word.
  void tag(const std::vector<Word>& words, bool caseless, std::vector<std::uint8_t>* tags) const;
  // Heads (words.size() for the root's word) and relations.
  void parse(const std::vector<Word>& words, const std::vector<std::uint8_t>& tags, LinearScratch* scratch, std::vector<int>* heads,
             std::vector<model::Relation>* relations) const;
  TagPair pair_of(std::uint8_t tag) const { return tags_[tag]; }
  const std::vector<TagPair>& pairs() const& { return tags_; }

 private:
  SparseTable tagger_;
  SparseTable labels_;
  const std::int16_t* actions_ = nullptr;  // three a row: Shift, Left, Right
  std::uint32_t actions_mask_ = 0;
  const TagEntry* dictionary_ = nullptr;
  std::uint32_t dictionary_mask_ = 0;
  std::vector<TagPair> tags_;
};

// The lemma of a form with its tag, by the longest known ending.
class Lemmatizer {
 public:
  static base::Result<Lemmatizer> open(const ModelFile& file);
  // `caseless`: the form's capitals mean nothing. Never empty.
  void lemma(std::string_view form, model::Upos upos, model::Xpos xpos, bool caseless, std::string* out) const;

 private:
  struct Slot {
    std::uint32_t key;
    std::uint32_t script;  // index + 1, 0 is free
  };
  const Slot* slots_ = nullptr;
  std::uint32_t mask_ = 0;
  std::vector<std::pair<std::uint32_t, std::string_view>> scripts_;  // bytes to strip, ending to add
  friend class LemmaTrainer;
};

// Endings of a lower-case form, shortest first, up to this many bytes, then the whole form.
inline constexpr std::size_t kLemmaEnding = 7;
std::uint32_t lemma_key(std::string_view ending, bool whole, model::Xpos xpos);
// The form that lemmas are made from: lower case, apostrophes made plain; proper nouns keep their case.
void lemma_base(std::string_view form, model::Upos upos, bool caseless, std::string* out);

}  // namespace hudna::language
