// How good are templates? Two scores of MUC templates against answer keys.
// Six-slot F1, as in the template filling papers since 2011 (Chambers and Jurafsky 2011; Du et al. 2021):
// incident type, perpetrators (individual, organisation), physical target, weapon, and victim (HUM TGT: NAME,
// the slot that they score); a fill is right when it equals a mention of the key's entity after lower case,
// punctuation and articles are put aside; templates are mapped within one type so that the document's F1 is
// highest; micro average. MUC-4: all slots 2 to 24 after the scoring guidelines of 1992, without a person at
// the scorer: correct 1, partial 0.5, alignment that maximises the score, "all templates" (missing and
// spurious ones count with all their fills). What a person judged there is judged by the rules in
// muc_score.cpp, which are stricter. Pure; no I/O.
#pragma once

#include <array>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "coding/template.h"
#include "eval/muc_keys.h"

namespace hudna::eval {

struct PrecisionRecall {
  double right_got = 0, got = 0, right_gold = 0, gold = 0;
  double precision() const { return got == 0 ? 0 : right_got / got; }
  double recall() const { return gold == 0 ? 0 : right_gold / gold; }
  double f1() const {
    const double sum = precision() + recall();
    return sum == 0 ? 0 : 2 * precision() * recall() / sum;
  }
};

// By slot number; the sum is in `all`.
struct SixSlotScore {
  std::map<std::size_t, PrecisionRecall> slots;
  PrecisionRecall all;
};
// Adds one document. `text` is the message: mentions of the key that it does not hold are not counted, as in
// the papers' data. `with_descriptions`: victims that are only described (HUM TGT: DESCRIPTION) count as
// well.
void add_six_slot(const std::vector<coding::Template>& got, const std::vector<KeyTemplate>& keys,
                  std::string_view text, bool with_descriptions, SixSlotScore* score);

struct Muc4Counts {
  std::size_t correct = 0, partial = 0, incorrect = 0, missing = 0, spurious = 0;
  void add(const Muc4Counts& other);
  double points() const { return static_cast<double>(correct) + 0.5 * static_cast<double>(partial); }
  double recall() const;
  double precision() const;
  double f1() const;
};
struct Muc4Score {
  std::array<Muc4Counts, coding::kSlotCount> slots;
  Muc4Counts all;
};
void add_muc4(const std::vector<coding::Template>& got, const std::vector<KeyTemplate>& keys,
              Muc4Score* score);

// What one fill is worth against one of the key. For tests.
enum class Worth : std::uint8_t { None, Partial, Full };
Worth match_fill(coding::Slot slot, const coding::Fill& got, const KeyFill& key);

}  // namespace hudna::eval
