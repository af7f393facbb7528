#include <algorithm>
#include <bit>

#include "base/check.h"
#include "base/limits.h"
#include "rules/program.h"

namespace hudna::rules {
namespace {

// A set of tokens of one sentence.
struct Bits {
  std::array<std::uint64_t, kSentenceSpan / 64> words{};

  void set(std::uint32_t i) { words[i / 64] |= std::uint64_t{1} << (i % 64); }
  bool test(std::uint32_t i) const { return (words[i / 64] >> (i % 64) & 1) != 0; }
  bool none() const { return (words[0] | words[1] | words[2] | words[3]) == 0; }
  Bits& operator|=(const Bits& other) {
    for (std::size_t i = 0; i < words.size(); ++i) words[i] |= other.words[i];
    return *this;
  }
  Bits minus(const Bits& other) const {
    Bits out;
    for (std::size_t i = 0; i < words.size(); ++i) out.words[i] = words[i] & ~other.words[i];
    return out;
  }
  template <class Visit>
  void each(const Visit& visit) const {
    for (std::uint32_t block = 0; block < words.size(); ++block) {
      for (std::uint64_t rest = words[block]; rest != 0; rest &= rest - 1) {
        visit(block * 64 + static_cast<std::uint32_t>(std::countr_zero(rest)));
      }
    }
  }
};

constexpr std::uint32_t key_of(Index id, std::uint32_t at) { return id * kSentenceSpan + at; }

}  // namespace

// What was answered in this sentence: rules share most of their tests and paths, and ask them of the same words.
// A small table in which a new answer takes the place of an old one.
struct Answers {
  struct Test {
    std::uint32_t sentence = 0;  // counted from 1
    std::uint32_t key = 0;
    bool holds = false;
  };
  struct Walk {
    std::uint32_t sentence = 0;
    std::uint32_t key = 0;
    Bits found;
  };
  // Where a key stands: ids of neighbours in the rules and tokens of one sentence are spread.
  static std::size_t slot(std::uint32_t key, std::size_t size) { return (key * 0x9E3779B1u >> 16) % size; }
  std::array<Test, 4096> tests;
  std::array<Walk, 512> walks;
  std::uint32_t sentence = 0;
};

// Evaluates expressions and paths on one sentence.
class Evaluator {
 public:
  Evaluator(const Matcher& matcher, const model::Sentence& sent, Answers* answers)
      : matcher_(matcher),
        answers_(*answers),
        program_(matcher.set_.program()),
        analysis_(matcher.analysis_),
        first_(sent.tokens.begin),
        size_(sent.tokens.size()) {}

  Index word_of(std::uint32_t at) const { return matcher_.words_[first_ + at]; }

  bool holds(Index id, std::uint32_t at) const {
    const ExprNode& node = program_.exprs[id];
    if (!node.deep) return evaluate(node, at);
    const std::uint32_t key = key_of(id, at);
    Answers::Test& known = answers_.tests[Answers::slot(key, answers_.tests.size())];
    if (known.sentence == answers_.sentence && known.key == key) return known.holds;
    const bool answer = evaluate(node, at);
    known = {answers_.sentence, key, answer};
    return answer;
  }

  // What a path reaches from one token.
  Bits walk_from(Index id, std::uint32_t at) const {
    const std::uint32_t key = key_of(id, at);
    Answers::Walk& known = answers_.walks[Answers::slot(key, answers_.walks.size())];
    if (known.sentence == answers_.sentence && known.key == key) return known.found;
    Bits from;
    from.set(at);
    const Bits found = walk(id, from);
    // The walk itself may have used the place.
    answers_.walks[Answers::slot(key, answers_.walks.size())] = {answers_.sentence, key, found};
    return found;
  }

  bool evaluate(const ExprNode& node, std::uint32_t at) const {
    using Kind = ExprSyntax::Kind;
    switch (node.kind) {
      case Kind::Word:
        return word_of(at) == node.ref;
      case Kind::Class:
        return in_class(program_.classes[node.ref], at);
      case Kind::Upos:
        return (node.mask >> static_cast<unsigned>(token(at).upos) & 1) != 0;
      case Kind::Xpos:
        return (node.mask >> static_cast<unsigned>(token(at).xpos) & 1) != 0;
      case Kind::Relation:
        return (node.mask >> static_cast<unsigned>(token(at).relation) & 1) != 0;
      case Kind::Flag:
        return !matcher_.flags_.empty() && (matcher_.flags_[first_ + at] & node.mask) != 0;
      case Kind::Form:
        return lower_ascii(token(at).span.of(matcher_.text_)) == node.form;
      case Kind::Has: {
        return !walk_from(node.ref, at).none();
      }
      case Kind::Not:
        return !holds(node.parts.front(), at);
      case Kind::And:
        return std::all_of(node.parts.begin(), node.parts.end(), [&](Index part) { return holds(part, at); });
      case Kind::Or:
        return std::any_of(node.parts.begin(), node.parts.end(), [&](Index part) { return holds(part, at); });
      case Kind::Test:
      case Kind::Parameter:
        break;  // compiled away
    }
    return false;
  }

