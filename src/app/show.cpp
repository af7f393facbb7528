#include "app/show.h"

#include <algorithm>
#include <map>
#include <set>

#include "app/show_words.h"
#include "record/review.h"
#include "record/status.h"

namespace hudna::app {

using model::AgreementId;
using model::Compliance;
using model::IncidentId;
using model::Modality;
using model::ReportId;
using model::SlotName;
using model::StatementId;
using record::Day;

namespace {

constexpr std::size_t kLabel = 10;

class Shower {
 public:
  Shower(const model::RecordView& view, const ShowOptions& options, Day as_of)
      : view_(view), r_(view.record()), words_(r_), redacted_(view), page_(options.page), as_of_(as_of), legend_(options.legend) {}

  std::string agreements() {
    head(std::to_string(r_.agreements.size()) + (r_.agreements.size() == 1 ? " agreement" : " agreements"));
    for (const model::Standing standing :
         {model::Standing::Reported, model::Standing::Prospective, model::Standing::Background}) {
      for (std::size_t i = 0; i < r_.agreements.size(); ++i) {
        if (r_.agreements[AgreementId(i)].standing == standing) agreement(AgreementId(i));
      }
    }
    legend();
    return page_.take();
  }

  std::string incidents() {
    std::vector<IncidentId> events, conditions, aggregates, background, denied;
    for (std::size_t i = 0; i < r_.incidents.size(); ++i) {
      const model::IncidentRow& row = r_.incidents[IncidentId(i)];
      auto& to = row.denied                             ? denied
                 : row.modality == Modality::Historical ? background
                 : row.condition                        ? conditions
                 : row.aggregate                        ? aggregates
                                                        : events;
      to.push_back(IncidentId(i));
    }
    std::string what = plural(events.size(), "incident");
    for (const auto& [n, label] : {std::pair{conditions.size(), "lasting"},
                                   {aggregates.size(), "told as a series"},
                                   {background.size(), "earlier"},
                                   {denied.size(), "only denied"}}) {
      if (n != 0) what += ", " + std::to_string(n) + " " + label;
    }
    head(what);
    incident_block("", events);
    incident_block("Lasting conditions (siege, held territory)", conditions);
    incident_block("Campaigns and series, told as a whole; not single events", aggregates);
    tallies();
    incident_block("Earlier history, told in passing", background);
    incident_block("Only denied or said not to have happened", denied);
    legend();
    return page_.take();
  }

  std::string claims() {
    head(std::to_string(r_.claims.size()) + (r_.claims.size() == 1 ? " claim" : " claims"));
    std::map<std::uint32_t, std::vector<const model::ClaimRow*>> by_agreement;
    for (const model::ClaimRow& row : r_.claims) by_agreement[row.agreement.value].push_back(&row);
    for (const auto& [agreement, rows] : by_agreement) {
      page_.blank();
      if (agreement == AgreementId::kNone)
        page_.text(0, {{"About no agreement", Style::Strong}});
      else
        page_.text(0, {{r_.agreements[AgreementId(agreement)].title, Style::Strong},
                       {"  " + r_.agreements[AgreementId(agreement)].id, Style::Faint}});
      for (const model::ClaimRow* row : rows) {
        Runs runs;
        const std::string who = row->speaker_text.empty() ? "the report" : row->speaker_text;
        runs.push_back({who, Style::Name});
        if (row->interest == model::Answer::Yes) runs.push_back({" (a party)", Style::Faint});
        runs.push_back({": " + act_words(*row), Style::Plain});
        runs.push_back({"  “" + model::fold_space(redacted_.quote(view_, row->statement)) + "”", Style::Plain});
        runs.push_back({"  [" + words_.tag(row->statement) + "] " + row->id, Style::Faint});
        page_.text(2, runs);
      }
    }
    legend();
    return page_.take();
  }

