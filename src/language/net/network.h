// What does the network say of a sentence? Tags, head, relation and name
// labels for each token, from the forms alone. The weights are one file,
// used where it lies: open checks it whole and copies little of it.
// Useful for: language/analyse. Not for: tokens, sentences, lemmas.
// Immutable after open; thread-safe with one Scratch a thread; run allocates
// nothing. The bytes must outlive the network.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "base/result.h"
#include "language/net/kernels.h"
#include "language/net/tree.h"
#include "model/analysis.h"

namespace hudna::language::net {

// BIO labels: 0 outside, 1 + 2 k begins type k, 2 + 2 k goes on with it.
using Label = std::uint8_t;
constexpr bool begins(Label label) { return label % 2 == 1; }
constexpr std::size_t type_of(Label label) { return (label - std::size_t{1}) / 2; }

// The types of the two sets of names that the network was trained on: those of UNER, names in the strict sense, and
// those of re3d, which also cover mentions such as "the rebels", weapons and times.
enum class Uner : std::uint8_t { Person, Organisation, Location };
enum class Fine : std::uint8_t {
  Person, Organisation, Location, Nationality, MilitaryPlatform, Weapon, Temporal, Quantity, Money
};
inline constexpr std::size_t kUnerTypes = 3, kFineTypes = 9;
std::string_view name(Uner type);  // PER, ORG, LOC
std::string_view name(Fine type);

struct TokenOutput {
  model::Upos upos = model::Upos::X;
  model::Xpos xpos = model::Xpos::XX;
  model::Relation relation = model::Relation::Dep;
  Label uner = 0;
  Label fine = 0;
  std::uint16_t head = 0;  // index in the sentence; the token itself for the root
};

struct NameSpan {
  std::uint16_t begin = 0;
  std::uint16_t end = 0;
  std::uint8_t type = 0;  // of Uner or Fine
  bool operator==(const NameSpan&) const = default;
};
// The spans of one of the two label sets, appended to `out` in order.
void uner_spans(std::span<const TokenOutput> tokens, std::vector<NameSpan>& out);
void fine_spans(std::span<const TokenOutput> tokens, std::vector<NameSpan>& out);

// Of a weight file, its own place counting as zero.
std::uint64_t checksum(std::string_view bytes);
// Known: the bytes are a part of a file whose checksum was found right already.
enum class Checksum : std::uint8_t { Verify, Known };

class Network {
 public:
  // Memory for the sentences of one thread.
  class Scratch {
   public:
    explicit Scratch(const Network& network);
    // Of the last sentence: what each UNER label scores at each token, [token][label].
    std::span<const float> uner_scores() const { return uner_scores_; }

   private:
    friend class Network;
    std::vector<std::uint8_t> input_, x_, y_, keys_, hidden_;
    std::vector<std::int8_t> query_;
    std::vector<std::int32_t> sums_, heads_sums_, dots_;
    std::vector<float> carry_, arcs_, part_, uner_scores_;
    std::vector<double> path_;
    std::vector<std::uint8_t> back_;
    std::vector<std::uint16_t> heads_;
    TreeScratch tree_;
  };

  // ModelBad where the bytes are no weights of this version, truncated or altered.
  static base::Result<Network> open(std::string_view bytes, Kernel kernel = best_kernel(), Checksum check = Checksum::Verify);

  // out[i] is of forms[i]. The heads are one tree with one root. REQUIRES: forms.size() == out.size() <=
  // limits::kSentenceTokens, the scratch was made for this network.
  void run(std::span<const std::string_view> forms, Scratch& scratch, std::span<TokenOutput> out) const;

  Kernel kernel() const { return kernel_; }
  // What a UNER label scores after another; before == 1 + 2 * kUnerTypes: at the start. -1e4 where it cannot be.
  float uner_transition(std::size_t before, std::size_t now) const { return uner_chain_[before * (1 + 2 * kUnerTypes) + now]; }

 private:
  struct Table {
    const std::uint8_t* rows = nullptr;
    std::uint32_t count = 0;
    std::uint32_t size = 0;  // of a row
  };
  Network() = default;
  void features(std::string_view form, std::uint8_t* out) const;
  void labels(const std::int32_t* sums, std::size_t words, std::size_t column, const std::vector<float>& chain,
              std::size_t count, Scratch& scratch, std::span<TokenOutput> out, Label TokenOutput::*field) const;

  Kernel kernel_ = Kernel::Scalar;
  const Kernels* kernels_ = nullptr;
  std::uint32_t width_ = 0, arc_ = 0, label_ = 0;
  const char* slots_ = nullptr;  // u64, little-endian, not necessarily aligned
  std::uint64_t slot_mask_ = 0;
  std::uint32_t oov_rows_ = 0;
  Table vectors_, own_, prefix_, suffix_, suffix2_, shape_;
  std::vector<std::uint8_t> masks_;  // spread to one byte a bit
  std::uint32_t mask_bits_ = 0;
  Dense input_;
  std::vector<Dense> layers_;
  Dense heads_, relation_;
  std::vector<std::uint8_t> root_key_;
  std::vector<float> uner_chain_, fine_chain_;  // [before][after], last row the start
  std::vector<float> root_label_, arc_distance_, label_distance_;
  float arc_scale_ = 0;
};

}  // namespace hudna::language::net
