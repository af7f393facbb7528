// Which statements tell of one happening? Incidents merge on type, place,
// time, figures, actors and words, first within a report, then across reports;
// totals and campaigns never merge into single events (record-model 4).
#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include "record/names.h"
#include "record/work.h"

namespace hudna::record {

using model::ActorId;
using model::Modality;
using model::PlaceId;
using model::SlotName;
using model::StatementId;
using model::StatementKind;

namespace {

bool asserted(Modality modality) { return modality == Modality::Actual || modality == Modality::Historical; }

struct Words {
  std::vector<std::uint64_t> targets, weapons;
};

// Looked up for every pair that is compared, so read once.
struct Weights {
  std::int32_t merge_min, same_report_min, type_same, type_family, place_same, place_within, place_near,
      place_unknown;
  std::int32_t time_same, time_overlap, time_next, time_inferred, time_both_inferred, apart_days,
      figures_equal, figures_apart, figures_differ;
  std::int32_t fresh_days, weapon_shared, figures_equal_small, figures_alone, names_apart, family_alone,
      actors_shared, actors_opposed, words_shared, targets_apart, targets_apart_same_report;
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
        weapon_shared(p.weight("incident.weapon_shared")),
        figures_equal_small(p.weight("incident.figures_equal_small")),
        figures_alone(p.weight("incident.figures_alone")),
        names_apart(p.weight("incident.names_apart")),
        family_alone(p.weight("incident.family_alone")),
        actors_shared(p.weight("incident.actors_shared")),
        actors_opposed(p.weight("incident.actors_opposed")),
        words_shared(p.weight("incident.words_shared")),
        targets_apart(p.weight("incident.targets_apart")),
        targets_apart_same_report(p.weight("incident.targets_apart_same_report")) {}
};

struct Cluster {
  std::vector<std::uint32_t> facts;  // ascending
  std::vector<model::MergeReason> merges;
};

class IncidentMaker {
 public:
  explicit IncidentMaker(Work* work) : work_(*work), p_(work->policies), w_(work->policies) {}

  void run() {
    for (const std::string& word : p_.list("incident.generic_targets")) {
      const std::vector<std::uint64_t> hashes = phrase_words(word);
      generic_.insert(generic_.end(), hashes.begin(), hashes.end());
    }
    sort_unique(&generic_);
    std::vector<std::uint32_t> events, tallies, others;
    std::vector<std::uint32_t> denials;
    for (std::uint32_t i = 0; i < work_.facts.size(); ++i) {
      const Fact& fact = work_.facts[i];
      if (fact.rejected) continue;
      const StatementKind kind = fact.stmt->kind;
      if (kind == StatementKind::Tally) tallies.push_back(i);
      if (kind != StatementKind::Incident) continue;
      if (!asserted(fact.stmt->modality)) {
        if (fact.stmt->modality == Modality::Denied || fact.stmt->modality == Modality::Negated)
          denials.push_back(i);
        continue;  // what is only planned or feared did not happen as far as reported; the statement stays in
                   // the text layer
      }
      if (is_condition(fact))
        others.push_back(i);
      else if (is_total(fact))
        (has_figures(fact) ? tallies : others).push_back(i);
      else
        events.push_back(i);
    }
    // Statements that fix a day and a place first: vaguer ones then find them, in whatever order reports
    // tell.
    std::stable_sort(events.begin(), events.end(),
                     [this](std::uint32_t a, std::uint32_t b) { return strength(a) > strength(b); });
    for (const std::uint32_t i : events) place_event(i);
    for (const std::uint32_t i : denials) attach_denial(i);
    for (const std::uint32_t i : others) place_condition(i);
    apply_reviews();
    emit();
    emit_tallies(tallies);
  }

 private:
  bool is_condition(const Fact& fact) const { return p_.listed("incident.conditions", fact.stmt->type); }

  static bool has_figures(const Fact& fact) {
    return std::any_of(fact.stmt->slots.begin(), fact.stmt->slots.end(), [](const model::Slot& slot) {
      return std::holds_alternative<model::Quantity>(slot.value);
    });
  }

