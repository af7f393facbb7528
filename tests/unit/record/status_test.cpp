// Where does a deal that was made for a time stand when the time is over?
#include "record/status.h"

#include <gtest/gtest.h>

#include "record/builder.h"
#include "tests/support/hajar.h"
#include "tests/support/policies.h"
#include "tests/support/readings.h"

namespace hudna::record {
namespace {

using model::StatementKind;
using testing::kHajar, testing::policies, testing::ReportMaker;

// A truce of 72 hours in force since 2 March, and what a later report adds.
Status status(const std::string& day, const std::string& stage = "", const std::string& told = "", bool start = true) {
  std::vector<ReportMaker> reports;
  reports.emplace_back("a.txt", "Gulf Wire", "2021-03-03");
  if (start) {
    reports.back().add(StatementKind::Stage, "in_force", "A truce is in force in Hajar since 2 March.").place(kHajar).when("2021-03-02");
  } else {
    reports.back().add(StatementKind::Stage, "agreed", "The sides agreed on a truce in Hajar on 2 March.").place(kHajar).when("2021-03-02");
  }
  reports.back().add(StatementKind::Provision, "cessation_of_hostilities", "No shot is to fall for 72 hours.").lasts("PT72H");
  if (!stage.empty()) {
    reports.emplace_back("b.txt", "Coast News", told);
    reports.back().add(StatementKind::Stage, stage, "What became of the truce in Hajar.").place(kHajar).when(told);
  }
  std::vector<model::Reading> readings;
  for (ReportMaker& report : reports) readings.push_back(report.make());
  const model::Record record = build_record(testing::pointers(readings), policies());
  EXPECT_EQ(record.parts().agreements.size(), 1u);
  return status_as_of(record.parts(), model::AgreementId(0), *find_day(day));
}

TEST(Term, ATruceIsOverWhenItsTimeIs) {
  const Status during = status("2021-03-05");
  EXPECT_EQ(during.state, "in_force");
  EXPECT_EQ(during.term_end, "2021-03-05");
  EXPECT_FALSE(during.by_term);
  const Status after = status("2021-03-06");
  EXPECT_EQ(after.state, "expired");
  EXPECT_EQ(after.since, "2021-03-05");
  EXPECT_TRUE(after.by_term);
  EXPECT_EQ(after.term_statements.size(), 2u);
}

TEST(Term, AnExtensionKeepsItOpen) {
  const Status extended = status("2021-03-09", "extended", "2021-03-05");
  EXPECT_FALSE(extended.by_term);
  EXPECT_EQ(extended.state, "extended");
  // Before it is told of, nobody knows.
  EXPECT_FALSE(status("2021-03-04", "extended", "2021-03-05").by_term);
}

TEST(Term, WithoutAKnownStartNothingIsCounted) {
  const Status agreed = status("2021-03-20", "", "", false);
  EXPECT_FALSE(agreed.by_term);
  EXPECT_EQ(agreed.state, "agreed");
}

TEST(Term, ATruceThatIsToldToHoldAfterItsTimeWasRenewed) {
  EXPECT_FALSE(status("2021-03-20", "resumed", "2021-03-10").by_term);
  // That it is broken after its time does not say that it stands.
  EXPECT_TRUE(status("2021-03-20", "violated", "2021-03-07").by_term);
}

TEST(Term, AStepToldAfterTheEndOpensNothingAgain) {
  const auto state = [](const std::string& stage) {
    ReportMaker report("a.txt", "Gulf Wire", "2021-03-28");
    report.add(StatementKind::Stage, "in_force", "A truce was in force in Hajar from 2 March.")
        .place(kHajar)
        .when("2021-03-02");
    report.add(StatementKind::Stage, "expired", "It ran out on 27 March.").place(kHajar).when("2021-03-27");
    report.add(StatementKind::Stage, stage, "What was told besides.").place(kHajar);
    std::vector<model::Reading> readings;
    readings.push_back(report.make());
    const model::Record record = build_record(testing::pointers(readings), policies());
    return status_as_of(record.parts(), model::AgreementId(0), *find_day("2021-04-01")).state;
  };
  EXPECT_EQ(state("implemented_step"), "expired");
  EXPECT_EQ(state("resumed"), "in_force");
}

TEST(Term, AnEndThatIsToldStands) { EXPECT_EQ(status("2021-03-20", "collapsed", "2021-03-04").state, "collapsed"); }

// "The pause declared by the command expired at 8:00 on 27 March": the hour is put on the day of the report
// where nothing better is known, and what ended says nothing of when it was declared.
TEST(Term, TheEndsDayIsStatedAndNotThatOfTheOnset) {
  const std::string sentence =
      "The pause declared by the command in Hajar expired at 8:00 in the morning of 27 March.";
  const auto with = [&](std::string_view onset) {
    ReportMaker report("a.txt", "Gulf Wire", "2021-03-28");
    const auto spot = [&](std::string_view words) {
      const auto at = static_cast<std::uint32_t>(sentence.find(words));
      return model::Span{at, at + static_cast<std::uint32_t>(words.size())};
    };
    const auto hour = [&](testing::StatementMaker to) {
      model::TimeValue value;
      value.edtf = "2021-03-28T08:00", value.min = value.max = "2021-03-28", value.rule = "clock/1";
      to.slot(model::SlotName::Date, "8:00", value);
      (*to).slots.back().span = spot("8:00");
      return to;
    };
    testing::StatementMaker end = hour(report.add(StatementKind::Stage, "expired", sentence).place(kHajar));
    end.when("2021-03-27");
    (*end).slots.back().span = spot("27 March");
    hour(report.within(StatementKind::Stage, "agreed", onset).place(kHajar));
    std::vector<model::Reading> readings;
    readings.push_back(report.make());
    return build_record(testing::pointers(readings), policies());
  };
  const model::Record ended = with("declared by the command in Hajar");
  const model::AgreementRow& row = ended.parts().agreements[model::AgreementId(0)];
  ASSERT_TRUE(row.ended);
  EXPECT_EQ(row.ended->value.edtf, "2021-03-27");
  EXPECT_FALSE(row.declared);
  EXPECT_EQ(status_as_of(ended.parts(), model::AgreementId(0), *find_day("2021-03-30")).since, "2021-03-27");
  // An hour in the onset's own words is its time.
  const model::Record begun = with("declared by the command in Hajar expired at 8:00");
  ASSERT_TRUE(begun.parts().agreements[model::AgreementId(0)].declared);
}

}  // namespace
}  // namespace hudna::record
