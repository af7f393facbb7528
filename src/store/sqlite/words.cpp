#include "store/sqlite/words.h"

#include "base/utf8.h"
#include "store/rows.h"

namespace hudna::store {
namespace {

// Words of one query; more are passed over.
constexpr std::size_t kQueryWords = 24;

std::string_view bytes_of(sqlite3_value* value) {
  const void* bytes = sqlite3_value_blob(value);
  const int size = sqlite3_value_bytes(value);
  return bytes == nullptr ? std::string_view() : std::string_view(static_cast<const char*>(bytes), static_cast<std::size_t>(size));
}

void section_function(sqlite3_context* context, int, sqlite3_value** values) {
  std::vector<model::Block> blocks;
  // A reading that cannot be read has no words; check() says what is wrong with it.
  if (!blocks_from_reading(bytes_of(values[1]), &blocks)) blocks.clear();
  const std::string out = section_text(bytes_of(values[0]), blocks, bytes_of(values[2]) == "comment", nullptr);
  sqlite3_result_text64(context, out.data(), out.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

void append_quoted(std::string_view word, std::string* out) {
  out->push_back('"');
  for (const char c : word) {
    if (c == '"') continue;
    out->push_back(static_cast<unsigned char>(c) < 0x20 ? ' ' : c);
  }
  out->push_back('"');
}

// Whether a letter or digit is in it; signs alone match nothing in FTS5.
bool has_word(std::string_view text) {
  for (const char c : text) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (letter || static_cast<unsigned char>(c) >= 0x80) return true;
  }
  return false;
}

}  // namespace

std::string section_text(std::string_view text, const std::vector<model::Block>& blocks, bool comments,
                         std::vector<SectionPiece>* pieces) {
  std::string out;
  for (const model::Block& block : blocks) {
    const model::SectionKind kind = model::section_kind(block.type);
    const bool body = kind == model::SectionKind::Body || kind == model::SectionKind::Heading ||
                      kind == model::SectionKind::Caption;
    if (comments ? kind != model::SectionKind::Comment : !body) continue;
    if (block.span.begin > block.span.end || block.span.end > text.size()) continue;
    if (!out.empty()) out.push_back('\n');
    if (pieces != nullptr) pieces->push_back({static_cast<std::uint32_t>(out.size()), block.span});
    for (const char c : block.span.of(text)) out.push_back(static_cast<unsigned char>(c) < 0x20 && c != '\n' ? ' ' : c);
  }
  return out;
}

int register_sections(sqlite3* db) {
  return sqlite3_create_function_v2(db, "hudna_section", 3, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS,
                                    nullptr, section_function, nullptr, nullptr, nullptr);
}

std::string match_expression(std::string_view typed, bool comments) {
  std::string wanted, unwanted;
  std::size_t words = 0;
  for (std::size_t at = 0; at < typed.size() && words < kQueryWords;) {
    if (typed[at] == ' ' || static_cast<unsigned char>(typed[at]) < 0x20) {
      ++at;
      continue;
    }
    bool without = false;
    if (typed[at] == '-' && at + 1 < typed.size() && typed[at + 1] != ' ') without = true, ++at;
    std::string_view word;
    if (typed[at] == '"') {
      const std::size_t end = std::min(typed.find('"', at + 1), typed.size());
      word = typed.substr(at + 1, end - at - 1);
      at = std::min(end + 1, typed.size());
    } else {
      std::size_t end = at;
      while (end < typed.size() && typed[end] != ' ' && typed[end] != '"' && static_cast<unsigned char>(typed[end]) >= 0x20) ++end;
      word = typed.substr(at, end - at);
      at = end;
    }
    const bool begins = word.size() > 1 && word.back() == '*';
    if (begins) word.remove_suffix(1);
    if (!has_word(word)) continue;
    ++words;
    std::string* to = without ? &unwanted : &wanted;
    if (!to->empty()) *to += without ? " OR " : " AND ";
    append_quoted(word, to);
    if (begins) *to += " *";
  }
  if (wanted.empty()) return {};
  const std::string columns = comments ? "{title body comments} : " : "{title body} : ";
  std::string out = columns + "(" + wanted + ")";
  if (!unwanted.empty()) out = "(" + out + ") NOT (" + columns + "(" + unwanted + "))";
  return out;
}

}  // namespace hudna::store
