#include "app/build.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <mutex>
#include <set>

#include "app/inputs.h"
#include "app/ordered.h"
#include "base/files.h"
#include "base/limits.h"
#include "base/sha256.h"
#include "record/builder.h"
#include "record/update.h"
#include "store/store.h"

namespace hudna::app {
namespace {

// Reports stored in one transaction: enough to spread the cost of reaching the disk, few enough to lose
// little work (about a second of it).
constexpr std::size_t kBatch = 128;

// Files up to this size are brought into their canonical form by every build (some tenths of a second).
constexpr std::size_t kCompactAlways = std::size_t{64} << 20;

// What a stored reading depends on besides its bytes: version, then what was given about the report.
std::string stamp_of(const std::string& version, const ReportMeta& meta) {
  return version + '\x1f' + meta.url + '\x1f' + meta.outlet + '\x1f' + meta.published + '\x1f' +
         meta.sections;
}

ReportMeta meta_of_stamp(const std::string& stamp) {
  ReportMeta out;
  std::string* const fields[] = {nullptr, &out.url, &out.outlet, &out.published, &out.sections};
  std::size_t at = 0;
  for (std::string* field : fields) {
    const std::size_t end = std::min(stamp.find('\x1f', at), stamp.size());
    if (field != nullptr) *field = stamp.substr(at, end - at);
    at = std::min(end + 1, stamp.size());
  }
  return out;
}

struct Work {
  FileOutcome outcome;
  std::string sha;  // of the file's bytes; empty when they could not be had
  std::optional<ReadReport> read;
  std::string stamp;
  base::Error broken{};  // the store could not be asked
  bool stopped = false;
};

// What workers ask of the store, one at a time: is a report of these bytes there, and is it being read
// already?
class Shelf {
 public:
  explicit Shelf(store::Store* db) : db_(db) {}

  struct Place {
    bool taken = false;  // by an earlier file of this run
    std::optional<std::string> stamp;
  };
  // `file`: its rank. Of files with the same bytes the first one counts, whichever asks first.
  base::Result<Place> ask(const std::string& sha, std::size_t file) {
    const std::lock_guard<std::mutex> lock(mutex_);
    Place out;
    const auto first = asked_.emplace(sha, file).first;
    out.taken = first->second < file;
    first->second = std::min(first->second, file);
    if (out.taken) return out;
    auto stamp = db_->find_stamp(sha);
    if (!stamp) return tl::unexpected(stamp.error());
    out.stamp = std::move(*stamp);
    return out;
  }
  base::Result<void> add(std::span<const store::NewReport> reports) {
    const std::lock_guard<std::mutex> lock(mutex_);
    return db_->add(reports);
  }

