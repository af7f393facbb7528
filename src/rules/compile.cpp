#include <algorithm>
#include <map>
#include <set>

#include "rules/program.h"

namespace hudna::rules {
namespace {

using base::Code;

static_assert(static_cast<std::size_t>(model::Relation::Xcomp) < 64, "relation masks are 64 bits wide");

// Refuses rule files that would expand without end; a thousand times what the shipped rules need.
constexpr std::size_t kNodes = 4'000'000;

std::string where(const Place& at) {
  return at.file + ":" + std::to_string(at.line) + ":" + std::to_string(at.column);
}

// The regular English inflections of a word: bomb, bombs, bombed, bombing; try, tries, tried; stop, stopped.
std::vector<std::string> regular_forms(const std::string& word) {
  std::vector<std::string> out;
  if (word.size() < 3) return out;
  const auto vowel = [](char c) { return std::string_view("aeiou").find(c) != std::string_view::npos; };
  const char last = word.back(), before = word[word.size() - 2];
  const std::string stem = word.substr(0, word.size() - 1);
  if (last == 'e') {
    out = {word + "s", word + "d", stem + "ing"};
  } else if (last == 'y' && !vowel(before)) {
    out = {stem + "ies", stem + "ied", word + "ing"};
  } else {
    const bool hissing =
        last == 's' || last == 'x' || last == 'z' || (last == 'h' && (before == 's' || before == 'c'));
    out = {word + (hissing ? "es" : "s"), word + "ed", word + "ing"};
    if (!vowel(last) && last != 'w' && last != 'x' && last != 'y' && vowel(before)) {
      out.push_back(word + last + "ed");
      out.push_back(word + last + "ing");
    }
  }
  return out;
}

// "nsubj" is that relation only, "nsubj:*" with its subtypes, "*" any.
bool relation_mask(std::string_view patterns, std::uint64_t* mask) {
  *mask = 0;
  while (true) {
    const std::size_t slash = patterns.find('/');
    const std::string_view one = patterns.substr(0, slash);
    if (one == "*") {
      *mask = ~std::uint64_t{0};
    } else {
      const bool family = one.size() > 2 && one.substr(one.size() - 2) == ":*";
      const std::string_view base = family ? one.substr(0, one.size() - 2) : one;
      bool known = false;
      for (std::size_t i = 0; i < model::relation_count(); ++i) {
        const std::string_view text = model::name(static_cast<model::Relation>(i));
        if (text == base || (family && text.size() > base.size() && text.substr(0, base.size()) == base &&
                             text[base.size()] == ':')) {
          *mask |= std::uint64_t{1} << i;
          known = true;
        }
      }
      if (!known) return false;
    }
    if (slash == std::string_view::npos) return true;
    patterns.remove_prefix(slash + 1);
  }
}

class Compiler {
 public:
  Compiler(const Environment& environment, Program* program)
      : environment_(environment), program_(*program) {}

