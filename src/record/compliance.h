// Does an act that is told carry out a term, wholly, in part or not at all? An
// Act says what was done, by whom, to what kind of thing and to how many; a
// Term what is owed. They are compared by family of deed, who owes it, kind of
// thing, named site and quantity; place and time are the caller's. Nothing
// here says breached: what is told as not done is late or not yet due.
// Private to src/record. Pure functions; thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/table.h"
#include "model/record.h"
#include "record/policies.h"

namespace hudna::record {

struct Fact;
struct Work;

// A figure that can be compared with another one of its unit; people are one unit under their many names.
struct Amount {
  std::string unit;  // "people", or the thing that is counted; empty when no word says
  std::string word;  // the unit as told: "detainee"
  std::int64_t value = 0;
  std::string text;  // as printed: "> 600"
};

struct Term {
  std::string id, type;
  std::vector<model::ActorId> obligors;
  std::vector<Amount> amounts;
  std::vector<std::string> things;   // kinds of what it is about, ascending
  std::vector<std::uint64_t> sites;  // hashes of the words of places that no gazetteer knows, ascending
  // The same, place by place, of the statement that lists most; empty when none lists two.
  std::vector<std::vector<std::uint64_t>> listed;
};

struct Act {
  std::string incident;            // its type; empty for a step of a deal
  std::vector<std::string> steps;  // types of terms that its words say it carries out, ascending
  std::vector<model::ActorId> doers, concerned;
  std::vector<Amount> amounts;
  std::vector<std::string> things;
  std::vector<std::uint64_t> sites;
  bool in_part = false, whole = false;  // "the first buses", "the last fighters"
};

// What one statement, or several of one event, tell.
Act act_of(const Work& work, const std::vector<const Fact*>& facts);
Term term_of(const Work& work, const model::ProvisionRow& row);
// Whether any act can carry out terms of this type.
bool can_be_carried_out(const Policies& policies, const std::string& type);

bool carries_out(const Act& act, const Term& term, const base::Table<model::ActorId, model::ActorRow>& actors,
                 const Policies& policies);
// How far the term is carried out by an act that carries it out; `part` gets the figures where both tell one.
model::Compliance done_by(const Act& act, const Term& term, const Policies& policies, std::string* part);
// True when an act told as not done leaves out only some of what is owed ("a third group has not left").
bool some_undone(const Act& act, const Term& term, std::string* part);

// Evidence that the reports of each deal hold themselves. REQUIRES: work.deals made.
void read_steps(Work* work);

}  // namespace hudna::record