  std::string contradictions() {
    head(std::to_string(r_.contradictions.size()) + (r_.contradictions.size() == 1 ? " point" : " points") +
         " on which sources differ");
    for (const model::ContradictionRow& row : r_.contradictions) {
      page_.blank();
      page_.text(0, {{row.about, Style::Strong},
                     {"  " + spaced(row.kind) + (row.significance == "minor" ? ", minor" : ""), Style::Warn},
                     {"  " + row.id, Style::Faint},
                     verdict(row.id)});
      if (row.agreement.valid())
        page_.entry(
            2, "in", kLabel,
            {{r_.agreements[row.agreement].title}, {"  " + r_.agreements[row.agreement].id, Style::Faint}});
      for (const model::Position& position : row.positions) {
        Runs runs;
        if (!position.speakers.empty())
          runs.push_back({"said by " + join(position.speakers, ", "), Style::Name});
        runs.push_back(
            {(runs.empty() ? "" : "  ") + plural(position.origins, "origin") + seen(position), Style::Plain});
        runs.push_back({"  [" + words_.tags(position.statements) + "]", Style::Faint});
        page_.entry(2, position.value, std::max(kLabel, longest(row)), runs, Style::Strong);
      }
      page_.entry(2, "why", kLabel, {{explanation_words(row.explanation)}});
    }
    legend();
    return page_.take();
  }

  std::string sources() {
    head("Sources");
    page_.blank();
    std::vector<std::vector<Run>> rows;
    for (std::size_t i = 0; i < r_.reports.size(); ++i) {
      const model::ReportRow& row = r_.reports[ReportId(i)];
      const std::string date = row.published.empty() ? "no date" : row.published;
      std::string what = row.source;
      if (!row.title.empty()) what = row.title + " · " + what;
      what +=
          " · date " + (row.published.empty() ? "unknown" : "from " + date_basis_words(row.published_basis));
      what += " · " + plural(row.statements, "statement");
      for (const model::GroupMember& member : r_.groups[row.group].members) {
        if (member.report != ReportId(i) || member.kind == model::CopyKind::Original) continue;
        const ReportId first = r_.groups[row.group].members.front().report;
        what += " · " + copy_words(member.kind) + " of [" + words_.tag_of(first) + "], " +
                std::to_string(member.similarity / 10) + " % the same";
      }
      rows.push_back({{words_.tag_of(ReportId(i)), Style::Name},
                      {date},
                      {row.outlet.empty() ? "outlet unknown" : row.outlet},
                      {what}});
    }
    page_.table(0, rows);
    return page_.take();
  }

