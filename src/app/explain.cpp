#include "app/explain.h"

#include <algorithm>
#include <cstdio>
#include <map>
#include <set>
#include <utility>

#include "app/show_words.h"
#include "base/utf8.h"
#include "record/aliases.h"
#include "record/review.h"
#include "record/status.h"

namespace hudna::app {

using model::AgreementId;
using model::StatementId;

namespace {

constexpr std::size_t kLabel = 10;
// Characters of the report shown on each side of a quote: about one sentence.
constexpr std::size_t kContext = 160;
// Statements of one value told in full; the rest are counted.
constexpr std::size_t kToldMax = 12;
// … and named by their ids.
constexpr std::size_t kNamedMax = 200;

class Explainer {
 public:
  Explainer(const model::RecordView& view, const TextOf& text_of, Page page)
      : view_(view), r_(view.record()), words_(r_), text_of_(text_of), redacted_(view), names_(page.names), page_(page) {}

  base::Result<std::string> run(std::string_view id) {
    std::string full;
    if (!resolve(id, &full)) {
      // find_ids takes no shorter start.
      if (full.empty() && id.size() < 5) full = "an id that is cut short needs five letters or more";
      return base::fail(base::Code::IdUnknown, "",
                        "no row is named \"" + std::string(id) + "\"" + (full.empty() ? "" : "; " + full));
    }
    if (!tell(full)) return tl::unexpected(error_);
    return page_.take();
  }

 private:
  bool resolve(std::string_view id, std::string* full) const {
    std::vector<std::string> known = record::find_ids(r_, id);
    if (known.size() == 1) {
      *full = known.front();
      return true;
    }
    // An id of an earlier state of the record.
    if (const auto now = record::find_current_id(r_, id)) {
      *full = *now;
      return true;
    }
    if (known.size() > 1) {
      known.resize(std::min<std::size_t>(known.size(), 5));
      *full = "it begins " + join_words(known, ", ");
    }
    return false;
  }

  template <class Table>
  static const typename std::decay_t<decltype(*std::declval<Table>().begin())>* find(const Table& table,
                                                                                     const std::string& id) {
    for (const auto& row : table) {
      if (row.id == id) return &row;
    }
    return nullptr;
  }

