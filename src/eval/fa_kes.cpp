#include "eval/fa_kes.h"

#include <algorithm>
#include <cstdio>
#include <map>
#include <set>

#include "base/files.h"
#include "base/utf8.h"
#include "eval/csv.h"
#include "ground/calendar.h"
#include "ground/fold.h"
#include "ground/gazetteer.h"
#include "ground/grounder.h"
#include "ground/toml_rows.h"
#include "language/analyser.h"

namespace hudna::eval {

std::string main_province(const model::Document& doc, const model::Analysis& analysis,
                          const model::Mentions& mentions, std::string_view country) {
  const std::string_view text = doc.text();
  std::map<std::string, double> votes;
  constexpr double kFirst = 1.3;
  std::uint32_t last_sentence = UINT32_MAX;
  // Sentences that tell what happened to people.
  std::set<std::uint32_t> events;
  for (const model::Mention& mention : mentions) {
    if (const auto* quantity = std::get_if<model::Quantity>(&mention.value);
        quantity != nullptr &&
        (quantity->effect == model::Effect::Killed || quantity->effect == model::Effect::Injured)) {
      events.insert(analysis.sentence_of(mention.tokens.begin));
    }
  }
  for (const model::Mention& mention : mentions) {
    const auto* place = std::get_if<model::PlaceValue>(&mention.value);
    if (place == nullptr || place->admin1.empty() || place->country != country || place->id.empty()) continue;
    const std::uint32_t sentence = analysis.sentence_of(mention.tokens.begin);
    // A headline names the place of the main event before the others.
    const bool first = sentence != last_sentence;
    last_sentence = sentence;
    double weight = sentence == 0 ? 3.0 : sentence == 1 ? 2.2 : 1.6 / (1.0 + 0.25 * (sentence - 1));
    if (events.contains(sentence)) weight *= 1.25;
    if (first) weight *= kFirst;
    // A dateline ("DAMASCUS, March 3 (Agency)") says where the writer sits.
    const std::string_view words = mention.span.of(text);
    bool capitals = words.size() > 3;
    for (const char c : words) capitals = capitals && !(c >= 'a' && c <= 'z');
    if (capitals && sentence > 0) weight *= 0.3;
    votes[place->admin1] += weight * (place->rule == "the-capital/1" ? 0.3 : 1.0);
  }
  std::string best;
  double best_weight = 0;
  for (const auto& [name, weight] : votes) {
    if (weight > best_weight) {
      best_weight = weight;
      best = name;
    }
  }
  return best;
}

std::string FaKesScore::json() const {
  char buffer[200];
  std::snprintf(buffer, sizeof buffer,
                "{\"reports\":%zu,\"right\":%zu,\"silent\":%zu,\"governorate_accuracy\":%.4f}", reports,
                right, silent, governorate_accuracy);
  return buffer;
}

namespace {

// "2/23/2015" as the set writes it, month first.
std::string iso_date(const std::string& text) {
  int month = 0, day = 0, year = 0;
  if (std::sscanf(text.c_str(), "%d/%d/%d", &month, &day, &year) != 3 || !ground::is_date(year, month, day))
    return {};
  return ground::print_day({year, month, day});
}

std::string clean_utf8(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const base::Decoded decoded = base::decode_utf8(text, at);
    if (decoded.good) {
      out.append(text.substr(at, decoded.bytes));
    } else {
      out += ' ';
    }
    at += decoded.bytes;
  }
  return out;
}

}  // namespace

base::Result<FaKesScore> score_fa_kes(const std::string& path, const base::DataSource& data) {
  const base::Result<std::string> bytes = base::read_file(path);
  if (!bytes) return tl::unexpected(bytes.error());
  const auto rows = read_csv(*bytes);
  if (rows.empty() || !rows[0].contains("article_content") || !rows[0].contains("location")) {
    return base::fail(base::Code::FileUnreadable, path,
                      "this is no FA-KES file: the columns article_content and location are missing");
  }
  const auto grounder = ground::Grounder::open(data);
  if (!grounder) return tl::unexpected(grounder.error());
  const auto analyser = language::Analyser::open(data);
  if (!analyser) return tl::unexpected(analyser.error());
  const auto gazetteer = ground::Gazetteer::open(data);
  if (!gazetteer) return tl::unexpected(gazetteer.error());
  const auto file = data.file("ground/fa_kes.toml");
  if (!file) return tl::unexpected(file.error());
  const auto settings = ground::read_toml_rows(file->bytes, file->path);
  if (!settings) return tl::unexpected(settings.error());
  std::string country;
  std::map<std::string, std::string> same;
  for (const ground::TomlRow& row : *settings) {
    if (row.table == "set") country = std::string(row.text("country"));
    if (row.table == "same") {
      for (const std::string& admin : row.list("admins")) same[admin] = row.list("admins").front();
    }
  }
  const auto joined = [&](const std::string& admin) {
    const auto found = same.find(admin);
    return found == same.end() ? admin : found->second;
  };
  // A label is a province's name, or that of a town whose province is meant.
  std::map<std::string, std::string> labels;
  const auto province_of = [&](const std::string& label) {
    if (const auto known = labels.find(label); known != labels.end()) return known->second;
    std::vector<ground::PlaceHit> hits;
    gazetteer->find(ground::fold(label), &hits);
    if (hits.empty()) gazetteer->find_spelling(ground::fold(label), &hits);
    std::string best;
    double best_size = -1;
    for (const ground::PlaceHit& hit : hits) {
      const ground::PlaceRow row = gazetteer->row(hit.place);
      if (row.country != country || row.admin1.empty()) continue;
      const double size = row.population + (row.feature == ground::Feature::Admin1 ? 1e9 : 0);
      if (size > best_size) {
        best_size = size;
        best = std::string(row.admin1);
      }
    }
    labels[label] = best;
    return best;
  };
  FaKesScore score;
  for (const auto& row : rows) {
    const auto cell = [&](const char* key) {
      const auto found = row.find(key);
      return found == row.end() ? std::string() : found->second;
    };
    const std::string title = clean_utf8(cell("article_title"));
    const model::Document doc =
        language::plain_document(title + ".\n\n" + clean_utf8(cell("article_content")) + "\n");
    const model::Analysis analysis = analyser->analyse(doc);
    const model::Mentions mentions = grounder->resolve(doc, analysis, {iso_date(cell("date")), country, ""});
    const std::string got = joined(main_province(doc, analysis, mentions, country));
    const std::string gold = joined(province_of(cell("location")));
    ++score.reports;
    if (got.empty()) ++score.silent;
    if (!gold.empty() && got == gold) {
      ++score.right;
    } else {
      score.misses.push_back({cell("unit_id"), title, cell("location"), got});
    }
  }
  score.governorate_accuracy =
      score.reports == 0 ? 0 : static_cast<double>(score.right) / static_cast<double>(score.reports);
  return score;
}

}  // namespace hudna::eval
