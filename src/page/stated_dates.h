// Which absolute dates stand in a short line? find_dates reads the notations of
// bylines, stamps and URLs ("03 May 2014, 17:56", "August 3, 2017",
// "2014-05-03T17:56Z", "8/3/2017") as EDTF. Useful for: page furniture and
// metadata. Not for: expressions in running text (ground/calendar.h).
// Thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "page/vocabulary.h"

namespace hudna::page {

struct FoundDate {
  std::string
      edtf;  // "2014-05-03", "2014-05-03T17:56", "2014-05"; empty for a day whose order is unclear (8/3/2017)
  std::size_t begin = 0;  // bytes in the line
  std::size_t end = 0;
};

// At most `limit` dates in order of place. Linear.
std::vector<FoundDate> find_dates(std::string_view line, const Vocabulary& vocabulary, std::size_t limit = 4);

// The EDTF of a metadata value ("2014-05-03T17:56:00+02:00", "20140503", "Sat, 03 May 2014 17:56:00 GMT");
// empty when it states none. Seconds and zone are dropped, for the record dates by the day.
std::string metadata_date(std::string_view value, const Vocabulary& vocabulary);

// The date in an address's path ("/2014/05/03/", "-20140503"); empty when none.
std::string url_date(std::string_view url);

// True for a real day of the years that pages are from.
bool is_day(int year, int month, int day);

}  // namespace hudna::page
