// network_bench TREEBANK.conllu… [WEIGHTS.bin]: words a second of the network with all heads, one thread, for each
// kernel; beside it the ratio to a calibration loop (integer and float work of fixed size), because the speed of a
// shared machine varies by a factor of two. Also the time to open the weights. Thread CPU time, best of seven.
#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

#include "base/embedded.h"
#include "base/files.h"
#include "bench/clock.h"
#include "language/model_file.h"
#include "language/net/network.h"

namespace {

using hudna::bench::best_of;

// One unit: 100 million dependent steps of a hash; about a third of a second.
double calibrate() {
  volatile std::uint64_t sink = 0;
  return best_of(3, [&] {
    std::uint64_t h = 1;
    for (int i = 0; i < 100000000; ++i) h = (h ^ static_cast<std::uint64_t>(i)) * 0x9E3779B97F4A7C15u;
    sink = h;
  });
}

}  // namespace

int main(int argc, char** argv) {
  using namespace hudna;
  using namespace hudna::language::net;
  std::string weights, text;
  for (int i = 1; i < argc; ++i) {
    const std::string path = argv[i];
    const auto read = base::read_file(path);
    if (!read) {
      std::fprintf(stderr, "%s\n", base::print(read.error()).c_str());
      return 2;
    }
    (path.ends_with(".bin") ? weights : text) += *read;
  }
  std::string_view bytes = weights;
  if (weights.empty()) {
    const auto found = base::find_embedded("language/weights.bin");
    if (!found) {
      std::fprintf(stderr, "no weights are compiled in: name a file\n");
      return 2;
    }
    bytes = *found;
  }
  // Either the network alone, as the trainer writes it, or the shipped file around it.
  if (const auto file = language::ModelFile::open(bytes, "weights"); file) bytes = file->section("network");
  // The forms of CoNLL-U: second column of the lines that start with a plain number.
  std::vector<std::vector<std::string_view>> sentences(1);
  std::size_t words = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view line(text.data() + at, end - at);
    at = end + 1;
    const std::size_t tab = line.find('\t');
    if (line.empty() || sentences.back().size() == base::limits::kSentenceTokens) sentences.emplace_back();
    if (tab == std::string_view::npos || line.substr(0, tab).find_first_not_of("0123456789") != std::string_view::npos) continue;
    sentences.back().push_back(line.substr(tab + 1, line.find('\t', tab + 1) - tab - 1));
    ++words;
  }
  const double unit = calibrate();
  std::printf("%zu words, calibration %.3f s\n", words, unit);
  for (Kernel kernel : {Kernel::Scalar, Kernel::Sse2, Kernel::Avx2, Kernel::Vnni}) {
    if (!supported(kernel)) continue;
    const double open = best_of(7, [&] { static_cast<void>(Network::open(bytes, kernel)); });
    const auto network = Network::open(bytes, kernel);
    if (!network) {
      std::fprintf(stderr, "%s\n", base::print(network.error()).c_str());
      return 2;
    }
    Network::Scratch scratch(*network);
    std::vector<TokenOutput> out(base::limits::kSentenceTokens);
    std::uint64_t sum = 0;
    const double run = best_of(kernel == Kernel::Scalar ? 1 : 7, [&] {
      sum = 0;
      for (const auto& forms : sentences) {
        network->run(forms, scratch, std::span(out).first(forms.size()));
        for (std::size_t i = 0; i < forms.size(); ++i) {
          sum = sum * 31 + out[i].head * 7u + static_cast<std::uint64_t>(out[i].relation) * 3u + out[i].uner * 5u + out[i].fine;
        }
      }
    });
    const double rate = static_cast<double>(words) / std::max(run, 1e-9);
    std::printf("%-12s %9.0f words/s  %9.0f words a calibration unit  open %.2f ms  output %016llx\n", name(kernel), rate, rate * unit,
                open * 1e3, static_cast<unsigned long long>(sum));
  }
  return 0;
}
