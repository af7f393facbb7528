// What is kept beside a record so that one report can be added to it without
// reading the others? Traces: small packed values of what merging compares,
// found by blocks of place and day; what was seen under each name; the keys of
// the reports' texts. A MergeMemory answers for a stored record; a RecordUpdate
// says what one addition changes in it. src/record makes and reads the values,
// src/store keeps them; neither knows the other.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/reading.h"
#include "model/record.h"

namespace hudna::model {

// A block and the days of it in which a trace is found.
struct TraceKey {
  std::uint64_t block = 0;
  std::int32_t first = 0, last = 0;
  friend auto operator<=>(const TraceKey&, const TraceKey&) = default;
};

enum class TraceKind : std::uint8_t { Event, Count, Mention, Deal, Happening };

struct Trace {
  TraceKind kind = TraceKind::Event;
  std::string id;         // of the statement, mention or row that it stands for; unique within its kind
  std::string report;     // of events, counts and mentions
  std::string component;  // what may bear on each other shares one
  std::string row;        // of the record, that it is part of now
  std::string data;       // packed by src/record
  std::vector<TraceKey> keys;
};

// What was seen under one name of an actor (packed), the row that the name leads to, and the blocks of its
// spellings.
struct ActorName {
  std::string key, row, data;
  std::vector<std::string> blocks;
};

// A key of a report's text: reports that may share their text share one. `rank`: of the report (ranks.h),
// which ends in its id.
struct TextKey {
  std::uint64_t key = 0;
  std::string rank;
  friend auto operator<=>(const TextKey&, const TextKey&) = default;
};

struct MergeState {
  std::string by;  // the program and its data: what they keep is of use to the same ones only
  std::vector<Trace> traces;
  std::vector<ActorName> names;
  std::vector<TextKey> texts;
};

// Reports of one text, by printed ids; the first is the earliest.
struct GroupMembers {
  std::string id;
  struct Member {
    std::string report;
    CopyKind kind = CopyKind::Original;
    std::int32_t similarity = 1000;
  };
  std::vector<Member> members;
};

// What the stored record and its state answer. When something cannot be read the answer is empty and failed()
// is true. Look-ups by block, component, row or report give `most` at the most: as many mean that there may
// be more.
class MergeMemory {
 public:
  virtual ~MergeMemory() = default;
  MergeMemory() = default;
  MergeMemory(const MergeMemory&) = delete;
  MergeMemory& operator=(const MergeMemory&) = delete;

  virtual bool failed() const = 0;
  // Traces of which some key has a block of these and days that overlap its.
  virtual std::vector<Trace> near(TraceKind kind, const std::vector<TraceKey>& keys, std::size_t most) = 0;
  // Those of a block whose first day is before (after) that day, the nearest first.
  virtual std::vector<Trace> beside(TraceKind kind, std::uint64_t block, std::int32_t day, bool before,
                                    std::size_t most) = 0;
  virtual std::vector<Trace> of_components(TraceKind kind, const std::vector<std::string>& components,
                                           std::size_t most) = 0;
  virtual std::vector<Trace> of_rows(TraceKind kind, const std::vector<std::string>& rows,
                                     std::size_t most) = 0;
  virtual std::vector<Trace> of_reports(TraceKind kind, const std::vector<std::string>& reports,
                                        std::size_t most) = 0;
  virtual std::vector<Trace> of_ids(TraceKind kind, const std::vector<std::string>& ids) = 0;
  // Readings by the ids of their reports, those of reports to come included; valid as long as the memory.
  virtual std::vector<const Reading*> readings(const std::vector<std::string>& reports) = 0;
  // Ranks of the reports whose text has the key, ascending, `most` of them.
  virtual std::vector<std::string> with_text(std::uint64_t key, std::size_t most) = 0;
  // The group and first day of a report of the record; an empty group for one that is new.
  struct ReportPlace {
    std::string group, first_day;
  };
  virtual ReportPlace place_of(const std::string& report) = 0;
  virtual GroupMembers group(const std::string& id) = 0;
  virtual std::vector<ActorName> names(const std::vector<std::string>& keys) = 0;
  virtual std::vector<ActorName> names_in(const std::vector<std::string>& blocks, std::size_t most) = 0;
  virtual std::vector<ActorRow> actors(const std::vector<std::string>& ids) = 0;
  virtual std::vector<PlaceRow> places(const std::vector<std::string>& ids) = 0;
  virtual bool has_agreement(const std::string& id) = 0;
  virtual std::vector<ReviewRow> reviews() = 0;
};

// How a stored incident's links change: those to the agreements named are replaced.
struct LinkPatch {
  struct Link {
    std::string agreement, relation;
    Answer time = Answer::Unknown, place = Answer::Unknown, actor = Answer::Unknown,
           excluded = Answer::Unknown;
    std::vector<std::string> statements;
    friend bool operator==(const Link&, const Link&) = default;
  };
  std::string incident;
  std::vector<std::string> agreements;
  std::vector<Link> links;
};
// How a stored provision's evidence by events changes: what rests on the statements named is replaced.
struct EvidencePatch {
  struct Evidence {
    std::string provision, statement;
    Compliance state = Compliance::InProgress;
    std::string day, rule, part;
    friend bool operator==(const Evidence&, const Evidence&) = default;
  };
  std::string provision;
  std::vector<std::string> statements;
  std::vector<Evidence> evidence;
};
// A stored agreement's relations, all of them.
struct RelationPatch {
  struct Relation {
    std::string kind, other;
    std::vector<std::string> statements;
    std::string rule;
    friend bool operator==(const Relation&, const Relation&) = default;
  };
  std::string agreement;
  std::vector<Relation> relations;
};

struct RecordUpdate {
  // The rows to write, and those that they name. Of the first five tables only the rows marked are written,
  // of the others all.
  RecordParts parts;
  struct Marks {
    std::vector<bool> reports, statements, groups, actors, places, reviews;
  } marks;
  // Printed ids of rows that are named but not in parts: they are numbered on from the last row of their
  // table.
  struct Others {
    std::vector<std::string> reports, statements, agreements;
  } others;
  // Rows that go; what belongs to an agreement or incident goes with it. A row that is removed and written is
  // replaced.
  struct Removed {
    std::vector<std::string> groups, actors, agreements, incidents, tallies, claims;
  } removed;
  std::vector<LinkPatch> links;
  std::vector<EvidencePatch> evidence;
  std::vector<RelationPatch> relations;
  // Traces and names are replaced where they are known; texts are added.
  MergeState state;
  std::vector<std::pair<TraceKind, std::string>> dropped;  // ids of traces that go
};

}  // namespace hudna::model
