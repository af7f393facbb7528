#include "language/tokenizer.h"

#include <algorithm>

#include "base/utf8.h"
#include "language/chars.h"
#include "language/clauses.h"

namespace hudna::language {
namespace {

using model::Span;

bool ascii_digit(char c) { return c >= '0' && c <= '9'; }
bool ascii_alpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

struct Point {
  char32_t point = 0;
  std::uint32_t bytes = 0;
  Char kind = Char::Space;
};

class Scanner {
 public:
  Scanner(std::string_view text, Span where, const TokenRules& rules, std::vector<RawToken>* out)
      : text_(text), at_(where.begin), end_(where.end), rules_(rules), out_(*out), first_(out->size()) {}

  void run() {
    std::uint32_t last_end = at_;
    bool newline = false;
    bool blank = false;
    int lines = 0;
    while (at_ < end_) {
      const Point p = peek(at_);
      if (p.kind == Char::Space) {
        // A lone CR and CR LF count as one line break, so that the line ends of a file change nothing.
        if (p.point == '\n' || (p.point == '\r' && !(at_ + 1 < end_ && text_[at_ + 1] == '\n')) || p.point == 0x2028) ++lines;
        if (p.point == 0x2029) lines += 2;
        at_ += p.bytes;
        continue;
      }
      newline = lines >= 1;
      blank = lines >= 2;
      if (out_.size() > first_) out_.back().glued = last_end == at_;
      const std::size_t made = out_.size();
      const std::uint32_t begin = at_;
      token();
      // Every rule takes at least one character; this keeps the loop finite if one ever does not.
      if (at_ == begin) {
        at_ += p.bytes;
        push(begin, at_);
      }
      for (std::size_t i = made; i + 1 < out_.size(); ++i) out_[i].glued = true;
      out_[made].newline = newline;
      out_[made].blank = blank;
      lines = 0;
      last_end = at_;
    }
  }

 private:
  Point peek(std::uint32_t at) const {
    if (at >= end_) return {};
    const unsigned char c = static_cast<unsigned char>(text_[at]);
    if (c < 0x80) return {c, 1, char_class(c)};
    const base::Decoded d = base::decode_utf8(text_, at);
    return {d.point, d.bytes, char_class(d.point)};
  }
  bool is_word(const Point& p) const { return p.bytes != 0 && (p.kind == Char::Letter || p.kind == Char::Digit); }
  char byte(std::uint32_t at) const { return at < end_ ? text_[at] : '\0'; }
  void push(std::uint32_t begin, std::uint32_t end) { out_.push_back({{begin, end}, false, false, false}); }
  std::string lower_of(std::uint32_t begin, std::uint32_t end) const { return lower(text_.substr(begin, end - begin)); }

  // End of the run of non-space from `at`.
  std::uint32_t chunk_end(std::uint32_t at) const {
    while (at < end_) {
      const Point p = peek(at);
      if (p.kind == Char::Space) break;
      at += p.bytes;
    }
    return at;
  }

