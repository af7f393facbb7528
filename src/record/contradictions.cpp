// Where do sources differ? Contradictions of the kinds of record-model 3.5,
// only within one scope: figures of one slot, unit and category; stances of
// one actor on one agreement; one incident laid to several sides. What a
// source is said to leave out is a softer kind, the omission.
#include <algorithm>
#include <map>
#include <set>

#include "record/names.h"
#include "record/work.h"

namespace hudna::record {

using model::ActorId;
using model::AgreementId;
using model::ContradictionRow;
using model::IncidentId;
using model::Modality;
using model::Position;
using model::Side;
using model::SlotName;
using model::StatementId;
using model::StatementKind;

namespace {

class Finder {
 public:
  explicit Finder(Work* work) : work_(*work), p_(work->policies) {}

  void run() {
    for (std::size_t a = 0; a < work_.out.agreements.size(); ++a) agreement(AgreementId(a));
    for (std::size_t i = 0; i < work_.out.incidents.size(); ++i) incident(IncidentId(i));
    std::vector<std::pair<std::string, std::size_t>> order;
    for (std::size_t i = 0; i < found_.size(); ++i) order.emplace_back(model::rank_of(work_.out, found_[i]), i);
    std::sort(order.begin(), order.end());
    std::set<std::string> known;
    for (const auto& [rank, i] : order) {
      ContradictionRow& row = found_[i];
      if (known.insert(row.id).second) work_.out.contradictions.push(std::move(row));
    }
  }

 private:
  static bool refused(Modality modality) {
    return modality == Modality::Denied || modality == Modality::Negated;
  }

  Position position(std::string value, std::vector<StatementId> statements) const {
    Position out;
    out.value = std::move(value);
    sort_unique(&statements);
    std::set<std::string> speakers;
    for (const StatementId id : statements) {
      const model::StatementRow& row = work_.out.statements[id];
      const model::ReportRow& report = work_.out.reports[row.report];
      if (!row.speaker.empty()) speakers.insert(row.speaker);
      if (!report.first_day.empty() && (out.first_seen.empty() || report.first_day < out.first_seen))
        out.first_seen = report.first_day;
      if (report.last_day > out.last_seen) out.last_seen = report.last_day;
    }
    out.speakers.assign(speakers.begin(), speakers.end());
    out.origins = work_.count_origins(statements);
    out.statements = std::move(statements);
    return out;
  }

  // Copies of one text that give different values: one of them was copied wrongly.
  bool copies_differ(const std::vector<Position>& positions) const {
    std::set<std::uint32_t> groups;
    for (const Position& position : positions) {
      for (const StatementId id : position.statements)
        groups.insert(work_.out.reports[work_.out.statements[id].report].group.value);
    }
    return positions.size() > 1 && groups.size() == 1 && !one_report(positions);
  }

  bool one_report(const std::vector<Position>& positions) const {
    std::set<std::uint32_t> reports;
    for (const Position& position : positions) {
      for (const StatementId id : position.statements) reports.insert(work_.out.statements[id].report.value);
    }
    return reports.size() == 1;
  }

  bool same_origin(StatementId a, StatementId b) const {
    return work_.facts[a.index()].origin == work_.facts[b.index()].origin;
  }

  // Later positions of the same people are updates; figures within a tenth are rounding; else the question is
  // open.
  std::string explain(const std::vector<Position>& positions, bool rounding) const {
    if (rounding) return "rounding";
    if (copies_differ(positions)) return "error";
    // "The death toll rose to nine."
    for (const Position& position : positions) {
      for (const StatementId id : position.statements) {
        if (work_.facts[id.index()].corrects) return "later_update";
      }
    }
    for (const Position& position : positions) {
      if (position.first_seen.empty()) return "open";
    }
    bool apart = positions.size() > 1;
    for (std::size_t i = 0; i < positions.size() && apart; ++i) {
      for (std::size_t k = i + 1; k < positions.size() && apart; ++k) {
        apart = positions[i].last_seen < positions[k].first_seen ||
                positions[k].last_seen < positions[i].first_seen;
      }
    }
    return apart ? "later_update" : "open";
  }

