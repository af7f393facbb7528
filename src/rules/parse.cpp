#include <algorithm>
#include <array>

#include "base/result.h"
#include "rules/syntax.h"

namespace hudna::rules {
namespace {

using base::Code;

// Deeper brackets are refused: the evaluators recurse over the tree, and no rule that a person can read nests
// like that.
constexpr int kNesting = 40;

enum class TokenKind : std::uint8_t { Name, Quoted, Sign, Newline, End };

struct Lexeme {
  TokenKind kind = TokenKind::End;
  std::string text;
  bool first_on_line = false;  // starts in column 1
  bool glued = false;          // no space before it: a '(' then opens an argument
  std::uint32_t line = 1, column = 1;
};

bool name_byte(unsigned char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
         c == '\'' || c == '.' || c == '%' || c >= 0x80;
}

base::Result<std::vector<Lexeme>> cut(std::string_view text, const std::string& file) {
  std::vector<Lexeme> out;
  std::uint32_t line = 1;
  std::size_t line_start = 0;
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    Lexeme lex;
    lex.line = line;
    lex.column = static_cast<std::uint32_t>(i - line_start + 1);
    lex.first_on_line = i == line_start;
    lex.glued = i > line_start && text[i - 1] != ' ' && text[i - 1] != '\t';
    if (c == '\n') {
      lex.kind = TokenKind::Newline;
      if (!out.empty() && out.back().kind != TokenKind::Newline) out.push_back(lex);
      ++i;
      ++line;
      line_start = i;
    } else if (c == ' ' || c == '\t' || c == '\r') {
      ++i;
    } else if (c == '#') {
      while (i < text.size() && text[i] != '\n') ++i;
    } else if (c == '"') {
      const std::size_t close = text.find_first_of("\"\n", i + 1);
      if (close == std::string_view::npos || text[close] == '\n') {
        return base::fail(Code::RuleSyntax,
                          file + ":" + std::to_string(line) + ":" + std::to_string(lex.column),
                          "the quotation mark is not closed on its line");
      }
      lex.kind = TokenKind::Quoted;
      lex.text = text.substr(i + 1, close - i - 1);
      out.push_back(lex);
      i = close + 1;
    } else if (name_byte(static_cast<unsigned char>(c))) {
      std::size_t end = i;
      // A colon joins a name only when a name follows: "rel:nsubj", "nsubj:pass", "kind:actor".
      while (end < text.size() &&
             (name_byte(static_cast<unsigned char>(text[end])) ||
              (text[end] == ':' && end + 1 < text.size() &&
               (name_byte(static_cast<unsigned char>(text[end + 1])) || text[end + 1] == '*')))) {
        ++end;
        if (text[end - 1] == ':' && text[end] == '*') ++end;
      }
      lex.kind = TokenKind::Name;
      lex.text = text.substr(i, end - i);
      out.push_back(lex);
      i = end;
    } else {
      lex.kind = TokenKind::Sign;
      const std::string_view two = text.substr(i, 2);
      lex.text = two == "//" || two == "+=" ? std::string(two) : std::string(1, c);
      i += lex.text.size();
      out.push_back(lex);
    }
  }
  Lexeme end;
  end.line = line;
  end.column = static_cast<std::uint32_t>(text.size() - line_start + 1);
  out.push_back(Lexeme{TokenKind::Newline, "", false, false, end.line, end.column});
  out.push_back(end);
  return out;
}

// Recursive descent; the first error stops it and is kept in `error_`.
class Parser {
 public:
  Parser(std::vector<Lexeme> lexemes, std::string file) : lex_(std::move(lexemes)), file_(std::move(file)) {}