  void token() {
    const Point p = peek(at_);
    const std::uint32_t begin = at_;
    if (is_word(p)) {
      if (address()) return;
      word();
      return;
    }
    switch (p.kind) {
      case Char::Stop: {
        if (p.point == '.' && ascii_digit(byte(at_ + 1)) && (at_ == 0 || !ascii_alpha(text_[at_ - 1]))) {
          at_ += 1;
          number_tail();
          push(begin, at_);
          return;
        }
        while (at_ < end_ && peek(at_).kind == Char::Stop) at_ += peek(at_).bytes;
        push(begin, at_);
        return;
      }
      case Char::Bang:
        while (at_ < end_ && peek(at_).kind == Char::Bang) at_ += peek(at_).bytes;
        push(begin, at_);
        return;
      case Char::Dash:
        while (at_ < end_ && peek(at_).point == p.point) at_ += p.bytes;
        push(begin, at_);
        return;
      case Char::Apostrophe: {
        at_ += p.bytes;
        const Point q = peek(at_);
        // '' and `` are one quotation mark; '90s is a word.
        if (q.point == p.point && (p.point == '\'' || p.point == '`')) {
          at_ += q.bytes;
        } else if (ascii_digit(byte(at_)) && ascii_digit(byte(at_ + 1)) && !ascii_digit(byte(at_ + 2)) &&
                   (byte(at_ + 2) == 's' || !is_word(peek(at_ + 2)))) {
          at_ += byte(at_ + 2) == 's' ? 3 : 2;
        } else if (clitic_at(at_ - p.bytes) != 0 && begin > 0 && is_word_before(begin)) {
          at_ = clitic_at(begin);
        }
        push(begin, at_);
        return;
      }
      case Char::Other:
      case Char::Bullet:
        // Emoticons after a space, as EWT has them: :) ;-) =( :D
        if ((p.point == ':' || p.point == ';' || p.point == '=') && (begin == 0 || char_class(static_cast<unsigned char>(text_[begin - 1])) == Char::Space)) {
          std::uint32_t i = at_ + 1;
          if (byte(i) == '-') ++i;
          const char mouth = byte(i);
          if ((mouth == ')' || mouth == '(' || mouth == 'D' || mouth == 'P' || mouth == 'p') && !is_word(peek(i + 1))) {
            at_ = i + 1;
            push(begin, at_);
            return;
          }
        }
        // Ornaments come in runs: ****, ====, ~~~~.
        if (p.point == '@' || p.point == '#') {
          const Point q = peek(at_ + 1);
          if (is_word(q) && (begin == 0 || !is_word_before(begin)) && !(p.point == '#' && q.kind == Char::Digit)) {
            at_ += 1;
            while (at_ < end_ && is_word(peek(at_))) at_ += peek(at_).bytes;
            push(begin, at_);
            return;
          }
        }
        if (p.point == '*' || p.point == '=' || p.point == '~' || p.point == '#' || p.point == '+' || p.point == '|' ||
            p.point == '<' || p.point == '>' || p.point == '^') {
          while (at_ < end_ && peek(at_).point == p.point) at_ += p.bytes;
        } else {
          at_ += p.bytes;
        }
        push(begin, at_);
        return;
      case Char::Money:
        while (at_ < end_ && peek(at_).point == p.point) at_ += p.bytes;
        push(begin, at_);
        return;
      default:
        at_ += p.bytes;
        push(begin, at_);
        return;
    }
  }

  bool is_word_before(std::uint32_t at) const {
    const unsigned char c = static_cast<unsigned char>(text_[at - 1]);
    return c >= 0x80 || ascii_alpha(static_cast<char>(c)) || ascii_digit(static_cast<char>(c));
  }

  // The end of a clitic ('s 're 've 'll 'd 'm) whose apostrophe stands at `at`, or 0.
  std::uint32_t clitic_at(std::uint32_t at) const {
    const Point a = peek(at);
    if (a.kind != Char::Apostrophe) return 0;
    std::uint32_t i = at + a.bytes;
    const std::uint32_t letters = i;
    while (i < end_ && ascii_alpha(text_[i]) && i - letters < 3) ++i;
    if (is_word(peek(i))) return 0;
    const std::string tail = lower_of(letters, i);
    return rules_.clitics.contains(tail) ? i : 0;
  }

  // Web and mail addresses stay whole, without the punctuation that follows them.
  bool address() {
    const std::uint32_t stop = std::min(chunk_end(at_), at_ + 2048);
    const std::string_view chunk = text_.substr(at_, stop - at_);
    const bool url = chunk.find("://") != std::string_view::npos && chunk.find("://") < 10;
    const bool www = chunk.starts_with("www.") || chunk.starts_with("WWW.");
    const std::size_t at_sign = chunk.find('@');
    bool mail = false;
    if (at_sign != std::string_view::npos && at_sign > 0 && chunk.find('.', at_sign) != std::string_view::npos) {
      mail = true;
      for (char c : chunk.substr(0, at_sign)) mail = mail && (ascii_alpha(c) || ascii_digit(c) || c == '.' || c == '-' || c == '_' || c == '+');
    }
    if (!url && !www && !mail) return false;
    std::size_t size = 0;
    while (size < chunk.size()) {
      const char c = chunk[size];
      if (c == '<' || c == '>' || c == '"' || c == ')' || c == ']' || (mail && (c == ',' || c == ';' || c == ':' || c == '(' || c == '[' || c == '/'))) break;
      ++size;
    }
    while (size > 1 && std::string_view(".,;:!?'*").find(chunk[size - 1]) != std::string_view::npos) --size;
    while (size > 0 && size < chunk.size() && (static_cast<unsigned char>(chunk[size]) & 0xC0) == 0x80) --size;
    if (size == 0) return false;
    push(at_, at_ + static_cast<std::uint32_t>(size));
    at_ += static_cast<std::uint32_t>(size);
    return true;
  }

