// Answers that set things side by side: two agreements, outlets, two states of
// the record; and the record as files.
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "app/api_state.h"
#include "app/diff.h"
#include "app/export.h"
#include "app/open_record.h"
#include "base/files.h"

namespace hudna::app {

using namespace model;
using store::RowKind;

namespace {

// Reports of a record that is read whole for an answer of the page; larger ones take minutes, so the command line does it.
constexpr std::size_t kReadWhole = 20000;
// Statements of one agreement that a matrix looks at, and groups of copies that it lists.
constexpr std::size_t kMatrixStatements = 4000, kGroups = 100;

// ---- sources ----

// One thing that reports can tell or deny.
struct Matter {
  std::string key, kind, words;
  std::map<std::string, std::pair<std::vector<std::string>, std::vector<std::string>>> cells;  // outlet: said, denied
  std::set<std::string> origins;
};

class Matrix {
 public:
  Matrix(ApiState* state, Rows* rows) : state_(state), rows_(rows) {}

  // Reads the statements with their reports.
  void read(const std::vector<StatementId>& statements) {
    for (const StatementId id : statements) {
      if (seen_.size() >= kMatrixStatements) return;
      const std::string name = rows_->parts().statements[id].id;
      if (!seen_.insert(name).second) continue;
      rows_->statement(name);
    }
  }
  void add(const std::string& key, const std::string& kind, const std::string& words, const std::vector<StatementId>& statements,
           bool denied = false) {
    Matter* matter = nullptr;
    for (Matter& known : matters_) {
      if (known.key == key) matter = &known;
    }
    if (matter == nullptr) {
      matters_.push_back({key, kind, words, {}, {}});
      matter = &matters_.back();
    }
    for (const StatementId id : statements) {
      const StatementRow& row = rows_->parts().statements[id];
      if (seen_.count(row.id) == 0) continue;
      const std::string outlet = outlet_of(row.report);
      const bool no = denied || row.modality == Modality::Denied || row.modality == Modality::Negated;
      auto& [said, not_so] = matter->cells[outlet];
      auto& to = no ? not_so : said;
      if (std::find(to.begin(), to.end(), row.id) == to.end()) to.push_back(row.id);
      matter->origins.insert(row.origin);
      origins_[outlet].insert(row.origin);
    }
  }
  Json json(const std::vector<ReportId>& reports) const {
    // Outlets in the order in which they first reported.
    std::map<std::string, std::pair<std::string, std::size_t>> outlets;  // first day, reports
    for (const ReportId id : reports) {
      const ReportRow& row = rows_->parts().reports[id];
      auto& [first, count] = outlets[outlet_of(id)];
      if (count++ == 0 || (!row.first_day.empty() && row.first_day < first)) first = row.first_day;
    }
    std::vector<std::string> order;
    for (const auto& [name, what] : outlets) order.push_back(name);
    std::stable_sort(order.begin(), order.end(), [&](const std::string& a, const std::string& b) {
      const std::string &x = outlets[a].first, &y = outlets[b].first;
      return x.empty() != y.empty() ? y.empty() : x < y;
    });
    Json out;
    out["outlets"] = Json::array();
    for (const std::string& name : order) {
      const auto origins = origins_.find(name);
      out["outlets"].push_back({{"outlet", name},
                                {"first_day", outlets[name].first},
                                {"reports", outlets[name].second},
                                {"origins", origins == origins_.end() ? 0 : origins->second.size()}});
    }
    out["rows"] = Json::array();
    for (const Matter& matter : matters_) {
      Json cells = Json::array();
      std::size_t silent = 0;
      for (const std::string& name : order) {
        const auto cell = matter.cells.find(name);
        if (cell == matter.cells.end()) {
          ++silent;
          continue;
        }
        const auto& [said, denied] = cell->second;
        if (!said.empty()) cells.push_back({{"outlet", name}, {"stance", "said"}, {"statements", said}});
        if (!denied.empty()) cells.push_back({{"outlet", name}, {"stance", "denied"}, {"statements", denied}});
      }
      out["rows"].push_back({{"key", matter.key},
                             {"kind", matter.kind},
                             {"words", matter.words},
                             {"origins", matter.origins.size()},
                             {"silent", silent},
                             {"cells", std::move(cells)}});
    }
    return out;
  }

 private:
  std::string outlet_of(ReportId id) const {
    const ReportRow& row = rows_->parts().reports[id];
    return row.outlet.empty() ? rows_->json().words().tag_of(id) : row.outlet;
  }

