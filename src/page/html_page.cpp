#include "page/html_page.h"

#include <algorithm>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "base/limits.h"
#include "page/block_features.h"
#include "page/block_model.h"
#include "page/json_ld.h"
#include "page/line_features.h"
#include "page/live_blog.h"
#include "page/markup.h"
#include "page/metadata.h"
#include "page/tape.h"
#include "page/word_hash.h"

namespace hudna::page {
namespace {

using base::Code;
using model::Block;
using model::BlockType;

constexpr Marks kHard = bit(Mark::Comment) | bit(Mark::Related) | bit(Mark::Share) | bit(Mark::Nav) |
                        bit(Mark::Footer) | bit(Mark::Ad) | bit(Mark::Promo) | bit(Mark::Hidden) |
                        bit(Mark::Dialog) | bit(Mark::Consent) | bit(Mark::Tags) | bit(Mark::Player) | bit(Mark::AuthorBio) |
                        bit(Mark::Form) | bit(Mark::Gallery) | bit(Mark::Paywall);
// Say something about a short block only.
constexpr Marks kSoft = bit(Mark::Aside) | bit(Mark::Meta) | bit(Mark::Byline) | bit(Mark::Date) |
                        bit(Mark::Credit) | bit(Mark::Caption) | bit(Mark::Figure) | bit(Mark::Embed) |
                        bit(Mark::Correction);

// Weight of other matter that parts two articles: some seventy teasers or links. Tuned on the fundus fixtures
// and WCXB dev.
constexpr double kGap = 150;

using Row = BlockRow;

class Typer {
 public:
  Typer(const Tape& tape, const Vocabulary& vocabulary, const PageFields& fields, const BlockModel& model, FeatureTable* features)
      : tape_(tape), vocabulary_(vocabulary), fields_(fields), model_(model), features_(features), rows_(tape.blocks.size()) {}

  void run() {
    features();
    effective_marks();
    gates();
    siblings();
    records();
    behind_head();
    choose_root();
    choose_run();
    find_headline();
    widen_run();
    type_blocks();
    ask_model();
    settle();
  }

  std::vector<Row> take_rows() { return std::move(rows_); }
  int title() const { return title_; }

 private:
  std::string_view text(std::size_t i) const { return tape_.blocks[i].span.of(tape_.text); }

  void features() {
    std::vector<LineWord> scratch;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      Row& r = rows_[i];
      const TapeBlock& b = tape_.blocks[i];
      r.f = line_features(text(i), vocabulary_, &scratch);
      r.link_share = b.span.size() > 0 ? static_cast<double>(b.link_bytes) / b.span.size() : 0;
      const bool head = b.tag >= Tag::H1 && b.tag <= Tag::H6;
      r.prose = !head && r.link_share < 0.5 &&
                ((r.f.terminal && r.f.words >= 6) || r.f.words >= 18 ||
                 (b.tag == Tag::P && r.f.words >= 8 && r.link_share < 0.3));
    }
  }

