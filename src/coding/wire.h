// How does a news service's message become something to read templates from?
// A Wire: the text in mixed case, dateline and the service's remarks put aside,
// analysed, grounded and read by hudna's own stages; spans still point at the
// words as sent. Useful for MUC's messages. Not for web pages (src/page).
// A WireReader is immutable after open, thread-safe; it must not outlive its
// DataSource.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/data_source.h"
#include "base/result.h"
#include "coding/word_table.h"
#include "model/analysis.h"
#include "model/document.h"
#include "model/mention.h"
#include "model/reading.h"

namespace hudna::coding {

struct Wire {
  std::string sent;  // the bytes as sent
  model::Document doc;
  model::Analysis analysis;
  model::Mentions mentions;
  model::Reading reading;
  std::string date;   // ISO day of the dateline; empty when there is none
  std::string place;  // of the dateline, as sent
};

// ISO day of "03 JAN 90", or empty; and back.
std::string iso_of_muc_day(std::string_view text);
std::string muc_day_of_iso(std::string_view iso);

class WireReader {
 public:
  static base::Result<WireReader> open(const base::DataSource& data);
  WireReader(WireReader&&) noexcept;
  WireReader& operator=(WireReader&&) noexcept;
  ~WireReader();

  // REQUIRES: valid UTF-8 text. Linear.
  Wire read(std::string_view text) const;
  const WordTable& words() const&;

 private:
  struct Parts;
  explicit WireReader(std::unique_ptr<const Parts> parts);
  std::unique_ptr<const Parts> parts_;
};

}  // namespace hudna::coding
