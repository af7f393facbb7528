#include "ground/words.h"

namespace hudna::ground {
namespace {

bool is_space(unsigned char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}
bool is_digit(unsigned char c) { return c >= '0' && c <= '9'; }
bool is_ascii_letter(unsigned char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// Bytes of the multi-byte character at `at`, at least 1.
std::uint32_t sequence_size(std::string_view text, std::uint32_t at) {
  std::uint32_t size = 1;
  while (at + size < text.size() && (static_cast<unsigned char>(text[at + size]) & 0xC0) == 0x80) ++size;
  return size;
}

// General punctuation U+2000..U+206F and no-break space are signs or space, every other non-ASCII character
// is a letter.
enum class Wide { Letter, Sign, Space };
Wide classify(std::string_view sequence) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(sequence[i]); };
  if (sequence.size() == 2 && byte(0) == 0xC2)
    return byte(1) == 0xA0 ? Wide::Space : (byte(1) < 0xC0 ? Wide::Sign : Wide::Letter);
  if (sequence.size() == 3 && byte(0) == 0xE2 && (byte(1) == 0x80 || byte(1) == 0x81)) {
    // U+2000..U+200A and U+202F are spaces of some width.
    if (byte(1) == 0x80 && (byte(2) <= 0x8A || byte(2) == 0xAF)) return Wide::Space;
    return Wide::Sign;
  }
  return Wide::Letter;
}

}  // namespace

std::vector<Word> cut_words(std::string_view text, model::Span range) {
  std::vector<Word> words;
  words.reserve(range.size() / 5 + 4);
  cut_words(text, range, &words);
  return words;
}

void cut_words(std::string_view text, model::Span range, std::vector<Word>* out) {
  std::vector<Word>& words = *out;
  bool space = true;
  bool line = true;
  std::uint32_t at = range.begin;
  const std::uint32_t end = range.end;
  while (at < end) {
    const auto c = static_cast<unsigned char>(text[at]);
    if (is_space(c)) {
      space = true;
      line = line || c == '\n';
      ++at;
      continue;
    }
    std::uint32_t stop = at;
    WordKind kind = WordKind::Sign;
    if (is_digit(c)) {
      kind = WordKind::Digits;
      while (stop < end && is_digit(static_cast<unsigned char>(text[stop]))) ++stop;
    } else if (is_ascii_letter(c) || c >= 0x80) {
      while (stop < end) {
        const auto d = static_cast<unsigned char>(text[stop]);
        if (is_ascii_letter(d)) {
          ++stop;
        } else if (d >= 0x80) {
          const std::uint32_t size = sequence_size(text, stop);
          if (classify(text.substr(stop, size)) != Wide::Letter) break;
          stop += size;
        } else {
          break;
        }
      }
      if (stop == at) {
        const std::uint32_t size = sequence_size(text, at);
        if (classify(text.substr(at, size)) == Wide::Space) {
          space = true;
          at += size;
          continue;
        }
        stop = at + size;
      } else {
        kind = WordKind::Letters;
      }
    } else {
      stop = at + 1;
    }
    if (stop > end) stop = end;
    Word word;
    word.span = {at, stop};
    word.kind = kind;
    word.space_before = space;
    word.line_before = line;
    word.capital = c >= 'A' && c <= 'Z';
    word.lower.assign(text.substr(at, stop - at));
    for (char& letter : word.lower) {
      if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
    }
    words.push_back(std::move(word));
    space = false;
    line = false;
    at = stop;
  }
}

}  // namespace hudna::ground
