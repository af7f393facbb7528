// How do tests get Readings without reading pages? A ReportMaker takes the
// sentences of a report with what each states and gives the Reading; the words
// are the test's own. For tests only.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "base/sha256.h"
#include "model/reading.h"

namespace hudna::testing {

struct Actor {
  std::string text, id, name;
  model::Side side = model::Side::Unclear;
  model::ActorType type = model::ActorType::Unknown;
  std::string country = "";
};

struct Place {
  std::string text, id, name;
  double lat = 0, lon = 0;
  model::Precision precision = model::Precision::Settlement;
  std::string country, admin1;
};

class StatementMaker {
 public:
  explicit StatementMaker(model::Statement* stmt) : stmt_(stmt) {}

  StatementMaker& slot(model::SlotName name, std::string text, model::SlotValue value = {}) {
    model::Slot slot;
    slot.name = name;
    slot.text = std::move(text);
    slot.value = std::move(value);
    stmt_->slots.push_back(std::move(slot));
    return *this;
  }
  StatementMaker& actor(model::SlotName name, const Actor& a) {
    model::ActorValue value;
    value.id = a.id;
    value.name = a.name;
    value.side = a.side;
    value.type = a.type;
    value.country = a.country;
    value.rule = a.id.empty() ? "name/1" : "alias/1";
    return slot(name, a.text, value);
  }
  StatementMaker& actor(const Actor& a) { return actor(model::SlotName::Actor, a); }
  StatementMaker& party(const Actor& a) { return actor(model::SlotName::Party, a); }
  StatementMaker& target(const Actor& a) { return actor(model::SlotName::Target, a); }
  StatementMaker& said_by(const Actor& a) { return actor(model::SlotName::SaidBy, a); }
  StatementMaker& place(const Place& p, model::SlotName name = model::SlotName::Place) {
    model::PlaceValue value;
    value.id = p.id;
    value.name = p.name;
    value.lat = p.lat;
    value.lon = p.lon;
    value.precision = p.precision;
    value.country = p.country;
    value.admin1 = p.admin1;
    return slot(name, p.text, value);
  }
  StatementMaker& when(std::string edtf, model::SlotName name = model::SlotName::Date) {
    model::TimeValue value;
    value.edtf = edtf;
    value.rule = "explicit/1";
    const bool day = edtf.size() == 10;
    if (day) value.min = value.max = edtf;
    return slot(name, std::move(edtf), value);
  }
  StatementMaker& due(std::string edtf) { return when(std::move(edtf), model::SlotName::Deadline); }
  StatementMaker& lasts(std::string iso) {
    return slot(model::SlotName::Duration, iso, model::DurationValue{iso});
  }
  StatementMaker& number(model::SlotName name, std::string text, model::QuantityOp op, std::int64_t value,
                         std::string unit = "") {
    model::Quantity q;
    q.op = op;
    q.unit = std::move(unit);
    const bool top = op == model::QuantityOp::Less || op == model::QuantityOp::AtMost;
    if (!top) q.low = value;
    if (op == model::QuantityOp::Equal || op == model::QuantityOp::Approx) q.best = q.high = value;
    if (top) q.high = value;
    return slot(name, std::move(text), q);
  }
  StatementMaker& deaths(std::int64_t n) {
    return number(model::SlotName::Deaths, std::to_string(n), model::QuantityOp::Equal, n);
  }
  StatementMaker& modality(model::Modality m) {
    stmt_->modality = m;
    return *this;
  }
  model::Statement& operator*() { return *stmt_; }

 private:
  model::Statement* stmt_;
};

class ReportMaker {
 public:
  ReportMaker(std::string source, std::string outlet, std::string published) {
    parts_.source = std::move(source);
    parts_.outlet = std::move(outlet);
    parts_.published.edtf = std::move(published);
    parts_.published.basis = model::DateBasis::Metadata;
    parts_.published.rule = "metadata/1";
    parts_.language = "en";
    parts_.tool = "hudna/test";
    statements_.reserve(256);
  }
  model::ReadingParts& parts() { return parts_; }

  // Appends a sentence that states nothing.
  ReportMaker& words(std::string_view sentence) {
    paragraph(sentence);
    return *this;
  }
  // Appends a sentence of its own for the statement.
  StatementMaker add(model::StatementKind kind, std::string type, std::string_view sentence) {
    return at(kind, std::move(type), paragraph(sentence));
  }
  // A statement in the words of the sentence appended last; `words` must stand in it.
  StatementMaker within(model::StatementKind kind, std::string type, std::string_view words) {
    const std::size_t found = text_.find(words, parts_.blocks.back().span.begin);
    const auto begin = static_cast<std::uint32_t>(found);
    return at(kind, std::move(type), {begin, begin + static_cast<std::uint32_t>(words.size())});
  }
  StatementMaker at(model::StatementKind kind, std::string type, model::Span span) {
    model::Statement stmt;
    stmt.kind = kind;
    stmt.type = std::move(type);
    stmt.evidence.span = span;
    stmt.evidence.raw = {span.begin, span.end};
    stmt.evidence.quote = std::string(span.of(text_));
    stmt.evidence.rule = "test_rule@1";
    stmt.directness = "paraphrase";
    statements_.push_back(std::move(stmt));
    return StatementMaker(&statements_.back());
  }
  const std::string& text() const { return text_; }
  void set_text(std::string text, std::vector<model::Block> blocks) {
    text_ = std::move(text);
    parts_.blocks = std::move(blocks);
    for (const model::Block& block : parts_.blocks)
      parts_.block_raws.push_back({block.span.begin, block.span.end});
  }

  model::Reading make() {
    parts_.sha256 = base::sha256_hex(text_ + parts_.source);
    parts_.text_sha256 = base::sha256_hex(text_);
    parts_.report_id = "rp-" + parts_.sha256.substr(0, 16);
    for (model::Statement& stmt : statements_) {
      stmt.evidence.document_sha256 = parts_.sha256;
      if (!parts_.outlet.empty()) stmt.chain.push_back({parts_.outlet, parts_.outlet, "outlet"});
      std::stable_sort(stmt.slots.begin(), stmt.slots.end(),
                       [](const auto& a, const auto& b) { return a.name < b.name; });
      stmt.id = model::statement_id(parts_.sha256, stmt);
    }
    std::stable_sort(statements_.begin(), statements_.end(), [](const auto& a, const auto& b) {
      return std::tie(a.evidence.span, a.kind, a.type) < std::tie(b.evidence.span, b.kind, b.type);
    });
    parts_.statements = statements_;
    return model::make_reading(parts_, text_);
  }

 private:
  model::Span paragraph(std::string_view sentence) {
    if (!text_.empty()) text_ += "\n\n";
    const auto begin = static_cast<std::uint32_t>(text_.size());
    text_ += sentence;
    const model::Span span{begin, static_cast<std::uint32_t>(text_.size())};
    model::Block block;
    block.type = model::BlockType::Paragraph;
    block.span = span;
    block.reason = "test";
    parts_.blocks.push_back(block);
    parts_.block_raws.push_back({span.begin, span.end});
    return span;
  }

  model::ReadingParts parts_;
  std::string text_;
  std::vector<model::Statement> statements_;
};

inline std::vector<const model::Reading*> pointers(const std::vector<model::Reading>& readings) {
  std::vector<const model::Reading*> out;
  for (const model::Reading& reading : readings) out.push_back(&reading);
  return out;
}

}  // namespace hudna::testing
