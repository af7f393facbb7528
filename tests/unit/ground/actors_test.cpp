#include "ground/actors.h"

#include <gtest/gtest.h>


#include "base/embedded.h"
#include "ground/grounder.h"
#include "tests/support/folder.h"

namespace hudna::ground {
namespace {

const ActorLexicon& lexicon() {
  static const ActorLexicon actors = [] {
    static const base::DataSource data;
    auto opened = ActorLexicon::open(data);
    EXPECT_TRUE(opened.has_value()) << (opened ? "" : print(opened.error()));
    return opened ? std::move(*opened) : ActorLexicon();
  }();
  return actors;
}

std::string id_of(const ActorLexicon& actors, std::string_view phrase) {
  const auto hits = actors.find(phrase_key(phrase));
  return hits.empty() ? std::string() : std::string(actors.actors()[hits[0].actor].id);
}

TEST(ActorTable, TheCompiledTableIsWhatTheFilesSay) {
  const auto bytes = build_actors(base::DataSource());
  ASSERT_TRUE(bytes.has_value());
  const auto compiled = base::find_embedded("actors/actors.bin");
  ASSERT_TRUE(compiled.has_value());
  EXPECT_EQ(*bytes, *compiled);
}

TEST(ActorTable, AnswersForNamesRolesNationsCountries) {
  EXPECT_GE(lexicon().actors().size(), 600u);
  EXPECT_EQ(id_of(lexicon(), "Houthis"), "houthis");
  EXPECT_EQ(lexicon().actors()[static_cast<std::size_t>(lexicon().by_id("houthis"))].country, "YE");
  EXPECT_EQ(lexicon().by_id("no-such-actor"), -1);
  EXPECT_EQ(lexicon().look_up("yemen").country, "YE");
  EXPECT_EQ(lexicon().look_up("sanaa").capital_of, "YE");
  EXPECT_EQ(lexicon().capital_of("NP"), "kathmandu");
  EXPECT_EQ(lexicon().capital_of("ZZ"), "");
  ASSERT_NE(lexicon().look_up("spokesman").role, nullptr);
  EXPECT_TRUE(lexicon().look_up("spokesman").role->person);
  ASSERT_NE(lexicon().look_up("yemeni").nationality, nullptr);
  EXPECT_FALSE(lexicon().look_up("zzyzzx").known());
  EXPECT_TRUE(lexicon().look_up("free syrian").prefix);
  const std::int32_t government = lexicon().government("CO", "2002-01-01");
  ASSERT_GE(government, 0);
  EXPECT_EQ(lexicon().actors()[static_cast<std::size_t>(government)].id, "co-government");
}

TEST(ActorTable, DamagedBytesAreAnErrorAndNeverMore) {
  const auto bytes = build_actors(base::DataSource());
  ASSERT_TRUE(bytes.has_value());
  EXPECT_FALSE(ActorLexicon::own("").has_value());
  EXPECT_FALSE(ActorLexicon::own(bytes->substr(0, 40)).has_value());
  EXPECT_FALSE(ActorLexicon::own(bytes->substr(0, bytes->size() - 1)).has_value());
  // Bits turned anywhere: refused, or read without leaving the table.
  for (std::size_t at = 56; at < bytes->size(); at += 9973) {
    std::string bent = *bytes;
    bent[at] = static_cast<char>(bent[at] ^ 0xFF);
    const auto read = ActorLexicon::own(std::move(bent));
    if (!read) continue;
    for (const char* word : {"houthis", "army", "spokesman", "yemen", "sanaa"}) {
      const ActorKey key = read->look_up(word);
      for (const ActorHit& hit : key.hits) EXPECT_LT(hit.actor, read->actors().size());
    }
  }
}

TEST(ActorTable, AFileGivenWithDataAddsAndReplaces) {
  const testing::Folder folder;
  folder.write("actors/zz.toml",
               "[[actor]]\nid = \"zz-front\"\nname = \"Zzymal Liberation Front\"\ntype = \"armed_group\"\n"
               "side = \"opposition\"\ncountry = \"ML\"\naliases = [\"Zzymalis\"]\nsource = \"test\"\n"
               "  [[actor.member_of]]\n  actor = \"houthis\"\n"
               "[[actor]]\nid = \"houthis\"\nname = \"Movement of the Test\"\ntype = \"armed_group\"\n"
               "side = \"opposition\"\ncountry = \"YE\"\nsource = \"test\"\n"
               "[[role]]\nnoun = \"spokesman\"\nlemma = \"test\"\ntype = \"media\"\n");
  const auto data = base::DataSource::open(folder.path());
  ASSERT_TRUE(data.has_value());
  const auto actors = ActorLexicon::open(*data);
  ASSERT_TRUE(actors.has_value()) << print(actors.error());
  EXPECT_EQ(id_of(*actors, "Zzymalis"), "zz-front");
  EXPECT_EQ(id_of(*actors, "Movement of the Test"), "houthis");
  // The old definition keeps none of its names.
  EXPECT_EQ(id_of(*actors, "Houthis"), "");
  const auto parents = actors->member_of(static_cast<std::uint32_t>(actors->by_id("zz-front")));
  ASSERT_EQ(parents.size(), 1u);
  EXPECT_EQ(actors->actors()[parents[0]].name, "Movement of the Test");
  EXPECT_EQ(actors->look_up("spokesman").role->lemma, "test");
  // Everything else is as it was.
  EXPECT_EQ(id_of(*actors, "AQAP"), id_of(lexicon(), "AQAP"));
}

TEST(ActorTable, ABrokenFileNamesItsLine) {
  const testing::Folder folder;
  folder.write("actors/zz.toml", "[[actor]]\nid = \"a\"\nname = \"A\"\n[[actor]]\nname = \"no id\"\n");
  const auto data = base::DataSource::open(folder.path());
  ASSERT_TRUE(data.has_value());
  const auto actors = ActorLexicon::open(*data);
  ASSERT_FALSE(actors.has_value());
  EXPECT_NE(actors.error().message.find("line 4"), std::string::npos) << actors.error().message;
  EXPECT_FALSE(check_data(*data).empty());
}

}  // namespace
}  // namespace hudna::ground
