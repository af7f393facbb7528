// RFC 7946: places at their honest precision, and the zones of agreements. Properties are flat, with the EDTF
// text beside plain ISO days, so that QGIS and Kepler read them.
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <set>

#include "export/events.h"
#include "export/formats.h"

namespace hudna::exports {
namespace {

using Json = nlohmann::ordered_json;

struct Point {
  double lon = 0, lat = 0;
  friend auto operator<=>(const Point&, const Point&) = default;
};

Json position(Point p) { return Json::array({Json::parse(degrees(p.lon)), Json::parse(degrees(p.lat))}); }

double cross(Point o, Point a, Point b) {
  return (a.lon - o.lon) * (b.lat - o.lat) - (a.lat - o.lat) * (b.lon - o.lon);
}

// Andrew's monotone chain: counter-clockwise, as RFC 7946 wants the outer ring.
std::vector<Point> hull(std::vector<Point> points) {
  std::sort(points.begin(), points.end());
  points.erase(std::unique(points.begin(), points.end()), points.end());
  if (points.size() < 3) return points;
  std::vector<Point> out(2 * points.size());
  std::size_t n = 0;
  const auto add = [&](Point p, std::size_t keep) {
    while (n >= keep && cross(out[n - 2], out[n - 1], p) <= 0) --n;
    out[n++] = p;
  };
  for (const Point p : points) add(p, 2);
  const std::size_t lower = n + 1;
  for (std::size_t i = points.size() - 1; i > 0; --i) add(points[i - 1], lower);
  out.resize(n - 1);
  return out;
}

Json geometry(const std::vector<Point>& points, std::string* method) {
  const std::vector<Point> ring = hull(points);
  Json out;
  if (ring.empty()) return nullptr;
  if (ring.size() == 1) {
    *method = "point_of_member";
    out["type"] = "Point";
    out["coordinates"] = position(ring[0]);
    return out;
  }
  Json line = Json::array();
  for (const Point p : ring) line.push_back(position(p));
  *method = "hull_of_members";
  if (ring.size() == 2) {
    out["type"] = "LineString";
    out["coordinates"] = std::move(line);
    return out;
  }
  line.push_back(position(ring[0]));
  out["type"] = "Polygon";
  out["coordinates"] = Json::array({std::move(line)});
  return out;
}

// How far the true spot may lie from the coordinates, in kilometres: the classes of UCDP and ACLED in round
// numbers, for drawing areas instead of pins.
int spread_km(model::Precision precision) {
  switch (precision) {
    case model::Precision::Site:
    case model::Precision::Neighbourhood:
      return 1;
    case model::Precision::Settlement:
      return 5;
    case model::Precision::Near:
      return 25;
    case model::Precision::Subdistrict:
      return 25;
    case model::Precision::District:
      return 50;
    case model::Precision::Governorate:
    case model::Precision::Linear:
    case model::Precision::MultiArea:
      return 100;
    default:
      return 500;
  }
}

class Features {
 public:
  explicit Features(Context* context, Out* out, std::string_view file) : out_(out) {
    Json about;
    about["generator"] = context->settings().tool;
    about["inputs_sha256"] = context->inputs();
    about["sharing"] = name(context->settings().sharing);
    about["as_of"] = context->settings().as_of;
    about["credit"] = "Places: GeoNames (CC BY 4.0)";
    out_->put("{\"type\":\"FeatureCollection\",\"name\":\"" + std::string(file) + "\",\"hudna\":" +
              about.dump(-1, ' ', false, Json::error_handler_t::replace) + ",\"features\":[");
  }
  void add(const std::string& id, Json where, Json properties) {
    Json feature;
    feature["type"] = "Feature";
    feature["id"] = id;
    feature["geometry"] = std::move(where);
    feature["properties"] = std::move(properties);
    out_->put(std::string(first_ ? "\n" : ",\n") +
              feature.dump(-1, ' ', false, Json::error_handler_t::replace));
    out_->count_row();
    first_ = false;
  }
  void end() { out_->put("\n]}\n"); }