  Bits walk(Index id, const Bits& from) const {
    using Kind = PathSyntax::Kind;
    const PathNode& node = program_.paths[id];
    Bits out;
    switch (node.kind) {
      case Kind::Self:
        return from;
      case Kind::Down:
        from.each([&](std::uint32_t at) {
          for (std::uint32_t child : analysis_.dependents(first_ + at)) {
            if ((node.mask >> static_cast<unsigned>(analysis_.tokens()[child].relation) & 1) != 0)
              out.set(child - first_);
          }
        });
        return out;
      case Kind::Up:
        from.each([&](std::uint32_t at) {
          const model::Token& tok = token(at);
          if (tok.head != first_ + at && (node.mask >> static_cast<unsigned>(tok.relation) & 1) != 0)
            out.set(tok.head - first_);
        });
        return out;
      case Kind::Next:
        from.each([&](std::uint32_t at) {
          if (at + 1 < size_) out.set(at + 1);
        });
        return out;
      case Kind::Previous:
        from.each([&](std::uint32_t at) {
          if (at > 0) out.set(at - 1);
        });
        return out;
      case Kind::Sequence: {
        out = from;
        for (Index part : node.parts) {
          out = walk(part, out);
          if (out.none()) break;
        }
        return out;
      }
      case Kind::Union:
        for (Index part : node.parts) out |= walk(part, from);
        return out;
      case Kind::First:
        // The choice is made for each start on its own.
        from.each([&](std::uint32_t at) {
          for (Index part : node.parts) {
            const Bits found = walk_from(part, at);
            if (found.none()) continue;
            out |= found;
            break;
          }
        });
        return out;
      case Kind::Star: {
        out = from;
        Bits fresh = from;
        while (!fresh.none()) {
          fresh = walk(node.parts.front(), fresh).minus(out);
          out |= fresh;
        }
        return out;
      }
      case Kind::Maybe:
        out = walk(node.parts.front(), from);
        out |= from;
        return out;
      case Kind::Filter:
        walk(node.parts.front(), from).each([&](std::uint32_t at) {
          if (holds(node.filter, at)) out.set(at);
        });
        return out;
      case Kind::Named:
        break;  // compiled away
    }
    return out;
  }

  // The tokens that carry a phrase whose probe word stands at `at`: none, one, or two where a particle both
  // follows a verb and hangs on another.
  template <class Visit>
  void phrases_at(const Phrase& phrase, std::uint32_t at, const Visit& visit) const {
    if (!phrase.with) {
      if (at < phrase.probe || at - phrase.probe + phrase.words.size() > size_) return;
      const std::uint32_t found = carrier(phrase, at - phrase.probe);
      if (found != size_) visit(found);
      return;
    }
    if (phrase.probe == 0) {
      if (has_all(phrase, at)) visit(at);
      return;
    }
    const std::uint32_t up = token(at).head;
    if (up != first_ + at && has_all(phrase, up - first_)) visit(up - first_);
    if (at > 0 && up != first_ + at - 1 && has_all(phrase, at - 1)) visit(at - 1);
  }

  std::uint32_t size() const { return size_; }

 private:
  const model::Token& token(std::uint32_t at) const { return analysis_.tokens()[first_ + at]; }

  bool has_all(const Phrase& phrase, std::uint32_t head) const {
    if (word_of(head) != phrase.words.front()) return false;
    const auto children = analysis_.dependents(first_ + head);
    return std::all_of(phrase.words.begin() + 1, phrase.words.end(), [&](Index word) {
      // A particle that the parser gave to the next noun still follows its verb.
      if (head + 1 < size_ && word_of(head + 1) == word) return true;
      return std::any_of(children.begin(), children.end(),
                         [&](std::uint32_t child) { return word_of(child - first_) == word; });
    });
  }

