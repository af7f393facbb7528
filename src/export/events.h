// Which incidents are events in the sense of UCDP and ACLED, and who did what to
// whom there? One reading of an incident that all event exports share, so that
// they agree. Only what is told as having happened, with a source, becomes an
// event; what is planned, denied, history or a lasting condition never does.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "export/context.h"

namespace hudna::exports {

struct EventSide {
  std::string name;      // canonical, names of private persons withheld
  model::ActorId actor;  // none when the words name nobody that the record knows
  model::ActorType type = model::ActorType::Unknown;
  model::Side side = model::Side::Unclear;
  bool alleged = false;  // only some speaker says so
};

struct Event {
  model::IncidentId id;
  const EventCodes* codes = nullptr;
  std::optional<EventSide> a, b;  // who did it, to whom; none: not reported
  std::vector<EventSide> others;
  bool civilian = false;  // the target is civilian
  model::PlaceId place;   // the best supported one; may be none
  double lat = 0, lon = 0;
  bool located = false, coarsened = false;
  const CountryCodes* country = nullptr;
  Days first, last;
  bool dated = false;
  std::optional<std::int64_t> low, best, high;  // deaths by the record's policy; all none: no deaths reported
  bool open_high = false;
  std::optional<std::int64_t> civilians, combatants;  // deaths of these, where reported apart
  std::optional<std::int64_t> conservative;           // ACLED: the lowest figure that a source gives
  std::optional<std::int64_t> injured;
  bool disputed = false;      // sources differ on the deaths
  bool only_claimed = false;  // no report states it in its own voice
};

// The event, or none with the reason in a few words.
std::optional<Event> make_event(const Context& context, model::IncidentId id, std::string* why_not);

// Precision codes (domain 4.3, record-model 2.5); 0 where the scheme has none for it.
int ucdp_where_prec(model::Precision precision);
int acled_geo_precision(model::Precision precision);
int ucdp_date_prec(const Event& event, const model::Period& period);        // 0: longer than a year
int acled_time_precision(const Event& event, const model::Period& period);  // 0: longer than a month

}  // namespace hudna::exports
