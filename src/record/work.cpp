#include "record/work.h"

#include <algorithm>
#include <set>

#include "base/sha256.h"
#include "record/names.h"

namespace hudna::record {

using model::PlaceId;

Work::Work(std::span<const model::Reading* const> all, const Policies& policies_in,
           std::span<const model::Decision> log)
    : policies(policies_in), rulings(log) {
  // Canonical order: by the day of publication, unknown last, then by id.
  struct Key {
    std::string rank;
    const model::Reading* reading;
  };
  std::map<std::string_view, const model::Reading*> by_hash;
  for (const model::Reading* reading : all) {
    const auto [at, fresh] = by_hash.emplace(reading->parts().sha256, reading);
    if (!fresh && reading->parts().source < at->second->parts().source) at->second = reading;
  }
  std::vector<Key> keys;
  keys.reserve(by_hash.size());
  for (const auto& [hash, reading] : by_hash) {
    // As the rows of the reports are ranked (model/ranks.h).
    model::ReportRow row;
    row.id = reading->parts().report_id;
    row.first_day = make_period(find_range(reading->parts().published.edtf).value_or(DayRange{})).min;
    keys.push_back({model::rank_of(row), reading});
  }
  std::sort(keys.begin(), keys.end(), [](const Key& a, const Key& b) { return a.rank < b.rank; });
  for (const Key& key : keys) {
    readings.push_back(key.reading);
    report_days.push_back(find_range(key.reading->parts().published.edtf).value_or(DayRange{}));
  }
}

std::uint32_t Work::count_origins(const std::vector<model::StatementId>& statements) const {
  std::vector<std::uint32_t> seen;
  seen.reserve(statements.size());
  for (const model::StatementId id : statements) seen.push_back(facts[id.index()].origin);
  std::sort(seen.begin(), seen.end());
  return static_cast<std::uint32_t>(std::unique(seen.begin(), seen.end()) - seen.begin());
}

model::Accord Work::accord(const std::vector<model::StatementId>& statements) const {
  return count_origins(statements) > 1 ? model::Accord::Unanimous : model::Accord::Single;
}

std::string Work::rule(std::string_view name) const {
  return std::string(name) + "/" + std::to_string(policies.weight("version"));
}

std::vector<std::uint32_t> facts_named(const Work& work, const std::vector<std::string>& statements) {
  const std::set<std::string_view> wanted(statements.begin(), statements.end());
  std::vector<std::uint32_t> out;
  for (std::uint32_t i = 0; i < work.facts.size() && !wanted.empty(); ++i) {
    if (wanted.count(work.facts[i].stmt->id) != 0 && !work.facts[i].rejected) out.push_back(i);
  }
  return out;
}

std::string content_id(std::string_view prefix, const std::vector<std::string>& parts) {
  std::string key;
  for (const std::string& part : parts) key.append(part).append(1, '\x1f');
  return std::string(prefix) + base::sha256_hex(key).substr(0, 12);
}

std::uint64_t hash_text(std::string_view text) {
  std::uint64_t hash = 1469598103934665603ull;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ull;
  return hash;
}

std::vector<std::uint64_t> phrase_words(std::string_view text) {
  std::vector<std::uint64_t> out;
  const std::string folded = fold_name(text);
  for (std::size_t at = 0; at < folded.size();) {
    const std::size_t end = std::min(folded.find(' ', at), folded.size());
    std::string_view word = std::string_view(folded).substr(at, end - at);
    at = end + 1;
    if (word.size() < 4) continue;  // articles, prepositions, "two"
    // A plural and its singular are one word for this purpose.
    if (word.size() > 4 && word.back() == 's') word.remove_suffix(1);
    out.push_back(hash_text(word));
  }
  sort_unique(&out);
  return out;
}

std::vector<std::uint64_t> unknown_names(const model::Statement& stmt, const Policies& policies) {
  const std::string_view quote = stmt.evidence.quote;
  const std::uint32_t begin = stmt.evidence.span.begin;
  const auto known = [&](std::uint32_t at) {
    return std::any_of(stmt.slots.begin(), stmt.slots.end(), [&](const model::Slot& slot) {
      if (slot.span.begin > at || slot.span.end <= at) return false;
      if (const auto* actor = std::get_if<model::ActorValue>(&slot.value)) return !actor->id.empty();
      if (const auto* place = std::get_if<model::PlaceValue>(&slot.value)) return !place->id.empty();
      return !std::holds_alternative<std::monostate>(slot.value);
    });
  };
  const auto letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80) != 0 || c == '\'';
  };
  struct Word {
    std::size_t at, end;
    std::string folded;
  };
  std::vector<Word> words;
  for (std::size_t at = 0; at < quote.size();) {
    if (!letter(quote[at])) {
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < quote.size() && letter(quote[end])) ++end;
    words.push_back({at, end, fold_name(quote.substr(at, end - at))});
    at = end;
  }
  std::vector<std::uint64_t> out;
  bool placed = false;  // the word before is part of a place's name, or leads to one ("in", "of", "near")
  for (std::size_t i = 0; i < words.size(); ++i) {
    const Word& word = words[i];
    const bool capital = quote[word.at] >= 'A' && quote[word.at] <= 'Z' &&
                         !(word.end - word.at > 1 && quote[word.at + 1] >= 'A' && quote[word.at + 1] <= 'Z');
    const bool kind = i + 1 < words.size() && policies.listed("names.place_nouns", words[i + 1].folded);
    const bool name = capital && i != 0 && (placed || kind);
    // "In Monday's attack": the apostrophe parts no words.
    const bool possessive = word.folded.size() > 1 && word.folded.back() == 's' &&
                            policies.listed("names.common", word.folded.substr(0, word.folded.size() - 1));
    if (name && !possessive && word.folded.size() >= 4 &&
        !known(begin + static_cast<std::uint32_t>(word.at)) && !policies.listed("names.common", word.folded))
      out.push_back(place_word(word.folded));
    const bool particle = policies.listed("names.particles", word.folded);
    placed = name || policies.listed("names.place_leads", word.folded) || (placed && particle);
  }
  sort_unique(&out);
  return out;
}

std::uint64_t place_word(std::string_view folded) { return hash_text(level_place(folded)); }

bool share_word(const std::vector<std::uint64_t>& a, const std::vector<std::uint64_t>& b) {
  return std::any_of(a.begin(), a.end(),
                     [&](std::uint64_t word) { return std::binary_search(b.begin(), b.end(), word); });
}

}  // namespace hudna::record
