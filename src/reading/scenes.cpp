#include "reading/scenes.h"

#include <variant>

namespace hudna::reading {
namespace {

constexpr std::uint32_t kParagraph = 4;  // sentences

}  // namespace

void Scenes::add(std::uint32_t sentence, const model::Slot& place) {
  scenes_.push_back({sentence, place});
  model::Slot& kept = scenes_.back().place;
  kept.name = model::SlotName::Place;
  kept.text.clear();
  kept.span = {};
  kept.raw = {};
  if (auto* value = std::get_if<model::PlaceValue>(&kept.value)) value->rule = "discourse/1";
}

std::optional<model::Slot> Scenes::before(std::uint32_t sentence) const {
  const std::uint32_t near = sentence > kParagraph ? sentence - kParagraph : 0;
  for (std::size_t i = scenes_.size(); i-- > 0;) {
    if (scenes_[i].sentence >= sentence) continue;
    if (scenes_[i].sentence < near || scenes_[i].sentence < from_) break;
    return scenes_[i].place;
  }
  if (left_ || scenes_.empty() || scenes_.front().sentence >= sentence) return std::nullopt;
  return scenes_.front().place;
}

}  // namespace hudna::reading
