#include "page/archive.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "base/files.h"
#include "base/limits.h"
#include "page/gzip.h"
#include "page/references.h"
#include "page/stated_dates.h"
#include "page/vocabulary.h"

namespace hudna::page {
namespace {

using base::Code;

// Headers of a WARC record, and of the HTTP answer in it.
constexpr std::size_t kHead = std::size_t{64} << 10;
constexpr std::size_t kStep = std::size_t{256} << 10;
// Entries of a WACZ file that are looked at.
constexpr std::size_t kZipEntries = 100000;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 32) : c; }

std::string folded(std::string_view s) {
  std::string out(s);
  for (char& c : out) c = lower(c);
  return out;
}

bool ends_with(std::string_view s, std::string_view tail) {
  return s.size() >= tail.size() && s.substr(s.size() - tail.size()) == tail;
}

bool is_gzip(std::string_view head) { return head.substr(0, 2) == "\x1F\x8B"; }

// Bytes by their offset, from a file as it is or inflated from one offset of it on.
class Source {
 public:
  virtual ~Source() = default;
  virtual std::string read(std::uint64_t at, std::size_t size) = 0;
};

class FileSource : public Source {
 public:
  FileSource(std::shared_ptr<ByteFile> file, std::uint64_t base, std::uint64_t end) : file_(std::move(file)), base_(base), end_(end) {}
  std::string read(std::uint64_t at, std::size_t size) override {
    if (base_ + at >= end_) return {};
    return file_->read(base_ + at, static_cast<std::size_t>(std::min<std::uint64_t>(size, end_ - base_ - at)));
  }

 private:
  std::shared_ptr<ByteFile> file_;
  std::uint64_t base_, end_;
};

// Reads forward; going back inflates from the start again.
class GzipSource : public Source {
 public:
  GzipSource(std::shared_ptr<ByteFile> file, std::uint64_t base, bool one_member)
      : file_(std::move(file)), base_(base), one_member_(one_member) {
    restart();
  }
  std::string read(std::uint64_t at, std::size_t size) override {
    if (at < begin_) restart();
    while (begin_ + have_.size() < at) {
      begin_ += have_.size();
      have_.clear();
      if (!more(static_cast<std::size_t>(std::min<std::uint64_t>(kStep, at - begin_)))) return {};
    }
    have_.erase(0, static_cast<std::size_t>(at - begin_));
    begin_ = at;
    while (have_.size() < size && more(std::min(kStep, size - have_.size()))) {
    }
    return have_.substr(0, size);
  }
  std::uint64_t begin() const { return begin_; }
  bool damaged() const { return stream_->damaged(); }
  // Passes what is left of the member; the file offset behind it.
  std::uint64_t finish() {
    while (more(kStep)) have_.clear();
    return stream_->position();
  }

 private:
  void restart() {
    stream_ = std::make_unique<GzipStream>(file_, base_);
    have_.clear();
    begin_ = 0;
    ended_ = false;
  }
  bool more(std::size_t size) {
    if (ended_) return false;
    const bool any = stream_->read(size, one_member_, &have_);
    if (one_member_ && stream_->at_member_end()) ended_ = true;
    return any;
  }
  std::shared_ptr<ByteFile> file_;
  std::uint64_t base_;
  bool one_member_;
  std::unique_ptr<GzipStream> stream_;
  std::string have_;
  std::uint64_t begin_ = 0;
  bool ended_ = false;
};

// The value of a header in a block of header lines; empty when it is not there.
std::string_view header(std::string_view head, std::string_view name) {
  for (std::size_t at = 0; at < head.size();) {
    const std::size_t end = std::min(head.find('\n', at), head.size());
    std::string_view line = head.substr(at, end - at);
    at = end + 1;
    const std::size_t colon = line.find(':');
    if (colon != name.size() || folded(line.substr(0, colon)) != name) continue;
    line.remove_prefix(colon + 1);
    while (!line.empty() && static_cast<unsigned char>(line.front()) <= ' ') line.remove_prefix(1);
    while (!line.empty() && static_cast<unsigned char>(line.back()) <= ' ') line.remove_suffix(1);
    return line;
  }
  return {};
}

