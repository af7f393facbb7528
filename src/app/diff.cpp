#include "app/diff.h"

#include <algorithm>
#include <map>
#include <set>

#include "app/show_words.h"
#include "record/status.h"

namespace hudna::app {

using model::AgreementId;
using model::RecordParts;
using model::StatementId;

namespace {

constexpr std::size_t kLabel = 10;
// Incidents of one kind of change that are listed; more are counted.
constexpr std::size_t kListed = 60;

// For each row of `after` the row of `before` that shares most of its statements, and vice versa; -1 for
// none. One row is matched once.
template <class Table>
std::vector<std::int64_t> match_rows(const RecordParts& a, const Table& before, const RecordParts& b,
                                     const Table& after) {
  std::map<std::string_view, std::vector<std::size_t>> holders;
  std::size_t n = 0;
  for (const auto& row : before) {
    for (const StatementId id : row.statements) holders[a.statements[id].id].push_back(n);
    ++n;
  }
  struct Pair {
    std::size_t shared, after, before;
  };
  std::vector<Pair> pairs;
  n = 0;
  for (const auto& row : after) {
    std::map<std::size_t, std::size_t> counts;
    for (const StatementId id : row.statements) {
      const auto found = holders.find(b.statements[id].id);
      if (found == holders.end()) continue;
      for (const std::size_t at : found->second) ++counts[at];
    }
    for (const auto& [at, count] : counts) pairs.push_back({count, n, at});
    ++n;
  }
  std::sort(pairs.begin(), pairs.end(), [](const Pair& x, const Pair& y) {
    return std::tie(y.shared, x.after, x.before) < std::tie(x.shared, y.after, y.before);
  });
  std::vector<std::int64_t> out(after.size(), -1);
  std::set<std::size_t> taken;
  for (const Pair& pair : pairs) {
    if (out[pair.after] < 0 && taken.insert(pair.before).second)
      out[pair.after] = static_cast<std::int64_t>(pair.before);
  }
  return out;
}

class Differ {
 public:
  Differ(const State& before, const State& after)
      : a_(before.view->record()),
        b_(after.view->record()),
        wa_(a_),
        wb_(b_),
        day_a_(before.day),
        day_b_(after.day) {}

  std::vector<ChangeGroup> run() {
    const std::vector<std::int64_t> deals = match_rows(a_, a_.agreements, b_, b_.agreements);
    std::set<std::size_t> kept;
    for (std::size_t i = 0; i < deals.size(); ++i) {
      if (deals[i] >= 0) kept.insert(static_cast<std::size_t>(deals[i]));
    }
    for (std::size_t i = 0; i < deals.size(); ++i) {
      const AgreementId now(i);
      lines_.clear();
      if (deals[i] < 0)
        fresh(now);
      else
        compare(AgreementId(static_cast<std::size_t>(deals[i])), now);
      flush(b_.agreements[now].title, b_.agreements[now].id);
    }
    for (std::size_t i = 0; i < a_.agreements.size(); ++i) {
      if (kept.count(i) != 0) continue;
      lines_.clear();
      line("−", "no longer in the record, or part of another", "");
      flush(a_.agreements[AgreementId(i)].title, a_.agreements[AgreementId(i)].id);
    }
    incidents();
    reviews();
    return std::move(groups_);
  }
  std::size_t count() const { return count_; }

 private:

  void line(std::string mark, std::string what, std::string id) {
    lines_.push_back({std::move(mark), std::move(what), std::move(id)});
    ++count_;
  }
  void changed(const std::string& what, const std::string& before, const std::string& after,
               const std::string& id) {
    if (before == after) return;
    line("~",
         what + ": " + (before.empty() ? "not reported" : before) + " → " +
             (after.empty() ? "not reported" : after),
         id);
  }
  void flush(const std::string& title, const std::string& id) {
    if (lines_.empty()) return;
    groups_.push_back({title, id, std::move(lines_)});
    lines_.clear();
  }

