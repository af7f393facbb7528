// Does the grounder resolve places, actors and figures in context? Scores it
// against CSV files of sentences with marked words:
//   places:  text, span, latitude, longitude [, begin, end, tolerance_km, country]
//   actors:  text, span, actor [, begin, end, date]: the id without "ac-"; "-" for words that are no actor of
//            the lexicon; "type:armed_group" or "side:opposition" where no single actor is meant; several, of
//            which any will do, with a bar between
//   figures: text, span, op, low, high, effect, category [, begin, end]
// `begin` and `end` are bytes of the text (or code points, where only these fit the span); without them the
// next place where the span stands. Rows of one text are one report. Works on public geoparsing sets once
// they are in this form.
#pragma once

#include <string>
#include <vector>

#include "base/data_source.h"
#include "base/result.h"

namespace hudna::eval {

struct MentionMiss {
  std::string text, span, gold, got;
};

struct PlaceScore {
  std::size_t gold = 0, found = 0, extra = 0, right = 0, within_161 = 0;
  double span_recall = 0, span_f1 = 0, accuracy_161km = 0, accuracy = 0, median_km = 0;
  std::vector<MentionMiss> misses;
  std::string json() const;
};
// `accuracy`: within tolerance_km (25 where the file does not say), over all gold mentions; so is
// accuracy_161km. `median_km` over those found.
base::Result<PlaceScore> score_places(const std::string& path, const base::DataSource& data);

struct ActorScore {
  std::size_t gold = 0, right = 0;
  double accuracy = 0;
  std::vector<MentionMiss> misses;
  std::string json() const;
};
base::Result<ActorScore> score_actors(const std::string& path, const base::DataSource& data);

struct FigureScore {
  std::size_t gold = 0, op = 0, bounds = 0, effect = 0, category = 0, right = 0;
  double accuracy = 0;
  std::vector<MentionMiss> misses;
  std::string json() const;
};
base::Result<FigureScore> score_figures(const std::string& path, const base::DataSource& data);

}  // namespace hudna::eval