// Where the block of header lines ends, with its blank line; npos when it does not.
std::size_t head_end(std::string_view text) {
  const std::size_t crlf = text.find("\r\n\r\n"), lf = text.find("\n\n");
  if (crlf != std::string_view::npos && (lf == std::string_view::npos || crlf < lf)) return crlf + 4;
  return lf == std::string_view::npos ? lf : lf + 2;
}

struct WarcRecord {
  std::string type, url, content_type;
  std::uint64_t body = 0;  // offset behind `at`
  std::uint64_t length = 0;
  std::string http;  // head of the HTTP answer, if it is one
  bool page = false;
};

std::optional<std::uint64_t> number(std::string_view s) {
  if (s.empty() || s.size() > 18) return std::nullopt;
  std::uint64_t n = 0;
  for (const char c : s) {
    if (c < '0' || c > '9') return std::nullopt;
    n = n * 10 + static_cast<std::uint64_t>(c - '0');
  }
  return n;
}

std::optional<WarcRecord> read_warc(Source* source, std::uint64_t at) {
  const std::string head = source->read(at, kHead);
  if (head.compare(0, 5, "WARC/") != 0) return std::nullopt;
  const std::size_t end = head_end(head);
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view lines = std::string_view(head).substr(0, end);
  WarcRecord r;
  const auto length = number(header(lines, "content-length"));
  if (!length) return std::nullopt;
  r.length = *length;
  r.body = end;
  r.type = folded(header(lines, "warc-type"));
  r.url = std::string(header(lines, "warc-target-uri"));
  if (r.url.size() >= 2 && r.url.front() == '<' && r.url.back() == '>') r.url = r.url.substr(1, r.url.size() - 2);
  r.content_type = folded(header(lines, "content-type"));
  const auto readable = [](std::string_view type) {
    return type.empty() || type.find("html") != std::string_view::npos || type.find("text/plain") != std::string_view::npos;
  };
  if (r.type == "response" && r.content_type.find("http") != std::string::npos) {
    std::string_view rest = std::string_view(head).substr(end);
    rest = rest.substr(0, static_cast<std::size_t>(std::min<std::uint64_t>(rest.size(), r.length)));
    const std::size_t http_end = head_end(rest);
    if (rest.substr(0, 5) == "HTTP/" && http_end != std::string_view::npos) {
      r.http = std::string(rest.substr(0, http_end));
      const std::size_t space = r.http.find(' ');
      r.page = space != std::string::npos && r.http.compare(space + 1, 3, "200") == 0 && readable(folded(header(r.http, "content-type")));
    }
  } else if (r.type == "resource" || r.type == "conversion") {
    r.page = !r.content_type.empty() && readable(r.content_type);
  }
  return r;
}

// The records of one source; `name` makes the name of an offset in it. False when `take` wants no more.
bool list_warc(Source* source, const std::function<std::string(std::uint64_t)>& name, const std::function<bool(std::string)>& take) {
  std::uint64_t at = 0;
  for (;;) {
    std::string head = source->read(at, 8);
    while (!head.empty() && (head[0] == '\r' || head[0] == '\n')) {
      ++at;
      head = source->read(at, 8);
    }
    if (head.empty()) return true;
    const auto record = read_warc(source, at);
    if (record) {
      if (record->page && !take(name(at))) return false;
      at += record->body + record->length;
      continue;
    }
    // Damaged: it is named, and the list goes on at the next record.
    if (!take(name(at))) return false;
    bool found = false;
    for (std::uint64_t from = at + 1; !found;) {
      const std::string block = source->read(from, kStep);
      if (block.size() < 7) return true;
      const std::size_t hit = block.find("\nWARC/1");
      if (hit != std::string::npos) {
        at = from + hit + 1;
        found = true;
      } else {
        from += block.size() - 6;
      }
    }
  }
}

std::string name_of(const std::string& path, std::uint64_t offset, std::uint64_t inner) {
  return path + "#" + std::to_string(offset) + (inner > 0 ? ":" + std::to_string(inner) : "");
}

