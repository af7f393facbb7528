#include "store/store.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "base/files.h"
#include "base/sha256.h"
#include "base/utf8.h"
#include "record/builder.h"
#include "store/rows.h"
#include "tests/support/folder.h"
#include "tests/support/policies.h"
#include "tests/support/readings.h"

namespace hudna::store {
namespace {

using base::Code;
using testing::Folder;
using testing::ReportMaker;

struct Report {
  model::Document document;
  model::Reading reading;
};

// A document of plain text and a reading of it.
Report make_report(int seed) {
  const std::string n = std::to_string(seed);
  ReportMaker maker("reports/" + n + ".txt", "Valley Radio", "2020-05-0" + std::to_string(1 + seed % 9));
  maker
      .add(model::StatementKind::Stage, "agreed",
           "The brigade and the village guard agreed on truce number " + n + " in Tarrafal.")
      .party({"The brigade", "ac-x-brigade", "Third Brigade", model::Side::Government})
      .party({"the village guard", "ac-x-guard", "Village Guard", model::Side::Opposition})
      .place(
          {"Tarrafal", "pl-77", "Tarrafal", 15.27, -23.75, model::Precision::Settlement, "CV", "Santiago"});
  maker.add(model::StatementKind::Provision, "road_reopening", "The coast road is to open by 20 May.")
      .due("../2020-05-20")
      .slot(model::SlotName::Object, "The coast road");
  maker
      .add(model::StatementKind::Incident, "shelling",
           "Two shells killed " + std::to_string(seed + 2) + " people on 30 April.")
      .when("2020-04-30")
      .deaths(seed + 2)
      .place(
          {"Tarrafal", "pl-77", "Tarrafal", 15.27, -23.75, model::Precision::Settlement, "CV", "Santiago"});
  model::DocumentParts doc;
  doc.source = maker.parts().source;
  doc.raw = maker.text();
  doc.text = maker.text();
  doc.map.append(static_cast<std::uint32_t>(doc.text.size()), 0, static_cast<std::uint32_t>(doc.text.size()),
                 true);
  model::Document document = model::make_document(std::move(doc));
  model::ReadingParts parts = maker.make().parts();
  // The maker's hash covers the source name; the store wants that of the bytes.
  parts.sha256 = document.sha256();
  parts.report_id = "rp-" + parts.sha256.substr(0, 16);
  for (model::Statement& stmt : parts.statements) {
    stmt.evidence.document_sha256 = parts.sha256;
    stmt.id = model::statement_id(parts.sha256, stmt);
  }
  std::string text(document.text());
  return {std::move(document), model::make_reading(std::move(parts), text)};
}

std::vector<Report> make_reports(int count) {
  std::vector<Report> out;
  for (int i = 0; i < count; ++i) out.push_back(make_report(i));
  return out;
}

std::vector<NewReport> news(const std::vector<Report>& reports) {
  std::vector<NewReport> out;
  for (const Report& report : reports) out.push_back({&report.document, &report.reading, "test/1"});
  return out;
}

std::unique_ptr<Store> open_or_die(const std::string& path, Mode mode = Mode::Write) {
  auto store = open_store(path, mode);
  EXPECT_TRUE(store) << base::print(store.error());
  return std::move(*store);
}

model::Record build(Store* store) {
  const auto readings = store->readings();
  EXPECT_TRUE(readings) << base::print(readings.error());
  return record::build_record(testing::pointers(*readings), testing::policies());
}

std::string dump(Store* store) {
  std::string out;
  EXPECT_TRUE(store->dump([&out](std::string_view line) {
    out += line;
    return true;
  }));
  return out;
}

Code code_of(const std::string& path, Mode mode) {
  const auto store = open_store(path, mode);
  EXPECT_FALSE(store);
  return store ? Code::FileEmpty : store.error().code;
}

TEST(Store, GivesBackWhatWasAdded) {
  const Folder folder;
  const std::vector<Report> reports = make_reports(5);
  auto store = open_or_die(folder.file("a.hudna"));
  ASSERT_TRUE(store->add(news(reports)));
  store = open_or_die(folder.file("a.hudna"), Mode::Read);
  const auto readings = store->readings();
  ASSERT_TRUE(readings) << base::print(readings.error());
  ASSERT_EQ(readings->size(), 5u);
  for (const Report& report : reports) {
    const auto same = std::find_if(readings->begin(), readings->end(), [&](const model::Reading& r) {
      return r.parts().sha256 == report.reading.parts().sha256;
    });
    ASSERT_NE(same, readings->end());
    EXPECT_TRUE(same->parts() == report.reading.parts());
    const auto document = store->document(report.document.sha256());
    ASSERT_TRUE(document);
    EXPECT_EQ(document->raw, report.document.raw());
    EXPECT_EQ(document->text, report.document.text());
    EXPECT_TRUE(document->map == report.document.parts().map);
    EXPECT_EQ(*store->find_stamp(report.document.sha256()), "test/1");
  }
  EXPECT_FALSE(*store->find_stamp(std::string(64, '0')));
}

TEST(Store, TheRecordComesBackEqual) {
  const Folder folder;
  const std::vector<Report> reports = make_reports(6);
  auto store = open_or_die(folder.file("a.hudna"));
  ASSERT_TRUE(store->add(news(reports)));
  EXPECT_FALSE(store->summary()->record_current);
  EXPECT_FALSE(*store->record());
  const model::Record record = build(store.get());
  ASSERT_TRUE(store->replace_record(record));
  const auto again = store->record();
  ASSERT_TRUE(again) << base::print(again.error());
  ASSERT_TRUE(*again);
  EXPECT_TRUE((*again)->parts() == record.parts());
  EXPECT_TRUE(store->check());
  // A new report makes the record old.
  const Report more = make_report(17);
  const NewReport one{&more.document, &more.reading, "test/1"};
  ASSERT_TRUE(store->add({&one, 1}));
  EXPECT_FALSE(store->summary()->record_current);
}

TEST(Store, SameReportsInAnyOrderAndBatchesGiveTheSameBytes) {
  const Folder folder;
  const std::vector<Report> reports = make_reports(12);
  const auto fill = [&](const std::string& path, std::size_t batch, bool backwards, bool rebuild_between) {
    std::vector<NewReport> list = news(reports);
    if (backwards) std::reverse(list.begin(), list.end());
    for (std::size_t i = 0; i < list.size(); i += batch) {
      auto store = open_or_die(path);
      ASSERT_TRUE(store->add(std::span<const NewReport>(list).subspan(i, std::min(batch, list.size() - i))));
      if (rebuild_between) {
        ASSERT_TRUE(store->replace_record(build(store.get())));
        ASSERT_TRUE(store->compact());
      }
    }
    auto store = open_or_die(path);
    ASSERT_TRUE(store->add({list.data(), 1}));  // given again: changes nothing
    ASSERT_TRUE(store->replace_record(build(store.get())));
    ASSERT_TRUE(store->compact());
    EXPECT_EQ(store->summary()->reports, reports.size());
  };
  fill(folder.file("a"), 12, false, false);
  fill(folder.file("b"), 1, true, true);
  fill(folder.file("c"), 5, false, true);
  const std::string a = *base::read_file(folder.file("a"));
  EXPECT_EQ(base::sha256_hex(*base::read_file(folder.file("b"))), base::sha256_hex(a));
  EXPECT_EQ(base::sha256_hex(*base::read_file(folder.file("c"))), base::sha256_hex(a));
  EXPECT_EQ(dump(open_or_die(folder.file("a"), Mode::Read).get()),
            dump(open_or_die(folder.file("b"), Mode::Read).get()));
  // One file and nothing beside it.
  std::size_t files = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::filesystem::path(folder.file("a")).parent_path())) {
    static_cast<void>(entry);
    ++files;
  }
  EXPECT_EQ(files, 3u);
}

