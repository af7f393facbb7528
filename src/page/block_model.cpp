#include "page/block_model.h"

#include "base/check.h"

namespace hudna::page {
namespace {

BlockModel compiled_in(std::string_view path) {
  const base::DataSource data;
  if (!data.file(path)) return BlockModel();
  auto loaded = BlockModel::load(data, path);
  // The compiled-in data is part of the program; input cannot change it.
  HUDNA_CHECK(loaded.has_value());
  return std::move(*loaded);
}

}  // namespace

const BlockModel& html_block_model() {
  static const BlockModel model = compiled_in("page/blocks.bin");
  return model;
}

const BlockModel& text_block_model() {
  static const BlockModel model = compiled_in("page/lines.bin");
  return model;
}

}  // namespace hudna::page
