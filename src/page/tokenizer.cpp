#include "page/tokenizer.h"

#include <array>
#include <cstring>

namespace hudna::page {
namespace {

bool space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f'; }
bool alpha(char c) { return (c | 32) >= 'a' && (c | 32) <= 'z'; }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 32) : c; }

// Bytes that end a tag name, an attribute name, an unquoted value: one look-up each.
enum : std::uint8_t { kEndsTagName = 1, kEndsAttrName = 2, kEndsValue = 4 };
constexpr std::array<std::uint8_t, 256> kEnds = [] {
  std::array<std::uint8_t, 256> t{};
  for (const char c : {' ', '\n', '\t', '\r', '\f'})
    t[static_cast<unsigned char>(c)] = kEndsTagName | kEndsAttrName | kEndsValue;
  t['/'] = kEndsTagName | kEndsAttrName;
  t['>'] = kEndsTagName | kEndsAttrName | kEndsValue;
  t['='] = kEndsAttrName;
  return t;
}();

std::size_t find_byte(std::string_view page, char c, std::size_t from) {
  if (from >= page.size()) return page.size();
  const void* hit = std::memchr(page.data() + from, c, page.size() - from);
  return hit == nullptr ? page.size() : static_cast<std::size_t>(static_cast<const char*>(hit) - page.data());
}

bool same_folded(std::string_view page, std::size_t at, std::string_view want) {
  if (page.size() - at < want.size()) return false;
  for (std::size_t i = 0; i < want.size(); ++i) {
    if (lower(page[at + i]) != want[i]) return false;
  }
  return true;
}

}  // namespace

void Tokenizer::set_state(TextState state, std::string_view last_start_tag) {
  state_ = state;
  last_start_tag_ = std::string(last_start_tag);
}

// The "appropriate end tag" of the standard stands at `at`.
bool Tokenizer::closes_here(std::size_t at) const {
  if (last_start_tag_.empty() || page_.size() - at < last_start_tag_.size() + 3 || page_[at + 1] != '/')
    return false;
  if (!same_folded(page_, at + 2, last_start_tag_)) return false;
  const char next = page_[at + 2 + last_start_tag_.size()];
  return space(next) || next == '/' || next == '>';
}

std::size_t Tokenizer::script_end(std::size_t from, bool* ended) const {
  // 0 plain, 1 escaped, 2 double escaped: script data states of the standard.
  int depth = 0;
  std::size_t at = from;
  while (at < page_.size()) {
    if (depth == 0) {
      at = find_byte(page_, '<', at);
      if (at >= page_.size()) break;
      if (closes_here(at)) {
        *ended = true;
        return at;
      }
      if (page_.compare(at, 4, "<!--") == 0) {
        depth = 1;
        at += 2;
      } else {
        ++at;
      }
      continue;
    }
    while (at < page_.size() && page_[at] != '<' && page_[at] != '-') ++at;
    if (at >= page_.size()) break;
    if (page_[at] == '-') {
      std::size_t run = at;
      while (run < page_.size() && page_[run] == '-') ++run;
      if (run - at >= 2 && run < page_.size() && page_[run] == '>') depth = 0;
      at = run;
      continue;
    }
    if (depth == 1) {
      if (closes_here(at)) {
        *ended = true;
        return at;
      }
      if (same_folded(page_, at + 1, "script") && at + 7 < page_.size() &&
          (space(page_[at + 7]) || page_[at + 7] == '/' || page_[at + 7] == '>')) {
        depth = 2;
      }
    } else if (at + 8 < page_.size() && page_[at + 1] == '/' && same_folded(page_, at + 2, "script") &&
               (space(page_[at + 8]) || page_[at + 8] == '/' || page_[at + 8] == '>')) {
      depth = 1;
    }
    ++at;
  }
  return page_.size();
}

