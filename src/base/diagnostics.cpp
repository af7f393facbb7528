#include "base/diagnostics.h"

#include <array>

namespace hudna::base {
namespace {

constexpr std::array kCatalogue = {
#define HUDNA_DIAGNOSTIC(name, code, severity, advice) CodeInfo{code, Severity::severity, advice},
#include "base/diagnostics.def"
#undef HUDNA_DIAGNOSTIC
};

}  // namespace

const CodeInfo& info(Code code) { return kCatalogue[static_cast<std::size_t>(code)]; }


bool find_code(std::string_view stable_code, Code* out) {
  for (std::size_t i = 0; i < kCatalogue.size(); ++i) {
    if (kCatalogue[i].code == stable_code) {
      *out = static_cast<Code>(i);
      return true;
    }
  }
  return false;
}

std::string print(const Diagnostic& diagnostic, std::string_view source) {
  const CodeInfo& entry = info(diagnostic.code);
  std::string out;
  if (!source.empty()) out.append(source).append(": ");
  out.append(diagnostic.message);
  if (!entry.advice.empty()) out.append("; ").append(entry.advice);
  out.append(" [").append(entry.code).append("]");
  return out;
}

}  // namespace hudna::base
