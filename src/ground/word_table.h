// What does a word stand for in a table of the data? A hash table by word that
// says no at once to most words, by their first byte and length: nearly every
// question is about a word that the table does not have. No order; filled once
// and then only read. Thread-safe for reading.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace hudna::ground {

template <class V>
class WordTable {
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };
  using Map = std::unordered_map<std::string, V, Hash, std::equal_to<>>;

 public:
  using const_iterator = typename Map::const_iterator;

  const_iterator find(std::string_view word) const {
    return (lengths_[row(word)] >> column(word) & 1) == 0 ? map_.end() : map_.find(word);
  }
  const_iterator end() const { return map_.end(); }
  bool contains(std::string_view word) const { return find(word) != map_.end(); }
  bool empty() const { return map_.empty(); }
  // Adds the words of this table to another one; the order does not show.
  template <class W>
  void add_words(WordTable<W>* into) const {
    for (const auto& [word, value] : map_) into->insert(word);
  }

  V& operator[](const std::string& word) {
    see(word);
    return map_[word];
  }
  // Keeps the first value of a word.
  void emplace(const std::string& word, V value) {
    see(word);
    map_.emplace(word, std::move(value));
  }
  void insert(const std::string& word) { emplace(word, V()); }

 private:
  static std::size_t row(std::string_view word) {
    return word.empty() ? 0 : static_cast<unsigned char>(word[0]) % 64;
  }
  static std::size_t column(std::string_view word) { return std::min<std::size_t>(word.size(), 31); }
  void see(std::string_view word) { lengths_[row(word)] |= std::uint32_t{1} << column(word); }

  Map map_;
  std::array<std::uint32_t, 64> lengths_{};  // by first byte: the lengths of its words
};

// A set of words.
using WordSet = WordTable<bool>;

}  // namespace hudna::ground
