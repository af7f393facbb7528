#include "export/reading_json.h"

#include <array>
#include <nlohmann/json.hpp>

namespace hudna::exports {
namespace {

using Json = nlohmann::ordered_json;
using namespace model;

Json optional_number(const std::optional<std::int64_t>& value) { return value ? Json(*value) : Json(nullptr); }

void put_candidates(Json* out, const std::vector<Candidate>& candidates) {
  if (candidates.empty()) return;
  Json list = Json::array();
  for (const Candidate& c : candidates) list.push_back({{"id", c.id}, {"name", c.name}, {"score", c.score}});
  (*out)["candidates"] = std::move(list);
}

struct PutValue {
  Json* out;
  void operator()(std::monostate) const {}
  void operator()(const ActorValue& v) const {
    (*out)["name"] = v.name;
    (*out)["id"] = v.id;
    (*out)["type"] = name(v.type);
    (*out)["side"] = name(v.side);
    if (!v.country.empty()) (*out)["country"] = v.country;
    if (v.private_person) (*out)["private"] = true;
    if (!v.affiliation.empty()) (*out)["affiliation"] = v.affiliation;
    (*out)["rule"] = v.rule;
    put_candidates(out, v.candidates);
  }
  void operator()(const PlaceValue& v) const {
    (*out)["name"] = v.name;
    (*out)["id"] = v.id;
    (*out)["lat"] = v.id.empty() ? Json(nullptr) : Json(v.lat);
    (*out)["lon"] = v.id.empty() ? Json(nullptr) : Json(v.lon);
    (*out)["precision"] = name(v.precision);
    (*out)["country"] = v.country;
    (*out)["admin1"] = v.admin1;
    (*out)["admin2"] = v.admin2;
    (*out)["rule"] = v.rule;
    put_candidates(out, v.candidates);
  }
  void operator()(const TimeValue& v) const {
    (*out)["edtf"] = v.edtf;
    (*out)["min"] = v.min;
    (*out)["max"] = v.max;
    (*out)["rule"] = v.rule;
    (*out)["anchor"] = v.anchor;
  }
  void operator()(const Quantity& v) const {
    (*out)["op"] = name(v.op);
    (*out)["low"] = optional_number(v.low);
    (*out)["best"] = optional_number(v.best);
    (*out)["high"] = optional_number(v.high);
    if (v.effect != Effect::None) (*out)["effect"] = name(v.effect);
    (*out)["unit"] = v.unit;
    (*out)["category"] = v.category;
  }
  void operator()(const DurationValue& v) const { (*out)["iso"] = v.iso; }
};

Json slot_json(const Slot& slot) {
  Json out;
  out["text"] = slot.text;
  std::visit(PutValue{&out}, slot.value);
  out["begin"] = slot.raw.begin;
  out["end"] = slot.raw.end;
  return out;
}

Json date_json(const ResolvedDate& date) {
  Json out;
  out["edtf"] = date.edtf.empty() ? Json(nullptr) : Json(date.edtf);
  out["basis"] = name(date.basis);
  out["rule"] = date.rule;
  out["begin"] = date.raw.begin;
  out["end"] = date.raw.end;
  return out;
}

constexpr std::array kSlotNames = {SlotName::Actor,  SlotName::Target, SlotName::Party,  SlotName::Object,
                                   SlotName::From,   SlotName::To,     SlotName::Place,  SlotName::Weapon,
                                   SlotName::SaidBy, SlotName::Date,   SlotName::Deadline, SlotName::Count,
                                   SlotName::Deaths, SlotName::Injured, SlotName::Duration};

Json statement_json(const Statement& stmt) {
  Json out;
  out["id"] = stmt.id;
  out["kind"] = name(stmt.kind);
  out["type"] = stmt.type;
  out["quote"] = fold_space(stmt.evidence.quote);
  out["begin"] = stmt.evidence.raw.begin;
  out["end"] = stmt.evidence.raw.end;
  out["section"] = name(stmt.section);
  for (SlotName slot_name : kSlotNames) {
    Json list = Json::array();
    for (const Slot& slot : stmt.slots) {
      if (slot.name == slot_name) list.push_back(slot_json(slot));
    }
    out[std::string(name(slot_name))] = std::move(list);
  }
  Json chain = Json::array();
  for (const ChainLink& link : stmt.chain) {
    chain.push_back({{"text", link.text}, {"name", link.name}, {"role", link.role}});
  }
  out["chain"] = std::move(chain);
  out["directness"] = stmt.directness;
  out["certainty_words"] = stmt.certainty_words;
  out["modality"] = name(stmt.modality);
  out["same_as"] = stmt.same_as.empty() ? Json(nullptr) : Json(stmt.same_as);
  out["step"] = stmt.step.empty() ? Json(nullptr) : Json(stmt.step);
  out["rule"] = stmt.evidence.rule;
  // Two decimals: what a score can mean, and the same digits everywhere.
  out["score"] = static_cast<double>(static_cast<int>(stmt.score * 100.0f + 0.5f)) / 100.0;
  return out;
}

}  // namespace

std::string reading_json(const model::Reading& reading) {
  const ReadingParts& parts = reading.parts();
  Json out;
  Json report;
  report["id"] = parts.report_id;
  report["source"] = parts.source;
  report["sha256"] = parts.sha256;
  report["text_sha256"] = parts.text_sha256;
  report["url"] = parts.url;
  report["canonical_url"] = parts.canonical_url;
  report["title"] = parts.title;
  report["outlet"] = parts.outlet;
  report["authors"] = parts.authors;
  report["language"] = parts.language;
  report["published"] = date_json(parts.published);
  report["modified"] = date_json(parts.modified);
  report["dateline"] = parts.dateline;
  report["agency"] = parts.agency;
  report["genre"] = name(parts.genre);
  report["paywalled"] = parts.paywalled;
  report["country"] = parts.main_country;
  report["tool"] = parts.tool;
  out["report"] = std::move(report);
  Json sections = Json::array();
  for (std::size_t i = 0; i < parts.blocks.size(); ++i) {
    const Block& block = parts.blocks[i];
    sections.push_back({{"kind", name(section_kind(block.type))},
                        {"block", name(block.type)},
                        {"begin", parts.block_raws[i].begin},
                        {"end", parts.block_raws[i].end},
                        {"reason", block.reason}});
  }
  out["sections"] = std::move(sections);
  Json statements = Json::array();
  for (const Statement& stmt : parts.statements) statements.push_back(statement_json(stmt));
  out["statements"] = std::move(statements);
  Json diagnostics = Json::array();
  for (const base::Diagnostic& d : parts.diagnostics) {
    diagnostics.push_back({{"code", base::info(d.code).code}, {"message", d.message}, {"begin", d.begin}, {"end", d.end}});
  }
  out["diagnostics"] = std::move(diagnostics);
  return out.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace hudna::exports
