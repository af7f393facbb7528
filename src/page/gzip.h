// How are gzip members inflated from an open file? A Stream reads forward over
// all members from a byte offset, in pieces. Input is read in blocks; memory is
// bounded by what the caller asks for. One thread at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

namespace hudna::page {

// Reads a file at offsets; owns the descriptor. Also "-": the standard input, spooled once.
class ByteFile {
 public:
  // nullptr when it cannot be opened; errno tells why.
  static std::shared_ptr<ByteFile> open(const std::string& path);
  ~ByteFile();
  ByteFile(const ByteFile&) = delete;
  ByteFile& operator=(const ByteFile&) = delete;
  // Up to `size` bytes at `offset`; fewer at the end or on an error.
  std::string read(std::uint64_t offset, std::size_t size) const;
  std::uint64_t size() const { return size_; }

 private:
  ByteFile(int fd, bool owned, std::uint64_t size) : fd_(fd), owned_(owned), size_(size) {}
  int fd_;
  bool owned_;
  std::uint64_t size_;
};

class GzipStream {
 public:
  GzipStream(std::shared_ptr<ByteFile> file, std::uint64_t offset, std::uint64_t limit = UINT64_MAX);
  ~GzipStream();
  GzipStream(const GzipStream&) = delete;
  GzipStream& operator=(const GzipStream&) = delete;
  // Appends up to `size` inflated bytes; stops at a member's end when `one_member`. False when nothing more comes.
  bool read(std::size_t size, bool one_member, std::string* out);
  bool damaged() const { return damaged_; }
  bool at_member_end() const { return member_end_; }
  // Offset in the file of the next compressed byte: behind a member, the start of the next.
  std::uint64_t position() const;
  std::uint64_t inflated() const { return inflated_; }

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
  bool damaged_ = false;
  bool member_end_ = false;
  std::uint64_t inflated_ = 0;
};

// Inflates gzip, zlib or raw deflate data; false when it is damaged. At most `limit` bytes come out.
bool inflate_all(std::string_view data, std::size_t limit, std::string* out);

}  // namespace hudna::page
