// What does a saved page say, and in which part? read_page turns the bytes of
// one page (HTML, or text scraped from a page; told apart by content) into a
// Document: UTF-8 text, a total map back to the bytes, typed blocks, and the
// fields that the page states. Useful for: every later stage. Not for: fetching
// pages, resolving the report's date (reading does), meaning.
// Thread-safe; the result owns all that it holds.
#pragma once

#include <string>
#include <vector>

#include "base/data_source.h"
#include "base/result.h"
#include "model/document.h"
#include "page/block_model.h"

namespace hudna::page {

class OutletProfile;
class Vocabulary;
struct FeatureTable;

// What a person who looked at the page says: the blocks that begin in these bytes of the file are of this type.
struct GivenSection {
  model::RawSpan raw;
  model::BlockType type = model::BlockType::Other;
  friend bool operator==(const GivenSection&, const GivenSection&) = default;
};

struct PageOptions {
  std::string url;        // as given; takes the place of what the page states
  std::string outlet;     // as given
  std::string published;  // EDTF, as given
  std::string charset;    // of the transport (a Content-Type header), if known; a byte order mark still wins
  std::vector<GivenSection> sections;  // as given; later ones win
  // Profiles of outlets (profile.h); the first that fits the page is applied. Not owned.
  std::vector<const OutletProfile*> profiles;
  bool force_text = false;
  bool force_html = false;
  // Another vocabulary than the compiled-in one; not owned, must outlive the call.
  const Vocabulary* vocabulary = nullptr;
  // Another table of block weights (an empty one: rules only), for cross-validation; and where to put what the
  // weights are asked about, for the trainer. Not owned.
  const BlockModel* model = nullptr;
  FeatureTable* features = nullptr;
};

// The Document of `bytes`; all oddities of the content are its diagnostics
// (BadUtf8, CharsetGuessed, NestingCapped, TextTruncated, NoBody, Paywalled,
// NotEnglish, DatesDisagree). Fails only where there is no text at all:
// FileEmpty (nothing but white space), FileBinary (images, PDF, archives).
// Text: for HTML the blocks' text, one blank line between blocks; for plain
// text the file's text as it stands. Cost: linear in the bytes.
base::Result<model::Document> read_page(std::string source, std::string bytes, const PageOptions& options);

// True when the bytes look like HTML rather than like plain text: a doctype or
// a known element at the start, or several known tags in the first 64 KB.
bool looks_like_html(std::string_view bytes);

}  // namespace hudna::page
