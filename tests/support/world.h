// What would reports of a known world look like? A World has towns, sides,
// attacks and truces; its reports tell of them in their own words, copy each
// other, correct earlier versions, leave out days, name wider places and give
// other figures. Which statement tells of which event is known, so merging can
// be scored. For tests, benchmarks and tools; same seed, same world.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "record/days.h"
#include "tests/support/readings.h"

namespace hudna::testing {

// xorshift64*: small, the same everywhere (Vigna 2016).
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed * 0x9E3779B97F4A7C15ull + 0x1234567) {}
  std::uint64_t next() {
    state_ ^= state_ >> 12;
    state_ ^= state_ << 25;
    state_ ^= state_ >> 27;
    return state_ * 0x2545F4914F6CDD1Dull;
  }
  // In [low, high].
  int number(int low, int high) {
    return low + static_cast<int>((next() >> 33) % static_cast<std::uint64_t>(high - low + 1));
  }
  bool chance(int percent) { return number(1, 100) <= percent; }
  template <class T>
  const T& pick(const std::vector<T>& list) {
    return list[static_cast<std::size_t>(number(0, static_cast<int>(list.size()) - 1))];
  }

 private:
  std::uint64_t state_;
};

struct World {
  std::vector<model::Reading> readings;
  std::vector<std::string> texts;  // by reading
  // Statement id to event: "e12" an attack, "a3" a truce. Statements of totals have none.
  std::map<std::string, std::string> truth;
};

class WorldMaker {
 public:
  WorldMaker(std::size_t reports, std::uint64_t seed) : wanted_(reports), random_(seed) {}

  World make() {
    make_places();
    make_events();
    World out;
    while (out.readings.size() < wanted_) add_report(&out);
    return out;
  }

 private:
  struct Event {
    bool truce = false;
    std::size_t place = 0;
    record::Day day = 0;
    std::string type, weapon, target;
    int deaths = 0, leaving = 0;
    std::size_t group = 0;
    int due = 0;
  };
  struct Town {
    Place town, quarter, province;
    std::size_t region = 0;
  };

  std::string word() {
    static const std::vector<std::string> kStart = {"Ba", "Ko", "Ta", "Mi", "Sa", "Lu", "Ne", "Ri",
                                                    "Da", "Fo", "Ga", "Hu", "Je", "Wa", "Za", "Pe"};
    static const std::vector<std::string> kMiddle = {"ra", "lo", "mi", "tu", "sha", "ne", "ka", "du",
                                                     "bi", "go", "fe", "li", "no",  "ru", "sa", "ve"};
    static const std::vector<std::string> kEnd = {"n", "m", "r", "l", "s",  "th",
                                                  "k", "d", "",  "b", "sh", "t"};
    std::string out = random_.pick(kStart);
    const int middle = random_.number(1, 3);
    for (int i = 0; i < middle; ++i) out += random_.pick(kMiddle);
    return out + random_.pick(kEnd);
  }

  void make_places() {
    const std::size_t count = std::max<std::size_t>(40, wanted_ / 20);
    std::map<std::string, int> taken;
    const auto fresh = [&](const char* tail) {
      std::string name = word() + tail;
      const int n = ++taken[name];
      return n == 1 ? name : name + " " + std::to_string(n);
    };
    for (std::size_t i = 0; i < count; ++i) {
      Town town;
      town.region = i / 20;
      const std::string region = "Region " + std::to_string(town.region);
      // Towns lie half a degree apart on a grid; quarters beside their town.
      const double lat = -40 + 0.5 * static_cast<double>(i % 160),
                   lon = -150 + 0.5 * static_cast<double>(i / 160);
      const std::string name = fresh("");
      const std::string id = "pl-w" + std::to_string(i);
      town.town = {name, id, name, lat, lon, model::Precision::Settlement, "XW", region};
      town.quarter = {"the " + name + " market quarter",
                      id + "q",
                      name + " market quarter",
                      lat + 0.02,
                      lon,
                      model::Precision::Neighbourhood,
                      "XW",
                      region};
      // A place is where it is, whichever of its towns a report is about.
      const std::size_t first = town.region * 20;
      town.province = {region,
                       "pl-wr" + std::to_string(town.region),
                       region,
                       -40 + 0.5 * static_cast<double>(first % 160),
                       -150 + 0.5 * static_cast<double>(first / 160),
                       model::Precision::Governorate,
                       "XW",
                       region};
      towns_.push_back(std::move(town));
      groups_.push_back({"fighters of the " + region + " Front", "ac-w" + std::to_string(i / 20),
                         region + " Front", model::Side::Opposition, model::ActorType::ArmedGroup, "XW"});
    }
  }

