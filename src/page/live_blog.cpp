#include "page/live_blog.h"

#include <algorithm>
#include <string>
#include <unordered_map>

#include "page/line_features.h"
#include "page/word_hash.h"

namespace hudna::page {
namespace {

using model::Block;
using model::BlockType;
using model::Entry;
using model::SectionKind;

// Fewer times than this are those of the page itself: published, updated.
constexpr std::size_t kEntriesLeast = 3;
// An entry's text is known again by the start of it.
constexpr std::size_t kStart = 40;
// Blocks between an entry's time and its headline: its number, its author, a flag.
constexpr std::size_t kNear = 3;

// The first letters and digits without case, as a number; zero where there are fewer than four.
std::uint64_t start_hash(std::string_view text, std::size_t most) {
  WordHash h;
  std::size_t n = 0;
  for (const char ch : text) {
    const unsigned char c = folded_byte(ch);
    if (c == 0) continue;
    h.add(c);
    if (++n == most) break;
  }
  return n < 4 ? 0 : h.value();
}

struct Head {
  std::size_t block = 0;
  Entry entry;
};

bool tells(const Block& block) {
  return model::section_kind(block.type) == SectionKind::Body || block.type == BlockType::EmbeddedPost;
}

// "14:05", "14.05 Uhr", "2h ago" is none: the clock of a line that holds little else; empty when there is
// none.
std::string clock_of(std::string_view line) {
  const auto digit = [&](std::size_t at) { return at < line.size() && line[at] >= '0' && line[at] <= '9'; };
  const std::size_t mark = line.find_first_of(":.h");
  if (mark == std::string_view::npos || mark == 0 || !digit(mark - 1) || !digit(mark + 1) ||
      !digit(mark + 2) || digit(mark + 3))
    return {};
  const std::size_t from = mark >= 2 && digit(mark - 2) ? mark - 2 : mark - 1;
  if (from > 0 && digit(from - 1)) return {};
  int hour = 0;
  for (std::size_t i = from; i < mark; ++i) hour = hour * 10 + (line[i] - '0');
  const int minute = (line[mark + 1] - '0') * 10 + line[mark + 2] - '0';
  std::string rest;
  for (const char c : line.substr(mark + 3)) {
    if ((c | 32) >= 'a' && (c | 32) <= 'z') rest.push_back(static_cast<char>(c | 32));
  }
  if (rest.compare(0, 2, "pm") == 0 && hour < 12) hour += 12;
  if (rest.compare(0, 2, "am") == 0 && hour == 12) hour = 0;
  if (hour > 23 || minute > 59) return {};
  const auto two = [](int n) {
    return std::string{static_cast<char>('0' + n / 10), static_cast<char>('0' + n % 10)};
  };
  std::string out = two(hour);
  out += ':';
  out += two(minute);
  return out;
}

// The one day that the page is of, as far as it says: published and updated on it.
std::string page_day(const model::DocumentParts& parts) {
  std::string day;
  for (const model::StatedDate& date : parts.dates) {
    if (date.basis > model::DateBasis::Visible || date.edtf.size() < 10) continue;
    const std::string one = date.edtf.substr(0, 10);
    if (!day.empty() && one != day) return {};
    day = one;
  }
  return day;
}

// What the page's data says of its entries, laid on the blocks that hold their headline or the start of their
// text.
void add_updates(const PageFields& fields, const model::DocumentParts& parts, std::vector<Head>* out) {
  if (fields.updates.empty()) return;
  std::unordered_map<std::uint64_t, std::size_t> whole, starts;
  for (std::size_t i = 0; i < parts.blocks.size(); ++i) {
    const Block& block = parts.blocks[i];
    if (!tells(block) && model::section_kind(block.type) != SectionKind::Heading) continue;
    const std::string_view text = block.span.of(parts.text);
    if (const std::uint64_t h = start_hash(text, SIZE_MAX); h != 0) whole.emplace(h, i);
    if (const std::uint64_t h = start_hash(text, kStart); h != 0) starts.emplace(h, i);
  }
  for (const LiveUpdate& update : fields.updates) {
    std::size_t at = parts.blocks.size();
    if (const auto hit = whole.find(start_hash(update.headline, SIZE_MAX)); hit != whole.end())
      at = hit->second;
    if (at == parts.blocks.size()) {
      const auto hit = starts.find(start_hash(update.body, kStart));
      if (hit == starts.end()) continue;
      at = hit->second;
    }
    Head mark;
    mark.block = at;
    mark.entry.edtf = update.edtf;
    mark.entry.basis = model::DateBasis::Metadata;
    mark.entry.raw = update.raw;
    mark.entry.headline = update.headline;
    out->push_back(std::move(mark));
  }
}

}  // namespace

std::vector<Entry> find_entries(const PageFields& fields, const model::DocumentParts& parts) {
  std::vector<Entry> out;
  const std::vector<Block>& blocks = parts.blocks;
  if (!fields.live_blog && !fields.live_marks) return out;
  std::vector<Head> marks;
  add_updates(fields, parts, &marks);
  for (const TimeElement& time : fields.times) {
    if (time.block >= blocks.size()) continue;
    Head mark;
    mark.block = time.block;
    mark.entry.edtf = time.edtf;
    mark.entry.basis = model::DateBasis::Visible;
    mark.entry.raw = time.raw;
    marks.push_back(std::move(mark));
  }
  const std::string day = page_day(parts);
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    if (blocks[i].type != BlockType::DateLine || blocks[i].reason != kLiveTimeReason) continue;
    std::string clock = clock_of(blocks[i].span.of(parts.text));
    if (clock.empty()) continue;
    Head mark;
    mark.block = i;
    mark.entry.edtf = day.empty() ? std::move(clock) : day + "T" + clock;
    mark.entry.basis = model::DateBasis::Visible;
    mark.entry.raw = parts.map.raw(blocks[i].span);
    marks.push_back(std::move(mark));
  }
  std::stable_sort(marks.begin(), marks.end(),
                   [](const Head& a, const Head& b) { return a.block < b.block; });
  // An entry has one time: what several of them say right above one another, with no text between, is the
  // same one. The page's data is the most exact, then <time>, then the clock.
  std::vector<Head> heads;
  for (Head& mark : marks) {
    bool same = false;
    if (!heads.empty() && mark.block - heads.back().block <= kNear) {
      same = true;
      for (std::size_t i = heads.back().block; i < mark.block; ++i) same = same && !tells(blocks[i]);
    }
    if (!same) {
      heads.push_back(std::move(mark));
      continue;
    }
    Entry& kept = heads.back().entry;
    const bool better = mark.entry.basis < kept.basis ||
                        (mark.entry.basis == kept.basis && mark.entry.edtf.size() > kept.edtf.size());
    if (better) {
      std::string headline = std::move(kept.headline);
      kept = std::move(mark.entry);
      if (kept.headline.empty()) kept.headline = std::move(headline);
    } else if (kept.headline.empty()) {
      kept.headline = std::move(mark.entry.headline);
    }
  }
  for (std::size_t k = 0; k < heads.size(); ++k) {
    const std::size_t end = k + 1 < heads.size() ? heads[k + 1].block : blocks.size();
    std::size_t last = end;
    for (std::size_t i = heads[k].block; i < end; ++i) {
      if (tells(blocks[i])) last = i;
      // Behind the last entry stands the rest of the page.
      if (last != end && i > last + 40) break;
    }
    if (last == end) continue;
    Entry entry = std::move(heads[k].entry);
    entry.span = {blocks[heads[k].block].span.begin, blocks[last].span.end};
    if (entry.headline.empty()) {
      for (std::size_t i = heads[k].block; i <= last; ++i) {
        if (tells(blocks[i])) break;
        if (blocks[i].type == BlockType::SectionHead)
          entry.headline = std::string(trim(blocks[i].span.of(parts.text)));
      }
    }
    out.push_back(std::move(entry));
  }
  if (out.size() < kEntriesLeast) out.clear();
  return out;
}

}  // namespace hudna::page
