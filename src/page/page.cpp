#include "page/page.h"

#include <algorithm>
#include <array>

#include "base/limits.h"
#include "base/utf8.h"
#include "page/charset.h"
#include "page/html_page.h"
#include "page/plain_text.h"
#include "page/profile.h"
#include "page/stated_dates.h"
#include "page/text_fields.h"
#include "page/vocabulary.h"

namespace hudna::page {
namespace {

using base::Code;

struct Magic {
  std::string_view bytes;
  std::string_view what;
};
constexpr Magic kMagic[] = {
    {"\x89PNG", "a PNG image"},
    {"\xFF\xD8\xFF", "a JPEG image"},
    {"GIF8", "a GIF image"},
    {"%PDF-", "a PDF file"},
    {"PK\x03\x04", "a ZIP archive or office file"},
    {"\x1F\x8B", "a gzip file"},
    {"Rar!", "a RAR archive"},
    {"7z\xBC\xAF", "a 7z archive"},
    {"\x7F"
     "ELF",
     "a program"},
    {"BZh", "a bzip2 file"},
    {"\xFD"
     "7zXZ",
     "an xz file"},
    {"\x28\xB5\x2F\xFD", "a zstd file"},
    {"\xD0\xCF\x11\xE0", "an office file"},
    {"OggS", "a sound or video file"},
    {"ID3", "a sound file"},
    {"SQLite format 3", "a database"},
    {"RIFF", "an image, sound or video file"},
};

// What kind of binary the bytes are; empty for text.
std::string_view binary_kind(std::string_view raw, std::string_view charset_hint) {
  for (const Magic& m : kMagic) {
    if (raw.substr(0, m.bytes.size()) == m.bytes) return m.what;
  }
  if (raw.size() >= 12 && raw.substr(4, 4) == "ftyp") return "a video file";
  if (charset_hint.substr(0, 6) == "utf-16") return {};
  // The MIME sniffing standard: a resource with binary data bytes at its start is no text.
  const std::string_view head = raw.substr(0, 4096);
  std::size_t odd = 0;
  for (const char ch : head) {
    const auto c = static_cast<unsigned char>(ch);
    odd += c < 0x09 || (c > 0x0D && c < 0x20 && c != 0x1B) || c == 0x7F;
  }
  // One stray control byte in some hundred happens in scraped text.
  return odd * 50 > head.size() ? "binary data" : std::string_view();
}

bool blank(std::string_view raw) {
  for (std::size_t at = 0; at < raw.size(); ++at) {
    const auto c = static_cast<unsigned char>(raw[at]);
    if (c > 0x20 && c != 0xEF && c != 0xBB && c != 0xBF && c != 0xFE && c != 0xFF && c != 0xC2 && c != 0xA0)
      return false;
  }
  return true;
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

// Takes what the page's outlet puts on each of its pages out of the reporting.
void apply_profiles(const std::vector<const OutletProfile*>& profiles, model::DocumentParts* parts) {
  for (const OutletProfile* profile : profiles) {
    if (!profile->fits(parts->canonical_url.empty() ? parts->url : parts->canonical_url, parts->outlet))
      continue;
    parts->profile = profile->id();
    parts->title = std::string(profile->without_tail(parts->title));
    for (model::Block& block : parts->blocks) {
      if (model::section_kind(block.type) != model::SectionKind::Body &&
          block.type != model::BlockType::SectionHead)
        continue;
      if (const auto type = profile->find(block.span.of(parts->text))) {
        block.type = *type;
        block.reason = "outlet profile";
      }
    }
    return;
  }
}

}  // namespace

bool looks_like_html(std::string_view bytes) {
  std::string_view head = bytes.substr(0, std::size_t{64} << 10);
  if (head.substr(0, 3) == "\xEF\xBB\xBF") head.remove_prefix(3);
  static constexpr std::array<std::string_view, 26> kTags = {
      "!doctype html", "html",    "head", "body", "p",      "div", "a",  "br", "span", "script",
      "style",         "title",   "meta", "link", "table",  "ul",  "li", "h1", "h2",   "article",
      "img",           "section", "td",   "form", "iframe", "b"};
  std::size_t seen = 0;
  bool first = true;
  for (std::size_t at = head.find('<'); at != std::string_view::npos; at = head.find('<', at + 1)) {
    std::size_t i = at + 1;
    const bool close = i < head.size() && head[i] == '/';
    if (close) ++i;
    for (const std::string_view tag : kTags) {
      if (head.size() - i < tag.size()) continue;
      bool same = true;
      for (std::size_t k = 0; same && k < tag.size(); ++k) same = lower(head[i + k]) == tag[k];
      if (!same) continue;
      const char next = i + tag.size() < head.size() ? head[i + tag.size()] : '>';
      if (next != '>' && next != ' ' && next != '\n' && next != '\r' && next != '\t' && next != '/') continue;
      ++seen;
      // A page may start with comments or an XML declaration, but not with prose.
      if (tag == "!doctype html" || tag == "html") {
        if (trim(head.substr(0, std::min<std::size_t>(at, 200))).size() < 3 ||
            head.substr(0, at).find("<!--") != std::string_view::npos ||
            head.substr(0, at).find("<?xml") != std::string_view::npos || at < 400) {
          return true;
        }
      }
      break;
    }
    if (first && seen == 1 && trim(head.substr(0, at)).empty()) seen += 2;
    first = false;
    if (seen >= 4) return true;
  }
  return seen >= 3;
}

base::Result<model::Document> read_page(std::string source, std::string bytes, const PageOptions& options) {
  const Vocabulary& vocabulary =
      options.vocabulary != nullptr ? *options.vocabulary : Vocabulary::compiled_in();
  model::DocumentParts parts;
  parts.source = std::move(source);
  if (bytes.size() > base::limits::kReportBytes) {
    bytes.resize(base::limits::kReportBytes);
    parts.diagnostics.push_back(
        {Code::TextTruncated,
         "the page is longer than " + std::to_string(base::limits::kReportBytes) + " bytes",
         base::limits::kReportBytes, base::limits::kReportBytes});
  }
  if (blank(bytes))
    return base::fail(Code::FileEmpty, parts.source,
                      bytes.empty() ? "the file has no bytes" : "the file holds only white space");
  DecodedText decoded;
  bool html = options.force_html;
  {
    // UTF-16 hides its tags from a byte search: it is decoded first.
    const bool wide =
        bytes.size() >= 2 && (bytes.compare(0, 2, "\xFE\xFF") == 0 || bytes.compare(0, 2, "\xFF\xFE") == 0);
    if (!options.force_text && !options.force_html) html = looks_like_html(bytes);
    if (!wide) {
      const std::string_view kind = binary_kind(bytes, options.charset);
      if (!kind.empty()) {
        decoded = decode(bytes, options.charset, html);
        // Without a mark UTF-16 shows only in its zero bytes.
        if (decoded.charset.substr(0, 6) != "utf-16")
          return base::fail(Code::FileBinary, parts.source, "the file is " + std::string(kind));
      }
    }
    if (decoded.charset.empty()) decoded = decode(bytes, options.charset, html);
    if (!html && !options.force_text && decoded.charset.substr(0, 6) == "utf-16")
      html = looks_like_html(decoded.text);
  }
  parts.html = html;
  parts.charset = decoded.charset;
  if (decoded.bad > 0) {
    parts.diagnostics.push_back({Code::BadUtf8,
                                 std::to_string(decoded.bad) + " bad byte sequences for " + decoded.charset,
                                 decoded.first_bad, decoded.first_bad + 1});
  }
  if (decoded.basis == CharsetBasis::Detected && decoded.charset != "utf-8") {
    parts.diagnostics.push_back({Code::CharsetGuessed, "read as " + decoded.charset, 0, 0});
  }
  if (decoded.truncated)
    parts.diagnostics.push_back(
        {Code::TextTruncated, "recoded only up to the limit", bytes.size(), bytes.size()});
  parts.raw = std::move(bytes);
  parts.url = options.url;
  parts.outlet = options.outlet;
  if (!options.published.empty()) {
    model::StatedDate given;
    given.edtf = options.published;
    given.basis = model::DateBasis::Given;
    parts.dates.push_back(std::move(given));
  }
  if (html) {
    read_html(decoded, options, vocabulary, &parts);
  } else {
    parts.text = std::string(decoded.view(parts.raw));
    if (decoded.same) {
      parts.map.append(static_cast<std::uint32_t>(parts.text.size()), decoded.skip,
                       static_cast<std::uint32_t>(parts.raw.size()), true);
    } else {
      parts.map = std::move(decoded.map);
    }
    TextBlocks blocks = classify_lines(
        parts.text, vocabulary, options.model != nullptr ? *options.model : text_block_model(), options.features);
    fill_text_fields(blocks, vocabulary, &parts);
    parts.blocks = std::move(blocks.blocks);
  }
  apply_profiles(options.profiles, &parts);
  for (model::Block& block : parts.blocks) {
    if (options.sections.empty()) break;
    const std::uint32_t begin = parts.map.raw(block.span).begin;
    for (const GivenSection& given : options.sections) {
      if (begin < given.raw.begin || begin >= given.raw.end) continue;
      block.type = given.type;
      block.reason = "given";
    }
  }
  finish_fields(vocabulary, options, &parts);
  return model::make_document(std::move(parts));
}

}  // namespace hudna::page