// One gzip member after the other from `begin` to `end`, each with one record or more.
bool list_warc_gz(const std::string& path, const std::shared_ptr<ByteFile>& file, std::uint64_t begin, std::uint64_t end,
                  const std::function<bool(std::string)>& take) {
  for (std::uint64_t at = begin; at < end;) {
    GzipSource member(file, at, true);
    bool go = true;
    if (is_gzip(file->read(at, 2)))
      go = list_warc(&member, [&](std::uint64_t inner) { return name_of(path, at, inner); }, take);
    if (!go) return false;
    const std::uint64_t next = member.finish();
    if (!member.damaged() && next > at) {
      at = next;
      continue;
    }
    // A damaged member: on to the next that starts like one.
    std::uint64_t from = at + 1;
    for (at = end; from < end;) {
      const std::string block = file->read(from, kStep);
      if (block.size() < 4) break;
      const std::size_t hit = block.find("\x1F\x8B\x08");
      if (hit != std::string::npos) {
        at = from + hit;
        break;
      }
      from += block.size() - 2;
    }
  }
  return true;
}

std::uint64_t little(std::string_view s, std::size_t at, std::size_t n) {
  std::uint64_t v = 0;
  for (std::size_t i = n; i-- > 0;) v = v << 8 | static_cast<unsigned char>(s[at + i]);
  return v;
}

// The crawls of a WACZ: files of a zip below archive/, stored as they are (WACZ 1.1, 5.2).
base::Result<void> list_wacz(const std::string& path, const std::shared_ptr<ByteFile>& file, const std::function<bool(std::string)>& take) {
  const auto bad = [&](const std::string& what) { return base::fail(Code::RecordBad, path, what); };
  const std::uint64_t size = file->size();
  const std::uint64_t tail_at = size > 66000 ? size - 66000 : 0;
  const std::string tail = file->read(tail_at, 66000);
  const std::size_t eocd = tail.rfind("PK\x05\x06");
  if (eocd == std::string::npos || tail.size() - eocd < 22) return bad("the index of the zip file is missing");
  std::uint64_t count = little(tail, eocd + 10, 2), at = little(tail, eocd + 16, 4);
  if (count == 0xFFFF || at == 0xFFFFFFFF) {
    // Zip64: the locator stands right before.
    if (eocd < 20 || tail.compare(eocd - 20, 4, "PK\x06\x07") != 0) return bad("the zip64 index is missing");
    const std::string big = file->read(little(tail, eocd - 20 + 8, 8), 56);
    if (big.size() < 56 || big.compare(0, 4, "PK\x06\x06") != 0) return bad("the zip64 index is damaged");
    count = little(big, 32, 8);
    at = little(big, 48, 8);
  }
  count = std::min<std::uint64_t>(count, kZipEntries);
  bool any = false;
  for (std::uint64_t i = 0; i < count; ++i) {
    const std::string entry = file->read(at, 46 + 65535 * 2);
    if (entry.size() < 46 || entry.compare(0, 4, "PK\x01\x02") != 0) return bad("the index of the zip file is damaged");
    const std::uint64_t method = little(entry, 10, 2);
    std::uint64_t packed = little(entry, 20, 4), local = little(entry, 42, 4);
    const std::uint64_t plain_size = little(entry, 24, 4);
    const std::size_t name_size = little(entry, 28, 2), extra = little(entry, 30, 2), comment = little(entry, 32, 2);
    if (entry.size() < 46 + name_size + extra) return bad("the index of the zip file is damaged");
    const std::string name = entry.substr(46, name_size);
    // Zip64 sizes stand in the extra field of tag 1, in this order, those that did not fit.
    for (std::size_t x = 46 + name_size; x + 4 <= 46 + name_size + extra;) {
      const std::size_t tag = little(entry, x, 2), n = little(entry, x + 2, 2);
      if (x + 4 + n > 46 + name_size + extra) break;
      if (tag == 1) {
        std::size_t v = x + 4;
        const auto wide = [&](std::uint64_t* to) {
          if (v + 8 <= x + 4 + n) *to = little(entry, v, 8), v += 8;
        };
        if (plain_size == 0xFFFFFFFF) v += 8;
        if (packed == 0xFFFFFFFF) wide(&packed);
        if (local == 0xFFFFFFFF) wide(&local);
      }
      x += 4 + n;
    }
    at += 46 + name_size + extra + comment;
    const bool gz = ends_with(name, ".warc.gz");
    if (!gz && !ends_with(name, ".warc")) continue;
    any = true;
    const std::string head = file->read(local, 30);
    if (head.size() < 30 || head.compare(0, 4, "PK\x03\x04") != 0 || method != 0) {
      if (!take(name_of(path, local, 0))) return {};
      continue;
    }
    const std::uint64_t data = local + 30 + little(head, 26, 2) + little(head, 28, 2);
    const std::uint64_t end = std::min(size, data + packed);
    if (gz) {
      if (!list_warc_gz(path, file, data, end, take)) return {};
    } else {
      FileSource source(file, data, end);
      if (!list_warc(&source, [&](std::uint64_t inner) { return name_of(path, data + inner, 0); }, take)) return {};
    }
  }
  if (!any) take(path);
  return {};
}

