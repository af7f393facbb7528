// How are single rows kept as text? As canonical JSON (store/json.h). The
// heavy templates stay behind these functions.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "model/record.h"
#include "store/json.h"

namespace hudna::store {

// Printed ids of all tables of one record.
class RecordNames : public IdNames {
 public:
  RecordNames() = default;
  explicit RecordNames(const model::RecordParts& parts);
  // Adds the next row's id of a table, in canonical order.
  void add(int table, std::string id);
  std::string_view name(int table, std::uint32_t index) const override;
  bool find(int table, std::string_view name, std::uint32_t* index) const override;

 private:
  std::vector<std::vector<std::string>> names_;
  std::vector<std::map<std::string, std::uint32_t, std::less<>>> index_;
};

int table_count();
// "agreement", "provision", …: the name of the SQL table and of the dump's key.
std::string_view table_name(int table);

std::string reading_to_json(const model::ReadingParts& parts);
// A slot's value: "null" or an object.
std::string slot_value_to_json(const model::SlotValue& slot_value);
std::string review_row_to_json(const model::ReviewRow& row);
std::string decision_to_json(const model::Decision& decision);
bool decision_from_json(std::string_view json, model::Decision* out);
bool reading_from_json(std::string_view json, model::ReadingParts* out);

// The blocks of a stored reading, without reading the rest of it.
bool blocks_from_reading(std::string_view reading_json, std::vector<model::Block>* out);

// Rows of one table as JSON, in order; ids as printed by `names`.
std::vector<std::string> rows_to_json(const model::RecordParts& parts, int table, const IdNames& names);
std::vector<std::string> row_ids(const model::RecordParts& parts, int table);
// Appends one row. False when it is not as rows_to_json writes it.
bool row_from_json(std::string_view json, int table, const IdNames& names, model::RecordParts* out);
// Appends a row that has its id only.
void append_blank_row(int table, std::string id, model::RecordParts* out);
// Reads the row into place `at` of its table; `names` may append rows meanwhile. REQUIRES: `at` is a row.
bool fill_row_from_json(std::string_view json, int table, std::uint32_t at, const IdNames& names,
                        model::RecordParts* out);

}  // namespace hudna::store
