#include "page/plain_text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <unordered_set>

#include "base/check.h"
#include "base/utf8.h"

namespace hudna::page {
namespace {

using model::Block;
using model::BlockType;
using model::Span;

// How a line starts as an item of a list.
enum class Marker : std::uint8_t { None, Bullet, Number };

// Weight of other matter that parts two articles: some thirty short lines. Tuned on the fundus fixtures
// rendered to text.
constexpr double kGap = 25;

// Log-odds above which a line is taken into the article, and the same for a line that a wording speaks against or that stands
// behind the article's end. Chosen by cross-validation (train/README.md).
constexpr float kIn = 0.0f;
constexpr float kInFixed = 1.5f;

// The reason of a line that names another story and heads no list of them.
constexpr const char* kTeaser = "teaser of another story";

struct Line {
  Span span;
  std::uint32_t indent = 0;
  std::uint32_t blanks = 0;  // blank lines before it
  Marker marker = Marker::None;
  LineFeatures f;
  BlockType type = BlockType::Other;
  const char* reason = "";
  bool fixed = false;   // typed by a wording or a pattern of its own, not by place
  bool record = false;  // author and time of a comment
  bool kept = false;    // of a list that the body leads to: the model is not asked
};

Marker marker_of(std::string_view s) {
  const base::Decoded d = base::decode_utf8(s, 0);
  const std::string_view rest = s.substr(d.bytes);
  const bool space = rest.empty() || rest[0] == ' ' || rest[0] == '\t';
  if (space && (d.point == 0x2022 || d.point == '*' || d.point == '-' || d.point == 0xB7 ||
                d.point == 0x25CF || d.point == 0x25AA || d.point == 0x25E6 || d.point == 0x2013 ||
                d.point == '+' || d.point == 0x203A || d.point == 0xBB)) {
    return Marker::Bullet;
  }
  std::size_t n = 0;
  while (n < s.size() && n < 3 && s[n] >= '0' && s[n] <= '9') ++n;
  if (n > 0 && n + 1 < s.size() && (s[n] == '.' || s[n] == ')') && s[n + 1] == ' ') return Marker::Number;
  return Marker::None;
}

// Lines of text that was wrapped at a fixed width: most lines that have a
// neighbour below are nearly as wide as the widest and stop mid-sentence.
// E-mail and wire archives are kept like this (72 to 80 columns).
bool hard_wrapped(const std::vector<Line>& lines) {
  std::size_t pairs = 0, wide = 0, middle = 0, lower = 0;
  for (std::size_t i = 0; i + 1 < lines.size(); ++i) {
    if (lines[i + 1].blanks > 0) continue;
    ++pairs;
    lower += lines[i + 1].f.starts_lower;
    const std::uint32_t n = lines[i].f.chars;
    if (n >= 45 && n <= 110) {
      ++wide;
      if (!lines[i].f.terminal) ++middle;
    }
  }
  // Of a few lines, all are wide and every other goes on in lower case: headlines under one another do not.
  if (pairs < 4) return pairs >= 2 && wide == pairs && middle == wide && lower * 2 >= pairs;
  return wide * 10 >= pairs * 6 && middle * 10 >= wide * 6;
}

// A head or menu line, which no paragraph starts with. Other cues stand inside prose too ("by 1 December", "at 6
// p.m.") and say nothing of a line that was broken at its width.
bool stands_alone(const Line& line) {
  if (line.f.words > 12) return false;
  for (const Cue cue : {Cue::CommentHead, Cue::RelatedHead, Cue::Navigation, Cue::Copyright}) {
    if (line.f.cues.has(cue)) return true;
  }
  return false;
}

std::vector<Line> split_lines(std::string_view text, const Vocabulary& vocabulary) {
  std::vector<Line> lines;
  std::vector<LineWord> scratch;
  std::uint32_t blanks = 0;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = text.find_first_of("\n\r\f\v", at);
    if (end == std::string_view::npos) end = text.size();
    const std::string_view whole = text.substr(at, end - at);
    const std::string_view inner = trim(whole);
    if (inner.empty()) {
      // A line break of two bytes makes no blank line.
      if (!(whole.empty() && at > 0 && text[at - 1] == '\r' && at < text.size() && text[at] == '\n'))
        ++blanks;
    } else {
      Line line;
      const auto begin = static_cast<std::uint32_t>(inner.data() - text.data());
      line.span = {begin, begin + static_cast<std::uint32_t>(inner.size())};
      line.indent = begin - static_cast<std::uint32_t>(at);
      line.blanks = blanks;
      line.marker = marker_of(inner);
      line.f = line_features(inner, vocabulary, &scratch);
      lines.push_back(std::move(line));
      blanks = 0;
    }
    at = end + 1;
    if (end < text.size() && text[end] == '\r' && at < text.size() && text[at] == '\n') ++at;
  }
  if (!hard_wrapped(lines)) return lines;
  std::vector<Line> joined;
  std::uint32_t last_chars = 0, last_indent = 0;
  for (Line& line : lines) {
    // A paragraph's first line may stand further in than the others, and an item's others further in than its
    // marker.
    const std::uint32_t most =
        !joined.empty() && joined.back().marker != Marker::None ? last_indent + 6 : last_indent;
    const bool cont = !joined.empty() && line.blanks == 0 && last_chars >= 45 &&
                      line.marker == Marker::None && line.indent <= most && !stands_alone(joined.back());
    last_chars = line.f.chars;
    last_indent = line.indent;
    if (cont) {
      joined.back().span.end = line.span.end;
      joined.back().f = line_features(joined.back().span.of(text).substr(0, 4000), vocabulary);
      if (joined.back().span.size() > 4000) joined.back().f.terminal = line.f.terminal;
    } else {
      joined.push_back(std::move(line));
    }
  }
  return joined;
}

class Classifier {
 public:
  Classifier(std::string_view text, const Vocabulary& vocabulary, const BlockModel& model, FeatureTable* features)
      : text_(text), model_(model), features_(features), lines_(split_lines(text, vocabulary)) {}

