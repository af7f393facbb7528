// Search over the words of reports and over the record, and the timeline: the
// answers that gather rows of several kinds.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/api_state.h"
#include "record/names.h"

namespace hudna::app {

using namespace model;

namespace {

// Rows of each kind that a search over the record gives, and rows of a lane of the timeline before it is counted instead.
constexpr std::size_t kOfEach = 10, kLaneRows = 300;
// Days of a window that is counted by day; a longer one is counted by month.
constexpr std::int64_t kDaysByDay = 150;

// Null where all that was found is withheld.
Json passage_json(const store::Passage& passage, const std::string& report, const ApiState& state) {
  Json pieces = Json::array();
  std::uint32_t at = 0;
  const std::string_view text = passage.text;
  const exports::Redactions& redacted = state.redactions();
  const bool cut = redacted.touches(report, passage.span);
  // Where white space was folded the bytes do not line up: nothing of the passage is shown.
  if (cut && passage.span.size() != text.size()) return nullptr;
  const std::vector<Span> names = state.names().spans(text);
  const bool hidden = cut || !names.empty();
  bool any = false;
  const auto put = [&](Span piece, bool hit) {
    const Span there{passage.span.begin + piece.begin, passage.span.begin + piece.end};
    if (cut && redacted.touches(report, there)) {
      pieces.push_back({{"text", redacted.text(report, there.begin, piece.of(text))}, {"hit", false}});
      return;
    }
    std::string words;
    std::uint32_t from = piece.begin;
    for (const Span& name : names) {
      if (!name.overlaps(piece)) continue;
      hit = false;
      if (name.begin > from) words.append(text.substr(from, name.begin - from));
      // A name that began in the piece before has its mark there.
      if (name.begin >= piece.begin) words.append(state.names().mark());
      from = std::min(piece.end, name.end);
    }
    words.append(text.substr(from, piece.end - from));
    any = any || hit;
    pieces.push_back({{"text", std::move(words)}, {"hit", hit}});
  };
  for (const Span& mark : passage.marks) {
    if (mark.begin > at) put({at, mark.begin}, false);
    put(mark, true);
    at = mark.end;
  }
  if (at < text.size()) put({at, static_cast<std::uint32_t>(text.size())}, false);
  if (hidden && !any) return nullptr;
  return {{"section", passage.section}, {"begin", passage.span.begin}, {"end", passage.span.end}, {"pieces", std::move(pieces)}};
}

store::WordQuery word_query(const Params& params) {
  store::WordQuery query;
  query.words = params.value("q");
  query.comments = params.yes("comments");
  query.from = params.value("from");
  query.to = params.value("to");
  query.outlets = params.list("outlet");
  query.skip = params.number("skip", 0, 1'000'000);
  query.limit = params.number("limit", 20, 100);
  return query;
}

}  // namespace

Json search_answer(ApiState* state, const Params& params, record::Day day) {
  Json out;
  const std::string where = params.value("in");
  if (where.empty() || where == "reports") {
    store::WordQuery query = word_query(params);
    if (state->sharing() != exports::Sharing::Internal) query.comments = false;
    store::WordsFound found = state->take(state->lookup().search(query));
    Rows rows(state, day);
    Json list = Json::array();
    for (const store::WordHit& hit : found.hits) {
      // A report of which the record has no row is not shown, and no other stands in its place.
      const auto line = rows.reports({hit.report});
      if (line.empty()) continue;
      Json passages = Json::array();
      for (const store::Passage& passage : hit.passages) {
        Json one = passage_json(passage, hit.report, *state);
        if (!one.is_null()) passages.push_back(std::move(one));
      }
      if (passages.empty() && !hit.passages.empty()) {
        // The words stand in redacted passages only: the report is not found by them.
        if (found.total > 0) --found.total;
        continue;
      }
      Json one = rows.json().report_line(line.front());
      one["passages"] = std::move(passages);
      list.push_back(std::move(one));
    }
    out["reports"] = {{"total", found.total}, {"at_least", found.total_is_least}, {"sampled", found.sampled}, {"rows", std::move(list)}};
  }
  if (where == "reports") return out;
  std::vector<std::string> words = record::split_words(record::fold_name(params.value("q")));
  for (const bool actors : {true, false}) {
    Json list = Json::array();
    std::size_t total = 0;
    for (const ApiState::Named& one : actors ? state->actors() : state->places()) {
      const bool fits = !words.empty() && std::all_of(words.begin(), words.end(), [&](const std::string& word) {
        return one.folded.find(word) != std::string::npos;
      });
      if (!fits || state->names().finds(one.name) || ++total > kOfEach) continue;
      list.push_back({{"id", one.id}, {"name", one.name}, {"type", one.type}});
    }
    out[actors ? "actors" : "places"] = {{"total", total}, {"rows", std::move(list)}};
  }
  for (const char* kind : {"agreement", "incident", "claim", "contradiction"}) {
    Filter filter = read_filter(state, params, kind, day);
    filter.query.skip = 0;
    filter.query.limit = kOfEach;
    store::RowsFound found;
    if (!filter.nothing) found = state->take(state->lookup().find(filter.query));
    Rows rows(state, day);
    Json list = Json::array();
    for (const std::string& id : found.ids) list.push_back(rows.line(kind, id));
    out[std::string(kind) + "s"] = {{"total", found.total}, {"rows", std::move(list)}};
  }
  return out;
}

Json timeline_answer(ApiState* state, const Params& params, record::Day day) {
  Json out;
  out["lanes"] = Json::array();
  Json& all = out["rows"] = Json::array();
  const std::vector<std::string> only = params.list("lane");
  const std::size_t most = params.number("limit", kLaneRows, 2000);
  const std::string first = params.value("from").empty() ? state->first_day() : params.value("from");
  const std::string last = params.value("to").empty() ? state->last_day() : params.value("to");
  const auto low = record::find_day(first), high = record::find_day(last);
  const int letters = low && high && std::int64_t{*high} - *low <= kDaysByDay ? 10 : 7;
  for (const auto& [lane, kind] : {std::pair<const char*, const char*>{"agreements", "stage"},
                                   {"deadlines", "deadline"},
                                   {"incidents", "incident"},
                                   {"claims", "claim"}}) {
    if (!only.empty() && std::find(only.begin(), only.end(), lane) == only.end()) continue;
    Filter filter = read_filter(state, params, kind, day);
    if (std::string_view(kind) == "stage" && !filter.nothing && (!filter.query.places.empty() || filter.query.words)) {
      // Stages are where their agreement is, and found by its words.
      const Filter deals = read_filter(state, params, "agreement", day);
      store::RowQuery query = deals.query;
      query.from.clear(), query.to.clear(), query.types.clear();
      query.limit = 100000;
      filter.query.agreements = state->take(state->lookup().find(query)).ids;
      filter.query.places.clear();
      filter.query.words.reset();
      filter.nothing = filter.query.agreements.empty();
    }
    filter.query.skip = 0;
    filter.query.limit = most;
    Json one = {{"lane", lane}, {"total", 0}, {"bins", Json::array()}};
    if (!filter.nothing) {
      const std::size_t total = state->take(state->lookup().count(filter.query));
      one["total"] = total;
      if (total > most) {
        for (const store::BinCount& bin : state->take(state->lookup().bins(filter.query, letters)))
          one["bins"].push_back({{"bin", bin.bin}, {"rows", bin.rows}});
      } else {
        const std::vector<std::string> ids = state->take(state->lookup().find(filter.query)).ids;
        Rows rows(state, day);
        const auto add = [&](const std::string& id, const std::string& line, const Period& time, Modality modality,
                             bool denied, const std::vector<StatementId>& statements) {
          if (time.min.empty() && time.max.empty()) return;
          const bool untrue = denied || modality == Modality::Denied || modality == Modality::Negated;
          const bool told = is_told_as_fact(modality);
          Json list = Json::array();
          for (const StatementId s : statements) {
            if (list.size() < kShownStatements) list.push_back(rows.parts().statements[s].id);
          }
          all.push_back({{"lane", lane},
                         {"id", id},
                         {"line", line},
                         {"min", time.min.empty() ? time.max : time.min},
                         {"max", time.max.empty() ? time.min : time.max},
                         {"style", untrue ? "denied" : told ? "reported" : "planned"},
                         {"statements", std::move(list)}});
        };
        const RecordParts& p = rows.parts();
        const Words& words = rows.json().words();
        if (std::string_view(kind) == "stage") {
          for (const StageId id : rows.stages(ids)) {
            const StageRow& row = p.stages[id];
            const std::string deal = row.agreement.valid() ? p.agreements[row.agreement].title + ": " : "";
            add(row.id, deal + spaced_words(row.type), row.time, row.modality, false, row.statements);
          }
        } else if (std::string_view(kind) == "deadline") {
          for (const DeadlineId id : rows.deadlines(ids)) {
            const DeadlineRow& row = p.deadlines[id];
            add(row.id, row.provision.valid() ? words.provision_line(p.provisions[row.provision]) : std::string("deadline"),
                row.due, Modality::Planned, false, row.statements);
          }
        } else if (std::string_view(kind) == "incident") {
          for (const IncidentId id : rows.incidents(ids)) {
            const IncidentRow& row = p.incidents[id];
            add(row.id, words.incident_line(row), row.time.value, row.modality, row.denied, row.statements);
          }
        } else {
          for (const ClaimId id : rows.claims(ids)) {
            const ClaimRow& row = p.claims[id];
            const ReportRow& report = p.reports[p.statements[row.statement].report];
            add(row.id, spaced_words(row.act), {report.published, report.first_day, report.last_day}, Modality::Actual,
                false, {row.statement});
          }
        }
      }
    }
    out["lanes"].push_back(std::move(one));
  }
  out["bin_letters"] = letters;
  return out;
}

}  // namespace hudna::app
