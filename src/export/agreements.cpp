#include "export/agreements.h"

#include <algorithm>

namespace hudna::exports {
namespace {

bool asserted(model::Modality modality) {
  return modality == model::Modality::Actual || modality == model::Modality::Planned ||
         modality == model::Modality::Required || modality == model::Modality::Historical;
}

bool is_state(const Context& context, model::ActorType type) {
  return context.codes().actor_type(type).force == Force::State;
}

}  // namespace

AgreementFacts agreement_facts(const Context& context, model::AgreementId id) {
  const model::RecordParts& r = context.record();
  const Crosswalk& codes = context.codes();
  const model::AgreementRow& row = r.agreements[id];
  AgreementFacts out;
  out.country = context.country(row.places);
  out.below_country = !row.places.empty();
  for (const auto& place : row.places) {
    if (r.places[place.value].precision == model::Precision::Country) out.below_country = false;
  }
  for (const model::Party& party : row.parties) {
    if (out.country == nullptr) out.country = codes.country(r.actors[party.actor.value].country);
  }
  for (const model::ProvisionId term : row.provisions) {
    const model::ProvisionRow& provision = r.provisions[term];
    if (!asserted(provision.modality)) continue;
    if (provision.text_status == "quoted_text") out.signed_text = true;
    const auto found = codes.provisions.find(provision.type);
    if (found == codes.provisions.end()) continue;
    out.cf.insert(found->second.cf.begin(), found->second.cf.end());
    // PA-X tells withdrawing foreign forces (SsrFf) from rebel and parastatal ones (SsrPsf).
    const bool foreign =
        !provision.obligors.empty() &&
        std::all_of(provision.obligors.begin(), provision.obligors.end(), [&](const auto& obligor) {
          return r.actors[obligor.value].type == model::ActorType::ForeignForces;
        });
    for (const std::string& column : found->second.pax)
      out.pax.insert(foreign && column == "SsrPsf" ? "SsrFf" : column);
    if (!found->second.other.empty()) add_once(&out.other, found->second.other);
    const bool outside =
        std::find(found->second.cf.begin(), found->second.cf.end(), "enforcement") != found->second.cf.end();
    for (const auto& obligor : provision.obligors) {
      if (!outside) continue;
      const model::ActorType type = r.actors[obligor.value].type;
      if (is_state(context, type) && out.enforcement.empty()) out.enforcement = "1";
      if (type == model::ActorType::Igo || type == model::ActorType::HumanitarianOrg) out.enforcement = "2";
    }
  }
  for (const model::ThirdParty& third : row.third_parties) {
    if (!asserted(third.modality)) {
      out.denied_role = out.denied_role || third.modality == model::Modality::Denied ||
                        third.modality == model::Modality::Negated;
      continue;
    }
    const model::ActorRow& actor = r.actors[third.actor.value];
    const std::string name = context.actor_name(third.actor.value);
    add_once(&out.third_parties, name);
    const auto found = codes.roles.find(third.role);
    if (found == codes.roles.end()) continue;
    for (const std::string& column : found->second.cf) {
      if (column == "mediator")
        add_once(&out.mediators, name);
      else if (column == "enforcement")
        out.enforcement =
            actor.type == model::ActorType::Igo || actor.type == model::ActorType::HumanitarianOrg ? "2"
            : is_state(context, actor.type)                                                        ? "1"
                                            : out.enforcement;
      else
        out.cf.insert(column);
    }
    out.pax.insert(found->second.pax.begin(), found->second.pax.end());
    if (found->second.signs) {
      const auto& un = codes.united_nations;
      out.pax.insert(std::find(un.begin(), un.end(), actor.id) != un.end() ? "ImUN" : "ImOth");
    }
  }
  std::string last;
  for (const model::StageId stage : row.stages) {
    const model::StageRow& event = r.stages[stage];
    if (event.modality != model::Modality::Actual) continue;
    if (event.type == "signed") out.signed_text = true;
    const auto found = codes.ended.find(event.type);
    if (found == codes.ended.end() || (!last.empty() && event.time.max < last)) continue;
    last = event.time.max;
    out.ended = found->second;
    out.ended_statements = event.statements;
  }
  return out;
}

bool admit_agreement(Context* context, std::string_view file, model::AgreementId id) {
  const model::AgreementRow& row = context->record().agreements[id];
  if (row.standing == model::Standing::Background) {
    context->leave_out(file, "agreement", row.id, "history, told in passing");
    return false;
  }
  if (row.standing == model::Standing::Prospective) {
    context->leave_out(file, "agreement", row.id, "no deal is reported, only that there may be one");
    return false;
  }
  return context->admit(file, "agreement", row.id);
}

}  // namespace hudna::exports
