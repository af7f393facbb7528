// Do compiled rules find what a slow, obvious reading of the same rule finds?
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "rules/rule_set.h"
#include "tests/unit/rules/graphs.h"

namespace hudna::rules {
namespace {

using rules_test::conll;
using rules_test::Graph;

const Environment kEnvironment{{"actor", "place"}, {"event", "cue"}, "everyday", "company"};

RuleSet compiled(const std::string& text) {
  const Source source{"test.rules", text};
  auto set = RuleSet::compile(std::span(&source, 1), kEnvironment);
  EXPECT_TRUE(set.has_value()) << (set ? "" : base::print(set.error()));
  return std::move(*set);
}

std::string error_of(const std::string& text) {
  const Source source{"test.rules", text};
  auto set = RuleSet::compile(std::span(&source, 1), kEnvironment);
  return set ? std::string("no error") : set.error().source + " " + set.error().message;
}

// The oracle: the syntax tree read as sets of tokens, with no index, no masks and no compilation.
class Oracle {
 public:
  Oracle(const FileSyntax& file, const Graph& graph, const std::vector<std::uint32_t>& flags)
      : file_(file), graph_(graph), flags_(flags) {}

  std::vector<Match> run(std::uint32_t sentence) const {
    std::vector<Match> out;
    const model::TokenRange range = graph_.analysis.sentences()[sentence].tokens;
    for (std::uint32_t at = range.begin; at < range.end; ++at) {
      std::uint32_t number = 0;
      for (const ItemSyntax& item : file_.items) {
        if (item.kind != ItemSyntax::Kind::Rule) continue;
        const RuleSyntax& rule = item.rule.front();
        Match match;
        match.rule = number++;
        match.trigger = at;
        bool fits = holds(rule.when.front(), at, nullptr);
        for (const ConditionSyntax& condition : rule.conditions)
          fits = fits && holds(condition.expr, at, nullptr) == condition.wanted;
        for (const ArgumentSyntax& argument : rule.arguments) {
          const std::set<std::uint32_t> found = walk(argument.path, {at}, nullptr);
          fits = fits && !(argument.required && found.empty());
          match.arguments.emplace_back(found.begin(), found.end());
        }
        if (fits) out.push_back(match);
      }
    }
    return out;
  }

