// What does a report state? The Reader turns Document and Analysis into a
// Reading: incidents, provisions, stages, roles, claims and tallies with slots,
// speaker chain, modality and evidence, by the rules of data/rules. It also
// resolves the report's date. Useful for: English news on conflicts and
// truces. Not for: other languages (no statements), judging what is true, or
// merging reports (record).
// A Reader is frozen after open and thread-safe; it points to no document.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/data_source.h"
#include "base/result.h"
#include "model/analysis.h"
#include "model/document.h"
#include "model/mention.h"
#include "model/reading.h"
#include "rules/rule_set.h"

namespace hudna::reading {

// What somebody said about the report (--meta); empty where nobody did. It wins over the page.
struct ReportMeta {
  std::string published;  // EDTF
  std::string outlet;
  std::string url;
  std::string tool;        // program and data versions, carried by the reading
  bool off_topic = false;  // it is about something else (Reader::on_topic): an English one is not read
};

class Reader {
 public:
  // Reads data/rules, data/reading and the data of grounding. Fails with RuleSyntax, RuleUnknownName or
  // DataBad.
  static base::Result<Reader> open(const base::DataSource& data);
  Reader(Reader&&) noexcept;
  Reader& operator=(Reader&&) noexcept;
  ~Reader();

  // The Reading of one report. Diagnostics: NotEnglish, OffTopic, NoDate, DateInferred, MatchLimit and those of the
  // document and the analysis. Linear in the text; sentences without a trigger word cost one pass over their
  // tokens.
  model::Reading read(const model::Document& doc, const model::Analysis& analysis,
                      const ReportMeta& meta) const;

  // False when the report is about something else than armed conflict or truces (reading/topic.h). Linear, and needs
  // no analysis: it is asked before there is one, so that what is not read is not parsed, and `read` is told.
  bool on_topic(const model::Document& doc) const;
  // Lower-case lemmas without one of which a sentence states nothing: the gate of the language stage.
  const std::vector<std::string>& trigger_words() const&;
  // False when no rule can read a statement in the text: the gate of the language stage. Linear.
  bool may_state(std::string_view text) const;
  // Lower-case names (multiword ones as written) that a gate must let pass as well.
  const rules::RuleSet& rules() const&;
  // For people: which rules fire on the sentences, of which layer, along which paths, and what statements
  // come of it.
  std::string explain(const model::Document& doc, const model::Analysis& analysis,
                      const ReportMeta& meta) const;

 private:
  struct State;
  Reader();
  std::unique_ptr<State> state_;
};

}  // namespace hudna::reading
