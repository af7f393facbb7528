#include "app/record_api.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <vector>

#include "app/api_state.h"
#include "app/export.h"
#include "app/open_record.h"
#include "base/embedded.h"
#include "record/status.h"

namespace hudna::app {
namespace {

using namespace model;

// Rows of one part of an agreement's page; the lists have the rest.
constexpr std::size_t kPartRows = 100;
// Spots of one map.
constexpr std::size_t kSpots = 1500;

class Api : public RecordApi {
 public:
  explicit Api(std::unique_ptr<ApiState> state) : state_(std::move(state)) {}

  // The names that are withheld, of the record as it is now.
  base::Result<void> find_names() {
    state_->set_names({});
    const bool outside = state_->sharing() != exports::Sharing::Internal;
    const bool actors = std::any_of(state_->verdicts().begin(), state_->verdicts().end(), [](const auto& one) {
      return one.second.decision == "redact" && one.first.starts_with("ac-");
    });
    if (!outside && !actors) return {};
    auto opened = open_record(state_->path());
    if (!opened) return tl::unexpected(opened.error());
    const auto codes = exports::load_crosswalk(base::DataSource());
    if (!codes) return tl::unexpected(codes.error());
    state_->set_names({(*opened)->view, *codes, exports::redacted_actors((*opened)->record->parts()), outside});
    return {};
  }

  Answer get(std::string_view path, const std::map<std::string, std::string>& query) override {
    const bool outside = state_->sharing() != exports::Sharing::Internal;
    if (outside && (path == "queue" || path == "log" || path == "coding"))
      return refuse(403, "what reviewers decide stays inside; this page was opened with --sharing");
    Answer out = answer(path, query);
    if (out.status != 200 || out.type != "application/json" || path == "openapi.json") return out;
    if (!outside && state_->names().idle()) return out;
    Json found = Json::parse(out.body, nullptr, false);
    withhold(&found, outside);
    out.body = dump_json(found);
    return out;
  }

 private:
  // Every text of an answer passes here; authors and reviewers are nobody's outside.
  void withhold(Json* value, bool outside) const {
    if (value->is_string()) {
      *value = state_->names().text(value->get_ref<const std::string&>());
      return;
    }
    if (!value->is_structured()) return;
    for (auto& [key, one] : value->items()) {
      if (outside && value->is_object() && key == "authors") one = Json::array();
      if (outside && value->is_object() && key == "reviewer") one = "";
      withhold(&one, outside);
    }
  }

  Answer answer(std::string_view path, const std::map<std::string, std::string>& query) {
    if (const auto ready = open_again(); !ready) return refuse(500, base::print(ready.error()));
    const Params params(&query);
    const auto last = record::find_day(state_->last_day());
    record::Day day = last ? *last : record::Day();
    if (const std::string asked = params.value("as_of"); !asked.empty()) {
      const auto given = record::find_day(asked);
      if (!given) return refuse(400, "as_of is a day like 2017-09-11");
      day = *given;
    }
    for (const char* bound : {"from", "to"}) {
      const std::string asked = params.value(bound);
      if (!asked.empty() && !record::find_day(asked)) return refuse(400, std::string(bound) + " is a day like 2017-09-11");
    }
    const std::size_t slash = path.find('/');
    const std::string head(path.substr(0, slash));
    const std::string id(slash == std::string_view::npos ? std::string_view() : path.substr(slash + 1));
    if (path == "openapi.json") {
      const auto document = base::find_embedded("web/openapi.json");
      if (document) return {200, std::string(*document)};
    }
    Answer out = id.empty() ? list(head, params, day) : head == "export" ? export_answer(state_.get(), id, params) : one(head, id, day);
    if (const auto bad = state_->trouble()) {
      summary_.reset();
      facets_.reset();
      return refuse(500, base::print(*bad));
    }
    return out;
  }