 private:
  using Tokens = std::set<std::uint32_t>;
  const model::Token& token(std::uint32_t at) const { return graph_.analysis.tokens()[at]; }
  std::string lemma(std::uint32_t at) const {
    std::string out(graph_.analysis.lemma(at));
    for (char& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return out;
  }
  model::TokenRange sentence(std::uint32_t at) const {
    return graph_.analysis.sentences()[graph_.analysis.sentence_of(at)].tokens;
  }
  static bool relation_is(const std::string& patterns, model::Relation relation) {
    std::istringstream in(patterns);
    std::string one;
    const std::string text(model::name(relation));
    while (std::getline(in, one, '/')) {
      if (one == "*" || one == text) return true;
      if (one.size() > 2 && one.ends_with(":*") && (text + ":").starts_with(one.substr(0, one.size() - 1)))
        return true;
    }
    return false;
  }
  bool entry_at(const std::string& entry, std::uint32_t at) const {
    std::vector<std::string> words(1);
    for (char c : entry) {
      if (c == ' ' || c == '+') {
        words.emplace_back();
      } else {
        words.back() += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
      }
    }
    if (entry.find('+') != std::string::npos) {
      if (lemma(at) != words[0]) return false;
      for (std::size_t i = 1; i < words.size(); ++i) {
        bool there = at + 1 < sentence(at).end && lemma(at + 1) == words[i];
        for (std::uint32_t child : graph_.analysis.dependents(at)) there = there || lemma(child) == words[i];
        if (!there) return false;
      }
      return true;
    }
    if (words.size() == 1) {
      if (lemma(at) == words[0]) return true;
      const std::size_t hyphen = words[0].find('-');
      if (hyphen == std::string::npos || hyphen == 0 || hyphen + 1 == words[0].size()) return false;
      std::string spaced;
      for (char c : words[0]) spaced += c == '-' ? std::string(" - ") : std::string(1, c);
      return entry_at(spaced, at);
    }
    const model::TokenRange range = sentence(at);
    const auto size = static_cast<std::uint32_t>(words.size());
    for (std::uint32_t begin = range.begin; begin + size <= range.end; ++begin) {
      bool same = begin <= at && at < begin + size;
      for (std::uint32_t i = 0; same && i < size; ++i) same = lemma(begin + i) == words[i];
      if (!same) continue;
      for (std::uint32_t i = begin; i < begin + size; ++i) {
        const std::uint32_t head = token(i).head;
        if (head == i || head < begin || head >= begin + size) {
          if (i == at) return true;
          break;
        }
      }
    }
    return false;
  }
  bool class_at(const std::string& name, std::uint32_t at) const {
    for (const ItemSyntax& item : file_.items) {
      if (item.kind != ItemSyntax::Kind::Class || item.word_class.front().name != name) continue;
      for (const std::string& entry : item.word_class.front().entries) {
        if (entry.front() == '@' ? class_at(entry.substr(1), at) : entry_at(entry, at)) return true;
      }
    }
    return false;
  }
  bool holds(const ExprSyntax& expr, std::uint32_t at, const ExprSyntax* argument) const {
    using Kind = ExprSyntax::Kind;
    switch (expr.kind) {
      case Kind::Word:
        return expr.text.find_first_of(" +") == std::string::npos ? lemma(at) == expr.text
                                                                  : entry_at(expr.text, at);
      case Kind::Class:
        return class_at(expr.text, at);
      case Kind::Test:
        for (const ItemSyntax& item : file_.items) {
          if (item.kind == ItemSyntax::Kind::Test && item.test.front().name == expr.text)
            return holds(item.test.front().expr, at, nullptr);
        }
        return false;
      case Kind::Upos:
        return model::name(token(at).upos) == expr.text;
      case Kind::Xpos:
        return model::name(token(at).xpos) == expr.text;
      case Kind::Relation:
        return relation_is(expr.text, token(at).relation);
      case Kind::Flag:
        return (flags_[at] >> (expr.text == "place" ? 1 : 0) & 1) != 0;
      case Kind::Form:
        return token(at).span.of(graph_.text) == expr.text;
      case Kind::Parameter:
        return holds(*argument, at, nullptr);
      case Kind::Has:
        return !walk(expr.path.front(), {at}, argument).empty();
      case Kind::Not:
        return !holds(expr.parts.front(), at, argument);
      case Kind::And:
        for (const ExprSyntax& part : expr.parts) {
          if (!holds(part, at, argument)) return false;
        }
        return true;
      case Kind::Or:
        for (const ExprSyntax& part : expr.parts) {
          if (holds(part, at, argument)) return true;
        }
        return false;
    }
    return false;
  }
  Tokens walk(const PathSyntax& path, const Tokens& from, const ExprSyntax* argument) const {
    using Kind = PathSyntax::Kind;
    Tokens out;
    switch (path.kind) {
      case Kind::Self:
        return from;
      case Kind::Down:
        for (std::uint32_t i = 0; i < graph_.analysis.tokens().size(); ++i) {
          if (token(i).head != i && from.contains(token(i).head) && relation_is(path.text, token(i).relation))
            out.insert(i);
        }
        return out;
      case Kind::Up:
        for (std::uint32_t i : from) {
          if (token(i).head != i && relation_is(path.text, token(i).relation)) out.insert(token(i).head);
        }
        return out;
      case Kind::Next:
        for (std::uint32_t i : from) {
          if (i + 1 < sentence(i).end) out.insert(i + 1);
        }
        return out;
      case Kind::Previous:
        for (std::uint32_t i : from) {
          if (i > sentence(i).begin) out.insert(i - 1);
        }
        return out;
      case Kind::Named:
        for (const ItemSyntax& item : file_.items) {
          if (item.kind == ItemSyntax::Kind::Path && item.path.front().name == path.text) {
            return walk(item.path.front().path, from, path.filter.empty() ? nullptr : &path.filter.front());
          }
        }
        return out;
      case Kind::Sequence:
        out = from;
        for (const PathSyntax& part : path.parts) out = walk(part, out, argument);
        return out;
      case Kind::Union:
        for (const PathSyntax& part : path.parts) out.merge(walk(part, from, argument));
        return out;
      case Kind::First:
        for (std::uint32_t i : from) {
          for (const PathSyntax& part : path.parts) {
            Tokens found = walk(part, {i}, argument);
            if (found.empty()) continue;
            out.merge(found);
            break;
          }
        }
        return out;
      case Kind::Star: {
        out = from;
        while (true) {
          Tokens more = out;
          more.merge(walk(path.parts.front(), out, argument));
          if (more == out) return out;
          out = more;
        }
      }
      case Kind::Maybe:
        out = walk(path.parts.front(), from, argument);
        out.insert(from.begin(), from.end());
        return out;
      case Kind::Filter:
        for (std::uint32_t i : walk(path.parts.front(), from, argument)) {
          if (holds(path.filter.front(), i, argument)) out.insert(i);
        }
        return out;
    }
    return out;
  }

  const FileSyntax& file_;
  const Graph& graph_;
  const std::vector<std::uint32_t>& flags_;
};

// Random rule files over the alphabet of random_graph.
class Writer {
 public:
  explicit Writer(std::mt19937* random) : random_(*random) {}

