// In which case would this text stand, had it not been sent in capitals? Wires
// up to the nineties came so, and the parser reads mixed case better. A word
// is put in lower case when a table of mixed-case text has it so (or a form it
// is derived from); names of the lists (actors, peoples, places) and words that
// the table does not know keep a capital, bracketed short ones all of them.
// Keeps every byte's place: spans of the result are spans of the input.
// Immutable after open, thread-safe; must not outlive its DataSource.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/data_source.h"
#include "base/result.h"

namespace hudna::coding {

// The key of a lower-case word in the tables of this folder.
std::uint32_t word_key(std::string_view lower);

class Truecaser {
 public:
  // Reads coding/words.bin and the lists of names. Fails with DataBad or ModelBad.
  static base::Result<Truecaser> open(const base::DataSource& data);
  Truecaser(Truecaser&&) noexcept;
  Truecaser& operator=(Truecaser&&) noexcept;
  ~Truecaser();

  // Text with lower-case letters in a good part of its words is given back as it is. Linear.
  std::string apply(std::string_view text) const;

 private:
  struct Parts;
  explicit Truecaser(std::unique_ptr<const Parts> parts);
  std::unique_ptr<const Parts> parts_;
};

}  // namespace hudna::coding
