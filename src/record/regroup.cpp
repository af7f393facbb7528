#include "record/regroup.h"

#include <algorithm>

#include "record/work.h"

namespace hudna::record {
namespace {

// After this no rank comes.
const char kEnd[] = "\x7f";

// What a mention that comes later can see of a deal. Its reports matter only to their own mentions, which are
// settled anew with their report.
bool same_to_others(const MentionCluster& a, const MentionCluster& b) {
  return a.mentions.empty() == b.mentions.empty() && a.places == b.places && a.onset == b.onset &&
         a.has_onset == b.has_onset && a.background == b.background && a.prospective == b.prospective &&
         a.seen == b.seen && a.sides == b.sides && a.brokers == b.brokers && a.terms == b.terms &&
         a.names == b.names && a.stated == b.stated;
}

}  // namespace

Regroup::Regroup(Source source, const std::vector<KnownMention>& gone, const std::vector<Mention>& fresh)
    : source_(std::move(source)), gone_(gone), fresh_(fresh) {
  for (const KnownMention& known : gone_) dirty_.insert(known.mention.id);
  for (const Mention& mention : fresh_) dirty_.insert(mention.id);
}

Regroup::Deal& Regroup::deal(const std::string& name) {
  const auto [at, unknown] = deals_.try_emplace(name);
  if (unknown && name[0] != '+') {
    for (const KnownMention* known : source_.of_deal(name)) {
      const std::string rank = rank_of(known->mention);
      at->second.before[rank] = &known->mention;
      if (dirty_.count(known->mention.id) == 0) at->second.now[rank] = &known->mention;
    }
  }
  return at->second;
}

const MentionCluster& Regroup::state(const Deal& deal, const std::string& before) const {
  std::size_t count = 0;
  for (auto at = deal.now.begin(); at != deal.now.end() && at->first < before; ++at) ++count;
  // Mentions ask one after the other, mostly with nothing come between: what was added up is kept.
  if (deal.counted > count) deal.counted = 0, deal.state = MentionCluster();
  auto at = std::next(deal.now.begin(), static_cast<std::ptrdiff_t>(deal.counted));
  for (; deal.counted < count; ++deal.counted, ++at) absorb(*at->second, 0, &deal.state);
  return deal.state;
}

// Mentions that come after one rank and before another, and find the given one or are found by it, are
// settled anew.
void Regroup::push_near(const Mention& mention, const std::string& after, const std::string& until) {
  for (const KnownMention* known : source_.near(mention)) {
    if (dirty_.count(known->mention.id) != 0) continue;  // they are settled in any case
    const std::string rank = rank_of(known->mention);
    if (rank > after && rank < until) pending_[rank] = {&known->mention, known->deal};
  }
}

// The mention comes into the deal, or leaves it.
void Regroup::change(const std::string& name, const std::string& rank, const Mention& mention, bool comes) {
  Deal& at = deal(name);
  if (comes)
    at.now[rank] = &mention;
  else
    at.now.erase(rank);
  at.changed = true;
  at.counted = 0, at.state = MentionCluster();
  // Until when the deal is another one to those that come later: absorbing the same into the same gives the
  // same.
  MentionCluster was, is;
  std::map<std::string, std::pair<const Mention*, const Mention*>> both;
  for (const auto& [r, m] : at.before) both[r].first = m;
  for (const auto& [r, m] : at.now) both[r].second = m;
  std::string until = kEnd;
  for (const auto& [r, m] : both) {
    if (m.first != nullptr) absorb(*m.first, 0, &was);
    if (m.second != nullptr) absorb(*m.second, 0, &is);
    if (r < rank) continue;
    if (same_to_others(was, is)) {
      until = r;
      break;
    }
  }
  for (const auto& [r, m] : both) {
    if (r >= until && r > rank) break;
    push_near(m.first != nullptr ? *m.first : *m.second, rank, until);
  }
  // By this one's blocks the deal is found, or no more, also where it is the same deal.
  push_near(mention, rank, kEnd);
}

void Regroup::place(const std::string& rank, const Mention& mention, const std::string& before) {
  const Day pivot = pivot_of(mention);
  std::set<std::string> names;
  if (pivot != kOpenFuture) {
    const MentionTables tables = source_.tables();
    const Quarters quarters = quarters_of(mention, *tables.policies);
    const std::vector<std::uint64_t> looks = [&] {
      std::vector<std::uint64_t> out = mention_blocks(mention, *tables.places, true);
      sort_unique(&out);
      return out;
    }();
    const auto finds = [&](const Mention& other) {
      const Day day = pivot_of(other);
      if (day == kOpenFuture || quarter_of(day) < quarters.first || quarter_of(day) > quarters.last)
        return false;
      const auto [at, unknown] = stands_.try_emplace(other.id);
      if (unknown) at->second = mention_blocks(other, *source_.tables().places, false);
      const std::vector<std::uint64_t>& stands = at->second;
      return std::any_of(stands.begin(), stands.end(), [&](std::uint64_t block) {
        return std::binary_search(looks.begin(), looks.end(), block);
      });
    };
    for (const KnownMention* known : source_.near(mention)) {
      const Mention& other = known->mention;
      if (dirty_.count(other.id) != 0 || rank_of(other) >= rank || !finds(other)) continue;
      const auto settled = deal_of_.find(other.id);
      names.insert(settled != deal_of_.end() ? settled->second : known->deal);
    }
    for (const Mention& other : fresh_) {
      const auto settled = deal_of_.find(other.id);
      if (settled != deal_of_.end() && rank_of(other) < rank && finds(other)) names.insert(settled->second);
    }
  }
  // As they were opened.
  std::map<std::string, std::pair<std::string, const MentionCluster*>> opened;
  for (const std::string& name : names) {
    const Deal& at = deal(name);
    if (at.now.empty() || at.now.begin()->first >= rank) continue;
    opened[at.now.begin()->first] = {name, &state(at, rank)};
  }
  std::vector<const MentionCluster*> candidates;
  std::vector<std::string> order;
  for (const auto& [first, entry] : opened) {
    candidates.push_back(entry.second);
    order.push_back(entry.first);
  }
  MentionFit best;
  const std::int64_t chosen = choose(mention, candidates, source_.tables(), &best);
  std::string name;
  if (chosen >= 0) {
    name = order[static_cast<std::size_t>(chosen)];
  } else {
    // It opens a deal: the one that it opened before, if that is still its own.
    name = "+" + mention.id;
    if (!before.empty() && dirty_.count(mention.id) == 0) {
      const Deal& own = deal(before);
      if (!own.before.empty() && own.before.begin()->first == rank) name = before;
    }
  }
  deal_of_[mention.id] = name;
  if (dirty_.count(mention.id) == 0 && name == before) return;
  if (dirty_.count(mention.id) == 0) change(before, rank, mention, false);
  change(name, rank, mention, true);
}

bool Regroup::run(std::size_t most) {
  for (const KnownMention& known : gone_) {
    if (!known.deal.empty()) change(known.deal, rank_of(known.mention), known.mention, false);
  }
  for (const Mention& mention : fresh_) pending_[rank_of(mention)] = {&mention, std::string()};
  for (std::size_t steps = 0; !pending_.empty(); ++steps) {
    if (steps > most) return false;
    const auto [rank, entry] = *pending_.begin();
    pending_.erase(pending_.begin());
    place(rank, *entry.first, entry.second);
  }
  return true;
}

std::vector<Regroup::Changed> Regroup::changed() const {
  std::vector<Changed> out;
  for (const auto& [name, deal] : deals_) {
    if (!deal.changed || deal.now.empty()) continue;
    bool same = deal.before.size() == deal.now.size();
    for (const auto& [rank, mention] : deal.now) {
      const auto was = deal.before.find(rank);
      same = same && was != deal.before.end() && was->second == mention;
    }
    if (same) continue;
    Changed one;
    MentionCluster cluster;
    for (const auto& [rank, mention] : deal.now) {
      const auto at = static_cast<std::uint32_t>(one.mentions.size());
      if (at > 0) {
        MentionFit why = fit(*mention, cluster, source_.tables());
        one.merges.push_back(
            {0, at, std::min<std::int32_t>(1000, why.score), "agreement-merge", std::move(why.reasons)});
      }
      one.mentions.push_back(mention->id);
      absorb(*mention, 0, &cluster);
    }
    out.push_back(std::move(one));
  }
  return out;
}

std::vector<std::string> Regroup::removed() const {
  std::vector<std::string> out;
  for (const auto& [name, deal] : deals_) {
    if (name[0] == '+' || !deal.changed) continue;
    bool same = deal.before.size() == deal.now.size();
    for (const auto& [rank, mention] : deal.now) {
      const auto was = deal.before.find(rank);
      same = same && was != deal.before.end() && was->second == mention;
    }
    if (!same) out.push_back(name);
  }
  return out;
}

}  // namespace hudna::record