  bool tell(const std::string& id) {
    for (std::size_t i = 0; i < r_.agreements.size(); ++i) {
      if (r_.agreements[AgreementId(i)].id == id) return agreement(AgreementId(i));
    }
    for (std::size_t i = 0; i < r_.provisions.size(); ++i) {
      if (r_.provisions[model::ProvisionId(i)].id == id) return provision(model::ProvisionId(i));
    }
    for (std::size_t i = 0; i < r_.statements.size(); ++i) {
      if (r_.statements[StatementId(i)].id == id) return statement_alone(StatementId(i));
    }
    for (const model::AgreementRow& row : r_.agreements) {
      for (const model::Party& party : row.parties) {
        if (party.id == id) return role("party, side " + party.group, party.actor, row, id);
      }
      for (const model::ThirdParty& party : row.third_parties) {
        if (party.id == id) return role(spaced_words(party.role) + modality_note(party.modality), party.actor, row, id);
      }
    }
    if (const auto* row = find(r_.incidents, id)) return incident(*row);
    if (const auto* row = find(r_.contradictions, id)) return contradiction(*row);
    if (const auto* row = find(r_.stages, id)) {
      title(spaced_words(row->type) + modality_note(row->modality) + ", " + row->time.edtf, id);
      in_agreement(row->agreement);
      page_.entry(0, "date", kLabel,
                  {{row->dated ? "stated in the words below" : "the report's date: the words name none"}});
      return statements(row->statements);
    }
    if (const auto* row = find(r_.deadlines, id)) {
      title(words_.due(*row) + ": " + words_.provision_line(r_.provisions[row->provision]), id);
      in_agreement(row->agreement);
      page_.entry(0, "binding", kLabel, {{std::string(name(row->hardness))}});
      page_.entry(0, "counted", kLabel,
                  {{row->basis == "stated_date" ? "a date that the words state"
                                                : "report date plus " + duration_words(row->duration)}});
      return statements(row->statements);
    }
    if (const auto* row = find(r_.tallies, id)) {
      title("total: " + spaced_words(row->counted) + words_.at_places(row->places) + ", " +
                words_.figures(row->figures),
            id);
      page_.text(0, {{"A count over a time or an area; it is never added to incidents."}});
      figure_sets(row->figures);
      return statements(row->statements);
    }
    if (const auto* row = find(r_.claims, id)) {
      title(spaced_words(row->act) + " by " + (row->speaker_text.empty() ? "the report" : row->speaker_text),
            id);
      if (row->agreement.valid()) in_agreement(row->agreement);
      return statements({row->statement});
    }
    if (const auto* row = find(r_.actors, id)) {
      title(row->name, id);
      page_.entry(0, "type", kLabel,
                  {{spaced_words(name(row->type)) + ", side " + std::string(name(row->side)) +
                    (row->country.empty() ? "" : ", " + row->country)}});
      page_.entry(0, "known by", kLabel, {{row->in_lexicon ? "the actor lexicon" : "these reports only"}});
      page_.entry(0, "named as", kLabel, {{join_words(row->names_as_reported, "; ")}});
      for (const std::string& why : row->merged) page_.entry(0, "the same", kLabel, {{why}});
      return true;
    }
    if (const auto* row = find(r_.places, id)) {
      title(row->name, id);
      page_.entry(0, "precision", kLabel,
                  {{std::string(name(row->precision)) + (row->located ? "" : ", not located")}});
      if (!row->admin1.empty() || !row->country.empty())
        page_.entry(0, "in", kLabel, {{row->admin1 + (row->admin1.empty() ? "" : ", ") + row->country}});
      page_.entry(0, "named as", kLabel, {{join_words(row->names_as_reported, "; ")}});
      return true;
    }
    if (const auto* row = find(r_.reports, id)) {
      title(row->title.empty() ? row->source : row->title, id);
      report(*row);
      for (std::size_t i = 0; i < r_.statements.size(); ++i) {
        if (&r_.reports[r_.statements[StatementId(i)].report] != row) continue;
        const model::StatementRow& stmt = r_.statements[StatementId(i)];
        page_.entry(
            0, "states", kLabel,
            {{std::string(name(stmt.kind)) + " " + spaced_words(stmt.type) + modality_note(stmt.modality)},
             {"  “" + model::fold_space(redacted_.quote(view_, StatementId(i))) + "”"},
             {"  " + stmt.id, Style::Faint}});
      }
      return true;
    }
    if (const auto* row = find(r_.reviews, id)) {
      title(spaced_words(row->entry.decision) + " " + row->entry.target + " by " + row->entry.reviewer, id);
      page_.entry(0, "effect", kLabel,
                  {{spaced_words(row->effect) + (row->now.empty() ? "" : ", now " + row->now)}});
      return true;
    }
    if (const auto* row = find(r_.groups, id)) {
      title(plural_words(row->members.size(), "report") + " with one text", id);
      for (const model::GroupMember& member : row->members) {
        page_.entry(0, copy_words(member.kind), 24,
                    {{r_.reports[member.report].source + ", " + std::to_string(member.similarity / 10) +
                      " % the same"}});
      }
      return true;
    }
    error_ = {base::Code::IdUnknown, "", "no row is named \"" + id + "\""};
    return false;
  }

  void title(const std::string& what, const std::string& id) {
    page_.text(0, {{what, Style::Strong}, {"  " + id, Style::Faint}});
    for (const model::ReviewRow& row : r_.reviews) {
      if (row.now != id || row.effect != "in_force") continue;
      const model::Decision& e = row.entry;
      page_.entry(
          0, "review", kLabel,
          {{spaced_words(e.decision) + (e.field.empty() ? "" : " " + e.field + " → " + e.after), Style::Warn},
           {" by " + e.reviewer + ", " + e.at + (e.reason.empty() ? "" : ": " + e.reason)},
           {"  " + row.id, Style::Faint}});
    }
  }

  bool role(const std::string& what, const model::Sourced<model::ActorId>& actor, const model::AgreementRow& row,
            const std::string& id) {
    title(r_.actors[actor.value].name + ": " + what, id);
    page_.entry(0, "deal", kLabel, {{row.title}, {"  " + row.id, Style::Faint}});
    page_.entry(0, "from", kLabel,
                {{plural_words(actor.origins, "independent origin")}, {"  " + actor.rule, Style::Faint}});
    return statements(actor.statements);
  }

