// What was published, and where do its words stand? A Document: the bytes as
// received, the UTF-8 text read from them, a total monotone map from text
// offsets back to file offsets, typed blocks, and the fields that the page
// states (dates as stated; the resolved date belongs to the Reading).
// Useful for: every later stage, evidence, the reader view. Not for: meaning.
// Frozen after make_document; moves, never copies; thread-safe to read.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "model/codes.h"
#include "model/span.h"

namespace hudna::model {

// Piecewise map from text bytes to raw bytes. A piece maps `text_begin + k` to
// `raw_begin + k` when `linear` (the bytes stand in the file as they are), or
// all of its text to the one raw range when not (a character reference, a
// recoded character, an inserted separator: then the range may be empty).
class OffsetMap {
 public:
  struct Piece {
    std::uint32_t text_begin;
    std::uint32_t raw_begin;
    std::uint32_t raw_end;
    bool linear;
    friend bool operator==(const Piece&, const Piece&) = default;
  };

  // Appends `text_size` bytes. REQUIRES: raw_begin >= every raw offset so far; for `linear`, text_size == raw_end - raw_begin.
  // Merges with the piece before it where both are linear and adjoin.
  void append(std::uint32_t text_size, std::uint32_t raw_begin, std::uint32_t raw_end, bool linear);
  // The file bytes of a text span: from the first byte of its first character to the last byte of its last.
  // An empty span maps to an empty range. O(log pieces). REQUIRES: span within the text.
  RawSpan raw(Span text) const;
  // The text offset of the first character at or after a raw offset. O(log pieces).
  std::uint32_t text_offset(std::uint32_t raw) const;
  std::uint32_t text_size() const { return text_size_; }
  std::span<const Piece> pieces() const& { return pieces_; }
  friend bool operator==(const OffsetMap&, const OffsetMap&) = default;

 private:
  std::vector<Piece> pieces_;
  std::uint32_t text_size_ = 0;
};

// One typed stretch of the text. Blocks are ordered and disjoint; text between
// blocks is white space only.
struct Block {
  BlockType type = BlockType::Other;
  Span span;
  // Why it has this type: a stable reason code of the page stage ("ld+json headline", "comment container", …).
  std::string reason;
  // Depth of quotation or of the comment thread; list depth for list items.
  std::uint8_t depth = 0;
  friend bool operator==(const Block&, const Block&) = default;
};

// A date that the page states somewhere.
struct StatedDate {
  std::string edtf;      // as precise as it was stated: "2014-05-03", "2014-05-03T17:56", "2014"
  DateBasis basis = DateBasis::Unknown;
  bool modified = false; // states a modification, not the publication
  Span span;             // words in the text; empty when it stands in metadata
  RawSpan raw;           // bytes in the file
  friend bool operator==(const StatedDate&, const StatedDate&) = default;
};

struct Author {
  std::string name;
  RawSpan raw;
  friend bool operator==(const Author&, const Author&) = default;
};

// One entry of a live blog. What it says holds as of its own time, not of the page's.
struct Entry {
  Span span;         // its blocks: from the first byte of the first to the last of the last
  std::string edtf;  // its time as stated, "2014-05-03T17:56"; a day or a time of day where no more is stated
  DateBasis basis = DateBasis::Unknown;
  RawSpan raw;           // bytes in the file that state the time
  std::string headline;  // may be empty
  friend bool operator==(const Entry&, const Entry&) = default;
};

// All that the page stage found; plain, to be filled and then frozen.
struct DocumentParts {
  std::string source;  // path or URL as given
  std::string raw;     // bytes as received
  std::string text;    // UTF-8, valid
  OffsetMap map;
  std::vector<Block> blocks;
  std::string charset = "utf-8";  // WHATWG name
  bool html = false;

  std::string url;             // as given or stated
  std::string canonical_url;
  std::string title;           // without the site's name
  Span title_span;             // empty when it stands only in metadata
  std::string outlet;
  std::vector<Author> authors;
  std::vector<StatedDate> dates;  // in order of trust, then of place
  std::string dateline_place;     // as written: "ALEPPO, Syria"
  std::string agency;             // wire agency, as written: "AFP"
  std::string language = "en";    // BCP 47; "und" when undecided
  Genre genre = Genre::News;
  bool paywalled = false;
  std::vector<Entry> entries;  // of a live blog, in the order of the page
  std::string profile;         // id of the outlet's profile that was applied; empty for none
  base::Diagnostics diagnostics;
};

class Document {
 public:
  Document(Document&&) = default;
  Document& operator=(Document&&) = default;
  Document(const Document&) = delete;
  Document& operator=(const Document&) = delete;

  const DocumentParts& parts() const& { return parts_; }
  std::string_view text() const& { return parts_.text; }
  std::string_view raw() const& { return parts_.raw; }
  std::span<const Block> blocks() const& { return parts_.blocks; }
  // SHA-256 of the bytes as received, of the text. Made on the first call, for it costs as much as reading the page.
  const std::string& sha256() const& { return hashes().raw; }
  const std::string& text_sha256() const& { return hashes().text; }
  RawSpan raw_span(Span span) const { return parts_.map.raw(span); }

 private:
  friend Document make_document(DocumentParts parts);
  explicit Document(DocumentParts parts);
  struct Hashes {
    std::once_flag once;
    std::string raw, text;
  };
  const Hashes& hashes() const;
  DocumentParts parts_;
  std::unique_ptr<Hashes> hashes_;
};

// Freezes the parts. REQUIRES (checked): valid UTF-8 text, total monotone map over it, blocks ordered, disjoint, on code
// points.
Document make_document(DocumentParts parts);

}  // namespace hudna::model
