// Does what a reviewer redacts, and what a sharing level leaves out, stay out of every view, search, answer and file?
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "app/build.h"
#include "app/engine.h"
#include "app/export.h"
#include "app/open_record.h"
#include "app/record_api.h"
#include "app/review.h"
#include "app/search.h"
#include "app/show.h"
#include "app/views.h"
#include "export/redact.h"

namespace hudna::app {
namespace {

namespace fs = std::filesystem;
using exports::Sharing;

class Withheld : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("hudna-withheld-" + std::to_string(::getpid()));
    fs::remove_all(folder_);
    fs::create_directories(folder_ / "pages");
    std::ofstream(folder_ / "pages" / "a.txt")
        << "MONAPO, Mozambique, 3 May 2021 - Gunmen shot dead three farmers in the wisteria orchard of Celeste Nhantumbo in Monapo "
           "on Sunday, the army said.\n\n"
           "The army and the insurgents agreed on a truce in Monapo on Monday. Celeste Nhantumbo, a teacher, accused the army of "
           "shelling the village. Colonel Artur Mucavele, commander of the garrison, denied that the army shelled it.\n";
    record_ = (folder_ / "r.hudna").string();
    auto engine = Engine::open({});
    ASSERT_TRUE(engine);
    engine_ = std::move(*engine);
    BuildOptions options;
    options.files = {(folder_ / "pages" / "a.txt").string()};
    options.out = record_;
    ASSERT_TRUE(build(
        *engine_, options, [](const FileOutcome&) {}, [] {}));
  }
  void TearDown() override { fs::remove_all(folder_); }

  // Ids of the statements whose words hold that one.
  std::vector<std::string> statements_with(const std::string& word) const {
    const auto opened = open_record(record_);
    std::vector<std::string> out;
    const model::RecordParts& r = (*opened)->record->parts();
    for (std::size_t i = 0; i < r.statements.size(); ++i) {
      if ((*opened)->view.statement(model::StatementId(i)).evidence.quote.find(word) != std::string::npos)
        out.push_back(r.statements[model::StatementId(i)].id);
    }
    return out;
  }
  std::string actor_called(const std::string& name) const {
    const auto opened = open_record(record_);
    for (const model::ActorRow& row : (*opened)->record->parts().actors) {
      if (row.name.find(name) != std::string::npos) return row.id;
    }
    return {};
  }
  std::string report() const {
    const auto opened = open_record(record_);
    return (*opened)->record->parts().reports[model::ReportId(0)].id;
  }
  void redact(const std::string& id) const {
    ReviewRequest request;
    request.record = record_, request.decision = "redact", request.target = id;
    request.reviewer = "lina", request.at = "2026-01-01T10:00:00Z";
    ASSERT_TRUE(decide(*engine_, request)) << id;
  }
  // All that a user sees of the record at a level, one text.
  std::string seen(Sharing level) const {
    std::string out;
    bool rows = false;
    for (const std::string_view view : show_views())
      out += show_file(record_, std::string(view), "", {}, &rows, true, level).value_or("");
    const auto opened = open_record(record_);
    std::vector<std::string> ids = {report()};
    for (const auto& row : (*opened)->record->parts().statements) ids.push_back(row.id);
    for (const auto& row : (*opened)->record->parts().actors) ids.push_back(row.id);
    for (const auto& row : (*opened)->record->parts().incidents) ids.push_back(row.id);
    for (const std::string& id : ids) out += explain_file(record_, id, {}, level).value_or("");
    auto api = RecordApi::open(record_, level);
    for (const char* path : {"claims", "incidents", "agreements", "contradictions", "queue", "timeline", "sources", "facets"})
      out += (*api)->get(path, {}).body;
    for (const std::string& id : ids) {
      const char* kind = id.starts_with("st-") ? "statements/" : id.starts_with("rp-") ? "reports/" : id.starts_with("ac-") ? "actors/" : "incidents/";
      out += (*api)->get(kind + id, {}).body;
    }
    out += search_file(record_, {{"q", "Monapo"}}, true, {}, &rows, level).value_or("");
    return out;
  }
  bool finds(const std::string& words, Sharing level = Sharing::Internal) const {
    bool rows = false;
    const auto found = search_file(record_, {{"q", words}}, false, {}, &rows, level);
    EXPECT_TRUE(found);
    return rows;
  }
  std::string exported(Sharing level) const {
    ExportOptions options;
    options.record = record_, options.out = (folder_ / "out").string();
    options.unreviewed = true, options.sharing = level;
    for (const ExportFormat& format : export_formats()) {
      if (format.name != "hudna.jsonl") options.formats.emplace_back(format.name);
    }
    EXPECT_TRUE(export_record(options));
    std::string out;
    for (const auto& entry : fs::directory_iterator(folder_ / "out")) {
      std::ifstream file(entry.path(), std::ios::binary);
      std::ostringstream bytes;
      bytes << file.rdbuf();
      out += bytes.str();
    }
    return out;
  }

