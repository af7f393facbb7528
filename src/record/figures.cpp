// How many? Figures of one scope (slot, effect, unit, category) are kept as
// reported and ranged by a named policy (record-model 2.12).
#include <algorithm>
#include <map>
#include <tuple>

#include "record/names.h"
#include "record/work.h"

namespace hudna::record {

using model::Figure;
using model::FigureSet;
using model::Quantity;
using model::QuantityOp;
using model::SlotName;

namespace {

// Thousands with commas, as in "1,000".
std::string group_digits(std::int64_t value) {
  std::string digits = std::to_string(value < 0 ? -value : value);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ",");
  return (value < 0 ? "-" : "") + digits;
}

// Runs of words before the unit keep scopes apart: 12 buses are not 12 fighters. Unknown units go together.
std::string unit_key(const Quantity& quantity) { return fold_name(quantity.unit); }

}  // namespace

void apply_policy(const NumberPolicy& policy, Figure* figure) {
  const Quantity& q = figure->quantity;
  const std::optional<std::int64_t> stated = q.low ? q.low : q.best ? q.best : q.high;
  figure->low = figure->best = figure->high = std::nullopt;
  switch (q.op) {
    case QuantityOp::Equal:
    case QuantityOp::Approx:
      figure->low = figure->best = figure->high = q.best ? q.best : stated;
      break;
    case QuantityOp::More:
      if (stated) figure->low = figure->best = *stated + policy.more_than_adds;
      break;
    case QuantityOp::AtLeast:
      figure->low = figure->best = stated;
      break;
    case QuantityOp::Less:
    case QuantityOp::AtMost: {
      const std::optional<std::int64_t> top = q.high ? q.high : q.best ? q.best : q.low;
      figure->low = policy.up_to_low;
      if (top) {
        figure->high = *top - (q.op == QuantityOp::Less ? policy.more_than_adds : 0);
        if (*figure->high < *figure->low) figure->high = figure->low;
      }
      if (policy.up_to_best) figure->best = figure->high;
      break;
    }
    case QuantityOp::Range:
      figure->low = figure->best = q.low ? q.low : q.best;
      figure->high = q.high;
      if (figure->low && figure->high && *figure->high < *figure->low)
        std::swap(*figure->low, *figure->high), figure->best = figure->low;
      break;
    case QuantityOp::Vague: {
      const std::vector<std::string> words = split_words(fold_name(figure->text));
      for (const auto& [word, value] : policy.vague) {
        const std::vector<std::string> wanted = split_words(word);
        if (std::search(words.begin(), words.end(), wanted.begin(), wanted.end()) == words.end()) continue;
        figure->low = figure->best = value;
        // "Tens of thousands" is no "thousands" of the table: the reader's own low stands for compounds.
        if (q.low && *q.low > value * 5) figure->low = figure->best = q.low;
        return;
      }
      figure->low = figure->best = stated;
      break;
    }
  }
}

bool figures_apart(const Figure& a, const Figure& b) {
  const auto low = [](const Figure& f) {
    std::int64_t value = f.low.value_or(0);
    return f.quantity.op == QuantityOp::Approx ? value - value / 10 : value;
  };
  // A vague word reaches up to the next one ("hundreds" ends before a thousand).
  const auto high = [](const Figure& f) -> std::optional<std::int64_t> {
    if (f.quantity.op == QuantityOp::Vague && f.low) {
      std::int64_t top = 100;
      while (top <= *f.low) top *= 10;
      return top - 1;
    }
    if (!f.high) return std::nullopt;
    return f.quantity.op == QuantityOp::Approx ? *f.high + *f.high / 10 : *f.high;
  };
  const auto high_a = high(a), high_b = high(b);
  return (high_a && *high_a < low(b)) || (high_b && *high_b < low(a));
}

std::string print_figure(const Figure& figure) {
  const Quantity& q = figure.quantity;
  const std::optional<std::int64_t> stated = q.low ? q.low : q.best ? q.best : q.high;
  switch (q.op) {
    case QuantityOp::Vague: {
      const std::string words = model::fold_space(figure.text);
      return words.empty() && stated ? group_digits(*stated) : words;
    }
    case QuantityOp::Range:
      if (q.low && q.high) return group_digits(*q.low) + " to " + group_digits(*q.high);
      break;
    case QuantityOp::Equal:
      break;
    case QuantityOp::Less:
    case QuantityOp::AtMost: {
      const auto top = q.high ? q.high : q.best ? q.best : q.low;
      if (top) return std::string(name(q.op)) + " " + group_digits(*top);
      break;
    }
    default:
      if (stated) return std::string(name(q.op)) + " " + group_digits(*stated);
  }
  if (stated) return group_digits(*stated);
  return model::fold_space(figure.text);
}