 public:
  Answer post(std::string_view path, std::string_view body, const std::string& now) override {
    if (state_->sharing() != exports::Sharing::Internal) return refuse(403, "a page opened with --sharing takes no decisions");
    if (path != "review") return refuse(404, "nothing can be written at " + std::string(path));
    ReviewRequest request;
    if (const std::string why = read_request(body, &request); !why.empty()) return refuse(400, why);
    request.record = state_->path();
    request.at = now;
    if (!engine_) {
      auto engine = Engine::open({});
      if (!engine) return refuse(500, base::print(engine.error()));
      engine_ = std::move(*engine);
    }
    // The file is replaced while it is merged: nothing of this program may hold it open.
    state_->close();
    const auto decided = decide(*engine_, request);
    const auto ready = open_again();
    if (!ready && decided) return refuse(500, base::print(ready.error()));
    if (!decided) {
      const base::Code code = decided.error().code;
      return refuse(code == base::Code::IdUnknown ? 404 : code == base::Code::ArgumentBad ? 400 : 500, base::print(decided.error()));
    }
    for (const ReviewRow& row : state_->reviews()) {
      if (row.id == decided->id) return {200, dump_json(review_json(row))};
    }
    return refuse(500, "the decision was not found in the log");
  }

 private:
  // The record after a decision. Where it could not be opened then (another program writes, the disk is
  // full), the next request tries again.
  base::Result<void> open_again() {
    if (!state_->closed()) return {};
    auto state = ApiState::open(state_->path(), state_->sharing());
    if (!state) return tl::unexpected(state.error());
    state_ = std::move(*state);
    summary_.reset();
    facets_.reset();
    return find_names();
  }

  Answer list(const std::string& head, const Params& params, record::Day day) {
    static const std::map<std::string, std::string> kKinds = {
        {"agreements", "agreement"}, {"incidents", "incident"},         {"claims", "claim"},
        {"deadlines", "deadline"},   {"contradictions", "contradiction"}, {"reports", "report"},
        {"tallies", "tally"}};
    Json out;
    out["as_of"] = record::print_day(day);
    const auto kind = kKinds.find(head);
    if (kind != kKinds.end()) {
      put_rows(kind->second, params, day, &out);
    } else if (head == "record") {
      put_summary(&out);
    } else if (head == "places") {
      put_places(params, day, &out);
    } else if (head == "timeline") {
      out.update(timeline_answer(state_.get(), params, day));
    } else if (head == "search") {
      if (params.value("q").empty()) return refuse(400, "q are the words to look for");
      out.update(search_answer(state_.get(), params, day));
    } else if (head == "queue") {
      out.update(queue_answer(state_.get(), params, day));
    } else if (head == "log") {
      out.update(log_answer(state_.get(), params));
    } else if (head == "coding") {
      out.update(coding_answer(state_.get()));
    } else if (head == "compare") {
      const Json both = compare_answer(state_.get(), params, day);
      if (both.is_null()) return refuse(404, "a and b are ids of agreements");
      out.update(both);
    } else if (head == "sources") {
      const Json matrix = sources_answer(state_.get(), params);
      if (matrix.is_null()) return refuse(404, "no row has that id");
      out.update(matrix);
    } else if (head == "changes") {
      std::string why;
      const Json found = changes_answer(state_.get(), params, &why);
      if (!why.empty()) return refuse(400, why);
      out.update(found);
    } else if (head == "exports") {
      Json& list = out["formats"] = Json::array();
      for (const ExportFormat& format : export_formats()) list.push_back({{"name", format.name}, {"about", format.about}});
    } else if (head == "facets") {
      put_facets(&out);
    } else {
      return refuse(404, "there is no list " + head);
    }
    return {200, dump_json(out)};
  }