  // Digits with inner , . : / as in 1,000 3.5 10:30 9/11.
  void number_tail() {
    while (at_ < end_) {
      const char c = text_[at_];
      if (ascii_digit(c)) {
        ++at_;
      } else if ((c == '.' || c == ':' || c == '/') && ascii_digit(byte(at_ + 1)) && at_ > 0 && ascii_digit(text_[at_ - 1])) {
        ++at_;
      } else if (c == ',' && at_ > 0 && ascii_digit(text_[at_ - 1]) && ascii_digit(byte(at_ + 1)) && ascii_digit(byte(at_ + 2)) &&
                 ascii_digit(byte(at_ + 3)) && !ascii_digit(byte(at_ + 4))) {
        ++at_;
      } else {
        break;
      }
    }
  }

  void number() {
    const std::uint32_t begin = at_;
    number_tail();
    // Telephone numbers and dates: 555-0199, 11-20-2000; a plain range (10-15) is split.
    if (byte(at_) == '-' && ascii_digit(byte(at_ + 1))) {
      std::uint32_t i = at_;
      int groups = 1;
      std::uint32_t last = i;
      while (byte(i) == '-' && ascii_digit(byte(i + 1))) {
        ++i;
        last = i;
        while (ascii_digit(byte(i))) ++i;
        ++groups;
      }
      if (!ascii_alpha(byte(i)) && (groups >= 3 || (groups == 2 && at_ - begin == 3 && i - last == 4))) {
        at_ = i;
        push(begin, at_);
        return;
      }
    }
    std::uint32_t letters = at_;
    while (is_word(peek(letters))) letters += peek(letters).bytes;
    if (letters > at_) {
      const std::string tail = lower_of(at_, letters);
      if (rules_.units.contains(tail)) {
        push(begin, at_);
        const std::uint32_t unit = at_;
        at_ = letters;
        // "10:30 p.m." written as 10:30p.m.
        abbreviation_stop(unit);
        push(unit, at_);
        return;
      }
      at_ = letters;
      push(begin, at_);
      return;
    }
    push(begin, at_);
  }

  // Takes the stop after the word [begin, at_) when it belongs to it.
  bool abbreviation_stop(std::uint32_t begin) {
    if (byte(at_) != '.' || byte(at_ + 1) == '.') return false;
    // U.S., a.m., e.g., J.: single letters, each with its stop; also Ph.D.
    std::uint32_t i = at_;
    const std::uint32_t size = at_ - begin;
    if (size == 1 && ascii_alpha(text_[begin])) {
      ++i;
      bool more = false;
      while (ascii_alpha(byte(i)) && byte(i + 1) == '.') {
        i += 2;
        more = true;
      }
      // Single letters with stops between them but none at the end: U.S
      if (more && ascii_alpha(byte(i)) && !is_word(peek(i + 1))) ++i;
      if (!more && ascii_alpha(byte(i)) && byte(i) >= 'A' && byte(i) <= 'Z' && !is_word(peek(i + 1))) {
        at_ = i + 1;
        return true;
      }
      if (more) {
        at_ = i;
        return true;
      }
      // An initial: a capital other than I before a capitalised word ("J. Smith", not "group I. The").
      if (text_[begin] >= 'A' && text_[begin] <= 'Z' && text_[begin] != 'I') {
        const Point next = peek(i);
        if (next.kind == Char::Space && i < end_) {
          std::uint32_t k = i + next.bytes;
          while (k < end_ && peek(k).kind == Char::Space) k += peek(k).bytes;
          if (k < end_ && is_upper(peek(k).point)) {
            at_ = i;
            return true;
          }
        } else if (is_upper(next.point)) {
          at_ = i;
          return true;
        }
      }
    }
    const std::string form(text_.substr(begin, at_ + 1 - begin));
    if (rules_.before_number.contains(form)) {
      std::uint32_t k = at_ + 1;
      while (k < end_ && peek(k).kind == Char::Space) k += peek(k).bytes;
      if (ascii_digit(byte(k))) {
        ++at_;
        return true;
      }
      return false;
    }
    if (rules_.abbreviations.contains(form)) {
      ++at_;
      if (form == "Ph." && byte(at_) == 'D' && byte(at_ + 1) == '.') at_ += 2;
      return true;
    }
    return false;
  }

