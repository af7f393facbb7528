// Do the small readers of the page stage read what they claim to?
#include <gtest/gtest.h>

#include "page/block_model.h"
#include "page/charset.h"
#include "page/json_ld.h"
#include "page/markup.h"
#include "page/references.h"
#include "page/stated_dates.h"
#include "page/text_fields.h"
#include "page/vocabulary.h"

namespace hudna::page {
namespace {

const Vocabulary& words() { return Vocabulary::compiled_in(); }

std::string first_date(std::string_view line) {
  const auto found = find_dates(line, words());
  return found.empty() ? std::string("none") : found[0].edtf;
}

TEST(StatedDates, Notations) {
  EXPECT_EQ(first_date("Posted 03 May 2014, 17:56"), "2014-05-03T17:56");
  EXPECT_EQ(first_date("August 3, 2017 (Jo Doe/AFP)"), "2017-08-03");
  EXPECT_EQ(first_date("2014-05-03"), "2014-05-03");
  EXPECT_EQ(first_date("3.5.2014"), "2014-05-03");
  EXPECT_EQ(first_date("25/12/2019"), "2019-12-25");
  EXPECT_EQ(first_date("12/25/2019"), "2019-12-25");
  EXPECT_EQ(first_date("8/3/2017"), "");
  EXPECT_EQ(first_date("3 de mayo de 2014"), "2014-05-03");
  EXPECT_EQ(first_date("Aug 9, 2020 at 3:05 PM"), "2020-08-09T15:05");
  EXPECT_EQ(first_date("31 February 2014"), "none");
  EXPECT_EQ(first_date("room 14 of 2014 seats"), "none");
  EXPECT_EQ(metadata_date("2014-05-03T17:56:00+02:00", words()), "2014-05-03T17:56");
  EXPECT_EQ(metadata_date("20140503", words()), "2014-05-03");
  EXPECT_EQ(metadata_date("Sat, 03 May 2014 17:56:00 GMT", words()), "2014-05-03T17:56");
  EXPECT_EQ(metadata_date("yesterday", words()), "");
  EXPECT_EQ(url_date("https://example.org/2014/05/03/truce"), "2014-05-03");
  EXPECT_EQ(url_date("https://example.org/truce-20140503.html"), "2014-05-03");
  EXPECT_EQ(url_date("https://example.org/id/20149999"), "");
}

TEST(Vocabulary, WordingsOfALine) {
  EXPECT_TRUE(words().cues("Comments 8").has(Cue::CommentHead));
  EXPECT_TRUE(words().cues("LEAVE A COMMENT").has(Cue::CommentHead));
  EXPECT_FALSE(words().cues("Comments had been open since the truce began").has(Cue::CommentHead));
  EXPECT_TRUE(words().cues("Related Posts").has(Cue::RelatedHead));
  EXPECT_TRUE(words().cues("Photo: Jo Doe").has(Cue::Credit));
  EXPECT_FALSE(words().cues("Photo albums burnt in the library fire").has(Cue::Credit));
  EXPECT_TRUE(words().cues("She tweets at @someone").has(Cue::AuthorNote));
  EXPECT_TRUE(words().cues("2 hours ago").has(Cue::Age));
  EXPECT_TRUE(words().has_slash_credit("A bridge. REUTERS/Jo Doe"));
  EXPECT_FALSE(words().has_slash_credit("the either/or of the talks"));
  EXPECT_TRUE(words().has_end_credit("A bridge (Photo by Jo Doe)"));
  EXPECT_FALSE(words().has_end_credit("The council (the upper house) agreed"));
}

TEST(Vocabulary, Languages) {
  EXPECT_EQ(words().language(
                "The two sides have agreed to stop the fighting in the town and to let the people go home."),
            "en");
  EXPECT_EQ(words().language("Les deux parties ont accepté de cesser les combats dans la ville et de laisser "
                             "les habitants rentrer chez eux."),
            "fr");
  EXPECT_EQ(words().language("اتفق الطرفان على وقف القتال في المدينة والسماح للسكان بالعودة إلى منازلهم"),
            "ar");
  EXPECT_EQ(words().language("双方同意在城里停火"), "zh");
  EXPECT_EQ(words().language(""), "und");
  // A headline has few function words, and some of them stand in other lists too.
  EXPECT_EQ(words().language("Truce in Sirte holds"), "en");
  EXPECT_EQ(words().language("War in Darfur: rebels die in raid, army man says"), "en");
  // With a word of its own another language is told by as little.
  EXPECT_EQ(words().language("Rebellen sterben bei Angriff in Darfur, Armee und Miliz"), "de");
}

TEST(Charset, Names) {
  EXPECT_EQ(charset_name("Latin1"), "windows-1252");
  EXPECT_EQ(charset_name(" UTF8 "), "utf-8");
  EXPECT_EQ(charset_name("gb2312"), "gbk");
  EXPECT_EQ(charset_name("iso-8859-15"), "iso-8859-15");
  EXPECT_EQ(charset_name("ks_c_5601-1987"), "euc-kr");
  EXPECT_EQ(charset_name("no-such"), "");
  EXPECT_EQ(stated_charset("<html><meta charset='Shift_JIS'>"), "shift_jis");
  EXPECT_EQ(stated_charset("<?xml version='1.0' encoding='iso-8859-2'?>"), "iso-8859-2");
  EXPECT_EQ(stated_charset("<p>charset=koi8-r</p>"), "");
}

TEST(Charset, EveryByteHasAPlace) {
  for (const char* name : {"windows-1251", "shift_jis", "gbk", "euc-kr", "big5", "koi8-r", "iso-8859-7",
                           "iso-2022-jp", "utf-16be"}) {
    std::string raw;
    for (int i = 0; i < 2000; ++i) raw.push_back(static_cast<char>(i * 37 + i / 7));
    const DecodedText d = decode(raw, name, false);
    EXPECT_EQ(d.charset, name);
    ASSERT_FALSE(d.same);
    EXPECT_EQ(d.map.text_size(), d.text.size()) << name;
    std::uint32_t last = 0;
    for (const auto& piece : d.map.pieces()) {
      EXPECT_GE(piece.raw_begin, last) << name;
      last = piece.raw_begin;
    }
  }
}

TEST(References, NamedAndNumeric) {
  EXPECT_EQ(decode_text("a&amp;b &notit; &#8212;&#x80;", true, false, Nul::Keep),
            "a&b \xC2\xACit; \xE2\x80\x94\xE2\x82\xAC");
  EXPECT_EQ(decode_text("?a=1&copy=2", true, true, Nul::Keep), "?a=1&copy=2");
  EXPECT_EQ(decode_text("&CounterClockwiseContourIntegral;", true, false, Nul::Keep), "\xE2\x88\xB3");
}

TEST(Markup, WordsOfClassNames) {
  EXPECT_TRUE(has(Markup::compiled_in().marks("comment-list"), Mark::Comment));
  EXPECT_TRUE(has(Markup::compiled_in().marks("relatedPosts"), Mark::Related));
  EXPECT_TRUE(has(Markup::compiled_in().marks("story entry-content"), Mark::Body));
  EXPECT_FALSE(has(Markup::compiled_in().marks("recommence"), Mark::Related));
  EXPECT_FALSE(has(Markup::compiled_in().marks("download header"), Mark::Ad));
  EXPECT_EQ(find_tag("BLOCKQUOTE"), Tag::Blockquote);
  EXPECT_EQ(find_tag("h3"), Tag::H3);
  EXPECT_EQ(find_tag("x-y"), Tag::Unknown);
}

TEST(JsonLd, GraphWithBrokenParts) {
  const std::string page =
      R"({"@graph":[{"@type":"WebSite","name":"Site"},{"@type":"NewsArticle","headline":"A \"quiet\" day","datePublished":"2020-02-03","author":{"@type":"Person","name":"Ann Lee"},"publisher":{"name":"The Post"},"isAccessibleForFree":"False","bad": nope, },]})";
  JsonLd json;
  read_json_ld(page, 0, static_cast<std::uint32_t>(page.size()), &json);
  EXPECT_EQ(json.headline.value, "A \"quiet\" day");
  EXPECT_EQ(json.published.value, "2020-02-03");
  EXPECT_EQ(page.substr(json.published.begin, json.published.end - json.published.begin), "2020-02-03");
  ASSERT_EQ(json.authors.size(), 1u);
  EXPECT_EQ(json.authors[0].value, "Ann Lee");
  EXPECT_EQ(json.publisher.value, "The Post");
  EXPECT_EQ(json.accessible, 0);
  std::string deep(100000, '[');
  read_json_ld(deep, 0, static_cast<std::uint32_t>(deep.size()), &json);
}