  ApiState* state_;
  Rows* rows_;
  std::set<std::string> seen_;
  std::vector<Matter> matters_;
  std::map<std::string, std::set<std::string>> origins_;
};

Json group_json(const Rows& rows, GroupId id) {
  const SourceGroup& group = rows.parts().groups[id];
  Json members = Json::array();
  for (const GroupMember& member : group.members) {
    if (members.size() >= kGroups) break;
    const ReportRow& report = rows.parts().reports[member.report];
    members.push_back({{"id", report.id},
                       {"outlet", report.outlet},
                       {"title", report.title},
                       {"published", report.published},
                       {"copy", copy_words(member.kind)},
                       {"similarity", member.similarity}});
  }
  return {{"id", group.id}, {"reports", group.members.size()}, {"members", std::move(members)}};
}

// Groups of more than one report, of the reports or, without them, of the whole record, largest first.
Json copies(ApiState* state, Rows* rows, const std::vector<ReportId>* reports) {
  std::vector<std::string> names;
  if (reports != nullptr) {
    for (const ReportId id : *reports) names.push_back(rows->parts().groups[rows->parts().reports[id].group].id);
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
  } else {
    for (const store::BinCount& bin : state->take(state->lookup().facet("report", "owner", kGroups))) {
      if (bin.rows > 1) names.push_back(bin.bin);
    }
  }
  Json out = Json::array();
  for (const GroupId id : rows->groups(names)) {
    if (rows->parts().groups[id].members.size() > 1 && out.size() < kGroups) out.push_back(group_json(*rows, id));
  }
  return out;
}

}  // namespace

Json sources_answer(ApiState* state, const Params& params) {
  const auto last = record::find_day(state->last_day());
  Rows rows(state, last ? *last : record::Day());
  const std::string agreement = params.value("agreement"), incident = params.value("incident");
  if (agreement.empty() && incident.empty()) {
    Json out;
    out["outlets"] = Json::array();
    for (const store::BinCount& bin : state->take(state->lookup().facet("report", "type", kMostRows)))
      out["outlets"].push_back({{"outlet", bin.bin}, {"reports", bin.rows}});
    out["rows"] = Json::array();
    out["groups"] = copies(state, &rows, nullptr);
    return out;
  }
  Matrix matrix(state, &rows);
  std::vector<ReportId> reports;
  const auto read_reports = [&](const std::vector<ReportId>& list) {
    std::vector<std::string> ids;
    for (const ReportId id : list) ids.push_back(rows.parts().reports[id].id);
    reports = rows.reports(ids);
  };
  Json out;
  if (!agreement.empty()) {
    const auto found = rows.agreements({agreement});
    if (found.empty()) return nullptr;
    rows.complete(found.front());
    const AgreementRow row = rows.parts().agreements[found.front()];
    const RecordParts& p = rows.parts();
    matrix.read(row.statements);
    // Figures, roles and terms may rest on statements that are not among the deal's own.
    for (const ProvisionId id : row.provisions) matrix.read(p.provisions[id].statements);
    for (const Party& party : row.parties) matrix.read(party.actor.statements);
    for (const ThirdParty& third : row.third_parties) matrix.read(third.actor.statements);
    read_reports(row.reports);
    for (const Party& party : row.parties)
      matrix.add("party " + p.actors[party.actor.value].id, "party", p.actors[party.actor.value].name + " is a party", party.actor.statements);
    for (const ThirdParty& third : row.third_parties) {
      const bool denied = third.modality == Modality::Denied || third.modality == Modality::Negated;
      matrix.add("role " + third.role + " " + p.actors[third.actor.value].id, "role",
                 p.actors[third.actor.value].name + ": " + spaced_words(third.role), third.actor.statements, denied);
    }
    for (const auto& [what, date] : {std::pair<const char*, const std::optional<Sourced<Period>>*>{"agreed", &row.declared},
                                     {"in force", &row.effective},
                                     {"ended", &row.ended}}) {
      if (*date) matrix.add(std::string("date ") + what, "date", std::string(what) + " " + (*date)->value.edtf, (*date)->statements);
    }
    for (const ProvisionId id : row.provisions)
      matrix.add("term " + p.provisions[id].id, "term", rows.json().words().provision_line(p.provisions[id]), p.provisions[id].statements);
    for (const StageId id : row.stages)
      matrix.add("stage " + p.stages[id].type, "stage", spaced_words(p.stages[id].type), p.stages[id].statements);
    out = matrix.json(reports);
    out["agreement"] = {{"id", row.id}, {"title", row.title}};
  } else {
    const auto found = rows.incidents({incident});
    if (found.empty()) return nullptr;
    const IncidentRow row = rows.parts().incidents[found.front()];
    const RecordParts& p = rows.parts();
    matrix.read(row.statements);
    read_reports(row.reports);
    matrix.add("incident", "incident", spaced_words(row.type), row.statements);
    if (!row.time.statements.empty()) matrix.add("date", "date", row.time.value.edtf, row.time.statements);
    for (const auto& place : row.places) matrix.add("place " + p.places[place.value].id, "place", p.places[place.value].name, place.statements);
    for (const Perpetrator& one : row.perpetrators)
      matrix.add("by " + p.actors[one.actor.value].id, "actor", "by " + p.actors[one.actor.value].name, one.actor.statements);
    for (const FigureSet& set : row.figures) {
      std::map<std::string, std::vector<StatementId>> by_words;
      for (const Figure& figure : set.figures) {
        FigureSet alone = set;
        alone.figures = {figure};
        by_words[rows.json().words().figure_set(alone)].push_back(figure.statement);
      }
      for (const auto& [words, statements] : by_words) matrix.add("figure " + words, "figure", words, statements);
    }
    out = matrix.json(reports);
    out["incident"] = {{"id", row.id}, {"line", rows.json().words().incident_line(row)}};
  }
  out["groups"] = copies(state, &rows, &reports);
  return out;
}

// ---- compare ----

Json compare_answer(ApiState* state, const Params& params, record::Day day) {
  Json out;
  struct Side {
    Json line, terms, checklist, roles;
  };
  std::map<std::string, Side> sides;
  for (const char* name : {"a", "b"}) {
    Rows rows(state, day);
    const auto found = rows.agreements({params.value(name)});
    if (found.empty()) return nullptr;
    rows.complete(found.front());
    Side& side = sides[name];
    side.line = rows.agreement_line(found.front());
    Json whole;
    rows.json().put_agreement(found.front(), state->elements(), &whole);
    side.terms = whole["terms"];
    side.checklist = whole["checklist"];
    side.roles = whole["third_parties"];
    side.line["parties"] = whole["parties"];
    side.line["term"] = whole["term"];
    out[name] = side.line;
  }
  // Terms of one type stand beside each other; types in the order of the codes.
  std::map<std::string, Json> rows;
  for (const char* name : {"a", "b"}) {
    for (const Json& term : sides[name].terms) {
      Json& row = rows[term["type"].get<std::string>()];
      if (row.is_null()) row = {{"type", term["type"]}, {"words", term["words"]}, {"a", Json::array()}, {"b", Json::array()}, {"lacks", ""}};
      row[name].push_back(term);
    }
  }
  out["rows"] = Json::array();
  for (auto& [type, row] : rows) {
    if (row["a"].empty()) row["lacks"] = "a";
    if (row["b"].empty()) row["lacks"] = "b";
    out["rows"].push_back(std::move(row));
  }
  out["checklist"] = Json::array();
  for (std::size_t i = 0; i < sides["a"].checklist.size(); ++i) {
    const Json &a = sides["a"].checklist[i], &b = sides["b"].checklist[i];
    out["checklist"].push_back({{"element", a["element"]}, {"a", a["answer"]}, {"b", b["answer"]}});
  }
  std::map<std::string, Json> roles;
  for (const char* name : {"a", "b"}) {
    for (const Json& third : sides[name].roles) {
      Json& row = roles[third["role"].get<std::string>()];
      if (row.is_null()) row = {{"role", third["role"]}, {"a", Json::array()}, {"b", Json::array()}};
      row[name].push_back(third);
    }
  }
  out["third_parties"] = Json::array();
  for (auto& [role, row] : roles) out["third_parties"].push_back(std::move(row));
  return out;
}

// ---- changes ----

Json changes_answer(ApiState* state, const Params& params, std::string* why) {
  const std::string since = params.value("since"), until = params.value("until").empty() ? state->last_day() : params.value("until");
  const auto from = record::find_day(since), to = record::find_day(until);
  if (!from || since.size() != 10 || !to || until.size() != 10) {
    *why = "since and until are days like 2017-09-11";
    return nullptr;
  }
  if (*from > *to) {
    *why = "since lies after until";
    return nullptr;
  }
  store::RowQuery reports;
  reports.kind = "report";
  if (state->take(state->lookup().count(reports)) > kReadWhole) {
    *why = "this record is too large to be merged twice for the page: hudna diff RECORD --as-of " + since + " " + until + " tells it";
    return nullptr;
  }
  const auto before = open_record(state->path(), since);
  if (!before) return state->note(before.error()), Json();
  const auto after = open_record(state->path(), until == state->last_day() ? std::string() : until);
  if (!after) return state->note(after.error()), Json();
  Json out = {{"since", since}, {"until", until}, {"changes", 0}, {"groups", Json::array()}};
  std::size_t count = 0;
  for (const ChangeGroup& group : changes({&(*before)->view, *from}, {&(*after)->view, *to})) {
    Json lines = Json::array();
    for (const ChangeGroup::Line& line : group.lines)
      lines.push_back({{"mark", line.mark}, {"what", line.what}, {"id", line.id}});
    count += lines.size();
    out["groups"].push_back({{"title", group.title}, {"id", group.id}, {"lines", std::move(lines)}});
  }
  out["changes"] = count;
  return out;
}

// ---- exports ----

namespace {

std::string type_of(const std::string& name) {
  for (const auto& [end, type] : {std::pair<const char*, const char*>{".csv", "text/csv; charset=utf-8"},
                                  {".geojson", "application/geo+json"},
                                  {".jsonl", "application/x-ndjson"},
                                  {".jsonld", "application/ld+json"},
                                  {".json", "application/json"},
                                  {".ics", "text/calendar; charset=utf-8"},
                                  {".atom", "application/atom+xml"},
                                  {".html", "text/html; charset=utf-8"},
                                  {".tar", "application/x-tar"}}) {
    if (name.ends_with(end)) return type;
  }
  return "application/octet-stream";
}

// A folder of its own that is gone when the answer is made.
class Scratch {
 public:
  Scratch() {
    std::error_code ec;
    std::string name = (std::filesystem::temp_directory_path(ec) / "hudna-XXXXXX").string();
    if (!ec && ::mkdtemp(name.data()) != nullptr) path_ = name;
  }
  ~Scratch() {
    std::error_code ec;
    if (!path_.empty()) std::filesystem::remove_all(path_, ec);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace

RecordApi::Answer export_answer(ApiState* state, const std::string& name, const Params& params) {
  ExportOptions options;
  options.record = state->path();
  options.as_of = params.value("as_of");
  options.agreement = params.value("agreement");
  options.unreviewed = params.yes("unreviewed");
  options.hxl = params.yes("hxl");
  store::RowQuery reports;
  reports.kind = "report";
  if (state->take(state->lookup().count(reports)) > kReadWhole)
    return refuse(409, "this record is too large to be read whole for the page: hudna export RECORD --format " + name + " writes it");
  const std::string level = params.value("sharing");
  if (!level.empty() && !exports::find_sharing(level, &options.sharing)) return refuse(400, "sharing is public, partner or internal");
  // A page of a level gives away no more than it shows.
  if (state->sharing() != exports::Sharing::Internal) options.sharing = std::max(options.sharing, state->sharing());
  options.preview = name == "preview";
  const Scratch scratch;
  if (options.preview) {
    if (state->sharing() != exports::Sharing::Internal) return refuse(403, "a preview shows the names that are withheld");
    options.formats = params.list("format");
  } else {
    if (scratch.path().empty()) return refuse(500, "no temporary folder could be made");
    options.formats = {name};
    options.out = scratch.path();
  }
  const auto done = export_record(options);
  if (!done) {
    const base::Code code = done.error().code;
    const bool theirs = code == base::Code::ArgumentBad || code == base::Code::IdUnknown;
    return refuse(theirs ? 400 : 500, base::print(done.error()));
  }
  RecordApi::Answer out;
  if (options.preview) {
    Json files = Json::array();
    for (const ExportedFile& file : done->files) files.push_back({{"name", file.name}, {"rows", file.rows}});
    out.body = dump_json({{"text", done->preview}, {"left_out", done->left_out}, {"unreviewed", done->unreviewed}, {"files", std::move(files)}});
    return out;
  }
  for (const ExportedFile& file : done->files) {
    // The name as the program knows it, not as it was asked for.
    if (file.name.rfind(name, 0) != 0) continue;
    auto bytes = base::read_file((std::filesystem::path(scratch.path()) / file.name).string());
    if (!bytes) return refuse(500, base::print(bytes.error()));
    out.body = std::move(*bytes);
    out.type = type_of(file.name);
    out.file = file.name;
    return out;
  }
  return refuse(404, "nothing is exported as " + name);
}

}  // namespace hudna::app