  void make_events() {
    const std::size_t count = std::max<std::size_t>(30, wanted_ / 3);
    static const std::vector<std::pair<std::string, std::string>> kKinds = {{"shelling", "mortar"},
                                                                            {"bombing", "car bomb"},
                                                                            {"air_strike", "air strike"},
                                                                            {"armed_clash", "gunfire"},
                                                                            {"abduction", ""}};
    static const std::vector<std::string> kTargets = {"bakery", "school",   "hospital", "checkpoint",
                                                      "bridge", "barracks", "mosque",   "bus station"};
    for (std::size_t i = 0; i < count; ++i) {
      Event event;
      event.truce = random_.chance(20);
      event.place = static_cast<std::size_t>(random_.number(0, static_cast<int>(towns_.size()) - 1));
      event.day = 16000 + random_.number(0, 730);
      const auto& kind = random_.pick(kKinds);
      event.type = kind.first;
      event.weapon = kind.second;
      event.target = random_.pick(kTargets);
      event.deaths = random_.number(1, 40);
      event.leaving = random_.number(2, 40) * 50;
      event.group = event.place;
      event.due = random_.number(3, 20);
      events_.push_back(std::move(event));
    }
  }

  std::string filler() {
    std::string out;
    const int words = random_.number(25, 60);
    for (int i = 0; i < words; ++i) out += (i == 0 ? "" : " ") + word();
    return out + ".";
  }

  const Place& where(const Event& event) {
    const Town& town = towns_[event.place];
    const int roll = random_.number(1, 100);
    return roll <= 80 || event.truce ? town.town : roll <= 92 ? town.quarter : town.province;
  }

  void tell_attack(ReportMaker* report, const Event& event, record::Day today, const std::string& id,
                   std::vector<std::string>* tags) {
    const Place& place = where(event);
    int deaths = event.deaths;
    if (random_.chance(30)) deaths = std::max(1, deaths + random_.number(-2, 3));
    std::string verb = event.type;
    std::replace(verb.begin(), verb.end(), '_', ' ');
    std::string text = "A " + verb + " at the " + event.target + " in " + place.text + " killed " +
                       std::to_string(deaths) + " people " + word() + ".";
    StatementMaker stmt =
        report->add(model::StatementKind::Incident,
                    random_.chance(8) && event.type != "abduction" ? "killing" : event.type, text);
    stmt.place(place);
    const bool dated = today - event.day > 5 || random_.chance(85);
    if (dated) stmt.when(record::print_day(event.day));
    if (random_.chance(80)) stmt.deaths(deaths);
    if (!event.weapon.empty() && random_.chance(60)) stmt.slot(model::SlotName::Weapon, event.weapon);
    if (random_.chance(50)) stmt.slot(model::SlotName::Target, "the " + event.target);
    if (random_.chance(40)) stmt.actor(groups_[event.group]);
    tags->push_back(id);
  }

  void tell_truce(ReportMaker* report, const Event& event, const std::string& id,
                  std::vector<std::string>* tags) {
    static const Actor kArmy{
        "the army", "ac-w-army", "National army", model::Side::Government, model::ActorType::StateForces,
        "XW"};
    const Place& place = where(event);
    const Actor& group = groups_[event.group];
    auto stage =
        report->add(model::StatementKind::Stage, random_.chance(50) ? "agreed" : "in_force",
                    "The army and " + group.text + " have a truce in " + place.text + " " + word() + ".");
    stage.place(place);
    if (random_.chance(70)) stage.party(kArmy).party(group);
    if (random_.chance(75)) stage.when(record::print_day(event.day));
    tags->push_back(id);
    if (random_.chance(70)) {
      int leaving = event.leaving;
      if (random_.chance(30)) leaving = std::max(10, leaving + random_.number(-3, 3) * 50);
      report
          ->add(model::StatementKind::Provision, "withdrawal",
                "Some " + std::to_string(leaving) + " fighters are to leave " + word() + ".")
          .actor(group)
          .number(model::SlotName::Count, "Some " + std::to_string(leaving), model::QuantityOp::Approx,
                  leaving, "fighter")
          .due("../" + record::print_day(event.day + event.due))
          .modality(model::Modality::Planned);
      tags->push_back(id);
    }
    if (random_.chance(40)) {
      report->add(model::StatementKind::Role, "broker", "A council of elders brokered it " + word() + ".")
          .actor({"A council of elders", "ac-w-elders", "Council of Elders", model::Side::Third});
      tags->push_back(id);
    }
  }

