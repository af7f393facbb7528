#include "ground/quantities.h"

#include <algorithm>

#include "ground/toml_rows.h"

namespace hudna::ground {
namespace {

const Word kEnd;

bool is_sign(const Word& word, char sign) {
  return word.kind == WordKind::Sign && word.lower.size() == 1 && word.lower[0] == sign;
}
bool is_dash(const Word& word) {
  return word.kind == WordKind::Sign &&
         (word.lower == "-" || word.lower == "\xE2\x80\x93" || word.lower == "\xE2\x80\x94");
}

model::QuantityOp op_of(std::string_view text) {
  using model::QuantityOp;
  return text == ">"    ? QuantityOp::More
         : text == ">=" ? QuantityOp::AtLeast
         : text == "<"  ? QuantityOp::Less
         : text == "<=" ? QuantityOp::AtMost
         : text == "~"  ? QuantityOp::Approx
                        : QuantityOp::Equal;
}

}  // namespace

enum class QuantityTagger::List : std::uint8_t {
  Owner,
  One,
  NoSingle,
  LabelAfter,
  PronounOneAfter,
  Vague,
  Strong,
  Determiner,
  Them,
  Are,
  IrregularPlural,
  CollectivePlural,
  ObjectStart,
  Passive,
  Lost,
  VerbGap,
  AsideStart,
  PassiveForm,
  Be,
  AndOr,
  PhraseStart,
  PhraseEnd,
  PhraseEndAlso,
  NounJointOf,
  NounJoint,
  PassiveBefore,
  Copula,
  VerbJoint,
  SubjectJoint,
  ListJoint,
  ListJointAlso,
  ListFiller,
  Of,
  Between,
  To,
  And,
  Or,
  LabelNo,
  OneWord,
  OtherOne,
  Many,
  BeforeMany,
  Plus,
  OneHousehold,
  AreaWord,
  Toll,
  PluralPast
};

namespace {
constexpr std::string_view kLists[] = {"owner",
                                       "one",
                                       "no_single",
                                       "label_after",
                                       "pronoun_one_after",
                                       "vague",
                                       "strong",
                                       "determiner",
                                       "them",
                                       "are",
                                       "irregular_plural",
                                       "collective_plural",
                                       "object_start",
                                       "passive",
                                       "lost",
                                       "verb_gap",
                                       "aside_start",
                                       "passive_form",
                                       "be",
                                       "and_or",
                                       "phrase_start",
                                       "phrase_end",
                                       "phrase_end_also",
                                       "noun_joint_of",
                                       "noun_joint",
                                       "passive_before",
                                       "copula",
                                       "verb_joint",
                                       "subject_joint",
                                       "list_joint",
                                       "list_joint_also",
                                       "list_filler",
                                       "of",
                                       "between",
                                       "to",
                                       "and",
                                       "or",
                                       "label_no",
                                       "one_word",
                                       "other_one",
                                       "many",
                                       "before_many",
                                       "plus",
                                       "one_household",
                                       "area_word",
                                       "toll",
                                       "plural_past"};
}  // namespace

base::Result<QuantityTagger> QuantityTagger::open(const base::DataSource& data) {
  QuantityTagger out;
  base::Result<NumberWords> numbers = NumberWords::open(data);
  if (!numbers) return tl::unexpected(numbers.error());
  out.numbers_ = std::move(*numbers);
  const base::Result<base::DataFile> file = data.file("ground/quantities.toml");
  if (!file) return tl::unexpected(file.error());
  const auto rows = read_data_rows(*file);
  if (!rows) return tl::unexpected(rows.error());
  base::Result<WordLists> lists = WordLists::read(*rows, kLists, file->path);
  if (!lists) return tl::unexpected(lists.error());
  out.lists_ = std::move(*lists);
  const auto words_of = [](const std::string& text) {
    std::vector<std::string> words;
    for (const Word& word : cut_words(text)) words.push_back(word.lower);
    return words;
  };
  for (const TomlRow& row : *rows) {
    if (row.table == "op" || row.table == "after" || row.table == "after_approx") {
      for (const std::string& text : row.list("words")) {
        (row.table == "op" ? out.ops_ : out.after_)
            .push_back({words_of(text),
                        row.table == "after_approx" ? model::QuantityOp::Approx : op_of(row.text("op"))});
      }
    } else if (row.table == "effect") {
      Effect effect;
      for (int i = 0; i <= static_cast<int>(model::Effect::Present); ++i) {
        if (model::name(static_cast<model::Effect>(i)) == row.text("name"))
          effect.effect = static_cast<model::Effect>(i);
      }
      const auto fill = [&](const char* key, Words* into) {
        for (const std::string& text : row.list(key)) into->insert(text);
      };
      fill("verbs", &effect.verbs);
      fill("subject", &effect.subject);
      fill("nouns", &effect.nouns);
      fill("adjectives", &effect.adjectives);
      fill("lost", &effect.lost);
      out.effects_.push_back(std::move(effect));
    } else if (row.table == "around") {
      QuantityTagger::Around around;
      for (int i = 0; i <= static_cast<int>(model::Effect::Present); ++i) {
        if (model::name(static_cast<model::Effect>(i)) == row.text("effect"))
          around.effect = static_cast<model::Effect>(i);
      }
      for (const std::string& text : row.list("verbs")) around.verbs.insert(text);
      for (const std::string& text : row.list("behind")) around.behind.insert(text);
      out.around_.push_back(std::move(around));
    } else if (row.table == "particle") {
      for (const std::string& text : row.list("verbs")) out.particle_verbs_.insert(text);
      for (const std::string& text : row.list("words")) out.particles_.insert(text);
    } else if (row.table == "modifier_ending") {
      out.modifier_endings_ = row.list("words");
    } else if (row.table == "category") {
      for (const std::string& text : row.list("words"))
        out.categories_.emplace(text, std::string(row.text("name")));
    } else if (row.table == "skip" || row.table == "lead" || row.table == "ignored") {
      Words& into = row.table == "skip" ? out.skip_ : row.table == "lead" ? out.lead_ : out.ignored_;
      for (const std::string& text : row.list("words")) into.insert(text);
    }
  }
  // Longest operator first: "no fewer than" before "fewer than".
  std::stable_sort(out.ops_.begin(), out.ops_.end(),
                   [](const Operator& a, const Operator& b) { return a.words.size() > b.words.size(); });
  return out;
}

std::string_view QuantityTagger::category(std::string_view lower) const {
  const auto found = categories_.find(lower);
  return found == categories_.end() ? std::string_view() : std::string_view(found->second);
}

void QuantityTagger::settle_parts(std::span<const Word> words, std::vector<QuantityExpression>* figures) const {
  // "8 of the 30 passengers died": what befell the part befell no more than it.
  for (std::size_t i = 0; i + 1 < figures->size(); ++i) {
    QuantityExpression& part = (*figures)[i];
    QuantityExpression& whole = (*figures)[i + 1];
    if (part.unit != part.number || part.end >= words.size() || !in(List::Of, words[part.end].lower) ||
        whole.begin < part.end + 1 || whole.begin > part.end + 2 || whole.value.category.empty())
      continue;
    if (part.value.effect == model::Effect::None) part.value.effect = whole.value.effect;
    if (part.value.effect == whole.value.effect) whole.value.effect = model::Effect::None;
    part.value.category = whole.value.category;
    part.value.unit = whole.value.unit;
  }
}

class QuantityParser {
 public:
  QuantityParser(const QuantityTagger& tagger, std::span<const Word> words, const std::vector<bool>& taken,
                 const std::vector<std::uint8_t>& nouns)
      : t_(tagger), words_(words), taken_(taken), nouns_(nouns) {}

