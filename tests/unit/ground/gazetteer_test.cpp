#include "ground/gazetteer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "base/files.h"
#include "ground/fold.h"
#include "ground/place_table.h"
#include "tests/support/folder.h"

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

TEST(SpellingKey, EquivalencesOfArabicCyrillicAndTurkic) {
  const auto key = [](std::string_view text) { return spelling_key(fold(text)); };
  const auto same = [&](std::initializer_list<const char*> spellings) {
    for (const char* one : spellings) EXPECT_EQ(key(one), key(*spellings.begin())) << one;
  };
  // The article, whole, assimilated, French, left out.
  same({"al-Rastan", "ar-Rastan", "Al Rastan", "el-Rastan", "er-Rastan", "Rastan"});
  same({"as-Suwayda", "al-Suwayda", "Suwayda", "Suweida", "Suwaida"});
  // q and k, ou and u, ch and sh, w, final -ah, -eh, -a, -e.
  same({"Qusayr", "Qusair", "Kusayr", "al-Qusayr"});
  same({"Douma", "Duma", "Doumah"});
  same({"Khan Shaykhun", "Khan Sheikhun", "Khan Cheikhoun"});
  same({"Hasakah", "Hasakeh", "Hasaka", "al-Hasakah", "Hassake"});
  same({"Talbiseh", "Talbisah", "Talbesa", "Tallb\xC4\xABsah"});
  // Russian and Ukrainian endings and vowels.
  same({"Grozny", "Grozniy", "Grozni"});
  // Doubled letters.
  same({"Menbij", "Mennbij"});
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
  const std::string bytes = *build_places(entries, {"YE"});
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
  EXPECT_FALSE(Gazetteer::view("HUDNAPL2").has_value());
  std::string bytes = *build_places({}, {});
  EXPECT_TRUE(Gazetteer::view(bytes).has_value());
  bytes.pop_back();
  EXPECT_FALSE(Gazetteer::view(bytes).has_value());
}

// A dump as GeoNames gives it, with a province of its own, one of the compiled table, and rows that are no
// places.
TEST(Gazetteer, DumpsCompileIntoATableOnTop) {
  const testing::Folder folder;
  const std::string dump =
      "900001\tKaranbel\tKaranbel\tKaranbil\t18.4\t1.4\tP\tPPL\tML\t\t99\t\t\t\t900\t\t\t\t\n"
      "900002\tHill 70\tHill 70\t\t18.4\t1.4\tT\tHLL\tML\t\t99\t\t\t\t0\t\t\t\t\n"
      "900003\tNew Region\tNew Region\t\t18\t1\tA\tADM1\tML\t\t99\t\t\t\t0\t\t\t\t\n"
      "900004\tBeytar\tBeytar\t\t15.4\t44.2\tP\tPPL\tYE\t\t26\t\t\t\t300\t\t\t\t\nbroken\n";
  ASSERT_TRUE(base::write_file(folder.path() + "/XX.txt", dump).has_value());
  ASSERT_TRUE(base::write_file(folder.path() + "/alternateNames.txt",
                               "1\t900001\ten\tCarambel\t\t\n2\t70225\ten\tTaizopolis\t\t\n")
                  .has_value());
  const auto below = Gazetteer::open(base::DataSource());
  ASSERT_TRUE(below.has_value());
  const auto made =
      compile_dumps({folder.path() + "/alternateNames.txt", folder.path() + "/XX.txt"}, *below, {"YE"});
  ASSERT_TRUE(made.has_value()) << print(made.error());
  EXPECT_EQ(made->rows, 7u);
  EXPECT_EQ(made->places, 4u);
  std::filesystem::create_directories(folder.path() + "/data/places");
  ASSERT_TRUE(base::write_file(folder.path() + "/data/places/mine.bin", made->table).has_value());
  const auto data = base::DataSource::open(folder.path() + "/data");
  ASSERT_TRUE(data.has_value());
  const auto both = Gazetteer::open(*data);
  ASSERT_TRUE(both.has_value()) << print(both.error());
  const auto only = [&](const char* name) {
    std::vector<PlaceHit> hits;
    both->find(fold(name), &hits);
    return hits.size() == 1 ? both->row(hits[0].place) : PlaceRow();
  };
  EXPECT_EQ(only("Karanbel").id, "pl-900001");
  EXPECT_EQ(only("Karanbel").admin1, "New Region");
  EXPECT_EQ(only("Carambel").id, "pl-900001");
  EXPECT_EQ(only("Beytar").admin1, "Amanat Alasimah");  // the compiled province of that key
  // A further name of a compiled place leads to that place; its own name still gives it once.
  EXPECT_EQ(only("Taizopolis").id, "pl-70225");
  std::vector<PlaceHit> hits;
  both->find(fold("Taiz"), &hits);
  EXPECT_EQ(std::count_if(hits.begin(), hits.end(),
                          [&](const PlaceHit& hit) { return both->row(hit.place).id == "pl-70225"; }),
            1);
  // A table of another program, and a file that is not there.
  ASSERT_TRUE(base::write_file(folder.path() + "/data/places/mine.bin", "no table").has_value());
  EXPECT_FALSE(Gazetteer::open(*base::DataSource::open(folder.path() + "/data")).has_value());
  EXPECT_FALSE(compile_dumps({folder.path() + "/none.txt"}, *below, {}).has_value());
}

