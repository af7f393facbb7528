#include "model/record.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "base/check.h"

namespace hudna::model {
namespace {

constexpr std::array<std::string_view, 4> kAccords = {"single", "unanimous", "majority", "conflict"};
constexpr std::array<std::string_view, 5> kCopies = {"original", "exact", "near", "rewrite", "update_of"};
constexpr std::array<std::string_view, 3> kStandings = {"reported", "prospective", "background"};
constexpr std::array<std::string_view, 3> kHardness = {"required", "planned", "hoped"};
constexpr std::array<std::string_view, 11> kCompliance = {
    "not_due",  "due",      "in_progress", "fulfilled", "fulfilled_late", "partial",
    "breached", "disputed", "void",        "overdue",   "no_report"};
constexpr std::array<std::string_view, 4> kAttributions = {"stated_as_fact", "claimed_by_actor", "alleged",
                                                           "unattributed"};
constexpr std::array<std::string_view, 3> kAnswers = {"no", "yes", "unknown"};

constexpr std::size_t kProblemsMax = 10;

class Verifier {
 public:
  explicit Verifier(const RecordParts& parts) : parts_(parts) {}

  std::vector<std::string> run() {
    for (const ReportRow& row : parts_.reports) {
      id(row.id, "rp-");
      need(row.group.index() < parts_.groups.size(), row.id, "names no group");
    }
    std::set<std::pair<std::uint32_t, std::uint32_t>> places_taken;
    for (const StatementRow& row : parts_.statements) {
      id(row.id, "st-");
      need(row.report.index() < parts_.reports.size(), row.id, "names no report");
      need(places_taken.insert({row.report.value, row.index}).second, row.id,
           "shares its place with another statement");
    }
    std::vector<bool> grouped(parts_.reports.size());
    for (const SourceGroup& row : parts_.groups) {
      id(row.id, "sg-");
      need(!row.members.empty(), row.id, "is empty");
      for (const GroupMember& member : row.members) {
        const bool good = member.report.index() < parts_.reports.size() && !grouped[member.report.index()];
        need(good, row.id, "holds a report twice or one that is none");
        if (good) grouped[member.report.index()] = true;
      }
    }
    need(std::all_of(grouped.begin(), grouped.end(), [](bool in) { return in; }), "groups",
         "leave out a report");
    for (const ActorRow& row : parts_.actors) id(row.id, "ac-");
    for (const PlaceRow& row : parts_.places) id(row.id, "pl-");
    for (std::size_t i = 0; i < parts_.agreements.size(); ++i) agreement(AgreementId(i));
    for (const ProvisionRow& row : parts_.provisions) {
      id(row.id, "pv-");
      statements(row.id, row.statements);
      need(row.agreement.index() < parts_.agreements.size(), row.id, "names no agreement");
      for (const auto& value : row.obligors) actor(row.id, value);
      for (const auto& value : row.places) place(row.id, value);
      for (const auto& value : row.objects) statements(row.id, value.statements);
      for (const DeadlineId due : row.deadlines) {
        need(due.index() < parts_.deadlines.size() &&
                 &parts_.provisions[parts_.deadlines[due].provision] == &row,
             row.id, "has a deadline of another provision");
      }
      for (const ComplianceEvidence& evidence : row.evidence) statements(row.id, {evidence.statement});
      figures(row.id, row.figures);
    }
    for (const StageRow& row : parts_.stages) {
      id(row.id, "se-");
      statements(row.id, row.statements);
      need(row.agreement.index() < parts_.agreements.size(), row.id, "names no agreement");
      for (const auto& value : row.actors) actor(row.id, value);
    }
    for (const DeadlineRow& row : parts_.deadlines) {
      id(row.id, "dl-");
      statements(row.id, row.statements);
      need(row.agreement.index() < parts_.agreements.size(), row.id, "names no agreement");
      need(row.provision.index() < parts_.provisions.size(), row.id, "names no provision");
    }
    for (const IncidentRow& row : parts_.incidents) incident(row);
    for (const TallyRow& row : parts_.tallies) {
      id(row.id, "tl-");
      statements(row.id, row.statements);
      figures(row.id, row.figures);
    }
    for (const ClaimRow& row : parts_.claims) {
      id(row.id, "cl-");
      statements(row.id, {row.statement});
      need(!row.speaker.valid() || row.speaker.index() < parts_.actors.size(), row.id, "names no actor");
      for (const ActorId subject : row.subjects)
        need(subject.index() < parts_.actors.size(), row.id, "names no actor");
      need(!row.agreement.valid() || row.agreement.index() < parts_.agreements.size(), row.id,
           "names no agreement");
      need(!row.incident.valid() || row.incident.index() < parts_.incidents.size(), row.id,
           "names no incident");
      need(!row.provision.valid() || row.provision.index() < parts_.provisions.size(), row.id,
           "names no provision");
    }
    for (const ContradictionRow& row : parts_.contradictions) {
      id(row.id, "cx-");
      need(row.positions.size() >= 2, row.id, "has fewer than two positions");
      need(!row.agreement.valid() || row.agreement.index() < parts_.agreements.size(), row.id,
           "names no agreement");
      need(!row.incident.valid() || row.incident.index() < parts_.incidents.size(), row.id,
           "names no incident");
      for (const Position& position : row.positions) statements(row.id, position.statements);
    }
    for (const ReviewRow& row : parts_.reviews) {
      id(row.id, "rv-");
      need(row.id == row.entry.id, row.id, "differs from its entry");
    }
    return std::move(problems_);
  }

