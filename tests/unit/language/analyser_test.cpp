#include "language/analyser.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>

#include "base/limits.h"
#include "base/utf8.h"
#include "language/chars.h"
#include "language/treebank.h"
#include "tests/support/analyser.h"

namespace hudna::language {
namespace {

using testing::analyser;

std::string forms(const model::Document& doc, const model::Analysis& a, std::size_t sentence) {
  std::string out;
  const model::TokenRange range = a.sentences()[sentence].tokens;
  for (std::uint32_t i = range.begin; i < range.end; ++i) {
    if (!out.empty()) out += ' ';
    out += a.tokens()[i].span.of(doc.text());
  }
  return out;
}

std::uint32_t find(const model::Document& doc, const model::Analysis& a, std::string_view form) {
  for (std::uint32_t i = 0; i < a.tokens().size(); ++i) {
    if (a.tokens()[i].span.of(doc.text()) == form) return i;
  }
  ADD_FAILURE() << "no token " << form;
  return 0;
}

TEST(Analyser, ReadsAPlainSentence) {
  const model::Document doc = plain_document("Rebels shelled the market in Al-Bayda on Tuesday.");
  const model::Analysis a = analyser().analyse(doc);
  ASSERT_EQ(a.sentences().size(), 1u);
  const std::uint32_t verb = find(doc, a, "shelled");
  EXPECT_EQ(a.sentences()[0].root, verb);
  EXPECT_EQ(a.tokens()[verb].upos, model::Upos::VERB);
  EXPECT_EQ(a.tokens()[find(doc, a, "Rebels")].head, verb);
  EXPECT_EQ(a.tokens()[find(doc, a, "Rebels")].relation, model::Relation::Nsubj);
  EXPECT_EQ(a.tokens()[find(doc, a, "market")].relation, model::Relation::Obj);
  EXPECT_EQ(a.lemma(find(doc, a, "Rebels")), "rebel");
  EXPECT_EQ(a.lemma(find(doc, a, "market")), "market");
}

TEST(Analyser, TakesAFunctionWordInCapitalsForTheNameThatItIs) {
  const auto tag_of = [](const char* text, std::string_view form) {
    const model::Document doc = plain_document(text);
    const model::Analysis read = analyser().analyse(doc);
    for (const model::Token& tok : read.tokens()) {
      if (tok.span.of(doc.text()) == form) return tok.upos;
    }
    return model::Upos::X;
  };
  EXPECT_EQ(tag_of("The army said the WHO had sent two trucks.", "WHO"), model::Upos::PROPN);
  EXPECT_EQ(tag_of("Villagers fled after IS fighters took the dam.", "IS"), model::Upos::PROPN);
  EXPECT_EQ(tag_of("The market is shut since Monday.", "is"), model::Upos::AUX);
  EXPECT_NE(tag_of("THE ARMY IS IN THE TOWN OF GAO.", "IS"), model::Upos::PROPN);
}

TEST(Analyser, SkipsBlocksWithoutEvidence) {
  model::DocumentParts parts;
  parts.text = "The truce held.\n\nSubscribe now.";
  parts.raw = parts.text;
  parts.map.append(static_cast<std::uint32_t>(parts.text.size()), 0, static_cast<std::uint32_t>(parts.text.size()), true);
  parts.blocks.push_back({model::BlockType::Paragraph, {0, 15}, "test", 0});
  parts.blocks.push_back({model::BlockType::Promo, {17, 31}, "test", 0});
  const model::Document doc = model::make_document(std::move(parts));
  const model::Analysis a = analyser().analyse(doc);
  ASSERT_EQ(a.sentences().size(), 1u);
  EXPECT_EQ(forms(doc, a, 0), "The truce held .");
}

TEST(Analyser, GateSkipsParagraphsFarFromAnyTrigger) {
  const model::Document doc = plain_document("One comes first.\n\nTwo is beside it.\n\nA truce began.\n\nFour is beside it.\n\nFive is far away.");
  AnalyseOptions options;
  options.gate = [](std::string_view text) { return text.find("truce") != std::string_view::npos; };
  const model::Analysis a = analyser().analyse(doc, options);
  ASSERT_EQ(a.sentences().size(), 5u);
  EXPECT_FALSE(a.sentences()[0].parsed);
  EXPECT_TRUE(a.sentences()[1].parsed);
  EXPECT_TRUE(a.sentences()[2].parsed);
  EXPECT_TRUE(a.sentences()[3].parsed);
  EXPECT_FALSE(a.sentences()[4].parsed);
}

TEST(Analyser, CutsEndlessSentencesAndSaysSo) {
  std::string text;
  for (int i = 0; i < 1000; ++i) text += "word ";
  const model::Document doc = plain_document(text);
  const model::Analysis a = analyser().analyse(doc);
  EXPECT_EQ(a.sentences().size(), 5u);
  ASSERT_EQ(a.diagnostics().size(), 1u);
  EXPECT_EQ(a.diagnostics()[0].code, base::Code::SentenceTooLong);
}

// Everything that the header promises for any valid text; make_analysis itself checks order and trees.
void check_invariants(const std::string& text) {
  const model::Document doc = plain_document(text);
  const model::Analysis a = analyser().analyse(doc);
  std::uint32_t at = 0;
  const auto gap = [&](std::uint32_t begin, std::uint32_t end) {
    for (std::uint32_t i = begin; i < end;) {
      const base::Decoded d = base::decode_utf8(doc.text(), i);
      RC_ASSERT(char_class(d.point) == Char::Space);
      i += d.bytes;
    }
  };
  for (std::uint32_t i = 0; i < a.tokens().size(); ++i) {
    const model::Token& tok = a.tokens()[i];
    RC_ASSERT(base::is_code_point_start(doc.text(), tok.span.begin));
    RC_ASSERT(base::is_code_point_start(doc.text(), tok.span.end));
    gap(at, tok.span.begin);
    RC_ASSERT(!a.lemma(tok).empty());
    RC_ASSERT(base::is_valid_utf8(a.lemma(tok)));
    at = tok.span.end;
  }
  gap(at, static_cast<std::uint32_t>(doc.text().size()));
  for (const model::Sentence& sent : a.sentences()) {
    RC_ASSERT(sent.tokens.size() <= base::limits::kSentenceTokens);
    RC_ASSERT(a.tokens()[sent.root].relation == model::Relation::Root);
  }
}

std::string piece() {
  return *rc::gen::element<std::string>("The", "truce", "rebels", "said", "Al-Sanaa", "U.N.", "Mr.", "didn't", "cannot", "12,000", "3.5km", "'", "\"", "\u201C", "\u201D",
                           "\u2019s", ".", "...", "?!", "(", ")", "[2]", "-", "--", "\u2014", "\u2022", "$5m", "http://a.b/c", "a@b.org", "\n", "\n\n", " ", "\t",
                           "\u00A0", "\u200B", "\u0631\u062F\u0639\u0627", "\xF0\x9F\x98\x80", "\u00AD", "J.", "e.g.", "No.", "5", "n't", "'s", ",", ";", ":", "/", "and/or", "\u0301", "p.m.", "I", "A");
}

RC_GTEST_PROP(Analyser, KeepsItsPromisesOnAnyText, ()) {
  const int n = *rc::gen::inRange(0, 60);
  std::string text;
  for (int i = 0; i < n; ++i) {
    text += piece();
    if (*rc::gen::inRange(0, 3) != 0) text += ' ';
  }
  check_invariants(text);
}

RC_GTEST_PROP(Analyser, KeepsItsPromisesOnRandomCodePoints, ()) {
  std::string text;
  for (const std::uint32_t p : *rc::gen::container<std::vector<std::uint32_t>>(rc::gen::inRange<std::uint32_t>(1, 0x3100))) {
    if (p < 0xD800) base::append_utf8(&text, p);
  }
  check_invariants(text);
}

RC_GTEST_PROP(Analyser, WhatIsPrintedReadsBack, ()) {
  const int n = *rc::gen::inRange(1, 40);
  std::string text;
  for (int i = 0; i < n; ++i) text += piece() + (*rc::gen::inRange(0, 3) != 0 ? " " : "");
  const model::Document doc = plain_document(text);
  const model::Analysis a = analyser().analyse(doc);
  std::size_t skipped = 0;
  const std::vector<GoldSentence> read = parse_conllu(print_conllu(doc, a), &skipped);
  RC_ASSERT(skipped == 0u);
  RC_ASSERT(read.size() == a.sentences().size());
  for (std::size_t s = 0; s < read.size(); ++s) {
    const model::TokenRange range = a.sentences()[s].tokens;
    RC_ASSERT(read[s].tokens.size() == range.size());
    for (std::uint32_t i = 0; i < range.size(); ++i) {
      const model::Token& tok = a.tokens()[range.begin + i];
      RC_ASSERT(read[s].tokens[i].form == tok.span.of(doc.text()));
      RC_ASSERT(read[s].tokens[i].lemma == a.lemma(tok));
      RC_ASSERT(read[s].tokens[i].upos == tok.upos);
      RC_ASSERT(read[s].tokens[i].relation == tok.relation);
      RC_ASSERT((read[s].tokens[i].head == -1) == (tok.head == range.begin + i));
    }
  }
}

RC_GTEST_PROP(Analyser, LineEndsChangeNothing, ()) {
  const int n = *rc::gen::inRange(0, 40);
  std::string lf;
  std::string crlf;
  for (int i = 0; i < n; ++i) {
    const std::string part = piece() + (*rc::gen::inRange(0, 2) ? " " : "\n");
    for (char c : part) {
      lf += c;
      crlf += c == '\n' ? "\r\n" : std::string(1, c);
    }
  }
  const model::Document a = plain_document(lf);
  const model::Document b = plain_document(crlf);
  const model::Analysis x = analyser().analyse(a);
  const model::Analysis y = analyser().analyse(b);
  RC_ASSERT(x.tokens().size() == y.tokens().size());
  RC_ASSERT(x.sentences().size() == y.sentences().size());
  for (std::size_t i = 0; i < x.tokens().size(); ++i) {
    RC_ASSERT(x.tokens()[i].span.of(a.text()) == y.tokens()[i].span.of(b.text()));
    RC_ASSERT(x.tokens()[i].head == y.tokens()[i].head);
    RC_ASSERT(x.tokens()[i].relation == y.tokens()[i].relation);
  }
}

RC_GTEST_PROP(Analyser, AnAppendedParagraphLeavesEarlierOnesAlone, ()) {
  const int n = *rc::gen::inRange(1, 30);
  std::string text;
  for (int i = 0; i < n; ++i) text += piece() + " ";
  const model::Document a = plain_document(text);
  const model::Document b = plain_document(text + "\n\nThe ceasefire took effect at noon.");
  const model::Analysis x = analyser().analyse(a);
  const model::Analysis y = analyser().analyse(b);
  RC_ASSERT(y.sentences().size() > x.sentences().size());
  for (std::size_t i = 0; i < x.tokens().size(); ++i) {
    RC_ASSERT(x.tokens()[i].span == y.tokens()[i].span);
    RC_ASSERT(x.tokens()[i].head == y.tokens()[i].head);
    RC_ASSERT(x.tokens()[i].upos == y.tokens()[i].upos);
  }
}

}  // namespace
}  // namespace hudna::language