  void put_rows(const std::string& kind, const Params& params, record::Day day, Json* out) {
    const Filter filter = read_filter(state_.get(), params, kind, day);
    store::RowsFound found;
    if (!filter.nothing) found = state_->take(state_->lookup().find(filter.query));
    (*out)["total"] = found.total;
    (*out)["skip"] = filter.query.skip;
    Json& list = (*out)["rows"] = Json::array();
    Rows rows(state_.get(), day);
    const RowJson& json = rows.json();
    if (kind == "agreement") {
      for (const AgreementId id : rows.agreements(found.ids)) list.push_back(rows.agreement_line(id));
    } else if (kind == "incident") {
      for (const IncidentId id : rows.incidents(found.ids)) list.push_back(json.incident(id, false));
    } else if (kind == "claim") {
      for (const ClaimId id : rows.claims(found.ids)) list.push_back(json.claim(id));
    } else if (kind == "deadline") {
      for (const DeadlineId id : rows.deadlines(found.ids)) list.push_back(json.deadline(id));
    } else if (kind == "contradiction") {
      for (const ContradictionId id : rows.contradictions(found.ids)) list.push_back(json.contradiction(id));
    } else if (kind == "report") {
      for (const ReportId id : rows.reports(found.ids)) list.push_back(json.report_line(id));
    } else if (kind == "tally") {
      for (const TallyId id : rows.tallies(found.ids)) list.push_back(json.tally(id));
    }
  }

  void put_summary(Json* out) {
    if (!summary_) {
      Json counts;
      for (const char* kind : {"report", "agreement", "provision", "incident", "claim", "deadline", "contradiction", "tally"}) {
        store::RowQuery query;
        query.kind = kind;
        counts[plural(kind)] = state_->take(state_->lookup().count(query));
      }
      const auto summary = state_->take(state_->db().summary());
      counts["statements"] = summary.statements;
      counts["reviews"] = state_->reviews().size();
      counts["texts"] = state_->take(state_->lookup().ids(store::RowKind::Group)).size();
      const auto built = state_->take(state_->lookup().built());
      summary_ = Json{{"tool", built.first},
                      {"policies", built.second},
                      {"first_report", state_->first_day()},
                      {"last_report", state_->last_day()},
                      {"counts", std::move(counts)}};
    }
    out->update(*summary_);
  }
  static std::string plural(const std::string& kind) { return kind == "tally" ? "tallies" : kind + "s"; }

  // What can be chosen in a filter: codes, outlets, actors and places, with how many rows there are.
  void put_facets(Json* out) {
    if (!facets_) {
      Json all;
      for (const char* kind : {"agreement", "incident", "claim", "contradiction", "deadline", "report"}) {
        Json& one = all[kind] = Json::object();
        for (const char* by : {"type", "flag", "outlet", "actor", "place"}) {
          const bool named = std::string_view(by) == "actor" || std::string_view(by) == "place";
          std::map<std::string, std::string> names;
          const auto found = state_->take(state_->lookup().facet(kind, by, 200));
          if (named && !found.empty()) {
            for (const ApiState::Named& thing : std::string_view(by) == "actor" ? state_->actors() : state_->places())
              names.emplace(thing.id, thing.name);
          }
          Json list = Json::array();
          for (const store::BinCount& bin : found) {
            Json value = {{"value", bin.bin}, {"rows", bin.rows}};
            if (named) value["name"] = names[bin.bin];
            list.push_back(std::move(value));
          }
          if (!list.empty()) one[by] = std::move(list);
        }
      }
      facets_ = std::move(all);
    }
    (*out)["facets"] = *facets_;
  }

  // Located places with what happened or was agreed there, most first.
  void put_places(const Params& params, record::Day day, Json* out) {
    std::map<std::string, std::pair<std::size_t, std::size_t>> counts;  // incidents, agreements
    for (const bool deals : {false, true}) {
      const Filter filter = read_filter(state_.get(), params, deals ? "agreement" : "incident", day);
      if (filter.nothing) continue;
      for (const store::SpotCount& spot : state_->take(state_->lookup().spots(filter.query)))
        (deals ? counts[spot.place].second : counts[spot.place].first) += spot.rows;
    }
    std::vector<std::pair<std::size_t, const std::string*>> order;
    for (const auto& [id, count] : counts) order.emplace_back(count.first + 3 * count.second, &id);
    std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
    std::vector<std::string> ids;
    for (const auto& [weight, id] : order) ids.push_back(*id);
    (*out)["total"] = ids.size();
    ids.resize(std::min(ids.size(), params.number("limit", kSpots, kSpots)));
    Rows rows(state_.get(), day);
    Json& list = (*out)["rows"] = Json::array();
    for (const PlaceId id : rows.places(ids)) {
      if (!rows.parts().places[id].located) continue;
      Json one = rows.json().place(id);
      one["incidents"] = counts[rows.parts().places[id].id].first;
      one["agreements"] = counts[rows.parts().places[id].id].second;
      list.push_back(std::move(one));
    }
  }

