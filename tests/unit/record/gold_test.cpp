// Do the readings of a careful coder add up to the record that the coder
// expects? Readings are made from ../shared/gold/homs (perfect reading, values
// resolved by a small table here), merged, and compared with record.toml by
// statement, not by words. Skipped where ../shared is absent.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "base/files.h"
#include "ground/toml_rows.h"
#include "record/builder.h"
#include "record/names.h"
#include "record/status.h"
#include "tests/support/policies.h"
#include "tests/support/readings.h"
#include "tests/support/shared.h"

namespace hudna::record {
namespace {

namespace fs = std::filesystem;
using model::Side;
using model::SlotName;
using testing::Actor;
using testing::Place;

using testing::shared;

// What the words of the gold stand for; the test's own stand-in for the grounding stage.
const Actor kGovernment{"",  "ac-gov", "Syrian government", Side::Government, model::ActorType::Government,
                        "SY"};
const Actor kRebels{"", "ac-opp", "Syrian opposition", Side::Opposition, model::ActorType::ArmedGroup, "SY"};
const Actor kArmy{"", "ac-army", "Syrian army", Side::Government, model::ActorType::StateForces, "SY"};

bool find_actor(const std::string& text, Actor* out) {
  static const std::map<std::string, Actor> kTable = {
      {"syrian opposition", kRebels},
      {"rebels", kRebels},
      {"fighters", kRebels},
      {"opposition militants", kRebels},
      {"opponents", kRebels},
      {"syrian government", kGovernment},
      {"assad s regime", kGovernment},
      {"regime", kGovernment},
      {"syrian authorities", kGovernment},
      {"syrian army", kArmy},
      {"syrian soldiers", kArmy},
      {"army", kArmy},
      {"bashar al assad", kGovernment},
      {"united nations", {"", "ac-un", "United Nations", Side::Third, model::ActorType::Igo}},
      {"iran", {"", "ac-iran", "Iran", Side::Third, model::ActorType::Government, "IR"}},
      {"turkey", {"", "ac-turkey", "Turkey", Side::Third, model::ActorType::Government, "TR"}},
      {"russia", {"", "ac-russia", "Russia", Side::Third, model::ActorType::Government, "RU"}},
      {"russian military police",
       {"", "ac-rmp", "Russian military police", Side::Third, model::ActorType::ForeignForces, "RU"}},
      {"al nusra front", {"", "ac-nusra", "Al-Nusra Front", Side::Other, model::ActorType::ArmedGroup, "SY"}},
      {"jabhat al nusra",
       {"", "ac-nusra", "Al-Nusra Front", Side::Other, model::ActorType::ArmedGroup, "SY"}},
      {"islamic state", {"", "ac-isil", "Islamic State", Side::Other, model::ActorType::ArmedGroup, "SY"}},
      {"hayat tahrir al sham",
       {"", "ac-hts", "Hayat Tahrir al-Sham", Side::Other, model::ActorType::ArmedGroup, "SY"}},
  };
  const auto found = kTable.find(fold_name(text));
  if (found == kTable.end()) return false;
  *out = found->second;
  return true;
}

bool find_place(const std::string& text, Place* out) {
  using model::Precision;
  static const std::map<std::string, Place> kTable = {
      {"homs", {"", "pl-homs", "Homs", 34.73, 36.72, Precision::Settlement, "SY", "Homs"}},
      {"old city",
       {"", "pl-homs-old", "Old City of Homs", 34.732, 36.718, Precision::Neighbourhood, "SY", "Homs"}},
      {"old town",
       {"", "pl-homs-old", "Old City of Homs", 34.732, 36.718, Precision::Neighbourhood, "SY", "Homs"}},
      {"zahra", {"", "pl-zahra", "Zahra", 34.74, 36.74, Precision::Neighbourhood, "SY", "Homs"}},
      {"northern homs province",
       {"", "pl-homs-prov", "Homs", 34.5, 37.5, Precision::Governorate, "SY", "Homs"}},
      {"northern homs", {"", "pl-homs-prov", "Homs", 34.5, 37.5, Precision::Governorate, "SY", "Homs"}},
      {"al ghanto", {"", "pl-ghanto", "Al-Ghanto", 34.83, 36.68, Precision::Settlement, "SY", "Homs"}},
      {"hama", {"", "pl-hama", "Hama", 35.13, 36.75, Precision::Governorate, "SY", "Hama"}},
      {"aleppo", {"", "pl-aleppo", "Aleppo", 36.2, 37.16, Precision::Settlement, "SY", "Aleppo"}},
      {"aleppo university",
       {"", "pl-aleppo-uni", "Aleppo University", 36.21, 37.11, Precision::Site, "SY", "Aleppo"}},
      {"damascus", {"", "pl-damascus", "Damascus", 33.51, 36.29, Precision::Settlement, "SY", "Damascus"}},
      {"mleiha", {"", "pl-mleiha", "Mleiha", 33.48, 36.37, Precision::Settlement, "SY", "Rif Dimashq"}},
      {"syria", {"", "pl-syria", "Syria", 35, 38, Precision::Country, "SY", ""}},
      {"eastern syria", {"", "pl-syria", "Syria", 35, 38, Precision::Country, "SY", ""}},
  };
  const auto found = kTable.find(fold_name(text));
  if (found == kTable.end()) return false;
  *out = found->second;
  return true;
}

model::Quantity quantity(const std::string& figure) {
  model::Quantity out;
  std::string digits = figure;
  out.op = model::QuantityOp::Equal;
  const std::map<std::string, model::QuantityOp> kOps = {{">=", model::QuantityOp::AtLeast},
                                                         {"<=", model::QuantityOp::AtMost},
                                                         {">", model::QuantityOp::More},
                                                         {"<", model::QuantityOp::Less},
                                                         {"~", model::QuantityOp::Approx}};
  for (const std::string op : {">=", "<=", ">", "<", "~"}) {
    if (digits.compare(0, op.size(), op) != 0) continue;
    out.op = kOps.at(op);
    digits.erase(0, op.size());
    break;
  }
  if (digits.find_first_not_of("0123456789") != std::string::npos) {
    out.op = model::QuantityOp::Vague;
    return out;
  }
  const std::int64_t value = std::stoll(digits);
  if (out.op == model::QuantityOp::AtMost || out.op == model::QuantityOp::Less)
    out.high = value;
  else
    out.low = value;
  if (out.op == model::QuantityOp::Equal || out.op == model::QuantityOp::Approx) out.best = out.high = value;
  return out;
}

// White space runs of a text as one space each, with the offset of every byte.
struct Folded {
  std::string text;
  std::vector<std::uint32_t> offsets;
};
Folded fold(const std::string& text) {
  Folded out;
  for (std::size_t i = 0; i < text.size();) {
    const bool nbsp = text.compare(i, 2, "\xC2\xA0") == 0;
    const bool space = nbsp || text[i] == ' ' || text[i] == '\n' || text[i] == '\r' || text[i] == '\t';
    if (space) {
      if (out.text.empty() || out.text.back() != ' ')
        out.text.push_back(' '), out.offsets.push_back(static_cast<std::uint32_t>(i));
      i += nbsp ? 2 : 1;
      continue;
    }
    out.text.push_back(text[i]);
    out.offsets.push_back(static_cast<std::uint32_t>(i++));
  }
  out.offsets.push_back(static_cast<std::uint32_t>(text.size()));
  return out;
}

struct Gold {
  std::vector<model::Reading> readings;
  std::map<std::string, std::string> ids;  // "npr-4" -> "st-…"
};

Gold read_gold(const fs::path& root) {
  Gold out;
  const std::map<std::string, std::string> kOutlets = {{"npr", "NPR"},
                                                       {"vice", "VICE News"},
                                                       {"naharnet", "Naharnet"},
                                                       {"al-monitor", "Al-Monitor"},
                                                       {"ea-worldview", "EA WorldView"}};
  for (const auto& [stem, outlet] : kOutlets) {
    const std::string bytes = *base::read_file((root / "gold/homs" / (stem + ".toml")).string());
    const auto rows = ground::read_toml_rows(bytes, stem);
    EXPECT_TRUE(rows);
    std::string file, published;
    for (const ground::TomlRow& row : *rows) {
      if (row.table != "report") continue;
      file = row.text("file");
      for (const std::string& date : row.list("published")) {
        if (date.size() > published.size() && date.find('/') == std::string::npos) published = date;
      }
    }
    testing::ReportMaker maker(file, outlet, published);
    const std::string text = *base::read_file((root / "seeds" / file).string());
    model::Block block;
    block.type = model::BlockType::Paragraph;
    block.span = {0, static_cast<std::uint32_t>(text.size())};
    maker.set_text(text, {block});
    const Folded folded = fold(text);
    std::map<std::string, model::Span> spans;
    for (const ground::TomlRow& row : *rows) {
      if (row.table != "statement") continue;
      const std::string quote = fold(std::string(row.text("quote"))).text;
      const std::size_t at = folded.text.find(quote);
      EXPECT_NE(at, std::string::npos) << row.text("id");
      if (at == std::string::npos) continue;
      const model::Span span{folded.offsets[at], folded.offsets[at + quote.size()]};
      auto stmt = maker.at(*model::find_code<model::StatementKind>(row.text("kind")),
                           std::string(row.text("type")), span);
      spans[std::string(row.text("id"))] = span;
      if (row.has("modality")) stmt.modality(*model::find_code<model::Modality>(row.text("modality")));
      const std::map<std::string, SlotName> kActors = {{"actor", SlotName::Actor},
                                                       {"target", SlotName::Target},
                                                       {"party", SlotName::Party},
                                                       {"object", SlotName::Object},
                                                       {"said_by", SlotName::SaidBy}};
      for (const auto& [key, slot] : kActors) {
        std::set<std::string> seen;
        bool named = false;
        for (const std::string& text_of : row.list(key)) {
          Actor actor;
          if (!find_actor(text_of, &actor) || !seen.insert(actor.id).second) continue;
          // Alternatives name one actor; only parties and brokers may be several.
          if (named && slot != SlotName::Party && row.text("kind") != "role") continue;
          named = true;
          actor.text = row.text(key);
          stmt.actor(slot, actor);
        }
        if (!named && row.has(key)) {
          Actor actor{std::string(row.text(key)), "", "", Side::Unclear};
          stmt.actor(slot, actor);
        }
      }
      const std::map<std::string, SlotName> kPlaces = {
          {"place", SlotName::Place}, {"from", SlotName::From}, {"to", SlotName::To}};
      for (const auto& [key, slot] : kPlaces) {
        for (const std::string& text_of : row.list(key)) {
          Place place;
          if (!find_place(text_of, &place)) continue;
          place.text = text_of;
          stmt.place(place, slot);
          break;
        }
      }
      if (row.has("date")) stmt.when(std::string(row.text("date")));
      if (row.has("deadline")) stmt.due("../" + std::string(row.text("deadline")));
      if (row.has("duration")) {
        std::string iso = "PT";
        for (const char c : row.text("duration")) iso += c == 'h' ? "H" : c == ' ' ? "" : std::string(1, c);
        stmt.lasts(iso);
      }
      for (const auto& [key, slot] : std::map<std::string, SlotName>{
               {"count", SlotName::Count}, {"deaths", SlotName::Deaths}, {"injured", SlotName::Injured}}) {
        for (const std::string& figure : row.list(key)) stmt.slot(slot, figure, quantity(figure));
      }
    }
    model::Reading reading = maker.make();
    for (const ground::TomlRow& row : *rows) {
      if (row.table != "statement" || spans.count(std::string(row.text("id"))) == 0) continue;
      for (const model::Statement& stmt : reading.statements()) {
        if (stmt.evidence.span == spans[std::string(row.text("id"))] && stmt.type == row.text("type") &&
            name(stmt.kind) == row.text("kind")) {
          out.ids[std::string(row.text("id"))] = stmt.id;
        }
      }
    }
    out.readings.push_back(std::move(reading));
  }
  return out;
}

class GoldRecord : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!fs::exists(shared() / "gold/homs/record.toml"))
      GTEST_SKIP() << "../shared/gold is absent (or name ../shared with HUDNA_SHARED)";
    gold_ = read_gold(shared());
    record_.emplace(build_record(testing::pointers(gold_.readings), testing::policies()));
  }
  const model::RecordParts& r() const { return record_->parts(); }
  // The agreement that holds the gold statement, or none.
  std::string agreement_of(const std::string& id) const {
    for (const model::AgreementRow& row : r().agreements) {
      for (const model::StatementId stmt : row.statements) {
        if (r().statements[stmt].id == gold_.ids.at(id)) return row.id;
      }
    }
    return "none";
  }
  const model::AgreementRow& agreement(const std::string& statement) const {
    const std::string id = agreement_of(statement);
    for (const model::AgreementRow& row : r().agreements) {
      if (row.id == id) return row;
    }
    ADD_FAILURE() << "no agreement holds " << statement;
    return r().agreements[model::AgreementId(0)];
  }
  std::set<std::string> actors(const std::vector<model::ThirdParty>& parties) const {
    std::set<std::string> out;
    for (const model::ThirdParty& party : parties) {
      if (party.role == "broker") out.insert(r().actors[party.actor.value].name);
    }
    return out;
  }
  std::set<std::string> sides(const model::AgreementRow& row) const {
    std::set<std::string> out;
    for (const model::Party& party : row.parties) out.insert(r().actors[party.actor.value].name);
    return out;
  }
  const model::ContradictionRow* contradiction(const std::set<std::string>& statements) const {
    for (const model::ContradictionRow& row : r().contradictions) {
      std::set<std::string> held;
      for (const model::Position& position : row.positions) {
        for (const model::StatementId id : position.statements) held.insert(r().statements[id].id);
      }
      if (std::all_of(statements.begin(), statements.end(),
                      [&](const std::string& id) { return held.count(gold_.ids.at(id)) != 0; }))
        return &row;
    }
    return nullptr;
  }

  Gold gold_;
  std::optional<model::Record> record_;
};

