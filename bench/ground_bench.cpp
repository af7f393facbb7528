// How fast is grounding? usage: ground_bench [REPORT.txt…]: start-up of the parts, then each stage of a
// report of 500 words (the text below, or the files given, scaled to 500 words), one core, CPU time, best of
// many passes. Checks that two runs say the same.
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <string>
#include <vector>

#include "base/embedded.h"
#include "base/files.h"
#include "bench/clock.h"
#include "ground/actors.h"
#include "ground/gazetteer.h"
#include "ground/grounder.h"
#include "ground/places.h"
#include "ground/quantities.h"
#include "ground/times.h"
#include "language/analyser.h"

namespace {

using namespace hudna;
using namespace hudna::bench;

constexpr const char* kReport =
    R"(Truce takes hold in Taiz as buses leave the besieged quarter

TAIZ, Yemen, 9 March 2016 - A local truce between the Houthis and fighters loyal to the Yemeni government took hold in the
southern city of Taiz on Wednesday, officials on both sides said, and the first buses left the besieged district of al-Qahira
for Ibb and Hodeidah. The agreement, which was brokered by tribal elders and by the United Nations envoy, Ismail Ould Cheikh
Ahmed, provides for the evacuation of about 1,200 wounded people within 72 hours and for the release of at least 140
prisoners before Friday.

"We hope that the guns will stay silent until Sunday," said Saleh al-Amri, a spokesman for the local council, who spoke by
telephone from the town of Turba, some 60 kilometres south of Taiz. He said that 14 people had been killed and more than 50
wounded in the last week of February, when shells hit a market near the al-Thawra hospital. Residents of the eastern
outskirts reported sporadic shooting on Tuesday evening.

The Saudi-led coalition said in Riyadh that its aircraft would not fly over the governorate while the deal held. A military
official in Aden accused the rebels of moving two tanks to positions north of Mocha on the Red Sea coast, and warned that
government troops would respond to any breach. The Houthis denied it. Their negotiator in Muscat, Mohammed Abdulsalam, told
reporters that the movement was committed to the text which was signed on 3 March in Sanaa.

Under the terms, both parties are to open the road between Taiz and Lahij by Saturday, to let relief convoys of the World
Food Programme and the International Committee of the Red Cross pass, and to exchange lists of missing people. Between 200
and 250 fighters are to leave the old city for Dhamar, with their families but without heavy weapons. A committee of ten
officers, five from each side, will watch the line from a school in the village of al-Dabab, west of the city.

Earlier truces did not last. In December 2015 a cease-fire that accompanied talks in Biel, Switzerland, collapsed within
three days, and in April 2015 a humanitarian pause was broken in Aden and Abyan hours after it began. Human Rights Watch said
last month that dozens of civilians had died in Taiz since mid-January, mostly children, and that snipers of both sides had
fired at people who fetched water. The Yemeni Red Crescent puts the number of displaced families at nearly 25,000.

In Washington, a State Department official welcomed the truce and called on Iran to stop its support for the movement. Tehran
rejected the accusation. Oman, which hosted the talks, said that it would send a medical team on Monday. In the northern
province of Saada, meanwhile, an air strike killed four farmers on Tuesday, the Houthi-run news agency Saba reported; the
coalition did not comment. Al-Qaeda in the Arabian Peninsula, which holds the port of Mukalla in Hadramawt, is not part of
the deal. It attacked an army checkpoint near Zinjibar on 7 March and killed nine soldiers, a security source said.
)";

}  // namespace