  std::vector<QuantityExpression> run() {
    std::size_t at = 0;
    while (at < words_.size()) {
      if (taken_[at]) {
        ++at;
        continue;
      }
      const std::size_t end = parse(at);
      at = end > at ? end : at + 1;
    }
    for (std::size_t i = 0; i < out_.size(); ++i) find_effect(i);
    t_.settle_parts(words_, &out_);
    return std::move(out_);
  }

 private:
  using List = QuantityTagger::List;
  bool in(List list, std::string_view word) const { return t_.in(list, word); }
  const Word& w(std::size_t at) const { return at < words_.size() ? words_[at] : kEnd; }
  const std::string& lower(std::size_t at) const { return w(at).lower; }
  bool letters(std::size_t at) const { return w(at).kind == WordKind::Letters; }
  std::uint8_t noun(std::size_t at) const { return at < nouns_.size() ? nouns_[at] : 3; }

  // A word that a counted noun phrase can hold before its noun, by its form alone, for texts without tags.
  bool looks_like_modifier(std::string_view lower) const {
    return std::any_of(t_.modifier_endings_.begin(), t_.modifier_endings_.end(),
                       [&](const std::string& ending) { return lower.ends_with(ending); });
  }

  const QuantityTagger::Effect* verb_effect(std::string_view lower) const {
    for (const auto& effect : t_.effects_) {
      if (effect.verbs.contains(lower)) return &effect;
    }
    return nullptr;
  }

