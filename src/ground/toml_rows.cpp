#include "ground/toml_rows.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/embedded.h"

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

namespace {

constexpr std::string_view kPacked = "ground/rows.bin";

void put(std::uint32_t number, std::string* out) {
  for (int shift = 0; shift < 32; shift += 8) out->push_back(static_cast<char>(number >> shift & 0xFF));
}
void put(std::string_view text, std::string* out) {
  put(static_cast<std::uint32_t>(text.size()), out);
  out->append(text);
}

// Reads what put() wrote; a number or text beyond the end is none.
class Unpacker {
 public:
  explicit Unpacker(std::string_view bytes) : rest_(bytes) {}
  bool number(std::uint32_t* out) {
    if (rest_.size() < 4) return false;
    *out = 0;
    for (unsigned i = 0; i < 4; ++i) *out |= static_cast<std::uint32_t>(static_cast<unsigned char>(rest_[i])) << 8 * i;
    rest_.remove_prefix(4);
    return true;
  }
  bool text(std::string_view* out) {
    std::uint32_t size = 0;
    if (!number(&size) || size > rest_.size()) return false;
    *out = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return true;
  }
  bool empty() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

std::optional<std::vector<TomlRow>> unpack(std::string_view bytes) {
  Unpacker in(bytes);
  std::uint32_t size = 0;
  if (!in.number(&size) || size > bytes.size()) return std::nullopt;
  std::vector<TomlRow> rows(size);
  for (TomlRow& row : rows) {
    std::string_view text;
    std::uint32_t keys = 0;
    if (!in.text(&text) || !in.number(&row.line) || !in.number(&keys)) return std::nullopt;
    row.table = text;
    for (std::uint32_t k = 0; k < keys; ++k) {
      std::uint32_t values = 0;
      if (!in.text(&text) || !in.number(&values) || values > bytes.size()) return std::nullopt;
      // Keys were written in order.
      std::vector<std::string>& list = row.values.emplace_hint(row.values.end(), text, std::vector<std::string>())->second;
      list.reserve(values);
      for (std::uint32_t v = 0; v < values; ++v) {
        if (!in.text(&text)) return std::nullopt;
        list.emplace_back(text);
      }
    }
  }
  return rows;
}

}  // namespace

base::Result<std::vector<TomlRow>> read_data_rows(const base::DataFile& file) {
  const auto packed = file.overridden ? std::nullopt : base::find_embedded(kPacked);
  if (packed) {
    Unpacker in(*packed);
    std::string_view path, bytes;
    while (in.text(&path) && in.text(&bytes)) {
      if (path != file.path) continue;
      if (auto rows = unpack(bytes)) return std::move(*rows);
      break;
    }
  }
  return read_toml_rows(file.bytes, file.path);
}

base::Result<std::string> pack_data_rows(const base::DataSource& data, const std::vector<std::string>& folders) {
  std::string out;
  for (const std::string& folder : folders) {
    const std::vector<base::DataFile> files = data.files(folder);
    for (const base::DataFile& file : files) {
      if (!file.path.ends_with(".toml")) continue;
      const auto rows = read_toml_rows(file.bytes, file.path);
      if (!rows) return tl::unexpected(rows.error());
      std::string bytes;
      put(static_cast<std::uint32_t>(rows->size()), &bytes);
      for (const TomlRow& row : *rows) {
        put(row.table, &bytes);
        put(row.line, &bytes);
        put(static_cast<std::uint32_t>(row.values.size()), &bytes);
        for (const auto& [key, values] : row.values) {
          put(key, &bytes);
          put(static_cast<std::uint32_t>(values.size()), &bytes);
          for (const std::string& value : values) put(value, &bytes);
        }
      }
      put(file.path, &out);
      put(bytes, &out);
    }
  }
  return out;
}

}  // namespace hudna::ground
