#include "export/context.h"

#include <algorithm>
#include <charconv>
#include <cstdio>

#include "base/check.h"
#include "base/sha256.h"
#include "base/version.h"

namespace hudna::exports {

using model::StatementId;

std::string_view name(Sharing sharing) {
  switch (sharing) {
    case Sharing::Internal:
      return "internal";
    case Sharing::Partner:
      return "partner";
    case Sharing::Public:
      break;
  }
  return "public";
}

bool find_sharing(std::string_view text, Sharing* out) {
  for (const Sharing level : {Sharing::Internal, Sharing::Partner, Sharing::Public}) {
    if (name(level) != text) continue;
    *out = level;
    return true;
  }
  return false;
}

std::string_view name(Review review) {
  return review == Review::Reviewed ? "reviewed" : review == Review::Rejected ? "rejected" : "unreviewed";
}

namespace {

// Actors that a reviewer redacted, whoever they are.
std::vector<model::ActorId> redacted_names(const model::RecordView& view, const Facts& facts) {
  std::vector<model::ActorId> out;
  for (std::size_t i = 0; i < view.record().actors.size(); ++i) {
    const auto found = facts.reviews.find(view.record().actors[model::ActorId(i)].id);
    if (found != facts.reviews.end() && found->second.redacted) out.emplace_back(i);
  }
  return out;
}

}  // namespace

Context::Context(const model::RecordView& view, const Crosswalk& codes, const Facts& facts, Settings settings,
                 OriginalOf original_of)
    : view_(view),
      codes_(codes),
      facts_(facts),
      settings_(std::move(settings)),
      original_of_(std::move(original_of)),
      redactor_(settings_.sharing == Sharing::Internal
                    ? Redactor()
                    : Redactor(view, codes, redacted_names(view, facts))) {
  const model::RecordParts& r = record();
  if (settings_.sharing != Sharing::Internal) {
    for (std::size_t i = 0; i < r.statements.size(); ++i) {
      const StatementId id(i);
      if (redacted(r.statements[id].id)) redactions_.add(view.report_of(id).id, r.statements[id].id, view.statement(id).evidence.span);
    }
  }
  for (std::size_t i = 0; i < r.contradictions.size(); ++i) {
    const model::ContradictionId id(i);
    by_subject_[r.contradictions[id].subject].push_back(id);
    if (r.contradictions[id].agreement.valid())
      by_agreement_[r.contradictions[id].agreement.value].push_back(id);
  }
  std::string all;
  std::vector<std::string_view> hashes;
  for (const model::ReportRow& row : r.reports) hashes.push_back(row.sha256);
  std::sort(hashes.begin(), hashes.end());
  for (const std::string_view hash : hashes) all.append(hash).append("\n");
  inputs_ = base::sha256_hex(all);
}

namespace {

template <class T, class IdT>
const T& fact(const std::vector<T>& list, IdT id) {
  static const T kNone;
  return id.valid() && id.index() < list.size() ? list[id.index()] : kNone;
}

}  // namespace

const ActorFacts& Context::actor_facts(model::ActorId id) const { return fact(facts_.actors, id); }
const PlaceFacts& Context::place_facts(model::PlaceId id) const { return fact(facts_.places, id); }
const TermState& Context::term(model::ProvisionId id) const { return fact(facts_.provisions, id); }
const TermState& Context::term(model::DeadlineId id) const { return fact(facts_.deadlines, id); }
const AgreementState& Context::state(model::AgreementId id) const { return fact(facts_.agreements, id); }

Review Context::review(std::string_view id) const {
  const auto found = facts_.reviews.find(id);
  return found == facts_.reviews.end() ? Review::Unreviewed : found->second.review;
}

std::string Context::review_words(std::string_view id) const {
  const auto found = facts_.reviews.find(id);
  if (found == facts_.reviews.end() || found->second.review == Review::Unreviewed) return "unreviewed";
  return std::string(name(found->second.review)) + (found->second.disputed ? ", disputed" : "") +
         (found->second.by.empty() || !internal() ? std::string() : " by " + found->second.by);
}

std::string Context::coder(std::string_view id) const {
  return "hudna/" + std::string(base::kVersion) + " (" + review_words(id) + ")";
}

bool Context::redacted(std::string_view id) const {
  const auto found = facts_.reviews.find(id);
  return !internal() && found != facts_.reviews.end() && found->second.redacted;
}

bool Context::may(std::string_view id) const {
  const Review state = review(id);
  return !redacted(id) &&
         (state == Review::Reviewed || (state == Review::Unreviewed && settings_.unreviewed));
}

bool Context::admit(std::string_view file, std::string_view kind, std::string_view id) {
  if (redacted(id)) {
    leave_out(file, kind, id, "redacted by a reviewer");
    return false;
  }
  switch (review(id)) {
    case Review::Reviewed:
      return true;
    case Review::Rejected:
      leave_out(file, kind, id, "rejected by a reviewer");
      return false;
    case Review::Unreviewed:
      break;
  }
  if (settings_.unreviewed) return true;
  leave_out(file, kind, id, "nobody reviewed it (--unreviewed lets it out)");
  return false;
}

void Context::leave_out(std::string_view file, std::string_view kind, std::string_view id,
                        std::string_view reason) {
  log_.push_back({std::string(file), std::string(kind), std::string(id), "left_out", std::string(reason)});
}

void Context::changed(std::string_view file, std::string_view kind, std::string_view id,
                      std::string_view reason) {
  log_.push_back({std::string(file), std::string(kind), std::string(id), "changed", std::string(reason)});
}

std::string Context::words(std::string_view text) const { return redactor_.text(text); }

std::string Context::quote(StatementId id) const {
  if (redacted(record().statements[id].id)) return codes_.mark;
  return words(model::fold_space(redactions_.quote(view_, id)));
}

std::string Context::actor_name(model::ActorId id) const {
  if (!id.valid()) return "";
  return words(record().actors[id].name);
}

std::string Context::place_name(model::PlaceId id) const {
  return id.valid() ? record().places[id].name : std::string();
}

std::vector<model::ReportId> Context::reports(std::span<const StatementId> statements) const {
  std::vector<model::ReportId> out;
  for (const StatementId id : statements) out.push_back(record().statements[id].report);
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

std::string Context::outlet(model::ReportId id) const {
  const model::ReportRow& row = record().reports[id];
  if (!row.outlet.empty()) return words(row.outlet);
  const std::size_t slash = row.source.find_last_of('/');
  return words(slash == std::string::npos ? row.source : row.source.substr(slash + 1));
}

std::string Context::outlets(std::span<const StatementId> statements) const {
  std::vector<std::string> out;
  for (const model::ReportId id : reports(statements)) add_once(&out, outlet(id));
  return join(out, "; ");
}

std::string Context::speakers(std::span<const StatementId> statements) const {
  std::vector<std::string> out;
  for (const StatementId id : statements) {
    const std::string& speaker = record().statements[id].speaker;
    if (!speaker.empty()) add_once(&out, words(speaker));
  }
  return join(out, "; ");
}

std::string Context::ids(std::span<const StatementId> statements) const {
  std::string out;
  for (const StatementId id : statements)
    out.append(out.empty() ? "" : " ").append(record().statements[id].id);
  return out;
}

std::pair<std::string, std::string> Context::seen(std::span<const StatementId> statements) const {
  std::string first, last;
  for (const model::ReportId id : reports(statements)) {
    const model::ReportRow& row = record().reports[id];
    if (!row.first_day.empty() && (first.empty() || row.first_day < first)) first = row.first_day;
    if (!row.last_day.empty() && row.last_day > last) last = row.last_day;
  }
  return {first, last};
}

const CountryCodes* Context::country(const std::vector<model::Sourced<model::PlaceId>>& places) const {
  for (const auto& place : places) {
    if (const CountryCodes* found = codes_.country(record().places[place.value].country)) return found;
  }
  return nullptr;
}

std::vector<std::string> Context::contradictions(std::string_view subject) const {
  std::vector<std::string> out;
  const auto found = by_subject_.find(subject);
  if (found == by_subject_.end()) return out;
  for (const model::ContradictionId id : found->second) {
    const model::ContradictionRow& row = record().contradictions[id];
    std::string line = words(row.about) + ": ";
    for (std::size_t i = 0; i < row.positions.size(); ++i) {
      const model::Position& position = row.positions[i];
      line.append(i == 0 ? "" : " | ").append(words(position.value));
      line.append(" (").append(outlets(position.statements)).append(")");
    }
    out.push_back(line + " [" + row.id + "]");
  }
  return out;
}

const std::vector<model::ContradictionId>& Context::contradictions_of(model::AgreementId id) const {
  static const std::vector<model::ContradictionId> kNone;
  const auto found = by_agreement_.find(id.value);
  return found == by_agreement_.end() ? kNone : found->second;
}

std::string urn(std::string_view id) { return "urn:hudna:" + std::string(id); }

std::optional<Days> find_days(std::string_view iso) {
  if (iso.size() < 10 || iso[4] != '-' || iso[7] != '-') return std::nullopt;
  int year = 0;
  unsigned month = 0, day = 0;
  const auto number = [&iso](std::size_t at, std::size_t size, auto* out) {
    const auto end = std::from_chars(iso.data() + at, iso.data() + at + size, *out);
    return end.ec == std::errc() && end.ptr == iso.data() + at + size;
  };
  if (!number(0, 4, &year) || !number(5, 2, &month) || !number(8, 2, &day)) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month),
                                         std::chrono::day(day)};
  if (!date.ok()) return std::nullopt;
  return Days(date);
}

