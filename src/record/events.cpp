// Which events are one? They are compared within blocks of place and day, on
// type, place, time, figures, actors and words (record-model 4); each joins the
// cluster that it fits best, those that fix a day and a place first.
#include "record/events.h"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "record/work.h"

namespace hudna::record {

using model::ActorId;
using model::StatementId;

namespace {

constexpr std::uint32_t kNoEvent = 0xffffffffu;

// Looked up for every pair that is compared, so read once.
struct Weights {
  std::int32_t merge_min, same_report_min, type_same, type_family, place_same, place_within, place_near,
      place_unknown;
  std::int32_t time_same, time_overlap, time_next, time_inferred, time_both_inferred, apart_days,
      figures_equal, figures_apart, figures_differ;
  std::int32_t fresh_days, weapon_days, weapon_shared, figures_equal_small, small, small_late, figures_alone,
      names_apart, family_alone, actors_shared, actors_opposed, words_shared, targets_apart,
      targets_apart_same_report;
  explicit Weights(const Policies& p)
      : merge_min(p.weight("incident.merge_min")),
        same_report_min(p.weight("incident.same_report_min")),
        type_same(p.weight("incident.type_same")),
        type_family(p.weight("incident.type_family")),
        place_same(p.weight("incident.place_same")),
        place_within(p.weight("incident.place_within")),
        place_near(p.weight("incident.place_near")),
        place_unknown(p.weight("incident.place_unknown")),
        time_same(p.weight("incident.time_same")),
        time_overlap(p.weight("incident.time_overlap")),
        time_next(p.weight("incident.time_next")),
        time_inferred(p.weight("incident.time_inferred")),
        time_both_inferred(p.weight("incident.time_both_inferred")),
        apart_days(p.weight("incident.time_apart_days_max")),
        figures_equal(p.weight("incident.figures_equal")),
        figures_apart(p.weight("incident.figures_apart")),
        figures_differ(p.weight("incident.figures_differ")),
        fresh_days(p.weight("incident.fresh_days")),
        weapon_days(p.weight("incident.weapon_days")),
        weapon_shared(p.weight("incident.weapon_shared")),
        figures_equal_small(p.weight("incident.figures_equal_small")),
        small(p.weight("incident.figures_small")),
        small_late(p.weight("incident.figures_small_late")),
        figures_alone(p.weight("incident.figures_alone")),
        names_apart(p.weight("incident.names_apart")),
        family_alone(p.weight("incident.family_alone")),
        actors_shared(p.weight("incident.actors_shared")),
        actors_opposed(p.weight("incident.actors_opposed")),
        words_shared(p.weight("incident.words_shared")),
        targets_apart(p.weight("incident.targets_apart")),
        targets_apart_same_report(p.weight("incident.targets_apart_same_report")) {}
};

std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
  std::uint64_t h = (a ^ (b + 0x9E3779B97F4A7C15ull + (a << 6) + (a >> 2))) * 0xBF58476D1CE4E5B9ull;
  return h ^ (h >> 29);
}

// Which of many belong together (disjoint sets, path halving).
class Sets {
 public:
  explicit Sets(std::size_t n) : parent_(n) {
    for (std::size_t i = 0; i < n; ++i) parent_[i] = static_cast<std::uint32_t>(i);
  }
  std::uint32_t find(std::uint32_t i) {
    while (parent_[i] != i) i = parent_[i] = parent_[parent_[i]];
    return i;
  }
  // The lower root stays, so that the cost stays near linear and the result does not matter.
  void join(std::uint32_t a, std::uint32_t b) {
    a = find(a), b = find(b);
    if (a != b) parent_[std::max(a, b)] = std::min(a, b);
  }

 private:
  std::vector<std::uint32_t> parent_;
};

class Clusterer {
 public:
  Clusterer(const std::vector<Event>& events, const EventTables& tables)
      : events_(events), t_(tables), p_(*tables.policies), w_(*tables.policies), sets_(events.size()) {
    for (std::size_t f = 0; f < p_.families.size(); ++f) {
      for (const std::string& type : p_.families[f]) families_[type] |= std::uint64_t{1} << (f % 64);
    }
  }