// Each line that is not blank.
void list_lines(Source* source, const std::function<std::string(std::uint64_t)>& name, const std::function<bool(std::string)>& take) {
  std::uint64_t at = 0, line = 0;
  bool blank = true;
  for (;;) {
    const std::string block = source->read(at, kStep);
    if (block.empty()) break;
    for (std::size_t i = 0; i < block.size(); ++i) {
      if (block[i] == '\n') {
        if (!blank && !take(name(line))) return;
        line = at + i + 1;
        blank = true;
      } else if (static_cast<unsigned char>(block[i]) > ' ') {
        blank = false;
      }
    }
    at += block.size();
  }
  if (!blank) take(name(line));
}

bool is_feed(std::string_view head) {
  return head.find("<rss") != std::string_view::npos || head.find("<rdf:RDF") != std::string_view::npos ||
         (head.find("<feed") != std::string_view::npos && head.find("<html") == std::string_view::npos);
}

// "<item>" or "<entry ": the next one at or behind `at`.
std::size_t find_item(std::string_view text, std::size_t at) {
  for (at = text.find('<', at); at != std::string_view::npos; at = text.find('<', at + 1)) {
    for (const std::string_view tag : {"<item", "<entry"}) {
      if (text.substr(at, tag.size()) != tag || at + tag.size() >= text.size()) continue;
      const char next = text[at + tag.size()];
      if (next == '>' || static_cast<unsigned char>(next) <= ' ') return at;
    }
  }
  return at;
}

// The text of the first element of a name in an item: references and CDATA undone.
std::string element(std::string_view item, std::string_view name) {
  const std::string open = "<" + std::string(name), close = "</" + std::string(name) + ">";
  for (std::size_t at = item.find(open); at != std::string_view::npos; at = item.find(open, at + 1)) {
    const std::size_t tag_end = item.find('>', at);
    if (tag_end == std::string_view::npos) return {};
    const char next = item[at + open.size()];
    if (next != '>' && next != '/' && static_cast<unsigned char>(next) > ' ') continue;
    if (item[tag_end - 1] == '/') continue;
    const std::size_t end = item.find(close, tag_end);
    std::string_view value = item.substr(tag_end + 1, end == std::string_view::npos ? end : end - tag_end - 1);
    std::string out;
    while (!value.empty()) {
      const std::size_t cdata = value.find("<![CDATA[");
      out += decode_text(value.substr(0, cdata), true, false, Nul::Replace);
      if (cdata == std::string_view::npos) break;
      const std::size_t stop = std::min(value.find("]]>", cdata), value.size());
      out += value.substr(cdata + 9, stop - cdata - 9);
      value.remove_prefix(std::min(value.size(), stop + 3));
    }
    return out;
  }
  return {};
}

std::string escaped(std::string_view s) {
  std::string out;
  for (const char c : s) {
    if (c == '<') out += "&lt;";
    else if (c == '&') out += "&amp;";
    else if (c == '"') out += "&quot;";
    else out.push_back(c);
  }
  return out;
}

