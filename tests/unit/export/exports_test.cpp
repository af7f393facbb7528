#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/utf8.h"
#include "tests/unit/export/world.h"

namespace hudna::exports {
namespace {

using Json = nlohmann::json;

class Exports : public ::testing::Test {
 protected:
  void SetUp() override { make_world(&world_); }
  Context open(Sharing sharing = Sharing::Partner, bool unreviewed = true) {
    Settings settings;
    settings.sharing = sharing;
    settings.unreviewed = unreviewed;
    return world_.context(settings);
  }
  static bool logged(const Context& context, std::string_view file, std::string_view id,
                     std::string_view reason) {
    return std::any_of(context.log().begin(), context.log().end(), [&](const LogRow& row) {
      return row.file == file && row.id == id && row.reason.find(reason) != std::string::npos;
    });
  }
  World world_;
};

std::string first_line(const std::string& bytes) { return bytes.substr(0, bytes.find("\r\n")); }

// The headers are those of the codebooks, byte for byte.
TEST_F(Exports, HeaderLinesAreThoseOfTheSchemes) {
  Context context = open();
  EXPECT_EQ(
      first_line(bytes_of(&context, write_incidents_ged)),
      "id,relid,year,active_year,code_status,type_of_violence,conflict_dset_id,conflict_new_id,conflict_name,"
      "dyad_dset_id,dyad_new_id,dyad_name,side_a_dset_id,side_a_new_id,side_a,side_b_dset_id,side_b_new_id,"
      "side_b,"
      "number_of_sources,source_article,source_office,source_date,source_headline,source_original,where_prec,"
      "where_coordinates,where_description,adm_1,adm_2,latitude,longitude,geom_wkt,priogrid_gid,country,"
      "country_id,"
      "region,event_clarity,date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,"
      "best,high,"
      "low,gwnoa,gwnob");
  EXPECT_EQ(first_line(bytes_of(&context, write_incidents_acled)),
            "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,"
            "assoc_actor_1,"
            "inter1,actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,"
            "admin2,admin3,"
            "location,latitude,longitude,geo_precision,source,source_scale,notes,fatalities,tags,timestamp");
  std::string cf =
      "cc,cf_id,uniq_id,location,region,link,ucdp_actor_id,actor_name,ucdp_acd_id,ucdp_dyad,pax_id,cf_dec_yr,"
      "cf_dec_month,"
      "cf_dec_day,cf_effect_yr,cf_effect_month,cf_effect_day,evidence_onset,side,partial,written,fixed,fixed_"
      "time,nsa_frac,"
      "p_humanitarian,p_peaceprocess,p_holiday,p_election,p_other,p_other_comment,p_unclear,ceasefire_class,"
      "timing,cf_pp,"
      "mediator_nego,mediator_send,implement,enforcement,ddr,splinter,ended,end_yr,end_month,end_day,"
      "evidence_end,comment,"
      "factivia_source,factivia_page,truce,recentadditions";
  for (int i = 1; i <= 35; ++i) cf += ",link_id" + std::to_string(i);
  EXPECT_EQ(first_line(bytes_of(&context, write_agreements_cf)), cf + ",coder,id");
  EXPECT_EQ(
      first_line(bytes_of(&context, write_agreements_pax)),
      "Con,Contp,PP,PPName,Reg,AgtId,Agt,Dat,Status,Agtp,Stage,StageSub,Part,ThrdPart,OthAgr,Loc1ISO,Loc2ISO,"
      "Loc1GWNO,Loc2GWNO,CowWar,Ce,CeProv,CeGen,SsrGua,SsrPol,SsrArm,SsrDdr,DdrDemil,DdrProg,SsrPsf,SsrFf,"
      "HrMob,"
      "HrDet,Prot,GRef,GCh,GAge,GeWom,GeFa,Dev,Pubad,StDef,Terr,TjAm,TjPrire,TjMis,TjVet,TjVic,ImUN,ImOth,"
      "ImPK,ImE");
  EXPECT_EQ(
      first_line(bytes_of(&context, write_hapi_shape)),
      "location_code,has_hrp,in_gho,provider_admin1_name,provider_admin2_name,admin1_code,admin1_name,admin2_"
      "code,"
      "admin2_name,admin_level,event_type,events,fatalities,reference_period_start,reference_period_end,"
      "dataset_hdx_id,resource_hdx_id,warning,error");
}

TEST_F(Exports, TheTagsOfHxlAreASecondRow) {
  Settings settings;
  settings.unreviewed = settings.hxl = true;
  Context context = world_.context(settings);
  for (const auto write : {write_incidents_ged, write_incidents_acled, write_agreements_cf, write_ledger,
                           write_hapi_shape, write_agreements_pax, write_export_log}) {
    const Table table = parse_table(bytes_of(&context, write));
    ASSERT_FALSE(table.rows.empty());
    EXPECT_EQ(table.rows[0].at(table.header[0]).substr(0, 1), "#");
  }
}

TEST_F(Exports, OnlyWhatHappenedIsAnEvent) {
  Context context = open();
  const Table ged = parse_table(bytes_of(&context, write_incidents_ged));
  ASSERT_EQ(ged.rows.size(), 1u);
  EXPECT_EQ(ged.rows[0].at("relid"), "in-0000000000ff");
  EXPECT_TRUE(logged(context, "incidents-ged.csv", "in-2", "did not happen"));
  EXPECT_TRUE(logged(context, "incidents-ged.csv", "in-3", "planned"));
  EXPECT_TRUE(logged(context, "incidents-ged.csv", "in-4", "condition"));
  EXPECT_TRUE(logged(context, "incidents-ged.csv", "in-5", "no death"));
  EXPECT_TRUE(logged(context, "incidents-ged.csv", "in-6", "no date"));
  const Table acled = parse_table(bytes_of(&context, write_incidents_acled));
  ASSERT_EQ(acled.rows.size(), 3u);
  for (const auto& row : acled.rows) {
    EXPECT_TRUE(row.at("event_id_cnty").starts_with("HUD-COL-"));
    EXPECT_EQ(row.at("notes").find("denied"), std::string::npos);
  }
  EXPECT_EQ(acled.rows[2].at("sub_event_type"), "Agreement");
  const std::string plover = bytes_of(&context, write_events_plover);
  EXPECT_EQ(std::count(plover.begin(), plover.end(), '\n'), 4);
  for (const char* id : {"in-2", "in-3", "in-4"})
    EXPECT_EQ(plover.find("\"" + std::string(id) + "\""), std::string::npos);
}

TEST_F(Exports, GedCellsAreReportedOrEmpty) {
  Context context = open();
  const auto row = parse_table(bytes_of(&context, write_incidents_ged)).rows.at(0);
  EXPECT_EQ(row.at("id"), "255");
  EXPECT_EQ(row.at("type_of_violence"), "3");
  EXPECT_EQ(row.at("side_a"), "Government of the Coast");
  EXPECT_EQ(row.at("side_a_new_id"), "118");
  EXPECT_EQ(row.at("side_b"), "Civilians");
  EXPECT_EQ(row.at("deaths_civilians"), "3");
  EXPECT_EQ(row.at("deaths_unknown"), "0");
  EXPECT_EQ(row.at("deaths_a"), "");
  EXPECT_EQ(row.at("best"), "3");
  EXPECT_EQ(row.at("country_id"), "100");
  EXPECT_EQ(row.at("date_prec"), "1");
  EXPECT_EQ(row.at("conflict_new_id"), "");
  // The clinic is a sensitive site: its position is coarse, and so says the precision.
  EXPECT_EQ(row.at("latitude"), "7.2");
  EXPECT_EQ(row.at("where_prec"), "2");
  EXPECT_EQ(row.at("geom_wkt"), "POINT (-70.7 7.2)");
  EXPECT_EQ(row.at("priogrid_gid"), std::to_string(194 * 720 + 218 + 1));
  EXPECT_EQ(row.at("event_clarity"), "2");
  EXPECT_NE(row.at("code_status").find("unreviewed"), std::string::npos);
  Context inside = open(Sharing::Internal);
  EXPECT_EQ(parse_table(bytes_of(&inside, write_incidents_ged)).rows.at(0).at("latitude"), "7.16");
}

TEST_F(Exports, AcledTakesTheMidpointAndBothSides) {
  Context context = open();
  const Table acled = parse_table(bytes_of(&context, write_incidents_acled));
  const auto& clash = acled.rows.at(1);
  EXPECT_EQ(clash.at("event_date"), "2021-03-04");
  EXPECT_EQ(clash.at("time_precision"), "2");
  EXPECT_EQ(clash.at("actor1"), "River Front");
  EXPECT_EQ(clash.at("actor2"), "Coast army");
  EXPECT_EQ(clash.at("interaction"), "12");
  EXPECT_EQ(clash.at("fatalities"), "");
  EXPECT_EQ(clash.at("iso"), "170");
  const auto& shells = acled.rows.at(0);
  EXPECT_EQ(shells.at("actor2"), "Civilians (Colombia)");
  EXPECT_EQ(shells.at("civilian_targeting"), "Civilian targeting");
  EXPECT_EQ(shells.at("fatalities"), "3");
  EXPECT_NE(shells.at("notes").find("alleged"), std::string::npos);
  EXPECT_TRUE(logged(context, "incidents-acled.csv", "in-6", "no date"));
}

TEST_F(Exports, CfHasARowForEachSide) {
  Context context = open();
  const Table cf = parse_table(bytes_of(&context, write_agreements_cf));
  ASSERT_EQ(cf.rows.size(), 2u);
  const auto& row = cf.rows[0];
  EXPECT_EQ(row.at("cc"), "100");
  EXPECT_EQ(row.at("uniq_id"), "ag-leal");
  EXPECT_EQ(row.at("ucdp_actor_id"), "118");
  EXPECT_EQ(row.at("cf_dec_yr") + row.at("cf_dec_month") + row.at("cf_dec_day"), "202132");
  EXPECT_EQ(row.at("cf_effect_day"), "-1");
  EXPECT_EQ(row.at("side"), "2");
  EXPECT_EQ(row.at("fixed") + row.at("fixed_time"), "13");
  EXPECT_EQ(row.at("p_other_comment"), "withdrawal of troops");
  EXPECT_EQ(row.at("p_humanitarian"), "");
  EXPECT_EQ(row.at("implement"), "1");
  EXPECT_EQ(row.at("ended"), "-1");
  EXPECT_NE(row.at("comment").find("unreviewed"), std::string::npos);
  EXPECT_EQ(cf.rows[1].at("actor_name"), "River Front");
  EXPECT_EQ(cf.rows[1].at("ucdp_actor_id"), "-1");
  const Table pax = parse_table(bytes_of(&context, write_agreements_pax));
  ASSERT_EQ(pax.rows.size(), 1u);
  EXPECT_EQ(pax.rows[0].at("Dat"), "2021-03-02");
  EXPECT_EQ(pax.rows[0].at("Ce") + pax.rows[0].at("SsrPsf") + pax.rows[0].at("TjAm"), "11");
  EXPECT_EQ(pax.rows[0].at("Status"), "Multiparty signed/agreed");
}

// OWASP, CSV injection: what a report writes is never a formula.
TEST_F(Exports, WordsOfReportsAreNoFormulas) {
  for (const auto& [text, cell] : std::vector<std::pair<std::string, std::string>>{{"=1+1", "'=1+1"},
                                                                                   {" +x", "' +x"},
                                                                                   {"-2", "'-2"},
                                                                                   {"@a", "'@a"},
                                                                                   {"\t=x", "' =x"},
                                                                                   {"a=b", "a=b"},
                                                                                   {"", ""}})
    EXPECT_EQ(csv_guard(text), cell);
  EXPECT_EQ(csv_cell("a,\"b\"\r\nc"), "\"a,\"\"b\"\"\r\nc\"");
  Context context = open();
  const Table ledger = parse_table(bytes_of(&context, write_ledger));
  EXPECT_EQ(ledger.rows.at(0).at("object"), "'=cmd|' /C calc'!A0");
  EXPECT_EQ(ledger.rows.at(0).at("sources"), "'=Llano \"Wire\", daily");
  EXPECT_EQ(ledger.rows.at(0).at("due"), "../2021-03-10");
  EXPECT_EQ(ledger.rows.at(0).at("compliance"), "no_report");
  EXPECT_EQ(ledger.rows.at(0).at("pam"), "");
}

TEST_F(Exports, NothingUnreviewedGoesOutUnasked) {
  Context closed = open(Sharing::Partner, false);
  for (const auto write : {write_incidents_ged, write_incidents_acled, write_agreements_cf,
                           write_agreements_pax, write_ledger, write_hapi_shape})
    EXPECT_TRUE(parse_table(bytes_of(&closed, write)).rows.empty());
  EXPECT_EQ(bytes_of(&closed, write_events_plover), "");
  EXPECT_TRUE(logged(closed, "agreements-cf.csv", "ag-leal", "nobody reviewed"));
  EXPECT_EQ(bytes_of(&closed, write_report).find("Puerto"), std::string::npos);

  world_.facts.reviews["in-0000000000ff"] = {Review::Reviewed, false, false, "lina"};
  world_.facts.reviews["ag-leal"] = {Review::Rejected, false, false, "lina"};
  Context some = open(Sharing::Partner, false);
  const Table ged = parse_table(bytes_of(&some, write_incidents_ged));
  ASSERT_EQ(ged.rows.size(), 1u);
  // Who reviewed stays inside.
  EXPECT_EQ(ged.rows[0].at("code_status"), "hudna candidate, reviewed, as claimed");
  Context all = open(Sharing::Internal, true);
  EXPECT_TRUE(parse_table(bytes_of(&all, write_agreements_cf)).rows.empty());
  EXPECT_TRUE(logged(all, "agreements-cf.csv", "ag-leal", "rejected"));
}

TEST_F(Exports, AReviewersRedactionStaysInside) {
  world_.facts.reviews["in-0000000000ff"] = {Review::Reviewed, false, true, "lina"};
  world_.facts.reviews["ac-front"] = {Review::Unreviewed, false, true, "lina"};
  Context outside = open(Sharing::Partner);
  EXPECT_TRUE(parse_table(bytes_of(&outside, write_incidents_ged)).rows.empty());
  EXPECT_EQ(bytes_of(&outside, write_report).find("River Front"), std::string::npos);
  Context inside = open(Sharing::Internal);
  EXPECT_EQ(parse_table(bytes_of(&inside, write_incidents_ged)).rows.size(), 1u);
}

TEST_F(Exports, PrivateNamesStayInside) {
  const auto all = [](Context* context) {
    std::string out;
    for (const auto write : {write_agreements_cf, write_agreements_pax, write_ledger, write_incidents_ged,
                             write_incidents_acled, write_events_plover, write_hapi_shape, write_places,
                             write_zones, write_deadlines, write_changes, write_report})
      out += bytes_of(context, write);
    Out text([&out](std::string_view bytes) {
      out.append(bytes);
      return true;
    });
    EXPECT_TRUE(write_evidence(context, &text));
    text.flush();
    EXPECT_TRUE(write_evidence_pack(context, {}, &text));
    text.flush();
    return out;
  };
  for (const Sharing level : {Sharing::Partner, Sharing::Public}) {
    Context context = open(level);
    const std::string bytes = all(&context);
    EXPECT_EQ(bytes.find("Rosa Medina"), std::string::npos);
    EXPECT_EQ(bytes.find("Medina"), std::string::npos);
    EXPECT_EQ(bytes.find("Ines Duarte"), std::string::npos);
    EXPECT_NE(bytes.find("[name withheld]"), std::string::npos);
    EXPECT_NE(preview_text(&context).find("Rosa Medina"), std::string::npos);
  }
  Context inside = open(Sharing::Internal);
  EXPECT_NE(all(&inside).find("Rosa Medina"), std::string::npos);
}

TEST(RedactorTest, TakesNamesInEveryForm) {
  World world;
  make_world(&world);
  Redactor redactor(world.view, world.codes, {});
  EXPECT_EQ(redactor.text("ROSA MEDINA spoke; Medina\xE2\x80\x99s ward"),
            "[name withheld] spoke; [name withheld]\xE2\x80\x99s ward");
  EXPECT_EQ(redactor.text("Rosa\xC2\xA0Medina"), "[name withheld]");
  EXPECT_EQ(redactor.text("\xE2\x9F\xA6Rosa Medina\xE2\x9F\xA7"), "\xE2\x9F\xA6[name withheld]\xE2\x9F\xA7");
  // Another Rosa, and a word that is only part of another.
  EXPECT_EQ(redactor.text("Rosa Parks, Medinas, medina"), "Rosa Parks, Medinas, medina");
  EXPECT_EQ(redactor.text("Coast army"), "Coast army");
}

// Who is named in public: an office, a command or a spokesman's part, said beside the name in any report.
TEST(RedactorTest, OfficesAreNamedAndPrivatePersonsAreNot) {
  World world;
  make_world(&world);
  auto parts = world.readings[0].parts();
  parts.people = {{"Aurelio Bastos", {"governor"}}, {"Berta Nunes", {"teacher", "wife"}},
                  {"Captain Davi Rocha", {"captain", "davi"}}, {"Elsa Rocha", {}},
                  {"Gil Tavares", {"speak for"}}, {"La Ceiba", {}}, {"Rocha", {}}};
  parts.authors = {"Ines Duarte", "Puerto Leal newsroom"};
  world.readings[0] = model::make_reading(std::move(parts), world.texts.at(world.readings[0].parts().sha256));
  const Redactor redactor(world.view, world.codes, {});
  for (const char* open : {"Aurelio Bastos", "Bastos", "Davi Rocha", "Gil Tavares", "La Ceiba", "Puerto Leal"})
    EXPECT_FALSE(redactor.finds(open)) << open;
  // The family name alone may be the private one's.
  for (const char* withheld : {"Berta Nunes", "Nunes said", "Elsa Rocha", "Rocha said", "Ines Duarte"})
    EXPECT_TRUE(redactor.finds(withheld)) << withheld;
}

TEST_F(Exports, ThePublicLevelHasNoQuotesInEventFiles) {
  Context partner = open(Sharing::Partner), open_level = open(Sharing::Public);
  EXPECT_NE(bytes_of(&partner, write_incidents_acled).find("fought near the port"), std::string::npos);
  EXPECT_EQ(bytes_of(&open_level, write_incidents_acled).find("fought near the port"), std::string::npos);
  EXPECT_EQ(bytes_of(&open_level, write_events_plover).find("fought near the port"), std::string::npos);
}

TEST_F(Exports, TextOfReportsIsNoMarkup) {
  Context context = open();
  for (const auto write : {write_report, write_changes}) {
    const std::string bytes = bytes_of(&context, write);
    EXPECT_EQ(bytes.find("<script"), std::string::npos);
    EXPECT_EQ(bytes.find("href=\"javascript"), std::string::npos);
  }
  const std::string html = bytes_of(&context, write_report);
  EXPECT_NE(html.find("&lt;script&gt;alert(1)&lt;/script&gt;"), std::string::npos);
  EXPECT_NE(html.find("default-src 'none'"), std::string::npos);
  EXPECT_EQ(html.find(" src="), std::string::npos);
  EXPECT_NE(html.find("<li id=\"c1\">"), std::string::npos);
  EXPECT_NE(html.find("href=\"#c1\""), std::string::npos);
}

TEST_F(Exports, EvidenceCountsCodePoints) {
  Context context = open(Sharing::Internal);
  std::string bytes;
  Out out([&bytes](std::string_view piece) {
    bytes.append(piece);
    return true;
  });
  ASSERT_TRUE(write_evidence(&context, &out));
  out.flush();
  const Json json = Json::parse(bytes);
  EXPECT_EQ(json["total"], 7);
  EXPECT_EQ(json["@context"][0], "http://www.w3.org/ns/anno.jsonld");
  std::size_t checked = 0;
  for (const Json& item : json["first"]["items"]) {
    const std::string sha =
        item["target"]["source"]["prov:wasDerivedFrom"]["id"].get<std::string>().substr(11);
    const std::string& text = world_.texts.at(sha);
    const Json& quote = item["target"]["selector"][0];
    const Json& where = item["target"]["selector"][1];
    const std::string_view exact = base::code_points_after(
        text, base::code_points_after(text, 0, where["start"].get<std::size_t>()).size(),
        where["end"].get<std::size_t>() - where["start"].get<std::size_t>());
    EXPECT_EQ(quote["exact"].get<std::string>(), exact);
    EXPECT_EQ(item["hudna:anchor"], "ok");
    ++checked;
  }
  EXPECT_EQ(checked, 7u);
}

TEST_F(Exports, AreasAreAreas) {
  Context context = open(Sharing::Internal);
  const Json places = Json::parse(bytes_of(&context, write_places));
  ASSERT_EQ(places["features"].size(), 3u);
  EXPECT_EQ(places["features"][0]["geometry"]["coordinates"], Json::parse("[-70.7,7.123457]"));
  EXPECT_EQ(places["features"][0]["properties"]["pcode"], "CO81");
  EXPECT_EQ(places["features"][0]["properties"]["admin1_pcode"], "CO81");
  EXPECT_TRUE(places["features"][1]["properties"]["pcode"].is_null());
  const Json zones = Json::parse(bytes_of(&context, write_zones));
  const Json& ring = zones["features"][0]["geometry"]["coordinates"][0];
  EXPECT_EQ(zones["features"][0]["properties"]["method"], "hull_of_members");
  ASSERT_EQ(ring.size(), 4u);
  EXPECT_EQ(ring.front(), ring.back());
  // RFC 7946, 3.1.6: the outer ring is counter-clockwise.
  double area = 0;
  for (std::size_t i = 0; i + 1 < ring.size(); ++i)
    area += ring[i][0].get<double>() * ring[i + 1][1].get<double>() -
            ring[i + 1][0].get<double>() * ring[i][1].get<double>();
  EXPECT_GT(area, 0);
}

TEST_F(Exports, CalendarLinesAreFoldedAndAllDay) {
  Context context = open();
  const std::string ics = bytes_of(&context, write_deadlines);
  for (std::size_t at = 0; at < ics.size();) {
    const std::size_t end = ics.find("\r\n", at);
    ASSERT_NE(end, std::string::npos);
    EXPECT_LE(end - at, 75u);
    EXPECT_TRUE(base::is_valid_utf8(std::string_view(ics).substr(at, end - at)));
    at = end + 2;
  }
  EXPECT_NE(ics.find("UID:dl-1@hudna\r\n"), std::string::npos);
  EXPECT_NE(ics.find("DTSTART;VALUE=DATE:20210310\r\nDTEND;VALUE=DATE:20210311\r\n"), std::string::npos);
  EXPECT_NE(ics.find("X-HUDNA-EDTF:../2021-03-10\r\n"), std::string::npos);
}

TEST_F(Exports, SameContextSameBytes) {
  Context one = open(), two = open();
  for (const auto write :
       {write_agreements_cf, write_incidents_ged, write_incidents_acled, write_events_plover, write_places,
        write_zones, write_changes, write_report, write_hapi_shape, write_deadlines, write_export_log})
    EXPECT_EQ(bytes_of(&one, write), bytes_of(&two, write));
}

TEST(CrosswalkTest, CoversTheCodesOfTheModel) {
  const base::DataSource data;
  const Crosswalk codes = *load_crosswalk(data);
  EXPECT_EQ(codes.country("SY")->gw, "652");
  EXPECT_EQ(codes.country("SY")->iso_number, "760");
  EXPECT_EQ(codes.elements.size(), 17u);
  EXPECT_EQ(codes.actor_type(model::ActorType::ArmedGroup).inter, "2");
  // Every provision type is in some element, and every code that is mapped exists.
  for (const std::string file : {"codes/provision.toml", "codes/incident.toml"}) {
    const std::string text(data.file(file)->bytes);
    for (std::size_t at = text.find("name = \""); at != std::string::npos;
         at = text.find("name = \"", at + 1)) {
      const std::string name = text.substr(at + 8, text.find('"', at + 8) - at - 8);
      if (file == "codes/incident.toml") {
        // Lasting conditions are no events.
        if (name != "siege" && name != "territory_held") {
          EXPECT_NE(codes.incident(name), nullptr) << name;
        }
        continue;
      }
      const bool placed =
          std::any_of(codes.elements.begin(), codes.elements.end(), [&](const Element& element) {
            return std::find(element.provisions.begin(), element.provisions.end(), name) !=
                   element.provisions.end();
          });
      EXPECT_TRUE(placed || name == "other") << name;
    }
  }
}

}  // namespace
}  // namespace hudna::exports
