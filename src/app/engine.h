// How does a file become a Reading? The engine owns the data and the stages
// and runs them in their one order: bytes -> Document -> Analysis -> Reading.
// Opened once, then shared by all threads; nothing in it points at a Document.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/meta.h"
#include "app/profiles.h"
#include "base/data_source.h"
#include "base/result.h"
#include "language/analyser.h"
#include "model/analysis.h"
#include "model/document.h"
#include "model/reading.h"
#include "reading/reader.h"

namespace hudna::app {

struct EngineOptions {
  std::string data_folder;   // --data; empty: compiled-in data only
  std::string rules_folder;  // --rules; stands for data_folder/rules
  std::vector<std::string> profiles;  // --profile
  // Parse every sentence, also those that no rule can touch (for `analyse`).
  bool parse_all = false;
  bool any_topic = false;  // --any-topic: read reports on other topics as well
};

struct ReadReport {
  model::Document document;
  model::Reading reading;
};

// Program and data versions: "hudna/0.1.0 data/" and 12 digits of a hash of the data.
std::string version_of(const base::DataSource& data);

class Engine {
 public:
  // Fails with DataBad, RuleSyntax, ModelBad: the error names file and line.
  static base::Result<std::unique_ptr<Engine>> open(const EngineOptions& options);

  // Reads one report from its bytes. `meta` may be nullptr. Fails: FileEmpty, FileBinary.
  base::Result<ReadReport> read(const std::string& source, std::string bytes, const ReportMeta* meta) const;
  // Reads one report from its file. Fails: as `read`, and FileMissing, FileUnreadable, FileTooLarge.
  base::Result<ReadReport> read_file(const std::string& path, const ReportMeta* meta) const;
  // Whether the report is left unread for what it is about; never with --any-topic.
  bool off_topic(const model::Document& doc) const;
  // The second stage only. What is off the topic is not parsed, unless every sentence is (parse_all).
  model::Analysis analyse(const model::Document& doc, bool off_topic) const;

  const reading::Reader& reader() const& { return *reader_; }
  const base::DataSource& data() const& { return data_; }
  // version_of() its data, as readings carry it.
  const std::string& version() const& { return version_; }
  // All that a reading depends on besides its report: the version, and the profiles that were named.
  std::string stamp() const { return version_ + profiles_.ids() + (any_topic_ ? " any-topic" : ""); }

 private:
  Engine() = default;
  base::DataSource data_;
  std::optional<language::Analyser> analyser_;
  std::optional<reading::Reader> reader_;
  language::AnalyseOptions analyse_options_;
  std::string version_;
  Profiles profiles_;
  bool parse_all_ = false, any_topic_ = false;
};

}  // namespace hudna::app
