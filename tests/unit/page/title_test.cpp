// Which of the things that a page calls its title is it? All pages here are invented; each rule has a page
// where it must not fire.
#include <gtest/gtest.h>

#include "page/page.h"

namespace hudna::page {
namespace {

std::string title(const std::string& head, const std::string& content) {
  PageOptions options;
  options.force_html = true;
  const auto doc = read_page("test",
                             "<!DOCTYPE html><html lang=en><head>" + head + "</head><body>" + content +
                                 "<p>Both militias pulled their guns back from the mill on Monday, and the "
                                 "elders of the two banks counted them out, "
                                 "boatmen said.</p><p>No shot was heard by Tuesday evening, the longest "
                                 "quiet there since the spring.</p></body></html>",
                             options);
  EXPECT_TRUE(doc.has_value());
  return doc ? doc->parts().title : std::string();
}

std::string og(const std::string& text) { return "<meta property=og:title content=\"" + text + "\">"; }
std::string ld(const std::string& text) {
  return R"(<script type="application/ld+json">{"@type":"NewsArticle","headline":")" + text + "\"}</script>";
}

// Of a page with a title, a title for other sites and a heading.
std::string title(const std::string& named, const std::string& elsewhere, const std::string& heading) {
  return title("<title>" + named + "</title>" + og(elsewhere), "<h1>" + heading + "</h1>");
}

TEST(Title, TheSitesNameIsNoTitle) {
  EXPECT_EQ(title("<title>Guns leave the mill | The Lake Ledger</title><meta property=og:site_name "
                  "content=\"The Lake Ledger\">",
                  "<h1>The Lake Ledger</h1><h2>Guns leave the mill</h2>"),
            "Guns leave the mill");
  // Old blogs do not say their name, and head each page with it.
  EXPECT_EQ(title("<title>Notes from the lake \xC2\xBB Guns leave the mill</title>",
                  "<h1>Notes from the lake</h1><h2>Guns leave the mill</h2>"),
            "Guns leave the mill");
  EXPECT_EQ(
      title("<title>Guns leave the mill</title>", "<h1>Guns leave the mill</h1><h2>What the elders say</h2>"),
      "Guns leave the mill");
}

TEST(Title, AKickerInFrontAndASectionBehindAreNoPartOfIt) {
  EXPECT_EQ(title("<title>Lake truce: Guns leave the mill</title>" + ld("Lake truce: Guns leave the mill") +
                      og("Guns leave the mill"),
                  "<h1>Lake truce: Guns leave the mill</h1>"),
            "Guns leave the mill");
  EXPECT_EQ(title("<title>Guns leave the mill | Valley</title>" + ld("Guns leave the mill | Valley"),
                  "<h1>Guns leave the mill</h1>"),
            "Guns leave the mill");
  // Two kickers for one headline.
  EXPECT_EQ(
      title("x", "Truce on the lake: Guns leave the old mill", "Upper valley - Guns leave the old mill"),
      "Guns leave the old mill");
  // All of them say the whole: it is the headline.
  const std::string whole = "Lake truce: Guns leave the mill";
  EXPECT_EQ(title(whole, whole, whole), whole);
}

TEST(Title, TwoOutvoteThePagesData) {
  // Cut off at 110 bytes for a search engine, or a description.
  EXPECT_EQ(
      title("<title>Guns leave the mill, elders of both banks say</title>" +
                ld("Guns leave the mill, elders of") + og("Guns leave the mill, elders of both banks say"),
            "<h1>Guns leave the mill, elders of both banks say</h1>"),
      "Guns leave the mill, elders of both banks say");
  EXPECT_EQ(title("<title>Lake: guns and a mill</title>" + ld("Lake: guns and a mill") +
                      og("Both sides leave the mill"),
                  "<h1>Both sides leave the mill</h1>"),
            "Both sides leave the mill");
  // Against both stands what was written first.
  EXPECT_EQ(title("<title>Lake: guns and a mill</title>" + ld("Lake: guns and a mill") +
                      og("Both sides leave the mill"),
                  "<h1>Lake: guns and a mill</h1>"),
            "Lake: guns and a mill");
}

TEST(Title, MarksBetweenKickerAndHeadlineAndReferencesToReferences) {
  EXPECT_EQ(title("<title>x</title>" + og("Lake truce: Guns leave the mill"),
                  "<h1><span>Lake truce</span> <span>Guns leave the mill</span></h1>"),
            "Lake truce: Guns leave the mill");
  EXPECT_EQ(
      title("<title>And finally&amp;#8230; guns leave</title>" + og("And finally&amp;#8230; guns leave"), ""),
      "And finally\xE2\x80\xA6 guns leave");
}

// Blog engines put what is meant for searchers into the data and the title for other sites; the page's one
// heading is what was written. Newsrooms' data have the headline.
TEST(Title, ABlogsHeadingBeforeWhatIsForSearchers) {
  const auto page = [](const std::string& type, const std::string& headings) {
    return title(
        "<title>Mill truce: what you need to know</title>" +
            og("Mill truce: what you need to know - Lake Notes") +
            "<meta property=og:site_name content=\"Lake Notes\"><script type=\"application/ld+json\">"
            "{\"@type\":\"" +
            type + R"(","headline":"Mill truce: what you need to know"}</script>)",
        headings);
  };
  const std::string heading = "<h1>Why the truce at the old mill may last</h1>";
  EXPECT_EQ(page("BlogPosting", heading), "Why the truce at the old mill may last");
  EXPECT_EQ(page("NewsArticle", heading), "Mill truce: what you need to know");
  // Not the site's own heading, and not where there are two.
  EXPECT_EQ(page("BlogPosting", "<h1>Notes about boats and fish</h1>"), "Mill truce: what you need to know");
  EXPECT_EQ(page("BlogPosting", heading + "<h1>Lake Notes</h1>"), "Mill truce: what you need to know");
}

