// Which words name a thing, and which thing? A Mention: tokens, kind, resolved
// value with candidates and rule. Mentions may nest, never cross. Made by
// ground from an Analysis, used by reading to fill slots. Plain values.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "model/span.h"
#include "model/values.h"

namespace hudna::model {

enum class MentionKind : std::uint8_t { Actor, Place, Time, Quantity, Duration };

struct Mention {
  TokenRange tokens;        // whole noun phrase or expression as a reader would quote it
  std::uint32_t head = 0;   // token that carries its grammar (the head noun; the number for a bare figure)
  Span span;                // bytes in the text, without a leading article or closing punctuation
  MentionKind kind = MentionKind::Actor;
  std::variant<std::monostate, ActorValue, PlaceValue, TimeValue, Quantity, DurationValue> value;
  float score = 1.0f;
};

using Mentions = std::vector<Mention>;  // ordered by begin, longer first

}  // namespace hudna::model
