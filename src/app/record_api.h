// What does a program or the page ask of a record? JSON answers to the paths of
// docs/formats/api.md: lists with filters, one agreement as of a day, one
// statement, one report with the words that statements rest on, search. The
// same names and codes as the other JSON of hudna. Opening and answering take
// no longer for a large record: rows are found by keys and read one by one.
// One call at a time (the store is not thread-safe).
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "export/context.h"

namespace hudna::app {

class RecordApi {
 public:
  // Opens a record file; one that was not merged to the end is merged first. Below the level internal the answers leave out
  // what exports of that level do (docs/formats/exports.md), readers' comments and the log of reviews too, and nothing can be
  // written. Fails: the store's codes.
  static base::Result<std::unique_ptr<RecordApi>> open(const std::string& record,
                                                       exports::Sharing sharing = exports::Sharing::Internal);
  virtual ~RecordApi() = default;

  struct Answer {
    int status = 200;  // of HTTP: 200, 400 for a bad parameter, 403, 404 for an unknown path or id, 409, 500
    std::string body;
    std::string type = "application/json";
    std::string file = {};  // a name when it is to be saved as a file
  };
  // `path` below "/api/", decoded; parameters decoded. Unknown parameters are ignored.
  virtual Answer get(std::string_view path, const std::map<std::string, std::string>& query) = 0;
  // What writes: "review" with a decision as JSON. `now` is the caller's clock, "2014-05-03T12:00:00Z". The record is merged
  // anew under the decision before the answer comes.
  virtual Answer post(std::string_view path, std::string_view body, const std::string& now) = 0;
};

}  // namespace hudna::app
