// What do the steps of build_record share? The Work: inputs, the parts under
// construction, and Facts, which are statements with their slots turned into
// rows of the registers. Private to src/record.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "model/reading.h"
#include "model/ranks.h"
#include "model/record.h"
#include "record/days.h"
#include "record/events.h"
#include "record/links.h"
#include "record/mentions.h"
#include "record/places.h"
#include "record/registers.h"
#include "record/policies.h"
#include "record/review.h"

namespace hudna::record {

// A date wider than this is no date of a report: it anchors nothing (a copyright year).
inline constexpr std::int64_t kVagueDays = 31;

struct Fact {
  model::StatementId id;
  model::ReportId report;
  const model::Statement* stmt = nullptr;
  std::vector<model::PlaceId> places;  // of the slots place, then from, to
  std::vector<model::ActorId> actors, targets, parties, said_by, objects;  // resolved or named only
  DayRange days;                 // when it happened; open when unknown
  bool dated = false;            // a date slot says so (its own, or that of a statement around it)
  bool place_stated = false;     // in words of its own, not understood from around
  bool place_named = false;      // … and by a name, not by "the city"
  bool earlier = false;          // told as history
  bool rejected = false;         // by a reviewer: it stays in the text layer only
  bool corrects = false;         // it gives a toll in place of another one of its report
  bool corrected = false;        // … and this is that other one
  bool later_death = false;      // one of the wounded who died: on top of the toll
  std::uint32_t origin = 0;      // index into Work::origins
  std::uint64_t quote_hash = 0;  // of the folded quote
  // Hashes of the names in its words that no register knows (small towns, mostly), ascending.
  std::vector<std::uint64_t> names;
};

struct Work {
  Work(std::span<const model::Reading* const> all, const Policies& policies_in,
       std::span<const model::Decision> log = {});

  const Policies& policies;
  std::vector<const model::Reading*> readings;  // canonical order, one a SHA-256; index is the ReportId
  std::vector<DayRange> report_days;            // published; open when unknown
  model::RecordParts out;
  std::vector<Fact> facts;                // by StatementId
  std::vector<std::uint32_t> first_fact;  // by ReportId, one more at the end
  std::map<std::string, std::uint32_t> origins;
  Rulings rulings;

  // Independent origins behind the statements. REQUIRES: facts made.
  std::uint32_t count_origins(const std::vector<model::StatementId>& statements) const;
  model::Accord accord(const std::vector<model::StatementId>& statements) const;
  std::string rule(std::string_view name) const;  // "name/version of the policies"

  PlaceMatch match(model::PlaceId a, model::PlaceId b) const { return places.match(a, b); }
  PlaceMatch match(const std::vector<model::PlaceId>& a, const std::vector<model::PlaceId>& b) const {
    return places.match(a, b);
  }
  // Sorts statements as their reports and they stand, in this record and in any other.
  std::string statement_order(model::StatementId id) const { return model::rank_of(out, out.statements[id]); }

