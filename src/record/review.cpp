#include "record/review.h"

#include <algorithm>
#include <charconv>
#include <tuple>

#include "record/aliases.h"
#include "record/days.h"
#include "record/work.h"

namespace hudna::record {

using model::Decision;
using model::SlotName;

namespace {

// What settles a matter: of two such decisions the later one holds. A redaction stands beside them.
bool settles(std::string_view decision) {
  return decision == "accept" || decision == "reject" || decision == "mark_disputed" || decision == "defer";
}

bool starts(std::string_view text, std::string_view prefix) {
  return text.substr(0, prefix.size()) == prefix;
}

bool find_number(std::string_view text, std::int64_t* out) {
  const auto end = std::from_chars(text.data(), text.data() + text.size(), *out);
  return end.ec == std::errc() && end.ptr == text.data() + text.size() && *out >= 0;
}

const std::pair<std::string_view, SlotName> kSlots[] = {{"date", SlotName::Date},
                                                        {"deadline", SlotName::Deadline},
                                                        {"deaths", SlotName::Deaths},
                                                        {"injured", SlotName::Injured},
                                                        {"count", SlotName::Count}};

}  // namespace

bool editable_statement_field(std::string_view field) {
  if (field == "type" || field == "modality") return true;
  return std::any_of(std::begin(kSlots), std::end(kSlots),
                     [field](const auto& slot) { return slot.first == field; });
}

bool editable_row_field(std::string_view id, std::string_view field) {
  if (starts(id, "ag-")) return field == "title" || field == "kind";
  if (starts(id, "in-")) return field == "type";
  if (starts(id, "cx-")) return field == "explanation" || field == "significance";
  return false;
}

bool fits_field(std::string_view field, std::string_view value) {
  std::int64_t number = 0;
  if (field == "modality") return model::find_code<model::Modality>(value).has_value();
  if (field == "date" || field == "deadline") return find_range(value).has_value();
  if (field == "deaths" || field == "injured" || field == "count") return find_number(value, &number);
  return !value.empty();
}

model::Statement edit_statement(model::Statement stmt, std::string_view field, const std::string& value) {
  if (!fits_field(field, value)) return stmt;
  if (field == "type") {
    stmt.type = value;
  } else if (field == "modality") {
    stmt.modality = *model::find_code<model::Modality>(value);
  }
  for (const auto& [name, slot] : kSlots) {
    if (name != field) continue;
    auto at = std::find_if(stmt.slots.begin(), stmt.slots.end(),
                           [wanted = slot](const model::Slot& one) { return one.name == wanted; });
    if (at == stmt.slots.end()) {
      at = stmt.slots.insert(stmt.slots.end(), model::Slot{});
      at->name = slot;
    }
    if (slot == SlotName::Date || slot == SlotName::Deadline) {
      model::TimeValue time;
      const model::Period days = make_period(value);
      time.edtf = value, time.min = days.min, time.max = days.max, time.rule = "reviewer/1";
      at->value = time;
    } else {
      model::Quantity quantity;
      if (const auto* known = std::get_if<model::Quantity>(&at->value)) quantity = *known;
      std::int64_t number = 0;
      find_number(value, &number);
      quantity.op = model::QuantityOp::Equal;
      quantity.low = quantity.best = quantity.high = number;
      at->value = quantity;
    }
  }
  return stmt;
}

bool is_verdict(std::string_view decision) { return settles(decision) || decision == "redact"; }

bool is_verdict_on_row(const Decision& entry) {
  return is_verdict(entry.decision) && !starts(entry.target, "st-");
}

std::string decision_id(const Decision& entry, std::size_t number) {
  std::vector<std::string> parts = {
      std::to_string(number), entry.decision, entry.target, entry.field, entry.after,
      entry.reason,           entry.reviewer, entry.at};
  parts.insert(parts.end(), entry.others.begin(), entry.others.end());
  return content_id("rv-", parts);
}

Rulings::Rulings(std::span<const Decision> log) : log_(log), effects_(log.size(), "in_force") {
  // From the last entry back: one that is undone takes nothing back itself.
  std::set<std::string, std::less<>> undone;
  std::set<std::tuple<std::string, std::string, std::string>> settled;  // target, matter, field
  for (std::size_t i = log.size(); i-- > 0;) {
    const Decision& entry = log[i];
    if (undone.count(entry.id) != 0) {
      effects_[i] = "undone";
      continue;
    }
    if (entry.decision == "undo") {
      undone.insert(entry.target);
      continue;
    }
    // A second coder codes blind: what they decide is compared with the first coder's log, and changes nothing.
    const bool second = entry.role == "second";
    if (second) effects_[i] = "apart";
    if (settles(entry.decision) || entry.decision == "edit") {
      const std::string matter = (second ? "second " : "") + std::string(entry.decision == "edit" ? "edit" : "verdict");
      if (!settled.insert({entry.target, matter, entry.field}).second) {
        effects_[i] = "replaced";
        continue;
      }
    }
    if (second) continue;
    if (entry.decision == "reject" && starts(entry.target, "st-")) rejected_.insert(entry.target);
    if (entry.decision == "edit" && starts(entry.target, "st-")) edits_[entry.target].push_back(&entry);
  }
}

const model::Statement* Rulings::edited(const model::Statement& stmt) {
  const auto found = edits_.find(stmt.id);
  if (found == edits_.end()) return nullptr;
  model::Statement out = stmt;
  for (const Decision* entry : found->second)
    out = edit_statement(std::move(out), entry->field, entry->after);
  kept_.push_back(std::move(out));
  return &kept_.back();
}

std::vector<const Decision*> Rulings::shapes(std::string_view prefix) const {
  std::vector<const Decision*> out;
  for (std::size_t i = 0; i < log_.size(); ++i) {
    const Decision& entry = log_[i];
    if (effects_[i] == "in_force" && (entry.decision == "split" || entry.decision == "merge") &&
        starts(entry.target, prefix))
      out.push_back(&entry);
  }
  return out;
}

void Rulings::finish(model::RecordParts* out) const {
  // Which row holds a statement, for targets whose id has changed.
  const auto holder = [out](const auto& table, const std::vector<std::string>& anchors) -> std::string {
    for (const auto& row : table) {
      for (const model::StatementId id : row.statements) {
        if (std::find(anchors.begin(), anchors.end(), out->statements[id].id) != anchors.end()) return row.id;
      }
    }
    return {};
  };
  for (std::size_t i = 0; i < log_.size(); ++i) {
    const Decision& entry = log_[i];
    model::ReviewRow row;
    row.id = entry.id;
    row.entry = entry;
    row.effect = effects_[i];
    if (entry.decision == "undo") {
      row.now = entry.target;
    } else if (const auto now = find_current_id(*out, entry.target)) {
      row.now = *now;
    } else if (starts(entry.target, "ag-")) {
      row.now = holder(out->agreements, entry.anchors);
    } else if (starts(entry.target, "in-")) {
      row.now = holder(out->incidents, entry.anchors);
    } else if (starts(entry.target, "pv-")) {
      row.now = holder(out->provisions, entry.anchors);
    } else if (starts(entry.target, "cx-")) {
      for (const model::ContradictionRow& cx : out->contradictions) {
        for (const model::Position& position : cx.positions) {
          for (const model::StatementId id : position.statements) {
            const bool here = std::find(entry.anchors.begin(), entry.anchors.end(), out->statements[id].id) !=
                              entry.anchors.end();
            if (here && row.now.empty() && cx.kind == entry.before) row.now = cx.id;
          }
        }
      }
    }
    if (row.now.empty() && row.effect == "in_force") row.effect = "orphaned";
    if (row.effect == "in_force" && entry.decision == "edit") {
      for (std::size_t k = 0; k < out->agreements.size(); ++k) {
        model::AgreementRow& deal = out->agreements[model::AgreementId(k)];
        if (deal.id == row.now && entry.field == "title") deal.title = entry.after;
        if (deal.id == row.now && entry.field == "kind") deal.kind = entry.after;
      }
      for (std::size_t k = 0; k < out->incidents.size(); ++k) {
        model::IncidentRow& event = out->incidents[model::IncidentId(k)];
        if (event.id == row.now && entry.field == "type") event.type = entry.after;
      }
      for (std::size_t k = 0; k < out->contradictions.size(); ++k) {
        model::ContradictionRow& cx = out->contradictions[model::ContradictionId(k)];
        if (cx.id != row.now) continue;
        if (entry.field == "explanation") cx.explanation = entry.after, cx.resolution = "reviewer";
        if (entry.field == "significance") cx.significance = entry.after;
      }
    }
    out->reviews.push(std::move(row));
  }
}

const model::ReviewRow* verdict_of(const model::RecordParts& record, std::string_view id) {
  const model::ReviewRow* out = nullptr;
  for (const model::ReviewRow& row : record.reviews) {
    const std::string& decision = row.entry.decision;
    if (row.now == id && row.effect == "in_force" && is_verdict(decision)) out = &row;
  }
  return out;
}

}  // namespace hudna::record