  Answer one(const std::string& head, const std::string& id, record::Day day) {
    static const std::map<std::string, std::string> kKinds = {
        {"incidents", "incident"}, {"contradictions", "contradiction"}, {"claims", "claim"}, {"deadlines", "deadline"},
        {"provisions", "provision"}, {"stages", "stage"}, {"tallies", "tally"}};
    Json out;
    if (head == "agreements") {
      out = agreement(id, day);
    } else if (head == "statements") {
      out = statement(id, day);
    } else if (head == "reports") {
      return report(id, day);
    } else if (head == "places" || head == "actors") {
      out = thing(head, id, day);
    } else if (const auto kind = kKinds.find(head); kind != kKinds.end()) {
      Rows rows(state_.get(), day);
      out = rows.line(kind->second, id);
    } else {
      return refuse(404, "there is no list " + head);
    }
    if (out.is_null()) return refuse(404, "no row has the id " + id);
    return {200, dump_json(out)};
  }

  Json agreement(const std::string& id, record::Day day) {
    Rows rows(state_.get(), day);
    const auto found = rows.agreements({id});
    if (found.empty()) return nullptr;
    rows.complete(found.front());
    Json out = rows.agreement_line(found.front());
    out["as_of"] = record::print_day(day);
    rows.json().put_agreement(found.front(), state_->elements(), &out);
    store::RowQuery query;
    query.limit = kPartRows;
    query.agreements = {id};
    query.kind = "contradiction";
    out["differ"] = Json::array();
    for (const ContradictionId c : rows.contradictions(state_->take(state_->lookup().find(query)).ids))
      out["differ"].push_back(rows.json().contradiction(c));
    query.kind = "incident";
    out["happened"] = Json::array();
    for (const IncidentId i : rows.incidents(state_->take(state_->lookup().find(query)).ids)) {
      for (const AgreementLink& link : rows.parts().incidents[i].links) {
        if (link.agreement != found.front()) continue;
        Json line = rows.json().incident(i, false);
        line["relation"] = link.relation;
        line["tests"] = link_words(link);
        line["scope"] = {{"time", name(link.time)}, {"place", name(link.place)}, {"actor", name(link.actor)}, {"excluded", name(link.excluded)}};
        out["happened"].push_back(std::move(line));
      }
    }
    std::vector<std::string> told_by;
    for (const ReportId report : rows.parts().agreements[found.front()].reports) {
      if (told_by.size() < kPartRows) told_by.push_back(rows.parts().reports[report].id);
    }
    out["told_by"] = Json::array();
    for (const ReportId report : rows.reports(told_by)) out["told_by"].push_back(rows.json().report_line(report));
    return out;
  }

  // A place or an actor, and how many rows name it.
  Json thing(const std::string& head, const std::string& id, record::Day day) {
    const bool place = head == "places";
    Json out;
    for (const ApiState::Named& one : place ? state_->places() : state_->actors()) {
      if (one.id == id) out = {{"id", one.id}, {"name", one.name}, {"type", one.type}};
    }
    if (out.is_null()) return out;
    if (place) {
      Rows rows(state_.get(), day);
      for (const PlaceId at : rows.places({id})) out.update(rows.json().place(at));
    }
    for (const char* kind : {"agreement", "incident", "claim", "deadline"}) {
      store::RowQuery query;
      query.kind = kind;
      (place ? query.places : query.actors) = {id};
      out[plural(kind)] = state_->take(state_->lookup().count(query));
    }
    return out;
  }

