#include "store/sqlite/schema.h"

#include <array>

#include "base/check.h"

namespace hudna::store {
namespace {

// Rows of `report` are keyed by the first 60 bits of their SHA-256, so that their order in the file is that
// of their content and not of their arrival. The derived tables keep each row as canonical JSON; their
// columns are computed from it, so the two cannot differ.
constexpr const char* kFirst = R"sql(
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE report (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  sha256 TEXT NOT NULL UNIQUE,
  stamp TEXT NOT NULL,
  source TEXT NOT NULL,
  title TEXT NOT NULL,
  outlet TEXT NOT NULL,
  agency TEXT NOT NULL,
  url TEXT NOT NULL,
  language TEXT NOT NULL,
  genre TEXT NOT NULL,
  published TEXT NOT NULL,
  published_basis TEXT NOT NULL,
  published_rule TEXT NOT NULL,
  charset TEXT NOT NULL,
  html INTEGER NOT NULL,
  raw_bytes INTEGER NOT NULL,
  raw BLOB NOT NULL,
  text TEXT NOT NULL,
  offsets TEXT NOT NULL,
  reading_sha256 TEXT NOT NULL,
  reading TEXT NOT NULL
) STRICT;

CREATE TABLE statement (
  id TEXT PRIMARY KEY,
  report TEXT NOT NULL,
  n INTEGER NOT NULL,
  kind TEXT NOT NULL,
  type TEXT NOT NULL,
  modality TEXT NOT NULL,
  section TEXT NOT NULL,
  said_by TEXT NOT NULL,
  directness TEXT NOT NULL,
  quote TEXT NOT NULL,
  prefix TEXT NOT NULL,
  suffix TEXT NOT NULL,
  text_begin INTEGER NOT NULL,
  text_end INTEGER NOT NULL,
  raw_begin INTEGER NOT NULL,
  raw_end INTEGER NOT NULL,
  rule TEXT NOT NULL,
  score REAL NOT NULL,
  same_as TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX statement_by_report ON statement(report, n);

CREATE TABLE slot (
  statement TEXT NOT NULL,
  n INTEGER NOT NULL,
  name TEXT NOT NULL,
  text TEXT NOT NULL,
  value_kind TEXT NOT NULL,
  value TEXT NOT NULL,
  resolved TEXT GENERATED ALWAYS AS (value ->> '$.id') VIRTUAL,
  resolved_name TEXT GENERATED ALWAYS AS (value ->> '$.name') VIRTUAL,
  edtf TEXT GENERATED ALWAYS AS (value ->> '$.edtf') VIRTUAL,
  op TEXT GENERATED ALWAYS AS (value ->> '$.op') VIRTUAL,
  low INTEGER GENERATED ALWAYS AS (value ->> '$.low') VIRTUAL,
  best INTEGER GENERATED ALWAYS AS (value ->> '$.best') VIRTUAL,
  high INTEGER GENERATED ALWAYS AS (value ->> '$.high') VIRTUAL,
  unit TEXT GENERATED ALWAYS AS (value ->> '$.unit') VIRTUAL,
  duration TEXT GENERATED ALWAYS AS (value ->> '$.iso') VIRTUAL,
  PRIMARY KEY (statement, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE chain_link (
  statement TEXT NOT NULL,
  n INTEGER NOT NULL,
  text TEXT NOT NULL,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  PRIMARY KEY (statement, n)
) STRICT, WITHOUT ROWID;

CREATE VIEW passage AS
  SELECT 'ps-' || substr(id, 4) AS id, id AS statement, report, text_begin, text_end, raw_begin, raw_end, quote AS exact, prefix, suffix, rule
  FROM statement;

CREATE TABLE report_row (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, json TEXT NOT NULL,
  first_day TEXT GENERATED ALWAYS AS (json ->> '$.first_day') VIRTUAL,
  source_group TEXT GENERATED ALWAYS AS (json ->> '$.group') VIRTUAL) STRICT;
CREATE TABLE statement_row (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, json TEXT NOT NULL,
  origin TEXT GENERATED ALWAYS AS (json ->> '$.origin') VIRTUAL,
  speaker TEXT GENERATED ALWAYS AS (json ->> '$.speaker') VIRTUAL) STRICT;
CREATE TABLE source_group (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, json TEXT NOT NULL,
  reports INTEGER GENERATED ALWAYS AS (json_array_length(json, '$.members')) VIRTUAL) STRICT;
CREATE TABLE actor (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, json TEXT NOT NULL,
  name TEXT GENERATED ALWAYS AS (json ->> '$.name') VIRTUAL,
  type TEXT GENERATED ALWAYS AS (json ->> '$.type') VIRTUAL,
  side TEXT GENERATED ALWAYS AS (json ->> '$.side') VIRTUAL,
  country TEXT GENERATED ALWAYS AS (json ->> '$.country') VIRTUAL) STRICT;
CREATE TABLE place (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, json TEXT NOT NULL,
  name TEXT GENERATED ALWAYS AS (json ->> '$.name') VIRTUAL,
  precision TEXT GENERATED ALWAYS AS (json ->> '$.precision') VIRTUAL,
  latitude REAL GENERATED ALWAYS AS (iif(json ->> '$.located', json ->> '$.lat', NULL)) VIRTUAL,
  longitude REAL GENERATED ALWAYS AS (iif(json ->> '$.located', json ->> '$.lon', NULL)) VIRTUAL,
  country TEXT GENERATED ALWAYS AS (json ->> '$.country') VIRTUAL,
  admin1 TEXT GENERATED ALWAYS AS (json ->> '$.admin1') VIRTUAL) STRICT;
CREATE TABLE agreement (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, json TEXT NOT NULL,
  title TEXT GENERATED ALWAYS AS (json ->> '$.title') VIRTUAL,
  kind TEXT GENERATED ALWAYS AS (json ->> '$.kind') VIRTUAL,
  standing TEXT GENERATED ALWAYS AS (json ->> '$.standing') VIRTUAL,
  declared TEXT GENERATED ALWAYS AS (json ->> '$.declared.value.edtf') VIRTUAL,
  effective TEXT GENERATED ALWAYS AS (json ->> '$.effective.value.edtf') VIRTUAL,
  ended TEXT GENERATED ALWAYS AS (json ->> '$.ended.value.edtf') VIRTUAL,
  origins INTEGER GENERATED ALWAYS AS (json ->> '$.origins') VIRTUAL) STRICT;
CREATE TABLE provision (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, json TEXT NOT NULL,
  agreement TEXT GENERATED ALWAYS AS (json ->> '$.agreement') VIRTUAL,
  type TEXT GENERATED ALWAYS AS (json ->> '$.type') VIRTUAL,
  modality TEXT GENERATED ALWAYS AS (json ->> '$.modality') VIRTUAL,
  text_status TEXT GENERATED ALWAYS AS (json ->> '$.text_status') VIRTUAL,
  origins INTEGER GENERATED ALWAYS AS (json ->> '$.origins') VIRTUAL) STRICT;
CREATE TABLE stage (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, json TEXT NOT NULL,
  agreement TEXT GENERATED ALWAYS AS (json ->> '$.agreement') VIRTUAL,
  type TEXT GENERATED ALWAYS AS (json ->> '$.type') VIRTUAL,
  modality TEXT GENERATED ALWAYS AS (json ->> '$.modality') VIRTUAL,
  time TEXT GENERATED ALWAYS AS (json ->> '$.time.edtf') VIRTUAL,
  dated INTEGER GENERATED ALWAYS AS (json ->> '$.dated') VIRTUAL) STRICT;
CREATE TABLE deadline (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, json TEXT NOT NULL,
  agreement TEXT GENERATED ALWAYS AS (json ->> '$.agreement') VIRTUAL,
  provision TEXT GENERATED ALWAYS AS (json ->> '$.provision') VIRTUAL,
  due TEXT GENERATED ALWAYS AS (json ->> '$.due.edtf') VIRTUAL,
  hardness TEXT GENERATED ALWAYS AS (json ->> '$.hardness') VIRTUAL) STRICT;
CREATE TABLE incident (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, json TEXT NOT NULL,
  type TEXT GENERATED ALWAYS AS (json ->> '$.type') VIRTUAL,
  time TEXT GENERATED ALWAYS AS (json ->> '$.time.value.edtf') VIRTUAL,
  place TEXT GENERATED ALWAYS AS (json ->> '$.places[0].value') VIRTUAL,
  is_condition INTEGER GENERATED ALWAYS AS (json ->> '$.condition') VIRTUAL,
  is_aggregate INTEGER GENERATED ALWAYS AS (json ->> '$.aggregate') VIRTUAL,
  denied INTEGER GENERATED ALWAYS AS (json ->> '$.denied') VIRTUAL,
  origins INTEGER GENERATED ALWAYS AS (json ->> '$.origins') VIRTUAL) STRICT;
CREATE TABLE tally (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, json TEXT NOT NULL,
  counted TEXT GENERATED ALWAYS AS (json ->> '$.counted') VIRTUAL,
  monitor TEXT GENERATED ALWAYS AS (json ->> '$.monitor') VIRTUAL,
  period TEXT GENERATED ALWAYS AS (json ->> '$.period.value.edtf') VIRTUAL) STRICT;
CREATE TABLE claim (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, json TEXT NOT NULL,
  act TEXT GENERATED ALWAYS AS (json ->> '$.act') VIRTUAL,
  speaker TEXT GENERATED ALWAYS AS (json ->> '$.speaker_text') VIRTUAL,
  agreement TEXT GENERATED ALWAYS AS (json ->> '$.agreement') VIRTUAL,
  statement TEXT GENERATED ALWAYS AS (json ->> '$.statement') VIRTUAL) STRICT;
CREATE TABLE contradiction (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, json TEXT NOT NULL,
  kind TEXT GENERATED ALWAYS AS (json ->> '$.kind') VIRTUAL,
  subject TEXT GENERATED ALWAYS AS (json ->> '$.subject') VIRTUAL,
  about TEXT GENERATED ALWAYS AS (json ->> '$.about') VIRTUAL,
  agreement TEXT GENERATED ALWAYS AS (json ->> '$.agreement') VIRTUAL,
  incident TEXT GENERATED ALWAYS AS (json ->> '$.incident') VIRTUAL,
  explanation TEXT GENERATED ALWAYS AS (json ->> '$.explanation') VIRTUAL) STRICT;

CREATE VIEW agreement_party AS
  SELECT a.id AS agreement, p.value ->> '$.actor.value' AS actor, p.value ->> '$.side' AS side, p.value ->> '$.group' AS letter,
         p.value ->> '$.actor.origins' AS origins
  FROM agreement AS a, json_each(a.json, '$.parties') AS p;
CREATE VIEW agreement_third_party AS
  SELECT a.id AS agreement, p.value ->> '$.actor.value' AS actor, p.value ->> '$.role' AS role, p.value ->> '$.modality' AS modality,
         p.value ->> '$.actor.origins' AS origins
  FROM agreement AS a, json_each(a.json, '$.third_parties') AS p;
CREATE VIEW agreement_relation AS
  SELECT a.id AS agreement, r.value ->> '$.kind' AS kind, r.value ->> '$.other' AS other
  FROM agreement AS a, json_each(a.json, '$.relations') AS r;
CREATE VIEW figure AS
  SELECT o.id AS owner, s.value ->> '$.slot' AS slot, s.value ->> '$.unit' AS unit, s.value ->> '$.category' AS category,
         s.value ->> '$.policy' AS policy, f.value ->> '$.text' AS text, f.value ->> '$.low' AS low, f.value ->> '$.best' AS best,
         f.value ->> '$.high' AS high, f.value ->> '$.statement' AS statement
  FROM (SELECT id, json FROM incident UNION ALL SELECT id, json FROM provision UNION ALL SELECT id, json FROM tally) AS o,
       json_each(o.json, '$.figures') AS s, json_each(s.value, '$.figures') AS f;
CREATE VIEW position AS
  SELECT c.id AS contradiction, p.key AS n, p.value ->> '$.value' AS value, p.value ->> '$.origins' AS origins,
         p.value ->> '$.first_seen' AS first_seen, p.value ->> '$.last_seen' AS last_seen, s.value AS statement
  FROM contradiction AS c, json_each(c.json, '$.positions') AS p, json_each(p.value, '$.statements') AS s;
CREATE VIEW evidence AS
  SELECT o.id AS owner, s.value AS statement
  FROM (SELECT id, json FROM agreement UNION ALL SELECT id, json FROM provision UNION ALL SELECT id, json FROM stage
        UNION ALL SELECT id, json FROM deadline UNION ALL SELECT id, json FROM incident UNION ALL SELECT id, json FROM tally) AS o,
       json_each(o.json, '$.statements') AS s
  UNION ALL SELECT id, statement FROM claim;
CREATE VIEW copy AS
  SELECT g.id AS source_group, m.value ->> '$.report' AS report, m.value ->> '$.kind' AS kind, m.value ->> '$.similarity' AS similarity
  FROM source_group AS g, json_each(g.json, '$.members') AS m;

CREATE VIRTUAL TABLE report_search USING fts5(title, text, content='report', content_rowid='key', tokenize='unicode61 remove_diacritics 2');
)sql";

// The log of reviews, and its rows in the record; the record is merged again, since its rows have more
// fields.
constexpr const char* kSecond = R"sql(
CREATE TABLE review_log (n INTEGER PRIMARY KEY, json TEXT NOT NULL) STRICT;
CREATE TABLE review (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, json TEXT NOT NULL,
  decision TEXT GENERATED ALWAYS AS (json ->> '$.entry.decision') VIRTUAL,
  target TEXT GENERATED ALWAYS AS (json ->> '$.entry.target') VIRTUAL,
  now TEXT GENERATED ALWAYS AS (json ->> '$.now') VIRTUAL,
  effect TEXT GENERATED ALWAYS AS (json ->> '$.effect') VIRTUAL,
  reviewer TEXT GENERATED ALWAYS AS (json ->> '$.entry.reviewer') VIRTUAL,
  at TEXT GENERATED ALWAYS AS (json ->> '$.entry.at') VIRTUAL) STRICT;
DELETE FROM meta WHERE key = 'record_inputs';
)sql";

constexpr std::array<const char*, 2> kMigrations = {kFirst, kSecond};

}  // namespace

std::int64_t schema_version() { return static_cast<std::int64_t>(kMigrations.size()); }

const char* migration(std::int64_t version) {
  HUDNA_CHECK(version >= 0 && version < schema_version());
  return kMigrations[static_cast<std::size_t>(version)];
}

}  // namespace hudna::store
