// Where? Places of agreements and incidents at honest precision: a point only
// where a place is known to the town or better, a wide soft circle where only
// a district or province is; agreements as zones. Borders of countries and of
// their provinces: Natural Earth, public domain.
import { geoMercator, geoPath } from "d3-geo";
import { useEffect, useMemo, useState } from "preact/hooks";
import { feature } from "topojson-client";
import { useAnswer, type PlaceRow } from "./api";
import { Filters, listPath } from "./filters";
import { A, Empty, Trouble, counted } from "./parts";
import { href, type Route } from "./route";

type World = { objects: { countries: never } };
// The borders are a file of their own: no other view needs them.
let borders: Promise<GeoJSON.FeatureCollection> | undefined;
const load = () => (borders ??= fetch("/world.json").then((answer) => answer.json())
  .then((world: World) => feature(world as never, world.objects.countries) as never as GeoJSON.FeatureCollection));

// The provinces of the countries that are looked at, lines only.
type Provinces = { objects: Record<string, never> };
let provinces: Promise<Provinces> | undefined;
const loadProvinces = () => (provinces ??= fetch("/provinces.json").then((answer) => answer.json()));

// Kilometres within which a place of that precision may lie: what a reader should see, not a survey.
const reach: Record<string, number> = { site: 1, neighbourhood: 2, settlement: 4, near: 10, subdistrict: 15, district: 30, governorate: 80, linear: 30, multi_area: 60, country: 300, water_air: 60, unknown: 100 };

// Places in the list below the map; the map shows all.
const kListed = 300;

export function Places(props: { route: Route }) {
  const { value, error } = useAnswer<{ total: number; rows: PlaceRow[] }>(listPath("places", props.route));
  const [zoom, setZoom] = useState(1);
  const [shift, setShift] = useState({ x: 0, y: 0 });
  const [country, setCountry] = useState("");
  const [countries, setCountries] = useState<GeoJSON.FeatureCollection>();
  const [inner, setInner] = useState<Provinces>();
  useEffect(() => { load().then(setCountries).then(loadProvinces).then(setInner); }, []);
  const width = 960, height = 560;
  const all = value?.rows ?? [];
  const shown = all.filter((row) => country === "" || row.country === country);
  const names = [...new Set(all.map((row) => row.country))].sort();
  const drawn = useMemo(() => {
    if (shown.length === 0) return null;
    const points = { type: "MultiPoint" as const, coordinates: shown.map((row) => [row.lon!, row.lat!]) };
    const projection = geoMercator().fitExtent([[60, 60], [width - 60, height - 60]], points);
    if (projection.scale() > 12000) {
      const [x, y] = [points.coordinates.reduce((sum, at) => sum + at[0], 0) / shown.length, points.coordinates.reduce((sum, at) => sum + at[1], 0) / shown.length];
      projection.scale(12000).center([x, y]).translate([width / 2, height / 2]);
    }
    projection.scale(projection.scale() * zoom);
    const [tx, ty] = projection.translate();
    projection.translate([(tx - width / 2) * zoom + width / 2 + shift.x, (ty - height / 2) * zoom + height / 2 + shift.y]);
    const clipped = projection.clipExtent([[-width, -height], [2 * width, 2 * height]]);
    const kilometre = (projection.scale() / 6371);
    const land = (countries && geoPath(clipped)(countries)) ?? "";
    // Where a province is a few pixels wide its borders would only blur the map.
    const near = projection.scale() > 600 ? [...new Set(shown.map((row) => row.country))] : [];
    const lines = inner ? near.filter((code) => code in inner.objects).map((code) => geoPath(clipped)(feature(inner as never, inner.objects[code])) ?? "").join("") : "";
    const circles = shown.map((row) => {
      const at = projection([row.lon!, row.lat!]) ?? [0, 0];
      const stretch = 1 / Math.cos((row.lat! * Math.PI) / 180);
      return { row, x: at[0], y: at[1], r: Math.max(4, Math.min(160, (reach[row.precision] ?? 60) * kilometre * stretch)) };
    }).sort((a, b) => b.r - a.r);
    // A label only where it covers no other.
    const taken: [number, number, number, number][] = [];
    const labels = [...circles].sort((a, b) => b.row.incidents + 3 * b.row.agreements - a.row.incidents - 3 * a.row.agreements).filter((one) => {
      const box: [number, number, number, number] = [one.x + 6, one.y - 8, one.x + 10 + one.row.name.length * 7, one.y + 8];
      if (box[2] > width || one.x < 0 || one.y < 0 || one.y > height) return false;
      if (taken.some((other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3])) return false;
      taken.push(box);
      return true;
    });
    return { land, lines, circles, labels };
  }, [value, countries, inner, country, zoom, shift.x, shift.y]);

  const move = (x: number, y: number) => setShift({ x: shift.x + x, y: shift.y + y });
  return (
    <div>
      <h1>Map</h1>
      <Filters route={props.route} kind="incident" show={["q", "type", "actor", "outlet"]} />
      <Trouble error={error} />
      <p class="filters">
        <label>Country <select value={country} onChange={(event) => { setCountry((event.target as HTMLSelectElement).value); setZoom(1); setShift({ x: 0, y: 0 }); }}>
          <option value="">all</option>{names.map((name) => <option key={name} value={name}>{name}</option>)}</select></label>
        <button onClick={() => { setZoom(zoom * 1.5); setShift({ x: shift.x * 1.5, y: shift.y * 1.5 }); }}>Closer</button>
        <button onClick={() => { setZoom(zoom / 1.5); setShift({ x: shift.x / 1.5, y: shift.y / 1.5 }); }}>Wider</button>
        <button aria-label="Move left" onClick={() => move(100, 0)}>←</button>
        <button aria-label="Move right" onClick={() => move(-100, 0)}>→</button>
        <button aria-label="Move up" onClick={() => move(0, 100)}>↑</button>
        <button aria-label="Move down" onClick={() => move(0, -100)}>↓</button>
      </p>
      {value && !drawn && <Empty>No located place.</Empty>}
      {drawn && (
        <svg class="map" viewBox={`0 0 ${width} ${height}`} role="group" aria-label="Map of places">
          <path class="land" d={drawn.land} />
          <path class="provinces" d={drawn.lines} />
          {drawn.circles.map((one) => (
            <A key={one.row.id} to={href({ place: one.row.id }, "/incidents")} class={"spot" + (one.row.agreements > 0 ? " deal" : "")}>
              <title>{`${one.row.name} (${one.row.precision}): ${one.row.agreements} agreements, ${one.row.incidents} incidents`}</title>
              <circle cx={one.x} cy={one.y} r={one.r} />
            </A>))}
          {drawn.labels.map((one) => <text key={one.row.id} x={one.x + 7} y={one.y + 4}>{one.row.name}</text>)}
        </svg>)}
      <p class="quiet">A circle is as wide as the place is uncertain; <span class="key zone" /> an agreement is told of there. Borders of countries and provinces: Natural Earth. Places: GeoNames.</p>
      <h2>Places</h2>
      {value && value.total > kListed && <p class="quiet">The {kListed} with most, of {value.total.toLocaleString("en")}.</p>}
      <ul class="plain columns">{shown.slice(0, kListed).map((row) => (
        <li key={row.id}><A to={href({ place: row.id }, "/incidents")}>{row.name}</A> <span class="quiet">{row.admin1 && row.admin1 + ", "}{row.country} · {row.precision} · {counted(row.agreements, "agreement")}, {counted(row.incidents, "incident")}</span></li>))}</ul>
    </div>
  );
}
