// Where do rule tests get their trees? From CoNLL-like lines written by hand
// (form lemma upos xpos head relation), or at random from a seed.
#pragma once

#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "model/analysis.h"

namespace hudna::rules_test {

struct Graph {
  std::string text;
  model::Analysis analysis;
};

// Blank lines part sentences; heads count from 1 in each sentence, 0 for the root.
inline Graph conll(const std::string& lines) {
  model::AnalysisParts parts;
  std::string text;
  std::istringstream in(lines);
  std::string line;
  std::uint32_t first = 0;
  const auto close = [&] {
    const auto end = static_cast<std::uint32_t>(parts.tokens.size());
    if (end == first) return;
    model::Sentence sent;
    sent.tokens = {first, end};
    for (std::uint32_t i = first; i < end; ++i) {
      if (parts.tokens[i].head == i) sent.root = i;
    }
    parts.sentences.push_back(sent);
    first = end;
  };
  while (std::getline(in, line)) {
    std::istringstream cells(line);
    std::string form, lemma, upos, xpos, relation;
    std::uint32_t head = 0;
    if (!(cells >> form >> lemma >> upos >> xpos >> head >> relation)) {
      close();
      continue;
    }
    model::Token tok;
    tok.span.begin = static_cast<std::uint32_t>(text.size());
    text += form;
    tok.span.end = static_cast<std::uint32_t>(text.size());
    text += ' ';
    tok.lemma = parts.lemmas.intern(lemma);
    tok.upos = model::parse_upos(upos);
    tok.xpos = model::parse_xpos(xpos);
    tok.relation = model::parse_relation(relation);
    tok.head = head == 0 ? static_cast<std::uint32_t>(parts.tokens.size()) : first + head - 1;
    parts.tokens.push_back(tok);
  }
  close();
  model::Analysis analysis = model::make_analysis(std::move(parts), text);
  return {std::move(text), std::move(analysis)};
}

// A random tree over a small alphabet of lemmas, tags and relations, so that random rules meet it often.
inline Graph random_graph(std::mt19937* random) {
  static const std::vector<std::string> kLemmas = {"a", "b", "c", "d", "pull", "out", "of", "Fire", "-", "x"};
  static const std::vector<std::string> kTags = {"VERB", "NOUN", "ADP", "PROPN"};
  static const std::vector<std::string> kRelations = {"nsubj", "nsubj:pass", "obj",  "obl",
                                                      "conj",  "case",       "nmod", "acl:relcl"};
  const auto pick = [&](const std::vector<std::string>& from) { return from[(*random)() % from.size()]; };
  const std::size_t size = 1 + (*random)() % 14;
  // Heads before their dependents in a random order make a tree.
  std::vector<std::size_t> order(size);
  for (std::size_t i = 0; i < size; ++i) order[i] = i;
  std::shuffle(order.begin(), order.end(), *random);
  std::vector<std::size_t> head(size, 0);
  for (std::size_t i = 1; i < size; ++i) head[order[i]] = order[(*random)() % i] + 1;
  std::string lines;
  for (std::size_t i = 0; i < size; ++i) {
    const std::string lemma = pick(kLemmas);
    lines += lemma + " " + lemma + " " + pick(kTags) + " NN " + std::to_string(head[i]) + " " +
             (head[i] == 0 ? "root" : pick(kRelations)) + "\n";
  }
  return conll(lines);
}

}  // namespace hudna::rules_test