  // Marks of an element count unless it holds much of the page's prose: then its name speaks of the page
  // ("has-sidebar", "related-enabled"), not of its content. The guard of body recall in shared/pages.md.
  void effective_marks() {
    const std::size_t n = rows_.size();
    std::vector<std::uint32_t> words(n + 1, 0);
    for (std::size_t i = 0; i < n; ++i) words[i + 1] = words[i] + (rows_[i].prose ? rows_[i].f.words : 0);
    const double total = words[n];
    std::vector<std::uint32_t> links(n + 1, 0), bytes(n + 1, 0);
    for (std::size_t i = 0; i < n; ++i) {
      links[i + 1] = links[i] + tape_.blocks[i].link_bytes;
      bytes[i + 1] = bytes[i] + tape_.blocks[i].span.size();
    }
    std::vector<Marks> eff(tape_.elements.size(), 0);
    // Where the headline stands.
    h1_ = -1;
    for (std::size_t i = 0; i < n; ++i) {
      if (tape_.blocks[i].tag == Tag::H1 && rows_[i].f.words >= 3 && h1_ < 0) h1_ = static_cast<int>(i);
    }
    for (std::size_t e = 1; e < tape_.elements.size(); ++e) {
      const Element& el = tape_.elements[e];
      Marks own = el.own;
      if ((own & (kHard | kSoft)) != 0 && total > 0) {
        const double inside = words[el.end_block] - words[el.first_block];
        const bool holds_title = h1_ >= 0 && static_cast<std::uint32_t>(h1_) >= el.first_block &&
                                 static_cast<std::uint32_t>(h1_) < el.end_block;
        // Names of small furniture on something that holds a fifth of the page's prose are wrong sooner.
        constexpr Marks kSmall = bit(Mark::Ad) | bit(Mark::Share) | bit(Mark::Tags) | bit(Mark::Form) |
                                 bit(Mark::Player) | bit(Mark::Dialog) | bit(Mark::Consent) | bit(Mark::Gallery) |
                                 bit(Mark::Meta) | bit(Mark::Byline) | bit(Mark::Date) | bit(Mark::Credit) |
                                 bit(Mark::Caption) | bit(Mark::Figure) | bit(Mark::Hidden) |
                                 bit(Mark::AuthorBio) | bit(Mark::Aside);
        if (inside >= 0.5 * total || (holds_title && inside >= 0.2 * total)) {
          // A thread may well hold most of the words; only with next to nothing outside it is the name
          // doubted.
          // The same holds of a consent dialog, whose small print is longer than a short report.
          constexpr Marks kKept = bit(Mark::Comment) | bit(Mark::Consent);
          const Marks kept = !holds_title && total - inside >= 60 && !has(own, Mark::Body) ? own & kKept : 0;
          own &= ~(kHard | kSoft);
          own |= kept;
        } else if (inside >= 0.25 * total) {
          const Marks kept = !holds_title && total - inside >= 60 ? own & bit(Mark::Consent) : 0;
          own &= ~kSmall;
          own |= kept;
        }
        // Lists of stories, menus and buttons are made of links.
        constexpr Marks kLinked = bit(Mark::Related) | bit(Mark::Share) | bit(Mark::Nav) | bit(Mark::Tags) |
                                  bit(Mark::Player) | bit(Mark::Gallery);
        const std::uint32_t size = bytes[el.end_block] - bytes[el.first_block];
        if ((own & kLinked) != 0 && inside >= 25 && (links[el.end_block] - links[el.first_block]) * 25 < size)
          own &= ~kLinked;
        // What lies behind a paywall mark is the paid part of the article more often than the notice.
        if (inside >= 60) own &= ~bit(Mark::Paywall);
      }
      eff[e] = own | eff[el.parent];
    }
    for (std::size_t i = 0; i < n; ++i) rows_[i].marks = eff[tape_.blocks[i].element];
  }

  void set(Row* r, BlockType type, const char* reason) {
    r->type = type;
    r->reason = reason;
    r->fixed = true;
  }

