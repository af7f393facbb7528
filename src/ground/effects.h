// What befell the people that a figure counts? Read off the sentence's tree: the
// verb or noun that governs them, its voice, the words of its phrase, and what
// joins a part to its whole. Useful where there is a tree; ground/quantities.h
// reads the order of words where there is none. Thread-safe after open.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/data_source.h"
#include "base/result.h"
#include "ground/places.h"
#include "ground/quantities.h"
#include "ground/word_table.h"
#include "model/analysis.h"
#include "model/values.h"

namespace hudna::ground {

// What the tree says. `sure` without an effect: nothing befell them here ("two bombers killed 30 people").
struct Befallen {
  model::Effect effect = model::Effect::None;
  bool sure = false;
};

class EffectTable {
 public:
  static base::Result<EffectTable> open(const base::DataSource& data);

  // Of the figure in `tokens` that counts the noun `unit`, or stands alone at it. `categories` tells which
  // nouns name people. REQUIRES: the sentence has a tree; `unit` is in the range.
  Befallen read(const TokenView& view, const model::Analysis& analysis, const QuantityTagger& categories,
                model::TokenRange tokens, std::uint32_t unit) const;

 private:
  friend class EffectReader;
  struct Said {
    model::Effect effect = model::Effect::None;
    bool weak = false;
  };
  enum Counted { Subject = 1, Object = 2 };
  struct Phrase {
    model::Effect effect = model::Effect::None;
    int counted = 0;
    WordSet verbs, with;
  };
  struct Oblique {
    model::Effect effect = model::Effect::None;
    WordSet verbs, marks;
  };
  WordTable<model::Effect> does_, is_, of_, held_;
  WordTable<Said> undergoes_, counted_;
  std::vector<Phrase> phrases_;
  std::vector<Oblique> obliques_;
  WordSet phrase_verbs_, loss_, life_, include_, rise_, total_, toll_, collective_, part_, agent_mark_, noun_mark_,
      partitive_mark_;
};

}  // namespace hudna::ground
