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

// ---- keys by which the derived rows are found ----

// The bounds of a period for comparing; '~', which sorts after every day, when nothing is known.
#define HUDNA_LOW(path) \
  "coalesce(nullif(new.json ->> '" path ".min', ''), nullif(new.json ->> '" path ".max', ''), '~')"
#define HUDNA_HIGH(path) \
  "coalesce(nullif(new.json ->> '" path ".max', ''), nullif(new.json ->> '" path ".min', ''), '~')"
#define HUDNA_KEY(kind, name, aka, type, flag, low, high, weight, owner)                                 \
  "INSERT INTO row_key VALUES ('" kind "', new.id, " name ", " aka ", " type ", " flag ", " low ", " high \
  ", " weight ", " owner ");"
#define HUDNA_REFS(what, value, kind, from) \
  "INSERT OR IGNORE INTO row_ref SELECT '" what "', " value ", '" kind "', new.id FROM " from ";"
#define HUDNA_EACH(path) "json_each(new.json, '" path "') AS e"
// A report of the row, and the outlet that printed it.
#define HUDNA_REPORTS(kind, from)                     \
  HUDNA_REFS("report", "r.id", kind, from)            \
  HUDNA_REFS("outlet", "r.json ->> '$.outlet'", kind, from)
#define HUDNA_DROP(kind)                                           \
  "DELETE FROM row_key WHERE kind = '" kind "' AND id = old.id;" \
  "DELETE FROM row_ref WHERE kind = '" kind "' AND id = old.id;"
// Whoever writes a row, its keys follow: made with it, made anew when its text changes, gone with it.
#define HUDNA_KEPT(table, kind, body)                                                                      \
  "CREATE TRIGGER " table "_added AFTER INSERT ON " table " BEGIN " body " END;"                          \
  "CREATE TRIGGER " table "_changed AFTER UPDATE OF id, json ON " table " BEGIN " HUDNA_DROP(kind) body   \
  " END;"                                                                                                  \
  "CREATE TRIGGER " table "_removed AFTER DELETE ON " table " BEGIN " HUDNA_DROP(kind) " END;"

#define HUDNA_REPORTS_OF_LIST HUDNA_EACH("$.reports") " JOIN report_row AS r ON r.id = e.value"
#define HUDNA_REPORTS_OF_STATEMENTS                                          \
  HUDNA_EACH("$.statements")                                                 \
  " JOIN statement_row AS s ON s.id = e.value JOIN report_row AS r ON r.id = s.json ->> '$.report'"
#define HUDNA_REPORTS_OF_POSITIONS                                                                    \
  "json_each(new.json, '$.positions') AS p, json_each(p.value, '$.statements') AS e"                 \
  " JOIN statement_row AS s ON s.id = e.value JOIN report_row AS r ON r.id = s.json ->> '$.report'"
#define HUDNA_REPORT_OF_STATEMENT                                                                             \
  "statement_row AS s JOIN report_row AS r ON r.id = s.json ->> '$.report' WHERE s.id = new.json ->> '$.statement'"

