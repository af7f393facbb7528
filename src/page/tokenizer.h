// Which tags, texts and comments does an HTML page consist of? A tokenizer by
// the WHATWG rules (HTML standard, 13.2.5) that copies nothing: tokens are
// offsets into the page, references and case are left as they stand and
// decoded on demand. Useful for: building the block tape. Not for: building a
// tree, XML. One object for one pass; not shared between threads. Linear.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"

namespace hudna::page {

enum class TokenKind : std::uint8_t { Characters, StartTag, EndTag, Comment, Doctype, End };

// The state that text is read in; says how its bytes are decoded.
enum class TextState : std::uint8_t {
  Data,       // references decoded, NUL kept
  Rcdata,     // references decoded, NUL replaced
  Rawtext,    // as it stands, NUL replaced
  Script,     // the same, with the script escapes
  Plaintext,  // the same, to the end
  Cdata,      // as it stands, NUL kept
};

struct Attribute {
  std::uint32_t name_begin = 0;
  std::uint32_t name_end = 0;
  std::uint32_t value_begin = 0;
  std::uint32_t value_end = 0;
};

struct Token {
  TokenKind kind = TokenKind::End;
  TextState state = TextState::Data;  // of Characters
  bool self_closing = false;
  // Doctype only.
  bool force_quirks = false;
  bool has_public = false;
  bool has_system = false;
  std::uint32_t begin = 0;  // the whole token in the page
  std::uint32_t end = 0;
  std::uint32_t text_begin = 0;  // the characters, the comment's data, the tag's or doctype's name
  std::uint32_t text_end = 0;
  // Doctype identifiers.
  std::uint32_t public_begin = 0, public_end = 0, system_begin = 0, system_end = 0;
};

class Tokenizer {
 public:
  // With `follow_elements` the state after title, textarea, style, script, … is
  // switched as the tree builder would. REQUIRES: page.size() < 2^32.
  explicit Tokenizer(std::string_view page, bool follow_elements = true)
      : page_(page), follow_(follow_elements) {}

  // Sets the state that the next text is read in, and the element that ends it. For tests and for fragments.
  void set_state(TextState state, std::string_view last_start_tag);

  // The next token; false (and kind End) at the end of the page.
  bool next(Token* token);

  // Attributes of the last start tag, in order, duplicates kept; base::limits::kAttributes at most.
  const std::vector<Attribute>& attributes() const& { return attributes_; }
  // True when a tag had more attributes than were kept.
  bool attributes_capped() const { return capped_; }

  std::string_view view(std::uint32_t begin, std::uint32_t end) const {
    return page_.substr(begin, end - begin);
  }
  std::string_view text(const Token& token) const { return view(token.text_begin, token.text_end); }

 private:
  std::size_t text_end(std::size_t from, bool* ended) const;
  std::size_t script_end(std::size_t from, bool* ended) const;
  bool closes_here(std::size_t at) const;
  bool read_tag(std::size_t at, bool end_tag, Token* token);
  void read_comment(std::size_t at, Token* token);
  void read_bogus_comment(std::size_t at, Token* token);
  void read_doctype(std::size_t at, Token* token);
  bool characters(std::size_t begin, std::size_t end, Token* token);

  std::string_view page_;
  std::size_t at_ = 0;
  TextState state_ = TextState::Data;
  std::string last_start_tag_;
  std::vector<Attribute> attributes_;
  bool follow_ = true;
  bool capped_ = false;
};

}  // namespace hudna::page
