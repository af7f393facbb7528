#include "language/memory.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "language/analyser.h"

namespace hudna::language {
namespace {

// Counts its runs; says of each word how long it is.
class CountingEngine : public Engine {
 public:
  std::unique_ptr<Scratch> scratch() const override { return std::make_unique<Scratch>(); }
  void run(NamedSentence* sent, Scratch*, std::vector<EngineToken>* out) const override {
    ++runs;
    out->clear();
    sent->tags.assign(sent->forms.size(), model::Upos::NOUN);
    sent->labels.assign(sent->forms.size(), 0);
    sent->mentions.assign(sent->forms.size(), 0);
    for (const std::string_view form : sent->forms) {
      EngineToken token;
      token.head = static_cast<std::uint32_t>(form.size());
      out->push_back(token);
    }
  }
  mutable int runs = 0;
};

std::vector<std::uint32_t> ask(SentenceMemory* memory, const CountingEngine& engine, std::vector<std::string_view> forms) {
  NamedSentence sent;
  sent.forms = std::move(forms);
  std::vector<EngineToken> out;
  const auto scratch = engine.scratch();
  memory->run(engine, &sent, scratch.get(), &out);
  EXPECT_EQ(sent.tags.size(), sent.forms.size());
  EXPECT_EQ(sent.labels.size(), sent.forms.size());
  std::vector<std::uint32_t> sizes;
  for (const EngineToken& token : out) sizes.push_back(token.head);
  return sizes;
}

TEST(SentenceMemory, ParsesTheSameSentenceOnce) {
  SentenceMemory memory(1 << 20);
  CountingEngine engine;
  const std::vector<std::uint32_t> first = ask(&memory, engine, {"Shelling", "resumed", "."});
  EXPECT_EQ(ask(&memory, engine, {"Shelling", "resumed", "."}), first);
  EXPECT_EQ(engine.runs, 1);
  EXPECT_EQ(memory.hits(), 1u);
}

TEST(SentenceMemory, OtherWordsWithTheSameLettersAreAnotherSentence) {
  SentenceMemory memory(1 << 20);
  CountingEngine engine;
  EXPECT_EQ(ask(&memory, engine, {"cease", "fire"}), (std::vector<std::uint32_t>{5, 4}));
  EXPECT_EQ(ask(&memory, engine, {"ceasefire"}), (std::vector<std::uint32_t>{9}));
  EXPECT_EQ(ask(&memory, engine, {"cease\nfire"}), (std::vector<std::uint32_t>{10}));
  EXPECT_EQ(engine.runs, 3);
}

TEST(SentenceMemory, ForgetsTheOlderHalfWhenItIsFull) {
  SentenceMemory memory(4000);
  CountingEngine engine;
  for (int i = 0; i < 100; ++i) {
    const std::string word = "word" + std::to_string(i);
    ask(&memory, engine, {word});
  }
  const int before = engine.runs;
  ask(&memory, engine, {"word99"});
  EXPECT_EQ(engine.runs, before);
  ask(&memory, engine, {"word0"});
  EXPECT_EQ(engine.runs, before + 1);
}

TEST(Analyser, RememberingChangesNothing) {
  const auto data = base::DataSource();
  const auto analyser = Analyser::open(data);
  ASSERT_TRUE(analyser);
  AnalyseOptions remember;
  remember.remember = true;
  const char* const texts[] = {"The rebels left Goma on Monday. Shelling resumed, officials said.",
                               "Shelling resumed, officials said. The rebels left Goma on Monday.",
                               "SHELLING RESUMED, officials said. The rebels left Goma."};
  for (const char* text : texts) {
    const model::Document doc = plain_document(text);
    const model::Analysis plain = analyser->analyse(doc), kept = analyser->analyse(doc, remember);
    ASSERT_EQ(plain.tokens().size(), kept.tokens().size());
    for (std::size_t i = 0; i < plain.tokens().size(); ++i) {
      const model::Token &a = plain.tokens()[i], &b = kept.tokens()[i];
      EXPECT_EQ(a.upos, b.upos);
      EXPECT_EQ(a.relation, b.relation);
      EXPECT_EQ(a.head, b.head);
    }
    ASSERT_EQ(plain.names().size(), kept.names().size());
    for (std::size_t i = 0; i < plain.names().size(); ++i) EXPECT_EQ(plain.names()[i].type, kept.names()[i].type);
  }
}

}  // namespace
}  // namespace hudna::language