  // What a block's own container or wording says.
  void gates() {
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      Row& r = rows_[i];
      const LineFeatures& f = r.f;
      const CueSet& c = f.cues;
      const Marks m = r.marks;
      const Tag tag = tape_.blocks[i].tag;
      if (has(m, Mark::Comment)) {
        set(&r, BlockType::Comment, "comment container");
      } else if (has(m, Mark::Hidden)) {
        set(&r, BlockType::Other, "hidden");
      } else if (has(m, Mark::Dialog) || has(m, Mark::Consent) || has(m, Mark::Form)) {
        set(&r, BlockType::Other, "dialog or form");
      } else if (has(m, Mark::Nav)) {
        set(&r, BlockType::Navigation, "navigation container");
      } else if (has(m, Mark::Paywall)) {
        set(&r, BlockType::Paywall, "paywall container");
      } else if (has(m, Mark::Related)) {
        set(&r, BlockType::RelatedStory, "related container");
      } else if (has(m, Mark::Ad) || has(m, Mark::Promo)) {
        set(&r, BlockType::Promo, "promo container");
      } else if (has(m, Mark::Share)) {
        set(&r, BlockType::Navigation, "share container");
      } else if (has(m, Mark::AuthorBio)) {
        set(&r, BlockType::Byline, "author container");
      } else if (has(m, Mark::Footer)) {
        set(&r, BlockType::Navigation, "footer container");
      } else if (has(m, Mark::Tags)) {
        set(&r, BlockType::Navigation, "tags container");
      } else if (has(m, Mark::Player)) {
        set(&r, BlockType::Other, "player container");
      } else if (has(m, Mark::Embed)) {
        set(&r, BlockType::EmbeddedPost, "embedded post");
      } else if (has(m, Mark::Credit) && f.words <= 30) {
        set(&r, BlockType::Credit, "credit container");
      } else if (has(m, Mark::Caption)) {
        set(&r, BlockType::Caption, "caption container");
      } else if (has(m, Mark::Gallery)) {
        set(&r, BlockType::Caption, "gallery container");
      } else if (has(m, Mark::Figure) && f.words <= 60 && !(tag >= Tag::H1 && tag <= Tag::H6)) {
        set(&r, BlockType::Caption, "figure");
      } else if (has(m, Mark::Byline) && f.words <= 40 &&
                 !(tag >= Tag::H1 && tag <= Tag::H6 && f.words > 6)) {
        set(&r, BlockType::Byline, "byline container");
      } else if (has(m, Mark::Date) && f.words <= 25 && (f.dated || f.words <= 6) &&
                 !(tag >= Tag::H1 && tag <= Tag::H6 && f.words > 4)) {
        set(&r, BlockType::DateLine, "date container");
      } else if (has(m, Mark::Meta) && f.words <= 30) {
        set(&r, BlockType::Other, "meta container");
      } else if (c.has(Cue::Copyright) && f.words <= 60) {
        set(&r, BlockType::Other, "copyright");
      } else if (c.has(Cue::CommentHead) && f.words <= 8 && !f.terminal) {
        set(&r, BlockType::Prompt, "comment head");
      } else if (c.has(Cue::CommentPrompt) && f.words <= 25) {
        set(&r, BlockType::Prompt, "comment prompt");
      } else if (c.has(Cue::Paywall) && f.words <= 40) {
        set(&r, BlockType::Paywall, "paywall wording");
      } else if (c.has(Cue::Teaser) && f.words <= 60) {
        set(&r, BlockType::RelatedStory, "teaser of another story");
      } else if (c.has(Cue::RelatedHead) && f.words <= 8 && !f.terminal) {
        set(&r, BlockType::RelatedStory, "related head");
      } else if (c.has(Cue::RelatedHead) && f.words <= 40 && r.link_share > 0.3) {
        set(&r, BlockType::RelatedStory, "related line");
      } else if (c.has(Cue::Navigation) && f.words <= 10 && !f.terminal) {
        set(&r, BlockType::Navigation, "navigation wording");
      } else if (f.slash_credit && f.words <= 50 && tag != Tag::P) {
        set(&r, BlockType::Caption, "agency credit");
      } else if (c.has(Cue::Credit) && f.words <= 20 && !f.terminal) {
        set(&r, BlockType::Credit, "credit wording");
      } else if (c.has(Cue::Promo) && f.words <= 40 && (r.link_share > 0.1 || f.words <= 22)) {
        set(&r, BlockType::Promo, "promo wording");
      } else if (c.has(Cue::AuthorNote) && f.words <= 50 && f.cues.has(Cue::AuthorNote)) {
        set(&r, BlockType::Byline, "author note");
      } else if (c.has(Cue::Byline) && f.words <= 12 && !f.terminal) {
        set(&r, BlockType::Byline, "byline wording");
      } else if (f.dated && !f.terminal &&
                 ((f.words <= 14 && f.words <= f.date_words + 3) ||
                  (f.words <= 16 && (c.has(Cue::Published) || c.has(Cue::Updated))))) {
        set(&r, BlockType::DateLine, "date line");
      } else if (has(m, Mark::Aside)) {
        set(&r, BlockType::Other, "aside container");
      } else if (r.link_share > 0.75 && f.words <= 30 && !(tag == Tag::P && f.terminal && f.words >= 12)) {
        set(&r, BlockType::RelatedStory, "all link");
      }
    }
  }

  // Words of running text before each block.
  std::vector<std::uint32_t> prose_sums() const {
    std::vector<std::uint32_t> out(rows_.size() + 1, 0);
    for (std::size_t i = 0; i < rows_.size(); ++i) out[i + 1] = out[i] + (rows_[i].prose ? rows_[i].f.words : 0);
    return out;
  }

  bool holds_headline(const Element& e) const {
    return h1_ >= 0 && static_cast<std::uint32_t>(h1_) >= e.first_block && static_cast<std::uint32_t>(h1_) < e.end_block;
  }
  // Whether an element may be among a thread: it holds neither the headline nor half of the page's prose.
  bool may_be_thread(const Element& e, const std::vector<std::uint32_t>& prose) const {
    return !holds_headline(e) && (prose[e.end_block] - prose[e.first_block]) * 2 < prose.back();
  }

