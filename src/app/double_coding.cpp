#include "app/double_coding.h"

#include <algorithm>
#include <map>
#include <set>

namespace hudna::app {

std::optional<double> cohens_kappa(const CodePairs& codes) {
  if (codes.empty()) return std::nullopt;
  std::map<std::string, std::pair<double, double>> margins;
  double same = 0;
  for (const auto& [a, b] : codes) {
    margins[a].first += 1;
    margins[b].second += 1;
    same += a == b;
  }
  const double n = static_cast<double>(codes.size());
  double chance = 0;
  for (const auto& [code, counts] : margins) chance += counts.first / n * (counts.second / n);
  if (chance >= 1) return std::nullopt;
  return (same / n - chance) / (1 - chance);
}

std::optional<double> krippendorffs_alpha(const CodePairs& codes) {
  if (codes.empty()) return std::nullopt;
  std::map<std::string, double> counts;
  double differ = 0;
  for (const auto& [a, b] : codes) {
    counts[a] += 1;
    counts[b] += 1;
    differ += a != b;
  }
  // Two codes an item: the pairs of one item count twice, once in each order, as in the coincidence matrix.
  const double n = 2 * static_cast<double>(codes.size());
  double expected = 0;
  for (const auto& [code, count] : counts) expected += count * (n - count);
  if (expected <= 0) return std::nullopt;
  return 1 - (n - 1) * 2 * differ / expected;
}

DoubleCoding compare_coders(const std::vector<model::ReviewRow>& reviews) {
  struct Codes {
    std::map<std::string, CodedItem::Side> fields;  // "verdict" and edited fields
    std::map<std::string, std::string> before;      // what an edited field was
  };
  std::map<std::string, Codes> first, second;  // by row
  std::map<std::pair<std::string, std::string>, std::string> rulings;
  for (const model::ReviewRow& row : reviews) {
    const model::Decision& e = row.entry;
    const bool blind = e.role == "second";
    const bool good = blind ? row.effect == "apart" : row.effect == "in_force" || row.effect == "replaced";
    if (!good || row.now.empty() || e.decision == "undo" || e.decision == "defer") continue;
    const bool edit = e.decision == "edit";
    const std::string field = edit ? e.field : "verdict", value = edit ? e.after : e.decision;
    if (e.role == "adjudicator") {
      if (row.effect == "in_force") rulings[{row.now, field}] = value;
      continue;
    }
    // In order of the log: what a coder said last counts, also where an adjudicator has replaced it since.
    Codes& to = (blind ? second : first)[row.now];
    to.fields[field] = {value, e.reviewer, e.at, e.reason};
    if (edit) to.before[field] = e.before;
    // Who sets a field has taken the row for real.
    if (edit && to.fields.count("verdict") == 0) to.fields["verdict"] = {"accept", e.reviewer, e.at, e.reason};
  }
  std::map<std::string, CodePairs> pairs;
  DoubleCoding out;
  for (const auto& [id, blind] : second) {
    const auto known = first.find(id);
    if (known == first.end()) continue;
    std::set<std::string> fields;
    for (const Codes* codes : std::initializer_list<const Codes*>{&known->second, &blind}) {
      for (const auto& [field, side] : codes->fields) fields.insert(field);
    }
    for (const std::string& field : fields) {
      // Who looked at the row and left the field alone has coded it as it was read.
      const auto code = [&](const Codes& own, const Codes& other) {
        const auto set = own.fields.find(field);
        if (set != own.fields.end()) return set->second;
        const auto was = other.before.find(field);
        CodedItem::Side side;
        if (!own.fields.empty()) side = own.fields.begin()->second;
        side.value = was == other.before.end() ? "" : was->second;
        return side;
      };
      const CodedItem::Side a = code(known->second, blind), b = code(blind, known->second);
      pairs[field].emplace_back(a.value, b.value);
      if (a.value == b.value) continue;
      const auto ruling = rulings.find({id, field});
      out.disagreements.push_back({id, field, a, b, ruling == rulings.end() ? "" : ruling->second});
    }
  }
  for (const auto& [field, codes] : pairs) {
    CodedField one;
    one.field = field;
    one.items = codes.size();
    for (const auto& [a, b] : codes) one.agree += a == b;
    one.percent = 100.0 * static_cast<double>(one.agree) / static_cast<double>(one.items);
    one.kappa = cohens_kappa(codes);
    one.alpha = krippendorffs_alpha(codes);
    out.fields.push_back(std::move(one));
  }
  return out;
}

}  // namespace hudna::app
