#include "record/retellings.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <unordered_map>

#include "record/names.h"

namespace hudna::record {

using model::SlotName;

namespace {

constexpr std::uint32_t kNone = 0xffffffffu;
// Events of the report on each side that a statement may speak of; a report of more is a list of events.
constexpr std::size_t kReach = 24;
// … and without any word in common: the event told just before.
constexpr std::size_t kNext = 1;

class Retellings {
 public:
  Retellings(Work* work, std::size_t begin, std::size_t end)
      : work_(*work), p_(work->policies), begin_(begin), end_(end), said_(end - begin) {
    for (std::size_t i = begin_; i < end_; ++i) at_.emplace(events()[i].statement, i);
    for (std::size_t i = begin_; i < end_; ++i) said_[i - begin_] = listen(i);
  }

  void run() {
    for (std::size_t i = begin_; i < end_; ++i) {
      if (open(i) && said(i).later) later_death(i);
    }
    for (std::size_t i = begin_; i < end_; ++i) {
      if (open(i) && (said(i).toll || !said(i).nouns.empty())) recalled(i);
    }
    for (std::size_t i = begin_; i < end_; ++i) {
      if (open(i)) summed_up(i);
    }
  }

 private:
  // How the words of a statement speak of what was told before.
  struct Said {
    std::vector<std::string> nouns;  // "the blast", "this morning's attack": of events that are known already
    bool toll = false;               // it gives a toll: "put the number of dead at"
    bool corrects = false;           // … in place of another one: "corrected", "rose to"
    bool later = false;              // somebody who was wounded has died
    bool another = false;            // "a second person": beside those who were told
  };

  std::vector<Event>& events() const { return work_.events; }
  const Fact& fact(std::size_t i) const { return work_.facts[work_.fact_of_event[i]]; }
  const Said& said(std::size_t i) const { return said_[i - begin_]; }
  bool open(std::size_t i) const {
    const Event& event = events()[i];
    return event.role == Event::Role::Single && event.about.empty() && !event.vague;
  }

  static bool holds(const std::vector<std::string>& words, std::string_view phrase) {
    const std::vector<std::string> parts = split_words(phrase);
    return std::search(words.begin(), words.end(), parts.begin(), parts.end()) != words.end();
  }
  bool holds_any(const std::vector<std::string>& words, std::string_view list) const {
    const std::vector<std::string>& phrases = p_.list(list);
    return std::any_of(phrases.begin(), phrases.end(),
                       [&](const std::string& one) { return holds(words, one); });
  }

  Said listen(std::size_t i) const {
    Said out;
    const Event& event = events()[i];
    if (event.role != Event::Role::Single) return out;
    const model::Evidence& evidence = fact(i).stmt->evidence;
    const std::vector<std::string> words = split_words(fold_name(evidence.quote));
    // "The division has corrected its figures: two soldiers were killed" opens before the words of the event.
    const std::vector<std::string> around = split_words(fold_name(evidence.prefix + evidence.quote));
    if (!event.tolls.empty()) {
      out.corrects = holds_any(around, "retold.correcting");
      out.toll = out.corrects || holds_any(words, "retold.toll");
      const bool wounds = holds_any(words, "retold.of_wounds");
      out.another = holds_any(words, "retold.another");
      out.later = event.tolls.size() == 1 && event.tolls.front().slot == SlotName::Deaths &&
                  holds_any(words, "retold.died") && (holds_any(words, "retold.of_the_wounded") || wounds);
    }
    out.nouns = known_events(event.type, words);
    return out;
  }

  // Nouns for such an event after "the", "that", "Sunday's"; "an attack" opens a new one.
  std::vector<std::string> known_events(const std::string& type,
                                        const std::vector<std::string>& words) const {
    std::vector<std::string> out;
    for (std::size_t i = 1; i < words.size(); ++i) {
      if (!noun_of(type, words[i])) continue;
      for (std::size_t back = 1; back <= 3 && back <= i; ++back) {
        const std::string& before = words[i - back];
        if (p_.listed("retold.definite", before)) {
          out.push_back(words[i]);
          break;
        }
        if (p_.listed("retold.breaks", before)) break;
      }
    }
    return out;
  }
  bool noun_of(const std::string& type, const std::string& word) const {
    if (p_.listed("retold.nouns", word)) return true;
    const auto found = p_.lists.find("retold." + type);
    return found != p_.lists.end() &&
           std::find(found->second.begin(), found->second.end(), word) != found->second.end();
  }
  bool meant_by(std::size_t i, const std::string& type) const {
    const std::vector<std::string>& nouns = said(i).nouns;
    return std::any_of(nouns.begin(), nouns.end(),
                       [&](const std::string& noun) { return noun_of(type, noun); });
  }

