// Is a record to which reports were added one by one the one that all of them
// give at once? Generated worlds, reports in random order, with decisions of
// reviewers between; every dump is compared byte by byte.
#include "record/update.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "base/data_source.h"
#include "record/builder.h"
#include "record/review.h"
#include "store/store.h"
#include "tests/support/stored.h"

namespace hudna::store {
namespace {

const record::Policies& policies() {
  static const record::Policies kPolicies = *record::load_policies(base::DataSource());
  return kPolicies;
}

using Report = testing::StoredReport;

class Update : public ::testing::Test {
 protected:
  Update()
      : folder_(std::filesystem::temp_directory_path() / ("hudna-update-" + std::to_string(::getpid()))) {
    std::filesystem::create_directories(folder_);
  }
  ~Update() override {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  std::string file(const std::string& name) const { return (folder_ / name).string(); }

  static std::string dump(Store* store) {
    std::string out;
    EXPECT_TRUE(store->dump([&out](std::string_view line) {
      out += line;
      return true;
    }));
    return out;
  }

  static void merge_all(Store* store) {
    const auto readings = store->readings();
    ASSERT_TRUE(readings) << base::print(readings.error());
    const auto log = store->decisions();
    model::MergeState state;
    const model::Record record = record::build_record(testing::pointers(*readings), policies(), *log, &state);
    state.by = "test/1";
    const auto done = store->replace_record(record, &state);
    ASSERT_TRUE(done) << base::print(done.error());
  }

  // Adds the reports to the record as it is; all is merged where that is said to be needed.
  void add(Store* store, const std::vector<const Report*>& reports) {
    std::vector<NewReport> news;
    std::vector<std::string> ids;
    for (const Report* report : reports) {
      news.push_back({&report->document, &report->reading, "test/1"});
      ids.push_back(report->reading.parts().report_id);
    }
    ASSERT_TRUE(store->add(news));
    auto memory = store->memory(ids, "test/1");
    ASSERT_TRUE(memory) << base::print(memory.error());
    ASSERT_TRUE(*memory);
    const auto log = store->decisions();
    base::Diagnostic why{};
    const auto update = record::update_record(memory->get(), ids, policies(), *log, &why);
    memory->reset();
    ++reasons_[update ? "added" : why.message];
    if (!update) return merge_all(store);
    const auto done = store->update_record(*update);
    ASSERT_TRUE(done) << base::print(done.error());
  }

  // The dump of the same reports and decisions merged at once.
  std::string at_once(const std::vector<const Report*>& reports, Store* like) {
    std::filesystem::remove(file("whole.hudna"));
    auto store = open_store(file("whole.hudna"), Mode::Write);
    EXPECT_TRUE(store);
    std::vector<NewReport> news;
    for (const Report* report : reports) news.push_back({&report->document, &report->reading, "test/1"});
    EXPECT_TRUE((*store)->add(news));
    const auto log = like->decisions();
    for (const model::Decision& decision : *log) EXPECT_TRUE((*store)->add_decision(decision));
    merge_all(store->get());
    whole_ = std::move(*store);
    return dump(whole_.get());
  }

  static std::string bytes(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(in), {});
  }

  // The first lines that differ, for a person.
  static std::string difference(const std::string& a, const std::string& b) {
    std::istringstream x(a), y(b);
    std::set<std::string> one, two;
    for (std::string line; std::getline(x, line);) one.insert(line);
    for (std::string line; std::getline(y, line);) two.insert(line);
    std::string out;
    int shown = 0;
    for (const std::string& line : one) {
      if (two.count(line) == 0 && ++shown <= 4) out += "- " + line.substr(0, 1500) + "\n";
    }
    shown = 0;
    for (const std::string& line : two) {
      if (one.count(line) == 0 && ++shown <= 4) out += "+ " + line.substr(0, 1500) + "\n";
    }
    return out.empty() ? "the same lines in another order" : out;
  }

