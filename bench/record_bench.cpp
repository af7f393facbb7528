// How does merging grow, and is it right? Builds the records of generated
// worlds of several sizes, scores them against their truth (B-cubed) and
// prints the time. usage: record_bench [REPORTS…]   (default 1000 10000)
#include <sys/resource.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>

#include "base/data_source.h"
#include "record/builder.h"
#include "tests/support/world.h"

int main(int argc, char** argv) {
  using namespace hudna;
  std::vector<std::size_t> sizes;
  for (int i = 1; i < argc; ++i)
    sizes.push_back(static_cast<std::size_t>(std::strtoul(argv[i], nullptr, 10)));
  if (sizes.empty()) sizes = {1000, 10000};
  const auto policies = record::load_policies(base::DataSource());
  if (!policies) {
    std::fprintf(stderr, "%s\n", base::print(policies.error()).c_str());
    return 2;
  }
  std::printf("%10s %10s %10s %14s %12s %12s %10s\n", "reports", "statements", "CPU s", "us/(n log2 n)",
              "incidents F", "agreements F", "peak MB");
  for (const std::size_t size : sizes) {
    const testing::World world = testing::WorldMaker(size, 7).make();
    const std::vector<const model::Reading*> readings = testing::pointers(world.readings);
    // Processor time: other work on the machine then counts less.
    const std::clock_t start = std::clock();
    const model::Record built = record::build_record(readings, *policies);
    const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    std::map<std::string, std::string> attacks, truces;
    for (const auto& [id, event] : world.truth) (event[0] == 'a' ? truces : attacks)[id] = event;
    const testing::BCubed incidents = testing::b_cubed(attacks, testing::clusters_of(built.parts(), false));
    const testing::BCubed agreements = testing::b_cubed(truces, testing::clusters_of(built.parts(), true));
    const double n = static_cast<double>(built.parts().statements.size());
    struct rusage usage {};
    getrusage(RUSAGE_SELF, &usage);
    std::printf("%10zu %10zu %10.2f %14.3f %12.4f %12.4f %10ld\n", size, built.parts().statements.size(),
                seconds, seconds * 1e6 / (n * std::log2(n)), incidents.f1, agreements.f1,
                usage.ru_maxrss / 1024);
    // A wrong answer makes the time worthless.
    if (incidents.items != attacks.size() || agreements.items != truces.size()) {
      std::fprintf(stderr, "wrong answer: statements are missing from the record\n");
      return 2;
    }
  }
  return 0;
}
