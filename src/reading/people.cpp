#include "reading/people.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <variant>

namespace hudna::reading {
namespace {

using model::Relation;
using model::Upos;
using model::Xpos;

class People {
 public:
  People(const model::Document& doc, const model::Analysis& analysis,
         const ground::WordSet& place_cases)
      : doc_(doc), a_(analysis), place_cases_(place_cases) {}

  // What is a place or a known actor somewhere in the report is no private person there ("near N." makes N. a
  // place).
  void keep(const model::Mentions& mentions) {
    for (const model::Mention& mention : mentions) {
      const auto* actor = std::get_if<model::ActorValue>(&mention.value);
      if (mention.kind == model::MentionKind::Place || (actor != nullptr && !actor->id.empty()))
        others_.insert(model::fold_space(mention.span.of(doc_.text())));
    }
    std::vector<bool> place(a_.tokens().size());
    for (const model::Mention& mention : mentions) {
      if (mention.kind == model::MentionKind::Place) place[mention.head] = true;
    }
    for (const model::Name& name : a_.names()) {
      if (name.type == model::NameType::Place || stands_as_place(name.tokens) || joined(name.tokens, place))
        others_.insert(words(name));
    }
  }

  std::vector<model::Person> run() {
    std::map<std::string, std::set<std::string>> found;
    std::set<std::string> firm;
    for (const model::Name& name : a_.names()) {
      if (name.type != model::NameType::Person || name.tokens.size() == 0) continue;
      std::string called = words(name);
      if (others_.contains(called)) continue;
      std::set<std::string>& roles = found[called];
      titles(name.tokens, &roles);
      behind(name.tokens, &roles);
      copula(name.tokens, &roles);
      if (name.tokens.size() > 1) last_words_.insert(std::string(form(name.tokens.end - 1)));
      if (name.tokens.size() > 1 || !roles.empty() || acts(name.tokens)) firm.insert(std::move(called));
    }
    std::vector<model::Person> out;
    for (const auto& [name, roles] : found) {
      if (firm.contains(name) || last_words_.contains(name))
        out.push_back({name, std::vector<std::string>(roles.begin(), roles.end())});
    }
    return out;
  }

 private:
  const model::Token& token(std::uint32_t at) const { return a_.tokens()[at]; }
  std::string_view form(std::uint32_t at) const { return token(at).span.of(doc_.text()); }
  // Titles are tagged as adjectives at times ("Major General N.").
  bool noun(std::uint32_t at) const {
    return token(at).upos == Upos::NOUN || token(at).upos == Upos::PROPN || token(at).xpos == Xpos::NNP;
  }
  std::string words(const model::Name& name) const {
    return model::fold_space(a_.span(name.tokens).of(doc_.text()));
  }
  // "near N.", but not "in N.'s house".
  bool stands_as_place(model::TokenRange name) const {
    return name.begin > 0 && token(name.begin - 1).upos == Upos::ADP &&
           place_cases_.contains(a_.lemma(name.begin - 1)) &&
           (name.end >= a_.tokens().size() || token(name.end).xpos != Xpos::POS);
  }

  // "the road between Taiz and N.": what is joined to a place is one.
  bool joined(model::TokenRange name, const std::vector<bool>& place) const {
    for (std::uint32_t at = name.begin; at < name.end; ++at) {
      if (token(at).relation == Relation::Conj && place[token(at).head]) return true;
    }
    return false;
  }

  // A single word that no one is introduced by, and that does nothing, is mostly a place that the gazetteer
  // lacks: news give a person's full name, age or trade once.
  bool acts(model::TokenRange name) const {
    const model::Token& tok = token(name.begin);
    const auto size = static_cast<std::uint32_t>(a_.tokens().size());
    const bool aged = name.end + 1 < size && form(name.end) == "," && token(name.end + 1).upos == Upos::NUM;
    return aged || (tok.relation == Relation::Nsubj && token(tok.head).upos == Upos::VERB);
  }

