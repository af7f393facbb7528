#include "coding/candidates.h"

#include <algorithm>

namespace hudna::coding {
namespace {

using model::Relation;
using model::TokenRange;
using model::Upos;

Relation plain(Relation relation) { return model::universal(relation); }

// Words that only hang inside a phrase, never head one.
bool inner(Relation relation) {
  const Relation r = plain(relation);
  return r == Relation::Compound || r == Relation::Flat || r == Relation::Fixed || r == Relation::Goeswith;
}

}  // namespace

std::vector<Candidate> find_candidates(const Wire& wire) {
  const model::Analysis& analysis = wire.analysis;
  const auto tokens = analysis.tokens();
  std::vector<Candidate> out;
  std::vector<std::uint32_t> name_at(tokens.size(), 0xFFFFFFFFu);
  for (std::uint32_t i = 0; i < analysis.names().size(); ++i) {
    const TokenRange range = analysis.names()[i].tokens;
    for (std::uint32_t t = range.begin; t < range.end; ++t) name_at[t] = i;
  }
  const auto text_of = [&](TokenRange range) {
    const model::Span span = analysis.span(range);
    return model::fold_space(span.of(wire.sent));
  };
  std::uint32_t group = 0;
  for (const model::Sentence& sentence : analysis.sentences()) {
    if (!sentence.parsed) continue;
    for (std::uint32_t head = sentence.tokens.begin; head < sentence.tokens.end; ++head) {
      const model::Token& tok = tokens[head];
      const bool noun = tok.upos == Upos::NOUN || tok.upos == Upos::PROPN;
      // "the dead", "the wounded", "two were killed".
      const bool bare = (tok.upos == Upos::ADJ || tok.upos == Upos::NUM) &&
                        (plain(tok.relation) == Relation::Nsubj || plain(tok.relation) == Relation::Obj ||
                         plain(tok.relation) == Relation::Obl);
      // "Shining Path guerrillas", "bullet wounds": a noun inside a phrase can be what is asked for.
      if ((!noun && !bare) || (inner(tok.relation) && plain(tok.relation) != Relation::Compound)) continue;
      const std::size_t first = out.size();
      const auto add = [&](TokenRange range, Extent extent) {
        while (range.begin < range.end && range.begin < head &&
               (tokens[range.begin].upos == Upos::PUNCT || tokens[range.begin].upos == Upos::DET)) {
          ++range.begin;
        }
        while (range.end > head + 1 && tokens[range.end - 1].upos == Upos::PUNCT) --range.end;
        for (std::size_t i = first; i < out.size(); ++i) {
          if (out[i].tokens == range) return;
        }
        out.push_back({head, range, extent, group, text_of(range)});
      };
      // Neighbours that hang on the head, taken as long as they adjoin.
      const auto widen = [&](bool adjectives) {
        TokenRange range{head, head + 1};
        const auto belongs = [&](std::uint32_t at) {
          std::uint32_t up = at;
          for (int depth = 0; depth < 8 && up != head; ++depth) {
            const Relation r = plain(tokens[up].relation);
            const bool ok =
                r == Relation::Compound || r == Relation::Flat || r == Relation::Fixed ||
                r == Relation::Goeswith || (r == Relation::Punct && tokens[up].span.size() == 1) ||
                (adjectives && (r == Relation::Amod || r == Relation::Nummod || r == Relation::Nmod ||
                                r == Relation::Advmod || r == Relation::Case));
            if (!ok || tokens[up].head == up) return false;
            up = tokens[up].head;
          }
          return up == head;
        };
        while (range.begin > sentence.tokens.begin && belongs(range.begin - 1) &&
               wire.doc.text()[tokens[range.begin - 1].span.begin] != ',' &&
               wire.doc.text()[tokens[range.begin - 1].span.begin] != ')') {
          --range.begin;
        }
        while (range.end < sentence.tokens.end && plain(tokens[range.end].relation) != Relation::Nmod &&
               plain(tokens[range.end].relation) != Relation::Case &&
               plain(tokens[range.end].relation) != Relation::Amod &&
               plain(tokens[range.end].relation) != Relation::Punct && belongs(range.end)) {
          ++range.end;
        }
        return range;
      };
      const TokenRange compound = widen(false), phrase = widen(true);
      add({head, head + 1}, Extent::Head);
      add(compound, Extent::Compound);
      add(phrase, Extent::Phrase);
      // "… of X": the complement that follows directly, without clauses.
      for (const std::uint32_t child : analysis.dependents(head)) {
        if (child < compound.end || plain(tokens[child].relation) != Relation::Nmod) continue;
        bool of = false;
        for (const std::uint32_t mark : analysis.dependents(child)) {
          of = of || (tokens[mark].relation == Relation::Case && analysis.lemma(mark) == "of" &&
                      mark == compound.end);
        }
        if (!of) continue;
        std::uint32_t end = child + 1;
        for (const std::uint32_t below : analysis.dependents(child)) {
          const Relation r = plain(tokens[below].relation);
          if (below >= end && (r == Relation::Flat || r == Relation::Compound || r == Relation::Nmod) &&
              analysis.subtree(below).begin <= end + 1) {
            end = std::max(end, analysis.subtree(below).end);
          }
        }
        add({head, end}, Extent::HeadOf);
        add({compound.begin, end}, Extent::CompoundOf);
        add({phrase.begin, end}, Extent::PhraseOf);
        break;
      }
      // By tags alone: names as runs of capitals, chunks as runs of adjectives and nouns before the head.
      const auto capital = [&](std::uint32_t at) {
        const char c = wire.doc.text()[tokens[at].span.begin];
        return c >= 'A' && c <= 'Z' && tokens[at].upos != Upos::DET && tokens[at].upos != Upos::PRON;
      };
      if (capital(head)) {
        TokenRange run{head, head + 1};
        const auto joins = [&](std::uint32_t at) {
          const std::string_view word = tokens[at].span.of(wire.doc.text());
          return capital(at) || word == "de" || word == "del" || word == "la" || word == "y" || word == "-";
        };
        while (run.begin > sentence.tokens.begin && joins(run.begin - 1)) --run.begin;
        while (run.end < sentence.tokens.end && joins(run.end)) ++run.end;
        while (run.begin < head && !capital(run.begin)) ++run.begin;
        while (run.end > head + 1 && !capital(run.end - 1)) --run.end;
        add(run, Extent::Run);
        // Without a title that is written like a name.
        if (run.end == head + 1 || tokens[head].head < run.end) {
          if (run.size() > 2 && run.end - 2 <= head) add({run.end - 2, run.end}, Extent::Tail2);
          if (run.size() > 3 && run.end - 3 <= head) add({run.end - 3, run.end}, Extent::Tail3);
        }
      }
      {
        TokenRange chunk{head, head + 1};
        const auto joins = [&](std::uint32_t at) {
          const Upos upos = tokens[at].upos;
          return upos == Upos::NOUN || upos == Upos::PROPN || upos == Upos::ADJ ||
                 (upos == Upos::ADV && at + 1 < chunk.end + 1 && tokens[chunk.begin].upos == Upos::ADJ) ||
                 tokens[at].xpos == model::Xpos::VBN || tokens[at].relation == Relation::Amod ||
                 wire.doc.text()[tokens[at].span.begin] == '-';
        };
        while (chunk.begin > sentence.tokens.begin && joins(chunk.begin - 1)) --chunk.begin;
        while (chunk.begin < head && !capital(chunk.begin) && tokens[chunk.begin].upos == Upos::PUNCT)
          ++chunk.begin;
        add(chunk, Extent::Chunk);
        if (head > chunk.begin) add({head - 1, head + 1}, Extent::Pair);
        TokenRange counted = chunk;
        while (counted.begin > sentence.tokens.begin &&
               (tokens[counted.begin - 1].upos == Upos::NUM || joins(counted.begin - 1))) {
          --counted.begin;
        }
        add(counted, Extent::Counted);
      }
      if (name_at[head] != 0xFFFFFFFFu) {
        const TokenRange range = analysis.names()[name_at[head]].tokens;
        if (range.contains(head)) add(range, Extent::Name);
      }
      ++group;
    }
  }
  return out;
}

}  // namespace hudna::coding
