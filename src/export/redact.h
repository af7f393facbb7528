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
#include <string>
#include <string_view>
#include <vector>

#include "export/crosswalk.h"
#include "model/record.h"

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
  bool idle() const { return by_first_.empty(); }
  // The names, sorted: for the preview.
  const std::vector<std::string>& names() const { return names_; }

 private:
  struct Pattern {
    std::vector<std::string> words;  // as written, compared without regard to ASCII case
    bool stays = false;              // a public person's name that holds a private one's family name
  };
  bool scan(std::string_view text, std::string* out) const;
  std::map<std::string, std::vector<Pattern>, std::less<>> by_first_;  // folded first word
  std::vector<std::string> names_;
  std::string mark_;
};

}  // namespace hudna::exports
