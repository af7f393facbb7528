#include "language/clauses.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>

#include "tests/unit/language/trees.h"

namespace hudna::language {
namespace {

using model::Relation;
using model::Upos;
using model::Xpos;

struct Input {
  std::vector<std::string_view> forms;
  std::vector<std::uint8_t> kinds;
  std::vector<EngineToken> tokens;
  void add(std::string_view form, Upos upos, Xpos xpos, std::uint32_t head, Relation relation, int kind = 0) {
    forms.push_back(form);
    kinds.push_back(static_cast<std::uint8_t>(kind));
    tokens.push_back({upos, xpos, relation, head});
  }
  std::size_t repair() { return repair_clauses(forms, kinds, &tokens); }
  std::uint32_t root() const {
    std::uint32_t i = 0;
    while (tokens[i].head != i) ++i;
    return i;
  }
};

// Crops planted in May failed. — with "planted" as the verb.
Input planted(int failed_kind, Relation failed) {
  Input in;
  in.add("Crops", Upos::NOUN, Xpos::NNS, 1, Relation::Nsubj);
  in.add("planted", Upos::VERB, Xpos::VBD, 1, Relation::Root);
  in.add("in", Upos::ADP, Xpos::IN, 3, Relation::Case);
  in.add("May", Upos::PROPN, Xpos::NNP, 1, Relation::Obl);
  in.add("failed", Upos::VERB, failed == Relation::Acl ? Xpos::VBN : Xpos::VBD,
         failed == Relation::Acl ? 3 : 1, failed, failed_kind);
  in.add(".", Upos::PUNCT, Xpos::Stop, 1, Relation::Punct);
  return in;
}

TEST(Clauses, TheFirstOfTwoPastFormsIsAParticiple) {
  for (const Relation relation : {Relation::Ccomp, Relation::Advcl, Relation::Acl}) {
    Input in = planted(kVerbIntransitive, relation);
    EXPECT_EQ(in.repair(), 1u);
    EXPECT_EQ(in.root(), 4u);
    EXPECT_EQ(in.tokens[0].head, 4u);
    EXPECT_EQ(in.tokens[0].relation, Relation::Nsubj);
    EXPECT_EQ(in.tokens[1].head, 0u);
    EXPECT_EQ(in.tokens[1].relation, Relation::Acl);
    EXPECT_EQ(in.tokens[3].head, 1u);
    EXPECT_EQ(in.tokens[5].head, 4u);
    EXPECT_TRUE(is_one_tree(in.tokens));
  }
}

TEST(Clauses, AParticipleAtTheEndStaysOne) {
  // "Police fired on crowds gathered outside": what can be a participle of the last noun is one.
  Input in = planted(0, Relation::Acl);
  EXPECT_EQ(in.repair(), 0u);
  // "Crops planted, villagers failed": a comma or a subject of its own make another clause.
  Input comma = planted(kVerbIntransitive, Relation::Ccomp);
  comma.forms[2] = ",";
  comma.tokens[2] = {Upos::PUNCT, Xpos::Comma, Relation::Punct, 1};
  EXPECT_EQ(comma.repair(), 0u);
  Input own = planted(kVerbIntransitive, Relation::Ccomp);
  own.tokens[3] = {Upos::PROPN, Xpos::NNP, Relation::Nsubj, 4};
  EXPECT_EQ(own.repair(), 0u);
  // "They planted in May failed" has no reading at all, and pronouns take no participle.
  Input pronoun = planted(kVerbIntransitive, Relation::Ccomp);
  pronoun.tokens[0].upos = Upos::PRON;
  EXPECT_EQ(pronoun.repair(), 0u);
}

// Guards must free women. — with "free" as an adjective.
Input free_women() {
  Input in;
  in.add("Guards", Upos::NOUN, Xpos::NNS, 3, Relation::Nsubj);
  in.add("must", Upos::AUX, Xpos::MD, 3, Relation::Aux);
  in.add("free", Upos::ADJ, Xpos::JJ, 3, Relation::Amod);
  in.add("women", Upos::NOUN, Xpos::NNS, 3, Relation::Root);
  in.add(".", Upos::PUNCT, Xpos::Stop, 3, Relation::Punct);
  return in;
}

TEST(Clauses, AModalTakesAVerb) {
  Input in = free_women();
  EXPECT_EQ(in.repair(), 1u);
  EXPECT_EQ(in.root(), 2u);
  EXPECT_EQ(in.tokens[2].upos, Upos::VERB);
  EXPECT_EQ(in.tokens[0].head, 2u);
  EXPECT_EQ(in.tokens[3].head, 2u);
  EXPECT_EQ(in.tokens[3].relation, Relation::Obj);
  EXPECT_TRUE(is_one_tree(in.tokens));
}

// Guards must free captured women. — with "captured" as the verb.
TEST(Clauses, AModalTakesAVerbBeforeAParticiple) {
  Input in;
  in.add("Guards", Upos::NOUN, Xpos::NNS, 2, Relation::Nsubj);
  in.add("must", Upos::AUX, Xpos::MD, 2, Relation::Aux);
  in.add("free", Upos::ADJ, Xpos::JJ, 3, Relation::Amod);
  in.add("captured", Upos::VERB, Xpos::VBN, 3, Relation::Root);
  in.add("women", Upos::NOUN, Xpos::NNS, 3, Relation::Obj);
  EXPECT_EQ(in.repair(), 1u);
  EXPECT_EQ(in.root(), 2u);
  EXPECT_EQ(in.tokens[4].head, 2u);
  EXPECT_EQ(in.tokens[4].relation, Relation::Obj);
  EXPECT_EQ(in.tokens[3].head, 4u);
  EXPECT_EQ(in.tokens[3].relation, Relation::Amod);
  EXPECT_TRUE(is_one_tree(in.tokens));
}

TEST(Clauses, AModalBeforeAVerbLeavesTheAdjectiveAlone) {
  // Can free women vote?
  Input in;
  in.add("Can", Upos::AUX, Xpos::MD, 3, Relation::Aux);
  in.add("free", Upos::ADJ, Xpos::JJ, 2, Relation::Amod);
  in.add("women", Upos::NOUN, Xpos::NNS, 3, Relation::Nsubj);
  in.add("vote", Upos::VERB, Xpos::VB, 3, Relation::Root);
  EXPECT_EQ(in.repair(), 0u);
  // A copula has its adjective: "The must free women were" is none of ours.
  Input copula = free_women();
  copula.forms[1] = "are";
  copula.tokens[1] = {Upos::AUX, Xpos::VBP, Relation::Cop, 3};
  EXPECT_EQ(copula.repair(), 0u);
}

// "Rain fell, said/told farmers."
Input said_farmers(int kind) {
  Input in;
  in.add("Rain", Upos::NOUN, Xpos::NN, 1, Relation::Nsubj);
  in.add("fell", Upos::VERB, Xpos::VBD, 1, Relation::Root);
  in.add(",", Upos::PUNCT, Xpos::Comma, 3, Relation::Punct);
  in.add("said", Upos::VERB, Xpos::VBD, 1, Relation::Conj, kind);
  in.add("farmers", Upos::NOUN, Xpos::NNS, 3, Relation::Obj);
  return in;
}

TEST(Clauses, ASpeakerMayStandBehindItsVerb) {
  Input in = said_farmers(kVerbSays | kVerbInverts);
  EXPECT_EQ(in.repair(), 1u);
  EXPECT_EQ(in.tokens[4].relation, Relation::Nsubj);
  EXPECT_EQ(in.tokens[3].relation, Relation::Parataxis);
  // Who is told something does not speak; nor is there a speaker without the comma.
  Input told = said_farmers(kVerbSays | kVerbInforms);
  EXPECT_EQ(told.repair(), 0u);
  Input together = said_farmers(kVerbSays | kVerbInverts);
  together.forms[2] = "and";
  together.tokens[2] = {Upos::CCONJ, Xpos::CC, Relation::Cc, 3};
  EXPECT_EQ(together.repair(), 0u);
}

// "Guards told women that rain fell."
Input told_women(int kind, Relation fell) {
  Input in;
  in.add("Guards", Upos::NOUN, Xpos::NNS, 1, Relation::Nsubj);
  in.add("told", Upos::VERB, Xpos::VBD, 1, Relation::Root, kind);
  in.add("women", Upos::NOUN, Xpos::NNS, 1, Relation::Iobj);
  in.add("that", Upos::SCONJ, Xpos::IN, 5, Relation::Mark);
  in.add("rain", Upos::NOUN, Xpos::NN, 5, Relation::Nsubj);
  in.add("fell", Upos::VERB, Xpos::VBD, 2, fell);
  return in;
}

TEST(Clauses, WhatIsToldIsNoRelativeClause) {
  Input in = told_women(kVerbSays | kVerbInforms, Relation::AclRelcl);
  EXPECT_EQ(in.repair(), 1u);
  EXPECT_EQ(in.tokens[5].head, 1u);
  EXPECT_EQ(in.tokens[5].relation, Relation::Ccomp);
  // "saw women that …" is one.
  Input saw = told_women(0, Relation::AclRelcl);
  EXPECT_EQ(saw.repair(), 0u);
}

// "Reporter Eze spoke": a description before a name.
TEST(Clauses, OfTwoSubjectsTheFirstDescribes) {
  Input in;
  in.add("Reporter", Upos::NOUN, Xpos::NN, 2, Relation::Nsubj);
  in.add("Eze", Upos::PROPN, Xpos::NNP, 2, Relation::Nsubj);
  in.add("spoke", Upos::VERB, Xpos::VBD, 2, Relation::Root);
  Input apart = in;
  EXPECT_EQ(in.repair(), 1u);
  EXPECT_EQ(in.tokens[0].head, 1u);
  EXPECT_EQ(in.tokens[0].relation, Relation::NmodDesc);
  // "The disregard that Eze showed", without "that": a relative clause has a subject of its own.
  apart.add("hurt", Upos::VERB, Xpos::VBD, 3, Relation::Root);
  apart.tokens[2] = {Upos::VERB, Xpos::VBD, Relation::AclRelcl, 0};
  EXPECT_EQ(apart.repair(), 0u);
}

// "Crews are to free men": as after a modal; the adjective of a predicate stays one ("is free").
TEST(Clauses, ToTakesAVerb) {
  Input in;
  in.add("Crews", Upos::NOUN, Xpos::NNS, 4, Relation::Nsubj);
  in.add("are", Upos::AUX, Xpos::VBP, 4, Relation::Cop);
  in.add("to", Upos::ADP, Xpos::IN, 4, Relation::Case);
  in.add("free", Upos::ADJ, Xpos::JJ, 4, Relation::Amod);
  in.add("men", Upos::NOUN, Xpos::NNS, 4, Relation::Root);
  Input drive = in;
  EXPECT_EQ(in.repair(), 1u);
  EXPECT_EQ(in.root(), 3u);
  EXPECT_EQ(in.tokens[4].relation, Relation::Obj);
  EXPECT_TRUE(is_one_tree(in.tokens));
  // "drive to free men": no auxiliary in front.
  drive.tokens[1] = {Upos::VERB, Xpos::VBP, Relation::Acl, 0};
  EXPECT_EQ(drive.repair(), 0u);
}

RC_GTEST_PROP(Clauses, AnyTreeStaysATree, ()) {
  static const std::vector<std::string_view> kForms = {"said", ",",   "that", "free",    "women",  "fled",
                                                       "must", "the", "held", "planted", "before", "\""};
  static const std::vector<Xpos> kXpos = {Xpos::VBD, Xpos::VBN, Xpos::VB, Xpos::MD,    Xpos::NN,
                                          Xpos::JJ,  Xpos::IN,  Xpos::TO, Xpos::Comma, Xpos::VBG};
  static const std::vector<Upos> kUpos = {Upos::VERB, Upos::VERB,  Upos::NOUN,  Upos::AUX,
                                          Upos::ADJ,  Upos::PUNCT, Upos::SCONJ, Upos::PROPN};
  static const std::vector<Relation> kRelations = {
      Relation::Nsubj,    Relation::NsubjOuter, Relation::Obj,   Relation::Ccomp, Relation::Acl,
      Relation::AclRelcl, Relation::Advcl,      Relation::Amod,  Relation::Mark,  Relation::Aux,
      Relation::Csubj,    Relation::Parataxis,  Relation::Punct, Relation::Conj};
  Input in;
  const int n = *rc::gen::inRange(1, 12);
  const int root = *rc::gen::inRange(0, n);
  for (int i = 0; i < n; ++i) {
    // Heads nearer to the root by a walk over smaller numbers around it: any such tree has one root and no
    // cycle.
    const auto head =
        i == root ? i : (i > root ? *rc::gen::inRange(root, i) : *rc::gen::inRange(i + 1, root + 1));
    in.add(*rc::gen::elementOf(kForms), *rc::gen::elementOf(kUpos), *rc::gen::elementOf(kXpos),
           static_cast<std::uint32_t>(head), i == root ? Relation::Root : *rc::gen::elementOf(kRelations),
           *rc::gen::inRange(0, 64));
  }
  in.repair();
  RC_ASSERT(is_one_tree(in.tokens));
  for (int i = 0; i < n; ++i)
    RC_ASSERT((in.tokens[i].head == static_cast<std::uint32_t>(i)) ==
              (in.tokens[i].relation == Relation::Root));
}

}  // namespace
}  // namespace hudna::language
