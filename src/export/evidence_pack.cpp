// One archive for those who must show where it came from: the pages as they were received, the texts read
// from them, their hashes, the times of saving as far as the files tell them, and the logs. POSIX ustar, no
// owner, no times, members in the order of their hashes: the same record gives the same bytes.
#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>

#include "base/sha256.h"
#include "export/formats.h"
#include "export/reading_text.h"

namespace hudna::exports {
namespace {

constexpr std::string_view kFile = "evidence-pack.tar";
constexpr std::size_t kBlock = 512;
// Tools that save pages write their note near the start of the file.
constexpr std::size_t kCaptureBytes = 8192;

// POSIX.1-1988 ustar header. REQUIRES: name of at most 100 bytes.
void put_member(Out* out, std::string_view name, std::string_view bytes) {
  std::array<char, kBlock> header{};
  const auto text = [&header](std::size_t at, std::string_view value) {
    std::memcpy(header.data() + at, value.data(), value.size());
  };
  const auto octal = [&](std::size_t at, std::size_t size, std::uint64_t value) {
    std::string digits(size - 1, '0');
    for (std::size_t i = digits.size(); i-- > 0; value /= 8) digits[i] = static_cast<char>('0' + value % 8);
    text(at, digits);
  };
  text(0, name.substr(0, 100));
  octal(100, 8, 0644), octal(108, 8, 0), octal(116, 8, 0);
  octal(124, 12, bytes.size()), octal(136, 12, 0);
  text(148, "        ");
  header[156] = '0';
  text(257, "ustar");
  text(263, "00");
  unsigned sum = 0;
  for (const char c : header) sum += static_cast<unsigned char>(c);
  char check[8];
  std::snprintf(check, sizeof check, "%06o", sum);
  text(148, std::string_view(check, 6));
  header[154] = '\0', header[155] = ' ';
  out->put(std::string_view(header.data(), header.size()));
  out->put(bytes);
  if (bytes.size() % kBlock != 0) out->put(std::string(kBlock - bytes.size() % kBlock, '\0'));
  out->count_row();
}

// When the page was saved, as the saving tool wrote it into the file; empty when it did not.
std::string capture_time(const Context& context, std::string_view raw, std::string* tool) {
  const std::string_view head = raw.substr(0, kCaptureBytes);
  for (const Capture& capture : context.codes().captures) {
    std::size_t at = head.find(capture.begin);
    if (at == std::string_view::npos) continue;
    at += capture.begin.size();
    if (!capture.after.empty()) {
      at = head.find(capture.after, at);
      if (at == std::string_view::npos) continue;
      at += capture.after.size();
    }
    constexpr std::size_t kLongest = 80;
    const std::string_view rest = head.substr(at, kLongest);
    const std::size_t end = rest.find(capture.end);
    if (end == std::string_view::npos) continue;
    *tool = capture.tool;
    return model::fold_space(printable(rest.substr(0, end)));
  }
  return "";
}

}  // namespace

base::Result<void> write_evidence_pack(Context* context, std::span<const PackFile> extra, Out* out) {
  const model::RecordParts& r = context->record();
  std::vector<model::ReportId> order;
  for (std::size_t i = 0; i < r.reports.size(); ++i) order.emplace_back(i);
  std::sort(order.begin(), order.end(),
            [&](model::ReportId a, model::ReportId b) { return r.reports[a].sha256 < r.reports[b].sha256; });
  static constexpr std::array kColumns = {
      Column{"report"},
      Column{"sha256"},
      Column{"bytes", "integer"},
      Column{"original"},
      Column{"text_sha256"},
      Column{"text"},
      Column{"extractor"},
      Column{"source"},
      Column{"url"},
      Column{"title"},
      Column{"outlet"},
      Column{"published"},
      Column{"published_basis"},
      Column{"captured"},
      Column{"captured_by"},
      Column{"statements", "integer"},
  };
  std::string manifest, sums;
  Out table([&manifest](std::string_view bytes) {
    manifest.append(bytes);
    return true;
  });
  CsvWriter row(&table, kColumns, false);
  for (const model::ReportId id : order) {
    const model::ReportRow& report = r.reports[id];
    const model::ReadingParts& reading = context->view().reading(id).parts();
    const auto original = context->original_of()(report.sha256);
    if (!original) return tl::unexpected(original.error());
    std::string tool;
    const std::string captured = capture_time(*context, original->raw, &tool);
    std::string raw_name, text_name;
    if (context->internal()) {
      const bool html = report.source.ends_with(".html") || report.source.ends_with(".htm") ||
                        report.source.ends_with(".xhtml");
      raw_name = "originals/" + report.sha256 + (html ? ".html" : ".txt");
      text_name = "texts/" + report.sha256 + ".txt";
      put_member(out, raw_name, original->raw);
      put_member(out, text_name, original->text);
      sums +=
          report.sha256 + "  " + raw_name + "\n" + base::sha256_hex(original->text) + "  " + text_name + "\n";
    } else {
      context->leave_out(kFile, "report", report.id,
                         "originals hold names and readers' comments: internal only");
    }
    row.code(report.id)
        .code(report.sha256)
        .number(static_cast<std::int64_t>(original->raw.size()))
        .code(raw_name);
    row.code(reading.text_sha256).code(text_name).code(reading.tool);
    row.text(context->internal() ? report.source : std::string())
        .text(report.url)
        .text(context->words(report.title));
    row.text(context->outlet(id)).code(report.published).code(name(report.published_basis));
    row.text(captured).code(tool).number(static_cast<std::int64_t>(report.statements)).end();
  }
  table.flush();
  const auto add = [&](std::string_view name, std::string_view bytes) {
    put_member(out, name, bytes);
    sums += base::sha256_hex(bytes) + "  " + std::string(name) + "\n";
  };
  add("manifest.csv", manifest);
  for (const PackFile& file : extra) add(file.name, file.bytes);
  add("README.txt",
      "Evidence pack of a hudna record.\n\n"
      "manifest.csv  one row a report: SHA-256 of the bytes as received and of the text read from them, "
      "where it came from,\n"
      "              when it says that it was published and how that is known, when it was saved (captured) "
      "where the\n"
      "              saving tool wrote it into the file; empty: not recorded.\n"
      "originals/    the bytes as received (internal level only)\n"
      "texts/        the text that every quote and offset refers to (internal level only)\n"
      "export-log    what the exports left out and why; review-log.jsonl: who decided what (internal level "
      "only)\n"
      "SHA256SUMS    check with: sha256sum -c SHA256SUMS\n\n"
      "Made by " +
          context->settings().tool + " from reports with the joint SHA-256 " + context->inputs() +
          ",\n"
          "sharing level " +
          std::string(name(context->settings().sharing)) + ", state as of " + context->settings().as_of +
          ".\n");
  put_member(out, "SHA256SUMS", sums);
  out->put(std::string(2 * kBlock, '\0'));
  return {};
}

}  // namespace hudna::exports
