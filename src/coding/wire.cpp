#include "coding/wire.h"

#include <algorithm>
#include <cstdio>
#include <set>

#include "coding/truecase.h"
#include "ground/grounder.h"
#include "ground/toml_rows.h"
#include "language/analyser.h"
#include "reading/reader.h"

namespace hudna::coding {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

constexpr std::string_view kMonths = "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC";

}  // namespace

std::string iso_of_muc_day(std::string_view text) {
  std::size_t at = 0;
  const auto number = [&] {
    int value = -1;
    for (std::size_t digits = 0; at < text.size() && is_digit(text[at]) && digits < 4; ++at, ++digits) {
      value = std::max(value, 0) * 10 + (text[at] - '0');
    }
    return value;
  };
  const int day = number();
  if (day < 1 || day > 31 || at >= text.size() || text[at] != ' ' || at + 4 >= text.size()) return {};
  const std::size_t month = kMonths.find(text.substr(at + 1, 3));
  if (month == std::string_view::npos || month % 3 != 0) return {};
  at += 4;
  while (at < text.size() && is_letter(text[at])) ++at;
  while (at < text.size() && text[at] == ' ') ++at;
  int year = number();
  if (year < 0) return {};
  // Two digits are of the last century: the messages are of 1988 to 1990.
  if (year < 100) year += 1900;
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "%04d-%02d-%02d", year, static_cast<int>(month / 3) + 1, day);
  return buffer;
}

std::string muc_day_of_iso(std::string_view iso) {
  int year = 0, month = 0, day = 0;
  if (std::sscanf(std::string(iso.substr(0, 10)).c_str(), "%d-%d-%d", &year, &month, &day) != 3) return {};
  if (month < 1 || month > 12) return {};
  char buffer[48];
  std::snprintf(buffer, sizeof buffer, "%02d %s %02d", day,
                std::string(kMonths.substr(static_cast<std::size_t>(month - 1) * 3, 3)).c_str(),
                ((year % 100) + 100) % 100);
  return buffer;
}

struct WireReader::Parts {
  Truecaser truecaser;
  WordTable words;
  language::Analyser analyser;
  ground::Grounder grounder;
  reading::Reader reader;
  std::set<std::string, std::less<>> remarks;

  bool remark(std::string_view inside) const {
    std::string word;
    bool some = false;
    for (std::size_t at = 0; at <= inside.size(); ++at) {
      if (at < inside.size() && is_letter(inside[at])) {
        word += lower(inside[at]);
      } else if (!word.empty()) {
        if (remarks.find(word) == remarks.end()) return false;
        some = true;
        word.clear();
      }
    }
    return some;
  }
};

WireReader::WireReader(std::unique_ptr<const Parts> parts) : parts_(std::move(parts)) {}
WireReader::WireReader(WireReader&&) noexcept = default;
WireReader& WireReader::operator=(WireReader&&) noexcept = default;
WireReader::~WireReader() = default;
const WordTable& WireReader::words() const& { return parts_->words; }

base::Result<WireReader> WireReader::open(const base::DataSource& data) {
  auto truecaser = Truecaser::open(data);
  if (!truecaser) return tl::unexpected(truecaser.error());
  auto words = WordTable::open(data);
  if (!words) return tl::unexpected(words.error());
  auto analyser = language::Analyser::open(data);
  if (!analyser) return tl::unexpected(analyser.error());
  auto grounder = ground::Grounder::open(data);
  if (!grounder) return tl::unexpected(grounder.error());
  auto reader = reading::Reader::open(data);
  if (!reader) return tl::unexpected(reader.error());
  const auto file = data.file("coding/muc.toml");
  if (!file) return tl::unexpected(file.error());
  const auto rows = ground::read_toml_rows(file->bytes, file->path);
  if (!rows) return tl::unexpected(rows.error());
  std::set<std::string, std::less<>> remarks;
  for (const ground::TomlRow& row : *rows) {
    if (row.table == "wire") remarks.insert(row.list("remarks").begin(), row.list("remarks").end());
  }
  return WireReader(
      std::make_unique<const Parts>(Parts{std::move(*truecaser), std::move(*words), std::move(*analyser),
                                          std::move(*grounder), std::move(*reader), std::move(remarks)}));
}

Wire WireReader::read(std::string_view text) const {
  std::string date, place;
  std::string shown(text);
  // The dateline ends at the first double hyphen of the first lines: "SAN SALVADOR, 3 JAN 90 (AGENCY) -- ".
  const std::size_t dash = text.substr(0, 300).find("--");
  if (dash != std::string_view::npos) {
    for (std::size_t at = 0; at < dash && date.empty(); ++at) {
      if (!is_digit(text[at]) || (at > 0 && (is_digit(text[at - 1]) || is_letter(text[at - 1])))) continue;
      date = iso_of_muc_day(text.substr(at, dash - at));
      if (date.empty()) continue;
      std::size_t begin = 0, end = at;
      while (begin < end && !is_letter(text[begin])) ++begin;
      end = std::min(end, text.find_first_of(",(", begin));
      place = std::string(text.substr(begin, end - begin));
    }
    if (!date.empty()) {
      for (std::size_t at = 0; at < dash + 2; ++at) {
        if (shown[at] != '\n') shown[at] = ' ';
      }
    }
  }
  for (std::size_t at = shown.find('['); at != std::string::npos; at = shown.find('[', at + 1)) {
    const std::size_t end = shown.find(']', at);
    if (end == std::string::npos) break;
    if (end - at < 80 && parts_->remark(std::string_view(shown).substr(at + 1, end - at - 1))) {
      for (std::size_t k = at; k <= end; ++k) {
        if (shown[k] != '\n') shown[k] = ' ';
      }
    }
  }
  shown = parts_->truecaser.apply(shown);
  // Square brackets are the service's parentheses.
  std::replace(shown.begin(), shown.end(), '[', '(');
  std::replace(shown.begin(), shown.end(), ']', ')');
  model::Document doc = language::plain_document(shown);
  model::Analysis analysis = parts_->analyser.analyse(doc);
  const std::string place_shown = parts_->truecaser.apply(place);
  model::Mentions mentions = parts_->grounder.resolve(doc, analysis, {date, "", place_shown});
  reading::ReportMeta meta;
  meta.published = date;
  model::Reading reading = parts_->reader.read(doc, analysis, meta);
  return Wire{std::string(text),  std::move(doc),  std::move(analysis), std::move(mentions),
              std::move(reading), std::move(date), std::move(place)};
}

}  // namespace hudna::coding