  base::Result<FileSyntax> run() {
    FileSyntax out;
    out.file = file_;
    while (true) {
      skip_newlines();
      if (peek().kind == TokenKind::End || failed_) break;
      ItemSyntax item;
      item.at = here();
      if (!peek().first_on_line) {
        error(
            "a statement (layer, class, forms, test, path, frame, rule, disable) must start in the first "
            "column");
        break;
      }
      const std::string word = peek().text;
      next();
      if (word == "layer" || word == "disable") {
        item.kind = word == "layer" ? ItemSyntax::Kind::Layer : ItemSyntax::Kind::Disable;
        item.name = name("a name");
        end_of_line();
      } else if (word == "class") {
        item.kind = ItemSyntax::Kind::Class;
        item.word_class.push_back(word_class());
      } else if (word == "forms") {
        item.kind = ItemSyntax::Kind::Forms;
        FormsSyntax forms;
        forms.at = item.at;
        forms.word = name("a word");
        sign("=");
        do {
          after_operator();
          forms.forms.push_back(name("a form"));
          join_lines();
        } while (!failed_ && accept(","));
        end_of_line();
        item.forms.push_back(std::move(forms));
      } else if (word == "test") {
        item.kind = ItemSyntax::Kind::Test;
        TestSyntax test;
        test.at = item.at;
        test.name = name("the test's name");
        sign("=");
        test.expr = expr();
        end_of_line();
        item.test.push_back(std::move(test));
      } else if (word == "path") {
        item.kind = ItemSyntax::Kind::Path;
        NamedPathSyntax path;
        path.at = item.at;
        path.name = name("the path's name");
        if (accept("(")) {
          path.parameter = name("the parameter's name");
          sign(")");
        }
        sign("=");
        path.path = this->path();
        end_of_line();
        item.path.push_back(std::move(path));
      } else if (word == "frame" || word == "rule") {
        item.kind = word == "frame" ? ItemSyntax::Kind::Frame : ItemSyntax::Kind::Rule;
        item.rule.push_back(rule(word == "rule"));
      } else {
        --at_;
        error("'" + word +
              "' starts no statement: use layer, class, forms, test, path, frame, rule or disable");
      }
      if (failed_) break;
      out.items.push_back(std::move(item));
    }
    if (failed_) return base::fail(Code::RuleSyntax, error_at_, error_);
    return out;
  }

 private:
  const Lexeme& peek(std::size_t ahead = 0) const { return lex_[std::min(at_ + ahead, lex_.size() - 1)]; }
  void next() {
    if (at_ + 1 < lex_.size()) ++at_;
  }
  Place here() const { return {file_, peek().line, peek().column}; }
  void error(const std::string& message) {
    if (failed_) return;
    failed_ = true;
    error_ = message;
    error_at_ = file_ + ":" + std::to_string(peek().line) + ":" + std::to_string(peek().column);
  }
  bool is(std::string_view sign) const { return peek().kind == TokenKind::Sign && peek().text == sign; }
  bool accept(std::string_view sign) {
    if (!is(sign)) return false;
    next();
    return true;
  }
  void sign(std::string_view sign) {
    if (!accept(sign)) error("expected '" + std::string(sign) + "' before " + seen());
  }
  std::string seen() const {
    if (peek().kind == TokenKind::End) return "the end of the file";
    if (peek().kind == TokenKind::Newline) return "the end of the line";
    return "'" + peek().text + "'";
  }
  std::string name(const std::string& what) {
    if (peek().kind != TokenKind::Name) {
      error("expected " + what + " before " + seen());
      return {};
    }
    std::string text = peek().text;
    next();
    return text;
  }
  void skip_newlines() {
    while (peek().kind == TokenKind::Newline) next();
  }
  // A line goes on when the next line starts with an operator and is indented.
  bool continued() const {
    if (peek().kind != TokenKind::Newline) return false;
    const Lexeme& first = peek(1);
    return first.kind == TokenKind::Sign && !first.first_on_line &&
           (first.text == "|" || first.text == "&" || first.text == "//" || first.text == "," ||
            first.text == ")" || first.text == "}");
  }
  void join_lines() {
    if (continued()) next();
  }
  void after_operator() {
    while (peek().kind == TokenKind::Newline) next();
  }
  void end_of_line() {
    if (failed_) return;
    if (peek().kind == TokenKind::Newline || peek().kind == TokenKind::End) {
      next();
    } else {
      error("unexpected " + seen());
    }
  }