  std::string timeline() {
    head("Timeline");
    page_.blank();
    struct Entry {
      Day day;
      std::string date, mark, what, tail;
      Style style;
    };
    std::vector<Entry> entries;
    for (const model::StageRow& row : r_.stages) {
      const record::DayRange days = record::range_of(row.time);
      Entry e{days.min == record::kOpenPast ? days.max : days.min,
              row.time.edtf.empty() ? "no date" : row.time.edtf,
              mark_of(row.modality),
              "",
              "",
              Style::Strong};
      e.what = r_.agreements[row.agreement].title + ": " + spaced(row.type) + modality_note(row.modality) +
               (row.dated ? "" : ", as reported that day");
      e.tail = "[" + words_.tags(row.statements) + "] " + row.id;
      entries.push_back(std::move(e));
    }
    for (const model::IncidentRow& row : r_.incidents) {
      if (row.time.value.edtf.empty()) continue;
      const record::DayRange days = record::range_of(row.time.value);
      Entry e{days.min == record::kOpenPast ? days.max : days.min,
              row.time.value.edtf,
              row.denied                             ? "✕"
              : row.modality == Modality::Historical ? "·"
                                                     : "●",
              "",
              "",
              Style::Plain};
      e.what = words_.incident_line(row);
      e.tail = "[" + words_.tags(row.statements) + "] " + row.id;
      entries.push_back(std::move(e));
    }
    for (const model::DeadlineRow& row : r_.deadlines) {
      const record::DayRange days = record::range_of(row.due);
      const Day due = days.max == record::kOpenFuture ? days.min : days.max;
      Entry e{due, row.due.edtf, "○", "", "", Style::Plain};
      e.what = "due: " + spaced(r_.provisions[row.provision].type) + ", " +
               r_.agreements[row.agreement].title + " (" + std::string(name(row.hardness)) + ")";
      e.tail = "[" + words_.tags(row.statements) + "] " + row.id;
      entries.push_back(std::move(e));
    }
    std::stable_sort(entries.begin(), entries.end(),
                     [](const Entry& a, const Entry& b) { return a.day < b.day; });
    std::size_t width = 10;
    for (const Entry& e : entries) width = std::max(width, std::min<std::size_t>(e.date.size(), 23));
    bool passed = false;
    for (const Entry& e : entries) {
      if (!passed && e.day > as_of_) {
        page_.text(0, {{"── " + record::print_day(as_of_) + " ──", Style::Faint}});
        passed = true;
      }
      page_.entry(0, e.date, width, {{e.mark + " "}, {e.what, e.style}, {"  " + e.tail, Style::Faint}},
                  Style::Name);
    }
    page_.blank();
    page_.text(0, {{"● reported  ○ planned or due  ✕ denied  · history", Style::Faint}});
    legend();
    return page_.take();
  }

  std::string deadlines() {
    head(plural(r_.deadlines.size(), "deadline"));
    std::vector<model::DeadlineId> order;
    for (std::size_t i = 0; i < r_.deadlines.size(); ++i) order.emplace_back(i);
    std::stable_sort(order.begin(), order.end(), [this](model::DeadlineId a, model::DeadlineId b) {
      return record::range_of(r_.deadlines[a].due).max < record::range_of(r_.deadlines[b].due).max;
    });
    for (const model::DeadlineId id : order) {
      const model::DeadlineRow& row = r_.deadlines[id];
      const model::ProvisionRow& term = r_.provisions[row.provision];
      const record::ComplianceStatus status = record::compliance_as_of(r_, row.provision, as_of_, id);
      page_.blank();
      page_.text(0, {{words_.due(row), Style::Name}, {"  " + words_.provision_line(term), Style::Strong}});
      page_.entry(2, "state", kLabel,
                  {{record::print(status), style_of(status.state)},
                   {"  as of " + record::print_day(as_of_), Style::Faint}});
      page_.entry(
          2, "deal", kLabel,
          {{r_.agreements[row.agreement].title}, {"  " + r_.agreements[row.agreement].id, Style::Faint}});
      page_.entry(2, "binding", kLabel,
                  {{std::string(name(row.hardness)) +
                    (row.basis == "duration_from_event" ? ", counted as " + duration_words(row.duration) : "")}});
      page_.entry(2, "sources", kLabel,
                  {{"[" + words_.tags(row.statements) + "]"}, {"  " + row.id, Style::Faint}}, Style::Faint);
    }
    legend();
    return page_.take();
  }

