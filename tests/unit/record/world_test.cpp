// Does merging find the truth of a generated world, in any order, undisturbed
// by reports about something else?
#include "tests/support/world.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "record/builder.h"
#include "tests/support/policies.h"

namespace hudna::record {
namespace {

TEST(World, MergingFindsTheEvents) {
  const testing::World world = testing::WorldMaker(1500, 7).make();
  const model::Record record = build_record(testing::pointers(world.readings), testing::policies());
  std::map<std::string, std::string> attacks, truces;
  for (const auto& [id, event] : world.truth) (event[0] == 'a' ? truces : attacks)[id] = event;
  const testing::BCubed incidents = testing::b_cubed(attacks, testing::clusters_of(record.parts(), false));
  const testing::BCubed agreements = testing::b_cubed(truces, testing::clusters_of(record.parts(), true));
  std::printf("incidents  P %.3f R %.3f F %.3f of %zu\n", incidents.precision, incidents.recall, incidents.f1,
              incidents.items);
  std::printf("agreements P %.3f R %.3f F %.3f of %zu\n", agreements.precision, agreements.recall,
              agreements.f1, agreements.items);
  EXPECT_EQ(incidents.items, attacks.size());
  EXPECT_EQ(agreements.items, truces.size());
  EXPECT_GE(incidents.f1, 0.95);
  EXPECT_GE(agreements.f1, 0.95);
}

TEST(World, AnyOrderGivesTheSameRecord) {
  const testing::World world = testing::WorldMaker(250, 11).make();
  std::vector<const model::Reading*> order = testing::pointers(world.readings);
  const model::Record first = build_record(order, testing::policies());
  testing::Random random(3);
  for (int round = 0; round < 20; ++round) {
    for (std::size_t i = order.size(); i > 1; --i)
      std::swap(order[i - 1], order[static_cast<std::size_t>(random.number(0, static_cast<int>(i) - 1))]);
    const model::Record again = build_record(order, testing::policies());
    ASSERT_TRUE(again.parts() == first.parts());
  }
}

// The groups of statements that a record makes, without the record's own numbers.
std::set<std::set<std::string>> partition(const model::RecordParts& record, bool agreements,
                                          const std::set<std::string>& of) {
  std::map<std::string, std::set<std::string>> groups;
  for (const auto& [statement, cluster] : testing::clusters_of(record, agreements)) {
    if (of.count(statement) != 0) groups[cluster].insert(statement);
  }
  std::set<std::set<std::string>> out;
  for (const auto& [cluster, statements] : groups) out.insert(statements);
  return out;
}

TEST(World, ReportsAboutOtherPlacesChangeNothing) {
  const testing::World here = testing::WorldMaker(200, 5).make();
  // Another country, far off: all ids and names of its places and actors differ.
  std::vector<model::Reading> elsewhere;
  for (int i = 0; i < 40; ++i) {
    testing::ReportMaker report("other/" + std::to_string(i), "Other Outlet",
                                "2014-0" + std::to_string(1 + i % 9) + "-11");
    const testing::Place place{"Quillon",
                               "pl-o" + std::to_string(i),
                               "Quillon " + std::to_string(i),
                               60.0 + i * 0.5,
                               100,
                               model::Precision::Settlement,
                               "XO",
                               "North"};
    report.add(model::StatementKind::Stage, "agreed", "A truce holds in Quillon " + std::to_string(i) + ".")
        .place(place)
        .when("2014-0" + std::to_string(1 + i % 9) + "-10");
    report
        .add(model::StatementKind::Incident, "shelling",
             "Shells killed two in Quillon " + std::to_string(i) + ".")
        .place(place)
        .when("2014-0" + std::to_string(1 + i % 9) + "-09")
        .deaths(2);
    elsewhere.push_back(report.make());
  }
  const model::Record alone = build_record(testing::pointers(here.readings), testing::policies());
  std::vector<const model::Reading*> both = testing::pointers(here.readings);
  for (const model::Reading& reading : elsewhere) both.push_back(&reading);
  const model::Record together = build_record(both, testing::policies());
  std::set<std::string> ours;
  for (const auto& [id, event] : here.truth) ours.insert(id);
  EXPECT_EQ(partition(alone.parts(), false, ours), partition(together.parts(), false, ours));
  EXPECT_EQ(partition(alone.parts(), true, ours), partition(together.parts(), true, ours));
  EXPECT_EQ(together.parts().agreements.size(), alone.parts().agreements.size() + 40);
}

}  // namespace
}  // namespace hudna::record
