#include "language/boundary.h"

#include <algorithm>

#include "base/utf8.h"
#include "language/chars.h"
#include "language/linear_features.h"

namespace hudna::language {
namespace {

// Kinds of tokens; a mark is its own kind, from kMark on.
enum Kind : std::uint32_t { kEdge, kLower, kTitle, kCapitals, kInitial, kMixed, kDigits, kAbbreviation, kAddress, kMark = 16 };

constexpr std::uint16_t kFar = 12;

bool is_quote(char32_t c) { return c == '"' || c == 0x201C || c == 0x201D || c == 0xAB || c == 0xBB; }

std::uint32_t bucket(std::size_t n) {
  constexpr std::array<std::size_t, 9> kEdges{2, 3, 4, 6, 9, 14, 20, 30, 45};
  std::uint32_t out = 0;
  for (std::size_t edge : kEdges) out += n >= edge;
  return out;
}

std::uint32_t kind_of(std::string_view form) {
  const char32_t first = base::decode_utf8(form, 0).point;
  const Char c = char_class(first);
  if (c == Char::Digit) return kDigits;
  if (c != Char::Letter) return kMark + (first & 0xFFFFFF);
  if (form.find('@') != std::string_view::npos || form.find("://") != std::string_view::npos || form.starts_with("www.")) return kAddress;
  if (form.back() == '.') return form.size() == 2 ? kInitial : kAbbreviation;
  bool lower = false, upper = false;
  for (char b : form.substr(1)) {
    lower = lower || (b >= 'a' && b <= 'z');
    upper = upper || (b >= 'A' && b <= 'Z');
  }
  if (!is_upper(first)) return upper ? kMixed : kLower;
  if (upper) return lower ? kMixed : kCapitals;
  return lower ? kTitle : kInitial;
}

std::uint32_t hash_lower(std::string_view form) {
  std::uint64_t h = 0xCBF29CE484222325u;
  for (char c : form) {
    char k = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    if (k >= '0' && k <= '9') k = '0';
    h = (h ^ static_cast<unsigned char>(k)) * 0x100000001B3u;
  }
  return static_cast<std::uint32_t>(mix(h));
}

}  // namespace

BoundaryView::BoundaryView(std::string_view text, const std::vector<RawToken>& tokens) : seen_(tokens.size()), to_stop_(tokens.size()) {
  std::uint16_t depth = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const std::string_view form = tokens[i].span.of(text);
    Seen& s = seen_[i];
    s.word = hash_lower(form);
    s.tail = hash_lower(form.substr(form.size() - std::min<std::size_t>(3, form.size())));
    s.kind = kind_of(form);
    s.glued = tokens[i].glued;
    s.newline = tokens[i].newline;
    const char32_t first = base::decode_utf8(form, 0).point;
    const Char c = char_class(first);
    if (c == Char::Open && depth < 3) ++depth;
    if (c == Char::Close && depth > 0) --depth;
    quoted = quoted != (is_quote(first) || form == "``" || form == "''");
    s.depth = depth;
    s.quoted = quoted;
    if (i > 0 && s.kind == kLower && seen_[i - 1].kind == kMark + U'.' && hasty_ < 3) ++hasty_;
  }
  std::uint16_t left = kFar;
  for (std::size_t i = tokens.size(); i-- > 0;) {
    const std::uint32_t k = seen_[i].kind;
    to_stop_[i] = left;
    if (k == kMark + U'.' || k == kMark + U'!' || k == kMark + U'?') left = 0;
    if (left < kFar) ++left;
  }
}

const BoundaryView::Seen& BoundaryView::at(std::size_t i, int offset) const {
  static const Seen kNone;
  const std::size_t k = i + static_cast<std::size_t>(offset);
  return k < seen_.size() ? seen_[k] : kNone;
}

bool BoundaryView::open(std::size_t begin, std::size_t i) const {
  const std::uint32_t a = seen_[i].kind;
  const std::uint32_t b = seen_[i + 1].kind;
  if (a == kLower && b == kLower) return false;
  // "3. [Name] said": a list's own marks.
  const std::uint32_t second = at(begin, 1).kind;
  const bool item = seen_[begin].kind >= kMark || (seen_[begin].kind == kDigits && seen_[begin].glued && (second == kMark + U'.' || second == kMark + U')'));
  if (i - begin < 4 && item) return false;
  // Without white space only a mark can end a sentence ("real-time", "$5").
  if (seen_[i].glued && a < kMark) return false;
  return b != kMark + U',' && b != kMark + U'.' && b != kMark + U';' && b != kMark + U':' && b != kMark + U')' && b != kMark + U'%' &&
         b != kMark + 0x2019 && !(b == kMark + U'\'' && seen_[i].glued);
}

void BoundaryView::features(std::size_t begin, std::size_t i, bool rules, BoundaryFeatures* out) const {
  const Seen& a = at(i, 0);
  const Seen& a1 = at(i, -1);
  const Seen& a2 = at(i, -2);
  const Seen& b = at(i, 1);
  const Seen& b1 = at(i, 2);
  const Seen& b2 = at(i, 3);
  const Seen& first = at(begin, 0);
  const std::uint32_t r = rules ? 1 : 0;
  const std::uint32_t length = bucket(i + 1 - begin);
  const std::uint32_t stop = to_stop_[i];
  std::uint32_t k = 0;
  const auto add = [&](std::uint64_t x, std::uint64_t y = 0) {
    (*out)[k] = feature(k, x, y);
    ++k;
  };
  const std::uint64_t gap = pair(pair(a.kind, b.kind), r);
  add(r);
  add(gap);
  add(r, a.word);
  add(r, b.word);
  add(a.word, b.word);
  add(pair(r, a.word), b.kind);
  add(pair(r, a.kind), b.word);
  add(pair(a1.kind, a.kind), b.kind);
  add(pair(a.kind, b.kind), b1.kind);
  add(pair(a1.kind, a.kind), pair(b.kind, b1.kind));
  add(pair(a1.word, a.word), r);
  add(pair(b.word, b1.word), r);
  add(gap, a.glued ? 1 : 0);
  add(gap, length);
  add(gap, a.quoted ? 1 : 0);
  add(gap, a.depth);
  add(pair(gap, first.kind), length);
  add(first.word, r);
  add(pair(pair(a2.kind, a1.kind), a.kind), pair(b.kind, pair(b1.kind, b2.kind)));
  add(gap, stop);
  add(pair(length, stop), gap);
  add(gap, hasty_);
  add(pair(a.kind, a.tail), b.kind);
  add(pair(b.kind, b.tail), a.kind);
  add(gap, b.newline ? 1 : 0);
  add(pair(a.kind, b.kind), pair(b1.word, r));
}

base::Result<BoundaryModel> BoundaryModel::open(const ModelFile& file) {
  BoundaryModel out;
  const auto [rows, count] = file.array<std::int16_t>("boundaries");
  if (count == 0 || (count & (count - 1)) != 0) return base::fail(base::Code::ModelBad, file.path(), "the table of boundaries is damaged");
  out.rows_ = rows;
  out.mask_ = static_cast<std::uint32_t>(count - 1);
  return out;
}

std::int32_t BoundaryModel::score(const BoundaryFeatures& features) const {
  std::int32_t sum = 0;
  for (const std::uint32_t f : features) sum += rows_[f & mask_];
  return sum;
}

}  // namespace hudna::language
