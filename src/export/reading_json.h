// How does another program read a Reading? As one JSON object on one line:
// section 7 of the record model, the contract of `hudna read --json`. Offsets
// are bytes of the file as received. Thread-safe; nothing is kept.
#pragma once

#include <string>

#include "model/reading.h"

namespace hudna::exports {

// One line without the line break. Keys are always present and in a fixed
// order; lists may be empty. Text that is not UTF-8 (it cannot be: readings
// hold checked text) would be replaced, never dropped. Linear.
std::string reading_json(const model::Reading& reading);

}  // namespace hudna::exports
