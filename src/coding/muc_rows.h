// What do the models say together of an entity's part in a template, and of a
// template? Rows of numbers for boosted trees: what the linear models and the
// network found of it, of its rivals, of its sentence and of the message. The
// scores are looked at again in each call. One message, one thread; must not
// outlive what it was made of.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "coding/muc_templates.h"

namespace hudna::coding {

// How many numbers a row has; trees that ask about other rows are refused.
inline constexpr std::size_t kEntityRow = 70, kFillRow = 84, kDraftRow = 49;

class MucRows {
 public:
  // `linear`: what the linear model of entities says, [entity][role].
  MucRows(const Wire& wire, const MucFeatures& features, const std::vector<Candidate>& candidates,
          const MucScores& scores, const std::vector<std::array<float, kRoleCount>>& linear);

  // A draft beside the others of its message. Here and below the same number of values each time.
  std::vector<float> draft(const std::vector<MucDraft>& drafts, std::size_t which) const;
  // An entity in a role.
  std::vector<float> entity(std::size_t entity, std::size_t role) const;
  // The same in the template of a type, of the row above, which is older than what the scores say by now of
  // types and entities.
  std::vector<float> fill(const std::vector<float>& entity_row, std::size_t entity, std::size_t role,
                          std::size_t type) const;

 private:
  const Wire& wire_;
  const MucFeatures& features_;
  const std::vector<Candidate>& candidates_;
  const MucScores& scores_;
  const std::vector<std::array<float, kRoleCount>>& linear_;
  std::vector<std::vector<std::uint8_t>> kin_;       // [entity][other]: 0 apart, 1 of more words, 2 of fewer
  std::vector<std::array<float, kRoleCount>> nets_;  // of each entity's best mention, by the network
  std::vector<std::size_t> words_;                   // of each entity
  std::vector<std::uint32_t> starts_;                // first candidate of each sentence, and the end
  std::vector<float> kind_;                          // of each token: what grounding made of it
  std::vector<std::array<float, 3>> tags_;           // of each token
};

}  // namespace hudna::coding