 private:
  Out* out_;
  bool first_ = true;
};

}  // namespace

void write_places(Context* context, Out* out) {
  constexpr std::string_view kFile = "places.geojson";
  const model::RecordParts& r = context->record();
  // What happened where, of the rows that may go out.
  struct Use {
    std::vector<std::string> agreements, incidents;
    std::string first, last;
    bool sensitive = false;
  };
  std::vector<Use> uses(r.places.size());
  const auto may = [&](const std::string& id) { return context->may(id); };
  for (std::size_t i = 0; i < r.agreements.size(); ++i) {
    const model::AgreementRow& row = r.agreements[model::AgreementId(i)];
    if (!may(row.id)) continue;
    for (const auto& place : row.places) uses[place.value.index()].agreements.push_back(row.id);
  }
  for (std::size_t i = 0; i < r.incidents.size(); ++i) {
    const model::IncidentRow& row = r.incidents[model::IncidentId(i)];
    std::string why;
    const auto event = may(row.id) ? make_event(*context, model::IncidentId(i), &why) : std::nullopt;
    if (!event) continue;
    for (const auto& place : row.places) {
      Use& use = uses[place.value.index()];
      use.incidents.push_back(row.id);
      use.sensitive = use.sensitive || event->coarsened;
      if (!event->dated) continue;
      const std::string first = print_days(event->first), last = print_days(event->last);
      if (use.first.empty() || first < use.first) use.first = first;
      if (last > use.last) use.last = last;
    }
  }
  Features features(context, out, "places");
  for (std::size_t i = 0; i < r.places.size(); ++i) {
    const model::PlaceId id(i);
    const model::PlaceRow& row = r.places[id];
    const Use& use = uses[i];
    if (use.agreements.empty() && use.incidents.empty()) {
      context->leave_out(kFile, "place", row.id, "no event or agreement there that goes out");
      continue;
    }
    if (!row.located) context->changed(kFile, "place", row.id, "not located: no geometry");
    // Only sensitive sites are there: then the place itself is coarse.
    const bool coarse = use.sensitive && use.agreements.empty();
    Point at{row.lon, row.lat};
    if (coarse) {
      at.lon = std::round(at.lon * 10) / 10, at.lat = std::round(at.lat * 10) / 10;
      context->changed(kFile, "place", row.id, "position of a sensitive site coarsened");
    }
    Json where = nullptr;
    if (row.located) where = {{"type", "Point"}, {"coordinates", position(at)}};
    const PlaceFacts& facts = context->place_facts(id);
    Json p;
    p["name"] = row.name;
    p["names_as_reported"] = join(row.names_as_reported, "; ");
    p["precision"] = name(row.precision);
    p["geometry_means"] = ucdp_where_prec(row.precision) == 1 && !coarse ? "point" : "centre of an area";
    p["spread_km"] = coarse ? std::max(10, spread_km(row.precision)) : spread_km(row.precision);
    p["ucdp_where_prec"] =
        ucdp_where_prec(row.precision) == 0 ? Json(nullptr) : Json(ucdp_where_prec(row.precision));
    p["acled_geo_precision"] =
        acled_geo_precision(row.precision) == 0 ? Json(nullptr) : Json(acled_geo_precision(row.precision));
    p["country"] = row.country;
    p["admin1"] = row.admin1;
    p["admin2"] = row.admin2;
    p["geonames"] = facts.geonames.empty() ? Json(nullptr) : Json(facts.geonames);
    p["pcode"] = facts.pcode.empty() ? Json(nullptr) : Json(facts.pcode);
    p["admin1_pcode"] = facts.admin1_code.empty() ? Json(nullptr) : Json(facts.admin1_code);
    p["admin2_pcode"] = facts.admin2_code.empty() ? Json(nullptr) : Json(facts.admin2_code);
    p["agreements"] = join(use.agreements, " ");
    p["incidents"] = join(use.incidents, " ");
    p["incident_count"] = use.incidents.size();
    p["start"] = use.first.empty() ? Json(nullptr) : Json(use.first);
    p["end"] = use.last.empty() ? Json(nullptr) : Json(use.last);
    p["edtf"] = use.first.empty() ? Json(nullptr)
                                  : Json(use.first == use.last ? use.first : use.first + "/" + use.last);
    p["review"] = context->review_words(row.id);
    p["link"] = urn(row.id);
    features.add(row.id, std::move(where), std::move(p));
  }
  features.end();
}

void write_zones(Context* context, Out* out) {
  constexpr std::string_view kFile = "zones.geojson";
  const model::RecordParts& r = context->record();
  Features features(context, out, "zones");
  for (std::size_t i = 0; i < r.agreements.size(); ++i) {
    const model::AgreementId id(i);
    const model::AgreementRow& row = r.agreements[id];
    if (row.places.empty()) {
      context->leave_out(kFile, "agreement", row.id, "no place is reported");
      continue;
    }
    if (!context->admit(kFile, "agreement", row.id)) continue;
    std::vector<Point> points;
    std::vector<std::string> members, ids;
    std::string coarsest;
    int spread = 0;
    for (const auto& place : row.places) {
      const model::PlaceRow& member = r.places[place.value];
      add_once(&members, member.name);
      add_once(&ids, member.id);
      if (spread_km(member.precision) > spread)
        spread = spread_km(member.precision), coarsest = name(member.precision);
      if (member.located) points.push_back({member.lon, member.lat});
    }
    std::string method = "none";
    Json where = geometry(points, &method);
    if (where.is_null()) context->changed(kFile, "agreement", row.id, "no member is located: no geometry");
    const auto day = [](const std::optional<model::Sourced<model::Period>>& time, bool end) {
      if (!time) return Json(nullptr);
      const std::string& text = end ? time->value.max : time->value.min;
      return text.empty() ? Json(nullptr) : Json(text.substr(0, 10));
    };
    const auto& start = row.effective ? row.effective : row.declared;
    Json p;
    p["title"] = context->words(row.title);
    p["kind"] = row.kind;
    p["standing"] = name(row.standing);
    p["members"] = join(members, "; ");
    p["member_ids"] = join(ids, " ");
    p["member_count"] = members.size();
    p["method"] = method;
    p["derived"] = true;
    p["precision"] = coarsest;
    p["spread_km"] = spread;
    p["edtf"] = start ? Json(start->value.edtf) : Json(nullptr);
    p["start"] = day(start, false);
    p["end"] = day(row.ended, true);
    p["state"] = context->state(id).state;
    p["as_of"] = context->settings().as_of;
    p["origins"] = row.origins;
    p["sources"] = context->outlets(row.statements);
    p["review"] = context->review_words(row.id);
    p["link"] = urn(row.id);
    features.add(row.id, std::move(where), std::move(p));
  }
  features.end();
}

}  // namespace hudna::exports