  std::size_t parse(std::size_t at) {
    NumberParse number = t_.numbers_.parse_at(words_, at);
    std::size_t begin = at;
    if (number.words == 0) {
      // "another person", "a child was killed": one, when a counted person follows.
      const bool owned = in(List::Owner, lower(at));
      if (!in(List::One, lower(at)) && !owned) return 0;
      std::size_t i = at + 1;
      std::size_t steps = 0;
      // "a 12-year-old girl": the age is a time already.
      while (i < words_.size() && steps < 6 && taken_[i]) {
        ++i;
        ++steps;
      }
      steps = 0;
      // "an elderly man": a word that can name people itself stands before the one that does.
      while (letters(i) && steps < 3 &&
             (t_.category(lower(i)).empty() || (noun(i) == 2 && !t_.category(lower(i + 1)).empty())) &&
             (noun(i) == 2 || noun(i) == 1 || (noun(i) == 0 && looks_like_modifier(lower(i))))) {
        ++i;
        ++steps;
      }
      if (t_.category(lower(i)).empty() || lower(i).back() == 's' || in(List::NoSingle, lower(i))) return 0;
      if (taken_[i] || in(List::OneHousehold, lower(i))) return 0;
      // A role behind it ("a rebel commander", "a police station") makes the word a modifier.
      if (letters(i + 1) && (noun(i + 1) == 1)) return 0;
      QuantityExpression out;
      out.begin = at;
      out.number = at;
      out.unit = i;
      out.end = i + 1;
      out.value.low = out.value.best = out.value.high = 1;
      out.value.unit = lower(i);
      out.single = true;
      one_ = true;
      finish(&out);
      one_ = false;
      return out.end;
    }
    std::size_t end = at + number.words;
    if (end < words_.size() && taken_[end] && end == at + 1 && false) return 0;
    const bool figure = number.figure;
    // What no figure of people is: money, percentages, years taken before, ordinals, list marks, calibres.
    if (at > 0 && (is_sign(words_[at - 1], '$') || in(List::LabelAfter, words_[at - 1].lower))) {
      if (!in(List::LabelNo, words_[at - 1].lower)) return 0;
    }
    if (is_sign(w(end), '%') || (is_sign(w(end), ':') && !w(end).space_before) ||
        (is_sign(w(end), '.') && w(end + 1).kind == WordKind::Digits && !w(end + 1).space_before))
      return end;
    if (t_.ignored_.contains(lower(end)) || in(List::AreaWord, lower(end))) return end;
    // "T-72", "BM-21", "122-mm".
    if (at > 1 && is_dash(words_[at - 1]) && !words_[at].space_before && !words_[at - 1].space_before &&
        words_[at - 2].kind == WordKind::Letters && figure)
      return end;
    if (at > 0 && words_[at - 1].kind == WordKind::Letters && !words_[at].space_before && figure) return end;
    // "a boy, 9, and his father": an age.
    if (figure && number.words == 1 && number.value < 110 && at >= 2 && is_sign(words_[at - 1], ',') &&
        (is_sign(w(end), ',') || is_sign(w(end), '.')) &&
        (words_[at - 2].capital || (!t_.category(lower(at - 2)).empty() && lower(at - 2).back() != 's')))
      return end;
    const bool glued_dash = is_dash(w(end)) && !w(end).space_before && !w(end + 1).space_before;
    // "one" as a pronoun: "one of the", "no one", "one another".
    if (!figure && number.value == 1 && !number.vague && in(List::OneWord, lower(at)) &&
        (at > 0 && (in(List::PronounOneAfter, words_[at - 1].lower))))
      return end;
    if (in(List::OneWord, lower(at)) && in(List::OtherOne, lower(end))) return end + 1;
    if (!figure && number.value == 0) return end;
    if (in(List::Vague, lower(at))) {
      if (in(List::Many, lower(at)) && at >= 1 && in(List::BeforeMany, words_[at - 1].lower)) return 0;
    }
    model::Quantity value;
    value.op = number.vague    ? model::QuantityOp::Vague
               : number.approx ? model::QuantityOp::Approx
                               : model::QuantityOp::Equal;
    if (number.vague) {
      value.low = number.value;
    } else {
      value.low = value.best = value.high = number.value;
    }
    // Ranges: "10 to 15", "10-15", "between 10 and 15".
    const bool between = at > 0 && in(List::Between, words_[at - 1].lower);
    bool range = false;
    if (in(List::To, lower(end)) || is_dash(w(end)) || (between && in(List::And, lower(end))) || in(List::Or, lower(end))) {
      const NumberParse second = t_.numbers_.parse_at(words_, end + 1);
      if (second.words > 0 && second.value > number.value && !second.vague && !number.vague &&
          (end + 1 < taken_.size() && !taken_[end + 1]) &&
          (!in(List::Or, lower(end)) || second.value - number.value <= std::max<std::int64_t>(5, number.value)) &&
          !(is_dash(w(end)) && is_dash(w(end + 1 + second.words)))) {
        value.op = model::QuantityOp::Range;
        value.low = number.value;
        value.best.reset();
        value.high = second.value;
        // "2 to 3 million", "three to four thousand".
        if (number.scale == 1 && number.value < 1000 && number.value * second.scale < second.value)
          value.low = number.value * second.scale;
        end += 1 + second.words;
        range = true;
        if (between) begin = at - 1;
      }
    }
    if (!range && glued_dash && letters(end + 1)) {
      // "a 12-member team", "30-strong": the count of what follows; "12-year" was a time.
      if (in(List::Strong, lower(end + 1))) {
        QuantityExpression made;
        made.begin = begin;
        made.number = at;
        made.unit = end + 1;
        made.end = end + 2;
        made.value = value;
        made.value.unit = "members";
        finish(&made);
        return made.end;
      }
      if (in(List::Plus, lower(end + 1))) {
        value.op = model::QuantityOp::AtLeast;
        value.best.reset();
        value.high.reset();
        end += 2;
      } else {
        return end;
      }
    }
    // Operators in front, several of them ("about at least" never; "some 1,500" once).
    std::size_t front = begin;
    for (const auto& op : t_.ops_) {
      const std::size_t n = op.words.size();
      if (n == 0 || n > front) continue;
      bool same = true;
      for (std::size_t k = 0; k < n; ++k) same = same && words_[front - n + k].lower == op.words[k];
      if (!same) continue;
      // "handed over 12 captives": the word belongs to the verb.
      if (n == 1 && front >= 2 && t_.particle_verbs_.contains(words_[front - 2].lower) &&
          t_.particles_.contains(words_[front - 1].lower))
        break;
      apply(op.op, number.vague, &value);
      front -= n;
      break;
    }
    if (is_sign(w(front - 1), '>') && front > 0) {
      apply(model::QuantityOp::More, number.vague, &value);
      --front;
    } else if (front > 0 && words_[front - 1].lower == "~") {
      apply(model::QuantityOp::Approx, number.vague, &value);
      --front;
    }
    begin = front;
    if (is_sign(w(end), '+') && !w(end).space_before) {
      apply(model::QuantityOp::AtLeast, number.vague, &value);
      ++end;
    }
    for (const auto& op : t_.after_) {
      bool same = !op.words.empty();
      for (std::size_t k = 0; k < op.words.size(); ++k) same = same && lower(end + k) == op.words[k];
      if (!same) continue;
      apply(op.op, number.vague, &value);
      end += op.words.size();
      break;
    }
    // The counted noun: modifiers and nouns up to the last noun.
    QuantityExpression out;
    out.number = at;
    out.vague = number.vague;
    std::size_t i = end;
    bool of = false;
    if (in(List::Of, lower(i)) && (number.vague || in(List::OneWord, lower(at)) || figure || !number.vague)) {
      std::size_t j = i + 1;
      if (in(List::Determiner, lower(j))) ++j;
      if (in(List::Them, lower(j))) {
        out.unit = at;
        out.end = j + 1;
        // "three of them women", "two of whom were children".
        std::size_t k = j + 1;
        if (in(List::Are, lower(k))) ++k;
        if (!t_.category(lower(k)).empty() && noun(k) <= 1) {
          out.unit = k;
          out.end = k + 1;
        }
        i = words_.size();
        of = true;
      } else if (number.vague || in(List::OneWord, lower(at)) || j > i + 1) {
        i = j;
        of = true;
      }
    }
    std::size_t unit = SIZE_MAX;
    std::size_t known = SIZE_MAX;
    for (std::size_t k = i; k < words_.size() && k < i + 7; ++k) {
      if (!letters(k)) {
        if (is_dash(w(k)) && !w(k).space_before && letters(k + 1) && k > i) continue;
        if (is_sign(w(k), '.') && !w(k).space_before && k > i && words_[k - 1].span.size() == 1) continue;
        if (is_sign(w(k), ',') && k > i && unit == SIZE_MAX && noun(k - 1) == 2) continue;
        break;
      }
      if (taken_[k]) break;
      const std::string& text = lower(k);
      const bool counted = !t_.category(text).empty();
      const std::uint8_t tag = noun(k);
      // Effects stand after their count as adjectives: "12 dead", "30 wounded".
      if (tag == 3 && !counted) {
        // "60 suspected rebels", "22 detained activists": a participle before its noun.
        const bool participle = text.ends_with("ed") || text.ends_with("ing") || text.ends_with("en");
        if (participle && unit == SIZE_MAX && (!t_.category(lower(k + 1)).empty() || noun(k + 1) == 1) &&
            !taken_[k + 1])
          continue;
        break;
      }
      if (tag == 0) {
        if (!counted && t_.skip_.contains(text)) break;
        if (verb_effect(text) != nullptr && !counted) break;
        if (!counted && k > i && unit != SIZE_MAX) break;
        if (!counted &&
            !(text.size() > 2 && (text.back() == 's' || looks_like_modifier(text) || w(k).capital))) {
          // An unknown singular word without tags: a modifier only when a counted noun follows.
          if (t_.category(lower(k + 1)).empty()) break;
          continue;
        }
        if (!counted && t_.category(lower(k + 1)).empty() && looks_like_modifier(text) && text.back() != 's')
          continue;
      }
      if (tag == 1 || counted || (tag == 0 && (text.back() == 's'))) {
        unit = k;
        if (counted) known = k;
      }
      // "Thirty people sustained wounds", whatever the tag of the verb: a plural that names people is what is
      // counted, unless a noun follows.
      const bool plural_people =
          counted && (text.back() == 's' || text.ends_with("men") || in(List::IrregularPlural, text));
      if (plural_people && noun(k + 1) >= 2) break;
      if (counted && tag != 1) {
        // "12 rebel fighters", "12 other people": a later counted noun wins; else stop.
        if (t_.category(lower(k + 1)).empty() || taken_[std::min(k + 1, taken_.size() - 1)]) break;
      }
    }
    if (unit != SIZE_MAX && known != SIZE_MAX && unit != known) {
      // "12 people Tuesday": tags can run over the noun; the counted noun is the last plural.
      if (lower(unit).back() != 's' && !in(List::CollectivePlural, lower(unit))) unit = known;
    }
    if (out.end == 0) {
      if (unit != SIZE_MAX) {
        out.unit = unit;
        out.end = unit + 1;
      } else {
        out.unit = at;
        out.end = of && number.vague ? end : end;
        // "12 dead", "30 wounded", "40 injured".
        for (const auto& effect : t_.effects_) {
          if (effect.adjectives.contains(lower(end))) {
            out.value.unit = "people";
            out.end = end + 1;
            out.unit = at;
            break;
          }
        }
      }
    }
    const std::string kept_unit = out.value.unit;
    out.begin = begin;
    out.value = value;
    out.value.unit = kept_unit;
    if (out.unit != at) out.value.unit = lower(out.unit);
    finish(&out);
    return out.end;
  }

