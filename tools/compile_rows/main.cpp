// What makes ground/rows.bin? This, at build time: compile_rows OUT DATA-FOLDER
#include "ground/toml_rows.h"
#include "tools/compile_table.h"

int main(int argc, char** argv) {
  return hudna::compile_table(argc, argv, "compile_rows", [](const hudna::base::DataSource& data) {
    return hudna::ground::pack_data_rows(data, {"ground/", "reading/"});
  });
}