std::string print_days(Days day) {
  const std::chrono::year_month_day date(day);
  char out[32];
  std::snprintf(out, sizeof out, "%04d-%02u-%02u", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return out;
}

DateParts date_parts(const model::Period& period) {
  DateParts out;
  const auto both = bounds(period);
  if (!both) return out;
  const std::chrono::year_month_day a(both->first), b(both->second);
  if (a.year() != b.year()) return out;
  out.year = static_cast<int>(a.year());
  if (a.month() != b.month()) return out;
  out.month = static_cast<int>(static_cast<unsigned>(a.month()));
  if (a.day() == b.day()) out.day = static_cast<int>(static_cast<unsigned>(a.day()));
  return out;
}

std::optional<std::pair<Days, Days>> bounds(const model::Period& period) {
  const auto min = find_days(period.min), max = find_days(period.max);
  if (!min || !max || *max < *min) return std::nullopt;
  return std::pair{*min, *max};
}

bool is_uncertain(const model::Period& period) {
  return period.edtf.find_first_of("~?%") != std::string::npos;
}

std::string degrees(double value) {
  char buffer[64];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::fixed, 6);
  std::string out(buffer, end.ptr);
  if (out.find('.') != std::string::npos) {
    while (out.back() == '0') out.pop_back();
    if (out.back() == '.') out.pop_back();
  }
  return out == "-0" ? "0" : out;
}

std::string join(const std::vector<std::string>& list, std::string_view by) {
  std::string out;
  for (std::size_t i = 0; i < list.size(); ++i) out.append(i == 0 ? "" : by).append(list[i]);
  return out;
}

std::string spaced(std::string_view code) {
  std::string out(code);
  std::replace(out.begin(), out.end(), '_', ' ');
  return out;
}

void add_once(std::vector<std::string>* list, std::string value) {
  if (std::find(list->begin(), list->end(), value) == list->end()) list->push_back(std::move(value));
}

}  // namespace hudna::exports
