// Where did that which a report has told so far take place? What a clause leaves unsaid is taken over from
// there. Private to src/reading; one thread.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "model/reading.h"

namespace hudna::reading {

// The places of one report's events, in the order of its sentences.
class Scenes {
 public:
  // `place`: a slot with a PlaceValue. Sentences come in order.
  void add(std::uint32_t sentence, const model::Slot& place);
  // "Elsewhere, ...": nothing that stands before this sentence is where the next events are.
  void leave(std::uint32_t sentence) {
    from_ = sentence;
    left_ = true;
  }
  // The place named last within four sentences, about a paragraph of a wire story; else the first one of the
  // report. Its text and span are empty: the words do not say it. None where no event has had a place.
  std::optional<model::Slot> before(std::uint32_t sentence) const;

 private:
  struct Scene {
    std::uint32_t sentence = 0;
    model::Slot place;
  };
  std::vector<Scene> scenes_;
  std::uint32_t from_ = 0;
  bool left_ = false;
};

}  // namespace hudna::reading