  void in_agreement(AgreementId id) {
    page_.entry(0, "deal", kLabel, {{r_.agreements[id].title}, {"  " + r_.agreements[id].id, Style::Faint}});
  }

  bool agreement(AgreementId id) {
    const model::AgreementRow& row = r_.agreements[id];
    title(row.title, row.id);
    page_.entry(0, "kind", kLabel,
                {{spaced_words(row.kind) + ", " + row.laterality + ", " + std::string(name(row.standing))}});
    const std::string sides = words_.sides(row);
    page_.entry(0, "sides", kLabel, {{sides.empty() ? "not reported in these sources" : sides, Style::Name}});
    for (const auto& [label, time] :
         {std::pair{"agreed", &row.declared}, {"in force", &row.effective}, {"ended", &row.ended}}) {
      if (*time)
        page_.entry(0, label, kLabel,
                    {{(*time)->value.edtf + ", " + plural_words((*time)->origins, "origin") + ", " +
                      std::string(name((*time)->agreement))},
                     {"  " + (*time)->rule, Style::Faint}});
    }
    page_.entry(0, "from", kLabel,
                {{plural_words(row.reports.size(), "report") + ", " +
                  plural_words(row.origins, "independent origin")}});
    for (const model::ProvisionId p : row.provisions)
      page_.entry(0, "term", kLabel,
                  {{words_.provision_line(r_.provisions[p])}, {"  " + r_.provisions[p].id, Style::Faint}});
    for (const model::AgreementRelation& relation : row.relations) {
      page_.entry(0, spaced_words(relation.kind), kLabel,
                  {{r_.agreements[relation.other].title},
                   {"  " + r_.agreements[relation.other].id + " " + relation.rule, Style::Faint}});
    }
    merges(row.merges);
    for (const model::ContradictionRow& cx : r_.contradictions) {
      if (cx.agreement == id)
        page_.entry(0, "differ", kLabel, {{cx.about, Style::Warn}, {"  " + cx.id, Style::Faint}});
    }
    return statements(row.statements);
  }

  bool provision(model::ProvisionId id) {
    const model::ProvisionRow& row = r_.provisions[id];
    title(words_.provision_line(row), row.id);
    in_agreement(row.agreement);
    page_.entry(0, "stands as", kLabel,
                {{std::string(name(row.modality)) + ", " + spaced_words(row.text_status) + ", " +
                  plural_words(row.origins, "origin")}});
    figure_sets(row.figures);
    for (const model::DeadlineId due : row.deadlines) {
      page_.entry(
          0, "due", kLabel,
          {{words_.due(r_.deadlines[due]) + " (" + std::string(name(r_.deadlines[due].hardness)) + ")"},
           {"  " + r_.deadlines[due].id, Style::Faint}});
    }
    if (const auto day = record::last_report_day(r_)) {
      page_.entry(
          0, "state", kLabel,
          {{record::print(record::compliance_as_of(r_, id, *day)) + ", as of " + record::print_day(*day)}});
    }
    for (const model::ContradictionRow& cx : r_.contradictions) {
      if (cx.subject == row.id) others(cx);
    }
    if (!statements(row.statements)) return false;
    if (row.evidence.empty()) return true;
    page_.blank();
    page_.text(0, {{"What bears on whether it was carried out", Style::Strong}});
    std::vector<StatementId> list;
    for (const model::ComplianceEvidence& evidence : row.evidence) list.push_back(evidence.statement);
    std::sort(list.begin(), list.end());
    list.erase(std::unique(list.begin(), list.end()), list.end());
    return statements(list);
  }

  bool incident(const model::IncidentRow& row) {
    title(words_.incident_line(row), row.id);
    Runs when = {{words_.incident_date(row)}};
    if (!row.time.value.edtf.empty())
      when.push_back({"  " + row.time.value.edtf + ", " + row.time.rule, Style::Faint});
    page_.entry(0, "when", kLabel, when);
    for (const auto& place : row.places)
      page_.entry(
          0, "where", kLabel,
          {{r_.places[place.value].name + " (" + std::string(name(r_.places[place.value].precision)) + ")"},
           {"  [" + words_.tags(place.statements) + "]", Style::Faint}});
    for (const model::Perpetrator& who : row.perpetrators) {
      page_.entry(0, "by", kLabel,
                  {{r_.actors[who.actor.value].name, Style::Name},
                   {", " + spaced_words(name(who.attribution)) + (who.denied ? ", denied" : "")},
                   {"  [" + words_.tags(who.actor.statements) + "]", Style::Faint}});
    }
    figure_sets(row.figures);
    for (const model::AgreementLink& link : row.links) {
      page_.entry(
          0, "deal", kLabel,
          {{link_words(link) + " " + r_.agreements[link.agreement].title},
           {"  time " + std::string(name(link.time)) + ", place " + std::string(name(link.place)) +
                ", actor " + std::string(name(link.actor)) + ", left out " + std::string(name(link.excluded)),
            Style::Faint}});
    }
    merges(row.merges);
    for (const model::ContradictionRow& cx : r_.contradictions) {
      if (cx.subject == row.id) others(cx);
    }
    return statements(row.statements);
  }