  TextBlocks run() {
    mark_by_wording();
    mark_records();
    locate();
    find_title();
    type_lines();
    type_tail();
    ask_model();
    TextBlocks out;
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      Block block;
      block.type = lines_[i].type;
      block.span = lines_[i].span;
      block.reason = lines_[i].reason;
      block.depth = static_cast<std::uint8_t>(std::min<std::uint32_t>(lines_[i].indent / 2, 255));
      out.blocks.push_back(std::move(block));
      out.features.push_back(lines_[i].f);
    }
    out.title = title_;
    return out;
  }

 private:
  void set(Line& line, BlockType type, const char* reason) {
    line.type = type;
    line.reason = reason;
    line.fixed = true;
  }

  // Non-date words of a line that names an author and a time.
  static std::uint32_t name_words(const LineFeatures& f) {
    return f.words > f.date_words ? f.words - f.date_words : 0;
  }

  void mark_by_wording() {
    for (Line& line : lines_) {
      const LineFeatures& f = line.f;
      const CueSet& c = f.cues;
      if (c.has(Cue::Copyright) && f.words <= 60) {
        set(line, BlockType::Other, "copyright");
      } else if (c.has(Cue::CommentPrompt) && f.words <= 40) {
        set(line, BlockType::Prompt, "comment prompt");
      } else if (c.has(Cue::CommentHead) && f.words <= 12) {
        set(line, BlockType::Prompt, "comment head");
      } else if (c.has(Cue::Paywall) && f.words <= 60) {
        set(line, BlockType::Paywall, "paywall wording");
      } else if (c.has(Cue::Teaser) && f.words <= 60) {
        set(line, BlockType::RelatedStory, kTeaser);
      } else if (c.has(Cue::RelatedHead) && f.words <= 8 && !f.terminal) {
        set(line, BlockType::RelatedStory, "related head");
      } else if (c.has(Cue::RelatedHead) && f.words <= 30 && !(f.terminal && f.words >= 12)) {
        set(line, BlockType::RelatedStory, "related line");
      } else if (c.has(Cue::Navigation) && f.words <= 14) {
        set(line, BlockType::Navigation, "navigation wording");
      } else if (f.slash_credit && f.words <= 120) {
        set(line, f.words <= 6 ? BlockType::Credit : BlockType::Caption, "agency credit");
      } else if (f.end_credit && f.words <= 90) {
        set(line, f.words <= 6 ? BlockType::Credit : BlockType::Caption, "credit at the end");
      } else if (c.has(Cue::Credit) && f.words <= 45) {
        set(line, f.words <= 10 ? BlockType::Credit : BlockType::Caption, "credit wording");
      } else if (c.has(Cue::CreditEnd) && !f.terminal && f.words <= 60) {
        set(line, f.words <= 6 ? BlockType::Credit : BlockType::Caption, "agency at the end");
      } else if (f.words <= 60 && !c.has(Cue::Copyright) &&
                 line.span.of(text_).find("\xC2\xA9") != std::string_view::npos) {
        set(line, f.words <= 6 ? BlockType::Credit : BlockType::Caption, "copyright mark of a picture");
      } else if (c.has(Cue::Promo) && f.words <= 45) {
        set(line, BlockType::Promo, "promo wording");
      } else if (c.has(Cue::Notice) && f.words <= 16) {
        set(line, BlockType::Other, "notice");
      } else if (c.has(Cue::AuthorNote) && f.words <= 60) {
        set(line, BlockType::Byline, "author note");
      } else if (c.has(Cue::Byline) && f.words <= 14 && !(f.terminal && f.words > 8)) {
        set(line, BlockType::Byline, "byline wording");
      } else if (f.dated && f.words <= 14 && f.words <= f.date_words + 2) {
        set(line, BlockType::DateLine, "date line");
      } else if (f.dated && f.words <= 16 && !f.terminal && (c.has(Cue::Published) || c.has(Cue::Updated))) {
        set(line, BlockType::DateLine, "date line");
      } else if (f.handle && f.words <= 70) {
        set(line, BlockType::EmbeddedPost, "post handle");
      } else if (f.words <= 12 && !f.latin && mostly_latin()) {
        set(line, BlockType::Navigation, "other script");
      }
    }
  }

