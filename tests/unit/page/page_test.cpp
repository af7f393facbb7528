// Does a page come apart as a reader would take it apart? All pages here are
// invented.
#include "page/page.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <chrono>

#include "base/utf8.h"
#include "tests/unit/page/pages.h"

namespace hudna::page {
namespace {

using base::Code;
using model::BlockType;
using model::DateBasis;
using model::Document;
using model::SectionKind;

bool said(const Document& doc, Code code) {
  return std::any_of(doc.parts().diagnostics.begin(), doc.parts().diagnostics.end(),
                     [&](const base::Diagnostic& d) { return d.code == code; });
}

const char kPlain[] =
    "Valley Courier\n\nSkip to main content\n\nTwo militias in the upper valley agree to let farmers "
    "harvest\n\n"
    "The militias of the upper valley have agreed to stop shooting during the harvest, elders said on "
    "Friday.\n\n"
    "A farmer walks past a burnt field near Kardo, 4 June 2019. (Ada Nkemi/AFP)\n\n"
    "Under the deal, both sides will keep their weapons inside their camps until the end of the month, said "
    "Father Elio, who led the talks.\n\n"
    "\"We have buried enough people,\" he said.\n\n"
    "Watch our report on the harvest here: watch it here.\n\n"
    "The talks took place over three days in a school outside the town, and a written copy was read out in "
    "the market.\n\n"
    "Follow Ada Nkemi on Twitter: @adankemi\n\n"
    "Copyright 2019 Valley Courier. All rights reserved.\n\n";

TEST(PlainText, TypesEachKindOfLine) {
  const Document doc = read(kPlain);
  EXPECT_EQ(doc.parts().title, "Two militias in the upper valley agree to let farmers harvest");
  EXPECT_EQ(type_of(doc, "Skip to main"), BlockType::Navigation);
  EXPECT_EQ(type_of(doc, "burnt field"), BlockType::Caption);
  EXPECT_EQ(type_of(doc, "We have buried"), BlockType::Paragraph);
  EXPECT_EQ(type_of(doc, "Watch our report"), BlockType::Promo);
  EXPECT_EQ(type_of(doc, "Follow Ada"), BlockType::Promo);
  EXPECT_EQ(model::section_kind(type_of(doc, "have agreed to stop")), SectionKind::Body);
  EXPECT_EQ(doc.parts().language, "en");
  EXPECT_EQ(doc.text(), kPlain);
  EXPECT_FALSE(doc.parts().html);
}

TEST(PlainText, CopyrightYearIsTheLeastTrustedDateButText) {
  const Document doc = read(kPlain);
  ASSERT_FALSE(doc.parts().dates.empty());
  EXPECT_EQ(doc.parts().dates[0].edtf, "2019");
  EXPECT_EQ(doc.parts().dates[0].basis, DateBasis::Copyright);
  EXPECT_EQ(doc.parts().outlet, "Valley Courier");
}

TEST(PlainText, ThreadWithRecordsIsNoBody) {
  const Document doc = read(std::string(kPlain).substr(0, std::string(kPlain).find("Follow Ada")) +
                            "Comments 3\nUser ridgerunner 06 June 2019, 10:12\n\nI saw them shoot at the "
                            "bridge only yesterday, nobody believes this paper.\n\n"
                            "User old_miller 06 June 2019, 11:40\n\nThe elders were paid and forty people "
                            "died last week in our village.\n\n"
                            "User ridgerunner 06 June 2019, 12:02\n\nSource?\n");
  EXPECT_EQ(body(doc).find("bridge only yesterday"), std::string::npos);
  EXPECT_EQ(body(doc).find("forty people"), std::string::npos);
  EXPECT_EQ(type_of(doc, "forty people"), BlockType::Comment);
  EXPECT_NE(body(doc).find("written copy was read"), std::string::npos);
  ASSERT_FALSE(doc.parts().dates.empty());
  EXPECT_EQ(doc.parts().dates[0].edtf, "2019-06-06T10:12");
  EXPECT_EQ(doc.parts().dates[0].basis, DateBasis::Comments);
}

TEST(PlainText, NestedListBehindTheArticleIsAThread) {
  const Document doc =
      read(std::string(kPlain).substr(0, std::string(kPlain).find("Follow Ada")) +
           "Related Posts\n\n  1. This is what happens when nobody keeps a promise in that valley.\n\n"
           "    • You always say that, and you were wrong about the lake district as well.\n\n"
           "      • At least I was there when the mortar hit the mill and killed nine people.\n\n"
           "  2. The school was shelled in May. Who checks any of this?\n\nLeave a comment\n");
  EXPECT_EQ(body(doc).find("mortar hit the mill"), std::string::npos);
  EXPECT_EQ(type_of(doc, "mortar hit the mill"), BlockType::Comment);
  EXPECT_EQ(type_of(doc, "The school was shelled"), BlockType::Comment);
}

TEST(PlainText, AnArticleAboutCommentsKeepsItsBody) {
  const Document doc = read(
      "Ministry closes comments on its truce page\n\n"
      "The ministry closed the comments on its page about the harvest truce on Monday after threats were "
      "posted there.\n\n"
      "Comments had been open since the truce began, and several hundred were posted each day, a spokesman "
      "said.\n\n"
      "Readers can still send letters to the office in the old town hall, which is open on weekdays.\n");
  EXPECT_NE(body(doc).find("Comments had been open"), std::string::npos);
  EXPECT_NE(body(doc).find("send letters"), std::string::npos);
}

TEST(PlainText, RelatedListInsideTheBodyDoesNotEndIt) {
  const Document doc = read(
      "Fishermen back on the lake after the guns fall silent\n\n"
      "Fishermen took their boats out on the northern lake on Tuesday for the first time since the fighting "
      "began last year.\n\n"
      "Related stories\n\nGunboats leave the harbour\n\nMonitors count twelve breaches\n\n"
      "The two navies had agreed to pull their patrol boats back ten kilometres, and monitors on the shore "
      "confirmed that they did.\n\n"
      "Families waited on the quay until late in the evening, and the first boats came home with their nets "
      "full.\n");
  EXPECT_NE(body(doc).find("pull their patrol boats"), std::string::npos);
  EXPECT_EQ(body(doc).find("Gunboats leave"), std::string::npos);
}

TEST(PlainText, HardWrappedParagraphsAreJoined) {
  const Document doc = read(
      "Hill towns trade prisoners at the old stone bridge\n\n"
      "The two hill towns exchanged eleven prisoners at the stone bridge on\n"
      "Sunday, the third exchange since the elders of both towns met in the\n"
      "monastery and wrote down what each of them would do before winter is\n"
      "over and the passes open again for the trucks that bring the grain.\n\n"
      "A monk counted the prisoners and gave each of them bread, while the\n"
      "guards of both towns stood apart and did not speak to each other for\n"
      "the whole of the morning, according to two people who were present.\n");
  std::size_t paragraphs = 0;
  for (const model::Block& b : doc.blocks()) paragraphs += model::section_kind(b.type) == SectionKind::Body;
  EXPECT_EQ(paragraphs, 2u);
}

TEST(PlainText, LinesThatStartLikeABylineOrADateAreJoinedToo) {
  const Document doc = read(
      "Valley militias write down a truce\n\n"
      "    Under the paper the two militias are to leave the salt market\n"
      "by 1 December and the mill at noon on the same day, and the road is\n"
      "to be opened at 6 p.m. today, according to the elders of the valley\n"
      "who read it out.\n\n"
      "    Posted guards will stay at the bridge, the elders said, until the\n"
      "last updated list of prisoners has been read out in both markets of\n"
      "the valley and nobody is missing from it.\n\n"
      "Related stories\nGrain convoy reaches the upper valley after eleven days of waiting\n");
  std::size_t paragraphs = 0;
  for (const model::Block& b : doc.blocks()) paragraphs += model::section_kind(b.type) == SectionKind::Body;
  EXPECT_EQ(paragraphs, 2u);
  EXPECT_EQ(type_of(doc, "Related stories"), BlockType::RelatedStory);
}

// Briefings that were typed at 72 columns: a first line further in than the one above begins a paragraph,
// with no blank line between.
TEST(PlainText, AnIndentedFirstLineBeginsAParagraph) {
  const std::string head = "MIDDAY BRIEFING OF THE LAKE MISSION\n\n";
  const std::string first =
      "    The two militias kept their guns silent for a third day, and\n"
      "the mission counted eleven guns out of the mill.  The others are to\n"
      "follow by Friday, when the committee of both banks meets again in\n"
      "the customs house.\n";
  const std::string second =
      "    Asked about the prisoners, the spokesman said that the mission\n"
      "had no part in the talks on them, and that they would go on as long\n"
      "as both sides wished them to.\n";
  const auto paragraphs = [](const Document& doc) {
    std::vector<std::string> out;
    for (const model::Block& b : doc.blocks()) {
      if (model::section_kind(b.type) == SectionKind::Body) out.emplace_back(b.span.of(doc.text()));
    }
    return out;
  };
  const auto two = paragraphs(read(head + first + second));
  ASSERT_EQ(two.size(), 2u);
  EXPECT_EQ(two[0].substr(0, 16), "The two militias");
  EXPECT_EQ(two[1].substr(0, 12), "Asked about ");
  // Three lines are enough where each goes on in lower case.
  EXPECT_EQ(paragraphs(read(head + "    The two militias kept their guns silent for a third day, and\n"
                                   "the mission counted eleven guns out of the mill; the others are to\n"
                                   "follow by Friday, when the committee of both banks meets again.\n"))
                .size(),
            1u);
  // Headlines under one another are lines of their own, however wide.
  const Document links = read(
      "Related stories\n"
      "Grain convoy reaches the upper valley after eleven days of waiting\n"
      "Boat sinks off the northern landing stage with nine traders aboard\n"
      "Quarry workers go back to the pits after three weeks of heavy rain\n");
  EXPECT_EQ(links.blocks().size(), 4u);
}

TEST(PlainText, AListRightBehindTheBodyBelongsToIt) {
  const std::string text =
      "Truce on the lake holds for a third day\n\n"
      "The two militias on the lake kept their guns silent on Monday, boatmen and elders of both banks said, "
      "the longest quiet there since the spring.\n\n"
      "The elders counted eleven guns out of the mill and said that the rest would follow by Friday, when "
      "the "
      "committee meets again.\n";
  for (const char* list :
       {"- Two fishermen were wounded near the mill\n- The ferry runs again from the bank\n",
        "\n- Two fishermen were wounded near the mill\n- The ferry runs again from the bank\n",
        "The committee wrote down what was broken:\n* Two fishermen were wounded\n* The ferry "
        "was shot at\n"}) {
    EXPECT_EQ(type_of(read(text + list), "Two fishermen"), BlockType::ListItem) << list;
  }
  // A page that was rendered to text parts its lists of links from its text by blank lines.
  EXPECT_NE(
      model::section_kind(type_of(
          read(text + "\nMore about:\n\n  * Two fishermen\n  * Ferry\n  * Mill\n\nCopyright Lake Ledger\n"),
          "Two fishermen")),
      SectionKind::Body);
}

TEST(PlainText, TheHigherOfTwoHeadlinesIsTheTitle) {
  const std::string text =
      "Written on Jun 12, 2018, Tuesday | Hana Reed\n\n"
      "LAKE TOWN: Two weeks after the guns fell silent on the lake, two thirds of the fighters have left the "
      "mill, "
      "and the ferry runs again.\n\n"
      "The first two groups, 412 men in all, were taken over the lake on Monday and Tuesday, the elders "
      "said.\n";
  const Document doc = read(
      "The Lake Ledger\nHome World Region\nTwo weeks on, lake truce is half kept\n"
      "Third group of fighters still waits for boats as the road to the quarry stays shut\n" +
      text);
  EXPECT_EQ(doc.parts().title, "Two weeks on, lake truce is half kept");
  EXPECT_EQ(type_of(doc, "Third group"), BlockType::Standfirst);
  // What stands apart is no headline's neighbour.
  EXPECT_EQ(
      read(
          "Quarry workers go back to the pits\n\nTwo weeks on, the truce on the lake is half kept, elders of "
          "both banks say\n" +
          text)
          .parts()
          .title,
      "Two weeks on, the truce on the lake is half kept, elders of both banks say");
}

TEST(PlainText, StatementsAndBulletinsAreCalledByTheirNumber) {
  const std::string text =
      "The Committee announces that the commands of both banks signed an understanding on a cessation of "
      "hostilities on the lake yesterday, Sunday.\n\n"
      "The cessation shall begin on 12 September at six in the morning and shall last sixty days, and may be "
      "renewed.\n";
  EXPECT_EQ(
      read(
          "In the name of God, the Merciful, the Compassionate\n\nMEDIATION COMMITTEE OF THE TWO BANKS\nLAKE "
          "TOWN, UPPER SHORE\n\nStatement No. 4\n\nTo our people of the lake and of the camps of the "
          "displaced,\n\n" +
          text)
          .parts()
          .title,
      "Statement No. 4");
  const Document bulletin = read(
      "LAKE OBSERVATION GROUP\nBulletin 1 - covering 12 to 18 September 2019\nIssued Lake Town, 19 September "
      "2019\n\n1. SUMMARY\n\n" +
      text +
      "\n2. SHOTS BY AREA AND DAY\n\nArea         12   13   14   Total\nOld mill      2    1    1       "
      "4\nNorth bank "
      "   3    2    1       6\n\n3. INCIDENTS\n\n" +
      text);
  EXPECT_EQ(bulletin.parts().title, "Bulletin 1 - covering 12 to 18 September 2019");
  EXPECT_EQ(type_of(bulletin, "2. SHOTS"), BlockType::SectionHead);
  EXPECT_EQ(type_of(bulletin, "Old mill "), BlockType::TableRow);
  // A release that has a headline is called by it.
  EXPECT_EQ(read("HEADQUARTERS\nLAKE COMMAND\n\nStatement No. 148\n\nTRUCE ON THE LAKE ENDS; TWO TEACHERS "
                 "FREED\n\n" +
                 text)
                .parts()
                .title,
            "TRUCE ON THE LAKE ENDS; TWO TEACHERS FREED");
}

// "Read also: ..." names another story; a sentence about what is most read does not.
TEST(PlainText, ATeaserInTheFlowNamesAnotherStory) {
  const std::string first =
      "Truce on the lake holds for a third day\n\n"
      "The two militias on the lake kept their guns silent on Monday, boatmen and elders of both banks said, "
      "the longest quiet there since the spring.\n\n";
  const std::string last =
      "The elders counted eleven guns out of the mill and said that the rest would follow by Friday, when "
      "the "
      "committee meets again.\n";
  const Document doc =
      read(first + "Read also: Quarry workers brace for the rains as envoy leaves the valley\n\n" + last);
  EXPECT_EQ(type_of(doc, "Quarry workers"), BlockType::RelatedStory);
  EXPECT_EQ(model::section_kind(type_of(doc, "eleven guns")), SectionKind::Body);
  const Document sentence = read(
      first + "Most read the paper aloud in the market, and the elders of both banks then signed it.\n\n" +
      last);
  EXPECT_EQ(model::section_kind(type_of(sentence, "Most read the paper")), SectionKind::Body);
}

// "Kiev, 27 July 2020 (dpa)" is a line of its own above the text: the day counts where nothing else states one, and a
// photo's year does not.
TEST(PlainText, ADatelineThatReadsLikeACredit) {
  const std::string head = "Truce on the lake holds for a third day\n";
  const std::string body =
      "\n\nThe two militias on the lake kept their guns silent on Monday, boatmen and elders of both banks said, "
      "the longest quiet there since the spring.\n";
  for (const char* line : {"Kisumu, 27 July 2020 (dpa)", "July 27, 2020 – KISUMU/ENTEBBE (Reuters)"}) {
    const Document doc = read(head + line + body);
    ASSERT_FALSE(doc.parts().dates.empty()) << line;
    EXPECT_EQ(doc.parts().dates[0].edtf, "2020-07-27") << line;
  }
  EXPECT_TRUE(read(head + "Photo: Reuters, 2014" + body).parts().dates.empty());
}

TEST(PlainText, PaywallNoticeWithItsHeading) {
  const Document doc = read(
      "Who guards the pass now?\n\nThe pass has changed hands four times since spring, and the people who "
      "live under it no longer ask who is up there.\n\n"
      "Trucks wait for days at the lower gate, and drivers pay whichever side is on duty, three of them said "
      "this week.\n\n"
      "Reporting from the high valleys\n\nSubscribe to continue reading this article.\n\nOnly $4 per "
      "month.\n");
  EXPECT_EQ(type_of(doc, "Subscribe to continue"), BlockType::Paywall);
  EXPECT_EQ(type_of(doc, "Only $4"), BlockType::Paywall);
  EXPECT_TRUE(said(doc, Code::Paywalled));
  EXPECT_TRUE(doc.parts().paywalled);
}

TEST(PlainText, SlashedStampsAreReadByTheirSpread) {
  const Document doc = read(std::string(kPlain).substr(0, std::string(kPlain).find("Follow Ada")) +
                            "Leave a comment\n\nreader one 6/9/2019\n\nThey will be at it again by autumn, "
                            "as they are every year.\n\nreader two 6/11/2019\n\nLet them try once.\n");
  ASSERT_FALSE(doc.parts().dates.empty());
  EXPECT_EQ(doc.parts().dates[0].edtf, "2019-06-09");
}

TEST(PlainText, DatelineIsAField) {
  const Document doc = read(
      "Ferry crosses the strait under a white flag\n\nPORT ELDRA, 12 March 2021 (AFP) - A ferry with two "
      "hundred passengers crossed the strait under a white flag on Friday, the port master said.\n\n"
      "It was the first crossing since the blockade was declared, and both coast guards let it pass.\n");
  EXPECT_EQ(doc.parts().dateline_place, "PORT ELDRA");
  EXPECT_EQ(doc.parts().agency, "AFP");
  ASSERT_FALSE(doc.parts().dates.empty());
  EXPECT_EQ(doc.parts().dates[0].edtf, "2021-03-12");
  EXPECT_EQ(doc.parts().dates[0].basis, DateBasis::Dateline);
}

TEST(PlainText, DatelinesOfWiresDateTheReport) {
  const auto stated = [](const std::string& lead) {
    const Document doc = read("Ferry crosses the strait under a white flag\n\n" + lead +
                              "A ferry with two hundred passengers crossed the strait under a white flag on Friday, "
                              "the port master said.\n\nIt was the first crossing since the blockade was declared, "
                              "and both coast guards let it pass.\n");
    const auto& dates = doc.parts().dates;
    return dates.empty() ? doc.parts().dateline_place : doc.parts().dateline_place + "|" + dates[0].edtf;
  };
  EXPECT_EQ(stated("PORT ELDRA, 12 DEC 89 (ANSA) -- [TEXT] "), "PORT ELDRA|1989-12-12");
  EXPECT_EQ(stated("PORT ELDRA, 3 JAN 90 -- [REPORT] "), "PORT ELDRA|1990-01-03");
  EXPECT_EQ(stated("PORT ELDRA (AFP, 12 March 2021) - "), "PORT ELDRA|2021-03-12");
  // The country between brackets, a dash within the agency's, and none of the words behind.
  EXPECT_EQ(stated("PORT ELDRA (WESTLAND), 3 JAN 90 (ACAN - EFE) -- [TEXT] "), "PORT ELDRA|1990-01-03");
  EXPECT_EQ(stated("PORT ELDRA (WESTLAND), 3 JAN 90 -- A LAST - MINUTE REPORT: "), "PORT ELDRA|1990-01-03");
  EXPECT_EQ(stated("PORT ELDRA, 3 JAN 90 (RADIO SEA)-- A LAST - MINUTE REPORT "), "PORT ELDRA|1990-01-03");
  // A number that is no year, a day that no month has, a report that says that it bears none: no date.
  for (const char* lead : {"PORT ELDRA, SECTOR 12 MAY 7 (ANSA) -- ", "PORT ELDRA, 31 FEB 89 (ANSA) -- ",
                           "PORT ELDRA, NO DATE (ANSA) -- "})
    EXPECT_EQ(stated(lead).find('|'), std::string::npos) << lead;
}

TEST(PlainText, GivenDateComesFirst) {
  PageOptions options;
  options.published = "2020-01-02";
  options.outlet = "Given Outlet";
  const Document doc = read(kPlain, options);
  EXPECT_EQ(doc.parts().dates[0].edtf, "2020-01-02");
  EXPECT_EQ(doc.parts().dates[0].basis, DateBasis::Given);
  EXPECT_EQ(doc.parts().outlet, "Given Outlet");
}

TEST(PlainText, AnotherLanguageIsSaid) {
  const Document doc = read(
      "Waffenruhe im Hochtal hält seit drei Wochen\n\nDie Waffenruhe im Hochtal hält nach Angaben der "
      "Beobachter seit drei Wochen, und die Bauern sind auf ihre Felder zurückgekehrt.\n\n"
      "Beide Seiten haben sich verpflichtet, ihre schweren Waffen nicht mehr als zehn Kilometer vor die "
      "Linie zu bringen.\n");
  EXPECT_EQ(doc.parts().language, "de");
  EXPECT_TRUE(said(doc, Code::NotEnglish));
}

const char kHtml[] =
    "<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>Guns fall silent along the river | River "
    "Post</title>"
    "<meta property=\"og:site_name\" content=\"River Post\"><meta property=\"article:published_time\" "
    "content=\"2022-08-14T09:30:00Z\">"
    "<script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"headline\":\"Guns fall silent along "
    "the river\",\"author\":[{\"@type\":\"Person\",\"name\":\"Mira Tanaka\"},{\"name\":\"Jonas "
    "Opoku\"}],\"dateModified\":\"2022-08-15\"}</script></head>"
    "<body><nav><ul><li><a href=/>Home</a><li><a href=/w>World</a></ul></nav><article><h1>Guns fall silent "
    "along the river</h1>"
    "<p class=\"byline\">By Mira Tanaka and Jonas Opoku</p>"
    "<p>The guns along the river fell silent at dawn &mdash; the first quiet morning since the dam was taken "
    "in March, people on both banks said.</p>"
    "<figure><img src=a.jpg><figcaption>Children swim below the dam on Sunday.</figcaption></figure>"
    "<p>Engineers from both sides walked onto the dam wall together and closed two of the gates, as the text "
    "signed on Friday asks of them.</p>"
    "<div class=related-posts><h3>Related</h3><ul><li><a href=/1>Dam taken in night attack</a></ul></div>"
    "<p>Monitors will stay in the turbine hall until the end of the month, a spokesman of the mission told "
    "reporters at the landing stage.</p></article>"
    "<section id=comments><h2>Comments</h2><div class=c><b>deltaman</b> 14 Aug 2022<p>Not one word of this "
    "is true, they shelled our street all night and killed two.</p></div></section>"
    "<footer><p>Copyright 2022 River Post</p></footer></body></html>";

TEST(Html, TypesEachKindOfBlock) {
  const Document doc = read(kHtml);
  EXPECT_TRUE(doc.parts().html);
  EXPECT_EQ(doc.parts().title, "Guns fall silent along the river");
  EXPECT_EQ(doc.parts().outlet, "River Post");
  EXPECT_EQ(type_of(doc, "Children swim"), BlockType::Caption);
  EXPECT_EQ(type_of(doc, "Dam taken"), BlockType::RelatedStory);
  EXPECT_EQ(type_of(doc, "Not one word"), BlockType::Comment);
  EXPECT_EQ(type_of(doc, "By Mira"), BlockType::Byline);
  EXPECT_EQ(type_of(doc, "Home"), BlockType::Navigation);
  EXPECT_EQ(body(doc),
            "The guns along the river fell silent at dawn \xE2\x80\x94 the first quiet morning since the dam "
            "was taken in March, people on both banks said.\n"
            "Engineers from both sides walked onto the dam wall together and closed two of the gates, as the "
            "text signed on Friday asks of them.\n"
            "Monitors will stay in the turbine hall until the end of the month, a spokesman of the mission "
            "told reporters at the landing stage.\n");
  ASSERT_EQ(doc.parts().authors.size(), 2u);
  EXPECT_EQ(doc.parts().authors[0].name, "Mira Tanaka");
  ASSERT_GE(doc.parts().dates.size(), 2u);
  EXPECT_EQ(doc.parts().dates[0].edtf, "2022-08-14T09:30");
  EXPECT_FALSE(doc.parts().dates[0].modified);
  EXPECT_TRUE(doc.parts().dates[1].modified);
}

TEST(Html, RawSpansAreExact) {
  const Document doc = read(kHtml);
  const std::string raw = kHtml;
  for (const model::Block& b : doc.blocks()) {
    const std::string_view text = b.span.of(doc.text());
    if (text.find("Engineers") == 0) {
      const model::RawSpan span = doc.raw_span(b.span);
      EXPECT_EQ(raw.substr(span.begin, span.end - span.begin), text);
    }
    if (text.find("The guns") == 0) {
      const model::RawSpan span = doc.raw_span(b.span);
      EXPECT_EQ(raw.substr(span.begin, 8), "The guns");
      EXPECT_EQ(raw.substr(span.end - 5, 5), "said.");
      EXPECT_NE(raw.substr(span.begin, span.end - span.begin).find("&mdash;"), std::string::npos);
    }
  }
}

TEST(Html, AContainerNamedAfterCommentsThatHoldsTheArticleIsNoThread) {
  std::string page = kHtml;
  page.replace(page.find("<article>"), 9, "<article class=\"comments-enabled comment\">");
  const Document doc = read(page);
  EXPECT_NE(body(doc).find("Engineers from both sides"), std::string::npos);
  EXPECT_EQ(body(doc).find("Not one word"), std::string::npos);
}

TEST(Html, LineBreaksPartParagraphs) {
  const Document doc = read(
      "<html><body><table><tr><td><h1>Ferry runs again between the islands</h1>The ferry between the islands "
      "ran again on Sunday after the two councils signed a paper.<br><br>"
      "It carried forty people and a goat, and nobody was searched, passengers said when they "
      "landed.<br>They paid nothing.</td></tr></table></body></html>");
  std::size_t paragraphs = 0;
  for (const model::Block& b : doc.blocks()) paragraphs += model::section_kind(b.type) == SectionKind::Body;
  EXPECT_EQ(paragraphs, 2u);
  EXPECT_NE(doc.text().find("landed.\nThey paid"), std::string::npos);
}

TEST(Errors, EmptyAndBinary) {
  const auto code = [](const std::string& bytes) {
    const auto doc = read_page("x", bytes, {});
    EXPECT_FALSE(doc.has_value());
    return doc ? Code::BadUtf8 : doc.error().code;
  };
  EXPECT_EQ(code(""), Code::FileEmpty);
  EXPECT_EQ(code(" \n\t \r\n"), Code::FileEmpty);
  EXPECT_EQ(code("\xEF\xBB\xBF \n"), Code::FileEmpty);
  EXPECT_EQ(code(std::string("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16)), Code::FileBinary);
  EXPECT_EQ(code("%PDF-1.7 obj"), Code::FileBinary);
  EXPECT_EQ(code(std::string("PK\x03\x04", 4) + std::string(50, '\1')), Code::FileBinary);
  EXPECT_EQ(code(std::string(300, '\1') + "some text"), Code::FileBinary);
}

TEST(Charset, Utf16WithAndWithoutMark) {
  std::string wide = "\xFF\xFE", bare;
  for (const char c : std::string(kPlain)) {
    wide += c;
    wide += '\0';
    bare += c;
    bare += '\0';
  }
  for (const std::string& bytes : {wide, bare}) {
    const Document doc = read(bytes);
    EXPECT_EQ(doc.parts().charset, "utf-16le");
    EXPECT_EQ(doc.text(), kPlain);
    EXPECT_EQ(doc.parts().title, "Two militias in the upper valley agree to let farmers harvest");
    const model::Block& last = doc.blocks().back();
    EXPECT_EQ(doc.raw_span(last.span).end, bytes.size() - 4);
  }
}

TEST(Charset, StatedAndGuessed) {
  const std::string page =
      "<html><head><meta http-equiv=content-type content=\"text/html; "
      "charset=windows-1251\"></head><body><p>\xCF\xF0\xE8\xE2\xE5\xF2, \xEC\xE8\xF0</p></body></html>";
  const Document doc = read(page);
  EXPECT_EQ(doc.parts().charset, "windows-1251");
  EXPECT_NE(doc.text().find("\xD0\x9F\xD1\x80\xD0\xB8\xD0\xB2\xD0\xB5\xD1\x82"), std::string::npos);
  const Document guessed =
      read("Le cessez-le-feu est entr\xE9 en vigueur \xE0 l'aube, dit le pr\xE9sident.\n");
  EXPECT_EQ(guessed.parts().charset, "windows-1252");
  EXPECT_TRUE(said(guessed, Code::CharsetGuessed));
  EXPECT_NE(guessed.text().find("entr\xC3\xA9"), std::string::npos);
}

TEST(Charset, BadBytesAreReplacedAndSaid) {
  const std::string bytes =
      "The truce holds \xFF in the town, the mayor said at the caf\xC3\xA9 with the clich\xC3\xA9.\n";
  const Document doc = read(bytes);
  EXPECT_TRUE(said(doc, Code::BadUtf8));
  const std::size_t at = doc.text().find("\xEF\xBF\xBD");
  ASSERT_NE(at, std::string_view::npos);
  const auto b = static_cast<std::uint32_t>(at);
  EXPECT_EQ(doc.raw_span({b, b + 3}), (model::RawSpan{16, 17}));
  EXPECT_EQ(doc.raw_span({b + 4, b + 6}), (model::RawSpan{18, 20}));
}

// Every invariant of a Document that the page stage has to keep.
void check_document(const Document& doc) {
  std::uint32_t last = 0;
  for (const model::Block& b : doc.blocks()) {
    RC_ASSERT(!b.span.empty());
    const model::RawSpan raw = doc.raw_span(b.span);
    RC_ASSERT(raw.begin >= last && raw.begin <= raw.end && raw.end <= doc.raw().size());
    last = raw.begin;
  }
  const auto pieces = doc.parts().map.pieces();
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const std::uint32_t end = i + 1 < pieces.size() ? pieces[i + 1].text_begin : doc.parts().map.text_size();
    if (!pieces[i].linear) continue;
    RC_ASSERT(doc.text().substr(pieces[i].text_begin, end - pieces[i].text_begin) ==
              doc.raw().substr(pieces[i].raw_begin, pieces[i].raw_end - pieces[i].raw_begin));
  }
}

TEST(Properties, AnyBytesGiveASoundDocument) {
  EXPECT_TRUE(rc::check("random bytes", [] {
    const auto bytes = *rc::gen::container<std::string>(rc::gen::arbitrary<char>());
    PageOptions options;
    options.force_html = *rc::gen::arbitrary<bool>();
    options.charset =
        *rc::gen::element<std::string>("", "utf-8", "windows-1252", "shift_jis", "gbk", "utf-16be", "koi8-r");
    const auto doc = read_page("x", bytes, options);
    if (doc) check_document(*doc);
  }));
}

TEST(Properties, AnyTagSoupGivesASoundDocument) {
  EXPECT_TRUE(rc::check("tag soup", [] {
    const auto parts = *rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
        "<p>", "</p>", "<div class=comment>", "</div>", "<b>", "</b>", "<table>", "<td>", "</table>", "<br>",
        "<br><br>", "&amp;", "&nosuch;", "&#x2014;", "<script>", "</script>", "<title>", "</title>", "<!--",
        "-->", "<![CDATA[", "The truce held through the night, the mayor of the town said.", " ", "\n",
        "\xC3\xA9", "\xFF", "<a href=x>", "</a>", "<h1>", "</h1>", "<li>", "<ul>", "</ul>", "<svg>", "</svg>",
        "<", ">", "\"", "<p class=\"", "Comments 3", "Jo 3 May 2014, 10:00"));
    std::string page = "<html><body>";
    for (const std::string& part : parts) page += part;
    PageOptions options;
    options.force_html = true;
    const auto doc = read_page("x", page, options);
    if (doc) check_document(*doc);
  }));
}

TEST(Properties, WhiteSpaceBetweenTagsChangesNoBody) {
  EXPECT_TRUE(rc::check("white space", [] {
    std::string page = kHtml;
    const auto gap = *rc::gen::element<std::string>("\n", "  ", "\n\n\t", "\r\n");
    const std::size_t at = page.find("</p>") + 4;
    std::string spaced;
    for (std::size_t i = 0; i < page.size(); ++i) {
      spaced += page[i];
      if (i + 4 > at && page.compare(i >= 3 ? i - 3 : 0, 4, "</p>") == 0) spaced += gap;
    }
    RC_ASSERT(body(read(spaced)) == body(read(page)));
  }));
}

double seconds(const std::string& bytes) {
  const auto begin = std::chrono::steady_clock::now();
  const auto doc = read_page("hostile", bytes, {});
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  EXPECT_TRUE(doc.has_value());
  return took.count();
}

// adbar/trafilatura#704, #750, #779, #651, #657: readers that never end, or run out of memory, on one page.
// Linear cost, checked loosely: the machine of a test run may be busy and the build unoptimised.
TEST(Hostile, DeepWideAndLongPagesAreReadInTime) {
  std::string nested = "<html><body>", tables = nested, attributes = "<html><body><p",
              angles = "<html><body><p>", inline_tags = nested;
  for (int i = 0; i < 100000; ++i) nested += "<div>";
  for (int i = 0; i < 8000; ++i) tables += "<table><tr><td>x";
  for (int i = 0; i < 50000; ++i) attributes += " a" + std::to_string(i) + "=1";
  for (int i = 0; i < 100000; ++i) inline_tags += "<b><i></b>";
  angles += std::string(4 << 20, '<');
  EXPECT_LT(seconds(nested + "deep text"), 3);
  EXPECT_LT(seconds(tables), 3);
  EXPECT_LT(seconds(attributes + ">text</p>"), 3);
  EXPECT_LT(seconds(inline_tags + "x"), 3);
  EXPECT_LT(seconds(angles), 6);
  EXPECT_LT(seconds("<html><body><p>" + std::string(2 << 20, '&')), 6);
  EXPECT_LT(seconds("<html><!--" + std::string(4 << 20, '-')), 6);
  EXPECT_LT(seconds("A line without end " + std::string(16 << 20, 'x')), 10);
  std::string entries;
  for (int i = 0; i < 200000; ++i) entries += "<p>x<br>y";
  EXPECT_LT(seconds("<html><body>" + entries), 10);
}

TEST(Hostile, CapsAreSaid) {
  std::string page = "<html><body>";
  for (int i = 0; i < 2000; ++i) page += "<div>";
  const Document doc = read(page + "text");
  EXPECT_TRUE(said(doc, Code::NestingCapped));
  EXPECT_NE(doc.text().find("text"), std::string_view::npos);
}

}  // namespace
}  // namespace hudna::page
