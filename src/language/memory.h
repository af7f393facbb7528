// Was this very sentence parsed before? Wire stories are printed by many
// outlets, word for word or nearly; what an Engine says of a sentence follows
// from its words alone, so the answer for a sentence met before is kept.
// Useful for: reading many reports in one run. Bounded; thread-safe; the
// answers are the same with and without it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "language/engine.h"

namespace hudna::language {

class SentenceMemory {
 public:
  // `bytes`: about how much is kept. The older half is forgotten when it is full.
  explicit SentenceMemory(std::size_t bytes) : limit_(bytes / 2) {}

  // Engine::run with `engine`, or the answer that it gave for the same forms before.
  void run(const Engine& engine, NamedSentence* sent, Engine::Scratch* scratch, std::vector<EngineToken>* out);

  // How often an answer was at hand.
  std::size_t hits() const;

 private:
  struct Answer {
    std::vector<EngineToken> tokens;
    std::vector<model::Upos> tags;
    std::vector<std::uint8_t> labels;
    std::vector<std::uint8_t> mentions;
  };
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };
  using Half = std::unordered_map<std::string, std::shared_ptr<const Answer>, Hash, std::equal_to<>>;

  std::shared_ptr<const Answer> find(std::string_view key);
  void keep(std::string key, std::shared_ptr<const Answer> answer);

  const std::size_t limit_;
  mutable std::mutex mutex_;
  Half young_, old_;
  std::size_t used_ = 0;  // bytes of the young half
  std::size_t hits_ = 0;
};

}  // namespace hudna::language
