// What names a row of a table? A typed 32-bit id. Ids of different tables do
// not convert into each other. Plain value, safe to copy and to share.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>

namespace hudna::base {

template <class Tag>
struct Id {
  static constexpr std::uint32_t kNone = 0xFFFFFFFFu;
  // Index of the row in its owner's table; kNone when there is no row.
  std::uint32_t value = kNone;

  constexpr Id() = default;
  constexpr explicit Id(std::size_t index) : value(static_cast<std::uint32_t>(index)) {}
  constexpr bool valid() const { return value != kNone; }
  constexpr std::size_t index() const { return value; }
  friend constexpr auto operator<=>(Id, Id) = default;
};

}  // namespace hudna::base

template <class Tag>
struct std::hash<hudna::base::Id<Tag>> {
  std::size_t operator()(hudna::base::Id<Tag> id) const noexcept { return id.value; }
};
