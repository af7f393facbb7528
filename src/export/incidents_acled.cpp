// ACLED, header of domain 1.4. Rows are ours in ACLED's columns, never ACLED's: ids begin with HUD.
#include <algorithm>
#include <array>

#include "export/events.h"
#include "export/formats.h"
#include "export/reading_text.h"

namespace hudna::exports {
namespace {

constexpr std::string_view kFile = "incidents-acled.csv";

constexpr std::array kColumns = {
    Column{"event_id_cnty", "string", "#event+id"},
    Column{"event_date", "date", "#date+occurred"},
    Column{"year", "integer", "#date+year"},
    Column{"time_precision", "integer"},
    Column{"disorder_type"},
    Column{"event_type", "string", "#event+type"},
    Column{"sub_event_type", "string", "#event+type+sub"},
    Column{"actor1", "string", "#group+actor+a"},
    Column{"assoc_actor_1"},
    Column{"inter1", "integer"},
    Column{"actor2", "string", "#group+actor+b"},
    Column{"assoc_actor_2"},
    Column{"inter2", "integer"},
    Column{"interaction", "integer"},
    Column{"civilian_targeting"},
    Column{"iso", "integer", "#country+code+num"},
    Column{"region", "string", "#region+name"},
    Column{"country", "string", "#country+name"},
    Column{"admin1", "string", "#adm1+name"},
    Column{"admin2", "string", "#adm2+name"},
    Column{"admin3", "string", "#adm3+name"},
    Column{"location", "string", "#loc+name"},
    Column{"latitude", "number", "#geo+lat"},
    Column{"longitude", "number", "#geo+lon"},
    Column{"geo_precision", "integer", "#geo+precision"},
    Column{"source", "string", "#meta+source"},
    Column{"source_scale"},
    Column{"notes", "string", "#description"},
    Column{"fatalities", "integer", "#affected+killed"},
    Column{"tags"},
    Column{"timestamp", "integer"},
};
static_assert(kColumns.size() == 31);

struct Common {
  std::string id, iso3, date, place_name, admin1, admin2;
  const CountryCodes* country = nullptr;
  const model::PlaceRow* place = nullptr;
  bool located = false;
  double lat = 0, lon = 0;
  bool coarsened = false;
  Days day{};
  int time_precision = 0;
  std::vector<model::StatementId> statements;
};

std::string event_id(const Common& event) {
  // "in-1a2b…" becomes HUD-SYR-1a2b…, so that no id of ours looks like one of ACLED's.
  const std::size_t dash = event.id.find('-');
  return "HUD-" + (event.iso3.empty() ? "XXX" : event.iso3) + "-" +
         (dash == std::string::npos ? event.id : event.id.substr(dash + 1));
}

std::string disorder(std::string_view event_type) {
  if (event_type == "Protests") return "Demonstrations";
  if (event_type == "Riots") return "Demonstrations";
  if (event_type == "Strategic developments") return "Strategic developments";
  return "Political violence";
}

struct Side {
  std::string name, inter;
};

Side side_of(const Context& context, const std::optional<EventSide>& side) {
  if (!side) return {};
  const ActorTypeCodes& codes = context.codes().actor_type(side->type);
  return {side->name, codes.inter};
}

// ACLED joins both numbers, the smaller first; a lone actor has a zero behind it.
std::string interaction(const std::string& a, const std::string& b) {
  if (a.empty()) return b.empty() ? "" : b + "0";
  if (b.empty()) return a + "0";
  return a <= b ? a + b : b + a;
}

void put(Context* context, const Common& event, const std::string& type, const std::string& sub,
         const Side& a, const std::string& with_a, const Side& b, bool civilian, const std::string& notes,
         const std::optional<std::int64_t>& deaths, const std::string& tags, CsvWriter* row) {
  row->code(event_id(event)).code(print_days(event.day)).code(print_days(event.day).substr(0, 4));
  row->number(std::int64_t{event.time_precision}).code(disorder(type)).code(type).code(sub);
  row->text(a.name).text(with_a).code(a.inter).text(b.name).code("").code(b.inter).code(
      interaction(a.inter, b.inter));
  row->code(civilian ? "Civilian targeting" : "");
  row->code(event.country == nullptr ? "" : event.country->iso_number);
  row->text(event.country == nullptr ? "" : event.country->acled_region);
  row->text(event.country == nullptr ? "" : event.country->name);
  row->text(event.admin1).text(event.admin2).code("").text(event.place_name);
  row->code(event.located ? degrees(event.lat) : "").code(event.located ? degrees(event.lon) : "");
  const int precision = event.place == nullptr ? 0 : acled_geo_precision(event.place->precision);
  row->code(precision == 0 ? "" : std::to_string(event.coarsened ? std::max(precision, 2) : precision));
  row->text(context->outlets(event.statements)).code("").text(notes).number(deaths).text(tags).code("");
  row->end();
}

bool place_event(Context* context, const std::vector<model::Sourced<model::PlaceId>>& places, Common* out) {
  if (places.empty()) return false;
  out->place = &context->record().places[places.front().value];
  out->country = context->codes().country(out->place->country);
  out->iso3 = out->country == nullptr ? "" : out->country->iso3;
  out->place_name = out->place->name, out->admin1 = out->place->admin1, out->admin2 = out->place->admin2;
  out->located = out->place->located, out->lat = out->place->lat, out->lon = out->place->lon;
  return true;
}

std::string sources_note(Context* context, const Common& event) {
  std::string notes;
  const std::string speakers = context->speakers(event.statements);
  if (!speakers.empty()) notes += " According to " + speakers + ".";
  return notes + " [" + std::string(context->review_words(event.id)) + " machine reading; evidence " +
         context->ids(event.statements) + "]";
}

void put_incident(Context* context, model::IncidentId id, CsvWriter* row) {
  const model::IncidentRow& in = context->record().incidents[id];
  std::string why;
  const auto event = make_event(*context, id, &why);
  if (!event) return context->leave_out(kFile, "incident", in.id, why);
  if (event->codes->acled_event.empty())
    return context->leave_out(kFile, "incident", in.id, "ACLED has no event of the type " + in.type);
  if (!event->dated) return context->leave_out(kFile, "incident", in.id, "no date is reported");
  Common common;
  common.time_precision = acled_time_precision(*event, in.time.value);
  if (common.time_precision == 0)
    return context->leave_out(kFile, "incident", in.id, "the date is wider than a month");
  if (!place_event(context, in.places, &common))
    return context->leave_out(kFile, "incident", in.id, "no place is reported");
  if (!context->admit(kFile, "incident", in.id)) return;
  common.id = in.id;
  common.statements = in.statements;
  common.lat = event->lat, common.lon = event->lon, common.coarsened = event->coarsened;
  if (event->coarsened) context->changed(kFile, "incident", in.id, "position of a sensitive site coarsened");
  // Of a span the mid-point (domain 4.3).
  common.day = event->first + (event->last - event->first) / 2;

  const EventCodes& codes = *event->codes;
  std::string type = codes.acled_event, sub = codes.acled_sub;
  const bool state = event->a && context->codes().actor_type(event->a->type).force == Force::State;
  if (state && !codes.state_event.empty()) type = codes.state_event, sub = codes.state_sub;
  if (event->civilian && !codes.civilian_event.empty()) type = codes.civilian_event, sub = codes.civilian_sub;
  Side a = side_of(*context, event->a), b = side_of(*context, event->b);
  const std::string country = common.country == nullptr ? "" : " (" + common.country->name + ")";
  std::vector<std::string> with_a;
  const bool violent = disorder(type) == "Political violence";
  // Bodies that are no armed actors stand beside the actor (record-model 2.4).
  if (event->a && a.inter.empty() && !a.name.empty()) with_a.push_back(std::move(a.name)), a.name.clear();
  if (a.name.empty() && violent) a = {"Unidentified Armed Group" + country, "3"};
  if (event->b && b.inter.empty() && event->civilian) b = {};
  if (b.name.empty() && event->civilian) b = {"Civilians" + country, "7"};
  for (const EventSide& other : event->others) with_a.push_back(other.name);

  std::string notes = spaced(in.type) + (common.place_name.empty() ? "" : " at " + common.place_name);
  if (in.time.value.edtf.size() > 10) notes += ", " + in.time.value.edtf;
  notes += ".";
  notes[0] = static_cast<char>(notes[0] >= 'a' && notes[0] <= 'z' ? notes[0] - 'a' + 'A' : notes[0]);
  if (context->settings().sharing != Sharing::Public)
    notes += " \"" + context->quote(in.statements.front()) + "\"";
  if (!codes.note.empty()) notes += " Note: " + codes.note + ".";
  if (event->a && event->a->alleged) notes += " Attribution alleged, not established.";
  if (event->only_claimed) notes += " Claimed; no report states it in its own voice.";
  if (event->disputed) {
    notes += " Sources differ on the deaths: " + std::to_string(event->low.value_or(0)) + " to " +
             (event->high ? std::to_string(*event->high) : "open") + "; the lowest stands here.";
  }
  if (in.aggregate) notes += " Told as a series, not as one event.";
  if (!event->conservative && (event->low || event->best)) notes += " Number of deaths not stated.";
  for (const std::string& line : context->contradictions(in.id)) notes += " Contradiction: " + line + ".";
  std::vector<std::string> tags{context->review_words(in.id)};
  if (event->only_claimed) tags.emplace_back("claimed");
  for (const model::AgreementLink& link : in.links)
    add_once(&tags, spaced(link.relation) + ": " + context->record().agreements[link.agreement].id);
  put(context, common, type, sub, a, join(with_a, "; "), b, event->civilian && violent,
      notes + sources_note(context, common), event->conservative, join(tags, "; "), row);
}

void put_agreement(Context* context, model::StageId id, CsvWriter* row) {
  const model::RecordParts& r = context->record();
  const model::StageRow& stage = r.stages[id];
  const auto codes = context->codes().stages.find(stage.type);
  if (codes == context->codes().stages.end() || codes->second.acled_event.empty()) return;
  const model::AgreementRow& deal = r.agreements[stage.agreement];
  if (stage.modality != model::Modality::Actual)
    return context->leave_out(kFile, "stage", stage.id, "told as " + std::string(name(stage.modality)));
  if (deal.standing != model::Standing::Reported)
    return context->leave_out(kFile, "stage", stage.id,
                              "of an agreement that is told as " + std::string(name(deal.standing)));
  const auto days = bounds(stage.time);
  if (!stage.dated || !days) return context->leave_out(kFile, "stage", stage.id, "no date is reported");
  Event span;
  span.first = days->first, span.last = days->second;
  Common common;
  common.time_precision = acled_time_precision(span, stage.time);
  if (common.time_precision == 0)
    return context->leave_out(kFile, "stage", stage.id, "the date is wider than a month");
  if (!place_event(context, deal.places, &common))
    return context->leave_out(kFile, "stage", stage.id, "no place is reported");
  if (!context->admit(kFile, "stage", stage.id)) return;
  common.id = stage.id;
  common.statements = stage.statements;
  common.day = span.first + (span.last - span.first) / 2;
  Side a, b;
  std::vector<std::string> with;
  for (const model::Party& party : deal.parties) {
    const ActorTypeCodes& type = context->codes().actor_type(r.actors[party.actor.value].type);
    Side side{context->actor_name(party.actor.value), type.inter};
    if (party.group == "A" && a.name.empty())
      a = std::move(side);
    else if (party.group == "B" && b.name.empty())
      b = std::move(side);
    else
      with.push_back(std::move(side.name));
  }
  std::string notes = context->words(deal.title) + ": " + spaced(stage.type) + ".";
  put(context, common, codes->second.acled_event, codes->second.acled_sub, a, join(with, "; "), b, false,
      notes + sources_note(context, common), std::nullopt, context->review_words(stage.id) + "; " + deal.id,
      row);
}

}  // namespace

void write_incidents_acled(Context* context, Out* out) {
  CsvWriter row(out, kColumns, context->settings().hxl);
  const model::RecordParts& r = context->record();
  for (std::size_t i = 0; i < r.incidents.size(); ++i) put_incident(context, model::IncidentId(i), &row);
  for (std::size_t i = 0; i < r.stages.size(); ++i) put_agreement(context, model::StageId(i), &row);
}

}  // namespace hudna::exports
