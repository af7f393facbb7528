#include "reading/topic.h"

#include <charconv>
#include <optional>
#include <string_view>
#include <vector>

#include "base/rows.h"

namespace hudna::reading {
namespace {

constexpr std::size_t kShortestWord = 3;  // as the trainer takes them

std::optional<std::int32_t> integer(std::string_view text) {
  std::int32_t out = 0;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), out);
  if (end.ec != std::errc() || end.ptr != text.data() + text.size() || out < -100000 || out > 100000) return {};
  return out;
}

// The lower-case form where the byte is an ASCII letter, else 0.
char letter(char byte) {
  if (byte >= 'a' && byte <= 'z') return byte;
  return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte - 'A' + 'a') : '\0';
}

}  // namespace

base::Result<Topic> Topic::open(const base::DataSource& data) {
  Topic out;
  const auto read = base::read_rows(
      data, "reading/topic.tsv", "a word of lower-case letters or *window, *threshold, *bias, TAB, an integer",
      [&](std::string_view word, std::string_view value) {
        const auto number = integer(value);
        if (!number || word.empty()) return false;
        if (word == "*window") {
          out.window_ = *number;
        } else if (word == "*threshold") {
          out.threshold_ = *number;
        } else if (word == "*bias") {
          out.bias_ = *number;
        } else {
          for (const char byte : word) {
            if (letter(byte) != byte) return false;
          }
          const std::uint32_t index = static_cast<std::uint32_t>(out.words_.size());
          return out.words_.try_emplace(std::string(word), Word{index, *number}).second;
        }
        return true;
      });
  if (!read) return tl::unexpected(read.error());
  if (out.window_ < 1) return base::fail(base::Code::DataBad, "reading/topic.tsv", "the row *window is missing");
  return out;
}

bool Topic::covers(const model::Document& doc) const {
  const std::int32_t half = window_ / 2;
  std::vector<std::int32_t> counted(words_.size(), -1);  // the window that a word was last counted in
  std::int32_t window = 0, in_window = 0, sum = bias_;
  std::string word;
  // A last window of less than half the words is too little to judge by.
  const auto reached = [&] { return in_window >= half && sum >= threshold_; };
  for (const model::Block& block : doc.blocks()) {
    if (!model::carries_evidence(block.type)) continue;
    const std::string_view text = block.span.of(doc.text());
    for (std::size_t at = 0; at <= text.size(); ++at) {
      const char byte = at < text.size() ? letter(text[at]) : '\0';
      if (byte != '\0') {
        word += byte;
        continue;
      }
      if (word.size() >= kShortestWord) {
        if (in_window == window_) {
          if (reached()) return true;
          ++window;
          in_window = 0;
          sum = bias_;
        }
        ++in_window;
        const auto found = words_.find(word);
        if (found != words_.end() && counted[found->second.index] != window) {
          counted[found->second.index] = window;
          sum += found->second.weight;
        }
      }
      word.clear();
    }
  }
  return reached() || (window == 0 && in_window < half);
}

}  // namespace hudna::reading