  std::vector<EventCluster> run() {
    std::vector<std::uint32_t> order(events_.size());
    for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
    // Statements that fix a day and a place first: vaguer ones then find them, in whatever order reports
    // tell.
    std::sort(order.begin(), order.end(), [this](std::uint32_t a, std::uint32_t b) {
      const int sa = strength(events_[a]), sb = strength(events_[b]);
      return sa != sb ? sa > sb : events_[a].order < events_[b].order;
    });
    for (std::uint32_t i = 0; i < events_.size(); ++i) by_statement_.emplace(events_[i].statement, i);
    find_components(order);
    // What speaks of another event comes in right after that one, so that what it knows helps to find the
    // event's other tellings.
    std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> followers;  // only looked up
    for (const std::uint32_t i : order) {
      if (events_[i].role == Event::Role::Single && spoken_of(i) != kNoEvent)
        followers[spoken_of(i)].push_back(i);
    }
    for (const std::uint32_t i : order) {
      if (events_[i].role != Event::Role::Single || spoken_of(i) != kNoEvent) continue;
      std::vector<std::uint32_t> next = {i};
      while (!next.empty()) {
        const std::uint32_t at = next.back();
        next.pop_back();
        place_event(at);
        const auto found = followers.find(at);
        if (found != followers.end()) next.insert(next.end(), found->second.rbegin(), found->second.rend());
      }
    }
    for (const std::uint32_t i : order) {  // events that speak of each other
      if (events_[i].role == Event::Role::Single && cluster_of_.count(i) == 0) place_event(i);
    }
    for (const std::uint32_t i : order) {
      if (events_[i].role == Event::Role::Denial) place_denial(i);
    }
    for (const std::uint32_t i : order) {
      if (events_[i].role == Event::Role::Lasting) place_condition(i);
      if (events_[i].role == Event::Role::Summed) open(i);
    }
    apply_reviews();
    name_components();
    return std::move(clusters_);
  }

 private:
  // The single event of its report that it speaks of.
  std::uint32_t spoken_of(std::uint32_t i) const {
    if (events_[i].about.empty()) return kNoEvent;
    const auto about = by_statement_.find(events_[i].about);
    return about != by_statement_.end() && about->second != i &&
                   events_[about->second].role == Event::Role::Single
               ? about->second
               : kNoEvent;
  }

  static int strength(const Event& event) { return (event.dated ? 2 : 0) + (event.places.empty() ? 0 : 1); }

  bool same_family(const std::string& a, const std::string& b) const {
    const auto one = families_.find(a), two = families_.find(b);
    return one != families_.end() && two != families_.end() && (one->second & two->second) != 0;
  }

  struct Judgement {
    std::int32_t score = -1;
    std::vector<const char*> reasons;
    bool equal = false;  // a figure is the same, or near
    bool clash = false;  // the figures speak against one event, and nothing for it
    bool soft = false;   // … but one of the two names no target
    bool target = false;  // a target is the same
  };

