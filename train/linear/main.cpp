// hudna_train_linear [--names-only] OUT.bin NAMES.iob2 TREEBANK.conllu…: trains the linear analyser and writes its weights.
// hudna_train_linear --boundaries OLD.bin OUT.bin TREEBANK.conllu…: the weights of OLD with a newly trained sentence splitter.
// hudna_train_linear --names WEIGHTS.bin OUT.bin NAMES.iob2: weights with a network, their name tagger trained anew on the network's tags.
// hudna_train_linear --join OUT.bin WEIGHTS.bin NETWORK.bin: the weights with that network, as the program ships them.
#include <algorithm>
#include <cstdio>
#include <cstring>
#include <string>

#include "base/files.h"
#include "base/limits.h"
#include "language/model_file.h"
#include "language/net/network.h"
#include "language/trainer.h"

namespace {

using namespace hudna;
using Sections = std::vector<std::pair<std::string, std::string>>;

constexpr int kBoundaryBits = 15, kBoundaryRounds = 4;
constexpr int kNameBits = 17, kNameRounds = 10;

int failed(const base::Error& error) {
  std::fprintf(stderr, "%s\n", base::print(error).c_str());
  return 2;
}

// All sections of a model file but the one named.
base::Result<Sections> sections_without(std::string_view bytes, const std::string& path, std::string_view left_out) {
  const auto file = language::ModelFile::open(bytes, path);
  if (!file) return tl::unexpected(file.error());
  Sections out;
  for (const std::string& name : file->names()) {
    if (name != left_out) out.emplace_back(name, std::string(file->section(name)));
  }
  return out;
}

int write(const char* path, const Sections& sections) {
  const std::string bytes = language::write_model_file(sections);
  const auto done = base::write_file(path, bytes);
  if (!done) return failed(done.error());
  std::fprintf(stderr, "%s: %zu bytes\n", path, bytes.size());
  return 0;
}

int join(const char* out, const char* weights, const char* network) {
  const auto old = base::read_file(weights);
  if (!old) return failed(old.error());
  auto sections = sections_without(*old, weights, "network");
  if (!sections) return failed(sections.error());
  auto bytes = base::read_file(network);
  if (!bytes) return failed(bytes.error());
  if (const auto opened = language::net::Network::open(*bytes); !opened) return failed(opened.error());
  sections->emplace_back("network", std::move(*bytes));
  return write(out, *sections);
}

void say(const std::string& text) { std::fprintf(stderr, "%s\n", text.c_str()); }

int names(const char* weights, const char* out, const char* named_path) {
  const auto old = base::read_file(weights);
  if (!old) return failed(old.error());
  auto sections = sections_without(*old, weights, "names");
  if (!sections) return failed(sections.error());
  std::erase_if(*sections, [](const auto& section) { return section.first == "names.t"; });
  const auto file = language::ModelFile::open(*old, weights);
  if (!file) return failed(file.error());
  const auto network = language::net::Network::open(file->section("network"));
  if (!network) return failed(network.error());
  const auto named = base::read_file(named_path);
  if (!named) return failed(named.error());
  const base::DataSource data;
  const auto rules = language::TokenRules::open(data);
  if (!rules) return failed(rules.error());
  const auto lexicon = language::NameLexicon::open(data, *rules);
  if (!lexicon) return failed(lexicon.error());
  const auto examples = language::parse_iob2(*named);
  language::net::Network::Scratch scratch(*network);
  std::vector<language::net::TokenOutput> read;
  const auto tags = [&](std::size_t i, bool caseless) {
    std::vector<std::string> forms = examples[i].forms;
    if (caseless) {
      for (std::string& form : forms) {
        for (char& c : form) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
      }
    }
    const std::vector<std::string_view> views(forms.begin(), forms.end());
    std::vector<model::Upos> found;
    for (std::size_t at = 0; at < views.size(); at += base::limits::kSentenceTokens) {
      read.resize(std::min(base::limits::kSentenceTokens, views.size() - at));
      network->run(std::span(views).subspan(at, read.size()), scratch, read);
      for (const auto& token : read) found.push_back(token.upos);
    }
    return found;
  };
  for (auto& section : language::train_names(examples, tags, *lexicon, kNameBits, kNameRounds, language::TrainOptions().seed, say))
    sections->push_back(std::move(section));
  return write(out, *sections);
}

}  // namespace

