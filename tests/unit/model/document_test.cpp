#include "model/document.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "base/utf8.h"

namespace hudna::model {
namespace {

TEST(OffsetMap, MapsBothWays) {
  // Raw "a&amp;b": text "a&b".
  OffsetMap map;
  map.append(1, 0, 1, true);
  map.append(1, 1, 6, false);
  map.append(1, 6, 7, true);
  EXPECT_EQ(map.raw({0, 1}), (RawSpan{0, 1}));
  EXPECT_EQ(map.raw({1, 2}), (RawSpan{1, 6}));
  EXPECT_EQ(map.raw({0, 3}), (RawSpan{0, 7}));
  EXPECT_EQ(map.raw({3, 3}), (RawSpan{7, 7}));
  EXPECT_EQ(map.text_offset(0), 0u);
  EXPECT_EQ(map.text_offset(1), 1u);
  EXPECT_EQ(map.text_offset(3), 2u);
  EXPECT_EQ(map.text_offset(6), 2u);
  EXPECT_EQ(map.text_offset(7), 3u);
}

TEST(OffsetMap, IsTotalAndMonotone) {
  const bool held = rc::check("raw offsets never go back", [] {
    OffsetMap map;
    std::uint32_t raw = 0;
    const auto pieces = *rc::gen::container<std::vector<std::pair<int, bool>>>(
        rc::gen::pair(rc::gen::inRange(1, 9), rc::gen::arbitrary<bool>()));
    for (const auto& [size, linear] : pieces) {
      raw += static_cast<std::uint32_t>(size % 3);
      const auto length = linear ? static_cast<std::uint32_t>(size) : static_cast<std::uint32_t>(size / 2);
      map.append(static_cast<std::uint32_t>(size), raw, raw + length, linear);
      raw += length;
    }
    RawSpan last{0, 0};
    for (std::uint32_t at = 0; at < map.text_size(); ++at) {
      const RawSpan got = map.raw({at, at + 1});
      RC_ASSERT(got.begin <= got.end);
      RC_ASSERT(got.begin >= last.begin);
      RC_ASSERT(got.end <= raw);
      last = got;
    }
  });
  EXPECT_TRUE(held);
}

TEST(Document, HashesBytesAndText) {
  DocumentParts parts;
  parts.raw = parts.text = "abc";
  parts.map.append(3, 0, 3, true);
  parts.blocks.push_back({BlockType::Paragraph, {0, 3}, "test", 0});
  const Document doc = make_document(std::move(parts));
  EXPECT_EQ(doc.sha256(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Utf8, ReplacesBadBytesAsWhatwg) {
  EXPECT_TRUE(base::is_valid_utf8("Idlib إدلب"));
  EXPECT_FALSE(base::is_valid_utf8("\xC0\x80"));
  EXPECT_FALSE(base::is_valid_utf8("\xED\xA0\x80"));
  EXPECT_EQ(base::decode_utf8("\xE2\x82", 0).bytes, 2);
  EXPECT_FALSE(base::decode_utf8("\xE2\x82", 0).good);
  EXPECT_EQ(base::count_code_points("é\xFFx"), 3u);
}

}  // namespace
}  // namespace hudna::model