  void word() {
    const std::uint32_t begin = at_;
    if (peek(at_).kind == Char::Digit) {
      number();
      return;
    }
    while (at_ < end_) {
      const Point p = peek(at_);
      if (is_word(p)) {
        at_ += p.bytes;
        continue;
      }
      const std::uint32_t after = at_ + p.bytes;
      const Point q = peek(after);
      if (p.kind == Char::Apostrophe) {
        // n't and the other clitics split off; O'Brien and Sana'a stay whole.
        if (!is_word(q) || clitic_at(at_) != 0) break;
        at_ = after;
        continue;
      }
      if (p.point == '&' && is_upper(q.point) && at_ > begin && is_upper(static_cast<unsigned char>(text_[at_ - 1]))) {
        at_ = after;
        continue;
      }
      if (p.kind == Char::Dash && p.point == '-' && q.kind == Char::Letter && rules_.prefixes.contains(lower_of(begin, at_))) {
        at_ = after;
        continue;
      }
      // Host and file names: example.org, but not "ended.The" of a page that lost its spaces.
      if (p.point == '.' && q.kind == Char::Letter && is_lower(q.point) && at_ - begin >= 2) {
        std::uint32_t i = after;
        while (is_word(peek(i))) i += peek(i).bytes;
        if (i - after >= 2 && i - after <= 4 && !rules_.abbreviations.contains(std::string(text_.substr(begin, after - begin)))) {
          at_ = i;
          continue;
        }
      }
      break;
    }
    const std::uint32_t size = at_ - begin;
    // "didn't": the negation starts one letter before the apostrophe.
    const Point p = peek(at_ > begin ? at_ : begin);
    (void)p;
    if (size > 3 && is_negation(begin)) {
      const std::uint32_t cut = negation_cut(begin);
      push(begin, cut);
      push(cut, at_);
      return;
    }
    if (byte(at_) == '$' && (size == 2 || size == 1) && is_upper(static_cast<unsigned char>(text_[begin]))) {
      ++at_;
      push(begin, at_);
      return;
    }
    if (abbreviation_stop(begin)) {
      push(begin, at_);
      return;
    }
    const auto fused = rules_.fused.find(lower_of(begin, at_));
    if (fused != rules_.fused.end() && fused->second < size) {
      push(begin, begin + static_cast<std::uint32_t>(fused->second));
      push(begin + static_cast<std::uint32_t>(fused->second), at_);
    } else {
      push(begin, at_);
    }
    if (const std::uint32_t stop = clitic_at(at_); stop != 0) {
      push(at_, stop);
      at_ = stop;
    }
  }

  bool is_negation(std::uint32_t begin) const { return negation_cut(begin) > begin; }
  // Where n't starts in the word [begin, at_), or begin.
  std::uint32_t negation_cut(std::uint32_t begin) const {
    const std::string_view form = text_.substr(begin, at_ - begin);
    for (std::string_view tail : {"n't", "N'T", "n\u2019t", "N\u2019T", "n`t"}) {
      if (form.size() > tail.size() && form.ends_with(tail)) return at_ - static_cast<std::uint32_t>(tail.size());
    }
    return begin;
  }

