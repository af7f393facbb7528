#include "base/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace hudna::base {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }

 private:
  int fd_;
};

Code write_code(int error) { return error == ENOSPC || error == EDQUOT ? Code::DiskFull : Code::FileUnwritable; }

}  // namespace

Result<std::string> read_file(const std::string& path, std::size_t bytes_max) {
  Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) {
    return fail(errno == ENOENT ? Code::FileMissing : Code::FileUnreadable, path, std::strerror(errno));
  }
  struct stat st {};
  if (::fstat(file.get(), &st) != 0) return fail(Code::FileUnreadable, path, std::strerror(errno));
  if (S_ISDIR(st.st_mode)) return fail(Code::FileUnreadable, path, "this is a folder");
  if (static_cast<std::size_t>(st.st_size) > bytes_max) {
    return fail(Code::FileTooLarge, path,
                std::to_string(st.st_size) + " bytes, more than the limit of " + std::to_string(bytes_max));
  }
  std::string out;
  out.resize(static_cast<std::size_t>(st.st_size) + 1);
  std::size_t got = 0;
  while (true) {
    if (got == out.size()) out.resize(out.size() * 2);
    const ssize_t n = ::read(file.get(), out.data() + got, out.size() - got);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return fail(Code::FileUnreadable, path, std::strerror(errno));
    if (n == 0) break;
    got += static_cast<std::size_t>(n);
    // A pipe or a growing file has no size to check beforehand.
    if (got > bytes_max) return fail(Code::FileTooLarge, path, "more than " + std::to_string(bytes_max) + " bytes");
  }
  out.resize(got);
  return out;
}

Result<LineReader> LineReader::open(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return fail(errno == ENOENT ? Code::FileMissing : Code::FileUnreadable, path, std::strerror(errno));
  return LineReader(fd, path);
}

LineReader::LineReader(LineReader&& other) noexcept
    : fd_(other.fd_), path_(std::move(other.path_)), buffer_(std::move(other.buffer_)), at_(other.at_), done_(other.done_) {
  other.fd_ = -1;
}

LineReader::~LineReader() {
  if (fd_ >= 0) ::close(fd_);
}

Result<bool> LineReader::next(std::string_view* line) {
  constexpr std::size_t kChunk = std::size_t{1} << 18;
  std::size_t seen = at_;
  while (true) {
    if (const auto end = buffer_.find('\n', seen); end != std::string::npos) {
      *line = std::string_view(buffer_).substr(at_, end - at_);
      at_ = end + 1;
      return true;
    }
    if (done_) {
      *line = std::string_view(buffer_).substr(at_);
      at_ = buffer_.size();
      return !line->empty();
    }
    if (buffer_.size() - at_ > limits::kDataLineBytes)
      return fail(Code::FileTooLarge, path_, "a line has more than " + std::to_string(limits::kDataLineBytes) + " bytes");
    buffer_.erase(0, at_);
    at_ = 0;
    seen = buffer_.size();
    buffer_.resize(seen + kChunk);
    ssize_t n = 0;
    do n = ::read(fd_, buffer_.data() + seen, kChunk);
    while (n < 0 && errno == EINTR);
    if (n < 0) return fail(Code::FileUnreadable, path_, std::strerror(errno));
    buffer_.resize(seen + static_cast<std::size_t>(n));
    done_ = n == 0;
  }
}

Result<void> write_file(const std::string& path, std::string_view bytes) {
  const std::string temporary = path + ".part";
  {
    Descriptor file(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
    if (file.get() < 0) return fail(write_code(errno), path, std::strerror(errno));
    while (!bytes.empty()) {
      const ssize_t n = ::write(file.get(), bytes.data(), bytes.size());
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) {
        const int error = errno;
        ::unlink(temporary.c_str());
        return fail(write_code(error), path, std::strerror(error));
      }
      bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    if (::fsync(file.get()) != 0) {
      const int error = errno;
      ::unlink(temporary.c_str());
      return fail(write_code(error), path, std::strerror(error));
    }
  }
  if (::rename(temporary.c_str(), path.c_str()) != 0) {
    const int error = errno;
    ::unlink(temporary.c_str());
    return fail(write_code(error), path, std::strerror(error));
  }
  return {};
}

}  // namespace hudna::base