TEST_F(GoldRecord, FourAgreementsStayApart) {
  std::set<std::string> ids = {agreement_of("npr-1"), agreement_of("ea-1"), agreement_of("mon-1"),
                               agreement_of("vice-14")};
  EXPECT_EQ(ids.size(), 4u);
  EXPECT_EQ(ids.count("none"), 0u);
  for (const char* id : {"nah-1", "nah-2", "nah-3", "vice-1", "vice-6", "mon-3", "mon-5"})
    EXPECT_EQ(agreement_of(id), agreement_of("npr-1")) << id;
  EXPECT_EQ(agreement_of("ea-3"), agreement_of("ea-1"));
  EXPECT_EQ(agreement_of("mon-2"), agreement_of("mon-1"));
  for (const model::AgreementRow& row : r().agreements) {
    std::string line = row.id + " | " + row.title + " |";
    for (const model::ReportId report : row.reports) line += " " + r().reports[report].outlet;
    std::puts(line.c_str());
  }
}

TEST_F(GoldRecord, TermsGatherUnderTheirAgreement) {
  const std::string bytes = *base::read_file((shared() / "gold/homs/record.toml").string());
  const auto rows = ground::read_toml_rows(bytes, "record.toml");
  ASSERT_TRUE(rows);
  const std::map<std::string, std::string> kHeads = {{"homs-old-city-2014", "npr-1"},
                                                     {"northern-homs-2017", "ea-1"},
                                                     {"aleppo-2014", "mon-1"},
                                                     {"homs-2013-11", "vice-14"}};
  const std::map<std::string, std::vector<std::string>> kTerms = {
      {"npr-1",
       {"vice-3", "npr-2", "npr-4", "npr-15", "vice-4", "mon-7", "npr-5", "npr-6", "nah-6", "npr-7", "nah-4",
        "vice-2", "npr-8", "nah-5", "nah-10"}},
      {"ea-1", {"ea-4", "ea-5", "ea-6", "ea-7", "ea-8", "ea-9", "ea-10", "ea-11", "ea-12", "ea-13", "ea-14"}},
      {"mon-1", {"mon-4"}}};
  for (const auto& [head, terms] : kTerms) {
    for (const std::string& term : terms) EXPECT_EQ(agreement_of(term), agreement_of(head)) << term;
  }
  const auto same_provision = [this](const std::vector<std::string>& list) {
    for (const model::ProvisionRow& row : r().provisions) {
      std::set<std::string> held;
      for (const model::StatementId id : row.statements) held.insert(r().statements[id].id);
      if (std::all_of(list.begin(), list.end(),
                      [&](const std::string& id) { return held.count(gold_.ids.at(id)) != 0; }))
        return true;
    }
    return false;
  };
  EXPECT_TRUE(same_provision({"npr-2", "npr-4", "npr-15", "vice-4", "mon-7"}));
  EXPECT_TRUE(same_provision({"npr-6", "nah-6"}));
  EXPECT_TRUE(same_provision({"npr-7", "nah-4", "vice-2"}));
  EXPECT_TRUE(same_provision({"npr-8", "nah-5"}));
  EXPECT_TRUE(same_provision({"ea-7", "ea-8"}));
}

