// The network as an Engine: the seam between net/ and the analyser.
// Its name labels are decided together with those of the linear tagger, which
// knows the lexicon's clues. Useful for: Analyser::open. The bytes must outlive the engine.
#pragma once

#include <memory>
#include <string_view>

#include "base/result.h"
#include "language/engine.h"

namespace hudna::language {

base::Result<std::unique_ptr<const Engine>> open_neural_engine(std::string_view bytes, NameTagger names);

}  // namespace hudna::language
