// Is a page about something else kept out, and no report of a conflict? All texts here are invented.
#include "reading/topic.h"

#include <gtest/gtest.h>

#include <string>

#include "language/analyser.h"
#include "page/page.h"
#include "reading/reader.h"
#include "tests/support/folder.h"

namespace hudna::reading {
namespace {

// Deals, talks, strikes, a truce of words, a shooting guard: each word has another sense in a conflict.
const std::string kBusiness =
    "The two supermarket chains reached an agreement on Monday after months of talks, and shareholders are expected to "
    "sign the deal before the end of the quarter. Under its terms the smaller company will withdraw from the online "
    "market, release its delivery fleet and hand over forty stores to its rival. Analysts had accused both boards of "
    "dragging out the negotiations. Staff at three warehouses went on strike in March over pay, and the union demanded "
    "that the new owner guarantee their contracts for two years.\n\n"
    "The merged retailer will open its first renovated store in the capital in autumn, with a bakery, a coffee bar and a "
    "wider range of organic products. Customers can keep collecting points with either card until the end of December, "
    "a spokeswoman said, and the app will be updated with recipes and weekly offers. The price of the shares rose by "
    "four percent in early trading, the best day of the year for investors who had waited for the results.\n";
// Quiet in its words: elders, a road, cattle. No shot is fired in it.
const std::string kTruce =
    "Elders of the two valleys said on Monday that the truce which they had brokered between the herders' militia and the "
    "local defence force was holding, eleven days after its fighters left the market road. Under the understanding, "
    "read out in the mosque of the upper village, neither side may carry guns within a mile of the wells, and families "
    "who fled the burned hamlets are to come home before the rains.\n\n"
    "Forty heads of cattle were handed back at the bridge in the presence of the district officer. A committee of six "
    "men, three from each valley, is to hear complaints. Women at the well told a visitor that they had walked the road "
    "again for the first time since the raids of last spring, when nine people were killed. The commander of the militia "
    "could not be reached, and the army post at the ford has not commented on the agreement.\n";

std::string text_of(const std::string& story) { return "Notes\n\n4 March 2019\n\n" + story; }

struct Asked {
  bool on_topic = false;
  std::size_t statements = 0;
  bool told = false;  // the reader is told that it was left out
};

Asked ask(const std::string& text, bool any_topic = false) {
  static const base::DataSource data;
  static const auto analyser = language::Analyser::open(data);
  static const auto reader = Reader::open(data);
  EXPECT_TRUE(analyser && reader);
  const auto doc = page::read_page("test", text_of(text), {});
  EXPECT_TRUE(doc.has_value());
  ReportMeta meta;
  const bool on_topic = reader->on_topic(*doc);
  meta.off_topic = !on_topic && !any_topic;
  const model::Reading reading = reader->read(*doc, analyser->analyse(*doc), meta);
  Asked out{on_topic, reading.statements().size(), false};
  for (const base::Diagnostic& diagnostic : reading.parts().diagnostics) out.told |= diagnostic.code == base::Code::OffTopic;
  return out;
}

TEST(Topic, ADealOfShopsIsNotRead) {
  const Asked quiet = ask(kBusiness);
  EXPECT_FALSE(quiet.on_topic);
  EXPECT_EQ(quiet.statements, 0u);
  EXPECT_TRUE(quiet.told);
  EXPECT_GT(ask(kBusiness, true).statements, 0u) << "then the gate would be of no use here";
}

TEST(Topic, AQuietTruceIsRead) {
  const Asked read = ask(kTruce);
  EXPECT_TRUE(read.on_topic);
  EXPECT_GT(read.statements, 0u);
  EXPECT_FALSE(read.told);
}

TEST(Topic, OnePassageIsEnough) {
  // News in brief: most of the page is about shops.
  EXPECT_TRUE(ask(kBusiness + "\n" + kBusiness + "\n" + kTruce + "\n" + kBusiness).on_topic);
}

TEST(Topic, AFewSentencesAreNotJudged) {
  EXPECT_TRUE(ask(kBusiness.substr(0, kBusiness.find(". ") + 1)).on_topic);
}

TEST(Topic, ABadTableIsRefusedWithItsLine) {
  const hudna::testing::Folder folder;
  folder.write("reading/topic.tsv", "*window\t120\ntruce\tmuch\n");
  const auto data = base::DataSource::open(folder.path());
  ASSERT_TRUE(data.has_value());
  const auto topic = Topic::open(*data);
  ASSERT_FALSE(topic.has_value());
  EXPECT_EQ(topic.error().code, base::Code::DataBad);
  EXPECT_NE(base::print(topic.error()).find("line 2"), std::string::npos) << base::print(topic.error());
}

}  // namespace
}  // namespace hudna::reading