// Where the text of a raw state ends.
std::size_t Tokenizer::text_end(std::size_t from, bool* ended) const {
  *ended = false;
  switch (state_) {
    case TextState::Plaintext:
      return page_.size();
    case TextState::Cdata: {
      const std::size_t at = page_.find("]]>", from);
      if (at == std::string_view::npos) return page_.size();
      *ended = true;
      return at;
    }
    case TextState::Script:
      return script_end(from, ended);
    default:
      for (std::size_t at = find_byte(page_, '<', from); at < page_.size();
           at = find_byte(page_, '<', at + 1)) {
        if (closes_here(at)) {
          *ended = true;
          return at;
        }
      }
      return page_.size();
  }
}

bool Tokenizer::characters(std::size_t begin, std::size_t end, Token* token) {
  token->kind = TokenKind::Characters;
  token->state = state_;
  token->begin = token->text_begin = static_cast<std::uint32_t>(begin);
  token->end = token->text_end = static_cast<std::uint32_t>(end);
  return true;
}

bool Tokenizer::next(Token* token) {
  *token = Token{};
  while (at_ < page_.size()) {
    if (state_ != TextState::Data) {
      bool ended = false;
      const std::size_t begin = at_;
      const std::size_t end = text_end(at_, &ended);
      if (end > begin) {
        at_ = end;
        if (ended && state_ == TextState::Cdata) {
          at_ = end + 3;
          characters(begin, end, token);
          state_ = TextState::Data;
          return true;
        }
        return characters(begin, end, token);
      }
      if (!ended) break;
      if (state_ == TextState::Cdata) {
        at_ = end + 3;
        state_ = TextState::Data;
        continue;
      }
      state_ = TextState::Data;
      at_ = end;
      if (read_tag(at_, true, token)) return true;
      continue;
    }
    // Data: text up to the next "<" that opens something.
    std::size_t open = find_byte(page_, '<', at_);
    while (open + 1 < page_.size()) {
      const char c = page_[open + 1];
      if (alpha(c) || c == '!' || c == '?') break;
      if (c == '/' && open + 2 < page_.size()) break;
      open = find_byte(page_, '<', open + 1);
    }
    if (open + 1 >= page_.size()) open = page_.size();
    if (open > at_) {
      const std::size_t begin = at_;
      at_ = open;
      return characters(begin, open, token);
    }
    const char c = page_[open + 1];
    if (alpha(c)) {
      if (read_tag(open, false, token)) return true;
    } else if (c == '/') {
      const char d = page_[open + 2];
      if (alpha(d)) {
        if (read_tag(open, true, token)) return true;
      } else if (d == '>') {
        at_ = open + 3;  // "</>" is nothing
      } else {
        read_bogus_comment(open + 2, token);
        token->begin = static_cast<std::uint32_t>(open);
        return true;
      }
    } else if (c == '?') {
      read_bogus_comment(open + 1, token);
      token->begin = static_cast<std::uint32_t>(open);
      return true;
    } else if (page_.compare(open, 4, "<!--") == 0) {
      read_comment(open, token);
      return true;
    } else if (same_folded(page_, open + 2, "doctype")) {
      read_doctype(open, token);
      return true;
    } else {
      read_bogus_comment(open + 2, token);
      token->begin = static_cast<std::uint32_t>(open);
      return true;
    }
  }
  *token = Token{};
  token->begin = token->end = static_cast<std::uint32_t>(page_.size());
  return false;
}

