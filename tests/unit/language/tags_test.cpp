#include "language/tags.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>

#include "language/analyser.h"
#include "tests/unit/language/trees.h"

namespace hudna::language {
namespace {

using model::Relation;
using model::Upos;
using model::Xpos;

const std::unordered_set<std::string> kDeterminers = {"the", "a", "these", "every"};

struct Input : Parsed {
  std::string tags() {
    reconcile_tags(forms, kDeterminers, &tokens);
    std::string out;
    for (const EngineToken& t : tokens)
      out += std::string(model::name(t.upos)) + "/" + std::string(model::name(t.xpos)) + " ";
    return out;
  }
};

TEST(Tags, WhatHasASubjectIsAVerb) {
  Input in;
  in.add("Abuja", Upos::PROPN, Xpos::NNP, 1, Relation::Nsubj);
  in.add("denies", Upos::NOUN, Xpos::VBZ, 1, Relation::Root);
  in.add("it", Upos::PRON, Xpos::PRP, 1, Relation::Obj);
  EXPECT_EQ(in.tags(), "PROPN/NNP VERB/VBZ PRON/PRP ");
  EXPECT_EQ(reconcile_tags(in.forms, kDeterminers, &in.tokens), 0u);
}

TEST(Tags, WhatHasAnObjectIsAVerb) {
  Input in;
  in.add("denied", Upos::VERB, Xpos::VBD, 0, Relation::Root);
  in.add("shelling", Upos::NOUN, Xpos::VBG, 0, Relation::Obj);
  in.add("the", Upos::DET, Xpos::DT, 3, Relation::Det);
  in.add("market", Upos::NOUN, Xpos::NN, 1, Relation::Obj);
  EXPECT_EQ(in.tags(), "VERB/VBD VERB/VBG DET/DT NOUN/NN ");
}

TEST(Tags, WhatHasADeterminerIsANoun) {
  Input in;
  in.add("heavy", Upos::ADJ, Xpos::JJ, 2, Relation::Amod);
  in.add("the", Upos::DET, Xpos::DT, 2, Relation::Det);
  in.add("shelling", Upos::NOUN, Xpos::VBG, 2, Relation::Root);
  EXPECT_EQ(in.tags(), "ADJ/JJ DET/DT NOUN/NN ");
  Input strikes;
  strikes.add("air", Upos::NOUN, Xpos::NN, 1, Relation::Compound);
  strikes.add("strikes", Upos::VERB, Xpos::NNS, 1, Relation::Nmod);
  EXPECT_EQ(strikes.tags(), "NOUN/NN NOUN/NNS ");
}

TEST(Tags, AFormInIngWithNothingOfAVerbIsANoun) {
  Input in;
  in.add("under", Upos::ADP, Xpos::IN, 1, Relation::Mark);
  in.add("understanding", Upos::NOUN, Xpos::VBG, 1, Relation::Advcl);
  EXPECT_EQ(in.tags(), "ADP/IN NOUN/NN ");
  Input missing;
  missing.add("went", Upos::VERB, Xpos::VBD, 0, Relation::Root);
  missing.add("missing", Upos::VERB, Xpos::JJ, 0, Relation::Xcomp);
  EXPECT_EQ(missing.tags(), "VERB/VBD ADJ/JJ ");
}

TEST(Tags, AVerbGetsTheFormThatItsWordsLeave) {
  Input in;
  in.add("will", Upos::AUX, Xpos::MD, 1, Relation::Aux);
  in.add("cease", Upos::VERB, Xpos::NN, 1, Relation::Root);
  EXPECT_EQ(in.tags(), "AUX/MD VERB/VB ");
  Input past;
  past.add("It", Upos::PRON, Xpos::PRP, 1, Relation::Nsubj);
  past.add("refused", Upos::VERB, Xpos::JJ, 1, Relation::Root);
  EXPECT_EQ(past.tags(), "PRON/PRP VERB/VBD ");
}

TEST(Tags, AnUnknownWordIsNoDeterminer) {
  Input in;
  in.add("The", Upos::DET, Xpos::DT, 1, Relation::Det);
  in.add("Houthis", Upos::PRON, Xpos::DT, 1, Relation::Root);
  in.add("These", Upos::PRON, Xpos::DT, 1, Relation::Dep);
  EXPECT_EQ(in.tags(), "DET/DT PROPN/NNPS PRON/DT ");
}

// Whatever comes in, the tree stays and a second pass finds nothing.
RC_GTEST_PROP(Tags, OncePerWordAndNoArcMoves, ()) {
  Input in;
  std::vector<std::string> words = {"Gunmen", "fire", "denies", "shelling", "wounded", "these", "Karens"};
  const std::size_t n = *rc::gen::inRange<std::size_t>(1, 8);
  for (std::size_t i = 0; i < n; ++i) {
    in.forms.push_back(words[*rc::gen::inRange<std::size_t>(0, words.size())]);
    EngineToken t;
    t.upos = static_cast<Upos>(*rc::gen::inRange(0, 17));
    t.xpos = static_cast<Xpos>(*rc::gen::inRange(0, 40));
    t.relation = static_cast<Relation>(*rc::gen::inRange(0, 30));
    t.head = static_cast<std::uint32_t>(*rc::gen::inRange<std::size_t>(0, i + 1));
    in.tokens.push_back(t);
  }
  const auto before = in.tokens;
  reconcile_tags(in.forms, kDeterminers, &in.tokens);
  for (std::size_t i = 0; i < n; ++i) {
    RC_ASSERT(in.tokens[i].head == before[i].head);
    RC_ASSERT(in.tokens[i].relation == before[i].relation);
  }
}

TEST(Tags, TheAnalyserReconciles) {
  const base::DataSource data;
  const auto analyser = Analyser::open(data);
  ASSERT_TRUE(analyser);
  const model::Document doc = plain_document("The Houthis deny the report.");
  const model::Analysis a = analyser->analyse(doc);
  ASSERT_GE(a.tokens().size(), 2u);
  EXPECT_EQ(a.tokens()[1].upos, Upos::PROPN);
}

}  // namespace
}  // namespace hudna::language