  // A count over a period, or over a country without a day: never a single event.
  bool is_total(const Fact& fact) const {
    if (fact.dated && (!fact.days.bounded() || fact.days.length() > p_.weight("incident.aggregate_days")))
      return true;
    if (fact.dated && fact.days.bounded()) return false;
    for (const model::Slot& slot : fact.stmt->slots) {
      const auto* quantity = std::get_if<model::Quantity>(&slot.value);
      if (slot.name == SlotName::Deaths && quantity != nullptr &&
          quantity->low.value_or(0) >= p_.weight("incident.total_deaths"))
        return true;
    }
    for (const PlaceId place : fact.places) {
      const model::Precision precision = work_.out.places[place].precision;
      if (precision == model::Precision::Country || precision == model::Precision::MultiArea) return true;
    }
    return false;
  }

  int strength(std::uint32_t i) const {
    const Fact& fact = work_.facts[i];
    return (fact.dated ? 2 : 0) + (fact.places.empty() ? 0 : 1);
  }

  // When the event was: its own days, else the days before the report.
  DayRange window(const Fact& fact) const {
    if (fact.dated) return fact.days;
    const DayRange published = work_.report_days[fact.report.index()];
    if (!published.bounded() || published.length() > 31) return {};
    return {published.min - p_.weight("incident.undated_days"), published.max};
  }

  // Blocks: place cell and day. A fact looks in every day of its window, one more on each side for reports of
  // one night.
  std::vector<std::uint64_t> keys(const Fact& fact, bool looking) const {
    std::vector<std::uint64_t> out;
    const DayRange days = window(fact);
    if (!days.bounded() || days.length() > 40) return out;
    std::vector<std::uint32_t> cells = work_.blocks(fact.places, looking);
    // Without a place only its own report can hold the event.
    if (fact.places.empty()) cells.push_back(0x80000000u + fact.report.value);
    // Names that no register knows are places of their own; blocks of places are counted from 0.
    for (const std::uint64_t name : fact.names)
      cells.push_back(0x40000000u | (static_cast<std::uint32_t>(name ^ (name >> 32)) & 0x3FFFFFFFu));
    const Day play = looking && fact.dated ? w_.apart_days : 0;
    for (const std::uint32_t cell : cells) {
      for (Day day = days.min - play; day <= days.max + play; ++day) out.push_back(block_day(cell, day));
    }
    return out;
  }

  const Words& words(std::uint32_t i) {
    const auto [at, fresh] = words_.try_emplace(i);
    Words& out = at->second;
    if (!fresh) return out;
    for (const model::Slot& slot : work_.facts[i].stmt->slots) {
      if (slot.name != SlotName::Target && slot.name != SlotName::Weapon && slot.name != SlotName::Object)
        continue;
      std::vector<std::uint64_t> list = phrase_words(slot.text);
      // "People" may be anybody.
      list.erase(std::remove_if(list.begin(), list.end(),
                                [this](std::uint64_t word) {
                                  return std::binary_search(generic_.begin(), generic_.end(), word);
                                }),
                 list.end());
      std::vector<std::uint64_t>& to = slot.name == SlotName::Weapon ? out.weapons : out.targets;
      to.insert(to.end(), list.begin(), list.end());
    }
    sort_unique(&out.targets);
    sort_unique(&out.weapons);
    return out;
  }

  struct Judgement {
    std::int32_t score = -1;
    std::vector<const char*> reasons;
    bool equal = false;  // a figure is the same, or near
    bool clash = false;  // the figures speak against one event, and nothing for it
  };