int main(int argc, char** argv) {
  std::vector<std::string> texts;
  for (int i = 1; i < argc; ++i) {
    auto bytes = base::read_file(argv[i]);
    if (!bytes) {
      std::fprintf(stderr, "%s\n", base::print(bytes.error()).c_str());
      return 2;
    }
    texts.push_back(std::move(*bytes));
  }
  if (texts.empty()) texts.emplace_back(kReport);
  const base::DataSource data;
  const auto opened = [&](const char* what, auto open) {
    double first = 0;
    const double best = 1e3 * best_of(9, [&] {
      const double begin = cpu_seconds();
      const auto made = open();
      if (!made) std::fprintf(stderr, "%s\n", base::print(made.error()).c_str());
      if (first == 0) first = (cpu_seconds() - begin) * 1e3;
    });
    std::printf("open %-12s %8.3f ms  (first %.3f ms)\n", what, best, first);
  };
  opened("all", [&] { return ground::Grounder::open(data); });
  opened("actors", [&] { return ground::ActorLexicon::open(data); });
  opened("places", [&] { return ground::Gazetteer::open(data); });
  opened("times", [&] { return ground::TimeTagger::open(data); });
  opened("figures", [&] { return ground::QuantityTagger::open(data); });
  for (const char* table : {"places/places.bin", "actors/actors.bin"}) {
    if (const auto bytes = base::find_embedded(table))
      std::printf("size %-18s %.2f MB\n", table, static_cast<double>(bytes->size()) / 1e6);
  }
  const auto grounder = ground::Grounder::open(data);
  const auto analyser = language::Analyser::open(data);
  const auto times = ground::TimeTagger::open(data);
  const auto gazetteer = ground::Gazetteer::open(data);
  const auto lexicon = ground::ActorLexicon::open(data);
  const auto context_words = ground::ContextWords::open(data);
  if (!grounder || !analyser || !times || !gazetteer || !lexicon || !context_words) return 2;
  std::size_t words = 0;
  std::vector<model::Document> docs;
  std::vector<model::Analysis> analyses;
  for (const std::string& text : texts) {
    docs.push_back(language::plain_document(text));
    analyses.push_back(analyser->analyse(docs.back()));
    bool in_word = false;
    for (const char c : text) {
      const bool space = c == ' ' || c == '\n' || c == '\t' || c == '\r';
      words += !space && !in_word ? 1 : 0;
      in_word = !space;
    }
  }
  const ground::Context context{"2016-03-09", "", ""};
  const double scale = 500.0 / static_cast<double>(std::max<std::size_t>(1, words));
  const int passes = argc > 1 ? 15 : 400;
  std::string once, twice;
  for (std::string* out : {&once, &twice}) {
    for (std::size_t i = 0; i < docs.size(); ++i)
      *out += ground::print_mentions(docs[i].text(), grounder->resolve(docs[i], analyses[i], context));
  }
  if (once != twice) {
    std::fprintf(stderr, "two runs differ\n");
    return 1;
  }
  const auto stage = [&](const char* what, auto work) {
    const double ms = 1e3 * best_of(passes, [&] {
      for (std::size_t i = 0; i < docs.size(); ++i) work(i);
    });
    std::printf("%-22s %8.4f ms per 500 words\n", what, ms * scale);
  };
  std::printf("%zu words\n", words);
  std::size_t sink = 0;
  stage("words and times", [&](std::size_t i) {
    const std::vector<ground::Word> cut = ground::cut_words(docs[i].text());
    ground::TimeContext time;
    time.anchor = context.report_date;
    sink += times->tag(cut, time).size();
  });
  stage("token view", [&](std::size_t i) { sink += ground::TokenView(docs[i].text(), analyses[i]).size(); });
  std::vector<ground::TokenView> views;
  for (std::size_t i = 0; i < docs.size(); ++i) views.emplace_back(docs[i].text(), analyses[i]);
  stage("gazetteer", [&](std::size_t i) {
    const std::vector<bool> none(views[i].size(), false);
    sink += ground::find_places(*gazetteer, *lexicon, *context_words, views[i], analyses[i], none, none, {})
                .places.size();
  });
  stage("all of grounding",
        [&](std::size_t i) { sink += grounder->resolve(docs[i], analyses[i], context).size(); });
  return sink == 1 ? 1 : 0;
}
