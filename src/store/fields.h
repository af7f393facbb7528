// Which fields has each row, and in which order are they written? One list a
// type, visited by Writer and Reader alike, so that what is written can be
// read. Private to src/store; docs/formats/store.md describes the result.
#pragma once

#include <concepts>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "base/diagnostics.h"
#include "model/record.h"
#include "store/json.h"

namespace hudna::store {

#define HUDNA_TABLES(X)                                                                                 \
  X(Report, reports)                                                                                    \
  X(Statement, statements)                                                                              \
  X(Group, groups) X(Actor, actors) X(Place, places) X(Agreement, agreements) X(Provision, provisions)  \
      X(Stage, stages) X(Deadline, deadlines) X(Incident, incidents) X(Tally, tallies) X(Claim, claims) \
          X(Contradiction, contradictions) X(Review, reviews)

enum class TableNumber : int {
#define HUDNA_NUMBER(type, member) type,
  HUDNA_TABLES(HUDNA_NUMBER)
#undef HUDNA_NUMBER
      Count
};
template <class T, class X>
concept SameRow = std::same_as<std::remove_const_t<X>, T>;
// `Is<Row> X` in a template list: X is Row or const Row.
template <class X, class T>
concept Is = SameRow<T, X>;

// ---- values ----

template <class E>
struct EnumSize;
#define HUDNA_ENUM(type, last)                                            \
  template <>                                                             \
  struct EnumSize<model::type> {                                          \
    static constexpr int value = static_cast<int>(model::type::last) + 1; \
  };
HUDNA_ENUM(StatementKind, Tally)
HUDNA_ENUM(Modality, Historical)
HUDNA_ENUM(SlotName, Duration)
HUDNA_ENUM(SectionKind, Navigation)
HUDNA_ENUM(BlockType, Other)
HUDNA_ENUM(Genre, Other)
HUDNA_ENUM(DateBasis, Unknown)
HUDNA_ENUM(ActorType, PrivatePerson)
HUDNA_ENUM(Side, Other)
HUDNA_ENUM(Precision, Unknown)
HUDNA_ENUM(QuantityOp, Vague)
HUDNA_ENUM(Effect, Present)
HUDNA_ENUM(Accord, Conflict)
HUDNA_ENUM(CopyKind, UpdateOf)
HUDNA_ENUM(Standing, Background)
HUDNA_ENUM(Hardness, Hoped)
HUDNA_ENUM(Compliance, NoReport)
HUDNA_ENUM(Attribution, Unattributed)
HUDNA_ENUM(Answer, Unknown)
#undef HUDNA_ENUM

inline void value(Writer& ar, const std::string& x) { ar.string(x); }
inline void value(Reader& ar, std::string& x) { ar.string(&x); }
inline void value(Writer& ar, bool x) { ar.boolean(x); }
inline void value(Reader& ar, bool& x) { ar.boolean(&x); }
template <class N>
requires(std::integral<N> || std::floating_point<N>) void value(Writer& ar, const N& x) { ar.number(x); }
template <class N>
requires((std::integral<N> && !std::same_as<N, bool>) || std::floating_point<N>) void value(Reader& ar,
                                                                                            N& x) {
  ar.number(&x);
}
template <class E>
requires std::is_enum_v<E> &&(EnumSize<E>::value > 0) void value(Writer& ar, const E& x) {
  ar.string(name(x));
}
template <class E>
requires std::is_enum_v<E> &&(EnumSize<E>::value > 0) void value(Reader& ar, E& x) {
  std::string text;
  ar.string(&text);
  for (int i = 0; i < EnumSize<E>::value; ++i) {
    if (name(static_cast<E>(i)) == text) {
      x = static_cast<E>(i);
      return;
    }
  }
  ar.fail();
}
inline void value(Writer& ar, const base::Code& x) { ar.string(base::info(x).code); }
inline void value(Reader& ar, base::Code& x) {
  std::string text;
  ar.string(&text);
  if (!base::find_code(text, &x)) ar.fail();
}

#define HUDNA_ID(type, member)                                                                           \
  inline void value(Writer& ar, const model::type##Id& x) {                                              \
    if (!x.valid())                                                                                      \
      ar.null();                                                                                         \
    else                                                                                                 \
      ar.string(ar.names()->name(static_cast<int>(TableNumber::type), x.value));                         \
  }                                                                                                      \
  inline void value(Reader& ar, model::type##Id& x) {                                                    \
    x = model::type##Id();                                                                               \
    if (ar.take_null()) return;                                                                          \
    std::string text;                                                                                    \
    ar.string(&text);                                                                                    \
    if (ar.names() == nullptr || !ar.names()->find(static_cast<int>(TableNumber::type), text, &x.value)) \
      ar.fail();                                                                                         \
  }
HUDNA_TABLES(HUDNA_ID)
#undef HUDNA_ID

template <class T>
void value(Writer& ar, const std::vector<T>& x);
template <class T>
void value(Reader& ar, std::vector<T>& x);
template <class T>
void value(Writer& ar, const std::optional<T>& x);
template <class T>
void value(Reader& ar, std::optional<T>& x);

template <class Ar, class X>
void field(Ar& ar, std::string_view key, X& x) {
  ar.key(key);
  value(ar, x);
}

// A text that is left out where it is empty, so that files from before it was known still read.
inline void optional_field(Writer& ar, std::string_view key, const std::string& x) {
  if (!x.empty()) field(ar, key, x);
}
inline void optional_field(Reader& ar, std::string_view key, std::string& x) {
  x.clear();
  if (ar.at_key(key)) field(ar, key, x);
}

// A list that is left out where it is empty, for the same reason.
template <class T>
void optional_field(Writer& ar, std::string_view key, const std::vector<T>& x) {
  if (!x.empty()) field(ar, key, x);
}
template <class T>
void optional_field(Reader& ar, std::string_view key, std::vector<T>& x) {
  x.clear();
  if (ar.at_key(key)) field(ar, key, x);
}

// ---- model/values.h, model/reading.h ----

template <class Ar, Is<model::Span> X>
void fields(Ar& ar, X& x) {
  field(ar, "begin", x.begin), field(ar, "end", x.end);
}
template <class Ar, Is<model::RawSpan> X>
void fields(Ar& ar, X& x) {
  field(ar, "begin", x.begin), field(ar, "end", x.end);
}
template <class Ar, Is<model::Candidate> X>
void fields(Ar& ar, X& x) {
  field(ar, "id", x.id), field(ar, "name", x.name), field(ar, "score", x.score);
}
template <class Ar, Is<model::ActorValue> X>
void fields(Ar& ar, X& x) {
  field(ar, "id", x.id), field(ar, "name", x.name), field(ar, "type", x.type), field(ar, "side", x.side);
  field(ar, "country", x.country), field(ar, "private_person", x.private_person);
  optional_field(ar, "affiliation", x.affiliation), field(ar, "rule", x.rule);
  field(ar, "candidates", x.candidates);
}
template <class Ar, Is<model::PlaceValue> X>
void fields(Ar& ar, X& x) {
  field(ar, "id", x.id), field(ar, "name", x.name), field(ar, "lat", x.lat), field(ar, "lon", x.lon);
  field(ar, "precision", x.precision), field(ar, "country", x.country), field(ar, "admin1", x.admin1);
  field(ar, "admin2", x.admin2), field(ar, "rule", x.rule), field(ar, "candidates", x.candidates);
}
template <class Ar, Is<model::TimeValue> X>
void fields(Ar& ar, X& x) {
  field(ar, "edtf", x.edtf), field(ar, "min", x.min), field(ar, "max", x.max), field(ar, "rule", x.rule);
  field(ar, "anchor", x.anchor), field(ar, "bound", x.bound);
}
template <class Ar, Is<model::Quantity> X>
void fields(Ar& ar, X& x) {
  field(ar, "op", x.op), field(ar, "low", x.low), field(ar, "best", x.best), field(ar, "high", x.high);
  field(ar, "effect", x.effect), field(ar, "unit", x.unit), field(ar, "category", x.category);
}
template <class Ar, Is<model::DurationValue> X>
void fields(Ar& ar, X& x) {
  field(ar, "iso", x.iso);
}
template <class Ar, Is<model::Slot> X>
void fields(Ar& ar, X& x) {
  field(ar, "name", x.name), field(ar, "text", x.text), field(ar, "span", x.span), field(ar, "raw", x.raw);
  field(ar, "value", x.value);
}
template <class Ar, Is<model::ChainLink> X>
void fields(Ar& ar, X& x) {
  field(ar, "text", x.text), field(ar, "name", x.name), field(ar, "role", x.role);
}
template <class Ar, Is<model::Evidence> X>
void fields(Ar& ar, X& x) {
  field(ar, "document", x.document_sha256), field(ar, "span", x.span), field(ar, "raw", x.raw);
  field(ar, "quote", x.quote), field(ar, "prefix", x.prefix), field(ar, "suffix", x.suffix),
      field(ar, "rule", x.rule);
}
template <class Ar, Is<model::Statement> X>
void fields(Ar& ar, X& x) {
  field(ar, "id", x.id), field(ar, "kind", x.kind), field(ar, "type", x.type),
      field(ar, "modality", x.modality);
  field(ar, "slots", x.slots), field(ar, "chain", x.chain), field(ar, "directness", x.directness);
  field(ar, "certainty_words", x.certainty_words), field(ar, "evidence", x.evidence),
      field(ar, "section", x.section);
  field(ar, "same_as", x.same_as), optional_field(ar, "step", x.step), field(ar, "score", x.score);
}
template <class Ar, Is<model::ResolvedDate> X>
void fields(Ar& ar, X& x) {
  field(ar, "edtf", x.edtf), field(ar, "basis", x.basis), field(ar, "rule", x.rule), field(ar, "raw", x.raw);
}
template <class Ar, Is<model::Block> X>
void fields(Ar& ar, X& x) {
  field(ar, "type", x.type), field(ar, "span", x.span), field(ar, "reason", x.reason),
      field(ar, "depth", x.depth);
}
template <class Ar, Is<base::Diagnostic> X>
void fields(Ar& ar, X& x) {
  field(ar, "code", x.code), field(ar, "message", x.message), field(ar, "begin", x.begin),
      field(ar, "end", x.end);
}
template <class Ar, Is<model::Person> X>
void fields(Ar& ar, X& x) {
  field(ar, "name", x.name), field(ar, "roles", x.roles);
}
// The sketch is left out: make_reading computes it from the text.
template <class Ar, Is<model::ReadingParts> X>
void fields(Ar& ar, X& x) {
  field(ar, "id", x.report_id), field(ar, "source", x.source), field(ar, "sha256", x.sha256);
  field(ar, "text_sha256", x.text_sha256), field(ar, "url", x.url),
      field(ar, "canonical_url", x.canonical_url);
  field(ar, "title", x.title), field(ar, "outlet", x.outlet), field(ar, "language", x.language);
  field(ar, "dateline", x.dateline), field(ar, "agency", x.agency), field(ar, "authors", x.authors);
  field(ar, "genre", x.genre), field(ar, "paywalled", x.paywalled), field(ar, "published", x.published);
  field(ar, "modified", x.modified), field(ar, "main_country", x.main_country), field(ar, "tool", x.tool);
  field(ar, "blocks", x.blocks), field(ar, "block_raws", x.block_raws), field(ar, "statements", x.statements);
  optional_field(ar, "people", x.people);
  field(ar, "diagnostics", x.diagnostics);
}

// ---- model/record.h ----

template <class T>
struct IsSourced : std::false_type {};
template <class T>
struct IsSourced<model::Sourced<T>> : std::true_type {};

template <class Ar, class X>
requires IsSourced<std::remove_const_t<X>>::value void fields(Ar& ar, X& x) {
  field(ar, "value", x.value), field(ar, "statements", x.statements), field(ar, "rule", x.rule);
  field(ar, "agreement", x.agreement), field(ar, "origins", x.origins);
}
template <class Ar, Is<model::Period> X>
void fields(Ar& ar, X& x) {
  field(ar, "edtf", x.edtf), field(ar, "min", x.min), field(ar, "max", x.max);
}
template <class Ar, Is<model::MergeReason> X>
void fields(Ar& ar, X& x) {
  field(ar, "kept", x.kept), field(ar, "joined", x.joined), field(ar, "score", x.score),
      field(ar, "rule", x.rule);
  field(ar, "reasons", x.reasons);
}
template <class Ar, Is<model::ReportRow> X>
void fields(Ar& ar, X& x) {
  field(ar, "id", x.id), field(ar, "sha256", x.sha256), field(ar, "source", x.source),
      field(ar, "title", x.title);
  field(ar, "outlet", x.outlet), field(ar, "agency", x.agency), field(ar, "url", x.url),
      field(ar, "language", x.language);
  field(ar, "published", x.published), field(ar, "published_basis", x.published_basis);
  field(ar, "published_rule", x.published_rule), field(ar, "first_day", x.first_day),
      field(ar, "last_day", x.last_day);
  field(ar, "statements", x.statements), field(ar, "group", x.group);
}
template <class Ar, Is<model::StatementRow> X>
void fields(Ar& ar, X& x) {
  field(ar, "id", x.id), field(ar, "report", x.report), field(ar, "index", x.index),
      field(ar, "kind", x.kind);
  field(ar, "type", x.type), field(ar, "modality", x.modality), field(ar, "origin", x.origin),
      field(ar, "speaker", x.speaker);
}
template <class Ar, Is<model::GroupMember> X>
void fields(Ar& ar, X& x) {
  field(ar, "report", x.report), field(ar, "kind", x.kind), field(ar, "similarity", x.similarity);
}
template <class Ar, Is<model::SourceGroup> X>
void fields(Ar& ar, X& x) {
  field(ar, "id", x.id), field(ar, "members", x.members);
}
template <class Ar, Is<model::ActorRow> X>
void fields(Ar& ar, X& x) {
  field(ar, "id", x.id), field(ar, "name", x.name), field(ar, "type", x.type), field(ar, "side", x.side);
  field(ar, "country", x.country), field(ar, "private_person", x.private_person),
      field(ar, "in_lexicon", x.in_lexicon);
  field(ar, "names_as_reported", x.names_as_reported), field(ar, "merged", x.merged);
}
template <class Ar, Is<model::PlaceRow> X>
void fields(Ar& ar, X& x) {
  field(ar, "id", x.id), field(ar, "name", x.name), field(ar, "lat", x.lat), field(ar, "lon", x.lon);
  field(ar, "located", x.located), field(ar, "precision", x.precision), field(ar, "country", x.country);
  field(ar, "admin1", x.admin1), field(ar, "admin2", x.admin2),
      field(ar, "names_as_reported", x.names_as_reported);
}
template <class Ar, Is<model::Figure> X>
void fields(Ar& ar, X& x) {
  field(ar, "statement", x.statement), field(ar, "slot", x.slot), field(ar, "text", x.text);
  field(ar, "quantity", x.quantity), field(ar, "low", x.low), field(ar, "best", x.best),
      field(ar, "high", x.high);
}
template <class Ar, Is<model::FigureSet> X>
void fields(Ar& ar, X& x) {
  field(ar, "slot", x.slot), field(ar, "effect", x.effect), field(ar, "unit", x.unit),
      field(ar, "category", x.category);
  field(ar, "low", x.low), field(ar, "best", x.best), field(ar, "high", x.high),
      field(ar, "open_high", x.open_high);
  field(ar, "approximate", x.approximate), field(ar, "policy", x.policy), field(ar, "agreement", x.agreement);
  field(ar, "origins", x.origins), field(ar, "figures", x.figures);
}
template <class Ar, Is<model::Party> X>
void fields(Ar& ar, X& x) {
  field(ar, "id", x.id), field(ar, "actor", x.actor), field(ar, "side", x.side), field(ar, "group", x.group);
}
template <class Ar, Is<model::ThirdParty> X>
void fields(Ar& ar, X& x) {
  field(ar, "id", x.id), field(ar, "actor", x.actor), field(ar, "role", x.role),
      field(ar, "modality", x.modality);
}
template <class Ar, Is<model::AgreementRelation> X>
void fields(Ar& ar, X& x) {
  field(ar, "kind", x.kind), field(ar, "other", x.other), field(ar, "statements", x.statements),
      field(ar, "rule", x.rule);
}
template <class Ar, Is<model::AgreementRow> X>
void fields(Ar& ar, X& x) {
  field(ar, "id", x.id), field(ar, "title", x.title), field(ar, "kind", x.kind),
      field(ar, "standing", x.standing);
  field(ar, "laterality", x.laterality), field(ar, "places", x.places), field(ar, "parties", x.parties);
  field(ar, "third_parties", x.third_parties), field(ar, "declared", x.declared),
      field(ar, "effective", x.effective);
  field(ar, "ended", x.ended), field(ar, "term", x.term), field(ar, "stages", x.stages);
  field(ar, "provisions", x.provisions), field(ar, "deadlines", x.deadlines), field(ar, "claims", x.claims);
  field(ar, "relations", x.relations), field(ar, "reports", x.reports), field(ar, "statements", x.statements);
  field(ar, "origins", x.origins), field(ar, "merges", x.merges);
}
template <class Ar, Is<model::ComplianceEvidence> X>
void fields(Ar& ar, X& x) {
  field(ar, "statement", x.statement), field(ar, "state", x.state), field(ar, "day", x.day),
      field(ar, "rule", x.rule), optional_field(ar, "part", x.part);
}
template <class Ar, Is<model::ProvisionRow> X>
void fields(Ar& ar, X& x) {
  field(ar, "id", x.id), field(ar, "agreement", x.agreement), field(ar, "type", x.type),
      field(ar, "obligors", x.obligors);
  field(ar, "objects", x.objects), field(ar, "places", x.places), field(ar, "figures", x.figures);
  field(ar, "duration", x.duration), field(ar, "deadlines", x.deadlines), field(ar, "modality", x.modality);
  field(ar, "text_status", x.text_status), field(ar, "statements", x.statements),
      field(ar, "origins", x.origins);
  field(ar, "evidence", x.evidence);
}
template <class Ar, Is<model::StageRow> X>
void fields(Ar& ar, X& x) {
  field(ar, "id", x.id), field(ar, "agreement", x.agreement), field(ar, "type", x.type),
      field(ar, "modality", x.modality);
  field(ar, "time", x.time), field(ar, "dated", x.dated), field(ar, "actors", x.actors);
  field(ar, "statements", x.statements), field(ar, "origins", x.origins);
}
template <class Ar, Is<model::DeadlineRow> X>
void fields(Ar& ar, X& x) {
  field(ar, "id", x.id), field(ar, "agreement", x.agreement), field(ar, "provision", x.provision),
      field(ar, "due", x.due);
  field(ar, "basis", x.basis), field(ar, "duration", x.duration), field(ar, "hardness", x.hardness);
  field(ar, "statements", x.statements), field(ar, "origins", x.origins);
}
template <class Ar, Is<model::Perpetrator> X>
void fields(Ar& ar, X& x) {
  field(ar, "actor", x.actor), field(ar, "attribution", x.attribution), field(ar, "denied", x.denied);
}
template <class Ar, Is<model::AgreementLink> X>
void fields(Ar& ar, X& x) {
  field(ar, "agreement", x.agreement), field(ar, "relation", x.relation), field(ar, "time", x.time);
  field(ar, "place", x.place), field(ar, "actor", x.actor), field(ar, "excluded", x.excluded);
  field(ar, "statements", x.statements);
}
template <class Ar, Is<model::IncidentRow> X>
void fields(Ar& ar, X& x) {
  field(ar, "id", x.id), field(ar, "type", x.type), field(ar, "condition", x.condition),
      field(ar, "aggregate", x.aggregate);
  field(ar, "denied", x.denied), field(ar, "modality", x.modality), field(ar, "time", x.time),
      field(ar, "places", x.places);
  field(ar, "perpetrators", x.perpetrators), field(ar, "targets", x.targets), field(ar, "weapons", x.weapons);
  field(ar, "figures", x.figures), field(ar, "statements", x.statements), field(ar, "reports", x.reports);
  field(ar, "origins", x.origins), field(ar, "links", x.links), field(ar, "merges", x.merges),
      field(ar, "claims", x.claims);
}
template <class Ar, Is<model::TallyRow> X>
void fields(Ar& ar, X& x) {
  field(ar, "id", x.id), field(ar, "counted", x.counted), field(ar, "monitor", x.monitor),
      field(ar, "period", x.period);
  field(ar, "places", x.places), field(ar, "figures", x.figures), field(ar, "statements", x.statements);
  field(ar, "origins", x.origins);
}
template <class Ar, Is<model::ClaimRow> X>
void fields(Ar& ar, X& x) {
  field(ar, "id", x.id), field(ar, "act", x.act), field(ar, "speaker", x.speaker),
      field(ar, "speaker_text", x.speaker_text);
  field(ar, "subjects", x.subjects), field(ar, "agreement", x.agreement), field(ar, "incident", x.incident);
  field(ar, "provision", x.provision), field(ar, "modality", x.modality), field(ar, "interest", x.interest);
  field(ar, "statement", x.statement);
}
template <class Ar, Is<model::Position> X>
void fields(Ar& ar, X& x) {
  field(ar, "value", x.value), field(ar, "statements", x.statements), field(ar, "speakers", x.speakers);
  field(ar, "origins", x.origins), field(ar, "first_seen", x.first_seen), field(ar, "last_seen", x.last_seen);
}
template <class Ar, Is<model::ContradictionRow> X>
void fields(Ar& ar, X& x) {
  field(ar, "id", x.id), field(ar, "kind", x.kind), field(ar, "subject", x.subject),
      field(ar, "field", x.field);
  field(ar, "about", x.about), field(ar, "agreement", x.agreement), field(ar, "incident", x.incident);
  field(ar, "positions", x.positions), field(ar, "explanation", x.explanation),
      field(ar, "resolution", x.resolution);
  field(ar, "significance", x.significance);
}
template <class Ar, Is<model::Decision> X>
void fields(Ar& ar, X& x) {
  field(ar, "id", x.id), field(ar, "decision", x.decision), field(ar, "target", x.target);
  field(ar, "anchors", x.anchors), field(ar, "others", x.others), field(ar, "field", x.field);
  field(ar, "before", x.before), field(ar, "after", x.after), field(ar, "reason", x.reason);
  field(ar, "reviewer", x.reviewer), field(ar, "role", x.role), field(ar, "at", x.at),
      field(ar, "tool", x.tool);
}
template <class Ar, Is<model::ReviewRow> X>
void fields(Ar& ar, X& x) {
  field(ar, "id", x.id), field(ar, "entry", x.entry), field(ar, "effect", x.effect), field(ar, "now", x.now);
}

// ---- composites ----

template <class X>
concept HasFields = requires(Writer& ar, const X& x) {
  fields(ar, x);
};

template <HasFields X>
void value(Writer& ar, const X& x) {
  ar.begin_object();
  fields(ar, x);
  ar.end_object();
}
template <HasFields X>
void value(Reader& ar, X& x) {
  ar.begin_object();
  fields(ar, x);
  ar.end_object();
}

// A slot's value is null or an object with its kind first.
inline void value(Writer& ar, const model::SlotValue& x) {
  if (std::holds_alternative<std::monostate>(x)) return ar.null();
  ar.begin_object();
  ar.key("is");
  static constexpr std::string_view kKinds[] = {"", "actor", "place", "time", "quantity", "duration"};
  ar.string(kKinds[x.index()]);
  std::visit(
      [&ar](const auto& inner) {
        if constexpr (!std::is_same_v<std::decay_t<decltype(inner)>, std::monostate>) fields(ar, inner);
      },
      x);
  ar.end_object();
}
inline void value(Reader& ar, model::SlotValue& x) {
  x = std::monostate{};
  if (ar.take_null()) return;
  ar.begin_object();
  ar.key("is");
  std::string kind;
  ar.string(&kind);
  if (kind == "actor")
    x = model::ActorValue{};
  else if (kind == "place")
    x = model::PlaceValue{};
  else if (kind == "time")
    x = model::TimeValue{};
  else if (kind == "quantity")
    x = model::Quantity{};
  else if (kind == "duration")
    x = model::DurationValue{};
  else
    ar.fail();
  std::visit(
      [&ar](auto& inner) {
        if constexpr (!std::is_same_v<std::decay_t<decltype(inner)>, std::monostate>) fields(ar, inner);
      },
      x);
  ar.end_object();
}

template <class T>
void value(Writer& ar, const std::vector<T>& x) {
  ar.list(x, [&ar](const T& item) { value(ar, item); });
}
template <class T>
void value(Reader& ar, std::vector<T>& x) {
  ar.list(&x, [&ar](T* item) { value(ar, *item); });
}
template <class T>
void value(Writer& ar, const std::optional<T>& x) {
  if (x)
    value(ar, *x);
  else
    ar.null();
}
template <class T>
void value(Reader& ar, std::optional<T>& x) {
  x.reset();
  if (ar.take_null()) return;
  x.emplace();
  value(ar, *x);
}

}  // namespace hudna::store