  ClassSyntax word_class() {
    ClassSyntax out;
    out.at = here();
    out.name = name("the class's name");
    if (accept("+=")) {
      out.extends = true;
    } else {
      sign("=");
    }
    while (!failed_) {
      after_operator();
      std::string entry;
      if (accept("@")) {
        entry = "@" + name("a class's name");
      } else {
        while (!failed_) {
          if (peek().kind == TokenKind::Name || peek().kind == TokenKind::Quoted) {
            if (!entry.empty() && entry.back() != '+') entry += ' ';
            entry += peek().text;
            next();
          } else if (is("+") && !entry.empty()) {
            entry += '+';
            next();
          } else {
            break;
          }
        }
        if (entry.empty() || entry.back() == '+') error("expected a word before " + seen());
      }
      out.entries.push_back(entry);
      join_lines();
      if (!accept(",")) break;
    }
    end_of_line();
    return out;
  }

  struct Depth {
    explicit Depth(int* depth) : depth_(depth) { ++*depth_; }
    ~Depth() { --*depth_; }
    int* depth_;
  };
  bool too_deep() {
    if (depth_ > kNesting) error("brackets nest too deeply");
    return failed_;
  }

  ExprSyntax expr() {
    const Depth guard(&depth_);
    if (too_deep()) return {};
    return joined<ExprSyntax>(ExprSyntax::Kind::Or, "|", [this] {
      return joined<ExprSyntax>(ExprSyntax::Kind::And, "&", [this] { return unary(); });
    });
  }
  // One part, or several with the operator between them.
  template <class Syntax, class Part>
  Syntax joined(typename Syntax::Kind kind, std::string_view op, const Part& part) {
    const Place at = here();
    Syntax first = part();
    if (join_lines(); !is(op)) return first;
    Syntax out;
    out.kind = kind;
    out.at = at;
    out.parts.push_back(std::move(first));
    while (!failed_ && accept(op)) {
      after_operator();
      out.parts.push_back(part());
      join_lines();
    }
    return out;
  }
  ExprSyntax unary() {
    const Depth guard(&depth_);
    if (too_deep()) return {};
    ExprSyntax out;
    out.at = here();
    if (accept("!")) {
      out.kind = ExprSyntax::Kind::Not;
      out.parts.push_back(unary());
      return out;
    }
    if (accept("(")) {
      out = expr();
      join_lines();
      sign(")");
      return out;
    }
    if (accept("@")) {
      out.kind = ExprSyntax::Kind::Class;
      out.text = name("a class's name");
      return out;
    }
    if (accept("$")) {
      out.kind = ExprSyntax::Kind::Parameter;
      out.text = name("a parameter's name");
      return out;
    }
    if (peek().kind == TokenKind::Quoted) {
      out.kind = ExprSyntax::Kind::Word;
      out.text = peek().text;
      next();
      return out;
    }
    if (peek().kind != TokenKind::Name) {
      error("expected a word, @class, tag, has(...), is(...) or '(' before " + seen());
      return out;
    }
    const std::string text = peek().text;
    const bool call = peek(1).kind == TokenKind::Sign && peek(1).text == "(" && peek(1).glued;
    next();
    if (call) {
      next();
      if (text == "has" || text == "no") {
        out.kind = ExprSyntax::Kind::Has;
        out.path.push_back(path());
        join_lines();
        if (is("&")) {
          // "has(a & b)": both walks lead somewhere.
          ExprSyntax both;
          both.kind = ExprSyntax::Kind::And;
          both.at = out.at;
          both.parts.push_back(std::move(out));
          while (!failed_ && accept("&")) {
            after_operator();
            ExprSyntax more;
            more.kind = ExprSyntax::Kind::Has;
            more.at = here();
            more.path.push_back(path());
            both.parts.push_back(std::move(more));
            join_lines();
          }
          out = std::move(both);
        }
        sign(")");
        if (text == "has") return out;
        ExprSyntax negated;
        negated.kind = ExprSyntax::Kind::Not;
        negated.at = out.at;
        negated.parts.push_back(std::move(out));
        return negated;
      }
      if (text == "is") {
        out.kind = ExprSyntax::Kind::Test;
        out.text = name("a test's name");
        sign(")");
        return out;
      }
      at_ -= 2;
      error("'" + text + "' is no function: use has, no or is");
      return out;
    }
    const std::size_t colon = text.find(':');
    if (colon != std::string::npos) {
      const std::string what = text.substr(0, colon);
      out.text = text.substr(colon + 1);
      if (what == "xpos") {
        out.kind = ExprSyntax::Kind::Xpos;
      } else if (what == "rel") {
        out.kind = ExprSyntax::Kind::Relation;
      } else if (what == "kind") {
        out.kind = ExprSyntax::Kind::Flag;
      } else if (what == "form") {
        out.kind = ExprSyntax::Kind::Form;
      } else {
        --at_;
        error("'" + what + ":' is unknown: use xpos:, rel:, kind: or form:");
      }
      return out;
    }
    const bool tag =
        text.size() > 1 && std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    out.kind = tag ? ExprSyntax::Kind::Upos : ExprSyntax::Kind::Word;
    out.text = text;
    while (is("+") && peek().glued) {
      out.kind = ExprSyntax::Kind::Word;
      next();
      out.text += "+" + name("a word");
    }
    return out;
  }

