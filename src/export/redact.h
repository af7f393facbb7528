// Which words name a person who stays inside? The Redactor takes the names of
// private persons out of any text, wherever they stand. A person is public
// where some report names him with an office, a command or as a spokesman (the
// words are data/export/sharing.toml's), or the actor lexicon has him; every
// other person that a report names is private: victims, witnesses, relatives,
// go-betweens, authors. Names of places, groups and bodies always stay. A name
// that the language model did not take for a person is not known here and
// stays. Built once, linear in the names and in the text; thread-safe.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "export/crosswalk.h"
#include "model/record.h"
#include "model/span.h"

namespace hudna::exports {

class Redactor {
 public:
  // Withholds nothing.
  Redactor() = default;
  // `more`: actors that a reviewer redacted, whoever they are. With `people` false only those are withheld.
  Redactor(const model::RecordView& view, const Crosswalk& codes, const std::vector<model::ActorId>& more,
           bool people = true);

  // The text with each name replaced by the mark of data/export/sharing.toml.
  std::string text(std::string_view text) const;
  bool finds(std::string_view text) const;
  // Where the names stand, in order; with `one` the first only.
  std::vector<model::Span> spans(std::string_view text, bool one = false) const;
  const std::string& mark() const { return mark_; }
  // The bytes [begin, end) of the text, so that a name cut by that window goes too.
  std::string window(std::string_view text, std::size_t begin, std::size_t end) const;
  bool idle() const { return by_first_.empty(); }
  // The names, sorted: for the preview.
  const std::vector<std::string>& names() const { return names_; }

 private:
  struct Pattern {
    std::vector<std::string> words;  // as written, compared without regard to ASCII case
    bool stays = false;              // a public person's name that holds a private one's family name
  };
  std::map<std::string, std::vector<Pattern>, std::less<>> by_first_;  // folded first word
  std::vector<std::string> names_;
  std::string mark_;
};

// Which words of which reports did a reviewer redact? The bytes of the statements under such a decision; what
// else stands on those bytes (the quote of another statement, the words around it) is withheld with them.
// Originals stay as they are.
class Redactions {
 public:
  Redactions() = default;
  // The decisions in force of the record.
  explicit Redactions(const model::RecordView& view);
  void add(const std::string& report, const std::string& statement, model::Span span);

  bool empty() const { return spans_.empty(); }
  bool has(std::string_view report) const { return spans_.contains(report); }
  bool holds(std::string_view statement) const { return statements_.contains(statement); }
  bool touches(std::string_view report, model::Span span) const;
  // Words that stand at byte `begin` of the report's text, kMark in place of what is redacted.
  std::string text(std::string_view report, std::size_t begin, std::string_view words) const;
  // The quote of a statement so.
  std::string quote(const model::RecordView& view, model::StatementId id) const;
  static constexpr std::string_view kMark = "[redacted]";

 private:
  std::map<std::string, std::vector<model::Span>, std::less<>> spans_;  // by report id
  std::set<std::string, std::less<>> statements_;
};

// The actors that a reviewer redacted, as the decisions in force say.
std::vector<model::ActorId> redacted_actors(const model::RecordParts& record);

}  // namespace hudna::exports
