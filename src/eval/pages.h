// How well are pages read? eval_pages scores read_page on a folder of saved
// pages with what is in them: `html/<id>.html` and `gold.json`, as the sets
// named in shared/pages.md unpack. Measures: 4-gram shingles (scrapinghub's
// scorer), word F1 (WCXB), exact paragraphs (fundus-evaluation), segments
// (trafilatura), exact fields, leaked comments, speed. Not for: tuning to one page.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/document.h"
#include "page/block_model.h"

namespace hudna::eval {

// Figures are shares 0..1 unless said; -1 where the gold has nothing to score.
struct PagesFigures {
  std::size_t pages = 0;
  double body_f1 = -1, body_precision = -1, body_recall = -1;
  double word_f1 = -1;
  double title = -1, authors = -1, date = -1;
  double paragraph_f1 = -1, paragraph_precision = -1, paragraph_recall = -1;
  long perfect = -1;  // pages whose paragraphs are all right and no others
  double segment_f = -1, segment_precision = -1, segment_recall = -1;
  long comments_leaked = -1;             // gold comment segments found in the body text
  long comments = -1;                    // of so many
  double comment_share = -1;             // share of the gold comments' characters that stand in the body text
  double pages_per_s = 0, mb_per_s = 0;  // read_page from bytes in memory, one core, best of the passes
};

struct PagesOptions {
  int passes = 1;        // timed passes; the best counts
  bool as_text = false;  // each page is first rendered to plain text by render_text, with no tags left
  // The block weights for a page, by its id; none: the shipped ones. For cross-validation.
  std::function<const page::BlockModel*(const std::string& id)> model_of = {};
  std::string details;   // a file that gets one line of figures a page; empty for none
};

// Fails: FileMissing, FileUnreadable for DIR; DataBad for its gold.json.
base::Result<PagesFigures> eval_pages(const std::string& dir, const PagesOptions& options = {});

// The figures as one JSON object with the keys of the issue on pages; figures that do not apply are null.
std::string print_json(const PagesFigures& figures);
// The figures laid out for reading.
std::string print_text(const PagesFigures& figures);

// The body of a Document as its paragraphs: standfirst, paragraphs, section
// heads, list items, table cells, quotations; no headline, no captions.
std::vector<std::string> body_paragraphs(const model::Document& doc);

// What a person gets who copies the whole page as text: every visible block on
// its own line, blank lines between blocks, list bullets, no tags, nothing typed.
std::string render_text(const std::string& html);

}  // namespace hudna::eval