  // Whether most of the page is in Latin letters; computed once.
  bool mostly_latin() {
    if (latin_ < 0) {
      std::size_t latin = 0, all = 0;
      for (const Line& line : lines_) {
        all += line.f.chars;
        if (line.f.latin) latin += line.f.chars;
      }
      latin_ = latin * 10 >= all * 8 ? 1 : 0;
    }
    return latin_ == 1;
  }

  // A comment's head: a short line with a name and a time stamp, seen at least
  // twice. Bylines and "updated" lines have wordings of their own.
  void mark_records() {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      Line& line = lines_[i];
      const LineFeatures& f = line.f;
      if (!f.dated || f.words > 14 || f.terminal || f.cues.has(Cue::Updated) || f.cues.has(Cue::Byline) ||
          f.cues.has(Cue::Copyright) || f.cues.has(Cue::DocumentHead))
        continue;
      const bool named = name_words(f) >= 1 && name_words(f) <= 6;
      // The name may stand on the line above.
      const bool name_above =
          i > 0 && lines_[i - 1].f.words <= 4 && !lines_[i - 1].f.terminal && name_words(f) <= 2;
      if (named || name_above) found.push_back(i);
    }
    if (found.size() < 2) return;
    // Text must stand between one head and the next: a list of dated headlines has none.
    std::size_t with_text = 0;
    for (std::size_t k = 0; k < found.size(); ++k) {
      const std::size_t end = k + 1 < found.size() ? found[k + 1] : lines_.size();
      for (std::size_t i = found[k] + 1; i < end && i < found[k] + 6; ++i) {
        if (lines_[i].f.words >= 5 && !lines_[i].f.dated) {
          ++with_text;
          break;
        }
      }
    }
    if (with_text * 2 < found.size()) return;
    for (const std::size_t i : found) lines_[i].record = true;
  }

  std::uint32_t prose_words(std::size_t begin, std::size_t end) const {
    std::uint32_t n = 0;
    for (std::size_t i = begin; i < end; ++i) {
      if (!lines_[i].fixed && lines_[i].f.sentence()) n += lines_[i].f.words;
    }
    return n;
  }

  // A headline over its teaser, again and again: at least `least` times from `at`
  // on, before any two sentences in a row that belong to running prose.
  bool teasers_from(std::size_t at, int least) const {
    int pairs = 0;
    std::size_t i = at;
    while (i + 1 < lines_.size()) {
      const Line& head = lines_[i];
      if (head.fixed) {
        ++i;
        continue;
      }
      const bool title = !head.f.terminal && head.f.words >= 3 && head.f.words <= 25;
      const Line& blurb = lines_[i + 1];
      if (title && !blurb.fixed && blurb.f.sentence() && blurb.f.words <= 70) {
        ++pairs;
        i += 2;
      } else if (title) {
        ++i;
      } else {
        break;
      }
      if (pairs >= least) return true;
    }
    return pairs >= least;
  }

  // Signs of a thread in the lines right behind `at`.
  std::size_t thread_signs(std::size_t at) const {
    std::size_t n = 0;
    for (std::size_t i = at; i < lines_.size() && i < at + 40; ++i) {
      const LineFeatures& f = lines_[i].f;
      n += lines_[i].record ||
           ((f.cues.has(Cue::CommentPrompt) || f.cues.has(Cue::CommentHead)) && f.words <= 12);
    }
    return n;
  }

  // Where the article ends for good: the thread, the copyright line, the list of other stories: the first
  // such line behind `from`. Prose is counted from there.
  std::size_t find_cut(std::size_t from) {
    comments_ = false;
    std::uint32_t before = 0;
    const std::uint32_t all = prose_words(from, lines_.size());
    for (std::size_t i = from; i < lines_.size(); ++i) {
      const Line& line = lines_[i];
      const LineFeatures& f = line.f;
      if (!line.fixed && f.sentence() && !line.record) {
        before += f.words;
        continue;
      }
      bool cut = false, thread = false;
      const bool enough = before >= 60 || (before >= 20 && before * 3 >= all);
      // Most of the prose is passed, or more of the same follows: a link to the thread above the article has
      // neither.
      const bool late = before * 2 >= all;
      if (line.record && enough && (late || thread_signs(i + 1) >= 2)) {
        cut = thread = true;
      } else if (f.cues.has(Cue::CommentHead) && f.words <= 12 && enough &&
                 (late || thread_signs(i + 1) >= 3)) {
        cut = thread = true;
      } else if (f.cues.has(Cue::CommentPrompt) && f.words <= 12 && enough && late) {
        cut = thread = true;
      } else if (f.cues.has(Cue::Copyright) && enough && (before * 5 >= all * 2 || teasers_from(i + 1, 2))) {
        cut = true;
      } else if (line.fixed && line.type == BlockType::RelatedStory && line.reason != kTeaser &&
                 f.words <= 8 && enough && !resumes(i + 1)) {
        cut = true;
      } else if (line.fixed && line.type == BlockType::Byline && f.cues.has(Cue::AuthorNote) && enough &&
                 teasers_from(i + 1, 2)) {
        cut = true;
      }
      if (!cut) continue;
      comments_ = thread;
      std::size_t at = i;
      // The name above a lone stamp belongs to the thread, and so does the head above the first record.
      if (line.record) {
        while (at > from && i - at < 3 && !lines_[at - 1].f.terminal && lines_[at - 1].f.words <= 6) --at;
      }
      return at;
    }
    return lines_.size();
  }

  void locate() {
    cut_ = find_cut(0);
    find_body(0);
    const std::size_t begin = begin_, end = end_, cut = cut_;
    const bool comments = comments_;
    if (cut == lines_.size()) return;
    // Menus and notices at the top of a page can look like the end of an article. The densest run of the
    // whole page then stands behind the cut; it is taken unless it is a thread itself.
    const std::uint32_t had = prose_words(begin, end);
    cut_ = lines_.size();
    find_body(0);
    std::size_t records = 0;
    for (std::size_t i = begin_ > 3 ? begin_ - 3 : 0; i < end_; ++i) records += lines_[i].record;
    const std::uint32_t words = prose_words(begin_, end_);
    if (begin_ >= cut && had * 3 < words && records * 80 < words) {
      const std::size_t next = find_cut(begin_);
      cut_ = next;
      end_ = std::min(end_, next);
      return;
    }
    cut_ = cut;
    begin_ = begin;
    end_ = end;
    comments_ = comments;
  }

  // Whether prose of the article goes on behind a list of other stories that
  // starts at `at`: two sentences in a row at the article's own indent, with no headline between them.
  bool resumes(std::size_t at) const {
    std::size_t row = 0, heads = 0, longer = 0;
    const std::size_t last = std::min(lines_.size(), at + 60);
    for (std::size_t i = at; i < last; ++i) {
      const Line& line = lines_[i];
      if (line.fixed && (line.f.cues.has(Cue::CommentHead) || line.f.cues.has(Cue::Copyright) || line.record))
        return false;
      const bool prose = !line.fixed && line.f.sentence() && line.f.words >= 12 &&
                         line.marker == Marker::None && line.indent <= body_indent();
      if (prose) {
        ++row;
        longer += line.f.words >= 35;
        // Teasers are shorter than paragraphs: several long sentences are prose even with heads between them.
        if (row >= 2 || longer >= 3) return heads <= 12;
      } else {
        if (row == 1 && !line.f.terminal) ++heads;
        row = 0;
      }
    }
    return false;
  }

  // Indent of the longest unmarked sentence of the first half.
  std::uint32_t body_indent() const {
    std::uint32_t best = 0, words = 0;
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      if (lines_[i].fixed || !lines_[i].f.sentence() || lines_[i].marker != Marker::None) continue;
      words += lines_[i].f.words;
      best = lines_[i].indent;
      if (words >= 12) break;
    }
    return best;
  }

  // The stretch of lines with the largest sum of weights (Kadane), cut at cut_.
  // Sentences weigh by their words, short lines against: the densest run of the
  // line-rule readers in shared/pages.md, made exact.
  void find_body(std::size_t from) {
    double best = 0, total = 0, slack = 0;
    std::size_t start = from;
    begin_ = end_ = from;
    for (std::size_t i = from; i < cut_; ++i) {
      const Line& line = lines_[i];
      double w;
      if (line.fixed) {
        switch (line.type) {
          case BlockType::Navigation:
          case BlockType::RelatedStory:
            w = -1.5;
            break;
          case BlockType::Caption:
          case BlockType::Credit:
          case BlockType::Promo:
          case BlockType::EmbeddedPost:
            w = -0.3;
            break;
          default:
            w = -0.8;
        }
      } else if (line.f.sentence()) {
        w = 0.6 + std::min<double>(line.f.words, 60) / 12.0;
      } else if (line.f.words >= 15 || line.f.colon) {
        w = 0.2;
      } else if (row_of_columns(line)) {
        w = 0;
      } else {
        w = -0.9;
      }
      if (slack <= 0) {
        total = slack = 0;
        start = i;
      }
      total += w;
      // A long stretch of other matter ends the article, however long it was.
      slack = std::min(slack + w, kGap);
      if (total > best) {
        best = total;
        begin_ = start;
        end_ = i + 1;
      }
    }
    // A lead-in or a heading with nothing under it leads to what is no longer the article.
    while (end_ > begin_ + 1 && (lines_[end_ - 1].fixed || lines_[end_ - 1].f.colon ||
                                 (!lines_[end_ - 1].f.sentence() && !lines_[end_ - 1].f.terminal &&
                                  lines_[end_ - 1].marker == Marker::None && lines_[end_ - 1].f.words < 15)))
      --end_;
    take_list();
    // Sentences right before the run that only short furniture separates from it (a standfirst over a
    // byline).
    for (std::size_t back = begin_; back > 0 && begin_ - back < 8;) {
      --back;
      const Line& line = lines_[back];
      if (line.fixed && (line.type == BlockType::Navigation || line.type == BlockType::RelatedStory)) break;
      if (!line.fixed && line.f.sentence() && line.f.words >= 8) begin_ = back;
    }
  }

  // A list that belongs to the body right above it, though its items are no sentences: one right under the
  // colon that leads to it, or one of dashes with next to nothing behind it. Where a page was rendered, blank
  // lines part its lists from its text, and what stands under a colon there is links more often than not.
  void take_list() {
    constexpr std::size_t kItems = 200, kBehind = 6;
    std::size_t at = end_;
    if (at < cut_ && at == end_ && !lines_[at].fixed && lines_[at].f.colon &&
        lines_[at].marker == Marker::None)
      ++at;
    if (at == 0 || at <= begin_) return;
    const bool led = lines_[at - 1].f.colon && at < lines_.size() && lines_[at].blanks == 0;
    std::size_t last = at, words = 0;
    while (last < cut_ && last - at < kItems && lines_[last].marker != Marker::None && !lines_[last].fixed &&
           lines_[last].blanks <= 1) {
      words += lines_[last].f.words;
      ++last;
    }
    const std::size_t items = last - at;
    if (items < 2) return;
    const bool dashes = text_[lines_[at].span.begin] == '-' && words >= items * 4;
    if (!led && !(dashes && lines_.size() - last <= kBehind)) return;
    for (std::size_t i = end_; i < last; ++i) lines_[i].kept = true;
    end_ = last;
  }

  bool title_like(std::size_t i) const {
    const Line& line = lines_[i];
    // Headings of a document's parts are numbered, and who it is written to ends with a comma.
    if (line.marker == Marker::Number || text_[line.span.end - 1] == ',') return false;
    const bool headline_end =
        !line.f.terminal || text_[line.span.end - 1] == '?' || text_[line.span.end - 1] == '!';
    return !line.fixed && headline_end && line.f.words >= 3 && line.f.words <= 32 && line.f.chars <= 260 &&
           !line.record && !row_of_columns(line);
  }

  // "Golo road   3    2    1": cells of a table that kept their columns; no headline has two wide gaps, and
  // prose that was typed with two spaces behind each sentence has more words between them.
  bool row_of_columns(const Line& line) const {
    if (line.f.terminal) return false;
    const std::string_view s = line.span.of(text_);
    std::size_t gaps = 0;
    for (std::size_t at = 0; at < s.size(); ++at) {
      if (s[at] == '\t') {
        ++gaps;
      } else if (s[at] == ' ' && at + 1 < s.size() && s[at + 1] == ' ') {
        ++gaps;
        while (at + 1 < s.size() && s[at + 1] == ' ') ++at;
      }
    }
    return gaps >= 2 && line.f.words <= (gaps + 1) * 4;
  }

  void find_title() {
    double best = 0;
    // With no body the whole page up to the cut is searched.
    const std::size_t limit = end_ > begin_ ? begin_ : std::min<std::size_t>(cut_, 12);
    const std::size_t first = limit > 40 ? limit - 40 : 0;
    for (std::size_t i = 0; i < limit; ++i) {
      if (i < first && i > 2) continue;
      if (!title_like(i)) continue;
      const Line& line = lines_[i];
      double s = std::min<double>(line.f.words, 10) / 10.0 - 0.02 * static_cast<double>(limit - i);
      // The title of the head and that of the article are the same line but for the site's name.
      for (std::size_t k = 0; k < limit && k < 60; ++k) {
        if (k != i && line.f.chars >= 20 &&
            lines_[k].span.of(text_).find(line.span.of(text_)) != std::string_view::npos)
          s += k < i ? 1.0 : 0.6;
      }
      // "Statement No. 4" under the letterhead is how a document is called that has no headline.
      if (line.f.cues.has(Cue::DocumentHead)) s += 0.3;
      if (s > best) {
        best = s;
        title_ = static_cast<int>(i);
      }
    }
    // Of two headlines right under one another the second is the standfirst, however much longer it is.
    if (title_ > 0) {
      const auto at = static_cast<std::size_t>(title_);
      const Line& above = lines_[at - 1];
      if (lines_[at].blanks == 0 && lines_[at].marker == Marker::None && above.marker == Marker::None &&
          !lines_[at].f.cues.has(Cue::DocumentHead) && title_like(at - 1) && above.f.words >= 5 &&
          above.f.words < lines_[at].f.words && lines_[at].f.words >= 9) {
        --title_;
        set(lines_[at], BlockType::Standfirst, "second headline");
        lines_[at].kept = true;
      }
    }
    // The run may have swallowed the title: a headline among its first lines with a sentence before it only.
    if (title_ < 0) {
      for (std::size_t i = begin_; i < end_ && i < begin_ + 3; ++i) {
        if (title_like(i) && lines_[i].f.words >= 4) {
          title_ = static_cast<int>(i);
          begin_ = i + 1;
          break;
        }
      }
    }
    if (title_ < 0) return;
    const Line& title = lines_[static_cast<std::size_t>(title_)];
    set(lines_[static_cast<std::size_t>(title_)], BlockType::Headline, "headline line");
    // The headline stands twice on pages whose head gives it with the site's name or a kicker.
    const std::string_view words = title.span.of(text_);
    for (std::size_t i = 0; i < end_ && i < begin_ + 6; ++i) {
      Line& line = lines_[i];
      if (line.fixed || line.f.words < 4 || line.f.words > 40) continue;
      const std::string_view other = line.span.of(text_);
      if (words.find(other) != std::string_view::npos ||
          (other.size() <= words.size() * 2 && other.find(words) != std::string_view::npos)) {
        set(line, BlockType::Headline, "repeats the headline");
      }
    }
  }

  // Several short lines in a row without a sentence are a list of links.
  bool in_short_run(std::size_t i) const {
    const auto is_short = [&](std::size_t k) {
      return !lines_[k].f.sentence() && !lines_[k].f.colon && lines_[k].f.words < 15 &&
             lines_[k].marker == Marker::None && !lines_[k].f.terminal;
    };
    if (!is_short(i)) return false;
    std::size_t b = i, e = i + 1;
    while (b > begin_ && is_short(b - 1)) --b;
    while (e < end_ && is_short(e)) ++e;
    return e - b >= 3;
  }

  void type_lines() {
    const auto title = title_ >= 0 ? static_cast<std::size_t>(title_) : begin_;
    bool body_seen = false;
    std::size_t stories = 0;  // lines of a list of other stories that is being passed
    for (std::size_t i = 0; i < cut_; ++i) {
      Line& line = lines_[i];
      const bool inside = i >= begin_ && i < end_;
      if (line.fixed) {
        if (line.type == BlockType::RelatedStory && inside && line.reason != kTeaser) stories = 8;
        continue;
      }
      const LineFeatures& f = line.f;
      if (inside && row_of_columns(line)) {
        line.type = BlockType::TableRow;
        line.reason = "cells in columns";
        continue;
      }
      if (!inside) {
        if (title_ >= 0 && i > title && i < begin_ && f.words >= 10 && !f.cues.has(Cue::Navigation)) {
          line.type = BlockType::Standfirst;
          line.reason = "long line under the title";
        } else {
          line.type = i < begin_ ? BlockType::Navigation : BlockType::Other;
          line.reason = i < begin_ ? "before the body" : "after the body";
        }
        continue;
      }
      if (stories > 0) {
        if (f.sentence() && f.words >= 12) {
          stories = 0;
        } else {
          --stories;
          line.type = BlockType::RelatedStory;
          line.reason = "under a related head";
          continue;
        }
      }
      if (line.marker == Marker::Number && line.blanks > 0 && f.words <= 10 && !f.terminal && i + 1 < end_ &&
          lines_[i + 1].blanks > 0) {
        line.type = BlockType::SectionHead;
        line.reason = "numbered heading";
      } else if (line.marker != Marker::None && !f.sentence()) {
        line.type = BlockType::ListItem;
        line.reason = "list marker";
      } else if (f.sentence() || f.words >= 15 || f.colon) {
        if (!body_seen && title_ >= 0 && i == title + 1 && f.words <= 45 && i + 1 < end_) {
          line.type = BlockType::Standfirst;
          line.reason = "first line under the title";
        } else {
          line.type = BlockType::Paragraph;
          line.reason = "prose in the body's run";
        }
        body_seen = true;
      } else if (f.terminal) {
        line.type = BlockType::Paragraph;
        line.reason = "short sentence in the body's run";
      } else if (i + 1 < end_ && (lines_[i + 1].fixed ||
                                  (!lines_[i + 1].f.sentence() && lines_[i + 1].marker == Marker::None &&
                                   !lines_[i + 1].f.colon) ||
                                  f.words > 14)) {
        line.type = BlockType::Other;
        line.reason = "short line over no prose";
      } else if (in_short_run(i)) {
        line.type = BlockType::RelatedStory;
        line.reason = "run of short lines";
      } else {
        line.type = BlockType::SectionHead;
        line.reason = "short line between paragraphs";
      }
    }
    // The points of an offer stand under its promo line.
    bool offer = false;
    for (std::size_t i = 0; i < cut_; ++i) {
      Line& line = lines_[i];
      if (line.type == BlockType::Promo || line.type == BlockType::Paywall) {
        offer = true;
      } else if (offer && line.marker == Marker::Bullet && line.f.words <= 40) {
        set(line, BlockType::Promo, "list under a promo line");
      } else if (line.marker != Marker::Bullet) {
        offer = false;
      }
    }
    // The same words twice: a summary, a pull quote, a second copy for another screen.
    std::unordered_set<std::string_view> before;
    for (std::size_t i = 0; i < cut_; ++i) {
      Line& line = lines_[i];
      if (line.fixed || model::section_kind(line.type) != model::SectionKind::Body || line.f.words < 6)
        continue;
      if (!before.insert(line.span.of(text_)).second) {
        line.type = BlockType::Other;
        line.reason = "repeated";
      }
    }
    // The heading over a paywall box, which has no wording of its own, and what stands behind the box.
    for (std::size_t i = 0; i < cut_; ++i) {
      if (lines_[i].type != BlockType::Paywall) continue;
      if (i > 0 && !lines_[i - 1].fixed && !lines_[i - 1].f.terminal && lines_[i - 1].f.words <= 14) {
        set(lines_[i - 1], BlockType::Paywall, "head of a paywall notice");
      }
    }
  }

  void type_tail() {
    if (cut_ >= lines_.size()) return;
    // Lists inside lists with whole sentences in them are a thread: a list of other stories is flat and
    // short.
    std::size_t marked = 0, deep = 0, prose = 0, records = 0;
    const std::uint32_t base = body_indent();
    for (std::size_t i = cut_; i < lines_.size(); ++i) {
      marked += lines_[i].marker != Marker::None;
      deep += lines_[i].indent >= base + 4;
      prose += lines_[i].f.sentence() && lines_[i].indent > base;
      records += lines_[i].record;
    }
    const bool nested = marked >= 2 && deep >= 2 && prose >= 2;
    const bool thread = comments_ || nested || records >= 2;
    bool in_thread = comments_;
    for (std::size_t i = cut_; i < lines_.size(); ++i) {
      Line& line = lines_[i];
      if (thread && !in_thread && (line.record || line.marker != Marker::None || line.indent > base))
        in_thread = true;
      if (line.f.cues.has(Cue::CommentHead) && line.f.words <= 12) {
        set(line, BlockType::Prompt, "comment head");
        in_thread = true;
        continue;
      }
      if (in_thread) {
        const bool furniture =
            line.fixed && (line.type == BlockType::Prompt ||
                           (line.type == BlockType::Other && line.f.cues.has(Cue::Copyright)));
        if (furniture) continue;
        line.type = BlockType::Comment;
        line.reason = nested && !comments_ ? "nested list behind the article" : "behind the head of a thread";
      } else if (!line.fixed) {
        line.type = BlockType::RelatedStory;
        line.reason = "behind the article's end";
      }
    }
  }

  bool reporting(const Line& line) const {
    return model::section_kind(line.type) == model::SectionKind::Body || line.type == BlockType::SectionHead;
  }

  // What the learnt model is asked about a line. The order is part of the weights.
  FeatureTable features() const {
    FeatureTable out;
    const std::size_t n = lines_.size();
    std::vector<double> words(n + 1, 0), prose(n + 1, 0), records(n + 1, 0), ends(n + 1, 0), bodies(n + 1, 0);
    for (std::size_t i = 0; i < n; ++i) {
      const Line& l = lines_[i];
      words[i + 1] = words[i] + l.f.words;
      prose[i + 1] = prose[i] + (l.f.sentence() && !l.fixed ? l.f.words : 0);
      records[i + 1] = records[i] + l.record;
      ends[i + 1] = ends[i] + l.f.terminal;
      bodies[i + 1] = bodies[i] + (reporting(l) ? 1 : 0);
    }
    const auto log1 = [](double v) { return std::log2(1.0 + (v > 0 ? v : 0)); };
    const auto clamp = [](double v, double low, double high) { return std::clamp(v, low, high); };
    for (std::size_t i = 0; i < n; ++i) {
      const Line& l = lines_[i];
      const bool settled =
          l.kept || l.reason == kTeaser || l.type == BlockType::Headline || l.type == BlockType::Comment ||
          l.type == BlockType::Prompt ||
          (l.fixed && l.f.words <= 16 &&
           (l.type == BlockType::Byline || l.type == BlockType::DateLine || l.type == BlockType::Credit));
      if (!settled && l.f.words > 0) out.blocks.push_back(static_cast<std::uint32_t>(i));
    }
    out.resize(out.blocks.size());
    for (std::size_t row = 0; row < out.blocks.size(); ++row) {
      const std::size_t i = out.blocks[row];
      const Line& l = lines_[i];
      std::size_t at = 0;
      const auto put = [&](double v) { out.at(row, at++) = static_cast<float>(v); };
      const LineFeatures& f = l.f;
      const auto position = static_cast<double>(i);
      put(reporting(l));
      put(l.fixed);
      put(static_cast<double>(l.type));
      put(f.sentence());
      put(i >= begin_ && i < end_);
      put(clamp(position - static_cast<double>(begin_), -60, 200));
      put(clamp(static_cast<double>(end_) - position, -60, 200));
      put(clamp(static_cast<double>(cut_) - position, -60, 200));
      put(title_ < 0 ? -100 : clamp(position - title_, -90, 300));
      put(comments_);
      put(l.record);
      put(static_cast<double>(l.marker));
      put(l.indent);
      put(std::min<std::uint32_t>(l.blanks, 6));
      put(i + 1 < n ? std::min<std::uint32_t>(lines_[i + 1].blanks, 6) : 9);
      put(log1(f.words));
      put(log1(f.chars));
      put(f.words > 0 ? static_cast<double>(f.chars) / f.words : 0);
      put(f.words > 0 ? static_cast<double>(f.capital_words) / f.words : 0);
      put(f.chars > 0 ? static_cast<double>(f.digits) / f.chars : 0);
      put(f.terminal);
      put(f.colon);
      put(f.ellipsis);
      put(f.starts_lower);
      put(f.starts_quote);
      put(f.latin);
      put(f.slash_credit || f.end_credit);
      put(f.handle);
      put(f.dated);
      put(f.words > 0 ? static_cast<double>(f.date_words) / f.words : 0);
      put(f.dash_start);
      for (unsigned c = 0; c < static_cast<unsigned>(Cue::Learnt_); ++c) put(f.cues.has(static_cast<Cue>(c)));
      for (const int d : {-3, -2, -1, 1, 2, 3}) {
        const auto k = static_cast<std::ptrdiff_t>(i) + d;
        const Line* o = k >= 0 && k < static_cast<std::ptrdiff_t>(n) ? &lines_[static_cast<std::size_t>(k)] : nullptr;
        put(o == nullptr ? -1 : log1(o->f.words));
        put(o == nullptr ? -1 : o->f.terminal);
        put(o == nullptr ? -1 : reporting(*o));
        put(o == nullptr ? -1 : static_cast<double>(o->type));
      }
      for (const std::size_t width : {3u, 8u, 25u}) {
        const std::size_t a = i > width ? i - width : 0, z = std::min(n, i + width + 1);
        const auto before = static_cast<double>(std::max<std::size_t>(i - a, 1)), behind = static_cast<double>(std::max<std::size_t>(z - i - 1, 1));
        put((prose[i] - prose[a]) / before);
        put((prose[z] - prose[i + 1]) / behind);
        put((words[i] - words[a]) / before);
        put((words[z] - words[i + 1]) / behind);
        put((ends[z] - ends[a]) / static_cast<double>(z - a));
        put((bodies[i] - bodies[a]) / before);
        put((bodies[z] - bodies[i + 1]) / behind);
        put(records[z] - records[a]);
      }
      put(log1(prose[n]));
      put(prose[n] > 0 ? prose[i] / prose[n] : 0);
      put(words[n] > 0 ? words[i] / words[n] : 0);
      put(words[n] > 0 ? prose[n] / words[n] : 0);
      put(position / static_cast<double>(n));
      put(log1(static_cast<double>(n)));
      put(prose[n] > 0 ? (prose[std::min(end_, n)] - prose[std::min(begin_, n)]) / prose[n] : 0);
      HUDNA_CHECK(at <= kBlockFeatures);
    }
    return out;
  }

  // The learnt model has the last word on lines that are not the headline, of a thread, or behind its head.
  void ask_model() {
    if (model_.empty() && features_ == nullptr) return;
    FeatureTable table = features();
    const std::vector<float> scores = model_.empty() ? std::vector<float>() : table.scores(model_);
    for (std::size_t k = 0; !model_.empty() && k < table.blocks.size(); ++k) {
      const std::size_t i = table.blocks[k];
      Line& line = lines_[i];
      const bool is = scores[k] > (line.fixed || i >= cut_ ? kInFixed : kIn);
      if (is == reporting(line)) continue;
      if (is) {
        line.type = line.marker != Marker::None ? BlockType::ListItem
                    : line.f.sentence() || line.f.words >= 15 || line.f.terminal ? BlockType::Paragraph
                                                                               : BlockType::SectionHead;
        line.reason = "like the article (learnt)";
      } else {
        line.type = i < begin_ ? BlockType::Navigation : i >= end_ ? BlockType::RelatedStory : BlockType::Other;
        line.reason = "unlike the article (learnt)";
      }
    }
    if (features_ != nullptr) *features_ = std::move(table);
  }

  std::string_view text_;
  const BlockModel& model_;
  FeatureTable* features_;
  std::vector<Line> lines_;
  int latin_ = -1;
  int title_ = -1;
  std::size_t cut_ = 0;
  std::size_t begin_ = 0, end_ = 0;
  bool comments_ = false;
};

}  // namespace

TextBlocks classify_lines(std::string_view text, const Vocabulary& vocabulary, const BlockModel& model,
                          FeatureTable* features) {
  return Classifier(text, vocabulary, model, features).run();
}

}  // namespace hudna::page
