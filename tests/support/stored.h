// How do tests keep readings of a generated world in a store? Each with a
// document in which its words stand where the reading says. For tests and
// benchmarks only.
#pragma once

#include <string>
#include <utility>

#include "model/document.h"
#include "model/reading.h"
#include "tests/support/world.h"

namespace hudna::testing {

struct StoredReport {
  model::Document document;
  model::Reading reading;
};

inline StoredReport stored_report(const model::Reading& reading, const std::string& text) {
  model::DocumentParts doc;
  doc.source = reading.parts().source;
  // Copies have other bytes than what they copy.
  doc.raw = text + "\n" + reading.parts().source;
  doc.text = text;
  doc.map.append(static_cast<std::uint32_t>(text.size()), 0, static_cast<std::uint32_t>(text.size()), true);
  model::Document document = model::make_document(std::move(doc));
  model::ReadingParts parts = reading.parts();
  parts.sha256 = document.sha256();
  parts.report_id = "rp-" + parts.sha256.substr(0, 16);
  for (model::Statement& stmt : parts.statements) {
    stmt.evidence.document_sha256 = parts.sha256;
    stmt.id = model::statement_id(parts.sha256, stmt);
  }
  return {std::move(document), model::make_reading(std::move(parts), text)};
}

}  // namespace hudna::testing
