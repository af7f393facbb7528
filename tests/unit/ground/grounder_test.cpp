#include "ground/grounder.h"

#include <gtest/gtest.h>

#include "language/analyser.h"
#include "tests/support/analyser.h"

namespace hudna::ground {
namespace {

const base::DataSource& data() {
  static const base::DataSource source;
  return source;
}
const Grounder& grounder() {
  static const Grounder made = [] {
    auto opened = Grounder::open(data());
    if (!opened) ADD_FAILURE() << print(opened.error());
    return std::move(*opened);
  }();
  return made;
}
using testing::analyser;

// One mention a line of the kind wanted, in the explain form.
std::string ground(std::string text, model::MentionKind kind, std::string country = "",
                   std::string date = "2016-03-09") {
  const model::Document doc = language::plain_document(std::move(text));
  const model::Analysis analysis = analyser().analyse(doc);
  model::Mentions kept;
  for (model::Mention& mention : grounder().resolve(doc, analysis, {date, country, ""})) {
    if (mention.kind == kind) kept.push_back(std::move(mention));
  }
  return print_mentions(doc.text(), kept);
}
std::string actors(std::string text, std::string country = "") {
  return ground(std::move(text), model::MentionKind::Actor, std::move(country));
}
std::string places(std::string text, std::string country = "") {
  return ground(std::move(text), model::MentionKind::Place, std::move(country));
}
std::string figures(std::string text) { return ground(std::move(text), model::MentionKind::Quantity); }

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

TEST(Grounder, ActorsByAliasRoleAndNationality) {
  EXPECT_TRUE(has(actors("Government troops shelled Taiz in Yemen."),
                  "\"Government troops\"  actor ac-ye-armed-forces"));
  EXPECT_TRUE(has(actors("Ethiopian soldiers left the town."), "ac-et-armed-forces"));
  EXPECT_TRUE(has(actors("The UN said the convoy had arrived."), "ac-un United Nations"));
  EXPECT_TRUE(has(actors("A spokesman for the Houthis denied it."),
                  "\"spokesman for the Houthis\"  actor ac-houthis"));
}

TEST(Grounder, PlacesAreActorsOnlyWhereTheyAct) {
  EXPECT_TRUE(has(actors("Qatar brokered the deal."), "actor ac-qa-government"));
  EXPECT_EQ(actors("Shells fell in Qatar."), "");
}

TEST(Grounder, AnAcronymFitsTheReportsCountry) {
  // One acronym, three armies.
  EXPECT_TRUE(
      has(actors("KHARTOUM - The SLA attacked a convoy near Kutum in North Darfur, the Sudanese army said."),
          "\"SLA\"  actor ac-sd-slm"));
  EXPECT_TRUE(has(actors("The SLA retook Lunsar, a minister in Freetown, Sierra Leone, said."),
                  "\"SLA\"  actor ac-sl-armed-forces"));
  // Of a country that the report has nothing to do with: unresolved, with whose it could be.
  const std::string far = actors("In Nyala, Sudan, elders said that the RUF had plans.");
  EXPECT_TRUE(has(far, "\"RUF\"  actor unresolved RUF")) << far;
  EXPECT_TRUE(has(far, "acronym/1+elsewhere")) << far;
  // Nothing says which country's: five armies and movements bear the acronym.
  const std::string open = actors("Fighters of the SLA looted a lorry, an elder said.");
  EXPECT_TRUE(has(open, "\"SLA\"  actor unresolved SLA")) << open;
  EXPECT_TRUE(has(open, "acronym/1+undecided")) << open;
  // A full name says by itself whom it means, wherever it stands.
  EXPECT_TRUE(
      has(actors("In Nyala, Sudan, elders recalled the Revolutionary United Front."), "actor ac-ruf"));
  // Powers that act everywhere, agencies and neighbours are not far.
  EXPECT_TRUE(has(actors("The CIA had an office in Sanaa, Yemen."), "actor ac-us-cia"));
  EXPECT_TRUE(has(actors("The LRA raided villages near Yambio, South Sudan."), "actor ac-ug-lra"));
}

TEST(Grounder, APronounInCapitalsIsNoAcronym) {
  EXPECT_FALSE(has(actors("THE PATROL MET THE MEN WHO FIRED AT THE CLINIC. THEY FLED."), "World Health"));
  EXPECT_TRUE(has(actors("The WHO said that the clinic had reopened."), "World Health"));
}

TEST(Grounder, AGroupsAdjectiveIsNotItsCountrysGovernment) {
  EXPECT_TRUE(has(actors("A Houthi spokesman said that Marib in Yemen was calm."),
                  "\"Houthi spokesman\"  actor ac-houthis"));
  EXPECT_TRUE(
      has(actors("A Houthi commander died near Marib in Yemen."), "\"Houthi commander\"  actor ac-houthis"));
  EXPECT_TRUE(has(actors("A Tamil spokesman in Colombo, Sri Lanka, rejected the offer."),
                  "\"Tamil spokesman\"  actor unresolved"));
  // The nationality still speaks for the state.
  EXPECT_TRUE(has(actors("A Yemeni official said that Marib was calm."), "actor ac-ye-government"));
}

TEST(Grounder, RebelsOfAnotherTimeOrCountryAreNotMeant) {
  // Long after the group that the words once stood for.
  EXPECT_FALSE(has(actors("A rebel commander in Nyala, Sudan, said that he would stay."), "ac-sd-splm"));
  EXPECT_FALSE(has(actors("A rebel commander in Bangui said that he would stay."), "actor ac-"));
  EXPECT_TRUE(has(actors("The Irish government was pleased and loyalists were not."),
                  "\"loyalists\"  actor unresolved"));
}

// Which rebels a report means it says by the group that it names again and again; named once, in passing, it
// says nothing. A collective word stays what it is.
TEST(Grounder, RebelsAreTheGroupThatTheReportNames) {
  EXPECT_TRUE(
      has(actors("The MILF signed in Cotabato, Philippines. A commander of the MILF came. The rebels left."),
          "\"rebels\"  actor ac-milf"));
  EXPECT_FALSE(
      has(actors("A man of the MILF lives in Cotabato, Philippines. The rebels left the hills of Samar."),
          "\"rebels\"  actor ac-milf"));
  // Words that name nobody are not an actor of a country that the report is not about.
  EXPECT_FALSE(has(actors("The separatist rebels left Cotabato, Philippines."), "actor ac-ua"));
  EXPECT_TRUE(has(actors("The separatist rebels left Donetsk, Ukraine.", "UA"), "actor ac-ua"));
}

TEST(Grounder, APersonIsHimselfAndNotTheBodyHeSpeaksFor) {
  const std::string found =
      actors("Abu Harith, a commander of Ahrar al-Sham, told us the convoy left Homs. He was pleased.");
  EXPECT_TRUE(has(found, "\"Abu Harith\"  actor unresolved Abu Harith")) << found;
  EXPECT_TRUE(has(found, "of=ac-sy-ahrar-al-sham  rule=name/1+role")) << found;
  // His office stands for the body; officials of the lexicon keep its id, too.
  EXPECT_TRUE(has(found, "\"commander of Ahrar al-Sham\"  actor ac-sy-ahrar-al-sham")) << found;
}

TEST(Grounder, PronounsTakeTheNearestFittingActor) {
  EXPECT_TRUE(
      has(actors("Hamas declared a truce. The group gave Israel a week."), "\"group\"  actor ac-hamas"));
  // An official in passing is not "they".
  EXPECT_TRUE(has(actors("The Houthis left Ibb in Yemen, an official said. They took the guns along."),
                  "\"They\"  actor ac-houthis"));
  const std::string text = "The Houthis and the Yemeni army shelled each other near Ibb. They denied it.";
  const model::Document doc = language::plain_document(text);
  const model::Analysis analysis = analyser().analyse(doc);
  base::Diagnostics diagnostics;
  const model::Mentions mentions = grounder().resolve(doc, analysis, {"2016-03-09", "", ""}, &diagnostics);
  bool told = false;
  for (const base::Diagnostic& one : diagnostics) told = told || has(one.message, "\"They\"");
  EXPECT_TRUE(told) << print_mentions(text, mentions);
}

TEST(Grounder, AFarPlaceLosesOrStaysOpen) {
  // Stated next to a place that is far from it, or inside a country that has no such town.
  EXPECT_TRUE(has(places("Four people were killed at Paris near Maiduguri, Nigerian police said."),
                  "\"Paris\"  place unresolved"));
  EXPECT_FALSE(has(places("Gunmen stormed Berlin in Burkina Faso."), "place pl-2950159"));
  EXPECT_FALSE(has(places("In Nyala, Sudan, Wilson said that it was over."), "Wilson"));
  EXPECT_FALSE(has(places("Gulf states sent aid to Yemen."), "\"Gulf\"  place pl-"));
  // Talks take place far away.
  EXPECT_TRUE(has(places("The envoys of Yemen met in Paris and in Geneva."), "\"Paris\"  place pl-2988507"));
  EXPECT_TRUE(has(places("The envoys of Yemen met in Paris and in Geneva."), "\"Geneva\"  place pl-2660646"));
}

TEST(Grounder, NamesWithSmallWordsOwnersAndShortForms) {
  EXPECT_TRUE(has(places("Gangs burned homes in Port-au-Prince."), "\"Port-au-Prince\"  place pl-3718426"));
  EXPECT_TRUE(has(places("Rohingya boats left for Cox's Bazar."), "\"Cox's Bazar\"  place pl-1336134"));
  EXPECT_TRUE(has(places("Police in Springfield, Ill., held two men."), "US/Illinois"));
  EXPECT_TRUE(has(places("Police in Nashua, N.H., held two men."), "US/New Hampshire"));
  EXPECT_FALSE(has(places("He fell ill. Pa was there, Md. Rahim said."), "place pl-"));
  EXPECT_TRUE(has(places("A blast shook the Tondo district of Manila."), "\"Manila\"  place pl-1701668"));
  EXPECT_TRUE(has(places("Aid for Africa and Europe."), "\"Africa\"  place pl-africa"));
}

TEST(Grounder, PlacesByContext) {
  EXPECT_TRUE(has(places("Clashes broke out in Tripoli, Lebanon, overnight."), "Tripoli 34."));
  EXPECT_TRUE(has(places("Clashes broke out in Tripoli, Libya, overnight."), "Tripoli 32."));
  EXPECT_TRUE(has(places("Fighters dug in north of Kidal in Mali."), "\"north of Kidal\"  place pl-2455290"));
  EXPECT_TRUE(has(places("Shells hit northern Mali."), "multi_area"));
}

TEST(Grounder, WhatEveryTownHasBelongsToTheTownOfTheReport) {
  const std::string aleppo = places("Rebels in Aleppo, Syria, shelled the Old City. The airport was closed.");
  EXPECT_TRUE(has(aleppo, "\"Old City\"  place pl-sy-old-city-of-aleppo")) << aleppo;
  EXPECT_TRUE(has(aleppo, "\"airport\"  place pl-170063-airport airport, Aleppo")) << aleppo;
  const std::string taiz = places("In Taiz, Yemen, a mine killed two. Shells hit the city centre.");
  EXPECT_TRUE(has(taiz, "\"city centre\"  place pl-70225-city-centre")) << taiz;
  // Where the report tells of the town that has the name, or of none, the name keeps its place.
  EXPECT_TRUE(has(places("Police in Jerusalem closed the Old City."), "\"Old City\"  place pl-6945291"));
  EXPECT_TRUE(has(places("Israeli police closed the Old City."), "\"Old City\"  place pl-6945291"));
  // No town, no airport; and a word before another noun is none.
  EXPECT_FALSE(has(places("The airport was closed."), "airport"));
  EXPECT_FALSE(has(places("In Taiz, Yemen, the airport road was mined."), "\"airport"));
}

TEST(Grounder, ACountrysNameBeforeADeedIsSafe) {
  EXPECT_FALSE(actors("Fighters backed by Russia air power took an air base.").empty());
}

TEST(Grounder, ANamedProvinceChoosesAmongTownsOfAName) {
  EXPECT_TRUE(has(places("Jefferson City lawmakers passed a bill on Thursday that would let Columbia and "
                         "Kansas City raise the sales "
                         "tax in Missouri."),
                  "\"Columbia\"  place pl-4381982"));
  EXPECT_TRUE(has(places("The bill was passed in Columbia, the American official said."),
                  "\"Columbia\"  place pl-4575352"));
  // A country and a province of one name: the one in which the other places lie.
  EXPECT_TRUE(has(places("The Atlanta woman moved back to Georgia after a year in Birmingham, Alabama."),
                  "\"Georgia\"  place pl-adm-us-ga"));
  EXPECT_TRUE(
      has(places("Police in Georgia arrested a man in Tbilisi."), "\"Georgia\"  place pl-country-ge"));
}

TEST(Grounder, PersonsAreNoPlaces) {
  EXPECT_FALSE(has(places("General Aleppo said so. Mr. Paris agreed."), "place pl-"));
}

TEST(Grounder, Figures) {
  EXPECT_TRUE(
      has(figures("At least 40 people, including 12 children, were killed in Goma."),
          "\"At least 40 people\"  quantity >= low=40 best=open high=open unit=people effect=killed"));
  EXPECT_TRUE(
      has(figures("At least 40 people, including 12 children, were killed in Goma."),
          "\"12 children\"  quantity = low=12 best=12 high=12 unit=child effect=killed category=children"));
  EXPECT_TRUE(has(figures("More than 1,000 fighters left the town."),
                  "\"More than 1,000 fighters\"  quantity > low=1000 best=open high=open unit=fighter "
                  "effect=evacuated category=combatant"));
  EXPECT_TRUE(has(figures("The blast wounded 10 to 15 soldiers."),
                  "quantity range low=10 best=open high=15 unit=soldier effect=injured category=combatant"));
  EXPECT_TRUE(has(figures("Dozens were arrested."),
                  "quantity vague low=24 best=open high=open unit=people effect=detained"));
  EXPECT_TRUE(has(figures("Twelve soldiers killed five rebels near Goma."),
                  "\"Twelve soldiers\"  quantity = low=12 best=12 high=12 unit=soldier effect=none"));
  EXPECT_EQ(figures("It rose by 20 percent to $300 in 2014."), "");
}

TEST(Grounder, FiguresWithParticlesParticiplesPartsAndAges) {
  EXPECT_TRUE(has(figures("Rebels let 12 captives go."), "effect=released"));
  EXPECT_TRUE(has(figures("Gunmen took five workers hostage."), "effect=abducted"));
  EXPECT_TRUE(has(figures("Doctors treated 45 wounded people."), "effect=injured"));
  EXPECT_TRUE(has(figures("Around 300 families have been made homeless."), "effect=displaced"));
  EXPECT_TRUE(
      has(figures("An old woman was shot dead at the gate."), "unit=woman effect=killed category=women"));
  const std::string part = figures("At least 8 of the 30 passengers died.");
  EXPECT_TRUE(
      has(part, "\"At least 8\"  quantity >= low=8 best=open high=open unit=passengers effect=killed"))
      << part;
  EXPECT_TRUE(has(part, "\"30 passengers\"  quantity = low=30 best=30 high=30 unit=passenger effect=none"))
      << part;
  // Verbs of the same forms with nothing behind, and things that are carried or carry.
  EXPECT_TRUE(has(figures("Rebels let 12 captives speak."), "effect=none"));
  EXPECT_TRUE(has(figures("Twenty trucks carried flour to the town."), "effect=none"));
}

// What befell them follows from the verb or noun that governs them, its voice and its phrase.
TEST(Grounder, EffectsFollowTheTree) {
  const auto effect = [](const char* text, const char* figure, const char* wanted) {
    const std::string found = figures(text);
    const std::size_t at = found.find(std::string("\"") + figure + "\"");
    ASSERT_NE(at, std::string::npos) << found;
    EXPECT_TRUE(has(found.substr(at, found.find('\n', at) - at), std::string("effect=") + wanted)) << found;
  };
  effect("Twelve farmers went missing near Bria.", "Twelve farmers", "missing");
  effect("The ambush cost six policemen their lives.", "six policemen", "killed");
  effect("The raid claimed the lives of 14 traders.", "14 traders", "killed");
  effect("The wounded included three nurses.", "three nurses", "injured");
  effect("The deal allowed 300 families to go back to their farms.", "300 families", "returned");
  effect("The number of wounded has risen to 75.", "75", "injured");
  effect("About 50 of the wounded were flown to Goma.", "About 50 of the wounded", "evacuated");
  effect("The rebels exchanged nine officers for 40 prisoners.", "40 prisoners", "released");
  effect("Some 500 workers are stuck at the crossing.", "Some 500 workers", "present");
  effect("The villagers were attacked by ten gunmen.", "ten gunmen", "none");
  effect("Three snipers killed 16 people.", "Three snipers", "none");
  effect("Three snipers killed 16 people.", "16 people", "killed");
  effect("Soldiers shot and wounded four boys.", "four boys", "injured");
  // The same words where they must not count.
  effect("Twelve farmers went to the market.", "Twelve farmers", "none");
  effect("The council moved 60 prisoners to another jail.", "60 prisoners", "none");
  effect("Twenty soldiers rested at the crossing.", "Twenty soldiers", "none");
}

TEST(Grounder, NumbersOfPartsAndScales) {
  EXPECT_TRUE(has(figures("One and a half million people fled."), "low=1500000"));
  EXPECT_TRUE(has(figures("A quarter of a million people fled."), "low=250000"));
  EXPECT_TRUE(has(figures("Three to four thousand people fled."), "low=3000 best=open high=4000"));
  EXPECT_TRUE(has(figures("Five or six rebels died."), "low=5 best=open high=6"));
  // The particle of a verb is no operator.
  EXPECT_TRUE(has(figures("They handed over 12 captives."), "low=12 best=12 high=12"));
  EXPECT_TRUE(has(figures("They held over 12 captives."), "> low=12"));
}

TEST(Grounder, MentionsNestAndNeverCross) {
  const model::Document doc = language::plain_document(
      "A negotiator on the rebel side told Reuters on Monday that more than 1,000 fighters of the Houthi "
      "movement left the city of Taiz, Yemen, within 48 hours.");
  const model::Analysis analysis = analyser().analyse(doc);
  const model::Mentions mentions = grounder().resolve(doc, analysis, {"2016-03-09", "", ""});
  for (std::size_t i = 0; i < mentions.size(); ++i) {
    EXPECT_TRUE(mentions[i].tokens.contains(mentions[i].head));
    for (std::size_t k = i + 1; k < mentions.size(); ++k) {
      const auto a = mentions[i].tokens, b = mentions[k].tokens;
      EXPECT_LE(a.begin, b.begin);
      EXPECT_TRUE(!a.overlaps(b) || a.contains(b) || b.contains(a));
    }
  }
}

TEST(Grounder, WithoutTreesItStillFindsTheMost) {
  const std::string text =
      "Government troops shelled the town of Kidal in Mali on Monday and killed 12 people .";
  model::Document doc = language::plain_document(text);
  model::AnalysisParts parts;
  std::uint32_t at = 0;
  while (at < text.size()) {
    const auto end = static_cast<std::uint32_t>(std::min(text.find(' ', at), text.size()));
    model::Token token;
    token.span = {at, end};
    token.lemma = parts.lemmas.intern(text.substr(at, end - at));
    parts.tokens.push_back(token);
    at = end + 1;
  }
  model::Sentence sentence;
  sentence.tokens = {0, static_cast<std::uint32_t>(parts.tokens.size())};
  sentence.parsed = false;
  parts.sentences.push_back(sentence);
  const model::Analysis analysis = model::make_analysis(std::move(parts), text);
  const std::string shown = print_mentions(text, grounder().resolve(doc, analysis, {"2016-03-09", "", ""}));
  EXPECT_TRUE(has(shown, "pl-2455290")) << shown;
  EXPECT_TRUE(has(shown, "2016-03-07")) << shown;
  EXPECT_TRUE(has(shown, "effect=killed")) << shown;
  EXPECT_TRUE(has(shown, "Government troops")) << shown;
}

TEST(Grounder, ReportCountry) {
  const model::Document doc = language::plain_document(
      "Fighting in Goma and Bukavu displaced thousands of Congolese, aid groups said. US officials called "
      "for calm.");
  const model::Analysis analysis = analyser().analyse(doc);
  EXPECT_EQ(grounder().find_report_country(doc, analysis, {}), "CD");
}

TEST(DataCheck, ShippedDataIsSound) {
  for (const std::string& line : check_data(data())) {
    // Names shared by two actors and members of actors still to come are for a person to judge; the rest must
    // be right.
    EXPECT_TRUE(has(line, "has the name and country") || has(line, "twice") ||
                has(line, "was listed before") || has(line, "overlap") || has(line, "unknown actor"))
        << line;
  }
}

}  // namespace
}  // namespace hudna::ground
