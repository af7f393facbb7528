// Where do rows live? In a Table that is indexed by one id type only, so that
// an id of another table does not compile. Views come only from lvalues.
#pragma once

#include <cstddef>
#include <span>
#include <utility>
#include <vector>

#include "base/check.h"

namespace hudna::base {

template <class IdT, class Row>
class Table {
 public:
  IdT push(Row row) {
    rows_.push_back(std::move(row));
    return IdT(rows_.size() - 1);
  }
  // REQUIRES: `id` names a row of this table.
  const Row& operator[](IdT id) const& {
    HUDNA_CHECK(id.index() < rows_.size());
    return rows_[id.index()];
  }
  Row& operator[](IdT id) & {
    HUDNA_CHECK(id.index() < rows_.size());
    return rows_[id.index()];
  }
  std::span<const Row> rows() const& { return rows_; }
  std::span<const Row> rows() const&& = delete;
  std::size_t size() const { return rows_.size(); }
  bool empty() const { return rows_.empty(); }
  void reserve(std::size_t n) { rows_.reserve(n); }
  auto begin() const& { return rows_.begin(); }
  auto end() const& { return rows_.end(); }
  friend bool operator==(const Table&, const Table&) = default;

 private:
  std::vector<Row> rows_;
};

}  // namespace hudna::base
