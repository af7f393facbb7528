// What does a program or the page ask of a record? JSON answers to the paths of
// docs/formats/api.md: lists, one agreement as of a day, one statement, one
// report with the words that statements rest on. The same names and codes as
// the other JSON of hudna. Reads only; one call at a time (the store is not
// thread-safe).
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace hudna::app {

class RecordApi {
 public:
  // Opens a record file. Fails: the store's codes.
  static base::Result<std::unique_ptr<RecordApi>> open(const std::string& record);
  virtual ~RecordApi() = default;

  struct Answer {
    int status = 200;  // of HTTP: 200, 400 for a bad parameter, 404 for an unknown path or id
    std::string json;
  };
  // `path` below "/api/", decoded; parameters decoded. Unknown parameters are ignored.
  virtual Answer get(std::string_view path, const std::map<std::string, std::string>& query) = 0;
};

}  // namespace hudna::app