  static void apply(model::QuantityOp op, bool vague, model::Quantity* value) {
    using model::QuantityOp;
    if (value->op == QuantityOp::Range) return;
    const std::optional<std::int64_t> stated = value->low ? value->low : value->high;
    switch (op) {
      case QuantityOp::More:
      case QuantityOp::AtLeast:
        value->op = op;
        value->low = stated;
        value->best.reset();
        value->high.reset();
        break;
      case QuantityOp::Less:
      case QuantityOp::AtMost:
        value->op = op;
        value->low.reset();
        value->best.reset();
        value->high = stated;
        break;
      case QuantityOp::Approx:
        if (!vague) value->op = op;
        break;
      default:
        break;
    }
  }

  void finish(QuantityExpression* out) {
    // The counted noun's own class, else that of a word before it ("civilian casualties", "rebel dead").
    std::string_view category;
    if (out->unit != out->number || one_) {
      category = t_.category(lower(out->unit));
      if (out->unit > 0 && (category.empty() || category == "unknown")) {
        for (std::size_t k = out->unit; k-- > out->number;) {
          const std::string_view before = t_.category(lower(k));
          if (!before.empty() && before != "unknown") {
            category = before;
            break;
          }
        }
      }
      // Two-word classes: "aid workers", "health workers", "medical staff".
      if (out->unit > 0) {
        const std::string_view pair = t_.category(lower(out->unit - 1) + " " + lower(out->unit));
        if (!pair.empty()) category = pair;
      }
    }
    if (category.empty() && out->unit != out->number) category = t_.category(out->value.unit);
    // "3 million Yemenis", "three Catholics": a plural with a capital names people.
    if (category.empty() && out->unit != out->number && w(out->unit).capital &&
        (lower(out->unit).back() == 's' || lower(out->unit).ends_with("ese")))
      category = "unknown";
    // "22 civilians, mainly students" stays civilian; a bare figure counts people.
    out->value.category = std::string(category);
    out->span = {words_[out->begin].span.begin, words_[out->end - 1].span.end};
    if (one_) out->span.begin = words_[out->begin + 1 < out->end ? out->begin : out->begin].span.begin;
    out_.push_back(*out);
  }