  ActorsSeen actors_seen;
  PlacesSeen places_seen;
  std::unordered_map<std::string, model::ActorId> actor_rows;  // by key of registers.h; only looked up
  std::unordered_map<std::string, model::PlaceId> place_rows;
  PlaceIndex places;                         // over out.places; set when that is complete
  std::vector<Event> events;                 // of all reports, by report
  std::vector<std::uint32_t> fact_of_event;  // parallel to events
  std::vector<std::uint32_t> counts;         // facts that count over a time or an area
  std::vector<Mention> mentions;
  std::unordered_map<std::string, std::string> mention_deals;  // id of a mention -> of its agreement
  std::string deal_of_mention(const std::string& mention) const {
    const auto found = mention_deals.find(mention);
    return found == mention_deals.end() ? std::string() : found->second;
  }
  std::unordered_map<std::string, std::string> components;     // of events, by their statements
  std::vector<Deal> deals;              // parallel to the agreements
  std::vector<Happening> happenings;    // parallel to the incidents
  std::set<std::uint32_t> foreign_to_deal;   // facts whose place is not that of the deal they speak of
  // Of a part of a record: the components of counts that are written (none: all), the reports whose own rows are written; empty when all are.
  std::set<std::string> written_counts;
  std::vector<bool> written;
  bool writes(model::ReportId report) const { return written.empty() || written[report.index()]; }
};

// Ascending without repetition.
template <class T>
void sort_unique(std::vector<T>* list) {
  std::sort(list->begin(), list->end());
  list->erase(std::unique(list->begin(), list->end()), list->end());
}

// "in-" + 12 hexadecimal digits of the SHA-256 of the parts, which are kept apart.
std::string content_id(std::string_view prefix, const std::vector<std::string>& parts);

// Hashes of the lower-case content words of a phrase, ascending, for comparing words as reported; short words
// are left out.
std::vector<std::uint64_t> phrase_words(std::string_view text);
// Hashes of the words of the quote that look like names and are no part of a slot that stands for something
// known; the first word is left out, since its capital says nothing.
std::vector<std::uint64_t> unknown_names(const model::Statement& stmt, const Policies& policies);
// Of a folded word of a place's name, however it is spelled.
std::uint64_t place_word(std::string_view folded);
bool share_word(const std::vector<std::uint64_t>& a, const std::vector<std::uint64_t>& b);
// FNV-1a, 64 bits: keys of blocks. They are kept in files, so the function stays as it is.
std::uint64_t hash_text(std::string_view text);

// Steps, in this order; each fills its tables of work.out.
void make_reports(Work* work);
void make_groups(Work* work);
void make_registers(Work* work);
// Registers that are known.
void set_registers(Work* work, const ActorRows& actors, const PlacesSeen& places);
void make_facts(Work* work);
void read_events(Work* work);    // statements of incidents to work.events
void read_mentions(Work* work);  // what reports say of deals to work.mentions
// What reviewers put together or took apart.
void review_mentions(Work* work, std::vector<MentionCluster>* clusters);
void write_incidents(Work* work, std::vector<EventCluster> clusters);
void write_agreements(Work* work, std::vector<MentionCluster> clusters);
void make_deals(Work* work);  // deals and happenings of the rows, and the evidence that deals' reports hold themselves
void make_links(Work* work);  // agreements with each other, incidents against them, compliance evidence
void make_contradictions(Work* work);

// The day by which deals of one place follow each other.
Day onset_of(const Work& work, const model::AgreementRow& row);
// Compliance evidence of all provisions in the order in which it is kept.
void order_evidence(Work* work);
void order_links(std::vector<LinkText>* links);

// The facts of these statements, ascending; those that the record does not have are left out.
std::vector<std::uint32_t> facts_named(const Work& work, const std::vector<std::string>& statements);

// Figures of the statements, one set a scope (slot, unit and category).
std::vector<model::FigureSet> make_figures(const Work& work,
                                           const std::vector<model::StatementId>& statements);
// What the policy reads into one quantity.
void apply_policy(const NumberPolicy& policy, model::Figure* figure);
// True when no number fits both readings; an open side fits all beyond it, "about" has a tenth of play.
bool figures_apart(const model::Figure& a, const model::Figure& b);
std::string print_figure(const model::Figure& figure);

// Sourced values by their value: one entry a distinct value, most origins first, then by the value's order.
template <class T>
std::vector<model::Sourced<T>> gather(const Work& work, std::vector<std::pair<T, model::StatementId>> pairs,
                                      const std::string& rule) {
  sort_unique(&pairs);
  std::vector<model::Sourced<T>> out;
  for (auto& [value, statement] : pairs) {
    if (out.empty() || !(out.back().value == value)) {
      out.emplace_back();
      out.back().value = value;
      out.back().rule = rule;
    }
    out.back().statements.push_back(statement);
  }
  for (model::Sourced<T>& entry : out) {
    entry.origins = work.count_origins(entry.statements);
    entry.agreement = entry.origins > 1 ? model::Accord::Unanimous : model::Accord::Single;
  }
  std::stable_sort(out.begin(), out.end(), [](const auto& a, const auto& b) {
    return a.origins != b.origins ? a.origins > b.origins : a.statements.size() > b.statements.size();
  });
  return out;
}

}  // namespace hudna::record