// The page that a feed's item stands for: its content under its title. Evidence points into this page.
StoredPage feed_page(std::string_view item) {
  StoredPage page;
  std::string body;
  for (const std::string_view name : {"content:encoded", "content", "description", "summary"}) {
    std::string value = element(item, name);
    if (value.size() > body.size()) body = std::move(value);
  }
  page.url = element(item, "link");
  if (page.url.find("http") == std::string::npos) {
    // Atom: <link rel="alternate" href="…"/>.
    const std::size_t link = item.find("<link");
    const std::size_t href = link == std::string_view::npos ? link : item.find("href=", link);
    if (href != std::string_view::npos && href + 6 < item.size()) {
      const char quote = item[href + 5];
      const std::size_t end = item.find(quote, href + 6);
      if (end != std::string_view::npos) page.url = std::string(item.substr(href + 6, end - href - 6));
    }
  }
  while (!page.url.empty() && static_cast<unsigned char>(page.url.back()) <= ' ') page.url.pop_back();
  page.url.erase(0, std::min(page.url.find_first_not_of(" \t\r\n"), page.url.size()));
  for (const std::string_view name : {"pubDate", "published", "dc:date", "updated"}) {
    page.published = metadata_date(element(item, name), Vocabulary::compiled_in());
    if (!page.published.empty()) break;
  }
  std::string author = element(item, "dc:creator");
  if (author.empty()) author = element(element(item, "author"), "name");
  const std::string title = element(item, "title");
  page.charset = "utf-8";
  page.bytes = "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>" + escaped(title) + "</title>" +
               (author.empty() ? "" : "<meta name=\"author\" content=\"" + escaped(author) + "\">") + "</head><body><article><h1>" +
               escaped(title) + "</h1>\n" + body + "\n</article></body></html>\n";
  return page;
}

base::Result<StoredPage> json_page(const std::string& name, std::string_view line) {
  const nlohmann::json row = nlohmann::json::parse(line, nullptr, false);
  if (!row.is_object()) return base::fail(Code::RecordBad, name, "the line is no JSON object");
  const auto text = [&](std::initializer_list<const char*> keys) {
    for (const char* key : keys) {
      const auto it = row.find(key);
      if (it != row.end() && it->is_string()) return it->get<std::string>();
    }
    return std::string();
  };
  StoredPage page;
  page.bytes = text({"html", "text", "content", "body"});
  page.url = text({"url", "link"});
  page.published = metadata_date(text({"published", "date", "date_published"}), Vocabulary::compiled_in());
  page.charset = "utf-8";
  if (page.bytes.empty()) return base::fail(Code::RecordBad, name, "the line has no field \"html\" or \"text\"");
  return page;
}

// Undoes "Transfer-Encoding: chunked"; false when the bytes are not chunked (crawlers often undo it and keep the header).
bool unchunk(std::string_view in, std::string* out) {
  out->clear();
  for (;;) {
    std::size_t n = 0, at = 0;
    while (at < in.size() && at < 8) {
      const char c = lower(in[at]);
      if (c >= '0' && c <= '9') n = n * 16 + static_cast<std::size_t>(c - '0');
      else if (c >= 'a' && c <= 'f') n = n * 16 + static_cast<std::size_t>(c - 'a' + 10);
      else break;
      ++at;
    }
    if (at == 0) return false;
    const std::size_t line = in.find('\n', at);
    if (line == std::string_view::npos || line - at > 200) return false;
    in.remove_prefix(line + 1);
    if (n == 0) return true;
    out->append(in.substr(0, n));
    if (in.size() <= n) return true;
    in.remove_prefix(n);
    while (!in.empty() && (in.front() == '\r' || in.front() == '\n')) in.remove_prefix(1);
  }
}

