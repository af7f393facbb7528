// In which governorate did the main event of a report take place? Scores the
// grounder on FA-KES (fmohsen/Fake-news-res): a CSV with the columns
// article_title, article_content, date, location.
#pragma once

#include <string>
#include <vector>

#include "base/data_source.h"
#include "base/result.h"
#include "model/analysis.h"
#include "model/document.h"
#include "model/mention.h"

namespace hudna::eval {

// The province that most of the report's places speak for: the title and the first sentences count most, and
// sentences that tell of killing or of a figure more than others. Empty when no place has a province.
std::string main_province(const model::Document& doc, const model::Analysis& analysis,
                          const model::Mentions& mentions, std::string_view country);

struct FaKesMiss {
  std::string id, title, gold, got;
};

struct FaKesScore {
  std::size_t reports = 0, right = 0, silent = 0;
  double governorate_accuracy = 0;
  std::vector<FaKesMiss> misses;
  std::string json() const;
};

// `country` is what the whole set is about. Labels are looked up as names of provinces or of towns in them;
// provinces that the set does not tell apart are joined by data/ground/fa_kes.toml.
base::Result<FaKesScore> score_fa_kes(const std::string& path, const base::DataSource& data);

}  // namespace hudna::eval