  PathSyntax path() {
    const Depth guard(&depth_);
    if (too_deep()) return {};
    return joined<PathSyntax>(PathSyntax::Kind::First, "//", [this] {
      return joined<PathSyntax>(PathSyntax::Kind::Union, "|", [this] { return sequence(); });
    });
  }
  bool step_follows() const {
    return is(">") || is("<") || is("(") || is("{") || peek().kind == TokenKind::Name;
  }
  PathSyntax sequence() {
    PathSyntax out;
    out.kind = PathSyntax::Kind::Sequence;
    out.at = here();
    do {
      out.parts.push_back(step());
    } while (!failed_ && step_follows());
    if (out.parts.size() == 1) {
      PathSyntax only = std::move(out.parts.front());
      return only;
    }
    return out;
  }
  std::string relations() {
    std::string out;
    while (!failed_) {
      if (accept("*")) {
        out += '*';
      } else {
        out += name("a relation");
      }
      if (!is("/")) break;
      next();
      out += '/';
    }
    return out;
  }
  PathSyntax step() {
    const Depth guard(&depth_);
    if (too_deep()) return {};
    PathSyntax out;
    out.at = here();
    if (accept(">")) {
      out.kind = PathSyntax::Kind::Down;
      out.text = relations();
    } else if (accept("<")) {
      out.kind = PathSyntax::Kind::Up;
      out.text = relations();
    } else if (accept("(")) {
      out = path();
      join_lines();
      sign(")");
    } else if (is("{")) {
      out.kind = PathSyntax::Kind::Self;
    } else if (peek().kind == TokenKind::Name) {
      out.text = peek().text;
      next();
      if (out.text == "self") {
        out.kind = PathSyntax::Kind::Self;
        out.text.clear();
      } else if (out.text == "next") {
        out.kind = PathSyntax::Kind::Next;
        out.text.clear();
      } else if (out.text == "prev") {
        out.kind = PathSyntax::Kind::Previous;
        out.text.clear();
      } else {
        out.kind = PathSyntax::Kind::Named;
        if (peek().glued && accept("(")) {
          out.filter.push_back(expr());
          sign(")");
        }
      }
    } else {
      error("expected >relation, <relation, a path's name or '(' before " + seen());
      return out;
    }
    while (!failed_) {
      PathSyntax whole;
      whole.at = out.at;
      if (accept("*")) {
        whole.kind = PathSyntax::Kind::Star;
      } else if (accept("?")) {
        whole.kind = PathSyntax::Kind::Maybe;
      } else if (accept("{")) {
        whole.kind = PathSyntax::Kind::Filter;
        whole.filter.push_back(expr());
        join_lines();
        sign("}");
      } else {
        break;
      }
      whole.parts.push_back(std::move(out));
      out = std::move(whole);
    }
    return out;
  }