// False when the page ends inside the tag: then there is no token (13.2.5, eof-in-tag).
bool Tokenizer::read_tag(std::size_t at, bool end_tag, Token* token) {
  const char* const p = page_.data();
  const std::size_t size = page_.size();
  std::size_t i = at + (end_tag ? 2 : 1);
  token->kind = end_tag ? TokenKind::EndTag : TokenKind::StartTag;
  token->begin = static_cast<std::uint32_t>(at);
  token->text_begin = static_cast<std::uint32_t>(i);
  while (i < size && (kEnds[static_cast<unsigned char>(p[i])] & kEndsTagName) == 0) ++i;
  token->text_end = static_cast<std::uint32_t>(i);
  token->self_closing = false;
  attributes_.clear();
  for (;;) {
    while (i < size && space(p[i])) ++i;
    if (i >= size) {
      at_ = size;
      return false;
    }
    if (p[i] == '>') {
      ++i;
      break;
    }
    if (p[i] == '/') {
      ++i;
      if (i < size && p[i] == '>') {
        token->self_closing = true;
        ++i;
        break;
      }
      continue;
    }
    Attribute a;
    a.name_begin = static_cast<std::uint32_t>(i);
    // A "=" at the start belongs to the name.
    ++i;
    while (i < size && (kEnds[static_cast<unsigned char>(p[i])] & kEndsAttrName) == 0) ++i;
    a.name_end = static_cast<std::uint32_t>(i);
    while (i < size && space(p[i])) ++i;
    a.value_begin = a.value_end = static_cast<std::uint32_t>(i);
    if (i < size && p[i] == '=') {
      ++i;
      while (i < size && space(p[i])) ++i;
      if (i >= size) {
        at_ = size;
        return false;
      }
      if (p[i] == '"' || p[i] == '\'') {
        const std::size_t close = find_byte(page_, p[i], i + 1);
        if (close >= size) {
          at_ = size;
          return false;
        }
        a.value_begin = static_cast<std::uint32_t>(i + 1);
        a.value_end = static_cast<std::uint32_t>(close);
        i = close + 1;
      } else if (p[i] == '>') {
        a.value_begin = a.value_end = static_cast<std::uint32_t>(i);
      } else {
        a.value_begin = static_cast<std::uint32_t>(i);
        while (i < size && (kEnds[static_cast<unsigned char>(p[i])] & kEndsValue) == 0) ++i;
        a.value_end = static_cast<std::uint32_t>(i);
      }
    }
    if (attributes_.size() < base::limits::kAttributes) {
      attributes_.push_back(a);
    } else {
      capped_ = true;
    }
  }
  token->end = static_cast<std::uint32_t>(i);
  at_ = i;
  if (end_tag) {
    attributes_.clear();
    return true;
  }
  if (follow_) {
    const std::string_view name = page_.substr(token->text_begin, token->text_end - token->text_begin);
    TextState state = TextState::Data;
    // One look at the length and first letter sorts out nearly all tags.
    if (name.size() >= 3 && name.size() <= 9) {
      const auto is = [&](std::string_view want) {
        return name.size() == want.size() && same_folded(name, 0, want);
      };
      switch (lower(name[0])) {
        case 's':
          if (is("script")) state = TextState::Script;
          if (is("style")) state = TextState::Rawtext;
          break;
        case 't':
          if (is("title") || is("textarea")) state = TextState::Rcdata;
          break;
        case 'i':
          if (is("iframe")) state = TextState::Rawtext;
          break;
        case 'n':
          if (is("noembed") || is("noframes")) state = TextState::Rawtext;
          break;
        case 'x':
          if (is("xmp")) state = TextState::Rawtext;
          break;
        case 'p':
          if (is("plaintext")) state = TextState::Plaintext;
          break;
        default:
          break;
      }
      if (state != TextState::Data) {
        last_start_tag_.clear();
        for (char c : name) last_start_tag_.push_back(lower(c));
        state_ = state;
      }
    }
  }
  return true;
}

void Tokenizer::read_comment(std::size_t at, Token* token) {
  token->kind = TokenKind::Comment;
  token->begin = static_cast<std::uint32_t>(at);
  const std::size_t begin = at + 4;
  const auto finish = [&](std::size_t text_end, std::size_t end) {
    token->text_begin = static_cast<std::uint32_t>(begin);
    token->text_end = static_cast<std::uint32_t>(text_end);
    token->end = static_cast<std::uint32_t>(end);
    at_ = end;
  };
  if (page_.compare(begin, 1, ">") == 0) return finish(begin, begin + 1);
  if (page_.compare(begin, 2, "->") == 0) return finish(begin, begin + 2);
  for (std::size_t close = find_byte(page_, '>', begin); close < page_.size();
       close = find_byte(page_, '>', close + 1)) {
    if (close >= begin + 2 && page_[close - 1] == '-' && page_[close - 2] == '-')
      return finish(close - 2, close + 1);
    if (close >= begin + 3 && page_[close - 1] == '!' && page_[close - 2] == '-' && page_[close - 3] == '-')
      return finish(close - 3, close + 1);
  }
  // The end of the page inside the comment: dashes that might have closed it are no data.
  const std::string_view rest = page_.substr(begin);
  std::size_t drop = 0;
  const auto ends = [&](std::string_view tail) {
    return rest.size() >= tail.size() && rest.substr(rest.size() - tail.size()) == tail;
  };
  if (ends("--!")) {
    drop = 3;
  } else if (ends("--")) {
    drop = 2;
  } else if (ends("-")) {
    drop = 1;
  }
  finish(page_.size() - drop, page_.size());
}

