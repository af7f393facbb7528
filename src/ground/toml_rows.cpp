#include "ground/toml_rows.h"

#include <algorithm>
#include <charconv>

#define TOML_EXCEPTIONS 0
#define TOML_HEADER_ONLY 1
#include <toml++/toml.h>

namespace hudna::ground {
namespace {

const std::vector<std::string> kNoValues;

std::string scalar_text(const toml::node& node) {
  if (const auto* text = node.as_string()) return text->get();
  if (const auto* flag = node.as_boolean()) return flag->get() ? "true" : "false";
  if (const auto* number = node.as_integer()) return std::to_string(number->get());
  if (const auto* number = node.as_floating_point()) {
    char buffer[32];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, number->get()).ptr;
    return std::string(buffer, end);
  }
  if (const auto* date = node.as_date()) {
    const toml::date& d = date->get();
    char buffer[16];
    std::snprintf(buffer, sizeof buffer, "%04d-%02d-%02d", d.year, d.month, d.day);
    return buffer;
  }
  return {};
}

void fill(const toml::table& table, const std::string& prefix, TomlRow* row, std::vector<TomlRow>* after) {
  for (const auto& [key, node] : table) {
    const std::string name = prefix + std::string(key.str());
    if (const auto* inner = node.as_table()) {
      fill(*inner, name + ".", row, after);
    } else if (const auto* array = node.as_array()) {
      std::vector<std::string> values;
      for (const auto& element : *array) {
        if (const auto* nested = element.as_table()) {
          TomlRow inner_row;
          inner_row.table = row->table + "." + name;
          inner_row.line = nested->source().begin.line;
          fill(*nested, "", &inner_row, after);
          after->push_back(std::move(inner_row));
        } else {
          values.push_back(scalar_text(element));
        }
      }
      row->values[name] = std::move(values);
    } else {
      row->values[name] = {scalar_text(node)};
    }
  }
}

}  // namespace

std::string_view TomlRow::text(std::string_view key) const& {
  const auto found = values.find(key);
  return found == values.end() || found->second.empty() ? std::string_view()
                                                        : std::string_view(found->second[0]);
}

const std::vector<std::string>& TomlRow::list(std::string_view key) const& {
  const auto found = values.find(key);
  return found == values.end() ? kNoValues : found->second;
}

base::Result<std::vector<TomlRow>> read_toml_rows(std::string_view bytes, const std::string& source) {
  const toml::parse_result parsed = toml::parse(bytes, source);
  if (!parsed) {
    return base::fail(base::Code::DataBad, source,
                      "line " + std::to_string(parsed.error().source().begin.line) + ": " +
                          std::string(parsed.error().description()));
  }
  std::vector<TomlRow> rows;
  TomlRow top;
  top.line = 1;
  std::vector<TomlRow> after;
  const auto add = [&](const std::string& name, const toml::table& table) {
    TomlRow row;
    row.table = name;
    row.line = table.source().begin.line;
    std::vector<TomlRow> nested;
    fill(table, "", &row, &nested);
    rows.push_back(std::move(row));
    std::move(nested.begin(), nested.end(), std::back_inserter(rows));
  };
  for (const auto& [key, node] : parsed.table()) {
    const std::string name(key.str());
    if (const auto* table = node.as_table()) {
      add(name, *table);
    } else if (const auto* array = node.as_array();
               array != nullptr && !array->empty() && array->front().is_table()) {
      for (const auto& element : *array) {
        if (const auto* element_table = element.as_table()) add(name, *element_table);
      }
    } else if (array != nullptr) {
      std::vector<std::string> values;
      for (const auto& element : *array) values.push_back(scalar_text(element));
      top.values[name] = std::move(values);
    } else {
      top.values[name] = {scalar_text(node)};
    }
  }
  // Tables come out of the library in key order; the reader of a message wants file order.
  std::stable_sort(rows.begin(), rows.end(),
                   [](const TomlRow& a, const TomlRow& b) { return a.line < b.line; });
  if (!top.values.empty()) rows.insert(rows.begin(), std::move(top));
  return rows;
}

}  // namespace hudna::ground