  std::string sides() {
    head("Sides");
    for (std::size_t i = 0; i < r_.agreements.size(); ++i) {
      const model::AgreementRow& row = r_.agreements[AgreementId(i)];
      page_.blank();
      page_.text(0, {{row.title, Style::Strong}, {"  " + row.id, Style::Faint}});
      if (row.parties.empty() && row.third_parties.empty())
        page_.text(2, {{"sides not reported in these sources"}});
      for (const model::Party& party : row.parties) {
        page_.entry(
            2, "side " + party.group, kLabel,
            {{r_.actors[party.actor.value].name, Style::Name},
             {"  " + basis(party.actor) + " " + party.id, Style::Faint}});
      }
      for (const model::ThirdParty& party : row.third_parties) {
        page_.entry(2, spaced(party.role), kLabel,
                    {{r_.actors[party.actor.value].name, Style::Name},
                     {modality_note(party.modality)},
                     {"  " + basis(party.actor) + " " + party.id, Style::Faint}});
      }
      for (const model::ClaimId id : row.claims) {
        const model::ClaimRow& claim = r_.claims[id];
        if (claim.act != "support_agreement" && claim.act != "oppose_agreement") continue;
        for (const model::ActorId actor : claim.subjects) {
          page_.entry(2, claim.act == "support_agreement" ? "for it" : "against", kLabel,
                      {{r_.actors[actor].name, Style::Name},
                       {"  says " + (claim.speaker_text.empty() ? "the report" : claim.speaker_text)},
                       {"  [" + words_.tag(claim.statement) + "]", Style::Faint}});
        }
      }
    }
    legend();
    return page_.take();
  }

 private:
  static std::string spaced(std::string_view code) { return spaced_words(code); }
  static std::string join(const std::vector<std::string>& list, const char* by) {
    return join_words(list, by);
  }
  static std::string plural(std::size_t n, const std::string& what) { return plural_words(n, what); }

  void head(const std::string& what) {
    page_.text(0, {{what, Style::Strong},
                   {" from " + plural(r_.reports.size(), "report") + " (" + plural(r_.groups.size(), "text") +
                        "), as of " + record::print_day(as_of_),
                    Style::Faint}});
  }

  void agreement(AgreementId id) {
    const model::AgreementRow& row = r_.agreements[id];
    page_.blank();
    page_.text(0, {{row.title, Style::Strong}, {"  " + row.id, Style::Faint}, verdict(row.id)});
    const record::Status status = record::status_as_of(r_, id, as_of_);
    Runs state;
    if (row.standing == model::Standing::Background)
      state.push_back({"history, told in passing"});
    else if (row.standing == model::Standing::Prospective)
      state.push_back({status.state == "negotiating" ? "talks reported" : spaced(status.state)}),
          state.push_back({"; no deal reported", Style::Plain});
    else
      state.push_back({status_words(status), status.state == "in_force" ? Style::Good : Style::Plain});
    if (status.by_term)
      state.push_back({" [" + words_.tags(status.term_statements) + "]", Style::Faint});
    else if (!status.term_end.empty())
      state.push_back({"; its term ends " + status.term_end + " [" + words_.tags(status.term_statements) + "]", Style::Faint});
    if (status.talks_ongoing) state.push_back({"; talks go on"});
    if (status.claimed_violated)
      state.push_back(
          {"; violations alleged [" + words_.tags(status.violation_statements) + "]", Style::Warn});
    if (!status.last_evidence.empty()) {
      state.push_back(
          {"; last report " + words_.last_report(row, as_of_) + age_words(status.evidence_age_days),
           Style::Faint});
    }
    page_.entry(2, "status", kLabel, state);
    std::string sides = words_.sides(row);
    page_.entry(
        2, "sides", kLabel,
        {{sides.empty() ? "not reported in these sources" : sides,
          sides.empty() ? Style::Faint : Style::Name},
         {"  " + plural(row.reports.size(), "report") + ", " + plural(row.origins, "origin"), Style::Faint}});
    std::map<std::string, std::vector<const model::ThirdParty*>> roles;
    for (const model::ThirdParty& party : row.third_parties) roles[party.role].push_back(&party);
    for (const auto& [role, parties] : roles) {
      Runs runs;
      for (const model::ThirdParty* party : parties) {
        if (!runs.empty()) runs.push_back({"; "});
        runs.push_back({r_.actors[party->actor.value].name, Style::Name});
        runs.push_back({modality_note(party->modality)});
        runs.push_back({" " + basis(party->actor) + " " + party->id, Style::Faint});
      }
      page_.entry(2, spaced(role), kLabel, runs);
    }
    Runs dates;
    for (const auto& [label, time] :
         {std::pair{"agreed", &row.declared}, {"in force", &row.effective}, {"ended", &row.ended}}) {
      if (!*time) continue;
      if (!dates.empty()) dates.push_back({"; "});
      dates.push_back({std::string(label) + " " + (*time)->value.edtf, Style::Plain});
      if ((*time)->agreement == model::Accord::Conflict) dates.push_back({" (sources differ)", Style::Warn});
      dates.push_back({" [" + words_.tags((*time)->statements) + "]", Style::Faint});
    }
    if (row.term)
      dates.push_back({(dates.empty() ? "" : "; ") + std::string("for ") +
                       duration_words(row.term->value.iso) + " [" + words_.tags(row.term->statements) + "]"});
    if (!dates.empty()) page_.entry(2, "dates", kLabel, dates);
    if (row.provisions.empty())
      page_.entry(2, "terms", kLabel, {{"not reported in these sources", Style::Faint}});
    std::size_t width = 0;
    for (const model::ProvisionId p : row.provisions)
      width = std::max(width, spaced(r_.provisions[p].type).size());
    bool first = true;
    for (const model::ProvisionId p : row.provisions) {
      term(r_.provisions[p], p, width, first);
      first = false;
    }
    for (const model::AgreementRelation& relation : row.relations) {
      page_.entry(
          2, spaced(relation.kind), kLabel,
          {{r_.agreements[relation.other].title}, {"  " + r_.agreements[relation.other].id, Style::Faint}});
    }
    for (const model::ContradictionRow& cx : r_.contradictions) {
      if (cx.agreement != id) continue;
      std::vector<std::string> values;
      for (const model::Position& position : cx.positions)
        values.push_back(position.value + " [" + words_.tags(position.statements) + "]");
      page_.entry(2, "differ", kLabel,
                  {{cx.about + ": ", Style::Warn}, {join(values, " | ")}, {"  " + cx.id, Style::Faint}});
    }
  }