// Rows are found by these two tables, not by reading all of them: kind, time, type and name in one, what a row names in the
// other. Their content follows from the rows, so it is the same whatever way the rows came. The words of reports are indexed by
// section, so that readers' comments can be left out.
constexpr const char* kThird =
    "CREATE TABLE row_key (kind TEXT NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL, aka TEXT NOT NULL, type TEXT NOT NULL,"
    " flag TEXT NOT NULL, low TEXT NOT NULL, high TEXT NOT NULL, weight INTEGER NOT NULL, owner TEXT NOT NULL,"
    " PRIMARY KEY (kind, id)) STRICT, WITHOUT ROWID;"
    "CREATE INDEX row_key_by_time ON row_key(kind, low, id, high, type, flag);"
    "CREATE INDEX row_key_by_owner ON row_key(kind, owner, id);"
    "CREATE TABLE row_ref (what TEXT NOT NULL, ref TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL,"
    " PRIMARY KEY (what, ref, kind, id)) STRICT, WITHOUT ROWID;"
    "CREATE INDEX row_ref_by_row ON row_ref(kind, id, what, ref);"
    "CREATE INDEX report_inputs ON report(sha256, reading_sha256);"
    // clang-format off
    HUDNA_KEPT("report_row", "report",
      HUDNA_KEY("report", "new.json ->> '$.title'", "''", "new.json ->> '$.outlet'", "new.json ->> '$.language'",
                "coalesce(nullif(new.json ->> '$.first_day', ''), '~')", "coalesce(nullif(new.json ->> '$.last_day', ''), '~')",
                "new.json ->> '$.statements'", "coalesce(new.json ->> '$.group', '')")
      HUDNA_REFS("outlet", "new.json ->> '$.outlet'", "report", "(SELECT 1)"))
    HUDNA_KEPT("actor", "actor",
      HUDNA_KEY("actor", "new.json ->> '$.name'", "new.json ->> '$.names_as_reported'", "new.json ->> '$.type'",
                "new.json ->> '$.side'", "'~'", "'~'", "0", "new.json ->> '$.country'"))
    HUDNA_KEPT("place", "place",
      HUDNA_KEY("place", "new.json ->> '$.name'", "new.json ->> '$.names_as_reported'", "new.json ->> '$.precision'",
                "new.json ->> '$.country'", "'~'", "'~'", "0", "new.json ->> '$.admin1'"))
    HUDNA_KEPT("agreement", "agreement",
      HUDNA_KEY("agreement", "new.json ->> '$.title'", "''", "new.json ->> '$.kind'", "new.json ->> '$.standing'",
                "coalesce(nullif(" HUDNA_LOW("$.declared.value") ", '~'), nullif(" HUDNA_LOW("$.effective.value") ", '~'),"
                " (SELECT min(nullif(r.json ->> '$.first_day', '')) FROM " HUDNA_REPORTS_OF_LIST "), '~')",
                HUDNA_HIGH("$.ended.value"), "new.json ->> '$.origins'", "''")
      HUDNA_REFS("place", "e.value ->> '$.value'", "agreement", HUDNA_EACH("$.places"))
      HUDNA_REFS("spot", "e.value ->> '$.value'", "agreement", HUDNA_EACH("$.places"))
      HUDNA_REFS("actor", "e.value ->> '$.actor.value'", "agreement", HUDNA_EACH("$.parties"))
      HUDNA_REFS("actor", "e.value ->> '$.actor.value'", "agreement", HUDNA_EACH("$.third_parties"))
      HUDNA_REFS("agreement", "new.id", "agreement", "(SELECT 1)")
      HUDNA_REPORTS("agreement", HUDNA_REPORTS_OF_LIST))
    HUDNA_KEPT("provision", "provision",
      HUDNA_KEY("provision", "''", "''", "new.json ->> '$.type'", "new.json ->> '$.modality'", "'~'", "'~'",
                "new.json ->> '$.origins'", "coalesce(new.json ->> '$.agreement', '')")
      HUDNA_REFS("actor", "e.value ->> '$.value'", "provision", HUDNA_EACH("$.obligors")))
    HUDNA_KEPT("stage", "stage",
      HUDNA_KEY("stage", "''", "''", "new.json ->> '$.type'", "new.json ->> '$.modality'", HUDNA_LOW("$.time"), HUDNA_HIGH("$.time"),
                "new.json ->> '$.origins'", "coalesce(new.json ->> '$.agreement', '')")
      HUDNA_REFS("actor", "e.value ->> '$.value'", "stage", HUDNA_EACH("$.actors"))
      HUDNA_REFS("agreement", "new.json ->> '$.agreement'", "stage", "(SELECT 1) WHERE new.json ->> '$.agreement' IS NOT NULL")
      HUDNA_REPORTS("stage", HUDNA_REPORTS_OF_STATEMENTS))
    HUDNA_KEPT("deadline", "deadline",
      HUDNA_KEY("deadline", "''", "''", "new.json ->> '$.basis'", "new.json ->> '$.hardness'", HUDNA_LOW("$.due"), HUDNA_HIGH("$.due"),
                "new.json ->> '$.origins'", "coalesce(new.json ->> '$.agreement', '')")
      HUDNA_REFS("actor", "x.ref", "deadline", "row_ref AS x WHERE x.kind = 'provision' AND x.id = new.json ->> '$.provision' AND x.what = 'actor'")
      HUDNA_REFS("agreement", "new.json ->> '$.agreement'", "deadline", "(SELECT 1) WHERE new.json ->> '$.agreement' IS NOT NULL")
      HUDNA_REPORTS("deadline", HUDNA_REPORTS_OF_STATEMENTS))
    HUDNA_KEPT("incident", "incident",
      HUDNA_KEY("incident", "''", "''", "new.json ->> '$.type'",
                "CASE WHEN new.json ->> '$.denied' THEN 'denied' WHEN new.json ->> '$.condition' THEN 'condition'"
                " WHEN new.json ->> '$.aggregate' THEN 'aggregate' ELSE new.json ->> '$.modality' END",
                HUDNA_LOW("$.time.value"), HUDNA_HIGH("$.time.value"), "new.json ->> '$.origins'", "''")
      HUDNA_REFS("place", "e.value ->> '$.value'", "incident", HUDNA_EACH("$.places"))
      HUDNA_REFS("spot", "new.json ->> '$.places[0].value'", "incident",
                 "(SELECT 1) WHERE new.json ->> '$.places[0].value' IS NOT NULL AND NOT new.json ->> '$.denied'")
      HUDNA_REFS("actor", "e.value ->> '$.actor.value'", "incident", HUDNA_EACH("$.perpetrators"))
      HUDNA_REFS("agreement", "e.value ->> '$.agreement'", "incident", HUDNA_EACH("$.links"))
      HUDNA_REPORTS("incident", HUDNA_REPORTS_OF_LIST))
    HUDNA_KEPT("tally", "tally",
      HUDNA_KEY("tally", "new.json ->> '$.monitor'", "''", "new.json ->> '$.counted'", "''", HUDNA_LOW("$.period.value"),
                HUDNA_HIGH("$.period.value"), "new.json ->> '$.origins'", "''")
      HUDNA_REFS("place", "e.value ->> '$.value'", "tally", HUDNA_EACH("$.places"))
      HUDNA_REPORTS("tally", HUDNA_REPORTS_OF_STATEMENTS))
    // A claim has no time of its own: it was made when it was reported.
    HUDNA_KEPT("claim", "claim",
      HUDNA_KEY("claim", "new.json ->> '$.speaker_text'", "''", "new.json ->> '$.act'", "new.json ->> '$.modality'",
                "coalesce((SELECT nullif(r.json ->> '$.first_day', '') FROM " HUDNA_REPORT_OF_STATEMENT "), '~')",
                "coalesce((SELECT nullif(r.json ->> '$.last_day', '') FROM " HUDNA_REPORT_OF_STATEMENT "), '~')", "1",
                "coalesce(new.json ->> '$.agreement', '')")
      HUDNA_REFS("actor", "new.json ->> '$.speaker'", "claim", "(SELECT 1) WHERE new.json ->> '$.speaker' IS NOT NULL")
      HUDNA_REFS("actor", "e.value", "claim", HUDNA_EACH("$.subjects"))
      HUDNA_REFS("agreement", "new.json ->> '$.agreement'", "claim", "(SELECT 1) WHERE new.json ->> '$.agreement' IS NOT NULL")
      HUDNA_REPORTS("claim", HUDNA_REPORT_OF_STATEMENT))
    HUDNA_KEPT("contradiction", "contradiction",
      HUDNA_KEY("contradiction", "new.json ->> '$.about'", "''", "new.json ->> '$.kind'", "new.json ->> '$.significance'",
                "coalesce((SELECT min(nullif(e.value ->> '$.first_seen', '')) FROM " HUDNA_EACH("$.positions") "), '~')",
                "coalesce((SELECT max(nullif(e.value ->> '$.last_seen', '')) FROM " HUDNA_EACH("$.positions") "), '~')",
                "coalesce((SELECT sum(e.value ->> '$.origins') FROM " HUDNA_EACH("$.positions") "), 0)",
                "coalesce(new.json ->> '$.agreement', '')")
      HUDNA_REFS("agreement", "new.json ->> '$.agreement'", "contradiction", "(SELECT 1) WHERE new.json ->> '$.agreement' IS NOT NULL")
      HUDNA_REFS("incident", "new.json ->> '$.incident'", "contradiction", "(SELECT 1) WHERE new.json ->> '$.incident' IS NOT NULL")
      HUDNA_REPORTS("contradiction", HUDNA_REPORTS_OF_POSITIONS))
    // clang-format on
    // Other metadata of a report reach the keys of the rows that rest on it.
    "CREATE TRIGGER report_row_told AFTER UPDATE OF json ON report_row WHEN old.json ->> '$.outlet' <> new.json ->> '$.outlet'"
    " OR old.json ->> '$.first_day' <> new.json ->> '$.first_day' OR old.json ->> '$.last_day' <> new.json ->> '$.last_day' BEGIN"
    " DELETE FROM row_ref WHERE what = 'outlet' AND (kind, id) IN"
    "  (SELECT kind, id FROM row_ref WHERE what = 'report' AND ref = new.id);"
    " INSERT OR IGNORE INTO row_ref SELECT 'outlet', r.json ->> '$.outlet', y.kind, y.id FROM row_ref AS x"
    "  JOIN row_ref AS y ON y.kind = x.kind AND y.id = x.id AND y.what = 'report' JOIN report_row AS r ON r.id = y.ref"
    "  WHERE x.what = 'report' AND x.ref = new.id;"
    " UPDATE row_key SET low = coalesce(nullif(new.json ->> '$.first_day', ''), '~'),"
    "  high = coalesce(nullif(new.json ->> '$.last_day', ''), '~')"
    "  WHERE kind = 'claim' AND id IN (SELECT id FROM row_ref WHERE what = 'report' AND ref = new.id AND kind = 'claim');"
    " END;"
    "DROP TABLE report_search;"
    // hudna_section is a function of this program (words.cpp); asking by MATCH for keys and ranks needs none.
    "CREATE VIEW report_words AS SELECT key, title, hudna_section(text, reading, 'body') AS body,"
    " hudna_section(text, reading, 'comment') AS comments FROM report;"
    "CREATE VIRTUAL TABLE report_search USING fts5(title, body, comments, content='report_words', content_rowid='key',"
    " tokenize='unicode61 remove_diacritics 2');"
    "DELETE FROM meta WHERE key = 'record_inputs';";