  static std::string status(const RecordParts& r, AgreementId id, record::Day day) {
    const model::AgreementRow& row = r.agreements[id];
    if (row.standing == model::Standing::Background) return "history, told in passing";
    if (row.standing == model::Standing::Prospective) return "talked about, no deal reported";
    const record::Status status = record::status_as_of(r, id, day);
    return status_words(status) + (status.claimed_violated ? ", violations alleged" : "");
  }
  static std::string time(const std::optional<model::Sourced<model::Period>>& value) {
    return value ? value->value.edtf : std::string();
  }
  static std::string compliance(const RecordParts& r, model::ProvisionId id, record::Day day) {
    const model::ProvisionRow& row = r.provisions[id];
    if (row.deadlines.empty() && row.evidence.empty()) return "no report";
    const record::ComplianceStatus status = record::compliance_as_of(r, id, day);
    // "Three days left" changes every day; that something is due does not.
    return status.reported ? record::print(status) : spaced_words(name(status.state));
  }
  static std::map<std::string, std::string> roles(const RecordParts& r, const model::AgreementRow& row) {
    std::map<std::string, std::string> out;  // words -> id
    for (const model::Party& party : row.parties)
      out["party: " + r.actors[party.actor.value].name] = party.id;
    for (const model::ThirdParty& party : row.third_parties)
      out[spaced_words(party.role) + modality_note(party.modality) + ": " +
          r.actors[party.actor.value].name] = party.id;
    return out;
  }
  static std::string dues(const RecordParts& r, const Words& words, const model::ProvisionRow& row) {
    std::set<std::string> out;
    for (const model::DeadlineId id : row.deadlines) out.insert(words.due(r.deadlines[id]));
    return join_words({out.begin(), out.end()}, ", ");
  }
  static std::string positions(const model::ContradictionRow& row) {
    std::vector<std::string> out;
    for (const model::Position& position : row.positions) out.push_back(position.value);
    return join_words(out, " | ");
  }

  void fresh(AgreementId now) {
    const model::AgreementRow& row = b_.agreements[now];
    line("+",
         "new: " + status(b_, now, day_b_) + "; " + plural_words(row.provisions.size(), "term") + ", " +
             plural_words(row.reports.size(), "report"),
         "");
    for (const model::ProvisionId id : row.provisions)
      line("+",
           "term: " + wb_.provision_line(b_.provisions[id]) + " [" + wb_.tags(b_.provisions[id].statements) +
               "]",
           b_.provisions[id].id);
  }

  void compare(AgreementId then, AgreementId now) {
    const model::AgreementRow &x = a_.agreements[then], &y = b_.agreements[now];
    std::set<std::string> old_reports;
    for (const model::ReportId id : x.reports) old_reports.insert(a_.reports[id].sha256);
    std::vector<std::string> added;
    for (const model::ReportId id : y.reports) {
      if (old_reports.count(b_.reports[id].sha256) == 0) added.push_back(wb_.tag_of(id));
    }
    if (!added.empty()) line("+", plural_words(added.size(), "report") + ": " + join_words(added, ", "), "");
    changed("title", x.title, y.title, x.id == y.id ? "" : "was " + x.id);
    changed("kind", spaced_words(x.kind), spaced_words(y.kind), "");
    changed("status", status(a_, then, day_a_), status(b_, now, day_b_), "");
    changed("agreed", time(x.declared), time(y.declared), "");
    changed("in force", time(x.effective), time(y.effective), "");
    changed("ended", time(x.ended), time(y.ended), "");
    changed("term", x.term ? duration_words(x.term->value.iso) : "",
            y.term ? duration_words(y.term->value.iso) : "", "");
    const auto before = roles(a_, x), after = roles(b_, y);
    for (const auto& [what, id] : after) {
      if (before.count(what) == 0) line("+", what, id);
    }
    for (const auto& [what, id] : before) {
      if (after.count(what) == 0) line("−", what, id);
    }
    terms(x, y);
    disputes(then, now);
    std::set<std::string> known;
    for (const model::AgreementRelation& relation : x.relations)
      known.insert(relation.kind + a_.agreements[relation.other].title);
    for (const model::AgreementRelation& relation : y.relations) {
      if (known.count(relation.kind + b_.agreements[relation.other].title) == 0)
        line("+", spaced_words(relation.kind) + ": " + b_.agreements[relation.other].title,
             b_.agreements[relation.other].id);
    }
  }

  void terms(const model::AgreementRow& x, const model::AgreementRow& y) {
    // Within the deal, a term is the same when it has a statement of it and its type.
    std::set<std::uint32_t> used;
    for (const model::ProvisionId now : y.provisions) {
      const model::ProvisionRow& row = b_.provisions[now];
      model::ProvisionId then;
      for (const model::ProvisionId id : x.provisions) {
        const model::ProvisionRow& old = a_.provisions[id];
        if (old.type != row.type || then.valid() || used.count(id.value) != 0) continue;
        for (const StatementId s : old.statements) {
          for (const StatementId t : row.statements) {
            if (a_.statements[s].id == b_.statements[t].id) then = id;
          }
        }
      }
      if (!then.valid()) {
        line("+", "term: " + wb_.provision_line(row) + " [" + wb_.tags(row.statements) + "]", row.id);
        continue;
      }
      used.insert(then.value);
      const model::ProvisionRow& old = a_.provisions[then];
      const std::string what = spaced_words(row.type);
      changed(what, wa_.provision_detail(old), wb_.provision_detail(row), row.id);
      changed(what + ", as it stands", spaced_words(old.text_status), spaced_words(row.text_status), row.id);
      changed(what + ", due", dues(a_, wa_, old), dues(b_, wb_, row), row.id);
      changed(what + ", carried out", compliance(a_, then, day_a_), compliance(b_, now, day_b_), row.id);
    }
    for (const model::ProvisionId id : x.provisions) {
      if (used.count(id.value) == 0)
        line("−", "term: " + wa_.provision_line(a_.provisions[id]), a_.provisions[id].id);
    }
  }

