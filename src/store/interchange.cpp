#include "store/interchange.h"

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "base/sha256.h"
#include "base/utf8.h"
#include "base/version.h"
#include "store/json.h"
#include "store/parts.h"
#include "store/rows.h"

namespace hudna::store {
namespace {

using base::Code;
using base::Result;

constexpr int kFormat = 1;
constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
// Reports are stored in batches: a transaction a report would wait for the disk each time.
constexpr std::size_t kBatch = 256;

std::string to_base64(std::string_view bytes) {
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 3; ++k)
      group = group << 8 | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0u);
    for (std::size_t k = 0; k < 4; ++k)
      out.push_back(i + k > bytes.size() ? '=' : kDigits[group >> (18 - 6 * k) & 63]);
  }
  return out;
}

bool from_base64(std::string_view text, std::string* out) {
  if (text.size() % 4 != 0) return false;
  std::array<int, 256> value{};
  value.fill(-1);
  for (std::size_t i = 0; i < kDigits.size(); ++i)
    value[static_cast<unsigned char>(kDigits[i])] = static_cast<int>(i);
  out->reserve(text.size() / 4 * 3);
  for (std::size_t i = 0; i < text.size(); i += 4) {
    std::uint32_t group = 0;
    std::size_t bytes = 3;
    for (std::size_t k = 0; k < 4; ++k) {
      const char c = text[i + k];
      const bool pad = c == '=' && i + 4 == text.size() && k >= 2 && (k == 3 || text[i + 3] == '=');
      const int digit = pad ? 0 : value[static_cast<unsigned char>(c)];
      if (digit < 0) return false;
      if (pad) --bytes;
      group = group << 6 | static_cast<std::uint32_t>(digit);
    }
    for (std::size_t k = 0; k < bytes; ++k) out->push_back(static_cast<char>(group >> (16 - 8 * k) & 255));
  }
  return true;
}

// The key of a line {"key":value} and its value; false for another form.
bool split_line(std::string_view line, std::string_view* key, std::string_view* value) {
  if (!line.starts_with("{\"") || !line.ends_with("}")) return false;
  const std::size_t end = line.find("\":", 2);
  if (end == std::string_view::npos) return false;
  *key = line.substr(2, end - 2);
  *value = line.substr(end + 2, line.size() - end - 3);
  return true;
}

// The first field of a row: its printed id.
bool row_id(std::string_view json, std::string* out) {
  Reader reader(json);
  reader.begin_object();
  reader.key("id");
  reader.string(out);
  return reader.ok();
}

}  // namespace

Result<void> write_lines(Store* db, const std::function<bool(std::string_view)>& sink) {
  bool open = true;
  const auto put = [&](std::string_view key, std::string_view json) {
    if (!open) return;
    std::string line = "{\"";
    line.append(key).append("\":").append(json).append("}\n");
    open = sink(line);
  };
  Writer head;
  head.begin_object();
  head.key("format"), head.number(kFormat);
  head.key("program"), head.string("hudna/" + std::string(base::kVersion));
  head.end_object();
  put("hudna", head.text());
  {
    const auto readings = db->readings();
    if (!readings) return tl::unexpected(readings.error());
    for (const model::Reading& reading : *readings) {
      if (!open) return {};
      const std::string& sha256 = reading.parts().sha256;
      const auto document = db->document(sha256);
      if (!document) return tl::unexpected(document.error());
      const auto stamp = db->find_stamp(sha256);
      if (!stamp) return tl::unexpected(stamp.error());
      Writer out;
      out.begin_object();
      out.key("sha256"), out.string(sha256);
      out.key("charset"), out.string(document->charset);
      out.key("html"), out.boolean(document->html);
      out.key("stamp"), out.string(stamp->value_or(""));
      out.key("offsets"), out.string(print_map(document->map));
      out.key("text"), out.string(document->text);
      out.key("raw_base64"), out.string(to_base64(document->raw));
      out.end_object();
      put("document", out.text());
      put("report", reading_to_json(reading.parts()));
    }
  }
  {
    const auto decisions = db->decisions();
    if (!decisions) return tl::unexpected(decisions.error());
    for (const model::Decision& decision : *decisions) put("decision", decision_to_json(decision));
  }
  return db->dump([&](std::string_view line) {
    if (line.starts_with("{\"report\":")) return open;
    if (open) open = sink(line);
    return open;
  });
}

struct LineReader::Work {
  Store* db;
  std::string source;
  std::size_t number = 0;
  bool headed = false;
  struct Document {
    std::string sha256, charset, stamp, text, raw;
    bool html = false;
    model::OffsetMap map;
  };
  std::optional<Document> document;
  struct Pending {
    model::Document document;
    model::Reading reading;
    std::string stamp;
  };
  std::vector<Pending> pending;
  model::RecordParts parts;
  bool has_record = false;
  RecordNames names;
  std::vector<std::vector<std::string>> rows;

  Result<void> bad(const std::string& what) const {
    return base::fail(Code::LinesBad, source, "line " + std::to_string(number) + ": " + what);
  }

