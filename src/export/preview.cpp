// What would be withheld, before anything is written? For the person who decides; so it shows the names.
#include <map>

#include "export/events.h"
#include "export/formats.h"
#include "export/reading_text.h"

namespace hudna::exports {

std::string preview_text(Context* context) {
  const model::RecordParts& r = context->record();
  const Settings& settings = context->settings();
  std::string out = "Sharing level " + std::string(name(settings.sharing)) + ", " +
                    std::to_string(r.reports.size()) + " reports\n\n";
  if (context->internal()) {
    return out + "Nothing is withheld: names, authors, originals and readers' comments go out as they are.\n";
  }
  const Redactor& redactor = context->redactor();
  out += "Names of private persons, replaced by " + context->codes().mark + ": " +
         std::to_string(redactor.names().size()) + "\n";
  for (const std::string& name : redactor.names()) out += "  " + printable(name) + "\n";
  std::size_t quotes = 0;
  std::map<std::string, std::size_t> where;
  for (std::size_t i = 0; i < r.statements.size(); ++i) {
    const model::StatementId id(i);
    if (!redactor.finds(context->view().statement(id).evidence.quote)) continue;
    ++quotes;
    ++where[context->view().report_of(id).source];
  }
  out += "\nQuotes in which a name is replaced: " + std::to_string(quotes) + "\n";
  for (const auto& [source, n] : where) out += "  " + std::to_string(n) + "  " + printable(source) + "\n";
  std::size_t authors = 0, titles = 0;
  for (std::size_t i = 0; i < r.reports.size(); ++i) {
    authors += context->view().reading(model::ReportId(i)).parts().authors.size();
    titles += redactor.finds(r.reports[model::ReportId(i)].title) ? 1 : 0;
  }
  out += "\nAuthors of reports left out: " + std::to_string(authors) + "\n";
  out += "Titles in which a name is replaced: " + std::to_string(titles) + "\n";
  std::string sites;
  std::size_t count = 0;
  for (std::size_t i = 0; i < r.incidents.size(); ++i) {
    std::string why;
    const auto event = make_event(*context, model::IncidentId(i), &why);
    if (!event || !event->coarsened) continue;
    ++count;
    sites += "  " + r.incidents[model::IncidentId(i)].id + "  " +
             printable(context->place_name(event->place)) + "\n";
  }
  out += "\nIncidents at sensitive sites, placed to a tenth of a degree: " + std::to_string(count) + "\n" +
         sites;
  out +=
      "\nLeft out whole: the pages as received (with readers' comments) and hudna.jsonl; both need --sharing "
      "internal.\n";
  if (settings.sharing == Sharing::Public)
    out += "Quotes stay out of incidents-acled.csv and events-plover.jsonl at this level.\n";
  out +=
      "\nNames that were not taken for a person's are not known to the program: look through "
      "the files.\n";
  return out;
}

}  // namespace hudna::exports
