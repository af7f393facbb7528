#include "model/reading.h"

#include <algorithm>
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

std::vector<std::uint32_t> make_sketch(std::string_view text, std::span<const Block> blocks) {
  constexpr std::size_t kRun = 5;  // words; the usual shingle for news text (Broder 1997 uses 10 for longer pages)
  std::vector<std::uint64_t> words;
  for (const Block& block : blocks) {
    if (section_kind(block.type) != SectionKind::Body) continue;
    std::uint64_t hash = 0;
    for (const char c : block.span.of(text)) {
      const auto byte = static_cast<unsigned char>(c);
      const bool upper = byte >= 'A' && byte <= 'Z';
      const bool in_word = upper || (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || byte >= 0x80;
      if (in_word) {
        if (hash == 0) hash = 1469598103934665603ull;  // FNV-1a
        hash = (hash ^ (upper ? byte + 32u : byte)) * 1099511628211ull;
      } else if (hash != 0) {
        words.push_back(hash);
        hash = 0;
      }
    }
    if (hash != 0) words.push_back(hash);
  }
  std::vector<std::uint32_t> out;
  const std::size_t runs = words.empty() ? 0 : words.size() < kRun ? 1 : words.size() - kRun + 1;
  for (std::size_t i = 0; i < runs; ++i) {
    std::uint64_t hash = 0x9E3779B97F4A7C15ull;
    for (std::size_t k = i; k < std::min(i + kRun, words.size()); ++k) {
      hash = (hash ^ words[k]) * 0xFF51AFD7ED558CCDull;
      hash ^= hash >> 32;
    }
    out.push_back(static_cast<std::uint32_t>(hash ^ (hash >> 32)));
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  if (out.size() > kSketchMax) out.resize(kSketchMax);
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
  parts.sketch = make_sketch(text, parts.blocks);
  return Reading(std::move(parts));
}

}  // namespace hudna::model
