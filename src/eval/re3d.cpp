#include "eval/re3d.h"

#include <algorithm>
#include <ctime>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <tuple>

#include "base/files.h"
#include "base/utf8.h"

namespace hudna::eval {
namespace {

using nlohmann::json;

constexpr std::string_view kTypes[] = {"Person", "Organisation", "Location", "Nationality", "MilitaryPlatform", "Weapon", "Temporal", "Quantity", "Money"};
constexpr double kConfidence = 0.5;

struct Entity {
  std::uint32_t begin, end;  // characters
  std::string type;
};

double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

// The objects of a file of JSON Lines; lines that are none are left out.
base::Result<std::vector<json>> read_lines(const std::string& path) {
  const auto bytes = base::read_file(path);
  if (!bytes) return tl::unexpected(bytes.error());
  std::vector<json> out;
  for (std::size_t at = 0; at < bytes->size();) {
    const std::size_t stop = std::min(bytes->find('\n', at), bytes->size());
    json row = json::parse(bytes->begin() + static_cast<std::ptrdiff_t>(at), bytes->begin() + static_cast<std::ptrdiff_t>(stop), nullptr, false);
    if (row.is_object()) out.push_back(std::move(row));
    at = stop + 1;
  }
  return out;
}

std::string text_of(const json& row, const char* key) {
  const auto it = row.find(key);
  return it != row.end() && it->is_string() ? it->get<std::string>() : std::string();
}
std::uint32_t number_of(const json& row, const char* key) {
  const auto it = row.find(key);
  return it != row.end() && it->is_number_unsigned() ? it->get<std::uint32_t>() : 0;
}

using Found = std::set<std::tuple<std::uint32_t, std::uint32_t, std::string>>;  // first token, end, type

Found gold_of(std::vector<Entity> entities, const model::Document& doc, const model::Analysis& a) {
  std::sort(entities.begin(), entities.end(), [](const Entity& x, const Entity& y) {
    return std::tuple(y.end - y.begin, x.begin, x.type) < std::tuple(x.end - x.begin, y.begin, y.type);
  });
  std::vector<std::uint32_t> byte_of;  // of each character
  const std::string_view text = doc.text();
  for (std::uint32_t at = 0; at < text.size(); at += base::decode_utf8(text, at).bytes) byte_of.push_back(at);
  byte_of.push_back(static_cast<std::uint32_t>(text.size()));
  std::vector<model::Span> taken;
  Found out;
  for (const Entity& e : entities) {
    if (e.begin >= e.end || e.end >= byte_of.size()) continue;
    const model::Span span{byte_of[e.begin], byte_of[e.end]};
    if (std::any_of(taken.begin(), taken.end(), [&](const model::Span& t) { return span.begin < t.end && t.begin < span.end; })) continue;
    taken.push_back(span);
    std::uint32_t first = 0, end = 0;
    for (std::uint32_t i = 0; i < a.tokens().size(); ++i) {
      const model::Span tok = a.tokens()[i].span;
      if (tok.begin >= span.end || span.begin >= tok.end) continue;
      if (end == 0) first = i;
      end = i + 1;
    }
    if (end != 0) out.emplace(first, end, e.type);
  }
  return out;
}

base::Result<void> score_source(const language::Analyser& analyser, const std::string& folder, bool all, std::map<std::string, F1>* types, double* seconds,
                                double* tokens) {
  const auto documents = read_lines(folder + "/documents.json");
  if (!documents) return tl::unexpected(documents.error());
  const auto rows = read_lines(folder + "/entities.json");
  if (!rows) return tl::unexpected(rows.error());
  std::map<std::string, std::string> texts;
  for (const json& row : *documents) texts[text_of(row, "_id")] = text_of(row, "text");
  std::map<std::string, std::vector<Entity>> entities;
  for (const json& row : *rows) {
    const std::string type = text_of(row, "type");
    const auto confidence = row.find("confidence");
    if (std::find(std::begin(kTypes), std::end(kTypes), type) == std::end(kTypes)) continue;
    if (confidence == row.end() || !confidence->is_number() || confidence->get<double>() < kConfidence) continue;
    entities[text_of(row, "documentId")].push_back({number_of(row, "begin"), number_of(row, "end"), type});
  }
  std::size_t index = 0;
  for (const auto& [id, text] : texts) {
    if (index++ % 4 != 3 && !all) continue;
    if (!base::is_valid_utf8(text)) continue;
    const model::Document doc = language::plain_document(text);
    std::vector<language::Mention> mentions;
    const double start = cpu_seconds();
    const model::Analysis a = analyser.analyse(doc, {}, &mentions);
    *seconds += cpu_seconds() - start;
    *tokens += static_cast<double>(a.tokens().size());
    const Found gold = gold_of(entities[id], doc, a);
    for (const auto& [first, end, type] : gold) (*types)[type].gold += 1;
    for (const language::Mention& m : mentions) {
      F1& f = (*types)[std::string(m.type)];
      f.found += 1;
      f.right += gold.contains({m.tokens.begin, m.tokens.end, std::string(m.type)});
    }
  }
  return {};
}

}  // namespace

base::Result<LanguageScore> score_re3d(const language::Analyser& analyser, const std::string& folder, bool all) {
  std::vector<std::string> sources;
  std::error_code error;
  if (std::filesystem::exists(folder + "/documents.json", error)) sources.push_back(folder);
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    if (std::filesystem::exists(entry.path() / "documents.json", error)) sources.push_back(entry.path().string());
  }
  if (sources.empty()) return base::fail(base::Code::FileUnreadable, folder, "no documents.json in it or in a folder below");
  std::sort(sources.begin(), sources.end());
  std::map<std::string, F1> types;
  double seconds = 0, tokens = 0;
  for (const std::string& source : sources) {
    const auto done = score_source(analyser, source, all, &types, &seconds, &tokens);
    if (!done) return tl::unexpected(done.error());
  }
  LanguageScore out;
  for (const auto& [type, f] : types) {
    out.names.gold += f.gold;
    out.names.found += f.found;
    out.names.right += f.right;
    out.names_by_type.emplace_back(type, f);
  }
  out.tokens_per_s = seconds > 0 ? tokens / seconds : 0;
  return out;
}

}  // namespace hudna::eval
