#include "coding/word_table.h"

#include <algorithm>

#include "coding/truecase.h"
#include "language/model_file.h"
#include "language/word.h"

namespace hudna::coding {

std::uint32_t word_key(std::string_view lower) { return language::hash_text(lower, 0x77u); }

base::Result<WordTable> WordTable::open(const base::DataSource& data) {
  const auto file = data.file("coding/words.bin");
  if (!file) return tl::unexpected(file.error());
  const auto model = language::ModelFile::open(file->bytes, file->path);
  if (!model) return tl::unexpected(model.error());
  WordTable out;
  const auto keys = model->array<std::uint32_t>("keys");
  const auto classes = model->array<std::uint16_t>("classes");
  const auto small = model->array<std::uint8_t>("small");
  out.keys_ = keys.first;
  out.classes_ = classes.first;
  out.small_ = small.first;
  out.count_ = keys.second;
  if (out.count_ == 0 || classes.second != out.count_ * kGrains || small.second != out.count_ ||
      !std::is_sorted(keys.first, keys.first + keys.second)) {
    return base::fail(base::Code::ModelBad, file->path, "no table of words of this version");
  }
  return out;
}

WordTable::Entry WordTable::find(std::string_view lower) const {
  Entry out;
  const std::uint32_t key = word_key(lower);
  const std::uint32_t* at = std::lower_bound(keys_, keys_ + count_, key);
  if (at == keys_ + count_ || *at != key) return out;
  const std::size_t row = static_cast<std::size_t>(at - keys_);
  out.known = true;
  out.small = small_[row] != 0;
  for (std::size_t grain = 0; grain < kGrains; ++grain) out.classes[grain] = classes_[row * kGrains + grain];
  return out;
}

}  // namespace hudna::coding
