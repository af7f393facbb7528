// What does a call return that touches the world? A Result: the value, or an
// Error with a catalogue code, the file that it is about, and what was seen.
// Our own code throws nothing.
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>

#include "base/diagnostics.h"

namespace hudna::base {

struct Error {
  Code code;
  std::string source;   // file or argument that it is about; may be empty
  std::string message;  // what was seen
};

// One line for a person: source, message, advice, code.
inline std::string print(const Error& error) {
  return print(Diagnostic{error.code, error.message, 0, 0}, error.source);
}

template <class T>
using Result = tl::expected<T, Error>;

inline tl::unexpected<Error> fail(Code code, std::string source, std::string message) {
  return tl::unexpected<Error>(Error{code, std::move(source), std::move(message)});
}

}  // namespace hudna::base