  void term(const model::ProvisionRow& row, model::ProvisionId id, std::size_t width, bool first) {
    Runs runs;
    std::string type = spaced(row.type);
    if (page_.columns() >= 80) type.resize(std::max(width, type.size()), ' ');
    // No-break spaces keep the column: wrapping would fold runs of spaces.
    std::string padded;
    for (const char c : type) padded += c == ' ' ? "\xC2\xA0" : std::string(1, c);
    runs.push_back({padded, Style::Strong});
    const std::string detail = words_.provision_detail(row);
    if (!detail.empty()) runs.push_back({"  " + detail});
    runs.push_back({(detail.empty() ? "  " : "; ") + term_modality(row),
                    row.text_status == "disputed" ? Style::Warn : Style::Plain});
    if (!row.deadlines.empty() || !row.evidence.empty()) {
      const record::ComplianceStatus status = record::compliance_as_of(r_, id, as_of_);
      if (status.state != Compliance::NoReport)
        runs.push_back({"; " + record::print(status), style_of(status.state)});
    }
    runs.push_back({"  [" + words_.tags(row.statements) + "]", Style::Faint});
    runs.push_back({" " + row.id, Style::Faint});
    runs.push_back(verdict(row.id));
    page_.entry(2, first ? "terms" : "", kLabel, runs);
  }

  std::string term_modality(const model::ProvisionRow& row) const {
    if (row.text_status == "disputed") return "claimed and denied";
    std::string out = row.modality == Modality::Denied   ? "denied"
                      : row.modality == Modality::Actual ? "stated"
                                                         : std::string(name(row.modality));
    if (row.text_status == "reported_by_party")
      out += ", as a party says";
    else if (row.text_status == "quoted_text")
      out += ", in the text of the deal";
    return out;
  }