  base::Result<std::vector<Rule>> run(const std::vector<FileSyntax>& files) {
    collect(files);
    if (failed()) return tl::unexpected(*error_);
    for (const ClassSyntax* item : class_order_) compile_class(*item);
    std::vector<Rule> out;
    std::vector<std::vector<Anchor>> anchors;
    for (const auto& [syntax, layer] : rules_) {
      if (failed()) break;
      Rule rule;
      rule.name = syntax->name;
      rule.version = syntax->version;
      rule.layer = layer;
      rule.at = syntax->at;
      CompiledRule compiled;
      RuleSyntax whole;
      whole.at = syntax->at;
      expand(*syntax, &whole, 0);
      compiled.when = expr(syntax->when.front(), nullptr);
      for (const ConditionSyntax& condition : whole.conditions) {
        compiled.conditions.emplace_back(condition.wanted, expr(condition.expr, nullptr));
      }
      for (const ArgumentSyntax& argument : whole.arguments) {
        rule.arguments.push_back(argument.name);
        compiled.arguments.push_back({path(argument.path, nullptr), argument.required});
      }
      rule.emit = whole.emit;
      if (failed()) break;
      std::vector<std::pair<Index, Index>> found;  // word id, phrase
      if (!anchors_of(compiled.when, &found)) {
        fail(Code::RuleSyntax, syntax->when.front().at,
             "the rule '" + syntax->name +
                 "' could fire on any word: its 'when' must name words or a class in every branch");
        break;
      }
      const auto id = static_cast<std::uint32_t>(out.size());
      for (const auto& [word, phrase] : found) pending_.emplace_back(word, Anchor{id, phrase, layer});
      program_.rules.push_back(std::move(compiled));
      out.push_back(std::move(rule));
    }
    if (failed()) return tl::unexpected(*error_);
    unify_forms();
    order_tests();
    const auto named = static_cast<Index>(program_.words.size());
    for (Index id = 1; id < named; ++id) {
      for (const std::string& form : regular_forms(program_.words[id])) {
        program_.form_ids.emplace(form, id);
      }
    }
    program_.anchors.resize(program_.words.size());
    program_.anchor_layers.resize(program_.words.size());
    for (const auto& [word, anchor] : pending_) {
      program_.anchors[word].push_back(anchor);
      program_.anchor_layers[word] |= 1u << out[anchor.rule].layer;
    }
    for (auto& list : program_.anchors) {
      std::sort(list.begin(), list.end());
      list.erase(std::unique(list.begin(), list.end()), list.end());
    }
    for (const auto& [written, id] : program_.word_ids) add_form(written, id);
    for (Index id = 1; id < named; ++id) {
      for (const std::string& form : regular_forms(program_.words[id])) add_form(form, id);
    }
    for (const FormsSyntax* item : forms_) {
      for (const std::string& form : item->forms) add_form(lower_ascii(form), word(item->word));
    }
    mark_forms(environment_.common, named, Program::kCommon);
    mark_forms(environment_.company, named, Program::kCompany);
    // Words that only later files or phrases named widen every class's bit set.
    const std::size_t blocks = program_.words.size() / 64 + 1;
    for (WordClass& item : program_.classes) item.words.resize(blocks);
    return out;
  }

 private:
  bool failed() const { return error_ != nullptr; }
  void add_form(const std::string& form, Index id) {
    if (program_.anchor_layers[id] != 0) program_.form_layers[form] |= program_.anchor_layers[id];
  }
  // Sets a bit of the gate for all forms of the words of a class, if the files define it.
  void mark_forms(const std::string& name, Index named, std::uint32_t mark) {
    const auto known = class_ids_.find(name);
    if (known == class_ids_.end()) return;
    const std::vector<std::uint64_t>& members = program_.classes[known->second].words;
    const auto holds = [&](Index id) {
      return id / 64 < members.size() && (members[id / 64] >> (id % 64) & 1) != 0;
    };
    for (const auto& [written, id] : program_.word_ids) {
      if (holds(id)) program_.form_layers[written] |= mark;
    }
    for (Index id = 1; id < named; ++id) {
      if (!holds(id)) continue;
      for (const std::string& form : regular_forms(program_.words[id])) program_.form_layers[form] |= mark;
    }
    for (const FormsSyntax* item : forms_) {
      if (!holds(word(item->word))) continue;
      for (const std::string& form : item->forms) program_.form_layers[lower_ascii(form)] |= mark;
    }
  }
  void fail(Code code, const Place& at, std::string message) {
    if (!failed()) error_ = std::make_unique<base::Error>(base::Error{code, where(at), std::move(message)});
  }

