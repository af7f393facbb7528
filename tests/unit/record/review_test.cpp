// Do decisions of reviewers hold, survive new reports, and can they be taken
// back by new decisions only?
#include "record/review.h"

#include <gtest/gtest.h>

#include "record/builder.h"
#include "tests/support/hajar.h"
#include "tests/support/policies.h"
#include "tests/support/readings.h"

namespace hudna::record {
namespace {

using model::Decision, model::StatementKind;
using testing::kFar, testing::kHajar, testing::Place, testing::policies, testing::ReportMaker;

model::Reading shelling(const std::string& file, const std::string& published, const std::string& day,
                        int dead, const Place& place = kHajar) {
  ReportMaker report(file, file, published);
  report.words("Written by " + file +
               " for its own readers, in words that no other report of that week has used.");
  report.add(StatementKind::Incident, "shelling", "Shells killed people on " + day + ", " + file + " says.")
      .place(place)
      .when(day)
      .deaths(dead);
  report.add(StatementKind::Stage, "agreed", file + " tells of a truce agreed on " + day + ".")
      .place(place)
      .when(day);
  return report.make();
}

class Review : public ::testing::Test {
 protected:
  void SetUp() override {
    readings_.push_back(shelling("a", "2021-03-04", "2021-03-01", 4));
    readings_.push_back(shelling("b", "2021-03-05", "2021-03-01", 4));
    readings_.push_back(shelling("c", "2021-03-06", "2021-03-01", 4, kFar));
  }
  model::Record build() const { return build_record(testing::pointers(readings_), policies(), log_); }
  std::string statement(std::size_t reading, StatementKind kind) const {
    for (const model::Statement& stmt : readings_[reading].statements()) {
      if (stmt.kind == kind) return stmt.id;
    }
    return {};
  }
  std::string incident_of(const model::Record& record, std::size_t reading) const {
    const std::string wanted = statement(reading, StatementKind::Incident);
    for (const model::IncidentRow& row : record.parts().incidents) {
      for (const model::StatementId id : row.statements) {
        if (record.parts().statements[id].id == wanted) return row.id;
      }
    }
    return "none";
  }
  std::string agreement_of(const model::Record& record, std::size_t reading) const {
    const std::string wanted = statement(reading, StatementKind::Stage);
    for (const model::AgreementRow& row : record.parts().agreements) {
      for (const model::StatementId id : row.statements) {
        if (record.parts().statements[id].id == wanted) return row.id;
      }
    }
    return "none";
  }
  std::string decide(Decision entry) {
    entry.reviewer = "lina";
    entry.at = "2026-01-01T10:00:00Z";
    entry.id = decision_id(entry, log_.size());
    log_.push_back(entry);
    return entry.id;
  }

