// Where in a record do words stand? Reports with the passages around them, and
// rows of the record that show them: what /api/search answers, as text or JSON.
#pragma once

#include <map>
#include <string>

#include "app/layout.h"
#include "base/result.h"
#include "export/context.h"

namespace hudna::app {

// `parameters` are those of /api/search (docs/formats/api.md): q, in, comments, from, to, outlet, limit. `*rows` tells whether
// anything was found. Fails: the store's codes, ArgumentBad for a bad day or no words.
base::Result<std::string> search_file(const std::string& record, const std::map<std::string, std::string>& parameters, bool json,
                                      Page page, bool* rows, exports::Sharing sharing = exports::Sharing::Internal);

}  // namespace hudna::app
