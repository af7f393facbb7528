#include "language/analyser.h"

#include <algorithm>
#include <mutex>
#include <optional>

#include "base/check.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "language/boundary.h"
#include "language/chars.h"
#include "language/clauses.h"
#include "language/engine.h"
#include "language/linear.h"
#include "language/memory.h"
#include "language/model_file.h"
#include "language/names.h"
#include "language/net/network.h"
#include "language/neural.h"
#include "language/repair.h"
#include "language/tags.h"
#include "language/tokenizer.h"

namespace hudna::language {
namespace {

class LinearEngine : public Engine {
 public:
  LinearEngine(LinearModel model, NameTagger names) : model_(std::move(model)), names_(std::move(names)) {}
  struct Buffers : Scratch {
    std::vector<std::uint8_t> tags;
    std::vector<int> heads;
    std::vector<model::Relation> relations;
    LinearScratch parser;
  };
  std::unique_ptr<Scratch> scratch() const override { return std::make_unique<Buffers>(); }
  void run(NamedSentence* sent, Scratch* scratch, std::vector<EngineToken>* out) const override {
    Buffers& b = static_cast<Buffers&>(*scratch);
    const auto& forms = sent->forms;
    model_.tag(sent->words, sent->caseless, &b.tags);
    sent->tags.clear();
    for (const std::uint8_t tag : b.tags) sent->tags.push_back(model_.pair_of(tag).upos);
    names_.run(sent->words, sent->tags, sent->clues, &sent->labels);
    model_.parse(sent->words, b.tags, &b.parser, &b.heads, &b.relations);
    out->resize(forms.size());
    for (std::size_t i = 0; i < forms.size(); ++i) {
      const TagPair pair = model_.pair_of(b.tags[i]);
      const bool root = b.heads[i] == static_cast<int>(forms.size());
      (*out)[i] = {pair.upos, pair.xpos, b.relations[i], root ? static_cast<std::uint32_t>(i) : static_cast<std::uint32_t>(b.heads[i])};
    }
  }

 private:
  LinearModel model_;
  NameTagger names_;
};

// Tags of a sentence that nobody parses: enough to tell words, numbers and punctuation apart.
EngineToken coarse(std::string_view form) {
  const base::Decoded d = base::decode_utf8(form, 0);
  EngineToken out;
  switch (char_class(d.point)) {
    case Char::Letter:
      break;
    case Char::Digit:
      out.upos = model::Upos::NUM;
      out.xpos = model::Xpos::CD;
      break;
    case Char::Money:
      out.upos = model::Upos::SYM;
      out.xpos = model::Xpos::Dollar;
      break;
    default:
      out.upos = model::Upos::PUNCT;
      out.xpos = model::Xpos::Stop;
      break;
  }
  return out;
}

void add_mentions(const NamedSentence& sent, std::vector<Mention>* out) {
  for (std::uint32_t i = 0; i < sent.mentions.size(); ++i) {
    const net::Label label = sent.mentions[i];
    if (label == 0) continue;
    std::uint32_t end = i + 1;
    while (end < sent.mentions.size() && sent.mentions[end] != 0 && !net::begins(sent.mentions[end])) ++end;
    out->push_back({{sent.begin + i, sent.begin + end}, net::name(static_cast<net::Fine>(net::type_of(label)))});
    i = end - 1;
  }
}

}  // namespace

struct Analyser::Parts {
  TokenRules rules;
  std::optional<BoundaryModel> boundaries;
  Lemmatizer lemmas;
  std::unique_ptr<const Engine> engine;
  NameLexicon lexicon;
  mutable SentenceMemory memory{base::limits::kRememberedBytes};
  // Scratch of reports that are done, for those that come: it is large, and clean pages of memory cost more than a
  // short report does. At most one a thread that reads.
  mutable std::mutex mutex;
  mutable std::vector<std::unique_ptr<Engine::Scratch>> spare;