  std::vector<model::Reading> readings_;
  std::vector<Decision> log_;
};

TEST_F(Review, JoinsWhatIsApartAndPartsItAgain) {
  const model::Record before = build();
  ASSERT_EQ(incident_of(before, 0), incident_of(before, 1));
  ASSERT_NE(incident_of(before, 0), incident_of(before, 2));
  Decision merge;
  merge.decision = "merge", merge.target = incident_of(before, 0);
  merge.anchors = {statement(0, StatementKind::Incident)},
  merge.others = {statement(2, StatementKind::Incident)};
  const std::string id = decide(merge);
  const model::Record joined = build();
  EXPECT_EQ(incident_of(joined, 0), incident_of(joined, 2));
  // It holds when the row's id changes under an earlier report.
  readings_.push_back(shelling("first", "2021-03-02", "2021-03-01", 4));
  const model::Record later = build();
  EXPECT_NE(incident_of(later, 0), merge.target);
  EXPECT_EQ(incident_of(later, 0), incident_of(later, 2));
  EXPECT_EQ(later.parts().reviews[model::ReviewId(0)].now, incident_of(later, 0));
  Decision undo;
  undo.decision = "undo", undo.target = id;
  decide(undo);
  const model::Record parted = build();
  EXPECT_NE(incident_of(parted, 0), incident_of(parted, 2));
  EXPECT_EQ(parted.parts().reviews[model::ReviewId(0)].effect, "undone");
}

TEST_F(Review, SplitsAnEventAndADeal) {
  const model::Record before = build();
  ASSERT_EQ(agreement_of(before, 0), agreement_of(before, 1));
  Decision split;
  split.decision = "split", split.target = agreement_of(before, 0);
  split.anchors = {statement(0, StatementKind::Stage)}, split.others = {statement(1, StatementKind::Stage)};
  decide(split);
  split.target = incident_of(before, 0);
  split.anchors = {statement(0, StatementKind::Incident)},
  split.others = {statement(1, StatementKind::Incident)};
  decide(split);
  const model::Record after = build();
  EXPECT_NE(agreement_of(after, 0), agreement_of(after, 1));
  EXPECT_NE(incident_of(after, 0), incident_of(after, 1));
  EXPECT_NE(incident_of(after, 1), "none");
  // A later merge puts them together again.
  Decision merge;
  merge.decision = "merge", merge.target = agreement_of(after, 0);
  merge.anchors = {statement(0, StatementKind::Stage)}, merge.others = {statement(1, StatementKind::Stage)};
  decide(merge);
  const model::Record again = build();
  EXPECT_EQ(agreement_of(again, 0), agreement_of(again, 1));
}

TEST_F(Review, ARejectedStatementTellsNothing) {
  Decision reject;
  reject.decision = "reject", reject.target = statement(2, StatementKind::Incident);
  decide(reject);
  const model::Record after = build();
  EXPECT_EQ(incident_of(after, 2), "none");
  EXPECT_EQ(after.parts().statements.size(), 6u);  // the text layer keeps it
  Decision accept;
  accept.decision = "accept", accept.target = reject.target;
  decide(accept);
  const model::Record again = build();
  EXPECT_NE(incident_of(again, 2), "none");
  EXPECT_EQ(again.parts().reviews[model::ReviewId(0)].effect, "replaced");
}

TEST_F(Review, AnEditedStatementIsMergedAsEdited) {
  Decision edit;
  edit.decision = "edit", edit.target = statement(1, StatementKind::Incident), edit.field = "date",
  edit.after = "2021-02-11";
  decide(edit);
  const model::Record after = build();
  EXPECT_NE(incident_of(after, 0), incident_of(after, 1));
  EXPECT_EQ(edit_statement({}, "deaths", "many").slots.size(), 0u);
  EXPECT_FALSE(fits_field("modality", "maybe"));
  EXPECT_FALSE(fits_field("date", "yesterday"));
}

TEST_F(Review, RowsAreRetitledAndVerdictsShown) {
  const model::Record before = build();
  Decision edit;
  edit.decision = "edit", edit.target = agreement_of(before, 0), edit.field = "title",
  edit.after = "Harvest truce";
  edit.anchors = {statement(0, StatementKind::Stage)};
  decide(edit);
  Decision accept;
  accept.decision = "accept", accept.target = agreement_of(before, 0), accept.anchors = edit.anchors;
  decide(accept);
  Decision orphan;
  orphan.decision = "mark_disputed", orphan.target = "ag-nowhere-2021-03-000000",
  orphan.anchors = {"st-gone"};
  decide(orphan);
  const model::Record after = build();
  EXPECT_EQ(after.parts().agreements[model::AgreementId(0)].title, "Harvest truce");
  const model::ReviewRow* verdict = verdict_of(after.parts(), agreement_of(after, 0));
  ASSERT_NE(verdict, nullptr);
  EXPECT_EQ(verdict->entry.decision, "accept");
  EXPECT_EQ(after.parts().reviews[model::ReviewId(2)].effect, "orphaned");
  EXPECT_EQ(verdict_of(after.parts(), incident_of(after, 0)), nullptr);
}

TEST_F(Review, TheOrderOfReportsPlaysNoPart) {
  Decision merge;
  merge.decision = "merge", merge.target = "in-0";
  merge.anchors = {statement(0, StatementKind::Incident)},
  merge.others = {statement(2, StatementKind::Incident)};
  decide(merge);
  const model::Record first = build();
  std::vector<const model::Reading*> order = testing::pointers(readings_);
  std::reverse(order.begin(), order.end());
  const model::Record again = build_record(order, policies(), log_);
  EXPECT_TRUE(first.parts() == again.parts());
}

}  // namespace
}  // namespace hudna::record
