#include "ground/calendar.h"

#include <gtest/gtest.h>

namespace hudna::ground {
namespace {

std::string dates(std::string_view text) {
  std::string out;
  for (const DateMatch& match : find_absolute_dates(text)) {
    if (!out.empty()) out += " | ";
    out += std::string(match.span.of(text)) + " = " + match.edtf + match.zone;
  }
  return out;
}

TEST(Calendar, DayNumbersRoundTrip) {
  for (std::int64_t n = -1000000; n < 1000000; n += 37) EXPECT_EQ(day_number(date_of(n)), n);
  EXPECT_EQ(day_number({1970, 1, 1}), 0);
  EXPECT_EQ(weekday({2014, 5, 3}), 6);
  EXPECT_EQ(weekday({2017, 8, 7}), 1);
  EXPECT_EQ(print_day(add_months({2016, 1, 31}, 1)), "2016-02-29");
  EXPECT_EQ(print_day(add_months({2016, 3, 31}, -13)), "2015-02-28");
}

TEST(Calendar, Bounds) {
  const auto bounds = [](std::string_view edtf) {
    const Bounds b = edtf_bounds(edtf);
    return b.min + ".." + b.max;
  };
  EXPECT_EQ(bounds("2014-05-02"), "2014-05-02..2014-05-02");
  EXPECT_EQ(bounds("2014-05-02~"), "2014-05-02..2014-05-02");
  EXPECT_EQ(bounds("2016-02"), "2016-02-01..2016-02-29");
  EXPECT_EQ(bounds("2016-02-XX"), "2016-02-01..2016-02-29");
  EXPECT_EQ(bounds("2016"), "2016-01-01..2016-12-31");
  EXPECT_EQ(bounds("199X"), "1990-01-01..1999-12-31");
  EXPECT_EQ(bounds("2014-22"), "2014-06-01..2014-08-31");
  EXPECT_EQ(bounds("2014-24"), "2014-12-01..2015-02-28");
  EXPECT_EQ(bounds("../2017-09-10"), "..2017-09-10");
  EXPECT_EQ(bounds("2017-08-03T12:00"), "2017-08-03..2017-08-03");
  EXPECT_EQ(bounds("[2014-05-02,2014-05-04]"), "2014-05-02..2014-05-04");
  EXPECT_EQ(bounds("-0479"), "-0479-01-01..-0479-12-31");
  EXPECT_EQ(bounds("XXXX-05-03"), "..");
  EXPECT_EQ(bounds("nonsense"), "..");
  EXPECT_EQ(bounds(""), "..");
}

TEST(Calendar, FindsDatesAsPagesWriteThem) {
  EXPECT_EQ(dates("Published 03 May 2014, 17:56 by staff"), "03 May 2014, 17:56 = 2014-05-03T17:56");
  EXPECT_EQ(dates("May 3, 2014 at 5:56 PM"), "May 3, 2014 at 5:56 PM = 2014-05-03T17:56");
  EXPECT_EQ(dates("on 3 May 2014."), "3 May 2014 = 2014-05-03");
  EXPECT_EQ(dates("2014-05-03T17:56:01Z"), "2014-05-03T17:56:01Z = 2014-05-03T17:56Z");
  EXPECT_EQ(dates("2014-05-03T17:56:01.000+03:00"), "2014-05-03T17:56:01.000+03:00 = 2014-05-03T17:56+03:00");
  EXPECT_EQ(dates("Saturday, May 3"), "Saturday, May 3 = XXXX-05-03");
  EXPECT_EQ(dates("Sat., Sept. 5, 2015"), "Sat., Sept. 5, 2015 = 2015-09-05");
  EXPECT_EQ(dates("since May 2014"), "May 2014 = 2014-05");
  EXPECT_EQ(dates("the 3rd of May, 2014"), "3rd of May, 2014 = 2014-05-03");
  EXPECT_EQ(dates("from 3-5 May 2014"), "3-5 May 2014 = 2014-05-03/2014-05-05");
  EXPECT_EQ(dates("17:56 GMT, 3 May 2014"), "17:56 GMT, 3 May 2014 = 2014-05-03T17:56Z");
  EXPECT_EQ(dates("25/12/2013"), "25/12/2013 = 2013-12-25");
  EXPECT_EQ(dates("12/25/2013"), "12/25/2013 = 2013-12-25");
  EXPECT_EQ(dates("03.05.2014"), "03.05.2014 = 2014-05-03");
  EXPECT_EQ(dates("Sun 16 Apr 2017 Toll rises"), "Sun 16 Apr 2017 = 2017-04-16");
}

TEST(Calendar, AmbiguousNumericDateKeepsBothReadings) {
  const auto found = find_absolute_dates("03/05/2014");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].edtf, "2014-05-03");
  EXPECT_EQ(found[0].other, "2014-03-05");
}

TEST(Calendar, OrdinaryWordsAndNumbersAreNoDates) {
  EXPECT_EQ(dates("they may 3 times march 20 km"), "");
  EXPECT_EQ(dates("Version 1.2.2014.5 of the file"), "");
  EXPECT_EQ(dates("about 2014 people in 2015"), "");
  EXPECT_EQ(dates("the march of 2,000 men"), "");
  // A day that the month does not have is left out, the month is kept.
  EXPECT_EQ(dates("31 February 2014"), "February 2014 = 2014-02");
  EXPECT_EQ(dates("at 17:56"), "");
  EXPECT_EQ(dates("99/99/2014"), "");
}

}  // namespace
}  // namespace hudna::ground