  Judgement judge(std::uint32_t ia, std::uint32_t ib) const {
    const Event &a = events_[ia], &b = events_[ib];
    Judgement out;
    // That somebody died of his wounds tells nothing of another event of that day.
    if (a.tie == Event::Tie::LaterDeath || b.tie == Event::Tie::LaterDeath) return out;
    std::int32_t score = 0;
    std::vector<const char*> reasons;
    const auto add = [&](std::int32_t weight, const char* reason) {
      score += weight;
      reasons.push_back(reason);
    };
    const bool same_report = a.report == b.report;
    // Copies of one text tell the same events, also where one of them has a figure wrong.
    const bool copies = !same_report && a.group == b.group;
    if (a.type != b.type && !same_family(a.type, b.type)) return out;
    // What costs least first: most pairs of a block are told apart by their days.
    if (a.dated && b.dated ? a.window.gap(b.window) > w_.apart_days : !a.window.overlaps(b.window))
      return out;
    if (a.type == b.type)
      add(w_.type_same, "same type");
    else
      add(w_.type_family, "types that name one event");
    PlaceMatch place = t_.places->match(a.places, b.places);
    // Where a place is only understood from around, a name that both give (a village that no gazetteer knows)
    // says more.
    const bool name = !same_report && (!a.place_stated || !b.place_stated) && share_word(a.names, b.names);
    if (name && (place == PlaceMatch::Apart || place == PlaceMatch::Unknown)) {
      add(w_.place_near, "a name in common");
      place = PlaceMatch::Near;
    }
    switch (place) {
      case PlaceMatch::Same:
        add(w_.place_same, "same place");
        break;
      case PlaceMatch::Within:
        add(w_.place_within, "one place in the other");
        break;
      case PlaceMatch::Near:
        if (!name) add(w_.place_near, "places near each other");
        break;
      case PlaceMatch::Unknown:
        if (!same_report) return out;
        add(w_.place_unknown, "one names no place");
        break;
      case PlaceMatch::Apart:
        return out;
    }
    const DayRange wa = a.window, wb = b.window;
    // News without a day is a day or two old; told later it may be of any day since.
    const std::int64_t age = same_report || (a.dated && b.dated) ? 0
                             : a.dated != b.dated
                                 ? std::int64_t{(a.dated ? b : a).told.min} - (a.dated ? wa : wb).max
                                 : a.told.gap(b.told);
    const bool late = age > w_.fresh_days;
    const Figures figures = compare_figures(a, b, late ? w_.small_late : w_.small);
    const bool equal = figures.equal, apart = figures.apart, differ = figures.differ;
    if (!a.victims.empty() && !b.victims.empty() && !share_victim(a, b)) {
      out.clash = true;
      return out;
    }
    if (!same_report) {
      // A habit is no event, what is told besides one is another one, and a sum is none of its parts.
      if (a.vague != b.vague) return out;
      const bool told = equal && !figures.small;
      out.clash =
          !told && (a.further != b.further || (a.sum != b.sum && part_of_sum(a.sum ? b : a, a.sum ? a : b)));
      if (out.clash) return out;
    }
    if (a.dated && b.dated) {
      if (wa == wb && wa.length() == 1)
        add(w_.time_same, "same day");
      else if (wa.overlaps(wb))
        add(w_.time_overlap, "days overlap");
      else if (wa.gap(wb) <= w_.apart_days)
        add(w_.time_next, "a day apart");
      else
        return out;
    } else {
      if (!wa.overlaps(wb)) return out;
      // Within one report an undated event is another one, unless its figures are the same.
      if (same_report && !equal) return out;
      // Copies and one report apart, two windows of a week say little of one event.
      add(!same_report && (late || (!a.dated && !b.dated)) ? w_.time_both_inferred : w_.time_inferred,
          "shortly before the report");
    }
    if (equal) add(figures.small ? w_.figures_equal_small : w_.figures_equal, "same figures");
    if (apart && same_report) return out;
    if (apart)
      add(w_.figures_apart, "figures far apart");
    else if (differ)
      add(w_.figures_differ, "figures differ");
    const bool named = !a.victims.empty() && !b.victims.empty(), victim = named && share_victim(a, b);
    const bool weapon = share_word(a.weapon_words, b.weapon_words),
               target = victim || (!named && share_word(a.target_words, b.target_words));
    if (target)
      add(w_.words_shared, "same target");
    else if (weapon && age <= w_.weapon_days)
      add(w_.weapon_shared, "same weapon");
    const bool targets_apart = !target && !a.target_words.empty() && !b.target_words.empty();
    if (targets_apart && !equal) {
      add(same_report ? w_.targets_apart_same_report : w_.targets_apart, "other targets named");
    }
    bool shared = false, opposed = false;
    for (const ActorId one : a.actors) {
      for (const ActorId two : b.actors) {
        shared = shared || one == two;
        const model::Side sa = (*t_.actors)[one].side, sb = (*t_.actors)[two].side;
        opposed = opposed || (sa != sb && sa != model::Side::Unclear && sb != model::Side::Unclear);
      }
    }
    if (shared)
      add(w_.actors_shared, "same actor");
    else if (opposed)
      add(w_.actors_opposed, "laid to different sides");
    if (!same_report && (!equal || figures.small) && !target && quarters_apart(a, b))
      add(w_.names_apart, "other quarters or villages named");
    const bool near = figures.near && !targets_apart, quarter = share_quarter(a, b);
    if (!same_report && !copies && differ && !near && (!equal || figures.small) && !target && !quarter) {
      out.clash = true;
      out.soft = a.target_words.empty() || b.target_words.empty();
      add(w_.figures_alone, "other figures, no target in common");
    }
    if (!same_report && a.type != b.type && !equal && !target)
      add(w_.family_alone, "another type, no figure or target in common");
    out.target = target;
    out.equal = equal || quarter || (differ && near);
    out.score = score;
    out.reasons = std::move(reasons);
    return out;
  }

