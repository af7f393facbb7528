#include "app/export.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <system_error>

#include "app/csv_rows.h"
#include "app/engine.h"
#include "app/show_words.h"
#include "base/files.h"
#include "base/sha256.h"
#include "base/version.h"
#include "export/formats.h"
#include "ground/toml_rows.h"
#include "record/builder.h"
#include "record/days.h"
#include "record/status.h"
#include "store/interchange.h"
#include "store/rows.h"

namespace hudna::app {
namespace {

namespace fs = std::filesystem;
using base::Code;
using base::Result;

constexpr std::string_view kLines = "hudna.jsonl", kLog = "export-log.csv", kPack = "evidence-pack.tar",
                           kPackage = "datapackage.json";

const ExportFormat* find_format(std::string_view wanted) {
  for (const ExportFormat& format : export_formats()) {
    if (wanted == format.name || wanted == format.name.substr(0, format.name.find('.'))) return &format;
  }
  return nullptr;
}

// ---- what the record does not hold ----

std::vector<exports::ActorFacts> actor_facts(const model::RecordParts& record, const base::DataSource& data) {
  std::map<std::string, exports::ActorFacts, std::less<>> known;
  for (const base::DataFile& file : data.files("actors/")) {
    const auto rows = ground::read_toml_rows(file.bytes, file.path);
    if (!rows) continue;  // opening the lexicon reports broken files
    for (const ground::TomlRow& row : *rows) {
      if (row.table != "actor") continue;
      exports::ActorFacts& facts = known["ac-" + std::string(row.text("id"))];
      facts = {std::string(row.text("ucdp")), std::string(row.text("ucdp_name")),
               std::string(row.text("sector"))};
    }
  }
  std::vector<exports::ActorFacts> out(record.actors.size());
  for (std::size_t i = 0; i < out.size(); ++i) {
    const auto found = known.find(record.actors[model::ActorId(i)].id);
    if (found != known.end()) out[i] = found->second;
  }
  return out;
}

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return out;
}

// The P-codes of gazetteers given with --data (places/*.csv), by code and by name.
struct Pcodes {
  struct Row {
    std::string admin1, admin2;
  };
  std::map<std::string, Row, std::less<>> by_code;
  std::map<std::string, std::string, std::less<>> by_name;  // "SY 1 Homs"

