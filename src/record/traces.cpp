#include "record/traces.h"

#include <algorithm>
#include <unordered_map>

#include "record/names.h"
#include "record/work.h"

namespace hudna::record {

using model::ActorId;
using model::PlaceId;
using model::Trace;
using model::TraceKey;
using model::TraceKind;

PlaceId Tables::place(const std::string& id) {
  const auto [at, fresh] = place_ids.try_emplace(id, PlaceId(places.size()));
  if (fresh) {
    model::PlaceRow row;
    row.id = id;
    places.push(std::move(row));
  }
  return at->second;
}

ActorId Tables::actor(const std::string& id) {
  const auto [at, fresh] = actor_ids.try_emplace(id, ActorId(actors.size()));
  if (fresh) {
    model::ActorRow row;
    row.id = id;
    actors.push(std::move(row));
  }
  return at->second;
}

namespace {

class Packer {
 public:
  explicit Packer(const model::RecordParts* from) : from_(from) {}
  static constexpr bool kReading = false;
  std::string take() { return std::move(out_); }

  void number(std::int64_t* value) {
    // Zigzag, then seven bits a byte.
    std::uint64_t bits = static_cast<std::uint64_t>(*value) << 1 ^ static_cast<std::uint64_t>(*value >> 63);
    for (; bits >= 128; bits >>= 7) out_.push_back(static_cast<char>(128 | (bits & 127)));
    out_.push_back(static_cast<char>(bits));
  }
  void text(std::string* value) {
    auto size = static_cast<std::int64_t>(value->size());
    number(&size);
    out_ += *value;
  }
  void id(PlaceId* value) { text(const_cast<std::string*>(&from_->places[*value].id)); }
  void id(ActorId* value) { text(const_cast<std::string*>(&from_->actors[*value].id)); }

 private:
  const model::RecordParts* from_;
  std::string out_;
};

class Unpacker {
 public:
  Unpacker(std::string_view data, Tables* to) : data_(data), to_(to) {}
  static constexpr bool kReading = true;
  bool done() const { return ok_ && at_ == data_.size(); }

  void number(std::int64_t* value) {
    std::uint64_t bits = 0;
    int shift = 0;
    for (;; shift += 7) {
      if (at_ >= data_.size() || shift > 63) {
        ok_ = false;
        *value = 0;
        return;
      }
      const auto byte = static_cast<unsigned char>(data_[at_++]);
      bits |= static_cast<std::uint64_t>(byte & 127) << shift;
      if (byte < 128) break;
    }
    *value = static_cast<std::int64_t>(bits >> 1) ^ -static_cast<std::int64_t>(bits & 1);
  }
  void text(std::string* value) {
    std::int64_t size = 0;
    number(&size);
    if (!ok_ || size < 0 || static_cast<std::uint64_t>(size) > data_.size() - at_) {
      ok_ = false;
      return;
    }
    value->assign(data_.substr(at_, static_cast<std::size_t>(size)));
    at_ += static_cast<std::size_t>(size);
  }
  void id(PlaceId* value) {
    std::string name;
    text(&name);
    *value = to_->place(name);
  }
  void id(ActorId* value) {
    std::string name;
    text(&name);
    *value = to_->actor(name);
  }
  // Items of a list: no more than there are bytes left.
  std::size_t fit(std::int64_t count) {
    if (count < 0 || static_cast<std::uint64_t>(count) > data_.size() - at_) ok_ = false;
    return ok_ ? static_cast<std::size_t>(count) : 0;
  }

