// How long does adding one report to a large record take, and is the record
// then what all reports give at once? Stores a generated world but for some
// reports drawn at random, merges it, then adds those one by one: storing the
// report with its reading and words, finding and merging what it bears on,
// writing the rows, in one step that reaches the disk. Reading the page is not
// part of it (bench/reading_speed).
// usage: update_bench [REPORTS [ADDED [FILE [BASE]]]]   (default 10000 100 update_bench.hudna)
// BASE: where the record without the late reports is kept, or copied from when it is there (the same numbers,
// program and data only).
#include <algorithm>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <map>
#include <memory>

#include "base/data_source.h"
#include "base/sha256.h"
#include "record/builder.h"
#include "record/update.h"
#include "store/store.h"
#include "tests/support/stored.h"

namespace {

using namespace hudna;
using Clock = std::chrono::steady_clock;

double ms_since(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

template <class T>
auto value_of(T&& result) {
  if (!result) {
    std::fprintf(stderr, "%s\n", base::print(result.error()).c_str());
    std::exit(2);
  }
  return std::move(*result);
}

void must(const base::Result<void>& result) {
  if (result) return;
  std::fprintf(stderr, "%s\n", base::print(result.error()).c_str());
  std::exit(2);
}

std::string digest(store::Store* db) {
  std::string all;
  must(db->dump([&all](std::string_view line) {
    all = base::sha256_hex(all + std::string(line));
    return true;
  }));
  return all;
}

void merge_all(store::Store* db, const record::Policies& policies) {
  const auto readings = value_of(db->readings());
  std::vector<const model::Reading*> views;
  for (const model::Reading& reading : readings) views.push_back(&reading);
  model::MergeState state;
  const model::Record record = record::build_record(views, policies, {}, &state);
  state.by = "bench/1";
  must(db->replace_record(record, &state));
}

double share(std::vector<double> times, double part) {
  if (times.empty()) return 0;
  std::sort(times.begin(), times.end());
  return times[std::min(times.size() - 1,
                        static_cast<std::size_t>(part * static_cast<double>(times.size())))];
}

}  // namespace

int main(int argc, char** argv) {
  const std::size_t size = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 10000;
  const std::size_t added = std::min(size / 2, argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 100);
  const std::string path = argc > 3 ? argv[3] : "update_bench.hudna";
  std::setvbuf(stdout, nullptr, _IOLBF, 0);  // seen while it goes on
  const std::string base = argc > 4 ? argv[4] : "";
  const bool made = !base.empty() && std::filesystem::exists(base);
  const record::Policies policies = value_of(record::load_policies(base::DataSource()));
  std::filesystem::remove(path);
  if (made) std::filesystem::copy_file(base, path);
  std::vector<std::size_t> late;
  {
    testing::Random random(5);
    std::vector<bool> taken(size);
    while (late.size() < added) {
      const auto i = static_cast<std::size_t>(random.number(0, static_cast<int>(size) - 1));
      if (!taken[i]) taken[i] = true, late.push_back(i);
    }
  }
  std::vector<testing::StoredReport> kept;  // the late ones, in their order
  auto start = Clock::now();
  {
    const testing::World world = testing::WorldMaker(size, 7).make();
    std::map<std::size_t, std::size_t> rank;
    for (std::size_t k = 0; k < late.size(); ++k) rank[late[k]] = k;
    std::map<std::size_t, testing::StoredReport> aside;
    auto db = value_of(store::open_store(path, store::Mode::Write));
    std::vector<testing::StoredReport> batch;
    const auto flush = [&] {
      if (batch.empty()) return;
      std::vector<store::NewReport> news;
      for (const testing::StoredReport& report : batch)
        news.push_back({&report.document, &report.reading, "bench/1"});
      must(db->add(news));
      batch.clear();
    };
    for (std::size_t i = 0; i < size; ++i) {
      if (made && rank.count(i) == 0) continue;
      testing::StoredReport report = testing::stored_report(world.readings[i], world.texts[i]);
      if (const auto found = rank.find(i); found != rank.end())
        aside.emplace(found->second, std::move(report));
      else
        batch.push_back(std::move(report));
      if (batch.size() == 2000) flush();
    }
    flush();
    for (auto& [k, report] : aside) kept.push_back(std::move(report));
  }
  std::printf("%zu reports stored in %.1f s\n", size - added, ms_since(start) / 1000);
  start = Clock::now();
  if (!made) {
    auto db = value_of(store::open_store(path, store::Mode::Write));
    merge_all(db.get(), policies);
    std::printf("merged whole in %.1f s\n", ms_since(start) / 1000);
    must(db->index_words());
    db.reset();
    if (!base.empty()) std::filesystem::copy_file(path, base);
  }
  std::printf("file of %.0f MB\n", static_cast<double>(std::filesystem::file_size(path)) / 1e6);

  ::sync();  // the additions wait for their own bytes only
  std::vector<double> all, working, opening, storing, merging, writing, reaching;
  struct Slow {
    double ms, merge, work;
    std::size_t reports, incidents, deals, traces;
  };
  std::vector<Slow> slow;
  std::map<std::string, std::size_t> reasons;
  for (const testing::StoredReport& report : kept) {
    const auto begin = Clock::now();
    const std::clock_t work_begin = std::clock();
    auto db = value_of(store::open_store(path, store::Mode::Write));
    const auto opened = Clock::now();
    const store::NewReport one{&report.document, &report.reading, "bench/1"};
    const std::vector<std::string> ids = {report.reading.parts().report_id};
    Clock::time_point stored, merged, written;
    bool whole = false;
    Slow sizes{};
    must(db->at_once([&]() -> base::Result<void> {
      must(db->add({&one, 1}));
      stored = Clock::now();
      auto memory = value_of(db->memory(ids, "bench/1"));
      if (!memory) {
        std::fprintf(stderr, "wrong answer: the record is not that of the other reports\n");
        std::exit(2);
      }
      base::Diagnostic why{};
      const auto update = record::update_record(memory.get(), ids, policies, {}, &why);
      memory.reset();
      merged = Clock::now();
      ++reasons[update ? "added" : why.message];
      if (update)
        sizes = {0, 0, 0, update->parts.reports.size(),
                 update->parts.incidents.size(),
                 update->parts.agreements.size(),
                 update->state.traces.size()};
      if (update)
        must(db->update_record(*update));
      else
        merge_all(db.get(), policies), whole = true;
      written = Clock::now();
      return {};
    }));
    const auto done = Clock::now();
    if (whole) continue;
    const auto ms = [](auto from, auto to) {
      return std::chrono::duration<double, std::milli>(to - from).count();
    };
    opening.push_back(ms(begin, opened)), storing.push_back(ms(opened, stored)),
        merging.push_back(ms(stored, merged));
    writing.push_back(ms(merged, written)), reaching.push_back(ms(written, done)),
        all.push_back(ms(begin, done));
    slow.push_back(sizes);
    slow.back().ms = all.back(), slow.back().merge = merging.back();
    slow.back().work = 1000.0 * static_cast<double>(std::clock() - work_begin) / CLOCKS_PER_SEC;
    working.push_back(slow.back().work);
  }
  std::printf("adding one report, ms:  %8s %8s %8s %8s\n", "median", "90 %", "99 %", "most");
  const auto line = [](const char* what, const std::vector<double>& times) {
    std::printf("%-22s  %8.1f %8.1f %8.1f %8.1f\n", what, share(times, 0.5), share(times, 0.9),
                share(times, 0.99), share(times, 1));
  };
  line("all of it", all);
  line("  of it the processor", working);
  line("  open the file", opening);
  line("  store report, words", storing);
  line("  find and merge", merging);
  line("  write the rows", writing);
  line("  reach the disk", reaching);
  std::sort(slow.begin(), slow.end(), [](const Slow& a, const Slow& b) { return a.ms > b.ms; });
  for (std::size_t i = 0; i < std::min<std::size_t>(slow.size(), 10); ++i) {
    std::printf(
        "  slow: %6.1f ms, processor %6.1f, merging %6.1f; made anew with %zu reports: %zu incidents, %zu agreements; %zu "
        "traces\n",
        slow[i].ms, slow[i].work, slow[i].merge, slow[i].reports, slow[i].incidents, slow[i].deals, slow[i].traces);
  }
  for (const auto& [why, count] : reasons) std::printf("%6zu  %s\n", count, why.c_str());
  // The record is the one that all reports give at once.
  auto db = value_of(store::open_store(path, store::Mode::Write));
  const std::string grown = digest(db.get());
  merge_all(db.get(), policies);
  if (digest(db.get()) != grown)
    return std::fprintf(stderr, "wrong answer: not what all reports give at once\n"), 2;
  std::printf("the dump is that of all reports merged at once\n");
  db.reset();
  std::filesystem::remove(path);
  return 0;
}
