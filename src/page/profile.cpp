#include "page/profile.h"

#include <algorithm>

#include "base/sha256.h"
#include "base/utf8.h"
#include "page/line_features.h"
#include "page/text_fields.h"
#include "page/word_hash.h"

#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

namespace hudna::page {
namespace {

using model::BlockType;

constexpr std::int64_t kVersion = 1;
// Limits of what is learnt and read: an outlet repeats some hundred blocks; a page has some hundred.
constexpr std::size_t kBlocksSeen = std::size_t{1} << 18;
constexpr std::size_t kBlocks = 4096;
constexpr std::size_t kKeyBytes = 600;
constexpr std::size_t kTextBytes = 100;
constexpr std::uint32_t kPagesLeast = 4;

// A block is the outlet's own when it stands on so many of its pages, in percent and at least. Running text
// of the article needs nearly all: news sites put the same paragraph of background into every report on a
// matter, and that is reporting.
constexpr std::uint32_t kShare = 40, kLeast = 3;
constexpr std::uint32_t kRunningShare = 80, kRunningLeast = 5;

// Letters and digits without case, each run of digits as one: "Comments (12)" is "comments0".
std::string folded(std::string_view text) {
  std::string out;
  bool digits = false;
  for (const char ch : text.substr(0, kKeyBytes)) {
    const unsigned char c = folded_byte(ch);
    if (c == 0) continue;
    const bool digit = c - unsigned{'0'} < 10u;
    if (!digit || !digits) out.push_back(digit ? '0' : static_cast<char>(c));
    digits = digit;
  }
  return out;
}

std::string key_of(std::string_view text) {
  const std::string fold = folded(text);
  // A lone figure or letter says nothing.
  if (fold.size() < 3) return {};
  return base::sha256_hex(fold).substr(0, 16);
}

bool reporting(BlockType type) {
  return model::section_kind(type) == model::SectionKind::Body || type == BlockType::SectionHead;
}

std::string quoted(std::string_view s) {
  std::string out = "\"";
  for (const char c : s) {
    if (c == '"' || c == '\\') out.push_back('\\');
    if (static_cast<unsigned char>(c) < ' ' || c == 0x7F) {
      out.push_back(' ');
    } else {
      out.push_back(c);
    }
  }
  return out + "\"";
}

// The start of a text as one line.
std::string start_of(std::string_view text) {
  std::size_t cut = std::min(text.size(), kTextBytes);
  while (cut > 0 && !base::is_code_point_start(text, cut)) --cut;
  std::string out;
  for (const char c : trim(text.substr(0, cut)))
    out.push_back(static_cast<unsigned char>(c) <= ' ' ? ' ' : c);
  return out;
}

template <class Count>
const std::string* most_frequent(const std::map<std::string, Count>& counts) {
  const std::string* best = nullptr;
  Count most = 0;
  for (const auto& [name, count] : counts) {
    if (count > most) {
      most = count;
      best = &name;
    }
  }
  return best;
}

}  // namespace

std::string url_host(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) return {};
  url.remove_prefix(scheme + 3);
  url = url.substr(0, url.find_first_of("/?#"));
  if (const std::size_t at = url.rfind('@'); at != std::string_view::npos) url.remove_prefix(at + 1);
  url = url.substr(0, url.find(':'));
  std::string out;
  for (const char c : url.substr(0, 255)) out.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c);
  if (out.compare(0, 4, "www.") == 0) out.erase(0, 4);
  return out;
}

void OutletProfile::finish() {
  by_key_.clear();
  for (std::size_t i = 0; i < blocks_.size(); ++i) by_key_.emplace(blocks_[i].key, i);
  id_ =
      "profile/" + (host_.empty() ? folded(outlet_) : host_) + "/" + base::sha256_hex(print()).substr(0, 12);
}