  void comment(const Element& e, const char* reason) {
    for (std::size_t i = e.first_block; i < e.end_block; ++i) {
      if (rows_[i].type != BlockType::Comment) set(&rows_[i], BlockType::Comment, reason);
    }
  }

  // The first gate, widened: what stands among comments as their sibling is one, though it has no name of its own (a reply by
  // the author, a comment that is folded away).
  void siblings() {
    const std::vector<std::uint32_t> prose = prose_sums();
    std::vector<std::uint32_t> threads(rows_.size() + 1, 0);
    for (std::size_t i = 0; i < rows_.size(); ++i) threads[i + 1] = threads[i] + (rows_[i].type == BlockType::Comment);
    if (threads.back() == 0) return;
    struct Count {
      std::uint32_t all = 0, comments = 0;
      Tag tag = Tag::Unknown;
    };
    std::vector<Count> of(tape_.elements.size());
    const auto is_comment = [&](const Element& e) {
      return threads[e.end_block] - threads[e.first_block] == e.end_block - e.first_block;
    };
    for (std::size_t e = 1; e < tape_.elements.size(); ++e) {
      const Element& el = tape_.elements[e];
      if (el.end_block <= el.first_block) continue;
      Count& c = of[el.parent];
      ++c.all;
      if (is_comment(el)) {
        ++c.comments;
        c.tag = el.tag;
      }
    }
    for (std::size_t e = 1; e < tape_.elements.size(); ++e) {
      const Element& el = tape_.elements[e];
      const Count& c = of[el.parent];
      if (el.end_block <= el.first_block || c.comments < 2 || c.comments * 3 < c.all * 2 || el.tag != c.tag) continue;
      if (!is_comment(el) && may_be_thread(el, prose)) comment(el, "among comments");
    }
  }