  bool contradiction(const model::ContradictionRow& row) {
    title(row.about, row.id);
    page_.entry(0, "kind", kLabel, {{spaced_words(row.kind) + ", " + row.significance}});
    if (row.agreement.valid()) in_agreement(row.agreement);
    page_.entry(0, "why", kLabel, {{explanation_words(row.explanation)}});
    for (const model::Position& position : row.positions) {
      page_.blank();
      page_.text(0, {{position.value, Style::Strong},
                     {"  " + plural_words(position.origins, "origin"), Style::Faint}});
      if (!statements(position.statements)) return false;
    }
    return true;
  }

  void others(const model::ContradictionRow& cx) {
    std::vector<std::string> values;
    for (const model::Position& position : cx.positions)
      values.push_back(position.value + " [" + words_.tags(position.statements) + "]");
    page_.entry(0, "others say", kLabel,
                {{join_words(values, " | "), Style::Warn}, {"  " + cx.id, Style::Faint}});
  }

  void figure_sets(const std::vector<model::FigureSet>& sets) {
    for (const model::FigureSet& set : sets) {
      const auto show = [](const std::optional<std::int64_t>& value) {
        return value ? std::to_string(*value) : std::string("open");
      };
      page_.entry(0, std::string(name(set.slot)), kLabel,
                  {{words_.figure_set(set)},
                   {"  low " + show(set.low) + ", best " + show(set.best) + ", high " +
                        (set.open_high ? "open" : show(set.high)) + " by " + set.policy,
                    Style::Faint}});
    }
  }

  void merges(const std::vector<model::MergeReason>& list) {
    for (const model::MergeReason& merge : list) {
      page_.entry(0, "joined", kLabel,
                  {{"[" + words_.tag(merge.joined) + "] " + join_words(merge.reasons, ", ")},
                   {"  score " + std::to_string(merge.score) + ", " + merge.rule + ", " +
                        r_.statements[merge.joined].id,
                    Style::Faint}});
    }
  }

  void report(const model::ReportRow& row) {
    page_.entry(0, "file", kLabel, {{row.source}});
    std::string outlet = row.outlet.empty() ? "unknown" : row.outlet;
    if (!row.agency.empty()) outlet += ", text of " + row.agency;
    page_.entry(0, "outlet", kLabel, {{outlet}});
    page_.entry(0, "published", kLabel,
                {{row.published.empty() ? "unknown"
                                        : row.published + ", from " + date_basis_words(row.published_basis)},
                 {row.published_rule.empty() ? "" : "  " + row.published_rule, Style::Faint}});
    for (const model::GroupMember& member : r_.groups[row.group].members) {
      if (&r_.reports[member.report] == &row) continue;
      page_.entry(0, "copy", kLabel,
                  {{r_.reports[member.report].source + ": shares this text, " +
                    std::to_string(member.similarity / 10) + " %"}});
    }
  }

  bool statement_alone(StatementId id) {
    const model::StatementRow& row = r_.statements[id];
    title(std::string(name(row.kind)) + ": " + spaced_words(row.type) + modality_note(row.modality), row.id);
    for (const auto& owner : r_.agreements) {
      if (std::binary_search(owner.statements.begin(), owner.statements.end(), id))
        page_.entry(0, "part of", kLabel, {{owner.title}, {"  " + owner.id, Style::Faint}});
    }
    for (const auto& owner : r_.provisions) {
      if (std::binary_search(owner.statements.begin(), owner.statements.end(), id))
        page_.entry(0, "part of", kLabel, {{words_.provision_line(owner)}, {"  " + owner.id, Style::Faint}});
    }
    for (const auto& owner : r_.incidents) {
      if (std::binary_search(owner.statements.begin(), owner.statements.end(), id))
        page_.entry(0, "part of", kLabel, {{words_.incident_line(owner)}, {"  " + owner.id, Style::Faint}});
    }
    return statements({id});
  }