TEST(Fields, TitlesAndBylines) {
  std::string site;
  EXPECT_EQ(strip_site("Truce holds | The Example Post", "The Example Post", &site), "Truce holds");
  EXPECT_EQ(site, "The Example Post");
  EXPECT_EQ(strip_site("Truce - a long word", "The Example Post", nullptr), "Truce - a long word");
  const auto names = byline_names("By Ann Lee and Bo van Ek, in Goma", words());
  ASSERT_GE(names.size(), 1u);
  EXPECT_EQ(names[0], "Ann Lee");
  EXPECT_TRUE(byline_names("By the end of the day the guns were silent", words()).empty());
}

// Whatever vectors the processor has, the sum of the leaves is the same to the bit.
TEST(BlockModel, ScoresAreThoseOfTheTreesOneByOne) {
  constexpr std::size_t kWidth = 9, kRows = 48;
  std::uint32_t seed = 7;
  const auto next = [&] {
    seed = seed * 1664525u + 1013904223u;
    return static_cast<float>(seed >> 8) / 8388608.0f - 1.0f;
  };
  std::vector<BlockModel::Tree> trees(40);
  for (BlockModel::Tree& tree : trees) {
    for (std::size_t d = 0; d < BlockModel::kDepth; ++d) {
      tree.feature[d] = static_cast<std::uint16_t>(static_cast<std::size_t>((next() + 1) * 100) % kWidth);
      tree.threshold[d] = next();
    }
    for (float& leaf : tree.leaf) leaf = next();
  }
  const BlockModel model = BlockModel::of(kWidth, 0.25f, trees);
  std::vector<float> columns(kWidth * kRows), scores(kRows);
  for (float& value : columns) value = next();
  columns[3] = trees[0].threshold[0];
  model.score(columns.data(), kRows, scores.data());
  for (std::size_t row = 0; row < kRows; ++row) {
    float sum = 0.25f;
    for (const BlockModel::Tree& tree : trees) {
      std::size_t leaf = 0;
      for (std::size_t d = 0; d < BlockModel::kDepth; ++d)
        leaf |= std::size_t{columns[tree.feature[d] * kRows + row] > tree.threshold[d]} << d;
      sum += tree.leaf[leaf];
    }
    EXPECT_EQ(scores[row], sum) << row;
    std::vector<float> values;
    for (std::size_t c = 0; c < kWidth; ++c) values.push_back(columns[c * kRows + row]);
    EXPECT_EQ(model.score_row(values), sum) << row;
  }
}

}  // namespace
}  // namespace hudna::page
