// How well are time expressions found and resolved? Scores the time tagger
// against corpora with inline TIMEX2 or TIMEX3 tags (WikiWars keyinline/*.xml,
// TempEval *.tml). Spans relaxed (they overlap) and strict (they are equal),
// and the value among relaxed matches, as TempEval-3 counts it.
#pragma once

#include <string>
#include <vector>

#include "base/data_source.h"
#include "base/result.h"

namespace hudna::eval {

struct TimeMiss {
  std::string file;
  std::string kind;  // "missed", "extra", "span", "value"
  std::string gold;  // text = value
  std::string got;
};

struct TimeScore {
  std::size_t files = 0, gold = 0, found = 0, relaxed = 0, strict = 0, value = 0;
  double relaxed_f1 = 0, strict_f1 = 0, value_f1 = 0;
  std::vector<TimeMiss> misses;  // in file order
  std::string json() const;      // one line
};

// `path` is a tagged file, a folder of them, or a folder that holds keyinline/. Fails when nothing can be
// read.
base::Result<TimeScore> score_time(const std::string& path, const base::DataSource& data);

}  // namespace hudna::eval
