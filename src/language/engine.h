// Who tags and parses? An Engine: the one seam between the analyser and the
// trained models, so that a network can take the place of the linear models.
// Thread-safe; all that a run needs beside the model is in its scratch.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "model/analysis.h"

namespace hudna::language {

struct EngineToken {
  model::Upos upos = model::Upos::X;
  model::Xpos xpos = model::Xpos::XX;
  model::Relation relation = model::Relation::Dep;
  // Index in the sentence, the token itself for the root.
  std::uint32_t head = 0;
  // Labels of names, where the engine gives them: BIO over person, organisation, place (the order of net::Uner), and
  // over the nine types of net::Fine, which cover mentions too. 0 is outside.
  std::uint8_t name = 0;
  std::uint8_t mention = 0;
};

class Engine {
 public:
  virtual ~Engine() = default;
  // Buffers of one thread.
  struct Scratch {
    virtual ~Scratch() = default;
  };
  virtual std::unique_ptr<Scratch> scratch() const = 0;
  // Whether `name` and `mention` of the tokens are filled.
  virtual bool labels_names() const { return false; }
  // One sentence of at least one token; `out` gets one entry a form, with exactly one root and no cycle.
  virtual void run(std::span<const std::string_view> forms, bool caseless, Scratch* scratch, std::vector<EngineToken>* out) const = 0;
};

}  // namespace hudna::language
