// Which wordings give a line away? The phrases of data/page/lines.toml
// ("leave a comment", "photo by _", "only $ # per year"), compiled once and
// looked up by their rarest word. Also month names and stop words of
// data/page. Frozen after load; thread-safe to read.
//
// A pattern is a row of words, matched on lower-cased words of a line:
//   <  start of the line      >  end of the line
//   #  any number             _  any one word       *  none to six words
//   word:  the word with a colon behind it
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/data_source.h"
#include "base/result.h"

namespace hudna::page {

// What a wording says about its line.
enum class Cue : std::uint8_t {
  CommentHead,       // "Comments 8", "Leave a comment": a thread starts here
  CommentPrompt,     // "Reply", "Report abuse": matter of a thread
  RelatedHead,       // "Related posts": a list of other stories starts here
  Promo,             // "Follow us on", "Sign up for our newsletter", "Watch here"
  Credit,            // "Image via", "Photo by"
  CreditEnd,         // an agency's or collection's name, which marks a credit only beside other signs
  Copyright,         // "All rights reserved"
  Paywall,           // "Subscribe to continue reading"
  Navigation,        // "Skip to main content", "Filed under"
  AuthorNote,        // "_ is a correspondent", "Reporting by"
  Notice,            // "This story is over # years old"
  Byline,            // "By", "Written by"
  Updated,           // "Updated", "Last modified": the date beside it is a modification
  Published,         // "Published", "Posted on"
  DateWords,         // further words of a line that only states a time: "GMT", "ago"
  Age,               // "# hours ago"
  Learnt_,           // the models are asked about those above; one more there asks for other weights
  Teaser = Learnt_,  // "Most read: _": names another story itself, and heads no list
  DocumentHead,      // "Statement No. #": how a document is called that has no headline
  Count_
};

class CueSet {
 public:
  void add(Cue cue) { bits_ |= 1u << static_cast<unsigned>(cue); }
  bool has(Cue cue) const { return (bits_ >> static_cast<unsigned>(cue) & 1u) != 0; }
  bool empty() const { return bits_ == 0; }

 private:
  std::uint32_t bits_ = 0;
};

// One word of a line for the matcher. `hash` is of the folded word; `colon`: a
// colon follows it at once ("photo:" in a pattern asks for that).
struct LineWord {
  std::uint64_t hash;
  bool number = false;
  bool colon = false;
};

class Vocabulary {
 public:
  // From the files page/*.toml of the data; fails with DataBad.
  static base::Result<Vocabulary> load(const base::DataSource& data);
  // The compiled-in one; made on first use.
  static const Vocabulary& compiled_in();

  // Cues of a line. Looks at the first 64 and the last 16 words; cost linear in them.
  CueSet cues(std::string_view line) const;
  // The same with the caller's room for the words, for many lines.
  CueSet cues(std::string_view line, std::vector<LineWord>* scratch) const;
  // "REUTERS/Jo Doe", "Jo Doe/AFP": a slash between a name and an agency of the list.
  bool has_slash_credit(std::string_view line) const;
  // A last bracket that holds an agency or ends with a credit: "(Jo Doe/AFP)", "(Photo by Jo Doe)", "[File:
  // AP]".
  bool has_end_credit(std::string_view line) const;
  // Is this folded word an agency of the list?
  bool is_agency(std::string_view word) const;
  // What stands in front of the names of authors ("By", "Written by") and between them ("and"), longest
  // first.
  const std::vector<std::string>& byline_leads() const { return byline_leads_; }
  const std::vector<std::string>& byline_joins() const { return byline_joins_; }
  // Is this word part of no person's name ("posts", "editor")?
  bool is_no_name(std::string_view word) const;
  // Is it a title that stands behind names ("PhD")?
  bool is_degree(std::string_view word) const;
  // Does a page call its author's name so ("Written by")?
  bool is_author_label(std::string_view label) const;
  // Month number 1-12 of a word in any known language, 0 when it is none. `word` is folded to lower case
  // here.
  int month(std::string_view word) const;
  // Best language of a text by its stop words and script ("en", "ar", …); "und" when nothing fits.
  std::string language(std::string_view text) const;

 private:
  struct Pattern {
    std::vector<std::uint64_t> words;  // hash of a literal, or one of the wildcard values
    bool at_start = false;
    bool at_end = false;
    Cue cue = Cue::Promo;
    std::uint8_t key = 0;  // index of the literal it is looked up by
  };
  bool matches(const Pattern& pattern, const std::vector<LineWord>& words, std::size_t at) const;
  void look(const std::vector<LineWord>& words, bool tail, CueSet* out) const;

  std::vector<Pattern> patterns_;
  // One bit a value of the low 16 bits of the keys of by_word_: nearly all words of a page end here.
  std::vector<std::uint64_t> seen_ = std::vector<std::uint64_t>(1024, 0);
  std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> by_word_;
  std::unordered_map<std::uint64_t, int> months_;
  std::vector<std::uint64_t> seen_months_ = std::vector<std::uint64_t>(64, 0);  // as seen_
  std::vector<std::string> languages_;
  std::size_t english_ = 0;  // index of "en"
  std::unordered_map<std::uint64_t, std::uint64_t> stop_words_;  // bit a language
  std::vector<std::uint64_t> seen_stop_ = std::vector<std::uint64_t>(256, 0);  // as seen_
  std::unordered_set<std::uint64_t> agencies_;
  std::unordered_set<std::uint64_t> no_names_, degrees_;
  std::vector<std::string> byline_leads_, byline_joins_, author_labels_;
};

// Splits a line into folded words: letters and digits run together, "'" inside
// a word stays, "$", "@", "©", "#" and "|" are words of their own, all else separates.
// `limit` words at most.
void split_words(std::string_view line, std::size_t limit, std::vector<LineWord>* out);
std::uint64_t hash_word(std::string_view word);
// Number of words that are separated by white space.
std::uint32_t line_words(std::string_view line);

}  // namespace hudna::page