  Judgement judge(std::uint32_t ia, std::uint32_t ib) {
    const Fact& a = work_.facts[ia];
    const Fact& b = work_.facts[ib];
    Judgement out;
    std::int32_t score = 0;
    std::vector<const char*> reasons;
    const auto add = [&](std::int32_t weight, const char* reason) {
      score += weight;
      reasons.push_back(reason);
    };
    const bool same_report = a.report == b.report;
    // Copies of one text tell the same events, also where one of them has a figure wrong.
    const bool copies =
        !same_report && work_.out.reports[a.report].group == work_.out.reports[b.report].group;
    if (a.stmt->type == b.stmt->type)
      add(w_.type_same, "same type");
    else if (p_.same_family(a.stmt->type, b.stmt->type))
      add(w_.type_family, "types that name one event");
    else
      return out;
    PlaceMatch place = work_.match(a.places, b.places);
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
    const Figures figures = compare_figures(a, b);
    const bool equal = figures.equal, apart = figures.apart, differ = figures.differ;
    const DayRange wa = window(a), wb = window(b);
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
      const Fact& undated = a.dated ? b : a;
      const DayRange told = work_.report_days[undated.report.index()];
      const bool late =
          a.dated != b.dated && std::int64_t{told.min} - (a.dated ? wa : wb).max > w_.fresh_days;
      add(!same_report && (late || (!a.dated && !b.dated)) ? w_.time_both_inferred : w_.time_inferred,
          "shortly before the report");
    }
    if (equal) add(figures.small ? w_.figures_equal_small : w_.figures_equal, "same figures");
    if (apart && same_report) return out;
    if (apart)
      add(w_.figures_apart, "figures far apart");
    else if (differ)
      add(w_.figures_differ, "figures differ");
    const Words &wordsa = words(ia), &wordsb = words(ib);
    const bool weapon = share_word(wordsa.weapons, wordsb.weapons),
               target = share_word(wordsa.targets, wordsb.targets);
    if (target)
      add(w_.words_shared, "same target");
    else if (weapon)
      add(w_.weapon_shared, "same weapon");
    if (!target && !wordsa.targets.empty() && !wordsb.targets.empty() && !equal) {
      add(same_report ? w_.targets_apart_same_report : w_.targets_apart, "other targets named");
    }
    bool shared = false, opposed = false;
    for (const ActorId one : a.actors) {
      for (const ActorId two : b.actors) {
        shared = shared || one == two;
        const model::Side sa = work_.out.actors[one].side, sb = work_.out.actors[two].side;
        opposed = opposed || (sa != sb && sa != model::Side::Unclear && sb != model::Side::Unclear);
      }
    }
    if (shared)
      add(w_.actors_shared, "same actor");
    else if (opposed)
      add(w_.actors_opposed, "laid to different sides");
    if (!same_report && !equal && !a.names.empty() && !b.names.empty() && !share_word(a.names, b.names))
      add(w_.names_apart, "other names in the words");
    if (!same_report && !copies && differ && !figures.near && (!equal || figures.small) && !target) {
      out.clash = true;
      add(w_.figures_alone, "other figures, no target in common");
    }
    if (!same_report && a.stmt->type != b.stmt->type && !equal && !target)
      add(w_.family_alone, "another type, no figure or target in common");
    out.equal = equal || (differ && figures.near);
    out.score = score;
    out.reasons = std::move(reasons);
    return out;
  }

  // How the tolls of two statements stand to each other.
  struct Figures {
    bool equal = false;   // some figure is the same
    bool small = true;    // … and none of the same ones is above two
    bool differ = false;  // some figures exclude each other
    bool near = true;     // … all of them by three or a quarter at most, as counts that go on differ
    bool apart = false;   // … some by more than three times
  };

  Figures compare_figures(const Fact& a, const Fact& b) const {
    Figures out;
    for (const model::Slot& one : a.stmt->slots) {
      const auto* qa = std::get_if<model::Quantity>(&one.value);
      if (qa == nullptr || (one.name != SlotName::Deaths && one.name != SlotName::Injured)) continue;
      for (const model::Slot& two : b.stmt->slots) {
        const auto* qb = std::get_if<model::Quantity>(&two.value);
        if (qb == nullptr || one.name != two.name) continue;
        model::Figure fa, fb;
        fa.quantity = *qa, fa.text = one.text;
        fb.quantity = *qb, fb.text = two.text;
        apply_policy(p_.number_policy(), &fa);
        apply_policy(p_.number_policy(), &fb);
        if (fa.best && fb.best && *fa.best == *fb.best && qa->op == qb->op) {
          out.equal = true;
          out.small = out.small && *fa.best <= 2;
        } else if (figures_apart(fa, fb)) {
          out.differ = true;
          const std::int64_t low =
              std::max<std::int64_t>(1, std::min(fa.best.value_or(1), fb.best.value_or(1)));
          const std::int64_t high = std::max(fa.best.value_or(1), fb.best.value_or(1));
          out.near = out.near && high <= 3 * low && high - low <= std::max<std::int64_t>(3, high / 4);
          out.apart = out.apart || high > 3 * low;
        }
      }
    }
    return out;
  }