  void add(std::string kind, std::string subject, std::string field, std::string about, AgreementId agreement,
           IncidentId incident, std::vector<Position> positions, std::string explanation,
           bool minor = false) {
    if (positions.size() < 2) return;
    ContradictionRow row;
    row.kind = std::move(kind);
    row.field = std::move(field);
    row.about = std::move(about);
    row.agreement = agreement;
    row.incident = incident;
    std::string first;
    for (const Position& position : positions) {
      for (const StatementId id : position.statements) {
        if (first.empty() || work_.out.statements[id].id < first) first = work_.out.statements[id].id;
      }
    }
    row.id = content_id("cx-", {row.kind, row.field, first});
    row.subject = std::move(subject);
    row.positions = std::move(positions);
    row.explanation = std::move(explanation);
    if (minor) row.significance = "minor";
    found_.push_back(std::move(row));
  }

  // A statement that gives both ("22 detainees and six soldiers") counts different people.
  static bool stated_together(const model::FigureSet& set, const model::Figure& a, const model::Figure& b) {
    for (const model::Figure& one : set.figures) {
      if (one.best != a.best || !one.best) continue;
      for (const model::Figure& two : set.figures) {
        if (two.statement == one.statement && two.best && two.best == b.best) return true;
      }
    }
    return false;
  }

  // One contradiction a set whose figures no number fits all of.
  void figures(const std::vector<model::FigureSet>& sets, const std::string& subject, const std::string& what,
               AgreementId agreement, IncidentId incident, bool definitions = false) {
    for (const model::FigureSet& set : sets) {
      if (set.figures.size() < 2) continue;
      // Distinct figures in the order of their size; those of one report about several groups ("412 in all",
      // "200") are only set against other reports', since one author rarely contradicts themself.
      std::map<std::string, std::vector<const model::Figure*>> values;
      for (const model::Figure& figure : set.figures) values[print_figure(figure)].push_back(&figure);
      if (values.size() < 2) continue;
      bool apart = false, rounding = true;
      for (const model::Figure& a : set.figures) {
        if (apart && !rounding) break;  // no further pair changes that
        for (const model::Figure& b : set.figures) {
          const Fact &one = work_.facts[a.statement.index()], &two = work_.facts[b.statement.index()];
          const bool corrected = (one.corrects && two.corrected) || (one.corrected && two.corrects);
          if (one.report == two.report && !corrected &&
              work_.out.statements[a.statement].speaker == work_.out.statements[b.statement].speaker)
            continue;
          if (!figures_apart(a, b) || stated_together(set, a, b)) continue;
          apart = true;
          const std::int64_t low = std::min(a.best.value_or(0), b.best.value_or(0)),
                             high = std::max(a.best.value_or(0), b.best.value_or(0));
          rounding = rounding && high - low <= high / 10 && high >= 20;
        }
      }
      if (!apart) continue;
      std::vector<std::pair<std::int64_t, Position>> positions;
      for (const auto& [value, list] : values) {
        std::vector<StatementId> statements;
        for (const model::Figure* figure : list) statements.push_back(figure->statement);
        positions.emplace_back(list.front()->best.value_or(list.front()->low.value_or(0)),
                               position(value, std::move(statements)));
      }
      std::stable_sort(positions.begin(), positions.end(),
                       [](const auto& a, const auto& b) { return a.first < b.first; });
      std::vector<Position> out;
      for (auto& [size, entry] : positions) out.push_back(std::move(entry));
      const std::string unit = set.unit.empty() ? std::string(name(set.slot)) : set.unit;
      std::string explanation = definitions ? "different_definition" : explain(out, rounding);
      add("number", subject,
          "figures." + std::string(name(set.slot)) + (set.unit.empty() ? "" : "." + set.unit),
          "how many: " + what + " (" + unit + ")", agreement, incident, std::move(out),
          std::move(explanation), rounding);
    }
  }

