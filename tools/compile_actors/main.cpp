// What makes actors/actors.bin? This, at build time: compile_actors OUT DATA-FOLDER
#include "ground/actors.h"
#include "tools/compile_table.h"

int main(int argc, char** argv) {
  return hudna::compile_table(argc, argv, "compile_actors", hudna::ground::build_actors);
}
