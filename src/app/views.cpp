#include "app/views.h"

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "app/diff.h"
#include "app/explain.h"
#include "app/open_record.h"
#include "app/show.h"
#include "base/files.h"
#include "base/utf8.h"
#include "export/reading_text.h"
#include "ground/gazetteer.h"
#include "ground/grounder.h"
#include "ground/place_table.h"
#include "language/treebank.h"
#include "page/page.h"
#include "record/days.h"
#include "record/review.h"
#include "record/status.h"
#include "store/store.h"

namespace hudna::app {
namespace {

void put_field(std::string* out, std::string_view key, std::string_view value) {
  if (value.empty()) return;
  std::string label(key);
  label.resize(std::max<std::size_t>(label.size(), 10), ' ');
  out->append("  ").append(label).append(" ").append(exports::printable(value)).append("\n");
}

std::string padded(std::string text, std::size_t width) {
  text.resize(std::max(text.size(), width), ' ');
  return text;
}

}  // namespace

base::Result<model::Document> read_document(const std::string& source, std::string bytes,
                                            const ReportMeta* meta, const Profiles* profiles) {
  page::PageOptions options = page_options(meta != nullptr ? *meta : ReportMeta());
  if (profiles != nullptr) options.profiles = profiles->views();
  return page::read_page(source, std::move(bytes), options);
}

std::string page_json(const model::Document& doc) {
  using Json = nlohmann::ordered_json;
  const model::DocumentParts& parts = doc.parts();
  Json report = {{"source", parts.source}, {"url", parts.url}, {"title", parts.title}, {"outlet", parts.outlet}};
  report["authors"] = Json::array();
  for (const model::Author& author : parts.authors) report["authors"].push_back(author.name);
  report["language"] = parts.language;
  report["charset"] = parts.charset;
  report["genre"] = model::name(parts.genre);
  report["dateline"] = parts.dateline_place;
  report["agency"] = parts.agency;
  report["paywalled"] = parts.paywalled;
  report["sha256"] = doc.sha256();
  report["dates"] = Json::array();
  for (const model::StatedDate& date : parts.dates)
    report["dates"].push_back({{"edtf", date.edtf},
                               {"basis", model::name(date.basis)},
                               {"modified", date.modified},
                               {"begin", date.raw.begin},
                               {"end", date.raw.end}});
  if (!parts.profile.empty()) report["profile"] = parts.profile;
  if (!parts.entries.empty()) {
    report["entries"] = Json::array();
    for (const model::Entry& entry : parts.entries) {
      const model::RawSpan raw = doc.raw_span(entry.span);
      report["entries"].push_back({{"time", entry.edtf},
                                   {"basis", model::name(entry.basis)},
                                   {"time_begin", entry.raw.begin},
                                   {"time_end", entry.raw.end},
                                   {"headline", entry.headline},
                                   {"begin", raw.begin},
                                   {"end", raw.end}});
    }
  }
  Json sections = Json::array();
  std::size_t entry = 0;
  for (const model::Block& block : doc.blocks()) {
    const model::RawSpan raw = doc.raw_span(block.span);
    sections.push_back({{"kind", model::name(model::section_kind(block.type))},
                        {"block", model::name(block.type)},
                        {"reason", block.reason},
                        {"begin", raw.begin},
                        {"end", raw.end},
                        {"text", std::string(block.span.of(doc.text()))}});
    // Which entry of a live blog it is of, by its place in "entries".
    while (entry < parts.entries.size() && parts.entries[entry].span.end <= block.span.begin) ++entry;
    if (entry < parts.entries.size() && parts.entries[entry].span.begin <= block.span.begin)
      sections.back()["entry"] = entry;
  }
  Json diagnostics = Json::array();
  for (const base::Diagnostic& d : parts.diagnostics)
    diagnostics.push_back({{"code", base::info(d.code).code}, {"message", d.message}});
  return Json{{"report", std::move(report)}, {"sections", std::move(sections)}, {"diagnostics", std::move(diagnostics)}}.dump(
             -1, ' ', false, Json::error_handler_t::replace) +
         "\n";
}

std::string page_text(const model::Document& doc, bool reporting_only) {
  const model::DocumentParts& parts = doc.parts();
  std::string out;
  if (reporting_only) {
    for (const model::Block& block : doc.blocks()) {
      const model::SectionKind kind = model::section_kind(block.type);
      if (kind != model::SectionKind::Body && kind != model::SectionKind::Heading) continue;
      out.append(exports::printable(model::fold_space(block.span.of(doc.text())))).append("\n\n");
    }
    return out;
  }
  out.append(exports::printable(parts.source)).append("\n");
  put_field(&out, "title", parts.title);
  put_field(&out, "outlet", parts.outlet);
  for (const model::Author& author : parts.authors) put_field(&out, "author", author.name);
  for (const model::StatedDate& date : parts.dates) {
    put_field(&out, date.modified ? "modified" : "date", date.edtf + " (" + std::string(model::name(date.basis)) + ")");
  }
  put_field(&out, "dateline", parts.dateline_place);
  put_field(&out, "agency", parts.agency);
  put_field(&out, "url", parts.canonical_url.empty() ? parts.url : parts.canonical_url);
  put_field(&out, "language", parts.language);
  put_field(&out, "charset", parts.charset);
  put_field(&out, "genre", model::name(parts.genre));
  if (parts.paywalled) put_field(&out, "paywall", "yes");
  put_field(&out, "profile", parts.profile);
  for (const model::Entry& entry : parts.entries) put_field(&out, "entry", entry.edtf + " " + entry.headline);
  for (const model::Block& block : doc.blocks()) {
    const model::RawSpan raw = doc.raw_span(block.span);
    const std::string text = exports::printable(model::fold_space(block.span.of(doc.text())));
    constexpr std::size_t kShown = 60;
    out.append(padded(std::string(model::name(block.type)), 14));
    out.append(padded(std::to_string(raw.begin) + "-" + std::to_string(raw.end), 16));
    out.append(padded(block.reason, 26)).append(" ");
    out.append(text.size() <= kShown ? text : std::string(base::code_points_after(text, 0, kShown)) + "…").append("\n");
  }
  out.append("\n");
  return out;
}

std::string analysis_text(const model::Document& doc, const model::Analysis& analysis, bool json) {
  if (!json) return language::print_conllu(doc, analysis);
  using Json = nlohmann::ordered_json;
  Json sentences = Json::array();
  for (const model::Sentence& sent : analysis.sentences()) {
    Json tokens = Json::array();
    for (std::uint32_t i = sent.tokens.begin; i < sent.tokens.end; ++i) {
      const model::Token& tok = analysis.tokens()[i];
      const model::RawSpan raw = doc.raw_span(tok.span);
      tokens.push_back({{"form", tok.span.of(doc.text())},
                        {"lemma", analysis.lemma(i)},
                        {"upos", model::name(tok.upos)},
                        {"xpos", model::name(tok.xpos)},
                        {"head", tok.head == i ? 0 : static_cast<int>(tok.head - sent.tokens.begin) + 1},
                        {"deprel", model::name(tok.relation)},
                        {"begin", raw.begin},
                        {"end", raw.end}});
    }
    sentences.push_back({{"parsed", sent.parsed}, {"tokens", std::move(tokens)}});
  }
  Json names = Json::array();
  for (const model::Name& entity : analysis.names()) {
    const model::Span span = analysis.span(entity.tokens);
    const model::RawSpan raw = doc.raw_span(span);
    names.push_back({{"text", model::fold_space(span.of(doc.text()))},
                     {"type", model::name(entity.type)},
                     {"begin", raw.begin},
                     {"end", raw.end}});
  }
  const Json out = {{"source", doc.parts().source}, {"sentences", std::move(sentences)}, {"names", std::move(names)}};
  return out.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

namespace {

// The names that a view of that level leaves out.
base::Result<exports::Redactor> names_of(const Opened& opened, exports::Sharing sharing) {
  const auto codes = exports::load_crosswalk(base::DataSource());
  if (!codes) return tl::unexpected(codes.error());
  return exports::Redactor(opened.view, *codes, exports::redacted_actors(opened.record->parts()),
                           sharing != exports::Sharing::Internal);
}

}  // namespace

base::Result<std::string> show_file(const std::string& record, const std::string& view, const std::string& as_of, Page page,
                                    bool* rows, bool legend, exports::Sharing sharing) {
  auto opened = open_record(record, as_of);
  if (!opened) return tl::unexpected(opened.error());
  const auto names = names_of(**opened, sharing);
  if (!names) return tl::unexpected(names.error());
  page.names = &*names;
  *rows = has_rows((*opened)->record->parts(), view);
  return show((*opened)->view, {view, as_of, page, legend});
}

base::Result<std::string> diff_files(const std::string& before, const std::string& after,
                                     const std::vector<std::string>& days, Page page, bool* rows) {
  for (const std::string& day : days) {
    if (day.size() != 10 || !record::find_day(day))
      return base::fail(base::Code::ArgumentBad, "",
                        "--as-of wants a day as 2014-05-03, not \"" + day + "\"");
  }
  if (after.empty() && days.size() != 2)
    return base::fail(base::Code::ArgumentBad, "",
                      "diff wants two record files, or one with --as-of DAY DAY");
  const std::string none;
  const std::string& first_day = days.empty() ? none : days.front();
  const std::string& last_day = days.empty() ? none : days.back();
  auto a = open_record(before, first_day);
  if (!a) return tl::unexpected(a.error());
  auto b = open_record(after.empty() ? before : after, last_day);
  if (!b) return tl::unexpected(b.error());
  const auto day_of = [](const Opened& opened, const std::string& given) {
    const auto day = record::find_day(given);
    return day ? *day : record::last_report_day(opened.record->parts()).value_or(0);
  };
  std::size_t changes = 0;
  std::string out =
      diff({&(*a)->view, day_of(**a, first_day)}, {&(*b)->view, day_of(**b, last_day)}, page, &changes);
  *rows = changes != 0;
  return out;
}

base::Result<std::string> explain_file(const std::string& record, const std::string& id, Page page,
                                       exports::Sharing sharing) {
  auto opened = open_record(record);
  if (!opened) return tl::unexpected(opened.error());
  const auto names = names_of(**opened, sharing);
  if (!names) return tl::unexpected(names.error());
  page.names = &*names;
  if (sharing != exports::Sharing::Internal) {
    const model::ReviewRow* verdict = record::verdict_of((*opened)->record->parts(), id);
    if (verdict != nullptr && verdict->entry.decision == "redact")
      return base::fail(base::Code::IdUnknown, "", "a reviewer redacted " + id + ": it stays inside (--sharing internal)");
  }
  const TextOf text_of = [&](const std::string& sha256) -> base::Result<std::string> {
    auto document = (*opened)->db->document(sha256);
    if (!document) return tl::unexpected(document.error());
    return std::move(document->text);
  };
  return explain((*opened)->view, id, text_of, page);
}

base::Result<void> dump_file(const std::string& record, const std::function<bool(std::string_view)>& sink) {
  auto db = store::open_store(record, store::Mode::Read);
  if (!db) return tl::unexpected(db.error());
  return (*db)->dump(sink);
}

base::Result<std::string> ground_text(const Engine& engine, const std::string& text, const std::string& date,
                                      const std::string& country) {
  auto doc = page::read_page("text", text, {});
  if (!doc) return tl::unexpected(doc.error());
  auto grounder = ground::Grounder::open(engine.data());
  if (!grounder) return tl::unexpected(grounder.error());
  const model::Analysis analysis = engine.analyse(*doc, engine.off_topic(*doc));
  ground::Context context;
  context.report_date = date;
  context.country = country;
  return exports::printable_lines(ground::print_mentions(doc->text(), grounder->resolve(*doc, analysis, context)));
}

base::Result<std::string> rules_try(const Engine& engine, const std::string& sentence, const std::string& date) {
  auto doc = page::read_page("sentence", sentence, {});
  if (!doc) return tl::unexpected(doc.error());
  reading::ReportMeta meta;
  meta.published = date;
  meta.off_topic = engine.off_topic(*doc);
  const model::Analysis analysis = engine.analyse(*doc, meta.off_topic);
  return engine.reader().explain(*doc, analysis, meta);
}

base::Result<std::string> data_check(const std::string& folder) {
  base::DataSource data;
  if (!folder.empty()) {
    auto opened = base::DataSource::open(folder);
    if (!opened) return tl::unexpected(opened.error());
    data = std::move(*opened);
  }
  std::string out;
  for (const std::string& problem : ground::check_data(data)) out.append(problem).append("\n");
  return out;
}

base::Result<std::string> data_places(const std::vector<std::string>& files, const std::string& folder) {
  namespace fs = std::filesystem;
  const base::DataSource data;
  const auto below = ground::Gazetteer::open(data);
  if (!below) return tl::unexpected(below.error());
  const auto romanised = ground::romanised_countries(data);
  if (!romanised) return tl::unexpected(romanised.error());
  const auto made = ground::compile_dumps(files, *below, *romanised);
  if (!made) return tl::unexpected(made.error());
  const fs::path out = fs::path(folder) / "places" / (fs::path(files.front()).stem().string() + ".bin");
  std::error_code ec;
  fs::create_directories(out.parent_path(), ec);
  if (ec) return base::fail(base::Code::FileUnwritable, out.parent_path().string(), ec.message());
  if (const auto written = base::write_file(out.string(), made->table); !written) return tl::unexpected(written.error());
  return out.string() + ": " + std::to_string(made->places) + " places with " + std::to_string(made->names) +
         " names, from " + std::to_string(made->rows) + " rows\n";
}

std::vector<std::string> expand_cases(const std::vector<std::string>& paths) {
  namespace fs = std::filesystem;
  std::vector<std::string> out;
  for (const std::string& path : paths) {
    std::error_code ec;
    if (!fs::is_directory(path, ec)) {
      out.push_back(path);
      continue;
    }
    std::vector<std::string> found;
    for (fs::recursive_directory_iterator it(path, ec), end; !ec && it != end; it.increment(ec)) {
      if (it->path().extension() == ".case") found.push_back(it->path().generic_string());
    }
    std::sort(found.begin(), found.end());
    out.insert(out.end(), found.begin(), found.end());
  }
  return out;
}

}  // namespace hudna::app