  std::string file() {
    std::string out =
        "layer event\nclass one = a, b, pull+out\nclass two = @one, c d, \"fire-x\", out of\nclass three = a "
        "b c, x+a+b\n";
    out +=
        "path up = <nsubj | <obj\npath by(P) = >obl{has(>case{$P})} | >nmod\ntest busy = has(>obj | "
        ">nsubj:*)\n";
    const std::size_t rules = 1 + random_() % 4;
    for (std::size_t i = 0; i < rules; ++i) {
      out += "rule r" + std::to_string(i) + " @2\n  when (" +
             pick({"@one", "@two", "@three", "a", "\"b c\"", "@two | x"}) + ") & " + expr(2) + "\n";
      if (random_() % 2 == 0) out += "  " + pick({"if ", "unless "}) + expr(2) + "\n";
      const std::size_t arguments = random_() % 3;
      for (std::size_t k = 0; k < arguments; ++k)
        out += "  arg" + std::to_string(k) + pick({" = ", "! = "}) + path(3) + "\n";
      out += "  emit kind=test\n";
    }
    return out;
  }

 private:
  std::string pick(const std::vector<std::string>& from) { return from[random_() % from.size()]; }
  std::string expr(int depth) {
    if (depth == 0)
      return pick({"a", "b", "@one", "@two", "VERB", "NOUN", "kind:actor", "kind:place", "rel:nsubj:*",
                   "is(busy)", "form:Fire", "@three"});
    switch (random_() % 5) {
      case 0:
        return "!(" + expr(depth - 1) + ")";
      case 1:
        return "(" + expr(depth - 1) + " & " + expr(depth - 1) + ")";
      case 2:
        return "(" + expr(depth - 1) + " | " + expr(depth - 1) + ")";
      case 3:
        return pick({"has(", "no("}) + path(depth - 1) + ")";
      default:
        return expr(0);
    }
  }
  std::string path(int depth) {
    if (depth == 0)
      return pick({">nsubj", ">nsubj:*", "<*", ">*", "<conj", "next", "prev", "self", "up", "by(a)",
                   "by(NOUN | b)", ">obj/obl"});
    switch (random_() % 7) {
      case 0:
        return "(" + path(depth - 1) + " | " + path(depth - 1) + ")";
      case 1:
        return "(" + path(depth - 1) + " // " + path(depth - 1) + ")";
      case 2:
        return path(depth - 1) + " " + path(depth - 1);
      case 3:
        return "(" + path(depth - 1) + ")*";
      case 4:
        return "(" + path(depth - 1) + ")?";
      case 5:
        return "(" + path(depth - 1) + "){" + expr(1) + "}";
      default:
        return path(0);
    }
  }
  std::mt19937& random_;
};

TEST(Rules, AgreesWithTheOracleOnRandomGraphsAndRules) {
  std::mt19937 random(20140507);
  std::size_t matches = 0;
  for (int round = 0; round < 3000; ++round) {
    const std::string text = Writer(&random).file();
    const auto syntax = parse_rules(text, "random.rules");
    ASSERT_TRUE(syntax.has_value()) << base::print(syntax.error()) << "\n" << text;
    const RuleSet set = compiled(text);
    const std::string printed = print(*syntax);
    const auto again = parse_rules(printed, "printed.rules");
    ASSERT_TRUE(again.has_value()) << printed;
    ASSERT_EQ(print(*again), printed);
    const RuleSet reread = compiled(printed);
    for (int i = 0; i < 4; ++i) {
      const Graph graph = rules_test::random_graph(&random);
      std::vector<std::uint32_t> flags;
      for (std::size_t k = 0; k < graph.analysis.tokens().size(); ++k)
        flags.push_back(static_cast<std::uint32_t>(random() % 4));
      std::vector<Match> got, second;
      ASSERT_TRUE(Matcher(set, graph.analysis, graph.text, flags).match(0, 0, &got));
      ASSERT_TRUE(Matcher(reread, graph.analysis, graph.text, flags).match(0, 0, &second));
      const std::vector<Match> expected = Oracle(*syntax, graph, flags).run(0);
      ASSERT_EQ(got, expected) << text << graph.text;
      ASSERT_EQ(second, expected) << printed << graph.text;
      matches += got.size();
      if (!got.empty()) {
        ASSERT_TRUE(Matcher(set, graph.analysis, graph.text, flags).may_match(0, 0));
      }
    }
  }
  // The random rules must fire often enough to show something.
  EXPECT_GT(matches, 5000u);
}

const char kLeft[] =
    "The the DET DT 2 det\nguards guard NOUN NNS 3 nsubj\npulled pull VERB VBD 0 root\nout out ADP RP 3 "
    "compound:prt\n"
    "of of ADP IN 6 case\nMerka Merka PROPN NNP 3 obl\n";

TEST(Rules, FindsVerbWithParticleAndSlots) {
  const Graph graph = conll(kLeft);
  const RuleSet set = compiled(
      "layer event\nclass leave = depart, pull+out\npath subject = >nsubj\npath oblique(P) = "
      ">obl{has(>case{$P})}\n"
      "rule leave @3\n  when @leave & VERB\n  actor! = subject\n  from = oblique(of | from)\n  emit "
      "kind=move\n");
  std::vector<Match> got;
  Matcher matcher(set, graph.analysis, graph.text, {});
  ASSERT_TRUE(matcher.match(0, 0, &got));
  ASSERT_EQ(got.size(), 1u);
  EXPECT_EQ(got[0].arguments, (std::vector<std::vector<std::uint32_t>>{{1}, {5}}));
  EXPECT_EQ(set.rules()[0].id(), "leave@3");
  EXPECT_EQ(explain(set, got[0], graph.analysis, graph.text),
            "leave@3  (test.rules:5)\n  trigger   pulled\n  actor     guards   pulled >nsubj guards\n"
            "  from      Merka   pulled >obl Merka\n");
  EXPECT_EQ(set.trigger_words(0), (std::vector<std::string>{"depart", "pull"}));
  EXPECT_FALSE(matcher.may_match(0, 1));
}

TEST(Rules, ErrorsNameFileLineAndColumn) {
  EXPECT_EQ(error_of("layer event\nrule a\n  when @none\n"), "test.rules:3:8 there is no class 'none'");
  EXPECT_EQ(error_of("class a = b\nrule a\n  when @a &\n  actor = >nsubj |\n"),
            "test.rules:4:9 unexpected '='");
  EXPECT_EQ(error_of("class a = b,\n"), "test.rules:2:1 expected a word before the end of the file");
  EXPECT_EQ(error_of("rule a\n  when VERB\n").substr(0, 25), "test.rules:2:8 the rule '");
  EXPECT_EQ(error_of("rule a\n  when b\n  x = >subject\n"),
            "test.rules:3:7 'subject' names a relation that Universal Dependencies does not have");
  EXPECT_EQ(error_of("rule a\n  when b\n  x = subject\n"), "test.rules:3:7 there is no path 'subject'");
  EXPECT_EQ(error_of("path p = p\nrule a\n  when b\n  x = p\n"), "test.rules:1:10 the path 'p' uses itself");
  EXPECT_EQ(error_of("rule a\n  x = >nsubj\n"), "test.rules:1:6 the rule 'a' has no 'when'");
  EXPECT_EQ(
      error_of("  rule a\n"),
      "test.rules:1:3 a statement (layer, class, forms, test, path, frame, rule, disable) must start in the "
      "first column");
  EXPECT_EQ(error_of("class a = \"b\n"), "test.rules:1:11 the quotation mark is not closed on its line");
  EXPECT_EQ(error_of("disable nothing\n"), "test.rules:1:1 there is no rule 'nothing' to disable");
  EXPECT_EQ(error_of("test t = " + std::string(100, '(') + "\n").find("no error"), std::string::npos);
}

TEST(Rules, LaterFilesOverrideExtendAndDisable) {
  const std::string first =
      "layer event\nclass go = leave\nframe f\n  actor = >nsubj\n  emit kind=x type=y\nrule a\n  when @go\n  "
      "use f\n  emit type=z\n"
      "rule b\n  when @go\n";
  const std::string second =
      "layer event\nclass go += pull+out\nrule a @2\n  when @go & VERB\n  use f\ndisable b\n";
  const Source sources[] = {{"1.rules", first}, {"2.rules", second}};
  const auto set = RuleSet::compile(sources, kEnvironment);
  ASSERT_TRUE(set.has_value()) << base::print(set.error());
  ASSERT_EQ(set->rules().size(), 1u);
  EXPECT_EQ(set->rules()[0].id(), "a@2");
  EXPECT_EQ(set->rules()[0].value("type"), "y");
  EXPECT_EQ(set->class_entries("go"), (std::vector<std::string>{"leave", "pull+out"}));
  const Graph graph = conll(kLeft);
  std::vector<Match> got;
  Matcher(*set, graph.analysis, graph.text, {}).match(0, 0, &got);
  EXPECT_EQ(got.size(), 1u);
}

TEST(Rules, KnowsFormsOfItsWordsWhereTheLemmaIsWrong) {
  // "bom" and "flead" are what a trained lemmatiser may make of rare verbs.
  const Graph graph = conll(
      "Jets jet NOUN NNS 2 nsubj\nbombed bom VERB VBD 0 root\n\nThey they PRON PRP 2 nsubj\nfled flead VERB "
      "VBD 0 root\n");
  const RuleSet set =
      compiled("layer event\nforms flee = fled\nrule a\n  when (bomb | flee) & VERB\n  actor = >nsubj\n");
  Matcher matcher(set, graph.analysis, graph.text, {});
  std::vector<Match> got;
  matcher.match(0, 0, &got);
  matcher.match(1, 0, &got);
  EXPECT_EQ(got.size(), 2u);
  EXPECT_TRUE(set.may_match_text("The town was Bombed.", 0));
  EXPECT_TRUE(set.may_match_text("He fled", 0));
  EXPECT_FALSE(set.may_match_text("The bomber sat.", 0));
}

TEST(Rules, TheGateKnowsAFormThatAnotherRuleNamesAsAWord) {
  const RuleSet set = compiled(
      "layer event\nrule a\n  when free & VERB\nrule b\n  when exchange & has(>amod{freed | captured})\n");
  EXPECT_TRUE(set.may_match_text("Pirates freed a couple.", 0));
  EXPECT_FALSE(set.may_match_text("The army captured a town.", 0));
}

// The gate of raw text: a word of every day opens it in company only, whatever form it has; other triggers by themselves.
TEST(Rules, ACommonWordOpensTheGateInCompanyOnly) {
  const RuleSet set = compiled(
      "layer event\nforms take = took\nclass everyday = take, leave\nclass company = rebel, town\n"
      "rule a\n  when (take | leave | besiege) & VERB\n");
  EXPECT_FALSE(set.may_match_text("She took the bus and left.", 0));
  EXPECT_FALSE(set.may_match_text("Taken together, it helps.", 0));
  EXPECT_TRUE(set.may_match_text("They took two towns.", 0));
  EXPECT_TRUE(set.may_match_text("Rebels leave.", 0));
  EXPECT_TRUE(set.may_match_text("They took Goma.", 0));
  EXPECT_TRUE(set.may_match_text("It was besieged.", 0));
}

TEST(Rules, TakesAFormForItsWordWhereSomeRuleNamesItToo) {
  const Graph graph = conll("troops troops NOUN NNS 2 nsubj\nleft leave VERB VBD 0 root\n");
  const RuleSet set = compiled("layer event\nforms troop = troops\nclass army = troops, guard\nrule a\n  when troop & NOUN\nrule b\n  when @army\nrule c\n  when troops\n");
  std::vector<Match> got;
  Matcher(set, graph.analysis, graph.text, {}).match(0, 0, &got);
  EXPECT_EQ(got.size(), 3u);
}

TEST(Rules, ThousandsOfRulesCostNothingWithoutTriggers) {
  std::string text = "layer event\n";
  for (int i = 0; i < 5000; ++i) {
    text += "rule r" + std::to_string(i) + "\n  when w" + std::to_string(i) +
            " & VERB\n  actor = >nsubj | <conj >nsubj\n";
  }
  const RuleSet set = compiled(text);
  const Graph graph = conll(kLeft);
  Matcher matcher(set, graph.analysis, graph.text, {});
  std::vector<Match> got;
  for (int i = 0; i < 100000; ++i) matcher.match(0, 0, &got);  // a rule-by-rule loop would run for minutes
  EXPECT_TRUE(got.empty());
  EXPECT_FALSE(matcher.may_match(0, 0));
}

// An analyst's file may take a definition's place; two shipped files that do so have met by accident, and the first is lost.
TEST(ShippedRules, NoNameIsDefinedTwice) {
  std::map<std::string, std::string> defined;
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(std::string(HUDNA_SOURCE_DIR) + "/data/rules"))
    files.push_back(entry.path());
  ASSERT_GT(files.size(), 5u);
  std::sort(files.begin(), files.end());
  for (const auto& file : files) {
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) {
      std::istringstream words(line);
      std::string kind, name, sign;
      words >> kind >> name >> sign;
      if ((kind != "class" && kind != "rule" && kind != "test" && kind != "path" && kind != "frame") || sign == "+=") continue;
      const auto [at, first] = defined.emplace(kind + " " + name, file.filename().string());
      EXPECT_TRUE(first) << kind << " " << name << " of " << at->second << " is lost to " << file.filename().string();
    }
  }
}

}  // namespace
}  // namespace hudna::rules
