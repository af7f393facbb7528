// Who tags and parses? An Engine: the one seam between the analyser and the
// trained models, so that a network can take the place of the linear models.
// Thread-safe; all that a run needs beside the model is in its scratch.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "language/names.h"
#include "model/analysis.h"

namespace hudna::language {

struct EngineToken {
  model::Upos upos = model::Upos::X;
  model::Xpos xpos = model::Xpos::XX;
  model::Relation relation = model::Relation::Dep;
  // Index in the sentence, the token itself for the root.
  std::uint32_t head = 0;
};

class Engine {
 public:
  virtual ~Engine() = default;
  // Buffers of one thread.
  struct Scratch {
    virtual ~Scratch() = default;
  };
  virtual std::unique_ptr<Scratch> scratch() const = 0;
  // One sentence of at least one token, with its forms, words, clues and case. `out` gets one entry a form, with exactly
  // one root and no cycle; the sentence gets its tags and name labels.
  virtual void run(NamedSentence* sent, Scratch* scratch, std::vector<EngineToken>* out) const = 0;
};

}  // namespace hudna::language
