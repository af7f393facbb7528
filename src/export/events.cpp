#include "export/events.h"

#include <algorithm>
#include <cmath>

namespace hudna::exports {
namespace {

using model::SlotName;
using model::StatementId;

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

// A word or phrase of the list stands in the text, on word boundaries.
bool has_word(std::string_view text, const std::vector<std::string>& list) {
  const std::string low = lower(text);
  for (const std::string& word : list) {
    for (std::size_t at = low.find(word); at != std::string::npos; at = low.find(word, at + 1)) {
      const auto letter = [&](std::size_t i) { return i < low.size() && low[i] >= 'a' && low[i] <= 'z'; };
      if ((at == 0 || !letter(at - 1)) && !letter(at + word.size())) return true;
    }
  }
  return false;
}

bool civilian_category(std::string_view category) {
  return !category.empty() && category != "unknown" && !category.starts_with("combatant");
}

EventSide side_of(const Context& context, model::ActorId id, bool alleged) {
  const model::ActorRow& row = context.record().actors[id];
  return {context.actor_name(id), id, row.type, row.side, alleged};
}

void read_sides(const Context& context, const model::IncidentRow& row, Event* out) {
  for (const model::Perpetrator& who : row.perpetrators) {
    if (who.denied) continue;
    const EventSide side = side_of(context, who.actor.value,
                                   who.attribution == model::Attribution::Alleged ||
                                       who.attribution == model::Attribution::ClaimedByActor);
    if (!out->a) out->a = side;
    // Two that fight each other stand both in the actor's place ("rebels and the army clashed").
    else if (!out->b && side.side != out->a->side && side.side != model::Side::Unclear &&
             out->a->side != model::Side::Unclear)
      out->b = side;
    else
      out->others.push_back(side);
  }
  for (const auto& target : row.targets) {
    if (has_word(target.value, context.codes().civilian_words)) out->civilian = true;
  }
  for (const StatementId id : row.statements) {
    for (const model::Slot& slot : context.view().statement(id).slots) {
      const auto* actor = std::get_if<model::ActorValue>(&slot.value);
      if (slot.name != SlotName::Target || actor == nullptr) continue;
      const Force force = context.codes().actor_type(actor->type).force;
      if (force == Force::Civilian) {
        out->civilian = true;
      } else if (force != Force::None && !actor->name.empty() && !out->b) {
        EventSide side{context.words(actor->name), model::ActorId(), actor->type, actor->side, false};
        if (!out->a || side.name != out->a->name) out->b = side;
      }
    }
  }
  // An armed side that is hit is the other side, whatever stands near it.
  if (out->b && context.codes().actor_type(out->b->type).force != Force::None) out->civilian = false;
}

// ACLED's figure for one that a source gives: the number that surely holds.
std::optional<std::int64_t> conservative_figure(const Context& context, const model::Figure& figure) {
  const model::Quantity& q = figure.quantity;
  if (q.op == model::QuantityOp::Vague) {
    for (const VagueNumber& word : context.codes().vague) {
      if (has_word(figure.text, {word.word})) return word.figure;
    }
    return std::nullopt;
  }
  if (q.op == model::QuantityOp::Less || q.op == model::QuantityOp::AtMost) return 0;
  return q.low ? q.low : q.best;
}

void read_deaths(const Context& context, const model::IncidentRow& row, Event* out) {
  const model::FigureSet* total = nullptr;
  std::int64_t parts_low = 0, parts_best = 0, parts_high = 0;
  bool any_part = false, part_open = false;
  std::int64_t other_civilians = 0, later = 0;
  bool any_other_civilian = false;
  for (const model::FigureSet& set : row.figures) {
    if (set.slot == SlotName::Injured || set.effect == model::Effect::Injured) {
      if (set.best || set.low)
        out->injured = out->injured.value_or(0) + set.best.value_or(set.low.value_or(0));
      continue;
    }
    if (set.slot != SlotName::Deaths && set.effect != model::Effect::Killed) continue;
    if (set.category == model::kDiedOfWounds) {
      later += set.best.value_or(set.low.value_or(0));
      continue;
    }
    out->disputed = out->disputed || set.agreement == model::Accord::Conflict;
    for (const model::Figure& figure : set.figures) {
      const auto low = conservative_figure(context, figure);
      // Figures of one group among the dead are no count of the dead.
      if (low && !civilian_category(set.category) && (!out->conservative || *low < *out->conservative))
        out->conservative = low;
    }
    const std::optional<std::int64_t> best = set.best ? set.best : set.low;
    if (set.category.empty() || set.category == "unknown") {
      if (total == nullptr || best.value_or(0) > total->best.value_or(total->low.value_or(0))) total = &set;
      continue;
    }
    if (set.category == "civilian")
      out->civilians = best;
    else if (set.category.starts_with("combatant")) {
      if (best) out->combatants = out->combatants.value_or(0) + *best;
    } else if (best) {
      other_civilians += *best, any_other_civilian = true;
    }
    // Women and children are counted among the civilians; where these are given, they add nothing.
    any_part = true;
    part_open = part_open || set.open_high;
    if (set.category == "civilian" || set.category.starts_with("combatant")) {
      parts_low += set.low.value_or(0), parts_best += best.value_or(0);
      parts_high += set.high.value_or(best.value_or(0));
    }
  }
  if (!out->civilians && any_other_civilian) {
    out->civilians = other_civilians;
    parts_low += other_civilians, parts_best += other_civilians, parts_high += other_civilians;
  }
  if (total != nullptr) {
    out->low = total->low, out->best = total->best, out->high = total->high;
    out->open_high = total->open_high;
  } else if (any_part) {
    out->low = parts_low, out->best = parts_best;
    if (!part_open) out->high = parts_high;
    out->open_high = part_open;
  }
  if (!out->conservative && any_part && total == nullptr) out->conservative = out->low;
  // Who died of wounds comes on top; the lowest count may be of the day itself, the highest of a later one
  // that has them.
  if (later == 0) return;
  if (!out->low) out->low = out->best ? *out->best : later;
  const std::int64_t all = out->best.value_or(0) + later;
  if (out->high) out->high = std::max(*out->high, all);
  out->best = all;
}

void read_place(const Context& context, const model::IncidentRow& row, Event* out) {
  if (row.places.empty()) return;
  out->place = row.places.front().value;
  const model::PlaceRow& place = context.record().places[out->place];
  out->country = context.codes().country(place.country);
  out->located = place.located;
  out->lat = place.lat, out->lon = place.lon;
  if (context.internal() || !out->located) return;
  // The position of a town says little about a site in it.
  const bool fine =
      place.precision == model::Precision::Site || place.precision == model::Precision::Neighbourhood;
  bool sensitive = has_word(place.name, context.codes().sensitive_words);
  for (const auto& target : row.targets)
    sensitive = sensitive || has_word(target.value, context.codes().sensitive_words);
  if (!sensitive || !fine) return;
  out->lat = std::round(out->lat * 10) / 10, out->lon = std::round(out->lon * 10) / 10;
  out->coarsened = true;
}

}  // namespace

std::optional<Event> make_event(const Context& context, model::IncidentId id, std::string* why_not) {
  const model::IncidentRow& row = context.record().incidents[id];
  const auto no = [&](std::string why) {
    *why_not = std::move(why);
    return std::nullopt;
  };
  if (row.denied) return no("told only as something that did not happen");
  if (row.modality != model::Modality::Actual)
    return no("told as " + std::string(name(row.modality)) + ", not as happened");
  if (row.statements.empty()) return no("no source");
  if (row.condition) return no("a lasting condition, no event");
  Event out;
  out.id = id;
  out.codes = context.codes().incident(row.type);
  if (out.codes == nullptr) return no("the type " + row.type + " has no code in event data");
  read_sides(context, row, &out);
  read_deaths(context, row, &out);
  read_place(context, row, &out);
  if (const auto days = bounds(row.time.value))
    out.first = days->first, out.last = days->second, out.dated = true;
  out.only_claimed = std::all_of(row.statements.begin(), row.statements.end(), [&](StatementId s) {
    return !context.record().statements[s].speaker.empty();
  });
  return out;
}

int ucdp_where_prec(model::Precision precision) {
  switch (precision) {
    case model::Precision::Site:
    case model::Precision::Neighbourhood:
    case model::Precision::Settlement:
      return 1;
    case model::Precision::Near:
      return 2;
    case model::Precision::Subdistrict:
    case model::Precision::District:
      return 3;
    case model::Precision::Governorate:
      return 4;
    case model::Precision::Linear:
    case model::Precision::MultiArea:
      return 5;
    case model::Precision::Country:
      return 6;
    case model::Precision::WaterAir:
      return 7;
    case model::Precision::Unknown:
      break;
  }
  return 0;
}

int acled_geo_precision(model::Precision precision) {
  switch (precision) {
    case model::Precision::Site:
    case model::Precision::Neighbourhood:
    case model::Precision::Settlement:
      return 1;
    case model::Precision::Near:
    case model::Precision::Subdistrict:
    case model::Precision::District:
    case model::Precision::Linear:
      return 2;
    case model::Precision::Governorate:
    case model::Precision::MultiArea:
    case model::Precision::Country:
    case model::Precision::WaterAir:
      return 3;
    case model::Precision::Unknown:
      break;
  }
  return 0;
}

int ucdp_date_prec(const Event& event, const model::Period& period) {
  const int days = static_cast<int>((event.last - event.first).count()) + 1;
  if (days == 1) return is_uncertain(period) ? 2 : 1;
  if (days <= 6) return 2;
  if (days == 7) return 3;
  if (days <= 31) return 4;
  return days <= 366 ? 5 : 0;
}

int acled_time_precision(const Event& event, const model::Period& period) {
  const int days = static_cast<int>((event.last - event.first).count()) + 1;
  if (days == 1) return is_uncertain(period) ? 2 : 1;
  if (days <= 7) return 2;
  return days <= 31 ? 3 : 0;
}

}  // namespace hudna::exports
