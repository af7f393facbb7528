// Which words of a report name an actor, a place, a time or a figure, and which
// one? The Grounder: mentions with what was written, the candidates with
// scores, and the rule that chose. Below a threshold a mention stays unresolved
// (empty id) and keeps its candidates. Useful for reading, which fills slots
// from mentions. Not for what happened. Thread-safe after open; holds views
// into the DataSource's compiled tables, so it must not outlive it.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/data_source.h"
#include "base/result.h"
#include "model/analysis.h"
#include "model/document.h"
#include "model/mention.h"

namespace hudna::ground {

struct ActorHit;
struct PlaceContext;
class TokenView;

struct Context {
  std::string report_date;  // EDTF of the report, the anchor of relative times; may be empty
  std::string country;   // ISO 3166-1 alpha-2 of the report's main country; empty: worked out from the report
  std::string dateline;  // as written: "ALEPPO, Syria"; may be empty
};

class Grounder {
 public:
  static base::Result<Grounder> open(const base::DataSource& data);
  Grounder(Grounder&&) noexcept;
  Grounder& operator=(Grounder&&) noexcept;
  ~Grounder();

  // Mentions ordered by begin, longer first; they may nest, never cross. Diagnostics, where asked for:
  // ActorAmbiguous, PlaceAmbiguous, TimeUnanchored with text offsets mapped to the file. `main_country`,
  // where asked for, gets what find_report_country gives, at half its cost.
  model::Mentions resolve(const model::Document& doc, const model::Analysis& analysis, const Context& context,
                          base::Diagnostics* diagnostics = nullptr,
                          std::string* main_country = nullptr) const;
  // The country that the report is mostly about, or empty when it names none.
  std::string find_report_country(const model::Document& doc, const model::Analysis& analysis,
                                  const Context& context) const;

 private:
  struct Parts;
  using Names = std::vector<std::pair<model::TokenRange, std::vector<ActorHit>>>;
  static std::string report_country(const Parts& parts, const TokenView& view,
                                    const model::Analysis& analysis, const Names& names,
                                    const PlaceContext& context);
  explicit Grounder(std::unique_ptr<const Parts> parts);
  std::unique_ptr<const Parts> parts_;
};

// One line a mention for a person: words, kind, value, rule, score, candidates. For `hudna ground`.
std::string print_mentions(std::string_view text, const model::Mentions& mentions);

// `hudna data check`: what is wrong with the data files, one message a line ("actors/yemen.toml:12: …").
// Empty when all is well.
std::vector<std::string> check_data(const base::DataSource& data);

}  // namespace hudna::ground