  // Copies of one text tell the same events in the same words.
  bool same_words(const Fact& a, const Fact& b) const {
    if (a.report == b.report || a.stmt->type != b.stmt->type) return false;
    if (work_.out.reports[a.report].group != work_.out.reports[b.report].group) return false;
    return a.quote_hash == b.quote_hash;
  }

  void place_event(std::uint32_t i) {
    const Fact& fact = work_.facts[i];
    const std::vector<std::uint64_t> look = keys(fact, true);
    std::vector<std::uint32_t> candidates;
    for (const std::uint64_t key : look) {
      const auto found = blocks_.find(key);
      if (found != blocks_.end())
        candidates.insert(candidates.end(), found->second.begin(), found->second.end());
    }
    if (const auto found = quotes_.find(quote_key(fact)); found != quotes_.end())
      candidates.push_back(found->second);
    if (const auto found = cluster_of_statement_.find(fact.stmt->same_as);
        !fact.stmt->same_as.empty() && found != cluster_of_statement_.end()) {
      join(found->second, i, 1000, "same-as", {"the report says the same again"});
      return;
    }
    sort_unique(&candidates);
    const auto limit = static_cast<std::size_t>(p_.weight("incident.candidates_max"));
    if (candidates.size() > limit) candidates.resize(limit);
    std::int32_t best = -1;
    std::uint32_t chosen = 0;
    Judgement why;
    for (const std::uint32_t c : candidates) {
      const Cluster& cluster = clusters_[c];
      // Against the first member and the best-fitting one of the last: a cluster is judged by what it is
      // surest of.
      Judgement verdict;
      bool barred = false, copy = false, clash = false;
      const std::size_t shown = std::min<std::size_t>(cluster.facts.size(), 4);
      for (std::size_t k = 0; k < shown; ++k) {
        if (same_words(fact, work_.facts[cluster.facts[k]])) copy = true;
        Judgement one = judge(i, cluster.facts[k]);
        if (work_.facts[cluster.facts[k]].report == fact.report &&
            one.score < p_.weight("incident.same_report_min"))
          barred = true;
        clash = clash || one.clash;
        if (one.score > verdict.score) verdict = std::move(one);
      }
      for (std::size_t k = shown; k < std::min<std::size_t>(cluster.facts.size(), 16) && !clash && !copy;
           ++k) {
        const Fact& other = work_.facts[cluster.facts[k]];
        if (other.report != fact.report) clash = judge(i, cluster.facts[k]).clash;
      }
      // What one telling of the event excludes does not come in by another.
      barred = barred || (clash && !verdict.equal);
      if (copy)
        verdict.score = 1000, verdict.reasons = {"the same words in a copy of the text"}, barred = false;
      if (barred || verdict.score < w_.merge_min) continue;
      if (verdict.score > best) {
        best = verdict.score;
        chosen = c;
        why = std::move(verdict);
      }
    }
    if (best >= 0) {
      join(chosen, i, best, "incident-merge", {why.reasons.begin(), why.reasons.end()});
    } else {
      chosen = static_cast<std::uint32_t>(clusters_.size());
      clusters_.push_back({{i}, {}});
      cluster_of_statement_[fact.stmt->id] = chosen;
    }
    quotes_.emplace(quote_key(fact), chosen);
    if (fact.dated || best < 0) {
      for (const std::uint64_t key : keys(fact, false)) {
        std::vector<std::uint32_t>& list = blocks_[key];
        if (list.empty() || list.back() != chosen) list.push_back(chosen);
      }
    }
  }

  // Of the text that the report shares, the type and the words.
  std::uint64_t quote_key(const Fact& fact) const {
    return (fact.quote_hash ^ hash_text(fact.stmt->type)) * 0x9E3779B97F4A7C15ull +
           work_.out.reports[fact.report].group.value;
  }

