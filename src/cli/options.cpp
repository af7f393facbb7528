#include "cli/options.h"

#include <CLI/CLI.hpp>
#include <iostream>

#include "base/version.h"

namespace hudna::cli {
namespace {

constexpr const char* kAbout =
    "Reads news reports of local truces into a sourced, checkable record: which agreements exist, between whom, with which\n"
    "terms and deadlines, what happened around them, who says so, and where the sources contradict each other.\n";

constexpr const char* kExamples =
    "Examples:\n"
    "  hudna build pages/ --out homs.hudna             read saved pages into one record file\n"
    "  hudna show homs.hudna --as-of 2017-09-11        the agreements as they stood that day\n"
    "  hudna show homs.hudna contradictions            where the sources disagree\n"
    "  hudna explain homs.hudna ID                     the sentences that a value rests on\n"
    "  hudna export homs.hudna --all --out out         files for other programs (CF, GED, ACLED, GeoJSON, a dossier, …)\n"
    "  hudna read page.html --json                     the reading of one page, for programs\n"
    "\nExit codes: 0 done, 1 nothing found, 2 a file or the call failed (the other files were read).\n";

void add_data(CLI::App* app, Options* o) {
  app->add_option("--data", o->data, "folder of data files on top of the compiled-in ones: one of the same path takes its place, others are added");
  app->add_option("--rules", o->rules, "folder of rule files on top of the compiled-in ones: one of the same name takes its place, others are added");
}

void add_jobs(CLI::App* app, Options* o) {
  app->add_option("-j,--jobs", o->jobs, "threads (default: one a core); the output is the same at any number");
}

void add_files(CLI::App* app, Options* o, const char* what = "saved pages (HTML or text, .gz), crawls (WARC, WACZ), feeds (RSS, Atom), JSON Lines with html or text, - for the standard input, or folders of these") {
  app->add_option("FILE", o->files, what)->required();
}

// Of what is looked at; exports have their own, which is public unless asked otherwise.
void add_sharing(CLI::App* app, Options* o) {
  app->add_option("--sharing", o->shown,
                  "whom it is for: public and partner leave out names of private persons (docs/formats/exports.md), and what a "
                  "reviewer redacted")
      ->check(CLI::IsMember({"public", "partner", "internal"}))
      ->capture_default_str();
}

void add_profiles(CLI::App* app, Options* o) {
  app->add_option("--profile", o->profiles,
                  "what an outlet repeats on its pages, as hudna page --learn wrote it; applies to that "
                  "outlet's pages and is named in "
                  "their readings")
      ->take_all()
      ->expected(1);
}

void add_any_topic(CLI::App* app, Options* o) {
  app->add_flag("--any-topic", o->any_topic,
                "read pages on other topics as well (else a page whose words are nowhere those of conflict or truce gives no statements)");
}

void add_resumable(CLI::App* app, Options* o) {
  app->add_option(
      "-o,--out", o->results,
      "write to this file; stopped and run again with the same pages, it goes on (notes in FILE.log)");
}

void add_record(CLI::App* app, Options* o) {
  app->add_option("RECORD", o->path, "record file made by hudna build")->required();
}

}  // namespace

bool parse_options(int argc, char** argv, Options* o, int* exit_code) {
  CLI::App app{kAbout};
  app.name("hudna");
  app.footer(kExamples);
  app.require_subcommand(1);
  app.set_version_flag("--version", std::string("hudna ") + base::kVersion);

  CLI::App* read = app.add_subcommand("read", "what each report states, with the words it rests on");
  add_files(read, o);
  read->add_flag("--json", o->json, "JSON Lines, one object a report (docs/formats/reading.md)");
  read->add_option("--meta", o->meta, "CSV with path,url,outlet,published,sections that overrides what is inferred");
  add_profiles(read, o);
  add_any_topic(read, o);
  add_resumable(read, o);
  add_data(read, o);
  add_jobs(read, o);
  read->footer(
      "Examples:\n  hudna read page.html\n  hudna read pages/*.txt --json > readings.jsonl\n"
      "  hudna read crawl.warc.gz --json --out readings.jsonl\n");

  CLI::App* build = app.add_subcommand("build", "reads reports and merges them into one record file");
  add_files(build, o);
  build->add_option("-o,--out", o->out, "the record file; reports that it has already are not read again")->required();
  build->add_option("--meta", o->meta, "CSV with path,url,outlet,published,sections that overrides what is inferred");
  add_profiles(build, o);
  add_any_topic(build, o);
  build->add_flag("-q,--quiet", o->quiet, "print errors only");
  add_data(build, o);
  add_jobs(build, o);
  build->footer(
      "Examples:\n  hudna build pages/ --out homs.hudna\n  hudna build new.html --out homs.hudna --meta meta.csv\n\n"
      "It may be stopped at any moment and run again: what was read stays, nothing is stored twice.\n");

  CLI::App* show = app.add_subcommand("show", "the record in the terminal");
  add_record(show, o);
  show->add_option("VIEW", o->view, "agreements, incidents, claims, contradictions, sources, timeline, deadlines, sides")
      ->check(CLI::IsMember({"agreements", "incidents", "claims", "contradictions", "sources", "timeline", "deadlines", "sides"}))
      ->capture_default_str();
  show->add_option("--as-of", o->as_of, "the day to show the state of (default: the last day that the record tells of)");
  add_sharing(show, o);
  show->add_flag("--color", o->colour_always, "colour even when the output is no terminal");
  show->add_flag("--no-color", o->colour_never, "no colour");
  add_data(show, o);
  show->footer("Examples:\n  hudna show homs.hudna\n  hudna show homs.hudna deadlines --as-of 2017-09-11\n");

  CLI::App* serve = app.add_subcommand("serve", "the record as a page in the browser, on this machine only");
  add_record(serve, o);
  serve->add_option("--port", o->port, "port on 127.0.0.1 (default: a free one)")->check(CLI::Range(1, 65535));
  add_sharing(serve, o);
  serve->footer("Example:\n  hudna serve homs.hudna            # open the address that is printed; Ctrl-C stops it\n");

  CLI::App* search = app.add_subcommand("search", "where words stand: in the reports, and in the rows that were read from them");
  add_record(search, o);
  search->add_option("WORDS", o->text, "all of them; \"a phrase\", begin*, -without")->required();
  search->add_flag("--comments", o->comments, "look into readers' comments too");
  search->add_option("--from", o->from, "only what was reported or happened on this day or later");
  search->add_option("--to", o->to, "… or up to this day");
  search->add_option("--outlet", o->outlet, "only reports of these outlets, parted by commas");
  search->add_option("--limit", o->limit, "reports that are shown")->check(CLI::Range(1, 100))->capture_default_str();
  add_sharing(search, o);
  search->add_flag("--json", o->json, "as /api/search answers");
  search->footer("Examples:\n  hudna search homs.hudna \"green buses\"\n  hudna search homs.hudna 'captives -exchange' --from 2014-05-01 --json\n");

  CLI::App* explain = app.add_subcommand("explain", "why a value is what it is: the sentences, who said them, the rule");
  add_record(explain, o);
  explain->add_option("ID", o->id, "an id printed by hudna show (ag-…, pv-…, in-…, cx-…, cl-…, dl-…, st-…, rp-…)")->required();
  add_sharing(explain, o);
  add_data(explain, o);
  explain->footer("Example:\n  hudna explain homs.hudna ag-homs-2014-05\n");

  CLI::App* diff = app.add_subcommand("diff", "what changed between two states of a record, by agreement");
  diff->add_option("FILE", o->files, "two record files, the older first; or one, with --as-of and two days")
      ->required()
      ->expected(1, 2);
  diff->add_option("--as-of", o->days, "a day for both files, or two days of one file")->expected(1, 2);
  diff->footer(
      "Examples:\n  hudna diff last-week.hudna homs.hudna\n  hudna diff homs.hudna --as-of 2014-05-03 "
      "2014-05-10\n");

  CLI::App* review =
      app.add_subcommand("review", "a reviewer's decision, kept in the record's log; without one, the log");
  add_record(review, o);
  review->add_option("DECISION", o->decision,
                     "accept, edit, reject, split, merge, mark_disputed, redact, defer, undo");
  review->add_option("ID", o->id,
                     "what it is about: a row, a statement (st-…), or for undo a decision (rv-…)");
  review->add_option("MORE", o->others,
                     "merge: the other rows; split: statements or reports to part; edit: field=value");
  review->add_option("--by", o->reviewer, "who decides; a pseudonym will do");
  review->add_option("--reason", o->reason, "why");
  review->add_option("--role", o->role, "first, second, adjudicator");
  review->add_option("--at", o->at, "when, as 2014-05-03T12:00:00Z (default: now)");
  add_data(review, o);
  review->footer(
      "Examples:\n  hudna review homs.hudna accept ag-homs-2014-05 --by lina\n"
      "  hudna review homs.hudna merge in-1f2e in-77aa --by lina --reason \"one blast, told by day and by "
      "night\"\n"
      "  hudna review homs.hudna edit st-23efde date=2014-05-02 --by lina\n  hudna review homs.hudna undo "
      "rv-0a1b2c3d4e5f --by omar\n\n"
      "Decisions hold for the statements they name, also after more reports are built in.\n");

  CLI::App* exporting = app.add_subcommand("export", "the record as files for other programs and for people (docs/formats/exports.md)");
  add_record(exporting, o);
  exporting->add_option("--format", o->formats,
                        "agreements-cf, agreements-pax, ledger, incidents-ged, incidents-acled, events-plover, hapi-shape, places, "
                        "zones, evidence, deadlines, changes, report, hudna, evidence-pack, datapackage (with or without ending)")
      ->delimiter(',');
  exporting->add_flag("--all", o->all, "every format");
  exporting->add_option("-o,--out", o->folder, "the folder for the files; made when it is not there");
  exporting->add_option("--as-of", o->as_of, "the day to show the state of (default: the day of the newest report)");
  exporting->add_flag("--unreviewed", o->unreviewed, "rows that nobody reviewed go out too, and say so");
  exporting->add_option("--sharing", o->sharing,
                        "internal (nothing withheld), partner (names of private persons, authors and readers' comments stay out), "
                        "public (also quotes in event files)")
      ->check(CLI::IsMember({"internal", "partner", "public"}))
      ->capture_default_str();
  exporting->add_flag("--hxl", o->hxl, "a second header row with HXL tags in the CSV files");
  exporting->add_option("--agreement", o->agreement, "whose dossier report.html is (default: the one with the most origins)");
  exporting->add_flag("--preview", o->preview, "say what would be withheld and left out; write nothing");
  exporting->add_option("--data", o->data, "folder of data files, for the P-codes of a gazetteer (places/*.csv)");
  exporting->footer(
      "Examples:\n"
      "  hudna export homs.hudna --all --out out --unreviewed\n"
      "  hudna export homs.hudna --format agreements-cf,ledger --out out --as-of 2017-09-11 --unreviewed\n"
      "  hudna export homs.hudna --all --sharing partner --unreviewed --preview\n"
      "  hudna export homs.hudna --format hudna,evidence-pack --out backup --sharing internal --unreviewed\n"
      "\nexport-log.csv is written with every export and says why a row is not in a file.\n");

  CLI::App* importing = app.add_subcommand("import", "makes a record file from a hudna.jsonl: the same record, byte for byte");
  importing->add_option("FILE", o->path, "hudna.jsonl as hudna export writes it")->required();
  importing->add_option("-o,--out", o->out, "the record file; must not be there")->required();
  importing->footer("Example:\n  hudna import backup/hudna.jsonl --out homs.hudna\n");

  CLI::App* dump = app.add_subcommand("dump", "everything in a record file as JSON Lines, in a fixed order");
  add_record(dump, o);

  CLI::App* page = app.add_subcommand("page", "how a page is split into blocks, and its fields");
  add_files(page, o);
  page->add_option("--format", o->format, "blocks, text (the reporting only)")
      ->check(CLI::IsMember({"blocks", "text"}))
      ->default_val("blocks");
  page->add_flag("--json", o->json, "JSON Lines: fields, blocks with their bytes, reasons");
  page->add_flag("--text", o->raw, "the reporting only (--format text)");
  page->add_flag_callback("--blocks", [o] { o->format = "blocks"; }, "one line a block (the default)");
  page->add_flag(
      "--learn", o->learn,
      "learn what one outlet repeats from several of its pages; prints a profile (docs/formats/profile.md)");
  add_profiles(page, o);
  add_resumable(page, o);
  add_jobs(page, o);
  page->footer(
      "Examples:\n  hudna page page.html\n  hudna page --learn pages-of-one-outlet/ --out outlet.profile\n  "
      "hudna page page.html --profile outlet.profile\n  hudna page crawl.warc.gz feed.rss --json > "
      "pages.jsonl\n  curl -s URL | hudna page - --text\n");

  CLI::App* analyse = app.add_subcommand("analyse", "sentences, words, tags, trees and names of a text");
  add_files(analyse, o);
  analyse->add_flag("--json", o->json, "JSON instead of CoNLL-U");
  analyse->add_flag("--conllu", o->raw, "CoNLL-U with byte offsets in MISC (the default)");
  add_data(analyse, o);
  analyse->footer("Example:\n  hudna analyse report.txt > report.conllu\n");

  CLI::App* ground = app.add_subcommand("ground", "which actors, places, times and figures a text names");
  ground->add_option("TEXT", o->text, "the text")->required();
  ground->add_option("--date", o->date, "date of the report, 2014-05-03");
  ground->add_option("--country", o->country, "country of the report, ISO 3166-1 alpha-2");
  add_data(ground, o);
  ground->footer("Example:\n  hudna ground \"Shells hit the capital on Monday\" --date 2014-05-03 --country SY\n");

  CLI::App* rules = app.add_subcommand("rules", "the rules that turn sentences into statements (docs/rules.md)");
  rules->require_subcommand(1);
  CLI::App* rules_try = rules->add_subcommand("try", "which rules fire on a sentence, along which path");
  rules_try->add_option("SENTENCE", o->text, "the sentence")->required();
  rules_try->add_option("--date", o->date, "date of the report");
  add_data(rules_try, o);
  CLI::App* rules_check = rules->add_subcommand("check", "reads the rule files and reports errors by line and column");
  add_data(rules_check, o);

  CLI::App* data = app.add_subcommand("data", "the data files");
  data->require_subcommand(1);
  CLI::App* data_check = data->add_subcommand("check", "duplicates, cycles, overlapping times, unknown countries, by line");
  add_data(data_check, o);
  CLI::App* data_places =
      data->add_subcommand("places", "compiles GeoNames dumps into a folder for --data: allCountries, files of countries, alternateNames");
  data_places->add_option("FILE", o->files, "dumps of 19 columns; a name with alternateNames in it: further names")->required();
  data_places->add_option("--out", o->out, "the folder that --data is to be given")->required();
  data_places->footer("Example:\n  hudna data places YE.txt alternateNamesV2.txt --out mydata\n  hudna build pages/ --data mydata --out taiz.hudna\n");

  CLI::App* eval = app.add_subcommand("eval", "measures hudna against public data");
  eval->require_subcommand(1);
  const auto add_eval = [&](const char* eval_name, const char* about, const char* path_about) {
    CLI::App* sub = eval->add_subcommand(eval_name, about);
    if (path_about != nullptr) sub->add_option("PATH", o->path, path_about)->required();
    sub->add_flag("--json", o->json, "one JSON object with the figures");
    add_data(sub, o);
    return sub;
  };
  const auto add_misses = [&](CLI::App* sub) {
    sub->add_flag("--misses", o->misses, "what was wrong, one a line on standard error");
  };
  CLI::App* eval_language = add_eval("language", "tags, trees and names", nullptr);
  eval_language->add_option("--treebank", o->path, "a CoNLL-U file");
  eval_language->add_option("--ner", o->ner, "a file of names (IOB2 as in UNER, or a folder of re3d)");
  eval_language->add_flag("--raw", o->raw, "from raw text instead of gold tokens");
  eval_language->add_flag("--all", o->all, "of re3d all documents, not only those kept out of training");
  CLI::App* eval_pages = add_eval("pages", "article reading", "a folder with html/ and gold.json");
  eval_pages->add_flag("--scraped", o->raw, "render each page to plain text first: what is left when somebody copies it");
  eval_pages->add_option("--details", o->ner, "write one line a page to this file");
  add_misses(add_eval("time", "time expressions", "a folder of WikiWars (in/, keyinline/)"));
  add_misses(add_eval("place", "places", "a CSV of text, span, latitude, longitude"));
  add_misses(add_eval("fa-kes", "governorate of the main event", "the FA-KES CSV"));
  add_misses(add_eval("actor", "actors", "a CSV of text, span, actor"));
  add_misses(add_eval("figure", "figures", "a CSV of text, span, op, low, high, effect, category"));
  add_eval("muc", "MUC-4 templates", "a folder of MUC data");
  add_eval("coding", "event classes", "a TSV of sentences with PLOVER classes");

  CLI::App* cases = app.add_subcommand("case", "replays case files: a report, ---, its expected reading");
  add_files(cases, o, "case files, or folders of them");
  cases->add_flag("--update", o->update, "rewrite the expected half of each file");
  add_data(cases, o);

  CLI::App* demo = app.add_subcommand("demo", "builds and shows the record of the sample reports");
  demo->add_option("--samples", o->samples, "folder of the sample reports")->default_val("samples");
  demo->add_option("-o,--out", o->out, "the record file")->default_val("demo.hudna");

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error, std::cout, std::cerr);
    *exit_code = code == 0 ? 0 : 2;
    return false;
  }
  const CLI::App* chosen = app.get_subcommands().front();
  o->command = chosen->get_name();
  if (!chosen->get_subcommands().empty()) o->subcommand = chosen->get_subcommands().front()->get_name();
  return true;
}

}  // namespace hudna::cli
