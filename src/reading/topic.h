// Is a report about armed conflict, or about a truce? A sum of word weights (data/reading/topic.tsv, learned by
// train/topic/train.py) over windows of the reporting. Useful for: keeping pages on business, sport or law,
// whose "deals", "strikes" and "talks" are others, out of a record, before anything of them is parsed. Not for:
// how much a report matters, other languages, texts of a few sentences (they are always on the topic).
// Frozen after open and thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>

#include "base/data_source.h"
#include "base/result.h"
#include "model/document.h"

namespace hudna::reading {

class Topic {
 public:
  // Fails with DataBad, naming the line.
  static base::Result<Topic> open(const base::DataSource& data);

  // False when the text is long enough to judge, and every window of it is below the threshold. Linear.
  bool covers(const model::Document& doc) const;

 private:
  struct Word {
    std::uint32_t index = 0;
    std::int32_t weight = 0;  // hundredths of log odds
  };
  std::unordered_map<std::string, Word> words_;  // lower case; looked up only, never walked
  std::int32_t window_ = 0;                      // words
  std::int32_t threshold_ = 0, bias_ = 0;        // hundredths of log odds
};

}  // namespace hudna::reading