  void join(std::uint32_t cluster, std::uint32_t i, std::int32_t score, std::string_view rule,
            std::vector<std::string> reasons) {
    Cluster& to = clusters_[cluster];
    model::MergeReason reason;
    reason.kept = work_.facts[to.facts.front()].id;
    reason.joined = work_.facts[i].id;
    reason.score = std::min(score, 1000);
    reason.rule = work_.rule(rule);
    reason.reasons = std::move(reasons);
    to.merges.push_back(std::move(reason));
    to.facts.push_back(i);
    cluster_of_statement_[work_.facts[i].stmt->id] = cluster;
  }

  // A denial belongs to the event of its report that it denies; alone it makes none.
  void attach_denial(std::uint32_t i) {
    const Fact& fact = work_.facts[i];
    std::int32_t best = 0;
    std::int64_t chosen = -1;
    for (std::uint32_t k = work_.first_fact[fact.report.index()];
         k < work_.first_fact[fact.report.index() + 1]; ++k) {
      const Fact& other = work_.facts[k];
      const auto found = cluster_of_statement_.find(other.stmt->id);
      if (k == i || found == cluster_of_statement_.end() || !asserted(other.stmt->modality)) continue;
      if (other.stmt->type != fact.stmt->type && !p_.same_family(other.stmt->type, fact.stmt->type)) continue;
      if (work_.match(fact.places, other.places) == PlaceMatch::Apart) continue;
      if (fact.dated && other.dated && !fact.days.overlaps(other.days)) continue;
      std::int32_t score = 100;
      if (share_word(words(i).targets, words(k).targets)) score += 100;
      if (k < i) score += 50 - std::min<std::int32_t>(40, static_cast<std::int32_t>(i - k));
      if (score > best) best = score, chosen = found->second;
    }
    if (chosen >= 0) {
      join(static_cast<std::uint32_t>(chosen), i, best, "denial",
           {"a denial of an event of the same report"});
    } else {
      clusters_.push_back({{i}, {}});
    }
  }

  // Sieges, held territory, campaigns: one row where type, place and actors agree and the times do not
  // exclude each other.
  void place_condition(std::uint32_t i) {
    const Fact& fact = work_.facts[i];
    const std::uint64_t type = hash_text(fact.stmt->type);
    std::vector<std::uint32_t> candidates;
    for (const std::uint32_t cell : work_.blocks(fact.places, true)) {
      const auto found = conditions_.find(type ^ cell);
      if (found != conditions_.end())
        candidates.insert(candidates.end(), found->second.begin(), found->second.end());
    }
    sort_unique(&candidates);
    const auto limit = static_cast<std::size_t>(p_.weight("incident.candidates_max"));
    if (candidates.size() > limit) candidates.resize(limit);
    for (const std::uint32_t c : candidates) {
      const Fact& other = work_.facts[clusters_[c].facts.front()];
      const PlaceMatch place = work_.match(fact.places, other.places);
      if (place != PlaceMatch::Same && place != PlaceMatch::Within) continue;
      if (!is_condition(fact)) continue;
      const DayRange wa = span_of(fact), wb = span_of(other);
      if (!wa.overlaps(wb)) continue;
      const bool clash =
          !fact.targets.empty() && !other.targets.empty() && !sides_meet(fact.targets, other.targets);
      if (clash) continue;
      join(c, i, place == PlaceMatch::Same ? 900 : 700, "condition-merge",
           {"same type", place == PlaceMatch::Same ? "same place" : "one place in the other",
            "times overlap"});
      return;
    }
    const auto at = static_cast<std::uint32_t>(clusters_.size());
    clusters_.push_back({{i}, {}});
    for (const std::uint32_t cell : work_.blocks(fact.places, false)) conditions_[type ^ cell].push_back(at);
  }

  // A condition without a time holds when it is reported.
  DayRange span_of(const Fact& fact) const {
    if (fact.dated) return fact.days;
    const DayRange published = work_.report_days[fact.report.index()];
    if (!published.bounded()) return {};
    return {published.min - 60, published.max};
  }

  bool sides_meet(const std::vector<ActorId>& a, const std::vector<ActorId>& b) const {
    for (const ActorId one : a) {
      for (const ActorId two : b) {
        if (one == two || work_.out.actors[one].side == work_.out.actors[two].side) return true;
      }
    }
    return false;
  }

