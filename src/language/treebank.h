// How is an analysis written down for other tools, and read from them? In
// CoNLL-U (universaldependencies.org/format.html), with byte offsets in MISC.
// Useful for: training, scoring, `hudna analyse --conllu`. Not for: enhanced
// graphs and features (left out). Any bytes are accepted by the reader.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/analysis.h"
#include "model/document.h"

namespace hudna::language {

struct GoldToken {
  std::string form;
  std::string lemma;
  model::Upos upos = model::Upos::X;
  model::Xpos xpos = model::Xpos::None;
  // Index in the sentence; -1 for the root.
  std::int32_t head = -1;
  model::Relation relation = model::Relation::Dep;
  bool space_after = true;
  // "Name=…" of MISC: the type's printed name on the first token of a name, "-" on the further ones; else empty.
  std::string name;
};

struct GoldSentence {
  std::string id;
  std::string text;  // of "# text", else put together from the tokens
  std::string relations;  // of "# relations": the event with its agent, target and speaker in our own sentences
  bool new_paragraph = false;
  bool new_document = false;
  std::vector<GoldToken> tokens;
  // Words of multiword tokens: [begin, end) of the syntactic words that one surface word stands for.
  std::vector<model::TokenRange> multiword;
};

// All well-formed sentences of the file. A sentence with a bad line (not ten columns, a bad id or head, no root, several
// roots, a cycle) is left out and counted in *skipped. Never fails. Linear.
std::vector<GoldSentence> parse_conllu(std::string_view text, std::size_t* skipped);
// Heads form one tree under exactly one root.
bool is_tree(const std::vector<GoldToken>& tokens);
// The analysis in CoNLL-U; MISC has SpaceAfter=No, Bytes=begin:end (of the Document's text) and Name=…
std::string print_conllu(const model::Document& doc, const model::Analysis& analysis);

}  // namespace hudna::language
