#include "model/document.h"

#include <algorithm>

#include "base/check.h"
#include "base/sha256.h"
#include "base/utf8.h"

namespace hudna::model {

void OffsetMap::append(std::uint32_t text_size, std::uint32_t raw_begin, std::uint32_t raw_end, bool linear) {
  if (text_size == 0) return;
  HUDNA_CHECK(raw_begin <= raw_end);
  HUDNA_CHECK(!linear || raw_end - raw_begin == text_size);
  if (!pieces_.empty()) {
    Piece& last = pieces_.back();
    HUDNA_CHECK(raw_begin >= last.raw_end || (raw_begin >= last.raw_begin && !linear && !last.linear));
    if (linear && last.linear && last.raw_end == raw_begin) {
      last.raw_end = raw_end;
      text_size_ += text_size;
      return;
    }
  }
  pieces_.push_back({text_size_, raw_begin, raw_end, linear});
  text_size_ += text_size;
}

RawSpan OffsetMap::raw(Span text) const {
  HUDNA_CHECK(text.begin <= text.end && text.end <= text_size_);
  if (pieces_.empty()) return {};
  const auto piece_of = [&](std::uint32_t offset) {
    auto it = std::upper_bound(pieces_.begin(), pieces_.end(), offset,
                               [](std::uint32_t at, const Piece& p) { return at < p.text_begin; });
    return it - 1;
  };
  const auto start = [&](std::uint32_t offset) {
    if (offset == text_size_) return pieces_.back().raw_end;
    const auto p = piece_of(offset);
    return p->linear ? p->raw_begin + (offset - p->text_begin) : p->raw_begin;
  };
  const std::uint32_t begin = start(text.begin);
  if (text.empty()) return {begin, begin};
  const auto p = piece_of(text.end - 1);
  const std::uint32_t end = p->linear ? p->raw_begin + (text.end - p->text_begin) : p->raw_end;
  return {begin, std::max(begin, end)};
}

std::uint32_t OffsetMap::text_offset(std::uint32_t raw) const {
  auto it = std::upper_bound(pieces_.begin(), pieces_.end(), raw,
                             [](std::uint32_t at, const Piece& p) { return at < p.raw_begin; });
  if (it == pieces_.begin()) return 0;
  const Piece& p = *(it - 1);
  const std::uint32_t next = it == pieces_.end() ? text_size_ : it->text_begin;
  if (p.linear && raw < p.raw_end) return p.text_begin + (raw - p.raw_begin);
  if (!p.linear && raw == p.raw_begin) return p.text_begin;
  return next;
}

Document::Document(DocumentParts parts)
    : parts_(std::move(parts)), hashes_(std::make_unique<Hashes>()) {}

const Document::Hashes& Document::hashes() const {
  std::call_once(hashes_->once, [&] {
    hashes_->raw = base::sha256_hex(parts_.raw);
    hashes_->text = base::sha256_hex(parts_.text);
  });
  return *hashes_;
}

Document make_document(DocumentParts parts) {
  HUDNA_CHECK(base::is_valid_utf8(parts.text));
  HUDNA_CHECK(parts.map.text_size() == parts.text.size());
  std::uint32_t at = 0;
  for (const Block& block : parts.blocks) {
    HUDNA_CHECK(at <= block.span.begin && block.span.begin <= block.span.end && block.span.end <= parts.text.size());
    HUDNA_CHECK(base::is_code_point_start(parts.text, block.span.begin));
    HUDNA_CHECK(base::is_code_point_start(parts.text, block.span.end));
    at = block.span.end;
  }
  return Document(std::move(parts));
}

}  // namespace hudna::model
