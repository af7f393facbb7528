#include "eval/language.h"

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <map>
#include <string>

#include "model/analysis.h"

namespace hudna::eval {
namespace {

double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

// A word of either side, by the positions of its characters in the text without white space.
struct ScoredWord {
  std::size_t begin;
  std::size_t end;
  model::Upos upos;
  model::Xpos xpos;
  std::string lemma;
  std::size_t head;  // index of its word, its own for a root
  model::Relation relation;
};

std::string without_space(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const unsigned char c = static_cast<unsigned char>(text[at]);
    if (c <= ' ') continue;
    if (c == 0xC2 && at + 1 < text.size() && static_cast<unsigned char>(text[at + 1]) == 0xA0) {
      ++at;
      continue;
    }
    out.push_back(text[at]);
  }
  return out;
}

struct Side {
  std::vector<ScoredWord> words;
  std::vector<std::pair<std::size_t, std::size_t>> sentences;
};

// Words of the gold side keep CoNLL-2018's rule for multiword tokens in the simple form that English needs: the words
// of one share its characters in order, cut by their own lengths as far as they go.
Side gold_side(const std::vector<language::GoldSentence>& sentences, bool surface) {
  Side out;
  std::size_t at = 0;
  for (const auto& sent : sentences) {
    const std::size_t first = out.words.size();
    const std::size_t begin = at;
    const std::string chars = surface ? without_space(sent.text) : std::string();
    std::size_t in = 0;
    for (std::size_t t = 0; t < sent.tokens.size(); ++t) {
      const auto& tok = sent.tokens[t];
      const std::string form = without_space(tok.form);
      std::size_t size = form.size();
      if (surface && chars.compare(in, size, form) != 0) {
        // A word that is not written as it stands (its = it + 's): up to where the next word is found again.
        std::size_t best = std::min(size, chars.size() - in);
        if (t + 1 < sent.tokens.size()) {
          const std::size_t found = chars.find(without_space(sent.tokens[t + 1].form), in);
          if (found != std::string::npos && found < in + size + 4) best = found - in;
        }
        size = best;
      }
      in += size;
      out.words.push_back({at, at + size, tok.upos, tok.xpos, tok.lemma, tok.head < 0 ? out.words.size() : first + tok.head, tok.relation});
      at += size;
    }
    if (surface) at = begin + chars.size();
    out.sentences.emplace_back(begin, at);
  }
  return out;
}

Side system_side(const model::Document& doc, const model::Analysis& analysis) {
  Side out;
  const std::string_view text = doc.text();
  std::size_t chars = 0;
  std::size_t at = 0;
  const auto advance = [&](std::size_t to) {
    chars += without_space(text.substr(at, to - at)).size();
    at = to;
    return chars;
  };
  for (const auto& sent : analysis.sentences()) {
    const std::size_t begin = advance(analysis.tokens()[sent.tokens.begin].span.begin);
    for (std::uint32_t i = sent.tokens.begin; i < sent.tokens.end; ++i) {
      const auto& tok = analysis.tokens()[i];
      const std::size_t b = advance(tok.span.begin);
      const std::size_t e = advance(tok.span.end);
      out.words.push_back({b, e, tok.upos, tok.xpos, std::string(analysis.lemma(tok)), tok.head, tok.relation});
    }
    out.sentences.emplace_back(begin, chars);
  }
  return out;
}

void compare(const Side& gold, const Side& found, LanguageScore* out) {
  const auto count = [&](F1* f) {
    f->gold += static_cast<double>(gold.words.size());
    f->found += static_cast<double>(found.words.size());
  };
  for (F1* f : {&out->words, &out->upos, &out->xpos, &out->lemmas, &out->uas, &out->las}) count(f);
  std::vector<std::size_t> partner(found.words.size(), static_cast<std::size_t>(-1));
  std::size_t g = 0;
  for (std::size_t f = 0; f < found.words.size(); ++f) {
    while (g < gold.words.size() && gold.words[g].begin < found.words[f].begin) ++g;
    std::size_t k = g;
    while (k < gold.words.size() && gold.words[k].begin == found.words[f].begin && gold.words[k].end != found.words[f].end) ++k;
    if (k < gold.words.size() && gold.words[k].begin == found.words[f].begin && gold.words[k].end == found.words[f].end) {
      partner[f] = k;
      g = k + 1;
    }
  }
  for (std::size_t f = 0; f < found.words.size(); ++f) {
    if (partner[f] == static_cast<std::size_t>(-1)) continue;
    const ScoredWord& a = found.words[f];
    const ScoredWord& b = gold.words[partner[f]];
    out->words.right += 1;
    out->upos.right += a.upos == b.upos;
    out->xpos.right += a.xpos == b.xpos;
    out->lemmas.right += a.lemma == b.lemma;
    const bool root = a.head == f;
    const bool gold_root = b.head == partner[f];
    const bool head = root || gold_root ? root == gold_root : partner[a.head] == b.head;
    out->uas.right += head;
    out->las.right += head && model::universal(a.relation) == model::universal(b.relation);
  }
  out->sentences.gold += static_cast<double>(gold.sentences.size());
  out->sentences.found += static_cast<double>(found.sentences.size());
  std::size_t k = 0;
  for (const auto& s : found.sentences) {
    while (k < gold.sentences.size() && gold.sentences[k].first < s.first) ++k;
    if (k < gold.sentences.size() && gold.sentences[k] == s) out->sentences.right += 1;
  }
}

struct GivenWords {
  std::string text;
  std::vector<std::vector<model::Span>> sentences;
  void add(std::string_view form, bool new_sentence, bool space_before) {
    if (new_sentence) sentences.emplace_back();
    if (!text.empty()) text += new_sentence ? "\n\n" : (space_before ? " " : "");
    const std::uint32_t begin = static_cast<std::uint32_t>(text.size());
    text += form;
    sentences.back().push_back({begin, static_cast<std::uint32_t>(text.size())});
  }
};

}  // namespace