  RuleSyntax rule(bool whole) {
    RuleSyntax out;
    out.at = here();
    out.name = name(whole ? "the rule's name" : "the frame's name");
    if (whole) {
      if (accept("@")) {
        out.version = name("the version");
      } else {
        out.version = "1";
      }
    }
    end_of_line();
    while (!failed_ && peek().kind != TokenKind::End && !peek().first_on_line) {
      if (peek().kind == TokenKind::Newline) {
        next();
        continue;
      }
      const Place at = here();
      const std::string word = name("when, use, if, unless, emit or an argument");
      if (failed_) break;
      if (word == "when" && whole) {
        if (!out.when.empty()) {
          --at_;
          error("a rule has one 'when'");
          break;
        }
        out.when.push_back(expr());
      } else if (word == "use") {
        do {
          out.uses.push_back(name("a frame's name"));
        } while (!failed_ && accept(","));
      } else if (word == "if" || word == "unless") {
        ConditionSyntax condition;
        condition.wanted = word == "if";
        condition.expr = expr();
        out.conditions.push_back(std::move(condition));
      } else if (word == "emit") {
        do {
          std::string key = name("a key");
          sign("=");
          std::string value;
          if (peek().kind == TokenKind::Quoted || peek().kind == TokenKind::Name) {
            value = peek().text;
            next();
          } else {
            error("expected a value before " + seen());
          }
          out.emit.emplace_back(std::move(key), std::move(value));
        } while (!failed_ && peek().kind == TokenKind::Name);
      } else {
        ArgumentSyntax argument;
        argument.at = at;
        argument.name = word;
        argument.required = accept("!");
        sign("=");
        after_operator();
        argument.path = path();
        out.arguments.push_back(std::move(argument));
      }
      end_of_line();
    }
    if (!failed_ && whole && out.when.empty()) {
      failed_ = true;
      error_ = "the rule '" + out.name + "' has no 'when'";
      error_at_ = file_ + ":" + std::to_string(out.at.line) + ":" + std::to_string(out.at.column);
    }
    return out;
  }

  std::vector<Lexeme> lex_;
  std::string file_;
  std::size_t at_ = 0;
  int depth_ = 0;
  bool failed_ = false;
  std::string error_, error_at_;
};

bool plain_name(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(),
                                      [](char c) { return name_byte(static_cast<unsigned char>(c)); });
}

bool upper(std::string_view text) {
  return text.size() > 1 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

std::string quoted_if_needed(const std::string& text) {
  return plain_name(text) && !upper(text) ? text : "\"" + text + "\"";
}

template <class Parts>
std::string join(const Parts& parts, std::string_view op) {
  std::string out;
  for (const auto& part : parts) {
    if (!out.empty()) out += op;
    out += part;
  }
  return out;
}

std::string bracketed(const ExprSyntax& expr) {
  const bool wrap = expr.kind == ExprSyntax::Kind::And || expr.kind == ExprSyntax::Kind::Or;
  return wrap ? "(" + print(expr) + ")" : print(expr);
}

std::string bracketed(const PathSyntax& path) {
  const bool wrap = path.kind == PathSyntax::Kind::Sequence || path.kind == PathSyntax::Kind::Union ||
                    path.kind == PathSyntax::Kind::First;
  return wrap ? "(" + print(path) + ")" : print(path);
}

std::string print_rule(const RuleSyntax& rule, bool whole) {
  std::string out = (whole ? "rule " : "frame ") + rule.name;
  if (whole) out += " @" + rule.version;
  out += "\n";
  for (const ExprSyntax& when : rule.when) out += "  when " + print(when) + "\n";
  if (!rule.uses.empty()) out += "  use " + join(rule.uses, ", ") + "\n";
  for (const ConditionSyntax& condition : rule.conditions) {
    out += std::string(condition.wanted ? "  if " : "  unless ") + print(condition.expr) + "\n";
  }
  for (const ArgumentSyntax& argument : rule.arguments) {
    out += "  " + argument.name + (argument.required ? "! = " : " = ") + print(argument.path) + "\n";
  }
  if (!rule.emit.empty()) {
    out += "  emit";
    for (const auto& [key, value] : rule.emit)
      out += " " + key + "=" + (plain_name(value) ? value : "\"" + value + "\"");
    out += "\n";
  }
  return out;
}

}  // namespace

base::Result<FileSyntax> parse_rules(std::string_view text, const std::string& file) {
  auto lexemes = cut(text, file);
  if (!lexemes) return tl::unexpected(lexemes.error());
  return Parser(std::move(*lexemes), file).run();
}

