#include "cli/cli.h"

int main(int argc, char** argv) { return hudna::cli::run(argc, argv); }