void Tokenizer::read_bogus_comment(std::size_t at, Token* token) {
  token->kind = TokenKind::Comment;
  token->text_begin = static_cast<std::uint32_t>(at);
  const std::size_t close = find_byte(page_, '>', at);
  token->text_end = static_cast<std::uint32_t>(close);
  at_ = close < page_.size() ? close + 1 : close;
  token->end = static_cast<std::uint32_t>(at_);
}

void Tokenizer::read_doctype(std::size_t at, Token* token) {
  token->kind = TokenKind::Doctype;
  token->begin = static_cast<std::uint32_t>(at);
  std::size_t i = at + 9;
  const std::size_t size = page_.size();
  const auto skip = [&] {
    while (i < size && space(page_[i])) ++i;
  };
  const auto done = [&](bool quirks) {
    token->force_quirks = token->force_quirks || quirks;
    at_ = i;
    token->end = static_cast<std::uint32_t>(i);
  };
  // Bogus doctype: all up to ">" is dropped.
  const auto bogus = [&] {
    i = find_byte(page_, '>', i);
    if (i < size) ++i;
  };
  skip();
  token->text_begin = token->text_end = static_cast<std::uint32_t>(i);
  if (i >= size) return done(true);
  if (page_[i] == '>') {
    ++i;
    return done(true);
  }
  while (i < size && !space(page_[i]) && page_[i] != '>') ++i;
  token->text_end = static_cast<std::uint32_t>(i);
  skip();
  if (i >= size) return done(true);
  if (page_[i] == '>') {
    ++i;
    return done(false);
  }
  const bool is_public = same_folded(page_, i, "public");
  const bool is_system = same_folded(page_, i, "system");
  if (!is_public && !is_system) {
    bogus();
    return done(true);
  }
  i += 6;
  // Reads a quoted identifier; false when the doctype ends here.
  const auto quoted = [&](std::uint32_t* begin, std::uint32_t* end) {
    const char q = page_[i];
    ++i;
    *begin = static_cast<std::uint32_t>(i);
    while (i < size && page_[i] != q && page_[i] != '>') ++i;
    *end = static_cast<std::uint32_t>(i);
    if (i >= size) {
      done(true);
      return false;
    }
    if (page_[i] == '>') {
      ++i;
      done(true);
      return false;
    }
    ++i;
    return true;
  };
  skip();
  if (i >= size) return done(true);
  if (page_[i] == '>') {
    ++i;
    return done(true);
  }
  if (page_[i] != '"' && page_[i] != '\'') {
    bogus();
    return done(true);
  }
  if (is_public) {
    token->has_public = true;
    if (!quoted(&token->public_begin, &token->public_end)) return;
    skip();
    if (i >= size) return done(true);
    if (page_[i] == '>') {
      ++i;
      return done(false);
    }
    if (page_[i] != '"' && page_[i] != '\'') {
      bogus();
      return done(true);
    }
  }
  token->has_system = true;
  if (!quoted(&token->system_begin, &token->system_end)) return;
  skip();
  if (i >= size) return done(true);
  if (page_[i] == '>') {
    ++i;
    return done(false);
  }
  // After the system identifier a stray character does not force quirks.
  bogus();
  done(false);
}

}  // namespace hudna::page