  void read(const base::DataSource& data) {
    for (const base::DataFile& file : data.files("places/")) {
      if (!file.path.ends_with(".csv")) continue;
      std::string_view bytes = file.bytes;
      if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
      std::vector<CsvRow> rows;
      if (!split_csv(bytes, &rows) || rows.empty()) continue;
      const std::vector<std::string>& header = rows[0].cells;
      const auto column = [&](std::string_view wanted) {
        return static_cast<std::size_t>(std::find(header.begin(), header.end(), wanted) - header.begin());
      };
      const std::size_t code = column("pcode"), place = column("name"), level = column("level"),
                        country = column("country"), admin1 = column("admin1"), admin2 = column("admin2");
      for (std::size_t i = 1; i < rows.size(); ++i) {
        const auto cell = [&](std::size_t at) {
          return at < rows[i].cells.size() ? rows[i].cells[at] : std::string();
        };
        const std::string pcode = upper(cell(code));
        if (pcode.empty()) continue;
        Row& row = by_code[pcode];
        row.admin1 = cell(level) == "1" ? pcode : upper(cell(admin1));
        row.admin2 = cell(level) == "2" ? pcode : upper(cell(admin2));
        by_name.emplace(upper(cell(country)) + " " + cell(level) + " " + cell(place), pcode);
      }
    }
  }
};

std::vector<exports::PlaceFacts> place_facts(const model::RecordParts& record, const base::DataSource& data) {
  Pcodes pcodes;
  pcodes.read(data);
  const auto digits = [](std::string_view text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  };
  std::vector<exports::PlaceFacts> out;
  for (const model::PlaceRow& row : record.places) {
    exports::PlaceFacts facts;
    const std::string_view key = std::string_view(row.id).substr(std::min<std::size_t>(3, row.id.size()));
    if (digits(key)) facts.geonames = key;
    // The ids of places that a gazetteer of P-codes brought: the country's letters and digits.
    if (key.size() > 3 && upper(key.substr(0, 2)) == row.country && digits(key.substr(2)))
      facts.pcode = upper(key);
    const auto found = pcodes.by_code.find(facts.pcode);
    if (found != pcodes.by_code.end()) {
      facts.admin1_code = found->second.admin1, facts.admin2_code = found->second.admin2;
    }
    const auto by_name = [&](const char* level, const std::string& admin) {
      const auto code = pcodes.by_name.find(row.country + " " + level + " " + admin);
      return code == pcodes.by_name.end() ? std::string() : code->second;
    };
    if (facts.admin1_code.empty() && !row.admin1.empty()) facts.admin1_code = by_name("1", row.admin1);
    if (facts.admin2_code.empty() && !row.admin2.empty()) facts.admin2_code = by_name("2", row.admin2);
    out.push_back(std::move(facts));
  }
  return out;
}

exports::TermState term_state(const record::ComplianceStatus& status) {
  return {status.state, status.reported, record::print(status), status.statements};
}

exports::Facts make_facts(const Opened& opened, record::Day day, const base::DataSource& data) {
  const model::RecordParts& r = opened.record->parts();
  exports::Facts out;
  out.actors = actor_facts(r, data);
  out.places = place_facts(r, data);
  for (std::size_t i = 0; i < r.agreements.size(); ++i) {
    const record::Status status = record::status_as_of(r, model::AgreementId(i), day);
    out.agreements.push_back({status.state, status.since,
                              status_words(status) + (status.talks_ongoing ? "; talks go on" : ""),
                              status.last_evidence, status.evidence_age_days, status.violation_statements});
  }
  for (std::size_t i = 0; i < r.provisions.size(); ++i)
    out.provisions.push_back(term_state(record::compliance_as_of(r, model::ProvisionId(i), day)));
  for (std::size_t i = 0; i < r.deadlines.size(); ++i) {
    const model::DeadlineId id(i);
    out.deadlines.push_back(term_state(record::compliance_as_of(r, r.deadlines[id].provision, day, id)));
  }
  for (const model::ReviewRow& row : r.reviews) {
    if (row.effect != "in_force" || row.now.empty()) continue;
    exports::Reviewed& about = out.reviews[row.now];
    const std::string& decision = row.entry.decision;
    if (decision == "reject") about.review = exports::Review::Rejected;
    if (decision == "accept" || decision == "edit" || decision == "mark_disputed") {
      about.review = exports::Review::Reviewed;
      about.by = row.entry.reviewer;
    }
    about.disputed = about.disputed || decision == "mark_disputed";
    about.redacted = about.redacted || decision == "redact";
  }
  // What rests on nothing but redacted statements would tell what they say.
  const auto follow = [&](const auto& table) {
    for (const auto& row : table) {
      const auto hidden = [&](model::StatementId id) {
        const auto found = out.reviews.find(r.statements[id].id);
        return found != out.reviews.end() && found->second.redacted;
      };
      if (!row.statements.empty() && std::all_of(row.statements.begin(), row.statements.end(), hidden))
        out.reviews[row.id].redacted = true;
    }
  };
  follow(r.agreements), follow(r.provisions), follow(r.stages), follow(r.deadlines), follow(r.incidents), follow(r.tallies);
  for (const model::ClaimRow& row : r.claims) {
    const auto found = out.reviews.find(r.statements[row.statement].id);
    if (found != out.reviews.end() && found->second.redacted) out.reviews[row.id].redacted = true;
  }
  return out;
}

// ---- files ----

// Writes beside the name and renames at the end; gone when it is not finished.
class PartFile {
 public:
  explicit PartFile(std::string path)
      : path_(std::move(path)), file_(path_ + ".part", std::ios::binary | std::ios::trunc) {}
  ~PartFile() {
    if (done_) return;
    file_.close();
    std::error_code ec;
    fs::remove(path_ + ".part", ec);
  }
  PartFile(const PartFile&) = delete;
  PartFile& operator=(const PartFile&) = delete;

  bool put(std::string_view bytes) {
    file_.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    hash_.add(bytes);
    size_ += bytes.size();
    return static_cast<bool>(file_);
  }
  Result<void> finish() {
    const int cause = errno;
    file_.close();
    if (!file_) {
      return base::fail(cause == ENOSPC ? Code::DiskFull : Code::FileUnwritable, path_,
                        cause == 0 ? "could not be written" : std::strerror(cause));
    }
    std::error_code ec;
    fs::rename(path_ + ".part", path_, ec);
    if (ec) return base::fail(Code::FileUnwritable, path_, ec.message());
    done_ = true;
    return {};
  }
  std::size_t size() const { return size_; }
  std::string hash() { return hash_.hex(); }

