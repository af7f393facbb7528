#include "page/gzip.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <mutex>

#include "base/check.h"

namespace hudna::page {
namespace {

constexpr std::size_t kBlock = std::size_t{64} << 10;

// The standard input as a file that can be read at offsets; made once.
int spooled_input() {
  static std::once_flag once;
  static int fd = -1;
  std::call_once(once, [] {
    std::FILE* spool = std::tmpfile();
    if (spool == nullptr) return;
    std::string block(kBlock, '\0');
    for (;;) {
      const ssize_t n = ::read(STDIN_FILENO, block.data(), block.size());
      if (n < 0 && errno == EINTR) continue;
      if (n <= 0) break;
      if (std::fwrite(block.data(), 1, static_cast<std::size_t>(n), spool) != static_cast<std::size_t>(n)) return;
    }
    if (std::fflush(spool) == 0) fd = ::fileno(spool);
  });
  return fd;
}

}  // namespace

std::shared_ptr<ByteFile> ByteFile::open(const std::string& path) {
  const bool input = path == "-";
  const int fd = input ? spooled_input() : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return nullptr;
  struct stat info {};
  if (::fstat(fd, &info) != 0 || S_ISDIR(info.st_mode)) {
    const int error = S_ISDIR(info.st_mode) ? EISDIR : errno;
    if (!input) ::close(fd);
    errno = error;
    return nullptr;
  }
  return std::shared_ptr<ByteFile>(new ByteFile(fd, !input, static_cast<std::uint64_t>(info.st_size)));
}

ByteFile::~ByteFile() {
  if (owned_) ::close(fd_);
}

std::string ByteFile::read(std::uint64_t offset, std::size_t size) const {
  std::string out;
  if (offset >= size_) return out;
  out.resize(static_cast<std::size_t>(std::min<std::uint64_t>(size, size_ - offset)));
  std::size_t have = 0;
  while (have < out.size()) {
    const ssize_t n = ::pread(fd_, out.data() + have, out.size() - have, static_cast<off_t>(offset + have));
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) break;
    have += static_cast<std::size_t>(n);
  }
  out.resize(have);
  return out;
}

struct GzipStream::Impl {
  std::shared_ptr<ByteFile> file;
  std::uint64_t next;   // file offset behind `input`
  std::uint64_t limit;  // file offset to stop at
  std::string input;
  z_stream z{};
  bool open = false;
};

GzipStream::GzipStream(std::shared_ptr<ByteFile> file, std::uint64_t offset, std::uint64_t limit)
    : impl_(std::make_unique<Impl>()) {
  impl_->file = std::move(file);
  impl_->next = offset;
  impl_->limit = limit;
  impl_->open = inflateInit2(&impl_->z, 15 + 16) == Z_OK;
  damaged_ = !impl_->open;
}

GzipStream::~GzipStream() {
  if (impl_->open) inflateEnd(&impl_->z);
}

std::uint64_t GzipStream::position() const { return impl_->next - impl_->z.avail_in; }

bool GzipStream::read(std::size_t size, bool one_member, std::string* out) {
  if (damaged_) return false;
  z_stream& z = impl_->z;
  const std::size_t before = out->size();
  if (member_end_) {
    member_end_ = false;
    inflateReset(&z);
  }
  while (out->size() - before < size) {
    if (z.avail_in == 0) {
      const std::uint64_t left = impl_->limit > impl_->next ? impl_->limit - impl_->next : 0;
      impl_->input = impl_->file->read(impl_->next, static_cast<std::size_t>(std::min<std::uint64_t>(kBlock, left)));
      impl_->next += impl_->input.size();
      z.next_in = reinterpret_cast<Bytef*>(impl_->input.data());
      z.avail_in = static_cast<uInt>(impl_->input.size());
      if (impl_->input.empty()) {
        // The end of the file inside a member is damage; behind one it is the end.
        damaged_ = z.total_out > 0 || z.total_in > 0;
        break;
      }
    }
    const std::size_t at = out->size();
    const std::size_t room = std::min(size - (at - before), kBlock);
    out->resize(at + room);
    z.next_out = reinterpret_cast<Bytef*>(out->data() + at);
    z.avail_out = static_cast<uInt>(room);
    const int code = inflate(&z, Z_NO_FLUSH);
    const std::size_t got = room - z.avail_out;
    out->resize(at + got);
    inflated_ += got;
    if (code == Z_STREAM_END) {
      member_end_ = true;
      if (one_member) break;
      member_end_ = false;
      inflateReset(&z);
    } else if (code != Z_OK && code != Z_BUF_ERROR) {
      damaged_ = true;
      break;
    }
  }
  return out->size() > before;
}

bool inflate_all(std::string_view data, std::size_t limit, std::string* out) {
  const auto attempt = [&](int bits) {
    out->clear();
    z_stream z{};
    if (inflateInit2(&z, bits) != Z_OK) return false;
    z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(data.data()));
    z.avail_in = static_cast<uInt>(std::min<std::size_t>(data.size(), UINT32_MAX));
    int code = Z_OK;
    while (code == Z_OK && out->size() < limit) {
      const std::size_t at = out->size(), room = std::min(limit - at, kBlock);
      out->resize(at + room);
      z.next_out = reinterpret_cast<Bytef*>(out->data() + at);
      z.avail_out = static_cast<uInt>(room);
      code = inflate(&z, Z_NO_FLUSH);
      out->resize(at + room - z.avail_out);
      if (z.avail_in == 0 && z.avail_out > 0) break;
    }
    inflateEnd(&z);
    return code == Z_STREAM_END || !out->empty();
  };
  // "deflate" means zlib in the standard and raw deflate with some servers.
  return attempt(15 + 32) || attempt(-15);
}

}  // namespace hudna::page