std::vector<FigureSet> make_figures(const Work& work, const std::vector<model::StatementId>& statements) {
  const NumberPolicy& policy = work.policies.number_policy();
  using Scope = std::tuple<SlotName, model::Effect, std::string, std::string>;
  std::map<Scope, std::vector<Figure>> scopes;
  for (const model::StatementId id : statements) {
    const Fact& fact = work.facts[id.index()];
    if (fact.stmt->modality == model::Modality::Denied || fact.stmt->modality == model::Modality::Negated)
      continue;
    for (const model::Slot& slot : fact.stmt->slots) {
      const auto* quantity = std::get_if<Quantity>(&slot.value);
      if (quantity == nullptr) continue;
      Figure figure;
      figure.statement = id;
      figure.slot = slot.name;
      figure.text = slot.text;
      figure.quantity = *quantity;
      apply_policy(policy, &figure);
      // Deaths and injuries need no unit: people are meant, and words for them vary.
      const bool people = slot.name == SlotName::Deaths || slot.name == SlotName::Injured;
      // Who died of wounds later is no other count of the dead, but comes on top of it.
      const std::string category = people && fact.later_death ? std::string(model::kDiedOfWounds)
                                   : people && quantity->category == "unknown" ? ""
                                                                               : quantity->category;
      scopes[{slot.name, quantity->effect, people ? std::string() : unit_key(*quantity), category}].push_back(
          std::move(figure));
    }
  }
  std::vector<FigureSet> out;
  for (auto& [scope, figures] : scopes) {
    FigureSet set;
    std::tie(set.slot, set.effect, set.unit, set.category) = scope;
    set.policy = policy.name;
    std::vector<model::StatementId> behind;
    // One vote an origin: its latest figure.
    std::map<std::uint32_t, const Figure*> votes;
    const bool standing = std::any_of(figures.begin(), figures.end(), [&work](const Figure& figure) {
      return !work.facts[figure.statement.index()].corrected;
    });
    for (const Figure& figure : figures) {
      if (behind.empty() || behind.back() != figure.statement) behind.push_back(figure.statement);
      const Fact& fact = work.facts[figure.statement.index()];
      // Statements ascend by report day, so the last one is the latest; a figure that its own report corrects
      // has no vote.
      if (!fact.corrected || !standing) votes[fact.origin] = &figure;
      if (figure.low && (!set.low || *figure.low < *set.low)) set.low = figure.low;
      if (!figure.high) set.open_high = true;
      if (figure.high && (!set.high || *figure.high > *set.high)) set.high = figure.high;
      if (figure.low && !figure.high && (!set.high || *figure.low > *set.high)) set.high = figure.low;
      set.approximate = set.approximate || figure.quantity.op == QuantityOp::Approx ||
                        figure.quantity.op == QuantityOp::Vague;
    }
    std::map<std::int64_t, std::size_t> counts;
    for (const auto& [origin, figure] : votes) {
      if (figure->best) ++counts[*figure->best];
    }
    if (!counts.empty()) {
      if (policy.best == BestRule::Lowest) {
        set.best = counts.begin()->first;
      } else if (policy.best == BestRule::Latest) {
        for (const Figure& figure : figures) {
          if (figure.best) set.best = figure.best;
        }
      } else {
        std::size_t most = 0;
        for (const auto& [value, count] : counts) {
          if (count > most) most = count, set.best = value;
        }
      }
    }
    sort_unique(&behind);
    set.origins = work.count_origins(behind);
    bool apart = false;
    for (std::size_t i = 1; i < figures.size() && !apart; ++i)
      apart = figures_apart(figures[0], figures[i]) || figures_apart(figures[i - 1], figures[i]);
    set.agreement = apart                 ? model::Accord::Conflict
                    : figures.size() == 1 ? model::Accord::Single
                    : counts.size() <= 1  ? model::Accord::Unanimous
                                          : model::Accord::Majority;
    set.figures = std::move(figures);
    out.push_back(std::move(set));
  }
  return out;
}

}  // namespace hudna::record
