// How does hudna say that something is odd? By a Diagnostic: a stable code of
// one catalogue (base/diagnostics.def), what was seen, and where. Bad input
// text yields a value plus diagnostics; it never fails.
// Plain values; a list is owned by the stage's result that it belongs to.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hudna::base {

enum class Severity : std::uint8_t { Note, Warning, Error };

enum class Code : std::uint8_t {
#define HUDNA_DIAGNOSTIC(name, code, severity, advice) name,
#include "base/diagnostics.def"
#undef HUDNA_DIAGNOSTIC
};

struct CodeInfo {
  std::string_view code;    // stable, lower case with hyphens
  Severity severity;
  std::string_view advice;  // what would fix it
};

// The catalogue's entry. O(1).
const CodeInfo& info(Code code);
// The code of that stable name; false when there is none.
bool find_code(std::string_view stable_code, Code* out);

struct Diagnostic {
  Code code;
  // What was seen, in words; without the file name and without the advice.
  std::string message;
  // Byte range in the file as received; both 0 when the whole file is meant.
  std::uint64_t begin = 0;
  std::uint64_t end = 0;

  friend bool operator==(const Diagnostic&, const Diagnostic&) = default;
};

using Diagnostics = std::vector<Diagnostic>;

// "file: message (advice) [code]", one line without line break; `source` may be empty.
std::string print(const Diagnostic& diagnostic, std::string_view source);

}  // namespace hudna::base
