// How is text laid out for a terminal of any width? As paragraphs of styled
// words with a hanging indent and a label in front. Widths count cells as a
// terminal does; everything from outside is made printable first; colour is
// added last and never carries meaning alone. Not thread-safe: one Layout a
// page.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "export/redact.h"

namespace hudna::app {

enum class Style { Plain, Strong, Faint, Good, Warn, Bad, Name };

struct Page {
  std::size_t columns = 100;
  bool colour = false;
  const exports::Redactor* names = nullptr;  // taken out of all words; outlives the Layout
};

struct Run {
  std::string text;
  Style style = Style::Plain;
};
using Runs = std::vector<Run>;

// Cells that a terminal uses for printable text: none for combining marks, two for wide East Asian
// characters.
std::size_t cell_width(std::string_view text);
// Cut to `cells` with an ellipsis.
std::string shorten(std::string_view text, std::size_t cells);

class Layout {
 public:
  explicit Layout(Page page) : page_(page) {
    if (page_.columns < 20) page_.columns = 20;
  }

  // `label` in a column of `label_cells` after `indent`, then the words, wrapped under themselves. On a
  // narrow page (or where the label column would take more than a third) the label gets a line of its own.
  void entry(std::size_t indent, std::string_view label, std::size_t label_cells, const Runs& words,
             Style label_style = Style::Faint);
  // Words wrapped at `indent`.
  void text(std::size_t indent, const Runs& words) { entry(indent, "", 0, words); }
  void blank() { out_ += "\n"; }
  // A table: cells of each row padded to their column; the last column wraps. Falls back to one entry a row,
  // cells joined by " · ", when the columns leave less than 24 cells for the last.
  void table(std::size_t indent, const std::vector<std::vector<Run>>& rows);
  std::size_t columns() const { return page_.columns; }
  std::string take() { return std::move(out_); }

 private:
  void put(std::string_view text, Style style);
  std::string shown(std::string_view text) const;  // printable, without names that are withheld
  Page page_;
  std::string out_;
};

}  // namespace hudna::app