  void add(std::uint32_t at, std::set<std::string>* roles) const {
    std::string word(a_.lemma(at));
    for (char& c : word) {
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    while (!word.empty() && word.back() == '.') word.pop_back();
    const bool letters = std::any_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    if (letters) roles->insert(std::move(word));
  }

  // "army spokesman Colonel N. N.": the run of nouns in front, and titles that were taken into the name. A
  // possessor is somebody else ("the governor's brother N.").
  void titles(model::TokenRange name, std::set<std::string>* roles) const {
    for (std::uint32_t at = name.begin; at + 1 < name.end; ++at) add(at, roles);
    const model::TokenRange sent = a_.sentences()[a_.sentence_of(name.begin)].tokens;
    for (std::uint32_t at = name.begin; at > sent.begin && name.begin - at < kTitleTokens; --at) {
      if (noun(at - 1)) {
        add(at - 1, roles);
      } else if (form(at - 1) != ".") {
        break;
      }
    }
  }

  // True where a comma, a bracket or a line's end stands behind the token: what follows may say who it was.
  bool parted_after(std::uint32_t last, std::uint32_t* next) const {
    const auto size = static_cast<std::uint32_t>(a_.tokens().size());
    if (last + 1 >= size) return false;
    *next = last + 1;
    const std::string_view mark = form(*next);
    if (mark == "," || mark == "(") return ++*next < size;
    const std::string_view gap =
        doc_.text().substr(token(last).span.end, token(*next).span.begin - token(last).span.end);
    return gap.find('\n') != std::string_view::npos;
  }

  // "N. N., a party official in …", "N. N., 35, commander of …", "N. N., who speaks for …", a signature's
  // second line.
  void behind(model::TokenRange name, std::set<std::string>* roles) const {
    std::uint32_t at = 0;
    if (!parted_after(name.end - 1, &at)) return;
    const auto size = static_cast<std::uint32_t>(a_.tokens().size());
    // An age between two commas.
    if (token(at).upos == Upos::NUM && at + 2 < size && form(at + 1) == ",") at += 2;
    const std::uint32_t end = std::min<std::uint32_t>(size, at + kBehindTokens);
    if (token(at).upos == Upos::PRON) {
      while (++at < end && (token(at).upos == Upos::AUX || token(at).upos == Upos::ADV)) {
      }
      if (at >= end || token(at).upos != Upos::VERB) return;
      std::string verb(a_.lemma(at));
      if (at + 1 < end && token(at + 1).upos == Upos::ADP) verb.append(" ").append(form(at + 1));
      roles->insert(std::move(verb));
      return;
    }
    std::uint32_t last = end;  // the last noun of the phrase: its head
    for (; at < end; ++at) {
      const Upos tag = token(at).upos;
      if (token(at).xpos == Xpos::POS) {
        last = end;  // what stood before only possesses
      } else if (noun(at)) {
        last = at;
      } else if (tag != Upos::DET && tag != Upos::ADJ && tag != Upos::ADV && tag != Upos::NUM &&
                 form(at) != "." && form(at) != "-") {
        break;
      }
    }
    if (last < end) add(last, roles);
  }

  // "N. N. is the mayor of …".
  void copula(model::TokenRange name, std::set<std::string>* roles) const {
    for (std::uint32_t at = name.begin; at < name.end; ++at) {
      const model::Token& tok = token(at);
      if (model::universal(tok.relation) != Relation::Nsubj || !noun(tok.head)) continue;
      for (const std::uint32_t child : a_.dependents(tok.head)) {
        if (token(child).relation == Relation::Cop) add(tok.head, roles);
      }
    }
  }

  // Longer titles and phrases are rare; what stands further off says less of the person.
  static constexpr std::uint32_t kTitleTokens = 5, kBehindTokens = 8;
  const model::Document& doc_;
  const model::Analysis& a_;
  const ground::WordSet& place_cases_;
  std::set<std::string> others_, last_words_;
};

}  // namespace

std::vector<model::Person> find_people(const model::Document& doc, const model::Analysis& analysis,
                                       const model::Mentions& mentions,
                                       const ground::WordSet& place_cases) {
  People people(doc, analysis, place_cases);
  people.keep(mentions);
  return people.run();
}

}  // namespace hudna::reading
