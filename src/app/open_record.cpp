#include "app/open_record.h"

#include "record/builder.h"
#include "record/days.h"
#include "record/policies.h"

namespace hudna::app {
namespace {

// The day that `as_of` names when some report was published after it; a report of which no day is known, or one of whose
// days is not after it, may have been there.
bool published_after(const model::Reading& reading, record::Day day) {
  const auto range = record::find_range(reading.parts().published.edtf);
  return range && range->min > day;
}

}  // namespace

base::Result<std::unique_ptr<Opened>> open_record(const std::string& path, const std::string& as_of) {
  auto db = store::open_store(path, store::Mode::Read);
  if (!db) return tl::unexpected(db.error());
  auto out = std::make_unique<Opened>();
  out->db = std::move(*db);
  auto readings = out->db->readings();
  if (!readings) return tl::unexpected(readings.error());
  out->readings = std::move(*readings);
  const auto day = record::find_day(as_of);
  for (const model::Reading& reading : out->readings) {
    if (!day || !published_after(reading, *day)) out->pointers.push_back(&reading);
  }
  auto record = out->db->record();
  if (!record) return tl::unexpected(record.error());
  if (!*record || out->pointers.size() != out->readings.size()) {
    // A build was stopped before it merged, or only a part is asked for: merge here, without touching the file.
    const auto policies = record::load_policies(base::DataSource());
    if (!policies) return tl::unexpected(policies.error());
    const auto log = out->db->decisions();
    if (!log) return tl::unexpected(log.error());
    out->record.emplace(record::build_record(out->pointers, *policies, *log));
  } else {
    out->record.emplace(std::move(**record));
  }
  if (!model::RecordView::join(*out->record, out->pointers, &out->view)) {
    return base::fail(base::Code::StoreDamaged, path, "the record names statements that its reports do not have");
  }
  return out;
}

}  // namespace hudna::app
