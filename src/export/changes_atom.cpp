// RFC 4287: what the reports said about the agreements, newest report first. A record keeps no history of
// itself, so an entry is dated by the newest report behind it, not by the hour in which it was read.
#include <algorithm>

#include "export/formats.h"
#include "export/markup.h"

namespace hudna::exports {
namespace {

constexpr std::string_view kFile = "changes.atom";
// Readers of feeds expect the newest; the rest stands in the other files.
constexpr std::size_t kEntries = 500;

struct Entry {
  std::string day, id, title, text, kind;
};

std::string newest(const Context& context, const std::vector<model::StatementId>& statements) {
  return context.seen(statements).second;
}

}  // namespace

void write_changes(Context* context, Out* out) {
  const model::RecordParts& r = context->record();
  std::vector<Entry> entries;
  const auto add = [&](std::string_view kind, const std::string& id,
                       const std::vector<model::StatementId>& statements, std::string title,
                       std::string text) {
    const std::string day = newest(*context, statements);
    if (day.empty()) return context->leave_out(kFile, kind, id, "no report behind it has a date");
    if (!context->admit(kFile, kind, id)) return;
    entries.push_back({day, id, std::move(title),
                       text + " Sources: " + context->outlets(statements) + ". Evidence: " +
                           context->ids(statements) + ". Review: " + context->review_words(id) + ".",
                       std::string(kind)});
  };
  for (const model::StageRow& row : r.stages) {
    const std::string mode =
        row.modality == model::Modality::Actual ? "" : " (" + std::string(name(row.modality)) + ")";
    add("stage", row.id, row.statements,
        context->words(r.agreements[row.agreement].title) + ": " + spaced(row.type) + mode,
        row.time.edtf.empty() ? "" : "Date: " + row.time.edtf + (row.dated ? "." : " (the report's day)."));
  }
  for (std::size_t i = 0; i < r.provisions.size(); ++i) {
    const model::ProvisionRow& row = r.provisions[model::ProvisionId(i)];
    add("provision", row.id, row.statements,
        context->words(r.agreements[row.agreement].title) + ": term on " + spaced(row.type),
        "State: " + context->term(model::ProvisionId(i)).words + ".");
  }
  for (const model::ContradictionRow& row : r.contradictions) {
    std::vector<model::StatementId> statements;
    for (const model::Position& position : row.positions)
      statements.insert(statements.end(), position.statements.begin(), position.statements.end());
    std::string text;
    for (const model::Position& position : row.positions)
      text += context->words(position.value) + " (" + context->outlets(position.statements) + "). ";
    add("contradiction", row.id, statements, "Sources differ: " + context->words(row.about), text);
  }
  for (const model::IncidentRow& row : r.incidents) {
    if (row.links.empty() || row.denied || row.modality != model::Modality::Actual) continue;
    std::string text;
    for (const model::AgreementLink& link : row.links)
      text += spaced(link.relation) + ": " + context->words(r.agreements[link.agreement].title) + ". ";
    add("incident", row.id, row.statements,
        "Incident: " + spaced(row.type) +
            (row.places.empty() ? "" : " at " + context->place_name(row.places[0].value)),
        text);
  }
  std::stable_sort(entries.begin(), entries.end(),
                   [](const Entry& a, const Entry& b) { return a.day > b.day; });
  for (std::size_t i = kEntries; i < entries.size(); ++i)
    context->leave_out(kFile, entries[i].kind, entries[i].id, "older than the newest 500 entries");
  if (entries.size() > kEntries) entries.resize(kEntries);
  const std::string updated = entries.empty() ? context->settings().as_of : entries.front().day;
  out->put("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n");
  out->put("  <id>urn:hudna:changes:" + context->inputs() + "</id>\n");
  out->put("  <title>What reports say about watched agreements</title>\n");
  out->put("  <updated>" + updated + "T00:00:00Z</updated>\n");
  out->put("  <author><name>hudna</name></author>\n");
  out->put("  <generator>" + escape_markup(context->settings().tool) + "</generator>\n");
  for (const Entry& entry : entries) {
    out->put("  <entry>\n    <id>" + urn(entry.id) + "</id>\n    <title>" + escape_markup(entry.title) +
             "</title>\n");
    out->put("    <updated>" + entry.day + "T00:00:00Z</updated>\n    <category term=\"" + entry.kind +
             "\"/>\n");
    out->put("    <content type=\"text\">" + escape_markup(entry.text) + "</content>\n  </entry>\n");
    out->count_row();
  }
  out->put("</feed>\n");
}

}  // namespace hudna::exports