std::string OutletProfile::print() const {
  std::string out =
      "# What an outlet puts on each of its pages, learnt by `hudna page --learn`. Used where it is named: "
      "--profile FILE.\n"
      "# A block may be taken out by hand; its key stands for its text.\n";
  out += "version = " + std::to_string(kVersion) + "\n";
  out += "host = " + quoted(host_) + "\n";
  out += "outlet = " + quoted(outlet_) + "\n";
  out += "pages = " + std::to_string(pages_) + "\n";
  out += "title_tail = " + quoted(title_tail_) + "\n";
  for (const Block& block : blocks_) {
    out += "\n[[block]]\nkey = " + quoted(block.key) + "\ntype = " + quoted(model::name(block.type)) +
           "\npages = " + std::to_string(block.pages) + "\ntext = " + quoted(block.text) + "\n";
  }
  return out;
}

base::Result<OutletProfile> OutletProfile::parse(std::string_view path, std::string_view bytes) {
  const auto bad = [&](const std::string& what) {
    return base::fail(base::Code::DataBad, std::string(path), what);
  };
  const toml::parse_result parsed = toml::parse(bytes, path);
  if (!parsed)
    return bad("line " + std::to_string(parsed.error().source().begin.line) + ": " +
               std::string(parsed.error().description()));
  const toml::table& table = parsed.table();
  const auto version = table["version"].value<std::int64_t>();
  if (!version) return bad("not a profile of hudna page --learn");
  if (*version != kVersion)
    return bad("a profile of version " + std::to_string(*version) + ", this hudna knows " +
               std::to_string(kVersion));
  OutletProfile out;
  out.host_ = table["host"].value_or(std::string());
  out.outlet_ = table["outlet"].value_or(std::string());
  out.title_tail_ = table["title_tail"].value_or(std::string());
  out.pages_ = static_cast<std::uint32_t>(
      std::clamp<std::int64_t>(table["pages"].value_or(std::int64_t{0}), 0, INT32_MAX));
  if (out.host_.empty() && out.outlet_.empty()) return bad("the profile names no host and no outlet");
  if (const toml::array* blocks = table["block"].as_array()) {
    for (const toml::node& node : *blocks) {
      const toml::table* row = node.as_table();
      if (row == nullptr || out.blocks_.size() >= kBlocks)
        return bad("too many blocks, or one that is no table");
      Block block;
      block.key = (*row)["key"].value_or(std::string());
      const auto type = model::find_code<BlockType>((*row)["type"].value_or(std::string()));
      if (block.key.size() != 16 || !type)
        return bad("line " + std::to_string(node.source().begin.line) + ": a block needs a key and a type");
      block.type = *type;
      block.pages = static_cast<std::uint32_t>(
          std::clamp<std::int64_t>((*row)["pages"].value_or(std::int64_t{0}), 0, INT32_MAX));
      block.text = (*row)["text"].value_or(std::string());
      out.blocks_.push_back(std::move(block));
    }
  }
  out.finish();
  return out;
}

bool OutletProfile::fits(std::string_view url, std::string_view outlet) const {
  const std::string host = url_host(url);
  if (!host.empty() && !host_.empty()) {
    // "m.lake.example" is of "lake.example".
    return host == host_ || (host.size() > host_.size() &&
                             host.compare(host.size() - host_.size(), host_.size(), host_) == 0 &&
                             host[host.size() - host_.size() - 1] == '.');
  }
  return !outlet_.empty() && folded(outlet) == folded(outlet_);
}

std::optional<BlockType> OutletProfile::find(std::string_view text) const {
  const std::string key = key_of(text);
  if (key.empty()) return std::nullopt;
  const auto it = by_key_.find(key);
  if (it == by_key_.end()) return std::nullopt;
  return blocks_[it->second].type;
}

std::string_view OutletProfile::without_tail(std::string_view title) const {
  if (title_tail_.empty() || title.size() <= title_tail_.size()) return title;
  if (title.substr(title.size() - title_tail_.size()) != title_tail_) return title;
  return trim(title.substr(0, title.size() - title_tail_.size()));
}