  // What reviewers put together or took apart, in the order of their decisions.
  void apply_reviews() {
    const std::vector<const model::Decision*> shapes = work_.rulings.shapes("in-");
    if (shapes.empty()) return;
    std::map<std::uint32_t, std::uint32_t> at;  // fact -> cluster
    for (std::uint32_t c = 0; c < clusters_.size(); ++c) {
      for (const std::uint32_t i : clusters_[c].facts) at[i] = c;
    }
    for (const model::Decision* entry : shapes) {
      std::vector<std::string> named = entry->others;
      if (entry->decision == "merge") named.insert(named.end(), entry->anchors.begin(), entry->anchors.end());
      std::vector<std::uint32_t> facts;
      for (const std::uint32_t i : facts_named(work_, named)) {
        if (at.count(i) != 0) facts.push_back(i);
      }
      if (facts.empty()) continue;
      if (entry->decision == "split") {
        const auto fresh = static_cast<std::uint32_t>(clusters_.size());
        clusters_.push_back({facts, {}});
        for (const std::uint32_t i : facts) {
          Cluster& from = clusters_[at[i]];
          from.facts.erase(std::remove(from.facts.begin(), from.facts.end(), i), from.facts.end());
          from.merges.erase(std::remove_if(from.merges.begin(), from.merges.end(),
                                           [&](const auto& m) { return m.joined == work_.facts[i].id; }),
                            from.merges.end());
          at[i] = fresh;
        }
        continue;
      }
      const std::uint32_t into = at[facts.front()];
      for (const std::uint32_t i : facts) {
        const std::uint32_t from = at[i];
        if (from == into) continue;
        model::MergeReason reason;
        reason.kept = work_.facts[clusters_[into].facts.front()].id;
        reason.joined = work_.facts[clusters_[from].facts.front()].id;
        reason.score = 1000;
        reason.rule = work_.rule("reviewer");
        reason.reasons = {"put together by " + entry->reviewer};
        Cluster& to = clusters_[into];
        to.merges.push_back(std::move(reason));
        to.merges.insert(to.merges.end(), clusters_[from].merges.begin(), clusters_[from].merges.end());
        for (const std::uint32_t k : clusters_[from].facts) to.facts.push_back(k), at[k] = into;
        clusters_[from] = {};
      }
    }
    clusters_.erase(std::remove_if(clusters_.begin(), clusters_.end(),
                                   [](const Cluster& cluster) { return cluster.facts.empty(); }),
                    clusters_.end());
  }

  static std::vector<StatementId> ids(const Work& work, const std::vector<std::uint32_t>& facts) {
    std::vector<StatementId> out;
    out.reserve(facts.size());
    for (const std::uint32_t i : facts) out.push_back(work.facts[i].id);
    sort_unique(&out);
    return out;
  }