  // Whether the words from `at` start a noun phrase: an object makes a verb before it active.
  bool starts_object(std::size_t at) const {
    const std::string& text = lower(at);
    if (in(List::ObjectStart, text)) return true;
    if (w(at).kind == WordKind::Digits && (at >= taken_.size() || !taken_[at])) return true;
    return at < words_.size() && !taken_[at] && t_.numbers_.parse_at(words_, at).words > 0;
  }

  void find_effect(std::size_t index) {
    QuantityExpression& out = out_[index];
    model::Effect found = model::Effect::None;
    // The counted noun itself: "12 deaths", "30 wounded", "50 detainees".
    if (out.unit != out.number) {
      const std::string& text = lower(out.unit);
      for (const auto& effect : t_.effects_) {
        if (effect.nouns.contains(text) || effect.adjectives.contains(text)) found = effect.effect;
        // "cost 12 lives", "claimed 12 lives".
        if (effect.lost.contains(text)) found = effect.effect;
      }
    } else if (out.end > out.number + 1) {
      for (const auto& effect : t_.effects_) {
        if (effect.adjectives.contains(lower(out.end - 1))) found = effect.effect;
      }
    }
    const std::size_t limit = index + 1 < out_.size() ? out_[index + 1].begin : words_.size();
    if (found == model::Effect::None) found = around(index);
    if (found == model::Effect::None) found = left_verb(index);
    if (found == model::Effect::None) found = right(index, limit);
    if (found == model::Effect::None) found = left(index);
    if (found == model::Effect::None) found = inherited(index);
    // "22 detained activists", "45 wounded people".
    for (std::size_t k = out.number + 1; found == model::Effect::None && k < out.unit; ++k) {
      if (const auto* effect = lower(k).ends_with("ed") ? verb_effect(lower(k)) : nullptr)
        found = effect->effect;
    }
    // Things do not live, leave or return; they can be hit, seized and released.
    if (out.value.category.empty() && out.unit != out.number && !out.single &&
        (found == model::Effect::Present || found == model::Effect::Returned ||
         found == model::Effect::Displaced || found == model::Effect::Detained ||
         found == model::Effect::Evacuated)) {
      found = model::Effect::None;
    }
    out.value.effect = found;
    if (found == model::Effect::Killed || found == model::Effect::Injured ||
        found == model::Effect::Missing || found == model::Effect::Detained ||
        found == model::Effect::Abducted || found == model::Effect::Evacuated ||
        found == model::Effect::Displaced || found == model::Effect::Released) {
      if (out.unit == out.number && out.value.unit.empty()) out.value.unit = "people";
    }
    if (out.value.category.empty() && out.value.unit == "people") out.value.category = "unknown";
    if (out.value.category.empty() && out.unit == out.number && found != model::Effect::None)
      out.value.category = "unknown";
  }