TEST(Store, AFileOfAnotherKindIsLeftAlone) {
  const Folder folder;
  const std::string path = folder.file("notes.txt");
  const std::string words(4000, 'x');
  ASSERT_TRUE(base::write_file(path, words));
  EXPECT_EQ(code_of(path, Mode::Read), Code::StoreNotOurs);
  EXPECT_EQ(code_of(path, Mode::Write), Code::StoreNotOurs);
  ASSERT_TRUE(base::write_file(path, "short"));
  EXPECT_EQ(code_of(path, Mode::Write), Code::StoreNotOurs);
  EXPECT_EQ(*base::read_file(path), "short");
  EXPECT_EQ(code_of(folder.file("none"), Mode::Read), Code::FileMissing);
  EXPECT_EQ(code_of(folder.file("."), Mode::Read), Code::StoreNotOurs);
}

TEST(Store, ASqliteFileOfAnotherProgramIsLeftAlone) {
  const Folder folder;
  const std::string path = folder.file("other.db");
  sqlite3* db = nullptr;
  ASSERT_EQ(sqlite3_open(path.c_str(), &db), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(db, "CREATE TABLE t(x)", nullptr, nullptr, nullptr), SQLITE_OK);
  sqlite3_close(db);
  const std::string before = *base::read_file(path);
  EXPECT_EQ(code_of(path, Mode::Write), Code::StoreNotOurs);
  EXPECT_EQ(*base::read_file(path), before);
}