  // The narrowest days that most origins support.
  model::Sourced<model::Period> time_of(const std::vector<std::uint32_t>& facts) const {
    std::vector<std::pair<std::string, StatementId>> pairs;
    for (const std::uint32_t i : facts) {
      const Fact& fact = work_.facts[i];
      if (fact.dated && asserted(fact.stmt->modality))
        pairs.emplace_back(make_period(fact.days).edtf, fact.id);
    }
    model::Sourced<model::Period> out;
    if (!pairs.empty()) {
      std::vector<model::Sourced<std::string>> all =
          gather(work_, pairs, work_.rule("most-origins-then-narrowest"));
      std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
        const auto ra = find_range(a.value), rb = find_range(b.value);
        return a.origins != b.origins ? a.origins > b.origins : (ra && rb && ra->length() < rb->length());
      });
      out.value = make_period(all.front().value);
      out.statements = all.front().statements;
      out.rule = all.front().rule;
      out.origins = all.front().origins;
      bool clash = false;
      for (const auto& other : all) {
        const auto ra = find_range(other.value), rb = find_range(all.front().value);
        clash = clash || (ra && rb && !ra->overlaps(*rb));
      }
      out.agreement = clash            ? model::Accord::Conflict
                      : all.size() > 1 ? model::Accord::Majority
                                       : all.front().agreement;
      return out;
    }
    // No source names a day: the window before the earliest report, marked by its rule.
    for (const std::uint32_t i : facts) {
      const Fact& fact = work_.facts[i];
      const DayRange days = is_condition(fact) ? DayRange{} : window(fact);
      if (!days.bounded()) continue;
      out.value = make_period(days);
      out.statements = {fact.id};
      out.rule = work_.rule("shortly-before-report");
      out.origins = 1;
      break;
    }
    return out;
  }

  // One capital word that no lexicon knows and nobody typed ("Sunday", "Market" at the head of a sentence) is
  // too little to lay an attack at; the words stay with the statement.
  bool bare_word(ActorId id) const {
    const model::ActorRow& row = work_.out.actors[id];
    const bool capital = !row.name.empty() && row.name[0] >= 'A' && row.name[0] <= 'Z';
    return !row.in_lexicon && row.type == model::ActorType::Unknown && capital &&
           row.name.find(' ') == std::string::npos;
  }

  void emit() {
    struct Out {
      model::IncidentRow row;
      Day day;
    };
    std::vector<Out> rows;
    for (Cluster& cluster : clusters_) {
      std::sort(cluster.facts.begin(), cluster.facts.end());
      model::IncidentRow row;
      row.statements = ids(work_, cluster.facts);
      std::map<std::string, std::size_t> types;
      std::vector<std::pair<PlaceId, StatementId>> places;
      std::vector<std::pair<std::string, StatementId>> targets, weapons;
      std::map<ActorId, std::vector<StatementId>> stated, alleged;
      bool any_asserted = false, all_historical = true;
      for (const std::uint32_t i : cluster.facts) {
        const Fact& fact = work_.facts[i];
        const bool here = asserted(fact.stmt->modality);
        row.reports.push_back(fact.report);
        if (!here) continue;
        any_asserted = true;
        all_historical = all_historical && fact.stmt->modality == Modality::Historical;
        ++types[fact.stmt->type];
        for (const PlaceId place : fact.places) places.emplace_back(place, fact.id);
        for (const model::Slot& slot : fact.stmt->slots) {
          const std::string text = model::fold_space(slot.text);
          if (text.empty()) continue;
          if (slot.name == SlotName::Target) targets.emplace_back(text, fact.id);
          if (slot.name == SlotName::Weapon) weapons.emplace_back(text, fact.id);
        }
        for (const ActorId actor : fact.actors) {
          if (bare_word(actor)) continue;
          (fact.said_by.empty() ? stated : alleged)[actor].push_back(fact.id);
        }
      }
      sort_unique(&row.reports);
      row.id = content_id("in-", {work_.out.statements[row.statements.front()].id});
      row.denied = !any_asserted;
      row.modality = !any_asserted    ? work_.facts[cluster.facts.front()].stmt->modality
                     : all_historical ? Modality::Historical
                                      : Modality::Actual;
      row.type = pick_type(types, work_.facts[cluster.facts.front()].stmt->type);
      const Fact& first = work_.facts[cluster.facts.front()];
      row.condition = is_condition(first);
      row.aggregate = !row.condition && any_asserted && is_total(first);
      row.time = time_of(cluster.facts);
      row.places = gather(work_, std::move(places), work_.rule("all-reported"));
      row.targets = gather(work_, std::move(targets), work_.rule("all-reported"));
      row.weapons = gather(work_, std::move(weapons), work_.rule("all-reported"));
      row.figures = make_figures(work_, row.statements);
      std::set<ActorId> doers;
      for (const auto& [actor, list] : stated) doers.insert(actor);
      for (const auto& [actor, list] : alleged) doers.insert(actor);
      for (const ActorId actor : doers) {
        model::Perpetrator who;
        std::vector<std::pair<ActorId, StatementId>> pairs;
        for (const auto* map : {&stated, &alleged}) {
          if (const auto found = map->find(actor); found != map->end()) {
            for (const StatementId id : found->second) pairs.emplace_back(actor, id);
          }
        }
        who.actor = gather(work_, pairs, work_.rule("all-reported")).front();
        who.attribution =
            stated.count(actor) ? model::Attribution::StatedAsFact : model::Attribution::Alleged;
        for (const StatementId id : who.actor.statements) {
          const std::vector<ActorId>& speakers = work_.facts[id.index()].said_by;
          if (std::find(speakers.begin(), speakers.end(), actor) != speakers.end())
            who.attribution = model::Attribution::ClaimedByActor;
        }
        for (const std::uint32_t i : cluster.facts) {
          const Fact& fact = work_.facts[i];
          if (asserted(fact.stmt->modality)) continue;
          who.denied =
              who.denied || std::find(fact.actors.begin(), fact.actors.end(), actor) != fact.actors.end();
        }
        row.perpetrators.push_back(std::move(who));
      }
      row.origins = work_.count_origins(row.statements);
      std::sort(cluster.merges.begin(), cluster.merges.end(),
                [](const auto& a, const auto& b) { return a.joined < b.joined; });
      row.merges = std::move(cluster.merges);
      const DayRange days = range_of(row.time.value);
      const Day day = row.time.value.edtf.empty() ? kOpenFuture : days.min;
      rows.push_back({std::move(row), day});
    }
    std::sort(rows.begin(), rows.end(), [](const Out& a, const Out& b) {
      return a.day != b.day ? a.day < b.day : a.row.id < b.row.id;
    });
    for (Out& out : rows) work_.out.incidents.push(std::move(out.row));
  }

  // The type that most statements use; a bare "killing" names the outcome, so it yields to what did it.
  static std::string pick_type(const std::map<std::string, std::size_t>& types,
                               const std::string& otherwise) {
    std::string best;
    std::size_t most = 0;
    for (const auto& [type, count] : types) {
      const bool vague = type == "killing" || type == "unspecified_strike";
      const std::size_t weight = vague ? 1 : count + 1;
      if (weight > most) most = weight, best = type;
    }
    return best.empty() ? otherwise : best;
  }

  void emit_tallies(const std::vector<std::uint32_t>& facts) {
    std::map<std::string, std::vector<std::uint32_t>> same;
    for (const std::uint32_t i : facts) {
      const Fact& fact = work_.facts[i];
      std::string key = fact.stmt->type + "|" +
                        (fact.dated ? make_period(fact.days).edtf : work_.out.reports[fact.report].first_day);
      key += "|" + work_.out.statements[fact.id].speaker + "|";
      for (const PlaceId place : fact.places) key += work_.out.places[place].id + ",";
      // Counts of one text are one; otherwise who counts, what, where and when must all agree.
      if (work_.out.statements[fact.id].speaker.empty()) key += "|" + std::to_string(fact.origin);
      same[key].push_back(i);
    }
    std::vector<model::TallyRow> rows;
    for (const auto& [key, list] : same) {
      model::TallyRow row;
      const Fact& first = work_.facts[list.front()];
      row.statements = ids(work_, list);
      row.id = content_id("tl-", {work_.out.statements[row.statements.front()].id});
      row.counted = first.stmt->type;
      row.monitor = work_.out.statements[first.id].speaker;
      row.period.value = first.dated ? make_period(first.days) : model::Period{};
      row.period.statements = row.statements;
      row.period.rule = work_.rule("as-stated");
      row.period.origins = work_.count_origins(row.statements);
      row.period.agreement = work_.accord(row.statements);
      std::vector<std::pair<PlaceId, StatementId>> places;
      for (const std::uint32_t i : list) {
        for (const PlaceId place : work_.facts[i].places) places.emplace_back(place, work_.facts[i].id);
      }
      row.places = gather(work_, std::move(places), work_.rule("all-reported"));
      row.figures = make_figures(work_, row.statements);
      row.origins = row.period.origins;
      rows.push_back(std::move(row));
    }
    std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
      return a.period.value.min != b.period.value.min ? a.period.value.min < b.period.value.min : a.id < b.id;
    });
    for (model::TallyRow& row : rows) work_.out.tallies.push(std::move(row));
  }

  Work& work_;
  const Policies& p_;
  const Weights w_;
  std::vector<std::uint64_t> generic_;  // words of targets that tell nobody apart
  std::vector<Cluster> clusters_;
  // All only looked up, never walked.
  std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> blocks_, conditions_;
  std::unordered_map<std::uint64_t, std::uint32_t> quotes_;
  std::unordered_map<std::string, std::uint32_t> cluster_of_statement_;
  std::unordered_map<std::uint32_t, Words> words_;
};

}  // namespace

void make_incidents(Work* work) { IncidentMaker(work).run(); }

}  // namespace hudna::record