  void collect(const std::vector<FileSyntax>& files) {
    std::map<std::string, std::size_t> rule_at;
    for (const FileSyntax& file : files) {
      std::uint32_t layer = 0;
      for (const ItemSyntax& item : file.items) {
        switch (item.kind) {
          case ItemSyntax::Kind::Layer: {
            const auto found = std::find(environment_.layers.begin(), environment_.layers.end(), item.name);
            if (found == environment_.layers.end())
              return fail(Code::RuleUnknownName, item.at, "there is no layer '" + item.name + "'");
            layer = static_cast<std::uint32_t>(found - environment_.layers.begin());
            break;
          }
          case ItemSyntax::Kind::Class: {
            const ClassSyntax& word_class = item.word_class.front();
            const auto known = class_ids_.find(word_class.name);
            if (word_class.extends && known == class_ids_.end()) {
              return fail(Code::RuleUnknownName, word_class.at,
                          "there is no class '" + word_class.name + "' to extend");
            }
            if (known == class_ids_.end()) {
              class_ids_.emplace(word_class.name, static_cast<Index>(class_ids_.size()));
            } else if (!word_class.extends) {
              std::erase_if(class_order_,
                            [&](const ClassSyntax* other) { return other->name == word_class.name; });
            }
            class_order_.push_back(&word_class);
            break;
          }
          case ItemSyntax::Kind::Forms:
            forms_.push_back(&item.forms.front());
            break;
          case ItemSyntax::Kind::Test:
            tests_[item.test.front().name] = &item.test.front();
            break;
          case ItemSyntax::Kind::Path:
            paths_[item.path.front().name] = &item.path.front();
            break;
          case ItemSyntax::Kind::Frame:
            frames_[item.rule.front().name] = &item.rule.front();
            break;
          case ItemSyntax::Kind::Rule: {
            const RuleSyntax& rule = item.rule.front();
            const auto [at, fresh] = rule_at.emplace(rule.name, rules_.size());
            if (fresh) {
              rules_.emplace_back(&rule, layer);
            } else {
              rules_[at->second] = {&rule, layer};
            }
            break;
          }
          case ItemSyntax::Kind::Disable: {
            const auto at = rule_at.find(item.name);
            if (at == rule_at.end() || rules_[at->second].first == nullptr) {
              return fail(Code::RuleUnknownName, item.at, "there is no rule '" + item.name + "' to disable");
            }
            rules_[at->second].first = nullptr;
            rule_at.erase(at);
            break;
          }
        }
      }
    }
    std::erase_if(rules_, [](const auto& rule) { return rule.first == nullptr; });
    program_.classes.resize(class_ids_.size());
    for (const auto& [name, id] : class_ids_) program_.class_names.emplace_back(name, id);
  }

  Index word(std::string_view text) {
    std::string lower = lower_ascii(text);
    const auto found = program_.word_ids.find(lower);
    if (found != program_.word_ids.end()) return found->second;
    const auto id = static_cast<Index>(program_.words.size());
    program_.words.push_back(lower);
    program_.word_ids.emplace(std::move(lower), id);
    return id;
  }

  void add_entry(WordClass* out, std::string_view entry) {
    std::vector<std::string> words;
    const bool with = entry.find('+') != std::string_view::npos;
    std::string part;
    for (char c : entry) {
      if (c == ' ' || c == '+') {
        words.push_back(part);
        part.clear();
      } else {
        part += c;
      }
    }
    words.push_back(part);
    if (words.size() == 1) {
      const Index id = word(words.front());
      if (out->words.size() <= id / 64) out->words.resize(id / 64 + 1);
      out->words[id / 64] |= std::uint64_t{1} << (id % 64);
      // Treebank tokenisation splits at hyphens: "cease-fire" also stands for the three tokens.
      const std::size_t hyphen = words.front().find('-');
      if (hyphen == std::string::npos || hyphen == 0 || hyphen + 1 == words.front().size()) return;
      std::string spaced;
      for (char c : words.front()) spaced += c == '-' ? std::string(" - ") : std::string(1, c);
      words.clear();
      std::string piece;
      for (char c : spaced) {
        if (c == ' ') {
          words.push_back(piece);
          piece.clear();
        } else {
          piece += c;
        }
      }
      words.push_back(piece);
    }
    Phrase phrase;
    phrase.with = with;
    for (const std::string& text : words) phrase.words.push_back(word(text));
    for (Index i = 1; i < words.size(); ++i) {
      if (words[i].size() > words[phrase.probe].size()) phrase.probe = i;
    }
    for (Index id : phrase.words) out->phrase_words.push_back(id);
    out->phrases.push_back(static_cast<Index>(program_.phrases.size()));
    program_.phrases.push_back(std::move(phrase));
  }

