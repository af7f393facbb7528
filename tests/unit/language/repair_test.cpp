#include "language/repair.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>

#include "tests/unit/language/trees.h"

namespace hudna::language {
namespace {

using model::Relation;
using model::Upos;
using model::Xpos;

struct Input : Parsed {
  std::vector<bool> speech;
  WordKinds kinds;
  void add(std::string_view form, Upos upos, Xpos xpos, std::uint32_t head, Relation relation, bool says = false) {
    Parsed::add(form, upos, xpos, head, relation);
    speech.push_back(says);
    kinds.push_back(grammar_of(form));
  }
};

TEST(Repair, JoinsATrailingSpeaker) {
  // Crops burned, farmers said. — with the saying read as an adverbial clause.
  Input in;
  in.add("Crops", Upos::NOUN, Xpos::NNS, 1, Relation::Nsubj);
  in.add("burned", Upos::VERB, Xpos::VBD, 1, Relation::Root);
  in.add(",", Upos::PUNCT, Xpos::Comma, 4, Relation::Punct);
  in.add("farmers", Upos::NOUN, Xpos::NNS, 1, Relation::Obj);
  in.add("said", Upos::VERB, Xpos::VBD, 1, Relation::Advcl, true);
  in.add(".", Upos::PUNCT, Xpos::Stop, 1, Relation::Punct);
  EXPECT_EQ(repair_attribution(in.forms, in.speech, in.kinds, &in.tokens), 1u);
  EXPECT_EQ(in.tokens[4].head, 4u);
  EXPECT_EQ(in.tokens[4].relation, Relation::Root);
  EXPECT_EQ(in.tokens[1].head, 4u);
  EXPECT_EQ(in.tokens[1].relation, Relation::Ccomp);
  EXPECT_EQ(in.tokens[3].head, 4u);
  EXPECT_EQ(in.tokens[3].relation, Relation::Nsubj);
  EXPECT_TRUE(is_one_tree(in.tokens));
}

TEST(Repair, LeavesOtherVerbsAlone) {
  // When rebels left, farmers returned. — no verb of saying.
  Input in;
  in.add("When", Upos::SCONJ, Xpos::WRB, 2, Relation::Mark);
  in.add("rebels", Upos::NOUN, Xpos::NNS, 2, Relation::Nsubj);
  in.add("left", Upos::VERB, Xpos::VBD, 5, Relation::Advcl);
  in.add(",", Upos::PUNCT, Xpos::Comma, 5, Relation::Punct);
  in.add("farmers", Upos::NOUN, Xpos::NNS, 5, Relation::Nsubj);
  in.add("returned", Upos::VERB, Xpos::VBD, 5, Relation::Root);
  EXPECT_EQ(repair_attribution(in.forms, in.speech, in.kinds, &in.tokens), 0u);
}

TEST(Repair, LiftsTheSourceToItsClause) {
  // lost half of strength according to officers
  Input in;
  in.add("lost", Upos::VERB, Xpos::VBD, 0, Relation::Root);
  in.add("half", Upos::NOUN, Xpos::NN, 0, Relation::Obj);
  in.add("according", Upos::VERB, Xpos::VBG, 4, Relation::Case);
  in.add("to", Upos::ADP, Xpos::IN, 2, Relation::Fixed);
  in.add("officers", Upos::NOUN, Xpos::NNS, 1, Relation::Nmod);
  EXPECT_EQ(repair_attribution(in.forms, in.speech, in.kinds, &in.tokens), 1u);
  EXPECT_EQ(in.tokens[4].head, 0u);
  EXPECT_EQ(in.tokens[4].relation, Relation::Obl);
  EXPECT_TRUE(is_one_tree(in.tokens));
}

TEST(Repair, TakesTheNounBeforeAParticipleAsTheSource) {
  // left according to lists kept
  Input in;
  in.add("left", Upos::VERB, Xpos::VBD, 0, Relation::Root);
  in.add("according", Upos::VERB, Xpos::VBG, 4, Relation::Case);
  in.add("to", Upos::ADP, Xpos::IN, 1, Relation::Fixed);
  in.add("lists", Upos::NOUN, Xpos::NNS, 4, Relation::NsubjPass);
  in.add("kept", Upos::VERB, Xpos::VBN, 0, Relation::Advcl);
  EXPECT_EQ(repair_attribution(in.forms, in.speech, in.kinds, &in.tokens), 1u);
  EXPECT_EQ(in.tokens[3].head, 0u);
  EXPECT_EQ(in.tokens[3].relation, Relation::Obl);
  EXPECT_EQ(in.tokens[4].head, 3u);
  EXPECT_EQ(in.tokens[4].relation, Relation::Acl);
  EXPECT_EQ(in.tokens[1].head, 3u);
  EXPECT_TRUE(is_one_tree(in.tokens));
}

RC_GTEST_PROP(Repair, AlwaysLeavesOneTree, ()) {
  const int n = *rc::gen::inRange(1, 12);
  const int root = *rc::gen::inRange(0, n);
  Input in;
  std::vector<int> order;
  for (int i = 0; i < n; ++i) {
    if (i != root) order.push_back(i);
  }
  std::vector<int> placed{root};
  std::vector<std::uint32_t> heads(n, root);
  for (int i : order) {
    heads[i] = static_cast<std::uint32_t>(placed[*rc::gen::inRange<std::size_t>(0, placed.size())]);
    placed.push_back(i);
  }
  constexpr Relation kRelations[] = {Relation::Nsubj, Relation::Obl, Relation::Nmod, Relation::Case, Relation::Mark, Relation::AclRelcl, Relation::Ccomp};
  constexpr std::pair<Upos, Xpos> kTags[] = {{Upos::NOUN, Xpos::NN}, {Upos::VERB, Xpos::VBD}, {Upos::VERB, Xpos::VBN}, {Upos::ADP, Xpos::IN}, {Upos::SCONJ, Xpos::IN}, {Upos::DET, Xpos::DT}};
  for (int i = 0; i < n; ++i) {
    const auto tag = kTags[*rc::gen::inRange(0, 6)];
    const auto form = *rc::gen::element<std::string_view>(",", "according", "that", "said", "x");
    in.add(form, tag.first, tag.second, heads[i], i == root ? Relation::Root : kRelations[*rc::gen::inRange(0, 7)], *rc::gen::arbitrary<bool>());
  }
  repair_attribution(in.forms, in.speech, in.kinds, &in.tokens);
  RC_ASSERT(is_one_tree(in.tokens));
  for (int i = 0; i < n; ++i) RC_ASSERT((in.tokens[i].head == static_cast<std::uint32_t>(i)) == (in.tokens[i].relation == Relation::Root));
}

}  // namespace
}  // namespace hudna::language