  // What a reviewer has said of the row.
  Run verdict(const std::string& id) const {
    const model::ReviewRow* row = record::verdict_of(r_, id);
    if (row == nullptr) return {""};
    const std::string& decision = row->entry.decision;
    const std::string word = decision == "accept"   ? "accepted"
                             : decision == "reject" ? "rejected"
                             : decision == "redact" ? "redacted"
                             : decision == "defer"  ? "deferred"
                                                    : "disputed";
    // A row that took in the one that the verdict was made on.
    const std::string was =
        row->entry.target == row->now ? "" : " as " + row->entry.target + ", part of it now";
    return {"  " + word + " by " + row->entry.reviewer + was,
            decision == "accept" ? Style::Good : Style::Warn};
  }

  std::string basis(const model::Sourced<model::ActorId>& actor) const {
    std::set<std::string> speakers;
    for (const StatementId id : actor.statements) {
      if (!r_.statements[id].speaker.empty()) speakers.insert(r_.statements[id].speaker);
    }
    std::string out;
    if (!speakers.empty())
      out = "(according to " + join({speakers.begin(), speakers.end()}, ", ") + ") ";
    return out + "[" + words_.tags(actor.statements) + "]";
  }

  void incident_block(const std::string& title, const std::vector<IncidentId>& list) {
    if (list.empty()) return;
    page_.blank();
    if (!title.empty()) page_.text(0, {{title, Style::Strong}});
    std::size_t width = 10;
    for (const IncidentId id : list)
      width = std::max(width, std::min<std::size_t>(23, words_.incident_date(r_.incidents[id]).size()));
    for (const IncidentId id : list) {
      const model::IncidentRow& row = r_.incidents[id];
      Runs runs;
      runs.push_back({words_.incident_line(row), Style::Plain});
      for (const model::AgreementLink& link : row.links) {
        if (link.relation == "implements_provision") continue;
        runs.push_back({"; " + link_words(link) + " " + r_.agreements[link.agreement].id,
                        link.relation == "alleged_violation" ? Style::Warn : Style::Faint});
      }
      runs.push_back({"  [" + words_.tags(row.statements) + "]", Style::Faint});
      if (row.origins > 1) runs.push_back({" " + plural(row.origins, "origin"), Style::Faint});
      runs.push_back({" " + row.id, Style::Faint});
      runs.push_back(verdict(row.id));
      page_.entry(0, words_.incident_date(row), width, runs, Style::Name);
    }
  }

  void tallies() {
    if (r_.tallies.empty()) return;
    page_.blank();
    page_.text(0, {{"Totals over a time or an area; never added to incidents", Style::Strong}});
    for (const model::TallyRow& row : r_.tallies) {
      Runs runs;
      runs.push_back(
          {spaced(row.counted) + words_.at_places(row.places) + ": " + words_.figures(row.figures)});
      if (!row.monitor.empty()) runs.push_back({"; counted by " + row.monitor, Style::Name});
      runs.push_back({"  [" + words_.tags(row.statements) + "] " + row.id, Style::Faint});
      page_.entry(0, row.period.value.edtf.empty() ? "no period" : row.period.value.edtf, 21, runs,
                  Style::Name);
    }
  }

  void legend() {
    if (!legend_) return;
    page_.blank();
    if (!r_.reports.empty()) {
      page_.text(0, {{"origins: who could know, each named speaker or document once wherever quoted, and "
                      "each text that "
                      "names nobody; copies of a text are one",
                      Style::Faint}});
      page_.blank();
    }
    std::vector<std::vector<Run>> rows;
    for (std::size_t i = 0; i < r_.reports.size() && rows.size() <= 40; ++i) {
      const model::ReportRow& row = r_.reports[ReportId(i)];
      if (rows.size() == 40) {
        rows.push_back({{"…", Style::Faint},
                        {""},
                        {plural(r_.reports.size() - 40, "more report") + ": show sources", Style::Faint}});
        break;
      }
      rows.push_back(
          {{"[" + words_.tag_of(ReportId(i)) + "]", Style::Faint},
           {row.published.empty() ? "no date" : row.published, Style::Faint},
           {(row.outlet.empty() ? row.source : row.outlet) + (row.title.empty() ? "" : ": " + row.title),
            Style::Faint}});
    }
    page_.table(0, rows);
  }

