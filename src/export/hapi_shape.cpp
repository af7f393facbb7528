// HDX HAPI conflict events (domain 4.1): counts by month, district and type. The columns warning and error
// are used as HAPI uses them. Event types as in HAPI's own list (civilian_targeting, demonstration,
// political_violence); as there, an event against civilians counts in both of its rows.
#include <array>
#include <map>

#include "export/events.h"
#include "export/formats.h"

namespace hudna::exports {
namespace {

constexpr std::string_view kFile = "hapi-shape.csv";

constexpr std::array kColumns = {
    Column{"location_code", "string", "#country+code"},
    Column{"has_hrp", "boolean"},
    Column{"in_gho", "boolean"},
    Column{"provider_admin1_name", "string", "#adm1+name+provider"},
    Column{"provider_admin2_name", "string", "#adm2+name+provider"},
    Column{"admin1_code", "string", "#adm1+code"},
    Column{"admin1_name", "string", "#adm1+name"},
    Column{"admin2_code", "string", "#adm2+code"},
    Column{"admin2_name", "string", "#adm2+name"},
    Column{"admin_level", "integer"},
    Column{"event_type", "string", "#event+type"},
    Column{"events", "integer", "#event+num"},
    Column{"fatalities", "integer", "#affected+killed"},
    Column{"reference_period_start", "date", "#date+start"},
    Column{"reference_period_end", "date", "#date+end"},
    Column{"dataset_hdx_id"},
    Column{"resource_hdx_id"},
    Column{"warning"},
    Column{"error"},
};
static_assert(kColumns.size() == 19);

struct Key {
  std::string country, admin1, admin2, admin1_code, admin2_code, type, month;
  friend auto operator<=>(const Key&, const Key&) = default;
};

struct Cell {
  std::int64_t events = 0, deaths = 0, unreviewed = 0, uncounted = 0, claimed = 0;
};

}  // namespace

void write_hapi_shape(Context* context, Out* out) {
  CsvWriter row(out, kColumns, context->settings().hxl);
  const model::RecordParts& r = context->record();
  std::map<Key, Cell> cells;
  for (std::size_t i = 0; i < r.incidents.size(); ++i) {
    const model::IncidentId id(i);
    const model::IncidentRow& in = r.incidents[id];
    std::string why;
    const auto event = make_event(*context, id, &why);
    const auto no = [&](std::string_view reason) { context->leave_out(kFile, "incident", in.id, reason); };
    if (!event) {
      no(why);
      continue;
    }
    if (event->codes->hapi.empty()) {
      no("neither violence nor a demonstration");
      continue;
    }
    if (in.aggregate) {
      no("a series told as one: counting it as an event would be wrong");
      continue;
    }
    if (!event->dated || print_days(event->first).substr(0, 7) != print_days(event->last).substr(0, 7)) {
      no(event->dated ? "the date crosses months" : "no date is reported");
      continue;
    }
    if (event->country == nullptr) {
      no("no country is known");
      continue;
    }
    if (!context->admit(kFile, "incident", in.id)) continue;
    const model::PlaceRow& place = r.places[event->place];
    const PlaceFacts& codes = context->place_facts(event->place);
    Key key{event->country->iso3,
            place.admin1,
            place.admin2,
            codes.admin1_code,
            codes.admin2_code,
            event->codes->hapi == "demonstration" ? "demonstration" : "political_violence",
            print_days(event->first).substr(0, 7)};
    const auto add = [&] {
      Cell& cell = cells[key];
      ++cell.events;
      cell.deaths += event->conservative.value_or(0);
      cell.uncounted += !event->conservative && event->low ? 1 : 0;
      cell.unreviewed += context->review(in.id) == Review::Reviewed ? 0 : 1;
      cell.claimed += event->only_claimed ? 1 : 0;
    };
    add();
    if (event->civilian) {
      key.type = "civilian_targeting";
      add();
    }
  }
  for (const auto& [key, cell] : cells) {
    const auto first = find_days(key.month + "-01");
    if (!first) continue;
    const std::chrono::year_month_day day(*first);
    const Days last(std::chrono::year_month_day_last(day.year(), std::chrono::month_day_last(day.month())));
    std::string warning = "events in the reports read; silence is not absence";
    const auto say = [&](std::int64_t n, std::string_view what) {
      if (n > 0) warning += "; " + std::to_string(n) + " " + std::string(what);
    };
    say(cell.unreviewed, "unreviewed");
    say(cell.claimed, "claimed only");
    say(cell.uncounted, "with deaths that nobody counted");
    row.code(key.country).code("").code("").text(key.admin1).text(key.admin2).code(key.admin1_code);
    row.text(key.admin1).code(key.admin2_code).text(key.admin2);
    row.number(std::int64_t{!key.admin2.empty() ? 2 : !key.admin1.empty() ? 1 : 0}).code(key.type);
    row.number(cell.events).number(cell.deaths).code(print_days(*first)).code(print_days(last));
    row.code("").code("").text(warning).code("").end();
  }
}

}  // namespace hudna::exports
