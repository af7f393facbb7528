#include "export/redact.h"

#include <algorithm>
#include <set>

namespace hudna::exports {
namespace {

struct Word {
  std::size_t begin, end;
};

// Bytes of a sign beyond ASCII at `at` (curly quotes, dashes, no-break spaces, brackets, arrows: U+2000 to U+2BFF, and
// Latin-1 signs), or 0.
std::size_t sign_bytes(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) {
    return static_cast<unsigned char>(at + i < text.size() ? text[at + i] : 0);
  };
  if (byte(0) == 0xE2 && byte(1) >= 0x80 && byte(1) <= 0xAF && byte(2) != 0) return 3;
  if (byte(0) == 0xC2 && byte(1) >= 0xA0 && byte(1) <= 0xBF) return 2;
  return 0;
}

bool is_word_byte(unsigned char c) {
  return c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

// Letters, digits and everything beyond ASCII; "al-Harith" and "O'Neill" are two words each, in names and
// texts alike.
std::vector<Word> words_of(std::string_view text) {
  std::vector<Word> out;
  for (std::size_t at = 0; at < text.size();) {
    if (const std::size_t sign = sign_bytes(text, at); sign != 0) {
      at += sign;
      continue;
    }
    if (!is_word_byte(static_cast<unsigned char>(text[at]))) {
      ++at;
      continue;
    }
    const std::size_t begin = at;
    while (at < text.size() && is_word_byte(static_cast<unsigned char>(text[at])) &&
           sign_bytes(text, at) == 0)
      ++at;
    out.push_back({begin, at});
  }
  return out;
}

std::string folded(std::string_view word) {
  std::string out(word);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

bool starts_as_name(std::string_view word) {
  const auto c = static_cast<unsigned char>(word.front());
  return (c >= 'A' && c <= 'Z') || c >= 0x80;
}

using Name = std::vector<std::string>;
using Words = std::set<std::string, std::less<>>;

// Sorts the persons of a record into public and private, and gives the words to look for.
class Naming {
 public:
  explicit Naming(const Crosswalk& codes)
      : roles_(codes.public_roles.begin(), codes.public_roles.end()),
        titles_(codes.not_names.begin(), codes.not_names.end()),
        ends_(codes.name_ends.begin(), codes.name_ends.end()) {}

  // The words of a name without the titles in front; empty when nothing of it is a name.
  Name bare(std::string_view name) const {
    Name words = split(name);
    std::size_t first = 0;
    while (first + 1 < words.size() && (titles_.contains(words[first]) || roles_.contains(words[first])))
      ++first;
    // "Abu N." keeps its first word where nothing but it makes the name more than one word.
    words.erase(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(first));
    return words;
  }

  void place(std::string_view name) { places_.insert(split(name)); }
  // Words of names that stay stay too: a family name that is also a group's or a place's is not withheld
  // alone.
  void keep(std::string_view name) {
    for (const std::string& word : split(name)) kept_.insert(word);
  }
  void person(std::string_view name, const std::vector<std::string>& roles) {
    const bool open = std::any_of(roles.begin(), roles.end(),
                                  [&](const std::string& role) { return roles_.contains(role); });
    Name words = bare(name);
    if (words.empty()) return;
    if (open) {
      public_.insert(words);
      for (std::size_t first = 1; first + 1 < words.size(); ++first)
        public_ends_.insert(Name(words.begin() + static_cast<std::ptrdiff_t>(first), words.end()));
    }
    seen_.emplace_back(std::string(name), std::move(words));
  }
  // A byline that names a desk ("Arauca newsroom") or a body is no person's.
  void author(std::string_view name) { authors_.emplace_back(name); }
  void withheld(std::string_view name) {
    if (!bare(name).empty()) forced_.emplace_back(name);
  }

  const std::set<Name>& open_names() const { return public_; }

  // What to look for, and the names as they are shown to who decides.
  void finish(std::set<Name>* patterns, std::set<std::string>* shown) {
    std::set<std::string> public_ends, private_ends;
    for (const Name& words : public_) public_ends.insert(words.back());
    for (const auto& [name, words] : seen_) {
      if (words.size() > 1 && !is_public(words)) private_ends.insert(words.back());
    }
    for (const auto& [name, words] : seen_) {
      if (is_public(words) || places_.contains(words) || places_.contains(split(name))) continue;
      // The family name alone is the public person's, where no private one has it too.
      if (words.size() == 1 &&
          (kept_.contains(words[0]) || (public_ends.contains(words[0]) && !private_ends.contains(words[0]))))
        continue;
      add(name, patterns, shown, public_ends);
    }
    for (const std::string& name : authors_) {
      const Name words = bare(name);
      const auto known = [&](const std::string& word) { return kept_.contains(word); };
      if (words.size() > 1 && !is_public(words) && std::none_of(words.begin(), words.end(), known))
        add(name, patterns, shown, public_ends);
    }
    for (const std::string& name : forced_) add(name, patterns, shown, {});
  }

 private:
  // The name of a public person, or the end of one of two words or more ("Abd N." for "Ali Abd N.").
  bool is_public(const Name& words) const {
    if (public_.contains(words)) return true;
    return words.size() > 1 && public_ends_.contains(words);
  }

  Name split(std::string_view name) const {
    Name words;
    bool any = false;
    for (const Word w : words_of(name)) {
      const std::string_view word = name.substr(w.begin, w.end - w.begin);
      if (any && ends_.contains(word)) break;
      words.push_back(folded(word));
      any = any || (starts_as_name(word) && !titles_.contains(words.back()));
    }
    return any ? words : Name();
  }

  void add(const std::string& name, std::set<Name>* patterns, std::set<std::string>* shown,
           const std::set<std::string>& public_ends) const {
    Name words = split(name);
    shown->insert(name);
    patterns->insert(words);
    // Later sentences use the family name alone.
    if (words.size() > 1 && words.back().size() >= 4 && !titles_.contains(words.back()) &&
        !kept_.contains(words.back()) && !public_ends.contains(words.back()))
      patterns->insert({words.back()});
    // The title in front may be left out as well ("Colonel A. B." is "A. B." further down).
    while (words.size() > 2 && (titles_.contains(words.front()) || roles_.contains(words.front()))) {
      words.erase(words.begin());
      patterns->insert(words);
    }
  }

  Words roles_, titles_, ends_, kept_;
  std::set<Name> places_, public_, public_ends_;
  std::vector<std::pair<std::string, Name>> seen_;
  std::vector<std::string> authors_, forced_;
};

}  // namespace

Redactor::Redactor(const model::RecordView& view, const Crosswalk& codes,
                   const std::vector<model::ActorId>& more, bool people)
    : mark_(codes.mark) {
  if (!people && more.empty()) return;
  const model::RecordParts& record = view.record();
  Naming naming(codes);
  std::vector<bool> forced(record.actors.size());
  for (const model::ActorId id : more) forced[id.index()] = true;
  for (const model::PlaceRow& row : record.places) {
    naming.place(row.name), naming.keep(row.name);
    for (const std::string& name : row.names_as_reported) naming.place(name);
  }
  for (std::size_t i = 0; i < record.reports.size() && people; ++i) {
    const model::ReadingParts& reading = view.reading(model::ReportId(i)).parts();
    for (const model::Person& person : reading.people) naming.person(person.name, person.roles);
    for (const std::string& author : reading.authors) naming.author(author);
    for (const model::Statement& stmt : reading.statements) {
      for (const model::Slot& slot : stmt.slots) {
        if (slot.name == model::SlotName::Place || std::holds_alternative<model::PlaceValue>(slot.value))
          naming.place(slot.text);
      }
    }
  }
  for (std::size_t i = 0; i < record.actors.size(); ++i) {
    const model::ActorRow& row = record.actors[model::ActorId(i)];
    if (forced[i]) {
      naming.withheld(row.name);
      for (const std::string& name : row.names_as_reported) naming.withheld(name);
    } else if (!row.private_person) {
      using Type = model::ActorType;
      const bool person = row.type == Type::Unknown || row.type == Type::OfficialPerson ||
                          row.type == Type::NamedSpokesperson || row.type == Type::PrivatePerson;
      if (row.in_lexicon || !person) naming.keep(row.name);
    } else if (people) {
      naming.person(row.name, {});
      for (const std::string& name : row.names_as_reported) naming.person(name, {});
    }
  }
  std::set<Name> patterns;
  std::set<std::string> shown;
  naming.finish(&patterns, &shown);
  for (const Name& words : patterns) by_first_[words.front()].push_back({words, false});
  for (const Name& words : naming.open_names()) {
    if (words.size() > 1 && patterns.contains(Name{words.back()}))
      by_first_[words.front()].push_back({words, true});
  }
  // The longest name first, so that all of it goes.
  for (auto& [first, list] : by_first_) {
    std::stable_sort(list.begin(), list.end(),
                     [](const Pattern& a, const Pattern& b) { return a.words.size() > b.words.size(); });
  }
  names_.assign(shown.begin(), shown.end());
}

std::vector<model::Span> Redactor::spans(std::string_view text, bool one) const {
  std::vector<model::Span> out;
  if (by_first_.empty() || text.empty()) return out;
  const std::vector<Word> words = words_of(text);
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto word = [&](std::size_t k) {
      return text.substr(words[k].begin, words[k].end - words[k].begin);
    };
    const auto list = by_first_.find(folded(word(i)));
    if (list == by_first_.end()) continue;
    for (const Pattern& pattern : list->second) {
      const std::size_t n = pattern.words.size();
      if (i + n > words.size()) continue;
      // Alone, a word must look like a name: "Rose said" goes, "prices rose" stays.
      if (n == 1 && !starts_as_name(word(i))) continue;
      bool same = true;
      for (std::size_t k = 1; k < n && same; ++k) {
        // "Abu al-Harith", "Abu al Harith", "Abu Al-Harith": between the words stands a space or a sign.
        same = words[i + k].begin - words[i + k - 1].end <= 3 && folded(word(i + k)) == pattern.words[k];
      }
      if (!same) continue;
      if (!pattern.stays) {
        out.push_back(
            {static_cast<std::uint32_t>(words[i].begin), static_cast<std::uint32_t>(words[i + n - 1].end)});
        if (one) return out;
      }
      i += n - 1;
      break;
    }
  }
  return out;
}

namespace {

// `words`, which stand at `begin` of a text, with the spans of that text replaced by the mark, each once.
std::string masked(std::string_view words, std::size_t begin, const std::vector<model::Span>& spans,
                   std::string_view mark) {
  std::string out;
  std::size_t plain = begin;
  const std::size_t end = begin + words.size();
  for (const model::Span& span : spans) {
    if (span.begin >= end || span.end <= plain) continue;
    if (span.begin > plain) out.append(words.substr(plain - begin, span.begin - plain));
    out.append(mark);
    plain = std::min<std::size_t>(end, span.end);
  }
  return out.append(words.substr(plain - begin));
}

// A name has no more bytes: what a window may cut off.
constexpr std::size_t kNameBytes = 200;

}  // namespace

std::string Redactor::text(std::string_view text) const {
  const std::vector<model::Span> found = spans(text, false);
  return found.empty() ? std::string(text) : masked(text, 0, found, mark_);
}

bool Redactor::finds(std::string_view text) const { return !spans(text, true).empty(); }

std::string Redactor::window(std::string_view text, std::size_t begin, std::size_t end) const {
  const std::size_t from = begin - std::min(begin, kNameBytes);
  std::vector<model::Span> found = spans(text.substr(from, end + kNameBytes - from), false);
  for (model::Span& span : found) {
    span.begin += static_cast<std::uint32_t>(from);
    span.end += static_cast<std::uint32_t>(from);
  }
  return masked(text.substr(begin, end - begin), begin, found, mark_);
}

Redactions::Redactions(const model::RecordView& view) {
  const model::RecordParts& r = view.record();
  std::set<std::string_view> redacted;
  for (const model::ReviewRow& row : r.reviews) {
    if (row.effect == "in_force" && row.entry.decision == "redact" && row.now.starts_with("st-"))
      redacted.insert(row.now);
  }
  if (redacted.empty()) return;
  for (std::size_t i = 0; i < r.statements.size(); ++i) {
    const model::StatementId id(i);
    if (redacted.contains(r.statements[id].id))
      add(view.report_of(id).id, r.statements[id].id, view.statement(id).evidence.span);
  }
}

void Redactions::add(const std::string& report, const std::string& statement, model::Span span) {
  statements_.insert(statement);
  std::vector<model::Span>& list = spans_[report];
  list.insert(std::upper_bound(list.begin(), list.end(), span), span);
}

bool Redactions::touches(std::string_view report, model::Span span) const {
  const auto found = spans_.find(report);
  return found != spans_.end() && std::any_of(found->second.begin(), found->second.end(),
                                              [&](model::Span one) { return one.overlaps(span); });
}

std::string Redactions::text(std::string_view report, std::size_t begin, std::string_view words) const {
  const auto found = spans_.find(report);
  return found == spans_.end() ? std::string(words) : masked(words, begin, found->second, kMark);
}

std::string Redactions::quote(const model::RecordView& view, model::StatementId id) const {
  const model::Evidence& evidence = view.statement(id).evidence;
  return text(view.report_of(id).id, evidence.span.begin, evidence.quote);
}

std::vector<model::ActorId> redacted_actors(const model::RecordParts& record) {
  std::set<std::string_view> redacted;
  for (const model::ReviewRow& row : record.reviews) {
    if (row.effect == "in_force" && row.entry.decision == "redact") redacted.insert(row.now);
  }
  std::vector<model::ActorId> out;
  for (std::size_t i = 0; i < record.actors.size() && !redacted.empty(); ++i) {
    if (redacted.contains(record.actors[model::ActorId(i)].id)) out.emplace_back(i);
  }
  return out;
}

}  // namespace hudna::exports
