// Relations between agreements near those that changed: which follows, prolongs, is a part of or repeats
// which.
#include <algorithm>

#include "record/adding/neighbours.h"

namespace hudna::record {

using base::limits::kAddedBeside;
using base::limits::kAddedTraces;
using model::Trace;
using model::TraceKind;

namespace {

constexpr const char* kBadMention = "a mention cannot be read";

}  // namespace

const Deal* Neighbours::deal(const std::string& id) const {
  const auto fresh = new_deals_.find(id);
  if (fresh != new_deals_.end()) return &fresh->second;
  const auto known = known_deals_.find(id);
  return known == known_deals_.end() ? nullptr : &known->second;
}

bool Neighbours::deals_beside(std::uint64_t block, Day day, bool before, std::vector<std::string>* out) {
  const std::vector<Trace> found = a_.memory.beside(TraceKind::Deal, block, day, before, kAddedBeside);
  if (!unpack_all(found, &known_deals_)) return false;
  std::vector<std::pair<Day, std::string>> list;
  for (const Trace& trace : found) {
    if (old_deals_.count(trace.id) == 0) list.emplace_back(known_deals_.at(trace.id).onset, trace.id);
  }
  if (found.size() == kAddedBeside) {
    // Those that were cut off may be of the last day.
    Day last = list.empty() ? day : list.front().first;
    for (const auto& [onset, id] : list) last = before ? std::min(last, onset) : std::max(last, onset);
    const auto kept =
        std::count_if(list.begin(), list.end(), [&](const auto& one) { return one.first != last; });
    if (static_cast<std::size_t>(kept) <= kFollowed)
      return a_.too_much("too many agreements begin on one day");
    list.erase(std::remove_if(list.begin(), list.end(), [&](const auto& one) { return one.first == last; }),
               list.end());
  }
  for (const auto& [id, deal] : new_deals_) {
    if (deal.onset == kOpenFuture || (before ? deal.onset >= day : deal.onset <= day)) continue;
    const std::vector<std::uint64_t> blocks = onset_blocks(deal, rows_.index());
    if (std::find(blocks.begin(), blocks.end(), block) != blocks.end()) list.emplace_back(deal.onset, id);
  }
  std::sort(list.begin(), list.end());
  for (auto& [onset, id] : list) out->push_back(std::move(id));
  return rows_.fill();
}

// Those that may follow an agreement that is new or gone.
bool Neighbours::find_followers(std::set<std::string>* out) {
  for (const Deals* list : {&new_deals_, &old_deals_}) {
    for (const auto& [id, one] : *list) {
      for (const std::uint64_t block : onset_blocks(one, rows_.index())) {
        std::vector<std::string> after;
        if (!deals_beside(block, one.onset, false, &after)) return false;
        // Beyond kFollowed deals and the last one's day none sees this one.
        Day last = kOpenFuture;
        std::size_t passed = 0;
        for (const std::string& other : after) {
          const Day onset = deal(other)->onset;
          if (last != kOpenFuture && onset > last) break;
          if (++passed == kFollowed + 1) last = onset;
          out->insert(other);
        }
      }
    }
  }
  return true;
}

// Reads the mentions, as they are now.
bool Neighbours::note(const std::vector<Trace>& mentions) {
  for (const Trace& trace : mentions) {
    const Trace* kept = a_.find_kept(TraceKind::Mention, trace.id);
    const Trace& now = kept != nullptr ? *kept : trace;
    deal_of_[now.id] = now.row;
    if (mentions_.count(now.id) == 0 && !unpack(now.data, &rows_.tables(), &mentions_[now.id]))
      return a_.stop(kBadMention);
  }
  return true;
}

// Those that were told of beside a mention that is new or gone.
bool Neighbours::find_told_beside(std::set<std::string>* out) {
  std::vector<Trace> ours;
  for (const auto& [key, trace] : a_.kept) {
    if (key.first == TraceKind::Mention) ours.push_back(trace);
  }
  if (!note(ours) || !note(a_.gone[TraceKind::Mention])) return false;
  std::set<std::string> beside, gone(a_.out.removed.agreements.begin(), a_.out.removed.agreements.end());
  for (const auto& [id, mention] : mentions_) {
    for (const Mention::Beside& other : mention.beside) beside.insert(other.mention);
  }
  if (!note(a_.memory.of_ids(TraceKind::Mention, listed(beside)))) return false;
  for (const std::string& id : beside) {
    const auto found = deal_of_.find(id);
    if (found != deal_of_.end() && new_deals_.count(found->second) == 0 && gone.count(found->second) == 0)
      out->insert(found->second);
  }
  return true;
}

bool Neighbours::relate_rows() {
  std::set<std::string> affected;
  if (!find_followers(&affected) || !find_told_beside(&affected)) return false;
  affected.erase("");
  for (const auto& [id, one] : new_deals_) affected.insert(id);
  std::vector<std::string> others;
  for (const std::string& id : affected) {
    if (deal(id) == nullptr) others.push_back(id);
  }
  if (!unpack_all(a_.memory.of_ids(TraceKind::Deal, others), &known_deals_) || !rows_.fill()) return false;
  for (const std::string& id : affected) {
    if (deal(id) != nullptr && !relate_one(id)) return false;
  }
  return a_.alive();
}

bool Neighbours::relate_one(const std::string& id) {
  const Deal& later = *deal(id);
  std::vector<RelationText> relations;
  for (const std::uint64_t block : onset_blocks(later, rows_.index())) {
    std::vector<std::string> before;
    if (!deals_beside(block, later.onset, true, &before)) return false;
    std::vector<const Deal*> list;
    for (const std::string& other : before) list.push_back(deal(other));
    relate(later, list, tables(), &relations);
  }
  if (!find_repeats(id, &relations)) return false;
  order_relations(&relations);
  write_relations(id, std::move(relations));
  return true;
}

bool Neighbours::find_repeats(const std::string& id, std::vector<RelationText>* relations) {
  if (new_deals_.count(id) == 0) {
    const std::vector<Trace> own = a_.memory.of_rows(TraceKind::Mention, {id}, kAddedTraces);
    if (own.size() == kAddedTraces) return a_.too_much("too many reports speak of one agreement");
    if (!note(own)) return false;
  }
  std::vector<std::string> unknown;
  std::vector<const Mention*> told;
  for (const auto& [mention, deal] : deal_of_) {
    if (deal != id) continue;
    told.push_back(&mentions_.at(mention));
    for (const Mention::Beside& other : told.back()->beside) {
      if (deal_of_.count(other.mention) == 0) unknown.push_back(other.mention);
    }
  }
  for (const Trace& trace : a_.memory.of_ids(TraceKind::Mention, unknown)) {
    const Trace* kept = a_.find_kept(TraceKind::Mention, trace.id);
    aside_[trace.id] = kept != nullptr ? kept->row : trace.row;
  }
  const auto deal_of = [this](const std::string& mention) {
    const auto found = deal_of_.find(mention);
    if (found != deal_of_.end()) return found->second;
    const auto other = aside_.find(mention);
    return other == aside_.end() ? std::string() : other->second;
  };
  repeats(*deal(id), told, deal_of, a_.policies, relations);
  return true;
}

void Neighbours::write_relations(const std::string& id, std::vector<RelationText> relations) {
  if (new_deals_.count(id) == 0) {
    model::RelationPatch patch;
    patch.agreement = id;
    for (RelationText& text : relations)
      patch.relations.push_back({text.kind, text.other, text.statements, text.rule});
    a_.out.relations.push_back(std::move(patch));
    return;
  }
  model::AgreementRow& row = a_.work->out.agreements[numbers_.agreement(id)];
  for (RelationText& text : relations) {
    model::AgreementRelation out;
    out.kind = std::move(text.kind);
    out.other = numbers_.agreement(text.other);
    for (const std::string& one : text.statements) out.statements.push_back(numbers_.statement(one));
    out.rule = std::move(text.rule);
    row.relations.push_back(std::move(out));
  }
}

}  // namespace hudna::record
