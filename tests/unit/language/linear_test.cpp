#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>

#include "language/arc_hybrid.h"
#include "language/linear.h"
#include "language/model_file.h"
#include "language/trainer.h"

namespace hudna::language {
namespace {

// All head lists of n words with one root and no cycle.
std::vector<std::vector<int>> trees(int n) {
  std::vector<std::vector<int>> out;
  std::vector<int> heads(n, 0);
  while (true) {
    int roots = 0;
    bool good = true;
    for (int i = 0; i < n && good; ++i) {
      roots += heads[i] == n;
      int at = i;
      for (int steps = 0; at != n; ++steps) {
        if (steps > n) {
          good = false;
          break;
        }
        at = heads[at];
      }
    }
    if (good && roots == 1) out.push_back(heads);
    int k = 0;
    while (k < n && ++heads[k] > n) heads[k++] = 0;
    if (k == n) return out;
  }
}

bool crosses(const std::vector<int>& heads) {
  const int n = static_cast<int>(heads.size());
  for (int a = 0; a < n; ++a) {
    for (int b = 0; b < n; ++b) {
      const int al = std::min(a, heads[a]), ar = std::max(a, heads[a]);
      const int bl = std::min(b, heads[b]), br = std::max(b, heads[b]);
      if (al < bl && bl < ar && ar < br) return true;
    }
  }
  return false;
}

TEST(ArcHybrid, ZeroCostStepsRebuildEveryProjectiveTree) {
  std::size_t projective = 0;
  for (int n = 1; n <= 5; ++n) {
    for (const std::vector<int>& gold : trees(n)) {
      if (crosses(gold)) continue;
      ++projective;
      State state;
      state.reset(n);
      while (!state.done()) {
        bool moved = false;
        for (Action a : {Action::Left, Action::Right, Action::Shift}) {
          if (!state.can(a) || oracle_cost(state, gold, a) != 0) continue;
          state.apply(a, 0);
          moved = true;
          break;
        }
        ASSERT_TRUE(moved);
      }
      EXPECT_EQ(state.heads, gold);
    }
  }
  // Projective trees with one root: 1, 2, 7, 30, 143 for 1 to 5 words (Yuret 1998).
  EXPECT_EQ(projective, 1u + 2 + 7 + 30 + 143);
}

// The fewest gold arcs that any way on from the state loses.
int best_loss(const State& state, const std::vector<int>& gold) {
  if (state.done()) {
    int loss = 0;
    for (int i = 0; i < state.n; ++i) loss += state.heads[i] != gold[i];
    return loss;
  }
  int best = 1 << 20;
  for (Action a : {Action::Shift, Action::Left, Action::Right}) {
    if (!state.can(a)) continue;
    State next = state;
    next.apply(a, 0);
    best = std::min(best, best_loss(next, gold));
  }
  return best;
}

TEST(ArcHybrid, OracleCostIsTheLossOfTheStep) {
  // From every reachable state of small trees: cost(a) = loss after a - loss before, with at least one free step. The
  // single-root rule makes the cost inexact only in states where the root's word is already lost.
  std::size_t compared = 0;
  for (int n = 1; n <= 4; ++n) {
    for (const std::vector<int>& gold : trees(n)) {
      if (crosses(gold)) continue;
      std::vector<State> open(1);
      open[0].reset(n);
      while (!open.empty()) {
        State state = open.back();
        open.pop_back();
        if (state.done()) continue;
        const int before = best_loss(state, gold);
        for (Action a : {Action::Shift, Action::Left, Action::Right}) {
          if (!state.can(a)) continue;
          State next = state;
          next.apply(a, 0);
          const int after = best_loss(next, gold);
          if (before == 0) {
            EXPECT_EQ(oracle_cost(state, gold, a) == 0, after == 0);
            ++compared;
          }
          open.push_back(std::move(next));
        }
      }
    }
  }
  EXPECT_GT(compared, 500u);
}

TEST(ArcHybrid, LiftsCrossingArcsToATree) {
  for (int n = 1; n <= 5; ++n) {
    for (const std::vector<int>& gold : trees(n)) {
      const std::vector<int> lifted = projectivise(gold);
      int roots = 0;
      for (int h : lifted) roots += h == n;
      EXPECT_EQ(roots, 1);
      if (!crosses(gold)) {
        EXPECT_EQ(lifted, gold);
      }
    }
  }
}

GoldSentence sentence(const std::string& words, const std::vector<std::string>& tags, const std::vector<int>& heads, const std::vector<std::string>& relations) {
  GoldSentence out;
  std::size_t at = 0;
  for (std::size_t i = 0; i < tags.size(); ++i) {
    const std::size_t stop = std::min(words.find(' ', at), words.size());
    GoldToken tok;
    tok.form = words.substr(at, stop - at);
    tok.lemma = tok.form;
    at = stop + 1;
    tok.upos = model::parse_upos(tags[i]);
    tok.head = heads[i] - 1;
    tok.relation = model::parse_relation(relations[i]);
    out.tokens.push_back(tok);
  }
  return out;
}

std::vector<GoldSentence> tiny() {
  return {
      sentence("Rebels left the town .", {"NOUN", "VERB", "DET", "NOUN", "PUNCT"}, {2, 0, 4, 2, 2}, {"nsubj", "root", "det", "obj", "punct"}),
      sentence("The truce held", {"DET", "NOUN", "VERB"}, {2, 3, 0}, {"det", "nsubj", "root"}),
      sentence("Troops left", {"NOUN", "VERB"}, {2, 0}, {"nsubj", "root"}),
      sentence("The town saw a truce .", {"DET", "NOUN", "VERB", "DET", "NOUN", "PUNCT"}, {2, 3, 0, 5, 3, 3}, {"det", "nsubj", "root", "det", "obj", "punct"}),
      sentence("Elders in Juba met rebels", {"NOUN", "ADP", "PROPN", "VERB", "NOUN"}, {4, 3, 1, 0, 4}, {"nsubj", "case", "nmod", "root", "obj"}),
  };
}

TrainOptions small() {
  TrainOptions options;
  options.tagger_bits = 10;
  options.action_bits = 12;
  options.label_bits = 10;
  options.parser_rounds = 30;
  options.tagger_rounds = 30;
  options.jackknife = 0;
  options.capitals_percent = 0;
  return options;
}

TEST(Trainer, OverfitsATinyTreebankAndIsDeterministic) {
  const std::string bytes = write_model_file(train_linear(tiny(), small()));
  EXPECT_EQ(bytes, write_model_file(train_linear(tiny(), small())));
  const auto file = ModelFile::open(bytes, "tiny");
  ASSERT_TRUE(file.has_value());
  const auto model = LinearModel::open(*file);
  ASSERT_TRUE(model.has_value());
  LinearScratch scratch;
  for (const GoldSentence& gold : tiny()) {
    std::vector<Word> words;
    for (std::size_t i = 0; i < gold.tokens.size(); ++i) words.push_back(make_word(gold.tokens[i].form, i == 0, false));
    std::vector<std::uint8_t> tags;
    std::vector<int> heads;
    std::vector<model::Relation> relations;
    model->tag(words, false, &tags);
    model->parse(words, tags, &scratch, &heads, &relations);
    for (std::size_t i = 0; i < gold.tokens.size(); ++i) {
      EXPECT_EQ(model->pair_of(tags[i]).upos, gold.tokens[i].upos);
      EXPECT_EQ(heads[i], gold.tokens[i].head < 0 ? static_cast<int>(words.size()) : gold.tokens[i].head);
      EXPECT_EQ(relations[i], gold.tokens[i].relation);
    }
  }
}

TEST(ModelFile, RefusesTruncatedAndAlteredFiles) {
  const std::string bytes = write_model_file({{"one", "some bytes"}, {"two", std::string(300, 'x')}});
  const auto file = ModelFile::open(bytes, "test");
  ASSERT_TRUE(file.has_value());
  EXPECT_EQ(file->section("one"), "some bytes");
  EXPECT_EQ(file->section("two").size(), 300u);
  EXPECT_EQ(file->section("three"), "");
  for (std::size_t size = 0; size < bytes.size(); ++size) EXPECT_FALSE(ModelFile::open(std::string_view(bytes).substr(0, size), "test").has_value());
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    for (int bit : {0, 3, 7}) {
      std::string bad = bytes;
      bad[at] = static_cast<char>(bad[at] ^ (1 << bit));
      EXPECT_FALSE(ModelFile::open(bad, "test").has_value()) << at;
    }
  }
}

TEST(Treebank, ReadsAndRefuses) {
  std::size_t skipped = 0;
  const auto good = parse_conllu("# text = They left.\n1\tThey\tthey\tPRON\tPRP\t_\t2\tnsubj\t_\t_\n2\tleft\tleave\tVERB\tVBD\t_\t0\troot\t_\tSpaceAfter=No\n3\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_\n\n", &skipped);
  ASSERT_EQ(good.size(), 1u);
  EXPECT_EQ(skipped, 0u);
  EXPECT_FALSE(good[0].tokens[1].space_after);
  EXPECT_EQ(good[0].tokens[1].head, -1);
  EXPECT_EQ(good[0].text, "They left.");
  EXPECT_TRUE(parse_conllu("1\ta\ta\tX\tX\t_\t2\tdep\t_\t_\n2\tb\tb\tX\tX\t_\t1\tdep\t_\t_\n\n", &skipped).empty());
  EXPECT_EQ(skipped, 1u);
  EXPECT_TRUE(parse_conllu("1\ta\ta\n\n", &skipped).empty());
  EXPECT_TRUE(parse_conllu("1\ta\ta\tX\tX\t_\t99999999999\tdep\t_\t_\n", &skipped).empty());
}

RC_GTEST_PROP(Treebank, ReadsAnyBytes, (const std::string& text)) {
  std::size_t skipped = 0;
  parse_conllu(text, &skipped);
}

}  // namespace
}  // namespace hudna::language
