// What is known of a word form? One table (data/coding/words.bin) of frequent
// lower-case words: whether mixed-case text writes it small, and its word
// classes: clusters of word vectors at three grains, so that what is learned
// of one word holds for its like. Views into the data; immutable; thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "base/data_source.h"
#include "base/result.h"

namespace hudna::coding {

inline constexpr std::size_t kGrains = 3;

class WordTable {
 public:
  // ModelBad where the file is damaged or of another layout. The data must outlive the table.
  static base::Result<WordTable> open(const base::DataSource& data);
  struct Entry {
    bool known = false;
    bool small = false;                            // mostly written in lower case
    std::array<std::uint16_t, kGrains> classes{};  // 0: none
  };
  Entry find(std::string_view lower) const;

 private:
  const std::uint32_t* keys_ = nullptr;  // ascending
  const std::uint16_t* classes_ = nullptr;
  const std::uint8_t* small_ = nullptr;
  std::size_t count_ = 0;
};

}  // namespace hudna::coding
