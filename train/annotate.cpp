// hudna_annotate IN.txt > OUT.conllu: makes trees of our own sentences from the hand-made marks in them.
//
// One sentence a line, '#' for comments. Marks: word/TAG for the relations that matter, [X words] for names (P person,
// O organisation, G armed group, L place, F facility, N nationality; a tag after the bracket is for the name's head).
//   R root; s nsubj; sp nsubj:pass; o obj; i iobj; g obl:agent; x obl; t obl:unmarked; cc ccomp; cs csubj; xc xcomp; v advcl; r acl:relcl;
//   ac acl; c conj; m nmod; ap appos; px parataxis; K after a tag: a speech verb, or the speaker of "according to";
//   @word: the head, where it is not the nearest that fits; @_ on a predicate: the first subject is its own; =XPOS: the right tag where the tagger errs.
// All other arcs and tags are the analyser's own; the tree is the one nearest to its tree that has all marked arcs.
#include <cstdio>
#include <map>
#include <string>
#include <vector>

#include "base/files.h"
#include "language/analyser.h"
#include "language/arc_hybrid.h"
#include "language/tokenizer.h"

namespace {

using namespace hudna;

struct Mark {
  std::uint32_t end;     // byte in the clean text after the marked word
  std::uint32_t begin;   // of the name, when it marks one
  bool is_name = false;
  std::string tag, head, xpos;
  bool speech = false;
  // Filled later.
  std::size_t token = 0;
};

const std::map<std::string, std::string> kRelations = {
    {"R", "root"},      {"s", "nsubj"},    {"sp", "nsubj:pass"}, {"o", "obj"},   {"i", "iobj"},       {"g", "obl:agent"}, {"x", "obl"},   {"t", "obl:unmarked"},
    {"cc", "ccomp"},    {"cs", "csubj"},   {"xc", "xcomp"},      {"v", "advcl"}, {"r", "acl:relcl"}, {"ac", "acl"},      {"c", "conj"}, {"m", "nmod"},
    {"ap", "appos"},    {"px", "parataxis"}, {"_", ""}};

bool is_predicate(const std::string& tag) {
  return tag == "R" || tag == "cc" || tag == "cs" || tag == "xc" || tag == "v" || tag == "r" || tag == "ac" || tag == "c" || tag == "px";
}
bool is_noun(const std::string& tag) { return tag == "s" || tag == "sp" || tag == "o" || tag == "i" || tag == "g" || tag == "x" || tag == "t" || tag == "m" || tag == "ap"; }

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3 && argc != 4) {
    std::fprintf(stderr, "usage: hudna_annotate PREFIX IN.txt [DATA] > OUT.conllu\n");
    return 2;
  }
  base::DataSource data;
  if (argc == 4) {
    auto folder = base::DataSource::open(argv[3]);
    if (!folder) {
      std::fprintf(stderr, "%s\n", base::print(folder.error()).c_str());
      return 2;
    }
    data = std::move(*folder);
  }
  const auto analyser = language::Analyser::open(data);
  const auto rules = language::TokenRules::open(data);
  const auto file = base::read_file(argv[2]);
  if (!analyser || !rules || !file) {
    std::fprintf(stderr, "cannot open the data or the file\n");
    return 2;
  }
  std::size_t number = 0, line_number = 0, bad = 0;
  for (std::size_t at = 0; at < file->size();) {
    const std::size_t stop = std::min(file->find('\n', at), file->size());
    const std::string line = file->substr(at, stop - at);
    at = stop + 1;
    ++line_number;
    if (line.empty() || line[0] == '#') continue;
    const auto complain = [&](const std::string& what) {
      std::fprintf(stderr, "%s:%zu: %s: %s\n", argv[2], line_number, what.c_str(), line.c_str());
      ++bad;
    };
    std::string text;
    std::vector<Mark> marks;
    struct NameMark {
      std::uint32_t begin, end;
      char type;
    };
    std::vector<NameMark> names;
    bool failed = false;
    char open_type = 0;
    std::uint32_t open_at = 0;
    bool after_name = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
      const char c = line[i];
      if (c == '[' && i + 2 < line.size() && line[i + 2] == ' ') {
        open_type = line[i + 1];
        open_at = static_cast<std::uint32_t>(text.size());
        i += 2;
        continue;
      }
      if (c == ']' && open_type != 0) {
        names.push_back({open_at, static_cast<std::uint32_t>(text.size()), open_type});
        open_type = 0;
        after_name = true;
        continue;
      }
      if (c == '/' && i + 1 < line.size() && (std::isalpha(static_cast<unsigned char>(line[i + 1])) || line[i + 1] == '_')) {
        Mark m;
        m.end = static_cast<std::uint32_t>(text.size());
        m.is_name = after_name;
        if (after_name) m.begin = names.back().begin;
        std::size_t k = i + 1;
        while (k < line.size() && (std::islower(static_cast<unsigned char>(line[k])) || line[k] == 'R' || line[k] == '_')) m.tag += line[k++];
        if (k < line.size() && line[k] == 'K') {
          m.speech = true;
          ++k;
        }
        if (k < line.size() && line[k] == '=') {
          ++k;
          while (k < line.size() && (std::isupper(static_cast<unsigned char>(line[k])) || line[k] == '$')) m.xpos += line[k++];
        }
        if (k < line.size() && line[k] == '@') {
          ++k;
          while (k < line.size() && (line[k] == '_' || std::isalnum(static_cast<unsigned char>(line[k])) || static_cast<unsigned char>(line[k]) >= 0x80)) m.head += line[k++];
        }
        if (!kRelations.contains(m.tag)) {
          failed = true;
          complain("unknown mark " + m.tag);
          break;
        }
        marks.push_back(m);
        i = k - 1;
        after_name = false;
        continue;
      }
      after_name = false;
      text += c;
    }
    if (failed) continue;
    std::vector<language::RawToken> tokens;
    language::tokenize(text, {0, static_cast<std::uint32_t>(text.size())}, *rules, &tokens);
    const int n = static_cast<int>(tokens.size());
    std::vector<std::vector<model::Span>> given(1);
    for (const auto& tok : tokens) given[0].push_back(tok.span);
    const model::Document doc = language::plain_document(text);
    const model::Analysis a = analyser->analyse_tokens(doc, given);
    const auto form = [&](std::size_t t) { return std::string(tokens[t].span.of(text)); };
    // The token of each mark.
    for (Mark& m : marks) {
      std::size_t last = 0;
      while (last + 1 < tokens.size() && tokens[last + 1].span.begin < m.end) ++last;
      m.token = last;
      if (!m.is_name) continue;
      std::size_t first = 0;
      while (tokens[first].span.end <= m.begin) ++first;
      char type = 'P';
      for (const auto& nm : names) {
        if (nm.begin == m.begin) type = nm.type;
      }
      bool hyphen = false;
      std::size_t of = 0;
      for (std::size_t t = first; t <= last; ++t) {
        hyphen = hyphen || form(t) == "-";
        if (t > first && of == 0 && (form(t) == "of" || form(t) == "for" || form(t) == "in")) of = t;
      }
      m.token = type == 'P' || (hyphen && type == 'L') ? first : (of != 0 ? of - 1 : last);
    }
    // "@_" on a predicate: the first subject without a head of its own is its subject, whatever stands between.
    for (Mark& m : marks) {
      if (m.head != "_") continue;
      m.head.clear();
      for (Mark& subject : marks) {
        if ((subject.tag == "s" || subject.tag == "sp") && subject.head.empty()) {
          subject.head = form(m.token);
          break;
        }
      }
    }
    // Heads.
    std::vector<int> wanted(n, -1);
    std::vector<std::string> relation(n);
    for (std::size_t i = 0; i < marks.size(); ++i) {
      const Mark& m = marks[i];
      if (m.tag == "_") continue;
      relation[m.token] = kRelations.at(m.tag);
      if (m.tag == "R") {
        wanted[m.token] = n;
        continue;
      }
      int head = -1;
      if (!m.head.empty()) {
        for (std::size_t t = 0; t < tokens.size() && head < 0; ++t) {
          if (form(t) == m.head && t != m.token) head = static_cast<int>(t);
        }
      } else {
        const auto left = [&](auto fits) {
          for (std::size_t k = i; k-- > 0;) {
            const std::string word = form(marks[k].token);
            if (word == "who" || word == "which" || word == "that" || word == "whose") continue;
            if (fits(marks[k].tag)) return static_cast<int>(marks[k].token);
          }
          return -1;
        };
        const auto right = [&](auto fits) {
          for (std::size_t k = i + 1; k < marks.size(); ++k) {
            if (fits(marks[k].tag)) return static_cast<int>(marks[k].token);
          }
          return -1;
        };
        const auto root = [](const std::string& tag) { return tag == "R"; };
        if (m.tag == "s" || m.tag == "sp" || m.tag == "cs") {
          head = right(is_predicate);
          if (head < 0) head = left(is_predicate);
        } else if (m.tag == "r" || m.tag == "ac" || m.tag == "m" || m.tag == "ap") {
          head = left(is_noun);
        } else if (m.tag == "v" || m.tag == "cc" || m.tag == "px" || m.tag == "x" || m.tag == "t") {
          head = left(is_predicate);
          if (head < 0) head = right(root);
        } else {
          head = left(is_predicate);
        }
      }
      if (head < 0 || head == static_cast<int>(m.token)) {
        failed = true;
        complain("no head for the mark " + m.tag + " of " + form(m.token));
        break;
      }
      wanted[m.token] = head;
    }
    if (failed) continue;
    // Inside a name: persons and hyphenated places are flat, others are compounds under their last word before "of".
    for (const NameMark& nm : names) {
      std::size_t first = 0;
      while (tokens[first].span.end <= nm.begin) ++first;
      std::size_t last = first;
      while (last + 1 < tokens.size() && tokens[last + 1].span.begin < nm.end) ++last;
      bool hyphen = false;
      std::size_t of = 0;
      for (std::size_t t = first; t <= last; ++t) {
        hyphen = hyphen || form(t) == "-";
        if (t > first && of == 0 && (form(t) == "of" || form(t) == "for" || form(t) == "in")) of = t;
      }
      const bool flat = nm.type == 'P' || hyphen;
      const auto put = [&](std::size_t t, std::size_t head, const char* rel) {
        if (t == head || wanted[t] >= 0) return;
        wanted[t] = static_cast<int>(head);
        relation[t] = rel;
      };
      if (flat) {
        for (std::size_t t = first + 1; t <= last; ++t) {
          if (form(t) == "-" && t < last) {
            put(t, t + 1, "punct");
          } else {
            put(t, first, "flat");
          }
        }
        continue;
      }
      const std::size_t head = of != 0 ? of - 1 : last;
      for (std::size_t t = first; t < head; ++t) put(t, head, a.tokens()[t].upos == model::Upos::ADJ ? "amod" : "compound");
      if (of != 0 && of < last) {
        put(of, last, "case");
        put(last, head, "nmod");
        for (std::size_t t = of + 1; t < last; ++t) put(t, last, form(t) == "the" ? "det" : "compound");
      }
    }
    std::vector<int> guess(n);
    for (int i = 0; i < n; ++i) guess[i] = a.tokens()[i].head == static_cast<std::uint32_t>(i) ? n : static_cast<int>(a.tokens()[i].head);
    guess = language::projectivise(guess);
    language::State state;
    state.reset(n);
    while (!state.done()) {
      long best_cost = -1;
      language::Action best = language::Action::Shift;
      for (language::Action act : {language::Action::Left, language::Action::Right, language::Action::Shift}) {
        if (!state.can(act)) continue;
        const long cost = 1000L * language::oracle_cost(state, wanted, act) + language::oracle_cost(state, guess, act);
        if (best_cost < 0 || cost < best_cost) {
          best_cost = cost;
          best = act;
        }
      }
      state.apply(best, 0);
    }
    for (int i = 0; i < n && !failed; ++i) {
      if (wanted[i] >= 0 && state.heads[i] != wanted[i]) {
        failed = true;
        complain("the mark on " + form(i) + " does not fit the others");
      }
    }
    if (failed) continue;
    ++number;
    std::printf("# sent_id = %s-%zu\n# text = %s\n", argv[1], number, text.c_str());
    // What hudna asks of a sentence: the event, who did it, to whom, who says so.
    const Mark* event = nullptr;
    const Mark* speech = nullptr;
    for (const Mark& m : marks) {
      if (m.speech && speech == nullptr) speech = &m;
      if (event == nullptr && !m.speech && is_predicate(m.tag) && (m.tag == "R" || m.tag == "cc")) event = &m;
    }
    if (event != nullptr) {
      std::string relations = "# relations = event:" + std::to_string(event->token + 1);
      bool agent = false, target = false;
      for (const Mark& m : marks) {
        if (wanted[m.token] != static_cast<int>(event->token)) continue;
        if (!agent && (m.tag == "s" || m.tag == "g")) {
          relations += " agent:" + std::to_string(m.token + 1);
          agent = true;
        }
        if (!target && (m.tag == "o" || m.tag == "sp")) {
          relations += " target:" + std::to_string(m.token + 1);
          target = true;
        }
      }
      if (speech != nullptr) {
        relations += " speech:" + std::to_string(speech->token + 1);
        for (const Mark& m : marks) {
          if (m.tag == "s" && wanted[m.token] == static_cast<int>(speech->token)) relations += " speaker:" + std::to_string(m.token + 1);
        }
      }
      for (const Mark& m : marks) relations += " marked:" + std::to_string(m.token + 1);
      std::printf("%s\n", relations.c_str());
    }
    for (int i = 0; i < n; ++i) {
      const model::Token& tok = a.tokens()[i];
      std::string rel = relation[i];
      if (rel.empty()) {
        rel = name(tok.relation);
        if (rel == "root" && state.heads[i] != n) rel = "parataxis";
      }
      std::string upos(name(tok.upos)), xpos(name(tok.xpos));
      for (const Mark& m : marks) {
        if (m.token == static_cast<std::size_t>(i) && !m.xpos.empty()) {
          xpos = m.xpos;
          upos = xpos[0] == 'V' ? "VERB" : (xpos.starts_with("NNP") ? "PROPN" : (xpos[0] == 'N' ? "NOUN" : (xpos[0] == 'J' ? "ADJ" : upos)));
        }
      }
      std::string misc = tokens[i].glued ? "SpaceAfter=No" : "";
      for (const NameMark& nm : names) {
        if (tokens[i].span.begin >= nm.begin && tokens[i].span.end <= nm.end) {
          const char* type = nm.type == 'P' ? "person" : nm.type == 'O' ? "organisation" : nm.type == 'G' ? "armed_group" : nm.type == 'L' ? "place" : nm.type == 'F' ? "facility" : "nationality";
          if (!misc.empty()) misc += '|';
          misc += std::string("Name=") + (tokens[i].span.begin == nm.begin ? type : "-");
        }
      }
      if (misc.empty()) misc = "_";
      std::printf("%d\t%s\t%s\t%s\t%s\t_\t%d\t%s\t_\t%s\n", i + 1, form(i).c_str(), std::string(a.lemma(i)).c_str(), upos.c_str(), xpos.c_str(),
                  state.heads[i] == n ? 0 : state.heads[i] + 1, rel.c_str(), misc.c_str());
    }
    std::printf("\n");
  }
  std::fprintf(stderr, "%zu sentences, %zu with errors\n", number, bad);
  return bad == 0 ? 0 : 1;
}