TEST_F(GoldRecord, SidesAndBrokers) {
  const std::set<std::string> both = {"Syrian government", "Syrian opposition"};
  EXPECT_EQ(sides(agreement("npr-1")), both);
  EXPECT_EQ(sides(agreement("ea-1")), both);
  EXPECT_EQ(actors(agreement("npr-1").third_parties), (std::set<std::string>{"United Nations", "Iran"}));
  EXPECT_EQ(actors(agreement("ea-1").third_parties), (std::set<std::string>{"Russia"}));
  EXPECT_EQ(actors(agreement("mon-1").third_parties), (std::set<std::string>{"Iran", "Turkey"}));
  EXPECT_EQ(actors(agreement("vice-14").third_parties), (std::set<std::string>{"United Nations"}));
  EXPECT_EQ(agreement("mon-1").standing, model::Standing::Prospective);
}

TEST_F(GoldRecord, TheThreeContradictions) {
  const model::ContradictionRow* leaving = contradiction({"npr-4", "mon-7", "vice-4"});
  ASSERT_NE(leaving, nullptr);
  EXPECT_EQ(leaving->kind, "number");
  EXPECT_EQ(leaving->positions.size(), 3u);
  const model::ContradictionRow* stance = contradiction({"nah-7", "nah-8"});
  ASSERT_NE(stance, nullptr);
  EXPECT_EQ(stance->kind, "stance");
  const model::ContradictionRow* omission = contradiction({"npr-8", "npr-16"});
  ASSERT_NE(omission, nullptr);
  EXPECT_EQ(omission->kind, "omission");
  for (const model::ContradictionRow& row : r().contradictions)
    std::puts((row.kind + ": " + row.about).c_str());
}

