// Any bytes as the shipped weight file: refused, or what its tables say of a sentence's ends and names is in range. The
// first byte says how: as they are, or as sections of a file whose checksum is right, so that what lies behind it is
// reached.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "language/boundary.h"
#include "language/linear.h"
#include "language/model_file.h"
#include "language/names.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hudna;
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data + 1), size - 1);
  std::string file(bytes);
  if (data[0] % 4 != 0) {
    // Sections by name, each with the next share of the bytes.
    const std::vector<std::string> names{"inventory", "names", "names.t", "boundaries", "lemma.slots", "lemma.scripts", "network"};
    std::vector<std::pair<std::string, std::string>> sections;
    const std::size_t share = bytes.size() / names.size();
    for (std::size_t i = 0; i < names.size(); ++i) sections.emplace_back(names[i], std::string(bytes.substr(i * share, share)));
    if (data[0] % 4 == 2) sections[0].second = language::label_inventory();
    file = language::write_model_file(sections);
  }
  const auto model = language::ModelFile::open(file, "fuzz");
  if (!model) return 0;
  const auto linear = language::LinearModel::open(*model);
  const auto lemmas = language::Lemmatizer::open(*model);
  std::string lemma;
  if (lemmas) lemmas->lemma("Villages", model::Upos::NOUN, model::Xpos::NNS, false, &lemma);
  if (const auto names = language::NameTagger::open(*model); names) {
    std::vector<language::Word> words(3);
    std::vector<std::uint8_t> labels;
    names->run(words, {model::Upos::NOUN, model::Upos::PROPN, model::Upos::X}, {0, 0, 0}, &labels);
    for (const std::uint8_t label : labels) {
      if (label >= language::kBioCount) std::abort();
    }
  }
  if (const auto boundaries = language::BoundaryModel::open(*model); boundaries) {
    language::BoundaryFeatures features;
    for (std::size_t i = 0; i < features.size(); ++i) features[i] = static_cast<std::uint32_t>(i * 2654435761u);
    static_cast<void>(boundaries->score(features));
  }
  return 0;
}
