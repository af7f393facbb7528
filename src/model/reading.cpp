#include "model/reading.h"

#include <set>

#include "base/check.h"
#include "base/sha256.h"
#include "base/utf8.h"

namespace hudna::model {

std::string fold_space(std::string_view text) {
  std::string out;
  bool pending = false;
  for (std::size_t at = 0; at < text.size();) {
    const base::Decoded d = base::decode_utf8(text, at);
    const bool space = d.point == ' ' || (d.point >= '\t' && d.point <= '\r') || d.point == 0x85 || d.point == 0xA0 ||
                       d.point == 0x1680 || (d.point >= 0x2000 && d.point <= 0x200A) || d.point == 0x2028 ||
                       d.point == 0x2029 || d.point == 0x202F || d.point == 0x205F || d.point == 0x3000;
    if (space) {
      pending = !out.empty();
    } else {
      if (pending) out.push_back(' ');
      pending = false;
      out.append(text.substr(at, d.bytes));
    }
    at += d.bytes;
  }
  return out;
}

Evidence make_evidence(const Document& doc, Span span, std::string rule) {
  constexpr std::size_t kContext = 32;  // code points, record-model 2.3
  HUDNA_CHECK(span.begin < span.end && span.end <= doc.text().size());
  HUDNA_CHECK(base::is_code_point_start(doc.text(), span.begin) && base::is_code_point_start(doc.text(), span.end));
  Evidence out;
  out.document_sha256 = doc.sha256();
  out.span = span;
  out.raw = doc.raw_span(span);
  out.quote = span.of(doc.text());
  out.prefix = base::code_points_before(doc.text(), span.begin, kContext);
  out.suffix = base::code_points_after(doc.text(), span.end, kContext);
  out.rule = std::move(rule);
  return out;
}

std::string statement_id(const std::string& document_sha256, const Statement& stmt) {
  std::string key = document_sha256;
  const auto add = [&](std::string_view part) { key.append(1, '\x1f').append(part); };
  add(name(stmt.kind));
  add(stmt.type);
  add(name(stmt.modality));
  add(std::to_string(stmt.evidence.span.begin));
  add(std::to_string(stmt.evidence.span.end));
  for (const Slot& slot : stmt.slots) {
    add(name(slot.name));
    add(slot.text);
    add(std::to_string(slot.span.begin));
  }
  return "st-" + base::sha256_hex(key).substr(0, 16);
}

std::vector<const Slot*> slots_of(const Statement& stmt, SlotName name) {
  std::vector<const Slot*> out;
  for (const Slot& slot : stmt.slots) {
    if (slot.name == name) out.push_back(&slot);
  }
  return out;
}

Reading make_reading(ReadingParts parts, std::string_view text) {
  std::set<std::string_view> ids;
  for (const Statement& stmt : parts.statements) {
    HUDNA_CHECK(stmt.evidence.span.end <= text.size() && stmt.evidence.span.of(text) == stmt.evidence.quote);
    HUDNA_CHECK(ids.insert(stmt.id).second);
    for (const Slot& slot : stmt.slots) {
      HUDNA_CHECK(slot.span.begin <= slot.span.end && slot.span.end <= text.size());
    }
  }
  HUDNA_CHECK(parts.block_raws.size() == parts.blocks.size());
  return Reading(std::move(parts));
}

}  // namespace hudna::model
