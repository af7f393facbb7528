#include "app/build.h"

#include <filesystem>
#include <set>

#include "app/ordered.h"
#include "base/files.h"
#include "base/sha256.h"
#include "record/builder.h"
#include "store/store.h"

namespace hudna::app {
namespace {

// Reports stored in one transaction: enough to spread the cost of reaching the disk, few enough to lose
// little work (about a second of it).
constexpr std::size_t kBatch = 128;

// What a stored reading depends on besides its bytes: version, then what was given about the report.
std::string stamp_of(const std::string& version, const ReportMeta& meta) {
  return version + '\x1f' + meta.url + '\x1f' + meta.outlet + '\x1f' + meta.published;
}

ReportMeta meta_of_stamp(const std::string& stamp) {
  ReportMeta out;
  std::string* const fields[] = {nullptr, &out.url, &out.outlet, &out.published};
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
  std::optional<ReadReport> read;
  std::string stamp;
};

// The files that need reading, with what is known of the others.
struct Plan {
  std::vector<std::string> stamps;  // wanted stamp by file; empty when its bytes could not be had
  std::vector<ReportMeta> metas;
  std::vector<FileOutcome> outcomes;
  std::vector<bool> read;
};

base::Result<void> plan_file(store::Store* db, const std::string& version, const std::string& path,
                             const ReportMeta* given, std::set<std::string>* seen, Plan* plan,
                             std::size_t i) {
  plan->outcomes[i].path = path;
  const auto bytes = base::read_file(path);
  if (!bytes) {
    plan->outcomes[i].kind = FileOutcome::Kind::Failed;
    plan->outcomes[i].error = bytes.error();
    return {};
  }
  const std::string sha = base::sha256_hex(*bytes);
  const auto stored = db->find_stamp(sha);
  if (!stored) return tl::unexpected(stored.error());
  if (given != nullptr) {
    plan->metas[i] = *given;
  } else if (*stored) {
    plan->metas[i] = meta_of_stamp(**stored);
  }
  plan->stamps[i] = stamp_of(version, plan->metas[i]);
  const bool twice = !seen->insert(sha).second;
  if (twice || (*stored && **stored == plan->stamps[i])) {
    plan->outcomes[i].kind = FileOutcome::Kind::Known;
    return {};
  }
  plan->outcomes[i].kind = *stored ? FileOutcome::Kind::Updated : FileOutcome::Kind::Added;
  plan->read[i] = true;
  return {};
}

base::Result<void> store_batch(store::Store* db, std::vector<Work>* batch) {
  if (batch->empty()) return {};
  std::vector<store::NewReport> reports;
  for (const Work& work : *batch) reports.push_back({&work.read->document, &work.read->reading, work.stamp});
  auto added = db->add(reports);
  batch->clear();
  return added;
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

  const std::size_t count = options.files.size();
  Plan plan{std::vector<std::string>(count), std::vector<ReportMeta>(count), std::vector<FileOutcome>(count),
            std::vector<bool>(count)};
  std::set<std::string> hashes;
  for (std::size_t i = 0; i < count; ++i) {
    auto planned = plan_file(&db, engine.version(), options.files[i], options.meta.find(options.files[i]),
                             &hashes, &plan, i);
    if (!planned) return tl::unexpected(planned.error());
  }

  BuildOutcome out;
  std::vector<Work> batch;
  base::Result<void> stored;
  for_each_ordered<Work>(
      count, options.jobs,
      [&](std::size_t i) {
        Work work;
        work.outcome = plan.outcomes[i];
        if (!plan.read[i]) return work;
        auto read = engine.read_file(options.files[i], &plan.metas[i]);
        if (!read) {
          work.outcome.kind = FileOutcome::Kind::Failed;
          work.outcome.error = read.error();
          return work;
        }
        work.outcome.diagnostics = read->reading.parts().diagnostics;
        work.stamp = plan.stamps[i];
        work.read.emplace(std::move(*read));
        return work;
      },
      [&](std::size_t, Work&& work) {
        switch (work.outcome.kind) {
          case FileOutcome::Kind::Added:
            ++out.added;
            break;
          case FileOutcome::Kind::Updated:
            ++out.updated;
            break;
          case FileOutcome::Kind::Known:
            ++out.known;
            break;
          case FileOutcome::Kind::Failed:
            ++out.failed;
            break;
        }
        seen(work.outcome);
        if (work.read) batch.push_back(std::move(work));
        if (batch.size() >= kBatch) stored = store_batch(&db, &batch);
        return stored.has_value();
      });
  if (stored) stored = store_batch(&db, &batch);
  if (!stored) return tl::unexpected(stored.error());

  merging();
  auto summary = db.summary();
  if (!summary) return tl::unexpected(summary.error());
  if (summary->reports == 0 && !existed) {
    // Nothing could be read: no empty record is left behind.
    opened->reset();
    std::filesystem::remove(options.out, ignored);
    return out;
  }
  out.reports = summary->reports;
  out.statements = summary->statements;
  const auto count_record = [&out](const model::Record& record) {
    out.agreements = record.parts().agreements.size();
    out.incidents = record.parts().incidents.size();
    out.contradictions = record.parts().contradictions.size();
  };
  if (!summary->record_current) {
    auto readings = db.readings();
    if (!readings) return tl::unexpected(readings.error());
    std::vector<const model::Reading*> views;
    for (const model::Reading& reading : *readings) views.push_back(&reading);
    const model::Record record = record::build_record(views, *policies);
    if (auto replaced = db.replace_record(record); !replaced) return tl::unexpected(replaced.error());
    count_record(record);
  }
  // Also when nothing was merged: an earlier run may have been killed between merging and this step.
  if (auto compacted = db.compact(); !compacted) return tl::unexpected(compacted.error());
  if (!summary->record_current) return out;
  const auto record = db.record();
  if (!record) return tl::unexpected(record.error());
  if (*record) count_record(**record);
  return out;
}

}  // namespace hudna::app
