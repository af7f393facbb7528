#include "reading/work.h"

#include <algorithm>

namespace hudna::reading {
namespace {

using model::Relation;
using model::Upos;

// Relations that start a clause of their own.
bool starts_clause(const Work& work, std::uint32_t at) {
  const model::Token& tok = work.token(at);
  switch (tok.relation) {
    case Relation::Root:
    case Relation::Ccomp:
    case Relation::Advcl:
    case Relation::AdvclRelcl:
    case Relation::Acl:
    case Relation::AclRelcl:
    case Relation::Parataxis:
    case Relation::Csubj:
    case Relation::CsubjPass:
      return true;
    case Relation::Conj:
      return tok.upos == Upos::VERB || tok.upos == Upos::AUX;
    default:
      return false;
  }
}

// Clauses beside the one at hand: cut off where they stand at its edge.
bool side_clause(const Work& work, std::uint32_t at) {
  const model::Token& tok = work.token(at);
  switch (tok.relation) {
    case Relation::Parataxis:
    case Relation::AdvclRelcl:
      return true;
    case Relation::Advcl:
    case Relation::AclRelcl:
    case Relation::Ccomp:
      return work.analysis.subtree(at).size() > 4;
    case Relation::Conj:
      return tok.upos == Upos::VERB || tok.upos == Upos::AUX;
    default:
      return false;
  }
}

bool edge_word(const Work& work, std::uint32_t at) {
  const model::Token& tok = work.token(at);
  return tok.upos == Upos::PUNCT || tok.relation == Relation::Cc;
}

}  // namespace

QuoteMark quote_mark(std::string_view form, bool open) {
  if (form == "\u201c" || form == "``" || (form == "\"" && !open)) return QuoteMark::Opens;
  if (form == "\u201d" || form == "''" || (form == "\"" && open)) return QuoteMark::Closes;
  return QuoteMark::None;
}

rules::Environment environment() {
  return {{"actor",       "place",           "time",      "quantity", "duration", "name",      "armed",
           "person",      "government",      "igo",       "media",    "monitor",  "civilian",  "humanitarian",
           "deal_report", "conflict_report", "own_voice", "listed",   "quoted",   "deal_near", "deal_here",
           "clause"},
          {"event", "speech", "mode", "topic"},
          "common_trigger",
          "gate_company"};
}

bool is_below(const Work& work, std::uint32_t at, std::uint32_t above) {
  for (std::uint32_t steps = 0; steps < 256; ++steps) {
    if (at == above) return true;
    const std::uint32_t head = work.token(at).head;
    if (head == at) return false;
    at = head;
  }
  return false;
}

void index_mentions(Work* work, model::Mentions mentions) {
  const std::size_t size = work->analysis.tokens().size();
  work->mentions = std::move(mentions);
  work->flags.assign(size, 0);
  for (auto& list : work->at_head) list.assign(size, kNoMention);
  for (auto& list : work->covering) list.assign(size, kNoMention);
  for (std::uint32_t i = 0; i < work->mentions.size(); ++i) {
    const model::Mention& mention = work->mentions[i];
    const auto kind = static_cast<std::size_t>(mention.kind);
    if (mention.head >= size || mention.tokens.end > size || mention.tokens.empty()) continue;
    std::uint32_t& head = work->at_head[kind][mention.head];
    if (head == kNoMention || work->mentions[head].tokens.size() < mention.tokens.size()) head = i;
    for (std::uint32_t at = mention.tokens.begin; at < mention.tokens.end; ++at) {
      std::uint32_t& cover = work->covering[kind][at];
      if (cover == kNoMention || work->mentions[cover].tokens.size() < mention.tokens.size()) cover = i;
    }
    std::uint32_t flags = 0;
    switch (mention.kind) {
      case model::MentionKind::Actor: {
        flags = bit(Flag::Actor);
        if (const auto* actor = std::get_if<model::ActorValue>(&mention.value)) {
          using Type = model::ActorType;
          switch (actor->type) {
            case Type::StateForces:
            case Type::PoliceSecurity:
            case Type::ProGovernmentMilitia:
            case Type::ArmedGroup:
            case Type::ForeignForces:
            case Type::ForeignArmedGroup:
              flags |= bit(Flag::Armed);
              break;
            case Type::OfficialPerson:
            case Type::NamedSpokesperson:
            case Type::PrivatePerson:
              flags |= bit(Flag::Person);
              break;
            case Type::Government:
            case Type::LocalAuthority:
            case Type::PoliticalGroup:
            case Type::NegotiatingBody:
              flags |= bit(Flag::Government);
              break;
            case Type::Igo:
              flags |= bit(Flag::Igo);
              break;
            case Type::HumanitarianOrg:
              flags |= bit(Flag::Humanitarian);
              break;
            case Type::Monitor:
              flags |= bit(Flag::Monitor);
              break;
            case Type::Media:
              flags |= bit(Flag::Media);
              break;
            case Type::Community:
              flags |= bit(Flag::Civilian);
              break;
            case Type::Unknown:
              break;
          }
          if (actor->private_person) flags |= bit(Flag::Person);
        }
        break;
      }
      case model::MentionKind::Place:
        flags = bit(Flag::Place);
        break;
      case model::MentionKind::Time:
        flags = bit(Flag::Time);
        break;
      case model::MentionKind::Quantity:
        flags = bit(Flag::Quantity);
        break;
      case model::MentionKind::Duration:
        flags = bit(Flag::Duration);
        break;
    }
    work->flags[mention.head] |= flags;
  }
  for (const model::Name& name : work->analysis.names()) {
    for (std::uint32_t at = name.tokens.begin; at < name.tokens.end; ++at) work->flags[at] |= bit(Flag::Name);
  }
  // Inside quotation marks "we" and "they" are the speaker's words. A quotation that a paragraph leaves open
  // ends with it: the next one opens its own.
  bool open = false;
  std::uint32_t block = 0xFFFFFFFFu;
  for (const model::Sentence& sent : work->analysis.sentences()) {
    if (sent.block != block) open = false;
    block = sent.block;
    for (std::uint32_t at = sent.tokens.begin; at < sent.tokens.end; ++at) {
      const QuoteMark mark = quote_mark(work->form(at), open);
      if (mark == QuoteMark::Closes) open = false;
      if (open) work->flags[at] |= bit(Flag::Quoted);
      if (mark == QuoteMark::Opens) open = true;
    }
  }
  // What stands in a list states without a verb ("- evacuation of the wounded"): rules must know that it
  // does.
  for (const model::Sentence& sent : work->analysis.sentences()) {
    if (work->doc.blocks()[sent.block].type != model::BlockType::ListItem) continue;
    for (std::uint32_t at = sent.tokens.begin; at < sent.tokens.end; ++at)
      work->flags[at] |= bit(Flag::Listed);
  }
}

model::TokenRange phrase_of(const Work& work, std::uint32_t head) {
  const auto tokens = work.analysis.tokens();
  // Tokens of the phrase by descent from the head.
  std::vector<std::uint32_t> inside{head};
  for (std::size_t i = 0; i < inside.size() && i < 200; ++i) {
    for (std::uint32_t child : work.analysis.dependents(inside[i])) {
      const model::Token& tok = tokens[child];
      bool take = false;
      switch (tok.relation) {
        case Relation::Compound:
        case Relation::CompoundPrt:
        case Relation::Amod:
        case Relation::Nummod:
        case Relation::NmodPoss:
        case Relation::NmodDesc:
        case Relation::NmodUnmarked:
        case Relation::Flat:
        case Relation::Fixed:
        case Relation::Goeswith:
        case Relation::Det:
          take = true;
          break;
        case Relation::Advmod:
          take = child < head;
          break;
        case Relation::Case:
          take = inside[i] != head;
          break;
        case Relation::Punct:
          take = tok.span.size() == 1 && work.form(child) == "-";
          break;
        case Relation::Nmod: {
          // "head of the council", "a copy of the agreement"; other complements are slots of their own.
          for (std::uint32_t mark : work.analysis.dependents(child)) {
            if (tokens[mark].relation == Relation::Case && work.form(mark) == "of") take = true;
          }
          break;
        }
        case Relation::Obl:
          take = inside[i] != head;
          break;  // "UN-brokered", "opposition-held"
        default:
          break;
      }
      if (take) inside.push_back(child);
    }
  }
  std::sort(inside.begin(), inside.end());
  std::size_t at = static_cast<std::size_t>(std::find(inside.begin(), inside.end(), head) - inside.begin());
  std::size_t first = at, last = at;
  while (first > 0 && inside[first - 1] + 1 == inside[first]) --first;
  while (last + 1 < inside.size() && inside[last + 1] == inside[last] + 1) ++last;
  // A leading article, preposition or adverb is no part of the name.
  while (first < at &&
         (tokens[inside[first]].upos == Upos::DET || tokens[inside[first]].upos == Upos::ADP ||
          tokens[inside[first]].upos == Upos::PUNCT || tokens[inside[first]].upos == Upos::ADV)) {
    ++first;
  }
  return {inside[first], inside[last] + 1};
}

model::Span clause_of(const Work& work, std::uint32_t token, const std::vector<std::uint32_t>& keep) {
  std::uint32_t head = token;
  for (int steps = 0; steps < 256 && !starts_clause(work, head) && work.token(head).head != head; ++steps)
    head = work.token(head).head;
  model::TokenRange range = work.analysis.subtree(head);
  const auto needed = [&](model::TokenRange part) {
    if (part.contains(token)) return true;
    return std::any_of(keep.begin(), keep.end(), [&](std::uint32_t at) { return part.contains(at); });
  };
  bool cut = true;
  while (cut) {
    cut = false;
    while (range.size() > 1 && edge_word(work, range.begin)) ++range.begin;
    while (range.size() > 1 && edge_word(work, range.end - 1)) --range.end;
    for (std::uint32_t child : work.analysis.dependents(head)) {
      const model::TokenRange part = work.analysis.subtree(child);
      if (!side_clause(work, child) || needed(part) || part.empty()) continue;
      if (part.end == range.end && part.begin > range.begin && part.begin > token) {
        range.end = part.begin;
        cut = true;
      } else if (part.begin == range.begin && part.end < range.end && part.end <= token) {
        range.begin = part.end;
        cut = true;
      }
    }
  }
  // A relative clause is quoted with the noun that it hangs on only when a slot needs it.
  for (std::uint32_t at : keep) {
    range.begin = std::min(range.begin, at);
    range.end = std::max(range.end, at + 1);
  }
  range.begin = std::min(range.begin, token);
  range.end = std::max(range.end, token + 1);
  return work.analysis.span(range);
}

model::Span item_of(const Work& work, std::uint32_t noun) {
  model::TokenRange range = work.analysis.subtree(noun);
  for (const std::uint32_t child : work.analysis.dependents(noun)) {
    const Relation how = work.token(child).relation;
    if (how != Relation::Conj && how != Relation::Appos && how != Relation::Parataxis &&
        how != Relation::AclRelcl)
      continue;
    const model::TokenRange part = work.analysis.subtree(child);
    if (child > noun) range.end = std::min(range.end, std::max(part.begin, noun + 1));
    if (child < noun) range.begin = std::max(range.begin, std::min(part.end, noun));
  }
  while (range.begin < noun && edge_word(work, range.begin)) ++range.begin;
  while (range.end > noun + 1 && edge_word(work, range.end - 1)) --range.end;
  return work.analysis.span(range);
}

}  // namespace hudna::reading