  Result<void> flush() {
    std::vector<NewReport> reports;
    for (const Pending& one : pending) reports.push_back({&one.document, &one.reading, one.stamp});
    if (reports.empty()) return {};
    auto added = db->add(reports);
    pending.clear();
    return added;
  }

  Result<void> take_document(std::string_view json) {
    Document doc;
    std::string offsets, raw;
    Reader in(json);
    in.begin_object();
    in.key("sha256"), in.string(&doc.sha256);
    in.key("charset"), in.string(&doc.charset);
    in.key("html"), in.boolean(&doc.html);
    in.key("stamp"), in.string(&doc.stamp);
    in.key("offsets"), in.string(&offsets);
    in.key("text"), in.string(&doc.text);
    in.key("raw_base64"), in.string(&raw);
    in.end_object();
    if (!in.done() || !from_base64(raw, &doc.raw)) return bad("the document cannot be read");
    if (base::sha256_hex(doc.raw) != doc.sha256) return bad("the bytes are not those that the hash names");
    if (!base::is_valid_utf8(doc.text)) return bad("the text is not UTF-8");
    if (!parse_map(offsets, doc.text.size(), doc.raw.size(), &doc.map))
      return bad("the offsets do not fit the text");
    document = std::move(doc);
    return {};
  }

  Result<void> take_report(std::string_view json) {
    model::ReadingParts reading;
    if (!reading_from_json(json, &reading)) return bad("the reading cannot be read");
    if (!document || document->sha256 != reading.sha256)
      return bad("a reading without its document in front");
    if (auto checked = check_reading(reading, document->text, source); !checked)
      return bad(checked.error().message);
    if (base::sha256_hex(document->text) != reading.text_sha256)
      return bad("the text is not the one that was read");
    for (const model::Block& block : reading.blocks) {
      if (!base::is_code_point_start(document->text, block.span.begin) ||
          !base::is_code_point_start(document->text, block.span.end))
        return bad("a section begins inside a character");
    }
    model::DocumentParts parts;
    parts.source = reading.source;
    parts.raw = std::move(document->raw);
    parts.text = document->text;
    parts.map = std::move(document->map);
    parts.blocks = reading.blocks;
    parts.charset = document->charset;
    parts.html = document->html;
    const std::string text = std::move(document->text);
    pending.push_back({model::make_document(std::move(parts)), model::make_reading(std::move(reading), text),
                       std::move(document->stamp)});
    document.reset();
    return pending.size() >= kBatch ? flush() : Result<void>();
  }
};

LineReader::LineReader(Store* db, std::string source) : work_(new Work) {
  work_->db = db;
  work_->source = std::move(source);
  work_->rows.resize(static_cast<std::size_t>(table_count()));
}
LineReader::~LineReader() { delete work_; }

Result<void> LineReader::add(std::string_view line) {
  Work& w = *work_;
  ++w.number;
  std::string_view key, json;
  if (!split_line(line, &key, &json)) return w.bad("not a line of hudna.jsonl");
  if (!w.headed) {
    int format = 0;
    Reader in(json);
    in.begin_object();
    in.key("format"), in.number(&format);
    if (key != "hudna" || !in.ok()) return w.bad("the file does not begin as hudna.jsonl does");
    if (format != kFormat) return w.bad("format " + std::to_string(format) + " is not known to this program");
    w.headed = true;
    return {};
  }
  if (key == "document") return w.take_document(json);
  if (key == "report") return w.take_report(json);
  if (key == "decision") {
    model::Decision decision;
    if (!decision_from_json(json, &decision)) return w.bad("the decision cannot be read");
    return w.db->add_decision(decision);
  }
  if (key == "tool" || key == "policies") {
    Reader in(json);
    in.string(key == "tool" ? &w.parts.tool : &w.parts.policies);
    w.has_record = true;
    return in.done() ? Result<void>() : w.bad("the text cannot be read");
  }
  for (int table = 0; table < table_count(); ++table) {
    if (table_name(table) != key) continue;
    std::string id;
    if (!row_id(json, &id)) return w.bad("the row has no id");
    // Rows name rows of other tables, also later ones: they are read when all are known.
    w.names.add(table, std::move(id));
    w.rows[static_cast<std::size_t>(table)].emplace_back(json);
    return {};
  }
  return w.bad("\"" + std::string(key.substr(0, 40)) + "\" is no kind of line that this program knows");
}

Result<void> LineReader::end() {
  Work& w = *work_;
  if (!w.headed) return w.bad("the file is empty");
  if (w.document) return w.bad("a document without its reading");
  if (auto flushed = w.flush(); !flushed) return flushed;
  if (!w.has_record) return {};
  for (int table = 0; table < table_count(); ++table) {
    for (const std::string& row : w.rows[static_cast<std::size_t>(table)]) {
      if (!row_from_json(row, table, w.names, &w.parts))
        return w.bad("a row of " + std::string(table_name(table)) + " cannot be read: " + row.substr(0, 60));
    }
  }
  const std::vector<std::string> problems = model::verify(w.parts);
  if (!problems.empty()) return w.bad(problems.front());
  return w.db->replace_record(model::make_record(std::move(w.parts)));
}

}  // namespace hudna::store