  // The first token of the words from `begin` whose head lies outside of them, or size() when the words
  // differ.
  std::uint32_t carrier(const Phrase& phrase, std::uint32_t begin) const {
    for (std::uint32_t i = 0; i < phrase.words.size(); ++i) {
      if (word_of(begin + i) != phrase.words[i]) return size_;
    }
    for (std::uint32_t i = 0; i < phrase.words.size(); ++i) {
      const std::uint32_t head = token(begin + i).head;
      if (head == first_ + begin + i || head < first_ + begin || head >= first_ + begin + phrase.words.size())
        return begin + i;
    }
    return begin;
  }

  bool in_class(const WordClass& item, std::uint32_t at) const {
    const Index word = word_of(at);
    if (word == 0) return false;
    if ((item.words[word / 64] >> (word % 64) & 1) != 0) return true;
    if (!std::binary_search(item.phrase_words.begin(), item.phrase_words.end(), word)) return false;
    return std::any_of(item.phrases.begin(), item.phrases.end(), [&](Index id) {
      const Phrase& phrase = program_.phrases[id];
      if (phrase.with) return has_all(phrase, at);
      for (std::uint32_t i = 0; i < phrase.words.size(); ++i) {
        if (phrase.words[i] != word || at < i || at - i + phrase.words.size() > size_) continue;
        if (carrier(phrase, at - i) == at) return true;
      }
      return false;
    });
  }

  const Matcher& matcher_;
  Answers& answers_;
  const Program& program_;
  const model::Analysis& analysis_;
  std::uint32_t first_;
  std::uint32_t size_;
};

Matcher::~Matcher() = default;

Matcher::Matcher(const RuleSet& set, const model::Analysis& analysis, std::string_view text,
                 std::span<const std::uint32_t> flags)
    : set_(set), analysis_(analysis), text_(text), flags_(flags) {
  HUDNA_CHECK(flags.empty() || flags.size() == analysis.tokens().size());
  const Program& program = set.program();
  // Once a distinct lemma; the form is asked only where the lemma is no word of the rules.
  constexpr Index kUnasked = 0xFFFFFFFFu;
  std::vector<Index> by_lemma(analysis.lemmas().size(), kUnasked);
  words_.resize(analysis.tokens().size());
  for (std::uint32_t i = 0; i < words_.size(); ++i) {
    const model::Token& tok = analysis.tokens()[i];
    Index& word = by_lemma[tok.lemma];
    if (word == kUnasked) {
      const auto found = program.word_ids.find(lower_ascii(analysis.lemmas()[tok.lemma]));
      word = found == program.word_ids.end() ? 0 : found->second;
    }
    words_[i] = word;
    if (word != 0 || tok.upos == model::Upos::PUNCT) continue;
    const std::string lower = lower_ascii(tok.span.of(text));
    const auto form = program.form_ids.find(lower);
    if (form != program.form_ids.end()) {
      words_[i] = form->second;
    } else if (const auto same = program.word_ids.find(lower); same != program.word_ids.end()) {
      words_[i] = same->second;
    }
  }
}

bool RuleSet::may_match_text(std::string_view text, std::uint32_t layer) const {
  std::string word;
  bool common = false, company = false, capital = false, first = true;
  // True when the word just read opens the gate by itself.
  const auto triggers = [&] {
    if (word.empty()) return false;
    const auto found = program_->form_layers.find(word);
    const std::uint32_t bits = found == program_->form_layers.end() ? 0 : found->second;
    const bool opens = (bits >> layer & 1) != 0;
    if ((bits & Program::kCompany) != 0 || (capital && !first && word.size() > 1)) company = true;
    if (opens && (bits & Program::kCommon) != 0) common = true;
    word.clear();
    first = false;
    return opens && (bits & Program::kCommon) == 0;
  };
  for (char c : text) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                        static_cast<unsigned char>(c) >= 0x80;
    if (letter) {
      const bool upper = c >= 'A' && c <= 'Z';
      if (word.empty()) capital = upper;
      word += upper ? static_cast<char>(c - 'A' + 'a') : c;
    } else if (triggers()) {
      return true;
    }
  }
  return triggers() || (common && company);
}

bool Matcher::may_match(std::uint32_t sentence, std::uint32_t layer) const {
  const Program& program = set_.program();
  const model::TokenRange range = analysis_.sentences()[sentence].tokens;
  for (std::uint32_t i = range.begin; i < range.end; ++i) {
    if ((program.anchor_layers[words_[i]] >> layer & 1) != 0) return true;
  }
  return false;
}