  std::unique_ptr<Engine::Scratch> take() const {
    {
      const std::lock_guard<std::mutex> lock(mutex);
      if (!spare.empty()) {
        std::unique_ptr<Engine::Scratch> out = std::move(spare.back());
        spare.pop_back();
        return out;
      }
    }
    return engine->scratch();
  }
  void give(std::unique_ptr<Engine::Scratch> scratch) const {
    const std::lock_guard<std::mutex> lock(mutex);
    spare.push_back(std::move(scratch));
  }
};

Analyser::Analyser(std::unique_ptr<const Parts> parts) : parts_(std::move(parts)) {}
Analyser::Analyser(Analyser&&) noexcept = default;
Analyser& Analyser::operator=(Analyser&&) noexcept = default;
Analyser::~Analyser() = default;

base::Result<Analyser> Analyser::open(const base::DataSource& data) {
  auto parts = std::make_unique<Parts>();
  base::Result<TokenRules> rules = TokenRules::open(data);
  if (!rules) return tl::unexpected(rules.error());
  parts->rules = std::move(*rules);
  const base::Result<base::DataFile> file = data.file("language/weights.bin");
  if (!file) return tl::unexpected(file.error());
  const base::Result<ModelFile> model_file = ModelFile::open(file->bytes, file->path);
  if (!model_file) return tl::unexpected(model_file.error());
  base::Result<Lemmatizer> lemmas = Lemmatizer::open(*model_file);
  if (!lemmas) return tl::unexpected(lemmas.error());
  parts->lemmas = std::move(*lemmas);
  if (!model_file->section("boundaries").empty()) {
    base::Result<BoundaryModel> boundaries = BoundaryModel::open(*model_file);
    if (!boundaries) return tl::unexpected(boundaries.error());
    parts->boundaries = *boundaries;
  }
  base::Result<NameTagger> names = NameTagger::open(*model_file);
  if (!names) return tl::unexpected(names.error());
  base::Result<NameLexicon> lexicon = NameLexicon::open(data, parts->rules);
  if (!lexicon) return tl::unexpected(lexicon.error());
  parts->lexicon = std::move(*lexicon);
  // The network takes the linear tagger's and parser's place where its weights are there.
  if (const std::string_view weights = model_file->section("network"); !weights.empty()) {
    base::Result<std::unique_ptr<const Engine>> neural = open_neural_engine(weights, std::move(*names));
    if (!neural) return tl::unexpected(neural.error());
    parts->engine = std::move(*neural);
  } else {
    base::Result<LinearModel> linear = LinearModel::open(*model_file);
    if (!linear) return tl::unexpected(linear.error());
    parts->engine = std::make_unique<LinearEngine>(std::move(*linear), std::move(*names));
  }
  return Analyser(std::move(parts));
}

model::Analysis Analyser::analyse(const model::Document& doc, const AnalyseOptions& options, std::vector<Mention>* mentions) const {
  const std::string_view text = doc.text();
  model::AnalysisParts out;
  std::vector<RawToken> raw;
  std::vector<bool> wanted;  // a sentence
  std::size_t left = base::limits::kAnalysedBytes;
  for (std::uint32_t b = 0; b < doc.blocks().size(); ++b) {
    const model::Block& block = doc.blocks()[b];
    if (!model::carries_evidence(block.type)) continue;
    model::Span span = block.span;
    if (span.size() > left) {
      span.end = span.begin + static_cast<std::uint32_t>(left);
      while (span.end > span.begin && !base::is_code_point_start(text, span.end)) --span.end;
      if (left != 0) {
        const model::RawSpan where = doc.raw_span({span.end, block.span.end});
        out.diagnostics.push_back({base::Code::TextTruncated,
                                   "the text is longer than " + std::to_string(base::limits::kAnalysedBytes) + " bytes", where.begin, where.end});
      }
      left = 0;
    } else {
      left -= span.size();
    }
    if (span.empty()) continue;
    raw.clear();
    tokenize(text, span, parts_->rules, &raw);
    std::size_t capped = 0;
    std::uint32_t from = 0;
    for (const std::uint32_t end : split_sentences(text, raw, parts_->rules, parts_->boundaries ? &*parts_->boundaries : nullptr, base::limits::kSentenceTokens, &capped)) {
      model::Sentence sent;
      const std::uint32_t begin = static_cast<std::uint32_t>(out.tokens.size());
      for (std::uint32_t i = from; i < end; ++i) {
        model::Token tok;
        tok.span = raw[i].span;
        tok.flags = raw[i].glued ? model::Token::kGlued : 0;
        out.tokens.push_back(tok);
      }
      sent.tokens = {begin, static_cast<std::uint32_t>(out.tokens.size())};
      sent.root = begin;
      sent.block = b;
      from = end;
      wanted.push_back(!options.gate || options.gate(text.substr(raw[end - sent.tokens.size()].span.begin,
                                                                 raw[end - 1].span.end - raw[end - sent.tokens.size()].span.begin)));
      out.sentences.push_back(sent);
    }
    if (capped != 0) {
      const model::RawSpan where = doc.raw_span(block.span);
      out.diagnostics.push_back({base::Code::SentenceTooLong,
                                 "a sentence has more than " + std::to_string(base::limits::kSentenceTokens) + " words", where.begin, where.end});
    }
  }
  // Neighbours of a wanted sentence are read too: who "they" are and who speaks often stands beside it.
  if (options.gate) {
    std::vector<std::uint32_t> hit;  // evidence blocks with a wanted sentence, as ranks
    std::vector<std::uint32_t> rank(out.sentences.size());
    std::uint32_t current = 0;
    for (std::size_t s = 0; s < out.sentences.size(); ++s) {
      if (s > 0 && out.sentences[s].block != out.sentences[s - 1].block) ++current;
      rank[s] = current;
      if (wanted[s] && (hit.empty() || hit.back() != current)) hit.push_back(current);
    }
    std::vector<bool> near(current + 1, false);
    for (const std::uint32_t h : hit) {
      near[h] = true;
      if (h > 0) near[h - 1] = true;
      if (h < current) near[h + 1] = true;
    }
    for (std::size_t s = 0; s < out.sentences.size(); ++s) wanted[s] = near[rank[s]];
  }
  return read(doc, std::move(out), wanted, options.remember, mentions);
}

model::Analysis Analyser::analyse_tokens(const model::Document& doc, const std::vector<std::vector<model::Span>>& sentences) const {
  model::AnalysisParts out;
  for (const auto& spans : sentences) {
    model::Sentence sent;
    sent.tokens.begin = static_cast<std::uint32_t>(out.tokens.size());
    for (const model::Span span : spans) {
      model::Token tok;
      tok.span = span;
      if (out.tokens.size() > sent.tokens.begin && out.tokens.back().span.end == span.begin) out.tokens.back().flags = model::Token::kGlued;
      out.tokens.push_back(tok);
    }
    sent.tokens.end = static_cast<std::uint32_t>(out.tokens.size());
    sent.root = sent.tokens.begin;
    out.sentences.push_back(sent);
  }
  const std::vector<bool> wanted(out.sentences.size(), true);
  return read(doc, std::move(out), wanted, false, nullptr);
}

// "the WHO said": in capitals among words that are not, what else is a function word is a name, and the models, which
// know the function word, see another name in its place.
std::string_view Analyser::as_read(const std::vector<std::string_view>& forms, std::size_t i, bool caseless) const {
  const auto& acronyms = parts_->rules.acronyms;
  constexpr std::size_t kLongest = 4;
  if (caseless || acronyms.empty() || forms[i].size() > kLongest) return forms[i];
  const auto found = acronyms.find(std::string(forms[i]));
  if (found == acronyms.end()) return forms[i];
  const auto shouted = [&](std::size_t k) {
    return k < forms.size() && forms[k].size() > 1 &&
           std::all_of(forms[k].begin(), forms[k].end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  };
  return shouted(i - 1) && shouted(i + 1) ? forms[i] : std::string_view(found->second);
}

model::Analysis Analyser::read(const model::Document& doc, model::AnalysisParts out, const std::vector<bool>& wanted,
                               bool remember, std::vector<Mention>* mentions) const {
  const std::string_view text = doc.text();
  std::unique_ptr<Engine::Scratch> scratch = parts_->take();
  std::vector<NamedSentence> named;
  std::vector<EngineToken> read;
  std::vector<bool> speech;
  WordKinds kinds;
  std::vector<std::pair<std::size_t, std::string_view>> written;  // forms that the models see as another name
  std::string lemma;
  for (std::size_t s = 0; s < out.sentences.size(); ++s) {
    model::Sentence& sent = out.sentences[s];
    NamedSentence in;
    in.begin = sent.tokens.begin;
    auto& forms = in.forms;
    CaseCheck check;
    for (std::uint32_t i = sent.tokens.begin; i < sent.tokens.end; ++i) {
      forms.push_back(out.tokens[i].span.of(text));
      check.see(forms.back());
    }
    sent.parsed = wanted[s];
    if (sent.parsed) {
      in.caseless = check.caseless();
      for (std::size_t i = 0; i < forms.size(); ++i) in.words.push_back(make_word(forms[i], i == 0, in.caseless));
      parts_->lexicon.look_up(forms, in.words, in.caseless, &in.matches, &in.clues);
      written.clear();
      for (std::size_t i = 0; i < forms.size(); ++i) {
        const std::string_view as = as_read(forms, i, in.caseless);
        if (as.data() == forms[i].data()) continue;
        written.emplace_back(i, forms[i]);
        in.words[i] = make_word(as, i == 0, in.caseless);
        forms[i] = as;
      }
      if (remember) {
        parts_->memory.run(*parts_->engine, &in, scratch.get(), &read);
      } else {
        parts_->engine->run(&in, scratch.get(), &read);
      }
      for (const auto& [i, form] : written) forms[i] = form;
    } else {
      read.clear();
      for (std::string_view form : forms) read.push_back(coarse(form));
      read[0].relation = model::Relation::Root;
    }
    if (sent.parsed) {
      reconcile_tags(forms, parts_->rules.determiners, &read);
      kinds.assign(forms.size(), 0);
      for (std::uint32_t k = 0; k < forms.size(); ++k) {
        if (read[k].upos != model::Upos::PUNCT) kinds[k] = parts_->rules.grammar_of(forms[k]);
      }
      bool inverts = false;
      for (std::uint32_t k = 0; k < forms.size(); ++k) {
        if (read[k].upos != model::Upos::VERB) continue;
        parts_->lemmas.lemma(forms[k], read[k].upos, read[k].xpos, in.caseless, &lemma);
        const auto kind = parts_->rules.verbs.find(lemma);
        if (kind != parts_->rules.verbs.end())
          kinds[k] = static_cast<std::uint16_t>(kinds[k] | (kind->second & ~kVerbParticiple));
        const auto form = parts_->rules.verbs.find(lower(forms[k]));
        if (form != parts_->rules.verbs.end())
          kinds[k] = static_cast<std::uint16_t>(kinds[k] | (form->second & kVerbParticiple));
        inverts = inverts || (kinds[k] & kVerbInvertsSpeaker) != 0;
      }
      for (std::uint32_t k = 0; inverts && k < forms.size(); ++k) {
        if (read[k].upos != model::Upos::NOUN) continue;
        parts_->lemmas.lemma(forms[k], read[k].upos, read[k].xpos, in.caseless, &lemma);
        if (parts_->rules.speakers.contains(lemma)) kinds[k] |= kNounSpeaks;
      }
      repair_clauses(forms, kinds, &read);
    }
    speech.assign(forms.size(), false);
    bool says = false;
    for (std::uint32_t k = 0; k < forms.size(); ++k) {
      if (sent.parsed) {
        parts_->lemmas.lemma(forms[k], read[k].upos, read[k].xpos, in.caseless, &lemma);
      } else {
        lemma_base(forms[k], read[k].upos, false, &lemma);
      }
      out.tokens[sent.tokens.begin + k].lemma = out.lemmas.intern(lemma);
      if (read[k].upos == model::Upos::VERB && parts_->rules.speech.contains(lemma)) speech[k] = says = true;
      says = says || (sent.parsed && (kinds[k] & kNamesSource) != 0);
    }
    if (sent.parsed && says) repair_attribution(forms, speech, kinds, &read);
    for (std::uint32_t i = sent.tokens.begin; i < sent.tokens.end; ++i) {
      model::Token& tok = out.tokens[i];
      const EngineToken& from = read[i - sent.tokens.begin];
      tok.upos = from.upos;
      tok.xpos = from.xpos;
      tok.relation = from.relation;
      tok.head = sent.tokens.begin + from.head;
      if (tok.head == i) sent.root = i;
    }
    if (mentions != nullptr) add_mentions(in, mentions);
    if (sent.parsed) named.push_back(std::move(in));
  }
  parts_->give(std::move(scratch));
  out.names = settle_names(named);
  return make_analysis(std::move(out), text);
}

model::Document plain_document(std::string text) {
  model::DocumentParts parts;
  parts.raw = text;
  parts.map.append(static_cast<std::uint32_t>(text.size()), 0, static_cast<std::uint32_t>(text.size()), true);
  std::size_t begin = 0;
  const auto add = [&](std::size_t from, std::size_t to) {
    while (from < to && static_cast<unsigned char>(text[from]) <= ' ') ++from;
    while (to > from && static_cast<unsigned char>(text[to - 1]) <= ' ') --to;
    if (from == to) return;
    model::Block block;
    block.type = model::BlockType::Paragraph;
    block.span = {static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(to)};
    block.reason = "plain text";
    parts.blocks.push_back(std::move(block));
  };
  bool empty_line = true;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '\n' || (c == '\r' && !(at + 1 < text.size() && text[at + 1] == '\n'))) {
      if (empty_line) {
        add(begin, at);
        begin = at;
      }
      empty_line = true;
    } else if (c != ' ' && c != '\t' && c != '\r') {
      empty_line = false;
    }
  }
  add(begin, text.size());
  parts.text = std::move(text);
  return model::make_document(std::move(parts));
}

}  // namespace hudna::language
