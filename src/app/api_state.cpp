#include "app/api_state.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "app/build.h"
#include "record/names.h"
#include "record/review.h"
#include "record/status.h"

namespace hudna::app {

using namespace model;
using store::RowKind;

namespace {

// Statements of a list that are looked at for the outlets behind it.
constexpr std::size_t kLooked = 12;
// Reports that are looked into for a sentence with the words of a list's filter.
constexpr std::size_t kReportsLooked = 200;
constexpr std::size_t kAll = 10'000'000;
// Rows of one kind that may rest on the sentences of the reports that fit some words best (kReportsLooked of them, a dozen
// rows each in dense news); the rest is found by other words.
constexpr std::size_t kRestingRows = 20'000;

bool holds_all(const std::string& folded, const std::vector<std::string>& words) {
  return std::all_of(words.begin(), words.end(),
                     [&](const std::string& word) { return folded.find(word) != std::string::npos; });
}

}  // namespace

RecordApi::Answer refuse(int status, const std::string& why) {
  RecordApi::Answer out;
  out.status = status;
  out.body = dump_json({{"error", why}});
  return out;
}

std::string Params::value(const std::string& key) const {
  const auto found = given_->find(key);
  return found == given_->end() ? std::string() : found->second;
}

std::vector<std::string> Params::list(const std::string& key) const {
  std::vector<std::string> out;
  const std::string all = value(key);
  for (std::size_t at = 0; at < all.size();) {
    const std::size_t end = std::min(all.find(',', at), all.size());
    if (end > at) out.push_back(all.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

std::size_t Params::number(const std::string& key, std::size_t usual, std::size_t most) const {
  const std::string text = value(key);
  if (text.empty()) return usual;
  std::size_t out = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return usual;
    out = std::min(most, out * 10 + static_cast<std::size_t>(c - '0'));
  }
  return out;
}

bool Params::yes(const std::string& key) const { return value(key) == "1" || value(key) == "true"; }

base::Result<std::unique_ptr<ApiState>> ApiState::open(const std::string& path, exports::Sharing sharing) {
  const auto begin = [&path]() { return store::open_store(path, store::Mode::Read); };
  auto db = begin();
  if (!db) return tl::unexpected(db.error());
  auto summary = (*db)->summary();
  if (!summary) return tl::unexpected(summary.error());
  if (!summary->record_current) {
    // A build was stopped before it merged, or an older program made the file: it is merged first.
    db->reset();
    auto engine = Engine::open({});
    if (!engine) return tl::unexpected(engine.error());
    BuildOptions again;
    again.out = path;
    const auto merged = build(
        **engine, again, [](const FileOutcome&) {}, [] {});
    if (!merged) return tl::unexpected(merged.error());
    db = begin();
    if (!db) return tl::unexpected(db.error());
  }
  auto elements = load_elements(base::DataSource());
  if (!elements) return tl::unexpected(elements.error());
  std::unique_ptr<ApiState> out(new ApiState());
  out->path_ = path;
  out->sharing_ = sharing;
  out->db_ = std::move(*db);
  out->lookup_ = out->db_->lookup();
  out->elements_ = std::move(*elements);

  const auto part = out->lookup_->part();
  const auto decided = out->take(part->read(RowKind::Review, out->take(out->lookup_->ids(RowKind::Review))));
  for (const std::uint32_t at : decided) out->reviews_.push_back(part->parts().reviews[ReviewId(at)]);
  for (const ReviewRow& row : out->reviews_) {
    const bool second = row.effect == "apart";
    if ((row.effect != "in_force" && !second) || row.now.empty() || row.entry.decision == "undo") continue;
    auto& list = second ? out->second_ : out->verdicts_;
    // A merge or an edit after a verdict says nothing against it.
    if (!record::is_verdict(row.entry.decision) && list.count(row.now) != 0) continue;
    const std::string was = row.entry.target == row.now ? std::string() : row.entry.target;
    list[row.now] = {row.entry.decision, row.entry.reviewer, row.entry.at, was};
  }
  std::vector<std::string> redacted;
  for (const auto& [id, verdict] : out->verdicts_) {
    if (verdict.decision == "redact" && id.starts_with("st-")) redacted.push_back(id);
  }
  for (const std::uint32_t at : out->take(part->read(RowKind::Statement, redacted))) {
    if (at == StatementId::kNone) continue;
    const StatementRow& row = part->parts().statements[StatementId(at)];
    const std::string& report = part->parts().reports[row.report].id;
    const auto reading = out->take(out->lookup_->reading(report));
    if (reading && row.index < reading->statements().size())
      out->redactions_.add(report, row.id, reading->statements()[row.index].evidence.span);
  }
  store::RowQuery query;
  query.kind = "report";
  query.limit = 1;
  const auto first = out->take(out->lookup_->keys(query));
  if (!first.empty() && first.front().low != "~") out->first_ = first.front().low;
  out->last_ = out->take(out->lookup_->last_report_day());
  if (const auto bad = out->trouble()) return tl::unexpected(*bad);
  return out;
}

const std::map<std::string, std::string>& ApiState::states(record::Day day) {
  const auto kept = states_.find(day);
  if (kept != states_.end()) return kept->second;
  // A slider asks for many days: a few are kept.
  if (states_.size() > 64) states_.clear();
  store::RowQuery query;
  query.kind = "stage";
  query.limit = kAll;
  const auto stages = take(lookup_->keys(query));
  query.kind = "agreement";
  const auto agreements = take(lookup_->keys(query));
  RecordParts parts;
  std::map<std::string, AgreementId, std::less<>> by_id;
  for (const store::RowKey& key : agreements) {
    AgreementRow row;
    row.id = key.id;
    by_id.emplace(key.id, parts.agreements.push(std::move(row)));
  }
  const std::map<std::string_view, Modality> told = {{name(Modality::Actual), Modality::Actual},
                                                     {name(Modality::Historical), Modality::Historical}};
  for (const store::RowKey& key : stages) {
    const auto owner = by_id.find(key.owner);
    const auto modality = told.find(key.flag);
    if (owner == by_id.end() || modality == told.end() || key.low == "~") continue;
    StageRow row;
    row.type = key.type;
    row.modality = modality->second;
    row.time.min = key.low;
    row.time.max = key.high == "~" ? "" : key.high;
    row.time.edtf = key.low + "/" + row.time.max;
    parts.agreements[owner->second].stages.push_back(parts.stages.push(std::move(row)));
  }
  std::map<std::string, std::string>& out = states_[day];
  for (std::size_t i = 0; i < parts.agreements.size(); ++i) {
    const AgreementId id(i);
    out.emplace(parts.agreements[id].id, record::status_as_of(parts, id, day).state);
  }
  return out;
}

const std::vector<ApiState::Named>& ApiState::named(const std::string& kind) {
  const auto [kept, fresh] = named_.try_emplace(kind);
  if (!fresh) return kept->second;
  store::RowQuery query;
  query.kind = kind;
  query.limit = kAll;
  for (store::RowKey& key : take(lookup_->keys(query))) {
    const std::string folded = record::fold_name(key.name + " " + key.aka);
    kept->second.push_back({std::move(key.id), std::move(key.name), std::move(key.owner), std::move(key.type), std::move(key.flag), folded});
  }
  return kept->second;
}

const std::vector<std::string>& ApiState::types(const std::string& kind) {
  const auto [kept, fresh] = types_.try_emplace(kind);
  if (!fresh) return kept->second;
  for (const store::BinCount& type : take(lookup_->facet(kind, "type", kAll))) kept->second.push_back(type.bin);
  return kept->second;
}

const ApiState::Told& ApiState::told(const std::string& asked) {
  if (told_.size() > 64) told_.clear();
  const auto [kept, fresh] = told_.try_emplace(asked);
  if (!fresh) return kept->second;
  const std::vector<std::string> words = record::split_words(record::fold_name(asked));
  store::WordQuery query;
  query.words = asked;
  kept->second.matched = take(lookup_->reports_with(query, kReportsLooked));
  for (const store::Lookup::Quote& quote : take(lookup_->quotes_of(kept->second.matched))) {
    if (!holds_all(record::fold_name(quote.words), words)) continue;
    if (redactions_.has(quote.report) &&
        !holds_all(record::fold_name(this->quote(quote.statement, quote.report)), words))
      continue;
    kept->second.statements.insert(quote.statement);
    kept->second.reports.insert(quote.report);
  }
  return kept->second;
}

std::string ApiState::quote(const std::string& statement, const std::string& report) {
  if (!redactions_.has(report)) return take(lookup_->quote(statement));
  const auto reading = take(lookup_->reading(report));
  if (!reading) return {};
  for (const Statement& stmt : reading->statements()) {
    if (stmt.id == statement) return redactions_.text(report, stmt.evidence.span.begin, stmt.evidence.quote);
  }
  return {};
}

std::vector<std::string> ApiState::actor_ids(const std::string& asked) {
  std::vector<std::string> out;
  for (const Named& actor : actors()) {
    if (actor.id == asked) return {asked};
  }
  const std::vector<std::string> words = record::split_words(record::fold_name(asked));
  if (words.empty()) return out;
  for (const Named& actor : actors()) {
    if (holds_all(actor.folded, words)) out.push_back(actor.id);
  }
  return out;
}

std::vector<std::string> ApiState::place_ids(const std::string& asked) {
  std::set<std::string> out;
  std::vector<const Named*> found;
  for (const Named& place : places()) {
    if (place.id == asked) found = {&place};
    if (place.id == asked) break;
  }
  const std::vector<std::string> words = record::split_words(record::fold_name(asked));
  if (found.empty() && !words.empty()) {
    for (const Named& place : places()) {
      if (holds_all(place.folded, words)) found.push_back(&place);
    }
  }
  for (const Named* place : found) {
    out.insert(place->id);
    const bool country = place->type == name(Precision::Country), province = place->type == name(Precision::Governorate);
    if (!country && !province) continue;
    for (const Named& inside : places()) {
      if (inside.country == place->country && (country || inside.admin == place->name)) out.insert(inside.id);
    }
  }
  return {out.begin(), out.end()};
}

// ---- the rows of one answer ----

Rows::Rows(ApiState* state, record::Day day, bool blind)
    : state_(state),
      part_(state->lookup().part()),
      json_({&part_->parts(),
             [this](StatementId id) {
               if (!part_->has(RowKind::Statement, id.value)) return false;
               return part_->has(RowKind::Report, parts().statements[id].report.value);
             },
             [this](StatementId id) {
               const StatementRow& row = parts().statements[id];
               return state_->quote(row.id, parts().reports[row.report].id);
             },
             blind ? nullptr : &state->verdicts(), day}) {}

template <class Id>
std::vector<Id> Rows::read(RowKind kind, const std::vector<std::string>& ids) {
  std::vector<Id> out;
  for (const std::uint32_t at : state_->take(part_->read(kind, ids))) {
    if (at != Id::kNone) out.push_back(Id(at));
  }
  return out;
}

void Rows::follow(RowKind kind) {
  if (const auto done = part_->follow(kind); !done) state_->note(done.error());
}

void Rows::want(const std::vector<StatementId>& statements) {
  for (std::size_t i = 0; i < std::min(statements.size(), kLooked); ++i) wanted_.push_back(parts().statements[statements[i]].id);
}
void Rows::want(const std::vector<FigureSet>& figures) {
  for (const FigureSet& set : figures) {
    for (std::size_t i = 0; i < std::min(set.figures.size(), kLooked); ++i)
      wanted_.push_back(parts().statements[set.figures[i].statement].id);
  }
}

void Rows::tell() {
  std::vector<std::string> reports;
  std::set<std::uint32_t> seen;
  for (const StatementId id : read<StatementId>(RowKind::Statement, wanted_)) {
    const ReportId report = parts().statements[id].report;
    if (seen.insert(report.value).second) reports.push_back(parts().reports[report].id);
  }
  read<ReportId>(RowKind::Report, reports);
  wanted_.clear();
}

// Titles of agreements that rows name.
void Rows::titles() { follow(RowKind::Agreement); }

std::vector<AgreementId> Rows::agreements(const std::vector<std::string>& ids) {
  const auto out = read<AgreementId>(RowKind::Agreement, ids);
  follow(RowKind::Stage);
  follow(RowKind::Provision);
  follow(RowKind::Deadline);
  follow(RowKind::Actor);
  follow(RowKind::Place);
  std::vector<std::string> reports;
  for (const AgreementId id : out) {
    for (const ReportId report : parts().agreements[id].reports) reports.push_back(parts().reports[report].id);
  }
  read<ReportId>(RowKind::Report, reports);
  return out;
}

Json Rows::agreement_line(AgreementId id) {
  store::RowQuery query;
  query.kind = "contradiction";
  query.agreements = {parts().agreements[id].id};
  const std::size_t differ = state_->take(state_->lookup().count(query));
  query.kind = "incident";
  return json_.agreement_line(id, differ, state_->take(state_->lookup().count(query)));
}

void Rows::provision_rows(const std::vector<ProvisionId>& ids) {
  for (const ProvisionId id : ids) {
    want(parts().provisions[id].statements);
    want(parts().provisions[id].figures);
    for (const DeadlineId d : parts().provisions[id].deadlines) want(parts().deadlines[d].statements);
  }
}

void Rows::complete(AgreementId id) {
  follow(RowKind::Claim);
  follow(RowKind::Actor);
  const AgreementRow& row = parts().agreements[id];
  provision_rows(row.provisions);
  for (const StageId stage : row.stages) want(parts().stages[stage].statements);
  for (const ClaimId claim : row.claims) want({parts().claims[claim].statement});
  tell();
  titles();
}

std::vector<IncidentId> Rows::incidents(const std::vector<std::string>& ids) {
  const auto out = read<IncidentId>(RowKind::Incident, ids);
  follow(RowKind::Actor);
  follow(RowKind::Place);
  for (const IncidentId id : out) {
    want(parts().incidents[id].statements);
    want(parts().incidents[id].figures);
  }
  tell();
  titles();
  return out;
}

std::vector<ClaimId> Rows::claims(const std::vector<std::string>& ids) {
  const auto out = read<ClaimId>(RowKind::Claim, ids);
  follow(RowKind::Actor);
  for (const ClaimId id : out) want({parts().claims[id].statement});
  tell();
  titles();
  return out;
}

std::vector<ContradictionId> Rows::contradictions(const std::vector<std::string>& ids) {
  const auto out = read<ContradictionId>(RowKind::Contradiction, ids);
  for (const ContradictionId id : out) {
    for (const Position& position : parts().contradictions[id].positions) want(position.statements);
  }
  tell();
  titles();
  return out;
}

std::vector<DeadlineId> Rows::deadlines(const std::vector<std::string>& ids) {
  const auto out = read<DeadlineId>(RowKind::Deadline, ids);
  follow(RowKind::Provision);
  follow(RowKind::Deadline);
  follow(RowKind::Actor);
  for (const DeadlineId id : out) want(parts().deadlines[id].statements);
  tell();
  titles();
  return out;
}

std::vector<StageId> Rows::stages(const std::vector<std::string>& ids) {
  const auto out = read<StageId>(RowKind::Stage, ids);
  follow(RowKind::Actor);
  for (const StageId id : out) want(parts().stages[id].statements);
  tell();
  titles();
  return out;
}

std::vector<ProvisionId> Rows::provisions(const std::vector<std::string>& ids) {
  const auto out = read<ProvisionId>(RowKind::Provision, ids);
  follow(RowKind::Deadline);
  follow(RowKind::Actor);
  follow(RowKind::Place);
  provision_rows(out);
  tell();
  titles();
  return out;
}

std::vector<TallyId> Rows::tallies(const std::vector<std::string>& ids) {
  const auto out = read<TallyId>(RowKind::Tally, ids);
  follow(RowKind::Place);
  for (const TallyId id : out) {
    want(parts().tallies[id].statements);
    want(parts().tallies[id].figures);
  }
  tell();
  return out;
}

std::vector<ReportId> Rows::reports(const std::vector<std::string>& ids) {
  const auto out = read<ReportId>(RowKind::Report, ids);
  std::vector<std::string> groups;
  for (const ReportId id : out) groups.push_back(parts().groups[parts().reports[id].group].id);
  read<GroupId>(RowKind::Group, groups);
  return out;
}

std::vector<GroupId> Rows::groups(const std::vector<std::string>& ids) {
  const auto out = read<GroupId>(RowKind::Group, ids);
  std::vector<std::string> members;
  for (const GroupId id : out) {
    for (const GroupMember& member : parts().groups[id].members) members.push_back(parts().reports[member.report].id);
  }
  read<ReportId>(RowKind::Report, members);
  return out;
}

std::vector<PlaceId> Rows::places(const std::vector<std::string>& ids) { return read<PlaceId>(RowKind::Place, ids); }

std::optional<StatementId> Rows::statement(const std::string& id) {
  const auto out = read<StatementId>(RowKind::Statement, {id});
  if (out.empty()) return std::nullopt;
  reports({parts().reports[parts().statements[out.front()].report].id});
  return out.front();
}

Json Rows::line(const std::string& kind, const std::string& id) {
  const auto one = [](const auto& list, const auto& make) { return list.empty() ? Json(nullptr) : make(list.front()); };
  if (kind == "agreement") return one(agreements({id}), [this](AgreementId k) { return agreement_line(k); });
  if (kind == "incident") return one(incidents({id}), [this](IncidentId k) { return json_.incident(k, true); });
  if (kind == "claim") return one(claims({id}), [this](ClaimId k) { return json_.claim(k); });
  if (kind == "contradiction") return one(contradictions({id}), [this](ContradictionId k) { return json_.contradiction(k); });
  if (kind == "deadline") return one(deadlines({id}), [this](DeadlineId k) { return json_.deadline(k); });
  if (kind == "provision") return one(provisions({id}), [this](ProvisionId k) { return json_.provision(k); });
  if (kind == "stage") return one(stages({id}), [this](StageId k) { return json_.stage(k); });
  if (kind == "tally") return one(tallies({id}), [this](TallyId k) { return json_.tally(k); });
  return nullptr;
}

// ---- filters ----

Filter read_filter(ApiState* state, const Params& params, const std::string& kind, record::Day day) {
  Filter out;
  store::RowQuery& query = out.query;
  query.kind = kind;
  query.types = params.list("type");
  query.flags = params.list("flag");
  query.from = params.value("from");
  query.to = params.value("to");
  query.outlets = params.list("outlet");
  query.agreements = params.list("agreement");
  query.reports = params.list("report");
  query.skip = params.number("skip", 0, kAll);
  query.limit = params.number("limit", kUsualRows, kMostRows);
  const std::string order = params.value("order");
  query.order = order == "newest"   ? store::RowQuery::Order::Newest
                : order == "weight" ? store::RowQuery::Order::Weight
                                    : store::RowQuery::Order::Oldest;
  const auto names = [&](const char* key, std::vector<std::string>* to, const auto& resolve) {
    const std::vector<std::string> asked = params.list(key);
    for (const std::string& one : asked) {
      for (std::string& id : resolve(one)) to->push_back(std::move(id));
    }
    if (!asked.empty() && to->empty()) out.nothing = true;
  };
  names("actor", &query.actors, [state](const std::string& one) { return state->actor_ids(one); });
  names("place", &query.places, [state](const std::string& one) { return state->place_ids(one); });
  if (const std::string words = params.value("q"); !record::fold_name(words).empty()) {
    ask_words(state, words, &query);
  }
  if (state->sharing() != exports::Sharing::Internal) {
    for (const auto& [id, verdict] : state->verdicts()) {
      if (verdict.decision == "redact") query.without.push_back(id);
    }
  }
  const std::vector<std::string> wanted = params.list("status");
  if (!wanted.empty() && kind == "agreement") {
    query.among.emplace();
    for (const auto& [id, now] : state->states(day)) {
      if (std::find(wanted.begin(), wanted.end(), now) != wanted.end()) query.among->push_back(id);
    }
  }
  return out;
}

void ask_words(ApiState* state, const std::string& asked, store::RowQuery* query) {
  const std::string& kind = query->kind;
  std::vector<std::string> words = record::split_words(record::fold_name(asked));
  if (words.size() > 12) words.resize(12);
  query->words.emplace();
  // Incidents and deadlines have no names of their own, and are many.
  const bool nameless = kind == "incident" || kind == "deadline" || kind == "stage" || kind == "provision";
  for (const std::string& word : words) {
    store::RowQuery::AnyOf any;
    const auto add = [&word](const std::vector<ApiState::Named>& things, std::vector<std::string>* to) {
      for (const ApiState::Named& thing : things) {
        if (thing.folded.find(word) != std::string::npos) to->push_back(thing.id);
      }
    };
    // The outlet stands where others have a type; it is found by its filter.
    if (kind != "report") {
      for (const std::string& type : state->types(kind)) {
        if (record::fold_name(spaced_words(type)).find(word) != std::string::npos) any.types.push_back(type);
      }
      add(state->actors(), &any.actors);
      add(state->places(), &any.places);
      if (!nameless) add(state->named(kind), &any.ids);
    }
    query->words->push_back(std::move(any));
  }
  const ApiState::Told& told = state->told(asked);
  if (kind == "report") {
    query->or_ids = told.matched;
    return;
  }
  if (told.statements.empty()) return;
  store::RowQuery resting;
  resting.kind = kind;
  resting.reports.assign(told.reports.begin(), told.reports.end());
  resting.limit = kRestingRows;
  const std::vector<std::string> candidates = state->take(state->lookup().find(resting)).ids;
  const auto part = state->lookup().part();
  const RecordParts& p = part->parts();
  const auto holds = [&](const std::vector<StatementId>& list) {
    return std::any_of(list.begin(), list.end(), [&](StatementId id) { return told.statements.count(p.statements[id].id) != 0; });
  };
  const auto keep = [&](RowKind table, const auto& statements_of) {
    const auto read = state->take(part->read(table, candidates));
    for (std::size_t i = 0; i < read.size(); ++i) {
      if (read[i] != StatementId::kNone && holds(statements_of(read[i]))) query->or_ids.push_back(candidates[i]);
    }
  };
  if (kind == "agreement") keep(RowKind::Agreement, [&p](std::uint32_t at) { return p.agreements[AgreementId(at)].statements; });
  if (kind == "incident") keep(RowKind::Incident, [&p](std::uint32_t at) { return p.incidents[IncidentId(at)].statements; });
  if (kind == "deadline") keep(RowKind::Deadline, [&p](std::uint32_t at) { return p.deadlines[DeadlineId(at)].statements; });
  if (kind == "claim")
    keep(RowKind::Claim, [&p](std::uint32_t at) { return std::vector<StatementId>{p.claims[ClaimId(at)].statement}; });
  if (kind == "contradiction") {
    keep(RowKind::Contradiction, [&p](std::uint32_t at) {
      std::vector<StatementId> list;
      for (const Position& position : p.contradictions[ContradictionId(at)].positions)
        list.insert(list.end(), position.statements.begin(), position.statements.end());
      return list;
    });
  }
}

}  // namespace hudna::app