  // A form that some rule names as a word of its own ("troops") is the word that `forms` says ("troop"), everywhere.
  void unify_forms() {
    for (const FormsSyntax* item : forms_) word(item->word);
    std::vector<Index> same(program_.words.size());
    for (Index id = 0; id < same.size(); ++id) same[id] = id;
    for (const FormsSyntax* item : forms_) {
      const Index id = word(item->word);
      for (const std::string& form : item->forms) {
        std::string lower = lower_ascii(form);
        program_.form_ids.emplace(lower, id);
        const auto known = program_.word_ids.find(lower);
        if (known == program_.word_ids.end() || known->second == id) continue;
        same[known->second] = id;
        known->second = id;
      }
    }
    for (ExprNode& node : program_.exprs) {
      if (node.kind == ExprSyntax::Kind::Word) node.ref = same[node.ref];
    }
    for (WordClass& item : program_.classes) {
      item.words.resize(program_.words.size() / 64 + 1);
      for (Index id = 1; id < same.size(); ++id) {
        if (same[id] != id && (item.words[id / 64] >> (id % 64) & 1) != 0) item.words[same[id] / 64] |= std::uint64_t{1} << (same[id] % 64);
      }
      for (Index& id : item.phrase_words) id = same[id];
      std::sort(item.phrase_words.begin(), item.phrase_words.end());
    }
    for (Phrase& phrase : program_.phrases) {
      for (Index& id : phrase.words) id = same[id];
    }
    for (auto& [id, anchor] : pending_) id = same[id];
  }

  // What is asked of the word itself comes before what looks at other words: most candidates fail on it.
  void order_tests() {
    for (ExprNode& node : program_.exprs) {
      // Parts were pushed before the whole.
      const auto flat = [&](Index part) { return !program_.exprs[part].deep; };
      node.deep = node.kind == ExprSyntax::Kind::Has || !std::all_of(node.parts.begin(), node.parts.end(), flat);
      std::stable_partition(node.parts.begin(), node.parts.end(), flat);
    }
    for (CompiledRule& rule : program_.rules) {
      std::stable_partition(rule.conditions.begin(), rule.conditions.end(),
                            [&](const auto& condition) { return !program_.exprs[condition.second].deep; });
    }
  }

  void compile_class(const ClassSyntax& item) {
    if (failed()) return;
    WordClass& out = program_.classes[class_ids_.at(item.name)];
    for (const std::string& entry : item.entries) {
      if (entry.front() == '@') {
        const auto other = class_ids_.find(entry.substr(1));
        if (other == class_ids_.end())
          return fail(Code::RuleUnknownName, item.at, "there is no class '" + entry.substr(1) + "'");
        if (!compiled_classes_.contains(other->first)) {
          return fail(Code::RuleUnknownName, item.at,
                      "the class '" + other->first + "' must be defined before '" + item.name + "'");
        }
        const WordClass source = program_.classes[other->second];
        if (out.words.size() < source.words.size()) out.words.resize(source.words.size());
        for (std::size_t i = 0; i < source.words.size(); ++i) out.words[i] |= source.words[i];
        out.phrases.insert(out.phrases.end(), source.phrases.begin(), source.phrases.end());
        out.phrase_words.insert(out.phrase_words.end(), source.phrase_words.begin(),
                                source.phrase_words.end());
      } else {
        add_entry(&out, entry);
      }
    }
    std::sort(out.phrase_words.begin(), out.phrase_words.end());
    out.phrase_words.erase(std::unique(out.phrase_words.begin(), out.phrase_words.end()),
                           out.phrase_words.end());
    compiled_classes_.insert(item.name);
  }