 private:
  std::string_view data_;
  Tables* to_;
  std::size_t at_ = 0;
  bool ok_ = true;
};

// One list of fields a type, for both directions.
template <class A, class N>
requires(std::is_integral_v<N> || std::is_enum_v<N>) void field(A& ar, N& value) {
  auto number = static_cast<std::int64_t>(value);
  ar.number(&number);
  value = static_cast<N>(number);
}
template <class A>
void field(A& ar, std::string& value) {
  ar.text(&value);
}
template <class A>
void field(A& ar, PlaceId& value) {
  ar.id(&value);
}
template <class A>
void field(A& ar, ActorId& value) {
  ar.id(&value);
}
template <class A>
void field(A& ar, DayRange& value) {
  field(ar, value.min), field(ar, value.max);
}
template <class A>
void field(A& ar, model::Span& value) {
  field(ar, value.begin), field(ar, value.end);
}
template <class A>
void field(A& ar, std::optional<std::int64_t>& value) {
  bool there = value.has_value();
  field(ar, there);
  if (!there) {
    value.reset();
    return;
  }
  if (!value) value = 0;
  field(ar, *value);
}
template <class A>
void field(A& ar, Toll& value) {
  field(ar, value.slot), field(ar, value.op), field(ar, value.low), field(ar, value.best),
      field(ar, value.high);
}
template <class A>
void field(A& ar, Mention::Beside& value) {
  field(ar, value.mention), field(ar, value.mine), field(ar, value.theirs);
}
template <class A, class T>
void field(A& ar, std::vector<T>& list);
template <class A>
void field(A& ar, Amount& value) {
  field(ar, value.unit), field(ar, value.word), field(ar, value.value), field(ar, value.text);
}
template <class A>
void field(A& ar, Term& value) {
  field(ar, value.id), field(ar, value.type), field(ar, value.obligors), field(ar, value.amounts),
      field(ar, value.things), field(ar, value.sites), field(ar, value.listed);
}
template <class A>
void field(A& ar, Act& value) {
  field(ar, value.incident), field(ar, value.steps), field(ar, value.doers), field(ar, value.concerned),
      field(ar, value.amounts), field(ar, value.things), field(ar, value.sites), field(ar, value.in_part),
      field(ar, value.whole);
}
template <class A>
void field(A& ar, Deal::Violation& value) {
  field(ar, value.statement), field(ar, value.report), field(ar, value.span), field(ar, value.monitor);
}
template <class A>
void field(A& ar, Happening::Said& value) {
  field(ar, value.statement), field(ar, value.report), field(ar, value.span), field(ar, value.actual);
}
template <class A, class T>
void field(A& ar, std::vector<T>& list) {
  auto count = static_cast<std::int64_t>(list.size());
  ar.number(&count);
  if constexpr (A::kReading) list.resize(ar.fit(count));
  for (T& item : list) field(ar, item);
}
template <class A, class... T>
void all(A& ar, T&... values) {
  (field(ar, values), ...);
}

template <class A>
void fields(A& ar, Event& e) {
  all(ar, e.statement, e.report, e.order, e.type, e.modality, e.role, e.dated, e.place_stated, e.places,
      e.actors, e.targets, e.days, e.window, e.told, e.quote_hash, e.group, e.about, e.tie, e.tolls,
      e.target_words, e.weapon_words, e.names, e.quarters, e.victims, e.vague, e.sum, e.further);
}
template <class A>
void fields(A& ar, Mention& m) {
  all(ar, m.id, m.report, m.order, m.statements, m.places, m.onset, m.published, m.has_onset, m.background,
      m.prospective, m.stated, m.sides, m.brokers, m.terms, m.names, m.beside);
}
template <class A>
void fields(A& ar, Deal& d) {
  all(ar, d.id, d.kind, d.standing, d.places, d.sides, d.onset, d.declared, d.start, d.end, d.first, d.last,
      d.covers_fire, d.terms, d.excluded, d.steps, d.reports, d.violations, d.extends, d.part, d.statement, d.order);
}
template <class A>
void fields(A& ar, Happening& h) {
  all(ar, h.id, h.type, h.places, h.days, h.single, h.linked, h.doers, h.involved, h.act, h.said);
}
template <class A>
void fields(A& ar, ActorSeen& seen, std::vector<std::string>& names, std::vector<std::string>& fits) {
  model::ActorValue& v = seen.value;
  all(ar, v.id, v.name, v.type, v.side, v.country, v.private_person, names, seen.person, fits, seen.lone);
}

template <class T>
std::string pack_value(const T& value, const model::RecordParts& from) {
  Packer packer(&from);
  fields(packer, const_cast<T&>(value));  // a Packer changes nothing
  return packer.take();
}
template <class T>
bool unpack_value(std::string_view data, Tables* to, T* value) {
  Unpacker unpacker(data, to);
  fields(unpacker, *value);
  return unpacker.done();
}

std::uint64_t mix(std::uint64_t block, std::uint64_t with) {
  const std::uint64_t h = (block ^ (with + 0x9E3779B97F4A7C15ull)) * 0x94D049BB133111EBull;
  return h ^ (h >> 31);
}

constexpr std::uint64_t kQuoteBlocks = 11, kOnsetBlocks = 12;

}  // namespace

std::string pack(const Event& event, const model::RecordParts& from) { return pack_value(event, from); }
std::string pack(const Mention& mention, const model::RecordParts& from) { return pack_value(mention, from); }
std::string pack(const Deal& deal, const model::RecordParts& from) { return pack_value(deal, from); }
std::string pack(const Happening& happening, const model::RecordParts& from) {
  return pack_value(happening, from);
}
std::string pack(const ActorSeen& seen) {
  Packer packer(nullptr);
  ActorSeen copy = seen;
  std::vector<std::string> names(seen.names.begin(), seen.names.end()),
      fits(seen.fits.begin(), seen.fits.end());
  fields(packer, copy, names, fits);
  return packer.take();
}
bool unpack(std::string_view data, Tables* to, Event* event) { return unpack_value(data, to, event); }
bool unpack(std::string_view data, Tables* to, Mention* mention) { return unpack_value(data, to, mention); }
bool unpack(std::string_view data, Tables* to, Deal* deal) { return unpack_value(data, to, deal); }
bool unpack(std::string_view data, Tables* to, Happening* happening) {
  return unpack_value(data, to, happening);
}
bool unpack(std::string_view data, ActorSeen* seen) {
  Unpacker unpacker(data, nullptr);
  std::vector<std::string> names, fits;
  fields(unpacker, *seen, names, fits);
  seen->names.insert(names.begin(), names.end());
  seen->fits.insert(fits.begin(), fits.end());
  return unpacker.done();
}

std::vector<TraceKey> keys_of(const Event& event, const PlaceIndex& places, bool looking,
                              const Policies& policies) {
  std::vector<TraceKey> out;
  for (const EventKey& key :
       event_keys(event, places, looking, policies.weight("incident.time_apart_days_max")))
    out.push_back({key.block, key.first, key.last});
  if (event.role == Event::Role::Single) out.push_back({mix(quote_key(event), kQuoteBlocks), 0, 0});
  sort_unique(&out);
  return out;
}

std::vector<TraceKey> keys_of(const Mention& mention, const PlaceIndex& places, bool looking) {
  std::vector<TraceKey> out;
  const Day pivot = pivot_of(mention), reach = looking ? kMentionReachMax : 0;
  for (const std::uint64_t block : mention_blocks(mention, places, looking))
    out.push_back({block, pivot - reach, pivot + reach});
  sort_unique(&out);
  return out;
}

std::vector<std::uint64_t> onset_blocks(const Deal& deal, const PlaceIndex& places) {
  std::vector<std::uint64_t> out;
  if (deal.onset == kOpenFuture) return out;
  for (const std::uint64_t block : places.blocks(deal.places, false)) out.push_back(mix(block, kOnsetBlocks));
  sort_unique(&out);
  return out;
}

std::vector<TraceKey> keys_of(const Deal& deal, const PlaceIndex& places) {
  std::vector<TraceKey> out;
  if (deal.first <= deal.last) {
    for (const std::uint64_t block : places.blocks(deal.places, false))
      out.push_back({block, deal.first, deal.last});
  }
  for (const std::uint64_t block : onset_blocks(deal, places)) out.push_back({block, deal.onset, deal.onset});
  sort_unique(&out);
  return out;
}

std::vector<TraceKey> keys_of(const Happening& happening, const PlaceIndex& places) {
  std::vector<TraceKey> out;
  if (!happening.linked) return out;
  for (const std::uint64_t block : places.blocks(happening.places, true))
    out.push_back({block, happening.days.min, happening.days.max});
  sort_unique(&out);
  return out;
}

std::vector<TraceKey> happenings_near(const Deal& deal, const PlaceIndex& places) {
  std::vector<TraceKey> out;
  if (deal.first > deal.last) return out;
  for (const std::uint64_t block : places.blocks(deal.places, false))
    out.push_back({block, deal.first, deal.last});
  return out;
}

std::vector<TraceKey> deals_near(const Happening& happening, const PlaceIndex& places) {
  return keys_of(happening, places);
}

std::string count_component(const Work& work, std::uint32_t at) {
  const Fact& fact = work.facts[at];
  std::string key = fact.stmt->type + "|" +
                    (fact.dated ? make_period(fact.days).edtf : work.out.reports[fact.report].first_day);
  const model::StatementRow& row = work.out.statements[fact.id];
  key += "|" + row.speaker + "|";
  for (const PlaceId place : fact.places) key += work.out.places[place].id + ",";
  // Counts of one text are one; otherwise who counts, what, where and when must all agree.
  if (row.speaker.empty()) key += "|" + row.origin;
  return content_id("", {key});
}

std::vector<Trace> traces_of_reports(const Work& work) {
  std::vector<Trace> out;
  for (const Event& event : work.events) {
    out.push_back({TraceKind::Event,
                   event.statement,
                   event.report,
                   {},
                   {},
                   pack(event, work.out),
                   keys_of(event, work.places, false, work.policies)});
  }
  for (const std::uint32_t i : work.counts) {
    const Fact& fact = work.facts[i];
    out.push_back({TraceKind::Count,
                   fact.stmt->id,
                   work.out.reports[fact.report].id,
                   count_component(work, i),
                   {},
                   {},
                   {}});
  }
  for (const Mention& mention : work.mentions) {
    out.push_back({TraceKind::Mention,
                   mention.id,
                   mention.report,
                   {},
                   {},
                   pack(mention, work.out),
                   keys_of(mention, work.places, false)});
  }
  return out;
}

std::vector<Trace> traces_of_rows(const Work& work) {
  std::vector<Trace> out;
  for (const Deal& deal : work.deals)
    out.push_back({TraceKind::Deal, deal.id, {}, {}, {}, pack(deal, work.out), keys_of(deal, work.places)});
  for (const Happening& happening : work.happenings) {
    out.push_back({TraceKind::Happening,
                   happening.id,
                   {},
                   {},
                   {},
                   pack(happening, work.out),
                   keys_of(happening, work.places)});
  }
  return out;
}

model::ActorName name_of(const std::string& key, const ActorSeen& seen, const std::string& row,
                         const NameRules& rules) {
  return {key, row, pack(seen), actor_blocks(key, seen, rules)};
}

model::MergeState make_state(const Work& work) {
  model::MergeState out;
  out.traces = traces_of_reports(work);
  std::unordered_map<std::string, std::string> rows;  // statement -> row
  for (const model::IncidentRow& row : work.out.incidents) {
    for (const model::StatementId id : row.statements) rows[work.out.statements[id].id] = row.id;
  }
  for (const model::TallyRow& row : work.out.tallies) {
    for (const model::StatementId id : row.statements) rows[work.out.statements[id].id] = row.id;
  }
  for (Trace& trace : out.traces) {
    trace.row = trace.kind == TraceKind::Mention ? work.deal_of_mention(trace.id) : rows[trace.id];
    if (trace.kind != TraceKind::Event) continue;
    const auto found = work.components.find(trace.id);
    if (found != work.components.end()) trace.component = found->second;
  }
  std::vector<Trace> more = traces_of_rows(work);
  out.traces.insert(out.traces.end(), std::make_move_iterator(more.begin()),
                    std::make_move_iterator(more.end()));
  for (const auto& [key, seen] : work.actors_seen) {
    const ActorId id = work.actor_rows.at(key);
    out.names.push_back(name_of(key, seen, work.out.actors[id].id, work.policies.names));
  }
  for (std::size_t r = 0; r < work.readings.size(); ++r) {
    for (const auto& [key, most] : text_keys(work.readings[r]->parts(), work.policies))
      out.texts.push_back({key, model::rank_of(work.out.reports[model::ReportId(r)])});
  }
  return out;
}

}  // namespace hudna::record
