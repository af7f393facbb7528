// What changed between two states of a record? Agreement by agreement: new
// facts, changed values with the old ones, terms newly due, late or met, newly
// disputed points. States are two files, or one file as of two days. Rows are
// matched by the statements that they share, so a row whose id or title has
// changed is still the same row. Pure function of the two records.
#pragma once

#include <string>
#include <vector>

#include "app/layout.h"
#include "model/record.h"
#include "record/days.h"

namespace hudna::app {

struct State {
  const model::RecordView* view = nullptr;
  record::Day day = 0;  // terms and status are those of this day
};

// What changed in one agreement, among the incidents or in the log.
struct ChangeGroup {
  struct Line {
    std::string mark, what, id;  // "+", "~", "−", "…"; in words; the row's id or ""
  };
  std::string title, id;
  std::vector<Line> lines;
};
std::vector<ChangeGroup> changes(const State& before, const State& after);

// Lines of text that end with a line break. `*changes` counts what differs; with none, the text says so.
std::string diff(const State& before, const State& after, Page page, std::size_t* changes);

}  // namespace hudna::app