 private:
  std::string path_;
  std::ofstream file_;
  base::Sha256 hash_;
  std::size_t size_ = 0;
  bool done_ = false;
};

using Write = void (*)(exports::Context*, exports::Out*);

Write find_writer(std::string_view name) {
  static const std::map<std::string_view, Write> kWriters = {
      {"agreements-cf.csv", exports::write_agreements_cf},
      {"agreements-pax.csv", exports::write_agreements_pax},
      {"ledger.csv", exports::write_ledger},
      {"incidents-ged.csv", exports::write_incidents_ged},
      {"incidents-acled.csv", exports::write_incidents_acled},
      {"events-plover.jsonl", exports::write_events_plover},
      {"hapi-shape.csv", exports::write_hapi_shape},
      {"places.geojson", exports::write_places},
      {"zones.geojson", exports::write_zones},
      {"deadlines.ics", exports::write_deadlines},
      {"changes.atom", exports::write_changes},
      {"report.html", exports::write_report},
      {kLog, exports::write_export_log},
  };
  const auto found = kWriters.find(name);
  return found == kWriters.end() ? nullptr : found->second;
}

// One run: writes (or, for a preview, only counts) the chosen formats.
class Run {
 public:
  Run(const Opened& opened, const ExportOptions& options, exports::Context* context)
      : opened_(opened), options_(options), context_(*context) {}

  Result<void> write(const ExportFormat& format) {
    if (format.name == kLines) {
      if (const std::string why = lines_withheld(); !why.empty()) {
        context_.leave_out(kLines, "file", kLines, why);
        return {};
      }
    }
    if (options_.preview)
      return fill(
          format, [](std::string_view) { return true; }, nullptr);
    PartFile file((fs::path(options_.out) / format.name).string());
    return fill(
        format, [&file](std::string_view bytes) { return file.put(bytes); }, &file);
  }

  ExportOutcome take() {
    for (const exports::LogRow& row : context_.log()) {
      if (row.what != "left_out") continue;
      ++outcome_.left_out;
      if (row.reason.starts_with("nobody reviewed")) ++outcome_.unreviewed;
    }
    return std::move(outcome_);
  }

 private:
  // Why the lossless file may not go out; empty when it may.
  std::string lines_withheld() const {
    if (!context_.internal()) return "nothing can be withheld from a lossless copy: --sharing internal only";
    if (!options_.unreviewed)
      return "a lossless copy holds rows that nobody reviewed: --unreviewed lets it out";
    return "";
  }

  Result<void> fill(const ExportFormat& format, exports::Out::Sink sink, PartFile* file) {
    exports::Out out(std::move(sink));
    Result<void> done;
    if (format.name == "evidence.jsonld") {
      done = exports::write_evidence(&context_, &out);
    } else if (format.name == kPack) {
      std::string log;
      exports::Out text([&log](std::string_view bytes) {
        log.append(bytes);
        return true;
      });
      exports::write_export_log(&context_, &text);
      text.flush();
      std::string reviews;
      if (context_.internal()) {
        const auto decisions = opened_.db->decisions();
        if (!decisions) return tl::unexpected(decisions.error());
        for (const model::Decision& decision : *decisions)
          reviews += store::decision_to_json(decision) + "\n";
      }
      std::vector<exports::PackFile> extra = {{"export-log.csv", std::move(log)}};
      // Who decided what is inside knowledge too.
      if (context_.internal()) extra.push_back({"review-log.jsonl", std::move(reviews)});
      done = exports::write_evidence_pack(&context_, extra, &out);
    } else if (format.name == kPackage) {
      exports::write_datapackage(&context_, written_, &out);
    } else if (format.name == kLines) {
      done = store::write_lines(opened_.db.get(), [&out](std::string_view line) {
        out.put(line);
        out.count_row();
        return true;
      });
    } else {
      find_writer(format.name)(&context_, &out);
    }
    if (!done) return done;
    out.flush();
    std::size_t bytes = 0;
    std::string hash;
    if (file != nullptr) {
      if (auto finished = file->finish(); !finished) return finished;
      bytes = file->size();
      hash = file->hash();
    }
    written_.push_back({std::string(format.name), std::string(format.about), std::move(hash), bytes,
                        out.rows(), out.columns(), options_.hxl});
    outcome_.files.push_back({std::string(format.name), out.rows(), bytes});
    if (format.name != kLog && format.name != kPackage && format.name != kPack) outcome_.rows += out.rows();
    return {};
  }