  // The second gate: author, time and text, again and again, in sibling containers. Names of containers play no part.
  void records() {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      const LineFeatures& f = rows_[i].f;
      if (!f.dated || f.words > 14 || f.terminal || f.cues.has(Cue::Updated) || f.cues.has(Cue::Published) || f.cues.has(Cue::Byline))
        continue;
      // A name on the same line, or on a short line right above.
      const bool named = f.words > f.date_words && f.words <= f.date_words + 6;
      const bool above = i > 0 && rows_[i - 1].f.words >= 1 && rows_[i - 1].f.words <= 4 && !rows_[i - 1].f.terminal &&
                         !rows_[i - 1].f.dated && f.words <= f.date_words + 2;
      if (!named && !above) continue;
      // Text that is no link follows: a list of dated headlines has none.
      bool text = false;
      for (std::size_t k = i + 1; k < rows_.size() && k <= i + 4 && !rows_[k].f.dated; ++k)
        text = text || (rows_[k].f.words >= 3 && rows_[k].link_share < 0.3 && !(tape_.blocks[k].tag >= Tag::H1 && tape_.blocks[k].tag <= Tag::H6));
      if (text) found.push_back(i);
    }
    for (const std::size_t i : found) rows_[i].record = true;
    if (found.size() < 3) return;
    // Records of one thread stand equally deep in elements of one kind; the element around three of them or more, which holds
    // little else, is the thread.
    const std::vector<std::uint32_t> prose = prose_sums();
    std::vector<std::uint32_t> sums(rows_.size() + 1, 0), bare(rows_.size() + 1, 0);
    for (std::size_t i = 0; i < rows_.size(); ++i) sums[i + 1] = sums[i] + rows_[i].record;
    for (std::size_t k = 0; k < found.size();) {
      // The smallest element around this record and the two after it.
      if (k + 2 >= found.size()) break;
      std::uint32_t e = tape_.blocks[found[k]].element;
      while (e != 0 && tape_.elements[e].end_block <= found[k + 2]) e = tape_.elements[e].parent;
      const Element& around = tape_.elements[e];
      const std::uint32_t count = sums[around.end_block] - sums[around.first_block];
      const std::uint32_t inside = prose[around.end_block] - prose[around.first_block];
      // Live entries stand in the article's own column, behind its headline; a thread has the article outside.
      const bool body = has(around.all, Mark::Body) || has(around.all, Mark::Live) || fields_.live_blog;
      const bool dense = around.end_block - around.first_block <= count * 12;
      if (e != 0 && !body && dense && !holds_headline(around) && prose.back() - inside >= 60 && around.first_block > 0 &&
          prose[around.first_block] * 2 >= prose.back() - inside)
        comment(around, "author, time and text again and again");
      while (k < found.size() && found[k] < around.end_block) ++k;
    }
  }

  // The third gate: the head of a thread behind the article ("Comments", "Have your say") and what follows it, as far as the
  // element reaches that holds the head and at least two signs of a thread.
  void behind_head() {
    const std::vector<std::uint32_t> prose = prose_sums();
    std::vector<std::uint32_t> signs(rows_.size() + 1, 0);
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      const Row& r = rows_[i];
      const bool prompt = (r.f.cues.has(Cue::CommentPrompt) || r.f.cues.has(Cue::CommentHead)) && r.f.words <= 8;
      signs[i + 1] = signs[i] + (r.type == BlockType::Comment || r.record || prompt);
    }
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      const Row& r = rows_[i];
      if (!r.f.cues.has(Cue::CommentHead) || r.f.words > 8 || r.f.terminal || prose[i] < 60) continue;
      std::uint32_t e = tape_.blocks[i].element;
      while (e != 0 && signs[tape_.elements[e].end_block] - signs[i + 1] < 2) e = tape_.elements[e].parent;
      const Element& around = tape_.elements[e];
      // A link to the thread above the article has the article behind it: then the signs are few for the words.
      const std::uint32_t count = signs[around.end_block] - signs[i + 1];
      const bool late = h1_ < static_cast<int>(i) && prose[i] * 3 >= prose.back() - prose[around.end_block] + prose[i];
      if (e == 0 || !late || around.end_block - i > count * 8) continue;
      for (std::size_t k = i + 1; k < around.end_block; ++k) {
        if (rows_[k].type != BlockType::Comment) set(&rows_[k], BlockType::Comment, "behind the head of a thread");
      }
      break;
    }
  }

  double cost(const Row& r, const TapeBlock& b) const {
    if (r.fixed) {
      switch (r.type) {
        case BlockType::Caption:
        case BlockType::Credit:
        case BlockType::EmbeddedPost:
        case BlockType::Byline:
        case BlockType::DateLine:
          return 0;
        case BlockType::Comment:
          return -0.2 * std::min<double>(r.f.words, 30);
        default:
          return -0.15 * std::min<double>(r.f.words, 30) - 0.3;
      }
    }
    if (r.prose)
      return std::min<double>(r.f.words, 120) * (has(r.marks, Mark::Aside) ? 0.2 : 1.0) *
             (1.0 - r.link_share);
    const bool head = b.tag >= Tag::H1 && b.tag <= Tag::H6;
    if (head) return -0.5;
    // Cells of a table of figures cost little: tables stand inside articles.
    if (b.tag == Tag::Td || b.tag == Tag::Th) return r.link_share > 0.5 ? -1.0 : -0.1;
    if (b.tag == Tag::P || b.tag == Tag::Li || b.tag == Tag::Dd) return r.link_share > 0.5 ? -3.0 : -0.5;
    return -1.5 - 0.5 * std::min<double>(r.f.words, 20) * r.link_share;
  }

  // The element with the largest sum of weights; the smallest one of equals.
  void choose_root() {
    const std::size_t n = rows_.size();
    weight_.assign(n + 1, 0);
    for (std::size_t i = 0; i < n; ++i) weight_[i + 1] = weight_[i] + cost(rows_[i], tape_.blocks[i]);
    double best = 0;
    root_ = 0;
    for (std::size_t e = 0; e < tape_.elements.size(); ++e) {
      const Element& el = tape_.elements[e];
      if (el.end_block <= el.first_block) continue;
      const double inside = weight_[el.end_block] - weight_[el.first_block];
      double value = inside;
      if (has(el.own, Mark::Body)) value *= 1.15;
      if (el.tag == Tag::Article || el.tag == Tag::Main) value *= 1.03;
      if (value > best || (value == best && el.first_block >= tape_.elements[root_].first_block)) {
        best = value;
        root_ = e;
      }
    }
  }

  // Inside it the densest stretch of blocks, as in plain text.
  void choose_run() {
    const Element& root = tape_.elements[root_];
    double best = 0, total = 0, peak = 0, slack = 0;
    std::size_t start = root.first_block, last = start;
    begin_ = end_ = root.first_block;
    for (std::size_t i = root.first_block; i < root.end_block; ++i) {
      const double w = weight_[i + 1] - weight_[i];
      if (slack <= 0) {
        total = peak = slack = 0;
        start = i;
      }
      total += w;
      // A long stretch of other matter ends the article, however long the article was: what follows it is the
      // next one.
      slack = std::min(slack + w, kGap);
      if (w > 0 && total > peak) {
        peak = total;
        last = i + 1;
      }
      if (peak > best) {
        best = peak;
        begin_ = start;
        end_ = last;
      }
    }
  }

  // What the run left out at its edges although the page itself says that it belongs to the article.
  void widen_run() {
    const Element& root = tape_.elements[root_];
    if (end_ <= begin_) return;
    if (has(root.own, Mark::Body)) {
      for (std::size_t i = root.first_block; i < begin_; ++i) {
        if (!rows_[i].fixed && rows_[i].link_share < 0.5) {
          begin_ = i;
          break;
        }
      }
      for (std::size_t i = root.end_block; i > end_; --i) {
        if (!rows_[i - 1].fixed && rows_[i - 1].link_share < 0.5) {
          end_ = i;
          break;
        }
      }
    }
    if (title_ >= 0 && static_cast<std::size_t>(title_) < begin_ &&
        begin_ - static_cast<std::size_t>(title_) < 60) {
      double sum = 0;
      std::size_t to = begin_;
      for (std::size_t i = begin_; i-- > static_cast<std::size_t>(title_) + 1;) {
        const Row& r = rows_[i];
        if (r.fixed) continue;
        const Tag tag = tape_.blocks[i].tag;
        const bool text = tag == Tag::P || tag == Tag::Td || tag == Tag::Th || tag == Tag::Li ||
                          (tag >= Tag::H2 && tag <= Tag::H6);
        if (!text || r.link_share > 0.3) {
          sum -= 1;
          if (sum < -6) break;
          continue;
        }
        to = i;
      }
      begin_ = to;
    }
  }

  // A hash of the letters of a text, for many texts; two that differ share one once in 2^64.
  static std::uint64_t fold_hash(std::string_view s) {
    WordHash h;
    for (const char ch : s) {
      if (const unsigned char c = folded_byte(ch); c != 0) h.add(c);
    }
    return h.value();
  }

  void find_headline() {
    // The headline.
    const std::string want = folded_letters(fields_.title);
    // The headline may carry a kicker in front, or the stated title the site's name behind.
    const auto same_title = [](const std::string& a, const std::string& b) {
      if (a == b) return true;
      if (a.size() < 12 || b.size() < 12) return false;
      return (a.size() <= b.size() * 2 && a.find(b) != std::string::npos) ||
             (b.size() * 3 <= a.size() * 4 && b.find(a) != std::string::npos);
    };
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      const Tag tag = tape_.blocks[i].tag;
      const bool head = tag >= Tag::H1 && tag <= Tag::H6;
      // Too short or too long to hold the title or most of it.
      const std::size_t size = tape_.blocks[i].span.size();
      if (size * 4 < want.size() * 3 || size > want.size() * 5 + 40) continue;
      if (!want.empty() && i < end_ + 5 &&
          (head || has(rows_[i].marks, Mark::Title) || tag == Tag::Div || tag == Tag::P || tag == Tag::Td) &&
          rows_[i].f.words >= 2 && tape_.blocks[i].span.size() <= 400 &&
          same_title(folded_letters(text(i)), want)) {
        set(&rows_[i], BlockType::Headline, "is the stated title");
        if (title_ < 0 || tag == Tag::H1) title_ = static_cast<int>(i);
      }
    }
    if (title_ < 0 && h1_ >= 0 && static_cast<std::size_t>(h1_) < std::max<std::size_t>(end_, 1)) {
      title_ = h1_;
      set(&rows_[static_cast<std::size_t>(h1_)], BlockType::Headline, "h1");
    }
  }

  void type_blocks() {
    bool seen = false;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      Row& r = rows_[i];
      if (r.fixed) continue;
      const TapeBlock& b = tape_.blocks[i];
      const bool head = b.tag >= Tag::H1 && b.tag <= Tag::H6;
      const bool inside = i >= begin_ && i < end_;
      if (!inside) {
        const bool under_title = title_ >= 0 && static_cast<int>(i) > title_ && i < begin_;
        if (under_title && r.f.words >= 6 &&
            (has(r.marks, Mark::Standfirst) || (head && b.tag != Tag::H1) || r.prose) &&
            !has(r.marks, Mark::Aside) && r.link_share < 0.3 && i - static_cast<std::size_t>(title_) <= 12) {
          r.type = BlockType::Standfirst;
          r.reason = "between title and body";
        } else {
          r.type = i < begin_ ? BlockType::Navigation : BlockType::RelatedStory;
          r.reason = i < begin_ ? "before the body" : "after the body";
        }
        continue;
      }
      if (head) {
        r.type = BlockType::SectionHead;
        r.reason = "heading in the body";
      } else if (has(r.marks, Mark::Quote)) {
        r.type = BlockType::Quotation;
        r.reason = "quotation";
      } else if (b.tag == Tag::Li) {
        r.type = BlockType::ListItem;
        r.reason = "list item in the body";
      } else if (b.tag == Tag::Td || b.tag == Tag::Th) {
        r.type = BlockType::TableRow;
        r.reason = "table in the body";
      } else if (r.prose || b.tag == Tag::P || r.f.terminal) {
        r.type = !seen && has(r.marks, Mark::Standfirst) ? BlockType::Standfirst : BlockType::Paragraph;
        r.reason = "prose in the body";
        seen = true;
      } else {
        r.type = BlockType::Other;
        r.reason = "short block in the body";
      }
    }
  }

  // Log-odds above which a block is taken into the article, for blocks that the rules leave to their place and for those that
  // a container or a wording speaks against. Chosen by cross-validation (train/README.md).
  static constexpr float kIn = 0.0f;
  static constexpr float kInFixed = 1.0f;

  // The learnt model has the last word on blocks that no hard gate has settled.
  void ask_model() {
    if (model_.empty() && features_ == nullptr) return;
    const BlockFeatures features(tape_, rows_, {root_, begin_, end_, title_, fields_.json_body, fields_.description});
    if (features_ != nullptr) features.fill(0, features.size(), features_);
    if (model_.empty()) return;
    // All scores first: a block's features look at the types of its neighbours as the rules left them.
    constexpr std::size_t kBatch = 2 * BlockModel::kLanes;
    std::vector<std::pair<std::uint32_t, float>> scored;
    scored.reserve(features.size());
    FeatureTable table;
    for (std::size_t first = 0; first < features.size(); first += kBatch) {
      features.fill(first, std::min(first + kBatch, features.size()), &table);
      const std::vector<float> scores = table.scores(model_);
      for (std::size_t k = 0; k < table.blocks.size(); ++k) scored.emplace_back(table.blocks[k], scores[k]);
    }
    for (const auto& [i, score] : scored) {
      Row& r = rows_[i];
      const bool was = model::section_kind(r.type) == model::SectionKind::Body || r.type == BlockType::SectionHead;
      const bool is = score > (r.fixed ? kInFixed : kIn);
      if (was == is) continue;
      if (is) {
        const TapeBlock& b = tape_.blocks[i];
        r.type = b.tag >= Tag::H1 && b.tag <= Tag::H6     ? BlockType::SectionHead
                 : b.tag == Tag::Li                       ? BlockType::ListItem
                 : b.tag == Tag::Td || b.tag == Tag::Th   ? BlockType::TableRow
                                                          : BlockType::Paragraph;
        r.reason = "like the article (learnt)";
        r.fixed = false;
        begin_ = std::min<std::size_t>(begin_, i);
        end_ = std::max<std::size_t>(end_, i + 1);
      } else {
        r.type = i < begin_ ? BlockType::Navigation : i >= end_ ? BlockType::RelatedStory : BlockType::Other;
        r.reason = "unlike the article (learnt)";
      }
    }
  }

  // The clock lines over the entries of a live blog: no text of theirs, but the time of what follows.
  void live_times() {
    for (std::size_t i = begin_; i < end_; ++i) {
      Row& r = rows_[i];
      if (r.f.words > 4 || r.f.digits < 2 || !(fields_.live_blog || has(tape_.elements[tape_.blocks[i].element].all, Mark::Live))) continue;
      const std::string_view s = text(i);
      const std::size_t colon = s.find_first_of(":.h");
      const auto digit = [&](std::size_t at) { return at < s.size() && s[at] >= '0' && s[at] <= '9'; };
      if (colon == std::string_view::npos || colon == 0 || colon > 2 || !digit(colon - 1) || !digit(colon + 1)) continue;
      set(&r, BlockType::DateLine, kLiveTimeReason);
    }
  }

  // What holds between blocks, after each has its type.
  void settle() {
    live_times();
    // A heading with nothing of the article under it heads something else.
    bool under = false;
    for (std::size_t i = end_; i-- > begin_;) {
      Row& r = rows_[i];
      if (r.type == BlockType::SectionHead) {
        if (!under) {
          r.type = BlockType::RelatedStory;
          r.reason = "heading without text of the article";
        }
      } else if (model::section_kind(r.type) == model::SectionKind::Body) {
        under = true;
      }
    }
    // The points of an offer stand under its promo line.
    bool offer = false;
    for (std::size_t i = begin_; i < end_; ++i) {
      Row& r = rows_[i];
      const bool item = tape_.blocks[i].tag == Tag::Li;
      if (r.type == BlockType::Promo || r.type == BlockType::Paywall) {
        offer = true;
      } else if (offer && item && r.f.words <= 40) {
        if (!r.fixed) set(&r, BlockType::Promo, "list under a promo line");
      } else if (!item) {
        offer = false;
      }
    }
    // The same words twice are a pull quote, a summary or a second copy for another screen width.
    std::unordered_set<std::uint64_t> before;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      Row& r = rows_[i];
      if (model::section_kind(r.type) != model::SectionKind::Body || r.f.words < 6) continue;
      if (!before.insert(fold_hash(text(i))).second) {
        r.type = BlockType::Other;
        r.reason = "repeated";
      }
    }
  }

  const Tape& tape_;
  const Vocabulary& vocabulary_;
  const PageFields& fields_;
  const BlockModel& model_;
  FeatureTable* features_;
  std::vector<Row> rows_;
  std::vector<double> weight_;
  std::size_t root_ = 0;
  std::size_t begin_ = 0, end_ = 0;
  int h1_ = -1;
  int title_ = -1;
};

