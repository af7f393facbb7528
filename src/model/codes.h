// Which closed lists does hudna use? Kinds, modalities, slot names, block
// kinds: one enum each with its printed name. Open lists (provision, stage,
// incident, role and claim types) are data in data/codes/, not enums.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace hudna::model {

// record-model 1: what a statement states.
enum class StatementKind : std::uint8_t { Incident, Provision, Stage, Role, Claim, Tally };
// record-model 2.14 and 7.
enum class Modality : std::uint8_t {
  Actual, Planned, Required, Conditional, Possible, Hoped, Predicted, Negated, Denied, Historical
};
// It is told as something that happened, now or long ago.
constexpr bool is_told_as_fact(Modality modality) {
  return modality == Modality::Actual || modality == Modality::Historical;
}
// record-model 7.
enum class SlotName : std::uint8_t {
  Actor, Target, Party, Object, From, To, Place, Weapon, SaidBy, Date, Deadline, Count, Deaths, Injured, Duration
};
// record-model 7: coarse kind of a section.
enum class SectionKind : std::uint8_t { Body, Heading, Caption, Comment, Related, Boilerplate, Navigation };
// Finer type of a block (issue on pages).
enum class BlockType : std::uint8_t {
  Headline, Standfirst, Paragraph, SectionHead, ListItem, TableRow, Quotation, EmbeddedPost, Caption, Byline,
  Dateline, DateLine, RelatedStory, Comment, Prompt, Paywall, Promo, Navigation, Credit, LiveEntry, Other
};
// record-model 2.1.
enum class Genre : std::uint8_t {
  News, Wire, LiveBlog, Analysis, OfficialStatement, AgreementText, MonitorBulletin, SocialPost, Other
};
// How a page's or report's date is known, most trusted first (the order of trust of the spine issue).
enum class DateBasis : std::uint8_t { Given, Metadata, Dateline, Visible, Comments, Copyright, Text, Unknown };
// record-model 2.4.
enum class ActorType : std::uint8_t {
  Unknown, StateForces, PoliceSecurity, ProGovernmentMilitia, ArmedGroup, ForeignForces, ForeignArmedGroup, Government,
  LocalAuthority, NegotiatingBody, PoliticalGroup, Igo, HumanitarianOrg, Monitor, Media, Community, OfficialPerson,
  NamedSpokesperson, PrivatePerson
};
enum class Side : std::uint8_t { Unclear, Government, Opposition, Third, Other };
// record-model 2.5.
enum class Precision : std::uint8_t {
  Site, Neighbourhood, Settlement, Near, Subdistrict, District, Governorate, Linear, MultiArea, Country, WaterAir, Unknown
};
// record-model 2.12; `Equal` for a plain figure, `Approx` for "~".
enum class QuantityOp : std::uint8_t { Equal, Approx, More, AtLeast, Less, AtMost, Range, Vague };
enum class Effect : std::uint8_t {
  None, Killed, Injured, Missing, Detained, Abducted, Evacuated, Displaced, Returned, Released, Present
};

// Printed names as in record-model; find_* return none for unknown text.
std::string_view name(StatementKind);
std::string_view name(Modality);
std::string_view name(SlotName);
std::string_view name(SectionKind);
std::string_view name(BlockType);
std::string_view name(Genre);
std::string_view name(DateBasis);
std::string_view name(ActorType);
std::string_view name(Side);
std::string_view name(Precision);
std::string_view name(QuantityOp);  // "=", "~", ">", ">=", "<", "<=", "range", "vague"
std::string_view name(Effect);

template <class E>
std::optional<E> find_code(std::string_view text);

// The coarse kind that a block type belongs to.
SectionKind section_kind(BlockType type);
// True for the blocks that statements may come from: body, headings and captions.
bool carries_evidence(BlockType type);

}  // namespace hudna::model
