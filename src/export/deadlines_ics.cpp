// RFC 5545: an all-day event for each deadline; one whose day is uncertain spans the days that it may mean.
// What is known of it on the chosen day stands in its words, never in an alarm.
#include "base/utf8.h"
#include "base/version.h"
#include "export/formats.h"
#include "export/reading_text.h"

namespace hudna::exports {
namespace {

constexpr std::string_view kFile = "deadlines.ics";

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : printable(text)) {
    if (c == '\\' || c == ';' || c == ',') out.push_back('\\');
    out.push_back(c);
  }
  return out;
}

// Lines of at most 75 bytes, folded between code points (3.1).
void put_line(Out* out, std::string_view line) {
  constexpr std::size_t kMax = 75;
  std::size_t at = 0;
  for (bool first = true; first || at < line.size(); first = false) {
    const std::size_t room = first ? kMax : kMax - 1;
    std::size_t end = std::min(line.size(), at + room);
    while (end < line.size() && !base::is_code_point_start(line, end)) --end;
    out->put((first ? "" : " ") + std::string(line.substr(at, end - at)) + "\r\n");
    at = end;
  }
}

std::string compact(Days day) {
  std::string out = print_days(day);
  std::erase(out, '-');
  return out;
}

}  // namespace

void write_deadlines(Context* context, Out* out) {
  const model::RecordParts& r = context->record();
  // No clock: the stamp is the chosen day, the same for the same record.
  const std::string stamp = compact(find_days(context->settings().as_of).value_or(Days())) + "T000000Z";
  put_line(out, "BEGIN:VCALENDAR");
  put_line(out, "VERSION:2.0");
  put_line(out, "PRODID:-//hudna//hudna " + std::string(base::kVersion) + "//EN");
  put_line(out, "CALSCALE:GREGORIAN");
  put_line(out, "X-WR-CALNAME:" + escaped("Deadlines in reported agreements"));
  for (std::size_t i = 0; i < r.deadlines.size(); ++i) {
    const model::DeadlineId id(i);
    const model::DeadlineRow& due = r.deadlines[id];
    const auto max = find_days(due.due.max), min = find_days(due.due.min);
    if (!max && !min) {
      context->leave_out(kFile, "deadline", due.id, "no day can be worked out");
      continue;
    }
    if (!context->admit(kFile, "deadline", due.id)) continue;
    // Due "by" a day has no first day: it stands on the last.
    const Days last = max ? *max : *min, first = min && *min <= last ? *min : last;
    const model::ProvisionRow& term = r.provisions[due.provision];
    const model::AgreementRow& deal = r.agreements[due.agreement];
    const TermState& state = context->term(id);
    std::vector<std::string> who;
    for (const auto& actor : term.obligors) add_once(&who, context->actor_name(actor.value));
    std::string text = "Agreement: " + context->words(deal.title) + " (" + deal.id + ")\n";
    text += "Term: " + spaced(term.type) + (who.empty() ? "" : ", " + join(who, ", ")) + "\n";
    text += "Binding: " + std::string(name(due.hardness)) + "\n";
    text += "State as of " + context->settings().as_of + ": " +
            (state.words.empty() ? std::string(name(state.state)) : state.words) + "\n";
    text += "Sources: " + context->outlets(due.statements) + " (" + std::to_string(due.origins) +
            (due.origins == 1 ? " origin)\n" : " origins)\n");
    text += "Evidence: " + context->ids(due.statements) + "\n";
    text += "Review: " + context->review_words(due.id);
    std::string description;
    std::size_t at = 0;
    for (std::size_t line = text.find('\n');; line = text.find('\n', at)) {
      description += escaped(text.substr(at, line == std::string::npos ? line : line - at));
      if (line == std::string::npos) break;
      description += "\\n";
      at = line + 1;
    }
    put_line(out, "BEGIN:VEVENT");
    put_line(out, "UID:" + due.id + "@hudna");
    put_line(out, "DTSTAMP:" + stamp);
    put_line(out, "DTSTART;VALUE=DATE:" + compact(first));
    put_line(out, "DTEND;VALUE=DATE:" + compact(last + std::chrono::days(1)));
    put_line(out,
             "SUMMARY:" + escaped(std::string(due.hardness == model::Hardness::Hoped ? "Hoped: " : "Due: ") +
                                  spaced(term.type) + ", " + context->words(deal.title) +
                                  (first == last && !is_uncertain(due.due) ? "" : " (day uncertain)")));
    put_line(out, "DESCRIPTION:" + description);
    put_line(out, "CATEGORIES:" + escaped(term.type));
    // A plan is tentative until somebody reviewed it; a required date that was reviewed is confirmed.
    put_line(out, std::string("STATUS:") + (due.hardness == model::Hardness::Required &&
                                                    context->review(due.id) == Review::Reviewed
                                                ? "CONFIRMED"
                                                : "TENTATIVE"));
    put_line(out, "TRANSP:TRANSPARENT");
    put_line(out, "X-HUDNA-EDTF:" + escaped(due.due.edtf));
    put_line(out, "X-HUDNA-HARDNESS:" + std::string(name(due.hardness)));
    put_line(out, "X-HUDNA-STATE:" + std::string(name(state.state)));
    put_line(out, "X-HUDNA-REVIEW:" + escaped(context->review_words(due.id)));
    put_line(out, "X-HUDNA-LINK:" + urn(due.id));
    put_line(out, "END:VEVENT");
    out->count_row();
  }
  put_line(out, "END:VCALENDAR");
}

}  // namespace hudna::exports