  // How the tolls of two statements stand to each other.
  struct Figures {
    bool equal = false;   // some figure is the same
    bool small = true;    // … and all of the same ones are so low that they are common
    bool differ = false;  // some figures exclude each other
    bool near = true;     // … all of them by three or a quarter at most, as counts that go on differ
    bool apart = false;   // … some by more than three times
  };

  static Figures compare_figures(const Event& a, const Event& b, std::int64_t small) {
    Figures out;
    for (const Toll& one : a.tolls) {
      for (const Toll& two : b.tolls) {
        if (one.slot != two.slot) continue;
        if (one.best && two.best && *one.best == *two.best && one.op == two.op) {
          out.equal = true;
          out.small = out.small && *one.best <= small;
          continue;
        }
        model::Figure fa, fb;
        fa.quantity.op = one.op, fa.low = one.low, fa.best = one.best, fa.high = one.high;
        fb.quantity.op = two.op, fb.low = two.low, fb.best = two.best, fb.high = two.high;
        if (!figures_apart(fa, fb)) continue;
        out.differ = true;
        const std::int64_t low =
            std::max<std::int64_t>(1, std::min(fa.best.value_or(1), fb.best.value_or(1)));
        const std::int64_t high = std::max(fa.best.value_or(1), fb.best.value_or(1));
        out.near = out.near && high <= 3 * low && high - low <= std::max<std::int64_t>(3, high / 4);
        out.apart = out.apart || high > 3 * low;
      }
    }
    return out;
  }

  // The other one is told more narrowly than the sum: by a count or by names of its own.
  static bool part_of_sum(const Event& part, const Event& sum) {
    const auto named = [&sum](const std::vector<std::uint64_t>& words) {
      return !words.empty() && !share_word(words, sum.names) && !share_word(words, sum.quarters);
    };
    return !part.tolls.empty() || named(part.names) || named(part.quarters);
  }

  // One of the persons named is the same: a name is part of the other, or two parts of it are.
  static bool share_victim(const Event& a, const Event& b) {
    for (const std::vector<std::uint64_t>& one : a.victims) {
      for (const std::vector<std::uint64_t>& two : b.victims) {
        const auto shared =
            static_cast<std::size_t>(std::count_if(one.begin(), one.end(), [&two](std::uint64_t word) {
              return std::binary_search(two.begin(), two.end(), word);
            }));
        if (shared >= 2 || shared == std::min(one.size(), two.size())) return true;
      }
    }
    return false;
  }

  // Each names a quarter or village, and none in common. Two that a register knows were compared as places.
  static bool quarters_apart(const Event& a, const Event& b) {
    if ((a.names.empty() && a.quarters.empty()) || (b.names.empty() && b.quarters.empty())) return false;
    if (a.names.empty() && b.names.empty()) return false;
    return !share_quarter(a, b);
  }
  static bool share_quarter(const Event& a, const Event& b) {
    return share_word(a.names, b.names) || share_word(a.names, b.quarters) ||
           share_word(a.quarters, b.names) || share_word(a.quarters, b.quarters);
  }

  // Copies of one text tell the same events in the same words.
  static bool same_words(const Event& a, const Event& b) {
    return a.report != b.report && a.type == b.type && a.group == b.group && a.quote_hash == b.quote_hash;
  }

  template <class F>
  void each_day(const Event& event, bool looking, F&& seen) const {
    for (const EventKey& key : event_keys(event, *t_.places, looking, w_.apart_days)) {
      for (Day day = key.first; day <= key.last; ++day)
        seen(mix(key.block, static_cast<std::uint64_t>(static_cast<std::uint32_t>(day))));
    }
  }

  // ---- components: what may bear on what ----