  void agreement(AgreementId at) {
    const model::AgreementRow& row = work_.out.agreements[at];
    for (const model::ProvisionId id : row.provisions) {
      const model::ProvisionRow& term = work_.out.provisions[id];
      std::string what = words(term.type);
      if (!term.obligors.empty()) what += " of " + work_.out.actors[term.obligors.front().value].name;
      count_figures(term, what, at);
      disputed_term(row, term, at);
      deadlines(term, at);
    }
    opposed_terms(row, at);
    stances(row, at);
    omissions(row, at);
    denied_stages(row, at);
    roles(row, at);
    dates(row, at);
  }

  static std::string words(std::string code) {
    std::replace(code.begin(), code.end(), '_', ' ');
    return code;
  }

  // People who leave are counted under many names ("fighters", "militants", "men"): within one term these are
  // one scope; things (buses, weapons) keep their unit.
  void count_figures(const model::ProvisionRow& term, const std::string& what, AgreementId at) {
    std::vector<model::FigureSet> people, things;
    for (const model::FigureSet& set : term.figures) {
      // Captives stay a scope of their own: they are exchanged for those who leave, not among them.
      const bool counts_people =
          set.slot == SlotName::Count && !p_.listed("figures.things", set.unit) &&
          (term.type == "release_of_captives" || !p_.listed("figures.captives", set.unit));
      (counts_people ? people : things).push_back(set);
    }
    if (people.size() > 1) {
      model::FigureSet all = people.front();
      for (std::size_t i = 1; i < people.size(); ++i)
        all.figures.insert(all.figures.end(), people[i].figures.begin(), people[i].figures.end());
      std::sort(all.figures.begin(), all.figures.end(), [](const auto& a, const auto& b) {
        return std::tie(a.statement, a.text) < std::tie(b.statement, b.text);
      });
      all.unit = "people";
      people = {std::move(all)};
    }
    figures(people, term.id, what, at, IncidentId());
    figures(things, term.id, what, at, IncidentId());
  }

  // A term that some say is part of the deal and others not: by a denied term, by a denial in whose words the
  // term stands, or by "on that the sides did not agree".
  void disputed_term(const model::AgreementRow& row, const model::ProvisionRow& term, AgreementId at) {
    std::vector<StatementId> yes, no;
    for (const StatementId id : term.statements)
      (refused(work_.facts[id.index()].stmt->modality) ? no : yes).push_back(id);
    for (const StatementId id : row.statements) {
      const Fact& fact = work_.facts[id.index()];
      const bool part = fact.stmt->kind == StatementKind::Stage && refused(fact.stmt->modality) &&
                        p_.listed("agreement.onset", fact.stmt->type);
      const bool denial = fact.stmt->kind == StatementKind::Claim && fact.stmt->type == "deny";
      if ((part || denial) && speaks_of(fact, row, term)) no.push_back(id);
    }
    if (yes.empty() || no.empty()) return;
    std::vector<Position> positions = {position("part of it", yes), position("not part of it", no)};
    add("provision_existence", term.id, "modality", "whether " + words(term.type) + " is part of the deal",
        at, IncidentId(), std::move(positions), "denial");
  }

  // Words that name this term and no other of the deal.
  bool speaks_of(const Fact& fact, const model::AgreementRow& row, const model::ProvisionRow& term) const {
    const std::vector<std::uint64_t> said = phrase_words(fact.stmt->evidence.quote);
    const auto named = [&](const model::ProvisionRow& which) {
      const auto found = p_.lists.find("terms." + which.type);
      if (found == p_.lists.end()) return false;
      return std::any_of(found->second.begin(), found->second.end(), [&](const std::string& word) {
        const std::vector<std::uint64_t> wanted = phrase_words(word);
        return !wanted.empty() && std::binary_search(said.begin(), said.end(), wanted.front());
      });
    };
    if (!named(term)) return false;
    return std::none_of(row.provisions.begin(), row.provisions.end(), [&](model::ProvisionId id) {
      const model::ProvisionRow& other = work_.out.provisions[id];
      return other.type != term.type && named(other);
    });
  }

