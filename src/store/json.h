// How do rows become canonical JSON and rows again? A Writer and a Reader that
// visit the same list of fields (store/fields.h): keys in one fixed order,
// numbers in their shortest exact form, no spaces. The Reader accepts exactly
// what the Writer writes; anything else is an error, never a crash.
// Useful for: the store, dumps. Not for: JSON of others.
#pragma once

#include <charconv>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/id.h"

namespace hudna::store {

// Names of rows by table, so that files hold printed ids ("st-…"), not indexes. Tables are told apart by
// their id type.
class IdNames {
 public:
  virtual ~IdNames() = default;
  virtual std::string_view name(int table, std::uint32_t index) const = 0;
  virtual bool find(int table, std::string_view name, std::uint32_t* index) const = 0;
};

// Bytes that are not UTF-8 are written as the lone surrogates DC80..DCFF, as Python's surrogateescape does.
void append_json_string(std::string* out, std::string_view text);

class Writer {
 public:
  static constexpr bool kReads = false;
  explicit Writer(const IdNames* names = nullptr) : names_(names) {}
  std::string take() { return std::move(out_); }
  const std::string& text() const { return out_; }

  void begin_object() {
    out_.push_back('{');
    fresh_ = true;
  }
  void end_object() {
    out_.push_back('}');
    fresh_ = false;
  }
  void key(std::string_view key) {
    if (!fresh_) out_.push_back(',');
    fresh_ = false;
    append_json_string(&out_, key);
    out_.push_back(':');
  }
  void string(std::string_view text) { append_json_string(&out_, text); }
  void boolean(bool value) { out_ += value ? "true" : "false"; }
  void null() { out_ += "null"; }
  template <class N>
  void number(N value) {
    char buffer[64];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, value);
    out_.append(buffer, end.ptr);
  }
  template <class T, class F>
  void list(const std::vector<T>& items, F&& each) {
    out_.push_back('[');
    bool first = true;
    for (const T& item : items) {
      if (!first) out_.push_back(',');
      first = false;
      each(item);
    }
    out_.push_back(']');
    fresh_ = false;
  }
  const IdNames* names() const { return names_; }

 private:
  std::string out_;
  bool fresh_ = true;
  const IdNames* names_;
};

class Reader {
 public:
  static constexpr bool kReads = true;
  explicit Reader(std::string_view in, const IdNames* names = nullptr) : in_(in), names_(names) {}
  // True when all was as the Writer writes it and nothing follows.
  bool done() const { return ok_ && at_ == in_.size(); }
  bool ok() const { return ok_; }
  void fail() { ok_ = false; }

  void expect(std::string_view text) {
    if (ok_ && in_.compare(at_, text.size(), text) == 0)
      at_ += text.size();
    else
      ok_ = false;
  }
  bool peek(char c) const { return ok_ && at_ < in_.size() && in_[at_] == c; }
  void begin_object() {
    expect("{");
    fresh_ = true;
  }
  void end_object() {
    expect("}");
    fresh_ = false;
  }
  void key(std::string_view key) {
    if (!fresh_) expect(",");
    fresh_ = false;
    expect("\"");
    expect(key);
    expect("\":");
  }
  // Whether this key stands here.
  bool at_key(std::string_view key) const {
    const std::string wanted = std::string(fresh_ ? "\"" : ",\"").append(key) + "\":";
    return ok_ && in_.compare(at_, wanted.size(), wanted) == 0;
  }
  void string(std::string* out);
  void boolean(bool* out);
  // Takes "null" when it stands here.
  bool take_null();
  template <class N>
  void number(N* out) {
    if (!ok_) return;
    const auto end = std::from_chars(in_.data() + at_, in_.data() + in_.size(), *out);
    if (end.ec != std::errc()) {
      ok_ = false;
      return;
    }
    at_ = static_cast<std::size_t>(end.ptr - in_.data());
  }
  template <class T, class F>
  void list(std::vector<T>* items, F&& each) {
    expect("[");
    items->clear();
    while (ok_ && !peek(']')) {
      if (!items->empty()) expect(",");
      items->emplace_back();
      each(&items->back());
    }
    expect("]");
    fresh_ = false;
  }
  const IdNames* names() const { return names_; }

 private:
  std::string_view in_;
  std::size_t at_ = 0;
  bool ok_ = true;
  bool fresh_ = true;
  const IdNames* names_;
};

}  // namespace hudna::store