 private:
  void need(bool good, std::string_view who, std::string_view what) {
    if (!good && problems_.size() < kProblemsMax)
      problems_.push_back(std::string(who) + " " + std::string(what));
  }
  void id(const std::string& text, std::string_view prefix) {
    need(text.compare(0, prefix.size(), prefix) == 0, text, "has not the prefix of its kind");
    need(ids_.insert(text).second, text, "names two rows");
  }
  void statements(const std::string& who, const std::vector<StatementId>& list) {
    need(!list.empty(), who, "has a value without a statement");
    for (std::size_t i = 0; i < list.size(); ++i) {
      need(list[i].index() < parts_.statements.size(), who, "names no statement");
      need(i == 0 || list[i - 1] < list[i], who, "lists statements out of order");
    }
  }
  void actor(const std::string& who, const Sourced<ActorId>& value) {
    need(value.value.index() < parts_.actors.size(), who, "names no actor");
    statements(who, value.statements);
  }
  void place(const std::string& who, const Sourced<PlaceId>& value) {
    need(value.value.index() < parts_.places.size(), who, "names no place");
    statements(who, value.statements);
  }
  void figures(const std::string& who, const std::vector<FigureSet>& sets) {
    for (const FigureSet& set : sets) {
      need(!set.figures.empty(), who, "has figures without a figure");
      for (const Figure& figure : set.figures) statements(who, {figure.statement});
      need(!set.low || !set.high || *set.low <= *set.high, who, "has a low figure above the high one");
    }
  }
  void period(const std::string& who, const std::optional<Sourced<Period>>& value) {
    if (value) statements(who, value->statements);
  }
  void agreement(AgreementId at) {
    const AgreementRow& row = parts_.agreements[at];
    id(row.id, "ag-");
    statements(row.id, row.statements);
    for (const auto& value : row.places) place(row.id, value);
    for (const Party& party : row.parties) actor(row.id, party.actor);
    for (const ThirdParty& party : row.third_parties) actor(row.id, party.actor);
    period(row.id, row.declared);
    period(row.id, row.effective);
    period(row.id, row.ended);
    for (const StageId stage : row.stages) {
      need(stage.index() < parts_.stages.size() && parts_.stages[stage].agreement == at, row.id,
           "has a stage of another");
    }
    for (const ProvisionId provision : row.provisions) {
      need(provision.index() < parts_.provisions.size() && parts_.provisions[provision].agreement == at,
           row.id, "has a provision of another");
    }
    for (const DeadlineId due : row.deadlines) {
      need(due.index() < parts_.deadlines.size() && parts_.deadlines[due].agreement == at, row.id,
           "has a deadline of another");
    }
    for (const ClaimId claim : row.claims) {
      need(claim.index() < parts_.claims.size() && parts_.claims[claim].agreement == at, row.id,
           "has a claim of another");
    }
    for (const AgreementRelation& relation : row.relations) {
      need(relation.other.index() < parts_.agreements.size() && relation.other != at, row.id,
           "relates to no other agreement");
    }
    for (const ReportId report : row.reports)
      need(report.index() < parts_.reports.size(), row.id, "names no report");
  }
  void incident(const IncidentRow& row) {
    id(row.id, "in-");
    statements(row.id, row.statements);
    if (!row.time.value.edtf.empty()) statements(row.id, row.time.statements);
    for (const auto& value : row.places) place(row.id, value);
    for (const Perpetrator& perpetrator : row.perpetrators) actor(row.id, perpetrator.actor);
    for (const auto& value : row.targets) statements(row.id, value.statements);
    for (const auto& value : row.weapons) statements(row.id, value.statements);
    figures(row.id, row.figures);
    for (const ReportId report : row.reports)
      need(report.index() < parts_.reports.size(), row.id, "names no report");
    for (const AgreementLink& link : row.links) {
      need(link.agreement.index() < parts_.agreements.size(), row.id, "links to no agreement");
    }
  }

  const RecordParts& parts_;
  std::set<std::string_view> ids_;
  std::vector<std::string> problems_;
};

}  // namespace

std::string_view name(Accord code) { return kAccords[static_cast<std::size_t>(code)]; }
std::string_view name(CopyKind code) { return kCopies[static_cast<std::size_t>(code)]; }
std::string_view name(Standing code) { return kStandings[static_cast<std::size_t>(code)]; }
std::string_view name(Hardness code) { return kHardness[static_cast<std::size_t>(code)]; }
std::string_view name(Compliance code) { return kCompliance[static_cast<std::size_t>(code)]; }
std::string_view name(Attribution code) { return kAttributions[static_cast<std::size_t>(code)]; }
std::string_view name(Answer code) { return kAnswers[static_cast<std::size_t>(code)]; }

std::vector<std::string> verify(const RecordParts& parts) { return Verifier(parts).run(); }

Record make_record(RecordParts parts) {
  HUDNA_CHECK(verify(parts).empty());
  return Record(std::move(parts));
}

bool RecordView::join(const Record& record, std::span<const Reading* const> readings, RecordView* out) {
  std::map<std::string_view, const Reading*> by_hash;
  for (const Reading* reading : readings) by_hash.emplace(reading->parts().sha256, reading);
  RecordView view;
  view.record_ = &record;
  for (const ReportRow& row : record.parts().reports) {
    const auto found = by_hash.find(row.sha256);
    if (found == by_hash.end()) return false;
    view.readings_.push_back(found->second);
  }
  for (const StatementRow& row : record.parts().statements) {
    const std::span<const Statement> statements = view.readings_[row.report.index()]->statements();
    if (row.index >= statements.size() || statements[row.index].id != row.id) return false;
  }
  *out = std::move(view);
  return true;
}

}  // namespace hudna::model