LanguageScore score_treebank(const language::Analyser& analyser, std::string_view conllu, bool raw) {
  LanguageScore out;
  const std::vector<language::GoldSentence> sentences = language::parse_conllu(conllu, nullptr);
  double seconds = 0;
  double tokens = 0;
  if (raw) {
    std::string text;
    for (std::size_t i = 0; i < sentences.size(); ++i) {
      if (!text.empty()) text += sentences[i].new_paragraph || sentences[i].new_document ? "\n\n" : " ";
      text += sentences[i].text;
    }
    const model::Document doc = language::plain_document(std::move(text));
    const double start = cpu_seconds();
    const model::Analysis analysis = analyser.analyse(doc);
    seconds = cpu_seconds() - start;
    tokens = static_cast<double>(analysis.tokens().size());
    compare(gold_side(sentences, true), system_side(doc, analysis), &out);
  } else {
    GivenWords given;
    for (const auto& sent : sentences) {
      bool space = false;
      for (std::size_t t = 0; t < sent.tokens.size(); ++t) {
        given.add(sent.tokens[t].form, t == 0, space);
        space = sent.tokens[t].space_after;
      }
    }
    const model::Document doc = language::plain_document(std::move(given.text));
    const double start = cpu_seconds();
    const model::Analysis analysis = analyser.analyse_tokens(doc, given.sentences);
    seconds = cpu_seconds() - start;
    tokens = static_cast<double>(analysis.tokens().size());
    compare(gold_side(sentences, false), system_side(doc, analysis), &out);
  }
  out.tokens_per_s = seconds > 0 ? tokens / seconds : 0;
  return out;
}

