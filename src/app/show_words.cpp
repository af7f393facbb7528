#include "app/show_words.h"

#include <algorithm>
#include <map>
#include <set>

#include "app/show.h"
#include "record/days.h"
#include "record/names.h"

namespace hudna::app {
namespace {

// "National Public Radio" -> "national-public-radio", at most 16 bytes, cut at a word.
std::string slug(std::string_view text) {
  std::string out;
  for (const char c : record::fold_name(text)) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (letter)
      out.push_back(c);
    else if (!out.empty() && out.back() != '-')
      out.push_back('-');
  }
  if (out.size() > 16) {
    const std::size_t cut = out.rfind('-', 16);
    out.resize(cut == std::string::npos || cut < 4 ? 16 : cut);
  }
  while (!out.empty() && out.back() == '-') out.pop_back();
  return out;
}

std::string file_stem(std::string_view path) {
  const std::size_t slash = path.find_last_of('/');
  if (slash != std::string_view::npos) path.remove_prefix(slash + 1);
  const std::size_t dot = path.rfind('.');
  return std::string(dot == std::string_view::npos || dot == 0 ? path : path.substr(0, dot));
}

std::string grouped(std::int64_t value) {
  std::string digits = std::to_string(value);
  for (std::size_t at = digits.size(); at > 3 + (value < 0 ? 1u : 0u); at -= 3) digits.insert(at - 3, ",");
  return digits;
}

// The lemma of a unit as it stands after a number: "fighter" -> "fighters", "gunman" -> "gunmen".
std::string plural_unit(const std::string& unit) {
  const auto ends = [&unit](std::string_view tail) {
    return unit.size() >= tail.size() && unit.compare(unit.size() - tail.size(), tail.size(), tail) == 0;
  };
  if (unit.empty() || ends("people") || ends("personnel") || ends("men") || ends("children")) return unit;
  if (ends("man")) return unit.substr(0, unit.size() - 3) + "men";
  if (ends("person")) return unit.substr(0, unit.size() - 6) + "people";
  if (ends("child")) return unit + "ren";
  if (ends("s") && !ends("us")) return unit;
  if (ends("s") || ends("x") || ends("ch") || ends("sh")) return unit + "es";
  if (ends("y") && unit.size() > 1 &&
      std::string_view("aeiou").find(unit[unit.size() - 2]) == std::string_view::npos)
    return unit.substr(0, unit.size() - 1) + "ies";
  return unit + "s";
}

// As reported, with its operator.
std::string reported(const model::Figure& figure) {
  using model::QuantityOp;
  const model::Quantity& q = figure.quantity;
  const auto stated = q.low ? q.low : q.best ? q.best : q.high;
  switch (q.op) {
    case QuantityOp::Vague: {
      const std::string words = model::fold_space(figure.text);
      return words.empty() && stated ? grouped(*stated) : words;
    }
    case QuantityOp::Range:
      if (q.low && q.high) return grouped(*q.low) + " to " + grouped(*q.high);
      break;
    case QuantityOp::Less:
    case QuantityOp::AtMost:
      if (q.high) return std::string(name(q.op)) + " " + grouped(*q.high);
      break;
    case QuantityOp::Equal:
      break;
    default:
      if (stated) return std::string(name(q.op)) + " " + grouped(*stated);
  }
  return stated ? grouped(*stated) : model::fold_space(figure.text);
}

// The outlet's name, else the file's.
std::string plain_tag(const model::ReportRow& row) {
  std::string tag = slug(row.outlet);
  const std::string stem = file_stem(row.source);
  // A file named by a number or a hash says less than the title.
  const bool numbered =
      std::count_if(stem.begin(), stem.end(), [](char c) { return c >= '0' && c <= '9'; }) >= 6;
  if (tag.empty() && numbered) tag = slug(row.title);
  if (tag.empty()) tag = slug(stem);
  return tag.empty() ? row.id : tag;
}

}  // namespace

std::vector<std::string> report_tags(const model::RecordParts& record) {
  std::vector<std::string> out;
  std::map<std::string, int> taken;
  for (const model::ReportRow& row : record.reports) {
    std::string tag = plain_tag(row);
    const int n = ++taken[tag];
    if (n > 1) tag += "-" + std::to_string(n);
    out.push_back(std::move(tag));
  }
  return out;
}

std::string spaced_words(std::string_view code) {
  std::string out(code);
  std::replace(out.begin(), out.end(), '_', ' ');
  return out;
}

std::string join_words(const std::vector<std::string>& list, const char* by) {
  std::string out;
  for (const std::string& item : list) out += (out.empty() ? "" : by) + item;
  return out;
}

std::string plural_words(std::size_t n, const std::string& what) {
  return std::to_string(n) + " " + what + (n == 1 ? "" : "s");
}

