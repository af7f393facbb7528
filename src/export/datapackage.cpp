// Frictionless Data Package 1.0 over the files of one export: what each holds, its columns, size and hash,
// and what all of them were made from.
#include <nlohmann/json.hpp>

#include "base/version.h"
#include "export/formats.h"

namespace hudna::exports {
namespace {

using Json = nlohmann::ordered_json;

std::string media_type(std::string_view file) {
  const auto is = [file](std::string_view end) { return file.ends_with(end); };
  if (is(".csv")) return "text/csv";
  if (is(".geojson")) return "application/geo+json";
  if (is(".jsonld")) return "application/ld+json";
  if (is(".jsonl")) return "application/x-ndjson";
  if (is(".ics")) return "text/calendar";
  if (is(".atom")) return "application/atom+xml";
  if (is(".html")) return "text/html";
  if (is(".tar")) return "application/x-tar";
  return "application/octet-stream";
}

// Names in a package are lower case letters, digits, dots and dashes.
std::string resource_name(std::string_view file) { return std::string(file.substr(0, file.find('.'))); }

}  // namespace

void write_datapackage(Context* context, std::span<const WrittenFile> files, Out* out) {
  const Settings& settings = context->settings();
  Json package;
  package["profile"] = "data-package";
  package["name"] = "hudna-export";
  package["title"] = "Reported agreements and incidents, with their sources";
  package["version"] = base::kVersion;
  package["description"] =
      settings.unreviewed
          ? "Machine reading of news reports. Rows that nobody reviewed are included and marked so."
          : "Machine reading of news reports, rows that somebody reviewed only.";
  package["hudna"] = {{"tool", settings.tool},
                      {"policies", context->record().policies},
                      {"inputs_sha256", context->inputs()},
                      {"reports", context->record().reports.size()},
                      {"as_of", settings.as_of},
                      {"sharing", name(settings.sharing)},
                      {"unreviewed_included", settings.unreviewed}};
  package["licenses"] =
      Json::array({{{"name", "CC-BY-4.0"},
                    {"title", "Place names: GeoNames (CC BY 4.0); quotes belong to their publishers"},
                    {"path", "https://creativecommons.org/licenses/by/4.0/"}}});
  Json sources = Json::array();
  sources.push_back(
      {{"title", std::to_string(context->record().reports.size()) + " saved reports; see evidence.jsonld"}});
  package["sources"] = std::move(sources);
  Json resources = Json::array();
  std::vector<std::string> names;
  for (const WrittenFile& file : files) {
    Json resource;
    std::string unique = resource_name(file.name);
    while (std::find(names.begin(), names.end(), unique) != names.end()) unique += "-2";
    names.push_back(unique);
    resource["name"] = unique;
    resource["path"] = file.name;
    resource["title"] = file.title;
    resource["mediatype"] = media_type(file.name);
    resource["format"] = file.name.substr(file.name.find_last_of('.') + 1);
    resource["encoding"] = "utf-8";
    resource["bytes"] = file.bytes;
    resource["hash"] = "sha256:" + file.sha256;
    resource["hudna_rows"] = file.rows;
    if (!file.columns.empty()) {
      resource["profile"] = "tabular-data-resource";
      Json dialect;
      dialect["delimiter"] = ",";
      dialect["lineTerminator"] = "\r\n";
      dialect["quoteChar"] = "\"";
      dialect["doubleQuote"] = true;
      dialect["header"] = true;
      // The row of HXL tags begins with #. Not every reader knows that key, so no type is promised then.
      if (file.hxl) dialect["commentChar"] = "#";
      resource["dialect"] = std::move(dialect);
      Json fields = Json::array();
      for (const Column& column : file.columns) {
        Json field;
        field["name"] = column.name;
        field["type"] = file.hxl ? "any" : column.type;
        fields.push_back(std::move(field));
      }
      resource["schema"] = {{"fields", std::move(fields)}, {"missingValues", Json::array({""})}};
    }
    resources.push_back(std::move(resource));
    out->count_row();
  }
  package["resources"] = std::move(resources);
  out->put(package.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
}

}  // namespace hudna::exports
