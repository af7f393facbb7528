// What do all the reports add up to? A Record: agreements with provisions,
// stages and deadlines, incidents, tallies, claims, contradictions, and the
// registers of reports, actors and places (record-model 2). It is derived from
// Readings by src/record and can be thrown away and built again; it copies no
// words: every field lists the StatementRows behind it, and each of those names
// one statement of one Reading, where quote, speaker and rule stand.
// Useful for: show, explain, store, exports. Not for: the words themselves
// (model::RecordView joins both). Frozen after make_record; moves, never
// copies; thread-safe to read. Row order is canonical: it does not depend on
// the order in which reports were given.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/table.h"
#include "model/codes.h"
#include "model/reading.h"
#include "model/values.h"

namespace hudna::model {

using ReportId = base::Id<struct ReportTag>;
using StatementId = base::Id<struct StatementTag>;
using GroupId = base::Id<struct GroupTag>;
using ActorId = base::Id<struct ActorTag>;
using PlaceId = base::Id<struct PlaceTag>;
using AgreementId = base::Id<struct AgreementTag>;
using ProvisionId = base::Id<struct ProvisionTag>;
using StageId = base::Id<struct StageTag>;
using DeadlineId = base::Id<struct DeadlineTag>;
using IncidentId = base::Id<struct IncidentTag>;
using TallyId = base::Id<struct TallyTag>;
using ClaimId = base::Id<struct ClaimTag>;
using ContradictionId = base::Id<struct ContradictionTag>;
using ReviewId = base::Id<struct ReviewTag>;

// How the statements behind one value stand to each other (record-model 1).
enum class Accord : std::uint8_t { Single, Unanimous, Majority, Conflict };
// How the reports of a source group share their text (2.1).
enum class CopyKind : std::uint8_t { Original, Exact, Near, Rewrite, UpdateOf };
// Whether a report tells of an agreement as its news, in passing as history, or as something that may come.
enum class Standing : std::uint8_t { Reported, Prospective, Background };
// 2.10: how binding a date is, as worded.
enum class Hardness : std::uint8_t { Required, Planned, Hoped };
// 2.8: where a provision stands on a chosen day.
enum class Compliance : std::uint8_t {
  NotDue,
  Due,
  InProgress,
  Fulfilled,
  FulfilledLate,
  Partial,
  Breached,
  Disputed,
  Void,
  Overdue,
  NoReport
};
// 2.11: who is said to have done it, and how firmly.
enum class Attribution : std::uint8_t { StatedAsFact, ClaimedByActor, Alleged, Unattributed };
enum class Answer : std::uint8_t { No, Yes, Unknown };

std::string_view name(Accord);
std::string_view name(CopyKind);
std::string_view name(Standing);
std::string_view name(Hardness);
std::string_view name(Compliance);
std::string_view name(Attribution);
std::string_view name(Answer);

// The value wrapper of record-model 1. `origins` counts independent origins, never pages (2.2).
template <class T>
struct Sourced {
  T value{};
  std::vector<StatementId> statements;  // ascending, never empty
  std::string rule;                     // "name/version" of what chose the value
  Accord agreement = Accord::Single;
  std::uint32_t origins = 0;
  friend bool operator==(const Sourced&, const Sourced&) = default;
};

// Days as ISO strings, inclusive; empty when open on that side.
struct Period {
  std::string edtf;
  std::string min, max;
  friend bool operator==(const Period&, const Period&) = default;
};

// Why two things were taken for one. `score` is in thousandths, so that it prints the same everywhere.
struct MergeReason {
  StatementId kept, joined;
  std::int32_t score = 0;
  std::string rule;                  // "name/version"
  std::vector<std::string> reasons;  // "same place", "dates overlap", …
  friend bool operator==(const MergeReason&, const MergeReason&) = default;
};

struct ReportRow {
  std::string id, sha256, source, title, outlet, agency, url, language;
  std::string published;  // EDTF; empty when unknown
  DateBasis published_basis = DateBasis::Unknown;
  std::string published_rule;
  std::string first_day, last_day;  // bounds of `published`; empty when unknown
  std::uint32_t statements = 0;
  GroupId group;
  friend bool operator==(const ReportRow&, const ReportRow&) = default;
};

// One statement of one Reading.
struct StatementRow {
  std::string id;
  ReportId report;
  std::uint32_t index = 0;  // into the Reading's statements
  StatementKind kind = StatementKind::Incident;
  std::string type;
  Modality modality = Modality::Actual;
  // Key of the first link that could know (2.2): "speaker:…", "wire:…" or "text:<group>". Equal keys are one
  // origin.
  std::string origin;
  std::string speaker;  // canonical name of the first speaker; empty when the report itself speaks
  friend bool operator==(const StatementRow&, const StatementRow&) = default;
};

struct GroupMember {
  ReportId report;
  CopyKind kind = CopyKind::Original;
  std::int32_t similarity = 1000;  // resemblance of the texts in thousandths
  friend bool operator==(const GroupMember&, const GroupMember&) = default;
};

// Reports that share one text. Every report is in exactly one group; the first member is the earliest.
struct SourceGroup {
  std::string id;
  std::vector<GroupMember> members;
  friend bool operator==(const SourceGroup&, const SourceGroup&) = default;
};

struct ActorRow {
  std::string id;    // of the lexicon, or "ac-" + a hash of the folded name
  std::string name;  // canonical, or the longest form reported
  ActorType type = ActorType::Unknown;
  Side side = Side::Unclear;
  std::string country;
  bool private_person = false;
  bool in_lexicon = false;
  std::vector<std::string> names_as_reported;  // byte order, without repetition
  std::vector<std::string> merged;             // why further spellings are the same, one line each
  friend bool operator==(const ActorRow&, const ActorRow&) = default;
};

struct PlaceRow {
  std::string id, name;
  double lat = 0, lon = 0;
  bool located = false;
  Precision precision = Precision::Unknown;
  std::string country, admin1, admin2;
  std::vector<std::string> names_as_reported;
  friend bool operator==(const PlaceRow&, const PlaceRow&) = default;
};

// A figure as one statement gives it.
struct Figure {
  StatementId statement;
  SlotName slot = SlotName::Count;
  std::string text;
  Quantity quantity;
  // What it was read as by the policy; null where open.
  std::optional<std::int64_t> low, best, high;
  friend bool operator==(const Figure&, const Figure&) = default;
};

// Category of those who were wounded in an event and died later: they come on top of its dead.
inline constexpr std::string_view kDiedOfWounds = "died_of_wounds";

// All figures of one scope (same slot, unit and category) taken together by a named policy (2.12).
struct FigureSet {
  SlotName slot = SlotName::Count;
  Effect effect = Effect::None;
  std::string unit, category;
  std::optional<std::int64_t> low, best, high;
  bool open_high = false;
  bool approximate = false;
  std::string policy;
  Accord agreement = Accord::Single;
  std::uint32_t origins = 0;
  std::vector<Figure> figures;
  friend bool operator==(const FigureSet&, const FigureSet&) = default;
};

struct Party {
  std::string id;  // "ro-…", of the agreement's words, the role and the actor
  Sourced<ActorId> actor;
  Side side = Side::Unclear;
  std::string group;  // "A", "B", "third": which side of this agreement
  friend bool operator==(const Party&, const Party&) = default;
};

struct ThirdParty {
  std::string id;
  Sourced<ActorId> actor;
  std::string role;                      // 3.4
  Modality modality = Modality::Actual;  // Denied or Negated: a source says that it was not
  friend bool operator==(const ThirdParty&, const ThirdParty&) = default;
};

struct AgreementRelation {
  std::string kind;  // follows_up, extends, part_of, repeats_elsewhere, …
  AgreementId other;
  std::vector<StatementId> statements;
  std::string rule;
  friend bool operator==(const AgreementRelation&, const AgreementRelation&) = default;
};

struct AgreementRow {
  std::string id;
  std::string title;
  std::string kind;  // 2.7
  Standing standing = Standing::Reported;
  std::string laterality;                // unilateral, bilateral, multilateral, unclear
  std::vector<Sourced<PlaceId>> places;  // most supported first
  std::vector<Party> parties;
  std::vector<ThirdParty> third_parties;
  std::optional<Sourced<Period>> declared, effective, ended;
  std::optional<Sourced<DurationValue>> term;
  std::vector<StageId> stages;
  std::vector<ProvisionId> provisions;
  std::vector<DeadlineId> deadlines;
  std::vector<ClaimId> claims;
  std::vector<AgreementRelation> relations;
  std::vector<ReportId> reports;
  std::vector<StatementId> statements;
  std::uint32_t origins = 0;
  std::vector<MergeReason> merges;
  friend bool operator==(const AgreementRow&, const AgreementRow&) = default;
};

// A statement that bears on whether a provision was carried out.
struct ComplianceEvidence {
  StatementId statement;
  Compliance state = Compliance::InProgress;
  std::string day;  // ISO day that it speaks of; the report's when it names none
  std::string rule;
  std::string part;  // how much of what was promised, where both are told: "412 of more than 600"; else empty
  friend bool operator==(const ComplianceEvidence&, const ComplianceEvidence&) = default;
};

struct ProvisionRow {
  std::string id;
  AgreementId agreement;
  std::string type;  // 3.1
  std::vector<Sourced<ActorId>> obligors;
  std::vector<Sourced<std::string>> objects;  // words as reported
  std::vector<Sourced<PlaceId>> places;
  std::vector<FigureSet> figures;
  std::optional<Sourced<DurationValue>> duration;
  std::vector<DeadlineId> deadlines;
  Modality modality = Modality::Planned;  // as the terms stand: the firmest asserted
  std::string text_status;                // quoted_text, paraphrased, reported_by_party, disputed
  std::vector<StatementId> statements;
  std::uint32_t origins = 0;
  std::vector<ComplianceEvidence> evidence;
  friend bool operator==(const ProvisionRow&, const ProvisionRow&) = default;
};

struct StageRow {
  std::string id;
  AgreementId agreement;
  std::string type;  // 3.3
  Modality modality = Modality::Actual;
  Period time;         // stated, else the report's date
  bool dated = false;  // the statement itself gives the time
  std::vector<Sourced<ActorId>> actors;
  std::vector<StatementId> statements;
  std::uint32_t origins = 0;
  friend bool operator==(const StageRow&, const StageRow&) = default;
};

struct DeadlineRow {
  std::string id;
  AgreementId agreement;
  ProvisionId provision;
  Period due;
  std::string basis;  // stated_date, duration_from_event
  std::string duration;
  Hardness hardness = Hardness::Planned;
  std::vector<StatementId> statements;
  std::uint32_t origins = 0;
  friend bool operator==(const DeadlineRow&, const DeadlineRow&) = default;
};

struct Perpetrator {
  Sourced<ActorId> actor;
  Attribution attribution = Attribution::Unattributed;
  bool denied = false;  // some source denies it
  friend bool operator==(const Perpetrator&, const Perpetrator&) = default;
};

// How an incident stands to an agreement: the four tests of scope and force are computed, the relation is
// never a verdict (record-model 4, rule 4).
struct AgreementLink {
  AgreementId agreement;
  std::string relation;  // in_scope_in_force, alleged_violation, recorded_by_monitor, acknowledged,
                         // implements_provision, exempt
  Answer time = Answer::Unknown, place = Answer::Unknown, actor = Answer::Unknown, excluded = Answer::Unknown;
  std::vector<StatementId> statements;
  friend bool operator==(const AgreementLink&, const AgreementLink&) = default;
};

struct IncidentRow {
  std::string id;
  std::string type;        // 3.2
  bool condition = false;  // lasts over a time (siege, territory_held) instead of happening
  bool aggregate = false;  // a campaign or several events told as one; never merged into single events
  bool denied = false;     // told only as something that did not happen
  Modality modality = Modality::Actual;
  Sourced<Period> time;  // statements empty and edtf empty when no time is reported
  std::vector<Sourced<PlaceId>> places;
  std::vector<Perpetrator> perpetrators;
  std::vector<Sourced<std::string>> targets;
  std::vector<Sourced<std::string>> weapons;
  std::vector<FigureSet> figures;
  std::vector<StatementId> statements;
  std::vector<ReportId> reports;
  std::uint32_t origins = 0;
  std::vector<AgreementLink> links;
  std::vector<MergeReason> merges;
  std::vector<ClaimId> claims;
  friend bool operator==(const IncidentRow&, const IncidentRow&) = default;
};

// A count over a period or an area (2.13); shown beside incidents, never added to them.
struct TallyRow {
  std::string id;
  std::string counted;  // incident type that is counted
  std::string monitor;  // who counts, as named; empty when the report itself does
  Sourced<Period> period;
  std::vector<Sourced<PlaceId>> places;
  std::vector<FigureSet> figures;
  std::vector<StatementId> statements;
  std::uint32_t origins = 0;
  friend bool operator==(const TallyRow&, const TallyRow&) = default;
};

struct ClaimRow {
  std::string id;
  std::string act;  // 2.14
  ActorId speaker;  // may be none
  std::string speaker_text;
  std::vector<ActorId> subjects;  // whose stance it is, or who is accused
  AgreementId agreement;          // at most one of these three
  IncidentId incident;
  ProvisionId provision;
  Modality modality = Modality::Actual;
  Answer interest = Answer::Unknown;  // the speaker is a party to the matter
  StatementId statement;
  friend bool operator==(const ClaimRow&, const ClaimRow&) = default;
};

struct Position {
  std::string value;  // as shown: "> 1,000", "opposes", "not mentioned"
  std::vector<StatementId> statements;
  std::vector<std::string> speakers;
  std::uint32_t origins = 0;
  std::string first_seen, last_seen;  // days of the reports; empty when unknown
  friend bool operator==(const Position&, const Position&) = default;
};

struct ContradictionRow {
  std::string id;
  std::string kind;       // 3.5
  std::string subject;    // id of the row that it is about
  std::string field;      // "figures.count.fighters", "stance", …
  std::string about;      // one line for a person
  AgreementId agreement;  // may be none
  IncidentId incident;    // may be none
  std::vector<Position> positions;
  std::string explanation = "open";  // 2.15
  std::string resolution = "none";
  std::string significance = "material";
  friend bool operator==(const ContradictionRow&, const ContradictionRow&) = default;
};

// 2.16: what a reviewer decided. An entry of an append-only log: nothing of it changes, undoing is a new
// entry. It is data of the record, the time included, so the same log gives the same bytes.
struct Decision {
  std::string id;        // "rv-" + a hash of the entry and its number in the log
  std::string decision;  // accept, edit, reject, split, merge, mark_disputed, redact, defer, undo
  std::string target;    // id of the row, statement or (undo) entry, as it was then
  // Ids of statements that stand for the target, so that it is found again when its id has changed.
  std::vector<std::string> anchors;
  std::vector<std::string> others;     // statements split off; or, a merge, statements of what is joined
  std::string field, before, after;    // of an edit
  std::string reason, reviewer, role;  // role: first, second, adjudicator
  std::string at;                      // ISO 8601
  std::string tool;
  friend bool operator==(const Decision&, const Decision&) = default;
};

// An entry of the log and what became of it in this record.
struct ReviewRow {
  std::string id;
  Decision entry;
  std::string effect;  // in_force, undone, replaced (by a later one on the same matter), orphaned (its words
                       // are gone), apart (a second coder's, which changes nothing)
  std::string now;     // id of the row that the target is today; empty when orphaned
  friend bool operator==(const ReviewRow&, const ReviewRow&) = default;
};

struct RecordParts {
  std::string tool;      // program and data that built it
  std::string policies;  // names and versions of the policies
  base::Table<ReportId, ReportRow> reports;
  base::Table<StatementId, StatementRow> statements;
  base::Table<GroupId, SourceGroup> groups;
  base::Table<ActorId, ActorRow> actors;
  base::Table<PlaceId, PlaceRow> places;
  base::Table<AgreementId, AgreementRow> agreements;
  base::Table<ProvisionId, ProvisionRow> provisions;
  base::Table<StageId, StageRow> stages;
  base::Table<DeadlineId, DeadlineRow> deadlines;
  base::Table<IncidentId, IncidentRow> incidents;
  base::Table<TallyId, TallyRow> tallies;
  base::Table<ClaimId, ClaimRow> claims;
  base::Table<ContradictionId, ContradictionRow> contradictions;
  base::Table<ReviewId, ReviewRow> reviews;  // in the order of the log
  friend bool operator==(const RecordParts&, const RecordParts&) = default;
};

// What is wrong with the parts, one line each, at most ten; empty when nothing: ids name rows, every sourced
// value has statements in ascending order, printed ids are unique, rows and their owners point at each other.
// Linear but for sets.
std::vector<std::string> verify(const RecordParts& parts);

class Record {
 public:
  Record(Record&&) = default;
  Record& operator=(Record&&) = default;
  Record(const Record&) = delete;
  Record& operator=(const Record&) = delete;

  const RecordParts& parts() const& { return parts_; }
  const RecordParts& parts() const&& = delete;

 private:
  friend Record make_record(RecordParts parts);
  explicit Record(RecordParts parts) : parts_(std::move(parts)) {}
  RecordParts parts_;
};

// Freezes the parts. REQUIRES (checked): verify(parts) is empty.
Record make_record(RecordParts parts);

// A Record joined with the Readings that it was built from. Holds views: both must outlive it.
class RecordView {
 public:
  // False when a report of the record has no reading among `readings`, or a statement is not where the record
  // says.
  static bool join(const Record& record, std::span<const Reading* const> readings, RecordView* out);
  const RecordParts& record() const { return record_->parts(); }
  const Reading& reading(ReportId report) const { return *readings_[report.index()]; }
  const Statement& statement(StatementId id) const {
    const StatementRow& row = record_->parts().statements[id];
    return readings_[row.report.index()]->statements()[row.index];
  }
  const ReportRow& report_of(StatementId id) const {
    return record_->parts().reports[record_->parts().statements[id].report];
  }

 private:
  const Record* record_ = nullptr;
  std::vector<const Reading*> readings_;  // by ReportId
};

}  // namespace hudna::model
