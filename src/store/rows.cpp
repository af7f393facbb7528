#include "store/rows.h"

#include <array>

#include "base/check.h"
#include "store/fields.h"

namespace hudna::store {
namespace {

constexpr std::array<std::string_view, static_cast<std::size_t>(TableNumber::Count)> kNames = {
    "report_row", "statement_row", "source_group", "actor", "place", "agreement",     "provision",
    "stage",      "deadline",      "incident",     "tally", "claim", "contradiction", "review"};

template <class TableT>
std::vector<std::string> print_rows(const TableT& table, const IdNames& names) {
  std::vector<std::string> out;
  out.reserve(table.size());
  for (const auto& row : table) {
    Writer writer(&names);
    value(writer, row);
    out.push_back(writer.take());
  }
  return out;
}

template <class IdT, class Row>
bool parse_row(std::string_view json, const IdNames& names, base::Table<IdT, Row>* table) {
  Reader reader(json, &names);
  Row row;
  value(reader, row);
  if (!reader.done()) return false;
  table->push(std::move(row));
  return true;
}

template <class TableT>
void append_blank(std::string id, TableT* table) {
  std::remove_cvref_t<decltype(table->rows()[0])> row;
  row.id = std::move(id);
  table->push(std::move(row));
}

template <class IdT, class Row>
bool fill_row(std::string_view json, std::uint32_t at, const IdNames& names, base::Table<IdT, Row>* table) {
  Reader reader(json, &names);
  // Read aside: the table may grow while the row is read.
  Row row;
  value(reader, row);
  if (!reader.done()) return false;
  (*table)[IdT(at)] = std::move(row);
  return true;
}

}  // namespace

RecordNames::RecordNames(const model::RecordParts& parts) {
  for (int table = 0; table < table_count(); ++table) {
    for (std::string& id : row_ids(parts, table)) add(table, std::move(id));
  }
}

void RecordNames::add(int table, std::string id) {
  const auto at = static_cast<std::size_t>(table);
  if (names_.size() <= at) names_.resize(at + 1), index_.resize(at + 1);
  index_[at].emplace(id, static_cast<std::uint32_t>(names_[at].size()));
  names_[at].push_back(std::move(id));
}

std::string_view RecordNames::name(int table, std::uint32_t index) const {
  const auto at = static_cast<std::size_t>(table);
  HUDNA_CHECK(at < names_.size() && index < names_[at].size());
  return names_[at][index];
}

bool RecordNames::find(int table, std::string_view name, std::uint32_t* index) const {
  const auto at = static_cast<std::size_t>(table);
  if (at >= index_.size()) return false;
  const auto found = index_[at].find(name);
  if (found == index_[at].end()) return false;
  *index = found->second;
  return true;
}

int table_count() { return static_cast<int>(TableNumber::Count); }
std::string_view table_name(int table) { return kNames[static_cast<std::size_t>(table)]; }

std::string reading_to_json(const model::ReadingParts& parts) {
  Writer writer;
  value(writer, parts);
  return writer.take();
}

std::string slot_value_to_json(const model::SlotValue& slot_value) {
  Writer writer;
  value(writer, slot_value);
  return writer.take();
}

std::string review_row_to_json(const model::ReviewRow& row) {
  Writer writer;
  value(writer, row);
  return writer.take();
}

std::string decision_to_json(const model::Decision& decision) {
  Writer writer;
  value(writer, decision);
  return writer.take();
}

bool decision_from_json(std::string_view json, model::Decision* out) {
  Reader reader(json);
  value(reader, *out);
  return reader.done();
}

bool reading_from_json(std::string_view json, model::ReadingParts* out) {
  Reader reader(json);
  value(reader, *out);
  return reader.done();
}

bool blocks_from_reading(std::string_view reading_json, std::vector<model::Block>* out) {
  // Quotes inside strings are escaped, so these bytes are the key itself.
  static constexpr std::string_view kKey = ",\"blocks\":";
  const std::size_t at = reading_json.find(kKey);
  if (at == std::string_view::npos) return false;
  Reader reader(reading_json.substr(at + kKey.size()));
  value(reader, *out);
  return reader.ok();
}

void append_blank_row(int table, std::string id, model::RecordParts* out) {
  switch (static_cast<TableNumber>(table)) {
#define HUDNA_CASE(type, member) \
  case TableNumber::type:        \
    return append_blank(std::move(id), &out->member);
    HUDNA_TABLES(HUDNA_CASE)
#undef HUDNA_CASE
    case TableNumber::Count:
      break;
  }
}

bool fill_row_from_json(std::string_view json, int table, std::uint32_t at, const IdNames& names,
                        model::RecordParts* out) {
  switch (static_cast<TableNumber>(table)) {
#define HUDNA_CASE(type, member) \
  case TableNumber::type:        \
    return fill_row(json, at, names, &out->member);
    HUDNA_TABLES(HUDNA_CASE)
#undef HUDNA_CASE
    case TableNumber::Count:
      break;
  }
  return false;
}

std::vector<std::string> rows_to_json(const model::RecordParts& parts, int table, const IdNames& names) {
  switch (static_cast<TableNumber>(table)) {
#define HUDNA_CASE(type, member) \
  case TableNumber::type:        \
    return print_rows(parts.member, names);
    HUDNA_TABLES(HUDNA_CASE)
#undef HUDNA_CASE
    case TableNumber::Count:
      break;
  }
  return {};
}

std::vector<std::string> row_ids(const model::RecordParts& parts, int table) {
  std::vector<std::string> out;
  switch (static_cast<TableNumber>(table)) {
#define HUDNA_CASE(type, member)                                \
  case TableNumber::type:                                       \
    for (const auto& row : parts.member) out.push_back(row.id); \
    break;
    HUDNA_TABLES(HUDNA_CASE)
#undef HUDNA_CASE
    case TableNumber::Count:
      break;
  }
  return out;
}

bool row_from_json(std::string_view json, int table, const IdNames& names, model::RecordParts* out) {
  switch (static_cast<TableNumber>(table)) {
#define HUDNA_CASE(type, member) \
  case TableNumber::type:        \
    return parse_row(json, names, &out->member);
    HUDNA_TABLES(HUDNA_CASE)
#undef HUDNA_CASE
    case TableNumber::Count:
      break;
  }
  return false;
}

}  // namespace hudna::store
