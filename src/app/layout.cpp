#include "app/layout.h"

#include <algorithm>

#include "base/utf8.h"
#include "export/reading_text.h"

namespace hudna::app {
namespace {

std::string_view escape(Style style) {
  switch (style) {
    case Style::Plain:
      return "";
    case Style::Strong:
      return "\x1b[1m";
    case Style::Faint:
      return "\x1b[2m";
    case Style::Good:
      return "\x1b[32m";
    case Style::Warn:
      return "\x1b[33m";
    case Style::Bad:
      return "\x1b[31m";
    case Style::Name:
      return "\x1b[36m";
  }
  return "";
}

// Combining marks of Latin, Arabic and Hebrew script and joiners; Unicode general category Mn of the scripts
// that news pages bring. Others cost a cell too many, which only wraps early.
bool no_width(char32_t c) {
  return (c >= 0x300 && c <= 0x36F) || (c >= 0x591 && c <= 0x5BD) || (c >= 0x610 && c <= 0x61A) ||
         (c >= 0x64B && c <= 0x65F) || c == 0x670 || (c >= 0x6D6 && c <= 0x6DC) ||
         (c >= 0x200B && c <= 0x200D) || (c >= 0xFE00 && c <= 0xFE0F) || c == 0xFEFF;
}
// East Asian Width W and F (UAX 11), by block.
bool wide(char32_t c) {
  return (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xA4CF) || (c >= 0xAC00 && c <= 0xD7A3) ||
         (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF00 && c <= 0xFF60) ||
         (c >= 0x1F300 && c <= 0x1FAFF) || (c >= 0x20000 && c <= 0x3FFFD);
}

}  // namespace

std::size_t cell_width(std::string_view text) {
  std::size_t cells = 0;
  for (std::size_t at = 0; at < text.size();) {
    const base::Decoded d = base::decode_utf8(text, at);
    cells += no_width(d.point) ? 0 : wide(d.point) ? 2 : 1;
    at += d.bytes;
  }
  return cells;
}

std::string shorten(std::string_view text, std::size_t cells) {
  if (cell_width(text) <= cells) return std::string(text);
  std::size_t used = 0, at = 0;
  while (at < text.size()) {
    const base::Decoded d = base::decode_utf8(text, at);
    const std::size_t width = no_width(d.point) ? 0 : wide(d.point) ? 2 : 1;
    if (used + width + 1 > cells) break;
    used += width;
    at += d.bytes;
  }
  std::string out(text.substr(0, at));
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out + "…";
}

void Layout::put(std::string_view text, Style style) {
  if (!page_.colour || style == Style::Plain || text.empty()) {
    out_ += text;
    return;
  }
  out_.append(escape(style)).append(text).append("\x1b[0m");
}

std::string Layout::shown(std::string_view text) const {
  return exports::printable(page_.names == nullptr ? std::string(text) : page_.names->text(text));
}

void Layout::entry(std::size_t indent, std::string_view label, std::size_t label_cells, const Runs& words,
                   Style label_style) {
  indent = std::min(indent, page_.columns / 4);
  const std::string name = shown(label);
  std::size_t left = indent;
  out_.append(indent, ' ');
  std::size_t at = indent;
  if (label_cells > 0) {
    const bool own_line = label_cells * 3 > page_.columns || cell_width(name) > label_cells;
    put(shorten(name, page_.columns - indent), label_style);
    if (own_line) {
      left = indent + 2;
      if (!name.empty())
        out_ += "\n";
      else
        out_.resize(out_.size() - indent);
      out_.append(left, ' ');
    } else {
      left = indent + label_cells + 1;
      out_.append(left - indent - cell_width(name), ' ');
    }
    at = left;
  }
  bool line_start = true;
  for (const Run& run : words) {
    const std::string text = shown(run.text);
    // A run that starts without a space sticks to the word before it.
    for (std::size_t begin = 0; begin < text.size();) {
      const std::size_t space = begin;
      while (begin < text.size() && text[begin] == ' ') ++begin;
      const std::size_t spaces = std::min<std::size_t>(begin - space, 2);
      std::size_t end = std::min(text.find(' ', begin), text.size());
      if (begin == end) {
        if (spaces > 0 && !line_start && at < page_.columns) out_ += ' ', ++at;
        break;
      }
      std::string word = text.substr(begin, end - begin);
      begin = end;
      const std::size_t gap = line_start ? 0 : spaces;
      if (!line_start && at + gap + cell_width(word) > page_.columns) {
        while (!out_.empty() && out_.back() == ' ') out_.pop_back();
        out_ += "\n";
        out_.append(left, ' ');
        at = left;
      } else {
        out_.append(gap, ' ');
        at += gap;
      }
      // A word longer than the line is cut where the line ends.
      while (at + cell_width(word) > page_.columns && page_.columns > left + 4) {
        std::size_t cut = 0, cells = 0;
        while (cut < word.size()) {
          const base::Decoded d = base::decode_utf8(word, cut);
          const std::size_t width = no_width(d.point) ? 0 : wide(d.point) ? 2 : 1;
          if (at + cells + width > page_.columns) break;
          cells += width;
          cut += d.bytes;
        }
        if (cut == 0) break;
        put(std::string_view(word).substr(0, cut), run.style);
        word.erase(0, cut);
        out_ += "\n";
        out_.append(left, ' ');
        at = left;
      }
      put(word, run.style);
      at += cell_width(word);
      line_start = false;
    }
  }
  while (!out_.empty() && out_.back() == ' ') out_.pop_back();
  out_ += "\n";
}

void Layout::table(std::size_t indent, const std::vector<std::vector<Run>>& rows) {
  std::vector<std::size_t> widths;
  for (const std::vector<Run>& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i)
      widths[i] = std::max(widths[i], cell_width(shown(row[i].text)));
  }
  if (widths.empty()) return;
  std::size_t before = indent;
  for (std::size_t i = 0; i + 1 < widths.size(); ++i) {
    widths[i] = std::min<std::size_t>(widths[i], page_.columns / 3);
    before += widths[i] + 2;
  }
  const bool fits = before + 24 <= page_.columns;
  for (const std::vector<Run>& row : rows) {
    if (!fits || row.size() < widths.size()) {
      Runs words;
      for (const Run& cell : row) {
        if (cell.text.empty()) continue;
        if (!words.empty()) words.push_back({" · ", Style::Faint});
        words.push_back(cell);
      }
      entry(indent, "", 0, words);
      continue;
    }
    std::string label;
    std::string line(indent, ' ');
    // Fixed cells go out at once; the last one wraps under itself.
    out_ += line;
    std::size_t used = indent;
    for (std::size_t i = 0; i + 1 < row.size(); ++i) {
      const std::string cell = shorten(shown(row[i].text), widths[i]);
      put(cell, row[i].style);
      out_.append(widths[i] - cell_width(cell) + 2, ' ');
      used += widths[i] + 2;
    }
    Layout last({page_.columns - used, page_.colour, page_.names});
    last.entry(0, "", 0, {row.back()});
    std::string wrapped = last.take();
    for (std::size_t at = 0, first = 1; at < wrapped.size(); first = 0) {
      const std::size_t end = wrapped.find('\n', at);
      if (!first) out_.append(used, ' ');
      out_.append(wrapped, at, end - at);
      while (!out_.empty() && out_.back() == ' ') out_.pop_back();
      out_ += "\n";
      at = end + 1;
    }
  }
}

}  // namespace hudna::app
