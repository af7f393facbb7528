// What does a template of the Message Understanding Conferences hold? The 25
// numbered slots of MUC-4, each with its fills as strings, in capitals. Plain
// values; made by coding/templates, scored by eval/muc.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hudna::coding {

// Numbered as in the MUC-4 task documentation; 0 and 1 name the message and the template.
enum class Slot : std::uint8_t {
  Date = 2,
  Location,
  Type,
  Stage,
  InstrumentId,
  InstrumentType,
  Category,
  PerpIndividual,
  PerpOrganisation,
  PerpConfidence,
  TargetId,
  TargetType,
  TargetNumber,
  TargetNation,
  TargetEffect,
  TargetTotal,
  HumanName,
  HumanDescription,
  HumanType,
  HumanNumber,
  HumanNation,
  HumanEffect,
  HumanTotal
};
inline constexpr std::size_t kSlotCount = 25;
constexpr std::size_t index(Slot slot) { return static_cast<std::size_t>(slot); }

struct Fill {
  std::string value;
  // The fill of another slot that this one speaks of (DEATH: "PEASANTS"); may be empty.
  std::string reference;
  friend bool operator==(const Fill&, const Fill&) = default;
};

// Lower case, without punctuation and articles, single spaces: what two mentions are compared by.
std::string normalise_mention(std::string_view text);

struct Template {
  std::array<std::vector<Fill>, kSlotCount> slots;
  std::vector<Fill>& at(Slot slot) { return slots[index(slot)]; }
  const std::vector<Fill>& at(Slot slot) const { return slots[index(slot)]; }
};

}  // namespace hudna::coding
