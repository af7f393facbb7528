#include "eval/time.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "base/files.h"
#include "ground/times.h"

namespace hudna::eval {
namespace {

struct Gold {
  std::uint32_t begin, end;
  std::string value;
};

struct Tagged {
  std::string text;
  std::vector<Gold> gold;
  std::string anchor;
};

std::string attribute(std::string_view tag, std::string_view key) {
  const std::string mark = std::string(key) + "=\"";
  std::size_t at = tag.find(mark);
  // "val" also ends "anchor_val".
  while (at != std::string_view::npos && at > 0 && tag[at - 1] != ' ') at = tag.find(mark, at + 1);
  if (at == std::string_view::npos) return {};
  const std::size_t begin = at + mark.size();
  return std::string(tag.substr(begin, tag.find('"', begin) - begin));
}

// Takes the tags away, keeps what they mark. Header parts (DOCID, DATETIME, DCT, TITLE of a .tml) are read,
// not scored.
Tagged read_tagged(std::string_view bytes) {
  Tagged out;
  std::vector<Gold> open;
  bool scored = true;
  const bool has_text = bytes.find("<TEXT>") != std::string_view::npos;
  if (has_text) scored = false;
  std::string header_time;
  std::size_t at = 0;
  while (at < bytes.size()) {
    if (bytes[at] == '<') {
      const std::size_t end = bytes.find('>', at);
      if (end == std::string_view::npos) break;
      const std::string_view tag = bytes.substr(at + 1, end - at - 1);
      if (tag.starts_with("TIMEX2") || tag.starts_with("TIMEX3")) {
        std::string value = attribute(tag, tag.starts_with("TIMEX2") ? "val" : "value");
        if (!scored) {
          if (out.anchor.empty() || tag.find("CREATION_TIME") != std::string_view::npos)
            out.anchor = value.substr(0, 10);
          open.push_back({0, 0, "\x01"});
        } else {
          open.push_back({static_cast<std::uint32_t>(out.text.size()), 0, std::move(value)});
        }
      } else if (tag.starts_with("/TIMEX")) {
        if (!open.empty()) {
          Gold gold = std::move(open.back());
          open.pop_back();
          if (gold.value != "\x01") {
            gold.end = static_cast<std::uint32_t>(out.text.size());
            out.gold.push_back(std::move(gold));
          }
        }
      } else if (tag == "TEXT") {
        scored = true;
      } else if (tag == "/TEXT") {
        scored = false;
      }
      at = end + 1;
      continue;
    }
    if (scored) {
      if (bytes[at] == '&') {
        static constexpr std::pair<std::string_view, char> kEntities[] = {
            {"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}};
        bool done = false;
        for (const auto& [name, plain] : kEntities) {
          if (bytes.substr(at).starts_with(name)) {
            out.text += plain;
            at += name.size();
            done = true;
            break;
          }
        }
        if (done) continue;
      }
      out.text += bytes[at];
    }
    ++at;
  }
  std::stable_sort(out.gold.begin(), out.gold.end(), [](const Gold& a, const Gold& b) {
    return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
  });
  return out;
}

}  // namespace

std::string TimeScore::json() const {
  char buffer[400];
  std::snprintf(
      buffer, sizeof buffer,
      "{\"files\":%zu,\"gold\":%zu,\"found\":%zu,\"relaxed_f1\":%.4f,\"strict_f1\":%.4f,\"value_f1\":%.4f}",
      files, gold, found, relaxed_f1, strict_f1, value_f1);
  return buffer;
}

base::Result<TimeScore> score_time(const std::string& path, const base::DataSource& data) {
  namespace fs = std::filesystem;
  const base::Result<ground::TimeTagger> tagger = ground::TimeTagger::open(data);
  if (!tagger) return tl::unexpected(tagger.error());
  std::vector<std::string> files;
  std::error_code ec;
  fs::path root(path);
  if (fs::is_directory(root / "keyinline", ec)) root /= "keyinline";
  if (fs::is_directory(root, ec)) {
    for (fs::recursive_directory_iterator it(root, ec), end; !ec && it != end; it.increment(ec)) {
      const std::string extension = it->path().extension().string();
      if (it->is_regular_file(ec) && (extension == ".xml" || extension == ".tml" || extension == ".sgm"))
        files.push_back(it->path().string());
    }
  } else {
    files.push_back(root.string());
  }
  std::sort(files.begin(), files.end());
  if (files.empty())
    return base::fail(base::Code::FileMissing, path, "no tagged file (.xml, .tml, .sgm) is in this folder");
  TimeScore score;
  for (const std::string& file : files) {
    const base::Result<std::string> bytes = base::read_file(file);
    if (!bytes) return tl::unexpected(bytes.error());
    const Tagged tagged = read_tagged(*bytes);
    const std::vector<ground::Word> words = ground::cut_words(tagged.text);
    ground::TimeContext context;
    context.anchor = tagged.anchor;
    context.narrative = tagger->is_narrative(words, tagged.anchor);
    const std::vector<ground::TimeExpression> found = tagger->tag(words, context);
    ++score.files;
    score.gold += tagged.gold.size();
    score.found += found.size();
    std::vector<bool> used(found.size(), false);
    const std::string name = fs::path(file).filename().string();
    const auto text_of = [&](std::uint32_t begin, std::uint32_t end) {
      return tagged.text.substr(begin, end - begin);
    };
    // Exact matches first, then overlaps in order.
    std::vector<std::size_t> match(tagged.gold.size(), SIZE_MAX);
    for (int pass = 0; pass < 2; ++pass) {
      for (std::size_t g = 0; g < tagged.gold.size(); ++g) {
        if (match[g] != SIZE_MAX) continue;
        const Gold& gold = tagged.gold[g];
        for (std::size_t f = 0; f < found.size(); ++f) {
          if (used[f]) continue;
          const bool exact = found[f].span.begin == gold.begin && found[f].span.end == gold.end;
          const bool overlaps = found[f].span.begin < gold.end && gold.begin < found[f].span.end;
          if (pass == 0 ? exact : overlaps) {
            match[g] = f;
            used[f] = true;
            break;
          }
        }
      }
    }
    for (std::size_t g = 0; g < tagged.gold.size(); ++g) {
      const Gold& gold = tagged.gold[g];
      const std::string said = text_of(gold.begin, gold.end) + " = " + gold.value;
      if (match[g] == SIZE_MAX) {
        score.misses.push_back({name, "missed", said, ""});
        continue;
      }
      const ground::TimeExpression& got = found[match[g]];
      const std::string ours =
          text_of(got.span.begin, got.span.end) + " = " + got.timex2 + " [" + got.value.rule + "]";
      ++score.relaxed;
      if (got.span.begin == gold.begin && got.span.end == gold.end) {
        ++score.strict;
      } else {
        score.misses.push_back({name, "span", said, ours});
      }
      if (got.timex2 == gold.value) {
        ++score.value;
      } else {
        score.misses.push_back({name, "value", said, ours});
      }
    }
    for (std::size_t f = 0; f < found.size(); ++f) {
      if (!used[f])
        score.misses.push_back({name, "extra", "",
                                text_of(found[f].span.begin, found[f].span.end) + " = " + found[f].timex2 +
                                    " [" + found[f].value.rule + "]"});
    }
  }
  const auto f1 = [&](std::size_t right) {
    return score.gold + score.found == 0
               ? 0.0
               : 2.0 * static_cast<double>(right) / static_cast<double>(score.gold + score.found);
  };
  score.relaxed_f1 = f1(score.relaxed);
  score.strict_f1 = f1(score.strict);
  score.value_f1 = f1(score.value);
  return score;
}

}  // namespace hudna::eval
