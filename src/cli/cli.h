// The program: parses the command line, runs one command, returns the exit
// code (0 done, 1 nothing found, 2 a file or the call failed).
#pragma once

namespace hudna::cli {
int run(int argc, char** argv);
}
