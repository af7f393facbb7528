// How are events, mentions, deals and happenings kept? Packed: ids of places
// and actors as text, numbers in as few bytes as they need. A Tables numbers
// the ids that unpacked values name, and holds their rows.
// Private to src/record.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "model/merge_state.h"
#include "record/events.h"
#include "record/links.h"
#include "record/mentions.h"
#include "record/registers.h"

namespace hudna::record {

// Ids of places and actors by number; the rows are filled in before anything is compared.
struct Tables {
  base::Table<model::PlaceId, model::PlaceRow> places;
  base::Table<model::ActorId, model::ActorRow> actors;
  std::map<std::string, model::PlaceId, std::less<>> place_ids;
  std::map<std::string, model::ActorId, std::less<>> actor_ids;
  model::PlaceId place(const std::string& id);
  model::ActorId actor(const std::string& id);
};

// The ids that the values name are those of `from`.
std::string pack(const Event& event, const model::RecordParts& from);
std::string pack(const Mention& mention, const model::RecordParts& from);
std::string pack(const Deal& deal, const model::RecordParts& from);
std::string pack(const Happening& happening, const model::RecordParts& from);
std::string pack(const ActorSeen& seen);
// False when the text is not as pack() writes it.
bool unpack(std::string_view data, Tables* to, Event* event);
bool unpack(std::string_view data, Tables* to, Mention* mention);
bool unpack(std::string_view data, Tables* to, Deal* deal);
bool unpack(std::string_view data, Tables* to, Happening* happening);
bool unpack(std::string_view data, ActorSeen* seen);

// Blocks and days in which the value is found, or (looking) finds others.
std::vector<model::TraceKey> keys_of(const Event& event, const PlaceIndex& places, bool looking,
                                     const Policies& policies);
std::vector<model::TraceKey> keys_of(const Mention& mention, const PlaceIndex& places, bool looking);
std::vector<model::TraceKey> keys_of(const Deal& deal, const PlaceIndex& places);
std::vector<model::TraceKey> keys_of(const Happening& happening, const PlaceIndex& places);
// Where a deal looks for happenings, and a happening for deals.
std::vector<model::TraceKey> happenings_near(const Deal& deal, const PlaceIndex& places);
std::vector<model::TraceKey> deals_near(const Happening& happening, const PlaceIndex& places);
// The blocks in which deals follow each other.
std::vector<std::uint64_t> onset_blocks(const Deal& deal, const PlaceIndex& places);

struct Work;
// The state of a whole record. REQUIRES: all steps are done.
model::MergeState make_state(const Work& work);
// Traces of the reports' events, counts and mentions; without component and row.
std::vector<model::Trace> traces_of_reports(const Work& work);
std::vector<model::Trace> traces_of_rows(const Work& work);
// The component of a count: what is counted, by whom, where and when.
std::string count_component(const Work& work, std::uint32_t fact);
model::ActorName name_of(const std::string& key, const ActorSeen& seen, const std::string& row,
                         const NameRules& rules);
// Keys of a text, each with the most leaders that are looked at for it.
std::vector<std::pair<std::uint64_t, std::size_t>> text_keys(const model::ReadingParts& parts,
                                                             const Policies& policies);
inline bool is_page_key(std::uint64_t key) { return key >> 63 != 0; }
// How a text stands to that of a group's first report; a score below 0 where it is another one.
struct TextMatch {
  model::CopyKind kind = model::CopyKind::Original;
  std::int32_t score = -1;
};
TextMatch match_texts(const model::ReadingParts& one, const model::ReadingParts& leader, bool same_page,
                      const Policies& policies);
// "sg-…" of the group that a report leads.
std::string group_id(const std::string& leader);

}  // namespace hudna::record