  // Terms of which only one can hold: arms that are kept, and all arms handed over.
  void opposed_terms(const model::AgreementRow& row, AgreementId at) {
    for (const std::string& pair : p_.list("terms.opposed")) {
      const std::size_t space = pair.find(' ');
      const std::string part = pair.substr(0, space),
                        whole = space == std::string::npos ? "" : pair.substr(space + 1);
      std::vector<StatementId> kept, all;
      for (const model::ProvisionId id : row.provisions) {
        const model::ProvisionRow& term = work_.out.provisions[id];
        if (term.type != part && term.type != whole) continue;
        for (const StatementId s : term.statements) {
          const Fact& fact = work_.facts[s.index()];
          if (refused(fact.stmt->modality)) continue;
          if (term.type == part) {
            kept.push_back(s);
            continue;
          }
          const std::vector<std::string> said = split_words(fold_name(fact.stmt->evidence.quote));
          if (std::any_of(said.begin(), said.end(),
                          [this](const std::string& word) { return p_.listed("terms.all_words", word); }))
            all.push_back(s);
        }
      }
      std::vector<StatementId> apart;
      for (const StatementId id : all) {
        if (std::none_of(kept.begin(), kept.end(), [&](StatementId other) { return same_origin(id, other); }))
          apart.push_back(id);
      }
      if (kept.empty() || apart.empty()) continue;
      std::vector<Position> positions = {position(words(part), kept), position(words(whole) + ": all", apart)};
      std::string explanation = explain(positions, false);
      add("provision_content", row.id, "terms." + part, words(part) + " or " + words(whole), at, IncidentId(),
          std::move(positions), std::move(explanation));
    }
  }

  void deadlines(const model::ProvisionRow& term, AgreementId at) {
    std::map<std::string, std::vector<StatementId>> dues;
    for (const model::DeadlineId id : term.deadlines) {
      const model::DeadlineRow& due = work_.out.deadlines[id];
      // Hopes and counted durations are no dates that the terms set.
      if (due.hardness == model::Hardness::Hoped || due.basis != "stated_date") continue;
      std::vector<StatementId>& to = dues[due.due.max.empty() ? due.due.edtf : due.due.max];
      to.insert(to.end(), due.statements.begin(), due.statements.end());
    }
    if (dues.size() < 2) return;
    std::vector<Position> positions;
    std::set<std::uint32_t> reports;
    for (const auto& [day, statements] : dues) {
      positions.push_back(position(day, statements));
      for (const StatementId id : statements) reports.insert(work_.facts[id.index()].report.value);
    }
    if (reports.size() < 2) return;  // one report that names several days tells of steps
    std::string explanation = explain(positions, false);
    add("deadline", term.id, "due", "by when: " + words(term.type), at, IncidentId(), std::move(positions),
        std::move(explanation));
  }

