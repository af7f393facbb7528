#include "app/search.h"

#include <nlohmann/json.hpp>

#include "app/record_api.h"
#include "app/record_json.h"

namespace hudna::app {
namespace {

std::string words_of(const Json& value, const char* key) {
  const auto found = value.find(key);
  return found != value.end() && found->is_string() ? found->get<std::string>() : std::string();
}

}  // namespace

base::Result<std::string> search_file(const std::string& record, const std::map<std::string, std::string>& parameters, bool json,
                                      Page page, bool* rows, exports::Sharing sharing) {
  const auto words = parameters.find("q");
  if (words == parameters.end() || words->second.find_first_not_of(' ') == std::string::npos)
    return base::fail(base::Code::ArgumentBad, "", "say the words to look for: hudna search RECORD \"green buses\"");
  auto api = RecordApi::open(record, sharing);
  if (!api) return tl::unexpected(api.error());
  const RecordApi::Answer answer = (*api)->get("search", parameters);
  const Json found = Json::parse(answer.body, nullptr, false);
  if (answer.status == 400) return base::fail(base::Code::ArgumentBad, "", words_of(found, "error"));
  if (answer.status != 200) return base::fail(base::Code::StoreDamaged, record, words_of(found, "error"));
  *rows = false;
  for (const auto& [kind, part] : found.items()) *rows = *rows || (part.is_object() && part.value("total", 0) > 0);
  if (json) return answer.body + "\n";

  Layout out(page);
  const auto heading = [&](const char* kind, const std::string& what) {
    const auto part = found.find(kind);
    const std::size_t total = part == found.end() ? 0 : part->value("total", std::size_t{0});
    if (total == 0) return Json::array();
    out.blank();
    out.text(0, {{plural_words(total, what), Style::Strong},
                 {(*part)["rows"].size() < total ? ", the first " + std::to_string((*part)["rows"].size()) + " here" : "", Style::Faint}});
    return (*part)["rows"];
  };
  for (const auto& [kind, what] : {std::pair<const char*, const char*>{"agreements", "agreement"}, {"incidents", "incident"},
                                   {"contradictions", "contradiction"}, {"claims", "claim"}, {"actors", "actor"}, {"places", "place"}}) {
    for (const Json& row : heading(kind, what)) {
      std::string line = words_of(row, "title");
      for (const char* key : {"line", "about", "quote", "name"}) line = line.empty() ? words_of(row, key) : line;
      const std::string date = words_of(row, "date");
      out.text(2, {{date.empty() ? "" : date + "  ", Style::Faint}, {line + "  "}, {words_of(row, "id"), Style::Faint}});
    }
  }
  for (const Json& row : heading("reports", "report")) {
    out.entry(2, words_of(row, "published"), 11,
              {{words_of(row, "title") + "  "}, {"[" + words_of(row, "tag") + "]", Style::Name}, {" " + words_of(row, "id"), Style::Faint}});
    for (const Json& passage : row["passages"]) {
      if (words_of(passage, "section") == "title") continue;
      Runs runs = {{words_of(passage, "section") == "comment" ? "reader’s comment: " : "", Style::Faint}, {"…"}};
      for (const Json& piece : passage["pieces"]) {
        const bool hit = piece.value("hit", false);
        // Colour alone would not show what was found.
        runs.push_back({hit ? "[" + words_of(piece, "text") + "]" : words_of(piece, "text"), hit ? Style::Strong : Style::Plain});
      }
      runs.push_back({"…"});
      out.entry(2, "", 11, runs);
    }
  }
  if (!*rows) out.text(0, {{"nothing found"}});
  std::string text = out.take();
  if (!text.empty() && text.front() == '\n') text.erase(0, 1);
  return text;
}

}  // namespace hudna::app
