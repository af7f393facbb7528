// The dossier of one agreement: what was agreed, by whom, since when, whether it holds, who says so, and
// where the sources differ. One page that prints, with nothing loaded from elsewhere; every sentence of a
// report is escaped text, and each value carries the numbers of the sentences that it rests on.
#include <algorithm>
#include <map>
#include <tuple>

#include "export/events.h"
#include "export/formats.h"
#include "export/markup.h"

namespace hudna::exports {
namespace {

constexpr std::string_view kFile = "report.html";
// A dossier is read by people: further incidents stand in the event files.
constexpr std::size_t kIncidents = 200;
// As many sentences as somebody may look at for one value; all of them stand in evidence.jsonld.
constexpr std::size_t kCites = 12;

constexpr std::string_view kStyle = R"css(
:root{color-scheme:light}
body{font:15px/1.5 Georgia,"Noto Naskh Arabic",serif;color:#1a1a1a;background:#fff;max-width:52rem;margin:2rem auto;padding:0 1.25rem}
h1{font-size:1.7rem;line-height:1.2;margin:0 0 .25rem}
h2{font-size:1.15rem;margin:2rem 0 .5rem;padding-bottom:.2rem;border-bottom:2px solid #1f5673;break-after:avoid}
.meta,.small{color:#4a4a4a;font-size:.85rem}
.note{border:1px solid #a65e00;border-left-width:6px;padding:.5rem .75rem;margin:1rem 0}
table{border-collapse:collapse;width:100%;margin:.5rem 0}
th,td{border:1px solid #b5b5b5;padding:.35rem .5rem;text-align:start;vertical-align:top}
th{background:#eef2f4;font-weight:600}
tr,li{break-inside:avoid}
dl{display:grid;grid-template-columns:10rem 1fr;gap:.25rem 1rem;margin:.5rem 0}
dt{font-weight:600}dd{margin:0}
sup a{text-decoration:none;color:#124559;font-size:.75rem}
ol.cites li{margin:.6rem 0}
blockquote{margin:.2rem 0;padding-inline-start:.75rem;border-inline-start:3px solid #9bb4c0}
.id{font-family:ui-monospace,Consolas,monospace;font-size:.8rem;color:#4a4a4a;overflow-wrap:anywhere}
@page{margin:18mm}
@media print{body{margin:0;max-width:none;font-size:10.5pt}a{color:inherit}thead{display:table-header-group}h2{break-after:avoid-page}}
@media (max-width:40rem){dl{grid-template-columns:1fr}.wide{overflow-x:auto}}
)css";

class Dossier {
 public:
  Dossier(Context* context, model::AgreementId id, Out* out)
      : c_(*context), r_(context->record()), id_(id), row_(r_.agreements[id]), out_(*out) {}

  void write() {
    const std::string title = text(row_.title);
    put("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    put("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    // Should a name ever slip through unescaped, no script runs and nothing is loaded.
    put("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
        "'unsafe-inline'\">\n");
    put("<title>" + title + "</title>\n<style>" + std::string(kStyle) +
        "</style>\n</head>\n<body>\n<main>\n");
    head(title);
    sides();
    dates();
    terms();
    checklist();
    differ();
    incidents();
    claims();
    citations();
    foot();
    put("</main>\n</body>\n</html>\n");
    out_.count_row();
  }

 private:
  void put(std::string_view html) { out_.put(html); }
  std::string text(std::string_view words) const { return escape_markup(c_.words(words)); }
  // Rows of the dossier have reviews of their own; one that may not go out is logged.
  bool take(std::string_view kind, const std::string& id) { return c_.admit(kFile, kind, id); }
  // Beside a row that nobody reviewed, in a dossier that somebody did.
  std::string mark(const std::string& id) const {
    return c_.review(id) == Review::Reviewed || c_.review(row_.id) != Review::Reviewed
               ? ""
               : " <span class=\"small\">(unreviewed)</span>";
  }
  std::string bdi(std::string_view words) const { return "<bdi>" + text(words) + "</bdi>"; }

  // "[3][7]": numbers given in the order in which sentences are first cited.
  std::string cite(const std::vector<model::StatementId>& statements) {
    std::vector<std::size_t> numbers;
    for (const model::StatementId id : statements) {
      if (numbers.size() == kCites) break;
      auto [at, added] = numbers_.emplace(id.value, order_.size() + 1);
      if (added) order_.push_back(id);
      numbers.push_back(at->second);
    }
    std::sort(numbers.begin(), numbers.end());
    std::string out;
    for (const std::size_t number : numbers) {
      const std::string n = std::to_string(number);
      out += "<a href=\"#c" + n + "\">[" + n + "]</a>";
    }
    if (statements.size() > kCites) out += " +" + std::to_string(statements.size() - kCites);
    return out.empty() ? out : "<sup>" + out + "</sup>";
  }

  void head(const std::string& title) {
    put("<h1>" + title + "</h1>\n");
    put("<p class=\"meta\"><span class=\"id\">" + escape_markup(row_.id) + "</span> · " +
        escape_markup(spaced(row_.kind)) + " · " + std::to_string(row_.reports.size()) +
        (row_.reports.size() == 1 ? " report, " : " reports, ") + std::to_string(row_.origins) +
        " independent " + (row_.origins == 1 ? "origin" : "origins") + " · as of " +
        escape_markup(c_.settings().as_of) + "</p>\n");
    if (c_.review(row_.id) != Review::Reviewed) {
      put("<p class=\"note\"><strong>Unreviewed.</strong> This dossier was read from news reports by a "
          "program and nobody "
          "has checked it. “Not reported” means not reported in these sources; it does not mean that it did "
          "not happen.</p>\n");
    } else {
      put("<p class=\"meta\">" + escape_markup(c_.review_words(row_.id)) + "</p>\n");
    }
    const AgreementState& state = c_.state(id_);
    put("<h2>Where it stands</h2>\n<p>" + escape_markup(state.words.empty() ? "no report" : state.words));
    if (!state.violations.empty()) put("; violations alleged" + cite(state.violations));
    if (!state.last_evidence.empty()) {
      put(". Last evidence " + escape_markup(state.last_evidence));
      if (state.age_days)
        put(", " + std::to_string(*state.age_days) + (*state.age_days == 1 ? " day" : " days") + " before");
    }
    put(".</p>\n");
    std::string places;
    for (const auto& place : row_.places) {
      const model::PlaceRow& where = r_.places[place.value];
      places += (places.empty() ? "" : "; ") + bdi(where.name) + " (" +
                escape_markup(spaced(name(where.precision))) + ")" + cite(place.statements);
    }
    put("<dl><dt>Where</dt><dd>" + (places.empty() ? "not reported in these sources" : places) +
        "</dd></dl>\n");
  }

  void sides() {
    put("<h2>Who</h2>\n<table>\n<thead><tr><th scope=\"col\">Actor</th><th scope=\"col\">Role</th><th "
        "scope=\"col\">Who says so</th></tr></thead>\n<tbody>\n");
    const auto line = [&](model::ActorId actor, const std::string& role,
                          const std::vector<model::StatementId>& statements, std::uint32_t origins) {
      const std::string speakers = c_.speakers(statements);
      put("<tr><td>" + bdi(r_.actors[actor].name) + "</td><td>" + escape_markup(role) + "</td><td>" +
          escape_markup(c_.outlets(statements)) +
          (speakers.empty() ? "" : "; said by " + escape_markup(speakers)) + " (" + std::to_string(origins) +
          (origins == 1 ? " origin)" : " origins)") + cite(statements) + "</td></tr>\n");
    };
    for (const model::Party& party : row_.parties)
      line(party.actor.value, party.group == "third" ? "third party" : "side " + party.group,
           party.actor.statements, party.actor.origins);
    for (const model::ThirdParty& third : row_.third_parties) {
      const std::string mode =
          third.modality == model::Modality::Actual ? "" : " (" + std::string(name(third.modality)) + ")";
      line(third.actor.value, spaced(third.role) + mode, third.actor.statements, third.actor.origins);
    }
    if (row_.parties.empty() && row_.third_parties.empty())
      put("<tr><td colspan=\"3\">Sides are not reported in these sources.</td></tr>\n");
    put("</tbody>\n</table>\n");
  }

  void dates() {
    put("<h2>When</h2>\n<dl>\n");
    const auto line = [&](const char* label, const std::optional<model::Sourced<model::Period>>& time) {
      put(std::string("<dt>") + label + "</dt><dd>");
      if (!time)
        put("not reported in these sources");
      else
        put(escape_markup(time->value.edtf) +
            (time->agreement == model::Accord::Conflict ? " (sources differ)" : "") + cite(time->statements));
      put("</dd>\n");
    };
    line("Declared", row_.declared), line("In effect", row_.effective), line("Ended", row_.ended);
    put("<dt>Term</dt><dd>" +
        (row_.term ? escape_markup(row_.term->value.iso) + cite(row_.term->statements)
                   : std::string("not reported in these sources")) +
        "</dd>\n</dl>\n");
    if (!row_.stages.empty()) {
      put("<table>\n<thead><tr><th scope=\"col\">Date</th><th scope=\"col\">Stage</th><th "
          "scope=\"col\">Sources</th></tr></thead>\n<tbody>\n");
      for (const model::StageId id : row_.stages) {
        const model::StageRow& stage = r_.stages[id];
        if (!take("stage", stage.id)) continue;
        const std::string mode =
            stage.modality == model::Modality::Actual ? "" : " (" + std::string(name(stage.modality)) + ")";
        put("<tr><td>" +
            (stage.time.edtf.empty()
                 ? "unknown"
                 : escape_markup(stage.time.edtf) + (stage.dated ? "" : " (the report’s day)")) +
            "</td><td>" + escape_markup(spaced(stage.type) + mode) + mark(stage.id) + "</td><td>" +
            escape_markup(c_.outlets(stage.statements)) + cite(stage.statements) + "</td></tr>\n");
      }
      put("</tbody>\n</table>\n");
    }
  }

  void terms() {
    put("<h2>Terms</h2>\n");
    if (row_.provisions.empty()) return put("<p>No term is reported in these sources.</p>\n");
    put("<div class=\"wide\"><table>\n<thead><tr><th scope=\"col\">Term</th><th scope=\"col\">Who, what, "
        "where</th><th scope=\"col\">Due</th><th scope=\"col\">As of " +
        escape_markup(c_.settings().as_of) + "</th></tr></thead>\n<tbody>\n");
    for (const model::ProvisionId id : row_.provisions) {
      const model::ProvisionRow& term = r_.provisions[id];
      if (!take("provision", term.id)) continue;
      std::vector<std::string> what;
      for (const auto& actor : term.obligors) what.push_back(bdi(r_.actors[actor.value].name));
      for (const auto& object : term.objects) what.push_back("“" + bdi(object.value) + "”");
      for (const model::FigureSet& set : term.figures) {
        for (const model::Figure& figure : set.figures) add_once(&what, bdi(figure.text));
      }
      for (const auto& place : term.places) add_once(&what, bdi(r_.places[place.value].name));
      std::string due;
      for (const model::DeadlineId deadline : term.deadlines) {
        const model::DeadlineRow& day = r_.deadlines[deadline];
        due += (due.empty() ? "" : "<br>") +
               escape_markup(day.due.edtf + " (" + std::string(name(day.hardness)) + ")") +
               cite(day.statements);
      }
      const TermState& state = c_.term(id);
      put("<tr><td>" + escape_markup(spaced(term.type)) + mark(term.id) + "<br><span class=\"small\">" +
          escape_markup(std::string(name(term.modality)) + ", " + spaced(term.text_status)) + "</span>" +
          cite(term.statements) + "</td><td>" + (what.empty() ? "not reported" : join(what, "; ")) +
          "</td><td>" + (due.empty() ? "no date reported" : due) + "</td><td>" +
          escape_markup(state.words.empty() ? spaced(name(state.state)) : state.words) +
          cite(state.statements) + "</td></tr>\n");
    }
    put("</tbody>\n</table></div>\n");
  }

  // Present: a source states such a term. Unclear: told only as possible, hoped, conditional or denied.
  void checklist() {
    put("<h2>What a ceasefire text should contain</h2>\n<p class=\"small\">Elements after UN DPPA’s Guidance "
        "on Mediation of "
        "Ceasefires and the PILPG handbook. Not reported is not absent: no text was "
        "read.</p>\n<table>\n<thead><tr><th scope=\"col\">Element</th>"
        "<th scope=\"col\">In these sources</th></tr></thead>\n<tbody>\n");
    for (const Element& element : c_.codes().elements) {
      std::vector<model::StatementId> present, unclear;
      for (const model::ProvisionId id : row_.provisions) {
        const model::ProvisionRow& term = r_.provisions[id];
        if (!c_.may(term.id)) continue;
        if (std::find(element.provisions.begin(), element.provisions.end(), term.type) ==
            element.provisions.end())
          continue;
        const bool sure = term.modality == model::Modality::Actual ||
                          term.modality == model::Modality::Planned ||
                          term.modality == model::Modality::Required;
        auto& to = sure ? present : unclear;
        to.insert(to.end(), term.statements.begin(), term.statements.end());
      }
      const auto take = [&present](const auto& values) {
        for (const auto& value : values)
          present.insert(present.end(), value.statements.begin(), value.statements.end());
      };
      // Parties, area, start and guarantors have places of their own in the record.
      if (element.number == "1") {
        for (const model::Party& party : row_.parties)
          present.insert(present.end(), party.actor.statements.begin(), party.actor.statements.end());
      } else if (element.number == "3") {
        take(row_.places);
      } else if (element.number == "4") {
        for (const auto* time : {&row_.declared, &row_.effective}) {
          if (*time) present.insert(present.end(), (*time)->statements.begin(), (*time)->statements.end());
        }
      } else if (element.number == "16") {
        for (const model::ThirdParty& third : row_.third_parties) {
          if (third.role == "guarantor")
            present.insert(present.end(), third.actor.statements.begin(), third.actor.statements.end());
        }
      }
      const auto unique = [](std::vector<model::StatementId>* list) {
        std::sort(list->begin(), list->end());
        list->erase(std::unique(list->begin(), list->end()), list->end());
      };
      unique(&present), unique(&unclear);
      put("<tr><td>" + escape_markup(element.number + " " + element.label) + "</td><td>" +
          (!present.empty()   ? "present" + cite(present)
           : !unclear.empty() ? "unclear" + cite(unclear)
                              : std::string("not reported")) +
          "</td></tr>\n");
    }
    put("</tbody>\n</table>\n");
  }

  void differ() {
    const auto& list = c_.contradictions_of(id_);
    put("<h2>Where sources differ</h2>\n");
    if (list.empty()) return put("<p>No contradiction between these sources was found.</p>\n");
    for (const model::ContradictionId id : list) {
      const model::ContradictionRow& row = r_.contradictions[id];
      if (!take("contradiction", row.id)) continue;
      put("<p><strong>" + text(row.about) + "</strong> <span class=\"small\">" +
          escape_markup(spaced(row.kind)) + ", " + escape_markup(spaced(row.explanation)) +
          "</span></p>\n<ul>\n");
      for (const model::Position& position : row.positions) {
        std::vector<std::string> speakers;
        for (const std::string& speaker : position.speakers) add_once(&speakers, c_.words(speaker));
        put("<li>" + bdi(position.value) + ": " + escape_markup(c_.outlets(position.statements)) +
            (speakers.empty() ? "" : "; said by " + escape_markup(join(speakers, ", "))) + ", " +
            std::to_string(position.origins) + (position.origins == 1 ? " origin" : " origins") +
            cite(position.statements) + "</li>\n");
      }
      put("</ul>\n");
    }
  }

  void incidents() {
    put("<h2>Incidents around it</h2>\n<p class=\"small\">“In scope and in force” is worked out from time "
        "and place. It is no "
        "finding of a violation.</p>\n");
    std::size_t shown = 0, more = 0;
    for (std::size_t i = 0; i < r_.incidents.size(); ++i) {
      const model::IncidentRow& row = r_.incidents[model::IncidentId(i)];
      const auto link = std::find_if(row.links.begin(), row.links.end(),
                                     [&](const model::AgreementLink& l) { return l.agreement == id_; });
      if (link == row.links.end() || !take("incident", row.id)) continue;
      if (shown == kIncidents) {
        ++more;
        continue;
      }
      if (shown++ == 0)
        put("<div class=\"wide\"><table>\n<thead><tr><th scope=\"col\">Date</th><th "
            "scope=\"col\">Incident</th><th scope=\"col\">Relation</th></tr></thead>\n<tbody>\n");
      std::string what = escape_markup(spaced(row.type));
      if (!row.places.empty()) what += " at " + bdi(r_.places[row.places[0].value].name);
      for (const model::Perpetrator& who : row.perpetrators) {
        what += "; by " + bdi(r_.actors[who.actor.value].name) + " (" +
                escape_markup(spaced(name(who.attribution))) + (who.denied ? ", denied" : "") + ")";
      }
      for (const model::FigureSet& set : row.figures) {
        for (const model::Figure& figure : set.figures)
          what += "; " + bdi(figure.text) + " " + escape_markup(spaced(name(set.slot)));
      }
      if (row.denied) what += " <strong>(only denied)</strong>";
      if (row.modality != model::Modality::Actual) what += " (" + escape_markup(name(row.modality)) + ")";
      put("<tr><td>" + escape_markup(row.time.value.edtf.empty() ? "unknown" : row.time.value.edtf) +
          "</td><td>" + what + cite(row.statements) + "<br><span class=\"id\">" + escape_markup(row.id) +
          "</span></td><td>" + escape_markup(spaced(link->relation)) + cite(link->statements) +
          "</td></tr>\n");
    }
    if (shown == 0) return put("<p>None is reported in these sources.</p>\n");
    put("</tbody>\n</table></div>\n");
    if (more > 0) put("<p>" + std::to_string(more) + " more stand in the incident files.</p>\n");
  }

  void claims() {
    if (row_.claims.empty()) return;
    put("<h2>Claims</h2>\n<ul>\n");
    for (const model::ClaimId id : row_.claims) {
      const model::ClaimRow& claim = r_.claims[id];
      if (!take("claim", claim.id)) continue;
      put("<li>" + (claim.speaker_text.empty() ? std::string("The report") : bdi(claim.speaker_text)) + ": " +
          escape_markup(spaced(claim.act)) +
          (claim.interest == model::Answer::Yes ? " (a party to the matter)" : "") + cite({claim.statement}) +
          "</li>\n");
    }
    put("</ul>\n");
  }

  void citations() {
    put("<h2>Sources</h2>\n<ol class=\"cites\">\n");
    for (std::size_t i = 0; i < order_.size(); ++i) {
      const model::StatementId id = order_[i];
      const model::Statement& stmt = c_.view().statement(id);
      const model::ReportRow& report = c_.view().report_of(id);
      std::vector<std::string> chain;
      for (const model::ChainLink& link : stmt.chain) {
        const std::string who = c_.words(link.name.empty() ? link.text : link.name);
        if (!who.empty()) chain.push_back(who);
      }
      put("<li id=\"c" + std::to_string(i + 1) + "\"><blockquote dir=\"auto\">" +
          escape_markup(c_.quote(id)) + "</blockquote>\n");
      put("<div class=\"small\">" + escape_markup(c_.outlet(r_.statements[id].report)));
      if (!report.title.empty()) put(", <cite>" + bdi(report.title) + "</cite>");
      put(", " + (report.published.empty() ? std::string("date unknown")
                                           : escape_markup(report.published) + " (date from " +
                                                 escape_markup(spaced(name(report.published_basis))) + ")"));
      if (chain.size() > 1) put("; said by " + escape_markup(join(chain, " → ")));
      put("; " + escape_markup(std::string(name(stmt.modality)) + " " + spaced(stmt.type)));
      if (report.url.starts_with("https://") || report.url.starts_with("http://"))
        put("; <a href=\"" + escape_markup(report.url) + "\" rel=\"noreferrer\">" +
            escape_markup(report.url) + "</a>");
      put("</div>\n<div class=\"id\">" +
          escape_markup(stmt.id + " · " + report.id + " · sha256 " + report.sha256 + " · " +
                        stmt.evidence.rule) +
          "</div></li>\n");
    }
    put("</ol>\n");
  }

  void foot() {
    put("<h2>How this was made</h2>\n<p class=\"small\">" + escape_markup(c_.settings().tool) +
        "; policies " + escape_markup(r_.policies) + "; inputs sha256 " + escape_markup(c_.inputs()) +
        "; state as of " + escape_markup(c_.settings().as_of) + "; sharing level " +
        escape_markup(name(c_.settings().sharing)) +
        (c_.internal() ? "" : ": names of private persons, authors and readers’ comments are withheld") +
        ". Place names: GeoNames (CC BY 4.0). Quotes belong to their publishers.</p>\n");
  }

  Context& c_;
  const model::RecordParts& r_;
  model::AgreementId id_;
  const model::AgreementRow& row_;
  Out& out_;
  std::map<std::uint32_t, std::size_t> numbers_;
  std::vector<model::StatementId> order_;
};

}  // namespace

void write_report(Context* context, Out* out) {
  const model::RecordParts& r = context->record();
  model::AgreementId chosen;
  for (std::size_t i = 0; i < r.agreements.size(); ++i) {
    const model::AgreementId id(i);
    const model::AgreementRow& row = r.agreements[id];
    if (!context->settings().agreement.empty()) {
      if (row.id == context->settings().agreement) chosen = id;
      continue;
    }
    // Without a choice: of those that may go out the best supported one that is told as news.
    const auto rank = [context](const model::AgreementRow& a) {
      return std::tuple(context->may(a.id), a.standing == model::Standing::Reported, a.origins);
    };
    if (!chosen.valid() || rank(row) > rank(r.agreements[chosen])) chosen = id;
  }
  for (std::size_t i = 0; i < r.agreements.size(); ++i) {
    if (model::AgreementId(i) != chosen)
      context->leave_out(kFile, "agreement", r.agreements[model::AgreementId(i)].id,
                         "one dossier a file: --agreement chooses");
  }
  if (!chosen.valid() || !context->admit(kFile, "agreement", r.agreements[chosen].id)) {
    out->put(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>No "
        "agreement</title></head>\n<body><main><h1>No agreement</h1><p>" +
        std::string(chosen.valid() ? "Nobody has reviewed this agreement; --unreviewed lets it out."
                                   : "The record holds no agreement of that id.") +
        "</p></main></body>\n</html>\n");
    return;
  }
  Dossier(context, chosen, out).write();
}

}  // namespace hudna::exports