bool Matcher::match(std::uint32_t sentence, std::uint32_t layer, std::vector<Match>* out) {
  const Program& program = set_.program();
  const model::Sentence& sent = analysis_.sentences()[sentence];
  if (sent.tokens.size() > kSentenceSpan) return false;
  if (answers_ == nullptr) answers_ = std::make_unique<Answers>();
  ++answers_->sentence;
  const Evaluator evaluator(*this, sent, answers_.get());
  candidates_.clear();
  for (std::uint32_t at = 0; at < evaluator.size(); ++at) {
    const Index word = evaluator.word_of(at);
    if ((program.anchor_layers[word] >> layer & 1) == 0) continue;
    for (const Anchor& anchor : program.anchors[word]) {
      if (anchor.layer != layer) continue;
      if (anchor.phrase == 0xFFFFFFFFu) {
        candidates_.emplace_back(at, anchor.rule);
      } else {
        evaluator.phrases_at(program.phrases[anchor.phrase], at,
                             [&](std::uint32_t trigger) { candidates_.emplace_back(trigger, anchor.rule); });
      }
    }
  }
  std::sort(candidates_.begin(), candidates_.end());
  candidates_.erase(std::unique(candidates_.begin(), candidates_.end()), candidates_.end());
  std::size_t made = 0;
  for (const auto& [trigger, rule] : candidates_) {
    const CompiledRule& compiled = program.rules[rule];
    if (!evaluator.holds(compiled.when, trigger)) continue;
    bool fits = true;
    for (const auto& [wanted, condition] : compiled.conditions) {
      if (evaluator.holds(condition, trigger) != wanted) {
        fits = false;
        break;
      }
    }
    if (!fits) continue;
    Match match;
    match.rule = rule;
    match.trigger = sent.tokens.begin + trigger;
    for (const CompiledArgument& argument : compiled.arguments) {
      std::vector<std::uint32_t> tokens;
      evaluator.walk_from(argument.path, trigger).each([&](std::uint32_t at) {
        tokens.push_back(sent.tokens.begin + at);
      });
      if (argument.required && tokens.empty()) {
        fits = false;
        break;
      }
      match.arguments.push_back(std::move(tokens));
    }
    if (!fits) continue;
    if (++made > base::limits::kMatchesPerSentence) return false;
    out->push_back(std::move(match));
  }
  return true;
}

std::string tree_path(const model::Analysis& analysis, std::string_view text, std::uint32_t from,
                      std::uint32_t to) {
  const auto tokens = analysis.tokens();
  const auto ancestors = [&](std::uint32_t at) {
    std::vector<std::uint32_t> up{at};
    while (tokens[up.back()].head != up.back()) up.push_back(tokens[up.back()].head);
    return up;
  };
  const std::vector<std::uint32_t> a = ancestors(from), b = ancestors(to);
  std::size_t shared = 0;
  while (shared < a.size() && shared < b.size() && a[a.size() - 1 - shared] == b[b.size() - 1 - shared])
    ++shared;
  std::string out(tokens[from].span.of(text));
  for (std::size_t i = 0; i + shared < a.size(); ++i) {
    out += " <" + std::string(model::name(tokens[a[i]].relation)) + " " +
           std::string(tokens[a[i + 1]].span.of(text));
  }
  for (std::size_t i = b.size() - shared; i-- > 0;) {
    out += " >" + std::string(model::name(tokens[b[i]].relation)) + " " +
           std::string(tokens[b[i]].span.of(text));
  }
  return out;
}

std::string explain(const RuleSet& set, const Match& match, const model::Analysis& analysis,
                    std::string_view text) {
  const Rule& rule = set.rules()[match.rule];
  std::string out = rule.id() + "  (" + rule.at.file + ":" + std::to_string(rule.at.line) + ")\n";
  out += "  trigger   " + std::string(analysis.tokens()[match.trigger].span.of(text)) + "\n";
  for (std::size_t i = 0; i < match.arguments.size(); ++i) {
    for (std::uint32_t token : match.arguments[i]) {
      std::string name = rule.arguments[i];
      name.resize(std::max<std::size_t>(name.size() + 1, 10), ' ');
      out += "  " + name + std::string(analysis.tokens()[token].span.of(text)) + "   " +
             tree_path(analysis, text, match.trigger, token) + "\n";
    }
  }
  return out;
}

}  // namespace hudna::rules
