// Which entries does a live blog have, and when was each written? All pages here are invented.
#include "page/live_blog.h"

#include <gtest/gtest.h>

#include "page/page.h"

namespace hudna::page {
namespace {

model::Document read(const std::string& head, const std::string& content) {
  PageOptions options;
  options.force_html = true;
  auto doc = read_page("live",
                       "<!DOCTYPE html><html lang=en><head><title>Lake front: as it happened</title>" + head +
                           "</head><body><main><h1>Lake front: as it happened</h1>" + content +
                           "</main></body></html>",
                       options);
  EXPECT_TRUE(doc.has_value());
  return std::move(*doc);
}

const std::string kHarbour =
    "<p>Fighters of the Lake Guard shelled the fish market this morning, killing four people, a doctor "
    "said.</p>";
const std::string kTalks =
    "<p>A truce between the Lake Guard and the army was signed today in the mill, officials of both sides "
    "said.</p>";
const std::string kQuiet =
    "<p>No shot was heard last night along the shore, boatmen who slept at the landing stage said on the "
    "radio.</p>";

std::string_view words(const model::Document& doc, const model::Entry& entry) {
  return entry.span.of(doc.text());
}

TEST(LiveBlog, EntriesOfThePagesData) {
  const model::Document doc = read(
      R"(<script type="application/ld+json">{"@type":"LiveBlogPosting","headline":"Lake front","datePublished":"2021-05-03T06:00:00Z",
"liveBlogUpdate":[{"@type":"BlogPosting","headline":"Harbour opens","datePublished":"2021-05-05T09:10:00Z"},
{"@type":"BlogPosting","datePublished":"2021-05-04T18:30:00Z","articleBody":"A truce between the Lake Guard and the army was signed today in the mill, officials"},
{"@type":"BlogPosting","headline":"Quiet night","datePublished":"2021-05-03T07:00:00Z"}]}</script>)",
      "<div><h2>Harbour opens</h2>" + kHarbour + kTalks + "<h2>Quiet night</h2>" + kQuiet + "</div>");
  EXPECT_EQ(doc.parts().genre, model::Genre::LiveBlog);
  ASSERT_EQ(doc.parts().entries.size(), 3u);
  EXPECT_EQ(doc.parts().entries[0].edtf, "2021-05-05T09:10");
  EXPECT_EQ(doc.parts().entries[0].headline, "Harbour opens");
  EXPECT_NE(words(doc, doc.parts().entries[0]).find("shelled the fish market"), std::string_view::npos);
  EXPECT_EQ(words(doc, doc.parts().entries[0]).find("A truce between"), std::string_view::npos);
  EXPECT_EQ(doc.parts().entries[1].edtf, "2021-05-04T18:30");
  EXPECT_NE(words(doc, doc.parts().entries[1]).find("A truce between"), std::string_view::npos);
  EXPECT_EQ(doc.parts().entries[2].edtf, "2021-05-03T07:00");
  EXPECT_EQ(doc.parts().entries[2].basis, model::DateBasis::Metadata);
  // The time's own bytes.
  const model::RawSpan raw = doc.parts().entries[2].raw;
  EXPECT_EQ(doc.raw().substr(raw.begin, raw.end - raw.begin), "2021-05-03T07:00:00Z");
}

TEST(LiveBlog, TimeElements) {
  const auto entry = [](const char* time, const char* head, const std::string& text) {
    return std::string("<article><time datetime=") + time + ">" + std::string(time).substr(11, 5) +
           "</time><h2>" + head + "</h2>" + text + "</article>";
  };
  const model::Document doc =
      read("", "<div class=live-blog>" + entry("2021-05-05T09:10:00Z", "Harbour opens", kHarbour) +
                   entry("2021-05-04T18:30:00Z", "Talks end", kTalks) +
                   entry("2021-05-03T07:00:00Z", "Quiet night", kQuiet) + "</div>");
  ASSERT_EQ(doc.parts().entries.size(), 3u);
  EXPECT_EQ(doc.parts().entries[1].edtf, "2021-05-04T18:30");
  EXPECT_EQ(doc.parts().entries[1].headline, "Talks end");
  EXPECT_NE(words(doc, doc.parts().entries[1]).find("was signed today"), std::string_view::npos);
}

TEST(LiveBlog, ClockLinesOfOneDay) {
  const model::Document doc = read("<meta property=article:published_time content=2021-05-03T06:00:00Z>",
                                   "<div class=liveblog><p>9.05 pm</p>" + kHarbour + "<p>14:30</p>" + kTalks +
                                       "<p>07:00</p>" + kQuiet + "</div>");
  ASSERT_EQ(doc.parts().entries.size(), 3u);
  EXPECT_EQ(doc.parts().entries[0].edtf, "2021-05-03T21:05");
  EXPECT_EQ(doc.parts().entries[1].edtf, "2021-05-03T14:30");
  // A blog of several days does not say of which day a clock is.
  const model::Document days = read(
      "<meta property=article:published_time content=2021-05-03T06:00:00Z><meta "
      "property=article:modified_time content=2021-05-05T06:00:00Z>",
      "<div class=liveblog><p>21:05</p>" + kHarbour + "<p>14:30</p>" + kTalks + "<p>07:00</p>" + kQuiet +
          "</div>");
  ASSERT_EQ(days.parts().entries.size(), 3u);
  EXPECT_EQ(days.parts().entries[0].edtf, "21:05");
}

TEST(LiveBlog, AReportWithTimesIsNone) {
  const model::Document doc = read("",
                                   "<p><time datetime=2021-05-03T08:00:00Z>3 May 2021</time> <time "
                                   "datetime=2021-05-03T09:00:00Z>updated</time></p>" +
                                       kHarbour + kTalks + "<p>14:30</p>" + kQuiet);
  EXPECT_TRUE(doc.parts().entries.empty());
  EXPECT_EQ(doc.parts().genre, model::Genre::News);
}

}  // namespace
}  // namespace hudna::page
