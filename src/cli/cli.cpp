#include "cli/cli.h"

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <iostream>
#include <thread>

#include "app/build.h"
#include "app/case.h"
#include "app/engine.h"
#include "app/export.h"
#include "app/inputs.h"
#include "app/ordered.h"
#include "app/profiles.h"
#include "app/record_api.h"
#include "app/resume.h"
#include "app/review.h"
#include "app/search.h"
#include "app/views.h"
#include "base/files.h"
#include "base/version.h"
#include "cli/evaluate.h"
#include "cli/options.h"
#include "cli/terminal.h"
#include "export/reading_json.h"
#include "export/reading_text.h"
#include "server/server.h"

namespace hudna::cli {
namespace {

constexpr int kDone = 0, kNothing = 1, kFailed = 2;

int report(const base::Error& error) {
  std::cerr << "hudna: " << base::print(error) << "\n";
  return kFailed;
}

// Standard output can be full or closed like any file; saying so is part of the job.
int finish(int code) {
  std::cout.flush();
  if (!std::cout) {
    std::cerr << "hudna: standard output could not be written\n";
    return kFailed;
  }
  return code;
}

unsigned jobs_of(const Options& options) {
  return options.jobs != 0 ? std::min(options.jobs, 256u) : std::max(1u, std::thread::hardware_concurrency());
}

base::Result<app::MetaTable> load_meta(const Options& options) {
  if (options.meta.empty()) return app::MetaTable();
  auto bytes = base::read_file(options.meta);
  if (!bytes) return tl::unexpected(bytes.error());
  return app::MetaTable::parse(options.meta, *bytes);
}

base::Result<std::unique_ptr<app::Engine>> open_engine(const Options& options, bool parse_all = false) {
  return app::Engine::open({options.data, options.rules, options.profiles, parse_all, options.any_topic});
}

void print_diagnostics(const base::Diagnostics& diagnostics, const std::string& path) {
  for (const base::Diagnostic& d : diagnostics) {
    if (base::info(d.code).severity == base::Severity::Note) continue;
    std::cerr << "hudna: " << base::print(d, path) << "\n";
  }
}

// Prints what `make` gives for each input: on all cores, in the order of the inputs, with a bar on the error
// stream while the answers go elsewhere. What could not be read is reported, and the rest goes on. With --out
// the answers go into that file, where an earlier run of the same `call` (all that they depend on besides the
// inputs) is gone on with.
struct Printed {
  std::string text;
  base::Diagnostics diagnostics;  // shown behind the text
};
template <class Make>
int print_each(const Options& options, const Terminal& terminal, const std::string& call, Make make) {
  const std::vector<std::string> files = app::expand_inputs(options.files);
  int code = files.empty() ? kNothing : kDone;
  std::unique_ptr<app::ResumableFile> out;
  if (!options.results.empty()) {
    auto opened = app::ResumableFile::open(options.results, call, files);
    if (!opened) return report(opened.error());
    out = std::move(*opened);
    if (out->failed() != 0) code = kFailed;
    if (out->done() != 0)
      std::cerr << "hudna: " << options.results << " holds " << out->done() << " of " << files.size()
                << " already\n";
  }
  const std::size_t first = out ? out->done() : 0;
  ProgressBar bar(terminal.err_is_terminal && (out || !terminal.out_is_terminal), "reading",
                  files.size() - first);
  using Answer = base::Result<Printed>;
  app::for_each_ordered<Answer>(
      files.size() - first, jobs_of(options), [&](std::size_t i) -> Answer { return make(files[first + i]); },
      [&](std::size_t i, Answer&& answer) {
        const std::string& file = files[first + i];
        if (!answer) {
          bar.hide();
          code = report(answer.error());
        } else {
          if (!out) std::cout << answer->text;
          if (!answer->diagnostics.empty()) bar.hide();
          print_diagnostics(answer->diagnostics, file);
        }
        if (out) {
          const auto written =
              out->put(file, answer ? std::string_view(answer->text) : std::string_view(), !answer);
          if (!written) {
            code = report(written.error());
            return false;
          }
        }
        bar.step();
        return static_cast<bool>(std::cout);
      });
  return code;
}

int run_read(const Options& options, const Terminal& terminal) {
  auto engine = open_engine(options);
  if (!engine) return report(engine.error());
  auto meta = load_meta(options);
  if (!meta) return report(meta.error());
  const std::string call = std::string(options.json ? "read json " : "read text ") + (*engine)->stamp() +
                           " meta/" + meta->fingerprint();
  return print_each(options, terminal, call, [&](const std::string& path) -> base::Result<Printed> {
    auto read = (*engine)->read_file(path, meta->find(path));
    if (!read) return tl::unexpected(read.error());
    // The text for people tells its diagnostics itself.
    if (!options.json) return Printed{exports::reading_text(read->reading) + "\n", {}};
    return Printed{exports::reading_json(read->reading) + "\n", read->reading.parts().diagnostics};
  });
}

int build_record(const Options& options, const Terminal& terminal, bool quiet) {
  auto engine = open_engine(options);
  if (!engine) return report(engine.error());
  auto meta = load_meta(options);
  if (!meta) return report(meta.error());
  app::BuildOptions build;
  build.files = app::expand_inputs(options.files);
  build.out = options.out;
  build.meta = std::move(*meta);
  build.jobs = jobs_of(options);
  if (build.files.empty()) {
    std::cerr << "hudna: no saved pages (.html, .txt, .gz, .warc, .wacz, .rss, .atom, .jsonl) in the folders given\n";
    return kNothing;
  }
  ProgressBar bar(terminal.err_is_terminal && !quiet, "reading", build.files.size());
  auto outcome = app::build(**engine, build, [&](const app::FileOutcome& file) {
    if (file.kind == app::FileOutcome::Kind::Failed) {
      bar.hide();
      report(file.error);
    } else if (!file.diagnostics.empty()) {
      bar.hide();
      print_diagnostics(file.diagnostics, file.path);
    }
    bar.step();
  }, [&] {
    bar.hide();
    if (terminal.err_is_terminal && !quiet) std::cerr << "merging ...\r" << std::flush;
  });
  if (!outcome) return report(outcome.error());
  print_diagnostics(outcome->diagnostics, options.out);
  // Nothing could be read and nothing was there: what went wrong was said, and there is no record to sum up.
  const bool nothing = outcome->failed != 0 && outcome->reports == 0;
  if (nothing && !quiet) std::cerr << "hudna: no report could be read\n";
  if (!quiet && !nothing) {
    std::cerr << options.out << ": " << outcome->added << " reports added, " << outcome->updated << " read again, "
              << outcome->known << " known, " << outcome->failed << " failed; ";
    if (outcome->off_topic != 0) std::cerr << outcome->off_topic << " on other topics, not read; ";
    std::cerr << outcome->reports << " reports, " << outcome->statements
              << " statements, " << outcome->agreements << " agreements, " << outcome->incidents << " incidents, "
              << outcome->contradictions << " contradictions\n";
  }
  if (outcome->failed != 0) return kFailed;
  return outcome->reports == 0 ? kNothing : kDone;
}

int run_demo(Options options, const Terminal& terminal) {
  options.files = {options.samples};
  const std::string meta = (std::filesystem::path(options.samples) / "meta.csv").string();
  if (std::filesystem::exists(meta)) options.meta = meta;
  const int built = build_record(options, terminal, false);
  if (built == kFailed) return built;
  for (const char* view : {"agreements", "contradictions"}) {
    bool rows = false;
    // The sources once, below the last view.
    const bool last = std::string_view(view) == "contradictions";
    auto text = app::show_file(options.out, view, "", {terminal.columns, terminal.colour}, &rows, last);
    if (!text) return report(text.error());
    std::cout << *text << "\n";
  }
  std::cout << "Next: hudna show " << options.out << " incidents | hudna explain " << options.out
            << " ID (any id above)\n";
  return built;
}

exports::Sharing level_of(const Options& options) {
  exports::Sharing out = exports::Sharing::Internal;
  exports::find_sharing(options.shown, &out);
  return out;
}

int run_serve(const Options& options) {
  auto api = app::RecordApi::open(options.path, level_of(options));
  if (!api) return report(api.error());
  server::ServeOptions how;
  how.port = static_cast<std::uint16_t>(options.port);
  const auto done = server::serve(api->get(), how, [&](const std::string& address) {
    std::cout << options.path << " is open at " << address << "\nOnly this machine can reach it. Ctrl-C stops it." << std::endl;
  });
  return done ? finish(kDone) : report(done.error());
}

int run_show(const Options& options, const Terminal& terminal) {
  const bool colour = options.colour_always || (terminal.colour && !options.colour_never);
  bool rows = false;
  auto text = app::show_file(options.path, options.view, options.as_of, {terminal.columns, colour}, &rows, true, level_of(options));
  if (!text) return report(text.error());
  std::cout << *text;
  return rows ? kDone : kNothing;
}

int run_search(const Options& options, const Terminal& terminal) {
  std::map<std::string, std::string> parameters = {{"q", options.text}, {"limit", std::to_string(options.limit)}};
  for (const auto& [key, value] : {std::pair<const char*, std::string>{"from", options.from}, {"to", options.to}, {"outlet", options.outlet}, {"comments", options.comments ? "1" : ""}}) {
    if (!value.empty()) parameters[key] = value;
  }
  bool rows = false;
  auto text = app::search_file(options.path, parameters, options.json, {terminal.columns, terminal.colour}, &rows, level_of(options));
  if (!text) return report(text.error());
  std::cout << *text;
  return rows ? kDone : kNothing;
}

int run_explain(const Options& options, const Terminal& terminal) {
  auto text = app::explain_file(options.path, options.id, {terminal.columns, terminal.colour}, level_of(options));
  if (!text) return report(text.error());
  std::cout << *text;
  return kDone;
}

int run_diff(const Options& options, const Terminal& terminal) {
  bool rows = false;
  auto text =
      app::diff_files(options.files.front(), options.files.size() > 1 ? options.files.back() : std::string(),
                      options.days, {terminal.columns, terminal.colour}, &rows);
  if (!text) return report(text.error());
  std::cout << *text;
  return rows ? kDone : kNothing;
}

// The clock in UTC, as decisions are dated.
std::string time_now() {
  const std::time_t now = std::time(nullptr);
  std::tm utc{};
  gmtime_r(&now, &utc);
  char text[32];
  return {text, std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc)};
}

int run_review(const Options& options, const Terminal& terminal) {
  if (options.decision.empty()) {
    bool rows = false;
    auto text = app::review_log(options.path, {terminal.columns, terminal.colour}, &rows);
    if (!text) return report(text.error());
    std::cout << *text;
    return rows ? kDone : kNothing;
  }
  auto engine = open_engine(options);
  if (!engine) return report(engine.error());
  auto text =
      app::review(**engine, {options.path, options.decision, options.id, options.others, options.reason,
                             options.reviewer, options.role, options.at.empty() ? time_now() : options.at});
  if (!text) return report(text.error());
  std::cout << *text;
  return kDone;
}

int run_export(const Options& options) {
  const auto wrong = [](const std::string& what) {
    return report({base::Code::ArgumentBad, "", what});
  };
  if (options.all == !options.formats.empty()) return wrong("say either --all or --format NAME[,NAME...]");
  if (!options.preview && options.folder.empty()) return wrong("--out names the folder for the files");
  app::ExportOptions wanted;
  wanted.record = options.path;
  wanted.out = options.folder;
  wanted.formats = options.formats;
  wanted.as_of = options.as_of;
  exports::find_sharing(options.sharing, &wanted.sharing);
  wanted.unreviewed = options.unreviewed;
  wanted.hxl = options.hxl;
  wanted.preview = options.preview;
  wanted.agreement = options.agreement;
  wanted.data = options.data;
  const auto done = app::export_record(wanted);
  if (!done) return report(done.error());
  std::cout << done->preview;
  if (options.preview) std::cout << "\nRows a file:\n";
  for (const app::ExportedFile& file : done->files) {
    if (options.preview)
      std::cout << "  " << file.rows << "  " << file.name << "\n";
    else
      std::cout << options.folder << "/" << file.name << ": " << file.rows << " rows, " << file.bytes << " bytes\n";
  }
  if (done->unreviewed != 0) {
    std::cerr << "hudna: " << done->unreviewed
              << " rows were left out since nobody reviewed them; --unreviewed lets them out, marked so\n";
  }
  return done->rows == 0 ? kNothing : kDone;
}

int run_import(const Options& options) {
  const auto done = app::import_record(options.path, options.out);
  if (!done) return report(done.error());
  std::cerr << options.out << ": " << done->reports << " reports, " << done->statements << " statements\n";
  return done->reports == 0 ? kNothing : kDone;
}

int run_dump(const Options& options) {
  auto dumped = app::dump_file(options.path, [](std::string_view line) {
    std::cout << line;
    return static_cast<bool>(std::cout);
  });
  return dumped ? kDone : report(dumped.error());
}

// As print_each, of the inputs as pages.
template <class Text>
int print_each_document(const Options& options, const Terminal& terminal, const std::string& call,
                        const app::Profiles* profiles, Text text) {
  return print_each(options, terminal, call, [&](const std::string& path) -> base::Result<Printed> {
    auto stored = app::read_input(path);
    if (!stored) return tl::unexpected(stored.error());
    app::ReportMeta meta;
    app::complete(*stored, &meta);
    const auto doc = app::read_document(path, std::move(stored->bytes), &meta, profiles);
    if (!doc) return tl::unexpected(doc.error());
    return text(*doc);
  });
}

int run_learn(const Options& options, const Terminal& terminal) {
  const std::vector<std::string> files = app::expand_inputs(options.files);
  ProgressBar bar(terminal.err_is_terminal, "learning", files.size());
  int code = kDone;
  const auto profile = app::learn_profile(files, jobs_of(options), [&](const base::Error* error) {
    if (error != nullptr) {
      bar.hide();
      code = report(*error);
    }
    bar.step();
  });
  bar.hide();
  if (!profile) return report(profile.error());
  if (options.results.empty()) {
    std::cout << *profile;
    return code;
  }
  const auto written = base::write_file(options.results, *profile);
  return written ? code : report(written.error());
}

int run_page(const Options& options, const Terminal& terminal) {
  if (options.learn) return run_learn(options, terminal);
  const auto profiles = app::Profiles::open(options.profiles);
  if (!profiles) return report(profiles.error());
  const std::string format = options.json ? "json" : options.raw ? "text" : options.format;
  const std::string call = "page " + format + " hudna/" + base::kVersion + profiles->ids();
  return print_each_document(options, terminal, call, &*profiles, [&](const model::Document& doc) {
    return Printed{format == "json" ? app::page_json(doc) : app::page_text(doc, format == "text"),
                   doc.parts().diagnostics};
  });
}

int run_analyse(const Options& options, const Terminal& terminal) {
  auto engine = open_engine(options, true);
  if (!engine) return report(engine.error());
  return print_each_document(options, terminal, {}, nullptr, [&](const model::Document& doc) {
    const model::Analysis analysis = (*engine)->analyse(doc, (*engine)->off_topic(doc));
    return Printed{app::analysis_text(doc, analysis, options.json), analysis.diagnostics()};
  });
}

int run_case(const Options& options) {
  auto engine = open_engine(options);
  if (!engine) return report(engine.error());
  std::size_t same = 0, changed = 0;
  int code = kDone;
  for (const std::string& path : app::expand_cases(options.files)) {
    auto bytes = base::read_file(path);
    if (!bytes) {
      code = report(bytes.error());
      continue;
    }
    auto value = app::parse_case(path, *bytes);
    if (!value) {
      code = report(value.error());
      continue;
    }
    auto actual = app::run_case(**engine, *value);
    if (!actual) {
      code = report(actual.error());
      continue;
    }
    if (*actual == value->expected) {
      ++same;
      continue;
    }
    ++changed;
    if (options.update) {
      if (auto written = base::write_file(path, app::print_case(*value, *actual)); !written) {
        code = report(written.error());
      }
      std::cout << "updated " << path << "\n";
    } else {
      std::cout << path << " reads differently now:\n" << *actual << "\n";
      code = kFailed;
    }
  }
  std::cout << same << " cases the same, " << changed << (options.update ? " updated\n" : " different\n");
  return code;
}

int run_ground(const Options& options) {
  auto engine = open_engine(options, true);
  if (!engine) return report(engine.error());
  auto text = app::ground_text(**engine, options.text, options.date, options.country);
  if (!text) return report(text.error());
  std::cout << *text;
  return text->empty() ? kNothing : kDone;
}

int run_rules(const Options& options) {
  auto engine = open_engine(options, true);
  if (!engine) return report(engine.error());
  if (options.subcommand == "check") {
    std::cout << "the rules are sound\n";
    return kDone;
  }
  auto text = app::rules_try(**engine, options.text, options.date);
  if (!text) return report(text.error());
  std::cout << *text;
  return text->empty() ? kNothing : kDone;
}

int run_data(const Options& options) {
  if (options.subcommand == "places") {
    auto done = app::data_places(options.files, options.out);
    if (!done) return report(done.error());
    std::cout << *done;
    return kDone;
  }
  auto text = app::data_check(options.data);
  if (!text) return report(text.error());
  std::cout << *text;
  return text->empty() ? kDone : kFailed;
}

int run_command(const Options& options) {
  const Terminal terminal = find_terminal();
  if (options.command == "read") return run_read(options, terminal);
  if (options.command == "build") return build_record(options, terminal, options.quiet);
  if (options.command == "show") return run_show(options, terminal);
  if (options.command == "serve") return run_serve(options);
  if (options.command == "search") return run_search(options, terminal);
  if (options.command == "explain") return run_explain(options, terminal);
  if (options.command == "diff") return run_diff(options, terminal);
  if (options.command == "review") return run_review(options, terminal);
  if (options.command == "export") return run_export(options);
  if (options.command == "import") return run_import(options);
  if (options.command == "dump") return run_dump(options);
  if (options.command == "demo") return run_demo(options, terminal);
  if (options.command == "page") return run_page(options, terminal);
  if (options.command == "analyse") return run_analyse(options, terminal);
  if (options.command == "case") return run_case(options);
  if (options.command == "ground") return run_ground(options);
  if (options.command == "rules") return run_rules(options);
  if (options.command == "data") return run_data(options);
  if (options.command == "eval") return run_eval(options);
  return kFailed;
}

}  // namespace

int run(int argc, char** argv) {
  std::ios::sync_with_stdio(false);
  Options options;
  int code = kDone;
  if (!parse_options(argc, argv, &options, &code)) return code;
  return finish(run_command(options));
}

}  // namespace hudna::cli