  void stances(const model::AgreementRow& row, AgreementId at) {
    struct Sides {
      std::vector<StatementId> joined, for_it, against;
    };
    std::map<ActorId, Sides> by_actor;
    for (const model::ClaimId id : row.claims) {
      const model::ClaimRow& claim = work_.out.claims[id];
      const bool support = claim.act == "support_agreement", oppose = claim.act == "oppose_agreement";
      if (!support && !oppose) continue;
      const bool flip = refused(claim.modality);
      for (const ActorId actor : claim.subjects) {
        Sides& sides = by_actor[actor];
        (support != flip ? sides.for_it : sides.against).push_back(claim.statement);
      }
    }
    // "All groups, including X, had agreed" is X's stance too, where X has another one elsewhere.
    for (const model::ClaimId id : row.claims) {
      const model::ClaimRow& claim = work_.out.claims[id];
      const bool support = claim.act == "support_agreement", oppose = claim.act == "oppose_agreement";
      if (!support && !oppose) continue;
      for (auto& [actor, sides] : by_actor) {
        if (std::find(claim.subjects.begin(), claim.subjects.end(), actor) != claim.subjects.end()) continue;
        if (!included(claim.statement, actor)) continue;
        (support != refused(claim.modality) ? sides.for_it : sides.against).push_back(claim.statement);
      }
    }
    // Who is told to have agreed and to reject the deal.
    for (const model::Party& party : row.parties) {
      const auto found = by_actor.find(party.actor.value);
      if (found == by_actor.end() || found->second.against.empty()) continue;
      for (const StatementId id : party.actor.statements) {
        const Fact& fact = work_.facts[id.index()];
        if (fact.stmt->kind == StatementKind::Stage && fact.stmt->modality == Modality::Actual &&
            p_.listed("agreement.onset", fact.stmt->type))
          found->second.joined.push_back(id);
      }
    }
    for (auto& [actor, sides] : by_actor) {
      if (sides.against.empty() || (sides.for_it.empty() && sides.joined.empty())) continue;
      std::vector<Position> positions;
      if (!sides.joined.empty()) positions.push_back(position("agreed to it", sides.joined));
      if (!sides.for_it.empty()) positions.push_back(position("supports", sides.for_it));
      positions.push_back(position("opposes", sides.against));
      std::string explanation = explain(positions, false);
      add("stance", row.id, "stance." + work_.out.actors[actor].id,
          "where " + work_.out.actors[actor].name + " stands on the deal", at, IncidentId(),
          std::move(positions), std::move(explanation));
    }
  }

  // The actor's name stands in the statement's words after "including" or the like.
  bool included(StatementId id, ActorId actor) const {
    const std::string quote = " " + fold_name(work_.facts[id.index()].stmt->evidence.quote) + " ";
    for (const std::string& cue : p_.list("terms.including")) {
      const std::size_t at = quote.find(" " + cue + " ");
      if (at == std::string::npos) continue;
      for (const std::string& text : work_.out.actors[actor].names_as_reported) {
        const std::string name = fold_name(text);
        // One word of few letters is too little to be sure of.
        if (name.size() >= 4 && quote.find(" " + name + " ", at) != std::string::npos) return true;
      }
    }
    return false;
  }

  // "… reported the truce without mention of the hostages": set against the term whose object stands in those
  // words.
  void omissions(const model::AgreementRow& row, AgreementId at) {
    for (const model::ClaimId id : row.claims) {
      const model::ClaimRow& claim = work_.out.claims[id];
      if (claim.act != "omit") continue;
      const std::vector<std::uint64_t> said =
          phrase_words(work_.facts[claim.statement.index()].stmt->evidence.quote);
      for (const model::ProvisionId provision : row.provisions) {
        const model::ProvisionRow& term = work_.out.provisions[provision];
        bool named = false;
        for (const auto& object : term.objects) named = named || share_word(phrase_words(object.value), said);
        if (!named) continue;
        std::vector<Position> positions = {position("part of it", term.statements),
                                           position("not mentioned", {claim.statement})};
        add("omission", term.id, "mention", "whether " + words(term.type) + " is part of the deal", at,
            IncidentId(), std::move(positions), "open");
      }
    }
  }

  void denied_stages(const model::AgreementRow& row, AgreementId at) {
    std::map<std::string, std::pair<std::vector<StatementId>, std::vector<StatementId>>> types;
    for (const model::StageId id : row.stages) {
      const model::StageRow& stage = work_.out.stages[id];
      if (stage.modality != Modality::Actual && !refused(stage.modality)) continue;
      // One step done and another not, talks now and none later: no contradiction.
      if (stage.type == "implemented_step" || p_.listed("agreement.talks", stage.type)) continue;
      auto& [yes, no] = types[stage.type == "signed" || stage.type == "denied" ? "agreed" : stage.type];
      std::vector<StatementId>& to = refused(stage.modality) || stage.type == "denied" ? no : yes;
      to.insert(to.end(), stage.statements.begin(), stage.statements.end());
    }
    for (auto& [type, sides] : types) {
      // Who says in one breath that there is a deal and that something was not agreed speaks of a part of it.
      std::vector<StatementId> no;
      for (const StatementId id : sides.second) {
        const bool partly = std::any_of(sides.first.begin(), sides.first.end(), [&](StatementId yes) {
          return work_.facts[yes.index()].report == work_.facts[id.index()].report && same_origin(yes, id);
        });
        if (!partly) no.push_back(id);
      }
      sides.second = std::move(no);
      if (sides.first.empty() || sides.second.empty()) continue;
      std::vector<Position> positions = {position(words(type), sides.first),
                                         position("not " + words(type), sides.second)};
      add(type == "violated" ? "occurrence" : "status", row.id, "stage." + type,
          "whether the deal was " + words(type), at, IncidentId(), std::move(positions), "denial");
    }
  }

