// How does a reviewer's decision get into a record file? It is checked against
// the record as it stands, added to the log, and the record is merged anew
// under it. Nothing of the log is ever changed; to take a decision back is a
// new one.
#pragma once

#include <string>
#include <vector>

#include "app/engine.h"
#include "app/layout.h"
#include "base/result.h"
#include "model/record.h"

namespace hudna::app {

struct ReviewRequest {
  std::string record;
  std::string decision;  // accept, edit, reject, split, merge, mark_disputed, redact, defer, undo
  std::string target;    // an id, or the start of one
  std::vector<std::string>
      others;  // merge: ids of rows; split: ids of statements or reports; edit: field=value
  std::string reason, reviewer, role;
  std::string at;  // ISO 8601; the caller's clock when the user gives none
};

// Checks the decision against the record, adds it to the log and merges the record anew. Fails: ArgumentBad for what makes no
// sense, IdUnknown, the store's codes.
base::Result<model::Decision> decide(const Engine& engine, const ReviewRequest& request);
// The same, as one line on what was decided.
base::Result<std::string> review(const Engine& engine, const ReviewRequest& request);
// The log with what became of each entry; `*rows` tells whether there is any.
base::Result<std::string> review_log(const std::string& record, Page page, bool* rows);

}  // namespace hudna::app
