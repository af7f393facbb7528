#include "language/memory.h"

#include <utility>

namespace hudna::language {

void SentenceMemory::run(const Engine& engine, NamedSentence* sent, Engine::Scratch* scratch,
                         std::vector<EngineToken>* out) {
  // Words, clues and case of the sentence are made from its forms, so that these, each behind its length, are the
  // whole key.
  std::string key;
  for (const std::string_view form : sent->forms) {
    for (std::size_t shift = 0; shift < 32; shift += 8) key += static_cast<char>(form.size() >> shift & 0xFF);
    key += form;
  }
  if (const std::shared_ptr<const Answer> known = find(key)) {
    *out = known->tokens;
    sent->tags = known->tags;
    sent->labels = known->labels;
    sent->mentions = known->mentions;
    return;
  }
  engine.run(sent, scratch, out);
  keep(std::move(key),
       std::make_shared<const Answer>(Answer{*out, sent->tags, sent->labels, sent->mentions}));
}

std::size_t SentenceMemory::hits() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return hits_;
}

std::shared_ptr<const SentenceMemory::Answer> SentenceMemory::find(std::string_view key) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (const auto young = young_.find(key); young != young_.end()) {
    ++hits_;
    return young->second;
  }
  const auto old = old_.find(key);
  if (old == old_.end()) return nullptr;
  ++hits_;
  return old->second;
}

void SentenceMemory::keep(std::string key, std::shared_ptr<const Answer> answer) {
  // The map's node, the shared block and four vectors take some 250 bytes beside what they hold.
  constexpr std::size_t kOverhead = 250;
  const std::size_t bytes = key.size() + answer->tokens.size() * (sizeof(EngineToken) + 3) + kOverhead;
  const std::lock_guard<std::mutex> lock(mutex_);
  if (used_ + bytes > limit_) {
    old_ = std::exchange(young_, {});
    used_ = 0;
  }
  if (young_.emplace(std::move(key), std::move(answer)).second) used_ += bytes;
}

}  // namespace hudna::language