TEST(Store, ANewerFormatIsRefused) {
  const Folder folder;
  const std::string path = folder.file("a.hudna");
  open_or_die(path);
  sqlite3* db = nullptr;
  ASSERT_EQ(sqlite3_open(path.c_str(), &db), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(db, "PRAGMA user_version=99", nullptr, nullptr, nullptr), SQLITE_OK);
  sqlite3_close(db);
  EXPECT_EQ(code_of(path, Mode::Read), Code::StoreNewer);
  EXPECT_EQ(code_of(path, Mode::Write), Code::StoreNewer);
}

TEST(Store, ReadOnlyAndMissingFoldersAreErrors) {
  const Folder folder;
  EXPECT_EQ(code_of(folder.file("no/such/folder.hudna"), Mode::Write), Code::FileUnwritable);
  if (::geteuid() == 0) GTEST_SKIP() << "root may write everywhere";
  const std::string path = folder.file("a.hudna");
  open_or_die(path);
  ::chmod(path.c_str(), 0400);
  EXPECT_EQ(code_of(path, Mode::Write), Code::FileUnwritable);
  EXPECT_TRUE(open_store(path, Mode::Read));
}

TEST(Store, DamageIsFoundNeverFollowed) {
  const Folder folder;
  const std::string path = folder.file("a.hudna");
  {
    const std::vector<Report> reports = make_reports(8);
    auto store = open_or_die(path);
    ASSERT_TRUE(store->add(news(reports)));
    ASSERT_TRUE(store->replace_record(build(store.get())));
    ASSERT_TRUE(store->compact());
  }
  const std::string good = *base::read_file(path);
  // Cut off, and single bytes changed all over the file: every answer is an Error or a sound store.
  for (const std::size_t keep : {good.size() / 2, good.size() - 100, std::size_t{5000}, std::size_t{512}}) {
    ASSERT_TRUE(base::write_file(path, std::string_view(good).substr(0, keep)));
    const auto store = open_store(path, Mode::Read);
    if (store) {
      const auto checked = (*store)->check();
      EXPECT_FALSE(checked) << "cut at " << keep;
    }
  }
  std::uint64_t state = 42;
  for (int round = 0; round < 300; ++round) {
    state = state * 6364136223846793005ull + 1442695040888963407ull;
    std::string bad = good;
    bad[static_cast<std::size_t>(state >> 20) % bad.size()] ^= static_cast<char>(1 + (state >> 9) % 255);
    ASSERT_TRUE(base::write_file(path, bad));
    const auto store = open_store(path, Mode::Read);
    if (!store) continue;
    static_cast<void>((*store)->check());
    static_cast<void>((*store)->dump([](std::string_view) { return true; }));
  }
}

TEST(Store, IsCompactedOnlyWhenSomethingWasWritten) {
  const Folder folder;
  const std::string path = folder.file("a.hudna");
  const auto number = [&] {
    struct stat info {};
    EXPECT_EQ(::stat(path.c_str(), &info), 0);
    return info.st_ino;
  };
  const std::vector<Report> reports = make_reports(4);
  const std::vector<NewReport> all = news(reports);
  auto store = open_or_die(path);
  ASSERT_TRUE(store->add(std::span(all).first(3)));
  ASSERT_TRUE(store->replace_record(build(store.get())));
  ino_t before = number();
  ASSERT_TRUE(store->compact());
  EXPECT_NE(number(), before);
  before = number();
  ASSERT_TRUE(store->compact());
  store = open_or_die(path);
  ASSERT_TRUE(store->compact());
  EXPECT_EQ(number(), before);
  ASSERT_TRUE(store->add(std::span(all).last(1)));
  ASSERT_TRUE(store->compact());
  EXPECT_NE(number(), before);
}

