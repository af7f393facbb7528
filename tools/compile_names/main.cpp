// What makes language/names.bin? This, at build time: compile_names OUT DATA-FOLDER
#include <cstdio>

#include "base/files.h"
#include "language/names.h"

int main(int argc, char** argv) {
  using namespace hudna;
  if (argc != 3) {
    std::fprintf(stderr, "usage: compile_names OUT DATA\n");
    return 2;
  }
  const auto fail = [](const base::Error& error) {
    std::fprintf(stderr, "compile_names: %s\n", base::print(error).c_str());
    return 2;
  };
  const auto data = base::DataSource::open(argv[2]);
  if (!data) return fail(data.error());
  const auto rules = language::TokenRules::open(*data);
  if (!rules) return fail(rules.error());
  const auto bytes = language::NameLexicon::compile(*data, *rules);
  if (!bytes) return fail(bytes.error());
  const auto done = base::write_file(argv[1], *bytes);
  return done ? 0 : fail(done.error());
}