  void find_components(const std::vector<std::uint32_t>& order) {
    std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> blocks, quotes, lasting;
    for (const std::uint32_t i : order) {
      const Event& event = events_[i];
      if (!event.about.empty()) {
        if (const auto found = by_statement_.find(event.about); found != by_statement_.end())
          sets_.join(i, found->second);
      }
      if (event.role == Event::Role::Lasting) {
        for (const std::uint64_t block : t_.places->blocks(event.places, true)) {
          for (const std::uint32_t other : lasting[mix(block, hash_text(event.type))]) {
            if (sets_.find(i) != sets_.find(other) && one_condition(event, events_[other]))
              sets_.join(i, other);
          }
        }
        for (const std::uint64_t block : t_.places->blocks(event.places, false)) {
          std::vector<std::uint32_t>& list = lasting[mix(block, hash_text(event.type))];
          if (list.size() < kBlockEvents) list.push_back(i);
        }
      }
      if (event.role != Event::Role::Single) continue;
      std::vector<std::uint32_t>& copies = quotes[quote_key(event)];
      if (copies.empty()) copies.push_back(i);
      sets_.join(i, copies.front());
      each_day(event, true, [&](std::uint64_t key) {
        const auto found = blocks.find(key);
        if (found == blocks.end()) return;
        for (const std::uint32_t other : found->second) {
          if (sets_.find(i) != sets_.find(other) && judge(i, other).score >= w_.merge_min)
            sets_.join(i, other);
        }
      });
      each_day(event, false, [&](std::uint64_t key) {
        std::vector<std::uint32_t>& list = blocks[key];
        if (list.size() < kBlockEvents) list.push_back(i);
      });
    }
    for (const model::Decision* entry : t_.rulings->shapes("in-")) {
      const std::vector<std::uint32_t> named = events_named(*entry, true);
      for (const std::uint32_t i : named) sets_.join(i, named.front());
    }
  }

  void name_components() {
    std::unordered_map<std::uint32_t, std::string> names;
    for (std::uint32_t i = 0; i < events_.size(); ++i) {
      std::string& name = names[sets_.find(i)];
      if (name.empty() || events_[i].statement < name) name = events_[i].statement;
    }
    for (EventCluster& cluster : clusters_) cluster.component = names[sets_.find(cluster.events.front())];
  }

  // ---- clusters ----

  std::uint32_t open(std::uint32_t i) {
    clusters_.push_back({{i}, {}, {}});
    const auto at = static_cast<std::uint32_t>(clusters_.size() - 1);
    cluster_of_[i] = at;
    return at;
  }

  void join(std::uint32_t cluster, std::uint32_t i, std::int32_t score, std::string_view rule,
            std::vector<std::string> reasons) {
    EventCluster& to = clusters_[cluster];
    to.merges.push_back({to.events.front(), i, std::min(score, 1000), rule, std::move(reasons)});
    to.events.push_back(i);
    cluster_of_[i] = cluster;
  }

  static const char* why_tied(Event::Tie tie) {
    switch (tie) {
      case Event::Tie::Same:
        break;
      case Event::Tie::Recalled:
        return "the report speaks of it again";
      case Event::Tie::Corrected:
        return "the report corrects its toll";
      case Event::Tie::SummedUp:
        return "the report sums it up";
      case Event::Tie::LaterDeath:
        return "one of its wounded died later";
    }
    return "the report says the same again";
  }