TEST_F(GoldRecord, OneBlastToldTwice) {
  const auto incident_of = [this](const std::string& id) {
    for (const model::IncidentRow& row : r().incidents) {
      for (const model::StatementId stmt : row.statements) {
        if (r().statements[stmt].id == gold_.ids.at(id)) return row.id;
      }
    }
    return std::string("none");
  };
  EXPECT_EQ(incident_of("vice-7"), incident_of("vice-16"));
  EXPECT_NE(incident_of("vice-7"), "none");
  // Other events of the same places and days stay their own.
  for (const char* id : {"vice-17", "vice-15", "npr-12", "nah-14", "nah-15", "nah-16"})
    EXPECT_NE(incident_of(id), incident_of("vice-7")) << id;
  EXPECT_NE(incident_of("nah-14"), incident_of("nah-15"));
  EXPECT_EQ(incident_of("nah-22"), "none");  // a war total
}

TEST_F(GoldRecord, DealsAreWhereTheRecordPutsThem) {
  const auto place = [this](const std::string& statement) {
    const model::AgreementRow& row = agreement(statement);
    return row.places.empty() ? std::string("nowhere") : r().places[row.places.front().value].name;
  };
  EXPECT_EQ(place("mon-1"), "Aleppo");
  for (const char* id : {"npr-1", "ea-1", "vice-14"}) EXPECT_EQ(place(id), "Homs") << id;
}