  Json statement(const std::string& id, record::Day day) {
    Rows rows(state_.get(), day);
    const auto found = rows.statement(id);
    if (!found) return nullptr;
    const StatementRow& row = rows.parts().statements[*found];
    const ReportRow& report = rows.parts().reports[row.report];
    const auto reading = state_->take(state_->lookup().reading(report.id));
    if (!reading || row.index >= reading->statements().size() || reading->statements()[row.index].id != id) {
      state_->note({base::Code::StoreDamaged, state_->path(), "the record names a statement that its report does not have"});
      return nullptr;
    }
    const Statement& stmt = reading->statements()[row.index];
    Json out = rows.json().statement(row, stmt);
    if (const exports::Redactions& redacted = state_->redactions(); redacted.has(report.id)) {
      const Span span = stmt.evidence.span;
      const std::string &before = stmt.evidence.prefix, &after = stmt.evidence.suffix;
      out["quote"] = fold_space(redacted.text(report.id, span.begin, stmt.evidence.quote));
      out["prefix"] = fold_space(redacted.text(report.id, span.begin - std::min<std::size_t>(span.begin, before.size()), before));
      out["suffix"] = fold_space(redacted.text(report.id, span.end, after));
      for (std::size_t i = 0; i < stmt.slots.size(); ++i) {
        if (redacted.touches(report.id, stmt.slots[i].span) || redacted.holds(id))
          out["slots"][i] = {{"name", name(stmt.slots[i].name)}, {"text", exports::Redactions::kMark}};
      }
    }
    // The words beside a quote may end within a name.
    if (!state_->names().idle()) out["prefix"] = out["suffix"] = "";
    out["report"] = rows.json().report_line(row.report);
    out["used_by"] = Json::array();
    for (const auto& [kind, owner] : state_->take(state_->lookup().naming("report", report.id))) {
      if (kind != "agreement" && kind != "incident" && kind != "claim" && kind != "contradiction" && kind != "deadline") continue;
      Rows one(state_.get(), day);
      const Json line = one.line(kind, owner);
      const auto& own = [&line](const char* key) { return line.contains(key) ? line[key] : Json(); };
      if (!rests_on(one, kind, owner, id)) continue;
      const std::string words = kind == "agreement"       ? own("title")
                                : kind == "incident"      ? own("line")
                                : kind == "contradiction" ? own("about")
                                                          : own("words");
      out["used_by"].push_back({{"kind", kind}, {"id", owner}, {"words", words}});
    }
    return out;
  }

  static bool rests_on(const Rows& rows, const std::string& kind, const std::string& id, const std::string& statement) {
    const RecordParts& p = rows.parts();
    const auto holds = [&](const std::vector<StatementId>& list) {
      return std::any_of(list.begin(), list.end(), [&](StatementId one) { return p.statements[one].id == statement; });
    };
    const auto in = [&](const auto& table, const auto& of) {
      return std::any_of(table.begin(), table.end(), [&](const auto& row) { return row.id == id && holds(of(row)); });
    };
    if (kind == "agreement") return in(p.agreements, [](const AgreementRow& row) { return row.statements; });
    if (kind == "incident") return in(p.incidents, [](const IncidentRow& row) { return row.statements; });
    if (kind == "deadline") return in(p.deadlines, [](const DeadlineRow& row) { return row.statements; });
    if (kind == "claim") return in(p.claims, [](const ClaimRow& row) { return std::vector<StatementId>{row.statement}; });
    return in(p.contradictions, [](const ContradictionRow& row) {
      std::vector<StatementId> out;
      for (const Position& position : row.positions) out.insert(out.end(), position.statements.begin(), position.statements.end());
      return out;
    });
  }