  bool statements(const std::vector<StatementId>& list) {
    std::size_t told = 0;
    for (const StatementId id : list) {
      if (told++ == kToldMax) {
        page_.blank();
        // The ids of the rest, so that none is hidden.
        std::string rest;
        for (std::size_t k = kToldMax; k < list.size() && k < kToldMax + kNamedMax; ++k)
          rest += (rest.empty() ? "" : " ") + r_.statements[list[k]].id;
        page_.text(0, {{"and " + plural_words(list.size() - kToldMax, "more statement") + " (explain each): " + rest +
                            (list.size() > kToldMax + kNamedMax ? " …" : ""),
                        Style::Faint}});
        break;
      }
      if (!statement(id)) return false;
    }
    return true;
  }

  bool statement(StatementId id) {
    const model::StatementRow& row = r_.statements[id];
    const model::Statement& stmt = view_.statement(id);
    const model::ReportRow& source = r_.reports[row.report];
    auto known = texts_.find(source.sha256);
    if (known == texts_.end()) {
      auto text = text_of_(source.sha256);
      if (!text) {
        error_ = text.error();
        return false;
      }
      known = texts_.emplace(source.sha256, std::move(*text)).first;
    }
    const std::string_view text = known->second;
    const model::ReviewRow* verdict = record::verdict_of(r_, row.id);
    if (verdict != nullptr && verdict->entry.decision == "redact") {
      page_.blank();
      page_.text(0, {{std::string(name(row.kind)) + " " + spaced_words(row.type), Style::Name},
                     {"  " + row.id, Style::Faint}});
      page_.text(2, {{"redacted by " + verdict->entry.reviewer, Style::Warn}});
      return true;
    }
    const model::Span span = stmt.evidence.span;
    if (span.end > text.size() || span.of(text) != stmt.evidence.quote) {
      error_ = {base::Code::EvidenceOrphaned, source.source,
                "the quote of " + row.id + " is not at byte " + std::to_string(span.begin)};
      return false;
    }
    page_.blank();
    page_.text(0, {{std::string(name(row.kind)) + " " + spaced_words(row.type) + modality_note(row.modality),
                    Style::Name},
                   {"  " + row.id, Style::Faint}});
    page_.text(
        2, {{"…" + context_before(text, span, source.id), Style::Faint},
            {spacer(text, span.begin) + "⟦" + model::fold_space(redacted_.quote(view_, id)) + "⟧", Style::Strong},
            {context_after(text, span, source.id) + "…", Style::Faint}});
    page_.entry(2, "file", kLabel,
                {{source.source + ", bytes " + std::to_string(stmt.evidence.raw.begin) + " to " +
                  std::to_string(stmt.evidence.raw.end)}});
    std::string outlet = source.outlet.empty() ? "unknown" : source.outlet;
    if (!source.agency.empty()) outlet += ", text of " + source.agency;
    page_.entry(2, "outlet", kLabel, {{outlet}});
    page_.entry(
        2, "published", kLabel,
        {{source.published.empty() ? "unknown"
                                   : source.published + ", from " + date_basis_words(source.published_basis)},
         {source.published_rule.empty() ? "" : "  " + source.published_rule, Style::Faint}});
    std::string chain;
    // The nearest speaker leads where the chain begins with a later link.
    const bool spoken = !stmt.chain.empty() && stmt.chain.front().role != "outlet" &&
                        stmt.chain.front().role != "wire" && stmt.chain.front().role != "relay";
    if (!spoken) {
      for (const model::Slot* slot : model::slots_of(stmt, model::SlotName::SaidBy))
        chain += (chain.empty() ? "" : ", ") + slot->text;
    }
    for (const model::ChainLink& link : stmt.chain) {
      chain += (chain.empty() ? "" : " → ") + (link.text.empty() ? link.name : link.text);
      if (!link.name.empty() && link.name != link.text && !link.text.empty()) chain += " (" + link.name + ")";
    }
    page_.entry(
        2, "said by", kLabel,
        {{chain.empty() ? "the report itself" : chain, Style::Name},
         {"  " + (stmt.directness.empty() ? std::string() : spaced_words(stmt.directness)), Style::Faint}});
    for (const model::Slot& slot : stmt.slots) {
      if (slot.name == model::SlotName::SaidBy) continue;
      if (redacted_.touches(source.id, slot.span)) {
        page_.entry(2, std::string(name(slot.name)), kLabel, {{std::string(exports::Redactions::kMark)}});
        continue;
      }
      page_.entry(2, std::string(name(slot.name)), kLabel,
                  {{slot.text.empty() ? "(understood)" : "“" + model::fold_space(slot.text) + "”"},
                   {std::visit(Value{}, slot.value)}});
    }
    if (!stmt.certainty_words.empty())
      page_.entry(2, "hedged", kLabel, {{join_words(stmt.certainty_words, ", ")}});
    char score[16];
    const int hundredths = static_cast<int>(stmt.score * 100.0f + 0.5f);
    std::snprintf(score, sizeof score, "%d.%02d", hundredths / 100, hundredths % 100);
    page_.entry(2, "rule", kLabel, {{stmt.evidence.rule + ", score " + score, Style::Faint}});
    return true;
  }

