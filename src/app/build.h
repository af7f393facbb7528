// How do files become a record file? Each report that the store does not have
// is read and stored; then a few new reports are added to the record, or the
// record is merged from all readings, in one transaction. Both ways give the
// same record. Stopped at any moment and run again, it ends in the same dump,
// and up to 64 MB in the same bytes.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "app/engine.h"
#include "app/meta.h"
#include "base/result.h"
#include "store/store.h"

namespace hudna::app {

struct BuildOptions {
  std::vector<std::string> files;  // expanded paths
  std::string out;
  MetaTable meta;
  unsigned jobs = 1;
};

// One file that was looked at.
struct FileOutcome {
  std::string path;
  // Added: new to the record. Updated: read again, since its metadata, the program or the data changed. Known: as stored.
  enum class Kind { Added, Updated, Known, Failed } kind = Kind::Added;
  base::Error error{};            // when failed
  base::Diagnostics diagnostics;  // when read
};

struct BuildOutcome {
  std::size_t added = 0, updated = 0, known = 0, failed = 0;
  std::size_t off_topic = 0;  // of those read: about something else, so that nothing was read from them
  std::size_t reports = 0, statements = 0, agreements = 0, incidents = 0, contradictions = 0;  // of the whole record
  bool updated_in_place = false;  // the reports were added to the record that was there
  base::Diagnostics
      diagnostics;  // of the record: why a few new reports were not added to it (merged-whole, add-limit)
};

// `seen` is called once a file, in order, on the calling thread; `merging` once, when reading is done. What was given
// about a report (--meta) stays in force when a later call gives nothing about it. Fails when the store cannot be opened or
// written: then the store holds what was stored up to there.
base::Result<BuildOutcome> build(const Engine& engine, const BuildOptions& options,
                                 const std::function<void(const FileOutcome&)>& seen, const std::function<void()>& merging);

// After rows were written one by one: a file of up to 64 MB is brought into its canonical form (the same reports and decisions,
// the same bytes). A larger one is left as it is: its rows are the same in any order, and bringing them into one takes as long as
// writing it anew. Fails: the store's codes.
base::Result<void> compact_small(store::Store* db);

}  // namespace hudna::app