std::string date_basis_words(model::DateBasis basis) {
  switch (basis) {
    case model::DateBasis::Given:
      return "the given metadata";
    case model::DateBasis::Metadata:
      return "the page's metadata";
    case model::DateBasis::Dateline:
      return "the dateline";
    case model::DateBasis::Visible:
      return "the page's visible date";
    case model::DateBasis::Comments:
      return "the stamps of comments";
    case model::DateBasis::Copyright:
      return "the copyright year";
    case model::DateBasis::Text:
      return "the text itself";
    case model::DateBasis::Unknown:
      return "nothing that was found";
  }
  return "";
}

std::string copy_words(model::CopyKind kind) {
  switch (kind) {
    case model::CopyKind::Original:
      return "original";
    case model::CopyKind::Exact:
      return "the same text as that";
    case model::CopyKind::Near:
      return "near copy";
    case model::CopyKind::Rewrite:
      return "rewrite";
    case model::CopyKind::UpdateOf:
      return "updated version";
  }
  return "";
}

std::string explanation_words(std::string_view code) {
  if (code == "open") return "open: the sources do not settle it";
  if (code == "later_update") return "perhaps a later update: each value is reported in its own time";
  if (code == "rounding") return "perhaps rounding: the figures lie within a tenth";
  if (code == "different_definition") return "perhaps they count different people";
  if (code == "error") return "perhaps an error in copying: copies of one text differ";
  if (code == "denial") return "one source denies what another says";
  return spaced_words(code);
}

std::string modality_note(model::Modality modality) {
  if (modality == model::Modality::Actual) return "";
  return " (" + std::string(name(modality)) + ")";
}

std::string mark_of(model::Modality modality) {
  switch (modality) {
    case model::Modality::Actual:
      return "●";
    case model::Modality::Historical:
      return "·";
    case model::Modality::Denied:
    case model::Modality::Negated:
      return "✕";
    default:
      return "○";
  }
}

std::string status_words(const record::Status& status) {
  if (status.state == "no_report") return "status not reported in these sources";
  if (status.state == "not_yet") return "not yet: first reported event lies later";
  std::string out = status.state == "in_force"      ? "in force since "
                    : status.state == "negotiating" ? "talks, reported "
                                                    : spaced_words(status.state) + " ";
  if (status.by_term) return "term over since " + status.since + ", no report of an extension";
  return out + status.since;
}

std::string age_words(const std::optional<std::int64_t>& days) {
  if (!days || *days == 0) return "";
  return ", " + plural_words(static_cast<std::size_t>(*days), "day") + " before";
}

std::string duration_words(std::string_view iso) {
  std::string out;
  std::int64_t number = 0;
  bool clock = false;
  for (std::size_t i = 1; i < iso.size(); ++i) {
    const char c = iso[i];
    if (c >= '0' && c <= '9') {
      if (number > 100000000) return std::string(iso);
      number = number * 10 + (c - '0');
      continue;
    }
    if (c == 'T') {
      clock = true;
      continue;
    }
    const char* unit = c == 'Y'            ? "year"
                       : c == 'W'          ? "week"
                       : c == 'D'          ? "day"
                       : c == 'H'          ? "hour"
                       : c == 'S'          ? "second"
                       : c == 'M' && clock ? "minute"
                       : c == 'M'          ? "month"
                                           : nullptr;
    if (unit == nullptr) return std::string(iso);
    out += (out.empty() ? "" : " ") + plural_words(static_cast<std::size_t>(number), unit);
    number = 0;
  }
  return out.empty() ? std::string(iso) : out;
}

std::string link_words(const model::AgreementLink& link) {
  if (link.relation == "in_scope_in_force") return "within time and place of";
  if (link.relation == "alleged_violation") return "called a violation of";
  if (link.relation == "recorded_by_monitor") return "recorded by a monitor under";
  if (link.relation == "exempt") return "a group that is left out of";
  if (link.relation == "scope_unclear") return "perhaps within time and place of";
  if (link.relation == "implements_provision") return "carries out a term of";
  return spaced_words(link.relation);
}

Words::Words(const model::RecordParts& record, Tags tags) : r_(record) {
  if (tags == Tags::Numbered) tags_ = report_tags(record);
}

std::string Words::tag_of(model::ReportId report) const {
  return tags_.empty() ? plain_tag(r_.reports[report]) : tags_[report.index()];
}

std::string Words::tags(const std::vector<model::StatementId>& statements) const {
  constexpr std::size_t kShown = 8;
  std::vector<model::ReportId> reports;
  for (const model::StatementId id : statements) reports.push_back(r_.statements[id].report);
  std::sort(reports.begin(), reports.end());
  reports.erase(std::unique(reports.begin(), reports.end()), reports.end());
  std::string out;
  for (std::size_t i = 0; i < reports.size() && i < kShown; ++i)
    out += (i == 0 ? "" : ", ") + tag_of(reports[i]);
  if (reports.size() > kShown) out += " and " + std::to_string(reports.size() - kShown) + " more";
  return out;
}