  void disputes(AgreementId then, AgreementId now) {
    std::map<std::string, const model::ContradictionRow*> before;
    for (const model::ContradictionRow& row : a_.contradictions) {
      if (row.agreement == then) before[row.kind + "/" + row.about] = &row;
    }
    for (const model::ContradictionRow& row : b_.contradictions) {
      if (row.agreement != now) continue;
      const auto found = before.find(row.kind + "/" + row.about);
      if (found == before.end()) {
        line("+", "disputed: " + row.about + ": " + positions(row), row.id);
        continue;
      }
      changed("disputed, " + row.about, positions(*found->second), positions(row), row.id);
      changed("disputed, " + row.about + ", why", explanation_words(found->second->explanation),
              explanation_words(row.explanation), row.id);
      before.erase(found);
    }
    for (const auto& [key, row] : before) line("−", "no longer disputed: " + row->about, row->id);
  }

  void incidents() {
    const std::vector<std::int64_t> events = match_rows(a_, a_.incidents, b_, b_.incidents);
    std::set<std::int64_t> kept(events.begin(), events.end());
    lines_.clear();
    std::size_t more = 0;
    const auto put = [&](const std::string& mark, const std::string& what, const std::string& id) {
      if (lines_.size() < kListed)
        line(mark, what, id);
      else
        ++more, ++count_;
    };
    for (std::size_t i = 0; i < events.size(); ++i) {
      const model::IncidentRow& row = b_.incidents[model::IncidentId(i)];
      const std::string after = wb_.incident_date(row) + " " + wb_.incident_line(row);
      if (events[i] < 0) {
        put("+", after, row.id);
        continue;
      }
      const model::IncidentRow& old = a_.incidents[model::IncidentId(static_cast<std::size_t>(events[i]))];
      const std::string before = wa_.incident_date(old) + " " + wa_.incident_line(old);
      if (before != after) put("~", before + " → " + after, row.id);
    }
    for (std::size_t i = 0; i < a_.incidents.size(); ++i) {
      const model::IncidentRow& row = a_.incidents[model::IncidentId(i)];
      if (kept.count(static_cast<std::int64_t>(i)) == 0)
        put("−", wa_.incident_date(row) + " " + wa_.incident_line(row), row.id);
    }
    if (more != 0) lines_.push_back({"…", plural_words(more, "more change"), ""});
    flush("Incidents", "");
  }

  void reviews() {
    std::set<std::string> known;
    for (const model::ReviewRow& row : a_.reviews) known.insert(row.id + row.effect);
    lines_.clear();
    for (const model::ReviewRow& row : b_.reviews) {
      if (known.count(row.id + row.effect) == 0)
        line("+",
             spaced_words(row.entry.decision) + " " + row.entry.target + " by " + row.entry.reviewer + ", " +
                 row.entry.at + ": " + spaced_words(row.effect),
             row.id);
    }
    flush("Reviews", "");
  }

  const RecordParts &a_, &b_;
  Words wa_, wb_;
  record::Day day_a_, day_b_;
  std::vector<ChangeGroup> groups_;
  std::vector<ChangeGroup::Line> lines_;
  std::size_t count_ = 0;
};

}  // namespace

std::vector<ChangeGroup> changes(const State& before, const State& after) { return Differ(before, after).run(); }

std::string diff(const State& before, const State& after, Page page, std::size_t* changes) {
  Differ differ(before, after);
  const std::vector<ChangeGroup> groups = differ.run();
  *changes = differ.count();
  Layout out(page);
  out.text(0, {{"Changes from " + record::print_day(before.day) + " to " + record::print_day(after.day), Style::Strong},
               {", " + plural_words(before.view->record().reports.size(), "report") + " then, " +
                    plural_words(after.view->record().reports.size(), "report") + " now",
                Style::Faint}});
  for (const ChangeGroup& group : groups) {
    out.blank();
    out.text(0, {{group.title, Style::Strong}, {"  " + group.id, Style::Faint}});
    for (const ChangeGroup::Line& line : group.lines)
      out.entry(2, line.mark, 1, {{line.what}, {line.id.empty() ? "" : "  " + line.id, Style::Faint}},
                line.mark == "+"   ? Style::Good
                : line.mark == "~" ? Style::Warn
                                   : Style::Bad);
  }
  if (groups.empty()) {
    out.blank();
    out.text(0, {{"nothing changed"}});
  }
  return out.take();
}

}  // namespace hudna::app