// All names of one actor of record.toml that the record has lead to one row, and two actors' names to two.
TEST_F(GoldRecord, NamesOfOneActorLeadToOneRow) {
  const std::string bytes = *base::read_file((shared() / "gold/homs/record.toml").string());
  const auto rows = ground::read_toml_rows(bytes, "record.toml");
  ASSERT_TRUE(rows);
  std::set<std::string> all;
  std::size_t actors = 0;
  for (const ground::TomlRow& row : *rows) {
    if (row.table != "same_actor") continue;
    ++actors;
    std::set<std::string> found;
    for (const std::string& wanted : row.list("names")) {
      for (const model::ActorRow& actor : r().actors) {
        bool here = fold_name(actor.name) == fold_name(wanted);
        for (const std::string& text : actor.names_as_reported) here = here || fold_name(text) == fold_name(wanted);
        if (here) found.insert(actor.id);
      }
    }
    EXPECT_EQ(found.size(), 1u) << row.list("names").front();
    all.insert(found.begin(), found.end());
  }
  EXPECT_EQ(actors, 3u);
  EXPECT_EQ(all.size(), 3u);
}

TEST_F(GoldRecord, SpellingsOfOnePerson) {
  const auto row_of = [this](const std::string& name) {
    for (const model::ActorRow& row : r().actors) {
      if (std::find(row.names_as_reported.begin(), row.names_as_reported.end(), name) !=
          row.names_as_reported.end())
        return row.id;
    }
    return std::string("none");
  };
  EXPECT_NE(row_of("Abu al-Harith"), "none");
  EXPECT_EQ(row_of("Abu al-Harith"), row_of("Abul Harith al-Khalidi"));
}

TEST_F(GoldRecord, LateIsOverdueWithoutReport) {
  for (std::size_t i = 0; i < r().provisions.size(); ++i) {
    const model::ProvisionRow& row = r().provisions[model::ProvisionId(i)];
    const bool here = std::any_of(row.statements.begin(), row.statements.end(), [&](model::StatementId id) {
      return r().statements[id].id == gold_.ids.at("ea-13");
    });
    if (!here) continue;
    const ComplianceStatus status = compliance_as_of(r(), model::ProvisionId(i), *find_day("2017-09-11"));
    EXPECT_EQ(status.state, model::Compliance::Overdue);
    EXPECT_FALSE(status.reported);
    return;
  }
  FAIL() << "no provision holds ea-13";
}

}  // namespace
}  // namespace hudna::record