RelationScore score_relations(const language::Analyser& analyser, std::string_view conllu) {
  RelationScore out;
  for (const auto& sent : language::parse_conllu(conllu, nullptr)) {
    if (sent.relations.empty()) continue;
    GivenWords given;
    bool space = false;
    for (std::size_t t = 0; t < sent.tokens.size(); ++t) {
      given.add(sent.tokens[t].form, t == 0, space);
      space = sent.tokens[t].space_after;
    }
    const model::Document doc = language::plain_document(std::move(given.text));
    const model::Analysis a = analyser.analyse_tokens(doc, given.sentences);
    const auto find = [&](std::string_view key) -> std::int64_t {
      const std::string needle = std::string(key) + ":";
      const std::size_t at = sent.relations.find(needle);
      if (at == std::string::npos) return -1;
      const long value = std::strtol(sent.relations.c_str() + at + needle.size(), nullptr, 10);
      return value >= 1 && value <= static_cast<long>(sent.tokens.size()) ? value - 1 : -1;
    };
    const std::int64_t event = find("event");
    if (event < 0) continue;
    const auto& tokens = a.tokens();
    const auto head = [&](std::int64_t t) -> std::int64_t { return tokens[t].head == t ? -1 : static_cast<std::int64_t>(tokens[t].head); };
    const auto relation = [&](std::int64_t t) { return tokens[t].relation; };
    std::string wrong;
    const auto count = [&](F1* f, bool right, const char* what) {
      f->gold += 1;
      f->found += 1;
      f->right += right;
      if (!right) wrong += std::string(wrong.empty() ? "" : ", ") + what;
    };
    const std::int64_t speech = find("speech");
    const std::int64_t speaker = find("speaker");
    const bool verb = speech >= 0 && sent.tokens[speech].upos == model::Upos::VERB;
    // "X happened, they said": the two clauses may hang on each other either way round.
    const bool joined = verb && ((head(event) == speech && (relation(event) == model::Relation::Ccomp || relation(event) == model::Relation::Parataxis)) ||
                                 (head(speech) == event && relation(speech) == model::Relation::Parataxis));
    count(&out.predicates, joined || head(event) == sent.tokens[event].head, "predicate");
    const auto one = [&](std::int64_t t, std::int64_t gold_at) {
      if (head(t) != event) return false;
      const model::Relation gold = sent.tokens[gold_at].relation;
      if (relation(t) == gold) return true;
      return (gold == model::Relation::OblAgent && relation(t) == model::Relation::Obl) || (gold == model::Relation::Obj && relation(t) == model::Relation::Iobj);
    };
    // Which word of a name is its head is a convention; any of them will do.
    const auto name_of = [&](std::int64_t t) {
      std::int64_t begin = t;
      std::int64_t end = t + 1;
      if (!sent.tokens[t].name.empty()) {
        while (begin > 0 && sent.tokens[begin].name == "-") --begin;
        while (end < static_cast<std::int64_t>(sent.tokens.size()) && sent.tokens[end].name == "-") ++end;
      }
      return std::pair(begin, end);
    };
    // So it is of "seven of the guards": UD's head is the number, the marks are on the guards.
    const auto part_of = [&](std::int64_t t) -> std::int64_t {
      const std::int64_t number = head(t);
      const bool part = number >= 0 && number < t && relation(t) == model::Relation::Nmod &&
                        (tokens[number].upos == model::Upos::NUM || tokens[number].upos == model::Upos::ADJ ||
                         tokens[number].upos == model::Upos::PRON || tokens[number].upos == model::Upos::DET ||
                         tokens[number].xpos == model::Xpos::JJR || tokens[number].xpos == model::Xpos::JJS ||
                         sent.tokens[number].form == "half");
      return part && sent.tokens[number + 1].form == "of" ? number : -1;
    };
    const auto hangs = [&](std::int64_t t) {
      const auto [begin, end] = name_of(t);
      if (const std::int64_t number = part_of(t); number >= 0 && one(number, t)) return true;
      for (std::int64_t k = begin; k < end; ++k) {
        if (one(k, t)) return true;
      }
      return false;
    };
    if (const std::int64_t agent = find("agent"); agent >= 0) count(&out.agents, hangs(agent), "agent");
    if (const std::int64_t target = find("target"); target >= 0) count(&out.targets, hangs(target), "target");
    const auto speaks = [&](std::int64_t t) {
      const auto nsubj = [&](std::int64_t k) { return k >= 0 && head(k) == speech && relation(k) == model::Relation::Nsubj; };
      const auto [begin, end] = name_of(t);
      for (std::int64_t k = begin; k < end; ++k) {
        if (nsubj(k)) return true;
      }
      return nsubj(part_of(t));
    };
    bool source = false;  // "according to …"
    if (!verb && speech >= 0) {
      const auto [begin, end] = name_of(speech);
      for (std::int64_t k = begin; k < end; ++k)
        source = source || (head(k) == event && relation(k) == model::Relation::Obl);
    }
    if (verb) {
      count(&out.attributions, joined && (speaker < 0 || speaks(speaker)), "attribution");
    } else if (speech >= 0) {
      count(&out.attributions, source, "attribution");
    }
    out.sentences.gold += 1;
    out.sentences.found += 1;
    out.sentences.right += wrong.empty();
    if (!wrong.empty()) out.wrong.push_back(sent.text + ": " + wrong);
  }
  return out;
}