  void add_report(World* out) {
    const int roll = random_.number(1, 100);
    if (roll <= 20 && !drafts_.empty()) return add_copy(out, roll <= 5);
    const std::size_t e = static_cast<std::size_t>(random_.number(0, static_cast<int>(events_.size()) - 1));
    const Event& event = events_[e];
    const record::Day today = event.day + random_.number(0, 2);
    Draft draft;
    draft.day = today;
    draft.outlet = "Outlet " + std::to_string(random_.number(1, 60));
    ReportMaker report("world/" + std::to_string(out->readings.size()) + ".txt", draft.outlet,
                       record::print_day(today));
    const std::string id = (event.truce ? "a" : "e") + std::to_string(e);
    report.words(filler());
    if (event.truce)
      tell_truce(&report, event, id, &draft.tags);
    else
      tell_attack(&report, event, today, id, &draft.tags);
    report.words(filler());
    if (random_.chance(25)) {
      // In passing: another attack, told with its day.
      const std::size_t other =
          static_cast<std::size_t>(random_.number(0, static_cast<int>(events_.size()) - 1));
      if (!events_[other].truce && events_[other].day + 6 < today && other != e)
        tell_attack(&report, events_[other], today, "e" + std::to_string(other), &draft.tags);
    }
    if (random_.chance(10)) {
      report
          .add(model::StatementKind::Incident, "killing",
               "The war has killed more than " + std::to_string(random_.number(10, 90) * 1000) + " people " +
                   word() + ".")
          .number(model::SlotName::Deaths, "more than many", model::QuantityOp::More, 10000)
          .when("2012/2016");
      draft.tags.push_back("");
    }
    draft.report = report;
    keep(out, report, draft.tags);
    drafts_.push_back(std::move(draft));
  }

  struct Draft {
    ReportMaker report{"", "", ""};
    std::vector<std::string> tags;
    record::Day day = 0;
    std::string outlet;
  };

  // A copy by another outlet, or a later version of the same one, each with a line of its own.
  void add_copy(World* out, bool update) {
    // Copies follow soon: one of the last two hundred reports.
    const std::size_t back = static_cast<std::size_t>(
        random_.number(1, static_cast<int>(std::min<std::size_t>(200, drafts_.size()))));
    const Draft& from = drafts_[drafts_.size() - back];
    ReportMaker report = from.report;
    report.parts().source = "world/" + std::to_string(out->readings.size()) + ".txt";
    report.parts().outlet = update ? from.outlet : "Outlet " + std::to_string(random_.number(61, 90));
    report.parts().published.edtf = record::print_day(from.day + random_.number(0, 1));
    report.words(word() + " " + word() + " " + word() + ".");
    keep(out, report, from.tags);
  }

  static void keep(World* out, ReportMaker& report, const std::vector<std::string>& tags) {
    model::Reading reading = report.make();
    // Statements stand in the order in which they were added: each has its own sentence.
    for (std::size_t i = 0; i < reading.statements().size(); ++i) {
      if (!tags[i].empty()) out->truth[reading.statements()[i].id] = tags[i];
    }
    out->texts.push_back(report.text());
    out->readings.push_back(std::move(reading));
  }

  std::size_t wanted_;
  Random random_;
  std::vector<Town> towns_;
  std::vector<Actor> groups_;
  std::vector<Event> events_;
  std::vector<Draft> drafts_;
};

// B-cubed precision, recall and F1 (Bagga and Baldwin 1998) of clusters against truth, over the items that
// have both.
struct BCubed {
  double precision = 0, recall = 0, f1 = 0;
  std::size_t items = 0;
};
inline BCubed b_cubed(const std::map<std::string, std::string>& truth,
                      const std::map<std::string, std::string>& found) {
  std::map<std::string, std::size_t> truth_sizes, found_sizes;
  std::map<std::pair<std::string, std::string>, std::size_t> both;
  for (const auto& [item, cluster] : found) {
    const auto real = truth.find(item);
    if (real == truth.end()) continue;
    ++truth_sizes[real->second];
    ++found_sizes[cluster];
    ++both[{real->second, cluster}];
  }
  BCubed out;
  for (const auto& [pair, count] : both) {
    const double n = static_cast<double>(count);
    out.precision += n * n / static_cast<double>(found_sizes[pair.second]);
    out.recall += n * n / static_cast<double>(truth_sizes[pair.first]);
    out.items += count;
  }
  if (out.items == 0) return out;
  out.precision /= static_cast<double>(out.items);
  out.recall /= static_cast<double>(out.items);
  out.f1 = 2 * out.precision * out.recall / (out.precision + out.recall);
  return out;
}

// Which incident or agreement of the record each statement is in.
inline std::map<std::string, std::string> clusters_of(const model::RecordParts& record, bool agreements) {
  std::map<std::string, std::string> out;
  const auto add = [&](const auto& row) {
    for (const model::StatementId id : row.statements) out[record.statements[id].id] = row.id;
  };
  if (agreements) {
    for (const model::AgreementRow& row : record.agreements) add(row);
  } else {
    for (const model::IncidentRow& row : record.incidents) add(row);
  }
  return out;
}

}  // namespace hudna::testing
