// What makes ground/rows.bin? This, at build time: compile_rows OUT DATA-FOLDER
#include <cstdio>

#include "base/files.h"
#include "ground/toml_rows.h"

int main(int argc, char** argv) {
  using namespace hudna;
  if (argc != 3) {
    std::fprintf(stderr, "usage: compile_rows OUT DATA\n");
    return 2;
  }
  const auto fail = [](const base::Error& error) {
    std::fprintf(stderr, "compile_rows: %s\n", base::print(error).c_str());
    return 2;
  };
  const auto data = base::DataSource::open(argv[2]);
  if (!data) return fail(data.error());
  const auto bytes = ground::pack_data_rows(*data, {"ground/", "reading/"});
  if (!bytes) return fail(bytes.error());
  const auto done = base::write_file(argv[1], *bytes);
  return done ? 0 : fail(done.error());
}
