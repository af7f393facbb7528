// Where does a record live? In a Store: reports with their bytes, text and
// readings, and the record derived from them. This is the port; open_store
// gives the one-file SQLite store behind it (docs/formats/store.md).
// Every call that writes is one transaction: killed at any moment, a store
// holds what it held before the call or after it. Not thread-safe: one Store a
// thread; several programs may read one file at once.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/document.h"
#include "model/merge_state.h"
#include "model/reading.h"
#include "model/record.h"
#include "store/lookup.h"

namespace hudna::store {

enum class Mode {
  Read,   // the file must be there
  Write,  // made when missing or empty
};

// What is kept of one report. Views: valid during the call only.
struct NewReport {
  const model::Document* document = nullptr;
  const model::Reading* reading = nullptr;
  // What the reading depends on besides the bytes (program, data, given metadata); compared, never read.
  std::string stamp;
};

// A report as stored, to show words in their context.
struct StoredDocument {
  std::string sha256, source, raw, text, charset;
  bool html = false;
  model::OffsetMap map;
};

struct Summary {
  std::size_t reports = 0, statements = 0;
  // Of the derived record; 0 when it is not current. Incidents: single events; lasting, summed, earlier and denied ones are
  // listed apart in views.
  std::size_t agreements = 0, incidents = 0, contradictions = 0;
  std::size_t bytes = 0;  // of the file
  bool record_current = false;  // the record was built from exactly these readings and decisions
};

// Reports added in one call whose words are indexed with them; more are quicker indexed in the order of their keys.
inline constexpr std::size_t kWordsAtOnce = 32;

class Store {
 public:
  virtual ~Store() = default;
  Store() = default;
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  // The stamp of the stored report of these bytes, or none. O(log reports).
  virtual base::Result<std::optional<std::string>> find_stamp(const std::string& sha256) = 0;
  // Adds the reports, or replaces those with the same bytes; all or none. Fails: DiskFull, FileUnwritable,
  // StoreBusy, ….
  virtual base::Result<void> add(std::span<const NewReport> reports) = 0;
  // What `work` writes by calls of this store reaches the file as one step, or not at all when it fails.
  virtual base::Result<void> at_once(const std::function<base::Result<void>()>& work) = 0;
  virtual base::Result<Summary> summary() = 0;
  // All readings in the order of their hashes. Fails: EvidenceOrphaned when a quote does not stand where its
  // statement says, StoreDamaged when a row cannot be read.
  virtual base::Result<std::vector<model::Reading>> readings() = 0;
  virtual base::Result<StoredDocument> document(const std::string& sha256) = 0;
  // The log of reviews, in its order. Entries are added, never changed or taken away.
  virtual base::Result<std::vector<model::Decision>> decisions() = 0;
  virtual base::Result<void> add_decision(const model::Decision& decision) = 0;
  // Adds the entry, with the rows of the log as they stand under it, its own last: for an entry that changes no other row, so that
  // the record stays current without a merge. REQUIRES: it was current.
  virtual base::Result<void> add_verdict(const model::Decision& decision, std::span<const model::ReviewRow> reviews) = 0;
  // Replaces the derived record as one step. REQUIRES: built from the stored readings.
  // `state`: what build_record kept of it for additions; without it the next build merges everything.
  virtual base::Result<void> replace_record(const model::Record& record, const model::MergeState* state = nullptr) = 0;
  // What an addition of these reports (ids, stored already) may ask of the derived record. None when the
  // record is not that of all other reports and the log, or was stored without its state or by another than
  // `by` (MergeState::by). Lives no longer than the store, and not past the next compact().
  virtual base::Result<std::unique_ptr<model::MergeMemory>> memory(const std::vector<std::string>& added,
                                                                   const std::string& by) = 0;
  // Changes the derived record as one step. REQUIRES: made from what memory() of the same reports answers.
  virtual base::Result<void> update_record(const model::RecordUpdate& update) = 0;
  // The derived record; none when none was stored or readings changed since.
  virtual base::Result<std::optional<model::Record>> record() = 0;
  // Asks of the derived record and of the reports without reading them whole. REQUIRES: summary().record_current; lives no
  // longer than the store, and not past the next compact().
  virtual std::unique_ptr<Lookup> lookup() = 0;
  // Everything as JSON Lines in canonical order, one line a call of `sink` (with its line feed); stops when
  // it gives false.
  virtual base::Result<void> dump(const std::function<bool(std::string_view)>& sink) = 0;
  // Adds the words of reports that the search index lacks: of more than kWordsAtOnce added in one call. compact() makes it anew
  // and needs no call of this.
  virtual base::Result<void> index_words() = 0;
  // Brings the file into its canonical form: the same reports and record give the same bytes, however they
  // came in. Needs as much free space as the file; when that fails the store is as it was. The Store can be
  // used on. Does nothing where nothing was written since the last time.
  virtual base::Result<void> compact() = 0;
  // Reads every page and row. Fails: StoreDamaged with what was found, EvidenceOrphaned.
  virtual base::Result<void> check() = 0;
};

// Opens or makes a store. Fails: FileMissing, FileUnreadable, FileUnwritable, StoreNotOurs, StoreNewer,
// StoreDamaged, StoreBusy, DiskFull; a file that is no store is never changed.
base::Result<std::unique_ptr<Store>> open_store(const std::string& path, Mode mode);

}  // namespace hudna::store