  // Merges frames into a rule; what the rule itself says wins over a frame, a frame over the frames that it
  // uses.
  void expand(const RuleSyntax& from, RuleSyntax* out, int depth) {
    if (depth > 16) return fail(Code::RuleSyntax, from.at, "frames use each other in a circle");
    for (const ConditionSyntax& condition : from.conditions) out->conditions.push_back(condition);
    for (const ArgumentSyntax& argument : from.arguments) {
      const bool there =
          std::any_of(out->arguments.begin(), out->arguments.end(),
                      [&](const ArgumentSyntax& other) { return other.name == argument.name; });
      if (!there) out->arguments.push_back(argument);
    }
    for (const auto& pair : from.emit) {
      const bool there = std::any_of(out->emit.begin(), out->emit.end(),
                                     [&](const auto& other) { return other.first == pair.first; });
      if (!there) out->emit.push_back(pair);
    }
    for (const std::string& name : from.uses) {
      const auto frame = frames_.find(name);
      if (frame == frames_.end())
        return fail(Code::RuleUnknownName, from.at, "there is no frame '" + name + "'");
      expand(*frame->second, out, depth + 1);
    }
  }

  struct Binding {
    std::string parameter;
    Index expr = 0;
  };

  // Equal nodes are one node, so that what many rules ask of a token is answered once (Matcher keeps the answers).
  template <class Node>
  Index push(Node node, const Place& at, std::vector<Node>* nodes, std::map<Node, Index>* known) {
    if (++expanded_ > kNodes) fail(Code::RuleSyntax, at, "the rules expand without end");
    const auto [found, fresh] = known->emplace(node, static_cast<Index>(nodes->size()));
    if (fresh) nodes->push_back(std::move(node));
    return found->second;
  }

  Index expr(const ExprSyntax& from, const Binding* binding) {
    if (failed()) return 0;
    using Kind = ExprSyntax::Kind;
    ExprNode node;
    node.kind = from.kind;
    switch (from.kind) {
      case Kind::Word: {
        // A word of several parts is an unnamed class of one entry.
        if (from.text.find_first_of(" +-") == std::string::npos || from.text.size() == 1) {
          node.ref = word(from.text);
        } else {
          node.kind = Kind::Class;
          const auto [known, fresh] = phrase_classes_.emplace(from.text, static_cast<Index>(program_.classes.size()));
          node.ref = known->second;
          if (fresh) {
            WordClass one;
            add_entry(&one, from.text);
            std::sort(one.phrase_words.begin(), one.phrase_words.end());
            program_.classes.push_back(std::move(one));
          }
        }
        break;
      }
      case Kind::Class: {
        const auto found = class_ids_.find(from.text);
        if (found == class_ids_.end()) {
          fail(Code::RuleUnknownName, from.at, "there is no class '" + from.text + "'");
          return 0;
        }
        node.ref = found->second;
        break;
      }
      case Kind::Test: {
        const auto found = tests_.find(from.text);
        if (found == tests_.end()) {
          fail(Code::RuleUnknownName, from.at, "there is no test '" + from.text + "'");
          return 0;
        }
        const auto done = test_nodes_.find(from.text);
        if (done != test_nodes_.end()) return done->second;
        if (!open_.insert("test " + from.text).second) {
          fail(Code::RuleSyntax, from.at, "the test '" + from.text + "' uses itself");
          return 0;
        }
        const Index id = expr(found->second->expr, nullptr);
        open_.erase("test " + from.text);
        test_nodes_.emplace(from.text, id);
        return id;
      }
      case Kind::Upos: {
        bool known = false;
        for (std::size_t i = 0; i < model::upos_count(); ++i) {
          if (model::name(static_cast<model::Upos>(i)) == from.text) {
            node.mask = std::uint64_t{1} << i;
            known = true;
          }
        }
        if (!known)
          fail(Code::RuleUnknownName, from.at,
               "'" + from.text + "' is no part of speech; quote it if it is a word");
        break;
      }
      case Kind::Xpos: {
        bool known = false;
        for (std::size_t i = 0; i < model::xpos_count(); ++i) {
          if (model::name(static_cast<model::Xpos>(i)) == from.text) {
            node.mask = std::uint64_t{1} << i;
            known = true;
          }
        }
        if (!known) fail(Code::RuleUnknownName, from.at, "'" + from.text + "' is no Penn tag");
        break;
      }
      case Kind::Relation:
        if (!relation_mask(from.text, &node.mask))
          fail(Code::RuleUnknownName, from.at, "'" + from.text + "' is no relation");
        break;
      case Kind::Flag: {
        const auto found = std::find(environment_.flags.begin(), environment_.flags.end(), from.text);
        if (found == environment_.flags.end()) {
          fail(Code::RuleUnknownName, from.at, "there is no kind '" + from.text + "'");
          return 0;
        }
        node.mask = std::uint64_t{1} << (found - environment_.flags.begin());
        break;
      }
      case Kind::Form:
        node.form = lower_ascii(from.text);
        break;
      case Kind::Parameter:
        if (binding == nullptr || binding->parameter != from.text) {
          fail(Code::RuleUnknownName, from.at, "there is no parameter '$" + from.text + "' here");
          return 0;
        }
        return binding->expr;
      case Kind::Has:
        node.ref = path(from.path.front(), binding);
        break;
      case Kind::Not:
      case Kind::And:
      case Kind::Or:
        for (const ExprSyntax& part : from.parts) node.parts.push_back(expr(part, binding));
        break;
    }
    return push(std::move(node), from.at, &program_.exprs, &known_exprs_);
  }

