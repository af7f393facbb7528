// Which words name a private person? The Redactor takes the names that the
// record knows as those of private persons (residents, victims, witnesses;
// never officials and named spokespeople) out of any text, wherever they stand.
// It knows only names that were read as actors: a name inside a quote that no
// statement took as an actor stays. Built once, linear in the text; thread-safe.
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
  // `more`: actors besides the private persons.
  Redactor(const model::RecordParts& record, const Crosswalk& codes, const std::vector<model::ActorId>& more);

  // The text with each name replaced by the mark of data/export/sharing.toml.
  std::string text(std::string_view text) const;
  bool finds(std::string_view text) const;
  // The names, sorted: for the preview.
  const std::vector<std::string>& names() const { return names_; }

 private:
  struct Pattern {
    std::vector<std::string> words;  // as written, compared without regard to ASCII case
  };
  bool scan(std::string_view text, std::string* out) const;
  std::map<std::string, std::vector<Pattern>, std::less<>> by_first_;  // folded first word
  std::vector<std::string> names_;
  std::string mark_;
};

}  // namespace hudna::exports
