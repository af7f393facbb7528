// UCDP GED, header of domain 1.3. UCDP ids stand only where data/actors knows them; conflict and dyad ids
// stay empty.
#include <algorithm>
#include <array>
#include <cmath>

#include "export/events.h"
#include "export/formats.h"

namespace hudna::exports {
namespace {

constexpr std::string_view kFile = "incidents-ged.csv";

constexpr std::array kColumns = {
    Column{"id", "integer", "#event+id"},
    Column{"relid", "string", "#event+id+text"},
    Column{"year", "integer", "#date+year"},
    Column{"active_year", "boolean"},
    Column{"code_status", "string", "#status"},
    Column{"type_of_violence", "integer", "#event+type"},
    Column{"conflict_dset_id", "integer"},
    Column{"conflict_new_id", "integer"},
    Column{"conflict_name"},
    Column{"dyad_dset_id", "integer"},
    Column{"dyad_new_id", "integer"},
    Column{"dyad_name"},
    Column{"side_a_dset_id", "integer"},
    Column{"side_a_new_id", "integer"},
    Column{"side_a", "string", "#group+actor+a"},
    Column{"side_b_dset_id", "integer"},
    Column{"side_b_new_id", "integer"},
    Column{"side_b", "string", "#group+actor+b"},
    Column{"number_of_sources", "integer", "#meta+source+num"},
    Column{"source_article", "string", "#meta+source"},
    Column{"source_office"},
    Column{"source_date"},
    Column{"source_headline"},
    Column{"source_original", "string", "#meta+source+original"},
    Column{"where_prec", "integer", "#geo+precision"},
    Column{"where_coordinates", "string", "#loc+name"},
    Column{"where_description"},
    Column{"adm_1", "string", "#adm1+name"},
    Column{"adm_2", "string", "#adm2+name"},
    Column{"latitude", "number", "#geo+lat"},
    Column{"longitude", "number", "#geo+lon"},
    Column{"geom_wkt"},
    Column{"priogrid_gid", "integer"},
    Column{"country", "string", "#country+name"},
    Column{"country_id", "integer"},
    Column{"region", "string", "#region+name"},
    Column{"event_clarity", "integer"},
    Column{"date_prec", "integer"},
    Column{"date_start", "date", "#date+occurred+start"},
    Column{"date_end", "date", "#date+occurred+end"},
    Column{"deaths_a", "integer"},
    Column{"deaths_b", "integer"},
    Column{"deaths_civilians", "integer", "#affected+killed+civilians"},
    Column{"deaths_unknown", "integer"},
    Column{"best", "integer", "#affected+killed"},
    Column{"high", "integer", "#affected+killed+max"},
    Column{"low", "integer", "#affected+killed+min"},
    Column{"gwnoa", "integer"},
    Column{"gwnob", "integer"},
};
static_assert(kColumns.size() == 49);

// GED numbers its events; ours is the number that the digits of the id stand for, the same for good.
std::string number_of(std::string_view id) {
  std::uint64_t out = 0;
  for (const char c : id.substr(std::min<std::size_t>(3, id.size()))) {
    const int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    if (digit < 0) return "";
    // Twelve digits of sixteen fit into every integer type, also a double's.
    if (out >= (std::uint64_t{1} << 44)) break;
    out = out * 16 + static_cast<std::uint64_t>(digit);
  }
  return std::to_string(out);
}

// PRIO-GRID: cells of half a degree, 720 a row, counted from the south-west corner.
std::string priogrid(double lat, double lon) {
  if (lat < -90 || lat >= 90 || lon < -180 || lon >= 180) return "";
  const auto row = static_cast<int>(std::floor((lat + 90) * 2)),
             column = static_cast<int>(std::floor((lon + 180) * 2));
  return std::to_string(row * 720 + column + 1);
}

// 1 a state against an organised group, 2 two groups, 3 an actor against civilians; empty when a side is
// unknown.
std::string violence_type(const Context& context, const Event& event) {
  const auto force = [&](const std::optional<EventSide>& side) {
    return side ? context.codes().actor_type(side->type).force : Force::None;
  };
  const Force a = force(event.a), b = force(event.b);
  const bool organised = a == Force::State || a == Force::Group;
  if (!organised) return "";
  if (event.civilian) return "3";
  if (b == Force::State || b == Force::Group) return a == Force::Group && b == Force::Group ? "2" : "1";
  return "";
}

void put_side(Context* context, const std::optional<EventSide>& side, bool civilians, CsvWriter* row) {
  const std::string ucdp =
      side && side->actor.valid() ? context->actor_facts(side->actor).ucdp : std::string();
  row->code(ucdp).code(ucdp);
  if (side) {
    const std::string& known = side->actor.valid() ? context->actor_facts(side->actor).ucdp_name : side->name;
    row->text(known.empty() ? side->name : known);
  } else {
    row->text(civilians ? "Civilians" : "");
  }
}

std::string gw_of(const Context& context, const std::optional<EventSide>& side) {
  if (!side || !side->actor.valid() || context.codes().actor_type(side->type).force != Force::State)
    return "";
  const CountryCodes* country = context.codes().country(context.record().actors[side->actor].country);
  return country == nullptr ? "" : country->gw;
}

}  // namespace

void write_incidents_ged(Context* context, Out* out) {
  CsvWriter row(out, kColumns, context->settings().hxl);
  const model::RecordParts& r = context->record();
  for (std::size_t i = 0; i < r.incidents.size(); ++i) {
    const model::IncidentId id(i);
    const model::IncidentRow& in = r.incidents[id];
    std::string why;
    const auto event = make_event(*context, id, &why);
    if (!event) {
      context->leave_out(kFile, "incident", in.id, why);
      continue;
    }
    if (event->low.value_or(0) < 1 && event->best.value_or(0) < 1 && event->high.value_or(0) < 1) {
      context->leave_out(kFile, "incident", in.id,
                         "no death is reported (UCDP takes events with one death or more)");
      continue;
    }
    const int date_prec = event->dated ? ucdp_date_prec(*event, in.time.value) : 0;
    if (date_prec == 0) {
      context->leave_out(kFile, "incident", in.id,
                         event->dated ? "the date is wider than a year" : "no date is reported");
      continue;
    }
    if (!context->admit(kFile, "incident", in.id)) continue;
    if (event->coarsened)
      context->changed(kFile, "incident", in.id, "position of a sensitive site coarsened");
    if (event->open_high)
      context->changed(kFile, "incident", in.id, "no upper figure is reported: high is empty");

    const model::PlaceRow* place = event->place.valid() ? &r.places[event->place] : nullptr;
    std::string articles, dates, titles;
    std::vector<std::string> named;
    for (const model::ReportId report : in.reports) {
      const model::ReportRow& source = r.reports[report];
      const auto add = [](std::string* to, const std::string& what) {
        to->append(to->empty() ? "" : ";").append(what);
      };
      add(&articles, "\"" + context->outlet(report) + "," + source.published + "," +
                         context->words(source.title) + "\"");
      add(&dates, source.published);
      add(&titles, context->words(source.title));
    }
    if (place != nullptr) {
      for (const std::string& name : place->names_as_reported) add_once(&named, name);
    }
    // Deaths of combatants are not told apart by side in the record, so they stay unknown.
    const std::int64_t best = event->best ? *event->best : event->low.value_or(0);
    const bool counted = event->best || event->low;
    const std::int64_t civilians = std::min(event->civilians.value_or(0), best);
    row.code(number_of(in.id)).code(in.id).code(print_days(event->first).substr(0, 4)).code("");
    row.text("hudna candidate, " + context->review_words(in.id) +
             (event->only_claimed ? ", as claimed" : ""));
    row.code(violence_type(*context, *event)).code("").code("").code("").code("").code("");
    row.text(event->a && (event->b || event->civilian)
                 ? event->a->name + " - " + (event->b ? event->b->name : "Civilians")
                 : "");
    put_side(context, event->a, false, &row);
    put_side(context, event->b, event->civilian, &row);
    row.number(static_cast<std::int64_t>(in.origins)).text(articles).text(context->outlets(in.statements));
    row.text(dates).text(titles).text(context->speakers(in.statements));
    const int where = place == nullptr ? 0 : ucdp_where_prec(place->precision);
    row.code(where == 0 ? "" : std::to_string(event->coarsened ? std::max(where, 2) : where));
    row.text(place == nullptr ? "" : place->name).text(join(named, "; "));
    row.text(place == nullptr ? "" : place->admin1).text(place == nullptr ? "" : place->admin2);
    const std::string lat = event->located ? degrees(event->lat) : "",
                      lon = event->located ? degrees(event->lon) : "";
    row.code(lat).code(lon).code(event->located ? "POINT (" + lon + " " + lat + ")" : "");
    row.code(event->located ? priogrid(event->lat, event->lon) : "");
    row.text(event->country == nullptr ? "" : event->country->ged);
    row.code(event->country == nullptr ? "" : event->country->gw);
    row.text(event->country == nullptr ? "" : event->country->ged_region);
    row.number(std::int64_t{in.aggregate || event->only_claimed ? 2 : 1}).number(std::int64_t{date_prec});
    row.code(print_days(event->first)).code(print_days(event->last));
    // Sides' losses are not reported apart: empty, not zero.
    row.code("").code("").number(event->civilians ? std::optional(civilians) : std::nullopt);
    row.number(counted ? std::optional(best - civilians) : std::nullopt);
    row.number(counted ? std::optional(best) : std::nullopt);
    row.number(event->open_high ? std::nullopt : event->high).number(event->low);
    row.code(gw_of(*context, event->a)).code(gw_of(*context, event->b));
    row.end();
  }
}

}  // namespace hudna::exports
