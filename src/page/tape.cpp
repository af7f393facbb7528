#include "page/tape.h"

#include <algorithm>
#include <array>

#include "base/limits.h"
#include "base/utf8.h"
#include "page/references.h"
#include "page/tokenizer.h"

namespace hudna::page {
namespace {

// Elements that are kept of one page; a page of 2 MB has some 20,000. Later ones count to their parent.
constexpr std::size_t kElements = std::size_t{1} << 20;
constexpr std::size_t kMetaValues = 4096;
// Names of authors beside their stories; the page's own stand among the first.
constexpr std::size_t kNames = 64;
constexpr std::size_t kNameBytes = 100;
constexpr std::size_t kJsonScripts = 64;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 32) : c; }
bool space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f'; }

bool same_folded(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (lower(a[i]) != b[i]) return false;
  }
  return true;
}

std::string folded(std::string_view s) {
  std::string out;
  out.reserve(s.size());
  for (char c : s) out.push_back(lower(c));
  return out;
}

class Builder {
 public:
  Builder(const DecodedText& decoded, std::string_view page, const Markup& markup)
      : decoded_(decoded), page_(page), markup_(markup), tokens_(page) {
    tape_.elements.push_back(Element{});
    stack_.push_back(0);
    tape_.text.reserve(page.size() / 8);
  }

  Tape run() {
    Token token;
    while (tokens_.next(&token)) {
      switch (token.kind) {
        case TokenKind::Characters:
          characters(token);
          break;
        case TokenKind::StartTag:
          start_tag(token);
          break;
        case TokenKind::EndTag:
          end_tag(token);
          break;
        default:
          break;
      }
    }
    flush();
    while (stack_.size() > 1) pop();
    tape_.elements[0].end_block = static_cast<std::uint32_t>(tape_.blocks.size());
    tape_.capped = tape_.capped || tokens_.attributes_capped();
    return std::move(tape_);
  }

