// The ledger is ours: who must do what until when, and what is known of it on the chosen day.
#include <array>

#include "export/formats.h"

namespace hudna::exports {
namespace {

constexpr std::string_view kFile = "ledger.csv";

constexpr std::array kColumns = {
    Column{"agreement", "string", "#meta+id+agreement"},
    Column{"agreement_title", "string", "#description+agreement"},
    Column{"provision", "string", "#meta+id"},
    Column{"type", "string", "#event+type"},
    Column{"modality"},
    Column{"text_status"},
    Column{"obligor", "string", "#group+actor"},
    Column{"object", "string", "#description+object"},
    Column{"quantity"},
    Column{"quantity_low", "integer", "#affected+min"},
    Column{"quantity_best", "integer", "#affected"},
    Column{"quantity_high", "integer", "#affected+max"},
    Column{"place", "string", "#loc+name"},
    Column{"place_pcode", "string", "#loc+code"},
    Column{"duration"},
    Column{"due", "string", "#date+due"},
    Column{"due_start", "date"},
    Column{"due_end", "date"},
    Column{"hardness"},
    Column{"compliance", "string", "#status"},
    Column{"compliance_reported", "boolean"},
    Column{"compliance_statements"},
    Column{"as_of", "date", "#date+asof"},
    Column{"pam", "integer"},
    Column{"origins", "integer"},
    Column{"sources", "string", "#meta+source"},
    Column{"said_by"},
    Column{"first_evidence", "date", "#date+reported+first"},
    Column{"last_evidence", "date", "#date+reported+last"},
    Column{"statements"},
    Column{"contradictions"},
    Column{"review", "string", "#status+review"},
    Column{"link", "string", "#meta+url"},
};

// Peace Accords Matrix (domain 1.6): 0 not initiated, 1 minimum, 2 intermediate, 3 full. Silence has no
// grade, and "not initiated" needs a source that says so.
std::string pam(const TermState& term) {
  if (!term.reported) return "";
  switch (term.state) {
    case model::Compliance::Fulfilled:
    case model::Compliance::FulfilledLate:
      return "3";
    case model::Compliance::Partial:
      return "2";
    case model::Compliance::InProgress:
      return "1";
    default:
      return "";
  }
}

}  // namespace

void write_ledger(Context* context, Out* out) {
  CsvWriter row(out, kColumns, context->settings().hxl);
  const model::RecordParts& r = context->record();
  for (std::size_t i = 0; i < r.provisions.size(); ++i) {
    const model::ProvisionId id(i);
    const model::ProvisionRow& term = r.provisions[id];
    if (!context->admit(kFile, "provision", term.id)) continue;
    const TermState& state = context->term(id);
    std::vector<std::string> obligors, objects, places, pcodes, figures;
    for (const auto& actor : term.obligors) add_once(&obligors, context->actor_name(actor.value));
    for (const auto& object : term.objects) add_once(&objects, context->words(object.value));
    for (const auto& place : term.places) {
      add_once(&places, context->place_name(place.value));
      const std::string& pcode = context->place_facts(place.value).pcode;
      if (!pcode.empty()) add_once(&pcodes, pcode);
    }
    for (const model::FigureSet& set : term.figures) {
      for (const model::Figure& figure : set.figures) add_once(&figures, context->words(figure.text));
    }
    const model::FigureSet* first = term.figures.empty() ? nullptr : &term.figures.front();
    const model::DeadlineRow* due = term.deadlines.empty() ? nullptr : &r.deadlines[term.deadlines.front()];
    const auto [seen_first, seen_last] = context->seen(term.statements);
    row.code(r.agreements[term.agreement].id).text(context->words(r.agreements[term.agreement].title));
    row.code(term.id).code(term.type).code(name(term.modality)).code(term.text_status);
    row.text(join(obligors, "; ")).text(join(objects, "; ")).text(join(figures, "; "));
    row.number(first == nullptr ? std::nullopt : first->low)
        .number(first == nullptr ? std::nullopt : first->best);
    row.number(first == nullptr || first->open_high ? std::nullopt : first->high);
    row.text(join(places, "; ")).code(join(pcodes, " ")).code(term.duration ? term.duration->value.iso : "");
    row.code(due == nullptr ? "" : due->due.edtf).code(due == nullptr ? "" : due->due.min.substr(0, 10));
    row.code(due == nullptr ? "" : due->due.max.substr(0, 10))
        .code(due == nullptr ? "" : name(due->hardness));
    row.code(name(state.state)).code(state.reported ? "true" : "false").code(context->ids(state.statements));
    row.code(context->settings().as_of).code(pam(state)).number(static_cast<std::int64_t>(term.origins));
    row.text(context->outlets(term.statements)).text(context->speakers(term.statements));
    row.code(seen_first).code(seen_last).code(context->ids(term.statements));
    row.text(join(context->contradictions(term.id), " / ")).text(context->review_words(term.id));
    row.code(urn(term.id)).end();
  }
}

}  // namespace hudna::exports
