// PLOVER (domain 1.5): an object a line with PLOVER's field names. What is only planned, denied or possible
// is no event here, also where PLOVER has a mode for it.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "export/events.h"
#include "export/formats.h"

namespace hudna::exports {
namespace {

using Json = nlohmann::ordered_json;
constexpr std::string_view kFile = "events-plover.jsonl";

Json entity(const Context& context, const EventSide& side) {
  const ActorFacts& facts = context.actor_facts(side.actor);
  Json out;
  const std::string country =
      side.actor.valid() ? context.record().actors[side.actor].country : std::string();
  const CountryCodes* codes = context.codes().country(country);
  out["code"] = codes == nullptr ? "" : codes->iso3;
  out["sector"] = facts.sector.empty() ? context.codes().actor_type(side.type).sector : facts.sector;
  out["entity_text"] = side.name;
  out["identifier_id"] = facts.ucdp.empty() ? Json(nullptr) : Json(facts.ucdp);
  out["identifier_text"] = facts.ucdp.empty() ? Json(nullptr) : Json("UCDP actor");
  out["hudna_id"] = side.actor.valid() ? Json(context.record().actors[side.actor].id) : Json(nullptr);
  return out;
}

// PLOVER grades how well a place is resolved from 1, the best, to 5.
int resolution(model::Precision precision) {
  const int ucdp = ucdp_where_prec(precision);
  return ucdp == 0 || ucdp > 5 ? 5 : ucdp;
}

Json location(const Context& context, model::PlaceId id, bool located, double lat, double lon) {
  if (!id.valid()) return nullptr;
  const model::PlaceRow& place = context.record().places[id];
  const CountryCodes* country = context.codes().country(place.country);
  Json out;
  // A name rather than "the town".
  const auto& reported = place.names_as_reported;
  const auto named = std::find_if(reported.begin(), reported.end(), [](const std::string& text) {
    return !text.empty() && !(text[0] >= 'a' && text[0] <= 'z');
  });
  out["extracted_place"] = named == reported.end() ? place.name : *named;
  out["resolved_place"] = place.name;
  const std::string& geonames = context.place_facts(id).geonames;
  out["geonameid"] = geonames.empty() ? Json(nullptr) : Json(geonames);
  out["lat"] = located ? Json::parse(degrees(lat)) : Json(nullptr);
  out["lon"] = located ? Json::parse(degrees(lon)) : Json(nullptr);
  out["city"] = ucdp_where_prec(place.precision) == 1 ? Json(place.name) : Json(nullptr);
  out["district"] = place.admin2;
  out["province"] = place.admin1;
  out["country"] = country == nullptr ? "" : country->name;
  out["country_code"] = country == nullptr ? "" : country->iso3;
  out["feature_class"] = nullptr;
  out["feature_code"] = nullptr;
  out["resolution"] = resolution(place.precision);
  return out;
}

Json number(const std::optional<std::int64_t>& value) { return value ? Json(*value) : Json(nullptr); }

Json citations(const Context& context, const std::vector<model::StatementId>& statements) {
  Json out = Json::array();
  for (const model::StatementId id : statements) {
    const model::ReportRow& report = context.view().report_of(id);
    Json one;
    one["statement"] = context.record().statements[id].id;
    one["report"] = report.id;
    one["outlet"] = context.outlet(context.record().statements[id].report);
    one["date"] = report.published;
    one["url"] = report.url;
    const std::string& speaker = context.record().statements[id].speaker;
    one["said_by"] = speaker.empty() ? Json(nullptr) : Json(context.words(speaker));
    out.push_back(std::move(one));
  }
  return out;
}

void put(Context* context, Json event, const std::string& id,
         const std::vector<model::StatementId>& statements, const std::string& comment, Out* out) {
  Json quote = nullptr;
  if (context->settings().sharing != Sharing::Public) quote = context->quote(statements.front());
  event["link"] = urn(id);
  event["text"] = quote;
  event["text_info"] = nullptr;
  event["cite_info"] = citations(*context, statements);
  event["coder"] = context->coder(id);
  event["coded_date"] = nullptr;
  event["coded_time"] = nullptr;
  event["comment"] = comment;
  out->put(event.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n");
  out->count_row();
}

Json base_event(const std::string& id, const model::Period& time, const EventCodes& codes, Json actors,
                Json recipients, const std::string& text) {
  Json event;
  event["id"] = id;
  event["has_event"] = true;
  event["date"] = time.min.empty() ? Json(nullptr) : Json(time.min.substr(0, 10));
  // A clock time where the words give one: "2017-08-03T12:00".
  const std::size_t clock = time.edtf.find('T');
  event["time"] = clock == 10 ? Json(time.edtf.substr(11)) : Json(nullptr);
  event["enddate"] = time.max.empty() ? Json(nullptr) : Json(time.max.substr(0, 10));
  event["endtime"] = nullptr;
  event["actor"] = std::move(actors);
  event["recipient"] = std::move(recipients);
  event["event"] = codes.plover_event;
  event["event_loc"] = nullptr;
  event["event_text"] = text;
  event["quad_code"] = codes.quad;
  event["event_scale"] = nullptr;
  event["mode"] = codes.plover_mode.empty() ? Json(nullptr) : Json(codes.plover_mode);
  event["context"] = codes.context.empty() ? "military" : codes.context;
  return event;
}

void put_incident(Context* context, model::IncidentId id, Out* out) {
  const model::IncidentRow& in = context->record().incidents[id];
  std::string why;
  const auto event = make_event(*context, id, &why);
  if (!event) return context->leave_out(kFile, "incident", in.id, why);
  if (event->codes->plover_event.empty())
    return context->leave_out(kFile, "incident", in.id, "PLOVER has no event of the type " + in.type);
  if (!context->admit(kFile, "incident", in.id)) return;
  Json actors = Json::array(), recipients = Json::array();
  if (event->a) actors.push_back(entity(*context, *event->a));
  for (const EventSide& other : event->others) actors.push_back(entity(*context, other));
  if (event->b) recipients.push_back(entity(*context, *event->b));
  Json one = base_event(in.id, in.time.value, *event->codes, std::move(actors), std::move(recipients),
                        spaced(in.type));
  if (event->civilian && one["recipient"].empty()) {
    one["recipient"].push_back({{"code", event->country == nullptr ? "" : event->country->iso3},
                                {"sector", "CVL"},
                                {"entity_text", "civilians"},
                                {"identifier_id", nullptr},
                                {"identifier_text", nullptr},
                                {"hudna_id", nullptr}});
  }
  one["event_loc"] = location(*context, event->place, event->located, event->lat, event->lon);
  one["event_scale"] = {{"dead", number(event->best ? event->best : event->low)},
                        {"dead_low", number(event->low)},
                        {"dead_high", number(event->open_high ? std::nullopt : event->high)},
                        {"injured", number(event->injured)},
                        {"arrested", nullptr}};
  std::string comment = context->review_words(in.id) + "; EDTF " +
                        (in.time.value.edtf.empty() ? "unknown" : in.time.value.edtf);
  if (!event->codes->cameo.empty()) comment += "; CAMEO " + event->codes->cameo;
  if (event->a && event->a->alleged) comment += "; attribution alleged";
  if (event->only_claimed) comment += "; claimed only";
  if (in.aggregate) comment += "; a series told as one";
  if (event->coarsened) {
    comment += "; position coarsened";
    context->changed(kFile, "incident", in.id, "position of a sensitive site coarsened");
  }
  put(context, std::move(one), in.id, in.statements, comment, out);
}

void put_stage(Context* context, model::StageId id, Out* out) {
  const model::RecordParts& r = context->record();
  const model::StageRow& stage = r.stages[id];
  const auto codes = context->codes().stages.find(stage.type);
  if (codes == context->codes().stages.end() || codes->second.plover_event.empty())
    return context->leave_out(kFile, "stage", stage.id, "PLOVER has no event of the stage " + stage.type);
  const model::AgreementRow& deal = r.agreements[stage.agreement];
  if (stage.modality != model::Modality::Actual)
    return context->leave_out(kFile, "stage", stage.id, "told as " + std::string(name(stage.modality)));
  if (deal.standing == model::Standing::Background)
    return context->leave_out(kFile, "stage", stage.id, "history, told in passing");
  if (!context->admit(kFile, "stage", stage.id)) return;
  Json actors = Json::array(), recipients = Json::array();
  for (const model::Party& party : deal.parties) {
    const model::ActorRow& row = r.actors[party.actor.value];
    const EventSide side{context->actor_name(party.actor.value), party.actor.value, row.type, row.side,
                         false};
    (party.group == "B" ? recipients : actors).push_back(entity(*context, side));
  }
  Json one = base_event(stage.id, stage.time, codes->second, std::move(actors), std::move(recipients),
                        context->words(deal.title) + ": " + spaced(stage.type));
  one["context"] = "diplomatic";
  if (!deal.places.empty()) {
    const model::PlaceId place = deal.places.front().value;
    one["event_loc"] =
        location(*context, place, r.places[place].located, r.places[place].lat, r.places[place].lon);
  }
  std::string comment = context->review_words(stage.id) + "; EDTF " +
                        (stage.time.edtf.empty() ? "unknown" : stage.time.edtf) +
                        (stage.dated ? "" : " (the report's day)") + "; " + deal.id;
  if (!codes->second.cameo.empty()) comment += "; CAMEO " + codes->second.cameo;
  put(context, std::move(one), stage.id, stage.statements, comment, out);
}

}  // namespace

void write_events_plover(Context* context, Out* out) {
  const model::RecordParts& r = context->record();
  for (std::size_t i = 0; i < r.incidents.size(); ++i) put_incident(context, model::IncidentId(i), out);
  for (std::size_t i = 0; i < r.stages.size(); ++i) put_stage(context, model::StageId(i), out);
}

}  // namespace hudna::exports