  std::string_view text_;
  std::uint32_t at_;
  std::uint32_t end_;
  const TokenRules& rules_;
  std::vector<RawToken>& out_;
  std::size_t first_;
};

std::uint16_t grammar_kind(std::string_view kind) {
  constexpr std::pair<std::string_view, WordKind> kKinds[] = {
      {"content_opener", kOpensContent}, {"clause_opener", kOpensClause}, {"infinitive", kInfinitive},
      {"impersonal", kStandsForNobody},  {"finite_be", kFiniteBe},        {"source", kNamesSource}};
  for (const auto& [name, bit] : kKinds) {
    if (kind == name) return bit;
  }
  return 0;
}

}  // namespace

std::uint16_t TokenRules::grammar_of(std::string_view form) const {
  // Words of grammar are short; nothing is looked up for the others.
  if (form.size() > grammar_longest) return 0;
  const auto found = grammar.find(lower(form));
  return found == grammar.end() ? std::uint16_t{0} : found->second;
}

void tokenize(std::string_view text, Span where, const TokenRules& rules, std::vector<RawToken>* out) {
  Scanner(text, where, rules, out).run();
}

base::Result<TokenRules> TokenRules::open(const base::DataSource& data) {
  base::Result<base::DataFile> file = data.file("language/tokens.tsv");
  if (!file) return tl::unexpected(file.error());
  return parse(file->bytes, file->path);
}

base::Result<TokenRules> TokenRules::parse(std::string_view tsv, const std::string& path) {
  TokenRules out;
  std::size_t line_number = 0;
  for (std::size_t at = 0; at < tsv.size();) {
    ++line_number;
    std::size_t stop = tsv.find('\n', at);
    if (stop == std::string_view::npos) stop = tsv.size();
    std::string_view line = tsv.substr(at, stop - at);
    at = stop + 1;
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (line.empty() || line.front() == '#') continue;
    const std::size_t tab = line.find('\t');
    const auto bad = [&](const char* what) {
      return base::fail(base::Code::DataBad, path, "line " + std::to_string(line_number) + ": " + what);
    };
    if (tab == std::string_view::npos) return bad("expected kind TAB words");
    const std::string_view kind = line.substr(0, tab);
    std::string_view rest = line.substr(tab + 1);
    while (!rest.empty()) {
      const std::size_t space = std::min(rest.find(' '), rest.size());
      std::string item(rest.substr(0, space));
      rest.remove_prefix(std::min(space + 1, rest.size()));
      if (item.empty()) continue;
      if (kind == "abbreviation") {
        out.abbreviations.insert(item);
      } else if (kind == "title") {
        out.abbreviations.insert(item);
        out.before_name.insert(item);
      } else if (kind == "before_number") {
        out.before_number.insert(item);
      } else if (kind == "prefix") {
        out.prefixes.insert(item);
      } else if (kind == "unit") {
        out.units.insert(item);
      } else if (kind == "starter") {
        out.starters.insert(item);
      } else if (kind == "speech") {
        out.speech.insert(item);
        out.verbs[item] |= kVerbSays;
      } else if (kind == "inverting") {
        out.verbs[item] |= kVerbInverts;
      } else if (kind == "inverting_speaker") {
        out.verbs[item] |= kVerbInvertsSpeaker;
      } else if (kind == "speaker") {
        out.speakers.insert(item);
      } else if (kind == "determiner") {
        out.determiners.insert(item);
      } else if (kind == "informing") {
        out.verbs[item] |= kVerbInforms;
      } else if (kind == "intransitive") {
        out.verbs[item] |= kVerbIntransitive;
      } else if (kind == "two_objects") {
        out.verbs[item] |= kVerbTwoObjects;
      } else if (kind == "participle") {
        out.verbs[item] |= kVerbParticiple;
      } else if (const std::uint16_t grammar = grammar_kind(kind); grammar != 0) {
        out.grammar[item] |= grammar;
        out.grammar_longest = std::max(out.grammar_longest, item.size());
      } else if (kind == "clitic") {
        out.clitics.insert(item);
      } else if (kind == "linking") {
        out.linking.insert(item);
      } else if (kind == "dateline") {
        out.dateline.insert(item);
      } else if (kind == "runs_on") {
        out.runs_on.insert(item);
      } else if (kind == "month") {
        out.months.insert(item);
      } else if (kind == "acronym") {
        const std::size_t bar = item.find('|');
        if (bar == std::string::npos) return bad("an acronym needs a | before the name it is read as");
        out.acronyms[item.substr(0, bar)] = item.substr(bar + 1);
      } else if (kind == "fused") {
        const std::size_t bar = item.find('|');
        if (bar == std::string::npos) return bad("a fused word needs a | where it parts");
        item.erase(bar, 1);
        out.fused[item] = bar;
      } else {
        return bad("unknown kind of word");
      }
    }
  }
  return out;
}

}  // namespace hudna::language