  // The report's text in blocks, each cut where statements begin and end, so that a page can mark words
  // without counting bytes.
  Answer report(const std::string& id, record::Day day) {
    Rows rows(state_.get(), day);
    const auto found = rows.reports({id});
    if (found.empty()) return refuse(404, "no row has the id " + id);
    const ReportRow& row = rows.parts().reports[found.front()];
    const auto read = state_->take(state_->lookup().reading(id));
    const auto document = state_->take(state_->db().document(row.sha256));
    if (!read) return refuse(500, "the reading of " + id + " is missing");
    const ReadingParts& reading = read->parts();
    const std::string_view text = document.text;
    Json out = rows.json().report_line(found.front());
    out["sha256"] = row.sha256;
    out["authors"] = reading.authors;
    out["dateline"] = reading.dateline;
    out["tool"] = reading.tool;
    out["blocks"] = Json::array();
    for (const Block& block : reading.blocks) {
      if (block.span.end > text.size()) return refuse(500, "the stored text is shorter than its blocks");
      std::set<std::uint32_t> cuts{block.span.begin, block.span.end};
      std::vector<const Statement*> inside;
      for (const Statement& stmt : reading.statements) {
        if (!stmt.evidence.span.overlaps(block.span)) continue;
        inside.push_back(&stmt);
        cuts.insert(std::clamp(stmt.evidence.span.begin, block.span.begin, block.span.end));
        cuts.insert(std::clamp(stmt.evidence.span.end, block.span.begin, block.span.end));
      }
      Json pieces = Json::array();
      for (auto at = cuts.begin(); std::next(at) != cuts.end(); ++at) {
        const Span piece{*at, *std::next(at)};
        Json here = Json::array();
        for (const Statement* stmt : inside) {
          if (stmt->evidence.span.contains(piece)) here.push_back(stmt->id);
        }
        const bool hidden = state_->redactions().touches(id, piece) ||
                            (state_->sharing() != exports::Sharing::Internal && section_kind(block.type) == SectionKind::Comment);
        pieces.push_back({{"text", hidden ? exports::Redactions::kMark : piece.of(text)}, {"statements", std::move(here)}});
      }
      out["blocks"].push_back({{"kind", name(section_kind(block.type))},
                               {"block", name(block.type)},
                               {"reason", block.reason},
                               {"begin", block.span.begin},
                               {"end", block.span.end},
                               {"pieces", std::move(pieces)}});
    }
    out["said"] = Json::array();
    for (const Statement& stmt : reading.statements) {
      out["said"].push_back({{"id", stmt.id},
                             {"kind", name(stmt.kind)},
                             {"words", spaced_words(stmt.type)},
                             {"modality", name(stmt.modality)},
                             {"chain", RowJson::chain(stmt)},
                             {"rule", stmt.evidence.rule}});
    }
    // Reports with the same text: who printed it too, and how close the texts are.
    out["group_members"] = Json::array();
    const SourceGroup& group = rows.parts().groups[row.group];
    std::vector<std::string> members;
    for (const GroupMember& member : group.members) {
      if (members.size() < kPartRows) members.push_back(rows.parts().reports[member.report].id);
    }
    rows.reports(members);
    for (const GroupMember& member : rows.parts().groups[row.group].members) {
      if (out["group_members"].size() >= kPartRows) break;
      const ReportRow& other = rows.parts().reports[member.report];
      out["group_members"].push_back({{"id", other.id}, {"outlet", other.outlet}, {"published", other.published}, {"title", other.title},
                                      {"copy", copy_words(member.kind)}, {"similarity", member.similarity}});
    }
    return {200, dump_json(out)};
  }

  std::unique_ptr<ApiState> state_;
  std::unique_ptr<Engine> engine_;  // opened with the first decision
  std::optional<Json> summary_, facets_;
};

}  // namespace

base::Result<std::unique_ptr<RecordApi>> RecordApi::open(const std::string& record, exports::Sharing sharing) {
  auto state = ApiState::open(record, sharing);
  if (!state) return tl::unexpected(state.error());
  auto api = std::make_unique<Api>(std::move(*state));
  if (const auto named = api->find_names(); !named) return tl::unexpected(named.error());
  return api;
}

}  // namespace hudna::app