  // The event that this one is told with, at the end of the chain; chains are short, as each event is tied to
  // an end.
  std::size_t root(std::size_t i) const {
    for (std::size_t steps = 0; steps < kReach; ++steps) {
      const auto found = at_.find(events()[i].about);
      if (events()[i].about.empty() || found == at_.end()) return i;
      i = found->second;
    }
    return i;
  }

  void tie(std::size_t i, std::size_t to, Event::Tie how) {
    events()[i].about = events()[to].statement;
    events()[i].tie = how;
  }

  template <class F>
  void each_near(std::size_t i, F&& use) const {
    const std::size_t first = i - std::min(i - begin_, kReach), last = std::min(end_, i + kReach + 1);
    for (std::size_t k = first; k < last; ++k) {
      const Event& other = events()[k];
      if (k == i || other.role != Event::Role::Single || other.vague || said(k).later || root(k) == i)
        continue;
      use(k);
    }
  }

  bool one_kind(const Event& a, const Event& b) const {
    return a.type == b.type || p_.same_family(a.type, b.type);
  }
  bool own_day(std::size_t i) const { return !model::slots_of(*fact(i).stmt, SlotName::Date).empty(); }
  // Nothing that both state of place and day excludes that they are one; a place or day that is only
  // understood excludes nothing.
  bool fits(std::size_t i, std::size_t k) const {
    const Event &a = events()[i], &b = events()[k];
    if (a.modality != b.modality || a.sum != b.sum) return false;
    if (own_day(i) && own_day(k) && a.dated && b.dated && !a.window.overlaps(b.window)) return false;
    if (a.place_stated && b.place_stated && !a.places.empty() && !b.places.empty() &&
        work_.match(a.places, b.places) == PlaceMatch::Apart)
      return false;
    const bool named = !a.names.empty() && !b.names.empty();
    if (named && !share_word(a.names, b.names)) return false;
    return a.victims.empty() || b.victims.empty() || a.victims == b.victims;
  }
  bool same_stated_place(const Event& a, const Event& b) const {
    if (share_word(a.names, b.names)) return true;
    if (!a.place_stated || !b.place_stated) return false;
    const PlaceMatch match = work_.match(a.places, b.places);
    return match == PlaceMatch::Same || match == PlaceMatch::Within;
  }
  static bool targets_apart(const Event& a, const Event& b) {
    return !a.target_words.empty() && !b.target_words.empty() && !share_word(a.target_words, b.target_words);
  }
  bool opposed(const Event& a, const Event& b) const {
    bool clash = false;
    for (const model::ActorId one : a.actors) {
      for (const model::ActorId two : b.actors) {
        if (one == two) return false;
        const model::Side sa = work_.out.actors[one].side, sb = work_.out.actors[two].side;
        clash = clash || (sa != sb && sa != model::Side::Unclear && sb != model::Side::Unclear);
      }
    }
    return clash;
  }
  static bool far_apart(const Event& a, const Event& b) {
    for (const Toll& one : a.tolls) {
      for (const Toll& two : b.tolls) {
        const auto stated = [](const Toll& toll) {
          return toll.best ? toll.best : toll.high ? toll.high : toll.low;
        };
        const auto x = stated(one), y = stated(two);
        if (one.slot != two.slot || !x || !y) continue;
        if (std::max(*x, *y) > 3 * std::max<std::int64_t>(1, std::min(*x, *y))) return true;
      }
    }
    return false;
  }

  // The event that fits best; told before in the text rather than after it, and near rather than far.
  template <class F>
  std::size_t best_of(std::size_t i, F&& score) const {
    std::size_t chosen = kNone;
    std::int64_t best = 0;
    each_near(i, [&](std::size_t k) {
      const std::int64_t points = score(k);
      if (points <= 0) return;
      const auto far = static_cast<std::int64_t>(k < i ? i - k : k - i);
      const std::int64_t all = points * 100 + (k < i ? 200 : 0) - far;
      if (all > best) best = all, chosen = k;
    });
    return chosen;
  }