  fs::path folder_;
  std::string record_;
  std::unique_ptr<Engine> engine_;
};

TEST_F(Withheld, ARedactedStatementIsNowhere) {
  const std::vector<std::string> ids = statements_with("wisteria");
  ASSERT_FALSE(ids.empty());
  EXPECT_TRUE(finds("wisteria"));
  EXPECT_NE(seen(Sharing::Internal).find("wisteria"), std::string::npos);
  EXPECT_NE(exported(Sharing::Public).find("wisteria"), std::string::npos);
  for (const std::string& id : ids) redact(id);
  EXPECT_FALSE(finds("wisteria")) << "no search finds it";
  EXPECT_TRUE(finds("truce")) << "what else the report says is found";
  for (const Sharing level : {Sharing::Internal, Sharing::Public})
    EXPECT_EQ(seen(level).find("wisteria"), std::string::npos) << exports::name(level);
  for (const Sharing level : {Sharing::Partner, Sharing::Public})
    EXPECT_EQ(exported(level).find("wisteria"), std::string::npos) << exports::name(level);
  // The original is untouched, and who works inside can take the decision back.
  ReviewRequest undo;
  undo.record = record_, undo.decision = "undo", undo.reviewer = "lina", undo.at = "2026-01-02T10:00:00Z";
  const auto opened = open_record(record_);
  for (const auto& row : (*opened)->record->parts().reviews) {
    undo.target = row.id;
    ASSERT_TRUE(decide(*engine_, undo));
  }
  EXPECT_TRUE(finds("wisteria"));
}

TEST_F(Withheld, ARedactedNameIsNowhere) {
  const std::string id = actor_called("Mucavele");
  ASSERT_FALSE(id.empty());
  EXPECT_NE(seen(Sharing::Public).find("Mucavele"), std::string::npos) << "an officer is named";
  redact(id);
  for (const Sharing level : {Sharing::Internal, Sharing::Public})
    EXPECT_EQ(seen(level).find("Mucavele"), std::string::npos) << exports::name(level);
  EXPECT_EQ(exported(Sharing::Public).find("Mucavele"), std::string::npos);
  EXPECT_NE(exported(Sharing::Internal).find("Mucavele"), std::string::npos) << "what stays inside is whole";
}

TEST_F(Withheld, TheLevelHoldsForViewsAsForFiles) {
  EXPECT_NE(seen(Sharing::Internal).find("Nhantumbo"), std::string::npos);
  for (const Sharing level : {Sharing::Partner, Sharing::Public}) {
    const std::string all = seen(level);
    EXPECT_EQ(all.find("Nhantumbo"), std::string::npos);
    EXPECT_EQ(all.find("Celeste"), std::string::npos);
    EXPECT_NE(all.find("Monapo"), std::string::npos);
    EXPECT_EQ(exported(level).find("Nhantumbo"), std::string::npos);
  }
  // A page of a level takes no decisions and shows no log.
  auto api = RecordApi::open(record_, Sharing::Public);
  EXPECT_EQ((*api)->post("review", "{}", "2026-01-01T10:00:00Z").status, 403);
  EXPECT_EQ((*api)->get("log", {}).status, 403);
  EXPECT_EQ((*api)->get("export/preview", {}).status, 403);
}

// A name or passage that the edge of a window cuts goes whole; bytes outside stay where they are.
TEST(RedactionsTest, MasksBytesNotWords) {
  exports::Redactions redacted;
  redacted.add("rp-1", "st-1", {10, 20});
  EXPECT_TRUE(redacted.holds("st-1"));
  EXPECT_EQ(redacted.text("rp-1", 5, "abcdefghijklmnopqrst"), "abcde[redacted]pqrst");
  EXPECT_EQ(redacted.text("rp-1", 12, "abc"), "[redacted]");
  EXPECT_EQ(redacted.text("rp-1", 20, "abc"), "abc");
  EXPECT_EQ(redacted.text("rp-2", 5, "abcdefghijklmnop"), "abcdefghijklmnop");
}

}  // namespace
}  // namespace hudna::app
