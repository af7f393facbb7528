// How does a Document become an Analysis? Tokens, sentences, tags, lemmas,
// dependency trees and names, for the blocks that can carry evidence (body,
// headings, captions). The trained weights and word lists come from the data.
// Useful for: everything that reads text. Not for: other languages.
// An Analyser is frozen after open and thread-safe; it copies nothing of the
// model and must not outlive its DataSource.
#pragma once

#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "base/data_source.h"
#include "base/result.h"
#include "model/analysis.h"
#include "model/document.h"

namespace hudna::language {

struct AnalyseOptions {
  // The gate: true for a sentence's text that some later stage could use. Where it is set, only sentences that it
  // accepts, and those of the same block or the blocks directly beside one, are tagged and parsed; the others are
  // tokenised, split and lemmatised plainly, with parsed = false. Without it all sentences are parsed.
  // Must be a pure function; called once a sentence, in order.
  std::function<bool(std::string_view sentence)> gate;
  // Keep what was found in a sentence for the next report that has it word for word. The outcome is the same; it is
  // off by default so that speed is measured on real work.
  bool remember = false;
};

// What the sentence speaks of in the wide sense of re3d: names and descriptions ("the rebels", "12 vehicles").
struct Mention {
  model::TokenRange tokens;
  std::string_view type;  // of net::Fine: "Person", "Organisation", "Location", "Nationality", "Weapon", …
};

class Analyser {
 public:
  // Reads language/tokens.tsv, language/names.tsv and language/weights.bin. Fails with DataBad or ModelBad.
  static base::Result<Analyser> open(const base::DataSource& data);
  Analyser(Analyser&&) noexcept;
  Analyser& operator=(Analyser&&) noexcept;
  ~Analyser();

  // Diagnostics: SentenceTooLong for each cut at limits::kSentenceTokens, with raw bytes. Linear in the text.
  // `mentions`, where not null, gets those of all parsed sentences in order (none without a network).
  model::Analysis analyse(const model::Document& doc, const AnalyseOptions& options = {}, std::vector<Mention>* mentions = nullptr) const;
  // The same for given sentences and tokens (spans of the Document's text): scoring with gold tokens. All are parsed.
  // REQUIRES: spans ordered, disjoint, not empty; no sentence empty. The block of each sentence is 0.
  model::Analysis analyse_tokens(const model::Document& doc, const std::vector<std::vector<model::Span>>& sentences) const;

 private:
  struct Parts;
  model::Analysis read(const model::Document& doc, model::AnalysisParts out, const std::vector<bool>& wanted,
                       bool remember, std::vector<Mention>* mentions) const;
  std::string_view as_read(const std::vector<std::string_view>& forms, std::size_t i, bool caseless) const;
  explicit Analyser(std::unique_ptr<const Parts> parts);
  std::unique_ptr<const Parts> parts_;
};

// A Document of plain text, one paragraph block for each run of lines between empty lines, for tests, scoring and
// training; a real page goes through the page stage. REQUIRES: valid UTF-8 (checked).
model::Document plain_document(std::string text);

}  // namespace hudna::language
