// Reviewing over the API: what should be looked at next, what was decided, and
// how far two coders agree.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/api_state.h"
#include "app/double_coding.h"

namespace hudna::app {

using namespace model;

namespace {

// Sentences that one item of the queue brings along, for each of its positions.
constexpr std::size_t kSentences = 3;
// Bytes of a reason or a name that is posted.
constexpr std::size_t kFieldBytes = 4000;

Json sentences(ApiState* state, Rows* rows, const std::vector<StatementId>& statements) {
  Json out = Json::array();
  for (const StatementId id : statements) {
    if (out.size() >= kSentences) break;
    const std::string name = rows->parts().statements[id].id;
    if (!rows->statement(name)) continue;
    const StatementRow& row = rows->parts().statements[id];
    const ReportRow& report = rows->parts().reports[row.report];
    out.push_back({{"statement", row.id},
                   {"quote", fold_space(state->quote(row.id, report.id))},
                   {"speaker", row.speaker},
                   {"outlet", report.outlet},
                   {"published", report.published},
                   {"report", report.id}});
  }
  return out;
}

std::string text_of(const Json& body, const char* key) {
  const auto found = body.find(key);
  return found != body.end() && found->is_string() ? found->get<std::string>() : std::string();
}

}  // namespace

Json review_json(const ReviewRow& row) {
  const Decision& e = row.entry;
  return {{"id", row.id},         {"decision", e.decision}, {"target", e.target}, {"now", row.now},     {"effect", row.effect},
          {"field", e.field},     {"before", e.before},     {"after", e.after},   {"others", e.others}, {"reason", e.reason},
          {"reviewer", e.reviewer}, {"role", e.role},       {"at", e.at},         {"tool", e.tool}};
}

std::string read_request(std::string_view body, ReviewRequest* out) {
  const Json given = Json::parse(body, nullptr, false);
  if (given.is_discarded() || !given.is_object()) return "a decision is a JSON object";
  for (const auto& [key, to] : {std::pair<const char*, std::string*>{"decision", &out->decision},
                                {"target", &out->target},
                                {"reason", &out->reason},
                                {"reviewer", &out->reviewer},
                                {"role", &out->role}}) {
    const auto found = given.find(key);
    if (found == given.end()) continue;
    if (!found->is_string()) return std::string(key) + " is a string";
    *to = text_of(given, key);
    if (to->size() > kFieldBytes) return std::string(key) + " is too long";
  }
  if (out->decision.empty() || out->target.empty()) return "decision and target are wanted";
  // A field of an edit may come as such.
  if (given.contains("field")) out->others.push_back(text_of(given, "field") + "=" + text_of(given, "value"));
  if (const auto others = given.find("others"); others != given.end()) {
    if (!others->is_array() || others->size() > 1000) return "others are ids";
    for (const Json& other : *others) {
      if (!other.is_string()) return "others are ids";
      out->others.push_back(other.get<std::string>());
    }
  }
  return {};
}

// What nobody looked at yet, most important first. For a second coder: what a first one has decided on, without saying what.
Json queue_answer(ApiState* state, const Params& params, record::Day day) {
  const bool second = params.value("role") == "second";
  Json out;
  out["role"] = second ? "second" : "first";
  Json& list = out["rows"] = Json::array();
  std::vector<std::string> kinds = params.list("kind");
  if (kinds.empty()) kinds = {"contradiction", "agreement", "incident"};
  std::vector<std::string> done;
  for (const auto& [id, verdict] : second ? state->second_verdicts() : state->verdicts()) {
    // What was put off comes again.
    if (verdict.decision != "defer") done.push_back(id);
  }
  std::size_t total = 0, skip = params.number("skip", 0, 1'000'000);
  const std::size_t limit = params.number("limit", 20, 100);
  for (const std::string& kind : kinds) {
    if (kind != "contradiction" && kind != "agreement" && kind != "incident" && kind != "claim") continue;
    Filter filter = read_filter(state, params, kind, day);
    filter.query.order = store::RowQuery::Order::Weight;
    filter.query.without = done;
    if (second) {
      filter.query.among.emplace();
      for (const auto& [id, verdict] : state->verdicts()) filter.query.among->push_back(id);
    }
    filter.query.skip = skip;
    filter.query.limit = limit > list.size() ? limit - list.size() : 0;
    if (filter.nothing) continue;
    const store::RowsFound found = state->take(state->lookup().find(filter.query));
    total += found.total;
    skip = skip > found.total ? skip - found.total : 0;
    for (const std::string& id : found.ids) {
      Rows rows(state, day, second);
      Json one = {{"kind", kind}, {"id", id}};
      one["row"] = rows.line(kind, id);
      const RecordParts& p = rows.parts();
      if (kind == "contradiction") {
        // Side by side: each position with the sentences that it rests on.
        for (std::size_t i = 0; i < p.contradictions.size(); ++i) {
          const ContradictionRow& row = p.contradictions[ContradictionId(i)];
          if (row.id != id) continue;
          for (std::size_t k = 0; k < row.positions.size(); ++k)
            one["row"]["positions"][k]["sentences"] = sentences(state, &rows, row.positions[k].statements);
        }
      } else {
        std::vector<StatementId> behind;
        if (kind == "agreement" && !p.agreements.empty()) behind = p.agreements[AgreementId(0)].statements;
        if (kind == "incident" && !p.incidents.empty()) behind = p.incidents[IncidentId(0)].statements;
        if (kind == "claim" && !p.claims.empty()) behind = {p.claims[ClaimId(0)].statement};
        one["sentences"] = sentences(state, &rows, behind);
      }
      list.push_back(std::move(one));
    }
  }
  out["total"] = total;
  return out;
}

Json log_answer(ApiState* state, const Params& params) {
  Json out;
  out["total"] = state->reviews().size();
  Json& list = out["rows"] = Json::array();
  const std::size_t skip = params.number("skip", 0, 1'000'000), limit = params.number("limit", kUsualRows, kMostRows);
  const std::string target = params.value("target");
  std::size_t seen = 0;
  for (std::size_t i = state->reviews().size(); i-- > 0 && list.size() < limit;) {
    const ReviewRow& row = state->reviews()[i];
    if (!target.empty() && row.now != target && row.entry.target != target) continue;
    if (seen++ >= skip) list.push_back(review_json(row));
  }
  return out;
}

Json coding_answer(ApiState* state) {
  const DoubleCoding found = compare_coders(state->reviews());
  Json out;
  out["fields"] = Json::array();
  for (const CodedField& field : found.fields) {
    Json one = {{"field", field.field}, {"items", field.items}, {"agree", field.agree}, {"percent", field.percent}};
    one["kappa"] = field.kappa ? Json(*field.kappa) : Json(nullptr);
    one["alpha"] = field.alpha ? Json(*field.alpha) : Json(nullptr);
    out["fields"].push_back(std::move(one));
  }
  out["disagreements"] = Json::array();
  for (const CodedItem& item : found.disagreements) {
    const auto side = [](const CodedItem::Side& from) {
      return Json({{"value", from.value}, {"reviewer", from.reviewer}, {"at", from.at}, {"reason", from.reason}});
    };
    out["disagreements"].push_back({{"id", item.id},
                                    {"field", item.field},
                                    {"first", side(item.first)},
                                    {"second", side(item.second)},
                                    {"ruling", item.ruling}});
  }
  return out;
}

}  // namespace hudna::app
