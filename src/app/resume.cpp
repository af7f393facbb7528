#include "app/resume.h"

#include <charconv>
#include <filesystem>

#include "base/files.h"

namespace hudna::app {
namespace {

constexpr std::string_view kMagic = "hudna-log 1 ";

// A name on one line.
std::string one_line(std::string_view name) {
  std::string out;
  for (const char c : name) out.push_back(c == '\n' || c == '\r' || c == '\t' ? ' ' : c);
  return out;
}

}  // namespace

base::Result<std::unique_ptr<ResumableFile>> ResumableFile::open(const std::string& path,
                                                                 const std::string& call,
                                                                 const std::vector<std::string>& inputs) {
  namespace fs = std::filesystem;
  const std::string log_path = path + ".log";
  std::unique_ptr<ResumableFile> out(new ResumableFile());
  out->path_ = path;
  std::error_code ec;
  const std::string head = std::string(kMagic) + one_line(call) + "\n";
  std::string kept = head;
  if (fs::exists(log_path, ec)) {
    const auto log = base::read_file(log_path);
    if (!log) return tl::unexpected(log.error());
    const auto other = [&](const std::string& what) {
      return base::fail(base::Code::ArgumentBad, log_path,
                        what + ": name another --out, or remove this log to start again");
    };
    // A head that was cut short is that of a run that had not begun.
    if (log->find('\n') != std::string::npos) {
      if (log->compare(0, head.size(), head) != 0) return other("the log is of another call of hudna");
      const std::uint64_t size = fs::exists(path, ec) ? fs::file_size(path, ec) : 0;
      for (std::size_t at = head.size(); at < log->size();) {
        const std::size_t end = log->find('\n', at);
        if (end == std::string::npos) break;
        const std::string_view line = std::string_view(*log).substr(at, end - at);
        const std::size_t first = line.find('\t'), second = line.find('\t', first + 1);
        std::uint64_t bytes = 0;
        const bool good = first != std::string_view::npos && second != std::string_view::npos &&
                          std::from_chars(line.data(), line.data() + first, bytes).ec == std::errc();
        // What was noted but did not reach the file is done again.
        if (!good || bytes < out->bytes_ || bytes > size) break;
        if (out->done_ >= inputs.size() || one_line(inputs[out->done_]) != line.substr(second + 1))
          return other("the log tells of other inputs: " + std::string(line.substr(second + 1)));
        out->bytes_ = bytes;
        ++out->done_;
        out->failed_ += line.substr(first + 1, second - first - 1) == "failed";
        at = end + 1;
        kept = log->substr(0, at);
      }
    }
  }
  const auto unwritable = [](const std::string& which) {
    return base::fail(base::Code::FileUnwritable, which, "the file cannot be written");
  };
  if (auto written = base::write_file(log_path, kept); !written) return tl::unexpected(written.error());
  { std::ofstream(path, std::ios::binary | std::ios::app); }
  fs::resize_file(path, out->bytes_, ec);
  if (ec) return unwritable(path);
  out->file_.open(path, std::ios::binary | std::ios::app);
  out->log_.open(log_path, std::ios::binary | std::ios::app);
  if (!out->file_) return unwritable(path);
  if (!out->log_) return unwritable(log_path);
  return out;
}

base::Result<void> ResumableFile::put(std::string_view input, std::string_view text, bool failed) {
  file_ << text;
  file_.flush();
  if (!file_) return base::fail(base::Code::DiskFull, path_, "the results could not be written");
  bytes_ += text.size();
  log_ << bytes_ << '\t' << (failed ? "failed" : "done") << '\t' << one_line(input) << '\n';
  log_.flush();
  if (!log_) return base::fail(base::Code::DiskFull, path_ + ".log", "the log could not be written");
  ++done_;
  failed_ += failed;
  return {};
}

}  // namespace hudna::app