TEST(Gazetteer, ADumpOfManyRowsKeepsEveryPlace) {
  const testing::Folder folder;
  std::string dump;
  constexpr int kRows = 30000;
  for (int i = 0; i < kRows; ++i) {
    const std::string name = "Vill" + std::string(1, static_cast<char>('a' + i % 26)) + std::to_string(i);
    dump += std::to_string(30000000 + i) + "\t" + name + "\t" + name + "\t\t" + std::to_string(i % 80) +
            "\t1.5\tP\tPPL\tML\t\t0" + std::to_string(1 + i % 8) + "\t\t\t\t\t\t\t\t\n";
  }
  ASSERT_TRUE(base::write_file(folder.path() + "/ML.txt", dump).has_value());
  const auto below = Gazetteer::open(base::DataSource());
  const auto made = compile_dumps({folder.path() + "/ML.txt"}, *below, {});
  ASSERT_TRUE(made.has_value());
  EXPECT_EQ(made->places, static_cast<std::size_t>(kRows));
  const auto table = Gazetteer::view(made->table);
  ASSERT_TRUE(table.has_value());
  for (int i = 0; i < kRows; i += 997) {
    std::vector<PlaceHit> hits;
    table->find(fold("Vill" + std::string(1, static_cast<char>('a' + i % 26)) + std::to_string(i)), &hits);
    ASSERT_EQ(hits.size(), 1u) << i;
    EXPECT_EQ(table->row(hits[0].place).id, "pl-" + std::to_string(30000000 + i));
  }
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

std::vector<PlaceRow> rows_of(const Gazetteer& places, std::string_view text) {
  std::vector<PlaceHit> hits;
  places.find(fold(text), &hits);
  std::vector<PlaceRow> out;
  for (const PlaceHit& hit : hits) out.push_back(places.row(hit.place));
  return out;
}

TEST(GazetteerOnTop, AFullCopyOfTheDataIsTheDataItself) {
  const auto data = base::DataSource::open(std::string(HUDNA_SOURCE_DIR) + "/data");
  ASSERT_TRUE(data.has_value());
  const auto places = Gazetteer::open(*data);
  ASSERT_TRUE(places.has_value()) << print(places.error());
  EXPECT_EQ(places->size(), gazetteer().size());
}

TEST(GazetteerOnTop, AChangedCopyOfASupplementStillFindsWhatItSpeaksOf) {
  const testing::Folder folder;
  for (const char* name : {"conflicts.toml", "countries.toml", "syria.toml"}) {
    const auto bytes = base::read_file(std::string(HUDNA_SOURCE_DIR) + "/data/places/" + name);
    ASSERT_TRUE(bytes.has_value());
    folder.write(std::string("places/") + name, *bytes + "\n# changed\n");
  }
  const auto data = base::DataSource::open(folder.path());
  ASSERT_TRUE(data.has_value());
  const auto places = Gazetteer::open(*data);
  ASSERT_TRUE(places.has_value()) << print(places.error());
  // Nothing is there twice.
  std::set<std::string> ids;
  for (const PlaceRow& row : rows_of(*places, "Homs")) EXPECT_TRUE(ids.insert(row.id).second) << row.id;
}

TEST(GazetteerOnTop, AliasesAndPlacesOfAnAnalystJoinTheCompiledOnes) {
  const testing::Folder folder;
  folder.write(
      "places/mine.toml",
      "[[alias]]\nplace = \"Kidal\"\ncountry = \"ML\"\nnames = [\"Qidalabad\"]\n"
      "[[place]]\nname = \"Hay al-Mithal\"\ncountry = \"ML\"\nkind = \"neighbourhood\"\ninside = \"Kidal\"\n"
      "[[place]]\nname = \"Upper Mithal\"\ncountry = \"ML\"\nadmin1 = \"Kidal\"\n");
  const auto data = base::DataSource::open(folder.path());
  ASSERT_TRUE(data.has_value());
  const auto places = Gazetteer::open(*data);
  ASSERT_TRUE(places.has_value()) << print(places.error());
  const std::vector<PlaceRow> alias = rows_of(*places, "Qidalabad");
  ASSERT_EQ(alias.size(), 1u);
  EXPECT_EQ(alias[0].id, "pl-2455290");
  EXPECT_EQ(alias[0].admin1, "Kidal");
  std::size_t towns = 0;
  for (const PlaceRow& row : rows_of(*places, "Kidal")) towns += row.id == "pl-2455290" ? 1 : 0;
  EXPECT_EQ(towns, 1u);
  ASSERT_EQ(rows_of(*places, "Hay al-Mithal").size(), 1u);
  EXPECT_NEAR(rows_of(*places, "Hay al-Mithal")[0].lat, 18.44, 0.1);
  // The province is the compiled one, so that containment holds across the tables.
  std::vector<PlaceHit> inner, town;
  places->find(fold("Upper Mithal"), &inner);
  places->find(fold("Qidalabad"), &town);
  ASSERT_EQ(inner.size(), 1u);
  EXPECT_NE(places->admin1_key(inner[0].place), 0u);
  EXPECT_EQ(places->admin1_key(inner[0].place), places->admin1_key(town[0].place));
  std::vector<PlaceHit> compiled;
  gazetteer().find(fold("Kidal"), &compiled);
  for (const PlaceHit& hit : compiled) {
    if (gazetteer().row(hit.place).id == "pl-2455290") {
      EXPECT_EQ(gazetteer().admin1_key(hit.place), places->admin1_key(inner[0].place));
    }
  }
}

TEST(GazetteerOnTop, APlaceOfTheSameIdTakesTheCompiledOnesPlace) {
  const testing::Folder folder;
  folder.write("places/mine.toml", "[[country]]\ncode = \"ML\"\nname = \"Mali\"\nlat = 10.5\nlon = 1.5\n");
  const auto data = base::DataSource::open(folder.path());
  ASSERT_TRUE(data.has_value());
  const auto places = Gazetteer::open(*data);
  ASSERT_TRUE(places.has_value());
  std::size_t countries = 0;
  for (const PlaceRow& row : rows_of(*places, "Mali")) {
    if (row.feature != Feature::Country) continue;
    ++countries;
    EXPECT_NEAR(row.lat, 10.5, 0.01);
  }
  EXPECT_EQ(countries, 1u);
}

TEST(GazetteerOnTop, DumpsAndPcodesOfAnAnalyst) {
  const testing::Folder folder;
  // A short line, an unknown kind, a bad number; the good rows around them count.
  folder.write("places/ML.txt",
               "99000001\tTin Zzimal\tTin "
               "Zzimal\tTinzimmal\t18.9\t1.1\tP\tPPL\tML\t\t10\t\t\t\t900\t\t\t\t2020-01-01\n"
               "oops\n99000002\tHill\tHill\t\t1\t1\tT\tHLL\tML\t\t10\t\t\t\t0\t\t\t\t\n"
               "x\tNobody\tNobody\t\t1\t1\tP\tPPL\tML\t\t10\t\t\t\t0\t\t\t\t\n");
  // Before the dump in the order of names, and for a compiled place as well.
  folder.write("places/AalternateNames.txt",
               "1\t99000001\ten\tZimmalville\t\t\t\t\n2\t2455290\ten\tKidaltown\t\t\t\t\n3\t2455290\tlink\tht"
               "tps://x\n4\n");
  folder.write("places/adm.csv",
               "pcode,name,alt_names,lat,lon,level,country,admin1,admin2\n"
               "ML08,Kidal,,18.4,1.4,1,ML,,\nML0801,Qarya Zz,\"Qz, the;Zzq\",18.5,1.5,4,ML,ML08,\n");
  const auto data = base::DataSource::open(folder.path());
  ASSERT_TRUE(data.has_value());
  const auto places = Gazetteer::open(*data);
  ASSERT_TRUE(places.has_value()) << print(places.error());
  ASSERT_EQ(rows_of(*places, "Tin Zzimal").size(), 1u);
  EXPECT_EQ(rows_of(*places, "Tin Zzimal")[0].id, "pl-99000001");
  EXPECT_EQ(rows_of(*places, "Tin Zzimal")[0].admin1, "Kidal");
  EXPECT_EQ(rows_of(*places, "Zimmalville").size(), 1u);
  ASSERT_EQ(rows_of(*places, "Kidaltown").size(), 1u);
  EXPECT_EQ(rows_of(*places, "Kidaltown")[0].id, "pl-2455290");
  EXPECT_TRUE(rows_of(*places, "Nobody").empty());
  ASSERT_EQ(rows_of(*places, "Qarya Zz").size(), 1u);
  EXPECT_EQ(rows_of(*places, "Qarya Zz")[0].id, "pl-ml0801");
  // The province of the P-codes is the compiled province of that name.
  std::vector<PlaceHit> pcode, town;
  places->find(fold("Qarya Zz"), &pcode);
  places->find(fold("Kidaltown"), &town);
  EXPECT_EQ(places->admin1_key(pcode[0].place), places->admin1_key(town[0].place));
}

TEST(GazetteerOnTop, ABadTableOfPcodesNamesItsLine) {
  const testing::Folder folder;
  folder.write("places/adm.csv",
               "pcode,name,lat,lon,country\nML08,Kidal,18.4,1.4,ML\nML09,Gao,north,1.4,ML\n");
  const auto data = base::DataSource::open(folder.path());
  ASSERT_TRUE(data.has_value());
  const auto places = Gazetteer::open(*data);
  ASSERT_FALSE(places.has_value());
  EXPECT_NE(places.error().message.find("line 3"), std::string::npos) << places.error().message;
}

}  // namespace
}  // namespace hudna::ground