 private:
  // Offsets of the decoded page to those of the file, moving forward.
  void map_piece(std::uint32_t size, std::size_t begin, std::size_t end, bool linear) {
    if (decoded_.same) {
      const std::uint32_t skip = decoded_.skip;
      tape_.map.append(size, static_cast<std::uint32_t>(begin) + skip, static_cast<std::uint32_t>(end) + skip,
                       linear);
      return;
    }
    if (!linear) {
      const model::RawSpan raw = raw_of(begin, end);
      tape_.map.append(size, raw.begin, raw.end, false);
      return;
    }
    const auto pieces = decoded_.map.pieces();
    while (piece_ + 1 < pieces.size() && pieces[piece_ + 1].text_begin <= begin) ++piece_;
    std::size_t at = begin;
    std::size_t p = piece_;
    while (at < end) {
      const std::size_t next = p + 1 < pieces.size() ? pieces[p + 1].text_begin : decoded_.map.text_size();
      const std::size_t to = std::min(next, end);
      const auto n = static_cast<std::uint32_t>(to - at);
      if (pieces[p].linear) {
        const auto raw = static_cast<std::uint32_t>(pieces[p].raw_begin + (at - pieces[p].text_begin));
        tape_.map.append(n, raw, raw + n, true);
      } else {
        tape_.map.append(n, pieces[p].raw_begin, pieces[p].raw_end, false);
      }
      at = to;
      ++p;
    }
  }
  model::RawSpan raw_of(std::size_t begin, std::size_t end) const {
    if (decoded_.same)
      return {static_cast<std::uint32_t>(begin) + decoded_.skip,
              static_cast<std::uint32_t>(end) + decoded_.skip};
    return decoded_.map.raw({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
  }

  Element& top() { return tape_.elements[stack_.back()]; }

  // Text starts or goes on in the open block: settles what holds it.
  void touch(std::size_t at) {
    if (!open_) {
      if (!tape_.text.empty()) {
        tape_.text.append("\n\n");
        map_piece(2, at, at, false);
      }
      open_ = true;
      block_ = TapeBlock{};
      block_.span.begin = static_cast<std::uint32_t>(tape_.text.size());
      holder_ = stack_.size() - 1;
      for (std::size_t i = stack_.size(); i-- > 0;) {
        const Tag tag = tape_.elements[stack_[i]].tag;
        if (is_block(tag)) {
          block_.tag = tag;
          break;
        }
      }
    } else {
      holder_ = std::min(holder_, stack_.size() - 1);
    }
  }

  void put_space() {
    // White space between two stretches of text is one space, or a line break where a <br> stood.
    const char c = break_ ? '\n' : ' ';
    if (!break_ && space_end_ == space_begin_ + 1 && page_[space_begin_] == ' ') {
      tape_.text.push_back(' ');
      map_piece(1, space_begin_, space_end_, true);
    } else {
      tape_.text.push_back(c);
      map_piece(1, space_begin_, space_end_, false);
    }
    pending_ = break_ = false;
  }

  // "<a>Ann Lee</a><span>March 3</span>": one element ends and another starts with nothing between, a small letter or digit
  // before and a capital or digit behind. Style sheets part the two; a space says so. One word in two colours has no capital inside.
  void part_words(std::size_t begin) {
    if (joint_ == 2 && open_ && !tape_.text.empty()) {
      const char a = tape_.text.back(), b = page_[begin];
      const bool small = a >= 'a' && a <= 'z', digit_a = a >= '0' && a <= '9';
      const bool capital = b >= 'A' && b <= 'Z', digit_b = b >= '0' && b <= '9';
      if ((small && (capital || digit_b)) || (digit_a && capital)) {
        tape_.text.push_back(' ');
        map_piece(1, begin, begin, false);
      }
    }
    joint_ = 0;
  }

  void put(std::size_t begin, std::size_t end) {
    if (begin == end) return;
    if (pending_ && open_) put_space();
    part_words(begin);
    pending_ = break_ = false;
    touch(begin);
    tape_.text.append(page_.substr(begin, end - begin));
    map_piece(static_cast<std::uint32_t>(end - begin), begin, end, true);
    count(end - begin);
  }

  void count(std::size_t bytes) {
    if (links_ > 0) block_.link_bytes += static_cast<std::uint32_t>(bytes);
    if (bolds_ > 0) block_.bold_bytes += static_cast<std::uint32_t>(bytes);
  }

  void characters(const Token& token) {
    if (skip_depth_ > 0) return;
    if (in_title_) {
      // The title of the head is a field, no text of the page.
      marks_ = 0;
      add_meta("title", token.text_begin, token.text_end);
      in_title_ = false;
      return;
    }
    const std::size_t end = token.text_end;
    std::size_t at = token.text_begin;
    std::size_t run = at;
    const bool references = token.state == TextState::Data || token.state == TextState::Rcdata;
    while (at < end) {
      const char c = page_[at];
      if (static_cast<unsigned char>(c) > ' ' && (c != '&' || !references)) {
        ++at;
        continue;
      }
      if (c == ' ' && at > run && at + 1 < end && static_cast<unsigned char>(page_[at + 1]) > ' ') {
        // A single space inside a run stays in it.
        ++at;
        continue;
      }
      put(run, at);
      if (static_cast<unsigned char>(c) <= ' ') {
        const std::size_t begin = at;
        while (at < end && static_cast<unsigned char>(page_[at]) <= ' ') ++at;
        if (open_ && !pending_) {
          pending_ = true;
          space_begin_ = begin;
          space_end_ = at;
        } else if (open_ && pending_) {
          space_end_ = at;
        }
      } else {
        const Reference r = find_reference(page_, at, false);
        if (r.length == 0) {
          put(at, at + 1);
          ++at;
        } else if (r.points[0] == ' ' || r.points[0] == '\n' || r.points[0] == '\t') {
          if (open_ && !pending_) {
            pending_ = true;
            space_begin_ = at;
          }
          if (open_) space_end_ = at + r.length;
          at += r.length;
        } else {
          if (pending_ && open_) put_space();
          pending_ = break_ = false;
          touch(at);
          const std::size_t before = tape_.text.size();
          base::append_utf8(&tape_.text, r.points[0]);
          if (r.points[1] != 0) base::append_utf8(&tape_.text, r.points[1]);
          map_piece(static_cast<std::uint32_t>(tape_.text.size() - before), at, at + r.length, false);
          count(tape_.text.size() - before);
          at += r.length;
        }
      }
      run = at;
    }
    put(run, at);
  }

  void flush() {
    if (open_) {
      block_.span.end = static_cast<std::uint32_t>(tape_.text.size());
      block_.element = stack_[std::min(holder_, stack_.size() - 1)];
      tape_.blocks.push_back(block_);
    }
    open_ = false;
    pending_ = break_ = false;
  }

  void pop() {
    Element& e = top();
    e.end_block = static_cast<std::uint32_t>(tape_.blocks.size());
    // Of nested ones the innermost that has text counts: <span class="byline">by <a rel="author">Ines
    // Varga</a>.
    if (name_element_ != 0 && name_element_ == stack_.back()) {
      const auto end = static_cast<std::uint32_t>(tape_.text.size());
      if (name_block_ == tape_.blocks.size() && end > name_begin_ && end - name_begin_ <= kNameBytes)
        tape_.names.push_back({{name_begin_, end}, name_block_, e.all});
      name_element_ = 0;
    }
    if (e.tag == Tag::A && links_ > 0) --links_;
    if ((e.tag == Tag::B || e.tag == Tag::Strong) && bolds_ > 0) --bolds_;
    --open_tags_[static_cast<std::size_t>(e.tag)];
    stack_.pop_back();
    if (open_) holder_ = std::min(holder_, stack_.size() - 1);
  }

  // Closes open elements down to the nearest one of `tag`, but not through one of `stop`. At most 512 steps.
  bool close_to(Tag tag, std::initializer_list<Tag> stops) {
    if (open_tags_[static_cast<std::size_t>(tag)] == 0) return false;
    for (std::size_t i = stack_.size(); i-- > 1;) {
      const Tag t = tape_.elements[stack_[i]].tag;
      if (t == tag) {
        while (stack_.size() > i) pop();
        return true;
      }
      if (std::find(stops.begin(), stops.end(), t) != stops.end()) return false;
    }
    return false;
  }

  void start_tag(const Token& token) {
    const std::string_view name = tokens_.text(token);
    const Tag tag = find_tag(name);
    if (skip_depth_ > 0) {
      if (tag == skip_tag_ && !token.self_closing) ++skip_depth_;
      return;
    }
    if (tag == Tag::Script) {
      script(token);
      skip_tag_ = tag;
      skip_depth_ = 1;
      return;
    }
    if (tag == Tag::Meta || tag == Tag::Link || tag == Tag::Base) {
      head_value(tag);
      return;
    }
    if (tag == Tag::Title) {
      in_title_ = true;
      return;
    }
    if (tag == Tag::Br) {
      if (open_) {
        // Two line breaks in a row part paragraphs on pages that use no <p>.
        if (break_) {
          flush();
        } else {
          if (!pending_) space_begin_ = token.begin;
          pending_ = break_ = true;
          ++block_.breaks;
        }
        space_end_ = token.end;
      }
      return;
    }
    const bool block = is_block(tag);
    joint_ = joint_ >= 1 && !block && tag != Tag::Wbr ? 2 : 0;
    if (block) {
      flush();
      // Implied end tags of the standard, for the elements that text stands in.
      switch (tag) {
        case Tag::Li:
          close_to(Tag::Li, {Tag::Ul, Tag::Ol, Tag::Menu});
          break;
        case Tag::Dt:
        case Tag::Dd:
          if (!close_to(Tag::Dd, {Tag::Dl})) close_to(Tag::Dt, {Tag::Dl});
          break;
        case Tag::Td:
        case Tag::Th:
          if (!close_to(Tag::Td, {Tag::Table, Tag::Tr})) close_to(Tag::Th, {Tag::Table, Tag::Tr});
          break;
        case Tag::Tr:
          close_to(Tag::Tr, {Tag::Table});
          break;
        case Tag::Option:
          close_to(Tag::Option, {Tag::Select});
          break;
        default:
          break;
      }
      if (tag != Tag::Table && open_tags_[static_cast<std::size_t>(Tag::P)] > 0) {
        close_to(Tag::P,
                 {Tag::Div, Tag::Section, Tag::Article, Tag::Li, Tag::Td, Tag::Th, Tag::Table,
                  Tag::Blockquote, Tag::Button, Tag::Figure, Tag::Figcaption, Tag::Aside, Tag::Object});
      }
    } else if (tag == Tag::A && links_ > 0) {
      close_to(Tag::A, {Tag::Td, Tag::Th, Tag::Table});
    }
    if (tag == Tag::Hr || tag == Tag::Wbr) return;
    attributes(token, tag);
    if (is_void(tag)) return;
    if (is_skipped(tag)) {
      if (!token.self_closing || (tag != Tag::Svg && tag != Tag::Math)) {
        skip_tag_ = tag;
        skip_depth_ = 1;
      }
      return;
    }
    if (stack_.size() >= base::limits::kNesting || tape_.elements.size() >= kElements) {
      tape_.capped = true;
      return;
    }
    Element e;
    e.parent = stack_.back();
    e.tag = tag;
    e.depth = static_cast<std::uint16_t>(stack_.size());
    e.own = marks_;
    e.all = top().all | marks_;
    e.first_block = static_cast<std::uint32_t>(tape_.blocks.size());
    if (tag == Tag::A) {
      // An anchor without a target is no link, and is often left open.
      if (!has_href_) e.tag = Tag::Span;
      if (has_href_) ++links_;
    }
    if (tag == Tag::B || tag == Tag::Strong) ++bolds_;
    if ((rel_author_ || has(marks_, Mark::Byline)) && !is_block(tag) && tape_.names.size() < kNames) {
      name_element_ = static_cast<std::uint32_t>(tape_.elements.size());
      name_begin_ = static_cast<std::uint32_t>(tape_.text.size());
      name_block_ = static_cast<std::uint32_t>(tape_.blocks.size());
    }
    ++open_tags_[static_cast<std::size_t>(e.tag)];
    stack_.push_back(static_cast<std::uint32_t>(tape_.elements.size()));
    tape_.elements.push_back(e);
  }

  void end_tag(const Token& token) {
    const Tag tag = find_tag(tokens_.text(token));
    if (skip_depth_ > 0) {
      if (tag == skip_tag_ && --skip_depth_ == 0) skip_tag_ = Tag::Unknown;
      return;
    }
    if (tag == Tag::Title) {
      in_title_ = false;
      return;
    }
    if (tag == Tag::Br) {
      flush();
      return;
    }
    if (tag == Tag::P && open_tags_[static_cast<std::size_t>(Tag::P)] == 0) {
      flush();
      return;
    }
    if (is_block(tag)) {
      flush();
      close_to(tag, tag == Tag::Td || tag == Tag::Th || tag == Tag::Tr
                        ? std::initializer_list<Tag>{Tag::Table}
                        : std::initializer_list<Tag>{});
      return;
    }
    joint_ = 1;
    // An inline end tag does not close blocks around it.
    if (open_tags_[static_cast<std::size_t>(tag)] == 0) return;
    for (std::size_t i = stack_.size(); i-- > 1;) {
      const Tag t = tape_.elements[stack_[i]].tag;
      if (t == tag) {
        // Elements of unknown names close those of any unknown name: custom elements nest like blocks.
        if (tag == Tag::Unknown) flush();
        while (stack_.size() > i) pop();
        return;
      }
      if (is_block(t)) return;
    }
  }

  void add_meta(std::string key, std::uint32_t begin, std::uint32_t end) {
    if (tape_.meta.size() >= kMetaValues) {
      tape_.capped = true;
      return;
    }
    MetaValue v;
    v.key = std::move(key);
    v.value = decode_text(tokens_.view(begin, end), true, true, Nul::Replace);
    v.raw = raw_of(begin, end);
    v.block = static_cast<std::uint32_t>(tape_.blocks.size());
    v.marks = tape_.elements[stack_.back()].all | marks_;
    tape_.meta.push_back(std::move(v));
  }

  void head_value(Tag tag) {
    const Attribute* key = nullptr;
    const Attribute* value = nullptr;
    std::string_view prefix;
    for (const Attribute& a : tokens_.attributes()) {
      const std::string_view name = tokens_.view(a.name_begin, a.name_end);
      if (tag == Tag::Meta) {
        if (same_folded(name, "property") || same_folded(name, "name") || same_folded(name, "itemprop") ||
            same_folded(name, "http-equiv")) {
          if (key == nullptr || same_folded(name, "property")) {
            key = &a;
            prefix = same_folded(name, "itemprop") ? std::string_view("itemprop:") : std::string_view();
          }
        } else if (same_folded(name, "content")) {
          value = &a;
        }
      } else if (tag == Tag::Link) {
        if (same_folded(name, "rel")) {
          key = &a;
          prefix = "link:";
        } else if (same_folded(name, "href")) {
          value = &a;
        }
      }
    }
    if (key == nullptr || value == nullptr) return;
    const std::string_view k = tokens_.view(key->value_begin, key->value_end);
    if (k.size() > 80) return;
    if (tag == Tag::Link && !same_folded(k, "canonical")) return;
    add_meta(std::string(prefix) + folded(k), value->value_begin, value->value_end);
  }

  void script(const Token& token) {
    for (const Attribute& a : tokens_.attributes()) {
      if (!same_folded(tokens_.view(a.name_begin, a.name_end), "type")) continue;
      const std::string_view type = tokens_.view(a.value_begin, a.value_end);
      if (type.size() < 12 || type.size() > 40 || folded(type).find("ld+json") == std::string::npos) continue;
      std::size_t end = page_.find("</", token.end);
      while (end != std::string_view::npos &&
             !(page_.size() - end >= 8 && same_folded(page_.substr(end + 2, 6), "script")))
        end = page_.find("</", end + 2);
      if (end == std::string_view::npos) end = page_.size();
      if (tape_.json.size() < kJsonScripts)
        tape_.json.emplace_back(token.end, static_cast<std::uint32_t>(end));
      return;
    }
  }

  // Marks of the element's attributes, and the values that it states.
  void attributes(const Token& token, Tag tag) {
    marks_ = 0;
    has_href_ = rel_author_ = false;
    const bool root = tag == Tag::Html || tag == Tag::Body;
    for (const Attribute& a : tokens_.attributes()) {
      const std::string_view name = tokens_.view(a.name_begin, a.name_end);
      if (name.empty()) continue;
      const std::string_view value = tokens_.view(a.value_begin, a.value_end);
      switch (lower(name[0])) {
        case 'c':
          if (!root && same_folded(name, "class")) marks_ |= marks_of(value);
          break;
        case 'i':
          if (!root && same_folded(name, "id")) marks_ |= marks_of(value);
          if (same_folded(name, "itemprop")) {
            marks_ |= marks_of(value);
            for (const Attribute& b : tokens_.attributes()) {
              const std::string_view n = tokens_.view(b.name_begin, b.name_end);
              if (same_folded(n, "content") || same_folded(n, "datetime"))
                add_meta("itemprop:" + folded(value.substr(0, 60)), b.value_begin, b.value_end);
            }
          }
          break;
        case 'r':
          if (same_folded(name, "rel")) rel_author_ = value.find("author") != std::string_view::npos;
          if (same_folded(name, "role")) {
            if (same_folded(value, "navigation") || same_folded(value, "menu") ||
                same_folded(value, "search") || same_folded(value, "menubar"))
              marks_ |= bit(Mark::Nav);
            if (same_folded(value, "complementary")) marks_ |= bit(Mark::Aside);
            if (same_folded(value, "contentinfo")) marks_ |= bit(Mark::Footer);
            if (same_folded(value, "banner")) marks_ |= bit(Mark::Nav);
            if (same_folded(value, "dialog") || same_folded(value, "alertdialog") ||
                same_folded(value, "alert"))
              marks_ |= bit(Mark::Dialog);
          }
          break;
        case 'h':
          if (same_folded(name, "href")) has_href_ = true;
          if (same_folded(name, "hidden")) marks_ |= bit(Mark::Hidden);
          break;
        case 's':
          if (same_folded(name, "style") && value.size() >= 12) {
            const std::size_t at = value.find("display");
            if (at != std::string_view::npos) {
              std::size_t v = at + 7;
              while (v < value.size() && (space(value[v]) || value[v] == ':')) ++v;
              if (value.substr(v, 4) == "none") marks_ |= bit(Mark::Hidden);
            }
          }
          break;
        case 'a':
          if (same_folded(name, "aria-hidden") && same_folded(value, "true")) marks_ |= bit(Mark::Hidden);
          if (same_folded(name, "aria-label") && value.size() < 60)
            marks_ |=
                marks_of(value) & (bit(Mark::Comment) | bit(Mark::Related) | bit(Mark::Nav) | bit(Mark::Ad));
          break;
        case 'd':
          if (!root && (same_folded(name, "data-testid") || same_folded(name, "data-component") ||
                        same_folded(name, "data-type") || same_folded(name, "data-component-name") ||
                        same_folded(name, "data-module") || same_folded(name, "data-name") ||
                        same_folded(name, "data-qa") || same_folded(name, "data-block") ||
                        same_folded(name, "data-test"))) {
            marks_ |= marks_of(value);
          }
          if (same_folded(name, "datetime") && tag == Tag::Time) add_meta("time", a.value_begin, a.value_end);
          break;
        case 'l':
          if (tag == Tag::Html && same_folded(name, "lang"))
            add_meta("html:lang", a.value_begin, a.value_end);
          break;
        default:
          break;
      }
    }
    switch (tag) {
      case Tag::Nav:
      case Tag::Menu:
      case Tag::Search:
        marks_ |= bit(Mark::Nav);
        break;
      case Tag::Aside:
        marks_ |= bit(Mark::Aside);
        break;
      case Tag::Footer:
        marks_ |= bit(Mark::Footer);
        break;
      case Tag::Dialog:
        marks_ |= bit(Mark::Dialog);
        break;
      case Tag::Form:
      case Tag::Button:
      case Tag::Label:
      case Tag::Fieldset:
      case Tag::Option:
        marks_ |= bit(Mark::Form);
        break;
      case Tag::Figcaption:
        marks_ |= bit(Mark::Caption);
        break;
      case Tag::Figure:
        marks_ |= bit(Mark::Figure);
        break;
      case Tag::Blockquote:
        marks_ |= bit(Mark::Quote);
        break;
      case Tag::Ul:
      case Tag::Ol:
        marks_ |= bit(Mark::List);
        break;
      case Tag::Table:
        marks_ |= bit(Mark::Table);
        break;
      case Tag::Unknown:
        marks_ |= markup_.marks(tokens_.text(token));
        break;
      default:
        break;
    }
    if (has(marks_, Mark::CommentNot)) marks_ &= ~bit(Mark::Comment);
  }

  // Class names repeat: most values of a page have been read before.
  Marks marks_of(std::string_view value) {
    if (value.size() < 3) return markup_.marks(value);
    const auto at = [&](std::size_t i) {
      return static_cast<std::size_t>(static_cast<unsigned char>(value[i]));
    };
    const std::size_t slot = (value.size() * 31 + at(0) * 7 + at(value.size() / 2) * 131 +
                              at(value.size() - 1) * 17 + at(value.size() / 3) * 61) &
                             (known_.size() - 1);
    Known& known = known_[slot];
    if (known.value != value) known = {value, markup_.marks(value)};
    return known.marks;
  }

  struct Known {
    std::string_view value;
    Marks marks = 0;
  };
  std::array<Known, 1024> known_{};
  const DecodedText& decoded_;
  std::string_view page_;
  const Markup& markup_;
  Tokenizer tokens_;
  Tape tape_;
  std::vector<std::uint32_t> stack_;
  std::array<std::uint32_t, static_cast<std::size_t>(Tag::Unknown) + 1> open_tags_{};
  Marks marks_ = 0;
  bool has_href_ = false;
  bool rel_author_ = false;
  // The innermost open element that is called an author\'s; 0 for none.
  std::uint32_t name_element_ = 0, name_begin_ = 0, name_block_ = 0;
  std::uint32_t links_ = 0, bolds_ = 0;
  std::uint32_t skip_depth_ = 0;
  Tag skip_tag_ = Tag::Unknown;
  bool in_title_ = false;
  std::size_t piece_ = 0;
  // The open block.
  bool open_ = false;
  bool pending_ = false;  // white space seen since its last text
  bool break_ = false;    // a <br> in it
  int joint_ = 0;         // 1 behind an inline end tag, 2 behind an inline start tag right after it
  std::size_t space_begin_ = 0, space_end_ = 0;
  std::size_t holder_ = 0;  // stack index of the innermost element around all of it
  TapeBlock block_;
};

}  // namespace

Tape build_tape(const DecodedText& decoded, std::string_view page, const Markup& markup) {
  return Builder(decoded, page, markup).run();
}

}  // namespace hudna::page