 private:
  std::mutex mutex_;
  store::Store* db_;
  std::map<std::string, std::size_t> asked_;  // the lowest rank yet by hash
};

Work read_one(const Engine& engine, Shelf* shelf, std::size_t file, const std::string& path,
              const ReportMeta* given) {
  Work work;
  work.outcome.path = path;
  auto stored = read_input(path);
  if (!stored) {
    work.outcome.kind = FileOutcome::Kind::Failed;
    work.outcome.error = stored.error();
    return work;
  }
  work.sha = base::sha256_hex(stored->bytes);
  const auto place = shelf->ask(work.sha, file);
  if (!place) {
    work.stopped = true;
    work.broken = place.error();
    return work;
  }
  work.outcome.kind = FileOutcome::Kind::Known;
  if (place->taken) return work;
  ReportMeta meta = given != nullptr ? *given : place->stamp ? meta_of_stamp(*place->stamp) : ReportMeta();
  complete(*stored, &meta);
  work.stamp = stamp_of(engine.stamp(), meta);
  if (place->stamp && *place->stamp == work.stamp) return work;
  work.outcome.kind = place->stamp ? FileOutcome::Kind::Updated : FileOutcome::Kind::Added;
  auto read = engine.read(path, std::move(stored->bytes), &meta);
  if (!read) {
    work.outcome.kind = FileOutcome::Kind::Failed;
    work.outcome.error = read.error();
    return work;
  }
  work.outcome.diagnostics = read->reading.parts().diagnostics;
  work.read.emplace(std::move(*read));
  return work;
}

base::Result<void> store_batch(Shelf* shelf, std::vector<Work>* batch) {
  if (batch->empty()) return {};
  std::vector<store::NewReport> reports;
  for (const Work& work : *batch) reports.push_back({&work.read->document, &work.read->reading, work.stamp});
  auto added = shelf->add(reports);
  batch->clear();
  return added;
}

void count(const FileOutcome& file, BuildOutcome* out) {
  for (const base::Diagnostic& diagnostic : file.diagnostics) out->off_topic += diagnostic.code == base::Code::OffTopic ? 1 : 0;
  switch (file.kind) {
    case FileOutcome::Kind::Added:
      ++out->added;
      break;
    case FileOutcome::Kind::Updated:
      ++out->updated;
      break;
    case FileOutcome::Kind::Known:
      ++out->known;
      break;
    case FileOutcome::Kind::Failed:
      ++out->failed;
      break;
  }
}

// Reads and stores what the store does not have.
base::Result<void> add_files(const Engine& engine, const BuildOptions& options, store::Store* db,
                             const std::function<void(const FileOutcome&)>& seen, BuildOutcome* out,
                             std::vector<std::string>* added) {
  Shelf shelf(db);
  std::vector<Work> batch;
  std::set<std::string> hashes;
  base::Result<void> stored;
  for_each_ordered<Work>(
      options.files.size(), options.jobs,
      [&](std::size_t i) {
        const std::string& path = options.files[i];
        return read_one(engine, &shelf, i, path, options.meta.find(path));
      },
      [&](std::size_t, Work&& work) {
        if (work.stopped) {
          stored = tl::unexpected(work.broken);
          return false;
        }
        // Read although an earlier file has the same bytes: that one had not asked yet.
        const bool again = !work.sha.empty() && !hashes.insert(work.sha).second;
        if (again) {
          work.outcome.kind = FileOutcome::Kind::Known;
          work.read.reset();
        }
        count(work.outcome, out);
        seen(work.outcome);
        if (work.outcome.kind == FileOutcome::Kind::Added) added->push_back(work.sha);
        if (work.read) batch.push_back(std::move(work));
        if (batch.size() >= kBatch) stored = store_batch(&shelf, &batch);
        return stored.has_value();
      });
  return stored ? store_batch(&shelf, &batch) : stored;
}

}  // namespace

namespace {

std::vector<std::string> ids_of(const std::vector<std::string>& hashes) {
  std::vector<std::string> out;
  for (const std::string& sha256 : hashes) out.push_back("rp-" + sha256.substr(0, 16));
  return out;
}

// The derived record of what is stored: a few new reports are added to it, else all is merged. True when added.
base::Result<bool> merge(store::Store* db, const std::string& version, const record::Policies& policies,
                         const std::vector<std::string>& added, base::Diagnostics* diagnostics) {
  const auto log = db->decisions();
  if (!log) return tl::unexpected(log.error());
  if (!added.empty() && added.size() <= base::limits::kAddedReports) {
    auto memory = db->memory(added, version);
    if (!memory) return tl::unexpected(memory.error());
    if (*memory) {
      base::Diagnostic why{};
      auto update = record::update_record(memory->get(), added, policies, *log, &why);
      memory->reset();
      if (!update) diagnostics->push_back(std::move(why));
      if (update) {
        if (auto done = db->update_record(*update); !done) return tl::unexpected(done.error());
        return true;
      }
    }
  }
  auto readings = db->readings();
  if (!readings) return tl::unexpected(readings.error());
  std::vector<const model::Reading*> views;
  for (const model::Reading& reading : *readings) views.push_back(&reading);
  model::MergeState state;
  const model::Record record = record::build_record(views, policies, *log, &state);
  state.by = version;
  if (auto replaced = db->replace_record(record, &state); !replaced) return tl::unexpected(replaced.error());
  return false;
}

}  // namespace

base::Result<BuildOutcome> build(const Engine& engine, const BuildOptions& options,
                                 const std::function<void(const FileOutcome&)>& seen,
                                 const std::function<void()>& merging) {
  std::error_code ignored;
  const bool existed = std::filesystem::exists(options.out, ignored);
  auto opened = store::open_store(options.out, store::Mode::Write);
  if (!opened) return tl::unexpected(opened.error());
  store::Store& db = **opened;
  const auto policies = record::load_policies(engine.data());
  if (!policies) return tl::unexpected(policies.error());

  BuildOutcome out;
  bool empty = false;
  const auto read_and_merge = [&]() -> base::Result<void> {
    std::vector<std::string> added;  // hashes of reports that the store did not have
    if (auto done = add_files(engine, options, &db, seen, &out, &added); !done) return tl::unexpected(done.error());
    if (out.updated != 0) added.clear();  // others changed too
    merging();
    const auto summary = db.summary();
    if (!summary) return tl::unexpected(summary.error());
    empty = summary->reports == 0;
    if (summary->record_current || (empty && !existed)) return {};
    const auto merged = merge(&db, engine.version(), *policies, ids_of(added), &out.diagnostics);
    if (!merged) return tl::unexpected(merged.error());
    out.updated_in_place = *merged;
    return {};
  };
  // A few reports reach the file together with what they change in the record, which waits for the disk once.
  const bool few = options.files.size() <= base::limits::kAddedReports;
  if (auto done = few ? db.at_once(read_and_merge) : read_and_merge(); !done) return tl::unexpected(done.error());
  if (empty && !existed) {
    // Nothing could be read: no empty record is left behind.
    opened->reset();
    std::filesystem::remove(options.out, ignored);
    return out;
  }
  const auto summary = db.summary();
  if (!summary) return tl::unexpected(summary.error());
  out.reports = summary->reports;
  out.statements = summary->statements;
  out.agreements = summary->agreements;
  out.incidents = summary->incidents;
  out.contradictions = summary->contradictions;
  // Also when nothing was merged: an earlier run may have been killed between merging and this step.
  if (auto compacted = out.updated_in_place ? compact_small(&db) : db.compact(); !compacted)
    return tl::unexpected(compacted.error());
  return out;
}

base::Result<void> compact_small(store::Store* db) {
  const auto summary = db->summary();
  if (!summary) return tl::unexpected(summary.error());
  return summary->bytes <= kCompactAlways ? db->compact() : base::Result<void>();
}

}  // namespace hudna::app
