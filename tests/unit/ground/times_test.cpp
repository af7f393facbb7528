#include "ground/times.h"

#include <gtest/gtest.h>

namespace hudna::ground {
namespace {

const TimeTagger& tagger() {
  static const TimeTagger made = [] {
    auto opened = TimeTagger::open(base::DataSource());
    EXPECT_TRUE(opened.has_value()) << (opened ? "" : print(opened.error()));
    return opened ? std::move(*opened) : TimeTagger();
  }();
  return made;
}

// "words = edtf rule | …"; lengths as "words = P3D".
std::string times(std::string_view text, std::string anchor = "2016-03-09", bool narrative = false) {
  const std::vector<Word> words = cut_words(text);
  std::string out;
  for (const TimeExpression& time : tagger().tag(words, {anchor, narrative})) {
    if (!out.empty()) out += " | ";
    out += std::string(time.span.of(text)) + " = " + (time.value.edtf.empty() ? time.iso : time.value.edtf);
    if (!time.value.bound.empty()) out += " " + time.value.bound;
  }
  return out;
}

// The report's day, 2016-03-09, is a Wednesday.
TEST(Times, WeekdayIsTheNearestPastDay) {
  EXPECT_EQ(times("Shelling resumed on Monday in Taiz."), "Monday = 2016-03-07");
  EXPECT_EQ(times("The ministry said on Wednesday that it was calm."), "Wednesday = 2016-03-09");
  EXPECT_EQ(times("Fighting broke out on Thursday."), "Thursday = 2016-03-03");
  EXPECT_EQ(times("as late as Monday"), "Monday = 2016-03-07");
}

TEST(Times, WeekdayLooksAheadWithAFutureVerb) {
  EXPECT_EQ(times("The truce will start on Friday."), "Friday = 2016-03-11");
  EXPECT_EQ(times("Officials said on Monday the talks will open on Saturday."),
            "Monday = 2016-03-07 | Saturday = 2016-03-12");
  EXPECT_EQ(times("They have until Sunday."), "Sunday = 2016-03-13 until");
  EXPECT_EQ(times("next Tuesday"), "next Tuesday = 2016-03-15");
  EXPECT_EQ(times("last Wednesday"), "last Wednesday = 2016-03-02");
}

// The report is of Wednesday, 2016-03-09: the last Sunday is the 6th, the next one the 13th; the last Friday
// the 4th, the next one the 11th; the last Thursday the 3rd, the next one the 10th.
TEST(Times, TenseAndModalsTellWhichWeekdayIsMeant) {
  struct Case {
    const char* text;
    const char* words;  // of the weekday
    const char* day;
  };
  for (const Case& one : std::initializer_list<Case>{
           // What happened.
           {"Two guards were killed by gunmen on Sunday.", "Sunday", "2016-03-06"},
           {"The army shelled Kidal on Sunday.", "Sunday", "2016-03-06"},
           {"The mine was laid by rebels and went off on Sunday.", "Sunday", "2016-03-06"},
           {"Clashes on Sunday", "Sunday", "2016-03-06"},
           {"On Sunday, rebels shelled the port.", "Sunday", "2016-03-06"},
           {"Rebels said they will not leave Gao, where clashes broke out on Sunday.", "Sunday",
            "2016-03-06"},
           {"The sides agreed on Sunday to stop.", "Sunday", "2016-03-06"},
           {"He was forced to flee on Sunday.", "Sunday", "2016-03-06"},
           {"The convoy went to Kidal on Sunday.", "Sunday", "2016-03-06"},
           {"Three of those who had been freed on Sunday fell ill.", "Sunday", "2016-03-06"},
           {"The ministers will discuss Sunday's attack.", "Sunday", "2016-03-06"},
           {"The truce has held since Sunday and will be extended.", "Sunday", "2016-03-06"},
           {"The truce held until Sunday.", "Sunday", "2016-03-06"},
           {"By Friday, 20 people had died.", "Friday", "2016-03-04"},
           {"Talks ran from Thursday and ended in a row.", "Thursday", "2016-03-03"},
           {"Some 20 people died between Friday and the vote.", "Friday", "2016-03-04"},
           {"last Friday", "Friday", "2016-03-04"},
           {"A spokesman said Sunday the plan was dead.", "Sunday", "2016-03-06"},
           // What lies ahead.
           {"The truce will begin on Sunday.", "Sunday", "2016-03-13"},
           {"The truce begins on Sunday.", "Sunday", "2016-03-13"},
           {"The truce is due to begin on Sunday.", "Sunday", "2016-03-13"},
           {"The truce is to begin on Sunday.", "Sunday", "2016-03-13"},
           {"The envoy said that talks would resume on Sunday.", "Sunday", "2016-03-13"},
           {"The prisoners will be released on Sunday.", "Sunday", "2016-03-13"},
           {"Buses will enter the besieged town on Sunday.", "Sunday", "2016-03-13"},
           {"On Sunday, the parties will exchange lists.", "Sunday", "2016-03-13"},
           {"The two sides agreed to meet on Sunday.", "Sunday", "2016-03-13"},
           {"The rebels must leave by Friday.", "Friday", "2016-03-11"},
           {"The rebels were told to leave by Friday.", "Friday", "2016-03-11"},
           {"They have until Sunday.", "Sunday", "2016-03-13"},
           {"The truce was extended until Sunday.", "Sunday", "2016-03-13"},
           {"The army gave them until Sunday to leave.", "Sunday", "2016-03-13"},
           {"A meeting was set for Friday.", "Friday", "2016-03-11"},
           {"Guns must be silent from Thursday.", "Thursday", "2016-03-10"},
           {"Tension rose ahead of Sunday's vote.", "Sunday", "2016-03-13"},
           {"The deal may be signed on Friday.", "Friday", "2016-03-11"},
           {"next Friday", "next Friday", "2016-03-18"},
           {"the coming Friday", "coming Friday", "2016-03-11"},
           // The day of the report itself.
           {"The delegates will meet on Wednesday.", "Wednesday", "2016-03-09"},
           {"The delegates met on Wednesday.", "Wednesday", "2016-03-09"},
       }) {
    const std::string got = times(one.text);
    EXPECT_NE(got.find(std::string(one.words)), std::string::npos) << one.text << ": " << got;
    EXPECT_NE(got.find(one.day), std::string::npos) << one.text << ": " << got;
  }
  EXPECT_EQ(times("It will be decided this week."), "this week = 2016-03-07/2016-03-13");
  EXPECT_EQ(times("Nine people died this week."), "this week = 2016-03-07/2016-03-13");
}

TEST(Times, EventsNamedAfterAWeekdayAreNone) { EXPECT_EQ(times("The Bloody Sunday inquiry closed."), ""); }

TEST(Times, DaysAndMonthsWithoutAYear) {
  EXPECT_EQ(times("a clash on February 27"), "February 27 = 2016-02-27");
  EXPECT_EQ(times("They must leave by May 10."), "May 10 = 2016-05-10 by");
  EXPECT_EQ(times("an attack on 12 December"), "12 December = 2015-12-12");
  EXPECT_EQ(times("The siege began in November."), "November = 2015-11");
  EXPECT_EQ(times("since mid-December"), "mid-December = 2015-12/.. since");
  EXPECT_EQ(times("since 2012"), "2012 = 2012/.. since");
  EXPECT_EQ(times("The talks will resume in April."), "April = 2016-04");
}

TEST(Times, MayAndMarchAsVerbsAreNone) {
  EXPECT_EQ(times("Rebels may march on the capital."), "");
  EXPECT_EQ(times("May God help them, said April Diaz."), "");
  EXPECT_EQ(times("They may leave in May."), "May = 2016-05");
}

TEST(Times, CountedFromTheReport) {
  EXPECT_EQ(times("three days ago"), "three days ago = 2016-03-06");
  EXPECT_EQ(times("two weeks ago"), "two weeks ago = 2016-02-22/2016-02-28");
  EXPECT_EQ(times("a year ago"), "a year ago = 2015");
  EXPECT_EQ(times("yesterday evening"), "yesterday evening = 2016-03-08");
  EXPECT_EQ(times("last month"), "last month = 2016-02");
  EXPECT_EQ(times("earlier this week"), "earlier this week = 2016-03-07/2016-03-13");
  EXPECT_EQ(times("late last year"), "late last year = 2015");
  EXPECT_EQ(times("Over the past three days shells fell."), "the past three days = 2016-03-06/2016-03-09");
}

TEST(Times, CountedFromTheDayToldLast) {
  EXPECT_EQ(times("The convoy arrived on March 1 and left two days later."),
            "March 1 = 2016-03-01 | two days later = 2016-03-03");
  EXPECT_EQ(times("It was signed on March 1, 2016. The following day shelling resumed."),
            "March 1, 2016 = 2016-03-01 | The following day = 2016-03-02");
  EXPECT_EQ(times("In June 2011 the army came. The same year it left."),
            "June 2011 = 2011-06 | The same year = 2011");
}

TEST(Times, ClockTimes) {
  EXPECT_EQ(times("It took effect at noon on Tuesday."), "noon on Tuesday = 2016-03-08T12:00");
  EXPECT_EQ(times("The pause starts at 6 a.m. on 12 March."), "6 a.m. on 12 March = 2016-03-12T06:00");
  EXPECT_EQ(times("midnight on Friday will see it begin"), "midnight on Friday = 2016-03-11T00:00");
  EXPECT_EQ(times("The score was 3:2 on the road."), "");
}

TEST(Times, Lengths) {
  EXPECT_EQ(times("a 72-hour ceasefire"), "72-hour = PT72H");
  EXPECT_EQ(times("for almost two years"), "almost two years = P2Y");
  EXPECT_EQ(times("The bodies must be handed over within 48 hours."),
            "48 hours = 2016-03-09/2016-03-11 within");
  EXPECT_EQ(times("a three-day truce"), "three-day = P3D");
  EXPECT_EQ(times("every day"), "every day = P1D");
  EXPECT_EQ(times("He came second; one day."), "one day = P1D");
}

TEST(Times, Feasts) {
  EXPECT_EQ(times("a Christmas truce in 2014", "2014-12-26"), "Christmas = 2014-12-25 | 2014 = 2014");
  EXPECT_EQ(times("during Eid al-Adha", "2016-09-14"), "Eid al-Adha = 2016-09-13~");
  EXPECT_EQ(times("Easter 2016"), "Easter 2016 = 2016-03-27");
}

TEST(Times, PartsOfPeriods) {
  EXPECT_EQ(times("the first week of May 2015"), "the first week of May 2015 = 2015-05-01/2015-05-07");
  EXPECT_EQ(times("the second half of 2014"), "the second half of 2014 = 2014-41");
  EXPECT_EQ(times("the end of 2014"), "the end of 2014 = 2014");
  EXPECT_EQ(times("in the summer of 2006"), "the summer of 2006 = 2006-22");
  EXPECT_EQ(times("the 1990s"), "the 1990s = 199X");
}

TEST(Times, YearsAreNotCounts) {
  EXPECT_EQ(times("About 2000 people fled and 1500 soldiers stayed."), "");
  EXPECT_EQ(times("Resolution 1701 of 2006"), "2006 = 2006");
  EXPECT_EQ(times("the fall of Goma and a spring of water"), "");
}

TEST(Times, WithoutAnAnchorOpenTimesStayOpen) {
  EXPECT_EQ(times("It began on Monday.", ""), "Monday = ");
  EXPECT_EQ(times("on 3 May 2014", ""), "3 May 2014 = 2014-05-03");
}

TEST(Times, HistoriesCountFromTheDateTold) {
  EXPECT_EQ(times("In 1936 the generals rose. On July 17 the army of Africa revolted.", "2009-12-01", true),
            "1936 = 1936 | July 17 = 1936-07-17");
  EXPECT_EQ(
      times("In 490 BC the fleet sailed; it had left in 492 BC. In 480 BC it came back.", "2009-12-01", true),
      "490 BC = -0489 | 492 BC = -0491 | 480 BC = -0479");
}

TEST(Times, HostileInputEnds) {
  std::string text;
  for (int i = 0; i < 3000; ++i) text += "the first week of the end of 99999999999 of May 31 of ";
  EXPECT_NO_FATAL_FAILURE(times(text));
  EXPECT_NO_FATAL_FAILURE(
      times("999999999999999999999 years ago and 99999999 days later, 9999999 centuries ago"));
}

}  // namespace
}  // namespace hudna::ground
