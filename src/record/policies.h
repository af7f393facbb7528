// By which numbers and words are readings merged? Policies: the number tables
// of record-model 2.12, merge weights, name rules, all from data/record.
// Built once, frozen, shared; thread-safe to read.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/data_source.h"
#include "base/result.h"
#include "record/names.h"

namespace hudna::record {

enum class BestRule : std::uint8_t { Majority, Lowest, Latest };

struct NumberPolicy {
  std::string name;  // "default/1"
  std::int64_t more_than_adds = 1;
  std::int64_t up_to_low = 0;
  bool up_to_best = false;
  BestRule best = BestRule::Majority;
  std::vector<std::pair<std::string, std::int64_t>> vague;  // word, its low figure
};

struct KindRule {
  std::string name, label;
  std::vector<std::string> words;       // any of them stands in a stage or term
  std::vector<std::string> provisions;  // or: one of these …
  std::vector<std::string> and_any;     // … together with one of these
};

struct ImplementRule {
  std::string provision;
  std::vector<std::string> incidents;
  std::string done;
  std::vector<std::string> steps;  // further types of terms whose act is as good as this one's
  std::vector<std::string> about;  // kinds of things, where the term names none
};

struct Policies {
  std::string version;                // "record-policy/1"
  std::vector<NumberPolicy> numbers;  // the first is the default
  std::size_t number = 0;             // the one in use
  NameRules names;
  // Weights and windows by "section.key"; every key that the code asks for is present (load_policies checks).
  std::map<std::string, std::int32_t, std::less<>> weights;
  std::map<std::string, std::vector<std::string>, std::less<>> lists;
  std::vector<std::vector<std::string>> families;
  std::vector<KindRule> kinds;
  std::vector<ImplementRule> implements;
  std::vector<ImplementRule> scopes;

  // REQUIRES: a key of data/record/policy.toml.
  std::int32_t weight(std::string_view key) const;
  const std::vector<std::string>& list(std::string_view key) const&;
  bool listed(std::string_view key, std::string_view word) const;
  bool same_family(std::string_view a, std::string_view b) const;
  const NumberPolicy& number_policy() const& { return numbers[number]; }
};

// Fails with DataBad: no such file, bad TOML, a missing or unknown key, an unknown number policy.
base::Result<Policies> load_policies(const base::DataSource& data,
                                     std::string_view number_policy = "default");

}  // namespace hudna::record