  std::size_t longest(const model::ContradictionRow& row) const {
    std::size_t out = 0;
    for (const model::Position& position : row.positions) out = std::max(out, cell_width(position.value));
    return std::min<std::size_t>(out, 24);
  }

  static std::string seen(const model::Position& position) {
    if (position.first_seen.empty()) return "";
    if (position.first_seen == position.last_seen) return ", reported " + position.first_seen;
    return ", reported " + position.first_seen + " to " + position.last_seen;
  }

  std::string act_words(const model::ClaimRow& row) const {
    std::vector<std::string> subjects;
    for (const model::ActorId actor : row.subjects) subjects.push_back(r_.actors[actor].name);
    std::string out = subjects.empty() ? std::string() : join(subjects, ", ") + ", ";
    out += spaced(row.act);
    return out + modality_note(row.modality == Modality::Actual ? Modality::Actual : row.modality);
  }

  static Style style_of(Compliance state) {
    switch (state) {
      case Compliance::Fulfilled:
        return Style::Good;
      case Compliance::FulfilledLate:
      case Compliance::Due:
      case Compliance::Partial:
      case Compliance::Disputed:
        return Style::Warn;
      case Compliance::Overdue:
      case Compliance::Breached:
        return Style::Bad;
      default:
        return Style::Plain;
    }
  }

  const model::RecordView& view_;
  const model::RecordParts& r_;
  Words words_;
  const exports::Redactions redacted_;
  Layout page_;
  Day as_of_;
  bool legend_;
};

}  // namespace

const std::vector<std::string_view>& show_views() {
  static const std::vector<std::string_view> kViews = {
      "agreements", "incidents", "claims", "contradictions", "sources", "timeline", "deadlines", "sides"};
  return kViews;
}

base::Result<std::string> show(const model::RecordView& view, const ShowOptions& options) {
  const model::RecordParts& record = view.record();
  Day as_of = 0;
  if (!options.as_of.empty()) {
    const auto day = record::find_day(options.as_of);
    if (!day || options.as_of.size() != 10)
      return base::fail(base::Code::ArgumentBad, "",
                        "--as-of wants a day as 2014-05-03, not \"" + options.as_of + "\"");
    as_of = *day;
  } else {
    as_of = record::last_report_day(record).value_or(0);
  }
  Shower shower(view, options, as_of);
  if (options.view == "agreements") return shower.agreements();
  if (options.view == "incidents") return shower.incidents();
  if (options.view == "claims") return shower.claims();
  if (options.view == "contradictions") return shower.contradictions();
  if (options.view == "sources") return shower.sources();
  if (options.view == "timeline") return shower.timeline();
  if (options.view == "deadlines") return shower.deadlines();
  if (options.view == "sides") return shower.sides();
  std::string known;
  for (const std::string_view name : show_views()) known += (known.empty() ? "" : ", ") + std::string(name);
  return base::fail(base::Code::ArgumentBad, "",
                    "no view is named \"" + options.view + "\"; there are " + known);
}

bool has_rows(const model::RecordParts& record, std::string_view view) {
  if (view == "incidents") return !record.incidents.empty() || !record.tallies.empty();
  if (view == "claims") return !record.claims.empty();
  if (view == "contradictions") return !record.contradictions.empty();
  if (view == "sources") return !record.reports.empty();
  if (view == "timeline")
    return !record.stages.empty() || !record.incidents.empty() || !record.deadlines.empty();
  if (view == "deadlines") return !record.deadlines.empty();
  return !record.agreements.empty();
}

}  // namespace hudna::app
