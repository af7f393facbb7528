// Which policies of merging do tests use? The shipped ones, loaded once. For
// tests only.
#pragma once

#include "base/data_source.h"
#include "record/policies.h"

namespace hudna::testing {

inline const record::Policies& policies() {
  static const record::Policies kPolicies = *record::load_policies(base::DataSource());
  return kPolicies;
}

}  // namespace hudna::testing
