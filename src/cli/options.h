// What did the user ask for? One plain struct, filled by parse_options.
#pragma once

#include <string>
#include <vector>

namespace hudna::cli {

struct Options {
  std::string command;     // "read", "build", …; "rules try" has subcommand "try"
  std::string subcommand;
  std::vector<std::string> files, days, others, profiles;
  bool any_topic = false;
  std::string out, results, meta, data, rules, view = "agreements", as_of, id, text, date, country, samples,
                                               format, path, ner, decision, reason, reviewer, role, at;
  unsigned port = 0;
  std::vector<std::string> formats;
  std::string sharing = "public", shown = "internal", agreement, folder;
  bool all = false, unreviewed = false, hxl = false, preview = false;
  unsigned jobs = 0;  // 0: as many as there are cores
  bool json = false, learn = false, misses = false, raw = false, update = false, quiet = false;
  std::string from, to, outlet;
  bool comments = false;
  unsigned limit = 20;
  bool colour_always = false, colour_never = false;
};

// Parses the command line. Returns true when a command is to be run; else `*exit_code` holds the program's exit code
// (help was printed on standard output, or an error on standard error).
bool parse_options(int argc, char** argv, Options* options, int* exit_code);

}  // namespace hudna::cli