std::string print(const ExprSyntax& expr) {
  using Kind = ExprSyntax::Kind;
  switch (expr.kind) {
    case Kind::Word:
      return quoted_if_needed(expr.text);
    case Kind::Class:
      return "@" + expr.text;
    case Kind::Test:
      return "is(" + expr.text + ")";
    case Kind::Upos:
      return expr.text;
    case Kind::Xpos:
      return "xpos:" + expr.text;
    case Kind::Relation:
      return "rel:" + expr.text;
    case Kind::Flag:
      return "kind:" + expr.text;
    case Kind::Form:
      return "form:" + expr.text;
    case Kind::Parameter:
      return "$" + expr.text;
    case Kind::Has:
      return "has(" + print(expr.path.front()) + ")";
    case Kind::Not:
      return "!" + bracketed(expr.parts.front());
    case Kind::And:
    case Kind::Or: {
      std::vector<std::string> parts;
      for (const ExprSyntax& part : expr.parts) parts.push_back(bracketed(part));
      return join(parts, expr.kind == Kind::And ? " & " : " | ");
    }
  }
  return {};
}

std::string print(const PathSyntax& path) {
  using Kind = PathSyntax::Kind;
  switch (path.kind) {
    case Kind::Self:
      return "self";
    case Kind::Down:
      return ">" + path.text;
    case Kind::Up:
      return "<" + path.text;
    case Kind::Next:
      return "next";
    case Kind::Previous:
      return "prev";
    case Kind::Named:
      return path.filter.empty() ? path.text : path.text + "(" + print(path.filter.front()) + ")";
    case Kind::Star:
      return bracketed(path.parts.front()) + "*";
    case Kind::Maybe:
      return bracketed(path.parts.front()) + "?";
    case Kind::Filter:
      return bracketed(path.parts.front()) + "{" + print(path.filter.front()) + "}";
    case Kind::Sequence:
    case Kind::Union:
    case Kind::First: {
      std::vector<std::string> parts;
      for (const PathSyntax& part : path.parts) parts.push_back(bracketed(part));
      return join(parts, path.kind == Kind::Sequence ? " " : path.kind == Kind::Union ? " | " : " // ");
    }
  }
  return {};
}

std::string print(const FileSyntax& file) {
  std::string out;
  for (const ItemSyntax& item : file.items) {
    switch (item.kind) {
      case ItemSyntax::Kind::Layer:
        out += "layer " + item.name + "\n";
        break;
      case ItemSyntax::Kind::Disable:
        out += "disable " + item.name + "\n";
        break;
      case ItemSyntax::Kind::Class: {
        const ClassSyntax& word_class = item.word_class.front();
        std::vector<std::string> entries;
        for (const std::string& entry : word_class.entries) {
          // A quoted word may hold signs that a bare one may not; each word of an entry is quoted on its own.
          if (entry.front() == '@') {
            entries.push_back(entry);
            continue;
          }
          std::string text, word;
          const auto flush = [&] {
            text += plain_name(word) ? word : "\"" + word + "\"";
            word.clear();
          };
          for (char c : entry) {
            if (c == ' ' || c == '+') {
              flush();
              text += c;
            } else {
              word += c;
            }
          }
          flush();
          entries.push_back(text);
        }
        out +=
            "class " + word_class.name + (word_class.extends ? " += " : " = ") + join(entries, ", ") + "\n";
        break;
      }
      case ItemSyntax::Kind::Forms:
        out += "forms " + item.forms.front().word + " = " + join(item.forms.front().forms, ", ") + "\n";
        break;
      case ItemSyntax::Kind::Test:
        out += "test " + item.test.front().name + " = " + print(item.test.front().expr) + "\n";
        break;
      case ItemSyntax::Kind::Path: {
        const NamedPathSyntax& path = item.path.front();
        out += "path " + path.name + (path.parameter.empty() ? "" : "(" + path.parameter + ")") + " = " +
               print(path.path) + "\n";
        break;
      }
      case ItemSyntax::Kind::Frame:
        out += print_rule(item.rule.front(), false);
        break;
      case ItemSyntax::Kind::Rule:
        out += print_rule(item.rule.front(), true);
        break;
    }
  }
  return out;
}

}  // namespace hudna::rules
