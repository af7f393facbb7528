#include "language/neural.h"

#include "language/net/network.h"

namespace hudna::language {
namespace {

class NeuralEngine : public Engine {
 public:
  explicit NeuralEngine(net::Network network) : network_(std::move(network)) {}
  struct Buffers : Scratch {
    explicit Buffers(const net::Network& network) : scratch(network), tokens(base::limits::kSentenceTokens) {}
    net::Network::Scratch scratch;
    std::vector<net::TokenOutput> tokens;
  };
  std::unique_ptr<Scratch> scratch() const override { return std::make_unique<Buffers>(network_); }

  void run(NamedSentence* sent, Scratch* scratch, std::vector<EngineToken>* out) const override {
    Buffers& b = static_cast<Buffers&>(*scratch);
    const std::span<const std::string_view> forms = sent->forms;
    sent->tags.resize(forms.size());
    sent->labels.resize(forms.size());
    sent->mentions.resize(forms.size());
    out->resize(forms.size());
    std::uint32_t root = 0;
    // The analyser cuts sentences at the same limit; given words may be more, and are then read in pieces under one root.
    for (std::size_t begin = 0; begin < forms.size(); begin += base::limits::kSentenceTokens) {
      const std::size_t size = std::min(base::limits::kSentenceTokens, forms.size() - begin);
      const std::span<net::TokenOutput> tokens = std::span(b.tokens).first(size);
      network_.run(forms.subspan(begin, size), b.scratch, tokens);
      for (std::size_t i = 0; i < size; ++i) {
        const net::TokenOutput& t = tokens[i];
        EngineToken& to = (*out)[begin + i];
        to = {t.upos, t.xpos, t.relation, static_cast<std::uint32_t>(begin + t.head)};
        sent->tags[begin + i] = t.upos;
        sent->labels[begin + i] = t.uner;
        sent->mentions[begin + i] = t.fine;
        if (t.head != i) {
          if (to.relation == model::Relation::Root) to.relation = model::Relation::Dep;
        } else if (begin == 0) {
          root = static_cast<std::uint32_t>(i);
          to.relation = model::Relation::Root;
        } else {
          to.head = root;
          to.relation = model::Relation::Parataxis;
        }
      }
    }
  }

 private:
  net::Network network_;
};

}  // namespace

base::Result<std::unique_ptr<const Engine>> open_neural_engine(std::string_view bytes) {
  base::Result<net::Network> network = net::Network::open(bytes);
  if (!network) return tl::unexpected(network.error());
  return std::make_unique<NeuralEngine>(std::move(*network));
}

}  // namespace hudna::language
