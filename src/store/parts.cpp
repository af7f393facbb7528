#include "store/parts.h"

#include <algorithm>

#include "store/json.h"

namespace hudna::store {

using base::Code;
using base::Result;

std::string print_map(const model::OffsetMap& map) {
  // [text begin, raw begin, raw end, linear] a piece, then the text's size.
  std::string out = "[";
  for (const model::OffsetMap::Piece& piece : map.pieces()) {
    out += "[" + std::to_string(piece.text_begin) + "," + std::to_string(piece.raw_begin) + "," +
           std::to_string(piece.raw_end) + "," + (piece.linear ? "1" : "0") + "],";
  }
  return out + std::to_string(map.text_size()) + "]";
}

bool parse_map(std::string_view text, std::size_t text_size, std::size_t raw_size, model::OffsetMap* out) {
  std::vector<model::OffsetMap::Piece> pieces;
  Reader reader(text);
  reader.expect("[");
  while (reader.peek('[')) {
    model::OffsetMap::Piece piece{};
    int linear = 0;
    reader.expect("[");
    reader.number(&piece.text_begin);
    reader.expect(",");
    reader.number(&piece.raw_begin);
    reader.expect(",");
    reader.number(&piece.raw_end);
    reader.expect(",");
    reader.number(&linear);
    reader.expect("],");
    if (!reader.ok()) return false;
    piece.linear = linear == 1;
    pieces.push_back(piece);
  }
  std::uint32_t size = 0;
  reader.number(&size);
  reader.expect("]");
  if (!reader.done() || size != text_size) return false;
  std::uint32_t raw = 0;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const model::OffsetMap::Piece& piece = pieces[i];
    const std::uint32_t end = i + 1 < pieces.size() ? pieces[i + 1].text_begin : size;
    if (piece.text_begin != out->text_size() || end < piece.text_begin || piece.raw_begin < raw ||
        piece.raw_end < piece.raw_begin || piece.raw_end > raw_size ||
        (piece.linear && piece.raw_end - piece.raw_begin != end - piece.text_begin))
      return false;
    out->append(end - piece.text_begin, piece.raw_begin, piece.raw_end, piece.linear);
    raw = piece.raw_end;
  }
  return out->text_size() == size;
}

// What make_reading requires, as an Error instead of a stop.
Result<void> check_reading(const model::ReadingParts& parts, std::string_view text, const std::string& path) {
  if (parts.block_raws.size() != parts.blocks.size())
    return base::fail(Code::StoreDamaged, path, parts.report_id + ": blocks do not fit");
  std::uint32_t at = 0;
  for (const model::Block& block : parts.blocks) {
    if (block.span.begin < at || block.span.end < block.span.begin || block.span.end > text.size()) {
      return base::fail(Code::StoreDamaged, path, parts.report_id + ": a section lies outside the text");
    }
    at = block.span.end;
  }
  std::vector<std::string_view> ids;
  for (const model::Statement& stmt : parts.statements) {
    const model::Span span = stmt.evidence.span;
    if (span.begin > span.end || span.end > text.size() || span.of(text) != stmt.evidence.quote) {
      return base::fail(Code::EvidenceOrphaned, path,
                        parts.source + ": the quote of " + stmt.id + " is not at byte " +
                            std::to_string(span.begin) + " of the stored text");
    }
    for (const model::Slot& slot : stmt.slots) {
      if (slot.span.begin > slot.span.end || slot.span.end > text.size()) {
        return base::fail(Code::EvidenceOrphaned, path,
                          parts.source + ": a slot of " + stmt.id + " lies outside the stored text");
      }
    }
    ids.push_back(stmt.id);
  }
  std::sort(ids.begin(), ids.end());
  if (std::adjacent_find(ids.begin(), ids.end()) != ids.end()) {
    return base::fail(Code::StoreDamaged, path, parts.report_id + ": two statements have one id");
  }
  return {};
}

}  // namespace hudna::store