TEST(Store, AnOrphanedQuoteIsReported) {
  const Folder folder;
  const std::string path = folder.file("a.hudna");
  {
    const std::vector<Report> reports = make_reports(1);
    ASSERT_TRUE(open_or_die(path)->add(news(reports)));
  }
  sqlite3* db = nullptr;
  ASSERT_EQ(sqlite3_open(path.c_str(), &db), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(db, "UPDATE report SET text = replace(text, 'shells', 'bombs!')", nullptr, nullptr,
                         nullptr),
            SQLITE_OK);
  sqlite3_close(db);
  const auto readings = open_or_die(path, Mode::Read)->readings();
  ASSERT_FALSE(readings);
  EXPECT_EQ(readings.error().code, Code::EvidenceOrphaned);
}

TEST(Store, PlainSqlAnswersAnAnalyst) {
  const Folder folder;
  const std::string path = folder.file("a.hudna");
  {
    const std::vector<Report> reports = make_reports(3);
    auto store = open_or_die(path);
    ASSERT_TRUE(store->add(news(reports)));
    ASSERT_TRUE(store->replace_record(build(store.get())));
    ASSERT_TRUE(store->compact());
  }
  sqlite3* db = nullptr;
  ASSERT_EQ(sqlite3_open_v2(path.c_str(), &db, SQLITE_OPEN_READONLY, nullptr), SQLITE_OK);
  const auto first = [&](const char* sql) -> std::string {
    sqlite3_stmt* stmt = nullptr;
    EXPECT_EQ(sqlite3_prepare_v2(db, sql, -1, &stmt, nullptr), SQLITE_OK) << sqlite3_errmsg(db);
    std::string out;
    if (sqlite3_step(stmt) == SQLITE_ROW && sqlite3_column_text(stmt, 0) != nullptr)
      out = reinterpret_cast<const char*>(sqlite3_column_text(stmt, 0));
    sqlite3_finalize(stmt);
    return out;
  };
  EXPECT_EQ(first("SELECT title FROM agreement"), "Tarrafal truce, May 2020");
  EXPECT_EQ(first("SELECT group_concat(name, ' / ') FROM (SELECT a.name FROM agreement_party p JOIN actor a "
                  "ON a.id = p.actor ORDER BY p.letter)"),
            "Third Brigade / Village Guard");
  EXPECT_EQ(first("SELECT due FROM deadline"), "../2020-05-20");
  EXPECT_EQ(first("SELECT count(*) FROM evidence e JOIN statement s ON s.id = e.statement JOIN incident i ON "
                  "i.id = e.owner"),
            "3");
  EXPECT_EQ(first("SELECT count(*) FROM report_search WHERE report_search MATCH 'tarrafal'"), "3");
  EXPECT_EQ(first("SELECT best FROM slot WHERE name = 'deaths' ORDER BY best LIMIT 1"), "2");
  EXPECT_EQ(first("SELECT count(DISTINCT value) FROM position"), "3");
  sqlite3_close(db);
}

// ---- lossless ----

std::string words(bool any_bytes) {
  std::string out = *rc::gen::container<std::string>(rc::gen::inRange<char>(0, 127));
  if (any_bytes && *rc::gen::arbitrary<bool>()) out += "\xFF\xC3";
  if (*rc::gen::arbitrary<bool>()) out += "تلبيسة “q”";
  return out;
}

template <class E>
E code(E last) {
  return static_cast<E>(*rc::gen::inRange(0, static_cast<int>(last) + 1));
}