  // A verb before the figure and its other word behind what is counted: "let 12 captives go", "took them
  // hostage".
  model::Effect around(std::size_t index) const {
    const QuantityExpression& out = out_[index];
    if (out.begin == 0) return model::Effect::None;
    for (const auto& pair : t_.around_) {
      if (pair.verbs.contains(lower(out.begin - 1)) &&
          (pair.behind.contains(lower(out.end)) || pair.behind.contains(lower(out.end - 1))))
        return pair.effect;
    }
    return model::Effect::None;
  }

  // The nearest verb directly before the figure: "killed 12", "wounding at least 30".
  model::Effect left_verb(std::size_t index) const {
    const QuantityExpression& out = out_[index];
    std::size_t i = out.begin;
    std::size_t steps = 0;
    while (i > 0 && steps < 3) {
      const std::string& text = lower(i - 1);
      if (letters(i - 1)) {
        if (const auto* effect = verb_effect(text)) {
          // "were killed 12 km" cannot be here; "killed, 12 wounded" has a comma.
          const std::string& aux = i >= 2 ? lower(i - 2) : kEnd.lower;
          if (in(List::Passive, aux)) return model::Effect::None;
          return effect->effect;
        }
        // "The army lost 12 men."
        if ((in(List::Lost, text)) && !out.value.category.empty()) {
          for (const auto& effect : t_.effects_) {
            if (!effect.lost.empty()) return effect.effect;
          }
        }
        if (in(List::VerbGap, text)) {
          // "killed or wounded 12" is found through its last verb.
          if (in(List::And, text)) break;
          --i;
          ++steps;
          continue;
        }
      }
      break;
    }
    return model::Effect::None;
  }

