// How is a record file opened for reading? With its store, its readings and
// the record that joins them; as of a day, with what was published by then.
// Useful for: show, explain, the server. Reads only; not thread-safe to open,
// but for its store thread-safe to read.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/reading.h"
#include "model/record.h"
#include "store/store.h"

namespace hudna::app {

// A record file with all that a view joins; the Record and its views point into it.
struct Opened {
  std::unique_ptr<store::Store> db;
  std::vector<model::Reading> readings;
  std::optional<model::Record> record;
  std::vector<const model::Reading*> pointers;
  model::RecordView view;
};

// `as_of`: only with the reports published up to that day; empty for all. Fails: the store's codes.
base::Result<std::unique_ptr<Opened>> open_record(const std::string& path, const std::string& as_of = {});

}  // namespace hudna::app