  const Opened& opened_;
  const ExportOptions& options_;
  exports::Context& context_;
  std::vector<exports::WrittenFile> written_;
  ExportOutcome outcome_;
};

}  // namespace

const std::vector<ExportFormat>& export_formats() {
  // The log after all that may leave something out; the package last, since it names the others' hashes.
  static const std::vector<ExportFormat> kFormats = {
      {"agreements-cf.csv", "agreements in the columns of the ETH/PRIO ceasefire data"},
      {"agreements-pax.csv", "agreements in columns of PA-X"},
      {"ledger.csv", "terms: who must do what until when, and what is known of it"},
      {"incidents-ged.csv", "fatal incidents in the columns of UCDP GED"},
      {"incidents-acled.csv", "incidents in the columns of ACLED"},
      {"events-plover.jsonl", "incidents and stages as PLOVER events"},
      {"hapi-shape.csv", "counts by month and district in the shape of HDX HAPI"},
      {"places.geojson", "places, with their precision"},
      {"zones.geojson", "areas of agreements"},
      {"evidence.jsonld", "the words behind each value, as Web Annotations"},
      {"deadlines.ics", "what falls due, as a calendar"},
      {"changes.atom", "what reports said, newest first, as a feed"},
      {"report.html", "the dossier of one agreement, to print"},
      {kLines, "everything, lossless; hudna import reads it"},
      {kPack, "originals, hashes, capture times and log in one archive"},
      {kLog, "why anything was left out"},
      {kPackage, "what the other files are (Frictionless)"},
  };
  return kFormats;
}

Result<std::unique_ptr<Exporting>> Exporting::open(const Opened& opened, const ExportOptions& options,
                                                   const base::DataSource& data) {
  const model::RecordParts& record = opened.record->parts();
  record::Day day = 0;
  if (!options.as_of.empty()) {
    const auto given = record::find_day(options.as_of);
    if (!given || options.as_of.size() != 10) {
      return base::fail(Code::ArgumentBad, "",
                        "--as-of wants a day as 2014-05-03, not \"" + options.as_of + "\"");
    }
    day = *given;
  } else {
    day = record::last_report_day(record).value_or(0);
  }
  if (!options.agreement.empty()) {
    const auto& rows = record.agreements;
    if (std::none_of(rows.begin(), rows.end(),
                     [&](const model::AgreementRow& row) { return row.id == options.agreement; }))
      return base::fail(Code::IdUnknown, options.record, "no agreement has the id " + options.agreement);
  }
  auto codes = exports::load_crosswalk(data);
  if (!codes) return tl::unexpected(codes.error());
  std::unique_ptr<Exporting> out(new Exporting);
  out->codes_ = std::move(*codes);
  out->facts_ = make_facts(opened, day, data);
  exports::Settings settings;
  settings.sharing = options.sharing;
  settings.unreviewed = options.unreviewed;
  settings.hxl = options.hxl;
  settings.as_of = record::print_day(day);
  settings.agreement = options.agreement;
  settings.tool = record.tool.empty() ? "hudna/" + std::string(base::kVersion) : record.tool;
  store::Store* db = opened.db.get();
  out->context_ = std::make_unique<exports::Context>(
      opened.view, out->codes_, out->facts_, std::move(settings),
      [db](const std::string& sha256) -> Result<exports::Original> {
        auto document = db->document(sha256);
        if (!document) return tl::unexpected(document.error());
        return exports::Original{std::move(document->raw), std::move(document->text)};
      });
  return out;
}

