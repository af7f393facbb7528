// Of real reports that come one by one, how many are added in part, and why are all merged again for the
// others? Half of the files of a folder, drawn with a fixed seed, make the first record; then one comes after
// the other. usage: adding_bench FOLDER META.csv [ADDED [RECORD]]   (default 60 adding_bench.hudna)
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "app/build.h"
#include "base/files.h"

int main(int argc, char** argv) {
  using namespace hudna;
  if (argc < 3) return std::fprintf(stderr, "usage: adding_bench FOLDER META.csv [ADDED [RECORD]]\n"), 2;
  const std::size_t wanted = argc > 3 ? std::strtoul(argv[3], nullptr, 10) : 60;
  const std::string path = argc > 4 ? argv[4] : "adding_bench.hudna";
  const auto table = base::read_file(argv[2]);
  const auto engine = app::Engine::open({});
  if (!table || !engine) return std::fprintf(stderr, "the table or the data cannot be read\n"), 2;
  const auto meta = app::MetaTable::parse(argv[2], *table);
  if (!meta) return std::fprintf(stderr, "%s\n", base::print(meta.error()).c_str()), 2;
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(argv[1]))
    files.push_back(entry.path().string());
  std::sort(files.begin(), files.end());
  std::mt19937_64 random(11);
  for (std::size_t i = files.size(); i > 1; --i) std::swap(files[i - 1], files[random() % i]);
  std::filesystem::remove(path);
  const auto build = [&](std::vector<std::string> some, app::BuildOutcome* out) {
    app::BuildOptions options;
    options.files = std::move(some), options.out = path, options.meta = *meta;
    auto done = app::build(
        **engine, options, [](const app::FileOutcome&) {}, [] {});
    if (!done) return std::fprintf(stderr, "%s\n", base::print(done.error()).c_str()), false;
    *out = *done;
    return true;
  };
  const std::size_t half = files.size() / 2;
  app::BuildOutcome out;
  if (!build({files.begin(), files.begin() + static_cast<std::ptrdiff_t>(half)}, &out)) return 2;
  std::size_t in_part = 0, all = 0;
  std::map<std::string, std::size_t> reasons;
  for (std::size_t i = half; i < std::min(files.size(), half + wanted); ++i) {
    if (!build({files[i]}, &out)) return 2;
    if (out.added == 0) continue;  // a copy of another file, byte for byte
    ++all;
    in_part += out.updated_in_place;
    if (!out.updated_in_place)
      ++reasons[out.diagnostics.empty() ? "the record was not current" : out.diagnostics.front().message];
  }
  std::printf("%zu of %zu reports added in part to a record of %zu and more\n", in_part, all, half);
  for (const auto& [why, count] : reasons) std::printf("%6zu  %s\n", count, why.c_str());
  std::filesystem::remove(path);
  return 0;
}