void ProfileLearner::add(const model::Document& doc) {
  const model::DocumentParts& parts = doc.parts();
  std::string place = url_host(parts.canonical_url.empty() ? parts.url : parts.canonical_url);
  if (place.empty()) place = "outlet:" + folded(parts.outlet);
  Outlet& outlet = outlets_[place];
  std::string article = parts.title;
  for (const model::Block& block : doc.blocks()) {
    if (block.type != BlockType::Paragraph) continue;
    article += "\n" + std::string(block.span.of(doc.text()));
    break;
  }
  if (!outlet.articles.insert(base::sha256_hex(folded(article) + folded(parts.canonical_url))).second) return;
  ++outlet.pages;
  if (!parts.outlet.empty()) ++outlet.names[parts.outlet];
  // What stands behind the last bar or dash of the title as the page states it.
  std::string site;
  const std::string_view short_title = strip_site(parts.title, {}, &site);
  if (short_title.size() < parts.title.size()) ++outlet.tails[parts.title.substr(short_title.size())];
  std::set<std::string> here;
  for (const model::Block& block : doc.blocks()) {
    const std::string_view text = block.span.of(doc.text());
    std::string key = key_of(text);
    if (key.empty() || block.type == BlockType::Headline || !here.insert(key).second) continue;
    if (outlet.blocks.size() >= kBlocksSeen && outlet.blocks.find(key) == outlet.blocks.end()) continue;
    Seen& seen = outlet.blocks[std::move(key)];
    ++seen.pages;
    seen.running +=
        (block.type == BlockType::Paragraph || block.type == BlockType::Standfirst) && line_words(text) >= 12;
    ++seen.types[static_cast<std::size_t>(block.type) % seen.types.size()];
    if (seen.text.empty()) seen.text = start_of(text);
  }
}

base::Result<OutletProfile> ProfileLearner::learn(std::string_view source) const {
  const Outlet* most = nullptr;
  std::string place;
  std::uint32_t all = 0;
  for (const auto& [name, outlet] : outlets_) {
    all += outlet.pages;
    if (most == nullptr || outlet.pages > most->pages) {
      most = &outlet;
      place = name;
    }
  }
  if (most == nullptr || most->pages < kPagesLeast)
    return base::fail(base::Code::ArgumentBad, std::string(source),
                      "a profile needs " + std::to_string(kPagesLeast) +
                          " different pages of one outlet at least; there are " +
                          std::to_string(most == nullptr ? 0 : most->pages));
  if (most->pages * 2 <= all)
    return base::fail(base::Code::ArgumentBad, std::string(source),
                      "the pages are of several outlets, of which none has more than half: learn from one "
                      "outlet at a time");
  OutletProfile out;
  if (place.compare(0, 7, "outlet:") != 0) out.host_ = place;
  if (const std::string* name = most_frequent(most->names)) out.outlet_ = *name;
  if (out.host_.empty() && out.outlet_.empty())
    return base::fail(
        base::Code::ArgumentBad, std::string(source),
        "the pages state neither an address nor an outlet: nothing would tell where the profile applies");
  out.pages_ = most->pages;
  if (const std::string* tail = most_frequent(most->tails);
      tail != nullptr && most->tails.at(*tail) * 100 >= most->pages * kShare &&
      most->tails.at(*tail) >= kLeast)
    out.title_tail_ = *tail;
  for (const auto& [key, seen] : most->blocks) {
    const bool running = seen.running * 2 > seen.pages;
    if (seen.pages < (running ? kRunningLeast : kLeast) ||
        seen.pages * 100 < most->pages * (running ? kRunningShare : kShare))
      continue;
    OutletProfile::Block block;
    block.key = key;
    block.pages = seen.pages;
    block.text = seen.text;
    std::uint32_t best = 0;
    for (std::size_t t = 0; t < seen.types.size(); ++t) {
      const auto type = static_cast<BlockType>(t);
      // What was taken for reporting on most pages is a promo: the same words on all pages report nothing.
      if (seen.types[t] > best) {
        best = seen.types[t];
        block.type = reporting(type) ? BlockType::Promo : type;
      }
    }
    out.blocks_.push_back(std::move(block));
  }
  std::stable_sort(
      out.blocks_.begin(), out.blocks_.end(),
      [](const OutletProfile::Block& a, const OutletProfile::Block& b) { return a.pages > b.pages; });
  if (out.blocks_.size() > kBlocks) out.blocks_.resize(kBlocks);
  out.finish();
  return out;
}

}  // namespace hudna::page
