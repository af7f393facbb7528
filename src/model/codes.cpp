#include "model/codes.h"

#include <array>
#include <cstddef>

namespace hudna::model {
namespace {

constexpr std::array<std::string_view, 6> kKinds = {"incident", "provision", "stage", "role", "claim", "tally"};
constexpr std::array<std::string_view, 10> kModalities = {"actual", "planned",   "required", "conditional", "possible",
                                                          "hoped",  "predicted", "negated",  "denied",      "historical"};
constexpr std::array<std::string_view, 15> kSlots = {"actor",  "target", "party",    "object", "from",
                                                     "to",     "place",  "weapon",   "said_by", "date",
                                                     "deadline", "count", "deaths", "injured", "duration"};
constexpr std::array<std::string_view, 7> kSections = {"body",    "heading",     "caption",   "comment",
                                                       "related", "boilerplate", "navigation"};
constexpr std::array<std::string_view, 21> kBlocks = {
    "headline", "standfirst", "paragraph",     "section_head", "list_item", "table_row", "quotation",
    "embedded_post", "caption", "byline",      "dateline",     "date_line", "related_story", "comment",
    "prompt",   "paywall",    "promo",         "navigation",   "credit",    "live_entry", "other"};
constexpr std::array<std::string_view, 9> kGenres = {"news",           "wire",
                                                     "live_blog",      "analysis",
                                                     "official_statement", "agreement_text",
                                                     "monitor_bulletin", "social_post", "other"};
constexpr std::array<std::string_view, 8> kBases = {"given",    "metadata",  "dateline", "visible",
                                                    "comments", "copyright", "text",     "unknown"};
constexpr std::array<std::string_view, 19> kActorTypes = {
    "unknown",       "state_forces",    "police_security",       "pro_government_militia", "armed_group",
    "foreign_forces", "foreign_armed_group", "government",       "local_authority",        "negotiating_body",
    "political_group", "igo",           "humanitarian_org",      "monitor",                "media",
    "community",     "official_person", "named_spokesperson",    "private_person"};
constexpr std::array<std::string_view, 5> kSides = {"unclear", "government", "opposition", "third", "other"};
constexpr std::array<std::string_view, 12> kPrecisions = {"site",        "neighbourhood", "settlement", "near",
                                                          "subdistrict", "district",      "governorate", "linear",
                                                          "multi_area",  "country",       "water_air",   "unknown"};
constexpr std::array<std::string_view, 8> kOps = {"=", "~", ">", ">=", "<", "<=", "range", "vague"};
constexpr std::array<std::string_view, 11> kEffects = {"none",      "killed",    "injured",   "missing",
                                                       "detained",  "abducted",  "evacuated", "displaced",
                                                       "returned",  "released",  "present"};

template <class E, std::size_t N>
std::optional<E> find_in(const std::array<std::string_view, N>& names, std::string_view text) {
  for (std::size_t i = 0; i < N; ++i) {
    if (names[i] == text) return static_cast<E>(i);
  }
  return std::nullopt;
}

}  // namespace

#define HUDNA_CODE_LIST(E, names)                                                    \
  std::string_view name(E code) { return names[static_cast<std::size_t>(code)]; }    \
  template <>                                                                        \
  std::optional<E> find_code<E>(std::string_view text) {                             \
    return find_in<E>(names, text);                                                  \
  }
HUDNA_CODE_LIST(StatementKind, kKinds)
HUDNA_CODE_LIST(Modality, kModalities)
HUDNA_CODE_LIST(SlotName, kSlots)
HUDNA_CODE_LIST(SectionKind, kSections)
HUDNA_CODE_LIST(BlockType, kBlocks)
HUDNA_CODE_LIST(Genre, kGenres)
HUDNA_CODE_LIST(DateBasis, kBases)
HUDNA_CODE_LIST(ActorType, kActorTypes)
HUDNA_CODE_LIST(Side, kSides)
HUDNA_CODE_LIST(Precision, kPrecisions)
HUDNA_CODE_LIST(QuantityOp, kOps)
HUDNA_CODE_LIST(Effect, kEffects)
#undef HUDNA_CODE_LIST

SectionKind section_kind(BlockType type) {
  switch (type) {
    case BlockType::Headline:
    case BlockType::SectionHead:
      return SectionKind::Heading;
    case BlockType::Standfirst:
    case BlockType::Paragraph:
    case BlockType::ListItem:
    case BlockType::TableRow:
    case BlockType::Quotation:
    case BlockType::LiveEntry:
      return SectionKind::Body;
    case BlockType::Caption:
      return SectionKind::Caption;
    case BlockType::Comment:
      return SectionKind::Comment;
    case BlockType::RelatedStory:
      return SectionKind::Related;
    case BlockType::Navigation:
      return SectionKind::Navigation;
    case BlockType::EmbeddedPost:
    case BlockType::Byline:
    case BlockType::Dateline:
    case BlockType::DateLine:
    case BlockType::Prompt:
    case BlockType::Paywall:
    case BlockType::Promo:
    case BlockType::Credit:
    case BlockType::Other:
      return SectionKind::Boilerplate;
  }
  return SectionKind::Boilerplate;
}

bool carries_evidence(BlockType type) {
  const SectionKind kind = section_kind(type);
  return kind == SectionKind::Body || kind == SectionKind::Heading || kind == SectionKind::Caption;
}

}  // namespace hudna::model
