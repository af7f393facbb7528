#include "page/block_features.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

#include "base/check.h"
#include "page/word_hash.h"

namespace hudna::page {
namespace {

using model::BlockType;

bool is_head(Tag tag) { return tag >= Tag::H1 && tag <= Tag::H6; }

// Logarithms of whole numbers, which most counts are.
const std::array<float, 2048>& logs() {
  static const std::array<float, 2048> kLogs = [] {
    std::array<float, 2048> out{};
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = std::log2(1.0f + static_cast<float>(i));
    return out;
  }();
  return kLogs;
}

float log1(double v) {
  static const std::array<float, 2048>& kLogs = logs();
  if (!(v > 0)) return 0;
  if (v < static_cast<double>(kLogs.size())) {
    const auto whole = static_cast<std::size_t>(v);
    if (static_cast<double>(whole) == v) return kLogs[whole];
  }
  return std::log2(1.0f + static_cast<float>(v));
}

// Ordered from article to other matter, so that one threshold parts them.
float type_class(BlockType t) {
  switch (t) {
    case BlockType::Paragraph:
    case BlockType::Standfirst:
      return 0;
    case BlockType::ListItem:
    case BlockType::TableRow:
    case BlockType::Quotation:
      return 1;
    case BlockType::SectionHead:
      return 2;
    case BlockType::Caption:
      return 3;
    case BlockType::Credit:
      return 4;
    case BlockType::EmbeddedPost:
      return 5;
    case BlockType::Byline:
      return 6;
    case BlockType::DateLine:
      return 7;
    case BlockType::Other:
      return 8;
    case BlockType::Paywall:
      return 9;
    case BlockType::Promo:
      return 10;
    case BlockType::RelatedStory:
      return 11;
    default:
      return 12;
  }
}

// So many bits a byte of text leave one window in some hundred that is there by chance.
constexpr std::size_t kBitsAByte = 64;
constexpr std::size_t kMostWindowBits = std::size_t{1} << 17;

template <class Use>
void walk_windows(std::string_view text, Use use) {
  std::uint64_t a = 0, b = 0;
  std::size_t words = 0;
  const std::size_t size = text.size();
  for (std::size_t at = 0; at < size;) {
    while (at < size && folded_byte(text[at]) == 0) ++at;
    if (at == size) break;
    WordHash word;
    for (unsigned char c; at < size && (c = folded_byte(text[at])) != 0; ++at) word.add(c);
    const std::uint64_t c = word.value();
    if (++words >= 3) use(WordHash::pair(WordHash::pair(a, b), c));
    a = b;
    b = c;
  }
}

}  // namespace

WordWindows::WordWindows(std::string_view text) {
  if (text.size() < 40) return;
  bits_.assign(std::min(std::bit_ceil(text.size() * kBitsAByte), kMostWindowBits) / 64, 0);
  walk_windows(text, [&](std::uint64_t h) { bits_[h / 64 % bits_.size()] |= std::uint64_t{1} << (h & 63); });
}

float WordWindows::share(std::string_view block) const {
  if (bits_.empty()) return -1;
  std::size_t hit = 0, all = 0;
  walk_windows(block.substr(0, 2000), [&](std::uint64_t h) {
    ++all;
    hit += bits_[h / 64 % bits_.size()] >> (h & 63) & 1u;
  });
  return all == 0 ? -0.5f : static_cast<float>(hit) / static_cast<float>(all);
}

bool model_decides(const TapeBlock& block, const BlockRow& row) {
  // What a thread, a headline or an empty block is has been settled.
  if (row.fixed && (row.type == BlockType::Headline || row.type == BlockType::Comment)) return false;
  if (has(row.marks, Mark::Consent)) return false;
  // A line that says itself that it names another story is no matter of likeness.
  if (row.fixed && row.f.cues.has(Cue::Teaser)) return false;
  // So has a short line that names the author, the day or the picture's source.
  if (row.fixed && row.f.words <= 16 &&
      (row.type == BlockType::Byline || row.type == BlockType::DateLine || row.type == BlockType::Credit || row.type == BlockType::Prompt))
    return false;
  if (row.f.words == 0) return false;
  // Bare links of a menu are most blocks of a page.
  if (row.fixed && row.link_share > 0.5 && row.type == BlockType::Navigation) return false;
  if (row.link_share > 0.9 && row.f.words < 6 && block.tag != Tag::Li && block.tag != Tag::P) return false;
  return true;
}

BlockFeatures::BlockFeatures(const Tape& tape, const std::vector<BlockRow>& rows, const RuleView& rules)
    : tape_(tape), rows_(rows), rules_(rules), json_(rules.json_body), description_(rules.description) {
  const std::size_t n = rows.size();
  const auto& elements = tape.elements;
  own_.resize(n);
  around_.resize(n);
  in_.resize(elements.size());
  words_before_.assign(n + 1, 0);
  prose_before_.assign(n + 1, 0);
  links_before_.assign(n + 1, 0);
  bytes_before_.assign(n + 1, 0);
  head_at_.assign(n + 1, -1);
  for (std::size_t i = 0; i < n; ++i) {
    const TapeBlock& b = tape.blocks[i];
    std::uint32_t e = b.element;
    while (e != 0 && !is_block(elements[e].tag)) e = elements[e].parent;
    own_[i] = e;
    std::uint32_t p = elements[e].parent;
    while (p != 0 && !is_block(elements[p].tag)) p = elements[p].parent;
    around_[i] = p;
    const BlockRow& r = rows[i];
    Container& c = in_[p];
    c.words += static_cast<float>(r.f.words);
    if (r.prose && !r.fixed) c.prose += static_cast<float>(r.f.words);
    c.blocks += 1;
    c.bytes += static_cast<float>(b.span.size());
    c.links += static_cast<float>(b.link_bytes);
    words_before_[i + 1] = words_before_[i] + r.f.words;
    prose_before_[i + 1] = prose_before_[i] + (r.prose && !r.fixed ? r.f.words : 0);
    links_before_[i + 1] = links_before_[i] + b.link_bytes;
    bytes_before_[i + 1] = bytes_before_[i] + b.span.size();
    head_at_[i + 1] = is_head(b.tag) ? static_cast<std::int32_t>(i) : head_at_[i];
    if (model_decides(b, r)) blocks_.push_back(static_cast<std::uint32_t>(i));
  }
  for (std::uint32_t e = 1; e < elements.size(); ++e) {
    if (in_[e].prose > in_[main_].prose) main_ = e;
  }
}

void BlockFeatures::fill(std::size_t first, std::size_t last, FeatureTable* out) const {
  const Tape& tape = tape_;
  const std::vector<BlockRow>& rows = rows_;
  const RuleView& rules = rules_;
  const std::size_t n = rows.size();
  const auto& elements = tape.elements;
  const std::vector<std::uint32_t>&own = own_, &around = around_;
  const std::vector<std::uint32_t>&words_before = words_before_, &prose_before = prose_before_, &links_before = links_before_,
                             &bytes_before = bytes_before_;
  const std::uint32_t main = main_;
  const double prose_all = std::max(1.0, static_cast<double>(prose_before[n]));
  const double words_all = std::max(1.0, static_cast<double>(words_before[n]));
  const auto share_in = [&](std::uint32_t e, const std::vector<std::uint32_t>& sums) -> double {
    return sums[elements[e].end_block] - sums[elements[e].first_block];
  };
  const auto neighbour = [&](std::size_t i, int d) -> const BlockRow* {
    const auto k = static_cast<std::ptrdiff_t>(i) + d;
    return k >= 0 && k < static_cast<std::ptrdiff_t>(n) ? &rows[static_cast<std::size_t>(k)] : nullptr;
  };
  const auto inside_rules = [&](std::size_t i) {
    return model::section_kind(rows[i].type) == model::SectionKind::Body || rows[i].type == BlockType::SectionHead;
  };
  out->blocks.assign(blocks_.begin() + static_cast<std::ptrdiff_t>(first), blocks_.begin() + static_cast<std::ptrdiff_t>(last));
  out->resize(last - first);
  for (std::size_t k = 0; k < out->blocks.size(); ++k) {
    const std::size_t i = out->blocks[k];
    const TapeBlock& b = tape.blocks[i];
    const BlockRow& r = rows[i];
    std::size_t at = 0;
    const auto put = [&](double v) { out->at(k, at++) = static_cast<float>(v); };
    const LineFeatures& f = r.f;
    // What the rules say (0-9).
    put(inside_rules(i));
    put(r.fixed);
    put(type_class(r.type));
    put(r.prose);
    put(i >= rules.begin && i < rules.end);
    put(std::clamp<double>(static_cast<double>(i) - static_cast<double>(rules.begin), -60, 200));
    put(std::clamp<double>(static_cast<double>(rules.end) - static_cast<double>(i), -60, 200));
    put(i >= elements[rules.root].first_block && i < elements[rules.root].end_block);
    put(rules.title < 0 ? -100 : std::clamp<double>(static_cast<double>(i) - rules.title, -90, 300));
    put(prose_before[i] > prose_before[std::min(rules.begin, n)] ? log1(prose_before[i] - prose_before[std::min(rules.begin, n)]) : 0);
    // The block itself (10-31).
    put(log1(f.words));
    put(log1(f.chars));
    put(r.link_share);
    put(b.span.size() > 0 ? static_cast<double>(b.bold_bytes) / b.span.size() : 0);
    put(std::min<std::uint32_t>(b.breaks, 20));
    put(f.terminal);
    put(f.colon);
    put(f.ellipsis);
    put(f.starts_lower);
    put(f.starts_quote);
    put(f.latin);
    put(f.dated);
    put(f.words > 0 ? static_cast<double>(f.date_words) / f.words : 0);
    put(f.chars > 0 ? static_cast<double>(f.digits) / f.chars : 0);
    put(f.words > 0 ? static_cast<double>(f.capital_words) / f.words : 0);
    put(f.handle);
    put(f.slash_credit || f.end_credit);
    put(f.words > 0 ? static_cast<double>(f.chars) / f.words : 0);
    put(r.record);
    put(f.dash_start);
    put(json_.share(b.span.of(tape.text)));
    put(description_.share(b.span.of(tape.text).substr(0, 300)));
    // Its tag and place in the tree (32-49).
    put(b.tag == Tag::P);
    put(b.tag == Tag::Li || b.tag == Tag::Dd || b.tag == Tag::Dt);
    put(b.tag == Tag::Td || b.tag == Tag::Th);
    put(is_head(b.tag) ? static_cast<int>(b.tag) - static_cast<int>(Tag::H1) + 1 : 0);
    put(b.tag == Tag::Div);
    put(b.tag == Tag::Blockquote);
    put(b.tag == Tag::Figcaption || b.tag == Tag::Caption);
    put(elements[own[i]].depth);
    put(around[i] == main);
    {
      // Steps up to the common ancestor with the main column, and down to the column.
      std::uint32_t x = around[i], y = main;
      int up = 0, down = 0;
      while (x != y) {
        if (elements[x].depth >= elements[y].depth) {
          x = elements[x].parent;
          ++up;
        } else {
          y = elements[y].parent;
          ++down;
        }
      }
      put(std::min(up, 20));
      put(std::min(down, 20));
      put(log1(share_in(x, prose_before)));
      put(share_in(x, prose_before) / prose_all);
    }
    put(static_cast<double>(i) - elements[main].end_block < 0 ? (i < elements[main].first_block ? -1 : 0) : 1);
    bool article = false, aside = false, list = false, quote = false;
    {
      std::uint32_t e = own[i];
      for (int steps = 0; e != 0 && steps < 24; e = elements[e].parent, ++steps) {
        const Tag t = elements[e].tag;
        article = article || t == Tag::Article;
        aside = aside || t == Tag::Aside;
        list = list || t == Tag::Ul || t == Tag::Ol || t == Tag::Dl;
        quote = quote || t == Tag::Blockquote;
      }
    }
    put(article);
    put(aside);
    put(list);
    put(quote);
    // The container (50-67).
    const Container& c = in_[around[i]];
    put(log1(c.prose));
    put(c.prose / prose_all);
    put(c.words / words_all);
    put(log1(c.blocks));
    put(c.blocks > 0 ? c.words / c.blocks : 0);
    put(c.bytes > 0 ? c.links / c.bytes : 0);
    std::uint32_t outer = elements[around[i]].parent;
    while (outer != 0 && !is_block(elements[outer].tag)) outer = elements[outer].parent;
    put(log1(share_in(outer, prose_before)));
    put(share_in(outer, prose_before) / prose_all);
    put(share_in(outer, bytes_before) > 0 ? share_in(outer, links_before) / share_in(outer, bytes_before) : 0);
    put(log1(elements[outer].end_block - elements[outer].first_block));
    put(share_in(around[i], words_before) > 0 ? share_in(around[i], prose_before) / share_in(around[i], words_before) : 0);
    put(share_in(outer, words_before) > 0 ? share_in(outer, prose_before) / share_in(outer, words_before) : 0);
    put(share_in(around[i], bytes_before) > 0 ? share_in(around[i], links_before) / share_in(around[i], bytes_before) : 0);
    // Same class names as the paragraphs of the main column.
    put(elements[own[i]].own == elements[main].own);
    put(elements[own[i]].tag == elements[main].tag);
    put(has(elements[around[i]].all, Mark::Body));
    put(has(elements[around[i]].own, Mark::Body));
    put(elements[around[i]].depth);
    // Names of classes around it, as they stand and as they count (68-103).
    const Marks raw = elements[b.element].all;
    for (const Mark m : {Mark::Comment, Mark::Related, Mark::Share, Mark::Nav, Mark::Footer, Mark::Aside, Mark::Ad, Mark::Promo,
                         Mark::Caption, Mark::Byline, Mark::AuthorBio, Mark::Standfirst, Mark::Meta, Mark::List, Mark::Embed,
                         Mark::Correction, Mark::Gallery, Mark::Title, Mark::Live, Mark::Quote})
      put(has(raw, m));
    for (const Mark m : {Mark::Related, Mark::Aside, Mark::Promo, Mark::Ad, Mark::Meta, Mark::Caption, Mark::Standfirst, Mark::Figure,
                         Mark::Hidden, Mark::Nav, Mark::Form, Mark::Footer, Mark::Dialog, Mark::Gallery, Mark::Paywall, Mark::Tags})
      put(has(r.marks, m));
    // Wordings (104-115).
    for (const Cue cue : {Cue::CommentHead, Cue::CommentPrompt, Cue::RelatedHead, Cue::Promo, Cue::Credit, Cue::Copyright, Cue::Paywall,
                          Cue::Navigation, Cue::AuthorNote, Cue::Notice, Cue::Byline, Cue::CreditEnd})
      put(f.cues.has(cue));
    // Neighbours (116-131).
    for (const int d : {-2, -1, 1, 2}) {
      const BlockRow* o = neighbour(i, d);
      put(o == nullptr ? -1 : log1(o->f.words));
      put(o == nullptr ? 1 : o->link_share);
      put(o == nullptr ? -1 : o->prose && !o->fixed);
    }
    {
      const std::size_t a = i > 5 ? i - 5 : 0, z = std::min(n, i + 6);
      put(static_cast<double>(prose_before[z] - prose_before[a]) / static_cast<double>(z - a));
      put(bytes_before[z] > bytes_before[a] ? static_cast<double>(links_before[z] - links_before[a]) / (bytes_before[z] - bytes_before[a]) : 0);
      const std::size_t far = std::min(n, i + 30);
      put(log1(prose_before[far] - prose_before[i + 1]));
      const std::size_t back = i > 30 ? i - 30 : 0;
      put(log1(prose_before[i] - prose_before[back]));
    }
    // The heading that it stands under, and the page (132-135).
    const std::int32_t h = head_at_[i];
    put(h < 0 ? -1 : type_class(rows[static_cast<std::size_t>(h)].type));
    put(h < 0 ? 99 : std::min<double>(static_cast<double>(i) - h, 60));
    put(log1(prose_all));
    put(prose_before[i] / prose_all);
    HUDNA_CHECK(at == kBlockFeatures);
  }
}

}  // namespace hudna::page