int main(int argc, char** argv) {
  const std::string mode = argc > 1 ? argv[1] : "";
  if (mode == "--join" && argc == 5) return join(argv[2], argv[3], argv[4]);
  if (mode == "--names" && argc == 5) return names(argv[2], argv[3], argv[4]);
  const bool names_only = mode == "--names-only";
  const bool boundaries_only = mode == "--boundaries";
  const int first = names_only || boundaries_only ? 2 : 1;
  if (argc < first + 3) {
    std::fprintf(stderr, "usage: hudna_train_linear [--names-only] OUT.bin NAMES.iob2 TREEBANK.conllu...\n"
                         "       hudna_train_linear --boundaries OLD.bin OUT.bin TREEBANK.conllu...\n"
                         "       hudna_train_linear --names WEIGHTS.bin OUT.bin NAMES.iob2\n"
                         "       hudna_train_linear --join OUT.bin WEIGHTS.bin NETWORK.bin\n");
    return 2;
  }
  const base::DataSource data;
  const auto rules = language::TokenRules::open(data);
  if (!rules) return failed(rules.error());
  std::vector<language::GoldSentence> sentences, raw;
  for (int i = first + 2; i < argc; ++i) {
    const auto text = base::read_file(argv[i]);
    if (!text) return failed(text.error());
    std::size_t skipped = 0;
    auto part = language::parse_conllu(*text, &skipped);
    std::fprintf(stderr, "%s: %zu sentences, %zu left out\n", argv[i], part.size(), skipped);
    // Where a file has no paragraphs (our own sentences), its order says nothing about ends.
    bool paragraphs = false;
    for (const auto& sent : part) paragraphs = paragraphs || sent.new_paragraph || sent.new_document;
    if (paragraphs) raw.insert(raw.end(), part.begin(), part.end());
    sentences.insert(sentences.end(), part.begin(), part.end());
  }
  language::TrainOptions options;
  options.progress = say;
  Sections boundaries = language::train_boundaries(raw, *rules, kBoundaryBits, kBoundaryRounds, options.seed, options.progress);
  Sections sections;
  const char* out = argv[first];
  if (boundaries_only) {
    out = argv[first + 1];
    const auto old = base::read_file(argv[first]);
    if (!old) return failed(old.error());
    auto kept = sections_without(*old, argv[first], "boundaries");
    if (!kept) return failed(kept.error());
    sections = std::move(*kept);
    sections.push_back(std::move(boundaries[0]));
  } else {
    sections = language::train_linear(sentences, options);
    const auto named = base::read_file(argv[first + 1]);
    if (!named) return failed(named.error());
    const std::string without_names = language::write_model_file(sections);
    const auto file = language::ModelFile::open(without_names, out);
    const auto tagger = file ? language::LinearModel::open(*file) : tl::unexpected(file.error());
    if (!tagger) return failed(tagger.error());
    const auto lexicon = language::NameLexicon::open(data, *rules);
    if (!lexicon) return failed(lexicon.error());
    const auto examples = language::parse_iob2(*named);
    const auto tags = [&](std::size_t i, bool caseless) {
      std::vector<language::Word> words;
      for (std::size_t t = 0; t < examples[i].forms.size(); ++t) words.push_back(language::make_word(examples[i].forms[t], t == 0, caseless));
      std::vector<std::uint8_t> found;
      tagger->tag(words, caseless, &found);
      std::vector<model::Upos> upos;
      for (const std::uint8_t tag : found) upos.push_back(tagger->pair_of(tag).upos);
      return upos;
    };
    for (auto& section : language::train_names(examples, tags, *lexicon, kNameBits, kNameRounds, options.seed, options.progress)) {
      sections.push_back(std::move(section));
    }
    // The network tags and parses; only the names' table, the lemmas and the splitter are shipped beside it.
    if (names_only) {
      std::erase_if(sections, [](const auto& section) {
        return section.first != "inventory" && !section.first.starts_with("names") && !section.first.starts_with("lemma");
      });
    }
    sections.push_back(std::move(boundaries[0]));
  }
  return write(out, sections);
}
