// What do CF and PA-X both ask of an agreement? Parties, third parties and what
// its terms amount to, worked out once. Private to src/export.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "export/context.h"

namespace hudna::exports {

struct AgreementFacts {
  const CountryCodes* country = nullptr;  // of its places, else of a party
  bool below_country = false;             // every place is smaller than a country
  std::set<std::string> cf;               // CF columns that a provision or role speaks for
  std::set<std::string> pax;              // PA-X columns likewise
  std::vector<std::string> other;         // CF p_other_comment
  std::vector<std::string> mediators;     // names, as asserted
  std::vector<std::string> third_parties;
  std::string enforcement;   // CF: 1 a state, 2 an organisation; empty: not reported
  bool signed_text = false;  // a text was signed, or is quoted
  bool denied_role = false;  // a source denies some role
  std::string ended;         // CF code of the last end stage; empty: none reported
  std::vector<model::StatementId> ended_statements;
};

// Provisions count as agreed when they are not denied, negated or only possible.
AgreementFacts agreement_facts(const Context& context, model::AgreementId id);

// True, and logged when false: agreements that the reports tell as their news. History told in passing and
// deals that may come are no rows of a codebook.
bool admit_agreement(Context* context, std::string_view file, model::AgreementId id);

}  // namespace hudna::exports
