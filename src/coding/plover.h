// Which class of the PLOVER event coding scheme does a sentence state between a
// source and a target? First by a lexicon that an analyst can read
// (data/coding/plover.toml) and the mode over the verb: negated, refused,
// promised, threatened, asked for. Then by a linear model over what the
// lexicon, the tree and hudna's own statements say, where one is shipped
// (data/coding/plover.bin). Immutable after open, thread-safe; must not outlive
// its DataSource.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/data_source.h"
#include "base/result.h"
#include "coding/linear.h"
#include "model/span.h"

namespace hudna::coding {

inline constexpr std::array<std::string_view, 15> kPloverClasses = {
    "ACCUSE",  "AGREE",  "AID",     "ASSAULT",  "COERCE",  "CONSULT",  "COOPERATE", "MOBILIZE",
    "PROTEST", "REJECT", "REQUEST", "SANCTION", "SUPPORT", "THREATEN", "YIELD"};
inline constexpr std::size_t kNoClass = kPloverClasses.size();

// A sentence, and the bytes of it that name who acts and on whom; empty where nobody says.
struct PloverSentence {
  std::string text;
  model::Span source, target;
};

class PloverCoder {
 public:
  // Without a model, `code` is `code_by_lexicon`.
  static base::Result<PloverCoder> open(const base::DataSource& data, bool with_model = true);
  PloverCoder(PloverCoder&&) noexcept;
  PloverCoder& operator=(PloverCoder&&) noexcept;
  ~PloverCoder();

  // By the lexicon and the mode alone: an index of kPloverClasses, or kNoClass.
  std::size_t code_by_lexicon(const PloverSentence& sentence) const;
  // By the model.
  std::size_t code(const PloverSentence& sentence) const;
  // What the model sees. For the trainer.
  Features features(const PloverSentence& sentence) const;

 private:
  struct Parts;
  struct View;
  explicit PloverCoder(std::unique_ptr<const Parts> parts);
  View view(const PloverSentence& sentence) const;
  std::size_t by_lexicon(const View& view) const;
  std::unique_ptr<const Parts> parts_;
};

}  // namespace hudna::coding
