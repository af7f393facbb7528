#include "record/aliases.h"

#include <algorithm>

#include "record/work.h"

namespace hudna::record {
namespace {

constexpr std::size_t kAgreementDigits = 6;

template <class Table>
bool has_row(const Table& table, std::string_view id) {
  return std::any_of(table.begin(), table.end(), [id](const auto& row) { return row.id == id; });
}

// The row one of whose statements gives the id by `make`.
template <class Table, class F>
std::optional<std::string> find_holder(const model::RecordParts& record, const Table& table, F&& gives) {
  for (const auto& row : table) {
    for (const model::StatementId id : row.statements) {
      if (gives(row, record.statements[id].id)) return row.id;
    }
  }
  return std::nullopt;
}

}  // namespace

std::string agreement_key(std::string_view statement_id) {
  return content_id("", {std::string(statement_id)}).substr(0, kAgreementDigits);
}

std::vector<std::string> find_ids(const model::RecordParts& record, std::string_view text) {
  std::vector<std::string> out;
  bool exact = false;
  const auto all = [&](const auto& table) {
    for (const auto& row : table) {
      exact = exact || row.id == text;
      if (text.size() >= 5 && row.id.compare(0, text.size(), text) == 0) out.push_back(row.id);
    }
  };
  all(record.agreements), all(record.provisions), all(record.stages), all(record.deadlines),
      all(record.incidents);
  all(record.tallies), all(record.claims), all(record.contradictions), all(record.actors), all(record.places);
  all(record.reports), all(record.groups), all(record.statements), all(record.reviews);
  for (const model::AgreementRow& row : record.agreements) all(row.parties), all(row.third_parties);
  if (exact) return {std::string(text)};
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

std::optional<std::string> find_current_id(const model::RecordParts& record, std::string_view id) {
  const std::string_view prefix = id.substr(0, std::min<std::size_t>(3, id.size()));
  if (prefix == "ag-") {
    if (has_row(record.agreements, id)) return std::string(id);
    const std::size_t dash = id.rfind('-');
    const std::string_view key = id.substr(dash + 1);
    if (key.size() < kAgreementDigits) return std::nullopt;
    return find_holder(record, record.agreements, [&](const auto&, const std::string& statement) {
      return content_id("", {statement}).compare(0, key.size(), key) == 0;
    });
  }
  if (prefix == "pv-") {
    if (has_row(record.provisions, id)) return std::string(id);
    return find_holder(record, record.provisions, [&](const auto& row, const std::string& statement) {
      return content_id("pv-", {statement, row.type}) == id;
    });
  }
  if (prefix == "in-") {
    if (has_row(record.incidents, id)) return std::string(id);
    return find_holder(record, record.incidents, [&](const auto&, const std::string& statement) {
      return content_id("in-", {statement}) == id;
    });
  }
  if (prefix == "tl-") {
    if (has_row(record.tallies, id)) return std::string(id);
    return find_holder(record, record.tallies, [&](const auto&, const std::string& statement) {
      return content_id("tl-", {statement}) == id;
    });
  }
  const bool known = has_row(record.statements, id) || has_row(record.reports, id) ||
                     has_row(record.groups, id) || has_row(record.actors, id) || has_row(record.places, id) ||
                     has_row(record.stages, id) || has_row(record.deadlines, id) ||
                     has_row(record.claims, id) || has_row(record.contradictions, id);
  return known ? std::optional<std::string>(id) : std::nullopt;
}

}  // namespace hudna::record
