#include "eval/mentions.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <optional>

#include "base/files.h"
#include "eval/csv.h"
#include "ground/gazetteer.h"
#include "ground/grounder.h"
#include "language/analyser.h"

namespace hudna::eval {
namespace {

using Row = std::map<std::string, std::string>;

struct Tools {
  ground::Grounder grounder;
  language::Analyser analyser;
};

base::Result<Tools> open_tools(const base::DataSource& data) {
  auto grounder = ground::Grounder::open(data);
  if (!grounder) return tl::unexpected(grounder.error());
  auto analyser = language::Analyser::open(data);
  if (!analyser) return tl::unexpected(analyser.error());
  return Tools{std::move(*grounder), std::move(*analyser)};
}

base::Result<std::vector<Row>> read_rows(const std::string& path, std::initializer_list<const char*> needed) {
  const base::Result<std::string> bytes = base::read_file(path);
  if (!bytes) return tl::unexpected(bytes.error());
  std::vector<Row> rows = read_csv(*bytes, path.ends_with(".tsv") ? '\t' : ',');
  if (rows.empty()) return base::fail(base::Code::FileEmpty, path, "no rows");
  for (const char* column : needed) {
    if (!rows[0].contains(column))
      return base::fail(base::Code::FileUnreadable, path,
                        std::string("the column ") + column + " is missing");
  }
  return rows;
}

std::string cell(const Row& row, const char* key) {
  const auto found = row.find(key);
  return found == row.end() ? std::string() : found->second;
}

// The byte at a code point of the text; its size when there are fewer.
std::size_t byte_of(std::string_view text, std::size_t point) {
  std::size_t at = 0;
  while (at < text.size() && point > 0) {
    ++at;
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) ++at;
    --point;
  }
  return at;
}

// The marked bytes in the document's text; the text may be padded at its end only. Offsets are bytes; where
// the words there are not those of the row but would be if code points were counted, these. Without offsets,
// or with ones that fit neither way, the words' first place behind `from`, else their first.
std::optional<model::Span> span_of(const Row& row, std::string_view text, std::size_t from = 0) {
  const std::string begin = cell(row, "begin"), end = cell(row, "end"), words = cell(row, "span");
  const auto made = [](std::size_t b, std::size_t e) {
    return model::Span{static_cast<std::uint32_t>(b), static_cast<std::uint32_t>(e)};
  };
  if (!begin.empty() && !end.empty()) {
    const std::size_t b = std::strtoul(begin.c_str(), nullptr, 10),
                      e = std::strtoul(end.c_str(), nullptr, 10);
    if (b < e && e <= text.size() && (words.empty() || text.substr(b, e - b) == words)) return made(b, e);
    const std::size_t first = byte_of(text, b), last = byte_of(text, e);
    if (first < last && !words.empty() && text.substr(first, last - first) == words) return made(first, last);
  }
  if (words.empty()) return std::nullopt;
  std::size_t at = text.find(words, from);
  if (at == std::string_view::npos) at = text.find(words);
  if (at == std::string_view::npos) return std::nullopt;
  return made(at, at + words.size());
}

// Rows of one text, wherever they stand in the file, in the order of the texts.
std::vector<std::vector<Row>> by_text(const std::vector<Row>& rows) {
  std::vector<std::vector<Row>> out;
  std::map<std::string, std::size_t> known;
  for (const Row& row : rows) {
    const auto [at, fresh] = known.try_emplace(cell(row, "text"), out.size());
    if (fresh) out.emplace_back();
    out[at->second].push_back(row);
  }
  return out;
}

// The mention of a kind that fits a span best: most bytes in common, then fewest besides.
const model::Mention* best_mention(const model::Mentions& mentions, model::MentionKind kind,
                                   model::Span span) {
  const model::Mention* best = nullptr;
  long best_score = 0;
  for (const model::Mention& mention : mentions) {
    if (mention.kind != kind || !mention.span.overlaps(span)) continue;
    const long common =
        static_cast<long>(std::min(mention.span.end, span.end) - std::max(mention.span.begin, span.begin));
    const long score = 3 * common - static_cast<long>(mention.span.size()) + 100000;
    if (score > best_score) {
      best_score = score;
      best = &mention;
    }
  }
  return best;
}

model::Mentions read_mentions(const Tools& tools, const std::string& text, const ground::Context& context,
                              model::Document* out = nullptr) {
  model::Document doc = language::plain_document(text);
  const model::Analysis analysis = tools.analyser.analyse(doc);
  model::Mentions mentions = tools.grounder.resolve(doc, analysis, context);
  if (out != nullptr) *out = std::move(doc);
  return mentions;
}

double ratio(std::size_t part, std::size_t whole) {
  return whole == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace

std::string PlaceScore::json() const {
  char buffer[400];
  std::snprintf(buffer, sizeof buffer,
                "{\"gold\":%zu,\"found\":%zu,\"extra\":%zu,\"span_f1\":%.4f,\"accuracy\":%.4f,\"accuracy_"
                "161km\":%.4f,\"median_km\":%.1f}",
                gold, found, extra, span_f1, accuracy, accuracy_161km, median_km);
  return buffer;
}

base::Result<PlaceScore> score_places(const std::string& path, const base::DataSource& data) {
  const auto rows = read_rows(path, {"text", "latitude", "longitude"});
  if (!rows) return tl::unexpected(rows.error());
  const auto tools = open_tools(data);
  if (!tools) return tl::unexpected(tools.error());
  PlaceScore score;
  std::vector<double> distances;
  std::size_t produced = 0;
  for (const std::vector<Row>& report : by_text(*rows)) {
    const std::string text = cell(report[0], "text");
    const model::Mentions mentions = read_mentions(*tools, text, {"", cell(report[0], "country"), ""});
    std::vector<const model::Mention*> used;
    std::size_t from = 0;
    for (const Row& row : report) {
      const std::optional<model::Span> span = span_of(row, text, from);
      if (!span) continue;
      from = span->end;
      ++score.gold;
      const double lat = std::strtod(cell(row, "latitude").c_str(), nullptr),
                   lon = std::strtod(cell(row, "longitude").c_str(), nullptr);
      const std::string tolerance_text = cell(row, "tolerance_km");
      const double tolerance = tolerance_text.empty() ? 25.0 : std::strtod(tolerance_text.c_str(), nullptr);
      const model::Mention* mention = best_mention(mentions, model::MentionKind::Place, *span);
      std::string got = "nothing";
      bool right = false;
      if (mention != nullptr) {
        used.push_back(mention);
        ++score.found;
        const auto& place = std::get<model::PlaceValue>(mention->value);
        got = (place.id.empty() ? "unresolved " : place.id + " ") + place.name + ", " + place.admin1 + ", " +
              place.country;
        if (!place.id.empty()) {
          const double km = ground::distance_km(lat, lon, place.lat, place.lon);
          distances.push_back(km);
          if (km <= 161.0) ++score.within_161;
          right = km <= tolerance;
          got += " " + std::to_string(static_cast<int>(km)) + " km off";
        }
      }
      if (right) {
        ++score.right;
      } else {
        score.misses.push_back(
            {text, cell(row, "span"), cell(row, "latitude") + "," + cell(row, "longitude"), got});
      }
    }
    for (const model::Mention& mention : mentions) {
      if (mention.kind != model::MentionKind::Place) continue;
      // "the city" stands for a place that is named elsewhere; gold sets mark names.
      const auto& place = std::get<model::PlaceValue>(mention.value);
      if (place.rule == "the-place/1" || place.rule == "the-capital/1" || place.rule == "generic-place/1")
        continue;
      ++produced;
      if (std::find(used.begin(), used.end(), &mention) == used.end()) ++score.extra;
    }
  }
  std::sort(distances.begin(), distances.end());
  score.median_km = distances.empty() ? 0 : distances[distances.size() / 2];
  score.span_recall = ratio(score.found, score.gold);
  score.span_f1 = score.gold + produced == 0
                      ? 0
                      : 2.0 * static_cast<double>(score.found) / static_cast<double>(score.gold + produced);
  score.accuracy = ratio(score.right, score.gold);
  score.accuracy_161km = ratio(score.within_161, score.gold);
  return score;
}

std::string ActorScore::json() const {
  char buffer[200];
  std::snprintf(buffer, sizeof buffer, "{\"gold\":%zu,\"right\":%zu,\"accuracy\":%.4f}", gold, right,
                accuracy);
  return buffer;
}

base::Result<ActorScore> score_actors(const std::string& path, const base::DataSource& data) {
  const auto rows = read_rows(path, {"text", "span", "actor"});
  if (!rows) return tl::unexpected(rows.error());
  const auto tools = open_tools(data);
  if (!tools) return tl::unexpected(tools.error());
  ActorScore score;
  for (const std::vector<Row>& report : by_text(*rows)) {
    const std::string text = cell(report[0], "text");
    const model::Mentions mentions = read_mentions(*tools, text, {cell(report[0], "date"), "", ""});
    for (const Row& row : report) {
      const std::optional<model::Span> span = span_of(row, text);
      if (!span) continue;
      ++score.gold;
      const std::string gold = cell(row, "actor");
      const model::Mention* mention = best_mention(mentions, model::MentionKind::Actor, *span);
      const auto* actor = mention == nullptr ? nullptr : &std::get<model::ActorValue>(mention->value);
      bool right = false;
      std::string got = "nothing";
      if (actor != nullptr)
        got = (actor->id.empty() ? "unresolved" : actor->id) +
              " type:" + std::string(model::name(actor->type)) +
              " side:" + std::string(model::name(actor->side)) + " " + actor->rule;
      // Alternatives by a bar: an umbrella and its force can both be meant.
      for (std::size_t at = 0; at <= gold.size() && !right;) {
        const std::size_t bar = std::min(gold.find('|', at), gold.size());
        const std::string one = gold.substr(at, bar - at);
        at = bar + 1;
        if (one == "-") {
          right = actor == nullptr || actor->id.empty();
        } else if (actor == nullptr) {
          right = false;
        } else if (one.starts_with("type:")) {
          right = one.substr(5) == model::name(actor->type);
        } else if (one.starts_with("side:")) {
          right = one.substr(5) == model::name(actor->side);
        } else {
          right = actor->id == "ac-" + one;
        }
      }
      if (right) {
        ++score.right;
      } else {
        score.misses.push_back({text, cell(row, "span"), gold, got});
      }
    }
  }
  score.accuracy = ratio(score.right, score.gold);
  return score;
}

std::string FigureScore::json() const {
  char buffer[300];
  std::snprintf(
      buffer, sizeof buffer,
      "{\"gold\":%zu,\"op\":%.4f,\"bounds\":%.4f,\"effect\":%.4f,\"category\":%.4f,\"accuracy\":%.4f}", gold,
      ratio(op, gold), ratio(bounds, gold), ratio(effect, gold), ratio(category, gold), accuracy);
  return buffer;
}

base::Result<FigureScore> score_figures(const std::string& path, const base::DataSource& data) {
  const auto rows = read_rows(path, {"text", "span", "op", "effect", "category"});
  if (!rows) return tl::unexpected(rows.error());
  const auto tools = open_tools(data);
  if (!tools) return tl::unexpected(tools.error());
  FigureScore score;
  const auto text_of = [](const std::optional<std::int64_t>& value) {
    return value ? std::to_string(*value) : std::string();
  };
  for (const std::vector<Row>& report : by_text(*rows)) {
    const std::string text = cell(report[0], "text");
    const model::Mentions mentions = read_mentions(*tools, text, {"2016-03-09", "", ""});
    for (const Row& row : report) {
      const std::optional<model::Span> span = span_of(row, text);
      if (!span) continue;
      ++score.gold;
      const std::string gold = cell(row, "op") + " " + cell(row, "low") + ".." + cell(row, "high") + " " +
                               cell(row, "effect") + " " + cell(row, "category");
      const model::Mention* mention = best_mention(mentions, model::MentionKind::Quantity, *span);
      if (mention == nullptr) {
        score.misses.push_back({text, cell(row, "span"), gold, "nothing"});
        continue;
      }
      const auto& value = std::get<model::Quantity>(mention->value);
      const std::string effect =
          value.effect == model::Effect::None ? std::string() : std::string(model::name(value.effect));
      const bool op = cell(row, "op") == model::name(value.op);
      const bool bounds = cell(row, "low") == text_of(value.low) && cell(row, "high") == text_of(value.high);
      const bool effect_right = cell(row, "effect") == effect;
      const bool category = cell(row, "category") == value.category;
      score.op += op ? 1 : 0;
      score.bounds += bounds ? 1 : 0;
      score.effect += effect_right ? 1 : 0;
      score.category += category ? 1 : 0;
      if (op && bounds && effect_right && category) {
        ++score.right;
      } else {
        score.misses.push_back({text, cell(row, "span"), gold,
                                std::string(model::name(value.op)) + " " + text_of(value.low) + ".." +
                                    text_of(value.high) + " " + effect + " " + value.category});
      }
    }
  }
  score.accuracy = ratio(score.right, score.gold);
  return score;
}

}  // namespace hudna::eval
