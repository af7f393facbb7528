#include "model/analysis.h"

#include <algorithm>
#include <array>
#include <functional>

#include "base/check.h"

namespace hudna::model {
namespace {

constexpr std::array kUpos = {
#define HUDNA_UPOS(tag) std::string_view(#tag),
#include "model/ud.def"
#undef HUDNA_UPOS
};
constexpr std::array kXpos = {
#define HUDNA_XPOS(tag, text) std::string_view(text),
#include "model/ud.def"
#undef HUDNA_XPOS
};
constexpr std::array kRelations = {
#define HUDNA_RELATION(tag, text) std::string_view(text),
#include "model/ud.def"
#undef HUDNA_RELATION
};
constexpr std::array<std::string_view, 7> kNames = {"person", "organisation", "armed_group", "place",
                                                    "facility", "nationality", "other"};

template <class E, class Names>
E parse_or(const Names& names, std::string_view text, E otherwise) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == text) return static_cast<E>(i);
  }
  return otherwise;
}

}  // namespace

std::string_view name(Upos tag) { return kUpos[static_cast<std::size_t>(tag)]; }
std::string_view name(Xpos tag) { return kXpos[static_cast<std::size_t>(tag)]; }
std::string_view name(Relation relation) { return kRelations[static_cast<std::size_t>(relation)]; }
std::string_view name(NameType type) { return kNames[static_cast<std::size_t>(type)]; }
Upos parse_upos(std::string_view text) { return parse_or(kUpos, text, Upos::X); }
Xpos parse_xpos(std::string_view text) { return parse_or(kXpos, text, Xpos::XX); }
Relation parse_relation(std::string_view text) {
  return parse_or(kRelations, text, parse_or(kRelations, text.substr(0, text.find(':')), Relation::Dep));
}
std::size_t upos_count() { return kUpos.size(); }
std::size_t xpos_count() { return kXpos.size(); }
std::size_t relation_count() { return kRelations.size(); }

Relation universal(Relation relation) {
  const std::string_view text = name(relation);
  const std::size_t colon = text.find(':');
  return colon == std::string_view::npos ? relation : parse_relation(text.substr(0, colon));
}

void StringPool::grow() {
  const std::size_t capacity = std::max<std::size_t>(64, slots_.size() * 2);
  slots_.assign(capacity, 0);
  for (std::uint32_t id = 0; id < size(); ++id) {
    std::size_t at = std::hash<std::string_view>()((*this)[id]) & (capacity - 1);
    while (slots_[at] != 0) at = (at + 1) & (capacity - 1);
    slots_[at] = id + 1;
  }
}

std::uint32_t StringPool::intern(std::string_view text) {
  if ((size() + 1) * 2 > slots_.size()) grow();
  std::size_t at = std::hash<std::string_view>()(text) & (slots_.size() - 1);
  while (slots_[at] != 0) {
    if ((*this)[slots_[at] - 1] == text) return slots_[at] - 1;
    at = (at + 1) & (slots_.size() - 1);
  }
  bytes_.append(text);
  starts_.push_back(static_cast<std::uint32_t>(bytes_.size()));
  slots_[at] = static_cast<std::uint32_t>(size());
  return static_cast<std::uint32_t>(size() - 1);
}

Analysis::Analysis(AnalysisParts parts) : parts_(std::move(parts)) {
  const auto& tokens = parts_.tokens;
  child_starts_.assign(tokens.size() + 1, 0);
  for (std::uint32_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].head != i) ++child_starts_[tokens[i].head + 1];
  }
  for (std::size_t i = 1; i < child_starts_.size(); ++i) child_starts_[i] += child_starts_[i - 1];
  children_.resize(child_starts_.empty() ? 0 : child_starts_.back());
  std::vector<std::uint32_t> next(child_starts_);
  for (std::uint32_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].head != i) children_[next[tokens[i].head]++] = i;
  }
  subtrees_.resize(tokens.size());
  // Post-order without recursion: sentence by sentence, deepest first.
  std::vector<std::uint32_t> order;
  for (const Sentence& sent : parts_.sentences) {
    order.clear();
    if (!sent.tokens.empty()) order.push_back(sent.root);
    for (std::size_t i = 0; i < order.size(); ++i) {
      for (std::uint32_t child : dependents(order[i])) order.push_back(child);
    }
    HUDNA_CHECK(order.size() == sent.tokens.size());
    for (std::size_t i = order.size(); i-- > 0;) {
      TokenRange range{order[i], order[i] + 1};
      for (std::uint32_t child : dependents(order[i])) {
        range.begin = std::min(range.begin, subtrees_[child].begin);
        range.end = std::max(range.end, subtrees_[child].end);
      }
      subtrees_[order[i]] = range;
    }
  }
}

std::span<const std::uint32_t> Analysis::dependents(std::uint32_t token) const& {
  return std::span(children_).subspan(child_starts_[token], child_starts_[token + 1] - child_starts_[token]);
}

std::uint32_t Analysis::sentence_of(std::uint32_t token) const {
  const auto& sentences = parts_.sentences;
  auto it = std::upper_bound(sentences.begin(), sentences.end(), token,
                             [](std::uint32_t at, const Sentence& s) { return at < s.tokens.begin; });
  return static_cast<std::uint32_t>(it - sentences.begin()) - 1;
}

Analysis make_analysis(AnalysisParts parts, std::string_view text) {
  std::uint32_t at = 0;
  for (const Token& tok : parts.tokens) {
    HUDNA_CHECK(at <= tok.span.begin && tok.span.begin < tok.span.end && tok.span.end <= text.size());
    at = tok.span.end;
  }
  std::uint32_t next = 0;
  for (const Sentence& sent : parts.sentences) {
    HUDNA_CHECK(sent.tokens.begin == next && sent.tokens.begin < sent.tokens.end);
    HUDNA_CHECK(sent.tokens.end <= parts.tokens.size() && sent.tokens.contains(sent.root));
    for (std::uint32_t i = sent.tokens.begin; i < sent.tokens.end; ++i) {
      HUDNA_CHECK(sent.tokens.contains(parts.tokens[i].head));
      HUDNA_CHECK((parts.tokens[i].head == i) == (i == sent.root));
    }
    next = sent.tokens.end;
  }
  HUDNA_CHECK(next == parts.tokens.size());
  std::uint32_t after = 0;
  for (const Name& entity : parts.names) {
    HUDNA_CHECK(after <= entity.tokens.begin && !entity.tokens.empty() && entity.tokens.end <= parts.tokens.size());
    after = entity.tokens.end;
  }
  return Analysis(std::move(parts));
}

}  // namespace hudna::model