base::Result<StoredPage> warc_page(const std::string& name, Source* source, std::uint64_t at) {
  const auto record = read_warc(source, at);
  if (!record) return base::fail(Code::RecordBad, name, "the head of the record is damaged");
  if (record->length > base::limits::kReportBytes) return base::fail(Code::FileTooLarge, name, "the record is too large");
  const auto length = static_cast<std::size_t>(record->length);
  StoredPage page;
  page.url = record->url;
  page.bytes = source->read(at + record->body, length);
  if (page.bytes.size() < length) return base::fail(Code::RecordBad, name, "the record is cut off");
  std::string_view type = record->content_type;
  if (!record->http.empty()) {
    page.bytes.erase(0, record->http.size());
    std::string plain;
    if (folded(header(record->http, "transfer-encoding")).find("chunked") != std::string::npos && unchunk(page.bytes, &plain))
      page.bytes = std::move(plain);
    const std::string coding = folded(header(record->http, "content-encoding"));
    if (coding.find("gzip") != std::string::npos || coding.find("deflate") != std::string::npos) {
      if (inflate_all(page.bytes, base::limits::kReportBytes, &plain)) page.bytes = std::move(plain);
    } else if (coding == "br" || coding == "zstd") {
      if (page.bytes.find('<') == std::string::npos) return base::fail(Code::RecordBad, name, "the page is compressed with " + coding);
    }
    type = header(record->http, "content-type");
  }
  const std::string kind = folded(type);
  if (const std::size_t charset = kind.find("charset="); charset != std::string::npos)
    page.charset = kind.substr(charset + 8, kind.find_first_of("; ", charset) - charset - 8);
  return page;
}

base::Result<std::shared_ptr<ByteFile>> open(const std::string& path) {
  auto file = ByteFile::open(path);
  if (!file) return base::fail(errno == ENOENT ? Code::FileMissing : Code::FileUnreadable, path, std::strerror(errno));
  return file;
}

// Path, file offset and offset in what is inflated there; the whole name is a path when it has no such end.
struct Name {
  std::string path;
  std::optional<std::uint64_t> offset;
  std::uint64_t inner = 0;
};

Name parse_name(const std::string& name) {
  Name out{name, std::nullopt, 0};
  const std::size_t mark = name.rfind('#');
  if (mark == std::string::npos) return out;
  const std::string_view rest = std::string_view(name).substr(mark + 1);
  const std::size_t colon = rest.find(':');
  const auto offset = number(rest.substr(0, colon));
  const auto inner = colon == std::string_view::npos ? std::optional<std::uint64_t>(0) : number(rest.substr(colon + 1));
  if (!offset || !inner) return out;
  return {name.substr(0, mark), offset, *inner};
}

// The head of a file that is a feed, for the charset of its items.
std::string feed_charset(std::string_view head) {
  const std::size_t at = head.find("encoding=");
  if (at == std::string_view::npos || at > 100 || at + 10 >= head.size()) return "utf-8";
  const std::size_t end = head.find(head[at + 9], at + 10);
  return end == std::string_view::npos ? "utf-8" : std::string(head.substr(at + 10, end - at - 10));
}

}  // namespace

bool holds_pages(std::string_view file_name) {
  static constexpr std::array<std::string_view, 17> kEnds = {
      ".html", ".htm", ".xhtml", ".txt", ".html.gz", ".htm.gz", ".txt.gz", ".warc", ".warc.gz",
      ".wacz", ".rss", ".atom", ".rss.xml", ".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz"};
  return std::any_of(kEnds.begin(), kEnds.end(), [&](std::string_view end) { return ends_with(file_name, end); });
}

base::Result<void> list_pages(const std::string& path, const std::function<bool(std::string name)>& take) {
  auto opened = open(path);
  if (!opened) return tl::unexpected(opened.error());
  const std::shared_ptr<ByteFile> file = std::move(*opened);
  const std::string head = file->read(0, 4096);
  const auto first = [](std::string_view s) {
    const std::size_t at = s.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
    return at == std::string_view::npos ? '\0' : s[at];
  };
  const auto lines_name = [](std::string_view name) {
    return ends_with(name, ".jsonl") || ends_with(name, ".ndjson") || ends_with(name, ".jsonl.gz") || ends_with(name, ".ndjson.gz") || name == "-";
  };
  if (is_gzip(head)) {
    GzipSource source(file, 0, false);
    const std::string inside = source.read(0, 4096);
    if (inside.compare(0, 5, "WARC/") == 0) {
      list_warc_gz(path, file, 0, file->size(), take);
    } else if (lines_name(path) && first(inside) == '{') {
      list_lines(&source, [&](std::uint64_t inner) { return name_of(path, 0, inner); }, take);
    } else {
      take(path);
    }
    return {};
  }
  if (head.compare(0, 4, "PK\x03\x04") == 0) return list_wacz(path, file, take);
  FileSource source(file, 0, file->size());
  if (head.compare(0, 5, "WARC/") == 0) {
    list_warc(&source, [&](std::uint64_t at) { return name_of(path, at, 0); }, take);
  } else if (lines_name(path) && first(head) == '{') {
    list_lines(&source, [&](std::uint64_t at) { return name_of(path, at, 0); }, take);
  } else if (first(head) == '<' && is_feed(head)) {
    const std::string text = file->read(0, base::limits::kReportBytes);
    bool any = false;
    for (std::size_t at = find_item(text, 0); at != std::string::npos; at = find_item(text, at + 5)) {
      any = true;
      if (!take(name_of(path, at, 0))) break;
    }
    if (!any) take(path);
  } else {
    take(path);
  }
  return {};
}

