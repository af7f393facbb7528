// Runs the built program as a user does, with both streams and the exit code kept apart.
#pragma once

#include <sys/wait.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace hudna::test {

struct Ran {
  int code = -1;
  std::string out, err;
};

inline std::string slurp(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

inline void spill(const std::filesystem::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

inline std::string program() { return std::string(HUDNA_BINARY_DIR) + "/hudna"; }

// A folder of its own for each test, empty at the start.
inline std::filesystem::path fresh_folder(const std::string& name) {
  const auto folder = std::filesystem::temp_directory_path() / ("hudna-test-" + name + "-" + std::to_string(::getpid()));
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  return folder;
}

// `arguments` go through the shell: quote them. `input`: the file that is the standard input.
inline Ran run(const std::string& arguments, const std::filesystem::path& folder,
               const std::string& input = "/dev/null") {
  const auto out = folder / "stdout", err = folder / "stderr";
  const std::string command = "cd '" + folder.string() + "' && '" + program() + "' " + arguments + " >'" +
                              out.string() + "' 2>'" + err.string() + "' <'" + input + "'";
  const int status = std::system(command.c_str());
  return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), slurp(out), slurp(err)};
}

}  // namespace hudna::test
