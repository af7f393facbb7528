#include "app/engine.h"

#include <filesystem>

#include "app/inputs.h"
#include "base/version.h"
#include "page/page.h"

namespace hudna::app {

namespace {

bool holds_rules(const std::string& folder) {
  std::error_code ec;
  for (std::filesystem::recursive_directory_iterator it(folder, ec), end; !ec && it != end; it.increment(ec)) {
    if (it->path().extension() == ".rules") return true;
  }
  return false;
}

}  // namespace

std::string version_of(const base::DataSource& data) {
  return std::string("hudna/") + base::kVersion + " data/" + data.fingerprint();
}

base::Result<std::unique_ptr<Engine>> Engine::open(const EngineOptions& options) {
  std::unique_ptr<Engine> out(new Engine());
  if (!options.data_folder.empty()) {
    auto data = base::DataSource::open(options.data_folder);
    if (!data) return tl::unexpected(data.error());
    out->data_ = std::move(*data);
  }
  if (!options.rules_folder.empty()) {
    if (auto added = out->data_.add_folder(options.rules_folder, "rules/"); !added) return tl::unexpected(added.error());
    if (!holds_rules(options.rules_folder))
      return base::fail(base::Code::FileMissing, options.rules_folder,
                        "no file of rules (NAME.rules) is in this folder; a folder of all data goes with --data");
  }
  auto analyser = language::Analyser::open(out->data_);
  if (!analyser) return tl::unexpected(analyser.error());
  out->analyser_.emplace(std::move(*analyser));
  auto reader = reading::Reader::open(out->data_);
  if (!reader) return tl::unexpected(reader.error());
  out->reader_.emplace(std::move(*reader));
  if (!options.parse_all) {
    out->analyse_options_.gate = [reader = &*out->reader_](std::string_view sentence) { return reader->may_state(sentence); };
  }
  out->parse_all_ = options.parse_all;
  out->any_topic_ = options.any_topic;
  out->analyse_options_.remember = true;
  out->version_ = version_of(out->data_);
  auto profiles = Profiles::open(options.profiles);
  if (!profiles) return tl::unexpected(profiles.error());
  out->profiles_ = std::move(*profiles);
  return out;
}

base::Result<ReadReport> Engine::read(const std::string& source, std::string bytes, const ReportMeta* meta) const {
  page::PageOptions options = page_options(meta != nullptr ? *meta : ReportMeta());
  reading::ReportMeta given;
  given.url = options.url;
  given.outlet = options.outlet;
  given.published = options.published;
  options.profiles = profiles_.views();
  auto doc = page::read_page(source, std::move(bytes), options);
  if (!doc) return tl::unexpected(doc.error());
  given.tool = version_;
  given.off_topic = off_topic(*doc);
  if (!doc->parts().profile.empty()) given.tool += " " + doc->parts().profile;
  const model::Analysis analysis = analyse(*doc, given.off_topic);
  model::Reading reading = reader_->read(*doc, analysis, given);
  return ReadReport{std::move(*doc), std::move(reading)};
}

base::Result<ReadReport> Engine::read_file(const std::string& path, const ReportMeta* meta) const {
  auto stored = read_input(path);
  if (!stored) return tl::unexpected(stored.error());
  ReportMeta known = meta != nullptr ? *meta : ReportMeta();
  complete(*stored, &known);
  return read(path, std::move(stored->bytes), &known);
}

bool Engine::off_topic(const model::Document& doc) const { return !any_topic_ && !reader_->on_topic(doc); }

model::Analysis Engine::analyse(const model::Document& doc, bool off_topic) const {
  if (parse_all_ || !off_topic) return analyser_->analyse(doc, analyse_options_);
  // What is not read need not be parsed.
  language::AnalyseOptions closed = analyse_options_;
  closed.gate = [](std::string_view) { return false; };
  return analyser_->analyse(doc, closed);
}

}  // namespace hudna::app