Result<ExportOutcome> export_record(const ExportOptions& options) {
  std::vector<const ExportFormat*> chosen;
  for (const std::string& wanted : options.formats) {
    const ExportFormat* format = find_format(wanted);
    if (format == nullptr) {
      std::string all;
      for (const ExportFormat& one : export_formats()) all.append(all.empty() ? "" : ", ").append(one.name);
      return base::fail(Code::ArgumentBad, "", "no format is called \"" + wanted + "\"; there are " + all);
    }
    if (format->name == kLines && !(options.sharing == exports::Sharing::Internal && options.unreviewed)) {
      return base::fail(Code::ArgumentBad, "",
                        "hudna.jsonl is lossless: names cannot be withheld from it, nor rows that nobody "
                        "reviewed; it needs "
                        "--sharing internal --unreviewed");
    }
    if (std::find(chosen.begin(), chosen.end(), format) == chosen.end()) chosen.push_back(format);
  }
  base::DataSource data;
  if (!options.data.empty()) {
    auto opened = base::DataSource::open(options.data);
    if (!opened) return tl::unexpected(opened.error());
    data = std::move(*opened);
  }
  auto opened = open_record(options.record, options.as_of);
  if (!opened) return tl::unexpected(opened.error());
  auto exporting = Exporting::open(**opened, options, data);
  if (!exporting) return tl::unexpected(exporting.error());
  if (!options.preview) {
    std::error_code ec;
    fs::create_directories(options.out, ec);
    if (ec || !fs::is_directory(options.out, ec))
      return base::fail(Code::FileUnwritable, options.out, ec ? ec.message() : "this is no folder");
  }
  exports::Context& context = (*exporting)->context();
  Run run(**opened, options, &context);
  for (const ExportFormat& format : export_formats()) {
    const bool wanted =
        options.formats.empty() || std::find(chosen.begin(), chosen.end(), &format) != chosen.end();
    // The log goes with every export: nothing is left out in silence.
    if (!wanted && format.name != kLog) continue;
    if (auto written = run.write(format); !written) return tl::unexpected(written.error());
  }
  ExportOutcome out = run.take();
  if (options.preview) out.preview = exports::preview_text(&context);
  return out;
}

namespace {

// A record as lines lacks what adding a report asks for. Where this program would make the same record of the readings, that
// is kept with it, and the file is the one that the lines were written from; else the next build merges everything.
Result<void> keep_state(store::Store* db) {
  const auto stored = db->record();
  if (!stored) return tl::unexpected(stored.error());
  if (!*stored) return {};
  const auto readings = db->readings();
  if (!readings) return tl::unexpected(readings.error());
  const auto log = db->decisions();
  if (!log) return tl::unexpected(log.error());
  const auto policies = record::load_policies(base::DataSource());
  if (!policies) return tl::unexpected(policies.error());
  std::vector<const model::Reading*> views;
  for (const model::Reading& reading : *readings) views.push_back(&reading);
  model::MergeState state;
  const model::Record built = record::build_record(views, *policies, *log, &state);
  if (!(built.parts() == (*stored)->parts())) return {};
  state.by = version_of(base::DataSource());
  return db->replace_record(built, &state);
}

}  // namespace

Result<ImportOutcome> import_record(const std::string& lines, const std::string& out) {
  std::error_code ec;
  if (fs::exists(out, ec))
    return base::fail(Code::FileUnwritable, out, "is there already: import makes a new record file");
  std::ifstream file(lines, std::ios::binary);
  if (!file) return base::fail(Code::FileMissing, lines, "cannot be opened");
  const auto read = [&]() -> Result<ImportOutcome> {
    auto db = store::open_store(out, store::Mode::Write);
    if (!db) return tl::unexpected(db.error());
    store::LineReader reader(db->get(), lines);
    std::string line, chunk(std::size_t{1} << 20, '\0');
    while (file) {
      file.read(chunk.data(), static_cast<std::streamsize>(chunk.size()));
      std::string_view rest(chunk.data(), static_cast<std::size_t>(file.gcount()));
      for (std::size_t end = rest.find('\n'); end != std::string_view::npos; end = rest.find('\n')) {
        line.append(rest.substr(0, end));
        if (auto added = reader.add(line); !added) return tl::unexpected(added.error());
        line.clear();
        rest.remove_prefix(end + 1);
      }
      line.append(rest);
      if (line.size() > base::limits::kImportLineBytes)
        return base::fail(
            Code::FileTooLarge, lines,
            "a line is longer than " + std::to_string(base::limits::kImportLineBytes) + " bytes");
    }
    if (file.bad()) return base::fail(Code::FileUnreadable, lines, "reading failed");
    if (!line.empty()) {
      if (auto added = reader.add(line); !added) return tl::unexpected(added.error());
    }
    if (auto ended = reader.end(); !ended) return tl::unexpected(ended.error());
    if (auto kept = keep_state(db->get()); !kept) return tl::unexpected(kept.error());
    if (auto compacted = (*db)->compact(); !compacted) return tl::unexpected(compacted.error());
    const auto summary = (*db)->summary();
    if (!summary) return tl::unexpected(summary.error());
    return ImportOutcome{summary->reports, summary->statements};
  };
  auto done = read();
  if (!done) {
    for (const char* end : {"", "-journal"}) fs::remove(out + end, ec);
  }
  return done;
}

}  // namespace hudna::app