  void place_event(std::uint32_t i) {
    const Event& event = events_[i];
    if (const auto about = by_statement_.find(event.about);
        !event.about.empty() && about != by_statement_.end()) {
      if (const auto found = cluster_of_.find(about->second); found != cluster_of_.end()) {
        join(found->second, i, 1000, event.tie == Event::Tie::Same ? "same-as" : "told-again",
             {why_tied(event.tie)});
        return;
      }
    }
    const std::uint32_t component = sets_.find(i);
    std::vector<std::uint32_t> candidates;
    each_day(event, true, [&](std::uint64_t key) {
      const auto found = blocks_.find(mix(key, component));
      if (found != blocks_.end())
        candidates.insert(candidates.end(), found->second.begin(), found->second.end());
    });
    const std::uint64_t words = quote_key(event);
    if (const auto found = quotes_.find(words); found != quotes_.end()) candidates.push_back(found->second);
    sort_unique(&candidates);
    const auto limit = static_cast<std::size_t>(p_.weight("incident.candidates_max"));
    if (candidates.size() > limit) candidates.resize(limit);
    std::int32_t best = -1;
    std::uint32_t chosen = 0;
    Judgement why;
    for (const std::uint32_t c : candidates) {
      const EventCluster& cluster = clusters_[c];
      // Against the first member and the best-fitting one of the last: a cluster is judged by what it is
      // surest of.
      Judgement verdict;
      bool barred = false, copy = false, clash = false, soft = false;
      const std::size_t shown = std::min<std::size_t>(cluster.events.size(), 4);
      for (std::size_t k = 0; k < shown; ++k) {
        const Event& other = events_[cluster.events[k]];
        if (other.tie == Event::Tie::LaterDeath) continue;
        if (same_words(event, other)) copy = true;
        Judgement one = judge(i, cluster.events[k]);
        // What only speaks of the event again is told too shortly to tell it from another one of the report.
        if (other.report == event.report && other.about.empty() && one.score < w_.same_report_min)
          barred = true;
        (one.soft ? soft : clash) = (one.soft ? soft : clash) || one.clash;
        if (one.score > verdict.score) verdict = std::move(one);
      }
      for (std::size_t k = shown; k < std::min<std::size_t>(cluster.events.size(), 16) && !clash && !copy;
           ++k) {
        if (events_[cluster.events[k]].report == event.report) continue;
        const Judgement one = judge(i, cluster.events[k]);
        (one.soft ? soft : clash) = (one.soft ? soft : clash) || one.clash;
      }
      // What one telling of the event excludes does not come in by another; where that one names no target, a target in
      // common with another one weighs more.
      barred = barred || (clash && !verdict.equal) || (soft && !verdict.equal && !verdict.target);
      if (copy)
        verdict.score = 1000, verdict.reasons = {"the same words in a copy of the text"}, barred = false;
      if (barred || verdict.score < w_.merge_min) continue;
      if (verdict.score > best) {
        best = verdict.score;
        chosen = c;
        why = std::move(verdict);
      }
    }
    if (best >= 0)
      join(chosen, i, best, "incident-merge", {why.reasons.begin(), why.reasons.end()});
    else
      chosen = open(i);
    quotes_.emplace(words, chosen);
    if (event.dated || best < 0) {
      each_day(event, false, [&](std::uint64_t key) {
        std::vector<std::uint32_t>& list = blocks_[mix(key, component)];
        if (list.empty() || list.back() != chosen) list.push_back(chosen);
      });
    }
  }

  // A denial belongs to the event of its report that it denies; alone it makes none.
  void place_denial(std::uint32_t i) {
    const auto about = by_statement_.find(events_[i].about);
    const auto found = events_[i].about.empty() || about == by_statement_.end()
                           ? cluster_of_.end()
                           : cluster_of_.find(about->second);
    if (found == cluster_of_.end())
      open(i);
    else
      join(found->second, i, 150, "denial", {"a denial of an event of the same report"});
  }

  // Sieges, held territory, campaigns: one row where type, place and actors agree and the times do not
  // exclude each other.
  bool one_condition(const Event& a, const Event& b) const {
    if (a.type != b.type || !a.window.overlaps(b.window)) return false;
    const PlaceMatch place = t_.places->match(a.places, b.places);
    if (place != PlaceMatch::Same && place != PlaceMatch::Within) return false;
    return a.targets.empty() || b.targets.empty() || sides_meet(a.targets, b.targets);
  }

  void place_condition(std::uint32_t i) {
    const Event& event = events_[i];
    const std::uint64_t kind = mix(hash_text(event.type), sets_.find(i));
    std::vector<std::uint32_t> candidates;
    for (const std::uint64_t block : t_.places->blocks(event.places, true)) {
      const auto found = conditions_.find(mix(kind, block));
      if (found != conditions_.end())
        candidates.insert(candidates.end(), found->second.begin(), found->second.end());
    }
    sort_unique(&candidates);
    const auto limit = static_cast<std::size_t>(p_.weight("incident.candidates_max"));
    if (candidates.size() > limit) candidates.resize(limit);
    for (const std::uint32_t c : candidates) {
      const Event& other = events_[clusters_[c].events.front()];
      if (!one_condition(event, other)) continue;
      const bool same = t_.places->match(event.places, other.places) == PlaceMatch::Same;
      join(c, i, same ? 900 : 700, "condition-merge",
           {"same type", same ? "same place" : "one place in the other", "times overlap"});
      return;
    }
    const std::uint32_t at = open(i);
    for (const std::uint64_t block : t_.places->blocks(event.places, false))
      conditions_[mix(kind, block)].push_back(at);
  }

  bool sides_meet(const std::vector<ActorId>& a, const std::vector<ActorId>& b) const {
    for (const ActorId one : a) {
      for (const ActorId two : b) {
        if (one == two || (*t_.actors)[one].side == (*t_.actors)[two].side) return true;
      }
    }
    return false;
  }