// Rows stand by their ranks (model/ranks.h), so that none is numbered anew when one is added; and what adding a report
// asks for is kept (merge_store.h).
constexpr const char* kFourth =
    "ALTER TABLE report_row ADD COLUMN rank TEXT NOT NULL DEFAULT ''; CREATE INDEX report_row_by_rank ON report_row(rank);"
    "ALTER TABLE statement_row ADD COLUMN rank TEXT NOT NULL DEFAULT ''; CREATE INDEX statement_row_by_rank ON statement_row(rank);"
    "ALTER TABLE source_group ADD COLUMN rank TEXT NOT NULL DEFAULT ''; CREATE INDEX source_group_by_rank ON source_group(rank);"
    "ALTER TABLE actor ADD COLUMN rank TEXT NOT NULL DEFAULT ''; CREATE INDEX actor_by_rank ON actor(rank);"
    "ALTER TABLE place ADD COLUMN rank TEXT NOT NULL DEFAULT ''; CREATE INDEX place_by_rank ON place(rank);"
    "ALTER TABLE agreement ADD COLUMN rank TEXT NOT NULL DEFAULT ''; CREATE INDEX agreement_by_rank ON agreement(rank);"
    "ALTER TABLE provision ADD COLUMN rank TEXT NOT NULL DEFAULT ''; CREATE INDEX provision_by_rank ON provision(rank);"
    "ALTER TABLE stage ADD COLUMN rank TEXT NOT NULL DEFAULT ''; CREATE INDEX stage_by_rank ON stage(rank);"
    "ALTER TABLE deadline ADD COLUMN rank TEXT NOT NULL DEFAULT ''; CREATE INDEX deadline_by_rank ON deadline(rank);"
    "ALTER TABLE incident ADD COLUMN rank TEXT NOT NULL DEFAULT ''; CREATE INDEX incident_by_rank ON incident(rank);"
    "ALTER TABLE tally ADD COLUMN rank TEXT NOT NULL DEFAULT ''; CREATE INDEX tally_by_rank ON tally(rank);"
    "ALTER TABLE claim ADD COLUMN rank TEXT NOT NULL DEFAULT ''; CREATE INDEX claim_by_rank ON claim(rank);"
    "ALTER TABLE contradiction ADD COLUMN rank TEXT NOT NULL DEFAULT ''; CREATE INDEX contradiction_by_rank ON contradiction(rank);"
    "ALTER TABLE review ADD COLUMN rank TEXT NOT NULL DEFAULT ''; CREATE INDEX review_by_rank ON review(rank);"
    "CREATE TABLE trace (n INTEGER PRIMARY KEY, kind INTEGER NOT NULL, id TEXT NOT NULL, report TEXT NOT NULL,"
    " component TEXT NOT NULL, row TEXT NOT NULL, keys BLOB NOT NULL, data BLOB NOT NULL) STRICT;"
    "CREATE INDEX trace_by_component ON trace(kind, component) WHERE component <> '';"
    "CREATE INDEX trace_by_row ON trace(kind, row) WHERE row <> '';"
    "CREATE INDEX trace_by_report ON trace(kind, report) WHERE report <> '';"
    "CREATE TABLE trace_key (kind INTEGER NOT NULL, block INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,"
    " trace INTEGER NOT NULL, PRIMARY KEY (kind, block, first, last, trace)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE actor_name (key TEXT PRIMARY KEY, row TEXT NOT NULL, data BLOB NOT NULL) STRICT, WITHOUT ROWID;"
    "CREATE TABLE actor_block (block TEXT NOT NULL, key TEXT NOT NULL, PRIMARY KEY (block, key)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE text_key (key INTEGER NOT NULL, rank TEXT NOT NULL, PRIMARY KEY (key, rank)) STRICT, WITHOUT ROWID;"
    "DELETE FROM meta WHERE key = 'record_inputs';";

constexpr std::array<const char*, 4> kMigrations = {kFirst, kSecond, kThird, kFourth};

}  // namespace

std::int64_t schema_version() { return static_cast<std::int64_t>(kMigrations.size()); }

const char* migration(std::int64_t version) {
  HUDNA_CHECK(version >= 0 && version < schema_version());
  return kMigrations[static_cast<std::size_t>(version)];
}

}  // namespace hudna::store
