#include "page/block_features.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"

namespace hudna::page {
namespace {

using model::BlockType;

bool is_head(Tag tag) { return tag >= Tag::H1 && tag <= Tag::H6; }

float log1(double v) { return std::log2(1.0f + static_cast<float>(v > 0 ? v : 0)); }

// Hashes of the three-word windows of a text as bits: enough to tell whether a block's words stand in it.
class Windows {
 public:
  explicit Windows(std::string_view text) {
    if (text.size() < 40) return;
    bits_.assign(kBits / 64, 0);
    walk(text, [&](std::uint64_t h) { bits_[h / 64 % bits_.size()] |= std::uint64_t{1} << (h & 63); });
  }
  // Share of the block's windows that stand in the text; -1 when there is no text.
  float share(std::string_view block) const {
    if (bits_.empty()) return -1;
    std::size_t hit = 0, all = 0;
    walk(block.substr(0, 2000), [&](std::uint64_t h) {
      ++all;
      hit += bits_[h / 64 % bits_.size()] >> (h & 63) & 1u;
    });
    return all == 0 ? -0.5f : static_cast<float>(hit) / static_cast<float>(all);
  }

 private:
  static constexpr std::size_t kBits = std::size_t{1} << 17;
  template <class Use>
  static void walk(std::string_view text, Use use) {
    std::uint64_t a = 0, b = 0, word = 0;
    std::size_t words = 0;
    const auto close = [&] {
      if (word == 0) return;
      if (++words >= 3) {
        std::uint64_t h = (a * 31 + b) * 0x9E3779B97F4A7C15ull ^ word;
        h *= 0xD6E8FEB86659FD93ull;
        use(h ^ h >> 32);
      }
      a = b;
      b = word;
      word = 0;
    };
    for (const char ch : text) {
      const auto c = static_cast<unsigned char>(ch);
      const bool in = (c | 32u) - 'a' < 26u || c - unsigned{'0'} < 10u || c >= 0x80;
      if (in) {
        word = (word + (c < 0x80 ? (c | 32u) : c)) * 0x9E3779B97F4A7C15ull;
      } else {
        close();
      }
    }
    close();
  }
  std::vector<std::uint64_t> bits_;
};

// What lies in one element, summed over the blocks whose innermost block element it holds directly.
struct Container {
  float words = 0, prose = 0, blocks = 0, bytes = 0, links = 0;
};

}  // namespace

bool model_decides(const TapeBlock& block, const BlockRow& row) {
  // What a thread, a headline or an empty block is has been settled.
  if (row.fixed && (row.type == BlockType::Headline || row.type == BlockType::Comment)) return false;
  if (has(row.marks, Mark::Consent)) return false;
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

FeatureTable block_features(const Tape& tape, const std::vector<BlockRow>& rows, const RuleView& rules) {
  FeatureTable out;
  const std::size_t n = rows.size();
  const auto& elements = tape.elements;
  // The block element that a block's text stands in, and the one around it.
  std::vector<std::uint32_t> own(n), around(n);
  std::vector<Container> in(elements.size());
  std::vector<double> words_before(n + 1, 0), prose_before(n + 1, 0), links_before(n + 1, 0), bytes_before(n + 1, 0);
  for (std::size_t i = 0; i < n; ++i) {
    const TapeBlock& b = tape.blocks[i];
    std::uint32_t e = b.element;
    while (e != 0 && !is_block(elements[e].tag)) e = elements[e].parent;
    own[i] = e;
    std::uint32_t p = elements[e].parent;
    while (p != 0 && !is_block(elements[p].tag)) p = elements[p].parent;
    around[i] = p;
    const BlockRow& r = rows[i];
    Container& c = in[p];
    c.words += static_cast<float>(r.f.words);
    if (r.prose && !r.fixed) c.prose += static_cast<float>(r.f.words);
    c.blocks += 1;
    c.bytes += static_cast<float>(b.span.size());
    c.links += static_cast<float>(b.link_bytes);
    words_before[i + 1] = words_before[i] + r.f.words;
    prose_before[i + 1] = prose_before[i] + (r.prose && !r.fixed ? r.f.words : 0);
    links_before[i + 1] = links_before[i] + b.link_bytes;
    bytes_before[i + 1] = bytes_before[i] + b.span.size();
  }
  // The element that holds most prose directly: the article's own column on nearly every page.
  std::uint32_t main = 0;
  for (std::uint32_t e = 1; e < elements.size(); ++e) {
    if (in[e].prose > in[main].prose) main = e;
  }
  const double prose_all = std::max(1.0, prose_before[n]);
  const double words_all = std::max(1.0, words_before[n]);
  const Windows json(rules.json_body), description(rules.description);
  const auto share_in = [&](std::uint32_t e, const std::vector<double>& sums) {
    return sums[elements[e].end_block] - sums[elements[e].first_block];
  };
  // Blocks since the last heading, and whether that heading was marked by its words or container.
  std::vector<std::int32_t> head_at(n + 1, -1);
  for (std::size_t i = 0; i < n; ++i) head_at[i + 1] = is_head(tape.blocks[i].tag) ? static_cast<std::int32_t>(i) : head_at[i];
  const auto neighbour = [&](std::size_t i, int d) -> const BlockRow* {
    const auto k = static_cast<std::ptrdiff_t>(i) + d;
    return k >= 0 && k < static_cast<std::ptrdiff_t>(n) ? &rows[static_cast<std::size_t>(k)] : nullptr;
  };
  const auto inside_rules = [&](std::size_t i) {
    return model::section_kind(rows[i].type) == model::SectionKind::Body || rows[i].type == BlockType::SectionHead;
  };
  const auto type_class = [](BlockType t) -> float {
    // Ordered from article to other matter, so that one threshold parts them.
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
  };
  for (std::size_t i = 0; i < n; ++i) {
    if (model_decides(tape.blocks[i], rows[i])) out.blocks.push_back(static_cast<std::uint32_t>(i));
  }
  out.resize(out.blocks.size());
  for (std::size_t k = 0; k < out.blocks.size(); ++k) {
    const std::size_t i = out.blocks[k];
    const TapeBlock& b = tape.blocks[i];
    const BlockRow& r = rows[i];
    std::size_t at = 0;
    const auto put = [&](double v) { out.at(k, at++) = static_cast<float>(v); };
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
    put(json.share(b.span.of(tape.text)));
    put(description.share(b.span.of(tape.text).substr(0, 300)));
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
    const Container& c = in[around[i]];
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
      put((prose_before[z] - prose_before[a]) / static_cast<double>(z - a));
      put(bytes_before[z] > bytes_before[a] ? (links_before[z] - links_before[a]) / (bytes_before[z] - bytes_before[a]) : 0);
      const std::size_t far = std::min(n, i + 30);
      put(log1(prose_before[far] - prose_before[i + 1]));
      const std::size_t back = i > 30 ? i - 30 : 0;
      put(log1(prose_before[i] - prose_before[back]));
    }
    // The heading that it stands under, and the page (132-135).
    const std::int32_t h = head_at[i];
    put(h < 0 ? -1 : type_class(rows[static_cast<std::size_t>(h)].type));
    put(h < 0 ? 99 : std::min<double>(static_cast<double>(i) - h, 60));
    put(log1(prose_all));
    put(prose_before[i] / prose_all);
    HUDNA_CHECK(at == kBlockFeatures);
  }
  return out;
}

}  // namespace hudna::page