  model::Effect right(std::size_t index, std::size_t limit) const {
    const QuantityExpression& out = out_[index];
    std::size_t i = out.end;
    std::size_t steps = 0;
    std::size_t stop = words_.size();
    (void)limit;
    while (i < stop && steps < 16) {
      const Word& word = w(i);
      if (is_sign(word, ',')) {
        // A parenthesis: ", including 12 children, were killed"; ", most of them women,".
        const std::string& opener = lower(i + 1);
        if (in(List::AsideStart, opener) || t_.numbers_.parse_at(words_, i + 1).words > 0) {
          std::size_t j = i + 1;
          while (j < stop && j < i + 16 && !is_sign(w(j), ',') && !is_sign(w(j), ';')) ++j;
          if (is_sign(w(j), ',')) {
            i = j + 1;
            steps += 2;
            continue;
          }
        }
        return model::Effect::None;
      }
      if (is_sign(word, '(')) {
        std::size_t j = i + 1;
        while (j < stop && j < i + 12 && !is_sign(w(j), ')')) ++j;
        i = j + 1;
        continue;
      }
      if (word.kind != WordKind::Letters) {
        if (is_dash(word)) return model::Effect::None;
        return model::Effect::None;
      }
      const std::string& text = word.lower;
      // "lost their lives".
      if (in(List::Lost, text)) {
        for (const auto& effect : t_.effects_) {
          if (effect.lost.contains(lower(i + 2)) || effect.lost.contains(lower(i + 1))) return effect.effect;
        }
      }
      for (const auto& effect : t_.effects_) {
        if (effect.subject.contains(text)) return effect.effect;
        if (effect.adjectives.contains(text) && !effect.verbs.contains(text)) return effect.effect;
        if (effect.verbs.contains(text)) {
          const bool passive_form = text.ends_with("ed") || text.ends_with("en") || text.ends_with("in") ||
                                    in(List::PassiveForm, text);
          const std::string& aux = lower(i - 1);
          const bool passive = in(List::Be, aux);
          if (!passive_form && !passive) return model::Effect::None;
          // "12 soldiers killed 5 rebels" is active; "12 soldiers were killed" and "12 people killed in" are
          // not.
          if (!passive && starts_object(i + 1)) return model::Effect::None;
          return effect.effect;
        }
      }
      if (taken_[i]) {
        ++i;
        continue;
      }
      if (in(List::AndOr, text)) {
        // "12 soldiers and three civilians were killed": over the next count.
        const std::size_t after = next_end(index, i);
        if (after == 0) return model::Effect::None;
        i = after;
        steps += 2;
        continue;
      }
      if (in(List::PhraseStart, text)) {
        // A short phrase between: "12 fighters of the group were killed", "12 people from one family died".
        std::size_t j = i + 1;
        std::size_t words = 0;
        while (j < stop && words < 6 && letters(j) && !t_.skip_.contains(lower(j)) && !is_effect(lower(j)) &&
               !in(List::And, lower(j))) {
          ++j;
          ++words;
        }
        if (j < stop && letters(j) &&
            (in(List::PhraseEnd, lower(j)) || is_effect(lower(j)) || in(List::PhraseEndAlso, lower(j)))) {
          i = j;
          steps += 3;
          continue;
        }
        return model::Effect::None;
      }
      if (!t_.skip_.contains(text)) {
        // An adverb between auxiliary and verb.
        if (text.ends_with("ly")) {
          ++i;
          ++steps;
          continue;
        }
        return model::Effect::None;
      }
      ++i;
      ++steps;
    }
    return model::Effect::None;
  }