  Index path(const PathSyntax& from, const Binding* binding) {
    if (failed()) return 0;
    using Kind = PathSyntax::Kind;
    PathNode node;
    node.kind = from.kind;
    switch (from.kind) {
      case Kind::Self:
      case Kind::Next:
      case Kind::Previous:
        break;
      case Kind::Down:
      case Kind::Up:
        if (!relation_mask(from.text, &node.mask)) {
          fail(Code::RuleUnknownName, from.at,
               "'" + from.text + "' names a relation that Universal Dependencies does not have");
        }
        break;
      case Kind::Named:
        return named(from, binding);
      case Kind::Sequence:
      case Kind::Union:
      case Kind::First:
      case Kind::Star:
      case Kind::Maybe:
      case Kind::Filter:
        for (const PathSyntax& part : from.parts) node.parts.push_back(path(part, binding));
        if (from.kind == Kind::Filter) node.filter = expr(from.filter.front(), binding);
        break;
    }
    return push(std::move(node), from.at, &program_.paths, &known_paths_);
  }

  Index named(const PathSyntax& from, const Binding* binding) {
    const auto found = paths_.find(from.text);
    if (found == paths_.end()) {
      fail(Code::RuleUnknownName, from.at, "there is no path '" + from.text + "'");
      return 0;
    }
    const NamedPathSyntax& definition = *found->second;
    if (definition.parameter.empty() != from.filter.empty()) {
      fail(Code::RuleSyntax, from.at,
           "the path '" + from.text + "' takes " +
               (definition.parameter.empty() ? "no argument" : "one argument"));
      return 0;
    }
    if (!open_.insert("path " + from.text).second) {
      fail(Code::RuleSyntax, from.at, "the path '" + from.text + "' uses itself");
      return 0;
    }
    Index id = 0;
    if (definition.parameter.empty()) {
      const auto done = path_nodes_.find(from.text);
      if (done != path_nodes_.end()) {
        id = done->second;
      } else {
        id = path(definition.path, nullptr);
        path_nodes_.emplace(from.text, id);
      }
    } else {
      // The argument is compiled outside of the definition: names in it mean what they mean here.
      open_.erase("path " + from.text);
      Binding inner{definition.parameter, expr(from.filter.front(), binding)};
      open_.insert("path " + from.text);
      id = path(definition.path, &inner);
    }
    open_.erase("path " + from.text);
    return id;
  }

