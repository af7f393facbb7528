// Which formats does a record leave in? One pure function a format, each in a
// file of its own; docs/formats/exports.md says what stands in which column
// and what cannot be mapped. All write rows in the order of the record.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "export/context.h"

namespace hudna::exports {

// agreements-cf.csv: ETH/PRIO ceasefires, 87 columns; a row for each agreement and declaring actor.
void write_agreements_cf(Context* context, Out* out);
// agreements-pax.csv: PA-X, 20 identification and 32 provision columns; a row for each agreement.
void write_agreements_pax(Context* context, Out* out);
// ledger.csv: ours; a row for each provision.
void write_ledger(Context* context, Out* out);
// incidents-ged.csv: UCDP GED, 49 columns; incidents with at least one death.
void write_incidents_ged(Context* context, Out* out);
// incidents-acled.csv: ACLED, 31 columns.
void write_incidents_acled(Context* context, Out* out);
// events-plover.jsonl: PLOVER, an object a line.
void write_events_plover(Context* context, Out* out);
// hapi-shape.csv: HDX HAPI, month by district by type.
void write_hapi_shape(Context* context, Out* out);
// places.geojson, zones.geojson: RFC 7946.
void write_places(Context* context, Out* out);
void write_zones(Context* context, Out* out);
// evidence.jsonld: W3C Web Annotation. Asks the Context for the text of each report, one at a time.
base::Result<void> write_evidence(Context* context, Out* out);
// deadlines.ics: RFC 5545.
void write_deadlines(Context* context, Out* out);
// changes.atom: RFC 4287; what the reports said, newest first.
void write_changes(Context* context, Out* out);
// report.html: the dossier of one agreement.
void write_report(Context* context, Out* out);
// export-log.csv: what was left out, changed or withheld by the exports before it.
void write_export_log(Context* context, Out* out);

// What datapackage.json tells of a file that was written.
struct WrittenFile {
  std::string name, title, sha256;
  std::size_t bytes = 0, rows = 0;
  std::vector<Column> columns;
  bool hxl = false;
};
// datapackage.json: Frictionless Data Package over the files.
void write_datapackage(Context* context, std::span<const WrittenFile> files, Out* out);

// A file of the evidence pack besides the originals.
struct PackFile {
  std::string name, bytes;
};
// evidence-pack.tar: originals, hashes, capture times, log. Originals only at the internal level, since names
// and readers' comments cannot be taken out of them.
base::Result<void> write_evidence_pack(Context* context, std::span<const PackFile> extra, Out* out);

// What would be withheld or coarsened at this level, for --preview: names and where they stand.
std::string preview_text(Context* context);

}  // namespace hudna::exports