LanguageScore score_names(const language::Analyser& analyser, std::string_view iob2) {
  LanguageScore out;
  GivenWords given;
  struct Gold {
    std::uint32_t begin;
    std::uint32_t end;
    std::string type;
  };
  std::vector<Gold> gold;
  std::uint32_t token = 0;
  bool fresh = true;
  bool open = false;
  double seconds = 0;
  double tokens = 0;
  std::map<std::string, F1> types;
  // One document at a time: a name's other mentions count only within its document.
  const auto finish = [&] {
    if (token == 0) return;
    const model::Document doc = language::plain_document(std::move(given.text));
    const double start = cpu_seconds();
    const model::Analysis analysis = analyser.analyse_tokens(doc, given.sentences);
    seconds += cpu_seconds() - start;
    tokens += token;
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::string> by_span;
    for (const Gold& g : gold) {
      by_span[{g.begin, g.end}] = g.type;
      types[g.type].gold += 1;
    }
    const auto note = [&](const char* what, const std::string& type, std::uint32_t begin, std::uint32_t end) {
      const auto& tokens = analysis.tokens();
      std::size_t s = 0;
      while (s + 1 < analysis.sentences().size() && analysis.sentences()[s].tokens.end <= begin) ++s;
      const model::TokenRange in = analysis.sentences()[s].tokens;
      out.wrong.push_back(std::string(what) + " " + type + "\t" + std::string(model::Span{tokens[begin].span.begin, tokens[end - 1].span.end}.of(doc.text())) + "\t" +
                          std::string(model::Span{tokens[in.begin].span.begin, tokens[in.end - 1].span.end}.of(doc.text())));
    };
    for (const model::Name& n : analysis.names()) {
      std::string type;
      switch (n.type) {
        case model::NameType::Person:
          type = "PER";
          break;
        case model::NameType::Organisation:
        case model::NameType::ArmedGroup:
          type = "ORG";
          break;
        case model::NameType::Place:
        case model::NameType::Facility:
          type = "LOC";
          break;
        default:
          continue;
      }
      types[type].found += 1;
      const auto it = by_span.find({n.tokens.begin, n.tokens.end});
      if (it != by_span.end() && it->second == type) {
        types[type].right += 1;
        by_span.erase(it);
      } else {
        note("made up", type, n.tokens.begin, n.tokens.end);
      }
    }
    for (const auto& [span, type] : by_span) note("missed", type, span.first, span.second);
    given = GivenWords();
    gold.clear();
    token = 0;
    open = false;
  };
  for (std::size_t at = 0; at < iob2.size();) {
    const std::size_t stop = std::min(iob2.find('\n', at), iob2.size());
    std::string_view line = iob2.substr(at, stop - at);
    at = stop + 1;
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (line.empty()) {
      fresh = true;
      open = false;
      continue;
    }
    if (line.starts_with("# newdoc")) finish();
    if (line.front() == '#') continue;
    const std::size_t one = line.find('\t');
    if (one == std::string_view::npos) continue;
    const std::size_t two = line.find('\t', one + 1);
    if (two == std::string_view::npos) continue;
    const std::string_view form = line.substr(one + 1, two - one - 1);
    std::string_view tag = line.substr(two + 1);
    tag = tag.substr(0, tag.find('\t'));
    if (form.empty()) continue;
    given.add(form, fresh, true);
    fresh = false;
    const std::string type = tag.size() > 2 ? std::string(tag.substr(2)) : std::string();
    const bool scored = type == "PER" || type == "LOC" || type == "ORG";
    if (scored && (tag[0] == 'B' || !open || gold.back().type != type)) {
      gold.push_back({token, token + 1, type});
      open = true;
    } else if (scored) {
      gold.back().end = token + 1;
    } else {
      open = false;
    }
    ++token;
  }
  finish();
  out.tokens_per_s = seconds > 0 ? tokens / seconds : 0;
  for (const auto& [type, f] : types) {
    out.names.gold += f.gold;
    out.names.found += f.found;
    out.names.right += f.right;
    out.names_by_type.emplace_back(type, f);
  }
  return out;
}

}  // namespace hudna::eval
