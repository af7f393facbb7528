#include "ground/gazetteer.h"

#include <gtest/gtest.h>

#include "ground/fold.h"

namespace hudna::ground {
namespace {

const Gazetteer& gazetteer() {
  static const Gazetteer places = [] {
    static const base::DataSource data;
    auto opened = Gazetteer::open(data);
    EXPECT_TRUE(opened.has_value()) << (opened ? "" : print(opened.error()));
    return opened ? std::move(*opened) : Gazetteer();
  }();
  return places;
}

// Countries of all places of that name, "SY:settlement …", by spelling key when the name itself is unknown.
bool knows(std::string_view text, std::string_view country, Feature feature) {
  std::vector<PlaceHit> hits;
  gazetteer().find(fold(text), &hits);
  if (hits.empty()) gazetteer().find_spelling(fold(text), &hits);
  for (const PlaceHit& hit : hits) {
    const PlaceRow row = gazetteer().row(hit.place);
    if (row.country == country &&
        (row.feature == feature || (feature == Feature::Town && row.feature >= Feature::Capital)))
      return true;
  }
  return false;
}

TEST(Fold, TakesAwayMarksAndSigns) {
  EXPECT_EQ(fold("Tallb\xC4\xABsah"), "tallbisah");
  EXPECT_EQ(fold("Deir ez-Zor"), "deir ez zor");
  EXPECT_EQ(fold("Ma'arrat al-Nu\xE2\x80\x99man"), "maarrat al numan");
  EXPECT_EQ(fold("S\xC3\xA3o Tom\xC3\xA9"), "sao tome");
  EXPECT_EQ(fold("U.S."), "us");
  EXPECT_EQ(fold("\xD8\xAD\xD9\x85\xD8\xB5"), "\xD8\xAD\xD9\x85\xD8\xB5");
  EXPECT_EQ(fold(" - "), "");
}

TEST(SpellingKey, JoinsTheUsualSpellings) {
  const auto key = [](std::string_view text) { return spelling_key(fold(text)); };
  for (const char* text : {"Talbisa", "Tallb\xC4\xABsah", "Talbesa", "Talbiseh"})
    EXPECT_EQ(key(text), key("Talbisah")) << text;
  for (const char* text : {"Qusair", "al-Qusayr", "El Quseir", "Kusayr"})
    EXPECT_EQ(key(text), key("Al-Qusayr")) << text;
  EXPECT_EQ(key("ar-Rastan"), key("Al-Rastan"));
  EXPECT_EQ(key("Deir ez-Zor"), key("Dayr az-Zawr"));
  EXPECT_EQ(key("Yabroud"), key("Yabrud"));
  EXPECT_EQ(key("Zinjibar"), key("Zinjebar"));
  EXPECT_EQ(key("Bayji"), key("Baiji"));
}

TEST(SpellingKey, KeepsOtherNamesApart) {
  const auto key = [](std::string_view text) { return spelling_key(fold(text)); };
  EXPECT_NE(key("Hama"), key("Homs"));
  EXPECT_NE(key("Saada"), key("Sanaa"));
  EXPECT_NE(key("Kirkuk"), key("Karak"));
  EXPECT_NE(key("Nubl"), key("Nabul"));
  EXPECT_NE(key("Donetsk"), key("Lugansk"));
}

TEST(Gazetteer, FindsTownsProvincesCountries) {
  EXPECT_TRUE(knows("Aleppo", "SY", Feature::Town));
  EXPECT_TRUE(knows("Aleppo", "SY", Feature::Admin1));
  EXPECT_TRUE(knows("Sudan", "SD", Feature::Country));
  EXPECT_TRUE(knows("Donetsk", "UA", Feature::Admin1));
  EXPECT_TRUE(knows("Marib", "YE", Feature::Town));
  EXPECT_TRUE(knows("Timbuktu", "ML", Feature::Town));
  EXPECT_TRUE(knows("Tripoli", "LY", Feature::Town));
  EXPECT_TRUE(knows("Tripoli", "LB", Feature::Town));
  EXPECT_FALSE(knows("Zzyzzx", "SY", Feature::Town));
}

TEST(Gazetteer, SpellingsReachTheTown) {
  for (const char* text : {"Talbiseh", "Talbisa", "Talbesa", "Al-Qusayr", "Kusair"})
    EXPECT_TRUE(knows(text, "SY", Feature::Town)) << text;
  EXPECT_TRUE(knows("Zinjebar", "YE", Feature::Town));
}

TEST(Gazetteer, SpellingKeyOfTwoPlacesOfOneDistrictIsDropped) {
  std::vector<PlaceEntry> entries(3);
  entries[0] = {"d", 0, "District", {}, 1, 1, Feature::Admin2, 0, "YE", "", "YE.1.1"};
  entries[1] = {"a", 0, "Qarya", {}, 1, 1, Feature::Town, 0, "YE", "", "YE.1.1"};
  entries[2] = {"b", 0, "Karia", {}, 1.1, 1, Feature::Town, 0, "YE", "", "YE.1.1"};
  const std::string bytes = build_places(entries, {"YE"});
  const auto places = Gazetteer::view(bytes);
  ASSERT_TRUE(places.has_value());
  std::vector<PlaceHit> hits;
  places->find_spelling(fold("Qaria"), &hits);
  EXPECT_TRUE(hits.empty());
  places->find(fold("Karia"), &hits);
  ASSERT_EQ(hits.size(), 1u);
  EXPECT_EQ(places->row(hits[0].place).id, "pl-b");
}

TEST(Gazetteer, DamagedTableIsAnError) {
  EXPECT_FALSE(Gazetteer::view("HUDNAPL1").has_value());
  std::string bytes = build_places({}, {});
  EXPECT_TRUE(Gazetteer::view(bytes).has_value());
  bytes.pop_back();
  EXPECT_FALSE(Gazetteer::view(bytes).has_value());
}

TEST(Gazetteer, ImportersReadTheirFormats) {
  std::vector<PlaceEntry> entries;
  EXPECT_EQ(
      add_geonames(
          "123\tKidal\tKidal\tKidalia,KDL,kydal\t18.4\t1.4\tP\tPPLA\tML\t\t10\t\t\t\t25969\t\t\t\t\nbroken\n",
          &entries),
      1u);
  EXPECT_EQ(entries[0].names, std::vector<std::string>{"Kidalia"});
  EXPECT_EQ(add_alternate_names("1\t123\ten\tKidall\t\t\n2\t123\tlink\thttp://x\t\n", &entries), 1u);
  const auto added =
      add_pcodes("pcode,name,alt_names,lat,lon,level,country\nSY04,\"Homs, all\",Hims;Emesa,34.7,36.7,1,SY\n",
                 "x.csv", &entries);
  ASSERT_TRUE(added.has_value());
  EXPECT_EQ(entries.back().name, "Homs, all");
  EXPECT_EQ(entries.back().feature, Feature::Admin1);
  EXPECT_FALSE(add_pcodes("pcode,name\n", "x.csv", &entries).has_value());
  EXPECT_FALSE(add_pcodes("pcode,name,lat,lon,country\nSY04,Homs,,,SY\n", "x.csv", &entries).has_value());
}

}  // namespace
}  // namespace hudna::ground