base::Result<StoredPage> read_stored(const std::string& name) {
  const Name parsed = parse_name(name);
  auto opened = open(parsed.offset ? parsed.path : name);
  std::uint64_t offset = parsed.offset.value_or(0);
  bool whole = !parsed.offset;
  if (parsed.offset) {
    // A file whose own name ends like that.
    if (auto same = ByteFile::open(name)) {
      opened = same;
      offset = 0;
      whole = true;
    }
  }
  if (!opened) return tl::unexpected(opened.error());
  const std::shared_ptr<ByteFile> file = std::move(*opened);
  const std::string head = file->read(offset, 16);
  StoredPage page;
  if (whole) {
    if (is_gzip(head)) {
      GzipStream stream(file, 0);
      while (page.bytes.size() <= base::limits::kReportBytes && stream.read(kStep, false, &page.bytes)) {
      }
      if (stream.damaged() && page.bytes.empty()) return base::fail(Code::RecordBad, name, "the gzip data is damaged");
    } else {
      if (file->size() > base::limits::kReportBytes) return base::fail(Code::FileTooLarge, name, "the file is too large");
      page.bytes = file->read(0, base::limits::kReportBytes);
    }
    if (page.bytes.size() > base::limits::kReportBytes) return base::fail(Code::FileTooLarge, name, "the page is too large");
    return page;
  }
  std::uint64_t at = 0;
  std::shared_ptr<Source> source;
  if (is_gzip(head)) {
    // One open stream a thread: names of one stream that come in order are inflated once.
    struct Cursor {
      std::string path;
      std::uint64_t offset = 0;
      std::uint64_t size = 0;
      std::shared_ptr<GzipSource> source;
    };
    static thread_local Cursor cursor;
    if (!cursor.source || cursor.path != parsed.path || cursor.offset != offset || cursor.size != file->size() || cursor.source->begin() > parsed.inner)
      cursor = {parsed.path, offset, file->size(), std::make_shared<GzipSource>(file, offset, false)};
    source = cursor.source;
    at = parsed.inner;
  } else {
    source = std::make_shared<FileSource>(file, offset, file->size());
  }
  const std::string start = source->read(at, 8);
  if (start.compare(0, 5, "WARC/") == 0) return warc_page(name, source.get(), at);
  if (start.compare(0, 5, "<item") == 0 || start.compare(0, 6, "<entry") == 0) {
    const std::string text = source->read(at, base::limits::kReportBytes);
    const std::string_view close = start[1] == 'i' ? "</item>" : "</entry>";
    const std::size_t end = std::min({text.find(close), find_item(text, 1), text.size()});
    StoredPage item = feed_page(std::string_view(text).substr(0, end));
    item.charset = feed_charset(file->read(0, 256));
    return item;
  }
  std::string line;
  for (std::size_t end = std::string::npos; end == std::string::npos;) {
    if (line.size() > base::limits::kReportBytes) return base::fail(Code::FileTooLarge, name, "the line is too long");
    const std::string more = source->read(at + line.size(), kStep);
    if (more.empty()) break;
    end = more.find('\n');
    line += more.substr(0, end);
  }
  if (line.find('{') == std::string::npos) return base::fail(Code::RecordBad, name, "there is no page at this offset");
  return json_page(name, line);
}

}  // namespace hudna::page