TEST(Title, WhatTheDeskTellsServicesThatRecommendArticles) {
  const std::string all = "<title>Mill truce LIVE: guns counted</title>" +
                          ld("Mill truce LIVE: guns counted") + og("Guns leave the old mill");
  const std::string heading = "<h1>Mill truce LIVE: guns counted</h1>";
  EXPECT_EQ(title(all + "<meta name=parsely-title content=\"Guns leave the old mill\">", heading),
            "Guns leave the old mill");
  EXPECT_EQ(title(all + "<meta name=ob_headline content=\"Guns leave the old mill\">", heading),
            "Guns leave the old mill");
  // A section's name or a cut one is no headline.
  EXPECT_EQ(title(all + "<meta name=parsely-title content=\"News\">", heading),
            "Mill truce LIVE: guns counted");
  EXPECT_EQ(title(all + "<meta name=parsely-title content=\"Guns leave the old...\">", heading),
            "Mill truce LIVE: guns counted");
}

TEST(Title, AHeadlineThatGoesOnBehindACommaIsWhole) {
  const std::string named = "Guns leave the old mill | Lake Ledger", elsewhere = "Guns leave the old mill";
  EXPECT_EQ(title(named, elsewhere, "Guns leave the old mill, and elders count them"),
            "Guns leave the old mill, and elders count them");
  EXPECT_EQ(title(named, elsewhere, "Guns leave the old mill <span>Valley</span>"),
            "Guns leave the old mill");
}

// A quarter of a million names of the site once took minutes.
TEST(Title, WhatIsTooLongIsNotTakenApart) {
  std::string names;
  for (int i = 0; i < 50000; ++i) names += " | SiteName";
  EXPECT_FALSE(
      title("<meta property=og:site_name content=SiteName><title>Guns leave the mill" + names + "</title>",
            "")
          .empty());
}

}  // namespace
}  // namespace hudna::page