  std::filesystem::path folder_;
  std::unique_ptr<Store> whole_;
  std::map<std::string, int> reasons_;
};

std::vector<Report> world(std::size_t size, std::uint64_t seed) {
  const testing::World made = testing::WorldMaker(size, seed).make();
  std::vector<Report> out;
  for (std::size_t i = 0; i < made.readings.size(); ++i)
    out.push_back(testing::stored_report(made.readings[i], made.texts[i]));
  return out;
}

TEST_F(Update, AddingOneByOneGivesTheWhole) {
  for (const std::uint64_t seed : {3u, 8u, 21u}) {
    const std::vector<Report> reports = world(110, seed);
    std::vector<const Report*> order;
    for (const Report& report : reports) order.push_back(&report);
    testing::Random random(seed);
    for (std::size_t i = order.size(); i > 1; --i)
      std::swap(order[i - 1], order[static_cast<std::size_t>(random.number(0, static_cast<int>(i) - 1))]);
    std::filesystem::remove(file("grown.hudna"));
    auto store = open_store(file("grown.hudna"), Mode::Write);
    ASSERT_TRUE(store);
    std::vector<const Report*> so_far(order.begin(), order.begin() + 30);
    std::vector<NewReport> news;
    for (const Report* report : so_far) news.push_back({&report->document, &report->reading, "test/1"});
    ASSERT_TRUE((*store)->add(news));
    merge_all(store->get());
    for (std::size_t i = 30; i < order.size();) {
      std::vector<const Report*> batch;
      for (int n = random.number(1, 3); n > 0 && i < order.size(); --n) batch.push_back(order[i++]);
      so_far.insert(so_far.end(), batch.begin(), batch.end());
      add(store->get(), batch);
      if (HasFatalFailure()) return;
      if (i % 4 != 0 && i < order.size()) continue;
      const std::string grown = dump(store->get()), whole = at_once(so_far, store->get());
      ASSERT_TRUE(grown == whole) << "seed " << seed << " after " << so_far.size() << " reports\n"
                                  << difference(grown, whole);
    }
    const auto grown = (*store)->summary(), whole = whole_->summary();
    EXPECT_EQ(grown->agreements, whole->agreements);
    EXPECT_EQ(grown->incidents, whole->incidents);
    EXPECT_EQ(grown->contradictions, whole->contradictions);
    // In their canonical form the files are the same bytes.
    ASSERT_TRUE((*store)->index_words());
    ASSERT_TRUE((*store)->compact());
    ASSERT_TRUE(whole_->compact());
    EXPECT_TRUE(bytes(file("grown.hudna")) == bytes(file("whole.hudna")));
  }
  for (const auto& [why, count] : reasons_) std::printf("%5d %s\n", count, why.c_str());
  EXPECT_GE(reasons_["added"], 100);
}

// Decisions stay in force: what they name is found among the rows made anew, and where one reaches across,
// all is merged.
TEST_F(Update, DecisionsHoldWhileReportsAreAdded) {
  const std::vector<Report> reports = world(70, 5);
  std::vector<const Report*> so_far;
  auto store = open_store(file("grown.hudna"), Mode::Write);
  ASSERT_TRUE(store);
  std::vector<NewReport> news;
  for (std::size_t i = 0; i < 40; ++i) {
    so_far.push_back(&reports[i]);
    news.push_back({&reports[i].document, &reports[i].reading, "test/1"});
  }
  ASSERT_TRUE((*store)->add(news));
  merge_all(store->get());
  testing::Random random(9);
  for (std::size_t i = 40; i < reports.size(); ++i) {
    if (i % 3 == 0) {
      const auto record = (*store)->record();
      ASSERT_TRUE(record && *record);
      const model::RecordParts& r = (*record)->parts();
      model::Decision entry;
      entry.reviewer = "lina", entry.at = "2020-01-01T00:00:00Z", entry.tool = "test";
      const auto incident = [&] {
        return model::IncidentId(
            static_cast<std::size_t>(random.number(0, static_cast<int>(r.incidents.size()) - 1)));
      };
      const auto one = incident(), two = incident();
      const auto statement = [&](model::StatementId id) { return r.statements[id].id; };
      entry.target = r.incidents[one].id;
      entry.anchors = {statement(r.incidents[one].statements.front())};
      const int kind = random.number(0, 4);
      if (kind == 0 && one != two) {
        entry.decision = "merge";
        entry.others = {statement(r.incidents[two].statements.front())};
      } else if (kind == 1 && r.incidents[one].statements.size() > 1) {
        entry.decision = "split";
        entry.others = {statement(r.incidents[one].statements.back())};
      } else if (kind == 2 && !r.agreements.empty()) {
        entry.decision = "edit", entry.field = "title", entry.after = "Harvest truce " + std::to_string(i);
        const model::AgreementRow& deal = r.agreements[model::AgreementId(0)];
        entry.target = deal.id, entry.anchors = {statement(deal.statements.front())};
      } else if (kind == 3) {
        entry.decision = "reject";
        entry.target = statement(r.incidents[one].statements.front());
        entry.anchors.clear();
      } else {
        entry.decision = "accept";
      }
      const auto log = (*store)->decisions();
      entry.id = record::decision_id(entry, log->size());
      ASSERT_TRUE((*store)->add_decision(entry));
      merge_all(store->get());
    }
    so_far.push_back(&reports[i]);
    add(store->get(), {&reports[i]});
    if (HasFatalFailure()) return;
    const std::string grown = dump(store->get()), whole = at_once(so_far, store->get());
    ASSERT_TRUE(grown == whole) << "after " << so_far.size() << " reports\n" << difference(grown, whole);
  }
  for (const auto& [why, count] : reasons_) std::printf("%5d %s\n", count, why.c_str());
  EXPECT_GE(reasons_["added"], 20);
}

// What another program, or the same one with other data, has kept is not built upon.
TEST_F(Update, AnotherProgramMergesAnew) {
  const std::vector<Report> reports = world(12, 5);
  auto store = open_store(file("grown.hudna"), Mode::Write);
  ASSERT_TRUE(store);
  const auto put = [&](const Report& report) {
    const NewReport one{&report.document, &report.reading, "test/1"};
    ASSERT_TRUE((*store)->add({&one, 1}));
  };
  for (std::size_t i = 0; i + 1 < reports.size(); ++i) put(reports[i]);
  merge_all(store->get());
  put(reports.back());
  const std::vector<std::string> ids = {reports.back().reading.parts().report_id};
  const auto same = (*store)->memory(ids, "test/1"), other = (*store)->memory(ids, "test/2");
  ASSERT_TRUE(same && other);
  EXPECT_NE(*same, nullptr);
  EXPECT_EQ(*other, nullptr);
}

// What an addition does not concern is left as it is: rows, and what is kept of them.
TEST_F(Update, OnlyWhatIsConcernedIsWritten) {
  const std::vector<Report> reports = world(120, 4);
  auto store = open_store(file("grown.hudna"), Mode::Write);
  ASSERT_TRUE(store);
  std::vector<NewReport> news;
  for (std::size_t i = 0; i + 1 < reports.size(); ++i)
    news.push_back({&reports[i].document, &reports[i].reading, "test/1"});
  ASSERT_TRUE((*store)->add(news));
  merge_all(store->get());
  const Report& last = reports.back();
  const NewReport one{&last.document, &last.reading, "test/1"};
  ASSERT_TRUE((*store)->add({&one, 1}));
  const std::vector<std::string> ids = {last.reading.parts().report_id};
  auto memory = (*store)->memory(ids, "test/1");
  ASSERT_TRUE(memory && *memory);
  const auto update = record::update_record(memory->get(), ids, policies(), {});
  ASSERT_TRUE(update);
  EXPECT_EQ(std::count(update->marks.reports.begin(), update->marks.reports.end(), true), 1);
  EXPECT_LE(update->parts.incidents.size() + update->parts.agreements.size(), 3u);
  EXPECT_LE(update->parts.reports.size(), 30u);
}

// A look-up gives as many as it is asked for, so that no block is read without a bound; and who adds too much
// at once is told why all was merged.
TEST_F(Update, LookUpsAreBounded) {
  const std::vector<Report> reports = world(60, 4);
  auto store = open_store(file("grown.hudna"), Mode::Write);
  ASSERT_TRUE(store);
  std::vector<NewReport> news;
  for (const Report& report : reports) news.push_back({&report.document, &report.reading, "test/1"});
  ASSERT_TRUE((*store)->add(news));
  merge_all(store->get());
  auto memory = (*store)->memory({}, "test/1");
  ASSERT_TRUE(memory && *memory);
  std::vector<std::string> ids;
  for (const Report& report : reports) ids.push_back(report.reading.parts().report_id);
  const auto all = (*memory)->of_reports(model::TraceKind::Event, ids, 1000);
  ASSERT_GT(all.size(), 10u);
  ASSERT_LT(all.size(), 1000u);
  std::vector<model::TraceKey> keys;
  std::vector<std::string> components, rows;
  for (const model::Trace& trace : all) {
    keys.insert(keys.end(), trace.keys.begin(), trace.keys.end());
    components.push_back(trace.component), rows.push_back(trace.row);
  }
  using model::TraceKind;
  EXPECT_EQ((*memory)->near(TraceKind::Event, keys, 1000).size(), all.size());
  EXPECT_EQ((*memory)->near(TraceKind::Event, keys, 3).size(), 3u);
  EXPECT_EQ((*memory)->of_reports(TraceKind::Event, ids, 3).size(), 3u);
  EXPECT_EQ((*memory)->of_components(TraceKind::Event, components, 3).size(), 3u);
  EXPECT_EQ((*memory)->of_rows(TraceKind::Event, rows, 3).size(), 3u);
  EXPECT_FALSE((*memory)->failed());
  base::Diagnostic why{};
  EXPECT_FALSE(record::update_record(memory->get(), ids, policies(), {}, &why));
  EXPECT_EQ(why.code, base::Code::AddLimit);
}

}  // namespace
}  // namespace hudna::store
