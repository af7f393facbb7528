// What do the programs that make tables at build time share? Their call (PROGRAM OUT DATA-FOLDER), and how a
// failure ends.
#pragma once

#include <cstdio>

#include "base/data_source.h"
#include "base/files.h"

namespace hudna {

// `make` gives the bytes of the table from the data.
template <class Make>
int compile_table(int argc, char** argv, const char* program, Make&& make) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: %s OUT DATA\n", program);
    return 2;
  }
  const auto fail = [program](const base::Error& error) {
    std::fprintf(stderr, "%s: %s\n", program, base::print(error).c_str());
    return 2;
  };
  const auto data = base::DataSource::open(argv[2]);
  if (!data) return fail(data.error());
  const auto bytes = make(*data);
  if (!bytes) return fail(bytes.error());
  const auto done = base::write_file(argv[1], *bytes);
  return done ? 0 : fail(done.error());
}

}  // namespace hudna
