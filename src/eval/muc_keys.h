// What do the texts and answer keys of the Message Understanding Conferences
// say? Reads the files of MUC-3/4: messages with their text, and key templates
// with alternatives ("A" / "B"), cross-references and optional fills. Bad
// lines never fail; they are read as far as they go.
#pragma once

#include <array>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "coding/template.h"

namespace hudna::eval {

// One fill of a key: any of its values is right.
struct KeyFill {
  std::vector<std::string> values;
  std::vector<std::string> references;  // any of them; empty where the slot has none
  bool optional = false;                // "?": silence is right as well
  friend bool operator==(const KeyFill&, const KeyFill&) = default;
};

struct KeyTemplate {
  bool optional = false;
  std::array<std::vector<KeyFill>, coding::kSlotCount> slots;
  std::array<bool, coding::kSlotCount> inapplicable{};  // "*": not scored
  const std::vector<KeyFill>& at(coding::Slot slot) const { return slots[coding::index(slot)]; }
};

struct MucMessage {
  std::string id;    // "DEV-MUC3-0001"
  std::string text;  // without the line of the id
};

// One value as written: `? "A" / "B": "C"`. Slots whose values hold colons (location) take `plain`.
KeyFill parse_fill(std::string_view text, bool plain = false);
// Templates by message; a message without relevant incident has an entry with none.
std::map<std::string, std::vector<KeyTemplate>> parse_keys(std::string_view bytes);
std::vector<MucMessage> parse_messages(std::string_view bytes);

struct MucCorpus {
  std::vector<MucMessage> messages;  // those that have keys, by id
  std::map<std::string, std::vector<KeyTemplate>> keys;
};
// All files below the folder; several parts (dev, tst1, …) of one folder are read together, several folders
// may be given with a comma between them. Fails where there is no key or no message.
base::Result<MucCorpus> read_muc(const std::string& path);

}  // namespace hudna::eval