  void roles(const model::AgreementRow& row, AgreementId at) {
    std::map<std::pair<std::string, ActorId>, std::pair<std::vector<StatementId>, std::vector<StatementId>>>
        by_role;
    for (const model::ThirdParty& party : row.third_parties) {
      auto& [yes, no] = by_role[{party.role, party.actor.value}];
      (refused(party.modality) ? no : yes) = party.actor.statements;
    }
    for (auto& [key, sides] : by_role) {
      if (sides.first.empty() || sides.second.empty()) continue;
      const std::string& who = work_.out.actors[key.second].name;
      std::vector<Position> positions = {position(words(key.first), sides.first),
                                         position("not " + words(key.first), sides.second)};
      add("broker", row.id, key.first + "." + work_.out.actors[key.second].id,
          "whether " + who + " was " + words(key.first), at, IncidentId(), std::move(positions), "denial");
    }
  }

  // A statement with a time of day dates more carefully than one without.
  bool clocked(const std::vector<StatementId>& statements) const {
    return std::any_of(statements.begin(), statements.end(), [this](StatementId id) {
      const auto slots = model::slots_of(*work_.facts[id.index()].stmt, SlotName::Date);
      return std::any_of(slots.begin(), slots.end(), [](const model::Slot* slot) {
        const auto* time = std::get_if<model::TimeValue>(&slot->value);
        return time != nullptr && time->edtf.find('T') != std::string::npos;
      });
    });
  }
  // Every report behind `some` is behind `all` too.
  bool covers(const std::vector<StatementId>& all, const std::vector<StatementId>& some) const {
    return std::all_of(some.begin(), some.end(), [&](StatementId one) {
      return std::any_of(all.begin(), all.end(), [&](StatementId two) {
        return work_.facts[one.index()].report == work_.facts[two.index()].report;
      });
    });
  }

  // Days for one onset that no single day fits.
  void dates(const model::AgreementRow& row, AgreementId at) {
    for (const char* type : {"agreed", "in_force"}) {
      std::map<std::string, std::vector<StatementId>> days;
      for (const model::StageId id : row.stages) {
        const model::StageRow& stage = work_.out.stages[id];
        if (stage.type != type || !stage.dated || stage.modality != Modality::Actual) continue;
        std::vector<StatementId>& to = days[stage.time.edtf];
        to.insert(to.end(), stage.statements.begin(), stage.statements.end());
      }
      // Who gives two days for it holds the one that the others support; the other is told in passing.
      for (auto at_day = days.begin(); at_day != days.end();) {
        const bool twice = std::any_of(days.begin(), days.end(), [&](const auto& other) {
          return other.first != at_day->first && other.second.size() >= at_day->second.size() &&
                 (other.second.size() > at_day->second.size() || clocked(other.second)) &&
                 covers(other.second, at_day->second);
        });
        at_day = twice ? days.erase(at_day) : std::next(at_day);
      }
      bool apart = false;
      for (const auto& [a, sa] : days) {
        for (const auto& [b, sb] : days) {
          const auto ra = find_range(a), rb = find_range(b);
          apart = apart || (ra && rb && !ra->overlaps(*rb) && !same_origin(sa.front(), sb.front()));
        }
      }
      if (!apart) continue;
      std::vector<Position> positions;
      for (const auto& [day, statements] : days) positions.push_back(position(day, statements));
      std::string explanation = copies_differ(positions) ? "error" : "open";
      add("date", row.id, std::string("stage.") + type, std::string("when: ") + words(type), at, IncidentId(),
          std::move(positions), std::move(explanation));
    }
  }

