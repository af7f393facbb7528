// How far do two coders agree who decided on the same rows, one of them blind?
// The first coder's decisions and the second's ("apart") are paired by row and
// field; figures are percent agreement, Cohen's kappa (1960) and
// Krippendorff's alpha for nominal codes (2004). Pure functions.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/record.h"

namespace hudna::app {

struct CodedItem {
  struct Side {
    std::string value, reviewer, at, reason;
  };
  std::string id, field;
  Side first, second;
  std::string ruling;  // of an adjudicator; empty when there is none
};
struct CodedField {
  std::string field;  // "verdict", or a field that one of them edited
  std::size_t items = 0, agree = 0;
  double percent = 0;
  // None where it is not defined: all codes are the same one, or there are no items.
  std::optional<double> kappa, alpha;
};
struct DoubleCoding {
  std::vector<CodedField> fields;
  std::vector<CodedItem> disagreements;
};
DoubleCoding compare_coders(const std::vector<model::ReviewRow>& reviews);

// Codes of one field, the first coder's and the second's of each item.
using CodePairs = std::vector<std::pair<std::string, std::string>>;
std::optional<double> cohens_kappa(const CodePairs& codes);
std::optional<double> krippendorffs_alpha(const CodePairs& codes);

}  // namespace hudna::app
