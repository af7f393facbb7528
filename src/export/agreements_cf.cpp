// ETH/PRIO ceasefires, header of domain 1.1. -1 is the codebook's unknown, 0 in a date its "not applicable";
// a purpose that no source gives stays empty, since silence is no 0. Columns that the copy we know does not
// decode stay empty.
#include <algorithm>
#include <array>

#include "export/agreements.h"
#include "export/formats.h"

namespace hudna::exports {
namespace {

constexpr std::string_view kFile = "agreements-cf.csv";
constexpr std::size_t kLinks = 35;

constexpr std::array kColumns = {
    Column{"cc", "integer", "#country+code+num"},
    Column{"cf_id"},
    Column{"uniq_id", "string", "#meta+id"},
    Column{"location", "string", "#country+name"},
    Column{"region", "string", "#region+name"},
    Column{"link", "integer"},
    Column{"ucdp_actor_id", "integer"},
    Column{"actor_name", "string", "#group+actor"},
    Column{"ucdp_acd_id", "integer"},
    Column{"ucdp_dyad", "integer"},
    Column{"pax_id", "integer"},
    Column{"cf_dec_yr", "integer", "#date+year+declared"},
    Column{"cf_dec_month", "integer"},
    Column{"cf_dec_day", "integer"},
    Column{"cf_effect_yr", "integer", "#date+year+effective"},
    Column{"cf_effect_month", "integer"},
    Column{"cf_effect_day", "integer"},
    Column{"evidence_onset", "string", "#meta+source"},
    Column{"side", "integer"},
    Column{"partial", "integer"},
    Column{"written", "integer"},
    Column{"fixed", "integer"},
    Column{"fixed_time"},
    Column{"nsa_frac", "integer"},
    Column{"p_humanitarian", "integer"},
    Column{"p_peaceprocess", "integer"},
    Column{"p_holiday", "integer"},
    Column{"p_election", "integer"},
    Column{"p_other", "integer"},
    Column{"p_other_comment"},
    Column{"p_unclear", "integer"},
    Column{"ceasefire_class", "integer"},
    Column{"timing", "integer"},
    Column{"cf_pp", "integer"},
    Column{"mediator_nego", "integer"},
    Column{"mediator_send"},
    Column{"implement", "integer"},
    Column{"enforcement", "integer"},
    Column{"ddr", "integer"},
    Column{"splinter", "integer"},
    Column{"ended", "integer"},
    Column{"end_yr", "integer", "#date+year+ended"},
    Column{"end_month", "integer"},
    Column{"end_day", "integer"},
    Column{"evidence_end"},
    Column{"comment", "string", "#description"},
    Column{"factivia_source"},
    Column{"factivia_page"},
    Column{"truce"},
    Column{"recentadditions"},
};

const std::vector<Column>& columns() {
  static const std::vector<std::string>& links = *[] {
    auto* out = new std::vector<std::string>;
    for (std::size_t i = 1; i <= kLinks; ++i) out->push_back("link_id" + std::to_string(i));
    return out;
  }();
  static const std::vector<Column>& all = *[] {
    auto* out = new std::vector<Column>(kColumns.begin(), kColumns.end());
    for (const std::string& link : links) out->push_back({link, "string", ""});
    out->push_back({"coder", "string", "#meta+coder"});
    out->push_back({"id", "string", "#meta+id+row"});
    return out;
  }();
  return all;
}

void put_date(const std::optional<model::Sourced<model::Period>>& time, bool never, CsvWriter* row) {
  if (never) {
    for (int i = 0; i < 3; ++i) row->number(std::int64_t{0});
    return;
  }
  const DateParts parts = time ? date_parts(time->value) : DateParts();
  for (const int part : {parts.year, parts.month, parts.day})
    row->number(std::int64_t{part == 0 ? -1 : part});
}

// Whole days of "P3D" or "PT48H"; empty for other forms.
std::string days_of(std::string_view iso) {
  const bool hours = iso.starts_with("PT") && iso.ends_with("H");
  if (!hours && !(iso.starts_with("P") && iso.ends_with("D"))) return std::string(iso);
  std::int64_t n = 0;
  for (const char c : iso.substr(hours ? 2 : 1, iso.size() - (hours ? 3 : 2))) {
    if (c < '0' || c > '9' || n > 100000) return std::string(iso);
    n = n * 10 + (c - '0');
  }
  return std::to_string(hours ? (n + 23) / 24 : n);
}

std::string comment(const Context& context, const model::AgreementRow& row, model::AgreementId id,
                    const AgreementFacts& facts) {
  std::vector<std::string> out;
  out.push_back("hudna " + row.id + ", " + context.review_words(row.id) + ", " + std::to_string(row.origins) +
                (row.origins == 1 ? " origin" : " origins"));
  const auto date = [&](const char* label, const std::optional<model::Sourced<model::Period>>& time) {
    if (time && date_parts(time->value).day == 0) out.push_back(std::string(label) + " " + time->value.edtf);
  };
  date("declared", row.declared), date("effective", row.effective), date("ended", row.ended);
  if (facts.denied_role) out.push_back("a role of a third party is denied by a source");
  for (const model::ContradictionId cx : context.contradictions_of(id)) {
    const model::ContradictionRow& line = context.record().contradictions[cx];
    std::string text = "Contradiction: " + context.words(line.about) + ": ";
    for (std::size_t i = 0; i < line.positions.size(); ++i) {
      text.append(i == 0 ? "" : " | ").append(context.words(line.positions[i].value));
      text.append(" (").append(context.outlets(line.positions[i].statements)).append(")");
    }
    out.push_back(text + " [" + line.id + "]");
  }
  return join(out, ". ") + ".";
}

}  // namespace

void write_agreements_cf(Context* context, Out* out) {
  CsvWriter row(out, columns(), context->settings().hxl);
  const model::RecordParts& r = context->record();
  for (std::size_t i = 0; i < r.agreements.size(); ++i) {
    const model::AgreementId id(i);
    const model::AgreementRow& deal = r.agreements[id];
    if (!admit_agreement(context, kFile, id)) continue;
    const AgreementFacts facts = agreement_facts(*context, id);
    // A row for each side that declares it; one without an actor when no side is reported.
    std::vector<const model::Party*> parties;
    for (const model::Party& party : deal.parties) {
      if (party.group != "third") parties.push_back(&party);
    }
    if (parties.empty()) {
      parties.push_back(nullptr);
      context->changed(kFile, "agreement", deal.id, "no side is reported: one row without an actor");
    }
    std::vector<std::string> links;
    bool extends = false;
    for (const model::AgreementRelation& relation : deal.relations) {
      extends = extends || relation.kind == "extends";
      if (links.size() < kLinks) links.push_back(r.agreements[relation.other].id);
    }
    if (deal.relations.size() > kLinks)
      context->changed(kFile, "agreement", deal.id, "more links than the 35 columns hold");
    std::vector<model::StatementId> onset;
    for (const auto* time : {&deal.declared, &deal.effective}) {
      if (*time) onset.insert(onset.end(), (*time)->statements.begin(), (*time)->statements.end());
    }
    std::sort(onset.begin(), onset.end());
    onset.erase(std::unique(onset.begin(), onset.end()), onset.end());
    const bool purpose = facts.cf.contains("p_humanitarian") || facts.cf.contains("p_peaceprocess") ||
                         facts.cf.contains("p_other");
    const bool never = facts.ended == "3";
    const bool implement = facts.cf.contains("implement");
    const bool stops = std::any_of(deal.provisions.begin(), deal.provisions.end(), [&](model::ProvisionId p) {
      return r.provisions[p].type == "cessation_of_hostilities";
    });
    const auto one = [](bool yes) { return std::string(yes ? "1" : ""); };
    const auto known = [](bool yes) { return std::string(yes ? "1" : "-1"); };
    std::size_t number = 0;
    for (const model::Party* party : parties) {
      const model::ActorId actor = party == nullptr ? model::ActorId() : party->actor.value;
      const ActorFacts& names = context->actor_facts(actor);
      row.code(facts.country == nullptr || facts.country->gw.empty() ? "-1" : facts.country->gw);
      row.code("").code(deal.id).text(facts.country == nullptr ? "" : facts.country->name);
      row.text(facts.country == nullptr ? "" : facts.country->ged_region).code(extends ? "1" : "-1");
      row.code(names.ucdp.empty() ? "-1" : names.ucdp);
      row.text(actor.valid() && !names.ucdp_name.empty() ? names.ucdp_name : context->actor_name(actor));
      row.code("-1").code("-1").code("");
      put_date(deal.declared, false, &row);
      put_date(deal.effective, never, &row);
      row.code(context->ids(onset));
      row.code(deal.laterality == "unilateral"     ? "1"
               : deal.laterality == "bilateral"    ? "2"
               : deal.laterality == "multilateral" ? "3"
                                                   : "-1");
      row.code(known(facts.below_country)).code(known(facts.signed_text)).code(known(deal.term.has_value()));
      row.text(deal.term ? days_of(deal.term->value.iso) : "").code("-1");
      row.code(one(facts.cf.contains("p_humanitarian"))).code(one(facts.cf.contains("p_peaceprocess")));
      row.code("").code("").code(one(facts.cf.contains("p_other"))).text(join(facts.other, ", "));
      row.code(one(!purpose));
      // Class 3, definitive, is left to a reviewer: one term on disarmament makes no definitive ceasefire.
      row.code(implement ? "2" : stops ? "1" : "-1").code("-1").code("-1");
      row.code(known(!facts.mediators.empty())).text(join(facts.mediators, ", "));
      row.code(known(implement)).code(facts.enforcement.empty() ? "-1" : facts.enforcement);
      row.code(known(facts.cf.contains("ddr"))).code("-1").code(facts.ended.empty() ? "-1" : facts.ended);
      put_date(deal.ended, false, &row);
      std::vector<model::StatementId> end = facts.ended_statements;
      if (deal.ended) end = deal.ended->statements;
      row.code(context->ids(end)).text(comment(*context, deal, id, facts));
      row.text(context->outlets(deal.statements)).code("").code("").code("");
      for (std::size_t k = 0; k < kLinks; ++k) row.code(k < links.size() ? links[k] : "");
      row.text(context->coder(deal.id)).code(deal.id + "." + std::to_string(++number)).end();
    }
  }
}

}  // namespace hudna::exports
