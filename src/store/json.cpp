#include "store/json.h"

#include "base/utf8.h"

namespace hudna::store {
namespace {

constexpr std::string_view kHex = "0123456789abcdef";

void append_escape(std::string* out, unsigned value) {
  *out += "\\u";
  for (int shift = 12; shift >= 0; shift -= 4) out->push_back(kHex[(value >> shift) & 0xF]);
}

}  // namespace

void append_json_string(std::string* out, std::string_view text) {
  out->push_back('"');
  std::size_t plain = 0;
  const auto flush = [&](std::size_t end) { out->append(text.substr(plain, end - plain)); };
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte >= 0x20 && byte != '"' && byte != '\\' && byte != 0x7F && byte < 0x80) {
      ++at;
      continue;
    }
    if (byte >= 0x80) {
      const base::Decoded d = base::decode_utf8(text, at);
      if (d.good) {
        at += d.bytes;
        continue;
      }
      flush(at);
      for (std::size_t i = 0; i < d.bytes; ++i)
        append_escape(out, 0xDC00u + static_cast<unsigned char>(text[at + i]));
      at += d.bytes;
      plain = at;
      continue;
    }
    flush(at);
    if (byte == '"')
      *out += "\\\"";
    else if (byte == '\\')
      *out += "\\\\";
    else if (byte == '\n')
      *out += "\\n";
    else
      append_escape(out, byte);
    plain = ++at;
  }
  flush(text.size());
  out->push_back('"');
}

void Reader::string(std::string* out) {
  out->clear();
  expect("\"");
  while (ok_) {
    if (at_ >= in_.size()) {
      ok_ = false;
      return;
    }
    const std::size_t stop = in_.find_first_of("\"\\", at_);
    if (stop == std::string_view::npos) {
      ok_ = false;
      return;
    }
    out->append(in_.substr(at_, stop - at_));
    at_ = stop + 1;
    if (in_[stop] == '"') return;
    if (at_ >= in_.size()) {
      ok_ = false;
      return;
    }
    const char escape = in_[at_++];
    if (escape == 'n') {
      out->push_back('\n');
    } else if (escape == '"' || escape == '\\') {
      out->push_back(escape);
    } else if (escape == 'u' && at_ + 4 <= in_.size()) {
      unsigned value = 0;
      const auto end = std::from_chars(in_.data() + at_, in_.data() + at_ + 4, value, 16);
      if (end.ptr != in_.data() + at_ + 4) {
        ok_ = false;
        return;
      }
      at_ += 4;
      if (value < 0x80)
        out->push_back(static_cast<char>(value));
      else if (value >= 0xDC80 && value <= 0xDCFF)
        out->push_back(static_cast<char>(value - 0xDC00));
      else
        ok_ = false;
    } else {
      ok_ = false;
    }
  }
}

void Reader::boolean(bool* out) {
  *out = peek('t');
  expect(*out ? "true" : "false");
}

bool Reader::take_null() {
  if (!peek('n')) return false;
  expect("null");
  return ok_;
}

}  // namespace hudna::store
