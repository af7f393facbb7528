// Crawls, feeds and rows: every page is found by name, a damaged one is an error of its own, and the rest is read.
#include "page/archive.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <cstdio>

#include "page/page.h"
#include "tests/support/folder.h"

namespace hudna::page {
namespace {

class File {
 public:
  File(const std::string& name, const std::string& bytes) : path_(folder_.write(name, bytes)) {}
  const std::string& path() const { return path_; }

 private:
  testing::Folder folder_;
  std::string path_;
};

std::string gzip(const std::string& bytes) {
  z_stream z{};
  EXPECT_EQ(deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string out(bytes.size() + 200, '\0');
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  z.avail_in = static_cast<uInt>(bytes.size());
  z.next_out = reinterpret_cast<Bytef*>(out.data());
  z.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&z, Z_FINISH), Z_STREAM_END);
  out.resize(out.size() - z.avail_out);
  deflateEnd(&z);
  return out;
}

std::string html(const std::string& what) { return "<!DOCTYPE html><html><body><p>" + what + " held along the canal.</p></body></html>"; }

std::string record(const std::string& type, const std::string& url, const std::string& content_type, const std::string& body) {
  return "WARC/1.0\r\nWARC-Type: " + type + "\r\nWARC-Target-URI: " + url + "\r\nContent-Type: " + content_type +
         "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body + "\r\n\r\n";
}

std::string answer(const std::string& url, const std::string& body, const std::string& headers = "", const char* status = "200 OK") {
  return record("response", url, "application/http; msgtype=response",
                "HTTP/1.1 " + std::string(status) + "\r\nContent-Type: text/html; charset=utf-8\r\n" + headers + "\r\n" + body);
}

std::vector<std::string> names(const std::string& path) {
  std::vector<std::string> out;
  const auto listed = list_pages(path, [&](std::string name) {
    out.push_back(std::move(name));
    return true;
  });
  EXPECT_TRUE(listed.has_value());
  return out;
}

std::string bytes(const std::string& name) {
  const auto page = read_stored(name);
  return page ? page->bytes : "error " + std::string(base::info(page.error().code).code);
}

TEST(Archive, APageIsItself) {
  const File file("a.html", html("It"));
  EXPECT_EQ(names(file.path()), std::vector<std::string>{file.path()});
  EXPECT_EQ(bytes(file.path()), html("It"));
  const File packed("b.html.gz", gzip(html("It")));
  EXPECT_EQ(names(packed.path()), std::vector<std::string>{packed.path()});
  EXPECT_EQ(bytes(packed.path()), html("It"));
}

TEST(Archive, WarcHoldsAnsweredPagesOnly) {
  const std::string crawl = record("warcinfo", "", "application/warc-fields", "software: x\r\n") +
                            answer("https://example.org/one", html("One")) + answer("https://example.org/gone", html("Gone"), "", "404 Not Found") +
                            record("request", "https://example.org/two", "application/http; msgtype=request", "GET / HTTP/1.1\r\n\r\n") +
                            answer("https://example.org/two", html("Two"));
  const File file("c.warc", crawl);
  const auto found = names(file.path());
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(bytes(found[0]), html("One"));
  EXPECT_EQ(bytes(found[1]), html("Two"));
  EXPECT_EQ(read_stored(found[1])->url, "https://example.org/two");
  EXPECT_EQ(read_stored(found[1])->charset, "utf-8");
}

TEST(Archive, WarcMembersAreInflatedOneByOne) {
  const File file("d.warc.gz", gzip(answer("https://example.org/one", html("One"))) + gzip(answer("https://example.org/two", html("Two"))));
  const auto found = names(file.path());
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(bytes(found[1]), html("Two"));
  EXPECT_EQ(bytes(found[0]), html("One"));
  // All records in one member: an offset in what is inflated tells them apart.
  const File whole("e.warc.gz", gzip(answer("https://example.org/one", html("One")) + answer("https://example.org/two", html("Two"))));
  const auto inner = names(whole.path());
  ASSERT_EQ(inner.size(), 2u);
  EXPECT_EQ(bytes(inner[1]), html("Two"));
  EXPECT_EQ(bytes(inner[0]), html("One"));
}

TEST(Archive, CodingsOfTheTransportAreUndone) {
  const std::string packed = gzip(html("Packed"));
  const File file("f.warc", answer("https://example.org/z", packed, "Content-Encoding: gzip\r\n") +
                                answer("https://example.org/k", "5\r\n<p>At\r\n4\r\n the\r\n0\r\n\r\n", "Transfer-Encoding: chunked\r\n") +
                                answer("https://example.org/n", html("Not chunked"), "Transfer-Encoding: chunked\r\n"));
  const auto found = names(file.path());
  ASSERT_EQ(found.size(), 3u);
  EXPECT_EQ(bytes(found[0]), html("Packed"));
  EXPECT_EQ(bytes(found[1]), "<p>At the");
  EXPECT_EQ(bytes(found[2]), html("Not chunked"));
}

TEST(Archive, ADamagedRecordDoesNotEndTheRest) {
  std::string bad = answer("https://example.org/bad", html("Bad"));
  bad.replace(bad.find("Content-Length"), 14, "Content-Bength");
  const File file("g.warc", answer("https://example.org/one", html("One")) + bad + answer("https://example.org/two", html("Two")));
  const auto found = names(file.path());
  ASSERT_EQ(found.size(), 3u);
  EXPECT_EQ(bytes(found[0]), html("One"));
  EXPECT_EQ(bytes(found[1]), "error record-damaged");
  EXPECT_EQ(bytes(found[2]), html("Two"));
  std::string torn = gzip(answer("https://example.org/torn", html("Torn")));
  torn.resize(torn.size() / 2);
  const File members("h.warc.gz", gzip(answer("https://example.org/one", html("One"))) + torn + gzip(answer("https://example.org/two", html("Two"))));
  const auto rest = names(members.path());
  ASSERT_FALSE(rest.empty());
  EXPECT_EQ(bytes(rest.front()), html("One"));
  EXPECT_EQ(bytes(rest.back()), html("Two"));
  // Cut off in the middle: the last record is an error, never a part of a page.
  const std::string two = answer("https://example.org/one", html("One")) + answer("https://example.org/two", html("Two"));
  const File cut("i.warc", two.substr(0, two.size() - 30));
  EXPECT_EQ(bytes(names(cut.path()).back()), "error record-damaged");
}

TEST(Archive, WaczIsAZipWithCrawls) {
  const std::string inside = gzip(answer("https://example.org/one", html("One"))) + gzip(answer("https://example.org/two", html("Two")));
  const std::string name = "archive/data.warc.gz";
  const auto little = [](std::uint64_t v, int n) {
    std::string out;
    for (int i = 0; i < n; ++i) out.push_back(static_cast<char>(v >> (8 * i) & 255));
    return out;
  };
  const std::string sizes = little(0, 4) + little(inside.size(), 4) + little(inside.size(), 4) + little(name.size(), 2) + little(0, 2);
  const std::string local = "PK\x03\x04" + little(20, 2) + little(0, 2) + little(0, 2) + little(0, 4) + sizes + name + inside;
  const std::string central = "PK\x01\x02" + little(20, 2) + little(20, 2) + little(0, 2) + little(0, 2) + little(0, 4) + sizes +
                              little(0, 2) + little(0, 2) + little(0, 2) + little(0, 4) + little(0, 4) + name;
  const std::string end = "PK\x05\x06" + little(0, 4) + little(1, 2) + little(1, 2) + little(central.size(), 4) + little(local.size(), 4) + little(0, 2);
  const File file("j.wacz", local + central + end);
  const auto found = names(file.path());
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(bytes(found[0]), html("One"));
  EXPECT_EQ(bytes(found[1]), html("Two"));
  const File torn("k.wacz", (local + central + end).substr(0, local.size() + 20));
  EXPECT_FALSE(list_pages(torn.path(), [](std::string) { return true; }).has_value());
}

TEST(Archive, FeedsGiveAPageAnItem) {
  const File rss("l.rss", R"(<?xml version="1.0"?><rss version="2.0"><channel><title>Valley Post</title>
<item><title>Ferry runs &amp; rests</title><link>https://example.org/ferry</link><pubDate>Tue, 04 May 2021 10:00:00 GMT</pubDate>
<description>Short.</description><content:encoded><![CDATA[<p>The ferry ran again after the guns fell silent.</p>]]></content:encoded></item>
<item><title>Second</title><description>&lt;p&gt;Elders met at the mill.&lt;/p&gt;</description></item></channel></rss>)");
  const auto found = names(rss.path());
  ASSERT_EQ(found.size(), 2u);
  const auto first = read_stored(found[0]);
  ASSERT_TRUE(first.has_value());
  EXPECT_EQ(first->url, "https://example.org/ferry");
  EXPECT_EQ(first->published.substr(0, 10), "2021-05-04");
  EXPECT_NE(first->bytes.find("<p>The ferry ran again"), std::string::npos);
  EXPECT_NE(bytes(found[1]).find("<p>Elders met at the mill.</p>"), std::string::npos);
  const File atom("m.atom", R"(<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Gate open</title>
<link rel="alternate" href="https://example.org/gate"/><published>2020-02-03T08:00:00Z</published><content type="html">&lt;p&gt;The gate is open.&lt;/p&gt;</content></entry></feed>)");
  const auto entry = read_stored(names(atom.path()).at(0));
  ASSERT_TRUE(entry.has_value());
  EXPECT_EQ(entry->url, "https://example.org/gate");
  EXPECT_NE(entry->bytes.find("<p>The gate is open.</p>"), std::string::npos);
}

TEST(Archive, LinesOfJson) {
  const std::string rows = "{\"url\":\"https://example.org/a\",\"html\":\"<p>Line one.</p>\"}\n\nnot json {\n{\"text\":\"Line two.\",\"date\":\"2019-01-02\"}";
  for (const bool packed : {false, true}) {
    const File file(packed ? "n.jsonl.gz" : "n.jsonl", packed ? gzip(rows) : rows);
    const auto found = names(file.path());
    ASSERT_EQ(found.size(), 3u);
    EXPECT_EQ(bytes(found[0]), "<p>Line one.</p>");
    EXPECT_EQ(bytes(found[1]), "error record-damaged");
    EXPECT_EQ(bytes(found[2]), "Line two.");
    EXPECT_EQ(read_stored(found[2])->published, "2019-01-02");
  }
}

TEST(Archive, MissingFilesSayTheirName) {
  EXPECT_FALSE(list_pages("/no/such/file.warc", [](std::string) { return true; }).has_value());
  EXPECT_FALSE(read_stored("/no/such/file.html").has_value());
}

}  // namespace
}  // namespace hudna::page
