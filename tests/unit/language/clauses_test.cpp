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

struct Input : Parsed {
  WordKinds kinds;
  void add(std::string_view form, Upos upos, Xpos xpos, std::uint32_t head, Relation relation, int kind = 0) {
    Parsed::add(form, upos, xpos, head, relation);
    kinds.push_back(static_cast<std::uint16_t>(kind | grammar_of(form)));
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

// The truce extended in May expires today. — with "extended" as the verb.
Input extended(Xpos expires, Relation relation) {
  Input in;
  in.add("truce", Upos::NOUN, Xpos::NN, 1, Relation::Nsubj);
  in.add("extended", Upos::VERB, Xpos::VBN, 1, Relation::Root);
  in.add("in", Upos::ADP, Xpos::IN, 3, Relation::Case);
  in.add("May", Upos::PROPN, Xpos::NNP, 1, Relation::Obl);
  in.add("expires", Upos::VERB, expires, 1, relation);
  return in;
}

TEST(Clauses, APresentFormBehindABarePastOneIsTheVerb) {
  Input in = extended(Xpos::VBZ, Relation::Advcl);
  EXPECT_EQ(in.repair(), 1u);
  EXPECT_EQ(in.root(), 4u);
  EXPECT_EQ(in.tokens[4].xpos, Xpos::VBZ);
  EXPECT_EQ(in.tokens[1].relation, Relation::Acl);
  // A form without -s may be anything, and what was read as a place or a time is no verb.
  EXPECT_EQ(extended(Xpos::VBP, Relation::Advcl).repair(), 0u);
  EXPECT_EQ(extended(Xpos::VBZ, Relation::Obl).repair(), 0u);
}

// Boats seized off Lamu carried rifles. — with "seized" as the subject of "carried".
Input seized(bool comma, bool aux) {
  Input in;
  in.add("Boats", Upos::NOUN, Xpos::NNS, 2, Relation::Nsubj);
  in.add(aux ? "were" : "then", aux ? Upos::AUX : Upos::ADV, aux ? Xpos::VBD : Xpos::RB, 2, aux ? Relation::AuxPass : Relation::Advmod);
  in.add("seized", Upos::VERB, Xpos::VBD, 4, Relation::Csubj);
  in.add(comma ? "," : "off", comma ? Upos::PUNCT : Upos::ADV, comma ? Xpos::Comma : Xpos::RB, 2, comma ? Relation::Punct : Relation::Advmod);
  in.add("carried", Upos::VERB, Xpos::VBD, 4, Relation::Root);
  in.add("rifles", Upos::NOUN, Xpos::NNS, 4, Relation::Obj);
  return in;
}

TEST(Clauses, ABarePastFormIsNoSubjectClause) {
  Input in = seized(false, false);
  EXPECT_EQ(in.repair(), 1u);
  EXPECT_EQ(in.tokens[0].head, 4u);
  EXPECT_EQ(in.tokens[0].relation, Relation::Nsubj);
  EXPECT_EQ(in.tokens[2].head, 0u);
  EXPECT_EQ(in.tokens[2].relation, Relation::Acl);
  EXPECT_TRUE(is_one_tree(in.tokens));
  EXPECT_EQ(seized(true, false).repair(), 0u);
  EXPECT_EQ(seized(false, true).repair(), 0u);
}

// Huts burned, the chief said. — with both nouns as subjects of "said".
Input burned(Relation relation, std::string_view between) {
  Input in;
  in.add("Huts", Upos::NOUN, Xpos::NNS, 6, Relation::Nsubj);
  in.add(between, between == "," ? Upos::PUNCT : Upos::ADV, Xpos::RB, 2, Relation::Advmod);
  in.add("burned", Upos::VERB, relation == Relation::Acl ? Xpos::VBN : Xpos::VBD, 0, relation);
  in.add(",", Upos::PUNCT, Xpos::Comma, 2, Relation::Punct);
  in.add("the", Upos::DET, Xpos::DT, 5, Relation::Det);
  in.add("chief", Upos::NOUN, Xpos::NN, 6, Relation::Nsubj);
  in.add("said", Upos::VERB, Xpos::VBD, 6, Relation::Root, kVerbSays);
  return in;
}

TEST(Clauses, OfTwoSubjectsOfSayingTheFirstHasItsOwnVerb) {
  for (const Relation relation : {Relation::Acl, Relation::AclRelcl}) {
    Input in = burned(relation, "soon");
    EXPECT_EQ(in.repair(), 1u);
    EXPECT_EQ(in.tokens[0].head, 2u);
    EXPECT_EQ(in.tokens[2].head, 6u);
    EXPECT_EQ(in.tokens[2].relation, Relation::Ccomp);
    EXPECT_EQ(in.tokens[5].head, 6u);
  }
  // Behind a comma a participle describes: "The strike, called for Monday, the union said".
  EXPECT_EQ(burned(Relation::Acl, ",").repair(), 0u);
  // Not of a verb that is no saying.
  Input other = burned(Relation::Acl, "soon");
  other.kinds[6] = 0;
  EXPECT_EQ(other.repair(), 0u);
  // A relative clause with its own subject is one.
  Input relative = burned(Relation::AclRelcl, "who");
  relative.tokens[1].relation = Relation::Nsubj;
  EXPECT_EQ(relative.repair(), 0u);
}

// The sides, it seems, agreed. — with "seems" as the verb.
Input seems(std::string_view subject, bool said_to) {
  Input in;
  in.add("Sides", Upos::NOUN, Xpos::NNS, said_to ? 3 : 5, Relation::Nsubj);
  in.add(",", Upos::PUNCT, Xpos::Comma, 0, Relation::Punct);
  if (said_to) {
    in.add("said", Upos::VERB, Xpos::VBD, 2, Relation::Root, kVerbSays);
    in.tokens[0].head = 2;
    in.add("talk", Upos::VERB, Xpos::VB, 2, Relation::Xcomp);
  } else {
    in.add(subject, Upos::PRON, Xpos::PRP, 3, Relation::Nsubj);
    in.add("seems", Upos::VERB, Xpos::VBZ, 3, Relation::Root);
  }
  in.add(",", Upos::PUNCT, Xpos::Comma, 0, Relation::Punct);
  in.add("agreed", Upos::VERB, Xpos::VBD, said_to ? 2 : 3, Relation::Ccomp);
  return in;
}

TEST(Clauses, ARemarkBetweenCommasIsNotTheClause) {
  Input in = seems("it", false);
  EXPECT_EQ(in.repair(), 1u);
  EXPECT_EQ(in.root(), 5u);
  EXPECT_EQ(in.tokens[0].head, 5u);
  EXPECT_EQ(in.tokens[3].relation, Relation::Parataxis);
  Input said = seems("", true);
  EXPECT_EQ(said.repair(), 1u);
  EXPECT_EQ(said.root(), 5u);
  EXPECT_EQ(said.tokens[2].head, 0u);
  EXPECT_EQ(said.tokens[2].relation, Relation::Acl);
  // "The sides, they think, agreed" is left as it was read: somebody says it.
  EXPECT_EQ(seems("they", false).repair(), 0u);
}

// The pact holds, confirmed a spokeswoman. — with her as the object.
Input confirmed(int noun) {
  Input in;
  in.add("pact", Upos::NOUN, Xpos::NN, 1, Relation::Nsubj);
  in.add("holds", Upos::VERB, Xpos::VBZ, 3, Relation::Ccomp);
  in.add(",", Upos::PUNCT, Xpos::Comma, 1, Relation::Punct);
  in.add("confirmed", Upos::VERB, Xpos::VBD, 3, Relation::Root, kVerbSays | kVerbInvertsSpeaker);
  in.add("a", Upos::DET, Xpos::DT, 5, Relation::Det);
  in.add("spokeswoman", Upos::NOUN, Xpos::NN, 3, Relation::Obj, noun);
  return in;
}

TEST(Clauses, WhoSpeaksStandsBehindVerbsThatTakeObjectsToo) {
  Input in = confirmed(kNounSpeaks);
  EXPECT_EQ(in.repair(), 1u);
  EXPECT_EQ(in.tokens[5].relation, Relation::Nsubj);
  // "…, confirmed a date".
  EXPECT_EQ(confirmed(0).repair(), 0u);
}

// The front will soon hand … — with the front as the subject of "will".
TEST(Clauses, ASubjectBelongsToTheVerbAndNotToItsAuxiliary) {
  Input in;
  in.add("front", Upos::NOUN, Xpos::NN, 1, Relation::Nsubj);
  in.add("will", Upos::AUX, Xpos::MD, 3, Relation::Aux);
  in.add(",", Upos::PUNCT, Xpos::Comma, 3, Relation::Punct);
  in.add("yield", Upos::VERB, Xpos::VB, 3, Relation::Root);
  Input other = in;
  EXPECT_EQ(in.repair(), 1u);
  EXPECT_EQ(in.tokens[0].head, 3u);
  // Where the verb has a subject of its own, both stay.
  other.add("they", Upos::PRON, Xpos::PRP, 3, Relation::Nsubj);
  EXPECT_EQ(other.repair(), 0u);
}

// Killed were two guards. — as parsed: the guards as the predicate, or the participle as the root.
Input killed_were(bool noun_root, std::string_view be) {
  Input in;
  const std::uint32_t root = noun_root ? 3 : 0;
  in.add("Killed", Upos::VERB, Xpos::VBN, root, noun_root ? Relation::Csubj : Relation::Root);
  in.add(be, Upos::AUX, Xpos::VBD, 3, Relation::Cop);
  in.add("two", Upos::NUM, Xpos::CD, 3, Relation::Nummod);
  in.add("guards", Upos::NOUN, Xpos::NNS, root, noun_root ? Relation::Root : Relation::Parataxis);
  in.add(".", Upos::PUNCT, Xpos::Stop, 3, Relation::Punct);
  return in;
}

TEST(Clauses, AParticipleInFrontIsThePredicate) {
  for (const bool noun_root : {true, false}) {
    Input in = killed_were(noun_root, "were");
    EXPECT_EQ(in.repair(), 1u);
    EXPECT_EQ(in.root(), 0u);
    EXPECT_EQ(in.tokens[1].relation, Relation::AuxPass);
    EXPECT_EQ(in.tokens[3].head, 0u);
    EXPECT_EQ(in.tokens[3].relation, Relation::NsubjPass);
    EXPECT_TRUE(is_one_tree(in.tokens));
  }
  EXPECT_EQ(killed_were(true, "had").repair(), 0u);
  // "Wounded were silent men": no.
  Input adjective = killed_were(true, "were");
  adjective.tokens[0].upos = Upos::NOUN;
  EXPECT_EQ(adjective.repair(), 0u);
}

// They called off their march. — with "off" as its preposition.
Input called_off(Upos noun, bool owner) {
  Input in;
  in.add("called", Upos::VERB, Xpos::VBD, 0, Relation::Root);
  in.add("off", Upos::ADP, Xpos::RP, 3, Relation::Case);
  in.add(owner ? "their" : "then", owner ? Upos::PRON : Upos::ADV, owner ? Xpos::PRPS : Xpos::RB, 3, owner ? Relation::NmodPoss : Relation::Advmod);
  in.add("march", noun, Xpos::NN, 0, Relation::Obl);
  return in;
}

TEST(Clauses, AParticleIsNoPreposition) {
  Input in = called_off(Upos::NOUN, true);
  EXPECT_EQ(in.repair(), 1u);
  EXPECT_EQ(in.tokens[1].relation, Relation::CompoundPrt);
  EXPECT_EQ(in.tokens[3].relation, Relation::Obj);
  EXPECT_EQ(called_off(Upos::NOUN, false).repair(), 0u);
}

// Two were taken hostage.
TEST(Clauses, OfTwoSubjectsOfAPassiveTheLaterIsWhatTheyBecame) {
  Input in;
  in.add("Two", Upos::NUM, Xpos::CD, 2, Relation::NsubjPass);
  in.add("were", Upos::AUX, Xpos::VBD, 2, Relation::AuxPass);
  in.add("taken", Upos::VERB, Xpos::VBN, 2, Relation::Root);
  in.add("hostage", Upos::NOUN, Xpos::NN, 2, Relation::NsubjPass);
  Input alone = in;
  EXPECT_EQ(in.repair(), 1u);
  EXPECT_EQ(in.tokens[3].relation, Relation::Xcomp);
  alone.tokens[0].relation = Relation::Dep;
  EXPECT_EQ(alone.repair(), 0u);
}

// Of six hurt there, two died. — with "hurt" as the verb of the six.
Input of_six(bool preposition, bool own) {
  Input in;
  in.add(preposition ? "Of" : "All", preposition ? Upos::ADP : Upos::DET, preposition ? Xpos::IN : Xpos::DT, 1, preposition ? Relation::Case : Relation::Det);
  in.add("men", Upos::NOUN, Xpos::NNS, 2, Relation::Nsubj);
  in.add("hurt", Upos::VERB, Xpos::VBD, 2, Relation::Root);
  in.add(",", Upos::PUNCT, Xpos::Comma, 5, Relation::Punct);
  in.add("two", Upos::NUM, Xpos::CD, 5, own ? Relation::Nsubj : Relation::Obl);
  in.add("died", Upos::VERB, Xpos::VBD, 2, Relation::Parataxis);
  return in;
}

TEST(Clauses, WhatAPrepositionIntroducesIsNoSubject) {
  Input in = of_six(true, true);
  EXPECT_EQ(in.repair(), 1u);
  EXPECT_EQ(in.root(), 5u);
  EXPECT_EQ(in.tokens[1].relation, Relation::Obl);
  EXPECT_EQ(in.tokens[2].head, 1u);
  EXPECT_EQ(in.tokens[2].relation, Relation::Acl);
  EXPECT_EQ(of_six(false, true).repair(), 0u);
  EXPECT_EQ(of_six(true, false).repair(), 0u);
}

// Thousands, she estimates, fled. — with "estimates" as a subject of "fled".
Input estimates(std::string_view behind) {
  Input in;
  in.add("Thousands", Upos::NOUN, Xpos::NNS, 5, Relation::Nsubj);
  in.add(",", Upos::PUNCT, Xpos::Comma, 0, Relation::Punct);
  in.add("she", Upos::PRON, Xpos::PRP, 3, Relation::Nsubj);
  in.add("estimates", Upos::VERB, Xpos::VBZ, 5, Relation::Nsubj);
  in.add(behind, Upos::PUNCT, Xpos::Comma, 0, Relation::Punct);
  in.add("fled", Upos::VERB, Xpos::VBD, 5, Relation::Root);
  return in;
}

TEST(Clauses, AVerbWithItsSubjectIsNoSubject) {
  Input in = estimates(",");
  EXPECT_EQ(in.repair(), 1u);
  EXPECT_EQ(in.tokens[3].relation, Relation::Parataxis);
  EXPECT_EQ(estimates("-").repair(), 0u);
}

// The side is to free men. — with "is to" read as the men's.
TEST(Clauses, WhatStandsBeforeTheVerbIsNotTheObjects) {
  Input in;
  in.add("side", Upos::NOUN, Xpos::NN, 4, Relation::Nsubj);
  in.add("is", Upos::AUX, Xpos::VBZ, 4, Relation::Cop);
  in.add("to", Upos::ADP, Xpos::IN, 4, Relation::Case);
  in.add("free", Upos::ADJ, Xpos::JJ, 3, Relation::Root);
  in.add("men", Upos::NOUN, Xpos::NNS, 3, Relation::Obj);
  EXPECT_EQ(in.repair(), 1u);
  EXPECT_EQ(in.tokens[0].head, 3u);
  EXPECT_EQ(in.tokens[3].xpos, Xpos::VB);
  EXPECT_EQ(in.tokens[4].relation, Relation::Obj);
}

}  // namespace
}  // namespace hudna::language