  // The words one of which must stand where the expression holds; false when there is no such list.
  bool anchors_of(Index id, std::vector<std::pair<Index, Index>>* out) const {
    using Kind = ExprSyntax::Kind;
    const ExprNode& node = program_.exprs[id];
    constexpr Index kNone = 0xFFFFFFFFu;
    switch (node.kind) {
      case Kind::Word:
        out->emplace_back(node.ref, kNone);
        return true;
      case Kind::Class: {
        const WordClass& item = program_.classes[node.ref];
        for (Index word_id = 1; word_id < item.words.size() * 64; ++word_id) {
          if ((item.words[word_id / 64] >> (word_id % 64) & 1) != 0) out->emplace_back(word_id, kNone);
        }
        for (Index phrase : item.phrases) {
          out->emplace_back(program_.phrases[phrase].words[program_.phrases[phrase].probe], phrase);
        }
        return true;
      }
      case Kind::Or: {
        for (Index part : node.parts) {
          if (!anchors_of(part, out)) return false;
        }
        return true;
      }
      case Kind::And: {
        bool any = false;
        std::vector<std::pair<Index, Index>> best;
        for (Index part : node.parts) {
          std::vector<std::pair<Index, Index>> found;
          if (!anchors_of(part, &found)) continue;
          if (!any || found.size() < best.size()) best = std::move(found);
          any = true;
        }
        out->insert(out->end(), best.begin(), best.end());
        return any;
      }
      default:
        return false;
    }
  }

  const Environment& environment_;
  Program& program_;
  std::map<std::string, Index> class_ids_;
  std::set<std::string> compiled_classes_;
  std::vector<const ClassSyntax*> class_order_;
  std::vector<const FormsSyntax*> forms_;
  std::map<std::string, const TestSyntax*> tests_;
  std::map<std::string, const NamedPathSyntax*> paths_;
  std::map<std::string, const RuleSyntax*> frames_;
  std::vector<std::pair<const RuleSyntax*, std::uint32_t>> rules_;
  std::map<std::string, Index> test_nodes_, path_nodes_;
  std::map<std::string, Index> phrase_classes_;  // of multiword entries outside of classes
  std::map<ExprNode, Index> known_exprs_;
  std::map<PathNode, Index> known_paths_;
  std::size_t expanded_ = 0;
  std::set<std::string> open_;
  std::vector<std::pair<Index, Anchor>> pending_;
  std::unique_ptr<base::Error> error_;
};

}  // namespace

RuleSet::RuleSet() : program_(std::make_unique<Program>()) {}
RuleSet::RuleSet(RuleSet&&) noexcept = default;
RuleSet& RuleSet::operator=(RuleSet&&) noexcept = default;
RuleSet::~RuleSet() = default;

base::Result<RuleSet> RuleSet::compile(std::span<const Source> sources, const Environment& environment) {
  std::vector<FileSyntax> files;
  for (const Source& source : sources) {
    auto file = parse_rules(source.text, source.file);
    if (!file) return tl::unexpected(file.error());
    files.push_back(std::move(*file));
  }
  RuleSet out;
  auto rules = Compiler(environment, out.program_.get()).run(files);
  if (!rules) return tl::unexpected(rules.error());
  out.rules_ = std::move(*rules);
  return out;
}

std::vector<std::string> RuleSet::trigger_words(std::uint32_t layer) const {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < program_->anchor_layers.size(); ++i) {
    if ((program_->anchor_layers[i] >> layer & 1) != 0) out.push_back(program_->words[i]);
  }
  std::sort(out.begin(), out.end());
  return out;
}

std::vector<std::string> RuleSet::class_entries(std::string_view name) const {
  std::vector<std::string> out;
  for (const auto& [known, id] : program_->class_names) {
    if (known != name) continue;
    const WordClass& item = program_->classes[id];
    for (Index word = 1; word < program_->words.size(); ++word) {
      if (word / 64 < item.words.size() && (item.words[word / 64] >> (word % 64) & 1) != 0)
        out.push_back(program_->words[word]);
    }
    for (Index phrase : item.phrases) {
      std::string text;
      for (Index word : program_->phrases[phrase].words) {
        if (!text.empty()) text += program_->phrases[phrase].with ? '+' : ' ';
        text += program_->words[word];
      }
      out.push_back(std::move(text));
    }
  }
  std::sort(out.begin(), out.end());
  return out;
}

std::string_view Rule::value(std::string_view key) const& {
  for (const auto& [name, text] : emit) {
    if (name == key) return text;
  }
  return {};
}

}  // namespace hudna::rules
