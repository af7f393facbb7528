// W3C Web Annotation Data Model with PROV: an annotation for each statement, its words selected by quote and
// by position in code points of the text that the report was read as. Where a name is withheld, the quote
// says so and only the position selects.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/utf8.h"
#include "export/formats.h"

namespace hudna::exports {
namespace {

using Json = nlohmann::ordered_json;
constexpr std::string_view kFile = "evidence.jsonld";

std::string dump(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

// Counts code points up to rising byte offsets, so that a report is walked once.
class PointCounter {
 public:
  explicit PointCounter(std::string_view text) : text_(text) {}
  std::size_t at(std::size_t byte) {
    if (byte < byte_) byte_ = points_ = 0;
    points_ += base::count_code_points(text_.substr(byte_, byte - byte_));
    byte_ = byte;
    return points_;
  }

 private:
  std::string_view text_;
  std::size_t byte_ = 0, points_ = 0;
};

// The part of prefix or suffix that stands in the statement's own block: what lies beyond may be a byline or
// a reader's comment, which stay inside.
std::string_view block_prefix(const model::ReadingParts& reading, const model::Evidence& evidence) {
  for (const model::Block& block : reading.blocks) {
    if (!block.span.contains(evidence.span)) continue;
    const std::size_t room = evidence.span.begin - block.span.begin;
    const std::string_view prefix = evidence.prefix;
    return prefix.size() <= room ? prefix : prefix.substr(prefix.size() - room);
  }
  return {};
}
std::string_view block_suffix(const model::ReadingParts& reading, const model::Evidence& evidence) {
  for (const model::Block& block : reading.blocks) {
    if (!block.span.contains(evidence.span)) continue;
    return std::string_view(evidence.suffix)
        .substr(0, std::min<std::size_t>(evidence.suffix.size(), block.span.end - evidence.span.end));
  }
  return {};
}

// Which rows of the record rest on a statement, by StatementId.
std::vector<std::vector<std::string>> supports(const model::RecordParts& r) {
  std::vector<std::vector<std::string>> out(r.statements.size());
  const auto add = [&out](const auto& row) {
    for (const model::StatementId id : row.statements) out[id.index()].push_back(row.id);
  };
  for (const auto& row : r.agreements) add(row);
  for (const auto& row : r.provisions) add(row);
  for (const auto& row : r.stages) add(row);
  for (const auto& row : r.deadlines) add(row);
  for (const auto& row : r.incidents) add(row);
  for (const auto& row : r.tallies) add(row);
  for (const auto& row : r.claims) out[row.statement.index()].push_back(row.id);
  for (const auto& row : r.contradictions) {
    for (const model::Position& position : row.positions) {
      for (const model::StatementId id : position.statements) out[id.index()].push_back(row.id);
    }
  }
  for (auto& list : out) {
    std::sort(list.begin(), list.end());
    list.erase(std::unique(list.begin(), list.end()), list.end());
  }
  return out;
}

Json source_of(const Context& context, model::ReportId id) {
  const model::ReportRow& row = context.record().reports[id];
  const model::ReadingParts& reading = context.view().reading(id).parts();
  Json out;
  out["id"] = "urn:sha256:" + reading.text_sha256;
  out["type"] = "Text";
  out["format"] = "text/plain";
  out["language"] = row.language;
  out["prov:wasDerivedFrom"] = {{"id", "urn:sha256:" + row.sha256}};
  out["hudna:report"] = urn(row.id);
  if (!row.url.empty()) out["schema:isBasedOn"] = row.url;
  out["schema:headline"] = context.words(row.title);
  out["schema:publisher"] = context.outlet(id);
  if (context.internal() && !reading.authors.empty()) out["schema:author"] = reading.authors;
  out["schema:datePublished"] = row.published;
  out["hudna:dateBasis"] = name(row.published_basis);
  out["hudna:extractor"] = reading.tool;
  return out;
}

}  // namespace

base::Result<void> write_evidence(Context* context, Out* out) {
  const model::RecordParts& r = context->record();
  const auto supported = supports(r);
  const auto may = [&](const std::string& id) { return context->may(id); };
  // A statement goes out when it was reviewed, or when a row that rests on it was.
  std::vector<bool> admitted(r.statements.size());
  std::size_t total = 0;
  for (std::size_t i = 0; i < r.statements.size(); ++i) {
    const std::string& id = r.statements[model::StatementId(i)].id;
    if (context->redacted(id)) {
      context->leave_out(kFile, "statement", id, "redacted by a reviewer");
      continue;
    }
    admitted[i] = context->review(id) != Review::Rejected &&
                  (may(id) || std::any_of(supported[i].begin(), supported[i].end(), may));
    if (admitted[i])
      ++total;
    else
      context->leave_out(kFile, "statement", id,
                         context->review(id) == Review::Rejected
                             ? "rejected by a reviewer"
                             : "nobody reviewed it (--unreviewed lets it out)");
  }
  Json terms;
  terms["hudna"] = "urn:hudna:vocab:";
  terms["prov"] = "http://www.w3.org/ns/prov#";
  terms["schema"] = "http://schema.org/";
  Json head;
  head["@context"] = Json::array({"http://www.w3.org/ns/anno.jsonld", terms});
  head["id"] = "urn:hudna:evidence:" + context->inputs();
  head["type"] = "AnnotationCollection";
  head["label"] = "The words that a record rests on";
  head["generator"] = {{"id", "urn:hudna:program"}, {"type", "Software"}, {"name", context->settings().tool}};
  head["hudna:sharing"] = name(context->settings().sharing);
  head["total"] = total;
  std::string text = dump(head);
  text.pop_back();
  out->put(text + ",\"first\":{\"id\":\"urn:hudna:evidence:" + context->inputs() +
           ":page1\",\"type\":\"AnnotationPage\",\"startIndex\":0,\"items\":[");
  std::vector<std::vector<model::StatementId>> by_report(r.reports.size());
  for (std::size_t i = 0; i < r.statements.size(); ++i) {
    if (admitted[i]) by_report[r.statements[model::StatementId(i)].report.index()].emplace_back(i);
  }
  bool first = true;
  for (std::size_t k = 0; k < by_report.size(); ++k) {
    if (by_report[k].empty()) continue;
    const model::ReportId report(k);
    const auto original = context->original_of()(r.reports[report].sha256);
    if (!original) return tl::unexpected(original.error());
    const model::ReadingParts& reading = context->view().reading(report).parts();
    const Json source = source_of(*context, report);
    std::vector<model::StatementId>& list = by_report[k];
    std::stable_sort(list.begin(), list.end(), [&](model::StatementId a, model::StatementId b) {
      return context->view().statement(a).evidence.span.begin <
             context->view().statement(b).evidence.span.begin;
    });
    PointCounter points(original->text);
    for (const model::StatementId id : list) {
      const model::Statement& stmt = context->view().statement(id);
      const model::Evidence& evidence = stmt.evidence;
      const bool anchored =
          evidence.span.end <= original->text.size() && evidence.span.of(original->text) == evidence.quote;
      Json quote, where;
      const std::string& printed = r.reports[report].id;
      const std::string_view text = original->text;
      // What a reviewer redacted first, then names; a name that the edge cuts goes whole.
      const auto words = [&](std::size_t begin, std::string_view part) {
        if (context->redactions().touches(printed, {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(begin + part.size())}))
          return context->words(context->redactions().text(printed, begin, part));
        return anchored && begin + part.size() <= text.size() && text.substr(begin, part.size()) == part
                   ? context->redactor().window(text, begin, begin + part.size())
                   : context->words(part);
      };
      const std::string exact = words(evidence.span.begin, evidence.quote);
      const bool withheld = exact != evidence.quote;
      quote["type"] = "TextQuoteSelector";
      quote["exact"] = exact;
      const std::string_view prefix = context->internal() ? evidence.prefix : block_prefix(reading, evidence);
      const std::string_view suffix = context->internal() ? evidence.suffix : block_suffix(reading, evidence);
      quote["prefix"] = words(evidence.span.begin - std::min<std::size_t>(prefix.size(), evidence.span.begin), prefix);
      quote["suffix"] = words(evidence.span.end, suffix);
      where["type"] = "TextPositionSelector";
      if (anchored) {
        where["start"] = points.at(evidence.span.begin);
        where["end"] = points.at(evidence.span.end);
      }
      Json target;
      target["source"] = source;
      // A quote in which a name is withheld selects nothing: then the position stands alone, and the words
      // beside it.
      if (withheld) {
        target["selector"] = anchored ? where : Json(nullptr);
        target["hudna:redactedQuote"] = exact;
        context->changed(kFile, "statement", stmt.id, "a name or a redacted passage is withheld from the quote");
      } else {
        target["selector"] = anchored ? Json::array({quote, where}) : Json::array({quote});
      }
      Json body;
      body["id"] = urn(stmt.id);
      body["type"] = "hudna:Statement";
      body["hudna:kind"] = name(stmt.kind);
      body["hudna:code"] = stmt.type;
      body["hudna:modality"] = name(stmt.modality);
      const std::string& speaker = r.statements[id].speaker;
      if (!speaker.empty()) body["hudna:saidBy"] = context->words(speaker);
      Json rows = Json::array();
      for (const std::string& row : supported[id.index()]) rows.push_back(urn(row));
      body["hudna:supports"] = std::move(rows);
      Json annotation;
      annotation["id"] = urn("ps-" + stmt.id.substr(std::min<std::size_t>(3, stmt.id.size())));
      annotation["type"] = "Annotation";
      annotation["motivation"] = "classifying";
      annotation["body"] = std::move(body);
      annotation["target"] = std::move(target);
      annotation["prov:wasGeneratedBy"] = {{"type", "prov:Activity"}, {"hudna:rule", evidence.rule}};
      annotation["hudna:anchor"] = anchored ? "ok" : "orphaned";
      annotation["hudna:review"] = context->review_words(stmt.id);
      out->put(std::string(first ? "\n" : ",\n") + dump(annotation));
      out->count_row();
      first = false;
    }
  }
  out->put("\n]}}\n");
  return {};
}

}  // namespace hudna::exports