  // The events that a decision names, in their order; with `all`, those of its target too.
  std::vector<std::uint32_t> events_named(const model::Decision& entry, bool all) const {
    std::vector<std::uint32_t> out;
    const auto add = [&](const std::vector<std::string>& statements) {
      for (const std::string& id : statements) {
        if (const auto found = by_statement_.find(id); found != by_statement_.end())
          out.push_back(found->second);
      }
    };
    add(entry.others);
    if (all || entry.decision == "merge") add(entry.anchors);
    std::sort(out.begin(), out.end(),
              [this](std::uint32_t a, std::uint32_t b) { return events_[a].order < events_[b].order; });
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
  }

  // What reviewers put together or took apart, in the order of their decisions.
  void apply_reviews() {
    for (const model::Decision* entry : t_.rulings->shapes("in-")) {
      const std::vector<std::uint32_t> named = events_named(*entry, false);
      if (named.empty()) continue;
      if (entry->decision == "split") {
        const auto fresh = static_cast<std::uint32_t>(clusters_.size());
        clusters_.push_back({named, {}, {}});
        for (const std::uint32_t i : named) {
          EventCluster& from = clusters_[cluster_of_[i]];
          from.events.erase(std::remove(from.events.begin(), from.events.end(), i), from.events.end());
          from.merges.erase(std::remove_if(from.merges.begin(), from.merges.end(),
                                           [&](const EventMerge& m) { return m.joined == i; }),
                            from.merges.end());
          cluster_of_[i] = fresh;
        }
        continue;
      }
      const std::uint32_t into = cluster_of_[named.front()];
      for (const std::uint32_t i : named) {
        const std::uint32_t from = cluster_of_[i];
        if (from == into) continue;
        EventCluster& to = clusters_[into];
        to.merges.push_back({to.events.front(),
                             clusters_[from].events.front(),
                             1000,
                             "reviewer",
                             {"put together by " + entry->reviewer}});
        to.merges.insert(to.merges.end(), clusters_[from].merges.begin(), clusters_[from].merges.end());
        for (const std::uint32_t k : clusters_[from].events) to.events.push_back(k), cluster_of_[k] = into;
        clusters_[from] = {};
      }
    }
    clusters_.erase(std::remove_if(clusters_.begin(), clusters_.end(),
                                   [](const EventCluster& cluster) { return cluster.events.empty(); }),
                    clusters_.end());
  }

  const std::vector<Event>& events_;
  const EventTables t_;
  const Policies& p_;
  const Weights w_;
  Sets sets_;
  std::vector<EventCluster> clusters_;
  std::map<std::string, std::uint64_t, std::less<>> families_;  // type -> bits of its families
  // All only looked up, never walked.
  std::unordered_map<std::string, std::uint32_t> by_statement_;
  std::unordered_map<std::uint32_t, std::uint32_t> cluster_of_;  // event -> cluster
  std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> blocks_, conditions_;
  std::unordered_map<std::uint64_t, std::uint32_t> quotes_;
};

}  // namespace

std::uint64_t quote_key(const Event& event) {
  return mix(event.quote_hash ^ hash_text(event.type), hash_text(event.group));
}

std::vector<EventKey> event_keys(const Event& event, const PlaceIndex& places, bool looking, Day apart_days) {
  std::vector<EventKey> out;
  if (event.role == Event::Role::Lasting) {
    for (const std::uint64_t block : places.blocks(event.places, looking))
      out.push_back({mix(block, hash_text(event.type)), 0, 0});
    return out;
  }
  if (event.role != Event::Role::Single || !event.window.bounded() || event.window.length() > 40) return out;
  std::vector<std::uint64_t> blocks = places.blocks(event.places, looking);
  // Without a place only its own report can hold the event.
  if (event.places.empty()) blocks.push_back(hash_text(event.report));
  // Names that no register knows are places of their own.
  for (const std::uint64_t name : event.names) blocks.push_back(mix(name, 1));
  // One day on each side for reports of one night.
  const Day play = looking && event.dated ? apart_days : 0;
  for (const std::uint64_t block : blocks)
    out.push_back({block, event.window.min - play, event.window.max + play});
  return out;
}

std::vector<EventCluster> cluster_events(const std::vector<Event>& events, const EventTables& tables) {
  return Clusterer(events, tables).run();
}

}  // namespace hudna::record
