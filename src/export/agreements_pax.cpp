// PA-X, the 76-column cut of 2018 (profile pax-76): the 20 identification columns of domain 1.2 and the
// provision columns named there. A 1 says that a source mentions the subject; higher grades are a reviewer's.
// PA-X takes written public agreements only: these rows are candidates of which hudna mostly has no text.
#include <array>

#include "export/agreements.h"
#include "export/formats.h"

namespace hudna::exports {
namespace {

constexpr std::string_view kFile = "agreements-pax.csv";
constexpr std::size_t kIdentification = 20;

constexpr std::array kColumns = {
    Column{"Con", "string", "#country+name"},
    Column{"Contp"},
    Column{"PP"},
    Column{"PPName"},
    Column{"Reg", "string", "#region+name"},
    Column{"AgtId", "string", "#meta+id"},
    Column{"Agt", "string", "#description"},
    Column{"Dat", "string", "#date+declared"},
    Column{"Status", "string", "#status"},
    Column{"Agtp"},
    Column{"Stage"},
    Column{"StageSub"},
    Column{"Part", "string", "#group+actor"},
    Column{"ThrdPart", "string", "#group+third"},
    Column{"OthAgr"},
    Column{"Loc1ISO", "string", "#country+code"},
    Column{"Loc2ISO"},
    Column{"Loc1GWNO", "integer"},
    Column{"Loc2GWNO", "integer"},
    Column{"CowWar", "integer"},
    Column{"Ce", "integer"},
    Column{"CeProv", "integer"},
    Column{"CeGen", "integer"},
    Column{"SsrGua", "integer"},
    Column{"SsrPol", "integer"},
    Column{"SsrArm", "integer"},
    Column{"SsrDdr", "integer"},
    Column{"DdrDemil", "integer"},
    Column{"DdrProg", "integer"},
    Column{"SsrPsf", "integer"},
    Column{"SsrFf", "integer"},
    Column{"HrMob", "integer"},
    Column{"HrDet", "integer"},
    Column{"Prot", "integer"},
    Column{"GRef", "integer"},
    Column{"GCh", "integer"},
    Column{"GAge", "integer"},
    Column{"GeWom", "integer"},
    Column{"GeFa", "integer"},
    Column{"Dev", "integer"},
    Column{"Pubad", "integer"},
    Column{"StDef", "integer"},
    Column{"Terr", "integer"},
    Column{"TjAm", "integer"},
    Column{"TjPrire", "integer"},
    Column{"TjMis", "integer"},
    Column{"TjVet", "integer"},
    Column{"TjVic", "integer"},
    Column{"ImUN", "integer"},
    Column{"ImOth", "integer"},
    Column{"ImPK", "integer"},
    Column{"ImE", "integer"},
};
static_assert(kColumns.size() == kIdentification + 32);

std::string status_of(const model::RecordParts& r, const model::AgreementRow& deal) {
  bool agreed = false;
  for (const model::StageId id : deal.stages) {
    const model::StageRow& stage = r.stages[id];
    agreed = agreed || (stage.modality == model::Modality::Actual &&
                        (stage.type == "agreed" || stage.type == "signed" || stage.type == "in_force"));
  }
  if (deal.laterality == "unilateral") return "Unilateral document";
  if (agreed && (deal.laterality == "bilateral" || deal.laterality == "multilateral"))
    return "Multiparty signed/agreed";
  return "Status unclear";
}

}  // namespace

void write_agreements_pax(Context* context, Out* out) {
  CsvWriter row(out, kColumns, context->settings().hxl);
  const model::RecordParts& r = context->record();
  for (std::size_t i = 0; i < r.agreements.size(); ++i) {
    const model::AgreementId id(i);
    const model::AgreementRow& deal = r.agreements[id];
    if (!admit_agreement(context, kFile, id)) continue;
    AgreementFacts facts = agreement_facts(*context, id);
    const auto stage = context->codes().kinds.find(deal.kind);
    if (stage != context->codes().kinds.end() && stage->second.first == "Cea") facts.pax.insert("Ce");
    std::vector<std::string> parties, related;
    for (const model::Party& party : deal.parties) {
      if (party.group != "third") add_once(&parties, context->actor_name(party.actor.value));
    }
    for (const model::AgreementRelation& relation : deal.relations)
      related.push_back(spaced(relation.kind) + " " + r.agreements[relation.other].id);
    const CountryCodes* country = facts.country;
    const std::string title = context->words(deal.title);
    const auto declared = deal.declared ? bounds(deal.declared->value) : std::nullopt;
    row.text(country == nullptr ? "" : country->name).code("").code("").code("");
    row.text(country == nullptr ? "" : country->pax_region).code(deal.id);
    // The scheme has no column for it, so the title says that nobody reviewed the row.
    row.text(context->review(deal.id) == Review::Reviewed ? title : title + " [machine reading, unreviewed]");
    row.code(declared && declared->first == declared->second ? print_days(declared->first) : "");
    row.code(status_of(r, deal)).code(facts.below_country ? "IntraLocal" : "");
    row.code(stage == context->codes().kinds.end() ? "Oth" : stage->second.first);
    row.code(stage == context->codes().kinds.end() ? "" : stage->second.second);
    row.text(join(parties, "; ")).text(join(facts.third_parties, "; ")).text(join(related, "; "));
    row.code(country == nullptr ? "" : country->iso3).code("").code(country == nullptr ? "" : country->gw);
    row.code("").code("");
    for (std::size_t k = kIdentification; k < kColumns.size(); ++k)
      row.code(facts.pax.contains(std::string(kColumns[k].name)) ? "1" : "");
    row.end();
  }
}

}  // namespace hudna::exports