  bool is_effect(std::string_view lower) const {
    for (const auto& effect : t_.effects_) {
      if (effect.verbs.contains(lower) || effect.subject.contains(lower) || effect.adjectives.contains(lower))
        return true;
    }
    return false;
  }

  // The end of the next count when it starts right after the conjunction at `at`.
  std::size_t next_end(std::size_t index, std::size_t at) const {
    if (index + 1 < out_.size() && out_[index + 1].begin <= at + 2 && out_[index + 1].begin > at)
      return out_[index + 1].end;
    return 0;
  }

  model::Effect left(std::size_t index) const {
    const QuantityExpression& out = out_[index];
    std::size_t i = out.begin;
    std::size_t steps = 0;
    const std::size_t floor = index > 0 ? out_[index - 1].end : 0;
    while (i > floor && steps < 9) {
      const Word& word = w(i - 1);
      if (word.kind != WordKind::Letters) return model::Effect::None;
      if (taken_[i - 1]) {
        --i;
        continue;
      }
      const std::string& text = word.lower;
      for (const auto& effect : t_.effects_) {
        // "the deaths of 12 people", "the toll rose to 12", "release of 50 prisoners", "evacuation of 1,200".
        if (effect.nouns.contains(text)) {
          const std::string& joint = lower(i);
          if (in(List::NounJointOf, joint) || in(List::Toll, text) || in(List::NounJoint, joint))
            return effect.effect;
        }
        if (effect.verbs.contains(text) && steps <= 4) {
          const std::string& aux = i >= 2 ? lower(i - 2) : kEnd.lower;
          // "among those killed were 12 children", "killed were 3 women".
          if ((in(List::PassiveBefore, aux)) && !in(List::PluralPast, lower(i))) return model::Effect::None;
          if (in(List::Copula, lower(i)) || steps <= 2 || in(List::VerbJoint, lower(i))) return effect.effect;
        }
        if (effect.subject.contains(text) && (in(List::SubjectJoint, lower(i)))) return effect.effect;
      }
      if (!t_.lead_.contains(text)) return model::Effect::None;
      --i;
      ++steps;
    }
    return model::Effect::None;
  }

  // "killed 12 soldiers and three civilians", "40, including 12 children": what befell those before.
  model::Effect inherited(std::size_t index) const {
    if (index == 0) return model::Effect::None;
    const QuantityExpression& before = out_[index - 1];
    const QuantityExpression& out = out_[index];
    if (out.begin < before.end || out.begin - before.end > 7) return model::Effect::None;
    bool joined = false;
    for (std::size_t i = before.end; i < out.begin; ++i) {
      const std::string& text = lower(i);
      if (in(List::ListJoint, text) || is_sign(w(i), ',') || is_sign(w(i), '(') || is_dash(w(i)) ||
          in(List::ListJointAlso, text) || is_sign(w(i), ':')) {
        joined = true;
      } else if (in(List::ListFiller, text)) {
        continue;
      } else {
        return model::Effect::None;
      }
    }
    return joined ? before.value.effect : model::Effect::None;
  }

  const QuantityTagger& t_;
  std::span<const Word> words_;
  const std::vector<bool>& taken_;
  const std::vector<std::uint8_t>& nouns_;
  std::vector<QuantityExpression> out_;
  bool one_ = false;
};

std::vector<QuantityExpression> QuantityTagger::tag(std::span<const Word> words,
                                                    const std::vector<bool>& taken,
                                                    const std::vector<std::uint8_t>& nouns) const {
  return QuantityParser(*this, words, taken, nouns).run();
}

}  // namespace hudna::ground