  // "The governor put the toll at three", "two were killed in this morning's blast".
  void recalled(std::size_t i) {
    const Event& event = events()[i];
    if (event.further) return;
    const std::size_t chosen = best_of(i, [&](std::size_t k) -> std::int64_t {
      const Event& other = events()[k];
      if (!one_kind(event, other) || !fits(i, k) || other.further) return 0;
      const bool place = same_stated_place(event, other), day = own_day(i) && own_day(k),
                 target = share_word(event.target_words, other.target_words);
      if (!said(i).toll) {
        if (!meant_by(i, other.type)) return 0;
        // "The killing of four farmers near a town on 7 September" says itself which one it means.
        if ((own_day(i) || event.place_stated || !event.names.empty()) && !place && !day) return 0;
        // "The attack on the school" after one on the market is another one, and so is one of the other
        // side's.
        if (targets_apart(event, other) || opposed(event, other) || far_apart(event, other)) return 0;
      } else if (other.tolls.empty() && !target) {
        return 0;
      }
      // What stands after it, or further off, is meant only where something names it (a live blog tells the
      // latest first).
      if (!place && !day && !target && (k > i || i - k > kNext)) return 0;
      return 1 + (other.tolls.empty() ? 0 : 1) + (place ? 4 : 0) + (day ? 3 : 0) + (target ? 2 : 0) +
             (share_word(event.weapon_words, other.weapon_words) ? 1 : 0);
    });
    if (chosen == kNone) return;
    tie(i, root(chosen), said(i).corrects ? Event::Tie::Corrected : Event::Tie::Recalled);
    if (!said(i).corrects) return;
    work_.facts[work_.fact_of_event[i]].corrects = true;
    // The figure that was corrected is no longer that report's own.
    work_.facts[work_.fact_of_event[chosen]].corrected = true;
  }

  // A key point or a summing-up: the same toll of the same people, and no day or place of its own.
  void summed_up(std::size_t i) {
    const Event& event = events()[i];
    if (event.tolls.empty() || event.further || own_day(i) || event.place_stated) return;
    std::set<std::size_t> roots;
    std::size_t chosen = kNone;
    each_near(i, [&](std::size_t k) {
      const Event& other = events()[k];
      if (!one_kind(event, other) || !fits(i, k) || other.further) return;
      if (!own_day(k) && !other.place_stated) return;
      if (!share_word(event.target_words, other.target_words) || !same_tolls(event, other)) return;
      if (roots.insert(root(k)).second && chosen == kNone) chosen = k;
    });
    if (roots.size() == 1) tie(i, root(chosen), Event::Tie::SummedUp);
  }
  static bool same_tolls(const Event& a, const Event& b) {
    bool any = false;
    for (const Toll& one : a.tolls) {
      bool met = false, same = false;
      for (const Toll& two : b.tolls) {
        if (one.slot != two.slot) continue;
        met = true;
        same = same || (one.best && two.best && *one.best == *two.best && one.op == two.op);
      }
      if (met && !same) return false;
      any = any || same;
    }
    return any;
  }

  // "One of the wounded died on Thursday", "a second man has died of his wounds".
  void later_death(std::size_t i) {
    const Event& event = events()[i];
    const std::size_t chosen = best_of(i, [&](std::size_t k) -> std::int64_t {
      const Event& other = events()[k];
      if (other.modality != event.modality || (other.tolls.empty() && other.target_words.empty())) return 0;
      const bool act = std::any_of(p_.scopes.begin(), p_.scopes.end(), [&](const ImplementRule& rule) {
        return std::find(rule.incidents.begin(), rule.incidents.end(), other.type) != rule.incidents.end();
      });
      if (!act && other.type != "landmine") return 0;
      const bool injured = std::any_of(other.tolls.begin(), other.tolls.end(),
                                       [](const Toll& toll) { return toll.slot == SlotName::Injured; });
      // "Died of his wounds" speaks of somebody told wounded, "a second policeman" of an event that killed
      // one.
      const bool alike = said(i).another && share_word(event.target_words, other.target_words);
      if (!injured && !alike && !of_the_wounded(i)) return 0;
      if (own_day(i) && own_day(k) && event.dated && other.dated &&
          (event.window.max < other.window.min ||
           event.window.min - other.window.max > p_.weight("retold.later_days")))
        return 0;
      // In which town it is told of says which wounded are meant, also where that is only understood.
      if (work_.match(event.places, other.places) == PlaceMatch::Apart) return 0;
      if (!injured && k > i) return 0;
      return injured ? 4 : 1;
    });
    if (chosen == kNone) return;
    tie(i, root(chosen), Event::Tie::LaterDeath);
    events()[i].tolls.clear();  // it is no count of the event's dead
    work_.facts[work_.fact_of_event[i]].later_death = true;
  }
  bool of_the_wounded(std::size_t i) const {
    return holds_any(split_words(fold_name(fact(i).stmt->evidence.quote)), "retold.of_the_wounded");
  }

  Work& work_;
  const Policies& p_;
  std::size_t begin_, end_;
  std::vector<Said> said_;
  std::unordered_map<std::string, std::size_t> at_;  // statement -> event; only looked up
};

}  // namespace

void read_retellings(Work* work, std::size_t begin, std::size_t end) {
  if (begin < end) Retellings(work, begin, end).run();
}

}  // namespace hudna::record
