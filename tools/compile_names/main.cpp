// What makes language/names.bin? This, at build time: compile_names OUT DATA-FOLDER
#include "language/names.h"
#include "tools/compile_table.h"

int main(int argc, char** argv) {
  using namespace hudna;
  return compile_table(argc, argv, "compile_names",
                       [](const base::DataSource& data) -> base::Result<std::string> {
                         const auto rules = language::TokenRules::open(data);
                         if (!rules) return tl::unexpected(rules.error());
                         return language::NameLexicon::compile(data, *rules);
                       });
}