// Gives the room of what is done with back, so that what comes next has it.
template <class T>
void release(std::vector<T>* values) {
  std::vector<T>().swap(*values);
}

}  // namespace

void read_html(const DecodedText& decoded, const PageOptions& options, const Vocabulary& vocabulary, model::DocumentParts* parts) {
  const std::string_view page = decoded.view(parts->raw);
  Tape tape = build_tape(decoded, page, Markup::compiled_in());
  if (tape.capped)
    parts->diagnostics.push_back(
        {Code::NestingCapped, "a limit on nested tags, elements or attributes was reached", 0, 0});
  PageFields fields = read_fields(tape, page, decoded, vocabulary, *parts);
  std::vector<Row> rows;
  int title = -1;
  {
    Typer typer(tape, vocabulary, fields, options.model != nullptr ? *options.model : html_block_model(), options.features);
    typer.run();
    title = typer.title();
    rows = typer.take_rows();
  }
  release(&tape.elements);
  // On a page of very many short blocks the rows are the largest part: they go before the blocks come.
  std::vector<LineFeatures> features;
  std::vector<std::pair<BlockType, const char*>> types;
  features.reserve(rows.size());
  types.reserve(rows.size());
  for (const Row& row : rows) {
    features.push_back(row.f);
    types.emplace_back(row.type, row.reason);
  }
  release(&rows);
  parts->blocks.reserve(types.size());
  for (std::size_t i = 0; i < types.size(); ++i) {
    Block block;
    block.type = types[i].first;
    block.span = tape.blocks[i].span;
    block.reason = types[i].second;
    parts->blocks.push_back(std::move(block));
  }
  release(&types);
  release(&tape.blocks);
  parts->text = std::move(tape.text);
  parts->map = std::move(tape.map);
  take_fields(fields, std::move(features), title, vocabulary, parts);
  parts->entries = find_entries(fields, *parts);
  if (!parts->entries.empty()) parts->genre = model::Genre::LiveBlog;
}

}  // namespace hudna::page
