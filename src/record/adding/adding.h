// What do the steps of adding a few reports to a record share? The memory that
// they ask, the reports that come, the part of the record that is made anew,
// and the update that comes out. Each step is a header of this folder;
// record/update.cpp runs them in their order. Where a part cannot tell what the
// whole gives, or would be too much of it, a step gives false, and `why` says
// so: then all reports are merged again.
// Private to src/record.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/diagnostics.h"
#include "base/limits.h"
#include "model/merge_state.h"
#include "record/review.h"
#include "record/traces.h"
#include "record/work.h"

namespace hudna::record {

struct Adding {
  Adding(model::MergeMemory* memory_in, const std::vector<std::string>& reports, const Policies& policies_in,
         std::span<const model::Decision> log_in)
      : memory(*memory_in),
        fresh(reports.begin(), reports.end()),
        policies(policies_in),
        log(log_in),
        rulings(log_in) {}

  model::MergeMemory& memory;
  const std::set<std::string> fresh;  // the reports that come, by id
  const Policies& policies;
  const std::span<const model::Decision> log;
  const Rulings rulings;
  base::Diagnostic why{};  // of the whole merge, when a step gave false
  model::RecordUpdate out;

  // The reports whose own rows are made anew: those that come, and those of the record that change their
  // group.
  std::set<std::string> touched, dirty;
  // The part of the record that is made anew.
  std::unique_ptr<Work> work;
  // What the dirty reports tell, and what those of the record told before.
  std::vector<model::Trace> fresh_traces;
  std::set<std::pair<model::TraceKind, std::string>> fresh_ids;
  std::map<model::TraceKind, std::vector<model::Trace>> gone;
  // Traces to be written: those of rows that are made anew.
  std::map<std::pair<model::TraceKind, std::string>, model::Trace> kept;

  bool is_fresh(const model::Trace& trace) const { return fresh_ids.count({trace.kind, trace.id}) != 0; }
  const model::Trace* find_kept(model::TraceKind kind, const std::string& id) const {
    const auto found = kept.find({kind, id});
    return found == kept.end() ? nullptr : &found->second;
  }

  bool stop(const char* reason) { return refuse(base::Code::MergedWhole, reason); }
  // A limit of base/limits.h was reached.
  bool too_much(const char* reason) { return refuse(base::Code::AddLimit, reason); }
  bool stopped() const { return !why.message.empty(); }
  bool alive() { return !memory.failed() || stop("the store cannot be read"); }

 private:
  bool refuse(base::Code code, const char* reason) {
    why = {code, reason, 0, 0};
    return false;
  }
};

template <class T>
std::vector<T> listed(const std::set<T>& from) {
  return {from.begin(), from.end()};
}

}  // namespace hudna::record
