// Which statements of a report speak of an event that it tells elsewhere? News
// gives a toll again ("the governor put it at three"), corrects it, sums up in
// key points, and tells days later that one of the wounded died: each is one
// event, not another one. Private to src/record.
#pragma once

#include <cstddef>

#include "record/work.h"

namespace hudna::record {

// Sets `about` and `tie` of the single events [begin, end) of work->events, which are those of one report in
// the order of its text, and marks the facts behind them. REQUIRES: the events' tolls, words and scope are
// read.
void read_retellings(Work* work, std::size_t begin, std::size_t end);

}  // namespace hudna::record