std::string Words::sides(const model::AgreementRow& row) const {
  std::map<std::string, std::vector<std::string>> letters;
  for (const model::Party& party : row.parties) {
    if (party.group != "third") letters[party.group].push_back(r_.actors[party.actor.value].name);
  }
  std::string out;
  for (const auto& [letter, names] : letters) out += (out.empty() ? "" : " — ") + join_words(names, ", ");
  if (letters.size() == 1) out += " — other side not reported";
  return out;
}

std::string Words::figure_set(const model::FigureSet& set) const {
  std::vector<std::string> values;
  for (const model::Figure& figure : set.figures) {
    const std::string value = reported(figure);
    if (std::find(values.begin(), values.end(), value) == values.end()) values.push_back(value);
  }
  std::string out = join_words(values, " | ");
  if (set.slot == model::SlotName::Deaths)
    out += " killed";
  else if (set.slot == model::SlotName::Injured)
    out += " injured";
  else if (!set.unit.empty() && !out.ends_with(plural_unit(set.unit)))
    // A vague figure is kept in its words, which name the unit already: "hundreds of rebels".
    out += " " + (out == "1" ? set.unit : plural_unit(set.unit));
  if (!set.category.empty() && set.category != "unknown" && set.unit.empty())
    out += " (" + spaced_words(set.category) + ")";
  return out;
}

std::string Words::figures(const std::vector<model::FigureSet>& sets) const {
  std::vector<std::string> parts;
  for (const model::FigureSet& set : sets) parts.push_back(figure_set(set));
  return join_words(parts, ", ");
}

std::string Words::at_places(const std::vector<model::Sourced<model::PlaceId>>& places) const {
  std::vector<std::string> names;
  for (const auto& place : places) {
    const std::string& name = r_.places[place.value].name;
    if (names.size() < 3 && std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
  return names.empty() ? "" : " at " + join_words(names, ", ");
}

std::string Words::incident_date(const model::IncidentRow& row) const {
  if (row.time.value.edtf.empty()) return "no date";
  // A window worked out from the report's date, not a reported time.
  if (row.time.rule.compare(0, 21, "shortly-before-report") == 0) return "before " + row.time.value.max;
  return row.time.value.edtf;
}

std::string Words::incident_line(const model::IncidentRow& row) const {
  std::string out = spaced_words(row.type) + at_places(row.places);
  const std::string figures_text = figures(row.figures);
  if (!figures_text.empty()) out += ": " + figures_text;
  std::vector<std::string> who;
  for (const model::Perpetrator& perpetrator : row.perpetrators) {
    std::string one = r_.actors[perpetrator.actor.value].name;
    if (perpetrator.attribution == model::Attribution::Alleged) one += " (alleged)";
    if (perpetrator.attribution == model::Attribution::ClaimedByActor) one += " (claims it)";
    if (perpetrator.denied) one += " (denied)";
    who.push_back(std::move(one));
  }
  if (!who.empty()) out += "; by " + join_words(who, ", ");
  std::vector<std::string> targets;
  for (const auto& target : row.targets) {
    if (targets.size() < 3) targets.push_back(target.value);
  }
  if (!targets.empty()) out += "; against " + join_words(targets, ", ");
  return out;
}

std::string Words::provision_line(const model::ProvisionRow& row) const {
  const std::string detail = provision_detail(row);
  return spaced_words(row.type) + (detail.empty() ? "" : ": " + detail);
}

std::string Words::provision_detail(const model::ProvisionRow& row) const {
  std::vector<std::string> parts;
  std::vector<std::string> who;
  // Named actors; a bare "fighters" only where nobody is named.
  for (const bool named : {true, false}) {
    for (const auto& actor : row.obligors) {
      if (who.size() < 3 && r_.actors[actor.value].in_lexicon == named)
        who.push_back(r_.actors[actor.value].name);
    }
    if (!who.empty()) break;
  }
  if (!who.empty()) parts.push_back(join_words(who, ", "));
  const std::string figures_text = figures(row.figures);
  if (!figures_text.empty()) parts.push_back(figures_text);
  std::vector<std::string> what;
  for (const auto& object : row.objects) {
    if (what.size() < 2) what.push_back("“" + object.value + "”");
  }
  if (!what.empty()) parts.push_back(join_words(what, ", "));
  if (row.duration) parts.push_back("for " + duration_words(row.duration->value.iso));
  return join_words(parts, "; ");
}

std::string Words::due(const model::DeadlineRow& row) const {
  if (row.due.min.empty() && !row.due.max.empty()) return "by " + row.due.max;
  if (row.due.min == row.due.max) return "on " + row.due.max;
  return row.due.edtf;
}

std::string Words::last_report(const model::AgreementRow& row, record::Day as_of) const {
  std::string best, edtf;
  for (const model::StatementId id : row.statements) {
    const model::ReportRow& report = r_.reports[r_.statements[id].report];
    const auto day = record::find_day(report.first_day);
    if (day && *day <= as_of && report.first_day >= best) best = report.first_day, edtf = report.published;
  }
  return edtf;
}

}  // namespace hudna::app