model::SlotValue slot_value() {
  switch (*rc::gen::inRange(0, 6)) {
    case 1: {
      model::ActorValue v;
      v.id = words(false), v.name = words(false), v.type = code(model::ActorType::PrivatePerson),
      v.side = code(model::Side::Other);
      v.private_person = *rc::gen::arbitrary<bool>();
      if (*rc::gen::arbitrary<bool>()) v.affiliation = words(false);
      v.candidates.push_back({words(false), words(false), 0.25f});
      return v;
    }
    case 2: {
      model::PlaceValue v;
      v.id = words(false), v.name = words(false), v.precision = code(model::Precision::Unknown);
      v.lat = static_cast<double>(*rc::gen::inRange(-90000000, 90000001)) / 1e6 / 3;
      v.lon = static_cast<double>(*rc::gen::inRange(-180000000, 180000001)) / 7e6;
      return v;
    }
    case 3:
      return model::TimeValue{words(false), "2020-01-01", "", "r/1", words(false), "by"};
    case 4: {
      model::Quantity q;
      q.op = code(model::QuantityOp::Vague), q.effect = code(model::Effect::Present);
      if (*rc::gen::arbitrary<bool>()) q.low = *rc::gen::arbitrary<std::int64_t>();
      if (*rc::gen::arbitrary<bool>()) q.high = *rc::gen::arbitrary<std::int64_t>();
      q.unit = words(false);
      return q;
    }
    case 5:
      return model::DurationValue{words(false)};
    default:
      return std::monostate{};
  }
}

TEST(Rows, AnyReadingComesBackEqual) {
  rc::check([] {
    model::ReadingParts parts;
    for (std::string* field : {&parts.report_id, &parts.source, &parts.sha256, &parts.text_sha256, &parts.url,
                               &parts.canonical_url, &parts.title, &parts.outlet, &parts.language,
                               &parts.dateline, &parts.agency, &parts.main_country, &parts.tool}) {
      *field = words(true);
    }
    parts.authors = {words(true)};
    parts.genre = code(model::Genre::Other);
    parts.paywalled = *rc::gen::arbitrary<bool>();
    parts.published = {words(false), code(model::DateBasis::Unknown), words(false), {1, 2}};
    parts.blocks.push_back({code(model::BlockType::Other), {0, 3}, words(true), 7});
    parts.block_raws.push_back({4, 9});
    parts.diagnostics.push_back({base::Code::NoDate, words(true), 5, 18446744073709551615ull});
    const int count = *rc::gen::inRange(0, 4);
    for (int i = 0; i < count; ++i) {
      model::Statement stmt;
      stmt.id = words(false), stmt.type = words(false), stmt.directness = words(false),
      stmt.same_as = words(false);
      stmt.kind = code(model::StatementKind::Tally), stmt.modality = code(model::Modality::Historical),
      stmt.section = code(model::SectionKind::Navigation);
      stmt.score = static_cast<float>(*rc::gen::inRange(0, 1000)) / 999.0f;
      stmt.certainty_words = {words(true), words(false)};
      stmt.chain.push_back({words(true), words(false), "outlet"});
      stmt.evidence = {words(false), {1, 5}, {2, 8}, words(true), words(true), words(true), "r@1"};
      const int slots = *rc::gen::inRange(0, 4);
      for (int k = 0; k < slots; ++k)
        stmt.slots.push_back({code(model::SlotName::Duration), words(true), {3, 4}, {5, 6}, slot_value()});
      parts.statements.push_back(std::move(stmt));
    }
    const std::string json = reading_to_json(parts);
    RC_ASSERT(base::is_valid_utf8(json));
    RC_ASSERT(json.find('\n') == std::string::npos);
    model::ReadingParts again;
    RC_ASSERT(reading_from_json(json, &again));
    RC_ASSERT(again == parts);
  });
}

TEST(Rows, BrokenJsonIsRefused) {
  const std::string good = reading_to_json(make_report(1).reading.parts());
  model::ReadingParts parts;
  ASSERT_TRUE(reading_from_json(good, &parts));
  for (std::size_t cut = 0; cut < good.size(); cut += 3)
    EXPECT_FALSE(reading_from_json(std::string_view(good).substr(0, cut), &parts));
  EXPECT_FALSE(reading_from_json(good + " ", &parts));
  for (std::size_t at = 0; at < good.size(); at += 7) {
    std::string bad = good;
    bad[at] = '\x01';
    static_cast<void>(reading_from_json(bad, &parts));
  }
}

}  // namespace
}  // namespace hudna::store