  void incident(IncidentId at) {
    const model::IncidentRow& row = work_.out.incidents[at];
    if (row.denied) return;
    std::string what = words(row.type);
    if (!row.places.empty()) what += " at " + work_.out.places[row.places.front().value].name;
    if (!row.time.value.edtf.empty()) what += ", " + row.time.value.edtf;
    figures(row.figures, row.id, what, AgreementId(), at);
    mixed_categories(row, what, at);
    attribution(row, what, at);
    if (row.time.agreement == model::Accord::Conflict) {
      std::map<std::string, std::vector<StatementId>> days;
      for (const StatementId id : row.statements) {
        const Fact& fact = work_.facts[id.index()];
        if (fact.dated && !fact.later_death && !refused(fact.stmt->modality))
          days[make_period(fact.days).edtf].push_back(id);
      }
      std::vector<Position> positions;
      for (const auto& [day, statements] : days) positions.push_back(position(day, statements));
      add("date", row.id, "time", "when: " + what, AgreementId(), at, std::move(positions), "open", true);
    }
  }

  // "Five people" and "four farmers" of one event: no number fits both if all the dead were farmers; whether
  // they were is open.
  void mixed_categories(const model::IncidentRow& row, const std::string& what, IncidentId at) {
    for (const SlotName slot : {SlotName::Deaths, SlotName::Injured}) {
      const model::FigureSet *any = nullptr, *civilian = nullptr;
      for (const model::FigureSet& set : row.figures) {
        if (set.slot != slot || set.agreement == model::Accord::Conflict) continue;
        if (set.category.empty()) any = &set;
        if (set.category == "civilian") civilian = &set;
      }
      if (any == nullptr || civilian == nullptr) continue;
      model::FigureSet both = *any;
      both.figures.insert(both.figures.end(), civilian->figures.begin(), civilian->figures.end());
      figures({both}, row.id, what, AgreementId(), at, true);
    }
  }

  void attribution(const model::IncidentRow& row, const std::string& what, IncidentId at) {
    // Laid to several sides, or laid to one that a source clears of it. Only of acts that are laid at
    // somebody's door: "the army denied that it withdrew" is no quarrel about who did it.
    const bool act =
        row.type == "abduction" ||
        std::any_of(p_.scopes.begin(), p_.scopes.end(), [&](const ImplementRule& rule) {
          return std::find(rule.incidents.begin(), rule.incidents.end(), row.type) != rule.incidents.end();
        });
    if (!act) return;
    std::map<std::string, std::vector<StatementId>> laid;
    std::set<Side> sides;
    for (const model::Perpetrator& who : row.perpetrators) {
      const model::ActorRow& actor = work_.out.actors[who.actor.value];
      sides.insert(actor.side);
      std::vector<StatementId>& to = laid[actor.name];
      to.insert(to.end(), who.actor.statements.begin(), who.actor.statements.end());
    }
    std::vector<StatementId> denials;
    for (const StatementId id : row.statements) {
      if (work_.facts[id.index()].stmt->modality == Modality::Denied) denials.push_back(id);
    }
    sides.erase(Side::Unclear);
    // A clash has two sides by its nature; laid to both is no contradiction.
    const bool two_sided = row.type == "armed_clash" || row.type == "offensive";
    if ((sides.size() < 2 || two_sided) && (denials.empty() || laid.empty())) return;
    std::vector<Position> positions;
    for (const auto& [actor, statements] : laid) positions.push_back(position(actor, statements));
    if (!denials.empty()) positions.push_back(position("denied", denials));
    add("attribution", row.id, "perpetrator", "who did it: " + what, AgreementId(), at, std::move(positions),
        denials.empty() ? "open" : "denial");
  }

  Work& work_;
  const Policies& p_;
  std::vector<ContradictionRow> found_;
};

}  // namespace

void make_contradictions(Work* work) { Finder(work).run(); }

}  // namespace hudna::record
