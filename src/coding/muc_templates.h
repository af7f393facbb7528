// Which incidents does a message tell of, in the templates of MUC-4? The
// template layer: on top of hudna's stages (language, grounding, reading), it
// scores each message, sentence and noun phrase by linear models and a small
// network, entities and templates by boosted trees over what these say, all
// trained on the MUC development messages (data/coding/muc.bin, train/coding),
// and gathers the result into templates. It is there to measure, on other regions,
// decades and another task, what hudna sees; no statement of a Reading comes of
// it. Immutable after open, thread-safe; must not outlive its DataSource.
#pragma once

#include <array>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/data_source.h"
#include "base/result.h"
#include "coding/candidates.h"
#include "coding/linear.h"
#include "coding/muc_features.h"
#include "coding/template.h"
#include "coding/wire.h"

namespace hudna::coding {

inline constexpr std::array<std::string_view, 6> kMucTypes = {"ATTACK", "BOMBING", "KIDNAPPING",
                                                              "ARSON",  "ROBBERY", "FORCED WORK STOPPAGE"};
inline constexpr std::size_t kTypeCount = kMucTypes.size();
inline constexpr std::array<Slot, 6> kMucRoles = {Slot::PerpIndividual,   Slot::PerpOrganisation,
                                                  Slot::TargetId,         Slot::HumanName,
                                                  Slot::HumanDescription, Slot::InstrumentId};
inline constexpr std::size_t kRoleCount = kMucRoles.size();

// Log-odds below which no role is likely enough to be weighed.
inline constexpr float kLeastRole = -4.5f;
// The same for an entity in a template, after its mentions were weighed together.
inline constexpr float kLeastFill = -5.0f;
// A message has a few dozen entities; of more than this only the likeliest are looked at, since they are
// compared with each other.
inline constexpr std::size_t kEntitiesMost = 512;

// Closed questions about a filler or a template, answered by models of their own; the first class of each is
// silence.
enum class Attribute : std::uint8_t {
  TargetType,
  TargetEffect,
  HumanType,
  HumanEffect,
  Confidence,
  InstrumentType,
  Category,
  Stage,
  UnnamedInstrument
};
inline constexpr std::size_t kAttributes = 9;
// The section of the model file, the slot that it fills, and the fills.
struct AttributeInfo {
  std::string name;
  Slot slot;
  std::vector<std::string_view> classes;
};
const AttributeInfo& attribute_info(Attribute attribute);

// Something that one or more candidates name by the same words.
struct MucEntity {
  std::string words;                      // normalised
  std::vector<std::uint32_t> candidates;  // ascending
  std::array<float, kRoleCount> role{};   // log-odds of the best mention, then of the entity
  std::array<float, kTypeCount> member{};
};

// What the models say of one message, as log-odds.
struct MucScores {
  float relevance = 0;
  std::vector<float> sentences;                        // tells of an incident that a template is asked for
  std::vector<std::array<float, kTypeCount>> told;     // by each sentence: an incident of that type
  std::vector<std::array<float, kRoleCount>> roles;    // of each candidate, by the linear model
  std::vector<std::array<float, kRoleCount>> nets;     // and by the network
  std::vector<std::array<float, kTypeCount>> members;  // of each candidate: in a template of that type
  std::array<float, kTypeCount> types{};               // some template of that type
  std::vector<MucEntity> entities;
  // Of each entity in each type's template in each role; empty before that is weighed.
  std::vector<std::array<std::array<float, kRoleCount>, kTypeCount>> fills;
};

// From which log-odds on something is believed.
struct MucSettings {
  std::array<float, kRoleCount> role{};
  std::array<float, kTypeCount> type{};
  float member = 0;
  float same = -20;  // below which two fillers are of different incidents
};

// The words of a normalised mention.
std::vector<std::string> words_of(const std::string& text);
// The words of one are among those of the other: "guerrillas" and "FMLN guerrillas", "Romero" and "Arnulfo
// Romero".
bool same_thing(const std::vector<std::string>& a, const std::vector<std::string>& b);

// The features of the message's types: what the other models found.
void type_features(const MucFeatures& features, const MucScores& scores, Features* out);
// Entities with a role that is at all likely, with the roles of their best mentions.
std::vector<MucEntity> gather_entities(const std::vector<Candidate>& candidates, const MucScores& scores);
// The features of an entity in a role: its mentions together, and beside the others of the message.
void entity_features(const MucFeatures& features, const std::vector<Candidate>& candidates,
                     const MucScores& scores, std::size_t entity, std::size_t role, Features* out);
// A filler of a template with the mention that says most.
struct MucFiller {
  std::size_t role = 0;
  std::uint32_t candidate = 0;
  float score = 0;
  bool own = true;   // no other drafted type suits it better
  std::string text;  // as sent
};
struct MucDraft {
  std::size_t type = 0;
  std::vector<MucFiller> fillers;  // by role, surest first
};
// Which incidents there are, and who and what belongs to them.
std::vector<MucDraft> draft(const Wire& wire, const std::vector<Candidate>& candidates,
                            const MucScores& scores, const MucSettings& settings);
// The features of a draft beside the other drafts of its message: is it an incident of its own? Its log-odds
// take the place of those of the type, and the drafts are made again.
void draft_features(const std::vector<MucDraft>& drafts, std::size_t which, const MucScores& scores,
                    Features* out);
// Drafts to be weighed: any type and filler that is at all likely.
MucSettings lenient_settings();
// The features of two that suffered (targets, victims): of one incident?
void pair_features(const Wire& wire, const MucFeatures& features, const std::vector<Candidate>& candidates,
                   std::uint32_t one, std::uint32_t other, std::size_t type, Features* out);
bool suffers(std::size_t role);
// Splits drafts where those who suffered fall apart into groups; `same` gives the log-odds of a pair.
std::vector<MucDraft> split(
    const MucFeatures& features, const std::vector<Candidate>& candidates,
    const std::vector<MucDraft>& drafts, const MucSettings& settings,
    const std::function<float(const MucFiller&, const MucFiller&, std::size_t type)>& same);
// The features of a filler for the questions about it, and of a template.
void filler_features(const MucFeatures& features, const std::vector<Candidate>& candidates,
                     const MucScores& scores, std::uint32_t candidate, std::size_t role, std::size_t type,
                     Features* out);
void template_features(const MucFeatures& features, const std::vector<Candidate>& candidates,
                       const MucDraft& draft, Features* out);
// Answers the questions: the index of the class.
using Answer = std::function<std::size_t(Attribute, const Features&)>;
// All 24 slots. `countries`: MUC's names by ISO code.
Template complete(const Wire& wire, const MucFeatures& features, const std::vector<Candidate>& candidates,
                  const MucScores& scores, const MucDraft& draft,
                  const std::map<std::string, std::string>& countries, const Answer& answer);
// The six slots alone.
Template plain_template(const MucDraft& draft);

// MUC's names of countries by ISO code, from coding/muc.toml.
base::Result<std::map<std::string, std::string>> muc_countries(const base::DataSource& data);

class TemplateReader {
 public:
  static base::Result<TemplateReader> open(const base::DataSource& data);
  TemplateReader(TemplateReader&&) noexcept;
  TemplateReader& operator=(TemplateReader&&) noexcept;
  ~TemplateReader();

  // REQUIRES: valid UTF-8. Linear in the text.
  std::vector<Template> read(std::string_view message) const;

 private:
  struct Parts;
  explicit TemplateReader(std::unique_ptr<const Parts> parts);
  std::unique_ptr<const Parts> parts_;
};

}  // namespace hudna::coding