  struct Value {
    std::string operator()(std::monostate) const { return ""; }
    std::string operator()(const model::ActorValue& v) const {
      return v.name.empty() ? "" : "  = " + v.name + (v.rule.empty() ? "" : ", " + v.rule);
    }
    std::string operator()(const model::PlaceValue& v) const {
      return v.id.empty()
                 ? "  place not located"
                 : "  = " + v.name + (v.admin1.empty() || v.admin1 == v.name ? "" : ", " + v.admin1) +
                       (v.country.empty() ? "" : ", " + v.country) + ", " + v.rule;
    }
    std::string operator()(const model::TimeValue& v) const {
      if (v.edtf.empty()) return "  date not worked out";
      return "  = " + v.edtf + ", " + v.rule + (v.anchor.empty() ? "" : " from " + v.anchor);
    }
    std::string operator()(const model::Quantity& v) const {
      return v.op == model::QuantityOp::Vague ? "  no number stated" : "";
    }
    std::string operator()(const model::DurationValue& v) const { return "  = " + duration_words(v.iso); }
  };

  static std::string spacer(std::string_view text, std::size_t at) {
    return at > 0 && (text[at - 1] == ' ' || text[at - 1] == '\n') ? " " : "";
  }

  // What is redacted is left out, and a name that the window cuts goes whole.
  std::string beside(std::string_view text, std::size_t begin, std::string_view window, const std::string& report) const {
    const model::Span span{static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(begin + window.size())};
    if (names_ == nullptr || redacted_.touches(report, span)) return redacted_.text(report, begin, window);
    return names_->window(text, begin, begin + window.size());
  }

  std::string context_before(std::string_view text, model::Span span, const std::string& report) const {
    std::string_view window = base::code_points_before(text, span.begin, kContext);
    // From a word's start on.
    const std::size_t space = window.size() < span.begin ? window.find_first_of(" \n") : 0;
    if (space != std::string_view::npos) window = window.substr(space);
    return model::fold_space(beside(text, span.begin - window.size(), window, report));
  }
  std::string context_after(std::string_view text, model::Span span, const std::string& report) const {
    std::string_view window = base::code_points_after(text, span.end, kContext);
    if (span.end + window.size() < text.size()) {
      const std::size_t space = window.find_last_of(" \n");
      if (space != std::string_view::npos) window = window.substr(0, space);
    }
    const bool spaced = !window.empty() && (window[0] == ' ' || window[0] == '\n');
    return (spaced ? " " : "") + model::fold_space(beside(text, span.end, window, report));
  }

  const model::RecordView& view_;
  const model::RecordParts& r_;
  Words words_;
  const TextOf& text_of_;
  const exports::Redactions redacted_;
  const exports::Redactor* names_;
  Layout page_;
  std::map<std::string, std::string> texts_;
  base::Error error_{base::Code::IdUnknown, "", ""};
};

}  // namespace

base::Result<std::string> explain(const model::RecordView& view, std::string_view id, const TextOf& text_of,
                                  Page page) {
  return Explainer(view, text_of, page).run(id);
}

}  // namespace hudna::app
